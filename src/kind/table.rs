//! `table`: one card for each row, with a line, a scale or a choice in each of its columns.
//!
//! Stored as rows of column = value. The first column may come from the lines of an earlier answer.

use super::scale::Steps;
use super::writing::{text_row, wrapped, write};
use super::{Ask, Asked, Change, Edit, Focus, Form, From, Takes, Told};
use crate::answer::{Answer, Cell, Row as Fields};
use crate::author::{Choice, Reader, Value};
use crate::sheet::{Role, Row, Sheet};
use crate::text::{self, Clip, Motion, Text, width};
use std::ops::Range;

/// Cards with the same columns.
#[derive(Clone, Debug)]
pub struct Table {
    columns: Vec<Column>,
    /// What one card is called, such as `person`.
    item: String,
    max: usize,
    from: bool,
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
        (!columns.is_empty()).then_some(Table { columns, item, max: max.unwrap_or(50), from })
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
        let mut stored = rows(answer).to_vec();
        if let (true, Some(first)) = (self.from, self.columns.first()) {
            for line in asked.from {
                let there = stored
                    .iter()
                    .any(|row| row.iter().any(|(id, cell)| *id == first.id && cell.words() == line.text));
                if !there {
                    stored.push(vec![(first.id.clone(), Cell::Text(line.text.clone()))]);
                }
            }
        }
        let card = |row: &Fields| Card {
            slots: self
                .columns
                .iter()
                .map(|column| column.slot(row.iter().find(|(id, _)| *id == column.id).map(|(_, cell)| cell)))
                .collect(),
            rest: row.iter().filter(|(id, _)| !self.columns.iter().any(|c| c.id == *id)).cloned().collect(),
        };
        let mut cards: Vec<Card> = stored.iter().map(card).collect();
        if cards.is_empty() {
            cards.push(card(&Vec::new()));
        }
        let column = if self.from && !asked.from.is_empty() && self.columns.len() > 1 { 1 } else { 0 };
        Box::new(Cards {
            columns: self.columns.clone(),
            item: self.item.clone(),
            max: self.max,
            cards,
            card: 0,
            column,
            example: asked.example.to_owned(),
            from: self.from,
            width: 76,
        })
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

/// A table while its cards are filled.
struct Cards {
    columns: Vec<Column>,
    item: String,
    max: usize,
    cards: Vec<Card>,
    card: usize,
    column: usize,
    example: String,
    from: bool,
    width: usize,
}

/// One card: one slot for each column.
struct Card {
    slots: Vec<Slot>,
    /// Stored values of columns that are gone: kept as they are.
    rest: Fields,
}

/// One cell while it is filled.
enum Slot {
    Line(Text),
    Scale { steps: Steps, value: Option<i64>, typed: Option<i64> },
    Choice { options: Vec<Choice>, value: Option<String> },
}

impl Slot {
    fn cell(&self) -> Option<Cell> {
        match self {
            Slot::Line(text) => {
                Some(Cell::Text(text.as_str().trim().to_owned())).filter(|cell| !cell.is_empty())
            }
            Slot::Scale { value, .. } => value.map(Cell::Number),
            Slot::Choice { value, .. } => value.clone().map(Cell::Text),
        }
    }

    fn step(&mut self, up: bool) -> Change {
        match self {
            Slot::Line(_) => Change::Nothing,
            Slot::Scale { steps, value, typed } => {
                *value = Some(steps.stepped(*value, up));
                *typed = None;
                Change::Chosen
            }
            Slot::Choice { options, value } => {
                let here = value.as_ref().and_then(|id| options.iter().position(|option| option.id == *id));
                let last = options.len().saturating_sub(1);
                let target = match (here, up) {
                    (None, true) => 0,
                    (None, false) => last,
                    (Some(at), true) => (at + 1).min(last),
                    (Some(at), false) => at.saturating_sub(1),
                };
                *value = options.get(target).map(|option| option.id.clone());
                Change::Chosen
            }
        }
    }

    fn pick(&mut self, digit: u8) -> Change {
        match self {
            Slot::Line(_) => Change::Nothing,
            Slot::Scale { steps, value, typed } => match steps.typed(*typed, digit) {
                Some(n) => {
                    (*value, *typed) = (Some(n), Some(n));
                    Change::Chosen
                }
                None => Change::Nothing,
            },
            Slot::Choice { options, value } => {
                match usize::from(digit).checked_sub(1).and_then(|at| options.get(at)) {
                    Some(option) => {
                        *value = Some(option.id.clone());
                        Change::Chosen
                    }
                    None => Change::Nothing,
                }
            }
        }
    }

    fn clear(&mut self) -> Change {
        match self {
            Slot::Line(_) => Change::Nothing,
            Slot::Scale { value, .. } if value.is_some() => {
                *value = None;
                Change::Chosen
            }
            Slot::Choice { value, .. } if value.is_some() => {
                *value = None;
                Change::Chosen
            }
            Slot::Scale { .. } | Slot::Choice { .. } => Change::Nothing,
        }
    }

    /// Its rows at a width, and the cursor in them.
    fn rows(&self, cells: usize, here: bool) -> (Vec<Row>, (usize, usize)) {
        match self {
            Slot::Line(text) => ((0..text.rows()).map(|n| text_row(text, n)).collect(), text.cursor()),
            Slot::Scale { steps, value, .. } => {
                let mut row = Row::default();
                let mut at = 0;
                for n in steps.numbers() {
                    let chosen = *value == Some(n);
                    if chosen {
                        at = row.width() + 1;
                    }
                    let role = match (chosen, here) {
                        (true, true) => Role::Current,
                        (true, false) => Role::Chosen,
                        (false, _) => Role::Plain,
                    };
                    row.push(role, if chosen { format!("[{n}]") } else { format!(" {n} ") });
                }
                (vec![row], (0, at))
            }
            Slot::Choice { options, value } => {
                let mut rows = vec![Row::default()];
                let mut at = (0, 0);
                for option in options {
                    let chosen = value.as_ref() == Some(&option.id);
                    let text = format!("{} {}", if chosen { "(•)" } else { "( )" }, option.text);
                    let last = rows.len() - 1;
                    let used = rows.last().map_or(0, Row::width);
                    let row = if used > 0 && used + 2 + width(&text) > cells { last + 1 } else { last };
                    if row > last {
                        rows.push(Row::default());
                    }
                    if let Some(current) = rows.get_mut(row) {
                        if current.width() > 0 {
                            current.push(Role::Plain, "  ");
                        }
                        if chosen {
                            at = (row, current.width() + 1);
                        }
                        let role = match (chosen, here) {
                            (true, true) => Role::Current,
                            (true, false) => Role::Chosen,
                            (false, _) => Role::Plain,
                        };
                        current.push(role, text);
                    }
                }
                (rows, at)
            }
        }
    }
}

impl Cards {
    /// Cells of the labels, when they stand beside the cells.
    fn labels(&self) -> usize {
        let widest = self.columns.iter().map(|column| width(&column.label)).max().unwrap_or(0);
        widest.min(self.width / 3)
    }

    fn inner(&self) -> usize {
        self.width.saturating_sub(SIDE + self.labels() + 3).max(1)
    }

    fn slot(&mut self) -> Option<&mut Slot> {
        self.cards.get_mut(self.card)?.slots.get_mut(self.column)
    }

    fn is_blank(&self, card: usize) -> bool {
        self.cards.get(card).is_none_or(|card| card.slots.iter().all(|slot| slot.cell().is_none()))
    }

    fn next(&mut self) -> Change {
        if self.column + 1 < self.columns.len() {
            self.column += 1;
        } else if self.card + 1 < self.cards.len() {
            self.card += 1;
            self.column = self.first();
        } else {
            return Change::Nothing;
        }
        Change::Moved
    }

    fn previous(&mut self) -> Change {
        if self.column > self.first() || (self.column > 0 && self.card == 0) {
            self.column -= 1;
        } else if self.card > 0 {
            self.card -= 1;
            self.column = self.columns.len().saturating_sub(1);
        } else {
            return Change::Nothing;
        }
        Change::Moved
    }

    /// The first column to write in: the second where the first comes from an earlier answer.
    fn first(&self) -> usize {
        usize::from(self.from && self.columns.len() > 1 && !self.is_blank(self.card))
    }

    fn enter(&mut self) -> Change {
        if self.next() == Change::Moved {
            return Change::Moved;
        }
        if self.is_blank(self.card) || self.cards.len() >= self.max {
            return Change::Nothing;
        }
        let inner = self.inner();
        let mut slots: Vec<Slot> = self.columns.iter().map(|column| column.slot(None)).collect();
        for slot in &mut slots {
            if let Slot::Line(text) = slot {
                text.resize(inner, 10);
            }
        }
        self.cards.push(Card { slots, rest: Vec::new() });
        self.card = self.cards.len() - 1;
        self.column = 0;
        Change::Moved
    }

    /// Backspace in an empty cell: back to the cell before; an empty card goes away.
    fn back(&mut self) -> Change {
        if self.column > 0 {
            self.column -= 1;
            return Change::Moved;
        }
        if self.card > 0 && self.is_blank(self.card) {
            self.cards.remove(self.card);
            self.card -= 1;
            self.column = self.columns.len().saturating_sub(1);
            return Change::Moved;
        }
        Change::Nothing
    }

    fn down(&mut self, by: isize) -> Change {
        let rows = self.columns.len().max(1);
        let here = self.card * rows + self.column;
        match here.checked_add_signed(by).filter(|at| *at < self.cards.len() * rows) {
            Some(at) => {
                (self.card, self.column) = (at / rows, at % rows);
                Change::Moved
            }
            None => Change::Nothing,
        }
    }

    /// All rows, the row of the current cell, and the cursor.
    fn all(&self, focus: Focus) -> (Vec<Row>, usize, (usize, usize)) {
        let mut rows = Vec::new();
        let (mut current, mut cursor) = (0, (0, 0));
        for (n, card) in self.cards.iter().enumerate() {
            for (c, (slot, column)) in card.slots.iter().zip(&self.columns).enumerate() {
                let here = focus == Focus::Here && n == self.card && c == self.column;
                let labels =
                    wrapped(if here { Role::Current } else { Role::Dim }, &column.label, self.labels());
                let (cells, at) = slot.rows(self.inner(), here);
                if n == self.card && c == self.column {
                    current = rows.len();
                    cursor = (rows.len() + at.0, SIDE + self.labels() + 2 + at.1);
                }
                for line in 0..labels.len().max(cells.len()).max(1) {
                    let number =
                        if c == 0 && line == 0 { format!("{:>3} ", n + 1) } else { "    ".to_owned() };
                    let active = focus == Focus::Here && n == self.card;
                    let mut row = Row::of(Role::Dim, number).with(
                        if active { Role::Focus } else { Role::Frame },
                        if active { "┃ " } else { "│ " },
                    );
                    let label = labels.get(line).cloned().unwrap_or_default();
                    let air = self.labels().saturating_sub(label.width()) + 2;
                    row.append(label);
                    row.push(Role::Plain, " ".repeat(air));
                    row.append(cells.get(line).cloned().unwrap_or_default());
                    rows.push(row);
                }
            }
            if n + 1 < self.cards.len() {
                rows.push(Row::default());
            }
        }
        if self.cards.len() == 1 && self.is_blank(0) && !self.example.is_empty() {
            let example = wrapped(Role::Hint, &self.example, self.width.saturating_sub(SIDE).max(1));
            rows.extend(example.into_iter().map(|row| row.indented(SIDE)));
        } else if focus == Focus::Here && self.cards.len() < self.max {
            rows.push(Row::of(
                Role::Dim,
                format!("  +  Enter after the last cell adds another {}", self.item),
            ));
        }
        (rows, current, cursor)
    }
}

/// Cells before the labels: the number and the bar.
const SIDE: usize = 6;

impl Form for Cards {
    fn resize(&mut self, width: usize, page: usize) {
        self.width = width;
        let inner = self.inner();
        for slot in self.cards.iter_mut().flat_map(|card| &mut card.slots) {
            if let Slot::Line(text) = slot {
                text.resize(inner, page);
            }
        }
    }

    fn edit(&mut self, edit: Edit, clip: &mut Clip) -> Change {
        use text::Edit as Write;
        match edit {
            Edit::NextPart => self.next(),
            Edit::PreviousPart => self.previous(),
            Edit::Write(Write::Newline) | Edit::Confirm => self.enter(),
            Edit::Up => self.down(-1),
            Edit::Down => self.down(1),
            Edit::Left => self.slot().map_or(Change::Nothing, |slot| slot.step(false)),
            Edit::Right | Edit::Toggle => self.slot().map_or(Change::Nothing, |slot| slot.step(true)),
            Edit::Pick(digit) => self.slot().map_or(Change::Nothing, |slot| slot.pick(digit)),
            Edit::Clear => match self.slot().map_or(Change::Nothing, Slot::clear) {
                Change::Nothing => self.back(),
                change @ (Change::Moved | Change::Typed | Change::Chosen) => change,
            },
            Edit::Write(edit) => {
                let backwards = edit == Write::DeleteLeft;
                let (up, down) = (edit == Write::Move(Motion::Up), edit == Write::Move(Motion::Down));
                let (left, right) = (edit == Write::Move(Motion::Left), edit == Write::Move(Motion::Right));
                let Some(Slot::Line(text)) = self.slot() else { return Change::Nothing };
                let empty = text.is_empty();
                match write(text, edit, clip) {
                    Change::Nothing if up => self.down(-1),
                    Change::Nothing if down => self.down(1),
                    Change::Nothing if left => self.previous(),
                    Change::Nothing if right => self.next(),
                    Change::Nothing if backwards && empty => self.back(),
                    change @ (Change::Nothing | Change::Moved | Change::Typed | Change::Chosen) => change,
                }
            }
            Edit::First | Edit::Last | Edit::Renew => Change::Nothing,
        }
    }

    fn answer(&self) -> Option<Answer> {
        let row = |card: &Card| -> Fields {
            let named = self.columns.iter().zip(&card.slots);
            let mut row: Fields =
                named.filter_map(|(column, slot)| Some((column.id.clone(), slot.cell()?))).collect();
            row.extend(card.rest.iter().cloned());
            row
        };
        // A card that holds only what came from an earlier answer says nothing new.
        let says = |card: &&Card| {
            let skip = usize::from(self.from && self.columns.len() > 1);
            !card.rest.is_empty() || card.slots.iter().skip(skip).any(|slot| slot.cell().is_some())
        };
        let rows: Vec<Fields> = self.cards.iter().filter(says).map(row).collect();
        (!rows.is_empty()).then_some(Answer::Rows(rows))
    }

    fn height(&self, focus: Focus) -> usize {
        self.all(focus).0.len()
    }

    fn sheet(&self, focus: Focus, window: Range<usize>) -> Sheet {
        let (rows, _, cursor) = self.all(focus);
        let rows = rows.into_iter().map(|row| row.cut(self.width)).collect();
        Sheet { rows, cursor: (focus == Focus::Here).then_some(cursor) }.window(window)
    }

    fn row(&self) -> usize {
        self.all(Focus::Here).1
    }

    fn takes(&self) -> Takes {
        match self.cards.get(self.card).and_then(|card| card.slots.get(self.column)) {
            Some(Slot::Line(_)) => Takes::Letters,
            Some(Slot::Scale { .. } | Slot::Choice { .. }) => Takes::Picks,
            None => Takes::Nothing,
        }
    }

    fn offers(&self) -> Vec<(Edit, &'static str)> {
        match self.takes() {
            Takes::Letters => {
                vec![(Edit::NextPart, "next cell"), (Edit::Write(text::Edit::Newline), "next card")]
            }
            Takes::Picks | Takes::Nothing => vec![(Edit::Right, "choose"), (Edit::Confirm, "next cell")],
        }
    }

    fn brief(&self) -> String {
        match self.answer() {
            Some(Answer::Rows(rows)) => super::writing::count(rows.len(), None, "card", "cards"),
            Some(Answer::Number(_) | Answer::Text(_) | Answer::List(_) | Answer::Fields(_)) | None => {
                "not yet".to_owned()
            }
        }
    }

    fn place(&self) -> usize {
        let within = match self.cards.get(self.card).and_then(|card| card.slots.get(self.column)) {
            Some(Slot::Line(text)) => text.position(),
            Some(Slot::Scale { .. } | Slot::Choice { .. }) | None => 0,
        };
        (self.card * self.columns.len().max(1) + self.column) * PLACES + within.min(PLACES - 1)
    }

    fn go_to(&mut self, place: usize) {
        let columns = self.columns.len().max(1);
        let part = place / PLACES;
        self.card = (part / columns).min(self.cards.len().saturating_sub(1));
        self.column = (part % columns).min(columns - 1);
        if let Some(Slot::Line(text)) = self.slot() {
            text.go_to(place % PLACES);
        }
    }
}

/// Places that one cell has for `place`: more bytes than a cell is ever long.
const PLACES: usize = 100_000;
