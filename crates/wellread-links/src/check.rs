//! The check of one address: which requests it takes, and what the answers mean.
//!
//! A value that yields its next request and takes the reply. It knows neither the clock nor the
//! rules of hosts, and nothing of what was seen on earlier days.
//!
//! A page is first asked for with `HEAD`, which costs its server next to nothing. Only if that says
//! that something is there, or says something that `HEAD` cannot be trusted with, is it asked for
//! with `GET`, and then read no further than its title. So a link that works takes two requests, a
//! PDF one.

use crate::address::WebAddress;
use crate::reason::LinkReason;
use crate::title;
use crate::web::{RequestKind, WebAnswer, WebFailure, WebReply, WebRequest};

/// How many redirects are followed; browsers follow 20, of which the last ten mean a loop.
const MOST_REDIRECTS: usize = 10;

/// What one check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Conclusion {
    /// A page was there. That it is the page that was meant is for `judge` to say, which knows what
    /// was here before.
    Page {
        /// Its address, after all redirects.
        address: WebAddress,
        /// Its title, unless it has none.
        title: Option<String>,
        /// The address to write in place of the old one, which leads there for good.
        ///
        /// `None` as well if it differs from the link in nothing, is made for one visit, or would
        /// give up encryption.
        replacement: Option<WebAddress>,
    },
    /// The address leads to the front page instead. Only where the link itself is not to a front
    /// page, and only after a redirect.
    FrontPage {
        /// Which one.
        address: WebAddress,
        /// Its title, unless it has none.
        title: Option<String>,
    },
    /// There is nothing. Either the server says so (404, 410) or its name no longer exists. Nothing
    /// weaker ends here.
    Gone(LinkReason),
    /// Browsers would warn. Whether a page is behind the warning is not looked at: families are
    /// sent away again.
    Certificate(LinkReason),
    /// A program cannot know. That is no accusation: most such links work in a browser.
    Unclear(LinkReason),
}

/// What follows from a reply.
#[derive(Debug)]
pub(crate) enum CheckStep {
    /// There is another request to make.
    Next(Check),
    /// The check is over.
    Done(Conclusion),
}

/// A check that is under way.
#[derive(Debug, Clone)]
pub(crate) struct Check {
    /// Which of the links it is about. The schedule's callers number links from 0, and get the
    /// number back with the conclusion.
    pub(crate) id: usize,
    /// The address as the hub has it.
    link: WebAddress,
    /// Where redirects have led so far.
    current: WebAddress,
    /// What the request that is under way asks for; it begins anew with each host.
    asked: RequestKind,
    /// How many redirects were followed, at most `MOST_REDIRECTS`.
    redirects: usize,
    /// The last address to which nothing but permanent redirects led.
    replacement: Option<WebAddress>,
    /// Whether all redirects so far were permanent (301, 308). One that is temporary ends this:
    /// what comes after it is not an address to write down, however permanent it calls itself.
    is_permanent: bool,
}

impl Check {
    pub(crate) fn new(id: usize, link: WebAddress) -> Self {
        Self {
            id,
            current: link.clone(),
            link,
            asked: RequestKind::Headers,
            redirects: 0,
            replacement: None,
            is_permanent: true,
        }
    }

    /// The address that is to be asked next.
    pub(crate) const fn address(&self) -> &WebAddress {
        &self.current
    }

    /// The next request.
    pub(crate) fn request(&self) -> WebRequest {
        WebRequest { address: self.current.clone(), asked: self.asked }
    }

    /// Takes in what came back.
    ///
    /// It always comes to an end: each step either goes from `HEAD` to `GET`, or counts a redirect.
    pub(crate) fn receive(self, reply: WebReply) -> CheckStep {
        match reply {
            WebReply::Answer(answer) => self.answered(answer),
            WebReply::Failure(failure) => self.failed(failure),
        }
    }

    /// No answer. A missing name is the only failure that proves anything; a host that is silent
    /// may be back in an hour, and a private one was not asked.
    fn failed(self, failure: WebFailure) -> CheckStep {
        let reason = LinkReason::Failure(failure);
        let is_shy =
            matches!(failure, WebFailure::Timeout | WebFailure::Garbled | WebFailure::NoConnection);
        match failure {
            // Some servers were never taught to answer HEAD.
            _ if is_shy && self.asked == RequestKind::Headers => self.with(RequestKind::Title),
            WebFailure::NoSuchHost => CheckStep::Done(Conclusion::Gone(reason)),
            WebFailure::CertificateExpired
            | WebFailure::CertificateName
            | WebFailure::CertificateIssuer
            | WebFailure::Certificate => CheckStep::Done(Conclusion::Certificate(reason)),
            _ => CheckStep::Done(Conclusion::Unclear(reason)),
        }
    }

    /// An answer with a status. The order of the branches matters: a challenge may come with any
    /// status, and a redirect is followed before its status is judged.
    fn answered(self, answer: WebAnswer) -> CheckStep {
        let unclear = |reason| CheckStep::Done(Conclusion::Unclear(reason));
        let status = LinkReason::Status(answer.status);
        if answer.is_challenge {
            return unclear(LinkReason::Challenge);
        }
        if let 301 | 302 | 303 | 307 | 308 = answer.status
            && let Some(location) = &answer.location
        {
            return self.redirected(answer.status, location);
        }
        match (answer.status, self.asked) {
            // Asking again at once is what the server complains of.
            (429, _) => unclear(status),
            (503, _) if answer.retry_after.is_some() => unclear(status),
            // A PDF or an image has no title to compare.
            (200..=299, RequestKind::Headers) if !answer.may_be_page => self.found(None),
            // What a server says to HEAD is true only if it is good, and then the title is wanted.
            (_, RequestKind::Headers) => self.with(RequestKind::Title),
            (200..=299, _) => self.found(answer.title),
            // 403 and its like stay unclear: many servers refuse programs what they show to people.
            (404 | 410, _) => CheckStep::Done(Conclusion::Gone(status)),
            _ => unclear(status),
        }
    }

    fn with(self, asked: RequestKind) -> CheckStep {
        CheckStep::Next(Self { asked, ..self })
    }

    /// Follows one redirect. The client never does so by itself, so that the next host gets its own
    /// pause, its own `robots.txt` and its own look at whether its address is public.
    fn redirected(mut self, status: u16, location: &str) -> CheckStep {
        let Some(next) = self.current.join(location) else {
            return CheckStep::Done(Conclusion::Unclear(LinkReason::NoAddress));
        };
        self.redirects += 1;
        if self.redirects > MOST_REDIRECTS {
            return CheckStep::Done(Conclusion::Unclear(LinkReason::Redirects));
        }
        // 302 and 307 say that the old address is the one to use; 303 answers something else.
        self.is_permanent &= matches!(status, 301 | 308);
        if self.is_permanent {
            self.replacement = Some(next.clone());
        }
        // A server that does not know HEAD is not asked that way twice.
        if next.host() != self.current.host() {
            self.asked = RequestKind::Headers;
        }
        self.current = next;
        CheckStep::Next(self)
    }

    /// A page is there: which one?
    ///
    /// A status of 200 is not enough. In this order: is it a page at all, or a challenge or a soft
    /// 404 that its title gives away; is it a door in front of the page; is it the front page
    /// instead?
    fn found(self, title: Option<String>) -> CheckStep {
        let unclear = |reason| CheckStep::Done(Conclusion::Unclear(reason));
        let (address, is_elsewhere) = (self.current, self.redirects > 0);
        if let Some(title) = &title {
            if title::is_challenge(title) {
                return unclear(LinkReason::Challenge);
            }
            if title::says_not_found(title) {
                return unclear(LinkReason::SaysNotFound);
            }
        }
        let is_door =
            address.asks_to_sign_in() || title.as_deref().is_some_and(title::asks_to_sign_in);
        // Without a redirect, a page about signing in may be exactly what the hub links to.
        if is_elsewhere && is_door && !self.link.asks_to_sign_in() {
            return unclear(LinkReason::SignIn);
        }
        // Where a site has moved its Spanish front page from `/espanol` to `/es`, nothing is lost.
        let is_same_front = self.is_permanent && address.is_front_page_of(&self.link);
        if is_elsewhere && address.is_front_page() && !self.link.is_front_page() && !is_same_front {
            return CheckStep::Done(Conclusion::FrontPage { address, title });
        }
        let is_better = |new: &WebAddress| {
            *new != self.link
                && !new.is_of_one_visit()
                // Who moved from an encrypted address to an open one did not mean it.
                && (new.is_secure() || !self.link.is_secure())
        };
        // What an author would not write has not moved for them.
        let replacement = self.replacement.filter(is_better);
        CheckStep::Done(Conclusion::Page { address, title, replacement })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs a check against replies by address; `HEAD` before an address is for that alone.
    fn conclude(link: &str, replies: &[(&str, WebReply)]) -> (Conclusion, usize) {
        let mut check = Check::new(0, WebAddress::parse(link).unwrap());
        for count in 1.. {
            let WebRequest { address, asked } = check.request();
            let head = format!("HEAD {address}");
            let find = |key: &str| replies.iter().find(|(one, _)| *one == key);
            let by_head = (asked == RequestKind::Headers).then(|| find(&head)).flatten();
            let address = address.to_string();
            let reply = by_head.or_else(|| find(&address)).map(|(_, reply)| reply.clone());
            match check.receive(reply.unwrap_or_else(|| answer(404))) {
                CheckStep::Next(next) => check = next,
                CheckStep::Done(conclusion) => return (conclusion, count),
            }
        }
        unreachable!("a check ends")
    }

    fn answer(status: u16) -> WebReply {
        WebReply::Answer(WebAnswer { status, may_be_page: true, ..WebAnswer::default() })
    }

    fn page(title: &str) -> WebReply {
        let title = Some(title.to_owned());
        WebReply::Answer(WebAnswer {
            status: 200,
            may_be_page: true,
            title,
            ..WebAnswer::default()
        })
    }

    fn redirect(status: u16, location: &str) -> WebReply {
        let location = Some(location.to_owned());
        WebReply::Answer(WebAnswer { status, location, ..WebAnswer::default() })
    }

    #[test]
    fn an_answer_means_what_it_means() {
        let link = "https://a.org/page";
        for (reply, wanted, count) in [
            (answer(404), Conclusion::Gone(LinkReason::Status(404)), 2),
            (answer(410), Conclusion::Gone(LinkReason::Status(410)), 2),
            (answer(403), Conclusion::Unclear(LinkReason::Status(403)), 2),
            (answer(999), Conclusion::Unclear(LinkReason::Status(999)), 2),
            (answer(500), Conclusion::Unclear(LinkReason::Status(500)), 2),
            (answer(304), Conclusion::Unclear(LinkReason::Status(304)), 2),
            (answer(429), Conclusion::Unclear(LinkReason::Status(429)), 1),
            (page("Just a moment..."), Conclusion::Unclear(LinkReason::Challenge), 2),
            (page("Page not found"), Conclusion::Unclear(LinkReason::SaysNotFound), 2),
            (redirect(302, "mailto:a@b.org"), Conclusion::Unclear(LinkReason::NoAddress), 1),
            (redirect(301, "/page"), Conclusion::Unclear(LinkReason::Redirects), 11),
        ] {
            assert_eq!(conclude(link, &[(link, reply.clone())]), (wanted, count), "{reply:?}");
        }
        for (failure, wanted, count) in [
            (WebFailure::Timeout, "unclear", 2),
            (WebFailure::NoSuchHost, "gone", 1),
            (WebFailure::NoLookup, "unclear", 1),
            (WebFailure::Private, "unclear", 1),
            (WebFailure::CertificateExpired, "certificate", 1),
        ] {
            let (conclusion, requests) = conclude(link, &[(link, WebReply::Failure(failure))]);
            let kind = match conclusion {
                Conclusion::Gone(_) => "gone",
                Conclusion::Certificate(_) => "certificate",
                _ => "unclear",
            };
            assert_eq!((kind, requests), (wanted, count), "{failure:?}");
        }
    }

    #[test]
    fn servers_that_do_not_know_head_are_asked_again() {
        let link = "https://a.org/page";
        for head in [answer(405), answer(404), answer(500), WebReply::Failure(WebFailure::Timeout)]
        {
            let found = conclude(link, &[("HEAD https://a.org/page", head), (link, page("A"))]).0;
            assert!(matches!(found, Conclusion::Page { .. }), "{found:?}");
        }
        let file = WebReply::Answer(WebAnswer { status: 200, ..WebAnswer::default() });
        assert_eq!(conclude(link, &[(link, file)]).1, 1);
    }

    #[test]
    fn a_page_has_moved_only_if_every_step_is_for_good() {
        let moved = |link: &str, replies: &[(&str, WebReply)]| match conclude(link, replies).0 {
            Conclusion::Page { replacement, .. } => replacement.map(|new| new.to_string()),
            other => Some(format!("{other:?}")),
        };
        let link = "https://a.org/old";
        let (new, newer) = ("https://a.org/new", "https://b.org/newer");
        let end = |address| (address, page("A"));
        assert_eq!(moved(link, &[(link, redirect(301, "/new")), end(new)]).as_deref(), Some(new));
        let chain = [(link, redirect(301, "/new")), (new, redirect(308, newer)), end(newer)];
        assert_eq!(moved(link, &chain).as_deref(), Some(newer));
        let mixed = [(link, redirect(301, "/new")), (new, redirect(302, newer)), end(newer)];
        assert_eq!(moved(link, &mixed).as_deref(), Some(new));
        let late = [(link, redirect(302, "/new")), (new, redirect(301, newer)), end(newer)];
        assert_eq!(moved(link, &late), None);
        let open = "http://a.org/old";
        assert_eq!(moved(link, &[(link, redirect(301, open)), end(open)]), None);
        let visit = "https://a.org/new?sid=12";
        assert_eq!(moved(link, &[(link, redirect(301, visit)), end(visit)]), None);
    }

    #[test]
    fn doors_and_front_pages_are_not_the_page() {
        let link = "https://a.org/old";
        let to = |address: &str, title| {
            conclude(link, &[(link, redirect(302, address)), (address, page(title))]).0
        };
        assert!(matches!(to("https://a.org/", "A"), Conclusion::FrontPage { .. }));
        assert!(matches!(to("https://a.org/en/", "A"), Conclusion::FrontPage { .. }));
        assert!(matches!(to("https://a.org/?p=12", "A"), Conclusion::Page { .. }));
        let sign_in = Conclusion::Unclear(LinkReason::SignIn);
        assert_eq!(to("https://a.org/login?next=old", "A"), sign_in);
        assert_eq!(to("https://id.other.org/x", "Sign in to your account"), sign_in);
        // A language of a site may have another address, and two letters may be an office.
        for (link, new) in [
            ("https://a.org/espanol", "https://a.org/es"),
            ("https://a.org/espa%C3%B1ol.html", "https://a.org/es/"),
            ("https://a.org/english/", "https://a.org/en-us/"),
            ("https://a.org/human-resources", "https://a.org/hr"),
        ] {
            let found = conclude(link, &[(link, redirect(301, new)), (new, page("A"))]).0;
            let Conclusion::Page { replacement, .. } = found else { panic!("{link}: {found:?}") };
            assert_eq!(replacement.map(|it| it.to_string()).as_deref(), Some(new));
        }
        let other = "https://a.org/respite";
        let spanish = "https://a.org/es";
        let found = conclude(other, &[(other, redirect(301, spanish)), (spanish, page("A"))]).0;
        assert!(matches!(found, Conclusion::FrontPage { .. }), "{found:?}");
        // Who links to a front page gets one.
        let (front, english) = ("https://a.org/", "https://a.org/en/");
        let found = conclude(front, &[(front, redirect(302, english)), (english, page("A"))]).0;
        assert!(matches!(found, Conclusion::Page { .. }), "{found:?}");
    }
}
