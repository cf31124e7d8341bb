//! The preview as the loop that builds sees it: a server to show sites with, and a wait for the
//! next change.
//!
//! The caller owns the loop and all that is in it; nothing here calls back. One build at a time: it
//! may show a site before it has come to its end, and changes that come meanwhile are waited for
//! afterwards, in one wait. Where next: [`crate::watch`] for what ends a wait,
//! [`crate::connections`] for who looks at the site.

use std::sync::Arc;
use std::time::{Duration, Instant};

use wellread_model::Located;

use crate::announcer::Announcer;
use crate::build_failure::BuildFailure;
use crate::connections::HttpServer;
use crate::current::CurrentSite;
use crate::error::ServeError;
use crate::event::Event;
use crate::history::{SiteDifference, SiteHistory};
use crate::interruption::Interruption;
use crate::listen::listen;
use crate::options::ServeOptions;
use crate::snapshot::{BuiltSite, Problems, ServedSite, Snapshot};
use crate::watch::Scope;
use crate::watch::folder_watcher::FolderWatcher;
use crate::watch::signal::{ChangeSignal, Wakeup};

/// How long to wait without a change: a new day may have begun, and with it the publication of an
/// article.
const IDLE_WAIT: Duration = Duration::from_secs(600);
/// When to try again after a failure of the machine, such as a file that another program has
/// locked.
const RETRY_WAIT: Duration = Duration::from_secs(1);
/// How many builds in a row may be given up for newer changes, so that something that changes all
/// the time does not prevent the site from ever being complete.
const MAX_GIVEN_UP: u32 = 5;

/// A preview that is running: it watches the hub's folder and serves sites to browsers. It ends
/// when dropped: pages that wait are answered, and the port is released.
///
/// # Examples
///
/// A preview whose "build" copies one file. A real one runs until the process ends; this one stops
/// when it has announced where it is.
///
/// ```
/// use std::sync::Arc;
/// use wellread_serve::{BuildFailure, BuiltSite, Event, PreviewServer, ServeOptions};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let hub = tempfile::tempdir()?;
/// let page = hub.path().join("page.html");
/// std::fs::write(&page, "<h1>Hello</h1>")?;
///
/// let (root, watch) = (hub.path().to_owned(), vec!["page.html".to_owned()]);
/// let options = ServeOptions { root, watch, port: Some(0), ..ServeOptions::default() };
/// let mut server = PreviewServer::start(&options)?;
/// let stop = server.stop_handle();
/// loop {
///     server.begin_build();
///     let events = match BuildFailure::catch(|| std::fs::read(&page)) {
///         Ok(bytes) => {
///             let files = Arc::new([("index.html".to_owned(), bytes.into())].into());
///             let site = BuiltSite { files, base_path: "/".to_owned(), ..Default::default() };
///             server.finish_build(Some(site), Vec::new())
///         }
///         Err(failure) => server.fail_build(failure)?,
///     };
///     for event in events {
///         if let Event::Listening { url, .. } = event {
///             assert!(url.starts_with("http://127.0.0.1:"));
///             stop.stop();
///         }
///     }
///     // Waits until `page.html` changes, or the preview is stopped.
///     if server.wait().is_none() {
///         return Ok(());
///     }
/// }
/// # }
/// ```
#[derive(Debug)]
pub struct PreviewServer {
    /// Serves what is `current` until it is dropped.
    _http: HttpServer,
    watcher: FolderWatcher,
    signal: Arc<ChangeSignal>,
    current: Arc<CurrentSite>,
    announcer: Announcer,
    history: SiteHistory,
    /// See [`Problems`]: the id of those that were last reported.
    reported_problems: Option<String>,
    /// The failure of the last build, if it failed.
    failure: Option<BuildFailure>,
    /// How many builds in a row were given up.
    given_up: u32,
    build: BuildProgress,
    /// What has happened and has not been returned to the caller yet.
    events: Vec<Event>,
}

/// How far the build of the moment has come.
#[derive(Debug)]
struct BuildProgress {
    started: Instant,
    interruption: Interruption,
    /// How long it took until there was something new to show.
    first_shown: Option<Duration>,
    /// Whether a site was shown.
    is_new: bool,
}

/// Ends a preview from another thread; clones end the same one.
#[derive(Debug, Clone)]
pub struct Stop {
    signal: Arc<ChangeSignal>,
}

impl Stop {
    /// Ends the wait of the preview for a change, now and for good.
    pub fn stop(&self) {
        self.signal.stop();
    }
}

impl PreviewServer {
    /// Takes the port, begins to watch the folder, and serves a page that says that there is
    /// nothing yet.
    ///
    /// # Errors
    /// If the port is unavailable, the folder cannot be read, or the system refuses a thread.
    pub fn start(options: &ServeOptions) -> Result<Self, ServeError> {
        let root = |source| ServeError::Root { path: options.root.clone(), source };
        drop(std::fs::read_dir(&options.root).map_err(root)?);
        // The port first: a person whose port is taken should not wait for a build.
        let listening = listen(options)?;
        let announcer = Announcer {
            port: listening.port,
            lan: options.lan,
            taken: listening.taken,
            base_path: None,
        };
        let signal = Arc::new(ChangeSignal::default());
        let mut events = Vec::new();
        // Watching begins before the caller reads the content, so that no change falls between.
        let scope = Scope::new(&options.root, &options.watch);
        let watcher = FolderWatcher::start(scope, &signal, options.poll, &mut events)?;
        let problems = Arc::new(Problems::new(Vec::new()));
        let nothing = Snapshot { site: None, problems, generation: 0 };
        let current = Arc::new(CurrentSite::new(nothing));
        let http = HttpServer::start(listening, options.lan, Arc::clone(&current))?;
        let build = BuildProgress::new(Interruption::new(&signal, true));
        Ok(Self {
            _http: http,
            watcher,
            signal,
            current,
            announcer,
            history: SiteHistory::default(),
            reported_problems: None,
            failure: None,
            given_up: 0,
            build,
            events,
        })
    }

    /// A handle that ends the preview from another thread.
    #[must_use]
    pub fn stop_handle(&self) -> Stop {
        Stop { signal: Arc::clone(&self.signal) }
    }

    /// Says that a build begins. What it returns tells the build when to give up; one that does
    /// shows nothing more, and goes on to [`Self::wait`].
    pub fn begin_build(&mut self) -> Interruption {
        let interruption = Interruption::new(&self.signal, self.given_up < MAX_GIVEN_UP);
        self.build = BuildProgress::new(interruption.clone());
        interruption
    }

    /// Shows a site before the build has come to its end.
    pub fn show_early(&mut self, site: BuiltSite, problems: Vec<Located>) -> Vec<Event> {
        self.show(Some(site), Problems::new(problems));
        std::mem::take(&mut self.events)
    }

    /// Shows what was built in the end; without a site, because of errors, what is shown stays.
    pub fn finish_build(&mut self, site: Option<BuiltSite>, problems: Vec<Located>) -> Vec<Event> {
        self.given_up = 0;
        // Only a site that was finished is compared with the next, since all files of an early one
        // may be lazy.
        let files = site.as_ref().map(|site| Arc::clone(&site.files));
        let told = Problems::new(problems.clone());
        let id = told.id.clone();
        // What there is to report is worked out when browsers have the site already.
        self.show(site, told);
        let difference =
            files.map_or_else(SiteDifference::default, |files| self.history.record(files));
        // Saving a file without a change is no news for the terminal, except that a failure is over.
        let has_same_problems = self.reported_problems.as_ref() == Some(&id);
        self.reported_problems = Some(id);
        let has_recovered = self.failure.take().is_some();
        if !difference.is_empty() || !has_same_problems || has_recovered {
            let SiteDifference { changed, removed } = difference;
            let time = self.build.first_shown.unwrap_or_default();
            let is_new = self.build.is_new;
            self.events.push(Event::Built { time, changed, removed, problems, is_new });
        }
        std::mem::take(&mut self.events)
    }

    /// Shows that a build failed; the site stays. The same failure is reported once.
    ///
    /// # Errors
    /// If nothing has ever been built: then there is nothing to preview.
    pub fn fail_build(&mut self, failure: BuildFailure) -> Result<Vec<Event>, ServeError> {
        if !self.announcer.has_announced() {
            return Err(ServeError::FirstBuild(failure.message()));
        }
        self.show(None, Problems::new(vec![failure.problem()]));
        // A locked file fails every second, and need not be reported every second.
        if self.failure.as_ref() != Some(&failure) {
            self.events.push(failure.event());
            self.failure = Some(failure);
        }
        Ok(std::mem::take(&mut self.events))
    }

    /// Waits until it is time to build again: something has changed, a failure may have passed, or a
    /// new day may have begun. `None` if the preview was stopped.
    pub fn wait(&mut self) -> Option<Vec<Event>> {
        if self.build.interruption.has_happened() {
            self.given_up += 1;
        }
        let may_pass = self.failure.as_ref().is_some_and(BuildFailure::may_pass);
        match self.signal.next(if may_pass { RETRY_WAIT } else { IDLE_WAIT }) {
            Wakeup::Stop => None,
            Wakeup::Rescan { rewatch, fault } => {
                self.watcher.renew(rewatch, fault, &mut self.events);
                Some(std::mem::take(&mut self.events))
            }
        }
    }

    /// Shows a site and its problems. Without a site, the one that is shown stays.
    fn show(&mut self, site: Option<BuiltSite>, problems: Problems) {
        let base_path = site.as_ref().map(|site| site.base_path.clone());
        self.build.is_new |= site.is_some();
        let old = self.current.snapshot();
        let new = site.map(|site| Arc::new(ServedSite::new(site, self.history.retained())));
        self.current.show(old.next(new.or_else(|| old.site.clone()), problems));
        self.build.first_shown.get_or_insert_with(|| self.build.started.elapsed());
        self.announcer.announce(base_path.as_deref(), &mut self.events);
    }
}

impl BuildProgress {
    fn new(interruption: Interruption) -> Self {
        Self { started: Instant::now(), interruption, first_shown: None, is_new: false }
    }
}
