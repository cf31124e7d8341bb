//! Finds the most likely intended file for a link to a missing one.
//!
//! Names are compared without their folders and extensions: a wrong name is more likely than a
//! wrong folder, and a shared folder makes no two names alike. A page is suggested for a page and a
//! image for an image. See [`wellread_model::NameIndex`] for what alike means.

use wellread_model::media::{DOWNLOAD_EXTENSIONS, IMAGE_EXTENSIONS, has_extension};
use wellread_model::{NameIndex, SourcePath};

/// What a link leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileClass {
    Page,
    Image,
    Download,
}

impl FileClass {
    const ALL: [Self; 3] = [Self::Page, Self::Image, Self::Download];

    /// What a path names. Whatever is neither an image nor a download is taken for a page, such as
    /// `iep.html` or `iep`.
    pub(crate) fn from_path(path: &str) -> Self {
        if has_extension(path, &IMAGE_EXTENSIONS) {
            Self::Image
        } else if has_extension(path, &DOWNLOAD_EXTENSIONS) {
            Self::Download
        } else {
            Self::Page
        }
    }
}

/// Files, by what people call them.
#[derive(Debug)]
pub(crate) struct FileNames([ClassNames; 3]);

/// The files of one class.
#[derive(Debug)]
struct ClassNames {
    index: NameIndex,
    /// Those of the index, in its order.
    paths: Vec<SourcePath>,
}

impl FileNames {
    /// Indexes the names of files, given in the order of their paths.
    pub(crate) fn new<'a>(files: impl Iterator<Item = &'a SourcePath> + Clone) -> Self {
        Self(FileClass::ALL.map(|class| {
            let paths: Vec<SourcePath> = files
                .clone()
                .filter(|path| FileClass::from_path(path.as_str()) == class)
                .cloned()
                .collect();
            let index = NameIndex::new(paths.iter().map(|path| name_in(path.as_str())));
            ClassNames { index, paths }
        }))
    }

    /// The file of a class whose name is nearest to that in `reference`, a path as an author wrote
    /// it. If several have this name, it is the one in the folder `meant`, or else the first by
    /// path.
    pub(crate) fn nearest(
        &self,
        class: FileClass,
        reference: &str,
        meant: Option<&str>,
    ) -> Option<&SourcePath> {
        let ClassNames { index, paths } = &self.0[class as usize];
        let found = &paths[index.nearest(name_in(reference))?];
        let name = name_in(found.as_str());
        // A page is `name.md` or `name/index.md`; paths are in order, so each is found by its
        // start.
        let same_name = meant.into_iter().flat_map(|folder| {
            [format!("{folder}/{name}."), format!("{folder}/{name}/index.md")].map(|start| {
                let first = paths.partition_point(|path| path.as_str() < start.as_str());
                paths.get(first).filter(|path| path.as_str().starts_with(&start))
            })
        });
        let same_name = same_name.flatten().find(|path| name_in(path.as_str()) == name);
        Some(same_name.unwrap_or(found))
    }
}

/// The name in a path without folders and extension. A file `index.md` or `index.html` has the name
/// of its folder, as its page has.
fn name_in(path: &str) -> &str {
    // Windows separates folders by backslashes.
    let mut parts = path.rsplit(['/', '\\']).filter(|part| !part.is_empty());
    let last = parts.next().unwrap_or("");
    let is_index = ["index.md", "index.html"].iter().any(|name| last.eq_ignore_ascii_case(name));
    let name = if is_index { parts.next().unwrap_or("") } else { last };
    // In a hidden file and in `..`, what precedes the dot is not a name.
    name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_suggested_by_their_names_alone() {
        let files = [
            "content/articles/plans.md",
            "content/articles/sleep/chart.png",
            "content/articles/sleep/form.docx",
            "content/articles/sleep/index.md",
            "content/glossary/idea.md",
            "content/glossary/iep-team.md",
            "content/glossary/iep.md",
            "content/pages/home.md",
            "content/pages/plans.md",
        ]
        .map(SourcePath::new);
        let names = FileNames::new(files.iter());
        let nearest = |reference: &str, meant: &str| {
            let class = FileClass::from_path(reference);
            names.nearest(class, reference, Some(meant)).map(SourcePath::as_str)
        };
        assert_eq!(nearest("ipe.md", "content/articles"), Some("content/glossary/iep.md"));
        assert_eq!(nearest("../glossary/iep", "content/glossary"), Some("content/glossary/iep.md"));
        assert_eq!(
            nearest("slepp.md", "content/articles"),
            Some("content/articles/sleep/index.md")
        );
        assert_eq!(nearest("slepp/index.md", "x"), Some("content/articles/sleep/index.md"));
        assert_eq!(nearest("../pages/pland.md", "content/pages"), Some("content/pages/plans.md"));
        assert_eq!(nearest("plan.html", "content/x"), Some("content/articles/plans.md"));
        assert_eq!(nearest("chart.jpg", "content/x"), Some("content/articles/sleep/chart.png"));
        assert_eq!(nearest("form.pdf", "content/x"), Some("content/articles/sleep/form.docx"));
        // They share a folder, an extension, the name of the folder, or nothing.
        for far in ["../pages/nope.md", "../../community/index.md", "pages/", "chart.md", "", ".."]
        {
            assert_eq!(nearest(far, "content/pages"), None, "{far}");
        }
    }
}
