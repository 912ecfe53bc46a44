//! A grid while somebody answers it.

use crate::answer::{Answer, Cell, Row as Fields};
use crate::author::Choice;
use crate::kind::scale::Steps;
use crate::kind::writing::wrapped;
use crate::kind::{Change, Edit, Focus, Form, Takes};
use crate::sheet::{Role, Row, Sheet};
use crate::text::{self, Clip, Motion, width};
use std::ops::Range;

/// A grid while somebody answers it.
pub(super) struct Cells {
    pub(super) rows: Vec<Choice>,
    /// One for each row.
    pub(super) values: Vec<Option<Cell>>,
    /// Stored values whose row is gone: kept as they are.
    pub(super) gone: Fields,
    pub(super) cells: Vec<(Cell, String)>,
    pub(super) ends: Option<(String, String)>,
    pub(super) current: usize,
    pub(super) typed: Option<i64>,
    pub(super) steps: Option<Steps>,
    pub(super) width: usize,
    pub(super) lines: Vec<Line>,
}

/// One row on the page.
#[derive(Clone, Copy)]
pub(super) enum Line {
    /// What the ends mean.
    Ends,
    /// A row of a label, without cells beside it.
    Label { row: usize, part: usize },
    /// The cells from one to another, with the label's part beside them if there is one.
    Cells { row: usize, part: Option<usize>, from: usize, to: usize },
    /// There are no rows yet: a piece of the sentence that says so.
    Nothing(&'static str),
}

/// Why there are no rows.
const EMPTY: &str = "It builds on a question that is still open. It can wait.";

impl Cells {
    /// Cells that one cell of a row takes.
    fn cell_width(&self, at: usize) -> usize {
        let words = self.cells.get(at).map_or(0, |(_, words)| width(words));
        match self.steps {
            Some(_) => words.max(1) + 3,
            None => words + 6,
        }
    }

    fn all_cells(&self) -> usize {
        (0..self.cells.len()).map(|at| self.cell_width(at)).sum()
    }

    fn widest_label(&self) -> usize {
        self.rows.iter().map(|row| width(&row.text)).max().unwrap_or(0)
    }

    /// Width of the labels when the cells stand beside them, or nothing when they stand below.
    fn beside(&self) -> Option<usize> {
        let room = self.width.saturating_sub(self.all_cells() + 4);
        let label = self.widest_label();
        (label <= room || room >= 28).then_some(label.min(room))
    }

    fn labels(&self, row: usize) -> Vec<Row> {
        let text = self.rows.get(row).map_or("", |row| row.text.as_str());
        wrapped(Role::Plain, text, self.beside().unwrap_or(self.width.saturating_sub(2)))
    }

    pub(super) fn lay_out(&mut self) {
        let mut lines = Vec::new();
        if self.rows.is_empty() {
            let pieces = text::wrap(EMPTY, self.width.saturating_sub(2).max(1));
            lines.extend(pieces.into_iter().filter_map(|at| EMPTY.get(at)).map(Line::Nothing));
        } else if self.ends.is_some() {
            lines.push(Line::Ends);
        }
        for row in 0..self.rows.len() {
            let parts = self.labels(row).len();
            if self.beside().is_some() {
                lines.push(Line::Cells { row, part: Some(0), from: 0, to: self.cells.len() });
                lines.extend((1..parts).map(|part| Line::Label { row, part }));
                continue;
            }
            lines.extend((0..parts).map(|part| Line::Label { row, part }));
            let (mut from, mut used) = (0, 4);
            for at in 0..self.cells.len() {
                if used + self.cell_width(at) > self.width && at > from {
                    lines.push(Line::Cells { row, part: None, from, to: at });
                    (from, used) = (at, 4);
                }
                used += self.cell_width(at);
            }
            lines.push(Line::Cells { row, part: None, from, to: self.cells.len() });
        }
        self.lines = lines;
    }

    fn set(&mut self, cell: Option<Cell>) -> Change {
        let Some(value) = self.values.get_mut(self.current) else { return Change::Nothing };
        if *value == cell {
            return Change::Moved;
        }
        *value = cell;
        Change::Chosen
    }

    fn value(&self) -> Option<&Cell> {
        self.values.get(self.current)?.as_ref()
    }

    fn stepped(&mut self, right: bool) -> Change {
        let here = self.value().and_then(|value| self.cells.iter().position(|(cell, _)| cell == value));
        let last = self.cells.len().saturating_sub(1);
        let target = match (here, right) {
            (None, true) => 0,
            (None, false) => last,
            (Some(at), true) => (at + 1).min(last),
            (Some(at), false) => at.saturating_sub(1),
        };
        let cell = self.cells.get(target).map(|(cell, _)| cell.clone());
        self.set(cell)
    }

    fn go(&mut self, down: isize) -> Change {
        match self.current.checked_add_signed(down).filter(|row| *row < self.rows.len()) {
            Some(row) => {
                self.current = row;
                Change::Moved
            }
            None => Change::Nothing,
        }
    }

    fn line(&self, line: Line, focus: Focus) -> Row {
        let mark = |row: usize, part: Option<usize>| {
            let here = focus == Focus::Here && row == self.current && part == Some(0);
            if here { Row::of(Role::Focus, "> ") } else { Row::of(Role::Plain, "  ") }
        };
        let label = |row: usize, part: usize| {
            let here = focus == Focus::Here && row == self.current;
            let words = self.labels(row).get(part).map(Row::words).unwrap_or_default();
            Row::of(if here { Role::Current } else { Role::Plain }, words)
        };
        match line {
            Line::Nothing(piece) => Row::of(Role::Hint, format!("  {}", piece.trim_end())),
            Line::Ends => {
                let (low, high) = self.ends.clone().unwrap_or_default();
                let first = self.cells.first().map_or("", |(_, words)| words.as_str());
                let last = self.cells.last().map_or("", |(_, words)| words.as_str());
                Row::of(Role::Dim, format!("  {first} = {low}    {last} = {high}"))
            }
            Line::Label { row, part } => {
                let mut joined = mark(row, Some(part));
                joined.append(label(row, part));
                joined
            }
            Line::Cells { row, part, from, to } => {
                let mut joined = mark(row, part);
                if let Some(part) = part {
                    let label = label(row, part);
                    let air = self.beside().unwrap_or(0).saturating_sub(label.width()) + 1;
                    joined.append(label);
                    joined.push(Role::Plain, " ".repeat(air));
                } else {
                    joined.push(Role::Plain, "  ");
                }
                for at in from..to {
                    joined.append(self.cell(row, at, focus));
                }
                joined
            }
        }
    }

    fn cell(&self, row: usize, at: usize, focus: Focus) -> Row {
        let Some((cell, words)) = self.cells.get(at) else { return Row::default() };
        let chosen = self.values.get(row).and_then(Option::as_ref) == Some(cell);
        let here = focus == Focus::Here && row == self.current;
        let role = match (chosen, here) {
            (true, true) => Role::Current,
            (true, false) => Role::Chosen,
            (false, _) => Role::Plain,
        };
        let text = match (self.steps.is_some(), chosen) {
            (true, true) => format!("[{words}]"),
            (true, false) => format!(" {words} "),
            (false, true) => format!("(•) {words}"),
            (false, false) => format!("( ) {words}"),
        };
        let air = self.cell_width(at).saturating_sub(width(&text));
        Row::of(role, text).with(Role::Plain, " ".repeat(air))
    }
}

impl Form for Cells {
    fn resize(&mut self, width: usize, _page: usize) {
        self.width = width;
        self.lay_out();
    }

    fn edit(&mut self, edit: Edit, _: &mut Clip) -> Change {
        let typed = self.typed.take();
        match edit {
            Edit::Up | Edit::Write(text::Edit::Move(Motion::Up)) => self.go(-1),
            Edit::Down | Edit::Write(text::Edit::Move(Motion::Down)) | Edit::Confirm => self.go(1),
            Edit::Left => self.stepped(false),
            Edit::Right => self.stepped(true),
            Edit::First => {
                self.current = 0;
                Change::Moved
            }
            Edit::Last => {
                self.current = self.rows.len().saturating_sub(1);
                Change::Moved
            }
            Edit::Pick(digit) => match self.steps {
                Some(steps) => match steps.typed(typed, digit) {
                    Some(n) => {
                        self.typed = Some(n);
                        self.set(Some(Cell::Number(n)))
                    }
                    None => Change::Nothing,
                },
                None => {
                    let at = usize::from(digit).checked_sub(1);
                    match at.and_then(|at| self.cells.get(at)).map(|(cell, _)| cell.clone()) {
                        Some(cell) => self.set(Some(cell)),
                        None => Change::Nothing,
                    }
                }
            },
            Edit::Toggle => self.stepped(true),
            Edit::Clear if self.value().is_some() => self.set(None),
            Edit::Clear
            | Edit::Write(_)
            | Edit::NextPart
            | Edit::PreviousPart
            | Edit::Higher
            | Edit::Lower
            | Edit::Renew => Change::Nothing,
        }
    }

    fn answer(&self) -> Option<Answer> {
        let named = self.rows.iter().zip(&self.values);
        let mut fields: Fields =
            named.filter_map(|(row, value)| Some((row.id.clone(), value.clone()?))).collect();
        fields.extend(self.gone.iter().cloned());
        (!fields.is_empty()).then_some(Answer::Fields(fields))
    }

    fn height(&self, _: Focus) -> usize {
        self.lines.len()
    }

    fn sheet(&self, focus: Focus, window: Range<usize>) -> Sheet {
        let seen = self.lines.iter().skip(window.start).take(window.len());
        let rows = seen.map(|line| self.line(*line, focus).cut(self.width)).collect();
        let row = self.row();
        let cursor = (focus == Focus::Here && window.contains(&row)).then(|| (row - window.start, 0));
        Sheet { rows, cursor }
    }

    fn row(&self) -> usize {
        let here = |line: &Line| match line {
            Line::Label { row, part } => *row == self.current && *part == 0,
            Line::Cells { row, part, .. } => *row == self.current && *part == Some(0),
            Line::Ends | Line::Nothing(_) => false,
        };
        self.lines.iter().position(here).unwrap_or(0)
    }

    fn takes(&self) -> Takes {
        if self.rows.is_empty() { Takes::Nothing } else { Takes::Picks }
    }

    fn offers(&self) -> Vec<(Edit, &'static str)> {
        vec![(Edit::Right, "choose"), (Edit::Down, "next row"), (Edit::Clear, "take back")]
    }

    fn brief(&self) -> String {
        let answered = self.values.iter().flatten().count();
        if answered == 0 { "not yet".to_owned() } else { format!("{answered} of {}", self.rows.len()) }
    }

    fn place(&self) -> usize {
        self.current
    }

    fn go_to(&mut self, place: usize) {
        self.current = place.min(self.rows.len().saturating_sub(1));
    }
}
