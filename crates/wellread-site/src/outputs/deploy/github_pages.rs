//! GitHub Pages: two files with special names. It sends no headers and follows no redirects of its
//! customers, so pages carry their own policy and old addresses stay pages that redirect.

use super::facts::SiteFacts;

/// The files that [`files`] may return.
pub(super) const NAMES: [&str; 2] = [".nojekyll", "CNAME"];

/// `.nojekyll` stops GitHub from leaving out files whose names begin with an underscore. `CNAME`
/// names the clinic's own domain.
pub(super) fn files(facts: &SiteFacts<'_>) -> Vec<(&'static str, String)> {
    let [nojekyll, cname] = NAMES;
    let mut files = vec![(nojekyll, String::new())];
    if let Some(domain) = facts.domain {
        let domain = domain.to_lowercase();
        // A site below a path shares the domain of another repository, which has the file. GitHub's
        // own domain must not be claimed.
        if facts.base == "/" && !domain.ends_with(".github.io") {
            files.push((cname, format!("{domain}\n")));
        }
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outputs::deploy::facts::facts;

    fn written(base_url: &str, base: &str) -> Vec<String> {
        let files = files(&facts(base_url, base, &[]));
        files.into_iter().map(|(name, text)| format!("{name}={}", text.trim())).collect()
    }

    #[test]
    fn the_clinics_own_domain_is_named_once() {
        assert_eq!(
            written("https://Hub.Example.org/", "/"),
            [".nojekyll=", "CNAME=hub.example.org"]
        );
        for elsewhere in
            ["https://clinic.github.io/", "http://localhost/", "http://127.0.0.1:8080/"]
        {
            assert_eq!(written(elsewhere, "/"), [".nojekyll="], "{elsewhere}");
        }
        assert_eq!(written("https://example.org/hub/", "/hub/"), [".nojekyll="]);
    }
}
