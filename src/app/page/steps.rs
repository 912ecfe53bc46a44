//! From question to question, and from page to page.

use super::Page;
use crate::app::desk::{Desk, Outcome};
use crate::app::{Action, Edit};
use crate::journal::Place;
use crate::kind::Change;

/// What is said where nothing more is asked, and so nothing is written.
pub(super) const PAGE_ENDS: &str = "This is the end of the page. No field is open now.";

impl Page {
    /// Tab: the next part of the question, the next question, and after the last one the end of the page.
    pub(super) fn next(&mut self, desk: &mut Desk<'_>) -> Outcome {
        self.part(Edit::NextPart, desk).unwrap_or_else(|| self.onward(desk))
    }

    /// The next question, whatever parts of this one are still empty.
    pub(super) fn onward(&mut self, desk: &mut Desk<'_>) -> Outcome {
        let from = self.focus.map_or(self.first_seen(), |at| at + 1);
        let changed = self.release(desk);
        match (from..self.items.len()).find(|at| self.takes_keys(*at)) {
            Some(at) => self.enter(at, desk),
            None => {
                self.top = (self.items.len(), 0);
                self.is_through = true;
                return if changed { Outcome::TypedAndSay(PAGE_ENDS) } else { Outcome::Say(PAGE_ENDS) };
            }
        }
        if changed { Outcome::Changed } else { Outcome::Stay }
    }

    pub(super) fn previous(&mut self, desk: &mut Desk<'_>) -> Outcome {
        if let Some(outcome) = self.part(Edit::PreviousPart, desk) {
            return outcome;
        }
        let from = self.focus.unwrap_or(self.items.len());
        let changed = self.release(desk);
        match (0..from).rev().find(|at| self.takes_keys(*at)) {
            Some(at) => self.enter(at, desk),
            None => self.top = (0, 0),
        }
        if changed { Outcome::Changed } else { Outcome::Stay }
    }

    /// Moves inside the question, if it has parts.
    fn part(&mut self, edit: Edit, desk: &mut Desk<'_>) -> Option<Outcome> {
        let asking = self.asking_mut(self.focus?)?;
        match asking.form.edit(edit, desk.clip) {
            Change::Nothing => None,
            Change::Moved => Some(Outcome::Stay),
            change @ (Change::Typed | Change::Chosen) => Some(self.changed(change, desk)),
        }
    }

    pub(super) fn back(&mut self, desk: &mut Desk<'_>) -> Outcome {
        match self.focus {
            // Whoever came only to look goes back in one step.
            Some(at) if self.is_as_found(at) => {
                self.release(desk);
                Outcome::Back
            }
            Some(at) => {
                let left = self.asking(at).map(|asking| asking.id.clone());
                let changed = self.release(desk);
                self.left = left;
                if changed { Outcome::Changed } else { Outcome::Stay }
            }
            None => Outcome::Back,
        }
    }

    /// While reading: back to the question that was just left, the first open question, or on.
    pub(super) fn go_on(&mut self, desk: &mut Desk<'_>) -> Outcome {
        match self.goes_to() {
            Some(at) => self.enter(at, desk),
            None if self.is_at_end() => return self.lead_on(desk),
            None => return self.act(Action::PageDown, desk),
        }
        Outcome::Stay
    }

    /// The question that `go_on` leads to, if it leads to one of this page.
    pub(super) fn goes_to(&self) -> Option<usize> {
        if let Some(at) = self.find_left() {
            return Some(at);
        }
        // Whoever has gone through all questions is not led through the open ones again.
        if self.is_through && self.is_at_end() {
            return None;
        }
        // Enough for today: what is still open here can wait as well.
        if self.is_heavy {
            return None;
        }
        let open = |at: &&usize| self.asking(**at).is_some_and(|asking| asking.is_open());
        let is_asked = |at: &usize| self.takes_keys(*at) && !self.is_note(*at);
        let askable: Vec<usize> = (0..self.items.len()).filter(is_asked).collect();
        let from = self.first_seen();
        let next = askable.iter().filter(|at| **at >= from).find(open).or_else(|| askable.iter().find(open));
        match next {
            Some(at) => Some(*at),
            None if self.is_at_end() => None,
            None => askable.first().copied(),
        }
    }

    /// From the end of the page to the next one; after a page that turned out heavy to the kit, and then to the contents. Whoever
    /// wants the next page all the same turns to it.
    pub(super) fn lead_on(&mut self, desk: &mut Desk<'_>) -> Outcome {
        if !self.is_heavy {
            return self.turn(desk, true);
        }
        if !desk.read_only {
            self.mark_read(desk);
        }
        if std::mem::replace(&mut self.is_steadied, true) { Outcome::Back } else { Outcome::Steady }
    }

    pub(super) fn turn(&mut self, desk: &mut Desk<'_>, forward: bool) -> Outcome {
        if forward && !desk.read_only {
            self.mark_read(desk);
        }
        let page = if forward { desk.session.after(&self.id) } else { desk.session.before(&self.id) };
        match page {
            Some(page) => Outcome::Open(Place { page, question: None, at: 0 }),
            None => Outcome::Back,
        }
    }

    /// A reading counts as read once its end was seen and somebody went on.
    pub(super) fn mark_read(&self, desk: &mut Desk<'_>) {
        desk.session.change_page(&self.id, |state| state.read = true);
    }
}
