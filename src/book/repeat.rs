//! How often a page comes round: a suggestion of its author's, and never a deadline.
//!
//! It knows days and no answers. Whoever answers a page again decides when; nothing here counts what was missed.

use crate::author::{Reader, Value};
use jiff::Span;
use jiff::civil::Date;

/// How often a page is meant to be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// About once a week.
    Weekly,
    /// About once a month.
    Monthly,
    /// Every so many days, from 1 to [`LONGEST`].
    Days(u16),
}

/// The most days from one round to the next that an author can write.
const LONGEST: u16 = 366;

impl Repeat {
    /// Reads `repeat`: `"weekly"`, `"monthly"`, or a number of days.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Repeat> {
        match reader.node("repeat").map(|node| &node.value) {
            Some(Value::Integer(_)) => {
                let days = reader.integer_in("repeat", 1, i64::from(LONGEST))?;
                u16::try_from(days).ok().map(Repeat::Days)
            }
            Some(_) => match reader.one_of("repeat", &["weekly", "monthly"])? {
                "weekly" => Some(Repeat::Weekly),
                _ => Some(Repeat::Monthly),
            },
            None => None,
        }
    }

    /// The day on which it comes round, after one on which it was answered.
    #[must_use]
    pub fn after(self, day: Date) -> Date {
        day.saturating_add(match self {
            Repeat::Weekly => Span::new().days(7),
            Repeat::Monthly => Span::new().months(1),
            Repeat::Days(days) => Span::new().days(days),
        })
    }

    /// In words that go on from *comes round*.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Repeat::Weekly => "every week".to_owned(),
            Repeat::Monthly => "every month".to_owned(),
            Repeat::Days(1) => "every day".to_owned(),
            Repeat::Days(days) => format!("every {days} days"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_month_ends_where_the_calendar_says() {
        assert_eq!(Repeat::Monthly.after(day("2026-01-31")), day("2026-02-28"));
        assert_eq!(Repeat::Weekly.after(day("2026-02-25")), day("2026-03-04"));
        assert_eq!(Repeat::Days(10).after(day("2026-12-31")), day("2027-01-10"));
        assert_eq!(Repeat::Days(LONGEST).after(Date::MAX), Date::MAX);
    }

    #[test]
    fn an_author_writes_a_word_or_a_number_of_days() {
        let read = |source: &str| {
            let (table, _) = crate::book::syntax::table("trial.toml", source);
            let mut problems = Vec::new();
            let repeat = Repeat::read(&mut Reader::new(&table, 0..0, "trial.toml", &mut problems));
            (repeat, problems.iter().map(|problem| problem.code).collect::<Vec<_>>())
        };
        assert_eq!(read("repeat = \"weekly\""), (Some(Repeat::Weekly), vec![]));
        assert_eq!(read("repeat = \"monthly\""), (Some(Repeat::Monthly), vec![]));
        assert_eq!(read("repeat = 14"), (Some(Repeat::Days(14)), vec![]));
        assert_eq!(read(""), (None, vec![]));
        assert_eq!(read("repeat = 0"), (None, vec!["E06"]));
        assert_eq!(read("repeat = \"montly\""), (None, vec!["E06"]));
        assert_eq!(read("repeat = true"), (None, vec!["E05"]));
    }
}
