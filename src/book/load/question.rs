//! One `[[exercise.ask]]` → a question.

use super::look::{When, item_at};
use super::{Loading, name};
use crate::author::{Node, Reader, Table, Value};
use crate::book::references::{Goes, Purpose, Reference};
use crate::book::{Mood, Question};
use crate::journal::Id;
use crate::kind::scale::Steps;
use crate::kind::{self, Ask, From, Kind};
use crate::problem::nearest;
use std::ops::Range;

/// Fields that belong to the page. TOML gives them to the question when they stand below it.
const PAGE_FIELDS: [&str; 14] = [
    "title", "text", "closing", "for", "core", "share", "distress", "repeat", "rest", "care", "why",
    "source", "needs", "keep",
];

/// Fields in place of which a prompt can be left out.
const SPEAKS: [&str; 4] = ["stem", "label", "template", "show"];

/// Kinds whose answers have no lines that a later question could build on.
const NO_LINES: [&str; 9] =
    ["scale", "yesno", "date", "tick", "recap", "number", "tracker", "calc", "guided"];

impl Loading<'_> {
    pub(super) fn questions(&mut self, asks: Option<&Node>) -> Vec<Question> {
        let mut questions = Vec::new();
        for (table, at) in self.tables(asks, "exercise.ask") {
            if let Some(question) = self.question(table, &at) {
                questions.push(question);
            }
        }
        questions
    }

    /// Reads one question. It is known to what comes after it even when it must be left out, so that one mistake
    /// is told once.
    fn question(&mut self, table: &Table, at: &Range<usize>) -> Option<Question> {
        let before = self.problems.len();
        let mut problems = std::mem::take(&mut self.problems);
        let mut reader = Reader::new(table, at.clone(), self.file, &mut problems);
        let id = name(&mut reader);
        let speaks = SPEAKS.iter().any(|field| reader.has(field));
        let prompt = if speaks { reader.text("prompt") } else { reader.required("prompt") };
        let hint = reader.text("hint").unwrap_or_default();
        let example = reader.text("example").unwrap_or_default();
        let aim = reader.integer_in("aim", 1, 10_000).and_then(|aim| usize::try_from(aim).ok());
        let when = reader.text("when");
        let from = reader.one_or_more("from");
        let mood = reader.one_of("mood", &["before", "after"]).and_then(Mood::named);
        // How somebody is stays with them, whatever the author wrote.
        let private = reader.flag("private").unwrap_or(false) || mood.is_some();
        let was = reader.one_or_more("was");
        let into = reader.one_or_more("into");
        let kind = read_kind(reader);
        self.problems = problems;
        // A misspelt field may be the very one that is missed.
        let sound_fields = self.problems.len() == before;
        let broken = kind.is_none() && self.problems.len() == before;
        if broken {
            self.note("E04", at.clone(), "this question lacks something that its kind needs", "");
        }
        let known = id.as_deref().is_some_and(|id| self.references.known.is_first(id, at));
        if let Some(id) = id.as_deref().filter(|_| !known) {
            self.twice(table, at, id, "question");
        }
        let when = self.when(table, when);
        let (from, mut sound) = self.from(table, &from, kind.as_ref());
        // A question is kept beside its answer, as it was asked.
        if let (Some(node), Some(prompt)) = (table.get("prompt"), &prompt) {
            self.gaps_in(node, prompt, self.answer_goes());
        }
        for (field, text) in [("hint", &hint), ("example", &example)] {
            self.gaps(table, field, text);
        }
        if let (Some(_), Some(kind)) = (mood, &kind) {
            self.mood(table, kind.ask());
        }
        if let Some(kind) = &kind {
            self.kind_texts(table, kind.ask());
            sound &= self.sources(table, kind.ask());
            self.returns(table, kind.ask());
        }
        let was = self.was(table, &was);
        if let (Some(id), true) = (id.as_deref(), known) {
            self.references.question(id, kind.as_ref());
        }
        let when = match when {
            When::Always => None,
            When::If(condition) => Some(condition),
            When::Broken => return None,
        };
        let (id, kind) = (id?, kind?);
        if !known || !sound || (prompt.is_none() && !speaks) {
            return None;
        }
        if sound_fields && kind.ask().is_open() && hint.trim().is_empty() && example.trim().is_empty() {
            let at = table.get("id").map_or(at.clone(), |node| node.at.clone());
            let help = "add hint = \"...\" or example = \"...\", from somebody else's life";
            self.note("W03", at, "this open question has neither a hint nor an example", help);
        }
        Some(Question {
            id: Id::new(self.chapter, &id),
            prompt: prompt.unwrap_or_default(),
            hint,
            example,
            aim,
            when,
            from,
            private,
            was,
            into,
            mood,
            kind,
            at: at.clone(),
        })
    }

    /// Judges `mood`: two numbers can be compared only when they come from the same scale.
    fn mood(&mut self, table: &Table, ask: &dyn Ask) {
        let is_fit = ask.steps() == Some(Steps { low: 0, high: 10, step: 1 });
        if let Some(node) = table.get("mood").filter(|_| !is_fit) {
            let help = "write kind = \"scale\" and range = [0, 10]; 10 is the hard end";
            self.note("E21", node.at.clone(), "how the reader is needs a scale from 0 to 10", help);
        }
    }

    /// Judges `from`: questions before this one whose answers have lines, and a kind that takes them.
    fn from(&mut self, table: &Table, from: &[String], kind: Option<&Kind>) -> (Vec<Id>, bool) {
        let node = table.get("from");
        let takes = kind.map(|kind| (kind.ask().from(), kind.name()));
        match (takes, node) {
            (Some((From::Nothing, name)), Some(node)) => {
                let sentence = format!("a question of kind \"{name}\" takes nothing from an earlier answer");
                self.note("E15", node.at.clone(), &sentence, "remove `from`, or choose another kind");
                return (Vec::new(), true);
            }
            (Some((From::Needed, name)), None) => {
                let at = table.get("kind").map_or(0..0, |node| node.at.clone());
                let sentence = format!("a question of kind \"{name}\" needs `from`");
                self.note("E15", at, &sentence, "add from = \"id\": the question whose lines it takes");
                return (Vec::new(), false);
            }
            (_, _) => {}
        }
        let Some(node) = node else { return (Vec::new(), true) };
        let mut ids = Vec::new();
        for (n, text) in from.iter().enumerate() {
            let id = crate::book::full(text, self.chapter);
            let at = item_at(node, n);
            let (purpose, goes) = (Purpose::Lines, self.answer_goes());
            if !self.look(Reference { id: id.clone(), at: at.clone(), purpose, goes }) {
                continue;
            }
            if self.has_lines(text, &id, at) {
                ids.push(id);
            }
        }
        let sound = !ids.is_empty() && ids.len() == from.len();
        (ids, sound)
    }

    /// Whether the answer to an earlier question has lines, as far as that is known.
    fn has_lines(&mut self, text: &str, id: &Id, at: Range<usize>) -> bool {
        let Some(kind) = self.references.kind_of(id).filter(|kind| NO_LINES.contains(kind)) else {
            return true;
        };
        let sentence = format!("\"{text}\" is a question of kind \"{kind}\", and its answer has no lines");
        self.note("E15", at, &sentence, "name a list, a choice, a table or a text");
        false
    }

    /// Judges the questions whose lines a kind takes through fields of its own.
    fn sources(&mut self, table: &Table, ask: &dyn Ask) -> bool {
        let mut sound = true;
        for (field, text) in ask.sources() {
            let Some(node) = table.get(field) else { continue };
            let (id, at) = (crate::book::full(text, self.chapter), node.at.clone());
            let (purpose, goes) = (Purpose::Lines, self.answer_goes());
            sound &= self.look(Reference { id: id.clone(), at: at.clone(), purpose, goes })
                && self.has_lines(text, &id, at);
        }
        sound
    }

    /// Judges the question with the day on which words come back: a `date` of this chapter, before this one.
    fn returns(&mut self, table: &Table, ask: &dyn Ask) {
        let (Some(text), Some(node)) = (ask.returns(), table.get("returns")) else { return };
        let (id, at) = (crate::book::full(text, self.chapter), node.at.clone());
        let reference =
            Reference { id: id.clone(), at: at.clone(), purpose: Purpose::Words, goes: Goes::ToScreen };
        if !self.look(reference) {
            return;
        }
        if id.chapter() != self.chapter {
            let sentence =
                format!("\"{text}\" is in another chapter, and words come back on a date of their own");
            self.note("E15", at, &sentence, "ask for the date in this chapter");
            return;
        }
        if let Some(kind) = self.references.kind_of(&id).filter(|kind| *kind != "date") {
            let sentence =
                format!("\"{text}\" is a question of kind \"{kind}\", and words come back on a date");
            self.note("E15", at, &sentence, "name a question of kind \"date\"");
        }
    }

    /// Judges `{{..}}` in a kind's own texts, and the questions that it shows.
    fn kind_texts(&mut self, table: &Table, ask: &dyn Ask) {
        for text in ask.texts() {
            if crate::book::fill::gaps(text).is_empty() {
                continue;
            }
            let found = table.entries.iter().find_map(|(field, _, node)| Some((field, holding(node, text)?)));
            if let Some((field, node)) = found {
                let goes = if field == "template" { self.answer_goes() } else { Goes::ToScreen };
                self.gaps_in(node, text, goes);
            }
        }
        let Some(node) = table.get("show") else { return };
        for (n, text) in ask.shows().iter().enumerate() {
            let id = crate::book::full(text, self.chapter);
            let purpose = ask.counts_with().map_or(Purpose::Words, Purpose::Numbers);
            self.look(Reference { id, at: item_at(node, n), purpose, goes: Goes::ToScreen });
        }
        if ask.counts_with() == Some(kind::calc::MEAN) {
            self.one_range(node, ask);
        }
    }

    /// A mean of numbers from different ranges says nothing.
    fn one_range(&mut self, node: &Node, ask: &dyn Ask) {
        let known = ask.shows().iter().enumerate().filter_map(|(n, text)| {
            let id = crate::book::full(text, self.chapter);
            Some((n, text, self.references.steps_of(&id)?))
        });
        let known: Vec<(usize, &String, Steps)> = known.collect();
        let Some((_, first, range)) = known.first() else { return };
        let other = known.iter().find(|(_, _, steps)| (steps.low, steps.high) != (range.low, range.high));
        if let Some((n, text, steps)) = other {
            let sentence = format!(
                "\"{first}\" goes from {} to {} and \"{text}\" from {} to {}: they have no mean",
                range.low, range.high, steps.low, steps.high
            );
            self.note("E06", item_at(node, *n), &sentence, "show those that have the same range");
        }
    }

    /// Former ids: nothing else may still be called like this.
    pub(super) fn was(&mut self, table: &Table, was: &[String]) -> Vec<Id> {
        let Some(node) = table.get("was") else { return Vec::new() };
        let mut sound = Vec::new();
        for (n, text) in was.iter().enumerate() {
            let id = crate::book::full(text, self.chapter);
            let at = item_at(node, n);
            match self.references.former(&id) {
                Ok(()) => sound.push(id),
                Err(sentence) => {
                    self.note("E17", at, &sentence, "a former id belongs to one question, and to no other")
                }
            }
        }
        sound
    }
}

/// Reads the kind and its own fields, and notes what nobody asked for.
fn read_kind(mut reader: Reader<'_>) -> Option<Kind> {
    let name = reader.required("kind")?;
    if !kind::NAMES.contains(&name.as_str()) {
        let at = reader.place("kind");
        let help = match nearest(&name, kind::NAMES.iter().copied()) {
            Some(known) => format!("did you mean \"{known}\"?"),
            None => format!("the kinds are: {}", kind::NAMES.join(", ")),
        };
        reader.note("E13", at, format!("there is no kind \"{name}\""), Some(help));
        return None;
    }
    let kind = Kind::read(&name, &mut reader)?;
    let above = "the page, above the first [[exercise.ask]]";
    let elsewhere: Vec<(&str, &str)> = PAGE_FIELDS.iter().map(|field| (*field, above)).collect();
    reader.finish(&elsewhere);
    Some(kind)
}

/// The value inside of a value that is this text.
fn holding<'n>(node: &'n Node, text: &str) -> Option<&'n Node> {
    match &node.value {
        Value::Text(value) => (value.contains(text) || text.contains(value.trim())).then_some(node),
        Value::List(items) => items.iter().find_map(|item| holding(item, text)),
        Value::Table(table) => table.entries.iter().find_map(|(_, _, node)| holding(node, text)),
        Value::Integer(_) | Value::Flag(_) | Value::Other(_) => None,
    }
}
