//! Rows of words become cells. The last line of defence: no control character passes here.

use crate::app::View;
use crate::sheet::Row;
use crate::tui::theme::Theme;
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

/// How many cells a tab takes.
const TAB: usize = 4;

/// What stands where something unprintable was.
const UNPRINTABLE: &str = "\u{FFFD}";

/// Paints a row over the first one of a buffer. What does not fit is cut off.
pub fn row(row: &Row, theme: Theme, buffer: &mut Buffer) {
    let (mut x, y) = (buffer.area.left(), buffer.area.top());
    for span in &row.spans {
        x = write(&span.text, theme.style(span.role), Position { x, y }, buffer);
    }
}

/// Where the cursor of a view is on a screen, if it is on it.
#[must_use]
pub fn cursor(view: &View, screen: Rect) -> Option<Position> {
    let (row, column) = view.cursor?;
    let position = Position { x: screen.left().saturating_add(column), y: screen.top().saturating_add(row) };
    screen.contains(position).then_some(position)
}

/// Writes some words and returns the column after them.
fn write(text: &str, style: Style, at: Position, buffer: &mut Buffer) -> u16 {
    let Position { mut x, y } = at;
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        for char in text.chars() {
            let Some(cell) = inside(buffer, x, y) else { return x };
            cell.set_char(char).set_style(style);
            x += 1;
        }
        return x;
    }
    for grapheme in text.graphemes(true) {
        x = match grapheme {
            "\t" => (0..TAB).fold(x, |x, _| put(" ", style, Position { x, y }, buffer)),
            _ if grapheme.contains(is_dangerous) => put(UNPRINTABLE, style, Position { x, y }, buffer),
            _ => put(grapheme, style, Position { x, y }, buffer),
        };
    }
    x
}

/// Writes one grapheme over as many cells as it takes, and returns the column after it.
fn put(grapheme: &str, style: Style, at: Position, buffer: &mut Buffer) -> u16 {
    let Position { x, y } = at;
    let after = x.saturating_add(grapheme.cell_width());
    if after == x {
        return x;
    }
    let fits = after <= buffer.area.right();
    let Some(cell) = inside(buffer, x, y) else { return x };
    cell.set_symbol(if fits { grapheme } else { " " }).set_style(style);
    for x in x + 1..after {
        let Some(cell) = inside(buffer, x, y) else { break };
        // Not a space: when the wide letter goes, this cell has to be written again, for the terminal has erased it.
        cell.set_symbol("").set_style(style);
    }
    after
}

/// Steers the terminal instead of standing on it: controls, and marks that turn the direction of what follows.
fn is_dangerous(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn inside(buffer: &mut Buffer, x: u16, y: u16) -> Option<&mut ratatui::buffer::Cell> {
    if x < buffer.area.right() { buffer.cell_mut(Position { x, y }) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::Role;
    use ratatui::style::Modifier;

    fn painted(rows: Vec<Row>, width: u16) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, 1));
        rows.iter().for_each(|each| row(each, Theme::plain(), &mut buffer));
        buffer
    }

    /// The cells of the first row, parted by bars.
    fn cells(text: &str, width: u16) -> String {
        let buffer = painted(vec![Row::of(Role::Words, text)], width);
        let cells: Vec<&str> = (0..width).map(|x| buffer[(x, 0)].symbol()).collect();
        cells.join("|")
    }

    #[test]
    fn wide_graphemes_take_their_cells() {
        assert_eq!(cells("ab", 3), "a|b| ");
        assert_eq!(cells("日本", 5), "日||本|| ");
        assert_eq!(cells("e\u{301}x", 3), "e\u{301}|x| ");
        assert_eq!(cells("👩‍👩‍👧x", 4), "👩‍👩‍👧||x| ");
        assert_eq!(cells("a日", 2), "a| ");
        assert_eq!(cells("\u{200b}x", 2), "x| ");
    }

    #[test]
    fn what_is_too_long_is_cut_off() {
        assert_eq!(cells("abcdef", 3), "a|b|c");
        assert_eq!(cells("äbcdef", 3), "ä|b|c");
    }

    #[test]
    fn nothing_that_steers_a_terminal_is_painted() {
        assert_eq!(cells("\x1b[2J", 4), "\u{FFFD}|[|2|J");
        assert_eq!(cells("a\tb", 6), "a| | | | |b");
        for code in (0..0x20).chain(0x7f..0xa0) {
            let text = format!("{}x", char::from_u32(code).unwrap());
            let shown = cells(&text, 6);
            assert!(!shown.contains(char::is_control), "{code:x}");
        }
        assert_eq!(cells("\r\n\u{202e}x", 4), "\u{FFFD}|\u{FFFD}|x| ");
    }

    #[test]
    fn each_span_has_its_own_look() {
        let buffer =
            painted(vec![Row::of(Role::Plain, "a").with(Role::Current, "日").with(Role::Plain, "b")], 5);
        let reversed: Vec<bool> =
            (0..5).map(|x| buffer[(x, 0)].modifier.contains(Modifier::REVERSED)).collect();
        assert_eq!(reversed, [false, true, true, false, false]);
    }

    #[test]
    fn a_cursor_outside_is_hidden() {
        let screen = Rect::new(0, 0, 4, 2);
        let at = |cursor| super::cursor(&View { rows: Vec::new(), cursor }, screen).map(|at| (at.x, at.y));
        assert_eq!(at(Some((1, 3))), Some((3, 1)));
        assert_eq!(at(Some((1, 4))), None);
        assert_eq!(at(None), None);
    }
}
