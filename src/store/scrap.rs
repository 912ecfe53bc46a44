//! An answer while it is in the person's own editor: a file that only its owner may read, in a folder of its own, and
//! gone afterwards with everything that an editor puts beside it.

use super::disk::Disk;
use super::fault::{Fault, Trouble};
use super::paths::Paths;
use super::proof::make_folder;
use super::shelf::read_file;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// How many names are tried.
const NAMES: usize = 100;

/// Puts a text into a new file.
///
/// # Errors
/// When it could not be written; then nothing is left of it.
pub fn lend(disk: &dyn Disk, paths: &Paths, text: &str) -> Result<PathBuf, Fault> {
    make_folder(disk, &paths.editor)?;
    for n in 1..=NAMES {
        let path = paths.editor.join(format!("answer-{n}.md"));
        // Something of an earlier time, which nobody has looked at yet.
        if is_beside(disk, &path) {
            continue;
        }
        let mut file = match disk.create_excl(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
            Err(error) => return Err(Fault::of(&error, &path)),
        };
        // An editor ends the last line anyway.
        let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        return match file.write(text.as_bytes()).and_then(|()| file.write(end.as_bytes())) {
            Ok(()) => Ok(path),
            Err(error) => {
                clear(disk, &path);
                Err(Fault::of(&error, &path))
            }
        };
    }
    Err(Fault::new(Trouble::NameTaken, &paths.editor))
}

/// The text of the file, without the end of line that the last line was given.
///
/// # Errors
/// When it is no text, too large, or not there.
pub fn read_back(disk: &dyn Disk, path: &Path, before: &str) -> Result<String, Fault> {
    let mut text = read_file(disk, path)?;
    if text.ends_with('\n') && !before.ends_with('\n') {
        text.pop();
    }
    Ok(text)
}

/// Takes the file away, and what an editor has put beside it under nearly the same name: the words are saved by now.
pub fn clear(disk: &dyn Disk, path: &Path) {
    let folder = path.parent().unwrap_or(path);
    for other in beside(disk, path) {
        // What cannot be taken away is told at the next start.
        let (Ok(()) | Err(_)) = disk.unlink(&folder.join(other));
    }
    let (Ok(()) | Err(_)) = disk.unlink(path);
}

/// Whether an editor has put something beside a file, such as words that it saved in a hurry.
#[must_use]
pub fn is_beside(disk: &dyn Disk, path: &Path) -> bool {
    !beside(disk, path).is_empty()
}

/// Everything in the folder that holds the name of a file in its own, but the file.
fn beside(disk: &dyn Disk, path: &Path) -> Vec<PathBuf> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return Vec::new() };
    let mut names = disk.list(folder).unwrap_or_default();
    names.retain(|other| {
        other.as_os_str() != name && other.to_string_lossy().contains(name.to_string_lossy().as_ref())
    });
    names
}

/// Whether there is anything of an editor that nobody has taken away.
#[must_use]
pub fn is_left(disk: &dyn Disk, paths: &Paths) -> bool {
    disk.list(&paths.editor).is_ok_and(|names| !names.is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::RealDisk;
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_text_goes_and_comes_back_and_nothing_stays() {
        let home = tempfile::tempdir().unwrap();
        let paths = Paths::within(&home.path().join("data"), home.path());
        let path = lend(&RealDisk, &paths, "one\ntwo").unwrap();
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(&paths.editor), mode(&paths.data)), (0o600, 0o700, 0o700));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "one\ntwo\n");
        assert_eq!(read_back(&RealDisk, &path, "one\ntwo").unwrap(), "one\ntwo");
        assert!(is_left(&RealDisk, &paths));
        // What was left once is not written over.
        let second = lend(&RealDisk, &paths, "").unwrap();
        assert_ne!(second, path);
        assert_eq!(read_back(&RealDisk, &second, "").unwrap(), "");
        for beside in [".answer-1.md.swp", "answer-1.md~", "#answer-1.md#"] {
            RealDisk.create_excl(&paths.editor.join(beside)).unwrap();
        }
        clear(&RealDisk, &path);
        clear(&RealDisk, &second);
        assert_eq!(std::fs::read_dir(&paths.editor).unwrap().count(), 0);
        assert!(!is_left(&RealDisk, &paths));
    }
}
