//! What is read of a hub's folder, and what is not: links, hidden files, names. Checked with the
//! real program on real folders, since memory has no links.

use std::fs;

use crate::support::program::Hub;

/// What must never be seen, neither on the site nor in a message.
const SECRET: &str = "SECRET-4711";

/// Nothing secret is printed or written, in whatever file.
fn assert_no_secret(hub: &Hub, printed: &str, what: &str) {
    assert!(!printed.contains(SECRET), "{what}: {printed}");
    if hub.path("public").exists() {
        for (path, bytes) in hub.site() {
            let text = String::from_utf8_lossy(&bytes);
            assert!(!text.contains(SECRET) && !path.contains("id_rsa"), "{what}: {path}");
        }
    }
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;
    use std::path::Path;
    use std::process::Command;

    use super::*;
    use crate::support::program::all;

    /// A folder outside the hub with something secret in it, under every name that a hub might
    /// read.
    fn secret_folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("id_rsa", SECRET);
        write("articles/s.md", &format!("---\ntitle: {SECRET}\n---\n{SECRET}\n"));
        write("default/static/s.css", SECRET);
        write("default/templates/page.html", &format!("{{{{ {SECRET} }}}}"));
        write("site.toml", &format!("password = {SECRET} is no TOML\n"));
        folder
    }

    fn replace_by_link(hub: &Hub, name: &str, target: &Path) {
        let path = hub.path(name);
        if path.is_dir() {
            fs::rename(&path, hub.path(&format!("{name}-before"))).unwrap();
        } else if path.exists() {
            fs::remove_file(&path).unwrap();
        }
        symlink(target, path).unwrap();
    }

    #[test]
    fn a_folder_at_the_top_that_is_a_link_is_never_followed() {
        let secret = secret_folder();
        for folder in ["static", "content", "themes"] {
            for target in
                ["outside", "outside-chain", ".", "..", "public", "inside", "missing", folder]
            {
                let hub = Hub::new();
                hub.build();
                let before = hub.site();
                hub.write("inside/id_rsa", SECRET);
                hub.write("inside/articles/s.md", "---\ntitle: S\n---\nText.\n");
                symlink(secret.path(), hub.path("chain")).unwrap();
                let to = match target {
                    "outside" => secret.path().to_owned(),
                    "outside-chain" => Path::new("chain").to_owned(),
                    other => Path::new(other).to_owned(),
                };
                replace_by_link(&hub, folder, &to);
                let what = format!("{folder} -> {target}");
                let output = hub.run(&["check"]);
                let printed = all(&output);
                assert_eq!(output.status.code(), Some(1), "{what}: {printed}");
                assert!(printed.contains(&format!("`{folder}` is a link")), "{what}: {printed}");
                assert_no_secret(&hub, &printed, &what);
                // The output may also be refused, as a folder that holds what would be read.
                let output = hub.run(&["build"]);
                assert!(matches!(output.status.code(), Some(1 | 2)), "{what}");
                assert_no_secret(&hub, &all(&output), &what);
                assert_eq!(hub.site(), before, "{what}");
            }
        }
    }

    #[test]
    fn settings_that_are_a_link_are_not_read_and_no_line_of_them_is_shown() {
        let secret = secret_folder();
        for target in [secret.path().join("site.toml"), "other.toml".into(), "missing.toml".into()]
        {
            let hub = Hub::new();
            hub.write("other.toml", &format!("key = {SECRET} is no TOML\n"));
            replace_by_link(&hub, "site.toml", &target);
            for command in ["build", "check", "terms"] {
                // A link that leads nowhere is not found as a hub's settings, so the hub is named.
                let output = hub.run(&[command, "--root", "."]);
                let printed = all(&output);
                assert_eq!(output.status.code(), Some(1), "{printed}");
                assert_no_secret(&hub, &printed, command);
            }
            hub.refuses(&["check", "--root", "."], 1, "`site.toml` is a link");
        }
    }

    #[test]
    fn links_lead_only_to_files_that_are_read_anyway() {
        let secret = secret_folder();
        let hub = Hub::new();
        hub.write("static/map.png", "a map");
        hub.write("static/.env", SECRET);
        hub.write("static/.well-known/security.txt", "Contact: us");
        hub.write(".env", SECRET);
        hub.write("notes.txt", SECRET);
        hub.write(".git/config", SECRET);
        hub.write("content/articles/.obsidian/x.md", SECRET);
        hub.write("content/articles/d.md", &format!("---\ntitle: D\ndraft: true\n---\n{SECRET}\n"));
        hub.build();
        hub.article("a", "![Map](linked.png)");
        hub.write("themes/default/static/own.css", "p {}");
        let refused = [
            ("static/outside.txt", secret.path().join("id_rsa")),
            ("static/settings.txt", "../site.toml".into()),
            ("static/notes.txt", "../notes.txt".into()),
            ("static/env.txt", "../.env".into()),
            ("static/hidden.txt", ".env".into()),
            ("static/git.txt", "../.git/config".into()),
            ("static/draft.txt", "../content/articles/d.md".into()),
            ("static/output.txt", "../public/index.html".into()),
            ("static/loop.txt", "loop.txt".into()),
            ("static/up", "..".into()),
            ("static/device.txt", "/dev/zero".into()),
            ("content/articles/out.md", secret.path().join("articles/s.md")),
            ("content/articles/hidden.md", ".obsidian/x.md".into()),
            ("content/topics", secret.path().join("articles")),
            ("content/people", ".".into()),
            ("themes/other", secret.path().join("default")),
            ("themes/default/templates", secret.path().join("default/templates")),
            ("themes/default/static/x.css", "../../../notes.txt".into()),
        ];
        for (link, target) in &refused {
            symlink(target, hub.path(link)).unwrap();
        }
        symlink("map.png", hub.path("static/map-2.png")).unwrap();
        symlink("map-2.png", hub.path("static/map-3.png")).unwrap();
        symlink("../../static/map.png", hub.path("content/articles/linked.png")).unwrap();
        symlink("../../../static/map.png", hub.path("themes/default/static/map.png")).unwrap();
        symlink("security.txt", hub.path("static/.well-known/other.txt")).unwrap();
        let printed = hub.build();
        assert_no_secret(&hub, &printed, "links");
        for (link, _) in &refused {
            assert!(printed.contains(link), "nothing is said of {link}: {printed}");
        }
        assert_eq!(printed.matches("It was left out").count(), refused.len() + 1, "{printed}");
        let site = hub.site();
        for path in ["map-2.png", "map-3.png", "articles/linked.png", ".well-known/other.txt"] {
            assert!(site.contains_key(path), "{path}");
        }
        assert!(site.keys().any(|path| path.starts_with("assets/map.")));
        // What a link leads to is not part of the site, so a build does not depend on it.
        assert!(!site.contains_key("output.txt"));
    }

    #[test]
    fn pipes_are_not_waited_for() {
        let hub = Hub::new();
        let pipe = |path: &str| {
            fs::create_dir_all(hub.path(path).parent().unwrap()).unwrap();
            assert!(Command::new("mkfifo").arg(hub.path(path)).status().unwrap().success());
        };
        pipe("static/pipe");
        symlink("pipe", hub.path("static/to-the-pipe")).unwrap();
        pipe("content/articles/p.md");
        let printed = hub.build();
        for path in ["static/pipe", "content/articles/p.md"] {
            assert!(printed.contains(path), "{printed}");
        }
        assert_eq!(printed.matches("a pipe, a socket or a device").count(), 2, "{printed}");
        fs::remove_file(hub.path("content/articles/p.md")).unwrap();
        // What Wellread itself writes into a hub, and what a person names.
        pipe("lost-addresses.txt");
        hub.article("old", "Text.");
        hub.build();
        fs::remove_file(hub.path("content/articles/old.md")).unwrap();
        let printed = hub.build();
        assert!(printed.contains("lost-addresses.txt was left as it is"), "{printed}");
        pipe("link-checks.json");
        hub.refuses(&["audit"], 2, "it is not a file");
        fs::remove_file(hub.path("link-checks.json")).unwrap();
        pipe("a.md");
        hub.refuses(&["tidy", "a.md"], 2, "it is not a file");
        hub.refuses(&["search", "--file", "a.md"], 2, "it is not a file");
        pipe(".wellread");
        hub.article("new", "Text.");
        hub.refuses(&["build"], 2, "is not a folder that Wellread made");
        fs::remove_file(hub.path("site.toml")).unwrap();
        pipe("site.toml");
        hub.refuses(&["check", "--root", "."], 1, "`site.toml` must be a file");
    }

    #[test]
    fn a_hub_that_is_itself_reached_through_a_link_is_read() {
        let hub = Hub::new();
        let elsewhere = tempfile::tempdir().unwrap();
        let link = elsewhere.path().join("hub");
        symlink(hub.folder.path(), &link).unwrap();
        hub.write("static/a.txt", "x");
        symlink("a.txt", hub.path("static/b.txt")).unwrap();
        let output = hub.run(&["build", "--root", link.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(0), "{}", all(&output));
        assert!(hub.site().contains_key("b.txt"));
    }
}

#[test]
fn hidden_files_are_not_published() {
    let hub = Hub::new();
    let quiet = [".DS_Store", "._a.txt", "Thumbs.db", "desktop.ini", "x/.DS_Store", ".gitkeep"];
    let warned =
        [".env", ".ssh/id_rsa", ".git/config", "x/.htpasswd", ".well-known/.env", ".npmrc"];
    let public = [".well-known/security.txt", ".htaccess", "x/.htaccess", ".nojekyll", "x/y.txt"];
    for name in quiet.iter().chain(&warned) {
        hub.write(&format!("static/{name}"), SECRET);
    }
    for name in public {
        hub.write(&format!("static/{name}"), "x");
    }
    hub.write("themes/default/static/.env", SECRET);
    hub.write("content/articles/.env", SECRET);
    let printed = hub.build();
    assert_no_secret(&hub, &printed, "hidden");
    assert_eq!(printed.matches("begins with a period").count(), warned.len(), "{printed}");
    // A folder is named, and not each file in it.
    assert!(printed.contains("static/.ssh") && !printed.contains("id_rsa"), "{printed}");
    let site = hub.site();
    assert!(public.iter().all(|path| site.contains_key(*path)), "{:?}", site.keys());
    let hidden = site.keys().filter(|path| path.split('/').any(|part| part.starts_with('.')));
    assert_eq!(hidden.count(), 4);
}

#[test]
fn what_is_read_has_exactly_its_name_on_every_system() {
    for (right, wrong) in [
        ("content", "Content"),
        ("static", "STATIC"),
        ("themes", "Themes"),
        ("site.toml", "Site.toml"),
    ] {
        let hub = Hub::new();
        hub.write("static/a.txt", "x");
        hub.write("themes/default/static/a.css", "x");
        // By way of a third name, since the other two may be one to the system.
        fs::rename(hub.path(right), hub.path("between")).unwrap();
        fs::rename(hub.path("between"), hub.path(wrong)).unwrap();
        let words = format!("called `{wrong}`, and Wellread reads `{right}`");
        hub.refuses(&["build", "--root", "."], 1, &words);
        assert!(!hub.path("public").exists());
    }
    let hub = Hub::new();
    hub.write("static", "../shared\n");
    hub.refuses(&["build"], 1, "`static` must be a folder");
    fs::remove_file(hub.path("site.toml")).unwrap();
    hub.write("site.toml/x", "");
    hub.refuses(&["build", "--root", "."], 1, "`site.toml` must be a file");
}

#[cfg(target_os = "linux")]
mod names {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    use super::*;
    use crate::support::program::all;

    #[test]
    fn names_that_are_no_text_are_errors_and_named_once() {
        let hub = Hub::new();
        let folder = hub.path("static").join(OsStr::from_bytes(b"caf\xe9"));
        fs::create_dir_all(&folder).unwrap();
        for name in ["a.txt", "b.txt"] {
            fs::write(folder.join(name), "x").unwrap();
        }
        let file = hub.path("content/articles").join(OsStr::from_bytes(b"\xff.md"));
        fs::write(file, "---\ntitle: X\n---\nText.\n").unwrap();
        let link = hub.path("static").join(OsStr::from_bytes(b"link\xff"));
        std::os::unix::fs::symlink("a.txt", link).unwrap();
        let output = hub.run(&["check"]);
        assert_eq!(output.status.code(), Some(1));
        let printed = all(&output);
        assert_eq!(printed.matches("characters that cannot be read").count(), 3, "{printed}");
    }

    #[test]
    fn the_names_of_folders_above_the_hub_do_not_matter() {
        let hub = Hub::new();
        hub.article("a", "Text.");
        let above = tempfile::tempdir().unwrap();
        let moved = above.path().join(OsStr::from_bytes(b"caf\xe9: hub. "));
        fs::rename(hub.folder.path(), &moved).unwrap();
        let output = hub.command(&["build"]).current_dir(&moved).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", all(&output));
        assert!(moved.join("public/articles/a/index.html").exists());
    }

    #[test]
    fn two_files_whose_names_look_alike_are_an_error_that_tells_them_apart() {
        for folder in ["static", "content/articles", "themes/default/static"] {
            let hub = Hub::new();
            hub.write(&format!("{folder}/caf\u{e9}.md"), "---\ntitle: A\n---\nText.\n");
            hub.write(&format!("{folder}/cafe\u{301}.md"), "---\ntitle: B\n---\nText.\n");
            let output = hub.run(&["check"]);
            let printed = all(&output);
            assert_eq!(output.status.code(), Some(1), "{printed}");
            assert!(printed.contains("`caf\\u{e9}.md`"), "{printed}");
            assert!(printed.contains("`cafe\\u{301}.md`"), "{printed}");
            assert!(printed.contains("`cafe-2.md`"), "{printed}");
            assert_eq!(printed.matches("error").count(), 2, "one, and the sum: {printed}");
        }
        // In two folders that look alike there may be files of one name, and of two.
        let hub = Hub::new();
        hub.write("static/caf\u{e9}/a.txt", "x");
        hub.write("static/cafe\u{301}/b.txt", "x");
        hub.build();
        hub.write("static/cafe\u{301}/a.txt", "y");
        hub.refuses(&["check"], 1, "`caf\\u{e9}`");
    }

    #[test]
    fn a_site_that_windows_could_not_hold_is_not_written() {
        let hub = Hub::new();
        hub.build();
        let before = hub.site();
        hub.write("static/A.txt", "x");
        hub.write("static/a.txt", "y");
        hub.refuses(&["build"], 1, "`A.txt` and `a.txt`");
        hub.remove("static/A.txt");
        hub.write("static/con.txt", "x");
        hub.refuses(&["build"], 1, "Windows cannot make a file `con.txt`");
        assert_eq!(hub.site(), before);
    }
}
