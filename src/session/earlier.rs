//! An earlier question, as a later one looks at it.

use super::Session;
use crate::book::{Question, full};
use crate::journal::Id;
use crate::kind::Earlier;

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
        Some(Earlier { prompt: self.prompt(question), place, lines: self.lines(&id) })
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
