//! A page before any terminal: rows of words with their roles, and where the cursor is.
//!
//! Roles say what words are, never how they look: colours are chosen in one place, at the edge of the program.

use std::ops::Range;

/// What some words on a page are. The theme decides how each role looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Running text.
    Plain,
    /// Text that steps back: counts, sources, hints of what is elsewhere.
    Dim,
    /// Emphasised words of the book.
    Emphasis,
    /// Strongly emphasised words of the book.
    Strong,
    /// The title of a page or a heading in it.
    Heading,
    /// A quotation in the book, or an earlier answer quoted.
    Quote,
    /// A question.
    Prompt,
    /// A hint or an example for an answer.
    Hint,
    /// Words a person has written.
    Words,
    /// Words a person has marked in the editor.
    Selection,
    /// The frame around a field that is not in use.
    Frame,
    /// The frame around the field in use, and the mark beside the row in use.
    Focus,
    /// The row or option that Space or Enter would act on.
    Current,
    /// An option that has been chosen.
    Chosen,
    /// The name of a key.
    Key,
    /// The top line and the rules of the screen.
    Bar,
    /// A state that is well: saved, done.
    Good,
    /// A state to look at: not saved, left out.
    Warning,
}

/// Some words in one role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// What the words are.
    pub role: Role,
    /// The words: one line, no control characters.
    pub text: String,
}

/// One row of a page, from left to right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its words.
    pub spans: Vec<Span>,
}

/// Some rows, and the cursor if it is in them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The rows, from top to bottom.
    pub rows: Vec<Row>,
    /// Row within `rows`, and column in cells.
    pub cursor: Option<(usize, usize)>,
}

impl Row {
    /// A row of one role.
    #[must_use]
    pub fn of(role: Role, text: impl Into<String>) -> Row {
        Row::default().with(role, text)
    }

    /// The row with some more words at its end.
    #[must_use]
    pub fn with(mut self, role: Role, text: impl Into<String>) -> Row {
        self.push(role, text);
        self
    }

    /// Adds words at the end; neighbours of one role become one span.
    pub fn push(&mut self, role: Role, text: impl Into<String>) {
        let text = text.into();
        match self.spans.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.role == role => last.text.push_str(&text),
            Some(_) | None => self.spans.push(Span { role, text }),
        }
    }

    /// Adds all words of another row at the end.
    pub fn append(&mut self, other: Row) {
        for span in other.spans {
            self.push(span.role, span.text);
        }
    }

    /// The row moved to the right by some cells.
    #[must_use]
    pub fn indented(self, cells: usize) -> Row {
        let mut row = Row::of(Role::Plain, " ".repeat(cells));
        row.append(self);
        row
    }

    /// Its width in cells.
    #[must_use]
    pub fn width(&self) -> usize {
        self.spans.iter().map(|span| crate::text::width(&span.text)).sum()
    }

    /// The row cut to a width in cells; what was cut is announced by `…`.
    #[must_use]
    pub fn cut(self, width: usize) -> Row {
        if self.width() <= width {
            return self;
        }
        let mut row = Row::default();
        let mut left = width.saturating_sub(1);
        for span in self.spans {
            let text = fit(&span.text, left);
            left -= crate::text::width(text);
            let whole = text.len() == span.text.len();
            row.push(span.role, text);
            if !whole {
                if width > 0 {
                    row.push(span.role, "…");
                }
                break;
            }
        }
        row
    }

    /// The row with spaces up to a width, then `right` at its end; `right` gives way when there is no room.
    #[must_use]
    pub fn justified(self, right: Row, width: usize) -> Row {
        let (left_width, right_width) = (self.width(), right.width());
        if right_width >= width || right_width == 0 {
            return self.cut(width);
        }
        let mut row = if left_width + right_width < width { self } else { self.cut(width - right_width - 1) };
        let gap = width - right_width - row.width();
        row.push(Role::Plain, " ".repeat(gap));
        row.append(right);
        row
    }

    /// Its words without roles.
    #[must_use]
    pub fn words(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }
}

impl Sheet {
    /// The rows of a window, with the cursor counted from its top.
    #[must_use]
    pub fn window(mut self, window: Range<usize>) -> Sheet {
        let end = window.end.min(self.rows.len());
        let start = window.start.min(end);
        self.rows.truncate(end);
        self.rows.drain(..start);
        self.cursor = self
            .cursor
            .filter(|(row, _)| (start..end).contains(row))
            .map(|(row, column)| (row - start, column));
        self
    }

    /// Its words without roles, one line a row, for tests and plain output.
    #[must_use]
    pub fn words(&self) -> String {
        let rows: Vec<String> = self.rows.iter().map(|row| row.words().trim_end().to_owned()).collect();
        rows.join("\n")
    }
}

/// The longest beginning of a text that fits in some cells, cut between graphemes.
#[must_use]
pub fn fit(text: &str, cells: usize) -> &str {
    use unicode_segmentation::UnicodeSegmentation;
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += crate::text::width(grapheme);
        if used > cells {
            return text.get(..at).unwrap_or("");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_row_says_so_and_fits() {
        let row = Row::of(Role::Plain, "日本語").with(Role::Dim, " text");
        assert_eq!(row.clone().cut(20).words(), "日本語 text");
        assert_eq!(row.clone().cut(8).words(), "日本語 …");
        assert_eq!(row.clone().cut(6).words(), "日本…");
        assert_eq!(row.clone().cut(1).words(), "…");
        assert_eq!(row.cut(0).words(), "");
    }

    #[test]
    fn the_right_side_stays_when_the_left_is_long() {
        let row = Row::of(Role::Plain, "a long place").justified(Row::of(Role::Good, "saved"), 12);
        assert_eq!(row.words(), "a lon… saved");
        assert_eq!(Row::of(Role::Plain, "ab").justified(Row::of(Role::Good, "cd"), 6).words(), "ab  cd");
    }

    #[test]
    fn a_window_moves_the_cursor_with_it() {
        let rows = (0..5).map(|n| Row::of(Role::Plain, n.to_string())).collect();
        let sheet = Sheet { rows, cursor: Some((3, 1)) };
        assert_eq!(sheet.clone().window(2..4).cursor, Some((1, 1)));
        assert_eq!(sheet.clone().window(0..3).cursor, None);
        assert_eq!(sheet.window(4..9).words(), "4");
    }
}
