//! How a list of options looks.

use super::{MARK, OTHER, Pick, Picker};
use crate::kind::Focus;
use crate::kind::writing::wrapped;
use crate::sheet::{Role, Row};
use crate::text::{self, width};

/// One row of the list.
pub(super) enum Line {
    /// The name of a group.
    Group(String),
    /// Options side by side.
    Options(Vec<usize>),
    /// A later row of an option with a long text.
    Rest(usize, Row),
    /// Own words.
    Other,
    /// What was typed and is not in the list, to be taken as own words.
    Add,
    /// What was typed to filter, or how to.
    Filter,
    /// Words of the program.
    Note(&'static str),
}

impl Picker {
    pub(super) fn mark(&self, chosen: bool) -> &'static str {
        match (self.pick, chosen) {
            (Pick::One, false) => "( )",
            (Pick::One, true) => "(•)",
            (Pick::Many(_), false) => "[ ]",
            (Pick::Many(_), true) => "[x]",
            (Pick::Stars(_), false) => " · ",
            (Pick::Stars(_), true) => " ★ ",
        }
    }

    pub(super) fn option(&self, at: usize, focus: Focus) -> Row {
        let text = self.options.get(at).map_or("", |option| option.text.as_str());
        let chosen = self.is_chosen(at);
        let here = focus == Focus::Here && at == self.current;
        let role = if here {
            Role::Current
        } else if chosen {
            Role::Chosen
        } else {
            Role::Plain
        };
        let number = if !self.is_bank() && at < 9 { format!("{}", at + 1) } else { " ".to_owned() };
        Row::of(if here { Role::Focus } else { Role::Plain }, if here { ">" } else { " " })
            .with(Role::Dim, format!(" {number} "))
            .with(if chosen { Role::Chosen } else { Role::Plain }, self.mark(chosen))
            .with(Role::Plain, " ")
            .with(role, text)
    }

    pub(super) fn line(&self, line: &Line, focus: Focus) -> Row {
        match line {
            Line::Group(name) => Row::of(Role::Dim, format!("   {name}")),
            Line::Options(row) => {
                let column = self.width / row.len().max(self.columns()).max(1);
                let mut joined = Row::default();
                for (n, at) in row.iter().enumerate() {
                    let cell = self.option(*at, focus);
                    let last = n + 1 == row.len();
                    let first = if last && row.len() == 1 && !self.is_bank() {
                        self.first_row(*at, cell)
                    } else {
                        cell.cut(column.saturating_sub(1))
                    };
                    let air = if last { 0 } else { column.saturating_sub(first.width()) };
                    joined.append(first);
                    joined.push(Role::Plain, " ".repeat(air));
                }
                joined
            }
            Line::Rest(at, row) => {
                let here = focus == Focus::Here && *at == self.current;
                let role = match (here, self.is_chosen(*at)) {
                    (true, _) => Role::Current,
                    (false, true) => Role::Chosen,
                    (false, false) => Role::Plain,
                };
                Row::of(role, row.words()).indented(MARK)
            }
            Line::Other => {
                let label = self.other.as_deref().unwrap_or(OTHER);
                let here = focus == Focus::Here && self.on_other();
                let filled = !self.own.is_empty();
                Row::of(if here { Role::Focus } else { Role::Plain }, if here { ">" } else { " " })
                    .with(Role::Plain, "   ")
                    .with(if filled { Role::Chosen } else { Role::Plain }, self.mark(filled))
                    .with(Role::Plain, " ")
                    .with(if here { Role::Current } else { Role::Plain }, format!("{label}: "))
                    .with(Role::Words, self.own.as_str())
            }
            Line::Add => {
                let label = self.other.as_deref().unwrap_or(OTHER);
                let typed = self.filter.as_str().trim();
                let here = focus == Focus::Here;
                Row::of(if here { Role::Focus } else { Role::Plain }, if here { ">" } else { " " })
                    .with(Role::Plain, "   +  ")
                    .with(if here { Role::Current } else { Role::Plain }, format!("{label}: "))
                    .with(Role::Words, typed)
            }
            Line::Filter if self.filter.is_empty() => Row::of(Role::Hint, "   Type to find a word."),
            Line::Filter => Row::of(Role::Dim, "   with: ").with(Role::Words, self.filter.as_str()),
            Line::Note(note) => Row::of(Role::Hint, format!("   {note}")),
        }
    }

    /// The first row of an option that may be longer than a row.
    pub(super) fn first_row(&self, at: usize, cell: Row) -> Row {
        let text = self.options.get(at).map_or("", |option| option.text.as_str());
        let Some(first) = text::wrap(text, self.width.saturating_sub(MARK).max(1)).into_iter().next() else {
            return cell;
        };
        let mut row = cell;
        if let Some(span) = row.spans.last_mut().filter(|_| !text.is_empty()) {
            let gone = text.len() - first.end.min(text.len());
            let keep = span.text.len().saturating_sub(gone);
            span.text = span.text.get(..keep).unwrap_or("").trim_end().to_owned();
        }
        row
    }

    pub(super) fn columns(&self) -> usize {
        let widest = self.options.iter().map(|option| width(&option.text)).max().unwrap_or(0) + MARK + 2;
        if self.is_bank() { (self.width / widest.max(1)).clamp(1, 4) } else { 1 }
    }

    /// What of a bank is shown while another question has the keys: the words that were picked.
    pub(super) fn brief_rows(&self) -> Vec<Row> {
        let picked = self.options.iter().filter(|option| self.chosen.contains(&option.id));
        let own = Some(self.own.as_str().trim()).filter(|own| !own.is_empty());
        let words: Vec<&str> = picked.map(|option| option.text.as_str()).chain(own).collect();
        if words.is_empty() {
            let words = format!("{} to choose from, and they can be filtered by typing", self.options.len());
            return vec![Row::of(Role::Hint, words).indented(3)];
        }
        let mark = self.mark(true).trim();
        let cells = self.width.saturating_sub(MARK);
        let rows = wrapped(Role::Chosen, &words.join(" · "), cells).into_iter().enumerate();
        let first = |n: usize| if n == 0 { format!("   {mark} ") } else { " ".repeat(4 + width(mark)) };
        rows.map(|(n, row)| {
            let mut marked = Row::of(Role::Chosen, first(n));
            marked.append(row);
            marked
        })
        .collect()
    }
}
