//! Gives the program an identity: a hash of the sources it is made of. A site that was built by
//! another program is never taken for up to date.

use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::Xxh3;

fn main() -> std::io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = vec![root.join("Cargo.lock")];
    for folder in ["crates", "themes/default"] {
        println!("cargo::rerun-if-changed={}", root.join(folder).display());
        collect(&root.join(folder), &mut files)?;
    }
    // The same on every machine: names relative to the root, in order, line ends as in git.
    files.sort();
    let mut hasher = Xxh3::new();
    for file in files {
        let name = file.strip_prefix(&root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        hasher.update(name.as_bytes());
        let bytes = std::fs::read(&file).unwrap_or_default();
        let unix: Vec<u8> = bytes.into_iter().filter(|&byte| byte != b'\r').collect();
        hasher.update(&unix);
    }
    println!("cargo::rustc-env=WELLREAD_IDENTITY={:016x}", hasher.digest());
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), files)?;
        } else {
            files.push(entry.path());
        }
    }
    Ok(())
}
