//! What somebody says about a question or a page without answering it: left open, private, this version and not that one.

use super::{Page, READ_ONLY};
use crate::app::desk::{Desk, Outcome};
use crate::journal::Id;
use crate::session::Session;

const ANSWERED: &str = "There are words here already, and they stay. Nothing more is asked of you.";
pub(super) const SWAPPED: &str = "Now the other version is your answer, and this one is kept beside it.";
pub(super) const DECIDED: &str = "This version is your answer. The other one is kept as an earlier one.";
const ONE_VERSION: &str = "There is one version of this answer.";

/// What can be decided about two versions of an answer. Gives whether there were two.
type Decision = fn(&mut Session, &Id) -> bool;

impl Page {
    pub(super) fn skip(&mut self, desk: &mut Desk<'_>) -> Outcome {
        if desk.read_only {
            return Outcome::Say(READ_ONLY);
        }
        match self.focus.and_then(|at| self.asking(at)).map(|asking| asking.id.clone()) {
            Some(id) if desk.session.answer(&id).is_some() || self.has_words() => {
                return Outcome::Say(ANSWERED);
            }
            Some(id) => {
                let before = desk.session.entry(&id).cloned();
                desk.session.skip(&id, desk.now);
                desk.history.note(id, before);
                self.focus = None;
                self.rebuild(desk.session);
            }
            None => {
                desk.session.change_page(&self.id, |state| state.skipped = !state.skipped);
                self.rebuild(desk.session);
            }
        }
        Outcome::Changed
    }

    pub(super) fn keep_private(&mut self, desk: &mut Desk<'_>) -> Outcome {
        let Some(id) = self.focused().map(|asking| asking.id.clone()) else { return Outcome::Nothing };
        if desk.read_only {
            return Outcome::Say(READ_ONLY);
        }
        desk.session.toggle_private(&id);
        let private = desk.session.book.question(&id).is_some_and(|(_, q)| desk.session.is_private(q));
        if let Some(asking) = self.focus.and_then(|at| self.asking_mut(at)) {
            asking.private = private;
        }
        Outcome::Changed
    }

    /// Does something about the other version of the answer in focus, if there is one.
    pub(super) fn decide(&mut self, desk: &mut Desk<'_>, how: Decision, words: &'static str) -> Outcome {
        self.commit(desk);
        let Some(id) = self.focused().map(|asking| asking.id.clone()) else { return Outcome::Nothing };
        if desk.read_only {
            return Outcome::Say(READ_ONLY);
        }
        let before = desk.session.entry(&id).cloned();
        if !how(desk.session, &id) {
            return Outcome::Say(ONE_VERSION);
        }
        desk.history.note(id.clone(), before);
        self.renew(&id, desk.session);
        self.restored(desk.session);
        Outcome::TypedAndSay(words)
    }
}
