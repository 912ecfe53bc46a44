//! What can be wished, what can happen, and what follows from it: the closed sets of actions, news, modes and effects, and
//! what is seen.

use crate::journal::Journal;
pub use crate::kind::Edit;
use crate::sheet::Row;
use std::time::Duration;

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
    /// Keep the answers of this page as an earlier round, and open its questions again.
    AnswerAgain,
    /// Open a letter before its day, or fold it again.
    OpenLetter,
    /// To where a line that was put together comes from.
    OpenSource,
    /// What was gathered of a person's words.
    Portrait,
    /// Keep the answer out of every export, or take that back.
    KeepPrivate,
    /// Take the other version of an answer, and keep the present one as the other.
    SwapVersion,
    /// Keep the present version of an answer; the other one becomes an earlier one.
    KeepVersion,
    /// Burn what was written: no trace of it stays here.
    Burn,
    /// Keep words that would be gone with the program.
    KeepWords,
    /// Start the quiet timer, stop it, put it away.
    Timer,
    /// Open the text in the person's own editor.
    OpenEditor,
    /// Fold or unfold a chapter.
    Fold,
    /// Mark the page to come back to, or take the mark away.
    Bookmark,
    /// Write a note to the page.
    Note,
    /// Mark the answer to be brought along, or take that back.
    Bring,
    /// Words, in one's own answers and in the book.
    Find,
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
    /// A word where nothing can be written.
    StrayLetters,
    /// Nobody wished it: something happened.
    News(News),
}

/// What happened outside.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// The terminal has this many columns and rows.
    Resize(u16, u16),
    /// A time that was waited for has come.
    Tick,
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
    /// A save is in place, and the disk has not confirmed it.
    Unconfirmed,
    /// The person wants to leave, and the disk has not answered yet.
    StillSaving,
    /// A save has failed.
    NotSaved(NotSaved),
    /// Somebody else had written meanwhile: what was to be saved, and what was saved in its place.
    TakenIn(Box<TakenIn>),
    /// An export was written, or not.
    Exported(Result<String, String>),
    /// The person's own editor has ended: what came back, or why nothing did.
    Edited(Result<Draft, String>),
    /// What was to be done about a file that cannot be read did not work; one sentence.
    NotMended(String),
}

/// Why a save has failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotSaved {
    /// In two or three words.
    pub short: &'static str,
    /// What happened and what to do, in one or two sentences.
    pub why: String,
    /// Where the words are.
    pub words: Words,
}

/// Where words are that could not be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Words {
    /// In this program, and nowhere else.
    Here,
    /// In a file of their own, which the next start finds.
    Elsewhere,
    /// Here, because somebody took the file away while it was in use: the person decides whether it comes back.
    TakenAway,
}

/// Both versions of answers that two had written.
#[derive(Clone, Debug, PartialEq)]
pub struct TakenIn {
    /// What was to be saved.
    pub before: Journal,
    /// What was saved.
    pub after: Journal,
    /// Answers of which both versions are kept.
    pub both: usize,
    /// Where the other file was put, if it could not be read.
    pub set_aside: Option<String>,
}

/// A text that goes to the person's own editor, or comes back from it. `Debug` shows its size and none of its words.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft(pub String);

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Draft({} bytes)", self.0.len())
    }
}

/// Which keys mean what at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// A field of many lines takes every printable key, and a new line is one of them.
    Writing,
    /// A field of one line takes every printable key.
    Line,
    /// A long list: letters look for an option in it.
    Finding,
    /// A question is answered with single keys: a choice, a scale, a grid.
    Picking,
    /// A page is read; no field has the keys.
    Walking,
    /// The list of chapters and pages.
    Contents,
    /// The portrait.
    Portrait,
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
        /// The name of the file, where that is a folder.
        name: String,
        /// The Markdown.
        markdown: String,
    },
    /// Give the terminal to the person's own editor, with this text, and take it again when that has ended.
    OpenEditor(Draft),
    /// The file with the answers was taken away: make it again, because the person says so.
    MakeAgain,
    /// Do what the person has chosen about a file that cannot be read, or about another version of the answers.
    Mend(Remedy),
    /// Look whether the answers have changed, or may be written by now.
    Look,
    /// Save, give the terminal back to the shell, and wait to be continued.
    Suspend,
}

/// What is to become of answers that cannot be read, or of another version of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Put together what can be read.
    PutTogether,
    /// Go on with an earlier version, counted from the newest.
    Earlier(usize),
    /// Change nothing, and show an earlier version if there is one.
    OnlyLook,
    /// Take the other versions in: nothing of either side is lost.
    TakeIn,
}

/// One full screen: exactly as many rows as the terminal has, none wider than it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// From top to bottom.
    pub rows: Vec<Row>,
    /// Row and column of the cursor, in cells.
    pub cursor: Option<(u16, u16)>,
}

impl std::fmt::Debug for Effect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Effect::Save => f.write_str("Save"),
            Effect::Quit => f.write_str("Quit"),
            Effect::Hide => f.write_str("Hide"),
            Effect::Export { markdown, .. } => write!(f, "Export({} bytes)", markdown.len()),
            Effect::OpenEditor(draft) => write!(f, "OpenEditor({draft:?})"),
            Effect::MakeAgain => f.write_str("MakeAgain"),
            Effect::Mend(remedy) => write!(f, "Mend({remedy:?})"),
            Effect::Look => f.write_str("Look"),
            Effect::Suspend => f.write_str("Suspend"),
        }
    }
}

/// How somebody moves in a list or a box, and what is done with the row they have come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Up,
    Down,
    PageUp,
    PageDown,
    Top,
    Bottom,
    Next,
    Previous,
    /// Into what the row stands for.
    In,
    /// Out of it.
    Out,
    Enter,
    Back,
}

impl Action {
    /// The step that it is, for whoever knows no other wishes.
    pub(super) fn step(&self) -> Option<Step> {
        match self {
            Action::Up => Some(Step::Up),
            Action::Down => Some(Step::Down),
            Action::PageUp => Some(Step::PageUp),
            Action::PageDown => Some(Step::PageDown),
            Action::Top => Some(Step::Top),
            Action::Bottom => Some(Step::Bottom),
            Action::Next => Some(Step::Next),
            Action::Previous => Some(Step::Previous),
            Action::NextPage => Some(Step::In),
            Action::PreviousPage => Some(Step::Out),
            Action::Enter => Some(Step::Enter),
            Action::Back => Some(Step::Back),
            Action::Edit(_)
            | Action::Skip
            | Action::OpenNeeded
            | Action::AnswerAgain
            | Action::OpenLetter
            | Action::OpenSource
            | Action::Portrait
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
            | Action::Find
            | Action::Help
            | Action::Steady
            | Action::Export
            | Action::Undo
            | Action::Redo
            | Action::Quit
            | Action::Hide
            | Action::Suspend
            | Action::Unknown
            | Action::StrayPaste
            | Action::StrayLetters
            | Action::News(_) => None,
        }
    }

    /// Whether a person did it, rather than the world.
    pub(super) fn is_from_a_person(&self) -> bool {
        !matches!(self, Action::News(_))
    }
}
