//! Single runs under a simulated clock: when there is no network, when one host is dead, and when a
//! host has rules.

#![expect(clippy::unwrap_used, reason = "a failed test may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use wellread_links::{
    LinkChecks, LinkKind, LinkProgress, LinkRunEnd, Network, RequestKind, WebAddress, WebAnswer,
    WebFailure, WebReply, WebRequest, check_links,
};
use wellread_model::Date;

fn date(day: i32) -> Date {
    Date::constant(2026, 1, 1).checked_add(jiff::Span::new().days(day)).unwrap()
}

/// Hosts by name, with one answer each.
struct Fixed(BTreeMap<&'static str, WebReply>, Vec<String>, Duration);

impl Network for Fixed {
    fn now(&self) -> Duration {
        self.2
    }
    fn start(&mut self, host: &str, request: WebRequest) {
        if request.asked == RequestKind::Headers {
            self.1.push(request.address.to_string());
        }
        self.1.push(format!("!{host}"));
    }
    fn wait(&mut self, until: Option<Duration>) -> Option<(String, WebReply)> {
        let at = self.1.iter().position(|one| one.starts_with('!'));
        let Some(at) = at else {
            self.2 = until.unwrap_or(self.2);
            return None;
        };
        let host = self.1.remove(at)[1..].to_owned();
        self.2 += Duration::from_secs(1);
        let gone = WebReply::Failure(WebFailure::NoSuchHost);
        let reply = self.0.get(host.as_str()).cloned().unwrap_or(gone);
        Some((host, reply))
    }
    fn is_stopped(&self) -> bool {
        false
    }
    fn show(&mut self, _: &dyn Fn() -> LinkProgress) {}
}

fn works() -> WebReply {
    WebReply::Answer(WebAnswer { status: 200, ..WebAnswer::default() })
}

fn links(urls: &[&str]) -> BTreeSet<WebAddress> {
    urls.iter().map(|url| WebAddress::parse(url).unwrap()).collect()
}

#[test]
fn one_dead_host_is_distinguished_from_a_dead_network() {
    let all = links(&["https://good.example/a", "https://dead.example/a"]);
    let mut alive = Fixed(BTreeMap::new(), Vec::new(), Duration::ZERO);
    for host in ["good.example", "dead.example"] {
        alive.0.insert(host, works());
    }
    let mut checks = check_links(&all, &LinkChecks::default(), date(0), &mut alive).checks;
    let mut reported = None;
    for day in 1..20 {
        let mut network = Fixed(BTreeMap::new(), Vec::new(), Duration::ZERO);
        network.0.insert("good.example", works());
        let run = check_links(&all, &checks, date(day), &mut network);
        assert_eq!(run.end, LinkRunEnd::Complete);
        checks = run.checks;
        let dead = &checks.links["https://dead.example/a"];
        if dead.failing.as_ref().is_some_and(|streak| streak.days == 2) {
            reported = reported.or(Some((day, dead.failing.clone().unwrap().since)));
        }
    }
    let (day, since) = reported.expect("a dead host is reported");
    assert_eq!(date(day - 1), since);
}

#[test]
fn a_network_without_a_way_out_says_nothing_of_other_hosts() {
    let all = links(&["http://wiki.local/a", "https://a.example/1", "https://b.example/2"]);
    let local = WebAnswer { status: 404, is_local: true, ..WebAnswer::default() };
    let mut network = Fixed(BTreeMap::new(), Vec::new(), Duration::ZERO);
    network.0.insert("wiki.local", WebReply::Answer(local));
    network.0.insert("b.example", WebReply::Failure(WebFailure::Timeout));
    let run = check_links(&all, &LinkChecks::default(), date(0), &mut network);
    assert_eq!((run.end, run.asked, run.left), (LinkRunEnd::OnlyLocal, 1, 2));
    let known: Vec<&String> = run.checks.links.keys().collect();
    assert_eq!(known, ["http://wiki.local/a"]);
    assert_eq!(run.checks.links["http://wiki.local/a"].kind, LinkKind::Gone);
    // One host of the web is a way out.
    network.0.insert("b.example", works());
    let run = check_links(&all, &LinkChecks::default(), date(0), &mut network);
    assert_eq!((run.end, run.asked), (LinkRunEnd::Complete, 3));
    assert_eq!(run.checks.links["https://a.example/1"].kind, LinkKind::Gone);
    // A hub whose links all lead into the own network is checked whole.
    let all = links(&["http://wiki.local/a"]);
    let run = check_links(&all, &LinkChecks::default(), date(0), &mut network);
    assert_eq!((run.end, run.asked), (LinkRunEnd::Complete, 1));
}

#[test]
fn a_network_that_wants_a_sign_in_first_changes_nothing() {
    let all = links(&["http://a.example/1", "http://b.example/2", "http://c.example/3"]);
    let location = Some("http://gate.test/welcome".to_owned());
    let gate = WebReply::Answer(WebAnswer { status: 302, location, ..WebAnswer::default() });
    let mut network = Fixed(BTreeMap::new(), Vec::new(), Duration::ZERO);
    for host in ["a.example", "b.example", "c.example"] {
        network.0.insert(host, gate.clone());
    }
    network.0.insert("gate.test", works());
    let run = check_links(&all, &LinkChecks::default(), date(0), &mut network);
    assert_eq!((run.end, run.checks), (LinkRunEnd::NoNetwork, LinkChecks::default()));
}

#[test]
fn a_computer_that_trusts_no_certificate_changes_nothing() {
    let all = links(&["https://a.example/1", "https://b.example/2", "https://c.example/3"]);
    let lapsed = WebReply::Failure(WebFailure::CertificateExpired);
    let run = |good: bool| {
        let mut network = Fixed(BTreeMap::new(), Vec::new(), Duration::ZERO);
        for host in ["a.example", "b.example", "c.example"] {
            network.0.insert(host, lapsed.clone());
        }
        // One that is not encrypted says nothing about certificates.
        network.0.insert("plain.example", works());
        let mut all = all.clone();
        all.extend(links(&["http://plain.example/"]));
        if good {
            network.0.insert("d.example", works());
            all.extend(links(&["https://d.example/"]));
        }
        check_links(&all, &LinkChecks::default(), date(0), &mut network)
    };
    assert_eq!((run(false).end, run(false).checks), (LinkRunEnd::NoNetwork, LinkChecks::default()));
    let run = run(true);
    assert_eq!(run.end, LinkRunEnd::Complete);
    assert_eq!(run.checks.links["https://a.example/1"].kind, LinkKind::Certificate);
}

#[test]
fn robots_that_name_us_are_obeyed_and_hosts_wait_for_their_rules() {
    struct Rules(Fixed);
    impl Network for Rules {
        fn now(&self) -> Duration {
            self.0.now()
        }
        fn start(&mut self, host: &str, request: WebRequest) {
            assert_ne!(request.address.target(), "/private/a");
            self.0.start(host, request);
        }
        fn wait(&mut self, until: Option<Duration>) -> Option<(String, WebReply)> {
            self.0.wait(until)
        }
        fn is_stopped(&self) -> bool {
            false
        }
        fn show(&mut self, progress: &dyn Fn() -> LinkProgress) {
            self.0.show(progress);
        }
    }
    let all = links(&["https://www.a.example/private/a", "https://a.example/open"]);
    let text = "User-agent: wellread\nDisallow: /private\n".to_owned();
    let answer = WebAnswer { status: 200, text: Some(text), ..WebAnswer::default() };
    let mut network = Rules(Fixed(BTreeMap::new(), Vec::new(), Duration::ZERO));
    network.0.0.insert("a.example", WebReply::Answer(answer));
    let run = check_links(&all, &LinkChecks::default(), date(0), &mut network);
    let kind = |url: &str| run.checks.links[url].kind;
    assert_eq!(kind("https://www.a.example/private/a"), LinkKind::Unclear);
    assert_eq!(kind("https://a.example/open"), LinkKind::Good);
}

#[test]
fn a_name_with_www_that_does_not_exist_says_nothing_of_the_name_without() {
    // The host of a request is the one whose visitors wait for each other, so the names are
    // distinguished by what was asked last.
    struct Names(Fixed, Vec<WebAddress>);
    impl Network for Names {
        fn now(&self) -> Duration {
            self.0.now()
        }
        fn start(&mut self, host: &str, request: WebRequest) {
            self.1.push(request.address.clone());
            self.0.start(host, request);
        }
        fn wait(&mut self, until: Option<Duration>) -> Option<(String, WebReply)> {
            let (host, _) = self.0.wait(until)?;
            let is_there = self.1.last().unwrap().host() == "a.example";
            let gone = WebReply::Failure(WebFailure::NoSuchHost);
            Some((host, if is_there { works() } else { gone }))
        }
        fn is_stopped(&self) -> bool {
            false
        }
        fn show(&mut self, progress: &dyn Fn() -> LinkProgress) {
            self.0.show(progress);
        }
    }
    let all = links(&[
        "http://www.a.example/1",
        "http://www.a.example/2",
        "https://a.example/3",
        "https://a.example/4",
    ]);
    let mut network = Names(Fixed(BTreeMap::new(), Vec::new(), Duration::ZERO), Vec::new());
    let run = check_links(&all, &LinkChecks::default(), date(0), &mut network);
    let kinds: Vec<LinkKind> = run.checks.links.values().map(|record| record.kind).collect();
    assert_eq!(kinds, [LinkKind::Gone, LinkKind::Gone, LinkKind::Good, LinkKind::Good]);
    assert_eq!((run.asked, run.left), (4, 0));
    // The second link to a name that does not exist is not asked for.
    assert!(network.1.iter().all(|asked| asked.target() != "/2"), "{:?}", network.1);
}
