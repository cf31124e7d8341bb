//! Blocks of code.

use pulldown_cmark::CodeBlockKind;

use super::output::BodyOutput;

/// Writes the opening tags of a block of code.
pub(super) fn open_code(kind: &CodeBlockKind<'_>, out: &mut BodyOutput<'_>) {
    // No tab stop: the stylesheet wraps long lines, so there is nothing to scroll by keyboard.
    out.html("<pre><code");
    if let CodeBlockKind::Fenced(info) = kind
        // `rust,ignore` names a language and more; the language comes first.
        && let Some(language) = info.split([' ', ',']).next().filter(|name| !name.is_empty())
    {
        out.html(" class=\"language-");
        out.escaped(language);
        out.html("\"");
    }
    out.html(">");
}
