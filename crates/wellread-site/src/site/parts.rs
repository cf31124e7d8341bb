//! What many pages show alike, each rendered once: the search field, the foot of a page, a word
//! with its definition.
//!
//! A theme defines each as a component whose name begins with `part.`; templates find its HTML in
//! `parts`. It may depend on the hub and on the language of a page, and on nothing else of the
//! page, which is why it gets no more of it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use tera::{Context, Map, Value};
use wellread_model::{Diagnostic, EntryId, LanguageTag};

use crate::theme::{Theme, template_error};
use crate::view::{ViewBuilder, Views};

/// How the names of such components begin.
const PREFIX: &str = "part.";

/// The component of a term in "Words on this page", which is rendered once for each term.
const WORD: &str = "part.word";

/// The parts by the tag of the language of the pages that show them.
#[derive(Debug)]
pub(super) struct ThemeParts(BTreeMap<String, PartsInLanguage>);

/// The parts of pages in one language, each rendered when a page first needs it.
#[derive(Debug)]
struct PartsInLanguage {
    /// What each gets: `site`, `build`, and of `page` the language and its direction.
    values: Context,
    /// All but words, by the names that templates have for them.
    shared: OnceLock<Result<Map, Box<Diagnostic>>>,
    /// The HTML of terms, by entry.
    words: Vec<OnceLock<Result<String, Box<Diagnostic>>>>,
}

impl ThemeParts {
    /// The parts of a site, none of them rendered yet. `site` and `build` are the values that all
    /// templates get.
    pub(super) fn new(views: &Views, site: &Value, build: &Value) -> Self {
        let entries = views.library.entries().len();
        let languages = views.library.iter().map(|(id, _)| views.library.language_of(id));
        let all = languages.chain([&views.library.settings.language]);
        let mut by_language = BTreeMap::new();
        for language in all {
            if by_language.contains_key(language.as_str()) {
                continue;
            }
            let page = ViewBuilder::default()
                .set("language", language.as_str())
                .set("direction", language.direction())
                .value();
            let mut values = Context::new();
            values.insert_value("site", site.clone());
            values.insert_value("build", build.clone());
            values.insert_value("page", page);
            let words = std::iter::repeat_with(OnceLock::new).take(entries).collect();
            let parts = PartsInLanguage { values, shared: OnceLock::new(), words };
            by_language.insert(language.as_str().to_owned(), parts);
        }
        Self(by_language)
    }

    /// The value `parts` of a page in a language that explains these terms.
    ///
    /// # Errors
    /// If a component has an error that only rendering can find. The diagnostic has its place.
    pub(super) fn value(
        &self,
        language: &LanguageTag,
        words: &[EntryId],
        theme: &Theme,
        views: &Views,
    ) -> Result<Value, Box<Diagnostic>> {
        // Every language of a page is that of an entry or of the hub.
        let Some(parts) = self.0.get(language.as_str()) else { return Ok(Value::none()) };
        let shared = parts.shared.get_or_init(|| parts.render_shared(theme));
        let mut map = shared.as_ref().map_err(Box::clone)?.clone();
        let word = |id: &EntryId| {
            let word = &parts.words[id.0 as usize];
            word.get_or_init(|| parts.render_word(theme, views.word(*id))).as_deref()
        };
        let words: Vec<&str> =
            words.iter().map(word).collect::<Result<_, _>>().map_err(Box::clone)?;
        map.insert("words".into(), Value::safe_string(&words.concat()));
        Ok(Value::from(map))
    }
}

impl PartsInLanguage {
    /// Renders all parts but words.
    fn render_shared(&self, theme: &Theme) -> Result<Map, Box<Diagnostic>> {
        let names = theme.templates.get_component_names();
        let parts = names.filter(|name| *name != WORD).filter_map(|name| {
            let key = name.strip_prefix(PREFIX)?;
            let html = self.render(theme, name, &Context::new());
            Some(html.map(|html| (key.to_owned().into(), Value::safe_string(&html))))
        });
        parts.collect()
    }

    /// Renders a term in "Words on this page".
    fn render_word(&self, theme: &Theme, word: Value) -> Result<String, Box<Diagnostic>> {
        let mut arguments = Context::new();
        arguments.insert_value("word", word);
        self.render(theme, WORD, &arguments)
    }

    fn render(
        &self,
        theme: &Theme,
        name: &str,
        arguments: &Context,
    ) -> Result<String, Box<Diagnostic>> {
        theme
            .templates
            .render_component_with_implicits(name, arguments, &self.values, None, true)
            .map_err(|error| Box::new(template_error(&error, &theme.origins)))
    }
}
