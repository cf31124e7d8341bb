//! Placeholders: values that are in settings or front matter until staff write their own.
//!
//! They are what documents, `wellread init` and other generators write as examples. Whole hosts and
//! whole names are compared, never parts of a sentence: "Ask your clinic" is not a placeholder.

use std::ops::Range;

use wellread_model::url::host_and_port;
use wellread_model::{Diagnostic, Span, Spanned};

use crate::formats::double_quoted;
use crate::table_reader::TableReader;
use crate::unfinished::{unfinished_brackets, unfinished_mark};

/// Domains that belong to no one (RFC 2606 and RFC 6761), and those that people take for such.
const DOMAINS: [&str; 6] =
    ["example", "invalid", "localhost", "domain.com", "mysite.com", "website.com"];

/// Labels of a host that stand for one's own. `your-` or `my-` may be before those of the second
/// list.
const LABELS: [&str; 4] = ["example", "changeme", "change-me", "username"];
const OWN: [&str; 14] = [
    "site",
    "website",
    "domain",
    "clinic",
    "practice",
    "hub",
    "name",
    "username",
    "user",
    "org",
    "organization",
    "company",
    "hospital",
    "project",
];

/// Texts that stand for one's own, in lower case.
const NAMES: [&str; 14] = [
    "your clinic",
    "your clinic's name",
    "your clinic name",
    "your practice",
    "your organization",
    "your hospital",
    "your name",
    "your hub",
    "your site",
    "your title",
    "clinic name",
    "name of your clinic",
    "name of the clinic",
    "the name of your clinic",
];

/// Texts that no one means anywhere, in lower case, those that help shows as examples included.
const UNWRITTEN: [&str; 6] =
    ["todo", "tbd", "changeme", "untitled", "one or two sentences", "who runs it"];

/// The postal addresses that `wellread new` and `wellread init` write, as they write them: parts of
/// real ones may be the same.
const ADDRESSES: [&str; 2] = ["1 Main Street, Denver", "2 Elm Street, Aurora"];

/// Whether a web or email address is at a host that no one has, or at the machine of the author.
///
/// # Examples
/// ```
/// use wellread_content::is_placeholder_address;
///
/// assert!(is_placeholder_address("https://your-clinic.example.org/"));
/// assert!(!is_placeholder_address("https://www.cdc.gov/"));
/// ```
#[must_use]
pub fn is_placeholder_address(address: &str) -> bool {
    let host = host_and_port(address).to_lowercase();
    if host.starts_with('[') {
        return host.starts_with("[::1]");
    }
    let host = host.split(':').next().unwrap_or_default().trim_end_matches('.');
    let is_domain = |domain: &str| {
        host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    let is_own = |label: &str| {
        let rest = label.strip_prefix("your").or_else(|| label.strip_prefix("my-"));
        rest.is_some_and(|rest| OWN.contains(&rest.trim_start_matches('-')))
    };
    host.starts_with("127.")
        || host == "0.0.0.0"
        || DOMAINS.into_iter().any(is_domain)
        || host.split('.').any(|label| LABELS.contains(&label) || is_own(label))
}

/// Whether the name of a clinic or of its hub is a placeholder.
fn is_placeholder_name(name: &str) -> bool {
    let lower = name.trim().to_lowercase().replace('’', "'");
    NAMES.contains(&lower.trim_matches(|c: char| !c.is_alphanumeric())) || is_unwritten(name)
}

/// Whether a text is a placeholder, whatever it is about.
fn is_unwritten(text: &str) -> bool {
    let name = text.trim().to_lowercase();
    // `[Clinic name]`, `<your clinic>`: brackets around the whole are how forms are written.
    let is_in_brackets = [('[', ']'), ('<', '>'), ('{', '}')].into_iter().any(|(open, close)| {
        let inside = name.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        // `<script>…</script>` is markup, and `[a] or [b]` a text.
        inside.is_some_and(|inside| !inside.contains([open, close]))
    });
    let bare = name.trim_matches(|c: char| !c.is_alphanumeric());
    // Help shows `…` where a text is to be written.
    let is_gap = !name.is_empty() && name.chars().all(|c| "….-_?".contains(c));
    is_in_brackets || is_gap || UNWRITTEN.contains(&bare) || bare.starts_with("lorem ipsum")
}

/// What to do about a way to reach someone that is a placeholder.
const REMOVE: &str = "Write the real one, or remove this line.";

/// Warns if the address of the site is that of an example.
pub(crate) fn warn_of_base_url(fields: &mut TableReader<'_>, url: &str, span: Span) {
    if !is_placeholder_address(url) {
        return;
    }
    let message = format!(
        "{url} is an example and not the address of this hub, so printed codes, the feed and shared \
         links lead nowhere."
    );
    let help = "Write the address at which families find the site after `base_url =`. Not known yet? \
                Some hosts give it only after the first upload: publish once, then paste the address \
                here, build and upload again.";
    warn(fields, message, help.to_owned(), span);
}

/// The text of a key, with a warning if it is a placeholder.
pub(crate) fn own_text(fields: &mut TableReader<'_>, key: &str) -> Option<Spanned<String>> {
    fields.text(key).inspect(|text| warn_of_text(fields, key, text))
}

/// The text of a key that must be there, with a warning if it is a placeholder.
pub(crate) fn own_required(fields: &mut TableReader<'_>, key: &str) -> Option<Spanned<String>> {
    fields.required(key).inspect(|text| warn_of_text(fields, key, text))
}

/// [`own_text`] without its place.
pub(crate) fn own_plain(fields: &mut TableReader<'_>, key: &str) -> Option<String> {
    own_text(fields, key).map(|text| text.value)
}

/// The texts of a list, with a warning for each that is a placeholder.
pub(crate) fn own_list(fields: &mut TableReader<'_>, key: &str) -> Vec<Spanned<String>> {
    let texts = fields.list(key);
    texts.iter().for_each(|text| warn_of_text(fields, key, text));
    texts
}

/// Warns of a text that is a placeholder, or of which something is still to be written.
pub(crate) fn warn_of_text(fields: &mut TableReader<'_>, key: &str, text: &Spanned<String>) {
    // A document or hub must be called something.
    let is_name = matches!(key, "title" | "term" | "name");
    // An article may be called "Your clinic".
    let is_placeholder = if fields.is_toml() { is_placeholder_name } else { is_unwritten };
    let message = if is_placeholder(&text.value) {
        format!("{} is a placeholder until you write your own.", double_quoted(&text.value))
    } else if let Some(mark) = unfinished(&text.value) {
        let mark = double_quoted(&text.value[mark]);
        format!("Something is still to be written here, at {mark}, and families would read this.")
    } else {
        return;
    };
    let other = if is_name { "" } else { ", or remove this line" };
    let help = format!("Write your own after `{}`{other}.", fields.assignment(key, "").trim());
    warn(fields, message, help, text.span);
}

/// What of a text is still to be written.
fn unfinished(text: &str) -> Option<Range<usize>> {
    // In which language it is, settings say that are read later.
    unfinished_mark(text, None).or_else(|| unfinished_brackets(text))
}

/// Warns of a web or email address that no one reads.
pub(crate) fn warn_of_address(fields: &mut TableReader<'_>, text: &str, span: Span) {
    if is_placeholder_address(text) {
        let message = format!("{text} is an example, and reaches no one.");
        warn(fields, message, REMOVE.to_owned(), span);
    }
}

/// Warns of a postal address that help shows as an example.
pub(crate) fn warn_of_postal_address(fields: &mut TableReader<'_>, text: &Spanned<String>) {
    if ADDRESSES.contains(&text.value.as_str()) {
        let message = format!("{} is an example, and no address of a real place.", text.value);
        warn(fields, message, REMOVE.to_owned(), text.span);
    }
}

/// Warns of a phone number that is reserved for examples.
pub(crate) fn warn_of_number(fields: &mut TableReader<'_>, text: &Spanned<String>) {
    let message =
        format!("{} is an example: numbers from 555-0100 to 555-0199 reach no one.", text.value);
    warn(fields, message, REMOVE.to_owned(), text.span);
}

/// Changes the help of placeholders from "remove it" to "write the real one" where they are the
/// only `ways` to reach an entry, since removing them all would be an error. Looks at the problems
/// from index `since` on.
pub(crate) fn forbid_removing_all(
    fields: &mut TableReader<'_>,
    since: usize,
    ways: usize,
    other: &str,
) {
    let removable = |one: &&mut Diagnostic| one.help.as_deref() == Some(REMOVE);
    let examples: Vec<_> = fields.problems_since(since).iter_mut().filter(removable).collect();
    if examples.len() == ways {
        for one in examples {
            one.help = Some(format!("Write the real one, or {other}."));
        }
    }
}

/// Reports a placeholder. It is a warning and no error, so that a new hub can be looked at before
/// everything in it is filled in.
fn warn(fields: &mut TableReader<'_>, message: String, help: String, span: Span) {
    let place = fields.place(span);
    fields.report(Diagnostic::warning("placeholder", place, message).help(help));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_examples() {
        for address in [
            "https://example.org/",
            "https://hub.example.com/school/",
            "http://localhost:4000/",
            "http://127.0.0.1:8000/",
            "http://[::1]/",
            "https://your-site.netlify.app/",
            "https://yourclinic.org",
            "https://your-username.github.io/hub/",
            "https://www.domain.com/",
            "https://clinic.example/",
            "office@example.org",
            "https://EXAMPLE.ORG/",
        ] {
            assert!(is_placeholder_address(address), "{address}");
        }
        for address in [
            "https://brookside-clinic.org/",
            "https://examples.org/",
            "https://for-example.org/",
            "https://yourhealth.org/",
            "https://myclinic.org/",
            "https://hub.clinic.org/example/",
            "https://domain.community/",
            "https://newdomain.com/",
            "http://192.168.1.20/",
            "http://intranet/hub/",
        ] {
            assert!(!is_placeholder_address(address), "{address}");
        }
    }

    #[test]
    fn names_of_examples() {
        for name in [
            "Your clinic",
            "your clinic’s name",
            "[Clinic name]",
            "<Name>",
            "TODO",
            "Untitled",
            "…",
            "???",
            "Lorem ipsum dolor",
        ] {
            assert!(is_placeholder_name(name), "{name}");
        }
        for name in [
            "Ask your clinic",
            "Your clinic on Main Street",
            "Todo Salud",
            "Brookside Clinic",
            "Our hub",
            "Untitled works of art",
            "<script>alert(1)</script>",
            "<b>Help</b>",
            "[Home] and [school]",
            "⭐",
        ] {
            assert!(!is_placeholder_name(name), "{name}");
        }
    }
}
