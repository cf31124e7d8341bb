//! The calendar of what is to come.

use super::*;

#[test]
fn a_calendar_has_what_is_to_come() {
    let hub = Hub::new();
    settings(&hub, "", "");
    let front = "title: \"Line, West; and more\"\nphone: 303-444-7001\nchecked: 2026-11-01";
    file(&hub, "content/resources/line.md", front, "A line.");
    let old = "title: Old Office\nphone: 303-444-7002\nchecked: 2026-01-01";
    file(&hub, "content/resources/old.md", old, "An office.");
    let calendar = || {
        let output = hub.run(&["audit", "--format", "ics", "--date", DAY]);
        String::from_utf8(output.stdout).unwrap()
    };
    let text = calendar();
    assert_eq!(text, calendar());
    assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
    assert!(text.lines().all(|line| line.len() <= 75), "{text}");
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 3);
    assert!(
        text.contains("DTSTART;VALUE=DATE:20270201\r\nSUMMARY:Look at: Line\\, West\\; and more")
    );
    // On a day to come no one writes the day of this list.
    let unfolded = text.replace("\r\n ", "");
    let later: Vec<&str> =
        unfolded.lines().filter(|line| line.contains("the day on which you look")).collect();
    assert_eq!(later.len(), 2, "{unfolded}");
    assert!(later.iter().all(|line| !line.contains(DAY)), "{later:?}");
    // Each says whose it is.
    assert_eq!(unfolded.matches("(Phone numbers to verify)\\, The hub").count(), 2, "{unfolded}");
    // What is overdue is an event of today.
    assert!(unfolded.contains("`checked` to  checked: 2026-11-22"), "{unfolded}");
    assert!(text.contains("DTSTART;VALUE=DATE:20261122\r\nSUMMARY:Look at: Old Office"), "{text}");
    // Two lines of one name are two events.
    let second = "\n[[crisis]]\nname = \"Line\"\nphone = \"303-446-7000\"\n";
    hub.write("site.toml", &(fs_text(&hub, "site.toml") + second));
    // One kind of work alone can be in it.
    let events = |kind: &str| -> Vec<String> {
        let text = all(&hub.run(&["audit", "--format", "ics", "--kind", kind, "--date", DAY]));
        text.lines().filter_map(|line| Some(line.strip_prefix("SUMMARY:")?.to_owned())).collect()
    };
    assert_eq!(events("crisis-line"), ["Look at: Line", "Look at: Line"]);
    assert_eq!(events("old-draft"), Vec::<String>::new());
    // Each person can have a calendar of their own.
    file(&hub, "content/people/dana.md", "name: Dana Reyes", "");
    file(&hub, "content/resources/old.md", &format!("{old}\nowner: dana"), "An office.");
    let own = all(&hub.run(&["audit", "--format", "ics", "--owner", "dana", "--date", DAY]));
    assert_eq!(own.matches("BEGIN:VEVENT").count(), 1, "{own}");
    assert!(own.contains("SUMMARY:Look at: Old Office"), "{own}");
    let text = calendar();
    let ids: BTreeSet<&str> = text.lines().filter(|line| line.starts_with("UID:")).collect();
    assert_eq!((text.matches("BEGIN:VEVENT").count(), ids.len()), (4, 4), "{text}");
}
