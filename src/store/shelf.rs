//! Files beside the answers: chapters are read, exports are written. An export never replaces anything unasked.

use super::disk::{Disk, Shape};
use super::fault::{Fault, Trouble};
use super::proof::proven;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

/// Larger files are not chapters.
const LARGEST: u64 = 4 << 20;

/// How many names are tried for an export.
const NAMES: usize = 1000;

/// What an export does when its name is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overwrite {
    /// Takes the next name: `name-2.md`, `name-3.md`.
    Never,
    /// Replaces that file, because the person said so.
    Asked,
}

/// A file to be written for the person.
#[derive(Clone, Copy)]
pub struct Export<'a> {
    /// The folder, which must exist.
    pub folder: &'a Path,
    /// The name in that folder.
    pub name: &'a str,
    /// The content.
    pub text: &'a str,
    /// What to do when the name is taken.
    pub overwrite: Overwrite,
}

/// The name of a chapter file, and its text or why there is none.
pub type Chapter = (String, Result<String, Fault>);

/// The texts of all chapter files of a folder, by name. A folder that does not exist has none.
///
/// # Errors
/// When the folder cannot be listed. A file that cannot be read has its own fault.
pub fn read_folder(disk: &dyn Disk, folder: &Path) -> Result<Vec<Chapter>, Fault> {
    let names = match disk.list(folder) {
        Ok(names) => names,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Fault::of(&error, folder)),
    };
    let chapter = |name: &PathBuf| {
        let hidden = name.to_string_lossy().starts_with('.');
        !hidden && name.extension().is_some_and(|extension| extension == "toml")
    };
    let mut names: Vec<PathBuf> = names.into_iter().filter(chapter).collect();
    names.sort();
    Ok(names
        .into_iter()
        .map(|name| (name.to_string_lossy().into_owned(), read_file(disk, &folder.join(&name))))
        .collect())
}

/// The text of one chapter file.
///
/// # Errors
/// When it is not a regular file of at most 4 MiB with UTF-8 text.
pub fn read_file(disk: &dyn Disk, path: &Path) -> Result<String, Fault> {
    match disk.read(path, LARGEST) {
        Ok(bytes) => String::from_utf8(bytes).map_err(|_| Fault::new(Trouble::NotText, path)),
        Err(error) => Err(Fault::of(&error, path)),
    }
}

/// Writes an export, whole or not at all, readable for its owner only; where it went.
///
/// # Errors
/// When it could not be written; then nothing has changed.
pub fn write_export(disk: &dyn Disk, export: &Export<'_>) -> Result<PathBuf, Fault> {
    let mut parts = Path::new(export.name).components();
    let path = match (parts.next(), parts.next()) {
        (Some(Component::Normal(name)), None) if name == export.name => export.folder.join(name),
        _ => return Err(Fault::new(Trouble::BadName, Path::new(export.name))),
    };
    let path = match export.overwrite {
        Overwrite::Never => path,
        // The file that a link leads to is replaced, not the link.
        Overwrite::Asked => disk.resolve(&path).map_err(|error| Fault::of(&error, &path))?,
    };
    // A device or a pipe is nothing that a file may take the place of.
    if disk.stat(&path).is_ok_and(|there| there.shape == Shape::Neither) {
        return Err(Fault::new(Trouble::NotAFile, &path));
    }
    let folder = path.parent().unwrap_or(export.folder);
    let temp = proven(disk, folder, export.text)?;
    let placed = match export.overwrite {
        Overwrite::Never => place(disk, &temp, &path),
        Overwrite::Asked => {
            disk.rename(&temp, &path).map(|()| path.clone()).map_err(|error| Fault::of(&error, &path))
        }
    };
    let path = placed.inspect_err(|_| drop(disk.unlink(&temp)))?;
    // It is there. That a power cut may undo it is no reason to say that it failed: it can be written again at any time.
    let _ = disk.sync_dir(folder);
    Ok(path)
}

/// Gives a finished file its name, or the next free one, without ever taking a name from another file.
pub(super) fn place(disk: &dyn Disk, temp: &Path, wanted: &Path) -> Result<PathBuf, Fault> {
    for copy in 1..=NAMES {
        let path = numbered(wanted, copy);
        match disk.link(temp, &path) {
            Ok(()) => {
                forget(disk, temp);
                return Ok(path);
            }
            // Over a network, the answer to what was done may get lost.
            Err(_) if is_same(disk, temp, &path) => {
                forget(disk, temp);
                return Ok(path);
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            // A disk that gives a file only one name: the name is taken first, with an empty file that is ours.
            Err(_) => match disk.create_excl(&path) {
                Ok(_) => {
                    return match disk.rename(temp, &path) {
                        Ok(()) => Ok(path),
                        Err(error) => {
                            let _ = disk.unlink(&path);
                            Err(Fault::of(&error, &path))
                        }
                    };
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(Fault::of(&error, &path)),
            },
        }
    }
    Err(Fault::new(Trouble::NameTaken, wanted))
}

/// Takes the first name of a file away that has a second one, and tries once more if need be.
fn forget(disk: &dyn Disk, temp: &Path) {
    if disk.unlink(temp).is_err() {
        let _ = disk.unlink(temp);
    }
}

fn is_same(disk: &dyn Disk, one: &Path, two: &Path) -> bool {
    match (disk.stat(one), disk.stat(two)) {
        (Ok(one), Ok(two)) => one.node == two.node,
        (Ok(_) | Err(_), _) => false,
    }
}

fn numbered(path: &Path, copy: usize) -> PathBuf {
    if copy == 1 {
        return path.to_owned();
    }
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-{copy}"));
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::RealDisk;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn chapters_are_read_by_name_and_what_is_none_is_told() {
        let home = tempfile::tempdir().unwrap();
        let put = |name: &str, bytes: &[u8]| {
            RealDisk.create_excl(&home.path().join(name)).unwrap().write(bytes).unwrap();
        };
        put("b.toml", b"two");
        put("a.toml", b"one");
        put("readme.md", b"no");
        put(".hidden.toml", b"no");
        put("c.toml", b"\xff");
        put("d.toml", &vec![b' '; (4 << 20) + 1]);
        std::fs::create_dir(home.path().join("e.toml")).unwrap();
        let mode = rustix::fs::Mode::RWXU;
        let pipe = home.path().join("f.toml");
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, mode, 0).unwrap();
        let read = read_folder(&RealDisk, home.path()).unwrap();
        let read: Vec<_> = read
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_deref().map_err(|fault| fault.trouble)))
            .collect();
        assert_eq!(
            read,
            [
                ("a.toml", Ok("one")),
                ("b.toml", Ok("two")),
                ("c.toml", Err(Trouble::NotText)),
                ("d.toml", Err(Trouble::TooLarge)),
                ("e.toml", Err(Trouble::Folder)),
                ("f.toml", Err(Trouble::NotAFile)),
            ]
        );
        assert_eq!(read_folder(&RealDisk, &home.path().join("none")), Ok(Vec::new()));
    }

    #[test]
    fn an_export_takes_a_free_name_and_replaces_only_when_told() {
        let home = tempfile::tempdir().unwrap();
        let export = |text, overwrite| Export { folder: home.path(), name: "my book.md", text, overwrite };
        let write = |text, overwrite| {
            let path = write_export(&RealDisk, &export(text, overwrite)).unwrap();
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
            path.file_name().unwrap().to_str().unwrap().to_owned()
        };
        assert_eq!(write("one", Overwrite::Never), "my book.md");
        assert_eq!(write("two", Overwrite::Never), "my book-2.md");
        assert_eq!(write("three", Overwrite::Never), "my book-3.md");
        assert_eq!(write("four", Overwrite::Asked), "my book.md");
        let text = |name: &str| std::fs::read_to_string(home.path().join(name)).unwrap();
        assert_eq!((text("my book.md"), text("my book-2.md")), ("four".into(), "two".into()));
        assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 3);
        for name in ["", ".", "..", "a/b", "/a", "../a", "a/"] {
            let export = Export { name, ..export("no", Overwrite::Never) };
            assert_eq!(write_export(&RealDisk, &export).unwrap_err().trouble, Trouble::BadName, "{name}");
        }
    }
}
