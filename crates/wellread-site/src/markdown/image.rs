//! Images: their files resolved, their tags written. A video or sound is written in the same way,
//! and becomes a [`Player`].
//!
//! An image must be a file of the hub. One from another site would tell that site who reads which
//! page, and would be missing once it is moved there.

use pulldown_cmark::{Event, LinkType};
use wellread_model::marks::is_visible;
use wellread_model::media::{
    IMAGE_EXTENSIONS, Recording, UNSHOWN_EXTENSIONS, has_extension, save_as_help,
};
use wellread_model::{Lookup, SourcePath, Span};

use super::context::BodyInput;
use super::escape::escape_into;
use super::html::{HtmlToken, tokens};
use super::image_words::{says_nothing, without_image_of};
use super::links::Links;
use super::output::BodyOutput;
use super::player::Player;
use super::resolve::{HubTarget, LinkError, LinkTarget};
use super::suggestion::{did_you_mean, in_static};
use crate::image::{Dimensions, dimensions};

/// An image whose alternative text is being read.
#[derive(Debug)]
pub(super) struct Image {
    /// Its file; `None` after an error.
    source: Option<SourcePath>,
    /// As the page has it; empty if its file was not found.
    url: String,
    /// The destination as its author wrote it.
    destination: String,
    /// What Markdown has in quotes after the address. Empty for most.
    title: String,
    /// The words between the brackets so far.
    alternative: String,
    /// What it is, if it is to be played.
    recording: Option<Recording>,
    /// What plays it, if its file was found.
    player: Option<Box<Player>>,
    /// Whether it is a tag in raw HTML.
    is_raw: bool,
    /// Other attributes of its tag, escaped, each with a space before it.
    attributes: String,
    /// How large its author wants it to be.
    wanted: WantedSize,
    /// Where it is in the file.
    span: Span,
    /// Whether it has been reported that it has no alternative text.
    is_reported: bool,
}

/// An image as its author wrote it.
#[derive(Debug, Clone, Copy)]
pub(super) struct WrittenImage<'t> {
    /// How it is written in Markdown; `None` for a tag in raw HTML.
    pub(super) kind: Option<LinkType>,
    /// Where its file is to be found, relative to the file that shows it.
    pub(super) destination: &'t str,
    /// Shown when a pointer rests on it; mostly empty.
    pub(super) title: &'t str,
    /// Where it is in the file.
    pub(super) span: Span,
}

/// The size that an author asks for, in CSS pixels. With one of the two, the other follows from the
/// proportions of the image.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct WantedSize {
    pub(super) width: Option<u32>,
    pub(super) height: Option<u32>,
}

impl Image {
    /// Begins an image and reports what is wrong with it.
    pub(super) fn begin(
        written: WrittenImage<'_>,
        input: BodyInput<'_>,
        links: &mut Links<'_>,
        out: &mut BodyOutput<'_>,
    ) -> Self {
        let WrittenImage { kind, destination, title, span } = written;
        let mut image = Self {
            source: None,
            url: String::new(),
            destination: destination.to_owned(),
            title: title.to_owned(),
            alternative: String::new(),
            // Raw HTML has other elements for it, which are refused with what to write.
            recording: kind.and_then(|_| Recording::from_path(without_query(destination))),
            player: None,
            is_raw: kind.is_none(),
            attributes: String::new(),
            wanted: WantedSize::default(),
            span,
            is_reported: matches!(kind, Some(LinkType::WikiLink { has_pothole: false })),
        };
        // In double brackets, a name may be that of a page, which other programs show in this
        // place.
        if kind.is_some_and(|kind| matches!(kind, LinkType::WikiLink { .. }))
            && image.report_embedded(input, out)
        {
            return image;
        }
        // `![[form.png]]` has no place for an alternative text.
        if image.is_reported {
            image.report_missing_text(out);
        }
        image.find_file(input, links, out);
        image
    }

    /// Whether a destination names what this can be, shown or played.
    fn is_media(&self, destination: &str) -> bool {
        is_image(destination)
            || is_unshown(destination)
            || self.recording.is_some()
            || unplayed(destination).is_some()
    }

    /// Reports a page or a fact, which other programs show inside a page in this way. Whether it is
    /// one.
    fn report_embedded(&mut self, input: BodyInput<'_>, out: &mut BodyOutput<'_>) -> bool {
        let name = self.destination.split(['#', '|']).next().unwrap_or_default().trim();
        let is_page = || !matches!(input.library().find(name, None), Lookup::Nothing);
        let is_fact = || name.split_once(':').is_some_and(|(_, key)| !key.starts_with('/'));
        if self.is_media(name) || !(is_fact() || is_page()) {
            return false;
        }
        let message = "Put ! only before pictures; this is a page or a fact.";
        let help = format!("Write  [[{}]]", self.destination);
        out.error("not-a-picture", self.span, message, help);
        self.is_reported = true;
        true
    }

    /// Reports that it has no alternative text.
    fn report_missing_text(&self, out: &mut BodyOutput<'_>) {
        let (code, message, words) = match self.recording {
            None => (
                "picture-without-text",
                "This picture has no alternative text.".to_owned(),
                "what the picture shows",
            ),
            Some(recording) => (
                "media-without-title",
                format!("This {} has no title.", recording.noun()),
                "what it is about",
            ),
        };
        let help = format!("Write ![{words}]({}).", self.destination);
        out.error(code, self.span, message, help);
    }

    /// Finds its file, or reports why there is none.
    fn find_file(&mut self, input: BodyInput<'_>, links: &mut Links<'_>, out: &mut BodyOutput<'_>) {
        let (destination, span) = (&*self.destination, self.span);
        let noun = noun(self.recording);
        match links.resolve(destination, span) {
            Ok(LinkTarget::Outside(_) | LinkTarget::OutsideWithoutScheme(_))
                if !self.is_raw && !self.is_media(destination) =>
            {
                let source = out.file_text().get(span.start..span.end).unwrap_or_default();
                let help = format!(
                    "A link is written without the exclamation mark:  {}  If it is a picture, save it \
                     next to this file and write its name here.",
                    source.trim_start_matches('!')
                );
                let message =
                    "This is a page of another site, and the ! before it is for pictures.";
                out.error("picture-elsewhere", span, message, help);
            }
            Ok(LinkTarget::Outside(_) | LinkTarget::OutsideWithoutScheme(_)) => out.error(
                "picture-elsewhere",
                span,
                format!("This {noun} comes from another site, which would learn of every visit."),
                format!("Save the {noun} next to this file and write its name here."),
            ),
            Ok(LinkTarget::Hub(target, tail))
                if (is_image(destination) || self.recording.is_some())
                    && !matches!(target, HubTarget::Entry(_)) =>
            {
                self.source = match &target {
                    HubTarget::Media(file) => Some(file.clone()),
                    HubTarget::Site(address) => Some(SourcePath::new(&format!("static/{address}"))),
                    HubTarget::Entry(_) => None,
                };
                self.url = links.hub_url(target, &tail, span);
                let played = self.recording.zip(self.source.as_ref());
                self.player = played.map(|(recording, file)| {
                    Box::new(Player::new(recording, file, span, input, links))
                });
            }
            // Reported as a kind of file that a hub does not publish.
            Ok(LinkTarget::Hub(HubTarget::Media(_), _))
                if is_unshown(destination) || unplayed(destination).is_some() => {}
            Ok(LinkTarget::Hub(HubTarget::Site(_), _)) if is_unshown(destination) => {
                let name = destination.rsplit('/').next().unwrap_or(destination);
                let message = format!("Most browsers do not show the picture `{name}`.");
                out.error("not-a-picture", span, message, save_as_help(name));
            }
            Ok(LinkTarget::Hub(HubTarget::Site(_), _))
                if let Some(recording) = unplayed(destination) =>
            {
                let name = destination.rsplit('/').next().unwrap_or(destination);
                let message =
                    format!("Most browsers do not play the {} `{name}`.", recording.noun());
                out.error("not-a-picture", span, message, recording.save_as_help(name));
            }
            // A page, an anchor or a file of another kind.
            Ok(_) => out.error(
                "not-a-picture",
                span,
                format!("`{destination}` is not a picture."),
                format!("The names of pictures end in .{}.", IMAGE_EXTENSIONS.join(", .")),
            ),
            // `data:` and the like: what an author pastes from a web page.
            Err(LinkError::Refused(_)) => out.error(
                "picture-elsewhere",
                span,
                "A picture must be a file of this hub.",
                "Save the picture next to this file and write its name here.",
            ),
            // Often left by a template: there is no name that could be compared with others.
            Err(LinkError::Dead(..)) if destination.trim().is_empty() => {
                let help = "Put the picture next to this file and write its name here.";
                out.error("missing-picture", span, "This picture names no file.", help);
            }
            Err(LinkError::Dead(..)) => {
                let message = format!("There is no {noun} `{destination}`.");
                let help = suggestion(destination, self.recording, input);
                out.error("missing-picture", span, message, help);
            }
        }
    }

    /// The image of a tag in raw HTML, with its alternative text, its other attributes and the
    /// width and height that it asks for.
    pub(super) fn with_words(
        self,
        alternative: String,
        attributes: String,
        wanted: WantedSize,
    ) -> Self {
        Self { alternative, attributes, wanted, ..self }
    }

    /// Reads an event between the brackets of an image. Only its text counts: an attribute can't
    /// contain emphasis or links.
    pub(super) fn read_alternative(
        &mut self,
        event: Event<'_>,
        span: Span,
        out: &mut BodyOutput<'_>,
    ) {
        match event {
            Event::Text(text) => {
                let text = out.curled(text, span, Some(&self.alternative));
                self.alternative.push_str(&text);
            }
            Event::Code(text) => self.alternative.push_str(&text),
            Event::SoftBreak | Event::HardBreak => self.alternative.push(' '),
            Event::InlineHtml(tag) if is_line_break(&tag) => self.alternative.push(' '),
            _ => {}
        }
    }

    /// Reports a size in the alternative text, where Obsidian has it, and takes it out.
    fn check_size(&mut self, out: &mut BodyOutput<'_>) {
        let (words, size) = self.alternative.rsplit_once('|').unwrap_or(("", &self.alternative));
        let words = words.trim();
        if !is_size(size.trim()) {
            return;
        }
        if words.is_empty() {
            self.report_missing_text(out);
        } else {
            let message = format!(
                "The size of a {} is not written here. Pages fit it to the screen.",
                noun(self.recording)
            );
            let help = format!("Write  ![{words}]({})", self.destination);
            out.warning("other-markup", self.span, message, help);
        }
        self.alternative = words.to_owned();
    }

    /// Reports an alternative text that says nothing, or begins with words that say nothing.
    fn check_words(&self, out: &mut BodyOutput<'_>) {
        let words = self.alternative.trim();
        let better = |words: &str| {
            if self.is_raw {
                format!("alt=\"{words}\"")
            } else {
                format!("![{words}]({})", self.destination)
            }
        };
        let (message, help) = if says_nothing(words, &self.destination) {
            match self.recording {
                Some(recording) => (
                    format!(
                        "The title `{words}` does not say what the {} is about.",
                        recording.noun()
                    ),
                    format!("Write  {}", better("what it is about")),
                ),
                None => (
                    format!("The description `{words}` does not say what is in the picture."),
                    format!(
                        "Write it for those who cannot see it:  {}",
                        better("what the picture shows")
                    ),
                ),
            }
        } else if self.recording.is_none()
            && let Some(rest) = without_image_of(words)
        {
            (
                format!(
                    "The description `{words}` begins by saying that it is a picture, which screen \
                     readers say themselves."
                ),
                format!("Write  {}", better(rest)),
            )
        } else {
            return;
        };
        out.warning("picture-text", self.span, message, help);
    }

    /// Writes the image.
    pub(super) fn end(mut self, input: BodyInput<'_>, out: &mut BodyOutput<'_>) {
        if !self.is_raw {
            self.check_size(out);
        }
        // For a missing image, report nothing else.
        if self.source.is_some() && !self.is_reported {
            self.check_words(out);
        }
        // An image may be no more than decoration. What is played is not.
        if self.recording.is_some() && !self.is_reported && !is_visible(&self.alternative) {
            self.report_missing_text(out);
        }
        if let Some(player) = &self.player {
            return player.write(self.alternative.trim(), &self.url, self.span, input, out);
        }
        let mut tag = "<img src=\"".to_owned();
        escape_into(&mut tag, &self.url);
        tag.push_str("\" alt=\"");
        escape_into(&mut tag, &self.alternative);
        if !self.title.is_empty() {
            tag.push_str("\" title=\"");
            escape_into(&mut tag, &self.title);
        }
        tag.push('"');
        let source = self.source.and_then(|path| input.context.sources.get(&path));
        // Without its size, the text below would jump when the image arrives.
        if let Some(size) = source.and_then(|source| dimensions(source.bytes())) {
            let size = smaller(size, self.wanted);
            tag.push_str(&format!(" width=\"{}\" height=\"{}\"", size.width, size.height));
        }
        tag.push_str(&self.attributes);
        // Lazy: many readers never scroll down to it, on connections that they pay for by the
        // megabyte.
        tag.push_str(" loading=\"lazy\">");
        out.object(&tag);
        if is_visible(&self.alternative) {
            out.add_name();
        }
    }
}

/// The size of an image that its author wants to be smaller than it is, in its own proportions.
fn smaller(size: Dimensions, wanted: WantedSize) -> Dimensions {
    let scaled = |length: u32, to: u32, from: u32| {
        let scaled = (u64::from(length) * u64::from(to) + u64::from(from) / 2) / u64::from(from);
        u32::try_from(scaled).unwrap_or(length).max(1)
    };
    match (wanted.width, wanted.height) {
        (Some(width), _) if width < size.width => {
            Dimensions { width, height: scaled(size.height, width, size.width) }
        }
        (None, Some(height)) if height < size.height => {
            Dimensions { width: scaled(size.width, height, size.height), height }
        }
        _ => size,
    }
}

/// Whether a text is what Obsidian reads as the width of an image, or as both of its sizes.
fn is_size(text: &str) -> bool {
    // `![1]` is more likely the number of an image.
    let is_number = |part: &str| {
        (2..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    text.split_once('x')
        .map_or_else(|| is_number(text), |(width, height)| is_number(width) && is_number(height))
}

/// Whether raw HTML is `<br>`, in any way of writing it.
fn is_line_break(tag: &str) -> bool {
    tokens(tag).iter().any(|token| matches!(token, HtmlToken::Open { name, .. } if name == "br"))
}

/// Whether this destination of a link names an image.
fn is_image(destination: &str) -> bool {
    has_extension(without_query(destination), &IMAGE_EXTENSIONS)
}

/// Whether this destination of a link names an image that browsers don't show.
fn is_unshown(destination: &str) -> bool {
    has_extension(without_query(destination), &UNSHOWN_EXTENSIONS)
}

/// What a destination names that most browsers do not play.
fn unplayed(destination: &str) -> Option<Recording> {
    Recording::of_unplayed(without_query(destination))
}

/// The word for it in messages.
fn noun(recording: Option<Recording>) -> &'static str {
    recording.map_or("picture", Recording::noun)
}

/// A destination without its query and fragment: the path of a file.
fn without_query(destination: &str) -> &str {
    destination.split(['?', '#']).next().unwrap_or(destination)
}

/// What to do about an image or a recording that isn't there: take the one with a similar name, if
/// there is one.
fn suggestion(destination: &str, recording: Option<Recording>, input: BodyInput<'_>) -> String {
    if let Some(help) = in_static(destination, input) {
        return help;
    }
    let (sources, source) = (input.context.sources, &input.document().source);
    let near = match recording {
        None => sources.suggest_image(source, destination),
        Some(_) => sources
            .suggest(source, destination)
            .filter(|near| Recording::from_path(near.as_str()) == recording),
    };
    near.map_or_else(
        || format!("Put the {} next to this file and write its name here.", noun(recording)),
        |found| did_you_mean(found, input),
    )
}
