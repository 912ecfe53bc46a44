//! Conditions under which a question or page is there: `ache >= 4 and not style has "withdraw"`.
//!
//! Read once when a book is loaded; what was answered comes in when it is asked. A comparison with a question that
//! has no answer is false, whatever the comparison, so that nothing appears because of what was not said.

use crate::answer::{Answer, Cell};
use crate::journal::Id;
use std::ops::Range;

mod read;

/// A condition, read once.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    test: Test,
}

/// What is wrong in a condition, and where in its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// In bytes of the condition.
    pub at: Range<usize>,
    /// One sentence without an end stop.
    pub sentence: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// One question that a condition looks at, for the linter.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// The question.
    pub id: Id,
    /// Where it is named, in bytes of the condition.
    pub at: Range<usize>,
    /// What it is compared with, and where that stands; `None` for `answered(..)`.
    pub with: Option<(Operand, Range<usize>)>,
}

/// What an answer is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operand {
    /// A number.
    Number(i64),
    /// Words, or the id of an option.
    Text(String),
}

#[derive(Clone, Debug, PartialEq)]
enum Test {
    Answered(Id),
    Compare(Id, Operator, Operand),
    Not(Box<Test>),
    All(Vec<Test>),
    Any(Vec<Test>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
    Has,
}

impl Condition {
    /// Reads a condition of a chapter, together with every question that it looks at.
    pub fn parse(source: &str, chapter: &str) -> Result<(Condition, Vec<Look>), Wrong> {
        let (test, looks) = read::test(source, chapter)?;
        Ok((Condition { test }, looks))
    }

    /// Whether it holds for some answers. `lookup` gives the answer to a question, if there is one.
    #[must_use]
    pub fn holds<'a>(&self, lookup: &dyn Fn(&Id) -> Option<&'a Answer>) -> bool {
        self.test.holds(lookup)
    }

    /// Every question that it looks at.
    #[must_use]
    pub fn ids(&self) -> Vec<&Id> {
        let mut ids = Vec::new();
        self.test.ids(&mut ids);
        ids
    }
}

impl Test {
    fn holds<'a>(&self, lookup: &dyn Fn(&Id) -> Option<&'a Answer>) -> bool {
        match self {
            Test::Answered(id) => lookup(id).is_some_and(|answer| !answer.is_empty()),
            Test::Compare(id, operator, operand) => lookup(id)
                .filter(|answer| !answer.is_empty())
                .is_some_and(|answer| compare(answer, *operator, operand)),
            Test::Not(test) => !test.holds(lookup),
            Test::All(tests) => tests.iter().all(|test| test.holds(lookup)),
            Test::Any(tests) => tests.iter().any(|test| test.holds(lookup)),
        }
    }

    fn ids<'a>(&'a self, ids: &mut Vec<&'a Id>) {
        match self {
            Test::Answered(id) | Test::Compare(id, _, _) => ids.push(id),
            Test::Not(test) => test.ids(ids),
            Test::All(tests) | Test::Any(tests) => tests.iter().for_each(|test| test.ids(ids)),
        }
    }
}

fn compare(answer: &Answer, operator: Operator, operand: &Operand) -> bool {
    match (operator, operand) {
        (Operator::Has, operand) => contains(answer, operand),
        (Operator::Equal, Operand::Text(text)) => words(answer).is_some_and(|words| words == text),
        (Operator::Unequal, Operand::Text(text)) => words(answer).is_none_or(|words| words != text),
        (_, Operand::Text(_)) => false,
        (operator, Operand::Number(other)) => {
            let Some(number) = number(answer) else { return operator == Operator::Unequal };
            match operator {
                Operator::Equal | Operator::Has => number == *other,
                Operator::Unequal => number != *other,
                Operator::Less => number < *other,
                Operator::AtMost => number <= *other,
                Operator::More => number > *other,
                Operator::AtLeast => number >= *other,
            }
        }
    }
}

/// An answer as one number, if it is one.
fn number(answer: &Answer) -> Option<i64> {
    match answer {
        Answer::Number(number) => Some(*number),
        Answer::Text(text) => text.trim().parse().ok(),
        Answer::List(_) | Answer::Fields(_) | Answer::Rows(_) => None,
    }
}

/// An answer as one text, if it is one.
fn words(answer: &Answer) -> Option<&str> {
    match answer {
        Answer::Text(text) => Some(text.trim()),
        Answer::List(lines) => match lines.as_slice() {
            [line] => Some(line.trim()),
            _ => None,
        },
        Answer::Number(_) | Answer::Fields(_) | Answer::Rows(_) => None,
    }
}

/// Whether something was chosen, listed or put into a cell.
fn contains(answer: &Answer, operand: &Operand) -> bool {
    let (text, wanted) = match operand {
        Operand::Text(text) => (text.clone(), None),
        Operand::Number(number) => (number.to_string(), Some(*number)),
    };
    let cell = |cell: &Cell| match cell {
        Cell::Number(number) => Some(*number) == wanted,
        Cell::Text(words) => words.trim() == text,
    };
    match answer {
        Answer::Number(number) => Some(*number) == wanted,
        Answer::Text(words) => words.trim() == text,
        Answer::List(lines) => lines.iter().any(|line| line.trim() == text),
        Answer::Fields(row) => row.iter().any(|(_, value)| cell(value)),
        Answer::Rows(rows) => rows.iter().flatten().any(|(_, value)| cell(value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(id: &str) -> Option<Answer> {
        match id {
            "c.ache" => Some(Answer::Number(6)),
            "c.style" => Some(Answer::List(vec!["withdraw".into(), "joke".into()])),
            "c.pick" => Some(Answer::Text("calm".into())),
            "c.empty" => Some(Answer::Text(" ".into())),
            "other.rows" => Some(Answer::Rows(vec![vec![("who".into(), Cell::Text("Ada".into()))]])),
            _ => None,
        }
    }

    fn holds(source: &str) -> bool {
        let (condition, _) =
            Condition::parse(source, "c").unwrap_or_else(|wrong| panic!("{source}: {wrong:?}"));
        let answers: Vec<(Id, Answer)> =
            condition.ids().into_iter().filter_map(|id| Some((id.clone(), answer(id.as_str())?))).collect();
        condition.holds(&|id| answers.iter().find(|(known, _)| known == id).map(|(_, answer)| answer))
    }

    #[test]
    fn conditions_hold_as_they_read() {
        for (source, wanted) in [
            ("ache >= 4", true),
            ("ache > 6", false),
            ("ache == 6 and ache != 5", true),
            ("ache < 6 or ache <= 6", true),
            (r#"style has "withdraw""#, true),
            ("style has 'shout'", false),
            (r#"style == "withdraw""#, false),
            (r#"pick == "calm""#, true),
            (r#"pick != "calm""#, false),
            (r#"pick has "calm""#, true),
            (r#"other.rows has "Ada""#, true),
            ("answered(ache)", true),
            ("answered(empty)", false),
            ("answered(nothing) or not answered(nothing)", true),
            ("nothing == 0", false),
            ("nothing != 0", false),
            ("not nothing != 0", true),
            ("not (ache >= 4 and answered(style))", false),
            ("ache > 9 or ache > 5 and ache < 7", true),
            ("(ache > 9 or ache > 5) and ache > 7", false),
        ] {
            assert_eq!(holds(source), wanted, "{source}");
        }
    }

    #[test]
    fn mistakes_are_found_where_they_are() {
        for (source, at, sentence) in [
            ("ache = 4", 5..6, "one `=` compares nothing"),
            ("ache >=", 7..7, "nothing to compare with"),
            ("ache", 4..4, "a comparison is missing here"),
            ("ache >= 4 style", 10..15, "the condition is over before this"),
            ("style has withdraw", 10..18, "words are compared in quotes"),
            ("style has \"with", 10..11, "this text is never closed"),
            ("(ache >= 4", 10..10, "a bracket is not closed here"),
            ("ache >= 4 && x > 1", 10..11, "`&` means nothing in a condition"),
            ("answered scene", 9..14, "`answered` needs a question in brackets"),
            ("ache >= 4 and", 13..13, "the id of a question is missing here"),
            ("", 0..0, "the id of a question is missing here"),
            ("ache >= 99999999999999999999", 8..28, "`99999999999999999999` is no number"),
        ] {
            let wrong = Condition::parse(source, "c").expect_err(source);
            assert_eq!((wrong.at, wrong.sentence.as_str()), (at, sentence), "{source}");
        }
    }

    #[test]
    fn a_bomb_of_brackets_is_refused() {
        assert!(Condition::parse(&"(".repeat(100_000), "c").is_err());
        assert!(Condition::parse(&"not ".repeat(100_000), "c").is_err());
    }
}
