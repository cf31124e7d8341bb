//! Lines with the bullets and numbers of a word processor, to lists of Markdown.
//!
//! A run is lines that follow each other, also with empty lines between them, and begin with
//! markers of a list. A marker that the run has not had yet begins a deeper level, as in Word and
//! Google Docs, where the markers of each level differ.

use super::edits::Edit;
use super::items::{ItemMarker, PastedItem, bullet_length};
use super::parts::{Line, LineKind, Parts};
use crate::markdown::stray_markup::lists::{NumberStyle, has_credentials, is_name};

/// How deep the levels of a list may be. Word has nine; people read three.
const DEEPEST: usize = 5;

/// Makes lists of Markdown from the lines that a word processor made items of.
pub(super) fn find(parts: &Parts<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut index = 0;
    while index < parts.lines.len() {
        if let Some(run) = PastedList::starting_at(parts, index) {
            index = run.end;
            edits.push(run.edit(parts));
        } else {
            edits.extend(second_bullet(parts, &parts.lines[index]));
            index += 1;
        }
    }
    edits
}

/// A bullet after the mark of an item that is one already.
fn second_bullet(parts: &Parts<'_>, line: &Line) -> Option<Edit> {
    if line.kind != LineKind::Item {
        return None;
    }
    let words = parts.words(line);
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let rest = words[digits..].strip_prefix(['-', '*', '+', '.', ')'])?.trim_start();
    let start = line.end - rest.len();
    let range = start..start + bullet_length(rest);
    (!range.is_empty() && !parts.is_untouchable(&range)).then(|| Edit::removal(range))
}

/// Lines that become one list.
struct PastedList<'t> {
    /// The first line and the one after the last.
    start: usize,
    /// The line after the last item.
    end: usize,
    /// The items so far, in order.
    entries: Vec<ListEntry<'t>>,
}

struct ListEntry<'t> {
    /// How many levels it is inside others.
    level: usize,
    /// The line with its marker.
    item: PastedItem<'t>,
    /// Lines of the same item below the first.
    more: Vec<&'t str>,
}

impl<'t> PastedList<'t> {
    /// The run that begins with a line, if there is one.
    fn starting_at(parts: &Parts<'t>, start: usize) -> Option<Self> {
        let first = item(parts, start, 0)?;
        let mut run = Self { start, end: start + 1, entries: Vec::new() };
        let mut levels: Vec<Level> = Vec::new();
        run.push(&mut levels, first);
        let mut at = start + 1;
        // Lines without a marker are known to be part of an item when another item follows.
        let mut waiting: Vec<&'t str> = Vec::new();
        while let Some(line) = parts.lines.get(at) {
            let is_same_quote = quote(parts, line) == quote(parts, &parts.lines[start]);
            if line.kind == LineKind::Blank && waiting.is_empty() && is_same_quote {
                at += 1;
                continue;
            }
            if line.kind != LineKind::Text
                || !is_same_quote
                || parts.is_untouchable(&(line.words..line.words))
            {
                break;
            }
            let is_below_gap = at > run.end + waiting.len();
            let before = levels.last().map_or(0, |level| level.value);
            match item(parts, at, before) {
                Some(item) if run.takes(&levels, &item, is_below_gap) => {
                    if let Some(last) = run.entries.last_mut() {
                        last.more.append(&mut waiting);
                    }
                    run.push(&mut levels, item);
                    run.end = at + 1;
                }
                None if !is_below_gap => {
                    let words = parts.words(line).trim();
                    let is_certain = waiting.is_empty() && continues(parts, line, start);
                    if is_certain && let Some(last) = run.entries.last_mut() {
                        last.more.push(words);
                        run.end = at + 1;
                    } else {
                        waiting.push(words);
                    }
                }
                _ => break,
            }
            at += 1;
        }
        run.is_list().then_some(run)
    }

    /// Whether an item can be the next one.
    fn takes(&self, levels: &[Level], item: &PastedItem<'_>, is_below_gap: bool) -> bool {
        let key = item.marker.level_key();
        let known = levels.iter().find(|level| level.key == key);
        // Below an empty line, numbers after bullets are another list, and so is the reverse.
        let is_number = |marker: ItemMarker| matches!(marker, ItemMarker::Number(..));
        let is_mixed = is_number(item.marker) || is_number(self.entries[0].item.marker);
        if is_below_gap && known.is_none() && is_mixed {
            return false;
        }
        match (item.marker, known) {
            (ItemMarker::Number(_, value), Some(level)) => value == level.value + 1,
            (ItemMarker::Number(_, value), None) => value == 1 && levels.len() < DEEPEST,
            (_, Some(_)) => true,
            (ItemMarker::Bullet(_), None) => levels.len() < DEEPEST,
            // A doubtful bullet below a definite list.
            (_, None) => levels.len() < DEEPEST && self.is_list(),
        }
    }

    fn push(&mut self, levels: &mut Vec<Level>, item: PastedItem<'t>) {
        let key = item.marker.level_key();
        let value = match item.marker {
            ItemMarker::Number(_, value) => value,
            _ => 0,
        };
        match levels.iter().position(|level| level.key == key) {
            Some(level) => {
                levels.truncate(level + 1);
                levels[level].value = value;
            }
            None => levels.push(Level { key, value }),
        }
        self.entries.push(ListEntry { level: levels.len() - 1, item, more: Vec::new() });
    }

    /// Whether this is a list for sure.
    fn is_list(&self) -> bool {
        let first = self.entries[0].item.marker;
        let same = self.entries.iter().filter(|entry| entry.level == 0);
        let words: Vec<&str> = same.map(|entry| entry.item.words.trim()).collect();
        match first {
            ItemMarker::Bullet(_) | ItemMarker::Box => true,
            // People and their degrees or initials, signatures after dashes.
            ItemMarker::Number(NumberStyle::UpperLetters('.'), _) => {
                words.len() > 1
                    && !words.iter().all(|words| has_credentials(words))
                    && !(words.len() == 2 && words.iter().all(|words| is_name(words)))
            }
            ItemMarker::MaybeBullet('–' | '−') => {
                words.len() > 1 && !(words.len() == 2 && words.iter().all(|words| is_name(words)))
            }
            // Notes after the star of a word.
            ItemMarker::MaybeBullet('*') => {
                let is_remark = |words: &&str| {
                    words.starts_with(char::is_uppercase) && words.ends_with(['.', '!', '?'])
                };
                words.len() > 1 && !words.iter().all(is_remark)
            }
            ItemMarker::MaybeBullet(_) | ItemMarker::Check | ItemMarker::Number(..) => {
                words.len() > 1
            }
        }
    }

    /// The edit that writes the run as a list, with empty lines around it where Markdown needs
    /// them.
    fn edit(&self, parts: &Parts<'_>) -> Edit {
        let (first, last) = (&parts.lines[self.start], &parts.lines[self.end - 1]);
        let quote = quote(parts, first);
        let base = if first.is_in_list { &parts.prefix(first)[quote.len()..] } else { "" };
        let line_break = parts.line_break();
        let mut lines: Vec<String> = Vec::new();
        // How far the words of each level are indented.
        let mut indents = vec![base.len()];
        for ListEntry { level, item, more } in &self.entries {
            indents.truncate(level + 1);
            let indent = indents[*level];
            let marker = item.marker();
            let inside = indent + marker.len();
            indents.push(inside);
            let own = item.lines();
            lines.extend(own.into_iter().map(|own| format!("{}{marker}{own}", " ".repeat(indent))));
            lines.extend(more.iter().map(|more| format!("{}{more}", " ".repeat(inside))));
        }
        let mut text = String::new();
        let before = self.start.checked_sub(1).map(|before| &parts.lines[before]);
        let gap = format!("{}{line_break}", quote.trim_end());
        if before.is_some_and(|line| line.kind == LineKind::Text && !line.is_in_list) {
            text.push_str(&gap);
        }
        let lines: Vec<String> = lines.iter().map(|line| format!("{quote}{line}")).collect();
        text.push_str(&lines.join(line_break));
        // A line right below would become part of the last item.
        let after = parts.lines.get(self.end);
        if after.is_some_and(|line| line.kind == LineKind::Text) {
            text.push_str(line_break);
            text.push_str(quote.trim_end());
        }
        Edit::new(first.start..last.end, text)
    }
}

/// The marker of a level, and the number of its last item.
struct Level {
    key: ItemMarker,
    value: usize,
}

/// The item that a line is, if it is running text.
fn item<'t>(parts: &Parts<'t>, index: usize, before: usize) -> Option<PastedItem<'t>> {
    let line = &parts.lines[index];
    if line.kind != LineKind::Text || parts.is_untouchable(&(line.words..line.words)) {
        return None;
    }
    let words = parts.words(line).trim();
    PastedItem::parse(words, before)
}

/// The markers of a quotation before a line.
fn quote<'t>(parts: &Parts<'t>, line: &Line) -> &'t str {
    let prefix = parts.prefix(line);
    let end = prefix.rfind('>').map_or(0, |at| at + 1);
    // With the space that belongs to the marker.
    let space = usize::from(end > 0 && prefix[end..].starts_with(' '));
    &prefix[..end + space]
}

/// Whether a line below an item is a part of it: it is further in, or goes on within a sentence.
fn continues(parts: &Parts<'_>, line: &Line, first: usize) -> bool {
    let indent = parts.prefix(line).len();
    indent > parts.prefix(&parts.lines[first]).len()
        || parts.words(line).starts_with(|c: char| c.is_lowercase())
}
