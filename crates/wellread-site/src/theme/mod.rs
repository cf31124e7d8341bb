//! The theme: templates, static files and interface text that turn views into a website.
//!
//! The default theme is embedded in the program; the files of a hub are laid over it, each
//! replacing the default's file of the same name. The default's templates stay reachable as
//! `default/<name>`, so that a template can extend the one that it replaces.
//!
//! Loading parses all templates at once, so that an error in any of them is found before the first
//! page is rendered. Rendering itself is in `site.rs`; publishing the static files is in
//! `outputs/assets.rs`.

mod accent;
mod assets;
mod comments;
mod components;
mod embedded;
mod literals;
mod requests;
mod template_error;
mod template_text;
mod unused;

use std::collections::BTreeMap;
use std::hash::{Hash as _, Hasher as _};
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use tera::Tera;
use wellread_content::{SourceFile, SourceFolder, Sources};
use wellread_model::{Diagnostic, Kind, LanguageTag, Library, Place, SourcePath, Span, nearest};
use xxhash_rust::xxh3::Xxh3;

pub(crate) use self::accent::{AccentError, css};
pub(crate) use self::assets::{Assets, Logo};
use self::comments::{script_without_comments, without_comments};
pub use self::embedded::DEFAULT_THEME;
use self::literals::css_addresses;
use self::template_error::first_problem;
pub(crate) use self::template_error::template_error;
use self::template_text::TemplateSource;
use crate::image::inspect;
use crate::interface_text::InterfaceText;

/// The file of the texts that every other language falls back to.
const ENGLISH: &str = "text/en.toml";

/// A theme, ready for use.
#[derive(Debug)]
pub(crate) struct Theme {
    /// The fingerprint of the files it was loaded from: see [`fingerprint`].
    pub(crate) fingerprint: u64,
    /// All templates, parsed.
    pub(crate) templates: Tera,
    /// The files of the hub's own templates by name; templates of the default theme aren't in it.
    pub(crate) origins: BTreeMap<String, SourcePath>,
    /// Static files by name, such as `style.css`.
    pub(crate) files: BTreeMap<String, StaticFile>,
}

/// A static file of a theme as it is published.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct StaticFile {
    /// The content, without what readers need not load, such as comments of a stylesheet.
    pub(crate) bytes: Arc<[u8]>,
    /// Where a stylesheet has the addresses of other files, in order; empty in other files.
    pub(crate) addresses: Vec<Range<usize>>,
}

/// The default theme as it is, the same for every hub without theme files of its own: a program
/// that builds many hubs parses it once. A test makes sure that it can be parsed.
static DEFAULT: LazyLock<Option<Arc<Theme>>> = LazyLock::new(|| {
    let fingerprint = fingerprint_of(DEFAULT_NAME, &[]);
    parse(default_files(), fingerprint).map(Arc::new).ok()
});

/// What `site.toml` calls the default theme.
const DEFAULT_NAME: &str = "default";

/// The files of a theme by name, before its templates are parsed.
#[derive(Default)]
struct ThemeFiles {
    /// By name. A file of the hub takes the place of the default theme's.
    templates: BTreeMap<String, TemplateSource>,
    /// The static files in the same way.
    statics: BTreeMap<String, StaticFile>,
}

/// The interface text in the hub's language, and in those of letters that are in others.
///
/// Later files override earlier ones key by key: English, then the hub's language, then its
/// regional variant; of each, the default theme's file, then the hub's own. A key without a
/// translation is thus in English, a variant such as `es-MX` needs only the keys that differ, and a
/// hub's own English changes no text that the default theme has in the hub's language.
pub(crate) fn text(
    library: &Library,
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> InterfaceText {
    let language = &library.settings.language;
    let mut files: Vec<String> = vec![ENGLISH.to_owned()];
    files.extend(text_files(language));
    files.dedup();
    let mut text = InterfaceText::default();
    // What is there in the language itself.
    let mut translated = InterfaceText::default();
    let mut has_errors = false;
    for name in &files {
        let (found, errors) = texts_of(name, library, sources);
        has_errors |= !errors.is_empty();
        diagnostics.extend(errors);
        for toml in found {
            // It has been parsed.
            let _ = text.extend(&toml);
            if name != ENGLISH {
                let _ = translated.extend(&toml);
            }
        }
    }
    // What is missing may be in the file with the error.
    if language.primary() != "en" && !has_errors {
        diagnostics.extend(missing_translation(library, &text, &translated));
    }
    let languages = library.of_kind(Kind::Letter).map(|(id, _)| library.language_of(id));
    let others: BTreeMap<&str, &LanguageTag> =
        languages.filter(|&one| one != language).map(|one| (one.as_str(), one)).collect();
    for other in others.into_values() {
        let mut translation = text.clone();
        let mut has_any = false;
        for name in text_files(other) {
            let (found, errors) = texts_of(&name, library, sources);
            // The hub's own language may be a variant of it, and have reported them.
            if !files.contains(&name) {
                diagnostics.extend(errors);
            }
            has_any |= !found.is_empty();
            for toml in found {
                let _ = translation.extend(&toml);
            }
        }
        if has_any {
            text.add_translation(other, translation);
        }
    }
    text
}

/// The files of the texts in a language, without repetition. One may be named as the tag is
/// written, or in lower case.
fn text_files(language: &LanguageTag) -> Vec<String> {
    let lower_case = language.as_str().to_lowercase();
    let names = [language.primary(), &lower_case, language.as_str()];
    let mut files: Vec<String> = names.map(|name| format!("text/{name}.toml")).into();
    files.dedup();
    files
}

/// What the default theme and the hub have in a file of texts, in the order in which later ones
/// override earlier ones, and the errors of those that cannot be read.
fn texts_of(name: &str, library: &Library, sources: &Sources) -> (Vec<Arc<str>>, Vec<Diagnostic>) {
    let (mut texts, mut errors) = (Vec::new(), Vec::new());
    let own = DEFAULT_THEME.iter().find(|(known, _)| *known == name);
    // A test parses the default theme's own files.
    texts.extend(own.and_then(|(_, bytes)| std::str::from_utf8(bytes).ok()).map(Arc::from));
    for folder in folders(library, sources) {
        let Some((path, source)) = folder.find(name) else { continue };
        let Some(toml) = source.text() else { continue };
        match InterfaceText::default().extend(toml) {
            Ok(()) => texts.push(Arc::clone(toml)),
            Err(error) => {
                let span = error.span().map_or(Span::new(0, 0), Span::from);
                let message = format!("This line cannot be understood: {}.", error.message());
                errors.push(
                    Diagnostic::error("theme-text", Place::at(path.clone(), span), message)
                        .help("Write one `key = \"text\"` on each line."),
                );
            }
        }
    }
    (texts, errors)
}

/// The warning for pages whose own words are in English, although their language is another.
fn missing_translation(
    library: &Library,
    text: &InterfaceText,
    translated: &InterfaceText,
) -> Option<Diagnostic> {
    /// More names of keys would fill a terminal.
    const SHOWN: usize = 8;
    let missing: Vec<&str> = text.keys().filter(|key| !translated.has(key)).collect();
    if missing.is_empty() {
        return None;
    }
    let (all, language) = (text.keys().count(), &library.settings.language);
    let message = format!(
        "The language is `{language}`, but {} of the {all} labels and sentences that the theme puts \
         on pages are in English.",
        missing.len()
    );
    let mut names = missing[..missing.len().min(SHOWN)].join(", ");
    if missing.len() > SHOWN {
        names.push_str(&format!(" and {} more", missing.len() - SHOWN));
    }
    let (theme, file) = (&library.settings.theme.value, language.primary());
    let help = format!(
        "Write them in themes/{theme}/text/{file}.toml, one on each line, such as \
         {} = \"…\". Missing: {names}. `wellread help theming` says more.",
        missing[0]
    );
    let place = Place::file(SourcePath::settings());
    Some(Diagnostic::warning("missing-translation", place, message).help(help))
}

/// The hub's folders whose files are laid over the default theme, later ones over earlier ones. A
/// hub that uses another theme can still adjust the default one that it builds on.
fn folders<'a>(library: &Library, sources: &'a Sources) -> Vec<SourceFolder<'a>> {
    let mut folders = vec![sources.theme(DEFAULT_NAME)];
    if library.settings.theme.value != DEFAULT_NAME {
        folders.push(sources.theme(&library.settings.theme.value));
    }
    folders
}

/// Reports what the hub's own theme files may not do, and those that nothing uses. They are looked
/// at in every build, since what they may do depends on the settings.
pub(crate) fn check(library: &Library, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
    let folders = folders(library, sources);
    for folder in &folders {
        requests::check(folder, &library.settings, diagnostics);
    }
    unused::check(&folders, diagnostics);
}

/// A fingerprint of what a theme is loaded from. The default theme is left out: it is part of the
/// program, and no cache outlives the program.
pub(crate) fn fingerprint(library: &Library, sources: &Sources) -> u64 {
    fingerprint_of(&library.settings.theme.value, &folders(library, sources))
}

/// The fingerprint of a theme with this name and these files of the hub.
fn fingerprint_of(name: &str, folders: &[SourceFolder<'_>]) -> u64 {
    let mut hasher = Xxh3::new();
    for (path, source) in folders.iter().flat_map(SourceFolder::iter) {
        (path, source.hash).hash(&mut hasher);
    }
    // Also the name: an unknown theme has no files of its own that could be hashed.
    name.hash(&mut hasher);
    hasher.finish()
}

/// Parses the default theme for [`load`] if the hub changes nothing of it.
pub(crate) fn prepare(sources: &Sources) {
    if sources.theme(DEFAULT_NAME).is_empty() {
        LazyLock::force(&DEFAULT);
    }
}

/// Loads the theme. Errors in its files are reported; `None` if they leave nothing to render with.
pub(crate) fn load(
    library: &Library,
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Arc<Theme>> {
    let folders = folders(library, sources);
    if folders.get(1).is_some_and(SourceFolder::is_empty) {
        diagnostics.push(unknown_theme(library, sources));
        return None;
    }
    if folders.iter().all(SourceFolder::is_empty) {
        return DEFAULT.clone();
    }
    let mut files = default_files();
    for folder in &folders {
        for (path, source) in folder.iter() {
            let name = folder.relative(path);
            if let Some(name) = name.strip_prefix("templates/") {
                match template_text(path, source) {
                    Ok(text) => {
                        let origin = Some(path.clone());
                        files.templates.insert(name.to_owned(), TemplateSource { text, origin });
                    }
                    Err(error) => diagnostics.push(*error),
                }
            } else if let Some(short) = name.strip_prefix("static/") {
                let bytes = with_our_line_breaks(source);
                // An unchanged copy is the file of the default theme.
                let is_copy = DEFAULT_THEME.contains(&(name, &bytes));
                let file = if is_copy {
                    published_by_default(short, &bytes)
                } else {
                    published(short, bytes)
                };
                files.statics.insert(short.to_owned(), file);
            }
        }
    }
    let theme = parse(files, fingerprint(library, sources));
    theme.map(Arc::new).map_err(|error| diagnostics.push(*error)).ok()
}

/// Parses the templates of a theme.
///
/// # Errors
/// The problem of the first template that cannot be parsed or stand next to the others.
fn parse(files: ThemeFiles, fingerprint: u64) -> Result<Theme, Box<Diagnostic>> {
    let components = components::check(&files.templates);
    let (mut origins, mut texts) = (BTreeMap::new(), Vec::new());
    for (name, TemplateSource { text, origin }) in files.templates {
        if let Some(origin) = origin {
            origins.insert(name.clone(), origin);
        }
        texts.push((name, text));
    }
    let mut templates = Tera::new();
    // All at once: templates may refer to each other in any order.
    let parsed = templates.add_raw_templates(texts);
    first_problem(parsed, components, &origins)?;
    Ok(Theme { fingerprint, templates, origins, files: files.statics })
}

/// The default theme's templates and static files by name, each template also as `default/<name>`.
fn default_files() -> ThemeFiles {
    let mut files = ThemeFiles::default();
    for (name, bytes) in DEFAULT_THEME {
        if let Some(name) = name.strip_prefix("templates/") {
            let text = String::from_utf8_lossy(bytes).into_owned();
            // Tera has one namespace for the components of all templates and refuses to define one
            // twice, so a file of components can't be there under two names. Nothing is lost, since
            // only pages can be extended. Tera doesn't say what a template defines; looking for the
            // tag is reliable enough for the default theme, whose source is ours.
            if !text.contains("{% component") {
                let source = TemplateSource { text: text.clone(), origin: None };
                files.templates.insert(format!("default/{name}"), source);
            }
            files.templates.insert(name.to_owned(), TemplateSource { text, origin: None });
        } else if let Some(name) = name.strip_prefix("static/") {
            files.statics.insert(name.to_owned(), published_by_default(name, bytes));
        }
    }
    files
}

/// What is published of a static file of the default theme: a script or a stylesheet without its
/// comments, which every first visit would load. The scripts of a hub stay as they are, because
/// where a comment begins in them cannot be determined for sure.
fn published_by_default(name: &str, bytes: &[u8]) -> StaticFile {
    let script = std::str::from_utf8(bytes).ok().filter(|_| name.ends_with(".js"));
    let bytes = match script {
        Some(script) => Arc::from(script_without_comments(script).into_bytes()),
        None => Arc::from(bytes),
    };
    published(name, bytes)
}

/// What is published of a static file: an image without its metadata, and a stylesheet without its
/// comments.
pub(crate) fn published(name: &str, bytes: Arc<[u8]>) -> StaticFile {
    if name.ends_with(".css") {
        let css = without_comments(&String::from_utf8_lossy(&bytes));
        let addresses = css_addresses(&css).into_iter().map(|(range, _)| range).collect();
        return StaticFile { bytes: Arc::from(css.into_bytes()), addresses };
    }
    let bytes = match inspect(&bytes).pieces {
        Some(pieces) => Arc::from(pieces.join(&bytes)),
        None => bytes,
    };
    StaticFile { bytes, addresses: Vec::new() }
}

/// A static file of a hub's theme with the line breaks of the default theme, if it is text: see
/// [`template_text`].
fn with_our_line_breaks(source: &SourceFile) -> Arc<[u8]> {
    match source.text().filter(|text| text.contains("\r\n")) {
        Some(text) => Arc::from(text.replace("\r\n", "\n").into_bytes()),
        None => source.shared(),
    }
}

/// The text of a template of the hub, with the line breaks of the default theme: a page must not
/// depend on the editor, or on Git for Windows, which may have written others into the same
/// template.
///
/// # Errors
/// If it isn't text. The name decides that too: a file is read as text only if its extension says
/// so.
fn template_text(path: &SourcePath, source: &SourceFile) -> Result<String, Box<Diagnostic>> {
    source.text().map(|text| text.replace("\r\n", "\n")).ok_or_else(|| {
        let message = "This template is not an .html file saved as UTF-8.";
        let error = Diagnostic::error("template", Place::file(path.clone()), message);
        let help = "Save it again as UTF-8 with a name that ends with .html, or remove it.";
        Box::new(error.help(help))
    })
}

/// The error for a theme in `site.toml` that has no folder.
fn unknown_theme(library: &Library, sources: &Sources) -> Diagnostic {
    let theme = &library.settings.theme;
    let known = sources.theme_names().into_iter().chain([DEFAULT_NAME]);
    let help = nearest(&theme.value, known).map_or_else(
        || format!("Make a folder themes/{}/, or use the theme `default`.", theme.value),
        |near| format!("Did you mean `{near}`?"),
    );
    let place = Place::at(SourcePath::settings(), theme.span);
    Diagnostic::error("unknown-theme", place, format!("There is no theme `{}`.", theme.value))
        .help(help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::views_of;

    fn loaded(files: &[(&str, &str)]) -> (Option<Arc<Theme>>, Vec<Diagnostic>) {
        let files = files.iter().map(|(path, text)| {
            (SourcePath::new(path), SourceFile::new(text.as_bytes().to_vec(), true))
        });
        let sources = Sources::new(files.collect(), Vec::new());
        let mut diagnostics = Vec::new();
        let theme = load(&views_of(&[]).library, &sources, &mut diagnostics);
        (theme, diagnostics)
    }

    #[test]
    fn line_breaks_of_windows_in_a_template_make_no_other_pages() {
        let path = SourcePath::new("themes/default/templates/page.html");
        let source = SourceFile::new(b"<p>\r\n</p>\r\n".to_vec(), true);
        assert_eq!(template_text(&path, &source).unwrap(), "<p>\n</p>\n");
        // Neither in what is published: a copy made by Git for Windows is still the default
        // theme's.
        let text =
            |name| std::str::from_utf8(DEFAULT_THEME.iter().find(|file| file.0 == name)?.1).ok();
        let windows = ["static/search.js", "static/style.css", "static/icon.svg"].map(|name| {
            (format!("themes/default/{name}"), text(name).unwrap().replace('\n', "\r\n"))
        });
        let windows = windows.each_ref().map(|(path, text)| (path.as_str(), text.as_str()));
        assert_eq!(loaded(&windows).0.unwrap().files, DEFAULT.as_ref().unwrap().files);
        let source = SourceFile::new(b"a {}\r\nb {}\r\n".to_vec(), true);
        assert_eq!(*with_our_line_breaks(&source), *b"a {}\nb {}\n");
        let source = SourceFile::new(source.bytes().to_vec(), false);
        assert_eq!(
            *with_our_line_breaks(&source),
            *source.bytes(),
            "whatever is no text is left alone"
        );
    }

    #[test]
    fn the_default_theme_can_be_overlaid_with_each_of_its_own_templates() {
        for (name, bytes) in DEFAULT_THEME {
            if name.starts_with("templates/") {
                let path = format!("themes/default/{name}");
                let (theme, diagnostics) = loaded(&[(&path, std::str::from_utf8(bytes).unwrap())]);
                assert!(diagnostics.is_empty(), "{name}: {diagnostics:?}");
                assert_eq!(theme.unwrap().origins.len(), 1);
            }
        }
    }

    #[test]
    fn the_default_theme_keeps_the_rules_for_themes() {
        let file = |(name, bytes): &(&str, &[u8])| {
            let path = SourcePath::new(&format!("themes/default/{name}"));
            (path, SourceFile::new(bytes.to_vec(), true))
        };
        let sources = Sources::new(DEFAULT_THEME.iter().map(file).collect(), Vec::new());
        let mut diagnostics = Vec::new();
        check(&views_of(&[]).library, &sources, &mut diagnostics);
        assert_eq!(diagnostics, []);
    }

    #[test]
    fn a_template_can_extend_the_one_that_it_replaces() {
        let page = ("themes/default/templates/page.html", "{% extends \"default/page.html\" %}");
        let (theme, diagnostics) = loaded(&[page]);
        assert!(theme.is_some() && diagnostics.is_empty(), "{diagnostics:?}");
    }

    #[test]
    fn the_default_themes_text_is_toml_and_a_hub_overrides_it_key_by_key() {
        for (name, bytes) in DEFAULT_THEME {
            if name.starts_with("text/") {
                let toml = std::str::from_utf8(bytes).unwrap();
                assert_eq!(InterfaceText::default().extend(toml), Ok(()), "{name}");
            }
        }
        let own = SourceFile::new(b"notes = \"Sources\"".to_vec(), true);
        let path = SourcePath::new("themes/default/text/en.toml");
        let sources = Sources::new(BTreeMap::from([(path, own)]), Vec::new());
        let text = text(&views_of(&[]).library, &sources, &mut Vec::new());
        assert_eq!(text.get("notes"), "Sources");
        assert_eq!(text.get("table"), "Table");
        assert_eq!(text.date(wellread_model::Date::constant(2026, 11, 6)), "November 6, 2026");
    }
}
