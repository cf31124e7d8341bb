//! What the command line accepts, and what `--help` says about it.
//!
//! The doc comments on variants and fields are the help texts: clap prints them as they are.
//! `docs/commands.md` describes the same at more length.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context as _, Result, bail};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Zoned;
use jiff::civil::Date;
use wellread_content::BuildOptions;
use wellread_model::Kind;
use wellread_site::AuditKind;

/// The folder in the hub to which a build writes, unless another is named.
pub(crate) const OUTPUT: &str = "public";

/// Turns a folder of Markdown into a clinic's resource hub.
#[derive(Debug, Parser)]
#[command(
    name = "wellread",
    version = env!("WELLREAD_VERSION"),
    disable_help_subcommand = true,
    after_help = "`wellread help` lists the pages of the manual."
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// The hub's folder [default: the nearest one that has a site.toml]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,

    /// Print only errors and warnings
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
}

impl Arguments {
    /// The hub's folder: the one given with `--root`, or the nearest one with a `site.toml`, from
    /// the current folder upward.
    ///
    /// # Errors
    /// If there is no such folder.
    pub(crate) fn hub_folder(&self) -> Result<PathBuf> {
        if let Some(root) = &self.root {
            // Without a `site.toml` it is accepted too: the build then reports that the file is
            // missing, which says more than a refusal here.
            if !root.is_dir() {
                bail!("there is no folder {}", root.display());
            }
            return Ok(root.clone());
        }
        let current = std::env::current_dir().context("cannot find the current folder")?;
        nearest_hub(&current).map(Path::to_path_buf).with_context(|| {
            // Notepad adds its own extension, which Windows hides.
            let is_renamed = |folder: &&Path| folder.join("site.toml.txt").is_file();
            if let Some(folder) = current.ancestors().find(is_renamed) {
                return format!(
                    "the settings in {} are called site.toml.txt. Rename the file to site.toml",
                    folder.display()
                );
            }
            format!(
                "{} is not part of a hub: there is no site.toml in it or in a folder above it.\n\
                 Go to your hub's folder, name it with --root, or make a new hub with: \
                 wellread init my-hub",
                current.display()
            )
        })
    }
}

/// Whether a folder is a hub. With its placeholder alone it is one, too, and a build says how to
/// get the file back.
pub(crate) fn is_hub(folder: &Path) -> bool {
    ["site.toml", ".site.toml.icloud"].iter().any(|name| folder.join(name).is_file())
}

/// The nearest hub, from a folder upward.
pub(crate) fn nearest_hub(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|folder| is_hub(folder))
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a small hub to start from
    Init {
        /// The folder, which must be new or empty
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Make a new file that lists everything it can hold
    New {
        /// What to make
        #[arg(value_parser = kind_parser())]
        kind: Kind,
        /// Its title, which may have several words
        #[arg(required = true)]
        title: Vec<String>,
    },
    /// Build the site into the folder public
    Build {
        #[command(flatten)]
        site: BuildArgs,
        /// Write the site to this folder [default: public in the hub's folder]
        #[arg(long, value_name = "DIR")]
        output: Option<PathBuf>,
        /// Show how long each stage took
        #[arg(long)]
        timings: bool,
    },
    /// Show the site in a browser, and every change as soon as it is saved
    Serve(PreviewArgs),
    /// Review the automatic links to terms, the riskiest first, and see how to change them
    Terms {
        /// A term: show all of its links
        word: Option<String>,
        /// Show all that is on this page, such as content/articles/plans.md
        #[arg(long, value_name = "FILE")]
        page: Option<String>,
        /// Show only links that are new since the last build
        #[arg(long)]
        new: bool,
        #[command(flatten)]
        content: ContentArgs,
        /// Show everything: each term and each of its links
        #[arg(long)]
        all: bool,
        /// How to print the review
        #[arg(long, value_enum, default_value_t = ReviewFormat::Human, value_name = "FORMAT")]
        format: ReviewFormat,
    },
    /// Search the site, with the ranking that families get
    Search {
        /// What a family might type
        #[arg(required_unless_present = "file", value_name = "WORDS")]
        query: Vec<String>,
        /// Try every line of this file, and say which find nothing or miss the page written after
        /// them: iep meeting -> articles/prepare-for-a-meeting
        #[arg(long, value_name = "FILE", conflicts_with_all = ["query", "limit"])]
        file: Option<PathBuf>,
        /// With --file: exit with 1 if a line does not find what it should
        // What conflicts with a required argument would take the requirement away.
        #[arg(long, requires = "file", conflicts_with = "query")]
        strict: bool,
        #[command(flatten)]
        content: ContentArgs,
        #[command(flatten)]
        report: ReportArgs,
        /// Show at most this many results
        #[arg(long, default_value = "10", value_name = "NUMBER", value_parser = parse_limit)]
        limit: NonZeroUsize,
        /// Print the answer as JSON
        #[arg(long)]
        json: bool,
    },
    /// Report every problem without writing anything
    Check {
        #[command(flatten)]
        site: BuildArgs,
    },
    /// List what in the hub needs a person: reviews, numbers to verify, hard sentences and more
    Audit {
        /// Show only items owned by this person, or hub for items without an owner
        #[arg(long, value_name = "NAME")]
        owner: Option<String>,
        /// Show only items of this kind
        #[arg(long, value_name = "KIND", value_parser = audit_kind_parser())]
        kind: Option<AuditKind>,
        /// Ask other sites whether the links of the hub still work, and show only that. A site is
        /// asked one thing at a time; what they say is stored in link-checks.json; commit it
        /// with the hub
        #[arg(long, conflicts_with_all = ["owner", "kind", "all", "strict"])]
        links: bool,
        /// Say that you have opened this link today and that it works. A link that a program cannot
        /// check is then quiet for a year
        #[arg(
            long,
            value_name = "URL",
            conflicts_with_all = ["links", "owner", "kind", "all", "strict", "format", "drafts"]
        )]
        confirm: Vec<String>,
        /// With --links: write the new addresses of pages that have moved into the hub
        #[arg(long, requires = "links")]
        fix: bool,
        /// With --links: ask computers in your own network, too, such as a server under test
        #[arg(long, requires = "links")]
        allow_local: bool,
        #[command(flatten)]
        content: ContentArgs,
        /// Show every item, even if there are more than twenty of one kind
        #[arg(long)]
        all: bool,
        /// Exit with 1 if there are items, other than accepted warnings
        #[arg(long)]
        strict: bool,
        /// How to print the list; ics is a calendar of the reviews to come
        #[arg(long, value_enum, default_value_t = AuditFormat::Human, value_name = "FORMAT")]
        format: AuditFormat,
    },
    /// Show what Word, Google Docs or a web page left behind in a pasted text, and remove it
    ///
    /// It makes lists of bullets and numbers, tables of rows with tabs, and headings of lines like
    /// `##Heading`. It removes tags of word processors, tracking in links, no-break spaces at the
    /// ends of lines and doubled empty lines. The words stay, and so do settings, code and
    /// comments.
    Tidy {
        /// The files, such as content/articles/welcome.md
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Make a heading of each line that is only bold
        #[arg(long)]
        headings: bool,
        /// Write the files. Without it, the changes are only shown
        #[arg(long)]
        write: bool,
    },
    /// Copy a file of the theme into the hub, to change it there
    Theme {
        #[command(subcommand)]
        action: ThemeAction,
    },
    /// Print a page of the manual, or the options of a command
    Help {
        /// A page or a command; without it, all of them are listed
        topic: Option<String>,
    },
}

/// What to do with the theme.
#[derive(Debug, Subcommand)]
pub(crate) enum ThemeAction {
    /// Copy a template, a stylesheet or another file of the default theme
    ///
    /// A template gets a comment that says what it may use. The file is never overwritten.
    Copy {
        /// Its name, such as home, article, style.css or en.toml
        #[arg(value_name = "NAME")]
        name: String,
    },
}

/// What to build, and how to report problems.
#[derive(Debug, Args)]
pub(crate) struct BuildArgs {
    #[command(flatten)]
    pub(crate) content: ContentArgs,
    /// How to report errors and warnings
    #[arg(long, value_enum, default_value_t = Format::Human, value_name = "FORMAT")]
    pub(crate) format: Format,
    #[command(flatten)]
    pub(crate) report: ReportArgs,
    /// Build although much is gone: the folder content, or three pages or more that are over a
    /// quarter of those of the last build
    #[arg(long)]
    pub(crate) allow_removals: bool,
}

/// How a preview runs.
#[derive(Debug, Default, Args)]
pub(crate) struct PreviewArgs {
    #[command(flatten)]
    pub(crate) content: ContentArgs,
    #[command(flatten)]
    pub(crate) report: ReportArgs,
    /// Use this port or fail [default: 4000 or the next free port]
    #[arg(long, value_parser = parse_port)]
    pub(crate) port: Option<u16>,
    /// Let other devices in this network see it, such as a phone. A preview limits neither how
    /// long a request is nor how long a connection lasts: it is for networks you trust
    #[arg(long)]
    pub(crate) lan: bool,
    /// Open the site in the browser
    #[arg(long)]
    pub(crate) open: bool,
    /// Find changes by comparing files, for network and cloud folders
    #[arg(long)]
    pub(crate) poll: bool,
}

/// How much is reported to people.
#[derive(Debug, Clone, Copy, Default, Args)]
pub(crate) struct ReportArgs {
    /// Show every error and warning, even if there are more than twenty of one kind
    #[arg(long)]
    pub(crate) all: bool,
}

/// Which content to publish.
#[derive(Debug, Default, Args)]
pub(crate) struct ContentArgs {
    /// Include drafts, and articles of a later day
    #[arg(long)]
    pub(crate) drafts: bool,
    /// Build as if today were this day, such as 2026-11-22
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    pub(crate) date: Option<Date>,
}

impl ContentArgs {
    /// The options of a build on the given day, or today.
    ///
    /// This is the only use of the clock: everything below gets the day as a value. The day is the
    /// local one, because staff expect an article to appear when their own calendar says so.
    ///
    /// # Errors
    /// If the clock shows a time that is not a date.
    pub(crate) fn options(&self) -> Result<BuildOptions> {
        let today = match self.date {
            Some(date) => date,
            None => local_day(SystemTime::now())?,
        };
        Ok(BuildOptions { today, drafts: self.drafts })
    }
}

/// The local day at a time of the clock.
///
/// # Errors
/// Before the year -9999 and after the year 9999, which calendars do not reach.
fn local_day(now: SystemTime) -> Result<Date> {
    let Ok(now) = Zoned::try_from(now) else {
        bail!(
            "the clock of this computer is set to a year far from ours.\n\
             Set it, or say which day it is, such as: --date 2026-11-22"
        );
    };
    Ok(now.date())
}

/// How errors and warnings are reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people, on the terminal
    Human,
    /// One JSON array on standard output
    Json,
    /// Annotations for GitHub Actions
    Github,
}

/// How the review of terms is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReviewFormat {
    /// For people
    Human,
    /// One JSON array
    Json,
    /// A table for a spreadsheet
    Csv,
}

/// How the audit is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AuditFormat {
    /// For people
    Human,
    /// One JSON array
    Json,
    /// A table for a spreadsheet
    Csv,
    /// A calendar of the reviews to come
    Ics,
}

/// Parses a kind of items by its name, for the same reason as [`kind_parser`].
fn audit_kind_parser() -> impl TypedValueParser<Value = AuditKind> {
    PossibleValuesParser::new(AuditKind::ALL.map(AuditKind::as_str)).map(|name| {
        let kind = AuditKind::ALL.into_iter().find(|kind| kind.as_str() == name);
        kind.expect("clap accepts only the names above")
    })
}

/// Parses a kind by its noun. The model knows nothing of clap, so it cannot derive `ValueEnum`.
fn kind_parser() -> impl TypedValueParser<Value = Kind> {
    PossibleValuesParser::new(Kind::ALL.map(Kind::noun)).map(|noun| {
        let kind = Kind::ALL.into_iter().find(|kind| kind.noun() == noun);
        kind.expect("clap accepts only the nouns above")
    })
}

/// Parses a number of results. None at all would hide what was found, not find nothing.
fn parse_limit(text: &str) -> Result<NonZeroUsize, String> {
    text.parse().map_err(|_| "write a whole number from 1 up, such as 10".to_owned())
}

/// Parses a day, in the one form that front matter has too: the library would also take `20261122`,
/// and times of day, which have no effect. Its messages speak of its grammar; this one says what to
/// type.
fn parse_day(text: &str) -> Result<Date, String> {
    wellread_content::parse_date(text)
        .ok_or_else(|| "write year-month-day, such as 2026-11-22".to_owned())
}

/// Parses the number of a port. With 0, the system chooses one.
fn parse_port(text: &str) -> Result<u16, String> {
    text.parse().map_err(|_| "write a number up to 65535, such as 4000".to_owned())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_clock_that_shows_no_date_is_a_failure_in_words() {
        // In years of 365 days: about 2026, and far beyond both ends of the calendar. Windows
        // counts time from 1601, so a time before that may not exist.
        let years = |years: u64| Duration::from_secs(years * 365 * 24 * 60 * 60);
        let epoch = SystemTime::UNIX_EPOCH;
        assert_eq!(local_day(epoch + years(56)).unwrap().year(), 2025);
        assert!(epoch.checked_sub(years(5000)).is_none_or(|time| local_day(time).is_ok()));
        let beyond = [Some(epoch + years(9000)), epoch.checked_sub(years(13_000))];
        for time in beyond.into_iter().flatten() {
            let message = local_day(time).unwrap_err().to_string();
            assert!(message.contains("--date"), "{message}");
        }
    }

    #[test]
    fn days_have_one_form() {
        assert_eq!(parse_day("2026-11-22"), Ok(Date::constant(2026, 11, 22)));
        for text in [
            "20261122",
            "2026-11-22T10:00",
            "2026-11-22 ",
            "2026-W47-7",
            "2026-326",
            "2026-02-30",
            "-002026-11-22",
            "22.11.2026",
            "today",
            "",
            "２０２６-11-22",
        ] {
            let message = parse_day(text).unwrap_err();
            assert_eq!(message, "write year-month-day, such as 2026-11-22", "{text}");
        }
    }

    #[test]
    fn numbers_are_numbers() {
        assert_eq!(parse_port("4000"), Ok(4000));
        assert_eq!(parse_limit("10").map(NonZeroUsize::get), Ok(10));
        for text in ["65536", "-1", "x", "4000.0", ""] {
            assert!(parse_port(text).unwrap_err().contains("65535"), "{text}");
        }
        assert!(parse_limit("many").unwrap_err().contains("such as 10"));
    }
}
