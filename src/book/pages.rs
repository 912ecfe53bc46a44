//! The pages of a chapter: read, or waiting to be read until somebody wants one.
//!
//! A start shows how far every chapter is, and reads none of them for it.

use super::{Audience, Exercise, Question, condition::Condition, full};
use crate::journal::Id;
use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

/// What a question feeds that asks for the day to go on.
pub const NEXT: &str = "next";

/// The pages of a chapter, in the author's order. Whoever looks at one has them read.
#[derive(Clone, Default)]
pub struct Pages {
    read: OnceLock<Vec<Exercise>>,
    heads: OnceLock<Vec<Head>>,
    waiting: Option<Waiting>,
}

/// Pages that are not read yet.
#[derive(Clone)]
pub(super) struct Waiting {
    /// Whose pages they are.
    pub(super) chapter: String,
    /// Where their heads are.
    pub(super) heads: &'static [u8],
    /// Where they are themselves.
    pub(super) packed: &'static [u8],
    /// Reads the heads.
    pub(super) read_heads: fn(&'static [u8], &str) -> Vec<Head>,
    /// Reads the pages.
    pub(super) read: fn(&'static [u8]) -> Vec<Exercise>,
}

/// What is known of a page without reading it: enough to name it, and to say how far somebody is.
#[derive(Clone, Debug)]
pub struct Head {
    /// Unique over the book.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// Who does it.
    pub audience: Audience,
    /// How long it takes, in minutes; 0 when the author gave none.
    pub minutes: u32,
    /// When it is there at all.
    pub when: Option<Condition>,
    /// Whether it comes round.
    pub repeats: bool,
    /// What it asks and what it tells, in the author's order.
    pub asks: Vec<AskHead>,
}

/// What is known of a question without reading it.
#[derive(Clone, Debug)]
pub struct AskHead {
    /// Unique over the book.
    pub id: Id,
    /// When it is there at all.
    pub when: Option<Condition>,
    /// Whether there is something to answer at all.
    pub is_question: bool,
    /// The date question with the day on which what is written here comes back.
    pub returns: Option<Id>,
    /// Whether it asks for the day to go on.
    pub is_next: bool,
    /// Its former ids.
    pub was: Vec<Id>,
}

impl Head {
    fn of(page: &Exercise) -> Head {
        let ask = |question: &Question| AskHead {
            id: question.id.clone(),
            when: question.when.clone(),
            is_question: question.kind.ask().is_question(),
            returns: question.kind.ask().returns().map(|name| full(name, question.id.chapter())),
            is_next: question.into.iter().any(|into| into == NEXT),
            was: question.was.clone(),
        };
        Head {
            id: page.id.clone(),
            title: page.title.clone(),
            audience: page.audience,
            minutes: page.minutes,
            when: page.when.clone(),
            repeats: page.repeat.is_some(),
            asks: page.questions.iter().map(ask).collect(),
        }
    }
}

impl Pages {
    /// Pages that are read when somebody wants one.
    pub(super) fn waiting(waiting: Waiting) -> Pages {
        Pages { waiting: Some(waiting), ..Pages::default() }
    }

    /// Each page as far as it is known without reading it.
    #[must_use]
    pub fn heads(&self) -> &[Head] {
        self.heads.get_or_init(|| match &self.waiting {
            Some(Waiting { chapter, heads, read_heads, .. }) => read_heads(heads, chapter),
            None => Vec::new(),
        })
    }

    /// Changes the pages.
    pub(super) fn change<T>(&mut self, change: impl FnOnce(&mut Vec<Exercise>) -> T) -> T {
        let mut pages = self.read.take().unwrap_or_else(|| match &self.waiting {
            Some(waiting) => (waiting.read)(waiting.packed),
            None => Vec::new(),
        });
        let changed = change(&mut pages);
        *self = Pages::from(pages);
        changed
    }
}

impl From<Pages> for Vec<Exercise> {
    fn from(mut pages: Pages) -> Vec<Exercise> {
        pages.change(std::mem::take)
    }
}

impl From<Vec<Exercise>> for Pages {
    fn from(pages: Vec<Exercise>) -> Pages {
        let heads: Vec<Head> = pages.iter().map(Head::of).collect();
        Pages { read: OnceLock::from(pages), heads: OnceLock::from(heads), waiting: None }
    }
}

impl Deref for Pages {
    type Target = [Exercise];

    fn deref(&self) -> &[Exercise] {
        self.read.get_or_init(|| match &self.waiting {
            Some(waiting) => (waiting.read)(waiting.packed),
            None => Vec::new(),
        })
    }
}

impl<'a> IntoIterator for &'a Pages {
    type Item = &'a Exercise;
    type IntoIter = std::slice::Iter<'a, Exercise>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Debug for Pages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
