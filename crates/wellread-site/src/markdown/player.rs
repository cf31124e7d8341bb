//! Videos and sound of the hub: `![What happens at a meeting](talk.mp4)` becomes a player, with a
//! line below it that names the recording and leads to its file.
//!
//! What belongs to a recording lies next to it under the same name: captions (`talk.vtt`, and
//! `talk.es.vtt` in another language) and the image that is there before it plays (`talk.jpg`).
//! Nothing is loaded before a reader starts it: many pay for their connection by the megabyte.
//!
//! HTML has no way to say what a player shows before it plays, other than an image and a label,
//! and some browsers show neither. So the line below it is an ordinary link: it can be read aloud,
//! printed, and opened where the player fails.

use wellread_model::media::{
    CAPTIONS_EXTENSION, PREVIEW_EXTENSIONS, Recording, has_extension, split_extension,
};
use wellread_model::{LanguageTag, Route, SourcePath, Span, size_in_words};
use wellread_terms::count_words;

use super::context::BodyInput;
use super::escape::{attribute, escape_into};
use super::links::{Links, media_route};
use super::output::BodyOutput;
use super::resolve::HubTarget;
use super::url_tail::UrlTail;
use crate::image::{Dimensions, dimensions};

/// The size of a player whose video does not say its own: the space that most videos need.
///
/// With a size, a browser reserves the space, so that the text below does not jump when the video
/// loads. Styles make it narrower on a phone.
const USUAL: Dimensions = Dimensions { width: 640, height: 360 };

/// A recording with what lies next to it. It is made before it is written, because what lies next
/// to a file is published with it.
#[derive(Debug)]
pub(super) struct Player {
    /// Whether it is a video or sound.
    recording: Recording,
    /// The recording itself.
    file: SourcePath,
    /// Those in the language of the page first. Empty for sound.
    captions: Vec<Captions>,
    /// The URL of the image that is shown before it plays.
    poster: Option<String>,
}

/// Captions of a video in one language.
#[derive(Debug)]
struct Captions {
    /// As it is written into the page.
    url: String,
    /// From the name of the file; without one, that of the page.
    language: LanguageTag,
    /// Whether they are in the language of the page.
    is_own: bool,
}

impl Player {
    /// The player of a file, which the text names at `span`.
    ///
    /// Each file next to it that belongs to it becomes part of the site, as if the text had linked
    /// to it.
    pub(super) fn new(
        recording: Recording,
        file: &SourcePath,
        span: Span,
        input: BodyInput<'_>,
        links: &mut Links<'_>,
    ) -> Self {
        let mut player = Self { recording, file: file.clone(), captions: Vec::new(), poster: None };
        if recording == Recording::Audio {
            // A browser shows neither for sound.
            return player;
        }
        let own = input.library().language_of(input.subject.id);
        let stem = split_extension(file.as_str()).0;
        for (path, _) in input.context.sources.companions(file) {
            let (name, extension) = split_extension(path.as_str());
            let mut url = || links.hub_url(target(path), &UrlTail::default(), span);
            if name == stem && has_extension(path.as_str(), &PREVIEW_EXTENSIONS) {
                // The first by name of several images next to a video, so that it does not vary.
                player.poster = player.poster.take().or_else(|| Some(url()));
            } else if extension.eq_ignore_ascii_case(CAPTIONS_EXTENSION)
                && let Some(language) = caption_language(name, stem, own)
            {
                let is_own = language.primary() == own.primary();
                player.captions.push(Captions { url: url(), language, is_own });
            }
        }
        // What most readers choose is first, and one of a language is on by itself.
        player.captions.sort_by_key(|one| !one.is_own);
        player
    }

    /// Writes the player and the line below it, and reports what families would miss. `title` says
    /// what is recorded.
    ///
    /// `url` is the address of the recording as links have it, and `title` comes from the brackets
    /// of the image in the text.
    pub(super) fn write(
        &self,
        title: &str,
        url: &str,
        span: Span,
        input: BodyInput<'_>,
        out: &mut BodyOutput<'_>,
    ) {
        self.report(title, span, out);
        if self.recording == Recording::Audio {
            out.add_sound(span);
        }
        let bytes = input.context.sources.get(&self.file).map_or(&[][..], |file| file.bytes());
        let tag = match self.recording {
            Recording::Video => "video",
            Recording::Audio => "audio",
        };
        // Even the length of a video would take a request for each player of a page.
        let mut html = format!("<{tag} controls preload=\"none\"");
        if self.recording == Recording::Video {
            let Dimensions { width, height } = dimensions(bytes).unwrap_or(USUAL);
            html.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
        }
        let poster = self.poster.as_deref().map(|poster| ("poster", poster));
        for (name, value) in [("src", url), ("aria-label", title)].into_iter().chain(poster) {
            attribute(&mut html, name, value);
        }
        html.push('>');
        for (index, captions) in self.captions.iter().enumerate() {
            html.push_str("<track kind=\"captions\"");
            attribute(&mut html, "src", &captions.url);
            attribute(&mut html, "srclang", captions.language.as_str());
            attribute(&mut html, "label", language_name(&captions.language));
            html.push_str(if index == 0 && captions.is_own { " default>" } else { ">" });
        }
        html.push_str(&format!("</{tag}><br>"));
        out.begin_player();
        out.object(&html);
        let mut link = "<a class=\"player\"".to_owned();
        attribute(&mut link, "href", url);
        // Paper shows it in full.
        let address = address(&self.file).url(&input.library().settings.base_url);
        attribute(&mut link, "data-url", &address);
        link.push('>');
        out.object(&link);
        out.forbid_links();
        out.words(title, span);
        out.allow_links();
        out.close_object("</a>");
        let kind = input.text(tag).replace("{size}", &size_in_words(bytes.len()));
        let mut kind_html = " (".to_owned();
        escape_into(&mut kind_html, &kind);
        kind_html.push(')');
        out.object(&kind_html);
        out.end_player();
    }

    /// Reports a player where none can be, and a video without captions. Sound is looked at when
    /// the whole page is known, since its transcript may be anywhere on it.
    fn report(&self, title: &str, span: Span, out: &mut BodyOutput<'_>) {
        let (noun, name) = (self.recording.noun(), self.file.file_name());
        // A player has a link of its own below it.
        if out.forbids_links_here() {
            let message = format!(
                "A {noun} cannot be in a heading, a link, a caption or the first row of a table."
            );
            let help = format!(
                "Write it on a line of its own, with an empty line above and below:  ![{title}]({name})"
            );
            return out.error("misplaced-media", span, message, help);
        }
        if self.recording == Recording::Video && self.captions.is_empty() {
            let (stem, _) = split_extension(name);
            let message = format!(
                "The video `{name}` has no captions, without which it says nothing to people who \
                 cannot hear it."
            );
            let help = format!(
                "Put captions next to it as `{stem}.vtt`; `wellread help writing` shows how they are \
                 made. Write what is said and shown below the video too, under  ## Transcript"
            );
            out.warning("no-captions", span, message, help);
        }
    }
}

/// Reports sound, if the page has no text of what is said in it. It has no captions. Once for each
/// recording, with its own place.
pub(super) fn report_untranscribed(input: BodyInput<'_>, out: &mut BodyOutput<'_>) {
    let sounds = out.take_sounds();
    // A heading or a link says so in many languages: transcript, transcripción, transcription. In
    // others, a page with this many words has more than an introduction.
    let has_word = || out.text().to_lowercase().contains("transcri");
    let language = input.library().language_of(input.subject.id);
    let is_known = matches!(language.primary(), "en" | "es");
    if sounds.is_empty() || has_word() || (!is_known && count_words(out.text()) > 100) {
        return;
    }
    for span in sounds {
        let message = "This recording has no transcript, without which it says nothing to people who \
                       cannot hear it.";
        let help = "Write what is said in it below, under the heading  ## Transcript";
        out.warning("no-transcript", span, message, help);
    }
}

/// The file as a link to it names it.
fn target(file: &SourcePath) -> HubTarget {
    match file.in_static() {
        Some(address) => HubTarget::Site(address.to_owned()),
        None => HubTarget::Media(file.clone()),
    }
}

/// Where a file of the hub is served.
fn address(file: &SourcePath) -> Route {
    file.in_static().map_or_else(|| media_route(file), Route::new)
}

/// The language of captions by the name of their file, without its extension: `talk.es` next to the
/// video `talk`. `None` if they do not belong to it.
fn caption_language(name: &str, stem: &str, own: &LanguageTag) -> Option<LanguageTag> {
    match name.strip_prefix(stem)?.strip_prefix('.') {
        None => (name == stem).then(|| own.clone()),
        // `talk.new.vtt` is an older or a newer version, and in no language of that name.
        Some(language) => LanguageTag::new(language)
            .filter(|tag| tag.is_well_known() || tag.primary() == own.primary()),
    }
}

/// A language by its own name, or as it is written in tags. A reader who knows the language knows
/// its name.
pub(crate) fn language_name(language: &LanguageTag) -> &str {
    language.own_name().unwrap_or(language.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_belong_to_a_video_of_their_name() {
        let own = LanguageTag::default();
        let language =
            |name| caption_language(name, "talk", &own).map(|one| one.as_str().to_owned());
        assert_eq!(language("talk").as_deref(), Some("en"));
        assert_eq!(language("talk.es-mx").as_deref(), Some("es-MX"));
        assert_eq!(language("talk.pl").as_deref(), Some("pl"));
        for other in ["talk2", "talk.part-two-of-it", "talk.", "tal", "talk.new", "talk.old"] {
            assert_eq!(language(other), None, "{other}");
        }
    }
}
