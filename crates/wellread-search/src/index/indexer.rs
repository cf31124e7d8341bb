//! The worker of the first stage: reads pages, and knows the words that it has met from chunk to
//! chunk.
//!
//! A hub has a million words and twenty thousand different ones. So a written word is looked up by
//! its bytes first; only one that was never met is folded and stemmed. From then on everything is a
//! number into flat tables ([`WordTable`], [`StemTable`]), and strings are compared once for each
//! new stem.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_128;

use super::chunk::{Chunk, ChunkRun, Forms};
use super::entry::{Posting, StemWriter, TitleEntry};
use super::page_text::{TextPlan, text_files, texts};
use super::prefix::bucket_of;
use super::stem_cache::StemCache;
use super::stem_table::{NumberedForm, PageUse, StemTable};
use super::synonyms::TitleSynonyms;
use super::weight::{FIELDS, Field, word_weight};
use super::word_table::{WordForm, WordRole, WordTable};
use super::written_words::WrittenWord;
use crate::constants::{SECTION_BITS, SHORT_PREFIX, WORD_BITS};
use crate::format::code::Fnv;
use crate::format::records::PageText;
use crate::format::shard::{SYNONYM, is_term_stem};
use crate::input::Page;
use crate::language::{Languages, bare};
use crate::text::{each_word, is_hyphen};

/// Turns chunks into their results. What it has met stays known from chunk to chunk; that saves
/// time and changes no result.
pub(super) struct Indexer<'a> {
    languages: &'a Languages,
    /// The words of each language.
    words: Vec<WordTable<'a>>,
    /// The number of the language of the current page.
    language: usize,
    /// The stems of all languages, each with its number.
    stems: StemTable<'a>,
    /// Those of each language.
    synonyms: Vec<TitleSynonyms>,
    /// What is emptied with each chunk.
    chunk: ChunkState,
    /// What is emptied with each text; its memory is used again.
    sequence: Sequence,
    /// How texts are put into files.
    plan: TextPlan,
    /// A scratch buffer for files of text.
    buffer: Vec<u8>,
}

/// What is known of the current chunk.
#[derive(Default)]
struct ChunkState {
    /// Its number, from 1; 0 stands for never in the tables.
    number: u32,
    /// Its postings so far, in the order of pages.
    postings: Vec<StemPosting>,
    /// The stems of the current page.
    touched: Vec<u32>,
    /// The pseudo-stems of the terms of the current page, of which only the first is counted so
    /// far.
    terms: Vec<Arc<[u32]>>,
    /// The titles that begin with a stem, by its number.
    titles: FxHashMap<u32, Vec<TitleEntry>>,
}

/// A posting and the number of its stem.
struct StemPosting {
    /// Its number in the table of stems, which only this run knows.
    stem: u32,
    posting: Posting,
}

/// The words of the current text.
#[derive(Default)]
struct Sequence {
    /// The words where they are in the text.
    written: Vec<WrittenWord>,
    /// Those of which folding leaves something.
    words: Vec<SequenceWord>,
    /// The places of the words with which forms of the glossary begin.
    beginnings: Vec<usize>,
}

/// A word of a text.
#[derive(Clone, Copy)]
struct SequenceWord {
    stem: u32,
    /// See [`WordForm::bit`].
    bit: u16,
    role: WordRole,
}

impl<'a> Indexer<'a> {
    pub(super) fn new(
        languages: &'a Languages,
        forms: &'a Forms,
        plan: TextPlan,
        stem_cache: &'a StemCache,
    ) -> Self {
        Self {
            languages,
            words: languages.all().iter().map(|one| WordTable::new(one, stem_cache)).collect(),
            language: 0,
            stems: StemTable::new(forms),
            synonyms: languages.all().iter().map(TitleSynonyms::for_language).collect(),
            chunk: ChunkState::default(),
            sequence: Sequence::default(),
            plan,
            buffer: Vec::new(),
        }
    }

    /// Indexes a run of pages.
    pub(super) fn chunk(&mut self, pages: &[&Page<'_>]) -> Chunk {
        self.chunk.number += 1;
        let page_texts: Vec<PageText<'_>> = pages.iter().map(|page| texts(page)).collect();
        for (number, (page, texts)) in pages.iter().zip(&page_texts).enumerate() {
            self.page(number as u16, page, texts);
        }
        let texts = text_files(&page_texts, self.plan, &mut self.buffer);
        drop(page_texts);
        let stems = self.stems.sorted(self.chunk.number);
        let mut postings = self.sorted_postings(&stems);
        let mut writer = StemWriter::default();
        let mut runs: Vec<ChunkRun> = Vec::new();
        let mut start = 0;
        let mut list: Vec<&str> = Vec::new();
        for stem in stems {
            let end = self.stems.uses[stem as usize].postings as usize;
            let postings = &mut postings[start..end];
            start = end;
            let titles = self.chunk.titles.remove(&stem).unwrap_or_default();
            // A stop word's stem has nothing to say unless a title begins with it.
            if postings.is_empty() && titles.is_empty() {
                continue;
            }
            let mut word = self.stems.words_in(stem, self.chunk.number).last;
            let stem = self.stems.texts.get(stem);
            let prefix = bucket_of(stem);
            if runs.last().is_none_or(|run| run.prefix != prefix) {
                let start = writer.text.len();
                runs.push(ChunkRun { prefix: prefix.to_owned(), range: start..start, hash: 0 });
            }
            list.clear();
            let WordTable { texts, words, .. } = &self.words[Languages::number_of(stem)];
            while let Some(number) = word {
                let number = number.get() - 1;
                list.push(texts.get(number));
                word = words[number as usize].before;
            }
            // The list began with the last word; now they are in the order of their bits.
            list.reverse();
            let is_synonym = |posting: &Posting| posting.words == 0;
            if postings.iter().any(is_synonym) && !is_term_stem(stem) {
                let bit = 1 << (list.len() as u32).min(WORD_BITS - 1);
                let synonyms = postings.iter_mut().filter(|posting| is_synonym(posting));
                synonyms.for_each(|posting| posting.words = bit);
                list.push(SYNONYM);
            }
            if list == [stem] {
                list.clear();
            }
            writer.entry(stem, &list, &titles, postings);
            if let Some(run) = runs.last_mut() {
                run.range.end = writer.text.len();
            }
        }
        writer.text.shrink_to_fit();
        let entries = String::from_utf8(writer.text).expect("stems, words and digits are text");
        for run in &mut runs {
            run.hash = xxh3_128(&entries.as_bytes()[run.range.clone()]);
        }
        Chunk { pages: pages.len() as u32, entries, runs, texts }
    }

    /// The postings of the chunk in the order of `stems` and pages. Where those of a stem end is
    /// left in [`StemUse::postings`](super::stem_table::StemUse).
    fn sorted_postings(&mut self, stems: &[u32]) -> Vec<Posting> {
        // A counting sort: the number of postings of each stem is known, so each has its place.
        let mut place = 0;
        for &stem in stems {
            let entry = &mut self.stems.uses[stem as usize];
            (entry.postings, place) = (place, place + entry.postings);
        }
        let mut postings = vec![Posting::default(); self.chunk.postings.len()];
        for StemPosting { stem, posting } in self.chunk.postings.drain(..) {
            let place = &mut self.stems.uses[stem as usize].postings;
            postings[*place as usize] = posting;
            *place += 1;
        }
        postings
    }

    /// Indexes a page with the texts of its sections. Its number is counted from the first of the
    /// chunk.
    fn page(&mut self, number: u16, page: &Page<'_>, texts: &PageText<'_>) {
        let own = self.languages.number(page.language);
        self.language = own;
        let mut lengths = [0; FIELDS];
        lengths[Field::Title as usize] += self.text(page.title, Field::Title, 0);
        self.title(number);
        self.add_synonyms();
        // The title of each has to be filed before the next text replaces the sequence.
        for name in &page.names {
            lengths[Field::Names as usize] += self.text(name, Field::Names, 0);
            self.title(number);
            self.add_synonyms();
        }
        lengths[Field::Summary as usize] += self.text(page.summary, Field::Summary, 0);
        // A topic is no text of this page, so no title and no section.
        for topic in page.topics {
            lengths[Field::Topics as usize] += self.text(topic, Field::Topics, 0);
        }
        for (at, (section, text)) in page.sections.iter().zip(texts).enumerate() {
            let bit = 1 << (at as u32).min(SECTION_BITS - 1);
            let heading = (section.language, section.heading);
            lengths[Field::Heading as usize] += self.run(heading, own, Field::Heading, bit);
            let has_passages = !page.passage_languages.is_empty();
            let runs = if has_passages { section.text.runs() } else { Vec::new() };
            for run in &runs {
                let run = (run.language, &*run.text);
                lengths[Field::Body as usize] += self.run(run, own, Field::Body, bit);
            }
            if runs.is_empty() {
                lengths[Field::Body as usize] += self.text(text, Field::Body, bit);
            }
        }
        // One section holds them all, after the others.
        let bit = 1 << (page.sections.len() as u32).min(SECTION_BITS - 1);
        for fact in &page.facts {
            lengths[Field::Facts as usize] += self.text(fact, Field::Facts, bit);
        }
        self.share_counts_of_terms();
        // Most words are a few times in the body and nowhere else: those weights are computed once
        // a page. 0 stands for not yet known.
        let mut of_body = [0; 16];
        for stem in self.chunk.touched.drain(..) {
            let entry = &mut self.stems.uses[stem as usize];
            let PageUse { counts, sections, words } = std::mem::take(&mut entry.page);
            entry.touch(self.chunk.number);
            entry.postings += 1;
            let weight = match counts {
                [0, 0, 0, 0, 0, 0, 0, count] if usize::from(count) < of_body.len() => {
                    let weight = &mut of_body[usize::from(count)];
                    if *weight == 0 {
                        *weight = word_weight(&counts, &lengths) as u8;
                    }
                    *weight
                }
                _ => word_weight(&counts, &lengths) as u8,
            };
            let posting = Posting { page: number, weight, sections, words };
            self.chunk.postings.push(StemPosting { stem, posting });
        }
    }

    /// Files the title or other name that was just counted, by the stems that
    /// [`Analyzer::content_stems`](crate::language::Analyzer) finds.
    fn title(&mut self, page: u16) {
        let words = &self.sequence.words;
        let all = words.iter().all(|word| word.role.is(WordRole::STOP));
        let (mut first, mut hash) = (None, Fnv::default());
        for word in words.iter().filter(|word| all || !word.role.is(WordRole::STOP)) {
            if first.is_some() {
                hash.add(" ");
            }
            first.get_or_insert(word.stem);
            hash.add(self.stems.texts.get(word.stem));
        }
        // As `Analyzer::key_position` has it: a query loads nothing for a weak word.
        let is_strong =
            |word: &&SequenceWord| !word.role.is(WordRole::STOP) && !word.role.is(WordRole::WEAK);
        let strong = words.iter().find(is_strong);
        let first = strong.map(|word| word.stem).or(first);
        let Some(first) = first else { return };
        self.stems.uses[first as usize].touch(self.chunk.number);
        let titles = self.chunk.titles.entry(first).or_default();
        let entry = TitleEntry { hash: hash.value(), page };
        if !titles.contains(&entry) {
            titles.push(entry);
        }
    }

    /// Counts the synonyms of the words of the title or other name that was just counted.
    fn add_synonyms(&mut self) {
        // Taken out, because counting borrows the indexer.
        let words = std::mem::take(&mut self.sequence.words);
        for word in words.iter().filter(|word| !word.role.is(WordRole::STOP)) {
            let stem = self.stems.texts.get(word.stem);
            for at in 0..self.synonyms[self.language].with(stem).len() {
                let stem = self.stems.texts.get(word.stem);
                let other = &self.synonyms[self.language].with(stem)[at];
                let other = self.stems.number(other);
                self.count(other, 0, Field::Synonyms, 0);
            }
        }
        self.sequence.words = words;
    }

    /// Counts the words of a text in a language of its own, given by its tag, on a page in the
    /// language `own`.
    fn run(&mut self, (tag, text): (&str, &str), own: usize, field: Field, bit: u32) -> u32 {
        self.language = self.languages.number_in(tag, own);
        let words = self.text(text, field, bit);
        self.language = own;
        words
    }

    /// Counts the words of one stretch of text and returns how many there are. `bit` is that of the
    /// section, or 0.
    fn text(&mut self, text: &str, field: Field, bit: u32) -> u32 {
        self.sequence.words.clear();
        self.sequence.beginnings.clear();
        // Step by step, because each step then has little to wait for: where most words are found
        // is in no cache of the processor, but it asks for many at a time as long as nothing
        // depends on what it gets. Taken out, because counting borrows the indexer.
        let mut written = std::mem::take(&mut self.sequence.written);
        each_word(text, |start, end| written.push(WrittenWord::new(text, start, end)));
        let table = &mut self.words[self.language];
        table.find_all(text, &mut written);
        let mut last: Option<(usize, u32)> = None;
        for place in &written {
            let table = &mut self.words[self.language];
            let number = table.number_of(text, place, &mut self.stems);
            let WordForm { word, stem, bit: form, role, .. } =
                table.record(number, self.chunk.number, &mut self.stems);
            if role.is(WordRole::EMPTY) {
                continue;
            }
            if role.is(WordRole::BEGINS) {
                self.sequence.beginnings.push(self.sequence.words.len());
            }
            self.sequence.words.push(SequenceWord { stem, bit: form, role });
            if let Some((last_end, last)) = last
                // Between most words is a space, and its byte is all that is looked at.
                && text.as_bytes()[last_end] != b' '
                && is_hyphen(&text[last_end..place.start])
            {
                self.joined(last, word, field, bit);
            }
            last = Some((place.end, word));
        }
        let words = std::mem::take(&mut self.sequence.words);
        for word in words.iter().filter(|word| word.role.is(WordRole::COUNTED)) {
            self.count(word.stem, word.bit, field, bit);
        }
        self.sequence.words = words;
        written.clear();
        self.sequence.written = written;
        self.terms(field, bit);
        self.sequence.words.len() as u32
    }

    /// Counts a hyphenated word as a whole if its first part is short.
    fn joined(&mut self, first: u32, second: u32, field: Field, bit: u32) {
        let table = &mut self.words[self.language];
        let [first, second] = [first, second].map(|word| bare(table.texts.get(word)));
        if first.len() <= SHORT_PREFIX && first.bytes().all(|b| b.is_ascii_lowercase()) {
            let word = table.number(&format!("{first}{second}"), &mut self.stems);
            let form = table.record_form(word, self.chunk.number, &mut self.stems);
            let stem = table.words[word as usize].stem;
            self.count(stem, form, field, bit);
        }
    }

    /// Counts the glossary's terms in the sequence: leftmost, longest, not overlapping.
    fn terms(&mut self, field: Field, bit: u32) {
        let mut end = 0;
        // Taken out, because counting borrows the indexer.
        let beginnings = std::mem::take(&mut self.sequence.beginnings);
        for &at in &beginnings {
            let stem = self.sequence.words[at].stem;
            let Some(forms) = (at >= end).then(|| self.stems.forms(stem)).flatten() else {
                continue;
            };
            let rest = &self.sequence.words[at..];
            let fits = |form: &NumberedForm| {
                form.stems.len() <= rest.len()
                    && form.stems.iter().zip(rest).all(|(stem, word)| *stem == word.stem)
            };
            let Some(first) = forms.iter().position(fits) else { continue };
            let stems = &forms[first].stems;
            // Two terms may have the same form; the text is about either.
            for form in forms[first..].iter().take_while(|form| form.stems == *stems) {
                let [counted, others @ ..] = &*form.pseudo_stems else { continue };
                let is_new = self.count(*counted, 0, field, bit);
                if is_new && !others.is_empty() {
                    self.chunk.terms.push(Arc::clone(&form.pseudo_stems));
                }
            }
            end = at + stems.len();
        }
        self.sequence.beginnings = beginnings;
    }

    /// Gives the other pseudo-stems of a term what was counted of its first one in the current
    /// page. At the end of a page, because a term may have as many of them as the page has words.
    fn share_counts_of_terms(&mut self) {
        for pseudo_stems in std::mem::take(&mut self.chunk.terms) {
            let [counted, others @ ..] = &*pseudo_stems else { continue };
            let page = self.stems.uses[*counted as usize].page;
            for &other in others {
                self.stems.uses[other as usize].page = page;
                self.chunk.touched.push(other);
            }
        }
    }

    /// Counts a stem in the current page, and says whether it is new there. `form` is the bit of
    /// the word, or 0.
    fn count(&mut self, stem: u32, form: u16, field: Field, bit: u32) -> bool {
        let entry = &mut self.stems.uses[stem as usize];
        let page = &mut entry.page;
        // Counts are emptied when a page ends, so all zeros means new in this page.
        let new = page.counts == [0; FIELDS];
        page.counts[field as usize] = page.counts[field as usize].saturating_add(1);
        page.sections |= bit;
        page.words |= u32::from(form);
        // Half of the words are new, so a branch would be foreseen wrong more often than any other.
        let touched = self.chunk.touched.len() + usize::from(new);
        self.chunk.touched.push(stem);
        self.chunk.touched.truncate(touched);
        new
    }
}
