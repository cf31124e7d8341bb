//! What a check of links prints.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

use serde::Serialize;
use wellread_content::Sources;
use wellread_links::{LinkCounts, LinkFinding, LinkKind, LinkProgress, LinkRun, LinkRunEnd};
use wellread_model::{Locator, Place, SourcePath, count, with_commas};
use wellread_site::FixedLinks;

use crate::report::to_json;

/// The heading of a kind, and why it matters.
const fn heading(kind: LinkKind) -> (&'static str, &'static str) {
    match kind {
        LinkKind::OtherOrganization => (
            "Belongs to someone else now",
            "Families trust what you link to, and this may sell or harm.",
        ),
        LinkKind::Gone => ("Leads to nothing", "Families meet an error in place of help."),
        LinkKind::FrontPage => (
            "Leads to a front page in place of the page",
            "What your text speaks of is not what families see.",
        ),
        LinkKind::Certificate => {
            ("Browsers warn of the site", "A family that sees the warning turns back.")
        }
        LinkKind::Moved => {
            ("Has a new address", "It works, until the owner of the site removes the old address.")
        }
        LinkKind::Unclear => (
            "Can be checked only by a person",
            "Many sites show nothing to programs. It says nothing about the link.",
        ),
        LinkKind::Good => ("Works", ""),
    }
}

/// The findings for people.
pub(super) fn human(findings: &[LinkFinding], sources: &Sources) -> String {
    let mut counts: BTreeMap<LinkKind, usize> = BTreeMap::new();
    for one in findings {
        *counts.entry(one.kind).or_default() += 1;
    }
    let mut locator = Locator::new(|path: &SourcePath| sources.text(path));
    let mut text = String::new();
    let mut last = None;
    for one in findings {
        if last != Some(one.kind) {
            let (title, why) = heading(one.kind);
            let links = links_in_words(counts[&one.kind]);
            // Writing to a string cannot fail.
            let _ = writeln!(text, "\u{1b}[1m{title}: {links}\u{1b}[0m\n  {why}\n");
            last = Some(one.kind);
        }
        let _ = writeln!(text, "  {}", one.url);
        for place in &one.places {
            let _ = writeln!(text, "    in {}", in_words(&mut locator, place));
        }
        let _ = writeln!(text, "    {}\n    {}\n", one.message, one.next_step);
    }
    text
}

fn in_words<'a>(
    locator: &mut Locator<'a, impl Fn(&SourcePath) -> Option<&'a str>>,
    place: &Place,
) -> String {
    match locator.position(place) {
        Some(at) => format!("{}:{}:{}", place.file, at.line, at.column),
        None => place.file.to_string(),
    }
}

/// A finding for programs.
#[derive(Serialize)]
struct FindingRow<'a> {
    kind: &'static str,
    url: &'a str,
    places: Vec<PlaceRow>,
    replacement: Option<&'a str>,
    since: Option<String>,
    message: &'a str,
    next_step: &'a str,
}

#[derive(Serialize)]
struct PlaceRow {
    file: String,
    line: Option<usize>,
    column: Option<usize>,
}

/// The findings for programs: one array.
pub(super) fn json(findings: &[LinkFinding], sources: &Sources) -> String {
    let mut locator = Locator::new(|path: &SourcePath| sources.text(path));
    let mut row = |place: &Place| {
        let at = locator.position(place);
        PlaceRow {
            file: place.file.to_string(),
            line: at.map(|at| at.line),
            column: at.map(|at| at.column),
        }
    };
    let rows: Vec<FindingRow<'_>> = findings
        .iter()
        .map(|one| FindingRow {
            kind: one.kind.name(),
            url: &one.url,
            places: one.places.iter().map(&mut row).collect(),
            replacement: one.replacement.as_deref(),
            since: one.since.map(|day| day.to_string()),
            message: &one.message,
            next_step: &one.next_step,
        })
        .collect();
    to_json(&rows)
}

/// How far a run is, in one line.
pub(super) fn progress(LinkProgress { done, all, left }: LinkProgress) -> String {
    let (done, all) = (with_commas(done), links_in_words(all));
    format!("Asking: {done} of {all}, {} left", about(left))
}

fn about(time: Duration) -> String {
    match time.as_secs() {
        seconds @ 0..60 => count(usize::try_from(seconds).unwrap_or(0), "second"),
        seconds => {
            format!("about {}", count(usize::try_from(seconds.div_ceil(60)).unwrap_or(0), "minute"))
        }
    }
}

/// What was done, and what to do next.
pub(super) fn last_lines(counts: LinkCounts, run: &LinkRun, fixed: &FixedLinks) -> String {
    let (asked, left) = (run.asked, run.left);
    let mut text = String::new();
    if !fixed.fixed.is_empty() {
        let (links, files) = (links_in_words(fixed.fixed.len()), count(fixed.files.len(), "file"));
        let _ = writeln!(text, "Wrote the new addresses of {links} in {files}.");
    }
    if !fixed.left.is_empty() {
        let links = links_in_words(fixed.left.len());
        let _ = writeln!(text, "{links} could not be rewritten safely: write them by hand.");
    }
    if counts.all() == 0 {
        text.push_str("The hub has no links to other sites.\n");
        return text;
    }
    let _ = writeln!(text, "{}", summed_up(counts));
    let _ = match asked {
        0 => writeln!(text, "None was due today."),
        1 => writeln!(text, "One page was asked for today."),
        asked => writeln!(text, "{} pages were asked for today.", with_commas(asked)),
    };
    if left == 0 {
        return text;
    }
    let (pages, are) = (count(left, "page"), if left == 1 { "is" } else { "are" });
    let _ = match run.end {
        LinkRunEnd::Stopped => {
            writeln!(text, "Stopped: {pages} {are} left. The next run asks for them.")
        }
        LinkRunEnd::OnlyLocal => {
            writeln!(text, "{pages} {are} left: only computers in your own network have answered.")
        }
        LinkRunEnd::Complete | LinkRunEnd::NoNetwork => {
            let wait = if left == 1 { "waits" } else { "wait" };
            let whose = "the sites asked for a pause. Try again tomorrow.";
            writeln!(text, "{pages} {wait}: {whose}")
        }
    };
    text
}

/// The links by what is known of them. The parts add up to the whole, and those that are zero are
/// left out.
fn summed_up(counts: LinkCounts) -> String {
    let LinkCounts { good, reported, confirmed, waiting, unknown } = counts;
    let part = |number: usize, one: &str, many: &str| {
        let words = if number == 1 { one } else { many };
        (number > 0).then(|| format!("{} {words}", with_commas(number)))
    };
    let parts = [
        part(good, "works", "work"),
        part(reported, "needs you", "need you"),
        part(confirmed, "was checked by a person", "were checked by a person"),
        part(waiting, "failed and is asked again", "failed and are asked again"),
        part(unknown, "was never asked", "were never asked"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    format!("{}: {}.", links_in_words(counts.all()), parts.join(", "))
}

fn links_in_words(links: usize) -> String {
    count(links, "link")
}
