//! S3: a JSON file with what must be set on the bucket and on CloudFront in front of it.

use serde_json::json;
use wellread_model::address;

use super::facts::{ASK_AGAIN, FOREVER, Redirect, SiteFacts};

/// The name of the file.
pub(super) const NAME: &str = "s3.json";

/// S3 reads no file of its own, so this one is for the person or the script that sets the bucket
/// up. Keys are the names of objects in the bucket, which have no slash at the beginning.
pub(super) fn file(facts: &SiteFacts<'_>) -> String {
    let folder = facts.base.trim_start_matches('/');
    let key = |name: &str| format!("{folder}{name}");
    let headers: Vec<_> = facts
        .security
        .iter()
        .map(|(name, value)| json!({ "header": name, "value": value }))
        .collect();
    let redirects: Vec<_> = facts
        .redirects
        .iter()
        .map(|Redirect { from, to }| {
            // S3 redirects an object, so the old address is the key of its page; the location is
            // sent to browsers, so it is a path.
            json!({ "key": key(&from.output_path()), "location": facts.path(to.as_str()) })
        })
        .collect();
    let document = json!({
        "index_document": "index.html",
        "error_document": key(address::NOT_FOUND),
        // From the most specific pattern to the one for everything else.
        "cache_control": [
            { "keys": key(&format!("{}*", address::ASSETS)), "value": FOREVER },
            { "keys": key(&format!("{}*.js", address::SEARCH_FILES)), "value": FOREVER },
            { "keys": key("*"), "value": ASK_AGAIN },
        ],
        "headers": headers,
        "redirects": redirects,
    });
    format!("{document:#}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outputs::deploy::facts::facts;

    #[test]
    fn keys_have_no_leading_slash_and_locations_have_one() {
        let facts = facts("https://example.org/hub/", "/hub/", &[("old/", "articles/a/")]);
        let document: serde_json::Value = serde_json::from_str(&file(&facts)).unwrap();
        assert_eq!(document["error_document"], "hub/404.html");
        let redirect = json!({ "key": "hub/old/index.html", "location": "/hub/articles/a/" });
        assert_eq!(document["redirects"], json!([redirect]));
        assert_eq!(document["cache_control"][2], json!({ "keys": "hub/*", "value": "no-cache" }));
    }
}
