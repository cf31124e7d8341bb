//! What can be asked for on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use wellread_model::Kind;

/// Turns a folder of Markdown into a clinic's resource hub.
#[derive(Debug, Parser)]
#[command(name = "wellread", version, max_term_width = 100, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// The folder of the hub [default: the nearest folder upwards with a site.toml]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,

    /// Say only what must be mended
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a small new hub in a folder
    Init {
        /// The folder, which must be new or empty
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Make a new file with everything that it can hold
    New {
        /// What it is
        kind: NewKind,
        /// Its title, in quotes
        title: String,
    },
    /// Build the site into the folder public
    Build {
        #[command(flatten)]
        site: BuildArgs,
        /// Where to write the site [default: public in the hub's folder]
        #[arg(long, value_name = "DIR")]
        output: Option<PathBuf>,
    },
    /// Show the site in a browser, and every change as soon as it is saved
    Serve {
        #[command(flatten)]
        day: Day,
        /// The port to listen on [default: 4000, or the next one that is free]
        #[arg(long)]
        port: Option<u16>,
        /// Let other devices in this network see it, such as a phone. A preview limits neither how
        /// long a request is nor how long a connection lasts: it is for networks you trust
        #[arg(long)]
        lan: bool,
        /// Open it in the browser
        #[arg(long)]
        open: bool,
        /// Look for changes by comparing files, for network and cloud folders
        #[arg(long)]
        poll: bool,
    },
    /// Review the terms: every automatic link in its sentence, and what to write to change it
    Terms {
        #[command(flatten)]
        day: Day,
        /// How the review is shown
        #[arg(long, value_enum, default_value_t = ReviewFormat::Human, value_name = "FORMAT")]
        format: ReviewFormat,
    },
    /// Ask the site's search, with the ranking that families get
    Search {
        /// What a family might type, in quotes
        query: String,
        #[command(flatten)]
        day: Day,
        /// How many results are shown
        #[arg(long, default_value_t = 10)]
        limit: usize,
        /// Show the answer as JSON
        #[arg(long)]
        json: bool,
    },
    /// Say all that build would say, and write nothing
    Check {
        #[command(flatten)]
        site: BuildArgs,
    },
}

/// What is built, and how mistakes are shown.
#[derive(Debug, Args)]
pub(crate) struct BuildArgs {
    #[command(flatten)]
    pub(crate) day: Day,
    /// How mistakes are shown
    #[arg(long, value_enum, default_value_t = Format::Human, value_name = "FORMAT")]
    pub(crate) format: Format,
}

/// What of the content is published.
#[derive(Debug, Args)]
pub(crate) struct Day {
    /// Show drafts, and articles of a later day
    #[arg(long)]
    pub(crate) drafts: bool,
    /// Build as if today were this day, such as 2026-11-22
    #[arg(long, value_name = "DAY")]
    pub(crate) date: Option<Date>,
}

/// How mistakes are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people, on the terminal
    Human,
    /// One array of JSON on standard output
    Json,
    /// Annotations for GitHub Actions
    Github,
}

/// How a review is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReviewFormat {
    /// For people
    Human,
    /// One array of JSON
    Json,
    /// A table for a spreadsheet
    Csv,
}

/// What `new` can make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum NewKind {
    Article,
    Term,
    Resource,
    Topic,
    Person,
    Page,
}

impl From<NewKind> for Kind {
    fn from(kind: NewKind) -> Self {
        match kind {
            NewKind::Article => Self::Article,
            NewKind::Term => Self::Term,
            NewKind::Resource => Self::Resource,
            NewKind::Topic => Self::Topic,
            NewKind::Person => Self::Person,
            NewKind::Page => Self::Page,
        }
    }
}
