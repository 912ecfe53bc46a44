//! One day of the calendar out of somebody's words, where they can mean only one.

use super::{month, number};
use jiff::Span;
use jiff::civil::Date;

/// The day that is meant, or nothing where it is not certain.
pub(in crate::kind) fn day(words: &str, today: Date) -> Option<Date> {
    let words = words.trim().to_lowercase();
    let parts: Vec<&str> = words
        .split(|char: char| char.is_whitespace() || matches!(char, '-' | '/' | '.' | ','))
        .filter(|part| !part.is_empty() && !is_air(part))
        .collect();
    match parts.as_slice() {
        ["today"] => Some(today),
        ["tomorrow"] => today.tomorrow().ok(),
        [count, unit] if span(count, unit).is_some() => today.checked_add(span(count, unit)?).ok(),
        [year, month, day] if year.len() == 4 => date(number(year)?, number(month)?, number(day)?),
        [a, b, year] if year.len() == 4 => in_year(a, b, number(year)?).or_else(|| {
            let (a, b, year) = (number(a)?, number(b)?, number(year)?);
            let (day_first, month_first) = (date(year, b, a), date(year, a, b));
            match (day_first, month_first) {
                // With points between, the day comes first. With anything else, two readings are no certainty.
                (Some(day), _) if words.contains('.') => Some(day),
                (Some(day), Some(other)) => (day == other).then_some(day),
                (day, other) => day.or(other),
            }
        }),
        // The next such day: nobody ends anything last year.
        [a, b] => {
            let year = u16::try_from(today.year()).ok()?;
            let coming = [year, year + 1].into_iter().filter_map(|year| in_year(a, b, year));
            coming.into_iter().find(|day| *day >= today)
        }
        _ => None,
    }
}

/// Whether a word says nothing about which day it is.
fn is_air(word: &str) -> bool {
    let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    matches!(word, "until" | "on" | "the" | "of" | "in") || names.contains(&word)
}

/// A day and the name of its month, in either order.
fn in_year(a: &str, b: &str, year: u16) -> Option<Date> {
    match (number(a), month(b), month(a), number(b)) {
        (Some(day), Some(month), _, _) | (_, _, Some(month), Some(day)) => date(year, month, day),
        (_, _, _, _) => None,
    }
}

/// `6 weeks`, `ten days` in digits, `a week`.
fn span(count: &str, unit: &str) -> Option<Span> {
    let count = if matches!(count, "a" | "one") { 1 } else { i64::from(count.parse::<u16>().ok()?) };
    // More than a calendar has is no day, whatever somebody means by it.
    let span = Span::new();
    let span = match unit {
        "week" | "weeks" => span.try_weeks(count),
        "day" | "days" => span.try_days(count),
        "month" | "months" => span.try_months(count),
        "year" | "years" => span.try_years(count),
        _ => return None,
    };
    span.ok()
}

fn date(year: u16, month: u16, day: u16) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_known_where_only_one_can_be_meant() {
        let today = "2026-05-12".parse().unwrap();
        for (words, meant) in [
            ("4 August", "2026-08-04"),
            ("until August 4", "2026-08-04"),
            ("Tuesday, the 4th of August 2026", "2026-08-04"),
            ("2026-08-04", "2026-08-04"),
            ("4.8.2026", "2026-08-04"),
            ("31/8/2026", "2026-08-31"),
            ("8/8/2026", "2026-08-08"),
            ("12 May", "2026-05-12"),
            ("3 Jan", "2027-01-03"),
            ("in 6 weeks", "2026-06-23"),
            ("a week", "2026-05-19"),
            ("10 days", "2026-05-22"),
            ("tomorrow", "2026-05-13"),
        ] {
            assert_eq!(day(words, today).map(|day| day.to_string()).as_deref(), Some(meant), "{words}");
        }
        for words in
            ["", "Easter", "4/8/2026", "30 February", "2026-13-01", "August", "9999 weeks of rain", "4"]
        {
            assert_eq!(day(words, today), None, "{words}");
        }
        // Nobody's calendar goes that far, and nobody is punished for a joke.
        for words in ["20000 years", "65535 years"] {
            assert_eq!(day(words, today), None, "{words}");
        }
        for words in ["65535 months", "65535 weeks", "65535 days"] {
            assert!(day(words, today).is_some(), "{words}");
        }
    }
}
