//! What families type, and whether this repository's hub answers it: `search/parents.txt`.

use wellread_search::search;
use wellread_site::{LastBuild, Publication, check_hub, search_index};

use crate::own_hub::{files, today};
use crate::support::program::{Hub, all};
use crate::{repository, sources};

/// A wanted page counts if it is among so many results.
const FIRST: usize = 3;

/// Of a hundred queries, so many find a wanted page: a little less than docs/search.md says,
/// because the hub changes too. The ranking is not tuned on the last list.
const SHARES: [(&str, usize); 4] =
    [("tuned", 92), ("read later", 87), ("as on a phone", 90), ("unseen", 85)];

#[test]
fn families_find_what_they_ask_for() {
    let text = std::fs::read_to_string(repository().join("tests/search/parents.txt")).unwrap();
    let hub = search_index(&sources(files("/")), today()).value.unwrap();
    for (list, share) in SHARES {
        let lines = text.lines().skip_while(|line| *line != format!("[{list}]")).skip(1);
        let queries: Vec<(&str, &str)> = lines
            .take_while(|line| !line.starts_with('['))
            .filter_map(|l| l.split_once(" -> "))
            .collect();
        let is_found = |(query, wanted): &&(&str, &str)| {
            let answer = search(&hub.index, query, FIRST);
            wanted.split(" | ").any(|wanted| match wanted {
                "(crisis)" => answer.crisis,
                "(nothing)" => answer.total == 0,
                "(no correction)" => answer.corrected.is_none(),
                page => answer.results.iter().any(|hit| hit.url == format!("/{page}/")),
            })
        };
        let found = queries.iter().filter(is_found).count();
        println!("{list}: {found} of {}", queries.len());
        assert!(queries.len() > 40 && found * 100 >= queries.len() * share, "{list}: {found}");
    }
}

#[test]
fn the_list_of_this_hub_finds_its_pages() {
    let last = LastBuild { publication: &Publication::default(), allow_removals: false };
    let sources = sources(files("/"));
    assert!(sources.searches().is_some());
    let found = check_hub(last, &sources, today()).diagnostics;
    let missed: Vec<&str> = found
        .iter()
        .filter(|one| one.code.starts_with("search-"))
        .map(|one| &*one.message)
        .collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn a_list_of_searches_is_tried() {
    let hub = Hub::new();
    hub.article("meeting", "What to bring.");
    hub.write(
        "lists/march.txt",
        "# March\nwhat to bring -> articles/meeting\nxylophone\nbring -> x\nwant to die\n",
    );
    let file = hub.path("lists/march.txt");
    let list = |more: &[&str]| {
        let arguments = [&["search", "--file", file.to_str().unwrap()], more].concat();
        hub.run(&arguments)
    };
    let output = list(&[]);
    assert_eq!(output.status.code(), Some(0), "{}", all(&output));
    let printed = all(&output);
    for line in [
        "found    what to bring: ",
        "NOTHING  xylophone\n",
        "UNCLEAR  bring -> x\n",
        "found    want to die: the crisis lines",
        "4 searches: 2 found, 1 with nothing found, 1 unclear.",
    ] {
        assert!(printed.contains(line), "{line}: {printed}");
    }
    let rows: serde_json::Value = serde_json::from_slice(&list(&["--json"]).stdout).unwrap();
    let verdicts: Vec<&str> =
        rows.as_array().unwrap().iter().map(|row| row["verdict"].as_str().unwrap()).collect();
    assert_eq!(verdicts, ["found", "nothing", "unclear", "found"]);
    assert_eq!(rows[0]["wanted"][0], "articles/meeting");
    assert_eq!(list(&["--strict"]).status.code(), Some(1));
    hub.refuses(&["search"], 2, "<WORDS>");
    hub.refuses(&["search", "iep", "--strict"], 2, "cannot be used");
    hub.refuses(&["search", "iep", "--file", file.to_str().unwrap()], 2, "cannot be used");
    hub.refuses(&["search", "--file", "no-such.txt"], 2, "no-such.txt");
    hub.write("lists/march.txt", "\n# Nothing yet\n");
    assert!(all(&list(&[])).contains("no search in it"));
    hub.write("lists/march.txt", "what to bring -> articles/meeting\nwant to die\n");
    assert_eq!(list(&["--strict"]).status.code(), Some(0));
    // A list of the hub's own is tried by a check, and only there.
    hub.write("searches.txt", "xylophone\n");
    assert!(all(&hub.run(&["check"])).contains("search-miss"));
    assert!(!hub.build().contains("xylophone"));
}
