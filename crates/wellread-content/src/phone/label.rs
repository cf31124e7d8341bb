//! What the label of a number says that the number is for, if it is not for calls.
//!
//! A label tells numbers apart (`Spanish line`), and the key says what they are for. But staff who
//! copy an address book have `Fax` and `Text` for labels, and a family that taps such a number would
//! hear a shrill tone, or no one. Words that stand for a call as well (`Phone/Fax`) leave the number
//! as it is, and so does `TTY`: phones of today dial those numbers, and the label says who answers.

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

/// Words for text messages. A label of these and of [`FILLERS`] says nothing else, unlike `Texts about
/// a lost card`.
const TEXT: [&str; 8] = ["text", "texts", "texting", "sms", "txt", "texto", "textos", "mensajes"];

/// Words that may stand beside them.
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

/// What the label of a number says that it is for. `None` if it says nothing of that, or means calls
/// too.
pub(crate) fn label_use(number: &PhoneNumber) -> Option<LabelUse> {
    let label = number.label.as_ref()?.to_lowercase();
    let words = || label.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let has = |list: &[&str]| words().any(|word| list.contains(&word));
    if has(&CALL) {
        return None;
    }
    if has(&FAX) {
        return Some(LabelUse::Fax);
    }
    let is_text = has(&TEXT) && words().all(|word| TEXT.contains(&word) || FILLERS.contains(&word));
    is_text.then_some(LabelUse::Text)
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
            ("Phone/Fax", None),
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
