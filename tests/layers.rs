//! Inside each crate, files form layers: no file imports, directly or through others, a file that
//! imports it. The same holds for folders. A test keeps it that way, since the compiler doesn't.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::files_below;

/// The files of one crate, by module path (`view::site`; empty for the crate's root), each with the
/// modules that it uses.
type Imports = BTreeMap<String, BTreeSet<String>>;

#[test]
fn no_files_of_a_crate_import_each_other() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut cycles = Vec::new();
    for folder in std::fs::read_dir(crates).unwrap() {
        let source = folder.unwrap().path().join("src");
        let imports = imports(&source);
        for imports in [in_folders(&imports, 1), in_folders(&imports, 2), imports] {
            let cyclic = imports.keys().filter(|module| reaches(&imports, module, module));
            cycles.extend(cyclic.map(|module| format!("{}: {module}", source.display())));
        }
    }
    assert_eq!(cycles, Vec::<String>::new());
}

#[test]
fn a_cycle_is_seen() {
    let to = |module: &str| BTreeSet::from([module.to_owned()]);
    let imports =
        Imports::from([("a".into(), to("b")), ("b".into(), to("c")), ("c".into(), to("a"))]);
    assert!(reaches(&imports, "a", "a"));
    assert_eq!(paths("use super::{a::{B, c}, d};", "x::y"), ["x::a::B", "x::a::c", "x::d"]);
    assert_eq!(paths("let x = crate::a::b(1);", ""), ["a::b"]);
    assert_eq!(paths("use super::super::d::E;", "x::y::z"), ["x::d::E"]);
}

#[test]
fn a_path_that_begins_with_a_child_is_seen() {
    for code in ["overview::render(x)", "fn a() {}\nuse overview::render;", "[&overview::A]"] {
        assert!(uses_child(code, "overview"), "{code}");
    }
    for code in ["pub(super) use overview::{a::B, c};", "super::overview::a", "my_overview::a()"] {
        assert!(!uses_child(code, "overview"), "{code}");
    }
    assert!(!uses_child("pub use self::{a::{B, C}, overview::D};", "overview"));
}

#[test]
fn a_cycle_between_folders_is_seen() {
    let to = |module: &str| BTreeSet::from([module.to_owned()]);
    let imports = Imports::from([
        ("a::x".into(), to("b::y")),
        ("b::y".into(), BTreeSet::new()),
        ("b::z".into(), to("a::x")),
    ]);
    assert!(!reaches(&imports, "a::x", "a::x"));
    let folders = in_folders(&imports, 1);
    assert!(reaches(&folders, "a", "a"));
}

fn reaches(imports: &Imports, from: &str, to: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut open: Vec<&str> = imports[from].iter().map(String::as_str).collect();
    while let Some(module) = open.pop() {
        if module == to {
            return true;
        }
        if seen.insert(module) {
            open.extend(imports[module].iter().map(String::as_str));
        }
    }
    false
}

/// The imports between folders: what is deeper than `depth` counts as the folder it is in.
fn in_folders(imports: &Imports, depth: usize) -> Imports {
    let folder = |module: &str| module.split("::").take(depth).collect::<Vec<_>>().join("::");
    let mut folders = Imports::new();
    for (module, targets) in imports {
        let from = folder(module);
        let others = targets.iter().map(|target| folder(target)).filter(|to| *to != from);
        let others = others.collect::<Vec<_>>();
        folders.entry(from).or_default().extend(others);
    }
    folders
}

fn imports(source: &Path) -> Imports {
    let mut texts = BTreeMap::new();
    for file in files_below(source, ".rs") {
        let name = file.strip_prefix(source).unwrap().with_extension("");
        let name = name.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "::");
        let name = name.strip_suffix("::mod").unwrap_or(&name);
        // Imports that only tests use do not count.
        if name.split("::").any(|part| ["tests", "testing"].contains(&part)) {
            continue;
        }
        let name = if ["lib", "main"].contains(&name) { "" } else { name };
        let text = std::fs::read_to_string(&file).unwrap();
        let text = text.split("#[cfg(test)]\nmod").next().unwrap_or_default();
        let code = text.lines().map(|line| line.split("//").next().unwrap_or_default());
        texts.insert(name.to_owned(), code.collect::<Vec<_>>().join("\n"));
    }
    let mut imports = Imports::new();
    for (name, code) in &texts {
        let mut found = BTreeSet::new();
        for path in paths(code, name) {
            // A name that a folder's module re-exports belongs to the file that defines it, which a
            // search for the name in the folder's own `use` lines finds.
            let target = resolve(&texts, &path);
            if target != *name {
                found.insert(target);
            }
        }
        imports.insert(name.clone(), found);
    }
    // Re-exporting is not importing: a module that only names its parts lies below nothing.
    for (name, code) in &texts {
        let children = format!("{name}::");
        let is_root = |module: &String| name.is_empty() || module.starts_with(&children);
        let reexports: BTreeSet<String> =
            imports[name].iter().filter(|m| is_root(m)).cloned().collect();
        for module in reexports {
            let only_reexported = code
                .split(';')
                .filter(|item| item.contains(module.rsplit("::").next().unwrap_or_default()))
                .all(|item| item.contains("pub") && item.contains("use ") || item.contains("mod "));
            if only_reexported {
                imports.get_mut(name).unwrap().remove(&module);
            }
        }
    }
    for (name, code) in &texts {
        for child in texts.keys().filter(|child| !child.is_empty() && parent(child) == name) {
            if uses_child(code, child.rsplit("::").next().unwrap_or_default()) {
                imports.get_mut(name).unwrap().insert(child.clone());
            }
        }
    }
    imports
}

/// Whether a module's code uses a path that begins with the name of its child. Re-exports do not
/// count.
fn uses_child(code: &str, child: &str) -> bool {
    code.match_indices(&format!("{child}::")).any(|(at, _)| {
        let before = &code[..at];
        let is_start = !before.ends_with(|c: char| c == ':' || c == '_' || c.is_alphanumeric());
        let item = before.rsplit(';').next().unwrap_or_default();
        let is_in_tree = |c: char| c == '_' || c.is_alphanumeric() || ":{}, \n".contains(c);
        let is_reexport = item.rsplit_once("use ").is_some_and(|(visibility, tree)| {
            let visibility = visibility.trim_end().rsplit('\n').next().unwrap_or_default();
            visibility.trim_start().starts_with("pub") && tree.chars().all(is_in_tree)
        });
        is_start && !is_reexport
    })
}

/// The file that a path leads to: the longest prefix that is a file, or the file from which that one
/// re-exports the next name.
fn resolve(texts: &BTreeMap<String, String>, path: &str) -> String {
    let parts: Vec<&str> = path.split("::").collect();
    let (mut module, mut rest) = (String::new(), parts.as_slice());
    while let [next, after @ ..] = rest {
        let longer =
            if module.is_empty() { (*next).to_owned() } else { format!("{module}::{next}") };
        if !texts.contains_key(&longer) {
            break;
        }
        (module, rest) = (longer, after);
    }
    if let [name, ..] = rest {
        let items = texts[&module].split(';').filter(|item| item.contains("use "));
        for item in items.filter(|item| item.contains("pub")) {
            let child =
                paths(&item.replace("use self::", "use ").replace("use ", "use self::"), &module);
            if let Some(path) = child.iter().find(|path| path.rsplit("::").next() == Some(name))
                && path.len() > module.len() + name.len() + 2
            {
                return resolve(texts, path);
            }
        }
    }
    module
}

/// All paths in code that begin with `crate::`, `super::` or `self::`, from the crate's root.
fn paths(code: &str, module: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (keyword, base) in [("crate::", ""), ("super::", parent(module)), ("self::", module)] {
        for (at, _) in code.match_indices(keyword) {
            let is_start =
                !code[..at].ends_with(|c: char| c == ':' || c == '_' || c.is_alphanumeric());
            if is_start {
                let (mut base, mut rest) = (base, &code[at + keyword.len()..]);
                while let Some(above) = rest.strip_prefix("super::") {
                    (base, rest) = (parent(base), above);
                }
                let (tree, _) = tree(rest);
                let prefix = if base.is_empty() { String::new() } else { format!("{base}::") };
                found.extend(tree.into_iter().map(|path| format!("{prefix}{path}")));
            }
        }
    }
    found
}

fn parent(module: &str) -> &str {
    module.rsplit_once("::").map_or("", |(parent, _)| parent)
}

/// The paths of a use tree such as `a::{b, c::d}`, and what follows it.
fn tree(text: &str) -> (Vec<String>, &str) {
    let text = text.trim_start();
    if let Some(mut rest) = text.strip_prefix('{') {
        let mut all = Vec::new();
        loop {
            let (paths, after) = tree(rest);
            all.extend(paths.into_iter().filter(|path| !path.is_empty()));
            let after = after.trim_start();
            match after.strip_prefix(',') {
                Some(next) => rest = next,
                None => return (all, after.strip_prefix('}').unwrap_or("")),
            }
        }
    }
    let end = text.find(|c: char| c != '_' && !c.is_alphanumeric()).unwrap_or(text.len());
    let (name, mut rest) = text.split_at(end);
    if let Some(after) = rest.strip_prefix("::") {
        let (paths, after) = tree(after);
        return (paths.into_iter().map(|path| format!("{name}::{path}")).collect(), after);
    }
    if let Some(alias) = rest.strip_prefix(" as ") {
        rest = alias.trim_start_matches(|c: char| c == '_' || c.is_alphanumeric());
    }
    (vec![name.to_owned()], rest)
}
