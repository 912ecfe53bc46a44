//! The editor core.
use std::borrow::Cow;
/// What is wished of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Typed text.
    Insert(String),
    /// Pasted text.
    Paste(String),
    /// A new line.
    Newline,
    /// Delete one grapheme to the left, or the selection.
    DeleteLeft,
    /// Delete one grapheme to the right, or the selection.
    DeleteRight,
    /// Delete the word to the left.
    DeleteWordLeft,
    /// Delete the word to the right.
    DeleteWordRight,
    /// Delete to the start of the line.
    KillToStart,
    /// Delete to the end of the line.
    KillToEnd,
    /// Insert what was cut last.
    Yank,
    /// Cut the selection.
    Cut,
    /// Copy the selection.
    Copy,
    /// Move the cursor.
    Move(Motion),
    /// Move the cursor and extend the selection.
    Select(Motion),
    /// Select everything.
    SelectAll,
    /// Take back.
    Undo,
    /// Do again.
    Redo,
}
/// Where a cursor goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Motion {
    Left,
    Right,
    WordLeft,
    WordRight,
    Up,
    Down,
    RowStart,
    RowEnd,
    PageUp,
    PageDown,
    Start,
    End,
}
/// What an edit did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Change {
    Nothing,
    Moved,
    Changed,
}
/// Cells.
#[must_use]
pub fn width(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
}
/// Makes text harmless.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    Cow::Borrowed(text)
}
