//! What is wished of the question with the keys: letters, digits, choices, and what they make of its answer.
//!
//! What it means is known to its form; here is only what the page does about it.

use super::{Page, READ_ONLY};
use crate::app::Edit;
use crate::app::desk::{Desk, Outcome};
use crate::kind::Change;
use crate::text;

const TOO_LONG: &str =
    "That was more than one answer can hold. The beginning of it is here; the rest was not taken.";
const NOTHING_TO_UNDO: &str =
    "There is nothing to take back in this field. Stop writing, and you can take back a whole answer.";
const NOTHING_TO_REDO: &str = "There is nothing to do again in this field. It is as you wrote it last.";
const NOT_MADE: &str =
    "These words were not put together from other answers. They are yours to change as they are.";

impl Page {
    pub(super) fn edit(&mut self, edit: Edit, desk: &mut Desk<'_>) -> Outcome {
        let Some(at) = self.focus else { return Outcome::Nothing };
        if desk.read_only && changes(&edit) {
            return Outcome::Say(READ_ONLY);
        }
        let Some(asking) = self.asking_mut(at) else { return Outcome::Nothing };
        let too_long = pasted_too_much(&edit);
        let change = asking.form.edit(edit.clone(), desk.clip);
        if change == Change::Typed && !desk.read_only {
            self.start_timer();
        }
        match change {
            Change::Typed if too_long && !desk.read_only => {
                self.changed(change, desk);
                Outcome::TypedAndSay(TOO_LONG)
            }
            Change::Typed | Change::Chosen => self.changed(change, desk),
            Change::Moved => Outcome::Stay,
            Change::Nothing => match edit {
                Edit::Confirm => self.onward(desk),
                // Somebody who believes to be writing does not get from a choice into another field by a `j` or `k`.
                Edit::Down | Edit::Up => Outcome::Stay,
                Edit::Write(text::Edit::Undo) => Outcome::Say(NOTHING_TO_UNDO),
                Edit::Write(text::Edit::Redo) => Outcome::Say(NOTHING_TO_REDO),
                Edit::Renew => Outcome::Say(NOT_MADE),
                // At the edge of a field a motion has nowhere to go, and that is no mistake.
                Edit::Write(_) => Outcome::Stay,
                Edit::Pick(_)
                | Edit::Toggle
                | Edit::Left
                | Edit::Right
                | Edit::First
                | Edit::Last
                | Edit::Clear
                | Edit::NextPart
                | Edit::PreviousPart
                | Edit::Higher
                | Edit::Lower => Outcome::Nothing,
            },
        }
    }

    /// The form with the focus has other words or another choice in it than before.
    pub(super) fn changed(&mut self, change: Change, desk: &mut Desk<'_>) -> Outcome {
        let Some(asking) = self.focus.and_then(|at| self.asking_mut(at)) else { return Outcome::Nothing };
        asking.touched = true;
        if desk.read_only {
            asking.signature.clear();
            self.rebuild(desk.session);
            return Outcome::Say(READ_ONLY);
        }
        match change {
            Change::Chosen => {
                self.commit(desk);
                self.rebuild(desk.session);
                Outcome::Changed
            }
            Change::Typed | Change::Moved | Change::Nothing => Outcome::Typed,
        }
    }

    /// Whether there is an answer in the form that has the focus.
    pub(super) fn has_words(&self) -> bool {
        self.focused().is_some_and(|asking| asking.touched && asking.form.answer().is_some())
    }
}

/// Whether a paste is more than one answer can hold.
fn pasted_too_much(edit: &Edit) -> bool {
    matches!(edit, Edit::Write(text::Edit::Paste(pasted)) if pasted.len() > text::LONGEST)
}

/// Whether an edit would change an answer.
fn changes(edit: &Edit) -> bool {
    use crate::text::Edit as Write;
    match edit {
        Edit::Write(Write::Move(_) | Write::Select(_) | Write::SelectAll | Write::Copy)
        | Edit::Up
        | Edit::Down
        | Edit::Confirm
        | Edit::First
        | Edit::Last
        | Edit::NextPart
        | Edit::PreviousPart => false,
        Edit::Write(_)
        | Edit::Pick(_)
        | Edit::Toggle
        | Edit::Left
        | Edit::Right
        | Edit::Clear
        | Edit::Higher
        | Edit::Lower
        | Edit::Renew => true,
    }
}
