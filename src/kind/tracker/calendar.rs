//! The rows of days while they are marked.

use super::{Fields, mark, stored};
use crate::answer::Answer;
use crate::author::Choice;
use crate::kind::day::{self, between, later};
use crate::kind::writing::{count, wrapped};
use crate::kind::{Change, Edit, Focus, Form, Takes};
use crate::sheet::{Role, Row, Sheet};
use crate::text::{self, Clip, Motion};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::ops::Range;

/// Calendars with the same days.
pub(super) struct Calendar {
    items: Vec<Choice>,
    /// The marked days of each item.
    marks: Vec<BTreeSet<Date>>,
    /// Stored rows of items that are gone: kept as they are.
    gone: Vec<Fields>,
    days: i64,
    today: Date,
    /// The item that is in use.
    item: usize,
    /// The day that is in use.
    day: Date,
    /// Somebody wanted to mark a day that is still to come.
    too_early: bool,
    width: usize,
}

/// Days in a row.
const WEEK: i64 = 7;
/// Days before the first mark that can still be marked, counted from today.
const BACK: i64 = 6;
/// More days than this are not drawn, whatever a file holds.
const MOST: i64 = 371;
/// Cells before the days of a row.
const LABEL: usize = 10;
/// Cells of one day.
const CELL: usize = 4;
/// What is said when there is nothing to mark yet.
const EMPTY: &str = "It builds on a question that is still open. It can wait.";
/// What is said of a day after today.
const TOO_EARLY: &str = "That day is still to come. It can be marked when it is here.";

impl Calendar {
    pub(super) fn new(items: Vec<Choice>, days: i64, rows: &[Fields], today: &str) -> Calendar {
        let mut marks = vec![BTreeSet::new(); items.len()];
        let mut gone = Vec::new();
        for row in rows {
            let place = mark(row).and_then(|(item, day)| {
                let at = items.iter().position(|known| known.id == item)?;
                marks.get_mut(at).map(|days| days.insert(day))
            });
            if place.is_none() {
                gone.push(row.clone());
            }
        }
        let last = marks.iter().filter_map(|days| days.last()).max().copied();
        let today = day::read(today).or(last).unwrap_or(Date::ZERO);
        let mut calendar =
            Calendar { items, marks, gone, days, today, item: 0, day: today, too_early: false, width: 76 };
        calendar.day = calendar.latest();
        calendar
    }

    /// The day of the first mark, of whatever item.
    fn first(&self) -> Option<Date> {
        self.marks.iter().filter_map(|days| days.first()).min().copied()
    }

    /// The first day that is drawn.
    fn start(&self) -> Date {
        self.first().unwrap_or(self.today).min(self.day)
    }

    /// The last day that is drawn: the last one it has, or a later one that is marked.
    fn end(&self) -> Date {
        let start = self.start();
        let last = self.marks.iter().filter_map(|days| days.last()).max().copied();
        let end = later(start, self.days - 1);
        last.map_or(end, |last| last.max(end)).min(later(start, MOST))
    }

    /// The last day that can be gone to.
    fn latest(&self) -> Date {
        self.today.max(self.start()).min(self.end())
    }

    /// The first day that can be gone to.
    fn earliest(&self) -> Date {
        let back = later(self.today, -BACK);
        self.first().map_or(back, |first| first.min(back))
    }

    fn is_over(&self) -> bool {
        self.today > self.end()
    }

    /// Which row of its calendar a day is in.
    fn week(&self, day: Date) -> i64 {
        between(day, self.start()) / WEEK
    }

    fn step(&mut self, by: i64) -> Change {
        let target = later(self.day, by);
        self.too_early = target > self.latest() && target <= self.end();
        if target >= self.earliest() && target <= self.latest() {
            self.day = target;
        }
        Change::Moved
    }

    fn up(&mut self) -> Change {
        let target = later(self.day, -WEEK);
        if target >= self.start() {
            self.day = target;
            return Change::Moved;
        }
        let Some(item) = self.item.checked_sub(1) else { return Change::Nothing };
        self.item = item;
        let weeks = self.week(self.latest()) * WEEK;
        self.day = later(self.day, weeks).min(self.latest());
        Change::Moved
    }

    fn down(&mut self) -> Change {
        let (here, last) = (self.week(self.day), self.week(self.latest()));
        if here < last {
            self.day = later(self.day, WEEK).min(self.latest());
            return Change::Moved;
        }
        if self.item + 1 >= self.items.len() {
            return Change::Nothing;
        }
        self.item += 1;
        self.day = later(self.day, -here * WEEK);
        Change::Moved
    }

    fn is_marked(&self, item: usize, day: Date) -> bool {
        self.marks.get(item).is_some_and(|days| days.contains(&day))
    }

    fn toggle(&mut self) -> Change {
        let (day, today) = (self.day, self.today);
        let Some(days) = self.marks.get_mut(self.item) else { return Change::Nothing };
        if days.remove(&day) {
            return Change::Chosen;
        }
        if day > today {
            self.too_early = true;
            return Change::Moved;
        }
        days.insert(day);
        Change::Chosen
    }

    /// Days on which something was marked.
    fn good(&self) -> usize {
        self.marks.iter().flatten().collect::<BTreeSet<_>>().len()
    }

    /// The days of one item from a day on, as far as a row goes.
    fn days_from(&self, item: usize, first: Date, focus: Focus) -> Row {
        let here = |day: Date| focus == Focus::Here && item == self.item && day == self.day;
        let in_use = (0..WEEK).any(|n| here(later(first, n)));
        let mut row =
            Row::of(if in_use { Role::Focus } else { Role::Plain }, if in_use { "> " } else { "  " })
                .with(Role::Dim, format!("{:>6}  ", first.strftime("%-d %b").to_string()));
        for day in (0..WEEK).map(|n| later(first, n)).take_while(|day| *day <= self.end()) {
            let marked = self.is_marked(item, day);
            let text = match (marked, day > self.today) {
                (true, _) => "[x]",
                (false, false) => "[ ]",
                (false, true) => " · ",
            };
            let role = match (here(day), marked) {
                (true, _) => Role::Current,
                (false, true) => Role::Chosen,
                (false, false) if day > self.today => Role::Dim,
                (false, false) => Role::Plain,
            };
            row.push(role, text);
            row.push(Role::Plain, " ");
        }
        row
    }

    /// What stands below the days.
    fn below(&self, focus: Focus) -> Vec<Row> {
        let mut rows = Vec::new();
        if focus == Focus::Here {
            let day = self.day.strftime("%A, %-d %B").to_string();
            let day = if self.day == self.today { format!("{day}, which is today") } else { day };
            rows.push(Row::of(Role::Dim, day).indented(3));
        }
        let over =
            format!("Its {} days are over. What you marked stays, and can still be changed.", self.days);
        let note = match focus {
            Focus::Here if self.too_early => Some((Role::Hint, TOO_EARLY)),
            Focus::Here | Focus::Away if self.is_over() => Some((Role::Dim, over.as_str())),
            Focus::Here | Focus::Away => None,
        };
        let note = note.map(|(role, words)| wrapped(role, words, self.width.saturating_sub(3)));
        rows.extend(note.into_iter().flatten().map(|row| row.indented(3)));
        rows
    }

    /// All rows, and the row of the day in use.
    fn all(&self, focus: Focus) -> (Vec<Row>, usize) {
        if self.items.is_empty() {
            let words = wrapped(Role::Hint, EMPTY, self.width.saturating_sub(3));
            return (words.into_iter().map(|row| row.indented(3)).collect(), 0);
        }
        let (mut rows, mut here) = (Vec::new(), 0);
        let weeks = self.week(self.end());
        for (n, item) in self.items.iter().enumerate() {
            if !item.text.is_empty() {
                let words = wrapped(Role::Plain, &item.text, self.width.saturating_sub(2));
                rows.extend(words.into_iter().map(|row| row.indented(2)));
            }
            for week in 0..=weeks {
                if n == self.item && week == self.week(self.day) {
                    here = rows.len();
                }
                rows.push(self.days_from(n, later(self.start(), week * WEEK), focus));
            }
        }
        rows.extend(self.below(focus));
        (rows, here)
    }
}

impl Form for Calendar {
    fn resize(&mut self, width: usize, _page: usize) {
        self.width = width;
    }

    fn edit(&mut self, edit: Edit, _: &mut Clip) -> Change {
        self.too_early = false;
        match edit {
            Edit::Toggle => self.toggle(),
            Edit::Clear if self.is_marked(self.item, self.day) => self.toggle(),
            Edit::Left => self.step(-1),
            Edit::Right => self.step(1),
            Edit::Up | Edit::Write(text::Edit::Move(Motion::Up)) => self.up(),
            Edit::Down | Edit::Write(text::Edit::Move(Motion::Down)) => self.down(),
            Edit::First => {
                self.day = self.start();
                Change::Moved
            }
            Edit::Last => {
                self.day = self.latest();
                Change::Moved
            }
            Edit::Write(_)
            | Edit::Pick(_)
            | Edit::Confirm
            | Edit::Clear
            | Edit::NextPart
            | Edit::PreviousPart
            | Edit::Higher
            | Edit::Lower
            | Edit::Renew => Change::Nothing,
        }
    }

    fn answer(&self) -> Option<Answer> {
        let marked = self.items.iter().zip(&self.marks);
        let mut rows: Vec<Fields> =
            marked.flat_map(|(item, days)| days.iter().map(|day| stored(&item.id, *day))).collect();
        rows.extend(self.gone.iter().cloned());
        (!rows.is_empty()).then_some(Answer::Rows(rows))
    }

    fn height(&self, focus: Focus) -> usize {
        self.all(focus).0.len()
    }

    fn sheet(&self, focus: Focus, window: Range<usize>) -> Sheet {
        let (rows, here) = self.all(focus);
        let rows = rows.into_iter().map(|row| row.cut(self.width)).collect();
        let at = usize::try_from(between(self.day, self.start()) % WEEK).unwrap_or(0);
        let column = (LABEL + at * CELL + 1).min(self.width);
        let cursor = (focus == Focus::Here && !self.items.is_empty()).then_some((here, column));
        Sheet { rows, cursor }.window(window)
    }

    fn row(&self) -> usize {
        self.all(Focus::Here).1
    }

    fn takes(&self) -> Takes {
        if self.items.is_empty() { Takes::Nothing } else { Takes::Picks }
    }

    fn offers(&self) -> Vec<(Edit, &'static str)> {
        let toggle = if self.is_marked(self.item, self.day) { "take back" } else { "mark" };
        vec![(Edit::Toggle, toggle), (Edit::Left, "day before"), (Edit::Right, "day after")]
    }

    fn brief(&self) -> String {
        count(self.good(), None, "good day", "good days")
    }

    fn rest(&mut self) {
        self.too_early = false;
        // Whoever comes back means today again.
        self.day = self.today;
        self.day = self.latest();
    }

    /// The item, and never the day: whoever comes back tomorrow means tomorrow.
    fn place(&self) -> usize {
        self.item
    }

    fn go_to(&mut self, place: usize) {
        self.item = place.min(self.items.len().saturating_sub(1));
    }
}
