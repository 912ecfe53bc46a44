//! What is said, and what is taken back: from a question's form into the journal, or into what passes with the program.

use super::{Session, bring};
use crate::answer::Answer;
use crate::journal::{Entry, Extra, Id, PRIVATE, Said, Stamp};
use std::sync::Arc;

impl Session {
    /// Takes an answer over. Taking one back leaves an entry without words, so that nothing ever vanishes unseen.
    /// Gives whether anything changed.
    pub fn set(&mut self, question: &Id, answer: Option<Answer>, updated: Stamp) -> bool {
        let said = match (answer, self.entry(question).map(|entry| &entry.value)) {
            (Some(answer), _) => Said::Answer(answer),
            (None, Some(Said::Skipped)) => Said::Skipped,
            (None, Some(Said::Answer(_) | Said::Nothing)) => Said::Nothing,
            (None, None) => return false,
        };
        self.say(question, said, updated)
    }

    /// Leaves a question open on purpose, or takes that back when it was.
    pub fn skip(&mut self, question: &Id, updated: Stamp) {
        let said = match self.entry(question).map(|entry| &entry.value) {
            Some(Said::Skipped) => Said::Nothing,
            Some(Said::Answer(_) | Said::Nothing) | None => Said::Skipped,
        };
        self.say(question, said, updated);
    }

    fn say(&mut self, id: &Id, said: Said, updated: Stamp) -> bool {
        let Some((exercise, question)) = self.book.question(id) else { return false };
        // Without words there is nothing that could be burned.
        let says_words = matches!(said, Said::Answer(_));
        let keep = exercise.keep && (self.is_kept(id) || !(says_words || self.passing.contains_key(id)));
        let (burns, kind) = (question.kind.ask().burns(), question.kind.name().to_owned());
        let asked = match keep {
            true => self.fill_kept(&question.prompt, id.chapter()),
            false => self.prompt(question),
        };
        let before = self.entry(id);
        if before.is_some_and(|entry| entry.value == said) {
            return false;
        }
        let (rounds, other, mut extra) = before.map_or_else(
            || (Vec::new(), Vec::new(), Extra::default()),
            |entry| (entry.rounds.clone(), entry.other.clone(), entry.extra.clone()),
        );
        // Written beside the answer too, so that it stays private where the book is another one.
        if question.private || self.private.contains(id) {
            extra.0.insert(PRIVATE.to_owned(), toml::Value::Boolean(true));
        }
        let entry = Arc::new(Entry {
            asked: asked.into(),
            kind: kind.into(),
            value: said,
            updated,
            rounds,
            other,
            extra,
        });
        if keep {
            if burns && says_words {
                self.wanted.insert(id.clone());
            }
            self.journal.answers.insert(id.clone(), entry);
        } else {
            self.passing.insert(id.clone(), entry);
        }
        true
    }

    /// Puts an entry back as it was, for undo.
    pub fn restore(&mut self, id: &Id, entry: Option<Arc<Entry>>) {
        let keep = self.is_kept(id) || self.is_without_words(id, entry.as_ref());
        let is_open = self.book.question(id).is_some_and(|(_, question)| !self.is_private(question));
        let answers = if keep { &mut self.journal.answers } else { &mut self.passing };
        match (entry, answers.get(id)) {
            (Some(mut entry), now) => {
                // Versions from elsewhere that came meanwhile stay until somebody decides about them.
                for version in now.map_or_else(Vec::new, |now| now.other.clone()) {
                    if !entry.holds(&version.value) {
                        Arc::make_mut(&mut entry).other.push(version);
                    }
                }
                // So do earlier answers from elsewhere.
                for round in now.map_or_else(Vec::new, |now| now.rounds.clone()) {
                    if !entry.has_said(&round) {
                        Arc::make_mut(&mut entry).rounds.push(round);
                    }
                }
                if let Some(now) = now {
                    bring::follow(&mut entry, now);
                }
                // And what is private is not decided by taking back: the mark beside the answer says what holds now.
                let is_marked = entry.extra.0.contains_key(PRIVATE);
                if self.private.contains(id) && !is_marked {
                    Arc::make_mut(&mut entry).extra.0.insert(PRIVATE.to_owned(), toml::Value::Boolean(true));
                } else if is_marked && is_open {
                    Arc::make_mut(&mut entry).extra.0.remove(PRIVATE);
                }
                answers.insert(id.clone(), entry);
            }
            // An entry that reached the file stays in it without words.
            (None, Some(entry)) => {
                let emptied = Entry { value: Said::Nothing, ..Entry::clone(entry) };
                answers.insert(id.clone(), Arc::new(emptied));
            }
            (None, None) => {}
        }
    }
}
