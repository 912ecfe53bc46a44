//! `table`: one card for each row, with a line, a scale or a choice in each of its columns.
//!
//! Stored as rows of column = value. The first column may come from the lines of an earlier answer.

use super::scale::Steps;
use super::{Ask, Asked, Blank, Form, From, Told};
use crate::answer::{Answer, Cell, Row as Fields};
use crate::author::{Choice, Reader, Value};
use crate::text::Text;
use cards::{Card, Cards, Wonders};
pub(super) use slot::Slot;

mod cards;
mod slot;

/// Cards with the same columns.
#[derive(Clone, Debug)]
pub struct Table {
    columns: Vec<Column>,
    /// What one card is called, such as `person`.
    item: String,
    max: usize,
    from: bool,
    wonders: Wonders,
}

/// One column, as its author wrote it.
#[derive(Clone, Debug)]
struct Column {
    id: String,
    label: String,
    takes: Takes_,
}

/// What a cell of a column holds.
#[derive(Clone, Debug)]
enum Takes_ {
    Line,
    Scale(Steps),
    Choice(Vec<Choice>),
}

impl Table {
    /// Reads `columns`, `item` and `max`.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Table> {
        let item = reader.text("item").unwrap_or_else(|| "row".to_owned());
        let max = reader.integer_in("max", 1, 50).and_then(|max| usize::try_from(max).ok());
        let from = reader.has("from");
        let node = reader.node("columns");
        let mut columns = Vec::new();
        match node.map(|node| (&node.value, node)) {
            Some((Value::List(items), _)) => {
                for item in items {
                    let Value::Table(table) = &item.value else {
                        let help = Some("columns = [ { id = \"..\", label = \"..\" } ]".to_owned());
                        reader.note("E05", item.at.clone(), "a column is a table".to_owned(), help);
                        continue;
                    };
                    let mut inside = reader.inside(table, item.at.clone());
                    columns.extend(Column::read(&mut inside));
                    inside.finish(&[]);
                }
            }
            Some((_, node)) => {
                let help = Some("columns = [ { id = \"..\", label = \"..\" } ]".to_owned());
                reader.note("E05", node.at.clone(), "`columns` is a list of tables".to_owned(), help);
            }
            None => {
                let at = reader.at();
                reader.note("E04", at, "this table has no columns".to_owned(), None);
            }
        }
        for (n, column) in columns.iter().enumerate() {
            if columns.iter().take(n).any(|earlier| earlier.id == column.id) {
                let at = reader.place("columns");
                reader.note("E08", at, format!("two columns have the id \"{}\"", column.id), None);
                return None;
            }
        }
        let (max, wonders): (usize, Wonders) = (max.unwrap_or(50), |_, _| Vec::new());
        (!columns.is_empty()).then_some(Table { columns, item, max, from, wonders })
    }
}

impl Table {
    /// Cards with columns that the program gives: lines, and a scale of some steps at the end.
    pub(super) fn fixed(lines: &[(&str, &str)], scale: (&str, &str, Steps), max: usize) -> Table {
        let line = |(id, label): &(&str, &str)| Column {
            id: (*id).to_owned(),
            label: (*label).to_owned(),
            takes: Takes_::Line,
        };
        let (id, label, steps) = scale;
        let scale = Column { id: id.to_owned(), label: label.to_owned(), takes: Takes_::Scale(steps) };
        Table {
            columns: lines.iter().map(line).chain([scale]).collect(),
            item: "row".to_owned(),
            max,
            from: false,
            wonders: |_, _| Vec::new(),
        }
    }

    /// The cards, each called like this, and with questions below them while they are filled.
    pub(super) fn wondering(self, item: &str, wonders: Wonders) -> Table {
        Table { item: item.to_owned(), wonders, ..self }
    }
}

impl Column {
    fn read(reader: &mut Reader<'_>) -> Option<Column> {
        let id = reader.required("id");
        let label = reader.required("label");
        let kind = reader.one_of("kind", &["line", "scale", "choice"]).unwrap_or("line");
        let takes = match kind {
            "scale" => Takes_::Scale(Steps::read(reader)?),
            "choice" => {
                let options = reader.choices("options");
                if options.is_none() {
                    let at = reader.at();
                    reader.note("E04", at, "a column of choices needs `options`".to_owned(), None);
                }
                Takes_::Choice(options?)
            }
            _ => Takes_::Line,
        };
        Some(Column { id: id?, label: label?, takes })
    }

    /// A value as a person would say it.
    fn words(&self, cell: &Cell) -> String {
        match (&self.takes, cell) {
            (Takes_::Choice(options), Cell::Text(id)) => {
                let known = options.iter().find(|option| option.id == *id);
                known.map_or_else(|| id.clone(), |option| option.text.clone())
            }
            (Takes_::Scale(steps), Cell::Number(n)) => format!("{n} of {}", steps.high),
            (Takes_::Line | Takes_::Scale(_) | Takes_::Choice(_), cell) => cell.words(),
        }
    }

    /// Whether a stored value has a place in this column.
    fn holds(&self, cell: &Cell) -> bool {
        match (&self.takes, cell) {
            (Takes_::Scale(_), Cell::Text(_)) => false,
            (Takes_::Line | Takes_::Scale(_) | Takes_::Choice(_), Cell::Number(_) | Cell::Text(_)) => true,
        }
    }

    fn slot(&self, cell: Option<&Cell>) -> Slot {
        match &self.takes {
            Takes_::Line => Slot::Line(Text::line(&cell.map(Cell::words).unwrap_or_default())),
            Takes_::Scale(steps) => Slot::Scale {
                steps: *steps,
                value: match cell {
                    Some(Cell::Number(n)) => Some(*n),
                    Some(Cell::Text(_)) | None => None,
                },
                typed: None,
            },
            Takes_::Choice(options) => {
                Slot::Choice { options: options.clone(), value: cell.map(Cell::words) }
            }
        }
    }
}

/// The rows of an answer.
fn rows(answer: Option<&Answer>) -> &[Fields] {
    match answer {
        Some(Answer::Rows(rows)) => rows,
        Some(Answer::Number(_) | Answer::Text(_) | Answer::List(_) | Answer::Fields(_)) | None => &[],
    }
}

impl Ask for Table {
    fn form(&self, asked: &Asked<'_>, answer: Option<&Answer>) -> Box<dyn Form> {
        let mut stored: Vec<(Fields, Option<String>)> =
            rows(answer).iter().map(|row| (row.clone(), None)).collect();
        if let (true, Some(first)) = (self.from, self.columns.first()) {
            for line in asked.from {
                let there = stored.iter().any(|(row, _)| {
                    row.iter().any(|(id, cell)| *id == first.id && cell.words() == line.text)
                });
                if !there {
                    let row = vec![(first.id.clone(), Cell::Text(line.text.clone()))];
                    stored.push((row, Some(line.text.clone())));
                }
            }
        }
        let card = |(row, seeded): &(Fields, Option<String>)| Card {
            seeded: seeded.clone(),
            slots: self
                .columns
                .iter()
                .map(|column| column.slot(row.iter().find(|(id, _)| *id == column.id).map(|(_, cell)| cell)))
                .collect(),
            // What a column of today cannot hold is kept beside it.
            rest: row
                .iter()
                .filter(|(id, cell)| !self.columns.iter().any(|c| c.id == *id && c.holds(cell)))
                .cloned()
                .collect(),
        };
        let mut cards: Vec<Card> = stored.iter().map(card).collect();
        if cards.is_empty() {
            cards.push(card(&(Vec::new(), None)));
        }
        let column = if self.from && !asked.from.is_empty() && self.columns.len() > 1 { 1 } else { 0 };
        Box::new(Cards {
            columns: self.columns.clone(),
            item: self.item.clone(),
            max: self.max,
            cards,
            card: 0,
            column,
            // An author writes the parts of an example with bars between them.
            example: asked.example.split('|').map(str::trim).collect::<Vec<_>>().join(" · "),
            from: self.from,
            wonders: self.wonders,
            width: 76,
        })
    }

    fn blank(&self, _: &Asked<'_>) -> Blank {
        let head: Vec<String> = self.columns.iter().map(|column| column.label.clone()).collect();
        let row = vec![String::new(); head.len()];
        Blank::Table { head, rows: vec![row; self.max.min(4)] }
    }

    fn told(&self, _: &Asked<'_>, answer: &Answer) -> Told {
        let head = self.columns.iter().map(|column| column.label.clone()).collect();
        let cell = |row: &Fields, column: &Column| {
            row.iter()
                .find(|(id, _)| *id == column.id)
                .map_or_else(String::new, |(_, cell)| column.words(cell))
        };
        let line = |row: &Fields| self.columns.iter().map(|column| cell(row, column)).collect();
        Told::Table { head, rows: rows(Some(answer)).iter().map(line).collect() }
    }

    fn lines(&self, _: &Asked<'_>, answer: &Answer) -> Vec<Choice> {
        let Some(first) = self.columns.first() else { return Vec::new() };
        rows(Some(answer))
            .iter()
            .filter_map(|row| row.iter().find(|(id, _)| *id == first.id))
            .map(|(_, cell)| first.words(cell))
            .filter(|words| !words.trim().is_empty())
            .map(|text| Choice { id: text.clone(), text })
            .collect()
    }

    fn fits(&self, answer: &Answer) -> bool {
        matches!(answer, Answer::Rows(_))
    }

    fn from(&self) -> From {
        if self.from { From::Optional } else { From::Nothing }
    }

    fn is_open(&self) -> bool {
        true
    }

    fn texts(&self) -> Vec<&str> {
        let options = self.columns.iter().flat_map(|column| match &column.takes {
            Takes_::Choice(options) => options.as_slice(),
            Takes_::Line | Takes_::Scale(_) => &[],
        });
        self.columns
            .iter()
            .map(|column| column.label.as_str())
            .chain(options.map(|o| o.text.as_str()))
            .collect()
    }
}
