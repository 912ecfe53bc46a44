//! Earlier versions of the answers, in a folder of their own: each is the file as it once was, numbered by its own counter.
//!
//! A version is kept before it is replaced for the first time in a session, then every ten minutes, and whenever an answer loses
//! its words, unless they are burned. Thinning them
//! out counts numbers, never clocks, and is the only place in this program that takes a version away.

use super::disk::{Disk, Shape};
use super::fault::{Fault, Trouble};
use super::paths::Paths;
use super::proof::{make_folder, proven, proven_bytes};
use super::save::{self, Desk, Saved};
use super::shelf;
use crate::journal::Journal;
use crate::journal::file;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// In one session, the next version is kept so long after the last one.
pub(super) const APART: Duration = Duration::from_secs(600);
/// So many of the newest versions stay in any case.
const NEWEST: usize = 20;
/// So many newer versions must be readable before an older one may go.
const SOUND: usize = 10;
/// Larger files are not ours.
const LARGEST: u64 = super::open::LARGEST;

/// One earlier version.
#[derive(Clone, PartialEq)]
pub struct Generation {
    /// Its number: one more with every save.
    pub number: u64,
    /// When it was written, as the disk says.
    pub written: Timestamp,
    /// Where it is.
    pub path: PathBuf,
    /// What it holds.
    pub journal: Journal,
}

/// The name and number of a version, before anything is read.
struct Name {
    number: u64,
    path: PathBuf,
}

/// All versions that can be read, newest first.
///
/// # Errors
/// When the folder is there and cannot be listed.
pub fn list(disk: &dyn Disk, paths: &Paths) -> Result<Vec<Generation>, Fault> {
    let names = names(disk, paths)?;
    Ok(names.into_iter().filter_map(|name| read(disk, name)).collect())
}

/// Saves an earlier version as the newest one; whatever it lacks is taken away on purpose, and kept among the versions.
///
/// # Errors
/// When the present version could not be kept, or the disk did not do it. Then nothing has changed.
pub fn go_back(
    disk: &dyn Disk,
    desk: &mut Desk,
    (now, chosen): (&Journal, &Generation),
) -> Result<Saved, Fault> {
    desk.keep_first();
    let mut journal = chosen.journal.clone();
    let gone = now.answers.keys().filter(|id| !journal.answers.contains_key(*id)).cloned();
    journal.removed = gone.collect();
    save::save(disk, desk, &journal)
}

/// Whether there is any version, readable or not. When nobody can tell, there is: it must not look like a first start.
pub(super) fn are_there(disk: &dyn Disk, paths: &Paths) -> bool {
    match disk.list(&paths.backups) {
        Ok(names) => {
            let ours = |name: &Path| {
                name.to_str().is_some_and(|name| name.starts_with("answers.") && name.ends_with(".toml"))
            };
            names.iter().any(|name| ours(name))
        }
        Err(error) => !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory),
    }
}

/// The names of all versions, newest first; of one number, the one that came last first.
fn names(disk: &dyn Disk, paths: &Paths) -> Result<Vec<Name>, Fault> {
    let listed = match disk.list(&paths.backups) {
        Ok(listed) => listed,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(Vec::new());
        }
        Err(error) => return Err(Fault::of(&error, &paths.backups)),
    };
    let mut names: Vec<(u64, u64, PathBuf)> = listed
        .into_iter()
        .filter_map(|name| {
            let (number, copy) = numbers(name.to_str()?)?;
            Some((number, copy, paths.backups.join(name)))
        })
        .collect();
    names.sort();
    Ok(names.into_iter().rev().map(|(number, _, path)| Name { number, path }).collect())
}

/// `answers.g000123.toml` is 123, copy 1; `answers.g000123-2.toml` is copy 2.
fn numbers(name: &str) -> Option<(u64, u64)> {
    let middle = name.strip_prefix("answers.g")?.strip_suffix(".toml")?;
    let (number, copy) = middle.split_once('-').unwrap_or((middle, "1"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (digits(number) && digits(copy)).then_some(())?;
    Some((number.parse().ok()?, copy.parse().ok()?))
}

fn read(disk: &dyn Disk, name: Name) -> Option<Generation> {
    let stat = disk.stat(&name.path).ok().filter(|stat| stat.shape == Shape::File)?;
    let bytes = disk.read(&name.path, LARGEST).ok()?;
    let journal = file::read(std::str::from_utf8(&bytes).ok()?).ok()?.journal;
    let written = Timestamp::new(stat.changed.0, 0).unwrap_or(Timestamp::UNIX_EPOCH);
    Some(Generation { number: name.number, written, path: name.path, journal })
}

/// Gives the file that is about to be replaced a second name in the folder of versions; gives that name. [`last`] makes it outlast a power
/// cut.
pub(super) fn keep(disk: &dyn Disk, target: &Path, paths: &Paths, number: u64) -> Result<PathBuf, Fault> {
    let backups = &paths.backups;
    make_folder(disk, backups)?;
    let stat = disk.stat(target).map_err(|error| Fault::of(&error, target))?;
    let node = Some(stat.node);
    // A second name has the rights of the first: where others may read that one, the version gets a file of its own.
    let is_open = stat.mode & 0o077 != 0;
    for copy in 1..100 {
        let path = backups.join(name(number, copy));
        if is_open {
            match disk.stat(&path) {
                Ok(_) => continue,
                Err(_) => copy_to(disk, target, &path)?,
            }
            return Ok(path);
        }
        match disk.link(target, &path) {
            Ok(()) => {}
            // This very version, from a session that was cut off or by a link that only seemed to fail.
            Err(_) if disk.stat(&path).map(|stat| stat.node).ok() == node => {}
            // Another version of the same number.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
            Err(_) => copy_to(disk, target, &path)?,
        }
        return Ok(path);
    }
    Err(Fault::new(Trouble::NameTaken, backups))
}

/// Puts a version that no file holds yet among the others.
pub(super) fn keep_text(disk: &dyn Disk, paths: &Paths, number: u64, text: &str) -> Result<(), Fault> {
    let backups = &paths.backups;
    make_folder(disk, backups)?;
    // A try that failed further on has put it there already.
    let same = |copy| {
        disk.read(&backups.join(name(number, copy)), LARGEST).is_ok_and(|bytes| bytes == text.as_bytes())
    };
    if (1..SOUND as u64).any(same) {
        return last(disk, paths);
    }
    let temp = proven(disk, backups, text)?;
    shelf::place(disk, &temp, &backups.join(name(number, 1)))
        .inspect_err(|_| drop(disk.unlink(&temp)))
        .and_then(|_| last(disk, paths))
}

/// Makes the folder of versions outlast a power cut, with all names in it.
pub(super) fn last(disk: &dyn Disk, paths: &Paths) -> Result<(), Fault> {
    disk.sync_dir(&paths.backups)
        .and_then(|()| disk.sync_dir(&paths.data))
        .map_err(|error| Fault::of(&error, &paths.backups))
}

/// What the versions hold, newest first, but for one of them: what two versions of an answer may both come from.
pub(super) fn known(disk: &dyn Disk, paths: &Paths, but: Option<&Path>) -> Vec<Journal> {
    let names = names(disk, paths).unwrap_or_default();
    let others = names.into_iter().filter(|name| Some(name.path.as_path()) != but);
    others.take(NEWEST).filter_map(|name| read(disk, name)).map(|found| found.journal).collect()
}

fn name(number: u64, copy: u64) -> String {
    let suffix = if copy == 1 { String::new() } else { format!("-{copy}") };
    format!("answers.g{number:06}{suffix}.toml")
}

/// For disks that give a file only one name.
fn copy_to(disk: &dyn Disk, from: &Path, to: &Path) -> Result<(), Fault> {
    let bytes = disk.read(from, LARGEST).map_err(|error| Fault::of(&error, from))?;
    let folder = to.parent().unwrap_or(to);
    let temp = proven_bytes(disk, folder, &bytes)?;
    shelf::place(disk, &temp, to).inspect_err(|_| drop(disk.unlink(&temp))).map(drop)
}

/// Thins out old versions: the newest ones stay, and of those before them the last of every month. Gives how many went.
///
/// Nothing goes unless enough newer ones can be read, nor while the clock is behind any of them.
pub(super) fn thin_out(disk: &dyn Disk, paths: &Paths, now: Timestamp) -> usize {
    let Ok(names) = names(disk, paths) else { return 0 };
    let (newer, older) = names.split_at_checked(NEWEST).unwrap_or((&names, &[]));
    if older.is_empty() {
        return 0;
    }
    let when =
        |name: &Name| disk.stat(&name.path).ok().and_then(|stat| Timestamp::new(stat.changed.0, 0).ok());
    let mut months = BTreeSet::new();
    let mut going = Vec::new();
    for name in names.iter() {
        // A file that nobody can date stays, and a clock that is behind says nothing of months.
        let Some(written) = when(name) else { return 0 };
        if written > now {
            return 0;
        }
        let date = TimeZone::UTC.to_datetime(written).date();
        let is_last_of_its_month = months.insert((date.year(), date.month()));
        let is_old = older.iter().any(|old| old.path == name.path);
        if is_old && !is_last_of_its_month {
            going.push(&name.path);
        }
    }
    let sound = newer.iter().filter(|name| {
        let name = Name { number: name.number, path: name.path.clone() };
        read(disk, name).is_some()
    });
    if going.is_empty() || sound.take(SOUND).count() < SOUND {
        return 0;
    }
    going.into_iter().filter(|path| disk.unlink(path).is_ok()).count()
}

impl std::fmt::Debug for Generation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Generation({}, {:?})", self.number, self.journal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::RealDisk;
    use rustix::fs::{AtFlags, CWD, Timespec, Timestamps, utimensat};

    const DAY: i64 = 24 * 60 * 60;
    /// 2026-05-12, in seconds.
    const TODAY: i64 = 20_585 * DAY;

    struct Home {
        _folder: tempfile::TempDir,
        paths: Paths,
    }

    /// A home with one version for each of these days, counted from today; the first one is the oldest by number.
    fn home(days: impl IntoIterator<Item = i64>) -> Home {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::within(folder.path(), folder.path());
        for (number, day) in (1_u64..).zip(days) {
            let text = file::write(&Journal { generation: number, ..Journal::default() });
            keep_text(&RealDisk, &paths, number, &text).unwrap();
            let name =
                names(&RealDisk, &paths).unwrap().into_iter().find(|name| name.number == number).unwrap();
            let at = Timespec { tv_sec: TODAY + day * DAY, tv_nsec: 0 };
            let times = Timestamps { last_access: at, last_modification: at };
            utimensat(CWD, &name.path, &times, AtFlags::empty()).unwrap();
        }
        Home { _folder: folder, paths }
    }

    fn thinned(home: &Home, day: i64) -> Vec<u64> {
        thin_out(&RealDisk, &home.paths, Timestamp::from_second(TODAY + day * DAY).unwrap());
        names(&RealDisk, &home.paths).unwrap().iter().map(|name| name.number).collect()
    }

    #[test]
    fn the_newest_stay_and_the_last_of_every_month() {
        // Sixty days, one version each: from the middle of March to the middle of May.
        let kept = thinned(&home(-59..=0), 0);
        let (newest, older) = kept.split_at(NEWEST);
        assert!(newest.iter().copied().eq((41..=60).rev()));
        // The 30th of April is number 48 and among the newest; the 31st of March is number 18.
        assert_eq!(older, [18]);
    }

    #[test]
    fn f37_a_clock_that_jumps_takes_no_version_away_that_would_have_stayed() {
        let right: Vec<u64> = thinned(&home(-59..=0), 0);
        // Ten years ahead, the same ones stay: numbers count, and not how old something is.
        assert_eq!(thinned(&home(-59..=0), 3652), right);
        // Ten years behind, or one hour, nothing goes.
        assert_eq!(thinned(&home(-59..=0), -3652).len(), 60);
        let summer_time = home((-59..=0).map(|day| if day == 0 { 1 } else { day }));
        assert_eq!(thinned(&summer_time, 0).len(), 60);
        // Written while the clock was ten years behind: the newest by number stay, whatever their dates are.
        let behind = thinned(&home((-59..=0).map(|day| if day > -10 { day - 3652 } else { day })), 0);
        assert!(behind[..NEWEST].iter().copied().eq((41..=60).rev()));
        // All at the same moment.
        assert!(thinned(&home([0; 60]), 0)[..NEWEST].iter().copied().eq((41..=60).rev()));
    }

    #[test]
    fn nothing_goes_while_newer_ones_cannot_be_read() {
        let home = home(-59..=0);
        for name in names(&RealDisk, &home.paths).unwrap().iter().take(NEWEST - SOUND + 1) {
            std::fs::File::options().write(true).open(&name.path).unwrap().set_len(1).unwrap();
        }
        assert_eq!(thinned(&home, 0).len(), 60);
    }
}
