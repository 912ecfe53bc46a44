//! Any journal at all, for laws: texts that break quoting rules, odd names, every shape of answer.
//!
//! Only the most general ones. A law about something in particular makes its own from these.

use super::{Entry, Extra, Id, Journal, PageState, Place, Round, Said, Stamp};
use crate::answer::{Answer, Cell, Row};
use jiff::civil::DateTime;
use jiff::tz::Offset;
use proptest::prelude::*;
use std::sync::Arc;

/// Texts that are likely to break a quoting rule.
pub(super) fn nasty() -> impl Strategy<Value = String> {
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
        nasty().prop_map(|text| Said::Answer(Answer::Text(text.into()))),
        prop::collection::vec(nasty(), 0..4).prop_map(|lines| Said::Answer(Answer::List(lines))),
        row().prop_map(|row| Said::Answer(Answer::Fields(row))),
        prop::collection::vec(row(), 0..3).prop_map(|rows| Said::Answer(Answer::Rows(rows))),
    ]
}

pub(super) fn moment() -> impl Strategy<Value = Stamp> {
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
        Entry { asked: asked.into(), kind: kind.into(), value, updated, rounds, other, extra }
    }
}

fn page() -> impl Strategy<Value = PageState> {
    (prop_oneof![Just(0), 0..=i64::MAX.unsigned_abs()], any::<bool>(), any::<bool>(), any::<bool>(), extra())
        .prop_map(|(spent, read, skipped, bookmark, extra)| PageState {
            spent,
            read,
            skipped,
            bookmark,
            extra,
        })
}

prop_compose! {
    pub(super) fn journal()(
        person in nasty(),
        generation in 0..=i64::MAX.unsigned_abs(),
        answers in prop::collection::btree_map(id(), entry().prop_map(Arc::new), 0..4),
        pages in prop::collection::btree_map(id(), page(), 0..3),
        place in prop::option::of((id(), prop::option::of(id()), 0_usize..9999)),
        for_therapist in prop::option::of(moment()),
        extra in extra(),
    ) -> Journal {
        let place = place.map(|(page, question, at)| Place { page, question, at });
        Journal { person, generation, answers, pages, place, for_therapist, extra, ..Journal::default() }
    }
}
