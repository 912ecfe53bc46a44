//! Reading the answers at a start. Whatever is wrong with them, they are left as they are, and then nothing may be written.
//! Nothing is made here where nothing was.

use super::disk::{Disk, Shape};
use super::fault::{Fault, Trouble};
use super::lock::{self, Holding};
use super::paths::Paths;
use super::save::{Desk, Seen};
use crate::journal::Journal;
use crate::journal::file::{self, Damage, Reading, Seal};
use std::fmt;
use std::io::ErrorKind;
use std::path::Path;

/// Larger files are not ours.
const LARGEST: u64 = 64 << 20;

/// What a start finds.
pub struct Opened {
    /// The answers; none when there is no file, or none that can be read.
    pub journal: Journal,
    /// Whether they may be written.
    pub access: Access,
    /// What to say once.
    pub notices: Vec<Notice>,
}

/// Whether the answers may be written.
#[allow(clippy::large_enum_variant, reason = "there is one, and it is taken apart at once")]
pub enum Access {
    /// Yes, with this.
    Writable(Desk),
    /// No.
    ReadOnly(Why),
}

/// Why the answers may only be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Another copy is running.
    InUse {
        /// Where, as `process 4711 on linden since 2026-05-12 12:04`.
        by: Option<String>,
    },
    /// The file cannot be read, so that a save would lose it.
    Unreadable(Fault),
    /// No file can be made in the folder.
    NotWritable(Fault),
}

/// What to say once after a start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The file was changed by other means since the last save.
    ChangedOutside,
    /// The disk knows no locks.
    NoLocks,
}

/// Reads the answers and takes the right to write them, if it is free.
#[must_use]
pub fn open(disk: &dyn Disk, paths: &Paths) -> Opened {
    let mut lock = Holding::Later;
    let mut notices = Vec::new();
    let held = writable(disk, paths).and_then(|()| {
        // On a first start there is nothing to guard yet, and nothing must be made.
        let guard = [&paths.answers, &paths.lock].into_iter().any(|path| disk.stat(path).is_ok());
        if guard { lock.ensure(disk, paths) } else { Ok(()) }
    });
    if matches!(lock, Holding::NoLocks) {
        notices.push(Notice::NoLocks);
    }
    // After the lock, so that no other copy can save in between.
    let (reading, seen) = match load(disk, paths) {
        Ok(loaded) => loaded,
        Err(fault) => {
            return Opened {
                journal: Journal::default(),
                access: Access::ReadOnly(Why::Unreadable(fault)),
                notices,
            };
        }
    };
    if reading.seal == Seal::ChangedOutside {
        notices.push(Notice::ChangedOutside);
    }
    let journal = reading.journal;
    let access = match held {
        Ok(()) => Access::Writable(Desk::new(paths.clone(), lock, seen, &journal)),
        Err(fault) if fault.trouble == Trouble::InUse => {
            Access::ReadOnly(Why::InUse { by: lock::holder(disk, paths) })
        }
        Err(fault) => Access::ReadOnly(Why::NotWritable(fault)),
    };
    Opened { journal, access, notices }
}

/// Reads the answers and nothing more: no lock is taken, and nothing is made.
///
/// # Errors
/// When there is a file that cannot be read.
pub fn look(disk: &dyn Disk, paths: &Paths) -> Result<Journal, Fault> {
    load(disk, paths).map(|(reading, _)| reading.journal)
}

fn load(disk: &dyn Disk, paths: &Paths) -> Result<(Reading, Option<Seen>), Fault> {
    let path = &paths.answers;
    let stat = disk.stat(path).ok();
    let bytes = match disk.read(path, LARGEST) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound && !has_backups(disk, paths) => {
            return Ok((Reading { journal: Journal::default(), seal: Seal::Whole }, None));
        }
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(Fault::new(Trouble::Missing, path)),
        Err(error) if error.kind() == ErrorKind::FileTooLarge => {
            return Err(Fault::new(Trouble::TooLarge, path));
        }
        Err(error) => return Err(Fault::of(&error, path)),
    };
    let text = std::str::from_utf8(&bytes).map_err(|_| Fault::new(Trouble::NotText, path))?;
    let reading = file::read(text).map_err(|damage: Damage| Fault::new(Trouble::Damaged(damage), path))?;
    Ok((reading, Some(Seen::of(stat, &bytes))))
}

fn has_backups(disk: &dyn Disk, paths: &Paths) -> bool {
    let ours = |name: &Path| {
        name.to_str().is_some_and(|name| name.starts_with("answers.") && name.ends_with(".toml"))
    };
    match disk.list(&paths.backups) {
        Ok(names) => names.iter().any(|name| ours(name)),
        // When nobody can tell, it must not look like a first start.
        Err(error) => !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory),
    }
}

/// Whether a save will be able to make its file, known before the first word is typed.
fn writable(disk: &dyn Disk, paths: &Paths) -> Result<(), Fault> {
    folder_writable(disk, &paths.data)?;
    let target = disk.resolve(&paths.answers).map_err(|error| Fault::of(&error, &paths.answers))?;
    folder_writable(disk, target.parent().unwrap_or(&paths.data))
}

/// The folder, or the nearest one above it that exists.
fn folder_writable(disk: &dyn Disk, folder: &Path) -> Result<(), Fault> {
    let mut last = folder;
    for folder in folder.ancestors() {
        last = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        match disk.stat(last) {
            Ok(stat) if stat.shape == Shape::Folder => {
                return disk.may_write(last).map_err(|error| Fault::of(&error, last));
            }
            Ok(_) => return Err(Fault::new(Trouble::NotAFolder, last)),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) if error.kind() == ErrorKind::NotADirectory => {}
            Err(error) => return Err(Fault::of(&error, last)),
        }
    }
    Err(Fault::new(Trouble::Gone, last))
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Why::InUse { by: Some(by) } => {
                write!(
                    f,
                    "This workbook is open in another window ({by}). You can read here; close the other one to write."
                )
            }
            Why::InUse { by: None } => {
                write!(
                    f,
                    "This workbook is open in another window. You can read here; close the other one to write."
                )
            }
            Why::Unreadable(fault) => write!(f, "{fault} Nothing will be written until then."),
            Why::NotWritable(fault) => {
                write!(f, "Nothing could be saved here, so you can only read. {fault}")
            }
        }
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Notice::ChangedOutside => {
                write!(
                    f,
                    "Your answers were changed outside imago since the last time. That is fine; they were read as they are now."
                )
            }
            Notice::NoLocks => {
                write!(f, "This disk cannot tell whether imago is open twice. Please keep only one open.")
            }
        }
    }
}

impl fmt::Debug for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Opened({:?}, {:?}, {:?})", self.journal, self.access, self.notices)
    }
}

impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Access::Writable(_) => write!(f, "Writable"),
            Access::ReadOnly(why) => write!(f, "ReadOnly({why:?})"),
        }
    }
}
