//! What a screen works with, and what it can ask for in return.

use super::message::Message;
use super::{Draft, Remedy};
use crate::journal::{Entry, Id, Place, Stamp};
use crate::session::Session;
use crate::text::Clip;
use std::sync::Arc;

/// What lies before somebody who does something on a screen.
pub(super) struct Desk<'a> {
    pub(super) session: &'a mut Session,
    pub(super) clip: &'a mut Clip,
    pub(super) history: &'a mut History,
    pub(super) now: Stamp,
    /// Nothing may change.
    pub(super) read_only: bool,
}

/// What follows from what somebody did on a screen.
pub(super) enum Outcome {
    /// It was done here.
    Stay,
    /// It means nothing here.
    Nothing,
    /// Words are being written.
    Typed,
    /// Words are being written, and a sentence says something about them.
    TypedAndSay(&'static str),
    /// The journal changed.
    Changed,
    /// A sentence answers it.
    Say(&'static str),
    /// A box with more to read answers it.
    Tell(Message),
    /// Back to where somebody came from.
    Back,
    /// To the person's own editor, with this text.
    Editor(Draft),
    /// To this page, and this place on it.
    Open(Place),
    /// The same, and from there back to here.
    Visit(Place),
    /// This is to become of what was found at the start.
    Mend(Remedy),
}

/// Answers as they were, to be brought back outside fields. Inside a field the editor has its own.
#[derive(Default)]
pub(super) struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
}

/// One answer as it was before it changed.
struct Step {
    id: Id,
    entry: Option<Arc<Entry>>,
}

/// More steps than anybody takes back by hand.
const STEPS: usize = 200;

impl History {
    /// Notes how an answer was before it changed.
    pub(super) fn note(&mut self, id: Id, before: Option<Arc<Entry>>) {
        self.undone.clear();
        self.done.push(Step { id, entry: before });
        if self.done.len() > STEPS {
            self.done.remove(0);
        }
    }

    /// Brings the last changed answer of a page back; gives its question.
    pub(super) fn undo(&mut self, session: &mut Session, page: &Id) -> Option<Id> {
        let step = last_of(&mut self.done, session, page)?;
        let now = session.entry(&step.id).cloned();
        session.restore(&step.id, step.entry);
        self.undone.push(Step { id: step.id.clone(), entry: now });
        Some(step.id)
    }

    /// Does again what was taken back on a page; gives its question.
    pub(super) fn redo(&mut self, session: &mut Session, page: &Id) -> Option<Id> {
        let step = last_of(&mut self.undone, session, page)?;
        let now = session.entry(&step.id).cloned();
        session.restore(&step.id, step.entry);
        self.done.push(Step { id: step.id.clone(), entry: now });
        Some(step.id)
    }
}

/// Takes the last step that belongs to a page.
fn last_of(steps: &mut Vec<Step>, session: &Session, page: &Id) -> Option<Step> {
    let is_here = |step: &Step| session.book.question(&step.id).is_some_and(|(there, _)| there.id == *page);
    steps.iter().rposition(is_here).map(|at| steps.remove(at))
}
