//! What a screen works with, and what it can ask for in return.

use super::message::Message;
use super::{Draft, Remedy};
use crate::journal::{Entry, Id, Journal, Place, Stamp};
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
    /// The steady-me kit.
    Steady,
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

/// Answers as they were before they changed, all at once.
type Step = Vec<(Id, Option<Arc<Entry>>)>;

/// More steps than anybody takes back by hand.
const STEPS: usize = 200;

impl History {
    /// Notes how an answer was before it changed.
    pub(super) fn note(&mut self, id: Id, before: Option<Arc<Entry>>) {
        self.note_all(vec![(id, before)]);
    }

    /// Notes how several answers were that changed as one.
    pub(super) fn note_all(&mut self, before: Vec<(Id, Option<Arc<Entry>>)>) {
        self.undone.clear();
        self.done.push(before);
        if self.done.len() > STEPS {
            self.done.remove(0);
        }
    }

    /// Forgets how an answer ever was.
    pub(super) fn forget(&mut self, id: &Id) {
        self.retain(|of| of != id);
    }

    /// Forgets how answers ever were that said something else in the journal before. Words that pass are not touched by it.
    pub(super) fn forget_changed(&mut self, before: &Journal, session: &Session) {
        let said = |journal: &Journal, id: &Id| journal.answers.get(id).map(|entry| entry.value.clone());
        self.retain(|id| session.is_passing(id) || said(before, id) == said(&session.journal, id));
    }

    fn retain(&mut self, stays: impl Fn(&Id) -> bool) {
        for step in self.done.iter_mut().chain(&mut self.undone) {
            step.retain(|(of, _)| stays(of));
        }
        self.done.retain(|step| !step.is_empty());
        self.undone.retain(|step| !step.is_empty());
    }

    /// Brings what was last changed on a page back; gives its questions.
    pub(super) fn undo(&mut self, session: &mut Session, page: &Id) -> Vec<Id> {
        carry(&mut self.done, &mut self.undone, session, page)
    }

    /// Does again what was taken back on a page; gives its questions.
    pub(super) fn redo(&mut self, session: &mut Session, page: &Id) -> Vec<Id> {
        carry(&mut self.undone, &mut self.done, session, page)
    }
}

/// Takes the last step of a page from one pile, brings its answers back, and puts how they were on the other pile.
fn carry(from: &mut Vec<Step>, to: &mut Vec<Step>, session: &mut Session, page: &Id) -> Vec<Id> {
    let Some(step) = last_of(from, session, page) else { return Vec::new() };
    let ids: Vec<Id> = step.iter().map(|(id, _)| id.clone()).collect();
    let now = ids.iter().map(|id| (id.clone(), session.entry(id).cloned())).collect();
    for (id, entry) in step {
        session.restore(&id, entry);
    }
    to.push(now);
    ids
}

/// Takes the last step that belongs to a page.
fn last_of(steps: &mut Vec<Step>, session: &Session, page: &Id) -> Option<Step> {
    let is_here = |step: &Step| {
        let first = step.first().and_then(|(id, _)| session.book.question(id));
        first.is_some_and(|(there, _)| there.id == *page)
    };
    steps.iter().rposition(is_here).map(|at| steps.remove(at))
}
