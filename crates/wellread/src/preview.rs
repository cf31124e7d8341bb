//! The preview: the loop of `wellread serve`.
//!
//! Wait for a change, scan the hub, resolve the site, show it, finish it, show that. Where no event
//! tells of changes, a scan that finds nothing new is all that happens. The site is
//! shown as soon as it is resolved, with every page rendered when a browser asks for it; so the
//! page that a person looks at does not wait for all others. Finishing renders all of them, and
//! makes the search index. Never here: how files are watched and served, which is
//! `wellread_serve`'s; how a site is made, which is `wellread_site`'s.

mod rendering;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, Result};
use wellread_content::{BuildOptions, Sources, scan};
use wellread_model::{Located, Route, Severity, count, has_errors, with_commas};
use wellread_serve::{
    BuildFailure, BuiltSite, Event, Interruption, PreviewServer, RenderFn, ServeError,
    ServeOptions, ServedFile, ServedFiles, Wakeup,
};
use wellread_site::{BuildCache, Finished, FinishedFile, Publication, Resolved, Site};

use crate::arguments::{OUTPUT, PreviewArgs, ReportArgs};
use crate::audit::KnownHub;
use crate::interrupt::end_on_ctrl_c;
use crate::outcome::Outcome;
use crate::preview::rendering::{SiteRenderer, served_file};
use crate::{browser, report, streams};

/// The address of the list of what needs a person, below that of the hub, and the path of its page.
const AUDIT: &str = "_audit/";
const AUDIT_PAGE: &str = "_audit/index.html";

/// Serves the hub in a folder until it is stopped, as the arguments say.
///
/// # Errors
/// If the server cannot be started, or the first build fails. Later failures are shown in the
/// browser and tried again: a file that an editor holds for a moment must not end an afternoon's
/// preview.
pub(crate) fn serve(root: PathBuf, arguments: &PreviewArgs, quiet: bool) -> Result<Outcome> {
    let PreviewArgs { content, report: ReportArgs { all }, port, lan, open, poll } = arguments;
    let watch = wellread_content::INPUTS.map(str::to_owned).into();
    let options = ServeOptions { root, watch, port: *port, lan: *lan, poll: *poll };
    let mut server = match PreviewServer::start(&options) {
        Err(error @ ServeError::Port { .. }) => {
            return Err(error).context(
                "the preview cannot use this port. Without --port, it takes one that is free",
            );
        }
        started => started?,
    };
    end_on_ctrl_c(server.stop_handle());
    let mut preview = HubPreview::new(options.root);
    let mut console = Console {
        quiet,
        open: *open,
        all: *all,
        shown: Vec::new(),
        has_failed: false,
        not_shown: Default::default(),
        printed: Ok(()),
    };
    let mut wakeup = Wakeup::Changed;
    loop {
        let interruption = server.begin_build();
        // Asked each time, since midnight may have passed.
        let today = content.options()?;
        let built = BuildFailure::catch(|| {
            if preview.scan()? && wakeup == Wakeup::Poll {
                // The file may still be being written; when it is quiet, it is scanned again.
                server.found_change();
            } else {
                preview.build(today, &mut server, &interruption, &mut console);
            }
            anyhow::Ok(())
        });
        if let Err(failure) = built {
            preview.record_failure(&failure, today);
            server.fail_build(failure)?;
        }
        console.print_all(server.take_events());
        console.check()?;
        wakeup = server.wait();
        console.print_all(server.take_events());
        console.check()?;
        if wakeup == Wakeup::Stopped {
            return Ok(Outcome::Done);
        }
    }
}

/// State carried from one build to the next.
struct HubPreview {
    root: PathBuf,
    sources: Sources,
    /// The options with which these sources were built to the end; none if they were not.
    built: Option<BuildOptions>,
    cache: BuildCache,
    /// The files of the last site that was complete.
    files: Arc<ServedFiles>,
    /// Whether a site without errors has been shown.
    was_whole: bool,
    /// Every address that a site without errors has had, with what was there last.
    known: Publication,
    /// Where pages are now whose files have other names, by their old addresses.
    moved: BTreeMap<Route, Route>,
    template_errors: TemplateErrors,
}

/// The errors in templates that the last finished build found.
#[derive(Default)]
struct TemplateErrors {
    /// The fingerprint of the templates: see [`Site::theme_fingerprint`].
    theme: u64,
    found: Vec<Located>,
}

impl HubPreview {
    /// A preview that has not built anything yet.
    fn new(root: PathBuf) -> Self {
        Self {
            root,
            sources: Sources::default(),
            built: None,
            cache: BuildCache::for_rebuilding(),
            files: Arc::default(),
            was_whole: false,
            known: Publication::default(),
            moved: BTreeMap::new(),
            template_errors: TemplateErrors::default(),
        }
    }

    /// Reads what has changed in the hub. Whether anything has.
    ///
    /// # Errors
    /// If the hub cannot be read.
    fn scan(&mut self) -> Result<bool> {
        // If this fails, the sources count as not built: the next scan may find them as they were,
        // and the failure has to be taken back all the same.
        let built = self.built.take();
        let sources = scan(&self.root, &self.sources)?;
        let is_same = sources.is_same_as(&self.sources);
        self.sources = sources;
        self.built = built.filter(|_| is_same);
        Ok(!is_same)
    }

    /// Builds what was scanned and shows the result: [`wellread_site::build`] in its two steps.
    /// Shows nothing if nothing has changed, and nothing more once the build is given up.
    ///
    /// What is shown depends on what is wrong. Errors in the content leave the last good site as it
    /// was, since half an edit is not a state to look at. Errors in templates leave only the pages
    /// that use them. Warnings change nothing.
    fn build(
        &mut self,
        options: BuildOptions,
        server: &mut PreviewServer,
        interruption: &Interruption,
        console: &mut Console,
    ) {
        if self.built == Some(options) {
            return;
        }
        // Until this build has come to its end, the sources count as not built: if it is given up
        // or fails, the next one must not find that nothing has changed.
        self.built = None;

        let Resolved { site, diagnostics, .. } =
            Site::resolve(&self.sources, options, &mut self.cache);
        let mut problems = report::locate(&diagnostics, &self.sources);
        let has_errors = has_errors(&diagnostics);
        // With errors, the whole site stays as it was. A hub that has had errors from the start is
        // shown as far as it is understood: that is better than nothing.
        let Some(site) = site.filter(|_| !has_errors || !self.was_whole).map(Arc::new) else {
            self.built = Some(options);
            server.finish_build(None, problems);
            return;
        };
        if !has_errors {
            self.follow_moves(&site);
        }
        let renderer = SiteRenderer::new(&site);
        let early = Arc::new(renderer.early_files(&self.files));
        let early = self.built_site(&site, early, options);
        if has_errors {
            self.built = Some(options);
            server.finish_build(Some(early), problems);
            return;
        }
        self.was_whole = true;
        // Errors in templates are found by rendering all pages. As long as the templates are the
        // same, so are their errors, and a page that shows them should not lose them for a moment.
        let mut expected = problems.clone();
        if self.template_errors.theme == site.theme_fingerprint() {
            expected.extend(self.template_errors.found.iter().cloned());
        }
        console.not_shown[0] = report::not_shown(site.hidden());
        server.show_early(early, &expected);
        console.print_all(server.take_events());

        let old = Arc::clone(&self.files);
        let render = renderer.of_finished();
        let emit = |path: &str, file: FinishedFile| served_file(old.get(path), file, &render);
        let (output, diagnostics) =
            match site.finish(&mut self.cache, &emit, &|| interruption.is_due()) {
                Finished::Complete(output) => (Some(output), Vec::new()),
                Finished::Failed(errors) => (None, errors),
                Finished::Interrupted => return,
            };
        self.built = Some(options);
        let found = report::locate(&diagnostics, &self.sources);
        problems.extend(found.iter().cloned());
        self.template_errors = TemplateErrors { theme: site.theme_fingerprint(), found };
        let finished = output.map(|output| {
            self.files = Arc::new(output.files);
            self.built_site(&site, Arc::clone(&self.files), options)
        });
        server.finish_build(finished, problems);
    }

    /// Finds out which pages have other addresses than before, because their files were renamed. An
    /// open page goes on to the new address.
    fn follow_moves(&mut self, site: &Site) {
        let now = site.addresses();
        for (old, new) in site.moves(&self.known, &now) {
            self.known.addresses.remove(&old);
            // Redirects to the old address now lead to the new one.
            self.moved.values_mut().filter(|to| **to == old).for_each(|to| to.clone_from(&new));
            self.moved.insert(old, new);
        }
        self.moved.retain(|old, _| !now.addresses.contains_key(old));
        // What is gone stays known: some programs delete a file before they write it under a new
        // name.
        self.known.addresses.extend(now.addresses);
    }

    /// A site as the server takes it.
    fn built_site(&self, site: &Site, files: Arc<ServedFiles>, options: BuildOptions) -> BuiltSite {
        let text = |route: &Route| route.as_str().to_owned();
        BuiltSite {
            own_pages: self.audit_page(site, options),
            files,
            headers: site.headers(),
            base_path: site.base_path().to_owned(),
            moved: self.moved.iter().map(|(old, new)| (text(old), text(new))).collect(),
        }
    }

    /// The page with what needs a person, made when it is asked for. It is never a part of a build.
    /// It is made again if another command has written down something new, such as a check of
    /// links.
    fn audit_page(&self, site: &Site, options: BuildOptions) -> ServedFiles {
        let (sources, root) = (self.sources.clone(), self.root.clone());
        let output = root.join(OUTPUT);
        let home = site.base_path().to_owned();
        let last: Mutex<Option<(KnownHub, Arc<[u8]>)>> = Mutex::new(None);
        let render: RenderFn = Arc::new(move |_| {
            let known = match KnownHub::read(&root, &output) {
                Ok(known) => known,
                Err(failure) => {
                    return Some(report::failed_audit_page(&failure, &home).into_bytes().into());
                }
            };
            // A panic cannot leave half a page, so poisoning is ignored.
            let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((_, page)) = last.as_ref().filter(|(before, _)| *before == known) {
                return Some(Arc::clone(page));
            }
            let found = known.audit(&sources, options).value;
            let page: Arc<[u8]> =
                report::audit_page(found.as_ref(), &sources, &home).into_bytes().into();
            *last = Some((known, Arc::clone(&page)));
            Some(page)
        });
        [(AUDIT_PAGE.to_owned(), ServedFile::Lazy(render))].into()
    }

    /// Records a failure. After a bug, nothing is retried until something changes.
    fn record_failure(&mut self, failure: &BuildFailure, options: BuildOptions) {
        if *failure == BuildFailure::Bug {
            self.built = Some(options);
        }
    }
}

/// The terminal of the person who edits.
///
/// It is often hidden behind an editor, and then read from the bottom up. So it repeats nothing:
/// the same problems are not printed again for each save, and that all are fixed is reported once.
struct Console {
    quiet: bool,
    /// Whether to open the browser; done once.
    open: bool,
    /// Whether to show every problem, however many are alike.
    all: bool,
    /// The problems that were shown last.
    shown: Vec<Located>,
    /// Whether the last build failed.
    has_failed: bool,
    /// What the site does not show, and what was said of it last.
    not_shown: [String; 2],
    /// Whether all could be printed so far. Stored until the preview asks: a terminal that is gone
    /// is no failure of the build in which that shows, and must not be tried again like one.
    printed: Result<()>,
}

impl Console {
    /// Prints events in their order.
    fn print_all(&mut self, events: Vec<Event>) {
        events.into_iter().for_each(|event| self.print(event));
    }

    /// The first failure to print, if there was one.
    ///
    /// # Errors
    /// That failure.
    fn check(&mut self) -> Result<()> {
        std::mem::replace(&mut self.printed, Ok(()))
    }

    /// Prints one event, and stores the failure if that is the first that cannot be printed.
    fn print(&mut self, event: Event) {
        let printed = self.try_print(event);
        if self.printed.is_ok() {
            self.printed = printed;
        }
    }

    /// Prints one event. Problems and failures go to standard error, all else to standard output.
    ///
    /// # Errors
    /// If it cannot be printed.
    fn try_print(&mut self, event: Event) -> Result<()> {
        match event {
            Event::Built { time, changed, removed, problems, is_new } => {
                let is_over = std::mem::take(&mut self.has_failed);
                let is_same = changed.is_empty() && removed.is_empty() && problems == self.shown;
                // Saving a file without a change is not reported, except when a failure is over.
                if is_same && !is_over {
                    return Ok(());
                }
                let has_errors = self.print_problems(problems, is_new)?;
                if has_errors || self.quiet {
                    return Ok(());
                }
                let mut lines = format!(
                    "Shown after {:.0} ms: {} changed, {} removed.\n",
                    time.as_secs_f64() * 1000.0,
                    count(changed.len(), "file"),
                    with_commas(removed.len())
                );
                let [now, before] = &mut self.not_shown;
                if now != before {
                    before.clone_from(now);
                    if !now.is_empty() {
                        lines.push_str(&format!(
                            "{now} To see it, stop the preview and start it with --drafts.\n"
                        ));
                    }
                }
                streams::out(&lines)
            }
            Event::Failed(failure) => {
                self.has_failed = true;
                let again = match failure {
                    BuildFailure::Machine(_) => "The preview tries again every second.\n",
                    BuildFailure::Bug => "",
                };
                streams::err(&format!("wellread: {failure}\n{again}"))
            }
            Event::Listening { url, lan_url, taken } => {
                self.print_address(&url, lan_url.as_deref(), taken)
            }
            Event::Polling(reason) => {
                streams::out(&format!("Checking for changes twice a second: {reason}.\n"))
            }
        }
    }

    /// Says where the preview is, and opens it the first time.
    ///
    /// # Errors
    /// If it cannot be printed.
    fn print_address(&mut self, url: &str, lan: Option<&str>, taken: Option<u16>) -> Result<()> {
        let taken = taken
            .map(|port| format!("Port {port} is taken, so another one is used.\n"))
            .unwrap_or_default();
        let lan =
            lan.map(|lan| format!("On a phone in the same network: {lan}\n")).unwrap_or_default();
        streams::out(&format!(
            "{taken}The hub is at {url}\n{lan}What needs a person: {url}{AUDIT}\n\
             Save a file to see the change. Press Ctrl-C to stop.\n"
        ))?;
        if std::mem::take(&mut self.open)
            && let Err(error) = browser::open(url)
        {
            streams::err(&format!(
                "The browser could not be opened: {error}\nType the address above into it.\n"
            ))?;
        }
        Ok(())
    }

    /// Shows the problems of a build, unless the same were shown last. Whether there are errors.
    ///
    /// # Errors
    /// If they cannot be printed.
    fn print_problems(&mut self, problems: Vec<Located>, is_new: bool) -> Result<bool> {
        let are_fixed = problems.is_empty() && !self.shown.is_empty();
        if problems != self.shown {
            report::show(&problems, self.all)?;
        }
        let has_errors =
            problems.iter().any(|problem| problem.diagnostic.severity == Severity::Error);
        if has_errors {
            let result = if is_new {
                "Pages without errors are up to date."
            } else {
                "The preview stays as it was until the errors are fixed."
            };
            report::summary(problems.iter().map(|one| &one.diagnostic), result)?;
        } else if are_fixed && !self.quiet {
            streams::out("All problems fixed.\n")?;
        }
        self.shown = problems;
        Ok(has_errors)
    }
}
