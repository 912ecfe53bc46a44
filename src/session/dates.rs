//! The days that answers name: letters that come back, and when somebody wanted to go on.
//!
//! All of it is worked out of the answers; nothing is stored for it, and nothing is ever late.

use super::Session;
use crate::book::{AskHead, Chapter, Exercise, Head, Question, full};
use crate::journal::{Entry, Id, Said, Stamp};
use crate::kind::date;
use jiff::civil::Date;
use std::collections::BTreeSet;

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

/// A day that is coming.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coming {
    /// The day.
    pub day: Date,
    /// What is then.
    pub what: Occasion,
    /// The question that it comes from.
    pub question: Id,
    /// When that was said.
    pub said: Stamp,
}

/// What a day is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Occasion {
    /// Somebody wants to go on.
    GoOn,
    /// A letter comes back.
    Letter,
    /// Something ends that was given an end: an agreement, a calendar of days.
    End,
}

/// For so many days a letter that has come back is told of, also to somebody who was here meanwhile.
const TOLD: i64 = 30;

impl Session {
    /// The day that the answer to a date question names, and when that was said.
    fn day_of(&self, date: &Id) -> Option<(Date, &Entry)> {
        let entry = self.journal.answers.get(date)?;
        match &entry.value {
            Said::Answer(answer) => Some((date::named(answer, entry.updated.local.date())?, entry)),
            Said::Skipped | Said::Nothing => None,
        }
    }

    /// The letter that a question holds, when it was written and has a day to come back.
    #[must_use]
    pub fn letter(&self, exercise: &Exercise, question: &Question) -> Option<Letter> {
        let dated = full(question.kind.ask().returns()?, question.id.chapter());
        self.letter_until(&exercise.id, &question.id, &dated)
    }

    fn letter_until(&self, page: &Id, question: &Id, dated: &Id) -> Option<Letter> {
        let today = self.today()?;
        let entry = self.journal.answers.get(question)?;
        match &entry.value {
            Said::Answer(answer) if !answer.is_empty() => {}
            Said::Answer(_) | Said::Skipped | Said::Nothing => return None,
        }
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
        Some(Letter { page: page.clone(), written, until, is })
    }

    /// Letters that have come back, in the order of the book: for a month, and to somebody who has written nothing since.
    #[must_use]
    pub fn letters_back(&self) -> Vec<Letter> {
        let Some(today) = self.today() else { return Vec::new() };
        let asks = self.heads().filter(|(head, _)| self.is_there(head));
        let letters =
            asks.filter_map(|(head, ask)| self.letter_until(&head.id, &ask.id, ask.returns.as_ref()?));
        letters
            .filter(|letter| {
                letter.is == Whereabouts::Back
                    && (crate::kind::day::between(today, letter.until) <= TOLD
                        || !self.wrote_since(letter.until))
            })
            .collect()
    }

    /// The day on which somebody wanted to go on, as they said last, unless they have gone on since.
    #[must_use]
    pub fn next_date(&self) -> Option<Date> {
        let (_, day, _) = self.named_last()?;
        (!self.wrote_since(day)).then_some(day)
    }

    /// The question with the day to go on that was answered last, and its day.
    fn named_last(&self) -> Option<(&Id, Date, &Entry)> {
        let days = self.heads().filter(|(_, ask)| ask.is_next).filter_map(|(_, ask)| {
            let (day, entry) = self.day_of(&ask.id)?;
            Some((&ask.id, day, entry))
        });
        days.max_by_key(|(_, _, entry)| entry.updated.moment())
    }

    /// Everything that is asked in the book, as far as it is known without reading a page.
    fn heads(&self) -> impl Iterator<Item = (&Head, &AskHead)> {
        let heads = self.book.chapters.iter().flat_map(|chapter| chapter.exercises.heads());
        heads.flat_map(|head| head.asks.iter().map(move |ask| (head, ask)))
    }

    /// The days from today on that the answers name, the nearest first, and how many stay out because they are private.
    #[must_use]
    pub fn coming(&self) -> (Vec<Coming>, usize) {
        let Some(today) = self.today() else { return (Vec::new(), 0) };
        let mut coming = Vec::new();
        let mut kept_private = 0;
        let mut add = |what, day: Date, source: &Question, question: &Question, entry: &Entry| {
            if day < today {
                // The date question says whether its day may leave. Words that are private stay here anyway: a day tells none of them,
                // and a private letter is to come back all the same.
            } else if self.holds_private(source) {
                kept_private += 1;
            } else {
                coming.push(Coming { day, what, question: question.id.clone(), said: entry.updated });
            }
        };
        let last =
            self.named_last().and_then(|(id, day, entry)| Some((self.book.question(id)?.1, day, entry)));
        if let Some((question, day, entry)) = last {
            add(Occasion::GoOn, day, question, question, entry);
        }
        let pages = self.begun().flat_map(|chapter| &chapter.exercises);
        for page in pages.filter(|page| page.keep && self.has(page)) {
            for question in page.questions.iter().filter(|question| self.asks(question)) {
                let Some(entry) = self.journal.answers.get(&question.id) else { continue };
                let ask = question.kind.ask();
                let dated = ask.returns().map(|name| full(name, question.id.chapter()));
                let dated = dated.and_then(|id| self.book.question(&id));
                if let (Some(letter), Some((_, dated))) = (self.letter(page, question), dated) {
                    add(Occasion::Letter, letter.until, dated, question, entry);
                }
                let end = match &entry.value {
                    Said::Answer(answer) if ask.fits(answer) => ask.ends(answer),
                    Said::Answer(_) | Said::Skipped | Said::Nothing => None,
                };
                if let Some(day) = end {
                    add(Occasion::End, day, question, question, entry);
                }
            }
        }
        coming
            .sort_by(|one, two| (one.day, one.what, &one.question).cmp(&(two.day, two.what, &two.question)));
        (coming, kept_private)
    }

    /// Whether anything was written on this day or later.
    fn wrote_since(&self, day: Date) -> bool {
        self.journal.answers.values().any(|entry| entry.updated.local.date() >= day)
    }

    /// Chapters in which an answer is of a kind that names a day. Nobody has to read the others to know that they name none.
    fn begun(&self) -> impl Iterator<Item = &Chapter> {
        let names_a_day = |entry: &Entry| ["date", "agreement", "tracker"].contains(&&*entry.kind);
        let named = self.journal.answers.iter().filter(move |(_, entry)| names_a_day(entry));
        let chapters: BTreeSet<&str> = named.map(|(id, _)| id.chapter()).collect();
        self.book.chapters.iter().filter(move |chapter| chapters.contains(chapter.id.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Answer;
    use crate::journal::Journal;

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
[[exercise.ask]]
id = "walk"
kind = "tracker"
prompt = "Walked?"
days = 7
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
    fn what_is_coming_is_in_order_and_what_is_private_stays_out() {
        let mut session = session();
        say(&mut session, "next", "27 May 2026", "2026-05-25");
        say(&mut session, "other-next", "1 July 2026", "2026-05-25");
        say(&mut session, "letter", "x", "2026-05-25");
        say(&mut session, "open", "1 June 2026", "2026-05-25");
        let id = |name| Id::new("c", name);
        let at = Stamp::of("2026-05-20T08:00:00Z".parse().unwrap(), &jiff::tz::TimeZone::UTC);
        let day = vec![("day".to_owned(), crate::answer::Cell::Text("2026-05-20".into()))];
        session.set(&id("walk"), Some(Answer::Rows(vec![day])), at);
        let told = |session: &Session| {
            let (coming, kept) = session.coming();
            let told =
                coming.iter().map(|one| (one.day.to_string(), one.what, one.question.name().to_owned()));
            (told.collect::<Vec<_>>(), kept)
        };
        let end = ("2026-05-26".to_owned(), Occasion::End, "walk".to_owned());
        let letter = ("2026-06-01".to_owned(), Occasion::Letter, "letter".to_owned());
        let next = ("2026-07-01".to_owned(), Occasion::GoOn, "other-next".to_owned());
        assert_eq!(told(&session), (vec![end.clone(), letter, next.clone()], 0));
        session.toggle_private(&id("open"));
        assert_eq!(told(&session), (vec![end, next.clone()], 1));
        session.set_today("2026-06-20".to_owned());
        assert_eq!(told(&session), (vec![next], 0));
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
