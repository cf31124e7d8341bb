//! How long each stage of a build takes: `wellread build --timings`.
//!
//! Each stage is measured from the moment that it begins until the next one does, in wall-clock
//! time and, on Linux, in CPU time. The second is larger where several threads work at once, and
//! smaller where the program waits.

use std::fmt::Write as _;
use std::fs;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use wellread_site::Stage;

/// What is measured of a build.
#[derive(Debug, Clone)]
pub(crate) struct Timings(Arc<Measured>);

#[derive(Debug)]
struct Measured {
    /// Each moment with its name, in order.
    moments: Mutex<Vec<Moment>>,
    /// How long all threads together took to write files next to the output, in nanoseconds.
    staging: AtomicU64,
}

#[derive(Debug, Clone, Copy)]
struct Moment {
    name: &'static str,
    /// Whether a stage begins here. If not, it is a moment within one.
    begins: bool,
    at: Instant,
    /// CPU time used by this process.
    cpu_time: Option<Duration>,
}

impl Timings {
    /// Starts with the name of the first stage.
    pub(crate) fn start(name: &'static str) -> Self {
        let measured = Measured { moments: Mutex::default(), staging: AtomicU64::new(0) };
        let timings = Self(Arc::new(measured));
        timings.begin(name);
        timings
    }

    /// Begins a stage, and ends the one before.
    pub(crate) fn begin(&self, name: &'static str) {
        self.note(name, true);
    }

    /// Notes a moment of the build itself.
    pub(crate) fn notify(&self, stage: Stage) {
        let (name, begins) = match stage {
            Stage::Documents => ("front matter, names", true),
            Stage::Terms => ("forms of terms", true),
            Stage::Bodies => ("Markdown, links to terms", true),
            Stage::Checks => ("checks", true),
            Stage::Files => ("theme, what pages share", true),
            Stage::Rendering => ("pages and search", true),
            Stage::PagesDone => ("pages", false),
            Stage::IndexDone => ("search", false),
        };
        self.note(name, begins);
    }

    /// Does something that writes a file next to the output, and adds the time to that of all.
    pub(crate) fn staging<T>(&self, write: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let written = write();
        let taken = u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.0.staging.fetch_add(taken, Ordering::Relaxed);
        written
    }

    fn note(&self, name: &'static str, begins: bool) {
        let moment = Moment { name, begins, at: Instant::now(), cpu_time: cpu_time_now() };
        // A panic cannot leave the list half-updated.
        self.0.moments.lock().unwrap_or_else(PoisonError::into_inner).push(moment);
    }

    /// The table of all stages, ended now.
    pub(crate) fn table(&self) -> String {
        self.begin("all");
        let moments = self.0.moments.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut table = format!("{:<28}{:>10}{:>12}\n", "stage", "wall clock", "CPU");
        let mut add = |name: &str, from: Moment, to: Moment| {
            let cpu_time = to.cpu_time.zip(from.cpu_time).map(|(to, from)| milliseconds(to - from));
            let clock = milliseconds(to.at - from.at);
            let cpu_time = cpu_time.unwrap_or_else(|| "-".to_owned());
            let _ = writeln!(table, "{name:<28}{clock:>10}{cpu_time:>12}");
        };
        let stages: Vec<usize> = (0..moments.len()).filter(|&at| moments[at].begins).collect();
        for pair in stages.windows(2) {
            let (start, end) = (moments[pair[0]], moments[pair[1]]);
            add(start.name, start, end);
            for within in &moments[pair[0] + 1..pair[1]] {
                add(&format!("  {} done after", within.name), start, *within);
            }
        }
        if let (Some(first), Some(last)) = (moments.first(), moments.last()) {
            add(last.name, *first, *last);
        }
        let staging = milliseconds(Duration::from_nanos(self.0.staging.load(Ordering::Relaxed)));
        let _ = write!(table, "{:<28}{staging:>10}", "writing, of all threads");
        table
    }
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

/// CPU time used by this process, all threads together. Only Linux says it in a
/// file; asking other systems would take unsafe code.
fn cpu_time_now() -> Option<Duration> {
    let text = fs::read_to_string("/proc/self/stat").ok()?;
    // The second field is the name of the program, in parentheses, which may hold spaces.
    let mut fields = text.rsplit_once(')')?.1.split_whitespace().skip(11);
    let (user, system): (u64, u64) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    // In hundredths of a second, whatever the system counts in itself (USER_HZ).
    Some(Duration::from_millis((user + system) * 10))
}
