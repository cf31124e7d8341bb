//! From the terms of a library to the compiled trie that finds them in text, and from problems with
//! their names to diagnostics.
//!
//! `wellread_terms` knows names and numbers; it never sees files. This module is the translation
//! between it and the library. It doesn't look at any text but the names.

use wellread_model::{
    CapitalUse, Details, Diagnostic, Document, EntryId, Kind, LanguageTag, Library, Place, Plural,
    Span, Spanned, Term, quoted,
};
use wellread_terms::{Form, FormError, FormProblem, Language, TermTrie, is_of_everyday_words};

/// The names of all terms, compiled, and what is wrong with some of them.
#[derive(Debug)]
pub(crate) struct CompiledTerms {
    /// What finds them in text.
    pub(crate) trie: TermTrie,
    /// Names that two terms claim, or that are empty, too long or only punctuation.
    pub(crate) problems: Vec<NameReport>,
}

/// A problem with a name of a term.
#[derive(Debug)]
pub(crate) struct NameReport {
    /// The name.
    pub(crate) name: NamePlace,
    /// The problem for the author. If another name, of any term, is the same to the linker, its
    /// place is the related one.
    pub(crate) diagnostic: Diagnostic,
    /// The other name that is the same, if there is one.
    pub(crate) other: Option<NamePlace>,
}

impl NameReport {
    /// The name, and the other one that is the same.
    pub(crate) fn names(&self) -> impl Iterator<Item = NamePlace> {
        std::iter::once(self.name).chain(self.other)
    }
}

/// Where a name of a term is written: the term, and the place in its file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NamePlace {
    pub(crate) term: EntryId,
    pub(crate) span: Span,
}

/// A name of a term and where it is written.
struct TermName<'a> {
    place: NamePlace,
    text: &'a str,
}

/// Compiles the names of all terms.
pub(crate) fn compile(library: &Library) -> CompiledTerms {
    let terms = || library.of_kind(Kind::Term).map(|(id, entry)| (id, &*entry.document));
    let names = || terms().flat_map(|(id, term)| names(term).map(move |name| (id, term, name)));
    let (trie, problems) = compiled(names(), &library.settings.language);
    // Almost every build has no problems, and then the list of places isn't needed.
    if problems.is_empty() {
        return CompiledTerms { trie, problems: Vec::new() };
    }
    let written: Vec<TermName<'_>> = names()
        .map(|(term, _, Spanned { value, span })| TermName {
            place: NamePlace { term, span: *span },
            text: value,
        })
        .collect();
    let problems = problems.into_iter().map(|FormProblem { form, error }| NameReport {
        name: written[form].place,
        diagnostic: explain(library, &written, form, error),
        other: match error {
            FormError::Repeats { other, .. } | FormError::ClaimedBy { other } => {
                Some(written[other].place)
            }
            _ => None,
        },
    });
    CompiledTerms { trie, problems: problems.collect() }
}

/// The trie of some names, to answer whether one of them may be in a text. Problems aren't
/// reported: [`compile`] has reported them.
pub(crate) fn trie_of<'a>(
    names: impl Iterator<Item = (&'a Document, &'a Spanned<String>)>,
    language: &LanguageTag,
) -> TermTrie {
    // Which entry a name leads to doesn't matter here, so all of them lead to the first.
    compiled(names.map(|(term, name)| (EntryId(0), term, name)), language).0
}

/// The names of a term: its title, then its aliases.
pub(crate) fn names(term: &Document) -> impl Iterator<Item = &Spanned<String>> {
    std::iter::once(&term.title).chain(term.aliases())
}

/// Compiles names, each with its entry and the document that says how it is matched. Problems refer
/// to names by their index.
fn compiled<'a>(
    names: impl Iterator<Item = (EntryId, &'a Document, &'a Spanned<String>)>,
    language: &LanguageTag,
) -> (TermTrie, Vec<FormProblem>) {
    let names: Vec<_> = names.collect();
    let language = Language::of(language);
    let forms: Vec<Form<'_>> = names
        .iter()
        .map(|&(entry, term, name)| {
            let form = Form::new(&name.value, entry.0);
            let Details::Term(details) = &term.details else { return form };
            // Listed plurals are those of the title; aliases have their regular ones.
            let is_alias = !std::ptr::eq(name, &term.title);
            let plural = match &details.plural {
                Plural::Forms(_) if is_alias => &Plural::Regular,
                plural => plural,
            };
            let is_name = is_name(details, name.value.trim(), language);
            Form { case: details.case, plural, is_name, auto_link: details.auto_link, ..form }
        })
        .collect();
    TermTrie::compile(&forms, language)
}

/// Whether a name of a term is a proper name, such as that of a program. Writers give common nouns a
/// capital too, but do not keep it up; and of several words, only everyday ones mean something else
/// without it (`Head Start`).
fn is_name(term: &Term, name: &str, language: Language) -> bool {
    let is_one_word = !name.contains(' ');
    match term.capitalized.get(name) {
        None => false,
        Some(CapitalUse::Always) => is_one_word || is_of_everyday_words(name, language),
        Some(CapitalUse::Sometimes) => is_one_word && is_of_everyday_words(name, language),
    }
}

/// The diagnostic for a problem with the name at index `form` of `written`.
fn explain(
    library: &Library,
    written: &[TermName<'_>],
    form: usize,
    error: FormError,
) -> Diagnostic {
    let place = |form: &TermName<'_>| {
        Place::at(library[form.place.term].document.source.clone(), form.place.span)
    };
    let this = &written[form];
    let report = |code, message: String| Diagnostic::error(code, place(this), message);
    match error {
        FormError::Empty => report("empty-form", "This name is empty.".to_owned())
            .help("Remove it, or write the words that should be linked."),
        FormError::OnlyPunctuation => {
            report("empty-form", format!("`{}` has no letter and no digit.", this.text))
                .help("Remove it, or write the words that should be linked.")
        }
        FormError::TooLong => {
            report("long-form", "This name is too long to be found in texts.".to_owned())
                .help("A name may have up to 128 words.")
        }
        FormError::Plural(_) => {
            report("empty-form", format!("A plural of `{}` is not a word.", this.text))
                .help("Correct the list after `plural:`.")
        }
        FormError::Repeats { other, as_written } => {
            let message = if as_written {
                format!("`{}` is written twice in this file.", this.text)
            } else {
                format!(
                    "`{}` and `{}` are the same to the linker.",
                    this.text,
                    quoted(written[other].text)
                )
            };
            Diagnostic::warning("repeated-form", place(this), message)
                .help("Keep one of them; both would be found anyway.")
                .related(place(&written[other]), "the other one")
        }
        FormError::ClaimedBy { other } => {
            let other = &written[other];
            let message = format!(
                "`{}` is claimed by two terms: {} and {}.",
                this.text,
                quoted(library[other.place.term].title()),
                quoted(library[this.place.term].title())
            );
            report("form-claimed-twice", message)
                .help("Each name can lead to one term only. Remove it from one of the two files.")
                .related(place(other), "the other term")
        }
    }
}
