//! Sources in, output out.
pub mod markdown;
pub mod matcher;
pub mod text;
