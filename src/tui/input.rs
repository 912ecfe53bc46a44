//! What people press, from the terminal to wishes.

use crate::app::{Action, Edit, Mode, News};
use crate::text;
use crate::tui::keymap::{self, Weight};
use crossterm::event::{self, Event as Input};
use std::collections::VecDeque;
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::time::{Duration, Instant};

/// How long to look for more input before a batch is sent. Not zero: with `use-dev-tty` crossterm looks at nothing
/// then, not even at what it has read already. It is too short to be felt, and a batch that is cut is no loss.
const LOOK: Duration = Duration::from_micros(3);

/// The most events in a batch: what a fast paste without brackets brings in one frame.
const BATCH: usize = 1 << 16;

/// How long to look once more before the loop goes to sleep. crossterm keeps keys that it has read already and that nothing but
/// a look can find, and it finds none when the system takes this process away at the start of a look for as long as that.
const LAST_LOOK: Duration = Duration::from_micros(100);

/// The keys of the terminal, as standard input has them.
pub(super) struct Keys {
    /// When they were looked for last, and there were no more of them.
    looked: Instant,
    /// Whether some may have been read and not been found.
    is_unsure: bool,
}

impl AsFd for Keys {
    fn as_fd(&self) -> BorrowedFd<'_> {
        rustix::stdio::stdin()
    }
}

impl Keys {
    pub(super) fn new() -> Keys {
        Keys { looked: Instant::now(), is_unsure: false }
    }

    /// Takes note that there are none now.
    pub(super) fn look(&mut self) {
        self.looked = Instant::now();
    }

    /// Reads all that is there, which may be a part of a key and no key yet. `has_waited`: whether it came just now.
    ///
    /// # Errors
    /// When the terminal cannot be read.
    pub(super) fn read(&mut self, has_waited: bool) -> io::Result<Vec<(Instant, Input)>> {
        // What came while the loop was busy may have come at any time since the last look. Whether keys belong together must not
        // depend on what the loop had to do.
        let at = if has_waited { Instant::now() } else { self.looked };
        let batch = all(at, LOOK)?;
        self.is_unsure = true;
        self.look();
        Ok(batch)
    }

    /// What was read before and has not been found, before the loop goes to sleep.
    ///
    /// # Errors
    /// When the terminal cannot be read.
    pub(super) fn rest(&mut self) -> io::Result<Vec<(Instant, Input)>> {
        if !self.is_unsure {
            return Ok(Vec::new());
        }
        let batch = all(self.looked, LAST_LOOK)?;
        self.is_unsure = !batch.is_empty();
        Ok(batch)
    }
}

/// Everything that crossterm has or finds. The first look may take as long as this.
fn all(at: Instant, first_look: Duration) -> io::Result<Vec<(Instant, Input)>> {
    let (mut batch, mut look) = (Vec::new(), first_look);
    while batch.len() < BATCH && event::poll(look)? {
        batch.push((at, event::read()?));
        look = LOOK;
    }
    Ok(batch)
}

/// Letters that follow each other as fast as this are a word that somebody writes, and no two commands.
const WORD: Duration = Duration::from_millis(300);

/// Nobody presses a key so soon after a paste: what comes then was part of what was pasted, behind something that looked like
/// its end.
const PASTED: Duration = Duration::from_millis(5);

/// What was typed just before, to tell a command from a word: whoever believes to be in a field must not turn pages, skip
/// them and leave by writing on.
#[derive(Default)]
pub(super) struct Typing {
    last: Option<Letters>,
    /// When a paste, or what still belongs to it, came last.
    pasted: Option<Duration>,
}

/// Letters that followed each other.
#[derive(Clone, Copy)]
struct Letters {
    /// The one letter that was pressed, outside fields, or none when there were others.
    alone: Option<char>,
    /// Whether one of them was more than a motion.
    is_heavy: bool,
    /// When the last one came.
    at: Duration,
}

impl Typing {
    /// Takes note of an input; gives whether it is a command that somebody has hidden in what was pasted. Letters may write.
    fn was_pasted(&mut self, mode: Mode, input: &Input, at: Duration) -> bool {
        match input {
            Input::Paste(_) => {
                self.pasted = Some(at);
                false
            }
            Input::Key(key) if self.pasted.is_some_and(|then| at.saturating_sub(then) < PASTED) => {
                self.pasted = Some(at);
                !keymap::is_tame(mode, *key)
            }
            Input::Key(_) | Input::Resize(..) | Input::FocusGained | Input::FocusLost | Input::Mouse(_) => {
                false
            }
        }
    }

    /// Takes note of an input; gives whether it is a command in the middle of a word.
    fn is_in_a_word(&mut self, mode: Mode, input: &Input, at: Duration) -> bool {
        let Input::Key(key) = input else {
            self.last = None;
            return false;
        };
        if key.is_release() {
            return false;
        }
        let Some(letter) = keymap::printed(*key) else {
            // From field to field somebody goes on writing, or ticks what comes next. Every other key ends the word.
            let goes_on = keymap::action(mode, *key).is_some_and(|action| goes_on(&action));
            self.last = self.last.filter(|_| goes_on).map(|last| Letters { is_heavy: false, ..last });
            return false;
        };
        let is_written = keymap::written(mode, *key).is_some();
        let weight = keymap::weight(mode, *key);
        let before = self.last.filter(|last| at.saturating_sub(last.at) < WORD);
        let here = Some(letter).filter(|_| !is_written);
        // A key that is held is no word, but a word may hold a letter twice.
        let follows = before.is_some_and(|before| before.alone.is_none() || before.alone != here);
        let is_heavy = before.is_some_and(|before| before.is_heavy);
        self.last = Some(Letters {
            alone: here.filter(|_| !follows),
            is_heavy: is_heavy || is_written || weight == Weight::Heavy,
            at,
        });
        match weight {
            Weight::None => false,
            Weight::Light => is_heavy,
            Weight::Heavy => follows,
        }
    }
}

/// Whether somebody who writes may do this in the middle of it, or does not know that it is nothing here.
fn goes_on(action: &Action) -> bool {
    matches!(
        action,
        Action::Next
            | Action::Enter
            | Action::Unknown
            | Action::Edit(Edit::Confirm | Edit::Write(text::Edit::Newline))
    )
}

/// Input that came at once. Each key is read in the mode that the keys before it have led to.
pub(super) struct Batch {
    /// When each came, counted from the start.
    inputs: VecDeque<(Duration, Input)>,
}

impl Batch {
    pub(super) fn new(inputs: Vec<(Instant, Input)>, started: Instant) -> Batch {
        let inputs = inputs.into_iter().map(|(at, input)| (at.saturating_duration_since(started), input));
        Batch { inputs: inputs.collect() }
    }

    /// The next wish. Letters that follow each other are one wish.
    pub(super) fn next(&mut self, mode: Mode, typing: &mut Typing) -> Option<Action> {
        loop {
            let (at, input) = self.inputs.pop_front()?;
            if typing.was_pasted(mode, &input, at) {
                continue;
            }
            if typing.is_in_a_word(mode, &input, at) {
                return Some(Action::StrayLetters);
            }
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
        while let Some((_, Input::Key(key))) = self.inputs.front() {
            match keymap::written(mode, *key) {
                Some(letter) => letters.push(letter),
                None if key.is_release() => {}
                None => break,
            }
            self.inputs.pop_front();
        }
        letters
    }
}

/// What one input wishes, if anything.
fn wish(mode: Mode, input: Input) -> Option<Action> {
    match input {
        Input::Key(key) => keymap::action(mode, key),
        Input::Paste(text) => Some(match mode {
            Mode::Writing | Mode::Line | Mode::Finding => Action::Edit(Edit::Write(text::Edit::Paste(text))),
            Mode::Picking | Mode::Walking | Mode::Contents | Mode::Portrait | Mode::Welcome | Mode::Box => {
                Action::StrayPaste
            }
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
        typed(mode, vec![(0, input)])
    }

    /// What people wish who press keys at these milliseconds.
    fn typed(mode: Mode, inputs: Vec<(u64, Vec<Input>)>) -> Vec<Action> {
        let mut typing = Typing::default();
        let wishes = inputs.into_iter().flat_map(|(millis, input)| {
            let inputs = input.into_iter().map(|input| (Duration::from_millis(millis), input)).collect();
            let mut batch = Batch { inputs };
            let wishes: Vec<Action> = std::iter::from_fn(|| batch.next(mode, &mut typing)).collect();
            wishes
        });
        wishes.collect()
    }

    fn letters(letters: &str) -> Vec<Input> {
        letters.chars().map(|letter| key(KeyCode::Char(letter))).collect()
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
    fn a_word_outside_fields_is_no_row_of_commands() {
        let stray = || Action::StrayLetters;
        let word = wishes(Mode::Walking, letters("but"));
        assert_eq!(word, [Action::Bookmark, stray(), stray()]);
        let twice = wishes(Mode::Walking, letters("moss"));
        assert_eq!(twice, [Action::KeepVersion, stray(), stray(), stray()]);
        let slow = vec![(0, letters("n")), (299, letters("s")), (599, letters("q")), (900, letters("x"))];
        assert_eq!(typed(Mode::Walking, slow), [Action::NextPage, stray(), Action::Back, Action::Export]);
        assert_eq!(wishes(Mode::Contents, letters("uu")), [Action::Undo, Action::Undo]);
        let motions = wishes(Mode::Walking, letters("jkhlgG j"));
        assert!(!motions.contains(&stray()), "{motions:?}");
        assert_eq!(wishes(Mode::Picking, letters("37n")).last(), Some(&stray()));
        // Motions stay quick, and what they lead to; a word is no motion.
        let quick = wishes(Mode::Picking, letters("jj k hl"));
        assert!(!quick.contains(&stray()), "{quick:?}");
        assert_eq!(wishes(Mode::Walking, letters("hello")).first(), Some(&Action::PreviousPage));
        for word in ["hello", "I was so sad", "lonely", "a bell"] {
            let after: Vec<Action> = wishes(Mode::Walking, letters(word)).into_iter().skip(1).collect();
            assert!(after.iter().all(|action| *action == stray()), "{word}: {after:?}");
        }
        assert_eq!(wishes(Mode::Picking, letters("ehl ")), [Action::Unknown, stray(), stray(), stray()]);
        // Another key ends the word.
        let apart = vec![key(KeyCode::Char('j')), key(KeyCode::Esc), key(KeyCode::Char('x'))];
        assert_eq!(wishes(Mode::Walking, apart), [Action::Down, Action::Back, Action::Export]);
    }

    #[test]
    fn the_end_of_a_paste_inside_a_paste_presses_no_key() {
        let control = |letter| Input::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL));
        let paste = || Input::Paste("before".into());
        let first = Action::Edit(Edit::Write(text::Edit::Paste("before".into())));
        let all =
            vec![paste(), control('c'), key(KeyCode::Char('q')), key(KeyCode::Enter), key(KeyCode::Esc)];
        let written = [first.clone(), write(text::Edit::Insert("q".into())), write(text::Edit::Newline)];
        assert_eq!(wishes(Mode::Writing, all), written);
        // Also in pieces, and not for ever.
        let pieces = vec![
            (0, vec![paste()]),
            (4, vec![control('c')]),
            (8, vec![control('c')]),
            (20, vec![control('c')]),
        ];
        assert_eq!(typed(Mode::Writing, pieces), [first, Action::Quit]);
        let outside = vec![paste(), key(KeyCode::Char('q')), key(KeyCode::Enter)];
        assert_eq!(wishes(Mode::Walking, outside), [Action::StrayPaste]);
        // The way out is never refused.
        let away = vec![paste(), key(KeyCode::F(9))];
        assert_eq!(wishes(Mode::Walking, away), [Action::StrayPaste, Action::Hide]);
    }

    #[test]
    fn a_word_that_began_in_a_field_goes_on_outside_it() {
        let mut typing = Typing::default();
        let mut input = letters("moss");
        input.extend([key(KeyCode::Tab), key(KeyCode::Char('s')), key(KeyCode::Char('o'))]);
        let mut batch = Batch { inputs: input.into_iter().map(|input| (Duration::ZERO, input)).collect() };
        let mut next = |mode| batch.next(mode, &mut typing);
        assert_eq!(next(Mode::Writing), Some(write(text::Edit::Insert("moss".into()))));
        assert_eq!(next(Mode::Writing), Some(Action::Next));
        assert_eq!(next(Mode::Walking), Some(Action::StrayLetters));
        assert_eq!(next(Mode::Walking), Some(Action::StrayLetters));
    }

    #[test]
    fn a_paste_writes_in_a_field_and_nowhere_else() {
        let paste = || vec![Input::Paste("a\nq\n?".into())];
        assert_eq!(wishes(Mode::Writing, paste()), [write(text::Edit::Paste("a\nq\n?".into()))]);
        assert_eq!(wishes(Mode::Contents, paste()), [Action::StrayPaste]);
    }
}
