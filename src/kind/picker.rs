//! A list of options to pick from: rows or a bank of words in columns, one or many, with a filter and own words.
//!
//! Not a kind: what `choice`, `choices`, `mark` and `yesno` have in common on the page.

use super::writing::wrapped;
use super::{Change, Edit, Focus, Form, Takes};
use crate::answer::Answer;
use crate::author::Choice;
use crate::sheet::{Role, Sheet};
use crate::text::{self, Clip, Text, width};
use std::ops::Range;

mod choosing;
mod moving;
mod rows;
mod typing;

use rows::Line;

/// How many options may be picked, and how that looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pick {
    /// One; picking another one moves the mark.
    One,
    /// Several, at most so many.
    Many(usize),
    /// Several are starred, at most so many.
    Stars(usize),
}

/// What there is to pick from.
#[derive(Clone, Debug, Default)]
pub(super) struct Options {
    /// In groups with a name; one group without a name when the author made none.
    pub(super) groups: Vec<(String, Vec<Choice>)>,
    /// The words that invite own words, when own words are welcome.
    pub(super) other: Option<String>,
    /// What to say when there is nothing to pick from yet.
    pub(super) empty: &'static str,
}

/// More options than this are a bank: columns of words, and typing filters them.
const BANK: usize = 12;

/// Options while somebody picks.
pub(super) struct Picker {
    pick: Pick,
    options: Vec<Choice>,
    /// Name of the group, and the index of its first option.
    groups: Vec<(String, usize)>,
    other: Option<String>,
    empty: &'static str,
    chosen: Vec<String>,
    own: Text,
    filter: Text,
    /// Index into `options`; their number stands for own words.
    current: usize,
    /// The person has put the cursor where it is. Before that, going on must not answer anything.
    moved: bool,
    lines: Vec<Line>,
    width: usize,
    /// Rows that a screen has.
    page: usize,
    full: bool,
}

impl Picker {
    pub(super) fn new(pick: Pick, options: Options, answer: Option<&Answer>) -> Picker {
        let mut groups = Vec::new();
        let mut all: Vec<Choice> = Vec::new();
        for (name, options) in options.groups {
            groups.push((name, all.len()));
            all.extend(options);
        }
        let stored: Vec<String> = match answer {
            Some(Answer::Text(id)) => vec![id.to_string()],
            Some(Answer::List(ids)) => ids.clone(),
            Some(Answer::Number(_) | Answer::Fields(_) | Answer::Rows(_)) | None => Vec::new(),
        };
        let (mut chosen, mut gone): (Vec<_>, Vec<_>) =
            stored.into_iter().partition(|id| all.iter().any(|option| option.id == *id));
        // Own words are stored last. Everything else that is no option now was one: it is shown and kept as it was.
        let other = options.other;
        let own = if other.is_some() { gone.pop().unwrap_or_default() } else { String::new() };
        if !gone.is_empty() {
            groups.push((GONE.to_owned(), all.len()));
            all.extend(gone.iter().map(|id| Choice { id: id.clone(), text: id.replace('\n', " ") }));
            chosen.append(&mut gone);
        }
        let current =
            chosen.first().and_then(|id| all.iter().position(|option| option.id == *id)).unwrap_or(0);
        let mut picker = Picker {
            pick,
            options: all,
            groups,
            other,
            empty: options.empty,
            chosen,
            own: Text::line(&own),
            filter: Text::line(""),
            current,
            moved: false,
            lines: Vec::new(),
            width: 76,
            page: 10,
            full: false,
        };
        picker.lay_out();
        picker
    }

    fn is_bank(&self) -> bool {
        self.options.len() > BANK
    }

    fn on_other(&self) -> bool {
        self.other.is_some() && self.current == self.options.len()
    }

    fn matches(&self, option: &Choice) -> bool {
        let wanted = self.filter.as_str().to_lowercase();
        option.text.to_lowercase().contains(wanted.trim())
    }

    /// Arranges the rows anew: after a change of width or filter.
    fn lay_out(&mut self) {
        let mut lines = Vec::new();
        if self.is_bank() {
            lines.push(Line::Filter);
        }
        let columns = self.columns();
        for (n, (name, start)) in self.groups.iter().enumerate() {
            let end = self.groups.get(n + 1).map_or(self.options.len(), |(_, next)| *next);
            let seen: Vec<usize> = (*start..end)
                .filter(|at| self.options.get(*at).is_some_and(|option| self.matches(option)))
                .collect();
            if seen.is_empty() {
                continue;
            }
            if !name.is_empty() {
                lines.push(Line::Group(name.clone()));
            }
            for row in seen.chunks(columns) {
                lines.push(Line::Options(row.to_vec()));
                if let ([at], Some(option)) = (row, row.first().and_then(|at| self.options.get(*at))) {
                    let rest = wrapped(Role::Plain, &option.text, self.width.saturating_sub(MARK));
                    lines.extend(rest.into_iter().skip(1).map(|row| Line::Rest(*at, row)));
                }
            }
        }
        if self.options.is_empty() && !self.empty.is_empty() {
            lines.extend(self.note(self.empty));
        } else if self.is_adding() {
            lines.push(Line::Add);
        } else if !lines.iter().any(|line| matches!(line, Line::Options(_))) {
            lines.extend(self.note(WIDER));
        }
        if self.other.is_some() && !(self.is_adding() && self.own.is_empty()) {
            lines.push(Line::Other);
        }
        if self.full {
            lines.extend(self.note(FULL));
        }
        self.lines = lines;
    }

    /// A sentence about the list, in as many rows as it needs.
    fn note(&self, words: &'static str) -> impl Iterator<Item = Line> + use<> {
        let ranges = text::wrap(words, self.width.saturating_sub(3).max(1));
        ranges.into_iter().filter_map(|range| words.get(range)).map(|row| Line::Note(row.trim_end()))
    }

    /// The options that can be moved to, row by row.
    fn rows(&self) -> Vec<Vec<usize>> {
        let mut rows = Vec::new();
        for line in &self.lines {
            match line {
                Line::Options(row) => rows.push(row.clone()),
                Line::Other => rows.push(vec![self.options.len()]),
                Line::Group(_) | Line::Rest(..) | Line::Filter | Line::Add | Line::Note(_) => {}
            }
        }
        rows
    }

    /// Whether nothing in the list is like the words that were typed, and they may become own words.
    fn is_adding(&self) -> bool {
        self.other.is_some()
            && !self.on_other()
            && !self.filter.as_str().trim().is_empty()
            && !self.options.iter().any(|option| self.matches(option))
    }
}

/// The heading over what was chosen once and is no longer offered.
const GONE: &str = "from before";
/// What own words are invited with when an author said nothing else.
const OTHER: &str = "in your own words";
/// Cells before the text of an option: the focus mark, the number, the mark.
const MARK: usize = 8;
/// What is said when nothing in the list is like the words that were typed.
const WIDER: &str = "No word like that here. Delete a letter or two, and more of the list comes back.";
/// What is said when as many are chosen as can be.
const FULL: &str = "That is as many as this question asks for. Take one back to choose another.";

impl Form for Picker {
    fn resize(&mut self, width: usize, page: usize) {
        (self.width, self.page) = (width, page);
        self.lay_out();
    }

    fn edit(&mut self, edit: Edit, clip: &mut Clip) -> Change {
        use text::{Edit as Write, Motion};
        match edit {
            Edit::Up | Edit::Write(Write::Move(Motion::Up)) => self.step(-1, 0),
            Edit::Down | Edit::Write(Write::Move(Motion::Down)) => self.step(1, 0),
            Edit::Left => self.step(0, -1),
            Edit::Right => self.step(0, 1),
            Edit::Write(Write::Move(Motion::Left)) if !self.on_other() => self.step(0, -1),
            Edit::Write(Write::Move(Motion::Right)) if !self.on_other() => self.step(0, 1),
            Edit::First => self.go(self.rows().concat().first().copied()),
            Edit::Last => self.go(self.rows().concat().last().copied()),
            Edit::Write(Write::Move(Motion::PageUp)) if !self.on_other() => self.leap(-self.screen()),
            Edit::Write(Write::Move(Motion::PageDown)) if !self.on_other() => self.leap(self.screen()),
            // Whoever goes on with words that are not in the list has meant them: they must not get lost.
            Edit::Toggle | Edit::NextPart | Edit::Confirm if self.is_adding() => self.add(),
            Edit::Toggle => self.toggle(),
            // In a long list Enter takes the word that was looked for or gone to, and goes on where there is none.
            Edit::Confirm if self.is_bank() && !self.on_other() && self.is_looking() => self.take(),
            // No word begins with a space: before the first letter it ticks, as it does in a short list.
            Edit::Write(Write::Insert(text)) if text == " " && !self.on_other() && self.filter.is_empty() => {
                self.toggle()
            }
            Edit::Confirm => match self.pick {
                Pick::One if self.is_chosen(self.current) || !self.moved => Change::Nothing,
                Pick::One => self.toggle(),
                Pick::Many(_) | Pick::Stars(_) => Change::Nothing,
            },
            Edit::Pick(digit) => match usize::from(digit).checked_sub(1) {
                Some(at) if at < self.options.len() && !self.is_bank() => {
                    self.current = at;
                    match self.pick {
                        Pick::One if self.is_chosen(at) => Change::Moved,
                        Pick::One | Pick::Many(_) | Pick::Stars(_) => self.toggle(),
                    }
                }
                Some(_) | None => Change::Nothing,
            },
            Edit::Clear => {
                if self.chosen.is_empty() && self.own.is_empty() {
                    return Change::Nothing;
                }
                self.chosen.clear();
                self.own = Text::line("");
                self.full = false;
                self.lay_out();
                Change::Chosen
            }
            Edit::Write(edit) => self.typed(edit, clip),
            Edit::NextPart | Edit::PreviousPart | Edit::Higher | Edit::Lower | Edit::Renew => Change::Nothing,
        }
    }

    fn answer(&self) -> Option<Answer> {
        // In the order of the options, so that picking in another order is the same answer.
        let mut ids: Vec<String> = self
            .options
            .iter()
            .map(|option| &option.id)
            .filter(|id| self.chosen.contains(id))
            .cloned()
            .collect();
        let own = self.own_words();
        // Where one thing can be chosen, an option stands before words that were typed earlier, and these stay in sight.
        if !own.is_empty() && (self.pick != Pick::One || ids.is_empty()) {
            ids.push(own);
        }
        match self.pick {
            _ if ids.is_empty() => None,
            Pick::One => ids.pop().map(|id| Answer::Text(id.into())),
            Pick::Many(_) | Pick::Stars(_) => Some(Answer::List(ids)),
        }
    }

    fn height(&self, focus: Focus) -> usize {
        if focus == Focus::Away && self.is_bank() { self.brief_rows().len() } else { self.lines.len() }
    }

    fn sheet(&self, focus: Focus, window: Range<usize>) -> Sheet {
        if focus == Focus::Away && self.is_bank() {
            return Sheet { rows: self.brief_rows(), cursor: None }.window(window);
        }
        let mut sheet = Sheet::default();
        for n in window.start..window.end.min(self.lines.len()) {
            if let Some(line) = self.lines.get(n) {
                sheet.rows.push(self.line(line, focus).cut(self.width));
            }
        }
        let row = self.row();
        if focus == Focus::Here && window.contains(&row) {
            let label = self.other.as_deref().unwrap_or(OTHER);
            let before = self.own.as_str().get(..self.own.position()).unwrap_or("");
            let column = match self.lines.get(row) {
                Some(Line::Other) => {
                    (MARK + width(label) + 2 + width(before)).min(self.width.saturating_sub(1))
                }
                Some(Line::Add) => 0,
                Some(Line::Options(cells)) => {
                    let column = self.width / cells.len().max(self.columns()).max(1);
                    cells.iter().position(|at| *at == self.current).unwrap_or(0) * column
                }
                Some(Line::Group(_) | Line::Rest(..) | Line::Filter | Line::Note(_)) | None => 0,
            };
            sheet.cursor = Some((row - window.start, column));
        }
        sheet
    }

    fn row(&self) -> usize {
        let here = |line: &Line| match line {
            Line::Options(cells) => cells.contains(&self.current),
            Line::Other => self.on_other(),
            Line::Add => true,
            Line::Group(_) | Line::Rest(..) | Line::Filter | Line::Note(_) => false,
        };
        self.lines.iter().position(here).unwrap_or(0)
    }

    fn takes(&self) -> Takes {
        if self.on_other() {
            Takes::Line
        } else if self.is_bank() {
            Takes::Search
        } else if self.options.is_empty() && self.other.is_none() {
            Takes::Nothing
        } else {
            Takes::Picks
        }
    }

    fn offers(&self) -> Vec<(Edit, &'static str)> {
        if self.on_other() {
            return vec![(Edit::Confirm, "go on")];
        }
        if self.is_bank() && !self.is_looking() {
            return vec![(Edit::Confirm, "go on"), (Edit::Clear, "take back")];
        }
        let toggle = match self.pick {
            _ if self.is_adding() => "add these words",
            Pick::One => "choose",
            Pick::Many(_) if self.is_chosen(self.current) => "untick",
            Pick::Many(_) => "tick",
            Pick::Stars(_) => "star",
        };
        let next = self.is_adding().then_some((Edit::NextPart, "add"));
        let tick = if self.is_bank() { Edit::Confirm } else { Edit::Toggle };
        [(tick, toggle), (Edit::Clear, "take back")].into_iter().chain(next).collect()
    }

    fn brief(&self) -> String {
        let n = self.chosen.len() + usize::from(!self.own.is_empty());
        match (self.pick, n) {
            (_, 0) => "not yet".to_owned(),
            (Pick::One, _) => "chosen".to_owned(),
            (Pick::Many(max) | Pick::Stars(max), n) if max < self.options.len() => {
                format!("{n} of up to {max}")
            }
            (Pick::Many(_) | Pick::Stars(_), n) => format!("{n} chosen"),
        }
    }

    fn rest(&mut self) {
        // Whoever leaves with words that are not in the list has meant them, whichever key it was.
        if self.is_adding() {
            self.own = Text::line(&self.own_words());
        }
        self.filter = Text::line("");
        (self.full, self.moved) = (false, false);
        self.lay_out();
    }

    fn place(&self) -> usize {
        self.current
    }

    fn go_to(&mut self, place: usize) {
        self.current = place.min(self.options.len().saturating_sub(usize::from(self.other.is_none())));
    }
}
