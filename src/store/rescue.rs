//! Where words go that cannot be saved where they belong: beside the answers when the disk is fine, elsewhere when it is not.
//!
//! Not a way of saving: a next start offers to take these files in. Only the places that `Paths` names are used, so that
//! words leave a folder that somebody chose for no other one.

use super::disk::Disk;
use super::fault::{Fault, Trouble};
use super::paths::Refuge;
use super::proof::{make_folder, pin, proven};
use super::save::{Desk, numbered};
use super::shelf;
use crate::journal::Journal;
use crate::journal::file;
use std::path::{Path, PathBuf};

/// After so many saves that failed one after the other, the disk is not trusted to come back soon.
const PATIENCE: u32 = 2;

/// What the names of these files begin with.
pub(super) const PREFIX: &str = "answers.unsaved-";

/// Puts the words somewhere, if that helps after this trouble; gives where they are.
pub(super) fn put(
    disk: &dyn Disk,
    desk: &mut Desk,
    (journal, trouble): (&Journal, Trouble),
) -> Option<PathBuf> {
    let beside = Refuge { folder: desk.paths.data.clone(), lasts: true };
    let places: Vec<Refuge> = match kind(trouble) {
        Remedy::Wait => return None,
        Remedy::Beside => std::iter::once(beside).chain(desk.paths.rescue.clone()).collect(),
        Remedy::Elsewhere if desk.failures < PATIENCE => return desk.rescue.clone(),
        Remedy::Elsewhere => desk.paths.rescue.clone(),
    };
    let text = file::write(&numbered(journal, desk.base.generation));
    let placed = places.iter().find_map(|place| write(disk, desk.rescue.as_deref(), (place, &text)).ok());
    // An older version of these words is better than none.
    desk.rescue = placed.or(desk.rescue.take());
    desk.rescue.clone()
}

/// Takes the file away again, after its words have found their place.
pub(super) fn clear(disk: &dyn Disk, desk: &mut Desk) {
    if let Some(path) = desk.rescue.take() {
        let _ = disk.unlink(&path);
    }
}

/// What helps.
enum Remedy {
    /// Nothing is wrong with the words or the disk.
    Wait,
    /// The answers cannot be replaced, but there may be a file beside them.
    Beside,
    /// The disk takes nothing.
    Elsewhere,
}

fn kind(trouble: Trouble) -> Remedy {
    match trouble {
        // Whoever took the file away may not want these words anywhere.
        Trouble::Removed => Remedy::Wait,
        Trouble::ChangedOutside
        | Trouble::WouldLose
        | Trouble::InUse
        | Trouble::Broken
        | Trouble::Damaged(_)
        | Trouble::TooLarge
        | Trouble::TooMuch
        | Trouble::Folder
        | Trouble::NotAFile
        | Trouble::LinkCircle => Remedy::Beside,
        Trouble::DiskFull
        | Trouble::Quota
        | Trouble::ReadOnlyDisk
        | Trouble::NotAllowed
        | Trouble::Gone
        | Trouble::NotAFolder
        | Trouble::NotText
        | Trouble::Missing
        | Trouble::NotTheSame
        | Trouble::NameTaken
        | Trouble::BadName
        | Trouble::NoPlace
        | Trouble::Other => Remedy::Elsewhere,
    }
}

/// A later try takes the place of an earlier one in the same folder.
fn write(disk: &dyn Disk, before: Option<&Path>, (place, text): (&Refuge, &str)) -> Result<PathBuf, Fault> {
    let folder = &place.folder;
    make_folder(disk, folder)?;
    let temp = proven(disk, folder, text)?;
    let placed = match before.filter(|before| before.parent() == Some(folder)) {
        Some(path) => {
            disk.rename(&temp, path).map(|()| path.to_owned()).map_err(|error| Fault::of(&error, path))
        }
        None => {
            let stamp = jiff::Timestamp::now().strftime("%Y%m%d-%H%M%S");
            shelf::place(disk, &temp, &folder.join(format!("{PREFIX}{stamp}.toml")))
        }
    };
    let path = placed.inspect_err(|_| drop(disk.unlink(&temp)))?;
    // It is there, and whoever is told where it is can find it; more cannot be done.
    let _ = pin(disk, folder);
    Ok(path)
}
