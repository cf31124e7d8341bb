//! The loop: wait for a change, have the site built, show it, report it.
//!
//! One build at a time, on the calling thread. Changes that come during a build are looked at
//! after it, in one more build. Where next: [`crate::watch`] for what wakes the loop,
//! [`crate::stage`] for what it fills.

use std::fmt::Display;
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use wellread_model::{Located, Severity};

use crate::connections::{Connections, accept};
use crate::http::target::percent_encode;
use crate::listen::{Listening, lan_address, listen};
use crate::snapshot::{Problems, Site, Snapshot};
use crate::stage::Stage;
use crate::watch::Scope;
use crate::watch::inbox::{Call, Inbox};
use crate::watch::scan;
use crate::watch::watching::Watching;
use crate::{Event, Options, Rebuilt, ServeError, Stop, browser};

/// Serves a hub until the process ends.
///
/// `build` looks at the sources again and builds; it is called once at the start and then after
/// every change. Mistakes in the content are in what it returns; an `Err` is a failure of the
/// machine. `report` gets what the terminal should say.
///
/// # Errors
/// If no port can be had, the folder cannot be read, or the machine fails in the first build.
/// Later failures are reported and the last good site stays.
pub fn serve<E: Display>(
    options: &Options,
    build: impl FnMut() -> Result<Rebuilt, E>,
    report: impl FnMut(Event),
) -> Result<(), ServeError> {
    serve_until(options, &Stop::new(), build, report)
}

/// [`serve`], until `stop` is used. When it returns, the port and all threads are released.
///
/// # Errors
/// As [`serve`].
pub fn serve_until<E: Display>(
    options: &Options,
    stop: &Stop,
    mut build: impl FnMut() -> Result<Rebuilt, E>,
    mut report: impl FnMut(Event),
) -> Result<(), ServeError> {
    let root = |source| ServeError::Root { path: options.root.clone(), source };
    drop(std::fs::read_dir(&options.root).map_err(root)?);
    // The port first: whoever asked for one that is taken should not wait for a build.
    let Listening { listener, port, taken } = listen(options)?;
    let scope = Scope::new(&options.root, &options.ignore);
    // Watching begins before the sources are read, so that no change falls between.
    let mut watching = Watching::begin(scope, &stop.inbox, options.poll, &mut report);
    let seen = scan::signature(watching.scope());

    let started = Instant::now();
    let mut latest = match attempt(&mut build) {
        Ok(rebuilt) => rebuilt,
        Err(message) => return Err(ServeError::FirstBuild(message)),
    };
    let time = started.elapsed();
    let site = latest.files.take().map(|files| Arc::new(Site::new(files, &latest.base_path)));
    let problems = Arc::new(Problems::new(&latest.problems));
    let stage = Arc::new(Stage::new(Snapshot { site: site.clone(), problems }));
    let changed = site.iter().flat_map(|site| site.files.keys().cloned()).collect();
    let base = site.map_or_else(
        || Site::new([].into(), &latest.base_path).base.clone(),
        |site| site.base.clone(),
    );

    let mut running = Running::new(&stage, &stop.inbox, port);
    let (accepting, connections) = (Arc::clone(&stage), Arc::clone(&running.connections));
    running.spawn("accept", move || accept(&listener, &accepting, &connections))?;
    let (scope, inbox) = (watching.scope().clone(), Arc::clone(&stop.inbox));
    let duty = watching.duty();
    running.spawn("scan", move || scan::keep_scanning(&scope, &inbox, &duty, seen))?;

    let address = |host: String| format!("http://{host}:{port}/{}", percent_encode(&base));
    let url = address("127.0.0.1".to_owned());
    let lan = lan_address().filter(|_| options.lan);
    let lan_url = lan.map(|ip| address(ip.to_string()));
    report(Event::Listening { url: url.clone(), lan_url, taken });
    report(Event::Built { time, changed, removed: Vec::new(), problems: latest.problems });
    if options.open
        && let Err(error) = browser::open(&url)
    {
        report(Event::NotOpened { message: error.to_string() });
    }

    let mut failed = None;
    while let Call::Look { rewatch, unreliable } = stop.inbox.next() {
        watching.renew(rewatch, unreliable, &mut report);
        let started = Instant::now();
        match attempt(&mut build) {
            Ok(rebuilt) => {
                let recovered = failed.take().is_some();
                let event = show(&stage, rebuilt, started, recovered);
                event.into_iter().for_each(&mut report);
            }
            Err(message) => {
                show_failure(&stage, &message);
                if failed.as_ref() != Some(&message) {
                    failed = Some(message.clone());
                    report(Event::Failed { message });
                }
            }
        }
    }
    Ok(())
}

/// Builds. A panic is a fault of the program, and one that must not cost the person at the
/// keyboard the preview: what the closure left behind is its own affair, here nothing is half done.
fn attempt<E: Display>(build: &mut impl FnMut() -> Result<Rebuilt, E>) -> Result<Rebuilt, String> {
    match catch_unwind(AssertUnwindSafe(build)) {
        // The alternate form of some errors includes their causes.
        Ok(built) => built.map_err(|error| format!("{error:#}")),
        Err(_) => Err("the build stopped because of a fault in Wellread itself".to_owned()),
    }
}

/// Shows what was built. What there is to report is worked out afterwards.
fn show(stage: &Stage, rebuilt: Rebuilt, started: Instant, always: bool) -> Option<Event> {
    let (old, _) = stage.current();
    let new = rebuilt.files.map(|files| Arc::new(Site::new(files, &rebuilt.base_path)));
    let site = new.clone().or_else(|| old.site.clone());
    let problems = Arc::new(Problems::new(&rebuilt.problems));
    let same_problems = problems.id == old.problems.id;
    stage.show(Snapshot { site, problems });
    let time = started.elapsed();
    let (changed, removed) = match (&old.site, &new) {
        (Some(old), Some(new)) => differences(old, new),
        (None, Some(new)) => (new.files.keys().cloned().collect(), Vec::new()),
        (_, None) => (Vec::new(), Vec::new()),
    };
    let quiet = changed.is_empty() && removed.is_empty() && same_problems && !always;
    (!quiet).then_some(Event::Built { time, changed, removed, problems: rebuilt.problems })
}

/// Keeps the site and shows why there is no newer one.
fn show_failure(stage: &Stage, message: &str) {
    let problem = Located {
        code: "build-failed",
        severity: Severity::Error,
        message: message.to_owned(),
        file: None,
        line: None,
        column: None,
        length: 0,
        line_text: None,
        help: None,
        notes: Vec::new(),
    };
    let (old, _) = stage.current();
    stage.show(Snapshot { site: old.site, problems: Arc::new(Problems::new(&[problem])) });
}

/// The output paths that are new or differ, and those that are gone.
fn differences(old: &Site, new: &Site) -> (Vec<String>, Vec<String>) {
    let changed = new.files.iter().filter(|(path, bytes)| {
        old.files.get(*path).is_none_or(|old| !Arc::ptr_eq(old, bytes) && old != *bytes)
    });
    let removed = old.files.keys().filter(|path| !new.files.contains_key(*path));
    (changed.map(|(path, _)| path.clone()).collect(), removed.cloned().collect())
}

/// What runs beside the loop; ended when dropped, also by a panic of the caller's functions.
struct Running {
    stage: Arc<Stage>,
    inbox: Arc<Inbox>,
    connections: Arc<Connections>,
    port: u16,
    threads: Vec<JoinHandle<()>>,
}

impl Running {
    fn new(stage: &Arc<Stage>, inbox: &Arc<Inbox>, port: u16) -> Self {
        let connections = Arc::default();
        let (stage, inbox) = (Arc::clone(stage), Arc::clone(inbox));
        Self { stage, inbox, connections, port, threads: Vec::new() }
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
        self.inbox.stop();
        self.stage.close();
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
