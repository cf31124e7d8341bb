//! What families type, and whether this repository's hub answers it: `search/parents.txt`.

use wellread_search::search;
use wellread_site::search_index;

use crate::own_hub::{files, today};
use crate::{repository, sources};

/// A wanted page counts if it is among so many results.
const FIRST: usize = 3;

/// Of a hundred queries, so many find a wanted page: a little less than docs/search.md says, because
/// the hub changes too. The ranking is tuned on the first half alone.
const SHARES: [(&str, usize); 2] = [("tuned", 76), ("held out", 76)];

#[test]
fn families_find_what_they_ask_for() {
    let text = std::fs::read_to_string(repository().join("tests/search/parents.txt")).unwrap();
    let hub = search_index(&sources(files("/")), today()).value.unwrap();
    for (half, share) in SHARES {
        let lines = text.lines().skip_while(|line| *line != format!("[{half}]")).skip(1);
        let queries: Vec<(&str, &str)> = lines
            .take_while(|line| !line.starts_with('['))
            .filter_map(|l| l.split_once(" -> "))
            .collect();
        let is_found = |(query, wanted): &&(&str, &str)| {
            let results = search(&hub.index, query, FIRST).results;
            let mut pages = wanted.split(" | ");
            pages.any(|page| results.iter().any(|hit| hit.url == format!("/{page}/")))
        };
        let found = queries.iter().filter(is_found).count();
        println!("{half}: {found} of {}", queries.len());
        assert!(queries.len() > 70 && found * 100 >= queries.len() * share, "{half}: {found}");
    }
}
