//! Sources in, output out.
