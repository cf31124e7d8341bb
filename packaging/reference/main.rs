//! Writes the man pages of the program and the completions for four shells, both made from its
//! arguments: `packaging/reference/run FOLDER` calls it. An example of the package, since what it
//! needs is no dependency of the tool.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use clap::CommandFactory as _;
use clap_complete::Shell;

#[path = "../../crates/wellread/src/arguments.rs"]
#[expect(dead_code, reason = "only what the arguments are, not what is done with them")]
mod arguments;

fn main() -> Result<()> {
    let folder = std::env::args_os().nth(1).context("name a folder to write to")?;
    write(&PathBuf::from(folder))
}

/// Writes the man pages to `man` and the completions to `completions` in a folder.
fn write(folder: &Path) -> Result<()> {
    // Without the commit: a page should not differ from build to build.
    let mut program = arguments::Arguments::command().version(env!("CARGO_PKG_VERSION"));
    let (man, completions) = (folder.join("man"), folder.join("completions"));
    for one in [&man, &completions] {
        std::fs::create_dir_all(one).with_context(|| format!("cannot create {}", one.display()))?;
    }
    clap_mangen::generate_to(program.clone(), &man).context("cannot write the man pages")?;
    for shell in [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::PowerShell] {
        clap_complete::generate_to(shell, &mut program, "wellread", &completions)
            .with_context(|| format!("cannot write the completions for {shell}"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_man_page_and_is_completed_in_four_shells() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path()).unwrap();
        let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
        assert!(read("man/wellread.1").contains(env!("CARGO_PKG_VERSION")));
        let scripts = ["_wellread", "_wellread.ps1", "wellread.bash", "wellread.fish"]
            .map(|name| read(&format!("completions/{name}")));
        let program = arguments::Arguments::command();
        let commands: Vec<&str> = program.get_subcommands().map(clap::Command::get_name).collect();
        assert!(commands.contains(&"build"), "{commands:?}");
        for name in commands {
            assert!(read(&format!("man/wellread-{name}.1")).contains(name), "{name}");
            assert!(scripts.iter().all(|script| script.contains(name)), "{name}");
        }
    }
}
