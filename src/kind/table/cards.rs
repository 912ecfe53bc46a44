//! The cards of a table while they are filled.

use super::Column;
use super::slot::Slot;
use crate::answer::{Answer, Row as Fields};
use crate::kind::writing::{count, wrapped, write};
use crate::kind::{Change, Edit, Focus, Form, Takes};
use crate::sheet::{Role, Row, Sheet};
use crate::text::{self, Clip, Motion, width};
use std::ops::Range;

/// A table while its cards are filled.
pub(super) struct Cards {
    pub(super) columns: Vec<Column>,
    pub(super) item: String,
    pub(super) max: usize,
    pub(super) cards: Vec<Card>,
    pub(super) card: usize,
    pub(super) column: usize,
    pub(super) example: String,
    pub(super) from: bool,
    pub(super) wonders: Wonders,
    pub(super) width: usize,
}

/// What may be wondered about a card, as questions below it: its slots, and how many of them have been passed.
pub(in crate::kind) type Wonders = fn(&[Slot], usize) -> Vec<&'static str>;

/// One card: one slot for each column.
pub(super) struct Card {
    pub(super) slots: Vec<Slot>,
    /// What its first cell was given from an earlier answer, and by nobody's hand.
    pub(super) seeded: Option<String>,
    /// Stored values of columns that are gone: kept as they are.
    pub(super) rest: Fields,
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
        self.cards
            .get(card)
            .is_none_or(|card| card.rest.is_empty() && card.slots.iter().all(|slot| slot.cell().is_none()))
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

    /// Whether a row was begun and left empty: nothing more is to come.
    fn is_through(&self) -> bool {
        let is_last = self.card + 1 >= self.cards.len();
        self.card > 0 && self.column == 0 && is_last && self.is_blank(self.card)
    }

    fn enter(&mut self) -> Change {
        if self.is_through() {
            return Change::Nothing;
        }
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
        self.cards.push(Card { slots, rest: Vec::new(), seeded: None });
        self.card = self.cards.len() - 1;
        self.column = 0;
        Change::Moved
    }

    /// What `enter` would do, in a few words.
    fn enters(&self) -> &'static str {
        let is_last = self.column + 1 >= self.columns.len() && self.card + 1 >= self.cards.len();
        match is_last {
            _ if self.is_through() => "go on",
            true if self.is_blank(self.card) || self.cards.len() >= self.max => "go on",
            true => "add another",
            false => "next line",
        }
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
            rows.extend(self.wondered(n, focus));
            if n + 1 < self.cards.len() {
                rows.push(Row::default());
            }
        }
        if self.cards.len() == 1 && self.is_blank(0) && !self.example.is_empty() {
            let example = wrapped(Role::Hint, &self.example, self.width.saturating_sub(SIDE).max(1));
            rows.extend(example.into_iter().map(|row| row.indented(SIDE)));
        } else if focus == Focus::Here && self.cards.len() < self.max {
            rows.push(Row::of(Role::Dim, format!("  +  there is room for another {}", self.item)));
        }
        (rows, current, cursor)
    }

    /// What is wondered about a card while its question has the keys. A slot that is still to come is not asked about.
    fn wondered(&self, card: usize, focus: Focus) -> Vec<Row> {
        let passed = if card == self.card { self.column } else { self.columns.len() };
        let slots = match (focus, self.cards.get(card)) {
            (Focus::Here, Some(card)) => card.slots.as_slice(),
            (Focus::Here, None) | (Focus::Away, _) => return Vec::new(),
        };
        let cells = self.width.saturating_sub(SIDE).max(1);
        let questions = (self.wonders)(slots, passed).into_iter();
        questions.flat_map(|words| wrapped(Role::Hint, words, cells)).map(|row| row.indented(SIDE)).collect()
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
            Edit::Confirm => self.enter(),
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
            Edit::First | Edit::Last | Edit::Higher | Edit::Lower | Edit::Renew => Change::Nothing,
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
            let first = card.slots.first().and_then(Slot::cell);
            let is_seed = card.seeded.is_some() && first.map(|cell| cell.words()) == card.seeded;
            let skip = usize::from(is_seed);
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
            Some(Slot::Line(_)) => Takes::Line,
            Some(Slot::Scale { .. } | Slot::Choice { .. }) => Takes::Picks,
            None => Takes::Nothing,
        }
    }

    fn offers(&self) -> Vec<(Edit, &'static str)> {
        let enter = (Edit::Confirm, self.enters());
        match self.takes() {
            Takes::Letters | Takes::Line | Takes::Search => vec![enter, (Edit::NextPart, "next")],
            Takes::Picks | Takes::Nothing => vec![(Edit::Right, "choose"), enter],
        }
    }

    fn brief(&self) -> String {
        match self.answer() {
            Some(Answer::Rows(rows)) => count(rows.len(), None, "entry", "entries"),
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
