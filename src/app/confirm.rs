//! A question that is answered with yes or no, where nothing could be taken back afterwards. *No* is where the cursor is.

use super::action::Step;
use super::message::paragraph;
use super::{Action, Effect, bars::MEASURE};
use crate::sheet::{Role, Row, Sheet};

/// The question, and what a yes does.
pub(super) struct Confirm {
    question: &'static str,
    more: &'static str,
    yes: &'static str,
    no: &'static str,
    is_yes: bool,
    pub(super) then: Effect,
}

/// What follows from an action.
pub(super) enum Outcome {
    Stay,
    No,
    Yes,
}

impl Confirm {
    /// Whether a file that somebody took away shall come back.
    pub(super) fn make_again() -> Confirm {
        Confirm {
            question: "The file with your answers was taken away while this was open.",
            more: "Everything is still here on the screen. Somebody may have moved or deleted the file, or a program that syncs \
                   the folder. Nothing is written to the disk until you choose.",
            yes: "Write it again",
            no: "Leave it away for now",
            is_yes: false,
            then: Effect::MakeAgain,
        }
    }

    pub(super) fn act(&mut self, action: &Action) -> Outcome {
        match action.step() {
            Some(Step::Back) => return Outcome::No,
            Some(Step::Enter) => return if self.is_yes { Outcome::Yes } else { Outcome::No },
            Some(Step::Up | Step::Previous | Step::Top) => self.is_yes = false,
            Some(Step::Down | Step::Next | Step::Bottom) => self.is_yes = true,
            Some(Step::PageUp | Step::PageDown | Step::In | Step::Out) | None => {}
        }
        Outcome::Stay
    }

    pub(super) fn offers(&self) -> Vec<(Action, &'static str)> {
        vec![(Action::Enter, "choose"), (Action::Down, "down"), (Action::Up, "up"), (Action::Back, "no")]
    }

    pub(super) fn sheet(&self, width: usize) -> Sheet {
        let cells = width.saturating_sub(4).clamp(1, MEASURE);
        let margin = width.saturating_sub(cells) / 2;
        let mut rows = vec![Row::default()];
        rows.extend(paragraph(Role::Heading, self.question, cells));
        rows.push(Row::default());
        rows.extend(paragraph(Role::Plain, self.more, cells));
        rows.push(Row::default());
        let first = rows.len();
        for (words, here) in [(self.no, !self.is_yes), (self.yes, self.is_yes)] {
            rows.push(option(words, here));
        }
        let rows = rows.into_iter().map(|row| row.indented(margin)).collect();
        Sheet { rows, cursor: Some((first + usize::from(self.is_yes), margin)) }
    }
}

/// One thing to choose, marked when it has the focus.
pub(super) fn option(words: &str, here: bool) -> Row {
    let (mark, role) = if here { ("> ", Role::Current) } else { ("  ", Role::Plain) };
    Row::of(if here { Role::Focus } else { Role::Plain }, mark).with(role, words)
}
