//! What can still be read of a damaged file: every answer that is whole, and the words of those that are not.
//!
//! The file is cut into its answers, and each is read on its own, so that damage in one costs no other. Nothing here
//! says that a file is whole, and no answer is called whole of which anything could not be read. Any bytes will do.

use super::free;
use crate::journal::merge::fill;
use crate::journal::{Entry, INCOMPLETE, Id, Journal, PRIVATE, Round, Said, Stamp};
use crate::text::clean;
use piece::{NO_MOMENT, Piece, gather};
use scan::{End, Scan, key};
use std::sync::Arc;
use toml::Value;

mod piece;
mod scan;

/// How many versions of one answer are put beside it. More of them get a name of their own.
const VERSIONS: usize = 50;

/// What was found in a damaged file.
#[derive(Clone, Debug, Default)]
pub struct Salvaged {
    /// Everything that was found. An answer whose end is missing, or of which a letter is damaged, is marked with
    /// `incomplete = true`, and as private, because a mark that says so may be among what is missing.
    pub journal: Journal,
    /// Answers that are whole.
    pub answers: usize,
    /// Answers that were begun but could not be read whole. Those of which there are words are in the journal, marked.
    pub lost: usize,
}

/// Reads what can be read. It never fails; from bytes that are no such file it brings an empty journal.
#[must_use]
pub fn salvage(bytes: &[u8]) -> Salvaged {
    let (text, damaged) = text(bytes);
    let mut salvage = Salvage { scan: Scan::new(&text), damaged, found: Salvaged::default(), named: 0 };
    let mut at = salvage.opening();
    while at < text.len() && !salvage.scan.is_last_line(at) {
        at = salvage.block(at);
    }
    salvage.found.date();
    salvage.found
}

/// Bytes as text. Each run of bytes that no text has becomes one sign that stands for something unreadable. Gives where
/// these are, too.
fn text(bytes: &[u8]) -> (String, Vec<usize>) {
    const UNREADABLE: char = '\u{fffd}';
    let mut out = String::with_capacity(bytes.len());
    let mut damaged: Vec<usize> = Vec::new();
    let mut note = |out: &mut String| {
        let here = out.len().saturating_sub(UNREADABLE.len_utf8());
        if damaged.last() != Some(&here) || !out.ends_with(UNREADABLE) {
            damaged.push(out.len());
            out.push(UNREADABLE);
        }
    };
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    for chunk in bytes.utf8_chunks() {
        let mut letters = chunk.valid().chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                '\r' if letters.peek() == Some(&'\n') => {}
                '\n' | '\t' | ' '..='~' => out.push(letter),
                '\0'..='\x1f' | '\x7f' => note(&mut out),
                letter => out.push(letter),
            }
        }
        if !chunk.invalid().is_empty() {
            note(&mut out);
        }
    }
    (out, damaged)
}

/// A file that is being gone through.
struct Salvage<'a> {
    scan: Scan<'a>,
    /// Where something unreadable stood, in order.
    damaged: Vec<usize>,
    found: Salvaged,
    /// How many answers got a name from here.
    named: usize,
}

impl Salvage<'_> {
    /// What stands before the first header. Gives where that is.
    fn opening(&mut self) -> usize {
        let mut at = 0;
        while at < self.scan.text.len() && !self.scan.from(at).starts_with('[') {
            let Some((end, _)) = self.scan.statement((at, self.scan.text.len()), 1 << 20) else {
                let next = self.scan.next_header(at, self.scan.text.len());
                self.rest(at, next);
                return next;
            };
            if key(self.scan.from(at)).is_some_and(|key| key != "format") && self.scan.may_try() {
                let document = format!("format = 1\n{}", self.scan.part(at, end));
                if let Ok(read) = free::read(&document, clean) {
                    self.take_over(read);
                }
            }
            at = end;
        }
        at
    }

    /// Reads the block that begins here. Gives where the next one begins.
    fn block(&mut self, start: usize) -> usize {
        let end = self.scan.block(start);
        let (End::Next(to) | End::Open(to) | End::Trouble(to)) = end;
        let apart = end != End::Trouble(to) || self.scan.part(start, to).ends_with("\n\n");
        let part = self.scan.part(start, to);
        let body = part.trim_start_matches(|letter| letter != '[');
        // A header with another word in it can be one of ours with a damaged letter.
        let strange = !["[answers", "[pages", "[place]"].iter().any(|name| body.starts_with(name));
        let asks = || body.lines().nth(1).is_some_and(|line| line.starts_with("asked = "));
        // Every answer has a moment; what has none is read only as long as there is patience.
        let worth = body.contains("updated") || self.scan.may_try();
        if apart && worth && !(strange && asks()) {
            let document = format!("format = 1\n{body}");
            if let Ok(read) = free::read(&document, clean) {
                let whole = !self.is_damaged(start, to) && !matches!(end, End::Open(_));
                self.take(read, whole);
                if end != End::Trouble(to) {
                    return to;
                }
                let next = self.scan.next_header(to, self.scan.text.len());
                self.rest(to, next);
                return next;
            }
        }
        // A string that lost its end can have run on into other answers.
        let limit = match end {
            End::Next(to) => to,
            End::Open(_) | End::Trouble(_) => self.scan.text.len(),
        };
        let next = self.scan.next_header(self.scan.next_line(start), limit);
        self.rest(start, next);
        next
    }

    /// Takes what a block says that can be read.
    fn take(&mut self, mut read: Journal, whole: bool) {
        for (id, entry) in std::mem::take(&mut read.answers) {
            if whole {
                self.found.answers += 1;
                self.add(id, entry);
            } else {
                self.found.lost += 1;
                self.add(id, incomplete(Arc::unwrap_or_clone(entry)));
            }
        }
        self.take_over(read);
    }

    /// Gathers what is left of an answer.
    fn rest(&mut self, start: usize, end: usize) {
        let is_page = |line: &str| ["[pages", "[place"].iter().any(|name| line.starts_with(name));
        if start >= end || is_page(self.scan.line(start)) {
            return;
        }
        let Piece { id, entry, begun } = gather(&mut self.scan, (start, end));
        if !begun {
            return;
        }
        self.found.lost += 1;
        let is_empty = entry.value == Said::Nothing && entry.rounds.is_empty() && entry.other.is_empty();
        if !is_empty {
            let id = id.unwrap_or_else(|| self.new_name());
            self.add(id, incomplete(entry));
        }
    }

    /// Everything but answers.
    fn take_over(&mut self, read: Journal) {
        let journal = &mut self.found.journal;
        if !read.person.is_empty() {
            journal.person = read.person;
        }
        journal.generation = journal.generation.max(read.generation);
        journal.place = journal.place.take().or(read.place);
        journal.for_therapist = journal.for_therapist.or(read.for_therapist);
        for (id, state) in read.pages {
            journal.pages.entry(id).or_insert(state);
        }
        fill(&mut journal.extra.0, &read.extra.0);
    }

    /// Puts an answer where it belongs. Of two with one name, which only damage can bring about, both are kept.
    fn add(&mut self, id: Id, entry: Arc<Entry>) {
        let Some(there) = self.found.journal.answers.get_mut(&id) else {
            self.found.journal.answers.insert(id, entry);
            return;
        };
        if there.holds(&entry.value) && entry.rounds.is_empty() && entry.other.is_empty() {
            return;
        }
        if there.other.len() >= VERSIONS {
            let id = self.new_name();
            self.found.journal.answers.insert(id, entry);
            return;
        }
        let whole = |entry: &Entry| !entry.extra.0.contains_key(INCOMPLETE);
        let (mut main, second) = match whole(there) || !whole(&entry) {
            true => (Entry::clone(there), Arc::unwrap_or_clone(entry)),
            false => (Arc::unwrap_or_clone(entry), Entry::clone(there)),
        };
        let first = Round { value: second.value, updated: second.updated, extra: second.extra };
        for version in std::iter::once(first).chain(second.rounds).chain(second.other) {
            if !main.holds(&version.value) {
                main.other.push(version);
            }
        }
        *there = Arc::new(main);
    }

    fn is_damaged(&self, start: usize, end: usize) -> bool {
        let at = self.damaged.partition_point(|place| *place < start);
        self.damaged.get(at).is_some_and(|place| *place < end)
    }

    /// A name for words whose own name cannot be read.
    fn new_name(&mut self) -> Id {
        loop {
            self.named += 1;
            let id = Id::new("found", &format!("answer-{}", self.named));
            if !self.found.journal.answers.contains_key(&id) {
                return id;
            }
        }
    }
}

impl Salvaged {
    /// Gives answers without a moment the newest one of all.
    fn date(&mut self) {
        let answers = &mut self.journal.answers;
        let newest = answers.values().map(|entry| entry.updated).max_by_key(|stamp| stamp.local);
        let newest: Stamp = newest.unwrap_or(NO_MOMENT);
        for entry in answers.values_mut() {
            let odd = entry.updated == NO_MOMENT
                || entry.rounds.iter().chain(&entry.other).any(|round| round.updated == NO_MOMENT);
            if odd && entry.extra.0.contains_key(INCOMPLETE) {
                let entry = Arc::make_mut(entry);
                let versions =
                    entry.rounds.iter_mut().chain(&mut entry.other).map(|round| &mut round.updated);
                for updated in versions.chain([&mut entry.updated]).filter(|one| **one == NO_MOMENT) {
                    *updated = newest;
                }
            }
        }
    }
}

/// Marks an answer as one that is not whole.
fn incomplete(mut entry: Entry) -> Arc<Entry> {
    for mark in [INCOMPLETE, PRIVATE] {
        entry.extra.0.insert(mark.to_owned(), Value::Boolean(true));
    }
    Arc::new(entry)
}

#[cfg(test)]
mod tests;
