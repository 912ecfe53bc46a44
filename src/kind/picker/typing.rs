//! Letters in a list of options: they filter it, or they are words of one's own.

use super::{Pick, Picker};
use crate::kind::Change;
use crate::kind::writing::write;
use crate::text::{self, Clip};

impl Picker {
    /// Letters that were typed in one breath arrive together; a space among them still picks.
    pub(super) fn typed_with_spaces(&mut self, text: &str, clip: &mut Clip) -> Change {
        let mut change = Change::Nothing;
        for part in text.split_inclusive(' ') {
            let letters = part.trim_end_matches(' ');
            if !letters.is_empty() {
                self.typed(text::Edit::Insert(letters.to_owned()), clip);
                change = Change::Moved;
            }
            if part.ends_with(' ') {
                change = self.toggle();
            }
        }
        change
    }

    pub(super) fn typed(&mut self, edit: text::Edit, clip: &mut Clip) -> Change {
        if self.on_other() {
            return match write(&mut self.own, edit, clip) {
                Change::Typed => {
                    if self.pick == Pick::One && !self.own.is_empty() {
                        self.chosen.clear();
                    }
                    Change::Typed
                }
                change @ (Change::Nothing | Change::Moved | Change::Chosen) => change,
            };
        }
        match write(&mut self.filter, edit, clip) {
            Change::Typed => {
                self.lay_out();
                let rows = self.rows();
                if !rows.iter().flatten().any(|at| *at == self.current) {
                    self.current = rows.first().and_then(|row| row.first()).copied().unwrap_or(0);
                }
                Change::Moved
            }
            change @ (Change::Nothing | Change::Moved | Change::Chosen) => change,
        }
    }
}
