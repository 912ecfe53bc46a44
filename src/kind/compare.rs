//! `compare`: two earlier lists side by side; for each line on the right, which lines on the left it is like.
//!
//! Stored as rows of `right`, `left` and `alike`. That a line is like none is as good an answer as any. Nothing here judges
//! what is alike: lines with the same words are put next to each other as a question.

use super::{Ask, Asked, Earlier, Form, Told};
use crate::answer::{Answer, Cell, Row as Fields};
use crate::author::{Choice, Reader};
use board::{Board, Side};

mod board;

/// Two earlier questions.
#[derive(Clone, Debug)]
pub struct Compare {
    left: String,
    right: String,
}

impl Compare {
    /// Reads `left` and `right`.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Compare> {
        let (left, right) = (reader.required("left"), reader.required("right"));
        let (left, right) = (left?, right?);
        if left == right {
            let at = reader.place("right");
            let help = "name another question, or use `mark` to choose among the lines of one".to_owned();
            let sentence = "`left` and `right` are the same question".to_owned();
            reader.note("E06", at, sentence, Some(help));
            return None;
        }
        Some(Compare { left, right })
    }
}

/// What was said of one line on the right.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Said {
    /// Nothing so far.
    Nothing,
    /// It is like none on the left.
    Unlike,
    /// It is like these, by their ids; at least one.
    Like(Vec<String>),
}

const RIGHT: &str = "right";
const LEFT: &str = "left";
const ALIKE: &str = "alike";

/// Between a line and those that it is like. A likeness that somebody sees proves nothing.
const MAY_BE: &str = "may be like";
/// Behind a line that is like none.
const IS_NOT: &str = "like none of them";

/// The rows of an answer.
fn rows(answer: Option<&Answer>) -> &[Fields] {
    match answer {
        Some(Answer::Rows(rows)) => rows,
        Some(Answer::Number(_) | Answer::Text(_) | Answer::List(_) | Answer::Fields(_)) | None => &[],
    }
}

/// The words in a field of a row; nothing when it is not there.
fn field<'a>(row: &'a Fields, name: &str) -> &'a str {
    match row.iter().find(|(id, _)| id == name) {
        Some((_, Cell::Text(words))) => words,
        Some((_, Cell::Number(_))) | None => "",
    }
}

/// What some rows say of a line on the right.
fn said(rows: &[Fields], right: &str) -> Said {
    let about = || rows.iter().filter(|row| field(row, RIGHT) == right);
    let like: Vec<String> = about()
        .filter(|row| field(row, ALIKE) == "yes" && !field(row, LEFT).is_empty())
        .map(|row| field(row, LEFT).to_owned())
        .collect();
    match (like.is_empty(), about().any(|row| field(row, ALIKE) == "no")) {
        (false, _) => Said::Like(like),
        (true, true) => Said::Unlike,
        (true, false) => Said::Nothing,
    }
}

/// What was said of a line, as rows.
fn stored(right: &str, said: &Said) -> Vec<Fields> {
    let cell = |name: &str, words: &str| (name.to_owned(), Cell::Text(words.to_owned()));
    match said {
        Said::Nothing => Vec::new(),
        Said::Unlike => vec![vec![cell(RIGHT, right), cell(ALIKE, "no")]],
        Said::Like(left) => {
            left.iter().map(|left| vec![cell(RIGHT, right), cell(LEFT, left), cell(ALIKE, "yes")]).collect()
        }
    }
}

/// The text of a line; one that is gone is its own text.
fn text(lines: &[Choice], id: &str) -> String {
    lines.iter().find(|line| line.id == id).map_or(id, |line| line.text.as_str()).to_owned()
}

/// The lines of an earlier question, each once.
fn lines_of(earlier: Option<Earlier>) -> Vec<Choice> {
    let mut lines: Vec<Choice> = Vec::new();
    for line in earlier.map(|earlier| earlier.lines).unwrap_or_default() {
        if !lines.iter().any(|known| known.id == line.id) {
            lines.push(line);
        }
    }
    lines
}

/// Every line on the right that something was said of, once, in the order in which it is stored.
fn answered(answer: &Answer) -> Vec<&str> {
    let mut ids: Vec<&str> = Vec::new();
    for id in rows(Some(answer)).iter().map(|row| field(row, RIGHT)) {
        if !id.is_empty() && !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

impl Ask for Compare {
    fn form(&self, asked: &Asked<'_>, answer: Option<&Answer>) -> Box<dyn Form> {
        let side = |name: &str| {
            let earlier = (asked.earlier)(name);
            let (label, place) = earlier
                .as_ref()
                .map(|earlier| (earlier.prompt.clone(), earlier.place.clone()))
                .unwrap_or_default();
            Side { label, place, lines: lines_of(earlier) }
        };
        Box::new(Board::new(side(&self.left), side(&self.right), rows(answer)))
    }

    fn told(&self, asked: &Asked<'_>, answer: &Answer) -> Told {
        let (left, right) = (lines_of((asked.earlier)(&self.left)), lines_of((asked.earlier)(&self.right)));
        let (mut alike, mut unlike) = (Vec::new(), Vec::new());
        for id in answered(answer) {
            match said(rows(Some(answer)), id) {
                Said::Like(ids) => {
                    let words: Vec<String> = ids.iter().map(|id| text(&left, id)).collect();
                    alike.push(vec![text(&right, id), words.join("; ")]);
                }
                Said::Unlike => unlike.push(vec![text(&right, id), "none of them".to_owned()]),
                Said::Nothing => {}
            }
        }
        alike.append(&mut unlike);
        Told::Table { head: vec![String::new(), MAY_BE.to_owned()], rows: alike }
    }

    fn lines(&self, asked: &Asked<'_>, answer: &Answer) -> Vec<Choice> {
        let right = lines_of((asked.earlier)(&self.right));
        let alike = |id: &&str| matches!(said(rows(Some(answer)), id), Said::Like(_));
        let ids = answered(answer).into_iter().filter(alike);
        ids.map(|id| Choice { id: id.to_owned(), text: text(&right, id) }).collect()
    }

    fn phrases(&self, asked: &Asked<'_>, answer: &Answer) -> Vec<String> {
        let (left, right) = (lines_of((asked.earlier)(&self.left)), lines_of((asked.earlier)(&self.right)));
        let (mut alike, mut unlike) = (Vec::new(), Vec::new());
        for id in answered(answer) {
            let line = text(&right, id);
            match said(rows(Some(answer)), id) {
                Said::Like(ids) => {
                    let words: Vec<String> = ids.iter().map(|id| text(&left, id)).collect();
                    alike.push(format!("{line}: {MAY_BE} {}", words.join("; ")));
                }
                Said::Unlike => unlike.push(format!("{line}: {IS_NOT}")),
                Said::Nothing => {}
            }
        }
        alike.append(&mut unlike);
        alike
    }

    fn fits(&self, answer: &Answer) -> bool {
        matches!(answer, Answer::Rows(_))
    }

    fn sources(&self) -> Vec<(&'static str, &str)> {
        vec![("left", &self.left), ("right", &self.right)]
    }
}

#[cfg(test)]
mod tests;
