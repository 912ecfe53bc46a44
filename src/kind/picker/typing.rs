//! Letters in a list of options: they filter it, or they are words of one's own.

use super::{Pick, Picker};
use crate::kind::Change;
use crate::kind::writing::write;
use crate::text::{self, Clip};

impl Picker {
    /// The words that were looked for and are not in the list become own words.
    pub(super) fn add(&mut self) -> Change {
        let words = self.own_words();
        if self.pick == Pick::One {
            self.chosen.clear();
        }
        self.own = text::Text::line(&words);
        self.own.go_to(words.len());
        self.filter = text::Text::line("");
        (self.current, self.moved) = (self.options.len(), true);
        self.lay_out();
        Change::Chosen
    }

    /// Own words, with those that are looked for and are not in the list.
    pub(super) fn own_words(&self) -> String {
        let own = self.own.as_str().trim();
        let typed = if self.is_adding() { self.filter.as_str().trim() } else { "" };
        match self.pick {
            _ if typed.is_empty() => own.to_owned(),
            // Own words that are there already stay, where there is room for more than one answer.
            Pick::Many(_) | Pick::Stars(_) if !own.is_empty() => format!("{own}, {typed}"),
            Pick::One | Pick::Many(_) | Pick::Stars(_) => typed.to_owned(),
        }
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
        let was_adding = self.is_adding();
        match write(&mut self.filter, edit, clip) {
            Change::Typed => {
                self.lay_out();
                let rows = self.rows();
                // Nothing like it is in sight: what comes next is still part of what is looked for.
                if self.is_adding() {
                    return Change::Typed;
                }
                if !rows.iter().flatten().any(|at| *at == self.current) {
                    self.current = rows.first().and_then(|row| row.first()).copied().unwrap_or(0);
                }
                if was_adding { Change::Typed } else { Change::Moved }
            }
            change @ (Change::Nothing | Change::Moved | Change::Chosen) => change,
        }
    }
}
