//! Where the lines of a text come from that was put together: the question behind each line, the way there and back.

use super::{Asking, Page};
use crate::app::desk::Outcome;
use crate::book::{Question, fill, full};
use crate::journal::{Id, Place};
use crate::session::Session;
use crate::sheet::{Role, Row};

/// One line as it was put together, and the question whose words are in it.
pub(super) struct Origin {
    /// The line with the words in it.
    line: String,
    /// The author's words in it.
    fixed: Vec<String>,
    question: Id,
    page: Id,
    /// The number and the title of the page.
    place: String,
}

const NOWHERE: &str = "This line has no words of an earlier answer in it.";
const NOT_MADE: &str = "These words were not put together from other answers.";

/// Where the lines of a question's text come from; none for most questions.
pub(super) fn origins(session: &Session, question: &Question) -> Vec<Origin> {
    let beginnings = question.kind.ask().beginnings();
    let lines = beginnings.iter().flat_map(|text| text.lines());
    lines.filter_map(|line| origin(session, question, line)).collect()
}

fn origin(session: &Session, question: &Question, line: &str) -> Option<Origin> {
    let chapter = question.id.chapter();
    let gaps = fill::gaps(line);
    let known = |name: &str| {
        let id = full(name, chapter);
        let (page, _) = session.book.question(&id)?;
        Some((id, page.id.clone(), format!("{} {}", session.number_in_book(&page.id), page.title)))
    };
    let (question, page, place) = gaps.iter().find_map(|gap| known(gap.name))?;
    let mut fixed = String::new();
    let mut end = 0;
    for gap in &gaps {
        fixed.push_str(line.get(end..gap.at.start).unwrap_or(""));
        fixed.push(' ');
        end = gap.at.end;
    }
    fixed.push_str(line.get(end..).unwrap_or(""));
    Some(Origin {
        line: session.fill(line, chapter).trim().to_owned(),
        fixed: words(&fixed),
        question,
        page,
        place,
    })
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

impl Asking {
    /// Where the line comes from that the cursor is in, as far as it can still be told.
    fn origin(&self) -> Option<&Origin> {
        let text = self.form.text()?;
        let before = text.get(..self.form.place())?;
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = text.get(start..)?.lines().next()?.trim();
        if line.is_empty() {
            return None;
        }
        if let Some(same) = self.origins.iter().find(|origin| origin.line == line) {
            return Some(same);
        }
        // An edited line is known by the author's words that are left in it.
        let here = words(line);
        let left = |origin: &Origin| origin.fixed.iter().filter(|word| here.contains(word)).count();
        let nearest = self.origins.iter().max_by_key(|origin| left(origin))?;
        (left(nearest) * 2 > nearest.fixed.len()).then_some(nearest)
    }
}

impl Page {
    /// Notes which question somebody came to see.
    pub(in crate::app) fn is_visited_for(&mut self, question: Id) {
        self.visited = Some(question);
    }

    /// Whether the question with the focus is the one that somebody came to see, and is as they found it.
    pub(super) fn is_as_found(&self, at: usize) -> bool {
        self.asking(at).is_some_and(|asking| Some(&asking.id) == self.visited.as_ref() && !asking.touched)
    }

    /// To where the line comes from that the cursor is in.
    pub(super) fn open_source(&self) -> Outcome {
        let Some(asking) = self.focused() else { return Outcome::Nothing };
        if asking.origins.is_empty() {
            return Outcome::Say(NOT_MADE);
        }
        match asking.origin() {
            Some(origin) => Outcome::Visit(Place {
                page: origin.page.clone(),
                question: Some(origin.question.clone()),
                at: 0,
            }),
            None => Outcome::Say(NOWHERE),
        }
    }

    /// What is said of the line that the cursor is in: where it comes from.
    pub(super) fn told_origin(&self) -> Option<Row> {
        let origin = self.focused()?.origin()?;
        Some(Row::of(Role::Dim, format!("This line comes from {}.", origin.place)))
    }

    /// Whether the line that the cursor is in leads to a page.
    pub(super) fn has_source(&self) -> bool {
        self.focused().is_some_and(|asking| asking.origin().is_some())
    }
}
