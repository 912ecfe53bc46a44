//! The sentence above the keys: one that passes, and below it one that stands until it is no longer true.
//!
//! What a screen itself has to say comes from the screen, and only where neither of these is there.

use super::{A_WHILE, Action, App, BRIEFLY, Edit, Mode, Screen};
use crate::sheet::Role;
use std::time::Duration;

/// A sentence above the keys. One without an end stands until it is no longer true.
#[derive(Clone, Debug)]
pub(super) struct Notice {
    pub(super) words: String,
    pub(super) role: Role,
    pub(super) until: Option<Duration>,
}

/// A sentence that comes back after every passing one.
#[derive(Debug)]
pub(super) struct Standing {
    notice: Notice,
    /// Why it stands: nothing can be written, or something was not.
    read_only: bool,
}

/// So long no key wipes away a sentence about something that changed unseen.
const FIRMLY: Duration = Duration::from_millis(2500);

pub(super) const WRONG_KEY: &str = "That key does nothing here.";

impl App {
    pub(super) fn say(&mut self, words: &str, how_long: Duration) {
        let until = Some(self.now.since_start + how_long);
        self.notice = Some(Notice { words: words.to_owned(), role: Role::Dim, until });
        self.firm = Duration::ZERO;
    }

    /// Says something that has to be read also by somebody who goes on typing.
    pub(super) fn say_firmly(&mut self, words: &str) {
        self.say(words, A_WHILE);
        self.firm = self.now.since_start + FIRMLY;
    }

    fn is_firm(&self) -> bool {
        self.notice.is_some() && self.now.since_start < self.firm
    }

    pub(super) fn say_wrong_key(&mut self) {
        if !self.is_firm() {
            self.say(WRONG_KEY, BRIEFLY);
        }
    }

    /// A key answers the sentence that was there.
    pub(super) fn wipe(&mut self) {
        if !self.is_firm() && self.notice.as_ref().is_some_and(|notice| notice.until.is_some()) {
            self.notice = None;
        }
    }

    /// Puts a sentence without an end where passing ones do not wipe it away.
    pub(super) fn let_stand(&mut self) {
        if let Some(notice) = self.notice.take_if(|notice| notice.until.is_none()) {
            self.standing = Some(Standing { notice, read_only: self.start.read_only.is_some() });
        }
    }

    /// Nothing that was said is true any more.
    pub(super) fn forget_notices(&mut self) {
        (self.notice, self.standing) = (None, None);
    }

    /// What stands for as long as it is not saved is no longer true.
    pub(super) fn forget_unsaved(&mut self) {
        self.let_stand();
        self.standing.take_if(|standing| !standing.read_only);
    }

    /// The sentence to be seen.
    pub(super) fn notice(&self) -> Option<&Notice> {
        let read_only = self.start.read_only.is_some();
        let standing = self.standing.as_ref().filter(|standing| standing.read_only == read_only);
        self.notice.as_ref().or(standing.map(|standing| &standing.notice))
    }

    /// Says that words have gone out of sight with their questions, when that has just happened.
    pub(super) fn say_hidden(&mut self) {
        if let Screen::Page(page) = &mut self.screen
            && let Some(words) = page.news_of_hidden()
        {
            self.say_firmly(words);
        }
    }

    /// The same, behind what is said already.
    pub(super) fn add_hidden(&mut self) {
        let said = self.notice.as_ref().map(|notice| notice.words.clone()).unwrap_or_default();
        if let Screen::Page(page) = &mut self.screen
            && let Some(words) = page.news_of_hidden()
        {
            self.say_firmly(&format!("{said} {words}"));
        }
    }

    /// Whether a question of the page that is open has the keys.
    pub(super) fn is_writing(&self) -> bool {
        match (&self.overlay, &self.screen) {
            (None, Screen::Page(page)) => page.has_focus(),
            (Some(_), _)
            | (None, Screen::Mending(_) | Screen::Welcome(_) | Screen::Contents(_) | Screen::Portrait(_)) => {
                false
            }
        }
    }

    /// Whether the page that is open asks something.
    fn is_asking(&self) -> bool {
        match &self.screen {
            Screen::Page(page) => page.is_asking(),
            Screen::Mending(_) | Screen::Welcome(_) | Screen::Contents(_) | Screen::Portrait(_) => false,
        }
    }

    /// Somebody writes where nothing is written: they are told so, and where they can.
    pub(super) fn say_stray_letters(&mut self) {
        // What the first letter has done, as a command, matters more.
        if self.is_firm() {
            return;
        }
        let (action, then) = match self.mode() {
            Mode::Picking => (Action::Edit(Edit::Confirm), "goes on"),
            Mode::Walking if self.is_asking() => (Action::Enter, "opens the question"),
            Mode::Contents | Mode::Portrait => (Action::Enter, "opens a page"),
            Mode::Welcome => (Action::Previous, "goes to your name"),
            Mode::Writing | Mode::Line | Mode::Finding | Mode::Walking | Mode::Box => {
                (Action::Enter, "goes on")
            }
        };
        let next = self.key_for(&action).map_or_else(String::new, |key| format!(" {key} {then}."));
        let words = if self.mode() == Mode::Picking { NO_WORDS } else { NO_FIELD };
        self.say_firmly(&format!("{words}{next}"));
    }
}

const NO_WORDS: &str = "This question takes no words, so these letters were not written anywhere.";
const NO_FIELD: &str = "No field is open, so these letters were not written anywhere.";
