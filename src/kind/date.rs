//! `date`: a date as exactly as somebody knows it: `2026-05-12`, `May 1987`, `1987`, `age 7`.
//!
//! Stored as text, as it was typed. Nothing is refused: memory has its own calendar.

use super::text::{Field, words};
use super::{Ask, Asked, Form, Told};
use crate::answer::Answer;
use crate::author::{Choice, Reader};
use crate::text::Text;

/// A date, exact or not.
#[derive(Clone, Debug)]
pub struct Date;

/// What a date may look like, when its author gave no example.
const EXAMPLE: &str = "For example: 12 May 2027, or 1987, or age 7";

impl Date {
    /// A date has no fields of its own.
    pub(super) fn read(_: &mut Reader<'_>) -> Option<Date> {
        Some(Date)
    }
}

impl Ask for Date {
    fn form(&self, asked: &Asked<'_>, answer: Option<&Answer>) -> Box<dyn Form> {
        let example = if asked.example.is_empty() { EXAMPLE } else { asked.example };
        let asked = Asked { example, aim: None, ..*asked };
        Box::new(Field::new(Text::line(words(answer)), 1, &asked).narrow(50))
    }

    fn told(&self, _: &Asked<'_>, answer: &Answer) -> Told {
        Told::Value(words(Some(answer)).to_owned())
    }

    fn lines(&self, _: &Asked<'_>, answer: &Answer) -> Vec<Choice> {
        let text = words(Some(answer)).trim().to_owned();
        if text.is_empty() { Vec::new() } else { vec![Choice { id: text.clone(), text }] }
    }

    fn fits(&self, answer: &Answer) -> bool {
        matches!(answer, Answer::Text(text) if !text.contains('\n'))
    }
}
