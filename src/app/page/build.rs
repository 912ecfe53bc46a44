//! How a page comes out of book and journal, and again after something has changed.

use super::asking::{Asking, signature};
use super::{Item, Page, again, turns, view};
use crate::book::Question;
use crate::journal::Id;
use crate::session::Session;

impl Page {
    /// Builds the sheet anew after an answer was changed from outside its form.
    pub(in crate::app) fn renew(&mut self, question: &Id, session: &Session) {
        if let Some(asking) = self.find(question).and_then(|at| self.asking_mut(at)) {
            asking.signature.clear();
        }
        self.rebuild(session);
    }

    /// Every form is made anew when the sheet is built the next time.
    pub(super) fn forget_forms(&mut self) {
        for item in &mut self.items {
            if let Item::Asking(asking) = item {
                asking.signature.clear();
            }
        }
    }

    /// Builds the sheet anew after answers were changed from outside. The form in which somebody
    /// is writing stays as it is.
    pub(in crate::app) fn refresh(&mut self, session: &Session) {
        let focused = self.focused().map(|asking| asking.id.clone());
        for item in &mut self.items {
            if let Item::Asking(asking) = item {
                let is_same = session.answer(&asking.id) == asking.form.answer().as_ref();
                let is_written_in = asking.touched && focused.as_ref() == Some(&asking.id);
                if !is_same && !is_written_in {
                    asking.signature.clear();
                }
            }
        }
        self.rebuild(session);
        self.restored(session);
    }

    /// Builds the sheet from book and journal. Forms whose question did not change stay as they are, with their undo.
    pub(in crate::app) fn rebuild(&mut self, session: &Session) {
        let focused = self.focused().map(|asking| asking.id.clone());
        let mut old: Vec<Box<Asking>> = Vec::new();
        for item in self.items.drain(..) {
            if let Item::Asking(asking) = item {
                old.push(asking);
            }
        }
        let Some((_, exercise)) = session.book.exercise(&self.id) else { return };
        self.needed = needed(session, exercise);
        self.looks_at = again::looks_at(session, exercise);
        self.keep = exercise.keep;
        self.is_heavy = session.is_heavy_now(exercise);
        self.count_rounds(session);
        let width = self.measure();
        let (before, after) = view::items(session, exercise, self.needed.as_ref(), width);
        self.items = before;
        let total =
            exercise.questions.iter().filter(|q| session.asks(q) && q.kind.ask().is_question()).count();
        let mut n = 0;
        let mut ask = |question: &Question, number| {
            let signature = signature(session, question);
            let kept =
                old.iter().position(|asking| asking.id == question.id && asking.signature == signature);
            let mut asking = match kept {
                Some(at) => old.swap_remove(at),
                None => Box::new(Asking::new(session, question, signature)),
            };
            // Whoever is writing it at midnight goes on.
            asking.is_opened |= focused.as_ref() == Some(&question.id);
            asking.stand(session, question, number);
            Item::Asking(asking)
        };
        if exercise.turns.is_empty() {
            for question in exercise.questions.iter().filter(|question| session.asks(question)) {
                n += usize::from(question.kind.ask().is_question());
                self.items.push(ask(question, (n, total)));
            }
        }
        self.turns.clear();
        for (n, turn) in exercise.turns.iter().enumerate() {
            self.turns.push((self.items.len(), if turn.note.is_none() { turn.minutes } else { 0 }));
            self.items.extend(turns::before(session, exercise, n, width));
            let note = exercise.questions.iter().find(|question| turn.note.as_ref() == Some(&question.id));
            // The turns have numbers of their own.
            self.items.extend(note.map(|question| ask(question, (0, 0))));
            self.items.push(turns::after(session, exercise, turn, width));
        }
        let not_asked = exercise.questions.iter().filter(|question| session.is_hidden(question)).count();
        self.items.extend(view::not_asked(not_asked, width));
        self.items.extend(after);
        let note = &exercise.note;
        let is_seen = session.entry(&note.id).is_some_and(|entry| {
            !entry.other.is_empty() || session.answer(&note.id).is_some_and(|answer| !answer.is_empty())
        });
        if is_seen || self.noting || focused.as_ref() == Some(&note.id) {
            self.items.push(ask(note, (0, 0)));
        }
        let hidden = session.hidden();
        if let Some(before) = self.hidden.replace(hidden.clone()) {
            self.gone += hidden.difference(&before).count();
        }
        self.focus = focused.and_then(|id| self.find(&id));
        if self.focus.is_none() {
            self.rest_timer();
        }
        self.lay_out();
    }
}

/// The first page that this one builds on and that has nothing yet.
fn needed(session: &Session, exercise: &crate::book::Exercise) -> Option<Id> {
    exercise.needs.iter().find_map(|id| match session.book.head(id) {
        Some(page) if session.progress(page) == crate::session::Progress::Untouched => Some(page.id.clone()),
        Some(_) => None,
        None => {
            let (page, question) = session.book.question(id)?;
            session.newest(&question.id).is_none().then(|| page.id.clone())
        }
    })
}
