//! `list`: a growing list of numbered lines.
//!
//! Stored as a list of text, without the empty lines at both ends. While it is written it is one text, each line of which has a
//! number: so undo, selection and paste work over the whole list.

use super::writing::{count, text_row, wrapped, write};
use super::{Ask, Asked, Blank, Change, Edit, Focus, Form, Takes, Told};
use crate::answer::Answer;
use crate::author::{Choice, Reader};
use crate::sheet::{Role, Row, Sheet};
use crate::text::{self, Clip, Motion, Text};
use std::ops::Range;

/// A growing list.
#[derive(Clone, Debug)]
pub struct List {
    /// What one line is called, such as `person`.
    item: String,
    max: usize,
}

impl List {
    /// Reads `item` and `max`.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<List> {
        let item = reader.text("item").unwrap_or_else(|| "line".to_owned());
        let max = reader.integer_in("max", 1, 99).and_then(|max| usize::try_from(max).ok());
        Some(List { item, max: max.unwrap_or(99) })
    }

    /// A list that begins with some lines, and can take more from a source when asked to.
    pub(super) fn growing(&self, asked: &Asked<'_>, begun: &[String], source: Vec<String>) -> Box<dyn Form> {
        Box::new(Lines {
            text: Text::new(&begun.join("\n")),
            item: self.item.clone(),
            max: self.max,
            source,
            example: asked.example.to_owned(),
            aim: asked.aim,
            width: 76,
        })
    }
}

/// The lines of an answer.
pub(super) fn items(answer: Option<&Answer>) -> &[String] {
    match answer {
        Some(Answer::List(lines)) => lines,
        Some(Answer::Number(_) | Answer::Text(_) | Answer::Fields(_) | Answer::Rows(_)) | None => &[],
    }
}

impl Ask for List {
    fn form(&self, asked: &Asked<'_>, answer: Option<&Answer>) -> Box<dyn Form> {
        self.growing(asked, items(answer), Vec::new())
    }

    fn blank(&self, _: &Asked<'_>) -> Blank {
        Blank::Lines(5)
    }

    fn told(&self, _: &Asked<'_>, answer: &Answer) -> Told {
        Told::Lines(items(Some(answer)).to_vec())
    }

    fn lines(&self, _: &Asked<'_>, answer: &Answer) -> Vec<Choice> {
        let filled = items(Some(answer)).iter().filter(|line| !line.trim().is_empty());
        filled.map(|line| Choice { id: line.clone(), text: line.clone() }).collect()
    }

    fn fits(&self, answer: &Answer) -> bool {
        matches!(answer, Answer::List(_))
    }

    fn is_open(&self) -> bool {
        true
    }

    fn texts(&self) -> Vec<&str> {
        vec![&self.item]
    }
}

/// A list while it is written.
struct Lines {
    text: Text,
    item: String,
    max: usize,
    /// Lines of earlier answers that it can take in.
    source: Vec<String>,
    example: String,
    aim: Option<usize>,
    width: usize,
}

/// Cells before a line: the bar, its number, and air.
const NUMBER: usize = 6;

impl Lines {
    fn filled(&self) -> Vec<String> {
        let lines = self.text.as_str().lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect()
    }

    /// Whether no line follows: the last one was left empty, or there are as many as there can be.
    fn is_through(&self) -> bool {
        let (before, after) = self.text.as_str().split_at_checked(self.text.position()).unwrap_or_default();
        let is_empty = before.rsplit('\n').next().is_none_or(|line| line.trim().is_empty());
        (is_empty && after.trim().is_empty()) || self.filled().len() >= self.max
    }

    /// Lines of the source that are not in the list, as far as there is room.
    fn missing(&self) -> Vec<&str> {
        let here = self.filled();
        let room = self.max.saturating_sub(here.len());
        let lines = self.source.iter().map(|line| line.trim());
        lines.filter(|line| !line.is_empty() && !here.iter().any(|l| l == line)).take(room).collect()
    }

    /// Puts what is missing at the end, through the editor, so that it can be taken back.
    fn take_in(&mut self, clip: &mut Clip) -> Change {
        let missing = self.missing().join("\n");
        if missing.is_empty() {
            // There is nothing to say about a source that is whole here already.
            return if self.source.is_empty() { Change::Nothing } else { Change::Moved };
        }
        let air = if self.text.as_str().is_empty() || self.text.as_str().ends_with('\n') { "" } else { "\n" };
        self.text.edit(text::Edit::Move(Motion::End), clip);
        self.text.edit(text::Edit::Paste(format!("{air}{missing}")), clip);
        Change::Chosen
    }

    fn inner(&self) -> usize {
        self.width.saturating_sub(NUMBER + 1).max(1)
    }

    /// What stands below the lines: an example while nothing is written, or how to add a line.
    fn below(&self, focus: Focus) -> Vec<Row> {
        if self.text.is_empty() && !self.example.is_empty() {
            return wrapped(Role::Hint, &self.example, self.inner())
                .into_iter()
                .map(|row| row.indented(NUMBER))
                .collect();
        }
        if focus == Focus::Away || self.text.is_empty() {
            return Vec::new();
        }
        let words = if self.filled().len() >= self.max {
            format!("   +  {} is plenty; you can still change them", self.max)
        } else {
            format!("   +  there is room for another {}", self.item)
        };
        vec![Row::of(Role::Dim, words)]
    }

    fn line(&self, n: usize, focus: Focus) -> Row {
        let start = self.text.row_range(n).start;
        let before = self.text.as_str().get(..start).unwrap_or("");
        let is_first = before.is_empty() || before.ends_with('\n');
        let bar = match focus {
            Focus::Here => Row::of(Role::Focus, "┃"),
            Focus::Away => Row::of(Role::Frame, "│"),
        };
        let number =
            if is_first { format!("{:>3}  ", before.matches('\n').count() + 1) } else { " ".repeat(5) };
        let mut row = bar.with(Role::Dim, number);
        row.append(text_row(&self.text, n));
        row
    }
}

impl Form for Lines {
    fn resize(&mut self, width: usize, page: usize) {
        self.width = width;
        self.text.resize(self.inner(), page);
    }

    fn edit(&mut self, edit: Edit, clip: &mut Clip) -> Change {
        match edit {
            Edit::Write(edit) => write(&mut self.text, edit, clip),
            Edit::Renew => self.take_in(clip),
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
            | Edit::NextPart
            | Edit::PreviousPart
            | Edit::Higher
            | Edit::Lower => Change::Nothing,
        }
    }

    fn answer(&self) -> Option<Answer> {
        let mut lines: Vec<String> = self.text.as_str().lines().map(|line| line.trim().to_owned()).collect();
        lines.truncate(lines.iter().rposition(|line| !line.is_empty())? + 1);
        Some(Answer::List(lines.into_iter().skip_while(String::is_empty).collect()))
    }

    fn height(&self, focus: Focus) -> usize {
        self.text.rows() + self.below(focus).len()
    }

    fn sheet(&self, focus: Focus, window: Range<usize>) -> Sheet {
        let rows = self.text.rows();
        let below = self.below(focus);
        let mut sheet = Sheet::default();
        for n in window.start..window.end.min(rows + below.len()) {
            sheet.rows.push(match n.checked_sub(rows) {
                None => self.line(n, focus),
                Some(n) => below.get(n).cloned().unwrap_or_default(),
            });
        }
        let (row, column) = self.text.cursor();
        if focus == Focus::Here && window.contains(&row) {
            sheet.cursor = Some((row - window.start, column + NUMBER));
        }
        sheet
    }

    fn row(&self) -> usize {
        self.text.cursor().0
    }

    fn takes(&self) -> Takes {
        if self.is_through() { Takes::Line } else { Takes::Letters }
    }

    fn offers(&self) -> Vec<(Edit, &'static str)> {
        let enter = match self.is_through() {
            true => (Edit::Confirm, "go on"),
            false => (Edit::Write(text::Edit::Newline), "next line"),
        };
        let undo = (Edit::Write(text::Edit::Undo), "undo");
        let renew = (!self.missing().is_empty()).then_some((Edit::Renew, "add what is missing"));
        [enter].into_iter().chain(renew).chain([undo]).collect()
    }

    fn stands_by_itself(&self) -> bool {
        !self.source.is_empty()
    }

    fn text(&self) -> Option<&str> {
        Some(self.text.as_str())
    }

    fn brief(&self) -> String {
        count(self.filled().len(), self.aim, "line", "lines")
    }

    fn place(&self) -> usize {
        self.text.position()
    }

    fn go_to(&mut self, place: usize) {
        self.text.go_to(place);
    }
}
