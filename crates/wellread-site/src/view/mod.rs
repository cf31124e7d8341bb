//! What templates get: plain values, separate from the domain.
//!
//! [`Views`] holds what many pages share, each made once; [`PageSpec`] names the pages of the site;
//! [`Views::page`] makes the value of one page. `docs/theming.md` is the contract, and a test
//! compares it with what is made here.

mod directory;
mod entry;
mod key;
mod list;
mod mail;
mod page_spec;
mod paging;
mod qr;
mod site;
mod term;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use tera::{Map, Value};
use wellread_model::{Date, Entry, EntryId, Kind, Library, Relation, Route, fold_name};

use directory::{Facet, facets};
pub(crate) use page_spec::{PageKind, PageSpec, specs};
pub(crate) use site::{Assets, site};
pub(crate) use term::sentence_around;

use crate::markdown::{Body, plain};
use crate::text::InterfaceText;

/// How many words a minute are read (Brysbaert 2019 finds 238 for English fiction and fewer for
/// harder text; the contract says 230).
const WORDS_PER_MINUTE: usize = 230;

/// A value with named fields that is being made.
#[derive(Debug, Default)]
pub(crate) struct ViewBuilder(Map);

impl ViewBuilder {
    pub(crate) fn set(mut self, key: &'static str, value: impl Into<Value>) -> Self {
        self.0.insert(key.into(), value.into());
        self
    }

    /// Sets a value or `none`.
    pub(crate) fn maybe(self, key: &'static str, value: Option<impl Into<Value>>) -> Self {
        let value = value.map_or_else(Value::none, Into::into);
        self.set(key, value)
    }

    pub(crate) fn list(self, key: &'static str, values: impl IntoIterator<Item = Value>) -> Self {
        self.set(key, Value::from(values.into_iter().collect::<Vec<Value>>()))
    }

    /// Sets HTML that is finished.
    pub(crate) fn html(self, key: &'static str, html: &str) -> Self {
        self.set(key, Value::safe_string(html))
    }

    pub(crate) fn value(self) -> Value {
        Value::from(self.0)
    }
}

/// A link.
pub(crate) fn link(title: &str, url: impl Into<Value>) -> Value {
    ViewBuilder::default().set("title", title).set("url", url).value()
}

/// What the pages of one site share.
#[derive(Debug)]
pub(crate) struct Views {
    pub(crate) library: Library,
    /// The bodies in the order of the entries.
    pub(crate) bodies: Vec<Arc<Body>>,
    pub(crate) text: InterfaceText,
    /// The path below which the site is served, with a slash at both ends.
    pub(crate) base: String,
    pub(crate) drafts: bool,
    /// The ways to narrow the directory.
    pub(crate) facets: Vec<Facet>,
    /// Articles, the newest first.
    pub(crate) articles: Vec<EntryId>,
    /// Cards by entry, made when they are first shown.
    cards: Vec<OnceLock<Value>>,
    /// Terms as they stand in "Words on this page", by entry, made when they are first shown.
    words: Vec<OnceLock<Value>>,
    /// By entry, where it is linked automatically: the page and the place in its body's uses.
    used_in: Vec<Vec<(EntryId, usize)>>,
    /// Which entries name this one in a relation.
    named_by: BTreeMap<(Relation, EntryId), Vec<EntryId>>,
    /// The articles of each topic, the newest first.
    topic_articles: BTreeMap<EntryId, Vec<EntryId>>,
}

impl Views {
    pub(crate) fn new(
        library: Library,
        bodies: Vec<Arc<Body>>,
        text: InterfaceText,
        drafts: bool,
    ) -> Self {
        let ((articles, named_by), used_in) =
            rayon::join(|| (newest_first(&library), named_by(&library)), || used_in(&bodies));
        let mut topic_articles: BTreeMap<_, Vec<EntryId>> = BTreeMap::new();
        for &id in &articles {
            for &topic in library[id].related(Relation::Topic) {
                topic_articles.entry(topic).or_default().push(id);
            }
        }
        let unmade = || std::iter::repeat_with(OnceLock::new).take(library.entries().len());
        let (cards, words) = (unmade().collect(), unmade().collect());
        Self {
            base: library.settings.base_path().to_owned(),
            facets: facets(&library, &text),
            library,
            bodies,
            text,
            drafts,
            articles,
            cards,
            words,
            used_in,
            named_by,
            topic_articles,
        }
    }

    pub(crate) fn body(&self, id: EntryId) -> &Body {
        &self.bodies[id.0 as usize]
    }

    pub(crate) fn url(&self, route: &Route) -> String {
        route.url(&self.base)
    }

    pub(crate) fn entry_url(&self, id: EntryId) -> String {
        self.url(&self.library[id].route)
    }

    pub(crate) fn canonical(&self, route: &Route) -> String {
        route.url(&self.library.settings.base_url)
    }

    pub(crate) fn date(&self, date: Option<Date>) -> Value {
        date.map_or_else(Value::none, |date| {
            ViewBuilder::default()
                .set("iso", date.to_string())
                .set("text", self.text.date(date))
                .value()
        })
    }

    pub(crate) fn card(&self, id: EntryId) -> Value {
        self.cards[id.0 as usize].get_or_init(|| self.make_card(id, &self.library[id])).clone()
    }

    pub(crate) fn cards(&self, ids: impl IntoIterator<Item = EntryId>) -> Vec<Value> {
        ids.into_iter().map(|id| self.card(id)).collect()
    }

    pub(crate) fn link(&self, id: EntryId) -> Value {
        link(self.library[id].title(), self.entry_url(id))
    }

    pub(crate) fn links(&self, ids: &[EntryId]) -> Vec<Value> {
        ids.iter().map(|&id| self.link(id)).collect()
    }

    /// The entries that name `target` in `relation`, in the order of their identifiers.
    pub(crate) fn named_by(&self, relation: Relation, target: EntryId) -> &[EntryId] {
        self.named_by.get(&(relation, target)).map_or(&[], Vec::as_slice)
    }

    /// The articles that name `target` in `relation`, the newest first.
    pub(crate) fn articles_naming(&self, relation: Relation, target: EntryId) -> Vec<EntryId> {
        let naming = self.named_by(relation, target);
        self.articles.iter().copied().filter(|id| naming.binary_search(id).is_ok()).collect()
    }

    /// The articles of a topic, the newest first.
    pub(crate) fn topic_articles(&self, topic: EntryId) -> &[EntryId] {
        self.topic_articles.get(&topic).map_or(&[], Vec::as_slice)
    }

    /// What is said of a page in search results: its summary, or how its text begins.
    pub(crate) fn description(&self, id: EntryId) -> Option<String> {
        let entry = &self.library[id];
        entry.document.summary.clone().or_else(|| {
            let text = self.first_paragraph(id);
            (!text.is_empty()).then(|| shorten(&text, 160))
        })
    }

    /// The text of the first paragraph; the short definition of a term.
    pub(crate) fn first_paragraph(&self, id: EntryId) -> String {
        let body = self.body(id);
        let text = plain(&body.text[body.first_paragraph.clone()]);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn make_card(&self, id: EntryId, entry: &Entry) -> Value {
        let card = ViewBuilder::default()
            .set("title", entry.title())
            .set("url", self.entry_url(id))
            .set("kind", entry.document.kind.noun())
            .maybe("summary", entry.document.summary.as_deref());
        let Some(resource) = entry.resource() else {
            let article = entry.article();
            let date =
                article.and_then(|article| article.updated.as_ref().or(article.published.as_ref()));
            return card
                .set("date", self.date(date.map(|date| date.value)))
                .maybe("minutes", article.map(|_| minutes(self.body(id))))
                .list("meta", [])
                .value();
        };
        let languages = resource.languages.join(", ");
        let meta = resource.cost.iter().chain(&resource.area).chain(Some(&languages));
        card.set("date", Value::none())
            .set("minutes", Value::none())
            .list(
                "meta",
                meta.filter(|text| !text.is_empty()).map(|text| Value::from(text.as_str())),
            )
            .set("website", website(&resource.url))
            .maybe("organization", resource.organization.as_deref())
            .set("phone", phone(resource.phone.as_deref(), "tel"))
            .set("text_phone", phone(resource.text_phone.as_deref(), "sms"))
            .list("area", texts(&resource.area))
            .maybe("cost", resource.cost.as_deref())
            .list("languages", texts(&resource.languages))
            .value()
    }

    fn make_word(&self, id: EntryId, entry: &Entry) -> Value {
        let definition = crate::markdown::escape(&self.first_paragraph(id));
        ViewBuilder::default()
            .set("slug", entry.document.slug.as_str())
            .set("term", entry.title())
            .maybe("full_name", full_name(entry))
            .maybe("say", entry.term().and_then(|term| term.say.as_deref()))
            .set("url", self.entry_url(id))
            .html("definition", &definition)
            .value()
    }

    pub(crate) fn words(&self, body: &Body) -> Vec<Value> {
        let word = |&id: &EntryId| {
            let made =
                self.words[id.0 as usize].get_or_init(|| self.make_word(id, &self.library[id]));
            made.clone()
        };
        body.words.iter().map(word).collect()
    }
}

/// See [`Views::named_by`].
fn named_by(library: &Library) -> BTreeMap<(Relation, EntryId), Vec<EntryId>> {
    let mut named_by: BTreeMap<_, Vec<EntryId>> = BTreeMap::new();
    for (id, entry) in library.iter() {
        for (&relation, targets) in &entry.relations {
            for &target in targets {
                named_by.entry((relation, target)).or_default().push(id);
            }
        }
    }
    named_by
}

/// See [`Views::used_in`].
fn used_in(bodies: &[Arc<Body>]) -> Vec<Vec<(EntryId, usize)>> {
    let mut used_in = vec![Vec::new(); bodies.len()];
    for (id, body) in (0..).map(EntryId).zip(bodies) {
        for (index, found) in body.uses.iter().enumerate() {
            used_in[found.term.0 as usize].push((id, index));
        }
    }
    used_in
}

/// Reading time in minutes, at least one.
fn minutes(body: &Body) -> usize {
    body.words_in_text.div_ceil(WORDS_PER_MINUTE).max(1)
}

/// All articles by the day they appeared, the newest first, then by title.
fn newest_first(library: &Library) -> Vec<EntryId> {
    let mut articles: Vec<EntryId> = library.of_kind(Kind::Article).map(|(id, _)| id).collect();
    articles.sort_by_cached_key(|&id| {
        let entry = &library[id];
        (std::cmp::Reverse(entry.document.published()), fold_name(entry.title()), id)
    });
    articles
}

/// The longest other name of an acronym.
pub(crate) fn full_name(entry: &Entry) -> Option<&str> {
    let name = entry.title();
    let is_acronym = name.chars().filter(|c| c.is_uppercase()).count() >= 2
        && !name.contains(char::is_whitespace);
    let aliases = entry.term().map_or(&[][..], |term| &term.aliases);
    aliases
        .iter()
        .map(|alias| alias.value.as_str())
        .filter(|alias| is_acronym && alias.contains(char::is_whitespace))
        .max_by_key(|alias| alias.chars().count())
}

/// Text cut at a word, at most `limit` characters long.
pub(crate) fn shorten(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let end = text.char_indices().nth(limit).map_or(text.len(), |(at, _)| at);
    let cut = text[..end].rfind(char::is_whitespace).unwrap_or(end);
    format!("{}…", text[..cut].trim_end_matches([' ', ',', ';', ':', '.']))
}

pub(crate) fn texts(list: &[String]) -> impl Iterator<Item = Value> {
    list.iter().map(|text| Value::from(text.as_str()))
}

/// A number to call (RFC 3966) or to text (RFC 5724).
pub(crate) fn phone(number: Option<&str>, scheme: &str) -> Value {
    let Some(number) = number else { return Value::none() };
    let (main, extension) = number
        .split_once("ext")
        .or_else(|| number.split_once(" x"))
        .map_or((number, None), |(main, extension)| (main, Some(extension)));
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let plus = if main.trim_start().starts_with('+') { "+" } else { "" };
    let mut href = format!("{scheme}:{plus}{}", digits(main));
    if let Some(extension) = extension.map(digits).filter(|digits| !digits.is_empty()) {
        href.push_str(";ext=");
        href.push_str(&extension);
    }
    ViewBuilder::default().set("text", number).set("href", href).value()
}

/// An address on the web, and the host to show for it.
pub(crate) fn website(url: &str) -> Value {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = host.rsplit('@').next().unwrap_or(host);
    let host = host.strip_prefix("www.").unwrap_or(host);
    ViewBuilder::default().set("url", url).set("host", host).value()
}

/// The lines of an address: at line breaks, else at commas.
pub(crate) fn address_lines(address: Option<&str>) -> Vec<Value> {
    let address = address.unwrap_or("");
    let separator = if address.trim().contains('\n') { '\n' } else { ',' };
    address
        .split(separator)
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(Value::from)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_at_words() {
        assert_eq!(shorten("one two", 10), "one two");
        assert_eq!(shorten("one two, three", 10), "one two…");
        assert_eq!(shorten("ééééé", 3), "ééé…");
    }

    #[test]
    fn numbers_can_be_called() {
        let href = |number| phone(Some(number), "tel").get_from_path("href").cloned();
        assert_eq!(href("(303) 555-0100").unwrap(), Value::from("tel:3035550100"));
        assert_eq!(
            href("+1 303 555 0100 ext. 12").unwrap(),
            Value::from("tel:+13035550100;ext=12")
        );
    }
}
