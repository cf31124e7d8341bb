//! Makes the runtime small: without comments and indentation, and with short names for what only
//! the runtime itself names. That saves the first search an eighth of the runtime, after
//! compression.
//!
//! This is no parser. It renames a name only if it is nowhere as a property, so that it need
//! not know what an object is; and it knows just as much of JavaScript as the sources in `client/`
//! use. The tests in `tests/search` run what it makes.

use std::collections::{BTreeMap, BTreeSet};

/// Words of the language.
const KEYWORDS: &str = "async await break case catch class const constructor continue default \
    delete do else export extends false finally for from function get if import in instanceof let \
    new null of return set static super switch this throw true try typeof undefined var void while \
    with yield";

/// What the browser defines, and what comes before the sources.
const GLOBALS: &str = "Array Boolean Error Infinity Int32Array JSON Map Math Number Object \
    Promise RegExp Set String Symbol URL Uint16Array Uint32Array Uint8Array Wellread \
    document globalThis";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Spaces, line breaks and comments.
    Space,
    Name,
    Number,
    /// A string or a regular expression.
    Literal,
    /// A part of a template up to `${`, and what follows the brace after it.
    Template,
    Punctuation,
}

#[derive(Debug, Clone, Copy)]
struct Token<'s> {
    kind: Kind,
    text: &'s str,
}

/// The script in fewer bytes. It does the same. `constants` are the numbers for which names stand
/// that it does not declare.
pub(crate) fn minify(script: &str, constants: &BTreeMap<&str, &str>) -> String {
    let tokens = tokens(script);
    let names = short_names(&tokens, constants);
    let mut made = String::with_capacity(script.len());
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Space => made.push_str(space(&made, token.text, tokens.get(at + 1))),
            Kind::Name => made.push_str(names.get(token.text).map_or(token.text, String::as_str)),
            _ => made.push_str(token.text),
        }
    }
    made
}

/// What is left of white space: a line break where a statement may end without a semicolon, a space
/// between two words.
fn space(before: &str, text: &str, next: Option<&Token<'_>>) -> &'static str {
    let last = before.chars().next_back().unwrap_or('\n');
    let next = next.and_then(|token| token.text.chars().next()).unwrap_or('\n');
    if last == '\n' || next == '\n' {
        ""
    } else if text.contains('\n') {
        if "{,(;[>=&|?:".contains(last) { "" } else { "\n" }
    } else if is_of_name(last) && is_of_name(next) || last == next && "+-".contains(last) {
        " "
    } else {
        ""
    }
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$'
}

/// The numbers of constants, and short names for the others, the shortest for the most frequent.
fn short_names<'s>(
    tokens: &[Token<'s>],
    constants: &BTreeMap<&'s str, &str>,
) -> BTreeMap<&'s str, String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    tokens.iter().filter(|one| one.kind == Kind::Name).for_each(|one| {
        *counts.entry(one.text).or_default() += 1;
    });
    let mut fixed = properties(tokens);
    fixed.extend(KEYWORDS.split_whitespace().chain(GLOBALS.split_whitespace()));
    let mut renamed: Vec<(&str, usize)> =
        counts.iter().map(|(name, count)| (*name, *count)).collect();
    renamed.retain(|(name, _)| !fixed.contains(name) && !constants.contains_key(name));
    renamed.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let letters = || ('a'..='z').chain('A'..='Z');
    let one = letters().map(String::from);
    let two = letters().flat_map(|a| letters().map(move |b| String::from_iter([a, b])));
    let free = one.chain(two).filter(|name| !fixed.contains(name.as_str()));
    let numbers = constants.iter().map(|(name, value)| (*name, (*value).to_owned()));
    renamed.into_iter().map(|(name, _)| name).zip(free).chain(numbers).collect()
}

/// The names that are somewhere after a period, or in braces as `name:`, or alone between commas.
fn properties<'s>(tokens: &[Token<'s>]) -> BTreeSet<&'s str> {
    let code: Vec<Token<'s>> =
        tokens.iter().copied().filter(|token| token.kind != Kind::Space).collect();
    let text = |at: Option<usize>| at.and_then(|at| code.get(at)).map_or("", |one| one.text);
    let mut found = BTreeSet::new();
    let mut open: Vec<&str> = Vec::new();
    for (at, token) in code.iter().enumerate() {
        match (token.kind, token.text) {
            (Kind::Punctuation, sign @ ("{" | "(" | "[")) => open.push(sign),
            (Kind::Punctuation, "}" | ")" | "]") => drop(open.pop()),
            (Kind::Template, text) => {
                if text.starts_with('}') {
                    open.pop();
                }
                if text.ends_with("${") {
                    open.push("${");
                }
            }
            (Kind::Name, name) => {
                let before = |far| text(at.checked_sub(far));
                let is_after_period = before(1) == "." && before(2) != ".";
                let is_in_braces = open.last() == Some(&"{")
                    && matches!(before(1), "{" | ",")
                    && matches!(text(Some(at + 1)), "," | "}" | "=" | ":");
                if is_after_period || is_in_braces {
                    found.insert(name);
                }
            }
            _ => {}
        }
    }
    found
}

/// Cuts a script into tokens, which together are the script.
fn tokens(script: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    // For each open brace, whether it is that of a template.
    let mut open: Vec<bool> = Vec::new();
    let mut rest = script;
    while let Some(first) = rest.chars().next() {
        let (kind, length) = match first {
            c if c.is_whitespace() => (Kind::Space, length_while(rest, char::is_whitespace)),
            '/' if rest.starts_with("//") => (Kind::Space, rest.find('\n').unwrap_or(rest.len())),
            '/' if rest.starts_with("/*") => {
                (Kind::Space, rest.find("*/").map_or(rest.len(), |at| at + 2))
            }
            '/' if begins_value(&tokens) => (Kind::Literal, pattern(rest)),
            '"' | '\'' => (Kind::Literal, 1 + after(&rest[1..], |text| text.starts_with(first), 1)),
            '`' => (Kind::Template, template(rest)),
            '}' if open.last() == Some(&true) => (Kind::Template, template(rest)),
            c if c.is_ascii_digit() => {
                (Kind::Number, length_while(rest, |c| is_of_name(c) || c == '.'))
            }
            c if is_of_name(c) => (Kind::Name, length_while(rest, is_of_name)),
            c => (Kind::Punctuation, c.len_utf8()),
        };
        let (text, after) = rest.split_at(length);
        if text.starts_with('}') {
            open.pop();
        }
        if kind == Kind::Template && text.ends_with("${") {
            open.push(true);
        } else if text == "{" {
            open.push(false);
        }
        tokens.push(Token { kind, text });
        rest = after;
    }
    tokens
}

fn length_while(text: &str, fits: impl Fn(char) -> bool) -> usize {
    text.find(|c| !fits(c)).unwrap_or(text.len())
}

/// Where something ends that an `end` of this many bytes closes; what follows a backslash is part
/// of it.
fn after(text: &str, is_end: impl Fn(&str) -> bool, end: usize) -> usize {
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        if !is_escaped && is_end(&text[at..]) {
            return at + end;
        }
        is_escaped = !is_escaped && c == '\\';
    }
    text.len()
}

/// The length of a part of a template.
fn template(text: &str) -> usize {
    let closed = 1 + after(&text[1..], |rest| rest.starts_with('`'), 1);
    let code = 1 + after(&text[1..], |rest| rest.starts_with("${"), 2);
    closed.min(code)
}

/// The length of a regular expression with its flags. A slash in brackets does not end it.
fn pattern(text: &str) -> usize {
    let (mut is_class, mut is_escaped) = (false, false);
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if is_escaped => {}
            '[' => is_class = true,
            ']' => is_class = false,
            '/' if !is_class => return at + 1 + length_while(&text[at + 1..], is_of_name),
            _ => {}
        }
        is_escaped = !is_escaped && c == '\\';
    }
    text.len()
}

/// Whether a slash begins a regular expression, because what comes before it is no value.
fn begins_value(tokens: &[Token<'_>]) -> bool {
    let last = tokens.iter().rev().find(|token| token.kind != Kind::Space);
    last.is_none_or(|last| match last.kind {
        Kind::Punctuation => !matches!(last.text, ")" | "]" | "}"),
        Kind::Name => last.text == "return",
        Kind::Template => last.text.ends_with("${"),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    fn minify(script: &str) -> String {
        super::minify(script, &BTreeMap::from([("MOST", "24")]))
    }

    #[test]
    fn names_of_the_script_become_short_and_properties_stay() {
        let script = "// A remark.\nfunction double(value, { wide }) {\n  \
                      const result = value.size * 2; // Twice.\n  \
                      return { result: wide, value: result };\n\
                      }\n";
        // `value` and `result` are properties elsewhere, so they stay as they are.
        assert_eq!(
            minify(script),
            "function a(value,{wide}){const result=value.size*2;return{result:wide,value:result};}"
        );
    }

    #[test]
    fn texts_and_patterns_stay() {
        for script in [
            "const a=\"two  // words\\\"\";",
            "const a=`x  ${b.c?`  ${d}`:\"}\"}  /* y */`;",
            "a(/[/ ]  \\/\"/gu,1/2);",
            "if(!a)return/ {2}/;",
        ] {
            let long = script.replace("const a", "const long").replace("!a)", "!long)");
            let long = if long.starts_with("a(") { long.replacen('a', "long", 1) } else { long };
            let short = minify(&long);
            assert_eq!(short.len(), script.len(), "{short}");
            assert!(
                short.contains(&script[script.find(['"', '`', '/']).unwrap()..][..6]),
                "{short}"
            );
        }
    }

    #[test]
    fn words_and_punctuation_do_not_run_together() {
        assert_eq!(minify("typeof 1 in  2 - -1 + +3"), "typeof 1 in 2- -1+ +3");
        assert_eq!(minify("x.y()\nz.y()\n"), "a.y()\nb.y()");
    }

    #[test]
    fn constants_become_numbers() {
        assert_eq!(minify("list.slice(0, MOST - 1)"), "a.slice(0,24-1)");
    }
}
