//! `scale`: a place between two ends, `0 1 2 .. 10` in a row.
//!
//! Stored as a whole number. Digits answer it, and so do the arrows; nothing is chosen until somebody chooses.

use super::{Ask, Asked, Blank, Change, Edit, Focus, Form, Takes, Told};
use crate::answer::Answer;
use crate::author::{Choice, Node, Reader, Value};
use crate::sheet::{Role, Row, Sheet};
use crate::text::{self, Clip, Motion, width};
use std::ops::Range;

/// A row of numbers between two ends.
#[derive(Clone, Debug)]
pub struct Scale {
    steps: Steps,
    ends: Option<(String, String)>,
}

/// The numbers of a scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Steps {
    /// The smallest one.
    pub low: i64,
    /// None is larger.
    pub high: i64,
    /// From one to the next.
    pub step: i64,
}

impl Steps {
    /// Reads `range` and `step`; 0 to 10 in steps of 1 when there is no range.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Steps> {
        let step = reader.integer_in("step", 1, 50).unwrap_or(1);
        let Some(node) = reader.node("range") else { return Some(Steps { low: 0, high: 10, step }) };
        let help = || Some("range = [0, 10]".to_owned());
        match bounds(node) {
            Some((low, high)) if low >= -100 && high <= 100 && low < high && (high - low) / step <= 20 => {
                Some(Steps { low, high, step })
            }
            Some(_) => {
                let sentence =
                    "`range` goes from a smaller to a larger number, in at most 20 steps".to_owned();
                reader.note("E06", node.at.clone(), sentence, help());
                None
            }
            None => {
                reader.note("E05", node.at.clone(), "`range` needs two whole numbers".to_owned(), help());
                None
            }
        }
    }

    pub(super) fn numbers(&self) -> Vec<i64> {
        let mut numbers = Vec::new();
        let mut n = self.low;
        while n <= self.high {
            numbers.push(n);
            n += self.step;
        }
        numbers
    }

    /// The value after one step; from no value, the end that the step comes from.
    pub(super) fn stepped(&self, value: Option<i64>, up: bool) -> i64 {
        match (value, up) {
            (None, true) => self.low,
            (None, false) => self.numbers().last().copied().unwrap_or(self.high),
            (Some(n), true) if n.saturating_add(self.step) <= self.high => n + self.step,
            (Some(n), false) if n.saturating_sub(self.step) >= self.low => n - self.step,
            (Some(n), _) => n,
        }
    }

    /// The value after a digit: `1` then `0` is 10 where there is a 10.
    pub(super) fn typed(&self, before: Option<i64>, digit: u8) -> Option<i64> {
        let digit = i64::from(digit);
        let numbers = self.numbers();
        before
            .map(|tens| tens * 10 + digit)
            .filter(|n| *n >= 10 && numbers.contains(n))
            .or_else(|| numbers.contains(&digit).then_some(digit))
    }
}

/// The two whole numbers of `range`, if there are two.
pub(super) fn bounds(node: &Node) -> Option<(i64, i64)> {
    let Value::List(items) = &node.value else { return None };
    let [low, high] = items.as_slice() else { return None };
    match (&low.value, &high.value) {
        (Value::Integer(low), Value::Integer(high)) => Some((*low, *high)),
        _ => None,
    }
}

/// Reads `ends`: what the two ends of a range mean.
pub(super) fn read_ends(reader: &mut Reader<'_>) -> Option<(String, String)> {
    let ends = reader.texts("ends");
    match ends.as_slice() {
        [] => None,
        [low, high] => Some((low.clone(), high.clone())),
        _ => {
            let at = reader.place("ends");
            let help = Some("ends = [\"not at all\", \"all the time\"]".to_owned());
            reader.note("E05", at, "`ends` needs two texts".to_owned(), help);
            None
        }
    }
}

/// The number of an answer.
pub(super) fn number(answer: Option<&Answer>) -> Option<i64> {
    match answer {
        Some(Answer::Number(n)) => Some(*n),
        Some(Answer::Text(_) | Answer::List(_) | Answer::Fields(_) | Answer::Rows(_)) | None => None,
    }
}

impl Scale {
    /// Reads `range`, `ends` and `step`.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Scale> {
        let ends = read_ends(reader);
        Steps::read(reader).map(|steps| Scale { steps, ends })
    }
}

impl Ask for Scale {
    fn form(&self, _: &Asked<'_>, answer: Option<&Answer>) -> Box<dyn Form> {
        Box::new(Dial {
            steps: self.steps,
            ends: self.ends.clone().unwrap_or_default(),
            value: number(answer),
            typed: None,
            width: 76,
        })
    }

    fn blank(&self, _: &Asked<'_>) -> Blank {
        Blank::Steps(self.steps.numbers(), self.ends.clone())
    }

    fn told(&self, _: &Asked<'_>, answer: &Answer) -> Told {
        let Steps { low, high, .. } = self.steps;
        let n = number(Some(answer)).unwrap_or(low);
        // Without its ends a number reads like a mark.
        Told::Value(match &self.ends {
            Some((least, most)) => format!("{n} of {high} ({low} {least}, {high} {most})"),
            None => format!("{n} (from {low} to {high})"),
        })
    }

    fn lines(&self, _: &Asked<'_>, answer: &Answer) -> Vec<Choice> {
        let text = number(Some(answer)).map(|n| n.to_string());
        text.map(|text| Choice { id: text.clone(), text }).into_iter().collect()
    }

    fn fits(&self, answer: &Answer) -> bool {
        matches!(answer, Answer::Number(_))
    }

    fn steps(&self) -> Option<Steps> {
        Some(self.steps)
    }

    fn texts(&self) -> Vec<&str> {
        self.ends.iter().flat_map(|(low, high)| [low.as_str(), high.as_str()]).collect()
    }
}

/// A scale while somebody answers it.
struct Dial {
    steps: Steps,
    ends: (String, String),
    value: Option<i64>,
    /// The digit typed just before, which the next one may continue.
    typed: Option<i64>,
    width: usize,
}

impl Dial {
    /// Cells of one number on the row.
    fn cell(&self) -> usize {
        let numbers = self.steps.numbers();
        let widest = numbers.iter().map(|n| n.to_string().len()).max().unwrap_or(1);
        let roomy = widest + 3;
        if roomy * numbers.len() <= self.width { roomy } else { widest + 2 }
    }

    fn numbers(&self, focus: Focus) -> Row {
        let cell = self.cell();
        let mut row = Row::default();
        for n in self.steps.numbers() {
            let chosen = self.value == Some(n);
            let text = if chosen { format!("[{n}]") } else { format!(" {n} ") };
            let role = match (chosen, focus) {
                (true, Focus::Here) => Role::Current,
                (true, Focus::Away) => Role::Chosen,
                (false, _) => Role::Plain,
            };
            let air = cell.saturating_sub(width(&text));
            row.push(role, text);
            row.push(Role::Plain, " ".repeat(air));
        }
        row
    }

    /// Whether the ends fit beside the numbers.
    fn is_wide(&self) -> bool {
        let numbers = self.cell() * self.steps.numbers().len();
        width(&self.ends.0) + width(&self.ends.1) + numbers + 5 <= self.width
    }

    fn left(&self) -> usize {
        if self.is_wide() && !self.ends.0.is_empty() { width(&self.ends.0) + 2 } else { 0 }
    }
}

impl Form for Dial {
    fn resize(&mut self, width: usize, _page: usize) {
        self.width = width;
    }

    fn edit(&mut self, edit: Edit, _: &mut Clip) -> Change {
        let before = self.value;
        let typed = self.typed.take();
        match edit {
            Edit::Pick(digit) => {
                let Some(n) = self.steps.typed(typed, digit) else { return Change::Nothing };
                self.value = Some(n);
                self.typed = Some(n);
            }
            Edit::Right | Edit::Write(text::Edit::Move(Motion::Right)) => {
                self.value = Some(self.steps.stepped(before, true));
            }
            Edit::Left | Edit::Write(text::Edit::Move(Motion::Left)) => {
                self.value = Some(self.steps.stepped(before, false));
            }
            Edit::First => self.value = Some(self.steps.low),
            Edit::Last => self.value = self.steps.numbers().last().copied(),
            Edit::Clear => self.value = None,
            Edit::Write(_)
            | Edit::Toggle
            | Edit::Confirm
            | Edit::Up
            | Edit::Down
            | Edit::NextPart
            | Edit::PreviousPart
            | Edit::Higher
            | Edit::Lower
            | Edit::Renew => return Change::Nothing,
        }
        if self.value == before { Change::Moved } else { Change::Chosen }
    }

    fn answer(&self) -> Option<Answer> {
        self.value.map(Answer::Number)
    }

    fn height(&self, _: Focus) -> usize {
        if self.is_wide() || self.ends.0.is_empty() { 1 } else { 2 }
    }

    fn sheet(&self, focus: Focus, window: Range<usize>) -> Sheet {
        let numbers = self.numbers(focus);
        let (low, high) = (&self.ends.0, &self.ends.1);
        let rows = if low.is_empty() {
            vec![numbers]
        } else if self.is_wide() {
            let mut row = Row::of(Role::Dim, low.as_str()).with(Role::Plain, "  ");
            row.append(numbers);
            row.push(Role::Plain, " ");
            row.push(Role::Dim, high.as_str());
            vec![row]
        } else {
            let wide = numbers.width().min(self.width);
            vec![numbers, Row::of(Role::Dim, low.as_str()).justified(Row::of(Role::Dim, high.as_str()), wide)]
        };
        let at =
            self.value.and_then(|value| self.steps.numbers().iter().position(|n| *n == value)).unwrap_or(0);
        let cursor = (focus == Focus::Here).then_some((0, self.left() + at * self.cell() + 1));
        Sheet { rows, cursor }.window(window)
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
        self.value.map_or_else(|| "not yet".to_owned(), |n| n.to_string())
    }

    fn place(&self) -> usize {
        0
    }

    fn go_to(&mut self, _: usize) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_make_ten_where_there_is_a_ten() {
        let to_ten = Steps { low: 0, high: 10, step: 1 };
        assert_eq!(to_ten.typed(None, 1), Some(1));
        assert_eq!(to_ten.typed(Some(1), 0), Some(10));
        assert_eq!(to_ten.typed(Some(1), 1), Some(1));
        assert_eq!(to_ten.typed(Some(6), 0), Some(0));
        let to_five = Steps { low: 1, high: 5, step: 1 };
        assert_eq!(to_five.typed(None, 9), None);
        assert_eq!(to_five.typed(Some(1), 0), None);
    }

    #[test]
    fn the_first_step_enters_from_its_own_end() {
        let steps = Steps { low: 0, high: 10, step: 1 };
        assert_eq!(steps.stepped(None, true), 0);
        assert_eq!(steps.stepped(None, false), 10);
        assert_eq!(steps.stepped(Some(10), true), 10);
    }
}
