//! Opens the browser with the command that each system has for it.

use std::io;
use std::process::{Command, Stdio};
use std::thread;

/// Opens a URL in the browser of the person at this machine, without waiting for it.
///
/// # Errors
/// If the system has no such command.
pub(crate) fn open(url: &str) -> io::Result<()> {
    let mut command = if cfg!(target_os = "windows") {
        let mut command = Command::new("rundll32");
        command.arg("url.dll,FileProtocolHandler");
        command
    } else if cfg!(target_os = "macos") {
        Command::new("open")
    } else {
        Command::new("xdg-open")
    };
    command.arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn()?;
    // Waited for on a thread, so that it leaves no zombie process: some of these commands last as
    // long as the browser does.
    drop(thread::Builder::new().name("browser".to_owned()).spawn(move || child.wait()));
    Ok(())
}
