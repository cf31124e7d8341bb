//! `link-checks.json`: the state as a file that people can read, compare and merge.
//!
//! Everything in it is sorted, and every fact has a line of its own. It has no time of day and
//! nothing of the machine, so that two people who check on the same day write the same.
//!
//! Staff put it under version control with the texts, so that all who check know the same, and the
//! days that one of them saw count for all. Its form is a contract: fields are added, not renamed.

use std::collections::BTreeMap;
use std::fmt::{self, Display};

use serde::{Deserialize, Serialize};

use crate::record::{HostRecord, LinkChecks, LinkRecord};

/// The form of the file. A program that knows another one says so and leaves the file alone.
///
/// It grows when an older program would misread what a newer one writes.
const VERSION: u64 = 1;

/// Why a file is not read. It is never overwritten then. Its text says what to do, since staff meet
/// it in the middle of other work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StateError {
    /// It was merged, and the two versions still are in it.
    Conflict {
        /// The line with the first mark, from 1.
        line: usize,
    },
    /// A newer program wrote it. The field is the version that it names. Writing it back would drop
    /// what this program cannot read.
    Newer(u64),
    /// It is not such a file: cut off, edited by hand, or another file of this name.
    Garbage {
        /// The line, from 1.
        line: usize,
        /// What is wrong there. In the words of the JSON library, which name the field; no words of
        /// ours would be nearer.
        problem: String,
    },
}

impl Display for StateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const ADVICE: &str = "Or delete the file: every link is then checked as if it were new.";
        match self {
            Self::Conflict { line } => write!(
                f,
                "git could not merge link-checks.json: line {line} begins with <<<<<<<. Take one of \
                 the two versions whole, such as with: git checkout --ours link-checks.json\n{ADVICE}"
            ),
            Self::Newer(version) => write!(
                f,
                "link-checks.json was written by a newer Wellread (its version is {version}). \
                 Install that one here, too.\n{ADVICE}"
            ),
            Self::Garbage { line, problem } => write!(
                f,
                "link-checks.json cannot be read, and was left as it is. Line {line}: {problem}.\n\
                 Take the last good version, such as with: git checkout link-checks.json\n{ADVICE}"
            ),
        }
    }
}

impl std::error::Error for StateError {}

#[derive(Serialize)]
struct WrittenState<'a> {
    version: u64,
    hosts: &'a BTreeMap<String, HostRecord>,
    links: &'a BTreeMap<String, LinkRecord>,
}

/// The file as it is read. Unknown fields are an error, since they would be lost at the next
/// writing.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadState {
    #[serde(rename = "version")]
    _version: u64,
    #[serde(default)]
    hosts: BTreeMap<String, HostRecord>,
    links: BTreeMap<String, LinkRecord>,
}

/// The version alone, whatever else is there. Read on its own first: the rest of a newer file may
/// have any form.
#[derive(Deserialize)]
struct VersionOnly {
    version: u64,
}

impl LinkChecks {
    /// Reads the content of a file. Nothing but blanks is a file in which nothing is known yet.
    ///
    /// Addresses are not looked at here. One that no link of the hub has is dropped by the next
    /// run.
    ///
    /// # Errors
    /// If it is not such a file, with what to do about it.
    pub fn parse(text: &str) -> Result<Self, StateError> {
        let text = text.trim_start_matches('\u{feff}');
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        // Before the parser, which would complain of an unexpected character.
        if let Some(at) = text.lines().position(|line| line.starts_with("<<<<<<<")) {
            return Err(StateError::Conflict { line: at + 1 });
        }
        if let Ok(VersionOnly { version }) = serde_json::from_str(text)
            && version > VERSION
        {
            return Err(StateError::Newer(version));
        }
        let read: ReadState = serde_json::from_str(text).map_err(|error| {
            let whole = error.to_string();
            // The parser's own words end with the place, which the message has in front.
            let problem = whole.split(" at line ").next().unwrap_or(&whole).to_owned();
            StateError::Garbage { line: error.line().max(1), problem }
        })?;
        Ok(Self { links: read.links, hosts: read.hosts })
    }

    /// The content of the file. Equal states have equal texts, so a check that learns nothing
    /// changes no file. It ends with a line break.
    #[must_use]
    pub fn to_text(&self) -> String {
        let written = WrittenState { version: VERSION, hosts: &self.hosts, links: &self.links };
        let text = serde_json::to_string_pretty(&written);
        // Maps of text, numbers and names alone.
        let mut text = text.expect("a state has nothing that JSON cannot hold");
        text.push('\n');
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reason::LinkReason;
    use crate::record::{LinkKind, Streak};

    #[test]
    fn files_are_read_as_they_were_written() {
        let day = |day: &str| day.parse().unwrap();
        let record = LinkRecord {
            kind: LinkKind::Gone,
            reason: Some(LinkReason::Status(404)),
            leads_to: None,
            failing: Some(Streak { since: day("2026-11-26"), last: day("2026-11-27"), days: 2 }),
            first_seen: day("2026-01-02"),
            last_good: Some(day("2026-11-19")),
            last_tried: day("2026-11-27"),
            confirmed: Some(day("2026-11-27")),
            address: Some("https://www.example.org/a".to_owned()),
            title: Some("A “title”".to_owned()),
        };
        let mut checks = LinkChecks::default();
        checks.links.insert("https://example.org/a".to_owned(), record);
        checks.hosts.insert("example.net".to_owned(), HostRecord { not_before: day("2026-11-28") });
        let text = checks.to_text();
        assert_eq!(LinkChecks::parse(&text), Ok(checks));
        let wanted = "{\n  \"version\": 1,\n  \"hosts\": {\n    \"example.net\": {\n      \
                      \"not_before\": \"2026-11-28\"\n    }\n  },\n  \"links\": {\n    \
                      \"https://example.org/a\": {\n      \"kind\": \"gone\",\n      \
                      \"reason\": \"404\",\n";
        assert!(text.starts_with(wanted), "{text}");
        assert_eq!(LinkChecks::parse(" \n"), Ok(LinkChecks::default()));
    }

    #[test]
    fn what_is_no_state_is_an_error_in_words() {
        let said = |text: &str| LinkChecks::parse(text).unwrap_err().to_string();
        assert!(said("{\n<<<<<<< HEAD\n").contains("line 2 begins with <<<<<<<"));
        assert!(said("{\"version\": 2, \"links\": []}").contains("a newer Wellread"));
        for garbage in [
            "nonsense",
            "[]",
            "{}",
            "{\"version\": 1}",
            "{\"version\": 1, \"links\": {\"x\": 3}}",
            "{\"version\": 1, \"links\": {}, \"more\": 1}",
            "{\"version\": 1, \"links\": {}}}",
            "{\"version\": 1, \"hosts\": {\"a\": {\"not_before\": \"20261127\"}}, \"links\": {}}",
            "{\"version\": 1, \"links\": {\"https://a.org/\": {\"kind\": \"lost\"}}}",
        ] {
            assert!(said(garbage).contains("was left as it is. Line 1"), "{garbage}");
            assert!(!said(garbage).contains(" at line "), "{garbage}");
        }
    }
}
