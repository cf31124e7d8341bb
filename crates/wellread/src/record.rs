//! The record of a build: which files of the output are its own, and what it was built from.
//!
//! It lies in the output folder as `.wellread` and holds nothing that differs between two
//! machines. Only files named in it are ever replaced or removed.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::Date;
use wellread_content::{BuildOptions, Validity};
use xxhash_rust::xxh3::Xxh3;

/// The first line of a record.
const HEADER: &str = "wellread output 1";

/// What a build depends on, as one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Inputs(u128);

impl Inputs {
    /// The sources, the options other than the day, and the program itself.
    pub(crate) fn new(sources: u128, options: BuildOptions) -> Self {
        let mut hasher = Xxh3::new();
        hasher.update(env!("WELLREAD_IDENTITY").as_bytes());
        hasher.update(&sources.to_le_bytes());
        hasher.update(&[u8::from(options.drafts)]);
        Self(hasher.digest128())
    }
}

/// A hash of the content of a file.
pub(crate) type Hash = u128;

/// The record of a build.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct BuildRecord {
    /// What it was built from; `None` if a build had something to say, or was not finished.
    pub(crate) inputs: Option<Inputs>,
    /// The days for which it is right.
    pub(crate) validity: Validity,
    /// How many pages it has.
    pub(crate) pages: usize,
    /// The files that are its own, and the content of each.
    pub(crate) files: BTreeMap<String, Hash>,
}

impl BuildRecord {
    /// Whether a build from `inputs` on this day would make the same.
    pub(crate) fn is_for(&self, inputs: Inputs, today: Date) -> bool {
        self.inputs == Some(inputs)
            && self.validity.from.is_none_or(|from| from <= today)
            && self.validity.until.is_none_or(|until| today < until)
    }

    /// The record as text.
    pub(crate) fn write(&self) -> String {
        let day = |day: Option<Date>| day.map_or_else(|| "-".to_owned(), |day| day.to_string());
        let inputs =
            self.inputs.map_or_else(|| "-".to_owned(), |Inputs(hash)| format!("{hash:032x}"));
        let mut text = format!(
            "{HEADER}\n{inputs} {} {} {}\n",
            day(self.validity.from),
            day(self.validity.until),
            self.pages
        );
        for (path, hash) in &self.files {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{hash:032x} {path}");
        }
        text
    }

    /// Reads a record. `None` if it is not one.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        if lines.next() != Some(HEADER) {
            return None;
        }
        let mut first = lines.next()?.split(' ');
        let inputs = first.next()?;
        let inputs = (inputs != "-").then(|| u128::from_str_radix(inputs, 16).ok().map(Inputs));
        let mut day = || match first.next()? {
            "-" => Some(None),
            day => day.parse().ok().map(Some),
        };
        let (from, until) = (day()?, day()?);
        let pages = first.next()?.parse().ok()?;
        let files = lines
            .map(|line| {
                let (hash, path) = line.split_once(' ')?;
                let inside = !path.is_empty()
                    && !path.contains(['\\', '\0'])
                    && path.split('/').all(|part| !matches!(part, "" | "." | ".."));
                Some((path.to_owned(), u128::from_str_radix(hash, 16).ok().filter(|_| inside)?))
            })
            .collect::<Option<_>>()?;
        Some(Self { inputs: inputs.flatten(), validity: Validity { from, until }, pages, files })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_reads_back() {
        let record = BuildRecord {
            inputs: Some(Inputs(7)),
            validity: Validity { from: None, until: Some(Date::constant(2027, 1, 1)) },
            pages: 3,
            files: [("articles/a b/index.html".to_owned(), 1), ("x".to_owned(), u128::MAX)].into(),
        };
        assert_eq!(BuildRecord::read(&record.write()), Some(record.clone()));
        let unfinished = BuildRecord { inputs: None, ..record };
        assert_eq!(BuildRecord::read(&unfinished.write()), Some(unfinished));
    }

    #[test]
    fn a_record_never_leads_out_of_its_folder() {
        let text = |path: &str| format!("{HEADER}\n- - - 1\n{:032x} {path}\n", 1);
        assert!(BuildRecord::read(&text("a/b")).is_some());
        for bad in ["../a", "/etc/passwd", "a//b", "a/../b", "C:\\x", "."] {
            assert_eq!(BuildRecord::read(&text(bad)), None, "{bad}");
        }
        assert_eq!(BuildRecord::read("something else"), None);
    }
}
