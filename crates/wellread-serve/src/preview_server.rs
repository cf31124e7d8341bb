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

use crate::build_failure::BuildFailure;
use crate::connections::HttpServer;
use crate::current::CurrentSite;
use crate::error::ServeError;
use crate::event::Event;
use crate::history::{SiteChanges, SiteHistory};
use crate::listen::{Address, listen};
use crate::options::ServeOptions;
use crate::problems::Problems;
use crate::snapshot::{BuiltSite, ServedSite};
use crate::watch::FolderWatcher;
use crate::watch::signal::{ChangeSignal, Interruption, Wakeup};

/// When to try again after a failure of the machine, such as a file that is locked.
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
/// use wellread_serve::{BuildFailure, BuiltSite, Event, PreviewServer, ServeOptions, Wakeup};
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
///     match BuildFailure::catch(|| std::fs::read(&page)) {
///         Ok(bytes) => {
///             let files = Arc::new([("index.html".to_owned(), bytes.into())].into());
///             let site = BuiltSite { files, base_path: "/".to_owned(), ..Default::default() };
///             server.finish_build(Some(site), Vec::new());
///         }
///         Err(failure) => server.fail_build(failure)?,
///     }
///     for event in server.take_events() {
///         if let Event::Listening { url, .. } = event {
///             assert!(url.starts_with("http://127.0.0.1:"));
///             stop();
///         }
///     }
///     // Ends when `page.html` changes, or the preview is stopped.
///     if server.wait() == Wakeup::Stopped {
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
    address: Address,
    history: SiteHistory,
    /// The failure of the last build, if it failed.
    failure: Option<BuildFailure>,
    /// How many builds in a row have shown a site and not come to their end: they were given up,
    /// but for the one that may be under way.
    given_up: u32,
    /// When the build of the moment began, and how long it took until there was something to show.
    started: Instant,
    first_shown: Option<Duration>,
    /// What has happened and has not been taken by the caller yet.
    events: Vec<Event>,
}

impl PreviewServer {
    /// Takes the port, begins to watch the folder, and serves a page that says that there is
    /// nothing yet.
    ///
    /// # Errors
    /// If the port is unavailable, the folder cannot be read, or the system refuses a thread.
    pub fn start(options: &ServeOptions) -> Result<Self, ServeError> {
        let unreadable = |source| {
            let what = format!("the folder {} cannot be read", options.root.display());
            ServeError::machine(what, source)
        };
        drop(std::fs::read_dir(&options.root).map_err(unreadable)?);
        let root = std::path::absolute(&options.root).map_err(unreadable)?;
        // The port first: a person whose port is taken should not wait for a build.
        let (listener, address) = listen(options)?;
        let signal = Arc::new(ChangeSignal::default());
        let mut events = Vec::new();
        // Watching begins before the caller reads the content, so that no change falls between.
        let watched = ServeOptions { root, ..options.clone() };
        let watcher = FolderWatcher::start(watched, Arc::clone(&signal), &mut events);
        let current = Arc::new(CurrentSite::default());
        let http = HttpServer::start(listener, address.port, options.lan, Arc::clone(&current))?;
        Ok(Self {
            _http: http,
            watcher,
            signal,
            current,
            address,
            history: SiteHistory::default(),
            failure: None,
            given_up: 0,
            started: Instant::now(),
            first_shown: None,
            events,
        })
    }

    /// A function that ends the preview from another thread: the wait for a change, now and for
    /// good. A build that is under way is interrupted.
    pub fn stop_handle(&self) -> impl Fn() + Clone + Send + Sync + 'static {
        let signal = Arc::clone(&self.signal);
        move || signal.stop()
    }

    /// What has happened since this was last asked, in order.
    pub fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    /// Says that a build begins. What it returns tells the build when to give up; one that does
    /// shows nothing more, and goes on to [`Self::wait`].
    pub fn begin_build(&mut self) -> Interruption {
        (self.started, self.first_shown) = (Instant::now(), None);
        let is_allowed = self.given_up < MAX_GIVEN_UP;
        Interruption { signal: Arc::clone(&self.signal), is_allowed }
    }

    /// Shows a site before the build has come to its end.
    pub fn show_early(&mut self, site: BuiltSite, problems: &[Located]) {
        self.given_up += 1;
        self.show(Some(site), Problems::new(problems));
    }

    /// Shows the finished build. Without a site, because of errors, the previous one stays.
    pub fn finish_build(&mut self, site: Option<BuiltSite>, problems: Vec<Located>) {
        self.given_up = 0;
        self.failure = None;
        // What is shown early is a site.
        let is_new = site.is_some() || self.first_shown.is_some();
        let files = site.as_ref().map(|site| Arc::clone(&site.files));
        self.show(site, Problems::new(&problems));
        // What has changed is worked out when browsers have the site already. Only a site that was
        // finished is compared with the next, since all files of an early one may be lazy.
        let SiteChanges { changed, removed } =
            files.map(|files| self.history.record(&files)).unwrap_or_default();
        let time = self.first_shown.unwrap_or_default();
        self.events.push(Event::Built { time, changed, removed, problems, is_new });
    }

    /// Shows that a build failed; the site stays. The same failure is reported once.
    ///
    /// # Errors
    /// If nothing has ever been built: then there is nothing to preview.
    pub fn fail_build(&mut self, failure: BuildFailure) -> Result<(), ServeError> {
        if !self.address.is_announced() {
            return Err(ServeError::FirstBuild(failure));
        }
        self.given_up = 0;
        self.show(None, Problems::new(&[failure.problem()]));
        // A locked file fails every second, and need not be reported every second.
        if self.failure.as_ref() != Some(&failure) {
            self.events.push(Event::Failed(failure.clone()));
            self.failure = Some(failure);
        }
        Ok(())
    }

    /// Waits until it is time to build again, or to poll for changes.
    pub fn wait(&mut self) -> Wakeup {
        let may_pass = matches!(self.failure, Some(BuildFailure::Machine(_)));
        self.watcher.wait(may_pass.then_some(RETRY_WAIT), &mut self.events)
    }

    /// Says that a scan after [`Wakeup::Poll`] has found a change. It may still be going on, so the
    /// next [`Self::wait`] ends when it is over.
    pub fn found_change(&mut self) {
        self.signal.raise(false);
    }

    /// Shows a site and its problems. Without a site, the one that is shown stays.
    fn show(&mut self, site: Option<BuiltSite>, problems: Problems) {
        let base_path = site.as_ref().map(|site| site.base_path.clone());
        let site = site.map(|site| ServedSite::new(site, self.history.hashed.clone()));
        self.current.show(self.current.snapshot().next(site, problems));
        self.first_shown.get_or_insert_with(|| self.started.elapsed());
        self.events.extend(self.address.announce(base_path.as_deref()));
    }
}
