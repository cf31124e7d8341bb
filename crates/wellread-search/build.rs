//! Joins the parts of the runtime and makes them small; `src/runtime.rs` says what it is. The parts
//! that come with index files, which are files of their own, become small too.
#![expect(
    clippy::disallowed_methods,
    reason = "a build script: it reads sources and writes what it makes of them for the compiler"
)]

#[path = "build/minify.rs"]
mod minify;

use std::collections::BTreeMap;
use std::path::Path;
use std::{env, fs, io};

/// The parts in `client/`: what others build on first.
const PARTS: [&str; 16] = [
    "read", "code", "shard", "text", "language", "parse", "correct", "phrases", "crisis", "words",
    "glossary", "rank", "excerpt", "hit", "analysis", "answer",
];

/// What is loaded with an index file: each is an expression.
const EXPRESSIONS: [&str; 4] = ["alternatives", "unknown", "language/english", "language/spanish"];

/// The numbers that Rust and the runtime share.
const CONSTANTS: &str = "src/constants.rs";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=client");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed={CONSTANTS}");
    let out = env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?;
    let out = Path::new(&out);
    let source = |part| fs::read_to_string(format!("client/{part}.js"));
    let joined = PARTS.into_iter().map(source).collect::<io::Result<String>>()?;
    let text = fs::read_to_string(CONSTANTS)?;
    let constants = constants(&text);
    fs::write(out.join("runtime.js"), minify::minify(&joined, &constants))?;
    let named = constants.iter().map(|(name, value)| format!("const {name} = {value};\n"));
    fs::write(out.join("runtime-source.js"), named.chain([joined]).collect::<String>())?;
    for part in EXPRESSIONS {
        let name = part.rsplit('/').next().unwrap_or(part);
        fs::write(out.join(format!("{name}.js")), minify::minify(&source(part)?, &constants))?;
    }
    Ok(())
}

/// The constants whose values are written out, each with its value: lines such as
/// `pub(crate) const HASH: usize = 6;`.
fn constants(source: &str) -> BTreeMap<&str, &str> {
    fn constant(line: &str) -> Option<(&str, &str)> {
        let (name, rest) = line.strip_prefix("pub(crate) const ")?.split_once(": ")?;
        let value = rest.split_once(" = ")?.1.strip_suffix(';')?;
        value.bytes().all(|b| b.is_ascii_digit()).then_some((name, value))
    }
    source.lines().filter_map(constant).collect()
}
