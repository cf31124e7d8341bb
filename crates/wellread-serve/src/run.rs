//! The loop: wait for a change, have the site built, show it, report it.
//!
//! One build at a time, on the calling thread. A build may show a site before it has come to its
//! end; changes that come during a build are looked at after it, in one more build, and a build
//! may give up when they do. Where next: [`crate::watch`] for what wakes the loop,
//! [`crate::current`] for what it fills.

use std::cell::{Cell, RefCell};
use std::fmt::Display;
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use wellread_model::Diagnostic;

use crate::connections::{Connections, accept};
use crate::current::CurrentSite;
use crate::http::target::percent_encode;
use crate::listen::{Listening, lan_address, listen};
use crate::snapshot::{self, Problems, ServedFile, ServedSite, Snapshot};
use crate::watch::Scope;
use crate::watch::scan;
use crate::watch::signal::{Call, ChangeSignal};
use crate::watch::watching::Watching;
use crate::{Event, Rebuilt, ServeError, ServeOptions, Stop, browser};

/// How often to look without a reason: a new day may have begun.
const SELDOM: Duration = Duration::from_secs(600);
/// When to try again after a failure of the machine, such as a file that another program has locked.
const SOON: Duration = Duration::from_secs(1);

/// How many builds in a row may be given up for newer changes, so that something that changes all
/// the time does not keep the site from ever being complete.
const MOST_GIVEN_UP: u32 = 5;

/// Serves a hub until the process ends.
///
/// `build` looks at the sources again and builds; it is called once at the start and then after
/// every change. It returns `None` where what is shown should stay: because nothing has changed,
/// or because it gave up when an [`Interruption`] was due. Mistakes in the content are in what it
/// returns; an `Err` is a failure of the machine. `report` gets what the terminal should say.
///
/// # Errors
/// If no port can be had, the folder cannot be read, or the machine fails in the first build.
/// Later failures are reported and the last good site stays.
pub fn serve<E: Display>(
    options: &ServeOptions,
    build: impl FnMut(&Building<'_>) -> Result<Option<Rebuilt>, E>,
    report: impl FnMut(Event),
) -> Result<(), ServeError> {
    serve_until(options, &Stop::new(), build, report)
}

/// [`serve`], until `stop` is used. When it returns, the port and all threads are released.
///
/// # Errors
/// As [`serve`].
pub fn serve_until<E: Display>(
    options: &ServeOptions,
    stop: &Stop,
    mut build: impl FnMut(&Building<'_>) -> Result<Option<Rebuilt>, E>,
    mut report: impl FnMut(Event),
) -> Result<(), ServeError> {
    let root = |source| ServeError::Root { path: options.root.clone(), source };
    drop(std::fs::read_dir(&options.root).map_err(root)?);
    // The port first: whoever asked for one that is taken should not wait for a build.
    let Listening { listener, port, taken } = listen(options)?;
    let scope = Scope::new(&options.root, &options.watch);
    // Watching begins before the sources are read, so that no change falls between.
    let mut watching = Watching::begin(scope, &stop.signal, options.poll, &mut report);
    let before = Instant::now();
    let seen = (scan::signature(watching.scope()), before);

    let current = Arc::new(CurrentSite::new(Snapshot { site: None, problems: Problems::none() }));
    let mut running = Running::new(&current, &stop.signal, port);
    let (accepting, connections) = (Arc::clone(&current), Arc::clone(&running.connections));
    running.spawn("accept", move || accept(&listener, &accepting, &connections))?;
    let (scope, signal) = (watching.scope().clone(), Arc::clone(&stop.signal));
    let duty = watching.duty();
    running.spawn("scan", move || scan::keep_scanning(&scope, &signal, &duty, seen))?;

    let report = RefCell::new(&mut report as &mut dyn FnMut(Event));
    let greeting = Announcer {
        port,
        lan: options.lan,
        taken: Cell::new(taken),
        open: Cell::new(options.open),
        base_path: RefCell::default(),
    };
    let mut reported = None;
    let mut failed = None;
    let mut given_up = 0;
    loop {
        let building = Building {
            current: &current,
            report: &report,
            greeting: &greeting,
            interruption: Interruption {
                signal: Arc::clone(&stop.signal),
                is_allowed: given_up < MOST_GIVEN_UP,
                has_happened: AtomicBool::new(false),
            },
            started: Instant::now(),
            shown: Cell::new(None),
            is_new: Cell::new(false),
        };
        match attempt(|| build(&building)) {
            Ok(Some(rebuilt)) => {
                given_up = 0;
                let recovered = failed.take().is_some();
                let event = building.conclude(rebuilt, &mut reported, recovered);
                event.into_iter().for_each(|event| building.report(event));
            }
            Ok(None) => {
                given_up += u32::from(building.interruption.has_happened.load(Ordering::Relaxed))
            }
            Err(failure) if greeting.base_path.borrow().is_none() => {
                return Err(ServeError::FirstBuild(failure.message));
            }
            Err(failure) => {
                show_failure(&current, &failure);
                if failed.as_ref() != Some(&failure) {
                    building.report(failure.event());
                    failed = Some(failure);
                }
            }
        }
        let may_pass = failed.as_ref().is_some_and(|failure| !failure.is_fault);
        match stop.signal.next(if may_pass { SOON } else { SELDOM }) {
            Call::Stop => return Ok(()),
            Call::Look { rewatch, unreliable } => {
                watching.renew(rewatch, unreliable, &mut |event| building.report(event));
            }
        }
    }
}

/// A build that is under way.
pub struct Building<'a> {
    current: &'a CurrentSite,
    report: &'a RefCell<&'a mut dyn FnMut(Event)>,
    greeting: &'a Announcer,
    interruption: Interruption,
    started: Instant,
    /// How long it took until there was something new to show.
    shown: Cell<Option<Duration>>,
    /// Whether a site was shown.
    is_new: Cell<bool>,
}

/// Says whether a build had better be given up.
#[derive(Debug)]
pub struct Interruption {
    signal: Arc<ChangeSignal>,
    is_allowed: bool,
    has_happened: AtomicBool,
}

impl Interruption {
    /// Whether something has changed since the build began, so that its end is of no use.
    #[must_use]
    pub fn is_due(&self) -> bool {
        let is_due = self.is_allowed && self.signal.has_news();
        self.has_happened.fetch_or(is_due, Ordering::Relaxed);
        is_due
    }
}

/// What was last reported.
struct Reported {
    /// The last site with which a build came to its end.
    site: Option<Arc<ServedSite>>,
    /// See [`Problems::id`].
    problems: String,
}

impl Building<'_> {
    /// Shows a site before the build has come to its end. What the build returns in the end is
    /// shown in its place.
    pub fn show(&self, mut early: Rebuilt) {
        self.replace(&mut early);
    }

    /// Whether to give up, for all threads to ask.
    #[must_use]
    pub const fn interruption(&self) -> &Interruption {
        &self.interruption
    }

    /// Shows a site and what was noticed. Without a site, the one that is shown stays.
    fn replace(&self, built: &mut Rebuilt) -> (Option<Arc<ServedSite>>, Arc<Problems>) {
        let new = built.files.take().map(|files| Arc::new(ServedSite::new(built, files)));
        self.is_new.set(self.is_new.get() || new.is_some());
        let site = new.clone().or_else(|| self.current.current().0.site);
        let problems = Arc::new(Problems::new(&built.problems));
        self.current.show(Snapshot { site, problems: Arc::clone(&problems) });
        self.shown.set(self.shown.get().or_else(|| Some(self.started.elapsed())));
        self.greeting.say(&built.base_path, &mut |event| self.report(event));
        (new, problems)
    }

    /// Shows what was built in the end. What there is to report is worked out afterwards.
    fn conclude(
        &self,
        mut rebuilt: Rebuilt,
        reported: &mut Option<Reported>,
        always: bool,
    ) -> Option<Event> {
        let (new, problems) = self.replace(&mut rebuilt);
        let is_new = self.is_new.get();
        let time = self.shown.get().unwrap_or_default();
        let old = reported.as_ref().and_then(|reported| reported.site.as_deref());
        let (changed, removed) = match (old, &new) {
            (Some(old), Some(new)) => differences(old, new),
            (None, Some(new)) => (new.files.keys().cloned().collect(), Vec::new()),
            (_, None) => (Vec::new(), Vec::new()),
        };
        let same_problems =
            reported.as_ref().is_some_and(|reported| reported.problems == problems.id);
        let is_news = !(changed.is_empty() && removed.is_empty() && same_problems) || always;
        let site = new.or_else(|| reported.take()?.site);
        *reported = Some(Reported { site, problems: problems.id.clone() });
        let problems = rebuilt.problems;
        is_news.then_some(Event::Built { time, changed, removed, problems, is_new })
    }

    fn report(&self, event: Event) {
        self.report.borrow_mut()(event);
    }
}

/// Says where the hub can be seen.
struct Announcer {
    port: u16,
    lan: bool,
    /// Said once.
    taken: Cell<Option<u16>>,
    /// Done once.
    open: Cell<bool>,
    /// What was said last.
    base_path: RefCell<Option<String>>,
}

impl Announcer {
    /// Says it if there is something new to say.
    fn say(&self, base_path: &str, report: &mut dyn FnMut(Event)) {
        if self.base_path.borrow().as_deref() == Some(base_path) {
            return;
        }
        self.base_path.replace(Some(base_path.to_owned()));
        let base = percent_encode(&snapshot::base(base_path));
        let address = |host: String| format!("http://{host}:{}/{base}", self.port);
        let url = address("127.0.0.1".to_owned());
        let lan_url = lan_address().filter(|_| self.lan).map(|ip| address(ip.to_string()));
        report(Event::Listening { url: url.clone(), lan_url, taken: self.taken.take() });
        if self.open.take()
            && let Err(error) = browser::open(&url)
        {
            report(Event::NotOpened { message: error.to_string() });
        }
    }
}

/// Builds. A panic is a fault of the program, and one that must not cost the person at the
/// keyboard the preview: what the closure left behind is its own affair, here nothing is half done.
fn attempt<E: Display>(
    build: impl FnOnce() -> Result<Option<Rebuilt>, E>,
) -> Result<Option<Rebuilt>, Failure> {
    match catch_unwind(AssertUnwindSafe(build)) {
        // The alternate form of some errors includes their causes.
        Ok(built) => {
            built.map_err(|error| Failure { message: format!("{error:#}"), is_fault: false })
        }
        Err(_) => {
            let message = "the build stopped because of a fault in Wellread itself".to_owned();
            Err(Failure { message, is_fault: true })
        }
    }
}

/// Why a build came to no end.
#[derive(Debug, PartialEq, Eq)]
struct Failure {
    message: String,
    /// Whether it is a fault of the program, which the same files would only show again.
    is_fault: bool,
}

impl Failure {
    fn event(&self) -> Event {
        Event::Failed { message: self.message.clone(), is_tried_again: !self.is_fault }
    }
}

/// Keeps the site and shows why there is no newer one.
fn show_failure(current: &CurrentSite, failure: &Failure) {
    let mut problem = Diagnostic::error_without_place("build-failed", &*failure.message);
    if !failure.is_fault {
        problem = problem.help("The preview tries again every second.");
    }
    let problem = problem.located(|_| None);
    let (old, _) = current.current();
    current.show(Snapshot { site: old.site, problems: Arc::new(Problems::new(&[problem])) });
}

/// The output paths that are new or differ, and those that are gone.
fn differences(old: &ServedSite, new: &ServedSite) -> (Vec<String>, Vec<String>) {
    let changed = new.files.iter().filter(|(path, file)| match (old.files.get(*path), file) {
        (Some(ServedFile::Made(old)), ServedFile::Made(new)) => {
            !Arc::ptr_eq(old, new) && old != new
        }
        _ => true,
    });
    let removed = old.files.keys().filter(|path| !new.files.contains_key(*path));
    (changed.map(|(path, _)| path.clone()).collect(), removed.cloned().collect())
}

/// What runs beside the loop; ended when dropped, also by a panic of the caller's functions.
struct Running {
    current: Arc<CurrentSite>,
    signal: Arc<ChangeSignal>,
    connections: Arc<Connections>,
    port: u16,
    threads: Vec<JoinHandle<()>>,
}

impl Running {
    fn new(current: &Arc<CurrentSite>, signal: &Arc<ChangeSignal>, port: u16) -> Self {
        let connections = Arc::default();
        let (current, signal) = (Arc::clone(current), Arc::clone(signal));
        Self { current, signal, connections, port, threads: Vec::new() }
    }

    fn spawn(
        &mut self,
        name: &str,
        work: impl FnOnce() + Send + 'static,
    ) -> Result<(), ServeError> {
        let thread = thread::Builder::new().name(name.to_owned()).spawn(work);
        self.threads.push(thread.map_err(ServeError::Thread)?);
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.signal.stop();
        self.current.close();
        // One more connection, so that the thread that waits for connections looks up.
        let own = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        let woken = TcpStream::connect_timeout(&own, Duration::from_secs(1));
        self.connections.close_all();
        if woken.is_ok() {
            for thread in self.threads.drain(..) {
                // A thread that panicked has ended, which is all that is asked of it here.
                let _ = thread.join();
            }
        }
        self.connections.close_all();
        self.connections.drain(Duration::from_secs(1));
    }
}
