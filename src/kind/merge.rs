//! `merge`: the lines of two people become one joint list, to be changed together.
//!
//! Stored as a list of text. It begins with the lines of the answer that it comes from. From then on it is a list like
//! any other: nothing that is written in it is ever overwritten, and lines that are missing come only when asked for.
//! Somebody alone begins with their own lines.

use super::list::{List, items};
use super::{Ask, Asked, Form, From, Told};
use crate::answer::Answer;
use crate::author::{Choice, Reader};

/// A joint list.
#[derive(Clone, Debug)]
pub struct Merge {
    list: List,
}

impl Merge {
    /// Reads `item` and `max`.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Merge> {
        Some(Merge { list: List::read(reader)? })
    }
}

impl Ask for Merge {
    fn form(&self, asked: &Asked<'_>, answer: Option<&Answer>) -> Box<dyn Form> {
        let source: Vec<String> = asked.from.iter().map(|line| line.text.clone()).collect();
        let begun = if answer.is_some() { items(answer).to_vec() } else { source.clone() };
        self.list.growing(asked, &begun, source)
    }

    fn told(&self, asked: &Asked<'_>, answer: &Answer) -> Told {
        self.list.told(asked, answer)
    }

    fn lines(&self, asked: &Asked<'_>, answer: &Answer) -> Vec<Choice> {
        self.list.lines(asked, answer)
    }

    fn fits(&self, answer: &Answer) -> bool {
        self.list.fits(answer)
    }

    fn from(&self) -> From {
        From::Needed
    }

    fn texts(&self) -> Vec<&str> {
        self.list.texts()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::{Change, Edit, trial};
    use crate::text;

    fn merge(from: &[&str], answer: Option<&Answer>) -> Box<dyn Form> {
        trial::asked(from, |asked| trial::read("item = \"wish\"", Merge::read).form(asked, answer))
    }

    fn list(lines: &[&str]) -> Option<Answer> {
        Some(Answer::List(lines.iter().map(|line| (*line).to_owned()).collect()))
    }

    #[test]
    fn it_begins_with_the_lines_of_its_source_and_keeps_what_became_of_them() {
        let mut form = merge(&["a walk", "a lamp"], None);
        assert!(form.stands_by_itself());
        assert_eq!(form.answer(), list(&["a walk", "a lamp"]));
        trial::edit(form.as_mut(), Edit::Write(text::Edit::Move(text::Motion::Start)));
        trial::write(form.as_mut(), "not ");
        let answer = form.answer();
        assert_eq!(answer, list(&["not a walk", "a lamp"]));
        let mut form = merge(&["a lamp", "a dog"], answer.as_ref());
        assert_eq!(form.answer(), answer);
        assert_eq!(trial::edit(form.as_mut(), Edit::Renew), Change::Chosen);
        assert_eq!(form.answer(), list(&["not a walk", "a lamp", "a dog"]));
        trial::edit(form.as_mut(), Edit::Write(text::Edit::Undo));
        assert_eq!(form.answer(), answer);
    }

    #[test]
    fn without_lines_it_is_a_list_to_begin() {
        let mut form = merge(&[], None);
        assert!(!form.stands_by_itself() && form.answer().is_none());
        trial::write(form.as_mut(), "a walk");
        assert_eq!(form.answer(), list(&["a walk"]));
    }
}
