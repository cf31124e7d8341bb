//! What each command does: read the hub, call a library, report.
//!
//! The commands that need more than a page of code have modules of their own, to which [`run`]
//! leads. Nothing here decides what a site looks like or how a file is written.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context as _, Result};
use wellread_content::{ListedSearch, Sources, parse_searches, scan, settings_warnings};
use wellread_model::{
    Checked, CodeTreatment, Diagnostic, Hidden, ReportedBy, Severity, count, has_errors,
    reported_by, short_title, treatment, with_commas,
};
use wellread_site::{
    BuildCache, BuildOptions, Content, LastBuild, Publication, SearchOutcome, build_after,
    check_hub, is_reported_once, places_of, search_index, warnings_after,
};

use crate::arguments::{
    Arguments, BuildArgs, Command, ContentArgs, Format, OUTPUT, ReportArgs, ThemeAction,
};
use crate::outcome::Outcome;
use crate::progress::Progress;
use crate::publish::{
    Disk, Inputs, OutputDir, WriteSummary, last_publication, read_file, record_lost,
};
use crate::timings::Timings;
use crate::{audit, manual, preview, report, starter, streams, terms, theme_copy, tidy};

/// The last line after a build. The files open in a browser, too, but their links lead nowhere
/// there.
const HOW_TO_LOOK: &str = "To look at the hub: wellread serve --open";

/// How many pages the last line of a build names of those that are new, and of those that are gone.
const NAMED: usize = 10;

/// Runs the command that was given.
///
/// # Errors
/// If the command was used wrongly, or the machine failed.
pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
    let quiet = arguments.quiet;
    let hub = || arguments.hub_folder();
    match &arguments.command {
        Command::Init { folder } => starter::init(folder, quiet),
        Command::New { kind, title } => starter::new(&hub()?, *kind, &title.join(" "), quiet),
        Command::Build { site, output, timings: show } => {
            let timings = Timings::start("reading files");
            let root = hub()?;
            let output = output.clone().unwrap_or_else(|| root.join(OUTPUT));
            let outcome = build_site(&root, site, &output, quiet, &timings);
            if *show {
                streams::err(&format!("{}\n", timings.table()))?;
            }
            outcome
        }
        Command::Serve(preview) => preview::serve(hub()?, preview, quiet),
        Command::Terms { word, page, new, content, all, format } => {
            let (word, page) = (word.as_deref(), page.as_deref());
            let wanted = terms::ReviewScope { word, page, new: *new, all: *all };
            let root = hub()?;
            terms::review_terms(&root, &root.join(OUTPUT), content, wanted, *format)
        }
        Command::Search { query, file, strict, content, report, limit, json } => {
            let query = query.join(" ");
            let request = match file {
                Some(file) => SearchRequest::List { searches: read_list(file)?, strict: *strict },
                None => SearchRequest::Query { query: &query, limit: limit.get() },
            };
            search(&hub()?, request, content, *report, *json)
        }
        #[cfg(feature = "links")]
        Command::Audit { links: true, fix, allow_local, content, format, .. } => {
            let (fix, allow_local, format) = (*fix, *allow_local, *format);
            let wanted = crate::links::WantedLinks { fix, allow_local, format, quiet };
            crate::links::audit_links(&hub()?, content, wanted)
        }
        #[cfg(feature = "links")]
        Command::Audit { confirm, content, .. } if !confirm.is_empty() => {
            crate::links::confirm_links(&hub()?, confirm, content.options()?.today, quiet)
        }
        #[cfg(not(feature = "links"))]
        Command::Audit { links, confirm, .. } if *links || !confirm.is_empty() => anyhow::bail!(
            "this program was compiled without the check of links. Install a release, or compile it \
             with the feature `links`"
        ),
        Command::Audit { owner, kind, content, all, strict, format, .. } => {
            let (owner, kind) = (owner.as_deref(), *kind);
            let wanted = audit::WantedItems { owner, kind, all: *all, strict: *strict };
            let root = hub()?;
            audit::audit_hub(&root, &root.join(OUTPUT), content, wanted, *format)
        }
        Command::Theme { action: ThemeAction::Copy { name } } => {
            theme_copy::copy(&hub()?, name, quiet)
        }
        Command::Tidy { files, headings, write } => tidy::run(arguments, files, *headings, *write),
        Command::Check { site } => check(&hub()?, site, quiet),
        Command::Help { topic } => manual::help(topic.as_deref()),
    }
}

/// Prints what clap has to say in place of running a command: help, the version, or which argument
/// is wrong.
///
/// # Errors
/// If it cannot be printed.
pub(crate) fn answer(answer: &clap::Error) -> Result<Outcome> {
    // Not by clap itself, which ends the program as if all were well when nothing can be printed.
    let text = answer.render().ansi().to_string();
    if answer.use_stderr() {
        streams::err(&text)?;
        return Ok(Outcome::WrongUsage);
    }
    streams::out(&text)?;
    Ok(Outcome::Done)
}

/// `wellread build`: reads the hub, builds the site and publishes it, unless it is up to date.
///
/// Files are staged next to the output while they are rendered, and moved into place only when the
/// whole build is known to have no errors. So a hub with an error leaves the published site as it
/// was.
fn build_site(
    root: &Path,
    site: &BuildArgs,
    output: &Path,
    quiet: bool,
    timings: &Timings,
) -> Result<Outcome> {
    let start = Instant::now();
    let progress = Progress::start(quiet, "Reading");
    // Before anything is read: a wrong --output should be refused at once, not after a long build.
    let target = OutputDir::check(Disk::new(), root, output)?;
    let sources = scan(root, &Sources::default())?;
    let options = site.content.options()?;
    let report = BuildReport { site, sources: &sources, quiet, start };
    timings.begin("comparing with the last build");
    let inputs = Inputs::new(sources.fingerprint(), options);
    // The scan's warnings, such as a conflicted copy that was left out, are about files that are
    // not part of the inputs. They must be repeated, so the build runs. The others are found again:
    // they are not in the record, since it is published with the site.
    let listener = timings.clone();
    let mut cache = BuildCache::default().with_stage_listener(move |stage| listener.notify(stage));
    if sources.diagnostics().is_empty()
        && let Some(current) = target.site_if_current(inputs, options.today)
    {
        let before = current.has_warnings.then(|| last_publication(root, output));
        let checked = warnings_again(before.as_ref(), site, &sources, options, &mut cache);
        if let Some(hidden) = checked.value {
            target.sweep();
            drop(progress);
            let unchanged = WriteSummary { changed: 0, removed: 0 };
            let notes = accepted_note(checked.accepted) + &line_of_hidden(&hidden);
            return report.success(checked.diagnostics, current.pages, unchanged, &notes, "");
        }
    }
    progress.phase("Building");
    let writer = target.open()?;
    // Each file goes to the staging directory as soon as it is rendered, so that a large site is
    // never in memory as a whole.
    let emit =
        |path: &str, content: Content| timings.staging(|| writer.stage(path, content.bytes()));
    // A copy, since the writer is used up before the last line is printed.
    let mut before = writer.publication().clone();
    before.lost = last_publication(root, output).lost;
    let last = LastBuild { publication: &before, allow_removals: site.allow_removals };
    let Checked { value, diagnostics, accepted } =
        build_after(last, &sources, options, &mut cache, &emit);
    let Some(built) = value else {
        // The progress line must be gone before anything else is printed.
        drop(progress);
        return report.errors(&diagnostics);
    };
    progress.phase("Writing");
    timings.begin("moving into place");
    let pages = built.pages;
    let named = new_and_gone_pages(&before, &built.publication);
    let notes = accepted_note(accepted) + &named + &line_of_hidden(&built.hidden);
    // An unchanged hub must report them again. Warnings about the settings can be found on their
    // own.
    let mut again = diagnostics.iter().filter(|one| !is_reported_once(one));
    let inputs = inputs.with_warnings(!again.by_ref().eq(&settings_warnings(&sources, options)));
    let lost = built.publication.lost.clone();
    let written = writer.finish(built, Some(inputs))?;
    if let Err(error) = record_lost(root, &lost) {
        streams::err(&format!("wellread: {error:#}\n"))?;
    }
    // The program is about to end, and the system takes all of its memory at once.
    std::mem::forget(cache);
    timings.begin("report");
    drop(progress);
    report.success(diagnostics, pages, written, &notes, &format!("\n{HOW_TO_LOOK}"))
}

/// The warnings of a hub whose site is up to date, and the pages that it does not show. `before` is
/// what the last build published, if it had warnings that only the whole hub shows.
fn warnings_again(
    before: Option<&Publication>,
    site: &BuildArgs,
    sources: &Sources,
    options: BuildOptions,
    cache: &mut BuildCache,
) -> Checked<Vec<Hidden>> {
    let Some(publication) = before else {
        // Those about the settings are found without a look at the rest of the hub.
        let diagnostics = settings_warnings(sources, options);
        return Checked { value: Some(Vec::new()), diagnostics, accepted: 0 };
    };
    let last = LastBuild { publication, allow_removals: site.allow_removals };
    warnings_after(last, sources, options, cache)
}

/// What `wellread build` prints at its end.
struct BuildReport<'a> {
    site: &'a BuildArgs,
    /// For the lines at which problems are.
    sources: &'a Sources,
    /// Whether the line with the result is left out.
    quiet: bool,
    /// When the build began.
    start: Instant,
}

impl BuildReport<'_> {
    /// Prints the problems of a hub that cannot be built.
    fn errors(&self, diagnostics: &[Diagnostic]) -> Result<Outcome> {
        report::problems(diagnostics, self.sources, self.site.format, self.site.report.all)?;
        if self.site.format == Format::Human {
            let advice = "Nothing was written. Fix the errors, then build again.";
            report::summary(diagnostics, advice)?;
        }
        Ok(Outcome::ContentErrors)
    }

    /// Prints the warnings, and then the summary line with `notes`, a line about the audit, and
    /// `advice`.
    fn success(
        &self,
        diagnostics: Vec<Diagnostic>,
        pages: usize,
        written: WriteSummary,
        notes: &str,
        advice: &str,
    ) -> Result<Outcome> {
        let (shown, audit) = without_audit(diagnostics, self.site);
        // Often nothing, but the JSON format is an array even so.
        report::problems(&shown, self.sources, self.site.format, self.site.report.all)?;
        let line = result_line(pages, written, self.start.elapsed().as_secs_f64());
        say(self.site.format, self.quiet, &format!("{line}{notes}{audit}{advice}"))?;
        Ok(Outcome::Done)
    }
}

/// Two lines with the pages that are new and those that are gone, as far as there are any. Empty
/// after a first build, in which every page is new.
fn new_and_gone_pages(before: &Publication, now: &Publication) -> String {
    if before.addresses.is_empty() {
        return String::new();
    }
    let mut lines = String::new();
    for (word, pages) in [("New", now.pages_without(before)), ("Gone", before.pages_without(now))] {
        let all: Vec<String> =
            pages.map(|(route, page)| format!("{} ({route})", short_title(&page.title))).collect();
        let (first, others) = all.split_at(all.len().min(NAMED));
        if !first.is_empty() {
            lines.push_str(&format!("\n{word}: {}", first.join(", ")));
        }
        if !others.is_empty() {
            lines.push_str(&format!(", and {} more", with_commas(others.len())));
        }
    }
    lines
}

/// A line of its own for what is not shown.
fn line_of_hidden(hidden: &[Hidden]) -> String {
    let line = report::not_shown(hidden);
    if line.is_empty() { line } else { format!("\n{line}") }
}

/// The summary line: shows at a glance whether an edit reached the site.
fn result_line(pages: usize, written: WriteSummary, seconds: f64) -> String {
    let (pages, changed) = (count(pages, "page"), count(written.changed, "file"));
    // Staff need not know whether every page was rendered again to find this out.
    if written == (WriteSummary { changed: 0, removed: 0 }) {
        return format!("Nothing has changed: {pages} up to date ({seconds:.2} s).");
    }
    let removed = with_commas(written.removed);
    format!("Built {pages} in {seconds:.2} s: {changed} changed, {removed} removed.")
}

/// Prints what a command did: on standard output, or on standard error if the other holds a report
/// for a program.
fn say(format: Format, quiet: bool, line: &str) -> Result<()> {
    if quiet {
        return Ok(());
    }
    let line = format!("{line}\n");
    match format {
        Format::Human => streams::out(&line),
        Format::Json | Format::Github => streams::err(&line),
    }
}

/// What `wellread search` is to answer.
enum SearchRequest<'a> {
    /// A query, with at most `limit` results.
    Query { query: &'a str, limit: usize },
    /// The lines of a list. With `strict`, one that does not find what it should is a failure.
    List { searches: Vec<ListedSearch>, strict: bool },
}

/// Reads a list of searches. It may lie anywhere, such as in an export of what a website was asked.
fn read_list(file: &Path) -> Result<Vec<ListedSearch>> {
    let bytes = read_file(file).with_context(|| format!("cannot read {}", file.display()))?;
    let text = String::from_utf8(bytes).ok().with_context(|| {
        format!("{} is not plain text. Save it as text, in the encoding UTF-8.", file.display())
    })?;
    Ok(parse_searches(&text))
}

/// `wellread search`: asks the index that a build would write.
///
/// The hub is read and indexed for each query, so that the answer is about the files as they are
/// now and not about the last build. That takes longer than the search itself and needs no server.
fn search(
    root: &Path,
    request: SearchRequest<'_>,
    content: &ContentArgs,
    ReportArgs { all }: ReportArgs,
    json: bool,
) -> Result<Outcome> {
    let sources = scan(root, &Sources::default())?;
    let Checked { value, diagnostics, .. } = search_index(&sources, content.options()?);
    let Some(hub) = value else {
        report::problems(&diagnostics, &sources, Format::Human, all)?;
        report::summary(&diagnostics, "Fix the errors, then search again.")?;
        return Ok(Outcome::ContentErrors);
    };
    match request {
        SearchRequest::Query { query, limit } => {
            let answer = wellread_search::search(&hub.index, query, limit);
            report::answer(&answer, hub.crisis(), &places_of(query, &hub.numbers), json)?;
        }
        SearchRequest::List { searches, strict } => {
            let tried = hub.try_searches(searches);
            report::searches(&tried, json)?;
            if strict && tried.iter().any(|one| one.outcome != SearchOutcome::Found) {
                return Ok(Outcome::NeedsSomeone);
            }
        }
    }
    Ok(Outcome::Done)
}

/// `wellread check`: a build whose files go nowhere.
///
/// It renders every page anyway: errors in templates are found in no other way, and a check that
/// found less than the build would give false confidence. It also warns of what a build is silent
/// about, such as a hub without crisis lines.
fn check(root: &Path, site: &BuildArgs, quiet: bool) -> Result<Outcome> {
    let progress = Progress::start(quiet, "Checking");
    let sources = scan(root, &Sources::default())?;
    // That a page is gone is a problem of the next build into the usual folder.
    let before = last_publication(root, &root.join(OUTPUT));
    let last = LastBuild { publication: &before, allow_removals: site.allow_removals };
    let Checked { value, diagnostics, accepted } =
        check_hub(last, &sources, site.content.options()?);
    drop(progress);
    let (diagnostics, audit) = without_audit(diagnostics, site);
    report::problems(&diagnostics, &sources, site.format, site.report.all)?;
    if has_errors(&diagnostics) {
        if site.format == Format::Human {
            report::summary(&diagnostics, "`wellread help writing` says how to fix them.")?;
        }
        return Ok(Outcome::ContentErrors);
    }
    let (pages, hidden) =
        value.map(|output| (output.pages, line_of_hidden(&output.hidden))).unwrap_or_default();
    let warnings = diagnostics.iter().filter(|one| one.severity == Severity::Warning).count();
    let pages = count(pages, "page");
    let line = match warnings {
        0 => format!("No problems. The site has {pages}."),
        _ => format!("No errors, {}. The site has {pages}.", count(warnings, "warning")),
    };
    let is_acceptable = |one: &Diagnostic| treatment(one.code) == Some(CodeTreatment::Warning);
    let hint = match site.format {
        Format::Human if diagnostics.iter().any(is_acceptable) => {
            "\nIf one of them is right as it is, accept it: see `wellread help commands`."
        }
        _ => "",
    };
    let accepted = accepted_note(accepted);
    say(site.format, quiet, &format!("{line}{accepted}{hidden}{audit}{hint}"))?;
    Ok(Outcome::Done)
}

/// Removes warnings that belong to the audit and summarizes them in one line, for people who do not
/// want everything. Programs get all.
fn without_audit(mut diagnostics: Vec<Diagnostic>, site: &BuildArgs) -> (Vec<Diagnostic>, String) {
    if site.format != Format::Human || site.report.all || has_errors(&diagnostics) {
        return (diagnostics, String::new());
    }
    let all = diagnostics.len();
    diagnostics.retain(|one| reported_by(one.code) != ReportedBy::Audit);
    let line = match all - diagnostics.len() {
        0 => String::new(),
        1 => "\n1 more warning is in the list of what needs a person: wellread audit".to_owned(),
        many => format!(
            "\n{} more warnings are in the list of what needs a person: wellread audit",
            with_commas(many)
        ),
    };
    (diagnostics, line)
}

/// A sentence on the warnings that are not shown because staff have accepted them; empty if there
/// are none.
fn accepted_note(accepted: usize) -> String {
    if accepted == 0 {
        return String::new();
    }
    format!(" {} accepted.", count(accepted, "warning"))
}
