//! What Wellread did not make survives, wherever it is: in the output, behind links in it, and in
//! the place where builds prepare files.

use std::fs;

use crate::files_below;
use crate::support::program::{Hub, all};

/// The content of a file that must survive.
const LETTER: &str = "Dear parents";

/// A staged file, as a build that was killed leaves it.
const STAGED: &str = ".wellread/staging/0123456789abcdef0123456789abcdef.staged/a/index.html";

/// Nothing is there besides the hub's own files but what is named here.
fn assert_left(hub: &Hub, names: &[&str]) {
    let known = ["site.toml", "content", "mine", "static"];
    let entries = fs::read_dir(hub.path("")).unwrap().map(|entry| entry.unwrap().file_name());
    let mut left: Vec<String> = entries.map(|name| name.into_string().unwrap()).collect();
    left.retain(|name| !known.contains(&name.as_str()));
    left.sort();
    assert_eq!(left, names);
}

#[test]
fn files_where_builds_prepare_theirs_survive() {
    let hub = Hub::new();
    // By their names, they may even be Wellread's.
    for name in [
        "letter.txt",
        "a.staged/letter.txt",
        "lock",
        "0123456789abcdef0123456789abcdea.staged",
        "deeper/0123456789abcdef0123456789abcdef.staged/letter.txt",
    ] {
        let file = format!(".wellread/staging/{name}");
        hub.write(&file, LETTER);
        hub.write(STAGED, "of a killed build");
        hub.refuses(&["build"], 2, "is not a file that Wellread made");
        assert_eq!(fs::read_to_string(hub.path(&file)).unwrap(), LETTER);
        assert!(!hub.path("public").exists());
        fs::remove_dir_all(hub.path(".wellread")).unwrap();
    }
    hub.write(".wellread", LETTER);
    hub.refuses(&["build"], 2, "is not a folder that Wellread made");
    hub.remove(".wellread");
    // What does not disturb may be there.
    hub.write(".wellread/letter.txt", LETTER);
    hub.write(".wellread/lock", LETTER);
    hub.build();
    assert_eq!(fs::read_to_string(hub.path(".wellread/lock")).unwrap(), LETTER);
    assert_eq!(files_below(&hub.path(".wellread"), "").len(), 2);
}

#[test]
fn what_a_killed_build_has_prepared_is_removed() {
    let hub = Hub::new();
    hub.build();
    let prepare = || {
        hub.write(STAGED, "not for the public");
        hub.write(".wellread/lock", "");
    };
    prepare();
    assert!(hub.build().contains("Nothing has changed"));
    assert_left(&hub, &["public"]);
    prepare();
    hub.article("a", "Text.");
    assert!(hub.build().contains("Built"));
    assert_left(&hub, &["public"]);
    prepare();
    hub.article("a", "[x](nowhere.md)");
    hub.refuses(&["build"], 1, "nowhere.md");
    assert_left(&hub, &["public"]);
}

#[test]
#[cfg(target_os = "linux")]
fn a_place_that_holds_no_folders_is_not_tried_without_end() {
    // The system says there that the folder above is missing.
    Hub::new().refuses(&["build", "--output", "/proc/site"], 2, "cannot write to the folder");
}

#[test]
fn nothing_is_left_of_a_first_build_that_stops() {
    let hub = Hub::new();
    hub.article("a", "[x](nowhere.md)");
    hub.refuses(&["build"], 1, "nowhere.md");
    hub.refuses(&["build", "--output", "new/deep/site"], 1, "nowhere.md");
    assert_left(&hub, &[]);
    hub.article("a", "Text.");
    let output = hub.run(&["build", "--output", "new/deep/site"]);
    assert_eq!(output.status.code(), Some(0), "{}", all(&output));
    assert_left(&hub, &["new"]);
    assert_eq!(fs::read_dir(hub.path("new/deep")).unwrap().count(), 1);
}

#[test]
fn a_site_inside_another_is_prepared_next_to_both() {
    let hub = Hub::new();
    hub.build();
    // Were it in the folder of the outer site, this would be in the way.
    let outer = hub.site();
    let output = hub.run(&["build", "--date", "2026-11-22", "--output", "public/es"]);
    assert_eq!(output.status.code(), Some(0), "{}", all(&output));
    // The record of the inner site counts as one of its files.
    assert_eq!(hub.site().len(), 2 * outer.len() + 1);
    assert!(hub.path("public/.wellread").is_file() && hub.path("public/es/.wellread").is_file());
    assert_left(&hub, &["public"]);
    let deeper = hub.run(&["build", "--output", "public/other/hub"]);
    assert_eq!(deeper.status.code(), Some(0), "{}", all(&deeper));
    assert_eq!(fs::read_dir(hub.path("public/other")).unwrap().count(), 1);
    assert_left(&hub, &["public"]);
    hub.article("a", "[x](nowhere.md)");
    hub.refuses(&["build", "--output", "public/third/hub"], 1, "nowhere.md");
    assert!(!hub.path("public/third").exists());
    hub.refuses(&["build", "--output", ".wellread"], 2, "cannot be written to");
    hub.refuses(&["build", "--output", ".wellread/site"], 2, "cannot be written to");
}

#[test]
fn foreign_files_in_a_folder_that_becomes_a_file_are_refused() {
    let hub = Hub::new();
    hub.write("static/extra/deep/file.txt", "ours");
    hub.build();
    hub.write("public/extra/deep/letter.txt", LETTER);
    fs::create_dir(hub.path("public/extra/empty")).unwrap();
    let before = hub.site();
    fs::remove_dir_all(hub.path("static/extra")).unwrap();
    hub.write("static/extra", "a file");
    hub.refuses(&["build"], 2, "public/extra/deep/letter.txt");
    assert_eq!(hub.site(), before);
    hub.remove("public/extra/deep/letter.txt");
    hub.build();
    assert_eq!(hub.site(), hub.clean_site());
}

#[test]
fn a_foreign_file_whose_name_differs_in_letter_case_is_refused() {
    let hub = Hub::new();
    hub.write("static/photo.jpg", "ours");
    hub.build();
    if hub.path("public/Photo.jpg").exists() {
        // On this disk, both names are those of one file.
        return;
    }
    hub.write("public/Photo.jpg", LETTER);
    let before = hub.site();
    fs::rename(hub.path("static/photo.jpg"), hub.path("static/Photo.jpg")).unwrap();
    for _ in 0..2 {
        hub.refuses(&["build"], 2, "public/Photo.jpg is not a file that Wellread made");
        assert_eq!(hub.site(), before);
    }
    hub.remove("public/Photo.jpg");
    hub.build();
    assert_eq!(hub.site(), hub.clean_site());
}

#[cfg(target_os = "linux")]
#[test]
fn a_limit_on_the_size_of_files_is_a_failure_of_the_machine() {
    let hub = Hub::new();
    hub.build();
    hub.article("a", &"A long text.\n\n".repeat(5000));
    let before = hub.site();
    // The limit is in units of 512 or 1,024 bytes, as the shell likes.
    for (limit, command) in [("8", "build"), ("0", "new article More"), ("0", "init new")] {
        let script =
            format!("ulimit -f {limit}; exec {} {command}", env!("CARGO_BIN_EXE_wellread"));
        let mut shell = std::process::Command::new("sh");
        let output = shell.args(["-c", &script]).current_dir(hub.path("")).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{command}: {}", all(&output));
        assert!(all(&output).contains("cannot write"), "{}", all(&output));
        assert_eq!(hub.site(), before);
        assert!(!hub.path("content/articles/more.md").exists());
        assert_left(&hub, &["public"]);
    }
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;
    use std::path::Path;

    use super::*;

    /// A hub with a folder next to it that holds files of someone else.
    fn hub_with_letter() -> Hub {
        let hub = Hub::new();
        hub.write("mine/letter.txt", LETTER);
        hub.write("mine/a/index.html", LETTER);
        hub
    }

    fn assert_letter_is_there(hub: &Hub) {
        assert_eq!(files_below(&hub.path("mine"), "").len(), 2);
        for file in ["mine/letter.txt", "mine/a/index.html"] {
            assert_eq!(fs::read_to_string(hub.path(file)).unwrap(), LETTER, "{file}");
        }
    }

    fn link(to: &str, at: &Path) {
        symlink(to, at).unwrap();
    }

    #[test]
    fn nothing_is_removed_behind_a_link() {
        let hub = hub_with_letter();
        hub.write("static/extra/letter.txt", "ours");
        hub.write("static/deep/er/a/index.html", "ours");
        hub.build();
        fs::remove_dir_all(hub.path("public/extra")).unwrap();
        link("../mine", &hub.path("public/extra"));
        fs::remove_dir_all(hub.path("public/deep/er")).unwrap();
        link("../../mine", &hub.path("public/deep/er"));
        fs::remove_dir_all(hub.path("static")).unwrap();
        assert!(hub.build().contains("Nothing has changed"));
        assert_letter_is_there(&hub);
        assert!(hub.path("public/extra").is_symlink() && hub.path("public/deep/er").is_symlink());
        // A record that was tampered with is believed no further.
        let record = format!("wellread output 1\n- - - 1\n{:032x} extra/letter.txt\n", 1);
        fs::remove_dir_all(hub.path("public")).unwrap();
        hub.write("public/.wellread", &record);
        link("../mine", &hub.path("public/extra"));
        hub.build();
        assert_letter_is_there(&hub);
    }

    #[test]
    fn nothing_is_written_behind_a_link() {
        let hub = hub_with_letter();
        hub.build();
        // At any depth, and also if the link leads to just the files that belong there.
        for folder in ["articles", "articles/a", "assets"] {
            let (real, moved) = (hub.path("public").join(folder), hub.path("moved"));
            fs::rename(&real, &moved).unwrap();
            let before = hub.site();
            for target in [hub.path("mine"), moved.clone()] {
                link(target.to_str().unwrap(), &real);
                hub.refuses(&["build", "--date", "2026-11-22"], 2, "is a link to another place");
                fs::remove_file(&real).unwrap();
                assert_eq!(hub.site(), before, "{folder}");
            }
            fs::rename(&moved, &real).unwrap();
            assert_letter_is_there(&hub);
        }
        assert!(hub.build().contains("Nothing has changed"));
    }

    #[test]
    fn a_link_in_the_place_of_a_page_is_replaced_and_its_target_stays() {
        let hub = hub_with_letter();
        hub.build();
        let site = hub.site();
        for target in ["../../../mine/letter.txt", "../../../mine", "nowhere"] {
            hub.remove("public/articles/a/index.html");
            link(target, &hub.path("public/articles/a/index.html"));
            hub.build();
            assert!(!hub.path("public/articles/a/index.html").is_symlink());
            assert_eq!(hub.site(), site);
            assert_letter_is_there(&hub);
        }
        // The same where the page is no longer part of the site.
        hub.remove("public/articles/a/index.html");
        link("../../../mine", &hub.path("public/articles/a/index.html"));
        hub.remove("content/articles/a.md");
        hub.build();
        assert!(!hub.path("public/articles/a").exists());
        assert_letter_is_there(&hub);
    }

    #[test]
    fn no_new_file_is_written_behind_a_link() {
        let hub = hub_with_letter();
        link("../mine", &hub.path("content/pages"));
        hub.refuses(&["new", "page", "Letter"], 2, "content/pages is a link to another place");
        fs::rename(hub.path("content"), hub.path("real")).unwrap();
        link("real", &hub.path("content"));
        hub.refuses(&["new", "article", "Letter"], 2, "content is a link to another place");
        assert_letter_is_there(&hub);
        assert!(!hub.path("real/articles/letter.md").exists());
    }

    #[test]
    fn files_are_not_prepared_behind_a_link() {
        let hub = hub_with_letter();
        fs::create_dir(hub.path(".wellread")).unwrap();
        for name in [".wellread/staging", ".wellread/lock", ".wellread"] {
            let _ = fs::remove_dir(hub.path(name));
            for target in ["mine", "../mine", "../mine/letter.txt", "nowhere"] {
                link(target, &hub.path(name));
                hub.refuses(&["build"], 2, "is not a f");
                assert!(hub.path(name).is_symlink(), "{name}");
                fs::remove_file(hub.path(name)).unwrap();
                assert_letter_is_there(&hub);
                assert!(!hub.path("public").exists());
            }
        }
        hub.build();
        assert_left(&hub, &["public"]);
    }

    #[test]
    fn an_output_behind_a_link_is_found_or_refused() {
        let hub = Hub::new();
        for output in ["public", "public/site"] {
            link("nowhere/site", &hub.path("public"));
            hub.refuses(
                &["build", "--output", output],
                2,
                "is a link to a place that does not exist",
            );
            hub.remove("public");
        }
        fs::create_dir(hub.path("elsewhere")).unwrap();
        link("elsewhere", &hub.path("public"));
        hub.build();
        assert!(hub.path("elsewhere/index.html").exists() && hub.path("public").is_symlink());
        assert_left(&hub, &["elsewhere", "public"]);
        // The record of another folder owns nothing here.
        hub.write("other/.wellread", "wellread output 1\n- - - 1\n");
        fs::create_dir(hub.path("linked")).unwrap();
        link("../other/.wellread", &hub.path("linked/.wellread"));
        hub.refuses(&["build", "--output", "linked"], 2, "is not a file that Wellread made");
        // Two dots after a folder that does not exist lead back to the content.
        hub.refuses(&["build", "--output", "new/../content"], 2, "cannot be written to");
        assert!(!hub.path("new").exists());
    }
}
