//! What the audit lists about texts: hard sentences, abbreviations, definitions, terms.

use super::*;

#[test]
fn abbreviations_are_in_capitals_and_of_no_resource() {
    let hub = Hub::new();
    settings(&hub, "", "");
    file(
        &hub,
        "content/resources/peak.md",
        "title: PEAK Parent Center\nphone: 303-444-7000",
        "Help.",
    );
    let text = "Ask the BOE or PEAK. A PsyD and EdReg know the IEP.";
    for name in ["a", "b", "c"] {
        hub.article(name, text);
    }
    let steps = steps(&hub, "abbreviation");
    assert_eq!(steps.len(), 2, "{steps:?}");
    assert!(steps.iter().any(|one| one.contains("wellread new term \"BOE\"")), "{steps:?}");
    let of_resource = steps.iter().find(|one| one.contains("aliases: [PEAK]  If not,")).unwrap();
    assert!(of_resource.contains("wellread new term \"PEAK\""), "{of_resource}");
    // "Each of these pages" are named.
    let first = &items(&hub, &["--kind", "abbreviation"])[0];
    let pages = "In content/articles/a.md, content/articles/b.md, content/articles/c.md.";
    assert_eq!(first["details"], serde_json::json!([pages]));
    // The step works as written.
    let front = "title: PEAK Parent Center\nphone: 303-444-7000\naliases: [PEAK]";
    file(&hub, "content/resources/peak.md", front, "Help.");
    assert_eq!(places(&hub, "abbreviation").len(), 1);
}

#[test]
fn names_are_no_explained_terms() {
    let hub = Hub::new();
    settings(&hub, "", "");
    hub.article(
        "names",
        "Families ask the Colorado Department of Education and the Mountain Disability \
         Administration of Arapahoe County for individualized information about evaluations. \
         Parents write to the University of Colorado Developmental Pediatrics Association and to \
         the Jefferson County Intellectual Disability Corporation about every necessary \
         accommodation. They call the Adams Arapahoe Educational Cooperative Organization and the \
         Colorado Developmental Disabilities Administration about transportation to independent \
         evaluations in the community.",
    );
    let found = items(&hub, &["--kind", "hard-sentence"]);
    let about = found[0]["about"].as_str().unwrap();
    assert!(about.contains("is fair to read; it has 2 hard sentences"), "{about}");
}

#[test]
fn hard_texts_are_shown_in_sentences() {
    let hub = Hub::new();
    settings(&hub, "", "");
    let hard = "Prior to the commencement of an individualized evaluation, the administration must \
                necessarily disseminate documentation that enumerates procedural considerations. ";
    let easy = "Ask the school. Write it down. You may bring a friend to help you. ";
    hub.article("hard", &format!("{}{easy}", hard.repeat(4)));
    hub.article("one", &format!("{hard}\n\n{}", easy.repeat(12)));
    hub.article("easy", &easy.repeat(12));
    hub.article(
        "code",
        &format!("{}\n\n```\n{hard}\n```\n\n## References\n\n{hard}\n", easy.repeat(9)),
    );
    assert_eq!(places(&hub, "hard-page"), ["content/articles/hard.md:4"]);
    assert_eq!(places(&hub, "hard-sentence"), ["content/articles/one.md:4"]);
    let found = &items(&hub, &["--kind", "hard-sentence"])[0];
    let detail = found["details"][0].as_str().unwrap();
    assert!(detail.starts_with("\"Prior to the commencement"), "{detail}");
    assert!(detail.contains("for \"prior to\" write \"before\""), "{detail}");
    assert!(detail.contains("long words: "), "{detail}");
    // With another target, more pages are above it.
    let fair = "The school must answer your letter within sixty days of the day on which it was \
                received by the office, and it has to tell you in writing what it will do then. ";
    hub.article("fair", &fair.repeat(3));
    assert_eq!(places(&hub, "hard-page").len(), 1);
    settings(&hub, "", "\n[reading]\ntarget = \"easy\"\n");
    assert!(places(&hub, "hard-page").contains(&"content/articles/fair.md:4".to_owned()));
    settings(&hub, "language = \"fr\"\n", "");
    assert_eq!(places(&hub, "hard-page"), Vec::<String>::new());
}

#[test]
fn a_page_that_has_become_harder_since_its_review_is_listed() {
    let hub = Hub::new();
    settings(&hub, "", "");
    let easy = "Ask the school. Write it down. You may bring a friend to help you. ";
    let longer = "You may ask the school to give you the notes of the meeting on paper, and they have to \
                  send them to you within ten days of the day on which you asked for them. ";
    let article = |reviewed: &str, text: &str| {
        let front = format!("title: The meeting\nreviewed: {reviewed}");
        file(&hub, "content/articles/meeting.md", &front, text);
    };
    let past = || fs_text(&hub, "last-reviews.txt");
    let listed = |day: &str| -> Vec<Value> {
        let list = hub.run(&["audit", "--kind", "harder-page", "--format", "json", "--date", day]);
        serde_json::from_slice(&list.stdout).unwrap()
    };
    let (was, is) = (easy.repeat(6), format!("{}{}", easy.repeat(3), longer.repeat(4)));
    article("2026-11-01", &was);
    assert_eq!(listed(DAY), Vec::<Value>::new());
    assert!(past().contains("\n2026-11-01 18 "), "{}", past());
    let stored = past();

    // The same review, another text.
    article("2026-11-01", &is);
    let found = listed(DAY);
    let [item] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((&item["line"], &item["column"]), (&5.into(), &202.into()), "{item}");
    let about = item["about"].as_str().unwrap();
    assert!(
        about.starts_with("\"The meeting\" is harder to read than at its review on 2026-11-01")
    );
    assert!(about.contains("a sentence has 14 words on average, and had 5"), "{about}");
    assert!(item["details"][0].as_str().unwrap().starts_with("\"You may ask the school"), "{item}");
    assert_eq!(past(), stored);
    assert_eq!(listed(DAY).len(), 1);
    // It is one item, not also one for its sentences.
    assert_eq!(places(&hub, "hard-sentence"), Vec::<String>::new());

    // The step works as written, on the day itself and later.
    let step = item["step"].as_str().unwrap();
    assert!(step.ends_with("  reviewed: 2026-11-22"), "{step}");
    article("2026-11-22", &is);
    assert_eq!(listed(DAY), Vec::<Value>::new());
    assert_eq!(listed("2026-11-30"), Vec::<Value>::new());
    // So does the other one.
    article("2026-11-22", &was);
    assert_eq!(listed("2026-11-30"), Vec::<Value>::new());

    // A small change is none, and a text without a review has no past.
    article("2026-11-22", &format!("{}{longer}", easy.repeat(12)));
    let before = past();
    assert_eq!(listed("2026-11-30"), Vec::<Value>::new());
    // Hidden, it keeps its past; deleted, it loses it. Garbage is none.
    let draft = "title: The meeting\nreviewed: 2026-11-22\ndraft: true";
    file(&hub, "content/articles/meeting.md", draft, &was);
    assert_eq!(listed("2026-11-30"), Vec::<Value>::new());
    assert_eq!(past(), before);
    hub.remove("content/articles/meeting.md");
    listed("2026-11-30");
    assert!(!past().contains("meeting"), "{}", past());
    hub.write("last-reviews.txt", "<<<<<<< HEAD\nnot a line\n");
    article("2026-11-22", &was);
    assert_eq!(listed("2026-11-30"), Vec::<Value>::new());
    // No build reads it, or writes it.
    hub.build();
    let (site, stored) = (hub.site(), past());
    hub.write("last-reviews.txt", "2026-11-22 18 1 1 0 content/articles/meeting.md\n");
    hub.build();
    assert!(hub.site() == site);
    assert_ne!(past(), stored);
}

#[test]
fn a_hard_page_says_that_it_has_become_harder() {
    let hub = Hub::new();
    settings(&hub, "", "");
    let front = "title: The rights\nreviewed: 2026-11-01";
    let easy = "Ask the school. Write it down. You may bring a friend to help you. ";
    let hard = "Prior to the commencement of an individualized evaluation, the administration must \
                necessarily disseminate documentation that enumerates procedural considerations. ";
    file(&hub, "content/articles/rights.md", front, &easy.repeat(6));
    assert_eq!(places(&hub, "hard-page"), Vec::<String>::new());
    file(&hub, "content/articles/rights.md", front, &hard.repeat(5));
    assert_eq!(places(&hub, "harder-page"), Vec::<String>::new());
    let about = items(&hub, &["--kind", "hard-page"])[0]["about"].as_str().unwrap().to_owned();
    assert!(about.contains("It is harder to read than at its review on 2026-11-01: "), "{about}");
    assert!(about.contains("of 100 words, "), "{about}");
}

#[test]
fn a_definition_is_reported_once_and_a_term_without_links_asks_for_one() {
    let hub = Hub::new();
    settings(&hub, "", "\n[review]\nshow_missing = true\nevery = \"1 year\"\n");
    let long = "A file that is written each year by the school and the parents and other people who \
                know the child well, and which says what the child will learn, what help there will \
                be, who gives it, and how all will see whether it has worked.";
    file(&hub, "content/glossary/yearly.md", "term: yearly file", long);
    file(&hub, "content/glossary/make.md", "term: make\nauto_link: false", "To build something.");
    hub.article("a", "They make a yearly file. The IEP.");
    assert_eq!(places(&hub, "definition"), ["content/glossary/yearly.md:4"]);
    assert_eq!(places(&hub, "hard-sentence"), Vec::<String>::new());
    let missing = items(&hub, &["--kind", "review-missing"]);
    assert_eq!(missing[0]["about"], "\"The a\" was never reviewed.");
    let steps = steps(&hub, "unused-term");
    let [step] = steps.as_slice() else { panic!("{steps:?}") };
    assert!(step.starts_with("Write  [[make]]  on the page that means it, or delete"), "{step}");
    hub.article("a", "They [[make]] a yearly file. The IEP.");
    assert_eq!(places(&hub, "unused-term"), Vec::<String>::new());
}

#[test]
fn an_unused_term_is_deleted_together_with_its_name_elsewhere() {
    let hub = Hub::new();
    settings(&hub, "", "");
    file(&hub, "content/glossary/spare.md", "term: spare plan", "A plan that waits.");
    let with = "term: main plan\nsee_also: [spare]";
    file(&hub, "content/glossary/main.md", with, "A plan that is used.");
    hub.article("x", "The main plan is here.");
    let steps = steps(&hub, "unused-term");
    let [step] = steps.as_slice() else { panic!("{steps:?}") };
    let deleted = "or delete the file content/glossary/spare.md";
    let named = "and its name from `see_also` in content/glossary/main.md";
    assert!(step.contains(deleted) && step.contains(named), "{step}");
    hub.remove("content/glossary/spare.md");
    assert_eq!(hub.run(&["audit"]).status.code(), Some(1));
    file(&hub, "content/glossary/main.md", "term: main plan", "A plan that is used.");
    assert_eq!(places(&hub, "unused-term"), Vec::<String>::new());
    // A link by the address is a use: without the term, it would lead to nothing.
    file(&hub, "content/glossary/spare.md", "term: spare plan", "See [it](spare.md).");
    assert_eq!(places(&hub, "unused-term"), ["content/glossary/spare.md:2"]);
    hub.article("y", "Ask for [a second one](/glossary/spare/).");
    assert_eq!(places(&hub, "unused-term"), Vec::<String>::new());
}

#[test]
fn a_list_of_reviews_that_cannot_be_read_is_left_as_it_is() {
    let hub = Hub::new();
    file(&hub, "content/articles/a.md", "title: A\nreviewed: 2026-05-01", "Ask the school.");
    let list = hub.path("last-reviews.txt");
    items(&hub, &[]);
    assert!(std::fs::read_to_string(&list).unwrap().contains("content/articles/a.md"));
    // Saved as UTF-16 by an editor.
    let garbled = b"\xff\xfe2\x000\x00";
    std::fs::write(&list, garbled).unwrap();
    items(&hub, &[]);
    assert_eq!(std::fs::read(&list).unwrap(), garbled);
}

#[test]
fn an_abbreviation_in_a_definition_is_reported_with_the_term_and_goes_with_its_own_term() {
    let hub = Hub::new();
    settings(&hub, "", "");
    file(&hub, "content/glossary/rule.md", "term: rule paper", "A paper with the MDR in it.");
    hub.article("a", "The rule paper.");
    let found = items(&hub, &["--kind", "definition"]);
    assert_eq!(found[0]["about"], "The definition of rule paper uses MDR, which has no entry.");
    let step = found[0]["step"].as_str().unwrap();
    assert!(step.starts_with("Explain it:  wellread new term \"MDR\"  Then write"), "{step}");
    assert_eq!(hub.run(&["new", "term", "MDR"]).status.code(), Some(0));
    file(&hub, "content/glossary/mdr.md", "term: MDR", "A meeting at school.");
    assert_eq!(places(&hub, "definition"), Vec::<String>::new());
}

#[test]
fn a_term_makes_a_page_easier_only_where_it_means_the_term() {
    let hub = Hub::new();
    settings(&hub, "", "");
    let front = "term: individualized accommodation documentation";
    file(&hub, "content/glossary/paper.md", front, "A paper on what helps.");
    let text = "Ask your school for the individualized accommodation documentation when you meet \
                them in the fall, and then keep it at home with your own notes. ";
    let hard = || places(&hub, "hard-page");
    file(&hub, "content/articles/a.md", "title: A", &text.repeat(4));
    file(&hub, "content/articles/b.md", "title: B\nlink_terms: none", &text.repeat(4));
    assert_eq!(hard(), ["content/articles/b.md:5"]);
    // Without a page that explains them, the words are as hard as they are.
    hub.remove("content/glossary/paper.md");
    assert_eq!(hard(), ["content/articles/a.md:4", "content/articles/b.md:5"]);
}

#[test]
fn loud_words_and_what_everyone_knows_or_the_page_writes_out_are_no_abbreviations() {
    let hub = Hub::new();
    settings(&hub, "", "");
    let loud = "PLEASE call, it IS IMPORTANT: NOT after 5 PM or 5PM MST. OK? WHAT IS THIS? Read the \
                PDF (20 KB) from VZA.gov by 8 p.m. CT. PO Box 5, Austin, TX 78701.";
    hub.article("a", &format!("{loud} PTSD (post-traumatic stress disorder). The BOE, the IEP."));
    hub.article("b", &format!("{loud} A post-traumatic stress disorder (PTSD). The BOE."));
    let words = || -> Vec<String> {
        let found = items(&hub, &["--kind", "abbreviation"]);
        let word = |one: &Value| one["about"].as_str().unwrap().split(' ').next().unwrap().into();
        found.iter().map(word).collect()
    };
    assert_eq!(words(), ["BOE"]);
    // What the linker takes for one word is one: a term for a part of it would have no use.
    for name in ["d", "e"] {
        hub.article(name, "The VR&E office.");
    }
    assert_eq!(words(), ["BOE", "VR&E"]);
    file(&hub, "content/glossary/vre.md", "term: VR&E", "Help with finding work.");
    assert_eq!(words(), ["BOE"]);
    assert_eq!(places(&hub, "unused-term"), Vec::<String>::new());
    // One page that does not write it out leaves its readers alone with it.
    hub.article("c", "They say PTSD.");
    assert_eq!(words(), ["PTSD", "BOE"]);
    // In a definition as well.
    let text = "NOT a cold, but PTSD (post-traumatic stress disorder) before 5 PM.";
    file(&hub, "content/glossary/iep.md", "term: IEP", text);
    assert_eq!(places(&hub, "definition"), Vec::<String>::new());
}
