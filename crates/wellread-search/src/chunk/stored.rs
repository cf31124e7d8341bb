//! The files with the text of pages, from which the runtime takes excerpts and checks phrases.

use std::sync::Arc;

use crate::build::IndexFile;
use crate::code::{push_json, script_into};
use crate::input::Page;

/// Text beyond this many bytes of a page is searched but not kept for excerpts and phrases.
const STORED_TEXT: usize = 32_000;

/// A page's text: its other names and its sections. `script` is room to write in.
pub(super) fn text_file(page: &Page<'_>, script: &mut Vec<u8>) -> IndexFile {
    let name = script_into(script, "t", 10, |out| {
        out.extend_from_slice(b"[[");
        list(out, &page.names, |out, name| push_json(out, name));
        out.extend_from_slice(b"],[");
        let mut left = STORED_TEXT;
        list(out, &page.sections, |out, section| {
            let end = boundary(section.text, left);
            left -= end;
            out.push(b'[');
            let parts = [section.heading, section.anchor, &section.text[..end]];
            list(out, &parts, |out, part| push_json(out, part));
            out.push(b']');
        });
        out.extend_from_slice(b"]]");
    });
    IndexFile { name: format!("{name}.js"), bytes: Arc::from(&script[..]) }
}

/// Writes items with commas between them.
fn list<T>(out: &mut Vec<u8>, items: &[T], mut item: impl FnMut(&mut Vec<u8>, &T)) {
    for (at, value) in items.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        item(out, value);
    }
}

/// The last place not above `most` at which a text can be cut.
fn boundary(text: &str, most: usize) -> usize {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end
}
