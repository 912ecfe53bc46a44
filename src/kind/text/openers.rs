//! Ways to begin a sentence, below the field that they are for: the cursor goes down to them, and one is taken.
//!
//! A field without any is the field itself.

use super::Field;
use crate::kind::writing::wrapped;
use crate::kind::{Asked, Change, Edit, Focus, Form, Takes};
use crate::sheet::{Role, Row, Sheet};
use crate::text::{self, Clip, Motion};
use std::ops::Range;

/// A field with ways to begin below it, when there are any.
pub(super) fn around(field: Field, openers: &[String], asked: &Asked<'_>) -> Box<dyn Form> {
    if openers.is_empty() {
        return Box::new(field);
    }
    let openers = openers.iter().map(|opener| (asked.fill)(opener)).collect();
    Box::new(Opened { field, openers, at: None, width: 76 })
}

/// A field, and ways to begin below it.
struct Opened {
    field: Field,
    openers: Vec<String>,
    /// The way to begin that would be taken; none while the field has the cursor.
    at: Option<usize>,
    width: usize,
}

/// What stands for the words that follow.
const GAP: &str = "____";
/// Cells before a way to begin.
const MARGIN: usize = 4;
const WAYS: &str = "Ways to begin:";

impl Opened {
    /// Puts the beginning of a sentence where the cursor was.
    fn take(&mut self, at: usize, clip: &mut Clip) -> Change {
        self.at = None;
        let Some(opener) = self.openers.get(at) else { return Change::Nothing };
        let start = match opener.split_once(GAP) {
            Some((start, _)) => start,
            None => opener,
        };
        let before = self.field.text.as_str().get(..self.field.text.position()).unwrap_or("");
        let air = if before.is_empty() || before.ends_with(char::is_whitespace) { "" } else { " " };
        self.field.edit(Edit::Write(text::Edit::Paste(format!("{air}{start}"))), clip)
    }

    fn down(&mut self, clip: &mut Clip) -> Change {
        let next = match self.at {
            Some(at) => at + 1,
            None => match self.field.edit(Edit::Write(text::Edit::Move(Motion::Down)), clip) {
                Change::Nothing => 0,
                change @ (Change::Moved | Change::Typed | Change::Chosen) => return change,
            },
        };
        if next >= self.openers.len() {
            return Change::Nothing;
        }
        self.at = Some(next);
        Change::Moved
    }

    /// The rows below the field, and the one that would be taken.
    fn below(&self, focus: Focus) -> (Vec<Row>, usize) {
        if focus == Focus::Away {
            return (Vec::new(), 0);
        }
        let mut rows = vec![Row::of(Role::Dim, WAYS).cut(self.width).indented(0)];
        let mut current = 0;
        for (n, opener) in self.openers.iter().enumerate() {
            let here = self.at == Some(n);
            if here {
                current = rows.len();
            }
            let role = if here { Role::Current } else { Role::Plain };
            let words = wrapped(role, opener, self.width.saturating_sub(MARGIN).max(1));
            for (line, words) in words.into_iter().enumerate() {
                let mut row = match (here, line) {
                    (true, 0) => Row::of(Role::Focus, "  > "),
                    (_, _) => Row::of(Role::Plain, "    "),
                };
                row.append(words);
                rows.push(row.cut(self.width));
            }
        }
        (rows, current)
    }
}

impl Form for Opened {
    fn resize(&mut self, width: usize, page: usize) {
        self.width = width;
        self.field.resize(width, page);
    }

    fn edit(&mut self, edit: Edit, clip: &mut Clip) -> Change {
        match (edit, self.at) {
            (Edit::Write(text::Edit::Move(Motion::Down)), _) => self.down(clip),
            (Edit::Write(text::Edit::Move(Motion::Up)), Some(at)) => {
                self.at = at.checked_sub(1);
                Change::Moved
            }
            (Edit::Confirm | Edit::Write(text::Edit::Newline), Some(at)) => self.take(at, clip),
            (edit, at) => match self.field.edit(edit, clip) {
                Change::Nothing => Change::Nothing,
                change @ (Change::Moved | Change::Typed | Change::Chosen) => {
                    self.at = at.filter(|_| change == Change::Nothing);
                    change
                }
            },
        }
    }

    fn rest(&mut self) {
        self.at = None;
    }

    fn height(&self, focus: Focus) -> usize {
        self.field.height(focus) + self.below(focus).0.len()
    }

    fn sheet(&self, focus: Focus, window: Range<usize>) -> Sheet {
        let rows = self.field.height(focus);
        let Sheet { rows: mut seen, cursor } = self.field.sheet(focus, 0..rows);
        let (below, current) = self.below(focus);
        seen.extend(below);
        let cursor = match self.at {
            Some(_) if focus == Focus::Here => Some((rows + current, MARGIN)),
            Some(_) | None => cursor,
        };
        Sheet { rows: seen, cursor }.window(window)
    }

    fn row(&self) -> usize {
        match self.at {
            Some(_) => self.field.height(Focus::Here) + self.below(Focus::Here).1,
            None => self.field.row(),
        }
    }

    fn takes(&self) -> Takes {
        self.field.takes()
    }

    fn offers(&self) -> Vec<(Edit, &'static str)> {
        match (self.at, self.field.takes()) {
            (Some(_), Takes::Line) => vec![(Edit::Confirm, "take it")],
            (Some(_), Takes::Letters | Takes::Search | Takes::Picks | Takes::Nothing) => {
                vec![(Edit::Write(text::Edit::Newline), "take it")]
            }
            (None, _) => {
                let down = (Edit::Write(text::Edit::Move(Motion::Down)), "begin");
                [down].into_iter().chain(self.field.offers()).collect()
            }
        }
    }

    fn answer(&self) -> Option<crate::answer::Answer> {
        self.field.answer()
    }

    fn text(&self) -> Option<&str> {
        self.field.text()
    }

    fn brief(&self) -> String {
        self.field.brief()
    }

    fn place(&self) -> usize {
        self.field.place()
    }

    fn go_to(&mut self, place: usize) {
        self.field.go_to(place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Answer;
    use crate::kind::text::{Line, Text};
    use crate::kind::{Ask, trial};

    const OPENERS: &str = "openers = [\"You said ____, and I ____\", \"Is there more?\"]";

    fn motion(form: &mut dyn Form, motion: Motion) -> Change {
        trial::edit(form, Edit::Write(text::Edit::Move(motion)))
    }

    #[test]
    fn a_way_to_begin_is_taken_and_written_on() {
        let mut form = trial::asked(&[], |asked| trial::read(OPENERS, Text::read).form(asked, None));
        assert_eq!(motion(form.as_mut(), Motion::Down), Change::Moved);
        assert!(form.sheet(Focus::Here, 0..40).words().contains("  > You said ____"));
        assert_eq!(trial::edit(form.as_mut(), Edit::Write(text::Edit::Newline)), Change::Typed);
        trial::write(form.as_mut(), "nothing.");
        assert_eq!(motion(form.as_mut(), Motion::Down), Change::Moved);
        assert_eq!(motion(form.as_mut(), Motion::Down), Change::Moved);
        assert_eq!(motion(form.as_mut(), Motion::Down), Change::Nothing);
        assert_eq!(trial::edit(form.as_mut(), Edit::Write(text::Edit::Newline)), Change::Typed);
        assert_eq!(form.answer(), Some(Answer::Text("You said nothing. Is there more?".into())));
    }

    #[test]
    fn writing_goes_back_to_the_field_and_enter_goes_on_as_ever() {
        let mut form = trial::asked(&[], |asked| trial::read(OPENERS, Line::read).form(asked, None));
        assert_eq!(trial::edit(form.as_mut(), Edit::Confirm), Change::Nothing);
        motion(form.as_mut(), Motion::Down);
        motion(form.as_mut(), Motion::Up);
        assert_eq!(trial::edit(form.as_mut(), Edit::Confirm), Change::Nothing);
        motion(form.as_mut(), Motion::Down);
        trial::write(form.as_mut(), "mine");
        assert_eq!(form.answer(), Some(Answer::Text("mine".into())));
        assert_eq!(trial::edit(form.as_mut(), Edit::Confirm), Change::Nothing);
        assert!(form.height(Focus::Away) < form.height(Focus::Here));
    }
}
