//! `mark`: star the strongest lines of earlier answers.
//!
//! Stored as a list, in the order of the earlier answers. A star stays when its line is changed there: it is shown
//! as it was, until it is taken back.

use super::choice::ids;
use super::picker::{Options, Pick, Picker};
use super::{Ask, Asked, Form, From, Told};
use crate::answer::Answer;
use crate::author::{Choice, Reader};

/// Stars on earlier lines.
#[derive(Clone, Debug)]
pub struct Mark {
    max: usize,
}

impl Mark {
    /// Reads `max`.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Mark> {
        let max = reader.integer_in("max", 1, 99).and_then(|max| usize::try_from(max).ok());
        Some(Mark { max: max.unwrap_or(usize::MAX) })
    }
}

impl Ask for Mark {
    fn form(&self, asked: &Asked<'_>, answer: Option<&Answer>) -> Box<dyn Form> {
        let options = Options {
            groups: vec![(String::new(), asked.from.to_vec())],
            other: None,
            empty: "It builds on lists that are still open. They can wait.",
        };
        Box::new(Picker::new(Pick::Stars(self.max), options, answer))
    }

    fn told(&self, asked: &Asked<'_>, answer: &Answer) -> Told {
        Told::Lines(self.lines(asked, answer).into_iter().map(|line| line.text).collect())
    }

    fn lines(&self, asked: &Asked<'_>, answer: &Answer) -> Vec<Choice> {
        let find = |id: &str| asked.from.iter().find(|line| line.id == id).cloned();
        ids(answer)
            .into_iter()
            .map(|id| find(id).unwrap_or_else(|| Choice { id: id.to_owned(), text: id.to_owned() }))
            .collect()
    }

    fn fits(&self, answer: &Answer) -> bool {
        matches!(answer, Answer::List(_))
    }

    fn from(&self) -> From {
        From::Needed
    }
}
