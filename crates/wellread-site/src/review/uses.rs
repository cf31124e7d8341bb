//! Where terms are used: every automatic link, and the terms that have none.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Write as _;
use std::sync::Arc;

use rayon::prelude::*;
use wellread_model::{Entry, EntryId, Kind, Library, SourcePath};
use wellread_terms::Obstacle;

use super::finding::{Finding, FindingKind, Places, position};
use super::last_site::links_of_body;
use crate::markdown::{Body, WhyUnlinked, escape};
use crate::rendered::RenderedHub;
use crate::view::QuotedSentence;

/// Every automatic link, in its sentence.
pub(super) fn linked(rendered: &RenderedHub, places: &mut Places<'_>, findings: &mut Vec<Finding>) {
    let library = &rendered.hub.library;
    for ((_, entry), body) in library.iter().zip(&rendered.bodies) {
        for found in &body.uses {
            let term = &library[found.term];
            let QuotedSentence { before, words, after } = QuotedSentence::new(body, found);
            let sentence = format!("{before}»{words}«{after}");
            let slug = &term.document.slug;
            let elsewhere = if term.term().is_some() {
                format!("To stop it on this page, add  skip_terms: [{slug}]")
            } else {
                "To stop links to resources, add  link_resources = false  below [terms] in site.toml"
                    .to_owned()
            };
            let change = format!("To stop it here, write [[!{words}]]. {elsewhere}");
            let at = position(places, entry, found.span);
            let linked =
                Finding::new(FindingKind::Linked, entry, term.title(), at, sentence, change);
            // The finding is in the file with the link, but about a term in another.
            let term_file = term.document.source.as_str().to_owned();
            let target = address_in_html(library, term);
            findings.push(Finding { term_file, target, ..linked });
        }
    }
}

/// Where a form of a term occurs and is not linked: the first place on a page for each reason.
/// Terms that the page links elsewhere are left out.
pub(super) fn passed_over(
    rendered: &RenderedHub,
    places: &mut Places<'_>,
    findings: &mut Vec<Finding>,
) {
    let library = &rendered.hub.library;
    for ((_, entry), body) in library.iter().zip(&rendered.bodies) {
        let linked: BTreeSet<EntryId> = body.words.iter().copied().collect();
        let passed_over = body.passed_over.iter();
        for one in passed_over.filter(|one| !linked.contains(&one.place.term)) {
            let term = &library[one.place.term];
            let QuotedSentence { before, words, after } = QuotedSentence::new(body, &one.place);
            let text = format!("{before}»{words}«{after} ({})", reason(one.why));
            let slug = &term.document.slug;
            let change = format!("To link it here, write [[{slug}|{words}]].");
            let at = position(places, entry, one.place.span);
            let finding =
                Finding::new(FindingKind::PassedOver, entry, term.title(), at, text, change);
            let term_file = term.document.source.as_str().to_owned();
            findings.push(Finding { term_file, ..finding });
        }
    }
}

/// Why a form is not linked, in the words of staff.
const fn reason(why: WhyUnlinked) -> &'static str {
    let obstacle = match why {
        WhyUnlinked::Words(obstacle) => obstacle,
        WhyUnlinked::Title => return "in the title of a work",
        WhyUnlinked::SkippedHeading => return "in a section of [terms] skip_headings",
        WhyUnlinked::OtherTopic => return "only_topics or not_topics in its file",
        WhyUnlinked::SeveralTerms => return "the page has the topics of several terms of this name",
    };
    match obstacle {
        Obstacle::ByHand => "auto_link: false in its file",
        Obstacle::OtherPhrase => "not_in in its file",
        Obstacle::KnownName => "in a name that the hub knows",
        Obstacle::LongerName => "in a longer name or a title",
        Obstacle::Crossed => "partly in another link",
        Obstacle::EverydayWord => "an everyday word",
        Obstacle::Verb => "a verb here",
        Obstacle::SentenceStart => "perhaps the everyday word: a sentence starts here",
    }
}

/// Where terms are named in front matter: the keys, and their files.
fn naming(library: &Library) -> BTreeMap<EntryId, Vec<(&'static str, &SourcePath)>> {
    let mut named: BTreeMap<EntryId, Vec<(&str, &SourcePath)>> = BTreeMap::new();
    for (id, entry) in library.iter() {
        for (relation, targets) in &entry.relations {
            for target in targets.iter().filter(|target| **target != id) {
                let place = (relation.key(), &entry.document.source);
                named.entry(*target).or_default().push(place);
            }
        }
    }
    named
}

/// Which of some entries the texts of other pages link to by their addresses. `addresses` are those
/// in HTML, so that links need not be decoded: few entries are asked for, and most links lead to
/// others. `bodies` are in the order of the entries.
pub(crate) fn linked_by_address(
    bodies: &[Arc<Body>],
    addresses: &HashMap<String, EntryId>,
) -> HashSet<EntryId> {
    if addresses.is_empty() {
        return HashSet::new();
    }
    let of_body = |(index, body): (usize, &Arc<Body>)| {
        let links = links_of_body(&body.html).into_keys();
        let entries = links.filter_map(|url| addresses.get(url.split(['#', '?']).next()?).copied());
        entries.filter(|to| to.0 as usize != index).collect::<Vec<_>>()
    };
    bodies.par_iter().enumerate().flat_map_iter(of_body).collect()
}

/// The address of an entry as it is in HTML.
pub(crate) fn address_in_html(library: &Library, entry: &Entry) -> String {
    escape(&entry.route.url(library.settings.base_path()))
}

/// Terms that no page links to, automatically or by hand. An everyday word that awaits a decision
/// is on pages: whether its term is used, the decision says.
pub(super) fn never_used(
    rendered: &RenderedHub,
    places: &mut Places<'_>,
    findings: &mut Vec<Finding>,
) {
    let awaits = WhyUnlinked::Words(Obstacle::EverydayWord);
    let used: BTreeSet<EntryId> = rendered
        .bodies
        .iter()
        .flat_map(|body| {
            let waiting = body.passed_over.iter().filter(|one| one.why == awaits);
            body.words.iter().copied().chain(waiting.map(|one| one.place.term))
        })
        .collect();
    let library = &rendered.hub.library;
    let named = naming(library);
    let unused = || library.of_kind(Kind::Term).filter(|(id, _)| !used.contains(id));
    let addresses = unused().map(|(id, entry)| (address_in_html(library, entry), id)).collect();
    let linked = linked_by_address(&rendered.bodies, &addresses);
    for (id, entry) in unused() {
        if !linked.contains(&id) {
            let text = "No text uses this term.".to_owned();
            let file = &entry.document.source;
            // Whoever wants no automatic links has to write some, whatever words pages use.
            let is_by_hand = entry.term().is_some_and(|term| term.auto_link == Some(false));
            let mut change = if is_by_hand {
                let slug = &entry.document.slug;
                format!("Write  [[{slug}]]  on the page that means it, or delete the file {file}")
            } else {
                format!(
                    "Add the words that pages use for it to  aliases: […]  in this file, or delete the \
                     file {file}"
                )
            };
            // Without these, the next build has an error for each.
            if let Some(named) = named.get(&id) {
                let places: Vec<String> =
                    named.iter().map(|(key, file)| format!("`{key}` in {file}")).collect();
                let _ = write!(change, "  and its name from {}", places.join(", from "));
            }
            change.push_str(". The next build then says what to write about its address.");
            let at = position(places, entry, entry.document.title.span);
            findings.push(Finding::new(
                FindingKind::NeverUsed,
                entry,
                entry.title(),
                at,
                text,
                change,
            ));
        }
    }
}
