//! In which order changed files are moved into place, where a site cannot be replaced in one step (see
//! [`exchange`](super::exchange)), so that wherever a build is killed, no reader gets to a link whose
//! page is not there.
//!
//! New files come first. No reader gets to them yet, since no page of the old site links to them;
//! new pages that link to each other may for a moment have dead links among themselves. When the
//! first changed page appears, all that it links to is there, and so is all that the old pages
//! still link to, because what is no longer part of the site is removed at the very end. By then no
//! page that stays links to it.
//!
//! Links to a heading can be dead while, of two pages that refer to each other, one is old and the
//! other new. No order avoids that; this one makes it short: what pages load is all in place before
//! the first page moves, and the section whose new pages are added last is the one whose old pages
//! are replaced first.
//! Exchanging the folders of one section after another was tried and dropped: headings that moved
//! would be missing for longer on pages that other sections still link to.
//!
//! Only paths are looked at here; nothing is moved.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use wellread_model::{Route, address};

use super::site_folder::is_page;

/// How a file of the new site differs from what is in the output folder, in the order of
/// publishing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Change {
    /// There is no file at its path yet.
    New,
    /// There is a file, but only of a build that was interrupted: no page that a reader gets to
    /// links to it. It may have dead links itself, so it comes before the pages that will link to
    /// it, and after the new ones, to which it will link.
    Interrupted,
    /// There is a file of the old site.
    Replaced,
}

/// What a file is for, in the order of publishing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    /// Pages load it: a style, a script, an image. A page that appears before its stylesheet would
    /// be seen without it.
    Part,
    /// A page of one entry.
    Page,
    /// It leads to many pages: a list, the feed, the search index. What it announces should be
    /// there.
    List,
    /// The home page. In a first build, this is where readers come in.
    Home,
}

/// Data files that name pages.
const LISTS: [&str; 5] = [
    address::FEED,
    address::SITEMAP,
    address::TERMS_JSON,
    address::TERMS_CSV,
    address::SEARCH_CORE,
];

/// Files of which all must be in place before the first of the next group. Inside a group, the
/// order does not matter.
pub(super) type ChangeGroup<'a> = Vec<(&'a str, Change)>;

/// The changed files in the order of publishing: first those that readers don't notice, because no
/// page of the old site links to them or because they are not pages, then those that replace pages
/// of the old site.
pub(super) fn groups(changed: &BTreeMap<String, Change>) -> [Vec<ChangeGroup<'_>>; 2] {
    let home = Route::new(address::HOME).output_path();
    let pages = address::LISTED.into_iter().filter_map(address::list).chain([address::SEARCH]);
    let lists: Vec<String> = pages.map(|page| Route::new(page).output_path()).collect();
    let role = |path: &str| {
        if path == home {
            Role::Home
        } else if LISTS.contains(&path) || lists.iter().any(|list| list == path) {
            Role::List
        } else if is_page(path) {
            Role::Page
        } else {
            Role::Part
        }
    };
    let (mut first, mut second) = (BTreeMap::new(), BTreeMap::new());
    for (path, &change) in changed {
        let role = role(path);
        // Pages of one section are those that link to each other's headings, so they go together.
        // What is in no section comes last.
        let section = path.split_once('/').map(|(section, _)| section);
        let place = (section.is_none(), section);
        let group: &mut ChangeGroup<'_> = if role == Role::Part || change != Change::Replaced {
            first.entry((role != Role::Part, change, role, Reverse(place))).or_default()
        } else {
            second.entry((role, place)).or_default()
        };
        group.push((path, change));
    }
    [first.into_values().collect(), second.into_values().collect()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_pages_come_before_pages_that_link_to_them() {
        let changed = [
            ("a/style.css", Change::Replaced),
            ("articles/index.html", Change::Replaced),
            ("articles/new/index.html", Change::New),
            ("about/index.html", Change::New),
            ("articles/half/index.html", Change::Interrupted),
            ("articles/old/index.html", Change::Replaced),
            ("feed.xml", Change::Replaced),
            ("glossary/iep/index.html", Change::Replaced),
            ("glossary/index.html", Change::New),
            ("index.html", Change::Replaced),
            ("new.png", Change::New),
        ];
        let changed = changed.map(|(path, change)| (path.to_owned(), change)).into();
        let groups = groups(&changed);
        assert_eq!(groups.each_ref().map(Vec::len), [6, 5]);
        let names: Vec<Vec<&str>> = groups
            .iter()
            .flatten()
            .map(|group| group.iter().map(|(path, _)| *path).collect())
            .collect();
        assert_eq!(
            names,
            [
                vec!["new.png"],
                vec!["a/style.css"],
                vec!["articles/new/index.html"],
                vec!["about/index.html"],
                vec!["glossary/index.html"],
                vec!["articles/half/index.html"],
                vec!["articles/old/index.html"],
                vec!["glossary/iep/index.html"],
                vec!["articles/index.html"],
                vec!["feed.xml"],
                vec!["index.html"],
            ]
        );
    }
}
