//! One person's answers in memory, and where they stopped.
//!
//! Plain data with the few laws that keep words safe: an answer that is replaced is replaced whole, one whose
//! question is gone stays, and a snapshot is cheap, so that the writer thread can have one at any moment.
//! How it looks in a file is `journal/file.rs`; nothing here touches a disk or reads a clock.

use crate::answer::Answer;
use crate::shared_str::SharedStr;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

#[cfg(test)]
mod any;
pub mod file;
pub mod merge;

/// The format of the answers file that this program writes.
pub const FORMAT: i64 = 1;

/// The key beside an answer that says the person keeps it to themselves.
pub(crate) const PRIVATE: &str = "private";

/// The key beside an answer that says the person wants to bring it along, to a therapist for example.
pub(crate) const BRING: &str = "bring";

/// The key at the top of the file that says when pages for a therapist were last written.
pub(crate) const FOR_THERAPIST: &str = "for_therapist";

/// The key beside an answer that says its end is missing: words that were found in a damaged file.
pub const INCOMPLETE: &str = "incomplete";

/// Everything one person has written. Cloning shares the entries and copies no words.
/// `Debug` counts and never tells.
#[derive(Clone, Default, PartialEq)]
pub struct Journal {
    /// The name the person chose, or empty.
    pub person: String,
    /// One more with every save; orders versions instead of clocks.
    pub generation: u64,
    /// Answers by question.
    pub answers: BTreeMap<Id, Arc<Entry>>,
    /// What is known of pages by `chapter.exercise`: time spent, skipped, read.
    pub pages: BTreeMap<Id, PageState>,
    /// Where the person stopped.
    pub place: Option<Place>,
    /// When pages for a therapist were last written: the next ones hold what is new since then.
    pub for_therapist: Option<Stamp>,
    /// Answers taken away, or burned, on purpose since the file was read: the only leave to write a file that lacks them, and
    /// not to keep their words among the earlier versions. Not part of the file.
    pub removed: BTreeSet<Id>,
    /// Keys of the file that this program does not know, kept as they are.
    pub extra: Extra,
}

/// A name that is unique over the whole book: `chapter.question` or `chapter.exercise`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(Arc<str>);

/// One answered, or deliberately skipped, question. `Debug` shows shape and size and never a word.
#[derive(Clone, PartialEq)]
pub struct Entry {
    /// The question as it stood when it was answered.
    pub asked: SharedStr,
    /// The kind of the question when it was answered, such as `scale`.
    pub kind: SharedStr,
    /// What was said, or that the question was skipped on purpose.
    pub value: Said,
    /// When it was last changed.
    pub updated: Stamp,
    /// Earlier answers, oldest first.
    pub rounds: Vec<Round>,
    /// Other versions of this answer, written elsewhere, that nobody has decided about yet.
    pub other: Vec<Round>,
    /// Keys of the file that this program does not know, kept as they are.
    pub extra: Extra,
}

/// What a person gave to a question. Skipping is a full answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// An answer.
    Answer(Answer),
    /// Left open on purpose.
    Skipped,
    /// An answer was there and was taken back.
    Nothing,
}

/// An earlier answer to the same question, or another version of the present one.
#[derive(Clone, Debug, PartialEq)]
pub struct Round {
    /// What was said then.
    pub value: Said,
    /// When.
    pub updated: Stamp,
    /// Keys of the file that this program does not know, kept as they are.
    pub extra: Extra,
}

/// What is known of one page, apart from its answers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PageState {
    /// Seconds spent on it with hands on the keys.
    pub spent: u64,
    /// Read to its end, or finished.
    pub read: bool,
    /// Skipped on purpose.
    pub skipped: bool,
    /// Marked by the person, to come back to.
    pub bookmark: bool,
    /// Keys of the file that this program does not know, kept as they are.
    pub extra: Extra,
}

/// Where the person stopped, to the letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The page, as `chapter.exercise`.
    pub page: Id,
    /// The question, as `chapter.question`, when one had the focus.
    pub question: Option<Id>,
    /// Where in the answer, as the question's kind counts (bytes in a text).
    pub at: usize,
}

/// A moment as the person's clock showed it, with its distance from UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Date and time of day, as the clock on the wall showed it.
    pub local: jiff::civil::DateTime,
    /// How far that clock is ahead of UTC.
    pub offset: jiff::tz::Offset,
}

/// Keys from a file that this program does not know. `Debug` shows only how many.
#[derive(Clone, Default)]
pub struct Extra(pub toml::Table);

impl Journal {
    /// What was said to a question, when it was answered and not skipped.
    #[must_use]
    pub fn answer(&self, id: &Id) -> Option<&Answer> {
        match &self.answers.get(id)?.value {
            Said::Answer(answer) => Some(answer),
            Said::Skipped | Said::Nothing => None,
        }
    }

    /// Takes an answer away on purpose. Without this, a save that lacks an answer is refused as a mistake.
    pub fn remove(&mut self, id: &Id) -> Option<Arc<Entry>> {
        let entry = self.answers.remove(id)?;
        self.removed.insert(id.clone());
        Some(entry)
    }

    /// Whether nothing has been written yet that would be worth a file.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.answers.is_empty() && self.person.is_empty()
    }
}

impl Entry {
    /// Whether exactly this was said at exactly that moment: as the answer, as an earlier one, or as another version.
    #[must_use]
    pub fn has_said(&self, round: &Round) -> bool {
        let is_it = |value: &Said, updated: Stamp| *value == round.value && updated == round.updated;
        is_it(&self.value, self.updated)
            || self.rounds.iter().chain(&self.other).any(|own| is_it(&own.value, own.updated))
    }

    /// Whether this stands in the entry: as the answer, as an earlier one, or as another version.
    #[must_use]
    pub fn holds(&self, said: &Said) -> bool {
        self.value == *said || self.rounds.iter().chain(&self.other).any(|round| round.value == *said)
    }
}

impl Id {
    /// Joins a chapter's id and a name inside it.
    #[must_use]
    pub fn new(chapter: &str, name: &str) -> Id {
        let mut id = String::with_capacity(chapter.len() + 1 + name.len());
        id.push_str(chapter);
        id.push('.');
        id.push_str(name);
        Id(id.into())
    }

    /// Reads `chapter.name`; `None` when there is no dot between two names.
    #[must_use]
    pub fn parse(text: &str) -> Option<Id> {
        match text.split_once('.') {
            Some((chapter, name)) if !chapter.is_empty() && !name.is_empty() => Some(Id(text.into())),
            Some(_) | None => None,
        }
    }

    /// The part before the dot.
    #[must_use]
    pub fn chapter(&self) -> &str {
        self.0.split_once('.').map_or("", |(chapter, _)| chapter)
    }

    /// The part after the dot.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.split_once('.').map_or(&*self.0, |(_, name)| name)
    }

    /// The whole id, `chapter.name`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Stamp {
    /// The moment as the given clock shows it, to the second.
    #[must_use]
    pub fn of(moment: jiff::Timestamp, zone: &jiff::tz::TimeZone) -> Stamp {
        let offset = zone.to_offset(moment);
        let exact = offset.to_datetime(moment);
        let local = exact.with().subsec_nanosecond(0).build().unwrap_or(exact);
        Stamp { local, offset }
    }

    /// The moment itself, to put several into an order.
    #[must_use]
    pub fn moment(&self) -> jiff::Timestamp {
        self.offset.to_timestamp(self.local).unwrap_or(jiff::Timestamp::MIN)
    }

    /// `12:04:31`
    #[must_use]
    pub fn time(&self) -> String {
        self.local.strftime("%H:%M:%S").to_string()
    }

    /// `12 May 2026`
    #[must_use]
    pub fn date(&self) -> String {
        self.local.strftime("%-d %B %Y").to_string()
    }
}

impl fmt::Debug for Journal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (answers, pages) = (self.answers.len(), self.pages.len());
        write!(f, "Journal({answers} answers, {pages} pages, generation {})", self.generation)
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (asked, rounds, other) = (self.asked.len(), self.rounds.len(), self.other.len());
        write!(f, "Entry({:?}, asked in {asked} bytes, {rounds} rounds, {other} other versions)", self.value)
    }
}

impl PartialEq for Extra {
    fn eq(&self, other: &Extra) -> bool {
        same_table(&self.0, &other.0)
    }
}

/// Equal as documents: a "not a number" is the same as another one, or no file with one could ever be confirmed.
fn same_table(one: &toml::Table, two: &toml::Table) -> bool {
    one.len() == two.len()
        && one.iter().all(|(key, value)| two.get(key).is_some_and(|other| same(value, other)))
}

/// As [`same_table`], for one value.
fn same(one: &toml::Value, two: &toml::Value) -> bool {
    use toml::Value::{Array, Float, Table};
    match (one, two) {
        (Float(one), Float(two)) => one == two || (one.is_nan() && two.is_nan()),
        (Array(one), Array(two)) => one.len() == two.len() && one.iter().zip(two).all(|(a, b)| same(a, b)),
        (Table(one), Table(two)) => same_table(one, two),
        (one, two) => one == two,
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Extra({} keys)", self.0.len())
    }
}
