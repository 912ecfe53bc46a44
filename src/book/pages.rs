//! The pages of a chapter: read, or waiting to be read until somebody wants one.
//!
//! A start shows how far every chapter is, and reads none of them for it that nobody has answered in.

use super::{Audience, Exercise, condition::Condition};
use crate::journal::Id;
use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

/// The pages of a chapter, in the author's order. Whoever looks at one has them read.
#[derive(Clone, Default)]
pub struct Pages {
    read: OnceLock<Vec<Exercise>>,
    waiting: Option<Waiting>,
}

/// Pages that are not read yet.
#[derive(Clone)]
pub(super) struct Waiting {
    /// What is known of each of them.
    pub(super) heads: Vec<Head>,
    /// Whether one of their questions has a former id.
    pub(super) is_renamed: bool,
    /// Where they are, for `read`.
    pub(super) packed: &'static [u8],
    /// Reads all of them.
    pub(super) read: fn(&'static [u8]) -> Vec<Exercise>,
}

/// What is known of a page before it is read: enough to count it.
#[derive(Clone)]
pub(super) struct Head {
    pub(super) id: Id,
    pub(super) audience: Audience,
    pub(super) when: Option<Condition>,
}

impl Pages {
    /// Pages that are read when somebody wants one.
    pub(super) fn waiting(waiting: Waiting) -> Pages {
        Pages { read: OnceLock::new(), waiting: Some(waiting) }
    }

    /// Each page as far as it is known without reading it: its id, who does it, and when it is there at all.
    pub fn heads(&self) -> impl Iterator<Item = (&Id, Audience, Option<&Condition>)> {
        let waiting = self.waiting.as_ref().filter(|_| self.read.get().is_none());
        let heads = waiting.map_or(&[][..], |waiting| &waiting.heads);
        let read: &[Exercise] = if waiting.is_some() { &[] } else { self };
        let heads = heads.iter().map(|head| (&head.id, head.audience, head.when.as_ref()));
        heads.chain(read.iter().map(|page| (&page.id, page.audience, page.when.as_ref())))
    }

    /// Whether one of the questions has a former id, as far as is known without reading a page.
    #[must_use]
    pub fn may_be_renamed(&self) -> bool {
        self.waiting.as_ref().is_none_or(|waiting| waiting.is_renamed)
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
        Pages { read: OnceLock::from(pages), waiting: None }
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
