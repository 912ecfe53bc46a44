//! A box with something to read: what is wrong in a chapter, the steady-me kit.

use super::action::Step;
use super::{Action, bars::MEASURE};
use crate::book::Help;
use crate::book::prose;
use crate::export::Given;
use crate::journal::Id;
use crate::kind::Told;
use crate::session::Session;
use crate::sheet::{Role, Row, Sheet};
use crate::text;

/// Something to read, scrolled to some row.
pub(super) struct Message {
    title: &'static str,
    content: Content,
    /// The content, wrapped for the width that the screen has now.
    rows: Vec<Row>,
    top: usize,
    height: usize,
}

/// What there is to read.
pub(super) enum Content {
    /// The steady-me kit, as the session tells it.
    Steady,
    /// Answers whose question is gone from the book.
    Earlier,
    /// One answer with all that was said before it, as the session tells it.
    Kept(Id),
    /// These lines.
    Lines(Vec<String>),
}

impl Message {
    pub(super) fn new(title: &'static str, content: Content) -> Message {
        Message { title, content, rows: Vec::new(), top: 0, height: 10 }
    }

    /// Wraps the content anew, for so many cells.
    pub(super) fn fill(&mut self, session: &Session, help: &Help, width: usize) {
        self.rows = match &self.content {
            Content::Steady => steady(session, help, width),
            Content::Earlier => {
                session.earlier().into_iter().flat_map(|given| given_rows(given, width)).collect()
            }
            Content::Kept(id) => {
                session.kept_answer(id).map_or_else(Vec::new, |given| given_rows(given, width))
            }
            Content::Lines(lines) => {
                lines.iter().flat_map(|line| wrapped(&Row::of(Role::Plain, line.as_str()), width)).collect()
            }
        };
    }

    pub(super) fn title(&self) -> &str {
        self.title
    }

    pub(super) fn resize(&mut self, rows: usize) {
        self.height = rows;
        self.top = self.top.min(self.rows.len().saturating_sub(self.height.min(self.rows.len())));
    }

    /// Whether there are rows below those that are seen.
    pub(super) fn has_more(&self) -> bool {
        self.top + self.height < self.rows.len()
    }

    /// Gives whether it stays open.
    pub(super) fn act(&mut self, action: &Action) -> bool {
        let last = self.rows.len().saturating_sub(self.height.min(self.rows.len()));
        self.top = match action.step() {
            Some(Step::Up) => self.top.saturating_sub(1),
            Some(Step::Down) => (self.top + 1).min(last),
            Some(Step::PageUp) => self.top.saturating_sub(self.height),
            Some(Step::PageDown) => (self.top + self.height).min(last),
            Some(Step::Top) => 0,
            Some(Step::Bottom) => last,
            Some(Step::Back | Step::Enter) => return false,
            None if *action == Action::Steady => return false,
            Some(Step::Next | Step::Previous | Step::In | Step::Out) | None => self.top,
        };
        true
    }

    pub(super) fn sheet(&self, width: usize, height: usize) -> Sheet {
        let margin = width.saturating_sub(MEASURE) / 2;
        let last = self.rows.len().saturating_sub(height);
        let seen = self.rows.iter().skip(self.top.min(last)).take(height);
        Sheet {
            rows: seen.map(|row| row.clone().indented(margin.max(1))).collect(),
            cursor: Some((0, margin.max(1))),
        }
    }
}

/// Words wrapped into rows of one role.
pub(super) fn paragraph(role: Role, words: &str, width: usize) -> Vec<Row> {
    let ranges = text::wrap(words, width.max(1));
    ranges.into_iter().map(|range| Row::of(role, words.get(range).unwrap_or("").trim_end())).collect()
}

/// A row as it is, or as several rows that fit; what goes on stands under its first word.
pub(super) fn wrapped(row: &Row, width: usize) -> Vec<Row> {
    let Some(span) = row.spans.last().filter(|_| row.width() > width) else { return vec![row.clone()] };
    let words = row.words();
    let indent = (words.len() - words.trim_start().len()).min(width / 2);
    let lines = paragraph(span.role, words.trim_start(), width.saturating_sub(indent));
    lines.into_iter().map(|line| line.indented(indent)).collect()
}

/// An answer that stands on no page, with the question as it stood, and all that was said to it.
fn given_rows(given: Given, width: usize) -> Vec<Row> {
    let mut rows = vec![Row::default()];
    rows.extend(paragraph(Role::Prompt, &given.asked, width));
    rows.push(Row::of(Role::Dim, given.updated.date()));
    let now = given.told.map(|told| (None, told));
    let former =
        given.rounds.into_iter().map(|(when, told)| (Some(format!("Earlier, {}:", when.date())), told));
    let other = given
        .other
        .into_iter()
        .map(|(when, told)| (Some(format!("Another version, {}:", when.date())), told));
    for (label, told) in now.into_iter().chain(former).chain(other) {
        rows.extend(label.map(|label| Row::of(Role::Dim, label)));
        rows.extend(told_rows(&told, width.saturating_sub(2)).into_iter().map(|row| row.indented(2)));
    }
    rows
}

/// An answer told again, as rows.
pub(super) fn told_rows(told: &Told, width: usize) -> Vec<Row> {
    crate::kind::told::rows(told, width)
}

const STEADY: &str = "Your page is covered.";
const CALL: &str = "People to call or write to";
const MORE: &str = "More about them";
const NO_KIT: &str = "You have not packed a kit yet. Until you do: feet on the floor, breathe out longer than in, name five \
                      things you see, and say where you are and what day it is.";

/// The steady-me kit: the person's own people first, and then the lines to call, in a few rows, so that no number is out of sight
/// on a small screen; then the person's own words, and everything else about the people to call.
fn steady(session: &Session, help: &Help, width: usize) -> Vec<Row> {
    let mut rows = vec![Row::of(Role::Dim, STEADY), Row::default()];
    tell(&mut rows, session.feeding("reach"), width);
    rows.push(Row::of(Role::Heading, CALL));
    for place in &help.places {
        let reach = if place.number.is_empty() { &place.site } else { &place.number };
        let lines = paragraph(Role::Plain, &format!("{reach}  {} ({})", place.name, place.region), width);
        rows.extend(lines.into_iter().enumerate().map(|(n, row)| row.indented(if n == 0 { 0 } else { 2 })));
    }
    let is_old = help.is_old(session.today());
    if is_old {
        rows.extend(paragraph(Role::Dim, &checked(help, is_old), width));
    }
    rows.push(Row::default());
    let kit = session.feeding("kit");
    if kit.is_empty() {
        rows.extend(paragraph(Role::Plain, NO_KIT, width));
        rows.push(Row::default());
    }
    tell(&mut rows, kit, width);
    rows.push(Row::of(Role::Heading, MORE));
    rows.extend(prose::rows(&help.text, width, &str::to_owned));
    rows.push(Row::default());
    for place in &help.places {
        let reach = if place.number.is_empty() { &place.site } else { &place.number };
        rows.push(Row::of(Role::Strong, reach.as_str()).with(Role::Plain, format!("  {}", place.name)));
        let what = format!("{} ({}). {}", place.purpose, place.region, place.note);
        rows.extend(
            paragraph(Role::Dim, what.trim(), width.saturating_sub(2)).into_iter().map(|r| r.indented(2)),
        );
        rows.push(Row::default());
    }
    rows.extend(paragraph(Role::Dim, &checked(help, is_old), width));
    rows
}

/// Answers of the person, each below its question.
fn tell(rows: &mut Vec<Row>, parts: Vec<(String, Told)>, width: usize) {
    for (question, told) in parts {
        rows.extend(paragraph(Role::Prompt, &question, width));
        rows.extend(told_rows(&told, width.saturating_sub(2)).into_iter().map(|row| row.indented(2)));
        rows.push(Row::default());
    }
}

/// When somebody last looked at the numbers, and what that means after a year.
fn checked(help: &Help, is_old: bool) -> String {
    let words = format!("These numbers were checked in {}.", help.said());
    if is_old { format!("{words} They may have changed. {DIRECTORY}") } else { words }
}

const DIRECTORY: &str = "The emergency number of your country is the surest one.";
