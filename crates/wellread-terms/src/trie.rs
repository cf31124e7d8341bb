//! The forms of all terms as one tree of words, and what is wrong with them.
//!
//! A form becomes a path in the tree, word by word in lower case; which of its words must also be
//! written exactly is kept at the end of the path. Every plural is a path of its own, so that a
//! search never inflects. The table is immutable. How a form is taken apart is in `forms.rs`, the
//! search in `scan.rs`.

use rustc_hash::FxHashMap;

use super::bloom::{BloomFilter, WHOLE, step_hash, word_hash};
use super::fold::{lower, written};
use super::forms::{Parsed, exact_groups, listed_plural, parse, regular_plurals};
use super::words::{Gap, Shape, Token, UNREAD};
use super::{Form, Language, Plural};

/// No node and no word.
pub(super) const NONE: u32 = u32::MAX;

/// The forms of all terms, ready to be searched for. Cheap to share between threads.
#[derive(Debug)]
pub struct TermTrie {
    pub(super) language: Language,
    /// The number of every word and symbol of a form, by its text in lower case.
    words: FxHashMap<Box<[u8]>, u32>,
    /// The numbers of the words of ASCII whose hash tells them apart; they are in `words` too.
    short_words: FxHashMap<u64, u32>,
    /// The numbers of the symbols in ASCII, the same as in `words`.
    symbols: [u32; 128],
    /// The length of the longest word, in bytes.
    longest_word: usize,
    /// The node after each word at the start of a form, by the word's number.
    first: Vec<u32>,
    /// The words at the start of forms, by their hashes.
    starts: BloomFilter,
    /// From a node by a gap and a word to the next node; the key is made by [`step_key`].
    steps: FxHashMap<u64, u32>,
    /// The steps by words of ASCII, by their hashes.
    ascii_steps: BloomFilter,
    /// Where in `variants` those that end at each node begin; one more than there are nodes.
    ends: Vec<u32>,
    /// The written shapes of all forms, by the node that they end at, the preferred first.
    variants: Vec<Variant>,
}

/// One written shape of a form: as it is, or a plural.
#[derive(Debug)]
pub(super) struct Variant {
    pub(super) entry: u32,
    pub(super) form: u32,
    /// Whether it is a regular plural, which gives way to words that an author wrote as a form.
    regular: bool,
    /// Whether it is a single Han character.
    pub(super) is_lone_han: bool,
    /// The words that must match exactly: their place in the form, and how they are written.
    pub(super) exact: Vec<(usize, Box<str>)>,
}

/// Something wrong with a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormProblem {
    /// The form, by its place in the list.
    pub form: usize,
    /// What is wrong.
    pub error: FormError,
}

/// What may be wrong with a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormError {
    /// Nothing is written. The form is left out.
    Empty,
    /// No letter and no digit is in it. The form is left out.
    OnlyPunctuation,
    /// It has more than 128 words and symbols. The form is left out.
    TooLong,
    /// The plural at this place in its list is empty, only punctuation or too long. That plural is
    /// left out.
    Plural(usize),
    /// An earlier form of the same concept is the same: letter for letter, or (`as_written` false)
    /// only after both are compared as texts are.
    Repeats {
        /// The earlier form, by its place in the list.
        other: usize,
        /// Whether both are written alike.
        as_written: bool,
    },
    /// An earlier form of another concept is the same: each would be linked where the other is
    /// written. `IDEA` and `idea` are not: the first never matches the second.
    ClaimedBy {
        /// The earlier form, by its place in the list.
        other: usize,
    },
}

impl TermTrie {
    /// Compiles `forms`. Problems come in the order of the forms; a form with a problem that does
    /// not say otherwise is in the table all the same.
    #[must_use]
    pub fn compile(forms: &[Form<'_>], language: Language) -> (Self, Vec<FormProblem>) {
        let mut builder = Builder::default();
        let mut problems = Vec::new();
        for (index, form) in forms.iter().enumerate() {
            if let Err(error) = add_form(&mut builder, index, form, language, &mut problems) {
                problems.push(FormProblem { form: index, error });
            }
        }
        find_claims(&builder, forms, &mut problems);
        problems.sort_by_key(|problem| problem.form);
        (finish(builder, language), problems)
    }

    /// The number of a token of `text`, or [`NONE`] if no form has this word. `scratch` is room for
    /// the folded word.
    #[inline]
    pub(super) fn word(&self, text: &str, token: &Token, scratch: &mut Scratch) -> u32 {
        let slice = &text[token.start..token.end];
        let found = match token.shape {
            Shape::Plain | Shape::Capitals if slice.len() <= WHOLE => {
                self.short_words.get(&word_hash(text.as_bytes(), token.start, token.end))
            }
            Shape::Plain if slice.len() <= self.longest_word => self.words.get(slice.as_bytes()),
            Shape::Capitals if slice.len() <= self.longest_word => {
                scratch.bytes.clear();
                scratch.bytes.extend(slice.bytes().map(|byte| byte.to_ascii_lowercase()));
                self.words.get(scratch.bytes.as_slice())
            }
            Shape::Plain | Shape::Capitals => None,
            Shape::Wide(_) => {
                fold_token(text, token, scratch);
                self.words.get(scratch.word.as_bytes())
            }
            Shape::Symbol(c) if c.is_ascii() => self.symbols.get(c as usize),
            Shape::Symbol(c) => self.words.get(c.encode_utf8(&mut [0; 4]).as_bytes()),
        };
        found.copied().unwrap_or(NONE)
    }

    /// The node after the token at the start of a form.
    #[inline]
    pub(super) fn first(&self, text: &str, token: &mut Token, scratch: &mut Scratch) -> u32 {
        if is_ascii(token)
            && !self.starts.may_hold(word_hash(text.as_bytes(), token.start, token.end))
        {
            return NONE;
        }
        token.word = self.word(text, token, scratch);
        self.first.get(token.word as usize).copied().unwrap_or(NONE)
    }

    /// The node after `node` and the token.
    #[inline]
    pub(super) fn step(
        &self,
        node: u32,
        text: &str,
        token: &mut Token,
        scratch: &mut Scratch,
    ) -> u32 {
        if token.word == UNREAD {
            if is_ascii(token) {
                let hash = word_hash(text.as_bytes(), token.start, token.end);
                if !self.ascii_steps.may_hold(step_hash(node, hash)) {
                    return NONE;
                }
            }
            token.word = self.word(text, token, scratch);
        }
        if token.word == NONE {
            return NONE;
        }
        self.steps.get(&step_key(node, token.gap, token.word)).copied().unwrap_or(NONE)
    }

    /// The words that forms begin with, in lower case, in no order.
    pub(super) fn first_words(&self) -> impl Iterator<Item = &[u8]> {
        let begins = |number: &u32| self.first[*number as usize] != NONE;
        self.words.iter().filter(move |(_, number)| begins(number)).map(|(word, _)| &**word)
    }

    /// The variants that end at `node`, the preferred first.
    #[inline]
    pub(super) fn ending_at(&self, node: u32) -> &[Variant] {
        let node = node as usize;
        &self.variants[self.ends[node] as usize..self.ends[node + 1] as usize]
    }
}

fn is_ascii_word(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || *byte == b'_'
}

fn is_ascii(token: &Token) -> bool {
    matches!(token.shape, Shape::Plain | Shape::Capitals)
}

/// Room for folding words, kept so that no word allocates.
#[derive(Default)]
pub(super) struct Scratch {
    bytes: Vec<u8>,
    pub(super) word: String,
    other: String,
}

/// Writes the folded token into `scratch.word`.
fn fold_token(text: &str, token: &Token, scratch: &mut Scratch) {
    if let Shape::Symbol(c) = token.shape {
        scratch.word.clear();
        scratch.word.push(c);
    } else {
        written(&text[token.start..token.end], &mut scratch.word);
        lower(&mut scratch.word, &mut scratch.other);
    }
}

/// Between the words of a form a hyphen and a space are equal, nothing is not.
fn step_key(node: u32, gap: Gap, word: u32) -> u64 {
    let apart = u64::from(gap != Gap::Tight);
    ((u64::from(node) << 32 | u64::from(word)) << 1) | apart
}

/// A table as it grows.
#[derive(Default)]
struct Builder {
    words: FxHashMap<Box<[u8]>, u32>,
    first: Vec<u32>,
    steps: FxHashMap<u64, u32>,
    /// The hash of each step.
    step_hashes: Vec<u64>,
    nodes: u32,
    /// Every variant with the node that it ends at.
    variants: Vec<(u32, Variant)>,
    /// Every form and listed plural: the node, the variant, the form as compared.
    claims: Vec<Claim>,
    scratch: Scratch,
}

/// Words that an author gave to a form: the form itself or a listed plural.
struct Claim {
    node: u32,
    /// Its place in the builder's variants.
    variant: usize,
    /// All its words as written.
    words: Vec<Box<str>>,
    is_plural: bool,
}

fn add_form(
    builder: &mut Builder,
    index: usize,
    form: &Form<'_>,
    language: Language,
    problems: &mut Vec<FormProblem>,
) -> Result<(), FormError> {
    let parsed = parse(form.text)?;
    let exact = exact_groups(&parsed, form.case);
    add_variant(builder, index, form, &parsed, &exact, Origin::Form);
    match form.plural {
        Plural::None => {}
        Plural::Regular => {
            for text in regular_plurals(&parsed, language) {
                if let Ok(plural) = parse(&text) {
                    add_variant(builder, index, form, &plural, &exact, Origin::Regular);
                }
            }
        }
        Plural::Forms(plurals) => {
            for (place, plural) in plurals.iter().enumerate() {
                let text = listed_plural(&parsed, plural);
                match parse(plural).and_then(|_| parse(&text)) {
                    Ok(plural) => {
                        let exact = exact_groups(&plural, form.case);
                        add_variant(builder, index, form, &plural, &exact, Origin::Listed);
                    }
                    Err(_) => {
                        problems.push(FormProblem { form: index, error: FormError::Plural(place) })
                    }
                }
            }
        }
    }
    Ok(())
}

/// Where a variant comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    Form,
    Listed,
    Regular,
}

fn add_variant(
    builder: &mut Builder,
    index: usize,
    form: &Form<'_>,
    parsed: &Parsed<'_>,
    exact_groups: &[bool],
    origin: Origin,
) {
    let mut node = NONE;
    let mut group = 0;
    let mut exact = Vec::new();
    let mut words = Vec::new();
    for (place, token) in parsed.tokens.iter().enumerate() {
        fold_token(parsed.text, token, &mut builder.scratch);
        let word = intern(builder);
        if place == 0 {
            let first = &mut builder.first[word as usize];
            if *first == NONE {
                *first = builder.nodes;
                builder.nodes += 1;
            }
            node = *first;
        } else {
            group += usize::from(token.gap != Gap::Tight);
            let nodes = &mut builder.nodes;
            let hash = word_hash(builder.scratch.word.as_bytes(), 0, builder.scratch.word.len());
            builder.step_hashes.push(step_hash(node, hash));
            node = *builder.steps.entry(step_key(node, token.gap, word)).or_insert_with(|| {
                *nodes += 1;
                *nodes - 1
            });
        }
        if origin != Origin::Regular || token.is_word() {
            let mut as_written = String::new();
            match token.shape {
                Shape::Symbol(c) => as_written.push(c),
                _ => written(&parsed.text[token.start..token.end], &mut as_written),
            }
            let as_written = as_written.into_boxed_str();
            if token.is_word() && exact_groups.get(group).copied().unwrap_or(false) {
                exact.push((place, as_written.clone()));
            }
            words.push(as_written);
        }
    }
    let is_lone_han = matches!(parsed.tokens.as_slice(), [token] if token.is_han());
    if origin != Origin::Regular {
        let variant = builder.variants.len();
        let is_plural = origin == Origin::Listed;
        builder.claims.push(Claim { node, variant, words, is_plural });
    }
    let regular = origin == Origin::Regular;
    let (entry, form) = (form.entry, index as u32);
    builder.variants.push((node, Variant { entry, form, regular, is_lone_han, exact }));
}

/// The number of the word in the builder's spare room, new if need be.
fn intern(builder: &mut Builder) -> u32 {
    let word = builder.scratch.word.as_bytes();
    if let Some(&number) = builder.words.get(word) {
        return number;
    }
    let number = builder.words.len() as u32;
    builder.words.insert(word.into(), number);
    builder.first.push(NONE);
    number
}

/// Reports forms that an earlier form already is.
fn find_claims(builder: &Builder, forms: &[Form<'_>], problems: &mut Vec<FormProblem>) {
    let mut order: Vec<&Claim> = builder.claims.iter().collect();
    order.sort_by_key(|claim| claim.node);
    for same_path in order.chunk_by(|a, b| a.node == b.node) {
        for (at, claim) in same_path.iter().enumerate() {
            let variant = &builder.variants[claim.variant].1;
            let earlier = same_path[..at].iter().find(|earlier| {
                let other = &builder.variants[earlier.variant].1;
                other.form != variant.form
                    && matches_words(other, &claim.words)
                    && matches_words(variant, &earlier.words)
                    && (other.entry != variant.entry || !claim.is_plural && !earlier.is_plural)
            });
            let Some(earlier) = earlier else { continue };
            let other = &builder.variants[earlier.variant].1;
            let error = if other.entry == variant.entry {
                let texts = [other.form, variant.form].map(|form| forms[form as usize].text.trim());
                FormError::Repeats { other: other.form as usize, as_written: texts[0] == texts[1] }
            } else {
                FormError::ClaimedBy { other: other.form as usize }
            };
            problems.push(FormProblem { form: variant.form as usize, error });
        }
    }
}

/// Whether `variant` would match these words, which are its own but for capitals.
fn matches_words(variant: &Variant, words: &[Box<str>]) -> bool {
    variant.exact.iter().all(|(place, word)| words.get(*place) == Some(word))
}

fn finish(builder: Builder, language: Language) -> TermTrie {
    let Builder { words, first, steps, step_hashes, nodes, mut variants, .. } = builder;
    // What an author wrote comes before what was derived from it; of `IDEA` and `idea` the one that
    // says more about the letters comes first.
    variants.sort_by_key(|(node, variant)| {
        let exact = usize::MAX - variant.exact.len();
        (*node, variant.regular, exact, variant.entry, variant.form)
    });
    let mut ends = vec![0; nodes as usize + 1];
    for (node, _) in &variants {
        ends[*node as usize + 1] += 1;
    }
    for node in 0..nodes as usize {
        ends[node + 1] += ends[node];
    }
    let firsts = words.iter().filter(|(_, word)| first[**word as usize] != NONE);
    let firsts: Vec<u64> = firsts.map(|(word, _)| word_hash(word, 0, word.len())).collect();
    let (starts, ascii_steps) = (BloomFilter::new(&firsts), BloomFilter::new(&step_hashes));
    let short_words = words
        .iter()
        .filter(|(word, _)| word.len() <= WHOLE && word.iter().all(is_ascii_word))
        .map(|(word, &number)| (word_hash(word, 0, word.len()), number))
        .collect();
    let mut symbols = [NONE; 128];
    for (byte, symbol) in symbols.iter_mut().enumerate() {
        if !(byte as u8).is_ascii_alphanumeric() {
            *symbol = words.get([byte as u8].as_slice()).copied().unwrap_or(NONE);
        }
    }
    let longest_word = words.keys().map(|word| word.len()).max().unwrap_or(0);
    let variants = variants.into_iter().map(|(_, variant)| variant).collect();
    TermTrie {
        language,
        words,
        short_words,
        symbols,
        longest_word,
        first,
        starts,
        steps,
        ascii_steps,
        ends,
        variants,
    }
}
