//! What a site would lose from one build to the next: addresses, and many pages at once.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;
use wellread_model::Route;
use wellread_site::{PageOrigin, PublishedPage};

use crate::files_below;
use crate::publish::{last_publication, record_lost};
use crate::support::program::{Hub, all};

/// A hub with eight articles, built once.
fn built() -> Hub {
    let hub = Hub::new();
    for number in 1..=6 {
        hub.article(&format!("p{number}"), &format!("Text {number}."));
    }
    hub.build();
    hub
}

fn rename(hub: &Hub, from: &str, to: &str) {
    fs::rename(hub.path(from), hub.path(to)).unwrap();
}

/// The addresses that a command says are lost, each with the file and the help that it names.
fn lost(hub: &Hub, arguments: &[&str]) -> Vec<[String; 3]> {
    let arguments = [arguments, &["--format", "json", "--date", "2026-11-22"]].concat();
    let output = hub.run(&arguments);
    let problems: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    problems
        .iter()
        .filter(|one| one["code"] == "lost-address")
        .map(|one| {
            let message = text(&one["message"]);
            let address = message.split(' ').nth(2).unwrap().to_owned();
            [address, text(&one["file"]), text(&one["help"])]
        })
        .collect()
}

/// Expects one lost address, and words of the help.
fn loses(hub: &Hub, address: &str, file: &str, words: &str) {
    // A check says it before, a build says it, and the next build does not.
    for command in ["check", "build"] {
        let found = lost(hub, &[command]);
        let [[found, at, help]] = &found[..] else { panic!("{command}: {found:?}") };
        assert_eq!((&**found, &**at), (address, file), "{help}");
        assert!(help.contains(words), "{help}");
    }
    assert_eq!(lost(hub, &["build"]), Vec::<[String; 3]>::new());
    assert!(hub.build().contains("Nothing has changed"));
}

#[test]
fn a_link_to_a_renamed_file_gets_its_new_name_as_help() {
    let hub = Hub::new();
    hub.article("old", "Text of its own.");
    hub.write("content/glossary/plan.md", "---\nterm: yearly plan\n---\nA plan.\n");
    hub.article(
        "links",
        "[a](old.md#x), [b](/articles/old/), [c](../glossary/plan.md), [[old]], [[The old]], \
         [[yearly plan|d]] and [e](https://hub.test/articles/old/).\n",
    );
    hub.write("content/articles/old.md", "---\ntitle: The old\n---\nText.\n\n## X {#x}\n\nMore.\n");
    hub.build();
    rename(&hub, "content/articles/old.md", "content/articles/quite-another.md");
    rename(&hub, "content/glossary/plan.md", "content/glossary/scheme.md");
    hub.article("other", "[f](nowhere.md)");
    let output = hub.run(&["check", "--format", "json", "--date", "2026-11-22"]);
    let problems: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    let help = |code: &str| -> Vec<&str> {
        let of_code = problems.iter().filter(|one| one["code"] == code);
        of_code.map(|one| one["help"].as_str().unwrap()).collect()
    };
    let renamed = |written: &str| format!("That file has another name now. Write  {written}");
    let dead = help("dead-link");
    let (page, term) = (renamed("quite-another.md"), renamed("../glossary/scheme.md"));
    assert_eq!(dead[..4], [&*page, &*page, &*term, &*page], "{dead:?}");
    assert!(!dead[4].contains("another name"), "{dead:?}");
    // A title is the same wherever its file is.
    assert_eq!(help("unknown-name"), [renamed("[[quite-another]]")]);
    // A build says the same. In a hub that was never built, nothing is known.
    assert!(all(&hub.run(&["build"])).contains("That file has another name now."));
    fs::remove_dir_all(hub.path("public")).unwrap();
    assert!(!all(&hub.run(&["check"])).contains("That file has another name now."));
}

#[test]
fn a_renamed_file_is_found_by_its_text_or_its_title() {
    let hub = built();
    rename(&hub, "content/articles/p1.md", "content/articles/q1.md");
    let line = "q1.md has the same text. Add to the settings at its top: \
                `redirect_from: [/articles/p1/]`";
    loses(&hub, "/articles/p1/", "content/articles/q1.md", line);

    // Another title as well, and another kind.
    rename(&hub, "content/articles/p2.md", "content/glossary/plan.md");
    hub.write("content/glossary/plan.md", "---\nterm: plan\nauto_link: true\n---\nText 2.\n");
    loses(&hub, "/articles/p2/", "content/glossary/plan.md", "the same text");

    // Another text; case and punctuation of the title do not matter.
    hub.remove("content/articles/p3.md");
    hub.write("content/articles/q3/index.md", "---\ntitle: the P3\n---\nAnother text.\n");
    loses(&hub, "/articles/p3/", "content/articles/q3/index.md", "the same title");

    // The line keeps what it said already, and what needs quotation marks has them.
    let old = "---\ntitle: The p4\nredirect_from: [/old/, \"/a, b/\"]\n---\nText 4.\n";
    hub.write("content/articles/p4.md", old);
    hub.build();
    rename(&hub, "content/articles/p4.md", "content/articles/q4.md");
    let line = "Change the line at its top to: \
                `redirect_from: [/old/, \"/a, b/\", /articles/p4/]`";
    loses(&hub, "/articles/p4/", "content/articles/q4.md", line);
    // The very line is all that it takes.
    let new = old.replace("[/old/, \"/a, b/\"]", "[/old/, \"/a, b/\", /articles/p4/]");
    hub.write("content/articles/q4.md", &new);
    assert!(!hub.build().contains("is gone"));
    let back = fs::read_to_string(hub.path("public/articles/p4/index.html")).unwrap();
    assert!(back.contains("/articles/q4/"), "{back}");
}

#[test]
fn what_is_no_longer_known_is_reported_too() {
    let hub = built();
    hub.remove("content/articles/p1.md");
    let line = "If none does, write at the top of site.toml: `gone = [\"/articles/p1/\"]`.";
    loses(&hub, "/articles/p1/", "", line);

    // An old address that is no longer named.
    let page = "---\ntitle: The p2\nredirect_from: /old/\n---\nText 2.\n";
    hub.write("content/articles/p2.md", page);
    hub.build();
    hub.write("content/articles/p2.md", &page.replace("redirect_from: /old/\n", ""));
    loses(&hub, "/old/", "content/articles/p2.md", "`redirect_from: [/old/]`");

    // A topic that has no file, and that no article names any longer.
    let page = "---\ntitle: The p3\ntopics: [Camp]\n---\nText 3.\n";
    hub.write("content/articles/p3.md", page);
    hub.build();
    hub.write("content/articles/p3.md", &page.replace("topics: [Camp]\n", ""));
    loses(&hub, "/topics/camp/", "", "If another page takes its place");
}

#[test]
fn downloads_have_addresses_too() {
    let hub = built();
    for (file, start) in [
        ("static/forms/intake.pdf", "%PDF-"),
        ("static/forms/all.zip", "PK"),
        ("static/parts/logo.png", "x"),
        ("static/parts/old.css", "p {}"),
        ("static/CNAME", "hub.example.org"),
        ("static/old.html", ""),
        ("content/articles/plan/letter.docx", "PK"),
    ] {
        hub.write(file, &format!("{start}{file}"));
    }
    hub.write("static/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    let page = "---\ntitle: Plan\n---\nA [letter](letter.docx).\n";
    hub.write("content/articles/plan/index.md", page);
    let draft = "---\ntitle: Draft\ndraft: true\n---\nA [form](form.pdf).\n";
    hub.write("content/articles/draft/index.md", draft);
    hub.write("content/articles/draft/form.pdf", "A form");
    assert!(!hub.build().contains("intake.pdf"), "only pages are named");

    rename(&hub, "static/forms/intake.pdf", "static/forms/Intake 2027.pdf");
    let help = "/forms/Intake 2027.pdf is the same file under another name. \
                Put a copy of it at  static/forms/intake.pdf  for those";
    loses(&hub, "/forms/intake.pdf", "", help);
    hub.remove("static/old.html");
    loses(&hub, "/old.html", "", "at  static/old.html  If no one needs it any longer");
    // With the same content or another: a copy next to it would be one file with it on some
    // systems.
    for content in ["old", "new"] {
        hub.write("static/old.html", "old");
        hub.build();
        hub.remove("static/old.html");
        hub.write("static/OLD.html", content);
        loses(&hub, "/old.html", "", "The site has /OLD.html, but web hosts tell upper and lower");
        hub.remove("static/OLD.html");
        hub.build();
    }
    // No page uses it any longer, so it is not published.
    hub.write("content/articles/plan/index.md", &page.replace("(letter.docx)", "(index.md)"));
    let found = lost(&hub, &["check"]);
    let [[found, _, help]] = &found[..] else { panic!("{found:?}") };
    assert_eq!(found, "/articles/plan/letter.docx");
    assert!(help.contains("static/articles/plan/letter.docx"), "{help}");
    // The very file is all that it takes.
    hub.remove("content/articles/plan/letter.docx");
    hub.write("static/articles/plan/letter.docx", "Another letter");
    assert_eq!(lost(&hub, &["check"]), Vec::<[String; 3]>::new());

    // Neither an image, nor what only a draft shows.
    hub.build();
    hub.remove("static/logo.svg");
    hub.run(&["build", "--drafts"]);
    assert_eq!(lost(&hub, &["build"]), Vec::<[String; 3]>::new());
}

#[test]
fn what_is_hidden_is_lost_and_says_why() {
    let hub = built();
    hub.write("content/articles/p1.md", "---\ntitle: The p1\ndraft: true\n---\nText 1.\n");
    loses(&hub, "/articles/p1/", "content/articles/p1.md", "Its page is a draft now.");
    hub.write(
        "content/articles/p2.md",
        "---\ntitle: The p2\npublished: 2027-01-01\n---\nText 2.\n",
    );
    loses(&hub, "/articles/p2/", "content/articles/p2.md", "Its page appears on 2027-01-01");
}

#[test]
fn drafts_that_are_shown_have_no_address_to_lose() {
    let hub = built();
    hub.write("content/articles/new.md", "---\ntitle: New\ndraft: true\n---\nNew.\n");
    assert!(lost(&hub, &["build", "--drafts"]).is_empty());
    assert!(lost(&hub, &["build"]).is_empty());
    // Neither does it hide that a page has become one.
    hub.write("content/articles/p1.md", "---\ntitle: The p1\ndraft: true\n---\nText 1.\n");
    let found = lost(&hub, &["build", "--drafts"]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0][2].contains("Its page is a draft now."), "{found:?}");
}

#[test]
fn nothing_is_lost_where_an_address_stays() {
    let hub = built();
    let page = "---\ntitle: The p1\nredirect_from: /articles/p1/\n---\nText 1.\n";
    hub.remove("content/articles/p1.md");
    hub.write("content/articles/q1.md", page);
    // A page, a folder with an image's place, another case of the same name, a file of static/.
    fs::create_dir_all(hub.path("content/articles/p2")).unwrap();
    rename(&hub, "content/articles/p2.md", "content/articles/p2/index.md");
    rename(&hub, "content/articles/p3.md", "content/articles/P3.md");
    hub.remove("content/articles/p4.md");
    hub.write("static/articles/p4/index.html", "<p>Text</p>");
    assert_eq!(lost(&hub, &["build"]), Vec::<[String; 3]>::new());
    // Errors are listed first: a page may be missing because of one.
    hub.remove("content/articles/p5.md");
    hub.article("p6", "[x](nowhere.md)");
    assert_eq!(lost(&hub, &["build"]), Vec::<[String; 3]>::new());
}

#[test]
fn each_of_many_equal_pages_follows_one() {
    let hub = Hub::new();
    for number in 1..=20 {
        hub.write(&format!("content/articles/p{number}.md"), "---\ntitle: Same\n---\nSame.\n");
    }
    hub.build();
    for number in 1..=20 {
        let [from, to] = ["p", "q"].map(|name| format!("content/articles/{name}{number}.md"));
        rename(&hub, &from, &to);
    }
    let found = lost(&hub, &["build"]);
    let mut files: Vec<&String> = found.iter().map(|[_, file, _]| file).collect();
    files.sort();
    files.dedup();
    assert_eq!((found.len(), files.len()), (20, 20));
}

#[test]
fn much_that_is_gone_is_refused_until_it_is_allowed() {
    // Nine entries: three are more than a quarter of them.
    let hub = built();
    let before = hub.site();
    for number in 1..=2 {
        hub.remove(&format!("content/articles/p{number}.md"));
    }
    hub.write("content/articles/p3.md", "---\ntitle: The p3\ndraft: true\n---\nText 3.\n");
    // Drafts are not gone.
    assert_eq!(lost(&hub, &["check"]).len(), 3);
    hub.remove("content/articles/p3.md");
    let words = "3 of the 9 pages of the last build would be gone from the site: \
                 The p1 (/articles/p1/), The p2 (/articles/p2/), The p3 (/articles/p3/).";
    for command in ["build", "check"] {
        hub.refuses(&[command], 1, words);
        hub.refuses(&[command], 1, "--allow-removals");
        assert_eq!(hub.site(), before);
    }
    let output = hub.run(&["build", "--allow-removals", "--date", "2026-11-22"]);
    assert_eq!(output.status.code(), Some(0), "{}", all(&output));
    assert_eq!(all(&output).matches(" is gone").count(), 3, "{}", all(&output));
    assert!(all(&output).contains("\nGone: The p1 (/articles/p1/), The p2"), "{}", all(&output));
    assert_eq!(hub.site(), hub.clean_site());
    hub.build();
}

#[test]
fn a_quarter_of_a_large_hub_or_two_pages_of_a_small_one_may_go() {
    let hub = Hub::new();
    hub.build();
    // Two of three.
    hub.article("a", "The IEP.");
    hub.build();
    hub.remove("content/articles/b.md");
    hub.remove("content/glossary/iep.md");
    hub.build();
    for number in 1..=39 {
        hub.article(&format!("p{number}"), &format!("Text {number}."));
    }
    hub.build();
    for number in 1..=10 {
        hub.remove(&format!("content/articles/p{number}.md"));
    }
    hub.build();
    for number in 11..=21 {
        hub.remove(&format!("content/articles/p{number}.md"));
    }
    let printed = all(&hub.run(&["build"]));
    assert!(printed.contains("11 of the 30 pages"), "{printed}");
    assert!(printed.contains("The p20 (/articles/p20/), and 1 more."), "{printed}");
    // Pages with another name are not gone.
    for number in 11..=21 {
        let file = format!("content/articles/q{number}.md");
        hub.write(&file, &format!("---\ntitle: The p{number}\n---\nText {number}.\n"));
    }
    assert_eq!(lost(&hub, &["build"]).len(), 11);
}

#[test]
fn a_hub_without_content_is_refused_until_it_is_allowed() {
    let hub = built();
    let before = hub.site();
    rename(&hub, "content", "elsewhere");
    let words = "The folder `content` is missing or empty, so the 9 pages of the last build would be \
                 gone from the site.";
    hub.refuses(&["build"], 1, words);
    hub.refuses(&["check"], 1, words);
    // As a drive is that has not been synced yet.
    fs::create_dir_all(hub.path("content/articles")).unwrap();
    hub.write("content/.DS_Store", "");
    hub.refuses(&["build"], 1, words);
    assert_eq!(hub.site(), before);
    // A new hub, too.
    let words = "so the site would have no page of yours";
    hub.refuses(&["build", "--output", "other"], 1, words);
    assert!(!hub.path("other").exists());
    let output = hub.run(&["build", "--allow-removals"]);
    assert_eq!(output.status.code(), Some(0), "{}", all(&output));
    assert!(!hub.path("public/articles/a").exists());
    // What is back is new.
    fs::remove_dir_all(hub.path("content")).unwrap();
    rename(&hub, "elsewhere", "content");
    hub.build();
    assert_eq!(hub.site(), before);
}

#[test]
fn a_file_that_is_in_icloud_alone_is_an_error() {
    let hub = built();
    rename(&hub, "content/articles/p1.md", "content/articles/.p1.md.icloud");
    let words = "`p1.md` is in iCloud Drive and not on this computer";
    for command in ["build", "check", "search"] {
        let arguments = if command == "search" { &[command, "x"][..] } else { &[command] };
        hub.refuses(arguments, 1, words);
    }
    hub.refuses(&["check"], 1, "content/articles/p1.md");
    rename(&hub, "content/articles/.p1.md.icloud", "content/articles/p1.md");
    for folder in ["static", "themes/default/static"] {
        hub.write(&format!("{folder}/.form.pdf.icloud"), "");
        hub.refuses(&["check"], 1, &format!("{folder}/form.pdf"));
        hub.write(&format!("{folder}/form.pdf"), "It is back.");
        hub.build();
    }
    rename(&hub, "site.toml", ".site.toml.icloud");
    let printed = all(&hub.run(&["check"]));
    assert!(printed.contains("`site.toml` is in iCloud Drive"), "{printed}");
    assert!(!printed.contains("There is no site.toml"), "{printed}");
}

#[test]
fn new_and_gone_pages_are_named() {
    let hub = built();
    assert!(!hub.clean_site().is_empty());
    hub.article("n", "New.");
    let printed = hub.build();
    assert!(printed.contains("\nNew: The n (/articles/n/)\n"), "{printed}");
    assert!(!printed.contains("Gone"), "{printed}");
    // An edit of a text names none.
    hub.article("n", "Edited.");
    let printed = hub.build();
    assert!(!printed.contains("New") && !printed.contains("Gone"), "{printed}");
    // A renamed page is new at its address; the old one is gone unless it leads on.
    rename(&hub, "content/articles/n.md", "content/articles/m.md");
    let printed = hub.build();
    assert!(printed.contains("\nNew: The n (/articles/m/)\nGone: The n (/articles/n/)\n"));
    hub.write(
        "content/articles/l.md",
        "---\ntitle: The n\nredirect_from: [/articles/m/, /articles/n/]\n---\nEdited.\n",
    );
    hub.remove("content/articles/m.md");
    let printed = hub.build();
    assert!(printed.contains("\nNew: The n (/articles/l/)\n"), "{printed}");
    assert!(!printed.contains("Gone"), "{printed}");
    for number in 10..=22 {
        hub.article(&format!("p{number}"), &format!("Text {number}."));
    }
    let printed = hub.build();
    assert!(printed.contains("The p19 (/articles/p19/), and 3 more\n"), "{printed}");
    assert!(!printed.contains("p20"), "{printed}");
    // A first build has nothing to compare with.
    let output = hub.run(&["build", "--output", "other"]);
    assert!(!all(&output).contains("New"), "{}", all(&output));
}

#[test]
fn what_a_build_does_not_show_is_reported() {
    let hub = Hub::new();
    hub.write("content/articles/a.md", "---\ntitle: A\ndraft: true\n---\nText.\n");
    hub.write("content/articles/b.md", "---\ntitle: B\npublished: 9000-01-01\n---\nText.\n");
    let line = "Not shown: 1 draft (content/articles/a.md), \
                1 later article (content/articles/b.md, from 9000-01-01).\n";
    assert!(hub.build().contains(line));
    let shown = hub.run(&["build", "--drafts"]);
    assert!(!String::from_utf8_lossy(&shown.stdout).contains("Not shown"));
}

#[test]
fn lost_addresses_read_back() {
    let root = tempfile::tempdir().unwrap();
    let (root, output) = (root.path(), root.path().join("public"));
    let known = || last_publication(root, &output).lost;
    record_lost(root, &BTreeMap::new()).unwrap();
    assert_eq!(files_below(root, "").len(), 0, "nothing is lost, so there is no file");
    let page = PublishedPage { origin: PageOrigin::File, title: "An old one".to_owned(), text: 7 };
    let lost = BTreeMap::from([(Route::new("articles/a b/"), page)]);
    record_lost(root, &lost).unwrap();
    assert_eq!(known(), lost);
    record_lost(root, &BTreeMap::new()).unwrap();
    assert_eq!(known(), BTreeMap::new());
    fs::write(root.join("lost-addresses.txt"), "garbage\n\tpage\n").unwrap();
    assert_eq!(known(), BTreeMap::new());
}
