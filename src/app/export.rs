//! Taking words along: what goes into the file, what stays out, every line of it, and its name.

use super::action::Step;
use super::message::paragraph;
use super::{Action, Edit, Mode, bars::MEASURE};
use crate::export::{Document, Folders, For, file_name, markdown, shown};
use crate::session::{Scope, Session};
use crate::sheet::{Role, Row, Sheet};
use crate::text::{self, Clip, Motion, Text};
use std::path::Path;

/// The choices of an export, and what it would write.
pub(super) struct Dialog {
    chapter: Option<String>,
    whole: bool,
    whom: For,
    path: Text,
    /// The name that it has of itself.
    name: String,
    folders: Folders,
    /// Why the file was not written.
    trouble: Option<String>,
    /// The name was typed by the person and no longer follows the choices.
    own_path: bool,
    markdown: String,
    /// What does not go along, and why.
    left_out: Vec<String>,
    at: At,
    top: usize,
    height: usize,
}

/// What has the focus.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    What,
    For,
    File,
    Lines,
    Write,
}

const ONLY_FOR_TWO: &str = "Whatever is not on a page for two, and everything private.";
const NO_NAME: &str = "The file has no name yet. Type one here.";

/// What follows from an action.
pub(super) enum Outcome {
    Stay,
    Close,
    /// Write these words to this file.
    Write {
        path: String,
        name: String,
        markdown: String,
    },
}

impl Dialog {
    pub(super) fn new(session: &Session, chapter: Option<String>, folders: Folders) -> Dialog {
        let mut dialog = Dialog {
            chapter,
            whole: true,
            whom: For::Me,
            path: Text::line(""),
            name: String::new(),
            folders,
            trouble: None,
            own_path: false,
            markdown: String::new(),
            left_out: Vec::new(),
            at: At::What,
            top: 0,
            height: 10,
        };
        dialog.refresh(session);
        dialog
    }

    pub(super) fn sized(mut self, columns: usize, rows: usize) -> Dialog {
        self.resize(columns, rows);
        self
    }

    pub(super) fn resize(&mut self, _columns: usize, rows: usize) {
        self.height = rows;
    }

    /// What it would write.
    pub(super) fn scope(&self) -> Scope {
        let chapters = match (&self.chapter, self.whole) {
            (Some(chapter), false) => vec![chapter.clone()],
            (Some(_) | None, _) => Vec::new(),
        };
        Scope { chapters, whom: self.whom, ..Scope::default() }
    }

    fn refresh(&mut self, session: &Session) {
        let document = session.document(&self.scope());
        self.left_out = left_out(&document);
        self.markdown = markdown(&document);
        self.name = file_name(&document);
        if !self.own_path {
            self.path = Text::line(&self.name);
        }
        self.top = 0;
    }

    /// The file was not written: the person can choose another name or folder.
    pub(super) fn failed(&mut self, why: String) {
        self.trouble = Some(why);
        self.at = At::File;
    }

    /// The whole path of the file as it will be; nothing while it has no name.
    fn goal(&self) -> Option<String> {
        let path = self.folders.file(Path::new(self.path.as_str()), &self.name)?;
        Some(shown(&path, self.folders.home.as_deref()))
    }

    pub(super) fn mode(&self) -> Mode {
        match self.at {
            At::File => Mode::Line,
            At::What | At::For | At::Lines | At::Write => Mode::Box,
        }
    }

    pub(super) fn act(&mut self, action: &Action, session: &Session, clip: &mut Clip) -> Outcome {
        match (action.step(), self.at) {
            (Some(Step::Back), _) => return Outcome::Close,
            (Some(Step::Enter), At::Write) => return self.write(),
            (Some(Step::Up), At::Lines) if self.top > 0 => self.top -= 1,
            (Some(Step::Down), At::Lines) => self.scroll(1),
            (Some(Step::PageUp), _) => self.top = self.top.saturating_sub(self.room()),
            (Some(Step::PageDown), _) => self.scroll(self.room()),
            (Some(Step::Next | Step::Down | Step::Enter), _) => self.at = self.at.next(),
            (Some(Step::Previous | Step::Up), _) => self.at = self.at.previous(),
            (Some(Step::Top | Step::Bottom | Step::In | Step::Out), _) => {}
            (None, At::File) => self.name_it(action, clip),
            (None, At::What | At::For | At::Lines | At::Write) => {
                if matches!(action, Action::Fold | Action::Edit(Edit::Toggle)) {
                    self.choose(session);
                }
            }
        }
        Outcome::Stay
    }

    /// Writes the file, when it has a name.
    fn write(&mut self) -> Outcome {
        if self.goal().is_none() {
            self.failed(NO_NAME.to_owned());
            return Outcome::Stay;
        }
        self.trouble = None;
        let (path, name) = (self.path.as_str().to_owned(), self.name.clone());
        Outcome::Write { path, name, markdown: self.markdown.clone() }
    }

    /// Makes another choice where the focus is.
    fn choose(&mut self, session: &Session) {
        match self.at {
            At::What if self.chapter.is_some() => self.whole = !self.whole,
            At::For => {
                self.whom = match self.whom {
                    For::Me => For::Therapist,
                    For::Therapist => For::Partner,
                    For::Partner => For::Me,
                };
            }
            At::What | At::File | At::Lines | At::Write => return,
        }
        self.refresh(session);
    }

    /// For the field with the name of the file.
    fn name_it(&mut self, action: &Action, clip: &mut Clip) {
        let Action::Edit(edit) = action else { return };
        if *edit == Edit::Confirm {
            self.at = self.at.next();
            return;
        }
        let Edit::Write(edit) = edit else { return };
        if *edit == text::Edit::Move(Motion::Down) {
            self.at = self.at.next();
        } else if *edit == text::Edit::Move(Motion::Up) {
            self.at = self.at.previous();
        } else {
            let is_new = self.path.edit(edit.clone(), clip) == text::Change::Changed;
            self.own_path |= is_new;
            self.trouble = self.trouble.take().filter(|_| !is_new);
        }
    }

    fn scroll(&mut self, by: usize) {
        let last = self.markdown.lines().count().saturating_sub(self.room());
        self.top = (self.top + by).min(last);
    }

    /// Rows for the preview.
    fn room(&self) -> usize {
        self.height.saturating_sub(HEAD + 2).max(1)
    }

    pub(super) fn offers(&self) -> Vec<(Action, &'static str)> {
        let first = match self.at {
            At::What if self.chapter.is_some() => vec![(Action::Edit(Edit::Toggle), "change")],
            At::For => vec![(Action::Edit(Edit::Toggle), "change")],
            At::What => Vec::new(),
            At::File => vec![(Action::Edit(Edit::Confirm), "next")],
            At::Lines => vec![(Action::Down, "down"), (Action::Up, "up")],
            At::Write => vec![(Action::Enter, "write the file")],
        };
        let rest = [(Action::Next, "next"), (Action::PageDown, "look further"), (Action::Back, "cancel")];
        first.into_iter().chain(rest).collect()
    }

    pub(super) fn sentence(&self) -> Row {
        Row::of(Role::Dim, "An export is an ordinary readable file: whoever has it can read it.")
    }

    pub(super) fn sheet(&self, width: usize, height: usize) -> Sheet {
        let cells = width.saturating_sub(2).min(MEASURE + 4);
        let margin = width.saturating_sub(cells) / 2;
        let mark = |at: At| {
            let here = at == self.at;
            Row::of(if here { Role::Focus } else { Role::Plain }, if here { "> " } else { "  " })
        };
        let dot = |on: bool| if on { "(•) " } else { "( ) " };
        let mut what = mark(At::What).with(Role::Dim, "What   ");
        what.push(
            if self.whole { Role::Chosen } else { Role::Plain },
            format!("{}everything", dot(self.whole)),
        );
        if self.chapter.is_some() {
            let role = if self.whole { Role::Plain } else { Role::Chosen };
            what.push(role, format!("   {}this chapter", dot(!self.whole)));
        }
        let lines = self.markdown.lines().count();
        let words = self.markdown.split_whitespace().count();
        let file = mark(At::File).with(Role::Dim, "File   ").with(Role::Words, self.path.as_str());
        let mut whom = mark(At::For).with(Role::Dim, "For    ");
        let all = [(For::Me, "me"), (For::Therapist, "my therapist"), (For::Partner, "my partner")];
        // Where there is no room for all of them, the one that is chosen is enough.
        let is_narrow = cells < 52;
        for (one, name) in all.into_iter().filter(|(one, _)| !is_narrow || *one == self.whom) {
            let role = if one == self.whom { Role::Chosen } else { Role::Plain };
            whom.push(role, format!("{}{name}   ", dot(one == self.whom)));
        }
        if is_narrow {
            let n = all.iter().position(|(one, _)| *one == self.whom).unwrap_or_default() + 1;
            whom.push(Role::Dim, format!("({n} of {})", all.len()));
        }
        let below = |role: Role, words: &str| paragraph(role, words, cells.saturating_sub(LABEL));
        let mut rows = vec![Row::default(), what, whom];
        for (n, line) in self.left_out.iter().flat_map(|words| below(Role::Dim, words)).enumerate() {
            let mut row = Row::of(Role::Dim, if n == 0 { "  Stays  " } else { "         " });
            row.append(line);
            rows.push(row);
        }
        let file_row = rows.len();
        rows.push(file);
        let goal = self.goal().map_or_else(Vec::new, |goal| below(Role::Dim, &goal));
        for (n, line) in goal.into_iter().enumerate() {
            let mut row = Row::of(Role::Dim, if n == 0 { "  Where  " } else { "         " });
            row.append(line);
            rows.push(row);
        }
        let trouble = self.trouble.iter().flat_map(|why| below(Role::Warning, why));
        rows.extend(trouble.map(|row| row.indented(LABEL)));
        let preview = rows.len();
        rows.push(
            mark(At::Lines).with(Role::Dim, format!("Every line of it ({lines} lines, {words} words):")),
        );
        let room = height.saturating_sub(rows.len() + 2);
        for line in self.markdown.lines().skip(self.top).take(room) {
            rows.push(Row::of(Role::Frame, "  │ ").with(Role::Words, line.replace('\t', "    ")));
        }
        rows.resize(rows.len().max(height.saturating_sub(2)), Row::default());
        let role = if self.at == At::Write { Role::Current } else { Role::Plain };
        rows.push(mark(At::Write).with(role, "[ Write this file ]"));
        let before = self.path.as_str().get(..self.path.position()).unwrap_or("");
        let cursor = match self.at {
            At::What => (1, 2),
            At::For => (2, 2),
            At::File => (file_row, LABEL + text::width(before)),
            At::Lines => (preview, 0),
            At::Write => (rows.len() - 1, 2),
        };
        // On a small screen, what has the focus stays in sight.
        let above = (cursor.0 + 1).saturating_sub(height);
        let cursor = (cursor.0 - above, cursor.1);
        let rows = rows.into_iter().skip(above).map(|row| row.cut(cells).indented(margin)).collect();
        Sheet { rows, cursor: Some((cursor.0, cursor.1.min(cells) + margin)) }
    }
}

/// Rows above the preview, mostly.
const HEAD: usize = 7;
/// Cells of a mark and a label.
const LABEL: usize = 9;

/// What does not go along.
fn left_out(document: &Document) -> Vec<String> {
    if document.whom == For::Partner {
        return vec![ONLY_FOR_TWO.to_owned()];
    }
    let private = match document.kept_private {
        0 => "Nothing is marked private.".to_owned(),
        1 => "1 answer is marked private and stays here.".to_owned(),
        n => format!("{n} answers are marked private and stay here."),
    };
    let since = document
        .since
        .map(|since| format!("It holds what is new since {}, and what is marked.", since.date()));
    let short = match document.left_out {
        0 => None,
        1 => Some("1 more answer is left out to keep it short.".to_owned()),
        n => Some(format!("{n} more answers are left out to keep it short.")),
    };
    [Some(private), since, short].into_iter().flatten().collect()
}

impl At {
    fn next(self) -> At {
        match self {
            At::What => At::For,
            At::For => At::File,
            At::File => At::Lines,
            At::Lines => At::Write,
            At::Write => At::What,
        }
    }

    fn previous(self) -> At {
        match self {
            At::What => At::Write,
            At::For => At::What,
            At::File => At::For,
            At::Lines => At::File,
            At::Write => At::Lines,
        }
    }
}
