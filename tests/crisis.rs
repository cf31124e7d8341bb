//! Crisis lines on the command line: a hub without any, and a search that asks for them.
//!
//! Which queries do is in `search/crisis.json`, for both rankings.

use std::fs;

use crate::support::program::{Hub, all};

#[test]
fn a_check_warns_once_of_a_hub_without_crisis_lines() {
    let hub = Hub { folder: tempfile::tempdir().unwrap() };
    hub.run(&["init", "."]);
    let codes = |command: &str| -> Vec<String> {
        let output = hub.run(&[command, "--format", "json"]);
        assert_eq!(output.status.code(), Some(0), "{}", all(&output));
        let array: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let codes = array.as_array().unwrap().iter();
        let codes = codes.map(|one| one["code"].as_str().unwrap().to_owned());
        // A new hub has no address and no text of its own yet, which every command says.
        codes.filter(|code| code != "placeholder" && code != "unfinished-text").collect()
    };
    assert_eq!(codes("check"), ["no-crisis-line"]);
    assert!(codes("build").is_empty(), "a build would say it to a clinic that has its reasons");
    // What the message says is enough, and so is removing the marks in front of the lines of
    // `init`.
    let settings = fs::read_to_string(hub.path("site.toml")).unwrap();
    let day = ["--date", "2026-11-22"];
    let printed = all(&hub.run(&[&["check"], &day[..]].concat()));
    let advice = printed.split_once("[[crisis]]").map(|(_, rest)| format!("[[crisis]]{rest}"));
    let advice: String =
        advice.unwrap().lines().take(6).map(|l| format!("{}\n", l.trim())).collect();
    let uncommented: String = settings
        .lines()
        .scan(false, |inside, line| {
            *inside = line == "# [[crisis]]" || (*inside && line.starts_with('#'));
            Some(format!("{}\n", if *inside { line.trim_start_matches("# ") } else { line }))
        })
        .collect();
    // Only whoever has compared the line writes the day.
    assert!(!uncommented.contains("\nchecked ="));
    let hours = "hours = \"Day and night\"\n";
    let compared = uncommented.replace(hours, &format!("{hours}checked = 2026-11-22\n"));
    for fixed in [format!("{settings}\n{advice}"), compared] {
        hub.write("site.toml", &fixed);
        assert!(codes("check").is_empty(), "{fixed}");
        // What was compared today is not asked for at once.
        let audit = ["audit", "--kind", "crisis-line", "--format", "json"];
        let listed = all(&hub.run(&[&audit, &day[..]].concat()));
        assert_eq!(listed, "[]\n", "{fixed}");
        assert!(all(&hub.run(&["search", "i", "want", "to", "kill myself"])).contains("988"));
    }
}

#[test]
fn a_search_from_the_command_line_shows_the_crisis_lines_first() {
    let hub = Hub::new();
    hub.article("skill", "A skill for myself.");
    let printed = all(&hub.run(&["search", "i want to kill myself"]));
    assert!(printed.starts_with("The crisis lines come first:\n  Line: 988\n"), "{printed}");
    assert!(!printed.contains("skill myself"), "{printed}");
    // Words of the staff, and a hub that does without the built-in ones.
    let settings = fs::read_to_string(hub.path("site.toml")).unwrap();
    let search = "\n[search]\ncrisis = [\"lost our home\"]\ncrisis_builtin = false\n";
    hub.write("site.toml", &(settings + search));
    let printed = all(&hub.run(&["search", "We lost our homes"]));
    assert!(printed.contains("Line: 988"), "{printed}");
    let printed = all(&hub.run(&["search", "i want to kill myself"]));
    assert!(!printed.contains("Line: 988") && !printed.contains("skill myself"), "{printed}");
    let printed = all(&hub.run(&["search", "sklil for me"]));
    assert!(printed.contains("Results for"), "{printed}");
}
