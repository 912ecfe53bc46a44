//! What happens outside, and what it changes here: saves, other writers, files that were written.

use super::confirm::Confirm;
use super::{
    A_WHILE, App, Effect, News, NotSaved, Notice, Overlay, Screen, Start, TakenIn, Words, contents::Contents,
    start::first_screen,
};
use crate::journal::merge::{both, merge};
use crate::journal::{Journal, Place};
use crate::sheet::Role;
use std::sync::Arc;

const LEAVE_WITHOUT: &str = "Not everything is saved yet. Once more leaves without your last words.";
const LEAVE_WITH: &str = "Once more leaves, and the next start offers that file to you.";
const STILL_SAVING: &str = "The disk is slow, and your last words are still on their way. This closes by itself as soon as they are saved.";
const UNCONFIRMED: &str =
    "Your words are written, but the disk did not confirm it. It is tried again by itself.";
const TOGETHER: &str = "Your answers were changed elsewhere too. Both are together now.";

impl App {
    /// Takes in what has happened.
    pub(super) fn hear(&mut self, news: News) -> Option<Effect> {
        match news {
            News::Resize(columns, rows) => self.resize(columns, rows),
            News::Tick => return self.tick(),
            News::Saving { revision } => self.saving.begun(revision),
            News::Saved { revision, at } => {
                self.saved(revision, at);
                if self.asked_to_leave && !self.has_unsaved() {
                    return Some(Effect::Quit);
                }
            }
            News::StillSaving => {
                if !self.saving.is_failing() {
                    self.warn(STILL_SAVING.to_owned());
                }
            }
            News::Unconfirmed => {
                self.saving.unconfirmed(self.now.since_start);
                self.warn(UNCONFIRMED.to_owned());
            }
            News::NotSaved(fault) => self.not_saved(fault),
            News::TakenIn(both) => self.take_in(&both),
            News::Exported(result) => return self.exported(result),
            News::Edited(result) => return self.edited(result),
            News::NotMended(why) => self.warn(why),
        }
        None
    }

    fn not_saved(&mut self, NotSaved { short, why, words }: NotSaved) {
        match words {
            Words::TakenAway => {
                // A screen that went blank stays so: nobody is there to be asked, and nothing may be seen.
                let is_blank = matches!(self.overlay, Some(Overlay::Blank));
                if (self.saving.taken_away() || self.asked_to_leave) && !is_blank {
                    self.overlay = Some(Overlay::Confirm(Confirm::make_again()));
                }
            }
            Words::Here | Words::Elsewhere => self.saving.failed(self.now.since_start, short),
        }
        // Whoever was on the way out is told that they are still here, and how to go all the same.
        self.warn(match (self.asked_to_leave, words) {
            (false, _) => why,
            (true, Words::Here | Words::TakenAway) => format!("{why} {LEAVE_WITHOUT}"),
            (true, Words::Elsewhere) => format!("{why} {LEAVE_WITH}"),
        });
    }

    /// A sentence that stays until it is no longer true.
    fn warn(&mut self, words: String) {
        self.notice = Some(Notice { words, role: Role::Warning, until: None });
    }

    /// Somebody else wrote while we did: what they wrote joins what is here, and nothing that is being written moves.
    fn take_in(&mut self, both: &TakenIn) {
        self.commit();
        let merged = merge(&[&both.before], &self.session.journal, &both.after);
        self.go_on_beside(merged.journal);
        self.refresh();
        let words = match (&both.set_aside, both.both) {
            (Some(path), _) => format!(
                "Another program had changed your answers file so that it could not be read. What it left there is in {path}."
            ),
            (None, 0) => TOGETHER.to_owned(),
            (None, 1) => format!("{TOGETHER} Of one answer there are two versions; its page shows both."),
            (None, n) => format!("{TOGETHER} Of {n} answers there are two versions; their pages show both."),
        };
        self.notice =
            Some(Notice { words, role: Role::Good, until: Some(self.now.since_start + A_WHILE * 2) });
    }

    /// Takes in another version of the answers, which may share earlier ones with ours. Gives of how many answers both
    /// versions are kept.
    pub fn join(&mut self, known: &[&Journal], other: &Journal) -> usize {
        self.commit();
        let merged = merge(known, &self.session.journal, other);
        self.go_on_beside(merged.journal);
        self.refresh();
        self.saving.changed(self.now.since_start);
        merged.both.len()
    }

    /// As [`App::go_on_with`], where somebody may be writing: that answer stays as it stands in its field, which would write over
    /// any other, and what came from elsewhere is its other version.
    fn go_on_beside(&mut self, mut journal: Journal) {
        if let Screen::Page(page) = &self.screen
            && let Some(id) = page.being_written()
            && let (Some(mine), Some(theirs)) =
                (self.session.journal.answers.get(id), journal.answers.get(id))
            && mine.value != theirs.value
        {
            let entry = Arc::new(both(mine, theirs));
            journal.answers.insert(id.clone(), entry);
            self.saving.changed(self.now.since_start);
        }
        self.go_on_with(journal);
    }

    /// Goes on with a journal that holds what was written elsewhere. Where that stands now, nothing is left to take back or
    /// to do again: a step was noted before these words came, and would replace them.
    fn go_on_with(&mut self, journal: Journal) {
        let before = self.session.take_over(journal);
        self.history.forget_changed(&before, &self.session);
        if let Screen::Page(page) = &mut self.screen {
            page.restored(&self.session);
        }
    }

    /// Begins anew with other answers: those that were found by now, or that another copy of the program has written.
    pub fn reopen(&mut self, journal: Journal, start: Start) {
        let place = match &self.screen {
            Screen::Page(page) => page.place(&self.session),
            Screen::Mending(_) | Screen::Welcome(_) | Screen::Contents(_) | Screen::Portrait(_) => None,
        };
        self.go_on_with(journal);
        self.notice = start.notice.clone().map(|words| Notice {
            words,
            role: Role::Good,
            until: Some(self.now.since_start + A_WHILE * 2),
        });
        if let Some(words) = &start.read_only {
            self.warn(words.clone());
        }
        self.start = start;
        match place {
            Some(Place { page, question, at }) => self.open(Place { page, question, at }),
            None if matches!(self.screen, Screen::Mending(_) | Screen::Welcome(_)) => {
                self.screen = first_screen(&self.session, &self.start);
            }
            None => self.refresh(),
        }
        let (columns, rows) = self.size;
        self.resize(columns, rows);
    }

    /// As [`App::reopen`], with the answers that are here.
    pub fn reopen_as_it_is(&mut self, start: Start) {
        let journal = self.session.journal.clone();
        self.reopen(journal, start);
    }

    /// The number of the version that is shown.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.session.journal.generation
    }

    /// Shows what the session holds now.
    fn refresh(&mut self) {
        match &mut self.screen {
            Screen::Page(page) => page.refresh(&self.session),
            Screen::Portrait(portrait) => portrait.rebuild(&self.session),
            Screen::Contents(_) => {
                let here = self.here();
                let mut contents = Contents::new(&self.session);
                contents.select(here.as_ref(), &self.session);
                self.screen = Screen::Contents(contents);
            }
            Screen::Mending(_) | Screen::Welcome(_) => {}
        }
    }
}
