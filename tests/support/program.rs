//! The real program, run on a hub in a temporary folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::SystemTime;

use crate::files_below;

/// A small hub in a temporary folder of its own.
pub(crate) struct Hub {
    pub(crate) folder: tempfile::TempDir,
}

/// The content of files by their paths.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

impl Hub {
    pub(crate) fn new() -> Self {
        let hub = Self { folder: tempfile::tempdir().unwrap() };
        // With a crisis line, because a check warns where there is none.
        let settings = "title = \"Hub\"\nbase_url = \"https://hub.test/\"\n\n\
                        [[crisis]]\nname = \"Line\"\nphone = \"988\"\n";
        hub.write("site.toml", settings);
        hub.article("a", "See [b](b.md). The IEP.");
        hub.article("b", "Text.");
        hub.write("content/glossary/iep.md", "---\nterm: IEP\n---\nA plan.\n");
        hub
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn article(&self, slug: &str, text: &str) {
        let file = format!("content/articles/{slug}.md");
        self.write(&file, &format!("---\ntitle: The {slug}\n---\n{text}\n"));
    }

    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).unwrap();
    }

    /// The program with these arguments, in the hub's folder, outside any CI environment.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wellread"));
        command.args(arguments).current_dir(self.folder.path());
        command.env_remove("CI").env_remove("GITHUB_ACTIONS");
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Builds on a fixed day, expects success, and returns what was printed.
    pub(crate) fn build(&self) -> String {
        let output = self.run(&["build", "--date", "2026-11-22"]);
        assert_eq!(output.status.code(), Some(0), "{}", all(&output));
        all(&output)
    }

    /// Runs the program, and expects an exit code, and words in what is printed.
    pub(crate) fn refuses(&self, arguments: &[&str], code: i32, words: &str) {
        let output = self.run(arguments);
        let printed = all(&output);
        assert_eq!(output.status.code(), Some(code), "{printed}");
        assert!(slashes(&printed).contains(&slashes(words)), "`{words}` is not in: {printed}");
        assert!(!printed.contains("panicked") && !printed.contains("RUST_BACKTRACE"), "{printed}");
    }

    /// The files of the site, without the build record.
    pub(crate) fn site(&self) -> Files {
        read_all(&self.path("public"))
    }

    /// The files that a build into an empty folder writes.
    pub(crate) fn clean_site(&self) -> Files {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("out");
        let arguments = ["build", "--date", "2026-11-22", "--output", output.to_str().unwrap()];
        let run = self.run(&arguments);
        assert_eq!(run.status.code(), Some(0), "{}", all(&run));
        read_all(&output)
    }

    /// When each file of the site was last written.
    pub(crate) fn times(&self) -> BTreeMap<PathBuf, SystemTime> {
        let files = files_below(&self.path("public"), "");
        let time = |file: &PathBuf| fs::metadata(file).unwrap().modified().unwrap();
        files.into_iter().map(|file| (file.clone(), time(&file))).collect()
    }
}

/// A text in which paths are written with slashes, on Windows too.
pub(crate) fn slashes(text: &str) -> String {
    text.replace(std::path::MAIN_SEPARATOR, "/")
}

/// Everything that a run printed.
pub(crate) fn all(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// The files of a folder, without the build record.
pub(crate) fn read_all(folder: &Path) -> Files {
    // As the site names its files, on Windows too.
    let name = |file: &Path| slashes(file.strip_prefix(folder).unwrap().to_str().unwrap());
    files_below(folder, "")
        .into_iter()
        .map(|file| (name(&file), fs::read(&file).unwrap()))
        .filter(|(name, _)| !name.starts_with(".wellread"))
        .collect()
}
