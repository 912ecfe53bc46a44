//! How somebody is before a heavy page and after it, and whether that is enough for today.
//!
//! The two numbers are answers like any other, and private. They are compared with each other, on the day on which they were
//! given, and with nothing else.

use super::Session;
use crate::answer::Answer;
use crate::book::{Exercise, Mood};

/// A number this high is enough for a day, whatever stood there before.
const HIGH: i64 = 7;
/// So much more than before is enough for a day as well.
const MORE: i64 = 3;

impl Session {
    /// Whether a page has left somebody so stirred up today that no next page is offered.
    #[must_use]
    pub fn is_heavy_now(&self, exercise: &Exercise) -> bool {
        let (before, after) = (self.mood(exercise, Mood::Before), self.mood(exercise, Mood::After));
        after.is_some_and(|after| {
            after >= HIGH || before.is_some_and(|before| after >= before.saturating_add(MORE))
        })
    }

    /// The number that was given today.
    fn mood(&self, exercise: &Exercise, when: Mood) -> Option<i64> {
        let mut asked = exercise.questions.iter().filter(|question| question.mood == Some(when));
        let id = &asked.find(|question| self.asks(question))?.id;
        let is_of_today = self.entry(id).map(|entry| entry.updated.local.date()) == self.today();
        match self.answer(id).filter(|_| is_of_today)? {
            Answer::Number(number) => Some(*number),
            Answer::Text(_) | Answer::List(_) | Answer::Fields(_) | Answer::Rows(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export;
    use crate::journal::{Id, Journal, Stamp};
    use crate::session::Scope;

    const PAGE: &str = "format = 1\n[chapter]\nid = \"c\"\ntitle = \"C\"\n\
        [[exercise]]\nid = \"hard\"\ntitle = \"H\"\nwhy = \"x\"\ndistress = 3\nclosing = \"Look up.\"\nKEEP\n\
        [[exercise.ask]]\nid = \"before\"\nkind = \"scale\"\nmood = \"before\"\nprompt = \"How are you?\"\n\
        [[exercise.ask]]\nid = \"after\"\nkind = \"scale\"\nmood = \"after\"\nprompt = \"And now?\"\n";

    fn session(keep: &str) -> Session {
        let source = PAGE.replace("KEEP", keep);
        let book = crate::book::book(vec![("c.toml".to_owned(), Ok(source))]);
        assert!(book.chapters[0].problems.is_empty(), "{:?}", book.chapters[0].problems);
        Session::new(book, Journal::default(), "1970-01-01".to_owned())
    }

    fn give(session: &mut Session, name: &str, number: i64) {
        let now = Stamp::of(jiff::Timestamp::UNIX_EPOCH, &jiff::tz::TimeZone::UTC);
        session.set(&Id::new("c", name), Some(Answer::Number(number)), now);
    }

    fn is_heavy(session: &Session) -> bool {
        session.is_heavy_now(session.book.exercise(&Id::new("c", "hard")).unwrap().1)
    }

    #[test]
    fn three_more_than_before_or_seven_are_enough_for_a_day() {
        let cases = [
            (None, None, false),
            (Some(9), None, false),
            (None, Some(6), false),
            (None, Some(7), true),
            (Some(10), Some(7), true),
            (Some(2), Some(4), false),
            (Some(2), Some(5), true),
            (Some(6), Some(6), false),
            // A file may hold any number.
            (Some(i64::MAX), Some(6), false),
        ];
        for (before, after, heavy) in cases {
            let mut session = session("");
            before.into_iter().for_each(|number| give(&mut session, "before", number));
            after.into_iter().for_each(|number| give(&mut session, "after", number));
            assert_eq!(is_heavy(&session), heavy, "{before:?} {after:?}");
            // Another day is another day.
            session.set_today("1970-01-02".to_owned());
            assert!(!is_heavy(&session));
        }
    }

    #[test]
    fn the_numbers_leave_only_when_they_are_asked_for_twice_and_never_where_nothing_is_kept() {
        let mut kept = session("");
        give(&mut kept, "before", 2);
        give(&mut kept, "after", 9);
        assert!(!export::markdown(&kept.document(&Scope::default())).contains("And now?"));
        let twice = Scope { private: true, ..Scope::default() };
        assert!(export::markdown(&kept.document(&twice)).contains("And now?"));
        let mut passing = session("keep = false");
        give(&mut passing, "after", 9);
        assert!(is_heavy(&passing) && passing.journal.answers.is_empty());
    }
}
