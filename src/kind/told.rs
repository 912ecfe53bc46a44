//! An answer told again, as rows: in a recap, in the steady-me kit, on a plain page.
//!
//! Not a kind: what every kind's `told` looks like on a page.

use super::Told;
use super::writing::wrapped;
use crate::sheet::{Role, Row};

/// The rows of something told, in some cells.
#[must_use]
pub fn rows(told: &Told, cells: usize) -> Vec<Row> {
    let lines = |text: &str, first: &str, then: &str| -> Vec<Row> {
        let words = wrapped(Role::Quote, text, cells.saturating_sub(first.chars().count()));
        let mark = |n: usize| if n == 0 { first } else { then };
        words
            .into_iter()
            .enumerate()
            .map(|(n, row)| {
                let mut marked = Row::of(Role::Dim, mark(n));
                marked.append(row);
                marked
            })
            .collect()
    };
    match told {
        Told::Words(words) => lines(words.trim_end(), "", ""),
        Told::Value(value) => lines(value, "", ""),
        Told::Lines(items) => items.iter().flat_map(|item| lines(item, "· ", "  ")).collect(),
        Told::Ranked { first, rest } => {
            let numbered = first.iter().enumerate().flat_map(|(n, item)| {
                let number = format!("{}. ", n + 1);
                lines(item, &number, &" ".repeat(number.len()))
            });
            numbered.chain(rest.iter().flat_map(|item| lines(item, "·  ", "   "))).collect()
        }
        Told::Ticked(options) => {
            let chosen = options.iter().filter(|(chosen, _)| *chosen);
            chosen.flat_map(|(_, option)| lines(option, "· ", "  ")).collect()
        }
        Told::Table { head, rows } => {
            let mut all = Vec::new();
            for row in rows {
                let mut cells = row.iter().zip(head).filter(|(cell, _)| !cell.is_empty());
                let Some((first, _)) = cells.next() else { continue };
                all.extend(lines(first, "· ", "  "));
                for (cell, head) in cells {
                    let labelled = if head.is_empty() { cell.clone() } else { format!("{head}: {cell}") };
                    all.extend(lines(&labelled, "    ", "    "));
                }
            }
            all
        }
        Told::Parts(parts) => parts
            .iter()
            .flat_map(|(label, told)| {
                let heading = if label.is_empty() { Vec::new() } else { wrapped(Role::Dim, label, cells) };
                heading
                    .into_iter()
                    .chain(self::rows(told, cells.saturating_sub(2)).into_iter().map(|row| row.indented(2)))
            })
            .collect(),
    }
}
