//! A day as people say it.
//!
//! Not a kind: what `tracker` has in common with whatever else tells a day.

use jiff::civil::Date;

/// The day of a stored text such as `2026-05-12`; nothing when it is none.
pub(crate) fn read(text: &str) -> Option<Date> {
    text.trim().parse().ok()
}

/// `12 May`, and with its year where that is another one than today's.
pub(crate) fn said(day: Date, today: &str) -> String {
    let is_this_year = read(today).is_some_and(|today| today.year() == day.year());
    day.strftime(if is_this_year { "%-d %B" } else { "%-d %B %Y" }).to_string()
}

/// So many days later, or earlier.
pub(crate) fn later(day: Date, days: i64) -> Date {
    let span = jiff::Span::new().try_days(days).unwrap_or_default();
    day.saturating_add(span)
}

/// How many days one day is after another one.
pub(crate) fn between(day: Date, first: Date) -> i64 {
    i64::from((day - first).get_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_said_with_its_year_where_that_is_another_one() {
        let day = read("2026-02-28").unwrap();
        assert_eq!(said(day, "2026-05-20"), "28 February");
        assert_eq!(said(day, "2027-05-20"), "28 February 2026");
        assert_eq!(said(later(day, 1), ""), "1 March 2026");
        assert_eq!(between(later(day, -60), day), -60);
        assert_eq!(later(day, i64::MAX), day);
        assert_eq!(read("age 7"), None);
    }
}
