//! `grid`: rows, each with a small scale or a choice of its own.
//!
//! Stored as row = value. The rows are the author's, or the lines of an earlier answer.

use super::scale::{Steps, read_ends};
use super::writing::wrapped;
use super::{Ask, Asked, Change, Edit, Focus, Form, From, Takes, Told};
use crate::answer::{Answer, Cell, Row as Fields};
use crate::author::{Choice, Reader};
use crate::sheet::{Role, Row, Sheet};
use crate::text::{self, Clip, Motion, width};
use std::ops::Range;

/// Rows with the same small question each.
#[derive(Clone, Debug)]
pub struct Grid {
    rows: Vec<Choice>,
    from: bool,
    columns: Columns,
    ends: Option<(String, String)>,
}

/// What a row can be answered with.
#[derive(Clone, Debug)]
enum Columns {
    Numbers(Steps),
    Options(Vec<Choice>),
}

impl Columns {
    fn cells(&self) -> Vec<(Cell, String)> {
        match self {
            Columns::Numbers(steps) => {
                steps.numbers().into_iter().map(|n| (Cell::Number(n), n.to_string())).collect()
            }
            Columns::Options(options) => {
                options.iter().map(|option| (Cell::Text(option.id.clone()), option.text.clone())).collect()
            }
        }
    }

    /// A value as a person would say it.
    fn words(&self, cell: &Cell) -> String {
        let known = self.cells().into_iter().find(|(value, _)| value == cell);
        known.map_or_else(|| cell.words(), |(_, words)| words)
    }
}

impl Grid {
    /// Reads `rows`, and `range` with `ends`, or `options`.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Grid> {
        let rows = reader.choices("rows").unwrap_or_default();
        let from = reader.has("from");
        let ends = read_ends(reader);
        let options = reader.choices("options");
        let steps = Steps::read(reader);
        if rows.is_empty() && !from {
            let help = "add rows = [\"..\", \"..\"], or from = the id of an earlier question".to_owned();
            let at = reader.at();
            reader.note("E04", at, "this grid has no rows".to_owned(), Some(help));
            return None;
        }
        let columns = match options {
            Some(options) => Columns::Options(options),
            None => Columns::Numbers(steps?),
        };
        Some(Grid { rows, from, columns, ends })
    }

    fn rows(&self, asked: &Asked<'_>) -> Vec<Choice> {
        self.rows.iter().chain(asked.from).cloned().collect()
    }
}

/// The fields of an answer.
fn fields(answer: Option<&Answer>) -> &[(String, Cell)] {
    match answer {
        Some(Answer::Fields(fields)) => fields,
        Some(Answer::Number(_) | Answer::Text(_) | Answer::List(_) | Answer::Rows(_)) | None => &[],
    }
}

impl Ask for Grid {
    fn form(&self, asked: &Asked<'_>, answer: Option<&Answer>) -> Box<dyn Form> {
        let rows = self.rows(asked);
        let stored = fields(answer);
        let find = |id: &str| stored.iter().find(|(row, _)| row == id).map(|(_, cell)| cell.clone());
        let values = rows.iter().map(|row| find(&row.id)).collect();
        let gone = stored.iter().filter(|(id, _)| !rows.iter().any(|row| row.id == *id)).cloned().collect();
        let mut form = Cells {
            rows,
            values,
            gone,
            cells: self.columns.cells(),
            ends: self.ends.clone(),
            current: 0,
            typed: None,
            steps: match &self.columns {
                Columns::Numbers(steps) => Some(*steps),
                Columns::Options(_) => None,
            },
            width: 76,
            lines: Vec::new(),
        };
        form.lay_out();
        Box::new(form)
    }

    fn told(&self, asked: &Asked<'_>, answer: &Answer) -> Told {
        let rows = self.rows(asked);
        let name =
            |id: &str| rows.iter().find(|row| row.id == id).map_or(id, |row| row.text.as_str()).to_owned();
        let rows =
            fields(Some(answer)).iter().map(|(id, cell)| vec![name(id), self.columns.words(cell)]).collect();
        let value = match &self.ends {
            Some((low, high)) => format!("{low} – {high}"),
            None => String::new(),
        };
        Told::Table { head: vec![String::new(), value], rows }
    }

    fn lines(&self, asked: &Asked<'_>, answer: &Answer) -> Vec<Choice> {
        let rows = self.rows(asked);
        let stored = fields(Some(answer)).iter();
        stored
            .map(|(id, cell)| {
                let name = rows.iter().find(|row| row.id == *id).map_or(id.as_str(), |row| row.text.as_str());
                Choice { id: id.clone(), text: format!("{name}: {}", self.columns.words(cell)) }
            })
            .collect()
    }

    fn fits(&self, answer: &Answer) -> bool {
        matches!(answer, Answer::Fields(_))
    }

    fn from(&self) -> From {
        if self.from { From::Optional } else { From::Nothing }
    }

    fn texts(&self) -> Vec<&str> {
        let ends = self.ends.iter().flat_map(|(low, high)| [low.as_str(), high.as_str()]);
        let options: &[Choice] = match &self.columns {
            Columns::Options(options) => options,
            Columns::Numbers(_) => &[],
        };
        self.rows.iter().chain(options).map(|choice| choice.text.as_str()).chain(ends).collect()
    }
}

/// A grid while somebody answers it.
struct Cells {
    rows: Vec<Choice>,
    /// One for each row.
    values: Vec<Option<Cell>>,
    /// Stored values whose row is gone: kept as they are.
    gone: Fields,
    cells: Vec<(Cell, String)>,
    ends: Option<(String, String)>,
    current: usize,
    typed: Option<i64>,
    steps: Option<Steps>,
    width: usize,
    lines: Vec<Line>,
}

/// One row on the page.
#[derive(Clone, Copy)]
enum Line {
    /// What the ends mean.
    Ends,
    /// A row of a label, without cells beside it.
    Label { row: usize, part: usize },
    /// The cells from one to another, with the label's part beside them if there is one.
    Cells { row: usize, part: Option<usize>, from: usize, to: usize },
    /// There are no rows yet.
    Nothing,
}

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

    fn lay_out(&mut self) {
        let mut lines = Vec::new();
        if self.rows.is_empty() {
            lines.push(Line::Nothing);
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
            Line::Nothing => Row::of(
                Role::Hint,
                "  The question this one builds on is still open. That is fine; it can wait.",
            ),
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
            Edit::Clear | Edit::Write(_) | Edit::NextPart | Edit::PreviousPart | Edit::Renew => {
                Change::Nothing
            }
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
            Line::Ends | Line::Nothing => false,
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
