//! A file of answers that cannot be read: what is still there, and how the person gets back to it.
//!
//! Nothing is written before the person has chosen, and what was found is put aside before anything takes its place.

use super::damaged;
use super::disk::{Disk, Stat};
use super::fault::{Fault, Trouble};
use super::generations::{self, Generation};
use super::lock::Holding;
use super::open::LARGEST;
use super::paths::Paths;
use super::save::{self, Desk};
use super::target::Seen;
use crate::journal::Journal;
use crate::journal::file::{self, Salvaged};
use crate::journal::merge::merge;
use std::path::PathBuf;
use std::time::Instant;

/// What a start found instead of answers, and what can be made of it.
pub struct Recovery {
    /// What is wrong.
    pub fault: Fault,
    /// Earlier versions that can be read, newest first.
    pub generations: Vec<Generation>,
    /// What can be put together from the file and the newest earlier version, if that gives anything.
    pub mended: Option<Mended>,
    paths: Paths,
    lock: Holding,
    /// The file as it is.
    found: Option<(Option<Stat>, Vec<u8>)>,
}

/// What can be put together.
#[derive(Clone, Debug, PartialEq)]
pub struct Mended {
    /// The answers, put together.
    pub journal: Journal,
    /// Answers that came whole out of the file.
    pub whole: usize,
    /// Answers of which only a part could be read.
    pub partly: usize,
    /// Answers that came from an earlier version.
    pub earlier: usize,
}

/// Answers that are here again.
pub struct Recovered {
    /// The right to write them.
    pub desk: Desk,
    /// The answers.
    pub journal: Journal,
    /// Where what was found is kept.
    pub aside: Option<PathBuf>,
}

/// What is to become of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Everything that can be put together.
    Mend,
    /// This earlier version, counted in [`Recovery::generations`].
    Earlier(usize),
}

impl Recovery {
    /// Looks for everything that is left.
    pub(super) fn find(disk: &dyn Disk, (paths, lock): (&Paths, Holding), fault: Fault) -> Recovery {
        let stat = disk.stat(&paths.answers).ok();
        let found = disk.read(&paths.answers, LARGEST).ok().map(|bytes| (stat, bytes));
        let generations = generations::list(disk, paths).unwrap_or_default();
        let newest = generations.first().map(|generation| &generation.journal);
        let mended = found.as_ref().and_then(|(_, bytes)| mended(bytes, newest));
        Recovery { fault, generations, mended, paths: paths.clone(), lock, found }
    }

    /// Does what was chosen: first what was found is put aside, then the answers are saved.
    ///
    /// # Errors
    /// When it could not be done, with everything as it was before, to try again.
    pub fn apply(self, disk: &dyn Disk, remedy: Remedy) -> Result<Recovered, (Box<Recovery>, Fault)> {
        let chosen = match remedy {
            Remedy::Mend => self.mended.as_ref().map(|mended| &mended.journal),
            Remedy::Earlier(at) => self.generations.get(at).map(|generation| &generation.journal),
        };
        let Some(journal) = chosen.cloned() else {
            let fault = Fault::new(Trouble::Missing, &self.paths.answers);
            return Err((Box::new(self), fault));
        };
        let aside = match &self.found {
            Some((_, bytes)) => match damaged::set_aside(disk, &self.paths, bytes) {
                Ok(path) => Some(path),
                Err(fault) => return Err((Box::new(self), fault)),
            },
            None => None,
        };
        let seen = self.found.as_ref().map(|(stat, bytes)| Seen::of(*stat, bytes));
        let newest = self.generations.iter().map(|generation| generation.number).max().unwrap_or(0);
        let base = Journal { generation: newest.max(journal.generation), ..Journal::default() };
        let Recovery { fault, generations, mended, paths, lock, found } = self;
        let mut desk = Desk::new(paths, lock, seen, base);
        // What is there is kept already, where nobody will take it for a version that can be read.
        desk.kept = Some(Instant::now());
        match save::save(disk, &mut desk, &journal) {
            Ok(_) => {
                let journal = desk.base.clone();
                Ok(Recovered { desk, journal, aside })
            }
            Err(fault_of_save) => {
                let Desk { paths, lock, .. } = desk;
                Err((Box::new(Recovery { fault, generations, mended, paths, lock, found }), fault_of_save))
            }
        }
    }
}

/// What the file and the newest earlier version give together.
fn mended(bytes: &[u8], newest: Option<&Journal>) -> Option<Mended> {
    let text = std::str::from_utf8(bytes).ok();
    let Salvaged { journal, answers, lost } = match text.and_then(file::read_both) {
        Some((ours, theirs)) => {
            // Nobody can say which version both come from, so that none of them is the base.
            let base = Journal::default();
            let known: Vec<&Journal> = std::iter::once(&base).chain(newest).collect();
            let journal = merge(&known, &ours.journal, &theirs.journal).journal;
            Salvaged { answers: journal.answers.len(), lost: 0, journal }
        }
        None => file::salvage(bytes),
    };
    if answers + lost == 0 && newest.is_none() {
        return None;
    }
    let both = match newest {
        Some(newest) => merge(&[newest], &journal, newest).journal,
        None => journal.clone(),
    };
    let earlier = both.answers.len() - journal.answers.len();
    // Without a word out of the file it would be nothing but the earlier version.
    (answers + lost > 0).then_some(Mended { journal: both, whole: answers, partly: lost, earlier })
}
