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

/// What was cut or copied last, inside this program only.
#[derive(Clone, Default)]
pub struct Clip;
/// A text with a cursor.
pub struct Text {
    content: String,
}
#[allow(missing_docs)]
impl Text {
    #[must_use]
    pub fn new(content: &str) -> Text {
        Text { content: content.to_owned() }
    }
    #[must_use]
    pub fn line(content: &str) -> Text {
        Text::new(content)
    }
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.content
    }
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.content.is_empty()
    }
    #[must_use]
    pub fn words(&self) -> usize {
        0
    }
    pub fn resize(&mut self, _width: usize, _page: usize) {}
    pub fn edit(&mut self, _edit: Edit, _clip: &mut Clip) -> Change {
        Change::Nothing
    }
    #[must_use]
    pub fn rows(&self) -> usize {
        1
    }
    #[must_use]
    pub fn row(&self, _n: usize) -> &str {
        &self.content
    }
    #[must_use]
    pub fn row_range(&self, _n: usize) -> std::ops::Range<usize> {
        0..self.content.len()
    }
    #[must_use]
    pub fn cursor(&self) -> (usize, usize) {
        (0, 0)
    }
    #[must_use]
    pub fn position(&self) -> usize {
        0
    }
    pub fn go_to(&mut self, _byte: usize) {}
    #[must_use]
    pub fn selection(&self) -> Option<std::ops::Range<usize>> {
        None
    }
}
/// Soft wrap.
#[must_use]
pub fn wrap(text: &str, _width: usize) -> Vec<std::ops::Range<usize>> {
    vec![0..text.len()]
}
