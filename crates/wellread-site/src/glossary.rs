//! The terms of a library as one compiled table, and what is wrong with them.

use wellread_model::{Diagnostic, EntryId, Kind, Library, Place, Plural, Span};

use crate::matcher::{Case, Fault, Form, Language, Plural as Plurals, Table};

/// A form and where it is written.
struct Written<'a> {
    id: EntryId,
    text: &'a str,
    span: Span,
}

/// Compiles the terms of a library. Forms that are claimed twice, empty or only punctuation are
/// reported.
pub(crate) fn compile(library: &Library, diagnostics: &mut Vec<Diagnostic>) -> Table {
    let mut written = Vec::new();
    let mut forms = Vec::new();
    let plurals: Vec<Vec<&str>> = library
        .of_kind(Kind::Term)
        .map(|(_, entry)| match entry.term().map(|term| &term.plural) {
            Some(Plural::Forms(forms)) => forms.iter().map(String::as_str).collect(),
            _ => Vec::new(),
        })
        .collect();
    for ((id, entry), listed) in library.of_kind(Kind::Term).zip(&plurals) {
        let Some(term) = entry.term() else { continue };
        let case = match term.case {
            wellread_model::Case::Auto => Case::Auto,
            wellread_model::Case::Exact => Case::Exact,
            wellread_model::Case::Any => Case::Any,
        };
        let title = std::iter::once(&entry.document.title);
        for (index, name) in title.chain(&term.aliases).enumerate() {
            let plural = match &term.plural {
                Plural::None => Plurals::None,
                Plural::Regular => Plurals::Regular,
                // The listed plurals are those of the term; aliases keep their regular ones.
                Plural::Forms(_) if index == 0 => Plurals::Forms(listed),
                Plural::Forms(_) => Plurals::Regular,
            };
            forms.push(Form { text: &name.value, entry: id.0, case, plural });
            written.push(Written { id, text: &name.value, span: name.span });
        }
    }
    let (table, problems) = Table::compile(&forms, Language::from_tag(&library.settings.language));
    for problem in problems {
        diagnostics.push(explain(library, &written, problem.form, problem.fault));
    }
    table
}

fn explain(library: &Library, written: &[Written<'_>], form: usize, fault: Fault) -> Diagnostic {
    let place = |form: &Written<'_>| Place::at(library[form.id].document.source.clone(), form.span);
    let this = &written[form];
    let error = |code, message: String| Diagnostic::error(code, place(this), message);
    match fault {
        Fault::Empty => error("empty-form", "This name is empty.".to_owned())
            .help("Remove it, or write the words that should be linked."),
        Fault::OnlyPunctuation => {
            error("empty-form", format!("`{}` has no letter and no digit.", this.text))
                .help("Remove it, or write the words that should be linked.")
        }
        Fault::TooLong => {
            error("long-form", "This name is too long to be found in texts.".to_owned())
                .help("A name may have up to 128 words.")
        }
        Fault::Plural(_) => {
            error("empty-form", format!("A plural of `{}` is not a word.", this.text))
                .help("Correct the list after `plural:`.")
        }
        Fault::Repeats { other, as_written } => {
            let message = if as_written {
                format!("`{}` is written twice in this file.", this.text)
            } else {
                format!("`{}` and `{}` are the same to the linker.", this.text, written[other].text)
            };
            Diagnostic::warning("repeated-form", place(this), message)
                .help("Keep one of them; both would be found anyway.")
                .note(place(&written[other]), "the other one")
        }
        Fault::ClaimedBy { other } => {
            let other = &written[other];
            let message = format!(
                "`{}` is claimed by two terms: {} and {}.",
                this.text,
                library[other.id].title(),
                library[this.id].title()
            );
            error("form-claimed-twice", message)
                .help("Each name can lead to one term only. Remove it from one of the two files.")
                .note(place(other), "the other term")
        }
    }
}
