//! What is wrong in a book, where, and what to do about it: one sentence each.
//!
//! Problems are about chapters, which authors write. They never hold words of a person's answers.

use std::ops::Range;

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
