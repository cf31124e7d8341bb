//! Plainer words for longer ones.
//!
//! The pairs are from the Federal Plain Language Guidelines of the United States, "Use simple words
//! and phrases" (plainlanguage.gov), a work of the federal government and so in the public domain
//! (17 U.S.C. 105). Words that mean something of their own in texts about health and school, such
//! as `appropriate`, `assistance` (animals) and `objective` (evidence), are left out, and so are short
//! ones.

use std::collections::BTreeSet;

use super::words::words;

/// Words and phrases in lower case, each with what says the same. Sorted. One suggestion for each,
/// the one that fits most sentences; staff see it as advice, and nothing is replaced by a program.
const PLAINER: [(&str, &str); 89] = [
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
    ("at the present time", "now"),
    ("attain", "meet"),
    ("by means of", "by"),
    ("capability", "ability"),
    ("commence", "start"),
    ("comply with", "follow"),
    ("comprise", "make up"),
    ("consequently", "so"),
    ("consolidate", "join"),
    ("constitutes", "is"),
    ("convene", "meet"),
    ("demonstrate", "show"),
    ("designate", "choose"),
    ("determine", "decide"),
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
    ("in lieu of", "instead of"),
    ("in order to", "to"),
    ("in regard to", "about"),
    ("in the event of", "if"),
    ("inception", "start"),
    ("indicate", "show"),
    ("initiate", "start"),
    ("maximum", "most"),
    ("methodology", "method"),
    ("modify", "change"),
    ("necessitate", "need"),
    ("notify", "tell"),
    ("notwithstanding", "in spite of"),
    ("numerous", "many"),
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
/// Forms such as `utilizes` are not found: the pair would not fit their grammar. It is one pass
/// over the sentence, in which each word is looked up in the sorted list, among those with its
/// first letter.
pub(crate) fn plainer(sentence: &str) -> Vec<(&'static str, &'static str)> {
    let text = sentence.to_lowercase();
    let mut found = BTreeSet::new();
    for word in words(&text) {
        let letter = usize::from(word.as_bytes()[0].wrapping_sub(b'a'));
        let Some(&[first, end]) = BY_LETTER.get(letter) else { continue };
        let rest = &text[word.as_ptr().addr() - text.as_ptr().addr()..];
        for (index, (words, _)) in PLAINER[..end].iter().enumerate().skip(first) {
            let is_it = rest.strip_prefix(words);
            if is_it.is_some_and(|after| !after.starts_with(char::is_alphanumeric)) {
                found.insert(index);
            }
        }
    }
    found.into_iter().map(|index| PLAINER[index]).collect()
}

/// Where the pairs begin and end that begin with each letter from `a` on.
const BY_LETTER: [[usize; 2]; 26] = {
    let mut ranges = [[0; 2]; 26];
    let mut index = 0;
    // A constant expression allows no `for`.
    while index < PLAINER.len() {
        let letter = (PLAINER[index].0.as_bytes()[0] - b'a') as usize;
        if ranges[letter][1] == 0 {
            ranges[letter][0] = index;
        }
        index += 1;
        ranges[letter][1] = index;
    }
    ranges
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whole_and_in_any_case() {
        assert!(PLAINER.windows(2).all(|pair| pair[0].0 < pair[1].0));
        let found = plainer("Prior to the meeting, utilize this. Sufficiently numerous.");
        assert_eq!(found, [("numerous", "many"), ("prior to", "before"), ("utilize", "use")]);
        assert_eq!(plainer("He utilizes a subsequence."), []);
        let phrases = plainer("In order to assist, help ends in the event of harm; in addition to");
        let long: Vec<&str> = phrases.iter().map(|(long, _)| *long).collect();
        assert_eq!(long, ["assist", "in order to", "in the event of"]);
    }
}
