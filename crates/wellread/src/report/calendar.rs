//! Upcoming reviews as a calendar (iCalendar, RFC 5545): the reminder of a program without a
//! server.
//!
//! Each review is an event of a whole day, with an alarm in the morning. Its identifier follows
//! from the file, or from the name of a crisis line, so that a calendar that reads the list again
//! moves the event and adds no second one. What is overdue is an event of today. No clock is asked:
//! the stamp of all events is the day.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use wellread_model::{Date, SourcePath};
use wellread_site::{Audit, Reminder};

/// How long a line of a calendar is at most, in bytes (section 3.1).
const LINE: usize = 75;

/// Renders the reminders of an audit. `owner` names who looks after a file.
pub(super) fn render(audit: &Audit, today: Date, owner: impl Fn(&SourcePath) -> String) -> String {
    let mut out = String::new();
    for line in [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Wellread//wellread audit//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "NAME:Reviews of the hub",
        "X-WR-CALNAME:Reviews of the hub",
    ] {
        push(&mut out, line);
    }
    let mut identifiers: BTreeMap<String, usize> = BTreeMap::new();
    for one in audit.reminders() {
        let mut id = identifier(one);
        // Two crisis lines may have one name, in two languages; a calendar would show one of them.
        let number = identifiers.entry(id.clone()).or_default();
        *number += 1;
        if *number > 1 {
            let _ = write!(id, "-{number}");
        }
        event(&mut out, one, &id, today, &owner(&one.place.file));
    }
    push(&mut out, "END:VCALENDAR");
    out
}

/// One event.
fn event(out: &mut String, one: &Reminder, id: &str, today: Date, owner: &str) {
    let day = one.day.max(today);
    let is_overdue = one.day < today;
    let basic = |day: Date| day.strftime("%Y%m%d").to_string();
    let mut about = one.step.clone();
    if is_overdue {
        about = format!("Due since {}. {about}", one.day);
    }
    let where_to = format!("{} ({}), {owner}", one.place.file, one.kind.title());
    push(out, "BEGIN:VEVENT");
    push(out, &format!("UID:{id}@wellread"));
    push(out, &format!("DTSTAMP:{}T000000Z", basic(today)));
    push(out, &format!("DTSTART;VALUE=DATE:{}", basic(day)));
    push(out, &format!("SUMMARY:{}", text(&format!("Look at: {}", one.title))));
    push(out, &format!("DESCRIPTION:{}", text(&format!("{about}\n{where_to}"))));
    push(out, "TRANSP:TRANSPARENT");
    push(out, "BEGIN:VALARM");
    push(out, "ACTION:DISPLAY");
    push(out, "TRIGGER:PT9H");
    push(out, &format!("DESCRIPTION:{}", text(&one.title)));
    push(out, "END:VALARM");
    push(out, "END:VEVENT");
}

/// What a calendar knows an event by. Neither another title nor another kind makes a second event
/// of a file; the crisis lines of `site.toml` are distinguished by their titles.
fn identifier(one: &Reminder) -> String {
    let file = one.place.file.as_str();
    let name = if file == "site.toml" { format!("{file}-{}", one.title) } else { file.to_owned() };
    let mut id = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || "/.-_".contains(c) {
            id.push(c);
        } else {
            // Titles in other scripts differ in these characters alone.
            let _ = write!(id, "~{:x}", u32::from(c));
        }
    }
    id
}

/// A value of the type text (section 3.3.11).
fn text(value: &str) -> String {
    value
        .replace('\\', "\\\\")
        .replace(';', "\\;")
        .replace(',', "\\,")
        .replace("\r\n", "\\n")
        .replace('\n', "\\n")
}

/// Adds a line, folded where it is long.
fn push(out: &mut String, line: &str) {
    let mut rest = line;
    let mut room = LINE;
    while rest.len() > room {
        let at = rest.floor_char_boundary(room);
        out.push_str(&rest[..at]);
        out.push_str("\r\n ");
        rest = &rest[at..];
        // The space at the start of a folded line counts.
        room = LINE - 1;
    }
    out.push_str(rest);
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use wellread_model::Place;
    use wellread_site::AuditKind;

    use super::*;

    #[test]
    fn events_are_distinguished_by_files_and_crisis_lines_by_titles() {
        let id = |kind: AuditKind, file: &str, title: &str| {
            let place = Place::file(SourcePath::new(file));
            let (day, title) = (Date::constant(2026, 11, 27), title.to_owned());
            identifier(&Reminder { kind, day, title, place, step: String::new() })
        };
        let (shared, number) = (AuditKind::SharedFact, AuditKind::PhoneNumber);
        let file = "content/resources/a.md";
        assert_eq!(id(shared, file, "A"), id(number, file, "B"));
        assert_ne!(id(number, file, "A"), id(number, "content/resources-a.md", "A"));
        let line = |title: &str| id(AuditKind::CrisisLine, "site.toml", title);
        assert_ne!(line("خط أ"), line("خط ب"));
        assert!(line("A, b; c\n").chars().all(|c| c.is_ascii_graphic() && !",;".contains(c)));
    }

    #[test]
    fn long_lines_are_folded_between_characters() {
        let mut out = String::new();
        let line = "é".repeat(100);
        push(&mut out, &line);
        assert!(out.split("\r\n").all(|line| line.len() <= LINE), "{out}");
        assert_eq!(out.replace("\r\n ", ""), format!("{line}\r\n"));
        assert_eq!(text("a, b; c\\\nd"), "a\\, b\\; c\\\\\\nd");
    }
}
