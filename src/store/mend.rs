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
use crate::answer::Answer;
use crate::journal::file::{self, Salvaged};
use crate::journal::merge::merge;
use crate::journal::{Entry, Extra, INCOMPLETE, Journal, Round, Said};
use std::path::PathBuf;
use std::sync::Arc;
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

/// Where only a part of an answer could be read and the earlier version has it whole, the whole one stands. The part may hold
/// words that were newer: unless the whole one has all of them, it is kept beside it, and the person decides.
fn whole_first(mut journal: Journal, newest: &Journal) -> Journal {
    for (id, entry) in &mut journal.answers {
        let whole = newest.answers.get(id).filter(|whole| !whole.extra.0.contains_key(INCOMPLETE));
        let (true, Some(whole)) = (entry.extra.0.contains_key(INCOMPLETE), whole) else { continue };
        let (Said::Answer(part), Said::Answer(all)) = (&entry.value, &whole.value) else { continue };
        // Everything but the answer itself stays from both, first of all that it may have been marked private since.
        let mut stands = Entry::clone(entry);
        stands.extra.0.remove(INCOMPLETE);
        (stands.asked, stands.kind) = (whole.asked.clone(), whole.kind.clone());
        (stands.value, stands.updated) = (whole.value.clone(), whole.updated);
        if !holds(all, part) {
            let mut extra = Extra::default();
            extra.0.insert(INCOMPLETE.to_owned(), toml::Value::Boolean(true));
            // When the part was written is not known; it came later than the rest.
            stands.other.push(Round { value: entry.value.clone(), updated: entry.updated, extra });
        }
        *entry = Arc::new(stands);
    }
    journal
}

/// Whether an answer holds everything that a part of one says.
fn holds(all: &Answer, part: &Answer) -> bool {
    match (all, part) {
        (Answer::Text(all), Answer::Text(part)) => all.contains(part.trim()),
        (Answer::List(all), Answer::List(part)) => {
            part.iter().all(|part| all.iter().any(|line| line.contains(part.trim())))
        }
        (all, part) => all == part || part.is_empty(),
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
        Some(newest) => whole_first(merge(&[newest], &journal, newest).journal, newest),
        None => journal.clone(),
    };
    let earlier = both.answers.len() - journal.answers.len();
    // Without a word out of the file it would be nothing but the earlier version.
    (answers + lost > 0).then_some(Mended { journal: both, whole: answers, partly: lost, earlier })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::{Id, PRIVATE, Stamp};

    fn journal(words: &str) -> Journal {
        let updated = Stamp::of(jiff::Timestamp::UNIX_EPOCH, &jiff::tz::TimeZone::UTC);
        let entry = Entry {
            asked: "A letter.".into(),
            kind: "text".into(),
            value: Said::Answer(Answer::Text(words.into())),
            updated,
            rounds: Vec::new(),
            other: Vec::new(),
            extra: Extra::default(),
        };
        let answers = [(Id::new("armour", "letter"), Arc::new(entry))].into();
        Journal { generation: 7, answers, ..Journal::default() }
    }

    /// What is put together when the file of the second journal breaks off right before these words.
    fn mended_before(end: &str, newest: &str, file_of: &str) -> Entry {
        let text = file::write(&journal(file_of));
        let cut = text.find(end).unwrap();
        let mended = mended(&text.as_bytes()[..cut], Some(&journal(newest))).unwrap();
        assert_eq!((mended.whole, mended.partly), (0, 1));
        Entry::clone(&mended.journal.answers[&Id::new("armour", "letter")])
    }

    #[test]
    fn a_whole_answer_stands_before_a_part_of_it() {
        let all = "Dear Zoe, the kitchen smells of rain.";
        let entry = mended_before(" smells", all, all);
        let mut whole = Entry::clone(&journal(all).answers[&Id::new("armour", "letter")]);
        // Whether it was marked private stood behind the place where the file breaks off.
        whole.extra.0.insert(PRIVATE.to_owned(), toml::Value::Boolean(true));
        assert_eq!(entry, whole);
        // Newer words are never lost: they stand beside the whole answer.
        let entry = mended_before(" of rain", "Dear Zoe, I was there.", all);
        assert_eq!(entry.value, Said::Answer(Answer::Text("Dear Zoe, I was there.".into())));
        assert_eq!(entry.other.len(), 1);
        assert_eq!(entry.other[0].value, Said::Answer(Answer::Text("Dear Zoe, the kitchen smells".into())));
    }
}
