//! Sources in, output out.

pub mod matcher;
