//! `tick`: one thing to agree to, read, or have done; the day it was ticked is kept.
//!
//! Stored as the date, such as `2026-05-12`.

use super::{Ask, Asked, Blank, Change, Edit, Focus, Form, Takes, Told, day};
use crate::answer::Answer;
use crate::author::{Choice, Reader};
use crate::sheet::{Role, Row, Sheet};
use crate::text::{Clip, width};
use std::ops::Range;

/// A box to tick.
#[derive(Clone, Debug)]
pub struct Tick {
    /// What stands beside the box.
    label: String,
}

impl Tick {
    /// Reads `label`.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Tick> {
        Some(Tick { label: reader.text("label").unwrap_or_else(|| "yes".to_owned()) })
    }
}

/// The date in an answer, or nothing.
fn date(answer: Option<&Answer>) -> &str {
    match answer {
        Some(Answer::Text(date)) => date,
        Some(Answer::Number(_) | Answer::List(_) | Answer::Fields(_) | Answer::Rows(_)) | None => "",
    }
}

impl Ask for Tick {
    fn form(&self, asked: &Asked<'_>, answer: Option<&Answer>) -> Box<dyn Form> {
        Box::new(Box_ {
            label: (asked.fill)(&self.label),
            ticked: date(answer).to_owned(),
            today: asked.today.to_owned(),
            width: 76,
        })
    }

    fn blank(&self, asked: &Asked<'_>) -> Blank {
        Blank::Boxes(vec![(String::new(), vec![Some((asked.fill)(&self.label))])])
    }

    fn told(&self, asked: &Asked<'_>, answer: &Answer) -> Told {
        Told::Ticked(vec![(!date(Some(answer)).is_empty(), (asked.fill)(&self.label))])
    }

    fn lines(&self, _: &Asked<'_>, answer: &Answer) -> Vec<Choice> {
        let date = date(Some(answer)).to_owned();
        if date.is_empty() { Vec::new() } else { vec![Choice { id: date.clone(), text: date }] }
    }

    fn fits(&self, answer: &Answer) -> bool {
        matches!(answer, Answer::Text(date) if date.parse::<jiff::civil::Date>().is_ok())
    }

    fn follows_the_day(&self) -> bool {
        true
    }

    fn texts(&self) -> Vec<&str> {
        vec![&self.label]
    }
}

/// A box while it is looked at.
struct Box_ {
    label: String,
    /// The date, or empty.
    ticked: String,
    today: String,
    width: usize,
}

impl Form for Box_ {
    fn resize(&mut self, width: usize, _page: usize) {
        self.width = width;
    }

    fn edit(&mut self, edit: Edit, _: &mut Clip) -> Change {
        match edit {
            Edit::Toggle | Edit::Pick(1) => {
                self.ticked = if self.ticked.is_empty() { self.today.clone() } else { String::new() };
                Change::Chosen
            }
            Edit::Clear if !self.ticked.is_empty() => {
                self.ticked = String::new();
                Change::Chosen
            }
            Edit::Write(_)
            | Edit::Pick(_)
            | Edit::Confirm
            | Edit::Up
            | Edit::Down
            | Edit::Left
            | Edit::Right
            | Edit::First
            | Edit::Last
            | Edit::Clear
            | Edit::NextPart
            | Edit::PreviousPart
            | Edit::Higher
            | Edit::Lower
            | Edit::Renew => Change::Nothing,
        }
    }

    fn answer(&self) -> Option<Answer> {
        (!self.ticked.is_empty()).then(|| Answer::Text(self.ticked.as_str().into()))
    }

    fn height(&self, _: Focus) -> usize {
        1
    }

    fn sheet(&self, focus: Focus, window: Range<usize>) -> Sheet {
        let here = focus == Focus::Here;
        let (mark, role) = if self.ticked.is_empty() { ("[ ]", Role::Plain) } else { ("[x]", Role::Chosen) };
        let mut row = Row::of(if here { Role::Focus } else { Role::Plain }, if here { "> " } else { "  " })
            .with(role, mark)
            .with(Role::Plain, " ")
            .with(if here { Role::Current } else { Role::Plain }, self.label.as_str());
        // When it was agreed to is left out where there is no room for it: a date cut in two helps nobody.
        let since = match day::read(&self.ticked) {
            Some(date) => format!("  {}", day::said(date, &self.today)),
            None => String::new(),
        };
        if row.width() + width(&since) <= self.width {
            row.push(Role::Dim, since);
        }
        let cursor = here.then_some((0, 3));
        Sheet { rows: vec![row.cut(self.width)], cursor }.window(window)
    }

    fn row(&self) -> usize {
        0
    }

    fn takes(&self) -> Takes {
        Takes::Picks
    }

    fn offers(&self) -> Vec<(Edit, &'static str)> {
        vec![(Edit::Toggle, if self.ticked.is_empty() { "tick" } else { "untick" })]
    }

    fn brief(&self) -> String {
        if self.ticked.is_empty() { "not yet".to_owned() } else { "ticked".to_owned() }
    }

    fn place(&self) -> usize {
        0
    }

    fn go_to(&mut self, _: usize) {}
}
