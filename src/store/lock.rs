//! One copy of the program writes, the others read. The lock is a file of its own, because the answers are replaced by every
//! save and a lock would go with the old ones. The system lets go of it when the process ends, so it is never stale.

use super::disk::{self, Disk, Lock};
use super::fault::{Fault, Trouble};
use super::paths::Paths;

/// How far a desk is with its lock.
pub(super) enum Holding {
    /// Nothing is there yet to be locked; the first save will.
    Later,
    /// Held.
    Held(Lock),
    /// This disk knows no locks; every save looks whether the file has changed.
    NoLocks,
}

impl Holding {
    /// Makes sure that the lock is held and is the one that others will find, even after the folder was made anew.
    pub(super) fn ensure(&mut self, disk: &dyn Disk, paths: &Paths) -> Result<(), Fault> {
        for _ in 0..3 {
            match self {
                Holding::NoLocks => return Ok(()),
                Holding::Held(lock)
                    if disk.stat(&paths.lock).is_ok_and(|stat| stat.node == lock.stat.node) =>
                {
                    return Ok(());
                }
                Holding::Held(_) | Holding::Later => *self = take(disk, paths)?,
            }
        }
        Err(Fault::new(Trouble::Gone, &paths.lock))
    }
}

fn take(disk: &dyn Disk, paths: &Paths) -> Result<Holding, Fault> {
    match disk.try_lock(&paths.lock, &note()) {
        Ok(Some(lock)) => Ok(Holding::Held(lock)),
        Ok(None) => Err(Fault::new(Trouble::InUse, &paths.answers)),
        Err(error) if disk::unsupported(&error) => Ok(Holding::NoLocks),
        Err(error) => Err(Fault::of(&error, &paths.lock)),
    }
}

/// Who holds the lock, for the other copy to say.
fn note() -> String {
    let system = rustix::system::uname();
    let host = crate::text::clean(&system.nodename().to_string_lossy()).replace('\n', " ");
    // In UTC: to find out the local zone would take longer than all the rest of the start.
    let since = jiff::Timestamp::now().strftime("%Y-%m-%d %H:%M UTC");
    format!("{}\n{}\n{since}\n", std::process::id(), host.trim())
}

/// Where the copy is that holds the lock, as `process 4711 on linden since 2026-05-12 12:04`.
pub(super) fn holder(disk: &dyn Disk, paths: &Paths) -> Option<String> {
    let note = disk.read(&paths.lock, 1024).ok()?;
    let note = String::from_utf8(note).ok()?;
    let mut lines =
        note.lines().map(|line| line.chars().filter(|letter| !letter.is_control()).take(60).collect());
    let (process, host, since): (String, String, String) = (lines.next()?, lines.next()?, lines.next()?);
    let process: u32 = process.parse().ok()?;
    let on = if host.is_empty() { String::new() } else { format!(" on {}", crate::text::clean(&host)) };
    Some(format!("process {process}{on} since {}", crate::text::clean(&since)))
}
