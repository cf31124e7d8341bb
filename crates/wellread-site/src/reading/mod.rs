//! Measures how hard texts and their sentences are to read.
//!
//! Formulas measure length: of sentences in words, of words in syllables. For English it is the
//! Flesch-Kincaid grade (Kincaid and others, *Derivation of New Readability Formulas for Navy
//! Enlisted Personnel*, 1975) and, from thirty sentences on, SMOG (McLaughlin, *SMOG Grading: a New
//! Readability Formula*, 1969); for Spanish the Szigriszt-Pazos index on the INFLESZ scale
//! (Szigriszt Pazos, 1993; Barrio-Cantalejo and others, 2008). Texts in other languages are not
//! measured, and values of two languages are never compared. `docs/audit.md` has the rules in
//! words.
//!
//! Nothing here knows pages: text in, measures out.
//!
//! Staff never see a grade. It decides which sentences come first, and in which *band* a text is:
//! easy, fair or hard. The limits of the bands come from elsewhere: for English, guides to health
//! literacy often name the eighth grade; those for Spanish are of the INFLESZ scale, which was made
//! for texts for patients.
//!
//! What the formulas cannot see is left to people: whether the order makes sense, whether a short
//! word is a rare one. They are used because what they see, long sentences of long words, is the
//! most common fault of texts that clinics write.

mod english;
mod plainer;
mod sentences;
mod spanish;
mod words;

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use wellread_model::{LanguageTag, ReadingBand};

pub(crate) use self::plainer::plainer;
pub use self::sentences::SentenceCutter;
pub(crate) use self::words::words;

/// From this many sentences on, SMOG is what its author made it for.
///
/// The formula was fitted to samples of thirty sentences; on fewer, a single long word weighs too
/// much.
const SMOG_SENTENCES: usize = 30;

/// Words of this many syllables are hard in SMOG.
///
/// "Polysyllable" is the formula's own word.
const POLYSYLLABLE: usize = 3;

/// From this many syllables on, a word is named as long.
///
/// Naming all of three would name "family" and "however", for which there is nothing plainer.
const LONG_WORD: usize = 4;

/// A language whose texts can be measured. Each needs a formula that was tested on its readers, and
/// rules for its syllables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReadingLanguage {
    /// English.
    English,
    /// Spanish.
    Spanish,
}

impl ReadingLanguage {
    /// The language of a tag such as `es-US`; `None` for others.
    ///
    /// The region does not matter: spelling differs between regions, syllables hardly.
    #[must_use]
    pub fn from_tag(tag: &LanguageTag) -> Option<Self> {
        match tag.primary() {
            "en" => Some(Self::English),
            "es" => Some(Self::Spanish),
            _ => None,
        }
    }

    /// The difficulties at which texts begin to be fair, and to be hard.
    const fn borders(self) -> (f64, f64) {
        match self {
            Self::English => (8.0, 12.0),
            Self::Spanish => (-65.0, -55.0),
        }
    }

    /// Where a difficulty is among the bands: 0 where texts begin to be fair, 1 where they begin to
    /// be hard. The scales of two languages cannot be compared, but this can: it says how far a
    /// text is from what is asked of its own language.
    pub(crate) fn place_of(self, difficulty: f64) -> f64 {
        let (fair, hard) = self.borders();
        (difficulty - fair) / (hard - fair)
    }
}

/// How many syllables a word has, of which the parts may be joined by hyphens.
///
/// A digit counts as one syllable, and so does each letter of an abbreviation in upper case
/// (`IEP`).
///
/// ```
/// use wellread_site::reading::{ReadingLanguage, syllables};
///
/// assert_eq!(syllables("evaluation", ReadingLanguage::English), 5);
/// assert_eq!(syllables("twice-exceptional", ReadingLanguage::English), 5);
/// assert_eq!(syllables("evaluación", ReadingLanguage::Spanish), 4);
/// ```
#[must_use]
pub fn syllables(word: &str, language: ReadingLanguage) -> usize {
    let parts = word.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’'));
    parts.filter(|part| !part.is_empty()).map(|part| of_part(part, language)).sum()
}

/// The syllables of a word without hyphens.
///
/// What has a digit or is in all caps is spelled out, character by character.
fn of_part(part: &str, language: ReadingLanguage) -> usize {
    let digits = part.chars().filter(char::is_ascii_digit).count();
    let (word, of_ending) = without_ending(part, language);
    let letters = word.chars().filter(|c| c.is_alphabetic());
    let is_abbreviation = word.len() >= 2 && letters.clone().all(char::is_uppercase);
    if is_abbreviation || digits > 0 {
        // In both languages, `W` alone is a letter of several syllables.
        return digits + letters.map(|c| if c == 'W' { 3 } else { 1 }).sum::<usize>();
    }
    let word: String = word.chars().flat_map(char::to_lowercase).collect();
    if word.is_empty() {
        return of_ending;
    }
    of_ending
        + match language {
            ReadingLanguage::English => english::syllables(&word),
            ReadingLanguage::Spanish => spanish::syllables(&word),
        }
}

/// A word without what follows its apostrophe, and the syllables of that.
///
/// In English, what follows an apostrophe is sometimes a syllable (`did-n't`, `boss-'s`) and
/// sometimes none (`don't`, `parent's`). In Spanish, an apostrophe is not part of a word.
fn without_ending(part: &str, language: ReadingLanguage) -> (&str, usize) {
    let Some((word, ending)) = part.split_once(['\'', '’']) else {
        // `IEPs`
        let stem = part.strip_suffix('s').filter(|stem| stem.len() >= 2);
        let is_plural = stem.is_some_and(|stem| stem.chars().all(char::is_uppercase));
        return (if is_plural { stem.unwrap_or(part) } else { part }, 0);
    };
    if language == ReadingLanguage::Spanish {
        return (word, 0);
    }
    match ending {
        // `didn't`; `don't`, `can't`, `won't` and `aren't` are one.
        "t" => {
            // Cut from the word itself: some letters have another length in lower case.
            let stem = word.strip_suffix(['n', 'N']).unwrap_or(word);
            let is_own = [
                "did", "does", "is", "was", "have", "has", "had", "would", "could", "should",
                "must",
            ];
            (stem, usize::from(is_own.contains(&&*stem.to_lowercase())))
        }
        // `boss's`
        "s" => {
            let hisses = ["s", "x", "z", "ch", "sh", "ce", "ge"];
            let lower = word.to_lowercase();
            (word, usize::from(hisses.iter().any(|end| lower.ends_with(end))))
        }
        // `could've`, `it'll`
        "ve" | "ll" | "d" => (word, usize::from(word.ends_with(['t', 'T', 'd', 'D']))),
        _ => (word, 0),
    }
}

/// What formulas count in a text. Counts can be added, so a page is measured sentence by sentence.
/// All are 0 for no text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TextMeasure {
    /// Sentences. An item of a list counts as one if it has five words or ends like one.
    pub sentences: usize,
    /// Words. Numbers and names count.
    pub words: usize,
    /// Syllables of the words.
    pub syllables: usize,
    /// Words of three syllables or more. Only SMOG uses them.
    pub polysyllables: usize,
}

impl TextMeasure {
    /// Adds a word with this many syllables.
    fn add_word(&mut self, syllables: usize) {
        self.words += 1;
        self.syllables += syllables;
        self.polysyllables += usize::from(syllables >= POLYSYLLABLE);
    }

    /// Adds the counts of another text.
    pub(crate) const fn add(&mut self, other: &Self) {
        self.sentences += other.sentences;
        self.words += other.words;
        self.syllables += other.syllables;
        self.polysyllables += other.polysyllables;
    }

    /// How hard the text is: the more, the harder. Only values of one language can be compared.
    ///
    /// In English it is a grade of American schools: 8.0 is a text that eighth graders read. In
    /// Spanish it is the Szigriszt-Pazos index with its sign turned, from about -140 (easy) upward.
    /// A text without words is as easy as can be (`f64::MIN`).
    #[must_use]
    pub fn difficulty(&self, language: ReadingLanguage) -> f64 {
        self.difficulty_by(language, self.sentences >= SMOG_SENTENCES)
    }

    /// Whether a text has become harder by more than one edit of a sentence would make it: by a
    /// grade in English, by five points of the index in Spanish, which are half a band. Both are
    /// measured by the same formulas, however many sentences each has.
    #[must_use]
    pub fn is_clearly_harder_than(&self, before: &Self, language: ReadingLanguage) -> bool {
        let has_smog = self.sentences.min(before.sentences) >= SMOG_SENTENCES;
        let step = match language {
            ReadingLanguage::English => 1.0,
            ReadingLanguage::Spanish => 5.0,
        };
        let grown =
            self.difficulty_by(language, has_smog) - before.difficulty_by(language, has_smog);
        grown >= step
    }

    /// The difficulty, with SMOG or without.
    fn difficulty_by(&self, language: ReadingLanguage, has_smog: bool) -> f64 {
        let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        if self.words == 0 || self.sentences == 0 {
            return f64::MIN;
        }
        let per_sentence = number(self.words) / number(self.sentences);
        let per_word = number(self.syllables) / number(self.words);
        match language {
            ReadingLanguage::English => {
                let kincaid = 0.39 * per_sentence + 11.8 * per_word - 15.59;
                if !has_smog {
                    return kincaid;
                }
                let of_thirty = number(self.polysyllables) * 30.0 / number(self.sentences);
                let smog = 1.0430 * of_thirty.sqrt() + 3.1291;
                // SMOG is the grade at which a reader understands everything, which is two grades
                // above the other formula. The higher of the two counts, so that both have to agree
                // that a page is easy.
                kincaid.max(smog - 2.0)
            }
            // The index falls where a text is harder.
            ReadingLanguage::Spanish => -(206.835 - 62.3 * per_word - per_sentence),
        }
    }

    /// The band of the text: English is easy below the eighth grade and hard from the twelfth on;
    /// Spanish is easy from 65 on ("bastante fácil" on the INFLESZ scale) and hard below 55 ("algo
    /// difícil"). The border itself belongs to the harder band in English and to the easier one in
    /// Spanish, as the sources of the two scales have it.
    #[must_use]
    pub fn band(&self, language: ReadingLanguage) -> ReadingBand {
        let difficulty = self.difficulty(language);
        let (fair, hard) = language.borders();
        let is_hard = match language {
            ReadingLanguage::English => difficulty >= hard,
            ReadingLanguage::Spanish => difficulty > hard,
        };
        let is_fair = match language {
            ReadingLanguage::English => difficulty >= fair,
            ReadingLanguage::Spanish => difficulty > fair,
        };
        match (is_hard, is_fair) {
            (true, _) => ReadingBand::Hard,
            (_, true) => ReadingBand::Fair,
            _ => ReadingBand::Easy,
        }
    }
}

/// Measures a text of a language, without any names of a hub.
///
/// `text` is plain, without markup, and is taken for one block: a sentence may go on behind the end
/// of a line.
///
/// ```
/// use wellread_model::ReadingBand;
/// use wellread_site::reading::{ReadingLanguage, measure};
///
/// let text = "Ask the school. It has sixty days.";
/// let measure = measure(text, ReadingLanguage::English);
/// assert_eq!((measure.sentences, measure.words, measure.syllables), (2, 7, 8));
/// assert_eq!(measure.band(ReadingLanguage::English), ReadingBand::Easy);
/// ```
#[must_use]
pub fn measure(text: &str, language: ReadingLanguage) -> TextMeasure {
    let reader = TextReader { language, spoken: BTreeMap::new() };
    let (mut whole, mut known) = (TextMeasure::default(), KnownWords::default());
    for sentence in SentenceCutter::default().sentences(text) {
        whole.add(&reader.read(&text[sentence], |_| false, &mut known).measure);
    }
    whole
}

/// Measures texts of a hub. There is one for each language of a hub, and it is shared by all
/// threads.
#[derive(Debug)]
pub(crate) struct TextReader {
    /// Whose syllables and abbreviations are counted.
    pub(crate) language: ReadingLanguage,
    /// The syllables of abbreviations whose terms have `say`, by their letters. In others, each
    /// letter counts as one: `IEP` has three.
    pub(crate) spoken: BTreeMap<String, usize>,
}

/// The syllables of the words that were read before: most words of a text are few.
#[derive(Debug, Default)]
pub(crate) struct KnownWords<'a> {
    /// Words of up to fifteen bytes, which are nearly all, by their bytes: comparing a key looks at
    /// no other text, which costs more than counting once that text is out of the processor's
    /// cache.
    short: FxHashMap<ShortWord, u8>,
    /// All others.
    long: FxHashMap<(ReadingLanguage, &'a str), usize>,
}

/// The bytes of a word and its language, as two numbers.
type ShortWord = [u64; 2];

impl<'a> KnownWords<'a> {
    /// The syllables of a word, counted if it was not read before.
    fn syllables(
        &mut self,
        language: ReadingLanguage,
        word: &'a str,
        count: impl FnOnce() -> usize,
    ) -> usize {
        let Some(key) = short_word(language, word) else {
            return *self.long.entry((language, word)).or_insert_with(count);
        };
        if let Some(&known) = self.short.get(&key) {
            return usize::from(known);
        }
        let count = count();
        // Fifteen bytes have fewer syllables than a byte can say.
        self.short.insert(key, u8::try_from(count).unwrap_or(u8::MAX));
        count
    }
}

/// A word of up to fifteen bytes as a key; `None` for a longer one.
fn short_word(language: ReadingLanguage, word: &str) -> Option<ShortWord> {
    let mut key = [0; 16];
    let (last, rest) = key.split_last_mut()?;
    rest.get_mut(..word.len())?.copy_from_slice(word.as_bytes());
    // No word has the byte 0, so those after it make no difference.
    *last = match language {
        ReadingLanguage::English => 1,
        ReadingLanguage::Spanish => 2,
    };
    let (first, second) = key.split_first_chunk::<8>()?;
    Some([u64::from_le_bytes(*first), u64::from_le_bytes(second.try_into().ok()?)])
}

/// A sentence that was read.
pub(crate) struct ReadSentence<'a> {
    /// What formulas count in it.
    pub(crate) measure: TextMeasure,
    /// The same with names, numbers and what the hub explains as words of one syllable.
    pub(crate) explained: TextMeasure,
    /// The other words of four syllables and more, as they are written.
    pub(crate) long: Vec<&'a str>,
}

impl TextReader {
    /// Reads a sentence. The hub explains the words that begin where `is_explained` says so, in
    /// bytes of the sentence; it is asked about each word in turn.
    ///
    /// Both measures are made at once: every word of a hub is read, and its syllables cost most.
    pub(crate) fn read<'a>(
        &self,
        sentence: &'a str,
        mut is_explained: impl FnMut(usize) -> bool,
        known: &mut KnownWords<'a>,
    ) -> ReadSentence<'a> {
        let measure = TextMeasure { sentences: 1, ..TextMeasure::default() };
        let mut read = ReadSentence { measure, explained: measure, long: Vec::new() };
        for (number, word) in words(sentence).enumerate() {
            let at = word.as_ptr().addr() - sentence.as_ptr().addr();
            let count = known.syllables(self.language, word, || self.syllables(word));
            read.measure.add_word(count);
            // Neither a name nor a number can be put more plainly.
            let is_name = number > 0 && word.starts_with(char::is_uppercase)
                || word.starts_with(|c: char| c.is_ascii_digit());
            if is_name || is_explained(at) {
                read.explained.add_word(1);
                continue;
            }
            read.explained.add_word(count);
            // `Colorado’s` and `CHIP` are names, even where a sentence begins, and so is an address.
            let is_long = count >= LONG_WORD
                && !word
                    .contains(|c: char| c.is_ascii_digit() || matches!(c, '\'' | '’' | '.' | '@'))
                && word.chars().filter(|c| c.is_uppercase()).nth(1).is_none();
            if is_long {
                read.long.push(word);
            }
        }
        read
    }

    /// How many syllables a word has: by `say` in its term, or else by the rules.
    fn syllables(&self, word: &str) -> usize {
        let is_upper = word.starts_with(char::is_uppercase) && word.len() <= 12;
        let spoken = || {
            let singular = word.strip_suffix('s').unwrap_or(word);
            self.spoken.get(singular).or_else(|| self.spoken.get(word)).copied()
        };
        let spoken = if is_upper { spoken() } else { None };
        spoken.unwrap_or_else(|| syllables(word, self.language))
    }
}

/// Whether a sentence most likely has two ideas: it is joined by a semicolon, a dash, or a comma
/// and a conjunction before another subject. It only gives a reason for a sentence that is long and
/// hard already, so a wrong guess costs little. A list with commas is not a second idea: there, no
/// subject follows the conjunction.
pub(crate) fn has_two_ideas(sentence: &str, language: ReadingLanguage) -> bool {
    let (conjunctions, subjects): (&[&str], &[&str]) = match language {
        ReadingLanguage::English => (
            &[", and ", ", but ", ", so ", ", or ", ", yet "],
            &[
                "i", "you", "we", "they", "he", "she", "it", "the", "a", "an", "this", "that",
                "these", "those", "your", "their", "our", "his", "her", "its", "there", "each",
                "some", "many", "no", "if", "when",
            ],
        ),
        ReadingLanguage::Spanish => (
            &[", y ", ", pero ", ", o ", ", así que ", ", aunque "],
            &[
                "yo", "usted", "ustedes", "nosotros", "ellos", "ellas", "él", "ella", "el", "la",
                "los", "las", "un", "una", "esto", "esta", "este", "su", "sus", "si", "cuando",
                "no",
            ],
        ),
    };
    let lower = sentence.to_lowercase();
    let is_joined = conjunctions.iter().any(|conjunction| {
        lower.match_indices(conjunction).any(|(at, _)| {
            let next = lower[at + conjunction.len()..].split_whitespace().next();
            next.is_some_and(|word| subjects.contains(&word))
        })
    });
    is_joined || lower.contains("; ") || lower.contains(" – ") || lower.contains('—')
}

#[cfg(test)]
mod tests;
