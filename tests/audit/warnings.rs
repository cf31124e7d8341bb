//! What the audit lists of the warnings of a build and a check, and what a hub without content
//! gets.

use super::*;

#[test]
fn a_hub_without_content_has_an_error_and_no_empty_list() {
    let hub = Hub::new();
    settings(&hub, "", "");
    std::fs::remove_dir_all(hub.path("content")).unwrap();
    let fails = || {
        for arguments in [&["audit"][..], &["audit", "--strict"], &["audit", "--format", "json"]] {
            let output = hub.run(arguments);
            let shown = all(&output);
            assert_eq!(output.status.code(), Some(1), "{shown}");
            assert!(shown.contains("The folder `content` is missing or empty"), "{shown}");
            assert!(!shown.contains("Nothing needs you"), "{shown}");
            // The audit has no such option, and asks for what can be done here.
            assert!(!shown.contains("--allow-removals"), "{shown}");
            assert!(shown.contains("then run the audit again. If there is no page yet"), "{shown}");
        }
    };
    fails();
    std::fs::create_dir(hub.path("content")).unwrap();
    fails();
}

#[test]
fn a_missing_crisis_line_is_first_and_each_warning_is_counted_once() {
    let hub = Hub::new();
    let start = "title = \"Hub\"\nbase_url = \"https://hub.test/\"\n";
    hub.write("site.toml", &format!("{start}\n[contact]\nname = \"Your clinic\"\n"));
    hub.write("content/articles/left.png", "not used");
    hub.write("searches.txt", "xylophone\n");
    let found = items(&hub, &[]);
    assert_eq!(
        (&found[0]["kind"], &found[0]["file"]),
        (&"crisis-line".into(), &"site.toml".into())
    );
    assert!(found[0]["step"].as_str().unwrap().contains("[[crisis]]"), "{}", found[0]);
    // What a check says, and what of it the list has: the crisis line and the placeholder.
    let checked = all(&hub.run(&["check", "--date", DAY]));
    assert!(checked.contains("No errors, 4 warnings."), "{checked}");
    let shown = all(&hub.run(&["audit", "--date", DAY]));
    assert!(shown.contains("A check has 2 warnings besides: wellread check"), "{shown}");
    // One that only a check finds can be accepted.
    let accepted = "\n[check]\naccept = [\"search-miss\"]\n";
    hub.write("site.toml", &(fs_text(&hub, "site.toml") + accepted));
    let shown = all(&hub.run(&["audit", "--date", DAY]));
    assert!(shown.contains("A check has 1 warning besides: wellread check"), "{shown}");
    assert_eq!(places(&hub, "accepted").len(), 1);
}

#[test]
fn a_placeholder_in_a_draft_is_shown_to_no_family() {
    let hub = Hub::new();
    settings(&hub, "", "");
    let front = "title: An office\nurl: https://example.org/\nphone: 303-444-7001";
    let path = "content/resources/office.md";
    file(&hub, path, &format!("{front}\ndraft: true"), "An office.");
    assert_eq!(places(&hub, "placeholder"), Vec::<String>::new());
    let shown = all(&hub.run(&["audit", "--date", DAY]));
    assert!(shown.contains("A check has 1 warning besides"), "{shown}");
    assert_eq!(items(&hub, &["--kind", "placeholder", "--drafts"]).len(), 1);
    file(&hub, path, front, "An office.");
    assert_eq!(places(&hub, "placeholder"), [format!("{path}:3")]);
}

#[test]
fn an_example_is_called_by_no_one_and_the_only_way_to_reach_a_place_is_kept() {
    let hub = Hub::new();
    settings(&hub, "", "");
    let office = |ways: &str| {
        let front = format!("title: An office\n{ways}");
        file(&hub, "content/resources/office.md", &front, "An office.");
    };
    office("phone: 303-555-0100");
    let kept = "Write the real one, or set `draft: true`.";
    assert_eq!(steps(&hub, "placeholder"), [kept]);
    assert_eq!(places(&hub, "phone-number"), Vec::<String>::new());
    // As many examples as there are ways may not all be removed.
    office("phone: 303-555-0100\nurl: https://example.org/");
    assert_eq!(steps(&hub, "placeholder"), [kept, kept]);
    office("locations: [{ name: East, phone: 303-555-0100 }]");
    assert_eq!(steps(&hub, "placeholder"), [kept]);
    // Next to a real number it may go, and only the real one is called.
    office("phone: [303-555-0100, 303-446-7001]");
    assert_eq!(steps(&hub, "placeholder"), ["Write the real one, or remove this line."]);
    let calls = steps(&hub, "phone-number");
    assert!(calls[0].starts_with("Call 303-446-7001, and"), "{calls:?}");
    // A crisis line has no drafts.
    hub.remove("content/resources/office.md");
    let line = fs_text(&hub, "site.toml").replace("\"988\"", "\"1-800-555-0100\"");
    hub.write("site.toml", &line);
    let only = "Write the real one, or remove all lines of this `[[crisis]]`.";
    assert_eq!(steps(&hub, "placeholder"), [only]);
}
