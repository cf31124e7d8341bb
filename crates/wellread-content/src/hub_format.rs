//! The version of a hub's files, `hub_format` in `site.toml`.
//!
//! A later Wellread may read the same files in another way. A hub that is written for it would give
//! an older program many errors, none of which says what is wrong; so the version is looked at
//! before anything else is.

use wellread_model::{Diagnostic, Place, SourcePath};

use crate::node::{Node, Value};
use crate::table_reader::TableReader;

/// The version that this program writes, and the latest that it can read.
const LATEST: u32 = 1;

pub(crate) const KEY: &str = "hub_format";

/// The error if a hub is written for a newer program. The settings are the whole tree of
/// `site.toml`.
pub(crate) fn newer(settings: &Node, path: &SourcePath) -> Option<Diagnostic> {
    let Value::Map(entries) = &settings.value else { return None };
    let (_, node) = entries.iter().find(|(key, _)| key.value == KEY)?;
    let Value::Scalar { text, .. } = &node.value else { return None };
    let version = version(text.trim()).filter(|&version| version > LATEST)?;
    let version = if version == u32::MAX { text.trim().to_owned() } else { version.to_string() };
    let message = format!(
        "This hub is written for a newer Wellread: its files have the format {version}, and this \
         program knows formats up to {LATEST}."
    );
    let help = "Install the newest Wellread, as `wellread help updating` describes. Nothing in the \
                hub has to change.";
    let place = Place::at(path.clone(), node.span);
    Some(Diagnostic::error("newer-hub", place, message).help(help))
}

/// A version: a whole number from 1 up. Whatever is too large for a number here is newer than all
/// that are known.
fn version(text: &str) -> Option<u32> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_zero = text.bytes().all(|byte| byte == b'0');
    (is_number && !is_zero).then(|| text.parse().unwrap_or(u32::MAX))
}

/// Reports a value that is not a version.
pub(crate) fn check(fields: &mut TableReader<'_>) {
    if let Some(text) = fields.text(KEY)
        && version(&text.value).is_none()
    {
        let message = format!(
            "`{KEY}` is the version of the hub's files, and `{}` is not a whole number from 1 up.",
            text.value
        );
        fields.wrong(text.span, message, format!("Write  {KEY} = {LATEST}"));
    }
}
