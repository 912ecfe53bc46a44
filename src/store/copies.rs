//! Other versions of the answers that lie beside them: copies that a program for syncing made because two computers wrote, and
//! words that could not be saved in their place. They are never read as answers unasked, and never thrown away.

use super::disk::Disk;
use super::fault::Fault;
use super::open::LARGEST;
use super::paths::Paths;
use super::proof::{make_folder, proven_bytes};
use super::{rescue, shelf};
use crate::journal::Journal;
use crate::journal::file;
use std::path::{Path, PathBuf};

/// A version of the answers that can be taken in.
#[derive(Clone, PartialEq)]
pub struct Copy {
    /// Where it is.
    pub path: PathBuf,
    /// What it holds.
    pub journal: Journal,
    /// How it came to be.
    pub origin: Origin,
}

/// How a copy came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Two computers wrote, and a program for syncing kept both.
    Sync,
    /// A save could not put it in its place.
    Unsaved,
}

/// What programs write into the names of copies: Syncthing, Dropbox, Nextcloud and ownCloud, git and patch, browsers.
const MARKS: [&str; 4] = [".sync-conflict-", "conflicted copy", "case conflict", "_conflict-"];

/// All copies that can be read.
#[must_use]
pub(super) fn find(disk: &dyn Disk, paths: &Paths) -> Vec<Copy> {
    let folders = std::iter::once(&paths.data).chain(paths.rescue.iter().map(|refuge| &refuge.folder));
    let mut found: Vec<Copy> = folders.flat_map(|folder| in_folder(disk, folder)).collect();
    found.sort_by(|one, two| one.path.cmp(&two.path));
    found
}

fn in_folder(disk: &dyn Disk, folder: &Path) -> Vec<Copy> {
    let names = disk.list(folder).unwrap_or_default();
    names
        .into_iter()
        .filter_map(|name| {
            let origin = origin(name.to_str()?)?;
            let path = folder.join(&name);
            let bytes = disk.read(&path, LARGEST).ok()?;
            let journal = file::read(std::str::from_utf8(&bytes).ok()?).ok()?.journal;
            Some(Copy { path, journal, origin })
        })
        .collect()
}

fn origin(name: &str) -> Option<Origin> {
    let rest = name.strip_prefix("answers")?;
    if name.starts_with(rescue::PREFIX) && name.ends_with(".toml") {
        return Some(Origin::Unsaved);
    }
    let numbered = rest
        .trim_start()
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(").toml"))
        .is_some_and(|count| count.bytes().all(|byte| byte.is_ascii_digit()) && !count.is_empty());
    let marked = name.ends_with(".toml") && MARKS.iter().any(|mark| rest.contains(mark));
    (marked || numbered || rest == ".toml.orig" || rest == ".orig").then_some(Origin::Sync)
}

/// Moves a copy to the earlier versions, once its words are among the answers.
///
/// # Errors
/// When it could not be moved; it is where it was.
pub fn shelve(disk: &dyn Disk, paths: &Paths, copy: &Path) -> Result<(), Fault> {
    let fault = |error| Fault::of(&error, copy);
    let bytes = disk.read(copy, LARGEST).map_err(fault)?;
    let name = copy.file_name().unwrap_or_default();
    make_folder(disk, &paths.backups)?;
    let temp = proven_bytes(disk, &paths.backups, &bytes)?;
    shelf::place(disk, &temp, &paths.backups.join(name)).inspect_err(|_| drop(disk.unlink(&temp)))?;
    disk.sync_dir(&paths.backups).map_err(|error| Fault::of(&error, &paths.backups))?;
    disk.unlink(copy).map_err(fault)
}

impl std::fmt::Debug for Copy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Copy({:?}, {:?})", self.origin, self.journal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_known_by_their_names() {
        for name in [
            "answers.sync-conflict-20261125-101010-ABCDEFG.toml",
            "answers (Sam's conflicted copy 2026-11-25).toml",
            "answers (conflicted copy 2026-11-25 101010).toml",
            "answers_conflict-20261125-101010.toml",
            "answers (1).toml",
            "answers(2).toml",
            "answers.toml.orig",
        ] {
            assert_eq!(origin(name), Some(Origin::Sync), "{name}");
        }
        assert_eq!(origin("answers.unsaved-20261125-101010.toml"), Some(Origin::Unsaved));
        for name in
            ["answers.toml", "answers.toml.tmp", "answers (old).toml", "my answers (1).toml", "notes.toml"]
        {
            assert_eq!(origin(name), None, "{name}");
        }
    }
}
