//! Builds that are killed half-way: whatever was published by then is whole.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use crate::support::program::Hub;
use crate::support::random::Random;

/// The number of files and folders in a folder, which come and go meanwhile.
fn entries_in(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    entries.map(|entry| 1 + entries_in(&entry.path())).sum()
}

/// Kills a build as soon as `steps` files have entered or left its staging directory. Returns
/// whether it was still running then.
///
/// Counting files rather than milliseconds makes the moment independent of the machine's speed.
fn kill_after(hub: &Hub, steps: usize) -> bool {
    let staging = hub.path(".wellread/staging");
    let staged = || entries_in(&staging);
    // The previous build was killed too and left its files there.
    let (mut before, mut seen) = (staged(), 0);
    let mut build = hub.command(&["build", "--date", "2026-11-22"]);
    // Into a file, because what nobody reads could fill a pipe.
    let errors = tempfile::NamedTempFile::new().unwrap();
    let mut build = build.stdout(Stdio::null()).stderr(errors.reopen().unwrap()).spawn().unwrap();
    while seen < steps {
        if let Some(status) = build.try_wait().unwrap() {
            assert!(status.success(), "{}", fs::read_to_string(errors.path()).unwrap());
            return false;
        }
        if cfg!(windows) {
            // There, a folder that is always being looked into cannot be removed.
            thread::sleep(Duration::from_millis(5));
        }
        let now = staged();
        seen += now.abs_diff(before);
        before = now;
    }
    build.kill().unwrap();
    !build.wait().unwrap().success()
}

#[test]
fn killed_at_any_moment_every_page_is_whole() {
    const ARTICLES: usize = 400;
    const KILLS: usize = 5;
    let hub = Hub::new();
    let fill = |version: usize| {
        for index in 0..ARTICLES {
            let text = format!("Version {version}. The IEP and [b](b.md).\n\n").repeat(20);
            hub.article(&format!("k{index:03}"), &text);
        }
        // In every second version some pages are missing, so that builds also remove files.
        for index in 0..20 {
            if version % 2 == 1 {
                hub.remove(&format!("content/articles/k{index:03}.md"));
            }
        }
    };
    fill(0);
    hub.build();
    let mut old = hub.site();
    let mut random = Random(3);
    // A build stages each page and moves it into place: two steps.
    let mut latest = 2 * ARTICLES;
    let mut missed = 0;
    for version in 1..=5 {
        fill(version);
        let new = hub.clean_site();
        let mut killed = 0;
        while killed < KILLS {
            if kill_after(&hub, 1 + random.below(latest)) {
                killed += 1;
            } else {
                // The build ended before this process ran again. Restore the old version, and aim
                // earlier. The bound is far beyond bad luck: it would take a hundred whole builds
                // during none of which this process ran.
                missed += 1;
                assert!(missed < 100, "builds always ended before they could be killed");
                latest = latest.div_ceil(2);
                fill(version - 1);
                hub.build();
                assert_eq!(hub.site(), old);
                fill(version);
            }
            for (path, bytes) in hub.site() {
                let whole = old.get(&path) == Some(&bytes) || new.get(&path) == Some(&bytes);
                assert!(whole, "{path} is neither the old nor the new file");
            }
            for path in old.keys().filter(|path| new.contains_key(*path)) {
                assert!(hub.path("public").join(path).exists(), "{path} is missing");
            }
        }
        hub.build();
        assert_eq!(hub.site(), new);
        assert!(!hub.path(".wellread").exists());
        old = new;
    }
}
