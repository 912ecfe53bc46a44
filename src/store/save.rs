//! One durable save: the new file is written beside the old one, proven, and then takes its name.
//!
//! At every moment the disk holds the complete old or the complete new answers. After any error the old ones are there, the
//! unfinished file is gone, and the next try begins with a new one. What somebody else wrote meanwhile is never overwritten:
//! both are put together, answer by answer, and both are kept among the earlier versions.

use super::disk::{Disk, Stat};
use super::fault::{Fault, Trouble};
use super::lock::Holding;
use super::open::{LARGEST, read_answers};
use super::paths::Paths;
use super::proof::{make_folder, pin, written_and_proven};
use super::target::{self, Found, Seen, still};
use super::{damaged, generations, rescue};
use crate::answer::Answer;
use crate::journal::file;
use crate::journal::merge::merge;
use crate::journal::{Id, Journal, Said};
use std::borrow::Cow;
use std::fmt;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

/// How often a save begins anew because somebody else writes at the same time.
const TRIES: usize = 4;

/// The right to write one person's answers, and what is known of the file.
pub struct Desk {
    pub(super) paths: Paths,
    pub(super) lock: Holding,
    /// The file as it was last read or written; `None` when there was none.
    pub(super) seen: Option<Seen>,
    /// What that file holds: what both sides come from when somebody else has written.
    pub(super) base: Journal,
    /// What was to be saved, and what was saved in its place, until whoever asks for saves knows of it.
    pub(super) owed: Option<(Journal, Journal)>,
    /// Where the version of somebody else was kept by a save that failed further on: no earlier version, as long as it is what
    /// stands on the disk.
    pub(super) foreign: Option<PathBuf>,
    /// The version on the disk must be kept before it is replaced: it was not made by this program as it is now.
    pub(super) must_keep: bool,
    /// When a version was last kept in this session.
    pub(super) kept: Option<Instant>,
    /// Where words went that could not take their place.
    pub(super) rescue: Option<PathBuf>,
    /// Saves that failed, one after the other.
    pub(super) failures: u32,
    /// The person wants the file back that was taken away.
    pub(super) may_return: bool,
    /// Whether the folders of the answers are certain to outlast a power cut.
    pub(super) pinned: bool,
    /// Whether old versions were thinned out in this session.
    pub(super) thinned: bool,
}

/// A save that took place.
#[derive(Clone, Debug, PartialEq)]
pub struct Saved {
    /// The number that the new version has.
    pub generation: u64,
    /// When it was done.
    pub at: jiff::Timestamp,
    /// Whether the disk has confirmed that even a power cut cannot undo it.
    pub confirmed: bool,
    /// What somebody else had written meanwhile, if so.
    pub taken_in: Option<Box<TakenIn>>,
}

/// What somebody else had written meanwhile.
#[derive(Clone, Debug, PartialEq)]
pub struct TakenIn {
    /// What was to be saved.
    pub before: Journal,
    /// What was saved: both together.
    pub after: Journal,
    /// Answers of which both versions are kept.
    pub both: usize,
    /// Where the other file is, if it could not be read.
    pub set_aside: Option<PathBuf>,
}

/// Replaces the answers file by this journal. Makes the folder when this is the first save of all.
///
/// # Errors
/// When the old file had to stay. When it can help, the words are put somewhere else, and the fault says where.
pub fn save(disk: &dyn Disk, desk: &mut Desk, journal: &Journal) -> Result<Saved, Fault> {
    match replace(disk, desk, journal) {
        Ok(saved) => {
            desk.failures = 0;
            // Not before they are certain to be where they belong.
            if saved.confirmed {
                rescue::clear(disk, desk);
            }
            Ok(saved)
        }
        Err(fault) => {
            desk.failures = desk.failures.saturating_add(1);
            let rescue = rescue::put(disk, desk, (journal, fault.trouble));
            Err(Fault { rescue, ..fault })
        }
    }
}

/// All steps, again from the first one when somebody else writes at the same time.
fn replace(disk: &dyn Disk, desk: &mut Desk, journal: &Journal) -> Result<Saved, Fault> {
    // Who takes a whole folder away wants it moved or made anew; who takes one file away may want it gone.
    let folder_is_there = disk.stat(&desk.paths.data).is_ok();
    make_folder(disk, &desk.paths.data)?;
    desk.lock.ensure(disk, &desk.paths)?;
    let answers = desk.paths.answers.clone();
    let target = disk.resolve(&answers).map_err(|error| Fault::of(&error, &answers))?;
    make_folder(disk, target.parent().unwrap_or(&desk.paths.data))?;
    for _ in 0..TRIES {
        let next = match target::look(disk, &target, desk.seen.as_mut())? {
            Found::Same(stat) => Next { before: Some(stat), ..desk.next(journal) },
            Found::Nothing => desk.next(journal),
            Found::Removed if desk.may_return || !folder_is_there => desk.next(journal),
            Found::Removed => return Err(Fault::new(Trouble::Removed, &target)),
            Found::Changed(stat, bytes) => together(disk, desk, (stat, &bytes), journal)?,
        };
        if let Some(saved) = place(disk, desk, &target, next)? {
            return Ok(saved);
        }
    }
    Err(Fault::new(Trouble::ChangedOutside, &target))
}

/// What is to be written, and what it takes the place of.
struct Next<'a> {
    journal: Cow<'a, Journal>,
    before: Option<Stat>,
    /// What is on the disk, when it is not what was last seen there.
    foreign: Option<Journal>,
    taken_in: Option<Box<TakenIn>>,
}

impl Desk {
    /// A journal to be written. While whoever asks does not know yet what was taken in, that is taken in again.
    fn next<'a>(&self, journal: &'a Journal) -> Next<'a> {
        let next = Next { journal: Cow::Borrowed(journal), before: None, foreign: None, taken_in: None };
        match &self.owed {
            Some((before, after)) if journal.generation < after.generation => {
                let merged = merge(&[before], journal, after);
                let after = Journal { removed: journal.removed.clone(), ..merged.journal };
                let taken_in = TakenIn {
                    before: journal.clone(),
                    after: after.clone(),
                    both: merged.both.len(),
                    set_aside: None,
                };
                Next { journal: Cow::Owned(after), taken_in: Some(Box::new(taken_in)), ..next }
            }
            Some(_) | None => next,
        }
    }
}

/// Our answers and those that somebody else wrote. Whatever comes of it, both stand among the earlier versions.
fn together<'a>(
    disk: &dyn Disk,
    desk: &Desk,
    (stat, bytes): (Stat, &[u8]),
    mine: &'a Journal,
) -> Result<Next<'a>, Fault> {
    let next = Next { before: Some(stat), ..desk.next(mine) };
    let theirs = match read_answers(bytes.to_owned(), &desk.paths.answers) {
        Ok(reading) => reading.journal,
        Err(fault) if fault.is_damage() => {
            let set_aside = Some(damaged::set_aside(disk, &desk.paths, bytes)?);
            let after = Journal::clone(&next.journal);
            let taken_in = TakenIn { before: mine.clone(), after, both: 0, set_aside };
            return Ok(Next { taken_in: Some(Box::new(taken_in)), ..next });
        }
        Err(fault) => return Err(fault),
    };
    let earlier = generations::known(disk, &desk.paths, desk.foreign.as_deref());
    let known: Vec<&Journal> = std::iter::once(&desk.base).chain(&earlier).collect();
    let merged = merge(&known, &next.journal, &theirs);
    let ours = file::write(&file::settle(Journal::clone(&next.journal)));
    generations::keep_text(disk, &desk.paths, desk.base.generation.max(theirs.generation), &ours)?;
    let after = Journal { removed: mine.removed.clone(), ..merged.journal };
    let taken_in = (merged.changed || next.taken_in.is_some()).then(|| {
        let both = merged.both.len() + next.taken_in.as_ref().map_or(0, |taken_in| taken_in.both);
        Box::new(TakenIn { before: mine.clone(), after: after.clone(), both, set_aside: None })
    });
    Ok(Next { journal: Cow::Owned(after), before: Some(stat), foreign: Some(theirs), taken_in })
}

/// Writes, proves and renames; `None` when somebody else has written meanwhile.
fn place(disk: &dyn Disk, desk: &mut Desk, target: &Path, next: Next<'_>) -> Result<Option<Saved>, Fault> {
    let there = next.foreign.as_ref().unwrap_or(&desk.base);
    let removed = &next.journal.removed;
    let lost = |id: &&Id| !next.journal.answers.contains_key(*id) && !removed.contains(*id);
    if there.answers.keys().find(lost).is_some() {
        return Err(Fault::new(Trouble::WouldLose, target));
    }
    let number = desk.base.generation.max(there.generation);
    let journal = numbered(&next.journal, number);
    let text = Arc::new(file::write(&journal));
    // What the next start would refuse to read must not take the place of what it can.
    if text.len() as u64 > LARGEST {
        return Err(Fault::new(Trouble::TooMuch, target));
    }
    let folder = target.parent().unwrap_or(&desk.paths.data).to_owned();
    // What a killed session left is made to last before any of it is built upon.
    desk.pinned = desk.pinned || pin(disk, &folder);
    let temp = written_and_proven(disk, &folder, &text, &journal)?;
    let unfinished = |fault| {
        let _ = disk.unlink(&temp);
        Err(fault)
    };
    // What somebody else wrote is kept in any case, unless it could not be read: then it is among the damaged ones.
    let is_damage = next.taken_in.as_ref().is_some_and(|taken_in| taken_in.set_aside.is_some());
    let must_keep = desk.must_keep || next.foreign.is_some();
    // A version that is kept only because it is time would be one more with the words that somebody has just burned.
    let is_due = desk.is_keeping_due() && !burns_words(there, &next.journal);
    if next.before.is_some() && !is_damage && (must_keep || is_due || takes_words_away(there, &next.journal))
    {
        let kept = generations::keep(disk, target, &desk.paths, number).and_then(|path| {
            desk.foreign = next.foreign.is_some().then_some(path);
            generations::last(disk, &desk.paths)
        });
        match kept {
            Ok(()) => (desk.kept, desk.must_keep) = (Some(Instant::now()), false),
            Err(fault) if must_keep => return unfinished(fault),
            // A version that cannot be kept must not stand in the way of new words; the next save tries again.
            Err(_) => {}
        }
    }
    let made = disk.stat(&temp).ok();
    match still(disk, target, next.before) {
        Ok(true) => {}
        Ok(false) => {
            let _ = disk.unlink(&temp);
            return Ok(None);
        }
        Err(fault) => return unfinished(fault),
    }
    if let Err(error) = disk.rename(&temp, target) {
        // Over a network, a rename that was asked for twice fails the second time, and yet it is done.
        let is_done = disk.stat(&temp).is_err_and(|error| error.kind() == ErrorKind::NotFound)
            && disk.read(target, text.len() as u64).is_ok_and(|bytes| bytes == text.as_bytes());
        if !is_done {
            return unfinished(Fault::of(&error, target));
        }
    }
    if next.before.is_none() {
        // Nothing was there that could be kept.
        desk.kept = Some(Instant::now());
    }
    // Only if it is still ours; or else the next save compares the bytes.
    let ours = |now: &Stat| made.is_some_and(|made| target::key(made) == target::key(*now));
    desk.seen = Some(Seen::of(disk.stat(target).ok().filter(ours), text.as_bytes()));
    (desk.may_return, desk.foreign) = (false, None);
    let generation = journal.generation;
    // Without anything taken in, whoever asks knows of everything by now.
    desk.owed = next.taken_in.as_ref().map(|taken_in| (taken_in.before.clone(), journal.clone()));
    let taken_in = next.taken_in.map(|taken_in| Box::new(TakenIn { after: journal.clone(), ..*taken_in }));
    desk.base = journal;
    let confirmed = disk.sync_dir(&folder).is_ok() && desk.pinned;
    Ok(Some(Saved { generation, at: jiff::Timestamp::now(), confirmed, taken_in }))
}

/// Whether an answer loses its words unasked: they can be brought back only from a version that is kept.
fn takes_words_away(there: &Journal, next: &Journal) -> bool {
    lost_words(there, next).any(|id| !next.removed.contains(id))
}

/// Whether an answer loses its words because somebody wants it so.
fn burns_words(there: &Journal, next: &Journal) -> bool {
    lost_words(there, next).any(|id| next.removed.contains(id))
}

/// Answers with words there, and without any next.
fn lost_words<'a>(there: &'a Journal, next: &'a Journal) -> impl Iterator<Item = &'a Id> {
    there.answers.iter().filter_map(|(id, entry)| match &entry.value {
        Said::Answer(answer) => {
            (!answer.is_empty() && next.answer(id).is_none_or(Answer::is_empty)).then_some(id)
        }
        Said::Skipped | Said::Nothing => None,
    })
}

/// The journal with the number that its file will have, in a form that a file can hold.
pub(super) fn numbered(journal: &Journal, after: u64) -> Journal {
    let mut next = journal.clone();
    next.generation = journal.generation.max(after).saturating_add(1);
    file::settle(next)
}

impl Desk {
    /// A desk for answers that were just read.
    pub(super) fn new(paths: Paths, lock: Holding, seen: Option<Seen>, base: Journal) -> Desk {
        Desk {
            paths,
            lock,
            seen,
            base,
            owed: None,
            foreign: None,
            must_keep: false,
            kept: None,
            rescue: None,
            failures: 0,
            may_return: false,
            pinned: false,
            thinned: false,
        }
    }

    /// Whether it is time to keep the version on the disk before it is replaced.
    fn is_keeping_due(&self) -> bool {
        self.kept.is_none_or(|last| last.elapsed() >= generations::APART)
    }

    /// The version on the disk must be kept before it is replaced, or it is not replaced.
    pub(super) fn keep_first(&mut self) {
        self.must_keep = true;
    }

    /// Thins out old versions, once in a session, after a save that the disk has confirmed.
    pub(super) fn thin_out(&mut self, disk: &dyn Disk) {
        if !std::mem::replace(&mut self.thinned, true) {
            let _ = generations::thin_out(disk, &self.paths, jiff::Timestamp::now());
        }
    }

    /// The person wants the file back that was taken away: the next save may make it again.
    pub fn let_return(&mut self) {
        self.may_return = true;
    }
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Desk({:?})", self.base)
    }
}
