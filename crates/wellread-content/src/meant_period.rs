//! The period that was meant by a text that is not one: `yearly`, `12`, `every 6 months`,
//! `cada año`.
//!
//! Like a day ([`crate::meant_date`]), it is shown and never taken: `2` may be months or years.

/// A unit of time, as it is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Day,
    Week,
    Month,
    Year,
}

/// Words and how many of which unit they stand for, in English and Spanish.
const UNITS: [(&str, u32, Unit); 45] = [
    ("d", 1, Unit::Day),
    ("day", 1, Unit::Day),
    ("days", 1, Unit::Day),
    ("daily", 1, Unit::Day),
    ("día", 1, Unit::Day),
    ("días", 1, Unit::Day),
    ("w", 1, Unit::Week),
    ("wk", 1, Unit::Week),
    ("wks", 1, Unit::Week),
    ("week", 1, Unit::Week),
    ("weeks", 1, Unit::Week),
    ("weekly", 1, Unit::Week),
    ("fortnight", 2, Unit::Week),
    ("semana", 1, Unit::Week),
    ("semanas", 1, Unit::Week),
    ("m", 1, Unit::Month),
    ("mo", 1, Unit::Month),
    ("mos", 1, Unit::Month),
    ("mth", 1, Unit::Month),
    ("mths", 1, Unit::Month),
    ("month", 1, Unit::Month),
    ("months", 1, Unit::Month),
    ("monthly", 1, Unit::Month),
    ("mes", 1, Unit::Month),
    ("meses", 1, Unit::Month),
    ("mensual", 1, Unit::Month),
    ("quarter", 3, Unit::Month),
    ("quarterly", 3, Unit::Month),
    ("trimestral", 3, Unit::Month),
    ("semester", 6, Unit::Month),
    ("semiannual", 6, Unit::Month),
    ("semiannually", 6, Unit::Month),
    ("semestral", 6, Unit::Month),
    ("y", 1, Unit::Year),
    ("yr", 1, Unit::Year),
    ("yrs", 1, Unit::Year),
    ("year", 1, Unit::Year),
    ("years", 1, Unit::Year),
    ("yearly", 1, Unit::Year),
    ("annual", 1, Unit::Year),
    ("annually", 1, Unit::Year),
    ("año", 1, Unit::Year),
    ("años", 1, Unit::Year),
    ("anual", 1, Unit::Year),
    ("anualmente", 1, Unit::Year),
];

/// Numbers in words, from 1 on. *Every other year* is every two.
const NUMBERS: [&[&str]; 12] = [
    &["one", "once", "a", "an", "un", "una"],
    &["two", "other", "dos"],
    &["three", "tres"],
    &["four", "cuatro"],
    &["five", "cinco"],
    &["six", "seis"],
    &["seven", "siete"],
    &["eight", "ocho"],
    &["nine", "nueve"],
    &["ten", "diez"],
    &["eleven"],
    &["twelve", "doce"],
];

/// Words that say nothing more.
const EMPTY: [&str; 8] = ["every", "each", "per", "cada", "vez", "al", "por", "calendar"];

/// The periods that a text most likely means, as they are written: none, one or two.
pub(crate) fn meant_periods(text: &str) -> Vec<String> {
    const NONE: Vec<String> = Vec::new();
    // A period is a few words.
    if text.len() > 60 {
        return NONE;
    }
    let (mut number, mut unit, mut is_half) = (None, None, false);
    for word in words(&text.to_lowercase()) {
        let named = || NUMBERS.iter().zip(1..).find(|(names, _)| names.contains(&&*word));
        if EMPTY.contains(&&*word) {
        } else if word == "half" {
            is_half = true;
        } else if let Some(&(_, count, of)) = UNITS.iter().find(|(name, ..)| *name == word) {
            // A second unit would make it another kind of text.
            if unit.replace((count, of)).is_some() {
                return NONE;
            }
        } else if let Some(read) = word.parse().ok().or_else(|| named().map(|(_, read)| read)) {
            // `once a year`, `half a year`: only a digit or another word than *a* is a number.
            if number.replace(read).is_some_and(|before| before != 1) {
                return NONE;
            }
        } else {
            return NONE;
        }
    }
    let number = match number {
        Some(0) => return NONE,
        number => number.filter(|&number| number <= 1_000),
    };
    match (number, unit, is_half) {
        (None | Some(1), Some((1, Unit::Year)), true) => vec![written(6, Unit::Month)],
        (_, Some((count, of)), false) => vec![written(number.unwrap_or(1) * count, of)],
        (Some(number @ 6..=60), None, false) => vec![written(number, Unit::Month)],
        (Some(number @ 2..=5), None, false) => {
            vec![written(number, Unit::Year), written(number, Unit::Month)]
        }
        (Some(1), None, false) => vec![written(1, Unit::Year), written(1, Unit::Month)],
        _ => NONE,
    }
}

/// The words and numbers of a text, also where nothing is between them: `6mo`.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = None;
    for c in text.chars() {
        let kind = c.is_alphanumeric().then_some(c.is_ascii_digit());
        match (kind, words.last_mut()) {
            (None, _) => {}
            (_, Some(word)) if kind == before => word.push(c),
            _ => words.push(c.to_string()),
        }
        before = kind;
    }
    words
}

/// A period as front matter has it.
fn written(number: u32, unit: Unit) -> String {
    let noun = match unit {
        Unit::Day => "day",
        Unit::Week => "week",
        Unit::Month => "month",
        // Most reviews come once a year, and all examples have months.
        Unit::Year if number == 1 => return written(12, Unit::Month),
        Unit::Year => "year",
    };
    wellread_model::count(number as usize, noun)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::parse_period;

    #[test]
    fn periods_are_known_as_people_write_them() {
        for (text, periods) in [
            ("yearly", &["12 months"][..]),
            ("Yearly", &["12 months"]),
            ("annually", &["12 months"]),
            ("every year", &["12 months"]),
            ("once a year", &["12 months"]),
            ("1 per year", &["12 months"]),
            ("12", &["12 months"]),
            ("12months", &["12 months"]),
            ("12 Months", &["12 months"]),
            ("12-months", &["12 months"]),
            ("twelve months", &["12 months"]),
            ("6mo.", &["6 months"]),
            ("every 6 months", &["6 months"]),
            ("half a year", &["6 months"]),
            ("half-yearly", &["6 months"]),
            ("quarterly", &["3 months"]),
            ("monthly", &["1 month"]),
            ("every two years", &["2 years"]),
            ("every other year", &["2 years"]),
            ("2y", &["2 years"]),
            ("18 m", &["18 months"]),
            ("90 days", &["90 days"]),
            ("cada año", &["12 months"]),
            ("12 meses", &["12 months"]),
            ("una vez al año", &["12 months"]),
            ("2", &["2 years", "2 months"]),
            ("1", &["12 months", "1 month"]),
        ] {
            assert_eq!(meant_periods(text), periods, "{text}");
            assert!(periods.iter().all(|one| parse_period(one).is_some()), "{text}");
        }
        for text in ["soon", "0", "0 months", "2026", "2026-11-22", "1 year 6 months", "as needed"]
        {
            assert_eq!(meant_periods(text), Vec::<String>::new(), "{text}");
        }
    }
}
