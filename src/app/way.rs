//! The way from screen to screen: what follows from what somebody did, and the way back to where they came from.

use super::contents::Contents;
use super::desk::Outcome;
use super::page::Page;
use super::{A_WHILE, App, Effect, Screen, portrait};
use crate::journal::{Id, Place};

/// Where somebody came from, to go back to.
pub(super) enum Way {
    /// The portrait, with the phrase that led away.
    Portrait(Box<portrait::Screen>),
    /// A page, and a place on it.
    Page(Place),
}

/// Nobody remembers more steps than these, and Esc leads to the contents in the end.
const STEPS_BACK: usize = 8;

impl App {
    /// Goes where a screen said to go.
    pub(super) fn follow(&mut self, outcome: Outcome) -> Option<Effect> {
        match outcome {
            Outcome::Stay => None,
            Outcome::Nothing => {
                self.say_wrong_key();
                None
            }
            Outcome::Typed | Outcome::Changed => {
                self.note_change();
                None
            }
            Outcome::TypedAndSay(words) => {
                self.note_change();
                self.say(words, A_WHILE);
                None
            }
            Outcome::Say(words) => {
                self.say(words, A_WHILE);
                None
            }
            Outcome::Tell(message) => {
                self.open_message(message);
                None
            }
            Outcome::Back => {
                self.leave_page();
                self.go_back();
                self.save_now()
            }
            Outcome::Steady => {
                self.note_change();
                self.steady()
            }
            Outcome::Editor(draft) => Some(Effect::OpenEditor(draft)),
            Outcome::Mend(remedy) => {
                // What stood there was about the choice before.
                self.forget_notices();
                Some(Effect::Mend(remedy))
            }
            Outcome::Open(place) => {
                if matches!(self.screen, Screen::Welcome(_)) {
                    self.saving.changed(self.now.since_start);
                }
                self.leave_page();
                self.open(place);
                self.save_now()
            }
            Outcome::Visit(place) => {
                let from = self.place();
                self.leave_page();
                self.visit(place, from);
                self.save_now()
            }
        }
    }

    pub(super) fn open(&mut self, place: Place) {
        let (columns, rows) = self.body();
        let (screen, mut desk) = self.at_desk();
        if let Some(page) = Page::open(&place, &mut desk, (columns, rows)) {
            *screen = Screen::Page(Box::new(page));
        }
    }

    /// Opens a page, to come back from it to where somebody is now.
    fn visit(&mut self, place: Place, from: Option<Place>) {
        let question = place.question.clone();
        let here = self.way(from);
        self.open(place);
        self.came_from.extend(here);
        if self.came_from.len() > STEPS_BACK {
            self.came_from.remove(0);
        }
        if let (Screen::Page(page), Some(question)) = (&mut self.screen, question) {
            page.is_visited_for(question);
        }
    }

    /// The way back to where somebody was: to a place on a page, or to the portrait as it stands.
    fn way(&mut self, from: Option<Place>) -> Option<Way> {
        if let Some(place) = from {
            return Some(Way::Page(place));
        }
        let contents = Screen::Contents(Contents::new(&self.session));
        match std::mem::replace(&mut self.screen, contents) {
            Screen::Portrait(portrait) => Some(Way::Portrait(portrait)),
            Screen::Page(_) | Screen::Contents(_) | Screen::Welcome(_) | Screen::Mending(_) => None,
        }
    }

    /// The page that is open, and the place on it.
    fn place(&self) -> Option<Place> {
        match &self.screen {
            Screen::Page(page) => {
                let top = || Place { page: page.id().clone(), question: None, at: 0 };
                Some(page.place(&self.session).unwrap_or_else(top))
            }
            Screen::Mending(_) | Screen::Welcome(_) | Screen::Contents(_) | Screen::Portrait(_) => None,
        }
    }

    /// To where somebody came from; without such a place, to the contents.
    fn go_back(&mut self) {
        match self.came_from.pop() {
            Some(Way::Portrait(mut portrait)) => {
                portrait.resize(&self.session, self.body());
                self.screen = Screen::Portrait(portrait);
            }
            Some(Way::Page(place)) => self.open(place),
            None => {
                let here = self.here();
                let mut contents = Contents::new(&self.session);
                contents.select(here.as_ref(), &self.session);
                self.screen = Screen::Contents(contents);
            }
        }
    }

    /// Opens the portrait. Whoever came from it goes back to it, rather than ever deeper.
    pub(super) fn open_portrait(&mut self) -> Option<Effect> {
        let from = self.place();
        self.leave_page();
        let is_new = !self.came_from.iter().any(|way| matches!(way, Way::Portrait(_)));
        if is_new {
            let here = self.way(from);
            self.came_from.extend(here);
            self.screen = Screen::Portrait(Box::new(portrait::Screen::new(&self.session, self.body())));
        } else {
            while matches!(self.came_from.last(), Some(Way::Page(_))) {
                self.came_from.pop();
            }
            self.go_back();
        }
        self.save_now()
    }

    /// The page that is open.
    pub(super) fn here(&self) -> Option<Id> {
        match &self.screen {
            Screen::Page(page) => Some(page.id().clone()),
            Screen::Mending(_) | Screen::Welcome(_) | Screen::Contents(_) | Screen::Portrait(_) => None,
        }
    }
}
