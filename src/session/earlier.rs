//! An earlier question, as a later one looks at it.

use super::Session;
use crate::answer::Answer;
use crate::book::{Question, full};
use crate::journal::{Id, Said, Stamp};
use crate::kind::{Earlier, Given};

/// Where a question on the same page is.
const ON_THIS_PAGE: &str = "further up on this page";

impl Session {
    /// An earlier question, as its author named it in `viewer`.
    pub(super) fn earlier_question(&self, name: &str, viewer: &Question) -> Option<Earlier> {
        let id = full(name, viewer.id.chapter());
        let (page, question) = self.book.question(&id)?;
        let here = self.book.question(&viewer.id).map(|(page, _)| &page.id);
        let place = match here == Some(&page.id) {
            true => ON_THIS_PAGE.to_owned(),
            false => format!("in {} {}", self.number_in_book(&page.id), page.title),
        };
        Some(Earlier {
            prompt: self.prompt(question),
            place,
            lines: self.lines(&id),
            steps: question.kind.ask().steps(),
            points: self.entry(&id).map_or_else(Vec::new, |entry| self.points(question, entry)),
        })
    }

    /// A number that was said to a question.
    pub(super) fn given(&self, question: &Question, said: &Said, updated: Stamp) -> Option<Given> {
        let answer = match said {
            Said::Answer(answer) => answer,
            Said::Skipped | Said::Nothing => return None,
        };
        let number = match answer {
            Answer::Number(number) => *number,
            Answer::Text(_) | Answer::List(_) | Answer::Fields(_) | Answer::Rows(_) => return None,
        };
        let lines = self.asked(question, |asked| question.kind.ask().lines(asked, answer));
        let words = lines.into_iter().next().map_or_else(|| number.to_string(), |line| line.text);
        Some(Given { day: updated.local.date().to_string(), number, words })
    }

    /// The number of a page in the book, such as `2.3`.
    #[must_use]
    pub fn number_in_book(&self, page: &Id) -> String {
        let chapter = self.book.chapters.iter().position(|chapter| chapter.id == page.chapter());
        let Some((at, chapter)) = chapter.and_then(|at| Some((at, self.book.chapters.get(at)?))) else {
            return String::new();
        };
        self.number(chapter, page).map_or_else(|| at.to_string(), |n| format!("{at}.{n}"))
    }
}
