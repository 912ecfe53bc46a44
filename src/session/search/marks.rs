//! What the person has marked, for whoever looks for nothing in particular.

use super::words::answer_of;
use super::{Goal, Hit, What};
use crate::book::{Exercise, Question};
use crate::journal::Place;
use crate::session::Session;

/// What is said of an answer that is listed without its words.
const HIDDEN: &str = "private";

impl Session {
    /// Everything that the person has marked, for whoever looks for nothing in particular: bookmarks, then
    /// notes, then answers to bring along, in the order of the book.
    #[must_use]
    pub fn marked(&self) -> Vec<Hit> {
        // Where nothing was said or done, nothing is marked, and no page has to be read to know it.
        let begun = self.book.chapters.iter().filter(|chapter| self.is_begun(chapter));
        let pages: Vec<&Exercise> =
            begun.flat_map(|chapter| &chapter.exercises).filter(|exercise| self.has(exercise)).collect();
        let bookmarks =
            pages.iter().filter(|exercise| self.page(&exercise.id).bookmark).map(|exercise| Hit {
                what: What::Bookmark,
                goal: Goal::Page(Place { page: exercise.id.clone(), question: None, at: 0 }),
                place: self.name_of(exercise),
                line: self.fill_openly(&exercise.why, exercise.id.chapter()),
                at: 0..0,
            });
        let notes = pages.iter().filter_map(|exercise| self.mark(exercise, &exercise.note, What::Note));
        let all = pages.iter().flat_map(|exercise| exercise.all().map(move |question| (exercise, question)));
        let brought = all.filter(|(_, question)| self.is_brought(&question.id));
        let brought = brought.filter_map(|(exercise, question)| self.mark(exercise, question, What::Bring));
        bookmarks.chain(notes).chain(brought).collect()
    }

    /// An answer on a page, with its first line; its question alone where it is private.
    fn mark(&self, exercise: &Exercise, question: &Question, what: What) -> Option<Hit> {
        let (id, entry) = self.journal.answers.get_key_value(&question.id)?;
        let answer = answer_of(&entry.value).filter(|answer| !answer.is_empty())?;
        let from = Some((exercise, question));
        let line = match self.hides(id, from) {
            true => format!("{} ({HIDDEN})", self.asked_openly(id, entry, from)),
            false => self.words_of(question, answer).lines().next().unwrap_or("").to_owned(),
        };
        let goal = Goal::Page(Place { page: exercise.id.clone(), question: Some(id.clone()), at: 0 });
        Some(Hit { what, goal, place: self.name_of(exercise), line, at: 0..0 })
    }
}
