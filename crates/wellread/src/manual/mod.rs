//! The manual inside the binary: `wellread help`.
//!
//! An installed program has no `docs/` folder next to it, so its pages are embedded, and
//! [`plain_text()`] lays them out for a terminal. There is no pager: the reader's terminal scrolls,
//! and a pipe into `less` or `grep` works everywhere.

mod plain_text;

use anyhow::{Result, bail};
use clap::CommandFactory as _;
use wellread_model::nearest;

use self::plain_text::{fill, first_sentence, plain_text};
use crate::arguments::Arguments;
use crate::outcome::Outcome;
use crate::streams;

/// One page of the manual.
struct ManualPage {
    /// Its file name in `docs/`, without `.md`.
    topic: &'static str,
    markdown: &'static str,
}

/// The licenses of what the program contains and others wrote. It is not a page of `docs/`, because
/// people look for it at the root of the repository, and it is not laid out for a terminal.
const LICENSES: &str = include_str!("../../../../THIRD-PARTY.md");

/// Embeds pages of `docs/` by topic.
macro_rules! pages {
    ($($topic:literal),* $(,)?) => {
        &[$(ManualPage {
            topic: $topic,
            markdown: include_str!(concat!("../../../../docs/", $topic, ".md")),
        }),*]
    };
}

/// The manual, in the order in which readers need it.
const PAGES: &[ManualPage] = pages![
    "install",
    "jobs",
    "resources",
    "publishing",
    "writing",
    "linking",
    "audit",
    "settings",
    "preview",
    "commands",
    "guarantees",
    "deploy",
    "adopt",
    "updating",
    "theming",
    "search",
    "performance",
];

/// The column at which the descriptions of topics start, after the longest topic.
const DESCRIPTIONS: usize = 15;

/// Prints a page of the manual, the options of a command, or a list of both.
///
/// A topic goes before a command of the same name (`search`): the page is what the rest of the
/// manual refers to, and its last line leads on to the command.
///
/// # Errors
/// If there is neither a page nor a command of that name.
pub(crate) fn help(topic: Option<&str>) -> Result<Outcome> {
    let mut program = Arguments::command();
    // Gives the commands the options that all of them share.
    program.build();
    let Some(topic) = topic else {
        // clap lists the commands, in color on a terminal.
        streams::out(&program.after_help(topics()).render_help().ansi().to_string())?;
        return Ok(Outcome::Done);
    };
    if topic == "licenses" {
        streams::data(LICENSES)?;
    } else if let Some(page) = PAGES.iter().find(|page| page.topic == topic) {
        streams::data(&page.text(program.find_subcommand(topic).is_some()))?;
    } else if let Some(command) = program.find_subcommand_mut(topic) {
        streams::out(&command.render_long_help().ansi().to_string())?;
    } else {
        let names = PAGES.iter().map(|page| page.topic).chain(["licenses"]);
        let suggestion =
            nearest(topic, names.chain(program.get_subcommands().map(clap::Command::get_name)));
        let suggestion = suggestion.map_or_else(
            || "`wellread help` lists what there is.".to_owned(),
            |name| format!("Did you mean `wellread help {name}`?"),
        );
        bail!("there is no topic or command `{topic}`.\n{suggestion}");
    }
    Ok(Outcome::Done)
}

/// The Markdown of a page of the manual.
pub(crate) fn page(topic: &str) -> Option<&'static str> {
    PAGES.iter().find(|page| page.topic == topic).map(|page| page.markdown)
}

impl ManualPage {
    /// The page as it is printed.
    fn text(&self, is_command: bool) -> String {
        let command = if is_command { self.topic } else { "COMMAND" };
        format!("{}\nOptions of a command: wellread {command} --help\n", plain_text(self.markdown))
    }
}

/// The topics with the first sentence of each page.
fn topics() -> String {
    let mut text = String::from("Topics of the manual, for `wellread help TOPIC`:\n");
    let indent = " ".repeat(DESCRIPTIONS);
    for page in PAGES {
        let start = format!("  {:<width$}", page.topic, width = DESCRIPTIONS - 2);
        fill(&first_sentence(page.markdown), &start, &indent, &mut text);
    }
    let start = format!("  {:<width$}", "licenses", width = DESCRIPTIONS - 2);
    fill(&first_sentence(LICENSES), &start, &indent, &mut text);
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    #[test]
    fn every_page_of_docs_is_a_topic() {
        let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
        let names = std::fs::read_dir(docs).unwrap().map(|entry| entry.unwrap().file_name());
        let files: BTreeSet<String> =
            names.filter_map(|name| Some(name.to_str()?.strip_suffix(".md")?.to_owned())).collect();
        let topics: BTreeSet<String> = PAGES.iter().map(|page| page.topic.to_owned()).collect();
        assert_eq!(topics, files);
    }

    #[test]
    fn pages_and_topics_fit_a_terminal() {
        for page in PAGES {
            let text = page.text(false);
            // Code is the only thing that is indented by four columns or more and not wrapped.
            let long = |line: &&str| line.len() > 80 && !line.starts_with("    ");
            assert_eq!(text.lines().find(long), None, "{}", page.topic);
            assert!(text.ends_with("--help\n"), "{}", page.topic);
        }
        assert_eq!(topics().lines().find(|line| line.chars().count() > 80), None);
        let widest = PAGES.iter().map(|page| page.topic.len()).max().unwrap();
        assert_eq!(widest + 4, DESCRIPTIONS);
    }

    #[test]
    fn no_word_of_a_page_is_lost() {
        use pulldown_cmark::{Event, Options, Parser};
        for page in PAGES {
            let text = page.text(false);
            let mut rest = text.as_str();
            let mut in_table = false;
            for event in Parser::new_ext(page.markdown, Options::ENABLE_TABLES) {
                match event {
                    Event::Start(pulldown_cmark::Tag::Table(_)) => in_table = true,
                    Event::End(pulldown_cmark::TagEnd::Table) => in_table = false,
                    Event::Text(words) | Event::Code(words) => {
                        for word in words.split_whitespace() {
                            // Tables may be turned into lists, which leave their first header out.
                            if in_table {
                                continue;
                            }
                            let at = rest.find(word);
                            let at = at.unwrap_or_else(|| panic!("{}: `{word}`", page.topic));
                            rest = &rest[at + word.len()..];
                        }
                    }
                    Event::Html(_) | Event::InlineHtml(_) => panic!("{}: HTML", page.topic),
                    _ => {}
                }
            }
        }
    }

    #[test]
    fn every_command_and_topic_has_help() {
        let unknown = help(Some("writting")).unwrap_err().to_string();
        assert!(unknown.contains("`wellread help writing`"), "{unknown}");
        let unknown = help(Some("biuld")).unwrap_err().to_string();
        assert!(unknown.contains("`wellread help build`"), "{unknown}");
        assert!(help(Some("zzzzzz")).is_err());
    }
}
