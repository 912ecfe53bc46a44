//! The smallest honest text box in ratatui: what a key costs when nothing else is done. The program is measured
//! against it, in the same run (`benches/latency.sh`).
//!
//! `floor [FILE]` shows the end of a text; letters are added there, Backspace takes them away, Ctrl-Q leaves.

use crossterm::event::{self, DisableBracketedPaste, EnableBracketedPaste, Event, KeyCode, KeyModifiers};
use ratatui::layout::Position;
use ratatui::style::Style;
use std::time::Duration;
use unicode_width::UnicodeWidthChar;

fn main() -> std::io::Result<()> {
    let mut text = match std::env::args().nth(1) {
        Some(file) => std::fs::read_to_string(file)?,
        None => String::new(),
    };
    let mut terminal = ratatui::init();
    crossterm::execute!(std::io::stdout(), EnableBracketedPaste)?;
    let result = run(&mut terminal, &mut text);
    crossterm::execute!(std::io::stdout(), DisableBracketedPaste)?;
    ratatui::restore();
    result
}

fn run(terminal: &mut ratatui::DefaultTerminal, text: &mut String) -> std::io::Result<()> {
    loop {
        terminal.draw(|frame| {
            let area = frame.area();
            let rows = tail(text, usize::from(area.width), usize::from(area.height));
            for (y, row) in (0..).zip(&rows) {
                frame.buffer_mut().set_string(0, y, row, Style::new());
            }
            let last = rows.last().map_or(0, |row| row.chars().filter_map(UnicodeWidthChar::width).sum());
            let x = u16::try_from(last).unwrap_or(0).min(area.width.saturating_sub(1));
            let y = u16::try_from(rows.len().saturating_sub(1)).unwrap_or(0);
            frame.set_cursor_position(Position { x, y });
        })?;
        if !take(event::read()?, text) {
            return Ok(());
        }
        // With zero, `use-dev-tty` looks at nothing.
        while event::poll(Duration::from_micros(3))? {
            if !take(event::read()?, text) {
                return Ok(());
            }
        }
    }
}

/// Takes an event; false when it was the wish to leave.
fn take(event: Event, text: &mut String) -> bool {
    if let Event::Paste(more) = &event {
        text.push_str(&more.replace('\r', "\n"));
    }
    let Some(key) = event.as_key_press_event() else { return true };
    let control = key.modifiers == KeyModifiers::CONTROL;
    if key.code == KeyCode::Enter || control && key.code == KeyCode::Char('j') {
        text.push('\n');
    } else if key.code == KeyCode::Backspace {
        text.pop();
    } else if let KeyCode::Char(letter) = key.code
        && !control
    {
        text.push(letter);
    }
    !(control && key.code == KeyCode::Char('q'))
}

/// The last rows of a text, wrapped by word; only as much of the text is looked at as can be on the screen.
fn tail(text: &str, width: usize, height: usize) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    let mut start = text.len().saturating_sub(4 * width * height);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    for line in text.get(start..).unwrap_or_default().split('\n') {
        let (mut row, mut used) = (String::new(), 0);
        for word in line.split_inclusive(' ') {
            let cells: usize = word.chars().filter_map(UnicodeWidthChar::width).sum();
            if used > 0 && used + cells > width {
                rows.push(std::mem::take(&mut row));
                used = 0;
            }
            row.push_str(word);
            used += cells;
        }
        rows.push(row);
    }
    rows.split_off(rows.len().saturating_sub(height))
}
