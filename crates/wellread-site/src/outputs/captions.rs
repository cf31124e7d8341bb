//! Captions of videos (WebVTT, W3C): what browsers would not show, in the words of staff.
//!
//! A browser says nothing about captions that it cannot read; it shows the video without them. Of
//! each kind of error the first is reported: a program that writes commas writes them in every
//! line.
//!
//! Captions show what is said as text, and without them a video says nothing to people who cannot
//! hear it. A WebVTT file is a header and then blocks with empty lines between them: optionally a
//! name, a line with two times, and the words. Most are exported by programs, or renamed from
//! SubRip (`.srt`), which looks alike and is not read: it has no header and writes commas in its
//! times.

use wellread_model::{Diagnostic, Place, SourcePath, Span};

/// What separates the two times of a caption.
const ARROW: &str = "-->";

/// What is wrong with captions.
///
/// All are warnings: a page with a video without captions is still better than no page.
pub(super) fn problems(path: &SourcePath, bytes: &[u8]) -> Vec<Diagnostic> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return vec![not_utf_8(path, bytes, error.valid_up_to())],
    };
    let mut checked = CheckedCaptions { path, found: Vec::new(), last_start: None, times: 0 };
    checked.read(text);
    checked.found.into_iter().map(|(_, diagnostic)| diagnostic).collect()
}

/// Captions in an encoding that browsers read as other characters.
fn not_utf_8(path: &SourcePath, bytes: &[u8], valid: usize) -> Diagnostic {
    let message = if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        "These captions are saved as UTF-16, so browsers show none of them.".to_owned()
    } else {
        let line = bytes[..valid].iter().filter(|&&byte| byte == b'\n').count() + 1;
        format!("Line {line} has characters that are not UTF-8, so browsers show wrong characters.")
    };
    let help = "Open the file in a text editor and save it again, with the encoding UTF-8.";
    Diagnostic::warning("wrong-captions", Place::file(path.clone()), message).help(help)
}

/// A kind of error in captions. The first of each kind is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CaptionsError {
    NoHeader,
    NoEmptyLine,
    NoWords,
    UnreadableTime,
    EndBeforeBegin,
    TimeGoesBack,
}

/// A time in a file of captions.
#[derive(Clone, Copy)]
struct CaptionTime<'a> {
    /// From the beginning of the video.
    milliseconds: u64,
    written: &'a str,
}

/// What is known while the lines are read from top to bottom.
struct CheckedCaptions<'a> {
    /// The file with the captions.
    path: &'a SourcePath,
    /// The problems so far.
    found: Vec<(CaptionsError, Diagnostic)>,
    /// When the last caption begins.
    last_start: Option<CaptionTime<'a>>,
    /// How many times were read. At the end, none means that there is nothing to show.
    times: usize,
}

impl<'a> CheckedCaptions<'a> {
    /// Reads as browsers do (WebVTT, section 6.1): line by line, and only as far as they tell
    /// blocks apart. Spans are bytes of the file.
    fn read(&mut self, text: &'a str) {
        let mut at = 0;
        let mut lines = text.split_inclusive('\n').map(|line| {
            let start = at;
            at += line.len();
            let line = line.trim_end_matches(['\n', '\r']);
            (line, Span::new(start, start + line.len()))
        });
        let (first, first_span) = lines.next().unwrap_or(("", Span::new(0, 0)));
        // A mark that some editors write in front of UTF-8. Browsers skip it.
        let first = first.strip_prefix('\u{feff}').unwrap_or(first);
        // The word alone, or with a title after a space, as the standard has it.
        let is_header = first
            .strip_prefix("WEBVTT")
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']));
        if !is_header {
            let message = "The first line of captions is WEBVTT. Without it, browsers show none.";
            let help = if first.trim().eq_ignore_ascii_case("webvtt") {
                "Write  WEBVTT  as the first line, in upper case and with nothing before it."
            } else {
                "Write  WEBVTT  above all else, and leave the second line empty."
            };
            self.report(CaptionsError::NoHeader, first_span, message.to_owned(), help);
        }
        // The line of the times is the first of its block, or the second, below a name or number.
        let mut line_in_block = usize::from(is_header);
        if !is_header && first.contains(ARROW) {
            self.time(first, first_span);
            line_in_block = 1;
        } else if !is_header && !first.trim().is_empty() {
            line_in_block = 1;
        }
        let mut is_remark = false;
        for (line, span) in lines {
            if line.is_empty() {
                line_in_block = 0;
                continue;
            }
            if line_in_block == 0 {
                let kind = line.split([' ', '\t']).next().unwrap_or(line);
                is_remark = matches!(kind, "NOTE" | "STYLE" | "REGION");
            }
            if !is_remark && line.contains(ARROW) {
                if line_in_block > 1 {
                    let message = "There is no empty line above these times, so browsers show the \
                                   times as text.";
                    let help = "Add one above this line.";
                    self.report(CaptionsError::NoEmptyLine, span, message.to_owned(), help);
                }
                self.time(line, span);
            }
            line_in_block += 1;
        }
        // Any other problem already explains why no times were read.
        if self.times == 0 && self.found.is_empty() {
            let message = "These captions have no words.";
            let help = "Each caption is a line with two times, such as 00:01.000 --> 00:04.500, and \
                        below it what is said.";
            self.report(CaptionsError::NoWords, first_span, message.to_owned(), help);
        }
    }

    /// Checks the line of the times.
    fn time(&mut self, line: &'a str, span: Span) {
        self.times += 1;
        let (start_text, rest) = line.split_once(ARROW).unwrap_or((line, ""));
        let start_text = start_text.trim();
        let end_text = rest.split_whitespace().next().unwrap_or("");
        let (Some(start), Some(end)) = (milliseconds(start_text), milliseconds(end_text)) else {
            let better = match (meant_time(start_text), meant_time(end_text)) {
                (Some(start), Some(end)) => format!("Write  {start} {ARROW} {end}"),
                _ => format!("Times are written  00:01:02.500 {ARROW} 00:01:05.000"),
            };
            let message = "Browsers cannot read these times, and leave the words out.".to_owned();
            let help = format!("{better}  here and in all lines like it.");
            return self.report(CaptionsError::UnreadableTime, span, message, &help);
        };
        if end <= start {
            let message =
                "These words end before they begin, so browsers leave them out.".to_owned();
            let help = "Compare both times with the video.";
            self.report(CaptionsError::EndBeforeBegin, span, message, help);
        }
        if let Some(CaptionTime { milliseconds, written }) = self.last_start
            && start < milliseconds
        {
            let message = format!("The time goes back: the words above begin later, at {written}.");
            let help = "Put the words in the order in which they are said, or correct the time.";
            self.report(CaptionsError::TimeGoesBack, span, message, help);
        }
        self.last_start = Some(CaptionTime { milliseconds: start, written: start_text });
    }

    /// Reports an error, if it is the first of its kind.
    fn report(&mut self, error: CaptionsError, span: Span, message: String, help: &str) {
        if self.found.iter().all(|(known, _)| *known != error) {
            let place = Place::at(self.path.clone(), span);
            let diagnostic = Diagnostic::warning("wrong-captions", place, message).help(help);
            self.found.push((error, diagnostic));
        }
    }
}

/// A time in milliseconds: `01:02.500`, with hours before it or without (WebVTT, section 4.3).
/// `None` for whatever browsers would not read.
fn milliseconds(text: &str) -> Option<u64> {
    let (rest, thousandths) = text.split_once('.')?;
    let parts: Vec<&str> = rest.split(':').collect();
    let (hours, minutes, seconds) = match *parts.as_slice() {
        [minutes, seconds] => ("0", minutes, seconds),
        // A film of a hundred hours has more digits, and one digit is wrong.
        [hours, minutes, seconds] if hours.len() >= 2 => (hours, minutes, seconds),
        _ => return None,
    };
    let number = |text: &str, length: Option<usize>| {
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
        let is_whole = length.is_none_or(|length| text.len() == length);
        (is_number && is_whole).then(|| text.parse::<u64>().ok()).flatten()
    };
    let (hours, minutes) = (number(hours, None)?, number(minutes, Some(2))?);
    let (seconds, thousandths) = (number(seconds, Some(2))?, number(thousandths, Some(3))?);
    // So many hours that nothing overflows, and more than any recording has.
    let is_time = minutes < 60 && seconds < 60 && hours < 1_000_000;
    is_time.then_some(((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths)
}

/// The time that was meant: with a comma for the period, or too few digits. `None` if that would be
/// a guess. It is only shown, never used.
fn meant_time(text: &str) -> Option<String> {
    let text = text.replace(',', ".");
    let (rest, thousandths) = text.split_once('.').unwrap_or((&text, "000"));
    let parts: Vec<String> = rest.split(':').map(|part| format!("{part:0>2}")).collect();
    let parts =
        if parts.len() == 1 { ["00".to_owned()].into_iter().chain(parts).collect() } else { parts };
    let time = format!("{}.{thousandths:0<3}", parts.join(":"));
    milliseconds(&time).map(|_| time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_browsers_read_them() {
        assert_eq!(milliseconds("00:01.500"), Some(1500));
        assert_eq!(milliseconds("01:00:01.500"), Some(3_601_500));
        assert_eq!(milliseconds("100:00:00.000"), Some(360_000_000));
        for wrong in
            ["", "1", "00:01", "00:01,500", "0:01.500", "00:61.000", "1:00:01.000", "00:01.5"]
        {
            assert_eq!(milliseconds(wrong), None, "{wrong}");
        }
        assert_eq!(milliseconds("99999999999999999999:00:00.000"), None);
    }

    #[test]
    fn a_wrong_time_is_written_right() {
        for (wrong, right) in [
            ("00:00:01,500", "00:00:01.500"),
            ("0:01.5", "00:01.500"),
            ("00:01", "00:01.000"),
            ("12", "00:12.000"),
        ] {
            assert_eq!(meant_time(wrong).as_deref(), Some(right));
        }
        assert_eq!(meant_time("soon"), None);
    }
}
