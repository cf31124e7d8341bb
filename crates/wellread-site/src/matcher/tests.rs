//! The rules of linking terms, one test for each, as a reader would judge them.

use serde::Deserialize;

use super::{Case, Fault, Form, FormProblem, Language, Match, Plural, Table};

/// A form as the tests write most of them.
fn form(text: &str, entry: u32) -> Form<'_> {
    Form { text, entry, case: Case::Auto, plural: Plural::Regular }
}

fn table(forms: &[Form<'_>], language: Language) -> Table {
    let (table, problems) = Table::compile(forms, language);
    assert_eq!(problems, []);
    table
}

/// What is found in `text`, where every form is a concept of its own.
fn found_in<'t>(language: Language, forms: &[&str], text: &'t str) -> Vec<&'t str> {
    let forms: Vec<Form> = (0..).zip(forms).map(|(entry, text)| form(text, entry)).collect();
    let mut found = Vec::new();
    table(&forms, language).find(text, &mut found);
    found.iter().map(|found| &text[found.start..found.end]).collect()
}

fn found<'t>(forms: &[&str], text: &'t str) -> Vec<&'t str> {
    found_in(Language::ENGLISH, forms, text)
}

/// Checks what is found of `forms` in each text.
fn check(forms: &[&str], cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(found(forms, text), *expected, "{forms:?} in {text:?}");
    }
}

/// Texts in which the form is found as it is written there, once.
fn whole(form: &str, texts: &[&str]) {
    for text in texts {
        assert_eq!(found(&[form], text), [form], "{form:?} in {text:?}");
    }
}

/// Texts in which the form is not found.
fn nowhere(forms: &[&str], texts: &[&str]) {
    for text in texts {
        assert_eq!(found(forms, text), Vec::<&str>::new(), "{forms:?} in {text:?}");
    }
}

#[test]
fn words_are_whole() {
    whole(
        "IEP",
        &["IEP", "An IEP.", "(IEP)", "“IEP”", "'IEP'", "IEP/504", "504/IEP", "IEP?", "…IEP…"],
    );
    whole(
        "IEP",
        &["IEP—a plan", "plan—IEP", "a–IEP–b", "IEP*", "IEP²", "IEP™", "IEP,504", "[IEP]", "IEP📄"],
    );
    whole(
        "IEP",
        &[
            "IEP(s)",
            "=IEP=",
            "|IEP|",
            "and...IEP",
            "a -- IEP",
            "a--IEP",
            "- IEP",
            " -IEP",
            "{{IEP}}",
        ],
    );
    nowhere(
        &["IEP"],
        &["IEP2", "2IEP", "my_IEP_file", "_IEP_", "IEPx", "xIEP", "IEPé", "IEP\u{301}"],
    );
    nowhere(
        &["evaluation"],
        &["reevaluation", "evaluational", "evaluation\u{301}", "(re)evaluation"],
    );
    whole("evaluation", &["(see below)evaluation", "(1)evaluation", "evaluation(s)"]);
}

#[test]
fn a_hyphen_joins_what_comes_before() {
    whole(
        "IEP",
        &["IEP-related", "an IEP-504 mix", "IEP- and 504-related", "IEP\u{2011}related", "IEP-"],
    );
    nowhere(&["IEP"], &["non-IEP", "pre\u{2011}IEP", "pre\u{2010}IEP", "(pre)-IEP", "x-\u{ad}IEP"]);
    nowhere(&["evaluation"], &["pre-evaluation", "post-pre-evaluation", "“pre”-evaluation"]);
    check(
        &["support plan", "school support plan"],
        &[
            ("a school-support plan", &["school-support plan"]),
            ("a home-support plan", &[]),
            ("support plan-based", &["support plan"]),
        ],
    );
}

#[test]
fn a_hyphen_and_a_space_between_words_are_equal() {
    for form in ["twice-exceptional", "twice exceptional"] {
        check(
            &[form],
            &[
                ("twice exceptional", &["twice exceptional"]),
                ("Twice-exceptional", &["Twice-exceptional"]),
                ("twice\u{2011}exceptional", &["twice\u{2011}exceptional"]),
                ("twice\u{a0}exceptional", &["twice\u{a0}exceptional"]),
                ("twice - exceptional", &[]),
                ("twice- exceptional", &[]),
                ("twice--exceptional", &[]),
                ("twice–exceptional", &[]),
                ("twice—exceptional", &[]),
                ("twiceexceptional", &[]),
                ("twice/exceptional", &[]),
            ],
        );
    }
    check(&["follow-up"], &[("A follow up and follow-ups.", &["follow up", "follow-ups"])]);
    check(&["504 plan"], &[("a 504-plan", &["504-plan"])]);
    check(&["non-compliance"], &[("non-compliance", &["non-compliance"]), ("compliance", &[])]);
}

#[test]
fn all_white_space_is_one_space() {
    for space in
        ["\u{a0}", "\u{202f}", "\u{2009}", "\t", "\n", "\r\n", "  \n\t ", "\u{3000}", " \u{200b} "]
    {
        let text = format!("under Section{space}504.");
        assert_eq!(found(&["Section 504"], &text), [format!("Section{space}504")]);
    }
    check(&["Section  504 "], &[("Section 504", &["Section 504"])]);
    nowhere(
        &["Section 504"],
        &["Section\u{200b}504", "Section, 504", "Section. 504", "Section504"],
    );
}

#[test]
fn apostrophes_are_equal() {
    for form in ["parents' rights", "parents’ rights", "parentsʼ rights"] {
        for text in ["parents' rights", "parents’ rights", "Parents‘ Rights"] {
            assert_eq!(found(&[form], text), [text], "{form} in {text}");
        }
    }
    check(
        &["Down's syndrome"],
        &[("Down’s syndrome", &["Down’s syndrome"]), ("Downs syndrome", &[])],
    );
    check(
        &["parents'"],
        &[("the parents’ room", &["parents’"]), ("parents", &[]), ("parents'x", &[])],
    );
}

#[test]
fn a_possessive_lies_outside() {
    check(
        &["IEP"],
        &[
            ("IEP’s", &["IEP"]),
            ("IEP's", &["IEP"]),
            ("THE IEP'S GOALS", &["IEP"]),
            ("IEPs' goals", &["IEPs"]),
            ("IEP’s-related", &["IEP"]),
            ("the IEP'll be ready", &["IEP"]),
            ("IEP'x", &[]),
            ("IEP't", &[]),
            ("o'IEP", &[]),
        ],
    );
    check(&["can"], &[("can't", &[]), ("it can", &["can"])]);
    check(
        &["child", "child's rights"],
        &[("a child's rights", &["child's rights"]), ("a child's toy", &["child"])],
    );
    assert_eq!(found_in(Language::OTHER, &["évaluation"], "l’évaluation"), ["évaluation"]);
    assert_eq!(found_in(Language::SPANISH, &["IEP"], "los IEP’s"), ["IEP"]);
}

#[test]
fn capitals_decide_word_by_word() {
    check(&["IDEA"], &[("a good idea, Idea, IDEAs, the IDEA", &["IDEAs", "IDEA"])]);
    check(
        &["IEP team"],
        &[("IEP Team", &["IEP Team"]), ("IEP TEAM", &["IEP TEAM"]), ("iep team", &[])],
    );
    check(
        &["PT/OT"],
        &[("PT/OT/SLP", &["PT/OT"]), ("pt/ot", &[]), ("PT/Ot", &[]), ("PT / OT", &[])],
    );
    check(&["Q&A"], &[("a Q&A.", &["Q&A"]), ("q&a", &[]), ("Q & A", &[]), ("Q&As", &["Q&As"])]);
    check(&["PsyD"], &[("PsyD", &["PsyD"]), ("PSYD", &[]), ("psyd", &[])]);
    check(
        &["Advanced Learning Plan"],
        &[("advanced learning plans", &["advanced learning plans"])],
    );
    check(
        &["Physical/Occupational Therapy"],
        &[("physical/occupational therapy", &["physical/occupational therapy"])],
    );
    check(
        &["McKinney-Vento Act"],
        &[("McKinney-Vento act", &["McKinney-Vento act"]), ("mckinney-vento act", &[])],
    );
    check(&["evaluación"], &[("EVALUACIÓN", &["EVALUACIÓN"])]);
    check(&["ÉLAN"], &[("élan", &[]), ("ÉLAN", &["ÉLAN"]), ("E\u{301}LAN", &["E\u{301}LAN"])]);
}

#[test]
fn case_can_be_set() {
    let exact = [Form { case: Case::Exact, ..form("Support plan", 0) }];
    let any = [Form { case: Case::Any, ..form("IEP", 0) }];
    let links = |forms: &[Form], text| {
        let mut found = Vec::new();
        table(forms, Language::ENGLISH).find(text, &mut found);
        found.len()
    };
    assert_eq!(links(&exact, "Support plan, Support plans, support plan, Support Plan"), 2);
    assert_eq!(links(&any, "iep, Iep, IEP, ieps, IEPS, IEPs"), 6);
}

#[test]
fn regular_plurals_of_the_last_word() {
    check(&["IEP"], &[("Two IEPs", &["IEPs"]), ("IEPS", &[]), ("IEPes", &[])]);
    check(&["disability"], &[("Many disabilities", &["disabilities"]), ("disabilitys", &[])]);
    check(&["504"], &[("504s… Oh my", &["504s"]), ("ALL 504S", &["504S"]), ("504th", &[])]);
    check(&["support plan"], &[("support plans", &["support plans"]), ("supports plan", &[])]);
    check(
        &["related services"],
        &[("a related service", &[]), ("Related services", &["Related services"])],
    );
    check(&["progress"], &[("progresses progressed", &["progresses"])]);
    check(&["Ph.D."], &[("her Ph.D., two Ph.D.s", &["Ph.D.", "Ph.D.s"]), ("PH.D.", &[])]);
    check(
        &["Education Program (IEP)"],
        &[("education program (IEPs)", &["education program (IEPs)"])],
    );
    check(&["evaluate"], &[("evaluated evaluating evaluation", &[])]);
    check(&["résumé"], &[("re\u{301}sume\u{301}s", &["re\u{301}sume\u{301}s"])]);
    assert_eq!(
        found_in(
            Language::SPANISH,
            &["evaluación", "plan de apoyo"],
            "evaluaciones, planes de apoyo"
        ),
        ["evaluaciones"]
    );
    assert_eq!(found_in(Language::OTHER, &["Plan"], "Plans Plan plan"), ["Plan", "plan"]);
}

#[test]
fn plurals_can_be_set() {
    let forms = [
        Form { plural: Plural::None, ..form("news", 0) },
        Form { plural: Plural::Forms(&["children"]), ..form("exceptional child", 1) },
        Form { plural: Plural::Forms(&["planes de apoyo"]), ..form("plan de apoyo", 2) },
        Form { plural: Plural::Forms(&["SLPs", "slips"]), ..form("SLP", 3) },
    ];
    let table = table(&forms, Language::ENGLISH);
    let entries = |text: &str| {
        let mut found = Vec::new();
        table.find(text, &mut found);
        found.iter().map(|found| found.entry).collect::<Vec<_>>()
    };
    assert_eq!(entries("news newses"), [0]);
    assert_eq!(entries("exceptional children, exceptional childs, children"), [1]);
    assert_eq!(entries("planes de apoyo, plan de apoyos"), [2]);
    assert_eq!(entries("SLPs, slips, SLPS, slps"), [3, 3]);
}

#[test]
fn the_longest_at_the_leftmost_place() {
    let forms = [
        "support plan",
        "school support plan",
        "plan meeting",
        "IEP",
        "IEP team",
        "a b c d",
        "b c",
    ];
    check(
        &forms,
        &[
            ("The support plan meeting", &["support plan"]),
            ("A school support plan helps", &["school support plan"]),
            ("IEP team IEP teams IEP", &["IEP team", "IEP teams", "IEP"]),
            ("a b c x", &["b c"]),
            ("a b c d", &["a b c d"]),
            ("a b c a b c d", &["b c", "a b c d"]),
        ],
    );
    nowhere(&["a b"], &["a a-x b"]);
    // The longer candidate ends inside a word or an address, or has the wrong case.
    check(&["IEP", "IEP TE"], &[("IEP team", &["IEP"]), ("IEP te", &["IEP"])]);
    check(&["Visit iep", "Visit"], &[("Visit iep.org", &["Visit"])]);
}

#[test]
fn a_refused_candidate_hides_no_other() {
    let forms = [
        form("support plan meeting", 0),
        form("support plan", 1),
        form("plan meeting", 2),
        form("plan", 3),
    ];
    let table = table(&forms, Language::ENGLISH);
    let without = |refused: &[u32]| {
        let mut found = Vec::new();
        table.find_with("the support plan meeting", &mut found, |found| {
            !refused.contains(&found.entry)
        });
        found.iter().map(|found| found.entry).collect::<Vec<_>>()
    };
    assert_eq!(without(&[]), [0]);
    assert_eq!(without(&[0]), [1]);
    assert_eq!(without(&[0, 1]), [2]);
    assert_eq!(without(&[0, 1, 2]), [3]);
    assert_eq!(without(&[0, 1, 2, 3]), Vec::<u32>::new());
}

#[test]
fn of_two_claims_the_better_wins() {
    let entry = |forms: &[Form], text| {
        let mut found = Vec::new();
        Table::compile(forms, Language::ENGLISH).0.find(text, &mut found);
        found.iter().map(|found: &Match| found.entry).collect::<Vec<_>>()
    };
    // The lower entry, whatever the order of the forms.
    assert_eq!(entry(&[form("plan", 7), form("Plan", 3)], "plan"), [3]);
    // The form that is exact; the form as written before a plural.
    assert_eq!(entry(&[form("idea", 0), form("IDEA", 1)], "idea IDEA Idea"), [0, 1, 0]);
    assert_eq!(entry(&[form("service", 0), form("services", 1)], "service services"), [0, 1]);
}

#[test]
fn addresses_are_left_alone() {
    let forms = [Form { case: Case::Any, ..form("IEP", 0) }, form("504", 1)];
    let table = table(&forms, Language::ENGLISH);
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
        table.find(text, &mut found);
        assert_eq!(found, [], "{text}");
    }
    whole(
        "Understood.org",
        &["Visit Understood.org.", "(Understood.org)", "Understood.org’s page"],
    );
    nowhere(
        &["Understood.org"],
        &["www.understood.org", "https://understood.org", "help@understood.org"],
    );
    whole(
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
fn accents_lie_inside() {
    let decomposed = "Bring a re\u{301}sume\u{301}.";
    check(
        &["résumé"],
        &[(decomposed, &["re\u{301}sume\u{301}"]), ("resume", &[]), ("résume", &[])],
    );
    check(&["re\u{301}sume\u{301}"], &[("résumé", &["résumé"])]);
    nowhere(&["resume"], &["re\u{301}sume\u{301}", "resume\u{301}"]);
}

#[test]
fn what_cannot_be_seen_is_ignored() {
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
fn mistakes_in_forms_are_reported() {
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
        Form { plural: Plural::Forms(&["ideas", ""]), ..form("Einfall", 8) },
        Form { plural: Plural::Forms(&["idea"]), ..form("thought", 9) },
        form("__", 10),
    ];
    let (_, problems) = Table::compile(&forms, Language::ENGLISH);
    let problem = |form, fault| FormProblem { form, fault };
    assert_eq!(
        problems,
        [
            problem(0, Fault::Empty),
            problem(1, Fault::OnlyPunctuation),
            problem(3, Fault::Repeats { other: 2, as_written: true }),
            problem(5, Fault::Repeats { other: 4, as_written: false }),
            problem(6, Fault::ClaimedBy { other: 2 }),
            problem(9, Fault::TooLong),
            problem(10, Fault::Plural(1)),
            problem(11, Fault::ClaimedBy { other: 8 }),
            problem(12, Fault::OnlyPunctuation),
        ]
    );
}

#[derive(Deserialize)]
struct Cases {
    glossary: Vec<Entry>,
    cases: Vec<Example>,
}

#[derive(Deserialize)]
struct Entry {
    slug: String,
    term: String,
    aliases: Vec<String>,
}

#[derive(Deserialize)]
struct Example {
    name: String,
    markdown: String,
    links: Vec<(String, String)>,
}

/// The cases that the product is measured by, as far as their text has no markup.
#[test]
fn the_visible_cases_are_right() {
    let json = include_str!("../../../../tests/linking/cases.json");
    let Cases { glossary, cases } = serde_json::from_str(json).unwrap();
    let forms: Vec<Form> = (0..)
        .zip(&glossary)
        .flat_map(|(entry, term)| {
            std::iter::once(&term.term).chain(&term.aliases).map(move |text| form(text, entry))
        })
        .collect();
    let table = table(&forms, Language::ENGLISH);
    let is_plain =
        |text: &str| !text.contains(['*', '`', '[', '<', '#', '|']) && !text.starts_with("- ");
    let mut checked = 0;
    for case in cases.iter().filter(|case| is_plain(&case.markdown)) {
        let mut found = Vec::new();
        table.find(&case.markdown, &mut found);
        let links: Vec<(String, String)> = found
            .iter()
            .map(|found| {
                let slug = &glossary[found.entry as usize].slug;
                (case.markdown[found.start..found.end].to_owned(), slug.clone())
            })
            .collect();
        assert_eq!(links, case.links, "{}", case.name);
        checked += 1;
    }
    assert_eq!(checked, 18);
}
