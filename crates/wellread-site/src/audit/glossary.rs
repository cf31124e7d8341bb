//! The glossary's part: abbreviations without a term, terms without a use, definitions that explain
//! little. The review of terms finds them.
//!
//! The review of terms is for someone who works on the whole glossary. These items are for someone
//! who has five minutes: each has one place and one thing to write.

use std::collections::BTreeMap;

use wellread_content::Sources;
use wellread_model::{Entry, Kind, Library, count};

use super::item::{AuditItem, AuditKind};
use super::offsets::Offsets;
use crate::rendered::RenderedHub;
use crate::review::{Finding, FindingKind, findings_for_audit, is_emphasis};

/// The items about the glossary. Names that are linked, passed over or defined twice stay with
/// `wellread terms` and the build.
pub(super) fn items(rendered: &RenderedHub, sources: &Sources) -> Vec<AuditItem> {
    let findings = findings_for_audit(rendered, sources);
    let resources = resources_by_word(&rendered.hub.library);
    let language = rendered.hub.library.settings.language.primary();
    // Upper case in a title, as in PEAK Parent Center, is not emphasis.
    let is_abbreviation = |word: &str| {
        is_upper(word) && (resources.contains_key(word) || !is_emphasis(word, language))
    };
    let wanted = findings
        .iter()
        .filter(|one| one.kind != FindingKind::Unexplained || is_abbreviation(&one.term));
    let mut offsets = Offsets::new(sources);
    wanted.filter_map(|one| item(one, &resources, &mut offsets)).collect()
}

/// Whether a word is all upper case. `EdReg` is a name.
fn is_upper(word: &str) -> bool {
    word.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '&')
}

/// Resources by the upper-case words in their titles. If two share a word, the first wins: this
/// only feeds a suggestion.
fn resources_by_word(library: &Library) -> BTreeMap<&str, &Entry> {
    let mut resources = BTreeMap::new();
    for (_, entry) in library.of_kind(Kind::Resource) {
        for word in entry.title().split(|c: char| !c.is_alphanumeric()).filter(|one| is_upper(one))
        {
            resources.entry(word).or_insert(entry);
        }
    }
    resources
}

/// What to do about an abbreviation on several pages: a term for it, or another name of the
/// resource that has it in its title. It may be the name of that resource, and then a term for it
/// would compete with the resource.
fn explain(word: &str, change: &str, resources: &BTreeMap<&str, &Entry>) -> String {
    let on_pages = format!("Or write it out on each of these pages, followed by ({word}).");
    let Some(entry) = resources.get(word) else {
        return format!("Explain it:  {} {on_pages}", define(change));
    };
    let (file, title) = (&entry.document.source, entry.title());
    let alias = if entry.document.aliases().is_empty() {
        format!("add to the settings of {file}  aliases: [{word}]  If not,")
    } else {
        format!("add {word} to `aliases` in {file}. If not,")
    };
    format!("If it is \"{title}\", {alias} explain it:  {} {on_pages}", define(change))
}

/// How to explain an abbreviation by a term of its own, which begins as a draft.
fn define(change: &str) -> String {
    format!("{change}  Then write its definition and delete `draft: true`.")
}

/// How many files are named at most.
const NAMED: usize = 10;

/// The pages that use a word, in one line.
fn files(files: &[String]) -> Vec<String> {
    let named = files[..files.len().min(NAMED)].join(", ");
    let more = files.len().saturating_sub(NAMED);
    vec![if more > 0 { format!("In {named} and {more} more.") } else { format!("In {named}.") }]
}

/// `None` for a kind that the audit does not list. The weight is the number of pages that use the
/// word: explaining the most frequent one first helps the most readers.
fn item(
    one: &Finding,
    resources: &BTreeMap<&str, &Entry>,
    offsets: &mut Offsets<'_>,
) -> Option<AuditItem> {
    let Finding { term, text, change, .. } = one;
    let pages = one.pages.0;
    let (kind, about, step) = match one.kind {
        FindingKind::Unexplained => (
            AuditKind::Abbreviation,
            format!("{term} is on {}, and no term explains it.", count(pages, "page")),
            explain(term, change, resources),
        ),
        FindingKind::NeverUsed => {
            (AuditKind::UnusedTerm, format!("No text uses \"{term}\"."), change.clone())
        }
        FindingKind::Long | FindingKind::Circular | FindingKind::UsesUnexplained => {
            let text = if one.kind == FindingKind::Long {
                format!("\"{term}\": {text}")
            } else {
                text.clone()
            };
            let is_of_word = one.kind == FindingKind::UsesUnexplained;
            let step = if is_of_word {
                format!("Explain it:  {} Or write it out in this definition.", define(change))
            } else {
                change.clone()
            };
            (AuditKind::Definition, text, step)
        }
        FindingKind::Linked | FindingKind::PassedOver | FindingKind::DefinedTwice => return None,
    };
    let place = offsets.place(&one.file, one.line, one.column);
    let item = AuditItem::new(kind, place, about, step).weight(pages);
    Some(if one.kind == FindingKind::Unexplained { item.details(files(&one.files)) } else { item })
}
