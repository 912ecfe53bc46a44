//! What is kept, and when: taking over what is written, saving, leaving, and the time that passes.

use super::{App, Effect, Overlay, Screen};
use crate::journal::{Journal, Stamp};
use std::time::Duration;

/// Without a key for so long, the screen goes blank.
const BLANK_AFTER: Duration = Duration::from_secs(300);

/// While another copy of the program writes, its answers are looked at so often.
const LOOK: Duration = Duration::from_secs(10);

const LET_GO: &str = "You can go and keep them, or leave once more and let them go.";

impl App {
    /// Something changed that belongs on disk, unless the page is one that leaves no trace.
    pub(super) fn note_change(&mut self) {
        let kept = match &self.screen {
            Screen::Page(page) => page.is_kept(),
            Screen::Mending(_) | Screen::Welcome(_) | Screen::Contents(_) | Screen::Portrait(_) => true,
        };
        if kept {
            self.saving.changed(self.now.since_start);
        }
    }

    /// Takes over what is being written, and the time spent.
    pub(super) fn commit(&mut self) {
        let seconds = self.spent.as_secs();
        let (Screen::Page(page), mut desk) = self.at_desk() else { return };
        page.commit(&mut desk);
        if seconds > 0 {
            desk.session.change_page(&page.id().clone(), |state| state.spent += seconds);
        }
        let place = page.place(desk.session).or_else(|| desk.session.journal.place.clone());
        let has_moved = place != desk.session.journal.place || seconds > 0;
        desk.session.journal.place = place;
        self.spent -= Duration::from_secs(seconds);
        if has_moved {
            self.saving.loosened();
        }
    }

    /// Takes over what is being written as a step of its own, before something else is taken back.
    pub(super) fn checkpoint(&mut self) {
        if let (Screen::Page(page), mut desk) = self.at_desk() {
            page.checkpoint(&mut desk);
        }
    }

    pub(super) fn leave_page(&mut self) {
        self.commit();
        if let (Screen::Page(page), mut desk) = self.at_desk() {
            page.leave(&mut desk);
            self.note_change();
            self.say_hidden();
        }
    }

    /// Saves at once when there is anything to save.
    pub(super) fn save_now(&mut self) -> Option<Effect> {
        if !self.can_save() || !self.saving.is_dirty() {
            return None;
        }
        self.saving.handed();
        Some(Effect::Save)
    }

    /// Whether there is anything to write, and anywhere to write it to.
    pub(super) fn can_save(&self) -> bool {
        self.start.read_only.is_none() && !self.session.journal.is_empty()
    }

    /// What the writer should write, and its revision.
    pub fn snapshot(&mut self) -> (u64, Journal) {
        self.commit();
        self.saving.tie();
        self.saving.handed();
        (self.saving.revision(), self.session.journal.clone())
    }

    /// Whether there is anything that the disk has not confirmed.
    #[must_use]
    pub fn has_unsaved(&self) -> bool {
        self.can_save() && self.saving.is_unconfirmed()
    }

    pub(super) fn saved(&mut self, revision: u64, at: jiff::Timestamp) {
        self.saving.saved(revision, Stamp::of(at, &self.start.zone));
        if self.start.read_only.is_none() {
            self.forget_unsaved();
        }
    }

    pub(super) fn quit(&mut self) -> Option<Effect> {
        self.commit();
        let at_stake = self.session.at_stake().map(|page| super::contents::number(&self.session, page));
        if let Some(number) = at_stake.filter(|_| !self.is_leaving_words) {
            self.is_leaving_words = true;
            self.say_firmly(&format!("On page {number} there are words that are not kept. {LET_GO}"));
            return None;
        }
        self.asked_to_leave = true;
        Some(Effect::Quit)
    }

    pub(super) fn hide(&mut self) -> Option<Effect> {
        self.commit();
        Some(Effect::Hide)
    }

    pub(super) fn tick(&mut self) -> Option<Effect> {
        let now = self.now.since_start;
        if self.notice.as_ref().and_then(|notice| notice.until).is_some_and(|until| until <= now) {
            self.notice = None;
        }
        if self.start.in_use && now >= self.looked + LOOK {
            self.looked = now;
            return Some(Effect::Look);
        }
        if now >= self.last_key + BLANK_AFTER && !matches!(self.overlay, Some(Overlay::Blank)) {
            self.overlay = Some(Overlay::Blank);
            if let Screen::Page(page) = &mut self.screen {
                page.rest_timer();
            }
            self.commit();
        }
        if self.start.read_only.is_none() && self.saving.deadline().is_some_and(|due| due <= now) {
            // Only now is it known whether anything was written: what is typed is in its form until then.
            self.commit();
            if !self.can_save() {
                self.saving.wait();
            }
            return self.save_now();
        }
        None
    }

    /// When the next `Tick` is due, in time since the start.
    #[must_use]
    pub fn deadline(&self) -> Option<Duration> {
        let notice = self.notice.as_ref().and_then(|notice| notice.until);
        let save = self.saving.deadline().filter(|_| self.start.read_only.is_none());
        let blank = (!matches!(self.overlay, Some(Overlay::Blank))).then_some(self.last_key + BLANK_AFTER);
        let look = self.start.in_use.then_some(self.looked + LOOK);
        let pace = match &self.screen {
            // What nobody sees wakes nobody.
            Screen::Page(page) if !matches!(self.overlay, Some(Overlay::Blank)) => page.deadline(),
            Screen::Page(_) => None,
            Screen::Mending(_) | Screen::Welcome(_) | Screen::Contents(_) | Screen::Portrait(_) => None,
        };
        [notice, save, blank, look, pace].into_iter().flatten().min()
    }
}
