//! Plainer words for longer ones.
//!
//! The pairs are from the Federal Plain Language Guidelines of the United States, "Use simple words and
//! phrases" (plainlanguage.gov), a work of the federal government and so in the public domain (17
//! U.S.C. 105). Words that mean something of their own in texts about health and school, such as
//! `appropriate` and `address`, are left out, and so are short ones.

use std::collections::BTreeSet;

/// Words and phrases in lower case, each with what says the same. Sorted. One suggestion for each,
/// the one that fits most sentences; staff see it as advice, and nothing is replaced by a program.
const PLAINER: [(&str, &str); 96] = [
    ("accompany", "go with"),
    ("accomplish", "do"),
    ("accordingly", "so"),
    ("additional", "more"),
    ("adjacent to", "next to"),
    ("advantageous", "helpful"),
    ("allocate", "divide"),
    ("anticipate", "expect"),
    ("apparent", "clear"),
    ("appreciable", "many"),
    ("ascertain", "find out"),
    ("assist", "help"),
    ("assistance", "help"),
    ("at the present time", "now"),
    ("attain", "meet"),
    ("by means of", "by"),
    ("capability", "ability"),
    ("commence", "start"),
    ("comply with", "follow"),
    ("component", "part"),
    ("comprise", "make up"),
    ("consequently", "so"),
    ("consolidate", "join"),
    ("constitutes", "is"),
    ("convene", "meet"),
    ("demonstrate", "show"),
    ("designate", "choose"),
    ("determine", "decide"),
    ("disclose", "show"),
    ("discontinue", "stop"),
    ("disseminate", "send"),
    ("due to the fact that", "since"),
    ("eliminate", "end"),
    ("encounter", "meet"),
    ("endeavor", "try"),
    ("ensure", "make sure"),
    ("enumerate", "count"),
    ("equitable", "fair"),
    ("establish", "set up"),
    ("evident", "clear"),
    ("expedite", "speed up"),
    ("expeditious", "fast"),
    ("expertise", "ability"),
    ("expiration", "end"),
    ("facilitate", "help"),
    ("feasible", "workable"),
    ("finalize", "finish"),
    ("frequently", "often"),
    ("furnish", "give"),
    ("identical", "same"),
    ("immediately", "at once"),
    ("implement", "carry out"),
    ("in accordance with", "by"),
    ("in addition", "also"),
    ("in lieu of", "instead of"),
    ("in order to", "to"),
    ("in regard to", "about"),
    ("in the event of", "if"),
    ("inception", "start"),
    ("indicate", "show"),
    ("initiate", "start"),
    ("maximum", "most"),
    ("methodology", "method"),
    ("minimum", "least"),
    ("modify", "change"),
    ("necessitate", "need"),
    ("notify", "tell"),
    ("notwithstanding", "in spite of"),
    ("numerous", "many"),
    ("objective", "goal"),
    ("optimum", "best"),
    ("participate", "take part"),
    ("pertaining to", "about"),
    ("possess", "have"),
    ("preclude", "prevent"),
    ("previously", "before"),
    ("prior to", "before"),
    ("prioritize", "rank"),
    ("proficiency", "skill"),
    ("purchase", "buy"),
    ("pursuant to", "under"),
    ("regarding", "about"),
    ("relocate", "move"),
    ("remainder", "rest"),
    ("remuneration", "pay"),
    ("reside", "live"),
    ("retain", "keep"),
    ("solicit", "ask for"),
    ("subsequent", "later"),
    ("subsequently", "then"),
    ("sufficient", "enough"),
    ("terminate", "end"),
    ("transmit", "send"),
    ("utilization", "use"),
    ("utilize", "use"),
    ("with the exception of", "except for"),
];

/// The plainer words for some of a sentence, in the order of the list. Words are found whole.
///
/// Forms such as `utilizes` are not found: the pair would not fit their grammar. It is one pass over the
/// sentence, in which each word is looked up in the sorted list.
pub(crate) fn plainer(sentence: &str) -> Vec<(&'static str, &'static str)> {
    let text = sentence.to_lowercase();
    let mut found = BTreeSet::new();
    let mut is_inside = false;
    for (at, c) in text.char_indices() {
        let begins = c.is_alphanumeric() && !is_inside;
        is_inside = c.is_alphanumeric();
        if !begins {
            continue;
        }
        // The list is sorted, so all that begins with a word stands together.
        let rest = &text[at..];
        let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or(rest);
        let first = PLAINER.partition_point(|(words, _)| *words < word);
        let same = PLAINER[first..].iter().take_while(|(words, _)| words.starts_with(word));
        found.extend(same.enumerate().filter_map(|(index, (words, _))| {
            let after = rest.strip_prefix(words)?;
            (!after.starts_with(char::is_alphanumeric)).then_some(first + index)
        }));
    }
    found.into_iter().map(|index| PLAINER[index]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whole_and_in_any_case() {
        assert!(PLAINER.windows(2).all(|pair| pair[0].0 < pair[1].0));
        let found = plainer("Prior to the meeting, utilize this. Sufficiently numerous.");
        assert_eq!(found, [("numerous", "many"), ("prior to", "before"), ("utilize", "use")]);
        assert_eq!(plainer("He utilizes a subsequence."), []);
        let phrases =
            plainer("In order to assist, assistance ends in the event of harm; in addition");
        let long: Vec<&str> = phrases.iter().map(|(long, _)| *long).collect();
        assert_eq!(long, ["assist", "assistance", "in addition", "in order to", "in the event of"]);
    }
}
