//! How a page is laid out and which part of it is seen.

use super::steps::PAGE_ENDS;
use super::{Item, Page, again};
use crate::app::desk::Outcome;
use crate::app::{Action, Edit};
use crate::book::{Exercise, prose};
use crate::journal::Id;
use crate::kind::Takes;
use crate::session::{Progress, Session};
use crate::sheet::{Role, Row, Sheet};
use crate::text;

/// With fewer rows than this, a question that is not in use has one row.
const LOW: usize = 18;

/// What is read before the questions, and after them.
pub(super) fn items(
    session: &Session,
    exercise: &Exercise,
    needed: Option<&Id>,
    width: usize,
) -> (Vec<Item>, Vec<Item>) {
    let fill: &dyn Fn(&str) -> String = &|text| session.fill(text, exercise.id.chapter());
    let mut items = vec![Item::Rows(title(session, exercise, width))];
    let opens_chapter = session
        .book
        .chapters
        .iter()
        .find(|c| c.exercises.heads().first().is_some_and(|head| head.id == exercise.id));
    if let Some(chapter_) = opens_chapter {
        items.extend(blocks(&chapter_.text, width, fill));
        items.extend(blocks(&quoted(&chapter_.care), width, fill));
    }
    items.extend(again::offer(session, exercise, width));
    if let Some((_, page)) = needed.and_then(|id| session.book.exercise(id)) {
        let number = crate::app::contents::number(session, &page.id);
        let words = format!("This page builds on {number} {}, which is still open. {NEEDED}", page.title);
        items.push(Item::Rows(lines(Role::Warning, &words, width)));
    }
    items.extend(again::invitation(session, exercise, needed, width));
    items.extend(blocks(&quoted(&exercise.care), width, fill));
    items.extend(blocks(&exercise.text, width, fill));
    let heavy = if session.is_heavy_now(exercise) { session.book.heavy.trim() } else { "" };
    let mut after = blocks(heavy, width, fill);
    after.extend(blocks(&exercise.closing, width, fill));
    if session.book.head(&exercise.id).is_some_and(|head| session.progress(head) == Progress::Skipped) {
        after.push(Item::Rows(lines(Role::Good, SKIPPED, width)));
    }
    after.push(Item::Rows(lines(Role::Dim, &format!("Why this page is here: {}", exercise.why), width)));
    (items, after)
}

const NOT_ASKED: &str = "A question here is not asked now, because of another answer. Your words are kept, and come back with it.";
const NOT_ASKED_SEVERAL: &str = "Some questions here are not asked now, because of another answer. Your words are kept, and come back with them.";

/// What stands on a page about questions with words that are not asked at the moment.
pub(super) fn not_asked(questions: usize, width: usize) -> Option<Item> {
    let words = match questions {
        0 => return None,
        1 => NOT_ASKED,
        _ => NOT_ASKED_SEVERAL,
    };
    Some(Item::Rows(lines(Role::Dim, words, width)))
}

const NEEDED: &str = "You can go there first, or read on.";
const SKIPPED: &str = "You left this page out on purpose. That is a full answer.";

fn quoted(markdown: &str) -> String {
    markdown.trim().lines().map(|line| format!("> {line}\n")).collect()
}

/// Each block of a text with the empty row after it, so that a block can be kept in sight.
fn blocks(markdown: &str, width: usize, fill: &dyn Fn(&str) -> String) -> Vec<Item> {
    let blocks = prose::blocks(markdown, width, fill);
    let close: Vec<bool> = blocks.iter().skip(1).map(|block| block.close).chain([false]).collect();
    let spaced = blocks.into_iter().zip(close).map(|(block, close)| {
        let air = if close { None } else { Some(Row::default()) };
        Item::Rows(block.rows.into_iter().chain(air).collect())
    });
    spaced.collect()
}

/// A paragraph and an empty row.
pub(super) fn lines(role: Role, words: &str, width: usize) -> Vec<Row> {
    let ranges = text::wrap(words, width.max(1)).into_iter();
    let rows = ranges.map(|range| Row::of(role, words.get(range).unwrap_or("").trim_end()));
    rows.chain([Row::default()]).collect()
}

fn title(session: &Session, exercise: &Exercise, width: usize) -> Vec<Row> {
    let number = crate::app::contents::number(session, &exercise.id);
    let mut rows = lines(Role::Heading, &format!("{number}  {}", exercise.title), width);
    let mut facts: Vec<String> = Vec::new();
    let spent = session.page(&exercise.id).spent / 60;
    match (exercise.minutes, spent) {
        (0, 0) => {}
        (0, spent) => facts.push(format!("you have spent {spent} min")),
        (minutes, 0) => facts.push(format!("about {minutes} min")),
        (minutes, spent) => facts.push(format!("about {minutes} min, you have spent {spent}")),
    }
    match exercise.distress {
        2 => facts.push("may stir things up".to_owned()),
        3 => facts.push("heavy; best with time and rest afterwards".to_owned()),
        _ => {}
    }
    if let Some(repeat) = exercise.repeat {
        facts.push(format!("can come round {}", repeat.words()));
    }
    if !exercise.keep {
        facts.push("never written to disk".to_owned());
    }
    if !facts.is_empty() {
        rows.pop();
        rows.extend(lines(Role::Dim, &facts.join(" · "), width));
    }
    rows
}

impl Page {
    fn is_low(&self) -> bool {
        self.height < LOW && self.focus.is_some()
    }

    fn height_of(&self, at: usize) -> usize {
        match self.items.get(at) {
            Some(Item::Rows(rows)) => rows.len(),
            Some(Item::Asking(asking)) => asking.height(self.focus_of(at), self.measure(), self.is_low()),
            None => 0,
        }
    }

    /// The row at which each item starts, and the number of rows.
    fn starts(&self) -> (Vec<usize>, usize) {
        let mut at = 0;
        let mut starts = Vec::with_capacity(self.items.len());
        for item in 0..self.items.len() {
            starts.push(at);
            at += self.height_of(item);
        }
        (starts, at)
    }

    /// The first row that is seen: where the page was left, moved as far as the focus asks for.
    fn top_row(&self) -> usize {
        let (starts, total) = self.starts();
        let last = total.saturating_sub(self.height);
        let anchor = match starts.get(self.top.0) {
            Some(start) => start + self.top.1.min(self.height_of(self.top.0).saturating_sub(1)),
            None => last,
        };
        let top = anchor.min(last);
        let Some((at, asking)) = self.focus.and_then(|at| Some((at, self.asking(at)?))) else { return top };
        let start = starts.get(at).copied().unwrap_or(0);
        // As much of the question as fits, and in any case the row that is in use.
        let whole = start + self.height_of(at).min(self.height);
        let top = if whole > top + self.height { whole - self.height } else { top };
        let row = start + asking.row(self.measure(), self.is_low());
        let end = row + 2;
        let top = if end > top + self.height { end - self.height } else { top };
        let fits = end.saturating_sub(start) <= self.height;
        if start < top && fits { start } else { top.min(row) }
    }

    /// Remembers the first row that is seen, so that it stays where it is.
    pub(super) fn settle(&mut self) {
        let top = self.top_row();
        let (starts, _) = self.starts();
        let item = starts.iter().rposition(|start| *start <= top).unwrap_or(0);
        self.top = (item, top - starts.get(item).copied().unwrap_or(0));
    }

    pub(super) fn is_at_end(&self) -> bool {
        let (_, total) = self.starts();
        self.top_row() + self.height >= total
    }

    /// The first item that is seen.
    pub(super) fn first_seen(&self) -> usize {
        let top = self.top_row();
        self.starts().0.iter().rposition(|start| *start <= top).unwrap_or(0)
    }

    pub(super) fn scroll(&mut self, by: isize) -> Outcome {
        let (starts, total) = self.starts();
        let last = total.saturating_sub(self.height);
        let target = isize::try_from(self.top_row()).unwrap_or(0).saturating_add(by).max(0);
        let target = usize::try_from(target).unwrap_or(0).min(last);
        let item = starts.iter().rposition(|start| *start <= target).unwrap_or(0);
        self.top = (item, target - starts.get(item).copied().unwrap_or(0));
        Outcome::Stay
    }

    /// The rows that are seen.
    pub(in crate::app) fn sheet(&self, height: usize) -> Sheet {
        let width = self.measure();
        let margin = self.columns.saturating_sub(width) / 2;
        let top = self.top_row();
        let mut sheet = Sheet::default();
        let mut start = 0;
        for (at, item) in self.items.iter().enumerate() {
            let rows = self.height_of(at);
            let from = top.max(start) - start;
            let to = (top + height).min(start + rows).saturating_sub(start);
            if from < to {
                match item {
                    Item::Rows(rows) => sheet.rows.extend(rows.iter().skip(from).take(to - from).cloned()),
                    Item::Asking(asking) => {
                        let (rows, cursor) = asking.rows(self.focus_of(at), (width, self.is_low()), from..to);
                        sheet.cursor =
                            sheet.cursor.or(cursor.map(|(row, column)| (sheet.rows.len() + row, column)));
                        sheet.rows.extend(rows);
                    }
                }
            }
            start += rows;
            if start >= top + height {
                break;
            }
        }
        sheet.rows = sheet.rows.into_iter().map(|row| row.cut(width).indented(margin)).collect();
        sheet.cursor = sheet.cursor.map(|(row, column)| (row, column.min(width) + margin));
        sheet
    }

    /// What is worth knowing here.
    /// Empty where all that is worth knowing is that it is saved.
    pub(in crate::app) fn sentence(&self) -> Row {
        match self.focused() {
            Some(asking)
                if self.is_low()
                    && !asking.hint().is_empty()
                    && asking.hint_fits(self.measure())
                    && !asking.has_words_at_stake() =>
            {
                Row::of(Role::Hint, asking.hint())
            }
            Some(_) => self.whereabouts().or_else(|| self.told_origin()).unwrap_or_default(),
            None if !self.is_at_end() => Row::of(Role::Dim, "There is more below."),
            None if self.is_asking() => Row::of(Role::Dim, PAGE_ENDS),
            None => Row::default(),
        }
    }

    /// Whether there is a question here that takes keys.
    pub(in crate::app) fn is_asking(&self) -> bool {
        (0..self.items.len()).any(|at| self.takes_keys(at) && !self.is_note(at))
    }

    /// Puts a question in sight, and takes the keys from every other one.
    pub(in crate::app) fn show(&mut self, question: &Id) {
        let Some(at) = self.find(question) else { return };
        if self.focus != Some(at) {
            self.focus = None;
            self.top = (at, 0);
        }
        self.settle();
    }

    /// Puts the paragraph with these words in sight, where no question has the keys.
    pub(in crate::app) fn bring_up(&mut self, line: &str) {
        if self.focus.is_some() {
            return;
        }
        let says = |item: &Item| match item {
            Item::Rows(rows) => {
                let words: Vec<String> = rows.iter().map(|row| row.words().trim().to_owned()).collect();
                words.join(" ").contains(line)
            }
            Item::Asking(_) => false,
        };
        if let Some(at) = self.items.iter().position(says) {
            self.top = (at, 0);
            self.settle();
        }
    }

    /// What `go_on` would do, in a few words.
    fn enters(&self) -> &'static str {
        match self.goes_to() {
            Some(at) if self.left.is_some() && self.find_left() == Some(at) => "back to it",
            Some(at) if self.asking(at).is_some_and(|asking| !asking.is_question()) => "to it",
            Some(at) if self.asking(at).is_some_and(|asking| asking.is_open()) => "answer",
            Some(_) => "change",
            None if self.is_heavy && self.is_at_end() && self.is_steadied => "contents",
            None if self.is_heavy && self.is_at_end() => "steady me",
            None => "go on",
        }
    }

    /// The question that was left for reading, while it is in sight.
    pub(super) fn find_left(&self) -> Option<usize> {
        let at = self.find(self.left.as_ref()?)?;
        let start = self.starts().0.get(at).copied()?;
        let (top, end) = (self.top_row(), start + self.height_of(at));
        (start < top + self.height && end > top && self.takes_keys(at)).then_some(at)
    }

    /// What can be done here, most useful first.
    pub(in crate::app) fn offers(&self) -> Vec<(Action, &'static str)> {
        match self.focused() {
            Some(asking) => {
                let has_parts = asking.form.offers().iter().any(|(edit, _)| *edit == Edit::NextPart);
                let mut offers = if has_parts { Vec::new() } else { vec![(Action::Next, "next")] };
                offers.push((Action::Back, "stop"));
                if self.has_source() {
                    offers.push((Action::OpenSource, "to its source"));
                }
                if asking.burns && asking.form.answer().is_some() {
                    offers.extend(asking.passes.then_some((Action::KeepWords, "keep it")));
                    offers.push((Action::Burn, "burn it"));
                }
                if asking.has_other() {
                    offers.push((Action::SwapVersion, "take the other"));
                    offers.push((Action::KeepVersion, "keep this one"));
                }
                offers.extend(asking.form.offers().into_iter().map(|(edit, words)| match edit {
                    Edit::NextPart => (Action::Next, words),
                    edit @ (Edit::Write(_)
                    | Edit::Pick(_)
                    | Edit::Toggle
                    | Edit::Confirm
                    | Edit::Up
                    | Edit::Down
                    | Edit::Left
                    | Edit::Right
                    | Edit::First
                    | Edit::Last
                    | Edit::Clear
                    | Edit::PreviousPart
                    | Edit::Higher
                    | Edit::Lower
                    | Edit::Renew) => (Action::Edit(edit), words),
                }));
                offers.push((Action::Previous, "back"));
                if asking.form.text().is_some() && asking.form.takes() == Takes::Letters {
                    offers.push((Action::OpenEditor, "editor"));
                }
                offers.extend(self.timer_offer().map(|words| (Action::Timer, words)));
                if asking.is_question() && !asking.is_note() {
                    offers.push((Action::Skip, "leave open"));
                }
                offers
            }
            None => {
                let mut offers = vec![(Action::Enter, self.enters())];
                offers.extend(self.visits().into_iter().chain(self.letter_offer()));
                offers.extend(self.timer_offer().map(|words| (Action::Timer, words)));
                if self.rounds.is_some_and(|rounds| rounds.is_over) {
                    offers.push((Action::AnswerAgain, "answer again"));
                }
                if self.is_asking() && self.goes_to().is_none() {
                    offers.push((Action::Next, "to the questions"));
                }
                offers.extend([
                    (Action::PageDown, "on"),
                    (Action::NextPage, "next page"),
                    (Action::PreviousPage, "page before"),
                    (Action::Skip, "skip"),
                    (Action::Back, "contents"),
                    (Action::Find, "find"),
                    (Action::Bookmark, "bookmark"),
                    (Action::Note, "note"),
                ]);
                // Whoever knows the key can turn on; nobody is led there.
                offers.retain(|(action, _)| !self.is_heavy || *action != Action::NextPage);
                offers
            }
        }
    }
}
