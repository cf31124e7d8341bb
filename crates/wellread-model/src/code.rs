//! Every kind of problem, and what becomes of it.
//!
//! This is the one table that says whether a problem stops a build, and whether staff may accept it.
//! A [`crate::Diagnostic`] names a row by its code. Where next: [`crate::accept`].

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The site would be wrong, so nothing is written until this is fixed.
    Error,
    /// Worth a look; the site is built all the same.
    Warning,
}

impl Severity {
    /// The word used in every output format.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// What becomes of a kind of problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Nothing is published until it is fixed.
    Error,
    /// It is reported until it is fixed or accepted.
    Warning,
    /// It cannot be accepted: a family could reach the wrong person, or nothing at all.
    FirmWarning,
}

impl Weight {
    /// The severity of its diagnostics.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Self::Error => Severity::Error,
            Self::Warning | Self::FirmWarning => Severity::Warning,
        }
    }
}

/// The weights of all codes, sorted by code.
pub const CODES: &[(&str, Weight)] = &[
    ("accent", Weight::Error),
    ("ambiguous-name", Weight::Error),
    ("blank-place", Weight::Error),
    ("blank-spelling", Weight::Error),
    ("blank-stays-text", Weight::Warning),
    ("build-failed", Weight::Error),
    ("cached-for-a-year", Weight::Warning),
    ("conflict-copy", Weight::Warning),
    ("conflict-mark", Weight::Error),
    ("contact-differs", Weight::FirmWarning),
    ("control-character", Weight::Error),
    ("copied-file", Weight::Warning),
    ("cut-value", Weight::Warning),
    ("damaged-media", Weight::Warning),
    ("damaged-picture", Weight::Warning),
    ("dates-out-of-order", Weight::Error),
    ("dead-anchor", Weight::Error),
    ("dead-link", Weight::Error),
    ("definition-stays-text", Weight::Warning),
    ("email-scheme", Weight::Warning),
    ("empty-footnote", Weight::Error),
    ("empty-form", Weight::Error),
    ("empty-heading", Weight::Error),
    ("empty-link", Weight::Error),
    ("empty-packet", Weight::Error),
    ("empty-page", Weight::Warning),
    ("everyday-word", Weight::Warning),
    ("folded-list", Weight::Error),
    ("footnote-in-link", Weight::Error),
    ("form-claimed-twice", Weight::Error),
    ("front-matter-syntax", Weight::Error),
    ("future-date", Weight::Error),
    ("garbled-text", Weight::Warning),
    ("heading-in-letter", Weight::Warning),
    ("heading-level", Weight::Warning),
    ("heading-stays-text", Weight::Warning),
    ("hidden-file", Weight::Warning),
    ("host-differs", Weight::Warning),
    ("indented-text", Weight::Warning),
    ("indirect-link", Weight::Warning),
    ("inline-code", Weight::Error),
    ("joined-values", Weight::Warning),
    ("large-file", Weight::Warning),
    ("large-picture", Weight::Warning),
    ("left-out-part", Weight::Warning),
    ("link-left-out", Weight::Warning),
    ("link-not-followed", Weight::Error),
    ("link-scheme", Weight::Error),
    ("link-stays-text", Weight::Error),
    ("link-to-unpublished", Weight::Error),
    ("list-stays-text", Weight::Warning),
    ("long-form", Weight::Error),
    ("lost-address", Weight::FirmWarning),
    ("lost-pages", Weight::Error),
    ("mail-link", Weight::Error),
    ("markup-in-value", Weight::Warning),
    ("media-format", Weight::Warning),
    ("media-without-title", Weight::Error),
    ("misplaced-media", Weight::Error),
    ("missing-cells", Weight::Error),
    ("missing-key", Weight::Error),
    ("missing-picture", Weight::Error),
    ("missing-translation", Weight::Warning),
    ("misspelled-name", Weight::Error),
    ("nested-too-deep", Weight::Error),
    ("newer-hub", Weight::Error),
    ("no-blanks", Weight::Warning),
    ("no-captions", Weight::Warning),
    ("no-content", Weight::Error),
    ("no-crisis-line", Weight::FirmWarning),
    ("no-definition", Weight::Error),
    ("no-front-matter", Weight::Error),
    ("no-list", Weight::Warning),
    ("no-settings", Weight::Error),
    ("no-slug", Weight::Error),
    ("no-transcript", Weight::Warning),
    ("not-a-picture", Weight::Error),
    ("not-downloaded", Weight::Error),
    ("not-gone", Weight::Warning),
    ("not-keys", Weight::Error),
    ("not-utf-8", Weight::Error),
    ("notice-over", Weight::Warning),
    ("open-code", Weight::Warning),
    ("open-comment", Weight::Error),
    ("other-markup", Weight::Warning),
    ("phone-link", Weight::Error),
    ("picture-elsewhere", Weight::Error),
    ("picture-format", Weight::Warning),
    ("picture-metadata", Weight::Warning),
    ("picture-text", Weight::Warning),
    ("picture-with-script", Weight::Warning),
    ("picture-without-text", Weight::Error),
    ("place-in-video", Weight::Warning),
    ("placeholder", Weight::Warning),
    ("raw-html", Weight::Error),
    ("refers-to-itself", Weight::Error),
    ("repeated-footnote", Weight::Error),
    ("repeated-form", Weight::Warning),
    ("repeated-key", Weight::Error),
    ("repeated-part", Weight::Warning),
    ("repeated-title", Weight::Warning),
    ("review-overdue", Weight::Warning),
    ("same-address", Weight::Error),
    ("same-anchor", Weight::Error),
    ("same-name", Weight::Error),
    ("same-text", Weight::Warning),
    ("same-title", Weight::Warning),
    ("search-miss", Weight::Warning),
    ("search-page", Weight::Warning),
    ("second-front-matter", Weight::Error),
    ("settings-below", Weight::Error),
    ("settings-syntax", Weight::Error),
    ("several-terms", Weight::Warning),
    ("shared-address", Weight::Warning),
    ("similar-blanks", Weight::Warning),
    ("stray-file", Weight::Error),
    ("table-row", Weight::Warning),
    ("table-stays-text", Weight::Warning),
    ("template", Weight::Error),
    ("theme-elsewhere", Weight::Error),
    ("theme-text", Weight::Error),
    ("unfinished-text", Weight::Warning),
    ("unknown-fact", Weight::Error),
    ("unknown-footnote", Weight::Error),
    ("unknown-key", Weight::Error),
    ("unknown-name", Weight::Error),
    ("unknown-reference", Weight::Warning),
    ("unknown-theme", Weight::Error),
    ("unlikely-phone", Weight::FirmWarning),
    ("unportable-name", Weight::Error),
    ("unreadable-name", Weight::Error),
    ("unused-acceptance", Weight::Warning),
    ("unused-file", Weight::Warning),
    ("unused-footnote", Weight::Warning),
    ("unused-template", Weight::Warning),
    ("url-scheme", Weight::Warning),
    ("user-in-link", Weight::Error),
    ("values-alike", Weight::Warning),
    ("wrong-blank", Weight::Error),
    ("wrong-captions", Weight::Warning),
    ("wrong-kind-of-file", Weight::Error),
    ("wrong-value", Weight::Error),
];

/// The codes of warnings that only a check finds. A build does not know whether the hub has one.
pub(crate) const FOUND_BY_CHECKS: [&str; 2] = ["search-miss", "search-page"];

/// Where a warning is told to people. Programs get all warnings from a build and from a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToldBy {
    /// By the build: the site is wrong until it is fixed.
    Build,
    /// By the audit alone: the site is right, and a person has to look at it one day.
    Audit,
    /// By both: what is published may be wrong, and may stay so for long.
    Both,
}

/// The warnings that the audit tells, sorted by code. All others are the build's.
pub const IN_AUDIT: &[(&str, ToldBy)] = &[
    ("everyday-word", ToldBy::Both),
    ("large-picture", ToldBy::Audit),
    ("no-crisis-line", ToldBy::Both),
    ("picture-text", ToldBy::Audit),
    ("placeholder", ToldBy::Both),
    ("review-overdue", ToldBy::Audit),
    ("same-text", ToldBy::Both),
    ("same-title", ToldBy::Both),
    ("unfinished-text", ToldBy::Both),
];

/// Where a warning of a code is told to people.
#[must_use]
pub fn told_by(code: &str) -> ToldBy {
    let index = IN_AUDIT.binary_search_by(|(name, _)| name.cmp(&code));
    index.map_or(ToldBy::Build, |index| IN_AUDIT[index].1)
}

/// The weight of a code; `None` for one that does not exist.
#[must_use]
pub fn weight(code: &str) -> Option<Weight> {
    let index = CODES.binary_search_by(|(name, _)| name.cmp(&code)).ok()?;
    Some(CODES[index].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_and_unique() {
        assert!(CODES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(IN_AUDIT.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(IN_AUDIT.iter().all(|(code, _)| {
            weight(code).is_some_and(|weight| weight.severity() == Severity::Warning)
        }));
        assert!(FOUND_BY_CHECKS.iter().all(|code| weight(code) == Some(Weight::Warning)));
    }
}
