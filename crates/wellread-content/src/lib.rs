//! Reads a hub: one scan of its folder, then files to documents, then documents to the resolved
//! [`wellread_model::Library`].
//!
//! Errors of authors are diagnostics, all of them collected; failures of the machine are
//! [`ScanError`]. Nothing here renders or knows templates. Markdown bodies are only searched for
//! forgotten placeholders and unintended markup.
//!
//! In the order in which a build passes through:
//!
//! - [`scan()`] is the only code that touches the file system. It makes [`Sources`], a snapshot in
//!   memory.
//! - [`read`] makes documents of the files (`placement` for what a file is, `front_matter` and
//!   `node` for its syntax, `table_reader` for its values, `document` and `settings` for its keys)
//!   and resolves them (`resolve`, `routes`, `relations`). `file_names` asks of the names of all files
//!   whether every system can hold them.

mod address_fields;
mod ambiguous_name;
mod bare_value;
mod commented_section;
mod contact;
mod copies;
mod copy_names;
mod crisis;
mod dates;
mod document;
mod extra;
mod file_names;
#[expect(clippy::disallowed_methods, reason = "part of how `scan` reads files")]
pub mod file_retry;
mod foreign_keys;
mod formats;
mod front_matter;
mod hub_format;
mod keys;
mod language_tag;
mod leftovers;
mod letter_case;
mod markup;
mod meant_address;
mod meant_date;
mod meant_period;
mod min_hash;
mod misread;
mod node;
mod notice;
mod offset;
mod old_address;
mod packet;
mod pasted_name;
mod phone;
mod phone_problems;
mod placeholders;
mod placement;
mod relations;
mod resolve;
mod review_settings;
mod routes;
#[expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the one module that reads the file system and compares its clock"
)]
mod scan;
mod searches;
mod settings;
mod settings_texts;
mod similar;
mod sources;
mod stamp;
mod starter_text;
mod syntax;
mod table_reader;
mod unfinished;

use wellread_model::{Diagnostic, HtmlPolicy, accept, sort};

pub use dates::{BuildOptions, Validity};
pub use document::DocumentCache;
pub use formats::{double_quoted, parse_date};
pub use front_matter::body_span;
pub use keys::{Key, keys};
pub use meant_address::{meant_email, meant_url};
pub use phone::{PhoneError, keypad_digit, parse_phone, phone_doubt};
pub use placeholders::is_placeholder_address;
pub use resolve::Hub;
pub use scan::{INPUTS, ScanError, scan};
pub use searches::{ListedSearch, listed_searches, parse_searches};
pub use settings_texts::{SettingsText, settings_texts};
pub use sources::{SourceFile, SourceFolder, Sources};
pub use starter_text::{EXAMPLE_SENTENCES, is_starter_sentence, starter_text};
pub use unfinished::{is_announcement, unfinished_brackets, unfinished_mark};

/// The warnings about `site.toml` alone that staff have not accepted. A build of the same sources
/// has them again, whatever else it finds, so that they can be repeated without a build.
///
/// # Examples
/// ```
/// use wellread_content::{BuildOptions, SourceFile, Sources, settings_warnings};
/// use wellread_model::{Date, SourcePath};
///
/// let settings = b"title = \"Hub\"\nbase_url = \"https://example.org/\"\n";
/// let settings = SourceFile::new(settings.to_vec(), true);
/// let sources = Sources::new([(SourcePath::new("site.toml"), settings)].into(), Vec::new());
/// let options = BuildOptions { today: Date::constant(2026, 11, 22), drafts: false };
/// assert_eq!(settings_warnings(&sources, options)[0].code, "placeholder");
/// ```
#[must_use]
pub fn settings_warnings(sources: &Sources, options: BuildOptions) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let settings = match settings::read(sources.settings(), &mut diagnostics) {
        Ok(Some(settings)) => settings,
        Ok(None) => return diagnostics,
        Err(newer) => return vec![*newer],
    };
    accept(&resolve::acceptances(&settings, &[], options), &mut diagnostics);
    // Whether the rest of the hub has what is accepted is not known here.
    diagnostics.retain(|one| one.code != "unused-acceptance");
    sort(&mut diagnostics);
    diagnostics
}

/// Whether a `site.toml` with these bytes trusts the HTML in the hub's pages. One that has errors
/// does not.
///
/// # Examples
/// ```
/// use wellread_content::trusts_html;
///
/// let settings = "title = \"Hub\"\nbase_url = \"https://hub.test/\"\nraw_html = \"trusted\"\n";
/// assert!(trusts_html(settings.into()));
/// assert!(!trusts_html(Vec::new()));
/// ```
#[must_use]
pub fn trusts_html(settings: Vec<u8>) -> bool {
    let file = SourceFile::new(settings, true);
    let settings = settings::read(Some(&file), &mut Vec::new());
    settings.ok().flatten().is_some_and(|settings| settings.html == HtmlPolicy::Trusted)
}

/// The name of the theme that the settings choose; `default` if they have none or cannot be read.
#[must_use]
pub fn theme_name(sources: &Sources) -> String {
    let settings = settings::read(sources.settings(), &mut Vec::new());
    settings.ok().flatten().map_or_else(|| "default".to_owned(), |settings| settings.theme.value)
}

/// Reads settings and documents and resolves them. `None` only if there are no usable settings.
///
/// Every problem found is added to `diagnostics`, in no particular order
/// ([`wellread_model::sort`] makes one). `cache` saves reading a file again that is the same, and
/// changes nothing else.
///
/// # Examples
/// ```
/// use wellread_content::{BuildOptions, DocumentCache, SourceFile, Sources, read};
/// use wellread_model::{Date, Kind, Lookup, SourcePath};
///
/// let file = |path: &str, text: &str| {
///     (SourcePath::new(path), SourceFile::new(text.as_bytes().to_vec(), true))
/// };
/// let sources = Sources::new(
///     [
///         file("site.toml", "title = \"Hub\"\nbase_url = \"https://hub.test/\"\n"),
///         file("content/glossary/iep.md", "---\nterm: IEP\n---\nA plan.\n"),
///         file("content/articles/school.md", "---\ntitle: School\ntopic: iep\n---\nText.\n"),
///     ]
///     .into(),
///     Vec::new(),
/// );
///
/// let options = BuildOptions { today: Date::constant(2026, 11, 22), drafts: false };
/// let mut diagnostics = Vec::new();
/// let hub = read(&sources, options, &mut DocumentCache::default(), &mut diagnostics);
///
/// let library = hub.expect("the settings are fine").library;
/// assert!(matches!(library.find("iep", Some(Kind::Term)), Lookup::Entry(_)));
/// // The article is there too, with what is wrong in it.
/// assert_eq!(library.of_kind(Kind::Article).count(), 1);
/// assert_eq!(diagnostics[0].code, "unknown-key");
/// assert_eq!(diagnostics[0].help.as_deref(), Some("Did you mean `topics`?"));
/// ```
pub fn read(
    sources: &Sources,
    options: BuildOptions,
    cache: &mut DocumentCache,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Hub> {
    diagnostics.extend(sources.diagnostics().iter().cloned());
    file_names::check(sources, diagnostics);
    // Documents are read even without settings, so that their problems show at the first attempt.
    let settings = match settings::read(sources.settings(), diagnostics) {
        Ok(settings) => settings,
        Err(newer) => {
            *diagnostics = vec![*newer];
            return None;
        }
    };
    let mut documents = document::read_all(&sources.content(), cache, diagnostics);
    let are_copies_accepted =
        settings.as_ref().is_some_and(|it| it.accept.iter().any(copies::is_copy));
    copies::remove_copies(&mut documents, are_copies_accepted, diagnostics);
    copies::report_twins(&documents, diagnostics);
    let documents = documents.into_iter().map(|one| one.document).collect();
    Some(resolve::resolve(settings?, documents, options, diagnostics))
}
