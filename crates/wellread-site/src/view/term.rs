//! Terms: the page of one, the sentences in which it is used, and the glossary from A to Z.

use std::collections::BTreeMap;

use tera::Value;
use wellread_model::{EntryId, Kind, Relation, Route, address, fold_name};

use super::builder::ViewBuilder;
use super::mail::percent_encode;
use super::text::shorten;
use super::views::Views;
use crate::markdown::{plain, render_line};

/// On how many pages a term's uses are shown with their sentences; further pages are only named.
const PAGES_WITH_SENTENCES: usize = 50;

/// How many characters of a sentence are shown before and after the term.
const CONTEXT: usize = 160;

impl Views {
    pub(super) fn term(&self, fields: ViewBuilder, id: EntryId) -> ViewBuilder {
        let entry = &self.library[id];
        let Some(term) = entry.term() else { return fields };
        fields
            .maybe("say", term.say.as_deref())
            .list("aliases", term.aliases.iter().map(|alias| Value::from(alias.value.as_str())))
            .set("definition", self.first_paragraph(id))
            .set("reviewed", self.date(term.reviewed))
            .list(
                "sources",
                term.sources.iter().map(|line| Value::safe_string(&render_line(&line.value))),
            )
            .list("see_also", self.term_links(entry.related(Relation::SeeAlso)))
            .list("not_same_as", self.term_links(entry.related(Relation::NotSameAs)))
            .list("used_in", self.used_in(id))
    }

    /// The pages on which a term is linked, with the sentences around it.
    fn used_in(&self, id: EntryId) -> Vec<Value> {
        let uses = &self.used_in[id.0 as usize];
        let mut pages: Vec<(EntryId, Vec<usize>)> = Vec::new();
        for &(page, index) in uses {
            match pages.last_mut() {
                Some((last, indices)) if *last == page => indices.push(index),
                _ => pages.push((page, vec![index])),
            }
        }
        pages
            .into_iter()
            .enumerate()
            .map(|(at, (page, uses))| {
                let shown = if at < PAGES_WITH_SENTENCES { uses } else { Vec::new() };
                ViewBuilder::default()
                    .set("title", self.library[page].title())
                    .set("url", self.entry_url(page))
                    .list("sentences", shown.into_iter().map(|index| self.sentence(page, index)))
                    .value()
            })
            .collect()
    }

    /// The sentence around one use, with an address that leads to the words in it (URL Fragment
    /// Text Directives, a W3C community group draft; browsers without it open the page).
    fn sentence(&self, page: EntryId, index: usize) -> Value {
        let body = self.body(page);
        let found = &body.uses[index];
        let range = sentence_around(&body.text, &found.block, &found.words);
        let tidy = |text: &str| plain(text).replace('\n', " ");
        let before = &body.text[range.start..found.words.start];
        let after = &body.text[found.words.end..range.end];
        let words = tidy(&body.text[found.words.clone()]);
        let mut url = self.entry_url(page);
        url.push_str("#:~:text=");
        // A dash separates the parts of a directive, so it is encoded too.
        percent_encode(&mut url, &words, b"");
        ViewBuilder::default()
            .set("before", tidy(before).trim_start())
            .set("match", words)
            .set("after", tidy(after).trim_end())
            .set("url", url)
            .value()
    }

    pub(super) fn term_links(&self, ids: &[EntryId]) -> Vec<Value> {
        ids.iter()
            .map(|&id| {
                ViewBuilder::default()
                    .set("term", self.library[id].title())
                    .set("url", self.entry_url(id))
                    .set("definition", shorten(&self.first_paragraph(id), 300))
                    .value()
            })
            .collect()
    }

    pub(super) fn glossary(&self, fields: ViewBuilder) -> ViewBuilder {
        let term = |&id: &EntryId| {
            let entry = &self.library[id];
            let aliases = entry.term().map_or(&[][..], |term| &term.aliases);
            ViewBuilder::default()
                .set("term", entry.title())
                .set("url", self.entry_url(id))
                .list("aliases", aliases.iter().map(|alias| Value::from(alias.value.as_str())))
                .set("definition", self.first_paragraph(id))
                .value()
        };
        fields.list(
            "letters",
            self.letters().iter().map(|(letter, terms)| {
                ViewBuilder::default()
                    .set("letter", letter.as_str())
                    .set("id", letter_id(letter))
                    .list("terms", terms.iter().map(term))
                    .value()
            }),
        )
    }

    /// Terms by the letter they begin with, in order.
    fn letters(&self) -> BTreeMap<String, Vec<EntryId>> {
        let mut letters: BTreeMap<String, Vec<EntryId>> = BTreeMap::new();
        for (id, entry) in self.library.of_kind(Kind::Term) {
            let folded = fold_name(entry.title());
            let first = folded.chars().find(|c| c.is_alphanumeric());
            let letter = match first {
                Some(c) if c.is_numeric() => "0–9".to_owned(),
                Some(c) => c.to_uppercase().collect(),
                None => "#".to_owned(),
            };
            letters.entry(letter).or_default().push(id);
        }
        for terms in letters.values_mut() {
            terms.sort_by_cached_key(|&id| fold_name(self.library[id].title()));
        }
        letters
    }

    pub(super) fn letter_links(&self) -> Vec<Value> {
        let glossary = self.url(&Route::new(address::GLOSSARY));
        self.letters()
            .keys()
            .map(|letter| {
                ViewBuilder::default()
                    .set("letter", letter.as_str())
                    .set("url", format!("{glossary}#{}", letter_id(letter)))
                    .value()
            })
            .collect()
    }
}

/// The sentence around `words` in a block, cut at words if it is long.
pub(crate) fn sentence_around(
    text: &str,
    block: &std::ops::Range<usize>,
    words: &std::ops::Range<usize>,
) -> std::ops::Range<usize> {
    let ends_sentence = |c: char| matches!(c, '.' | '?' | '!' | '。' | '؟' | '…');
    let mut start = block.start;
    let mut previous = ' ';
    let before = &text[block.start..words.start];
    for (count, (at, c)) in before.char_indices().rev().enumerate() {
        let boundary = ends_sentence(c) && previous.is_whitespace();
        if boundary || (count >= CONTEXT && c.is_whitespace()) {
            start = block.start + at + c.len_utf8();
            break;
        }
        previous = c;
    }
    let after = &text[words.end..block.end];
    let mut end = block.end;
    for (count, (at, c)) in after.char_indices().enumerate() {
        let next = after[at + c.len_utf8()..].chars().next();
        if ends_sentence(c) && next.is_none_or(char::is_whitespace) {
            end = words.end + at + c.len_utf8();
            break;
        }
        if count >= CONTEXT && c.is_whitespace() {
            end = words.end + at;
            break;
        }
    }
    start..end
}

fn letter_id(letter: &str) -> String {
    format!("letter-{}", letter.to_lowercase().replace('–', "-").replace('#', "other"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_at_their_marks() {
        let text = "One. Ask for 34.5 IEP plans, please! Then wait.";
        let at = text.find("IEP").unwrap();
        let range = sentence_around(text, &(0..text.len()), &(at..at + 3));
        assert_eq!(&text[range], " Ask for 34.5 IEP plans, please!");
    }
}
