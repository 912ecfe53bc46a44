//! Words that are written to be burned. They live in memory, get to the disk only when the person says so, and leave no trace here
//! when they are burned.
//!
//! What earlier versions of the answers file hold, the ones that the person keeps, is not in reach from here; whoever burns is told.

use super::Session;
use crate::journal::{Entry, Id, PRIVATE, Said, Stamp, merge};
use std::sync::Arc;

/// What has become of words that were burned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Burned {
    /// They were never on the disk.
    Whole,
    /// They were in the answers, and are not any more; earlier versions of the file still hold them.
    FromTheAnswers,
    /// They were never on the disk. Others are, from another computer, and stand there now.
    BesideOthers,
}

impl Session {
    /// Whether the words of a question are meant to be burned, and are not on disk.
    #[must_use]
    pub fn is_passing(&self, id: &Id) -> bool {
        self.burns(id) && !self.is_kept(id)
    }

    /// Whether a question offers to burn its words, on a page that is kept.
    #[must_use]
    pub fn burns(&self, id: &Id) -> bool {
        self.book.question(id).is_some_and(|(page, question)| page.keep && question.kind.ask().burns())
    }

    /// The page on which there are words that are gone with the program unless somebody keeps them, if there is one.
    #[must_use]
    pub fn at_stake(&self) -> Option<&Id> {
        let mut held = self.passing.iter().filter(|(id, entry)| has_words(entry) && self.burns(id));
        let (id, _) = held.next()?;
        self.book.question(id).map(|(page, _)| &page.id)
    }

    /// Keeps the words of a question on disk like those of any other. Gives whether they were passing before.
    pub fn keep_words(&mut self, id: &Id) -> bool {
        if !self.is_passing(id) {
            return false;
        }
        let asked = self.book.question(id).map(|(_, question)| question.prompt.clone()).unwrap_or_default();
        let asked = self.fill_kept(&asked, id.chapter());
        self.wanted.insert(id.clone());
        self.journal.removed.remove(id);
        if let Some(mut passed) = self.passing.remove(id) {
            let entry = Arc::make_mut(&mut passed);
            entry.asked = asked.into();
            if self.book.question(id).is_some_and(|(_, question)| self.is_private(question)) {
                entry.extra.0.insert(PRIVATE.to_owned(), toml::Value::Boolean(true));
            }
            // Where other words came from elsewhere meanwhile, there are two versions now.
            if let Some(there) = self.journal.answers.get(id) {
                *entry = merge::both(entry, there);
            }
            self.journal.answers.insert(id.clone(), passed);
        }
        true
    }

    /// What was emptied here does not stand before words that came from elsewhere.
    pub(super) fn uncover_words(&mut self) {
        let is_in_the_way = |(id, entry): &(&Id, &Arc<Entry>)| {
            self.burns(id) && !has_words(entry) && self.journal.answers.get(*id).is_some_and(|e| has_words(e))
        };
        let ids: Vec<Id> = self.passing.iter().filter(is_in_the_way).map(|(id, _)| id.clone()).collect();
        for id in ids {
            self.passing.remove(&id);
        }
    }

    /// Burns the words of a question, with all that was said to it before. That it was answered is all that stays.
    pub fn burn(&mut self, id: &Id, updated: Stamp) -> Option<Burned> {
        let entry = self.entry(id).filter(|entry| has_words(entry))?.clone();
        let was_kept = self.journal.answers.get(id).is_some_and(|entry| has_words(entry));
        let was_passing = self.passing.remove(id).is_some();
        self.wanted.remove(id);
        if was_passing && was_kept {
            return Some(Burned::BesideOthers);
        }
        let value = Said::Skipped;
        let bare = Entry { value, updated, rounds: Vec::new(), other: Vec::new(), ..Entry::clone(&entry) };
        let asked = self.book.question(id).map(|(_, question)| question.prompt.clone()).unwrap_or_default();
        let asked = self.fill_kept(&asked, id.chapter());
        self.journal.answers.insert(id.clone(), Arc::new(Entry { asked: asked.into(), ..bare }));
        if was_kept {
            self.journal.removed.insert(id.clone());
        }
        Some(if was_kept { Burned::FromTheAnswers } else { Burned::Whole })
    }

    /// Whether words of a question that burns are on disk, or shall be.
    pub(super) fn has_kept_words(&self, id: &Id) -> bool {
        self.wanted.contains(id) || self.journal.answers.get(id).is_some_and(|entry| has_words(entry))
    }

    /// Whether an entry that is put back belongs to the answers that are kept, because it holds no words and none are there.
    pub(super) fn is_without_words(&self, id: &Id, entry: Option<&Arc<Entry>>) -> bool {
        self.burns(id) && !self.passing.contains_key(id) && entry.is_none_or(|entry| !has_words(entry))
    }
}

/// Whether anything that a person wrote is in an entry.
fn has_words(entry: &Entry) -> bool {
    let says = |said: &Said| matches!(said, Said::Answer(answer) if !answer.is_empty());
    let earlier = entry.rounds.iter().chain(&entry.other);
    says(&entry.value) || earlier.into_iter().any(|round| says(&round.value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Answer;
    use crate::journal::Journal;

    const PAGE: &str = "format = 1\n[chapter]\nid = \"c\"\ntitle = \"C\"\n\
        [[exercise]]\nid = \"p\"\ntitle = \"P\"\nwhy = \"x\"\n\
        [[exercise.ask]]\nid = \"letter\"\nkind = \"text\"\ndiscard = true\nprompt = \"You\"\nhint = \"x\"\n";

    fn now() -> Stamp {
        Stamp::of(jiff::Timestamp::UNIX_EPOCH, &jiff::tz::TimeZone::UTC)
    }

    fn letter() -> Id {
        Id::new("c", "letter")
    }

    fn written() -> Session {
        let book = crate::book::book(vec![("c.toml".to_owned(), Ok(PAGE.to_owned()))]);
        let mut session = Session::new(book, Journal::default(), String::new());
        session.set(&letter(), Some(Answer::Text("I am furious".into())), now());
        session
    }

    #[test]
    fn words_are_in_memory_until_somebody_keeps_them() {
        let mut session = written();
        assert!(session.journal.answers.is_empty() && session.answer(&letter()).is_some());
        assert!(session.at_stake().is_some());
        assert!(session.keep_words(&letter()) && !session.keep_words(&letter()));
        assert!(session.journal.answer(&letter()).is_some() && session.at_stake().is_none());
        // What is written on goes the same way, and so does what is written after all was deleted.
        session.set(&letter(), None, now());
        session.set(&letter(), Some(Answer::Text("Still".into())), now());
        assert!(session.journal.answer(&letter()).is_some());
        // The next start finds kept words kept.
        let again = Session::new(session.book.clone(), session.journal.clone(), String::new());
        assert!(!again.is_passing(&letter()));
    }

    #[test]
    fn burned_words_are_nowhere() {
        for keep in [false, true] {
            let mut session = written();
            if keep {
                session.keep_words(&letter());
            }
            let wanted = if keep { Burned::FromTheAnswers } else { Burned::Whole };
            assert_eq!(session.burn(&letter(), now()), Some(wanted));
            assert_eq!(session.burn(&letter(), now()), None);
            assert!(session.answer(&letter()).is_none() && session.passing.is_empty());
            assert!(!crate::journal::file::write(&session.journal).contains("furious"));
            assert!(session.is_passing(&letter()));
            // No earlier version need be kept for them, and of words that come later one is kept again.
            assert_eq!(session.journal.removed.contains(&letter()), keep);
            session.set(&letter(), Some(Answer::Text("Anew".into())), now());
            session.keep_words(&letter());
            assert!(!session.journal.removed.contains(&letter()));
        }
    }

    /// Another computer has kept words for the same question.
    fn kept_elsewhere(session: &mut Session, words: &str) {
        let mut there = Session::new(session.book.clone(), Journal::default(), String::new());
        there.set(&letter(), Some(Answer::Text(words.into())), now());
        there.keep_words(&letter());
        session.take_over(there.journal);
    }

    fn on_disk(session: &Session) -> String {
        crate::journal::file::write(&session.journal)
    }

    #[test]
    fn words_that_were_kept_elsewhere_stay_and_bring_none_to_the_disk() {
        let mut session = written();
        kept_elsewhere(&mut session, "Calm by now");
        assert!(session.is_passing(&letter()) && session.at_stake().is_some());
        session.set(&letter(), Some(Answer::Text("I am furious still".into())), now());
        assert!(on_disk(&session).contains("Calm by now") && !on_disk(&session).contains("furious"));
        let words = session.entry(&letter()).cloned();
        session.set(&letter(), None, now());
        session.restore(&letter(), words);
        assert!(on_disk(&session).contains("Calm by now") && !on_disk(&session).contains("furious"));
        // Whoever keeps theirs has both.
        assert!(session.keep_words(&letter()));
        let entry = &session.journal.answers[&letter()];
        assert_eq!(entry.value, Said::Answer(Answer::Text("I am furious still".into())));
        assert!(entry.holds(&Said::Answer(Answer::Text("Calm by now".into()))) && entry.other.len() == 1);
    }

    #[test]
    fn burning_what_passes_leaves_what_was_kept_elsewhere() {
        let mut session = written();
        kept_elsewhere(&mut session, "Calm by now");
        assert_eq!(session.burn(&letter(), now()), Some(Burned::BesideOthers));
        assert_eq!(session.answer(&letter()), Some(&Answer::Text("Calm by now".into())));
        assert!(!session.is_passing(&letter()));
        assert_eq!(session.burn(&letter(), now()), Some(Burned::FromTheAnswers));
        assert!(!on_disk(&session).contains("Calm"));
    }

    #[test]
    fn an_emptied_text_does_not_stand_before_words_from_elsewhere() {
        let mut session = written();
        session.set(&letter(), None, now());
        kept_elsewhere(&mut session, "Calm by now");
        assert_eq!(session.answer(&letter()), Some(&Answer::Text("Calm by now".into())));
        assert!(!session.is_passing(&letter()));
    }

    #[test]
    fn what_is_private_is_so_when_it_is_kept_and_opened_again() {
        for first_private in [true, false] {
            let mut session = written();
            if first_private {
                session.toggle_private(&letter());
            } else {
                session.set(&letter(), None, now());
                session.toggle_private(&letter());
                session.set(&letter(), Some(Answer::Text("Still".into())), now());
            }
            session.keep_words(&letter());
            let again = Session::new(session.book.clone(), session.journal.clone(), String::new());
            let (_, question) = again.book.question(&letter()).unwrap();
            assert!(again.holds_private(question));
            // Where the mark was taken away before, there is none.
            let mut session = written();
            session.toggle_private(&letter());
            session.toggle_private(&letter());
            session.keep_words(&letter());
            let again = Session::new(session.book.clone(), session.journal.clone(), String::new());
            assert!(!again.holds_private(question));
        }
        let book = PAGE.replace("discard = true", "discard = true\nprivate = true");
        let book = crate::book::book(vec![("c.toml".to_owned(), Ok(book))]);
        let mut session = Session::new(book, Journal::default(), String::new());
        session.set(&letter(), Some(Answer::Text("x".into())), now());
        session.keep_words(&letter());
        assert!(on_disk(&session).contains("private = true"));
    }

    #[test]
    fn the_mark_is_beside_words_that_pass() {
        let mut session = written();
        let is_marked = |session: &Session| session.entry(&letter()).unwrap().extra.0.contains_key(PRIVATE);
        session.toggle_private(&letter());
        assert!(is_marked(&session));
        session.toggle_private(&letter());
        assert!(!is_marked(&session));
    }

    #[test]
    fn taking_back_brings_no_words_to_the_disk() {
        let mut session = written();
        let words = session.entry(&letter()).cloned();
        session.set(&letter(), None, now());
        let emptied = session.entry(&letter()).cloned();
        session.skip(&letter(), now());
        session.restore(&letter(), emptied);
        session.restore(&letter(), words);
        assert!(session.answer(&letter()).is_some());
        assert!(!crate::journal::file::write(&session.journal).contains("furious"));
        // Leaving open what was never written is kept, and can be taken back.
        let mut session = Session::new(session.book, Journal::default(), String::new());
        session.skip(&letter(), now());
        assert_eq!(session.journal.answers[&letter()].value, Said::Skipped);
        session.restore(&letter(), None);
        assert_eq!(session.entry(&letter()).unwrap().value, Said::Nothing);
    }
}
