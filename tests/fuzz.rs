//! The entries of the fuzz targets, on their corpus and on random changes of it: what a fuzzer runs
//! for hours (`fuzz/`), every test run does for a moment, with any compiler.

use std::fs;

use proptest::prelude::*;

use crate::properties::check;
use crate::support::markup;
use crate::{files_below, repository};

#[expect(unreachable_pub, reason = "public in the crate that the fuzz targets use")]
#[path = "../fuzz/src/entries.rs"]
mod entries;

/// The corpus of a target.
fn corpus(target: &str) -> Vec<Vec<u8>> {
    let files = files_below(&repository().join("fuzz/corpus").join(target), "");
    assert!(files.len() > 3, "{target} has hardly a corpus");
    files.into_iter().map(|file| fs::read(file).unwrap()).collect()
}

/// An edit: where, how many bytes go, and what comes in their place.
type Edit = (prop::sample::Index, usize, Vec<u8>);

/// Runs an entry on its corpus, on random changes of it, and on random bytes.
fn run(target: &str, cases: u32, entry: fn(&[u8])) {
    let inputs = corpus(target);
    inputs.iter().for_each(|input| entry(input));
    let edit = (any::<prop::sample::Index>(), 0..6usize, inserted());
    let edits = proptest::collection::vec(edit, 1..6);
    let changed = (prop::sample::select(inputs), edits).prop_map(changed);
    let random = proptest::collection::vec(any::<u8>(), 0..200);
    check(cases, &prop_oneof![6 => changed, 1 => random], |input| entry(&input));
}

/// What an edit inserts: characters that mean something to one of the parsers, or anything.
fn inserted() -> impl Strategy<Value = Vec<u8>> {
    const SIGNS: [&str; 24] = [
        "\n", "\n\n", ": ", "- ", "---\n", "\"", "'", "[", "]", "[[", "]]", "{", "}", "&", "*",
        "|", "%", "/", "<", ">", "\\", "\t", "é", "\u{301}",
    ];
    let sign = prop::sample::select(&SIGNS[..]).prop_map(|sign| sign.as_bytes().to_vec());
    prop_oneof![4 => sign, 1 => proptest::collection::vec(any::<u8>(), 0..4)]
}

fn changed((mut input, edits): (Vec<u8>, Vec<Edit>)) -> Vec<u8> {
    for (at, removed, inserted) in edits {
        let at = at.index(input.len() + 1);
        let end = (at + removed).min(input.len());
        input.splice(at..end, inserted);
    }
    input
}

#[test]
fn audited() {
    run("audited", 120, entries::audited);
}

#[test]
fn front_matter() {
    run("front_matter", 400, entries::front_matter);
}

#[test]
fn markdown() {
    run("markdown", 120, entries::markdown);
}

#[test]
fn settings() {
    run("settings", 400, entries::settings);
}

#[test]
fn terms() {
    run("terms", 400, entries::terms);
}

#[test]
fn request_target() {
    run("request_target", 1000, entries::request_target);
}

#[test]
fn letter() {
    run("letter", 120, entries::letter);
}

#[test]
fn captions() {
    run("captions", 400, entries::captions);
}

#[test]
fn tidied() {
    run("tidied", 200, entries::tidied);
}
