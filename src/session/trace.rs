//! What leaves no trace: words that stay off the disk, and answers that stay out of an export.

use super::Session;
use crate::book::{Question, fill};
use crate::journal::{Id, PRIVATE};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Session {
    /// As `fill`, for what is kept on disk: words of a page that leaves no trace stay out, whatever an author wrote.
    pub(super) fn fill_kept(&self, text: &str, chapter: &str) -> String {
        fill::fill(text, chapter, &|name| match Id::parse(name) {
            Some(id) if !self.is_kept(&id) => None,
            Some(_) | None => Some(self.fill(&format!("{{{{{name}|}}}}"), chapter)),
        })
    }

    /// Whether the answer to a question may get to the disk.
    pub(super) fn is_kept(&self, question: &Id) -> bool {
        let Some((exercise, asked)) = self.book.question(question) else { return true };
        // Words that pass stay so until they are kept here, also where others came to the disk from elsewhere meanwhile.
        let has_kept_words = || !self.passing.contains_key(question) && self.has_kept_words(question);
        exercise.keep && (!asked.kind.ask().burns() || has_kept_words())
    }

    /// Whether an answer stays out of an export unless it is asked for twice.
    #[must_use]
    pub fn is_private(&self, question: &Question) -> bool {
        question.private || self.private.contains(&question.id)
    }

    /// Keeps an answer out of exports, or takes that back. Gives whether it is private now.
    pub fn toggle_private(&mut self, id: &Id) -> bool {
        let now = !self.private.contains(id);
        if now {
            self.private.insert(id.clone());
        } else {
            self.private.remove(id);
        }
        // Also beside words that pass: they may be kept later.
        for entry in self.journal.answers.get_mut(id).into_iter().chain(self.passing.get_mut(id)) {
            let entry = Arc::make_mut(entry);
            if now {
                entry.extra.0.insert(PRIVATE.to_owned(), toml::Value::Boolean(true));
            } else {
                entry.extra.0.remove(PRIVATE);
            }
        }
        now
    }

    /// The same book and answers as the next start will find them: without those that are never kept.
    #[must_use]
    pub(super) fn kept(&self) -> Session {
        Session {
            book: self.book.clone(),
            journal: self.journal.clone(),
            passing: BTreeMap::new(),
            wanted: self.wanted.clone(),
            passing_pages: BTreeMap::new(),
            private: self.private.clone(),
            today: self.today.clone(),
        }
    }

    /// The same again without the private answers: whatever is told of it holds no word of them, also not in the
    /// sentences of other questions.
    #[must_use]
    pub(super) fn without_private(&self) -> Session {
        let mut session = self.kept();
        session.journal.answers.retain(|id, _| match self.book.question(id) {
            Some((_, question)) => !self.holds_private(question),
            None => !self.private.contains(id),
        });
        session
    }
}
