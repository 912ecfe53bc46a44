//! What stands where the answers belong, compared with what was last seen there.
//!
//! It only looks. What follows from a change that somebody else made is decided in `save.rs`.

use super::disk::{Disk, Shape, Stat};
use super::fault::{Fault, Trouble};
use super::open::LARGEST;
use crate::journal::file::checksum;
use std::io::ErrorKind;
use std::path::Path;

/// The file as it was last read or written.
pub(super) struct Seen {
    stat: Option<Stat>,
    size: usize,
    sum: u32,
}

/// What a look finds.
pub(super) enum Found {
    /// What was last seen.
    Same(Stat),
    /// Nothing, and nothing was there before.
    Nothing,
    /// Nothing, where there was a file.
    Removed,
    /// What somebody else wrote.
    Changed(Stat, Vec<u8>),
}

impl Seen {
    pub(super) fn of(stat: Option<Stat>, bytes: &[u8]) -> Seen {
        Seen { stat, size: bytes.len(), sum: checksum(bytes) }
    }

    fn is(&self, bytes: &[u8]) -> bool {
        bytes.len() == self.size && checksum(bytes) == self.sum
    }
}

/// Looks at the target.
pub(super) fn look(disk: &dyn Disk, target: &Path, seen: Option<&mut Seen>) -> Result<Found, Fault> {
    let stat = match disk.stat(target) {
        Ok(stat) => stat,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Ok(if seen.is_some() { Found::Removed } else { Found::Nothing });
        }
        Err(error) => return Err(Fault::of(&error, target)),
    };
    match stat.shape {
        Shape::File => {}
        Shape::Folder => return Err(Fault::new(Trouble::Folder, target)),
        Shape::Neither => return Err(Fault::new(Trouble::NotAFile, target)),
    }
    if seen.as_ref().is_some_and(|seen| seen.stat == Some(stat)) {
        return Ok(Found::Same(stat));
    }
    // Touched, but perhaps only by a program that makes copies: the bytes decide.
    let bytes = disk.read(target, LARGEST).map_err(|error| Fault::of(&error, target))?;
    match seen {
        Some(seen) if seen.is(&bytes) => {
            seen.stat = Some(stat);
            Ok(Found::Same(stat))
        }
        Some(_) | None => Ok(Found::Changed(stat, bytes)),
    }
}

/// Whether the target is as it was a moment ago, apart from its number of names.
pub(super) fn still(disk: &dyn Disk, target: &Path, before: Option<Stat>) -> Result<bool, Fault> {
    match (before, disk.stat(target)) {
        (before, Ok(now)) => Ok(before.is_some_and(|before| key(before) == key(now))),
        // Taken away meanwhile: there is nothing that could be overwritten.
        (_, Err(error)) if error.kind() == ErrorKind::NotFound => Ok(true),
        (_, Err(error)) => Err(Fault::of(&error, target)),
    }
}

/// What of a file stays when it gets another name.
pub(super) fn key(stat: Stat) -> (Shape, (u64, u64), u64, (i64, i64)) {
    (stat.shape, stat.node, stat.size, stat.changed)
}
