//! Every way in which people and programs save files is noticed.

mod support;

use std::fs;
use std::time::Duration;

use support::{Preview, copy, write};
use wellread_serve::{Event, ServeOptions};

fn preview() -> Preview {
    Preview::start(&[("index.html", "One"), ("sub/page.html", "Sub")])
}

fn polling() -> Preview {
    let set = |options: &mut ServeOptions| options.poll = true;
    Preview::with(&[("index.html", "One"), ("sub/page.html", "Sub")], set, |content| {
        Ok(copy(content, "/"))
    })
}

fn built(preview: &Preview) -> Vec<String> {
    match preview.until(|event| matches!(event, Event::Built { .. })) {
        Event::Built { changed, .. } => changed,
        _ => unreachable!(),
    }
}

#[test]
fn an_edit() {
    let preview = preview();
    write(&preview.file("index.html"), "Two");
    assert_eq!(built(&preview), ["index.html"]);
    assert!(preview.get("/").text().starts_with("Two"));
}

#[test]
fn saved_by_renaming_again_and_again() {
    let preview = preview();
    for text in ["Two", "Three", "Four"] {
        let new = preview.file(".index.html.tmp");
        fs::write(&new, text).unwrap();
        fs::rename(&new, preview.file("index.html")).unwrap();
        preview.shows("/", text);
    }
    // As vim does: the old file moves away, a new one takes its name.
    fs::rename(preview.file("index.html"), preview.file("index.html~")).unwrap();
    fs::write(preview.file("index.html"), "Five").unwrap();
    fs::remove_file(preview.file("index.html~")).unwrap();
    preview.shows("/", "Five");
}

#[test]
fn a_file_that_is_still_being_written() {
    let preview = preview();
    let mut text = String::new();
    for part in 0..30 {
        text.push_str(&format!("part {part} "));
        fs::write(preview.file("index.html"), &text).unwrap();
        std::thread::sleep(Duration::from_millis(30));
    }
    preview.shows("/", "part 29 ");
}

#[test]
fn many_files_at_once_are_one_change() {
    let preview = preview();
    for number in 0..500 {
        write(&preview.file(&format!("new{}/page{number}.html", number % 20)), "New");
    }
    preview.shows("/new19/page499.html", "New");
    let mut changed = Vec::new();
    let mut builds = 0;
    while changed.len() < 500 {
        changed.extend(built(&preview));
        builds += 1;
    }
    // One at least every half second, while the files are being written.
    assert!(builds <= 100, "{builds} builds");
    // The new folders are watched too.
    write(&preview.file("new7/page7.html"), "Newer");
    preview.shows("/new7/page7.html", "Newer");
}

#[test]
fn new_folders_deep_down_are_watched() {
    let preview = preview();
    write(&preview.file("a/b/c/d.html"), "Deep");
    preview.shows("/a/b/c/d.html", "Deep");
    write(&preview.file("a/b/c/d.html"), "Deeper");
    preview.shows("/a/b/c/d.html", "Deeper");
}

#[test]
fn renamed_and_deleted() {
    let preview = preview();
    fs::rename(preview.file("sub"), preview.file("renamed")).unwrap();
    preview.shows("/renamed/page.html", "Sub");
    assert_eq!(preview.get("/sub/page.html").status, 404);
    write(&preview.file("renamed/page.html"), "Still watched");
    preview.shows("/renamed/page.html", "Still watched");
    fs::remove_dir_all(preview.file("renamed")).unwrap();
    preview.shows("/renamed/page.html", "Page not found");
}

#[test]
fn a_folder_that_vanishes_and_comes_back() {
    let preview = preview();
    for round in 0..3 {
        let away = preview.hub.with_file_name("away");
        fs::rename(preview.hub.join("content"), &away).unwrap();
        preview.shows("/", "Page not found");
        fs::rename(&away, preview.hub.join("content")).unwrap();
        preview.shows("/sub/page.html", "Sub");
        let text = format!("Round {round}");
        write(&preview.file("index.html"), &text);
        preview.shows("/", &text);
    }
    // Deleted and made anew so fast that both are one change.
    fs::remove_dir_all(preview.hub.join("content")).unwrap();
    write(&preview.file("index.html"), "Anew");
    preview.shows("/", "Anew");
    write(&preview.file("index.html"), "And edited");
    preview.shows("/", "And edited");
}

#[test]
fn the_whole_hub_vanishes_and_comes_back() {
    let preview = preview();
    let away = preview.hub.with_file_name("away");
    fs::rename(&preview.hub, &away).unwrap();
    preview.shows("/", "Page not found");
    fs::rename(&away, &preview.hub).unwrap();
    preview.shows("/", "One");
    write(&preview.file("index.html"), "Edited");
    preview.shows("/", "Edited");
}

#[test]
fn the_output_and_reading_are_no_changes() {
    let preview = preview();
    write(&preview.hub.join("public/index.html"), "Output");
    // The folder itself is new, which is a reason to look, but nothing is different.
    for _ in 0..5 {
        write(&preview.hub.join("public/index.html"), "Output");
        write(&preview.hub.join(".git/index"), "x");
        fs::read(preview.file("index.html")).unwrap();
        std::thread::sleep(Duration::from_millis(50));
    }
    preview.is_quiet(Duration::from_millis(600));
}

#[test]
fn without_native_events() {
    let preview = polling();
    write(&preview.file("index.html"), "Two");
    preview.shows("/", "Two");
    fs::rename(preview.file("sub"), preview.file("renamed")).unwrap();
    preview.shows("/renamed/page.html", "Sub");
    fs::remove_file(preview.file("renamed/page.html")).unwrap();
    preview.shows("/renamed/page.html", "Page not found");
}

#[cfg(unix)]
#[test]
fn content_behind_a_symbolic_link() {
    let elsewhere = tempfile::tempdir().unwrap();
    write(&elsewhere.path().join("page.html"), "One");
    let target = elsewhere.path().to_owned();
    let preview = Preview::with(
        &[],
        |options| {
            let content = options.root.join("content");
            fs::remove_dir(&content).unwrap();
            std::os::unix::fs::symlink(target, content).unwrap();
        },
        |content| Ok(copy(content, "/")),
    );
    write(&elsewhere.path().join("page.html"), "Two");
    preview.shows("/page.html", "Two");
}

#[cfg(unix)]
#[test]
fn a_change_that_no_event_reports() {
    let elsewhere = tempfile::tempdir().unwrap();
    write(&elsewhere.path().join("page.html"), "One");
    let preview = preview();
    // Links in the content are not watched.
    std::os::unix::fs::symlink(elsewhere.path(), preview.file("linked")).unwrap();
    preview.shows("/linked/page.html", "One");
    write(&elsewhere.path().join("page.html"), "Two");
    preview.shows("/linked/page.html", "Two");
}
