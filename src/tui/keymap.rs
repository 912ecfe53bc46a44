//! The one table of keys: where a key works, what it means, and what it is good for.
//!
//! Footer, help, man page and README are generated from it; no key is named anywhere else. A key that is not in the
//! table means nothing, and says so. Letters are used only outside fields, and nothing needs a key that hides behind
//! AltGr on some keyboards, or a function key alone.

use crate::app::{Action, Edit, Hint, Mode};
use crate::text::{self, Motion};
use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// What is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stroke {
    /// One key with its modifiers.
    Key(KeyModifiers, KeyCode),
    /// Any of the ten digits; the action is told which.
    Digit,
    /// Any key that writes something; the action is told what.
    Letter,
}

/// Where, which key, its name on keyboards, what it means, what it is good for.
struct Binding(&'static [Mode], Stroke, &'static str, Action, &'static str);

const EVERYWHERE: &[Mode] = &[
    Mode::Writing,
    Mode::Line,
    Mode::Finding,
    Mode::Picking,
    Mode::Walking,
    Mode::Contents,
    Mode::Portrait,
    Mode::Welcome,
    Mode::Box,
];
const OUTSIDE: &[Mode] =
    &[Mode::Picking, Mode::Walking, Mode::Contents, Mode::Portrait, Mode::Welcome, Mode::Box];
const WRITING: &[Mode] = &[Mode::Writing];
const LINE: &[Mode] = &[Mode::Line];
/// Where words are written and not only looked for.
const FIELD: &[Mode] = &[Mode::Writing, Mode::Line];
const FINDING: &[Mode] = &[Mode::Finding];
/// Where letters are letters.
const LETTERS: &[Mode] = &[Mode::Writing, Mode::Line, Mode::Finding];
const PICKING: &[Mode] = &[Mode::Picking];
const WALKING: &[Mode] = &[Mode::Walking];
const CONTENTS: &[Mode] = &[Mode::Contents];
const BOX: &[Mode] = &[Mode::Box];
/// Outside fields and boxes.
const OPEN: &[Mode] = &[Mode::Picking, Mode::Walking, Mode::Contents, Mode::Portrait, Mode::Welcome];
/// Where a letter may end the program: not where somebody could believe to be writing.
const DOORS: &[Mode] = &[Mode::Contents, Mode::Welcome];
/// Where nobody wants to take a word back.
const CALM: &[Mode] = &[Mode::Walking, Mode::Contents, Mode::Portrait, Mode::Welcome, Mode::Box];
const ANSWERS: &[Mode] = &[Mode::Writing, Mode::Line, Mode::Finding, Mode::Picking, Mode::Walking];
/// On a page or in the contents: where there is something to skip, export or take back.
const BOOK: &[Mode] = &[Mode::Walking, Mode::Contents];
/// Where rows are walked.
const ROWS: &[Mode] = &[Mode::Walking, Mode::Contents, Mode::Portrait, Mode::Welcome, Mode::Box];
/// Where more rows may exist than fit.
const LONG: &[Mode] = &[Mode::Walking, Mode::Contents, Mode::Portrait, Mode::Box];
/// Where several things can have the focus.
const FOCUS: &[Mode] =
    &[Mode::Writing, Mode::Line, Mode::Finding, Mode::Picking, Mode::Walking, Mode::Welcome, Mode::Box];

const CONTROL_SHIFT: KeyModifiers = KeyModifiers::CONTROL.union(KeyModifiers::SHIFT);

const fn key(code: KeyCode) -> Stroke {
    Stroke::Key(KeyModifiers::NONE, code)
}
const fn letter(letter: char) -> Stroke {
    Stroke::Key(KeyModifiers::NONE, KeyCode::Char(letter))
}
const fn control(letter: char) -> Stroke {
    Stroke::Key(KeyModifiers::CONTROL, KeyCode::Char(letter))
}
const fn alt(letter: char) -> Stroke {
    Stroke::Key(KeyModifiers::ALT, KeyCode::Char(letter))
}
const fn with(modifiers: KeyModifiers, code: KeyCode) -> Stroke {
    Stroke::Key(modifiers, code)
}
const fn write(edit: text::Edit) -> Action {
    Action::Edit(Edit::Write(edit))
}
const fn go(motion: Motion) -> Action {
    write(text::Edit::Move(motion))
}
const fn select(motion: Motion) -> Action {
    write(text::Edit::Select(motion))
}
const fn ask(edit: Edit) -> Action {
    Action::Edit(edit)
}

/// Every key there is. The first row of an action is the one that the footer shows.
#[rustfmt::skip]
static TABLE: &[Binding] = {
    use self::{Action as A, Binding as B, Edit as E, KeyCode as K, KeyModifiers as M, text::Edit as T};
    &[
        // A text.
        B(LETTERS, Stroke::Letter, "letters", write(T::Insert(String::new())), "write"),
        B(WRITING, key(K::Enter), "Enter", write(T::Newline), "new line"),
        B(WRITING, control('j'), "Ctrl-J", write(T::Newline), "new line"),
        B(WRITING, with(M::ALT, K::Enter), "Alt-Enter", write(T::Newline), "new line"),
        B(LINE, key(K::Enter), "Enter", ask(E::Confirm), "go on"),
        B(LINE, control('j'), "Ctrl-J", ask(E::Confirm), "go on"),
        B(FIELD, key(K::Left), "Left", go(Motion::Left), "a letter to the left"),
        B(FIELD, key(K::Right), "Right", go(Motion::Right), "a letter to the right"),
        B(FIELD, key(K::Up), "Up", go(Motion::Up), "a row up"),
        B(FIELD, key(K::Down), "Down", go(Motion::Down), "a row down"),
        B(FIELD, control('b'), "Ctrl-B", go(Motion::Left), "a letter to the left"),
        B(FIELD, control('f'), "Ctrl-F", go(Motion::Right), "a letter to the right"),
        B(FIELD, with(M::CONTROL, K::Left), "Ctrl-Left", go(Motion::WordLeft), "a word to the left"),
        B(FIELD, with(M::CONTROL, K::Right), "Ctrl-Right", go(Motion::WordRight), "a word to the right"),
        B(FIELD, with(M::ALT, K::Left), "Alt-Left", go(Motion::WordLeft), "a word to the left"),
        B(FIELD, with(M::ALT, K::Right), "Alt-Right", go(Motion::WordRight), "a word to the right"),
        B(FIELD, alt('b'), "Alt-B", go(Motion::WordLeft), "a word to the left"),
        B(FIELD, alt('f'), "Alt-F", go(Motion::WordRight), "a word to the right"),
        B(FIELD, key(K::Home), "Home", go(Motion::RowStart), "start of the row"),
        B(FIELD, key(K::End), "End", go(Motion::RowEnd), "end of the row"),
        B(FIELD, control('a'), "Ctrl-A", go(Motion::RowStart), "start of the row"),
        B(FIELD, control('e'), "Ctrl-E", go(Motion::RowEnd), "end of the row"),
        B(FIELD, with(M::CONTROL, K::Home), "Ctrl-Home", go(Motion::Start), "start of the text"),
        B(FIELD, with(M::CONTROL, K::End), "Ctrl-End", go(Motion::End), "end of the text"),
        B(FIELD, key(K::PageUp), "PgUp", go(Motion::PageUp), "a screen up"),
        B(FIELD, key(K::PageDown), "PgDn", go(Motion::PageDown), "a screen down"),
        B(LETTERS, key(K::Backspace), "Backspace", write(T::DeleteLeft), "delete to the left"),
        B(LETTERS, control('h'), "Ctrl-H", write(T::DeleteLeft), "delete to the left"),
        B(FIELD, key(K::Delete), "Delete", write(T::DeleteRight), "delete to the right"),
        B(FIELD, control('d'), "Ctrl-D", write(T::DeleteRight), "delete to the right"),
        B(LETTERS, control('w'), "Ctrl-W", write(T::DeleteWordLeft), "delete a word to the left"),
        B(LETTERS, with(M::ALT, K::Backspace), "Alt-Backspace", write(T::DeleteWordLeft), "delete a word to the left"),
        B(FIELD, alt('d'), "Alt-D", write(T::DeleteWordRight), "delete a word to the right"),
        B(FIELD, with(M::CONTROL, K::Delete), "Ctrl-Delete", write(T::DeleteWordRight), "delete a word to the right"),
        B(LETTERS, control('u'), "Ctrl-U", write(T::KillToStart), "delete to the start of the line"),
        B(FIELD, control('k'), "Ctrl-K", write(T::KillToEnd), "delete to the end of the line"),
        B(FIELD, control('y'), "Ctrl-Y", write(T::Yank), "put back what was cut"),
        B(FIELD, with(M::SHIFT, K::Left), "Shift-Left", select(Motion::Left), "select to the left"),
        B(FIELD, with(M::SHIFT, K::Right), "Shift-Right", select(Motion::Right), "select to the right"),
        B(FIELD, with(M::SHIFT, K::Up), "Shift-Up", select(Motion::Up), "select a row up"),
        B(FIELD, with(M::SHIFT, K::Down), "Shift-Down", select(Motion::Down), "select a row down"),
        B(FIELD, with(CONTROL_SHIFT, K::Left), "Ctrl-Shift-Left", select(Motion::WordLeft), "select a word to the left"),
        B(FIELD, with(CONTROL_SHIFT, K::Right), "Ctrl-Shift-Right", select(Motion::WordRight), "select a word to the right"),
        B(FIELD, with(M::SHIFT, K::Home), "Shift-Home", select(Motion::RowStart), "select to the start of the row"),
        B(FIELD, with(M::SHIFT, K::End), "Shift-End", select(Motion::RowEnd), "select to the end of the row"),
        B(FIELD, with(CONTROL_SHIFT, K::Home), "Ctrl-Shift-Home", select(Motion::Start), "select to the start of the text"),
        B(FIELD, with(CONTROL_SHIFT, K::End), "Ctrl-Shift-End", select(Motion::End), "select to the end of the text"),
        B(FIELD, with(M::SHIFT, K::PageUp), "Shift-PgUp", select(Motion::PageUp), "select a screen up"),
        B(FIELD, with(M::SHIFT, K::PageDown), "Shift-PgDn", select(Motion::PageDown), "select a screen down"),
        B(FIELD, alt('a'), "Alt-A", write(T::SelectAll), "select everything"),
        B(FIELD, control('x'), "Ctrl-X", write(T::Cut), "cut what is selected"),
        B(FIELD, alt('w'), "Alt-W", write(T::Copy), "copy what is selected"),
        B(WRITING, control('g'), "Ctrl-G", A::OpenEditor, "open in your own editor"),
        B(FIELD, control('z'), "Ctrl-Z", write(T::Undo), "take back"),
        // Ctrl-_ and Ctrl-/ send the byte 0x1f, which arrives as Ctrl-7.
        B(FIELD, control('7'), "Ctrl-_", write(T::Undo), "take back"),
        B(FIELD, alt('z'), "Alt-Z", write(T::Redo), "do again"),
        B(FIELD, control('r'), "Ctrl-R", write(T::Redo), "do again"),
        B(FIELD, alt('r'), "Alt-R", ask(E::Renew), "build it anew from what it came from"),
        B(WRITING, alt('o'), "Alt-O", A::OpenSource, "to where this line comes from"),
        // A long list that is searched by typing.
        B(FINDING, key(K::Enter), "Enter", ask(E::Confirm), "tick, or go on"),
        B(FINDING, control('j'), "Ctrl-J", ask(E::Confirm), "tick, or go on"),
        B(FINDING, key(K::Up), "Up", ask(E::Up), "up"),
        B(FINDING, key(K::Down), "Down", ask(E::Down), "down"),
        B(FINDING, key(K::Left), "Left", ask(E::Left), "to the left"),
        B(FINDING, key(K::Right), "Right", ask(E::Right), "to the right"),
        B(FINDING, key(K::Home), "Home", ask(E::First), "the first"),
        B(FINDING, key(K::End), "End", ask(E::Last), "the last"),
        B(FINDING, key(K::PageUp), "PgUp", go(Motion::PageUp), "a screen up"),
        B(FINDING, key(K::PageDown), "PgDn", go(Motion::PageDown), "a screen down"),
        B(FINDING, key(K::Delete), "Delete", ask(E::Clear), "take the answer back"),
        B(FINDING, control('z'), "Ctrl-Z", A::Undo, "take back"),
        B(FINDING, control('7'), "Ctrl-_", A::Undo, "take back"),
        B(FINDING, alt('z'), "Alt-Z", A::Redo, "do again"),
        B(FINDING, control('r'), "Ctrl-R", A::Redo, "do again"),
        // A question that is answered with single keys.
        B(PICKING, Stroke::Digit, "0-9", ask(E::Pick(0)), "pick by number"),
        B(PICKING, letter(' '), "Space", ask(E::Toggle), "tick or untick"),
        B(PICKING, key(K::Enter), "Enter", ask(E::Confirm), "take it, go on"),
        B(PICKING, key(K::Up), "Up", ask(E::Up), "up"),
        B(PICKING, key(K::Down), "Down", ask(E::Down), "down"),
        B(PICKING, key(K::Left), "Left", ask(E::Left), "to the left"),
        B(PICKING, key(K::Right), "Right", ask(E::Right), "to the right"),
        B(PICKING, letter('k'), "k", ask(E::Up), "up"),
        B(PICKING, letter('j'), "j", ask(E::Down), "down"),
        B(PICKING, letter('h'), "h", ask(E::Left), "to the left"),
        B(PICKING, letter('l'), "l", ask(E::Right), "to the right"),
        B(PICKING, with(M::ALT, K::Up), "Alt-Up", ask(E::Higher), "move the line up"),
        B(PICKING, with(M::ALT, K::Down), "Alt-Down", ask(E::Lower), "move the line down"),
        B(PICKING, letter('K'), "K", ask(E::Higher), "move the line up"),
        B(PICKING, letter('J'), "J", ask(E::Lower), "move the line down"),
        B(PICKING, letter('+'), "+", ask(E::Right), "one more"),
        B(PICKING, letter('-'), "-", ask(E::Left), "one less"),
        B(PICKING, key(K::Home), "Home", ask(E::First), "the first"),
        B(PICKING, key(K::End), "End", ask(E::Last), "the last"),
        B(PICKING, letter('g'), "g", ask(E::First), "the first"),
        B(PICKING, letter('G'), "G", ask(E::Last), "the last"),
        B(PICKING, key(K::Backspace), "Backspace", ask(E::Clear), "take the answer back"),
        B(PICKING, key(K::Delete), "Delete", ask(E::Clear), "take the answer back"),
        B(PICKING, control('z'), "Ctrl-Z", A::Undo, "take back"),
        B(PICKING, control('7'), "Ctrl-_", A::Undo, "take back"),
        B(PICKING, alt('z'), "Alt-Z", A::Redo, "do again"),
        B(PICKING, control('r'), "Ctrl-R", A::Redo, "do again"),
        B(PICKING, key(K::PageUp), "PgUp", A::PageUp, "a screen up"),
        B(PICKING, key(K::PageDown), "PgDn", A::PageDown, "a screen down"),
        // Rows that are walked: a page that is read, the contents, the ways in, a box.
        B(ROWS, key(K::Up), "Up", A::Up, "up"),
        B(ROWS, key(K::Down), "Down", A::Down, "down"),
        B(ROWS, letter('k'), "k", A::Up, "up"),
        B(ROWS, letter('j'), "j", A::Down, "down"),
        B(ROWS, key(K::Enter), "Enter", A::Enter, "go on"),
        B(WALKING, letter(' '), "Space", A::PageDown, "a screen on"),
        B(LONG, key(K::PageDown), "PgDn", A::PageDown, "a screen down"),
        B(LONG, key(K::PageUp), "PgUp", A::PageUp, "a screen up"),
        B(WALKING, control('d'), "Ctrl-D", A::PageDown, "a screen down"),
        B(WALKING, control('u'), "Ctrl-U", A::PageUp, "a screen up"),
        B(WALKING, control('f'), "Ctrl-F", A::PageDown, "a screen down"),
        B(WALKING, control('b'), "Ctrl-B", A::PageUp, "a screen up"),
        B(LONG, key(K::Home), "Home", A::Top, "to the top"),
        B(LONG, key(K::End), "End", A::Bottom, "to the end"),
        B(LONG, letter('g'), "g", A::Top, "to the top"),
        B(LONG, letter('G'), "G", A::Bottom, "to the end"),
        B(WALKING, key(K::Right), "Right", A::NextPage, "next page"),
        B(WALKING, key(K::Left), "Left", A::PreviousPage, "page before"),
        B(WALKING, letter('l'), "l", A::NextPage, "next page"),
        B(WALKING, letter('h'), "h", A::PreviousPage, "page before"),
        B(WALKING, letter('o'), "o", A::OpenNeeded, "to the page it builds on, and back"),
        B(WALKING, letter('a'), "a", A::AnswerAgain, "answer the page again"),
        B(WALKING, letter('f'), "f", A::OpenLetter, "open a letter that waits, or fold it"),
        B(WALKING, letter('n'), "n", A::NextPage, "next page"),
        B(WALKING, letter('e'), "e", A::Note, "write a note to this page"),
        B(BOOK, letter('b'), "b", A::Bookmark, "set a bookmark, or take it away"),
        B(CONTENTS, key(K::Right), "Right", A::Enter, "open"),
        B(CONTENTS, letter('l'), "l", A::Enter, "open"),
        B(CONTENTS, key(K::Left), "Left", A::PreviousPage, "fold"),
        B(CONTENTS, letter('h'), "h", A::PreviousPage, "fold"),
        B(CONTENTS, letter(' '), "Space", A::Fold, "fold or unfold"),
        B(CONTENTS, letter('p'), "p", A::Portrait, "your words in one place: the portrait"),
        B(EVERYWHERE, key(K::Esc), "Esc", A::Back, "back"),
        B(BOX, letter('n'), "n", A::Back, "no, back"),
        B(BOX, letter('q'), "q", A::Back, "back"),
        B(BOX, letter(' '), "Space", ask(E::Toggle), "tick or untick"),
        // Everywhere, or nearly.
        B(FOCUS, key(K::Tab), "Tab", A::Next, "next question"),
        B(FOCUS, key(K::BackTab), "Shift-Tab", A::Previous, "question before"),
        B(BOOK, letter('s'), "s", A::Skip, "leave open, on purpose"),
        B(WALKING, letter('p'), "p", A::KeepPrivate, "keep out of every export"),
        B(WALKING, letter('t'), "t", A::Bring, "bring this: mark the answer to take along"),
        B(WALKING, letter('v'), "v", A::SwapVersion, "take the other version of this answer"),
        B(WALKING, letter('m'), "m", A::KeepVersion, "keep this version of the answer"),
        B(WALKING, letter('c'), "c", A::Timer, "the quiet timer: start, stop, put away"),
        B(ANSWERS, alt('s'), "Alt-S", A::Skip, "leave open, on purpose"),
        B(ANSWERS, alt('v'), "Alt-V", A::SwapVersion, "take the other version of this answer"),
        B(ANSWERS, alt('m'), "Alt-M", A::KeepVersion, "keep this version of the answer"),
        B(ANSWERS, alt('p'), "Alt-P", A::KeepPrivate, "keep out of every export"),
        B(ANSWERS, alt('t'), "Alt-T", A::Bring, "bring this: mark the answer to take along"),
        B(ANSWERS, alt('k'), "Alt-K", A::KeepWords, "keep these words on disk"),
        B(ANSWERS, alt('x'), "Alt-X", A::Burn, "burn these words"),
        B(ANSWERS, alt('c'), "Alt-C", A::Timer, "the quiet timer: start, stop, put away"),
        B(BOOK, letter('/'), "/", A::Find, "find words in your answers and in the book"),
        B(&[Mode::Walking, Mode::Contents, Mode::Portrait], letter('x'), "x", A::Export, "export: take your words along as a file"),
        B(BOOK, letter('u'), "u", A::Undo, "take back"),
        B(BOOK, control('r'), "Ctrl-R", A::Redo, "do again"),
        B(OUTSIDE, letter('.'), ".", A::Steady, "steady me"),
        B(EVERYWHERE, key(K::F(2)), "F2", A::Steady, "steady me"),
        B(BOOK, letter('P'), "P", A::Portrait, "your words in one place: the portrait"),
        B(OUTSIDE, letter('?'), "?", A::Help, "all keys"),
        B(EVERYWHERE, key(K::F(1)), "F1", A::Help, "all keys"),
        B(EVERYWHERE, key(K::F(9)), "F9", A::Hide, "hide and leave, at once"),
        // Ctrl-\ sends the byte 0x1c, which arrives as Ctrl-4.
        B(EVERYWHERE, control('4'), "Ctrl-\\", A::Hide, "hide and leave, at once"),
        B(CALM, control('z'), "Ctrl-Z", A::Suspend, "to the shell for a while"),
        B(DOORS, letter('q'), "q", A::Quit, "save and quit"),
        B(&[Mode::Walking, Mode::Portrait], letter('q'), "q", A::Back, "back"),
        B(EVERYWHERE, control('c'), "Ctrl-C", A::Quit, "save and quit"),
    ]
};

/// What a key means; nothing for a key that was let go. `Action::Unknown` for a key without a meaning here.
#[must_use]
pub fn action(mode: Mode, event: KeyEvent) -> Option<Action> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    if let Some(letter) = written(mode, event) {
        return Some(write(text::Edit::Insert(letter.into())));
    }
    let (modifiers, code) = plain(event);
    let row = here(mode).find(|row| row.1 == Stroke::Key(modifiers, code));
    let digit = code.as_char().and_then(|char| char.to_digit(10)).and_then(|digit| u8::try_from(digit).ok());
    Some(match (row, digit) {
        (Some(row), _) => row.3.clone(),
        (None, Some(digit)) if modifiers.is_empty() && here(mode).any(|row| row.1 == Stroke::Digit) => {
            Action::Edit(Edit::Pick(digit))
        }
        (None, _) => Action::Unknown,
    })
}

/// The letter that a key writes, if it writes one here. Asked for every letter of a long paste, so it does not look
/// into the table: a test keeps the two in step.
#[must_use]
pub(super) fn written(mode: Mode, event: KeyEvent) -> Option<char> {
    if !LETTERS.contains(&mode) || event.kind == KeyEventKind::Release {
        return None;
    }
    printed(event)
}

/// The letter that stands on a key, if it is one that writes in a field.
#[must_use]
pub(super) fn printed(event: KeyEvent) -> Option<char> {
    let (modifiers, code) = plain(event);
    code.as_char().filter(|char| modifiers.is_empty() && !char.is_control())
}

/// Whether a key can do no harm that a text could not do as well: it writes, or moves about in what is written. The way out is
/// never refused: somebody may have walked in while a long paste was taken in.
#[must_use]
pub(super) fn is_tame(mode: Mode, event: KeyEvent) -> bool {
    use Action as A;
    let action = action(mode, event);
    match LETTERS.contains(&mode) {
        true => {
            matches!(action, None | Some(A::Edit(_) | A::Next | A::Previous | A::Undo | A::Redo | A::Hide))
        }
        false => matches!(action, None | Some(A::Up | A::Down | A::Top | A::Bottom | A::Hide)),
    }
}

/// What a letter does to somebody who believes to be writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    /// It only moves: nothing has to be protected from it.
    None,
    /// It turns a page, ticks or moves an answer, or opens a box to type in. Those who know `h` and `l` press them as quickly as arrows.
    Light,
    /// It does something that nobody wants to have done by a word, or nothing at all.
    Heavy,
}

/// How much a letter weighs here, outside fields.
#[must_use]
pub(super) fn weight(mode: Mode, event: KeyEvent) -> Weight {
    use {Action as A, Edit as E};
    let Some(letter) = printed(event).filter(|_| OPEN.contains(&mode)) else { return Weight::None };
    if letter.is_ascii_digit() {
        return Weight::None;
    }
    let stroke = Stroke::Key(KeyModifiers::NONE, KeyCode::Char(letter));
    let Some(row) = here(mode).find(|row| row.1 == stroke) else { return Weight::Heavy };
    let is_motion =
        matches!(row.3, A::Up | A::Down | A::Top | A::Bottom | A::Edit(E::Up | E::Down | E::First | E::Last));
    let is_light = matches!(
        row.3,
        A::PageDown | A::PageUp | A::Fold | A::Find | A::Edit(E::Left | E::Right | E::Toggle)
    );
    match () {
        () if is_motion => Weight::None,
        () if is_light || matches!(letter, 'h' | 'l') => Weight::Light,
        () => Weight::Heavy,
    }
}

/// The whole table, as far as people need it: for the footer, the help and the manual.
#[must_use]
pub fn hints() -> Vec<Hint> {
    let hint = |row: &Binding, mode| Hint { mode, key: row.2, action: row.3.clone(), about: row.4 };
    TABLE.iter().flat_map(|row| row.0.iter().map(move |mode| hint(row, *mode))).collect()
}

/// The rows of one mode.
fn here(mode: Mode) -> impl Iterator<Item = &'static Binding> {
    TABLE.iter().filter(move |row| row.0.contains(&mode))
}

/// The key without what terminals add or leave out at will: Shift with a letter, Alt with Esc (a slow tmux), Ctrl-Alt
/// for AltGr (Windows).
#[expect(clippy::wildcard_enum_match_arm, reason = "the keys of a terminal are crossterm's to add to")]
fn plain(event: KeyEvent) -> (KeyModifiers, KeyCode) {
    let alt_gr = KeyModifiers::CONTROL | KeyModifiers::ALT;
    let modifiers = event.modifiers;
    match event.code {
        KeyCode::Char(char) if modifiers.contains(alt_gr) && !char.is_ascii_alphanumeric() => {
            (modifiers - alt_gr - KeyModifiers::SHIFT, KeyCode::Char(char))
        }
        KeyCode::Char(char) if modifiers.intersects(alt_gr) => {
            (modifiers - KeyModifiers::SHIFT, KeyCode::Char(char.to_ascii_lowercase()))
        }
        KeyCode::Char(char) => (modifiers - KeyModifiers::SHIFT, KeyCode::Char(char)),
        KeyCode::Esc => (modifiers - KeyModifiers::ALT, KeyCode::Esc),
        KeyCode::Tab if modifiers == KeyModifiers::SHIFT => (KeyModifiers::NONE, KeyCode::BackTab),
        KeyCode::BackTab | KeyCode::Enter | KeyCode::Backspace => {
            (modifiers - KeyModifiers::SHIFT, event.code)
        }
        code => (modifiers, code),
    }
}

#[cfg(test)]
mod tests;
