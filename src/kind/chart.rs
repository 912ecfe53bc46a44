//! Numbers over time: a row for each round, and in words how the first and the last one differ.
//!
//! Pure: values in, rows of a sheet out. A number stands beside every bar, so that nothing rests on a picture or on a
//! colour. It says which way answers went, and never whether that is good; nothing is smoothed.

use super::scale::Steps;
use super::writing::wrapped;
use super::{Given, day};
use crate::sheet::{Role, Row};
use crate::text::width as cells_of;
use jiff::civil::Date;

/// One round of a question. It has no `Debug`: it holds an answer.
pub struct Point {
    /// When it was answered.
    pub day: Date,
    /// The number; nothing when it was left open on purpose.
    pub given: Option<Given>,
}

/// The most rounds that are drawn. More of them would push the question off the screen.
const MOST: usize = 12;
/// The most cells of a bar. A longer one is no easier to compare.
const LONGEST_BAR: usize = 30;
/// With fewer cells than this a bar says nothing.
const SHORTEST_ROOM: usize = 5;
/// A scale has at most so many steps. What has more is a count, such as days.
const STEPS_OF_A_SCALE: i64 = 20;
/// Differences of up to this part of a scale are about the same: on one from 0 to 10 that is a single step. Who answers a
/// scale twice within a day is often a step apart although nothing has happened, so one step is said to be no change. On a
/// scale with few steps, and in a count, it is one step too.
const NOISE: i64 = 10;

const OPEN: &str = "left open";
const UP: &str = "Your answers went up.";
const DOWN: &str = "Your answers went down.";
const SAME: &str = "Your answers stayed about the same.";
const BOTH: &str = "Your answers went up and down, and are about where they began.";

/// What is about the same: a difference of up to so much.
pub(super) fn noise(steps: Steps) -> i64 {
    let span = steps.high.saturating_sub(steps.low);
    let step = steps.step.max(1);
    if span / step > STEPS_OF_A_SCALE { step } else { step.max(span / NOISE) }
}

/// The picture and its words, for so many cells. No rows when there are fewer than two numbers.
#[must_use]
pub fn rows(points: &[Point], steps: Steps, today: &str, width: usize) -> Vec<Row> {
    let Some(words) = sentence(points, steps, today) else { return Vec::new() };
    let seen = points.get(points.len().saturating_sub(MOST)..).unwrap_or(points);
    let years =
        seen.iter().any(|point| day::read(today).is_some_and(|today| today.year() != point.day.year()));
    let label = |point: &Point| match day::read(today) == Some(point.day) {
        true => "today".to_owned(),
        false => point.day.strftime(if years { "%-d %b %Y" } else { "%-d %b" }).to_string(),
    };
    let labels: Vec<String> = seen.iter().map(label).collect();
    let first = labels.iter().map(|label| cells_of(label)).max().unwrap_or(0);
    let numbers = || seen.iter().filter_map(|point| point.given.as_ref()).map(|given| given.number);
    let second = numbers().map(|number| number.to_string().len()).max().unwrap_or(1);
    let scale = Bars::new(numbers(), steps, width.saturating_sub(first + second + 4));
    let mut rows = Vec::new();
    for (point, label) in seen.iter().zip(labels) {
        let mut row = Row::of(Role::Dim, format!("{label:<first$}  "));
        match &point.given {
            Some(given) => {
                row.push(Role::Plain, format!("{:>second$}", given.number));
                row.push(Role::Plain, "  ");
                row.push(Role::Chosen, "█".repeat(scale.cells(given.number)));
            }
            None => row.push(Role::Dim, OPEN),
        }
        rows.push(row.cut(width));
    }
    if seen.len() < points.len() {
        let all = format!("The last {} of {} times are shown.", seen.len(), points.len());
        rows.extend(wrapped(Role::Dim, &all, width));
    }
    rows.extend(wrapped(Role::Plain, &words, width));
    rows.into_iter().map(|row| row.cut(width)).collect()
}

/// `From 7 on 14 April to 4 today. Your answers went down.` Nothing when there are fewer than two numbers.
pub(super) fn sentence(points: &[Point], steps: Steps, today: &str) -> Option<String> {
    let mut given = points.iter().filter_map(|point| Some((point.day, point.given.as_ref()?)));
    let (first, last) = (given.next()?, given.next_back()?);
    let on = |date: Date| match day::read(today) == Some(date) {
        true => "today".to_owned(),
        false => format!("on {}", day::said(date, today)),
    };
    let from = match first.0 == last.0 {
        true => format!("From {} to {}, both {}.", first.1.words, last.1.words, on(last.0)),
        false => format!("From {} {} to {} {}.", first.1.words, on(first.0), last.1.words, on(last.0)),
    };
    Some(format!("{from} {}", way(points, steps)))
}

/// Which way the answers went.
fn way(points: &[Point], steps: Steps) -> &'static str {
    let numbers: Vec<i64> = points.iter().filter_map(|point| Some(point.given.as_ref()?.number)).collect();
    let (first, last) = (numbers.first().copied().unwrap_or(0), numbers.last().copied().unwrap_or(0));
    let noise = i128::from(noise(steps));
    let apart = |one: i64, two: i64| i128::from(one) - i128::from(two);
    let (least, most) = (numbers.iter().min(), numbers.iter().max());
    let spread = most.zip(least).map_or(0, |(most, least)| apart(*most, *least));
    match apart(last, first) {
        by if by > noise => UP,
        by if by < -noise => DOWN,
        _ if spread > 2 * noise => BOTH,
        _ => SAME,
    }
}

/// How long bars are.
struct Bars {
    low: i128,
    span: i128,
    room: i128,
}

impl Bars {
    /// A scale is drawn from its one end to the other; a count as far as the largest number goes.
    fn new(numbers: impl Iterator<Item = i64>, steps: Steps, room: usize) -> Bars {
        let (low, high) = (i128::from(steps.low), i128::from(steps.high));
        let is_count = (high - low) / i128::from(steps.step.max(1)) > i128::from(STEPS_OF_A_SCALE);
        let most = numbers.map(i128::from).max().unwrap_or(low);
        let span = (if is_count { most } else { high }) - low;
        let room = if room < SHORTEST_ROOM { 0 } else { room.min(LONGEST_BAR) };
        let room = i128::try_from(room).unwrap_or(0);
        // Equal steps look equal, where they fit.
        let room = if span > 0 && span <= room { room - room % span } else { room };
        Bars { low, span, room }
    }

    fn cells(&self, number: i64) -> usize {
        if self.span <= 0 {
            return 0;
        }
        let part = (i128::from(number) - self.low).clamp(0, self.span);
        usize::try_from((part * self.room + self.span / 2) / self.span).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEN: Steps = Steps { low: 0, high: 10, step: 1 };
    const TODAY: &str = "2026-05-20";

    fn points(numbers: &[(&str, Option<i64>)]) -> Vec<Point> {
        let given = |number: i64, day: &str| Given { day: day.to_owned(), number, words: number.to_string() };
        let point = |(day, number): &(&str, Option<i64>)| Point {
            day: day.parse().unwrap(),
            given: number.map(|number| given(number, day)),
        };
        numbers.iter().map(point).collect()
    }

    fn drawn(numbers: &[(&str, Option<i64>)], steps: Steps, width: usize) -> String {
        let rows = rows(&points(numbers), steps, TODAY, width);
        assert!(rows.iter().all(|row| row.width() <= width));
        rows.iter().map(|row| row.words().trim_end().to_owned()).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn every_round_has_its_day_its_number_and_a_bar() {
        let numbers =
            [("2026-04-14", Some(7)), ("2026-05-01", None), ("2026-05-12", Some(0)), (TODAY, Some(4))];
        assert_eq!(
            drawn(&numbers, TEN, 60),
            "14 Apr  7  █████████████████████\n\
             1 May   left open\n\
             12 May  0\n\
             today   4  ████████████\n\
             From 7 on 14 April to 4 today. Your answers went down."
        );
        assert_eq!(
            drawn(&[("2025-04-14", Some(7)), (TODAY, Some(10))], TEN, 24),
            "14 Apr 2025   7  █████\ntoday        10  ███████\nFrom 7 on 14 April 2025\nto 10 today. Your\nanswers went up."
        );
    }

    #[test]
    fn one_number_is_no_picture() {
        assert_eq!(drawn(&[], TEN, 60), "");
        assert_eq!(drawn(&[(TODAY, Some(3)), (TODAY, None)], TEN, 60), "");
    }

    #[test]
    fn twelve_rounds_are_drawn_and_the_first_one_is_told() {
        let days: Vec<String> = (1..=15).map(|day| format!("2026-03-{day:02}")).collect();
        let numbers: Vec<(&str, Option<i64>)> = days.iter().map(|day| (day.as_str(), Some(5))).collect();
        let drawn = drawn(&numbers, TEN, 60);
        assert_eq!(drawn.lines().filter(|line| line.contains('█')).count(), 12);
        assert!(drawn.starts_with("4 Mar "), "{drawn}");
        assert!(drawn.contains("The last 12 of 15 times are shown.\nFrom 5 on 1 March to 5 on 15 March."));
    }

    #[test]
    fn a_step_more_or_less_is_about_the_same() {
        let way = |numbers: &[i64], steps| {
            let numbers: Vec<_> = numbers.iter().map(|number| ("2026-05-12", Some(*number))).collect();
            super::way(&points(&numbers), steps)
        };
        assert_eq!(way(&[5, 6], TEN), SAME);
        assert_eq!(way(&[5, 4], TEN), SAME);
        assert_eq!(way(&[5, 7], TEN), UP);
        assert_eq!(way(&[5, 3], TEN), DOWN);
        assert_eq!(way(&[5, 9, 5], TEN), BOTH);
        assert_eq!(way(&[5, 4, 6, 5], TEN), SAME);
        let five = Steps { low: 1, high: 5, step: 1 };
        assert_eq!((way(&[2, 3], five), way(&[2, 4], five)), (SAME, UP));
        let hundred = Steps { low: 0, high: 100, step: 5 };
        assert_eq!((way(&[40, 50], hundred), way(&[40, 55], hundred)), (SAME, UP));
        let days = Steps { low: 0, high: 9999, step: 1 };
        assert_eq!((way(&[3, 4], days), way(&[3, 5], days)), (SAME, UP));
        assert_eq!(way(&[i64::MIN, i64::MAX], TEN), UP);
    }

    #[test]
    fn two_on_one_day_are_told_as_such() {
        let same = drawn(&[(TODAY, Some(2)), (TODAY, Some(3))], TEN, 70);
        assert!(same.ends_with("From 2 to 3, both today. Your answers stayed about the same."), "{same}");
    }

    proptest! {
        #[test]
        fn nothing_is_too_wide_whatever_the_numbers(
            numbers in prop::collection::vec(
                (0_i16..9999, 1_i8..13, 1_i8..29, prop::option::weighted(0.8, any::<i64>())), 0..40),
            low in any::<i64>(), high in any::<i64>(), step in any::<i64>(), width in 0_usize..220,
        ) {
            let point = |(year, month, day, number): &(i16, i8, i8, Option<i64>)| {
                let day = Date::new(*year, *month, *day).unwrap();
                let words = |number: &i64| format!("{number} long evenings");
                let given = number.map(|n| Given { day: day.to_string(), number: n, words: words(&n) });
                Point { day, given }
            };
            let points: Vec<Point> = numbers.iter().map(point).collect();
            let rows = rows(&points, Steps { low, high, step }, TODAY, width);
            prop_assert!(rows.iter().all(|row| row.width() <= width));
            let some = points.iter().filter(|point| point.given.is_some()).count();
            prop_assert_eq!(rows.is_empty(), some < 2);
        }
    }
}
