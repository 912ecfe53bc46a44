//! Files that could not be read, kept as they were found: nothing here is ever changed or thrown away by this program.

use super::disk::Disk;
use super::fault::Fault;
use super::paths::Paths;
use super::proof::{TEMP, TEMP_END, make_folder, proven_bytes};
use super::shelf;
use crate::journal::file::checksum;
use jiff::Timestamp;
use std::path::PathBuf;

/// Younger ones may belong to a copy of the program that is writing now.
const STALE: i64 = 24 * 60 * 60;

/// Puts a copy of what was found there; gives where it is. To do it twice makes no second copy.
pub(super) fn set_aside(disk: &dyn Disk, paths: &Paths, bytes: &[u8]) -> Result<PathBuf, Fault> {
    let folder = &paths.damaged;
    make_folder(disk, folder)?;
    let path = folder.join(format!("answers.{:08x}.toml", checksum(bytes)));
    match disk.read(&path, bytes.len() as u64) {
        Ok(there) if there == bytes => return Ok(path),
        Ok(_) | Err(_) => {}
    }
    let temp = proven_bytes(disk, folder, bytes)?;
    let path = shelf::place(disk, &temp, &path).inspect_err(|_| drop(disk.unlink(&temp)))?;
    let last = disk.sync_dir(folder).and_then(|()| disk.sync_dir(&paths.data));
    last.map_err(|error| Fault::of(&error, folder))?;
    Ok(path)
}

/// Moves unfinished files of sessions that were killed long ago: one of them may hold the only copy of something.
pub(super) fn sweep(disk: &dyn Disk, paths: &Paths, now: Timestamp) {
    for folder in [&paths.data, &paths.backups] {
        for name in disk.list(folder).unwrap_or_default() {
            let is_ours =
                name.to_str().is_some_and(|name| name.starts_with(TEMP) && name.ends_with(TEMP_END));
            let path = folder.join(&name);
            let is_old = || disk.stat(&path).is_ok_and(|stat| now.as_second() - stat.changed.0 > STALE);
            if is_ours && is_old() && make_folder(disk, &paths.damaged).is_ok() {
                let _ = disk.rename(&path, &paths.damaged.join(name));
            }
        }
    }
}
