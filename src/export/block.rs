//! Answers as blocks of Markdown.
//!
//! A quote is always in her own words. What is not in a quote was offered by the book, and she chose it, or it is a
//! table or an order, where both stand side by side.

use super::escape::{flat, inside, line, lines};
use crate::kind::Told;

/// With so many options or fewer, those that were not chosen are shown too.
const ALL_OPTIONS: usize = 12;

const NOTHING: &str = "*Nothing is written here.*";

/// The words of a value, when it has any: short enough to stand beside the question.
pub(super) fn short(told: &Told) -> Option<String> {
    match told {
        Told::Value(value) => Some(flat(value, " / ")).filter(|value| !value.is_empty()),
        Told::Words(_)
        | Told::Lines(_)
        | Told::Ranked { .. }
        | Told::Ticked(_)
        | Told::Table { .. }
        | Told::Parts(_) => None,
    }
}

/// An answer as blocks of its own.
pub(super) fn add_told(told: &Told, blocks: &mut Vec<String>) {
    let block = match told {
        Told::Words(words) => quote(words),
        Told::Value(_) => short(told).map(|value| line(&value)),
        Told::Lines(items) => list(items),
        Told::Ranked { first, rest } => ranked(first, rest),
        Told::Ticked(options) => ticked(options),
        Told::Table { head, rows } => table(head, rows),
        Told::Parts(parts) => return add_parts(parts, blocks),
    };
    blocks.push(block.unwrap_or_else(|| NOTHING.to_owned()));
}

fn add_parts(parts: &[(String, Told)], blocks: &mut Vec<String>) {
    if parts.is_empty() {
        blocks.push(NOTHING.to_owned());
    }
    for (label, told) in parts {
        let label = flat(label, " ");
        let label = if label.is_empty() { None } else { Some(format!("*{}*", inside(&label))) };
        match (label, short(told)) {
            (Some(label), Some(value)) => blocks.push(format!("{label} {}", inside(&value))),
            (label, _) => {
                blocks.extend(label);
                add_told(told, blocks);
            }
        }
    }
}

/// Her own words: a quote, with her own line breaks. Of several blank lines, one divides two paragraphs, and the others
/// are lines of the second that hold only a firm space, so that none is lost.
fn quote(words: &str) -> Option<String> {
    let lines = lines(words);
    let mut rows: Vec<String> = Vec::with_capacity(lines.len());
    let mut after_blank = false;
    let mut lines = lines.iter().peekable();
    while let Some(words) = lines.next() {
        if words.is_empty() && !after_blank {
            rows.push(">".to_owned());
            after_blank = true;
            continue;
        }
        after_blank &= words.is_empty();
        let words = if words.is_empty() { "\u{a0}".to_owned() } else { line(words) };
        let goes_on = words == "\u{a0}" || lines.peek().is_some_and(|next| !next.is_empty());
        rows.push(if goes_on { format!("> {words}\\") } else { format!("> {words}") });
    }
    some_rows(rows)
}

/// Her own lines: a list in a quote. Where a line has breaks of its own they are kept, and a line that she left empty
/// between others holds a firm space.
fn list(items: &[String]) -> Option<String> {
    let parts = |item: &String| -> Vec<String> {
        lines(item).iter().map(|part| line(part.trim())).filter(|part| !part.is_empty()).collect()
    };
    let items: Vec<Vec<String>> = items.iter().map(parts).collect();
    let last = items.iter().rposition(|parts| !parts.is_empty())?;
    let rows = items.iter().take(last + 1).map(|parts| match parts.as_slice() {
        [] => "> - \u{a0}".to_owned(),
        parts => format!("> - {}", parts.join("\\\n>   ")),
    });
    some_rows(rows.skip_while(|row| row == "> - \u{a0}").collect())
}

/// An order: what counts has numbers, and what stands below it has none.
fn ranked(first: &[String], rest: &[String]) -> Option<String> {
    let words = |item: &String| match flat(item, " / ") {
        words if words.is_empty() => "\u{2026}".to_owned(),
        words => line(&words),
    };
    let mut rows: Vec<String> =
        first.iter().enumerate().map(|(n, item)| format!("{}. {}", n + 1, words(item))).collect();
    if !first.is_empty() && !rest.is_empty() {
        rows.push(String::new());
    }
    rows.extend(rest.iter().map(|item| format!("- {}", words(item))));
    some_rows(rows)
}

/// What was chosen, and what was not as long as that can be overlooked.
fn ticked(options: &[(bool, String)]) -> Option<String> {
    let chosen = options.iter().filter(|(chosen, _)| *chosen).count();
    let few = options.len() <= ALL_OPTIONS;
    let mut rows = Vec::new();
    for (chosen, words) in options.iter().filter(|(chosen, _)| few || *chosen) {
        let mark = if *chosen { "x" } else { " " };
        let words = flat(words, " / ");
        let words = if words.is_empty() { "\u{2026}".to_owned() } else { line(&words) };
        rows.push(format!("- [{mark}] {words}"));
    }
    if !few {
        if chosen > 0 {
            rows.push(String::new());
        }
        let chosen = if chosen == 0 { "None".to_owned() } else { chosen.to_string() };
        // How many there were to choose from nobody can say: words of her own are among them.
        rows.push(format!("*{chosen} chosen.*"));
    }
    some_rows(rows)
}

/// A pipe table as wide as its widest row. Everything stands at the left: whether digits are a number, an age or a telephone,
/// only the person knows who typed them.
pub(super) fn table(head: &[String], rows: &[Vec<String>]) -> Option<String> {
    let width = rows.iter().map(Vec::len).chain([head.len()]).max().filter(|width| *width > 0)?;
    let cell =
        |cells: &[String], column: usize| cells.get(column).map_or(String::new(), |cell| flat(cell, " / "));
    let row = |cells: &[String]| {
        let cells: Vec<String> = (0..width).map(|column| inside(&cell(cells, column))).collect();
        format!("| {} |", cells.join(" | "))
    };
    let mut out = vec![row(head), format!("| {} |", vec!["---"; width].join(" | "))];
    out.extend(rows.iter().map(|cells| row(cells)));
    some_rows(out)
}

fn some_rows(rows: Vec<String>) -> Option<String> {
    if rows.is_empty() { None } else { Some(rows.join("\n")) }
}
