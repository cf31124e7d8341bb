//! The record of a build: which files in the output folder Wellread made, and from what.
//!
//! It is the text file `.wellread` in the output folder. The list of files decides ownership:
//! nothing else is ever replaced or removed. The inputs decide whether a build is needed at all.
//! The record holds nothing that differs between two machines, neither times nor paths outside the
//! folder, so that a site can be built on one and published from another.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use jiff::civil::Date;
use wellread_content::file_retry::retry_while_open;
use wellread_content::{BuildOptions, Validity};
use wellread_model::Route;
use wellread_site::{PageOrigin, Publication, PublishedPage};
use xxhash_rust::xxh3::Xxh3;

use super::path_text::path_text;
use super::regular_file::read_file;

/// The name of the record in the output folder.
pub(super) const FILE: &str = ".wellread";

/// The first line of a record. Its number changes with the format, so that an older program refuses
/// a folder instead of misreading it.
const HEADER: &str = "wellread output 3";

/// The first lines of records that list no addresses yet, or no downloads among them. They are read
/// as if there were none.
const OLDER: [&str; 2] = ["wellread output 1", "wellread output 2"];

/// What the line of the inputs ends with if there are warnings. Programs that do not know it render
/// the site again.
const WITH_WARNINGS: &str = " warnings";

/// The words for what is at an address.
const ORIGINS: [(&str, PageOrigin); 4] = [
    ("page", PageOrigin::File),
    ("topic", PageOrigin::Implied),
    ("old", PageOrigin::OldAddress),
    ("file", PageOrigin::Download),
];

/// The addresses of the site in a folder, as far as its record can be read.
pub(super) fn last_addresses(folder: &Path) -> BTreeMap<Route, PublishedPage> {
    BuildRecord::load(folder).ok().flatten().unwrap_or_default().publication.addresses
}

/// The pages of the site in a folder, each by its address. `None` if there is no site.
pub(crate) fn last_pages(folder: &Path) -> Option<impl Fn(&Route) -> Option<String> + use<'_>> {
    let record = BuildRecord::load(folder).ok().flatten()?;
    Some(move |route: &Route| {
        let file = route.output_path();
        // What others have put there is no page of the hub.
        record.files.contains_key(&file).then(|| fs::read_to_string(folder.join(file)).ok())?
    })
}

/// Whether a folder holds a site that this or another version of Wellread made.
pub(super) fn is_site(folder: &Path) -> bool {
    let start = HEADER.trim_end_matches(char::is_numeric).as_bytes();
    read_file(&folder.join(FILE)).is_ok_and(|text| text.starts_with(start))
}

/// A fingerprint of everything that a build depends on, apart from the day.
///
/// Two builds with equal inputs on days for which the record is valid write the same bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Inputs {
    hash: u128,
    /// Whether a build from them has warnings, as far as that is known. They are reported each
    /// time, and are not in the record: it is published with the site, and they are for staff
    /// alone.
    has_warnings: bool,
}

impl Inputs {
    /// Combines the sources, the options and the program itself.
    pub(crate) fn new(sources: u128, options: BuildOptions) -> Self {
        let mut hasher = Xxh3::new();
        // A new version of Wellread may render the same sources differently.
        hasher.update(env!("WELLREAD_IDENTITY").as_bytes());
        hasher.update(&sources.to_le_bytes());
        // The day is left out on purpose: most days change nothing, and the record holds the range
        // of days in which that is so.
        hasher.update(&[u8::from(options.drafts)]);
        Self { hash: hasher.digest128(), has_warnings: false }
    }

    /// The same inputs, once it is known whether a build from them has warnings.
    pub(crate) const fn with_warnings(self, has_warnings: bool) -> Self {
        Self { has_warnings, ..self }
    }
}

/// A hash of a file's content (XXH3, 128 bits).
pub(super) type ContentHash = u128;

/// In place of a hash, in the record of a build that has not finished: no page that a reader gets
/// to links to the file. It may be missing, and its own links may be dead.
pub(super) const UNLINKED: ContentHash = 0;

/// How far a build has come in turning one site into another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// It adds new files, to which no page of the old site links.
    Adding,
    /// It replaces the pages of the old site. Some link to new files, some still to old ones.
    Replacing,
    /// It removes files to which no page of the new site links.
    Removing,
}

/// What an output folder holds, and what it was built from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct BuildRecord {
    /// What the site was built from. `None` if the build was interrupted.
    pub(super) inputs: Option<Inputs>,
    /// The days on which a build from the same inputs gives the same site.
    pub(super) validity: Validity,
    /// The number of pages.
    pub(super) pages: usize,
    /// The addresses of the site; in a claim, those of the site before, which the next build has to
    /// compare its own with.
    pub(super) publication: Publication,
    /// The files that Wellread made, by path relative to the folder.
    pub(super) files: BTreeMap<String, ContentHash>,
}

impl BuildRecord {
    /// Reads the record in `folder`; `None` if there is none.
    ///
    /// # Errors
    /// If the record is damaged or cannot be read.
    pub(super) fn load(folder: &Path) -> Result<Option<Self>> {
        Self::load_from(folder, folder)
    }

    /// Reads the record in `folder`, which messages call `named`; `None` if there is none.
    ///
    /// # Errors
    /// If the record is damaged or cannot be read.
    pub(super) fn load_from(folder: &Path, named: &Path) -> Result<Option<Self>> {
        let (file, shown_file) = (folder.join(FILE), path_text(&named.join(FILE)));
        match fs::symlink_metadata(&file) {
            // Another folder's record says nothing about the files in this one.
            Ok(found) if !found.is_file() => bail!(
                "{shown_file} is not a file that Wellread made. Move it away, then build again."
            ),
            _ => {}
        }
        let text = match retry_while_open(&file, || fs::read_to_string(&file)) {
            Ok(text) => text,
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                ) =>
            {
                return Ok(None);
            }
            // Not UTF-8, so not a record.
            Err(error) if error.kind() == io::ErrorKind::InvalidData => String::new(),
            Err(error) => {
                return Err(error).with_context(|| format!("cannot read {shown_file}"));
            }
        };
        match Self::read(&text) {
            Some(record) => Ok(Some(record)),
            // Guessing would mean to overwrite or delete files that may not be ours.
            None => bail!(
                "{shown_file} is damaged, so Wellread cannot tell which files in this folder it made.\n\
                 Move what others have put there elsewhere, such as a folder .git. Then delete the \
                 folder {} and build again.",
                path_text(named)
            ),
        }
    }

    /// The record while the recorded site turns into one of the files `new`: it owns those of both.
    /// It names no inputs, so it never passes for a finished build.
    pub(super) fn claim(&self, new: &BTreeMap<String, ContentHash>, phase: Phase) -> Self {
        let old = &self.files;
        let claim = |path: &String| {
            let was_linked = old.get(path).is_some_and(|hash| *hash != UNLINKED);
            let is_linked = match phase {
                Phase::Adding => was_linked,
                Phase::Replacing => was_linked || new.contains_key(path),
                Phase::Removing => new.contains_key(path),
            };
            // Any hash but UNLINKED would do: no file is compared with a claim, which has no
            // inputs.
            let hash = new.get(path).or_else(|| old.get(path)).copied().unwrap_or_default();
            (path.clone(), if is_linked { hash } else { UNLINKED })
        };
        let files = old.keys().chain(new.keys()).map(claim).collect();
        Self { files, publication: self.publication.clone(), ..Self::default() }
    }

    /// Whether a build from `inputs` on this day would give the recorded site.
    pub(super) fn is_for(&self, inputs: Inputs, today: Date) -> bool {
        self.inputs.is_some_and(|own| own.hash == inputs.hash)
            && self.validity.from.is_none_or(|from| from <= today)
            && self.validity.until.is_none_or(|until| today < until)
    }

    /// Whether a build that gives the recorded site has warnings.
    pub(super) fn has_warnings(&self) -> bool {
        self.inputs.is_some_and(|inputs| inputs.has_warnings)
    }

    /// The record as text: the header, a line with inputs, days, pages and whether there are
    /// warnings, and a line for each address and each file.
    pub(super) fn write(&self) -> String {
        let day = |day: Option<Date>| day.map_or_else(|| "-".to_owned(), |day| day.to_string());
        let inputs =
            self.inputs.map_or_else(|| "-".to_owned(), |inputs| format!("{:032x}", inputs.hash));
        let mut text = format!(
            "{HEADER}\n{inputs} {} {} {}{}\n",
            day(self.validity.from),
            day(self.validity.until),
            self.pages,
            if self.has_warnings() { WITH_WARNINGS } else { "" }
        );
        for (route, page) in &self.publication.addresses {
            text.push_str(&address_line(route, page));
        }
        for (path, hash) in &self.files {
            let _ = writeln!(text, "{hash:032x} {path}");
        }
        text
    }

    /// Parses a record; `None` if the text is not one.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let header = lines.next()?;
        if header != HEADER && !OLDER.contains(&header) {
            return None;
        }
        let mut first = lines.next()?.split(' ');
        let inputs = first.next()?;
        let hash = u128::from_str_radix(inputs, 16).ok();
        let mut day = || match first.next()? {
            "-" => Some(None),
            day => day.parse().ok().map(Some),
        };
        let (from, until) = (day()?, day()?);
        let pages = first.next()?.parse().ok()?;
        let has_warnings = first.next() == Some(WITH_WARNINGS.trim_start());
        let inputs = hash.map(|hash| Inputs { hash, has_warnings });
        let (lines, files): (Vec<&str>, Vec<&str>) = lines.partition(|line| line.contains('\t'));
        let addresses = lines.into_iter().map(read_address).collect::<Option<_>>()?;
        let publication = Publication { addresses, lost: BTreeMap::new() };
        let files = files
            .into_iter()
            .map(|line| {
                // The hash comes first, because a path may contain spaces.
                let (hash, path) = line.split_once(' ')?;
                // Files in this list get deleted. A path that leads out of the folder, from a
                // record that was tampered with, must never be believed.
                let inside = !path.is_empty()
                    && !path.contains(['\\', '\0'])
                    && path.split('/').all(|part| !matches!(part, "" | "." | ".."));
                Some((path.to_owned(), u128::from_str_radix(hash, 16).ok().filter(|_| inside)?))
            })
            .collect::<Option<_>>()?;
        let validity = Validity { from, until };
        Some(Self { inputs, validity, pages, publication, files })
    }
}

/// The line of an address.
pub(super) fn address_line(route: &Route, page: &PublishedPage) -> String {
    let PublishedPage { origin, title, text } = page;
    let word = ORIGINS.iter().find(|(_, known)| known == origin).map_or("", |(word, _)| word);
    // Tabs, since both addresses and titles may contain spaces.
    format!("{word}\t{text:016x}\t{}\t{title}\n", route.as_str())
}

/// Parses the line of an address.
pub(super) fn read_address(line: &str) -> Option<(Route, PublishedPage)> {
    let mut fields = line.splitn(4, '\t');
    let word = fields.next()?;
    let (_, origin) = *ORIGINS.iter().find(|(known, _)| *known == word)?;
    let text = u64::from_str_radix(fields.next()?, 16).ok()?;
    let route = fields.next().filter(|route| !route.starts_with('/'))?;
    let title = fields.next()?.to_owned();
    Some((Route::new(route), PublishedPage { origin, title, text }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_reads_back() {
        let record = BuildRecord {
            inputs: Some(Inputs { hash: 7, has_warnings: false }),
            validity: Validity { from: None, until: Some(Date::constant(2027, 1, 1)) },
            pages: 3,
            publication: Publication {
                addresses: ORIGINS
                    .map(|(word, origin)| {
                        let page = PublishedPage {
                            origin,
                            title: format!("A {word}\tof two words"),
                            text: 9,
                        };
                        (Route::new(format!("a b/{word}/")), page)
                    })
                    .into(),
                lost: BTreeMap::new(),
            },
            files: [("articles/a b/index.html".to_owned(), 1), ("x".to_owned(), u128::MAX)].into(),
        };
        assert_eq!(BuildRecord::read(&record.write()), Some(record.clone()));
        let inputs = record.inputs.map(|inputs| inputs.with_warnings(true));
        let warning = BuildRecord { inputs, ..record.clone() };
        assert_eq!(BuildRecord::read(&warning.write()), Some(warning));
        let unfinished = BuildRecord { inputs: None, ..record };
        assert_eq!(BuildRecord::read(&unfinished.write()), Some(unfinished.clone()));
        // The record of a program that did not write the addresses down.
        let without = BuildRecord { publication: Publication::default(), ..unfinished };
        for older in OLDER {
            let old = without.write().replacen(HEADER, older, 1);
            assert_eq!(BuildRecord::read(&old), Some(without.clone()));
        }
        let page = |line: &str| BuildRecord::read(&format!("{HEADER}\n- - - 1\n{line}\n"));
        assert!(page("page\t0\ta/\t").is_some());
        for bad in ["pages\t0\ta/\t", "page\tx\ta/\t", "page\t0\t/a/\t", "page\t0\ta/"] {
            assert_eq!(page(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_claim_knows_what_pages_link_to() {
        let files = |paths: &[&str]| -> BTreeMap<String, ContentHash> {
            paths.iter().map(|path| ((*path).to_owned(), 7)).collect()
        };
        let old = BuildRecord { files: files(&["both", "old"]), ..BuildRecord::default() };
        let new = files(&["both", "new"]);
        let unlinked = |claim: &BuildRecord| {
            assert!(claim.inputs.is_none() && claim.files.len() >= 3);
            let unlinked = claim.files.iter().filter(|(_, hash)| **hash == UNLINKED);
            unlinked.map(|(path, _)| path.clone()).collect::<Vec<_>>()
        };
        assert_eq!(unlinked(&old.claim(&new, Phase::Adding)), ["new"]);
        assert_eq!(unlinked(&old.claim(&new, Phase::Replacing)), Vec::<String>::new());
        let killed = old.claim(&new, Phase::Removing);
        assert_eq!(unlinked(&killed), ["old"]);
        // The next build, of another site.
        let next = files(&["both", "old", "next"]);
        assert_eq!(unlinked(&killed.claim(&next, Phase::Adding)), ["next", "old"]);
        assert_eq!(unlinked(&killed.claim(&next, Phase::Replacing)), Vec::<String>::new());
        assert_eq!(unlinked(&killed.claim(&next, Phase::Removing)), ["new"]);
    }

    #[test]
    fn a_record_never_leads_out_of_its_folder() {
        let text = |path: &str| format!("{HEADER}\n- - - 1\n{:032x} {path}\n", 1);
        assert!(BuildRecord::read(&text("a/b")).is_some());
        for bad in ["../a", "/etc/passwd", "a//b", "a/../b", "C:\\x", "."] {
            assert_eq!(BuildRecord::read(&text(bad)), None, "{bad}");
        }
        assert_eq!(BuildRecord::read("something else"), None);
    }
}
