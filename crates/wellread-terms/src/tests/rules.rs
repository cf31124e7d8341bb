//! Rules 1 to 4: words, gaps, case, plurals, and which of several candidates is a match.

use super::{check, form, found, found_in, found_in_each, found_in_none, listed, trie};
use wellread_model::{Case, Plural};

use crate::{Form, Language, Match, TermTrie};

#[test]
fn words_are_whole() {
    found_in_each(
        "IEP",
        &["IEP", "An IEP.", "(IEP)", "“IEP”", "'IEP'", "IEP/504", "504/IEP", "IEP?", "…IEP…"],
    );
    found_in_each(
        "IEP",
        &["IEP—a plan", "plan—IEP", "a–IEP–b", "IEP*", "IEP²", "IEP™", "IEP,504", "[IEP]", "IEP📄"],
    );
    found_in_each(
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
    found_in_none(
        &["IEP"],
        &["IEP2", "2IEP", "my_IEP_file", "_IEP_", "IEPx", "xIEP", "IEPé", "IEP\u{301}"],
    );
    found_in_none(
        &["evaluation"],
        &["reevaluation", "evaluational", "evaluation\u{301}", "(re)evaluation"],
    );
    found_in_each("evaluation", &["(see below)evaluation", "(1)evaluation", "evaluation(s)"]);
}

#[test]
fn a_hyphen_joins_what_comes_before() {
    found_in_each(
        "IEP",
        &["IEP-related", "an IEP-504 mix", "IEP- and 504-related", "IEP\u{2011}related", "IEP-"],
    );
    found_in_none(
        &["IEP"],
        &["non-IEP", "pre\u{2011}IEP", "pre\u{2010}IEP", "(pre)-IEP", "x-\u{ad}IEP"],
    );
    found_in_none(&["evaluation"], &["pre-evaluation", "post-pre-evaluation", "“pre”-evaluation"]);
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
                ("twice–exceptional", &["twice–exceptional"]),
                ("twice – exceptional", &[]),
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
    found_in_none(
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
fn a_possessive_is_outside() {
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
    check(&["can"], &[("can't", &[]), ("one can", &["can"])]);
    check(
        &["child", "child's rights"],
        &[("a child's rights", &["child's rights"]), ("a child's toy", &["child"])],
    );
    assert_eq!(found_in(Language::OTHER, &["évaluation"], "l’évaluation"), ["évaluation"]);
    assert_eq!(found_in(Language::SPANISH, &["IEP"], "los IEP’s"), ["IEP"]);
}

#[test]
fn case_is_decided_word_by_word() {
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
        &[
            ("McKinney-Vento act", &["McKinney-Vento act"]),
            ("Mckinney-Vento Act", &["Mckinney-Vento Act"]),
            ("MCKINNEY-Vento Act", &[]),
        ],
    );
    check(&["evaluación"], &[("EVALUACIÓN", &["EVALUACIÓN"])]);
    check(&["ÉLAN"], &[("élan", &[]), ("ÉLAN", &["ÉLAN"]), ("E\u{301}LAN", &["E\u{301}LAN"])]);
}

#[test]
fn names_with_capitals_inside_match_without_them() {
    check(
        &["GitHub", "OAuth"],
        &[
            ("GitHub, Github, github, GITHUB", &["GitHub", "Github", "github"]),
            ("Oauth and OAuths", &["Oauth", "OAuths"]),
        ],
    );
    // Another form that is written so comes first.
    let forms = [form("GitHub", 0), form("github", 1)];
    let mut found = Vec::new();
    TermTrie::compile(&forms, Language::ENGLISH).0.find("github, GitHub, Github", &mut found);
    assert_eq!(found.iter().map(|one| one.entry).collect::<Vec<_>>(), [1, 0, 1]);
    // Abbreviations, plurals of acronyms, and names that are words without their upper-case
    // letters.
    found_in_none(&["PsyD", "IEPs", "AidE", "ThePlan"], &["Psyd, Ieps, aide, Aide"]);
    found_in_none(&["PLan", "ScreeNing"], &["plan, Screening"]);
}

#[test]
fn a_name_of_one_word_is_not_the_word() {
    let forms = [Form { is_name: true, auto_link: None, ..form("Solutions", 0) }];
    let trie = trie(&forms, Language::ENGLISH);
    let count = |text: &str| {
        let mut found = Vec::new();
        trie.find(text, &mut found);
        found.len()
    };
    assert_eq!(count("the solutions, SOLUTIONS"), 0);
    assert_eq!(count("Ask Solutions."), 1);
    assert_eq!(count("Solutions are many. “Solutions” too. Note: Solutions"), 0);
    let forms = [Form { is_name: true, ..form("Wrightslaw", 0) }];
    let mut found = Vec::new();
    TermTrie::compile(&forms, Language::ENGLISH).0.find("Wrightslaw, wrightslaw", &mut found);
    assert_eq!(found.len(), 1);
}

#[test]
fn compounds_and_plurals_inside_a_form() {
    check(
        &["web server", "childcare", "well-being"],
        &[
            ("a webserver, Web-servers, webservers", &["webserver", "Web-servers", "webservers"]),
            ("child care and child-care", &["child care", "child-care"]),
            ("wellbeing", &["wellbeing"]),
        ],
    );
    check(
        &["statement of work", "plan of care"],
        &[("statements of work", &["statements of work"]), ("plans of care", &["plans of care"])],
    );
    found_in_none(&["of work", "work of"], &["ofs work", "works ofs"]);
    check(
        &["diagnosis", "chassis"],
        &[("two diagnoses", &["diagnoses"]), ("chasses", &[]), ("chassises", &["chassises"])],
    );
    check(
        &["parent-teacher meeting"],
        &[("a parent–teacher meeting", &["parent–teacher meeting"]), ("parent – teacher", &[])],
    );
    check(&["evaluation"], &[("pre–evaluation", &["evaluation"]), ("pre-evaluation", &[])]);
    found_in_none(&["504"], &["504–555–0100"]);
}

#[test]
fn case_can_be_set() {
    let exact = [Form { case: Case::Exact, ..form("Support plan", 0) }];
    let any = [Form { case: Case::Any, ..form("IEP", 0) }];
    let links = |forms: &[Form], text| {
        let mut found = Vec::new();
        trie(forms, Language::ENGLISH).find(text, &mut found);
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
        Form { plural: &Plural::None, ..form("news", 0) },
        Form { plural: &listed(&["children"]), ..form("exceptional child", 1) },
        Form { plural: &listed(&["planes de apoyo"]), ..form("plan de apoyo", 2) },
        Form { plural: &listed(&["SLPs", "slips"]), ..form("SLP", 3) },
    ];
    let trie = trie(&forms, Language::ENGLISH);
    let entries = |text: &str| {
        let mut found = Vec::new();
        trie.find(text, &mut found);
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
    found_in_none(&["a b"], &["a a-x b"]);
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
    let trie = trie(&forms, Language::ENGLISH);
    let without = |refused: &[u32]| {
        let mut found = Vec::new();
        trie.find_with("the support plan meeting", &mut found, |found, _| {
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
fn the_preferred_of_two_equal_forms_wins() {
    let entry = |forms: &[Form], text| {
        let mut found = Vec::new();
        TermTrie::compile(forms, Language::ENGLISH).0.find(text, &mut found);
        found.iter().map(|found: &Match| found.entry).collect::<Vec<_>>()
    };
    // The lower entry, whatever the order of the forms.
    assert_eq!(entry(&[form("plan", 7), form("Plan", 3)], "plan"), [3]);
    // The exact form; the form as written before a generated plural.
    assert_eq!(entry(&[form("idea", 0), form("IDEA", 1)], "idea IDEA Idea"), [0, 1, 0]);
    assert_eq!(entry(&[form("service", 0), form("services", 1)], "service services"), [0, 1]);
}
