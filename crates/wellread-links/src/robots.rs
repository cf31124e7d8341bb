//! What a host's `robots.txt` asks of this program (RFC 9309).
//!
//! Only the lines for this program by its name count. Those for `*` are meant for crawlers, which
//! follow links; this program follows none, and asks for pages that people link to anyway.
//!
//! The format is a list of groups, each with the names of programs and the rules for them. Whatever
//! cannot be read is skipped, as the standard asks: a host that writes nonsense has no rules.

use std::time::Duration;

/// The name by which a host can address this program.
///
/// It is in the `User-Agent` of every request, where owners of hosts find it.
pub(crate) const NAME: &str = "wellread";

/// The longest pause that is obeyed: with a longer one, a run would never end.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// What a `robots.txt` asks of this program.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Robots {
    /// In the order of the file, which does not matter.
    rules: Vec<Rule>,
    /// The pause between two requests that it asks for. From `Crawl-delay`, which no standard has
    /// but many hosts write. At most a minute.
    pub(crate) pause: Option<Duration>,
}

/// A line `Allow` or `Disallow` with its pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    is_allowed: bool,
    pattern: String,
}

impl Robots {
    /// Reads the file.
    pub(crate) fn parse(text: &str) -> Self {
        let mut robots = Self::default();
        let (mut is_ours, mut is_naming) = (false, false);
        for line in text.lines() {
            let line = line.split('#').next().unwrap_or(line);
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            match key.as_str() {
                "user-agent" => {
                    // Several names in a row share the rules that follow.
                    let is_named = names_us(value);
                    is_ours = is_named || (is_naming && is_ours);
                    is_naming = true;
                    continue;
                }
                // `Disallow:` without a value allows everything.
                "allow" | "disallow" if is_ours && !value.is_empty() => {
                    robots
                        .rules
                        .push(Rule { is_allowed: key == "allow", pattern: value.to_owned() });
                }
                "crawl-delay" if is_ours => {
                    let seconds: Option<f64> = value.parse().ok();
                    let pause =
                        seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
                    robots.pause = pause.map(|pause| pause.min(LONGEST_PAUSE));
                }
                _ => {}
            }
            is_naming = false;
        }
        robots
    }

    /// Whether this program may ask for a path with its query. The longest rule that matches
    /// decides; of two as long, the one that allows.
    ///
    /// An empty list allows everything.
    pub(crate) fn allows(&self, target: &str) -> bool {
        let matching = self.rules.iter().filter(|rule| matches(&rule.pattern, target));
        let best = matching.max_by_key(|rule| (rule.pattern.len(), rule.is_allowed));
        best.is_none_or(|rule| rule.is_allowed)
    }
}

/// Whether a line names this program, with or without a version. `wellreader` is another program.
fn names_us(value: &str) -> bool {
    let is_of_name = |c: char| c.is_ascii_alphabetic() || c == '-' || c == '_';
    let name: String = value.chars().take_while(|&c| is_of_name(c)).collect();
    name.eq_ignore_ascii_case(NAME)
}

/// Whether a pattern matches the beginning of a path: `*` is any text, and `$` at its end is the
/// end.
fn matches(pattern: &str, target: &str) -> bool {
    let (pattern, is_whole) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = target.strip_prefix(first) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return !is_whole || rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if is_whole && parts.peek().is_none() {
            return rest.ends_with(part);
        }
        // The first place leaves the most for the parts that follow.
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_rules_that_name_us_count() {
        let text = "\u{feff}User-agent: *\nDisallow: /\n\nUser-Agent: Other\nuser-agent: WELLREAD/1.0\n\
                    Disallow: /private # not for programs\nAllow: /private/open\nDisallow: /*.pdf$\n\
                    Disallow:\nCrawl-delay: 10\n\nUser-agent: wellreader\nDisallow: /all\n";
        let robots = Robots::parse(text);
        for (target, wanted) in [
            ("/", true),
            ("/private", false),
            ("/privately", false),
            ("/private/open/a", true),
            ("/a/b.pdf", false),
            ("/a/b.pdf?x", true),
            ("/all", true),
        ] {
            assert_eq!(robots.allows(target), wanted, "{target}");
        }
        assert_eq!(robots.pause, Some(Duration::from_secs(10)));
        assert!(Robots::parse("User-agent: *\nDisallow: /").allows("/a"));
        assert!(!Robots::parse("User-agent: Wellread\nDisallow: /").allows("/a"));
    }

    #[test]
    fn long_pauses_and_nonsense_are_no_trap() {
        let pause = |value: &str| {
            Robots::parse(&format!("user-agent: wellread\ncrawl-delay: {value}")).pause
        };
        assert_eq!(pause("86400"), Some(LONGEST_PAUSE));
        for nonsense in ["-1", "NaN", "soon", "1e400"] {
            assert_eq!(pause(nonsense), None, "{nonsense}");
        }
        // A pattern of many stars is read once.
        let robots =
            Robots::parse(&format!("user-agent: wellread\ndisallow: /{}x", "*a".repeat(999)));
        assert!(robots.allows(&format!("/{}", "a".repeat(9999))));
    }
}
