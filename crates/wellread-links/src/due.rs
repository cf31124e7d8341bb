//! Which addresses are asked for today.
//!
//! Those that work every week, on a day of the week that their text decides, so that a hub's links
//! are spread over it; those that fail every day, and after two weeks every week as well.
//!
//! A check costs its host a request and whoever waits two seconds. A hub that works needs few of
//! them: a link that dies is then reported after eight days at the latest, if someone checks every
//! day. Where something fails, days matter, because only different days prove it.

use wellread_model::Date;

use crate::address::WebAddress;
use crate::day::{days_after, days_between};
use crate::record::{LinkChecks, LinkKind, LinkRecord};

/// The days between two checks of what works.
///
/// The first time, up to six days are added, until the link has its own day of the week.
const WEEK: i64 = 7;

/// For how many days what fails is asked for every day.
///
/// Counted from the first day of its streak. By then, it has been reported for long, and asking
/// more often would tell nothing new.
const DAILY: i64 = 14;

/// Whether an address is to be asked for today.
///
/// A link that was never asked for is due at once, unless its host asked for a pause.
pub(crate) fn is_due(address: &WebAddress, checks: &LinkChecks, today: Date) -> bool {
    let pause = checks.hosts.get(address.host_key());
    if pause.is_some_and(|host| host.not_before > today) {
        return false;
    }
    checks.record(address).is_none_or(|record| {
        // A clock that was wrong once must not stop checks for years.
        // One day ahead is someone in another time zone.
        let is_future = days_between(today, record.last_tried) > 1;
        is_future || next_check(address, record) <= today
    })
}

/// The day on which an address is next asked for.
fn next_check(address: &WebAddress, record: &LinkRecord) -> Date {
    let works = matches!(record.kind, LinkKind::Good | LinkKind::Moved);
    let is_fresh = |since: Date| days_between(since, record.last_tried) < DAILY;
    if !works && record.failing.as_ref().is_none_or(|streak| is_fresh(streak.since)) {
        return days_after(record.last_tried, 1);
    }
    // From the day of the last check, which may have been later than the one that was planned.
    let earliest = days_after(record.last_tried, i32::try_from(WEEK).unwrap_or(7));
    let weekday = days_between(Date::constant(2000, 1, 3), earliest).rem_euclid(WEEK);
    let wait = (weekday_of(address) - weekday).rem_euclid(WEEK);
    days_after(earliest, i32::try_from(wait).unwrap_or(0))
}

/// The day of the week on which an address is asked for, from 0. A sum that is the same everywhere
/// (FNV-1a), so that all who check a hub agree.
fn weekday_of(address: &WebAddress) -> i64 {
    let step = |sum: u32, byte: u8| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    let sum = address.to_string().bytes().fold(0x811c_9dc5, step);
    i64::from(sum % 7)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Conclusion;
    use crate::judge::judge;
    use crate::reason::LinkReason;
    use crate::record::HostRecord;

    fn address(n: usize) -> WebAddress {
        WebAddress::parse(&format!("https://a.org/{n}")).unwrap()
    }

    /// On which days of sixty an address is asked for that always gives one answer.
    fn days_asked(n: usize, conclusion: &Conclusion) -> Vec<i64> {
        let start = Date::constant(2026, 1, 1);
        let address = address(n);
        let mut checks = LinkChecks::default();
        let mut days = Vec::new();
        for day in 0..60 {
            let today = days_after(start, day);
            if is_due(&address, &checks, today) {
                let record = judge(&address, checks.record(&address), conclusion.clone(), today);
                checks.links.insert(address.to_string(), record);
                days.push(i64::from(day));
            }
        }
        days
    }

    #[test]
    fn what_works_is_asked_for_weekly_and_spread_over_the_week() {
        let mut second = [0; 7];
        for n in 0..100 {
            let page = Conclusion::Page { address: address(n), title: None, replacement: None };
            let days = days_asked(n, &page);
            assert_eq!(days[0], 0);
            assert!((7..14).contains(&days[1]), "{days:?}");
            assert!(days[1..].windows(2).all(|pair| pair[1] - pair[0] == 7), "{days:?}");
            second[usize::try_from(days[1] - 7).unwrap()] += 1;
        }
        assert!(second.iter().all(|&links| (5..30).contains(&links)), "{second:?}");
    }

    #[test]
    fn what_fails_is_asked_for_daily_for_two_weeks() {
        let days = days_asked(0, &Conclusion::Gone(LinkReason::Status(404)));
        assert!((0..15).all(|day| days.contains(&day)), "{days:?}");
        assert!(days[15..].windows(2).all(|pair| pair[1] - pair[0] == 7), "{days:?}");
    }

    #[test]
    fn hosts_that_ask_for_a_pause_get_it() {
        let today = Date::constant(2026, 1, 1);
        let mut checks = LinkChecks::default();
        assert!(is_due(&address(0), &checks, today));
        checks.hosts.insert("a.org".to_owned(), HostRecord { not_before: days_after(today, 2) });
        assert!(!is_due(&address(0), &checks, days_after(today, 1)));
        assert!(is_due(&address(0), &checks, days_after(today, 2)));
    }
}
