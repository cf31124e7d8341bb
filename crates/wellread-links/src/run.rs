//! One run: the links that are due are asked for, and what is known grows by what they answer.
//!
//! The network and its clock come in as a [`Network`], so that a year of runs is a test of seconds.
//!
//! Before anything is believed, a run asks itself whether the fault may be on this side: a cable
//! that is out, a hotel that wants its guests to sign in, a clock of last year. Each looks exactly
//! like a web on which every link is dead, and one such evening would fill the list with false
//! alarms. In all three cases nothing is recorded at all.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use wellread_model::Date;

use crate::address::WebAddress;
use crate::check::Conclusion;
use crate::day::days_after;
use crate::due::is_due;
use crate::judge::judge;
use crate::reason::LinkReason;
use crate::record::{HostRecord, LinkChecks, LinkKind};
use crate::schedule::{Next, Schedule};
use crate::web::{WebFailure, WebReply, WebRequest};

/// How many links are asked for early to tell a dead link from a dead network.
///
/// One may be down itself. More would ask hosts early that have done nothing to deserve it.
const WITNESSES: usize = 3;

/// The longest pause that a host gets, in days.
///
/// A host may name any time. One that asks for a year must not hide its links that long.
const LONGEST_PAUSE: i32 = 30;

const SECONDS_OF_DAY: u64 = 24 * 60 * 60;

/// What asks the hosts, and its clock. The program has [`LiveNetwork`](crate::LiveNetwork), with
/// threads and sockets; tests have one that knows all answers and whose clock jumps. At most one
/// request for each host is under way.
pub trait Network {
    /// The time since the run began. It never goes back.
    fn now(&self) -> Duration;
    /// Begins to ask a host. Does not wait. `host` only names the request: the address that is
    /// asked is in `request`.
    fn start(&mut self, host: &str, request: WebRequest);
    /// Waits for an answer, but not beyond a time, if one is named, and returns it with the host
    /// that was asked. `None` may come earlier. The caller asks again, so that an implementation
    /// may look in between whether it was stopped.
    fn wait(&mut self, until: Option<Duration>) -> Option<(String, WebReply)>;
    /// Whether the person who waits has stopped the run. Once true, it stays true.
    fn is_stopped(&self) -> bool;
    /// Shows how far the run is. It is called after every step, and the function costs a look at
    /// every host, so an implementation calls it only as often as it shows anything.
    fn show(&mut self, progress: &dyn Fn() -> LinkProgress);
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkProgress {
    /// How many links have been asked for.
    pub done: usize,
    /// How many are asked for in all.
    pub all: usize,
    /// How long the rest takes, if hosts answer as they have so far. An estimate: it grows when
    /// redirects lead to hosts that had no link so far.
    pub left: Duration,
}

/// How a run ended. None of these is a failure of the machine; the caller decides what to say of
/// them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkRunEnd {
    /// Everything that was due was asked for, except hosts that want to be left alone.
    Complete,
    /// It was stopped. What was known by then is recorded. The rest is due in the next run.
    Stopped,
    /// Only hosts in the own network have answered, as in one without a way out. What the others
    /// are silent about is not recorded: of those, nothing is known.
    OnlyLocal,
    /// No host answered, or what answered is not the internet. Nothing is recorded.
    /// [`LinkRun::checks`] is then what it was before.
    NoNetwork,
}

/// The result of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRun {
    /// What is known now. It is to be stored in place of what was passed in.
    pub checks: LinkChecks,
    /// How it ended.
    pub end: LinkRunEnd,
    /// How many links were asked for. Only those whose answer is recorded, so 0 without a network.
    pub asked: usize,
    /// How many links were due and are left for another day. After a complete run these are links
    /// of hosts that asked for a pause.
    pub left: usize,
}

/// Asks for the links that are due today. `links` are all of the hub; what is known of others is
/// dropped.
///
/// `before` is what earlier runs recorded; an empty one makes every link due. `today` says what is
/// due and is in the records, while the times of `network` only pace the requests. So running
/// this twice on one day asks for nothing twice, apart from what a stopped run left.
pub fn check_links(
    links: &BTreeSet<WebAddress>,
    before: &LinkChecks,
    today: Date,
    network: &mut dyn Network,
) -> LinkRun {
    let mut checks = before.clone();
    let names: BTreeSet<String> = links.iter().map(ToString::to_string).collect();
    // A link that is back later begins anew: it may have been corrected meanwhile.
    checks.links.retain(|address, _| names.contains(address));
    // A pause that is over means nothing now, and leaves the file.
    checks.hosts.retain(|_, host| host.not_before > today);
    let mut due: Vec<&WebAddress> =
        links.iter().filter(|link| is_due(link, &checks, today)).collect();
    // Each host is asked in this order, and may ask for a pause at any link.
    due.sort_by_key(|link| urgency(link, &checks));
    let mut schedule = Schedule::default();
    schedule.add(due.iter().map(|&link| link.clone()).enumerate());
    let mut found = Conclusions::default();
    ask(&mut schedule, due.len(), &mut found, network);
    // Only where nothing has answered, so that usual runs ask for nothing that is not due.
    if !due.is_empty() && !network.is_stopped() && !schedule.has_answers() {
        // Those who answer say that there is a network, and are asked for a few days early.
        let others = witnesses(links, &due, &checks, today);
        schedule.add(others.iter().map(|&link| link.clone()).zip(due.len()..).map(|(a, b)| (b, a)));
        due.extend(others);
        ask(&mut schedule, due.len(), &mut found, network);
    }
    let is_stopped = network.is_stopped();
    let is_cut_off = !schedule.has_answers();
    let is_local = is_cut_off && schedule.has_local_answers();
    let is_offline = is_cut_off && !is_local && !due.is_empty() && found.says_offline();
    // Decided before the first record is written: half a run of a hotel's answers is no better.
    if is_offline || leads_to_a_gate(&due, &found) || is_distrusted(&due, &found) {
        let end = if is_stopped { LinkRunEnd::Stopped } else { LinkRunEnd::NoNetwork };
        return LinkRun { checks: before.clone(), end, asked: 0, left: due.len() };
    }
    // A local server that answers says nothing of the names that no one could look up.
    let was_silent = is_local && found.leave_out_silence();
    // What was not asked has its record as before, and is due again tomorrow.
    let asked = found.by_link.len();
    for (id, conclusion) in found.by_link {
        let link = due[id];
        let record = judge(link, checks.record(link), conclusion, today);
        checks.links.insert(link.to_string(), record);
    }
    for (host, pause) in schedule.pauses() {
        let days = pause.as_secs().div_ceil(SECONDS_OF_DAY);
        let days = i32::try_from(days).unwrap_or(LONGEST_PAUSE).clamp(1, LONGEST_PAUSE);
        let record = HostRecord { not_before: days_after(today, days) };
        checks.hosts.insert(host.clone(), record);
    }
    let end = match (is_stopped, was_silent) {
        (true, _) => LinkRunEnd::Stopped,
        (_, true) => LinkRunEnd::OnlyLocal,
        _ => LinkRunEnd::Complete,
    };
    LinkRun { checks, end, asked, left: due.len() - asked }
}

/// What is worst comes first, then what has waited longest: a host may end the run for the rest of
/// its links.
///
/// The last field makes the order the same everywhere.
fn urgency<'a>(link: &'a WebAddress, checks: &LinkChecks) -> (u8, Option<Date>, &'a WebAddress) {
    let record = checks.record(link);
    let rank = match record.map(|record| record.kind) {
        Some(LinkKind::Good | LinkKind::Moved) => 2,
        Some(LinkKind::Unclear) => 1,
        _ => 0,
    };
    (rank, record.map(|record| record.last_tried), link)
}

/// What the links of a run answered, by their numbers.
#[derive(Debug, Default)]
struct Conclusions {
    /// A link that was due and is missing here was not asked for, or its host wants a pause.
    by_link: BTreeMap<usize, Conclusion>,
}

impl Conclusions {
    /// Whether what was found says that there is no network, as far as it can.
    ///
    /// Addresses in private networks are refused before anything is sent, so a hub with no other
    /// links would have no answers on any day.
    fn says_offline(&self) -> bool {
        let was_asked = |conclusion: &Conclusion| {
            *conclusion != Conclusion::Unclear(LinkReason::Failure(WebFailure::Private))
        };
        self.by_link.is_empty() || self.by_link.values().any(was_asked)
    }

    /// Drops what is only silence. Whether anything was.
    fn leave_out_silence(&mut self) -> bool {
        let before = self.by_link.len();
        self.by_link.retain(|_, conclusion| !is_silence(conclusion));
        self.by_link.len() < before
    }
}

/// Whether it is only that no host answered, for whatever reason.
const fn is_silence(conclusion: &Conclusion) -> bool {
    use WebFailure::{NoConnection, NoLookup, NoSuchHost, Timeout};
    let (Conclusion::Gone(reason) | Conclusion::Unclear(reason)) = conclusion else { return false };
    matches!(reason, LinkReason::Failure(NoSuchHost | NoLookup | NoConnection | Timeout))
}

/// Asks until everything is known or the run is stopped.
///
/// This is the only loop in which time passes.
fn ask(schedule: &mut Schedule, all: usize, found: &mut Conclusions, network: &mut dyn Network) {
    // By host, when it was asked.
    let mut since: BTreeMap<String, Duration> = BTreeMap::new();
    while !network.is_stopped() {
        match schedule.next(network.now()) {
            Next::Done => break,
            Next::Ask(host, request) => {
                since.insert(host.clone(), network.now());
                network.start(&host, request);
            }
            Next::Wait(until) => {
                if let Some((host, reply)) = network.wait(until) {
                    let now = network.now();
                    let took = now.saturating_sub(since.remove(&host).unwrap_or(now));
                    schedule.receive(now, took, &host, reply);
                }
            }
        }
        found.by_link.extend(schedule.take_concluded());
        let done = all.saturating_sub(schedule.open());
        network.show(&|| LinkProgress { done, all, left: schedule.time_left() });
    }
    found.by_link.extend(schedule.take_concluded());
}

/// Links that worked when they were last asked for, of hosts that are not due: those that have
/// waited longest.
fn witnesses<'a>(
    links: &'a BTreeSet<WebAddress>,
    due: &[&WebAddress],
    checks: &LinkChecks,
    today: Date,
) -> Vec<&'a WebAddress> {
    let mut hosts: BTreeSet<&str> = due.iter().map(|link| link.host_key()).collect();
    let is_good = |link: &&WebAddress| {
        let paused = checks.hosts.get(link.host_key());
        paused.is_none_or(|host| host.not_before <= today)
            && checks.record(link).is_some_and(|record| {
                matches!(record.kind, LinkKind::Good | LinkKind::Moved)
                    && record.last_tried != today
            })
    };
    let mut good: Vec<&WebAddress> = links.iter().filter(is_good).collect();
    good.sort_by_key(|link| urgency(link, checks));
    good.retain(|link| hosts.insert(link.host_key()));
    good.truncate(WITNESSES);
    good
}

/// Whether all links lead to one and the same other host, as in a network that wants its guests to
/// sign in first.
///
/// Three hosts that all redirect to one fourth is more than chance: links of one organization
/// mostly stay on its own site.
fn leads_to_a_gate(due: &[&WebAddress], found: &Conclusions) -> bool {
    let mut gates = BTreeSet::new();
    let mut hosts = BTreeSet::new();
    for (&id, conclusion) in &found.by_link {
        let (Conclusion::Page { address, .. } | Conclusion::FrontPage { address, .. }) = conclusion
        else {
            continue;
        };
        gates.insert(address.site());
        hosts.insert(due[id].site());
    }
    // More than two: two organizations may have moved to one new site.
    gates.len() == 1 && hosts.len() > 2 && gates.is_disjoint(&hosts)
}

/// How many hosts with wrong certificates are one problem of this computer rather than one of each.
const DISTRUSTED: usize = 3;

/// Whether no certificate is right: the clock of this computer is wrong, or its network reads
/// along.
///
/// One page with a right certificate is enough to say that this computer is not the problem.
fn is_distrusted(due: &[&WebAddress], found: &Conclusions) -> bool {
    let mut hosts = BTreeSet::new();
    for (&id, conclusion) in &found.by_link {
        match conclusion {
            Conclusion::Certificate(_) => {
                hosts.insert(due[id].host_key());
            }
            Conclusion::Page { address, .. } | Conclusion::FrontPage { address, .. }
                if address.is_secure() =>
            {
                return false;
            }
            _ => {}
        }
    }
    hosts.len() >= DISTRUSTED
}
