//! Two lists side by side, or below each other, while somebody says what is alike.

use super::{Fields, Said, field, said, stored};
use crate::answer::Answer;
use crate::author::Choice;
use crate::kind::writing::wrapped;
use crate::kind::{Change, Edit, Focus, Form, Takes};
use crate::sheet::{Role, Row, Sheet};
use crate::text::{self, Clip, Motion};
use std::ops::Range;

/// One of the two lists.
pub(super) struct Side {
    /// The question that it answers.
    pub(super) label: String,
    /// Where that question is; empty when there is no such question.
    pub(super) place: String,
    pub(super) lines: Vec<Choice>,
}

/// Both lists while they are compared.
pub(super) struct Board {
    left: Side,
    right: Side,
    /// What was said of each line on the right.
    said: Vec<Said>,
    /// Stored rows about lines that are gone from the right: kept as they are.
    gone: Vec<Fields>,
    /// The line on the right that is looked at.
    current: usize,
    /// The line on the left that is held against it; after the last one stands that it is like none.
    held: usize,
    width: usize,
}

/// With fewer cells the two lists stand below each other.
const WIDE: usize = 66;
/// Cells between the two lists.
const GAP: usize = 3;
/// Cells before a line on the right.
const MARK: usize = 2;
/// What stands after the lines on the left.
const NONE: &str = "like none of these";

impl Board {
    pub(super) fn new(left: Side, right: Side, rows: &[Fields]) -> Board {
        let is_there = |row: &&Fields| right.lines.iter().any(|line| line.id == field(row, super::RIGHT));
        let mut board = Board {
            said: match left.lines.is_empty() {
                true => Vec::new(),
                false => right.lines.iter().map(|line| said(rows, &line.id)).collect(),
            },
            gone: match left.lines.is_empty() {
                true => rows.to_vec(),
                false => rows.iter().filter(|row| !is_there(row)).cloned().collect(),
            },
            left,
            right,
            current: 0,
            held: 0,
            width: 76,
        };
        board.look();
        board
    }

    fn is_empty(&self) -> bool {
        self.left.lines.is_empty() || self.right.lines.is_empty()
    }

    /// A line on the left with the same words as the one that is looked at. It is a question and no answer.
    fn twin(&self) -> Option<usize> {
        let plain = |line: &Choice| line.text.trim().to_lowercase();
        let here = plain(self.right.lines.get(self.current)?);
        self.left.lines.iter().position(|line| plain(line) == here)
    }

    /// Another line is looked at: what is held against it first is what was said, or what sounds the same.
    fn look(&mut self) {
        let like = match self.said.get(self.current) {
            Some(Said::Like(ids)) => {
                ids.iter().find_map(|id| self.left.lines.iter().position(|l| l.id == *id))
            }
            Some(Said::Unlike) => Some(self.left.lines.len()),
            Some(Said::Nothing) | None => self.twin(),
        };
        self.held = like.unwrap_or(0);
    }

    fn go(&mut self, by: isize) -> Change {
        match self.current.checked_add_signed(by).filter(|at| *at < self.said.len()) {
            Some(at) => {
                self.current = at;
                self.look();
                Change::Moved
            }
            None => Change::Nothing,
        }
    }

    fn hold(&mut self, by: isize) -> Change {
        match self.held.checked_add_signed(by).filter(|at| *at <= self.left.lines.len()) {
            Some(at) => {
                self.held = at;
                Change::Moved
            }
            None => Change::Nothing,
        }
    }

    /// Says that the line is like this one on the left, or takes that back; after the last one, that it is like none.
    fn toggle(&mut self, at: usize) -> Change {
        let id = self.left.lines.get(at).map(|line| line.id.clone());
        let Some(said) = self.said.get_mut(self.current) else { return Change::Nothing };
        let before = std::mem::replace(said, Said::Nothing);
        *said = match (id, before) {
            (None, Said::Unlike) => Said::Nothing,
            (None, Said::Nothing | Said::Like(_)) => Said::Unlike,
            (Some(id), Said::Nothing | Said::Unlike) => Said::Like(vec![id]),
            (Some(id), Said::Like(mut ids)) => {
                match ids.iter().position(|known| *known == id) {
                    Some(at) => drop(ids.remove(at)),
                    None => ids.push(id),
                }
                if ids.is_empty() { Said::Nothing } else { Said::Like(ids) }
            }
        };
        self.held = at;
        Change::Chosen
    }

    /// Whether a line on the left is said to be like the one that is looked at.
    fn is_like(&self, at: usize) -> bool {
        match (self.said.get(self.current), self.left.lines.get(at)) {
            (Some(Said::Like(ids)), Some(line)) => ids.contains(&line.id),
            (Some(Said::Unlike), None) => true,
            (Some(Said::Like(_) | Said::Unlike | Said::Nothing) | None, _) => false,
        }
    }

    /// What was said of a line on the right, in a few words: the numbers of lines on the left.
    fn brief_of(&self, at: usize) -> String {
        match self.said.get(at) {
            Some(Said::Like(ids)) => {
                let name = |id: &String| match self.left.lines.iter().position(|line| line.id == *id) {
                    Some(n) => (n + 1).to_string(),
                    None => format!("\"{id}\""),
                };
                format!("like {}", ids.iter().map(name).collect::<Vec<_>>().join(", "))
            }
            Some(Said::Unlike) => "like none".to_owned(),
            Some(Said::Nothing) | None => String::new(),
        }
    }

    fn left_rows(&self, focus: Focus, cells: usize) -> Vec<Row> {
        let mut rows = heading(&self.left.label, cells);
        let texts = self.left.lines.iter().map(|line| line.text.as_str());
        // Boxes are there to be ticked; whoever only reads needs the numbers.
        let (none, has_boxes) = match focus {
            Focus::Here => (Some(NONE), true),
            Focus::Away => (None, false),
        };
        for (n, text) in texts.chain(none).enumerate() {
            let here = focus == Focus::Here && n == self.held;
            let like = focus == Focus::Here && self.is_like(n);
            let number = match n {
                n if n == self.left.lines.len() => "0".to_owned(),
                n if n < 99 => (n + 1).to_string(),
                _ => String::new(),
            };
            let role = match (here, like) {
                (true, _) => Role::Current,
                (false, true) => Role::Chosen,
                (false, false) if n == self.left.lines.len() => Role::Dim,
                (false, false) => Role::Plain,
            };
            let tick = if like { "[x]" } else { "[ ]" };
            let first = Row::of(if here { Role::Focus } else { Role::Plain }, if here { "> " } else { "  " })
                .with(Role::Dim, format!("{number:>2} "));
            let first = match has_boxes {
                true => {
                    first.with(if like { Role::Chosen } else { Role::Plain }, tick).with(Role::Plain, " ")
                }
                false => first.with(Role::Plain, " "),
            };
            let used = first.width();
            rows.extend(hanging(first, wrapped(role, text, cells.saturating_sub(used))));
        }
        rows
    }

    /// The rows on the right, and the one of the line that is looked at.
    fn right_rows(&self, focus: Focus, cells: usize) -> (Vec<Row>, usize) {
        let mut rows = heading(&self.right.label, cells);
        let mut at = 0;
        for (n, line) in self.right.lines.iter().enumerate() {
            let here = focus == Focus::Here && n == self.current;
            if n == self.current {
                at = rows.len();
            }
            let first = Row::of(if here { Role::Focus } else { Role::Plain }, if here { "> " } else { "  " });
            let role = if here { Role::Current } else { Role::Plain };
            rows.extend(hanging(first, wrapped(role, &line.text, cells.saturating_sub(MARK))));
            let brief = self.brief_of(n);
            let fits = |row: &Row| row.width() + 2 + text::width(&brief) <= cells;
            match rows.last_mut().filter(|row| fits(row)) {
                _ if brief.is_empty() => {}
                Some(row) => row.push(Role::Chosen, format!("  {brief}")),
                None => {
                    let words = wrapped(Role::Chosen, &brief, cells.saturating_sub(2 * MARK));
                    rows.extend(words.into_iter().map(|row| row.indented(2 * MARK)));
                }
            }
        }
        (rows, at)
    }

    /// What is asked where both lists say the same.
    fn question(&self) -> Option<String> {
        let open = self.said.get(self.current) == Some(&Said::Nothing);
        let line = self.left.lines.get(self.twin().filter(|_| open)?)?;
        Some(format!("Both lists say \"{}\". Is it the same thing for you?", line.text.trim()))
    }

    /// Why there is nothing to compare, and where that begins.
    fn missing(&self) -> String {
        let is_in = |side: &Side| match side.place.as_str() {
            "" => String::new(),
            place => format!(" It is {place}."),
        };
        let (first, second) = (is_in(&self.left), is_in(&self.right));
        match (self.left.lines.is_empty(), self.right.lines.is_empty()) {
            (true, false) => format!("The first list is still open.{first} It can wait."),
            (false, true) => format!("The second list is still open.{second} It can wait."),
            (true, true) | (false, false) if self.left.place == self.right.place => {
                format!("Both lists are still open.{} They can wait.", first.replacen("It is", "They are", 1))
            }
            (true, true) | (false, false) => {
                format!("The first list is still open.{first} So is the second.{second} They can wait.")
            }
        }
    }

    /// All rows, and the row of the line that is looked at.
    fn all(&self, focus: Focus) -> (Vec<Row>, usize, usize) {
        if self.is_empty() {
            let words = wrapped(Role::Hint, &self.missing(), self.width.saturating_sub(3));
            return (words.into_iter().map(|row| row.indented(3)).collect(), 0, 0);
        }
        let (mut rows, here, column) = if self.width >= WIDE {
            let cells = (self.width - GAP) / 2;
            let left = self.left_rows(focus, cells);
            let (right, here) = self.right_rows(focus, cells);
            let row = |n: usize| {
                let mut row = left.get(n).cloned().unwrap_or_default();
                let air = (cells + GAP).saturating_sub(row.width());
                match right.get(n) {
                    Some(right) => {
                        row.push(Role::Plain, " ".repeat(air));
                        row.append(right.clone());
                        row
                    }
                    None => row,
                }
            };
            let rows: Vec<Row> = (0..left.len().max(right.len())).map(row).collect();
            (rows, here, cells + GAP)
        } else {
            let mut rows = self.left_rows(focus, self.width);
            rows.push(Row::default());
            let (right, here) = self.right_rows(focus, self.width);
            let here = rows.len() + here;
            rows.extend(right);
            (rows, here, 0)
        };
        if let (Focus::Here, Some(question)) = (focus, self.question()) {
            rows.extend(wrapped(Role::Hint, &question, self.width));
        }
        (rows, here, column + MARK)
    }
}

/// A question above its list.
fn heading(label: &str, cells: usize) -> Vec<Row> {
    if label.is_empty() { Vec::new() } else { wrapped(Role::Dim, label, cells) }
}

/// Rows behind a first part, with later ones below the words.
fn hanging(first: Row, words: Vec<Row>) -> Vec<Row> {
    let indent = first.width();
    let row = |(n, words): (usize, Row)| match n {
        0 => {
            let mut row = first.clone();
            row.append(words);
            row
        }
        _ => words.indented(indent),
    };
    words.into_iter().enumerate().map(row).collect()
}

impl Form for Board {
    fn resize(&mut self, width: usize, _page: usize) {
        self.width = width;
    }

    fn edit(&mut self, edit: Edit, _: &mut Clip) -> Change {
        match edit {
            Edit::Up | Edit::Write(text::Edit::Move(Motion::Up)) => self.go(-1),
            Edit::Down | Edit::Write(text::Edit::Move(Motion::Down)) | Edit::Confirm => self.go(1),
            Edit::Left => self.hold(-1),
            Edit::Right => self.hold(1),
            Edit::Toggle => self.toggle(self.held),
            Edit::Pick(0) => self.toggle(self.left.lines.len()),
            Edit::Pick(digit) => match usize::from(digit) - 1 {
                at if at < self.left.lines.len() => self.toggle(at),
                _ => Change::Nothing,
            },
            Edit::First => self.go(-isize::try_from(self.current).unwrap_or(0)),
            Edit::Last => {
                self.go(isize::try_from(self.said.len().saturating_sub(self.current + 1)).unwrap_or(0))
            }
            Edit::Clear => match self.said.get_mut(self.current) {
                Some(said) if *said != Said::Nothing => {
                    *said = Said::Nothing;
                    Change::Chosen
                }
                Some(_) | None => Change::Nothing,
            },
            Edit::Write(_)
            | Edit::NextPart
            | Edit::PreviousPart
            | Edit::Higher
            | Edit::Lower
            | Edit::Renew => Change::Nothing,
        }
    }

    fn answer(&self) -> Option<Answer> {
        let said = self.right.lines.iter().zip(&self.said);
        let mut rows: Vec<Fields> = said.flat_map(|(line, said)| stored(&line.id, said)).collect();
        rows.extend(self.gone.iter().cloned());
        (!rows.is_empty()).then_some(Answer::Rows(rows))
    }

    fn height(&self, focus: Focus) -> usize {
        self.all(focus).0.len()
    }

    fn sheet(&self, focus: Focus, window: Range<usize>) -> Sheet {
        let (rows, here, column) = self.all(focus);
        let rows = rows.into_iter().map(|row| row.cut(self.width)).collect();
        let cursor = (focus == Focus::Here && !self.is_empty()).then_some((here, column));
        Sheet { rows, cursor }.window(window)
    }

    fn row(&self) -> usize {
        self.all(Focus::Here).1
    }

    fn takes(&self) -> Takes {
        if self.is_empty() { Takes::Nothing } else { Takes::Picks }
    }

    fn offers(&self) -> Vec<(Edit, &'static str)> {
        let toggle = match (self.held == self.left.lines.len(), self.is_like(self.held)) {
            (_, true) => "take it back",
            (false, false) => "it is like this",
            (true, false) => "like none",
        };
        let enter = if self.current + 1 < self.said.len() { "next line" } else { "go on" };
        vec![(Edit::Toggle, toggle), (Edit::Right, "another"), (Edit::Confirm, enter)]
    }

    fn brief(&self) -> String {
        match self.said.iter().filter(|said| **said != Said::Nothing).count() {
            0 => "not yet".to_owned(),
            n => format!("{n} of {} looked at", self.said.len()),
        }
    }

    fn place(&self) -> usize {
        self.current
    }

    fn go_to(&mut self, place: usize) {
        self.current = place.min(self.said.len().saturating_sub(1));
        self.look();
    }
}
