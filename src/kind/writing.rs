//! A field that is written in: the frame, the rows of a text, its example while it is empty, its counts.
//!
//! Not a kind: what `line`, `text`, `list`, `table`, `sentence`, `compose` and `date` have in common on the page.

use crate::kind::{Change, Focus};
use crate::sheet::{Role, Row};
use crate::text::{self, Clip, Text};
use std::ops::Range;

/// How an edit of a text is told to a form's page.
pub(super) fn write(text: &mut Text, edit: text::Edit, clip: &mut Clip) -> Change {
    match text.edit(edit, clip) {
        text::Change::Nothing => Change::Nothing,
        text::Change::Moved => Change::Moved,
        text::Change::Changed => Change::Typed,
    }
}

/// One visual row of a text, with what is selected in it.
pub(super) fn text_row(text: &Text, n: usize) -> Row {
    let range = text.row_range(n);
    // Spaces at a row's end hang over its edge; there is nothing to see of them.
    let words = text.row(n).trim_end_matches(' ');
    let selection = text.selection().unwrap_or(0..0);
    let start = (selection.start.clamp(range.start, range.end) - range.start).min(words.len());
    let end = (selection.end.clamp(range.start, range.end) - range.start).min(words.len());
    if start >= end {
        return Row::of(Role::Words, words.replace('\t', TAB));
    }
    let part = |range: Range<usize>| words.get(range).unwrap_or("").replace('\t', TAB);
    Row::of(Role::Words, part(0..start))
        .with(Role::Selection, part(start..end))
        .with(Role::Words, part(end..words.len()))
}

/// What a tab is painted as.
const TAB: &str = "    ";

/// A box of a width in cells around some rows. `focus` decides how loud it is.
pub(super) struct Frame {
    /// Its whole width in cells, borders and a cell of air on both sides included.
    pub(super) width: usize,
    /// Whether the question has the keys.
    pub(super) focus: Focus,
}

impl Frame {
    /// Cells that a frame takes on both sides together.
    pub(super) const SIDES: usize = 4;

    /// The upper border.
    pub(super) fn top(&self) -> Row {
        Row::of(self.role(), format!("╭{}╮", "─".repeat(self.width.saturating_sub(2))))
    }

    /// The lower border.
    pub(super) fn bottom(&self) -> Row {
        Row::of(self.role(), format!("╰{}╯", "─".repeat(self.width.saturating_sub(2))))
    }

    /// A row between the borders.
    pub(super) fn side(&self, row: Row) -> Row {
        let inner = self.width.saturating_sub(Frame::SIDES);
        let row = row.cut(inner);
        let air = inner.saturating_sub(row.width());
        let mut framed = Row::of(self.role(), "│ ");
        framed.append(row);
        framed.push(Role::Words, " ".repeat(air));
        framed.push(self.role(), " │");
        framed
    }

    fn role(&self) -> Role {
        match self.focus {
            Focus::Here => Role::Focus,
            Focus::Away => Role::Frame,
        }
    }
}

/// The rows of an example or hint, wrapped into some cells.
pub(super) fn wrapped(role: Role, words: &str, cells: usize) -> Vec<Row> {
    let ranges = text::wrap(words, cells.max(1));
    ranges.into_iter().map(|range| Row::of(role, words.get(range).unwrap_or("").trim_end())).collect()
}

/// `12 words`, or `12/60 words` when there is an aim.
pub(super) fn count(n: usize, aim: Option<usize>, one: &str, many: &str) -> String {
    match (n, aim) {
        (0, None) => "not yet".to_owned(),
        (n, Some(aim)) => format!("{n}/{aim} {many}"),
        (1, None) => format!("1 {one}"),
        (n, None) => format!("{n} {many}"),
    }
}
