//! A text in the person's own editor: the one place that starts another program, and only when the person asks for it.
//!
//! The text goes there in a file and comes back from it. Whatever goes wrong, the text here is as it was, and a file
//! that holds anything new stays.

use super::shown;
use crate::app::Draft;
use crate::store::{Disk, Paths, scrap};
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::Path;
use std::process::{Command, ExitStatus};
use std::time::{Duration, Instant};

/// Nobody changes a text in less time than this.
const AT_ONCE: Duration = Duration::from_secs(1);

/// Where no editor is named: the one that explains itself, or the one that is always there.
const USUAL: &str = "if command -v nano >/dev/null; then nano \"$1\"; else vi \"$1\"; fi";

const AS_IT_WAS: &str = "The text here is as it was.";
const NOT_WELL: &str = "Your editor did not start, or ended with an error.";
const TOO_SOON: &str = "Your editor came back at once, and nothing is changed. If it opens a window of its own, tell it to wait: \
                        VISUAL=\"code --wait\", for example.";

/// Which editor, and how paths are shown.
pub(super) struct Editor<'a> {
    /// A command as a shell reads it; none for the usual one.
    pub(super) command: Option<&'a OsStr>,
    pub(super) home: Option<&'a Path>,
}

impl Editor<'_> {
    /// Gives a text to the editor, and waits until it has ended.
    ///
    /// # Errors
    /// Why nothing came back, and what to do: a few sentences.
    pub(super) fn edit(&self, disk: &dyn Disk, paths: &Paths, text: &str) -> Result<Draft, String> {
        let path = scrap::lend(disk, paths, text).map_err(|fault| format!("{fault} {AS_IT_WAS}"))?;
        let began = Instant::now();
        let is_well = self.start(&path).is_ok_and(|status| status.success());
        let took = began.elapsed();
        let back = scrap::read_back(disk, &path, text);
        let is_same = back.as_ref().is_ok_and(|back| back == text);
        match (back, is_well) {
            (Ok(_), true) if is_same && took < AT_ONCE => {
                scrap::clear(disk, &path);
                Err(TOO_SOON.to_owned())
            }
            (Ok(back), true) => {
                scrap::clear(disk, &path);
                Ok(Draft(back))
            }
            (Ok(_), false) if is_same => {
                scrap::clear(disk, &path);
                Err(format!("{NOT_WELL} {AS_IT_WAS}"))
            }
            (Ok(_), false) => {
                Err(format!("{NOT_WELL} {AS_IT_WAS} What the editor left is in {}.", self.shown(&path)))
            }
            (Err(fault), _) => Err(format!("{fault} {AS_IT_WAS}")),
        }
    }

    fn shown(&self, path: &Path) -> String {
        shown(path, self.home)
    }

    /// The terminal is named once more: what this process reads from is not the terminal meanwhile. The shell outlives a
    /// Ctrl-C that is meant for the editor.
    fn start(&self, path: &Path) -> io::Result<ExitStatus> {
        let mut script = OsString::from("exec </dev/tty; trap : INT QUIT; ");
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

/// What is said about a text that was in an editor when the program ended, if there is one.
pub(super) fn left(disk: &dyn Disk, paths: &Paths, home: Option<&Path>) -> Option<String> {
    let path = scrap::left(disk, paths)?;
    Some(format!(
        "A text was in your editor when imago ended. What the editor left is in {}; take it away when you need it no longer.",
        shown(&path, home)
    ))
}
