//! How a sentence with gaps looks while it is filled.

use super::Gaps;
use crate::kind::Focus;
use crate::kind::writing::wrapped;
use crate::sheet::{Role, Row};
use crate::text::{self, Seam, width};
use std::ops::Range;

/// Cells before a sentence: the bar and air.
const INDENT: usize = 2;

/// Adds a piece in a role.
fn push(whole: &mut String, pieces: &mut Vec<(Range<usize>, Role)>, text: &str, role: Role) {
    let start = whole.len();
    whole.push_str(text);
    pieces.push((start..whole.len(), role));
}

impl Gaps {
    /// Rows of one ending, and the cursor when it is in it.
    pub(super) fn rows_of(&self, ending: usize, focus: Focus) -> (Vec<Row>, Option<(usize, usize)>) {
        let mut whole = String::new();
        let mut pieces: Vec<(Range<usize>, Role)> = Vec::new();
        let mut cursor = None;
        let gaps = self.endings.get(ending).map_or(&[][..], Vec::as_slice);
        let mut told = 0;
        for (n, part) in self.parts.iter().enumerate() {
            push(&mut whole, &mut pieces, part.get(told..).unwrap_or(""), Role::Prompt);
            told = 0;
            let Some(gap) = gaps.get(n) else { continue };
            let here = focus == Focus::Here && ending == self.ending && n == self.gap;
            if here {
                cursor = Some(whole.len() + gap.position());
            }
            if gap.is_empty() {
                let name = self.names.get(n).map_or("", String::as_str);
                let role = if here { Role::Current } else { Role::Hint };
                push(&mut whole, &mut pieces, &format!("[{}]", name.replace(' ', "\u{a0}")), role);
            } else if focus == Focus::Away {
                // Read, it is one sentence: a stop in the words and one in the stem are one stop.
                let behind = self.parts.get(n + 1).map_or("", String::as_str);
                let seam = Seam::between(gap.as_str().trim(), behind);
                push(&mut whole, &mut pieces, seam.words, Role::Chosen);
                push(&mut whole, &mut pieces, seam.quote, Role::Prompt);
                told = seam.passed;
            } else {
                push(&mut whole, &mut pieces, gap.as_str(), if here { Role::Words } else { Role::Chosen });
                // Room for the cursor behind the last letter.
                if here && gap.position() == gap.as_str().len() {
                    push(&mut whole, &mut pieces, "\u{a0}", Role::Words);
                }
            }
        }
        let cells = self.width.saturating_sub(INDENT + 1).max(1);
        let ranges = text::wrap(&whole, cells);
        let mut rows = Vec::new();
        let mut at = None;
        for (n, range) in ranges.iter().enumerate() {
            let mut row = Row::default();
            for (piece, role) in &pieces {
                let start = piece.start.max(range.start);
                let end = piece.end.min(range.end);
                if start < end {
                    row.push(*role, whole.get(start..end).unwrap_or(""));
                }
            }
            let ends_here =
                cursor.is_some_and(|c| range.contains(&c) || (n + 1 == ranges.len() && c == range.end));
            if ends_here && at.is_none() {
                let before = whole.get(range.start..cursor.unwrap_or(range.start)).unwrap_or("");
                at = Some((n, width(before) + INDENT));
            }
            let bar = match (focus, n) {
                (Focus::Here, _) => Row::of(Role::Focus, "┃"),
                (Focus::Away, _) => Row::of(Role::Frame, "│"),
            };
            let mut full = bar.with(Role::Plain, " ".repeat(INDENT - 1));
            full.append(row);
            rows.push(full);
        }
        (rows, at)
    }

    pub(super) fn all(&self, focus: Focus) -> (Vec<Row>, Option<(usize, usize)>) {
        let mut rows = Vec::new();
        let mut cursor = None;
        for ending in 0..self.endings.len() {
            let (more, at) = self.rows_of(ending, focus);
            if let Some((row, column)) = at {
                cursor = Some((rows.len() + row, column));
            }
            rows.extend(more);
        }
        if self.endings.len() == 1 && self.is_blank(0) && !self.example.is_empty() {
            let cells = self.width.saturating_sub(INDENT);
            let example = wrapped(Role::Hint, &self.example, cells);
            rows.extend(example.into_iter().map(|row| row.indented(INDENT)));
        } else if focus == Focus::Here {
            rows.push(Row::of(Role::Dim, "  +  there is room for another ending"));
        }
        (rows, cursor)
    }
}
