//! Follows the links of a site from page to page, as a reader does.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use wellread_model::Route;
use xxhash_rust::xxh3::xxh3_128;

use super::markup;
use super::program::Files;

/// Finds links that lead to no file. Pages that it has seen before take no time.
#[derive(Default)]
pub(crate) struct LinkChecker {
    /// The addresses on a page, by the hash of its bytes.
    seen: Mutex<BTreeMap<u128, Arc<Vec<String>>>>,
}

impl LinkChecker {
    /// The links on pages that a reader gets to from the pages `from`, each as its page and its
    /// address, that lead to no file. `base` gives the base path of the site that a page is part
    /// of.
    pub(crate) fn dead_links<'a>(
        &self,
        files: &'a Files,
        from: impl Iterator<Item = &'a String>,
        base: &dyn Fn(&str) -> String,
    ) -> Vec<(String, String)> {
        let mut dead = Vec::new();
        let mut open: Vec<String> =
            from.filter(|path| files.contains_key(*path)).cloned().collect();
        let mut met: BTreeSet<String> = open.iter().cloned().collect();
        while let Some(path) = open.pop() {
            if !path.ends_with(".html") {
                continue;
            }
            for address in &*self.addresses(&files[&path]) {
                let Some(target) = target(&path, address, &base(&path)) else { continue };
                if !files.contains_key(&target) {
                    dead.push((path.clone(), address.clone()));
                } else if met.insert(target.clone()) {
                    open.push(target);
                }
            }
        }
        dead
    }

    fn addresses(&self, page: &[u8]) -> Arc<Vec<String>> {
        let hash = xxh3_128(page);
        if let Some(known) = self.seen.lock().unwrap().get(&hash) {
            return Arc::clone(known);
        }
        let page = markup::parse(std::str::from_utf8(page).unwrap()).unwrap();
        let attributes = page.elements.iter().flat_map(|element| &element.attributes);
        let is_link = |name: &str| matches!(name, "href" | "src");
        let found = attributes.filter(|(name, _)| is_link(name)).map(|(_, value)| value.clone());
        let found: Arc<Vec<String>> = Arc::new(found.collect());
        self.seen.lock().unwrap().insert(hash, Arc::clone(&found));
        found
    }
}

/// The file that an address on a page leads to; `None` if it leads out of the site or stays on the
/// page.
fn target(page: &str, address: &str, base: &str) -> Option<String> {
    let address = address.split(['#', '?']).next().unwrap_or_default();
    if address.is_empty() || address.contains(':') {
        return None;
    }
    let route = match address.strip_prefix(base) {
        Some(route) => Route::new(route),
        None => Route::new(page.strip_suffix("index.html").unwrap_or(page)).join(address)?,
    };
    Some(route.output_path())
}
