//! The day that was meant by a text that is not a date: `3/2/2026`, `March 2, 2026`,
//! `2 de marzo de 2026`.
//!
//! The day is shown, never taken: the order of day and month differs between countries. Where both
//! orders are days, both are shown.

use jiff::civil::Date;

/// How a text was understood as a date.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum MeantDate {
    /// It means this day, or one of two.
    Days(Vec<Date>),
    /// It is written like a day, and there is none: the reason.
    NoSuchDay(String),
    /// It names a month without a day. This is the first one.
    NoDay(Date),
    /// It is something else.
    Unknown,
}

/// The months in English and Spanish; people shorten them to three letters or more.
const MONTHS: [[&str; 2]; 12] = [
    ["january", "enero"],
    ["february", "febrero"],
    ["march", "marzo"],
    ["april", "abril"],
    ["may", "mayo"],
    ["june", "junio"],
    ["july", "julio"],
    ["august", "agosto"],
    ["september", "septiembre"],
    ["october", "octubre"],
    ["november", "noviembre"],
    ["december", "diciembre"],
];

/// Words of a date that say nothing more, and the beginnings of the days of a week.
const EMPTY_WORDS: [&str; 7] = ["of", "the", "de", "del", "el", "on", "st"];
const WEEKDAYS: [&str; 16] = [
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "lunes",
    "martes",
];

/// One part of a date.
#[derive(Clone, Copy)]
enum Part {
    /// A number and how many digits it has.
    Number(i16, usize),
    /// A month by its name.
    Month(i16),
}

/// One way to read the numbers of a date. They need not be a day of the calendar.
#[derive(Clone, Copy)]
struct DateReading {
    /// With its century.
    year: i16,
    /// 1 for January. Other numbers than those to 12 are possible.
    month: i16,
    /// May be a number that the month does not have.
    day: i16,
}

impl DateReading {
    /// The numbers in the order of ISO 8601.
    const fn new(year: i16, month: i16, day: i16) -> Self {
        Self { year, month, day }
    }

    /// The day; `None` if the calendar does not have it.
    fn date(self) -> Option<Date> {
        Date::new(self.year, self.month.try_into().ok()?, self.day.try_into().ok()?).ok()
    }
}

/// Finds out which day a text means.
pub(crate) fn meant_date(text: &str) -> MeantDate {
    use Part::{Month, Number};

    // A date has at most a weekday and two words between its parts.
    if text.len() > 60 {
        return MeantDate::Unknown;
    }
    let lower = text.to_lowercase();
    // A time of day is not part of it.
    let day = match lower.split_once(['t', ' ']) {
        Some((day, _))
            if day.len() == 10 && day.bytes().all(|b| b.is_ascii_digit() || b == b'-') =>
        {
            day
        }
        _ => &lower,
    };
    let Some(parts) = parts(day) else { return MeantDate::Unknown };
    match parts.as_slice() {
        &[Number(year, 4), Number(month, ..=2), Number(day, ..=2)]
        | &[Number(year, 4), Month(month), Number(day, ..=2)]
        | &[Month(month), Number(day, ..=2), Number(year, 4)]
        | &[Number(day, ..=2), Month(month), Number(year, 4)] => {
            one_of(&[DateReading::new(year, month, day)])
        }
        &[Number(first, ..=2), Number(second, ..=2), Number(year, digits @ (2 | 4))] => {
            let year = if digits == 2 { 2000 + year } else { year };
            // Points are put between them where the day comes first. With hyphens, the first of
            // three short numbers may be the year.
            let is_day_first = day.contains('.');
            if digits == 2 && day.contains('-') {
                return MeantDate::Unknown;
            }
            let month_first = DateReading::new(year, first, second);
            let day_first = DateReading::new(year, second, first);
            match (is_day_first, first > 12, second > 12) {
                (true, ..) | (_, true, false) => one_of(&[day_first]),
                (false, false, true) => one_of(&[month_first]),
                _ => one_of(&[month_first, day_first]),
            }
        }
        &[Number(whole, 4), Number(rest, 4)] if day.len() == 8 => {
            one_of(&[DateReading::new(whole, rest / 100, rest % 100)])
        }
        &[Number(year, 4), Number(month, ..=2)]
        | &[Number(month, ..=2), Number(year, 4)]
        | &[Month(month), Number(year, 4)]
        | &[Number(year, 4), Month(month)] => first_of(year, month),
        &[Number(year @ 1900..=2199, 4)] => first_of(year, 1),
        _ => MeantDate::Unknown,
    }
}

/// The parts of a date, without what says nothing. `None` if anything else is in it.
fn parts(text: &str) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let digits = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
        match (&word[..digits], &word[digits..]) {
            ("", word) if EMPTY_WORDS.contains(&word) || WEEKDAYS.contains(&word) => {}
            ("", word) => {
                let is_named = |names: &[&str; 2]| {
                    names.iter().any(|name| word.len() >= 3 && name.starts_with(word))
                        || (word == "sept" && names[0] == "september")
                };
                let month = MONTHS.iter().position(is_named)?;
                parts.push(Part::Month(i16::try_from(month).ok()? + 1));
            }
            // 20261122
            (digits, "") if digits.len() == 8 => {
                parts.push(Part::Number(digits[..4].parse().ok()?, 4));
                parts.push(Part::Number(digits[4..].parse().ok()?, 4));
            }
            (number, "" | "st" | "nd" | "rd" | "th" | "º") if number.len() <= 4 => {
                parts.push(Part::Number(number.parse().ok()?, number.len()));
            }
            _ => return None,
        }
    }
    Some(parts)
}

/// The days that exist among several readings, or why there is none.
fn one_of(readings: &[DateReading]) -> MeantDate {
    let mut days: Vec<Date> = readings.iter().filter_map(|reading| reading.date()).collect();
    days.dedup();
    if !days.is_empty() {
        return MeantDate::Days(days);
    }
    let DateReading { year, month, .. } = readings[0];
    MeantDate::NoSuchDay(DateReading::new(year, month, 1).date().map_or_else(
        || "The month is a number from 01 to 12, and comes after the year.".to_owned(),
        |first| {
            let name = MONTHS[usize::from(first.month().unsigned_abs()) - 1][0];
            let (initial, rest) = name.split_at(1);
            format!("{}{rest} {year} has {} days.", initial.to_uppercase(), first.days_in_month())
        },
    ))
}

/// The first day of a month, if there is such a month.
fn first_of(year: i16, month: i16) -> MeantDate {
    DateReading::new(year, month, 1).date().map_or(MeantDate::Unknown, MeantDate::NoDay)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_known_as_people_write_them() {
        for text in [
            "2026-3-2",
            "2026/03/02",
            "2026.3.2",
            "2026–03–02",
            "2026 03 02",
            "20260302",
            "March 2, 2026",
            "Mar. 2nd, 2026",
            "2 March 2026",
            "2nd of March 2026",
            "Monday, March 2, 2026",
            "2 de marzo de 2026",
            "2026-03-02T10:00",
            "2026-03-02 10:00",
            "2.3.2026",
            "2026 March 2",
        ] {
            assert_eq!(
                meant_date(text),
                MeantDate::Days(vec![Date::constant(2026, 3, 2)]),
                "{text}"
            );
        }
        let two = [Date::constant(2026, 3, 2), Date::constant(2026, 2, 3)];
        for text in ["3/2/2026", "03/02/2026", "3-2-2026", "3/2/26"] {
            assert_eq!(meant_date(text), MeantDate::Days(two.to_vec()), "{text}");
        }
        for text in ["3/22/2026", "22/3/2026", "22.3.2026", "Sept 22, 2026"] {
            let MeantDate::Days(days) = meant_date(text) else { panic!("{text}") };
            assert_eq!((days.len(), days[0].day()), (1, 22), "{text}");
        }
        let equal = MeantDate::Days(vec![Date::constant(2026, 3, 3)]);
        assert_eq!(meant_date("3/3/2026"), equal);
    }

    #[test]
    fn days_that_do_not_exist_have_a_reason() {
        for (text, reason) in [
            ("2026-02-30", "February 2026 has 28 days."),
            ("2028-02-30", "February 2028 has 29 days."),
            ("April 31, 2026", "April 2026 has 30 days."),
            ("2026-13-02", "The month is a number from 01 to 12, and comes after the year."),
            ("2026-00-02", "The month is a number from 01 to 12, and comes after the year."),
            ("31/31/2026", "The month is a number from 01 to 12, and comes after the year."),
        ] {
            assert_eq!(meant_date(text), MeantDate::NoSuchDay(reason.to_owned()), "{text}");
        }
    }

    #[test]
    fn other_texts_are_no_days() {
        for text in ["today", "soon", "March", "12", "2026-03-02-01", "26-11-22", "March 2", ""] {
            assert_eq!(meant_date(text), MeantDate::Unknown, "{text}");
        }
        let first = MeantDate::NoDay(Date::constant(2026, 3, 1));
        for text in ["March 2026", "2026-03", "03/2026", "marzo de 2026"] {
            assert_eq!(meant_date(text), first, "{text}");
        }
    }
}
