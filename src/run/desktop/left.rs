//! What leaving leaves behind: whether the last words are on the disk, and where else they are.

use super::shown;
use crate::store::Report;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

const NOT_SAVED: &str = "The last words were not saved. What was saved before is whole.";
const UNCONFIRMED: &str =
    "The last words are written, but the disk has not confirmed it. Look when you start imago again.";

/// What leaving leaves behind. The writer's thread knows it last, so that both sides have it in hand.
#[derive(Clone, Default)]
pub struct Left(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    /// The person has left, or wanted to, while something was not on the disk.
    unsaved: bool,
    last: Last,
}

/// What the writer said last.
#[derive(Default)]
enum Last {
    /// It has said nothing, or is in the middle of it.
    #[default]
    Nothing,
    Saved,
    Unconfirmed,
    /// It failed; the words may be somewhere else.
    Failed(Option<PathBuf>),
}

impl Left {
    /// Somebody leaves, or wants to.
    pub(super) fn note_unsaved(&self, unsaved: bool) {
        self.lock().unsaved = unsaved;
    }

    /// The writer has said something.
    pub(super) fn hear(&self, report: &Report) {
        let last = match report {
            Report::Saving { .. } => Last::Nothing,
            Report::Saved { .. } => Last::Saved,
            Report::Unconfirmed { .. } => Last::Unconfirmed,
            Report::Failed { fault, .. } => Last::Failed(fault.rescue.clone()),
            // What became of the save follows.
            Report::TakenIn(_) => return,
        };
        self.lock().last = last;
    }

    /// What to say about the last words, when they are not on the disk.
    #[must_use]
    pub fn words(&self, home: Option<&Path>) -> Option<String> {
        let state = self.lock();
        match &state.last {
            Last::Nothing | Last::Unconfirmed | Last::Failed(_) if !state.unsaved => None,
            // The writer has come to an end with it after all.
            Last::Saved => None,
            Last::Nothing | Last::Failed(None) => Some(NOT_SAVED.to_owned()),
            Last::Unconfirmed => Some(UNCONFIRMED.to_owned()),
            Last::Failed(Some(rescue)) => Some(format!(
                "The last words were not saved in their place. They are in {}; the next start offers to take them in.",
                shown(rescue, home)
            )),
        }
    }

    /// Nothing that holds this can panic, so that what a poisoned lock guards is sound.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Fault, Trouble};

    #[test]
    fn only_words_that_are_not_on_the_disk_are_told() {
        let left = Left::default();
        let said = |report: &Report| {
            left.hear(report);
            left.words(Some(Path::new("/home/sam")))
        };
        let mut fault = Fault::new(Trouble::DiskFull, Path::new("/home/sam/answers.toml"));
        assert_eq!(said(&Report::Failed { revision: 1, fault: fault.clone() }), None);
        left.note_unsaved(true);
        assert_eq!(said(&Report::Saving { revision: 2 }).as_deref(), Some(NOT_SAVED));
        assert_eq!(said(&Report::Failed { revision: 2, fault: fault.clone() }).as_deref(), Some(NOT_SAVED));
        fault.rescue = Some("/home/sam/rescue/a.toml".into());
        let words = said(&Report::Failed { revision: 2, fault }).unwrap();
        assert!(words.contains("~/rescue/a.toml"), "{words}");
        let at = "2026-05-12T10:00:00Z".parse().unwrap();
        let unconfirmed = Report::Unconfirmed { revision: 2, at, generation: 4 };
        assert_eq!(said(&unconfirmed).as_deref(), Some(UNCONFIRMED));
        assert_eq!(said(&Report::Saved { revision: 2, at, generation: 5 }), None);
    }
}
