//! The words of the search, for its scripts: they come with the index, which only those load who
//! search, so that no page has them.

use serde_json::{Map, Value as Json};

use crate::interface_text::InterfaceText;

/// Each label by its name in `search-page.js`, with the key of its text.
const LABELS: [(&str, &str); 17] = [
    ("suggestions", "suggestions"),
    ("countNone", "found_none"),
    ("countOne", "found_one"),
    ("countMany", "found_many"),
    ("crisis", "search_crisis"),
    ("corrected", "search_corrected"),
    ("missing", "search_missing"),
    ("instead", "search_instead"),
    ("also", "search_also"),
    ("article", "kind_article"),
    ("term", "kind_term"),
    ("resource", "kind_resource"),
    ("topic", "kind_topic"),
    ("person", "kind_person"),
    ("page", "kind_page"),
    ("letter", "kind_letter"),
    ("packet", "kind_packet"),
];

/// The line of JavaScript that hands them over.
pub(super) fn line(text: &InterfaceText) -> String {
    let labels: Map<String, Json> =
        LABELS.iter().map(|&(name, key)| (name.to_owned(), text.get(key).into())).collect();
    format!("Wellread.labels={}\n", Json::Object(labels))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The default theme's script of the search page, and its English text.
    const SCRIPT: &str = include_str!("../../../../themes/default/static/search-page.js");
    const TEXT: &str = include_str!("../../../../themes/default/text/en.toml");

    #[test]
    fn every_label_of_the_script_has_a_text() {
        let mut text = InterfaceText::default();
        text.extend(TEXT).unwrap();
        let named = SCRIPT.split("say(\"").skip(1).filter_map(|rest| rest.split('"').next());
        let named: Vec<&str> = named.collect();
        assert!(named.len() > 5, "{named:?}");
        for name in named {
            let label = LABELS.iter().find(|label| label.0 == name);
            assert!(label.is_some_and(|label| text.find(label.1).is_some()), "{name}");
        }
        for (name, key) in LABELS {
            assert!(text.find(key).is_some(), "{name}");
        }
    }

    #[test]
    fn labels_are_one_line_of_script_whatever_they_hold() {
        let mut text = InterfaceText::default();
        text.extend("found_none = \"\"\"No \\\"page\\\"\nfound \\\\ </script>\"\"\"").unwrap();
        let line = line(&text);
        assert!(line.contains(r#""countNone":"No \"page\"\nfound \\ </script>""#), "{line}");
        assert_eq!(line.matches('\n').count(), 1);
    }
}
