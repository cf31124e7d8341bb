//! The exit status of the audit, and what it lists of a hub that has errors.

use super::*;

#[test]
fn beside_errors_the_list_has_what_does_not_depend_on_them() {
    let hub = Hub::new();
    settings(&hub, "", "\n[review]\nevery = \"1 year\"\n");
    let office = "title: An office\nphone: 303-444-7001\nchecked: 2026-01-01";
    file(&hub, "content/resources/office.md", office, "An office.");
    file(&hub, "content/articles/old.md", "title: Old\nreviewed: 2025-01-01", "The old text.");
    file(&hub, "content/glossary/spare.md", "term: spare plan", "A plan that waits.");
    let kinds = |output: &std::process::Output| -> Vec<String> {
        let items: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
        items.iter().map(|one| one["kind"].as_str().unwrap().to_owned()).collect()
    };
    let json = ["audit", "--format", "json", "--date", DAY];
    let whole = kinds(&hub.run(&json));
    assert!(whole.contains(&"unused-term".to_owned()), "{whole:?}");
    let stored = || std::fs::read_to_string(hub.path("last-reviews.txt")).unwrap_or_default();
    let before = stored();
    // An error in one text says nothing about the number of an office, nor about other texts.
    // Whether a term is used is not known any longer.
    file(&hub, "content/articles/old.md", "title: Old\nreviewed: 2025-01-02", "The old text.");
    file(&hub, "content/articles/a.md", "title: The a\nreviewed: 2025-01-01", "[x](nowhere.md)");
    let broken = hub.run(&json);
    assert_eq!(broken.status.code(), Some(1));
    let listed = kinds(&broken);
    let wanted =
        ["phone-number", "review-due", "review-missing", "review-missing", "review-missing"];
    assert_eq!(listed, wanted);
    // Errors first, as in a build, and last what to do.
    let output = hub.run(&["audit", "--date", DAY]);
    let printed = String::from_utf8(output.stderr).unwrap();
    assert!(printed.starts_with("error: There is no page or file `nowhere.md`"), "{printed}");
    let last = "Fix the errors first, then run the audit again. Until then, the list has only what \
                does not depend on them.\n";
    assert!(printed.ends_with(last), "{printed}");
    let shown = String::from_utf8(output.stdout).unwrap();
    // What is piped into a file says so by itself.
    assert!(shown.starts_with("This list is not complete, because the hub has errors"), "{shown}");
    assert!(shown.contains("Phone numbers to verify") && !shown.contains("\"The a\""), "{shown}");
    assert_eq!(stored(), before);
    // No kind is called empty.
    let terms = all(&hub.run(&["audit", "--kind", "unused-term"]));
    assert!(!terms.contains("Nothing needs you"), "{terms}");
    // A crisis line may be verified with a resource that cannot be read.
    file(&hub, "content/resources/line.md", "title: Line: West\nphone: 988", "A line.");
    let line = fs_text(&hub, "site.toml").replace("checked = 2026-11-01\n", "");
    hub.write("site.toml", &line);
    assert!(!kinds(&hub.run(&json)).contains(&"crisis-line".to_owned()));
    // Without settings, nothing is known.
    hub.write("site.toml", "title = ");
    let broken = all(&hub.run(&["audit"]));
    assert!(broken.ends_with("Fix the errors first, then run the audit again.\n"), "{broken}");
}

#[test]
fn the_exit_status_is_one_only_if_it_is_asked_for() {
    let hub = Hub::new();
    let status = |arguments: &[&str]| hub.run(arguments).status.code();
    assert_eq!(status(&["audit"]), Some(0));
    assert_eq!(status(&["audit", "--strict"]), Some(1));
    assert_eq!(status(&["audit", "--strict", "--kind", "old-draft"]), Some(0));
    let csv = all(&hub.run(&["audit", "--format", "csv"]));
    assert!(
        csv.starts_with("\u{feff}owner,kind,file,line,column,due,about,details,why,step"),
        "{csv}"
    );
    // What was decided is listed, and is no reason.
    hub.write("searches.txt", "xylophone\n");
    settings(&hub, "", "\n[check]\naccept = [\"search-miss\"]\n");
    let accepted = ["audit", "--strict", "--date", DAY, "--kind", "accepted"];
    assert_eq!(status(&accepted), Some(0));
    assert_eq!(places(&hub, "accepted").len(), 1);
}
