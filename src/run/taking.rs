//! Taking words along: from the command line, and for the dialog of the workbook.

use super::{Surroundings, is_folder, plain, read_book, shown, zone};
use crate::book::Book;
use crate::cli::Export;
use crate::export::{self, Document, Folders, For, INDEX, Note};
use crate::journal::Stamp;
use crate::session::{self, Scope, Session};
use crate::store::shelf::{self, Overwrite};
use crate::store::{self, Access, Disk, Fault, Opened, RealDisk, Trouble};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

const NOT_NOTED: &str = " The day could not be noted; next time, --since with today's date begins here.";
const NOTHING_FOR_TWO: &str =
    "None of your answers is on a page that is meant for two, so there is nothing to write down yet.";
const NOTHING_NEW: &str =
    "Nothing is new since the last pages for your therapist, and nothing is marked to bring.";
const WORKSHEETS: &str = "Pages to fill in";
const NO_NAME: &str = "The file needs a name. `imago export` without -o gives it one.";

/// Asks a question that is answered with yes or no. `None` where nobody is there to answer.
pub(super) type Question<'a> = &'a mut dyn FnMut(&str) -> Option<bool>;

/// Writes answers down as Markdown. Gives what to say about it; nothing when the Markdown itself was printed.
///
/// # Errors
/// What went wrong, in one sentence.
pub fn write_export(
    around: &Surroundings,
    call: &Export,
    (out, ask): (&mut dyn Write, Question<'_>),
) -> Result<Option<String>, String> {
    if call.since.is_some() && call.whom != For::Therapist {
        return Err("`--since` goes with `--for therapist`; other exports hold every day.".to_owned());
    }
    if call.split.is_some() && call.whom == For::Therapist {
        return Err("Pages for a therapist are one short file. `--split` goes with the others.".to_owned());
    }
    if call.include_private && call.whom == For::Partner {
        return Err(
            "Pages for a partner never hold private answers. Without --include-private they are written."
                .to_owned(),
        );
    }
    let disk = RealDisk;
    let book = read_book(&disk, around)?;
    if let Some(wrong) =
        call.chapters.iter().find(|id| !book.chapters.iter().any(|chapter| chapter.id == **id))
    {
        let known: Vec<&str> = book.chapters.iter().map(|chapter| chapter.id.as_str()).collect();
        let wrong = crate::text::clean(wrong).replace('\n', " ");
        return Err(format!("There is no chapter \"{wrong}\". There are: {}.", known.join(", ")));
    }
    if call.blank {
        return write_blank(&disk, around, (call, out), book);
    }
    // An export neither takes the lock nor minds that somebody else has it.
    let journal = store::look(&disk, &around.paths).map_err(|fault| fault.to_string())?;
    let now = Stamp::of(jiff::Timestamp::now(), &zone(&disk, around));
    let mut session = Session::new(book, journal, now.local.date().to_string());
    let since = call.since.map(|day| Stamp { local: day.to_datetime(jiff::civil::Time::midnight()), ..now });
    let scope =
        Scope { chapters: call.chapters.clone(), private: call.include_private, whom: call.whom, since };
    if call.include_private && !call.yes {
        let open = Scope { private: false, whom: For::Me, ..scope.clone() };
        agreed(session.document(&open).kept_private, ask)?;
    }
    let document = session.document(&scope);
    if is_empty(&document) {
        return Err(nothing(around, &session, &scope));
    }
    if let Some(folder) = &call.split {
        return write_notes(&disk, around, (folder, call.force), &document).map(Some);
    }
    let text = export::markdown(&document);
    let file = (export::file_name(&document), text);
    let Some(written) = put_down(&disk, around, (call, out), &file)? else { return Ok(None) };
    let left = stayed(&document);
    let short = match (document.older + document.left_out, session.first_day()) {
        (0, _) | (_, None) => String::new(),
        (1, Some(day)) => format!(" 1 other answer is not in it; --since {day} takes it along."),
        (n, Some(day)) => format!(" {n} other answers are not in it; --since {day} takes them along."),
    };
    let noted = if session.shown_to_therapist(&scope, now) { note_shown(&disk, around, now) } else { "" };
    let written = shown(&written, None);
    Ok(Some(format!("Written to {written}.{left}{short}{noted} Whoever has this file can read it.")))
}

/// Prints a text, or writes it to the file that was asked for; where it is then.
fn put_down(
    disk: &dyn Disk,
    around: &Surroundings,
    (call, out): (&Export, &mut dyn Write),
    (name, text): &(String, String),
) -> Result<Option<PathBuf>, String> {
    if call.output.as_deref() == Some(Path::new("-")) {
        return match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(plain(&error)),
            Ok(()) | Err(_) => Ok(None),
        };
    }
    let typed = call.output.as_deref().unwrap_or(Path::new(name));
    let overwrite = if call.force { Overwrite::Asked } else { Overwrite::Never };
    let folders = Folders { current: around.paths.documents.clone(), home: around.home.clone() };
    write_file(disk, &folders, &Page { typed, name, text, overwrite }).map(Some)
}

/// Writes empty pages to print. The answers are not even read.
fn write_blank(
    disk: &dyn Disk,
    around: &Surroundings,
    (call, out): (&Export, &mut dyn Write),
    book: Book,
) -> Result<Option<String>, String> {
    let pages = session::worksheets(book, &call.chapters);
    let title = match (call.chapters.as_slice(), pages.first()) {
        ([_], Some(page)) => page.chapter.clone(),
        _ => WORKSHEETS.to_owned(),
    };
    let name = match call.chapters.as_slice() {
        [one] => format!("imago-{one}-to-fill-in.md"),
        _ => "imago-to-fill-in.md".to_owned(),
    };
    let file = (name, export::worksheets(&title, &pages));
    let written = put_down(disk, around, (call, out), &file)?;
    let pages = if pages.len() == 1 { "1 page" } else { &format!("{} pages", pages.len()) };
    Ok(written
        .map(|path| format!("{pages} to fill in by hand, with no answers in them: {}.", shown(&path, None))))
}

fn stayed(document: &Document) -> String {
    match document.kept_private {
        0 => String::new(),
        1 => " 1 private answer stayed here.".to_owned(),
        n => format!(" {n} private answers stayed here."),
    }
}

/// Writes one note for each page. Nothing is replaced unasked: when one of them is there, none is written.
fn write_notes(
    disk: &dyn Disk,
    around: &Surroundings,
    (typed, replace): (&Path, bool),
    document: &Document,
) -> Result<String, String> {
    let folders = Folders { current: around.paths.documents.clone(), home: around.home.clone() };
    // The name of a note makes a folder of whatever was typed.
    let folder = folders.file(&typed.join(""), INDEX).and_then(|file| file.parent().map(Path::to_owned));
    let folder = folder.ok_or("The folder needs a name.")?;
    let notes = export::notes(document);
    if disk.stat(&folder).is_err() {
        disk.make_dir(&folder).map_err(|error| Fault::of(&error, &folder).for_export())?;
    }
    let others =
        other_notes(disk, &folder, &notes).map_err(|error| Fault::of(&error, &folder).for_export())?;
    if document.whom != For::Me && others > 0 {
        let shown = shown(&folder, None);
        let (notes, them) = if others == 1 { ("note is", "it") } else { ("notes are", "them") };
        return Err(format!(
            "{others} other {notes} in {shown}, and whoever gets the folder could read {them}, so nothing was written. \
             Name a new folder."
        ));
    }
    let there = notes.iter().filter(|note| disk.stat(&folder.join(&note.name)).is_ok()).count();
    if there > 0 && !replace {
        let shown = shown(&folder, None);
        let (is, them) = if there == 1 { ("note is", "it") } else { ("notes are", "them") };
        return Err(format!(
            "{there} {is} in {shown} already, so nothing was written. --force replaces {them}."
        ));
    }
    let overwrite = if replace { Overwrite::Asked } else { Overwrite::Never };
    for (written, note) in notes.iter().enumerate() {
        let page = Page { typed: &folder.join(&note.name), name: &note.name, text: &note.text, overwrite };
        write_file(disk, &folders, &page).map_err(|why| match written {
            0 => why,
            _ => format!("{written} of {} notes were written. {why}", notes.len()),
        })?;
    }
    let (count, left) = (notes.len(), stayed(document));
    let shown = shown(&folder, None);
    let beside = match others {
        0 => String::new(),
        1 => " 1 other note in it was left as it was.".to_owned(),
        n => format!(" {n} other notes in it were left as they were."),
    };
    Ok(format!(
        "{count} notes were written to {shown}, {INDEX} first.{left}{beside} Whoever has them can read them."
    ))
}

/// How many notes are in a folder that an export does not write: older ones, of pages that stay here by now, or somebody's own.
fn other_notes(disk: &dyn Disk, folder: &Path, notes: &[Note]) -> io::Result<usize> {
    let names = disk.list(folder)?;
    let is_note = |name: &Path| name.extension().is_some_and(|end| end.eq_ignore_ascii_case("md"));
    let is_ours = |name: &Path| notes.iter().any(|note| name == Path::new(&note.name));
    Ok(names.iter().filter(|name| is_note(name) && !is_ours(name)).count())
}

/// Private answers need a yes of their own.
fn agreed(private: usize, ask: Question<'_>) -> Result<(), String> {
    let question = match private {
        0 => return Ok(()),
        1 => "1 answer is marked private. Shall it go into this file too? [y/N]".to_owned(),
        n => format!("{n} answers are marked private. Shall they go into this file too? [y/N]"),
    };
    match ask(&question) {
        Some(true) => Ok(()),
        Some(false) => Err("Nothing was written. Without --include-private they stay here.".to_owned()),
        None => {
            Err("Private answers leave only when you ask twice: add --yes to --include-private.".to_owned())
        }
    }
}

/// Keeps the day beside the answers, so that the next pages begin there. Gives what to say when that cannot be.
fn note_shown(disk: &dyn Disk, around: &Surroundings, now: Stamp) -> &'static str {
    let Opened { mut journal, access, .. } = store::open(disk, &around.paths);
    match access {
        Access::Writable(mut desk) => {
            journal.for_therapist = Some(now);
            if store::save(disk, &mut desk, &journal).is_ok() { "" } else { NOT_NOTED }
        }
        Access::ReadOnly(_) | Access::Damaged(_) => NOT_NOTED,
    }
}

fn is_empty(document: &Document) -> bool {
    let nothing = document.chapters.is_empty() && document.brought.is_empty() && document.measures.is_empty();
    match document.whom {
        For::Me => nothing && document.earlier.is_empty() && document.kept_private == 0,
        For::Partner | For::Therapist => nothing,
    }
}

fn nothing(around: &Surroundings, session: &Session, scope: &Scope) -> String {
    match (scope.whom, session.first_day()) {
        (For::Partner, Some(_)) => return NOTHING_FOR_TWO.to_owned(),
        (For::Therapist, Some(day)) => {
            return format!("{NOTHING_NEW} `--since {day}` takes everything along.");
        }
        (For::Me, _) | (_, None) => {}
    }
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

#[cfg(test)]
mod tests {

    #[test]
    fn private_answers_need_a_yes_of_their_own() {
        let agreed = |private: usize, answer: Option<bool>| {
            let mut asked = String::new();
            let result = super::agreed(private, &mut |question| {
                question.clone_into(&mut asked);
                answer
            });
            (result.err().unwrap_or_default(), asked)
        };
        assert_eq!(agreed(0, Some(false)), (String::new(), String::new()), "nothing is asked about nothing");
        let (why, asked) = agreed(2, Some(true));
        assert!(why.is_empty() && asked.contains("2 answers are marked private"), "{why} {asked}");
        let (why, asked) = agreed(1, Some(false));
        assert!(why.contains("Nothing was written") && asked.contains("1 answer is"), "{why} {asked}");
        assert!(agreed(1, None).0.contains("--yes"), "where nobody can be asked");
    }
}
