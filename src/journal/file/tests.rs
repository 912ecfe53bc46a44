//! Laws and examples for the file of a journal.

use super::*;
use crate::answer::{Answer, Cell, Row};
use crate::journal::{Entry, Extra, Id, PageState, Place, Round, Said, Stamp};
use jiff::civil::DateTime;
use jiff::tz::Offset;
use proptest::prelude::*;
use std::sync::Arc;

/// Texts that are likely to break a quoting rule.
fn nasty() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-z ]{0,12}".prop_map(String::from),
        1 => "[ -~]{100,140}".prop_map(String::from),
        6 => prop::sample::select(vec![
            "\"", "\"\"\"", "\"\"", "'", "'''", "\\", "\\n", "\n", "\r\n", "\r", "\t", "\u{0}", "\u{1b}[2J", "\u{7f}",
            "\u{85}", "\u{2028}", "\u{202e}", "🫂", "👩‍❤️‍👨", "é", "\u{301}", "#", "[answers.a.b]", "\n[answers.a.b]\n", "=",
            "# imago-end ", "\n# imago-end answers=1 bytes=2 crc32=00000000\n", "\u{feff}", "{", "}", ",", "\\u0041",
        ]).prop_map(String::from),
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![5 => "[a-c]{1,2}(-[0-9])?".prop_map(String::from), 1 => "[ -~é]{1,6}".prop_map(|name| name.replace('.', "-"))]
}

fn id() -> impl Strategy<Value = Id> {
    (name(), prop_oneof![4 => name(), 1 => name().prop_map(|name| format!("{name}.x"))])
        .prop_map(|(chapter, name)| Id::new(&chapter, &name))
}

fn cell() -> impl Strategy<Value = Cell> {
    prop_oneof![any::<i64>().prop_map(Cell::Number), nasty().prop_map(Cell::Text)]
}

fn row() -> impl Strategy<Value = Row> {
    prop::collection::vec((prop_oneof!["[a-c]", nasty()], cell()), 0..4)
}

fn said() -> impl Strategy<Value = Said> {
    prop_oneof![
        Just(Said::Skipped),
        Just(Said::Nothing),
        any::<i64>().prop_map(|number| Said::Answer(Answer::Number(number))),
        nasty().prop_map(|text| Said::Answer(Answer::Text(text))),
        prop::collection::vec(nasty(), 0..4).prop_map(|lines| Said::Answer(Answer::List(lines))),
        row().prop_map(|row| Said::Answer(Answer::Fields(row))),
        prop::collection::vec(row(), 0..3).prop_map(|rows| Said::Answer(Answer::Rows(rows))),
    ]
}

fn moment() -> impl Strategy<Value = Stamp> {
    (
        0_i16..=9999,
        1_i8..=12,
        1_i8..=28,
        0_i32..86_400,
        prop_oneof![3 => Just(0), 1 => 0_i32..1_000_000_000],
        -1439_i32..=1439,
    )
        .prop_map(|(year, month, day, second, part, minutes)| {
            let (hour, minute) = ((second / 3600) as i8, (second / 60 % 60) as i8);
            let local = DateTime::new(year, month, day, hour, minute, (second % 60) as i8, part).unwrap();
            Stamp { local, offset: Offset::from_seconds(minutes * 60).unwrap() }
        })
}

fn extra() -> impl Strategy<Value = Extra> {
    let leaf = prop_oneof![
        nasty().prop_map(toml::Value::String),
        any::<i64>().prop_map(toml::Value::Integer),
        any::<f64>().prop_map(toml::Value::Float),
        any::<bool>().prop_map(toml::Value::Boolean),
        Just(toml::Value::Datetime("2026-05-12T12:04:31.5Z".parse().unwrap())),
        Just(toml::Value::Datetime("12:04:31".parse().unwrap())),
    ];
    let value = leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(toml::Value::Array),
            prop::collection::vec((nasty(), inner), 0..3)
                .prop_map(|pairs| toml::Value::Table(pairs.into_iter().collect())),
        ]
    });
    let some = prop::collection::vec(("x[a-z ]{0,3}", value), 1..3);
    prop_oneof![
        6 => Just(Extra::default()),
        1 => some.prop_map(|pairs| Extra(pairs.into_iter().collect())),
    ]
}

fn round() -> impl Strategy<Value = Round> {
    (said(), moment(), extra()).prop_map(|(value, updated, extra)| Round { value, updated, extra })
}

prop_compose! {
    fn entry()(
        asked in nasty(),
        kind in "[a-z]{1,6}",
        value in said(),
        updated in moment(),
        rounds in prop::collection::vec(round(), 0..3),
        other in prop_oneof![2 => Just(Vec::new()), 1 => prop::collection::vec(round(), 0..3)],
        extra in extra(),
    ) -> Entry {
        Entry { asked, kind, value, updated, rounds, other, extra }
    }
}

fn page() -> impl Strategy<Value = PageState> {
    (prop_oneof![Just(0), 0..=i64::MAX.unsigned_abs()], any::<bool>(), any::<bool>(), extra())
        .prop_map(|(spent, read, skipped, extra)| PageState { spent, read, skipped, extra })
}

prop_compose! {
    fn journal()(
        person in nasty(),
        generation in 0..=i64::MAX.unsigned_abs(),
        answers in prop::collection::btree_map(id(), entry().prop_map(Arc::new), 0..4),
        pages in prop::collection::btree_map(id(), page(), 0..3),
        place in prop::option::of((id(), prop::option::of(id()), 0_usize..9999)),
        extra in extra(),
    ) -> Journal {
        let place = place.map(|(page, question, at)| Place { page, question, at });
        Journal { person, generation, answers, pages, place, extra, ..Journal::default() }
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
        if let Some(quick) = exact::read(&text, as_is) {
            prop_assert_eq!(free::read(&text, as_is), Ok(quick), "{}", text);
        }
        if let Some(quick) = exact::read(&text, crate::text::clean) {
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
            let name =
                exact::read(&write(&Journal { person: text, ..Journal::default() }), crate::text::clean);
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
    let state = PageState { spent: 340, read: true, ..PageState::default() };
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
    assert_eq!(exact::read(&text, as_is), Some(sample()));
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
                _ => Answer::Text(words.repeat(2).split_at(530).0.to_owned()),
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
