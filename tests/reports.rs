//! What is shown of many problems, and of problems in long lines.

use crate::support::program::{Hub, all};

/// A hub in which one file has `count` dead links, one for each line, and something else wrong.
fn hub_with(count: usize) -> Hub {
    let hub = Hub::new();
    hub.article("a", &format!("<font>x</font>\n\n{}", "[x](nowhere.md)\n\n".repeat(count)));
    hub
}

#[test]
fn in_a_pipe_all_are_shown() {
    // A terminal shows a few of those that are alike: see `report/human.rs`.
    let hub = hub_with(21);
    for command in [&["check"][..], &["build"], &["search", "x"], &["check", "--all"]] {
        let printed = all(&hub.run(command));
        assert_eq!(printed.matches("There is no page or file").count(), 21, "{printed}");
        assert!(!printed.contains("more like this"), "{printed}");
        assert!(printed.contains("<font> is not allowed") && printed.contains("22 errors"));
    }
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
