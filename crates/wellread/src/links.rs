//! `wellread audit --links`: asks other hosts for the links that are due, stores what they said in
//! `link-checks.json`, and shows what needs a person.
//!
//! What is asked, when and how is decided in `wellread-links`; which links a hub has, and how a
//! file is rewritten, in `wellread-site`. Here is the hub's folder, and what is printed.

mod report;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{ErrorKind, IsTerminal as _};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow, bail};
use wellread_content::{BuildOptions, Sources, scan};
use wellread_links::{
    ConfirmError, LinkChecks, LinkFinding, LinkProgress, LinkRun, LinkRunEnd, LiveNetwork,
    Transport, TransportOptions, WebAddress, check_links, link_counts, link_findings,
};
use wellread_model::{Checked, Date, Diagnostic, OutsideLink, count, has_errors, nearest};
use wellread_site::{
    Audit, AuditItem, AuditKind, AuditPast, FixedLinks, audit, audit_with_links, fix_links,
    outside_links,
};

use crate::arguments::{AuditFormat, ContentArgs, Format};
use crate::interrupt::end_on_ctrl_c;
use crate::outcome::Outcome;
use crate::publish::{Disk, read_text_of_hub, write_text};
use crate::{report as problems, streams};

/// The file in the hub that holds what is known of its links.
const STATE: &str = "link-checks.json";

/// What is wanted of a check of links.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WantedLinks {
    /// Whether new addresses are written into the hub.
    pub(crate) fix: bool,
    /// Whether computers in the own network may be asked.
    pub(crate) allow_local: bool,
    /// How the findings are printed.
    pub(crate) format: AuditFormat,
    /// Whether progress is shown.
    pub(crate) quiet: bool,
}

/// Links as the hub has them now.
struct HubLinks {
    sources: Sources,
    /// The URL of the site, by which hosts can see who asks.
    base_url: String,
    links: Vec<OutsideLink>,
    diagnostics: Vec<Diagnostic>,
}

/// Checks the links of a hub.
///
/// # Errors
/// If the state cannot be read or written, there is no network, or the machine fails.
pub(crate) fn audit_links(
    root: &Path,
    content: &ContentArgs,
    wanted: WantedLinks,
) -> Result<Outcome> {
    if matches!(wanted.format, AuditFormat::Csv | AuditFormat::Ics) {
        bail!("with --links, the formats are human and json");
    }
    // Before any host is asked: a damaged state file must not be overwritten.
    let state = root.join(STATE);
    let before = read_state(&state)?;
    let options = content.options()?;
    let mut hub = match collect(scan(root, &Sources::default())?, options, wanted.fix)? {
        Ok(hub) => hub,
        Err(outcome) => return Ok(outcome),
    };
    let run = ask(&hub, &before, options, wanted)?;
    let mut checks = merged_checks(&run, &before, &hub);
    // Written before anything else can fail.
    write_state(&state, &before, &checks)?;
    if run.asked + run.left > 0 {
        // Hosts take minutes to answer, and staff go on writing. What they saved is not
        // overwritten, and places are those in the files as they are now.
        hub = match collect(scan(root, &hub.sources)?, options, wanted.fix)? {
            Ok(hub) => hub,
            Err(outcome) => return Ok(outcome),
        };
    }
    let mut fixed = FixedLinks::default();
    if wanted.fix {
        fixed = fix(root, &hub, options, &mut checks)?;
        if !fixed.files.is_empty() {
            hub.sources = hub.sources.with_texts(&fixed.files);
            hub.links = outside_links(&hub.sources, options).value.unwrap_or_default().links;
            write_state(&state, &LinkChecks::default(), &checks)?;
        }
    }
    let findings = link_findings(&hub.links, &checks, options.today);
    let counts = link_counts(&hub.links, &checks, &findings);
    print(&findings, &report::last_lines(counts, &run, &fixed), &hub.sources, wanted)?;
    if has_errors(&hub.diagnostics) {
        problems::summary(&hub.diagnostics, "Run `wellread check` to see them.")?;
        return Ok(Outcome::ContentErrors);
    }
    Ok(Outcome::Done)
}

/// Collects the links of a hub. If there are errors in it that prevent this, or any error where
/// files are to be changed, they are shown, and the outcome of the command is returned.
fn collect(
    sources: Sources,
    options: BuildOptions,
    fix: bool,
) -> Result<std::result::Result<HubLinks, Outcome>> {
    let Checked { value, diagnostics, .. } = outside_links(&sources, options);
    let Some(found) = value.filter(|_| !fix || !has_errors(&diagnostics)) else {
        return content_errors(&sources, &diagnostics).map(Err);
    };
    let (base_url, links) = (found.base_url, found.links);
    Ok(Ok(HubLinks { sources, base_url, links, diagnostics }))
}

/// What is known after a run.
fn merged_checks(run: &LinkRun, before: &LinkChecks, hub: &HubLinks) -> LinkChecks {
    let mut checks = run.checks.clone();
    if has_errors(&hub.diagnostics) {
        // The links of files that could not be read are not gone, and what is known of them stays.
        for (address, record) in &before.links {
            checks.links.entry(address.clone()).or_insert_with(|| record.clone());
        }
    }
    checks
}

/// Prints what needs a person and, for people, a few lines about the run.
fn print(
    findings: &[LinkFinding],
    last_lines: &str,
    sources: &Sources,
    wanted: WantedLinks,
) -> Result<()> {
    if wanted.format == AuditFormat::Json {
        return streams::data(&report::json(findings, sources));
    }
    streams::out(&report::human(findings, sources))?;
    if wanted.quiet { Ok(()) } else { streams::out(last_lines) }
}

/// Writes down that someone has opened links and that they work.
///
/// # Errors
/// If one of them cannot be confirmed, or the state cannot be read or written. Then nothing is
/// written.
pub(crate) fn confirm_links(
    root: &Path,
    urls: &[String],
    today: Date,
    quiet: bool,
) -> Result<Outcome> {
    let state = root.join(STATE);
    let before = read_state(&state)?;
    let mut checks = before.clone();
    for url in urls {
        checks.confirm(url, today).map_err(|error| match error {
            ConfirmError::Unknown => {
                let near = nearest(url, checks.links.keys().map(String::as_str));
                let near = near.map_or_else(
                    || {
                        "Copy the address from the list of the last wellread audit --links"
                            .to_owned()
                    },
                    |near| format!("Did you mean {near}"),
                );
                anyhow!("{STATE} has no link {url}\n{near}")
            }
            ConfirmError::Works => anyhow!("the link {url} works, so there is nothing to confirm"),
            ConfirmError::Certain => anyhow!(
                "what is wrong with {url} is the same for every visitor.\n\
                 Do what the list says of it: wellread audit --kind link"
            ),
        })?;
    }
    write_state(&state, &before, &checks)?;
    if !quiet {
        let links = count(urls.len(), "link");
        streams::out(&format!(
            "{links} confirmed on {today}, in {STATE}. That holds for a year.\n"
        ))?;
    }
    Ok(Outcome::Done)
}

/// Shows why the links of a hub cannot be checked or fixed.
fn content_errors(sources: &Sources, diagnostics: &[Diagnostic]) -> Result<Outcome> {
    problems::problems(diagnostics, sources, Format::Human, false)?;
    problems::summary(diagnostics, "Fix the errors, then check the links again.")?;
    Ok(Outcome::ContentErrors)
}

/// Audits a hub, with what is known of its links from earlier checks. No host is asked.
pub(crate) fn audit_with_known_links(
    sources: &Sources,
    options: BuildOptions,
    past: &AuditPast,
    checks: &LinkChecks,
) -> Checked<Audit> {
    // Collecting the links would be in vain.
    if checks.links.is_empty() {
        return audit(sources, options, past);
    }
    let Checked { value, diagnostics, accepted } = audit_with_links(sources, options, past);
    let value = value.map(|(mut audit, links)| {
        audit.add(items(link_findings(&links.links, checks, options.today)));
        audit
    });
    Checked { value, diagnostics, accepted }
}

/// What earlier checks have stored in the folder of a hub.
///
/// # Errors
/// If there is a file that cannot be read.
pub(crate) fn known_links(root: &Path) -> Result<LinkChecks> {
    read_state(&root.join(STATE))
}

/// Findings as items of the audit. They come with the most harmful first.
fn items(findings: Vec<LinkFinding>) -> Vec<AuditItem> {
    let last = findings.len();
    let item = |(index, one): (usize, LinkFinding)| {
        let place = one.places.first()?.clone();
        let others = one.places.iter().skip(1).map(|place| format!("also in {}", place.file));
        let about = format!("{}: {}", one.url, one.message);
        let item = AuditItem::new(AuditKind::Link, place, about, one.next_step);
        Some(item.details(others.collect()).due(one.since).weight(last - index))
    };
    findings.into_iter().enumerate().filter_map(item).collect()
}

/// Asks the hosts, and shows how far it is.
///
/// # Errors
/// If there is no network, or no list of certificates.
fn ask(
    hub: &HubLinks,
    before: &LinkChecks,
    options: BuildOptions,
    wanted: WantedLinks,
) -> Result<LinkRun> {
    let addresses: BTreeSet<WebAddress> =
        hub.links.iter().filter_map(|link| WebAddress::parse(&link.url)).collect();
    let transport = Transport::new(&TransportOptions {
        hub: hub.base_url.clone(),
        allow_local: wanted.allow_local,
        ..TransportOptions::default()
    });
    if !transport.has_certificates() {
        bail!(
            "this computer has no list of certificates to trust, so no site can be asked.\n\
             Install it first: on Debian and Ubuntu, the package is called ca-certificates."
        );
    }
    let stopped = Arc::new(AtomicBool::new(false));
    let handle = Arc::clone(&stopped);
    end_on_ctrl_c(move || handle.store(true, Ordering::Relaxed));
    let is_shown = !wanted.quiet && std::io::stderr().is_terminal();
    let mut shown: Option<Instant> = None;
    let show = move |progress: &dyn Fn() -> LinkProgress| {
        const REFRESH: Duration = Duration::from_millis(500);
        if is_shown && shown.is_none_or(|at| at.elapsed() > REFRESH) {
            shown = Some(Instant::now());
            streams::err_if_possible(&format!("\r{:60}", report::progress(progress())));
        }
    };
    let mut network = LiveNetwork::new(transport, stopped, Box::new(show));
    let run = check_links(&addresses, before, options.today, &mut network);
    if is_shown {
        streams::err_if_possible(&format!("\r{:60}\r", ""));
    }
    if run.end == LinkRunEnd::NoNetwork {
        bail!(
            "No network: none of the hosts has answered as it should, so nothing was recorded.\n\
             Connect this computer. If it is connected, look whether its clock is right, and whether \
             its network lets programs through without a sign-in or a proxy."
        );
    }
    Ok(run)
}

fn read_state(path: &Path) -> Result<LinkChecks> {
    let text = match read_text_of_hub(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(LinkChecks::default()),
        Err(error) if error.kind() == ErrorKind::InvalidData => {
            bail!("{STATE} is not saved as UTF-8, and was left as it is. Save it again as UTF-8.")
        }
        Err(error) => return Err(error).context(format!("cannot read {}", path.display())),
    };
    Ok(LinkChecks::parse(&text)?)
}

/// Writes what is known, unless the file says so already.
fn write_state(path: &Path, before: &LinkChecks, checks: &LinkChecks) -> Result<()> {
    if before == checks && path.exists() {
        return Ok(());
    }
    write_text(&Disk::new(), path, &checks.to_text())
}

/// Writes the new addresses of pages that have moved into the hub, and takes along what is known of
/// them.
fn fix(
    root: &Path,
    hub: &HubLinks,
    options: BuildOptions,
    checks: &mut LinkChecks,
) -> Result<FixedLinks> {
    let findings = link_findings(&hub.links, checks, options.today);
    let sure = findings.into_iter().filter(|one| one.is_sure);
    let moved: BTreeMap<String, String> =
        sure.filter_map(|one| Some((one.url, one.replacement?))).collect();
    let fixed = fix_links(&hub.sources, options, &hub.links, &moved);
    let disk = Disk::new();
    for (path, text) in &fixed.files {
        write_text(&disk, &root.join(path.as_str()), text)?;
    }
    for link in &fixed.fixed {
        if let Some(new) = moved.get(&link.url) {
            checks.follow_move(&link.url, new);
        }
    }
    Ok(fixed)
}
