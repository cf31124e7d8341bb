//! The search index of a site: every entry, and every list of entries, as a page in; index files
//! out.

use std::borrow::Cow;
use std::sync::Arc;

use rayon::prelude::*;
use wellread_model::{
    ContactPoint, Details, Diagnostic, Document, Entry, EntryId, Kind, Library, Lookup, Place,
    Relation, Resource, Route, SourcePath, address, address_lines, spanned_texts,
};
use wellread_search::{
    CrisisSettings, GlossaryTerm, Index, IndexCache, IndexFile, IndexSettings, Page, PageSection,
    PinnedResult, phone_word,
};

use super::search_labels;
use super::section_text::{BodySection, passage_languages};
use crate::interface_text::InterfaceText;
use crate::markdown::{Body, LineContext, notice_words, plain};

/// The content of [`address::SEARCH_CORE`]: the core, under a name that never changes, where the
/// files lie that it names, and the words of the search.
pub(crate) fn entry(core: &IndexFile, text: &InterfaceText) -> Vec<u8> {
    let labels = search_labels::line(text);
    let line =
        format!("Wellread.add(\"search-core\",\"{}{}\")\n", address::SEARCH_FILES, core.name);
    [&core.bytes, labels.as_bytes(), line.as_bytes()].concat()
}

/// What an entry is indexed from, as far as it must be made first; pages and terms borrow it.
struct EntrySource<'a> {
    /// The address of its page, as the index has it.
    url: String,
    /// The titles of its topics.
    topics: Vec<&'a str>,
    /// Its other names.
    aliases: Vec<&'a str>,
    /// The text of the first paragraph: of a term, its definition.
    definition: Cow<'a, str>,
    /// Where it is: the place names of its postal addresses.
    places: Vec<String>,
    /// The first lines of these addresses.
    streets: String,
    /// Its phone numbers, each as one word.
    numbers: Vec<String>,
    /// What a resource says for a while, in words.
    notice: String,
    /// The languages of passages that are in another one than the page.
    passage_languages: Vec<&'a str>,
    /// The text of each section.
    texts: Vec<BodySection<'a>>,
}

/// Makes the index of all entries and hands each of its files to `emit`, as
/// [`wellread_search::index_into`] does. Returns the core.
pub(crate) fn index(
    library: &Library,
    text: &InterfaceText,
    bodies: &[Arc<Body>],
    cache: &mut IndexCache,
    emit: &(dyn Fn(IndexFile) + Sync),
) -> IndexFile {
    let entries: Vec<(&Entry, &Body)> =
        library.entries().iter().zip(bodies).map(|(entry, body)| (entry, &**body)).collect();
    let context = LineContext { library, text };
    let sources: Vec<EntrySource<'_>> =
        entries.par_iter().map(|&(entry, body)| source_of(context, entry, body)).collect();
    let lists = lists(library, text);
    let pages: Vec<Page<'_>> = entries
        .iter()
        .zip(&sources)
        .map(|(&(entry, _), source)| page(entry, source))
        .chain(lists.iter().map(list_page))
        .collect();
    let terms: Vec<GlossaryTerm<'_>> = library
        .of_kind(Kind::Term)
        .map(|(id, entry)| glossary_term(entry, &sources[id.0 as usize]))
        .collect();
    let best = pinned(library)
        .map(|(query, id)| PinnedResult { queries: vec![query], url: &sources[id.0 as usize].url })
        .collect();
    let settings = &library.settings;
    let static_path = format!("{}{}", settings.base_path(), address::SEARCH_FILES);
    let settings = IndexSettings {
        language: settings.language.as_str(),
        best,
        crisis: CrisisSettings {
            has_lines: !settings.crisis.is_empty(),
            has_builtin: settings.search.crisis_builtin,
            added: settings.search.crisis.iter().map(String::as_str).collect(),
        },
        static_path: &static_path,
        synonyms: settings
            .search
            .synonyms
            .iter()
            .map(|group| group.iter().map(String::as_str).collect())
            .collect(),
    };
    wellread_search::index_into(&settings, &pages, &terms, cache, emit)
}

/// Makes the index of all entries in memory, to ask it.
pub(crate) fn collect(
    library: &Library,
    text: &InterfaceText,
    bodies: &[Arc<Body>],
    cache: &mut IndexCache,
) -> Index {
    Index::collect(|emit| index(library, text, bodies, cache, emit))
}

fn source_of<'a>(context: LineContext<'a>, entry: &'a Entry, body: &'a Body) -> EntrySource<'a> {
    let library = context.library;
    let topics = entry.related(Relation::Topic).iter();
    let points = || entry.resource().into_iter().flat_map(points_of);
    let notice = entry.resource().and_then(|resource| resource.notice.as_ref());
    let addresses = || points().filter_map(|point| point.address.as_deref());
    EntrySource {
        url: entry.route.url(library.settings.base_path()),
        topics: topics.map(|&topic| library[topic].title()).collect(),
        aliases: spanned_texts(entry.document.aliases()).collect(),
        definition: plain(&body.text[body.first_paragraph.clone()]),
        places: addresses().flat_map(place_names).collect(),
        streets: addresses()
            .map(street)
            .filter(|street| !street.is_empty())
            .collect::<Vec<_>>()
            .join(" · "),
        numbers: points()
            .flat_map(ContactPoint::numbers)
            .map(|number| phone_word(&number.digits))
            .collect(),
        notice: notice.map(|notice| notice_words(notice, context)).unwrap_or_default(),
        passage_languages: passage_languages(body),
        texts: body.sections.iter().map(|section| BodySection { body, section }).collect(),
    }
}

/// A page that leads to others: the list of all letters, or the one that puts a handout together.
struct ListSource<'a> {
    /// The address of the list, as the index has it.
    url: String,
    /// Its heading, from the interface text.
    title: &'a str,
    /// What the page says below its title; empty if it says nothing.
    intro: &'a str,
}

/// The lists that have entries, and the page that makes handouts if the hub has it: families search
/// for them by what they are called (`handouts`, `letter`), and entries are not called that.
fn lists<'a>(library: &Library, text: &'a InterfaceText) -> Vec<ListSource<'a>> {
    let source = |route: &str, name: &str| ListSource {
        url: Route::new(route).url(library.settings.base_path()),
        title: text.find(&format!("{name}_title")).unwrap_or_default(),
        intro: text.find(&format!("{name}_intro")).unwrap_or_default(),
    };
    let has_entries = |kind: &Kind| library.of_kind(*kind).next().is_some();
    let of_kind = |kind: Kind| Some(source(address::list(kind)?, kind.folder()));
    let made = library.settings.make_packets.then(|| source(address::MAKE_PACKET, "make"));
    address::LISTED.into_iter().filter(has_entries).filter_map(of_kind).chain(made).collect()
}

/// A list of entries as a page of the index, so that a search for "glossary" finds it.
fn list_page<'a>(list: &'a ListSource<'_>) -> Page<'a> {
    Page {
        url: &list.url,
        title: list.title,
        language: "",
        kind: Kind::Page,
        topics: &[],
        names: Vec::new(),
        summary: list.intro,
        facts: Vec::new(),
        passage_languages: Vec::new(),
        sections: Vec::new(),
    }
}

/// An entry as a page of the index, with its text section by section.
fn page<'a>(entry: &'a Entry, source: &'a EntrySource<'a>) -> Page<'a> {
    let section = |text: &'a BodySection<'a>| {
        // Nobody looks for the footnotes, so no result offers them as a section.
        let named = |name: &'a str| if text.section.is_footnotes() { "" } else { name };
        let (heading, anchor) = (named(&text.section.title), named(&text.section.id));
        PageSection { heading, language: text.heading_language(), anchor, text }
    };
    let names = source.aliases.iter().copied().chain(listed(&source.numbers));
    let sections = source.texts.iter().map(section);
    // As a part of the text, because street names (`School Street`) should weigh no more than that.
    let street = PageSection { heading: "", language: "", anchor: "", text: &source.streets };
    let street = (!source.streets.is_empty()).then_some(street);
    Page {
        url: &source.url,
        title: entry.title(),
        language: entry.document.language.as_ref().map_or("", |tag| tag.as_str()),
        kind: entry.document.kind,
        topics: &source.topics,
        names: names.collect(),
        summary: entry.document.summary.as_deref().unwrap_or_default(),
        facts: facts(&entry.document, source),
        passage_languages: source.passage_languages.clone(),
        sections: sections.chain(street).collect(),
    }
}

/// What a page shows of its front matter in a word or two. Families search for it (`sliding
/// scale`), and often it is nowhere else. Phone numbers are among the names,
/// as one word each: the `504` in one would be taken for the plan.
fn facts<'a>(document: &'a Document, source: &'a EntrySource<'a>) -> Vec<&'a str> {
    match &document.details {
        Details::Article(article) => {
            optional(&article.subtitle).chain(spanned_texts(&article.audience)).collect()
        }
        Details::Resource(resource) => optional(&resource.organization)
            .chain(spanned_texts(&resource.area))
            .chain(spanned_texts(&resource.cost))
            .chain(spanned_texts(&resource.languages))
            .chain(optional(&resource.eligibility))
            .chain(spanned_texts(&resource.part_of))
            .chain(optional(&resource.ages))
            .chain(optional(&resource.apply))
            .chain(optional(&resource.bring))
            .chain(optional(&resource.accessibility))
            .chain(Some(&*source.notice).filter(|notice| !notice.is_empty()))
            .chain(spanned_texts(&resource.audience))
            .chain(points_of(resource).filter_map(|point| point.hours.as_deref()))
            .chain(resource.locations.iter().filter_map(|place| place.name.as_deref()))
            .chain(listed(&source.places))
            .chain(points_of(resource).flat_map(labels))
            .collect(),
        Details::Person(person) => {
            optional(&person.role).chain(optional(&person.credentials)).collect()
        }
        // Its parts are found as pages of their own.
        Details::Packet(packet) => listed(&packet.audience).collect(),
        Details::Term(_) | Details::Topic | Details::Page | Details::Letter(_) => Vec::new(),
    }
}

/// All ways to reach a resource: its own, and those of its places.
fn points_of(resource: &Resource) -> impl Iterator<Item = &ContactPoint> {
    std::iter::once(&resource.point).chain(resource.locations.iter().map(|place| &place.point))
}

/// What distinguishes the numbers of a contact point.
fn labels(point: &ContactPoint) -> impl Iterator<Item = &str> {
    point.numbers().filter_map(|number| number.label.as_deref())
}

/// The lines of a postal address by which families look for a place, without that of the street.
/// The number of a house or a suite could be taken for a plan; codes of five digits and more stay.
fn place_names(address: &str) -> Vec<String> {
    let lines = address_lines(address);
    let street = usize::from(lines.len() > 1);
    let names = lines.iter().skip(street).map(|line| without_short_numbers(line));
    names.filter(|name| !name.is_empty()).collect()
}

/// The line of a postal address that [`place_names`] leaves out.
fn street(address: &str) -> String {
    match &address_lines(address)[..] {
        [street, _, ..] => without_short_numbers(street),
        _ => String::new(),
    }
}

/// A line of an address without the numbers of houses and suites.
fn without_short_numbers(line: &str) -> String {
    let is_short_number =
        |word: &&str| (1..5).contains(&word.bytes().filter(u8::is_ascii_digit).count());
    line.split_whitespace().filter(|word| !is_short_number(word)).collect::<Vec<_>>().join(" ")
}

fn optional(value: &Option<String>) -> impl Iterator<Item = &str> {
    value.as_deref().into_iter()
}

/// The texts of values that have places.
fn listed(values: &[String]) -> impl Iterator<Item = &str> {
    values.iter().map(String::as_str)
}

/// A term for the card that answers a query that is its name.
fn glossary_term<'a>(entry: &'a Entry, source: &'a EntrySource<'a>) -> GlossaryTerm<'a> {
    GlossaryTerm {
        name: entry.title(),
        url: &source.url,
        definition: &source.definition,
        aliases: source.aliases.clone(),
    }
}

/// The pages that staff put first, by what they are to be found with.
fn pinned(library: &Library) -> impl Iterator<Item = (&str, EntryId)> {
    let best = library.settings.search.best.iter();
    best.filter_map(|best| match library.find(&best.page.value, None) {
        Lookup::Entry(id) => Some((best.query.as_str(), id)),
        _ => None,
    })
}

/// Reports pages that staff put first and that do not exist.
pub(crate) fn check_pinned(library: &Library, diagnostics: &mut Vec<Diagnostic>) {
    for best in &library.settings.search.best {
        if matches!(library.find(&best.page.value, None), Lookup::Entry(_)) {
            continue;
        }
        let help = library.suggest(&best.page.value, None).map_or_else(
            || "Write the name of a page's file, without .md.".to_owned(),
            |near| format!("Did you mean `{near}`?"),
        );
        let place = Place::at(SourcePath::settings(), best.page.span);
        let message = format!("There is no published page `{}`.", best.page.value);
        diagnostics.push(Diagnostic::error("unknown-name", place, message).help(help));
    }
}

#[cfg(test)]
mod tests {
    use wellread_search::search;

    use super::*;

    #[test]
    fn places_are_found_by_their_facts() {
        let place = |title: &str, facts: &str| {
            format!("---\ntitle: {title}\nurl: https://example.com\n{facts}\n---\n\nThey help.\n")
        };
        let views = crate::view::views_of(&[
            (
                "content/resources/a.md",
                &place("Helpline", "languages: [English, Spanish]\ncost: Sliding scale"),
            ),
            (
                "content/resources/b.md",
                &place(
                    "Clinic",
                    "area: [Denver]\norganization: Mile High\neligibility: Adults\n\
                     audience: [Grandparents]\nages: Preschoolers\napply: Referral\nbring: Vaccination record\n\
                     accessibility: Wheelchair ramp\npart_of: Harbor Hospital\naliases: [Lighthouse]\n\
                     notice: { text: \"Our *waitlist* is full\", until: 2099-01-01 }\nhours: Evenings\naddress: \"504 Oak St, Suite 504, Aurora, CO 80012\"\n\
                     phone: { label: Intake desk, number: 504-555-0100 }",
                ),
            ),
            (
                "content/resources/e.md",
                &place(
                    "Places",
                    "locations:\n  - { name: North office, phone: 303-555-0177, hours: Mornings, \
                     address: \"9 Main St, Littleton, CO 80120\" }",
                ),
            ),
            (
                "content/articles/c.md",
                "---\ntitle: Plans\nsubtitle: Where to begin\naudience: [Teachers]\n---\n\nSpanish class in Denver.\n",
            ),
            (
                "content/people/d.md",
                "---\nname: Team\nrole: Psychologists\ncredentials: PsyD\n---\n\nWe write.\n",
            ),
        ]);
        let made = collect(&views.library, &views.text, &views.bodies, &mut IndexCache::default());
        for (query, title) in [
            ("spanish", "Helpline"),
            ("sliding scale", "Helpline"),
            ("\"sliding scale\"", "Helpline"),
            ("denver", "Clinic"),
            ("mile high", "Clinic"),
            ("adults", "Clinic"),
            ("grandparents", "Clinic"),
            ("evenings", "Clinic"),
            ("preschoolers", "Clinic"),
            ("referral", "Clinic"),
            ("vaccination", "Clinic"),
            ("wheelchair", "Clinic"),
            ("harbor hospital", "Clinic"),
            ("waitlist", "Clinic"),
            ("aurora", "Clinic"),
            ("80012", "Clinic"),
            ("intake desk", "Clinic"),
            ("north office", "Places"),
            ("littleton", "Places"),
            ("mornings", "Places"),
            ("oak st", "Clinic"),
            ("where to begin", "Plans"),
            ("teacher", "Plans"),
            ("psychologist", "Team"),
            ("psyd", "Team"),
        ] {
            let results = search(&made, query, 10).results;
            assert_eq!(results.first().map(|hit| hit.title.as_str()), Some(title), "{query}");
            assert!(results[0].excerpt.contains("<mark>"), "{query}: {}", results[0].excerpt);
        }
        assert_eq!(search(&made, "303 555 0177", 10).results[0].title, "Places");
        for query in ["504-555-0100", "(504) 555-0100", "1 504 555 0100", "+15045550100"] {
            assert_eq!(search(&made, query, 10).results[0].title, "Clinic", "{query}");
        }
        // No number of a house, a suite or a phone is taken for the plan.
        assert_eq!(search(&made, "504", 10).total, 0);
        assert_eq!(search(&made, "555-0100", 10).total, 0);
    }

    #[test]
    fn lists_are_found_if_they_have_entries() {
        let files = [
            ("content/letters/records.md", "---\ntitle: Ask for records\n---\n\nDear {{name}},\n"),
            ("content/articles/a.md", "---\ntitle: Sleep\n---\n\nGo to bed.\n"),
        ];
        let found = |views: &crate::view::Views, query: &str| {
            let cache = &mut IndexCache::default();
            let made = collect(&views.library, &views.text, &views.bodies, cache);
            let results = search(&made, query, 10).results;
            results.into_iter().map(|hit| (hit.url, hit.kind)).collect::<Vec<_>>()
        };
        let page = |url: &str| vec![(url.to_owned(), "page".to_owned())];
        let mut views = crate::view::views_of(&files);
        assert_eq!(found(&views, "letter"), page("/hub/letters/"));
        for query in ["handout", "make a handout", "glossary", "directory"] {
            assert_eq!(found(&views, query), [], "{query}");
        }
        views.library.settings.make_packets = true;
        assert_eq!(found(&views, "make a handout"), page("/hub/packets/make/"));
    }

    #[test]
    fn footnotes_are_found_and_are_no_section() {
        let text = "---\ntitle: Sleep\n---\n\nGo to bed.[^1]\n\n## How?\n\nEarly.\n\n\
                    [^1]: See melatonin.\n";
        let views = crate::view::views_of(&[("content/articles/a.md", text)]);
        let cache = &mut IndexCache::default();
        let made = collect(&views.library, &views.text, &views.bodies, cache);
        let results = search(&made, "melatonin", 10).results;
        assert!(results[0].excerpt.contains("<mark>melatonin</mark>"), "{}", results[0].excerpt);
        assert!(results[0].sections.is_empty(), "{:?}", results[0].sections);
        assert_eq!(search(&made, "early", 10).results[0].sections.len(), 1);
    }

    #[test]
    fn a_passage_is_found_as_words_of_its_language() {
        let views = crate::view::views_of(&[
            (
                "content/articles/a.md",
                "---\ntitle: Meetings\n---\n\nWe meet at school, and ask for a plan.\n\n\
                 <div lang=\"es\">\n\n## Las reuniones\n\nLa escuela evaluará a los niños. No hay que \
                 hacerse daño. <span lang=\"en\">The evaluations</span> son gratuitas.\n\n</div>\n\n\
                 ## After\n\nThe year 2026 ends.\n",
            ),
            (
                "content/articles/b.md",
                "---\ntitle: Places\n---\n\nGo to the \
                 <em lang=\"es-MX\">clínica</em>. A <span lang=\"fr\">crèches</span> list.\n\n\
                 ## <span lang=\"es\">Ayudas legales</span>\n\n<p lang=\"es\">Abogados.</p>\n",
            ),
        ]);
        let made = collect(&views.library, &views.text, &views.bodies, &mut IndexCache::default());
        let found = |query: &str| {
            let answer = search(&made, query, 10);
            let titles: Vec<String> = answer.results.into_iter().map(|hit| hit.title).collect();
            (titles.join(", "), answer.corrected)
        };
        for (query, title, corrected) in [
            // Inflections by the rules of the language, in texts and headings, and its stop words.
            ("evaluación de la escuela", "Meetings", None),
            ("reunión", "Meetings", None),
            ("niña", "Meetings", None),
            ("ayuda legal", "Places", None),
            ("clínicas", "Places", None),
            ("un abogado", "Places", None),
            // Its errors, which lead to its own words only.
            ("evaluación escuala ", "Meetings", Some("evaluación escuela ")),
            ("hacerse dano ", "Meetings", None),
            // What is in another language inside it, and after it.
            ("evaluation", "Meetings", None),
            ("years", "Meetings", None),
            // A language without rules of its own is no reason to look apart.
            ("crèche list", "Places", None),
        ] {
            let expected = (title.to_owned(), corrected.map(str::to_owned));
            assert_eq!(found(query), expected, "{query}");
        }
        // English stems and errors lead to no Spanish word.
        for query in ["the escuelly plan ", "school reuniones ", "the abogad at school "] {
            assert_eq!(found(query).1, None, "{query}");
        }
    }
}
