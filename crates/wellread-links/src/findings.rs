//! What is reported to people: each link that needs them, with its places and the next step.
//!
//! A record says what is known; a finding says what to do. The same record can mean different
//! steps: a name that never existed is most likely a typing error, one that existed until March is
//! not.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use wellread_model::{Date, OutsideLink, Place};

use crate::address::WebAddress;
use crate::day::days_between;
use crate::judge::is_reportable;
use crate::reason::LinkReason;
use crate::record::{LinkChecks, LinkKind, LinkRecord};
use crate::web::WebFailure;

/// For how long it counts that a person has looked at a link that a program cannot check, in days.
///
/// A year is also how long a resource without phone numbers counts as checked.
const VERIFIED_FOR: i64 = 365;

/// A link that needs a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkFinding {
    /// What is wrong. Never [`LinkKind::Good`].
    pub kind: LinkKind,
    /// The address as the hub has it. It may differ from the one that was asked for: here it has
    /// what comes after `#`, and is not normalized.
    pub url: String,
    /// Where it is written, each with how it is written there. Sorted, and never empty.
    pub places: Vec<Place>,
    /// What to write in its place, if that is known. Only for [`LinkKind::Moved`].
    pub replacement: Option<String>,
    /// Whether the replacement is sure to be the same page, so that a program may write it. It is
    /// sure if the page has moved within one site, or was seen before under the old address with a
    /// title like the one it has now.
    pub is_sure: bool,
    /// Since when. The first day of the streak. `None` for a page that moved: it works.
    pub since: Option<Date>,
    /// What happened, in a sentence. Its period is left out after an address, where people would
    /// copy it along.
    pub message: String,
    /// What to do, in a sentence or two.
    pub next_step: String,
}

/// What is known of the links of a hub. Each different address is counted once, in one of these, as
/// in the findings: `#part` makes another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct LinkCounts {
    /// Those that worked when they were last asked for.
    pub good: usize,
    /// Those with a finding.
    pub reported: usize,
    /// Those that a program cannot check, and a person has.
    pub confirmed: usize,
    /// Those that failed, and are reported only if they fail on another day.
    pub waiting: usize,
    /// Those that were never asked for. New links, and those whose host wants to be left alone.
    pub unknown: usize,
}

impl LinkCounts {
    /// All different addresses.
    #[must_use]
    pub const fn all(&self) -> usize {
        self.good + self.reported + self.confirmed + self.waiting + self.unknown
    }
}

/// What is known of the links of a hub that needs a person: the most harmful first, then by place.
/// Each address is reported once, with all its places.
///
/// Nothing is asked here. `today` only decides whether a person's check of a link still counts.
#[must_use]
pub fn link_findings(links: &[OutsideLink], checks: &LinkChecks, today: Date) -> Vec<LinkFinding> {
    // Addresses that differ after `#` alone have one record, and are corrected apart.
    let mut by_url: BTreeMap<&str, Vec<&OutsideLink>> = BTreeMap::new();
    for link in links {
        by_url.entry(&link.url).or_default().push(link);
    }
    let mut findings: Vec<LinkFinding> = by_url
        .into_iter()
        .filter_map(|(url, links)| {
            let record = checks.record(&WebAddress::parse(url)?)?;
            finding(url, &links, record, today)
        })
        .collect();
    // Kinds are in the order of harm.
    findings.sort_by(|a, b| (a.kind, &a.places, &a.url).cmp(&(b.kind, &b.places, &b.url)));
    findings
}

/// How many links of a hub there are, and what is known of them. `findings` are those of the same
/// links, on the same day.
#[must_use]
pub fn link_counts(
    links: &[OutsideLink],
    checks: &LinkChecks,
    findings: &[LinkFinding],
) -> LinkCounts {
    let urls: BTreeSet<&str> = links.iter().map(|link| link.url.as_str()).collect();
    let reported: BTreeSet<&str> = findings.iter().map(|one| one.url.as_str()).collect();
    let mut counts = LinkCounts::default();
    for url in urls {
        // What is no address of the web is not asked for.
        let Some(address) = WebAddress::parse(url) else { continue };
        let count = match checks.record(&address) {
            _ if reported.contains(url) => &mut counts.reported,
            None => &mut counts.unknown,
            Some(record) if record.kind == LinkKind::Good => &mut counts.good,
            Some(record) if is_reportable(record) => &mut counts.confirmed,
            Some(_) => &mut counts.waiting,
        };
        *count += 1;
    }
    counts
}

/// What is reported of one address, if anything. `links` are its places, one or more.
fn finding(
    url: &str,
    links: &[&OutsideLink],
    record: &LinkRecord,
    today: Date,
) -> Option<LinkFinding> {
    if !is_reportable(record) {
        return None;
    }
    let since = record.failing.as_ref().map(|streak| streak.since);
    // What a program cannot check, a person can: then it is their word that counts.
    // A look from before the link began to fail has seen another page.
    let is_fresh = |day: Date| {
        since.is_none_or(|since| day >= since) && days_between(day, today) <= VERIFIED_FOR
    };
    // All places have the same address, so one look is enough. A date in a file is about all that
    // the file says, so only what a program sees nothing of is quiet by it.
    let was_seen = record.kind == LinkKind::Unclear
        && links.iter().any(|link| link.last_verified.is_some_and(is_fresh));
    if record.can_be_confirmed() && (was_seen || record.confirmed.is_some_and(is_fresh)) {
        return None;
    }
    let replacement = match record.kind {
        LinkKind::Moved => record.leads_to.as_deref().map(|to| with_fragment(to, url)),
        _ => None,
    };
    let mut places: Vec<Place> = links.iter().map(|link| link.place.clone()).collect();
    // The order of findings and of CSV must not depend on how links were collected.
    places.sort();
    Some(LinkFinding {
        kind: record.kind,
        url: url.to_owned(),
        message: message(record),
        next_step: next_step(url, record, replacement.as_deref(), links),
        places,
        is_sure: replacement.is_some() && record.reason.is_none(),
        replacement,
        since,
    })
}

/// A new address with the part after `#` of the old one: browsers carry it along.
fn with_fragment(to: &str, url: &str) -> String {
    match url.split_once('#') {
        Some((_, fragment)) if !to.contains('#') => format!("{to}#{fragment}"),
        _ => to.to_owned(),
    }
}

/// What happened, and when it last worked: a link that worked last week is worth another look, one
/// that has failed since spring is not.
fn message(record: &LinkRecord) -> String {
    let reason = record.reason.map(LinkReason::sentence).unwrap_or_default();
    let leads_to = record.leads_to.as_deref().unwrap_or_default();
    let good = match record.last_good {
        Some(day) => format!(" It last worked on {day}."),
        None => String::new(),
    };
    match record.kind {
        LinkKind::Good => String::new(),
        LinkKind::Moved => format!("This page has moved for good, to {leads_to}"),
        LinkKind::OtherOrganization | LinkKind::FrontPage => {
            let seen = match (&record.title, record.kind) {
                (Some(title), LinkKind::OtherOrganization) => {
                    format!(" When it last worked, its title was “{title}”.")
                }
                _ => String::new(),
            };
            format!("{reason} Now it shows {leads_to}{seen}{}", good_after(&seen, &good))
        }
        LinkKind::Gone | LinkKind::Certificate | LinkKind::Unclear => format!("{reason}{good}"),
    }
}

/// An address at the end of a sentence gets no period, which people would copy.
fn good_after(seen: &str, good: &str) -> String {
    if seen.is_empty() && !good.is_empty() { format!(" –{good}") } else { good.to_owned() }
}

/// What to do, for someone who has never seen a status code. Each step can be done in a browser and
/// an editor.
fn next_step(
    url: &str,
    record: &LinkRecord,
    replacement: Option<&str>,
    links: &[&OutsideLink],
) -> String {
    match record.kind {
        LinkKind::Good => String::new(),
        LinkKind::Moved => {
            // Two spaces end what is to be copied, as in all messages of the program.
            let to = replacement.unwrap_or_default();
            if record.reason.is_some() {
                return format!("Open it. If it is still the same organization, write {to}");
            }
            format!("Write {to}  or let `wellread audit --links --fix` write it.")
        }
        LinkKind::Gone => {
            let is_name =
                record.reason.is_some_and(|reason| !matches!(reason, LinkReason::Status(_)));
            if record.last_good.is_none() && is_name {
                "Compare the address with where you found it: most likely it has a typing error."
                    .to_owned()
            } else {
                "Look for the page on its site and write its new address, or remove the link."
                    .to_owned()
            }
        }
        LinkKind::FrontPage => "Look for the page from there and write its new address. If it no \
                                longer exists, remove the link, or say that it leads to the site."
            .to_owned(),
        LinkKind::OtherOrganization => {
            "Open it with care. If it no longer belongs to the organization \
                                        that you linked to, remove the link today, and ask that \
                                        organization for its new address."
                .to_owned()
        }
        LinkKind::Certificate => {
            let confirm = confirm_command(url);
            format!(
                "Open it yourself. If your browser warns too, tell the owner of the site, and take the \
                 link out until they have repaired it. If it shows the page without a warning:  {confirm}"
            )
        }
        LinkKind::Unclear => unclear_step(url, record, links),
    }
}

/// The command by which a person says that a link works. In quotation marks, because shells have a
/// meaning for `&`, which many addresses have.
fn confirm_command(url: &str) -> String {
    format!("wellread audit --confirm \"{url}\"")
}

/// A page that only a person can check is quiet again once one of its places says that a person
/// has, by `checked` in a resource or a crisis line, or once the link itself is confirmed.
/// `reviewed` in a text counts too, but is never asked for because of a link: it says that someone
/// has read all of it.
fn unclear_step(url: &str, record: &LinkRecord, links: &[&OutsideLink]) -> String {
    if record.reason == Some(LinkReason::Failure(WebFailure::Private)) {
        return "Write the address at which everyone can reach it, or remove the link.".to_owned();
    }
    let open = "Open it yourself: a program cannot tell whether it works.";
    if let Some(link) = links.iter().find(|link| link.has_checked_key) {
        let file = &link.place.file;
        return format!("{open} If it does, set `checked` in {file} to today's date.");
    }
    let confirm = confirm_command(url);
    format!("{open} If it does not, remove the link. If it does:  {confirm}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{ConfirmError, Streak};
    use wellread_model::{SourcePath, Span};

    const TODAY: Date = Date::constant(2026, 11, 27);

    fn record(kind: LinkKind, reason: Option<LinkReason>, days: u32) -> LinkRecord {
        let since = Date::constant(2026, 11, 25);
        LinkRecord {
            kind,
            reason,
            leads_to: None,
            failing: (days > 0).then_some(Streak { since, last: TODAY, days }),
            first_seen: Date::constant(2026, 1, 1),
            last_good: Some(Date::constant(2026, 11, 20)),
            last_tried: TODAY,
            confirmed: None,
            address: None,
            title: None,
        }
    }

    fn link(url: &str, at: usize, last_verified: Option<Date>) -> OutsideLink {
        let place = Place::at(SourcePath::new("content/a.md"), Span::new(at, at + 9));
        OutsideLink { url: url.to_owned(), place, last_verified, has_checked_key: true }
    }

    #[test]
    fn one_address_is_reported_once_with_all_places() {
        let mut checks = LinkChecks::default();
        let mut moved = record(LinkKind::Moved, None, 0);
        moved.leads_to = Some("https://b.org/new".to_owned());
        checks.links.insert("https://b.org/old".to_owned(), moved);
        let gone = record(LinkKind::Gone, Some(LinkReason::Status(404)), 2);
        checks.links.insert("https://a.org/".to_owned(), gone);
        let good = record(LinkKind::Good, None, 0);
        checks.links.insert("https://c.org/".to_owned(), good);
        let links = [
            link("https://b.org/old#part", 40, None),
            link("https://a.org", 30, None),
            link("https://b.org/old", 20, None),
            link("https://a.org", 10, None),
            link("https://c.org/", 0, None),
            link("https://d.org/", 0, None),
        ];
        let found = link_findings(&links, &checks, TODAY);
        let reported: Vec<_> = found
            .iter()
            .map(|one| (one.kind, one.url.as_str(), one.places.len(), one.replacement.as_deref()))
            .collect();
        assert_eq!(
            reported,
            [
                (LinkKind::Gone, "https://a.org", 2, None),
                (LinkKind::Moved, "https://b.org/old", 1, Some("https://b.org/new")),
                (LinkKind::Moved, "https://b.org/old#part", 1, Some("https://b.org/new#part")),
            ]
        );
        // A first failure of a link that has worked is not reported yet.
        let failed = record(LinkKind::Gone, Some(LinkReason::Status(404)), 1);
        checks.links.insert("https://d.org/".to_owned(), failed);
        let links = [links.as_slice(), &[link("https://e.org/", 0, None)]].concat();
        let counts = link_counts(&links, &checks, &found);
        let wanted = LinkCounts { good: 1, reported: 3, confirmed: 0, waiting: 1, unknown: 1 };
        assert_eq!((counts, counts.all()), (wanted, 6));
    }

    #[test]
    fn what_a_person_has_looked_at_is_quiet() {
        let mut checks = LinkChecks::default();
        let refused = record(LinkKind::Unclear, Some(LinkReason::Status(403)), 2);
        checks.links.insert("https://a.org/".to_owned(), refused);
        let found = |last_verified| {
            link_findings(&[link("https://a.org/", 0, last_verified)], &checks, TODAY)
        };
        assert_eq!(found(None).len(), 1);
        assert!(found(None)[0].next_step.contains("set `checked`"));
        assert_eq!(found(Some(Date::constant(2026, 11, 24))).len(), 1);
        let seen = Some(Date::constant(2026, 11, 26));
        assert_eq!(found(seen).len(), 0);
        let counts = link_counts(&[link("https://a.org/", 0, seen)], &checks, &found(seen));
        assert_eq!(counts, LinkCounts { confirmed: 1, ..LinkCounts::default() });
        // One look is enough for all places, and the step names the file that can say so.
        let of_page = OutsideLink { has_checked_key: false, ..link("https://a.org/", 20, None) };
        let with = |first| link_findings(&[first, of_page.clone()], &checks, TODAY);
        assert_eq!(with(link("https://a.org/", 0, seen)), []);
        let step = |first| with(first)[0].next_step.clone();
        assert!(
            step(link("https://a.org/", 0, None))
                .ends_with("set `checked` in content/a.md to today's date.")
        );
        let confirm = "If it does:  wellread audit --confirm \"https://a.org/\"";
        assert!(step(of_page.clone()).ends_with(confirm));
        let private = Some(LinkReason::Failure(WebFailure::Private));
        let mut local = LinkChecks::default();
        let record = record(LinkKind::Unclear, private, 2);
        local.links.insert("https://a.org/".to_owned(), record);
        let links = [link("https://a.org/", 0, Some(Date::constant(2026, 11, 26)))];
        assert_eq!(link_findings(&links, &local, TODAY).len(), 1);
        let later = Date::constant(2027, 12, 1);
        let links = [link("https://a.org/", 0, Some(Date::constant(2026, 11, 26)))];
        assert_eq!(link_findings(&links, &checks, later).len(), 1);
    }

    #[test]
    fn what_a_person_has_confirmed_is_quiet_for_a_year() {
        let of = |kind, reason, days| {
            let mut checks = LinkChecks::default();
            checks.links.insert("https://a.org/".to_owned(), record(kind, reason, days));
            checks
        };
        let links = [OutsideLink { has_checked_key: false, ..link("https://a.org/", 0, None) }];
        let expired = LinkReason::Failure(WebFailure::CertificateExpired);
        for (kind, reason) in
            [(LinkKind::Unclear, LinkReason::Status(403)), (LinkKind::Certificate, expired)]
        {
            let mut checks = of(kind, Some(reason), 2);
            assert_eq!(link_findings(&links, &checks, TODAY).len(), 1);
            assert_eq!(checks.confirm("https://a.org", TODAY), Ok(()));
            assert_eq!(link_findings(&links, &checks, TODAY), []);
            // It is in the file, and the next check leaves it there.
            assert!(checks.to_text().contains("\"confirmed\": \"2026-11-27\""));
            assert_eq!(link_findings(&links, &checks, Date::constant(2027, 11, 27)), []);
            assert_eq!(link_findings(&links, &checks, Date::constant(2027, 11, 28)).len(), 1);
            // What failed anew since then has not been seen.
            let record = checks.links.get_mut("https://a.org/").unwrap();
            record.confirmed = Some(Date::constant(2026, 11, 24));
            assert_eq!(link_findings(&links, &checks, TODAY).len(), 1);
        }
        let private = LinkReason::Failure(WebFailure::Private);
        for (kind, reason, error) in [
            (LinkKind::Good, None, ConfirmError::Works),
            (LinkKind::Gone, Some(LinkReason::Status(404)), ConfirmError::Certain),
            (LinkKind::OtherOrganization, Some(LinkReason::ForSale), ConfirmError::Certain),
            (LinkKind::Unclear, Some(private), ConfirmError::Certain),
        ] {
            assert_eq!(of(kind, reason, 2).confirm("https://a.org/", TODAY), Err(error));
        }
        let mut checks = of(LinkKind::Unclear, Some(LinkReason::Status(403)), 2);
        for unknown in ["https://b.org/", "nonsense"] {
            assert_eq!(checks.confirm(unknown, TODAY), Err(ConfirmError::Unknown));
        }
    }

    #[test]
    fn every_kind_has_words() {
        for (kind, reason) in [
            (LinkKind::OtherOrganization, LinkReason::ForSale),
            (LinkKind::Gone, LinkReason::Failure(WebFailure::NoSuchHost)),
            (LinkKind::FrontPage, LinkReason::FrontPage),
            (LinkKind::Certificate, LinkReason::Failure(WebFailure::CertificateExpired)),
            (LinkKind::Unclear, LinkReason::Status(503)),
        ] {
            let mut record = record(kind, Some(reason), 3);
            record.leads_to = Some("https://b.org/".to_owned());
            let mut checks = LinkChecks::default();
            checks.links.insert("https://a.org/".to_owned(), record);
            let found = link_findings(&[link("https://a.org/", 0, None)], &checks, TODAY);
            let [one] = found.as_slice() else { panic!("{kind:?}: {found:?}") };
            assert!(one.message.contains("2026-11-20"), "{}", one.message);
            assert!(one.next_step.ends_with(['.', '"']), "{}", one.next_step);
        }
    }
}
