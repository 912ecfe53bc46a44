//! New files that are certain: made under a name of their own, on the disk, and compared byte by byte before anybody relies on
//! them; and the folders that they stand in.

use super::disk::{Disk, Shape};
use super::fault::{Fault, Trouble};
use crate::journal::Journal;
use crate::journal::file;
use std::hash::{BuildHasher, Hasher};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A text of so many bytes is proven on a second thread, while the first one waits for the disk.
const LARGE: usize = 32 << 10;

/// A new file with this text, proven to be on the disk and to hold this journal.
pub(super) fn written_and_proven(
    disk: &dyn Disk,
    folder: &Path,
    text: &Arc<String>,
    journal: &Journal,
) -> Result<PathBuf, Fault> {
    if text.len() < LARGE {
        return match file::holds(text, journal) {
            true => proven(disk, folder, text),
            false => Err(Fault::new(Trouble::Broken, folder)),
        };
    }
    // To read it back takes as long as the disk needs to confirm it, so both are done at once.
    std::thread::scope(|scope| {
        let reading = std::thread::Builder::new().spawn_scoped(scope, || file::holds(text, journal));
        let temp = proven(disk, folder, text)?;
        let holds = match reading {
            Ok(reading) => reading.join().unwrap_or(false),
            Err(_) => file::holds(text, journal),
        };
        match holds {
            true => Ok(temp),
            false => {
                let _ = disk.unlink(&temp);
                Err(Fault::new(Trouble::Broken, folder))
            }
        }
    })
}

/// A new file with this text, on the disk and compared byte by byte.
pub(super) fn proven(disk: &dyn Disk, folder: &Path, text: &str) -> Result<PathBuf, Fault> {
    proven_bytes(disk, folder, text.as_bytes())
}

/// As [`proven`], for what need not be text.
pub(super) fn proven_bytes(disk: &dyn Disk, folder: &Path, bytes: &[u8]) -> Result<PathBuf, Fault> {
    let mut tries = 0;
    let (path, mut file) = loop {
        // A fixed name, left behind by a killed process, would stand in the way for ever.
        let random = std::hash::RandomState::new().build_hasher().finish();
        let path = folder.join(format!("{TEMP}{}.{random:016x}{TEMP_END}", std::process::id()));
        match disk.create_excl(&path) {
            Ok(file) => break (path, file),
            Err(error) if error.kind() == ErrorKind::AlreadyExists && tries < 8 => tries += 1,
            Err(error) => return Err(Fault::of(&error, folder)),
        }
    };
    let written = file.write(bytes).and_then(|()| file.sync_file());
    drop(file);
    let back = written.and_then(|()| disk.holds(&path, bytes));
    let fault = match back {
        Ok(true) => return Ok(path),
        Ok(false) => Fault::new(Trouble::NotTheSame, &path),
        Err(error) if grown(&error) => Fault::new(Trouble::NotTheSame, &path),
        Err(error) => Fault::of(&error, &path),
    };
    let _ = disk.unlink(&path);
    Err(fault)
}

/// What the names of unfinished files begin and end with.
pub(super) const TEMP: &str = ".answers.";
/// See [`TEMP`].
pub(super) const TEMP_END: &str = ".tmp";

/// The disk gave back more than was written.
fn grown(error: &io::Error) -> bool {
    error.kind() == ErrorKind::FileTooLarge && error.raw_os_error().is_none()
}

/// Makes a folder and all above it outlast a power cut, as far as this process could have made them; whether that is certain.
pub(super) fn pin(disk: &dyn Disk, folder: &Path) -> bool {
    let above = folder.ancestors().skip(1).filter(|above| !above.as_os_str().is_empty());
    // In a folder of somebody else, which may be closed to us, this program has made nothing.
    let lasts =
        |above: &Path| disk.sync_dir(above).is_ok() || disk.stat(above).is_ok_and(|stat| !stat.is_own);
    // All of them, even after one that failed.
    let failed = above.filter(|above| !lasts(above)).count();
    disk.sync_dir(folder).is_ok() && failed == 0
}

/// The folder and all above it. What makes them last is [`pin`].
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
    Ok(())
}
