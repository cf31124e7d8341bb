//! A query in, an answer out: the same steps that the runtime takes in the browser.
//!
//! `client/` has a file of the same name for each module here, with functions of the same names, so
//! a change to the ranking is made in one named place on either side. In the order of the steps:
//! [`parse`] (what was typed), [`crisis`], [`words`] with [`correct`] (the query's words as the hub
//! knows them), [`glossary`] (the terms in it), [`rank`], and [`excerpt`] and [`hit`] (what a
//! result shows). [`answer`] calls them.
//!
//! Nothing here computes with fractions: a query adds, multiplies and divides whole numbers, so
//! that both languages get the same result.

mod analysis;
mod answer;
mod completion;
mod correct;
mod crisis;
mod excerpt;
mod found;
mod glossary;
mod hit;
mod idioms;
mod parse;
mod phrases;
mod rank;
mod response;
mod spoken;
mod synonyms;
mod unknown;
mod words;

pub use answer::search;
pub use response::{Card, Hit, HitSection, SearchResponse};
