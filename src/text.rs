//! The editor core: a text, its cursor, and what can be wished of it.
//!
//! It knows graphemes, words, rows and undo. It knows no terminal, no key and no colour: keys become an [`Edit`]
//! elsewhere, and whoever paints asks for [`Text::row`] and [`Text::cursor`]. Every wish is answered with a [`Change`]
//! and none can fail, whatever was typed.
//!
//! What holds after every edit: the text has been through [`clean()`], the cursor stands on a grapheme border, and the
//! rows are those that wrapping the whole text anew would give. A key costs the neighbourhood of the cursor, not the
//! length of the text.

mod cells;
mod clean;
mod clip;
mod edit;
pub mod fold;
#[cfg(test)]
#[allow(
    clippy::string_slice,
    clippy::wildcard_enum_match_arm,
    reason = "a law that cannot be asked fails its test"
)]
mod laws;
mod motion;
mod rows;
#[cfg(test)]
#[allow(clippy::string_slice, reason = "a scene that cannot be drawn fails its test")]
mod scene;
mod seam;
mod undo;
mod wrap;

use std::{fmt, ops::Range};

use self::{motion::Lean, rows::Rows, undo::History};

pub(crate) use self::seam::Seam;
pub use self::{
    cells::{TAB, painted, width},
    clean::clean,
    clip::Clip,
    wrap::wrap,
};

/// The longest that a text can become, in bytes: far more than anybody writes, little enough to be kept and drawn at once.
pub const LONGEST: usize = 4 << 20;

/// What is wished of a text. Never which key.
#[derive(Clone, PartialEq, Eq)]
pub enum Edit {
    /// Typed text. It goes through [`clean()`] and replaces the selection.
    Insert(String),
    /// Pasted text: as [`Edit::Insert`], but one undo step of its own.
    Paste(String),
    /// A new paragraph.
    Newline,
    /// Deletes the selection, or the grapheme before the cursor.
    DeleteLeft,
    /// Deletes the selection, or the grapheme after the cursor.
    DeleteRight,
    /// Kills to the start of the word before the cursor, but not beyond its paragraph. At the paragraph's start, joins
    /// it with the one before.
    DeleteWordLeft,
    /// Kills to the end of the word after the cursor, but not beyond its paragraph. At the paragraph's end, joins it
    /// with the next.
    DeleteWordRight,
    /// Kills from the start of the paragraph to the cursor.
    KillToStart,
    /// Kills from the cursor to the end of the paragraph; at its end, the newline.
    KillToEnd,
    /// Inserts what was cut, copied or killed last.
    Yank,
    /// Moves the selection to the clip.
    Cut,
    /// Copies the selection to the clip.
    Copy,
    /// Moves the cursor and drops the selection. Left and right of a selection mean its two ends.
    Move(Motion),
    /// Moves the cursor and lets the selection follow.
    Select(Motion),
    /// Selects the whole text.
    SelectAll,
    /// Takes back the last step.
    Undo,
    /// Does again what was taken back last.
    Redo,
}

/// Shows what is wished and none of the words.
impl fmt::Debug for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Edit::Insert(words) => write!(f, "Insert({} bytes)", words.len()),
            Edit::Paste(words) => write!(f, "Paste({} bytes)", words.len()),
            Edit::Newline => f.write_str("Newline"),
            Edit::DeleteLeft => f.write_str("DeleteLeft"),
            Edit::DeleteRight => f.write_str("DeleteRight"),
            Edit::DeleteWordLeft => f.write_str("DeleteWordLeft"),
            Edit::DeleteWordRight => f.write_str("DeleteWordRight"),
            Edit::KillToStart => f.write_str("KillToStart"),
            Edit::KillToEnd => f.write_str("KillToEnd"),
            Edit::Yank => f.write_str("Yank"),
            Edit::Cut => f.write_str("Cut"),
            Edit::Copy => f.write_str("Copy"),
            Edit::Move(motion) => write!(f, "Move({motion:?})"),
            Edit::Select(motion) => write!(f, "Select({motion:?})"),
            Edit::SelectAll => f.write_str("SelectAll"),
            Edit::Undo => f.write_str("Undo"),
            Edit::Redo => f.write_str("Redo"),
        }
    }
}

/// Where the cursor is wished to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// One grapheme back.
    Left,
    /// One grapheme on.
    Right,
    /// To the start of this word or the one before.
    WordLeft,
    /// To the end of this word or the next.
    WordRight,
    /// One row up, as near as can be to the wished column. Nothing on the first row, so that the page can act on it.
    Up,
    /// One row down. Nothing on the last row.
    Down,
    /// To the start of the row that is seen.
    RowStart,
    /// To the end of the row that is seen, and still on that row.
    RowEnd,
    /// A page up, as [`Motion::Up`].
    PageUp,
    /// A page down, as [`Motion::Down`].
    PageDown,
    /// To the start of the text.
    Start,
    /// To the end of the text.
    End,
}

/// What an edit did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Nothing that can be seen.
    Nothing,
    /// The cursor or the selection is another; the text is the same.
    Moved,
    /// The text is another.
    Changed,
}

/// A text that is being written. `Debug` shows its sizes, never its words.
#[derive(Clone)]
pub struct Text {
    text: String,
    rows: Rows,
    words: usize,
    /// The cursor, in bytes: always a grapheme border.
    at: usize,
    /// Where the selection started. It can be where the cursor is; then nothing is selected.
    anchor: Option<usize>,
    lean: Lean,
    /// The column that moving up and down tries to keep, in cells.
    wish: Option<usize>,
    /// Rows per page.
    page: usize,
    history: History,
    lines: Lines,
}

/// Whether a text can have paragraphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lines {
    Many,
    One,
}

/// Cells per row until somebody says otherwise.
const WIDTH: usize = 76;

/// Rows per page until somebody says otherwise.
const PAGE: usize = 20;

impl Text {
    /// A text with this content, made harmless by [`clean()`]. The cursor is at its end; rows have 76 cells.
    pub fn new(content: &str) -> Text {
        Text::with_lines(content, Lines::Many)
    }

    /// A text of one line: a newline does nothing in it, and those in inserted text become spaces.
    pub fn line(content: &str) -> Text {
        Text::with_lines(content, Lines::One)
    }

    fn with_lines(content: &str, lines: Lines) -> Text {
        let text = lines.clean(content).into_owned();
        Text {
            rows: Rows::new(&text, WIDTH),
            words: word_starts(&text, 0..text.len()),
            at: text.len(),
            anchor: None,
            lean: Lean::Forward,
            wish: None,
            page: PAGE,
            history: History::new(undo::LIMIT),
            lines,
            text,
        }
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether there is not one character.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// How many words, parted by white space. It is kept, not counted.
    pub fn words(&self) -> usize {
        self.words
    }

    /// Sets how many cells a row has and how many rows a page has, both at least 1.
    pub fn resize(&mut self, width: usize, page: usize) {
        self.page = page.max(1);
        if width.max(1) != self.rows.width() {
            self.rows = Rows::new(&self.text, width);
            self.lean = Lean::Forward;
            self.wish = None;
        }
    }

    /// How many rows are seen, at least 1.
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// Row `n` as text, without its newline, with the spaces that hang at its end. Empty when there is no such row.
    ///
    /// Tabs are still tabs: [`painted`] makes them visible.
    pub fn row(&self, n: usize) -> &str {
        self.text.get(self.row_range(n)).unwrap_or_default()
    }

    /// The bytes of row `n`, without its newline. Empty, at the end of the text, when there is no such row.
    pub fn row_range(&self, n: usize) -> Range<usize> {
        self.rows.range(&self.text, n)
    }

    /// The cursor on the screen: its row, and its column in cells.
    ///
    /// The column is always inside the width. Behind a full row or in spaces that hang beyond it, the cursor rests on
    /// the last cell, as a terminal's own does, until the next letter opens the next row.
    pub fn cursor(&self) -> (usize, usize) {
        let row = self.cursor_row();
        let before = self.text.get(self.row_range(row).start..self.at).unwrap_or_default();
        (row, width(before).min(self.rows.width() - 1))
    }

    /// The cursor as a byte offset into [`Text::as_str`].
    pub fn position(&self) -> usize {
        self.at
    }

    /// Puts the cursor at a byte, or before the grapheme that the byte is part of, or at the end. Drops the selection.
    pub fn go_to(&mut self, byte: usize) {
        let base = self.row_range(self.rows.at(byte)).start;
        self.at = cells::border_before(&self.text, base, byte);
        self.anchor = None;
        self.lean = Lean::Forward;
        self.wish = None;
        self.history.close();
    }

    /// The selected bytes. `None` when nothing is selected; never empty.
    pub fn selection(&self) -> Option<Range<usize>> {
        let anchor = self.anchor.filter(|&anchor| anchor != self.at)?;
        Some(anchor.min(self.at)..anchor.max(self.at))
    }

    /// Whether there is nothing to take back.
    pub fn undo_is_empty(&self) -> bool {
        self.history.is_empty()
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Text")
            .field("bytes", &self.text.len())
            .field("words", &self.words)
            .field("rows", &self.rows.len())
            .field("lines", &self.lines)
            .finish_non_exhaustive()
    }
}

/// How many words start in a stretch of text or with the character right after it.
///
/// Comparing this before and after an edit gives the new count of words without looking at the rest of the text.
fn word_starts(text: &str, range: Range<usize>) -> usize {
    let before = text.get(..range.start).and_then(|before| before.chars().next_back());
    let mut in_word = before.is_some_and(|c| !c.is_whitespace());
    let mut count = 0;
    for (at, c) in text.get(range.start..).unwrap_or_default().char_indices() {
        if range.start + at > range.end {
            break;
        }
        let is_word = !c.is_whitespace();
        count += usize::from(is_word && !in_word);
        in_word = is_word;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_text_is_clean_and_the_cursor_is_at_its_end() {
        let text = Text::new("I feel\r\n\u{1b}small");
        assert_eq!(text.as_str(), "I feel\nsmall");
        assert_eq!((text.position(), text.cursor(), text.rows(), text.words()), (12, (1, 5), 2, 3));
        assert!(text.undo_is_empty() && text.selection().is_none() && !text.is_empty());
    }

    #[test]
    fn an_empty_text_has_one_row() {
        let text = Text::new("");
        assert!(text.is_empty());
        assert_eq!(
            (text.rows(), text.row(0), text.row_range(0), text.cursor(), text.words()),
            (1, "", 0..0, (0, 0), 0)
        );
    }

    #[test]
    fn rows_beyond_the_text_are_empty() {
        let text = Text::new("one\ntwo");
        assert_eq!((text.row(1), text.row_range(1)), ("two", 4..7));
        assert_eq!((text.row(2), text.row_range(usize::MAX)), ("", 7..7));
    }

    #[test]
    fn going_to_a_byte_means_its_grapheme() {
        let mut text = Text::new("xe\u{301}y");
        for (byte, at) in [(0, 0), (1, 1), (2, 1), (3, 1), (4, 4), (5, 5), (99, 5), (usize::MAX, 5)] {
            text.go_to(byte);
            assert_eq!(text.position(), at, "byte {byte}");
        }
    }

    #[test]
    fn a_new_width_wraps_anew_and_keeps_the_cursor() {
        let mut text = Text::new("hello world");
        text.resize(6, 0);
        assert_eq!((text.rows(), text.row(0), text.cursor()), (2, "hello ", (1, 5)));
        text.resize(0, 0);
        assert_eq!((text.rows(), text.cursor()), (10, (9, 0)));
        assert_eq!(text.position(), 11);
    }

    #[test]
    fn words_are_counted_as_they_come_and_go() {
        let (mut text, mut clip) = (Text::new("one"), Clip::default());
        for (edit, words) in [
            (Edit::Insert("s".into()), 1),
            (Edit::Insert(" ".into()), 1),
            (Edit::Insert("two\u{a0}three".into()), 3),
            (Edit::DeleteWordLeft, 2),
            (Edit::DeleteLeft, 2),
            (Edit::Newline, 2),
            (Edit::Undo, 2),
            (Edit::SelectAll, 2),
            (Edit::Cut, 0),
            (Edit::Undo, 2),
        ] {
            text.edit(edit.clone(), &mut clip);
            assert_eq!(text.words(), words, "{edit:?} in {:?}", text.as_str());
        }
    }

    #[test]
    fn debug_never_shows_the_words() {
        let (mut text, mut clip) = (Text::new("a secret"), Clip::default());
        text.edit(Edit::Insert(" secret".into()), &mut clip);
        text.edit(Edit::DeleteWordLeft, &mut clip);
        let seen = format!("{text:?} {text:#?} {clip:?}");
        assert!(!seen.contains("secret"), "{seen}");
        assert!(seen.contains("words: 2") && seen.contains("Clip { bytes: 6 }"), "{seen}");
    }
}
