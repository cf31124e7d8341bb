//! The glossary as data for other programs: JSON-LD with the vocabularies of schema.org and SKOS,
//! and CSV for spreadsheets.
//!
//! Both hold what the glossary page shows: names, the short definition as plain text, the address.

use serde_json::{Map, Value as Json, json};
use wellread_model::{Kind, Relation, Route, address};

use crate::view::Views;

/// The glossary as JSON-LD: a `DefinedTermSet` (schema.org) that is also a `ConceptScheme` (SKOS),
/// with `prefLabel`, `altLabel`, `definition` and `related` for each term.
///
/// Two vocabularies, because search engines read schema.org, while terminology tools of libraries
/// and health systems read SKOS. Terms are in the order of their entries.
pub(crate) fn terms_json(views: &Views) -> String {
    let glossary = views.canonical(&Route::new(address::GLOSSARY));
    let terms: Vec<Json> = views
        .library
        .of_kind(Kind::Term)
        .map(|(id, entry)| {
            let url = views.canonical(&entry.route);
            let mut term = Map::new();
            term.insert("@id".to_owned(), url.clone().into());
            term.insert("@type".to_owned(), json!(["DefinedTerm", "skos:Concept"]));
            // The same text once for each vocabulary.
            term.insert("name".to_owned(), entry.title().into());
            term.insert("prefLabel".to_owned(), entry.title().into());
            // A property without a value is left out; an empty list would state nothing in JSON-LD.
            let aliases = entry.document.aliases();
            if !aliases.is_empty() {
                let aliases: Vec<&str> = aliases.iter().map(|alias| alias.value.as_str()).collect();
                term.insert("altLabel".to_owned(), json!(aliases));
            }
            term.insert("definition".to_owned(), views.first_paragraph(id).into());
            let related: Vec<String> = entry
                .related(Relation::SeeAlso)
                .iter()
                .map(|&other| views.canonical(&views.library[other].route))
                .collect();
            if !related.is_empty() {
                term.insert("related".to_owned(), json!(related));
            }
            term.insert("url".to_owned(), url.into());
            term.insert("inDefinedTermSet".to_owned(), json!(glossary));
            Json::Object(term)
        })
        .collect();
    let language = views.library.settings.language.as_str();
    // A context of its own instead of a link to one, so that no program has to fetch another file.
    let document = json!({
        "@context": {
            "@vocab": "https://schema.org/",
            "@language": language,
            "skos": "http://www.w3.org/2004/02/skos/core#",
            "prefLabel": "skos:prefLabel",
            "altLabel": "skos:altLabel",
            "definition": "skos:definition",
            "related": { "@id": "skos:related", "@type": "@id" },
            "inDefinedTermSet": { "@id": "https://schema.org/inDefinedTermSet", "@type": "@id" },
            "url": { "@id": "https://schema.org/url", "@type": "@id" },
        },
        "@id": glossary,
        "@type": ["DefinedTermSet", "skos:ConceptScheme"],
        "name": format!("{} – {}", views.library.settings.title, views.text.get("glossary_title")),
        "inLanguage": language,
        "hasDefinedTerm": terms,
    });
    format!("{document:#}\n")
}

/// The glossary as CSV (RFC 4180): a header, then one term on each line in the order of the
/// entries. Other names share a field, joined with semicolons, so that every line has the same
/// fields.
pub(crate) fn terms_csv(views: &Views) -> String {
    let mut csv = format!("{CSV_START}term,also_called,definition,address\r\n");
    for (id, entry) in views.library.of_kind(Kind::Term) {
        let aliases: Vec<&str> =
            entry.document.aliases().iter().map(|alias| alias.value.as_str()).collect();
        let fields = [
            entry.title().to_owned(),
            aliases.join("; "),
            views.first_paragraph(id),
            views.canonical(&entry.route),
        ];
        csv.push_str(&csv_line(&fields));
    }
    csv
}

/// What a file of CSV begins with: the mark of UTF-8. Without it, Excel reads every letter with an
/// accent as two others.
pub const CSV_START: char = '\u{feff}';

/// One line of CSV with its line break (RFC 4180). Fields are quoted only where they must be.
///
/// A field that a spreadsheet would run as a formula gets an apostrophe at its beginning, which
/// makes it text. Texts come from many authors, and staff open the file on machines with patient
/// records (OWASP, "CSV Injection").
///
/// # Examples
///
/// ```
/// use wellread_site::csv_line;
///
/// let fields = ["IEP", "Individualized Education Program, 504 plan", "=1+1"];
/// assert_eq!(
///     csv_line(&fields.map(str::to_owned)),
///     "IEP,\"Individualized Education Program, 504 plan\",'=1+1\r\n"
/// );
/// ```
#[must_use]
pub fn csv_line(fields: &[String]) -> String {
    let quoted: Vec<String> = fields
        .iter()
        .map(|field| {
            // A tab or carriage return is dropped by some spreadsheets, and what follows it is then
            // the beginning.
            let formula = field.starts_with(['=', '+', '-', '@', '\t', '\r']);
            let field = if formula { format!("'{field}") } else { field.clone() };
            if field.contains([',', '"', '\n', '\r']) {
                format!("\"{}\"", field.replace('"', "\"\""))
            } else {
                field
            }
        })
        .collect();
    format!("{}\r\n", quoted.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csv_fields_are_quoted_and_never_formulas() {
        let line = csv_line(&["a,b".to_owned(), "say \"x\"".to_owned(), "=1+1".to_owned()]);
        assert_eq!(line, "\"a,b\",\"say \"\"x\"\"\",'=1+1\r\n");
        for start in ['=', '+', '-', '@', '\t'] {
            assert_eq!(csv_line(&[format!("{start}1")]), format!("'{start}1\r\n"));
        }
        for (field, written) in
            [("a\nb", "\"a\nb\""), ("\ra", "\"'\ra\""), ("a-b", "a-b"), ("", "")]
        {
            assert_eq!(csv_line(&[field.to_owned()]), format!("{written}\r\n"));
        }
    }
}
