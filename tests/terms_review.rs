//! What `wellread terms` shows: in short what to look at first, and all of what is asked for.

use wellread_model::Route;

use crate::publish::last_pages;
use crate::support::program::{Hub, all};

/// A hub with so many terms, each on two pages.
fn hub_with(terms: usize) -> Hub {
    let hub = Hub::new();
    let mut text = String::new();
    for number in 0..terms {
        let name = format!("special plan {number}x");
        hub.write(
            &format!("content/glossary/t{number}.md"),
            &format!("---\nterm: {name}\n---\nWords.\n"),
        );
        text.push_str(&format!("They wrote the {name} down. ABC{number} helps.\n\n"));
    }
    hub.article("c", &text);
    hub.article("d", &text);
    hub.write("content/glossary/make.md", "---\nterm: make\n---\nA brand.\n");
    hub.write("content/glossary/home.md", "---\nterm: placement\n---\nHelp.\n");
    for number in 0..7 {
        let text =
            "The make is here. Please make it. They like to make things. The placement helps.";
        hub.article(&format!("e{number}"), text);
    }
    hub
}

#[test]
fn five_hundred_terms_are_two_hundred_lines() {
    let hub = hub_with(500);
    let output = hub.run(&["terms"]);
    assert_eq!(output.status.code(), Some(0));
    let printed = all(&output);
    let lines: Vec<&str> = printed.lines().collect();
    assert!((100..=200).contains(&lines.len()), "{} lines: {printed}", lines.len());
    assert_eq!(lines[2], "  make · 0 pages · an everyday word · 7 a verb · 7 not linked");
    assert_eq!(lines[3], "  placement · 7 pages · a frequent word");
    assert!(printed.contains("  … and 403 more, none of them a risk\n"), "{printed}");
    assert!(printed.contains("    … and 3 more: wellread terms home\n"), "{printed}");
    // Each is on two pages, so they stay in the order of the alphabet.
    assert!(printed.contains("  ABC0 · 2 pages · wellread new term \"ABC0\"\n"), "{printed}");
    assert!(printed.contains("\n  … and 490 more\n"), "{printed}");
    let everything = all(&hub.run(&["terms", "--all"]));
    assert!(everything.lines().count() > 2000);
    assert!(everything.contains("They wrote the »special plan 499x« down."));
    // Programs get all in any case.
    let json = hub.run(&["terms", "--format", "json"]);
    let array: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(
        array.as_array().unwrap().iter().filter(|one| one["remark"] == "linked").count(),
        1008
    );
}

#[test]
fn words_in_capitals_are_ranked_by_pages() {
    let hub = Hub::new();
    for (slug, words) in
        [("c", "AAA BBB DDQ"), ("d", "AAA BBB"), ("e", "BBB AAA"), ("f", "BBB DDQ")]
    {
        hub.article(slug, words);
    }
    let printed = all(&hub.run(&["terms"]));
    let ranked: Vec<&str> = printed
        .lines()
        .filter_map(|line| line.split_once(" · wellread new term").map(|(words, _)| words.trim()))
        .collect();
    assert_eq!(ranked, ["BBB · 4 pages", "AAA · 3 pages", "DDQ · 2 pages"], "{printed}");
}

#[test]
fn a_term_and_a_page_are_shown_whole() {
    let hub = hub_with(3);
    let of = |arguments: &[&str]| {
        let output = hub.run(arguments);
        assert_eq!(output.status.code(), Some(0), "{}", all(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    for name in ["placement", "Placement", "home"] {
        let printed = of(&["terms", name]);
        assert_eq!(printed.matches("The »placement« helps.").count(), 7, "{printed}");
        assert!(!printed.contains("special plan"), "{printed}");
    }
    assert_eq!(of(&["terms", "make"]).matches("(a verb here)").count(), 7);
    assert!(of(&["terms", "ABC1"]).contains("wellread new term \"ABC1\""));
    for page in
        ["content/articles/c.md", "articles/c.md", "c", "/articles/c/", "./content/articles/c.md"]
    {
        let printed = of(&["terms", "--page", page]);
        assert_eq!(printed.matches("They wrote the »special plan").count(), 3, "{page}: {printed}");
        assert!(!printed.contains("articles/d.md:"), "{printed}");
    }
    let both = of(&["terms", "special plan 1x", "--page", "c", "--format", "csv"]);
    assert_eq!(both.lines().count(), 2, "{both}");
    // With the mark by which Excel knows the letters.
    assert!(both.starts_with("\u{feff}remark,"), "{both}");
    hub.refuses(&["terms", "nothing"], 2, "no term is called nothing");
    hub.refuses(&["terms", "--page", "nothing"], 2, "the hub has no page nothing");
}

#[test]
fn only_links_that_the_last_build_did_not_have_are_new() {
    let hub = Hub::new();
    hub.refuses(&["terms", "--new"], 2, "there is no site in");
    hub.write(
        "content/resources/line.md",
        "---\ntitle: Parent Line West\nphone: 303-444-7000\n---\nx\n",
    );
    hub.article("c", "The Parent Line West and [it](../resources/line.md), with an [[IEP]].");
    hub.build();
    let new = || all(&hub.run(&["terms", "--new"]));
    assert!(new().contains("No term is linked automatically"), "{}", new());
    hub.article("b", "An IEP now, and Parent Line West.");
    hub.write("content/glossary/law.md", "---\nterm: state law\n---\nA law.\n");
    hub.article(
        "c",
        "The Parent Line West and [it](../resources/line.md), with an [[IEP]]: state law.",
    );
    let printed = new();
    let found: Vec<&str> = printed.lines().filter(|line| line.contains('»')).collect();
    assert_eq!(found.len(), 3, "{printed}");
    for words in ["An »IEP« now", "and »Parent Line West«", "»state law«"] {
        assert!(printed.contains(words), "{printed}");
    }
    hub.build();
    assert!(new().contains("No term is linked automatically"), "{}", new());
}

#[test]
fn what_others_put_into_the_site_is_no_page_of_it() {
    let hub = Hub::new();
    assert!(last_pages(&hub.path("public")).is_none());
    hub.build();
    hub.write("public/own/index.html", "<div class=\"body\"></div>");
    let pages = hub.path("public");
    let page = last_pages(&pages).unwrap();
    assert!(page(&Route::new("articles/a/")).unwrap().contains("data-term=\"iep\""));
    assert_eq!(page(&Route::new("own/")), None);
}
