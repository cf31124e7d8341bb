//! Second copies of pages: those that programs made unasked are left out, and those that people
//! made are reported.
//!
//! Cloud drives make a copy when two people save at once, file managers when a file is pasted next
//! to itself. Published, it would be a page that staff do not know of, and do not keep up to date.
//! A copy is left out only where its original is next to it; otherwise it is a page of its own.
//! Where a name may as well be one that staff chose, the content decides ([`crate::copy_names`]).
//!
//! No list of names is complete. So pages of one kind are also compared with each other, whatever
//! they are called: two with the same title, or with nearly the same text, are worth a warning.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use wellread_model::media::split_extension;
use wellread_model::portable::folded_path;
use wellread_model::{
    Diagnostic, Document, Kind, LanguageTag, Place, SourcePath, Spanned, fold_name,
};

use crate::copy_names::{CopyMark, original_names};
use crate::min_hash::MinHash;
use crate::placement::{folder_and_name, placement};

/// The share of common word runs at which two texts count as nearly the same. Adding one sentence
/// to a page of three stays above it.
const NEARLY_THE_SAME: f64 = 0.7;

/// From this part on, two pages of the same title are versions of one page.
const SAME_ORIGIN: f64 = 0.3;

/// How many pages with the same words each page is compared with. Further pages are reported too,
/// each paired with one of these.
const COMPARED: usize = 4;

/// The code of the warning for a copy that is left out.
const COPY: &str = "conflict-copy";

/// The code of the warning for a file of `static/` or of a theme that is left out.
const COPIED_FILE: &str = "copied-file";

/// A document that was read, with what shows whether its text is similar to another.
#[derive(Debug, Clone)]
pub(crate) struct ReadDocument {
    /// As it was read.
    pub(crate) document: Arc<Document>,
    /// An estimate of its text, for comparisons; see [`MinHash`].
    pub(crate) min_hash: Arc<MinHash>,
}

impl ReadDocument {
    /// The title as titles are compared: without case and outer spaces.
    fn title(&self) -> String {
        fold_name(&self.document.title.value)
    }

    /// Whether this is a version of another page, whatever their titles.
    fn is_nearly(&self, other: &Self) -> bool {
        !self.min_hash.is_short()
            && !other.min_hash.is_short()
            && self.min_hash.similarity(&other.min_hash) >= NEARLY_THE_SAME
    }

    /// Whether this is a version of another page, by their titles and texts. A text of few words
    /// may have no run of words to compare, so two that are the same count as well.
    fn is_version_of(&self, other: &Self) -> bool {
        self.title() == other.title()
            && (self.min_hash.similarity(&other.min_hash) >= SAME_ORIGIN
                || self.document.body_text().trim() == other.document.body_text().trim())
    }
}

/// Removes files that are second copies by their names, with a warning each: those that are
/// published unseen, and those that would otherwise only be reported as misplaced. Documents are
/// for [`remove_copies`]. Images and downloads next to them are published only if a page uses them,
/// and then their names are meant.
pub(crate) fn remove_copied_files<T>(
    files: &mut BTreeMap<SourcePath, T>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let may_be_copy = |path: &SourcePath| {
        (!path.as_str().starts_with("content/") || placement(path).is_err())
            && clear_originals(path).next().is_some()
    };
    // Most hubs have none, and then the set of all names need not be made.
    if !files.keys().any(may_be_copy) {
        return;
    }
    // In any case, since these copies come from file systems that ignore it.
    let names: BTreeMap<String, SourcePath> =
        files.keys().map(|path| (folded_path(path.as_str()).into_owned(), path.clone())).collect();
    files.retain(|path, _| {
        let originals =
            clear_originals(path).filter_map(|original| names.get(&*folded_path(&original)));
        // The original of them all is the one that is left when all marks are taken off.
        let Some(original) = originals.last().filter(|_| may_be_copy(path)) else { return true };
        diagnostics.push(left_out(COPIED_FILE, path, original));
        false
    });
}

/// The paths of the files that this one is a copy of if one of them is there.
fn clear_originals(path: &SourcePath) -> impl Iterator<Item = String> {
    let (stem, extension) = split_extension(path.as_str());
    let clear =
        original_names(stem).into_iter().filter(|original| original.mark == CopyMark::Clear);
    let end = if extension.is_empty() { String::new() } else { format!(".{extension}") };
    clear.map(move |original| format!("{}/{}{end}", path.folder(), original.name))
}

/// Removes documents that are second copies of others next to them, with a warning each. The name
/// must allow it, and in case of doubt the content too.
///
/// Accepting the warning declares them separate pages: a document accepts it for itself, and
/// `are_accepted` for the whole hub.
pub(crate) fn remove_copies(
    documents: &mut Vec<ReadDocument>,
    are_accepted: bool,
    diagnostics: &mut Vec<Diagnostic>,
) {
    // In any case, since copies come from file systems that ignore it.
    let key = |folder: &str, name: &str| folded_path(&format!("{folder}/{name}")).into_owned();
    let by_name: HashMap<String, usize> = documents
        .iter()
        .enumerate()
        .flat_map(|(index, one)| {
            let source = &one.document.source;
            let (folder, name) = folder_and_name(source);
            // For a document in its own folder, either the folder or the file inside it may have
            // been copied.
            let file = (source.folder(), split_extension(source.as_str()).0);
            [(folder, name), file].map(|(folder, name)| (key(folder, name), index))
        })
        .collect();
    let original_of = |one: &ReadDocument| {
        let (folder, name) = folder_and_name(&one.document.source);
        // A draft is not published, and may be a new version that is in preparation.
        let originals = if one.document.draft { Vec::new() } else { original_names(name) };
        let known = originals.into_iter().filter_map(|original| {
            let other = &documents[*by_name.get(&key(folder, original.name))?];
            let is_copy = original.mark == CopyMark::Clear
                || one.is_version_of(other)
                || (original.mark == CopyMark::Unclear && one.is_nearly(other));
            is_copy.then(|| (original.mark, other.document.source.clone()))
        });
        // Prefer the clearest mark; among equals, the name that remains after all copy marks are
        // removed.
        known.rev().min_by_key(|(mark, _)| *mark).map(|(_, original)| original)
    };
    let originals: Vec<Option<SourcePath>> = documents.iter().map(original_of).collect();
    let mut originals = originals.into_iter();
    let mut removed = BTreeSet::new();
    let mut warnings = Vec::new();
    documents.retain(|one| {
        let Some(original) = originals.next().flatten() else { return true };
        warnings.push(left_out(COPY, &one.document.source, &original));
        let is_accepted = are_accepted || one.document.accept.iter().any(is_copy);
        if !is_accepted {
            removed.insert(one.document.source.clone());
        }
        is_accepted
    });
    // What else is wrong in a file that is to be deleted is not worth fixing.
    diagnostics.retain(|one| one.place.as_ref().is_none_or(|place| !removed.contains(&place.file)));
    diagnostics.append(&mut warnings);
}

/// Whether an accepted code is that of copies.
pub(crate) fn is_copy(code: &Spanned<String>) -> bool {
    code.value == COPY
}

/// The warning for a copy that is left out.
fn left_out(code: &'static str, copy: &SourcePath, original: &SourcePath) -> Diagnostic {
    let message = format!("This looks like a second copy of {original}. It was left out.");
    Diagnostic::warning(code, Place::file(copy.clone()), message)
        .help(
            "Compare the two, keep what is right in the original, and delete this copy. \
             If it is not a copy, give it another name.",
        )
        .related(Place::file(original.clone()), "the original")
}

/// Warns of pages of one kind that have the same title or nearly the same text. Drafts are left
/// alone: a new version may wait next to the page that it will replace.
pub(crate) fn report_twins(documents: &[ReadDocument], diagnostics: &mut Vec<Diagnostic>) {
    let mut pages: Vec<&ReadDocument> =
        documents.iter().filter(|one| !one.document.draft).collect();
    // The message is about the page with the longer name, as copies get longer names by habit.
    pages.sort_by_key(|one| (one.document.source.as_str().len(), &one.document.source));
    // A translation may have the title of its original.
    let mut by_title: HashMap<(Kind, Option<&LanguageTag>, String), usize> = HashMap::new();
    let mut keys: Vec<(Kind, u64, usize)> = Vec::new();
    // By index, the page that each one is like.
    let mut twins: BTreeMap<usize, Twin> = BTreeMap::new();
    for (index, one) in pages.iter().enumerate() {
        let Document { kind, title, language, .. } = &*one.document;
        // A title that could not be read is the name of the file, and has no place. Two terms of
        // one name are errors, and say more.
        if *kind != Kind::Term && title.span.start < title.span.end {
            let first = *by_title.entry((*kind, language.as_ref(), one.title())).or_insert(index);
            if first != index {
                twins.insert(index, Twin { first, is_nearly: one.is_nearly(pages[first]) });
            }
        }
        if !one.min_hash.is_short() {
            keys.extend(one.min_hash.keys().iter().map(|&key| (*kind, key, index)));
        }
    }
    // Pages with a hash in common become neighbors. Sorting is cheaper than a map of lists.
    keys.sort_unstable();
    for group in keys.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        for (at, &(_, _, index)) in group.iter().enumerate().skip(1) {
            let mut before = group[..at.min(COMPARED)].iter().map(|&(_, _, first)| first);
            let first = before.find(|&first| pages[index].is_nearly(pages[first]));
            if let Some(first) = first
                && twins.get(&index).is_none_or(|known| !known.is_nearly)
            {
                twins.insert(index, Twin { first, is_nearly: true });
            }
        }
    }
    diagnostics.extend(twins.iter().filter_map(|(&index, twin)| {
        let (page, other) = (&pages[index].document, &pages[twin.first].document);
        // Two with the same address are an error, which says as much.
        (page.slug != other.slug).then(|| report(page, other, twin.is_nearly))
    }));
}

/// The page that another one is like.
struct Twin {
    /// Its index.
    first: usize,
    /// Whether the texts are nearly the same, and not only the titles.
    is_nearly: bool,
}

/// The warning for a page that is like another one.
fn report(page: &Document, other: &Document, is_nearly: bool) -> Diagnostic {
    let noun = page.kind.noun();
    let place = Place::at(page.source.clone(), page.title.span);
    if is_nearly {
        let message = format!("This {noun} has nearly the same text as {}.", other.source);
        return Diagnostic::warning("same-text", place, message)
            .help(
                "If one is a copy of the other, keep what is right in one of the two files, and \
                 delete the other. If not, say in each what only this page is about.",
            )
            .related(Place::at(other.source.clone(), other.title.span), "the other one");
    }
    let (title, file) = (&other.title.value, &other.source);
    let message = format!("Another {noun} is called \"{title}\" too: {file}.");
    Diagnostic::warning("same-title", place, message)
        .help(
            "If one is a copy of the other, delete it. If not, give them different titles, or readers \
             cannot tell them apart in lists.",
        )
        .related(Place::at(other.source.clone(), other.title.span), "the other one")
}
