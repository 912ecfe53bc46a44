//! The portrait: what a person wrote on many pages, in one place; each phrase knows its page, and the way there and back.
//!
//! It shows and changes nothing. What its parts are called stands in the book; the words are the person's.

use super::Action;
use super::action::Step;
use super::desk::{Desk, Outcome};
use crate::journal::{Id, Place};
use crate::session::Session;
use crate::sheet::{Role, Row, Sheet};
use layout::Layout;

mod arc;
mod layout;

/// The portrait on the screen, laid out for its size, and the phrase that the focus is on.
pub(super) struct Screen {
    title: String,
    rows: Vec<Row>,
    stops: Vec<Stop>,
    current: usize,
    top: usize,
    columns: usize,
    height: usize,
}

/// Something that leads to a page.
struct Stop {
    /// Its first row, and how many it has.
    row: usize,
    rows: usize,
    question: Id,
    page: Id,
}

impl Screen {
    pub(super) fn new(session: &Session, (columns, height): (usize, usize)) -> Screen {
        let mut screen = Screen {
            title: String::new(),
            rows: Vec::new(),
            stops: Vec::new(),
            current: 0,
            top: 0,
            columns,
            height,
        };
        screen.rebuild(session);
        screen
    }

    pub(super) fn resize(&mut self, session: &Session, (columns, height): (usize, usize)) {
        (self.columns, self.height) = (columns, height);
        self.rebuild(session);
    }

    /// Lays everything out anew; the focus stays on the question that it was on.
    pub(super) fn rebuild(&mut self, session: &Session) {
        let here = self.stops.get(self.current).map(|stop| stop.question.clone());
        // Of several ways to one question, the same one.
        let nth = here.as_ref().map_or(0, |here| {
            self.stops.iter().take(self.current).filter(|stop| stop.question == *here).count()
        });
        let portrait = session.portrait();
        self.title = session.book.portrait.title.clone();
        let mut sheet = Layout::new(self.columns);
        sheet.draw(session, &portrait, self.height);
        (self.rows, self.stops) = (sheet.rows, sheet.stops);
        let last = self.stops.len().saturating_sub(1);
        let same = here.and_then(|here| {
            let ways = self.stops.iter().enumerate().filter(|(_, stop)| stop.question == here);
            ways.map(|(at, _)| at).take(nth + 1).last()
        });
        self.current = same.unwrap_or(self.current.min(last));
        self.settle();
    }

    pub(super) fn title(&self) -> &str {
        &self.title
    }

    pub(super) fn act(&mut self, action: &Action, desk: &Desk<'_>) -> Outcome {
        let last = self.stops.len().saturating_sub(1);
        let page = self.height.saturating_sub(2).max(1);
        match action.step() {
            Some(Step::Up | Step::Previous) if self.current == 0 => self.top = 0,
            Some(Step::Up | Step::Previous) => self.current -= 1,
            Some(Step::Down | Step::Next) if self.current >= last => {
                self.top = self.rows.len().saturating_sub(self.height);
            }
            Some(Step::Down | Step::Next) => self.current += 1,
            Some(Step::PageUp) => self.current = self.stop_at(self.row().saturating_sub(page)),
            Some(Step::PageDown) => self.current = self.stop_at(self.row() + page),
            Some(Step::Top) => (self.current, self.top) = (0, 0),
            Some(Step::Bottom) => self.current = last,
            Some(Step::Enter | Step::In) => {
                let Some(stop) = self.stops.get(self.current) else { return Outcome::Nothing };
                let at = desk.session.journal.place.as_ref();
                let at = at.filter(|place| place.question.as_ref() == Some(&stop.question));
                let at = at.map_or(0, |place| place.at);
                return Outcome::Visit(Place {
                    page: stop.page.clone(),
                    question: Some(stop.question.clone()),
                    at,
                });
            }
            Some(Step::Back) => return Outcome::Back,
            Some(Step::Out) | None => return Outcome::Nothing,
        }
        if !matches!(action, Action::Up | Action::Previous | Action::Top) || self.current > 0 {
            self.settle();
        }
        Outcome::Stay
    }

    /// The row of the focus.
    fn row(&self) -> usize {
        self.stops.get(self.current).map_or(0, |stop| stop.row)
    }

    /// The stop nearest to a row.
    fn stop_at(&self, row: usize) -> usize {
        let far = |stop: &Stop| stop.row.abs_diff(row);
        let nearest = self.stops.iter().enumerate().min_by_key(|(_, stop)| far(stop));
        nearest.map_or(0, |(at, _)| at)
    }

    /// Scrolls so that the focus is seen, and what stands above the first one.
    fn settle(&mut self) {
        let most = self.rows.len().saturating_sub(self.height);
        let Some(stop) = self.stops.get(self.current) else {
            self.top = self.top.min(most);
            return;
        };
        // Its label stands right above it.
        let (first, end) = (stop.row.saturating_sub(2), stop.row + stop.rows + 1);
        if end > self.top + self.height {
            self.top = end - self.height;
        }
        if first < self.top || self.height < 4 {
            self.top = first;
        }
        if self.current == 0 && stop.row < self.height {
            self.top = 0;
        }
        self.top = self.top.min(most).min(stop.row);
    }

    pub(super) fn offers(&self) -> Vec<(Action, &'static str)> {
        vec![
            (Action::Enter, "go"),
            (Action::Back, "back"),
            (Action::Down, "down"),
            (Action::Up, "up"),
            (Action::PageDown, "further"),
            (Action::Export, "take along"),
        ]
    }

    /// Where Enter leads.
    pub(super) fn sentence(&self, session: &Session) -> Row {
        let Some(stop) = self.stops.get(self.current) else { return Row::default() };
        let title = session.book.exercise(&stop.page).map_or("", |(_, page)| page.title.as_str());
        Row::of(Role::Dim, format!("{} {title}", session.number_in_book(&stop.page)))
    }

    pub(super) fn sheet(&self) -> Sheet {
        let here = self.stops.get(self.current);
        let mark = |(n, row): (usize, &Row)| {
            let is_here = here.is_some_and(|stop| (stop.row..stop.row + stop.rows).contains(&n));
            let mut marked = match (is_here, here.is_some_and(|stop| stop.row == n)) {
                (true, true) => Row::of(Role::Focus, " > "),
                (true, false) => Row::of(Role::Focus, " │ "),
                (false, _) => Row::of(Role::Plain, "   "),
            };
            marked.append(row.clone());
            marked
        };
        let rows = self.rows.iter().enumerate().skip(self.top).take(self.height).map(mark).collect();
        Sheet { rows, cursor: here.map(|stop| (stop.row.saturating_sub(self.top), 1)) }
    }
}
