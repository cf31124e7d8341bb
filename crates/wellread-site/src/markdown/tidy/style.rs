//! The attributes that word processors and web pages write for the sake of looks.

use crate::markdown::html::Attribute;

/// Attributes that set looks and nothing else.
const LOOKS: [&str; 19] = [
    "style",
    "align",
    "valign",
    "bgcolor",
    "background",
    "border",
    "cellpadding",
    "cellspacing",
    "width",
    "height",
    "nowrap",
    "clear",
    "hspace",
    "vspace",
    "color",
    "face",
    "size",
    "target",
    "rel",
];

/// Which attributes of a tag are foreign, by their places in the list.
pub(super) fn foreign(attributes: &[Attribute<'_>]) -> Vec<bool> {
    let mut foreign: Vec<bool> = attributes.iter().map(is_foreign).collect();
    // Next to another program's `style`, these attributes come from it too; alone, they carry
    // meaning.
    if foreign.contains(&true) {
        for (is_foreign, attribute) in foreign.iter_mut().zip(attributes) {
            *is_foreign |= match &*attribute.name {
                "dir" => attribute.value.eq_ignore_ascii_case("ltr"),
                "lang" => attribute.value.to_ascii_lowercase().starts_with("en"),
                "role" => attribute.value == "presentation",
                "aria-level" | "type" => true,
                _ => false,
            };
        }
    }
    foreign
}

fn is_foreign(attribute: &Attribute<'_>) -> bool {
    let value = attribute.value.to_ascii_lowercase();
    match &*attribute.name {
        "class" => {
            let is_of_program = |class: &str| {
                ["mso", "x_mso", "apple-", "xl6", "xl7", "x_", "gmail_", "elementtoproof"]
                    .into_iter()
                    .any(|start| class.starts_with(start))
                    || matches!(class, "normaltextrun" | "eop" | "paragraph" | "textrun" | "scxw")
            };
            value.split_whitespace().all(is_of_program)
        }
        "id" => {
            ["docs-internal-guid", "x_", "_toc", "_hlk"].into_iter().any(|it| value.starts_with(it))
        }
        // As Word writes it, in all texts.
        "lang" => attribute.value == "EN-US",
        "name" => value.starts_with('_'),
        name => {
            LOOKS.contains(&name)
                || name.starts_with("data-")
                || name.starts_with("xmlns")
                || name.starts_with("mso-")
        }
    }
}

/// The elements that mean what a style shows.
pub(super) fn elements(style: &str) -> Vec<&'static str> {
    let style: String = style.to_ascii_lowercase().split_whitespace().collect();
    let declarations = || style.split(';').filter_map(|one| one.split_once(':'));
    let has = |name: &str, is_meant: &dyn Fn(&str) -> bool| {
        declarations().any(|(key, value)| key == name && is_meant(value))
    };
    let is_bold = |value: &str| matches!(value, "bold" | "bolder" | "600" | "700" | "800" | "900");
    let is_struck = |value: &str| value.contains("line-through");
    let elements: [(&'static str, bool); 5] = [
        ("strong", has("font-weight", &is_bold)),
        ("em", has("font-style", &|value| value == "italic")),
        ("s", has("text-decoration", &is_struck) || has("text-decoration-line", &is_struck)),
        ("sup", has("vertical-align", &|value| value == "super")),
        ("sub", has("vertical-align", &|value| value == "sub")),
    ];
    elements.into_iter().filter_map(|(name, is_meant)| is_meant.then_some(name)).collect()
}

/// Whether a style takes the weight from an element that has one: Google Docs wraps all that is
/// copied into such a `<b>`.
pub(super) fn is_normal_weight(style: &str) -> bool {
    let style: String = style.to_ascii_lowercase().split_whitespace().collect();
    style.contains("font-weight:normal") || style.contains("font-weight:400")
}
