//! How hard texts were to read at their last review: the only past that the audit compares with.
//!
//! A hub has no server, and need not have a version history. So the audit itself writes down what
//! the formulas count in each reviewed text, next to the day of that review, and compares with it
//! until the text has another day. A text without a review has no past. No build reads any of this.
//!
//! Counts are stored and not a rating, so that the formulas may change, and the audit can say what
//! has grown: the sentences, or the words.

use std::collections::BTreeMap;

use wellread_model::{Date, SourcePath};

use crate::reading::TextMeasure;

/// The first line of the file: what it is, and what the columns are.
const TITLE: &str = "# Written by `wellread audit`: the last review of each text, with its sentences, \
                     words, syllables and long words at that time.\n";

/// What was counted in reviewed texts at their last reviews, by file.
///
/// # Examples
///
/// ```
/// use wellread_site::LastReviews;
///
/// let text = "2026-05-01 30 400 600 40 content/articles/a.md\n<<<<<<< not a line of it\n";
/// let reviews = LastReviews::parse(text);
/// assert!(reviews.to_text().ends_with("\n2026-05-01 30 400 600 40 content/articles/a.md\n"));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LastReviews {
    texts: BTreeMap<SourcePath, ReadReview>,
}

/// A review, and what was counted in the text then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ReadReview {
    /// The day of the review, as the file of the text has it.
    pub(super) reviewed: Date,
    /// With the terms that the hub explained as words of one syllable.
    pub(super) measure: TextMeasure,
}

impl LastReviews {
    /// Reads the file. A line that cannot be read is skipped: its text counts from now on as it is,
    /// and nothing else depends on it.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self { texts: text.lines().filter_map(read_line).collect() }
    }

    /// The file, one line for each text, sorted, so that versions of it merge.
    #[must_use]
    pub fn to_text(&self) -> String {
        let line = |(file, ReadReview { reviewed, measure }): (&SourcePath, &ReadReview)| {
            let TextMeasure { sentences, words, syllables, polysyllables } = measure;
            format!("{reviewed} {sentences} {words} {syllables} {polysyllables} {file}\n")
        };
        format!("{TITLE}{}", self.texts.iter().map(line).collect::<String>())
    }

    /// Whether no text has a past.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// What was counted in a text at the review of a day. `None` if it was not counted then, and
    /// until that day is over: the text may still be corrected in the course of the review.
    pub(super) fn at_review(
        &self,
        file: &SourcePath,
        reviewed: Date,
        today: Date,
    ) -> Option<TextMeasure> {
        let last = self.texts.get(file)?;
        (last.reviewed == reviewed && reviewed < today).then_some(last.measure)
    }

    /// Adds a text.
    pub(super) fn insert(&mut self, file: SourcePath, review: ReadReview) {
        self.texts.insert(file, review);
    }

    /// Takes over what another list has of a file.
    pub(super) fn take_over(&mut self, other: &Self, file: &SourcePath) {
        if let Some(review) = other.texts.get(file) {
            self.texts.insert(file.clone(), *review);
        }
    }
}

/// A line of the file. The path comes last, since it may have spaces.
fn read_line(line: &str) -> Option<(SourcePath, ReadReview)> {
    let mut parts = line.trim_end().splitn(6, ' ');
    let reviewed = parts.next()?.parse().ok()?;
    let mut number = || parts.next()?.parse::<usize>().ok();
    let (sentences, words) = (number()?, number()?);
    let (syllables, polysyllables) = (number()?, number()?);
    let measure = TextMeasure { sentences, words, syllables, polysyllables };
    let path = parts.next().filter(|path| !path.is_empty())?;
    Some((SourcePath::new(path), ReadReview { reviewed, measure }))
}

/// What has grown in a text since its last review, as the end of a sentence: for people who will
/// shorten it.
pub(super) fn growth(before: &TextMeasure, now: &TextMeasure) -> String {
    let rounded = |count: usize, of: usize| (count + of / 2).checked_div(of).unwrap_or(0);
    let sentence = |one: &TextMeasure| rounded(one.words, one.sentences);
    let long = |one: &TextMeasure| rounded(100 * one.polysyllables, one.words);
    let mut grown = Vec::new();
    if sentence(now) > sentence(before) {
        let (then, now) = (sentence(before), sentence(now));
        grown.push(format!("a sentence has {now} words on average, and had {then}"));
    }
    if long(now) > long(before) {
        let (then, now) = (long(before), long(now));
        grown.push(format!("of 100 words, {now} are long, and {then} were"));
    }
    // Neither grew enough to show after rounding, but both together did, or words of two syllables.
    if grown.is_empty() { "its words are longer".to_owned() } else { grown.join("; ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_as_it_was_written() {
        let mut reviews = LastReviews::default();
        for (file, day) in [("content/articles/a b.md", 1), ("content/glossary/é.md", 2)] {
            let measure = TextMeasure { sentences: 1, words: 20, syllables: 30, polysyllables: 4 };
            let reviewed = Date::constant(2026, 5, day);
            reviews.insert(SourcePath::new(file), ReadReview { reviewed, measure });
        }
        assert_eq!(LastReviews::parse(&reviews.to_text()), reviews);
        let windows = reviews.to_text().replace('\n', "\r\n");
        assert_eq!(LastReviews::parse(&windows), reviews);
        for garbage in
            ["", "2026-05-01", "2026-05-01 1 2 3 4", "2026-05-01 1 2 3 4 ", "x 1 2 3 4 a"]
        {
            assert!(LastReviews::parse(garbage).is_empty(), "{garbage}");
        }
    }

    #[test]
    fn a_review_counts_once_its_day_is_over() {
        let day = |day| Date::constant(2026, 5, day);
        let measure = TextMeasure { sentences: 1, words: 20, syllables: 30, polysyllables: 4 };
        let file = SourcePath::new("content/articles/a.md");
        let mut reviews = LastReviews::default();
        reviews.insert(file.clone(), ReadReview { reviewed: day(3), measure });
        assert_eq!(reviews.at_review(&file, day(3), day(4)), Some(measure));
        assert_eq!(reviews.at_review(&file, day(3), day(3)), None);
        assert_eq!(reviews.at_review(&file, day(2), day(4)), None);
    }
}
