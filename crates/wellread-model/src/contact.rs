//! The ways to reach a person, an office or a line, which a resource, the clinic and a crisis line
//! have in common.

/// The ways to reach a person, an office or a line. All of them are optional.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct ContactPoint {
    /// Numbers to call, in the author's order.
    pub phones: Vec<PhoneNumber>,
    /// Numbers to text, in the author's order.
    pub text_phones: Vec<PhoneNumber>,
    /// Fax numbers, in the author's order. Whoever tapped one would hear a shrill tone, so they are
    /// shown and nothing more. Each has a label that says what it is.
    pub faxes: Vec<PhoneNumber>,
    /// An email address.
    pub email: Option<String>,
    /// A postal address, on one line or several.
    pub address: Option<String>,
    /// When it can be reached, in the author's words.
    pub hours: Option<String>,
    /// A page about it, as an `http` or `https` URL.
    pub url: Option<String>,
}

impl ContactPoint {
    /// Whether there is no way to reach it. Hours alone do not count.
    #[must_use]
    pub const fn is_unreachable(&self) -> bool {
        self.ways() == 0
    }

    /// Whether there is no way to reach it, or none but a fax machine, at which nobody answers.
    #[must_use]
    pub const fn is_unreachable_without_fax(&self) -> bool {
        self.ways() == self.faxes.len()
    }

    /// How many ways there are to reach it. Hours alone do not count.
    #[must_use]
    pub const fn ways(&self) -> usize {
        self.phones.len()
            + self.text_phones.len()
            + self.faxes.len()
            + self.email.is_some() as usize
            + self.address.is_some() as usize
            + self.url.is_some() as usize
    }

    /// All numbers, in the order in which pages show them.
    pub fn numbers(&self) -> impl Iterator<Item = &PhoneNumber> {
        self.phones.iter().chain(&self.text_phones).chain(&self.faxes)
    }

    /// The numbers to call and to text, in the form in which [`PhoneNumber::national`] has them.
    pub fn national_numbers(&self) -> impl Iterator<Item = &str> {
        self.phones.iter().chain(&self.text_phones).map(PhoneNumber::national)
    }
}

/// A phone number as its author wrote it, and what a tap on it dials.
///
/// A family that taps a wrong number reaches a stranger, so this is made only from text that was
/// understood as a whole; nothing in it is a guess.
///
/// ```
/// use wellread_model::{PhoneNumber, PhoneUse};
///
/// let office = PhoneNumber {
///     text: "+44 (0)20 7946 0958 ext 12".to_owned(),
///     digits: "+442079460958".to_owned(),
///     extension: Some("12".to_owned()),
///     ..PhoneNumber::default()
/// };
/// assert_eq!(office.url(PhoneUse::Call), "tel:+442079460958;ext=12");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct PhoneNumber {
    /// What distinguishes it from the other numbers of a list, such as `Spanish line`.
    pub label: Option<String>,
    /// The number for people, as its author wrote it.
    pub text: String,
    /// The author's words of what to do, where the number came in a sentence, such as
    /// `Text HOME to 741741`. They are shown in place of "Call" and the number.
    pub instruction: Option<String>,
    /// What is dialed: ASCII digits, after a `+` if they begin with a country's code (E.123).
    pub digits: String,
    /// The digits of the extension.
    pub extension: Option<String>,
}

/// The digits of a number without `+` and without the code of the United States, so that all ways
/// to write it are one.
///
/// ```
/// use wellread_model::national;
///
/// assert_eq!(["+13035550100", "13035550100", "3035550100"].map(national), ["3035550100"; 3]);
/// assert_eq!(["988", "+442079460958"].map(national), ["988", "442079460958"]);
/// ```
#[must_use]
pub fn national(digits: &str) -> &str {
    let digits = digits.strip_prefix('+').unwrap_or(digits);
    digits.strip_prefix('1').filter(|rest| rest.len() == 10).unwrap_or(digits)
}

/// What a phone number is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneUse {
    /// To call.
    Call,
    /// To send text messages to.
    Text,
}

impl PhoneNumber {
    /// Whether it is reserved for films and examples: 555-0100 to 555-0199 after any area code.
    #[must_use]
    pub fn is_fictional(&self) -> bool {
        let national = national(&self.digits);
        national.len() == 10 && national[3..].starts_with("55501")
    }

    /// What is dialed inside the United States: two ways to write a number there have it in common.
    #[must_use]
    pub fn national(&self) -> &str {
        national(&self.digits)
    }

    /// The URL that dials it (`tel`, RFC 3966) or begins a message to it (`sms`, RFC 5724).
    pub fn url(&self, usage: PhoneUse) -> String {
        let scheme = match usage {
            PhoneUse::Call => "tel",
            PhoneUse::Text => "sms",
        };
        // Separators are left out, though RFC 3966 allows some: programs that dial differ in which.
        let mut url = format!("{scheme}:{}", self.digits);
        if let Some(extension) = &self.extension {
            url.push_str(";ext=");
            url.push_str(extension);
        }
        url
    }
}
