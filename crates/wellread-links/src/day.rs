//! Days in the state file, and how far apart they are.
//!
//! A day is that of the calendar of whoever runs the check, without a time: what counts is on how
//! many different days a link failed, and a file under version control need not change more often.

use serde::{Deserialize as _, Deserializer, Serializer};
use wellread_model::Date;

/// Writes a day as `2026-11-27`.
pub(crate) fn serialize<S: Serializer>(day: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(day)
}

/// Reads a day, in exactly the form in which it is written: one form for each day means that a file
/// that is read and written again does not change.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let text = String::deserialize(deserializer)?;
    // The library would also take times of day, which have no meaning here.
    let day = text.parse().ok().filter(|day: &Date| day.to_string() == text);
    day.ok_or_else(|| serde::de::Error::custom(format!("`{text}` is no day like 2026-11-27")))
}

/// Days that may be missing.
///
/// `None` is written as a field that is absent, never as `null`: a fact that is not known has no
/// line in the file.
pub(crate) mod optional {
    use super::{Date, Deserializer, Serializer};

    #[expect(clippy::ref_option, reason = "serde hands over a reference to the field")]
    pub(crate) fn serialize<S: Serializer>(
        day: &Option<Date>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match day {
            Some(day) => super::serialize(day, serializer),
            None => serializer.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Date>, D::Error> {
        super::deserialize(deserializer).map(Some)
    }
}

/// How many days `later` is after `earlier`; negative if it is before.
pub(crate) fn days_between(earlier: Date, later: Date) -> i64 {
    later.duration_since(earlier).as_hours() / 24
}

/// The day that is this many days later; the last day of the calendar if there is none.
///
/// Saturating is right here: a file that names the year 9999 is odd, but no reason to panic.
pub(crate) fn days_after(day: Date, days: i32) -> Date {
    day.checked_add(jiff::Span::new().days(days)).unwrap_or(Date::MAX)
}
