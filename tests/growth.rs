//! No input costs more than in proportion: four times of anything takes about four times as long,
//! and not sixteen times.
//!
//! Both times are of one run, so that the speed of the machine does not matter, and what an empty
//! hub takes is subtracted. They are times of the processor on one thread where the system tells
//! them (Linux), since on a busy machine most of the time passes in waiting. Other work may still
//! disturb a measurement but never make one shorter, so each is repeated until it is small enough,
//! or has been too long too often. `benches/nasty` measures the same with many more shapes, and
//! memory.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use rayon::ThreadPoolBuilder;
use wellread_content::Sources;
use wellread_model::Locator;
use wellread_site::{AuditPast, audit, review};

use crate::{build_site, sources, today};

/// How many times longer four times of something may take. Proportional is 4 and quadratic 16; a
/// sort, and memory that leaves the caches of the processor, take a little more than 4.
const MOST: f64 = 9.0;

/// How often a measurement is repeated at most.
const ATTEMPTS: usize = 20;

/// The files of a hub by path.
type Files = Vec<(String, Vec<u8>)>;

/// A kind of input: a name, how much of it is measured, and the files with so much of it.
type Shape = (&'static str, usize, fn(usize) -> Files);

fn page(body: String) -> Files {
    with_front("title: X", body)
}

fn with_front(front: &str, body: String) -> Files {
    vec![("content/articles/x.md".to_owned(), format!("---\n{front}\n---\n{body}\n").into_bytes())]
}

fn letter(body: String) -> Files {
    vec![("content/letters/x.md".to_owned(), format!("---\ntitle: X\n---\n{body}\n").into_bytes())]
}

fn resource(keys: String) -> Files {
    let text = format!("---\ntitle: A center\n{keys}---\nText.\n");
    vec![("content/resources/x.md".to_owned(), text.into_bytes())]
}

fn packet(pages: String) -> Files {
    let text = format!("---\ntitle: P\npages: [{pages}]\n---\n");
    vec![("content/packets/p.md".to_owned(), text.into_bytes())]
}

fn each(n: usize, piece: impl Fn(usize) -> String) -> String {
    (0..n).map(piece).collect()
}

fn file(path: String, text: &str) -> (String, Vec<u8>) {
    (path, text.as_bytes().to_vec())
}

const IN_BODIES: &[Shape] = &[
    ("a word without end", 4000, |n| page("some".repeat(n) + ".")),
    ("refused tags in one line", 400, |n| page("<span style=\"x\">a</span> ".repeat(n))),
    ("refused elements that are never closed", 400, |n| page("<blink>a</b> ".repeat(n))),
    ("links to nothing in one line", 400, |n| page(each(n, |i| format!("[a](nope-{i}.md) ")))),
    ("problems in lines of another script", 400, |n| page("学<font>ñ</font>\n".repeat(n))),
    ("dead anchors among headings", 200, |n| {
        // Names that are alike: the most that is looked at for one is looked at from the start.
        page(
            each(n, |i| format!("[a](#headng-{i}) ")) + &each(n, |i| format!("\n\n## Heading {i}")),
        )
    }),
    ("equal headings", 400, |n| page("## Same\n\n".repeat(n))),
    ("headings whose ids collide", 300, |n| page(each(n, |i| format!("## S {i}\n\n## S-{i}\n\n")))),
    ("headings that take the numbers of others", 300, |n| {
        page(each(n, |i| format!("## S\n\n## S {}\n\n", i + 1)))
    }),
    ("blanks of a letter, whole and broken", 200, |n| {
        letter(
            each(n, |i| format!("{{{{blank {i}}}}} {{{{a{i} {{{{b}} {{c}} d}}}} [e] "))
                + "\n\n"
                + &each(n, |i| format!("{{{{name {i}}}}}{{{{name{i}}}}}\n{{{{a\n")),
        )
    }),
    ("blanks of a letter without a space", 2000, |n| letter(each(n, |i| format!("{{{{b{i}}}}}")))),
    ("headings of a letter", 400, |n| letter(each(n, |i| format!("## H {i}\n\n{{{{b}}}}\n\n")))),
    ("a row of marks in a sentence", 4000, |n| page("No".to_owned() + &"?!".repeat(n) + " never.")),
    ("footnotes", 400, |n| {
        page(each(n, |i| format!("x[^{i}] ")) + "\n\n" + &each(n, |i| format!("[^{i}]: y\n\n")))
    }),
    ("footnotes that refer to further ones", 300, |n| {
        page("x[^0]\n\n".to_owned() + &each(n, |i| format!("[^{i}]: y[^{}]\n\n", i + 1)))
    }),
    ("unknown footnotes", 400, |n| page(each(n, |i| format!("x[^n{i}] ")))),
    ("footnotes that are begun", 2000, |n| page("x[^".repeat(n) + "]")),
    ("nested blocks of HTML", 800, |n| {
        page("<div>\n\n".repeat(n) + "x\n\n" + &"</div>\n\n".repeat(n))
    }),
    ("nested details", 400, |n| {
        page("<details>\n\n<summary>s</summary>\n\n".repeat(n) + &"</details>\n\n".repeat(n))
    }),
    ("nested tags among words", 800, |n| page("<b>".repeat(n) + "x" + &"</b>".repeat(n))),
    ("tags around links", 400, |n| page("<b><a href=\"#\">x</a>".repeat(n) + &"</b>".repeat(n))),
    ("lines behind quotes in quotes", 2000, |n| page("> ".repeat(n) + "x\n" + &"y\n".repeat(n))),
    ("lines behind lists in lists", 2000, |n| page("- ".repeat(n) + "x\n" + &"y\n".repeat(n))),
    ("words and links that differ", 200, |n| {
        page("[720-446-2210](tel:7204462211) [a@b.org](mailto:c@d.org) ".repeat(n))
    }),
    ("marks of other programs", 400, |n| {
        page("{a=b} ** a ** __a ++a ^a [add a] Ã© l`a`s ".repeat(n))
    }),
    ("a table of empty lines", 400, |n| page("| a | b |\n\n".repeat(n))),
    ("blocks of code that are prose", 400, |n| {
        page("    Dear parents, we are glad.\n\na\n\n".repeat(n))
    }),
    ("items that are never closed", 400, |n| page("<ul><li>a</ul>\n".repeat(n))),
    ("footnotes without a colon", 400, |n| page(each(n, |i| format!("a[^{i}]\n\n[^{i}] b\n\n")))),
    ("links that are begun", 500, |n| page("[x](".repeat(n))),
    ("bare addresses in one line", 400, |n| {
        page(each(n, |i| format!("https://example.org/{i} a{i}@example.org ")))
    }),
    ("a row of question marks and a word", 8000, |n| page("?".repeat(n) + "x")),
    ("stars without a space between them", 500, |n| page("**[x]({\u{200b}".repeat(n))),
    ("stars before a power", 1000, |n| page("a** ".repeat(n) + "2**3")),
    ("underscores without a space between them", 1000, |n| page("__a".repeat(n))),
    ("words that are missing in a quotation", 400, |n| {
        page("\"".to_owned() + &"[NAME] ".repeat(n))
    }),
    ("marks of what is to be done in one line", 1000, |n| page("TODO....".repeat(n) + "x")),
    ("signs right below a tag", 400, |n| page("<div>**a** [b](c)</div>\n".repeat(n))),
    ("brackets that are no links", 400, |n| page("[a](b c) [d] (e.md) (f)[g.md] ".repeat(n))),
    ("brackets in brackets before addresses", 1000, |n| {
        page("[".repeat(n) + "a" + &"](b c)".repeat(n))
    }),
    ("brackets in brackets before remarks", 1000, |n| {
        page("[".repeat(n) + "a" + &"] (b c)".repeat(n))
    }),
    ("pairs of brackets", 1000, |n| page("[a][b] c]] ".repeat(n))),
    ("paragraphs without closing tags", 1000, |n| page("<p>x\n\ny\n\n".repeat(n))),
    ("cells without closing tags", 1000, |n| page("<table>".to_owned() + &"<tr><td>x".repeat(n))),
    ("lines that begin with a colon", 500, |n| page("x\n:) y\na\nb\n:-|-\n\n".repeat(n))),
    ("Latin words from right to left", 400, |n| {
        let mut files = page("كلام <b>IEP</b> team 1-2 (x ".repeat(n));
        let settings = "title = \"T\"\nbase_url = \"https://hub.test/\"\nlanguage = \"ar\"\n";
        files.push(file("site.toml".to_owned(), settings));
        files
    }),
    ("digits from right to left in blocks of automatic direction", 500, |n| {
        let (digits, open) = ("<i>5</i>".repeat(3 * n), "<div dir=\"auto\">".repeat(n));
        let mut files = page(open + &digits + &"</div>".repeat(n));
        let settings = "title = \"T\"\nbase_url = \"https://hub.test/\"\nlanguage = \"ar\"\n";
        files.push(file("site.toml".to_owned(), settings));
        files
    }),
    ("opening brackets", 4000, |n| page("[".repeat(n))),
    ("brackets in blocks of one line", 400, |n| page("<p>[[a</p>".repeat(n))),
    ("bullets in blocks of one line", 200, |n| page("<p>• a</p>".repeat(n))),
    ("rows with code", 500, |n| page("|a|\n|-|\n|".to_owned() + &"`a|b` [[c|d ".repeat(n) + "|\n")),
    ("cells with marks", 500, |n| page("|[".repeat(n) + "|\n" + &"|-".repeat(n) + "|\n")),
    ("cells beyond the last column", 400, |n| page("|a|\n|-|\n".to_owned() + &"|b|c|\n".repeat(n))),
    ("rows without a table", 400, |n| page("| a | b |\n| c | d |\n\n".repeat(n))),
    ("one row after the other without a table", 2000, |n| page("| a | b |\n".repeat(n))),
    ("marks without a space among items", 1000, |n| page("- a\n-b\n".repeat(n))),
    ("stars and backticks without a partner", 2000, |n| page("**a `b ".repeat(n))),
    ("links that lack a bracket", 500, |n| page("[a(b.md) c](d.md) ".repeat(n))),
    ("rows with tabs", 2000, |n| page("a\tb\n".repeat(n))),
    ("items of a word processor", 2000, |n| page("• a\n".repeat(n))),
    ("drawings on lines of their own", 2000, |n| page("✅ a  \n".repeat(n))),
    ("people and their initials", 2000, |n| page("A. Jones, PhD\n".repeat(n))),
    ("words glued to stars", 1000, |n| page("**a:**b ".repeat(n))),
    ("commands that never end", 2000, |n| page("[a b={c} ".repeat(n))),
    ("comments that the next one ends", 1000, |n| page("<!-- a ".repeat(n) + "-->")),
    ("items that follow no other", 2000, |n| page("1)a\n3)b\n".repeat(n))),
    ("tags of a word processor", 400, |n| page("<o:p></o:p>".repeat(n))),
    ("tags of a word processor that are begun", 2000, |n| page("<o:p ".repeat(n))),
    ("comments", 2000, |n| page("%%a%% b ".repeat(n))),
    ("comments that never end", 400, |n| page("a %%b\n\n".repeat(n))),
    ("comments that are begun in one line", 2000, |n| page("a%% %%%b ".repeat(n))),
    ("quotation marks", 2000, |n| page("\"a 'b *\" ".repeat(n))),
    ("links to nothing on a list", 400, |n| page(each(n, |i| format!("[a](/glossary/#x{i}) ")))),
    ("brackets", 2000, |n| page("[".repeat(n) + "x" + &"]".repeat(n))),
    ("wikilinks that are begun", 2000, |n| page("[[x ".repeat(n) + "]]")),
    ("a fact of a name with colons", 2000, |n| page("[[".to_owned() + &"a:".repeat(n) + "phone]]")),
    ("facts that do not exist", 400, |n| page(each(n, |i| format!("[[nope-{i}:phone]] ")))),
    ("emphasis that is begun", 2000, |n| page("*x _y ~~z ".repeat(n))),
    ("ampersands", 2000, |n| page("&a &#x ".repeat(n))),
    ("references in raw HTML", 1000, |n| page("<p>".to_owned() + &"&amp;x ".repeat(n) + "</p>")),
    ("tables", 300, |n| page("| a | b |\n|---|---|\n| c | d |\n\n".repeat(n))),
    ("rows that lack cells", 300, |n| {
        page("|a".repeat(n) + "|\n" + &"|-".repeat(n) + "|\n" + &"|c\n".repeat(n))
    }),
    ("reference definitions", 500, |n| {
        page(
            each(n, |i| format!("[r{i}]: https://example.org/\n"))
                + "\n"
                + &each(n, |i| format!("[r{i}] ")),
        )
    }),
];

const IN_FRONT_MATTER: &[Shape] = &[
    ("unknown keys", 300, |n| {
        with_front(&("title: X\n".to_owned() + &each(n, |i| format!("key{i}: 1\n"))), String::new())
    }),
    ("repeated keys next to a long list", 500, |n| {
        let list = format!("topics: [{}]\n", "a, ".repeat(n));
        with_front(&("title: X\n".to_owned() + &list + &"topics: b\n".repeat(n)), String::new())
    }),
    ("places with unknown keys", 400, |n| {
        resource("locations:\n".to_owned() + &"  - name: A\n    area: x\n    bogus: y\n".repeat(n))
    }),
    ("numbers that are comments", 400, |n| {
        resource("phone:\n".to_owned() + &"  - label: A\n    number: # x\n".repeat(n))
    }),
    ("addresses without a sign", 2000, |n| resource(format!("email: {}\n", "a at ".repeat(n)))),
    ("schemes in an address", 40_000, |n| resource(format!("url: \"{}\"\n", "http:".repeat(n)))),
    ("repeated keys", 500, |n| {
        with_front(&("title: X\n".to_owned() + &"topics: a\n".repeat(n)), String::new())
    }),
    ("topics", 200, |n| {
        with_front(
            &format!("title: X\ntopics: [{}]", each(n, |i| format!("t{i}, "))),
            String::new(),
        )
    }),
    ("one topic many times", 1000, |n| {
        with_front(&format!("title: X\ntopics: [{}]", "t, ".repeat(n)), String::new())
    }),
    ("unknown names", 500, |n| {
        with_front(
            &format!("title: X\nrelated: [{}]", each(n, |i| format!("r{i}, "))),
            String::new(),
        )
    }),
    ("unknown names in a packet", 300, |n| packet(each(n, |i| format!("articles/r{i}, ")))),
    ("one page many times in a packet", 300, |n| {
        let mut files = packet("articles/x, X, /articles/x/, ".repeat(n));
        files.extend(page("Text.".to_owned()));
        files
    }),
    ("a packet many times in a packet", 150, |n| {
        let mut files = packet("packets/q, ".repeat(n));
        let pages = each(n, |i| format!("articles/r{i}, "));
        let text = format!("---\ntitle: Q\npages: [{pages}]\n---\n");
        files.push(file("content/packets/q.md".to_owned(), &text));
        files
    }),
    ("aliases", 300, |n| {
        let text =
            format!("---\nterm: T\naliases: [{}]\n---\nx\n", each(n, |i| format!("word{i}, ")));
        vec![file("content/glossary/t.md".to_owned(), &text)]
    }),
    ("unknown keys of the hub", 300, |n| {
        let text = "title = \"H\"\nbase_url = \"https://hub.test/\"\n".to_owned();
        vec![file("site.toml".to_owned(), &(text + &each(n, |i| format!("key{i} = 1\n"))))]
    }),
];

const IN_HUBS: &[Shape] = &[
    ("links to old addresses", 150, |n| {
        let article = |i| {
            let text = format!("---\ntitle: T{i}\nredirect_from: /old-{i}/\n---\n[a](/old-{i}/)\n");
            file(format!("content/articles/a{i}.md"), &text)
        };
        (0..n).map(article).collect()
    }),
    ("links to nothing among pages", 60, |n| {
        let mut files = page(each(n, |i| format!("[a](../pages/pgae-{i}.md) [[pagge {i}]] ")));
        files.extend(
            (0..n).map(|i| file(format!("content/pages/page-{i}.md"), "---\ntitle: P\n---\nx\n")),
        );
        files
    }),
    ("links to drafts", 200, |n| {
        let mut files = page(each(n, |i| format!("[a](../pages/page-{i}.md) ")));
        let draft = "---\ntitle: P\ndraft: true\n---\nx\n";
        files.extend((0..n).map(|i| file(format!("content/pages/page-{i}.md"), draft)));
        files
    }),
    ("a name that all pages have", 200, |n| {
        let mut files = page("[[same]] ".repeat(n));
        let same = "---\ntitle: Same\n---\nx\n";
        files.extend((0..n).map(|i| file(format!("content/pages/page-{i}.md"), same)));
        files
    }),
    ("pictures next to drafts", 200, |n| {
        let mut files: Files =
            (0..n).map(|i| file(format!("content/articles/a{i}/p.png"), "x")).collect();
        let draft = "---\ntitle: A\ndraft: true\n---\nx\n";
        files.extend((0..n).map(|i| file(format!("content/articles/a{i}/index.md"), draft)));
        files
    }),
    ("terms that are used everywhere", 100, |n| {
        let term = |i: usize| {
            let text = format!("---\nterm: Word{i}\n---\nSome word{}.\n", i + 1);
            file(format!("content/glossary/t{i}.md"), &text)
        };
        let mut files = page(each(n, |i| format!("Word{i} word{i} ")));
        files.extend((0..n).map(term));
        files
    }),
    ("a fact of many numbers that all show", 100, |n| {
        let mut files = page("[[r:phone]] [[r:area]] [[r:hours]] ".repeat(n));
        let numbers = each(n, |i| format!("303-446-{:04}, ", 2000 + i));
        let text = format!("---\ntitle: R\nphone: [{numbers}]\narea: [{numbers}]\n---\n");
        files.push(file("content/resources/r.md".to_owned(), &text));
        files
    }),
    ("packets of the same pages", 100, |n| {
        let mut files = page("## A\n\nx[^1] [a](#a)\n\n[^1]: y\n\n".repeat(5));
        let text = "---\ntitle: P\npages: [articles/x]\n---\n";
        files.extend((0..n).map(|i| file(format!("content/packets/p{i}.md"), text)));
        files
    }),
    ("a packet of a long page", 300, |n| {
        let mut files = packet("articles/x".to_owned());
        files.extend(page(each(n, |i| format!("## A\n\nx[^{i}] [a](#a)\n\n[^{i}]: y\n\n"))));
        files
    }),
    ("sentences with abbreviations", 300, |n| {
        page("Dr. A. B. Lee of the U.S. Dept. of Ed. said so, and the BOE agreed. ".repeat(n))
    }),
    ("blocks of code between hard sentences", 100, |n| {
        let hard = "Administrative responsibilities necessitate interdisciplinary coordination, \
                    documentation, implementation and individualized consideration for everyone.";
        page(format!("{hard}\n\n```\n{hard}\n```\n\n").repeat(n))
    }),
    ("one term in one long word", 1000, |n| {
        let mut files = with_front("title: X\nlink_terms: all", "IEP/学校".repeat(n));
        files.push(file("content/glossary/iep.md".to_owned(), "---\nterm: IEP\n---\nx\n"));
        files
    }),
];

#[test]
fn bodies_cost_in_proportion() {
    IN_BODIES.iter().for_each(grows_in_proportion);
}

#[test]
fn front_matter_costs_in_proportion() {
    IN_FRONT_MATTER.iter().for_each(grows_in_proportion);
}

#[test]
fn hubs_cost_in_proportion() {
    IN_HUBS.iter().for_each(grows_in_proportion);
}

fn grows_in_proportion((name, n, files): &Shape) {
    let (empty, one, four) = (sources([]), sources(files(*n)), sources(files(4 * n)));
    let [mut of_empty, mut of_one, mut of_four] = [Duration::MAX; 3];
    for _ in 0..ATTEMPTS {
        for (least, hub) in [(&mut of_empty, &empty), (&mut of_one, &one), (&mut of_four, &four)] {
            // One thread, so that its time is that of all the work.
            let thread = ThreadPoolBuilder::new().num_threads(1).build().unwrap();
            *least = thread.install(|| seconds(hub)).min(*least);
        }
        let [one, four] = [of_one, of_four].map(|time| time.saturating_sub(of_empty).as_secs_f64());
        // What takes less than this compared with an empty hub is nothing, however many times more
        // it is.
        if four <= MOST * one.max(0.01) {
            return;
        }
    }
    panic!("{name}: {of_one:?} for {n} of it, {of_four:?} for four times as many");
}

/// How long this thread has run; where the system does not tell, how long the test has.
fn time_of_thread() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = text.and_then(|text| text.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

/// How long everything takes that is done with a hub: to build it, to review it, to audit it, and
/// to show what is wrong in it.
fn seconds(sources: &Sources) -> Duration {
    let start = time_of_thread();
    let built = build_site(sources, today());
    let mut locator = Locator::new(|path| sources.text(path));
    let shown: usize = built
        .diagnostics
        .iter()
        .map(|one| locator.locate(one).line.map_or(0, |line| line.text.len()))
        .sum();
    let _ = review(sources, today());
    let _ = audit(sources, today(), &AuditPast::default());
    let time = time_of_thread() - start;
    // A line that is pasted whole is longer than all its problems may show of it.
    assert!(shown <= 2000 * built.diagnostics.len());
    time
}
