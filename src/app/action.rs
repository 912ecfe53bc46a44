//! What can be wished and what follows from it: the closed sets of actions, modes and effects, and what is seen.

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
    pub(super) fn is_from_a_person(&self) -> bool {
        match self {
            Action::Resize(..)
            | Action::Tick
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
            | Action::Quit
            | Action::Hide
            | Action::Suspend
            | Action::Unknown
            | Action::StrayPaste => true,
        }
    }
}
