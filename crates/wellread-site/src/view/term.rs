//! Terms: the page of one, with the sentences in which other pages use it, and the glossary from A
//! to Z.

use std::collections::BTreeMap;

use tera::Value;
use wellread_model::url::{UrlPart, encode};
use wellread_model::{EntryId, Kind, Relation, Route, address, alphabetical, first_letter};

use super::builder::ViewBuilder;
use super::sentence::QuotedSentence;
use super::text::shorten;
use super::views::{UsePlace, Views};
use crate::markdown::escape_into;

/// How many pages' uses of a term are shown with their sentences; further pages are only named. A
/// term that every page uses would otherwise have a page larger than all others together.
const PAGES_WITH_SENTENCES: usize = 50;

/// How many uses on one page are shown with their sentences. With `link_terms: all` a page may have
/// thousands, and each is shown on the page of its term.
const SENTENCES_OF_A_PAGE: usize = 20;

impl Views {
    /// What the page of a term adds to a page.
    pub(super) fn term(&self, fields: ViewBuilder, id: EntryId) -> ViewBuilder {
        let entry = &self.library[id];
        let Some(term) = entry.term() else { return fields };
        fields
            .maybe("say", term.say.as_deref())
            .list("aliases", term.aliases.iter().map(|alias| Value::from(alias.value.as_str())))
            .set("definition", self.first_paragraph(id))
            .set("reviewed", self.written_date(term.reviewed.as_ref()))
            .list(
                "sources",
                term.sources.iter().map(|line| Value::safe_string(&self.line(&line.value))),
            )
            .list("see_also", self.term_links(entry.related(Relation::SeeAlso)))
            .list("not_same_as", self.term_links(entry.related(Relation::NotSameAs)))
            .list("used_in", self.used_in(id))
    }

    /// The pages on which a term is linked automatically, in the order of their entries, with the
    /// sentences around it.
    fn used_in(&self, id: EntryId) -> Vec<Value> {
        // Sorted by page, so the uses of one page are next to each other.
        let pages = self.used_in[id.0 as usize].chunk_by(|one, next| one.page == next.page);
        pages
            .enumerate()
            .map(|(at, uses)| {
                let page = uses[0].page;
                let count = if at < PAGES_WITH_SENTENCES { SENTENCES_OF_A_PAGE } else { 0 };
                let shown = &uses[..count.min(uses.len())];
                let url = self.entry_url(page);
                ViewBuilder::with_room(3)
                    .set("title", self.library[page].title())
                    .set("sentences", self.sentences(&url, shown))
                    .set("url", url)
                    .value()
            })
            .collect()
    }

    /// The sentences around the uses on one page as HTML: paragraphs of links that lead to the
    /// words in them (URL Fragment Text Directives, a W3C community group draft; browsers without
    /// it open the page). `page` is the URL of the page.
    ///
    /// A large hub has tens of thousands of them, too many for a template to put together.
    fn sentences(&self, page: &str, uses: &[UsePlace]) -> Value {
        let mut html = String::new();
        for found in uses {
            let body = self.body(found.page);
            let QuotedSentence { before, words, after } =
                QuotedSentence::new(body, &body.uses[found.index]);
            html.push_str(if html.is_empty() { "<p><a href=\"" } else { "\n<p><a href=\"" });
            escape_into(&mut html, page);
            html.push_str("#:~:text=");
            // A dash separates the parts of a directive, so it is encoded too.
            html.extend(encode(&words, UrlPart::Words));
            html.push_str("\">");
            escape_into(&mut html, &before);
            html.push_str("<mark>");
            escape_into(&mut html, &words);
            html.push_str("</mark>");
            escape_into(&mut html, &after);
            html.push_str("</a></p>");
        }
        Value::safe_string(&html)
    }

    /// Links to other terms with the beginnings of their definitions, for "see also" and "not the
    /// same as".
    pub(super) fn term_links(&self, ids: &[EntryId]) -> Vec<Value> {
        ids.iter()
            .map(|&id| {
                ViewBuilder::default()
                    .set("term", self.library[id].title())
                    .set("url", self.entry_url(id))
                    // 300 characters hold nearly all short definitions whole.
                    .set("definition", shorten(&self.first_paragraph(id), 300))
                    .value()
            })
            .collect()
    }

    /// What the glossary adds to a page: all terms by letter.
    pub(super) fn glossary(&self, fields: ViewBuilder) -> ViewBuilder {
        let term = |&id: &EntryId| {
            let entry = &self.library[id];
            let aliases = entry.document.aliases();
            ViewBuilder::default()
                .set("term", entry.title())
                .set("url", self.entry_url(id))
                .list("aliases", aliases.iter().map(|alias| Value::from(alias.value.as_str())))
                .set("definition", self.first_paragraph(id))
                .value()
        };
        fields.list(
            "alphabet",
            self.letters().iter().map(|(letter, terms)| {
                ViewBuilder::default()
                    .set("letter", letter.as_str())
                    .set("id", letter_id(letter))
                    .list("terms", terms.iter().map(term))
                    .value()
            }),
        )
    }

    /// Terms by the letter that they begin with, sorted: first "#" for names without a letter or
    /// digit, then digits, then letters. Accents don't count, so "Éducation" is under E, but the
    /// letters of the language do: Ñ comes after N.
    fn letters(&self) -> Vec<(String, Vec<EntryId>)> {
        let language = &self.library.settings.language;
        let mut letters: BTreeMap<String, (String, Vec<EntryId>)> = BTreeMap::new();
        for (id, entry) in self.library.of_kind(Kind::Term) {
            // A name may begin with a quotation mark or a period, as "'Stimming'" does.
            let letter = match first_letter(entry.title(), language) {
                Some(digit) if digit.chars().all(char::is_numeric) => "0–9".to_owned(),
                Some(letter) => letter,
                None => "#".to_owned(),
            };
            let order = alphabetical(&letter, language);
            letters.entry(order).or_insert_with(|| (letter, Vec::new())).1.push(id);
        }
        let mut letters: Vec<(String, Vec<EntryId>)> = letters.into_values().collect();
        for (_, terms) in &mut letters {
            terms.sort_by_cached_key(|&id| alphabetical(self.library[id].title(), language));
        }
        letters
    }

    /// Links to the letters of the glossary that have terms.
    pub(super) fn letter_links(&self) -> Vec<Value> {
        let glossary = self.url(&Route::new(address::GLOSSARY));
        self.letters()
            .iter()
            .map(|(letter, _)| {
                ViewBuilder::default()
                    .set("letter", letter.as_str())
                    .set("url", format!("{glossary}#{}", letter_id(letter)))
                    .value()
            })
            .collect()
    }
}

/// The id of a letter's heading in the glossary. Ids and fragments of URLs hold neither a dash nor
/// a number sign well.
fn letter_id(letter: &str) -> String {
    format!("letter-{}", letter.to_lowercase().replace('–', "-").replace('#', "other"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_have_ids_that_urls_can_hold() {
        assert_eq!(letter_id("A"), "letter-a");
        assert_eq!(letter_id("Ñ"), "letter-ñ");
        assert_eq!(letter_id("0–9"), "letter-0-9");
        assert_eq!(letter_id("#"), "letter-other");
    }

    #[test]
    fn terms_are_listed_under_their_letters() {
        let terms: Vec<(String, String)> = ["504 plan", "Éducation", "aide", "'Echo'", "ADHD"]
            .iter()
            .enumerate()
            .map(|(number, name)| {
                let path = format!("content/glossary/t{number}.md");
                (path, format!("---\nterm: \"{name}\"\n---\n\nX.\n"))
            })
            .collect();
        let files: Vec<(&str, &str)> =
            terms.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let views = crate::view::views_of(&files);
        let letters = views.letters();
        let titles = |ids: &[EntryId]| -> Vec<String> {
            ids.iter().map(|&id| views.library[id].title().to_owned()).collect()
        };
        let letters: Vec<(&str, Vec<String>)> =
            letters.iter().map(|(letter, ids)| (letter.as_str(), titles(ids))).collect();
        let named = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        assert_eq!(letters.len(), 3);
        assert_eq!(letters[0], ("0–9", named(&["504 plan"])));
        assert_eq!(letters[1], ("A", named(&["ADHD", "aide"])));
        assert_eq!(letters[2].0, "E");
        assert_eq!(letters[2].1.len(), 2);
    }
}
