//! What the tests share: the format of the cases, a reader of HTML, and the program on a hub in a
//! temporary folder. There are no assertions about the product here.

pub(crate) mod case;
pub(crate) mod markup;
pub(crate) mod program;
