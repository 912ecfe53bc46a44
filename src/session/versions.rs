//! Answers of which there are two versions, because they were written in two places: what somebody can decide about them.

use super::Session;
use crate::journal::{Entry, Id};
use std::sync::Arc;

impl Session {
    /// Makes the other version of an answer the answer, and the answer the other version. Gives whether there were two.
    pub fn swap_version(&mut self, id: &Id) -> bool {
        self.change_versions(id, |entry| {
            let Some(other) = entry.other.first_mut() else { return };
            std::mem::swap(&mut entry.value, &mut other.value);
            std::mem::swap(&mut entry.updated, &mut other.updated);
        })
    }

    /// Decides for the answer as it is: the other version becomes an earlier one. Gives whether there were two.
    pub fn keep_version(&mut self, id: &Id) -> bool {
        self.change_versions(id, |entry| {
            if !entry.other.is_empty() {
                let other = entry.other.remove(0);
                entry.rounds.push(other);
            }
        })
    }

    fn change_versions(&mut self, id: &Id, change: impl FnOnce(&mut Entry)) -> bool {
        let Some(entry) = self.journal.answers.get_mut(id).filter(|entry| !entry.other.is_empty()) else {
            return false;
        };
        change(Arc::make_mut(entry));
        true
    }
}
