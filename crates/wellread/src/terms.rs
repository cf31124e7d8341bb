//! `wellread terms`: the review of automatic links, or the part of it that is wanted.

use std::path::Path;

use anyhow::{Result, bail};
use wellread_content::{Sources, scan};
use wellread_model::{Checked, has_errors};
use wellread_site::review;

use crate::arguments::{ContentArgs, Format, ReviewFormat};
use crate::outcome::Outcome;
use crate::publish::{last_pages, path_text};
use crate::report::{self, Extent};

/// Which part of the review is wanted. If nothing is, it is shown in short.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ReviewScope<'a> {
    /// All about a term.
    pub(crate) word: Option<&'a str>,
    /// All that is on a page.
    pub(crate) page: Option<&'a str>,
    /// What the last build did not have.
    pub(crate) new: bool,
    /// Everything.
    pub(crate) all: bool,
}

/// Reviews the links of a hub. `output` is the folder of its last build.
///
/// # Errors
/// If there is no such term or page, or something cannot be read or printed.
pub(crate) fn review_terms(
    root: &Path,
    output: &Path,
    content: &ContentArgs,
    wanted: ReviewScope<'_>,
    format: ReviewFormat,
) -> Result<Outcome> {
    let sources = scan(root, &Sources::default())?;
    let Checked { value, diagnostics, .. } = review(&sources, content.options()?);
    let Some(mut review) = value else {
        report::problems(&diagnostics, &sources, Format::Human, wanted.all)?;
        return Ok(Outcome::ContentErrors);
    };
    if let Some(word) = wanted.word
        && !review.retain_term(word)
    {
        bail!(
            "no term is called {word}, and the review has nothing about it.\n\
             To see all terms: wellread terms --all"
        );
    }
    if let Some(page) = wanted.page
        && !review.retain_page(page)
    {
        bail!(
            "the hub has no page {page}.\n\
             Name it by its file, such as: wellread terms --page content/articles/plans.md"
        );
    }
    if wanted.new {
        let Some(pages) = last_pages(output) else {
            bail!(
                "there is no site in {} to compare with.\n\
                 Build it before you change the hub: wellread build",
                path_text(output)
            );
        };
        review.retain_new(pages);
    }
    let is_part = wanted.word.is_some() || wanted.page.is_some() || wanted.new;
    let extent = match (wanted.all, is_part) {
        (true, _) => Extent::Everything,
        (_, true) => Extent::Part,
        _ => Extent::Overview,
    };
    report::terms(&review, format, extent)?;
    // The review shows what it can even so, because it is often what leads to the error. The errors
    // themselves would drown it.
    if has_errors(&diagnostics) {
        report::summary(&diagnostics, "Run `wellread check` to see them.")?;
        return Ok(Outcome::ContentErrors);
    }
    Ok(Outcome::Done)
}
