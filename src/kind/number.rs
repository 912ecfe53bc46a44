//! `number`: a whole number that is written with digits, such as days, hours or a year.
//!
//! Stored as a whole number. One that cannot be is never taken: a sentence says which ones can. The arrows change it only
//! once somebody has begun, so that walking past with Down changes nothing.

use super::scale::{Steps, bounds, number};
use super::writing::wrapped;
use super::{Ask, Asked, Change, Edit, Focus, Form, Takes, Told};
use crate::answer::Answer;
use crate::author::{Choice, Reader};
use crate::sheet::{Role, Row, Sheet};
use crate::text::{self, Clip, Motion, width};
use std::ops::Range;

/// A whole number with its unit.
#[derive(Clone, Debug)]
pub struct Number {
    span: Span,
    unit: Unit,
}

/// The numbers that can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    low: i64,
    high: i64,
}

/// What is counted: the word for one, and the word for several.
#[derive(Clone, Debug, Default)]
struct Unit {
    one: String,
    several: String,
}

/// The largest number that an author can allow.
const LARGEST: i64 = 1_000_000;

impl Span {
    fn read(reader: &mut Reader<'_>) -> Option<Span> {
        let Some(node) = reader.node("range") else { return Some(Span { low: 0, high: 9999 }) };
        let help = Some("range = [0, 14]".to_owned());
        match bounds(node) {
            Some((low, high)) if 0 <= low && low < high && high <= LARGEST => Some(Span { low, high }),
            Some(_) => {
                let sentence =
                    format!("`range` goes from a smaller to a larger number, between 0 and {LARGEST}");
                reader.note("E06", node.at.clone(), sentence, help);
                None
            }
            None => {
                reader.note("E05", node.at.clone(), "`range` needs two whole numbers".to_owned(), help);
                None
            }
        }
    }

    fn holds(self, n: i64) -> bool {
        (self.low..=self.high).contains(&n)
    }

    /// Whether digits after this number can still make it one that can be.
    fn is_within_reach(self, n: i64) -> bool {
        let (mut least, mut most) = (n, n);
        while n > 0 && most < self.high {
            (least, most) = (least * 10, most * 10 + 9);
            if least <= self.high && most >= self.low {
                return true;
            }
        }
        false
    }

    fn words(self) -> String {
        format!("from {} to {}", self.low, self.high)
    }
}

impl Unit {
    fn read(reader: &mut Reader<'_>) -> Unit {
        match reader.one_or_more("unit").as_slice() {
            [] => Unit::default(),
            [unit] => Unit { one: unit.clone(), several: unit.clone() },
            [one, several] => Unit { one: one.clone(), several: several.clone() },
            _ => {
                let at = reader.place("unit");
                let help = Some("unit = [\"day\", \"days\"]".to_owned());
                let sentence = "`unit` needs one text, or two: for one and for several";
                reader.note("E05", at, sentence.to_owned(), help);
                Unit::default()
            }
        }
    }

    /// The word for so many.
    fn of(&self, n: i64) -> &str {
        if n == 1 { &self.one } else { &self.several }
    }

    fn words(&self, n: i64) -> String {
        format!("{n} {}", self.of(n)).trim_end().to_owned()
    }
}

impl Number {
    /// Reads `range` and `unit`.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Number> {
        let unit = Unit::read(reader);
        Span::read(reader).map(|span| Number { span, unit })
    }

    fn words(&self, answer: &Answer) -> Option<String> {
        number(Some(answer)).map(|n| self.unit.words(n))
    }
}

impl Ask for Number {
    fn form(&self, asked: &Asked<'_>, answer: Option<&Answer>) -> Box<dyn Form> {
        Box::new(Counter {
            span: self.span,
            unit: self.unit.clone(),
            example: asked.example.to_owned(),
            value: number(answer),
            typed: None,
            begun: false,
            refused: None,
            width: 76,
        })
    }

    fn told(&self, _: &Asked<'_>, answer: &Answer) -> Told {
        Told::Value(self.words(answer).unwrap_or_default())
    }

    fn lines(&self, _: &Asked<'_>, answer: &Answer) -> Vec<Choice> {
        let id = number(Some(answer)).map(|n| n.to_string());
        id.zip(self.words(answer)).map(|(id, text)| Choice { id, text }).into_iter().collect()
    }

    fn fits(&self, answer: &Answer) -> bool {
        matches!(answer, Answer::Number(_))
    }

    fn steps(&self) -> Option<Steps> {
        Some(Steps { low: self.span.low, high: self.span.high, step: 1 })
    }

    fn texts(&self) -> Vec<&str> {
        vec![&self.unit.one, &self.unit.several]
    }
}

/// A number while it is written.
struct Counter {
    span: Span,
    unit: Unit,
    example: String,
    value: Option<i64>,
    /// The digits so far. They may still need others to become a number that can be.
    typed: Option<i64>,
    /// Somebody has changed it since the focus came: from here on Up and Down belong to the number.
    begun: bool,
    /// A number that was not taken.
    refused: Option<i64>,
    width: usize,
}

impl Counter {
    fn digit(&mut self, digit: u8) -> Change {
        let n = self.typed.unwrap_or(0) * 10 + i64::from(digit);
        self.begun = true;
        if self.span.holds(n) {
            (self.typed, self.value) = (Some(n), Some(n));
            return Change::Chosen;
        }
        if self.span.is_within_reach(n) {
            self.typed = Some(n);
        } else {
            self.refused = Some(n);
        }
        Change::Moved
    }

    fn step(&mut self, by: i64) -> Change {
        let before = self.value;
        self.begun = true;
        self.typed = None;
        self.value = Some(before.map_or(self.span.low, |n| (n + by).clamp(self.span.low, self.span.high)));
        if self.value == before { Change::Moved } else { Change::Chosen }
    }

    /// Takes back the last digit, or the whole number when nobody is writing it.
    fn back(&mut self) -> Change {
        let before = (self.value, self.typed);
        self.typed = self.typed.map(|n| n / 10).filter(|n| *n > 0);
        self.value = self.typed.filter(|n| self.span.holds(*n));
        if before == (None, None) { Change::Nothing } else { Change::Chosen }
    }

    /// What is still too short to be a number that can be is not taken. Gives whether there was such a thing.
    fn refuse(&mut self) -> bool {
        match self.typed.take().filter(|n| !self.span.holds(*n)) {
            Some(n) => {
                self.refused = Some(n);
                true
            }
            None => false,
        }
    }

    fn note(&self) -> Vec<Row> {
        let Some(n) = self.refused else { return Vec::new() };
        let words = format!("It goes {} here, so {n} was not taken.", self.span.words());
        wrapped(Role::Warning, &words, self.width)
    }

    /// What is seen: the digits as they are typed, or the number.
    fn shown(&self) -> Option<i64> {
        self.typed.or(self.value)
    }
}

/// Cells before the number.
const BAR: usize = 2;

impl Form for Counter {
    fn resize(&mut self, width: usize, _page: usize) {
        self.width = width;
    }

    fn edit(&mut self, edit: Edit, _: &mut Clip) -> Change {
        self.refused = None;
        match edit {
            Edit::Pick(digit) => self.digit(digit),
            Edit::Right | Edit::Write(text::Edit::Move(Motion::Right)) => self.step(1),
            Edit::Left | Edit::Write(text::Edit::Move(Motion::Left)) => self.step(-1),
            Edit::Up if self.begun && self.value.is_some() => self.step(1),
            Edit::Down if self.begun && self.value.is_some() => self.step(-1),
            Edit::Clear => self.back(),
            Edit::Confirm if self.refuse() => Change::Moved,
            Edit::Write(_)
            | Edit::Toggle
            | Edit::Confirm
            | Edit::Up
            | Edit::Down
            | Edit::First
            | Edit::Last
            | Edit::NextPart
            | Edit::PreviousPart
            | Edit::Higher
            | Edit::Lower
            | Edit::Renew => Change::Nothing,
        }
    }

    fn answer(&self) -> Option<Answer> {
        self.value.map(Answer::Number)
    }

    fn height(&self, _: Focus) -> usize {
        1 + self.note().len()
    }

    fn sheet(&self, focus: Focus, window: Range<usize>) -> Sheet {
        let here = focus == Focus::Here;
        let mut row = Row::of(if here { Role::Focus } else { Role::Frame }, if here { "┃ " } else { "│ " });
        let mut column = BAR;
        match self.shown() {
            Some(n) => {
                let digits = n.to_string();
                column += width(&digits);
                row.push(if here { Role::Current } else { Role::Chosen }, digits);
                row.push(Role::Plain, format!(" {}", self.unit.of(n)).trim_end());
            }
            None if self.example.is_empty() => {
                let words = format!("{} {}", self.span.words(), self.unit.several);
                row.push(Role::Hint, words.trim_end());
            }
            None => row.push(Role::Hint, self.example.as_str()),
        }
        if here && self.shown().is_some() {
            row.push(Role::Dim, format!("   {}", self.span.words()));
        }
        let mut rows = vec![row.cut(self.width)];
        rows.extend(self.note());
        Sheet { rows, cursor: here.then_some((0, column)) }.window(window)
    }

    fn row(&self) -> usize {
        0
    }

    fn takes(&self) -> Takes {
        Takes::Picks
    }

    fn offers(&self) -> Vec<(Edit, &'static str)> {
        vec![(Edit::Right, "more"), (Edit::Left, "less"), (Edit::Clear, "take back")]
    }

    fn brief(&self) -> String {
        self.value.map_or_else(|| "not yet".to_owned(), |n| self.unit.words(n))
    }

    fn rest(&mut self) {
        self.refuse();
        self.begun = false;
    }

    fn place(&self) -> usize {
        0
    }

    fn go_to(&mut self, _: usize) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::trial::{Trial, press};

    const DAYS: &str = "[[exercise.ask]]\nid = \"days\"\nkind = \"number\"\nprompt = \"How many?\"\n\
                        range = [0, 14]\nunit = [\"day\", \"days\"]\n";

    #[test]
    fn digits_write_it_and_what_cannot_be_is_not_taken() {
        let trial = Trial::new(DAYS);
        let mut form = trial.form("days");
        assert_eq!(form.answer(), None);
        assert_eq!(trial.picture(&*form), "┃ from 0 to 14 days");
        press(&mut *form, &[Edit::Pick(1), Edit::Pick(5)]);
        assert_eq!(form.answer(), Some(Answer::Number(1)));
        let seen = "┃ 1 day   from 0 to 14\nIt goes from 0 to 14 here, so 15 was not taken.";
        assert_eq!(trial.picture(&*form), seen);
        press(&mut *form, &[Edit::Pick(2)]);
        assert_eq!((form.answer(), form.brief()), (Some(Answer::Number(12)), "12 days".to_owned()));
        press(&mut *form, &[Edit::Clear]);
        assert_eq!(form.answer(), Some(Answer::Number(1)));
        press(&mut *form, &[Edit::Clear]);
        assert_eq!(form.answer(), None);
    }

    #[test]
    fn a_number_that_is_too_short_so_far_is_told_when_it_is_left() {
        let trial = Trial::new(&DAYS.replace("[0, 14]", "[1900, 2030]")).at(56);
        let mut form = trial.form("days");
        press(&mut *form, &[Edit::Pick(1), Edit::Pick(9)]);
        assert_eq!(form.answer(), None);
        form.rest();
        assert!(trial.picture(&*form).ends_with("It goes from 1900 to 2030 here, so 19 was not taken."));
        press(&mut *form, &[1, 9, 8, 7].map(Edit::Pick));
        assert_eq!(form.answer(), Some(Answer::Number(1987)));
        form.rest();
        press(&mut *form, &[Edit::Pick(3)]);
        assert_eq!(form.answer(), Some(Answer::Number(1987)));
    }

    #[test]
    fn walking_past_changes_nothing_and_a_begun_number_follows_the_arrows() {
        let mut trial = Trial::new(DAYS);
        trial.set("days", Answer::Number(3));
        let mut form = trial.form("days");
        assert_eq!(press(&mut *form, &[Edit::Down, Edit::Up]), Change::Nothing);
        press(&mut *form, &[Edit::Right, Edit::Up]);
        assert_eq!(form.answer(), Some(Answer::Number(5)));
        press(&mut *form, &[Edit::Down, Edit::Left]);
        assert_eq!(form.answer(), Some(Answer::Number(3)));
        form.rest();
        assert_eq!(press(&mut *form, &[Edit::Down]), Change::Nothing);
        press(&mut *form, &[Edit::Left, Edit::Left, Edit::Left, Edit::Left]);
        assert_eq!(form.answer(), Some(Answer::Number(0)));
    }

    #[test]
    fn it_is_told_with_its_unit() {
        let mut trial = Trial::new(DAYS);
        trial.set("days", Answer::Number(3));
        assert_eq!(trial.told("days"), Told::Value("3 days".into()));
        assert_eq!(trial.lines("days"), [Choice { id: "3".into(), text: "3 days".into() }]);
        assert_eq!(trial.session.fill("After {{days}}.", "c"), "After 3 days.");
        trial.set("days", Answer::Number(1));
        assert_eq!(trial.told("days"), Told::Value("1 day".into()));
    }
}
