//! What can go wrong with files, in words that help. A fault holds a kind, a path and the system's number, and has no
//! place for anything that somebody wrote.

use crate::journal::file::Damage;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

mod words;

/// Something that did not work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What it was.
    pub trouble: Trouble,
    /// The file or folder it is about.
    pub path: PathBuf,
    /// The system's number for it.
    pub errno: Option<i32>,
    /// Where the words were put instead.
    pub rescue: Option<PathBuf>,
}

/// The kinds of trouble.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// No space is left.
    DiskFull,
    /// The account may not use more space.
    Quota,
    /// The disk takes no writes.
    ReadOnlyDisk,
    /// The system does not allow it.
    NotAllowed,
    /// It is not there.
    Gone,
    /// A folder stands where a file should be.
    Folder,
    /// A pipe, a socket or a device stands where a file should be.
    NotAFile,
    /// A file stands where a folder should be.
    NotAFolder,
    /// Links lead in a circle.
    LinkCircle,
    /// The file is too large to be ours.
    TooLarge,
    /// There is more to save than a start would read.
    TooMuch,
    /// The content is not UTF-8 text.
    NotText,
    /// The file cannot be read as answers.
    Damaged(Damage),
    /// There are earlier versions but no file.
    Missing,
    /// Somebody took the file away while it was in use.
    Removed,
    /// Somebody else changed the file, again and again.
    ChangedOutside,
    /// Another running copy of the program writes there.
    InUse,
    /// The new version would lack answers that nobody took away.
    WouldLose,
    /// What is on the disk is not what was sent there.
    NotTheSame,
    /// Every name is taken.
    NameTaken,
    /// It cannot be the name of a file.
    BadName,
    /// No place for files could be found.
    NoPlace,
    /// The saving itself broke down: a mistake in this program.
    Broken,
    /// Anything else the system says.
    Other,
}

impl Fault {
    /// Trouble of our own finding.
    #[must_use]
    pub fn new(trouble: Trouble, path: &Path) -> Fault {
        Fault { trouble, path: path.to_owned(), errno: None, rescue: None }
    }

    /// Trouble that the system reports.
    #[must_use]
    pub fn of(error: &io::Error, path: &Path) -> Fault {
        Fault { errno: error.raw_os_error(), ..Fault::new(trouble(error), path) }
    }

    /// Whether the content of a file is at fault, so that a copy of it can be put aside.
    pub(super) fn is_damage(&self) -> bool {
        match self.trouble {
            Trouble::NotText => true,
            Trouble::Damaged(damage) => match damage {
                Damage::Empty | Damage::Truncated | Damage::NotToml { .. } | Damage::WrongShape { .. } => {
                    true
                }
                Damage::Newer { .. } => false,
            },
            Trouble::DiskFull
            | Trouble::Quota
            | Trouble::ReadOnlyDisk
            | Trouble::NotAllowed
            | Trouble::Gone
            | Trouble::Removed
            | Trouble::Folder
            | Trouble::NotAFile
            | Trouble::NotAFolder
            | Trouble::LinkCircle
            | Trouble::TooLarge
            | Trouble::TooMuch
            | Trouble::Missing
            | Trouble::ChangedOutside
            | Trouble::InUse
            | Trouble::WouldLose
            | Trouble::NotTheSame
            | Trouble::NameTaken
            | Trouble::BadName
            | Trouble::NoPlace
            | Trouble::Broken
            | Trouble::Other => false,
        }
    }

    /// In two or three words, for the first row of the screen.
    #[must_use]
    pub fn short(&self) -> &'static str {
        match self.trouble {
            Trouble::DiskFull => "disk full",
            Trouble::Quota => "quota used up",
            Trouble::ReadOnlyDisk => "disk read-only",
            Trouble::NotAllowed => "not allowed",
            Trouble::Gone | Trouble::NotAFolder => "folder gone",
            Trouble::Removed => "file taken away",
            Trouble::InUse => "open elsewhere",
            Trouble::ChangedOutside => "changed elsewhere",
            Trouble::NotTheSame | Trouble::Other => "disk error",
            Trouble::Damaged(_)
            | Trouble::NotText
            | Trouble::Missing
            | Trouble::TooLarge
            | Trouble::Folder
            | Trouble::NotAFile
            | Trouble::LinkCircle => "file unreadable",
            Trouble::TooMuch => "too much",
            Trouble::WouldLose
            | Trouble::NameTaken
            | Trouble::BadName
            | Trouble::NoPlace
            | Trouble::Broken => "see below",
        }
    }
}

fn trouble(error: &io::Error) -> Trouble {
    use io::ErrorKind;
    let circle = rustix::io::Errno::LOOP.raw_os_error();
    match (error.kind(), error.raw_os_error()) {
        (_, Some(errno)) if errno == circle => Trouble::LinkCircle,
        // The system means the largest file that this account may write; the disk seam means one too large to read.
        (ErrorKind::FileTooLarge, None) => Trouble::TooLarge,
        (ErrorKind::Unsupported, None) => Trouble::NotAFile,
        (kind, _) => {
            KINDS.iter().find(|(known, _)| *known == kind).map_or(Trouble::Other, |(_, trouble)| *trouble)
        }
    }
}

const KINDS: [(io::ErrorKind, Trouble); 9] = [
    (io::ErrorKind::StorageFull, Trouble::DiskFull),
    (io::ErrorKind::FileTooLarge, Trouble::DiskFull),
    (io::ErrorKind::QuotaExceeded, Trouble::Quota),
    (io::ErrorKind::ReadOnlyFilesystem, Trouble::ReadOnlyDisk),
    (io::ErrorKind::PermissionDenied, Trouble::NotAllowed),
    (io::ErrorKind::NotFound, Trouble::Gone),
    (io::ErrorKind::NotADirectory, Trouble::NotAFolder),
    (io::ErrorKind::IsADirectory, Trouble::Folder),
    (io::ErrorKind::AlreadyExists, Trouble::NameTaken),
];

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = shown(&self.path);
        match self.trouble {
            Trouble::DiskFull => {
                write!(f, "The disk is full. Make some space; nothing is lost while this stays open.")
            }
            Trouble::Quota => write!(
                f,
                "Your account has used all its disk space (quota). Free some; nothing is lost while this stays open."
            ),
            Trouble::ReadOnlyDisk => write!(
                f,
                "The disk does not accept changes (read-only): {path}. Export to another disk, or make it writable."
            ),
            Trouble::NotAllowed => write!(
                f,
                "The system does not allow it: {path}. Check who owns it, or choose another folder with --data-dir."
            ),
            Trouble::Gone => write!(
                f,
                "{path} is not there any more. Put it back, or choose another folder with --data-dir."
            ),
            Trouble::Folder => write!(
                f,
                "{path} is a folder, and a file should be there. Move it away, or choose another name."
            ),
            Trouble::NotAFile => write!(
                f,
                "{path} is not a regular file. Move it away, or choose another folder with --data-dir."
            ),
            Trouble::NotAFolder => write!(
                f,
                "{path} is a file, and a folder should be there. Move it away, or choose another folder with --data-dir."
            ),
            Trouble::LinkCircle => write!(
                f,
                "{path} is a link that leads back to itself. Remove the link, or choose another folder with --data-dir."
            ),
            Trouble::TooLarge => {
                write!(f, "{path} is too large to be read. Check that it is the right file.")
            }
            Trouble::TooMuch => write!(
                f,
                "Your answers have become larger than 64 MB, more than a start can read. Take some of them along as a file and shorten them here."
            ),
            Trouble::NotText => write!(
                f,
                "{path} is not plain text (UTF-8). It stays as it is; `imago backups` lists earlier versions."
            ),
            Trouble::Damaged(Damage::Newer { .. }) => {
                write!(f, "A newer imago wrote {path}. Please update this one; the file stays as it is.")
            }
            Trouble::Damaged(damage) => write!(
                f,
                "{path} cannot be read: {damage}. It stays as it is; `imago backups` lists earlier versions."
            ),
            Trouble::Missing => write!(
                f,
                "{path} is missing, but earlier versions of it are here. `imago backups` lists them."
            ),
            Trouble::Removed => write!(
                f,
                "{path} was taken away while the book was open, so it was not made again. Your words are still here, and you are asked again before you leave."
            ),
            Trouble::ChangedOutside => write!(
                f,
                "Another program changes {path} all the time, so it was left as it is. Let it finish; the next save tries again."
            ),
            Trouble::InUse => {
                write!(
                    f,
                    "Another imago is writing to {path}. Close that one; this one tries again by itself."
                )
            }
            Trouble::WouldLose => write!(
                f,
                "The new version of {path} would lack some of your answers, so the old one was kept. This is a mistake in imago, not yours."
            ),
            Trouble::NotTheSame => write!(
                f,
                "What came back from the disk is not what was written, so the old version of {path} was kept. The disk may be failing: export to another one."
            ),
            Trouble::NameTaken => write!(f, "{path} exists already. Choose another name."),
            Trouble::BadName => {
                write!(f, "{path} cannot be the name of a file. Choose a simple name without slashes.")
            }
            Trouble::NoPlace => {
                write!(f, "No folder for your answers could be found. Choose one with --data-dir.")
            }
            Trouble::Broken => write!(
                f,
                "Saving broke down because of a mistake in imago. Your words are still here: export them, then start again."
            ),
            Trouble::Other => match self.errno {
                Some(errno) => write!(
                    f,
                    "The system reports error {errno} at {path}. Try again, or choose another folder with --data-dir."
                ),
                None => write!(
                    f,
                    "Something went wrong at {path}. Try again, or choose another folder with --data-dir."
                ),
            },
        }?;
        match &self.rescue {
            Some(rescue) => write!(f, " For now your words are in {}.", shown(rescue)),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Fault {}

/// A path for a sentence: no line breaks, nothing that moves a cursor.
fn shown(path: &Path) -> String {
    let name = path.to_string_lossy();
    crate::text::clean(&name).chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_is_understood() {
        use rustix::io::Errno;
        for (errno, wanted) in [
            (Errno::NOSPC, Trouble::DiskFull),
            (Errno::FBIG, Trouble::DiskFull),
            (Errno::DQUOT, Trouble::Quota),
            (Errno::ROFS, Trouble::ReadOnlyDisk),
            (Errno::ACCESS, Trouble::NotAllowed),
            (Errno::PERM, Trouble::NotAllowed),
            (Errno::NOENT, Trouble::Gone),
            (Errno::LOOP, Trouble::LinkCircle),
            (Errno::IO, Trouble::Other),
        ] {
            assert_eq!(trouble(&errno.into()), wanted, "{errno:?}");
        }
    }

    #[test]
    fn a_path_cannot_move_the_cursor() {
        let fault = Fault::new(Trouble::Gone, Path::new("/a\u{1b}[2J\nb"));
        assert!(!fault.to_string().contains(['\u{1b}', '\n']));
    }
}
