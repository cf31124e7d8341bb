//! Errors in templates as diagnostics: what Tera reports, in the words and places of the hub.
//!
//! Theme authors see errors in templates as they see errors in content: with the file, the line and
//! a suggestion. Tera gives spans as byte ranges for syntax and rendering errors, and names of
//! templates for the rest. Nothing here parses a template.

use std::collections::BTreeMap;

use wellread_model::{Diagnostic, Place, SourcePath, Span};

/// The diagnostic for an error that Tera found while it parsed or rendered templates. `origins`
/// says which templates are files of the hub: see [`Theme::origins`](super::Theme::origins).
pub(crate) fn template_error(
    error: &tera::Error,
    origins: &BTreeMap<String, SourcePath>,
) -> Diagnostic {
    use tera::ErrorKind::{
        CircularExtend, CircularInclude, MissingParent, RenderingError, SyntaxError,
    };
    // A hub can't contain an error of the default theme, but its settings or another template may
    // uncover one. Its place is then where the hub could override the file.
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
            let help = field_of_none(report.message(), &error.to_string()).unwrap_or_else(|| {
                "`wellread help theming` lists the fields that templates get.".to_owned()
            });
            Diagnostic::error("template", place, sentence(report.message())).help(help)
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
            // Names that do not exist, such as an unknown filter, have no variant with fields: Tera
            // has only the finished report, whose first lines are `error: …` and ` --> file:…`. If
            // its form ever changes, the message is still there, without a place.
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

/// The problem that explains the others: what Tera found in templates when it parsed them, or what
/// is wrong with their components.
pub(super) fn first_problem(
    parsed: tera::TeraResult<()>,
    components: Result<(), Box<Diagnostic>>,
    origins: &BTreeMap<String, SourcePath>,
) -> Result<(), Box<Diagnostic>> {
    match parsed {
        // A file that cannot be read to its end seems to lack what comes after the error.
        Err(error) if matches!(error.kind(), tera::ErrorKind::SyntaxError(_)) => {
            Err(Box::new(template_error(&error, origins)))
        }
        // Tera names the place where a component is missed, or none.
        _ if components.is_err() => components,
        Err(error) => Err(Box::new(template_error(&error, origins))),
        Ok(()) => Ok(()),
    }
}

/// What to write where a field is asked of a value that this page does not have. Tera then names no
/// fields that there are. The expression is in the line that its report shows, above the marks.
fn field_of_none(message: &str, report: &str) -> Option<String> {
    let field = message.strip_prefix("Field `")?.strip_suffix("` is not defined.");
    let field =
        field.or_else(|| message.strip_prefix("Field `")?.strip_suffix("` is not defined"))?;
    let lines: Vec<&str> = report.lines().collect();
    let marks = lines.iter().position(|line| line.contains('^'))?;
    let source = lines.get(marks.checked_sub(1)?)?;
    let at = source.find(&format!(".{field}"))?;
    let is_of_path = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
    let start = source[..at].trim_end_matches(is_of_path).len();
    let path = source[start..at].trim_start_matches('.');
    if path.is_empty() {
        return None;
    }
    let why = match path {
        "site.contact" => ", because [contact] in site.toml has no number, email or address yet",
        _ => " on this page",
    };
    Some(format!(
        "`{path}` may be none, and is{why}. Write  {{% if {path} %}}  before what needs it and  \
         {{% endif %}}  after it. `wellread help theming` says what may be none."
    ))
}

/// A message as a sentence, like those of all other diagnostics: with its period.
fn sentence(message: &str) -> String {
    let message = message.trim();
    if message.ends_with(['.', '!', '?']) { message.to_owned() } else { format!("{message}.") }
}

#[cfg(test)]
mod tests {
    use tera::Tera;

    use super::*;

    fn reported(templates: &[(&str, &str)]) -> Diagnostic {
        let origins = templates.iter().map(|(name, _)| {
            ((*name).to_owned(), SourcePath::new(&format!("themes/clinic/templates/{name}")))
        });
        let error = Tera::new().add_raw_templates(templates.to_vec()).unwrap_err();
        template_error(&error, &origins.collect())
    }

    #[test]
    fn an_error_has_its_place_in_the_file_of_the_hub() {
        let syntax = reported(&[("page.html", "<p>\n{{ page.title ")]);
        assert_eq!(syntax.place.unwrap().file.as_str(), "themes/clinic/templates/page.html");
        assert!(syntax.message.ends_with('.'), "{}", syntax.message);
        let circular = reported(&[("page.html", "{% extends \"page.html\" %}")]);
        assert_eq!(circular.message, "This template extends or includes itself.");
        let missing = reported(&[("page.html", "{% extends \"none.html\" %}")]);
        assert_eq!(missing.message, "This template extends `none.html`, which does not exist.");
        assert_eq!(missing.place.unwrap().file.as_str(), "themes/clinic/templates/page.html");
    }

    #[test]
    fn an_unknown_filter_is_reported_with_its_line() {
        let unknown = reported(&[("page.html", "<p>\n{{ page.title | shout }}")]);
        assert_eq!(unknown.place.unwrap().file.as_str(), "themes/clinic/templates/page.html");
        assert!(unknown.message.starts_with("Line 2: "), "{}", unknown.message);
    }

    #[test]
    fn an_error_of_the_default_theme_is_placed_where_a_hub_would_override_it() {
        let templates = vec![("default/page.html", "{{ page.title ")];
        let error = Tera::new().add_raw_templates(templates).unwrap_err();
        let diagnostic = template_error(&error, &BTreeMap::new());
        assert_eq!(diagnostic.place.unwrap().file.as_str(), "themes/default/templates/page.html");
    }
}
