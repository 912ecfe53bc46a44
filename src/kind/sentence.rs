//! `sentence`: a sentence with gaps; Tab goes from gap to gap, and a sentence can have several endings.
//!
//! Stored as rows of gap = text, one row for each ending.

use super::writing::write;
use super::{Ask, Asked, Change, Edit, Focus, Form, Takes, Told};
use crate::answer::{Answer, Cell, Row as Fields};
use crate::author::{Choice, Reader};
use crate::sheet::{Role, Row, Sheet};
use crate::text::{self, Clip, Motion, Text, width};
use std::ops::Range;

/// What an author writes for a gap.
const GAP: &str = "____";

/// A sentence with gaps.
#[derive(Clone, Debug)]
pub struct Sentence {
    stem: String,
    /// One name for each gap, in their order.
    blanks: Vec<String>,
}

impl Sentence {
    /// Reads `stem` and `blanks`.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Sentence> {
        let stem = reader.required("stem");
        let blanks = reader.texts("blanks");
        let stem = stem?;
        let gaps = stem.matches(GAP).count();
        if gaps == 0 {
            let at = reader.place("stem");
            let help = "mark each gap with four underscores: ____".to_owned();
            reader.note("E09", at, "this stem has no gap".to_owned(), Some(help));
            return None;
        }
        if gaps != blanks.len() {
            let at = reader.place(if reader.has("blanks") { "blanks" } else { "stem" });
            let sentence = format!("the stem has {gaps} gaps, and {} are named", blanks.len());
            reader.note("E09", at, sentence, Some("give every ____ one name in `blanks`".to_owned()));
            return None;
        }
        for (n, name) in blanks.iter().enumerate() {
            if blanks.iter().take(n).any(|earlier| earlier == name) {
                let at = reader.place("blanks");
                reader.note("E08", at, format!("two gaps are named \"{name}\""), None);
                return None;
            }
        }
        Some(Sentence { stem, blanks })
    }

    /// An ending as a whole sentence.
    fn whole(&self, stem: &str, row: &Fields) -> String {
        let mut parts = stem.split(GAP);
        let mut sentence = parts.next().unwrap_or("").to_owned();
        for (name, part) in self.blanks.iter().zip(parts) {
            let words = row.iter().find(|(gap, _)| gap == name).map(|(_, cell)| cell.words());
            sentence
                .push_str(words.as_deref().map(str::trim).filter(|words| !words.is_empty()).unwrap_or("…"));
            sentence.push_str(part);
        }
        sentence
    }
}

/// The endings in an answer.
fn rows(answer: Option<&Answer>) -> &[Fields] {
    match answer {
        Some(Answer::Rows(rows)) => rows,
        Some(Answer::Number(_) | Answer::Text(_) | Answer::List(_) | Answer::Fields(_)) | None => &[],
    }
}

impl Ask for Sentence {
    fn form(&self, asked: &Asked<'_>, answer: Option<&Answer>) -> Box<dyn Form> {
        let find = |row: &Fields, name: &str| {
            row.iter().find(|(gap, _)| gap == name).map_or_else(String::new, |(_, cell)| cell.words())
        };
        let mut endings: Vec<Vec<Text>> = rows(answer)
            .iter()
            .map(|row| self.blanks.iter().map(|name| Text::line(&find(row, name))).collect())
            .collect();
        if endings.is_empty() {
            endings.push(self.blanks.iter().map(|_| Text::line("")).collect());
        }
        let stem = (asked.fill)(&self.stem);
        Box::new(Gaps {
            parts: stem.split(GAP).map(str::to_owned).collect(),
            names: self.blanks.clone(),
            endings,
            ending: 0,
            gap: 0,
            width: 76,
            example: asked.example.to_owned(),
        })
    }

    fn told(&self, asked: &Asked<'_>, answer: &Answer) -> Told {
        let stem = (asked.fill)(&self.stem);
        let sentences: Vec<String> = rows(Some(answer)).iter().map(|row| self.whole(&stem, row)).collect();
        match sentences.as_slice() {
            [one] => Told::Words(one.clone()),
            _ => Told::Lines(sentences),
        }
    }

    fn lines(&self, asked: &Asked<'_>, answer: &Answer) -> Vec<Choice> {
        let stem = (asked.fill)(&self.stem);
        let words = |row: &Fields| match (self.blanks.as_slice(), row.as_slice()) {
            // With one gap, what was put there is what later questions speak of.
            ([_], [(_, cell)]) => cell.words(),
            _ => self.whole(&stem, row),
        };
        rows(Some(answer)).iter().map(words).map(|text| Choice { id: text.clone(), text }).collect()
    }

    fn fits(&self, answer: &Answer) -> bool {
        matches!(answer, Answer::Rows(_))
    }

    fn is_open(&self) -> bool {
        true
    }

    fn texts(&self) -> Vec<&str> {
        vec![&self.stem]
    }
}

/// A sentence while its gaps are filled.
struct Gaps {
    parts: Vec<String>,
    names: Vec<String>,
    endings: Vec<Vec<Text>>,
    ending: usize,
    gap: usize,
    width: usize,
    example: String,
}

impl Gaps {
    fn current(&mut self) -> Option<&mut Text> {
        self.endings.get_mut(self.ending)?.get_mut(self.gap)
    }

    fn is_blank(&self, ending: usize) -> bool {
        self.endings.get(ending).is_none_or(|gaps| gaps.iter().all(Text::is_empty))
    }

    fn next(&mut self) -> Change {
        if self.gap + 1 < self.names.len() {
            self.gap += 1;
        } else if self.ending + 1 < self.endings.len() {
            self.ending += 1;
            self.gap = 0;
        } else {
            return Change::Nothing;
        }
        Change::Moved
    }

    fn previous(&mut self) -> Change {
        if self.gap > 0 {
            self.gap -= 1;
        } else if self.ending > 0 {
            self.ending -= 1;
            self.gap = self.names.len().saturating_sub(1);
        } else {
            return Change::Nothing;
        }
        Change::Moved
    }

    /// Enter: the next gap, and after the last one another ending.
    fn enter(&mut self) -> Change {
        if self.next() == Change::Moved {
            return Change::Moved;
        }
        if self.is_blank(self.ending) {
            return Change::Nothing;
        }
        self.endings.push(self.names.iter().map(|_| Text::line("")).collect());
        self.ending += 1;
        self.gap = 0;
        Change::Moved
    }

    /// Backspace at the start of an empty ending takes the ending away.
    fn drop_blank(&mut self) -> Change {
        if self.gap > 0 {
            self.gap -= 1;
            return Change::Moved;
        }
        if self.ending > 0 && self.is_blank(self.ending) {
            self.endings.remove(self.ending);
            self.ending -= 1;
            self.gap = self.names.len().saturating_sub(1);
            return Change::Moved;
        }
        Change::Nothing
    }

    /// Rows of one ending, and the cursor when it is in it.
    fn rows_of(&self, ending: usize, focus: Focus) -> (Vec<Row>, Option<(usize, usize)>) {
        let mut whole = String::new();
        let mut pieces: Vec<(Range<usize>, Role)> = Vec::new();
        let mut cursor = None;
        let gaps = self.endings.get(ending).map_or(&[][..], Vec::as_slice);
        for (n, part) in self.parts.iter().enumerate() {
            push(&mut whole, &mut pieces, part, Role::Prompt);
            let Some(gap) = gaps.get(n) else { continue };
            let here = focus == Focus::Here && ending == self.ending && n == self.gap;
            if here {
                cursor = Some(whole.len() + gap.position());
            }
            if gap.is_empty() {
                let name = self.names.get(n).map_or("", String::as_str);
                let role = if here { Role::Current } else { Role::Hint };
                push(&mut whole, &mut pieces, &format!("[{}]", name.replace(' ', "\u{a0}")), role);
            } else {
                push(&mut whole, &mut pieces, gap.as_str(), if here { Role::Words } else { Role::Chosen });
                // Room for the cursor behind the last letter.
                if here && gap.position() == gap.as_str().len() {
                    push(&mut whole, &mut pieces, "\u{a0}", Role::Words);
                }
            }
        }
        let cells = self.width.saturating_sub(INDENT + 1).max(1);
        let ranges = text::wrap(&whole, cells);
        let mut rows = Vec::new();
        let mut at = None;
        for (n, range) in ranges.iter().enumerate() {
            let mut row = Row::default();
            for (piece, role) in &pieces {
                let start = piece.start.max(range.start);
                let end = piece.end.min(range.end);
                if start < end {
                    row.push(*role, whole.get(start..end).unwrap_or(""));
                }
            }
            let ends_here =
                cursor.is_some_and(|c| range.contains(&c) || (n + 1 == ranges.len() && c == range.end));
            if ends_here && at.is_none() {
                let before = whole.get(range.start..cursor.unwrap_or(range.start)).unwrap_or("");
                at = Some((n, width(before) + INDENT));
            }
            let bar = match (focus, n) {
                (Focus::Here, _) => Row::of(Role::Focus, "┃"),
                (Focus::Away, _) => Row::of(Role::Frame, "│"),
            };
            let mut full = bar.with(Role::Plain, " ".repeat(INDENT - 1));
            full.append(row);
            rows.push(full);
        }
        (rows, at)
    }

    fn all(&self, focus: Focus) -> (Vec<Row>, Option<(usize, usize)>) {
        let mut rows = Vec::new();
        let mut cursor = None;
        for ending in 0..self.endings.len() {
            let (more, at) = self.rows_of(ending, focus);
            if let Some((row, column)) = at {
                cursor = Some((rows.len() + row, column));
            }
            rows.extend(more);
        }
        if self.endings.len() == 1 && self.is_blank(0) && !self.example.is_empty() {
            let cells = self.width.saturating_sub(INDENT);
            let example = super::writing::wrapped(Role::Hint, &self.example, cells);
            rows.extend(example.into_iter().map(|row| row.indented(INDENT)));
        } else if focus == Focus::Here {
            rows.push(Row::of(Role::Dim, "  +  Enter at the end adds another ending"));
        }
        (rows, cursor)
    }
}

/// Cells before a sentence: the bar and air.
const INDENT: usize = 2;

/// Adds a piece in a role.
fn push(whole: &mut String, pieces: &mut Vec<(Range<usize>, Role)>, text: &str, role: Role) {
    let start = whole.len();
    whole.push_str(text);
    pieces.push((start..whole.len(), role));
}

impl Form for Gaps {
    fn resize(&mut self, width: usize, _page: usize) {
        self.width = width;
    }

    fn edit(&mut self, edit: Edit, clip: &mut Clip) -> Change {
        match edit {
            Edit::NextPart => self.next(),
            Edit::PreviousPart => self.previous(),
            Edit::Write(text::Edit::Newline) => self.enter(),
            Edit::Write(text::Edit::Move(Motion::Up)) => {
                if self.ending == 0 {
                    return Change::Nothing;
                }
                self.ending -= 1;
                Change::Moved
            }
            Edit::Write(text::Edit::Move(Motion::Down)) => {
                if self.ending + 1 >= self.endings.len() {
                    return Change::Nothing;
                }
                self.ending += 1;
                Change::Moved
            }
            Edit::Write(edit) => {
                let backwards = edit == text::Edit::DeleteLeft;
                let (left, right) =
                    (edit == text::Edit::Move(Motion::Left), edit == text::Edit::Move(Motion::Right));
                let Some(text) = self.current() else { return Change::Nothing };
                let empty = text.is_empty();
                match write(text, edit, clip) {
                    Change::Nothing if backwards && empty => self.drop_blank(),
                    Change::Nothing if left => self.previous(),
                    Change::Nothing if right => self.next(),
                    change @ (Change::Nothing | Change::Moved | Change::Typed | Change::Chosen) => change,
                }
            }
            Edit::Pick(_)
            | Edit::Toggle
            | Edit::Confirm
            | Edit::Up
            | Edit::Down
            | Edit::Left
            | Edit::Right
            | Edit::First
            | Edit::Last
            | Edit::Clear
            | Edit::Renew => Change::Nothing,
        }
    }

    fn answer(&self) -> Option<Answer> {
        let row = |gaps: &Vec<Text>| {
            let named = self.names.iter().zip(gaps);
            named.map(|(name, gap)| (name.clone(), Cell::Text(gap.as_str().trim().to_owned()))).collect()
        };
        let rows: Vec<Fields> =
            self.endings.iter().filter(|gaps| !gaps.iter().all(Text::is_empty)).map(row).collect();
        (!rows.is_empty()).then_some(Answer::Rows(rows))
    }

    fn height(&self, focus: Focus) -> usize {
        self.all(focus).0.len()
    }

    fn sheet(&self, focus: Focus, window: Range<usize>) -> Sheet {
        let (rows, cursor) = self.all(focus);
        Sheet { rows, cursor }.window(window)
    }

    fn row(&self) -> usize {
        self.all(Focus::Here).1.map_or(0, |(row, _)| row)
    }

    fn takes(&self) -> Takes {
        Takes::Letters
    }

    fn offers(&self) -> Vec<(Edit, &'static str)> {
        vec![(Edit::NextPart, "next gap"), (Edit::Write(text::Edit::Newline), "next ending")]
    }

    fn brief(&self) -> String {
        let filled = (0..self.endings.len()).filter(|ending| !self.is_blank(*ending)).count();
        match filled {
            0 => "not yet".to_owned(),
            1 => "1 ending".to_owned(),
            n => format!("{n} endings"),
        }
    }

    fn place(&self) -> usize {
        let within =
            self.endings.get(self.ending).and_then(|gaps| gaps.get(self.gap)).map_or(0, Text::position);
        (self.ending * self.names.len().max(1) + self.gap) * PLACES + within.min(PLACES - 1)
    }

    fn go_to(&mut self, place: usize) {
        let gaps = self.names.len().max(1);
        let part = place / PLACES;
        self.ending = (part / gaps).min(self.endings.len().saturating_sub(1));
        self.gap = (part % gaps).min(gaps - 1);
        if let Some(text) = self.current() {
            text.go_to(place % PLACES);
        }
    }
}

/// Places that one gap has for `place`: more bytes than a gap is ever long.
const PLACES: usize = 100_000;
