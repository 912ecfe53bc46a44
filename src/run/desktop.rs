//! What the loop asks of the world: the writer, the disk, and the answers as a start finds them.

use super::editor::{self, Editor};
use super::shown;
use super::taking::{Page, write_file};
use crate::app::{App, Draft, Effect, News, NotSaved, Remedy, Start, TakenIn, Words};
use crate::book::Help;
use crate::export::Folders;
use crate::journal::{self, Journal};
use crate::store::shelf::Overwrite;
use crate::store::{
    self, Access, Copy, Disk, Fault, Handle, Opened, Origin, Paths, Recovered, Recovery, Report, Trouble,
    Why, Writer, copies, generations, scrap,
};
use crate::tui::{Event, Next, Post, World};
use jiff::tz::TimeZone;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

mod found;
mod left;

pub use left::Left;

/// How long leaving waits for the disk before it asks.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long leaving waits before it says what it waits for: longer than a disk that is well needs, too short to be felt.
const AT_ONCE: Duration = Duration::from_millis(300);

/// Where things are kept, and how times and paths are written there.
pub struct Place {
    /// Where things are kept.
    pub paths: Paths,
    /// The home folder, to write paths as people do.
    pub home: Option<PathBuf>,
    /// The zone of the clock on the wall.
    pub zone: TimeZone,
    /// Where help is to be found.
    pub help: Help,
    /// The person's own editor, as a shell reads it, when one is named.
    pub editor: Option<OsString>,
}

/// The world of one run.
pub struct Desktop {
    disk: Arc<dyn Disk>,
    place: Place,
    /// Where the writer's reports go.
    news: Post,
    /// None while nothing may be written.
    writer: Option<Writer>,
    /// What a start found instead of answers, until the person has chosen.
    recovery: Option<Box<Recovery>>,
    /// Other versions of the answers, until they are taken in.
    copies: Vec<Copy>,
    /// Leaving was refused once, because something is not saved.
    refused: bool,
    /// What came back from an editor, until the answers hold it on the disk.
    lent: Option<PathBuf>,
    /// Fail instead of the first save: a test.
    pub(super) crash_test: bool,
    /// What would be left behind by leaving now.
    left: Left,
}

const MENDED: &str = "Your answers are here again.";
const ONLY_LOOKING: &str =
    "You are looking at an earlier version. Nothing is written; start again to choose.";
const CHOOSE_FIRST: &str = "Nothing is written before you choose.";
const WRITE_NOW: &str = "The other window is closed. You can write here now.";
const JOINED: &str = "Both versions are together now, and the other file is among the earlier versions.";
const JOINED_NOT_SAVED: &str =
    "Both versions are together now. The other file stays where it is until all is saved.";

impl Desktop {
    /// A world in which nothing is open yet.
    #[must_use]
    pub fn new(disk: Arc<dyn Disk>, place: Place, news: Post) -> Desktop {
        let left = Left::default();
        Desktop {
            disk,
            place,
            news,
            writer: None,
            recovery: None,
            copies: Vec::new(),
            refused: false,
            lent: None,
            crash_test: false,
            left,
        }
    }

    /// Takes over what was opened: starts the writer if anything may be written. Gives the answers, and what to say.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn adopt(&mut self, opened: Opened) -> io::Result<(Journal, Start)> {
        let Opened { journal, access, notices, copies } = opened;
        let mut start = self.start();
        start.notice = notices.first().map(ToString::to_string);
        match access {
            Access::Writable(desk) => {
                let report = reporter((self.news.clone(), self.left.clone()), self.place.home.clone());
                self.writer = Some(Writer::start(Arc::clone(&self.disk), desk, report)?);
                let scrap =
                    || editor::left(self.disk.as_ref(), &self.place.paths, self.place.home.as_deref());
                start.notice = start.notice.or_else(scrap);
                start.mending = found::copies(&copies, self.place.home.as_deref());
                self.copies = copies;
            }
            Access::Damaged(recovery) => {
                start.read_only = Some(CHOOSE_FIRST.to_owned());
                start.mending = Some(found::damaged(&recovery, &self.place));
                self.recovery = Some(recovery);
            }
            Access::ReadOnly(why) => {
                start.in_use = matches!(why, Why::InUse { .. });
                start.read_only = Some(why.to_string());
            }
        }
        Ok((journal, start))
    }

    fn start(&self) -> Start {
        Start {
            folder: shown(&self.place.paths.data, self.place.home.as_deref()),
            read_only: None,
            notice: None,
            mending: None,
            in_use: false,
            exports: self.folders(),
            zone: self.place.zone.clone(),
            help: self.place.help.clone(),
        }
    }

    fn folders(&self) -> Folders {
        Folders { current: self.place.paths.documents.clone(), home: self.place.home.clone() }
    }

    /// Waits until what the writer was given is on the disk; for a moment when nobody else can.
    pub fn last_resort(&self) -> impl Fn() + Send + 'static {
        let handle = self.writer.as_ref().map(Writer::handle);
        move || {
            let (true | false) = handle.as_ref().is_none_or(|handle| handle.flush(PATIENCE));
        }
    }

    /// Saves everything and waits for the disk; whether all of it is saved.
    pub fn save_all(&self, app: &mut App) -> bool {
        self.save(app);
        self.flush()
    }

    /// What leaving leaves behind; still true when the writer has ended.
    #[must_use]
    pub fn left(&self) -> Left {
        self.left.clone()
    }

    /// Ends the writer once everything asked for has been tried, and lets go of the lock; whether it has ended.
    #[must_use]
    pub fn close(self) -> bool {
        self.writer.is_none_or(|writer| writer.close(PATIENCE))
    }

    fn save(&self, app: &mut App) {
        let (revision, journal) = app.snapshot();
        if let Some(writer) = self.writer.as_ref().filter(|_| app.has_unsaved()) {
            writer.save(revision, journal);
        }
    }

    /// Takes the file of an editor away, once the disk has confirmed the words that came back in it.
    fn take_back_lent(&mut self) {
        let is_saved = || self.writer.as_ref().is_some_and(|writer| writer.flush(AT_ONCE));
        if let Some(path) = self.lent.take_if(|_| is_saved()) {
            scrap::clear(self.disk.as_ref(), &path);
        }
    }

    fn flush(&self) -> bool {
        self.writer.as_ref().map(Writer::handle).is_none_or(|handle: Handle| handle.flush(PATIENCE))
    }

    /// Does what the person has chosen about what was found at the start.
    fn mend(&mut self, remedy: Remedy, app: &mut App) -> Next {
        match remedy {
            Remedy::PutTogether => self.recover(store::Remedy::Mend, app),
            Remedy::Earlier(at) => self.recover(store::Remedy::Earlier(at), app),
            Remedy::OnlyLook => {
                let newest = self.recovery.as_ref().and_then(|recovery| recovery.generations.first());
                let journal = newest.map(|generation| generation.journal.clone()).unwrap_or_default();
                let read_only = Some(ONLY_LOOKING.to_owned());
                app.reopen(journal, Start { read_only, ..self.start() });
                Next::Stay
            }
            Remedy::TakeIn => {
                self.join(app);
                Next::Stay
            }
        }
    }

    fn recover(&mut self, remedy: store::Remedy, app: &mut App) -> Next {
        let Some(recovery) = self.recovery.take() else { return Next::Stay };
        match recovery.apply(self.disk.as_ref(), remedy) {
            Ok(Recovered { desk, journal, aside }) => {
                let access = Access::Writable(desk);
                let opened = Opened { journal, access, notices: Vec::new(), copies: Vec::new() };
                match self.adopt(opened) {
                    Ok((journal, mut start)) => {
                        let kept = aside.map(|path| {
                            format!(
                                " The file as it was is kept: {}.",
                                shown(&path, self.place.home.as_deref())
                            )
                        });
                        start.notice = Some(format!("{MENDED}{}", kept.unwrap_or_default()));
                        app.reopen(journal, start);
                        Next::Stay
                    }
                    Err(error) => Next::News(News::NotMended(super::plain(&error))),
                }
            }
            Err((recovery, fault)) => {
                self.recovery = Some(recovery);
                Next::News(News::NotMended(fault.to_string()))
            }
        }
    }

    /// Takes other versions of the answers in. Their files move only once everything in them is saved.
    fn join(&mut self, app: &mut App) {
        let disk = self.disk.as_ref();
        let earlier = generations::list(disk, &self.place.paths).unwrap_or_default();
        let copies = std::mem::take(&mut self.copies);
        let mut both = 0;
        for copy in &copies {
            // Words that could not be saved came after those that were. Of what a program for syncing left, nobody can say which
            // version came first.
            let (_, now) = app.snapshot();
            let is_later = copy.origin == Origin::Unsaved && copy.journal.generation > now.generation;
            let base = if is_later { now } else { Journal::default() };
            let known: Vec<&Journal> =
                std::iter::once(&base).chain(earlier.iter().map(|generation| &generation.journal)).collect();
            both += app.join(&known, &copy.journal);
        }
        let saved = self.save_all(app);
        let moved = saved
            && copies
                .iter()
                .all(|copy| copies::shelve(self.disk.as_ref(), &self.place.paths, &copy.path).is_ok());
        let words = if moved { JOINED } else { JOINED_NOT_SAVED };
        let more = match both {
            0 => String::new(),
            1 => " One answer has two versions; its page shows both.".to_owned(),
            n => format!(" {n} answers have two versions; their pages show both."),
        };
        app.reopen_as_it_is(Start { notice: Some(format!("{words}{more}")), ..self.start() });
    }

    /// Another copy of the program writes: shows what it has written, and takes its place when it has ended.
    fn look(&mut self, app: &mut App) {
        let opened = store::open(self.disk.as_ref(), &self.place.paths);
        let free = matches!(opened.access, Access::Writable(_));
        let is_news = opened.journal.generation != app.generation();
        if !free && !is_news {
            return;
        }
        if let Ok((journal, mut start)) = self.adopt(opened) {
            if free {
                start.notice = Some(WRITE_NOW.to_owned());
            }
            app.reopen(journal, start);
        }
    }
}

impl World<App> for Desktop {
    fn perform(&mut self, effect: Effect, app: &mut App) -> Next {
        match effect {
            Effect::Save => {
                // A mistake as bad as they come, for a test: nothing is saved yet, and what it says holds every word.
                debug_assert!(!self.crash_test, "{}", journal::file::write(&app.snapshot().1));
                self.refused = false;
                self.save(app);
                self.take_back_lent();
            }
            Effect::Quit => {
                self.save(app);
                // The first time, words that are not on the disk keep the program open; why follows in the channel. A slow
                // disk is waited for in sight: once it has confirmed, the program asks to leave again.
                let is_saved = self.writer.as_ref().is_none_or(|writer| writer.flush(AT_ONCE));
                self.take_back_lent();
                let is_saved = is_saved || !app.has_unsaved();
                self.left.note_unsaved(!is_saved);
                let leaves = is_saved || self.refused;
                self.refused = !leaves;
                return if leaves { Next::Leave } else { Next::News(News::StillSaving) };
            }
            Effect::Hide => {
                let saved = self.save_all(app) || !app.has_unsaved();
                self.take_back_lent();
                self.left.note_unsaved(!saved);
                return Next::Leave;
            }
            Effect::Suspend => {
                let (true | false) = self.save_all(app);
            }
            Effect::MakeAgain => {
                if let Some(writer) = &self.writer {
                    writer.handle().let_return();
                }
                self.save(app);
            }
            Effect::OpenEditor(Draft(text)) => {
                // What was written so far need not wait for the editor.
                self.save(app);
                let home = self.place.home.as_deref();
                let editor = Editor { command: self.place.editor.as_deref(), home };
                let (edited, lent) = editor.edit(self.disk.as_ref(), &self.place.paths, &text);
                self.lent = lent.or(self.lent.take());
                return Next::News(News::Edited(edited));
            }
            Effect::Mend(remedy) => return self.mend(remedy, app),
            Effect::Look => self.look(app),
            Effect::Export { path, name, markdown } => {
                let (typed, overwrite) = (Path::new(&path), Overwrite::Never);
                let page = Page { typed, name: &name, text: &markdown, overwrite };
                let written = write_file(self.disk.as_ref(), &self.folders(), &page);
                return Next::News(News::Exported(written.map(|path| shown(&path, None))));
            }
        }
        Next::Stay
    }
}

/// Carries the writer's reports to the loop.
fn reporter((post, left): (Post, Left), home: Option<PathBuf>) -> impl Fn(Report) + Send + 'static {
    move |report| {
        left.hear(&report);
        // After the loop has ended nobody listens, and that is fine.
        post.send(Event::News(news(report, home.as_deref())));
    }
}

/// What a report means to the program.
#[must_use]
pub fn news(report: Report, home: Option<&Path>) -> News {
    match report {
        Report::Saving { revision } => News::Saving { revision },
        Report::Saved { revision, at, .. } => News::Saved { revision, at },
        Report::Unconfirmed { .. } => News::Unconfirmed,
        Report::Failed { fault, .. } => News::NotSaved(not_saved(&fault)),
        Report::TakenIn(taken_in) => {
            let store::TakenIn { before, after, both, set_aside } = *taken_in;
            let set_aside = set_aside.map(|path| shown(&path, home));
            News::TakenIn(Box::new(TakenIn { before, after, both, set_aside }))
        }
    }
}

fn not_saved(fault: &Fault) -> NotSaved {
    NotSaved {
        short: fault.short(),
        why: fault.to_string(),
        words: match (fault.trouble, &fault.rescue) {
            (Trouble::Removed, _) => Words::TakenAway,
            (_, Some(_)) => Words::Elsewhere,
            (_, None) => Words::Here,
        },
    }
}
