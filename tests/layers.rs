//! Inside each crate, files form layers: no file imports, directly or through others, a file that
//! imports it. The same holds for folders. A test keeps it that way, since the compiler doesn't.
//!
//! Between crates, the compiler refuses cycles but no direction. The map in `ARCHITECTURE.md` says
//! which crate may use which, and which libraries belong to some crates alone; a test compares the
//! manifests with it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::files_below;

/// The files of one crate, by module path (`view::site`; empty for the crate's root), each with the
/// modules that it uses.
type Imports = BTreeMap<String, BTreeSet<String>>;

#[test]
fn no_files_of_a_crate_import_each_other() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut cycles = Vec::new();
    for folder in fs::read_dir(crates).unwrap() {
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

#[test]
fn crates_use_only_what_the_map_allows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
    let map = allowed_dependencies(&fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap());
    let mut used = BTreeMap::new();
    for folder in fs::read_dir(root.join("crates")).unwrap() {
        let folder = folder.unwrap();
        let manifest = fs::read_to_string(folder.path().join("Cargo.toml")).unwrap();
        used.insert(folder.file_name().into_string().unwrap(), dependencies(&manifest));
    }
    assert!(map.keys().eq(used.keys()), "the map has other crates than the folder");
    assert_eq!(forbidden(&map, &used), Vec::<String>::new());
}

#[test]
fn a_dependency_that_the_map_does_not_allow_is_seen() {
    let map = "| crate | for | may use | never |\n|---|---|---|---|\n\
               | `wellread-a` | words | none of the others | files |\n\
               | `wellread-b` | pages | `wellread-a`, `tera` (for pages) | files |\n";
    let map = allowed_dependencies(map);
    let problems = |a: &str, b: &str| {
        let used = [("wellread-a", a), ("wellread-b", b)];
        let used = used.map(|(name, manifest)| (name.to_owned(), dependencies(manifest)));
        forbidden(&map, &used.into())
    };
    let fine =
        "[dependencies]\nwellread-a.workspace = true\ntera = \"2\"\n# serde\nserde = \"1\"\n";
    assert_eq!(problems("[dev-dependencies]\ntera = \"2\"\n", fine), Vec::<String>::new());
    assert_eq!(
        problems("[target.'cfg(unix)'.dependencies]\ntera = \"2\"\n", ""),
        ["wellread-a uses tera"]
    );
    let upward = "[build-dependencies]\nwellread-b = { workspace = true }\n[[test]]\nname = \"x\"";
    assert_eq!(problems(upward, ""), ["wellread-a uses wellread-b"]);
}

/// The dependencies that the map of ARCHITECTURE.md allows each crate.
fn allowed_dependencies(page: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut rows = page.lines().skip_while(|line| !line.starts_with("| crate | for | may use |"));
    rows.by_ref().take(2).for_each(drop);
    rows.take_while(|line| line.starts_with('|'))
        .map(|row| {
            let cells: Vec<&str> = row.split('|').collect();
            let names =
                |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect();
            (cells[1].trim().trim_matches('`').to_owned(), names(cells[3]))
        })
        .collect()
}

/// What a manifest says that its crate depends on, other than for tests.
fn dependencies(manifest: &str) -> BTreeSet<String> {
    let mut is_section = false;
    let mut names = BTreeSet::new();
    for line in manifest.lines() {
        if let Some(section) = line.strip_prefix('[') {
            let section = section.trim_end_matches(']');
            let name = section.rsplit('.').next().unwrap_or_default();
            is_section = matches!(name, "dependencies" | "build-dependencies");
        } else if is_section && line.starts_with(|c: char| c.is_alphanumeric()) {
            let end = line.find(['.', ' ', '=']).unwrap_or(line.len());
            names.insert(line[..end].to_owned());
        }
    }
    names
}

/// Dependencies that the map does not allow: crates of the workspace that it does not name for the
/// crate, and libraries that it names for others alone.
fn forbidden(
    map: &BTreeMap<String, BTreeSet<String>>,
    used: &BTreeMap<String, BTreeSet<String>>,
) -> Vec<String> {
    let restricted: BTreeSet<&String> = map.keys().chain(map.values().flatten()).collect();
    let mut found = Vec::new();
    for (name, dependencies) in used {
        let is_allowed = |one: &String| !restricted.contains(one) || map[name].contains(one);
        let wrong = dependencies.iter().filter(|one| !is_allowed(one));
        found.extend(wrong.map(|one| format!("{name} uses {one}")));
    }
    found
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
        let text = fs::read_to_string(&file).unwrap();
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

/// The file that a path leads to: the longest prefix that is a file, or the file from which that
/// one re-exports the next name.
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
