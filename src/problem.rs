//! What is wrong in a book, where, and what to do about it: one sentence each.
//!
//! Problems are about chapters, which authors write. They never hold words of a person's answers.

use std::ops::Range;

mod render;

pub use render::{Colours, brief, render, report};

/// Something an author got wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// A code that the author's guide explains, such as `E07`.
    pub code: &'static str,
    /// What is wrong, in one sentence without an end stop.
    pub sentence: String,
    /// The name of the file.
    pub file: String,
    /// Where, in bytes of that file.
    pub at: Range<usize>,
    /// A second place that belongs to it, with its own words.
    pub also: Option<(Range<usize>, String)>,
    /// What to do about it.
    pub help: Option<String>,
}

/// How much a problem weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something is left out: a chapter, a page, a question, or a value in one.
    Error,
    /// Everything is there, and could be better.
    Warning,
}

impl Problem {
    /// How much it weighs: codes with an E are errors, codes with a W are warnings.
    #[must_use]
    pub fn severity(&self) -> Severity {
        if self.code.starts_with('W') { Severity::Warning } else { Severity::Error }
    }
}

/// Every code, with what it stands for; the author's guide lists the same.
pub const CODES: &[(&str, &str)] = &[
    ("E01", "the file is not TOML: a quote, a bracket or a comma is not where it should be"),
    ("E02", "single brackets where there can be several, or the other way round"),
    ("E03", "a field that does not belong here"),
    ("E04", "something that cannot be left out is missing or empty"),
    ("E05", "a value of the wrong type"),
    ("E06", "a value that is not among the possible ones"),
    ("E07", "a look at a question, page or chapter that does not come before"),
    ("E08", "the same field, id or option twice"),
    ("E09", "a sentence and its blanks do not agree"),
    ("E10", "a condition that cannot be read"),
    ("E11", "a condition compares with an option that the question does not have"),
    ("E12", "written for a newer program"),
    ("E13", "a kind of question that there is not"),
    ("E14", "an id with other letters than a-z, 0-9 and -"),
    ("E15", "`from` where nothing can be taken, or missing where it is needed"),
    ("E17", "a former id that is still in use, or was given twice"),
    ("E18", "a file that cannot be read"),
    ("E19", "words of a page that is never kept, where they would be kept"),
    ("E20", "questions and turns on one page"),
    ("E21", "how the reader is, asked with something else than a scale from 0 to 10"),
    ("W01", "a hard page without an ending that leads back to today"),
    ("W02", "a page that does not say why it is here"),
    ("W03", "an open question without a hint or an example"),
    ("W04", "a chapter with too many words before the first thing to do"),
    ("W05", "a page with nothing to read and nothing to answer"),
    ("W06", "`after` names a chapter that does not come before"),
    ("W07", "a heavy page that does not ask how the reader is, before and after"),
];

/// The line and column of a byte, both from 1; columns are counted in letters.
#[must_use]
pub fn line_column(source: &str, byte: usize) -> (usize, usize) {
    let mut byte = byte.min(source.len());
    while !source.is_char_boundary(byte) {
        byte -= 1;
    }
    let before = source.split_at(byte).0;
    let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let column = before.get(start..).unwrap_or("").trim_start_matches('\u{feff}').chars().count() + 1;
    (line, column)
}

/// The known name nearest to a misspelt one, if any is near enough to be meant.
#[must_use]
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (wrong.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|name| (distance(wrong, name), name))
        .filter(|(far, _)| *far <= limit)
        .min_by_key(|(far, _)| *far)
        .map(|(_, name)| name)
}

/// How many letters must be added, dropped, changed or swapped with their neighbour (optimal string alignment).
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let cell = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX / 2);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            let mut best =
                (cell(&last, j) + usize::from(x != y)).min(cell(&last, j + 1) + 1).min(cell(&row, j) + 1);
            if swapped {
                best = best.min(cell(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        let known = ["prompt", "kind", "needs", "hint"];
        assert_eq!(nearest("promt", known), Some("prompt"));
        assert_eq!(nearest("knid", known), Some("kind"));
        assert_eq!(nearest("neds", known), Some("needs"));
        assert_eq!(nearest("colour", known), None);
    }
}
