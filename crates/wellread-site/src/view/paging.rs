//! Long lists, divided into pages of a fixed length. Pages are counted from 1.
//!
//! The first page has the address of the list, further ones `page/2/` and so on below it, so that
//! an address stays right when a list grows beyond one page.

use tera::Value;
use wellread_model::Route;

use super::builder::ViewBuilder;
use super::views::Views;

/// How many entries a page of a list holds: few enough for a phone on a slow network, and enough
/// that most lists never have a second page.
pub(crate) const PER_PAGE: usize = 50;

/// How many pages before and after the current one are linked, besides the first and the last. With
/// links from each page to all others, long lists would consist of little else.
const NEIGHBORS: usize = 5;

/// How many pages a list of `length` entries takes: at least one, since an empty list is still a
/// page that says so.
pub(crate) fn page_count(length: usize) -> usize {
    length.div_ceil(PER_PAGE).max(1)
}

/// The address of a page of a list, counted from 1.
pub(crate) fn page_route(list: &Route, number: usize) -> Route {
    if number == 1 { list.clone() } else { Route::new(format!("{}page/{number}/", list.as_str())) }
}

/// The part of a list that is on a page; empty for a page beyond the last.
pub(crate) fn part<T>(list: &[T], number: usize) -> &[T] {
    let start = ((number - 1) * PER_PAGE).min(list.len());
    &list[start..(start + PER_PAGE).min(list.len())]
}

impl Views {
    /// The field `pages` of a list: links to its first and last page and to the nearest ones.
    /// `none` if there is only one page.
    pub(super) fn pages(&self, list: &Route, length: usize, current: usize) -> Value {
        let count = page_count(length);
        if count == 1 {
            return Value::none();
        }
        let url = |number| self.url(&page_route(list, number));
        let mut before = 0;
        ViewBuilder::default()
            .set("current", current)
            .set("count", count)
            .maybe("previous", (current > 1).then(|| url(current - 1)))
            .maybe("next", (current < count).then(|| url(current + 1)))
            .list(
                "links",
                linked_pages(count, current).map(|number| {
                    let follows_gap = number > before + 1;
                    before = number;
                    ViewBuilder::default()
                        .set("number", number)
                        .set("follows_gap", follows_gap)
                        .set("url", url(number))
                        .set("current", number == current)
                        .value()
                }),
            )
            .value()
    }
}

/// The numbers of the pages that a page links to, itself included.
fn linked_pages(count: usize, current: usize) -> impl Iterator<Item = usize> {
    let nearest = current.saturating_sub(NEIGHBORS).max(2)..=(current + NEIGHBORS).min(count - 1);
    std::iter::once(1).chain(nearest).chain(std::iter::once(count))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::views_of;

    #[test]
    fn pages_of_a_long_list_link_to_few() {
        let linked = |count, current| linked_pages(count, current).collect::<Vec<_>>();
        assert_eq!(linked(2, 1), [1, 2]);
        assert_eq!(linked(2, 2), [1, 2]);
        assert_eq!(linked(3, 2), [1, 2, 3]);
        assert_eq!(linked(7, 1), [1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(linked(100, 1), [1, 2, 3, 4, 5, 6, 100]);
        assert_eq!(linked(100, 50), [1, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 100]);
        assert_eq!(linked(100, 99), [1, 94, 95, 96, 97, 98, 99, 100]);
    }

    #[test]
    fn gaps_between_linked_pages_are_marked() {
        let views = views_of(&[]);
        let pages = views.pages(&Route::new("articles/"), 20 * PER_PAGE, 10);
        let links = pages.get_from_path("links").cloned().unwrap();
        let after_gaps: Vec<Value> = links
            .as_array()
            .unwrap()
            .iter()
            .filter(|link| link.get_from_path("follows_gap") == Some(&Value::from(true)))
            .map(|link| link.get_from_path("number").cloned().unwrap())
            .collect();
        assert_eq!(after_gaps, [5, 20].map(Value::from));
    }

    #[test]
    fn a_list_has_as_many_pages_as_it_needs() {
        for (length, pages) in [(0, 1), (1, 1), (50, 1), (51, 2), (100, 2), (101, 3)] {
            assert_eq!(page_count(length), pages, "{length}");
        }
    }

    #[test]
    fn each_entry_is_on_exactly_one_page() {
        for length in [0, 1, 50, 51, 100, 101] {
            let list: Vec<usize> = (0..length).collect();
            let pages: Vec<&[usize]> =
                (1..=page_count(length)).map(|number| part(&list, number)).collect();
            assert_eq!(pages.concat(), list);
            assert!(pages.iter().all(|page| page.len() <= PER_PAGE));
            assert!(part(&list, page_count(length) + 1).is_empty());
        }
    }

    #[test]
    fn the_first_page_has_the_address_of_the_list() {
        let list = Route::new("articles/");
        assert_eq!(page_route(&list, 1).as_str(), "articles/");
        assert_eq!(page_route(&list, 2).as_str(), "articles/page/2/");
    }

    #[test]
    fn pages_link_to_their_neighbors() {
        let views = views_of(&[]);
        let pages = |length, current| views.pages(&Route::new("articles/"), length, current);
        let field = |pages: &Value, path: &str| pages.get_from_path(path).cloned().unwrap();
        assert!(pages(50, 1).is_none());
        let first = pages(101, 1);
        assert!(field(&first, "previous").is_none());
        assert_eq!(field(&first, "next"), Value::from("/hub/articles/page/2/"));
        assert_eq!(field(&first, "count"), Value::from(3));
        let second = pages(101, 2);
        assert_eq!(field(&second, "previous"), Value::from("/hub/articles/"));
        assert_eq!(field(&second, "next"), Value::from("/hub/articles/page/3/"));
        let links = field(&second, "links");
        let links = links.as_array().unwrap();
        let current: Vec<Value> = links.iter().map(|link| field(link, "current")).collect();
        assert_eq!(current, [false, true, false].map(Value::from));
        let last = pages(101, 3);
        assert!(field(&last, "next").is_none());
        assert_eq!(field(&last, "previous"), Value::from("/hub/articles/page/2/"));
    }
}
