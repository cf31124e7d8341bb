//! The shape of a language's data.

/// The data of one language. All words are folded.
pub(crate) struct Tables {
    /// Stop words, which may be left out of a question, separated by spaces.
    pub(crate) stop: &'static str,
    /// Prefixes with two spellings, each with the one that the index uses; the first that fits is
    /// replaced.
    pub(crate) prefixes: &'static [(&'static str, &'static str)],
    /// Suffixes with two spellings, likewise; only after
    /// [`BEFORE_SUFFIX`](crate::constants::BEFORE_SUFFIX) letters.
    pub(crate) suffixes: &'static [(&'static str, &'static str)],
    /// Words that ask or tell rather than name something (`happens`, `after`): not searched for
    /// where a query has enough others. Unlike stop words they are indexed.
    pub(crate) weak: &'static str,
    /// Numbers as they are spoken, each with its digits after `=`: `five=5`.
    pub(crate) numbers: &'static str,
    /// Irregular forms, each with its base form after `=`: `written=write`. They are stemmed as it.
    pub(crate) forms: &'static str,
    /// Letters as they are pronounced, each with the letter after `=`: `bee=b`.
    pub(crate) letters: &'static str,
    /// Spellings that sound alike, each with what stands for all of them; they are replaced one
    /// after the other, the beginning of a word being `^`.
    pub(crate) sounds: &'static [(&'static str, &'static str)],
    /// Groups of synonyms, separated by spaces: what parents say for what clinicians write. The
    /// words of a phrase are joined by `+`. Not transitive: a word can be in two groups whose other
    /// words have nothing in common.
    pub(crate) synonyms: &'static [&'static str],
    /// Letters and marks that only this language has, of those with tables.
    pub(crate) signs: &'static str,
    /// Idioms, each with the word that it means after `=`: `pick+on=bully`. Their words are joined
    /// by `+`; stop words may be between them. For those whose own words say little or something
    /// else, so that no synonym of a word would find what is meant.
    pub(crate) idioms: &'static str,
    /// A JavaScript function expression from a folded word to its stem; `null` for none.
    pub(crate) stemmer: &'static str,
}
