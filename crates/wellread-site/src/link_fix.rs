//! New addresses in the source for pages that have moved.
//!
//! An address is replaced at the place of its link and nowhere else. Then the hub is read again: a
//! file stays as it was unless exactly the links that were meant have changed, and no error has
//! come up.

use std::collections::{BTreeMap, BTreeSet};

use wellread_content::{BuildOptions, Sources, body_span};
use wellread_model::{Diagnostic, OutsideLink, Place, Severity, SourcePath, Span};

use crate::markdown::reference_definitions;
use crate::outside_links::{by_file, outside_links};

/// What was replaced in a hub.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FixedLinks {
    /// The new texts of files.
    pub files: BTreeMap<SourcePath, String>,
    /// The links that are replaced there, each with its old address.
    pub fixed: Vec<OutsideLink>,
    /// The links whose address has to be written by hand.
    pub left: Vec<OutsideLink>,
}

/// Replaces addresses by others. `moved` has the new address for each old one; `links` are the
/// hub's. Nothing is written.
#[must_use]
pub fn fix_links(
    sources: &Sources,
    options: BuildOptions,
    links: &[OutsideLink],
    moved: &BTreeMap<String, String>,
) -> FixedLinks {
    let mut texts = BTreeMap::new();
    for (path, links) in by_file(links) {
        if let Some(text) = sources.text(path).and_then(|text| rewritten(text, &links, moved)) {
            texts.insert(path.clone(), text);
        }
    }
    let mut result = FixedLinks::default();
    if !texts.is_empty() {
        let before = outside_links(sources, options);
        let after = outside_links(&sources.with_texts(&texts), options);
        let new_errors = files_with_new_errors(&before.diagnostics, &after.diagnostics);
        let after = after.value.unwrap_or_default().links;
        let after = by_file(&after);
        for (path, old) in by_file(links) {
            let now: Vec<&str> = urls(after.get(path).map_or(&[], Vec::as_slice));
            let new_of = |url: &str| moved.get(url).map(|new| AddressForm::Plain.written(new));
            let wanted: Vec<String> =
                old.iter().map(|link| new_of(&link.url).unwrap_or(link.url.clone())).collect();
            if now != wanted || new_errors.contains(path) {
                texts.remove(path);
            }
        }
    }
    for link in links.iter().filter(|link| moved.contains_key(&link.url)) {
        let is_fixed = texts.contains_key(&link.place.file);
        (if is_fixed { &mut result.fixed } else { &mut result.left }).push(link.clone());
    }
    result.files = texts;
    result
}

/// The addresses of links, to compare a hub with itself after a change.
fn urls<'a>(links: &[&'a OutsideLink]) -> Vec<&'a str> {
    links.iter().map(|link| link.url.as_str()).collect()
}

/// The files that have more errors than before.
fn files_with_new_errors(before: &[Diagnostic], after: &[Diagnostic]) -> BTreeSet<SourcePath> {
    let count = |diagnostics: &[Diagnostic]| {
        let mut counts: BTreeMap<SourcePath, usize> = BTreeMap::new();
        let errors = diagnostics.iter().filter(|one| one.severity == Severity::Error);
        for Place { file, .. } in errors.filter_map(|one| one.place.clone()) {
            *counts.entry(file).or_default() += 1;
        }
        counts
    };
    let before = count(before);
    let is_more = |(file, errors): &(SourcePath, usize)| {
        *errors > before.get(file).copied().unwrap_or_default()
    };
    count(after).into_iter().filter(is_more).map(|(file, _)| file).collect()
}

/// The text of a file with new addresses; `None` if there is nothing to replace, or not every
/// address can be found.
fn rewritten(
    text: &str,
    links: &[&OutsideLink],
    moved: &BTreeMap<String, String>,
) -> Option<String> {
    // Several references share one definition, so edits are a set.
    let mut edits: BTreeMap<(usize, usize), String> = BTreeMap::new();
    let mut defined = None;
    for link in links {
        let (Some(new), Some(span)) = (moved.get(&link.url), link.place.span) else { continue };
        let within = occurrences(text, span, &link.url);
        // What is in the brackets of a reference is its words, or a label.
        let is_reference = text.get(span.start..span.end)?.ends_with(']');
        let found = if within.is_empty() || is_reference {
            let defined = defined.get_or_insert_with(|| definitions(text));
            let mut written =
                AddressForm::ALL.into_iter().filter_map(|form| form.sought(&link.url));
            let spans = written.find_map(|address| defined.get(&address));
            let spans = spans.into_iter().flatten();
            spans.flat_map(|span| occurrences(text, *span, &link.url)).collect()
        } else {
            within
        };
        if found.is_empty() {
            return None;
        }
        for (span, form) in found {
            edits.insert((span.start, span.end), form.written(new));
        }
    }
    if edits.is_empty() {
        return None;
    }
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for ((start, end), new) in edits {
        out.push_str(text.get(at..start)?);
        out.push_str(&new);
        at = end;
    }
    out.push_str(&text[at..]);
    Some(out)
}

/// How an address is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AddressForm {
    /// As it is.
    Plain,
    /// With `&amp;` for `&`, as in HTML.
    Html,
    /// Without its scheme.
    WithoutScheme,
}

impl AddressForm {
    const ALL: [Self; 3] = [Self::Plain, Self::Html, Self::WithoutScheme];

    fn written(self, url: &str) -> String {
        // What Markdown, YAML or quotes would end an address at.
        let url = url.replace('(', "%28").replace(')', "%29").replace('\'', "%27");
        match self {
            Self::Html => url.replace('&', "&amp;"),
            Self::Plain | Self::WithoutScheme => url,
        }
    }

    /// The address as it is looked for.
    fn sought(self, url: &str) -> Option<String> {
        match self {
            Self::Plain => Some(url.to_owned()),
            Self::Html => url.contains('&').then(|| url.replace('&', "&amp;")),
            Self::WithoutScheme => url.strip_prefix("https://").map(str::to_owned),
        }
    }
}

/// Where an address is in a part of a file: as it is written, whole, and not as the beginning of a
/// longer one. A link whose words are the address has it twice.
fn occurrences(text: &str, span: Span, url: &str) -> Vec<(Span, AddressForm)> {
    let Some(part) = text.get(span.start..span.end) else { return Vec::new() };
    for form in AddressForm::ALL {
        let Some(sought) = form.sought(url) else { continue };
        let found: Vec<(Span, AddressForm)> = part
            .match_indices(&sought)
            .filter(|(at, _)| is_whole(&part[..*at], &part[at + sought.len()..]))
            .map(|(at, _)| (Span::new(at, at + sought.len()).shifted(span.start), form))
            .collect();
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// Whether an address begins and ends where it was found.
fn is_whole(before: &str, after: &str) -> bool {
    let begins = !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-'));
    let is_inside = |c: char| {
        c.is_alphanumeric()
            || matches!(c, '/' | '?' | '#' | '&' | '=' | '%' | '-' | '_' | '~' | '+' | '@')
    };
    let mut rest = after.chars();
    let ends = match rest.next() {
        // A period or comma may end the sentence.
        Some('.' | ',' | ':' | ';' | '!') => !rest.next().is_some_and(is_inside),
        Some(c) => !is_inside(c),
        None => true,
    };
    begins && ends
}

/// The definitions of references in the body of a file, by their addresses: where they are written,
/// after their labels.
fn definitions(text: &str) -> BTreeMap<String, Vec<Span>> {
    let body = body_span(text).unwrap_or(Span::new(0, text.len()));
    let mut found: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    for (address, range) in reference_definitions(&text[body.start..body.end]) {
        let span = Span::new(range.start, range.end).shifted(body.start);
        // A label may hold an address too, and is what links are written with.
        if let Some((label, _)) = text[span.start..span.end].split_once("]:") {
            let start = span.start + label.len() + "]:".len();
            found.entry(address).or_default().push(Span::new(start, span.end));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use wellread_content::SourceFile;
    use wellread_model::Date;

    /// What happens to the files when one address has moved.
    fn fixed(files: &[(&str, &str)], old: &str, new: &str) -> FixedLinks {
        let settings = ("site.toml", "title = \"Hub\"\nbase_url = \"https://hub.test/\"\n");
        let file = |(path, text): &(&str, &str)| {
            (SourcePath::new(path), SourceFile::new(text.as_bytes().to_vec(), true))
        };
        let sources = Sources::new(files.iter().chain([&settings]).map(file).collect(), Vec::new());
        let options = BuildOptions { today: Date::constant(2026, 11, 27), drafts: false };
        let links = outside_links(&sources, options).value.unwrap().links;
        fix_links(&sources, options, &links, &[(old.to_owned(), new.to_owned())].into())
    }

    fn body(text: &str, old: &str, new: &str) -> Option<String> {
        let path = "content/articles/a.md";
        let head = "---\ntitle: A\n---\n";
        let fixed = fixed(&[(path, &format!("{head}{text}\n"))], old, new);
        let text = fixed.files.get(&SourcePath::new(path))?;
        Some(text.strip_prefix(head).unwrap().trim_end().to_owned())
    }

    #[test]
    fn an_address_is_replaced_where_it_is_a_link() {
        let (old, new) = ("https://a.test/x", "https://b.test/y?z=1&w=2");
        for (text, wanted) in [
            ("[A](https://a.test/x)", "[A](https://b.test/y?z=1&w=2)"),
            ("[A](<https://a.test/x> 'T')", "[A](<https://b.test/y?z=1&w=2> 'T')"),
            ("See https://a.test/x.", "See https://b.test/y?z=1&w=2."),
            ("<https://a.test/x>", "<https://b.test/y?z=1&w=2>"),
            (
                "[https://a.test/x](https://a.test/x)",
                "[https://b.test/y?z=1&w=2](https://b.test/y?z=1&w=2)",
            ),
            (
                "[A][r] and [B][r]\n\n[r]: https://a.test/x",
                "[A][r] and [B][r]\n\n[r]: https://b.test/y?z=1&w=2",
            ),
            ("<a href=\"https://a.test/x\">A</a>", "<a href=\"https://b.test/y?z=1&w=2\">A</a>"),
            // Code, comments, labels and longer addresses are others.
            (
                "[A][r]\n\n```\n[r]: https://a.test/x\n```\n\n%%\n[r]: https://a.test/x\n%%\n\n\
                 [r]:\n  <https://a.test/x> 'T'",
                "[A][r]\n\n```\n[r]: https://a.test/x\n```\n\n%%\n[r]: https://a.test/x\n%%\n\n\
                 [r]:\n  <https://b.test/y?z=1&w=2> 'T'",
            ),
            (
                "[https://a.test/x]\n\n[https://a.test/x]: https://a.test/x",
                "[https://a.test/x]\n\n[https://a.test/x]: https://b.test/y?z=1&w=2",
            ),
            (
                "`https://a.test/x` [A](https://a.test/x) [B](https://a.test/x/more)",
                "`https://a.test/x` [A](https://b.test/y?z=1&w=2) [B](https://a.test/x/more)",
            ),
            (
                "| A |\n| - |\n| [A](https://a.test/x) |",
                "| A |\n| - |\n| [A](https://b.test/y?z=1&w=2) |",
            ),
        ] {
            assert_eq!(body(text, old, new).as_deref(), Some(wanted), "{text}");
        }
        let html = "<a href=\"https://a.test/?b=1&amp;c=2\">A</a>";
        let wanted = "<a href=\"https://b.test/?d=1&amp;e=2\">A</a>";
        let found = body(html, "https://a.test/?b=1&c=2", "https://b.test/?d=1&e=2");
        assert_eq!(found.as_deref(), Some(wanted));
        let found = body("www.a.test/x", "https://www.a.test/x", "https://www.a.test/y");
        assert_eq!(found.as_deref(), Some("https://www.a.test/y"));
    }

    #[test]
    fn signs_in_a_new_address_break_nothing() {
        let found = body("([A](https://a.test/x))", "https://a.test/x", "https://b.test/y_(z)");
        assert_eq!(found.as_deref(), Some("([A](https://b.test/y_%28z%29))"));
        let found = body("[A](https://a.test/x)", "https://a.test/x", "https://b.test/%28z%29");
        assert_eq!(found.as_deref(), Some("[A](https://b.test/%28z%29)"));
    }

    #[test]
    fn settings_are_fixed_too() {
        let (old, new) = ("https://a.test/x", "https://b.test/y");
        let resource = "---\ntitle: R\nurl: https://a.test/x # the page\n---\nR.\n";
        let term = "---\nterm: T\nsources:\n  - '[L](https://a.test/x)'\n---\nA thing.\n";
        let files = [("content/resources/r.md", resource), ("content/glossary/t.md", term)];
        let fixed = fixed(&files, old, new);
        assert_eq!((fixed.fixed.len(), fixed.left.len()), (2, 0));
        let texts: Vec<&str> = fixed.files.values().map(String::as_str).collect();
        assert_eq!(texts, [term.replace(old, new), resource.replace(old, new)]);
    }

    #[test]
    fn links_of_one_value_may_change_their_order() {
        let (old, new) = ("https://a.test/x", "https://z.test/y");
        let term = "---\nterm: T\nsources: '[A](https://a.test/x) and [C](https://c.test/)'\n---\nA thing.\n";
        let fixed = fixed(&[("content/glossary/t.md", term)], old, new);
        let texts: Vec<&str> = fixed.files.values().map(String::as_str).collect();
        assert_eq!(texts, [term.replace(old, new)]);
    }

    #[test]
    fn what_cannot_be_found_is_left_to_a_person() {
        // An entity in the address is another way to write it than those that are known.
        let text = "[A](https://a.test/&#120;)";
        assert_eq!(body(text, "https://a.test/x", "https://b.test/y"), None);
        let file = ("content/articles/a.md", &*format!("---\ntitle: A\n---\n{text}\n"));
        let fixed = fixed(&[file], "https://a.test/x", "https://b.test/y");
        assert_eq!((fixed.fixed.len(), fixed.left.len(), fixed.files.len()), (0, 1, 0));
    }
}
