//! One page of the book: a tall sheet of prose and questions in a window that follows the focus.
//!
//! The page knows forms, not kinds. What is written in a form is taken over at pauses and when the focus leaves it.

use super::bars::MEASURE;
use super::contents::number;
use super::desk::{Desk, Outcome};
use super::{Action, Mode};
use crate::journal::{Entry, Id, Place};
use crate::kind::{Focus, Takes};
use crate::session::{Rounds, Session};
use crate::sheet::Row;
use asking::Asking;
pub(super) use marking::toggle_bookmark;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use timer::Timer;

mod again;
mod asking;
mod build;
mod burning;
mod editor;
mod keeping;
mod letter;
mod marking;
mod origin;
mod pace;
mod steps;
mod timer;
mod turns;
mod view;
mod writing;

/// An open page.
pub(super) struct Page {
    id: Id,
    items: Vec<Item>,
    /// Index of the question with the keys; none while the page is read.
    focus: Option<usize>,
    /// How the answer in focus was when the focus came, for undo.
    entered: Option<Arc<Entry>>,
    /// The first row that is seen: an item, and a row in it. What stands there stays there when the size changes.
    top: (usize, usize),
    columns: usize,
    height: usize,
    /// A page that this one builds on and that has nothing yet.
    needed: Option<Id>,
    /// A page that this one looks at, and that is answered again and again.
    looks_at: Option<Id>,
    /// How often it was answered, where it is answered again and again.
    rounds: Option<Rounds>,
    /// Whether its words are kept on disk.
    keep: bool,
    /// What was said at its end today is so high that it does not lead on.
    is_heavy: bool,
    /// The kit was open because of that.
    is_steadied: bool,
    /// The field for a note is wanted, also where there is no note yet.
    noting: bool,
    /// The question that was left for reading, to come back to.
    left: Option<Id>,
    /// Somebody has gone through all questions to the end of the page.
    is_through: bool,
    /// The question that somebody came to see, from where they go back.
    visited: Option<Id>,
    /// Questions that are answered and not asked, anywhere in the book, as far as is known.
    hidden: Option<BTreeSet<Id>>,
    /// How many more of them there are since that was last told.
    gone: usize,
    /// The quiet timer, once it has begun.
    timer: Option<Timer>,
    /// The item with which each turn begins, and its minutes.
    turns: Vec<(usize, u32)>,
    /// Time since the program started.
    now: Duration,
    /// The question whose words burn when it is wished once more.
    burning: Option<Id>,
}

/// A part of the sheet.
enum Item {
    /// Something to read.
    Rows(Vec<Row>),
    /// A question.
    Asking(Box<Asking>),
}

const HIDDEN: &str =
    "One question you answered is not asked any more. Its words are kept, and come back with it.";
const HIDDEN_SEVERAL: &str =
    "Several questions you answered are not asked any more. Their words are kept, and come back with them.";
pub(super) const READ_ONLY: &str = "Nothing can be changed here now; the first row says so.";

impl Page {
    /// Opens a page at a place; nothing when there is no such page.
    pub(super) fn open(place: &Place, desk: &mut Desk<'_>, body: (usize, usize)) -> Option<Page> {
        desk.session.book.exercise(&place.page)?;
        let mut page = Page {
            id: place.page.clone(),
            items: Vec::new(),
            focus: None,
            entered: None,
            top: (0, 0),
            columns: body.0,
            height: body.1,
            needed: None,
            looks_at: None,
            rounds: None,
            keep: true,
            is_heavy: false,
            is_steadied: false,
            noting: is_note(place, desk.session),
            left: None,
            is_through: false,
            visited: None,
            hidden: None,
            gone: 0,
            timer: None,
            turns: Vec::new(),
            now: Duration::ZERO,
            burning: None,
        };
        page.rebuild(desk.session);
        if let Some(question) = &place.question
            && let Some(at) = page.find(question).filter(|at| page.takes_keys(*at))
        {
            // What only shows something has no use for the keys.
            if page.takes_keys(at) {
                page.enter(at, desk);
            }
            if let Some(asking) = page.asking_mut(at) {
                asking.form.go_to(place.at);
            }
            page.show(question);
        }
        page.noting = false;
        Some(page)
    }

    /// Whether what is done here may leave a trace on disk.
    pub(super) fn is_kept(&self) -> bool {
        self.keep && self.focused().is_none_or(|asking| !asking.passes)
    }

    pub(super) fn id(&self) -> &Id {
        &self.id
    }

    /// Where the person is, unless the page is one that leaves no trace.
    pub(super) fn place(&self, session: &Session) -> Option<Place> {
        let (_, exercise) = session.book.exercise(&self.id)?;
        if !exercise.keep {
            return None;
        }
        let asking = self.focus.and_then(|at| self.asking(at));
        Some(Place {
            page: self.id.clone(),
            question: asking.map(|asking| asking.id.clone()),
            at: asking.map_or(0, |asking| asking.form.place()),
        })
    }

    pub(super) fn mode(&self) -> Mode {
        match self.focused().map(|asking| asking.form.takes()) {
            Some(Takes::Letters) => Mode::Writing,
            Some(Takes::Line) => Mode::Line,
            Some(Takes::Search) => Mode::Finding,
            Some(Takes::Picks) => Mode::Picking,
            Some(Takes::Nothing) | None => Mode::Walking,
        }
    }

    pub(super) fn resize(&mut self, session: &Session, body: (usize, usize)) {
        (self.columns, self.height) = body;
        self.rebuild(session);
    }

    /// Columns of what is read and written.
    fn measure(&self) -> usize {
        self.columns.saturating_sub(2).clamp(1, MEASURE)
    }

    fn lay_out(&mut self) {
        let (width, page) =
            (self.measure().saturating_sub(asking::INDENT), self.height.saturating_sub(4).max(1));
        for item in &mut self.items {
            if let Item::Asking(asking) = item {
                asking.resize(width.max(1), page);
            }
        }
    }

    /// Does what is wished on this page.
    pub(super) fn act(&mut self, action: Action, desk: &mut Desk<'_>) -> Outcome {
        if action != Action::Burn {
            self.burning = None;
        }
        let outcome = match action {
            Action::Burn => self.burn(desk),
            Action::KeepWords => self.keep_words(desk),
            Action::Timer => self.turn_timer(),
            Action::Edit(edit) => self.edit(edit, desk),
            Action::Next => self.next(desk),
            Action::Previous => self.previous(desk),
            Action::Back => self.back(desk),
            Action::Skip => self.skip(desk),
            Action::AnswerAgain => self.answer_again(desk),
            Action::OpenLetter => self.open_letter(),
            Action::KeepPrivate => self.keep_private(desk),
            Action::Bookmark => self.bookmark(desk),
            Action::Note => self.open_note(desk),
            Action::Bring => self.bring(desk),
            Action::SwapVersion => self.decide(desk, Session::swap_version, marking::SWAPPED),
            Action::KeepVersion => self.decide(desk, Session::keep_version, marking::DECIDED),
            Action::NextPage => self.turn(desk, true),
            Action::PreviousPage => self.turn(desk, false),
            Action::Enter => self.go_on(desk),
            Action::OpenEditor => self.open_editor(desk),
            Action::OpenNeeded => self.visit(),
            Action::OpenSource => self.open_source(),
            Action::Up => self.scroll(-1),
            Action::Down => self.scroll(1),
            Action::PageUp => self.scroll(-(isize::try_from(self.height).unwrap_or(10) - 2).max(1)),
            Action::PageDown if self.is_at_end() => self.lead_on(desk),
            Action::PageDown => self.scroll((isize::try_from(self.height).unwrap_or(10) - 2).max(1)),
            Action::Top => self.scroll(isize::MIN / 2),
            Action::Bottom => self.scroll(isize::MAX / 2),
            Action::Fold
            | Action::Find
            | Action::Help
            | Action::Steady
            | Action::Export
            | Action::Portrait
            | Action::Undo
            | Action::Redo
            | Action::Quit
            | Action::Hide
            | Action::Suspend
            | Action::Unknown
            | Action::StrayPaste
            | Action::StrayLetters
            | Action::News(_) => Outcome::Nothing,
        };
        self.settle();
        outcome
    }

    /// What is to be said about questions that have gone out of sight with their words, once.
    pub(super) fn news_of_hidden(&mut self) -> Option<&'static str> {
        match std::mem::take(&mut self.gone) {
            0 => None,
            1 => Some(HIDDEN),
            _ => Some(HIDDEN_SEVERAL),
        }
    }

    fn find(&self, question: &Id) -> Option<usize> {
        (0..self.items.len()).find(|at| self.asking(*at).is_some_and(|asking| asking.id == *question))
    }

    fn asking(&self, at: usize) -> Option<&Asking> {
        match self.items.get(at) {
            Some(Item::Asking(asking)) => Some(asking),
            Some(Item::Rows(_)) | None => None,
        }
    }

    fn asking_mut(&mut self, at: usize) -> Option<&mut Asking> {
        match self.items.get_mut(at) {
            Some(Item::Asking(asking)) => Some(asking),
            Some(Item::Rows(_)) | None => None,
        }
    }

    /// Whether a question has the keys.
    pub(super) fn has_focus(&self) -> bool {
        self.focused().is_some()
    }

    fn focused(&self) -> Option<&Asking> {
        self.asking(self.focus?)
    }

    fn takes_keys(&self, at: usize) -> bool {
        self.asking(at).is_some_and(|asking| asking.takes() != Takes::Nothing)
    }

    fn is_note(&self, at: usize) -> bool {
        self.asking(at).is_some_and(Asking::is_note)
    }

    fn focus_of(&self, at: usize) -> Focus {
        if self.focus == Some(at) { Focus::Here } else { Focus::Away }
    }

    /// For the first row.
    pub(super) fn title(&self, session: &Session, long: bool) -> String {
        let Some((chapter, exercise)) = session.book.exercise(&self.id) else { return String::new() };
        let number = number(session, &self.id);
        if long {
            format!("{} > {number} {}", chapter.title, exercise.title)
        } else {
            format!("{number} {}", exercise.title)
        }
    }
}

/// Whether somebody stopped in a note.
fn is_note(place: &Place, session: &Session) -> bool {
    let note = session.book.exercise(&place.page).map(|(_, exercise)| &exercise.note.id);
    place.question.is_some() && place.question.as_ref() == note
}
