//! Reading the answers at a start. Whatever is wrong with them, they are left as they are, and then nothing may be written.
//! Nothing is made here where nothing was.

use super::copies::{self, Copy};
use super::disk::{Disk, Shape, Stat};
use super::fault::{Fault, Trouble};
use super::lock::{self, Holding};
use super::mend::Recovery;
use super::paths::Paths;
use super::save::Desk;
use super::target::Seen;
use super::{damaged, generations};
use crate::journal::Journal;
use crate::journal::file::{self, Damage, Reading, Seal};
use std::fmt;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

/// Larger files are not ours.
pub(super) const LARGEST: u64 = 64 << 20;

/// What a start finds.
pub struct Opened {
    /// The answers; none when there is no file, or none that can be read.
    pub journal: Journal,
    /// Whether they may be written.
    pub access: Access,
    /// What to say once.
    pub notices: Vec<Notice>,
    /// Other versions of the answers that lie about and can be taken in.
    pub copies: Vec<Copy>,
}

/// Whether the answers may be written.
#[allow(clippy::large_enum_variant, reason = "there is one, and it is taken apart at once")]
pub enum Access {
    /// Yes, with this.
    Writable(Desk),
    /// Not before the person has chosen what is to become of a file that cannot be read.
    Damaged(Box<Recovery>),
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
    /// The file has a second name somewhere, which the next save will leave behind.
    SecondName,
    /// The file belongs to somebody else.
    ForeignOwner,
    /// Other people on this computer may look into the folder or the file.
    OpenToOthers,
}

/// Reads the answers and takes the right to write them, if it is free.
#[must_use]
pub fn open(disk: &dyn Disk, paths: &Paths) -> Opened {
    let mut lock = Holding::Later;
    let held = writable(disk, paths).and_then(|()| {
        // On a first start there is nothing to guard yet, and nothing must be made.
        let guard = [&paths.answers, &paths.lock].into_iter().any(|path| disk.stat(path).is_ok());
        if guard { lock.ensure(disk, paths) } else { Ok(()) }
    });
    let mut notices = Vec::new();
    if matches!(lock, Holding::NoLocks) {
        notices.push(Notice::NoLocks);
    }
    // After the lock, so that no other copy can save in between.
    let loaded = load(disk, paths);
    let opened = |journal, access, notices| Opened { journal, access, notices, copies: Vec::new() };
    match (held, loaded) {
        (Ok(()), Ok((reading, seen, stat))) => {
            notices.extend(look_around(disk, paths, stat));
            let mut desk = Desk::new(paths.clone(), lock, seen, reading.journal.clone());
            if reading.seal == Seal::ChangedOutside {
                notices.insert(0, Notice::ChangedOutside);
                desk.must_keep = true;
            }
            damaged::sweep(disk, paths, jiff::Timestamp::now());
            let copies = copies::find(disk, paths);
            Opened { copies, ..opened(reading.journal, Access::Writable(desk), notices) }
        }
        (Err(fault), Ok((reading, _, _))) if fault.trouble == Trouble::InUse => {
            let by = lock::holder(disk, paths);
            opened(reading.journal, Access::ReadOnly(Why::InUse { by }), notices)
        }
        (Err(fault), Ok((reading, _, _))) => {
            opened(reading.journal, Access::ReadOnly(Why::NotWritable(fault)), notices)
        }
        (Ok(()), Err(fault)) if fault.is_damage() || fault.trouble == Trouble::Missing => {
            let recovery = Recovery::find(disk, (paths, lock), fault);
            opened(Journal::default(), Access::Damaged(Box::new(recovery)), notices)
        }
        (Ok(()) | Err(_), Err(fault)) => {
            let journal = newer(disk, paths, &fault).unwrap_or_default();
            opened(journal, Access::ReadOnly(Why::Unreadable(fault)), notices)
        }
    }
}

/// Reads the answers and nothing more: no lock is taken, and nothing is made.
///
/// # Errors
/// When there is a file that cannot be read.
pub fn look(disk: &dyn Disk, paths: &Paths) -> Result<Journal, Fault> {
    load(disk, paths).map(|(reading, _, _)| reading.journal)
}

type Loaded = (Reading, Option<Seen>, Option<Stat>);

fn load(disk: &dyn Disk, paths: &Paths) -> Result<Loaded, Fault> {
    let path = &paths.answers;
    let stat = disk.stat(path).ok();
    let bytes = match disk.read(path, LARGEST) {
        Ok(bytes) => bytes,
        // Seen a moment ago, and now not to be found: no first start, whatever it is.
        Err(error) if error.kind() == ErrorKind::NotFound && stat.is_some() => {
            return Err(Fault::of(&error, path));
        }
        Err(error) if error.kind() == ErrorKind::NotFound && !generations::are_there(disk, paths) => {
            return Ok((Reading { journal: Journal::default(), seal: Seal::Whole }, None, None));
        }
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(Fault::new(Trouble::Missing, path)),
        Err(error) => return Err(Fault::of(&error, path)),
    };
    let seen = Seen::of(stat, &bytes);
    let reading = read_answers(bytes, path)?;
    Ok((reading, Some(seen), stat))
}

/// The answers in some bytes.
pub(super) fn read_answers(bytes: Vec<u8>, path: &Path) -> Result<Reading, Fault> {
    let text = String::from_utf8(bytes).map_err(|_| Fault::new(Trouble::NotText, path))?;
    file::read_shared(&Arc::new(text)).map_err(|damage: Damage| Fault::new(Trouble::Damaged(damage), path))
}

/// What of a newer program's file this one understands: enough to read in it.
fn newer(disk: &dyn Disk, paths: &Paths, fault: &Fault) -> Option<Journal> {
    if !matches!(fault.trouble, Trouble::Damaged(Damage::Newer { .. })) {
        return None;
    }
    let bytes = disk.read(&paths.answers, LARGEST).ok()?;
    file::read_newer(std::str::from_utf8(&bytes).ok()?)
}

/// What is odd about the file, though it can be read.
fn look_around(disk: &dyn Disk, paths: &Paths, stat: Option<Stat>) -> Vec<Notice> {
    let Some(stat) = stat else { return Vec::new() };
    let mut notices = Vec::new();
    if stat.links > 1 && !is_kept(disk, paths, stat) {
        notices.push(Notice::SecondName);
    }
    if !stat.is_own {
        notices.push(Notice::ForeignOwner);
    }
    let others = |stat: Stat| stat.mode & 0o077 != 0;
    if others(stat) && disk.stat(&paths.data).is_ok_and(others) {
        notices.push(Notice::OpenToOthers);
    }
    notices
}

/// Whether the second name of a file is that of an earlier version: a session was cut off in the middle of a save.
fn is_kept(disk: &dyn Disk, paths: &Paths, stat: Stat) -> bool {
    let names = disk.list(&paths.backups).unwrap_or_default();
    names.iter().any(|name| disk.stat(&paths.backups.join(name)).is_ok_and(|kept| kept.node == stat.node))
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
            Why::InUse { by } => {
                let by = by.as_ref().map_or_else(String::new, |by| format!(" ({by})"));
                write!(
                    f,
                    "This workbook is open in another window{by}. You can read here; close the other one and you can write here too."
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
        f.write_str(match self {
            Notice::ChangedOutside => {
                "Your answers were changed outside imago since the last time. That is fine; they were read as they are now."
            }
            Notice::NoLocks => {
                "This disk cannot tell whether imago is open twice. Please keep only one open."
            }
            Notice::SecondName => {
                "Your answers file has a second name somewhere (a hard link). The next save leaves that one as it is now."
            }
            Notice::ForeignOwner => {
                "Your answers file belongs to another account. The next save makes it yours; `imago where` shows it."
            }
            Notice::OpenToOthers => {
                "Other accounts on this computer can read your answers. The next save closes the file to them; `imago where` shows the folder."
            }
        })
    }
}

impl fmt::Debug for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (journal, access) = (&self.journal, &self.access);
        write!(f, "Opened({journal:?}, {access:?}, {:?}, {} copies)", self.notices, self.copies.len())
    }
}

impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Access::Writable(_) => write!(f, "Writable"),
            Access::Damaged(recovery) => write!(f, "Damaged({:?})", recovery.fault),
            Access::ReadOnly(why) => write!(f, "ReadOnly({why:?})"),
        }
    }
}
