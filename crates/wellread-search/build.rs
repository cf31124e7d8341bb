//! Joins the parts of the runtime and makes them small; `src/runtime.rs` says what it is. The parts
//! that come with index files, which stand by themselves, become small too.
#![expect(
    clippy::disallowed_methods,
    reason = "a build script: it reads sources and writes what it makes of them for the compiler"
)]

#[path = "build/minify.rs"]
mod minify;

use std::path::Path;
use std::{env, fs, io};

/// The parts in `client/`: what others build on first.
const PARTS: [&str; 16] = [
    "read", "code", "shard", "text", "language", "parse", "correct", "phrases", "crisis", "words",
    "glossary", "rank", "excerpt", "hit", "analysis", "answer",
];

/// What is loaded with an index file: each is an expression.
const EXPRESSIONS: [&str; 4] = ["alternatives", "unknown", "language/english", "language/spanish"];

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=client");
    println!("cargo::rerun-if-changed=build");
    let out = env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?;
    let out = Path::new(&out);
    let source = |part| fs::read_to_string(format!("client/{part}.js"));
    let joined = PARTS.into_iter().map(source).collect::<io::Result<String>>()?;
    fs::write(out.join("runtime.js"), minify::minify(&joined))?;
    fs::write(out.join("runtime-source.js"), joined)?;
    for part in EXPRESSIONS {
        let name = part.rsplit('/').next().unwrap_or(part);
        fs::write(out.join(format!("{name}.js")), minify::minify(&source(part)?))?;
    }
    Ok(())
}
