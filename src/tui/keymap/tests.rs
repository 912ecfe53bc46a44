//! Laws of the key table.

use super::*;

fn press(code: KeyCode, modifiers: KeyModifiers) -> KeyEvent {
    KeyEvent::new(code, modifiers)
}

fn char(mode: Mode, char: char) -> Option<Action> {
    action(mode, press(KeyCode::Char(char), KeyModifiers::NONE))
}

fn insert(text: &str) -> Option<Action> {
    Some(write(text::Edit::Insert(text.into())))
}

#[test]
fn no_two_actions_share_a_key_in_one_mode() {
    for mode in EVERYWHERE {
        let rows: Vec<&Binding> = here(*mode).collect();
        for (at, row) in rows.iter().enumerate() {
            let twin = rows[at + 1..].iter().find(|other| other.1 == row.1);
            assert!(twin.is_none(), "{mode:?} has {} twice", row.2);
        }
    }
}

#[test]
#[expect(clippy::wildcard_enum_match_arm, reason = "the names of the other keys are what Debug says")]
fn a_name_on_the_screen_is_the_key_that_works() {
    for Binding(_, stroke, shown, ..) in TABLE {
        let Stroke::Key(modifiers, code) = *stroke else { continue };
        let name = match code {
            KeyCode::Char(' ') => "Space".into(),
            KeyCode::Char('7') => "_".into(),
            KeyCode::Char('4') => "\\".into(),
            KeyCode::Char(char) if modifiers.is_empty() => char.to_string(),
            KeyCode::Char(char) => char.to_ascii_uppercase().to_string(),
            KeyCode::PageUp => "PgUp".into(),
            KeyCode::PageDown => "PgDn".into(),
            KeyCode::BackTab => "Shift-Tab".into(),
            KeyCode::F(number) => format!("F{number}"),
            code => format!("{code:?}"),
        };
        let held =
            [(KeyModifiers::CONTROL, "Ctrl-"), (KeyModifiers::ALT, "Alt-"), (KeyModifiers::SHIFT, "Shift-")];
        let held: String =
            held.iter().filter(|(held, _)| modifiers.contains(*held)).map(|(_, name)| *name).collect();
        assert_eq!(*shown, format!("{held}{name}"));
    }
}

#[test]
fn letters_are_written_where_the_table_says_so_and_mean_nothing_else_there() {
    let letter = |row: &Binding| matches!(row.1, Stroke::Key(KeyModifiers::NONE, KeyCode::Char(_)));
    for mode in EVERYWHERE {
        let writes = here(*mode).any(|row| row.1 == Stroke::Letter);
        assert_eq!(written(*mode, press(KeyCode::Char('x'), KeyModifiers::NONE)).is_some(), writes);
        assert!(!writes || !here(*mode).any(letter));
    }
}

#[test]
fn a_field_receives_every_printable_key() {
    for letter in "q?:/n. 7äßé日".chars() {
        assert_eq!(char(Mode::Writing, letter), insert(&letter.to_string()));
    }
    assert_eq!(action(Mode::Writing, press(KeyCode::Char('Q'), KeyModifiers::SHIFT)), insert("Q"));
}

#[test]
fn alt_gr_writes_and_other_chords_do_not() {
    let alt_gr = KeyModifiers::CONTROL | KeyModifiers::ALT;
    assert_eq!(action(Mode::Writing, press(KeyCode::Char('@'), alt_gr)), insert("@"));
    assert_eq!(action(Mode::Writing, press(KeyCode::Char('b'), alt_gr)), Some(Action::Unknown));
    assert_eq!(action(Mode::Writing, press(KeyCode::Char('j'), KeyModifiers::ALT)), Some(Action::Unknown));
    assert_eq!(char(Mode::Writing, '\u{9b}'), Some(Action::Unknown));
}

#[test]
fn a_key_that_is_let_go_does_nothing() {
    let mut event = press(KeyCode::Char('q'), KeyModifiers::NONE);
    event.kind = KeyEventKind::Release;
    assert_eq!(action(Mode::Walking, event), None);
    event.kind = KeyEventKind::Repeat;
    assert_eq!(action(Mode::Contents, event), Some(Action::Quit));
}

#[test]
fn what_terminals_add_changes_nothing() {
    assert_eq!(action(Mode::Writing, press(KeyCode::Esc, KeyModifiers::ALT)), Some(Action::Back));
    assert_eq!(action(Mode::Writing, press(KeyCode::BackTab, KeyModifiers::SHIFT)), Some(Action::Previous));
    assert_eq!(action(Mode::Walking, press(KeyCode::Char('G'), KeyModifiers::SHIFT)), Some(Action::Bottom));
    assert_eq!(action(Mode::Walking, press(KeyCode::Char('?'), KeyModifiers::SHIFT)), Some(Action::Help));
}

#[test]
fn digits_pick_and_other_keys_mean_nothing() {
    assert_eq!(char(Mode::Picking, '7'), Some(Action::Edit(Edit::Pick(7))));
    assert_eq!(char(Mode::Walking, '7'), Some(Action::Unknown));
    assert_eq!(char(Mode::Picking, 'z'), Some(Action::Unknown));
}

#[test]
fn esc_never_quits_and_the_ways_out_work_everywhere() {
    for mode in EVERYWHERE {
        let control = |char| action(*mode, press(KeyCode::Char(char), KeyModifiers::CONTROL));
        assert_eq!(action(*mode, press(KeyCode::Esc, KeyModifiers::NONE)), Some(Action::Back));
        assert_eq!(action(*mode, press(KeyCode::F(9), KeyModifiers::NONE)), Some(Action::Hide));
        assert_eq!((control('c'), control('4')), (Some(Action::Quit), Some(Action::Hide)));
    }
}

#[test]
fn what_a_function_key_does_another_key_does_too() {
    for hint in hints().iter().filter(|hint| hint.key.starts_with('F')) {
        let other = |other: &&Hint| other.action == hint.action && !other.key.starts_with('F');
        assert!(hints().iter().find(other).is_some(), "{} stands alone", hint.key);
    }
}

#[test]
fn whatever_a_person_can_wish_has_a_key() {
    let wishes = [
        Action::Up,
        Action::Down,
        Action::PageUp,
        Action::PageDown,
        Action::Top,
        Action::Bottom,
        Action::Enter,
        Action::Back,
        Action::Next,
        Action::Previous,
        Action::NextPage,
        Action::PreviousPage,
        Action::Skip,
        Action::KeepPrivate,
        Action::OpenEditor,
        Action::Fold,
        Action::Find,
        Action::Bookmark,
        Action::Note,
        Action::Bring,
        Action::OpenSource,
        Action::Burn,
        Action::KeepWords,
        Action::Timer,
        Action::Portrait,
        Action::Help,
        Action::Steady,
        Action::Export,
        Action::Undo,
        Action::Redo,
        Action::Quit,
        Action::Hide,
        Action::Suspend,
        ask(Edit::Pick(0)),
        ask(Edit::Toggle),
        ask(Edit::Confirm),
        ask(Edit::Up),
        ask(Edit::Down),
        ask(Edit::Left),
        ask(Edit::Right),
        ask(Edit::First),
        ask(Edit::Last),
        ask(Edit::Clear),
        ask(Edit::Higher),
        ask(Edit::Lower),
        write(text::Edit::Insert(String::new())),
        write(text::Edit::Newline),
        write(text::Edit::DeleteLeft),
        write(text::Edit::DeleteRight),
        write(text::Edit::DeleteWordLeft),
        write(text::Edit::DeleteWordRight),
        write(text::Edit::KillToStart),
        write(text::Edit::KillToEnd),
        write(text::Edit::Yank),
        write(text::Edit::Cut),
        write(text::Edit::Copy),
        write(text::Edit::SelectAll),
        write(text::Edit::Undo),
        write(text::Edit::Redo),
    ];
    let bound = |wish: &Action| TABLE.iter().any(|row| row.3 == *wish);
    assert!(wishes.iter().all(is_wished), "the list and the match below agree");
    for wish in &wishes {
        assert!(bound(wish), "{wish:?} has no key");
    }
    use Motion::{
        Down, End, Left, PageDown, PageUp, Right, RowEnd, RowStart, Start, Up, WordLeft, WordRight,
    };
    for motion in [Left, Right, WordLeft, WordRight, Up, Down, RowStart, RowEnd, PageUp, PageDown, Start, End]
    {
        assert!(bound(&go(motion)) && bound(&select(motion)), "{motion:?} has no key");
    }
    assert!(TABLE.iter().all(|row| is_wished(&row.3)), "a key stands for news from the world");
}

/// Whether people wish it, rather than the world reporting it. Without a wildcard: a new action asks for its key here.
fn is_wished(action: &Action) -> bool {
    match action {
        Action::Edit(Edit::Write(text::Edit::Paste(_))) => false,
        Action::Edit(_)
        | Action::Up
        | Action::Down
        | Action::PageUp
        | Action::PageDown
        | Action::Top
        | Action::Bottom
        | Action::Enter
        | Action::Back
        | Action::Next
        | Action::Previous
        | Action::NextPage
        | Action::PreviousPage
        | Action::Skip
        | Action::OpenNeeded
        | Action::AnswerAgain
        | Action::OpenLetter
        | Action::OpenSource
        | Action::Portrait
        | Action::KeepPrivate
        | Action::SwapVersion
        | Action::KeepVersion
        | Action::Burn
        | Action::KeepWords
        | Action::Timer
        | Action::OpenEditor
        | Action::Fold
        | Action::Bookmark
        | Action::Note
        | Action::Bring
        | Action::Find
        | Action::Help
        | Action::Steady
        | Action::Export
        | Action::Undo
        | Action::Redo
        | Action::Quit
        | Action::Hide
        | Action::Suspend => true,
        Action::Unknown | Action::StrayPaste | Action::StrayLetters | Action::News(_) => false,
    }
}
