//! What a clinic does every week, done as `docs/jobs.md`, `docs/resources.md` and
//! `docs/publishing.md` say, in a hub that `wellread init` made. What is written comes out of these
//! pages, so that an example that does not work is found here.

use std::fs;
use std::process::Output;

use crate::support::program::{Hub, all};

/// A hub as `init` makes it, with the settings that each clinic writes first.
fn new_hub() -> Hub {
    let hub = Hub::new();
    fs::remove_dir_all(hub.path("content")).unwrap();
    hub.remove("site.toml");
    let made = hub.run(&["init", "."]);
    assert!(made.status.success(), "{}", all(&made));
    hub
}

/// What is under a bold phrase or a heading of a page of the manual, in its first block of code.
fn example(page: &str, about: &str) -> String {
    let path = format!("{}/../../docs/{page}.md", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(path).unwrap();
    let (_, rest) =
        text.split_once(about).unwrap_or_else(|| panic!("{page}.md says nothing of {about}"));
    let (_, rest) = rest.split_once("```").unwrap();
    let (_, rest) = rest.split_once('\n').unwrap();
    rest.split("```").next().unwrap().to_owned()
}

/// Writes settings into a file of the hub, below its first setting.
fn set(hub: &Hub, file: &str, lines: &str) {
    let text = fs::read_to_string(hub.path(file)).unwrap();
    let mut parts = text.splitn(3, '\n');
    let (mark, first, rest) =
        (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap_or(""));
    // A new file has a comment above its title.
    let is_remark = first.starts_with('#');
    let (title, rest) = if is_remark { rest.split_once('\n').unwrap() } else { (first, rest) };
    hub.write(file, &format!("{mark}\n{title}\n{}\n{rest}", lines.trim_end()));
}

/// Deletes lines of a file that begin so.
fn delete_lines(hub: &Hub, file: &str, start: &str) {
    let text = fs::read_to_string(hub.path(file)).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with(start));
    hub.write(file, &lines.map(|line| format!("{line}\n")).collect::<String>());
}

fn append(hub: &Hub, file: &str, text: &str) {
    let old = fs::read_to_string(hub.path(file)).unwrap();
    hub.write(file, &format!("{old}\n{text}\n"));
}

/// Makes a file with `new` as a page of the manual writes it, and publishes it.
fn new(hub: &Hub, kind: &str, title: &str, file: &str) {
    let output = hub.run(&["new", kind, title]);
    assert!(all(&output).contains(file), "{}", all(&output));
    delete_lines(hub, file, "draft: true");
}

/// The text of a page of the site.
fn page(hub: &Hub, path: &str) -> String {
    fs::read_to_string(hub.path(&format!("public/{path}index.html")))
        .unwrap_or_else(|_| panic!("there is no page /{path}"))
}

fn builds(hub: &Hub) -> String {
    let output: Output = hub.run(&["build", "--date", "2026-11-22"]);
    assert!(output.status.success(), "{}", all(&output));
    all(&output)
}

#[test]
fn pages_are_written_hidden_shown_later_renamed_and_deleted() {
    let hub = new_hub();
    let commands = example("jobs", "**Write a new page.**");
    for line in commands.lines() {
        let (command, title) = line.split_once('"').unwrap();
        let kind = command.split_whitespace().last().unwrap();
        assert!(hub.run(&["new", kind, title.trim_end_matches('"')]).status.success(), "{line}");
    }
    let file = "content/articles/your-first-visit.md";
    assert!(builds(&hub).contains("Not shown: 3 drafts"));
    delete_lines(&hub, file, "draft: true");
    assert!(builds(&hub).contains("New: Your first visit (/articles/your-first-visit/)"));
    // Hidden, shown, and shown from a day on.
    let hidden = example("jobs", "**Hide a page.**");
    set(&hub, file, &hidden);
    assert!(builds(&hub).contains("Gone: Your first visit"));
    delete_lines(&hub, file, "draft: true");
    set(&hub, file, &example("jobs", "**Show a page from a day on.**"));
    assert!(builds(&hub).contains("Not shown: 2 drafts"));
    let later = hub.run(&["build", "--date", "2027-01-11"]);
    assert!(all(&later).contains("New: Your first visit"), "{}", all(&later));
    delete_lines(&hub, file, "published:");
    builds(&hub);
    // Its address changes, and the old one leads to it.
    fs::rename(hub.path("content/articles/welcome.md"), hub.path("content/articles/start.md"))
        .unwrap();
    let line = example("jobs", "**Change an address.**");
    let said = all(&hub.run(&["build", "--date", "2026-11-22"]));
    assert!(said.contains(line.trim()), "{said}");
    set(&hub, "content/articles/start.md", &line);
    let said = builds(&hub);
    assert!(!said.contains("is gone"), "{said}");
    assert!(page(&hub, "articles/welcome/").contains("/articles/start/"));
    // Deleted: the page that links to it is named.
    append(&hub, "content/pages/about.md", "Read [[your-first-visit]] or [[start|how to start]].");
    builds(&hub);
    fs::remove_file(hub.path(file)).unwrap();
    let said = all(&hub.run(&["build", "--date", "2026-11-22"]));
    assert!(said.contains("content/pages/about.md") && said.contains("your-first-visit"), "{said}");
}

#[test]
fn numbers_notices_and_the_menu_are_in_the_settings() {
    let hub = new_hub();
    let article = "content/articles/welcome.md";
    append(&hub, "site.toml", &example("jobs", "**Change the clinic's number"));
    append(&hub, article, "Call [[contact:phone]]. We are open [[contact:hours]].");
    builds(&hub);
    assert!(page(&hub, "articles/welcome/").contains("Monday to Friday, 8 to 4"));
    let found = all(&hub.run(&["search", "555-0100"]));
    assert!(found.contains("site.toml") && found.contains("welcome.md"), "{found}");
    append(&hub, "site.toml", &example("jobs", "**Say on every page that you are closed.**"));
    builds(&hub);
    let shown = page(&hub, "");
    assert!(shown.contains("We are closed for snow") && shown.contains("tel:3035550100"));
    let later = hub.run(&["build", "--date", "2026-12-05"]);
    assert!(later.status.success());
    assert!(!page(&hub, "").contains("closed for snow"));
    // The menu, and the pages in it.
    new(&hub, "page", "Contact", "content/pages/contact.md");
    new(&hub, "page", "Services", "content/pages/services.md");
    let settings = fs::read_to_string(hub.path("site.toml")).unwrap();
    let menu = example("jobs", "**Choose what the menu holds.**");
    hub.write(
        "site.toml",
        &settings.replacen("\n# What the menu", &format!("\n{menu}# What the menu"), 1),
    );
    append(&hub, "site.toml", &example("jobs", "**Use the clinic's color and logo.**"));
    append(&hub, "site.toml", &example("jobs", "**Families search with other words"));
    append(&hub, "site.toml", &example("resources", "## Crisis lines"));
    hub.write(
        "static/logo.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"></svg>",
    );
    builds(&hub);
    let home = page(&hub, "");
    let (_, nav) = home.split_once("<nav class=\"site-nav\"").unwrap();
    let nav = nav.split("</nav>").next().unwrap();
    let at = |words: &str| nav.find(words).unwrap_or_else(|| panic!("{words}: {nav}"));
    assert!(at("/articles/") < at("/resources/") && at("/resources/") < at("/services/"));
    assert!(at("/services/") < at("/contact/") && !nav.contains("/glossary/"));
    assert!(home.contains("logo") && home.contains("988 Suicide"));
    assert!(page(&hub, "contact/").contains("tel:3035550100"));
}

#[test]
fn people_words_images_and_files_are_added() {
    let hub = new_hub();
    new(&hub, "person", "Ana Ruiz", "content/people/ana-ruiz.md");
    let photo = format!("{}/../../tests/images/turned.jpg", env!("CARGO_MANIFEST_DIR"));
    for copy in ["content/people/ana.jpg", "content/articles/door.jpg"] {
        fs::copy(&photo, hub.path(copy)).unwrap();
    }
    set(&hub, "content/people/ana-ruiz.md", &example("jobs", "**Add a colleague.**"));
    let article = "content/articles/welcome.md";
    delete_lines(&hub, article, "authors:");
    set(&hub, article, &example("jobs", "**Say who wrote an article"));
    hub.write("content/articles/intake.pdf", "%PDF-1.7 and what follows, a page or two");
    hub.write("content/articles/talk.mp4", "x");
    hub.write("content/articles/talk.vtt", &example("writing", "Captions look like this"));
    append(
        &hub,
        article,
        "![Our front door](door.jpg)\n\n[The intake form](intake.pdf)\n\n\
         ![What happens at a meeting](talk.mp4)\n\n[[!IEP]] is not a link here.",
    );
    new(&hub, "term", "Evaluation", "content/glossary/evaluation.md");
    let said = builds(&hub);
    for wrong in ["no-captions", "wrong-captions", "picture", "unused"] {
        assert!(!said.contains(wrong), "{said}");
    }
    let shown = page(&hub, "articles/welcome/");
    for part in ["Ana Ruiz", "door.jpg", "intake.pdf", "<video", "talk.vtt"] {
        assert!(shown.contains(part), "{part}");
    }
    let people = page(&hub, "people/");
    assert!(people.contains("Office manager") && people.contains("ana.jpg"));
    // Pasted text.
    append(&hub, article, "• First\n• Second");
    assert!(hub.run(&["tidy", "--write", article]).status.success());
    assert!(fs::read_to_string(hub.path(article)).unwrap().contains("\n- First\n- Second"));
}

#[test]
fn the_directory_is_filled_as_its_page_says() {
    let hub = new_hub();
    let command = example("resources", "## Add a place");
    assert!(command.contains("wellread new resource \"Parent Center\""));
    new(&hub, "resource", "Parent Center", "content/resources/parent-center.md");
    let center = "content/resources/parent-center.md";
    delete_lines(&hub, center, "url:");
    set(&hub, center, &example("resources", "**Several offices.**"));
    set(&hub, center, &example("resources", "## What families ask first"));
    set(&hub, center, &example("resources", "## The waiting list is closed"));
    let lopez = "content/resources/maria-lopez.md";
    let text = example("resources", "A place needs one way to reach it");
    hub.write(
        lopez,
        &text.replace("phone: 720-555-0131\n", &example("resources", "**Several numbers.**")),
    );
    append(
        &hub,
        "content/articles/welcome.md",
        "Call [[maria-lopez:phone:Spanish line]] or [[parent-center:phone:Aurora office]].",
    );
    delete_lines(&hub, "content/articles/welcome.md", "resources:");
    set(&hub, "content/articles/welcome.md", "resources: [parent-center]");
    builds(&hub);
    let shown = page(&hub, "resources/parent-center/");
    for part in [
        "Birth to 5",
        "Families in Colorado",
        "The last report card",
        "Step-free",
        "Aurora office",
        "Call to get an appointment",
        "Children",
        "20 Oak Street",
        "tel:3035550104",
        "waiting list is closed",
    ] {
        assert!(shown.contains(part), "{part}");
    }
    let lopez = page(&hub, "resources/maria-lopez/");
    assert!(lopez.contains("tel:7205550131") && lopez.contains("Spanish line"));
    assert!(page(&hub, "articles/welcome/").contains("tel:7205550132"));
    let found = all(&hub.run(&["search", "555-0131"]));
    assert!(found.contains("maria-lopez.md"), "{found}");
    // Closed for good: the build names the address and who links to it.
    fs::remove_file(hub.path(center)).unwrap();
    let said = all(&hub.run(&["build", "--date", "2026-11-22"]));
    assert!(said.contains("welcome.md") && said.contains("parent-center"), "{said}");
}

#[test]
fn every_command_of_these_pages_exists() {
    let hub = new_hub();
    for page in ["jobs", "resources", "publishing"] {
        let path = format!("{}/../../docs/{page}.md", env!("CARGO_MANIFEST_DIR"));
        let text = fs::read_to_string(path).unwrap();
        for (at, _) in text.match_indices("wellread ") {
            let command: String =
                text[at + 9..].chars().take_while(|c| c.is_ascii_lowercase()).collect();
            let rest = &text[at + 9 + command.len()..];
            let topic: String =
                rest.trim_start().chars().take_while(|c| c.is_ascii_lowercase()).collect();
            let arguments = match (command.as_str(), topic.as_str()) {
                ("help", topic) if !topic.is_empty() => vec!["help", topic],
                (command, _) => vec![command, "--help"],
            };
            let output = hub.run(&arguments);
            assert!(output.status.success(), "{page}.md: wellread {command} {topic}");
        }
    }
}
