//! Every cut and every changed byte: no answer suffers from what happened to another one.

use super::*;
use crate::answer::{Answer, Cell};
use crate::journal::file::{Reading, Seal, holds, read, write};
use crate::journal::{Extra, PageState, Place, any};
use proptest::prelude::*;
use std::time::{Duration, Instant};

fn stamp(minute: i8) -> Stamp {
    let local = jiff::civil::DateTime::constant(2026, 5, 12, 12, 0, 0, 0);
    Stamp { local: local.with().minute(minute).build().unwrap(), offset: jiff::tz::offset(2) }
}

fn version(value: Said) -> Round {
    Round { value, updated: stamp(1), extra: Extra::default() }
}

fn words(text: &str) -> Said {
    Said::Answer(Answer::Text(text.into()))
}

/// Forty answers of all shapes.
fn sample() -> Journal {
    let text = |text: &str| Cell::Text(text.to_owned());
    let long = "I waited at the window, and \"nobody\" came; it was dark.\n\n\"\"\"Where?\"\"\" C:\\ é 🫂\n";
    let values = [
        Said::Answer(Answer::Number(6)),
        words("so"),
        words(&long.repeat(2)),
        Said::Skipped,
        Said::Answer(Answer::List(vec!["to be seen".into(), "a \"quiet\" evening".into()])),
        Said::Nothing,
        Said::Answer(Answer::Fields(vec![
            ("mother".into(), Cell::Number(3)),
            ("my father".into(), text("it's \"far\"")),
        ])),
        Said::Answer(Answer::Rows(vec![
            vec![("need".into(), text("quiet")), ("act".into(), text("leave"))],
            vec![("same".into(), Cell::Number(1)), ("same".into(), Cell::Number(2))],
        ])),
        words("Not a header:\n[answers.wounds.q01]\nupdated and a = b\n\n# a line\nkey = \"\"\"open\n"),
        words(&format!("{}\"", "word ".repeat(24))),
    ];
    let mut journal = Journal { person: "Sam".into(), generation: 124, ..Journal::default() };
    for n in 0..40_i8 {
        let mut entry = Entry {
            asked: format!("What of \"{n}\"?").into(),
            kind: "text".into(),
            value: values[usize::from(n.unsigned_abs()) % 10].clone(),
            updated: stamp(n),
            rounds: Vec::new(),
            other: Vec::new(),
            extra: Extra::default(),
        };
        match n / 10 {
            1 => entry.rounds = vec![version(words(&long.repeat(2))), version(Said::Skipped)],
            2 => entry.other = vec![version(words("from elsewhere"))],
            3 => entry.extra = Extra([("private".to_owned(), Value::Boolean(true))].into_iter().collect()),
            _ => {}
        }
        journal.answers.insert(Id::new("wounds", &format!("q{n:02}")), Arc::new(entry));
    }
    let state = PageState { spent: 340, read: true, ..PageState::default() };
    journal.pages.insert(Id::new("wounds", "missing"), state);
    journal.place = Some(Place { page: Id::new("wounds", "missing"), question: None, at: 12 });
    journal
}

/// Where each answer stands in the file: from the empty line before it to its last line's end.
fn places(journal: &Journal, text: &str) -> Vec<(Id, usize, usize)> {
    let mut places = Vec::new();
    for (id, entry) in &journal.answers {
        let mut one = Journal::default();
        one.answers.insert(id.clone(), Arc::clone(entry));
        let alone = write(&one);
        let (start, end) = (alone.find("\n[answers.").unwrap(), alone.rfind("# imago-end").unwrap());
        let at = text.find(alone.get(start..end).unwrap()).unwrap();
        places.push((id.clone(), at, at + end - start));
    }
    places
}

/// Every place in release, some of them where code is slow.
fn stride(every: usize) -> usize {
    let stride = if cfg!(debug_assertions) { every } else { 1 };
    println!("every {stride}. byte");
    stride
}

fn reading(bytes: &[u8]) -> Option<Reading> {
    read(std::str::from_utf8(bytes).ok()?).ok()
}

fn is_marked(entry: &Entry) -> bool {
    entry.extra.0.contains_key(INCOMPLETE)
}

#[test]
fn a_whole_file_is_salvaged_whole() {
    let journal = sample();
    let text = write(&journal);
    for text in [text.clone(), text.replace('\n', "\r\n"), format!("\u{feff}{text}")] {
        let found = salvage(text.as_bytes());
        assert_eq!((found.answers, found.lost), (40, 0));
        assert_eq!(found.journal, journal);
    }
}

#[test]
fn a_cut_takes_only_what_is_behind_it() {
    let journal = sample();
    let text = write(&journal);
    let places = places(&journal, &text);
    for cut in (0..text.len()).step_by(stride(97)) {
        let bytes = &text.as_bytes()[..cut];
        if let Some(read) = reading(bytes) {
            assert_eq!(read, Reading { journal: journal.clone(), seal: Seal::Whole }, "cut at {cut}");
        }
        let found = salvage(bytes);
        // One byte more shows that nothing of the answer can be missing.
        let whole = places.iter().filter(|(_, _, end)| *end < cut).count();
        assert_eq!(found.answers, whole, "cut at {cut}");
        for (id, _, _) in &places[..whole] {
            assert!(found.journal.answers.get(id) == journal.answers.get(id), "{id} after a cut at {cut}");
        }
        for (id, entry) in found.journal.answers.iter().skip(whole) {
            assert!(is_marked(entry), "{id} after a cut at {cut}");
            let words = |entry: &Entry| match &entry.value {
                Said::Answer(Answer::Text(text)) => text.to_string(),
                Said::Answer(_) | Said::Skipped | Said::Nothing => String::new(),
            };
            let (some, all) = (words(entry), words(&journal.answers[id]));
            assert!(
                all.starts_with(some.trim_end_matches(['"', '\\', '\'', '\u{fffd}'])) || !all.contains('"'),
                "{id} after a cut at {cut}: {some}\n----\n{all}"
            );
        }
        let (there, lost) = (found.journal.answers.len(), found.lost);
        assert!(there <= whole + 1 && lost <= 1, "cut at {cut}: {there}, {lost} lost");
    }
}

#[test]
fn a_changed_byte_costs_no_other_answer() {
    let journal = sample();
    let text = write(&journal);
    let places = places(&journal, &text);
    let stride = stride(211);
    for mask in [0x01, 0x20, 0x80] {
        for at in (0..text.len()).step_by(stride) {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= mask;
            if let Some(read) = reading(&bytes) {
                assert!(read.seal == Seal::ChangedOutside || read.journal == journal, "{at} with {mask:#x}");
            }
            let found = salvage(&bytes);
            for (id, start, end) in &places {
                if (*start..*end).contains(&at) {
                    continue;
                }
                let (entry, wanted) = (found.journal.answers.get(id), &journal.answers[id]);
                let twice = entry.is_some_and(|entry| {
                    entry.holds(&wanted.value) && entry.other.len() > wanted.other.len()
                });
                assert!(entry == Some(wanted) || twice, "{id} after {mask:#x} at {at}");
            }
        }
    }
}

fn found(text: &str) -> Salvaged {
    let found = salvage(text.as_bytes());
    let settled = crate::journal::file::settle(found.journal.clone());
    assert!(holds(&Arc::new(write(&settled)), &settled), "what was found fits into a file");
    found
}

/// What is left of an answer `a.b`, as words, and whether it is marked.
fn left(text: &str) -> Option<(String, bool)> {
    let found = found(text);
    let entry = found.journal.answers.get(&Id::new("a", "b"))?;
    let text = match &entry.value {
        Said::Answer(Answer::Text(text)) => text.to_string(),
        Said::Answer(Answer::List(lines)) => lines.join("|"),
        Said::Answer(Answer::Number(number)) => number.to_string(),
        other @ (Said::Answer(_) | Said::Skipped | Said::Nothing) => format!("{other:?}"),
    };
    Some((text, is_marked(entry)))
}

#[test]
fn words_are_kept_as_far_as_they_go() {
    let head = "format = 1\n\n[answers.a.b]\nasked = \"Why?\"\nkind = \"text\"\n";
    let end = "updated = 2026-05-12T12:04:31+02:00\n\n";
    for (body, words) in [
        ("value = \"\"\"\nDear me,\n\nyou said \"\"\\\"wait", "Dear me,\n\nyou said \"\"\"wait"),
        ("value = \"\"\"\nDear me,\n[answers.a.c]\nand then", "Dear me,\n[answers.a.c]\nand then"),
        ("value = \"so it wa", "so it wa"),
        ("value = 'so \\ it", "so \\ it"),
        ("value = [\n  \"to be seen\",\n  \"a qui", "to be seen|a qui"),
        (&format!("value = \"so\n{end}"), "so"),
        (&format!("value = \"s\\o\"\n{end}"), "s\\o"),
        (&format!("value = \"\"\"\nDear\n\nme\\n\"\"\n{end}"), "Dear\n\nme\n\"\""),
        (&format!("value = \"#\"\nDear\n\nme\"\"\"\n{end}"), "#\nDear\n\nme\"\"\""),
        (&format!("valua \"so\"\nlong\n{end}"), "valua \"so\"\nlong"),
        ("value = 6\nupdated = 2026-05-1", "6"),
        ("value = 6\n", "6"),
        ("value = 6\nupdated = 2026-05-12T12:04:31+02:00\n", "6"),
    ] {
        let text = format!("{head}{body}");
        assert_eq!(left(&text), Some((words.to_owned(), true)), "{text}");
        assert_eq!(salvage(text.as_bytes()).lost, 1);
    }
    let whole = format!("{head}value = \"so\"\n{end}");
    assert_eq!(left(&whole), Some(("so".to_owned(), false)));
    assert_eq!(left(&whole.replace("so", "s\0\0\0\0")), Some(("s\u{fffd}".to_owned(), true)));
    for nothing in [head, &format!("{head}val"), &format!("{head}{end}")] {
        let found = found(nothing);
        assert_eq!((found.journal.answers.len(), found.answers, found.lost), (0, 0, 1), "{nothing}");
    }
}

#[test]
fn words_without_their_header_get_a_name() {
    let rest = "asked = \"Why?\"\nkind = \"line\"\nvalue = \"so\"\nupdated = 2026-05-12T12:04:31+02:00\n\n";
    for header in ["[answers.a.b}", "[answers.a.b", "{answers.a.b]", "[enswers.a.b]", "answers.a.b]"] {
        let text = format!("format = 1\n\n[answers.a.a]\n{rest}{header}\n{rest}[answers.a.c]\n{rest}");
        let found = found(&text);
        assert_eq!((found.answers, found.lost), (2, 1), "{header}");
        let entry = found.journal.answers.values().find(|entry| is_marked(entry)).unwrap();
        assert_eq!((entry.value.clone(), entry.asked.as_str()), (words("so"), "Why?"));
    }
}

#[test]
fn of_two_answers_with_one_name_both_are_kept() {
    let one =
        |word: &str| format!("\n[answers.a.b]\nvalue = \"{word}\"\nupdated = 2026-05-12T12:04:31+02:00\n");
    let found = found(&format!("format = 1\n{}{}{}\n", one("a"), one("b"), one("a")));
    let entry = &found.journal.answers[&Id::new("a", "b")];
    assert_eq!((entry.value.clone(), entry.other.len()), (words("a"), 1));
    assert_eq!(entry.other[0].value, words("b"));
}

#[test]
fn what_is_beside_the_answers_is_kept() {
    let found = found(
        "format = 1\nperson = \"Sam\nmood = [1]\ngeneration = 7\n[answers]\nlanguage = \"en\"\n[answers.a]\nx = 1\n[future.deep]\ny = 2\n",
    );
    assert_eq!((found.answers, found.lost), (0, 0));
    let extra = &found.journal.extra.0;
    assert_eq!(extra.keys().map(String::as_str).collect::<Vec<_>>(), ["answers", "future"]);
}

/// Prints how long it takes: `cargo test --release --lib bounded -- --nocapture`.
#[test]
fn the_time_is_bounded_whatever_it_is() {
    let size = if cfg!(debug_assertions) { 1 << 14 } else { 1 << 22 };
    let answer = "[answers.a.b]\nvalue = 3\nupdated = 2026-05-12\n";
    for piece in [
        "\0",
        "\n",
        "x",
        "x\n",
        "\u{fffd}",
        "[",
        "{",
        "a.",
        "[a.",
        "\"",
        "'",
        "\"\"\"",
        "a = [",
        "a = {a = ",
        "[answers.a.b]\n",
        "[answers.a.b]\nvalue = \"\"\"\n",
        "[answers.a.b]\nvalue = \\\"\"\"\n",
        "[answers.a.b]\nvalue = '''\n",
        "[answers.a.b]\nvalue = [\n",
        "[answers.a.b]\nvalue = \"\n",
        answer,
        "[[answers.a.b.rounds]]\n",
        "[[answers.a.b.rounds]]\nvalue = \"\"\"\n",
        "a = 1\n",
        "value = \"\"\"\n",
        "updated = \n",
        "\\",
        "a = \"\\\n",
        "[pages.a.b]\n",
        "[place]\n",
        "# imago-end",
        "# imago-end \n",
        "\u{202e}",
        "1,",
    ] {
        for before in ["", "[answers.a.b]\n", "[answers.a.b]\nvalue = \"\"\"\n", "[answers.a.b]\nvalue = ["] {
            let text = before.to_owned() + &piece.repeat(size / piece.len());
            let start = Instant::now();
            let found = salvage(text.as_bytes());
            let took = start.elapsed();
            if took > Duration::from_millis(500) {
                println!("{before:?} {piece:?}: {took:?}, {} found", found.journal.answers.len());
            }
            assert!(took < Duration::from_secs(5), "{before:?} {piece:?} took {took:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 150 } else { 5_000 }))]

    #[test]
    fn any_journal_is_salvaged_whole(journal in any::journal()) {
        let found = salvage(write(&journal).as_bytes());
        let cleaned = read(&write(&journal)).unwrap().journal;
        prop_assert_eq!((found.answers, found.lost), (cleaned.answers.len(), 0));
        prop_assert_eq!(found.journal.answers, cleaned.answers);
        prop_assert_eq!(found.journal.pages, cleaned.pages);
    }

    #[test]
    fn no_bytes_make_it_stumble(
        journal in any::journal(),
        hits in prop::collection::vec((any::<prop::sample::Index>(), prop::collection::vec(any::<u8>(), 0..4)), 1..4),
        noise in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        let mut bytes = write(&journal).into_bytes();
        for (at, with) in hits {
            let at = at.index(bytes.len());
            bytes.splice(at..=at, with);
        }
        for bytes in [bytes, noise] {
            let settled = crate::journal::file::settle(salvage(&bytes).journal);
            prop_assert!(holds(&Arc::new(write(&settled)), &settled));
        }
    }
}
