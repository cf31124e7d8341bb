//! The numbers on which the Rust code and the runtime in the browser must agree.
//!
//! Each is here once: `build.rs` reads this file and writes each number into the runtime where
//! its sources have the name. Pages name the runtime by its content, so a hub's pages, runtime and
//! index are of one build. A change of a number that decides what the files hold (those under
//! "Files") is a new [`FORMAT`], which a runtime that a browser kept from before refuses.

/// The version of the index format, which `docs/search.md` describes. The runtime refuses another.
pub(crate) const FORMAT: u32 = 6;

// Files.

/// The characters of the hash in the names of numbered files. The number keeps two files of one
/// build apart; the hash has only to tell a file from its own earlier versions.
pub(crate) const HASH: usize = 6;

/// The characters of the hash in the names of files of text, which have no number: it has to tell
/// all of them apart.
pub(crate) const TEXT_HASH: usize = 8;

/// A number below this is one character of [`code`](crate::format::code).
pub(crate) const LAST_DIGITS: u32 = 64;

/// The base of the characters before the last one. Together with [`LAST_DIGITS`] it uses up the
/// 92 characters of the alphabet.
pub(crate) const DIGIT_BASE: u32 = 28;

/// The sections of a page that are distinguished, as bits of one number. JavaScript's bit
/// operations have 32 bits with a sign, and two are left free. Later sections share the last
/// bit.
pub(crate) const SECTION_BITS: u32 = 30;

/// What the first hash of a word is multiplied by to get the second of a Bloom filter: the first
/// multiplier of the final mix of MurmurHash3, which spreads each bit over all others.
pub(crate) const BLOOM_MULTIPLIER: u32 = 2246822507;

/// The words of a stem that are distinguished in a page, as bits of one number. Few stems have
/// more; later words, by the alphabet, share the last bit.
pub(crate) const WORD_BITS: u32 = 12;

// Words.

/// Words are cut to this many characters, so that a URL or a row of dashes cannot fill a shard.
pub(crate) const LONGEST_WORD: usize = 40;

/// Shorter words have no suffix that a stemmer could take off.
pub(crate) const SHORTEST_STEMMED: usize = 3;

/// The letters that must come before a suffix with two spellings: `rise` is no `-ise`.
pub(crate) const BEFORE_SUFFIX: usize = 3;

/// The longest first part of a hyphenated word that is also indexed in one piece:
/// `co-teaching`. Longer ones are words that people search for by themselves.
pub(crate) const SHORT_PREFIX: usize = 4;

// What is read of a query. Both bound the work that one query can cause.

/// Characters of a query that are searched for.
pub(crate) const LONGEST_QUERY: usize = 300;

/// Words of a query that are searched for. Each is a bit in the highlights, of which 32 fit a
/// number.
pub(crate) const MAX_WORDS: usize = 24;

// The score. Percentages are of a word's idf times its weight in the page. Expansions weigh
// less than the word itself (Manning, Raghavan and Schütze, Introduction to Information
// Retrieval, section 9.2); the values were set on tests/search/queries.json.

/// A query's own word.
pub(crate) const OWN_PERCENT: u64 = 100;

/// A page that has the word in another form than the one that was typed, where some page has
/// that one: `sector` for `sectoral`.
pub(crate) const FAMILY_PERCENT: u64 = 75;

/// The binary places of the ratio whose logarithm an idf is.
pub(crate) const IDF_PLACES: u32 = 20;

/// A completion of the unfinished last word.
pub(crate) const COMPLETION_PERCENT: u64 = 50;

/// Another name of a glossary term, on top of the word's own score.
pub(crate) const ALIAS_PERCENT: u64 = 40;

/// A synonym, or a word that begins alike.
pub(crate) const SYNONYM_PERCENT: u64 = 30;

/// A synonym of a word that the hub lacks.
pub(crate) const OTHER_PERCENT: u64 = 45;

/// What an idiom means.
pub(crate) const IDIOM_PERCENT: u64 = 60;

/// A synonym of the staff, who know what their families say.
pub(crate) const STAFF_PERCENT: u64 = 60;

/// Per cent added to a page's score if all words of the query meet in one of its sections; less
/// if only some do.
pub(crate) const SAME_SECTION_PERCENT: u64 = 40;

/// What is sure of the score of a term's own page, whatever other words of the query it lacks: it
/// answers what was asked about the term, but `special ed lawyer` asks for more than the term.
pub(crate) const OWN_PAGE_PERCENT: u64 = 75;

/// A query of up to this many words needs every one of them; a longer one more than half.
pub(crate) const ALL_NEEDED: usize = 3;

/// A page that has fewer words than that has enough if they weigh as much as this part of the
/// query: half of it. In `speech delay` the page that is about delays counts, too.
pub(crate) const ENOUGH_WEIGHT: u64 = 2;

/// Where fewer pages than [`FULL_LIST`] have enough, a quarter is: in `evaluation letter sample`
/// one rare word must not leave out all pages about the others. What a page lacks lowers its score
/// in any case.
pub(crate) const LOOSE_WEIGHT: u64 = 4;

/// As many pages as a list of results shows at first, and some more.
pub(crate) const FULL_LIST: usize = 12;

/// Besides this many words that carry meaning, those that carry little are not searched for.
pub(crate) const ENOUGH_STRONG: usize = 2;

/// A search that finds fewer pages than this, or a word that fewer have, also tries synonyms.
pub(crate) const FEW_PAGES: usize = 3;

/// Synonyms that are tried for one word; each can load a shard.
pub(crate) const MAX_SYNONYMS: usize = 4;

// Completions and words that begin alike.

/// The shards that are read for a prefix. One that spans more has its completions in the core,
/// so that typing two letters never loads a dozen shards.
pub(crate) const MAX_SPAN: usize = 2;

/// The shards of frequent stems that are read besides; each holds one.
pub(crate) const MAX_FREQUENT: usize = 4;

/// Completions of the last word that are searched for.
pub(crate) const MAX_COMPLETIONS: usize = 8;

/// The digits that a query needs before they are taken for a phone number.
pub(crate) const SHORTEST_PHONE: usize = 7;

/// The letters that an unknown word needs to be taken for the beginning of others: `spec`.
pub(crate) const SHORTEST_UNFINISHED: usize = 3;

/// A word of so many letters that some pages have is taken for whole, and no shard is loaded for
/// its completions.
pub(crate) const SHORTEST_WHOLE: usize = 4;

/// The letters that a word needs before words that begin alike are taken for its relatives.
pub(crate) const SHORTEST_RELATED: usize = 6;

/// Such words that are searched for.
pub(crate) const MAX_RELATED: usize = 4;

/// From this length on, relatives may differ in the last three letters instead of two.
pub(crate) const LONG_ROOT: usize = 8;

/// Relatives may be this many letters longer: `reader` and `reading`, but not `readjustment`.
pub(crate) const RELATED_LONGER: usize = 3;

// Typing errors. Lucene's AUTO fuzziness allows one error from 3 letters and two from 6; in a
// small hub a short unknown word is more often a name than an error, so these are stricter.

/// The shortest word that may have one error.
pub(crate) const ONE_ERROR: usize = 4;

/// The shortest word that may have two errors.
pub(crate) const TWO_ERRORS: usize = 8;

/// The shortest word that may have three errors: `physcologist`. No other word is near it.
pub(crate) const THREE_ERRORS: usize = 11;

/// The letters that a word needs to be found by what it sounds like.
pub(crate) const SHORTEST_SOUND: usize = 5;

/// The errors that a word may have that sounds like the right one (`fizical` has four), but in
/// no more than half of its letters.
pub(crate) const SOUND_ERRORS: usize = 4;

/// The shortest part of two words in one piece: `socialworker`.
pub(crate) const SHORTEST_PART: usize = 3;

/// So many of the most frequent among words that are equally near are compared by how well they
/// fit the other words; each can load a shard.
pub(crate) const MAX_FITTING: usize = 3;

/// Added to the pages of such a word, so that one page alone does not make it fit best.
pub(crate) const FEW_FITTING: usize = 4;

/// Words in upper case up to this length are acronyms, which are never corrected.
pub(crate) const LONGEST_ACRONYM: usize = 6;

// Crisis phrases.

/// Words of a query that are searched for crisis phrases: more than for pages, because someone
/// in a crisis dictates whole sentences.
pub(crate) const CRISIS_WORDS: usize = 100;

/// Words in one piece that are this long may be several, and the reverse: `killmyself`, `my
/// self`. In shorter ones, words meet by chance.
pub(crate) const CRISIS_JOINED: usize = 6;

/// Words that may be between two of a phrase, if they are among those that say little.
pub(crate) const CRISIS_GAP: usize = 4;

// What an answer shows.

/// Terms of the glossary that are looked for in a query.
pub(crate) const MAX_TERMS: usize = 4;

/// Cards that are shown.
pub(crate) const MAX_CARDS: usize = 3;

/// Results with sections and, in a small hub, an excerpt of their text; each may load a file. The
/// others show their summary.
pub(crate) const EXCERPTS: usize = 4;

/// Pages whose text is read to check quoted phrases.
pub(crate) const MAX_CHECKED: usize = 24;

/// Files of text that are read for them in a large hub, where each has the text of eighty pages.
pub(crate) const MAX_CHECKED_FILES: usize = 6;

/// As many letters as a correction and the word that was typed may differ by at most:
/// beyond, they are not counted.
pub(crate) const MAX_ERRORS: usize = 5;

/// Sections named with a result.
pub(crate) const MAX_SECTIONS: usize = 3;

/// How many matches in a section's text one match in its heading is worth.
pub(crate) const HEADING_MATCHES: usize = 3;

/// Words in an excerpt: about two lines.
pub(crate) const EXCERPT_WORDS: usize = 30;

/// Words that an excerpt shows before the first match.
pub(crate) const EXCERPT_LEAD: usize = 4;

/// All sections of a page. A word that is in no section, but in the title, the names, the summary
/// or the topics, counts as if it were in each.
pub(crate) const EVERYWHERE: u32 = (1 << SECTION_BITS) - 1;
