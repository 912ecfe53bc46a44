//! The program in the world: book, answers, writer and terminal put together.
//!
//! Nothing is decided here that a screen could decide; this only carries what one part needs to the other.

use crate::app::{Action, App, Effect, Mode, Moment, View};
use crate::book::{self, Book};
use crate::cli::Export;
use crate::export;
use crate::journal::Stamp;
use crate::problem;
use crate::session::{Scope, Session};
use crate::store::disk::Shape;
use crate::store::shelf::{self, Overwrite};
use crate::store::{self, Disk, Paths};
use crate::tui::{self, End, Program, keymap, theme::Theme};
use jiff::tz::TimeZone;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;

mod desktop;
mod versions;

pub use desktop::{Desktop, Place, news};
pub use versions::{backups, restore};

/// Where the program finds what it needs.
pub struct Surroundings {
    /// Where things are kept.
    pub paths: Paths,
    /// A folder with chapters to read instead of the shipped book.
    pub book: Option<PathBuf>,
    /// Whether the environment names a zone for the clock.
    pub zone_is_named: bool,
    /// Whether colours are welcome.
    pub colours: bool,
    /// The home folder, to write paths as people do.
    pub home: Option<PathBuf>,
}

/// What came of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is done.
    Done,
    /// It failed, or mistakes were found.
    Failed,
}

/// Reads the book: the shipped one with the person's own chapters, or the one in a folder.
///
/// # Errors
/// When the folder cannot be read; one sentence.
pub fn read_book(disk: &dyn Disk, around: &Surroundings) -> Result<Book, String> {
    let folder = around.book.as_ref().unwrap_or(&around.paths.chapters);
    if around.book.is_some() && disk.stat(folder).is_err() {
        return Err(format!(
            "There is no folder {}. `--book` wants one with chapters in it.",
            shown(folder, None)
        ));
    }
    let files = shelf::read_folder(disk, folder).map_err(|fault| fault.to_string())?;
    let files = files.into_iter().filter(|(name, _)| name != "help.toml");
    let files = files.map(|(name, text)| (name, text.map_err(|fault| fault.to_string()))).collect();
    Ok(if around.book.is_some() { book::book(files) } else { book::shipped::book(files) })
}

/// Opens the workbook on the terminal.
///
/// # Errors
/// What went wrong, in one sentence.
pub fn open(around: &Surroundings) -> Result<Outcome, String> {
    let disk: Arc<dyn Disk> = Arc::new(store::RealDisk);
    let (sender, receiver) = mpsc::channel();
    // One after the other: to wake a second core takes longer than either.
    let book = read_book(disk.as_ref(), around)?;
    let now = Moment { wall: jiff::Timestamp::now(), since_start: Duration::ZERO };
    let place = Place {
        paths: around.paths.clone(),
        home: around.home.clone(),
        zone: zone(disk.as_ref(), around),
        help: book::shipped::help(),
    };
    let today = Stamp::of(now.wall, &place.zone).local.date().to_string();
    let opened = store::open(disk.as_ref(), &around.paths);
    let mut desktop = Desktop::new(disk, place, sender.clone());
    let (journal, start) = desktop.adopt(opened).map_err(|error| plain(&error))?;
    let mut app = App::new(Session::new(book, journal, today), keymap::hints(), start, now);
    // What is in memory is saved below, once the loop has been left behind.
    tui::on_panic(sender.clone(), String::new);
    let theme = if around.colours { Theme::terminal() } else { Theme::plain() };
    let mut tui =
        tui::open(theme, (sender, receiver), desktop.last_resort()).map_err(|error| plain(&error))?;
    let end = catch_unwind(AssertUnwindSafe(|| tui.run(&mut app, &mut desktop)));
    drop(tui);
    let Ok(end) = end else {
        let saved = catch_unwind(AssertUnwindSafe(|| desktop.save_all(&mut app)));
        return Err(if saved.unwrap_or(false) { AFTER_BUG } else { AFTER_BUG_UNSAVED }.to_owned());
    };
    let closed = desktop.close();
    match end {
        Ok(End::Left | End::Hidden) if closed => Ok(Outcome::Done),
        Ok(End::Signal(_) | End::Gone) if closed => Ok(Outcome::Failed),
        Ok(End::Left | End::Hidden | End::Signal(_) | End::Gone) => Ok(Outcome::Failed),
        Err(error) => Err(plain(&error)),
    }
}

/// The zone of the clock on the wall. Asking the system's database for it means reading hundreds of names; where the
/// zone has a file of its own, that one file will do.
fn zone(disk: &dyn Disk, around: &Surroundings) -> TimeZone {
    if around.zone_is_named {
        return TimeZone::system();
    }
    let local = disk.read(Path::new("/etc/localtime"), ZONE_BYTES).ok();
    local.and_then(|bytes| TimeZone::tzif("local", &bytes).ok()).unwrap_or_else(TimeZone::system)
}

/// Looks for mistakes in chapters and prints them.
///
/// # Errors
/// What could not be read or printed, in one sentence.
pub fn check(around: &Surroundings, paths: &[PathBuf], out: &mut dyn Write) -> Result<Outcome, String> {
    let disk = store::RealDisk;
    let mut files: Vec<(String, Result<String, String>)> = Vec::new();
    for path in paths {
        if disk.stat(path).is_ok_and(|stat| stat.shape == Shape::Folder) {
            let found = shelf::read_folder(&disk, path).map_err(|fault| fault.to_string())?;
            let own = found.into_iter().filter(|(name, _)| name != "help.toml");
            files.extend(own.map(|(name, text)| (name, text.map_err(|fault| fault.to_string()))));
        } else {
            let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
            files.push((name, shelf::read_file(&disk, path).map_err(|fault| fault.to_string())));
        }
    }
    // A chapter may look back at the book that it will join; a folder is a book of its own.
    let is_folder = |path: &PathBuf| disk.stat(path).is_ok_and(|stat| stat.shape == Shape::Folder);
    let names: Vec<String> = files.iter().map(|(name, _)| name.clone()).collect();
    let book = match paths {
        [] => read_book(&disk, around)?,
        paths if paths.iter().any(is_folder) || around.book.is_some() => book::book(files),
        _ => book::shipped::book(files),
    };
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

/// Writes answers down as Markdown. Gives what to say about it; nothing when the Markdown itself was printed.
///
/// # Errors
/// What went wrong, in one sentence.
pub fn write_export(
    around: &Surroundings,
    call: &Export,
    out: &mut dyn Write,
) -> Result<Option<String>, String> {
    let disk = store::RealDisk;
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
    let text = export::markdown(&document);
    let to_stdout = call.output.as_deref() == Some(Path::new("-"));
    if to_stdout {
        return match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(plain(&error)),
            Ok(()) | Err(_) => Ok(None),
        };
    }
    let path = call.output.clone().unwrap_or_else(|| PathBuf::from(export::file_name(&document)));
    let overwrite = if call.force { Overwrite::Asked } else { Overwrite::Never };
    let written = write_file(&disk, &around.paths.documents, (&path, overwrite), &text)?;
    let left = match document.kept_private {
        0 => String::new(),
        1 => " 1 private answer stayed here.".to_owned(),
        n => format!(" {n} private answers stayed here."),
    };
    Ok(Some(format!("Written to {}.{left} Whoever has this file can read it.", shown(&written, None))))
}

fn write_file(
    disk: &dyn Disk,
    documents: &Path,
    (path, overwrite): (&Path, Overwrite),
    text: &str,
) -> Result<PathBuf, String> {
    let whole = documents.join(path);
    let folder = whole.parent().unwrap_or(documents);
    let name = whole.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let export = shelf::Export { folder, name: &name, text, overwrite };
    shelf::write_export(disk, &export).map_err(|fault| fault.to_string())
}

/// A path as people write it, with nothing in it that a terminal would obey.
#[must_use]
pub fn shown(path: &Path, home: Option<&Path>) -> String {
    let short = match home.and_then(|home| path.strip_prefix(home).ok()) {
        Some(rest) => Path::new("~").join(rest),
        None => path.to_owned(),
    };
    let text = short.to_string_lossy();
    crate::text::clean(&text).replace('\n', "\u{fffd}")
}

fn plain(error: &io::Error) -> String {
    format!("Something with the terminal or the disk did not work: {error}.")
}

/// No zone has a longer file.
const ZONE_BYTES: u64 = 1 << 16;
const AFTER_BUG: &str = "Your answers were saved. Start imago again to go on; we are sorry.";
const AFTER_BUG_UNSAVED: &str =
    "The last words may not be saved. What was saved before is whole; start imago again.";

impl Program for App {
    fn update(&mut self, at: Moment, action: Action) -> Option<Effect> {
        App::update(self, at, action)
    }

    fn view(&self) -> View {
        App::view(self)
    }

    fn mode(&self) -> Mode {
        App::mode(self)
    }

    fn deadline(&self) -> Option<Duration> {
        App::deadline(self)
    }
}
