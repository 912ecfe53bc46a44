//! The first screen: what this is and is not, where words live, and a name if somebody likes.

use super::desk::{Desk, Outcome};
use super::message::paragraph;
use super::{Action, Edit, Mode, bars::MEASURE};
use crate::journal::Place;
use crate::sheet::{Role, Row, Sheet, fit};
use crate::text::{self, Text};

/// The first screen, with the name that is being typed.
pub(super) struct Welcome {
    name: Text,
    at: At,
}

/// What has the focus.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Name,
    Begin,
}

const WHAT: &str = "A workbook for seeing what you bring into love, and for learning to listen.";
const NOT: &str = "It is for study and practice. It does not replace a therapist. If you are afraid of someone close to \
                   you, the key F2 lists people to call; F9 leaves at once, from anywhere.";
const WHERE: &str = "One folder on this computer. Nothing is sent anywhere. The files are readable text: whoever can use \
                     your account can read them.";
const NAME: &str = "Your name, or any name. You can leave it empty.";
const LONGEST_NAME: usize = 40;

impl Welcome {
    pub(super) fn new() -> Welcome {
        Welcome { name: Text::line(""), at: At::Name }
    }

    pub(super) fn mode(&self) -> Mode {
        match self.at {
            At::Name => Mode::Line,
            At::Begin => Mode::Welcome,
        }
    }

    pub(super) fn act(&mut self, action: Action, desk: &mut Desk<'_>) -> Outcome {
        match (action, self.at) {
            (Action::Edit(Edit::Confirm), At::Name) | (Action::Enter, At::Begin) => {
                let name = fit(self.name.as_str().trim(), LONGEST_NAME).to_owned();
                desk.session.journal.person = name;
                let first = desk.session.pages().next().map(|(_, exercise)| exercise.id.clone());
                match first {
                    Some(page) => Outcome::Open(Place { page, question: None, at: 0 }),
                    None => Outcome::Back,
                }
            }
            (Action::Edit(Edit::Write(text::Edit::Move(text::Motion::Down))), At::Name)
            | (Action::Next | Action::Back | Action::Down, At::Name) => {
                self.at = At::Begin;
                Outcome::Stay
            }
            (Action::Edit(Edit::Write(edit)), At::Name) => {
                self.name.edit(edit, desk.clip);
                Outcome::Stay
            }
            (Action::Next | Action::Previous | Action::Up | Action::Down, _) => {
                self.at = if self.at == At::Name { At::Begin } else { At::Name };
                Outcome::Stay
            }
            (Action::Back, At::Begin) => Outcome::Stay,
            (_, At::Name | At::Begin) => Outcome::Nothing,
        }
    }

    pub(super) fn offers(&self) -> Vec<(Action, &'static str)> {
        match self.at {
            At::Name => {
                vec![(Action::Edit(Edit::Confirm), "begin"), (Action::Steady, "get help")]
            }
            At::Begin => {
                vec![(Action::Enter, "begin"), (Action::Steady, "get help"), (Action::Previous, "name")]
            }
        }
    }

    pub(super) fn sheet(&self, folder: &str, width: usize, height: usize) -> Sheet {
        let cells = width.saturating_sub(4).clamp(1, MEASURE);
        let margin = width.saturating_sub(cells) / 2;
        let roomy = height >= 18;
        let mut rows = Vec::new();
        let air = |rows: &mut Vec<Row>| {
            if roomy {
                rows.push(Row::default());
            }
        };
        air(&mut rows);
        rows.extend(paragraph(Role::Heading, WHAT, cells));
        air(&mut rows);
        rows.extend(paragraph(Role::Plain, NOT, cells));
        air(&mut rows);
        if roomy {
            rows.push(Row::of(Role::Strong, "Where your words live"));
            rows.push(Row::of(Role::Plain, "  ").with(Role::Words, folder));
        }
        rows.extend(
            paragraph(Role::Dim, WHERE, cells.saturating_sub(2)).into_iter().map(|row| row.indented(2)),
        );
        air(&mut rows);
        rows.push(Row::of(Role::Prompt, NAME));
        let line = rows.len();
        let typed = fit(self.name.as_str(), LONGEST_NAME);
        let here = self.at == At::Name;
        rows.push(
            Row::of(if here { Role::Focus } else { Role::Plain }, if here { "> " } else { "  " })
                .with(Role::Words, typed)
                .with(
                    Role::Frame,
                    "_".repeat(LONGEST_NAME.min(cells).saturating_sub(text::width(typed) + 2)),
                ),
        );
        air(&mut rows);
        let begin = rows.len();
        let here = self.at == At::Begin;
        rows.push(
            Row::of(if here { Role::Focus } else { Role::Plain }, if here { "> " } else { "  " })
                .with(if here { Role::Current } else { Role::Plain }, "Begin"),
        );
        let before = self.name.as_str().get(..self.name.position()).unwrap_or("");
        let cursor = match self.at {
            At::Name => (line, margin + 2 + text::width(before).min(LONGEST_NAME)),
            At::Begin => (begin, margin),
        };
        // On a low screen the field matters more than the words above it.
        let top = (begin + 1).saturating_sub(height);
        let rows = rows.into_iter().map(|row| row.indented(margin)).collect();
        Sheet { rows, cursor: Some(cursor) }.window(top..top + height)
    }
}
