//! Why an address is in the state that it is in, as the state file has it and as people read it.
//!
//! There is one list of reasons, but three readers: people get a sentence, the state file gets a
//! short name that never changes between versions, and the rules ask whether a reason may pass by
//! itself.

use std::fmt::{self, Display};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::web::WebFailure;

/// What an answer, or the lack of one, says of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum LinkReason {
    /// The number of a status, such as 404. Three digits, as HTTP has them; 999 is not in any
    /// standard, but some large sites answer programs with it.
    Status(u16),
    /// There was no answer that says anything. The failure names the step that went wrong.
    Failure(WebFailure),
    /// Redirects that never end. More than ten of them count as never.
    Redirects,
    /// A redirect to something that is no address of the web.
    NoAddress,
    /// The server wants proof that a person asks. Such pages run a script that looks for signs of a
    /// browser. They say nothing about the page behind them.
    Challenge,
    /// The page is behind a form to sign in. Whether that page still exists, only its members can
    /// see.
    SignIn,
    /// The page is there, and says that there is no such page. This is the plain form of a *soft
    /// 404*: the status is 200, so nothing but the words of the title tells it. A title is weak
    /// evidence, so this is never more than unclear.
    SaysNotFound,
    /// The host's `robots.txt` asks this program to stay away. Only lines with this program's own
    /// name count; see `robots.rs`.
    Robots,
    /// The domain is for sale. A domain that was not renewed shows an offer first and later
    /// whatever its buyer wants.
    ForSale,
    /// The page has another title, on another host. Both together are needed: organizations change
    /// their titles, and they change their hosts.
    OtherTitle,
    /// The address leads to the front page. The other common soft 404: the reader lands on a page
    /// that exists, but not on the one meant.
    FrontPage,
    /// The page has moved to another site, and what it was before was never seen. It may well be
    /// the same organization under a new name; a person has to say so before an address is written
    /// into files.
    OtherSite,
}

/// Each failure with its name in the state file.
///
/// They are part of the file's format: a name that changes would make old files unreadable.
const FAILURES: [(WebFailure, &str); 10] = [
    (WebFailure::NoSuchHost, "no-such-host"),
    (WebFailure::NoLookup, "no-lookup"),
    (WebFailure::NoConnection, "no-connection"),
    (WebFailure::Timeout, "timeout"),
    (WebFailure::Garbled, "garbled"),
    (WebFailure::Private, "private"),
    (WebFailure::CertificateExpired, "certificate-expired"),
    (WebFailure::CertificateName, "certificate-name"),
    (WebFailure::CertificateIssuer, "certificate-issuer"),
    (WebFailure::Certificate, "certificate"),
];

/// The other reasons with their names.
const OTHERS: [(LinkReason, &str); 10] = [
    (LinkReason::Redirects, "redirects"),
    (LinkReason::NoAddress, "no-address"),
    (LinkReason::Challenge, "challenge"),
    (LinkReason::SignIn, "sign-in"),
    (LinkReason::SaysNotFound, "says-not-found"),
    (LinkReason::Robots, "robots"),
    (LinkReason::ForSale, "for-sale"),
    (LinkReason::OtherTitle, "other-title"),
    (LinkReason::FrontPage, "front-page"),
    (LinkReason::OtherSite, "other-site"),
];

impl LinkReason {
    /// Whether it may be over tomorrow: the host is silent, or overwhelmed.
    ///
    /// Such a reason has to be seen on more days before people hear of it. 408 and 425 ask to try
    /// again, 429 is about us and not about the page, and from 500 on the server speaks of its own
    /// trouble.
    #[must_use]
    pub(crate) const fn may_pass(self) -> bool {
        match self {
            Self::Status(status) => {
                status == 408 || status == 425 || status == 429 || status >= 500 && status != 999
            }
            Self::Failure(failure) => !matches!(failure, WebFailure::Private),
            Self::Redirects | Self::SaysNotFound => true,
            _ => false,
        }
    }

    /// What happened, as a sentence for people.
    ///
    /// It is about the server and never about the author: the link was right when it was written.
    #[must_use]
    pub fn sentence(self) -> String {
        match self {
            Self::Status(404) => "The server says that there is no such page (404).".to_owned(),
            Self::Status(410) => "The server says that the page was removed (410).".to_owned(),
            Self::Status(429) => "The server says that it was asked too often (429).".to_owned(),
            Self::Status(401 | 403 | 407 | 451 | 999) => {
                format!("The site does not let programs see the page ({self}).")
            }
            Self::Status(status) if status >= 500 => {
                format!("The server has a problem of its own ({status}).")
            }
            Self::Status(status) => format!("The server answered with the number {status}."),
            Self::Failure(failure) => sentence_of_failure(failure).to_owned(),
            Self::Redirects => {
                "The address leads from one address to the next without end.".to_owned()
            }
            Self::NoAddress => "The address leads to something that is no web page.".to_owned(),
            Self::Challenge => {
                "The site asks visitors to prove that they are human, which a program cannot do."
                    .to_owned()
            }
            Self::SignIn => "The page can be seen only by those who sign in.".to_owned(),
            Self::SaysNotFound => {
                "The title of the page says that there is no such page.".to_owned()
            }
            Self::Robots => "The site asks programs like this one to stay away.".to_owned(),
            Self::ForSale => "The domain is for sale.".to_owned(),
            Self::OtherTitle => {
                "The address leads to another site now, with another title.".to_owned()
            }
            Self::FrontPage => {
                "The page is gone, and its address leads to the front page.".to_owned()
            }
            Self::OtherSite => "The page has moved for good, to another site.".to_owned(),
        }
    }
}

/// For people who do not know what a certificate is made of: what happened, not which check failed.
const fn sentence_of_failure(failure: WebFailure) -> &'static str {
    match failure {
        WebFailure::NoSuchHost => "No site has this name.",
        WebFailure::NoLookup => "The name of the site could not be looked up.",
        WebFailure::NoConnection => "The site could not be reached.",
        WebFailure::Timeout => "The site did not answer in time.",
        WebFailure::Garbled => "What the site answered could not be read.",
        WebFailure::Private => {
            "The site is on this computer or in its own network, which families cannot reach."
        }
        WebFailure::CertificateExpired => "The certificate of the site is not valid today.",
        WebFailure::CertificateName => "The certificate of the site is for another name.",
        WebFailure::CertificateIssuer => {
            "This computer does not know who signed the certificate of the site."
        }
        WebFailure::Certificate => "No safe connection to the site is possible.",
    }
}

/// The short name, as the state file has it. Every failure and every other reason has a row in the
/// tables above, which a test checks.
impl Display for LinkReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(f, "{status}"),
            Self::Failure(failure) => {
                let name = FAILURES.iter().find(|(one, _)| one == failure).map(|(_, name)| *name);
                f.write_str(name.unwrap_or_default())
            }
            other => {
                let name = OTHERS.iter().find(|(one, _)| one == other).map(|(_, name)| *name);
                f.write_str(name.unwrap_or_default())
            }
        }
    }
}

/// The inverse of `Display`. The error is a phrase that [`StateError`](crate::StateError) puts
/// after the number of a line.
impl FromStr for LinkReason {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Ok(status @ 100..=999) = text.parse() {
            return Ok(Self::Status(status));
        }
        let failure = FAILURES.iter().find(|(_, name)| *name == text);
        let other = OTHERS.iter().find(|(_, name)| *name == text);
        let found = failure.map(|(one, _)| Self::Failure(*one)).or(other.map(|(one, _)| *one));
        found.ok_or_else(|| format!("`{text}` is no reason"))
    }
}

impl TryFrom<String> for LinkReason {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<LinkReason> for String {
    fn from(reason: LinkReason) -> Self {
        reason.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_a_name_and_a_sentence() {
        let failures = FAILURES.iter().map(|(one, _)| LinkReason::Failure(*one));
        let statuses = [401, 404, 418, 429, 503, 999].map(LinkReason::Status);
        for reason in failures.chain(OTHERS.map(|(one, _)| one)).chain(statuses) {
            assert_eq!(reason.to_string().parse(), Ok(reason));
            assert!(reason.sentence().ends_with('.'), "{reason}");
        }
        for text in ["", "1000", "99", "gone", "-404"] {
            assert!(text.parse::<LinkReason>().is_err(), "{text}");
        }
    }
}
