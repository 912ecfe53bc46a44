//! Time on a page: what comes by itself while somebody only looks.

use super::Page;
use std::time::Duration;

/// What time has brought.
pub(in crate::app) struct Came {
    /// A step of a script, which is as good as a key: somebody is there.
    pub(in crate::app) step: bool,
    /// What is to be said because of it.
    pub(in crate::app) words: Option<String>,
}

impl Page {
    /// Time has passed.
    pub(in crate::app) fn pass(&mut self, now: Duration) -> Came {
        self.now = now;
        let words = self.count_time();
        let asking = self.focus.and_then(|at| self.asking_mut(at));
        let step = asking.is_some_and(|asking| asking.form.pass(now));
        if step {
            self.settle();
        }
        Came { step, words }
    }

    /// When something comes by itself, in time since the start.
    pub(in crate::app) fn deadline(&self) -> Option<Duration> {
        let step = self.focused().and_then(|asking| asking.form.deadline());
        [step, self.next_second()].into_iter().flatten().min()
    }
}
