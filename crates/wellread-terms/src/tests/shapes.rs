//! Addresses, numbers, symbols, marks and scripts; and problems with forms.

use super::{check, form, found_in_each, found_in_none, listed, trie};
use wellread_model::Case;

use crate::{Form, FormError, FormProblem, Language, TermTrie};

#[test]
fn nothing_is_found_in_addresses_and_numbers() {
    let forms = [Form { case: Case::Any, ..form("IEP", 0) }, form("504", 1)];
    let trie = trie(&forms, Language::ENGLISH);
    for text in [
        "Mail iep@school.org or me@IEP.org",
        "www.iep.org",
        "see https://x.org/IEP",
        "https://x.org/a,IEP",
        "iep.pdf",
        "iep-plan.pdf",
        "school.org/iep/504",
        "@IEP",
        "#IEP",
        "C:\\IEP\\504",
        "../iep/504",
        "/glossary/iep/",
        "mailto:iep@x.org",
        "504.5",
        "1,504",
        "$504",
        "504%",
        "10:504",
        "504-505",
        "504-555-0100",
        "(504) 555-0100",
        "504 555 0100",
        "504.555.0100",
        "IEP.1",
        "AT&IEP",
        "IEP&T",
    ] {
        let mut found = Vec::new();
        trie.find(text, &mut found);
        assert_eq!(found, [], "{text}");
    }
    found_in_each(
        "Understood.org",
        &["Visit Understood.org.", "(Understood.org)", "Understood.org’s page"],
    );
    found_in_none(
        &["Understood.org"],
        &["www.understood.org", "https://understood.org", "help@understood.org"],
    );
    found_in_each(
        "504",
        &[
            "a 504.",
            "a 504, and",
            "the ‘504’",
            "504/IEP",
            "504?",
            "504: a plan",
            "(504)",
            "1973 504",
        ],
    );
}

#[test]
fn forms_may_hold_symbols() {
    check(
        &["I.E.P."],
        &[
            ("An I.E.P. is", &["I.E.P."]),
            ("I.E.P", &[]),
            ("i.e.p.", &[]),
            ("I.E.P.s", &["I.E.P.s"]),
        ],
    );
    check(&["C++", "C"], &[("C++ and C, C++11, C#", &["C++", "C"])]);
    check(&["(b) plan"], &[("a (b) plan", &["(b) plan"]), ("a b plan", &[]), ("504(b) plan", &[])]);
    check(&["IEP (plan)"], &[("my IEP (plan).", &["IEP (plan)"]), ("IEP plan", &[])]);
    check(&[".NET"], &[("use .NET", &[".NET"]), ("ASP.NET", &[])]);
    check(&["\"zero\" tolerance"], &[("“zero” tolerance", &["“zero” tolerance"])]);
    check(&["K-12"], &[("k-12 and K 12", &["k-12", "K 12"])]);
    check(&["pre-"], &[("pre- and post", &["pre-"])]);
    check(&["and/or"], &[("And/Or", &["And/Or"])]);
    check(&["LGBTQ", "LGBTQ+"], &[("LGBTQ+ LGBTQ", &["LGBTQ+", "LGBTQ"])]);
    check(&["AT"], &[("AT&T has AT", &["AT"])]);
}

#[test]
fn combining_accents_are_inside() {
    let decomposed = "Bring a re\u{301}sume\u{301}.";
    check(
        &["résumé"],
        &[(decomposed, &["re\u{301}sume\u{301}"]), ("resume", &[]), ("résume", &[])],
    );
    check(&["re\u{301}sume\u{301}"], &[("résumé", &["résumé"])]);
    found_in_none(&["resume"], &["re\u{301}sume\u{301}", "resume\u{301}"]);
}

#[test]
fn invisible_characters_are_ignored() {
    check(
        &["IEP", "accommodation"],
        &[
            ("\u{200f}IEP\u{200f} is", &["IEP"]),
            ("accom\u{ad}mo\u{ad}da\u{ad}tion", &["accom\u{ad}mo\u{ad}da\u{ad}tion"]),
            ("I\u{200d}EP\u{ad}s\u{ad}", &["I\u{200d}EP\u{ad}s"]),
            ("x\u{200b}IEP", &[]),
            ("non-\u{200b}IEP", &[]),
            ("\u{2067}IEP\u{2069}", &["IEP"]),
        ],
    );
    check(&["PT/OT"], &[("PT/\u{200b}OT", &["PT/\u{200b}OT"])]);
}

#[test]
fn other_scripts() {
    let chinese = ["IEP", "个别化教育计划", "评估", "评"];
    check(
        &chinese,
        &[
            ("学生的个别化教育计划很好。", &["个别化教育计划"]),
            ("您的IEP计划与评估", &["IEP", "评估"]),
            ("评、评价、书评", &["评"]),
        ],
    );
    check(&["プラン", "支援"], &[("プランクトンの支援プラン", &["支援", "プラン"])]);
    check(&["แผน"], &[("แผนที่", &[]), ("แผน", &["แผน"])]);
    check(&["평가"], &[("평가 IEP는", &["평가"]), ("평가를", &[])]);
    check(&["IEP"], &[("IEP는", &["IEP"]), ("IEPа", &[])]);
    check(&["خطة"], &[("هذه خطة.", &["خطة"]), ("هذه خطـة.", &["خطـة"]), ("الخطة", &[])]);
    check(&["план"], &[("План плана", &["План"])]);
    check(
        &["straße", "İstanbul"],
        &[("Straße STRASSE İSTANBUL istanbul", &["Straße", "İSTANBUL"])],
    );
}

#[test]
fn problems_with_forms_are_reported() {
    let long = "word ".repeat(129);
    let forms = [
        form(" \u{200b}", 0),
        form("—!", 1),
        form("IEP", 2),
        form("IEP ", 2),
        form("follow-up", 3),
        form("Follow up", 3),
        form("IEP", 4),
        form("IDEA", 5),
        form("idea", 6),
        form(&long, 7),
        Form { plural: &listed(&["ideas", ""]), ..form("Einfall", 8) },
        Form { plural: &listed(&["idea"]), ..form("thought", 9) },
        form("__", 10),
        // A plural may be written like another form of its own term.
        Form { plural: &listed(&["sheep"]), ..form("lamb", 11) },
        form("sheep", 11),
    ];
    let (_, problems) = TermTrie::compile(&forms, Language::ENGLISH);
    let problem = |form, error| FormProblem { form, error };
    assert_eq!(
        problems,
        [
            problem(0, FormError::Empty),
            problem(1, FormError::OnlyPunctuation),
            problem(3, FormError::Repeats { other: 2, as_written: true }),
            problem(5, FormError::Repeats { other: 4, as_written: false }),
            problem(6, FormError::ClaimedBy { other: 2 }),
            problem(9, FormError::TooLong),
            problem(10, FormError::Plural(1)),
            problem(11, FormError::ClaimedBy { other: 8 }),
            problem(12, FormError::OnlyPunctuation),
        ]
    );
}
