//! The default theme, inside the binary: the files of `themes/default/`, by name, and the runtime
//! of the search.

use wellread_search::RUNTIME;

macro_rules! embedded {
    ($($name:literal),* $(,)?) => {
        &[
            // It is next to the index that it reads, in its own crate; a hub replaces it as any
            // other file.
            ("static/search.js", RUNTIME.as_bytes()),
            $(($name, include_bytes!(concat!("../../../../themes/default/", $name)))),*
        ]
    };
}

/// Every file of the default theme. A test compares the list with the folder.
pub const DEFAULT_THEME: &[(&str, &[u8])] = embedded![
    "static/contents.js",
    "static/copy.js",
    "static/days.js",
    "static/favicon.svg",
    "static/find.js",
    "static/home.css",
    "static/icon.svg",
    "static/letter.css",
    "static/letter.js",
    "static/letters.js",
    "static/listen.css",
    "static/listen.js",
    "static/lists.css",
    "static/literata.woff2",
    "static/make-part.js",
    "static/make.js",
    "static/offline.js",
    "static/packet.css",
    "static/search-page.js",
    "static/search.css",
    "static/print.css",
    "static/share.js",
    "static/short.css",
    "static/style.css",
    "static/swatches.css",
    "static/terms.js",
    "templates/404.html",
    "templates/article.html",
    "templates/articles.html",
    "templates/base.html",
    "templates/components.html",
    "templates/facet.html",
    "templates/glossary.html",
    "templates/home.html",
    "templates/letter.html",
    "templates/letters.html",
    "templates/make.html",
    "templates/packet.html",
    "templates/packets.html",
    "templates/page.html",
    "templates/parts.html",
    "templates/people.html",
    "templates/person.html",
    "templates/redirect.html",
    "templates/resource.html",
    "templates/resources.html",
    "templates/search.html",
    "templates/style.html",
    "templates/term.html",
    "templates/topic.html",
    "text/en.toml",
    "text/es.toml",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test reads the folder that is embedded")]
    fn every_file_of_the_default_theme_is_embedded() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../themes/default");
        let mut names = Vec::new();
        for folder in ["static", "templates", "text"] {
            for entry in std::fs::read_dir(format!("{root}/{folder}")).unwrap() {
                let name = entry.unwrap().file_name().into_string().unwrap();
                names.push(format!("{folder}/{name}"));
            }
        }
        names.push("static/search.js".to_owned());
        names.sort();
        let mut embedded: Vec<_> = DEFAULT_THEME.iter().map(|(name, _)| *name).collect();
        embedded.sort_unstable();
        assert_eq!(embedded, names);
    }
}
