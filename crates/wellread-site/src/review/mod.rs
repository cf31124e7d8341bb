//! A review of the glossary for staff: every automatic link in its sentence, terms that are never
//! used, acronyms that nothing explains, definitions that explain little. Each finding has the
//! exact text that would change it.
//!
//! The review reads the same rendered bodies as a build, so it shows what readers will see. It
//! changes nothing and publishes nothing. Each file here makes the findings of one kind.

mod acronyms;
mod definitions;
mod finding;
mod last_site;
mod summary;
mod uses;
mod written_out;

use std::collections::BTreeMap;
use std::sync::Arc;

use wellread_content::{BuildOptions, Sources};
use wellread_model::{Checked, Kind, Position, Route, fold_name, sort};

pub(crate) use self::definitions::LONG_DEFINITION;
pub use self::finding::{Finding, FindingKind};
use self::finding::{Places, position};
pub use self::summary::TermSummary;
pub(crate) use self::uses::{address_in_html, linked_by_address};
pub(crate) use self::written_out::is_emphasis;
use crate::cache::BuildCache;
use crate::glossary::NameReport;
use crate::markdown::Body;
use crate::rendered::{RenderedHub, render_hub};

/// A review of the glossary.
#[derive(Debug, Default)]
pub struct Review {
    /// How many terms the hub has. Even if they are many, there may be no findings: links by hand
    /// are what their author wrote.
    pub terms: usize,
    /// All terms in one line each, the riskiest first.
    pub summaries: Vec<TermSummary>,
    /// The findings, sorted.
    pub findings: Vec<Finding>,
    /// The pages of the files.
    pages: BTreeMap<String, ReviewedPage>,
}

/// A page whose links are reviewed.
#[derive(Debug)]
struct ReviewedPage {
    /// The address of its page.
    route: Route,
    /// Its rendered text with all automatic links.
    body: Arc<Body>,
}

impl Review {
    /// Keeps only the automatic links that the pages of the last site did not have. `page` has the
    /// HTML of what was at an address, if something was.
    pub fn retain_new(&mut self, page: impl Fn(&Route) -> Option<String>) {
        let old: BTreeMap<&str, String> = self
            .pages
            .iter()
            .filter_map(|(file, reviewed)| Some((file.as_str(), page(&reviewed.route)?)))
            .collect();
        let old_links: BTreeMap<&str, BTreeMap<&str, usize>> =
            old.iter().map(|(file, html)| (*file, last_site::links_of_page(html))).collect();
        let new_links: BTreeMap<&str, BTreeMap<&str, usize>> = self
            .pages
            .iter()
            .map(|(file, reviewed)| (file.as_str(), last_site::links_of_body(&reviewed.body.html)))
            .collect();
        let count = |links: &BTreeMap<&str, BTreeMap<&str, usize>>, one: &Finding| {
            let links = links.get(one.file.as_str());
            links.and_then(|links| links.get(one.target.as_str())).copied().unwrap_or(0)
        };
        self.findings.retain(|one| {
            one.kind == FindingKind::Linked && count(&new_links, one) > count(&old_links, one)
        });
    }

    /// Keeps only the findings on one page, named by its file, the end of its file's path, or its
    /// address. `false` if there is no such page.
    pub fn retain_page(&mut self, name: &str) -> bool {
        let wanted = name.trim().trim_start_matches("./").replace('\\', "/");
        let address = wanted.trim_matches('/');
        let is_it = |file: &str, page: &ReviewedPage| {
            let is_end = file.strip_suffix(&wanted).is_some_and(|start| start.ends_with('/'));
            let stem = file.strip_suffix(".md").unwrap_or(file);
            let is_stem = stem.strip_suffix(&wanted).is_some_and(|start| start.ends_with('/'));
            let is_address = page.route.as_str().trim_matches('/') == address;
            file == wanted || (!wanted.is_empty() && (is_end || is_stem)) || is_address
        };
        let files: Vec<String> = self
            .pages
            .iter()
            .filter(|(file, page)| is_it(file, page))
            .map(|(file, _)| file.clone())
            .collect();
        self.findings.retain(|one| files.contains(&one.file));
        !files.is_empty()
    }

    /// Keeps only the findings about one term, named as in texts, or about a word in all caps.
    /// `false` if there is none.
    pub fn retain_term(&mut self, name: &str) -> bool {
        let wanted = fold_name(name);
        let is_it = |one: &TermSummary| {
            one.slug == name.trim() || one.names.iter().any(|name| fold_name(name) == wanted)
        };
        self.summaries.retain(is_it);
        let files: Vec<&str> = self.summaries.iter().map(|one| one.file.as_str()).collect();
        self.findings.retain(|one| {
            files.contains(&one.term_file.as_str()) || fold_name(&one.term) == wanted
        });
        !self.summaries.is_empty() || !self.findings.is_empty()
    }
}

/// Reviews the terms of a hub. The findings are there even if the hub has errors elsewhere; `None`
/// only if its settings can't be used. The diagnostics are those of a build before templates run.
///
/// # Examples
///
/// ```
/// use std::collections::BTreeMap;
///
/// use wellread_content::{BuildOptions, SourceFile, Sources};
/// use wellread_model::{Date, SourcePath};
/// use wellread_site::{FindingKind, Review, review};
///
/// let file = |path: &str, text: &str| {
///     (SourcePath::new(path), SourceFile::new(text.as_bytes().to_vec(), true))
/// };
/// let sources = Sources::new(
///     BTreeMap::from([
///         file("site.toml", "title = \"Hub\"\nbase_url = \"https://example.org/\"\n"),
///         file("content/glossary/iep.md", "---\nterm: IEP\n---\n\nA written plan.\n"),
///         file("content/articles/a.md", "---\ntitle: A\n---\n\nAsk for an IEP soon.\n"),
///     ]),
///     Vec::new(),
/// );
/// let options = BuildOptions { today: Date::constant(2026, 11, 26), drafts: false };
/// let Review { terms, findings, .. } = review(&sources, options).value.expect("the settings are whole");
/// assert_eq!(terms, 1);
/// assert_eq!(findings.len(), 1);
/// assert_eq!(findings[0].kind, FindingKind::Linked);
/// assert_eq!(findings[0].text, "Ask for an »IEP« soon.");
/// assert_eq!((findings[0].line, findings[0].column), (5, 12));
/// ```
#[must_use]
pub fn review(sources: &Sources, options: BuildOptions) -> Checked<Review> {
    let mut diagnostics = Vec::new();
    let rendered = render_hub(sources, options, &mut BuildCache::default(), &mut diagnostics);
    sort(&mut diagnostics);
    let value = rendered.map(|rendered| {
        let mut findings = Vec::new();
        let mut places = Places::new(Box::new(|path| sources.text(path)));
        uses::linked(&rendered, &mut places, &mut findings);
        uses::passed_over(&rendered, &mut places, &mut findings);
        uses::never_used(&rendered, &mut places, &mut findings);
        defined_twice(&rendered, &mut places, &mut findings);
        acronyms::unexplained(&rendered, sources, &mut places, &mut findings);
        definitions::definitions(&rendered, &mut places, &mut findings);
        findings.sort();
        let pages = rendered.hub.library.iter().zip(&rendered.bodies).map(|((_, entry), body)| {
            let page = ReviewedPage { route: entry.route.clone(), body: Arc::clone(body) };
            (entry.document.source.as_str().to_owned(), page)
        });
        Review {
            terms: rendered.hub.library.of_kind(Kind::Term).count(),
            summaries: summary::summaries(&rendered),
            findings,
            pages: pages.collect(),
        }
    });
    Checked { value, diagnostics, accepted: 0 }
}

/// What the audit lists of the glossary: terms that are never used, acronyms without an entry, and
/// definitions. Sorted.
pub(crate) fn findings_for_audit(rendered: &RenderedHub, sources: &Sources) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut places = Places::new(Box::new(|path| sources.text(path)));
    uses::never_used(rendered, &mut places, &mut findings);
    acronyms::unexplained(rendered, sources, &mut places, &mut findings);
    definitions::definitions(rendered, &mut places, &mut findings);
    findings.sort();
    findings
}

/// Names that two terms claim, or that one term has twice: the build reports them too.
fn defined_twice(rendered: &RenderedHub, places: &mut Places<'_>, findings: &mut Vec<Finding>) {
    let library = &rendered.hub.library;
    for NameReport { name, diagnostic, .. } in &rendered.terms.problems {
        let Some(other) = diagnostic.related.first() else { continue };
        let entry = &library[name.term];
        let there = places.position(&other.place).unwrap_or(Position { line: 1, column: 1 });
        let text = format!(
            "{} (the other one: {}:{}:{})",
            diagnostic.message, other.place.file, there.line, there.column
        );
        let change = diagnostic.help.clone().unwrap_or_default();
        let at = position(places, entry, name.span);
        findings.push(Finding::new(
            FindingKind::DefinedTwice,
            entry,
            entry.title(),
            at,
            text,
            change,
        ));
    }
}

#[cfg(test)]
mod tests {
    use wellread_content::SourceFile;
    use wellread_model::{Date, SourcePath};

    use super::*;

    /// The review of a hub with these files.
    fn reviewed(files: &[(&str, &str)]) -> Review {
        let settings = ("site.toml", "title = \"Hub\"\nbase_url = \"https://example.org/\"\n");
        let file = |&(path, text): &(&str, &str)| {
            (SourcePath::new(path), SourceFile::new(text.as_bytes().to_vec(), true))
        };
        let files = files.iter().chain([&settings]).map(file).collect();
        let options = BuildOptions { today: Date::constant(2026, 11, 26), drafts: false };
        review(&Sources::new(files, Vec::new()), options).value.unwrap()
    }

    #[test]
    fn a_name_that_two_terms_claim_is_found_in_a_list_and_alone() {
        let plan = "---\nterm: Plan\naliases: [School plan, IEP]\n---\nA paper.\n";
        for iep in ["aliases: [Program, IEP]", "aliases:\n  - IEP", "aliases: IEP"] {
            let program = format!("---\nterm: Program\n{iep}\n---\nA paper.\n");
            let files = [("content/glossary/a.md", plan), ("content/glossary/b.md", &*program)];
            let findings = reviewed(&files).findings;
            let twice: Vec<_> = findings
                .iter()
                .filter(|one| one.kind == FindingKind::DefinedTwice && one.text.contains("`IEP`"))
                .collect();
            assert_eq!(twice.len(), 1, "{iep}: {findings:#?}");
            assert_eq!((&*twice[0].term, &*twice[0].file), ("Program", "content/glossary/b.md"));
            assert_eq!(
                twice[0].text,
                "`IEP` is claimed by two terms: Plan and Program. \
                 (the other one: content/glossary/a.md:3:24)"
            );
            assert_eq!(twice[0].term_file, twice[0].file);
        }
    }

    #[test]
    fn terms_that_are_only_linked_by_hand_are_terms() {
        let files = [
            ("content/glossary/iep.md", "---\nterm: IEP\n---\nA plan.\n"),
            ("content/articles/a.md", "---\ntitle: A\n---\nAsk for an [[IEP]].\n"),
        ];
        let review = reviewed(&files);
        assert_eq!((review.terms, review.findings), (1, Vec::new()));
    }

    #[test]
    fn a_definition_may_name_the_plural_of_its_term_and_a_resource() {
        let files = [
            (
                "content/glossary/goal.md",
                "---\nterm: yearly goal\naliases: [year target, year targets]\n---\n\
                 One of the yearly goals and year targets. Ask Parent Line West.\n",
            ),
            (
                "content/glossary/step.md",
                "---\nterm: small step\n---\nA small step. Small steps.\n",
            ),
            (
                "content/resources/line.md",
                "---\ntitle: Parent Line West\nphone: 303-444-7000\n---\nA line.\n",
            ),
        ];
        let findings = reviewed(&files).findings;
        let circular: Vec<_> =
            findings.iter().filter(|one| one.kind == FindingKind::Circular).collect();
        assert_eq!(circular.len(), 1, "{findings:#?}");
        assert_eq!(circular[0].term, "small step");
    }

    #[test]
    fn a_definition_may_introduce_other_names_of_its_term() {
        let term = |front: &str, text: &str| format!("---\n{front}\n---\n{text}\n");
        let files = [
            ("iep", term("term: IEP\naliases: [school program]", "A school program, on paper.")),
            ("plan", term("term: school plan\naliases: [SCP]", "A paper, the SCP for short.")),
            (
                "truancy",
                term("term: truancy\naliases: [often away]", "Being \u{201c}often away\u{201d}."),
            ),
            (
                "help",
                term(
                    "term: job help\naliases: [Office of Job Help]",
                    "Ask the Office of Job Help.",
                ),
            ),
            ("test", term("term: test\naliases: [exam]", "An exam on paper.")),
        ];
        let files = files.map(|(name, text)| (format!("content/glossary/{name}.md"), text));
        let files: Vec<(&str, &str)> = files.iter().map(|(p, t)| (&**p, &**t)).collect();
        let findings = reviewed(&files).findings;
        let circular: Vec<&str> = findings
            .iter()
            .filter(|one| one.kind == FindingKind::Circular)
            .map(|one| &*one.term)
            .collect();
        assert_eq!(circular, ["test"], "{findings:#?}");
    }

    #[test]
    fn an_article_is_not_the_file_of_the_word_in_its_title() {
        let text = "---\ntitle: FERPA\n---\nAsk about FERPA.\n";
        let files = [("content/articles/a.md", text), ("content/articles/b.md", text)];
        let review = reviewed(&files);
        assert_eq!(review.findings.len(), 1);
        assert_eq!(review.findings[0].kind, FindingKind::Unexplained);
        assert_eq!(review.findings[0].term_file, "");
    }
}
