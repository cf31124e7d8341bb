//! Where the phone numbers of a hub are written, and where its pages show them.
//!
//! An office that gets another number has to be corrected everywhere. Numbers are looked for in the
//! files as they are written, front matter and settings included, and where a text names one
//! (`[[parent-center:phone]]`). What is in a comment reaches no family, and is left out, such as
//! the examples in the `site.toml` of a new hub. Nothing here says whether a number is right.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;
use wellread_content::{Sources, body_span, settings_texts};
use wellread_model::{ContactPoint, Library, LineIndex, PhoneNumber, SourcePath, Span};

use crate::markdown::{Body, DialedNumber, comment_ranges, national, phone_numbers};

/// How many digits a part of a number has at least. Fewer have to be a whole number, such as 988.
const PART: usize = 6;

/// A place where a number is written or shown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct NumberPlace {
    /// The digits, without `+` and without the code of the United States.
    pub number: String,
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// What is written there: the number, or the name of the fact that shows it.
    pub text: String,
}

/// Every number of a hub with its places, by number, then by file.
pub(crate) fn number_places(
    sources: &Sources,
    library: &Library,
    bodies: &[Arc<Body>],
) -> Vec<NumberPlace> {
    let known = known_numbers(library);
    let mut found = Vec::new();
    let settings = SourcePath::settings();
    let content = sources.content();
    let pages = content.iter().map(|(path, _)| path).filter(|path| path.is_markdown());
    for path in pages.chain([&settings]) {
        let Some(text) = sources.text(path) else { continue };
        let numbers = phone_numbers(text, &known);
        if numbers.is_empty() {
            continue;
        }
        let written = WrittenParts::new(path, text);
        let numbers = numbers.into_iter().filter(|number| written.has(number.range.start));
        let index = LineIndex::new(text);
        let place = |number: DialedNumber| {
            let span = Span::from(number.range);
            place(path, text, &index, span, number.digits)
        };
        found.extend(numbers.map(place));
    }
    for (entry, body) in library.entries().iter().zip(bodies) {
        let (path, text) = (&entry.document.source, &*entry.document.text);
        if body.facts.iter().all(|fact| fact.digits.is_empty()) {
            continue;
        }
        let index = LineIndex::new(text);
        for fact in &body.facts {
            let numbers = fact.digits.iter().map(|digits| national(digits));
            found.extend(numbers.map(|digits| place(path, text, &index, fact.span, digits)));
        }
    }
    found.sort_unstable();
    found
}

/// The parts of a file that are not comments.
struct WrittenParts {
    /// Where settings have values, in order. `None` if they cannot be read, so that nothing can be
    /// distinguished from a comment.
    values: Option<Vec<Span>>,
    /// Where the body begins.
    body: usize,
    /// The comments in the body, in order.
    comments: Vec<Range<usize>>,
}

impl WrittenParts {
    fn new(path: &SourcePath, text: &str) -> Self {
        let body = if path.is_markdown() {
            body_span(text).map_or(text.len(), |span| span.start)
        } else {
            text.len()
        };
        let mut values: Vec<Span> =
            settings_texts(path, text).into_iter().map(|one| one.text.span).collect();
        values.sort_unstable_by_key(|span| span.start);
        let comments = comment_ranges(&text[body..]).into_iter();
        let mut comments: Vec<_> =
            comments.map(|range| range.start + body..range.end + body).collect();
        comments.sort_unstable_by_key(|range| range.start);
        Self { values: Some(values).filter(|values| !values.is_empty()), body, comments }
    }

    /// Whether a place is in a value or in the body.
    fn has(&self, at: usize) -> bool {
        if at < self.body {
            return self.values.as_ref().is_none_or(|values| {
                let after = values.partition_point(|span| span.start <= at);
                after.checked_sub(1).is_some_and(|index| at < values[index].end)
            });
        }
        let after = self.comments.partition_point(|range| range.start <= at);
        after.checked_sub(1).is_none_or(|index| at >= self.comments[index].end)
    }
}

/// The places of the numbers that a query is, or is a part of. None if it is not a number.
#[must_use]
pub fn places_of<'a>(query: &str, places: &'a [NumberPlace]) -> Vec<&'a NumberPlace> {
    let is_mark = |c: char| c.is_whitespace() || "+-.()/‐‑–".contains(c);
    let query = query.trim();
    let has_letters = query.contains(|c: char| c.is_ascii_uppercase());
    let begins = query.trim_start_matches(is_mark).starts_with(|c: char| c.is_ascii_digit());
    let is_number =
        begins && query.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase() || is_mark(c));
    let digits = national(query);
    // `504 IEP` is not a number, though its letters are keys.
    if !is_number || (has_letters && digits.len() < 10) {
        return Vec::new();
    }
    let matches = |place: &&NumberPlace| {
        place.number == digits || (digits.len() >= PART && place.number.contains(&digits))
    };
    places.iter().filter(matches).collect()
}

fn place(
    file: &SourcePath,
    text: &str,
    index: &LineIndex<'_>,
    span: Span,
    number: String,
) -> NumberPlace {
    let position = index.position(span.start);
    NumberPlace {
        number,
        file: file.to_string(),
        line: position.line,
        column: position.column,
        text: text.get(span.start..span.end).unwrap_or_default().to_owned(),
    }
}

/// The digits of all numbers that resources, the clinic and crisis lines state.
fn known_numbers(library: &Library) -> BTreeSet<String> {
    let settings = &library.settings;
    let clinic = settings.contact.iter().map(|contact| &contact.point);
    let lines = settings.crisis.iter().map(|line| &line.point);
    let resources = library.entries().iter().filter_map(|entry| entry.resource());
    let points = resources.flat_map(|resource| {
        std::iter::once(&resource.point).chain(resource.locations.iter().map(|one| &one.point))
    });
    let numbers = |point: &ContactPoint| -> Vec<PhoneNumber> { point.numbers().cloned().collect() };
    clinic.chain(lines).chain(points).flat_map(numbers).map(|one| national(&one.digits)).collect()
}
