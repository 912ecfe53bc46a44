//! Where the cursor goes: graphemes, words, rows and pages.
//!
//! A place between two rows that no newline parts is two places on the screen: behind the last letter of one row and
//! before the first of the next. [`Lean`] says which of them is meant. This finds places; it changes no text.

use super::{
    Change, Motion, Text,
    cells::{self, piece},
    wrap,
};

/// On which row the cursor stands when its place is where a row was wrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lean {
    /// At the end of the row above.
    Back,
    /// At the start of the row below.
    Forward,
}

/// A place in the text and on the screen.
type Place = (usize, Lean);

impl Text {
    /// Moves the cursor and drops the selection.
    pub(super) fn move_by(&mut self, motion: Motion) -> Change {
        let Some(selection) = self.selection() else {
            self.anchor = None;
            return self.go(motion);
        };
        self.anchor = None;
        match motion {
            Motion::Left => self.put((selection.start, Lean::Forward)),
            Motion::Right => self.put((selection.end, Lean::Forward)),
            Motion::WordLeft
            | Motion::WordRight
            | Motion::Up
            | Motion::Down
            | Motion::RowStart
            | Motion::RowEnd
            | Motion::PageUp
            | Motion::PageDown
            | Motion::Start
            | Motion::End => {
                self.go(motion);
            }
        }
        Change::Moved
    }

    /// Moves the cursor and lets the selection grow or shrink with it.
    pub(super) fn select_by(&mut self, motion: Motion) -> Change {
        self.anchor.get_or_insert(self.at);
        let moved = self.go(motion);
        match (moved, motion) {
            // The page scrolls for a cursor that cannot go up, but a selection that cannot grows to the very start.
            (Change::Nothing, Motion::Up | Motion::PageUp) => self.go(Motion::Start),
            (Change::Nothing, Motion::Down | Motion::PageDown) => self.go(Motion::End),
            (Change::Nothing | Change::Moved | Change::Changed, _) => moved,
        }
    }

    fn go(&mut self, motion: Motion) -> Change {
        let forward = |at| (at, Lean::Forward);
        let before = (self.at, self.lean);
        let row = self.cursor_row();
        match motion {
            Motion::Left => self.put(forward(self.left_of(self.at))),
            Motion::Right => self.put(forward(self.right_of(self.at))),
            Motion::WordLeft => self.put(forward(self.word_left())),
            Motion::WordRight => self.put(forward(self.word_right())),
            Motion::RowStart => self.put(forward(self.row_range(row).start)),
            Motion::RowEnd => self.put(self.end_of_row(row)),
            Motion::Start => self.put(forward(0)),
            Motion::End => self.put(forward(self.text.len())),
            Motion::Up => self.go_to_row(row.checked_sub(1)),
            Motion::Down => self.go_to_row(Some(row + 1)),
            Motion::PageUp => self.go_to_row((row > 0).then(|| row.saturating_sub(self.page))),
            Motion::PageDown => {
                let last = self.rows.len() - 1;
                self.go_to_row(Some(if row < last { last.min(row + self.page) } else { row + 1 }));
            }
        }
        if (self.at, self.lean) == before { Change::Nothing } else { Change::Moved }
    }

    fn put(&mut self, (at, lean): Place) {
        self.at = at;
        self.lean = lean;
        self.wish = None;
    }

    /// Goes to a row, as near as can be to the wished column. Stays when there is no such row.
    fn go_to_row(&mut self, row: Option<usize>) {
        let Some(row) = row.filter(|&row| row < self.rows.len()) else {
            return;
        };
        let wish = self.wish.unwrap_or_else(|| self.cursor().1);
        self.put(self.place_in_row(row, wish));
        self.wish = Some(wish);
    }

    /// The row that the cursor is seen on.
    pub(super) fn cursor_row(&self) -> usize {
        let row = self.rows.at(self.at);
        match (self.lean, row.checked_sub(1)) {
            (Lean::Back, Some(above))
                if self.row_range(row).start == self.at && self.rows.is_wrapped(&self.text, above) =>
            {
                above
            }
            (Lean::Back | Lean::Forward, _) => row,
        }
    }

    /// The last place that is seen on a row: before its newline, before the space at which it was wrapped, or behind
    /// the letter at which a long word was cut.
    fn end_of_row(&self, row: usize) -> Place {
        let end = self.row_range(row).end;
        if !self.rows.is_wrapped(&self.text, row) {
            return (end, Lean::Forward);
        }
        let last = self.left_of(end);
        match piece(&self.text, last) {
            Some(last_piece) if wrap::is_space(&last_piece) => (last, Lean::Forward),
            Some(_) | None => (end, Lean::Back),
        }
    }

    fn place_in_row(&self, row: usize, wish: usize) -> Place {
        let range = self.row_range(row);
        let mut at = range.start;
        let mut column = 0;
        while at < range.end
            && column < wish
            && let Some(piece) = piece(&self.text, at)
            && column + piece.cells <= wish
        {
            column += piece.cells;
            at = piece.end;
        }
        let end = self.end_of_row(row);
        if at >= end.0 { end } else { (at, Lean::Forward) }
    }

    /// The grapheme border before this one.
    pub(super) fn left_of(&self, at: usize) -> usize {
        match at {
            0 => 0,
            _ => cells::start_of_previous(&self.text, self.rows.start_before(at), at),
        }
    }

    /// The grapheme border after this one.
    pub(super) fn right_of(&self, at: usize) -> usize {
        piece(&self.text, at).map_or(at, |piece| piece.end)
    }

    /// The start of the word before the cursor.
    pub(super) fn word_left(&self) -> usize {
        let mut at = self.at;
        while at > 0 && !self.is_word(self.left_of(at)) {
            at = self.left_of(at);
        }
        while at > 0 && self.is_word(self.left_of(at)) {
            at = self.left_of(at);
        }
        at
    }

    /// The end of the word after the cursor.
    pub(super) fn word_right(&self) -> usize {
        let mut at = self.at;
        while at < self.text.len() && !self.is_word(at) {
            at = self.right_of(at);
        }
        while at < self.text.len() && self.is_word(at) {
            at = self.right_of(at);
        }
        at
    }

    /// Whether the grapheme at `at` belongs to a word: letters, numbers, emoji, and the apostrophe inside "don't".
    fn is_word(&self, at: usize) -> bool {
        match self.char_at(at) {
            Some('\'' | '’') => {
                let right = self.char_at(self.right_of(at));
                self.char_before(at).is_some_and(char::is_alphanumeric)
                    && right.is_some_and(char::is_alphanumeric)
            }
            Some(c) => is_word_char(c),
            None => false,
        }
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    /// The character that stands for the grapheme before `at`: its first, for the rest are marks.
    fn char_before(&self, at: usize) -> Option<char> {
        (at > 0).then(|| self.char_at(self.left_of(at)))?
    }
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || matches!(c, '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use super::super::scene::{Scene, check, check_in};

    #[test]
    fn left_and_right() {
        check("ab|", "<left>", "a|b");
        check("|ab", "<left>", "|ab");
        check("ab|", "<right>", "ab|");
        check("a\n|b", "<left>", "a|\nb");
        check("a [bc|] d", "<left>", "a |bc d");
        check("a [|bc] d", "<right>", "a bc| d");
    }

    #[test]
    fn by_word() {
        check("|I don't, really", "<word-right>", "I| don't, really");
        check("I| don't, really", "<word-right>", "I don't|, really");
        check("I don't|, really", "<word-right>", "I don't, really|");
        check("I don't, really|", "<word-left><word-left>", "I |don't, really");
        check("'quoted|'", "<word-left>", "'|quoted'");
        check("one\n\n|two", "<word-left>", "|one\n\ntwo");
        check("so 😀😀|", "<word-left>", "so |😀😀");
        check("  |", "<word-left>", "|  ");
    }

    #[test]
    fn selecting() {
        check("one |two", "<s-word-right>", "one [two|]");
        check("one two|", "<s-left><s-left>", "one t[|wo]");
        check("one two|", "<s-left><s-right>", "one two|");
        check("one| two", "<all>", "[one two|]");
        check("one| two", "<s-up>", "[|one] two");
        check("one| two", "<s-down>", "one[ two|]");
        check("one [two|]", "<up>", "one two|");
        check("one [tw|]o", "<s-right>", "one [two|]");
    }

    #[test]
    fn up_and_down_keep_the_column() {
        check("long line\nab\nlong line|", "<up>", "long line\nab|\nlong line");
        check("long line\nab\nlong line|", "<up><up>", "long line|\nab\nlong line");
        check("long line\nab\nlong l|ine", "<up><left><up>", "l|ong line\nab\nlong line");
        check("漢字漢\nabc|", "<up>", "漢|字漢\nabc");
        check("\tx\nabc|", "<up>", "|\tx\nabc");
        check("a|b\ncd", "<up>", "a|b\ncd");
        check("ab\nc|d", "<down>", "ab\nc|d");
    }

    #[test]
    fn pages() {
        check("0\n1\n2\n3\n4\n5\n6|", "<page-up>", "0\n1\n2\n3|\n4\n5\n6");
        check("0\n1\n2\n3\n4\n5\n6|", "<page-up><page-up><page-up>", "0|\n1\n2\n3\n4\n5\n6");
        check("|0\n1\n2\n3\n4\n5\n6", "<page-down>", "0\n1\n2\n|3\n4\n5\n6");
        check("|0\n1", "<page-down><page-down>", "0\n|1");
    }

    #[test]
    fn the_ends_of_a_row_are_those_that_are_seen() {
        check_in(6, "|hello world", "<row-end>", "hello| world");
        check_in(6, "hello wo|rld", "<row-start>", "hello |world");
        check_in(6, "he|llo\nworld", "<row-end>", "hello|\nworld");
        check_in(6, "|hello  \nworld", "<row-end>", "hello  |\nworld");
        check_in(4, "|aaaabbbb", "<row-end>", "aaaa|bbbb");
    }

    #[test]
    fn behind_a_cut_word_the_cursor_stays_on_its_row() {
        let mut scene = Scene::new(4, "aa|aabbbbcccc");
        scene.play("<row-end>");
        assert_eq!((scene.text.position(), scene.text.cursor()), (4, (0, 3)));
        scene.play("<row-end>");
        assert_eq!(scene.text.cursor(), (0, 3), "again changes nothing");
        scene.play("<down>");
        assert_eq!((scene.text.position(), scene.text.cursor()), (7, (1, 3)));
        scene.play("<row-end><row-start>");
        assert_eq!((scene.text.position(), scene.text.cursor()), (4, (1, 0)));
        scene.play("<left><right>");
        assert_eq!(
            (scene.text.position(), scene.text.cursor()),
            (4, (1, 0)),
            "coming from the left it is the next row"
        );
        scene.play("<up><row-end>x");
        assert_eq!(scene.text.as_str(), "aaaaxbbbbcccc");
        assert_eq!(scene.text.cursor(), (1, 1));
    }

    #[test]
    fn the_cursor_stays_inside_the_width() {
        let mut scene = Scene::new(5, "hello|");
        assert_eq!(scene.text.cursor(), (0, 4));
        scene.play("   ");
        assert_eq!(scene.text.cursor(), (0, 4), "spaces hang");
        scene.play("x");
        assert_eq!(scene.text.cursor(), (1, 1));
    }
}
