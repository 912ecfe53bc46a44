//! `grid`: rows, each with a small scale or a choice of its own.
//!
//! Stored as row = value. The rows are the author's, or the lines of an earlier answer.

use super::scale::{Steps, read_ends};
use super::{Ask, Asked, Blank, Form, From, Told};
use crate::answer::{Answer, Cell};
use crate::author::{Choice, Reader};
use cells::Cells;

mod cells;

/// Rows with the same small question each.
#[derive(Clone, Debug)]
pub struct Grid {
    rows: Vec<Choice>,
    from: bool,
    columns: Columns,
    ends: Option<(String, String)>,
}

/// Empty rows on paper where they would come from an earlier answer.
const LINES: usize = 4;

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

    fn blank(&self, asked: &Asked<'_>) -> Blank {
        let cells: Vec<String> = self.columns.cells().into_iter().map(|(_, words)| words).collect();
        let mut names: Vec<String> = self.rows(asked).into_iter().map(|row| row.text).collect();
        if names.is_empty() {
            names.resize(LINES, String::new());
        }
        let (head, cells) = match (&self.columns, &self.ends) {
            (Columns::Options(_), _) => (cells.clone(), vec![String::new(); cells.len()]),
            (Columns::Numbers(_), Some((low, high))) => {
                (vec![format!("{low} \u{2013} {high}")], vec![cells.join(" \u{b7} ")])
            }
            (Columns::Numbers(_), None) => (vec![String::new()], vec![cells.join(" \u{b7} ")]),
        };
        let head = std::iter::once(String::new()).chain(head).collect();
        let rows =
            names.into_iter().map(|name| std::iter::once(name).chain(cells.clone()).collect()).collect();
        Blank::Table { head, rows }
    }

    fn told(&self, asked: &Asked<'_>, answer: &Answer) -> Told {
        let rows = self.rows(asked);
        let name =
            |id: &str| rows.iter().find(|row| row.id == id).map_or(id, |row| row.text.as_str()).to_owned();
        let rows =
            fields(Some(answer)).iter().map(|(id, cell)| vec![name(id), self.columns.words(cell)]).collect();
        let value = match (&self.columns, &self.ends) {
            (Columns::Numbers(steps), Some((low, high))) => {
                format!("{} {low}, {} {high}", steps.low, steps.high)
            }
            (Columns::Numbers(steps), None) => format!("from {} to {}", steps.low, steps.high),
            (Columns::Options(options), _) => {
                options.iter().map(|option| option.text.as_str()).collect::<Vec<_>>().join(" / ")
            }
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
