//! What each command does.

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use jiff::Zoned;
use wellread_content::{BuildOptions, Sources, scan};
use wellread_model::{Checked, Severity, has_errors};
use wellread_site::{BuildCache, Content, build, review, search_index};

use crate::Outcome;
use crate::arguments::{Arguments, BuildArgs, Command, Day, Format, ReviewFormat};
use crate::progress::Progress;
use crate::publish::{OutputDir, WriteSummary};
use crate::record::{BuildRecord, Inputs};
use crate::{preview, report, starter};

/// Does what was asked for.
pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
    match &arguments.command {
        Command::Init { folder } => starter::init(folder, arguments.quiet),
        Command::New { kind, title } => {
            starter::new(&root(arguments)?, (*kind).into(), title, arguments.quiet)
        }
        Command::Build { site, output } => {
            let root = root(arguments)?;
            let output = output.clone().unwrap_or_else(|| root.join("public"));
            build_site(&root, site, &output, arguments.quiet)
        }
        Command::Serve { day, port, lan, open, poll } => {
            let root = root(arguments)?;
            let options = preview::options(root, *port, *lan, *poll);
            preview::serve(&options, day, *open, arguments.quiet)
        }
        Command::Terms { day, format } => terms(&root(arguments)?, day, *format),
        Command::Search { query, day, limit, json } => {
            ask(&root(arguments)?, query, day, *limit, *json)
        }
        Command::Check { site } => check(&root(arguments)?, site, arguments.quiet),
    }
}

/// The hub's folder: the one that was named, or the nearest upwards with a `site.toml`.
fn root(arguments: &Arguments) -> Result<PathBuf> {
    if let Some(root) = &arguments.root {
        if !root.is_dir() {
            bail!("there is no folder {}", root.display());
        }
        return Ok(root.clone());
    }
    let here = std::env::current_dir().context("cannot tell in which folder this is")?;
    let found = here.ancestors().find(|folder| folder.join("site.toml").is_file());
    found.map(Path::to_path_buf).with_context(|| {
        format!(
            "{} is not in a hub: neither it nor a folder above it has a site.toml.\n\
             Go to the folder of a hub, name it with --root, or make one with: wellread init my-hub",
            here.display()
        )
    })
}

/// What is published today, or on the day that was named.
pub(crate) fn options(day: &Day) -> BuildOptions {
    BuildOptions { today: day.date.unwrap_or_else(|| Zoned::now().date()), drafts: day.drafts }
}

fn build_site(root: &Path, site: &BuildArgs, output: &Path, quiet: bool) -> Result<Outcome> {
    let start = Instant::now();
    let progress = Progress::start(quiet, "Reading");
    let target = OutputDir::claim(root, output)?;
    let sources = scan(root, &Sources::default())?;
    let options = options(&site.day);
    let inputs = Inputs::new(sources.fingerprint(), options);
    // What the scan has to say is not among the inputs and must be said again.
    if sources.diagnostics().is_empty()
        && let Some(pages) = target.is_up_to_date(inputs, options.today)
    {
        drop(progress);
        report::problems(&[], &sources, site.format)?;
        let seconds = start.elapsed().as_secs_f64();
        say(
            site.format,
            quiet,
            &format!("Nothing has changed: {pages} pages are up to date ({seconds:.2} s)."),
        );
        return Ok(Outcome::Done);
    }
    progress.stage("Building");
    let folder = target.open()?;
    let stage = |path: &str, content: Content| folder.stage(path, content.bytes());
    let Checked { value, diagnostics } =
        build(&sources, options, &mut BuildCache::default(), &stage);
    let Some(built) = value else {
        drop(progress);
        report::problems(&diagnostics, &sources, site.format)?;
        if site.format == Format::Human {
            report::summary(&diagnostics, "Nothing was written, and the old site stands.");
        }
        return Ok(Outcome::ContentErrors);
    };
    progress.stage("Writing");
    let pages = built.pages;
    let remembered = diagnostics.is_empty().then_some(inputs);
    let written = folder.finish(built, remembered)?;
    drop(progress);
    report::problems(&diagnostics, &sources, site.format)?;
    let line = result_line(pages, written, start.elapsed().as_secs_f64());
    say(site.format, quiet, &line);
    Ok(Outcome::Done)
}

fn result_line(pages: usize, written: WriteSummary, seconds: f64) -> String {
    format!(
        "Built {pages} pages in {seconds:.2} s: {} files changed, {} removed.",
        written.changed, written.removed
    )
}

/// Says one line, on standard output unless that belongs to another format.
fn say(format: Format, quiet: bool, line: &str) {
    if quiet {
        return;
    }
    match format {
        Format::Human => anstream::println!("{line}"),
        Format::Json | Format::Github => anstream::eprintln!("{line}"),
    }
}

fn terms(root: &Path, day: &Day, format: ReviewFormat) -> Result<Outcome> {
    let sources = scan(root, &Sources::default())?;
    let Checked { value, diagnostics } = review(&sources, options(day));
    let Some(findings) = value else {
        report::problems(&diagnostics, &sources, Format::Human)?;
        return Ok(Outcome::ContentErrors);
    };
    report::terms(&findings, format)?;
    if has_errors(&diagnostics) {
        report::summary(&diagnostics, "Run `wellread check` to see them.");
        return Ok(Outcome::ContentErrors);
    }
    Ok(Outcome::Done)
}

fn ask(root: &Path, query: &str, day: &Day, limit: usize, json: bool) -> Result<Outcome> {
    let sources = scan(root, &Sources::default())?;
    let Checked { value, diagnostics } = search_index(&sources, options(day));
    let Some(index) = value else {
        report::problems(&diagnostics, &sources, Format::Human)?;
        report::summary(&diagnostics, "Mend them, then search again.");
        return Ok(Outcome::ContentErrors);
    };
    report::answer(&wellread_search::search(&index, query, limit), json)?;
    Ok(Outcome::Done)
}

fn check(root: &Path, site: &BuildArgs, quiet: bool) -> Result<Outcome> {
    let progress = Progress::start(quiet, "Checking");
    let sources = scan(root, &Sources::default())?;
    let Checked { value, diagnostics } =
        build(&sources, options(&site.day), &mut BuildCache::default(), &|_, _| ());
    drop(progress);
    report::problems(&diagnostics, &sources, site.format)?;
    if has_errors(&diagnostics) {
        if site.format == Format::Human {
            report::summary(&diagnostics, "");
        }
        return Ok(Outcome::ContentErrors);
    }
    let pages = value.map_or(0, |output| output.pages);
    let warnings = diagnostics.iter().filter(|one| one.severity == Severity::Warning).count();
    let line = match warnings {
        0 => format!("Everything is in order: {pages} pages."),
        1 => format!("{pages} pages can be built. There is 1 thing worth a look."),
        _ => format!("{pages} pages can be built. There are {warnings} things worth a look."),
    };
    say(site.format, quiet, &line);
    Ok(Outcome::Done)
}

impl OutputDir {
    /// How many pages the output has, if it is what a build would make of `inputs` on this day.
    fn is_up_to_date(&self, inputs: Inputs, today: jiff::civil::Date) -> Option<usize> {
        let record: &BuildRecord = self.record()?;
        (record.is_for(inputs, today) && self.is_untouched()).then_some(record.pages)
    }
}
