//! Where everything is kept, in words: the paths, whether anything is there, and who else can look into it.

use super::{Outcome, Surroundings, plain, shown};
use crate::store::disk::{Shape, Stat};
use crate::store::{Disk, Paths, RealDisk};
use std::io::{self, Write};
use std::path::Path;

/// The rights of everybody but the owner.
const OTHERS: u32 = 0o077;
/// The rights of everybody.
const RIGHTS: u32 = 0o777;

/// Prints where everything is kept, and what is worth knowing about it.
///
/// # Errors
/// What could not be printed, in one sentence.
pub fn places(around: &Surroundings, out: &mut dyn Write) -> Result<Outcome, String> {
    let paths = &around.paths;
    let rows = [
        ("answers", &paths.answers),
        ("backups", &paths.backups),
        ("damaged", &paths.damaged),
        ("editor", &paths.editor),
        ("your chapters", &paths.chapters),
        ("lock", &paths.lock),
    ];
    let last = paths.rescue.iter().map(|refuge| ("last resort", &refuge.folder));
    let rows = rows.into_iter().chain(last);
    let mut text: String = rows.map(|(what, path)| format!("{what:<14}{}\n", shown(path, None))).collect();
    let remarks = remarks(&RealDisk, paths);
    if !remarks.is_empty() {
        text.push_str(&format!("\n{}\n", remarks.join("\n")));
    }
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(plain(&error)),
        Ok(()) | Err(_) => Ok(Outcome::Done),
    }
}

/// What is worth knowing: that nothing is there yet, or that others can read it.
fn remarks(disk: &dyn Disk, paths: &Paths) -> Vec<String> {
    let mut remarks = Vec::new();
    let file = disk.stat(&paths.answers).ok();
    if file.is_none() {
        remarks.push("There are no answers yet. `imago` opens the workbook.".to_owned());
    }
    let open = |stat: &Stat| stat.mode & OTHERS != 0;
    let file = file.filter(open);
    let folder = disk.stat(&paths.data).ok().filter(open);
    if let Some(stat) = &folder {
        let what = match &file {
            Some(_) => "read your answers in",
            None => "look into",
        };
        let folder = shown(&paths.data, None);
        remarks.push(format!(
            "Other accounts on this computer can {what} {folder} (its rights are {:o}). `chmod 700 {}` closes it.",
            stat.mode & RIGHTS,
            quoted(&folder)
        ));
    }
    if let Some(stat) = &file {
        let path = shown(&paths.answers, None);
        // Through a closed folder nobody comes to the file, whatever rights it has, until the folder is opened or the file moved.
        let who = if folder.is_some() {
            "is open too"
        } else {
            "is open, though nobody comes to it through its folder"
        };
        remarks.push(format!(
            "The file {path} {who} (its rights are {:o}). `chmod 600 {}` closes it, and so does the next save.",
            stat.mode & RIGHTS,
            quoted(&path)
        ));
    }
    remarks
}

/// A path as a shell takes it.
fn quoted(path: &str) -> String {
    let is_plain = |sign: char| sign.is_alphanumeric() || "/._-+@:,".contains(sign);
    if path.chars().all(is_plain) { path.to_owned() } else { format!("'{}'", path.replace('\'', "'\\''")) }
}

/// Whether a folder stands at a path.
#[must_use]
pub fn is_folder(disk: &dyn Disk, path: &Path) -> bool {
    disk.stat(path).is_ok_and(|stat| stat.shape == Shape::Folder)
}

impl Surroundings {
    /// Whether the answers can have their folder: nothing else stands in its place, or above it.
    ///
    /// # Errors
    /// What stands there instead, in one sentence.
    pub fn has_room(&self) -> Result<(), String> {
        let disk = RealDisk;
        for path in self.paths.data.ancestors() {
            match disk.stat(path) {
                Ok(stat) if stat.shape == Shape::Folder => return Ok(()),
                Ok(_) => {
                    return Err(format!(
                        "{} is a file, and the answers want a folder. Choose a folder with --data-dir.",
                        shown(path, None)
                    ));
                }
                Err(_) => {}
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_takes_every_path() {
        assert_eq!(quoted("/home/sam/.local"), "/home/sam/.local");
        assert_eq!(quoted("/a b/c'd"), "'/a b/c'\\''d'");
    }
}
