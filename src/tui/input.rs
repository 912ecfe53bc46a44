//! What people press, from the terminal into the channel, and from there into wishes.

use crate::app::{Action, Edit, Mode, News};
use crate::text;
use crate::tui::{Event, keymap};
use crossterm::event::{self, Event as Input};
use std::collections::VecDeque;
use std::io;
use std::sync::mpsc::Sender;
use std::thread::Builder;
use std::time::Duration;

/// How long to look for more input before a batch is sent. Not zero: with `use-dev-tty` crossterm looks at nothing
/// then, not even at what it has read already. It is too short to be felt, and a batch that is cut is no loss.
const LOOK: Duration = Duration::from_micros(3);

/// The most events in a batch: what a fast paste without brackets brings in one frame.
const BATCH: usize = 1 << 16;

/// Starts the thread that reads the terminal. It ends with the process, or with the terminal.
///
/// # Errors
/// When no thread can be started.
pub(super) fn listen(sender: Sender<Event>) -> io::Result<()> {
    Builder::new().name("input".into()).spawn(move || {
        while let Ok(batch) = read() {
            if sender.send(Event::Input(batch)).is_err() {
                return;
            }
        }
        let (Ok(()) | Err(_)) = sender.send(Event::Gone);
    })?;
    Ok(())
}

/// Waits for input and reads all that is there.
fn read() -> io::Result<Vec<Input>> {
    let mut batch = vec![event::read()?];
    while batch.len() < BATCH && event::poll(LOOK)? {
        batch.push(event::read()?);
    }
    Ok(batch)
}

/// Input that came at once. Each key is read in the mode that the keys before it have led to.
pub(super) struct Batch(VecDeque<Input>);

impl From<Vec<Input>> for Batch {
    fn from(input: Vec<Input>) -> Batch {
        Batch(input.into())
    }
}

impl Batch {
    /// The next wish. Letters that follow each other are one wish.
    pub(super) fn next(&mut self, mode: Mode) -> Option<Action> {
        loop {
            let input = self.0.pop_front()?;
            match wish(mode, input) {
                None => {}
                Some(Action::Edit(Edit::Write(text::Edit::Insert(letters)))) => {
                    return Some(Action::Edit(Edit::Write(text::Edit::Insert(self.letters(mode, letters)))));
                }
                Some(action) => return Some(action),
            }
        }
    }

    /// Some letters and those that follow.
    fn letters(&mut self, mode: Mode, mut letters: String) -> String {
        while let Some(Input::Key(key)) = self.0.front() {
            match keymap::written(mode, *key) {
                Some(letter) => letters.push(letter),
                None if key.is_release() => {}
                None => break,
            }
            self.0.pop_front();
        }
        letters
    }
}

/// What one input wishes, if anything.
fn wish(mode: Mode, input: Input) -> Option<Action> {
    match input {
        Input::Key(key) => keymap::action(mode, key),
        Input::Paste(text) => Some(match mode {
            Mode::Writing => Action::Edit(Edit::Write(text::Edit::Paste(text))),
            Mode::Picking | Mode::Walking | Mode::Contents | Mode::Welcome | Mode::Box => Action::StrayPaste,
        }),
        Input::Resize(columns, rows) => Some(Action::News(News::Resize(columns, rows))),
        Input::FocusGained | Input::FocusLost | Input::Mouse(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

    fn key(code: KeyCode) -> Input {
        Input::Key(KeyEvent::new(code, KeyModifiers::NONE))
    }

    fn wishes(mode: Mode, input: Vec<Input>) -> Vec<Action> {
        let mut batch = Batch::from(input);
        std::iter::from_fn(|| batch.next(mode)).collect()
    }

    fn write(edit: text::Edit) -> Action {
        Action::Edit(Edit::Write(edit))
    }

    #[test]
    fn letters_that_came_at_once_are_one_wish() {
        let mut released = KeyEvent::new(KeyCode::Char('a'), KeyModifiers::NONE);
        released.kind = KeyEventKind::Release;
        let input = vec![
            key(KeyCode::Char('a')),
            Input::Key(released),
            key(KeyCode::Char('é')),
            key(KeyCode::Enter),
            key(KeyCode::Char('q')),
        ];
        let wished = [text::Edit::Insert("aé".into()), text::Edit::Newline, text::Edit::Insert("q".into())];
        assert_eq!(wishes(Mode::Writing, input), wished.map(write));
    }

    #[test]
    fn a_paste_writes_in_a_field_and_nowhere_else() {
        let paste = || vec![Input::Paste("a\nq\n?".into())];
        assert_eq!(wishes(Mode::Writing, paste()), [write(text::Edit::Paste("a\nq\n?".into()))]);
        assert_eq!(wishes(Mode::Contents, paste()), [Action::StrayPaste]);
    }
}
