//! `wellread theme copy`: files of the default theme in a hub, to be changed there.

use std::fs;

use wellread_site::DEFAULT_THEME;

use crate::support::program::{Hub, read_all};

/// The short names of the files that can be copied.
fn names() -> impl Iterator<Item = &'static str> {
    let is_text = |name: &&str| !name.ends_with(".woff2");
    DEFAULT_THEME.iter().map(|(name, _)| *name).filter(is_text)
}

#[test]
fn a_hub_with_copies_of_all_files_is_the_same_site() {
    let hub = Hub::new();
    let build = |output: &str| {
        let run = hub.run(&["build", "--output", output]);
        assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
        let mut files = read_all(&hub.path(output));
        files.retain(|path, _| path.ends_with(".html"));
        files
    };
    let before = build("before");
    for name in names() {
        let run = hub.run(&["theme", "copy", name]);
        assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    }
    let home = fs::read_to_string(hub.path("themes/default/templates/home.html")).unwrap();
    assert!(home.starts_with("{#-\nThe template home.html of Wellread"), "{home}");
    assert!(build("after") == before);
}

#[test]
#[cfg(unix)]
fn nothing_is_copied_through_a_link() {
    let (hub, elsewhere) = (Hub::new(), tempfile::tempdir().unwrap());
    fs::create_dir(hub.path("themes")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), hub.path("themes/default")).unwrap();
    hub.refuses(&["theme", "copy", "style.css"], 2, "themes/default is a link");
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
}

#[test]
fn a_copy_goes_into_the_theme_of_the_hub_and_replaces_nothing() {
    let hub = Hub::new();
    let settings = fs::read_to_string(hub.path("site.toml")).unwrap();
    hub.write("site.toml", &format!("{settings}\n[theme]\nname = \"clinic\"\n"));
    let run = || hub.run(&["theme", "copy", "home"]);
    assert_eq!(run().status.code(), Some(0));
    assert!(hub.path("themes/clinic/templates/home.html").exists());
    hub.write("themes/clinic/templates/home.html", "mine");
    assert_eq!(run().status.code(), Some(2));
    let text = fs::read_to_string(hub.path("themes/clinic/templates/home.html")).unwrap();
    assert_eq!(text, "mine");
    let unknown = hub.run(&["theme", "copy", "artcle"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("Did you mean article?"));
}
