//! Laws of the editor, tried on random texts and random edits.
//!
//! The model here is slow and plain: it cuts the whole text into graphemes and wraps all of it for every question. What
//! it says must be what the fast one says. The texts are made of the pieces that break editors.

use crate::text::LONGEST;
use proptest::{collection::vec, prelude::*, sample::select};
use unicode_segmentation::UnicodeSegmentation;

use super::{Change, Clip, Edit, Motion, Text, clean, wrap};

const PIECES: &[&str] = &[
    "a",
    "b",
    "word",
    "don't",
    "I feel",
    " ",
    "  ",
    "\n",
    "\t",
    ",",
    ".",
    "…",
    "(",
    "“",
    "’",
    "é",
    "e\u{301}",
    "\u{301}",
    "\u{30a}\u{323}",
    "ß",
    "ж",
    "漢",
    "字",
    "。",
    "「",
    "ー",
    "한",
    "\u{1112}",
    "\u{1161}",
    "\u{11ab}",
    "ｶ\u{ff9e}",
    "🇩",
    "🇪",
    "🇩🇪",
    "👩",
    "👩\u{200d}👩\u{200d}👧\u{200d}👦",
    "\u{200d}",
    "👍🏽",
    "🏽",
    "❤",
    "\u{fe0f}",
    "\u{fe0e}",
    "🙂",
    "\u{a0}",
    "\u{200b}",
    "\u{2060}",
    "\u{3000}",
    "\u{ad}",
    "क",
    "\u{94d}",
    "ष",
    "ि",
    "ำ",
    "\u{600}",
    "ل",
    "ا",
    "\u{200f}",
    "#\u{fe0f}\u{20e3}",
    "averyveryverylongtokenwithoutspaces",
    "\r\n",
    "\r",
    "\u{2028}",
    "\u{202e}",
    "\u{1b}",
];

/// A text made of pieces that break editors.
pub(super) fn words() -> impl Strategy<Value = String> {
    vec(select(PIECES), 0..40).prop_map(|pieces| pieces.concat())
}

fn few_words() -> impl Strategy<Value = String> {
    vec(select(PIECES), 0..4).prop_map(|pieces| pieces.concat())
}

fn motion() -> impl Strategy<Value = Motion> {
    use Motion::*;
    select(vec![
        Left, Right, WordLeft, WordRight, Up, Down, RowStart, RowEnd, PageUp, PageDown, Start, End, RowEnd,
        Up, Down,
    ])
}

#[derive(Clone, Debug)]
enum Op {
    Edit(Edit),
    GoTo(usize),
    Resize(usize, usize),
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        6 => few_words().prop_map(Edit::Insert),
        1 => words().prop_map(Edit::Paste),
        4 => select(vec![Edit::DeleteLeft, Edit::DeleteRight]),
        4 => select(vec![Edit::DeleteWordLeft, Edit::DeleteWordRight, Edit::KillToStart, Edit::KillToEnd]),
        3 => select(vec![Edit::Newline, Edit::Yank, Edit::Cut, Edit::Copy, Edit::SelectAll]),
        6 => motion().prop_map(Edit::Move),
        4 => motion().prop_map(Edit::Select),
    ]
}

fn op() -> impl Strategy<Value = Op> {
    prop_oneof![
        12 => edit().prop_map(Op::Edit),
        1 => (0..400_usize).prop_map(Op::GoTo),
        1 => (0..30_usize, 0..5_usize).prop_map(|(width, page)| Op::Resize(width, page)),
    ]
}

fn op_or_undo() -> impl Strategy<Value = Op> {
    prop_oneof![4 => op(), 1 => Just(Op::Edit(Edit::Undo)), 1 => Just(Op::Edit(Edit::Redo))]
}

/// The slow and plain editor.
#[derive(Debug)]
struct Model {
    text: String,
    at: usize,
    anchor: Option<usize>,
    /// The cursor stands at the end of the row above.
    back: bool,
    wish: Option<usize>,
    width: usize,
    page: usize,
    clip: String,
    gathers: bool,
}

impl Model {
    fn new(content: &str) -> Model {
        let text = clean(content).into_owned();
        let at = text.len();
        Model {
            text,
            at,
            anchor: None,
            back: false,
            wish: None,
            width: 76,
            page: 20,
            clip: String::new(),
            gathers: false,
        }
    }

    fn borders(&self) -> Vec<usize> {
        borders(&self.text)
    }

    fn left(&self, at: usize) -> usize {
        self.borders().into_iter().rfind(|&border| border < at).unwrap_or(0)
    }

    fn right(&self, at: usize) -> usize {
        self.borders().into_iter().find(|&border| border > at).unwrap_or(self.text.len())
    }

    fn selection(&self) -> Option<(usize, usize)> {
        let anchor = self.anchor.filter(|&anchor| anchor != self.at)?;
        Some((anchor.min(self.at), anchor.max(self.at)))
    }

    fn starts(&self) -> Vec<usize> {
        wrap(&self.text, self.width).iter().map(|row| row.start).collect()
    }

    fn wrapped(&self, row: usize) -> bool {
        self.starts().get(row + 1).is_some_and(|&next| !self.text[..next].ends_with('\n'))
    }

    fn row(&self) -> usize {
        let row = self.starts().iter().rposition(|&start| start <= self.at).unwrap();
        if self.back && row > 0 && self.starts()[row] == self.at && self.wrapped(row - 1) {
            row - 1
        } else {
            row
        }
    }

    fn column(&self, row: usize, at: usize) -> usize {
        super::width(&self.text[self.starts()[row]..at])
    }

    fn row_end(&self, row: usize) -> (usize, bool) {
        let range = wrap(&self.text, self.width)[row].clone();
        if !self.wrapped(row) {
            return (range.end, false);
        }
        let last = self.left(range.end);
        let is_space = matches!(&self.text[last..range.end], " " | "\t" | "\u{200b}" | "\u{3000}");
        if is_space { (last, false) } else { (range.end, true) }
    }

    fn vertical(&mut self, row: Option<usize>) {
        let Some(row) = row.filter(|&row| row < self.starts().len()) else { return };
        let now = self.row();
        let wish = self.wish.unwrap_or_else(|| self.column(now, self.at).min(self.width - 1));
        let start = self.starts()[row];
        let end = self.row_end(row);
        let places: Vec<usize> =
            self.borders().into_iter().filter(|&at| start <= at && at <= end.0).collect();
        let exact = places.iter().find(|&&at| self.column(row, at) == wish);
        let near = places.iter().rfind(|&&at| self.column(row, at) < wish);
        let at = *exact.or(near).unwrap_or(&start);
        (self.at, self.back) = if at == end.0 { end } else { (at, false) };
        self.wish = Some(wish);
    }

    fn word(&self, at: usize) -> bool {
        let letter = |at: usize| self.text[at..].chars().next().is_some_and(char::is_alphanumeric);
        match self.text[at..].chars().next() {
            Some('\'' | '’') => at > 0 && letter(self.left(at)) && letter(self.right(at)),
            Some(c) => {
                c.is_alphanumeric()
                    || c == '_'
                    || ('\u{2600}'..='\u{27bf}').contains(&c)
                    || ('\u{1f000}'..='\u{1faff}').contains(&c)
            }
            None => false,
        }
    }

    fn word_left(&self) -> usize {
        let starts: Vec<usize> = self.borders().into_iter().filter(|&at| at < self.at).collect();
        let Some(last) = starts.iter().rposition(|&at| self.word(at)) else { return 0 };
        let gap = starts[..last].iter().rposition(|&at| !self.word(at));
        starts[gap.map_or(0, |gap| gap + 1)]
    }

    fn word_right(&self) -> usize {
        let starts: Vec<usize> = self.borders().into_iter().filter(|&at| at >= self.at).collect();
        let Some(first) = starts.iter().position(|&at| self.word(at)) else { return self.text.len() };
        starts[first..].iter().copied().find(|&at| !self.word(at)).unwrap_or(self.text.len())
    }

    fn go(&mut self, motion: Motion) {
        let row = self.row();
        let last = self.starts().len() - 1;
        let vertical = matches!(motion, Motion::Up | Motion::Down | Motion::PageUp | Motion::PageDown);
        match motion {
            Motion::Up => return self.vertical(row.checked_sub(1)),
            Motion::Down => return self.vertical(Some(row + 1)),
            Motion::PageUp if row > 0 => return self.vertical(Some(row.saturating_sub(self.page))),
            Motion::PageDown if row < last => return self.vertical(Some((row + self.page).min(last))),
            _ if vertical => return,
            _ => {}
        }
        (self.at, self.back) = match motion {
            Motion::Left => (self.left(self.at), false),
            Motion::Right => (self.right(self.at), false),
            Motion::WordLeft => (self.word_left(), false),
            Motion::WordRight => (self.word_right(), false),
            Motion::RowStart => (self.starts()[row], false),
            Motion::RowEnd => self.row_end(row),
            Motion::Start => (0, false),
            _ => (self.text.len(), false),
        };
        self.wish = None;
    }

    fn replace(&mut self, (start, end): (usize, usize), with: &str) {
        self.text.replace_range(start..end, with);
        let end = start + with.len();
        self.at = self.borders().into_iter().find(|&border| border >= end).unwrap();
        (self.anchor, self.back, self.wish) = (None, false, None);
    }

    fn insert(&mut self, text: &str) {
        if !text.is_empty() {
            self.replace(self.selection().unwrap_or((self.at, self.at)), text);
        }
    }

    fn delete(&mut self, start: usize, end: usize) -> String {
        let (start, end) = self.selection().unwrap_or((start, end));
        let gone = self.text[start..end].to_owned();
        if start < end {
            self.replace((start, end), "");
        }
        gone
    }

    fn kill(&mut self, start: usize, end: usize) {
        let left = end == self.at && start < end;
        let gone = self.delete(start, end);
        if gone.is_empty() {
            return;
        }
        let kept = if self.gathers { std::mem::take(&mut self.clip) } else { String::new() };
        self.clip = if left { gone + &kept } else { kept + &gone };
        self.gathers = true;
    }

    fn paragraph(&self) -> (usize, usize) {
        let start = self.text[..self.at].rfind('\n').map_or(0, |newline| newline + 1);
        let end = self.text[self.at..].find('\n').map_or(self.text.len(), |newline| self.at + newline);
        (start, end)
    }

    fn edit(&mut self, edit: &Edit) {
        let (start, end) = self.paragraph();
        let kills = matches!(
            edit,
            Edit::DeleteWordLeft | Edit::DeleteWordRight | Edit::KillToStart | Edit::KillToEnd
        );
        self.gathers &= kills;
        match edit {
            Edit::Insert(text) | Edit::Paste(text) => self.insert(&clean(text)),
            Edit::Newline => self.insert("\n"),
            Edit::DeleteLeft => drop(self.delete(self.left(self.at), self.at)),
            Edit::DeleteRight => drop(self.delete(self.at, self.right(self.at))),
            Edit::DeleteWordLeft if self.at == start => self.kill(self.at.saturating_sub(1), self.at),
            Edit::DeleteWordLeft => self.kill(self.word_left().max(start), self.at),
            Edit::DeleteWordRight if self.at == end => self.kill(self.at, self.text.len().min(self.at + 1)),
            Edit::DeleteWordRight => self.kill(self.at, self.word_right().min(end)),
            Edit::KillToStart => self.kill(start, self.at),
            Edit::KillToEnd if self.at == end => self.kill(self.at, self.text.len().min(self.at + 1)),
            Edit::KillToEnd => self.kill(self.at, end),
            Edit::Yank => self.insert(&self.clip.clone()),
            Edit::Cut | Edit::Copy => {
                if let Some((start, end)) = self.selection() {
                    self.clip = self.text[start..end].to_owned();
                    if *edit == Edit::Cut {
                        self.replace((start, end), "");
                    }
                }
            }
            Edit::Move(motion) => {
                let selection = self.selection();
                self.anchor = None;
                match (motion, selection) {
                    (Motion::Left, Some((start, _))) => {
                        (self.at, self.back, self.wish) = (start, false, None)
                    }
                    (Motion::Right, Some((_, end))) => (self.at, self.back, self.wish) = (end, false, None),
                    _ => self.go(*motion),
                }
            }
            Edit::Select(motion) => {
                self.anchor.get_or_insert(self.at);
                let row = self.row();
                match motion {
                    Motion::Up | Motion::PageUp if row == 0 => self.go(Motion::Start),
                    Motion::Down | Motion::PageDown if row + 1 == self.starts().len() => self.go(Motion::End),
                    _ => self.go(*motion),
                }
            }
            Edit::SelectAll => {
                (self.anchor, self.at, self.back, self.wish) = (Some(0), self.text.len(), false, None);
            }
            Edit::Undo | Edit::Redo => {}
        }
    }

    fn apply(&mut self, op: &Op) {
        match op {
            Op::Edit(edit) => self.edit(edit),
            Op::GoTo(byte) => {
                self.at = self.borders().into_iter().rfind(|border| border <= byte).unwrap();
                (self.anchor, self.back, self.wish) = (None, false, None);
            }
            Op::Resize(width, page) => {
                self.page = (*page).max(1);
                if (*width).max(1) != self.width {
                    (self.width, self.back, self.wish) = ((*width).max(1), false, None);
                }
            }
        }
    }
}

fn borders(text: &str) -> Vec<usize> {
    text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect()
}

fn apply(text: &mut Text, clip: &mut Clip, op: &Op) -> Change {
    match op {
        Op::Edit(edit) => text.edit(edit.clone(), clip),
        Op::GoTo(byte) => {
            text.go_to(*byte);
            Change::Moved
        }
        Op::Resize(width, page) => {
            text.resize(*width, *page);
            Change::Moved
        }
    }
}

/// What holds at any time, whatever was done.
fn holds(text: &Text) -> Result<(), TestCaseError> {
    let content = text.as_str();
    let borders = borders(content);
    prop_assert_eq!(clean(content), content);
    prop_assert!(borders.contains(&text.position()), "the cursor is on a grapheme border");
    if let Some(selection) = text.selection() {
        prop_assert!(
            borders.contains(&selection.start) && borders.contains(&selection.end) && !selection.is_empty()
        );
    }
    let rows: Vec<_> = (0..text.rows()).map(|n| text.row_range(n)).collect();
    prop_assert_eq!(&rows, &wrap(content, text.rows.width()), "kept rows are the rows of a full wrap");
    prop_assert_eq!(text.words(), content.split_whitespace().count());
    let (row, column) = text.cursor();
    prop_assert!(row < rows.len() && column < text.rows.width(), "the cursor is on the screen");
    prop_assert!(rows[row].start <= text.position() && text.position() <= rows[row].end, "and on its row");
    prop_assert_eq!(text.row(row), &content[rows[row].clone()]);
    prop_assert_eq!(text.row(rows.len()), "");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn any_edits_do_what_the_model_does(start in words(), width in 1..30_usize, ops in vec(op(), 0..40)) {
        let (mut text, mut clip, mut model) = (Text::new(&start), Clip::default(), Model::new(&start));
        for op in [Op::Resize(width, 3)].iter().chain(&ops) {
            let before = (text.as_str().to_owned(), text.cursor(), text.position(), text.selection());
            let change = apply(&mut text, &mut clip, op);
            model.apply(op);
            prop_assert_eq!(text.as_str(), &model.text, "{:?}", op);
            prop_assert_eq!(text.position(), model.at, "{:?}", op);
            prop_assert_eq!(text.selection().map(|range| (range.start, range.end)), model.selection(), "{:?}", op);
            let row = model.row();
            prop_assert_eq!(text.cursor(), (row, model.column(row, model.at).min(model.width - 1)), "{:?}", op);
            prop_assert_eq!(clip.as_str(), &model.clip);
            holds(&text)?;
            let now = (text.as_str().to_owned(), text.cursor(), text.position(), text.selection());
            match (op, change) {
                (Op::Edit(_), Change::Nothing) => prop_assert_eq!(before, now),
                (Op::Edit(_), Change::Moved) => prop_assert_eq!(before.0, now.0),
                (Op::Edit(_), Change::Changed) | (Op::GoTo(_) | Op::Resize(..), _) => {}
            }
        }
    }

    #[test]
    fn undo_leads_to_the_start_and_redo_to_the_end(start in words(), ops in vec(op_or_undo(), 0..60)) {
        let (mut text, mut clip) = (Text::new(&start), Clip::default());
        text.resize(12, 3);
        let start = text.as_str().to_owned();
        let mut seen = vec![start.clone()];
        for op in &ops {
            apply(&mut text, &mut clip, op);
            seen.push(text.as_str().to_owned());
            holds(&text)?;
        }
        let mut ends = Vec::new();
        for _ in 0..2 {
            while text.edit(Edit::Redo, &mut clip) != Change::Nothing {
                holds(&text)?;
                prop_assert!(seen.iter().any(|seen| seen == text.as_str()));
            }
            ends.push(text.as_str().to_owned());
            while text.edit(Edit::Undo, &mut clip) != Change::Nothing {
                holds(&text)?;
                prop_assert!(seen.iter().any(|seen| seen == text.as_str()), "every step back was a text before");
                // Looking around while going back costs nothing.
                text.edit(Edit::Move(Motion::Start), &mut clip);
            }
            prop_assert!(text.undo_is_empty());
            prop_assert_eq!(text.as_str(), &start);
        }
        prop_assert_eq!(&ends[0], &ends[1]);
    }

    #[test]
    fn one_step_back_and_forth_is_the_identity(start in words(), ops in vec(op(), 0..20), last in edit()) {
        let (mut text, mut clip) = (Text::new(&start), Clip::default());
        for op in &ops {
            apply(&mut text, &mut clip, op);
        }
        // Moving ends the step, so that the last edit is one of its own.
        text.history.close();
        let state = |text: &Text| (text.as_str().to_owned(), text.position(), text.selection());
        let before = state(&text);
        if text.edit(last, &mut clip) == Change::Changed {
            let after = state(&text);
            text.edit(Edit::Undo, &mut clip);
            prop_assert_eq!(state(&text), before);
            text.edit(Edit::Redo, &mut clip);
            prop_assert_eq!(state(&text), after);
        }
    }

    #[test]
    fn wrapping_loses_and_invents_nothing(text in words(), width in 0..30_usize) {
        let rows = wrap(&text, width);
        let cells = width.max(1);
        let is_space = |grapheme: &&str| matches!(*grapheme, " " | "\t" | "\u{200b}" | "\u{3000}");
        let trim = |row: &str| {
            let trailing = row.graphemes(true).rev().take_while(is_space).map(str::len).sum::<usize>();
            row[..row.len() - trailing].to_owned()
        };
        let mut end = 0;
        for (n, row) in rows.iter().enumerate() {
            let between = &text[end..row.start];
            prop_assert!(matches!((n, between), (_, "\n" | "\r\n") | (_, "")), "only newlines are left out");
            let content = &text[row.clone()];
            let seen = trim(content);
            prop_assert!(super::width(&seen) <= cells || seen.graphemes(true).count() == 1, "{:?} fits", content);
            prop_assert!(borders(&text).contains(&row.start), "no grapheme is cut");
            if n > 0 && between.is_empty() {
                let above = &text[rows[n - 1].clone()];
                let first = content.graphemes(true).next().unwrap_or("x");
                prop_assert!(!trim(first).is_empty(), "no space starts a row");
                let cut = rows.get(n + 1).is_some_and(|next| next.start == row.end) && seen == content;
                // A row that was itself cut says too little: what overflowed stands in the row below it.
                prop_assert!(cut || super::width(above) + super::width(&seen) > cells, "nothing is wrapped without need");
            }
            end = row.end;
        }
        prop_assert_eq!(end, text.len());
    }

    #[test]
    fn cleaning_is_settled_at_once(text in any::<String>()) {
        let once = clean(&text).into_owned();
        prop_assert_eq!(clean(&once), once.as_str());
        prop_assert!(once.chars().all(|c| c == '\n' || c == '\t' || !c.is_control()));
    }

    #[test]
    fn any_characters_at_all_are_edited_as_the_model_does(start in any::<String>(), more in vec(any::<String>(), 0..4)) {
        let (mut text, mut clip, mut model) = (Text::new(&start), Clip::default(), Model::new(&start));
        let steps = more.into_iter().flat_map(|more| [Edit::Move(Motion::WordLeft), Edit::Insert(more), Edit::DeleteLeft]);
        for edit in steps {
            model.edit(&edit);
            text.edit(edit, &mut clip);
            prop_assert_eq!(text.as_str(), &model.text);
            prop_assert_eq!(text.position(), model.at);
            holds(&text)?;
        }
    }
}

#[test]
fn a_text_has_an_end_and_it_is_a_whole_letter() {
    let mut text = Text::new(&"a".repeat(LONGEST - 10));
    let mut clip = Clip::default();
    text.edit(Edit::Move(Motion::End), &mut clip);
    // A family is 25 bytes, and there is room for 10.
    assert_eq!(text.edit(Edit::Paste("👩‍👩‍👧‍👦".into()), &mut clip), Change::Nothing);
    text.edit(Edit::Paste("é👩‍👩‍👧‍👦".into()), &mut clip);
    assert!(text.as_str().ends_with("aé"));
    text.edit(Edit::Paste("b".repeat(100)), &mut clip);
    assert!(text.as_str().len() <= LONGEST);
}
