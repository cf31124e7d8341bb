//! From the terms of a library to the compiled trie that finds them in text, and from problems with
//! their names to diagnostics.
//!
//! `wellread_terms` knows names and numbers; it never sees files. This module is the translation
//! between it and the library. It doesn't look at any text but the names.

use std::collections::BTreeSet;

use wellread_model::{
    Case, Details, Diagnostic, Document, EntryId, Kind, LanguageTag, LetterCaseUse, Library, Place,
    Plural, Relation, Span, Spanned, Term, fold_name, short_title,
};
use wellread_terms::{
    Form, FormError, FormProblem, FormRole, Language, TermTrie, is_infinitive,
    is_of_everyday_words, is_proper_name, is_verb_of,
};

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
    /// The term that has the name.
    pub(crate) term: EntryId,
    /// Where the name is written in its file.
    pub(crate) span: Span,
}

/// A name of a term and where it is written.
struct TermName<'a> {
    /// Whose name it is, and where it is written.
    place: NamePlace,
    /// The name, as its author wrote it.
    text: &'a str,
}

/// Compiles the names of all terms, with the phrases and names in which they are not linked.
pub(crate) fn compile(library: &Library) -> CompiledTerms {
    let terms = || library.of_kind(Kind::Term).map(|(id, entry)| (id, &*entry.document));
    let names =
        || terms().flat_map(|(id, term)| term_names(term).map(move |name| (id, term, name)));
    let language = Language::from_tag(&library.settings.language);
    let mut forms: Vec<Form<'_>> = names().map(|name| form(name, language)).collect();
    let phrases = || terms().flat_map(|(id, term)| not_in(term).map(move |phrase| (id, phrase)));
    forms.extend(phrases().map(|(id, phrase)| Form {
        role: FormRole::OtherPhrase,
        case: Case::Any,
        ..Form::new(&phrase.value, id.0)
    }));
    let first_name = forms.len();
    forms.extend(known_names(library, language));
    let may_share = |one, other| are_apart(library, EntryId(one), EntryId(other));
    let (trie, mut problems) = TermTrie::compile_shared(&forms, language, &may_share);
    // A name that cannot be found conflicts with no other.
    problems.retain(|problem| problem.form < first_name);
    // Almost every build has no problems, and then the list of places isn't needed.
    if problems.is_empty() {
        return CompiledTerms { trie, problems: Vec::new() };
    }
    let names = names().map(|(id, _, name)| (id, name));
    let written: Vec<TermName<'_>> = names
        .chain(phrases())
        .map(|(term, Spanned { value, span })| TermName {
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

/// The phrases in which the names of a term mean something else.
fn not_in(term: &Document) -> impl Iterator<Item = &Spanned<String>> {
    let phrases = match &term.details {
        Details::Term(term) => &term.not_in[..],
        _ => &[],
    };
    phrases.iter()
}

/// The names of resources, organizations and people that say enough to be found by. One that a term
/// has too is the term's.
fn known_names(library: &Library, language: Language) -> Vec<Form<'_>> {
    let terms: BTreeSet<String> = library
        .of_kind(Kind::Term)
        .flat_map(|(_, term)| term_names(&term.document))
        .map(|name| fold_name(&name.value))
        .collect();
    let mut known = Vec::new();
    for (id, entry) in library.iter() {
        let mut add = |name, role| {
            if !terms.contains(&fold_name(name)) {
                let (case, plural) = (Case::Exact, &Plural::None);
                known.push(Form { role, case, plural, ..Form::new(name, id.0) });
            }
        };
        let title = Some(entry.title()).filter(|title| is_proper_name(title, language));
        match &entry.document.details {
            Details::Resource(resource) => {
                title.into_iter().for_each(|title| add(title, FormRole::Name));
                // Aliases are the staff's own word.
                resource.aliases.iter().for_each(|alias| add(&alias.value, FormRole::Name));
                let organization = resource.organization.as_deref();
                organization
                    .filter(|name| is_proper_name(name, language))
                    .into_iter()
                    .for_each(|name| add(name, FormRole::OtherName));
            }
            Details::Person(_) => title.into_iter().for_each(|name| add(name, FormRole::OtherName)),
            _ => {}
        }
    }
    known
}

/// Whether no page links both of two terms, because of their topics.
fn are_apart(library: &Library, one: EntryId, other: EntryId) -> bool {
    let topics = |term: EntryId, relation| library[term].related(relation);
    let excludes = |one, other| {
        let only = topics(one, Relation::OnlyTopic);
        let (others, never) =
            (topics(other, Relation::OnlyTopic), topics(other, Relation::NotTopic));
        let are_others = !others.is_empty() && !only.iter().any(|topic| others.contains(topic));
        !only.is_empty() && (are_others || only.iter().all(|topic| never.contains(topic)))
    };
    excludes(one, other) || excludes(other, one)
}

/// The trie of some names, to answer whether one of them may be in a text. Problems aren't
/// reported: [`compile`] has reported them.
pub(crate) fn trie_of<'a>(
    names: impl Iterator<Item = (&'a Document, &'a Spanned<String>)>,
    language: &LanguageTag,
) -> TermTrie {
    // Which entry a name leads to doesn't matter here, so all of them lead to the first.
    let language = Language::from_tag(language);
    let forms: Vec<Form<'_>> =
        names.map(|(term, name)| form((EntryId(0), term, name), language)).collect();
    TermTrie::compile(&forms, language).0
}

/// The names of a term: its title, then its aliases.
pub(crate) fn term_names(term: &Document) -> impl Iterator<Item = &Spanned<String>> {
    std::iter::once(&term.title).chain(term.aliases())
}

/// A name of a term as a form, with what the term's document says of how it is matched.
fn form<'a>(
    (entry, term, name): (EntryId, &'a Document, &'a Spanned<String>),
    language: Language,
) -> Form<'a> {
    let form = Form::new(&name.value, entry.0);
    let Details::Term(details) = &term.details else { return form };
    // Listed plurals are those of the title; aliases have their regular ones.
    let is_alias = !std::ptr::eq(name, &term.title);
    let plural = match &details.plural {
        Plural::Forms(_) if is_alias => &Plural::Regular,
        plural => plural,
    };
    let is_name = is_name(details, name.value.trim(), language);
    let word_after_to = details.word_after_to.as_deref();
    let is_verb = word_after_to.is_some_and(|word| is_infinitive(word, language))
        || is_verb_of_title(term, &name.value, language);
    Form { case: details.case, plural, is_name, is_verb, auto_link: details.auto_link, ..form }
}

/// Whether a name of a term is the verb of which its title is made. An author who lists
/// `accommodate` next to `accommodation` means the verb.
pub(crate) fn is_verb_of_title(term: &Document, name: &str, language: Language) -> bool {
    is_verb_of(name, &term.title.value, language)
}

/// Whether a name of a term is a proper name, such as that of a program. Writers give common nouns
/// an upper-case letter too, but do not keep it up; and of several words, only everyday ones mean
/// something else without it (`Head Start`).
fn is_name(term: &Term, name: &str, language: Language) -> bool {
    let is_one_word = !name.contains(' ');
    match term.capitalized.get(name) {
        None => false,
        Some(LetterCaseUse::Always) => is_one_word || is_of_everyday_words(name, language),
        Some(LetterCaseUse::Sometimes) => is_one_word && is_of_everyday_words(name, language),
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
                    short_title(written[other].text)
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
                short_title(library[other.place.term].title()),
                short_title(library[this.place.term].title())
            );
            report("form-claimed-twice", message)
                .help("Each name can lead to one term only. Remove it from one of the two files. If the \
                     pages have topics, both may have it: write in each file on which pages it \
                     is meant, such as  only_topics: [school]")
                .related(place(other), "the other term")
        }
    }
}
