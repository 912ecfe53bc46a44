//! How far somebody is: a page, a chapter, the book. Skipped is done; unanswered is simply not there yet.

use super::Session;
use crate::book::condition::Condition;
use crate::book::{AskHead, Audience, Chapter, Exercise, Head, Question};
use crate::journal::{Id, Said};
use std::collections::BTreeSet;

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
    /// The questions that were answered and are not asked now, because of what was answered elsewhere.
    #[must_use]
    pub fn hidden(&self) -> BTreeSet<Id> {
        let mut hidden = BTreeSet::new();
        let begun = self.book.chapters.iter().filter(|chapter| self.is_begun(chapter));
        for exercise in begun.flat_map(|chapter| &chapter.exercises) {
            let is_there = self.has(exercise);
            let asked = |question: &&Question| is_there && self.asks(question);
            let answered = exercise.questions.iter().filter(|question| self.answer(&question.id).is_some());
            hidden.extend(answered.filter(|q| !asked(q)).map(|question| question.id.clone()));
        }
        hidden
    }

    /// Whether a question was answered and is not asked now. Only answers that are kept decide, as in a count.
    #[must_use]
    pub fn is_hidden(&self, question: &Question) -> bool {
        let kept = |id: &Id| self.newest_kept(id);
        self.journal.answer(&question.id).is_some()
            && question.when.as_ref().is_some_and(|when| !when.holds(&kept))
    }

    /// Whether a page counts. Only answers that are kept decide: from a count on the screen or in an export, nobody shall be able
    /// to tell what was said on a page that leaves no trace.
    #[must_use]
    pub fn counts(&self, exercise: &Exercise) -> bool {
        self.counts_as(exercise.audience, exercise.when.as_ref())
    }

    /// Whether a page is there for this person now.
    #[must_use]
    pub fn is_there(&self, head: &Head) -> bool {
        is_for(head.audience) && head.when.as_ref().is_none_or(|when| when.holds(&|id| self.newest(id)))
    }

    fn counts_as(&self, audience: Audience, when: Option<&Condition>) -> bool {
        is_for(audience) && when.is_none_or(|when| when.holds(&|id| self.newest_kept(id)))
    }

    /// Whether anything was said or done in a chapter. Where nothing was, nobody has to read its pages to know how far it is.
    pub(super) fn is_begun(&self, chapter: &Chapter) -> bool {
        let first = Id::new(&chapter.id, "");
        let is_in = |id: Option<&Id>| id.is_some_and(|id| id.chapter() == chapter.id);
        is_in(self.journal.answers.range(&first..).next().map(|(id, _)| id))
            || is_in(self.journal.pages.range(&first..).next().map(|(id, _)| id))
            || is_in(self.passing.range(&first..).next().map(|(id, _)| id))
            || is_in(self.passing_pages.range(&first..).next().map(|(id, _)| id))
    }

    /// The number of a page in its chapter: `3` is the third of those that count. One that is there only for now stands between
    /// two of them, as `3a`. So no number changes with what is said on a page that leaves no trace.
    #[must_use]
    pub fn number(&self, chapter: &Chapter, page: &Id) -> Option<String> {
        let (mut counted, mut between) = (0, 'a');
        for head in chapter.exercises.heads().iter().filter(|head| is_for(head.audience)) {
            let counts = self.counts_as(head.audience, head.when.as_ref());
            if counts {
                (counted, between) = (counted + 1, 'a');
            }
            if head.id == *page {
                return Some(if counts { counted.to_string() } else { format!("{counted}{between}") });
            }
            if !counts {
                between = char::from_u32(u32::from(between) + 1).unwrap_or('z');
            }
        }
        None
    }

    /// How far a page is.
    #[must_use]
    pub fn progress(&self, head: &Head) -> Progress {
        let state = self.page(&head.id);
        // A page that was answered after all is not left out any more.
        let has_answers = || head.asks.iter().any(|ask| self.answer(&ask.id).is_some_and(|a| !a.is_empty()));
        if state.skipped && !has_answers() {
            return Progress::Skipped;
        }
        let is_asked = |ask: &&AskHead| {
            ask.is_question && ask.when.as_ref().is_none_or(|when| when.holds(&|id| self.newest(id)))
        };
        let (mut done, mut of) = (0, 0);
        for ask in head.asks.iter().filter(is_asked) {
            of += 1;
            done += usize::from(match self.entry(&ask.id).map(|entry| &entry.value) {
                Some(Said::Answer(answer)) => !answer.is_empty(),
                Some(Said::Skipped) => true,
                // What was done once counts as done, also while it is being answered again.
                Some(Said::Nothing) => head.repeats && self.had_a_round(&ask.id),
                None => false,
            });
        }
        match (done, of) {
            (_, 0) if state.read => Progress::Read,
            (0, _) => Progress::Untouched,
            (done, of) if done == of => Progress::Done,
            (done, of) => Progress::Begun { done, of },
        }
    }

    /// Pages of a chapter that are done, and that count.
    #[must_use]
    pub fn chapter_progress(&self, chapter: &Chapter) -> (usize, usize) {
        let heads = chapter.exercises.heads().iter();
        let pages = heads.filter(|head| self.counts_as(head.audience, head.when.as_ref()));
        pages.fold((0, 0), |(done, of), page| (done + usize::from(self.progress(page).is_done()), of + 1))
    }

    /// Pages of the book that are done, and that count.
    #[must_use]
    pub fn book_progress(&self) -> (usize, usize) {
        let chapters = self.book.chapters.iter().map(|chapter| self.chapter_progress(chapter));
        chapters.fold((0, 0), |(done, of), (d, o)| (done + d, of + o))
    }

    /// Whole minutes spent in a chapter with hands on the keys.
    #[must_use]
    pub fn spent(&self, chapter: &Chapter) -> u64 {
        chapter.exercises.heads().iter().map(|head| self.page(&head.id).spent).sum::<u64>() / 60
    }
}

/// Whether a page is for somebody who works alone.
pub(super) fn is_for_one(exercise: &Exercise) -> bool {
    is_for(exercise.audience)
}

fn is_for(audience: Audience) -> bool {
    match audience {
        Audience::Each | Audience::Solo => true,
        Audience::Partners | Audience::Together => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::answer::Answer;
    use crate::book;
    use crate::journal::{Id, Journal, Stamp};
    use crate::session::{Scope, Session};

    const BOOK: &str = r#"format = 1
[chapter]
id = "a"
title = "A"
summary = "S"
[[exercise]]
id = "check"
title = "Check"
why = "w"
keep = false
[[exercise.ask]]
id = "safe"
kind = "yesno"
prompt = "Safe?"
[[exercise]]
id = "beside"
title = "Beside"
why = "w"
text = "t"
when = "safe == \"yes\""
[[exercise]]
id = "after"
title = "After"
why = "w"
[[exercise.ask]]
id = "line"
kind = "line"
prompt = "Say?"
hint = "h"
"#;

    #[test]
    fn nothing_that_is_counted_tells_what_was_said_where_nothing_is_kept() {
        let book = book::book(vec![("a.toml".into(), Ok(BOOK.into()))]);
        let [chapter] = book.chapters.as_slice() else { panic!("{:?}", book.left_out) };
        let chapter = chapter.clone();
        let mut session = Session::new(book, Journal::default(), String::new());
        let at = Stamp::of("2026-05-12T10:00:00Z".parse().unwrap(), &jiff::tz::TimeZone::UTC);
        let id = |name| Id::new("a", name);
        session.set(&id("line"), Some(Answer::Text("x".into())), at);
        let told = |session: &Session| {
            let numbers = ["check", "after"].map(|name| session.number(&chapter, &id(name)));
            let markdown = crate::export::markdown(&session.document(&Scope::default()));
            (numbers, session.book_progress().1, markdown)
        };
        let before = told(&session);
        session.set(&id("safe"), Some(Answer::Text("yes".into())), at);
        assert!(session.pages().any(|(_, page)| page.id == id("beside")), "it is there for now");
        assert_eq!(session.number(&chapter, &id("beside")).as_deref(), Some("1a"));
        assert_eq!(told(&session), before);
    }
}
