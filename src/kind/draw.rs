//! `draw`: one line out of a list that is not shown, as from a hat.
//!
//! Stored as rows of date and line, one for each time. Which line comes follows from the day, from how often has been
//! drawn, and from the lines themselves: nothing here is random, and nobody can tell beforehand all the same. The line
//! of last time does not come again while there are others.

use super::writing::wrapped;
use super::{Ask, Asked, Change, Edit, Focus, Form, From, Takes, Told};
use crate::answer::{Answer, Cell, Row as Fields};
use crate::author::{Choice, Reader};
use crate::sheet::{Role, Row, Sheet};
use crate::text::Clip;
use jiff::civil::Date;
use std::ops::Range;

/// A hat to draw from.
#[derive(Clone, Debug)]
pub struct Draw;

impl Draw {
    /// A draw has no fields of its own.
    pub(super) fn read(_: &mut Reader<'_>) -> Option<Draw> {
        Some(Draw)
    }
}

const DATE: &str = "date";
const LINE: &str = "line";

/// What was drawn: the days and the lines.
fn drawn(answer: Option<&Answer>) -> &[Fields] {
    match answer {
        Some(Answer::Rows(rows)) => rows,
        Some(Answer::Number(_) | Answer::Text(_) | Answer::List(_) | Answer::Fields(_)) | None => &[],
    }
}

/// What a draw holds under a name.
fn field(row: &Fields, name: &str) -> String {
    row.iter().find(|(id, _)| id == name).map_or_else(String::new, |(_, cell)| cell.words())
}

/// A day as people write it; as it stands where it is no day.
fn long(date: &str) -> String {
    date.parse::<Date>().map_or_else(|_| date.to_owned(), |day| day.strftime("%-d %B %Y").to_string())
}

impl Ask for Draw {
    fn form(&self, asked: &Asked<'_>, answer: Option<&Answer>) -> Box<dyn Form> {
        Box::new(Hat {
            lines: asked.from.iter().map(|line| line.text.clone()).collect(),
            drawn: drawn(answer).to_vec(),
            today: asked.today.to_owned(),
            width: 76,
        })
    }

    fn told(&self, _: &Asked<'_>, answer: &Answer) -> Told {
        // The last one first: that is the one that counts.
        let told = drawn(Some(answer)).iter().rev().map(|row| match field(row, DATE).as_str() {
            "" => field(row, LINE),
            date => format!("{}: {}", long(date), field(row, LINE)),
        });
        Told::Lines(told.collect())
    }

    fn lines(&self, _: &Asked<'_>, answer: &Answer) -> Vec<Choice> {
        let last = drawn(Some(answer)).last().map(|row| field(row, LINE));
        let last = last.filter(|line| !line.trim().is_empty());
        last.map(|text| Choice { id: text.clone(), text }).into_iter().collect()
    }

    fn fits(&self, answer: &Answer) -> bool {
        matches!(answer, Answer::Rows(_))
    }

    fn from(&self) -> From {
        From::Needed
    }
}

/// A hat while somebody draws from it.
struct Hat {
    lines: Vec<String>,
    drawn: Vec<Fields>,
    today: String,
    width: usize,
}

const EMPTY: &str = "The list that this draws from is still open. It can wait.";

impl Hat {
    /// What was drawn last.
    fn last(&self) -> Option<(String, String)> {
        self.drawn.last().map(|row| (field(row, DATE), field(row, LINE)))
    }

    fn is_drawn_today(&self) -> bool {
        self.last().is_some_and(|(date, _)| date == self.today)
    }

    fn draw(&mut self) -> Change {
        let last = self.last().map(|(_, line)| line);
        let others = self.lines.iter().filter(|line| Some(*line) != last.as_ref());
        let mut hat: Vec<&String> = others.collect();
        if hat.is_empty() {
            hat = self.lines.iter().collect();
        }
        let words = self.lines.iter().flat_map(|line| line.bytes());
        let seed = self.today.bytes().chain(self.drawn.len().to_le_bytes()).chain(words);
        let Some(line) = pick(seed, hat.len()).and_then(|at| hat.get(at)) else { return Change::Nothing };
        let line = (*line).clone();
        self.drawn.push(vec![
            (DATE.to_owned(), Cell::Text(self.today.clone())),
            (LINE.to_owned(), Cell::Text(line)),
        ]);
        Change::Chosen
    }

    /// Puts back what was drawn today. What was drawn before has happened.
    fn put_back(&mut self) -> Change {
        if !self.is_drawn_today() {
            return Change::Nothing;
        }
        self.drawn.pop();
        Change::Chosen
    }

    fn rows(&self, focus: Focus) -> (Vec<Row>, usize) {
        let inside = match self.lines.len() {
            0 => wrapped(Role::Hint, EMPTY, self.width),
            1 => wrapped(Role::Dim, "One line is in the hat, folded.", self.width),
            n => wrapped(Role::Dim, &format!("{n} lines are in the hat, folded."), self.width),
        };
        let Some((date, line)) = self.last() else { return (inside, 0) };
        let role = if focus == Focus::Here && self.is_drawn_today() { Role::Strong } else { Role::Words };
        let mut rows = wrapped(role, &line, self.width);
        let when = if self.is_drawn_today() {
            "Drawn today.".to_owned()
        } else {
            format!("Drawn on {}.", long(&date))
        };
        rows.push(Row::of(Role::Dim, when).cut(self.width));
        if focus == Focus::Here {
            rows.extend(inside);
        }
        (rows, 0)
    }
}

/// One of so many, out of some bytes: FNV-1a, and its bits mixed once more so that neighbours fall apart.
fn pick(seed: impl Iterator<Item = u8>, of: usize) -> Option<usize> {
    let hash = seed.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let mixed = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let mixed = mixed ^ (mixed >> 33);
    let at = mixed.checked_rem(u64::try_from(of).ok()?)?;
    usize::try_from(at).ok()
}

impl Form for Hat {
    fn resize(&mut self, width: usize, _page: usize) {
        self.width = width;
    }

    fn edit(&mut self, edit: Edit, _: &mut Clip) -> Change {
        match edit {
            // Once a day with the key that goes on, so that nobody empties the hat on the way through.
            Edit::Confirm if !self.is_drawn_today() => self.draw(),
            Edit::Toggle => self.draw(),
            Edit::Clear => self.put_back(),
            Edit::Confirm
            | Edit::Write(_)
            | Edit::Pick(_)
            | Edit::Up
            | Edit::Down
            | Edit::Left
            | Edit::Right
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
        (!self.drawn.is_empty()).then(|| Answer::Rows(self.drawn.clone()))
    }

    fn height(&self, focus: Focus) -> usize {
        self.rows(focus).0.len()
    }

    fn sheet(&self, focus: Focus, window: Range<usize>) -> Sheet {
        Sheet { rows: self.rows(focus).0, cursor: None }.window(window)
    }

    fn row(&self) -> usize {
        0
    }

    fn takes(&self) -> Takes {
        if self.lines.is_empty() && self.drawn.is_empty() { Takes::Nothing } else { Takes::Picks }
    }

    fn offers(&self) -> Vec<(Edit, &'static str)> {
        match (self.is_drawn_today(), self.lines.is_empty()) {
            (false, true) => Vec::new(),
            (false, false) => vec![(Edit::Confirm, "draw")],
            (true, true) => vec![(Edit::Confirm, "go on"), (Edit::Clear, "put it back")],
            (true, false) => {
                vec![(Edit::Confirm, "go on"), (Edit::Toggle, "another one"), (Edit::Clear, "put it back")]
            }
        }
    }

    fn brief(&self) -> String {
        let brief = match (self.drawn.is_empty(), self.is_drawn_today()) {
            (true, _) => "not yet",
            (false, true) => "drawn today",
            (false, false) => "not today",
        };
        brief.to_owned()
    }

    fn place(&self) -> usize {
        0
    }

    fn go_to(&mut self, _: usize) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::trial;

    fn hat(from: &[&str], today: &str, answer: Option<&Answer>) -> Box<dyn Form> {
        trial::asked(from, |asked| Draw.form(&Asked { today, ..*asked }, answer))
    }

    fn lines(answer: &Answer) -> Vec<String> {
        drawn(Some(answer)).iter().map(|row| field(row, LINE)).collect()
    }

    #[test]
    fn what_is_drawn_follows_from_the_day_and_never_comes_twice_in_a_row() {
        let from = ["a walk", "a song", "a lamp", "a pear"];
        let mut form = hat(&from, "2026-05-12", None);
        assert!(!form.sheet(Focus::Here, 0..9).words().contains("a walk"), "the list is not shown");
        for _ in 0..200 {
            assert_eq!(trial::edit(form.as_mut(), Edit::Toggle), Change::Chosen);
        }
        let answer = form.answer().unwrap();
        let drawn = lines(&answer);
        assert!(drawn.windows(2).all(|pair| pair[0] != pair[1]));
        for line in from {
            let times = drawn.iter().filter(|drawn| *drawn == line).count();
            assert!((30..=70).contains(&times), "{line} came {times} times of 200");
        }
        let mut again = hat(&from, "2026-05-12", None);
        trial::edit(again.as_mut(), Edit::Confirm);
        assert_eq!(lines(&again.answer().unwrap())[0], drawn[0]);
    }

    #[test]
    fn enter_draws_once_a_day_and_what_was_drawn_today_can_be_put_back() {
        let mut form = hat(&["a walk", "a song"], "2026-05-12", None);
        assert_eq!(trial::edit(form.as_mut(), Edit::Confirm), Change::Chosen);
        assert_eq!(trial::edit(form.as_mut(), Edit::Confirm), Change::Nothing);
        let answer = form.answer().unwrap();
        let mut form = hat(&["a walk", "a song"], "2026-05-19", Some(&answer));
        assert_eq!(trial::edit(form.as_mut(), Edit::Clear), Change::Nothing);
        assert_eq!(trial::edit(form.as_mut(), Edit::Confirm), Change::Chosen);
        let both = form.answer().unwrap();
        let Told::Lines(told) = trial::asked(&[], |asked| Draw.told(asked, &both)) else {
            panic!("lines are told")
        };
        assert_eq!(told.len(), 2);
        assert!(told[0].starts_with("19 May 2026: a ") && told[1].starts_with("12 May 2026: a "));
        let last = trial::asked(&[], |asked| Draw.lines(asked, &both));
        assert_eq!(last.len(), 1);
        assert!(told[0].ends_with(&last[0].text));
        assert_eq!(trial::edit(form.as_mut(), Edit::Clear), Change::Chosen);
        assert_eq!(form.answer(), Some(answer));
    }

    #[test]
    fn an_empty_hat_waits_and_one_line_comes_again() {
        assert_eq!(hat(&[], "2026-05-12", None).takes(), Takes::Nothing);
        let mut form = hat(&["a walk"], "2026-05-12", None);
        trial::edit(form.as_mut(), Edit::Toggle);
        trial::edit(form.as_mut(), Edit::Toggle);
        assert_eq!(lines(&form.answer().unwrap()), ["a walk", "a walk"]);
    }
}
