//! Why a text is not a phone number.

/// Why a text is not a phone number.
#[derive(Debug, PartialEq, Eq)]
pub enum PhoneError {
    /// It holds several numbers.
    Several(Vec<String>),
    /// It holds several numbers with their labels: each label and its number. A label may be empty.
    SeveralNamed(Vec<(String, String)>),
    /// It holds a number, and words or digits that are not part of it.
    ExtraText {
        /// The number.
        number: String,
        /// What is not part of it.
        rest: String,
    },
    /// The number is to be called, and it was written where numbers to text belong; or the reverse.
    OtherUse,
    /// A letter is where a digit was meant. This is the text with the digits.
    LetterForDigit(String),
    /// An instruction without its first word. This is the whole instruction.
    NoVerb(String),
    /// It has so many digits, as no number has; `in_letters` if some are letters for keys.
    Count {
        /// How many digits it has, letters included.
        digits: usize,
        /// Whether some of them are letters.
        in_letters: bool,
    },
    /// There is no number in it, or none that exists.
    NoNumber,
}
