//! What a person answered: the closed set of shapes that an answer can have in memory and in a file.
//!
//! Kinds of questions come and go; shapes do not. Nothing here knows how a question is asked or drawn.
//! `Debug` shows shape and size and never a word, so that no log, error or panic can carry one.

use crate::shared_str::SharedStr;
use std::fmt;

/// One answer, whatever kind of question it belongs to.
#[derive(Clone, PartialEq, Eq)]
pub enum Answer {
    /// A whole number, such as a place on a scale.
    Number(i64),
    /// Words: a line, a text, a date, or the id of one option.
    Text(SharedStr),
    /// Lines in the person's order, or the ids of several options.
    List(Vec<String>),
    /// One value for each name: the rows of a grid.
    Fields(Row),
    /// Several sets of named values: the rows of a table, or the endings of a sentence.
    Rows(Vec<Row>),
}

/// Named values in the order in which the question names them.
pub type Row = Vec<(String, Cell)>;

/// One named value.
#[derive(Clone, PartialEq, Eq)]
pub enum Cell {
    /// A whole number.
    Number(i64),
    /// Words, or the id of an option.
    Text(String),
}

impl Answer {
    /// Whether nothing has been said: no words, no lines, no filled cell. A number always says something.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Answer::Number(_) => false,
            Answer::Text(text) => text.trim().is_empty(),
            Answer::List(lines) => lines.iter().all(|line| line.trim().is_empty()),
            Answer::Fields(row) => row.iter().all(|(_, cell)| cell.is_empty()),
            Answer::Rows(rows) => rows.iter().flatten().all(|(_, cell)| cell.is_empty()),
        }
    }
}

impl Cell {
    /// Whether the cell holds no words. A number always says something.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Cell::Number(_) => false,
            Cell::Text(text) => text.trim().is_empty(),
        }
    }

    /// The value as a person would write it.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Cell::Number(number) => number.to_string(),
            Cell::Text(text) => text.clone(),
        }
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Answer::Number(_) => write!(f, "Number"),
            Answer::Text(text) => write!(f, "Text({} bytes)", text.len()),
            Answer::List(lines) => write!(f, "List({} lines)", lines.len()),
            Answer::Fields(row) => write!(f, "Fields({})", row.len()),
            Answer::Rows(rows) => write!(f, "Rows({})", rows.len()),
        }
    }
}

impl fmt::Debug for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cell::Number(_) => write!(f, "Number"),
            Cell::Text(text) => write!(f, "Text({} bytes)", text.len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_words() {
        let canary = "canary".to_owned();
        let row = vec![("who".to_owned(), Cell::Text(canary.clone()))];
        let answers = [
            Answer::Text(canary.as_str().into()),
            Answer::List(vec![canary]),
            Answer::Fields(row.clone()),
            Answer::Rows(vec![row]),
        ];
        for answer in answers {
            assert!(!format!("{answer:?}").contains("canary"));
        }
    }

    #[test]
    fn emptiness_is_about_words() {
        assert!(Answer::Text(" \n".into()).is_empty());
        assert!(Answer::List(vec![String::new()]).is_empty());
        assert!(!Answer::Number(0).is_empty());
        assert!(!Answer::Fields(vec![("a".into(), Cell::Number(0))]).is_empty());
    }
}
