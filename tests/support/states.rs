//! Ten states of one small hub, as it may change from one build to the next: texts, articles that
//! come, go and are renamed, a theme, settings, offline copies, and static files whose places
//! become folders.

use super::random::Random;

/// How many states there are.
pub(crate) const STATES: usize = 10;

/// The articles that a state may have.
const ARTICLES: [&str; 8] = ["ant", "bee", "cat", "dog", "elk", "fox", "gnu", "hen"];

/// The files of a state, by path. Each state is the same whenever it is asked for.
pub(crate) fn state(number: usize) -> Vec<(String, String)> {
    let mut random = Random(1 + number as u64);
    let mut files = Vec::new();
    let mut add = |path: &str, text: String| files.push((path.to_owned(), text));
    let share = [5, 9, 2][number % 3];
    let here: Vec<&str> = ARTICLES.into_iter().filter(|_| random.below(10) < share).collect();
    for (index, slug) in here.iter().enumerate() {
        // Each links to the next two, so that no order puts all of them after what they link to.
        let links: String = (1..=2)
            .map(|step| here[(index + step) % here.len()])
            .map(|to| format!("[{to}]({to}.md#part-{}) ", number % 2))
            .collect();
        add(
            &format!("content/articles/{slug}.md"),
            format!(
                "---\ntitle: The {slug}\npublished: 2026-01-0{}\n---\nThe IEP.\n\n\
                 ## Part {}\n\n{links}\n",
                1 + random.below(9),
                number % 2
            ),
        );
    }
    if number % 2 == 1 {
        // Where another state has an article, this one has an address that leads to a renamed one.
        let gone = ARTICLES.into_iter().find(|slug| !here.contains(slug)).unwrap_or("gone");
        add(
            "content/articles/renamed.md",
            format!(
                "---\ntitle: Renamed\nredirect_from: [/articles/{gone}/, /old-{number}/]\n---\nText.\n"
            ),
        );
    }
    add("content/glossary/iep.md", "---\nterm: IEP\n---\nA plan.\n".to_owned());
    if number % 4 < 2 {
        add(
            "content/glossary/plan.md",
            "---\nterm: plan\nauto_link: true\n---\nWhat an [[iep]] is.\n".to_owned(),
        );
        add("content/pages/about.md", format!("---\ntitle: About\n---\nText {number}.\n"));
    }
    if number % 3 == 1 {
        add("static/thing", "a file".to_owned());
        add("static/deep/er/file.txt", "text ".repeat(1000));
    }
    if number % 3 == 2 {
        add("static/thing/in", "a file in a folder".to_owned());
        add("static/deep", "a file".to_owned());
    }
    if number % 5 == 3 {
        add("themes/default/static/custom.css", format!("/* {number} */\n"));
        let lost = "{% extends \"base.html\" %}{% block content %}<h1>Lost</h1>{% endblock %}\n";
        add("themes/default/templates/404.html", lost.to_owned());
    }
    let base = if number % 5 == 4 { "https://hub.test/hub/" } else { "https://hub.test/" };
    let mut settings = format!("title = \"Hub\"\nbase_url = \"{base}\"\n");
    if number % 4 == 1 {
        settings.push_str("\n[offline]\nenabled = true\n");
    }
    if number % 4 == 2 {
        settings.push_str("\n[deploy]\nhost = \"netlify\"\n");
    }
    add("site.toml", settings);
    files
}
