//! Time on a page: what comes by itself while somebody only looks.

use super::Page;
use std::time::Duration;

impl Page {
    /// Time has passed. Gives whether something came because of it, which is as good as a key: somebody is there.
    pub(in crate::app) fn pass(&mut self, now: Duration) -> bool {
        let Some(asking) = self.focus.and_then(|at| self.asking_mut(at)) else { return false };
        let has_come = asking.form.pass(now);
        if has_come {
            self.settle();
        }
        has_come
    }

    /// When something comes by itself, in time since the start.
    pub(in crate::app) fn deadline(&self) -> Option<Duration> {
        self.focused().and_then(|asking| asking.form.deadline())
    }
}
