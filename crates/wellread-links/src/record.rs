//! What is known of each address from one day to the next.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use wellread_model::Date;

use crate::address::WebAddress;
use crate::day;
use crate::reason::LinkReason;

/// In which state an address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkKind {
    /// It belongs to someone else now: the most harmful, since families trust what the hub links to.
    OtherOrganization,
    /// There is nothing at it now.
    Gone,
    /// It leads to the front page of the site in place of the page.
    FrontPage,
    /// Browsers warn of the site.
    Certificate,
    /// The page has another address now, to which the old one still leads.
    Moved,
    /// A program cannot tell.
    Unclear,
    /// It works.
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Streak {
    /// The first of them.
    #[serde(with = "day")]
    pub since: Date,
    /// The last of them.
    #[serde(with = "day")]
    pub last: Date,
    /// How many different days.
    pub days: u32,
}

/// What is known of one address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkRecord {
    /// Its state.
    pub kind: LinkKind,
    /// Why, unless it works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<LinkReason>,
    /// Where it leads now: for [`LinkKind::Moved`], the exact replacement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leads_to: Option<String>,
    /// Since when, and on how many days, unless it works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failing: Option<Streak>,
    /// The day on which it was first asked for.
    #[serde(with = "day")]
    pub first_seen: Date,
    /// The last day on which it worked.
    #[serde(default, with = "day::optional", skip_serializing_if = "Option::is_none")]
    pub last_good: Option<Date>,
    /// The last day on which it was asked for.
    #[serde(with = "day")]
    pub last_tried: Date,
    /// The address of the page when it last worked, if it is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The title of the page when it last worked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// What is known of one host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HostRecord {
    /// It asked not to be asked again before this day.
    #[serde(with = "day")]
    pub not_before: Date,
}

/// All that is known: the content of `link-checks.json`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LinkChecks {
    /// Each address that was asked for.
    pub links: BTreeMap<String, LinkRecord>,
    /// The hosts that asked for a pause.
    pub hosts: BTreeMap<String, HostRecord>,
}

impl LinkChecks {
    /// Takes along what is known of a page that moved, once the hub has its new address.
    pub fn follow_move(&mut self, old: &str, new: &str) {
        let (Some(old), Some(new)) = (WebAddress::parse(old), WebAddress::parse(new)) else {
            return;
        };
        // Two old addresses may lead to one page.
        if let Some(record) = self.links.get(&old.to_string()).cloned() {
            let record = LinkRecord {
                kind: LinkKind::Good,
                leads_to: None,
                address: record.address.filter(|address| *address != new.to_string()),
                ..record
            };
            self.links.entry(new.to_string()).or_insert(record);
        }
    }

    /// What is known of an address.
    #[must_use]
    pub fn record(&self, address: &WebAddress) -> Option<&LinkRecord> {
        self.links.get(&address.to_string())
    }
}
