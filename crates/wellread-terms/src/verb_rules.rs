//! Which words distinguish a verb from a noun, in each language that has such words: what is
//! before a verb or after one, and how words end that can be no verb. `grammar.rs` applies them.

/// What is known of the verbs of one language.
pub(super) struct VerbRules {
    /// The word after one of these is a verb in any form.
    pub(super) before_verb: &'static [&'static str],
    /// The word after one of these is a verb unless it ends like a plural.
    pub(super) before_base: &'static [&'static str],
    /// Words after which one of `before_base` is followed by a noun, as `to` is in
    /// `access to data`. By that word, and sorted.
    pub(super) noun_after: &'static [(&'static str, &'static [&'static str])],
    /// Words before `'s` and `n't` after which a verb follows.
    pub(super) contracted: &'static [(&'static str, &'static str)],
    /// Adverbs that may be between a word that a verb follows and the verb.
    pub(super) adverbs: &'static [&'static str],
    /// Adverbs end like this …
    pub(super) adverb_suffix: Option<&'static str>,
    /// … but for these.
    pub(super) no_adverbs: &'static [&'static str],
    /// Pairs of words after which a verb follows: `do not`, `let us`.
    pub(super) pairs: &'static [(&'static str, &'static str)],
    /// The object of a verb begins with one of these.
    pub(super) objects: &'static [&'static str],
    /// A word after one of these is a noun even before an object.
    pub(super) before_noun: &'static [&'static str],
    /// No verb ends like this …
    pub(super) noun_suffixes: &'static [&'static str],
    /// … but for these.
    pub(super) verbs: &'static [&'static str],
}

pub(super) static ENGLISH: VerbRules = VerbRules {
    before_verb: &["he", "it", "she"],
    before_base: &[
        "can", "cannot", "could", "i", "may", "might", "must", "please", "shall", "should", "they",
        "to", "we", "who", "will", "would", "you",
    ],
    noun_after: &[("to", BEFORE_TO), ("you", BEFORE_YOU)],
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
    adverbs: &[
        "also", "always", "even", "ever", "just", "never", "not", "now", "often", "only", "still",
        "then",
    ],
    adverb_suffix: Some("ly"),
    no_adverbs: &[
        "anomaly",
        "assembly",
        "costly",
        "daily",
        "early",
        "elderly",
        "family",
        "friendly",
        "hourly",
        "likely",
        "lively",
        "lonely",
        "lovely",
        "monthly",
        "orderly",
        "quarterly",
        "supply",
        "timely",
        "weekly",
        "yearly",
    ],
    pairs: &[
        ("did", "not"),
        ("do", "not"),
        ("does", "not"),
        ("had", "better"),
        ("let", "us"),
        ("why", "not"),
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

/// Words after which `to` is a preposition. Words that an infinitive follows as well, such as
/// `right` and `subject`, are not among them. Sorted.
const BEFORE_TO: &[&str] = &[
    "access",
    "according",
    "addition",
    "adjacent",
    "applied",
    "applies",
    "apply",
    "applying",
    "attached",
    "attributed",
    "belong",
    "belongs",
    "compared",
    "contrary",
    "contribute",
    "contributes",
    "converted",
    "correspond",
    "corresponding",
    "corresponds",
    "equal",
    "equivalent",
    "exposed",
    "exposure",
    "exposures",
    "guidance",
    "guide",
    "guides",
    "limited",
    "linked",
    "mapped",
    "opposed",
    "pertaining",
    "pointer",
    "pointers",
    "prior",
    "pursuant",
    "refer",
    "reference",
    "references",
    "referred",
    "referring",
    "refers",
    "regard",
    "related",
    "relates",
    "relating",
    "relation",
    "relative",
    "respect",
    "respond",
    "responds",
    "response",
    "responses",
    "restricted",
    "sensitive",
    "similar",
    "specific",
    "thanks",
    "tied",
];

/// Verbs that have two objects, of which `you` is the first. Sorted.
const BEFORE_YOU: &[&str] = &[
    "bring", "brings", "charge", "charged", "charges", "gave", "give", "gives", "giving", "offer",
    "offered", "offering", "offers", "pay", "pays", "save", "saves", "send", "sending", "sends",
    "sent", "show", "shows",
];

pub(super) static SPANISH: VerbRules = VerbRules {
    before_verb: &[],
    // After `que`, one word in a hundred is a noun.
    before_base: &[
        "ella", "ellas", "ellos", "le", "les", "lo", "me", "no", "nos", "nosotras", "nosotros",
        "que", "quien", "se", "te", "tú", "usted", "ustedes", "yo", "él",
    ],
    noun_after: &[],
    contracted: &[],
    adverbs: &[],
    adverb_suffix: None,
    no_adverbs: &[],
    pairs: &[],
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        assert!(BEFORE_TO.is_sorted() && BEFORE_YOU.is_sorted());
    }
}
