//! Taking words along: from the command line, and for the dialog of the workbook.

use super::{Surroundings, is_folder, plain, read_book, shown, zone};
use crate::cli::Export;
use crate::export::{self, Document, Folders};
use crate::journal::Stamp;
use crate::session::{Scope, Session};
use crate::store::shelf::{self, Overwrite};
use crate::store::{self, Disk, Fault, RealDisk, Trouble};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

const NO_NAME: &str = "The file needs a name. `imago export` without -o gives it one.";

/// Writes answers down as Markdown. Gives what to say about it; nothing when the Markdown itself was printed.
///
/// # Errors
/// What went wrong, in one sentence.
pub fn write_export(
    around: &Surroundings,
    call: &Export,
    out: &mut dyn Write,
) -> Result<Option<String>, String> {
    let disk = RealDisk;
    let book = read_book(&disk, around)?;
    if let Some(wrong) =
        call.chapters.iter().find(|id| !book.chapters.iter().any(|chapter| chapter.id == **id))
    {
        let known: Vec<&str> = book.chapters.iter().map(|chapter| chapter.id.as_str()).collect();
        let wrong = crate::text::clean(wrong).replace('\n', " ");
        return Err(format!("There is no chapter \"{wrong}\". There are: {}.", known.join(", ")));
    }
    if call.include_private && !call.yes {
        return Err(
            "Private answers leave only when you ask twice: add --yes to --include-private.".to_owned()
        );
    }
    // An export neither takes the lock nor minds that somebody else has it.
    let journal = store::look(&disk, &around.paths).map_err(|fault| fault.to_string())?;
    let now = Stamp::of(jiff::Timestamp::now(), &zone(&disk, around));
    let session = Session::new(book, journal, now.local.date().to_string());
    let scope = Scope { chapters: call.chapters.clone(), private: call.include_private };
    let document = session.document(&scope);
    if is_empty(&document) {
        return Err(nothing(around, &scope));
    }
    let text = export::markdown(&document);
    let to_stdout = call.output.as_deref() == Some(Path::new("-"));
    if to_stdout {
        return match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(plain(&error)),
            Ok(()) | Err(_) => Ok(None),
        };
    }
    let name = export::file_name(&document);
    let typed = call.output.as_deref().unwrap_or(Path::new(&name));
    let overwrite = if call.force { Overwrite::Asked } else { Overwrite::Never };
    let folders = Folders { current: around.paths.documents.clone(), home: around.home.clone() };
    let page = Page { typed, name: &name, text: &text, overwrite };
    let written = write_file(&disk, &folders, &page)?;
    let left = match document.kept_private {
        0 => String::new(),
        1 => " 1 private answer stayed here.".to_owned(),
        n => format!(" {n} private answers stayed here."),
    };
    Ok(Some(format!("Written to {}.{left} Whoever has this file can read it.", shown(&written, None))))
}

fn is_empty(document: &Document) -> bool {
    document.chapters.is_empty() && document.earlier.is_empty() && document.kept_private == 0
}

fn nothing(around: &Surroundings, scope: &Scope) -> String {
    let folder = shown(&around.paths.data, None);
    if scope.chapters.is_empty() {
        return format!("There are no answers in {folder} yet. `imago` opens the workbook.");
    }
    let chapters = scope.chapters.join(", ");
    format!("There are no answers to {chapters} in {folder} yet. `imago` opens the workbook.")
}

/// A file to be written for the person.
pub(super) struct Page<'a> {
    /// What was typed: a file, or a folder that it goes into.
    pub(super) typed: &'a Path,
    /// Its name when a folder was typed.
    pub(super) name: &'a str,
    pub(super) text: &'a str,
    pub(super) overwrite: Overwrite,
}

/// Writes a file where the person wants it; gives where it is.
pub(super) fn write_file(disk: &dyn Disk, folders: &Folders, page: &Page<'_>) -> Result<PathBuf, String> {
    let path = folders.file(page.typed, page.name).ok_or(NO_NAME)?;
    let path = if is_folder(disk, &path) { path.join(page.name) } else { path };
    let folder = path.parent().unwrap_or(&folders.current);
    if let Err(error) = disk.stat(folder) {
        return Err(Fault::of(&error, folder).for_export());
    }
    if !is_folder(disk, folder) {
        return Err(Fault::new(Trouble::NotAFolder, folder).for_export());
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let export = shelf::Export { folder, name: &name, text: page.text, overwrite: page.overwrite };
    shelf::write_export(disk, &export).map_err(|fault| fault.for_export())
}
