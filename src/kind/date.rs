//! `date`: a date as exactly as somebody knows it: `2026-05-12`, `May 1987`, `1987`, `age 7`.
//!
//! Stored as text, as it was typed. Nothing is refused: memory has its own calendar. A day that no calendar has is
//! told to whoever types it, and stays as it is, here and in an export.

use super::text::{Field, words};
use super::writing::wrapped;
use super::{Ask, Asked, Change, Edit, Focus, Form, Takes, Told};
use crate::answer::Answer;
use crate::author::{Choice, Reader};
use crate::sheet::{Role, Sheet};
use crate::text::{Clip, Text};
use std::ops::Range;

pub(super) mod exact;

/// A date, exact or not.
#[derive(Clone, Debug)]
pub struct Date;

/// What a date may look like, when its author gave no example.
const EXAMPLE: &str = "For example: 12 May 2027, or 1987, or age 7";

impl Date {
    /// A date has no fields of its own.
    pub(super) fn read(_: &mut Reader<'_>) -> Option<Date> {
        Some(Date)
    }
}

impl Ask for Date {
    fn form(&self, asked: &Asked<'_>, answer: Option<&Answer>) -> Box<dyn Form> {
        let example = if asked.example.is_empty() { EXAMPLE } else { asked.example };
        let asked = Asked { example, aim: None, ..*asked };
        Box::new(Day {
            field: Field::new(Text::line(words(answer)), 1, &asked).narrow(50).one_line(),
            width: 76,
        })
    }

    fn told(&self, _: &Asked<'_>, answer: &Answer) -> Told {
        Told::Value(words(Some(answer)).to_owned())
    }

    fn lines(&self, _: &Asked<'_>, answer: &Answer) -> Vec<Choice> {
        let text = words(Some(answer)).trim().to_owned();
        if text.is_empty() { Vec::new() } else { vec![Choice { id: text.clone(), text }] }
    }

    fn day(&self, answer: &Answer, said: jiff::civil::Date) -> Option<jiff::civil::Date> {
        named(answer, said)
    }

    fn fits(&self, answer: &Answer) -> bool {
        matches!(answer, Answer::Text(text) if !text.contains('\n'))
    }
}

/// The day that an answer to a date question names, of one that was given on `said`. Nothing where it is not certain, and of
/// an answer of another shape.
#[must_use]
pub fn named(answer: &Answer, said: jiff::civil::Date) -> Option<jiff::civil::Date> {
    exact::day(words(Some(answer)), said)
}

/// A date while it is typed.
struct Day {
    field: Field,
    width: usize,
}

/// What is said about a day that no calendar has.
const NO_SUCH_DAY: &str =
    "No calendar has that day. It stays as you wrote it; change it if you meant another one.";

impl Day {
    fn is_impossible(&self) -> bool {
        self.field.answer().is_some_and(|answer| is_impossible(words(Some(&answer))))
    }

    fn note(&self) -> Vec<crate::sheet::Row> {
        if self.is_impossible() { wrapped(Role::Warning, NO_SUCH_DAY, self.width) } else { Vec::new() }
    }
}

impl Form for Day {
    fn resize(&mut self, width: usize, page: usize) {
        self.width = width;
        self.field.resize(width, page);
    }

    fn edit(&mut self, edit: Edit, clip: &mut Clip) -> Change {
        self.field.edit(edit, clip)
    }

    fn answer(&self) -> Option<Answer> {
        self.field.answer()
    }

    fn height(&self, focus: Focus) -> usize {
        self.field.height(focus) + self.note().len()
    }

    fn sheet(&self, focus: Focus, window: Range<usize>) -> Sheet {
        let rows = self.field.height(focus);
        let Sheet { rows: mut seen, cursor } = self.field.sheet(focus, 0..rows);
        seen.extend(self.note());
        Sheet { rows: seen, cursor }.window(window)
    }

    fn row(&self) -> usize {
        self.field.row()
    }

    fn takes(&self) -> Takes {
        self.field.takes()
    }

    fn offers(&self) -> Vec<(Edit, &'static str)> {
        self.field.offers()
    }

    fn brief(&self) -> String {
        if self.is_impossible() { "no such day".to_owned() } else { self.field.brief() }
    }

    fn place(&self) -> usize {
        self.field.place()
    }

    fn go_to(&mut self, place: usize) {
        self.field.go_to(place);
    }
}

/// Whether words are certain to mean a day or month that no calendar has. In doubt they are not.
fn is_impossible(words: &str) -> bool {
    let words = words.trim().to_lowercase();
    let parts: Vec<&str> = words
        .split(|char: char| char.is_whitespace() || matches!(char, '-' | '/' | '.' | ','))
        .filter(|part| !part.is_empty())
        .collect();
    let dashed = words.contains('-');
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 => numbers([year, month, day]).is_some_and(|n| !is_day(n)),
        // Some people write the day first and some the month: one of the two may be meant.
        [a, b, year] if year.len() == 4 => match (number(a), number(b), month(a), month(b)) {
            (Some(a), Some(b), _, _) => {
                number(year).is_some_and(|year| !is_day([year, a, b]) && !is_day([year, b, a]))
            }
            (Some(day), None, _, Some(month)) | (None, Some(day), Some(month), _) => {
                number(year).is_some_and(|year| !is_day([year, month, day]))
            }
            (Some(_), None, _, None) | (None, Some(_), None, _) | (None, None, _, _) => false,
        },
        [year, month] if year.len() == 4 && dashed => {
            // `1987-88` are two years.
            let is_span = |[year, to, _]: [u16; 3]| to > year % 100;
            numbers([year, month, "1"]).is_some_and(|n| !is_span(n) && !is_day(n))
        }
        // Without a year the twenty-ninth of February may be meant of a leap year.
        [a, b] => match (number(a), month(a), number(b), month(b)) {
            (Some(day), _, _, Some(month)) | (_, Some(month), Some(day), _) if day < 100 => {
                !is_day([2000, month, day])
            }
            _ => false,
        },
        _ => false,
    }
}

/// Year, month and day in this order.
fn is_day([year, month, day]: [u16; 3]) -> bool {
    let (Ok(year), Ok(month), Ok(day)) = (i16::try_from(year), i8::try_from(month), i8::try_from(day)) else {
        return false;
    };
    jiff::civil::Date::new(year, month, day).is_ok()
}

fn number(word: &str) -> Option<u16> {
    let digits = word.trim_end_matches(|char: char| char.is_ascii_alphabetic());
    // `3rd` is a number, and so is `30`; `7a` is somebody's own.
    let tail = word.get(digits.len()..)?;
    matches!(tail, "" | "st" | "nd" | "rd" | "th").then(|| digits.parse().ok()).flatten()
}

fn numbers(words: [&str; 3]) -> Option<[u16; 3]> {
    let [year, month, day] = words.map(number);
    Some([year?, month?, day?])
}

/// The number of a month, by its name or the first three letters of it.
fn month(word: &str) -> Option<u16> {
    let at = MONTHS.iter().position(|name| *name == word || name.get(..3) == Some(word))?;
    u16::try_from(at + 1).ok()
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_no_calendar_has_is_told() {
        for words in [
            "2026-02-30",
            "2026-13-01",
            "2026-13",
            "2026-00-10",
            "2025-02-29",
            "2026/04/31",
            "30.02.2026",
            "31/04/2026",
            "30 February 2026",
            "February 30, 2026",
            "31st June",
            "32 May 1987",
        ] {
            assert!(is_impossible(words), "{words}");
        }
        for words in [
            "",
            "2026-05-12",
            "2024-02-29",
            "12 May 2027",
            "May 12, 2027",
            "29 February",
            "May 1987",
            "1987",
            "age 7",
            "next Sunday",
            "12/31/2026",
            "31.12.2026",
            "7 or 8",
            "13 summers 1987",
            "1987-88",
            "the 30th, I think",
        ] {
            assert!(!is_impossible(words), "{words}");
        }
    }
}
