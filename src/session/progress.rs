//! How far somebody is: a page, a chapter, the book. Skipped is done; unanswered is simply not there yet.

use super::Session;
use crate::book::{Chapter, Exercise};
use crate::journal::Said;

/// How far a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Not opened, or nothing said yet.
    Untouched,
    /// So many of its questions are answered or left open on purpose.
    Begun {
        /// Answered, or left open on purpose.
        done: usize,
        /// Questions in all.
        of: usize,
    },
    /// All questions have something.
    Done,
    /// A reading, read.
    Read,
    /// Skipped on purpose, which is a full answer.
    Skipped,
}

impl Progress {
    /// Whether nothing more is waiting there.
    #[must_use]
    pub fn is_done(self) -> bool {
        match self {
            Progress::Done | Progress::Read | Progress::Skipped => true,
            Progress::Untouched | Progress::Begun { .. } => false,
        }
    }

    /// In a word or two.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Progress::Untouched => "-".to_owned(),
            Progress::Begun { done, of } => format!("{done} of {of}"),
            Progress::Done => "done".to_owned(),
            Progress::Read => "read".to_owned(),
            Progress::Skipped => "skipped".to_owned(),
        }
    }
}

impl Session {
    /// How far a page is.
    #[must_use]
    pub fn progress(&self, exercise: &Exercise) -> Progress {
        let state = self.page(&exercise.id);
        if state.skipped {
            return Progress::Skipped;
        }
        let questions = exercise.questions.iter().filter(|q| q.kind.ask().is_question() && self.asks(q));
        let (mut done, mut of) = (0, 0);
        for question in questions {
            of += 1;
            done += usize::from(match self.entry(&question.id).map(|entry| &entry.value) {
                Some(Said::Answer(answer)) => !answer.is_empty(),
                Some(Said::Skipped) => true,
                Some(Said::Nothing) | None => false,
            });
        }
        match (done, of) {
            (_, 0) if state.read => Progress::Read,
            (0, _) => Progress::Untouched,
            (done, of) if done == of => Progress::Done,
            (done, of) => Progress::Begun { done, of },
        }
    }

    /// Pages of a chapter that are done, and that are there.
    #[must_use]
    pub fn chapter_progress(&self, chapter: &Chapter) -> (usize, usize) {
        let pages = chapter.exercises.iter().filter(|exercise| self.has(exercise));
        pages.fold((0, 0), |(done, of), page| (done + usize::from(self.progress(page).is_done()), of + 1))
    }

    /// Pages of the book that are done, and that are there.
    #[must_use]
    pub fn book_progress(&self) -> (usize, usize) {
        let chapters = self.book.chapters.iter().map(|chapter| self.chapter_progress(chapter));
        chapters.fold((0, 0), |(done, of), (d, o)| (done + d, of + o))
    }

    /// Whole minutes spent in a chapter with hands on the keys.
    #[must_use]
    pub fn spent(&self, chapter: &Chapter) -> u64 {
        chapter.exercises.iter().map(|exercise| self.page(&exercise.id).spent).sum::<u64>() / 60
    }
}
