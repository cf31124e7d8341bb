//! Standard output and standard error: the only place where the program prints.
//!
//! Printing can fail like any other writing, on a full disk for example, and then the person or
//! script that waits for the text has to learn of it: as a failure of the machine, with exit status
//! 2. The macros of the standard library and of anstream panic instead, which is why lints ban
//! them. That the reader has closed the pipe, as `head` does, is not a failure: it has read what it
//! wanted.

use std::io::{self, ErrorKind, Write};

use anyhow::{Context as _, Result};

/// Prints text for people on standard output, in color if it is a terminal.
///
/// # Errors
/// If it cannot be written to.
pub(crate) fn out(text: &str) -> Result<()> {
    print(&mut anstream::stdout().lock(), text).context("cannot print to standard output")
}

/// Prints text for people on standard error, in color if it is a terminal.
///
/// # Errors
/// If it cannot be written to.
pub(crate) fn err(text: &str) -> Result<()> {
    print(&mut anstream::stderr().lock(), text).context("cannot print to standard error")
}

/// Prints text for a program on standard output, byte by byte as it is.
///
/// # Errors
/// If it cannot be written to.
pub(crate) fn data(text: &str) -> Result<()> {
    print(&mut io::stdout().lock(), text).context("cannot print to standard output")
}

/// Prints on standard error what may be missed: progress, or why the program ends when its exit
/// status says that it failed.
pub(crate) fn err_if_possible(text: &str) {
    let _ = print(&mut anstream::stderr().lock(), text);
}

fn print(stream: &mut impl Write, text: &str) -> io::Result<()> {
    // Flushed here: what is left in a buffer at the end of the program is lost silently.
    match stream.write_all(text.as_bytes()).and_then(|()| stream.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        printed => printed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stream that fails, as soon as it is written to or only when it is flushed.
    struct Failing {
        kind: ErrorKind,
        takes_bytes: bool,
    }

    impl Write for Failing {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if self.takes_bytes { Ok(bytes.len()) } else { Err(self.kind.into()) }
        }

        fn flush(&mut self) -> io::Result<()> {
            Err(self.kind.into())
        }
    }

    #[test]
    fn only_a_closed_pipe_is_no_failure() {
        for takes_bytes in [false, true] {
            let print_to = |kind| print(&mut Failing { kind, takes_bytes }, "text\n");
            assert!(print_to(ErrorKind::BrokenPipe).is_ok());
            let full = print_to(ErrorKind::StorageFull);
            assert_eq!(full.unwrap_err().kind(), ErrorKind::StorageFull);
        }
    }
}
