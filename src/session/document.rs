//! What of a journal goes into an export.

use super::{Session, plainly};
use crate::answer::Answer;
use crate::book::{Question, fill, full};
use crate::export::{Document, Given, Page, Section};
use crate::journal::{Entry, Id, Round, Said, Stamp};
use crate::kind::Told;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What to take along.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Only these chapters; empty: the whole book.
    pub chapters: Vec<String>,
    /// Private answers too. Otherwise they are left out and counted.
    pub private: bool,
}

impl Session {
    /// Everything in a scope that was answered or left open on purpose, ready to be written down.
    #[must_use]
    pub fn document(&self, scope: &Scope) -> Document {
        // What is never kept on disk must not get there through an export, neither as words nor by what it made appear.
        let kept = self.kept();
        // Questions hold words of earlier answers, and what is private must not leave that way either.
        let open = if scope.private { None } else { Some(self.without_private()) };
        let teller = open.as_ref().unwrap_or(&kept);
        let wanted =
            |chapter: &str| scope.chapters.is_empty() || scope.chapters.iter().any(|id| id == chapter);
        let mut document = Document { person: self.journal.person.clone(), ..Document::default() };
        let mut stamps: Vec<Stamp> = Vec::new();
        for (at, chapter) in self.book.chapters.iter().enumerate().filter(|(_, chapter)| wanted(&chapter.id))
        {
            let mut section =
                Section { title: chapter.title.clone(), number: at.to_string(), pages: Vec::new() };
            let (done, pages) = kept.chapter_progress(chapter);
            document.done += done;
            document.pages += pages;
            for exercise in &chapter.exercises {
                let n = self.number(chapter, &exercise.id).unwrap_or_default();
                let mut page = Page {
                    title: exercise.title.clone(),
                    number: format!("{at}.{n}"),
                    given: Vec::new(),
                    skipped: kept.page(&exercise.id).skipped,
                };
                for question in exercise.questions.iter().filter(|_| exercise.keep) {
                    let Some(entry) = self.journal.answers.get(&question.id) else { continue };
                    let told = match &entry.value {
                        Said::Answer(answer) if answer.is_empty() => continue,
                        Said::Answer(answer) => Some(teller.tell(question, answer)),
                        Said::Skipped => None,
                        Said::Nothing => continue,
                    };
                    // Somebody may have come back to a page that was skipped once.
                    page.skipped &= told.is_none();
                    if !scope.private && self.is_private(question) {
                        document.kept_private += 1;
                        continue;
                    }
                    stamps.push(entry.updated);
                    let tell = |answer: &Answer| teller.tell(question, answer);
                    page.given.push(Given {
                        id: question.id.clone(),
                        asked: if self.speaks_of_private(question) && !scope.private {
                            teller.prompt(question)
                        } else {
                            entry.asked.to_string()
                        },
                        told,
                        updated: entry.updated,
                        rounds: versions(&entry.rounds, tell),
                        other: versions(&entry.other, tell),
                    });
                }
                if !page.given.is_empty() {
                    section.pages.push(page);
                }
            }
            if !section.pages.is_empty() {
                document.chapters.push(section);
            }
        }
        for (id, entry) in self.gone().filter(|(id, _)| wanted(id.chapter())) {
            if !scope.private && self.private.contains(id) {
                document.kept_private += 1;
            } else if let Some(given) = orphan(id, entry) {
                stamps.push(given.updated);
                document.earlier.push(given);
            }
        }
        document.title = match document.chapters.as_slice() {
            [one] if !scope.chapters.is_empty() => one.title.clone(),
            _ => "My workbook".to_owned(),
        };
        document.created = stamps.iter().min_by_key(|stamp| stamp.local).copied();
        document.updated = stamps.iter().max_by_key(|stamp| stamp.local).copied();
        document
    }
}

impl Session {
    /// Answers whose question is gone from the book, in the order of their ids.
    #[must_use]
    pub fn earlier(&self) -> Vec<Given> {
        self.gone().filter_map(|(id, entry)| orphan(id, entry)).collect()
    }

    /// How many of them there are.
    #[must_use]
    pub fn count_earlier(&self) -> usize {
        self.gone().filter(|(_, entry)| matches!(entry.value, Said::Answer(_))).count()
    }

    /// Entries whose question is gone. There may be very many: the book is gone through once, not for each of them.
    fn gone(&self) -> impl Iterator<Item = (&Id, &Arc<Entry>)> {
        let exercises = self.book.chapters.iter().flat_map(|chapter| &chapter.exercises);
        let known: BTreeSet<&Id> =
            exercises.flat_map(|e| &e.questions).map(|question| &question.id).collect();
        self.journal.answers.iter().filter(move |(id, _)| !known.contains(id))
    }

    /// Whether a question's words hold those of a private answer.
    fn speaks_of_private(&self, question: &Question) -> bool {
        let gaps = fill::gaps(&question.prompt);
        let ids = gaps.iter().map(|gap| full(gap.name, question.id.chapter()));
        ids.filter_map(|id| self.book.question(&id).map(|(_, question)| question)).any(|q| self.is_private(q))
    }
}

/// An answer whose question is gone from the book.
fn orphan(id: &Id, entry: &Entry) -> Option<Given> {
    let told = match &entry.value {
        Said::Answer(answer) => Some(plainly(answer)),
        Said::Skipped | Said::Nothing => return None,
    };
    let asked = if entry.asked.is_empty() { id.to_string() } else { entry.asked.to_string() };
    let (rounds, other) = (versions(&entry.rounds, plainly), versions(&entry.other, plainly));
    Some(Given { id: id.clone(), asked, told, updated: entry.updated, rounds, other })
}

/// Earlier answers, or other versions of one: those that say something.
fn versions(versions: &[Round], tell: impl Fn(&Answer) -> Told) -> Vec<(Stamp, Told)> {
    let told = versions.iter().filter_map(|version| match &version.value {
        Said::Answer(answer) => Some((version.updated, tell(answer))),
        Said::Skipped | Said::Nothing => None,
    });
    told.collect()
}
