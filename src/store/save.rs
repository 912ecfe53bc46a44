//! One durable save: the new file is written beside the old one, proven, and then takes its name.
//!
//! At every moment the disk holds the complete old or the complete new answers. After any error the old ones are there, the
//! unfinished file is gone, and the next try begins with a new one.

use super::disk::{Disk, Shape, Stat};
use super::fault::{Fault, Trouble};
use super::lock::Holding;
use super::paths::Paths;
use crate::journal::file::{self, checksum};
use crate::journal::{Id, Journal};
use std::collections::BTreeSet;
use std::fmt;
use std::hash::{BuildHasher, Hasher};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// The right to write one person's answers, and what is known of the file.
pub struct Desk {
    paths: Paths,
    lock: Holding,
    /// The file as it was last read or written; `None` when there was none.
    seen: Option<Seen>,
    /// Which answers that file holds.
    known: BTreeSet<Id>,
    generation: u64,
    /// Whether this session has kept the version that it found.
    kept: bool,
    /// Where words went that could not take their place.
    rescue: Option<PathBuf>,
}

/// The file as it was last read or written.
pub(super) struct Seen {
    stat: Option<Stat>,
    size: usize,
    sum: u32,
}

/// A save that took place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saved {
    /// The number that the new version has.
    pub generation: u64,
    /// When it was done.
    pub at: jiff::Timestamp,
    /// Whether the disk has confirmed that even a power cut cannot undo it.
    pub confirmed: bool,
}

/// Replaces the answers file by this journal. Makes the folder when this is the first save of all.
///
/// # Errors
/// When the old file had to stay. When somebody else changed it, or the new one would lack answers, the words are put beside
/// it and the fault says where.
pub fn save(disk: &dyn Disk, desk: &mut Desk, journal: &Journal) -> Result<Saved, Fault> {
    let removed = &journal.removed;
    let mut next = journal.clone();
    next.generation = journal.generation.max(desk.generation).saturating_add(1);
    let next = file::settle(next);
    let text = file::write(&next);
    match replace(disk, desk, &Version { journal: &next, removed, text: &text }) {
        Ok(confirmed) => {
            desk.generation = next.generation;
            desk.known = next.answers.keys().cloned().collect();
            Ok(Saved { generation: next.generation, at: jiff::Timestamp::now(), confirmed })
        }
        Err(fault) => match fault.trouble {
            Trouble::ChangedOutside | Trouble::WouldLose | Trouble::InUse | Trouble::Broken => {
                let rescue = rescue(disk, desk, &text).ok();
                Err(Fault { rescue, ..fault })
            }
            Trouble::DiskFull
            | Trouble::Quota
            | Trouble::ReadOnlyDisk
            | Trouble::NotAllowed
            | Trouble::Gone
            | Trouble::Folder
            | Trouble::NotAFile
            | Trouble::NotAFolder
            | Trouble::LinkCircle
            | Trouble::TooLarge
            | Trouble::NotText
            | Trouble::Damaged(_)
            | Trouble::Missing
            | Trouble::NotTheSame
            | Trouble::NameTaken
            | Trouble::BadName
            | Trouble::NoPlace
            | Trouble::Other => Err(fault),
        },
    }
}

/// What is to be written.
struct Version<'a> {
    journal: &'a Journal,
    removed: &'a BTreeSet<Id>,
    text: &'a str,
}

/// All steps; whether the disk has confirmed the last one.
fn replace(disk: &dyn Disk, desk: &mut Desk, new: &Version<'_>) -> Result<bool, Fault> {
    make_folder(disk, &desk.paths.data)?;
    desk.lock.ensure(disk, &desk.paths)?;
    let answers = &desk.paths.answers;
    let target = disk.resolve(answers).map_err(|error| Fault::of(&error, answers))?;
    let folder = target.parent().unwrap_or(&desk.paths.data).to_owned();
    make_folder(disk, &folder)?;
    let before = unchanged(disk, &target, desk.seen.as_mut())?;
    if !file::holds(new.text, new.journal) {
        return Err(Fault::new(Trouble::Broken, &target));
    }
    let lost = |id: &&Id| !new.journal.answers.contains_key(*id) && !new.removed.contains(*id);
    if desk.known.iter().find(lost).is_some() {
        return Err(Fault::new(Trouble::WouldLose, &target));
    }
    let temp = proven(disk, &folder, new.text)?;
    // A version that cannot be kept must not stand in the way of new words; the next save tries again.
    if !desk.kept && before.is_some() {
        desk.kept = keep(disk, &target, desk).is_ok();
    }
    let made = disk.stat(&temp).ok();
    let moved = still(disk, &target, before).and_then(|()| rename(disk, &temp, &target));
    if let Err(fault) = moved {
        let _ = disk.unlink(&temp);
        return Err(fault);
    }
    desk.kept = true;
    // Only if it is still ours; or else the next save compares the bytes.
    let stat = disk.stat(&target).ok().filter(|now| made.is_some_and(|made| key(made) == key(*now)));
    desk.seen = Some(Seen::of(stat, new.text.as_bytes()));
    Ok(disk.sync_dir(&folder).is_ok())
}

/// What stands at the target, if it is what was last seen there.
fn unchanged(disk: &dyn Disk, target: &Path, seen: Option<&mut Seen>) -> Result<Option<Stat>, Fault> {
    let stat = match disk.stat(target) {
        Ok(stat) => stat,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Fault::of(&error, target)),
    };
    match stat.shape {
        Shape::File => {}
        Shape::Folder => return Err(Fault::new(Trouble::Folder, target)),
        Shape::Neither => return Err(Fault::new(Trouble::NotAFile, target)),
    }
    let Some(seen) = seen else { return Err(Fault::new(Trouble::ChangedOutside, target)) };
    if seen.stat == Some(stat) {
        return Ok(Some(stat));
    }
    // Touched, but perhaps only by a program that makes copies: the bytes decide.
    let same = stat.size == seen.size as u64
        && disk
            .read(target, stat.size)
            .is_ok_and(|bytes| bytes.len() == seen.size && checksum(&bytes) == seen.sum);
    match same {
        true => {
            seen.stat = Some(stat);
            Ok(Some(stat))
        }
        false => Err(Fault::new(Trouble::ChangedOutside, target)),
    }
}

/// Whether the target is as it was a moment ago, apart from its number of names.
fn still(disk: &dyn Disk, target: &Path, before: Option<Stat>) -> Result<(), Fault> {
    let now = match disk.stat(target) {
        Ok(stat) => Some(stat),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(Fault::of(&error, target)),
    };
    match (before, now) {
        (_, None) => Ok(()),
        (Some(before), Some(now)) if key(before) == key(now) => Ok(()),
        (Some(_) | None, Some(_)) => Err(Fault::new(Trouble::ChangedOutside, target)),
    }
}

/// What of a file stays when it gets another name.
fn key(stat: Stat) -> (Shape, (u64, u64), u64, (i64, i64)) {
    (stat.shape, stat.node, stat.size, stat.changed)
}

/// A new file with this text, on the disk and compared byte by byte.
pub(super) fn proven(disk: &dyn Disk, folder: &Path, text: &str) -> Result<PathBuf, Fault> {
    proven_named(disk, folder, text).map_err(|(path, error)| match error {
        Some(error) => Fault::of(&error, &path),
        None => Fault::new(Trouble::NotTheSame, &path),
    })
}

type Unproven = (PathBuf, Option<io::Error>);

fn proven_named(disk: &dyn Disk, folder: &Path, text: &str) -> Result<PathBuf, Unproven> {
    let mut tries = 0;
    let (path, mut file) = loop {
        // A fixed name, left behind by a killed process, would stand in the way for ever.
        let random = std::hash::RandomState::new().build_hasher().finish();
        let path = folder.join(format!(".answers.{}.{random:016x}.tmp", std::process::id()));
        match disk.create_excl(&path) {
            Ok(file) => break (path, file),
            Err(error) if error.kind() == ErrorKind::AlreadyExists && tries < 8 => tries += 1,
            Err(error) => return Err((folder.to_owned(), Some(error))),
        }
    };
    let written = file.write(text.as_bytes()).and_then(|()| file.sync_file());
    drop(file);
    let back = written.and_then(|()| disk.read(&path, text.len() as u64));
    match back {
        Ok(bytes) if bytes == text.as_bytes() => Ok(path),
        Ok(_) => {
            let _ = disk.unlink(&path);
            Err((path, None))
        }
        Err(error) => {
            let _ = disk.unlink(&path);
            let grown = error.kind() == ErrorKind::FileTooLarge && error.raw_os_error().is_none();
            Err((path, if grown { None } else { Some(error) }))
        }
    }
}

/// Gives the current version a second name in the folder of backups.
fn keep(disk: &dyn Disk, target: &Path, desk: &Desk) -> Result<(), Fault> {
    let backups = &desk.paths.backups;
    make_folder(disk, backups)?;
    let node = disk.stat(target).map(|stat| stat.node).ok();
    for copy in 1..100 {
        let suffix = if copy == 1 { String::new() } else { format!("-{copy}") };
        let path = backups.join(format!("answers.g{:06}{suffix}.toml", desk.generation));
        match disk.link(target, &path) {
            Ok(()) => {}
            // Another version of the same number, or this very one from a session that was cut off.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                if node.is_some() && disk.stat(&path).map(|stat| stat.node).ok() == node {
                    return Ok(());
                }
                continue;
            }
            Err(_) => copy_to(disk, target, &path)?,
        }
        return disk.sync_dir(backups).map_err(|error| Fault::of(&error, backups));
    }
    Err(Fault::new(Trouble::NameTaken, backups))
}

/// For disks that give a file only one name.
fn copy_to(disk: &dyn Disk, from: &Path, to: &Path) -> Result<(), Fault> {
    let bytes = disk.read(from, u64::MAX).map_err(|error| Fault::of(&error, from))?;
    let mut file = disk.create_excl(to).map_err(|error| Fault::of(&error, to))?;
    let written = file.write(&bytes).and_then(|()| file.sync_file());
    written.map_err(|error| {
        let _ = disk.unlink(to);
        Fault::of(&error, to)
    })
}

/// Puts words that could not take their place beside the answers; a later try replaces the earlier one.
fn rescue(disk: &dyn Disk, desk: &mut Desk, text: &str) -> Result<PathBuf, Fault> {
    let folder = desk.paths.data.clone();
    let temp = proven(disk, &folder, text)?;
    let placed = match &desk.rescue {
        Some(path) => rename(disk, &temp, path).map(|()| path.clone()),
        None => {
            let stamp = jiff::ZonedDateTime::now().strftime("%Y%m%d-%H%M%S");
            super::shelf::place(disk, &temp, &folder.join(format!("answers.unsaved-{stamp}.toml")))
        }
    };
    let path = placed.inspect_err(|_| drop(disk.unlink(&temp)))?;
    desk.rescue = Some(path.clone());
    disk.sync_dir(&folder).map_err(|error| Fault::of(&error, &folder))?;
    Ok(path)
}

fn rename(disk: &dyn Disk, from: &Path, to: &Path) -> Result<(), Fault> {
    disk.rename(from, to).map_err(|error| Fault::of(&error, to))
}

/// The folder and all above it, each one on the disk before something is put into it.
pub(super) fn make_folder(disk: &dyn Disk, folder: &Path) -> Result<(), Fault> {
    match disk.stat(folder) {
        Ok(stat) if stat.shape == Shape::Folder => return Ok(()),
        Ok(_) => return Err(Fault::new(Trouble::NotAFolder, folder)),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(Fault::of(&error, folder)),
    }
    let Some(above) = folder.parent().filter(|above| !above.as_os_str().is_empty()) else {
        return Err(Fault::new(Trouble::Gone, folder));
    };
    make_folder(disk, above)?;
    match disk.make_dir(folder) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(Fault::of(&error, folder)),
    }
    // Some disks refuse to sync a folder; the sync after the rename is the one that counts.
    let _ = disk.sync_dir(above);
    Ok(())
}

impl Desk {
    /// A desk for answers that were just read.
    pub(super) fn new(paths: Paths, lock: Holding, seen: Option<Seen>, journal: &Journal) -> Desk {
        let known = journal.answers.keys().cloned().collect();
        Desk { paths, lock, seen, known, generation: journal.generation, kept: false, rescue: None }
    }
}

impl Seen {
    pub(super) fn of(stat: Option<Stat>, bytes: &[u8]) -> Seen {
        Seen { stat, size: bytes.len(), sum: checksum(bytes) }
    }
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Desk({} answers, generation {})", self.known.len(), self.generation)
    }
}
