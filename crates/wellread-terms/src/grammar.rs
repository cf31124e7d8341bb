//! Tells from the words beside a form of one word that it is a verb there (`to record`, `please
//! review`, `the site makes a`), where a glossary explains nouns.
//!
//! Only what costs nothing is looked at: the word before and the word after, in lists of words that
//! stand before a verb, or after one. Every rule was measured on real prose; `docs/linking.md` has the
//! figures. A word that can be no verb (`accommodation`) is never taken for one.

use crate::boundary::LOOK_BEHIND;
use crate::fold::APOSTROPHE;
use crate::language::Language;
use crate::words::{Gap, Token};

/// What is known of the verbs of one language.
struct VerbRules {
    /// The word after one of these is a verb in any form.
    before_verb: &'static [&'static str],
    /// The word after one of these is a verb unless it ends like a plural.
    before_base: &'static [&'static str],
    /// Words before `'s` and `n't` after which a verb follows.
    contracted: &'static [(&'static str, &'static str)],
    /// The object of a verb begins with one of these.
    objects: &'static [&'static str],
    /// A word after one of these is a noun even before an object.
    before_noun: &'static [&'static str],
    /// No verb ends like this …
    noun_suffixes: &'static [&'static str],
    /// … but for these.
    verbs: &'static [&'static str],
}

static ENGLISH: VerbRules = VerbRules {
    before_verb: &["he", "it", "she"],
    before_base: &[
        "can", "cannot", "could", "i", "may", "might", "must", "please", "shall", "should", "they",
        "to", "we", "who", "will", "would", "you",
    ],
    // Of `don't` and the like, the tokens are `don`, `'` and `t`.
    contracted: &[
        ("let", "s"),
        ("don", "t"),
        ("doesn", "t"),
        ("didn", "t"),
        ("can", "t"),
        ("couldn", "t"),
        ("shouldn", "t"),
        ("won", "t"),
        ("wouldn", "t"),
        ("i", "ll"),
        ("you", "ll"),
        ("we", "ll"),
        ("they", "ll"),
        ("it", "ll"),
    ],
    objects: &[
        "a", "an", "her", "him", "his", "it", "its", "me", "my", "our", "the", "their", "them",
        "these", "us", "your",
    ],
    before_noun: &[
        "a", "about", "an", "another", "any", "at", "both", "by", "each", "every", "for", "from",
        "her", "his", "in", "its", "my", "no", "of", "on", "one", "our", "some", "that", "the",
        "their", "these", "this", "those", "what", "whatever", "which", "with", "your",
    ],
    // `-ing` names the act itself, which is what a glossary explains.
    noun_suffixes: &[
        "acy", "apy", "dom", "hood", "ing", "ism", "itis", "ity", "logy", "ment", "ness", "osis",
        "phobia", "ship", "sion", "tion", "ysis",
    ],
    verbs: &[
        "augment",
        "auction",
        "cement",
        "caution",
        "comment",
        "commission",
        "complement",
        "compliment",
        "condition",
        "document",
        "experiment",
        "ferment",
        "fragment",
        "function",
        "implement",
        "increment",
        "mention",
        "motion",
        "partition",
        "petition",
        "position",
        "provision",
        "question",
        "section",
        "segment",
        "ship",
        "station",
        "supplement",
        "transition",
        "worship",
    ],
};

static SPANISH: VerbRules = VerbRules {
    before_verb: &[],
    // After `que`, one word in a hundred is a noun.
    before_base: &[
        "ella", "ellas", "ellos", "le", "les", "lo", "me", "no", "nos", "nosotras", "nosotros",
        "que", "quien", "se", "te", "tú", "usted", "ustedes", "yo", "él",
    ],
    contracted: &[],
    objects: &["el", "la", "las", "los", "su", "sus", "tu", "tus", "un", "una"],
    before_noun: &[
        "a", "al", "cada", "con", "de", "del", "el", "en", "esa", "ese", "esta", "este", "la",
        "las", "los", "mi", "o", "para", "por", "sin", "su", "sus", "tu", "tus", "un", "una", "y",
    ],
    noun_suffixes: &[
        "ancia", "ción", "dad", "encia", "ez", "ismo", "itis", "miento", "sión", "sis", "tud",
        "ura",
    ],
    verbs: &["cura", "dura", "procura"],
};

/// Whether the word `token` is a verb where it stands: after the tokens `before`, before `next`.
pub(super) fn is_verb(
    text: &str,
    before: &[Token],
    token: &Token,
    next: Option<&Token>,
    language: Language,
) -> bool {
    let rules = match language.tag() {
        "en" => &ENGLISH,
        "es" => &SPANISH,
        _ => return false,
    };
    let word = &text[token.start..token.end];
    let is_lower = !word.contains(char::is_uppercase);
    if rules.is_noun(word) {
        return false;
    }
    let follows = |token: &Token| token.gap == Gap::Space && token.is_word();
    let object = next.filter(|next| follows(next)).map(|next| &text[next.start..next.end]);
    let has_object = object.is_some_and(|object| rules.objects.contains(&object));
    let before = &before[before.len().saturating_sub(LOOK_BEHIND)..];
    let previous = before.last().filter(|last| last.is_word() && token.gap == Gap::Space);
    // At the start of a sentence, a verb is an order, and has no `s`.
    let Some(previous) = previous else {
        return has_object && (is_lower || !ends_like_plural(word));
    };
    if !is_lower {
        return false;
    }
    let previous = text[previous.start..previous.end].to_lowercase();
    if rules.before_verb.contains(&&*previous) {
        return true;
    }
    let is_contracted = rules.ends_in_contraction(text, before);
    if (is_contracted || rules.before_base.contains(&&*previous)) && !ends_like_plural(word) {
        return true;
    }
    has_object && !rules.before_noun.contains(&&*previous)
}

/// Whether a word may be a plural. `process` and `assess` are none.
fn ends_like_plural(word: &str) -> bool {
    word.ends_with('s') && !word.ends_with("ss")
}

impl VerbRules {
    /// Whether a word, in singular or plural, can be no verb.
    fn is_noun(&self, word: &str) -> bool {
        let lower = word.to_lowercase();
        let singular = lower.strip_suffix('s').unwrap_or(&lower);
        let has_suffix = |word: &str| self.noun_suffixes.iter().any(|end| word.ends_with(end));
        (has_suffix(singular)
            || has_suffix(&lower)
            || lower.ends_with("ies") && has_suffix(&y(&lower)))
            && !self.verbs.contains(&singular)
    }

    /// Whether these tokens end in a word, an apostrophe and what is left of another word, after which
    /// a verb follows.
    fn ends_in_contraction(&self, text: &str, before: &[Token]) -> bool {
        let [.., word, apostrophe, rest] = before else { return false };
        let written = |token: &Token| text[token.start..token.end].to_lowercase();
        apostrophe.is(APOSTROPHE)
            && apostrophe.gap == Gap::Tight
            && rest.gap == Gap::Tight
            && self.contracted.contains(&(&*written(word), &*written(rest)))
    }
}

/// A word in `-ies` with `-y`.
fn y(word: &str) -> String {
    format!("{}y", word.strip_suffix("ies").unwrap_or(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::next_token;

    /// Whether the word between `»` and `«` is a verb.
    fn verb(text: &str, language: Language) -> bool {
        let at = text.find('»').unwrap();
        let text = text.replace(['»', '«'], "");
        let mut tokens: Vec<Token> = Vec::new();
        while let Some(token) =
            next_token(&text, tokens.last().map_or(0, |token| token.end), tokens.last())
        {
            tokens.push(token);
        }
        let index = tokens.iter().position(|token| token.start == at).unwrap();
        is_verb(&text, &tokens[..index], &tokens[index], tokens.get(index + 1), language)
    }

    #[test]
    fn verbs_are_told_by_the_words_beside_them() {
        for text in [
            "how to »record« it",
            "You must »process« this",
            "please »review« what is new",
            "We »plan« to go",
            "she »plans« to go",
            "Don't »record« anything",
            "Let’s »plan« ahead",
            "we'll »plan« ahead",
            "First, »record« the time",
            "and »record« the time",
            "The site »displays« a list",
            "»Review« the list",
            "slow to »process« words",
        ] {
            assert!(verb(text, Language::ENGLISH), "{text}");
        }
        for text in [
            "Le »ayuda« a dormir",
            "no »causa« dolor",
            "la tos que »causa« fiebre",
            "Usted »toma« agua",
            "»Guarda« los archivos",
            "La infección »causa« la enfermedad",
        ] {
            assert!(verb(text, Language::SPANISH), "{text}");
        }
    }

    #[test]
    fn nouns_stay_nouns() {
        for text in [
            "access to »records«",
            "a right to »accommodation«",
            "committed to »screening« all",
            "the »record« the school has",
            "each »plan« your team writes",
            "ask about the »record«. The school",
            "to the »plan« we made",
            "»Plans« the school makes",
            "To, »plan« B",
            "For »records« it is enough",
            "push some »code« their way",
            "I.E. (we) »plan« B",
        ] {
            assert!(!verb(text, Language::ENGLISH), "{text}");
        }
        for text in ["la »ayuda«", "en »cuenta« los riesgos", "que »grupos« de", "no »evaluación«"]
        {
            assert!(!verb(text, Language::SPANISH), "{text}");
        }
        assert!(!verb("to »plan«", Language::OTHER));
    }
}
