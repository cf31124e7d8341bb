//! Gives the program an identity: a hash of everything that decides what a build writes. A site
//! that another program built is never taken for up to date.
//!
//! And gives it a version for people: with the commit and its day, so that a report of a problem
//! says exactly which program had it.

use std::path::{Path, PathBuf};
use std::process::Command;

use xxhash_rust::xxh3::Xxh3;

/// The crates that never reach the output: one shows a site, the other asks for its links.
const BESIDE_THE_BUILD: &[&str] = &["wellread-links", "wellread-serve"];

/// Parts of a crate that never reach the output. Everything else counts, also what a crate does not
/// have yet: a rebuild too many costs a second, one too few publishes an old site.
const BESIDE_THE_CODE: &[&str] = &["benches", "clippy.toml", "examples", "starter", "tests"];

/// Modules that are only compiled into tests, wherever they are inside `src`.
const OF_TESTS: &[&str] = &["testing.rs", "tests", "tests.rs"];

fn main() -> std::io::Result<()> {
    // As cargo says it now: where this program was compiled may be another checkout, since
    // checkouts can share a target folder.
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR").ok_or(std::io::ErrorKind::NotFound)?;
    let root = Path::new(&manifest).join("../..");
    // The manifests name the features of the dependencies, the lock file their versions.
    let mut inputs =
        ["Cargo.toml", "Cargo.lock", "themes/default"].map(|name| root.join(name)).to_vec();
    for folder in entries(&root.join("crates"), BESIDE_THE_BUILD)? {
        inputs.extend(entries(&folder, BESIDE_THE_CODE)?);
    }
    let mut files = Vec::new();
    for input in inputs {
        println!("cargo::rerun-if-changed={}", input.display());
        collect(input, &mut files)?;
    }
    // The same on every machine: names relative to the root, in order, line ends as in git.
    files.sort();
    let mut hasher = Xxh3::new();
    for file in files {
        let name = file.strip_prefix(&root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        hasher.update(name.as_bytes());
        let bytes = std::fs::read(&file)?;
        let unix: Vec<u8> = bytes.into_iter().filter(|&byte| byte != b'\r').collect();
        hasher.update(&unix);
    }
    println!("cargo::rustc-env=WELLREAD_IDENTITY={:016x}", hasher.digest());
    println!("cargo::rustc-env=WELLREAD_VERSION={}", version(&root));
    Ok(())
}

/// The version, with the last commit where there is a git repository: an archive of the sources has
/// none.
fn version(root: &Path) -> String {
    let version = std::env::var("CARGO_PKG_VERSION").unwrap_or_default();
    let git = |arguments: &[&str]| {
        let output = Command::new("git").args(arguments).current_dir(root).output().ok()?;
        let text = String::from_utf8(output.stdout).ok()?.trim().to_owned();
        (output.status.success() && !text.is_empty()).then_some(text)
    };
    // Sources that lie inside another repository are not its own.
    let is_own = root.join(".git").exists();
    if let Some(log) = git(&["rev-parse", "--git-path", "logs/HEAD"]).filter(|_| is_own) {
        println!("cargo::rerun-if-changed={}", root.join(log).display());
    }
    match git(&["log", "-1", "--format=%h, %cs"]).filter(|_| is_own) {
        Some(commit) => format!("{version} ({commit})"),
        None => version,
    }
}

/// What lies in a folder, apart from some names.
fn entries(folder: &Path, except: &[&str]) -> std::io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if !except.iter().any(|name| entry.file_name() == *name) {
            paths.push(entry.path());
        }
    }
    Ok(paths)
}

/// Adds a file, or all files of a folder, without what only tests compile.
fn collect(path: PathBuf, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if !path.is_dir() {
        files.push(path);
        return Ok(());
    }
    entries(&path, OF_TESTS)?.into_iter().try_for_each(|path| collect(path, files))
}
