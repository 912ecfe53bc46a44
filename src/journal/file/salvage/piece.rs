//! What is left of one damaged answer: statement by statement, and words as far as they go.
//!
//! Nothing is made up here. What cannot be read as a statement is kept as words when it stands where somebody's words
//! stand, and the caller marks whatever comes from here as incomplete.

use super::super::free;
use super::scan::{Scan, key};
use crate::answer::{Answer, Cell};
use crate::journal::{Entry, Extra, Id, Round, Said, Stamp};
use crate::shared_str::SharedStr;
use crate::text::clean;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use std::fmt::Write;
use std::mem::{discriminant, take};
use std::sync::Arc;

/// A moment for what has none; the caller finds a better one.
pub(super) const NO_MOMENT: Stamp =
    Stamp { local: DateTime::constant(1970, 1, 1, 0, 0, 0, 0), offset: Offset::UTC };

/// The header of a small document that holds one statement.
const HEAD: &str = "format = 1\n[answers.a.b]\n";

/// How the lines of an answer begin.
const KEYS: [&str; 7] =
    ["asked = ", "kind = ", "value = ", "skipped = ", "emptied = ", "updated = ", "[[answers."];

/// What was found where an answer stood.
pub(super) struct Piece {
    /// The answer's name, when it can be read.
    pub(super) id: Option<Id>,
    /// What can be read of it; without a value it says that nothing was said.
    pub(super) entry: Entry,
    /// Whether an answer was begun here at all.
    pub(super) begun: bool,
}

/// One answer, or one of its versions, while it is gathered.
#[derive(Default)]
struct Gathered {
    value: Option<Said>,
    updated: Option<Stamp>,
    extra: Extra,
    /// Lines that are no statements.
    loose: String,
}

/// Where a version goes.
#[derive(Clone, Copy)]
enum Part {
    Answer,
    Rounds,
    Other,
}

/// Gathers what stands between two places. The first line is the header, or what is left of it.
pub(super) fn gather(scan: &mut Scan<'_>, (start, end): (usize, usize)) -> Piece {
    let mut piece = Piece { id: name(scan, scan.line(start)), entry: empty(), begun: false };
    piece.begun = piece.id.is_some();
    let (mut part, mut now) = (Part::Answer, Gathered::default());
    let mut at = if key(scan.from(start)).is_some() { start } else { scan.next_line(start) };
    while at < end {
        let line = scan.line(at);
        if line.starts_with("[[answers.") {
            piece.put(part, take(&mut now));
            part = if line.contains(".other]") { Part::Other } else { Part::Rounds };
            at = scan.next_line(at);
            continue;
        }
        let key = key(line).filter(|key| now.awaits(key));
        let read = key.and_then(|key| scan.statement((at, end), usize::MAX).map(|(end, _)| (key, end)));
        let read = read.and_then(|(key, end)| {
            let entry = one(scan, scan.part(at, end), key)?;
            Some((key, end, entry))
        });
        match (read, key) {
            (Some((key, end, entry)), _) => {
                piece.begun |= now.take(key, &entry, &mut piece.entry);
                at = end;
            }
            (None, Some("value")) => {
                let stop = end_of_words(scan, (scan.next_line(at), end));
                now.value = words(scan, scan.part(at, stop));
                piece.begun = true;
                at = stop;
            }
            (None, Some("asked" | "kind" | "updated" | "skipped" | "emptied")) => {
                // Behind a hole in the file can be the words of another answer.
                now.add_loose(line.split_once('\u{fffd}').map_or("", |(_, behind)| behind));
                piece.begun = true;
                at = scan.next_line(at);
            }
            (None, _) => {
                let ends_here = scan.part(at, scan.text.len()) == line;
                if !now.is_a_key(line, ends_here) {
                    now.add_loose(line);
                }
                at = scan.next_line(at);
            }
        }
    }
    piece.put(part, now);
    piece
}

impl Gathered {
    /// Whether a statement with this key can stand here. Among loose lines, which may be somebody's text, only those that
    /// every answer has can.
    fn awaits(&self, key: &str) -> bool {
        match key {
            "value" | "skipped" | "emptied" => self.value.is_none(),
            "updated" => self.updated.is_none(),
            "asked" | "kind" => self.value.is_none() && self.loose.is_empty(),
            other => self.loose.is_empty() && !self.extra.0.contains_key(other) && self.extra.0.len() < 1_000,
        }
    }

    /// Whether a line that cannot be read is surely a key, or the beginning of one, and none of somebody's words.
    fn is_a_key(&self, line: &str, ends_here: bool) -> bool {
        let begins_one = || KEYS.iter().any(|key| key.starts_with(line));
        let is_done = self.value.is_some() && self.updated.is_some();
        self.loose.is_empty()
            && ((ends_here && begins_one()) || (is_done && (ends_here || key(line).is_some())))
    }

    /// Takes what one statement says. Gives whether it is one that only an answer has.
    fn take(&mut self, key: &str, read: &Entry, entry: &mut Entry) -> bool {
        match key {
            "asked" => entry.asked.clone_from(&read.asked),
            "kind" => entry.kind.clone_from(&read.kind),
            "value" | "skipped" | "emptied" => self.value = Some(read.value.clone()),
            "updated" => self.updated = Some(read.updated),
            _ => {
                self.extra.0.extend(read.extra.0.clone());
                return false;
            }
        }
        true
    }

    fn add_loose(&mut self, line: &str) {
        if !self.loose.is_empty() || !line.trim().is_empty() {
            self.loose.push_str(line);
            self.loose.push('\n');
        }
    }

    /// The loose lines as words, when there is a word among them.
    fn loose(&mut self) -> Option<String> {
        let loose = take(&mut self.loose);
        loose.contains(char::is_alphanumeric).then(|| plain(loose.trim_end()))
    }
}

impl Piece {
    /// Ends one version, and puts it where it belongs.
    fn put(&mut self, part: Part, mut now: Gathered) {
        let mut beside = None;
        now.value = match (now.value.take(), now.loose()) {
            (Some(Said::Answer(Answer::Text(text))), Some(loose)) if text.is_empty() => said(loose),
            (Some(Said::Answer(Answer::Text(text))), Some(loose)) => said(format!("{text}\n{loose}")),
            (None | Some(Said::Nothing | Said::Skipped), Some(loose)) => said(loose),
            (value, loose) => {
                beside = loose.and_then(said);
                value
            }
        };
        let updated = now.updated.unwrap_or(NO_MOMENT);
        let mut version = |value| Round { value, updated, extra: take(&mut now.extra) };
        match (part, now.value) {
            (Part::Answer, value) => {
                self.entry.updated = updated;
                self.entry.value = value.unwrap_or(Said::Nothing);
                self.entry.extra = take(&mut now.extra);
            }
            (Part::Rounds, Some(value)) => self.entry.rounds.push(version(value)),
            (Part::Other, Some(value)) => self.entry.other.push(version(value)),
            (Part::Rounds | Part::Other, None) => {}
        }
        if let Some(value) = beside {
            self.entry.other.push(Round { value, updated, extra: Extra::default() });
        }
    }
}

fn said(text: String) -> Option<Said> {
    Some(Said::Answer(Answer::Text(text.into())))
}

fn empty() -> Entry {
    Entry {
        asked: SharedStr::default(),
        kind: SharedStr::default(),
        value: Said::Nothing,
        updated: NO_MOMENT,
        rounds: Vec::new(),
        other: Vec::new(),
        extra: Extra::default(),
    }
}

/// Reads a small document with one answer.
fn small(scan: &mut Scan<'_>, document: &str) -> Option<(Id, Entry)> {
    let journal = if scan.may_try() { free::read(document, clean).ok()? } else { return None };
    let (id, entry) = journal.answers.into_iter().next()?;
    Some((id, Arc::unwrap_or_clone(entry)))
}

/// What one statement says, as an answer that has only this.
fn one(scan: &mut Scan<'_>, statement: &str, key: &str) -> Option<Entry> {
    let mut document = format!("{HEAD}{statement}\n");
    if key != "updated" {
        document.push_str("updated = 1970-01-01\n");
    }
    if !matches!(key, "value" | "skipped" | "emptied") {
        document.push_str("emptied = true\n");
    }
    small(scan, &document).map(|(_, entry)| entry)
}

/// The answer's name in a header of which a letter may be damaged.
fn name(scan: &mut Scan<'_>, header: &str) -> Option<Id> {
    let mut letters = header.trim().chars();
    let (_, _) = (letters.next()?, letters.next_back()?);
    let (_, names) = letters.as_str().split_once('.')?;
    let sure = header.split_once(']').and_then(|(before, _)| before.split_once('.')).map(|(_, names)| names);
    [names].into_iter().chain(sure).find_map(|names| {
        let document = format!("format = 1\n[answers.{names}]\nemptied = true\nupdated = 1970-01-01\n");
        small(scan, &document).map(|(id, _)| id)
    })
}

/// Where words end that nothing closes: before the line with their moment, before an earlier answer, or at the end.
fn end_of_words(scan: &Scan<'_>, (mut at, end): (usize, usize)) -> usize {
    while at < end {
        let line = scan.line(at);
        if line.starts_with("updated = ") || line.starts_with("[[answers.") {
            return at;
        }
        at = scan.next_line(at);
    }
    end
}

/// What a value says that cannot be read as one.
fn words(scan: &mut Scan<'_>, statement: &str) -> Option<Said> {
    let (_, raw) = statement.split_once('=')?;
    let raw = raw.trim();
    if let Some(items) = raw.strip_prefix("[\n") {
        return list(scan, items);
    }
    let text = match raw.strip_prefix("\"\"\"") {
        Some(text) => {
            let text = text.strip_prefix('\n').unwrap_or(text);
            plain(text.strip_suffix("\"\"\"").unwrap_or(text))
        }
        None => {
            let quotes = ['"', '\''];
            let text = raw.strip_prefix(quotes).unwrap_or(raw);
            plain(text.strip_suffix(quotes).unwrap_or(text))
        }
    };
    if text.contains(char::is_alphanumeric) { said(text) } else { None }
}

/// A list with one item on each line, of which some can be read. Those that cannot are kept as words.
fn list(scan: &mut Scan<'_>, items: &str) -> Option<Said> {
    let mut all: Option<Answer> = None;
    let mut loose: Vec<String> = Vec::new();
    for line in items.lines() {
        let item = line.trim().trim_end_matches(',');
        if item.is_empty() || item == "]" {
            continue;
        }
        let read = one(scan, &format!("value = [{item}]"), "value").map(|entry| entry.value);
        match (read, &mut all) {
            (Some(Said::Answer(answer)), None) => all = Some(answer),
            (Some(Said::Answer(answer)), Some(all)) if discriminant(&answer) == discriminant(all) => {
                join(all, answer);
            }
            (_, _) => {
                let quotes = ['"', '\''];
                let item = item.strip_prefix(quotes).unwrap_or(item);
                loose.push(plain(item.strip_suffix(quotes).unwrap_or(item)));
            }
        }
    }
    loose.retain(|item| item.contains(char::is_alphanumeric));
    let unread = |item: String| ("unread".to_owned(), Cell::Text(item));
    match &mut all {
        None if loose.is_empty() => return None,
        None => all = Some(Answer::List(loose)),
        Some(Answer::List(lines)) => lines.append(&mut loose),
        Some(Answer::Fields(fields)) => fields.extend(loose.into_iter().map(unread)),
        Some(Answer::Rows(rows)) => rows.extend(loose.into_iter().map(|item| vec![unread(item)])),
        Some(Answer::Number(_) | Answer::Text(_)) => {}
    }
    all.map(Said::Answer)
}

fn join(all: &mut Answer, more: Answer) {
    match (all, more) {
        (Answer::List(all), Answer::List(mut more)) => all.append(&mut more),
        (Answer::Fields(all), Answer::Fields(mut more)) => all.append(&mut more),
        (Answer::Rows(all), Answer::Rows(mut more)) => all.append(&mut more),
        (Answer::Number(_) | Answer::Text(_) | Answer::List(_) | Answer::Fields(_) | Answer::Rows(_), _) => {}
    }
}

/// Words as they were typed, from the file's way to write them, however it ends.
fn plain(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let mut letters = after.chars();
        let letter = letters.next();
        rest = letters.as_str();
        match letter {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('u') => {
                let code = rest.get(..4).and_then(|digits| u32::from_str_radix(digits, 16).ok());
                match code.and_then(char::from_u32) {
                    Some(letter) => {
                        out.push(letter);
                        rest = rest.get(4..).unwrap_or("");
                    }
                    None => out.push_str("\\u"),
                }
            }
            Some(letter @ ('"' | '\\')) => out.push(letter),
            // Writing into a string cannot fail.
            Some(letter) => {
                let _ = write!(out, "\\{letter}");
            }
            None => {}
        }
    }
    out.push_str(rest);
    clean(&out).into_owned()
}
