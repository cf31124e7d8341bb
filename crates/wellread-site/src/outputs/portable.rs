//! Whether every system can hold the names of the finished site's files.
//!
//! Names of the hub's own files are checked when they are read (`wellread-content`). What the site
//! adds are names made of other text, such as a topic, a cost or an old address, and files of
//! different origin that meet in one folder. Names that differ only in case are reported here too,
//! since on some systems one would replace the other. Nothing is renamed: addresses follow from
//! sources alone.

use wellread_model::portable::{
    FileOrFolder, NameProblem, Spellings, folded_path, last_part, name_problem, new_parts,
    portable_name, readable_name,
};
use wellread_model::{Diagnostic, EntryId, Origin, Place, SourcePath};

use super::files::{SiteFile, SiteFiles};
use super::parts::SiteParts;
use crate::view::{FacetChoice, PageKind, PageSpec};

/// Where the name of a file of the site comes from.
struct NameOrigin {
    /// Where its author wrote the name.
    place: Place,
    kind: NamedBy,
}

/// What staff have to change if the name cannot stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NamedBy {
    /// The name of a file of the hub.
    File,
    /// A value in the front matter.
    Value,
    /// An old address in the front matter.
    Redirect,
}

/// Reports paths that some system cannot hold, and those of which some system can hold only one.
pub(crate) fn check(files: &SiteFiles, parts: &SiteParts<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut spellings = Spellings::default();
    let mut found = Vec::new();
    let mut before = "";
    for (path, file) in files.iter() {
        for end in new_parts(before, path) {
            let (whole, is_file) = (&path[..end], end == path.len());
            let named = if is_file { FileOrFolder::File } else { FileOrFolder::Folder };
            if let Some(problem) = name_problem(last_part(whole)) {
                found.extend(parts.unportable(problem, named, whole, path, file));
            }
            let at = |folded: &str| files.at(folded).map(|(path, _)| path);
            if let Some(other) = spellings.other(whole, at)
                && let Some(other) = files.at(other)
            {
                found.extend(parts.same_name((whole, file), other, named, path));
            }
        }
        before = path;
    }
    // Two folders of one old address, or two pages of a long list: one value to change.
    found.dedup_by(|second: &mut Diagnostic, first| {
        second.place == first.place
            && first.place.as_ref().is_some_and(|place| place.span.is_some())
    });
    diagnostics.extend(found);
}

impl SiteParts<'_> {
    /// A name that some system cannot hold; `None` if its source has been reported for its own
    /// name.
    fn unportable(
        &self,
        problem: NameProblem,
        named: FileOrFolder,
        whole: &str,
        path: &str,
        file: &SiteFile,
    ) -> Option<Diagnostic> {
        let name = last_part(whole);
        let NameOrigin { place, kind } = self.origin(path, file)?;
        let of_source = place.file.as_str().split('/').any(|part| name_problem(part).is_some());
        if kind == NamedBy::File && of_source {
            return None;
        }
        let help = match (kind, problem) {
            (NamedBy::Redirect, _) => {
                "Remove this address from `redirect_from`. A site that is built on Windows cannot \
                 have it."
                    .to_owned()
            }
            (NamedBy::Value, NameProblem::Length(_)) => {
                "Write it in a few words. Details belong in the text below.".to_owned()
            }
            (NamedBy::Value, _) => {
                format!("Choose another name, such as {}.", portable_name(name))
            }
            (NamedBy::File, NameProblem::Length(_)) => "Give the file a shorter name.".to_owned(),
            (NamedBy::File, _) => renaming(&place.file, &portable_name(name)),
        };
        Some(problem.diagnostic(place, named, name).help(help))
    }

    /// Two names that differ only in case; `None` if their sources do so too, which has been
    /// reported.
    fn same_name(
        &self,
        (whole, file): (&str, &SiteFile),
        (other, other_file): (&str, &SiteFile),
        named: FileOrFolder,
        path: &str,
    ) -> Option<Diagnostic> {
        let origin = self.origin(path, file);
        let other_origin = self.origin(other, other_file);
        if let (Some(one), Some(two)) = (&origin, &other_origin)
            && is_reported(&one.place.file, &two.place.file)
        {
            return None;
        }
        // One of the two may be made by the site itself; then the other one has to give way.
        let (NameOrigin { place, kind }, taken, name, related) = match (origin, other_origin) {
            (Some(origin), related) => (origin, other, last_part(whole), related),
            (None, Some(other_origin)) => (other_origin, whole, last_part(other), None),
            (None, None) => return None,
        };
        let message = format!(
            "The site has /{} already. A {} `{}` would differ only in upper and lower case, and \
             Windows and macOS take the two for one.",
            readable_name(taken),
            named.noun(),
            readable_name(name),
        );
        let help = match kind {
            NamedBy::Redirect => "Remove this address from `redirect_from`.".to_owned(),
            NamedBy::Value => "Choose another name.".to_owned(),
            NamedBy::File => {
                format!(
                    "Rename the {} to `{}`, or give it another name.",
                    named.noun(),
                    last_part(taken)
                )
            }
        };
        let diagnostic = Diagnostic::error("same-address", place, message).help(help);
        Some(match related {
            Some(related) => diagnostic.related(related.place, "the other one"),
            None => diagnostic,
        })
    }

    /// Where the name of a file comes from. `None` for names of the site itself.
    fn origin(&self, path: &str, file: &SiteFile) -> Option<NameOrigin> {
        match file {
            SiteFile::Copied { source, .. } => {
                Some(NameOrigin { place: Place::file(source.clone()), kind: NamedBy::File })
            }
            SiteFile::Named(_) => {
                let place = Place::file(self.theme_file(path)?);
                Some(NameOrigin { place, kind: NamedBy::File })
            }
            SiteFile::Page(spec) => self.page_origin(self.specs.get(*spec)?),
            SiteFile::Text(_) | SiteFile::Bytes(_) | SiteFile::Search => None,
        }
    }

    /// Where the name of a page comes from: a file, or a value or old address in front matter.
    fn page_origin(&self, spec: &PageSpec) -> Option<NameOrigin> {
        match spec.kind {
            PageKind::Entry { id, .. } => Some(self.of_entry(id)),
            PageKind::Resources { chosen: Some(FacetChoice { facet, value }), .. } => {
                let place = self.views.facets[facet].values[value].place.clone();
                Some(NameOrigin { place, kind: NamedBy::Value })
            }
            PageKind::Redirect { to, old } => {
                let entry = &self.views.library[to];
                let place = Place::at(entry.document.source.clone(), entry.redirects[old].span);
                Some(NameOrigin { place, kind: NamedBy::Redirect })
            }
            _ => None,
        }
    }

    /// The origin of an entry's name. An implied topic has it from the value that names it.
    fn of_entry(&self, id: EntryId) -> NameOrigin {
        let document = &self.views.library[id].document;
        let source = document.source.clone();
        // A topic without a file has its name from the entry that states it.
        if document.origin == Origin::Implied {
            let place = Place::at(source, document.title.span);
            return NameOrigin { place, kind: NamedBy::Value };
        }
        NameOrigin { place: Place::file(source), kind: NamedBy::File }
    }

    /// The file of the hub that is published at a path of the theme. `None` for the default theme's
    /// own, whose names are ours.
    fn theme_file(&self, path: &str) -> Option<SourcePath> {
        let routes = &self.assets.routes;
        let (name, _) = routes.iter().find(|(_, route)| route.as_str() == path)?;
        let theme = &self.views.library.settings.theme.value;
        let file = |theme: &str| SourcePath::new(&format!("themes/{theme}/static/{name}"));
        [file(theme), file("default")].into_iter().find(|file| self.sources.get(file).is_some())
    }
}

/// How to give a file another name, where that of a page is made of it.
fn renaming(source: &SourcePath, name: &str) -> String {
    // An article with images has its name from its folder.
    if source.file_name() == "index.md" {
        return format!("Rename its folder, for example to `{name}`.");
    }
    let extension = source.file_name().rsplit_once('.').map_or("", |(_, extension)| extension);
    format!("Rename the file, for example to `{name}.{extension}`.")
}

/// Whether the names of two files of the hub collide by themselves, which was reported when they
/// were read: their whole paths do, or both are copied from `static/` as they are.
fn is_reported(one: &SourcePath, other: &SourcePath) -> bool {
    (one.in_static().is_some() && other.in_static().is_some())
        || (one != other && folded_path(one.as_str()) == folded_path(other.as_str()))
}
