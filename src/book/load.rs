//! One chapter's tree of values → a chapter, and everything that is wrong in it.
//!
//! What is wrong is left out, as little as possible: a value, a question, a page; the rest stays. References are
//! collected here and judged in `references`.

use super::references::{Known, References};
use super::{Chapter, Credits, LeftOut, Pages, prose, syntax};
use crate::author::{Node, Reader, Table, Value};
use crate::problem::Problem;
use look::item_at;
use std::ops::Range;

mod look;
mod page;
mod question;
mod turn;

/// The format of chapters that this program reads.
pub const FORMAT: i64 = 1;

/// Pages that a chapter may have, and questions that a page may have.
const WIDTH: usize = 200;

/// Words before the first thing to do, at most.
const OPENING: usize = 120;

/// Fields of `[chapter]`, for the one who writes them elsewhere.
const CHAPTER_FIELDS: [&str; 8] =
    ["title", "summary", "minutes", "care", "after", "author", "license", "revision"];

/// A chapter as far as it could be read, and what it expects of the chapters before it.
pub(super) struct Draft {
    pub(super) chapter: Chapter,
    pub(super) references: References,
    /// The text of the file, in case that a problem turns up later.
    pub(super) source: String,
    /// Where the chapter's id stands.
    pub(super) id_at: Range<usize>,
}

impl Draft {
    /// One more problem, at its place.
    pub(super) fn add(&mut self, problem: Problem) {
        self.chapter.problems.push(problem);
        self.chapter.problems.sort_by_key(|problem| problem.at.start);
        self.source.clone_into(&mut self.chapter.source);
    }
}

/// Reads one chapter by itself: what it expects of other chapters is not judged.
#[must_use]
pub fn chapter(file: &str, source: &str) -> (Option<Chapter>, Vec<Problem>) {
    match draft(file, source) {
        Ok(draft) => {
            let problems = draft.chapter.problems.clone();
            (Some(draft.chapter), problems)
        }
        Err(left_out) => (None, left_out.problems),
    }
}

/// Reads one chapter, ready to be judged together with others.
pub(super) fn draft(file: &str, source: &str) -> Result<Draft, LeftOut> {
    let (table, problems) = syntax::table(file, source);
    let left_out = |problems| LeftOut { file: file.to_owned(), source: source.to_owned(), problems };
    if !problems.is_empty() {
        return Err(left_out(problems));
    }
    from_table(file, source, &table).map_err(left_out)
}

/// Reads a chapter from its tree. `source` is only needed to find places inside of texts.
pub(super) fn from_table(file: &str, source: &str, table: &Table) -> Result<Draft, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut root = Reader::new(table, 0..0, file, &mut problems);
    if !format(&mut root) {
        return Err(problems);
    }
    root.node("chapter");
    root.node("exercise");
    let (head, body) = (table.get("chapter"), table.get("exercise"));
    let elsewhere: Vec<(&str, &str)> =
        CHAPTER_FIELDS.iter().map(|field| (*field, "[chapter], above the first [[exercise]]")).collect();
    root.finish(&elsewhere);
    let Some(mut chapter) = head_of(head, file, &mut problems) else { return Err(problems) };
    let mut references = References::new(&chapter.id, Known::of(body));
    let fields = match head.map(|node| &node.value) {
        Some(Value::Table(fields)) => Some(fields),
        Some(_) | None => None,
    };
    if let Some(node) = fields.and_then(|fields| fields.get("after")) {
        references.after =
            chapter.after.iter().enumerate().map(|(n, id)| (id.clone(), item_at(node, n))).collect();
    }
    let id_at = fields.and_then(|fields| fields.get("id")).map_or(0..0, |node| node.at.clone());
    let mut loading = Loading { file, source, chapter: &chapter.id, problems, references };
    let exercises = loading.exercises(body);
    loading.opening(fields, &chapter.text);
    let Loading { mut problems, references, .. } = loading;
    problems.sort_by_key(|problem| problem.at.start);
    chapter.exercises = exercises.into();
    if !problems.is_empty() {
        source.clone_into(&mut chapter.source);
    }
    chapter.problems = problems;
    Ok(Draft { chapter, references, source: source.to_owned(), id_at })
}

/// Whether the file is in a format that this program reads.
fn format(root: &mut Reader<'_>) -> bool {
    match root.integer("format") {
        Some(FORMAT) => true,
        Some(newer) if newer > FORMAT => {
            let at = root.place("format");
            let sentence =
                format!("this chapter is written in format {newer}, and this program reads format 1");
            root.note("E12", at, sentence, Some("please update the program".to_owned()));
            false
        }
        Some(other) => {
            let at = root.place("format");
            root.note("E06", at, format!("there is no format {other}"), Some("write: format = 1".to_owned()));
            true
        }
        None if root.has("format") => true,
        None => {
            let sentence = "`format` is missing in this file".to_owned();
            root.note("E04", 0..0, sentence, Some("begin the file with: format = 1".to_owned()));
            true
        }
    }
}

/// A chapter without its pages, when nothing is wrong in its `[chapter]` table.
pub(super) fn head(file: &str, node: &Node) -> Option<Chapter> {
    let mut problems = Vec::new();
    head_of(Some(node), file, &mut problems).filter(|_| problems.is_empty())
}

/// The `[chapter]` table; without an id and a title there is no chapter.
fn head_of(node: Option<&Node>, file: &str, problems: &mut Vec<Problem>) -> Option<Chapter> {
    let mut note = |code, at, sentence: &str, help: &str| {
        let (sentence, help) = (sentence.to_owned(), Some(help.to_owned()));
        problems.push(Problem { code, sentence, file: file.to_owned(), at, also: None, help });
    };
    let Some(node) = node else {
        note(
            "E04",
            0..0,
            "`[chapter]` is missing in this file",
            "write [chapter], and below it id, title, summary",
        );
        return None;
    };
    let Value::Table(table) = &node.value else {
        note(
            "E02",
            node.at.clone(),
            "there is one [chapter] in a file",
            "write it with one bracket: [chapter]",
        );
        return None;
    };
    let mut reader = Reader::new(table, node.at.clone(), file, problems);
    let id = name(&mut reader);
    let title = reader.required("title");
    let chapter = Chapter {
        id: id.clone().unwrap_or_default(),
        title: title.clone().unwrap_or_default(),
        summary: reader.text("summary").unwrap_or_default(),
        text: reader.text("text").unwrap_or_default(),
        minutes: minutes(&mut reader),
        after: reader.one_or_more("after"),
        care: reader.text("care").unwrap_or_default(),
        credits: Credits {
            author: reader.text("author").unwrap_or_default(),
            license: reader.text("license").unwrap_or_default(),
            revision: revision(&mut reader),
        },
        exercises: Pages::default(),
        file: file.to_owned(),
        problems: Vec::new(),
        source: String::new(),
    };
    reader.finish(&[("format", "the first line of the file, above [chapter]")]);
    (id.is_some() && title.is_some()).then_some(chapter)
}

/// A revision may be a number or a text.
fn revision(reader: &mut Reader<'_>) -> String {
    match reader.node("revision").map(|node| &node.value) {
        Some(Value::Integer(number)) => number.to_string(),
        Some(_) => reader.text("revision").unwrap_or_default(),
        None => String::new(),
    }
}

fn minutes(reader: &mut Reader<'_>) -> u32 {
    reader.integer_in("minutes", 0, 1000).and_then(|minutes| u32::try_from(minutes).ok()).unwrap_or(0)
}

/// The `id` of a table: there, and of the letters that an id can have.
fn name(reader: &mut Reader<'_>) -> Option<String> {
    let id = reader.required("id")?;
    let sound = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if id.chars().all(sound) && id.len() <= 60 && !id.starts_with('-') {
        return Some(id);
    }
    let better: String = id
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_lowercase() || c.is_ascii_digit() { c } else { '-' })
        .take(60)
        .collect();
    let at = reader.place("id");
    let sentence = "an id is made of a-z, 0-9 and -, at most 60 of them".to_owned();
    let better = better.trim_matches('-');
    let help = (!better.is_empty()).then(|| format!("write for example: id = \"{better}\""));
    reader.note("E14", at, sentence, help);
    None
}

/// What is needed while the pages of one chapter are read, one after the other.
struct Loading<'a> {
    file: &'a str,
    source: &'a str,
    chapter: &'a str,
    problems: Vec<Problem>,
    references: References,
}

impl Loading<'_> {
    fn note(&mut self, code: &'static str, at: Range<usize>, sentence: &str, help: &str) {
        let help = (!help.is_empty()).then(|| help.to_owned());
        let sentence = sentence.to_owned();
        self.problems.push(Problem { code, sentence, file: self.file.to_owned(), at, also: None, help });
    }

    /// The tables of an array of tables.
    fn tables<'t>(&mut self, node: Option<&'t Node>, name: &str) -> Vec<(&'t Table, Range<usize>)> {
        let wrong = match node.map(|node| (&node.value, &node.at)) {
            None => return Vec::new(),
            Some((Value::List(items), at)) => {
                let tables: Vec<_> = items
                    .iter()
                    .filter_map(|item| match &item.value {
                        Value::Table(table) => Some((table, item.at.clone())),
                        Value::Text(_)
                        | Value::Integer(_)
                        | Value::Flag(_)
                        | Value::Other(_)
                        | Value::List(_) => None,
                    })
                    .collect();
                if tables.len() > WIDTH {
                    let sentence = format!("there are more than {WIDTH} [[{name}]] here");
                    self.note("E06", at.clone(), &sentence, "");
                }
                if tables.len() == items.len() {
                    return tables.into_iter().take(WIDTH).collect();
                }
                at
            }
            Some((
                Value::Table(_) | Value::Text(_) | Value::Integer(_) | Value::Flag(_) | Value::Other(_),
                at,
            )) => at,
        };
        let help = format!("write it with two brackets: [[{name}]]");
        self.note("E02", wrong.clone(), "there can be more than one of these", &help);
        Vec::new()
    }

    fn opening(&mut self, fields: Option<&Table>, text: &str) {
        let words = prose::words(text);
        let Some(table) = fields else { return };
        self.gaps(table, "text", text);
        if let Some(node) = table.get("text").filter(|_| words > OPENING) {
            let at = node.at.start..node.at.start + 3.min(node.at.len());
            let sentence = format!("the opening has {words} words before the first thing to do");
            self.note(
                "W04",
                at,
                &sentence,
                &format!("keep it to {OPENING}; the rest can be a page of its own"),
            );
        }
    }
}
