//! The value `page` of every page: what all pages have, what articles add, and which file next to
//! this one adds the rest.

use std::borrow::Cow;

use tera::Value;
use wellread_model::media::{PREVIEW_EXTENSIONS, has_extension};
use wellread_model::{Date, EntryId, ExtraMap, Kind, LanguageTag, Relation, Route, address};

use super::builder::{ViewBuilder, extra, link, texts};
use super::json_ld;
use super::page_spec::{PageKind, PageSpec};
use super::qr;
use super::text::minutes;
use super::views::Views;
use crate::markdown::{Body, Section};

impl Views {
    /// The value `page` for a page.
    pub(crate) fn page(&self, spec: &PageSpec, html: Option<&str>) -> Value {
        let common = |title: &str| self.common(spec, title, None, None);
        let fields = match spec.kind {
            PageKind::Home => {
                let home = self.shown_entry(spec);
                let title =
                    home.map_or(&self.library.settings.title[..], |id| self.library[id].title());
                self.home(self.common(spec, title, home, None))
            }
            PageKind::List { kind, page } => {
                let title = self.text.get(match kind {
                    Kind::Person => "people_title",
                    Kind::Letter => "letters_title",
                    Kind::Packet => "packets_title",
                    _ => "articles_title",
                });
                self.list(common(title), kind, page)
            }
            PageKind::Glossary => self.glossary(common(self.text.get("glossary_title"))),
            PageKind::Resources { chosen, page } => {
                self.resource_list(common(self.text.get("resources_title")), chosen, page)
            }
            PageKind::Facet { facet } => self.all_values(common(&self.facets[facet].title), facet),
            PageKind::MakePacket => self.make_packet(common(self.text.get("make_title"))),
            PageKind::Search => common(self.text.get("search_title"))
                .list("alphabet", self.letter_links())
                .list("languages", self.lists_by_language()),
            PageKind::NotFound => common(self.text.get("not_found_title")),
            PageKind::Style => common("Style"),
            PageKind::Redirect { to, .. } => {
                let target = &self.library[to];
                common(target.title())
                    .set("target", self.entry_url(to))
                    .set("target_canonical", self.canonical(&target.route))
            }
            PageKind::Entry { id, page } => self.entry(spec, id, page, html),
        };
        fields.value()
    }

    /// The entry whose body a page shows.
    fn shown_entry(&self, spec: &PageSpec) -> Option<EntryId> {
        match spec.kind {
            PageKind::Home => self.library.by_route(&Route::new(address::HOME)),
            // Further pages of a list do not repeat the introduction.
            PageKind::Entry { id, page: 1 } => Some(id),
            _ => None,
        }
    }

    /// The language of a page: that of the entry it shows, or else of the hub.
    pub(crate) fn page_language(&self, spec: &PageSpec) -> &LanguageTag {
        let own = self.shown_entry(spec).map(|id| self.library.language_of(id));
        own.unwrap_or(&self.library.settings.language)
    }

    /// The terms that a page explains, in the order of their first use.
    pub(crate) fn words_on(&self, spec: &PageSpec) -> Cow<'_, [EntryId]> {
        let Some(id) = self.shown_entry(spec) else { return Cow::default() };
        match self.library[id].document.kind {
            Kind::Packet => self.packet_words(id).into(),
            _ => (&self.body(id).words[..]).into(),
        }
    }

    /// The fields for a page of an entry. `page` counts the pages of the list of articles that
    /// topics and people have; it is 1 for all other kinds.
    fn entry(&self, spec: &PageSpec, id: EntryId, page: usize, html: Option<&str>) -> ViewBuilder {
        let entry = &self.library[id];
        let shown = self.shown_entry(spec);
        let fields = self.common(spec, entry.title(), shown, html);
        let fields = if shown.is_some() {
            fields
        } else {
            fields.maybe("summary", entry.document.summary.as_deref())
        };
        match entry.document.kind {
            Kind::Article => self.article(fields, id),
            Kind::Term => self.term(fields, id),
            Kind::Resource => self.resource(fields, id),
            Kind::Topic => self.topic(fields, id, page),
            Kind::Person => self.person(fields, id, page),
            Kind::Letter => self.letter(fields, id),
            Kind::Packet => self.packet(fields, id),
            Kind::Page => fields.set("shows_contact", entry.document.slug.as_str() == "contact"),
        }
    }

    /// What every page has. `entry` is the entry whose body it shows, and `html` that of the body
    /// if it was taken from it.
    fn common(
        &self,
        spec: &PageSpec,
        title: &str,
        entry: Option<EntryId>,
        html: Option<&str>,
    ) -> ViewBuilder {
        // Pages without an entry have every field that a body gives, all of them empty.
        let empty = Body::default();
        let body = entry.map_or(&empty, |id| self.body(id));
        let canonical = self.canonical(&spec.route);
        let language = self.page_language(spec);
        let of_kind = entry.map(|id| self.library[id].document.kind);
        let trail = self.trail(spec.kind);
        // Lists aren't handed out on paper, so they need no QR code.
        let on_paper = of_kind.is_some_and(|kind| kind == Kind::Packet || kind.may_be_part());
        let description = match spec.kind {
            PageKind::Home => self.library.settings.description.clone(),
            _ => None,
        };
        let description = description.or_else(|| entry.and_then(|id| self.description(id)));
        // An article has about as many fields.
        ViewBuilder::with_room(40)
            .set("kind", spec.kind.name(&self.library))
            .maybe("section", spec.kind.section(&self.library).map(Kind::folder))
            .set("title", title)
            .set("language", language.as_str())
            .set("direction", language.direction())
            .set("url", self.url(&spec.route))
            .html("json_ld", &json_ld::page(self, spec, title, &trail, entry))
            .set("mail", self.mail(title, &canonical))
            .maybe(
                "qr",
                on_paper.then(|| qr::svg(&canonical)).flatten().map(|svg| Value::safe_string(&svg)),
            )
            .set("canonical", canonical)
            .maybe("description", description)
            .maybe("image", self.image(body))
            .list(
                "breadcrumbs",
                trail.iter().map(|crumb| link(&crumb.title, self.url(&crumb.route))),
            )
            .html("body", html.unwrap_or(&body.html))
            .list("toc", contents(&body.sections))
            .list("words", self.words_on(spec).iter().map(|&id| self.word(id)))
            .maybe("summary", entry.and_then(|id| self.library[id].document.summary.as_deref()))
            .set("draft", entry.is_some_and(|id| self.library[id].document.draft))
            .set("unlisted", spec.kind.is_unlisted(&self.library))
            .set(
                "extra",
                entry.map_or_else(
                    || extra(&ExtraMap::new()),
                    |id| extra(&self.library[id].document.extra),
                ),
            )
    }

    /// The whole URL of the first image of a body, which networks show next to a shared link. SVG
    /// is left out, because they don't show it.
    fn image(&self, body: &Body) -> Option<String> {
        let is_image = |path: &str| has_extension(path, &PREVIEW_EXTENSIONS);
        let image = body.media.iter().find(|found| is_image(found.file.as_str()))?;
        Some(self.canonical(&crate::markdown::media_route(&image.file)))
    }

    /// What the page of an article adds.
    fn article(&self, fields: ViewBuilder, id: EntryId) -> ViewBuilder {
        let entry = &self.library[id];
        let Some(article) = entry.article() else { return fields };
        let (previous, next) = self.neighbors(id);
        fields
            .maybe("subtitle", article.subtitle.as_deref())
            .list("authors", self.people_of(entry.related(Relation::Author)))
            .list("reviewers", self.people_of(entry.related(Relation::Reviewer)))
            .set("published", self.written_date(article.published.as_ref()))
            .set("updated", self.written_date(article.updated.as_ref()))
            .set("reviewed", self.written_date(article.reviewed.as_ref()))
            .set("due", self.date(self.shown_due(id)))
            .set("minutes", minutes(self.body(id)))
            .list("audience", texts(&article.audience))
            .list("topics", self.links(entry.related(Relation::Topic)))
            .list("resources", self.cards(entry.related(Relation::Resource).iter().copied()))
            .list("related", self.cards(entry.related(Relation::Related).iter().copied()))
            .maybe("previous", previous.map(|id| self.link(id)))
            .maybe("next", next.map(|id| self.link(id)))
    }

    /// The day since which an article tells its readers that its review is overdue, if the hub
    /// wants that for one of its topics. A script compares it with the reader's day, so that no
    /// build is needed on that day.
    fn shown_due(&self, id: EntryId) -> Option<Date> {
        let entry = &self.library[id];
        let due = self.library.settings.review.due(&entry.document)?;
        let topics = entry.related(Relation::Topic);
        topics.iter().any(|topic| self.overdue_topics.contains(topic)).then_some(due)
    }

    /// The articles published before and after this one in its first topic.
    fn neighbors(&self, id: EntryId) -> (Option<EntryId>, Option<EntryId>) {
        let Some(&topic) = self.library[id].related(Relation::Topic).first() else {
            return (None, None);
        };
        let articles = self.topic_articles(topic);
        let Some(at) = self.place_in_topic(topic, id) else { return (None, None) };
        // The newest is first, so the article before in time is the next one in the list.
        (articles.get(at + 1).copied(), at.checked_sub(1).map(|before| articles[before]))
    }
}

/// The table of contents: headings of the second level, with those of the third level below them.
/// Deeper levels would make it longer than some of the texts.
fn contents(sections: &[Section]) -> Vec<Value> {
    // Without the text before the first heading, which has no id, and the heading of the footnotes.
    let mut toc: Vec<(&Section, Vec<Value>)> = Vec::new();
    let of_author = |section: &&Section| !section.id.is_empty() && !section.is_footnotes();
    for section in sections.iter().filter(of_author) {
        match (section.level, toc.last_mut()) {
            (2, _) => toc.push((section, Vec::new())),
            (3, Some((_, children))) => children.push(heading(section).value()),
            _ => {}
        }
    }
    toc.into_iter()
        .map(|(section, children)| heading(section).list("children", children).value())
        .collect()
}

/// A heading of the table of contents.
fn heading(section: &Section) -> ViewBuilder {
    ViewBuilder::default().set("id", section.id.as_str()).set("title", section.title.as_str())
}
