//! The keys that work, found by typing: generated from the one table of keys, what works here first.

use super::{Action, Hint, Mode};
use crate::app::Edit;
use crate::sheet::{Role, Row, Sheet};
use crate::text::{self, Clip, Motion, Text};

/// The table of keys, filtered and scrolled.
pub(super) struct Help {
    /// Where the person was when they asked.
    mode: Mode,
    filter: Text,
    top: usize,
}

impl Help {
    pub(super) fn new(mode: Mode) -> Help {
        Help { mode, filter: Text::line(""), top: 0 }
    }

    /// What can be done here, for the last row.
    pub(super) fn offers() -> Vec<(Action, &'static str)> {
        let go = |motion| Action::Edit(Edit::Write(text::Edit::Move(motion)));
        vec![
            (Action::Back, "close"),
            (go(Motion::PageDown), "further"),
            (go(Motion::PageUp), "back up"),
            (go(Motion::Down), "down"),
            (go(Motion::Up), "up"),
        ]
    }

    /// Gives whether it stays open.
    pub(super) fn act(&mut self, action: &Action, clip: &mut Clip) -> bool {
        let Action::Edit(edit) = action else {
            return *action != Action::Back && *action != Action::Help;
        };
        let Edit::Write(edit) = edit else { return true };
        if let text::Edit::Move(Motion::Up) = edit {
            self.top = self.top.saturating_sub(1);
        } else if let text::Edit::Move(Motion::Down) = edit {
            self.top += 1;
        } else if let text::Edit::Move(Motion::PageUp) = edit {
            self.top = self.top.saturating_sub(10);
        } else if let text::Edit::Move(Motion::PageDown) = edit {
            self.top += 10;
        } else {
            self.filter.edit(edit.clone(), clip);
            self.top = 0;
        }
        true
    }

    pub(super) fn sheet(&self, hints: &[Hint], width: usize, height: usize) -> Sheet {
        let mut rows =
            vec![Row::of(Role::Prompt, " Find: ").with(Role::Words, self.filter.as_str()), Row::default()];
        let column = 8 + text::width(self.filter.as_str().get(..self.filter.position()).unwrap_or(""));
        let listed = self.listed(hints, width);
        let room = height.saturating_sub(rows.len());
        let top = self.top.min(listed.len().saturating_sub(room));
        rows.extend(listed.into_iter().skip(top).take(room));
        Sheet { rows, cursor: Some((0, column.saturating_sub(1))) }
    }

    fn listed(&self, hints: &[Hint], width: usize) -> Vec<Row> {
        let wanted = self.filter.as_str().trim().to_lowercase();
        let mut rows = Vec::new();
        let mut modes = vec![self.mode];
        modes.extend(MODES.iter().copied().filter(|mode| *mode != self.mode));
        for mode in modes {
            let mut seen: Vec<(&'static str, Vec<&'static str>)> = Vec::new();
            for hint in hints.iter().filter(|hint| hint.mode == mode) {
                let found =
                    hint.about.to_lowercase().contains(&wanted) || hint.key.to_lowercase().contains(&wanted);
                if !found {
                    continue;
                }
                match seen.iter_mut().find(|(about, _)| *about == hint.about) {
                    Some((_, keys)) => keys.push(hint.key),
                    None => seen.push((hint.about, vec![hint.key])),
                }
            }
            if seen.is_empty() {
                continue;
            }
            let here = if mode == self.mode { "  (here)" } else { "" };
            rows.push(Row::of(Role::Heading, format!(" {}{here}", name(mode))));
            let keys_width = (width / 3).clamp(12, 30);
            for (about, keys) in seen {
                let keys = Row::of(Role::Key, format!("   {}", keys.join(", "))).cut(keys_width);
                let air = keys_width.saturating_sub(keys.width());
                let mut row = keys.with(Role::Plain, " ".repeat(air + 1));
                row.push(Role::Plain, about);
                rows.push(row.cut(width));
            }
            rows.push(Row::default());
        }
        if rows.is_empty() {
            rows.push(Row::of(Role::Dim, "   No key for that. Backspace widens the list."));
        }
        rows
    }
}

/// In the order in which they are listed.
const MODES: [Mode; 9] = [
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

fn name(mode: Mode) -> &'static str {
    match mode {
        Mode::Writing => "While you write",
        Mode::Line => "While you write a line",
        Mode::Finding => "While you look for a word",
        Mode::Picking => "While you choose",
        Mode::Walking => "While you read",
        Mode::Contents => "In the contents",
        Mode::Portrait => "In the portrait",
        Mode::Welcome => "On the first screen",
        Mode::Box => "In a box like this one",
    }
}
