//! A double click on the program itself, on Windows: it gets a console of its own, which closes
//! when it ends, so that the list of commands could not be read. It opens the preview of the hub it
//! lies in or next to, or says what to do and waits.
//!
//! Only Windows gives a program its own console, and to ask the system for that takes unsafe code.
//! It is inferred from environment variables that shells set: command prompts, PowerShell and Git
//! Bash have some that Explorer does not know, and Explorer starts a program in its own folder.
//! Where that is wrong, a preview opens that Ctrl-C ends.

use std::ffi::OsString;
use std::io::{self, BufRead, IsTerminal as _};
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::arguments::{PreviewArgs, is_hub, nearest_hub};
use crate::outcome::Outcome;
use crate::{preview, report, streams};

/// Variables that shells set: the command prompt, Git Bash and its like, the terminal of editors.
const OF_SHELLS: [&str; 5] = ["PROMPT", "MSYSTEM", "SHELL", "TERM", "TERM_PROGRAM"];

/// Whether this program was started by a double click.
pub(crate) fn is_one() -> bool {
    let has_console = || io::stdin().is_terminal() && io::stdout().is_terminal();
    cfg!(windows)
        && std::env::args_os().len() == 1
        && has_console()
        && std::env::current_dir().is_ok_and(|current| {
            home().is_some_and(|home| {
                is_from_explorer(&current, &home, |name| std::env::var_os(name))
            })
        })
}

/// Opens the preview, or says what to do.
///
/// # Errors
/// If nothing can be printed, or the keyboard cannot be read.
pub(crate) fn answer() -> Result<Outcome> {
    let advice = match home().map(|home| hub_of(&home)) {
        Some(HubNearby::One(root)) => {
            let arguments = PreviewArgs { open: true, ..PreviewArgs::default() };
            match preview::serve(root, &arguments, false) {
                Ok(outcome) => return Ok(outcome),
                Err(failure) => report::failure(&failure),
            }
            String::new()
        }
        Some(HubNearby::Several(hubs)) => several(&hubs),
        Some(HubNearby::None) | None => NO_HUB.to_owned(),
    };
    wait(&advice, &mut io::stdin().lock())?;
    Ok(Outcome::WrongUsage)
}

/// The folder in which the program lies.
fn home() -> Option<PathBuf> {
    Some(std::env::current_exe().ok()?.parent()?.to_owned())
}

/// Whether a program that lies in `home` and was started in `current` has none of the variables
/// that a shell would have set.
fn is_from_explorer(
    current: &Path,
    home: &Path,
    variable: impl Fn(&str) -> Option<OsString>,
) -> bool {
    // PowerShell has no variable of its own, but adds a folder of the person's to this one.
    let is_below_profile = |list: OsString| {
        variable("USERPROFILE").is_some_and(|profile| {
            let (list, profile) = (list.to_string_lossy(), profile.to_string_lossy());
            list.to_lowercase().contains(&profile.to_lowercase())
        })
    };
    current == home
        && OF_SHELLS.iter().all(|name| variable(name).is_none())
        && !variable("PSModulePath").is_some_and(is_below_profile)
}

/// The hubs near the program.
#[derive(Debug, PartialEq, Eq)]
enum HubNearby {
    None,
    One(PathBuf),
    /// In order.
    Several(Vec<PathBuf>),
}

/// The hub in which a folder lies, or else those in it.
fn hub_of(folder: &Path) -> HubNearby {
    if let Some(root) = nearest_hub(folder) {
        return HubNearby::One(root.to_owned());
    }
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut hubs: Vec<PathBuf> =
        entries.map(|entry| entry.path()).filter(|it| is_hub(it)).collect();
    hubs.sort();
    match hubs.len() {
        0 => HubNearby::None,
        1 => HubNearby::One(hubs.remove(0)),
        _ => HubNearby::Several(hubs),
    }
}

/// What to do where there is no hub.
const NO_HUB: &str = "\
Wellread shows a hub, a folder with a file site.toml, and there is none next to this program.
If you have one, double-click Preview.cmd in it. If not, open a terminal here (right-click the
empty space, \"Open in Terminal\") and type:  .\\wellread init my-hub
";

/// What to do where there are several.
fn several(hubs: &[PathBuf]) -> String {
    let names: Vec<_> =
        hubs.iter().filter_map(|hub| hub.file_name()).map(|name| name.to_string_lossy()).collect();
    format!(
        "There are several hubs next to this program: {}.\n\
         Open the folder of the one that you want, and double-click Preview.cmd in it.\n",
        names.join(", ")
    )
}

/// Shows text until someone presses Enter.
fn wait(text: &str, keyboard: &mut impl BufRead) -> Result<()> {
    streams::err(&format!("{text}Press Enter to close this window.\n"))?;
    keyboard.read_line(&mut String::new())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// Whether a program that lies in `bin` counts as started by a double click.
    fn is_clicked(current: &str, variables: &[(&str, &str)]) -> bool {
        is_from_explorer(Path::new(current), Path::new("bin"), |name| {
            let found = variables.iter().find(|(one, _)| *one == name);
            found.map(|(_, value)| OsString::from(value))
        })
    }

    #[test]
    fn what_a_shell_starts_is_no_double_click() {
        let profile = ("USERPROFILE", r"C:\Users\Ana");
        let system = ("PSModulePath", r"C:\Program Files\WindowsPowerShell\Modules");
        assert!(is_clicked("bin", &[profile, system]));
        assert!(is_clicked("bin", &[]));
        assert!(!is_clicked("hub", &[profile, system]), "in another folder");
        assert!(!is_clicked("bin", &[("PROMPT", "$P$G")]), "the command prompt");
        assert!(!is_clicked("bin", &[("MSYSTEM", "MINGW64")]), "Git Bash");
        let powershell = ("PSModulePath", r"c:\users\ana\Documents\PowerShell\Modules;C:\x");
        assert!(!is_clicked("bin", &[profile, powershell]), "PowerShell");
    }

    #[test]
    fn a_hub_is_found_above_or_in_the_folder_of_the_program() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::create_dir_all(path("tools/other")).unwrap();
        assert_eq!(hub_of(&path("tools")), HubNearby::None);
        for (hub, expected) in [
            ("tools/b", HubNearby::One(path("tools/b"))),
            ("tools/a", HubNearby::Several(vec![path("tools/a"), path("tools/b")])),
            ("", HubNearby::One(path(""))),
        ] {
            fs::create_dir_all(path(hub)).unwrap();
            fs::write(path(hub).join("site.toml"), "").unwrap();
            let found = hub_of(&path("tools"));
            if let HubNearby::Several(hubs) = &found {
                assert!(several(hubs).contains(": a, b."));
            }
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn the_window_stays_until_enter() {
        let mut keyboard = io::Cursor::new("\nmore");
        wait(NO_HUB, &mut keyboard).unwrap();
        assert_eq!(keyboard.position(), 1);
        assert_eq!(NO_HUB.lines().count(), 3);
    }
}
