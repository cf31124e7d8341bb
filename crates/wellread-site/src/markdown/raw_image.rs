//! `<img>` in raw HTML: an image of the hub, as in Markdown, but smaller if its author says so.

use wellread_model::Span;

use super::context::BodyInput;
use super::image::{Image, WantedSize, WrittenImage};
use super::links::Links;
use super::output::BodyOutput;

/// An image that raw HTML shows. Values are those of its attributes, decoded, and empty without
/// one.
#[derive(Debug)]
pub(super) struct RawImage {
    /// The address of the file, from `src`.
    pub(super) source: String,
    /// Its alternative text; `None` without the attribute.
    pub(super) words: Option<String>,
    /// From `title`, shown when a pointer rests on the image.
    pub(super) title: String,
    /// In CSS pixels, if its author set it.
    pub(super) width: String,
    /// In CSS pixels, if its author set it.
    pub(super) height: String,
    /// Its other attributes, checked and escaped, each with a space before it.
    pub(super) attributes: String,
}

impl RawImage {
    /// Writes the image, and reports what is wrong with it.
    pub(super) fn write<'a>(
        self,
        span: Span,
        input: BodyInput<'a>,
        links: &mut Links<'a>,
        out: &mut BodyOutput<'a>,
    ) {
        let written =
            WrittenImage { kind: None, destination: &self.source, title: &self.title, span };
        let image = Image::begin(written, input, links, out);
        if self.words.is_none() {
            let help = "Write  alt=\"what the picture shows\"  into its tag.";
            out.error("picture-without-text", span, "This picture has no alternative text.", help);
            // A link around it, which has no other words, is not a second error.
            out.add_name();
        }
        let size = WantedSize { width: pixels(&self.width), height: pixels(&self.height) };
        let image = image.with_words(self.words.unwrap_or_default(), self.attributes, size);
        image.end(input, out);
    }
}

/// A size in pixels. Other units depend on the page, which fits images by itself.
fn pixels(value: &str) -> Option<u32> {
    value.trim().trim_end_matches("px").parse().ok().filter(|&pixels| pixels > 0)
}
