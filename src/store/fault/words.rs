//! The same trouble in other words: what helps with an export or a chapter is not what helps with the answers.

use super::{Fault, Trouble, shown};

impl Fault {
    /// In words for somebody who writes an export.
    #[must_use]
    pub fn for_export(&self) -> String {
        let path = shown(&self.path);
        match self.trouble {
            Trouble::DiskFull => {
                "The disk is full. Make some space, or choose a folder on another disk.".to_owned()
            }
            Trouble::Quota => {
                "Your account has used all its disk space (quota). Free some, or choose another disk."
                    .to_owned()
            }
            Trouble::ReadOnlyDisk => {
                format!("The disk of {path} does not accept changes (read-only). Choose another folder.")
            }
            Trouble::NotAllowed => {
                format!("The system does not allow writing to {path}. Choose another folder.")
            }
            Trouble::Gone => format!("There is no folder {path}. Make it first, or choose another one."),
            Trouble::NotAFolder => {
                format!("{path} is a file, and a folder should be there. Choose another folder.")
            }
            Trouble::Folder => format!("{path} is a folder. Choose a name in it, or another one."),
            Trouble::NotAFile => format!("{path} is not a regular file. Choose another name."),
            Trouble::LinkCircle => {
                format!("{path} is a link that leads back to itself. Choose another name.")
            }
            Trouble::NotTheSame => format!(
                "What came back from the disk at {path} is not what was written. The disk may be failing; choose another one."
            ),
            Trouble::Other => match self.errno {
                Some(errno) => {
                    format!(
                        "The system reports error {errno} at {path}. Try again, or choose another folder."
                    )
                }
                None => format!("Something went wrong at {path}. Try again, or choose another folder."),
            },
            Trouble::TooLarge
            | Trouble::TooMuch
            | Trouble::NotText
            | Trouble::Damaged(_)
            | Trouble::Missing
            | Trouble::Removed
            | Trouble::ChangedOutside
            | Trouble::InUse
            | Trouble::WouldLose
            | Trouble::NameTaken
            | Trouble::BadName
            | Trouble::NoPlace
            | Trouble::Broken => self.to_string(),
        }
    }

    /// In words for somebody whose text is, or should have been, in an editor.
    #[must_use]
    pub fn for_editor(&self) -> String {
        let path = shown(&self.path);
        match self.trouble {
            Trouble::Gone => format!("Your editor has taken the file {path} away."),
            Trouble::NotText | Trouble::TooLarge | Trouble::TooMuch | Trouble::NotAFile | Trouble::Folder => {
                format!(
                    "What your editor left in {path} cannot be taken in here. Open it there, and copy what you need."
                )
            }
            Trouble::DiskFull => {
                "The disk is full, and an editor needs a file. Make some space first.".to_owned()
            }
            Trouble::Quota
            | Trouble::ReadOnlyDisk
            | Trouble::NotAllowed
            | Trouble::NotAFolder
            | Trouble::LinkCircle
            | Trouble::NotTheSame
            | Trouble::Other
            | Trouble::Damaged(_)
            | Trouble::Missing
            | Trouble::Removed
            | Trouble::ChangedOutside
            | Trouble::InUse
            | Trouble::WouldLose
            | Trouble::NameTaken
            | Trouble::BadName
            | Trouble::NoPlace
            | Trouble::Broken => format!("No file for an editor can be made or read at {path}."),
        }
    }

    /// In words for somebody who reads a chapter.
    #[must_use]
    pub fn for_chapter(&self) -> String {
        let path = shown(&self.path);
        match self.trouble {
            Trouble::NotAllowed => {
                format!("The system does not allow reading {path}. Check who owns it and who may read it.")
            }
            Trouble::Gone => format!("There is no file {path}. Check its name and its folder."),
            Trouble::Folder => {
                format!("{path} is a folder, and a chapter is a file. Give the folder another name.")
            }
            Trouble::NotAFile => format!("{path} is not a regular file. Move it away."),
            Trouble::NotAFolder => {
                format!("A part of {path} is a file, and a folder should be there. Check the path.")
            }
            Trouble::LinkCircle => format!("{path} is a link that leads back to itself. Remove the link."),
            Trouble::TooLarge => {
                format!(
                    "{path} is larger than 4 MiB, too large for a chapter. Check that it is the right file."
                )
            }
            Trouble::NotText => format!(
                "{path} is not plain text (UTF-8). Save it as plain text, with the encoding UTF-8, in your editor."
            ),
            Trouble::Other => match self.errno {
                Some(errno) => format!("The system reports error {errno} at {path}. Try again."),
                None => format!("Something went wrong at {path}. Try again."),
            },
            Trouble::DiskFull
            | Trouble::Quota
            | Trouble::ReadOnlyDisk
            | Trouble::TooMuch
            | Trouble::Damaged(_)
            | Trouble::Missing
            | Trouble::Removed
            | Trouble::ChangedOutside
            | Trouble::InUse
            | Trouble::WouldLose
            | Trouble::NotTheSame
            | Trouble::NameTaken
            | Trouble::BadName
            | Trouble::NoPlace
            | Trouble::Broken => self.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn the_folder_of_the_answers_is_no_cure_for_an_export_or_a_chapter() {
        for trouble in [
            Trouble::NotAllowed,
            Trouble::Gone,
            Trouble::NotAFile,
            Trouble::NotAFolder,
            Trouble::LinkCircle,
            Trouble::NotText,
            Trouble::Other,
        ] {
            let fault = Fault::new(trouble, Path::new("/a/b"));
            for words in [fault.for_export(), fault.for_chapter()] {
                assert!(!words.contains("--data-dir"), "{words}");
                assert!(words.contains("/a/b") && words.ends_with('.'), "{words}");
            }
        }
        assert!(!Fault::new(Trouble::NotText, Path::new("/a")).for_chapter().contains("backups"));
    }
}
