//! Writes the man pages of the program and the completions for four shells, both made from its
//! arguments: `packaging/reference/run FOLDER` calls it.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::CommandFactory as _;
use clap_complete::Shell;

#[path = "../../../crates/wellread/src/arguments.rs"]
#[expect(dead_code, reason = "only what the arguments are, not what is done with them")]
mod arguments;

fn main() -> Result<()> {
    let folder = std::env::args_os().nth(1).context("name a folder to write to")?;
    let folder = PathBuf::from(folder);
    let mut program = arguments::Arguments::command();
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
