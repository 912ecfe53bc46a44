//! What is looked for, and whether a text holds it. It knows words, and not whose they are.

use crate::text::fold::{find, fold, fold_into};
use std::ops::Range;

/// How well the words fit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// As they were typed, from the beginning of a word.
    Begins,
    /// As they were typed, inside of a word.
    Inside,
    /// All of them, somewhere.
    Apart,
}

/// What is looked for, folded, and room to fold what it is looked for in.
pub(super) struct Wanted {
    whole: String,
    pub(super) words: Vec<String>,
    room: String,
}

impl Wanted {
    pub(super) fn new(query: &str) -> Wanted {
        let words: Vec<String> = fold(query).split_whitespace().map(str::to_owned).collect();
        Wanted { whole: words.join(" "), words, room: String::new() }
    }

    /// How well a text fits, if it holds all the words.
    pub(super) fn fits(&mut self, text: &str) -> Option<Fit> {
        self.room.clear();
        fold_into(&mut self.room, text);
        let folded = &self.room;
        if !self.words.iter().all(|word| folded.contains(word.as_str())) {
            return None;
        }
        let begins = |at: usize| {
            folded
                .get(..at)
                .and_then(|before| before.chars().next_back())
                .is_none_or(|c| !c.is_alphanumeric())
        };
        let whole: Vec<bool> = folded.match_indices(&self.whole).map(|(at, _)| begins(at)).collect();
        Some(match whole.as_slice() {
            [] => Fit::Apart,
            whole if whole.contains(&true) => Fit::Begins,
            _ => Fit::Inside,
        })
    }

    /// The line of a text that tells most, and where the first word stands in it.
    pub(super) fn line(&mut self, text: &str) -> (String, Range<usize>) {
        let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
        let whole = lines().find_map(|line| Some((line, find(line, &self.whole)?)));
        let any =
            || lines().find_map(|line| Some((line, self.words.iter().find_map(|word| find(line, word))?)));
        match whole.or_else(any) {
            Some((line, at)) => (line.to_owned(), at),
            None => (lines().next().unwrap_or("").to_owned(), 0..0),
        }
    }
}
