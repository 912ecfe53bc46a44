//! The program without its terminal: what can be wished (`Action`), what follows (`update`), what is seen (`view`).
//!
//! Nothing here knows keys, colours, files or clocks. Time comes in with each action.

use crate::journal::Stamp;
pub use action::{
    Action, Draft, Edit, Effect, Hint, Mode, Moment, News, NotSaved, Remedy, TakenIn, View, Words,
};
pub use mending::{Choice, Mending};
pub use start::Start;

use crate::session::Session;
use crate::sheet::Role;
use crate::text::Clip;
use confirm::Confirm;
use contents::Contents;
use desk::{Desk, History};
use export::Dialog;
use help::Help;
use message::Message;
use notice::{Notice, Standing};
use page::Page;
use saving::Saving;
use search::Search;
use std::time::Duration;
use way::Way;
use welcome::Welcome;

mod action;
mod bars;
mod confirm;
mod contents;
mod desk;
mod export;
mod help;
mod keeping;
mod mending;
mod message;
mod news;
mod notice;
mod opening;
mod page;
mod portrait;
mod saving;
mod search;
mod start;
mod way;
mod welcome;

/// The whole program without its terminal.
pub struct App {
    session: Session,
    hints: Vec<Hint>,
    start: Start,
    screen: Screen,
    /// Where somebody came from, the latest last. Empty: from the contents.
    came_from: Vec<Way>,
    overlay: Option<Overlay>,
    clip: Clip,
    history: History,
    /// The sentence that passes.
    notice: Option<Notice>,
    /// The sentence that stands until it is no longer true.
    standing: Option<Standing>,
    /// Until then a key that means nothing does not wipe the sentence away.
    firm: Duration,
    saving: Saving,
    size: (u16, u16),
    now: Moment,
    /// When a person last did something.
    last_key: Duration,
    /// When another copy's answers were last looked at.
    looked: Duration,
    /// Time on the page that its state does not know of yet.
    spent: Duration,
    /// A save failed, and the person asked to leave all the same.
    asked_to_leave: bool,
    /// Somebody was told of words that are gone when they leave.
    is_leaving_words: bool,
}

/// Where somebody is.
enum Screen {
    /// Something is to be chosen before anything else: the answers cannot be read, or there are two versions.
    Mending(Box<mending::Screen>),
    /// The very first screen.
    Welcome(Welcome),
    /// The chapters and pages.
    Contents(Contents),
    /// One page of the book.
    Page(Box<Page>),
    /// What was gathered of a person's words.
    Portrait(Box<portrait::Screen>),
}

/// What lies on top of it.
enum Overlay {
    /// The keys that work.
    Help(Help),
    /// Words that are looked for, and where they are.
    Search(Box<Search>),
    /// Something to read.
    Message(Message),
    /// What an export would hold.
    Export(Box<Dialog>),
    /// A question to be answered with yes or no.
    Confirm(Confirm),
    /// Nothing at all, so that nobody reads along.
    Blank,
}

/// A pause longer than this is not counted as time spent.
const AWAY: Duration = Duration::from_secs(120);
/// How long a sentence stays that answers a key.
const BRIEFLY: Duration = Duration::from_secs(2);
/// How long a sentence stays that says something.
const A_WHILE: Duration = Duration::from_secs(8);

const PASTE_HERE: &str = "Pasting works inside answers. Open one first; nothing was changed.";

impl App {
    /// The program as it opens: the first screen for somebody new, the contents for everybody else.
    #[must_use]
    pub fn new(session: Session, hints: Vec<Hint>, start: Start, now: Moment) -> App {
        let screen = start::first_screen(&session, &start);
        let words = start.read_only.clone().or_else(|| start.notice.clone());
        let role = if start.read_only.is_some() { Role::Warning } else { Role::Good };
        let until = if start.read_only.is_some() { None } else { Some(now.since_start + A_WHILE * 2) };
        App {
            session,
            hints,
            notice: words.map(|words| Notice { words, role, until }),
            standing: None,
            firm: Duration::ZERO,
            start,
            screen,
            came_from: Vec::new(),
            overlay: None,
            clip: Clip::default(),
            history: History::default(),
            saving: Saving::default(),
            size: (80, 24),
            now,
            last_key: now.since_start,
            looked: now.since_start,
            spent: Duration::ZERO,
            asked_to_leave: false,
            is_leaving_words: false,
        }
    }

    /// Does what is wished, and says what the world has to do for it.
    #[must_use]
    pub fn update(&mut self, at: Moment, action: Action) -> Option<Effect> {
        self.let_stand();
        let effect = self.take(at, action);
        self.let_stand();
        effect
    }

    fn take(&mut self, at: Moment, action: Action) -> Option<Effect> {
        let is_key = action.is_from_a_person();
        self.pass_time(at, is_key);
        if is_key {
            if matches!(self.overlay, Some(Overlay::Blank)) && !matches!(action, Action::Hide | Action::Quit)
            {
                self.overlay = None;
                return None;
            }
            self.wipe();
        }
        if action != Action::Quit && is_key {
            (self.asked_to_leave, self.is_leaving_words) = (false, false);
        }
        // Whatever lies on top, these work.
        if let Action::News(news) = action {
            self.hear(news)
        } else if action == Action::Quit {
            self.quit()
        } else if action == Action::Hide {
            self.hide()
        } else if action == Action::Suspend {
            Some(Effect::Suspend)
        } else {
            self.act(action)
        }
    }

    /// The rest of `update`: what a person does on a screen. The overlay first, then what works everywhere, then the
    /// screen.
    fn act(&mut self, action: Action) -> Option<Effect> {
        if let Some(overlay) = self.overlay.take_if(|overlay| !matches!(overlay, Overlay::Blank)) {
            return self.act_on_top(overlay, &action);
        }
        match action {
            Action::Help => self.overlay = Some(Overlay::Help(Help::new(self.mode()))),
            Action::Find => return self.find(),
            Action::Steady => return self.steady(),
            Action::Export => return self.open_export(),
            Action::Portrait => return self.open_portrait(),
            Action::Unknown => self.say_wrong_key(),
            Action::StrayPaste => self.say(PASTE_HERE, A_WHILE),
            Action::StrayLetters => self.say_stray_letters(),
            Action::Undo => self.undo(),
            Action::Redo => self.redo(),
            action @ (Action::Edit(_)
            | Action::Up
            | Action::Down
            | Action::PageUp
            | Action::PageDown
            | Action::Top
            | Action::Bottom
            | Action::Enter
            | Action::Back
            | Action::Next
            | Action::Previous
            | Action::NextPage
            | Action::PreviousPage
            | Action::Skip
            | Action::OpenNeeded
            | Action::AnswerAgain
            | Action::OpenLetter
            | Action::OpenSource
            | Action::KeepPrivate
            | Action::SwapVersion
            | Action::KeepVersion
            | Action::Burn
            | Action::KeepWords
            | Action::Timer
            | Action::OpenEditor
            | Action::Fold
            | Action::Bookmark
            | Action::Note
            | Action::Bring
            | Action::Quit
            | Action::Hide
            | Action::Suspend
            | Action::News(_)) => return self.act_on_screen(action),
        }
        None
    }

    fn act_on_screen(&mut self, action: Action) -> Option<Effect> {
        let (screen, mut desk) = self.at_desk();
        let outcome = match screen {
            Screen::Mending(mending) => mending.act(&action),
            Screen::Welcome(welcome) => welcome.act(action, &mut desk),
            Screen::Contents(contents) => contents.act(&action, &mut desk),
            Screen::Page(page) => page.act(action, &mut desk),
            Screen::Portrait(portrait) => portrait.act(&action, &desk),
        };
        let effect = self.follow(outcome);
        self.say_hidden();
        effect
    }

    /// The screen, and everything that it works with.
    fn at_desk(&mut self) -> (&mut Screen, Desk<'_>) {
        let desk = Desk {
            now: self.stamp(),
            read_only: self.start.read_only.is_some(),
            session: &mut self.session,
            clip: &mut self.clip,
            history: &mut self.history,
        };
        (&mut self.screen, desk)
    }

    fn pass_time(&mut self, at: Moment, is_key: bool) {
        self.now = at;
        let is_another_day = self.session.set_today(self.stamp().local.date().to_string());
        // A page that is open at midnight goes on with the new day.
        if let (true, Screen::Page(page)) = (is_another_day, &mut self.screen) {
            page.rebuild(&self.session);
        }
        let came = match &mut self.screen {
            Screen::Page(page) => Some(page.pass(at.since_start)),
            Screen::Mending(_) | Screen::Welcome(_) | Screen::Contents(_) | Screen::Portrait(_) => None,
        };
        let has_come = came.as_ref().is_some_and(|came| came.step);
        if let Some(words) = came.and_then(|came| came.words) {
            self.say(&words, A_WHILE);
        }
        if is_key || has_come {
            let since = at.since_start.saturating_sub(self.last_key);
            if since < AWAY && matches!(self.screen, Screen::Page(_)) {
                self.spent += since;
            }
            self.last_key = at.since_start;
        }
    }

    /// Which keys mean what now.
    #[must_use]
    pub fn mode(&self) -> Mode {
        match (&self.overlay, &self.screen) {
            (Some(Overlay::Help(_) | Overlay::Search(_)), _) => Mode::Line,
            (Some(Overlay::Message(_) | Overlay::Confirm(_) | Overlay::Blank), _) => Mode::Box,
            (Some(Overlay::Export(dialog)), _) => dialog.mode(),
            (None, Screen::Mending(_)) => Mode::Welcome,
            (None, Screen::Welcome(welcome)) => welcome.mode(),
            (None, Screen::Contents(_)) => Mode::Contents,
            (None, Screen::Page(page)) => page.mode(),
            (None, Screen::Portrait(_)) => Mode::Portrait,
        }
    }

    fn stamp(&self) -> Stamp {
        Stamp::of(self.now.wall, &self.start.zone)
    }
}

#[cfg(test)]
mod tests;
