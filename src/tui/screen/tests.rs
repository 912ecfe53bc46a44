//! What is written to the terminal: read back as bytes, and through a terminal of `vt100`.

use super::*;
use crate::app::View;
use crate::sheet::{Role, Row};
use crate::tui::canvas::Canvas;
use crate::tui::theme::Theme;
use proptest::prelude::*;
use std::io::{Read, Seek};
use std::num::NonZeroU16;

const WIDTH: u16 = 12;
const HEIGHT: u16 = 3;

/// A screen that is written to a file.
struct Paper {
    canvas: Canvas<Screen>,
    read: File,
}

impl Paper {
    fn new(theme: Theme) -> Paper {
        let out = tempfile::tempfile().unwrap();
        let read = out.try_clone().unwrap();
        let screen = Screen { out, frame: Vec::new(), cursor: None, shown: None, tty: Tty::open() };
        Paper { canvas: Canvas::sized(screen, theme, Size { width: WIDTH, height: HEIGHT }), read }
    }

    /// What is written for a view.
    fn draw(&mut self, view: &View) -> String {
        self.read.set_len(0).unwrap();
        self.read.rewind().unwrap();
        self.canvas.draw(view).unwrap();
        let mut written = String::new();
        self.read.rewind().unwrap();
        self.read.read_to_string(&mut written).unwrap();
        written
    }
}

fn typed(text: &str) -> View {
    let cursor = Some((0, u16::try_from(crate::text::width(text)).unwrap()));
    View { rows: vec![Row::of(Role::Words, text)], cursor }
}

#[test]
fn a_letter_costs_a_byte_and_nothing_costs_nothing() {
    let mut paper = Paper::new(Theme::plain());
    assert_eq!(paper.draw(&typed("a")), "\u{1b}[1;1Ha\u{1b}[?25h");
    assert_eq!(paper.draw(&typed("ab")), "b");
    assert_eq!(paper.draw(&typed("ab")), "");
    assert_eq!(paper.draw(&typed("ab日")), "日\u{1b}[1;5H");
    assert_eq!(paper.draw(&typed("ab日c")), "c");
    assert_eq!(paper.draw(&View::default()), "\u{1b}[1;1H     \u{1b}[?25l");
}

#[test]
fn an_emoji_clears_its_two_cells_first() {
    let written = Paper::new(Theme::plain()).draw(&typed("⌨️"));
    assert_eq!(written, "\u{1b}[1;1H  \u{1b}[1;1H⌨️\u{1b}[?25h\u{1b}[1;3H");
    let narrow = Paper::new(Theme::plain()).draw(&typed("ب\u{200D}x"));
    assert_eq!(narrow, "\u{1b}[1;1Hب\u{200D}\u{1b}[1;2Hx\u{1b}[?25h", "one cell is one cell");
}

#[test]
fn without_colours_none_is_written_and_the_focus_still_shows() {
    let row = |role| Row::of(role, "x").with(Role::Plain, " y");
    let view = View { rows: vec![row(Role::Focus), row(Role::Current), row(Role::Warning)], cursor: None };
    let written = Paper::new(Theme::plain()).draw(&view);
    assert_eq!(written.matches("\u{1b}[0;1mx").count(), 2);
    assert_eq!(written.matches("\u{1b}[0;7mx").count(), 1);
    assert_eq!(written.matches('m').count(), 6, "only these, and back: {written:?}");
    assert!(Paper::new(Theme::terminal()).draw(&view).contains("\u{1b}[0;1;35mx"));
}

fn blank() -> vt100::Parser {
    let cells = |count| NonZeroU16::new(count).unwrap();
    vt100::Parser::new(cells(HEIGHT), cells(WIDTH), 0)
}

/// What stands in every cell, and how.
fn looks(terminal: &vt100::Parser) -> Vec<(String, vt100::Color, [bool; 3])> {
    let cells = (0..HEIGHT).flat_map(|y| (0..WIDTH).map(move |x| (y, x)));
    let look = |(y, x)| {
        let cell = terminal.screen().cell(y, x).unwrap();
        let symbol = if cell.has_contents() { cell.contents() } else { " " };
        (symbol.to_owned(), cell.fgcolor(), [cell.bold(), cell.dim(), cell.inverse()])
    };
    cells.map(look).collect()
}

fn role() -> impl Strategy<Value = Role> {
    prop_oneof![
        Just(Role::Plain),
        Just(Role::Current),
        Just(Role::Strong),
        Just(Role::Heading),
        Just(Role::Dim)
    ]
}

fn view() -> impl Strategy<Value = View> {
    let row = proptest::collection::vec((role(), "[ab 日é]{0,5}"), 0..4).prop_map(|spans| {
        let mut row = Row::default();
        spans.into_iter().for_each(|(role, text)| row.push(role, text));
        row
    });
    let cursor = proptest::option::of((0..HEIGHT, 0..WIDTH));
    (proptest::collection::vec(row, 0..5), cursor).prop_map(|(rows, cursor)| View { rows, cursor })
}

proptest! {
    /// Whatever was there before, a terminal shows exactly the view that was drawn last.
    #[test]
    fn a_terminal_shows_what_was_drawn(views in proptest::collection::vec(view(), 1..6)) {
        let mut paper = Paper::new(Theme::terminal());
        let mut seen = blank();
        for view in views {
            seen.process(paper.draw(&view).as_bytes());
            let mut whole = blank();
            whole.process(Paper::new(Theme::terminal()).draw(&view).as_bytes());
            prop_assert_eq!(looks(&seen), looks(&whole));
            let words: Vec<String> = (0..usize::from(HEIGHT))
                .map(|y| view.rows.get(y).cloned().unwrap_or_default().words())
                .map(|words| crate::sheet::fit(&words, usize::from(WIDTH)).trim_end().to_owned())
                .collect();
            let shown: Vec<String> = seen.screen().rows(0, WIDTH).map(|row| row.trim_end().to_owned()).collect();
            prop_assert_eq!(shown, words);
            prop_assert_eq!(seen.screen().hide_cursor(), view.cursor.is_none());
            if let Some(cursor) = view.cursor {
                prop_assert_eq!(seen.screen().cursor_position(), cursor);
            }
        }
    }
}
