//! Tests of a text as short scenes: what it looks like, what is pressed, what it looks like then.
//!
//! `|` is the cursor, `[` and `]` are the ends of the selection. Keys stand in `<` and `>`; all else is typed letter by
//! letter, except what follows `<paste>`. The key names are this file's alone; the program's stand in its keymap.

use super::{Clip, Edit, Motion, Text};

/// Plays `keys` on `before`, in 76 cells, and compares with `after`.
#[track_caller]
pub(super) fn check(before: &str, keys: &str, after: &str) {
    check_in(76, before, keys, after);
}

/// Plays `keys` on `before`, in so many cells, and compares with `after`.
#[track_caller]
pub(super) fn check_in(width: usize, before: &str, keys: &str, after: &str) {
    let mut scene = Scene::new(width, before);
    scene.play(keys);
    assert_eq!(scene.picture(), after, "{before:?} then {keys:?}");
    let all = super::wrap(scene.text.as_str(), width);
    assert_eq!((0..scene.text.rows()).map(|n| scene.text.row_range(n)).collect::<Vec<_>>(), all);
}

/// A text and a clip. Pages have three rows.
pub(super) struct Scene {
    pub(super) text: Text,
    pub(super) clip: Clip,
}

impl Scene {
    pub(super) fn new(width: usize, picture: &str) -> Scene {
        let content = picture.replace(['|', '[', ']'], "");
        let place =
            |mark: char| picture.find(mark).map(|at| picture[..at].replace(['|', '[', ']'], "").len());
        let cursor = place('|').expect("a picture has a cursor");
        let mut text = Text::new(&content);
        text.resize(width, 3);
        text.go_to(cursor);
        if let (Some(start), Some(end)) = (place('['), place(']')) {
            text.anchor = Some(if cursor == start { end } else { start });
        }
        Scene { text, clip: Clip::default() }
    }

    pub(super) fn picture(&self) -> String {
        let mut out = self.text.as_str().to_owned();
        let at = self.text.position();
        match self.text.selection() {
            None => out.insert(at, '|'),
            Some(range) if range.start == at => {
                out.insert(range.end, ']');
                out.insert_str(at, "[|");
            }
            Some(range) => {
                out.insert_str(at, "|]");
                out.insert(range.start, '[');
            }
        }
        out
    }

    pub(super) fn play(&mut self, keys: &str) {
        let mut rest = keys;
        while let Some(c) = rest.chars().next() {
            match rest.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
                Some(("paste", pasted)) => {
                    let end = pasted.find('<').unwrap_or(pasted.len());
                    self.edit(Edit::Paste(pasted[..end].to_owned()));
                    rest = &pasted[end..];
                }
                Some((key, after)) => {
                    self.edit(named(key));
                    rest = after;
                }
                None if rest.starts_with("\r\n") => {
                    self.edit(Edit::Insert("\r\n".to_owned()));
                    rest = &rest[2..];
                }
                None => {
                    self.edit(Edit::Insert(c.to_string()));
                    rest = &rest[c.len_utf8()..];
                }
            }
        }
    }

    fn edit(&mut self, edit: Edit) {
        self.text.edit(edit, &mut self.clip);
    }
}

fn named(key: &str) -> Edit {
    if let Some(motion) = key.strip_prefix("s-").and_then(motion) {
        return Edit::Select(motion);
    }
    if let Some(motion) = motion(key) {
        return Edit::Move(motion);
    }
    match key {
        "enter" => Edit::Newline,
        "backspace" => Edit::DeleteLeft,
        "del" => Edit::DeleteRight,
        "ctrl-w" => Edit::DeleteWordLeft,
        "alt-d" => Edit::DeleteWordRight,
        "ctrl-u" => Edit::KillToStart,
        "ctrl-k" => Edit::KillToEnd,
        "yank" => Edit::Yank,
        "cut" => Edit::Cut,
        "copy" => Edit::Copy,
        "all" => Edit::SelectAll,
        "undo" => Edit::Undo,
        "redo" => Edit::Redo,
        _ => panic!("no key is named {key:?}"),
    }
}

fn motion(key: &str) -> Option<Motion> {
    Some(match key {
        "left" => Motion::Left,
        "right" => Motion::Right,
        "word-left" => Motion::WordLeft,
        "word-right" => Motion::WordRight,
        "up" => Motion::Up,
        "down" => Motion::Down,
        "row-start" => Motion::RowStart,
        "row-end" => Motion::RowEnd,
        "page-up" => Motion::PageUp,
        "page-down" => Motion::PageDown,
        "home" => Motion::Start,
        "end" => Motion::End,
        _ => return None,
    })
}
