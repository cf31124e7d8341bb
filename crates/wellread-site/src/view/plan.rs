//! Which pages a site has.

use wellread_content::redirect_route;
use wellread_model::{EntryId, Kind, Relation, Route};

use super::Views;
use super::paging::{page_count, page_route};

/// What a page shows. Pages of lists are counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Show {
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
pub(crate) struct Plan {
    pub(crate) route: Route,
    pub(crate) show: Show,
}

/// All pages, in no particular order.
pub(crate) fn plans(views: &Views) -> Vec<Plan> {
    let library = &views.library;
    let mut plans = vec![
        Plan { route: Route::new(""), show: Show::Home },
        Plan { route: Route::new("search/"), show: Show::Search },
        Plan { route: Route::new("404.html"), show: Show::NotFound },
    ];
    if views.drafts {
        plans.push(Plan { route: Route::new("style/"), show: Show::Style });
    }
    list(&mut plans, &Route::new("articles/"), views.articles.len(), |page| Show::Articles {
        page,
    });
    plans.push(Plan { route: Route::new("glossary/"), show: Show::Glossary });
    let resources = library.of_kind(Kind::Resource).count();
    list(&mut plans, &Route::new("resources/"), resources, |page| Show::Resources {
        facet: None,
        page,
    });
    for (index, facet) in views.facets.iter().enumerate() {
        for (at, value) in facet.values.iter().enumerate() {
            let show = |page| Show::Resources { facet: Some((index, at)), page };
            list(&mut plans, &value.route, value.resources.len(), show);
        }
    }
    for (id, entry) in library.iter() {
        let length = match entry.document.kind {
            Kind::Topic => views.topic_articles(id).len(),
            Kind::Person => views.articles_naming(Relation::Author, id).len(),
            Kind::Page if entry.route.as_str().is_empty() => continue,
            _ => 0,
        };
        list(&mut plans, &entry.route, length, |page| Show::Entry { id, page });
        for old in entry.article().map_or(&[][..], |article| &article.redirect_from) {
            if let Some(route) = redirect_route(&old.value) {
                plans.push(Plan { route, show: Show::Redirect { to: id } });
            }
        }
    }
    plans
}

fn list(plans: &mut Vec<Plan>, route: &Route, length: usize, show: impl Fn(usize) -> Show) {
    for page in 1..=page_count(length) {
        plans.push(Plan { route: page_route(route, page), show: show(page) });
    }
}
