//! `sentence`: a sentence with gaps; Tab goes from gap to gap, and a sentence can have several endings.
//!
//! Stored as rows of gap = text, one row for each ending.

use super::writing::write;
use super::{Ask, Asked, Blank, Change, Edit, Focus, Form, Takes, Told};
use crate::answer::{Answer, Cell, Row as Fields};
use crate::author::{Choice, Reader};
use crate::sheet::Sheet;
use crate::text::{self, Clip, Motion, Seam, Text};
use std::ops::Range;

mod rows;

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
            let sentence = format!("gaps in the stem: {gaps}; names in blanks: {}", blanks.len());
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
            let words = words.as_deref().map(str::trim).filter(|words| !words.is_empty()).unwrap_or("…");
            // Words that end with a stop of their own get no second one.
            let seam = Seam::between(words, part);
            sentence.push_str(seam.words);
            sentence.push_str(seam.quote);
            sentence.push_str(part.get(seam.passed..).unwrap_or(""));
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
        let unnamed =
            |row: &Fields| row.iter().filter(|(gap, _)| !self.blanks.contains(gap)).cloned().collect();
        let mut rest: Vec<Fields> = rows(answer).iter().map(unnamed).collect();
        rest.resize(endings.len(), Vec::new());
        let stem = (asked.fill)(&self.stem);
        Box::new(Gaps {
            rest,
            parts: stem.split(GAP).map(str::to_owned).collect(),
            names: self.blanks.clone(),
            endings,
            ending: 0,
            gap: 0,
            width: 76,
            example: asked.example.to_owned(),
        })
    }

    fn blank(&self, asked: &Asked<'_>) -> Blank {
        Blank::Sentence((asked.fill)(&self.stem))
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
    /// For each ending, stored words of gaps that are gone: kept as they are.
    rest: Vec<Fields>,
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
            && self.rest.get(ending).is_none_or(Vec::is_empty)
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

    /// Whether an ending was begun and left empty: nothing more is to come.
    fn is_through(&self) -> bool {
        let is_last = self.ending + 1 >= self.endings.len();
        self.ending > 0 && self.gap == 0 && is_last && self.is_blank(self.ending)
    }

    /// The next gap, and after the last one another ending.
    fn enter(&mut self) -> Change {
        if self.is_through() {
            return Change::Nothing;
        }
        if self.next() == Change::Moved {
            return Change::Moved;
        }
        if self.is_blank(self.ending) {
            return Change::Nothing;
        }
        self.endings.push(self.names.iter().map(|_| Text::line("")).collect());
        self.rest.push(Vec::new());
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
            if self.ending < self.rest.len() {
                self.rest.remove(self.ending);
            }
            self.ending -= 1;
            self.gap = self.names.len().saturating_sub(1);
            return Change::Moved;
        }
        Change::Nothing
    }
}

impl Form for Gaps {
    fn resize(&mut self, width: usize, _page: usize) {
        self.width = width;
    }

    fn edit(&mut self, edit: Edit, clip: &mut Clip) -> Change {
        match edit {
            Edit::NextPart => self.next(),
            Edit::PreviousPart => self.previous(),
            Edit::Confirm => self.enter(),
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
            | Edit::Up
            | Edit::Down
            | Edit::Left
            | Edit::Right
            | Edit::First
            | Edit::Last
            | Edit::Clear
            | Edit::Higher
            | Edit::Lower
            | Edit::Renew => Change::Nothing,
        }
    }

    fn answer(&self) -> Option<Answer> {
        let row = |ending: usize, gaps: &Vec<Text>| -> Fields {
            let named = self.names.iter().zip(gaps);
            let words = named.map(|(name, gap)| (name.clone(), Cell::Text(gap.as_str().trim().to_owned())));
            words.chain(self.rest.get(ending).into_iter().flatten().cloned()).collect()
        };
        let endings = self.endings.iter().enumerate().filter(|(ending, _)| !self.is_blank(*ending));
        let rows: Vec<Fields> = endings.map(|(ending, gaps)| row(ending, gaps)).collect();
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
        Takes::Line
    }

    fn offers(&self) -> Vec<(Edit, &'static str)> {
        let is_last = self.gap + 1 >= self.names.len() && self.ending + 1 >= self.endings.len();
        let enter = match is_last {
            _ if self.is_through() => "go on",
            true if self.is_blank(self.ending) => "go on",
            true => "another ending",
            false => "next gap",
        };
        vec![(Edit::Confirm, enter), (Edit::NextPart, "next")]
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::trial;

    #[test]
    fn a_sentence_that_is_read_has_one_stop() {
        let stem = "stem = \"I heard ____, and then ____.\"\nblanks = [\"what\", \"then\"]";
        let sentence = trial::read(stem, Sentence::read);
        for (first, second, wanted) in [
            ("the key", "silence", "I heard the key, and then silence."),
            ("the key.", "I slept.", "I heard the key, and then I slept."),
            ("\"Well?\"", "\"Good night.\"", "I heard \"Well?\", and then \"Good night.\""),
            ("him", "nothing ...", "I heard him, and then nothing ..."),
        ] {
            let gap = |name: &str, words: &str| (name.to_owned(), Cell::Text(words.to_owned()));
            let answer = Answer::Rows(vec![vec![gap("what", first), gap("then", second)]]);
            let seen = trial::asked(&[], |asked| sentence.form(asked, Some(&answer)))
                .sheet(Focus::Away, 0..9)
                .words();
            assert_eq!(seen.trim_start_matches(['│', ' ']).trim_end(), wanted);
            let told = trial::asked(&[], |asked| sentence.told(asked, &answer));
            assert_eq!(told, Told::Words(wanted.to_owned()));
        }
    }
}
