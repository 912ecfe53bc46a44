//! A text in the person's own editor: the one place that starts another program, and only when the person asks for it.
//!
//! The text goes there in a file and comes back from it. Whatever goes wrong, the text here is as it was, and a file
//! that holds anything new stays.

use super::shown;
use crate::app::Draft;
use crate::store::{Disk, Paths, scrap};
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

/// Where no editor is named: the one that explains itself, or the one that is always there.
const USUAL: &str = "if command -v nano >/dev/null; then nano \"$1\"; else vi \"$1\"; fi";

const AS_IT_WAS: &str = "The text here is as it was.";
const NOT_WELL: &str = "Your editor did not start, or ended with an error.";
const IS_IT_THERE: &str = "Look whether VISUAL or EDITOR names a program that is there.";
const UNCHANGED: &str = "You are back from your editor, and nothing is changed. If it opens a window of its own, tell it to wait: \
                         VISUAL=\"code --wait\", for example.";

/// Which editor, and how paths are shown.
pub(super) struct Editor<'a> {
    /// A command as a shell reads it; none for the usual one.
    pub(super) command: Option<&'a OsStr>,
    pub(super) home: Option<&'a Path>,
}

impl Editor<'_> {
    /// Gives a text to the editor, and waits until it has ended. Gives what came back, or why nothing did and what to do, in a
    /// few sentences; and the file that is to be taken away once these words are saved.
    pub(super) fn edit(
        &self,
        disk: &dyn Disk,
        paths: &Paths,
        text: &str,
    ) -> (Result<Draft, String>, Option<PathBuf>) {
        let path = match scrap::lend(disk, paths, text) {
            Ok(path) => path,
            Err(fault) => return (Err(format!("{} {AS_IT_WAS}", fault.for_editor())), None),
        };
        let is_well = self.start(&path).is_ok_and(|status| status.success());
        let back = match scrap::read_back(disk, &path, text) {
            Ok(back) => back,
            Err(fault) => return (Err(format!("{} {AS_IT_WAS}", fault.for_editor())), None),
        };
        if back != text && is_well {
            return (Ok(Draft(back)), Some(path));
        }
        // An editor that was killed may have put the words beside the file.
        if back != text || scrap::is_beside(disk, &path) {
            let folder = shown(&paths.editor, self.home);
            return (Err(format!("{NOT_WELL} {AS_IT_WAS} What the editor left is in {folder}.")), None);
        }
        scrap::clear(disk, &path);
        let why =
            if is_well { UNCHANGED.to_owned() } else { format!("{NOT_WELL} {AS_IT_WAS} {IS_IT_THERE}") };
        (Err(why), None)
    }

    /// The shell outlives a Ctrl-C that is meant for the editor.
    fn start(&self, path: &Path) -> io::Result<ExitStatus> {
        let mut script = OsString::from("trap : INT QUIT; ");
        match self.command {
            Some(command) => {
                script.push(command);
                script.push(" \"$1\"");
            }
            None => script.push(USUAL),
        }
        Command::new("/bin/sh").arg("-c").arg(script).arg("imago").arg(path).status()
    }
}

/// What is said about a text of an editor that nobody has taken away, if there is one.
pub(super) fn left(disk: &dyn Disk, paths: &Paths, home: Option<&Path>) -> Option<String> {
    scrap::is_left(disk, paths).then(|| {
        let folder = shown(&paths.editor, home);
        format!("A text from your editor is still in {folder}. Take it away when you need it no longer.")
    })
}
