//! What is shown of many problems, and of problems in long lines.

use crate::support::program::{Hub, all};

/// A hub in which one file has `count` dead links, one for each line, and something else wrong.
fn hub_with(count: usize) -> Hub {
    let hub = Hub::new();
    hub.article("a", &format!("<font>x</font>\n\n{}", "[x](nowhere.md)\n\n".repeat(count)));
    hub
}

#[test]
fn a_few_stand_for_many_that_are_alike() {
    let hub = hub_with(21);
    for command in [&["check"][..], &["build"], &["search", "x"]] {
        let printed = all(&hub.run(command));
        assert_eq!(printed.matches("There is no page or file").count(), 5, "{printed}");
        assert_eq!(printed.matches("… and 16 more like this; --all shows them").count(), 1);
        // What is wrong once is not pushed aside, and all are counted.
        assert!(printed.contains("<font> is not allowed") && printed.contains("22 errors"));

        let printed = all(&hub.run(&[command, &["--all"]].concat()));
        assert_eq!(printed.matches("There is no page or file").count(), 21, "{printed}");
        assert!(!printed.contains("more like this"), "{printed}");
    }
    let printed = all(&hub_with(20).run(&["check"]));
    assert_eq!(printed.matches("There is no page or file").count(), 20, "{printed}");
    assert!(!printed.contains("more like this"), "{printed}");
}

#[test]
fn a_few_warnings_stand_for_no_error() {
    let hub = Hub::new();
    // Unused footnotes are warnings, and there is one error among them.
    let unused: String = (0..30).map(|number| format!("[^{number}]: x\n\n")).collect();
    hub.article("a", &format!("{unused}\n\nAn unknown one[^none].\n"));
    let printed = all(&hub.run(&["check"]));
    assert_eq!(printed.matches("Nothing in the text refers").count(), 5, "{printed}");
    assert!(printed.contains("There is no footnote [^none]."), "{printed}");
}

#[test]
fn programs_get_all() {
    let hub = hub_with(30);
    let output = hub.run(&["check", "--format", "json"]);
    let array: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(array.as_array().unwrap().len(), 31);
    let output = hub.run(&["check", "--format", "github"]);
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 31);
}

#[test]
fn long_lines_are_cut_around_the_place() {
    let hub = Hub::new();
    // A page that was pasted as one line of 200 kilobytes, with problems at its end as well.
    let words = "ñ ".repeat(30_000);
    hub.article("a", &format!("[x](first.md) {words}[x](middle.md) {words}[x](last.md)"));
    let output = hub.run(&["check"]);
    let printed = all(&output);
    assert!(printed.len() < 6000, "{} bytes are printed", printed.len());
    // Columns count from the beginning of the whole line.
    for place in ["a.md:4:1\n", "a.md:4:60015\n", "a.md:4:120030\n"] {
        assert!(printed.contains(place), "{place} is not in: {printed}");
    }
    assert!(printed.contains("…ñ ñ") && printed.contains("ñ [x](last.md)\n"), "{printed}");

    let output = hub.run(&["check", "--format", "json"]);
    let array: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let columns: Vec<_> =
        array.as_array().unwrap().iter().map(|one| one["column"].as_u64()).collect();
    assert_eq!(columns, [Some(1), Some(60_015), Some(120_030)]);
}
