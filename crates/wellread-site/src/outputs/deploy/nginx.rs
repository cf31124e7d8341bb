//! nginx: a configuration to include in the server block of the site.

use wellread_model::address;

use super::facts::{ASK_AGAIN, FOREVER, Redirect, SiteFacts};

/// The name of the file.
pub(super) const NAME: &str = "nginx.conf";

/// One `location` for the whole site, with others inside it. They inherit its directives, but for
/// `add_header`, which a block inherits only if it has none of its own; so each block that sets
/// `Cache-Control` repeats the security headers.
pub(super) fn file(facts: &SiteFacts<'_>) -> String {
    // `always`: also with responses other than success, such as the page for what is missing.
    let always = |indent: &str| -> String {
        let lines = facts.security.iter();
        lines
            .map(|(name, value)| format!("{indent}add_header {name} \"{value}\" always;\n"))
            .collect()
    };
    let place = |route: &str| nginx_string(&format!("{}{route}", facts.base));
    // `^~`: with a matching prefix nginx doesn't look for regular expressions, so no rule that the
    // server has for all scripts, say, takes these files over. The header for a year has no
    // `always`: a 404 must not be cached that long. nginx doesn't know the extension of manifests,
    // so their type is stated.
    let mut text = format!(
        "# Include this in the server block of the site; `wellread help deploy` says how.\n\
         location {all} {{\n    \
             index index.html;\n    \
             charset utf-8;\n    \
             gzip on;\n    \
             gzip_types text/css text/javascript application/javascript application/json \
                        application/manifest+json application/xml image/svg+xml;\n    \
             absolute_redirect off;\n    \
             error_page 403 =404 {missing};\n    \
             error_page 404 {missing};\n    \
             add_header Cache-Control \"{ASK_AGAIN}\" always;\n\
         {headers}\n    \
             # Names that hold a hash of the content: browsers cache these files for a year.\n    \
             location ^~ {assets} {{\n        \
                 add_header Cache-Control \"{FOREVER}\";\n\
         {inner}    }}\n    \
             location ^~ {search} {{\n        \
                 location ~ \"[.]js$\" {{\n            \
                     add_header Cache-Control \"{FOREVER}\";\n\
         {innermost}        }}\n    }}\n    \
             location = {manifest} {{\n        \
                 types {{ }}\n        \
                 default_type application/manifest+json;\n    }}\n\n    \
             # This is for the server, not for visitors; neither are hidden files.\n    \
             location = {own} {{ return 404; }}\n    \
             location = {record} {{ return 404; }}\n",
        all = place(""),
        missing = nginx_string(&facts.path(address::NOT_FOUND)),
        headers = always("    "),
        assets = place(address::ASSETS),
        inner = always("        "),
        search = place(address::SEARCH_FILES),
        innermost = always("            "),
        manifest = place(address::MANIFEST),
        own = place(NAME),
        record = place(".wellread"),
    );
    // `=` matches the exact path before all prefixes, so a redirect wins over the page at the old
    // address.
    if !facts.redirects.is_empty() {
        text.push_str("\n    # Old addresses and where they lead.\n");
    }
    for Redirect { from, to } in &facts.redirects {
        let (from, to) = (place(from.as_str()), nginx_string(&facts.path(to.as_str())));
        text.push_str(&format!("    location = {from} {{ return 301 {to}; }}\n"));
    }
    text.push_str("}\n");
    text
}

/// Text as nginx reads it between quotation marks. nginx compares `location` with the decoded path,
/// so a path is written as it is; a target is percent-encoded, and so has no `$`, which would begin
/// a variable.
fn nginx_string(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outputs::deploy::facts::facts;

    #[test]
    fn locations_are_decoded_and_targets_are_encoded() {
        let nginx =
            file(&facts("https://example.org/", "/a b/", &[("o*d $x/", "articles/größe/")]));
        let rule =
            "location = \"/a b/o*d $x/\" { return 301 \"/a%20b/articles/gr%C3%B6%C3%9Fe/\"; }";
        assert!(nginx.contains(rule), "{nginx}");
        assert_eq!(nginx_string("a\"b\\c"), "\"a\\\"b\\\\c\"");
    }

    #[test]
    fn headers_are_repeated_wherever_they_are_not_inherited() {
        let text = file(&facts("https://example.org/", "/", &[]));
        let caches = text.matches("add_header Cache-Control").count();
        for header in ["Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"] {
            assert_eq!(text.matches(&format!("add_header {header}")).count(), caches, "{header}");
        }
        assert_eq!(text.matches('{').count(), text.matches('}').count());
    }
}
