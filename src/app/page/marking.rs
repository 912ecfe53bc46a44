//! What somebody says about a question or a page without answering it: left open, private, this version and not that one.

use super::{Page, READ_ONLY};
use crate::app::desk::{Desk, Outcome};
use crate::journal::{Id, Said};
use crate::session::Session;

const LEFT_OPEN: &str = "Left open on purpose. That is a full answer, and you can still answer it any time.";
const ASKED_AGAIN: &str = "This question waits for you again. There is no hurry.";
const PAGE_LEFT_OUT: &str = "You left this page out on purpose. That is a full answer.";
const PAGE_WAITS: &str = "This page waits for you again. There is no hurry.";
const PRIVATE: &str = "Private now: no export holds this answer unless you ask for it twice.";
const NOT_PRIVATE: &str = "No longer private: your next export holds this answer.";
const PRIVATE_ANYHOW: &str =
    "The book keeps this answer out of every export already. Nothing more is needed.";
const NEVER_WRITTEN: &str =
    "What you say on this page is in no file and in no export. Nothing more is needed.";
const WHICH_ANSWER: &str = "Keeping private is for one answer. Go to its question first, then try again.";
const WHICH_VERSION: &str = "Two versions are about one answer. Go to its question first, then try again.";
const NOTHING_ASKED: &str = "Nothing is asked here, and nothing of it is kept. You can simply go on.";
const ANSWERED: &str = "There are words here already, and they stay. Nothing more is asked of you.";
pub(super) const SWAPPED: &str = "Now the other version is your answer, and this one is kept beside it.";
pub(super) const DECIDED: &str = "This version is your answer. The other one is kept as an earlier one.";
const ONE_VERSION: &str = "There is one version of this answer.";

const NOT_ASKED_FOR: &str = "Nobody asks for a note. Leave it empty, and it is not there.";
const MARKED: &str = "Bookmark set. The box that finds words lists it, before you type any.";
const MARKED_FOR_NOW: &str =
    "Bookmark set until you leave. This page keeps no trace, so the mark is not kept either.";
const NOT_MARKED: &str = "The bookmark is taken away. The page is as it was.";

/// Sets a bookmark on a page, or takes it away. Gives what is to be said about it.
pub(in crate::app) fn toggle_bookmark(session: &mut Session, page: &Id) -> &'static str {
    session.change_page(page, |state| state.bookmark = !state.bookmark);
    let is_kept = session.book.exercise(page).is_none_or(|(_, exercise)| exercise.keep);
    match (session.page(page).bookmark, is_kept) {
        (true, true) => MARKED,
        (true, false) => MARKED_FOR_NOW,
        (false, _) => NOT_MARKED,
    }
}

const BROUGHT: &str = "Bring this: the mark stays beside your answer until you take it away.";
const NOT_BROUGHT: &str = "No longer marked to bring. Your answer is as it was.";
const BROUGHT_AND_PRIVATE: &str =
    "Marked to bring, and private, or made of what is. Private wins: it stays here until that is taken away.";
const OPEN_AND_BROUGHT: &str = "No longer private, and marked to bring: your next export holds this answer.";
const NOTHING_TO_BRING: &str = "There is no answer here yet. Write it first, and then mark it.";
const NOT_IN_A_FILE: &str =
    "Nothing you say on this page is kept, so it cannot be brought in a file. You can say it.";
const BRING_WHICH: &str = "Bringing is for one answer. Go to its question first, then try again.";

/// What can be decided about two versions of an answer. Gives whether there were two.
type Decision = fn(&mut Session, &Id) -> bool;

impl Page {
    pub(super) fn skip(&mut self, desk: &mut Desk<'_>) -> Outcome {
        if desk.read_only {
            return Outcome::Say(READ_ONLY);
        }
        if self.focused().is_some_and(|asking| !asking.is_question()) {
            return Outcome::Say(NOTHING_ASKED);
        }
        if self.focused().is_some_and(|asking| asking.is_note()) {
            return Outcome::Say(NOT_ASKED_FOR);
        }
        self.left = None;
        match self.focus.and_then(|at| self.asking(at)).map(|asking| asking.id.clone()) {
            Some(id) if desk.session.answer(&id).is_some() || self.has_words() => Outcome::Say(ANSWERED),
            Some(id) => {
                let before = desk.session.entry(&id).cloned();
                desk.session.skip(&id, desk.now);
                let is_left = desk.session.entry(&id).is_some_and(|entry| entry.value == Said::Skipped);
                desk.history.note(id, before);
                self.focus = None;
                self.rebuild(desk.session);
                Outcome::TypedAndSay(if is_left { LEFT_OPEN } else { ASKED_AGAIN })
            }
            None => {
                desk.session.change_page(&self.id, |state| state.skipped = !state.skipped);
                let is_left = desk.session.page(&self.id).skipped;
                self.rebuild(desk.session);
                Outcome::TypedAndSay(if is_left { PAGE_LEFT_OUT } else { PAGE_WAITS })
            }
        }
    }

    /// Opens the field for a note at the foot of the page.
    pub(super) fn open_note(&mut self, desk: &mut Desk<'_>) -> Outcome {
        let Some((_, exercise)) = desk.session.book.exercise(&self.id) else { return Outcome::Nothing };
        let note = exercise.note.id.clone();
        if desk.read_only && desk.session.answer(&note).is_none() {
            return Outcome::Say(READ_ONLY);
        }
        self.noting = true;
        self.rebuild(desk.session);
        self.noting = false;
        match self.find(&note) {
            Some(at) => self.enter(at, desk),
            None => return Outcome::Nothing,
        }
        Outcome::Stay
    }

    pub(super) fn bookmark(&mut self, desk: &mut Desk<'_>) -> Outcome {
        if desk.read_only {
            return Outcome::Say(READ_ONLY);
        }
        Outcome::TypedAndSay(toggle_bookmark(desk.session, &self.id))
    }

    pub(super) fn keep_private(&mut self, desk: &mut Desk<'_>) -> Outcome {
        if !self.keep {
            return Outcome::Say(NEVER_WRITTEN);
        }
        let Some(id) = self.focused().map(|asking| asking.id.clone()) else {
            return Outcome::Say(WHICH_ANSWER);
        };
        if self.focused().is_some_and(|asking| !asking.is_question()) {
            return Outcome::Say(NOTHING_ASKED);
        }
        if desk.read_only {
            return Outcome::Say(READ_ONLY);
        }
        if desk.session.book.question(&id).is_some_and(|(_, question)| question.private) {
            return Outcome::Say(PRIVATE_ANYHOW);
        }
        let private = desk.session.toggle_private(&id);
        let held = desk.session.book.question(&id).is_some_and(|(_, q)| desk.session.holds_private(q));
        if let Some(asking) = self.focus.and_then(|at| self.asking_mut(at)) {
            asking.private = private;
            asking.held = held;
        }
        Outcome::TypedAndSay(match (private, desk.session.is_brought(&id)) {
            (true, false) => PRIVATE,
            (true, true) => BROUGHT_AND_PRIVATE,
            (false, false) => NOT_PRIVATE,
            (false, true) => OPEN_AND_BROUGHT,
        })
    }

    /// Marks the answer in focus, or the one that was just left, to be brought along.
    pub(super) fn bring(&mut self, desk: &mut Desk<'_>) -> Outcome {
        if !self.keep {
            return Outcome::Say(NOT_IN_A_FILE);
        }
        let here = self.focused().map(|asking| asking.id.clone());
        let Some(id) = here.or_else(|| self.left.clone()) else { return Outcome::Say(BRING_WHICH) };
        if desk.read_only {
            return Outcome::Say(READ_ONLY);
        }
        // What is being written is a step of its own, and the mark is none.
        self.checkpoint(desk);
        let Some(marked) = desk.session.toggle_bring(&id) else { return Outcome::Say(NOTHING_TO_BRING) };
        self.restored(desk.session);
        let mut private = false;
        if let Some(asking) = self.find(&id).and_then(|at| self.asking_mut(at)) {
            asking.brought = marked;
            private = asking.held;
        }
        Outcome::TypedAndSay(match (marked, private) {
            (true, false) => BROUGHT,
            (true, true) => BROUGHT_AND_PRIVATE,
            (false, _) => NOT_BROUGHT,
        })
    }

    /// Does something about the other version of the answer in focus, if there is one.
    pub(super) fn decide(&mut self, desk: &mut Desk<'_>, how: Decision, words: &'static str) -> Outcome {
        self.commit(desk);
        let Some(id) = self.focused().map(|asking| asking.id.clone()) else {
            return Outcome::Say(WHICH_VERSION);
        };
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
