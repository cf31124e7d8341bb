//! Every kind of problem, and how it is treated.
//!
//! This is the one table that says whether a problem stops a build, and whether staff may accept
//! it. A [`crate::Diagnostic`] names a row by its code. Where next: [`crate::accept`].

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The site would be wrong, so nothing is written until this is fixed.
    Error,
    /// Worth a look; the site is built anyway.
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

/// How a kind of problem is treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeTreatment {
    /// Nothing is published until it is fixed.
    Error,
    /// It is reported until it is fixed or accepted.
    Warning,
    /// It cannot be accepted: a family could reach the wrong person, or nothing at all.
    FirmWarning,
}

impl CodeTreatment {
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
pub const CODES: &[(&str, CodeTreatment)] = &[
    ("accent", CodeTreatment::Error),
    ("ambiguous-name", CodeTreatment::Error),
    ("blank-place", CodeTreatment::Error),
    ("blank-spelling", CodeTreatment::Error),
    ("blank-stays-text", CodeTreatment::Warning),
    ("build-failed", CodeTreatment::Error),
    ("cached-for-a-year", CodeTreatment::Warning),
    ("conflict-copy", CodeTreatment::Warning),
    ("conflict-mark", CodeTreatment::Error),
    ("contact-differs", CodeTreatment::FirmWarning),
    ("control-character", CodeTreatment::Error),
    ("copied-file", CodeTreatment::Warning),
    ("cut-value", CodeTreatment::Warning),
    ("damaged-media", CodeTreatment::Warning),
    ("damaged-picture", CodeTreatment::Warning),
    ("dates-out-of-order", CodeTreatment::Error),
    ("dead-anchor", CodeTreatment::Error),
    ("dead-link", CodeTreatment::Error),
    ("definition-stays-text", CodeTreatment::Warning),
    ("email-scheme", CodeTreatment::Warning),
    ("empty-footnote", CodeTreatment::Error),
    ("empty-form", CodeTreatment::Error),
    ("empty-heading", CodeTreatment::Error),
    ("empty-link", CodeTreatment::Error),
    ("empty-packet", CodeTreatment::Error),
    ("empty-page", CodeTreatment::Warning),
    ("everyday-word", CodeTreatment::Warning),
    ("folded-list", CodeTreatment::Error),
    ("footnote-in-link", CodeTreatment::Error),
    ("form-claimed-twice", CodeTreatment::Error),
    ("front-matter-syntax", CodeTreatment::Error),
    ("future-date", CodeTreatment::Error),
    ("garbled-text", CodeTreatment::Warning),
    ("heading-in-letter", CodeTreatment::Warning),
    ("heading-level", CodeTreatment::Warning),
    ("heading-stays-text", CodeTreatment::Warning),
    ("hidden-file", CodeTreatment::Warning),
    ("host-differs", CodeTreatment::Warning),
    ("indented-text", CodeTreatment::Warning),
    ("indirect-link", CodeTreatment::Warning),
    ("inline-code", CodeTreatment::Error),
    ("joined-values", CodeTreatment::Warning),
    ("large-file", CodeTreatment::Warning),
    ("large-picture", CodeTreatment::Warning),
    ("left-out-part", CodeTreatment::Warning),
    ("link-left-out", CodeTreatment::Warning),
    ("link-not-followed", CodeTreatment::Error),
    ("link-scheme", CodeTreatment::Error),
    ("link-stays-text", CodeTreatment::Error),
    ("link-to-unpublished", CodeTreatment::Error),
    ("list-stays-text", CodeTreatment::Warning),
    ("long-form", CodeTreatment::Error),
    ("lost-address", CodeTreatment::FirmWarning),
    ("lost-pages", CodeTreatment::Error),
    ("mail-link", CodeTreatment::Error),
    ("markup-in-value", CodeTreatment::Warning),
    ("media-format", CodeTreatment::Warning),
    ("media-without-title", CodeTreatment::Error),
    ("misplaced-media", CodeTreatment::Error),
    ("missing-cells", CodeTreatment::Error),
    ("missing-key", CodeTreatment::Error),
    ("missing-picture", CodeTreatment::Error),
    ("missing-translation", CodeTreatment::Warning),
    ("misspelled-name", CodeTreatment::Error),
    ("nested-too-deep", CodeTreatment::Error),
    ("newer-hub", CodeTreatment::Error),
    ("no-blanks", CodeTreatment::Warning),
    ("no-captions", CodeTreatment::Warning),
    ("no-content", CodeTreatment::Error),
    ("no-crisis-line", CodeTreatment::FirmWarning),
    ("no-definition", CodeTreatment::Error),
    ("no-front-matter", CodeTreatment::Error),
    ("no-list", CodeTreatment::Warning),
    ("no-settings", CodeTreatment::Error),
    ("no-slug", CodeTreatment::Error),
    ("no-transcript", CodeTreatment::Warning),
    ("not-a-file", CodeTreatment::Warning),
    ("not-a-picture", CodeTreatment::Error),
    ("not-downloaded", CodeTreatment::Error),
    ("not-gone", CodeTreatment::Warning),
    ("not-keys", CodeTreatment::Error),
    ("not-utf-8", CodeTreatment::Error),
    ("notice-over", CodeTreatment::Warning),
    ("open-code", CodeTreatment::Warning),
    ("open-comment", CodeTreatment::Error),
    ("other-markup", CodeTreatment::Warning),
    ("phone-link", CodeTreatment::Error),
    ("picture-elsewhere", CodeTreatment::Error),
    ("picture-format", CodeTreatment::Warning),
    ("picture-metadata", CodeTreatment::Warning),
    ("picture-text", CodeTreatment::Warning),
    ("picture-with-script", CodeTreatment::Warning),
    ("picture-without-text", CodeTreatment::Error),
    ("place-in-video", CodeTreatment::Warning),
    ("placeholder", CodeTreatment::Warning),
    ("raw-html", CodeTreatment::Error),
    ("refers-to-itself", CodeTreatment::Error),
    ("repeated-footnote", CodeTreatment::Error),
    ("repeated-form", CodeTreatment::Warning),
    ("repeated-key", CodeTreatment::Error),
    ("repeated-part", CodeTreatment::Warning),
    ("repeated-title", CodeTreatment::Warning),
    ("review-overdue", CodeTreatment::Warning),
    ("same-address", CodeTreatment::Error),
    ("same-anchor", CodeTreatment::Error),
    ("same-name", CodeTreatment::Error),
    ("same-text", CodeTreatment::Warning),
    ("same-title", CodeTreatment::Warning),
    ("search-miss", CodeTreatment::Warning),
    ("search-page", CodeTreatment::Warning),
    ("second-front-matter", CodeTreatment::Error),
    ("settings-below", CodeTreatment::Error),
    ("settings-syntax", CodeTreatment::Error),
    ("several-terms", CodeTreatment::Warning),
    ("shared-address", CodeTreatment::Warning),
    ("similar-blanks", CodeTreatment::Warning),
    ("stray-file", CodeTreatment::Error),
    ("table-row", CodeTreatment::Warning),
    ("table-stays-text", CodeTreatment::Warning),
    ("template", CodeTreatment::Error),
    ("theme-elsewhere", CodeTreatment::Error),
    ("theme-text", CodeTreatment::Error),
    ("unfinished-text", CodeTreatment::Warning),
    ("unknown-fact", CodeTreatment::Error),
    ("unknown-footnote", CodeTreatment::Error),
    ("unknown-key", CodeTreatment::Error),
    ("unknown-name", CodeTreatment::Error),
    ("unknown-reference", CodeTreatment::Warning),
    ("unknown-theme", CodeTreatment::Error),
    ("unlikely-phone", CodeTreatment::FirmWarning),
    ("unportable-name", CodeTreatment::Error),
    ("unreadable-name", CodeTreatment::Error),
    ("unused-acceptance", CodeTreatment::Warning),
    ("unused-file", CodeTreatment::Warning),
    ("unused-footnote", CodeTreatment::Warning),
    ("unused-template", CodeTreatment::Warning),
    ("url-scheme", CodeTreatment::Warning),
    ("user-in-link", CodeTreatment::Error),
    ("values-alike", CodeTreatment::Warning),
    ("wrong-blank", CodeTreatment::Error),
    ("wrong-captions", CodeTreatment::Warning),
    ("wrong-kind-of-file", CodeTreatment::Error),
    ("wrong-value", CodeTreatment::Error),
];

/// The codes of warnings that only a check finds. A build does not know whether the hub has one.
pub(crate) const FOUND_BY_CHECKS: [&str; 2] = ["search-miss", "search-page"];

/// Where people see a warning. Programs get all warnings from a build and from a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportedBy {
    /// By the build: the site is wrong until it is fixed.
    Build,
    /// By the audit alone: the site is right, and a person has to look at it one day.
    Audit,
    /// By both: what is published may be wrong, and may stay so for long.
    Both,
}

/// The warnings that the audit shows, sorted by code. All others are the build's.
pub const IN_AUDIT: &[(&str, ReportedBy)] = &[
    ("everyday-word", ReportedBy::Both),
    ("large-picture", ReportedBy::Audit),
    ("no-crisis-line", ReportedBy::Both),
    ("picture-text", ReportedBy::Audit),
    ("placeholder", ReportedBy::Both),
    ("review-overdue", ReportedBy::Audit),
    ("same-text", ReportedBy::Both),
    ("same-title", ReportedBy::Both),
    ("unfinished-text", ReportedBy::Both),
];

/// Where people see warnings of a code.
#[must_use]
pub fn reported_by(code: &str) -> ReportedBy {
    let index = IN_AUDIT.binary_search_by(|(name, _)| name.cmp(&code));
    index.map_or(ReportedBy::Build, |index| IN_AUDIT[index].1)
}

/// How a code is treated; `None` for one that does not exist.
#[must_use]
pub fn treatment(code: &str) -> Option<CodeTreatment> {
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
            treatment(code).is_some_and(|treatment| treatment.severity() == Severity::Warning)
        }));
        assert!(FOUND_BY_CHECKS.iter().all(|code| treatment(code) == Some(CodeTreatment::Warning)));
    }
}
