//! Which pages a site has.

use wellread_content::redirect_route;
use wellread_model::{EntryId, Kind, Relation, Route, address};

use super::paging::{page_count, page_route};
use super::views::Views;

/// What a page shows. Pages of lists are counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum PageKind {
    Home,
    Articles { page: usize },
    Entry { id: EntryId, page: usize },
    Glossary,
    Resources { facet: Option<(usize, usize)>, page: usize },
    Search,
    NotFound,
    Style,
    Redirect { to: EntryId },
}

/// A page of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PageSpec {
    pub(crate) route: Route,
    pub(crate) kind: PageKind,
}

/// All pages, in no particular order.
pub(crate) fn specs(views: &Views) -> Vec<PageSpec> {
    let library = &views.library;
    let mut specs = vec![
        PageSpec { route: Route::new(address::HOME), kind: PageKind::Home },
        PageSpec { route: Route::new(address::SEARCH), kind: PageKind::Search },
        PageSpec { route: Route::new(address::NOT_FOUND), kind: PageKind::NotFound },
    ];
    if views.drafts {
        specs.push(PageSpec { route: Route::new(address::STYLE), kind: PageKind::Style });
    }
    list(&mut specs, &Route::new(address::ARTICLES), views.articles.len(), |page| {
        PageKind::Articles { page }
    });
    specs.push(PageSpec { route: Route::new(address::GLOSSARY), kind: PageKind::Glossary });
    let resources = library.of_kind(Kind::Resource).count();
    list(&mut specs, &Route::new(address::RESOURCES), resources, |page| PageKind::Resources {
        facet: None,
        page,
    });
    for (index, facet) in views.facets.iter().enumerate() {
        for (at, value) in facet.values.iter().enumerate() {
            let kind = |page| PageKind::Resources { facet: Some((index, at)), page };
            list(&mut specs, &value.route, value.resources.len(), kind);
        }
    }
    for (id, entry) in library.iter() {
        let length = match entry.document.kind {
            Kind::Topic => views.topic_articles(id).len(),
            Kind::Person => views.articles_naming(Relation::Author, id).len(),
            Kind::Page if entry.route.as_str().is_empty() => continue,
            _ => 0,
        };
        list(&mut specs, &entry.route, length, |page| PageKind::Entry { id, page });
        for old in entry.article().map_or(&[][..], |article| &article.redirect_from) {
            if let Some(route) = redirect_route(&old.value) {
                specs.push(PageSpec { route, kind: PageKind::Redirect { to: id } });
            }
        }
    }
    specs
}

fn list(specs: &mut Vec<PageSpec>, route: &Route, length: usize, kind: impl Fn(usize) -> PageKind) {
    for page in 1..=page_count(length) {
        specs.push(PageSpec { route: page_route(route, page), kind: kind(page) });
    }
}
