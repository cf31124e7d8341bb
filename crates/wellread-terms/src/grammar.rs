//! Recognizes a form of one word as a verb by the words next to it (`to record`, `please
//! review`, `the site makes a`), where a glossary explains nouns.
//!
//! Only what costs nothing is looked at: the word before and the word after, in lists of words that
//! come before a verb, or after one. An adverb may be between them (`to carefully record`), and
//! a word before `to` or `you` may say that a noun follows (`access to data`, `offer you support`).
//! Every rule was measured on real prose; `docs/linking.md` has the figures. A word that can be no
//! verb (`accommodation`) is never taken for one.

use std::borrow::Cow;

use crate::fold::APOSTROPHE;
use crate::language::Language;
use crate::verb_rules::{ENGLISH, SPANISH, VerbRules};
use crate::words::{Gap, Token};

/// How many tokens before a form are looked at: `don`, `'`, `t` and an adverb, in
/// `don't ever record`.
const LOOK_BEHIND: usize = 4;

/// Whether the word `token` is a verb where it is: after the tokens `before`, before `next`.
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
    // Which words are verbs takes longer to find out than where verbs are.
    stands_as_verb(text, before, token, next, rules)
        && !rules.is_noun(&text[token.start..token.end])
}

/// Whether the word `token` is where verbs do.
fn stands_as_verb(
    text: &str,
    before: &[Token],
    token: &Token,
    next: Option<&Token>,
    rules: &VerbRules,
) -> bool {
    let word = &text[token.start..token.end];
    let is_lower = !word.contains(char::is_uppercase);
    let follows = |token: &Token| token.gap == Gap::Space && token.is_word();
    let object = next.filter(|next| follows(next)).map(|next| &text[next.start..next.end]);
    let has_object = object.is_some_and(|object| rules.objects.contains(&object));
    let before = &before[before.len().saturating_sub(LOOK_BEHIND)..];
    // At the start of a sentence, a verb is an order, and has no `s`.
    if !before.last().is_some_and(|last| last.is_word() && token.gap == Gap::Space) {
        return has_object && (is_lower || !ends_like_plural(word));
    }
    if !is_lower {
        return false;
    }
    let is_plural = ends_like_plural(word);
    if rules.is_followed_by_verb(text, before, is_plural) {
        return true;
    }
    if let Some(before) = rules.before_adverb(text, before) {
        return rules.is_followed_by_verb(text, before, is_plural)
            || has_object && !rules.stands_before_noun(text, before, is_plural);
    }
    has_object && !rules.stands_before_noun(text, before, is_plural)
}

/// What the noun of a verb has in place of the verb's last `e` or `y`, or after it. Sorted.
const NOUN_OF_VERB: &[&str] = &[
    "age", "al", "ance", "ation", "ed", "ement", "ence", "ication", "ing", "ion", "ition", "ment",
    "ure",
];

/// Whether one word is the verb that another is made of, in English: `accommodate` is that of
/// `accommodation`. Whoever lists such a verb as a name means it.
///
/// ```
/// use wellread_terms::{Language, is_verb_of};
///
/// let is_verb_of = |verb, noun| is_verb_of(verb, noun, Language::ENGLISH);
/// assert!(is_verb_of("accommodate", "Accommodation") && is_verb_of("refer", "referral"));
/// assert!(!is_verb_of("plan", "plan") && !is_verb_of("test", "evaluation"));
/// ```
#[must_use]
pub fn is_verb_of(verb: &str, noun: &str, language: Language) -> bool {
    if language.tag() != "en" {
        return false;
    }
    let (verb, noun) = (verb.trim().to_lowercase(), noun.trim().to_lowercase());
    let stem = verb.strip_suffix(['e', 'y']).unwrap_or(&verb);
    let Some(rest) = noun.strip_prefix(stem).filter(|_| stem.chars().count() > 2) else {
        return false;
    };
    // `referral`, `planning`
    let doubled = stem.chars().next_back().and_then(|last| rest.strip_prefix(last));
    let is_suffix = |rest: &str| {
        let rest = rest.strip_suffix('s').unwrap_or(rest);
        NOUN_OF_VERB.binary_search(&rest).is_ok()
    };
    is_suffix(rest) || doubled.is_some_and(is_suffix)
}

/// Words that come after a `To` that begins a sentence and are not verbs (`To my child, …`),
/// besides plurals. Sorted.
const NO_INFINITIVES: &[&str] = &[
    "a", "all", "an", "another", "any", "anyone", "both", "children", "each", "every", "everyone",
    "her", "him", "his", "it", "its", "many", "me", "men", "most", "my", "one", "other", "our",
    "people", "some", "someone", "staff", "that", "the", "their", "them", "these", "this", "those",
    "two", "us", "what", "which", "whom", "women", "you", "your",
];

/// Whether a word is a verb where it comes after a `To` that begins the text of an entry, in
/// English: `To ask a court again` explains a verb, and `To families, an IEP is` does not. The word
/// comes as it is written, up to the next space.
///
/// ```
/// use wellread_terms::{Language, is_infinitive};
///
/// let is_infinitive = |word| is_infinitive(word, Language::ENGLISH);
/// assert!(is_infinitive("ask") && is_infinitive("discuss") && is_infinitive("re-evaluate"));
/// assert!(!is_infinitive("families,") && !is_infinitive("families") && !is_infinitive("the"));
/// ```
#[must_use]
pub fn is_infinitive(word: &str, language: Language) -> bool {
    language.tag() == "en"
        && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
        && NO_INFINITIVES.binary_search(&word).is_err()
        // `focus` and `process` are verbs.
        && (!ends_like_plural(word) || word.ends_with("us"))
}

/// Whether a word may be a plural. `process` and `assess` may not.
fn ends_like_plural(word: &str) -> bool {
    word.ends_with('s') && !word.ends_with("ss")
}

impl VerbRules {
    /// Whether a verb follows the tokens `before`, of which the last is a word. A word that ends
    /// like a plural is a verb after fewer words than others.
    fn is_followed_by_verb(&self, text: &str, before: &[Token], is_plural: bool) -> bool {
        let [earlier @ .., last] = before else { return false };
        let last_word = written(text, last);
        if self.before_verb.contains(&&*last_word) {
            return true;
        }
        if is_plural {
            return false;
        }
        if self.ends_in_contraction(text, before) {
            return true;
        }
        let earlier = earlier.last().filter(|_| last.gap == Gap::Space);
        let earlier = earlier.map(|token| written(text, token)).unwrap_or_default();
        if self.pairs.contains(&(&*earlier, &*last_word)) {
            return true;
        }
        let noun_after = self.noun_after.iter().find(|(word, _)| *word == last_word);
        let is_noun = noun_after.is_some_and(|(_, words)| words.binary_search(&&*earlier).is_ok());
        !is_noun && self.before_base.contains(&&*last_word)
    }

    /// The tokens before an adverb that is the last of `before`, if it can come before a verb.
    fn before_adverb<'a>(&self, text: &str, before: &'a [Token]) -> Option<&'a [Token]> {
        let [earlier @ .., last] = before else { return None };
        let previous = earlier.last()?;
        let word = &text[last.start..last.end];
        let has_suffix = self.adverb_suffix.is_some_and(|end| word.ends_with(end));
        let is_adverb =
            has_suffix && !self.no_adverbs.contains(&word) || self.adverbs.contains(&word);
        (is_adverb && last.gap == Gap::Space && previous.is_word()).then_some(earlier)
    }

    /// Whether the last of the tokens `before` makes what follows a noun. `that` is not an article
    /// of a plural: `a team that reviews the plan`.
    fn stands_before_noun(&self, text: &str, before: &[Token], is_plural: bool) -> bool {
        before.last().is_some_and(|last| {
            let last = written(text, last);
            self.before_noun.contains(&&*last) && !(is_plural && last == "that")
        })
    }

    /// Whether a word, in singular or plural, can be no verb.
    fn is_noun(&self, word: &str) -> bool {
        let lower = word.to_lowercase();
        let singular = lower.strip_suffix('s').unwrap_or(&lower);
        let has_suffix = |word: &str| self.noun_suffixes.iter().any(|end| word.ends_with(end));
        (has_suffix(singular)
            || has_suffix(&lower)
            || lower.ends_with("ies") && has_suffix(&ies_to_y(&lower)))
            && !self.verbs.contains(&singular)
    }

    /// Whether these tokens end in a word, an apostrophe and what is left of another word, after
    /// which a verb follows.
    fn ends_in_contraction(&self, text: &str, before: &[Token]) -> bool {
        let [.., word, apostrophe, rest] = before else { return false };
        apostrophe.is(APOSTROPHE)
            && apostrophe.gap == Gap::Tight
            && rest.gap == Gap::Tight
            && self.contracted.contains(&(&*written(text, word), &*written(text, rest)))
    }
}

/// A token in lower case.
fn written<'a>(text: &'a str, token: &Token) -> Cow<'a, str> {
    let word = &text[token.start..token.end];
    // Most words are, and need no copy.
    if word.contains(char::is_uppercase) { word.to_lowercase().into() } else { word.into() }
}

/// A word in `-ies` with `-y`.
fn ies_to_y(word: &str) -> String {
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
    fn verbs_are_recognized_by_the_words_next_to_them() {
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
            "how to carefully »record« it",
            "they must not »record« it",
            "You can also »plan« ahead",
            "it regularly »records« steps",
            "we don’t ever »record« them",
            "Schools do not »record« it",
            "it does not always »record« it",
            "a right to »record« it",
            "helped you »plan« ahead",
            "access to »record« the room",
            "let us »plan« ahead",
            "Why not »plan« ahead?",
            "a team that »reviews« the file",
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
    fn lists_are_sorted() {
        assert!(NOUN_OF_VERB.is_sorted());
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
            "access to »record« keeping",
            "what applies to »code« alike",
            "they offer you »support«",
            "due to early »record« keeping",
            "from a weekly »plan«",
            "the only »record« your child has",
            "it is not »code«",
            "do not, »plan« or",
            "give us »support«",
            "the »reviews« that we read",
            "that »review« the school has",
            "a guide to »screen« time",
            "a family »record«",
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
