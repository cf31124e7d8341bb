//! Pages in, index files out.
