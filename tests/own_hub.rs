//! The hub in this repository, page by page: links, ids, headings, structured data, and no requests
//! to other hosts. Also that the documentation for theme authors is complete.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use wellread_content::BuildOptions;
use wellread_model::{Date, Kind};
use wellread_site::DEFAULT_THEME;

use crate::support::markup::{self, Markup};
use crate::support::program::slashes;
use crate::{Site, build_site, files_below, repository, sources};

const HOST: &str = "https://wellread.example.org";

/// A day on which nothing in the hub lies ahead, and no review is due.
pub(crate) fn today() -> BuildOptions {
    BuildOptions { today: Date::constant(2027, 1, 1), drafts: false }
}

/// The files of the hub, with this path in its `base_url`.
pub(crate) fn files(base_path: &str) -> Vec<(String, Vec<u8>)> {
    let root = repository();
    let mut paths = vec![root.join("site.toml"), root.join("searches.txt")];
    for folder in ["content", "static"] {
        if root.join(folder).is_dir() {
            paths.extend(files_below(&root.join(folder), ""));
        }
    }
    let read = |path: std::path::PathBuf| {
        let name = slashes(path.strip_prefix(&root).unwrap().to_str().unwrap());
        let mut bytes = std::fs::read(&path).unwrap();
        if name == "site.toml" {
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.contains(&format!("\"{HOST}/\"")), "the base_url is another one");
            bytes = text.replace(&format!("\"{HOST}/\""), &format!("\"{HOST}{base_path}\"")).into();
        }
        (name, bytes)
    };
    paths.into_iter().map(read).collect()
}

fn built(base_path: &str) -> Site {
    let result = build_site(&sources(files(base_path)), today());
    result.value.unwrap_or_else(|| panic!("{:?}", result.diagnostics))
}

/// All pages, parsed.
fn pages(site: &Site) -> BTreeMap<&str, Markup<'_>> {
    let html = site.files.iter().filter(|(path, _)| path.ends_with(".html"));
    html.map(|(path, bytes)| {
        let page = markup::parse(std::str::from_utf8(bytes).unwrap());
        (path.as_str(), page.unwrap_or_else(|error| panic!("{path}: {error}")))
    })
    .collect()
}

/// The file of the site to which a path on the server leads, if there is one.
fn answers<'a>(site: &'a Site, base_path: &str, address: &str) -> Option<&'a str> {
    let path = address.strip_prefix(base_path)?.split(['?', '#']).next().unwrap_or("");
    let path = decode(path);
    let file =
        if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path };
    site.files.get_key_value(&file).map(|(file, _)| file.as_str())
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let hex = (first == b'%')
            .then(|| u8::from_str_radix(std::str::from_utf8(&after[..2]).unwrap(), 16).unwrap());
        bytes.push(hex.unwrap_or(first));
        rest = if hex.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).unwrap()
}

fn every_page_is_sound(base_path: &str) {
    let site = built(base_path);
    let pages = pages(&site);
    let ids: BTreeMap<&str, BTreeSet<&str>> = pages
        .iter()
        .map(|(path, page)| {
            let all: Vec<&str> = page.elements.iter().filter_map(|one| one.get("id")).collect();
            let unique: BTreeSet<&str> = all.iter().copied().collect();
            assert_eq!(all.len(), unique.len(), "{path}: an id is used twice");
            (*path, unique)
        })
        .collect();
    for (path, page) in &pages {
        assert_eq!(page.select("h1").count(), 1, "{path}: the number of first-level headings");
        assert_eq!(page.select("main").count(), 1, "{path}: main");
        for element in &page.elements {
            for (name, value) in &element.attributes {
                let is_address = matches!(name.as_str(), "href" | "src" | "action" | "data-search");
                if !is_address
                    || value.starts_with("mailto:")
                    || value.starts_with("tel:")
                    || value.starts_with("sms:")
                {
                    continue;
                }
                if value.starts_with("https://") || value.starts_with("http://") {
                    let canonical =
                        element.get("rel") == Some("canonical") && value.starts_with(HOST);
                    assert!(
                        element.name == "a" || canonical,
                        "{path}: <{}> requests {value}",
                        element.name
                    );
                    continue;
                }
                let (_, anchor) = value.split_once('#').unwrap_or((value, ""));
                let target = if value.starts_with('#') {
                    Some(*path)
                } else {
                    answers(&site, base_path, value)
                };
                let target = target.unwrap_or_else(|| panic!("{path}: nothing is at {value}"));
                let text_fragment = anchor.starts_with(":~:");
                if !anchor.is_empty() && !text_fragment {
                    let anchor = decode(anchor.split(":~:").next().unwrap());
                    assert!(ids[target].contains(anchor.as_str()), "{path}: no {value}");
                }
            }
            for name in ["aria-labelledby", "aria-describedby", "aria-controls", "for"] {
                for id in element.get(name).unwrap_or("").split_whitespace() {
                    assert!(ids[path].contains(id), "{path}: {name}={id}");
                }
            }
            assert!(
                !element
                    .attributes
                    .iter()
                    .any(|(name, _)| name.starts_with("on") || name == "style"),
                "{path}"
            );
            assert!(element.name != "style", "{path}");
        }
        for script in page.select("script") {
            let is_data = script.get("type") == Some("application/ld+json");
            assert!(is_data || script.get("src").is_some(), "{path}: an inline script");
        }
        for data in page.extract("script[type=application/ld+json]") {
            let data: Value =
                serde_json::from_str(&data).unwrap_or_else(|error| panic!("{path}: {error}"));
            assert_eq!(data["@context"], "https://schema.org", "{path}");
        }
    }
}

#[test]
fn every_page_is_sound_at_the_root() {
    every_page_is_sound("/");
}

#[test]
fn every_page_is_sound_below_a_path() {
    every_page_is_sound("/hub/");
}

#[test]
fn the_hub_waits_only_for_the_clinic_that_adopts_it() {
    let result = build_site(&sources(files("/")), today());
    let is_open = |one: &wellread_model::Diagnostic| {
        let file = one.place.as_ref().map(|place| place.file.as_str());
        one.code == "placeholder" && file == Some("site.toml")
    };
    assert!(result.diagnostics.iter().all(is_open), "{:#?}", result.diagnostics);
}

#[test]
fn two_builds_are_equal() {
    let mut reversed = files("/");
    reversed.reverse();
    let one = built("/").files;
    let other = build_site(&sources(reversed), today()).value.unwrap().files;
    assert!(one == other);
}

#[test]
fn the_sitemap_names_pages_and_feeds_are_well_formed() {
    let site = built("/hub/");
    let text = |path: &str| std::str::from_utf8(&site.files[path]).unwrap().to_owned();
    let sitemap = text("sitemap.xml");
    let mut named = BTreeSet::new();
    for part in sitemap.split("<loc>").skip(1) {
        let address = part.split("</loc>").next().unwrap();
        let path = address.strip_prefix(HOST).unwrap_or_else(|| panic!("{address}"));
        let file =
            answers(&site, "/hub/", path).unwrap_or_else(|| panic!("nothing is at {address}"));
        assert!(named.insert(file.to_owned()), "{address} is named twice");
    }
    for path in site.files.keys().filter(|path| path.ends_with("/index.html")) {
        let hidden = text(path).contains("noindex") || path.starts_with("search/");
        assert!(hidden || named.contains(path), "the sitemap misses {path}");
    }
    for path in ["sitemap.xml", "feed.xml"] {
        let xml = text(path);
        let (declaration, rest) = xml.split_once('\n').unwrap();
        assert!(declaration.starts_with("<?xml"), "{path}");
        well_formed(rest).unwrap_or_else(|error| panic!("{path}: {error}"));
    }
    for path in ["glossary/terms.json", "manifest.webmanifest"] {
        let _: Value = serde_json::from_str(&text(path)).unwrap();
    }
    let feed = text("feed.xml");
    for part in feed.split("href=\"").skip(1) {
        let address = part.split('"').next().unwrap();
        let path = address.strip_prefix(HOST).unwrap_or_else(|| panic!("{address}"));
        assert!(answers(&site, "/hub/", path).is_some(), "the feed leads to {address}");
    }
}

/// Checks that the tags of XML nest, and that it uses no entity that only HTML has.
fn well_formed(xml: &str) -> Result<(), String> {
    let mut open = Vec::new();
    let mut rest = xml;
    while let Some((text, after)) = rest.split_once('<') {
        for part in text.split('&').skip(1) {
            let name = part.split(';').next().unwrap_or("");
            let known =
                ["amp", "lt", "gt", "quot", "apos"].contains(&name) || name.starts_with('#');
            if !known || !part.contains(';') {
                return Err(format!("&{name}"));
            }
        }
        let (tag, next) = after.split_once('>').ok_or("a tag never ends")?;
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return Err(format!("</{name}>"));
            }
        } else if !tag.ends_with('/') {
            open.push(tag.split_whitespace().next().unwrap_or(""));
        }
        rest = next;
    }
    if open.is_empty() { Ok(()) } else { Err(format!("{open:?} is open")) }
}

/// Templates that print the names of all fields they get.
fn listing() -> Vec<(String, Vec<u8>)> {
    let kinds = [
        "home",
        "articles",
        "article",
        "glossary",
        "term",
        "resources",
        "resource",
        "facet",
        "topic",
        "person",
        "people",
        "letter",
        "letters",
        "page",
        "packets",
        "packet",
        "make",
        "search",
        "404",
        "style",
        "redirect",
    ];
    let keys =
        |value: &str| format!("{{% for key, value in {value} %}}{{{{ key }}}} {{% endfor %}}|");
    let template = format!(
        "{}{}{}{}{}{}{}{}",
        keys("page"),
        keys("site"),
        keys("build"),
        keys("site.urls"),
        keys("site.contact"),
        keys("site.crisis[0]"),
        keys("site.nav[0]"),
        keys("page.mail"),
    );
    let name = |kind: &str| format!("themes/default/templates/{kind}.html");
    kinds.iter().map(|kind| (name(kind), template.clone().into_bytes())).collect()
}

/// The names in a cell of `docs/theming.md`: those in backticks outside parentheses.
fn names(text: &str) -> BTreeSet<String> {
    let (mut depth, mut outside) = (0, String::new());
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            c if depth == 0 => outside.push(c),
            _ => {}
        }
    }
    outside.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The names in the first pair of braces.
fn braced(text: &str) -> BTreeSet<String> {
    let inner = text.split_once('{').unwrap().1.split_once('}').unwrap().0;
    inner.split(',').map(|name| name.trim().to_owned()).collect()
}

#[test]
fn the_manual_names_every_key_of_every_kind() {
    let manual = std::fs::read_to_string(repository().join("docs/writing.md")).unwrap();
    let section = |title: &str| {
        let start = manual.find(&format!("\n## {title}\n")).unwrap_or_else(|| panic!("{title}"));
        let rest = &manual[start + 4..];
        &rest[..rest.find("\n## ").unwrap_or(rest.len())]
    };
    for kind in Kind::ALL {
        let title = match kind {
            Kind::Article => "Articles",
            Kind::Term => "Terms",
            Kind::Resource => "Resources",
            Kind::Topic => "Topics",
            Kind::Person => "People",
            Kind::Page => "Pages",
            Kind::Letter => "Letters",
            Kind::Packet => "Packets",
        };
        for key in wellread_content::keys(kind) {
            assert!(section(title).contains(&format!("`{}`", key.name)), "{}: {}", title, key.name);
        }
    }
}

#[test]
fn the_documented_blocks_and_components_are_those_of_the_theme() {
    let docs = std::fs::read_to_string(repository().join("docs/theming.md")).unwrap();
    let documented = |title: &str| -> BTreeSet<String> {
        let section = docs.split_once(title).unwrap().1.split("\n#").next().unwrap();
        let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
        rows.map(|row| row.split('`').next().unwrap().to_owned()).collect()
    };
    let templates: Vec<&str> = DEFAULT_THEME
        .iter()
        .filter(|(name, _)| name.starts_with("templates/"))
        .map(|(_, bytes)| std::str::from_utf8(bytes).unwrap())
        .collect();
    let defined = |tag: &str| -> BTreeSet<String> {
        let after = templates.iter().flat_map(|text| text.split(tag).skip(1));
        after.map(|rest| rest.split([' ', '(']).next().unwrap().to_owned()).collect()
    };
    let mut blocks = defined("{% block ");
    blocks.append(&mut defined("{%- block "));
    assert_eq!(documented("### Blocks"), blocks);
    assert_eq!(documented("### Components"), defined("{% component "));
}

#[test]
fn the_documented_fields_are_those_that_templates_get() {
    let docs = std::fs::read_to_string(repository().join("docs/theming.md")).unwrap();
    let section = |title: &str| {
        let rest = docs.split_once(title).unwrap_or_else(|| panic!("no section {title}")).1;
        rest.split("\n#").next().unwrap().to_owned()
    };
    let rows = |section: &str| -> Vec<(String, String)> {
        let rows = section.lines().filter(|line| line.starts_with("| `"));
        let cells = |line: &str| {
            let line = line.trim_matches('|');
            let (first, second) = line.split_once(" | ").unwrap();
            (first.trim().to_owned(), second.trim().to_owned())
        };
        rows.map(cells).collect()
    };
    let fields = |rows: &[(String, String)]| -> BTreeSet<String> {
        rows.iter().flat_map(|(first, _)| names(first)).collect()
    };
    let site = rows(&section("### `site`"));
    let build = rows(&section("### `build`"));
    let page = rows(&section("### `page`, on every page"));
    let kinds = rows(&section("### What each kind adds"));
    let about = |name: &str, rows: &[(String, String)]| {
        let row = rows.iter().find(|(first, _)| names(first).contains(name));
        row.unwrap_or_else(|| panic!("no row for {name}")).1.clone()
    };

    let mut all = files("/");
    all.extend(listing());
    // A hub that says how to reach the clinic.
    let settings = all.iter_mut().find(|(path, _)| path == "site.toml");
    let settings = &mut settings.expect("the hub has settings").1;
    let text = String::from_utf8_lossy(settings)
        .replace("[contact]", "[contact]\nphone = \"303-555-0100\"");
    *settings = text.into_bytes();
    all.push((
        "content/articles/with-redirect.md".to_owned(),
        b"---\ntitle: R\nredirect_from: [/old/]\n---\nText.\n".to_vec(),
    ));
    // And a facet with more values than are next to the list.
    let areas: Vec<String> = ('a'..='k').map(|letter| format!("Area {letter}")).collect();
    all.extend((0..3).map(|number| {
        let text = format!(
            "---\ntitle: Place {number}\nurl: https://place{number}.test/\narea: [{}]\n---\n",
            areas.join(", ")
        );
        (format!("content/resources/place-{number}.md"), text.into_bytes())
    }));
    let mut options = today();
    options.drafts = true;
    let result = build_site(&sources(all), options);
    let output = result.value.unwrap_or_else(|| panic!("{:?}", result.diagnostics));
    let got = |path: &str| -> Vec<BTreeSet<String>> {
        let text = std::str::from_utf8(&output.files[path]).unwrap();
        text.split('|').map(|part| part.split_whitespace().map(str::to_owned).collect()).collect()
    };
    let of_kind = [
        ("home", "index.html"),
        ("articles", "articles/index.html"),
        ("article", "articles/three-plans/index.html"),
        ("glossary", "glossary/index.html"),
        ("term", "glossary/iep/index.html"),
        ("resources", "resources/index.html"),
        ("resource", "resources/understood/index.html"),
        ("topic", "topics/rights/index.html"),
        ("facet", "resources/all/area/index.html"),
        ("person", "people/team/index.html"),
        ("people", "people/index.html"),
        ("letter", "letters/ask-for-a-meeting/index.html"),
        ("letters", "letters/index.html"),
        ("page", "contact/index.html"),
        ("packets", "packets/index.html"),
        ("packet", "packets/autism-first-steps/index.html"),
        ("make", "packets/make/index.html"),
        ("search", "search/index.html"),
        ("404", "404.html"),
        ("style", "style/index.html"),
        ("redirect", "old/index.html"),
    ];
    let all_kinds: BTreeSet<String> = of_kind.iter().map(|(kind, _)| (*kind).to_owned()).collect();
    assert_eq!(names(&about("kind", &page)), all_kinds, "`page.kind`");
    for (kind, path) in of_kind {
        let row = kinds.iter().find(|(first, _)| names(first).contains(kind));
        let (_, added) = row.unwrap_or_else(|| panic!("{kind} is not documented"));
        let mut expected = fields(&page);
        expected.extend(names(added));
        let found = got(path);
        assert_eq!(found[0], expected, "`page` of {kind}");
        assert_eq!(found[1], fields(&site), "`site`");
        assert_eq!(found[2], fields(&build), "`build`");
        assert_eq!(found[3], names(&about("urls", &site)), "`site.urls`");
        assert_eq!(found[4], braced(&about("contact", &site)), "`site.contact`");
        assert_eq!(found[5], braced(&about("crisis", &site)), "`site.crisis`");
        assert_eq!(found[6], braced(&about("nav", &site)), "`site.nav`");
        assert_eq!(found[7], braced(&about("mail", &page)), "`page.mail`");
    }
}

#[test]
fn every_language_has_every_word() {
    let keys = |language: &str| -> BTreeSet<String> {
        let path = repository().join(format!("themes/default/text/{language}.toml"));
        let text = std::fs::read_to_string(path).unwrap();
        let keys = text.lines().filter(|line| !line.starts_with(['#', ' ', ']', '"']));
        keys.filter_map(|line| Some(line.split_once(" =")?.0.to_owned())).collect()
    };
    assert_eq!(keys("en"), keys("es"));
}
