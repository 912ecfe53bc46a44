//! `rank`: lines that are brought into an order.
//!
//! Stored as a list of ids, all of them in their order. Nothing is stored until somebody moved a line or took the order
//! as it is. A line that is gone from where it came from is not shown, and keeps its place among the stored ones.

use super::choice::ids;
use super::writing::wrapped;
use super::{Ask, Asked, Blank, Change, Edit, Focus, Form, From, Takes, Told};
use crate::answer::Answer;
use crate::author::{Choice, Reader};
use crate::sheet::{Role, Row, Sheet};
use crate::text::{self, Clip, Motion};
use std::ops::Range;

/// Lines to bring into an order.
#[derive(Clone, Debug)]
pub struct Rank {
    options: Vec<Choice>,
    from: bool,
    /// How many count.
    top: Option<usize>,
}

impl Rank {
    /// Reads `options` and `top`.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Rank> {
        let options = reader.choices("options").unwrap_or_default();
        let top = reader.integer_in("top", 1, 99).and_then(|top| usize::try_from(top).ok());
        let from = reader.has("from");
        if options.is_empty() && !from {
            let help = "add options = [\"..\", \"..\"], or from = the id of an earlier question".to_owned();
            let at = reader.at();
            reader.note("E04", at, "there is nothing to bring into an order here".to_owned(), Some(help));
            return None;
        }
        let few = top.filter(|top| !from && *top > options.len());
        if let Some(top) = few {
            let at = reader.place("top");
            let sentence = format!("`top` is {top}, and there are {} options", options.len());
            let help = Some("leave it out if all of them count".to_owned());
            reader.note("E06", at, sentence, help);
        }
        Some(Rank { options, from, top })
    }

    /// The lines that are there now.
    fn all(&self, asked: &Asked<'_>) -> Vec<Choice> {
        self.options.iter().chain(asked.from).cloned().collect()
    }

    /// The lines of an answer that are there now, in its order, and new ones after them.
    fn ordered(&self, asked: &Asked<'_>, answer: &Answer) -> Vec<Choice> {
        in_order(&ids(answer), self.all(asked))
    }

    /// How many of some lines count.
    fn counting(&self, lines: usize) -> usize {
        self.top.unwrap_or(lines).min(lines)
    }
}

/// Some lines in the order of their ids; those that are not among them come last, in the order in which they were.
fn in_order(ids: &[&str], mut lines: Vec<Choice>) -> Vec<Choice> {
    let place = |line: &Choice| ids.iter().position(|id| *id == line.id).unwrap_or(ids.len());
    lines.sort_by_key(place);
    lines
}

impl Ask for Rank {
    fn form(&self, asked: &Asked<'_>, answer: Option<&Answer>) -> Box<dyn Form> {
        let source = self.all(asked);
        let stored: Vec<String> =
            answer.map(ids).unwrap_or_default().into_iter().map(str::to_owned).collect();
        let known: Vec<&str> = stored.iter().map(String::as_str).collect();
        Box::new(Order {
            lines: in_order(&known, source.clone()),
            source,
            taken: answer.is_some(),
            stored,
            top: self.top,
            current: 0,
            width: 76,
        })
    }

    fn blank(&self, asked: &Asked<'_>) -> Blank {
        let mut rows: Vec<Vec<String>> =
            self.all(asked).into_iter().map(|line| vec![String::new(), line.text]).collect();
        rows.resize(rows.len().max(3), vec![String::new(); 2]);
        Blank::Table { head: vec!["place".to_owned(), String::new()], rows }
    }

    fn told(&self, asked: &Asked<'_>, answer: &Answer) -> Told {
        let mut first: Vec<String> = self.ordered(asked, answer).into_iter().map(|line| line.text).collect();
        let rest = first.split_off(self.counting(first.len()));
        Told::Ranked { first, rest }
    }

    fn lines(&self, asked: &Asked<'_>, answer: &Answer) -> Vec<Choice> {
        let mut lines = self.ordered(asked, answer);
        lines.truncate(self.counting(lines.len()));
        lines
    }

    fn fits(&self, answer: &Answer) -> bool {
        matches!(answer, Answer::List(_))
    }

    fn from(&self) -> From {
        if self.from { From::Optional } else { From::Nothing }
    }

    fn texts(&self) -> Vec<&str> {
        self.options.iter().map(|option| option.text.as_str()).collect()
    }

    fn options(&self) -> &[Choice] {
        if self.from { &[] } else { &self.options }
    }
}

/// Lines while they are brought into an order.
struct Order {
    /// The lines in their order.
    lines: Vec<Choice>,
    /// The same in the order in which they came.
    source: Vec<Choice>,
    /// The ids of the stored answer, with those of lines that are gone.
    stored: Vec<String>,
    /// Somebody has moved a line, or taken the order as it is.
    taken: bool,
    top: Option<usize>,
    current: usize,
    width: usize,
}

/// Cells before a line: the focus mark, its number, and air.
const MARK: usize = 6;
/// What is said when there is nothing to bring into an order yet.
const EMPTY: &str = "It builds on a question that is still open. It can wait.";
/// What is said as long as no order was taken.
const OPEN: &str = "Nothing is kept yet. Move a line, or take the order as it is.";

impl Order {
    fn go(&mut self, by: isize) -> Change {
        match self.current.checked_add_signed(by).filter(|at| *at < self.lines.len()) {
            Some(at) => {
                self.current = at;
                Change::Moved
            }
            None => Change::Nothing,
        }
    }

    /// Puts the line in use at a place, and goes with it.
    fn put(&mut self, place: usize) -> Change {
        let place = place.min(self.lines.len().saturating_sub(1));
        if self.current >= self.lines.len() {
            return Change::Nothing;
        }
        if place == self.current && self.taken {
            return Change::Moved;
        }
        let line = self.lines.remove(self.current);
        self.lines.insert(place, line);
        self.current = place;
        self.taken = true;
        Change::Chosen
    }

    /// Every id in its order: lines that are there take the places of lines that are there, so that the others keep theirs.
    fn all_ids(&self) -> Vec<String> {
        let mut lines = self.lines.iter().map(|line| line.id.clone());
        let mut ids = Vec::with_capacity(self.stored.len());
        for id in &self.stored {
            let is_there = self.lines.iter().any(|line| line.id == *id);
            ids.extend(if is_there { lines.next() } else { Some(id.clone()) });
        }
        ids.extend(lines);
        ids
    }

    /// The line below those that count, if any stand below it.
    fn divide(&self) -> Option<(usize, Row)> {
        let top = self.top.filter(|top| *top < self.lines.len())?;
        let words =
            if top == 1 { "the first one counts".to_owned() } else { format!("the first {top} count") };
        Some((top, Row::of(Role::Dim, format!("   ─── {words} ───"))))
    }

    /// All rows, and the row of the line in use.
    fn all(&self, focus: Focus) -> (Vec<Row>, usize) {
        let (mut rows, mut here) = (Vec::new(), 0);
        let divide = self.divide();
        for (n, line) in self.lines.iter().enumerate() {
            if let Some((_, row)) = divide.as_ref().filter(|(top, _)| *top == n) {
                rows.push(row.clone());
            }
            let is_here = focus == Focus::Here && n == self.current;
            let counts = self.taken && divide.as_ref().is_none_or(|(top, _)| n < *top);
            let role = match (is_here, counts) {
                (true, _) => Role::Current,
                (false, true) => Role::Chosen,
                (false, false) => Role::Plain,
            };
            if n == self.current {
                here = rows.len();
            }
            let words = wrapped(role, &line.text, self.width.saturating_sub(MARK));
            for (part, words) in words.into_iter().enumerate() {
                let mut row = match part {
                    0 => Row::of(
                        if is_here { Role::Focus } else { Role::Plain },
                        if is_here { "> " } else { "  " },
                    )
                    .with(Role::Dim, format!("{:>2}  ", n + 1)),
                    _ => Row::of(Role::Plain, " ".repeat(MARK)),
                };
                row.append(words);
                rows.push(row);
            }
        }
        let note = match (self.lines.is_empty(), focus) {
            (true, _) => EMPTY,
            (false, Focus::Here) if !self.taken => OPEN,
            (false, Focus::Here | Focus::Away) => "",
        };
        if !note.is_empty() {
            let notes = wrapped(Role::Hint, note, self.width.saturating_sub(3));
            rows.extend(notes.into_iter().map(|row| row.indented(3)));
        }
        (rows, here)
    }
}

impl Form for Order {
    fn resize(&mut self, width: usize, _page: usize) {
        self.width = width;
    }

    fn edit(&mut self, edit: Edit, _: &mut Clip) -> Change {
        match edit {
            Edit::Up | Edit::Write(text::Edit::Move(Motion::Up)) => self.go(-1),
            Edit::Down | Edit::Write(text::Edit::Move(Motion::Down)) => self.go(1),
            // At an end the line is as far as it can go, which takes the order like any other move.
            Edit::Higher => self.put(self.current.saturating_sub(1)),
            Edit::Lower => self.put(self.current + 1),
            Edit::Pick(digit) => match usize::from(digit).checked_sub(1) {
                Some(place) if place < self.lines.len() => self.put(place),
                Some(_) | None => Change::Nothing,
            },
            Edit::Confirm if !self.taken && !self.lines.is_empty() => {
                self.taken = true;
                Change::Chosen
            }
            Edit::First => self.go(-isize::try_from(self.current).unwrap_or(0)),
            Edit::Last => {
                self.current = self.lines.len().saturating_sub(1);
                Change::Moved
            }
            Edit::Clear if self.taken => {
                self.taken = false;
                self.stored.clear();
                self.lines.clone_from(&self.source);
                Change::Chosen
            }
            Edit::Write(_)
            | Edit::Toggle
            | Edit::Confirm
            | Edit::Left
            | Edit::Right
            | Edit::Clear
            | Edit::NextPart
            | Edit::PreviousPart
            | Edit::Renew => Change::Nothing,
        }
    }

    fn answer(&self) -> Option<Answer> {
        self.taken.then(|| Answer::List(self.all_ids()))
    }

    fn height(&self, focus: Focus) -> usize {
        self.all(focus).0.len()
    }

    fn sheet(&self, focus: Focus, window: Range<usize>) -> Sheet {
        let (rows, here) = self.all(focus);
        let rows = rows.into_iter().map(|row| row.cut(self.width)).collect();
        let cursor = (focus == Focus::Here && !self.lines.is_empty()).then_some((here, MARK));
        Sheet { rows, cursor }.window(window)
    }

    fn row(&self) -> usize {
        self.all(Focus::Here).1
    }

    fn takes(&self) -> Takes {
        if self.lines.is_empty() { Takes::Nothing } else { Takes::Picks }
    }

    fn offers(&self) -> Vec<(Edit, &'static str)> {
        let (higher, lower) = ((Edit::Higher, "line up"), (Edit::Lower, "line down"));
        match self.taken {
            true => vec![higher, lower, (Edit::Clear, "take back"), (Edit::Confirm, "go on")],
            false => vec![(Edit::Confirm, "take it so"), higher, lower],
        }
    }

    fn brief(&self) -> String {
        if self.taken { "in order".to_owned() } else { "not yet".to_owned() }
    }

    fn place(&self) -> usize {
        self.current
    }

    fn go_to(&mut self, place: usize) {
        self.current = place.min(self.lines.len().saturating_sub(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::trial::{Trial, press};

    const ASKS: &str = "[[exercise.ask]]\nid = \"needs\"\nkind = \"list\"\nprompt = \"What?\"\nhint = \"h\"\n\
                        [[exercise.ask]]\nid = \"order\"\nkind = \"rank\"\nprompt = \"Which first?\"\n\
                        from = \"needs\"\ntop = 2\n";

    fn list(lines: &[&str]) -> Option<Answer> {
        Some(Answer::List(lines.iter().map(|line| (*line).to_owned()).collect()))
    }

    fn trial() -> Trial {
        let mut trial = Trial::new(ASKS);
        trial.list("needs", &["quiet", "a key", "time"]);
        trial
    }

    #[test]
    fn nothing_is_stored_until_a_line_was_moved_or_the_order_taken() {
        let trial = trial();
        let mut form = trial.form("order");
        press(&mut *form, &[Edit::Down, Edit::Up]);
        assert_eq!((form.answer(), form.brief()), (None, "not yet".to_owned()));
        assert_eq!(press(&mut *form, &[Edit::Confirm]), Change::Chosen);
        assert_eq!(form.answer(), list(&["quiet", "a key", "time"]));
        assert_eq!(press(&mut *form, &[Edit::Confirm]), Change::Nothing);
        press(&mut *form, &[Edit::Clear]);
        assert_eq!(form.answer(), None);
        press(&mut *form, &[Edit::Down, Edit::Down, Edit::Higher]);
        assert_eq!(form.answer(), list(&["quiet", "time", "a key"]));
        press(&mut *form, &[Edit::Pick(1)]);
        assert_eq!(form.answer(), list(&["time", "quiet", "a key"]));
        press(&mut *form, &[Edit::Lower, Edit::Lower, Edit::Lower]);
        assert_eq!(form.answer(), list(&["quiet", "a key", "time"]));
        assert_eq!(press(&mut *form, &[Edit::Down]), Change::Nothing);
        assert_eq!(press(&mut *form, &[Edit::Pick(9)]), Change::Nothing);
    }

    #[test]
    fn what_does_not_count_stands_below_a_line() {
        let mut trial = trial().at(56);
        trial.list("order", &["time", "quiet", "a key"]);
        let form = trial.form("order");
        let seen = ">  1  time\n   2  quiet\n   ─── the first 2 count ───\n   3  a key";
        assert_eq!(trial.picture(&*form), seen);
        let (first, rest) = (vec!["time".into(), "quiet".into()], vec!["a key".into()]);
        assert_eq!(trial.told("order"), Told::Ranked { first, rest });
        assert_eq!(trial.session.fill("{{order}}", "c"), "time and quiet");
    }

    #[test]
    fn new_lines_come_last_and_lines_that_are_gone_keep_their_place() {
        let mut trial = trial();
        trial.list("order", &["time", "quiet", "a key"]);
        trial.list("needs", &["a key", "a dog", "time"]);
        let mut form = trial.form("order");
        assert!(trial.picture(&*form).starts_with(">  1  time\n   2  a key\n"));
        press(&mut *form, &[Edit::Lower]);
        let stored = ["a key", "quiet", "time", "a dog"];
        assert_eq!(form.answer(), list(&stored));
        trial.list("order", &stored);
        trial.list("needs", &["quiet", "a key", "a dog", "time"]);
        assert_eq!(trial.form("order").answer(), list(&stored));
        trial.list("needs", &[]);
        let form = trial.form("order");
        assert_eq!((form.answer(), form.takes()), (list(&stored), Takes::Nothing));
        assert_eq!(trial.picture(&*form), format!("   {EMPTY}"));
    }
}
