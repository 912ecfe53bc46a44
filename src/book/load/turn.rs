//! One `[[exercise.turn]]` → a turn, and the question under which it is written down, if it is.

use super::{Loading, name};
use crate::author::{Node, Reader, Table};
use crate::book::{Question, Seat, Turn};
use crate::journal::Id;
use crate::kind::Kind;
use std::ops::Range;

/// Fields that belong to the page. TOML gives them to the turn when they stand below it.
const PAGE_FIELDS: [&str; 8] = ["title", "text", "closing", "for", "distress", "care", "why", "source"];

/// Fields of a question, for the one who writes them here.
const QUESTION_FIELDS: [&str; 3] = ["prompt", "kind", "from"];

/// What is written down in a turn.
#[derive(Clone, Copy)]
enum Note {
    None,
    Line,
    Text,
}

impl Loading<'_> {
    /// All turns of a page, and what is written down in them.
    pub(super) fn turns(&mut self, turns: Option<&Node>) -> (Vec<Turn>, Vec<Question>) {
        let (mut sound, mut notes) = (Vec::new(), Vec::new());
        for (table, at) in self.tables(turns, "exercise.turn") {
            if let Some((turn, note)) = self.turn(table, &at) {
                sound.push(turn);
                notes.extend(note);
            }
        }
        (sound, notes)
    }

    fn turn(&mut self, table: &Table, at: &Range<usize>) -> Option<(Turn, Option<Question>)> {
        let mut problems = std::mem::take(&mut self.problems);
        let mut reader = Reader::new(table, at.clone(), self.file, &mut problems);
        let seat = seat(&mut reader);
        let say = reader.required("say");
        let openers = reader.texts("openers");
        let minutes = reader.integer_in("minutes", 0, 60).and_then(|minutes| u32::try_from(minutes).ok());
        let waiting = reader.text("waiting").unwrap_or_default();
        let swap = reader.flag("swap").unwrap_or(false);
        let private = reader.flag("private").unwrap_or(false);
        let was = reader.one_or_more("was");
        let note = match reader.one_of("note", &["none", "line", "text"]) {
            Some("line") => Note::Line,
            Some("text") => Note::Text,
            Some(_) | None => Note::None,
        };
        // An id may be given before there is anything to store under it.
        let id = match note {
            Note::None if !reader.has("id") => None,
            Note::Line | Note::Text if !reader.has("id") => {
                reader.node("id");
                let at = reader.place("note");
                let sentence = "a turn in which something is written down needs an `id`".to_owned();
                let help = "add a line: id = \"...\"; what is written is stored under it".to_owned();
                reader.note("E04", at, sentence, Some(help));
                None
            }
            Note::None | Note::Line | Note::Text => name(&mut reader),
        };
        let above = "the page, above the first [[exercise.turn]]";
        let ask = "a question, below [[exercise.ask]]; in a turn it is say, note, openers";
        let elsewhere: Vec<(&str, &str)> = PAGE_FIELDS
            .iter()
            .map(|field| (*field, above))
            .chain(QUESTION_FIELDS.iter().map(|field| (*field, ask)))
            .collect();
        reader.finish(&elsewhere);
        self.problems = problems;
        let known = id.as_deref().is_some_and(|id| self.references.known.is_first(id, at));
        if let Some(id) = id.as_deref().filter(|_| !known) {
            self.twice(table, at, id, "question");
        }
        // What is said is kept beside what is written down, and a way to begin becomes a part of it.
        for (field, text) in
            openers.iter().map(|opener| ("openers", opener)).chain(say.iter().map(|s| ("say", s)))
        {
            if let Some(node) = table.get(field) {
                self.gaps_in(node, text, self.answer_goes());
            }
        }
        self.gaps(table, "waiting", &waiting);
        let was = self.was(table, &was);
        let kind = match note {
            Note::None => None,
            Note::Line => Some(Kind::line(openers.clone(), minutes.unwrap_or(0))),
            Note::Text => Some(Kind::text(openers.clone(), minutes.unwrap_or(0))),
        };
        if let (Some(id), true) = (id.as_deref(), known) {
            self.references.question(id, kind.as_ref());
        }
        let (seat, say) = (seat?, say?);
        let id = id.filter(|_| known).map(|id| Id::new(self.chapter, &id));
        let note = match (id, kind) {
            (Some(id), Some(kind)) => Some(Question {
                id,
                prompt: say.clone(),
                hint: String::new(),
                example: String::new(),
                aim: None,
                when: None,
                from: Vec::new(),
                private,
                was,
                into: Vec::new(),
                mood: None,
                kind,
                at: at.clone(),
            }),
            (_, _) => None,
        };
        let minutes = minutes.unwrap_or(0);
        let of = note.as_ref().map(|note| note.id.clone());
        Some((Turn { seat, say, openers, minutes, waiting, note: of, swap }, note))
    }
}

/// Who speaks; it must be said.
fn seat(reader: &mut Reader<'_>) -> Option<Seat> {
    if !reader.has("role") {
        reader.required("role");
        return None;
    }
    match reader.one_of("role", &["sender", "receiver", "both"]) {
        Some("sender") => Some(Seat::Sender),
        Some("receiver") => Some(Seat::Receiver),
        Some("both") => Some(Seat::Both),
        Some(_) | None => None,
    }
}
