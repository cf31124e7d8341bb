//! Words and sentences that were counted by hand, in `tests/reading`.

use super::*;

/// The lines of a file of counts that are not comments.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.starts_with('#'))
}

#[test]
fn syllables_are_those_that_were_counted_by_hand() {
    let english = include_str!("../../tests/reading/english.txt");
    let spanish = include_str!("../../tests/reading/spanish.txt");
    let mut wrong = Vec::new();
    for (text, language) in
        [(english, ReadingLanguage::English), (spanish, ReadingLanguage::Spanish)]
    {
        for line in lines(text) {
            let (word, count) = line.rsplit_once(' ').unwrap();
            let found = syllables(word, language);
            if found.to_string() != count {
                wrong.push(format!("{line}: {found}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn sentences_have_the_words_and_syllables_that_were_counted_by_hand() {
    let mut wrong = Vec::new();
    for line in lines(include_str!("../../tests/reading/sentences.txt")) {
        let mut parts = line.splitn(4, ' ');
        let language = match parts.next().unwrap() {
            "en" => ReadingLanguage::English,
            _ => ReadingLanguage::Spanish,
        };
        let mut number = || parts.next().unwrap().parse::<usize>().unwrap();
        let expected = (1, number(), number());
        let TextMeasure { sentences, words, syllables, .. } =
            measure(parts.next().unwrap(), language);
        if (sentences, words, syllables) != expected {
            wrong.push(format!("{line}: {sentences} {words} {syllables}"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn bands_follow_the_formulas() {
    let band = |text: &str, language| measure(text, language).band(language);
    let english = |text| band(text, ReadingLanguage::English);
    // 0.39 × 7 + 11.8 × 7/7 − 15.59 = −1.06
    assert_eq!(english("Write down what you want to ask."), ReadingBand::Easy);
    // 0.39 × 9 + 11.8 × 14/9 − 15.59 = 6.3; with 16 more words of one syllable in the sentence: 9.2
    assert_eq!(english("Transportation to therapy may be part of the plan."), ReadingBand::Easy);
    let longer = "Transportation to therapy may be part of the plan if the team says in the plan that \
                  your child needs it, and you sign for it then.";
    // 26 words, 31 syllables: 0.39 × 26 + 11.8 × 31/26 − 15.59 = 8.6
    assert_eq!(english(longer), ReadingBand::Fair);
    assert_eq!(
        english("Physicians occasionally underestimate communication difficulties."),
        ReadingBand::Hard
    );
    let spanish = |text| band(text, ReadingLanguage::Spanish);
    // 206.835 − 62.3 × 8/5 − 5 = 102.2
    assert_eq!(spanish("La escuela tiene un plan."), ReadingBand::Easy);
    // 206.835 − 62.3 × 16/7 − 7 = 57.4
    assert_eq!(spanish("Las adaptaciones cambian la manera de aprender."), ReadingBand::Fair);
    // 206.835 − 62.3 × 20/6 − 6 = −6.8
    assert_eq!(
        spanish("El distrito escolar proporciona intérpretes gratuitamente."),
        ReadingBand::Hard
    );
}

#[test]
fn smog_counts_from_thirty_sentences_on() {
    // Seven words with 14 syllables, and three of the words with three: by Kincaid 0.39 × 7 + 11.8
    // × 14/7 − 15.59 = 10.7; by SMOG 1.043 × √90 + 3.1291 − 2 = 11.0.
    let sentence = "Families, teachers, families, medicine, all for one. ";
    let difficulty = |sentences: usize| {
        let text = sentence.repeat(sentences);
        measure(&text, ReadingLanguage::English).difficulty(ReadingLanguage::English)
    };
    let rounded = |sentences| (difficulty(sentences) * 100.0).round() / 100.0;
    assert_eq!([29, 30, 58].map(rounded), [10.74, 11.02, 11.02]);
}

#[test]
fn sentences_end_where_they_end() {
    let names = ["Ph.D.", "Sec. 504", "Acme Svc. Center"];
    let cutter = SentenceCutter::new(names.into_iter());
    for (text, expected) in [
        ("One. Two? Three! Four…", vec!["One.", "Two?", "Three!", "Four…"]),
        ("Ask Dr. Lee. She knows.", vec!["Ask Dr. Lee.", "She knows."]),
        (
            "The U.S. Department of Education says so. Ask.",
            vec!["The U.S. Department of Education says so.", "Ask."],
        ),
        (
            "It is law in the U.S. The school must follow it.",
            vec!["It is law in the U.S.", "The school must follow it."],
        ),
        (
            "Come at 9 a.m. on Monday. We open then.",
            vec!["Come at 9 a.m. on Monday.", "We open then."],
        ),
        ("She has a Ph.D. Ask her.", vec!["She has a Ph.D.", "Ask her."]),
        ("Read Sec. 504 first. Then ask.", vec!["Read Sec. 504 first.", "Then ask."]),
        ("The answer is no. Ask again.", vec!["The answer is no.", "Ask again."]),
        ("See No. 5 and p. 3. Then go.", vec!["See No. 5 and p. 3.", "Then go."]),
        (
            "It costs 3.50 dollars. \u{201c}Really?\u{201d} she asked.",
            vec!["It costs 3.50 dollars.", "\u{201c}Really?\u{201d} she asked."],
        ),
        ("He said, \u{201c}Go.\u{201d} We went.", vec!["He said, \u{201c}Go.\u{201d}", "We went."]),
        ("1. First ask. 2. Then wait.", vec!["1. First ask.", "2. Then wait."]),
        ("Rule one.\u{fffc} Rule two.", vec!["Rule one.\u{fffc}", "Rule two."]),
        (
            "Snacks, pens, etc. are there. Bring some.",
            vec!["Snacks, pens, etc. are there.", "Bring some."],
        ),
        ("John Q. Public asked. Nobody knew.", vec!["John Q. Public asked.", "Nobody knew."]),
        ("The Acme Svc. Center helps.", vec!["The Acme Svc. Center helps."]),
        ("¿Qué es? La Sra. Ruiz sabe.", vec!["¿Qué es?", "La Sra. Ruiz sabe."]),
        ("No mark at the end", vec!["No mark at the end"]),
        ("", vec![]),
        ("… – !", vec![]),
    ] {
        let found: Vec<&str> = cutter.sentences(text).into_iter().map(|one| &text[one]).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn two_ideas_are_distinguished_from_lists() {
    let english = |text| has_two_ideas(text, ReadingLanguage::English);
    assert!(english("The team meets in May, and the plan is written then."));
    assert!(english("The school may say no; then you may ask why."));
    assert!(!english("Bring pens, paper, and glasses."));
    assert!(!english("Ask for a meeting and a copy of the plan."));
    assert!(has_two_ideas(
        "La escuela decide, pero usted puede pedir otra.",
        ReadingLanguage::Spanish
    ));
}

#[test]
fn texts_are_compared_by_the_same_formulas() {
    let text = |sentences, words, syllables, polysyllables| TextMeasure {
        sentences,
        words,
        syllables,
        polysyllables,
    };
    let (english, spanish) = (ReadingLanguage::English, ReadingLanguage::Spanish);
    let before = text(20, 200, 280, 20);
    // 0.39 of a grade for each word of a sentence: three more are a grade, two are not.
    assert!(text(20, 260, 364, 26).is_clearly_harder_than(&before, english));
    assert!(!text(20, 240, 336, 24).is_clearly_harder_than(&before, english));
    assert!(!before.is_clearly_harder_than(&text(20, 260, 364, 26), english));
    assert!(text(20, 310, 434, 31).is_clearly_harder_than(&before, spanish));
    assert!(!text(20, 280, 392, 28).is_clearly_harder_than(&before, spanish));
    // The thirtieth sentence brings SMOG, and makes no text harder that is as it was.
    let (shorter, longer) = (text(29, 290, 435, 60), text(30, 300, 450, 62));
    assert!(longer.difficulty(english) > shorter.difficulty(english) + 1.0);
    assert!(!longer.is_clearly_harder_than(&shorter, english));
}

#[test]
fn words_are_known_by_their_language_and_whole() {
    let mut known = KnownWords::default();
    let mut count = |language, word, number| known.syllables(language, word, || number);
    let (english, spanish) = (ReadingLanguage::English, ReadingLanguage::Spanish);
    assert_eq!((count(english, "he", 1), count(spanish, "he", 2)), (1, 2));
    assert_eq!((count(english, "he", 9), count(spanish, "he", 9)), (1, 2));
    let long = "incomprehensibilities";
    assert_eq!((count(english, long, 8), count(english, &long[..15], 5)), (8, 5));
    assert_eq!((count(english, long, 9), count(english, &long[..14], 4)), (8, 4));
}
