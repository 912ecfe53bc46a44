//! The days that answers name: letters that come back, and when somebody wanted to go on.
//!
//! All of it is worked out of the answers; nothing is stored for it, and nothing is ever late.

use super::Session;
use crate::book::{Chapter, Exercise, Question, full};
use crate::journal::{Entry, Id, Said};
use jiff::civil::Date;

/// Words that were put away until a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The page that it stands on.
    pub page: Id,
    /// When it was written.
    pub written: Date,
    /// The day on which it comes back.
    pub until: Date,
    /// Where it is today.
    pub is: Whereabouts,
}

/// Where a letter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whereabouts {
    /// Still being written: it is put away when the day is over.
    OnTheTable,
    /// Put away until its day.
    Away,
    /// Its day has come.
    Back,
}

/// What feeds the list of days on which somebody wants to go on.
const NEXT: &str = "next";
/// For so many days a letter that has come back is told of, also to somebody who was here meanwhile.
const TOLD: i64 = 30;

impl Session {
    /// The day that an answer names, and when that was said.
    pub(super) fn day_of<'a>(&'a self, question: &Question) -> Option<(Date, &'a Entry)> {
        let entry = self.journal.answers.get(&question.id)?;
        let ask = question.kind.ask();
        match &entry.value {
            Said::Answer(answer) if ask.fits(answer) => {
                Some((ask.day(answer, entry.updated.local.date())?, entry))
            }
            Said::Answer(_) | Said::Skipped | Said::Nothing => None,
        }
    }

    /// The letter that a question holds, when it was written and has a day to come back.
    #[must_use]
    pub fn letter(&self, exercise: &Exercise, question: &Question) -> Option<Letter> {
        let dated = full(question.kind.ask().returns()?, question.id.chapter());
        let today = self.today()?;
        let entry = self.journal.answers.get(&question.id)?;
        match &entry.value {
            Said::Answer(answer) if !answer.is_empty() => {}
            Said::Answer(_) | Said::Skipped | Said::Nothing => return None,
        }
        let (_, dated) = self.book.question(&dated)?;
        let (until, _) = self.day_of(dated)?;
        let written = entry.updated.local.date();
        if until <= written {
            return None;
        }
        let is = match () {
            () if today >= until => Whereabouts::Back,
            () if written < today => Whereabouts::Away,
            () => Whereabouts::OnTheTable,
        };
        Some(Letter { page: exercise.id.clone(), written, until, is })
    }

    /// Letters that have come back, in the order of the book: for a month, and to somebody who has written nothing since.
    #[must_use]
    pub fn letters_back(&self) -> Vec<Letter> {
        let Some(today) = self.today() else { return Vec::new() };
        let questions = self.begun().flat_map(|chapter| &chapter.exercises).filter(|page| self.has(page));
        let letters = questions.flat_map(|page| page.questions.iter().map(move |question| (page, question)));
        let back = letters.filter_map(|(page, question)| self.letter(page, question));
        back.filter(|letter| {
            letter.is == Whereabouts::Back
                && (crate::kind::day::between(today, letter.until) <= TOLD || !self.wrote_since(letter.until))
        })
        .collect()
    }

    /// The day on which somebody wanted to go on, as they said last, unless they have gone on since.
    #[must_use]
    pub fn next_date(&self) -> Option<Date> {
        let questions = self.begun().flat_map(|chapter| &chapter.exercises).flat_map(|page| &page.questions);
        let next = questions.filter(|question| question.into.iter().any(|into| into == NEXT));
        let (day, _) = next
            .filter_map(|question| self.day_of(question))
            .max_by_key(|(_, entry)| entry.updated.moment())?;
        (!self.wrote_since(day)).then_some(day)
    }

    /// Whether anything was written on this day or later.
    fn wrote_since(&self, day: Date) -> bool {
        self.journal.answers.values().any(|entry| entry.updated.local.date() >= day)
    }

    /// Chapters in which something was said. Nobody has to read the others to know that they name no day.
    pub(super) fn begun(&self) -> impl Iterator<Item = &Chapter> {
        self.book.chapters.iter().filter(|chapter| self.is_begun(chapter))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Answer;
    use crate::journal::{Journal, Stamp};

    const BOOK: &str = r#"format = 1
[chapter]
id = "c"
title = "C"
[[exercise]]
id = "page"
title = "P"
why = "w"
[[exercise.ask]]
id = "open"
kind = "date"
prompt = "To be opened on"
[[exercise.ask]]
id = "letter"
kind = "text"
prompt = "Dear me,"
hint = "h"
returns = "open"
[[exercise.ask]]
id = "next"
kind = "date"
prompt = "When?"
into = ["next"]
[[exercise.ask]]
id = "other-next"
kind = "date"
prompt = "When?"
into = ["next"]
"#;

    fn session() -> Session {
        let book = crate::book::book(vec![("c.toml".to_owned(), Ok(BOOK.to_owned()))]);
        let [chapter] = book.chapters.as_slice() else { panic!("{:?}", book.left_out) };
        assert!(chapter.problems.is_empty(), "{:?}", chapter.problems);
        Session::new(book, Journal::default(), "2026-05-25".to_owned())
    }

    fn say(session: &mut Session, name: &str, words: &str, day: &str) {
        let moment = format!("{day}T08:00:00Z").parse().unwrap();
        let at = Stamp::of(moment, &jiff::tz::TimeZone::UTC);
        session.set(&Id::new("c", name), Some(Answer::Text(words.into())), at);
    }

    fn is(session: &mut Session, today: &str) -> Option<Whereabouts> {
        session.set_today(today.to_owned());
        let (page, question) = session.book.question(&Id::new("c", "letter")).unwrap();
        session.letter(page, question).map(|letter| letter.is)
    }

    #[test]
    fn a_letter_is_put_away_when_its_day_is_over_and_comes_back_on_the_day_that_was_chosen() {
        let mut session = session();
        say(&mut session, "letter", "I hope you still dance.", "2026-05-25");
        assert_eq!(is(&mut session, "2026-05-26"), None, "no day was chosen");
        say(&mut session, "open", "the first frost", "2026-05-25");
        assert_eq!(is(&mut session, "2026-05-26"), None, "nobody knows when that is");
        // What was meant is counted from the day on which it was said.
        say(&mut session, "open", "6 months", "2026-05-25");
        assert_eq!(is(&mut session, "2026-05-25"), Some(Whereabouts::OnTheTable));
        assert_eq!(is(&mut session, "2026-05-26"), Some(Whereabouts::Away));
        assert_eq!(is(&mut session, "2026-11-24"), Some(Whereabouts::Away));
        assert!(session.letters_back().is_empty());
        assert_eq!(is(&mut session, "2026-11-25"), Some(Whereabouts::Back));
        assert_eq!(session.letters_back().len(), 1);
    }

    #[test]
    fn a_letter_that_has_come_back_is_told_of_until_it_can_be_known() {
        let mut session = session();
        say(&mut session, "letter", "I hope you still dance.", "2026-05-25");
        say(&mut session, "open", "1 June 2026", "2026-05-25");
        assert_eq!(is(&mut session, "2028-05-25"), Some(Whereabouts::Back));
        assert_eq!(session.letters_back().len(), 1, "nobody was here since");
        say(&mut session, "next", "tomorrow", "2026-06-20");
        assert!(session.letters_back().is_empty());
        session.set_today("2026-06-20".to_owned());
        assert_eq!(session.letters_back().len(), 1, "it came a short while ago");
    }

    #[test]
    fn the_day_that_was_named_last_counts_until_somebody_goes_on() {
        let mut session = session();
        assert_eq!(session.next_date(), None);
        say(&mut session, "next", "1 July", "2026-05-25");
        say(&mut session, "other-next", "in 3 days", "2026-05-26");
        assert_eq!(session.next_date(), Some("2026-05-29".parse().unwrap()));
        say(&mut session, "letter", "x", "2026-05-28");
        assert_eq!(session.next_date(), Some("2026-05-29".parse().unwrap()));
        say(&mut session, "letter", "y", "2026-05-29");
        assert_eq!(session.next_date(), None);
    }
}
