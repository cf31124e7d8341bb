//! The floor: the least work with which any generator could build a hub, to measure others against.
//!
//! `floor CONTENT OUT` reads every Markdown file, renders it with pulldown-cmark and writes one
//! HTML file each. There are no templates, links, search or checks.
//!
//! `floor CONTENT OUT --write LIST` reads and renders the same and throws the HTML away. It then
//! writes files of the same paths and sizes as those of a finished site. That is the floor for
//! exactly this output. `LIST` has a line for each file: its size in bytes, a space and its path.
//!
//! It prints what it did and the seconds that took.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use rayon::prelude::*;
use walkdir::WalkDir;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// A file of the finished site.
struct FloorFile {
    path: PathBuf,
    /// In bytes.
    size: usize,
}

fn main() -> Result<()> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let (content, out, list) = match &arguments[..] {
        [content, out] => (content, out, None),
        [content, out, flag, list] if flag.as_os_str() == "--write" => (content, out, Some(list)),
        _ => return Err("usage: floor CONTENT OUT [--write LIST]".into()),
    };
    let start = Instant::now();
    let wanted = list.map(|list| files_in(list)).transpose()?;
    let sources = markdown_files(content)?;
    let rendered = sources.par_iter().map(|source| {
        let html = render(source)?;
        if wanted.is_none() {
            let page = source.strip_prefix(content)?.with_extension("").join("index.html");
            write(&out.join(page), html.as_bytes())?;
        }
        Ok(html.len())
    });
    let rendered: usize = rendered.sum::<Result<usize>>()?;
    let wanted = wanted.unwrap_or_default();
    wanted.par_iter().try_for_each(|file| write(&out.join(&file.path), &vec![b'x'; file.size]))?;
    let seconds = start.elapsed().as_secs_f64();

    let copied: usize = wanted.iter().map(|file| file.size).sum();
    println!(
        "{} sources, {:.1} MB rendered; {} files of the site, {:.1} MB; {seconds:.3} s",
        sources.len(),
        rendered as f64 / 1e6,
        wanted.len(),
        copied as f64 / 1e6,
    );
    Ok(())
}

fn markdown_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder) {
        let path = entry?.into_path();
        if path.extension().is_some_and(|extension| extension == "md") {
            files.push(path);
        }
    }
    Ok(files)
}

fn files_in(list: &Path) -> Result<Vec<FloorFile>> {
    let list = fs::read_to_string(list)?;
    let files = list.lines().map(|line| {
        let (size, path) = line.split_once(' ').ok_or("a line without a path")?;
        Ok(FloorFile { path: path.into(), size: size.parse()? })
    });
    files.collect()
}

/// The body of a Markdown file as a page of HTML.
fn render(source: &Path) -> Result<String> {
    let text = fs::read_to_string(source)?;
    // Front matter is between two lines of dashes.
    let body = text.splitn(3, "---\n").nth(2).unwrap_or(&text);
    let mut html = String::with_capacity(body.len() * 2 + 2000);
    html.push_str("<!doctype html><html><head><title>x</title></head><body><main>");
    let events = pulldown_cmark::Parser::new_ext(body, pulldown_cmark::Options::all());
    pulldown_cmark::html::push_html(&mut html, events);
    html.push_str("</main></body></html>");
    Ok(html)
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    Ok(fs::write(path, bytes)?)
}
