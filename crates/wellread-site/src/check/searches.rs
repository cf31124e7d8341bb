//! The list of searches that staff write down, asked of the hub's own index: which of them find
//! nothing, and which miss their page.
//!
//! `wellread check` warns of those of `searches.txt`; `wellread search --file` shows all of a list.

use wellread_content::{ListedSearch, Sources, double_quoted, listed_searches};
use wellread_model::{
    Diagnostic, EntryId, Library, Lookup, Place, SourcePath, Span, Spanned, short_title,
};
use wellread_search::{Index, SearchResponse, search};

/// A page counts as found if it is among this many results: a phone shows no more of them at once.
const FIRST: usize = 3;

/// How many results are searched for the page, to report its actual position.
const LOOKED_THROUGH: usize = 30;

/// What came of a search of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SearchOutcome {
    /// A wanted page is among the first three results, or any page where none is named.
    Found,
    /// No wanted page is. The place of the best of them among the results, from 1 up, if it is
    /// among the first thirty.
    Missed(Option<usize>),
    /// The search finds no page.
    Nothing,
    /// The line cannot be asked.
    Unclear(UnclearSearch),
}

/// Why a line of a list cannot be asked, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnclearSearch {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// Where that is written.
    span: Span,
}

/// A search of a list with what it found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TriedSearch {
    /// The line of the list.
    pub search: ListedSearch,
    /// The answer: at most thirty results.
    pub response: SearchResponse,
    /// What came of it.
    pub outcome: SearchOutcome,
}

impl TriedSearch {
    /// Asks a search of a list.
    pub(crate) fn new(listed: ListedSearch, library: &Library, index: &Index) -> Self {
        let response = search(index, &listed.query.value, LOOKED_THROUGH);
        let outcome = match wanted(&listed, library) {
            Err(unclear) => SearchOutcome::Unclear(unclear),
            Ok(pages) => outcome(&response, pages.as_deref(), library),
        };
        Self { search: listed, response, outcome }
    }
}

fn outcome(
    response: &SearchResponse,
    wanted: Option<&[EntryId]>,
    library: &Library,
) -> SearchOutcome {
    let is_empty = response.results.is_empty() && response.cards.is_empty();
    let Some(wanted) = wanted else {
        // The crisis lines are the answer that such a search is to have.
        return if is_empty && !response.crisis {
            SearchOutcome::Nothing
        } else {
            SearchOutcome::Found
        };
    };
    if is_empty {
        return SearchOutcome::Nothing;
    }
    let base = library.settings.base_path();
    let urls: Vec<String> = wanted.iter().map(|&id| library[id].route.url(base)).collect();
    let is_wanted = |url: &String| urls.contains(url);
    let place = response.results.iter().position(|hit| is_wanted(&hit.url)).map(|at| at + 1);
    // A card shows its definition above all results, and leads to the page.
    let has_card = response.cards.iter().any(|card| is_wanted(&card.url));
    match place {
        Some(1..=FIRST) => SearchOutcome::Found,
        _ if has_card => SearchOutcome::Found,
        _ => SearchOutcome::Missed(place),
    }
}

/// The pages that a line names.
fn wanted(listed: &ListedSearch, library: &Library) -> Result<Option<Vec<EntryId>>, UnclearSearch> {
    let query = &listed.query;
    if query.value.is_empty() {
        return Err(UnclearSearch {
            message: "This line names a page and no search that should find it.".to_owned(),
            help: "Write what families type before the arrow: iep meeting -> \
                   articles/prepare-for-a-meeting"
                .to_owned(),
            span: listed.pages.iter().flatten().next().map_or(query.span, |page| page.span),
        });
    }
    let Some(names) = &listed.pages else { return Ok(None) };
    names.iter().map(|name| page(name, library)).collect::<Result<_, _>>().map(Some)
}

/// The page of a name: a title, the name of a file, an address, or the path of a file.
fn page(name: &Spanned<String>, library: &Library) -> Result<EntryId, UnclearSearch> {
    let unclear =
        |message: String, help: String| Err(UnclearSearch { message, help, span: name.span });
    if name.value.is_empty() {
        let help = "Write the page after the arrow, such as articles/prepare-for-a-meeting, or \
                    remove the arrow if any page will do.";
        return unclear("The name of a page is missing here.".to_owned(), help.to_owned());
    }
    if let Some(id) = library.by_source(&SourcePath::new(&name.value)) {
        return Ok(id);
    }
    let plain = without_site(&name.value, library);
    let found = library.find(plain, None);
    match found {
        Lookup::Entry(id) => Ok(id),
        Lookup::Hidden(hidden) => unclear(
            format!("The page `{plain}` is not published, so no search finds it."),
            format!("Publish {}, or put a # before this line until then.", hidden.place.file),
        ),
        Lookup::Ambiguous(ids) => unclear(
            format!("`{plain}` can be several pages."),
            format!("Write the one that you mean: {}.", addresses(&ids, library).join(", ")),
        ),
        Lookup::Nothing => {
            let near = library.suggest(plain, None).map(|near| library.find(near, None));
            let help = match near {
                Some(Lookup::Entry(id)) => {
                    format!("Did you mean `{}`?", addresses(&[id], library).concat())
                }
                _ => "Write the address of a page without that of the site, such as \
                      articles/prepare-for-a-meeting."
                    .to_owned(),
            };
            unclear(format!("There is no published page `{plain}`."), help)
        }
    }
}

/// What is left of an address or the path of a file without the parts that every page has.
fn without_site<'a>(name: &'a str, library: &Library) -> &'a str {
    let settings = &library.settings;
    let name = name.strip_prefix(settings.base_url.trim_end_matches('/')).unwrap_or(name);
    let name = name.strip_prefix(settings.base_path()).unwrap_or(name).trim_matches('/');
    let name = name.strip_prefix("content/").unwrap_or(name);
    let name = name.strip_suffix(".md").unwrap_or(name);
    name.strip_suffix("/index").unwrap_or(name)
}

/// The pages as a line of a list names them: `articles/prepare-for-a-meeting`.
fn addresses(pages: &[EntryId], library: &Library) -> Vec<String> {
    let name = |&id: &EntryId| {
        let route = library[id].route.as_str().trim_end_matches('/');
        // The home page has no name in addresses.
        if route.is_empty() { library[id].document.slug.as_str() } else { route }.to_owned()
    };
    pages.iter().map(name).collect()
}

/// Warns of searches in `searches.txt` that find nothing or miss their page. `index` makes the
/// index if there are any.
pub(crate) fn searches(
    library: &Library,
    sources: &Sources,
    index: impl FnOnce() -> Index,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let listed = listed_searches(sources, diagnostics);
    if listed.is_empty() {
        return;
    }
    let index = index();
    let tried = listed.into_iter().map(|one| TriedSearch::new(one, library, &index));
    diagnostics.extend(tried.filter_map(|one| warning(&one, library)));
}

fn warning(tried: &TriedSearch, library: &Library) -> Option<Diagnostic> {
    let TriedSearch { search: ListedSearch { query, pages }, response, outcome } = tried;
    let warn = |code, span, message: String, help: String| {
        let place = Place::at(SourcePath::new("searches.txt"), span);
        Some(Diagnostic::warning(code, place, message).help(help))
    };
    let typed = short_title(&query.value);
    let first = pages.iter().flatten().next();
    match outcome {
        SearchOutcome::Found => None,
        SearchOutcome::Unclear(UnclearSearch { message, help, span }) => {
            warn("search-page", *span, message.clone(), help.clone())
        }
        SearchOutcome::Nothing => warn(
            "search-miss",
            query.span,
            if response.crisis {
                format!(
                    "A search for \"{typed}\" finds no page, only the lines to call in a crisis."
                )
            } else {
                format!("A search for \"{typed}\" finds nothing.")
            },
            first
                .map_or_else(|| advice_on_words(&query.value), |page| advice(query, page, library)),
        ),
        SearchOutcome::Missed(place) => {
            let cards = response.cards.iter().map(|card| &card.term);
            let titles = response.results.iter().map(|hit| &hit.title).chain(cards);
            let shown: Vec<String> =
                titles.take(FIRST).map(|title| format!("\"{}\"", short_title(title))).collect();
            let instead = place.map_or_else(
                || format!("it is not among the first {LOOKED_THROUGH}"),
                |place| format!("it is number {place}"),
            );
            let first = first?;
            warn(
                "search-miss",
                query.span,
                format!(
                    "A search for \"{typed}\" does not have `{}` among its first {FIRST} results: \
                     {instead}. It finds {}.",
                    first.value,
                    shown.join(", ")
                ),
                advice(query, first, library),
            )
        }
    }
}

/// Help: how to make a page findable by words that it does not contain.
fn advice_on_words(query: &str) -> String {
    format!(
        "Use these words on the page that answers them. Or say in site.toml, below the line \
         [search], which words of your pages mean the same:\n\
         synonyms = [[{}, \"words of your pages\"]]",
        double_quoted(query)
    )
}

/// Help: how to pin a page to a query.
fn advice(query: &Spanned<String>, page: &Spanned<String>, library: &Library) -> String {
    let name = self::page(page, library)
        .map_or_else(|_| page.value.clone(), |id| addresses(&[id], library).concat());
    format!(
        "Use these words in the title, the summary or a heading of that page. Or put it first: \
         write into site.toml, below the line [search.best] (add that line at the end if it is \
         not there):\n{} = {}",
        double_quoted(&query.value),
        double_quoted(&name)
    )
}
