//! Laws and examples for the file of a journal.

use super::*;
use crate::answer::{Answer, Cell};
use crate::journal::any::journal;
use crate::journal::{Entry, Extra, Id, PageState, Place, Round, Said, Stamp};
use jiff::civil::DateTime;
use jiff::tz::Offset;
use proptest::prelude::*;
use std::sync::Arc;

/// As the program asks it, of a text that nobody shares.
fn holds(text: &str, journal: &Journal) -> bool {
    super::holds(&Arc::new(text.to_owned()), journal)
}

/// The quick reader alone.
fn quick(text: &str, clean: Clean) -> Option<Journal> {
    exact::read(&Arc::new(text.to_owned()), text, clean)
}

/// A start with one answer of the many marked must not take the long way for all of them.
#[test]
fn the_quick_reader_knows_what_a_person_marks() {
    for marks in [&["private"][..], &["bring"], &["bring", "private"], &["private", "bring"]] {
        let mut journal = Journal { person: "Sam".into(), ..Journal::default() };
        let updated = Stamp { local: DateTime::constant(2026, 5, 12, 12, 0, 0, 0), offset: Offset::UTC };
        let mut extra = Extra::default();
        for mark in marks {
            extra.0.insert((*mark).to_owned(), toml::Value::Boolean(true));
        }
        let value = Said::Answer(Answer::Text("words".into()));
        let (asked, kind) = ("Why?".into(), "text".into());
        let entry = Entry { asked, kind, value, updated, rounds: Vec::new(), other: Vec::new(), extra };
        journal.answers.insert(Id::new("a", "b"), Arc::new(entry));
        let text = write(&journal);
        assert_eq!(quick(&text, as_is), Some(journal), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 400 } else { 20_000 }))]

    #[test]
    fn every_journal_comes_back_to_the_letter(journal in journal()) {
        let text = write(&journal);
        prop_assert!(holds(&text, &journal), "{}", text);
        prop_assert_eq!(free::read(&text, as_is), Ok(journal.clone()));
        prop_assert!(toml::from_str::<toml::Table>(&text).is_ok());
        let cleaned = read(&text).unwrap().journal;
        prop_assert_eq!(read(&write(&cleaned)).unwrap().journal, cleaned);
    }

    #[test]
    fn the_quick_reader_agrees_or_steps_aside(
        journal in journal(),
        hits in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(
            vec!["\"", "\\", "\n", "", "0", "-", "[", "]", "'", " ", "\"\"\"", "\r", "T", "{", "u", "\u{7f}"])), 1..3),
    ) {
        let mut text = write(&journal);
        for (at, with) in hits {
            let mut letters: Vec<String> = text.chars().map(String::from).collect();
            let at = at.index(letters.len());
            letters[at] = with.to_owned();
            text = letters.concat();
        }
        if let Some(quick) = quick(&text, as_is) {
            prop_assert_eq!(free::read(&text, as_is), Ok(quick), "{}", text);
        }
        if let Some(quick) = quick(&text, crate::text::clean) {
            prop_assert_eq!(free::read(&text, crate::text::clean), Ok(quick), "{}", text);
        }
    }

    #[test]
    fn no_cut_goes_unseen(journal in journal(), cut in any::<prop::sample::Index>()) {
        let text = write(&journal);
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let cut = ends[cut.index(ends.len())];
        if cut + 1 < text.len() {
            let wanted = if cut == 0 { Damage::Empty } else { Damage::Truncated };
            prop_assert_eq!(read(text.split_at(cut).0), Err(wanted));
        }
    }

    #[test]
    fn settling_makes_anything_fit(journal in journal(), offset in -93_599_i32..=93_599, spent: u64) {
        let mut odd = journal;
        odd.generation = spent;
        let moment = Stamp { local: DateTime::constant(-5, 1, 1, 0, 0, 0, 0), offset: Offset::from_seconds(offset).unwrap() };
        for entry in odd.answers.values_mut() {
            let entry = Arc::make_mut(entry);
            entry.updated.offset = moment.offset;
            entry.rounds.push(Round { value: Said::Skipped, updated: moment, extra: Extra::default() });
            entry.other.push(Round { value: Said::Skipped, updated: moment, extra: Extra::default() });
            entry.extra.0.insert("other".to_owned(), toml::Value::Boolean(true));
        }
        odd.pages.insert(Id::new("a", "b"), PageState { spent, ..PageState::default() });
        let odd = settle(odd);
        prop_assert!(holds(&write(&odd), &odd));
    }

    #[test]
    fn no_bytes_make_a_reader_stumble(text in any::<String>()) {
        let _ = read(&text);
        let _ = read(&format!("{OPENING}{text}"));
    }
}

/// The quick reader cleans only what could need it, so every letter must be among those, or already clean.
#[test]
fn no_letter_escapes_the_cleaning() {
    let mut journal = Journal::default();
    for letter in (0..=0x10_ffff).filter_map(char::from_u32) {
        let text = letter.to_string();
        if crate::text::clean(&text) != text {
            journal.person.push(letter);
            let name = quick(&write(&Journal { person: text, ..Journal::default() }), crate::text::clean);
            assert!(name.is_some_and(|read| !read.person.contains(letter)), "U+{:04X}", u32::from(letter));
        }
    }
    assert!(journal.person.len() > 60);
}

/// A small journal with one of everything.
fn sample() -> Journal {
    let at = |text: &str| Stamp { local: text.parse().unwrap(), offset: Offset::from_seconds(7200).unwrap() };
    let entry = |asked: &str, kind: &str, answer| Entry {
        asked: asked.into(),
        kind: kind.into(),
        value: Said::Answer(answer),
        updated: at("2026-05-12T12:04:31"),
        rounds: Vec::new(),
        other: Vec::new(),
        extra: Extra::default(),
    };
    let text = |text: &str| Cell::Text(text.into());
    let mut journal = Journal { person: "Sam".into(), generation: 124, ..Journal::default() };
    let ache = Entry {
        rounds: vec![Round {
            value: Said::Answer(Answer::Number(7)),
            updated: at("2026-04-14T21:30:02"),
            extra: Extra::default(),
        }],
        other: vec![Round {
            value: Said::Answer(Answer::Number(4)),
            updated: at("2026-05-11T08:15:00"),
            extra: Extra::default(),
        }],
        ..entry("How much does \"to be picked up on time\" ache this month?", "scale", Answer::Number(6))
    };
    let needs = Answer::List(vec!["to be picked up on time".into(), "a quiet evening".into()]);
    let letter = Answer::Text("Dear me,\n\nyou said \"\"\"wait\"\"\" and C:\\ was full.\n\tSam \"".into());
    let grid =
        Answer::Fields(vec![("mother".into(), Cell::Number(3)), ("my father".into(), text("it's \"far\""))]);
    let table = Answer::Rows(vec![
        vec![("need".into(), text("quiet")), ("act".into(), text("leave"))],
        vec![("same".into(), Cell::Number(1)), ("same".into(), Cell::Number(2))],
        Vec::new(),
    ]);
    let skipped = Entry { value: Said::Skipped, ..entry("Why?", "line", Answer::Number(0)) };
    for (name, entry) in [
        ("ache", ache),
        ("grid", entry("How near?", "grid", grid)),
        ("letter", entry("Write a letter.", "text", letter)),
        ("needs", entry("Name what you longed for.", "list", needs)),
        ("table", entry("Who, when?", "table", table)),
        ("why", skipped),
    ] {
        journal.answers.insert(Id::new("wounds", name), Arc::new(entry));
    }
    let state = PageState { spent: 340, read: true, bookmark: true, ..PageState::default() };
    journal.pages.insert(Id::new("wounds", "missing"), state);
    journal.place = Some(Place {
        page: Id::new("wounds", "missing"),
        question: Some(Id::new("wounds", "letter")),
        at: 12,
    });
    journal
}

#[test]
fn a_file_looks_like_this() {
    insta::assert_snapshot!(write(&sample()));
}

#[test]
fn what_is_written_is_read_by_the_quick_reader() {
    let text = write(&sample());
    assert_eq!(quick(&text, as_is), Some(sample()));
}

const UNKNOWN: &str = r#"format = 1
generation = 3
mood = { today = [1, 2.5, "three", { four = 4 }] }
[place]
page = "a.b"
scroll = 7
[pages]
order = "free"
[pages.a]
open = true
[pages.a.b]
read = true
colour = "blue"
[answers]
language = "en"
[answers.a]
edition = 2
[answers.a.b]
asked = "What?"
kind = "line"
value = "so"
updated = 2026-05-12T12:04:31+02:00
weather = 1979-05-27
[[answers.a.b.rounds]]
value = "as"
updated = 2026-05-11T12:04:31+02:00
moon = { phase = nan }
[[answers.a.b.other]]
text = "two"
[future.deep]
er = 1
"#;

fn sealed(body: &str) -> String {
    format!("{body}{}", seal::line(body, 1))
}

#[test]
fn unknown_keys_survive_ten_saves_at_every_level() {
    let first = read(&sealed(UNKNOWN)).unwrap().journal;
    let mut journal = first.clone();
    for _ in 0..10 {
        let text = write(&journal);
        assert!(holds(&text, &journal), "{text}");
        journal = read(&text).unwrap().journal;
    }
    assert_eq!(journal, first);
    let text = write(&journal);
    for key in [
        "mood",
        "scroll = 7",
        "order",
        "open",
        "colour",
        "language",
        "edition",
        "weather",
        "moon",
        "other",
        "future",
    ] {
        assert!(text.contains(key), "{key} is gone:\n{text}");
    }
}

/// A program that knows nothing of other versions writes them back as an unknown key, on one line.
#[test]
fn other_versions_come_back_from_an_older_program() {
    let [head, inline, tables] = [
        "format = 1\n[answers.a.b]\nvalue = 1\nupdated = 2026-05-12\n",
        "other = [{ value = \"so\", updated = 2026-05-13, x = 1 }, { emptied = true, updated = 2026-05-14 }]\n",
        "[[answers.a.b.other]]\nvalue = \"so\"\nupdated = 2026-05-13\nx = 1\n\
         [[answers.a.b.other]]\nemptied = true\nupdated = 2026-05-14\n",
    ];
    let journal = |body: &str| read(&sealed(&format!("{head}{body}"))).unwrap().journal;
    assert_eq!(journal(inline), journal(tables));
    let entry = &journal(inline).answers[&Id::new("a", "b")];
    assert_eq!((entry.other.len(), entry.extra.0.len()), (2, 0));
    for odd in ["other = 3\n", "other = [{ value = 3 }]\n", "other = [[]]\n"] {
        let entry = &journal(odd).answers[&Id::new("a", "b")];
        assert_eq!((entry.other.len(), entry.extra.0.len()), (0, 1), "{odd}");
    }
}

#[test]
fn an_unknown_key_makes_room_for_an_answer() {
    let mut journal = read(&sealed(UNKNOWN)).unwrap().journal;
    let entry = journal.answers[&Id::new("a", "b")].clone();
    journal.answers.insert(Id::new("a", "edition"), entry);
    let journal = settle(journal);
    let text = write(&journal);
    assert!(holds(&text, &journal));
    assert!(text.contains("edition-kept = 2"));
    let mut journal = journal;
    let entry = journal.answers[&Id::new("a", "b")].clone();
    journal.answers.insert(Id::new("language", "first"), entry);
    let journal = settle(journal);
    let text = write(&journal);
    assert!(holds(&text, &journal));
    assert!(text.contains("language-kept = \"en\""));
}

#[test]
fn a_changed_file_is_read_and_told() {
    let text = write(&sample());
    let changed = text.replace("a quiet evening", "a loud evening");
    let reading = read(&changed).unwrap();
    assert_eq!(reading.seal, Seal::ChangedOutside);
    assert_ne!(reading.journal, sample());
    let added = format!("{text}\n[answers.wounds.extra]\nvalue = 1\nupdated = 2026-05-12T12:04:31\n");
    assert_eq!(read(&added).unwrap().journal.answers.len(), 7);
}

#[test]
fn marks_and_line_ends_of_other_systems_change_no_word() {
    let text = write(&sample());
    let marked = read(&format!("\u{feff}{text}")).unwrap();
    assert_eq!(marked, Reading { journal: sample(), seal: Seal::Whole });
    let windows = read(&text.replace('\n', "\r\n")).unwrap();
    assert_eq!(windows.journal.answers.len(), 6);
}

#[test]
fn damage_is_named_and_placed() {
    let end = "updated = 2026-05-12T12:04:31+02:00\n";
    let wrong = |line, column, wanted| Damage::WrongShape { line, column, wanted };
    for (body, damage) in [
        ("format = 2\n[anything]\nelse = true\n", Damage::Newer { format: 2 }),
        ("format = 99\n[answers]\na = 1\n", Damage::Newer { format: 99 }),
        ("format = 99\ngeneration = \"new\"\n", Damage::Newer { format: 99 }),
        ("generation = 1\n", wrong(1, 1, "`format = 1`")),
        ("format = 1\n[answers.a.b\n", Damage::NotToml { line: 2, column: 13 }),
        ("format = 1\n<<<<<<< mine\n", Damage::NotToml { line: 2, column: 9 }),
        ("format = 1\nanswers = 3\n", wrong(2, 11, "a table")),
        ("format = 1\ngeneration = -3\n", wrong(2, 14, "a number that is not below zero")),
        ("format = 1\n[answers.a.b]\nvalue = true\n", wrong(3, 9, "words, a whole number, a list or rows")),
        ("format = 1\n[answers.a.b]\nvalue = 3\n", wrong(2, 1, "`updated`, with date and time")),
        ("format = 1\n[answers.\"a.b\".c]\nvalue = 3\n", wrong(2, 10, "two names with a dot between them")),
        (&format!("format = 1\n[answers.a.b]\n{end}"), wrong(2, 1, "a `value`, or `skipped = true`")),
        (&format!("format = 1\n[answers.a.b]\nvalue = [\"é\", 3]\n{end}"), wrong(3, 15, "words in quotes")),
    ] {
        assert_eq!(read(&sealed(body)), Err(damage), "{body}");
    }
    assert_eq!(read(""), Err(Damage::Empty));
    assert_eq!(read("\u{feff}"), Err(Damage::Empty));
    assert_eq!(read(&"\0".repeat(4096)), Err(Damage::Truncated));
    assert_eq!(read("format = 1\n"), Err(Damage::Truncated));
    assert_eq!(read("format = 7\n"), Err(Damage::Newer { format: 7 }));
    let deep = format!("format = 1\nx = {}{}\n", "[".repeat(100_000), "]".repeat(100_000));
    assert!(matches!(read(&sealed(&deep)), Err(Damage::NotToml { .. })));
}

#[test]
fn nothing_of_a_person_is_in_debug_or_in_an_error() {
    let canary = "canary";
    let text = write(&sample()).replace("Sam", canary).replace("quiet", canary).replace("Why?", canary);
    let reading = read(&text).unwrap();
    assert!(write(&reading.journal).contains(canary));
    let shown = format!("{reading:?} {:?}", reading.journal.answers);
    assert!(!shown.contains(canary), "{shown}");
    for body in [format!("format = 1\nperson = {canary}\n"), format!("format = 1\nanswers = \"{canary}\"\n")]
    {
        let damage = read(&sealed(&body)).unwrap_err();
        assert!(!format!("{damage} {damage:?}").contains(canary));
    }
}

/// Prints how long reading and writing take: `cargo test --release --lib timing -- --ignored --nocapture`.
#[test]
#[ignore = "prints times"]
fn timing() {
    let updated = sample().answers[&Id::new("wounds", "ache")].updated;
    for count in [100, 1_000, 10_000] {
        let mut journal = Journal::default();
        for at in 0..count {
            let words = "I waited at the window, and \"nobody\" came; it was é dark.\n".repeat(7);
            let answer = match at % 4 {
                0 => Answer::Number(at),
                1 => Answer::List(vec![words.split_at(200).0.replace('\n', " "); 2]),
                _ => Answer::Text(words.repeat(2).split_at(530).0.into()),
            };
            let entry = Entry {
                asked: "What did you wait for when you were small?".into(),
                kind: "text".into(),
                value: Said::Answer(answer),
                updated,
                rounds: Vec::new(),
                other: Vec::new(),
                extra: Extra::default(),
            };
            journal
                .answers
                .insert(Id::new(&format!("chapter-{}", at % 12), &format!("q{at}")), Arc::new(entry));
        }
        let text = write(&journal);
        let best = |work: &dyn Fn() -> usize| {
            let times = (0..20).map(|_| {
                let start = std::time::Instant::now();
                std::hint::black_box(work());
                start.elapsed()
            });
            times.min().unwrap()
        };
        println!(
            "{count} answers, {} KB: write {:?}, read {:?}, check {:?}, crc {:?}, toml reader {:?}, toml::Table {:?}",
            text.len() / 1000,
            best(&|| write(&journal).len()),
            best(&|| read(&text).unwrap().journal.answers.len()),
            best(&|| usize::from(holds(&text, &journal))),
            best(&|| seal::checksum(text.as_bytes()) as usize),
            best(&|| free::read(&text, crate::text::clean).unwrap().answers.len()),
            best(&|| text.parse::<toml::Table>().unwrap().len()),
        );
    }
}
