//! An agreement while it is made: its words, its last day, its tick.

use super::{AGREED, UNTIL, cell, long};
use crate::answer::Answer;
use crate::kind::compose::Draft;
use crate::kind::date::exact;
use crate::kind::text::Field;
use crate::kind::{Change, Edit, Focus, Form, Takes};
use crate::sheet::Sheet;
use crate::text::{self, Clip, Motion};
use jiff::civil::Date;
use std::ops::Range;

/// An agreement while it is made.
pub(super) struct Pact {
    pub(super) draft: Draft,
    /// The last day, as it is typed.
    pub(super) day: Field,
    pub(super) last: Last,
    pub(super) agreed: Option<Date>,
    /// The words were changed after somebody had agreed to them.
    pub(super) is_undone: bool,
    pub(super) part: Part,
    pub(super) width: usize,
}

/// What of it has the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Words,
    Day,
    Tick,
}

/// The last day, and between which days it can be.
pub(super) struct Last {
    pub(super) today: Date,
    pub(super) latest: Date,
    /// The one that holds.
    pub(super) until: Date,
    pub(super) weeks: i64,
}

/// What somebody's words say about the last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meant {
    /// This one.
    Day(Date),
    /// No words.
    Nothing,
    /// A day that is not certain.
    Unclear,
    /// One that is too far away.
    TooLate,
    /// One that has gone by.
    Past,
}

impl Last {
    /// What words mean. The day that holds already is never refused.
    pub(super) fn meant(&self, words: &str) -> Meant {
        match exact::day(words, self.today) {
            _ if words.trim().is_empty() => Meant::Nothing,
            None => Meant::Unclear,
            Some(day) if day == self.until => Meant::Day(day),
            Some(day) if day > self.latest => Meant::TooLate,
            Some(day) if day < self.today => Meant::Past,
            Some(day) => Meant::Day(day),
        }
    }
}

impl Pact {
    pub(super) fn typed_day(&self) -> String {
        match self.day.answer() {
            Some(Answer::Text(words)) => words.to_string(),
            Some(Answer::Number(_) | Answer::List(_) | Answer::Fields(_) | Answer::Rows(_)) | None => {
                String::new()
            }
        }
    }

    fn to(&mut self, part: Part) -> Change {
        self.part = part;
        Change::Moved
    }

    /// The words are others than somebody has agreed to.
    fn reworded(&mut self, change: Change) -> Change {
        match change {
            Change::Typed | Change::Chosen if self.agreed.take().is_some() => {
                self.is_undone = true;
                change
            }
            Change::Nothing | Change::Moved | Change::Typed | Change::Chosen => change,
        }
    }

    fn edit_day(&mut self, edit: Edit, clip: &mut Clip) -> Change {
        let change = self.day.edit(edit, clip);
        if change == Change::Typed
            && let Meant::Day(day) = self.last.meant(&self.typed_day())
        {
            self.last.until = day;
        }
        change
    }

    fn tick(&mut self) -> Change {
        self.agreed = if self.agreed.is_none() { Some(self.last.today) } else { None };
        self.is_undone = false;
        // Nobody agrees beside another day than the one that holds.
        self.put_day_back();
        Change::Chosen
    }

    /// What could not be taken goes, and the day that holds stands in the field again.
    fn put_day_back(&mut self) {
        let words = long(self.last.until);
        if self.last.meant(&self.typed_day()) != Meant::Day(self.last.until) {
            let mut clip = Clip::default();
            self.day.edit(Edit::Write(text::Edit::SelectAll), &mut clip);
            self.day.edit(Edit::Write(text::Edit::Paste(words)), &mut clip);
        }
    }
}

impl Form for Pact {
    fn resize(&mut self, width: usize, page: usize) {
        self.width = width;
        self.draft.resize(width, page);
        self.day.resize(width, page);
    }

    fn edit(&mut self, edit: Edit, clip: &mut Clip) -> Change {
        let is = |motion: Motion| edit == Edit::Write(text::Edit::Move(motion));
        let (up, down) = (is(Motion::Up), is(Motion::Down));
        match (self.part, edit) {
            (Part::Words, Edit::NextPart) => self.to(Part::Day),
            (Part::Day, Edit::NextPart | Edit::Confirm) => self.to(Part::Tick),
            (Part::Tick, Edit::PreviousPart | Edit::Up) => self.to(Part::Day),
            (Part::Day, Edit::PreviousPart) => self.to(Part::Words),
            (Part::Words, edit) => match self.draft.edit(edit, clip) {
                Change::Nothing if down => self.to(Part::Day),
                change @ (Change::Nothing | Change::Moved | Change::Typed | Change::Chosen) => {
                    self.reworded(change)
                }
            },
            (Part::Day, edit) => match self.edit_day(edit, clip) {
                Change::Nothing if up => self.to(Part::Words),
                Change::Nothing if down => self.to(Part::Tick),
                change @ (Change::Nothing | Change::Moved | Change::Typed | Change::Chosen) => change,
            },
            (Part::Tick, Edit::Toggle | Edit::Pick(1)) => self.tick(),
            (Part::Tick, Edit::Clear) if self.agreed.is_some() => self.tick(),
            (
                Part::Tick,
                Edit::Write(_)
                | Edit::Pick(_)
                | Edit::Confirm
                | Edit::Down
                | Edit::Left
                | Edit::Right
                | Edit::First
                | Edit::Last
                | Edit::Clear
                | Edit::NextPart
                | Edit::Higher
                | Edit::Lower
                | Edit::Renew,
            ) => Change::Nothing,
        }
    }

    fn answer(&self) -> Option<Answer> {
        let Some(Answer::Fields(mut fields)) = self.draft.answer() else { return None };
        fields.push(cell(UNTIL, self.last.until));
        fields.extend(self.agreed.map(|day| cell(AGREED, day)));
        Some(Answer::Fields(fields))
    }

    fn height(&self, focus: Focus) -> usize {
        self.all(focus).0.len()
    }

    fn sheet(&self, focus: Focus, window: Range<usize>) -> Sheet {
        let (rows, cursor) = self.all(focus);
        Sheet { rows, cursor: (focus == Focus::Here).then_some(cursor) }.window(window)
    }

    fn row(&self) -> usize {
        self.all(Focus::Here).1.0
    }

    fn takes(&self) -> Takes {
        match self.part {
            Part::Words => Takes::Letters,
            Part::Day => Takes::Line,
            Part::Tick => Takes::Picks,
        }
    }

    fn offers(&self) -> Vec<(Edit, &'static str)> {
        match self.part {
            Part::Words => vec![
                (Edit::NextPart, "next"),
                (Edit::Renew, "build it anew"),
                (Edit::Write(text::Edit::Undo), "undo"),
            ],
            Part::Day => vec![(Edit::NextPart, "next"), (Edit::Write(text::Edit::Undo), "undo")],
            Part::Tick => vec![(Edit::Toggle, if self.agreed.is_some() { "untick" } else { "agree" })],
        }
    }

    fn text(&self) -> Option<&str> {
        if self.part == Part::Words { self.draft.text() } else { None }
    }

    fn rest(&mut self) {
        self.put_day_back();
        self.part = Part::Words;
    }

    fn brief(&self) -> String {
        match self.agreed {
            Some(_) => format!("until {}", long(self.last.until)),
            None => "not agreed on".to_owned(),
        }
    }

    fn place(&self) -> usize {
        match self.part {
            Part::Words => self.draft.place() + 2,
            Part::Day => 0,
            Part::Tick => 1,
        }
    }

    fn go_to(&mut self, place: usize) {
        match place {
            0 => self.part = Part::Day,
            1 => self.part = Part::Tick,
            letter => {
                self.part = Part::Words;
                self.draft.go_to(letter - 2);
            }
        }
    }
}
