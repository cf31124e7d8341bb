//! The program's guarantees about folders, files and exit codes, checked on the real binary.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, SystemTime};

use wellread_model::Kind;

use crate::files_below;
use crate::support::program::{Files, Hub, all, read_all};

fn is_root() -> bool {
    let probe = tempfile::tempdir().unwrap();
    let file = probe.path().join("x");
    fs::write(&file, "").unwrap();
    let mut permissions = fs::metadata(probe.path()).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(probe.path(), permissions).unwrap();
    fs::write(probe.path().join("y"), "").is_ok()
}

#[test]
fn exit_codes() {
    let hub = Hub::new();
    assert!(hub.build().contains("Built "));
    assert_eq!(hub.run(&["check"]).status.code(), Some(0));
    hub.article("a", "[x](nowhere.md)");
    hub.refuses(&["build"], 1, "nowhere.md");
    hub.refuses(&["check"], 1, "nowhere.md");
    hub.refuses(&["bild"], 2, "build");
    hub.refuses(&["build", "--date", "someday"], 2, "someday");
    hub.refuses(&["build", "--root", "missing"], 2, "missing");
    hub.refuses(&["new", "articel", "X"], 2, "article");
    assert_eq!(hub.run(&["--help"]).status.code(), Some(0));
    assert_eq!(hub.run(&["--version"]).status.code(), Some(0));
    let outside = tempfile::tempdir().unwrap();
    let output = hub.command(&["build"]).current_dir(outside.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", all(&output));
    assert!(all(&output).contains("wellread init"), "{}", all(&output));
    std::fs::write(outside.path().join("site.toml.txt"), "").unwrap();
    let output = hub.command(&["build"]).current_dir(outside.path()).output().unwrap();
    assert!(all(&output).contains("Rename the file to site.toml"), "{}", all(&output));
}

#[test]
fn the_hub_is_found_from_a_folder_inside_it() {
    let hub = Hub::new();
    let inside = hub.path("content/articles");
    let output = hub.command(&["build"]).current_dir(inside).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", all(&output));
    assert!(hub.path("public/index.html").exists());
}

#[test]
fn with_errors_nothing_is_written() {
    let hub = Hub::new();
    hub.article("a", "[x](nowhere.md)");
    hub.refuses(&["build"], 1, "nowhere.md");
    assert!(!hub.path("public").exists(), "a folder was created");
    hub.article("a", "Text.");
    hub.build();
    let before = (hub.site(), hub.times());
    hub.article("b", "Changed.");
    hub.article("a", "[x](nowhere.md)");
    hub.refuses(&["build"], 1, "Nothing was written");
    assert_eq!(before, (hub.site(), hub.times()));
    assert!(!hub.path(".wellread").exists());
    // An error that only rendering reveals.
    hub.article("a", "Text.");
    hub.write("themes/default/templates/404.html", "{{ page.nothing }}");
    hub.refuses(&["build"], 1, "nothing");
    assert_eq!(before, (hub.site(), hub.times()));
}

#[test]
fn an_unchanged_hub_tells_its_warnings_again_and_makes_no_page() {
    let hub = Hub::new();
    hub.article("a", "These are:\n\n• first\n• second");
    let printed = || {
        let output = hub.run(&["build", "--format", "json", "--timings", "--date", "2026-11-22"]);
        [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    };
    let [first, timings] = printed();
    assert!(first.contains("\"warning\""), "{first}");
    assert!(timings.contains("pages and search"), "{timings}");
    let before = (hub.site(), hub.times());
    let [again, timings] = printed();
    assert_eq!(first, again);
    assert!(timings.contains("Nothing has changed"), "{timings}");
    assert!(!timings.contains("pages and search"), "{timings}");
    assert_eq!(before, (hub.site(), hub.times()));
    // The warnings are for staff, and the record is published with the site.
    let record = fs::read_to_string(hub.path("public/.wellread")).unwrap();
    assert!(!record.contains("Markdown"), "{record}");
    // Once there are none, nothing is printed.
    hub.article("a", "Text.");
    assert_eq!(printed()[0].trim(), "[]");
}

#[test]
fn only_what_changed_is_written() {
    let hub = Hub::new();
    hub.build();
    // With times long ago, every write shows, however fast the machine and coarse its file times.
    for file in files_below(&hub.path("public"), "") {
        let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
        fs::File::options().write(true).open(file).unwrap().set_modified(long_ago).unwrap();
    }
    let (before, old) = (hub.times(), hub.site());
    assert!(hub.build().contains("Nothing has changed"));
    assert_eq!(hub.times(), before, "an unchanged rebuild writes nothing");
    hub.article("b", "Other text.");
    hub.build();
    let (after, new) = (hub.times(), hub.site());
    for (path, bytes) in &new {
        let file = hub.path("public").join(path);
        let written = before.get(&file) != Some(&after[&file]);
        assert_eq!(written, old.get(path) != Some(bytes), "{path}");
    }
    assert_ne!(old["articles/b/index.html"], new["articles/b/index.html"]);
    assert_eq!(old["robots.txt"], new["robots.txt"]);
    assert_eq!(hub.site(), hub.clean_site());
}

#[test]
fn what_was_tampered_with_is_restored() {
    let hub = Hub::new();
    hub.build();
    let site = hub.site();
    hub.write("public/articles/a/index.html", "tampered");
    hub.remove("public/feed.xml");
    hub.build();
    assert_eq!(hub.site(), site);
}

#[test]
fn outdated_files_are_removed_with_their_folders() {
    let hub = Hub::new();
    hub.build();
    hub.remove("content/articles/b.md");
    hub.article("a", "Text.");
    hub.build();
    assert!(!hub.path("public/articles/b").exists());
    fs::rename(hub.path("content/articles/a.md"), hub.path("content/articles/c.md")).unwrap();
    hub.build();
    assert!(!hub.path("public/articles/a").exists());
    assert!(hub.path("public/articles/c/index.html").exists());
    hub.write("content/articles/c.md", "---\ntitle: C\ndraft: true\n---\nText.\n");
    hub.build();
    assert!(!hub.path("public/articles/c").exists());
    assert_eq!(hub.site(), hub.clean_site());
}

#[test]
fn an_output_that_overlaps_the_hub_is_refused() {
    let hub = Hub::new();
    fs::create_dir_all(hub.path("static")).unwrap();
    // On Windows each drive has one.
    let top = hub.folder.path().ancestors().last().unwrap().to_str().unwrap();
    for output in [".", "..", "content", "content/articles", "content/new", "static", "themes", top]
    {
        hub.refuses(&["build", "--output", output], 2, "cannot be written to");
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(hub.path("content"), hub.path("link")).unwrap();
        hub.refuses(&["build", "--output", "link"], 2, "cannot be written to");
        hub.refuses(&["build", "--output", "link/deeper"], 2, "cannot be written to");
    }
    hub.refuses(&["build", "--output", "site.toml"], 2, "is a file");
    assert_eq!(files_below(&hub.path("content"), "").len(), 3);
}

#[test]
fn a_folder_with_foreign_files_is_refused() {
    let hub = Hub::new();
    hub.write("public/holiday.jpg", "a photo");
    hub.refuses(&["build"], 2, "holiday.jpg");
    assert_eq!(hub.site().len(), 1);
    hub.remove("public/holiday.jpg");
    hub.write("public/.DS_Store", "");
    hub.build();
    hub.write("public/.wellread", "not a record");
    hub.refuses(&["build"], 2, "damaged");
}

#[test]
fn foreign_files_next_to_ours_survive() {
    let hub = Hub::new();
    hub.build();
    hub.write("public/CNAME", "example.org");
    hub.write("public/articles/b/photo.jpg", "a photo");
    hub.remove("content/articles/b.md");
    hub.article("a", "Text.");
    hub.build();
    assert!(!hub.path("public/articles/b/index.html").exists());
    assert_eq!(fs::read(hub.path("public/articles/b/photo.jpg")).unwrap(), b"a photo");
    assert_eq!(fs::read(hub.path("public/CNAME")).unwrap(), b"example.org");
}

#[test]
fn a_foreign_file_where_a_page_belongs_is_refused() {
    let hub = Hub::new();
    hub.build();
    hub.write("public/articles/c/index.html", "mine");
    let before = hub.site();
    hub.article("c", "Text.");
    hub.refuses(&["build"], 2, "articles/c/index.html");
    assert_eq!(hub.site(), before);
    hub.remove("public/articles/c/index.html");
    fs::remove_dir(hub.path("public/articles/c")).unwrap();
    hub.write("public/articles/c", "a file in place of a folder");
    hub.refuses(&["build"], 2, "articles/c");
    assert_eq!(fs::read(hub.path("public/articles/c")).unwrap(), b"a file in place of a folder");
}

#[test]
fn files_and_folders_take_each_others_places() {
    let hub = Hub::new();
    hub.write("static/extra", "a file");
    hub.build();
    hub.remove("static/extra");
    hub.write("static/extra/deep/file.txt", "in a folder");
    hub.build();
    assert_eq!(hub.site(), hub.clean_site());
    fs::remove_dir_all(hub.path("static/extra")).unwrap();
    hub.write("static/extra", "a file");
    hub.build();
    assert_eq!(hub.site(), hub.clean_site());
}

#[test]
fn two_builds_at_once_leave_one_whole_site() {
    let hub = Hub::new();
    for index in 0..30 {
        hub.article(&format!("n{index}"), "The IEP.");
    }
    for round in 0..4 {
        hub.article("n1", &format!("Round {round}."));
        let start =
            || hub.command(&["build", "--date", "2026-11-22"]).stdout(Stdio::null()).spawn();
        let mut builds: Vec<_> = (0..3).map(|_| start().unwrap()).collect();
        for build in &mut builds {
            assert_eq!(build.wait().unwrap().code(), Some(0));
        }
        assert_eq!(hub.site(), hub.clean_site());
        assert!(!hub.path(".wellread").exists());
    }
}

#[test]
fn a_read_only_output_is_a_failure_of_the_machine() {
    // Root may write anywhere.
    if is_root() {
        return;
    }
    let hub = Hub::new();
    hub.build();
    hub.article("c", "Text.");
    let public = hub.path("public");
    let mut permissions = fs::metadata(&public).unwrap().permissions();
    let writable = permissions.clone();
    permissions.set_readonly(true);
    fs::set_permissions(&public, permissions).unwrap();
    let output = hub.run(&["build"]);
    fs::set_permissions(&public, writable).unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", all(&output));
    assert!(all(&output).contains("public"), "{}", all(&output));
}

#[test]
fn the_same_bytes_everywhere() {
    let hub = Hub::new();
    hub.write("content/articles/d.md", "---\ntitle: Ä\npublished: 2026-11-22\n---\nText.\n");
    let mut sites = Vec::new();
    for (index, (zone, language)) in
        [("UTC", "C"), ("Pacific/Kiritimati", "tr_TR.UTF-8"), ("America/Denver", "de_DE.UTF-8")]
            .into_iter()
            .enumerate()
    {
        let output = format!("out{index}");
        let mut command = hub.command(&["build", "--date", "2026-11-22", "--output", &output]);
        command.env("TZ", zone).env("LANG", language).env("LC_ALL", language).env("HOME", "/");
        command.env("RAYON_NUM_THREADS", (index + 1).to_string());
        assert_eq!(command.output().unwrap().status.code(), Some(0));
        sites.push((read_all(&hub.path(&output)), fs::read(hub.path(&output).join(".wellread"))));
    }
    let record = |site: &(Files, std::io::Result<Vec<u8>>)| site.1.as_ref().unwrap().clone();
    assert!(sites.iter().all(|site| site.0 == sites[0].0 && record(site) == record(&sites[0])));
}

#[test]
fn json_is_one_array_with_exactly_these_keys() {
    let hub = Hub::new();
    hub.article("a", "[x](nowhere.md) \"quoted\" [y](\u{1F642}.md)");
    hub.write("content/stray.md", "x");
    for command in ["build", "check"] {
        let output = hub.run(&[command, "--format", "json"]);
        assert_eq!(output.status.code(), Some(1));
        let array: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let array = array.as_array().unwrap();
        assert_eq!(array.len(), 3);
        for one in array {
            let mut keys: Vec<&str> = one.as_object().unwrap().keys().map(String::as_str).collect();
            keys.sort_unstable();
            assert_eq!(keys, ["code", "column", "file", "help", "line", "message", "severity"]);
        }
        assert!(array[0]["line"].is_number() || array[1]["line"].is_number());
        assert!(array.iter().any(|one| one["line"].is_null() && one["column"].is_null()));
    }
    hub.article("a", "Text.");
    hub.remove("content/stray.md");
    let output = hub.run(&["build", "--format", "json"]);
    assert_eq!(
        serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap(),
        serde_json::json!([])
    );
    hub.article("a", "[x](nowhere.md)");
    let output = hub.run(&["check", "--format", "github"]);
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(printed.contains("file=content/articles/a.md,line=4,col=1"), "{printed}");
}

#[test]
fn a_new_hub_builds_and_asks_only_for_its_address_and_its_own_text() {
    let folder = tempfile::tempdir().unwrap();
    let hub = Hub { folder };
    let output = hub.run(&["init", "my hub"]);
    assert_eq!(output.status.code(), Some(0), "{}", all(&output));
    previews_can_be_double_clicked(&hub.path("my hub"));
    // On every build, whether anything has changed or not, until there is an address.
    for _ in 0..2 {
        let output = hub.run(&["build", "--root", "my hub", "--format", "json"]);
        let report = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(0), "{}", all(&output));
        assert_eq!(report.matches("\"code\"").count(), 3, "{report}");
        assert_eq!(report.matches("unfinished-text").count(), 2, "{report}");
        assert!(
            report.contains("placeholder") && report.contains("after the first upload"),
            "{report}"
        );
    }
    let output = hub.run(&["build", "--root", "my hub"]);
    assert!(all(&output).contains("Nothing has changed"), "{}", all(&output));
    let settings = std::fs::read_to_string(hub.path("my hub/site.toml")).unwrap();
    hub.write("my hub/site.toml", &settings.replace("https://example.org/", "https://hub.test/"));
    for (file, sentence) in [
        ("my hub/content/pages/about.md", "Write here who you are"),
        ("my hub/content/articles/welcome.md", "This is an example."),
    ] {
        let text = std::fs::read_to_string(hub.path(file)).unwrap();
        hub.write(file, &text.replace(sentence, "We are a clinic."));
    }
    let output = hub.run(&["build", "--root", "my hub", "--format", "json"]);
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "[]", "{}", all(&output));
    hub.refuses(&["init", "my hub"], 2, "The folder my hub is not empty.");
    hub.write("file", "");
    hub.refuses(&["init", "file"], 2, "file is a file. Name a new folder, such as my-hub.");
    hub.refuses(&["init", "."], 2, "This folder is not empty. Name a new folder, such as my-hub.");
    let output = hub.run(&["init", "my-hub"]);
    assert!(all(&output).contains("Now go there and build it:\n  cd my-hub\n"), "{}", all(&output));
    hub.refuses(&["init", "my-hub"], 2, "Name a new folder, such as my-hub-2.");
    let output = hub.run(&["build", "--root", "my hub"]);
    assert_eq!(output.status.code(), Some(0), "{}", all(&output));
    assert!(hub.path("my hub/public/index.html").exists());
}

/// The files of a new hub that start the preview.
fn previews_can_be_double_clicked(root: &Path) {
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    for name in ["Preview.cmd", "Preview.command"] {
        let text = fs::read_to_string(root.join(name)).unwrap();
        let commands = text.lines().filter(|line| !line.starts_with("#!"));
        assert_eq!(commands.count(), 1, "{text}");
        assert!(text.contains("wellread serve --open"), "{text}");
        assert!(readme.contains(&format!("`{name}`")));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(root.join(name)).unwrap().permissions().mode();
            assert_eq!(mode & 0o500, 0o500, "{name}");
        }
    }
}

#[test]
fn a_hub_can_be_made_in_the_current_folder() {
    for name in [".", "./", "../here"] {
        let folder = tempfile::tempdir().unwrap();
        let hub = Hub { folder };
        std::fs::create_dir(hub.path("here")).unwrap();
        let mut command = hub.command(&["init", name]);
        let output = command.current_dir(hub.path("here")).output().unwrap();
        let printed = all(&output);
        assert!(
            printed.starts_with("Made a small hub in this folder.\n\nNow build it:\n"),
            "{printed}"
        );
        assert!(!printed.contains("cd "), "{printed}");
        assert!(hub.path("here/site.toml").exists());
    }
}

#[test]
fn a_search_tells_how_many_pages_it_found() {
    let hub = Hub::new();
    hub.refuses(&["search", "iep", "--limit", "0"], 2, "write a whole number from 1 up");
    let found = |limit| all(&hub.run(&["search", "iep", "--limit", limit]));
    assert!(found("1").ends_with("\n2 pages found; --limit 2 shows them all.\n"), "{}", found("1"));
    assert!(found("2").ends_with("\n2 pages found.\n"), "{}", found("2"));
}

#[test]
fn every_kind_of_new_file_builds() {
    let hub = Hub::new();
    for kind in Kind::ALL.map(Kind::noun) {
        let title = format!("A \"new\" {kind}: \\ what's # it?");
        let output = hub.run(&["new", kind, &title]);
        assert_eq!(output.status.code(), Some(0), "{}", all(&output));
        let before = files_below(&hub.path("content"), ".md").len();
        hub.refuses(&["new", kind, &title], 2, "was not changed");
        assert_eq!(files_below(&hub.path("content"), ".md").len(), before);
    }
    let output = hub.run(&["check", "--drafts", "--format", "json"]);
    // A resource waits for its real address. A person is no draft, so what is still to be written
    // would be published.
    let problems: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut codes: Vec<&str> =
        problems.as_array().unwrap().iter().filter_map(|one| one["code"].as_str()).collect();
    codes.sort_unstable();
    assert_eq!(codes, ["placeholder", "unfinished-text"], "{}", all(&output));
    hub.build();
    // Quotes are easily forgotten.
    assert!(hub.run(&["new", "page", "Parking", "and", "buses"]).status.success());
    let made = std::fs::read_to_string(hub.path("content/pages/parking-and-buses.md")).unwrap();
    assert!(made.contains("\"Parking and buses\""), "{made}");
    hub.refuses(&["new", "article", "?!"], 2, "no letter");
    for title in ["NUL", "con", "Aux."] {
        hub.refuses(&["new", "term", title], 2, "Windows cannot make a file");
    }
    hub.refuses(&["new", "page", &"long ".repeat(60)], 2, "too long");
}

#[cfg(unix)]
#[test]
fn links_out_of_the_hub_are_left_out() {
    use std::os::unix::fs::symlink;
    let hub = Hub::new();
    let secret = tempfile::tempdir().unwrap();
    fs::write(secret.path().join("secret.md"), "---\ntitle: Secret\n---\nSecret.\n").unwrap();
    symlink(secret.path().join("secret.md"), hub.path("content/articles/s.md")).unwrap();
    symlink(secret.path(), hub.path("content/pages")).unwrap();
    symlink("a.md", hub.path("content/articles/c.md")).unwrap();
    symlink("nowhere.md", hub.path("content/articles/d.md")).unwrap();
    symlink(".", hub.path("content/articles/loop")).unwrap();
    let printed = hub.build();
    assert!(printed.contains("content/articles/s.md"), "{printed}");
    let site = hub.site();
    assert!(site.contains_key("articles/c/index.html"));
    assert!(!site.keys().any(|path| path.contains("secret") || path.contains("articles/s/")));
}

#[test]
fn leftovers_and_conflict_copies_are_ignored() {
    let hub = Hub::new();
    hub.build();
    let before = hub.site();
    let text = "---\ntitle: Copy\n---\nText.\n";
    for name in
        ["a.md~", ".a.md.swp", ".#a.md", "#a.md#", "~$a.docx", ".DS_Store", "Thumbs.db", "a.md.tmp"]
    {
        hub.write(&format!("content/articles/{name}"), text);
    }
    let copies = [
        "a (1).md",
        "a (Ana's conflicted copy 2026-11-01).md",
        "a.sync-conflict-20261101-101010-ABCDEFG.md",
        "a - Copy.md",
        "a copy.md",
    ];
    for name in copies {
        hub.write(&format!("content/articles/{name}"), text);
    }
    let output = hub.run(&["build", "--date", "2026-11-22", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", all(&output));
    let array: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(array.as_array().unwrap().len(), copies.len(), "{array:#}");
    assert_eq!(hub.site(), before);
}

#[test]
fn quiet_prints_nothing_and_colors_stay_on_terminals() {
    let hub = Hub::new();
    let output = hub.run(&["build", "--quiet"]);
    assert_eq!(all(&output), "");
    hub.article("a", "[x](nowhere.md)");
    let printed = all(&hub.run(&["build", "--quiet"]));
    assert!(printed.contains("nowhere.md") && !printed.contains('\u{1b}'), "{printed}");
}
