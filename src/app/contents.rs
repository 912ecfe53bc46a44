//! The chapters and pages, how far each is, and the way back to where somebody stopped.

use super::Action;
use super::message::paragraph;
use crate::book::{Chapter, Head};
use crate::journal::{Id, Place};
use crate::problem::{Problem, Severity};
use crate::session::{Letter, Progress, Session};
use crate::sheet::{Role, Row, Sheet};
use jiff::civil::Date;
use std::collections::BTreeSet;

mod greeting;
mod walking;
mod wrong;

const NOT_ALL: &str = "Not all of it could be read. The line below says what.";
const BETTER: &str = "All of it is here. The line below says what could be better.";
const LEFT_OUT: &str = "What could not be read is left out. The rest is here.";
const EARLIER: &str = "Answers to questions that are no longer in the book";
const KEPT: &str = "These words are kept as they are, and go along in an export. Here you can read them.";
const NO_CHAPTER: &str = "Not read as a chapter. The rest of the book is fine.";

/// The list, which row is current, and which chapters are folded open.
pub(super) struct Contents {
    open: BTreeSet<String>,
    current: usize,
    height: usize,
    /// How many answers there are whose question is gone.
    earlier: usize,
    /// Letters that have come back.
    letters: Vec<Letter>,
    /// When somebody wanted to go on.
    next: Option<Date>,
}

/// One row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Item {
    /// On from where somebody stopped.
    Continue(Place),
    /// A letter that has come back.
    Letter(Letter),
    /// A chapter, by its id.
    Chapter(String),
    /// What is wrong in the file of a chapter, by its id.
    Problems(String),
    /// A page.
    Page(Id),
    /// A file that was left out, by its number.
    LeftOut(usize),
    /// Answers whose question is gone from the book.
    Earlier,
}

impl Contents {
    pub(super) fn new(session: &Session) -> Contents {
        let place = session.journal.place.as_ref().map(|place| place.page.chapter().to_owned());
        let waits = |head: &Head| session.is_there(head) && !session.progress(head).is_done();
        let next = || {
            let chapter = session.book.chapters.iter().find(|c| c.exercises.heads().iter().any(waits));
            chapter.map(|chapter| chapter.id.clone())
        };
        let open = place.or_else(next).into_iter().collect();
        let (letters, next) = (session.letters_back(), session.next_date());
        Contents { open, current: 0, height: 20, earlier: session.count_earlier(), letters, next }
    }

    pub(super) fn resize(&mut self, rows: usize) {
        self.height = rows;
    }

    /// Puts the focus on a page, unless the way back to it stands above all.
    pub(super) fn select(&mut self, page: Option<&Id>, session: &Session) {
        if let Some(page) = page {
            self.open.insert(page.chapter().to_owned());
            let items = self.items(session);
            self.current = items.iter().position(|item| *item == Item::Page(page.clone())).unwrap_or(0);
        }
    }

    /// The chapter that the focus is in.
    pub(super) fn chapter(&self, session: &Session) -> Option<String> {
        match self.items(session).into_iter().nth(self.current)? {
            Item::Continue(place) => Some(place.page.chapter().to_owned()),
            Item::Letter(letter) => Some(letter.page.chapter().to_owned()),
            Item::Chapter(id) | Item::Problems(id) => Some(id),
            Item::Page(id) => Some(id.chapter().to_owned()),
            Item::LeftOut(_) | Item::Earlier => None,
        }
    }

    fn items(&self, session: &Session) -> Vec<Item> {
        let mut items = Vec::new();
        let place = session.journal.place.clone();
        items.extend(place.filter(|place| session.book.head(&place.page).is_some()).map(Item::Continue));
        items.extend(self.letters.iter().cloned().map(Item::Letter));
        for chapter in &session.book.chapters {
            items.push(Item::Chapter(chapter.id.clone()));
            if !chapter.problems.is_empty() {
                items.push(Item::Problems(chapter.id.clone()));
            }
            if self.open.contains(&chapter.id) {
                let pages = chapter.exercises.heads().iter().filter(|head| session.is_there(head));
                items.extend(pages.map(|head| Item::Page(head.id.clone())));
            }
        }
        items.extend((0..session.book.left_out.len()).map(Item::LeftOut));
        if self.earlier > 0 {
            items.push(Item::Earlier);
        }
        items
    }

    pub(super) fn offers(&self, session: &Session) -> Vec<(Action, &'static str)> {
        let first = match self.items(session).get(self.current) {
            Some(Item::Continue(_)) => vec![(Action::Enter, "go on")],
            Some(Item::Letter(_)) => vec![(Action::Enter, "to the letter")],
            Some(Item::Chapter(_)) => vec![(Action::Enter, "unfold")],
            Some(Item::Page(_)) => vec![(Action::Enter, "open"), (Action::Skip, "skip")],
            Some(Item::LeftOut(_) | Item::Problems(_)) => vec![(Action::Enter, "what is wrong")],
            Some(Item::Earlier) => vec![(Action::Enter, "read")],
            None => Vec::new(),
        };
        let rest = [
            (Action::Find, "find"),
            (Action::Export, "take along"),
            (Action::Down, "down"),
            (Action::Up, "up"),
            (Action::Portrait, "portrait"),
        ];
        first.into_iter().chain(rest).collect()
    }

    /// What is worth knowing about the current row.
    pub(super) fn sentence(&self, session: &Session) -> Row {
        let words = match self.items(session).get(self.current) {
            Some(Item::Page(id)) => match session.book.head(id).map(|head| session.progress(head)) {
                Some(Progress::Skipped) => "Left out on purpose. It never counts against you.".to_owned(),
                Some(_) | None => session.book.exercise(id).map_or_else(String::new, |(_, e)| e.why.clone()),
            },
            Some(Item::Chapter(id)) => {
                chapter(session, id).map_or_else(String::new, |chapter| match worst(&chapter.problems) {
                    None => chapter.summary.clone(),
                    Some(Severity::Error) => NOT_ALL.to_owned(),
                    Some(Severity::Warning) => BETTER.to_owned(),
                })
            }
            Some(Item::Problems(id)) => {
                match chapter(session, id).and_then(|chapter| worst(&chapter.problems)) {
                    Some(Severity::Error) => LEFT_OUT.to_owned(),
                    Some(Severity::Warning) | None => String::new(),
                }
            }
            Some(Item::LeftOut(_)) => NO_CHAPTER.to_owned(),
            Some(Item::Earlier) => KEPT.to_owned(),
            Some(Item::Continue(_)) => greeting::welcome(session, self.next),
            Some(Item::Letter(_)) => greeting::LETTER.to_owned(),
            None => String::new(),
        };
        Row::of(Role::Dim, words)
    }

    pub(super) fn sheet(&self, session: &Session, width: usize, height: usize) -> Sheet {
        let items = self.items(session);
        let beside = width >= 90;
        let list = if beside { width * 6 / 10 } else { width };
        let mut rows = Vec::new();
        let mut at = 0;
        for (n, item) in items.iter().enumerate() {
            if n == self.current {
                at = rows.len();
            }
            let here = n == self.current;
            rows.push(
                self.row(item, session, here).justified(progress(item, session), list.saturating_sub(2)),
            );
            let is_last = |item: Option<&Item>| !matches!(item, Some(Item::Continue(_) | Item::Letter(_)));
            if matches!(item, Item::Continue(_) | Item::Letter(_)) && is_last(items.get(n + 1)) {
                rows.push(Row::default());
            }
        }
        let top = (at + 2).saturating_sub(height).max(if at < height { 0 } else { at + 1 - height });
        let top = if rows.len() <= height { 0 } else { top };
        let mut seen: Vec<Row> = rows.into_iter().skip(top).take(height).collect();
        if beside {
            seen.resize(height, Row::default());
            let side = self.side(session, width.saturating_sub(list + 3));
            for (n, row) in seen.iter_mut().enumerate() {
                let air = list.saturating_sub(row.width());
                row.push(Role::Plain, " ".repeat(air));
                row.push(Role::Bar, "│ ");
                row.append(side.get(n).cloned().unwrap_or_default());
            }
        }
        Sheet { rows: seen, cursor: Some((at - top, 1)) }
    }

    fn row(&self, item: &Item, session: &Session, here: bool) -> Row {
        let mark = Row::of(if here { Role::Focus } else { Role::Plain }, if here { " > " } else { "   " });
        let role = |plain: Role| if here { Role::Current } else { plain };
        match item {
            Item::Continue(place) => {
                let title = session.book.head(&place.page).map_or("", |head| head.title.as_str());
                let number = number(session, &place.page);
                mark.with(role(Role::Strong), format!("Go on where you stopped: {number} {title}"))
            }
            Item::Letter(letter) => mark.with(role(Role::Strong), greeting::letter(session, letter)),
            Item::Chapter(id) => {
                let at = session.book.chapters.iter().position(|chapter| chapter.id == *id).unwrap_or(0);
                let chapter = session.book.chapters.get(at);
                let fold = if self.open.contains(id) { "▾" } else { "▸" };
                let alarm =
                    if chapter.is_some_and(|chapter| !chapter.problems.is_empty()) { " !" } else { "" };
                let title = chapter.map_or("", |chapter| chapter.title.as_str());
                // Titles begin below each other, also from the tenth chapter on.
                let digits = session.book.chapters.len().saturating_sub(1).to_string().len();
                mark.with(Role::Dim, format!("{fold} "))
                    .with(role(Role::Strong), format!("{at:<digits$}  {title}{alarm}"))
            }
            Item::Page(id) => {
                let title = session.book.head(id).map_or("", |head| head.title.as_str());
                mark.with(Role::Dim, format!("    {:<5}", number(session, id))).with(role(Role::Plain), title)
            }
            Item::LeftOut(n) => {
                let left = session.book.left_out.get(*n);
                let file = left.map_or("", |left| left.file.as_str());
                let words = problems(left.map_or(0, |left| left.problems.len()));
                mark.with(Role::Warning, "! ")
                    .with(role(Role::Plain), crate::text::clean(file).into_owned())
                    .with(Role::Dim, format!("  {words}, left out"))
            }
            Item::Earlier => {
                mark.with(role(Role::Plain), EARLIER).with(Role::Dim, format!("  {}", self.earlier))
            }
            Item::Problems(id) => {
                let chapter = chapter(session, id);
                let file = chapter.map_or("", |chapter| chapter.file.as_str());
                let words = problems(chapter.map_or(0, |chapter| chapter.problems.len()));
                mark.with(Role::Warning, "    ! ")
                    .with(role(Role::Plain), format!("{words} in {}", crate::text::clean(file)))
            }
        }
    }

    /// What stands beside the list: the chapter that the focus is in.
    fn side(&self, session: &Session, width: usize) -> Vec<Row> {
        let Some(id) = self.chapter(session) else { return Vec::new() };
        let Some(chapter) = chapter(session, &id) else { return Vec::new() };
        let mut rows = paragraph(Role::Heading, &chapter.title, width);
        rows.push(Row::default());
        rows.extend(paragraph(Role::Plain, &chapter.summary, width));
        rows.push(Row::default());
        rows.extend(time(session, chapter).map(|words| Row::of(Role::Dim, words)));
        let after: Vec<&str> = chapter
            .after
            .iter()
            .filter_map(|id| session.book.chapters.iter().find(|chapter| chapter.id == *id))
            .map(|chapter| chapter.title.as_str())
            .collect();
        if !after.is_empty() {
            rows.extend(paragraph(Role::Dim, &format!("best after: {}", after.join(", ")), width));
        }
        if !chapter.care.is_empty() {
            rows.push(Row::default());
            rows.extend(paragraph(Role::Quote, &chapter.care.replace('\n', " "), width));
        }
        rows
    }
}

/// A chapter of the book.
fn chapter<'a>(session: &'a Session, id: &str) -> Option<&'a Chapter> {
    session.book.chapters.iter().find(|chapter| chapter.id == id)
}

/// What weighs most.
fn worst(problems: &[Problem]) -> Option<Severity> {
    // An error comes before a warning.
    problems.iter().map(Problem::severity).min()
}

fn problems(count: usize) -> String {
    if count == 1 { "1 problem".to_owned() } else { format!("{count} problems") }
}

/// `about 50 min, you have spent 31`.
fn time(session: &Session, chapter: &Chapter) -> Option<String> {
    let spent = session.spent(chapter);
    match (chapter.minutes, spent) {
        (0, 0) => None,
        (0, spent) => Some(format!("you have spent {spent} min")),
        (minutes, 0) => Some(format!("about {minutes} min")),
        (minutes, spent) => Some(format!("about {minutes} min, you have spent {spent}")),
    }
}

/// How far an item is, for the right side of its row.
fn progress(item: &Item, session: &Session) -> Row {
    match item {
        Item::Continue(_) | Item::Letter(_) | Item::LeftOut(_) | Item::Problems(_) => Row::default(),
        Item::Earlier => Row::default(),
        Item::Chapter(id) => match chapter(session, id) {
            Some(chapter) => {
                let (done, of) = session.chapter_progress(chapter);
                let full = (done * 8).checked_div(of).unwrap_or(0);
                Row::of(Role::Good, "█".repeat(full))
                    .with(Role::Frame, "░".repeat(8 - full))
                    .with(Role::Dim, format!("  {done:>2} / {of:<2}"))
            }
            None => Row::default(),
        },
        Item::Page(id) => match session.book.head(id) {
            Some(head) => {
                let progress = session.progress(head);
                let role = if progress.is_done() { Role::Good } else { Role::Dim };
                let minutes = match (progress, head.minutes) {
                    (Progress::Untouched, minutes @ 1..) => format!("{minutes} min"),
                    (progress, _) => progress.words(),
                };
                let mark = if session.page(id).bookmark { "bookmark · " } else { "" };
                Row::of(Role::Strong, mark).with(role, minutes)
            }
            None => Row::default(),
        },
    }
}

/// `1.3`: the number of a page.
pub(super) fn number(session: &Session, page: &Id) -> String {
    session.number_in_book(page)
}
