//! What must hold for every input, whoever wrote it: a function for each place where text from
//! outside is first read. A fuzzer runs them (`fuzz_targets/`), and so does `cargo test`
//! (`tests/fuzz.rs`), on the same corpus.
//!
//! Each function panics if the property does not hold; that nothing else panics is the first of
//! them.

use std::cell::RefCell;

use wellread_content::{BuildOptions, DocumentCache, SourceFile, Sources, read};
use wellread_model::{Case, Date, Diagnostic, Kind, Plural, SourcePath};
use wellread_site::{AuditPast, BuildCache, Resolved, Site, TidyOptions, audit, tidy};
use wellread_terms::{Form, FormRole, Language, Match, Prefilter, TermTrie, is_plain};

use super::markup;

/// Settings for a hub that has none of its own.
const SETTINGS: &[u8] = b"title = \"Hub\"\nbase_url = \"https://example.org/\"\n";

/// The front matter of a file: its first byte chooses the kind of entry, the rest is the file.
pub fn front_matter(data: &[u8]) {
    let Some((kind, text)) = data.split_first() else { return };
    let kind = Kind::ALL[usize::from(*kind) % Kind::ALL.len()];
    let path = format!("content/{}/a.md", kind.folder());
    let hub = sources([("site.toml", SETTINGS.to_vec()), (path.as_str(), text.to_vec())]);
    check_read(&hub);
}

/// `site.toml`.
pub fn settings(data: &[u8]) {
    let term = b"---\nterm: IEP\n---\nA plan.\n".to_vec();
    check_read(&sources([("site.toml", data.to_vec()), ("content/glossary/iep.md", term)]));
}

/// Reading gives the same twice, and places that lie in the files.
fn check_read(hub: &Sources) {
    let mut found = Vec::new();
    let entries = read(hub, options(), &mut DocumentCache::default(), &mut found);
    check_places(&found, hub);
    let mut again = Vec::new();
    let entries_again = read(hub, options(), &mut DocumentCache::default(), &mut again);
    assert_eq!(found, again);
    let count = |hub: Option<wellread_content::Hub>| hub.map(|hub| hub.library.entries().len());
    assert_eq!(count(entries), count(entries_again));
}

/// The Markdown of an article, in a hub with terms and other pages to link to. A page without
/// errors must nest.
pub fn markdown(data: &[u8]) {
    check_page("articles", data);
}

/// The Markdown of a letter, with its blanks.
pub fn letter(data: &[u8]) {
    check_page("letters", data);
}

/// Builds a hub with a body of the fuzzer's, and looks at its page.
fn check_page(folder: &str, body: &[u8]) {
    thread_local! {
        /// Templates need to be parsed once; all else differs with each input.
        static CACHE: RefCell<BuildCache> = RefCell::new(BuildCache::default());
    }
    let mut entry = b"---\ntitle: A\nlink_terms: all\n---\n".to_vec();
    entry.extend_from_slice(body);
    let hub = sources([
        ("site.toml", SETTINGS.to_vec()),
        (&format!("content/{folder}/a.md"), entry),
        ("content/articles/x.md", b"---\ntitle: X\n---\n## A\n".to_vec()),
        ("content/articles/map.png", b"x".to_vec()),
        ("content/glossary/iep.md", b"---\nterm: IEP\naliases: [plan]\n---\nOne.\n".to_vec()),
        ("content/glossary/team.md", b"---\nterm: IEP team\n---\nSome people.\n".to_vec()),
    ]);
    let Resolved { site, diagnostics, .. } =
        CACHE.with_borrow_mut(|cache| Site::resolve(&hub, options(), cache));
    check_places(&diagnostics, &hub);
    if wellread_model::has_errors(&diagnostics) {
        return;
    }
    let site = site.expect("there are no errors");
    let page = site.file(&format!("{folder}/a/index.html")).expect("the entry is published");
    let page = page.expect("the default theme has no errors");
    let html = std::str::from_utf8(page.bytes()).expect("pages are UTF-8");
    if let Err(error) = markup::parse(html) {
        panic!("{error}");
    }
}

/// A body that the audit reads, in an English article, in a Spanish one and in a letter: its words
/// and sentences are measured whatever they are.
pub fn audited(data: &[u8]) {
    let file = |front: &str| [front.as_bytes(), data].concat();
    let english = file("---\ntitle: A\n---\n");
    let hub = sources([
        ("site.toml", SETTINGS.to_vec()),
        ("content/articles/a.md", english),
        ("content/articles/b.md", file("---\ntitle: B\nlanguage: es\n---\n")),
        ("content/letters/c.md", file("---\ntitle: C\n---\n")),
        ("content/glossary/iep.md", file("---\nterm: IEP\n---\n")),
    ]);
    let audited = audit(&hub, options(), &AuditPast::default());
    let items = audited.value.iter().flat_map(|audit| audit.items());
    for item in items {
        let (span, text) = (item.place.span, hub.text(&item.place.file));
        assert!(!item.about.is_empty(), "{item:?}");
        if let (Some(span), Some(text)) = (span, text) {
            assert!(text.get(span.start..span.end).is_some(), "{item:?} in {text:?}");
        }
    }
}

/// The captions of a video.
pub fn captions(data: &[u8]) {
    let article = b"---\ntitle: A\n---\n![A talk](talk.mp4)\n\n[Transcript](talk.txt)\n";
    let hub = sources([
        ("site.toml", SETTINGS.to_vec()),
        ("content/articles/a.md", article.to_vec()),
        ("content/articles/talk.mp4", b"x".to_vec()),
        ("content/articles/talk.vtt", data.to_vec()),
    ]);
    let mut cache = BuildCache::default();
    let Resolved { diagnostics, .. } = Site::resolve(&hub, options(), &mut cache);
    check_places(&diagnostics, &hub);
}

/// Pasted text. What is tidied stays so, and the changes lie in the file, in order and apart.
pub fn tidied(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for headings in [false, true] {
        for trusted_html in [false, true] {
            let options = TidyOptions { headings, trusted_html };
            let tidied = tidy(&text, options);
            let mut end = 0;
            for change in &tidied.changes {
                assert!(end <= change.span.start, "{:?}", tidied.changes);
                assert!(text.get(change.span.start..change.span.end).is_some(), "{change:?}");
                end = change.span.end;
            }
            let again = tidy(&tidied.text, options);
            assert_eq!(again.text, tidied.text, "{text:?}");
        }
    }
}

/// The terms of the first line, parted by `|`, in the rest of the text.
pub fn terms(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (first, text) = text.split_once('\n').unwrap_or((&text, ""));
    let cases = [Case::Auto, Case::Exact, Case::Any];
    let plurals = [Plural::Regular, Plural::None, Plural::Forms(vec![format!("{first}es")])];
    let forms: Vec<Form<'_>> = first
        .split('|')
        .enumerate()
        .map(|(index, text)| Form {
            text,
            entry: u32::try_from(index / 2).unwrap_or(0),
            case: cases[index % cases.len()],
            plural: &plurals[index % plurals.len()],
            role: [FormRole::Term, FormRole::Name, FormRole::OtherPhrase][index / 4 % 3],
            is_name: index % 5 == 4,
            is_verb: index % 7 == 6,
            auto_link: [None, Some(true), Some(false)][index % 3],
        })
        .collect();
    for language in [Language::ENGLISH, Language::SPANISH, Language::OTHER] {
        let (trie, problems) = TermTrie::compile(&forms, language);
        assert!(problems.iter().all(|problem| problem.form < forms.len()));
        let mut found = Vec::new();
        trie.find(text, &mut found);
        check_matches(&found, text, &forms);
        // A candidate that is refused changes nothing before it.
        let mut refused = 0;
        let mut others = Vec::new();
        trie.find_with(text, &mut others, |_, _| {
            refused += 1;
            refused > 1
        });
        check_matches(&others, text, &forms);
        let may_be_in = Prefilter::new(trie).may_be_in(text, is_plain(text));
        assert!(may_be_in || found.is_empty(), "the prefilter misses {found:?} in {text:?}");
    }
}

/// Matches are in the text, in its order, and apart.
fn check_matches(found: &[Match], text: &str, forms: &[Form<'_>]) {
    let mut end = 0;
    for one in found {
        assert!(end <= one.start && one.start < one.end, "{found:?} in {text:?}");
        assert!(text.get(one.start..one.end).is_some(), "{found:?} in {text:?}");
        assert_eq!(forms[one.form as usize].entry, one.entry);
        end = one.end;
    }
}

/// The target of a request to the preview. What it names never leads out of the site.
pub fn request_target(data: &[u8]) {
    let target = String::from_utf8_lossy(data);
    let Some(path) = wellread_serve::request_path(&target) else { return };
    assert!(!path.starts_with('/') && !path.contains("//"), "{target:?} names {path:?}");
    for part in path.split('/') {
        assert!(!matches!(part, "." | ".."), "{target:?} names {path:?}");
        assert!(!part.contains(|c: char| c == '\\' || c.is_control()), "{target:?} names {path:?}");
    }
    // Written as a URL, the name comes back.
    let url = wellread_model::Route::new(path.clone()).url("/");
    assert_eq!(wellread_serve::request_path(&url), Some(path), "{url}");
}

fn options() -> BuildOptions {
    BuildOptions { today: Date::constant(2026, 11, 22), drafts: true }
}

fn sources<'a>(files: impl IntoIterator<Item = (&'a str, Vec<u8>)>) -> Sources {
    let files = files.into_iter().map(|(path, bytes)| {
        let is_text = !path.ends_with(".png");
        (SourcePath::new(path), SourceFile::new(bytes, is_text))
    });
    Sources::new(files.collect(), Vec::new())
}

/// Every place lies in its file, between two characters, and can be shown.
fn check_places(diagnostics: &[Diagnostic], hub: &Sources) {
    for diagnostic in diagnostics {
        let places = diagnostic.related.iter().map(|related| &related.place);
        let mut locator = wellread_model::Locator::new(|path| hub.text(path));
        for place in places.chain(&diagnostic.place) {
            let (Some(span), Some(text)) = (place.span, hub.text(&place.file)) else { continue };
            assert!(span.start <= span.end, "{diagnostic:?}");
            assert!(text.get(span.start..span.end).is_some(), "{diagnostic:?} in {text:?}");
        }
        assert!(!diagnostic.message.is_empty());
        let _ = locator.locate(diagnostic);
    }
}
