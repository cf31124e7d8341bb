//! What the tests share: the format of the cases, a reader of HTML and one of links, random
//! choices, the states of a hub, and the program on a hub in a temporary folder. There are no
//! assertions about the product here.

pub(crate) mod case;
pub(crate) mod links;
pub(crate) mod markup;
pub(crate) mod program;
pub(crate) mod random;
pub(crate) mod states;
