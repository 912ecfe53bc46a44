//! `recap`: earlier answers shown again, for reading; nothing is asked and nothing stored.

use super::told::rows;
use super::writing::wrapped;
use super::{Ask, Asked, Change, Edit, Focus, Form, Takes, Told};
use crate::answer::Answer;
use crate::author::{Choice, Reader};
use crate::sheet::{Role, Row, Sheet};
use crate::text::Clip;
use std::ops::Range;

/// Earlier answers, shown again.
#[derive(Clone, Debug)]
pub struct Recap {
    /// The questions, as the author wrote them.
    show: Vec<String>,
}

impl Recap {
    /// Reads `show`.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Recap> {
        let show = reader.one_or_more("show");
        if show.is_empty() {
            let at = reader.at();
            let help = Some("add show = [\"..\"], with the ids of earlier questions".to_owned());
            reader.note("E04", at, "there is nothing to show here".to_owned(), help);
            return None;
        }
        Some(Recap { show })
    }
}

impl Ask for Recap {
    fn form(&self, asked: &Asked<'_>, _: Option<&Answer>) -> Box<dyn Form> {
        let parts = self.show.iter().filter_map(|id| (asked.recall)(id)).collect();
        Box::new(Shown::new(Told::Parts(parts), Role::Quote))
    }

    fn told(&self, _: &Asked<'_>, _: &Answer) -> Told {
        Told::Parts(Vec::new())
    }

    fn lines(&self, _: &Asked<'_>, _: &Answer) -> Vec<Choice> {
        Vec::new()
    }

    fn fits(&self, _: &Answer) -> bool {
        false
    }

    fn is_question(&self) -> bool {
        false
    }

    fn shows(&self) -> &[String] {
        &self.show
    }
}

/// What is only read: earlier answers, or what was counted in them.
pub(super) struct Shown {
    draw: Box<dyn Fn(usize) -> Vec<Row>>,
    rows: Vec<Row>,
}

impl Shown {
    /// Something told, or no parts at all when there is nothing to tell yet; in the role of whose words they are: quoted, or
    /// the program's own.
    pub(super) fn new(told: Told, role: Role) -> Shown {
        let is_empty = matches!(&told, Told::Parts(parts) if parts.is_empty());
        Shown::drawn(move |width| {
            let mut rows =
                if is_empty { wrapped(Role::Hint, NOTHING_YET, width) } else { rows(&told, width) };
            for span in rows.iter_mut().flat_map(|row| &mut row.spans).filter(|span| span.role == Role::Quote)
            {
                span.role = role;
            }
            rows
        })
    }

    /// Rows that are made for so many cells.
    pub(super) fn drawn(draw: impl Fn(usize) -> Vec<Row> + 'static) -> Shown {
        Shown { draw: Box::new(draw), rows: Vec::new() }
    }
}

const NOTHING_YET: &str = "The pages this one looks back on are still open. That is fine.";

impl Form for Shown {
    fn resize(&mut self, width: usize, _page: usize) {
        self.rows = (self.draw)(width.saturating_sub(2));
    }

    fn edit(&mut self, _: Edit, _: &mut Clip) -> Change {
        Change::Nothing
    }

    fn answer(&self) -> Option<Answer> {
        None
    }

    fn height(&self, _: Focus) -> usize {
        self.rows.len()
    }

    fn sheet(&self, _: Focus, window: Range<usize>) -> Sheet {
        let bar = |row: &Row| {
            let mut barred = Row::of(Role::Frame, "│ ");
            barred.append(row.clone());
            barred
        };
        Sheet { rows: self.rows.iter().map(bar).collect(), cursor: None }.window(window)
    }

    fn row(&self) -> usize {
        0
    }

    fn takes(&self) -> Takes {
        Takes::Nothing
    }

    fn offers(&self) -> Vec<(Edit, &'static str)> {
        Vec::new()
    }

    fn brief(&self) -> String {
        String::new()
    }

    fn place(&self) -> usize {
        0
    }

    fn go_to(&mut self, _: usize) {}
}
