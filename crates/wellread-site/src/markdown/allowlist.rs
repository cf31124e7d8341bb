//! The elements and attributes that raw HTML may use.
//!
//! They are those of the HTML standard that contain text and neither run, load, submit nor style
//! anything. Everything else is refused: a list of what is forbidden would have gaps with each new
//! element of the standard, a list of what is allowed has none.

/// What must be known of an element to write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ElementRules {
    /// The closing tag.
    pub(super) close: &'static str,
    /// Where it may be and what it may contain.
    pub(super) model: Model,
    /// Whether no term is linked inside.
    pub(super) no_link: bool,
    /// The elements of which it must be a direct child; empty for any.
    pub(super) parents: &'static [&'static str],
}

/// Where an element may be and what it may contain: the content categories of the HTML standard
/// (section 3.2.5), as far as they differ here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Model {
    /// Among words, containing words. A term may reach across its edges, unless no term is linked
    /// inside.
    Phrase,
    /// A link: among words, containing words, never inside another link.
    Link,
    /// Without content.
    Void,
    /// A block that contains words only.
    Words,
    /// A block that contains blocks.
    Flow,
}

/// The rules of the element with this name, which is in lower case. `None` if it isn't allowed.
pub(super) fn element(name: &str) -> Option<ElementRules> {
    const fn make(
        close: &'static str,
        model: Model,
        no_link: bool,
        parents: &'static [&'static str],
    ) -> Option<ElementRules> {
        Some(ElementRules { close, model, no_link, parents })
    }
    // A closing tag is made at compile time, so that an open element can hold it without a copy.
    macro_rules! closing {
        ($name:literal) => {
            concat!("</", $name, ">")
        };
    }
    macro_rules! table {
        ($($name:literal => $model:ident $no_link:literal $parents:expr;)*) => {
            match name {
                $($name => make(closing!($name), Model::$model, $no_link, &$parents),)*
                _ => None,
            }
        };
    }
    // Name, model, whether no term is linked inside, and the parents it must have. Captions,
    // headings and summaries take no links to terms: they name what follows, or are buttons
    // themselves.
    table! {
        "abbr" => Phrase false [];
        "b" => Phrase false [];
        "bdi" => Phrase false [];
        "bdo" => Phrase false [];
        "cite" => Phrase false [];
        "del" => Phrase false [];
        "dfn" => Phrase false [];
        "em" => Phrase false [];
        "i" => Phrase false [];
        "ins" => Phrase false [];
        "mark" => Phrase false [];
        "q" => Phrase false [];
        "s" => Phrase false [];
        "small" => Phrase false [];
        "span" => Phrase false [];
        "strong" => Phrase false [];
        "sub" => Phrase false [];
        "sup" => Phrase false [];
        "time" => Phrase false [];
        "u" => Phrase false [];
        // What is in these is copied or typed literally, so a term in it isn't meant as one.
        "code" => Phrase true [];
        "kbd" => Phrase true [];
        "samp" => Phrase true [];
        "var" => Phrase true [];
        "a" => Link true [];
        "br" => Void false [];
        // Its file is one of the hub, and its tag is that of an image in Markdown.
        "img" => Void false [];
        "wbr" => Void false [];
        "hr" => Void false [];
        "address" => Flow false [];
        "article" => Flow false [];
        "aside" => Flow false [];
        "blockquote" => Flow false [];
        "caption" => Words true ["table"];
        "dd" => Flow false ["dl"];
        "details" => Flow false [];
        "div" => Flow false [];
        "dl" => Flow false [];
        "dt" => Words false ["dl"];
        "figcaption" => Flow false ["figure"];
        "figure" => Flow false [];
        "footer" => Flow false [];
        "h2" => Words true [];
        "h3" => Words true [];
        "h4" => Words true [];
        "h5" => Words true [];
        "h6" => Words true [];
        "header" => Flow false [];
        "li" => Flow false ["ul", "ol"];
        "ol" => Flow false [];
        "p" => Words false [];
        "pre" => Words true [];
        "section" => Flow false [];
        "summary" => Words true ["details"];
        "table" => Flow false [];
        "tbody" => Flow false ["table"];
        "td" => Flow false ["tr"];
        "tfoot" => Flow false ["table"];
        "th" => Words true ["tr"];
        "thead" => Flow false ["table"];
        "tr" => Flow false ["table", "tbody", "thead", "tfoot"];
        "ul" => Flow false [];
    }
}

/// Whether an attribute is allowed on an element. Both names are in lower case.
pub(super) fn allows(element: &str, attribute: &str) -> bool {
    // `style` is missing on purpose, and so is everything that names a file to load.
    matches!(attribute, "id" | "class" | "lang" | "dir" | "title" | "role")
        || attribute.starts_with("aria-")
        || matches!(
            (element, attribute),
            ("a", "href")
                | ("details", "open")
                | ("ol", "start" | "reversed" | "type")
                | ("li", "value")
                | ("time", "datetime")
                | ("del" | "ins", "datetime")
                | ("td" | "th", "colspan" | "rowspan")
                | ("th", "scope" | "abbr")
        )
}

/// Whether an attribute is left out silently. It says how something looks or opens, or speaks
/// to a program: nothing that a reader would miss, and nothing that harms if it is gone.
pub(super) fn is_left_out(attribute: &str) -> bool {
    const BEGINNINGS: [&str; 4] = ["data-", "item", "xml", "v:"];
    matches!(
        attribute,
        "align"
            | "bgcolor"
            | "border"
            | "bordercolor"
            | "cellpadding"
            | "cellspacing"
            | "cite"
            | "clear"
            | "color"
            | "compact"
            | "crossorigin"
            | "decoding"
            | "download"
            | "fetchpriority"
            | "frame"
            | "height"
            | "hreflang"
            | "hspace"
            | "loading"
            | "markdown"
            | "name"
            | "noshade"
            | "nowrap"
            | "referrerpolicy"
            | "rel"
            | "rev"
            | "rules"
            | "size"
            | "sizes"
            | "span"
            | "srcset"
            | "summary"
            | "target"
            | "translate"
            | "type"
            | "valign"
            | "vspace"
            | "width"
    ) || BEGINNINGS.into_iter().any(|beginning| attribute.starts_with(beginning))
}

/// Whether the tags of an element are left out silently, and what is inside stays: `<picture>`
/// and `<source>` only offer other sizes of the `<img>` with them.
pub(super) fn is_transparent(element: &str) -> bool {
    matches!(element, "picture" | "source")
}

/// Whether the closing tag of an element may be left out (HTML standard, section 13.1.2.4). The
/// element ends with the one around it, or where [`is_ended_by`] says so.
pub(super) fn may_stay_open(element: &str) -> bool {
    matches!(
        element,
        "caption" | "dd" | "dt" | "li" | "p" | "tbody" | "td" | "tfoot" | "th" | "thead" | "tr"
    )
}

/// Whether an element whose closing tag was left out ends where the block `next` begins.
pub(super) fn is_ended_by(element: &str, next: &str) -> bool {
    let is_group = matches!(next, "thead" | "tbody" | "tfoot");
    match element {
        // No block may be in a paragraph.
        "p" => true,
        "li" => next == "li",
        "dd" | "dt" => matches!(next, "dd" | "dt"),
        "td" | "th" => matches!(next, "td" | "th" | "tr") || is_group,
        "tr" | "caption" => next == "tr" || is_group,
        "thead" | "tbody" | "tfoot" => is_group,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_not_allowed_and_what_may_stay_open_is() {
        for attribute in ["target", "rel", "align", "width", "data-x", "itemprop", "xmlns:v"] {
            assert!(is_left_out(attribute) && !allows("p", attribute), "{attribute}");
        }
        for attribute in ["style", "onclick", "src", "hidden", "usemap", "ping", "action"] {
            assert!(!is_left_out(attribute) && !allows("p", attribute), "{attribute}");
        }
        for name in ["li", "p", "td", "tbody", "caption"] {
            assert!(may_stay_open(name) && element(name).is_some(), "{name}");
        }
        assert!(!may_stay_open("div") && !may_stay_open("ul") && !may_stay_open("table"));
    }
}
