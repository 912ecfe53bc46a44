//! What goes into an export for somebody else: a partner, or a therapist.
//!
//! Less than everything in both, and never what is private. `session/document.rs` says what there is, `export` how it is told.

use super::rounds::says_something;
use super::{Scope, Session};
use crate::book::{Share, fill, full};
use crate::export::{Document, For, Given, Page, Section, only, shorten};
use crate::journal::{Id, Stamp};
use crate::kind::Told;

/// The title of what a partner gets.
const FOR_TWO: &str = "Pages for two";
/// The title of what a therapist gets.
const FOR_THERAPIST: &str = "Pages for my therapist";
/// Where answers stand whose question the book no longer has.
const EARLIER: &str = "From earlier editions";

impl Session {
    /// What is meant for two: answers of pages that the book calls so. What stands on other pages speaks in none of them, save
    /// where the person has chosen from it, on a page that says whom it is for.
    pub(super) fn for_partner(&self, scope: &Scope) -> Document {
        let mut two = self.without_private();
        two.journal.answers.retain(|id, _| self.is_for_two(id));
        let mut document = self.everything(&Scope { private: false, ..scope.clone() });
        document.chapters = only(&document.chapters, |given| {
            let is_note = self.book.question(&given.id).is_none_or(|(_, question)| question.is_note());
            given.told.is_some() && self.is_for_two(&given.id) && !is_note
        });
        let pages = document.chapters.iter_mut().flat_map(|chapter| &mut chapter.pages);
        for given in pages.flat_map(|page| &mut page.given) {
            let Some((_, question)) = self.book.question(&given.id) else { continue };
            // Nobody has decided about other versions yet.
            given.other.clear();
            // As it stood when it was answered, a question may have held words that are not for two.
            given.asked = two.prompt(question);
            let gaps = question.kind.ask().texts().into_iter().flat_map(fill::gaps);
            let mut named = gaps.map(|gap| full(gap.name, question.id.chapter()));
            if named.any(|id| self.book.question(&id).is_some() && !self.is_for_two(&id)) {
                given.told = two.newest(&given.id).map(|answer| two.tell(question, answer));
                given.rounds.clear();
            }
        }
        document.earlier.clear();
        document.portrait.parts.clear();
        document.kept_private = 0;
        document.whom = For::Partner;
        FOR_TWO.clone_into(&mut document.title);
        dated(&mut document);
        document
    }

    /// Whether a question stands on a page that the book means for two.
    fn is_for_two(&self, id: &Id) -> bool {
        self.book.question(id).is_some_and(|(page, _)| page.share != Share::Private)
    }

    /// What a therapist gets: the portrait, what is marked, and what is new since the last time, on a few pages.
    pub(super) fn for_therapist(&self, scope: &Scope) -> Document {
        let mut document = self.everything(scope);
        let earlier = std::mem::take(&mut document.earlier);
        if !earlier.is_empty() {
            let page = Page { title: EARLIER.to_owned(), given: earlier, ..Page::default() };
            document.chapters.push(Section {
                title: EARLIER.to_owned(),
                pages: vec![page],
                ..Section::default()
            });
        }
        let since = scope.since.or(self.journal.for_therapist);
        let is_new = |when: Stamp| since.is_none_or(|since| when.moment() >= since.moment());
        let is_brought = |given: &Given| given.told.is_some() && self.is_brought(&given.id);
        document.brought = only(&document.chapters, is_brought);
        let rest = only(&document.chapters, |given| given.told.is_some() && !is_brought(given));
        let new = only(&rest, |given| is_new(given.updated));
        document.older = count(&rest) - count(&new);
        document.measures = only(&new, |given| self.is_measure(given));
        document.chapters = only(&new, |given| !self.is_measure(given));
        let words = document.brought.iter_mut().chain(&mut document.chapters);
        for given in words.flat_map(|section| &mut section.pages).flat_map(|page| &mut page.given) {
            // Nobody has decided about other versions yet, and this is no place to.
            given.other.clear();
            // Numbers have their history beside them. Of words, the history is what was there before.
            if !matches!(given.told, Some(Told::Value(_))) {
                given.rounds.retain(|(when, _)| since.is_some() && is_new(*when));
            }
        }
        document.since = since;
        document.whom = For::Therapist;
        FOR_THERAPIST.clone_into(&mut document.title);
        if scope.since.is_none() {
            shorten(&mut document);
        }
        dated(&mut document);
        document
    }

    /// Whether an answer is a number on a scale, or counted.
    fn is_measure(&self, given: &Given) -> bool {
        let steps = self.book.question(&given.id).and_then(|(_, question)| question.kind.ask().steps());
        steps.is_some() && matches!(given.told, Some(Told::Value(_)))
    }

    /// Pages for a therapist were written down: the next ones hold what is new from now on. Only whole ones count, for of a
    /// chapter or of an earlier day nobody can say what was left out.
    pub fn shown_to_therapist(&mut self, scope: &Scope, now: Stamp) -> bool {
        let last = self.journal.for_therapist;
        let reaches_back = match (scope.since, last) {
            (None, _) => true,
            (Some(since), Some(last)) => since.moment() <= last.moment(),
            (Some(_), None) => false,
        };
        let counts = scope.whom == For::Therapist && scope.chapters.is_empty() && reaches_back;
        if counts {
            self.journal.for_therapist = Some(now);
        }
        counts
    }

    /// The day of the oldest answer, as `2026-03-02`: from there on everything is taken along.
    #[must_use]
    pub fn first_day(&self) -> Option<String> {
        let said = self.journal.answers.values().filter(|entry| says_something(&entry.value));
        let first = said.map(|entry| entry.updated.local.date()).min();
        first.map(|day| day.to_string())
    }
}

fn all(sections: &[Section]) -> impl Iterator<Item = &Given> {
    sections.iter().flat_map(|section| &section.pages).flat_map(|page| &page.given)
}

fn count(sections: &[Section]) -> usize {
    all(sections).count()
}

/// From the first day of what is in it to the last.
fn dated(document: &mut Document) {
    let given = all(&document.brought).chain(all(&document.chapters)).chain(all(&document.measures));
    let stamps: Vec<Stamp> =
        given.flat_map(|given| given.rounds.iter().map(|(when, _)| *when).chain([given.updated])).collect();
    document.created = stamps.iter().min_by_key(|stamp| stamp.local).copied();
    document.updated = stamps.iter().max_by_key(|stamp| stamp.local).copied();
}
