//! What has to be chosen before anything else: the answers cannot be read, or there is another version of them.
//!
//! No word of an answer is shown here, only what there is and how much. Nothing is done before somebody has chosen.

use super::action::Step;
use super::confirm::option;
use super::desk::Outcome;
use super::message::paragraph;
use super::{Action, Remedy, bars::MEASURE};
use crate::sheet::{Role, Row, Sheet};

/// What was found, and what can be done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mending {
    /// What is the matter: one sentence.
    pub title: String,
    /// What is certain already, and what happens next: a paragraph each.
    pub words: Vec<String>,
    /// What can be done, the best first.
    pub choices: Vec<Choice>,
}

/// One thing that can be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// In a few words.
    pub words: String,
    /// What it gives; empty when the words say it all.
    pub detail: String,
    /// What is done; nothing is done about it now when there is none.
    pub remedy: Option<Remedy>,
}

/// The screen, and which choice has the focus.
pub(super) struct Screen {
    mending: Mending,
    current: usize,
}

impl Screen {
    pub(super) fn new(mending: Mending) -> Screen {
        Screen { mending, current: 0 }
    }

    pub(super) fn act(&mut self, action: &Action) -> Outcome {
        let last = self.mending.choices.len().saturating_sub(1);
        match action.step() {
            Some(Step::Up | Step::Previous) => self.current = self.current.saturating_sub(1),
            Some(Step::Down | Step::Next) => self.current = (self.current + 1).min(last),
            Some(Step::Top) => self.current = 0,
            Some(Step::Bottom) => self.current = last,
            Some(Step::Enter) => {
                return match self.mending.choices.get(self.current) {
                    Some(Choice { remedy: Some(remedy), .. }) => Outcome::Mend(*remedy),
                    Some(Choice { remedy: None, .. }) | None => Outcome::Back,
                };
            }
            Some(Step::Back) => {}
            Some(Step::PageUp | Step::PageDown | Step::In | Step::Out) | None => return Outcome::Nothing,
        }
        Outcome::Stay
    }

    pub(super) fn offers(&self) -> Vec<(Action, &'static str)> {
        vec![(Action::Enter, "choose"), (Action::Down, "down"), (Action::Up, "up")]
    }

    pub(super) fn sheet(&self, width: usize, height: usize) -> Sheet {
        let cells = width.saturating_sub(4).clamp(1, MEASURE);
        let margin = width.saturating_sub(cells) / 2;
        let mut rows = vec![Row::default()];
        rows.extend(paragraph(Role::Heading, &self.mending.title, cells));
        for words in &self.mending.words {
            rows.push(Row::default());
            rows.extend(paragraph(Role::Plain, words, cells));
        }
        let mut cursor = rows.len() + 1;
        for (at, choice) in self.mending.choices.iter().enumerate() {
            rows.push(Row::default());
            if at == self.current {
                cursor = rows.len();
            }
            rows.push(option(&choice.words, at == self.current));
            let detail = paragraph(Role::Dim, &choice.detail, cells.saturating_sub(4));
            rows.extend(detail.into_iter().filter(|row| row.width() > 0).map(|row| row.indented(4)));
        }
        let rows: Vec<Row> = rows.into_iter().map(|row| row.indented(margin)).collect();
        // What is chosen from matters more than the words above it, when there is not room for both.
        let top = (cursor + 4).saturating_sub(height).min(rows.len().saturating_sub(height));
        Sheet { rows, cursor: Some((cursor, margin)) }.window(top..top + height)
    }
}
