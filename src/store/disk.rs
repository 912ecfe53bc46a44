//! The one seam to the disk: every call that touches a file, and nothing that decides anything.
//!
//! All of `store` goes through [`Disk`], so that a test can stand in for the disk and fail any call. Paths are used as they
//! come; whether a link may be followed stands at each call.

use rustix::fs::{Access, AtFlags, FileType, FlockOperation, Mode, OFlags};
use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};

/// The calls to the disk.
pub trait Disk: Send + Sync {
    /// The whole of a regular file of at most so many bytes. Follows links; never waits on a pipe or wakes a device.
    ///
    /// # Errors
    /// `IsADirectory`, `Unsupported` for what is neither file nor folder, `FileTooLarge`, or what the system says.
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>>;
    /// A new empty file that only its owner may read.
    ///
    /// # Errors
    /// `AlreadyExists` when anything has this name, even a link to nowhere; or what the system says.
    fn create_excl(&self, path: &Path) -> io::Result<Box<dyn NewFile>>;
    /// A second name for a file.
    ///
    /// # Errors
    /// What the system says; `AlreadyExists` when the name is taken.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// A new name for a file, in place of whatever had it.
    ///
    /// # Errors
    /// What the system says.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Makes the names in a folder outlast a power cut.
    ///
    /// # Errors
    /// What the system says.
    fn sync_dir(&self, folder: &Path) -> io::Result<()>;
    /// Takes a name away.
    ///
    /// # Errors
    /// What the system says.
    fn unlink(&self, path: &Path) -> io::Result<()>;
    /// What stands at a path, links followed.
    ///
    /// # Errors
    /// What the system says.
    fn stat(&self, path: &Path) -> io::Result<Stat>;
    /// The names in a folder, in no order.
    ///
    /// # Errors
    /// What the system says.
    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>>;
    /// Holds a lock file for this process and leaves a note in it, or `None` when somebody else holds it.
    ///
    /// # Errors
    /// What the system says; [`unsupported`] knows when there are no locks here.
    fn try_lock(&self, path: &Path, note: &str) -> io::Result<Option<Lock>>;
    /// Whether a file holds exactly these bytes.
    ///
    /// # Errors
    /// As [`Disk::read`].
    fn holds(&self, path: &Path, bytes: &[u8]) -> io::Result<bool> {
        self.read(path, bytes.len() as u64).map(|found| found == bytes)
    }
    /// One new folder that only its owner may enter.
    ///
    /// # Errors
    /// What the system says.
    fn make_dir(&self, folder: &Path) -> io::Result<()>;
    /// The file that a path leads to, through all links, even when that file does not exist yet.
    ///
    /// # Errors
    /// When links lead in a circle, or what the system says.
    fn resolve(&self, path: &Path) -> io::Result<PathBuf>;
    /// Whether this process may make files in a folder.
    ///
    /// # Errors
    /// Why not.
    fn may_write(&self, folder: &Path) -> io::Result<()>;
}

/// A file that this process has just made and nobody else knows.
pub trait NewFile {
    /// Writes all bytes behind what is there.
    ///
    /// # Errors
    /// What the system says.
    fn write(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Waits until the disk has the bytes. After an error the file must be given up: a second try can lie.
    ///
    /// # Errors
    /// What the system says.
    fn sync_file(&mut self) -> io::Result<()>;
}

/// A lock that is held until this is dropped, or the process ends in whatever way.
pub struct Lock {
    /// Which file is locked, to notice when its folder was replaced.
    pub stat: Stat,
    /// Whatever has to stay alive.
    pub held: Box<dyn std::any::Any + Send>,
}

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stat {
    /// File, folder or neither.
    pub shape: Shape,
    /// The disk and the number of the file on it.
    pub node: (u64, u64),
    /// In bytes.
    pub size: u64,
    /// Last change of the content, in seconds and nanoseconds.
    pub changed: (i64, i64),
    /// Last change of content, names or rights, in seconds and nanoseconds.
    pub touched: (i64, i64),
    /// The rights, such as `0o600`.
    pub mode: u32,
    /// How many names the file has.
    pub links: u64,
    /// Whether it belongs to whoever runs this program.
    pub is_own: bool,
}

/// The shape of what stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A pipe, socket or device.
    Neither,
}

/// Whether an error of [`Disk::try_lock`] means that there are no locks here, as on some network disks.
#[must_use]
pub fn unsupported(error: &io::Error) -> bool {
    use rustix::io::Errno;
    [Errno::NOLCK, Errno::OPNOTSUPP, Errno::NOTSUP, Errno::NOSYS, Errno::INVAL]
        .iter()
        .any(|errno| error.raw_os_error() == Some(errno.raw_os_error()))
}

/// The disk of this computer.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

/// How many links may lead from one to the next.
const LINKS: usize = 40;

impl Disk for RealDisk {
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let (file, stat) = open_to_read(path, limit)?;
        // One call for the size that the file says it has; it may still have grown meanwhile.
        let size = usize::try_from(stat.size.min(limit)).unwrap_or(0);
        let mut bytes = vec![0; size];
        let mut filled = 0;
        while let Some(room) = bytes.get_mut(filled..).filter(|room| !room.is_empty()) {
            match (&file).read(room) {
                Ok(0) => break,
                Ok(count) => filled += count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        bytes.truncate(filled);
        file.take(limit.saturating_add(1).saturating_sub(filled as u64)).read_to_end(&mut bytes)?;
        match bytes.len() as u64 > limit {
            true => Err(ErrorKind::FileTooLarge.into()),
            false => Ok(bytes),
        }
    }

    /// Piece by piece: every save compares what it wrote, and memory for a second copy costs more than to read it.
    fn holds(&self, path: &Path, bytes: &[u8]) -> io::Result<bool> {
        let limit = bytes.len() as u64;
        let (mut file, _) = open_to_read(path, limit)?;
        let mut piece = [0; 16 << 10];
        let mut rest = bytes;
        loop {
            let count = match file.read(&mut piece) {
                Ok(count) => count,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            match (piece.get(..count), rest.split_at_checked(count)) {
                (Some([]), _) => return Ok(rest.is_empty()),
                (Some(read), Some((expected, after))) if read == expected => rest = after,
                (Some(_) | None, Some(_) | None) => return Ok(false),
            }
        }
    }

    fn create_excl(&self, path: &Path) -> io::Result<Box<dyn NewFile>> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(Box::new(File::from(rustix::fs::open(path, flags, Mode::RUSR | Mode::WUSR)?)))
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        Ok(rustix::fs::link(from, to)?)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        Ok(rustix::fs::rename(from, to)?)
    }

    fn sync_dir(&self, folder: &Path) -> io::Result<()> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        File::from(rustix::fs::open(folder, flags, Mode::empty())?).sync_all()
    }

    fn unlink(&self, path: &Path) -> io::Result<()> {
        Ok(rustix::fs::unlink(path)?)
    }

    fn stat(&self, path: &Path) -> io::Result<Stat> {
        Ok(rustix::fs::stat(path)?.into())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| PathBuf::from(entry.file_name()))).collect()
    }

    fn try_lock(&self, path: &Path, note: &str) -> io::Result<Option<Lock>> {
        let flags = OFlags::RDWR
            | OFlags::CREATE
            | OFlags::NOFOLLOW
            | OFlags::NONBLOCK
            | OFlags::CLOEXEC
            | OFlags::NOCTTY;
        let mut file = File::from(rustix::fs::open(path, flags, Mode::RUSR | Mode::WUSR)?);
        match rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => {}
            Err(rustix::io::Errno::WOULDBLOCK) => return Ok(None),
            Err(error) => return Err(error.into()),
        }
        let stat: Stat = rustix::fs::fstat(&file)?.into();
        // The note is a courtesy; a full disk must not cost the lock. Written over the old one, it costs no start a new place on
        // the disk.
        let length = u64::try_from(note.len()).unwrap_or(u64::MAX);
        let written = file.write_all(note.as_bytes());
        let _ = written.and_then(|()| if stat.size > length { file.set_len(length) } else { Ok(()) });
        Ok(Some(Lock { stat, held: Box::new(file) }))
    }

    fn make_dir(&self, folder: &Path) -> io::Result<()> {
        Ok(rustix::fs::mkdir(folder, Mode::RWXU)?)
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        let mut path = path.to_owned();
        for _ in 0..LINKS {
            match std::fs::canonicalize(&path) {
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                found => return found,
            }
            // Nothing there: either a link to a file that does not exist yet, or no name at all.
            match rustix::fs::readlink(&path, Vec::new()) {
                Ok(target) => {
                    let target = PathBuf::from(std::ffi::OsString::from_vec(target.into_bytes()));
                    path = path.parent().unwrap_or(Path::new("/")).join(target);
                }
                Err(_) => {
                    let folder = path.parent().unwrap_or(Path::new("/"));
                    let folder = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
                    return path
                        .file_name()
                        .map(|name| folder.join(name))
                        .ok_or(ErrorKind::InvalidInput.into());
                }
            }
        }
        Err(rustix::io::Errno::LOOP.into())
    }

    fn may_write(&self, folder: &Path) -> io::Result<()> {
        let access = Access::WRITE_OK | Access::EXEC_OK;
        Ok(rustix::fs::accessat(rustix::fs::CWD, folder, access, AtFlags::EACCESS)?)
    }
}

impl NewFile for File {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write_all(bytes)
    }

    fn sync_file(&mut self) -> io::Result<()> {
        self.sync_all()
    }
}

impl From<rustix::fs::Stat> for Stat {
    // The types differ from system to system.
    #[allow(clippy::useless_conversion, clippy::unnecessary_cast, trivial_numeric_casts)]
    fn from(stat: rustix::fs::Stat) -> Stat {
        let kind = FileType::from_raw_mode(stat.st_mode);
        let shape = if kind.is_file() {
            Shape::File
        } else if kind.is_dir() {
            Shape::Folder
        } else {
            Shape::Neither
        };
        Stat {
            shape,
            node: (stat.st_dev as u64, stat.st_ino as u64),
            size: u64::try_from(stat.st_size).unwrap_or(0),
            changed: (stat.st_mtime as i64, stat.st_mtime_nsec as i64),
            touched: (stat.st_ctime as i64, stat.st_ctime_nsec as i64),
            mode: u32::from(stat.st_mode) & 0o7777,
            links: stat.st_nlink as u64,
            is_own: stat.st_uid == rustix::process::geteuid().as_raw(),
        }
    }
}

/// A regular file of at most so many bytes.
fn open_to_read(path: &Path, limit: u64) -> io::Result<(File, Stat)> {
    // Opening a device can do things, so look before; a pipe could be put there in between, so do not wait either.
    readable(rustix::fs::stat(path)?.into(), limit)?;
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC | OFlags::NOCTTY;
    let file = File::from(rustix::fs::open(path, flags, Mode::empty())?);
    let stat = Stat::from(rustix::fs::fstat(&file)?);
    readable(stat, limit)?;
    Ok((file, stat))
}

fn readable(stat: Stat, limit: u64) -> io::Result<()> {
    match stat.shape {
        Shape::File if stat.size > limit => Err(ErrorKind::FileTooLarge.into()),
        Shape::File => Ok(()),
        Shape::Folder => Err(ErrorKind::IsADirectory.into()),
        Shape::Neither => Err(ErrorKind::Unsupported.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;
    use std::time::{Duration, Instant};

    #[test]
    fn a_file_holds_its_bytes_and_no_others() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        let bytes: Vec<u8> = (0..50_000_u32).map(|n| n.to_le_bytes()[0]).collect();
        std::fs::File::create(&path).unwrap().write_all(&bytes).unwrap();
        assert!(RealDisk.holds(&path, &bytes).unwrap());
        let mut other = bytes.clone();
        other[40_000] ^= 1;
        assert!(!RealDisk.holds(&path, &other).unwrap());
        assert!(!RealDisk.holds(&path, &[bytes.as_slice(), b"x"].concat()).unwrap());
        assert!(RealDisk.holds(&path, &bytes[..49_999]).is_err(), "it is longer");
    }

    #[test]
    fn only_regular_files_are_read_and_at_once() {
        let home = tempfile::tempdir().unwrap();
        let at = |name: &str| home.path().join(name);
        let pipe = at("pipe");
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, FileType::Fifo, Mode::RWXU, 0).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(at("socket")).unwrap();
        symlink(at("circle"), at("circle")).unwrap();
        RealDisk.create_excl(&at("file")).unwrap().write(b"12345").unwrap();
        let start = Instant::now();
        let kind = |path: &Path| RealDisk.read(path, 4).unwrap_err().kind();
        assert_eq!(kind(&pipe), ErrorKind::Unsupported);
        assert_eq!(kind(&at("socket")), ErrorKind::Unsupported);
        assert_eq!(kind(Path::new("/dev/zero")), ErrorKind::Unsupported);
        assert_eq!(kind(home.path()), ErrorKind::IsADirectory);
        assert_eq!(kind(&at("file")), ErrorKind::FileTooLarge);
        assert_eq!(kind(&at("none")), ErrorKind::NotFound);
        assert_eq!(RealDisk.read(&at("circle"), 4).unwrap_err().raw_os_error(), Some(libc_loop()));
        assert!(start.elapsed() < Duration::from_millis(100));
        assert_eq!(RealDisk.read(&at("file"), 5).unwrap(), b"12345");
    }

    fn libc_loop() -> i32 {
        rustix::io::Errno::LOOP.raw_os_error()
    }

    #[test]
    fn links_lead_to_where_the_file_is_or_will_be() {
        let home = tempfile::tempdir().unwrap();
        let root = home.path().canonicalize().unwrap();
        let at = |name: &str| root.join(name);
        std::fs::create_dir(at("real")).unwrap();
        symlink("two", at("one")).unwrap();
        symlink("real/file", at("two")).unwrap();
        symlink("circle", at("circle")).unwrap();
        assert_eq!(RealDisk.resolve(&at("one")).unwrap(), at("real/file"));
        RealDisk.create_excl(&at("real/file")).unwrap();
        assert_eq!(RealDisk.resolve(&at("one")).unwrap(), at("real/file"));
        assert_eq!(RealDisk.resolve(&at("none")).unwrap(), at("none"));
        assert!(RealDisk.resolve(&at("circle")).is_err());
    }

    #[test]
    fn a_lock_is_for_one() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("lock");
        let first = RealDisk.try_lock(&path, "first").unwrap();
        assert!(first.is_some());
        assert!(RealDisk.try_lock(&path, "second").unwrap().is_none());
        assert_eq!(RealDisk.read(&path, 99).unwrap(), b"first");
        drop(first);
        assert!(RealDisk.try_lock(&path, "third").unwrap().is_some());
    }
}
