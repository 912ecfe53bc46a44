//! The thread that saves, so that a slow disk never holds up a key.
//!
//! It always takes the newest snapshot; older ones that nobody has written yet are passed over. "Saved" is reported only
//! when the disk has confirmed, and a mistake in here is reported as a failure, never as silence.

use super::disk::Disk;
use super::fault::{Fault, Trouble};
use super::save::{self, Desk, Saved, TakenIn};
use crate::journal::Journal;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

/// What became of a save. A revision is the caller's number for a state of the journal.
#[derive(Clone, Debug, PartialEq)]
pub enum Report {
    /// It has begun.
    Saving {
        /// The state that is being written.
        revision: u64,
    },
    /// Somebody else had written meanwhile, and what is saved now is both together. What became of it follows.
    TakenIn(Box<TakenIn>),
    /// It is on the disk, and the disk has confirmed it.
    Saved {
        /// The state that was written.
        revision: u64,
        /// When.
        at: jiff::Timestamp,
        /// The number that the file has now.
        generation: u64,
    },
    /// It is in place, but the disk has not confirmed that it would outlast a power cut.
    Unconfirmed {
        /// The state that was written.
        revision: u64,
        /// When.
        at: jiff::Timestamp,
        /// The number that the file has now.
        generation: u64,
    },
    /// It is not saved. The old file is as it was.
    Failed {
        /// The state that was not written.
        revision: u64,
        /// Why.
        fault: Fault,
    },
}

/// The thread that saves. When this is dropped the thread writes what was asked for, and ends.
pub struct Writer {
    handle: Handle,
}

/// A way to ask for saves from any thread: of signals, of a terminal that went away, of a panic.
#[derive(Clone)]
pub struct Handle {
    shared: Arc<Shared>,
}

struct Shared {
    state: Mutex<State>,
    /// Rings whenever the state has changed.
    bell: Condvar,
}

#[derive(Default)]
struct State {
    next: Option<(u64, Journal)>,
    /// How often a save was asked for.
    asked: u64,
    /// Up to which of these everything has been tried.
    tried: u64,
    /// Whether the last of them is not on the disk, or not confirmed to be.
    failed: bool,
    /// A file that was taken away may be made again.
    may_return: bool,
    /// Nobody will ask any more.
    closing: bool,
    /// The thread has let go of everything.
    ended: bool,
    thread: Option<ThreadId>,
}

impl Writer {
    /// Starts the thread. It calls `report` for every step, on its own thread; `report` must not wait for long.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(
        disk: Arc<dyn Disk>,
        desk: Desk,
        report: impl Fn(Report) + Send + 'static,
    ) -> io::Result<Writer> {
        let shared = Arc::new(Shared { state: Mutex::default(), bell: Condvar::new() });
        let handle = Handle { shared: Arc::clone(&shared) };
        thread::Builder::new().name("writer".to_owned()).spawn(move || {
            let tell = |report_of| drop(catch_unwind(AssertUnwindSafe(|| report(report_of))));
            shared.run(disk.as_ref(), desk, &tell);
        })?;
        Ok(Writer { handle })
    }

    /// Asks for a save of this state, in place of any older one that still waits. Never waits for the disk.
    pub fn save(&self, revision: u64, journal: Journal) {
        self.handle.save(revision, journal);
    }

    /// Waits until everything asked for so far has been tried, at most so long; whether all of it is saved.
    #[must_use]
    pub fn flush(&self, limit: Duration) -> bool {
        self.handle.flush(limit)
    }

    /// For other threads.
    #[must_use]
    pub fn handle(&self) -> Handle {
        self.handle.clone()
    }

    /// Ends the thread after everything asked for has been tried, and waits for that at most so long; whether it has ended
    /// and let go of the lock.
    #[must_use]
    pub fn close(self, limit: Duration) -> bool {
        self.handle.shared.change(|state| state.closing = true);
        self.handle.shared.wait(limit, |state| state.ended)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.handle.shared.change(|state| state.closing = true);
    }
}

impl Handle {
    /// See [`Writer::save`].
    pub fn save(&self, revision: u64, journal: Journal) {
        let older = self.shared.change(|state| {
            state.asked += 1;
            state.next.replace((revision, journal))
        });
        // Freed here, so that nobody waits for it.
        drop(older);
    }

    /// Lets the next save make a file again that somebody took away.
    pub fn let_return(&self) {
        self.shared.change(|state| state.may_return = true);
    }

    /// See [`Writer::flush`]. On the writer's own thread, in a panic, there is nothing to wait for.
    #[must_use]
    pub fn flush(&self, limit: Duration) -> bool {
        let (asked, thread) = self.shared.change(|state| (state.asked, state.thread));
        if thread == Some(thread::current().id()) {
            return false;
        }
        self.shared.wait(limit, |state| state.tried >= asked) && !self.shared.lock().failed
    }
}

impl Shared {
    fn run(&self, disk: &dyn Disk, mut desk: Desk, tell: &dyn Fn(Report)) {
        self.change(|state| state.thread = Some(thread::current().id()));
        while let Some((asked, revision, journal)) = self.next() {
            tell(Report::Saving { revision });
            if self.change(|state| std::mem::take(&mut state.may_return)) {
                desk.let_return();
            }
            let saved = catch_unwind(AssertUnwindSafe(|| save::save(disk, &mut desk, &journal)))
                .unwrap_or_else(|_| Err(Fault::new(Trouble::Broken, Path::new("answers.toml"))));
            let failed = !saved.as_ref().is_ok_and(|saved| saved.confirmed);
            match saved {
                Ok(Saved { generation, at, confirmed, taken_in }) => {
                    if let Some(taken_in) = taken_in {
                        tell(Report::TakenIn(taken_in));
                    }
                    tell(match confirmed {
                        true => Report::Saved { revision, at, generation },
                        false => Report::Unconfirmed { revision, at, generation },
                    });
                }
                Err(fault) => tell(Report::Failed { revision, fault }),
            }
            self.change(|state| (state.tried, state.failed) = (asked, failed));
            if !failed {
                desk.thin_out(disk);
            }
        }
        drop(desk);
        self.change(|state| state.ended = true);
    }

    /// Waits for something to save; `None` when nobody will ask any more.
    fn next(&self) -> Option<(u64, u64, Journal)> {
        let mut state = self.lock();
        loop {
            match state.next.take() {
                Some((revision, journal)) => return Some((state.asked, revision, journal)),
                None if state.closing => return None,
                None => state = self.bell.wait(state).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }

    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let result = change(&mut self.lock());
        self.bell.notify_all();
        result
    }

    fn wait(&self, limit: Duration, done: impl Fn(&State) -> bool) -> bool {
        let start = Instant::now();
        let mut state = self.lock();
        while !done(&state) {
            let Some(left) = limit.checked_sub(start.elapsed()).filter(|left| !left.is_zero()) else {
                return false;
            };
            state = self.bell.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }

    /// Nothing that holds this can panic, so that what a poisoned lock guards is sound.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
