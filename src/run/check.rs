//! Looking for mistakes in chapters from the command line.

use super::{File, Outcome, Surroundings, chapters, is_folder, plain, read_book, shown};
use crate::book::{self, Book};
use crate::problem;
use crate::store::{Disk, RealDisk, Trouble, shelf};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Looks for mistakes in chapters and prints them; silent when there are none.
///
/// # Errors
/// What could not be read or printed, in one sentence.
pub fn check(around: &Surroundings, paths: &[PathBuf], out: &mut dyn Write) -> Result<Outcome, String> {
    let disk = RealDisk;
    let mut files: Vec<File> = Vec::new();
    for path in paths {
        files.extend(read(&disk, path)?);
    }
    let names: Vec<String> = files.iter().map(|(name, _)| name.clone()).collect();
    // A chapter may look back at the book that it will join; a folder is a book of its own.
    let book = match paths {
        [] => read_book(&disk, around)?,
        paths if paths.iter().any(|path| is_folder(&disk, path)) || around.book.is_some() => {
            book::book(files)
        }
        _ => book::shipped::book(files),
    };
    if let Some(folder) = around.book.as_ref().filter(|_| paths.is_empty() && is_empty(&book)) {
        return Err(none_in(folder));
    }
    let left_out =
        book.left_out.iter().map(|left| (left.file.as_str(), left.source.as_str(), &left.problems[..]));
    let kept = book.chapters.iter().map(|c| (c.file.as_str(), c.source.as_str(), &c.problems[..]));
    let asked = |file: &str| paths.is_empty() || names.iter().any(|name| name == file);
    let all: Vec<_> = left_out.chain(kept).filter(|(file, _, _)| asked(file)).collect();
    let report = problem::report(&all, problem::Colours::None);
    let printed = out.write_all(report.as_bytes()).and_then(|()| out.flush());
    match printed {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => return Err(plain(&error)),
        Ok(()) | Err(_) => {}
    }
    Ok(if report.is_empty() { Outcome::Done } else { Outcome::Failed })
}

/// The chapter at a path, or all chapters in a folder.
fn read(disk: &dyn Disk, path: &Path) -> Result<Vec<File>, String> {
    if is_folder(disk, path) {
        let found = chapters(disk, path)?;
        return if found.is_empty() { Err(none_in(path)) } else { Ok(found) };
    }
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    match shelf::read_file(disk, path) {
        Err(fault) if fault.trouble == Trouble::Gone => Err(fault.for_chapter()),
        text => Ok(vec![(name, text.map_err(|fault| fault.for_chapter()))]),
    }
}

fn is_empty(book: &Book) -> bool {
    book.chapters.is_empty() && book.left_out.is_empty()
}

fn none_in(folder: &Path) -> String {
    format!("There are no chapters in {}. A chapter is a file whose name ends in .toml.", shown(folder, None))
}
