//! The key `language`: of the hub, in `site.toml`, and of an entry that is in another language, in
//! its front matter.

use wellread_model::LanguageTag;

use crate::table_reader::TableReader;

/// The value of `language`; `None` if there is none, or one that is not a tag, which is reported.
/// `line` is the line that sets a tag, and `first` what is meant more likely.
pub(crate) fn language_tag(
    fields: &mut TableReader<'_>,
    line: impl Fn(&str) -> String,
    first: &str,
) -> Option<LanguageTag> {
    let text = fields.text("language")?;
    let tag = LanguageTag::new(&text.value).filter(|_| LanguageTag::of_name(&text.value).is_none());
    if tag.is_none() {
        let message = format!("`{}` is not a language tag.", text.value);
        // Other programs join the parts with underscores.
        let meant = LanguageTag::of_name(&text.value).map(str::to_owned);
        let meant = meant.or_else(|| {
            LanguageTag::new(&text.value.replace('_', "-")).map(|tag| tag.as_str().to_owned())
        });
        let help = match meant {
            Some(tag) => format!("{first}Write  {}", line(&tag)),
            None => format!("{first}Write `en` for English or `es` for Spanish."),
        };
        fields.wrong(text.span, message, help);
    }
    tag
}
