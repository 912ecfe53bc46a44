//! What happens when an option is picked: one takes the place of another, several are ticked up to a number.

use super::{Change, Pick, Picker};

impl Picker {
    /// Whether somebody has gone to a word of a long list, or is looking for one.
    pub(super) fn is_looking(&self) -> bool {
        self.moved || !self.filter.as_str().trim().is_empty()
    }

    /// Takes the word that was looked for, and is ready for the next one.
    pub(super) fn take(&mut self) -> Change {
        match self.toggle() {
            Change::Chosen => {
                self.filter = crate::text::Text::line("");
                self.moved = false;
                self.lay_out();
                Change::Chosen
            }
            // There is no word like that: nobody goes on by looking for one.
            Change::Nothing | Change::Moved | Change::Typed => Change::Moved,
        }
    }

    pub(super) fn toggle(&mut self) -> Change {
        // With a filter that nothing matches, the current option is out of sight.
        if !self.rows().iter().flatten().any(|at| *at == self.current) {
            return Change::Nothing;
        }
        let Some(option) = self.options.get(self.current) else { return Change::Nothing };
        if self.pick == Pick::One && self.is_chosen(self.current) {
            return Change::Moved;
        }
        if let Some(at) = self.chosen.iter().position(|id| *id == option.id) {
            self.chosen.remove(at);
            self.full = false;
            self.lay_out();
            return Change::Chosen;
        }
        match self.pick {
            Pick::One => self.chosen = vec![option.id.clone()],
            Pick::Many(max) | Pick::Stars(max) if self.chosen.len() >= max => {
                self.full = true;
                self.lay_out();
                return Change::Moved;
            }
            Pick::Many(_) | Pick::Stars(_) => self.chosen.push(option.id.clone()),
        }
        Change::Chosen
    }

    pub(super) fn is_chosen(&self, at: usize) -> bool {
        self.options.get(at).is_some_and(|option| self.chosen.contains(&option.id))
    }
}
