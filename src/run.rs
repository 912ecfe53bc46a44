//! The program in the world: book, answers, writer and terminal put together.
//!
//! Nothing is decided here that a screen could decide; this only carries what one part needs to the other.

use crate::app::{Action, App, Effect, Mode, Moment, View};
use crate::book::{self, Book};
use crate::journal::Stamp;
use crate::session::Session;
use crate::store::disk::Shape;
use crate::store::{self, Disk, Fault, Paths, shelf};
use crate::tui::{self, End, Program, keymap, theme::Theme};
use jiff::tz::TimeZone;
use std::ffi::OsString;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

mod check;
mod dates;
mod desktop;
mod editor;
mod places;
mod taking;
mod versions;

pub use crate::export::shown;
pub use check::check;
pub use dates::dates;
pub use desktop::{Desktop, Left, Place, news};
pub use places::{is_folder, places};
pub use taking::write_export;
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
    /// The person's own editor, as a shell reads it, when one is named.
    pub editor: Option<OsString>,
    /// Fail instead of the first save: a test.
    pub crash_test: bool,
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
    if around.book.is_some() && !disk.stat(folder).is_ok_and(|stat| stat.shape == Shape::Folder) {
        return Err(format!(
            "There is no folder {}. `--book` wants one with chapters in it.",
            shown(folder, None)
        ));
    }
    let files = chapters(disk, folder)?;
    Ok(if around.book.is_some() { book::book(files) } else { book::shipped::book(files) })
}

/// The chapters of a folder: the name of each file, and its text or why there is none.
fn chapters(disk: &dyn Disk, folder: &Path) -> Result<Vec<File>, String> {
    let files = shelf::read_folder(disk, folder).map_err(|fault| fault.for_chapter())?;
    let own = files.into_iter().filter(|(name, _)| name != "help.toml");
    Ok(own.map(|(name, text)| (name, text.map_err(|fault: Fault| fault.for_chapter()))).collect())
}

/// The name of a file with a chapter, and its text or why there is none.
type File = (String, Result<String, String>);

/// Opens the workbook on the terminal.
///
/// # Errors
/// What went wrong, in one sentence.
pub fn open(around: &Surroundings) -> Result<Outcome, String> {
    let disk: Arc<dyn Disk> = Arc::new(store::RealDisk);
    let (post, inbox) = tui::channel().map_err(|error| plain(&error))?;
    // From the first byte that is read, so that no panic can quote one. What is in memory is saved below, once the loop has
    // been left behind.
    tui::on_panic(post.clone(), String::new);
    // One after the other: to wake a second core takes longer than either.
    let book = read_book(disk.as_ref(), around)?;
    let now = Moment { wall: jiff::Timestamp::now(), since_start: Duration::ZERO };
    let place = Place {
        paths: around.paths.clone(),
        home: around.home.clone(),
        zone: zone(disk.as_ref(), around),
        help: book::shipped::help(),
        editor: around.editor.clone(),
    };
    let today = Stamp::of(now.wall, &place.zone).local.date().to_string();
    let opened = store::open(disk.as_ref(), &around.paths);
    let mut desktop = Desktop::new(disk, place, post.clone());
    desktop.crash_test = around.crash_test;
    let (journal, start) = desktop.adopt(opened).map_err(|error| plain(&error))?;
    let mut app = App::new(Session::new(book, journal, today), keymap::hints(), start, now);
    let theme = if around.colours { Theme::terminal() } else { Theme::plain() };
    let mut tui = tui::open(theme, (post, inbox), desktop.last_resort()).map_err(|error| plain(&error))?;
    let end = catch_unwind(AssertUnwindSafe(|| tui.run(&mut app, &mut desktop)));
    drop(tui);
    let Ok(end) = end else {
        let saved = catch_unwind(AssertUnwindSafe(|| desktop.save_all(&mut app)));
        return Err(if saved.unwrap_or(false) { AFTER_BUG } else { AFTER_BUG_UNSAVED }.to_owned());
    };
    let left = desktop.left();
    let closed = desktop.close();
    match (end, left.words(around.home.as_deref())) {
        (Err(error), _) => Err(plain(&error)),
        // Somebody has come in: not a word.
        (Ok(End::Hidden), Some(_)) => Ok(Outcome::Failed),
        (Ok(End::Left | End::Signal(_) | End::Gone), Some(not_saved)) => Err(not_saved),
        (Ok(End::Left | End::Hidden), None) if closed => Ok(Outcome::Done),
        (Ok(End::Left | End::Hidden | End::Signal(_) | End::Gone), None) => Ok(Outcome::Failed),
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
