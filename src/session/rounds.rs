//! Pages that are answered more than once: every round is kept, and the newest answer speaks for the question.
//!
//! Whether and when a round begins is decided by the person. What was said in earlier ones is never changed here.

use super::Session;
use crate::answer::Answer;
use crate::book::{Exercise, Question};
use crate::journal::{Entry, Extra, INCOMPLETE, Id, Round, Said, Stamp};
use crate::kind::{Told, chart};
use std::sync::Arc;

/// How often a page was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rounds {
    /// The round that is there now, counted from 1.
    pub now: usize,
    /// When the round before was answered last.
    pub before: Option<Stamp>,
    /// When this round was answered last; nothing when it has just begun.
    pub answered: Option<Stamp>,
    /// Whether a new round is being offered: not before this one is whole, or its day is over.
    pub is_over: bool,
    /// Whether it has come round since, as its author meant it.
    pub has_come_round: bool,
}

impl Session {
    /// How often a page was answered; nothing when it is not meant to be answered again.
    #[must_use]
    pub fn rounds(&self, exercise: &Exercise) -> Option<Rounds> {
        let repeat = exercise.repeat?;
        let entries = || exercise.questions.iter().filter_map(|question| self.entry(&question.id));
        let latest = |stamps: &mut dyn Iterator<Item = Stamp>| stamps.max_by_key(Stamp::moment);
        let answered = latest(&mut entries().filter(|e| says_something(&e.value)).map(|e| e.updated));
        let before = entries().filter_map(|entry| newest_round(entry)).map(|round| round.updated);
        let before = latest(&mut before.into_iter());
        let day = answered.map(|answered| answered.local.date()).zip(self.today());
        let has_come_round = day.is_some_and(|(day, today)| repeat.after(day) <= today);
        let is_over = day.is_some_and(|(day, today)| day < today || self.is_whole(exercise));
        let now = 1 + entries().map(|entry| entry.rounds.len()).max().unwrap_or(0);
        Some(Rounds { now, before, answered, is_over, has_come_round })
    }

    /// Whether every question that is asked on a page has something in the present round.
    fn is_whole(&self, exercise: &Exercise) -> bool {
        let mut asked = exercise.questions.iter().filter(|q| q.kind.ask().is_question() && self.asks(q));
        asked.all(|question| self.entry(&question.id).is_some_and(|entry| says_something(&entry.value)))
    }

    /// Begins a new round of a page: what stands there becomes an earlier answer with its date, and every question is open
    /// again. Gives how the answers were before; none when there was nothing to keep.
    pub fn answer_again(&mut self, page: &Id, now: Stamp) -> Vec<(Id, Option<Arc<Entry>>)> {
        let Some((_, exercise)) = self.book.exercise(page) else { return Vec::new() };
        let keep = exercise.keep;
        let ids: Vec<Id> = exercise.questions.iter().map(|question| question.id.clone()).collect();
        let mut before = Vec::new();
        for id in ids {
            let answers = if keep { &mut self.journal.answers } else { &mut self.passing };
            let Some(entry) = answers.get_mut(&id).filter(|entry| says_something(&entry.value)) else {
                continue;
            };
            before.push((id, Some(Arc::clone(entry))));
            let entry = Arc::make_mut(entry);
            let mut extra = Extra::default();
            // What is true of these words only goes with them.
            extra.0.extend(entry.extra.0.remove(INCOMPLETE).map(|mark| (INCOMPLETE.to_owned(), mark)));
            let value = std::mem::replace(&mut entry.value, Said::Nothing);
            let updated = std::mem::replace(&mut entry.updated, now);
            entry.rounds.push(Round { value, updated, extra });
        }
        before
    }

    /// The newest answer to a question: the one of now, or, while a new round is still open, that of the round before.
    #[must_use]
    pub fn newest(&self, id: &Id) -> Option<&Answer> {
        self.newest_of(id, self.entry(id)?)
    }

    /// As `newest`, among what is kept on disk.
    pub(super) fn newest_kept(&self, id: &Id) -> Option<&Answer> {
        self.newest_of(id, self.journal.answers.get(id)?)
    }

    fn newest_of<'a>(&self, id: &Id, entry: &'a Entry) -> Option<&'a Answer> {
        match &entry.value {
            Said::Answer(answer) => Some(answer),
            Said::Skipped => None,
            Said::Nothing => match &newest_round(entry).filter(|_| self.comes_round(id))?.value {
                Said::Answer(answer) => Some(answer),
                Said::Skipped | Said::Nothing => None,
            },
        }
    }

    /// Whether a question stands on a page that is answered again and again.
    fn comes_round(&self, id: &Id) -> bool {
        self.book.question(id).is_some_and(|(exercise, _)| exercise.repeat.is_some())
    }

    /// Whether a question was answered, or left open on purpose, in an earlier round.
    pub(super) fn had_a_round(&self, id: &Id) -> bool {
        self.entry(id).is_some_and(|entry| newest_round(entry).is_some())
    }

    /// What was said to a question the last time, in few words, and when; while this round is being answered.
    #[must_use]
    pub fn last_time(&self, question: &Question) -> Option<(Stamp, String)> {
        let entry = self.entry(&question.id).filter(|_| self.comes_round(&question.id))?;
        if says_something(&entry.value) && self.today() != Some(entry.updated.local.date()) {
            return None;
        }
        let round = newest_round(entry)?;
        let answer = match &round.value {
            Said::Answer(answer) => answer,
            Said::Skipped | Said::Nothing => return None,
        };
        let ask = question.kind.ask();
        if !ask.fits(answer) {
            return None;
        }
        let lines = self.asked(question, |asked| ask.lines(asked, answer));
        let words: Vec<String> = match ask.steps() {
            Some(_) => lines.into_iter().map(|line| line.text).collect(),
            None => match self.tell(question, answer) {
                Told::Value(words) => vec![words],
                Told::Words(_)
                | Told::Lines(_)
                | Told::Ranked { .. }
                | Told::Ticked(_)
                | Told::Table { .. }
                | Told::Parts(_) => lines.into_iter().map(|line| line.text).collect(),
            },
        };
        (!words.is_empty()).then(|| (round.updated, words.join(", ")))
    }

    /// The numbers that a question was answered with, oldest first, for a picture over time. None where it is no number, or
    /// where it was answered once.
    #[must_use]
    pub fn over_time(&self, question: &Question) -> Vec<chart::Point> {
        let Some(entry) = self.entry(&question.id).filter(|_| self.comes_round(&question.id)) else {
            return Vec::new();
        };
        // How somebody was is never held against anybody, also not as a picture.
        if question.kind.ask().steps().is_none() || question.mood.is_some() {
            return Vec::new();
        }
        let points = self.points(question, entry);
        if points.iter().filter(|point| point.given.is_some()).count() < 2 { Vec::new() } else { points }
    }

    /// How many rounds of a question there are, the present one among them when something was said.
    #[must_use]
    pub fn times(&self, id: &Id) -> usize {
        self.entry(id).map_or(0, |entry| entry.rounds.len() + usize::from(says_something(&entry.value)))
    }

    /// Each round of an entry, and the present answer, as far as something was said.
    pub(super) fn points(&self, question: &Question, entry: &Entry) -> Vec<chart::Point> {
        let mut points = Vec::new();
        let now = (&entry.value, entry.updated);
        for (said, updated) in in_order(&entry.rounds).map(|round| (&round.value, round.updated)).chain([now])
        {
            if says_something(said) {
                let given = self.given(question, said, updated);
                points.push(chart::Point { day: updated.local.date(), given });
            }
        }
        points
    }
}

/// Whether somebody said something, or left it open on purpose.
pub(super) fn says_something(said: &Said) -> bool {
    match said {
        Said::Answer(answer) => !answer.is_empty(),
        Said::Skipped => true,
        Said::Nothing => false,
    }
}

/// Earlier answers from the oldest to the newest. Where two files became one, they may stand in another order.
pub(super) fn in_order(rounds: &[Round]) -> impl Iterator<Item = &Round> {
    let mut rounds: Vec<&Round> = rounds.iter().collect();
    rounds.sort_by_key(|round| round.updated.moment());
    rounds.into_iter()
}

/// The newest of the earlier answers.
pub(super) fn newest_round(entry: &Entry) -> Option<&Round> {
    let said = entry.rounds.iter().filter(|round| says_something(&round.value));
    said.max_by_key(|round| round.updated.moment())
}
