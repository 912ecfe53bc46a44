//! When what stands in a form becomes an answer: at every pause, and when the focus goes elsewhere.

use super::Page;
use crate::app::desk::Desk;
use crate::journal::Id;
use crate::session::Session;

impl Page {
    /// Takes over what is being written, and notes how it was, so that it can be taken back while the focus stays.
    pub(in crate::app) fn checkpoint(&mut self, desk: &mut Desk<'_>) {
        self.commit(desk);
        let Some(id) = self.focused().map(|asking| asking.id.clone()) else { return };
        let now = desk.session.entry(&id).cloned();
        if now != self.entered {
            desk.history.note(id, std::mem::replace(&mut self.entered, now));
        }
    }

    /// An answer was put back from outside: from here on, that is how it was.
    pub(in crate::app) fn restored(&mut self, session: &Session) {
        self.entered = self.focused().and_then(|asking| session.entry(&asking.id).cloned());
    }

    /// The question in whose field somebody has written, and still is.
    pub(in crate::app) fn being_written(&self) -> Option<&Id> {
        self.focused().filter(|asking| asking.touched).map(|asking| &asking.id)
    }

    /// Takes over what is being written, without moving the focus. Gives whether an answer changed.
    pub(in crate::app) fn commit(&mut self, desk: &mut Desk<'_>) -> bool {
        if desk.read_only {
            return false;
        }
        let Some(asking) = self.focused().filter(|asking| asking.touched || asking.form.stands_by_itself())
        else {
            return false;
        };
        let changed = desk.session.set(&asking.id.clone(), asking.form.answer(), desk.now);
        if changed {
            self.count_rounds(desk.session);
        }
        changed
    }

    /// Gives the focus to a question.
    pub(super) fn enter(&mut self, at: usize, desk: &mut Desk<'_>) {
        self.focus = Some(at);
        (self.left, self.is_through) = (None, false);
        self.entered = self.asking(at).and_then(|asking| desk.session.entry(&asking.id).cloned());
    }

    /// Takes the focus from its question: its answer is taken over, and what depends on it follows.
    pub(super) fn release(&mut self, desk: &mut Desk<'_>) -> bool {
        let Some(asking) = self.focused() else { return false };
        let id = asking.id.clone();
        self.commit(desk);
        let now = desk.session.entry(&id).cloned();
        let before = self.entered.take();
        let changed = now != before;
        if changed {
            desk.history.note(id, before);
        }
        if let Some(asking) = self.focus.take().and_then(|at| self.asking_mut(at)) {
            asking.form.rest();
        }
        self.rebuild(desk.session);
        changed
    }

    /// The page is being left for another screen.
    pub(in crate::app) fn leave(&mut self, desk: &mut Desk<'_>) {
        self.release(desk);
    }
}
