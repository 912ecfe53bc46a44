//! `text` and `line`: words in a frame, as many as somebody wants, or one line of them.
//!
//! Stored as text. The frame grows with the words; a page scrolls, a field never does. A field that is not in use
//! shows its beginning.

use super::writing::{Frame, count, text_row, wrapped, write};
use super::{Ask, Asked, Blank, Change, Edit, Focus, Form, Takes, Told};
use crate::answer::Answer;
use crate::author::{Choice, Reader};
use crate::sheet::{Role, Sheet};
use crate::text::{self, Clip};
use std::ops::Range;

mod openers;

/// A text of several lines.
#[derive(Clone, Debug)]
pub struct Text {
    /// How a sentence may begin.
    openers: Vec<String>,
    /// Rows that the empty field has, at least.
    lines: usize,
    /// Minutes of the quiet timer; it ends nothing. 0: none.
    minutes: u32,
    /// Whether burning the words afterwards is offered.
    discard: bool,
    /// The `date` question, as its author wrote it, on whose day these words come back.
    returns: Option<String>,
}

/// One line.
#[derive(Clone, Debug)]
pub struct Line {
    /// How a sentence may begin.
    openers: Vec<String>,
    /// Minutes of the quiet timer, where it is written in a turn. 0: none.
    minutes: u32,
}

impl Text {
    /// A text with ways to begin it.
    pub(super) fn beginning(openers: Vec<String>, minutes: u32) -> Text {
        Text { openers, lines: 5, minutes, discard: false, returns: None }
    }

    /// Reads `openers`, `lines`, `minutes`, `discard` and `returns`.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Text> {
        let openers = reader.texts("openers");
        let lines = reader.integer_in("lines", 1, 20).unwrap_or(5);
        let minutes = reader.integer_in("minutes", 1, 60).unwrap_or(0);
        let discard = reader.flag("discard").unwrap_or(false);
        let returns = reader.text("returns");
        Some(Text {
            openers,
            lines: usize::try_from(lines).unwrap_or(5),
            minutes: u32::try_from(minutes).unwrap_or(0),
            discard,
            returns,
        })
    }
}

impl Line {
    /// A line with ways to begin it.
    pub(super) fn beginning(openers: Vec<String>, minutes: u32) -> Line {
        Line { openers, minutes }
    }

    /// Reads `openers`.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Line> {
        Some(Line { openers: reader.texts("openers"), minutes: 0 })
    }
}

impl Ask for Text {
    fn form(&self, asked: &Asked<'_>, answer: Option<&Answer>) -> Box<dyn Form> {
        let field = Field::new(text::Text::new(words(answer)), self.lines, asked);
        openers::around(field, &self.openers, asked)
    }

    fn blank(&self, _: &Asked<'_>) -> Blank {
        Blank::Lines(8)
    }

    fn told(&self, _: &Asked<'_>, answer: &Answer) -> Told {
        Told::Words(words(Some(answer)).to_owned())
    }

    fn lines(&self, _: &Asked<'_>, answer: &Answer) -> Vec<Choice> {
        one_line(words(Some(answer)))
    }

    fn fits(&self, answer: &Answer) -> bool {
        matches!(answer, Answer::Text(_))
    }

    fn is_open(&self) -> bool {
        self.openers.is_empty()
    }

    fn returns(&self) -> Option<&str> {
        self.returns.as_deref()
    }

    fn burns(&self) -> bool {
        self.discard
    }

    fn minutes(&self) -> u32 {
        self.minutes
    }

    fn texts(&self) -> Vec<&str> {
        self.openers.iter().map(String::as_str).collect()
    }

    fn beginnings(&self) -> Vec<&str> {
        self.texts()
    }
}

impl Ask for Line {
    fn form(&self, asked: &Asked<'_>, answer: Option<&Answer>) -> Box<dyn Form> {
        let field = Field::new(text::Text::line(words(answer)), 1, asked).one_line();
        openers::around(field, &self.openers, asked)
    }

    fn told(&self, _: &Asked<'_>, answer: &Answer) -> Told {
        Told::Words(words(Some(answer)).to_owned())
    }

    fn lines(&self, _: &Asked<'_>, answer: &Answer) -> Vec<Choice> {
        one_line(words(Some(answer)))
    }

    fn fits(&self, answer: &Answer) -> bool {
        matches!(answer, Answer::Text(text) if !text.contains('\n'))
    }

    fn is_open(&self) -> bool {
        self.openers.is_empty()
    }

    fn minutes(&self) -> u32 {
        self.minutes
    }

    fn texts(&self) -> Vec<&str> {
        self.openers.iter().map(String::as_str).collect()
    }

    fn beginnings(&self) -> Vec<&str> {
        self.texts()
    }
}

/// The words of an answer, or none.
pub(super) fn words(answer: Option<&Answer>) -> &str {
    match answer {
        Some(Answer::Text(text)) => text,
        Some(Answer::Number(_) | Answer::List(_) | Answer::Fields(_) | Answer::Rows(_)) | None => "",
    }
}

/// A text as one line of an earlier answer: what it is stored as, and shown as.
fn one_line(words: &str) -> Vec<Choice> {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() { Vec::new() } else { vec![Choice { id: line.clone(), text: line }] }
}

/// Rows that a field shows while another question has the keys.
const AWAY: usize = 4;

/// A framed text while it is written.
pub(super) struct Field {
    text: text::Text,
    /// Rows that the field has, at least.
    lines: usize,
    width: usize,
    widest: usize,
    example: String,
    aim: Option<usize>,
    takes: Takes,
    /// Whether all of it is shown also while nobody writes in it.
    is_whole: bool,
}

impl Field {
    /// A field around a text.
    pub(super) fn new(text: text::Text, lines: usize, asked: &Asked<'_>) -> Field {
        Field {
            text,
            lines,
            width: 76,
            widest: usize::MAX,
            example: asked.example.to_owned(),
            aim: asked.aim,
            takes: Takes::Letters,
            is_whole: false,
        }
    }

    /// The field shown whole also while nobody writes in it: it is there to be read.
    pub(super) fn whole(self) -> Field {
        Field { is_whole: true, ..self }
    }

    /// The field, for a text of one line.
    pub(super) fn one_line(mut self) -> Field {
        self.takes = Takes::Line;
        self
    }

    /// The field, never wider than some cells.
    pub(super) fn narrow(mut self, cells: usize) -> Field {
        self.widest = cells;
        self
    }

    fn inner(&self) -> usize {
        self.width.saturating_sub(Frame::SIDES).max(1)
    }

    /// Rows between the borders.
    fn body(&self, focus: Focus) -> usize {
        let rows = if self.text.is_empty() {
            self.text.rows().max(wrapped(Role::Hint, &self.example, self.inner()).len())
        } else {
            self.text.rows()
        };
        match focus {
            Focus::Here => rows.max(self.lines),
            Focus::Away if self.is_whole => rows.max(1),
            Focus::Away => rows.clamp(1, AWAY.max(1)),
        }
    }
}

impl Form for Field {
    fn resize(&mut self, width: usize, page: usize) {
        self.width = width.min(self.widest);
        self.text.resize(self.inner(), page);
    }

    fn edit(&mut self, edit: Edit, clip: &mut Clip) -> Change {
        match edit {
            Edit::Write(edit) => write(&mut self.text, edit, clip),
            Edit::Pick(_)
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
            | Edit::Lower
            | Edit::Renew => Change::Nothing,
        }
    }

    fn answer(&self) -> Option<Answer> {
        let answer = Answer::Text(self.text.as_str().into());
        (!answer.is_empty()).then_some(answer)
    }

    fn height(&self, focus: Focus) -> usize {
        self.body(focus) + 2
    }

    fn sheet(&self, focus: Focus, window: Range<usize>) -> Sheet {
        let frame = Frame { width: self.width, focus };
        let body = self.body(focus);
        let example =
            if self.text.is_empty() { wrapped(Role::Hint, &self.example, self.inner()) } else { Vec::new() };
        let more = self.text.rows().saturating_sub(body);
        let mut sheet = Sheet::default();
        for n in window.start..window.end.min(body + 2) {
            sheet.rows.push(match n {
                0 => frame.top(),
                n if n == body + 1 => frame.bottom(),
                n if n == body && more > 0 => {
                    frame.side(crate::sheet::Row::of(Role::Dim, format!("… {} more rows", more + 1)))
                }
                n => frame.side(example.get(n - 1).cloned().unwrap_or_else(|| text_row(&self.text, n - 1))),
            });
        }
        let (row, column) = self.text.cursor();
        if focus == Focus::Here && window.contains(&(row + 1)) {
            sheet.cursor = Some((row + 1 - window.start, column + 2));
        }
        sheet
    }

    fn row(&self) -> usize {
        self.text.cursor().0 + 1
    }

    fn takes(&self) -> Takes {
        self.takes
    }

    fn offers(&self) -> Vec<(Edit, &'static str)> {
        let undo = (Edit::Write(text::Edit::Undo), "undo");
        match self.takes {
            Takes::Line => vec![(Edit::Confirm, "go on"), undo],
            Takes::Letters | Takes::Search | Takes::Picks | Takes::Nothing => vec![undo],
        }
    }

    fn text(&self) -> Option<&str> {
        (self.takes == Takes::Letters).then(|| self.text.as_str())
    }

    fn brief(&self) -> String {
        count(self.text.words(), self.aim, "word", "words")
    }

    fn place(&self) -> usize {
        self.text.position()
    }

    fn go_to(&mut self, place: usize) {
        self.text.go_to(place);
    }
}
