//! The ways to reach a person, an office or a line, which a resource, the clinic and a crisis line
//! have in common.

/// The ways to reach a person, an office or a line. All of them are optional, and texts are as the
/// author wrote them, because a number such as `303-555-0100 ext 4` is for people first; the view
/// derives from it what a phone dials.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct ContactPoint {
    /// A number to call.
    pub phone: Option<String>,
    /// A number to text.
    pub text_phone: Option<String>,
    /// An email address.
    pub email: Option<String>,
    /// A postal address, on one line or several.
    pub address: Option<String>,
    /// When it can be reached, in the author's words.
    pub hours: Option<String>,
    /// A page about it, as an `http` or `https` URL.
    pub url: Option<String>,
}
