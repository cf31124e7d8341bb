//! What a check means for an address of which something is known already.
//!
//! Servers have bad days. So one answer only begins a streak, and a streak of days makes a finding;
//! an answer that says nothing neither ends a streak nor adds to it.
//!
//! Why days and not attempts? Most of what goes wrong on the web is over in hours: a server
//! restarts, a certificate is renewed late, a provider has an outage. Three attempts within a
//! minute see the same outage three times. So only different days count, and someone who runs the
//! check ten times on one day learns nothing new by it.
//!
//! What one answer can prove differs, too. A *verdict* (gone, front page, other organization,
//! certificate) is the server's own statement; *unclear* is the lack of one.

use wellread_model::Date;

use crate::address::WebAddress;
use crate::check::Conclusion;
use crate::day::days_between;
use crate::reason::LinkReason;
use crate::record::{LinkKind, LinkRecord, Streak};
use crate::title;

/// After so many days without the answer that began a streak, answers that say nothing count.
///
/// Until then, a link that was gone on Monday and timed out on Tuesday stays gone: the silence says
/// nothing against the verdict. After a week, what is known is too old to hold up against it.
const STREAK_FADES: i64 = 7;

/// The record of an address after a check.
///
/// `before` is `None` for a link that was never asked for. The result always has `last_tried` set
/// to `today`; everything else in it says what is now known, which may be exactly what was known
/// before.
pub(crate) fn judge(
    link: &WebAddress,
    before: Option<&LinkRecord>,
    conclusion: Conclusion,
    today: Date,
) -> LinkRecord {
    // Verdict on its own first: whether it counts depends on what is known, not the other way
    // round.
    let finding = Verdict::new(link, before, conclusion);
    let mut record = before.cloned().unwrap_or(LinkRecord {
        kind: LinkKind::Unclear,
        reason: None,
        leads_to: None,
        failing: None,
        first_seen: today,
        last_good: None,
        last_tried: today,
        confirmed: None,
        address: None,
        title: None,
    });
    record.last_tried = today;
    if finding.kind == LinkKind::Unclear
        // Here the answer says nothing: the verdict, its reason and the days of its streak stay.
        && is_a_verdict(record.kind)
        && record.failing.as_ref().is_some_and(|it| days_between(it.last, today) < STREAK_FADES)
    {
        return record;
    }
    // Only the same kind continues a streak. Its reason may change from day to day (404, then 410).
    let failing = match record.failing.take() {
        _ if finding.works() => None,
        Some(streak) if record.kind == finding.kind => Some(longer(streak, today)),
        _ => Some(Streak { since: today, last: today, days: 1 }),
    };
    if finding.works() {
        record.last_good = Some(today);
        // What is wrong on a later day, no one has seen.
        record.confirmed = None;
        record.address = finding.page.map(|page| page.to_string());
        // A title that could not be read today is no new title.
        record.title = finding.title.or(record.title);
    }
    LinkRecord {
        kind: finding.kind,
        reason: finding.reason,
        leads_to: finding.leads_to.map(|address| address.to_string()),
        failing,
        ..record
    }
}

/// What a check found, in the light of what is known. It holds what this one check says, before any
/// counting of days.
struct Verdict {
    kind: LinkKind,
    reason: Option<LinkReason>,
    /// Where readers arrive, if that is not where the link says. For a move, the exact replacement.
    leads_to: Option<WebAddress>,
    /// The address of the page that works, if it is another one.
    page: Option<WebAddress>,
    /// The title of the page that works. Titles of pages that are wrong are not recorded: they
    /// would be what the next check compares with.
    title: Option<String>,
}

impl Verdict {
    fn new(link: &WebAddress, before: Option<&LinkRecord>, conclusion: Conclusion) -> Self {
        let bad = |kind, reason, leads_to| Self {
            kind,
            reason: Some(reason),
            leads_to,
            page: None,
            title: None,
        };
        match conclusion {
            Conclusion::Gone(reason) => bad(LinkKind::Gone, reason, None),
            Conclusion::Certificate(reason) => bad(LinkKind::Certificate, reason, None),
            Conclusion::Unclear(reason) => bad(LinkKind::Unclear, reason, None),
            Conclusion::FrontPage { address, title } => {
                match other_owner(link, before, &address, title.as_deref()) {
                    Some(reason) => bad(LinkKind::OtherOrganization, reason, Some(address)),
                    None => bad(LinkKind::FrontPage, LinkReason::FrontPage, Some(address)),
                }
            }
            Conclusion::Page { address, title, replacement } => {
                if let Some(reason) = other_owner(link, before, &address, title.as_deref()) {
                    return bad(LinkKind::OtherOrganization, reason, Some(address));
                }
                // A server may send its visitors to any site. A program writes a new address into
                // files only if the site is the same or the page is known again by its title.
                let is_unsure = replacement.as_ref().is_some_and(|new| new.site() != link.site())
                    && !is_known(before, title.as_deref());
                Self {
                    kind: if replacement.is_some() { LinkKind::Moved } else { LinkKind::Good },
                    reason: is_unsure.then_some(LinkReason::OtherSite),
                    leads_to: replacement,
                    page: (address != *link).then_some(address),
                    title,
                }
            }
        }
    }

    /// Whether readers get the page: a move costs them nothing, though its address should be
    /// updated.
    const fn works(&self) -> bool {
        matches!(self.kind, LinkKind::Good | LinkKind::Moved)
    }
}

/// Whether a page was seen before it moved, and has a title like the one it had then.
fn is_known(before: Option<&LinkRecord>, title: Option<&str>) -> bool {
    let was_seen = |record: &&LinkRecord| {
        // What is known only from where an unsure move led says nothing of what was there before.
        record.last_good.is_some() && record.reason != Some(LinkReason::OtherSite)
    };
    let seen = before.filter(was_seen).and_then(|record| record.title.as_deref());
    matches!((seen, title), (Some(seen), Some(title)) if !title::are_unlike(seen, title))
}

/// Why the page that was found seems to be someone else's.
///
/// A domain that is sold answers with 200 and a fresh certificate, so no status gives it away. What
/// does is a page on another site whose title shares next to nothing with the one that was seen
/// while the link was good. Where nothing was seen, nothing is claimed, unless the page offers the
/// domain for sale in so many words.
fn other_owner(
    link: &WebAddress,
    before: Option<&LinkRecord>,
    address: &WebAddress,
    title: Option<&str>,
) -> Option<LinkReason> {
    let title = title?;
    if title::is_for_sale(title) {
        return Some(LinkReason::ForSale);
    }
    let before = before.filter(|record| record.last_good.is_some())?;
    let seen = before.address.as_deref().and_then(WebAddress::parse);
    let seen_site = seen.as_ref().unwrap_or(link).site();
    // Who comes back to the site that the link names has not changed hands.
    let is_elsewhere = address.site() != seen_site && address.site() != link.site();
    let is_unlike = before.title.as_deref().is_some_and(|seen| title::are_unlike(seen, title));
    (is_elsewhere && is_unlike).then_some(LinkReason::OtherTitle)
}

/// Whether a kind says that something is wrong, rather than that a program cannot know.
pub(crate) const fn is_a_verdict(kind: LinkKind) -> bool {
    matches!(
        kind,
        LinkKind::Gone | LinkKind::FrontPage | LinkKind::OtherOrganization | LinkKind::Certificate
    )
}

/// The streak with today in it. A second check on the same day adds nothing.
fn longer(streak: Streak, today: Date) -> Streak {
    let days = streak.days.saturating_add(u32::from(streak.last != today));
    Streak { last: today, days, ..streak }
}

/// Whether what is known of an address is reported to people.
///
/// A verdict takes two days; only a link that never worked is reported at once, because the error
/// is most likely in the link. Silence takes three days, since most of it is over by then.
///
/// A move is reported at once: the old address still works, so it cannot be a false alarm.
pub(crate) fn is_reportable(record: &LinkRecord) -> bool {
    if record.kind == LinkKind::Moved {
        return true;
    }
    let Some(streak) = &record.failing else { return false };
    // Failing since the first day, without one good day in between.
    let is_new = record.last_good.is_none() && streak.since == record.first_seen;
    let may_pass = record.reason.is_some_and(LinkReason::may_pass);
    match record.kind {
        LinkKind::Unclear if may_pass => streak.days >= 3,
        _ => is_new || streak.days >= 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::WebFailure;

    fn address(text: &str) -> WebAddress {
        WebAddress::parse(text).unwrap()
    }

    fn day(day: i8) -> Date {
        Date::constant(2026, 11, day)
    }

    fn page(at: &str, title: &str) -> Conclusion {
        let title = Some(title.to_owned());
        Conclusion::Page { address: address(at), title, replacement: None }
    }

    const LINK: &str = "https://a.org/page";

    fn gone() -> Conclusion {
        Conclusion::Gone(LinkReason::Status(404))
    }

    fn silent() -> Conclusion {
        Conclusion::Unclear(LinkReason::Failure(WebFailure::Timeout))
    }

    fn refused() -> Conclusion {
        Conclusion::Unclear(LinkReason::Status(403))
    }

    /// On which of the days, each with its answer, something is reported, and what.
    fn reports(days: &[(i8, Conclusion)]) -> Vec<(i8, LinkKind)> {
        let mut record: Option<LinkRecord> = None;
        let mut reported = Vec::new();
        for (at, conclusion) in days {
            let next = judge(&address(LINK), record.as_ref(), conclusion.clone(), day(*at));
            if is_reportable(&next) {
                reported.push((*at, next.kind));
            }
            record = Some(next);
        }
        reported
    }

    #[test]
    fn a_link_is_gone_only_after_two_days() {
        let good = || page(LINK, "Plans");
        assert_eq!(reports(&[(1, good()), (8, gone()), (9, good())]), []);
        assert_eq!(reports(&[(1, good()), (8, gone()), (8, gone())]), []);
        assert_eq!(reports(&[(1, good()), (8, gone()), (9, gone())]), [(9, LinkKind::Gone)]);
        assert_eq!(reports(&[(1, good()), (8, gone()), (9, good()), (10, gone())]), []);
        // Silence in between says nothing.
        let days = [(1, good()), (8, gone()), (9, silent()), (10, gone())];
        assert_eq!(reports(&days), [(10, LinkKind::Gone)]);
        // A certificate that lapses on the second day is another problem.
        let lapsed = Conclusion::Certificate(LinkReason::Failure(WebFailure::CertificateExpired));
        assert_eq!(reports(&[(1, good()), (8, gone()), (9, lapsed)]), []);
    }

    #[test]
    fn a_new_link_is_reported_at_once() {
        assert_eq!(reports(&[(1, gone())]), [(1, LinkKind::Gone)]);
        assert_eq!(reports(&[(1, refused())]), [(1, LinkKind::Unclear)]);
        assert_eq!(reports(&[(1, silent())]), []);
        // What was seen before the first verdict makes it an old one.
        assert_eq!(reports(&[(1, silent()), (2, gone())]), []);
    }

    #[test]
    fn silence_is_reported_on_the_third_day_and_is_never_a_verdict() {
        let days = [(1, page(LINK, "A")), (8, silent()), (9, silent()), (10, silent())];
        assert_eq!(reports(&days), [(10, LinkKind::Unclear)]);
        let days = [(1, page(LINK, "A")), (8, refused()), (9, refused())];
        assert_eq!(reports(&days), [(9, LinkKind::Unclear)]);
        // A verdict does not outlive by a week what it came from.
        let mut days = vec![(1, page(LINK, "A")), (2, gone()), (3, gone())];
        days.extend((4..=12).map(|day| (day, refused())));
        let reported = reports(&days);
        assert_eq!(reported.first(), Some(&(3, LinkKind::Gone)));
        assert_eq!(reported.last(), Some(&(12, LinkKind::Unclear)));
    }

    #[test]
    fn a_move_to_another_site_is_sure_only_if_the_page_is_known() {
        let moved = |to: &str, title: &str| Conclusion::Page {
            address: address(to),
            title: Some(title.to_owned()),
            replacement: Some(address(to)),
        };
        let reason = |answers: &[Conclusion]| {
            let mut record: Option<LinkRecord> = None;
            for (at, conclusion) in (1..).zip(answers) {
                let next = judge(&address(LINK), record.as_ref(), conclusion.clone(), day(at));
                assert!(matches!(next.kind, LinkKind::Good | LinkKind::Moved));
                record = Some(next);
            }
            record.unwrap().reason
        };
        let unsure = Some(LinkReason::OtherSite);
        let away = || moved("https://b.org/page", "Plans at B");
        assert_eq!(reason(&[away()]), unsure);
        // Seen again, it is known no better.
        assert_eq!(reason(&[away(), away(), away()]), unsure);
        assert_eq!(reason(&[page(LINK, "Plans"), away()]), None);
        assert_eq!(reason(&[page(LINK, "Plans"), away(), away()]), None);
        assert_eq!(reason(&[moved("https://www.a.org/new", "Plans")]), None);
    }

    #[test]
    fn another_owner_has_another_host_and_another_title() {
        let other = LinkKind::OtherOrganization;
        let seen = || (1, page(LINK, "Center for Parents"));
        let then =
            |at: &str, title: &str| reports(&[seen(), (8, page(at, title)), (9, page(at, title))]);
        assert_eq!(then("https://casino.example/x", "Best bonus online"), [(9, other)]);
        assert_eq!(then("https://new.example/page", "Center for Parents and Families"), []);
        assert_eq!(then(LINK, "Best bonus online"), []);
        assert_eq!(then("https://www.a.org/other", "Best bonus online"), []);
        assert_eq!(then(LINK, "a.org is for sale"), [(9, other)]);
        assert_eq!(reports(&[(1, page(LINK, "a.org is for sale"))]), [(1, other)]);
        // What was seen first is what counts, not what a bad day showed.
        let days = [
            seen(),
            (8, page("https://casino.example/x", "Best bonus online")),
            (9, page(LINK, "Center for Parents")),
        ];
        assert_eq!(reports(&days), []);
    }
}
