//! The purpose of a number by its label, if it is not for calls.
//!
//! A label tells numbers apart (`Spanish line`), and the key says what they are for. But staff who
//! copy an address book have `Fax` and `Text` for labels, and a family that taps such a number
//! would hear a shrill tone, or no one. Words that stand for a call as well (`Phone/Fax`,
//! `Office and fax`) leave the number as it is, and so does `TTY`: phones of today dial those
//! numbers, and the label says who answers.

use wellread_model::PhoneNumber;

/// What a number is for, by its label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LabelUse {
    /// It is a fax machine.
    Fax,
    /// It takes text messages.
    Text,
}

/// Words for a fax machine. All words here are in lower case, in English and Spanish.
const FAX: [&str; 5] = ["fax", "faxes", "telefax", "facsimile", "facsímil"];

/// Words for text messages. A label of these and of [`FILLERS`] says nothing else, unlike
/// `Texts about a lost card`.
const TEXT: [&str; 8] = ["text", "texts", "texting", "sms", "txt", "texto", "textos", "mensajes"];

/// Words that may be next to them.
const FILLERS: [&str; 13] = [
    "us", "line", "línea", "only", "solo", "sólo", "number", "número", "message", "messages",
    "mensaje", "de", "para",
];

/// Words for a call.
const CALL: [&str; 12] = [
    "call",
    "calls",
    "phone",
    "telephone",
    "tel",
    "voice",
    "talk",
    "llamar",
    "llame",
    "llamadas",
    "teléfono",
    "voz",
];

/// What joins a word to another one: `Office/Fax` is an office that has a fax on the same number.
const JOINTS: [&str; 7] = ["/", "&", "+", "and", "or", "y", "o"];

/// What the label of a number says that it is for. `None` if it says nothing of that, or means
/// calls too.
pub(crate) fn label_use(number: &PhoneNumber) -> Option<LabelUse> {
    let label = number.label.as_ref()?.to_lowercase();
    let words = words(&label);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(word));
    if has(&CALL) {
        return None;
    }
    if has(&FAX) {
        return (!joins_fax(&words)).then_some(LabelUse::Fax);
    }
    let is_text =
        has(&TEXT) && words.iter().all(|word| TEXT.contains(word) || FILLERS.contains(word));
    is_text.then_some(LabelUse::Text)
}

/// The words of a label, and the characters among [`JOINTS`].
fn words(label: &str) -> Vec<&str> {
    let is_sign = |c: char| "/&+".contains(c);
    label
        .split_inclusive(|c: char| !c.is_alphanumeric())
        .flat_map(|part| {
            let word = part.trim_end_matches(|c: char| !c.is_alphanumeric());
            [word, part[word.len()..].trim_matches(|c| !is_sign(c))]
        })
        .filter(|word| !word.is_empty())
        .collect()
}

/// Whether a word for a fax is joined to one for something else.
fn joins_fax(words: &[&str]) -> bool {
    let is_joint = |word: &str| JOINTS.contains(&word);
    let is_fax = |word: &str| FAX.contains(&word);
    // The joints between two words, of which there may be several: `and/or`.
    let stems: Vec<usize> = (0..words.len()).filter(|&at| !is_joint(words[at])).collect();
    stems.windows(2).any(|pair| {
        let [before, after] = *pair else { return false };
        after - before > 1 && is_fax(words[before]) != is_fax(words[after])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_say_what_a_number_is_for_only_if_it_is_for_nothing_else() {
        for (label, wanted) in [
            ("Fax", Some(LabelUse::Fax)),
            ("Office fax", Some(LabelUse::Fax)),
            ("FAX:", Some(LabelUse::Fax)),
            ("Número de fax", Some(LabelUse::Fax)),
            ("Text", Some(LabelUse::Text)),
            ("SMS", Some(LabelUse::Text)),
            ("Text line", Some(LabelUse::Text)),
            ("Mensajes de texto", Some(LabelUse::Text)),
            ("Fax (Ward 3 and 4)", Some(LabelUse::Fax)),
            ("24/7 fax", Some(LabelUse::Fax)),
            ("Fax/Telefax", Some(LabelUse::Fax)),
            ("Records & billing: fax", Some(LabelUse::Fax)),
            ("Phone/Fax", None),
            ("Phone & fax", None),
            ("Main office and fax", None),
            ("Office/Fax", None),
            ("Main / fax", None),
            ("Fax + office", None),
            ("Fax or office", None),
            ("Office and/or fax", None),
            ("Oficina y fax", None),
            ("Fax o recepción", None),
            ("Call or text", None),
            ("Texts about a lost card", None),
            ("Textbook office", None),
            ("TTY", None),
            ("Spanish line", None),
        ] {
            let number = PhoneNumber { label: Some(label.to_owned()), ..PhoneNumber::default() };
            assert_eq!(label_use(&number), wanted, "{label}");
        }
        assert_eq!(label_use(&PhoneNumber::default()), None);
    }
}
