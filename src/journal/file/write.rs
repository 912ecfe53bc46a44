//! Memory to text. The form is fixed to the letter: the same journal is always the same bytes.

use super::quote::{block, key, quoted};
use super::{OPENING, seal};
use crate::answer::{Answer, Cell, Row};
use crate::journal::{
    Entry, Extra, FOR_THERAPIST, FORMAT, Id, Journal, PageState, Place, Round, Said, Stamp,
};
use jiff::civil::DateTime;
use jiff::tz::Offset;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;
use toml::{Table, Value};

/// The file of a journal.
#[must_use]
pub fn write(journal: &Journal) -> String {
    let mut out = String::with_capacity(size(journal));
    out.push_str(OPENING);
    pair(&mut out, "format", FORMAT);
    pair(&mut out, "generation", journal.generation);
    if !journal.person.is_empty() {
        text_pair(&mut out, "person", &journal.person);
    }
    if let Some(moment) = journal.for_therapist {
        out.push_str(FOR_THERAPIST);
        out.push_str(" = ");
        stamp(&mut out, moment);
        out.push('\n');
    }
    let known = ["place", "pages", "answers"];
    for (name, value) in journal.extra.0.iter().filter(|(name, _)| !known.contains(&name.as_str())) {
        extra_pair(&mut out, name, value);
    }
    place(&mut out, journal.place.as_ref(), under(&journal.extra.0, "place"));
    leftovers(&mut out, "pages", &journal.extra.0);
    for (id, state) in &journal.pages {
        page(&mut out, id, state);
    }
    leftovers(&mut out, "answers", &journal.extra.0);
    for (id, entry) in &journal.answers {
        answer(&mut out, id, entry);
    }
    let end = seal::line(&out, journal.answers.len());
    out.push_str(&end);
    out
}

/// Makes a journal one that a file can hold exactly: offsets in whole minutes, years and numbers in range, and no
/// unknown key where an answer or a page wants to stand. Does nothing to any other.
pub(crate) fn settle(mut journal: Journal) -> Journal {
    let most = i64::MAX.unsigned_abs();
    journal.removed.clear();
    journal.generation = journal.generation.min(most);
    for state in journal.pages.values_mut() {
        state.spent = state.spent.min(most);
    }
    if let Some(place) = &mut journal.place {
        place.at = place.at.min(isize::MAX.unsigned_abs());
    }
    if let Some(moment) = journal.for_therapist.map(settled) {
        journal.for_therapist = Some(moment);
        rename(&mut journal.extra.0, FOR_THERAPIST, |_| false);
    }
    for entry in journal.answers.values_mut() {
        let clash = !entry.other.is_empty() && entry.extra.0.contains_key("other");
        let mut moments = entry.rounds.iter().chain(&entry.other).map(|round| round.updated);
        if clash || settled(entry.updated) != entry.updated || moments.any(|one| settled(one) != one) {
            let entry = Arc::make_mut(entry);
            entry.updated = settled(entry.updated);
            for round in entry.rounds.iter_mut().chain(&mut entry.other) {
                round.updated = settled(round.updated);
            }
            if clash {
                rename(&mut entry.extra.0, "other", |_| false);
            }
        }
    }
    let Journal { answers, pages, extra, .. } = &mut journal;
    make_room(&mut extra.0, "answers", answers);
    make_room(&mut extra.0, "pages", pages);
    journal
}

fn settled(stamp: Stamp) -> Stamp {
    let seconds = stamp.offset.seconds();
    let fits = seconds % 60 == 0 && seconds.abs() < 24 * 60 * 60 && (0..=9999).contains(&stamp.local.year());
    if fits {
        return stamp;
    }
    match stamp.offset.to_timestamp(stamp.local).map(|moment| Offset::UTC.to_datetime(moment)) {
        Ok(local) if (0..=9999).contains(&local.year()) => Stamp { local, offset: Offset::UTC },
        Ok(_) | Err(_) => Stamp { local: DateTime::constant(1970, 1, 1, 0, 0, 0, 0), offset: Offset::UTC },
    }
}

/// Renames unknown keys that stand where an answer or a page is now.
fn make_room<T>(extra: &mut Table, part: &str, there: &BTreeMap<Id, T>) {
    let taken = |id: &Id| there.contains_key(id);
    let begun = |chapter: &str| there.keys().any(|id| id.chapter() == chapter);
    let Some(Value::Table(chapters)) = extra.get_mut(part) else { return };
    let clashes: Vec<String> = chapters
        .iter()
        .filter(|(key, value)| !value.is_table() && begun(key))
        .map(|(key, _)| key.clone())
        .collect();
    for key in clashes {
        rename(chapters, &key, begun);
    }
    for (chapter, keys) in chapters.iter_mut() {
        let Value::Table(keys) = keys else { continue };
        let clashes: Vec<String> = keys.keys().filter(|key| taken(&Id::new(chapter, key))).cloned().collect();
        for key in clashes {
            rename(keys, &key, |name| taken(&Id::new(chapter, name)));
        }
    }
}

/// Gives an unknown key a name that nobody has.
fn rename(keys: &mut Table, key: &str, taken: impl Fn(&str) -> bool) {
    if let Some(value) = keys.remove(key) {
        let mut free = format!("{key}-kept");
        while keys.contains_key(&free) || taken(&free) {
            free.push_str("-kept");
        }
        keys.insert(free, value);
    }
}

fn size(journal: &Journal) -> usize {
    let words: usize = journal.answers.values().map(|entry| entry.asked.len() + words(&entry.value)).sum();
    words + words / 16 + 160 * (journal.answers.len() + journal.pages.len() + 4)
}

fn words(said: &Said) -> usize {
    match said {
        Said::Answer(Answer::Text(text)) => text.len(),
        Said::Answer(Answer::List(lines)) => lines.iter().map(String::len).sum(),
        Said::Answer(Answer::Number(_) | Answer::Fields(_) | Answer::Rows(_))
        | Said::Skipped
        | Said::Nothing => 0,
    }
}

fn place(out: &mut String, place: Option<&Place>, more: Option<&Table>) {
    if place.is_none() && more.is_none() {
        return;
    }
    out.push_str("\n[place]\n");
    if let Some(place) = place {
        text_pair(out, "page", place.page.as_str());
        if let Some(question) = &place.question {
            text_pair(out, "question", question.as_str());
        }
        pair(out, "at", place.at);
    }
    for (name, value) in more.into_iter().flatten() {
        extra_pair(out, name, value);
    }
}

fn page(out: &mut String, id: &Id, state: &PageState) {
    header(out, "pages", id);
    if state.spent > 0 {
        pair(out, "spent", state.spent);
    }
    if state.read {
        pair(out, "read", true);
    }
    if state.skipped {
        pair(out, "skipped", true);
    }
    if state.bookmark {
        pair(out, "bookmark", true);
    }
    extras(out, &state.extra);
}

fn answer(out: &mut String, id: &Id, entry: &Entry) {
    header(out, "answers", id);
    text_pair(out, "asked", &entry.asked);
    text_pair(out, "kind", &entry.kind);
    said(out, &entry.value, entry.updated);
    extras(out, &entry.extra);
    versions(out, "rounds", id, &entry.rounds);
    versions(out, "other", id, &entry.other);
}

fn versions(out: &mut String, part: &str, id: &Id, versions: &[Round]) {
    for Round { value, updated, extra } in versions {
        out.push_str("[[answers.");
        key(out, id.chapter());
        out.push('.');
        key(out, id.name());
        out.push('.');
        out.push_str(part);
        out.push_str("]]\n");
        said(out, value, *updated);
        extras(out, extra);
    }
}

fn header(out: &mut String, part: &str, id: &Id) {
    out.push_str("\n[");
    out.push_str(part);
    out.push('.');
    key(out, id.chapter());
    out.push('.');
    key(out, id.name());
    out.push_str("]\n");
}

/// Unknown keys beside the chapters of a part, and inside them beside the names.
fn leftovers(out: &mut String, part: &str, extra: &Table) {
    let Some(keys) = under(extra, part) else { return };
    let (chapters, beside): (Vec<_>, Vec<_>) = keys.iter().partition(|(_, value)| value.is_table());
    if !beside.is_empty() {
        out.push_str("\n[");
        out.push_str(part);
        out.push_str("]\n");
        for (name, value) in beside {
            extra_pair(out, name, value);
        }
    }
    for (chapter, keys) in chapters {
        out.push_str("\n[");
        out.push_str(part);
        out.push('.');
        key(out, chapter);
        out.push_str("]\n");
        for (name, value) in keys.as_table().into_iter().flatten() {
            extra_pair(out, name, value);
        }
    }
}

fn under<'a>(extra: &'a Table, part: &str) -> Option<&'a Table> {
    extra.get(part).and_then(Value::as_table)
}

fn said(out: &mut String, value: &Said, updated: Stamp) {
    match value {
        Said::Skipped => pair(out, "skipped", true),
        Said::Nothing => pair(out, "emptied", true),
        Said::Answer(Answer::Number(number)) => pair(out, "value", number),
        Said::Answer(Answer::Text(words)) => text_pair(out, "value", words),
        Said::Answer(Answer::List(lines)) => items(out, lines, |out, line| quoted(out, line)),
        Said::Answer(Answer::Fields(fields)) if unique(fields) => {
            out.push_str("value = ");
            row(out, fields);
            out.push('\n');
        }
        Said::Answer(Answer::Fields(fields)) => items(out, fields, named),
        // An empty list is `[]`, so that empty rows need a form of their own.
        Said::Answer(Answer::Rows(rows)) if rows.is_empty() => out.push_str("value = [[]]\n"),
        Said::Answer(Answer::Rows(rows)) => items(out, rows, row),
    }
    out.push_str("updated = ");
    stamp(out, updated);
    out.push('\n');
}

fn items<T>(out: &mut String, items: &[T], item: impl Fn(&mut String, &T)) {
    out.push_str("value = [");
    for one in items {
        out.push_str("\n  ");
        item(out, one);
        out.push(',');
    }
    out.push_str(if items.is_empty() { "]\n" } else { "\n]\n" });
}

/// `{ need = "quiet", ache = 3 }`, or pairs when two values have the same name, which TOML does not allow in a table.
#[allow(clippy::ptr_arg, reason = "an item of a list of rows")]
fn row(out: &mut String, fields: &Row) {
    if fields.is_empty() {
        out.push_str("{}");
        return;
    }
    let unique = unique(fields);
    out.push_str(if unique { "{ " } else { "[" });
    for (at, field) in fields.iter().enumerate() {
        if at > 0 {
            out.push_str(", ");
        }
        if unique {
            key(out, &field.0);
            out.push_str(" = ");
            cell(out, &field.1);
        } else {
            named(out, field);
        }
    }
    out.push_str(if unique { " }" } else { "]" });
}

fn named(out: &mut String, field: &(String, Cell)) {
    out.push('[');
    quoted(out, &field.0);
    out.push_str(", ");
    cell(out, &field.1);
    out.push(']');
}

fn cell(out: &mut String, cell: &Cell) {
    match cell {
        Cell::Number(number) => show(out, number),
        Cell::Text(text) => quoted(out, text),
    }
}

fn unique(fields: &Row) -> bool {
    fields.iter().enumerate().all(|(at, (name, _))| fields.iter().take(at).all(|(other, _)| other != name))
}

fn stamp(out: &mut String, stamp: Stamp) {
    show(out, stamp.local);
    let minutes = stamp.offset.seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    let _ = write!(out, "{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60);
}

fn pair(out: &mut String, name: &str, value: impl std::fmt::Display) {
    out.push_str(name);
    out.push_str(" = ");
    show(out, value);
    out.push('\n');
}

fn text_pair(out: &mut String, name: &str, value: &str) {
    out.push_str(name);
    out.push_str(" = ");
    block(out, value);
    out.push('\n');
}

fn extras(out: &mut String, extra: &Extra) {
    for (name, value) in &extra.0 {
        extra_pair(out, name, value);
    }
}

fn extra_pair(out: &mut String, name: &str, value: &Value) {
    key(out, name);
    out.push_str(" = ");
    unknown(out, value);
    out.push('\n');
}

/// A value that this program does not know, on one line.
fn unknown(out: &mut String, value: &Value) {
    match value {
        Value::String(text) => quoted(out, text),
        Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Datetime(_) => show(out, value),
        Value::Array(values) => {
            out.push('[');
            for (at, value) in values.iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                unknown(out, value);
            }
            out.push(']');
        }
        Value::Table(table) => {
            out.push('{');
            for (at, (name, value)) in table.iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { " " });
                key(out, name);
                out.push_str(" = ");
                unknown(out, value);
            }
            out.push_str(" }");
        }
    }
}

fn show(out: &mut String, value: impl std::fmt::Display) {
    // Writing into a string cannot fail.
    let _ = write!(out, "{value}");
}
