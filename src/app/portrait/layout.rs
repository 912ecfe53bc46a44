//! How the portrait is laid out: the picture, its parts, words on both sides, and what is still to come.
//!
//! It makes rows, and notes which of them lead to a page. Which one has the focus is not known here.

use super::{Stop, arc};
use crate::app::message::paragraph;
use crate::book::portrait::Half;
use crate::book::prose;
use crate::session::portrait::{Gathered, Line, Phrase, Portrait, Source};
use crate::session::{Echo, Session};
use crate::sheet::{Role, Row};
use crate::text;

/// From this width on, what a part is called stands beside its words.
const BESIDE: usize = 90;
/// The widest that the portrait becomes.
const WIDEST: usize = 104;
/// Cells for what a part is called, where it stands beside.
const LABEL: usize = 40;
/// Cells before words: the mark, and air.
const INDENT: usize = 4;
/// Rows of one phrase that are shown; its page has the rest.
const ROWS: usize = 6;
/// A line longer than this, or one that ends as a sentence does, has a row of its own.
const SHORT: usize = 32;
/// Rows that the picture leaves to what stands around it.
const AROUND: usize = 4;

const NO_PAGE: &str = "No page of this book lends words to it.";
const STAYS: &str = "private · ";

/// The rows while they are laid out. The three cells of the focus come on top of them.
pub(super) struct Layout {
    width: usize,
    label: usize,
    pub(super) rows: Vec<Row>,
    pub(super) stops: Vec<Stop>,
}

impl Layout {
    pub(super) fn new(columns: usize) -> Layout {
        let width = columns.min(WIDEST).saturating_sub(INDENT);
        Layout {
            width,
            label: if columns >= BESIDE { LABEL } else { 0 },
            rows: Vec::new(),
            stops: Vec::new(),
        }
    }

    fn air(&mut self) {
        if self.rows.last().is_some_and(|row| row.width() > 0) {
            self.rows.push(Row::default());
        }
    }

    pub(super) fn draw(&mut self, session: &Session, portrait: &Portrait, height: usize) {
        let book = &session.book.portrait;
        let above = if portrait.is_empty() { &book.empty } else { &book.text };
        self.rows.extend(prose::rows(above, self.width.min(76), &str::to_owned));
        self.air();
        self.picture(portrait, height);
        for part in portrait.parts.iter().filter(|part| !part.phrases.is_empty()) {
            self.part(part);
        }
        if !portrait.echoes.is_empty() {
            self.air();
            self.rows.push(Row::of(Role::Heading, book.echo.title.as_str()));
            self.rows.extend(paragraph(Role::Dim, &book.echo.text, self.width));
            portrait.echoes.iter().for_each(|echo| self.echo(echo));
        }
        let open: Vec<(&str, &Source)> = portrait
            .parts
            .iter()
            .filter(|part| part.phrases.is_empty())
            .filter_map(|part| Some((part.part.title.as_str(), part.open.as_ref()?)))
            .collect();
        if portrait.is_empty() && open.is_empty() {
            self.rows.extend(paragraph(Role::Plain, NO_PAGE, self.width));
        }
        if !open.is_empty() {
            self.air();
            if !portrait.is_empty() {
                self.rows.push(Row::of(Role::Heading, book.open.as_str()));
            }
            open.into_iter().for_each(|(title, source)| self.still_open(title, source));
        }
    }

    fn picture(&mut self, portrait: &Portrait, height: usize) {
        let drawn = portrait.parts.iter().filter(|part| part.part.draw.is_some());
        let source = drawn.flat_map(|part| &part.phrases).map(|phrase| phrase.source.clone()).next();
        let half = |half: Half| {
            let parts = portrait.parts.iter().filter(move |part| part.part.draw == Some(half));
            let title = parts.clone().next().map_or("", |part| part.part.title.as_str());
            let lines: Vec<Line> =
                parts.flat_map(|part| &part.phrases).flat_map(|phrase| phrase.lines.clone()).collect();
            (title, lines)
        };
        let ((left, warm), (right, heavy)) = (half(Half::Left), half(Half::Right));
        let rows = arc::rows(&warm, &heavy, (self.width, height.saturating_sub(AROUND).max(6)));
        if rows.is_empty() {
            return;
        }
        let middle = rows.iter().map(Row::width).max().unwrap_or(0).min(self.width);
        let margin = rows.last().map_or(0, |row| row.words().chars().take_while(|c| *c == ' ').count());
        let room = (middle.saturating_sub(margin) / 2).saturating_sub(2);
        let named = |title: &str| Row::of(Role::Dim, title).cut(room);
        let air = (margin + room).saturating_sub(named(left).width());
        let mut below = Row::of(Role::Plain, " ".repeat(air));
        below.append(named(left));
        below.push(Role::Plain, "     ");
        below.append(named(right));
        let Some(source) = source else { return };
        let drawn = rows.into_iter().chain([below.cut(self.width)]).collect();
        self.put(&source, drawn);
        self.rows.push(Row::default());
    }

    /// What a part is called, and its phrases.
    fn part(&mut self, part: &Gathered) {
        let title = &part.part.title;
        let beside = text::width(title) < self.label;
        if !beside {
            self.rows.extend(paragraph(Role::Prompt, title, self.width));
        }
        for (n, phrase) in part.phrases.iter().enumerate() {
            let words = words(phrase, self.room());
            let label = if n == 0 && beside { title.as_str() } else { "" };
            self.stop(&phrase.source, (self.label > 0).then_some(label), words);
        }
        if self.label == 0 {
            self.air();
        }
    }

    fn echo(&mut self, echo: &Echo) {
        self.air();
        self.rows.extend(paragraph(Role::Prompt, &format!("\"{}\"", echo.words), self.width));
        for (words, source) in echo.home.iter().chain(&echo.partner) {
            let rows = paragraph(Role::Words, words, self.room_below());
            self.stop(source, None, rows);
        }
    }

    fn still_open(&mut self, title: &str, source: &Source) {
        let page = format!("{} {}", source.number, source.title);
        if title == source.title {
            self.put(source, vec![Row::of(Role::Plain, page).cut(self.width)]);
            return;
        }
        if self.label > 0 && text::width(title) < self.label {
            let row = Row::of(Role::Dim, page).cut(self.width.saturating_sub(self.label));
            self.put(source, vec![self.labelled(title, row, Role::Plain)]);
            return;
        }
        let rows = [paragraph(Role::Plain, title, self.width), vec![Row::of(Role::Dim, page).indented(2)]];
        self.put(source, rows.concat());
    }

    /// Cells for words beside their source.
    fn room(&self) -> usize {
        self.room_below().saturating_sub(self.label).max(8)
    }

    /// The same where nothing stands beside.
    fn room_below(&self) -> usize {
        // `private · 12.10` is the longest source.
        self.width.saturating_sub(if self.width < 50 { 8 } else { 17 }).max(8)
    }

    fn labelled(&self, label: &str, row: Row, role: Role) -> Row {
        let air = self.label.saturating_sub(text::width(label));
        let mut labelled = Row::of(role, label).with(Role::Plain, " ".repeat(air));
        labelled.append(row);
        labelled
    }

    /// Some words, and behind the first row where they come from.
    fn stop(&mut self, source: &Source, label: Option<&str>, words: Vec<Row>) {
        let stays = if source.private && self.width >= 50 { STAYS } else { "" };
        let from = Row::of(Role::Dim, format!("{stays}{}", source.number));
        let mut rows = Vec::new();
        for (n, row) in words.into_iter().enumerate() {
            let row = match label {
                None => row.indented(1),
                Some(label) => self.labelled(if n == 0 { label } else { "" }, row, Role::Prompt),
            };
            rows.push(if n == 0 { row.justified(from.clone(), self.width) } else { row });
        }
        self.put(source, rows);
    }

    fn put(&mut self, source: &Source, rows: Vec<Row>) {
        self.stops.push(Stop {
            row: self.rows.len(),
            rows: rows.len(),
            question: source.question.clone(),
            page: source.page.clone(),
        });
        self.rows.extend(rows);
    }
}

/// The words of a phrase in some cells: short ones in a row, longer ones each by itself; marked ones with a star.
fn words(phrase: &Phrase, width: usize) -> Vec<Row> {
    let has_marks =
        phrase.lines.iter().any(|line| line.marked) && phrase.lines.iter().any(|line| !line.marked);
    let told: Vec<String> = phrase
        .lines
        .iter()
        .map(|line| if has_marks && line.marked { format!("★ {}", line.words) } else { line.words.clone() })
        .collect();
    let is_short = |words: &String| text::width(words) <= SHORT && !words.ends_with(['.', '!', '?']);
    let mut rows: Vec<Row> = match told.as_slice() {
        [one] => paragraph(Role::Words, one, width),
        _ if told.iter().all(is_short) => paragraph(Role::Words, &told.join("; "), width),
        _ => told
            .iter()
            .flat_map(|words| {
                let lines = paragraph(Role::Words, words, width.saturating_sub(2)).into_iter();
                lines.enumerate().map(|(n, row)| {
                    let mut marked = Row::of(Role::Dim, if n == 0 { "· " } else { "  " });
                    marked.append(row);
                    marked
                })
            })
            .collect(),
    };
    let more = rows.len().saturating_sub(ROWS);
    if more > 0 {
        rows.truncate(ROWS - 1);
        rows.push(Row::of(Role::Dim, format!("… {} more rows there", more + 1)));
    }
    rows
}
