//! The preview: the build again for every change, and its result to the server.

use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result};
use wellread_content::{Sources, scan};
use wellread_model::{Located, Severity, has_errors};
use wellread_serve::{
    Building, Event, Rebuilt, RenderFn, ServeError, ServeOptions, ServedFile, ServedFiles,
};
use wellread_site::{BuildCache, Content, Finished, Resolved, Site};

use crate::arguments::Day;
use crate::outcome::Outcome;
use crate::report;

/// What the server needs to know.
pub(crate) fn options(
    root: PathBuf,
    port: Option<u16>,
    lan: bool,
    open: bool,
    poll: bool,
) -> ServeOptions {
    let watch = wellread_content::INPUTS.map(str::to_owned).into();
    ServeOptions { root, watch, port, lan, open, poll }
}

/// Serves the hub until it is stopped.
pub(crate) fn serve(options: &ServeOptions, day: &Day, quiet: bool) -> Result<Outcome> {
    let mut preview = Preview::new(&options.root);
    let mut told = Vec::new();
    let rebuild = |building: &Building<'_>| preview.rebuild(day.options(), building);
    let served = wellread_serve::serve(options, rebuild, |event| tell(&event, quiet, &mut told));
    match served {
        Err(error @ ServeError::Port { .. }) => Err(error).context(
            "the preview cannot be shown at this port. Leave --port out, and it takes one that is free",
        ),
        served => Ok(served.map(|()| Outcome::Done)?),
    }
}

/// For how many builds files are kept that pages of that time may still ask for.
const OLDER: usize = 3;

/// Files by path.
type Made = BTreeMap<String, Arc<[u8]>>;

/// What is kept from one build to the next.
struct Preview {
    root: PathBuf,
    sources: Sources,
    /// With what options these sources were built to the end, if they were.
    done: Option<wellread_content::BuildOptions>,
    cache: BuildCache,
    /// The files of the last site that was complete.
    files: Arc<Made>,
    /// Those of them that are the index of the search.
    index: Made,
    /// Those of them, beside the index, whose names hold a hash of their content.
    named: Made,
    /// Files of sites before that are gone and whose names hold a hash of their content, by build,
    /// the newest first.
    older: VecDeque<Made>,
    /// Whether a site without mistakes has been shown.
    was_whole: bool,
    /// The mistakes in templates that were found last, and in which templates.
    errors: (u64, Vec<Located>),
    /// See [`Site::headers`].
    headers: Vec<(&'static str, String)>,
    base_path: String,
}

impl Preview {
    fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            sources: Sources::default(),
            done: None,
            cache: BuildCache::for_rebuilding(),
            files: Arc::default(),
            index: Made::new(),
            named: Made::new(),
            older: VecDeque::new(),
            was_whole: false,
            errors: (0, Vec::new()),
            headers: Vec::new(),
            base_path: "/".to_owned(),
        }
    }

    /// Builds again: [`wellread_site::build`] in two steps. After the first, every page can be made
    /// and is, when somebody asks for it; the second makes all of them, and the index of the search.
    fn rebuild(
        &mut self,
        options: wellread_content::BuildOptions,
        building: &Building<'_>,
    ) -> Result<Option<Rebuilt>> {
        let done = self.done.take();
        let sources = scan(&self.root, &self.sources)?;
        let same = done == Some(options) && sources.is_same_as(&self.sources);
        self.sources = sources;
        if same {
            self.done = done;
            return Ok(None);
        }
        let Resolved { site, diagnostics } = Site::resolve(&self.sources, options, &mut self.cache);
        let mut problems = report::locate(&diagnostics, &self.sources);
        let has_errors = has_errors(&diagnostics);
        // A hub with mistakes stays where it was; one that never was anywhere is shown as far as it
        // can be understood.
        let Some(site) = site.filter(|_| !has_errors || !self.was_whole).map(Arc::new) else {
            self.done = Some(options);
            return Ok(Some(self.rebuilt(None, problems)));
        };
        site.base_path().clone_into(&mut self.base_path);
        self.headers = site.headers();
        if has_errors {
            self.done = Some(options);
            return Ok(Some(self.rebuilt(Some(self.lazy_files(&site)), problems)));
        }
        self.was_whole = true;
        let mut known = problems.clone();
        if self.errors.0 == site.theme_fingerprint() {
            known.extend(self.errors.1.iter().cloned());
        }
        building.show(self.rebuilt(Some(self.lazy_files(&site)), known));
        // A file with the same bytes stays the same file, so that nobody compares it again.
        let files = &self.files;
        let emit = |path: &str, content: Content| match files.get(path) {
            Some(old) if content.is(old) => Arc::clone(old),
            _ => content.into_shared(),
        };
        let interruption = building.interruption();
        let (output, diagnostics) =
            match site.finish(&mut self.cache, &emit, &|| interruption.is_due()) {
                Finished::Complete(output) => (Some(output), Vec::new()),
                Finished::Failed(errors) => (None, errors),
                Finished::Interrupted => return Ok(None),
            };
        self.done = Some(options);
        self.errors = (site.theme_fingerprint(), report::locate(&diagnostics, &self.sources));
        problems.extend(self.errors.1.iter().cloned());
        let files = output.map(|output| self.completed(&site, output.files));
        Ok(Some(self.rebuilt(files, problems)))
    }

    /// Keeps the files of a site that is complete, and of the one before those that a page may still
    /// ask for.
    fn completed(&mut self, site: &Site, files: Made) -> ServedFiles {
        let of = |wanted: &dyn Fn(&str) -> bool| -> Made {
            let wanted = files.iter().filter(|(path, _)| wanted(path));
            wanted.map(|(path, bytes)| (path.clone(), Arc::clone(bytes))).collect()
        };
        let index = of(&|path| site.is_index(path));
        let named = of(&|path| site.is_named_by_content(path) && !site.is_index(path));
        let mut gone = std::mem::replace(&mut self.named, named);
        gone.extend(std::mem::replace(&mut self.index, index));
        gone.retain(|path, _| !files.contains_key(path));
        self.older.push_front(gone);
        self.older.truncate(OLDER);
        self.files = Arc::new(files);
        self.files.iter().map(|(path, bytes)| (path.clone(), bytes.clone().into())).collect()
    }

    /// The files of a site as promises, with the search as it was. A page whose template has a
    /// mistake stays as it was.
    fn lazy_files(&self, site: &Arc<Site>) -> ServedFiles {
        let (maker, old) = (Arc::clone(site), Arc::clone(&self.files));
        let make: RenderFn = Arc::new(move |path| match maker.file(path) {
            Some(Ok(content)) => Some(content.into_shared()),
            _ => old.get(path).cloned(),
        });
        let lazy = |path: &str| (path.to_owned(), ServedFile::Lazy(Arc::clone(&make)));
        let index = self.index.iter().map(|(path, bytes)| (path.clone(), bytes.clone().into()));
        index.chain(site.paths().map(lazy)).collect()
    }

    fn rebuilt(&self, files: Option<ServedFiles>, problems: Vec<Located>) -> Rebuilt {
        let older = self.older.iter().rev().flatten().chain(&self.named);
        let older = older.map(|(path, bytes)| (path.clone(), bytes.clone().into())).collect();
        let (headers, base_path) = (self.headers.clone(), self.base_path.clone());
        Rebuilt { files, older, headers, problems, base_path }
    }
}

/// Says what happened. Problems are shown when they are others than those that were `told` last.
fn tell(event: &Event, quiet: bool, told: &mut Vec<Located>) {
    match event {
        Event::Built { time, changed, removed, problems, is_new } => {
            let mended = problems.is_empty() && !told.is_empty();
            if problems != told {
                report::show(problems);
                told.clone_from(problems);
            }
            let has_errors =
                problems.iter().any(|problem| problem.diagnostic.severity == Severity::Error);
            if has_errors {
                let result = if *is_new {
                    "Pages without an error show the changes."
                } else {
                    "The preview stays as it was until the errors are fixed."
                };
                report::summary(problems.iter().map(|one| &one.diagnostic), result);
            } else if mended {
                anstream::println!("All problems fixed.");
            }
            if !has_errors && !quiet {
                anstream::println!(
                    "Shown after {:.0} ms: {} files changed, {} removed.",
                    time.as_secs_f64() * 1000.0,
                    changed.len(),
                    removed.len()
                );
            }
        }
        Event::Failed { message, is_tried_again } => {
            anstream::eprintln!("wellread: {message}");
            if *is_tried_again {
                anstream::eprintln!("The preview tries again every second.");
            }
        }
        Event::Listening { url, lan_url, taken } => {
            if let Some(port) = taken {
                anstream::println!("Port {port} is taken, so another one is used.");
            }
            anstream::println!("The hub is at {url}");
            if let Some(lan) = lan_url {
                anstream::println!("On a phone in the same network: {lan}");
            }
            anstream::println!("Save a file and see the change. Ctrl-C ends it.");
        }
        Event::Polling { reason } => {
            let why = reason.as_deref().unwrap_or("this folder tells of no changes");
            anstream::println!("Looking for changes twice a second, because {why}.");
        }
        Event::NotOpened { message } => {
            anstream::eprintln!(
                "The browser could not be opened: {message}\nType the address above into it."
            );
        }
    }
}
