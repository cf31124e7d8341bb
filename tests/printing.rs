//! What the program does when nothing can be printed: a disk that is full, a pipe that is closed.

use std::process::{Output, Stdio};

use crate::support::program::{Hub, all};

/// Commands that print, each with its arguments.
const PRINTING: &[&[&str]] = &[
    &["build"],
    &["build", "--format", "json"],
    &["check"],
    &["check", "--format", "github"],
    &["init", "new-hub"],
    &["new", "term", "A new word"],
    &["terms"],
    &["terms", "--format", "csv"],
    &["search", "iep"],
    &["search", "iep", "--json"],
    &["help"],
    &["help", "writing"],
    &["help", "search"],
    &["help", "build"],
    &["--help"],
    &["build", "--help"],
    &["--version"],
    &["serve"],
];

fn assert_no_panic(output: &Output, what: &[&str]) {
    let printed = all(output);
    assert!(
        !printed.contains("panicked") && output.status.code() != Some(101),
        "{what:?}: {printed}"
    );
}

#[cfg(target_os = "linux")]
mod full {
    use std::fs::File;

    use super::*;

    fn full() -> Stdio {
        File::options().write(true).open("/dev/full").unwrap().into()
    }

    #[test]
    fn output_that_cannot_be_written_is_a_failure_with_a_reason() {
        for arguments in PRINTING {
            let hub = Hub::new();
            // The annotations of GitHub are printed only if there is something to say.
            hub.article("c", "[[IEP]] and ![]().");
            if !matches!(arguments, [_, "--format", "github"]) {
                hub.article("c", "Text.");
            }
            let output = hub.command(arguments).stdout(full()).output().unwrap();
            assert_no_panic(&output, arguments);
            let printed = all(&output);
            assert_eq!(output.status.code(), Some(2), "{arguments:?}: {printed}");
            assert!(
                printed.contains("cannot print to standard output"),
                "{arguments:?}: {printed}"
            );
            assert_eq!(printed.matches("os error 28").count(), 1, "{arguments:?}: {printed}");
        }
    }

    #[test]
    fn problems_that_cannot_be_shown_are_a_failure() {
        let hub = Hub::new();
        hub.article("c", "[x](nowhere.md)");
        let commands: [&[&str]; 7] = [
            &["build"],
            &["check"],
            &["terms"],
            &["search", "iep"],
            &["serve"],
            &["bild"],
            &["build", "--root", "nowhere"],
        ];
        for arguments in commands {
            let output = hub.command(arguments).stderr(full()).output().unwrap();
            assert_no_panic(&output, arguments);
            assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", all(&output));
        }
        // And if there is nowhere left to say anything, the exit status still says it.
        for arguments in PRINTING {
            let hub = Hub::new();
            let run = hub.command(arguments).stdout(full()).stderr(full()).status().unwrap();
            assert_eq!(run.code(), Some(2), "{arguments:?}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_failure() {
    for arguments in PRINTING.iter().filter(|arguments| ***arguments != ["serve"]) {
        let hub = Hub::new();
        hub.build();
        hub.article("b", "Other text.");
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = hub.command(arguments).stdout(writer).output().unwrap();
        assert_no_panic(&output, arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", all(&output));
        assert!(!all(&output).contains("cannot print"), "{arguments:?}");
    }
    let hub = Hub::new();
    hub.article("c", "[x](nowhere.md)");
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let status = hub.command(&["check"]).stderr(writer).status().unwrap();
    assert_eq!(status.code(), Some(1), "what was found stays what it is");
}
