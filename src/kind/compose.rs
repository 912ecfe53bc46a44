//! `compose`: a text that is filled from earlier answers, then edited until it is true.
//!
//! Stored as fields: the text, and what it was made from (as a fingerprint, so that no word is kept twice). A text
//! that nobody edited follows its sources; one that was edited is never touched, only told that they changed.

use super::text::Field;
use super::{Ask, Asked, Blank, Change, Edit, Focus, Form, Takes, Told};
use crate::answer::{Answer, Cell};
use crate::author::{Choice, Reader};
use crate::sheet::{Role, Row, Sheet};
use crate::text::{self, Clip, Text};
use std::ops::Range;

/// A text made from earlier answers.
#[derive(Clone, Debug)]
pub struct Compose {
    template: String,
}

impl Compose {
    /// Reads `template`.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Compose> {
        Some(Compose { template: reader.required("template")? })
    }
}

/// The text of an answer, and the fingerprint of what it was made from.
pub(super) fn parts(answer: Option<&Answer>) -> (&str, Option<&str>) {
    let field = |fields: &'_ [(String, Cell)], name: &str| -> Option<usize> {
        fields.iter().position(|(key, _)| key == name)
    };
    match answer {
        Some(Answer::Text(text)) => (text, None),
        Some(Answer::Fields(fields)) => {
            let words = |at: Option<usize>| match at.and_then(|at| fields.get(at)) {
                Some((_, Cell::Text(text))) => Some(text.as_str()),
                Some((_, Cell::Number(_))) | None => None,
            };
            (words(field(fields, "text")).unwrap_or(""), words(field(fields, "made")))
        }
        Some(Answer::Number(_) | Answer::List(_) | Answer::Rows(_)) | None => ("", None),
    }
}

/// FNV-1a over a text, as hexadecimal digits: tells whether it changed, and nothing else.
fn fingerprint(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

impl Ask for Compose {
    fn form(&self, asked: &Asked<'_>, answer: Option<&Answer>) -> Box<dyn Form> {
        Box::new(Draft::new(&self.template, asked, answer, Follows::Sources))
    }

    fn blank(&self, _: &Asked<'_>) -> Blank {
        Blank::Lines(6)
    }

    fn told(&self, _: &Asked<'_>, answer: &Answer) -> Told {
        Told::Words(parts(Some(answer)).0.to_owned())
    }

    fn lines(&self, _: &Asked<'_>, answer: &Answer) -> Vec<Choice> {
        let lines = parts(Some(answer)).0.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(|line| Choice { id: line.to_owned(), text: line.to_owned() }).collect()
    }

    /// A text as the book has put it together is the book's, until somebody has changed it.
    fn phrases(&self, asked: &Asked<'_>, answer: &Answer) -> Vec<String> {
        let (text, made) = parts(Some(answer));
        if made == Some(fingerprint(text).as_str()) {
            return Vec::new();
        }
        self.lines(asked, answer).into_iter().map(|line| line.text).collect()
    }

    fn fits(&self, answer: &Answer) -> bool {
        match answer {
            Answer::Text(_) => true,
            Answer::Fields(fields) => fields.iter().any(|(name, _)| name == "text"),
            Answer::Number(_) | Answer::List(_) | Answer::Rows(_) => false,
        }
    }

    fn texts(&self) -> Vec<&str> {
        vec![&self.template]
    }

    fn beginnings(&self) -> Vec<&str> {
        vec![&self.template]
    }
}

/// What becomes of a text that nobody edited when its sources change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Follows {
    /// It follows them.
    Sources,
    /// It stays: somebody has agreed to these very words.
    Nothing,
}

/// A composed text while it is edited.
pub(super) struct Draft {
    field: Field,
    /// The fingerprint of what the text was last made from.
    made: Option<String>,
    /// What the sources would give now.
    filled: String,
    /// Whether the sources changed after the text was edited.
    changed: bool,
}

/// What is said when the sources of an edited text changed.
const CHANGED: &str = "What this came from has changed since. Your words are as you left them.";

impl Draft {
    /// A text from a template, or what became of it.
    pub(super) fn new(template: &str, asked: &Asked<'_>, answer: Option<&Answer>, follows: Follows) -> Draft {
        let filled = (asked.fill)(template).trim().to_owned();
        let (stored, made) = parts(answer);
        let untouched = made == Some(fingerprint(stored).as_str()) && follows == Follows::Sources;
        let now = fingerprint(&filled);
        let (text, changed) = match (stored.is_empty(), untouched) {
            (true, _) | (_, true) => (filled.clone(), false),
            (false, false) => (stored.to_owned(), made != Some(now.as_str())),
        };
        let field = Field::new(Text::new(&text), 3, &Asked { example: "", ..*asked }).whole();
        Draft { field, made: if changed { made.map(str::to_owned) } else { Some(now) }, filled, changed }
    }

    fn notes(&self) -> usize {
        usize::from(self.changed)
    }
}

impl Form for Draft {
    fn resize(&mut self, width: usize, page: usize) {
        self.field.resize(width, page);
    }

    fn edit(&mut self, edit: Edit, clip: &mut Clip) -> Change {
        match edit {
            Edit::Renew => {
                // Through the editor, so that undo brings the old words back.
                let all = self.field.edit(Edit::Write(text::Edit::SelectAll), clip);
                let put = self.field.edit(Edit::Write(text::Edit::Paste(self.filled.clone())), clip);
                if (all, put) == (Change::Nothing, Change::Nothing) {
                    return Change::Nothing;
                }
                self.made = Some(fingerprint(&self.filled));
                self.changed = false;
                Change::Chosen
            }
            edit @ (Edit::Write(_)
            | Edit::Pick(_)
            | Edit::Toggle
            | Edit::Confirm
            | Edit::Up
            | Edit::Down
            | Edit::Left
            | Edit::Right
            | Edit::First
            | Edit::Last
            | Edit::Clear
            | Edit::NextPart
            | Edit::PreviousPart
            | Edit::Higher
            | Edit::Lower) => self.field.edit(edit, clip),
        }
    }

    fn answer(&self) -> Option<Answer> {
        let Some(Answer::Text(text)) = self.field.answer() else { return None };
        let mut fields = vec![("text".to_owned(), Cell::Text(text.into()))];
        fields.extend(self.made.clone().map(|made| ("made".to_owned(), Cell::Text(made))));
        Some(Answer::Fields(fields))
    }

    fn stands_by_itself(&self) -> bool {
        true
    }

    fn height(&self, focus: Focus) -> usize {
        self.field.height(focus) + self.notes()
    }

    fn sheet(&self, focus: Focus, window: Range<usize>) -> Sheet {
        let shift = self.notes();
        let inner = window.start.saturating_sub(shift)..window.end.saturating_sub(shift);
        let mut sheet = self.field.sheet(focus, inner);
        if shift > 0 && window.contains(&0) {
            sheet.rows.insert(0, Row::of(Role::Warning, CHANGED));
            sheet.cursor = sheet.cursor.map(|(row, column)| (row + 1, column));
        }
        sheet
    }

    fn row(&self) -> usize {
        self.field.row() + self.notes()
    }

    fn takes(&self) -> Takes {
        Takes::Letters
    }

    fn offers(&self) -> Vec<(Edit, &'static str)> {
        vec![(Edit::Renew, "build it anew"), (Edit::Write(text::Edit::Undo), "undo")]
    }

    fn text(&self) -> Option<&str> {
        self.field.text()
    }

    fn brief(&self) -> String {
        self.field.brief()
    }

    fn place(&self) -> usize {
        self.field.place()
    }

    fn go_to(&mut self, place: usize) {
        self.field.go_to(place);
    }
}
