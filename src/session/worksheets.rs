//! Empty pages to print, of a book and nobody's answers.

use super::{Session, progress};
use crate::book::{Book, Chapter, Exercise, Question};
use crate::export::{Empty, Worksheet};
use crate::journal::Journal;

/// What stands before the hint of a question that is asked only after some answers.
const IF_IT_FITS: &str = "If it fits you.";

/// The pages of these chapters, or of the whole book, without a word of anybody: it is given none.
#[must_use]
pub fn worksheets(book: Book, chapters: &[String]) -> Vec<Worksheet> {
    let nobody = Session::new(book, Journal::default(), String::new());
    let wanted = |chapter: &&Chapter| chapters.is_empty() || chapters.contains(&chapter.id);
    let mut pages = Vec::new();
    for chapter in nobody.book.chapters.iter().filter(wanted) {
        // What leaves no trace on a disk leaves none on paper either.
        for exercise in chapter.exercises.iter().filter(|page| page.keep && progress::is_for_one(page)) {
            let asks = exercise.questions.iter().filter(|question| question.kind.ask().is_question());
            let questions: Vec<Empty> = asks.map(|question| nobody.empty(question)).collect();
            if !questions.is_empty() {
                pages.push(nobody.worksheet(chapter, exercise, questions));
            }
        }
    }
    pages
}

impl Session {
    fn worksheet(&self, chapter: &Chapter, exercise: &Exercise, questions: Vec<Empty>) -> Worksheet {
        Worksheet {
            chapter: chapter.title.clone(),
            title: exercise.title.clone(),
            number: String::new(),
            text: self.fill(&exercise.text, &chapter.id),
            questions,
        }
    }

    fn empty(&self, question: &Question) -> Empty {
        let hint = self.fill(&question.hint, question.id.chapter());
        let hint = if question.when.is_some() { format!("{IF_IT_FITS} {hint}") } else { hint };
        let blank = self.asked(question, |asked| question.kind.ask().blank(asked));
        Empty { asked: self.prompt(question), hint: hint.trim().to_owned(), blank }
    }
}
