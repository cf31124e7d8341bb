//! The phone numbers of a hub, looked up from the command line.

use crate::support::program::{Hub, all};

#[test]
fn a_part_of_a_number_finds_every_place_of_it() {
    let hub = Hub::new();
    hub.write(
        "content/resources/line.md",
        "---\ntitle: Line\nphone: 1-800-273-8255\ntext_phone: Text HOME to 741741\n---\n",
    );
    hub.article("shows", "Call [[line:phone]].");
    hub.article("writes", "Call (800) 273-8255 or [them](tel:+18002738255).\n\nText to 741741.");
    hub.article("other", "Call 303-446-2210 before 2026-11-25, page 273 of 800.");
    let places = |query: &str| -> Vec<String> {
        let printed = all(&hub.run(&["search", query]));
        printed
            .lines()
            .filter_map(|line| line.strip_prefix("  content/"))
            .map(str::to_owned)
            .collect()
    };
    let every = [
        "articles/shows.md:4:6  [[line:phone]]",
        "articles/writes.md:4:6  (800) 273-8255",
        "articles/writes.md:4:35  +18002738255",
        "resources/line.md:3:8  1-800-273-8255",
    ];
    for query in ["800-273", "800-273-8255", "+1 (800) 273-8255", "8002738255", "1-800-273-8255"] {
        assert_eq!(places(query), every, "{query}");
    }
    // Each number is named once, above its places.
    hub.article("second", "Call 303-800-2731.");
    let printed = all(&hub.run(&["search", "800-273"]));
    let numbers: Vec<&str> = printed.lines().filter(|line| line.contains(" is in ")).collect();
    assert_eq!(numbers, ["3038002731 is in 1 place:", "8002738255 is in 4 places:"], "{printed}");
    hub.remove("content/articles/second.md");
    let short = ["articles/writes.md:6:9  741741", "resources/line.md:4:26  741741"];
    assert_eq!(places("741741"), short);
    for query in ["273", "call", "800 pages", "2026-11-25", "273 IEP", ""] {
        assert!(places(query).is_empty(), "{query}");
    }
    let json = hub.run(&["search", "800-273", "--json"]).stdout;
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(json["numbers"].as_array().map(Vec::len), Some(4));
    assert_eq!(json["numbers"][0]["file"], "content/articles/shows.md");
    assert_eq!((&json["query"], &json["results"].is_array()), (&"800-273".into(), &true));
    // Families who search get no files.
    let words = hub.run(&["search", "call", "--json"]).stdout;
    let words: serde_json::Value = serde_json::from_slice(&words).unwrap();
    assert!(words.get("numbers").is_none());
}
