//! One chapter's tree of values → a chapter, and everything that is wrong in it.
//!
//! What is wrong is left out, as little as possible: a value, a question, a page; the rest stays. References are
//! collected here and judged in `references`.

use super::references::{Known, Purpose, Reference, References};
use super::{Audience, Chapter, Condition, Credits, Exercise, LeftOut, Share, fill, prose, syntax};
use crate::author::{Node, Reader, Table, Value};
use crate::journal::Id;
use crate::problem::Problem;
use std::ops::Range;

mod question;

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
    chapter.exercises = exercises;
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
        exercises: Vec::new(),
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

/// A condition that was written, and whether it could be read.
enum When {
    Always,
    If(Condition),
    Broken,
}

impl Loading<'_> {
    fn note(&mut self, code: &'static str, at: Range<usize>, sentence: &str, help: &str) {
        let help = (!help.is_empty()).then(|| help.to_owned());
        let sentence = sentence.to_owned();
        self.problems.push(Problem { code, sentence, file: self.file.to_owned(), at, also: None, help });
    }

    fn exercises(&mut self, body: Option<&Node>) -> Vec<Exercise> {
        let tables = self.tables(body, "exercise");
        if tables.is_empty() {
            self.note(
                "E04",
                0..0,
                "this chapter has no page",
                "write [[exercise]], and below it id, title, text",
            );
        }
        let mut exercises: Vec<Exercise> = Vec::new();
        for (table, at) in tables {
            if let Some(exercise) = self.exercise(table, at) {
                exercises.push(exercise);
            }
        }
        exercises
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

    fn exercise(&mut self, table: &Table, at: Range<usize>) -> Option<Exercise> {
        let mut problems = std::mem::take(&mut self.problems);
        let mut reader = Reader::new(table, at.clone(), self.file, &mut problems);
        let id = name(&mut reader);
        let title = reader.required("title");
        let exercise = Exercise {
            id: Id::new(self.chapter, id.as_deref().unwrap_or_default()),
            title: title.clone().unwrap_or_default(),
            text: reader.text("text").unwrap_or_default(),
            closing: reader.text("closing").unwrap_or_default(),
            audience: audience(&mut reader),
            core: reader.flag("core").unwrap_or(false),
            share: share(&mut reader),
            minutes: minutes(&mut reader),
            distress: reader.integer_in("distress", 0, 3).and_then(|d| u8::try_from(d).ok()).unwrap_or(0),
            repeat: reader.text("repeat").unwrap_or_default(),
            rest: reader.text("rest").unwrap_or_default(),
            when: None,
            care: reader.text("care").unwrap_or_default(),
            why: reader.text("why").unwrap_or_default(),
            origin: reader.text("source").unwrap_or_default(),
            needs: Vec::new(),
            keep: reader.flag("keep").unwrap_or(true),
            questions: Vec::new(),
            at: at.clone(),
        };
        let needs = reader.one_or_more("needs");
        let when = reader.text("when");
        reader.node("ask");
        reader.node("turn");
        let (asks, turns) = (table.get("ask"), table.get("turn").map(|node| node.at.clone()));
        reader.finish(&[
            ("prompt", "a question, below [[exercise.ask]]"),
            ("kind", "a question, below [[exercise.ask]]"),
            ("hint", "a question, below [[exercise.ask]]"),
            ("format", "the first line of the file"),
        ]);
        self.problems = problems;
        if let Some(at) = turns {
            let help = "the rest of the page is there without them; taking turns comes with a later edition";
            self.note("E16", at, "[[exercise.turn]] is not in this edition yet", help);
        }
        let twice = id.as_deref().is_some_and(|id| !self.references.page(id));
        if twice {
            self.twice(table, &at, id.as_deref().unwrap_or_default(), "page");
        }
        let mut exercise = exercise;
        for (field, text) in [("text", &exercise.text), ("care", &exercise.care), ("why", &exercise.why)] {
            self.gaps(table, field, text);
        }
        exercise.needs = self.needs(table, &needs);
        let when = self.when(table, when);
        exercise.questions = self.questions(asks);
        self.gaps(table, "closing", &exercise.closing);
        self.references.page_is_over();
        exercise.when = match when {
            When::Always => None,
            When::If(condition) => Some(condition),
            When::Broken => return None,
        };
        if id.is_none() || title.is_none() || twice {
            return None;
        }
        self.quality(table, &exercise, asks.is_some());
        Some(exercise)
    }

    /// The same id a second time: both places are shown.
    fn twice(&mut self, table: &Table, at: &Range<usize>, id: &str, what: &str) {
        let here = table.get("id").map_or(at.clone(), |node| node.at.clone());
        let first = match what {
            "page" => self.references.page_at(id),
            _ => self.references.known.question_at(id),
        };
        self.note(
            "E08",
            here,
            &format!("the id \"{id}\" belongs to an earlier {what}"),
            "answers are stored under ids, so each needs its own",
        );
        if let (Some(problem), Some(first)) = (self.problems.last_mut(), first) {
            problem.also = Some((first, "first here".to_owned()));
        }
    }

    /// Reads a condition and judges what it looks at.
    fn when(&mut self, table: &Table, text: Option<String>) -> When {
        let Some(text) = text else {
            return if table.get("when").is_some() { When::Broken } else { When::Always };
        };
        let Some(node) = table.get("when") else { return When::Always };
        match Condition::parse(&text, self.chapter) {
            Err(wrong) => {
                let at = inside(self.source, node, &text, wrong.at);
                self.note("E10", at, &wrong.sentence, &wrong.help.unwrap_or_default());
                When::Broken
            }
            Ok((condition, looks)) => {
                let mut sound = true;
                for look in looks {
                    let at = inside(self.source, node, &text, look.at);
                    let with = look.with.map(|(operand, at)| (operand, inside(self.source, node, &text, at)));
                    sound &= self.look(Reference { id: look.id, at, purpose: Purpose::Condition(with) });
                }
                if sound { When::If(condition) } else { When::Broken }
            }
        }
    }

    /// Judges one look at an earlier question.
    fn look(&mut self, reference: Reference) -> bool {
        match self.references.judge(reference) {
            Ok(()) => true,
            Err(fault) => {
                self.problems.push(fault.told(self.file, self.source));
                false
            }
        }
    }

    /// Judges every `{{..}}` of a text that stands under `field`.
    fn gaps(&mut self, table: &Table, field: &str, text: &str) {
        let Some(node) = table.get(field) else { return };
        self.gaps_in(node, text);
    }

    fn gaps_in(&mut self, node: &Node, text: &str) {
        for gap in fill::gaps(text) {
            if fill::PEOPLE.contains(&gap.name) {
                continue;
            }
            let at = inside(self.source, node, text, gap.at);
            if gap.name.is_empty() {
                self.note(
                    "E07",
                    at,
                    "these braces name no question",
                    "write {{id}}, or {{id|words without an answer}}",
                );
                continue;
            }
            let id = super::full(gap.name, self.chapter);
            self.look(Reference { id, at, purpose: Purpose::Words });
        }
    }

    fn needs(&mut self, table: &Table, needs: &[String]) -> Vec<Id> {
        let Some(node) = table.get("needs") else { return Vec::new() };
        let mut sound = Vec::new();
        for (n, need) in needs.iter().enumerate() {
            let id = super::full(need, self.chapter);
            let at = item_at(node, n);
            if self.look(Reference { id: id.clone(), at, purpose: Purpose::Need }) {
                sound.push(id);
            }
        }
        sound
    }

    /// What is allowed and could be better.
    fn quality(&mut self, table: &Table, exercise: &Exercise, asks: bool) {
        let at = table.get("id").map_or(exercise.at.clone(), |node| node.at.clone());
        if exercise.why.trim().is_empty() {
            self.note(
                "W02",
                at.clone(),
                "this page does not say why it is here",
                "add one line: why = \"...\"",
            );
        }
        if exercise.distress >= 2 && exercise.closing.trim().is_empty() {
            let at = table.get("distress").map_or(at.clone(), |node| node.at.clone());
            let help = "add closing = \"\"\"...\"\"\": one thing to see, hear or do now";
            self.note("W01", at, "a page this hard needs an ending that leads back to today", help);
        }
        if exercise.text.trim().is_empty() && !asks {
            self.note(
                "W05",
                at,
                "this page has nothing to read and nothing to answer",
                "add text or [[exercise.ask]]",
            );
        }
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

fn audience(reader: &mut Reader<'_>) -> Audience {
    match reader.one_of("for", &["each", "solo", "partners", "together"]) {
        Some("solo") => Audience::Solo,
        Some("partners") => Audience::Partners,
        Some("together") => Audience::Together,
        Some(_) | None => Audience::Each,
    }
}

fn share(reader: &mut Reader<'_>) -> Share {
    match reader.one_of("share", &["private", "after-both", "open"]) {
        Some("after-both") => Share::AfterBoth,
        Some("open") => Share::Open,
        Some(_) | None => Share::Private,
    }
}

/// Where the n-th text of a field stands that may also be a single text.
fn item_at(node: &Node, n: usize) -> Range<usize> {
    match &node.value {
        Value::List(items) => items.get(n).map_or(node.at.clone(), |item| item.at.clone()),
        Value::Text(_) | Value::Integer(_) | Value::Flag(_) | Value::Other(_) | Value::Table(_) => {
            node.at.clone()
        }
    }
}

/// Where a part of a text stands in the file. Escapes can hide it; then the whole text is the place.
fn inside(source: &str, node: &Node, text: &str, part: Range<usize>) -> Range<usize> {
    let Some(raw) = source.get(node.at.clone()) else { return node.at.clone() };
    let written = text.get(part.clone()).unwrap_or("");
    if written.is_empty() {
        // A place between two letters: the end of a text that broke off.
        let close = raw.len() - raw.trim_end_matches(['"', '\'']).len();
        return match raw.find(text).filter(|_| !text.is_empty()) {
            Some(start) => node.at.start + start + part.start..node.at.start + start + part.start + 1,
            None => node.at.end - close.min(1)..node.at.end,
        };
    }
    let earlier = text.get(..part.start).map_or(0, |before| before.matches(written).count());
    match raw.match_indices(written).nth(earlier) {
        Some((start, _)) => node.at.start + start..node.at.start + start + written.len(),
        None => node.at.clone(),
    }
}
