//! Answers and texts of the book as lines of plain words, to look through and to show.

use crate::answer::Answer;
use crate::book::{Question, prose};
use crate::journal::Said;
use crate::kind::Told;
use crate::session::plainly;
use std::borrow::Cow;

pub(super) fn answer_of(said: &Said) -> Option<&Answer> {
    match said {
        Said::Answer(answer) => Some(answer),
        Said::Skipped | Said::Nothing => None,
    }
}

/// The words of a text that somebody wrote freely: what is stored is what is shown.
pub(super) fn free_words<'a>(question: &Question, answer: &'a Answer) -> Option<&'a str> {
    match answer {
        Answer::Text(words) if question.kind.ask().is_open() => Some(words),
        Answer::Text(_) | Answer::Number(_) | Answer::List(_) | Answer::Fields(_) | Answer::Rows(_) => None,
    }
}

/// An answer without its question, line by line.
pub(super) fn plain(answer: &Answer) -> Cow<'_, str> {
    match answer {
        Answer::Text(words) => Cow::Borrowed(words),
        Answer::Number(_) | Answer::List(_) | Answer::Fields(_) | Answer::Rows(_) => {
            let mut lines = Vec::new();
            spell(&plainly(answer), &mut lines);
            Cow::Owned(lines.join("\n"))
        }
    }
}

/// The lines of something told: only what was chosen, of what could be ticked.
pub(super) fn spell(told: &Told, lines: &mut Vec<String>) {
    match told {
        Told::Words(words) | Told::Value(words) => lines.push(words.clone()),
        Told::Lines(some) => lines.extend(some.iter().cloned()),
        Told::Ranked { first, rest } => lines.extend(first.iter().chain(rest).cloned()),
        Told::Ticked(options) => {
            lines.extend(options.iter().filter(|(chosen, _)| *chosen).map(|(_, option)| option.clone()));
        }
        Told::Table { rows, .. } => lines.extend(rows.iter().map(|row| {
            let cells: Vec<&str> =
                row.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
            cells.join("; ")
        })),
        Told::Parts(parts) => parts.iter().for_each(|(_, told)| spell(told, lines)),
    }
}

/// Markdown as plain words, one line for each paragraph.
pub(super) fn paragraphs(markdown: &str) -> String {
    let blocks = prose::blocks(markdown, prose::MEASURE, &str::to_owned);
    let lines = blocks.iter().map(|block| {
        let rows: Vec<String> = block.rows.iter().map(|row| row.words().trim().to_owned()).collect();
        rows.join(" ")
    });
    lines.collect::<Vec<_>>().join("\n")
}
