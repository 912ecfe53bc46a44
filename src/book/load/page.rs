//! One `[[exercise]]` → a page.

use super::{Loading, look::When, minutes, name};
use crate::author::{Node, Reader, Table};
use crate::book::{Audience, Exercise, Mood, Question, Repeat, Share};
use crate::journal::Id;
use std::ops::Range;

impl Loading<'_> {
    /// All pages, in the author's order.
    pub(super) fn exercises(&mut self, body: Option<&Node>) -> Vec<Exercise> {
        let tables = self.tables(body, "exercise");
        if body.is_none() {
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

    fn exercise(&mut self, table: &Table, at: Range<usize>) -> Option<Exercise> {
        let before = self.problems.len();
        let mut problems = std::mem::take(&mut self.problems);
        let mut reader = Reader::new(table, at.clone(), self.file, &mut problems);
        let id = name(&mut reader);
        let title = reader.required("title");
        let whole = Id::new(self.chapter, id.as_deref().unwrap_or_default());
        let exercise = Exercise {
            note: Question::note(&whole, title.as_deref().unwrap_or_default()),
            id: whole,
            title: title.clone().unwrap_or_default(),
            text: reader.text("text").unwrap_or_default(),
            closing: reader.text("closing").unwrap_or_default(),
            audience: audience(&mut reader),
            core: reader.flag("core").unwrap_or(false),
            share: share(&mut reader),
            minutes: minutes(&mut reader),
            distress: reader.integer_in("distress", 0, 3).and_then(|d| u8::try_from(d).ok()).unwrap_or(0),
            repeat: Repeat::read(&mut reader),
            rest: reader.text("rest").unwrap_or_default(),
            when: None,
            care: reader.text("care").unwrap_or_default(),
            why: reader.text("why").unwrap_or_default(),
            origin: reader.text("source").unwrap_or_default(),
            needs: Vec::new(),
            keep: reader.flag("keep").unwrap_or(true),
            questions: Vec::new(),
            turns: Vec::new(),
            at: at.clone(),
        };
        let needs = reader.one_or_more("needs");
        let when = reader.text("when");
        reader.node("ask");
        reader.node("turn");
        let (asks, turns) = (table.get("ask"), table.get("turn"));
        reader.finish(&[
            ("prompt", "a question, below [[exercise.ask]]"),
            ("kind", "a question, below [[exercise.ask]]"),
            ("hint", "a question, below [[exercise.ask]]"),
            ("role", "a turn, below [[exercise.turn]]"),
            ("say", "a turn, below [[exercise.turn]]"),
            ("format", "the first line of the file"),
        ]);
        self.problems = problems;
        // A misspelt field may be the very one that is missed.
        let sound = self.problems.len() == before;
        self.references.keep = exercise.keep;
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
        match (asks, turns) {
            (Some(_), Some(turns)) => {
                let help = "keep the questions here, and give the turns a page of their own";
                self.note("E20", turns.at.clone(), "this page has questions, and turns as well", help);
            }
            (None, Some(_)) => (exercise.turns, exercise.questions) = self.turns(turns),
            (_, None) => {}
        }
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
        if sound {
            self.quality(table, &exercise, asks.is_some() || turns.is_some());
        }
        Some(exercise)
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
        let asks_mood = |mood| exercise.questions.iter().any(|question| question.mood == Some(mood));
        let asks_both = asks_mood(Mood::Before) && asks_mood(Mood::After);
        if exercise.distress == 3 && exercise.turns.is_empty() && !asks_both {
            let at = table.get("distress").map_or(at.clone(), |node| node.at.clone());
            let help = "add a scale with mood = \"before\" at its beginning, and one with mood = \"after\" at its end";
            self.note("W07", at, "a page this heavy asks how the reader is, before and after", help);
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
}

fn audience(reader: &mut Reader<'_>) -> Audience {
    let named = reader.one_of("for", &["each", "solo", "partners", "together"]);
    named.and_then(Audience::named).unwrap_or_default()
}

fn share(reader: &mut Reader<'_>) -> Share {
    match reader.one_of("share", &["private", "after-both", "open"]) {
        Some("after-both") => Share::AfterBoth,
        Some("open") => Share::Open,
        Some(_) | None => Share::Private,
    }
}
