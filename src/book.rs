//! The book: chapters, pages and questions as plain data, immutable once loaded.
//!
//! Loading (`book/load.rs`) never fails as a whole: what is wrong is left out and listed. What a person answered is
//! not in here.

use crate::journal::Id;
use crate::kind::Kind;
use crate::problem::Problem;
use std::ops::Range;

mod assemble;
pub mod condition;
pub mod fill;
pub mod help;
pub mod load;
mod pages;
pub mod portrait;
pub mod prose;
mod references;
mod repeat;
pub mod shipped;
pub mod syntax;

pub use assemble::{Files, book};
use condition::Condition;
pub use help::Help;
pub use load::chapter;
pub use pages::{AskHead, Head, NEXT, Pages};
pub use portrait::Portrait;
pub use repeat::Repeat;

/// Everything there is to read and to answer.
#[derive(Clone, Debug, Default)]
pub struct Book {
    /// In reading order.
    pub chapters: Vec<Chapter>,
    /// Files that were left out, with what is wrong in them, in the order of their names.
    pub left_out: Vec<LeftOut>,
    /// What the portrait gathers from them.
    pub portrait: Portrait,
    /// What is said at the end of a page that turned out heavy, from `help.toml`.
    pub heavy: String,
}

/// A file that could not become a chapter.
#[derive(Clone, Debug)]
pub struct LeftOut {
    /// The name of the file.
    pub file: String,
    /// Its text, to show the place in, or empty when it could not be read.
    pub source: String,
    /// What is wrong, in the order of the file.
    pub problems: Vec<Problem>,
}

/// One chapter: one file.
#[derive(Clone, Debug)]
pub struct Chapter {
    /// Unique over the book, for ever.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it is about, in one sentence.
    pub summary: String,
    /// The opening, as Markdown.
    pub text: String,
    /// How long it takes, in minutes; 0 when the author gave none.
    pub minutes: u32,
    /// Chapters that are best read before; never a lock.
    pub after: Vec<String>,
    /// Words of care before it starts, as Markdown.
    pub care: String,
    /// Who wrote it, under which licence, which revision: as the author wrote them.
    pub credits: Credits,
    /// The pages, in the author's order.
    pub exercises: Pages,
    /// The file it came from.
    pub file: String,
    /// What was wrong in it and was left out.
    pub problems: Vec<Problem>,
    /// The text of the file when something was left out, to show the place in; otherwise empty.
    pub source: String,
}

/// Where a chapter comes from.
#[derive(Clone, Debug, Default)]
pub struct Credits {
    /// Who wrote it.
    pub author: String,
    /// Under which licence.
    pub license: String,
    /// Which revision.
    pub revision: String,
}

/// One page: something to read, and perhaps questions.
#[derive(Clone, Debug)]
pub struct Exercise {
    /// Unique over the book, for ever.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// What to read first, as Markdown.
    pub text: String,
    /// What brings the reader back to today at its end, as Markdown.
    pub closing: String,
    /// Who does it.
    pub audience: Audience,
    /// Whether it is on the short path through the book.
    pub core: bool,
    /// What a partner may ever see of it.
    pub share: Share,
    /// How long it takes, in minutes; 0 when the author gave none.
    pub minutes: u32,
    /// How hard it may be, 0 to 3.
    pub distress: u8,
    /// How often it comes round, where every round is kept.
    pub repeat: Option<Repeat>,
    /// A pause that is suggested afterwards, as the author wrote it, or empty.
    pub rest: String,
    /// When it is there at all.
    pub when: Option<Condition>,
    /// Words of care before it, as Markdown.
    pub care: String,
    /// Why it is here, in one line.
    pub why: String,
    /// `classic idea` or `own`.
    pub origin: String,
    /// Questions or pages that should be answered before this makes sense; told, never a lock.
    pub needs: Vec<Id>,
    /// Whether its words are kept on disk. When not, they are gone with the program.
    pub keep: bool,
    /// The questions, in the author's order, and what is written down in turns. None: a reading.
    pub questions: Vec<Question>,
    /// The turns of a talk, in their order. A page has questions of its own, or turns, never both.
    pub turns: Vec<Turn>,
    /// Where somebody writes a note to the page. It is no question of the author's, and asks for nothing.
    pub note: Question,
    /// Where it begins in its file, in bytes.
    pub at: Range<usize>,
}

/// Who does a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Audience {
    /// Every person alone, on either path.
    #[default]
    Each,
    /// Only on the solo path.
    Solo,
    /// Each partner alone.
    Partners,
    /// Both at one keyboard.
    Together,
}

impl Audience {
    /// As authors write it.
    #[must_use]
    pub fn named(name: &str) -> Option<Audience> {
        match name {
            "each" => Some(Audience::Each),
            "solo" => Some(Audience::Solo),
            "partners" => Some(Audience::Partners),
            "together" => Some(Audience::Together),
            _ => None,
        }
    }
}

/// What a partner may ever see of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Share {
    /// Nothing.
    #[default]
    Private,
    /// Both answers, once both are done.
    AfterBoth,
    /// What its owner shows.
    Open,
}

/// One turn of a talk between two people, or between two chairs.
#[derive(Clone, Debug)]
pub struct Turn {
    /// Who speaks.
    pub seat: Seat,
    /// What to do, with `{{..}}` where earlier answers go.
    pub say: String,
    /// How a sentence may start; `____` stands for what follows.
    pub openers: Vec<String>,
    /// How long it takes, in minutes; 0 when the author gave none.
    pub minutes: u32,
    /// What the other one listens for meanwhile.
    pub waiting: String,
    /// The question of this page under which something is written down in this turn.
    pub note: Option<Id>,
    /// Whether the places are changed behind it, to begin again from the top.
    pub swap: bool,
}

/// Who speaks in a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seat {
    /// Whoever has something to tell.
    Sender,
    /// Whoever listened, and gives it back.
    Receiver,
    /// One after the other.
    Both,
}

/// One question.
#[derive(Clone, Debug)]
pub struct Question {
    /// Unique over the book, for ever.
    pub id: Id,
    /// The question, with `{{..}}` where earlier answers go.
    pub prompt: String,
    /// A hint, shown dim.
    pub hint: String,
    /// An example, shown while nothing is written.
    pub example: String,
    /// A soft goal in words or items; never a lock.
    pub aim: Option<usize>,
    /// When it is there at all.
    pub when: Option<Condition>,
    /// Earlier questions whose lines it builds on.
    pub from: Vec<Id>,
    /// Whether it leaves this computer in an export only when asked for twice.
    pub private: bool,
    /// Former ids: their answers move here.
    pub was: Vec<Id>,
    /// What it feeds, such as `portrait.longing`.
    pub into: Vec<String>,
    /// Whether it asks how the reader is, and when.
    pub mood: Option<Mood>,
    /// How it is asked.
    pub kind: Kind,
    /// Where it begins in its file, in bytes.
    pub at: Range<usize>,
}

/// When a page asks how the reader is, from 0 to 10.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Before the rest of the page.
    Before,
    /// When it is over.
    After,
}

impl Mood {
    /// As authors write it.
    #[must_use]
    pub fn named(name: &str) -> Option<Mood> {
        match name {
            "before" => Some(Mood::Before),
            "after" => Some(Mood::After),
            _ => None,
        }
    }
}

/// How the name of a note ends, behind that of its page. No author can write such a name, so no question ever has it.
const NOTE: &str = "_note";

impl Exercise {
    /// Its questions, and the note to it.
    pub fn all(&self) -> impl Iterator<Item = &Question> {
        self.questions.iter().chain([&self.note])
    }
}

impl Question {
    /// Where a note to a page is written.
    #[must_use]
    pub fn note(page: &Id, title: &str) -> Question {
        Question {
            id: Id::new(page.chapter(), &format!("{}{NOTE}", page.name())),
            prompt: format!("Note to “{title}”"),
            hint: String::new(),
            example: String::new(),
            aim: None,
            when: None,
            from: Vec::new(),
            private: false,
            was: Vec::new(),
            into: Vec::new(),
            mood: None,
            kind: Kind::text(Vec::new(), 0),
            at: 0..0,
        }
    }

    /// The page that an answer is a note to, if it is one.
    #[must_use]
    pub fn noted(id: &Id) -> Option<Id> {
        Some(Id::new(id.chapter(), id.name().strip_suffix(NOTE)?))
    }

    /// Whether it is no question, but a note to a page.
    #[must_use]
    pub fn is_note(&self) -> bool {
        self.id.name().ends_with(NOTE)
    }
}

impl Book {
    /// The page with this id, with its chapter.
    #[must_use]
    pub fn exercise(&self, id: &Id) -> Option<(&Chapter, &Exercise)> {
        let chapter = self.chapters.iter().find(|chapter| chapter.id == id.chapter())?;
        let exercise = chapter.exercises.iter().find(|exercise| exercise.id == *id)?;
        Some((chapter, exercise))
    }

    /// What is known of the page with this id without reading it.
    #[must_use]
    pub fn head(&self, id: &Id) -> Option<&Head> {
        let chapter = self.chapters.iter().find(|chapter| chapter.id == id.chapter())?;
        chapter.exercises.heads().iter().find(|head| head.id == *id)
    }

    /// The question with this id, or the note, with its page.
    #[must_use]
    pub fn question(&self, id: &Id) -> Option<(&Exercise, &Question)> {
        let chapter = self.chapters.iter().find(|chapter| chapter.id == id.chapter())?;
        chapter.exercises.iter().find_map(|exercise| {
            let question = exercise.all().find(|question| question.id == *id)?;
            Some((exercise, question))
        })
    }
}

/// The whole id for a name as an author wrote it: inside a chapter the chapter is understood.
#[must_use]
pub fn full(name: &str, chapter: &str) -> Id {
    Id::parse(name).unwrap_or_else(|| Id::new(chapter, name))
}
