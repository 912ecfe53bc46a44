//! When to save, and what may be said about it.
//!
//! Time is the time since the start, which never jumps. "saved" is said only of what the disk has confirmed.

use crate::journal::Stamp;
use crate::sheet::{Role, Row};
use std::time::Duration;

/// A save begins so long after the last change ..
const PAUSE: Duration = Duration::from_millis(500);
/// .. and at the latest so long after the first one, while somebody goes on writing.
const LATEST: Duration = Duration::from_millis(2500);
/// After a failure, the next try.
const AGAIN: Duration = Duration::from_secs(5);

/// What is known of changes and of saves.
#[derive(Debug, Default)]
pub(super) struct Saving {
    /// One more with every change.
    revision: u64,
    /// The last revision that the writer was given.
    handed: u64,
    /// The last revision that the disk has confirmed.
    confirmed: u64,
    /// Since when there are changes that the writer was not given: the first and the last of them.
    since: Option<(Duration, Duration)>,
    /// Something changed that is worth keeping and not worth a save of its own: where the cursor is, time spent.
    loose: bool,
    state: State,
}

/// What the last save came to.
#[derive(Debug, Default)]
enum State {
    /// Nothing was saved yet.
    #[default]
    None,
    /// The disk has confirmed a save.
    Saved(Stamp),
    /// A save is in place, and the disk has not confirmed it.
    Unconfirmed,
    /// The last save failed, for this reason.
    Failed(&'static str),
    /// The file was taken away, and nobody has said yet whether it may come back.
    TakenAway,
}

impl Saving {
    /// Something changed.
    pub(super) fn changed(&mut self, now: Duration) {
        self.revision += 1;
        self.since = Some(self.since.map_or((now, now), |(first, _)| (first, now)));
    }

    /// Something changed that waits for the next save.
    pub(super) fn loosened(&mut self) {
        self.loose = true;
    }

    /// Makes what waits for the next save a reason for one.
    pub(super) fn tie(&mut self) {
        if std::mem::take(&mut self.loose) {
            self.revision += 1;
        }
    }

    /// There is nothing to write yet: no save is due until the next change.
    pub(super) fn wait(&mut self) {
        self.since = None;
    }

    /// The writer was given everything.
    pub(super) fn handed(&mut self) {
        self.loose = false;
        self.handed = self.revision;
        self.since = None;
    }

    /// The writer has begun with a revision.
    pub(super) fn begun(&mut self, revision: u64) {
        self.handed = self.handed.max(revision);
    }

    /// The disk has confirmed a revision.
    pub(super) fn saved(&mut self, revision: u64, at: Stamp) {
        self.confirmed = self.confirmed.max(revision);
        self.state = State::Saved(at);
    }

    /// A save did not work: it is due again a little later.
    pub(super) fn failed(&mut self, now: Duration, why: &'static str) {
        self.state = State::Failed(why);
        self.again(now);
    }

    /// A save is in place without the word of the disk: all of it is written again a little later.
    pub(super) fn unconfirmed(&mut self, now: Duration) {
        self.state = State::Unconfirmed;
        self.again(now);
    }

    /// The file was taken away: nothing is tried again by itself. Gives whether that is news.
    pub(super) fn taken_away(&mut self) -> bool {
        self.handed = self.confirmed;
        self.since = None;
        !matches!(std::mem::replace(&mut self.state, State::TakenAway), State::TakenAway)
    }

    fn again(&mut self, now: Duration) {
        self.handed = self.confirmed;
        let due = now + AGAIN;
        self.since = Some((due, due));
    }

    /// Whether the last save did not work.
    pub(super) fn is_failing(&self) -> bool {
        match self.state {
            State::Failed(_) | State::TakenAway => true,
            State::None | State::Saved(_) | State::Unconfirmed => false,
        }
    }

    /// Whether nothing is known to have gone wrong with saving.
    pub(super) fn is_well(&self) -> bool {
        match self.state {
            State::Failed(_) | State::TakenAway | State::Unconfirmed => false,
            State::None | State::Saved(_) => true,
        }
    }

    pub(super) fn revision(&self) -> u64 {
        self.revision
    }

    /// Whether the writer was not given everything.
    pub(super) fn is_dirty(&self) -> bool {
        self.handed < self.revision
    }

    /// Whether the disk has not confirmed everything.
    pub(super) fn is_unconfirmed(&self) -> bool {
        self.confirmed < self.revision
    }

    /// When the next save is due.
    pub(super) fn deadline(&self) -> Option<Duration> {
        let (first, last) = self.since?;
        Some((last + PAUSE).min(first + LATEST))
    }

    /// For the first row.
    pub(super) fn words(&self) -> Row {
        match self.state {
            State::Failed(why) => Row::of(Role::Warning, format!("NOT SAVED - {why}")),
            State::TakenAway => Row::of(Role::Warning, "NOT SAVED - file taken away"),
            State::Unconfirmed => Row::of(Role::Warning, "saved, not confirmed by the disk"),
            State::None | State::Saved(_) if self.is_unconfirmed() => Row::of(Role::Dim, "saving.."),
            State::Saved(at) => Row::of(Role::Good, format!("saved {}", at.time())),
            State::None => Row::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[test]
    fn a_pause_saves_soon_and_no_pause_saves_all_the_same() {
        let mut saving = Saving::default();
        assert_eq!(saving.deadline(), None);
        saving.changed(at(1000));
        assert_eq!(saving.deadline(), Some(at(1500)));
        for step in 1..100 {
            saving.changed(at(1000 + step * 100));
        }
        assert_eq!(saving.deadline(), Some(at(3500)));
        saving.handed();
        assert_eq!(saving.deadline(), None);
    }

    #[test]
    fn saved_is_said_only_of_what_is_confirmed() {
        let stamp =
            Stamp { local: jiff::civil::datetime(2026, 5, 12, 12, 4, 31, 0), offset: jiff::tz::Offset::UTC };
        let mut saving = Saving::default();
        saving.changed(at(0));
        saving.handed();
        saving.changed(at(10));
        saving.saved(1, stamp);
        assert_eq!(saving.words().words(), "saving..");
        saving.handed();
        saving.saved(2, stamp);
        assert_eq!(saving.words().words(), "saved 12:04:31");
    }

    #[test]
    fn a_failure_is_tried_again() {
        let mut saving = Saving::default();
        saving.changed(at(0));
        saving.handed();
        saving.failed(at(100), "disk full");
        assert!(saving.is_dirty());
        assert_eq!(saving.deadline(), Some(at(5600)));
        assert_eq!(saving.words().words(), "NOT SAVED - disk full");
    }
}
