//! Finding words: a field, and below it every place that has them, own answers first.
//!
//! What is found is the session's to say; here it is shown, walked through, and gone to.

use super::action::Step;
use super::{Action, Edit};
use crate::session::Session;
use crate::session::search::{Found, Goal, Hit, What};
use crate::sheet::{Role, Row, Sheet, fit};
use crate::text::{self, Clip, Motion, Text};

/// The field, and what was found.
pub(super) struct Search {
    query: Text,
    found: Found,
    current: usize,
}

/// What follows from an action.
pub(super) enum Outcome {
    Stay,
    Close,
    /// To this place.
    Go(Box<Hit>),
}

const NOTHING_YET: &str = "Type a word. Your own words come first, then the book.";
const BOOKMARKS: &str = "Your bookmarks, notes, and what you will bring";
const NOTHING: &str = "Nothing has all of that. Fewer letters, or fewer words, find more.";
/// Rows of one hit: where it is, and what stands there.
const ROWS: usize = 2;
/// Rows above the hits: the field, and some air.
const HEAD: usize = 2;
const LABEL: &str = " Find: ";
/// Cells before the line of a hit.
const INDENT: usize = 5;

impl Search {
    pub(super) fn new(session: &Session) -> Search {
        let mut search = Search { query: Text::line(""), found: Found::default(), current: 0 };
        search.look(session);
        search
    }

    fn look(&mut self, session: &Session) {
        self.found = match self.is_empty() {
            true => Found { hits: session.marked(), more: 0 },
            false => session.search(self.query.as_str()),
        };
        self.current = 0;
    }

    /// Whether nothing in particular is looked for.
    fn is_empty(&self) -> bool {
        self.query.as_str().trim().is_empty()
    }

    pub(super) fn act(&mut self, action: &Action, session: &Session, clip: &mut Clip) -> Outcome {
        let last = self.found.hits.len().saturating_sub(1);
        let edit = match (action, action.step()) {
            (_, Some(Step::Back)) => return Outcome::Close,
            (Action::Edit(Edit::Confirm), _) => {
                let hit = self.found.hits.get(self.current);
                return hit.map_or(Outcome::Stay, |hit| Outcome::Go(Box::new(hit.clone())));
            }
            (_, Some(Step::Next)) => text::Edit::Move(Motion::Down),
            (_, Some(Step::Previous)) => text::Edit::Move(Motion::Up),
            (Action::Edit(Edit::Write(edit)), _) => edit.clone(),
            (_, Some(_) | None) => return Outcome::Stay,
        };
        let text::Edit::Move(motion) = edit else {
            if self.query.edit(edit, clip) == text::Change::Changed {
                self.look(session);
            }
            return Outcome::Stay;
        };
        match motion {
            Motion::Up => self.current = self.current.saturating_sub(1),
            Motion::Down => self.current = (self.current + 1).min(last),
            Motion::PageUp => self.current = self.current.saturating_sub(PAGE),
            Motion::PageDown => self.current = (self.current + PAGE).min(last),
            Motion::Start => self.current = 0,
            Motion::End => self.current = last,
            Motion::Left
            | Motion::Right
            | Motion::WordLeft
            | Motion::WordRight
            | Motion::RowStart
            | Motion::RowEnd => {
                self.query.edit(text::Edit::Move(motion), clip);
            }
        }
        Outcome::Stay
    }

    pub(super) fn offers(&self) -> Vec<(Action, &'static str)> {
        let go = |motion| Action::Edit(Edit::Write(text::Edit::Move(motion)));
        let mut offers = Vec::new();
        if !self.found.hits.is_empty() {
            offers.push((Action::Edit(Edit::Confirm), "go there"));
            offers.extend([(go(Motion::Down), "down"), (go(Motion::Up), "up")]);
        }
        offers.extend([(Action::Back, "close"), (Action::Steady, "steady"), (Action::Hide, "leave at once")]);
        offers
    }

    /// How much was found.
    pub(super) fn sentence(&self) -> Row {
        let words = match (self.found.hits.len(), self.found.more) {
            _ if self.is_empty() => NOTHING_YET.to_owned(),
            (0, _) => NOTHING.to_owned(),
            (1, 0) => "1 place.".to_owned(),
            (some, 0) => format!("{some} places."),
            (some, more) => format!("The first {some} of {} places. One more word finds fewer.", some + more),
        };
        Row::of(Role::Dim, words)
    }

    /// What the places are, while nothing in particular is looked for.
    fn heading(&self) -> Row {
        match self.is_empty() && !self.found.hits.is_empty() {
            true => Row::of(Role::Heading, format!(" {BOOKMARKS}")),
            false => Row::default(),
        }
    }

    pub(super) fn sheet(&self, width: usize, height: usize) -> Sheet {
        let before = self.query.as_str().get(..self.query.position()).unwrap_or("");
        let column = text::width(LABEL) + text::width(before);
        // A query longer than its row shows where it is being written.
        let room = width.saturating_sub(text::width(LABEL) + 1);
        let away = text::width(before).saturating_sub(room);
        let seen = self.query.as_str().get(fit_from(self.query.as_str(), away)..).unwrap_or("");
        let mut rows = vec![Row::of(Role::Prompt, LABEL).with(Role::Words, seen), self.heading()];
        let room = height.saturating_sub(HEAD).div_euclid(ROWS).max(1);
        let top = (self.current + 1).saturating_sub(room);
        for (n, hit) in self.found.hits.iter().enumerate().skip(top).take(room) {
            rows.extend(told(hit, n == self.current, width.saturating_sub(1)));
        }
        Sheet { rows, cursor: Some((0, column.min(width.saturating_sub(1)))) }
    }
}

/// Hits that a screen further skips.
const PAGE: usize = 5;

/// Where a text goes on behind some cells, in bytes.
fn fit_from(text: &str, cells: usize) -> usize {
    if cells == 0 { 0 } else { fit(text, cells).len() }
}

/// The rows of one hit.
fn told(hit: &Hit, here: bool, width: usize) -> [Row; ROWS] {
    let mark = Row::of(if here { Role::Focus } else { Role::Plain }, if here { " > " } else { "   " });
    let role = if here { Role::Current } else { Role::Strong };
    let (kind, words) = match (hit.what, &hit.goal) {
        (What::Answer, _) => ("your answer", Role::Words),
        (What::Private, _) => ("private", Role::Prompt),
        (What::Kept, _) => ("kept", Role::Words),
        (What::Note, _) => ("your note", Role::Words),
        (What::Bring, _) => ("bring this", Role::Words),
        (What::Bookmark, _) => ("bookmark", Role::Plain),
        (What::Book, Goal::Page(place)) if place.question.is_some() => ("question", Role::Plain),
        (What::Book, _) => ("page", Role::Plain),
    };
    let place = mark.with(role, hit.place.as_str()).justified(Row::of(Role::Dim, kind), width);
    let line = around(hit, words, width.saturating_sub(INDENT)).indented(INDENT);
    [place, line]
}

/// The part of a line in which the words stand, with the words marked.
fn around(hit: &Hit, role: Role, cells: usize) -> Row {
    let part = |from: usize, to: usize| hit.line.get(from..to).unwrap_or("");
    let (start, end) = (hit.at.start, hit.at.end);
    let mut from = 0;
    if text::width(&some(part(0, end), cells)) >= cells && text::width(&some(&hit.line, cells)) > cells {
        // From a word on that leaves the words in the middle, or so.
        let lead = cells.saturating_sub(text::width(&some(part(start, end), cells)) + 3) / 2;
        from = first_word(part(0, start), lead);
    }
    let mut row = Row::default();
    if from > 0 {
        row.push(Role::Dim, "… ");
    }
    row.push(role, some(part(from, start), cells));
    row.push(Role::Chosen, some(part(start, end), cells));
    row.push(role, some(part(end, hit.line.len()), cells));
    row.cut(cells)
}

/// The beginning of a text, each tab as one cell; more than so many cells of it if there is more. A line may be as long as a book,
/// and no more of it is looked at than can be seen.
fn some(text: &str, cells: usize) -> String {
    fit(text, text::TAB.len() * (cells + 2)).replace('\t', " ")
}

/// Where the first word begins of those at the end of a text that together are narrower than so many cells. Looks at no more
/// of the text than these words and the one before.
fn first_word(text: &str, lead: usize) -> usize {
    let (mut from, mut used) = (text.len(), 0);
    for (at, _) in text.rmatch_indices(' ') {
        let word = text.get(at + 1..from).unwrap_or("");
        used += text::width(&some(word, lead));
        if used >= lead {
            break;
        }
        from = at + 1;
    }
    from
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::{Id, Place};

    fn hit(line: &str, words: &str) -> Hit {
        let start = line.find(words).expect("the words");
        Hit {
            what: What::Answer,
            goal: Goal::Page(Place { page: Id::new("a", "b"), question: None, at: 0 }),
            place: "1.2 A page".to_owned(),
            line: line.to_owned(),
            at: start..start + words.len(),
        }
    }

    #[test]
    fn a_line_as_long_as_a_book_is_not_read_for_a_row() {
        // Measured anew for each of its spaces, this would take hours.
        let line = "a wörd\t".repeat(40_000) + "found" + &" and on".repeat(40_000);
        let row = around(&hit(&line, "found"), Role::Words, 30).words();
        assert_eq!(row, "… wörd found and on and on an…");
        let line = "漢".repeat(100_000) + " found";
        assert_eq!(around(&hit(&line, "found"), Role::Words, 30).words(), "… found");
        assert_eq!(first_word("ab cd ef ", 7), 3);
        assert_eq!(first_word("ab cd ef ", 6), 6);
    }

    #[test]
    fn the_words_are_seen_however_long_the_line_is() {
        for (line, words, cells, seen) in [
            ("short and found", "found", 30, "short and found"),
            ("a very long line in which what is found comes late", "found", 20, "… is found comes la…"),
            ("oneverylongwordandthenfound", "found", 12, "… found"),
            ("found at the start of a long line", "found", 14, "found at the …"),
            ("夜の音 夜の音 夜の音 夜の音", "音", 12, "夜の音 夜の…"),
        ] {
            assert_eq!(around(&hit(line, words), Role::Words, cells).words(), seen);
        }
        for cells in 0..40 {
            let row = around(
                &hit("a very long line in which what is found comes late", "found"),
                Role::Words,
                cells,
            );
            assert!(row.width() <= cells);
            assert!(cells < 9 || row.words().contains("found"), "{cells}: {}", row.words());
        }
    }
}
