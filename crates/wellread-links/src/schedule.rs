//! When which host is asked what: the rules of politeness, under a clock that is passed in.
//!
//! - One request at a time for a host, and a pause after it.
//! - A host's `robots.txt` first, once in a run.
//! - A host that says that it was asked too often, or names a time, is left alone for the day.
//! - A host that does not answer is not asked for its other pages.
//! - At most eight requests at a time in all.
//!
//! Times are durations since the run began. Nothing here opens a connection or waits.
//!
//! Politeness is not only manners: hosts block programs that ask too fast, and then every link to
//! them is unclear from that day on. Most hubs have many links to few hosts, so the pause of a
//! host, not the number of requests at once, decides how long a run takes.
//!
//! A *task* is one request for a host; a *queue* is what waits at one. Links are known here by
//! their numbers alone. A check that is redirected moves to the queue of the next host.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use crate::address::WebAddress;
use crate::check::{Check, CheckStep, Conclusion};
use crate::reason::LinkReason;
use crate::robots::Robots;
use crate::web::{RequestKind, WebAnswer, WebFailure, WebReply, WebRequest};

/// The pause between an answer of a host and the next request to it.
///
/// A person who reads clicks about as often, so that a server sees no more than one more reader. A
/// `robots.txt` can ask for more with `Crawl-delay`, never for less.
pub const PAUSE: Duration = Duration::from_secs(2);

/// How many requests there are at a time.
///
/// Each is a thread that mostly waits. With two seconds of pause for each host, more would hardly
/// make a run shorter, and a small router would feel it.
pub const MOST_AT_ONCE: usize = 8;

/// After so many links that got no answer, a host counts as down for this run.
///
/// One may be a page of its own trouble. Without the limit, a host that is down costs twice the
/// limit of a request for each of its links.
const SILENT: usize = 2;

/// How many redirects of a `robots.txt` are followed (RFC 9309, section 2.3.1.2).
const MOST_ROBOTS_REDIRECTS: usize = 5;

/// What to do next.
#[derive(Debug)]
pub(crate) enum Next {
    /// Ask this host. The first field is its [`host_key`](WebAddress::host_key), to be handed back
    /// with the reply.
    Ask(String, WebRequest),
    /// Wait for an answer, but not beyond this time, if there is one. `None` if only an answer can
    /// change anything.
    Wait(Option<Duration>),
    /// Everything is done.
    Done,
}

/// Something to be asked of a host.
#[derive(Debug)]
enum Task {
    /// A step of the check of a link.
    Page(Check),
    /// A host's `robots.txt`.
    Robots(RobotsTask),
}

/// The `robots.txt` of an origin, to be asked for.
#[derive(Debug)]
struct RobotsTask {
    /// Whose pages it is about.
    origin: String,
    /// Where it is asked for, which differs from the origin's own after a redirect.
    address: WebAddress,
    /// How many redirects led there.
    redirects: usize,
}

/// What is known of the `robots.txt` of an origin. An origin that is not in the table has not been
/// needed yet.
#[derive(Debug)]
enum RobotsState {
    /// A request is queued or under way. Pages of this origin wait.
    Requested,
    /// It was read, or there is none: then everything is allowed.
    Known(Robots),
}

/// How long hosts take to answer.
#[derive(Debug, Default)]
struct AnswerTimes {
    /// For all answers together.
    total: Duration,
    count: u32,
}

impl AnswerTimes {
    /// `None` before the first answer.
    fn average(&self) -> Option<Duration> {
        self.total.checked_div(self.count)
    }
}

/// What waits for one host, and how the host has behaved in this run.
#[derive(Debug, Default)]
struct HostQueue {
    /// Checks in the order in which they are to be made; one that has begun goes back to the front.
    pages: VecDeque<Check>,
    /// Asked for before the pages, which wait for it.
    robots: VecDeque<RobotsTask>,
    /// The one request that is under way, of which a host never gets a second.
    asking: Option<Task>,
    /// The time from which it may be asked again.
    free_at: Duration,
    /// Two seconds, or what its `robots.txt` asks for if that is longer.
    pause: Duration,
    /// Whether any answer came in this run, good or bad: then the network works, as far as the
    /// host.
    has_answered: bool,
    /// Whether it is in the own network.
    is_local: bool,
    /// Failures in a row that speak of the host and not of a page. An answer empties it.
    silent: Vec<WebFailure>,
    /// Names that do not exist. `www.example.org` may be none though `example.org` is one.
    unknown: BTreeSet<String>,
    /// Whether it said that it was asked too often. It gets no other request in this run.
    left_alone: bool,
}

/// The schedule of one run.
#[derive(Debug, Default)]
pub(crate) struct Schedule {
    hosts: BTreeMap<String, HostQueue>,
    /// The hosts that have something to ask and are not being asked, by when they may be.
    waiting: BTreeSet<(Duration, String)>,
    /// By origin.
    robots: BTreeMap<String, RobotsState>,
    /// How many requests are under way, at most [`MOST_AT_ONCE`].
    asking: usize,
    /// What is over, by the number of the link, until it is taken.
    concluded: Vec<(usize, Conclusion)>,
    /// Hosts that want to be left alone, and for how long.
    pauses: BTreeMap<String, Duration>,
    /// How many links are neither concluded nor given up.
    open: usize,
    /// What the answers so far have taken.
    answers: AnswerTimes,
}

impl Schedule {
    /// Adds links, by number, in the order in which they are to be asked for.
    pub(crate) fn add(&mut self, links: impl IntoIterator<Item = (usize, WebAddress)>) {
        for (id, link) in links {
            self.open += 1;
            let key = link.host_key().to_owned();
            self.host(&key).pages.push_back(Check::new(id, link));
            self.enqueue(&key);
        }
    }

    /// What to do at a time.
    ///
    /// The caller loops: it does what this says, and calls [`receive`](Self::receive) for each
    /// reply. `now` never goes back.
    pub(crate) fn next(&mut self, now: Duration) -> Next {
        while self.asking < MOST_AT_ONCE {
            let Some((at, key)) = self.waiting.first().cloned() else { break };
            if at > now {
                break;
            }
            self.waiting.remove(&(at, key.clone()));
            if let Some(request) = self.begin(&key) {
                self.asking += 1;
                return Next::Ask(key, request);
            }
            // Its front needed no request, so the host goes back into the line and not out of it.
            self.enqueue(&key);
        }
        if self.asking == 0 && self.waiting.is_empty() {
            return Next::Done;
        }
        let is_full = self.asking >= MOST_AT_ONCE;
        Next::Wait(self.waiting.first().filter(|_| !is_full).map(|(at, _)| *at))
    }

    /// Takes in the answer of a host to the last request that was made of it.
    ///
    /// `took` is how long the answer took; it only serves the estimate of
    /// [`time_left`](Self::time_left).
    pub(crate) fn receive(&mut self, now: Duration, took: Duration, key: &str, reply: WebReply) {
        self.asking = self.asking.saturating_sub(1);
        self.answers.total += took;
        self.answers.count += 1;
        let host = self.host(key);
        host.free_at = now + host.pause;
        let Some(task) = host.asking.take() else { return };
        if let WebReply::Answer(answer) = &reply {
            host.has_answered = true;
            host.is_local = answer.is_local;
            host.silent.clear();
            // With a redirect, the time is that before the next request, which is the pause.
            let is_refusal = answer.status >= 400 && answer.retry_after.is_some();
            if answer.status == 429 || is_refusal {
                host.left_alone = true;
                self.pauses.insert(key.to_owned(), answer.retry_after.unwrap_or_default());
            }
        }
        match task {
            Task::Page(check) => self.page_answered(key, check, reply),
            Task::Robots(task) => self.rules_answered(key, task, reply),
        }
        self.settle(key);
        self.enqueue(key);
    }

    /// What is over since this was last asked, by the number of the link.
    ///
    /// A link of a host that wants to be left alone never appears: nothing was learned about it.
    pub(crate) fn take_concluded(&mut self) -> Vec<(usize, Conclusion)> {
        std::mem::take(&mut self.concluded)
    }

    /// The hosts that asked for a pause, and for how long, as far as they said.
    ///
    /// Zero means that it named no time; the run makes a day of it.
    pub(crate) const fn pauses(&self) -> &BTreeMap<String, Duration> {
        &self.pauses
    }

    /// Whether any host outside of the own network has answered.
    ///
    /// If none has, the fault is most likely on this side, and no silence may be believed.
    pub(crate) fn has_answers(&self) -> bool {
        self.hosts.values().any(|host| host.has_answered && !host.is_local)
    }

    /// Whether any host in the own network has answered.
    pub(crate) fn has_local_answers(&self) -> bool {
        self.hosts.values().any(|host| host.has_answered && host.is_local)
    }

    /// How many links are still to be concluded.
    pub(crate) const fn open(&self) -> usize {
        self.open
    }

    /// How long the rest takes, if hosts answer as they have so far.
    ///
    /// The larger of two bounds: the host with the most links, which is asked one link at a time,
    /// and all requests divided by how many there are at once. Before the first answer, half a
    /// second is assumed.
    pub(crate) fn time_left(&self) -> Duration {
        let answer = self.answers.average().unwrap_or(Duration::from_millis(500));
        // Most links are pages, which take two requests.
        let of_host = |host: &HostQueue| {
            let links = host.pages.len() + usize::from(host.asking.is_some());
            (answer + host.pause) * u32::try_from(2 * links).unwrap_or(u32::MAX)
        };
        // A host waits for itself, so the one with the most links bounds the run, however many
        // others work.
        let longest = self.hosts.values().map(of_host).max().unwrap_or_default();
        let requests = u32::try_from(2 * self.open / MOST_AT_ONCE).unwrap_or(u32::MAX);
        longest.max(answer * requests)
    }

    /// The queue of a host, made on first use.
    fn host(&mut self, key: &str) -> &mut HostQueue {
        self.hosts
            .entry(key.to_owned())
            .or_insert_with(|| HostQueue { pause: PAUSE, ..HostQueue::default() })
    }

    /// The host waits for its turn, if it has something to ask.
    fn enqueue(&mut self, key: &str) {
        let Some(host) = self.hosts.get(key) else { return };
        let origin = host.pages.front().map(|check| check.address().origin());
        // Its `robots.txt` may be asked for at another host, after a redirect. That one wakes it
        // again.
        let is_blocked =
            origin.is_some_and(|it| matches!(self.robots.get(&it), Some(RobotsState::Requested)));
        let has_work = !host.robots.is_empty() || (!host.pages.is_empty() && !is_blocked);
        if has_work && host.asking.is_none() {
            self.waiting.insert((host.free_at, key.to_owned()));
        }
    }

    /// Begins the next task of a host. `None` if the task at its front needed no request, or has to
    /// wait for another one.
    fn begin(&mut self, key: &str) -> Option<WebRequest> {
        let host = self.hosts.get_mut(key)?;
        if let Some(task) = host.robots.pop_front() {
            let request = WebRequest { address: task.address.clone(), asked: RequestKind::Robots };
            host.asking = Some(Task::Robots(task));
            return Some(request);
        }
        let check = host.pages.pop_front()?;
        let origin = check.address().origin();
        match self.robots.get(&origin) {
            None => {
                let address = check.address().robots();
                host.robots.push_back(RobotsTask { origin: origin.clone(), address, redirects: 0 });
                host.pages.push_front(check);
                self.robots.insert(origin, RobotsState::Requested);
                None
            }
            Some(RobotsState::Requested) => {
                host.pages.push_front(check);
                None
            }
            Some(RobotsState::Known(robots)) if !robots.allows(&check.address().target()) => {
                self.conclude(check.id, Conclusion::Unclear(LinkReason::Robots));
                None
            }
            Some(RobotsState::Known(_)) => {
                let request = check.request();
                host.asking = Some(Task::Page(check));
                Some(request)
            }
        }
    }

    /// Hands a reply to its check, and puts the check where its next request belongs.
    fn page_answered(&mut self, key: &str, check: Check, reply: WebReply) {
        let (id, name) = (check.id, check.address().host().to_owned());
        let failure = match &reply {
            WebReply::Failure(failure) => Some(*failure),
            WebReply::Answer(_) => None,
        };
        match check.receive(reply) {
            CheckStep::Next(next) => {
                let to = next.address().host_key().to_owned();
                let host = self.host(&to);
                // A redirect to a host that is not to be asked today: the link waits for another
                // day.
                if host.left_alone {
                    self.open -= 1;
                    return;
                }
                // It has begun, so it comes before those that have not.
                host.pages.push_front(next);
                if to != key {
                    self.enqueue(&to);
                }
            }
            CheckStep::Done(conclusion) => {
                self.conclude(id, conclusion);
                let host = self.host(key);
                match failure {
                    Some(WebFailure::NoSuchHost) => {
                        host.unknown.insert(name);
                    }
                    Some(
                        failure @ (WebFailure::NoLookup
                        | WebFailure::NoConnection
                        | WebFailure::Timeout),
                    ) => host.silent.push(failure),
                    _ => {}
                }
            }
        }
    }

    /// Takes in a `robots.txt`, or the lack of one. Everything but a file that can be read means
    /// that there are no rules: the RFC would have a crawler stay away from a host with a failing
    /// server, but this asks for single pages that people link to, and learns of the failure by
    /// asking.
    fn rules_answered(&mut self, key: &str, task: RobotsTask, reply: WebReply) {
        let RobotsTask { origin, address, redirects } = task;
        let answer = match reply {
            WebReply::Answer(answer) => answer,
            // What prevents the rules from being read will be said of the pages.
            WebReply::Failure(_) => WebAnswer::default(),
        };
        let next = answer.location.as_deref().filter(|_| (300..400).contains(&answer.status));
        if let Some(next) = next.and_then(|next| address.join(next))
            && redirects < MOST_ROBOTS_REDIRECTS
        {
            let to = next.host_key().to_owned();
            let host = self.host(&to);
            if !host.left_alone {
                let redirects = redirects + 1;
                host.robots.push_back(RobotsTask { origin, address: next, redirects });
                if to != key {
                    self.enqueue(&to);
                }
                return;
            }
        }
        let is_there = (200..300).contains(&answer.status);
        let text = answer.text.filter(|_| is_there).unwrap_or_default();
        let robots = Robots::parse(&text);
        // The host whose rules they are, which may be another than the one that had them.
        let owner = WebAddress::parse(&origin).map(|address| address.host_key().to_owned());
        let pause = robots.pause;
        self.robots.insert(origin, RobotsState::Known(robots));
        if let Some(owner) = owner {
            let host = self.host(&owner);
            host.pause = host.pause.max(pause.unwrap_or_default());
            if owner != key {
                self.enqueue(&owner);
            }
        }
    }

    /// Ends what is left of a host that wants to be left alone, does not answer, or does not exist.
    ///
    /// All links of a name that does not exist are concluded at once, as gone; those of a host that
    /// is silent, as unclear. Links of a host that asked for a pause are dropped without a
    /// conclusion.
    fn settle(&mut self, key: &str) {
        let Some(host) = self.hosts.get_mut(key) else { return };
        let silence = host.silent.last().copied().filter(|_| host.silent.len() >= SILENT);
        let is_over = host.left_alone || silence.is_some();
        if !is_over && host.unknown.is_empty() {
            return;
        }
        // Taken out, because concluding them borrows the schedule. Rules of other origins were
        // redirected here: without them, their pages would wait forever.
        let rules = if is_over { std::mem::take(&mut host.robots) } else { VecDeque::new() };
        let is_unknown = |check: &Check| host.unknown.contains(check.address().host());
        let (unknown, mut pages): (VecDeque<Check>, VecDeque<Check>) =
            std::mem::take(&mut host.pages).into_iter().partition(is_unknown);
        if !is_over {
            host.pages = std::mem::take(&mut pages);
        }
        for RobotsTask { origin, .. } in rules {
            self.robots.insert(origin.clone(), RobotsState::Known(Robots::default()));
            if let Some(owner) = WebAddress::parse(&origin) {
                self.enqueue(owner.host_key());
            }
        }
        for check in unknown {
            let reason = LinkReason::Failure(WebFailure::NoSuchHost);
            self.conclude(check.id, Conclusion::Gone(reason));
        }
        for check in pages {
            match silence {
                Some(silence) => {
                    let reason = LinkReason::Failure(silence);
                    self.conclude(check.id, Conclusion::Unclear(reason));
                }
                // Nothing is known of it, and it is asked for another day.
                None => self.open -= 1,
            }
        }
    }

    /// Every link that was added is concluded once or dropped, never both, so `open` cannot go
    /// below zero.
    fn conclude(&mut self, id: usize, conclusion: Conclusion) {
        self.open -= 1;
        self.concluded.push((id, conclusion));
    }
}
