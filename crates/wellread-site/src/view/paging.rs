//! Long lists on several pages.

use tera::Value;
use wellread_model::Route;

use super::builder::ViewBuilder;
use super::views::Views;

/// How many entries a page of a list holds.
pub(crate) const PER_PAGE: usize = 50;

/// How many pages a list of `length` entries takes: at least one.
pub(crate) fn page_count(length: usize) -> usize {
    length.div_ceil(PER_PAGE).max(1)
}

/// The address of a page of a list, counted from 1.
pub(crate) fn page_route(list: &Route, number: usize) -> Route {
    if number == 1 { list.clone() } else { Route::new(format!("{}page/{number}/", list.as_str())) }
}

/// The part of a list that is on a page.
pub(crate) fn part<T>(list: &[T], number: usize) -> &[T] {
    let start = ((number - 1) * PER_PAGE).min(list.len());
    &list[start..(start + PER_PAGE).min(list.len())]
}

impl Views {
    /// The field `pages` of a list.
    pub(super) fn pages(&self, list: &Route, length: usize, current: usize) -> Value {
        let count = page_count(length);
        if count == 1 {
            return Value::none();
        }
        let url = |number| self.url(&page_route(list, number));
        ViewBuilder::default()
            .set("current", current)
            .set("count", count)
            .maybe("previous", (current > 1).then(|| url(current - 1)))
            .maybe("next", (current < count).then(|| url(current + 1)))
            .list(
                "links",
                (1..=count).map(|number| {
                    ViewBuilder::default()
                        .set("number", number)
                        .set("url", url(number))
                        .set("current", number == current)
                        .value()
                }),
            )
            .value()
    }
}
