//! One cell of a card while it is filled.

use crate::answer::Cell;
use crate::author::Choice;
use crate::kind::Change;
use crate::kind::scale::Steps;
use crate::kind::writing::text_row;
use crate::sheet::{Role, Row};
use crate::text::{Text, width};

/// One cell while it is filled.
pub(in crate::kind) enum Slot {
    Line(Text),
    Scale { steps: Steps, value: Option<i64>, typed: Option<i64> },
    Choice { options: Vec<Choice>, value: Option<String> },
}

impl Slot {
    pub(in crate::kind) fn cell(&self) -> Option<Cell> {
        match self {
            Slot::Line(text) => {
                Some(Cell::Text(text.as_str().trim().to_owned())).filter(|cell| !cell.is_empty())
            }
            Slot::Scale { value, .. } => value.map(Cell::Number),
            Slot::Choice { value, .. } => value.clone().map(Cell::Text),
        }
    }

    /// The number in it, where it holds one.
    pub(in crate::kind) fn number(&self) -> Option<i64> {
        match self {
            Slot::Scale { value, .. } => *value,
            Slot::Line(_) | Slot::Choice { .. } => None,
        }
    }

    pub(super) fn step(&mut self, up: bool) -> Change {
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

    pub(super) fn pick(&mut self, digit: u8) -> Change {
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

    pub(super) fn clear(&mut self) -> Change {
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
    pub(super) fn rows(&self, cells: usize, here: bool) -> (Vec<Row>, (usize, usize)) {
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
