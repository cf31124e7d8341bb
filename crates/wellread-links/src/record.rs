//! What is known of each address from one day to the next.
//!
//! A record is all that the next run has of the last ones, so it holds only what a rule asks for:
//! the rules of time are in `due` and `judge`, those of words in `findings`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use wellread_model::Date;

use crate::address::WebAddress;
use crate::day;
use crate::reason::LinkReason;
use crate::web::WebFailure;

/// In which state an address is. The order is that of harm, in which findings are listed. What each
/// takes to be reported is in `judge`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkKind {
    /// It belongs to someone else now: the most harmful, since families trust what the hub links
    /// to. Domains that lapse are bought for the visitors they still get.
    OtherOrganization,
    /// There is nothing at it now. Its server said so (404, 410), or its name no longer exists.
    Gone,
    /// It leads to the front page of the site in place of the page. Readers see a page that works
    /// and nothing of what they were sent to.
    FrontPage,
    /// Browsers warn of the site. Most readers turn back at such a warning, and should.
    Certificate,
    /// The page has another address now, to which the old one still leads. The server said so with
    /// a permanent redirect (301, 308), at every step.
    Moved,
    /// A program cannot tell. It refuses programs, asks for a sign-in, or does not answer. That
    /// says nothing about the page.
    Unclear,
    /// It works. The page was there when it was last asked for.
    Good,
}

impl LinkKind {
    /// The name of the kind in the state file and in reports for programs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OtherOrganization => "other-organization",
            Self::Gone => "gone",
            Self::FrontPage => "front-page",
            Self::Certificate => "certificate",
            Self::Moved => "moved",
            Self::Unclear => "unclear",
            Self::Good => "good",
        }
    }
}

/// The days on which an address was in the state that it is in, if that is a bad one.
///
/// Days on which the link was not asked for neither add to it nor end it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Streak {
    /// The first of them.
    #[serde(with = "day")]
    pub since: Date,
    /// The last of them. An answer that says nothing does not move it.
    #[serde(with = "day")]
    pub last: Date,
    /// How many different days. From 1. It is not the difference of the two dates: checks skip
    /// days.
    pub days: u32,
}

/// What is known of one address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkRecord {
    /// Its state. A single bad day is in here as well, before it is reported.
    pub kind: LinkKind,
    /// Why, unless it works. A page that moved has one if it is not sure to be the same page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<LinkReason>,
    /// Where it leads now: for [`LinkKind::Moved`], the exact replacement. For a front page or
    /// another organization, where readers land. Absent for all others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leads_to: Option<String>,
    /// Since when, and on how many days, unless it works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failing: Option<Streak>,
    /// The day on which it was first asked for. A link that fails since this day has most likely
    /// never worked.
    #[serde(with = "day")]
    pub first_seen: Date,
    /// The last day on which it worked. Absent if it never did since checks began. A page that
    /// moved counts as working.
    #[serde(default, with = "day::optional", skip_serializing_if = "Option::is_none")]
    pub last_good: Option<Date>,
    /// The last day on which it was asked for. It tells when the link is next due.
    #[serde(with = "day")]
    pub last_tried: Date,
    /// The day on which a person opened it and said that it works. It counts only for what a
    /// program cannot settle by itself; see [`LinkChecks::confirm`].
    #[serde(default, with = "day::optional", skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<Date>,
    /// The address of the page when it last worked, if it is another one. Temporary redirects lead
    /// there, such as from `example.org` to a page of a language. It tells whose site it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The title of the page when it last worked. It is what the title of a later page on another
    /// site is compared with, to tell whether a domain has changed hands. At most 160 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

impl LinkRecord {
    /// Whether a person's word settles what a program has found: where the program saw nothing of
    /// the page, or where it may trust fewer signers than browsers do. A site in the own network is
    /// reached by whoever sits there, and by no family.
    #[must_use]
    pub fn can_be_confirmed(&self) -> bool {
        matches!(self.kind, LinkKind::Unclear | LinkKind::Certificate)
            && self.reason != Some(LinkReason::Failure(WebFailure::Private))
    }
}

/// Why a link cannot be confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfirmError {
    /// It was never asked for, or is not an address of the web.
    Unknown,
    /// It works, so there is nothing to confirm.
    Works,
    /// What the server said of it holds for every visitor. Only another address helps.
    Certain,
}

/// What is known of one host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HostRecord {
    /// It asked not to be asked again before this day. It said so with 429 or `Retry-After`. At
    /// most thirty days after it did.
    #[serde(with = "day")]
    pub not_before: Date,
}

/// All that is known: the content of `link-checks.json`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LinkChecks {
    /// Each address that was asked for. By the normalized address ([`WebAddress`] as text), without
    /// what comes after `#`.
    pub links: BTreeMap<String, LinkRecord>,
    /// The hosts that asked for a pause. By [`WebAddress::host_key`]. Those whose day has come are
    /// dropped by the next run.
    pub hosts: BTreeMap<String, HostRecord>,
}

impl LinkChecks {
    /// Takes along what is known of a page that moved, once the hub has its new address.
    ///
    /// Without this, the new address would begin as a link that was never seen, and its title would
    /// no longer speak against a change of hands. Does nothing if the old address is not known.
    pub fn follow_move(&mut self, old: &str, new: &str) {
        let (Some(old), Some(new)) = (WebAddress::parse(old), WebAddress::parse(new)) else {
            return;
        };
        // Two old addresses may lead to one page.
        if let Some(record) = self.links.get(&old.to_string()).cloned() {
            // The page was there a moment ago, so the new address need not be asked for today.
            let record = LinkRecord {
                kind: LinkKind::Good,
                leads_to: None,
                confirmed: None,
                address: record.address.filter(|address| *address != new.to_string()),
                ..record
            };
            self.links.entry(new.to_string()).or_insert(record);
        }
    }

    /// Records that a person has opened an address today and found that it works.
    ///
    /// # Errors
    /// If that changes nothing: the link was never asked for, or what is wrong with it is no matter
    /// of opinion.
    pub fn confirm(&mut self, url: &str, today: Date) -> Result<(), ConfirmError> {
        let address = WebAddress::parse(url).ok_or(ConfirmError::Unknown)?;
        let record = self.links.get_mut(&address.to_string()).ok_or(ConfirmError::Unknown)?;
        if !record.can_be_confirmed() {
            return Err(match record.kind {
                LinkKind::Good | LinkKind::Moved => ConfirmError::Works,
                _ => ConfirmError::Certain,
            });
        }
        record.confirmed = Some(today);
        Ok(())
    }

    /// What is known of an address.
    ///
    /// `None` if it was never asked for.
    #[must_use]
    pub fn record(&self, address: &WebAddress) -> Option<&LinkRecord> {
        self.links.get(&address.to_string())
    }
}
