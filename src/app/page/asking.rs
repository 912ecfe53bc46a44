//! One question on a page: its words, its state, and its form.

use super::letter;
use super::origin::{self, Origin};
use crate::app::message;
use crate::book::Question;
use crate::journal::{Id, Said};
use crate::kind::chart::{self, Point};
use crate::kind::scale::Steps;
use crate::kind::{Focus, Form, Takes, told};
use crate::session::{Session, plainly};
use crate::sheet::{Role, Row};
use crate::text;
use std::ops::Range;

/// Cells that an earlier answer is wrapped to.
const FORMER: usize = 50;
/// The state of a text that was put together and that nobody has looked at.
const FROM_YOU: &str = "not seen yet";
const NO_WORDS: &str = "left empty";
const FORMERLY: &str = "You answered this when it was asked in another way; that is kept:";

/// Cells before a form and the later rows of a question.
pub(super) const INDENT: usize = 2;

/// A question while its page is open.
pub(super) struct Asking {
    pub(super) id: Id,
    pub(super) form: Box<dyn Form>,
    /// What the form was made from, apart from the answer: when it changes, the form is made anew.
    pub(super) signature: String,
    pub(super) private: bool,
    /// Its words are meant to be burned.
    pub(super) burns: bool,
    /// And they are not on disk.
    pub(super) passes: bool,
    /// Minutes of its quiet timer; 0 where there is none.
    pub(super) minutes: u32,
    /// Marked to be brought along.
    pub(super) brought: bool,
    /// Private, or made of something that is: no export holds it.
    pub(super) held: bool,
    /// Somebody answered here since the form was made. What nobody touched is never taken over.
    pub(super) touched: bool,
    /// An answer that the kind of today cannot hold: shown, and kept until somebody answers anew.
    former: Vec<Row>,
    /// Another version of the answer, written elsewhere, that nobody has decided about: when, and its words.
    other: Option<(String, Vec<Row>)>,
    /// What was said in the round before, where this one is another round.
    last: Option<String>,
    /// Numbers of several rounds, and their picture.
    points: Vec<Point>,
    over_time: Vec<Row>,
    today: String,
    steps: Option<Steps>,
    /// Where a letter is that comes back on a day, in words; and whether it is put away.
    letter: Option<(String, bool)>,
    /// Somebody has opened it before its day.
    pub(super) is_opened: bool,
    letter_rows: Vec<Row>,
    prompt: String,
    hint: String,
    number: (usize, usize),
    is_question: bool,
    is_note: bool,
    skipped: bool,
    /// Something has been said here.
    is_kept: bool,
    /// Where the lines of its text come from, when it was put together.
    pub(super) origins: Vec<Origin>,
}

/// Everything that a form is made from, apart from its answer.
pub(super) fn signature(session: &Session, question: &Question) -> String {
    let shown: Vec<String> = question
        .kind
        .ask()
        .shows()
        .iter()
        .map(|name| {
            let times = session.times(&crate::book::full(name, question.id.chapter()));
            format!("{times} {}", session.fill(&format!("{{{{{name}}}}}"), question.id.chapter()))
        })
        .collect();
    session.asked(question, |asked| {
        let texts: Vec<String> =
            question.kind.ask().texts().into_iter().map(|text| (asked.fill)(text)).collect();
        let from: Vec<&str> =
            asked.from.iter().flat_map(|line| [line.id.as_str(), line.text.as_str()]).collect();
        let sources: Vec<(String, String)> = question
            .kind
            .ask()
            .sources()
            .into_iter()
            .filter_map(|(_, name)| (asked.earlier)(name))
            .flat_map(|earlier| earlier.lines)
            .map(|line| (line.id, line.text))
            .collect();
        let today = if question.kind.ask().follows_the_day() { asked.today } else { "" };
        format!("{}\n{from:?}\n{texts:?}\n{shown:?}\n{sources:?}\n{today}", asked.prompt)
    })
}

impl Asking {
    pub(super) fn new(session: &Session, question: &Question, signature: String) -> Asking {
        let ask = question.kind.ask();
        let stored = session.answer(&question.id);
        let answer = stored.filter(|answer| ask.fits(answer));
        let unfit = stored.filter(|answer| !answer.is_empty() && !ask.fits(answer));
        Asking {
            id: question.id.clone(),
            form: session.asked(question, |asked| ask.form(asked, answer)),
            signature,
            private: false,
            burns: false,
            passes: false,
            minutes: ask.minutes(),
            brought: false,
            held: false,
            touched: false,
            former: unfit.map_or_else(Vec::new, |answer| told::rows(&plainly(answer), FORMER)),
            other: None,
            last: None,
            points: Vec::new(),
            over_time: Vec::new(),
            today: String::new(),
            steps: ask.steps(),
            letter: None,
            is_opened: false,
            letter_rows: Vec::new(),
            prompt: String::new(),
            hint: String::new(),
            number: (0, 0),
            is_question: ask.is_question(),
            is_note: question.is_note(),
            skipped: false,
            is_kept: false,
            origins: Vec::new(),
        }
    }

    /// Brings up to date what can change while the form stays.
    pub(super) fn stand(&mut self, session: &Session, question: &Question, number: (usize, usize)) {
        self.prompt = session.prompt(question);
        self.hint = session.fill(&question.hint, question.id.chapter());
        self.private = session.is_private(question);
        self.burns = session.burns(&question.id);
        self.passes = session.is_passing(&question.id);
        self.brought = session.is_brought(&question.id);
        self.held = session.holds_private(question);
        self.origins = origin::origins(session, question);
        self.number = number;
        self.other = session.entry(&question.id).and_then(|entry| entry.other.first()).map(|version| {
            let rows = match &version.value {
                Said::Answer(answer) => told::rows(&session.tell(question, answer), FORMER),
                Said::Skipped | Said::Nothing => vec![Row::of(Role::Dim, NO_WORDS)],
            };
            (format!("Another version of this answer, from {}:", version.updated.date()), rows)
        });
        self.last = session.last_time(question).map(|(when, words)| {
            let when = session.say_day(when.local.date());
            match self.steps {
                Some(_) => format!("Last time {words}, {when}."),
                None => format!("Last time, {when}: {words}"),
            }
        });
        self.letter = letter::words(session, question);
        self.points = session.over_time(question);
        self.today = session.asked(question, |asked| asked.today.to_owned());
        self.is_kept = session.answer(&question.id).is_some();
        self.skipped = session.entry(&question.id).is_some_and(|entry| entry.value == Said::Skipped);
    }

    /// Lays it out for so many cells, with so many rows for a screen of words.
    pub(super) fn resize(&mut self, width: usize, page: usize) {
        self.form.resize(width, page);
        self.over_time = match self.steps {
            Some(steps) => chart::rows(&self.points, steps, &self.today, width),
            None => Vec::new(),
        };
        if !self.over_time.is_empty() {
            self.over_time.insert(0, Row::default());
        }
        self.letter_rows = match &self.letter {
            Some((words, _)) => message::paragraph(Role::Good, words, width),
            None => Vec::new(),
        };
    }

    /// Whether it is a letter that waits for its day.
    pub(super) fn waits_for_its_day(&self) -> bool {
        matches!(self.letter, Some((_, true)))
    }

    /// Whether its words are put away.
    pub(super) fn is_folded(&self) -> bool {
        self.waits_for_its_day() && !self.is_opened
    }

    /// Which keys it wants.
    pub(super) fn takes(&self) -> Takes {
        if self.is_folded() { Takes::Nothing } else { self.form.takes() }
    }

    fn form_height(&self, focus: Focus) -> usize {
        if self.is_folded() { 0 } else { self.form.height(focus) }
    }

    /// Whether there are words in it that are not on disk.
    pub(super) fn has_words_at_stake(&self) -> bool {
        self.passes && self.form.answer().is_some()
    }

    /// Whether there are two versions of the answer.
    pub(super) fn has_other(&self) -> bool {
        self.other.is_some()
    }

    /// Whether it waits for an answer, or for somebody to come.
    pub(super) fn is_open(&self) -> bool {
        // Words that were put together from other answers stand there before anybody has seen them.
        let is_new = self.form.answer().is_none() || (!self.is_kept && !self.touched);
        (self.is_question && !self.is_note && !self.skipped && is_new) || self.form.waits()
    }

    /// Whether there is something to answer at all.
    pub(super) fn is_question(&self) -> bool {
        self.is_question
    }

    /// Whether it is no question, but a note to the page.
    pub(super) fn is_note(&self) -> bool {
        self.is_note
    }

    /// Whether its row alone is shown, because there is little room and another question has the keys.
    fn is_low(&self, low: bool, focus: Focus) -> bool {
        low && focus == Focus::Away
    }

    pub(super) fn height(&self, focus: Focus, width: usize, low: bool) -> usize {
        if self.is_low(low, focus) {
            return 1;
        }
        self.head(focus, width, low).len() + self.form_height(focus) + self.over_time.len() + 1
    }

    /// The row that should be seen.
    pub(super) fn row(&self, width: usize, low: bool) -> usize {
        self.head(Focus::Here, width, low).len() + self.form.row()
    }

    /// Some of its rows, and the cursor.
    pub(super) fn rows(
        &self,
        focus: Focus,
        (width, low): (usize, bool),
        window: Range<usize>,
    ) -> (Vec<Row>, Option<(usize, usize)>) {
        let head =
            if self.is_low(low, focus) { vec![self.one_row(width)] } else { self.head(focus, width, low) };
        let form = if self.is_low(low, focus) { 0 } else { self.form_height(focus) };
        let start = window.start.saturating_sub(head.len());
        let end = window.end.saturating_sub(head.len()).min(form);
        let before: Vec<Row> = head.iter().skip(window.start).take(window.len()).cloned().collect();
        let sheet = self.form.sheet(focus, start..end.max(start));
        let cursor = sheet.cursor.map(|(row, column)| (before.len() + row, column + INDENT));
        let mut rows = before;
        rows.extend(sheet.rows.into_iter().map(|row| row.indented(INDENT)));
        if !self.is_low(low, focus) {
            let from = window.start.saturating_sub(head.len() + form);
            let below = self.over_time.iter().skip(from).take(window.len().saturating_sub(rows.len()));
            rows.extend(below.map(|row| row.clone().indented(INDENT)));
        }
        if rows.len() < window.len() && !self.is_low(low, focus) {
            rows.push(Row::default());
        }
        (rows, cursor)
    }

    /// The question, and its hint.
    fn head(&self, focus: Focus, width: usize, low: bool) -> Vec<Row> {
        let here = focus == Focus::Here;
        let (n, of) = self.number;
        let label = if !self.is_question || of < 2 { String::new() } else { format!("{n}/{of}  ") };
        let right = self.state();
        let mark = if here { Row::of(Role::Focus, "> ") } else { Row::of(Role::Plain, "  ") };
        let margin = INDENT + label.len();
        let cells = width.saturating_sub(margin + right.width() + 2).max(12);
        let mut rows = Vec::new();
        for (n, range) in text::wrap(&self.prompt, cells).into_iter().enumerate() {
            let words = self.prompt.get(range).unwrap_or("").trim_end();
            if n == 0 {
                let row = mark.clone().with(Role::Dim, label.as_str()).with(Role::Prompt, words);
                rows.push(row.justified(right.clone(), width));
            } else {
                rows.push(Row::of(Role::Prompt, words).indented(margin));
            }
        }
        let is_elsewhere = low && self.hint_fits(width);
        if !self.hint.is_empty() && !is_elsewhere {
            let cells = width.saturating_sub(margin).max(1);
            let lines = text::wrap(self.hint.trim(), cells).into_iter();
            rows.extend(lines.map(|range| {
                Row::of(Role::Hint, self.hint.trim().get(range).unwrap_or("").trim_end()).indented(margin)
            }));
        }
        rows.extend(self.letter_rows.iter().map(|row| row.clone().indented(INDENT)));
        if self.is_folded() {
            return rows;
        }
        if !self.former.is_empty() {
            rows.push(Row::of(Role::Dim, FORMERLY).indented(margin));
            rows.extend(self.former.iter().map(|row| row.clone().indented(margin + 2)));
        }
        if let Some((when, words)) = &self.other {
            rows.push(Row::of(Role::Warning, when.as_str()).indented(margin));
            rows.extend(words.iter().map(|row| row.clone().indented(margin + 2)));
        }
        if let Some(last) = &self.last {
            rows.push(Row::of(Role::Dim, last.as_str()).indented(margin).cut(width));
        }
        rows
    }

    /// The hint as one sentence, for a screen with little room.
    pub(super) fn hint(&self) -> &str {
        self.hint.trim()
    }

    /// Whether the hint is read whole in the two rows of a sentence; a longer one stays with its question.
    pub(super) fn hint_fits(&self, width: usize) -> bool {
        text::wrap(self.hint(), width.max(1)).len() <= 2
    }

    fn one_row(&self, width: usize) -> Row {
        let (n, of) = self.number;
        let label = if !self.is_question || of < 2 { String::new() } else { format!("{n}/{of}  ") };
        let left = Row::of(Role::Plain, "  ").with(Role::Dim, label).with(Role::Plain, self.prompt.as_str());
        left.justified(self.state(), width)
    }

    /// How far the answer is.
    fn state(&self) -> Row {
        if !self.is_question {
            return Row::default();
        }
        let mut row = Row::default();
        // What is on no disk leaves in no export, so nothing has to be said of that.
        let is_private = self.private && !self.has_words_at_stake();
        match (self.brought, is_private || (self.brought && self.held)) {
            (true, true) => row.push(Role::Strong, "bring this, but private · "),
            (true, false) => row.push(Role::Strong, "bring this · "),
            (false, true) => row.push(Role::Dim, "private · "),
            (false, false) => {}
        }
        if self.has_words_at_stake() {
            row.push(Role::Dim, "not on disk · ");
        }
        if self.skipped {
            row.push(Role::Good, "left open");
        } else if !self.is_note || self.form.answer().is_some() {
            let is_unseen = !self.is_kept && !self.touched && self.form.answer().is_some();
            let brief = if is_unseen { FROM_YOU.to_owned() } else { self.form.brief() };
            row.push(Role::Dim, brief);
        }
        row
    }
}
