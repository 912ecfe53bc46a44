//! The program without its terminal: what can be wished (`Action`), what follows (`update`), what is seen (`view`).
//!
//! Nothing here knows keys, colours, files or clocks. Time comes in with each action.

use crate::journal::{Journal, Place, Stamp};
pub use crate::kind::Edit;
use crate::session::Session;
use crate::sheet::{Role, Row};
use crate::text::Clip;
use contents::Contents;
use desk::{Desk, History};
use export::Dialog;
use help::Help;
use message::Message;
use page::Page;
use saving::Saving;
use std::time::Duration;
use welcome::Welcome;

mod bars;
mod contents;
mod desk;
mod export;
mod help;
mod message;
mod page;
mod saving;
mod welcome;

/// A moment, as the loop read it from its clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The time of day; may jump.
    pub wall: jiff::Timestamp,
    /// Time since the program started; never jumps. All waiting is counted in it.
    pub since_start: Duration,
}

/// A wish, from a key or from the world.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// For the question or field with the focus.
    Edit(Edit),
    /// One row up, in a list or a page.
    Up,
    /// One row down, in a list or a page.
    Down,
    /// A screen up.
    PageUp,
    /// A screen down; at the end of a page, on to the next one.
    PageDown,
    /// To the first row.
    Top,
    /// To the last row.
    Bottom,
    /// Open, start, or go on: the next sensible step.
    Enter,
    /// Back one level. Never leaves the program.
    Back,
    /// To the next question or field.
    Next,
    /// To the question or field before.
    Previous,
    /// To the next page.
    NextPage,
    /// To the page before.
    PreviousPage,
    /// Leave the page or question open on purpose, or take that back.
    Skip,
    /// To the page that this one builds on.
    OpenNeeded,
    /// Keep the answer out of every export, or take that back.
    KeepPrivate,
    /// Fold or unfold a chapter.
    Fold,
    /// The keys that work here.
    Help,
    /// The steady-me kit.
    Steady,
    /// Take answers along as a file.
    Export,
    /// Take back the last thing that was undone by mistake outside a field.
    Undo,
    /// Do again what was taken back.
    Redo,
    /// Yes, in a question of the program.
    Yes,
    /// Save and leave.
    Quit,
    /// Leave at once, without a word.
    Hide,
    /// Back to the shell for a while.
    Suspend,
    /// A key that means nothing here.
    Unknown,
    /// A paste where nothing can be written.
    StrayPaste,
    /// The terminal has this many columns and rows.
    Resize(u16, u16),
    /// A time that was waited for has come.
    Tick,
    /// What zone the clock on the wall shows. Until it is known, UTC serves.
    Zone(jiff::tz::TimeZone),
    /// A save has begun.
    Saving {
        /// The revision that is being saved.
        revision: u64,
    },
    /// The disk has confirmed a save.
    Saved {
        /// The revision that was saved.
        revision: u64,
        /// When.
        at: jiff::Timestamp,
    },
    /// A save has failed.
    NotSaved {
        /// The revision that was not saved.
        revision: u64,
        /// What happened and what to do, in one sentence.
        why: String,
    },
    /// An export was written, or not.
    Exported(Result<String, String>),
}

/// Which keys mean what at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// A field takes every printable key: a text, a line, a filter.
    Writing,
    /// A question is answered with single keys: a choice, a scale, a grid.
    Picking,
    /// A page is read; no field has the keys.
    Walking,
    /// The list of chapters and pages.
    Contents,
    /// The first screen, outside its field.
    Welcome,
    /// A box with something to read or to confirm.
    Box,
}

/// One row of the key table, as far as people need it: which key, where, and what for.
#[derive(Clone, Debug, PartialEq)]
pub struct Hint {
    /// Where the key works.
    pub mode: Mode,
    /// The name of the key, as it stands on keyboards.
    pub key: &'static str,
    /// What it means.
    pub action: Action,
    /// What it is good for, in a few words.
    pub about: &'static str,
}

/// What the loop does for the program. `Debug` shows the size of an export and none of its words.
#[derive(Clone, PartialEq, Eq)]
pub enum Effect {
    /// Hand `App::snapshot` to the writer.
    Save,
    /// Save, wait for the disk, and leave.
    Quit,
    /// Clear the screen and leave at once; save on the way out.
    Hide,
    /// Write an export: to this file, these words.
    Export {
        /// Where, as the person wrote it.
        path: String,
        /// The Markdown.
        markdown: String,
    },
    /// Save, give the terminal back to the shell, and wait to be continued.
    Suspend,
}

/// One full screen: exactly as many rows as the terminal has, none wider than it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// From top to bottom.
    pub rows: Vec<Row>,
    /// Row and column of the cursor, in cells.
    pub cursor: Option<(u16, u16)>,
}

/// The whole program without its terminal.
pub struct App {
    session: Session,
    hints: Vec<Hint>,
    start: Start,
    screen: Screen,
    overlay: Option<Overlay>,
    clip: Clip,
    history: History,
    notice: Option<Notice>,
    saving: Saving,
    size: (u16, u16),
    zone: jiff::tz::TimeZone,
    now: Moment,
    /// When a person last did something.
    last_key: Duration,
    /// Time on the page that its state does not know of yet.
    spent: Duration,
    /// A save failed, and the person asked to leave all the same.
    asked_to_leave: bool,
}

/// What the program finds out before it starts.
#[derive(Clone, Debug)]
pub struct Start {
    /// The folder with the answers, as people write it.
    pub folder: String,
    /// Why nothing can be saved, when that is so: one or two sentences.
    pub read_only: Option<String>,
    /// What a person should know at once: one sentence.
    pub notice: Option<String>,
    /// Where help is to be found, as rows of a page.
    pub help: crate::book::Help,
}

/// Where somebody is.
enum Screen {
    /// The very first screen.
    Welcome(Welcome),
    /// The chapters and pages.
    Contents(Contents),
    /// One page of the book.
    Page(Box<Page>),
}

/// What lies on top of it.
enum Overlay {
    /// The keys that work.
    Help(Help),
    /// Something to read.
    Message(Message),
    /// What an export would hold.
    Export(Box<Dialog>),
    /// Nothing at all, so that nobody reads along.
    Blank,
}

/// A sentence above the keys.
#[derive(Clone, Debug)]
struct Notice {
    words: String,
    role: Role,
    until: Option<Duration>,
}

/// Without a key for so long, the screen goes blank.
const BLANK_AFTER: Duration = Duration::from_secs(300);
/// A pause longer than this is not counted as time spent.
const AWAY: Duration = Duration::from_secs(120);
/// How long a sentence stays that answers a key.
const BRIEFLY: Duration = Duration::from_secs(2);
/// How long a sentence stays that says something.
const A_WHILE: Duration = Duration::from_secs(8);

const WRONG_KEY: &str = "That key does nothing here.";
const PASTE_HERE: &str = "Pasting works inside answers. Open one first; nothing was changed.";
const NOTHING_TO_UNDO: &str = "There is nothing to take back.";
const BACK_AGAIN: &str = "Taken back: the answer is as it was before.";
const DONE_AGAIN: &str = "Done again.";
const NOT_SAVED_LEAVE: &str = "Not everything is saved yet. Once more leaves all the same.";

impl App {
    /// The program as it opens: the first screen for somebody new, the contents for everybody else.
    #[must_use]
    pub fn new(session: Session, hints: Vec<Hint>, start: Start, now: Moment) -> App {
        let is_new = session.journal.is_empty() && start.read_only.is_none();
        let screen =
            if is_new { Screen::Welcome(Welcome::new()) } else { Screen::Contents(Contents::new(&session)) };
        let words = start.read_only.clone().or_else(|| start.notice.clone());
        let role = if start.read_only.is_some() { Role::Warning } else { Role::Good };
        let until = if start.read_only.is_some() { None } else { Some(now.since_start + A_WHILE) };
        App {
            session,
            hints,
            notice: words.map(|words| Notice { words, role, until }),
            start,
            screen,
            overlay: None,
            clip: Clip::default(),
            history: History::default(),
            saving: Saving::default(),
            size: (80, 24),
            zone: jiff::tz::TimeZone::UTC,
            now,
            last_key: now.since_start,
            spent: Duration::ZERO,
            asked_to_leave: false,
        }
    }

    /// Does what is wished, and says what the world has to do for it.
    #[must_use]
    pub fn update(&mut self, at: Moment, action: Action) -> Option<Effect> {
        let is_key = action.is_from_a_person();
        self.pass_time(at, is_key);
        if is_key {
            if matches!(self.overlay, Some(Overlay::Blank)) && !matches!(action, Action::Hide | Action::Quit)
            {
                self.overlay = None;
                return None;
            }
            if self.notice.as_ref().is_some_and(|notice| notice.until.is_some()) {
                self.notice = None;
            }
        }
        if action != Action::Quit && is_key {
            self.asked_to_leave = false;
        }
        match action {
            Action::Resize(columns, rows) => self.resize(columns, rows),
            Action::Tick => return self.tick(),
            Action::Zone(zone) => {
                self.zone = zone;
                self.session.set_today(self.stamp().local.date().to_string());
            }
            Action::Saving { revision } => self.saving.begun(revision),
            Action::Saved { revision, at } => self.saved(revision, at),
            Action::NotSaved { revision, why } => {
                self.saving.failed(revision, self.now.since_start);
                self.notice = Some(Notice { words: why, role: Role::Warning, until: None });
            }
            Action::Exported(result) => self.exported(result),
            Action::Quit => return self.quit(),
            Action::Hide => return self.hide(),
            Action::Suspend => return Some(Effect::Suspend),
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
            | Action::KeepPrivate
            | Action::Fold
            | Action::Help
            | Action::Steady
            | Action::Export
            | Action::Undo
            | Action::Redo
            | Action::Yes
            | Action::Unknown
            | Action::StrayPaste) => return self.act(action),
        }
        None
    }

    /// The rest of `update`: what a person does on a screen. The overlay first, then what works everywhere, then the
    /// screen.
    fn act(&mut self, action: Action) -> Option<Effect> {
        match self.overlay.take() {
            Some(Overlay::Help(mut help)) => {
                if help.act(&action, &mut self.clip) {
                    self.overlay = Some(Overlay::Help(help));
                }
                return None;
            }
            Some(Overlay::Message(mut message)) => {
                if message.act(&action) {
                    self.overlay = Some(Overlay::Message(message));
                }
                return None;
            }
            Some(Overlay::Export(mut dialog)) => {
                return match dialog.act(&action, &self.session, &mut self.clip) {
                    export::Outcome::Stay => {
                        self.overlay = Some(Overlay::Export(dialog));
                        None
                    }
                    export::Outcome::Close => None,
                    export::Outcome::Write { path, markdown } => {
                        self.overlay = Some(Overlay::Export(dialog));
                        Some(Effect::Export { path, markdown })
                    }
                };
            }
            Some(Overlay::Blank) | None => {}
        }
        match action {
            Action::Help => self.overlay = Some(Overlay::Help(Help::new(self.mode()))),
            Action::Steady => return self.steady(),
            Action::Export => return self.open_export(),
            Action::Unknown => self.say(WRONG_KEY, BRIEFLY),
            Action::StrayPaste => self.say(PASTE_HERE, A_WHILE),
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
            | Action::KeepPrivate
            | Action::Fold
            | Action::Yes
            | Action::Quit
            | Action::Hide
            | Action::Suspend
            | Action::Resize(..)
            | Action::Tick
            | Action::Zone(_)
            | Action::Saving { .. }
            | Action::Saved { .. }
            | Action::NotSaved { .. }
            | Action::Exported(_)) => return self.act_on_screen(action),
        }
        None
    }

    fn act_on_screen(&mut self, action: Action) -> Option<Effect> {
        let now = self.stamp();
        let read_only = self.start.read_only.is_some();
        let mut desk = Desk {
            session: &mut self.session,
            clip: &mut self.clip,
            history: &mut self.history,
            now,
            read_only,
        };
        let outcome = match &mut self.screen {
            Screen::Welcome(welcome) => welcome.act(action, &mut desk),
            Screen::Contents(contents) => contents.act(&action, &mut desk),
            Screen::Page(page) => page.act(action, &mut desk),
        };
        self.follow(outcome)
    }

    /// Goes where a screen said to go.
    fn follow(&mut self, outcome: desk::Outcome) -> Option<Effect> {
        use desk::Outcome;
        match outcome {
            Outcome::Stay => None,
            Outcome::Nothing => {
                self.say(WRONG_KEY, BRIEFLY);
                None
            }
            Outcome::Typed | Outcome::Changed => {
                self.note_change();
                None
            }
            Outcome::Say(words) => {
                self.say(words, A_WHILE);
                None
            }
            Outcome::Tell(message) => {
                self.overlay = Some(Overlay::Message(message));
                None
            }
            Outcome::Contents => {
                self.leave_page();
                let here = self.here();
                let mut contents = Contents::new(&self.session);
                contents.select(here.as_ref(), &self.session);
                self.screen = Screen::Contents(contents);
                self.save_now()
            }
            Outcome::Open(place) => {
                self.leave_page();
                self.open(place);
                self.save_now()
            }
        }
    }

    /// Something changed that belongs on disk, unless the page is one that leaves no trace.
    fn note_change(&mut self) {
        let kept = match &self.screen {
            Screen::Page(page) => page.is_kept(),
            Screen::Welcome(_) | Screen::Contents(_) => true,
        };
        if kept {
            self.saving.changed(self.now.since_start);
        }
    }

    fn open(&mut self, place: Place) {
        let (columns, rows) = self.body();
        let now = self.stamp();
        let mut desk = Desk {
            session: &mut self.session,
            clip: &mut self.clip,
            history: &mut self.history,
            now,
            read_only: self.start.read_only.is_some(),
        };
        if let Some(page) = Page::open(&place, &mut desk, (columns, rows)) {
            self.screen = Screen::Page(Box::new(page));
        }
    }

    /// Takes over what is being written, and the time spent.
    fn commit(&mut self) {
        let now = self.stamp();
        let mut desk = Desk {
            session: &mut self.session,
            clip: &mut self.clip,
            history: &mut self.history,
            now,
            read_only: self.start.read_only.is_some(),
        };
        let seconds = self.spent.as_secs();
        if let Screen::Page(page) = &mut self.screen {
            page.commit(&mut desk);
            if seconds > 0 {
                desk.session.change_page(&page.id().clone(), |state| state.spent += seconds);
                self.spent -= Duration::from_secs(seconds);
            }
            desk.session.journal.place = page.place(desk.session).or(desk.session.journal.place.take());
        }
    }

    fn leave_page(&mut self) {
        self.commit();
        let now = self.stamp();
        if let Screen::Page(page) = &mut self.screen {
            let mut desk = Desk {
                session: &mut self.session,
                clip: &mut self.clip,
                history: &mut self.history,
                now,
                read_only: self.start.read_only.is_some(),
            };
            page.leave(&mut desk);
            self.note_change();
        }
    }

    /// The page that is open.
    fn here(&self) -> Option<crate::journal::Id> {
        match &self.screen {
            Screen::Page(page) => Some(page.id().clone()),
            Screen::Welcome(_) | Screen::Contents(_) => None,
        }
    }

    /// Saves at once when there is anything to save.
    fn save_now(&mut self) -> Option<Effect> {
        if !self.can_save() || !self.saving.is_dirty() {
            return None;
        }
        self.saving.handed();
        Some(Effect::Save)
    }

    /// Whether there is anything to write, and anywhere to write it to.
    fn can_save(&self) -> bool {
        self.start.read_only.is_none() && !self.session.journal.is_empty()
    }

    /// What the writer should write, and its revision.
    pub fn snapshot(&mut self) -> (u64, Journal) {
        self.commit();
        self.saving.handed();
        (self.saving.revision(), self.session.journal.clone())
    }

    /// Whether there is anything that the disk has not confirmed.
    #[must_use]
    pub fn has_unsaved(&self) -> bool {
        self.can_save() && self.saving.is_unconfirmed()
    }

    fn saved(&mut self, revision: u64, at: jiff::Timestamp) {
        self.saving.saved(revision, Stamp::of(at, &self.zone));
        if self.notice.as_ref().is_some_and(|notice| notice.until.is_none()) && self.start.read_only.is_none()
        {
            self.notice = None;
        }
    }

    fn quit(&mut self) -> Option<Effect> {
        self.commit();
        if self.asked_to_leave || !self.saving.has_failed() {
            self.asked_to_leave = true;
            return Some(Effect::Quit);
        }
        self.asked_to_leave = true;
        let words = format!("{NOT_SAVED_LEAVE} {}", self.saving.words().words());
        self.notice = Some(Notice { words, role: Role::Warning, until: None });
        self.saving.changed(self.now.since_start);
        None
    }

    fn hide(&mut self) -> Option<Effect> {
        self.commit();
        Some(Effect::Hide)
    }

    fn steady(&mut self) -> Option<Effect> {
        self.commit();
        let rows = message::steady(&self.session, &self.start.help, self.measure());
        self.overlay = Some(Overlay::Message(Message::new("Steady", rows)));
        self.save_now()
    }

    fn open_export(&mut self) -> Option<Effect> {
        self.commit();
        let chapter = match &self.screen {
            Screen::Page(page) => Some(page.id().chapter().to_owned()),
            Screen::Contents(contents) => contents.chapter(&self.session),
            Screen::Welcome(_) => None,
        };
        let (columns, rows) = self.body();
        let dialog = Dialog::new(&self.session, chapter);
        self.overlay = Some(Overlay::Export(Box::new(dialog.sized(columns, rows))));
        self.save_now()
    }

    fn exported(&mut self, result: Result<String, String>) {
        self.overlay = None;
        let (words, role) = match result {
            Ok(path) => (format!("Written to {path}. Whoever has this file can read it."), Role::Good),
            Err(why) => (why, Role::Warning),
        };
        self.notice = Some(Notice { words, role, until: Some(self.now.since_start + A_WHILE * 2) });
    }

    fn undo(&mut self) {
        self.commit();
        match self.history.undo(&mut self.session) {
            Some(id) => self.show_restored(&id, BACK_AGAIN),
            None => self.say(NOTHING_TO_UNDO, BRIEFLY),
        }
    }

    fn redo(&mut self) {
        match self.history.redo(&mut self.session) {
            Some(id) => self.show_restored(&id, DONE_AGAIN),
            None => self.say(NOTHING_TO_UNDO, BRIEFLY),
        }
    }

    fn show_restored(&mut self, id: &crate::journal::Id, words: &str) {
        let prompt = self.session.book.question(id).map(|(_, question)| self.session.prompt(question));
        if let Screen::Page(page) = &mut self.screen {
            page.rebuild(&self.session);
        }
        self.note_change();
        self.say(&format!("{words} ({})", prompt.unwrap_or_default()), A_WHILE);
    }

    fn say(&mut self, words: &str, how_long: Duration) {
        self.notice = Some(Notice {
            words: words.to_owned(),
            role: Role::Dim,
            until: Some(self.now.since_start + how_long),
        });
    }

    fn pass_time(&mut self, at: Moment, is_key: bool) {
        self.now = at;
        if is_key {
            let since = at.since_start.saturating_sub(self.last_key);
            if since < AWAY && matches!(self.screen, Screen::Page(_)) {
                self.spent += since;
            }
            self.last_key = at.since_start;
        }
    }

    fn tick(&mut self) -> Option<Effect> {
        let now = self.now.since_start;
        if self.notice.as_ref().and_then(|notice| notice.until).is_some_and(|until| until <= now) {
            self.notice = None;
        }
        if now >= self.last_key + BLANK_AFTER && !matches!(self.overlay, Some(Overlay::Blank)) {
            self.overlay = Some(Overlay::Blank);
            self.commit();
        }
        if self.saving.deadline().is_some_and(|due| due <= now) && self.start.read_only.is_none() {
            self.commit();
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
        [notice, save, blank].into_iter().flatten().min()
    }

    /// Which keys mean what now.
    #[must_use]
    pub fn mode(&self) -> Mode {
        match (&self.overlay, &self.screen) {
            (Some(Overlay::Help(_)), _) => Mode::Writing,
            (Some(Overlay::Message(_) | Overlay::Blank), _) => Mode::Box,
            (Some(Overlay::Export(dialog)), _) => dialog.mode(),
            (None, Screen::Welcome(welcome)) => welcome.mode(),
            (None, Screen::Contents(_)) => Mode::Contents,
            (None, Screen::Page(page)) => page.mode(),
        }
    }

    fn stamp(&self) -> Stamp {
        Stamp::of(self.now.wall, &self.zone)
    }
}

impl std::fmt::Debug for Effect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Effect::Save => f.write_str("Save"),
            Effect::Quit => f.write_str("Quit"),
            Effect::Hide => f.write_str("Hide"),
            Effect::Export { markdown, .. } => write!(f, "Export({} bytes)", markdown.len()),
            Effect::Suspend => f.write_str("Suspend"),
        }
    }
}

impl Action {
    /// Whether a person did it, rather than the world.
    fn is_from_a_person(&self) -> bool {
        match self {
            Action::Resize(..)
            | Action::Tick
            | Action::Zone(_)
            | Action::Saving { .. }
            | Action::Saved { .. }
            | Action::NotSaved { .. }
            | Action::Exported(_) => false,
            Action::Edit(_)
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
            | Action::KeepPrivate
            | Action::Fold
            | Action::Help
            | Action::Steady
            | Action::Export
            | Action::Undo
            | Action::Redo
            | Action::Yes
            | Action::Quit
            | Action::Hide
            | Action::Suspend
            | Action::Unknown
            | Action::StrayPaste => true,
        }
    }
}
