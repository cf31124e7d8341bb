//! The theme: the default one from the binary, with the hub's own files laid over it.
//!
//! A file of the hub replaces the default's file of the same name. Templates of the default theme
//! stay reachable as `default/<name>`, so that a template can extend the one that it replaces.

mod accent;
mod assets;
mod embedded;

use std::collections::BTreeMap;
use std::hash::{Hash as _, Hasher as _};
use std::sync::Arc;

use tera::Tera;
use wellread_content::Sources;
use wellread_model::{Diagnostic, Library, Place, SourcePath, Span, nearest};
use xxhash_rust::xxh3::Xxh3;

pub(crate) use self::accent::{AccentError, css};
pub(crate) use self::assets::Assets;
pub use self::embedded::DEFAULT_THEME;
use crate::interface_text::InterfaceText;

/// A theme, ready for use.
#[derive(Debug)]
pub(crate) struct Theme {
    /// What it was loaded from, as one number: see [`fingerprint`].
    pub(crate) fingerprint: u64,
    /// All templates, parsed.
    pub(crate) templates: Tera,
    /// Where each template of the hub comes from; those of the default theme are not in it.
    pub(crate) origins: BTreeMap<String, SourcePath>,
    /// Static files by name.
    pub(crate) files: BTreeMap<String, Arc<[u8]>>,
}

/// The words of the interface in the hub's language: the default's English, then the default's
/// own language if it has it, then the hub's.
pub(crate) fn text(
    library: &Library,
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> InterfaceText {
    let mut text = InterfaceText::default();
    let language = library.settings.language.to_lowercase();
    let primary = language.split('-').next().unwrap_or("en").to_owned();
    let mut names = vec!["text/en.toml".to_owned(), format!("text/{primary}.toml")];
    names.push(format!("text/{language}.toml"));
    names.dedup();
    for name in &names {
        if let Some((_, bytes)) = DEFAULT_THEME.iter().find(|(known, _)| known == name)
            && let Ok(toml) = std::str::from_utf8(bytes)
        {
            // The default theme's own files are checked by a test.
            let _ = text.extend(toml);
        }
    }
    for folder in folders(library) {
        for name in &names {
            let path = SourcePath::new(&format!("{folder}{name}"));
            if let Some(toml) = sources.text(&path)
                && let Err(error) = text.extend(toml)
            {
                let span = error.span().map_or(Span::new(0, 0), Span::from);
                let message = format!("This line cannot be understood: {}.", error.message());
                diagnostics.push(
                    Diagnostic::error("theme-text", Place::at(path, span), message)
                        .help("Write one `key = \"text\"` on each line."),
                );
            }
        }
    }
    text
}

/// The folders whose files are laid over the default theme, later ones over earlier ones.
fn folders(library: &Library) -> Vec<String> {
    let mut folders = vec!["themes/default/".to_owned()];
    if library.settings.theme.value != "default" {
        folders.push(format!("themes/{}/", library.settings.theme.value));
    }
    folders
}

/// What a theme is loaded from, as one number.
pub(crate) fn fingerprint(library: &Library, sources: &Sources) -> u64 {
    let mut hasher = Xxh3::new();
    for folder in folders(library) {
        for (path, source) in sources.below(&folder) {
            (path, source.hash).hash(&mut hasher);
        }
    }
    library.settings.theme.value.hash(&mut hasher);
    hasher.finish()
}

/// Loads the theme. Mistakes in templates are reported; `None` if they leave nothing to go on with.
pub(crate) fn load(
    library: &Library,
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Theme> {
    let folders = folders(library);
    if let Some(own) = folders.get(1)
        && sources.below(own).next().is_none()
    {
        diagnostics.push(unknown_theme(library, sources));
        return None;
    }
    let mut templates: BTreeMap<String, (String, Option<SourcePath>)> = BTreeMap::new();
    let mut files: BTreeMap<String, Arc<[u8]>> = BTreeMap::new();
    for (name, bytes) in DEFAULT_THEME {
        if let Some(name) = name.strip_prefix("templates/") {
            let source = String::from_utf8_lossy(bytes).into_owned();
            templates.insert(format!("default/{name}"), (source.clone(), None));
            templates.insert(name.to_owned(), (source, None));
        } else if let Some(name) = name.strip_prefix("static/") {
            files.insert(name.to_owned(), Arc::from(*bytes));
        }
    }
    for folder in &folders {
        for (path, source) in sources.below(folder) {
            let name = &path.as_str()[folder.len()..];
            if let Some(name) = name.strip_prefix("templates/") {
                match source.text() {
                    Some(text) => {
                        templates.insert(name.to_owned(), (text.to_string(), Some(path.clone())));
                    }
                    None => diagnostics.push(
                        Diagnostic::error(
                            "template",
                            Place::file(path.clone()),
                            "This template is not an .html file saved as UTF-8.",
                        )
                        .help("Save it again as UTF-8 with a name that ends with .html, or remove it."),
                    ),
                }
            } else if let Some(name) = name.strip_prefix("static/") {
                files.insert(name.to_owned(), source.shared());
            }
        }
    }
    drop_unchanged_components(&mut templates);
    let mut origins = BTreeMap::new();
    let mut tera = Tera::new();
    let mut sources_of = Vec::new();
    for (name, (source, origin)) in templates {
        if let Some(origin) = origin {
            origins.insert(name.clone(), origin);
        }
        sources_of.push((name, source));
    }
    if let Err(error) = tera.add_raw_templates(sources_of) {
        diagnostics.push(template_error(&error, &origins));
        return None;
    }
    let fingerprint = fingerprint(library, sources);
    Some(Theme { fingerprint, templates: tera, origins, files })
}

/// Components have one name space, so a file of components may be there only once. Only templates
/// of pages can be extended, and only they are kept under `default/`.
fn drop_unchanged_components(templates: &mut BTreeMap<String, (String, Option<SourcePath>)>) {
    templates.retain(|name, (source, _)| {
        !(name.starts_with("default/") && source.contains("{% component"))
    });
}

fn unknown_theme(library: &Library, sources: &Sources) -> Diagnostic {
    let theme = &library.settings.theme;
    let known: Vec<&str> = sources
        .below("themes/")
        .filter_map(|(path, _)| path.as_str().split('/').nth(1))
        .chain(["default"])
        .collect();
    let help = nearest(&theme.value, known).map_or_else(
        || format!("Make a folder themes/{}/, or use the theme `default`.", theme.value),
        |near| format!("Did you mean `{near}`?"),
    );
    let place = Place::at(SourcePath::new("site.toml"), theme.span);
    Diagnostic::error("unknown-theme", place, format!("There is no theme `{}`.", theme.value))
        .help(help)
}

/// Says what is wrong with a template as if it were a mistake in the content.
pub(crate) fn template_error(
    error: &tera::Error,
    origins: &BTreeMap<String, SourcePath>,
) -> Diagnostic {
    use tera::ErrorKind::{
        CircularExtend, CircularInclude, MissingParent, RenderingError, SyntaxError,
    };
    let place_of = |name: &str| {
        origins.get(name).cloned().unwrap_or_else(|| {
            let name = name.strip_prefix("default/").unwrap_or(name);
            SourcePath::new(&format!("themes/default/templates/{name}"))
        })
    };
    match error.kind() {
        SyntaxError(report) | RenderingError(report) => {
            let span = Span::from(report.span().range.clone());
            let place = Place::at(place_of(report.filename()), span);
            Diagnostic::error("template", place, sentence(report.message()))
                .help("`wellread help theming` lists the fields that templates get.")
        }
        MissingParent { current, parent } => Diagnostic::error(
            "template",
            Place::file(place_of(current)),
            format!("This template extends `{parent}`, which does not exist."),
        )
        .help("Write the name of a template, such as base.html or default/base.html."),
        CircularExtend { tpl, .. } | CircularInclude { tpl, .. } => Diagnostic::error(
            "template",
            Place::file(place_of(tpl)),
            "This template extends or includes itself.",
        )
        .help("To build on the default theme's template, extend `default/` and its name."),
        _ => {
            // A name that does not exist comes as a finished report: `error: …` and ` --> file:…`.
            let report = error.to_string();
            let mut lines = report.lines();
            let message = lines.next().unwrap_or("").trim_start_matches("error: ");
            let at = lines.next().and_then(|line| line.trim_start().strip_prefix("--> "));
            let (name, line) = at.and_then(|at| at.split_once(':')).unwrap_or(("", ""));
            let place = match name {
                "" => SourcePath::new("themes/default/templates"),
                name => place_of(name),
            };
            let message = match line.split_once(':') {
                Some((line, _)) => format!("Line {line}: {message}"),
                None => message.to_owned(),
            };
            Diagnostic::error("template", Place::file(place), sentence(&message))
                .help("`wellread help theming` says what templates can use.")
        }
    }
}

fn sentence(message: &str) -> String {
    let message = message.trim();
    if message.ends_with(['.', '!', '?']) { message.to_owned() } else { format!("{message}.") }
}
