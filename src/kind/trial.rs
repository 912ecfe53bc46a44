//! One question tried by itself: a page of an author's, answers, and the form as a page would make it. Only for tests.

use super::{Asked, Change, Edit, Focus, Form, Told};
use crate::answer::Answer;
use crate::author::{Choice, Reader};
use crate::book;
use crate::journal::{Extra, Id, Journal, Round, Said, Stamp};
use crate::session::Session;
use crate::sheet::Sheet;
use crate::text::{self, Clip};
use std::sync::Arc;

/// A book of one chapter `c` with one page.
pub(super) struct Trial {
    pub(super) session: Session,
    width: usize,
}

/// The day on which everything is tried.
pub(super) const TODAY: &str = "2026-05-20";

impl Trial {
    /// The questions of the page, as an author writes them.
    pub(super) fn new(asks: &str) -> Trial {
        let source = format!(
            "format = 1\n[chapter]\nid = \"c\"\ntitle = \"C\"\n[[exercise]]\nid = \"p\"\ntitle = \"The page\"\n\
             why = \"w\"\n{asks}"
        );
        let book = book::book(vec![("c.toml".to_owned(), Ok(source.clone()))]);
        let problems: Vec<_> = book.chapters.iter().flat_map(|chapter| &chapter.problems).collect();
        let left_out: Vec<_> = book.left_out.iter().flat_map(|file| &file.problems).collect();
        assert!(problems.is_empty() && left_out.is_empty(), "{problems:?} {left_out:?}\n{source}");
        Trial { session: Session::new(book, Journal::default(), TODAY.to_owned()), width: 74 }
    }

    /// The same on a screen of another width.
    pub(super) fn at(mut self, width: usize) -> Trial {
        self.width = width;
        self
    }

    pub(super) fn set(&mut self, name: &str, answer: Answer) {
        let at = Stamp::of("2026-05-20T22:00:00Z".parse().unwrap(), &jiff::tz::TimeZone::UTC);
        self.session.set(&Id::new("c", name), Some(answer), at);
    }

    /// A number that was said on an earlier day.
    pub(super) fn round(&mut self, name: &str, day: &str, number: i64) {
        let updated = Stamp::of(format!("{day}T12:00:00Z").parse().unwrap(), &jiff::tz::TimeZone::UTC);
        let entry = self.session.journal.answers.get_mut(&Id::new("c", name)).expect("an answer of today");
        let value = Said::Answer(Answer::Number(number));
        Arc::make_mut(entry).rounds.push(Round { value, updated, extra: Extra::default() });
    }

    /// A list of lines, as somebody wrote them.
    pub(super) fn list(&mut self, name: &str, lines: &[&str]) {
        self.set(name, Answer::List(lines.iter().map(|line| (*line).to_owned()).collect()));
    }

    /// What was answered so far, as a form that continues it.
    pub(super) fn form(&self, name: &str) -> Box<dyn Form> {
        let id = Id::new("c", name);
        let (_, question) = self.session.book.question(&id).expect("a question");
        let answer = self.session.answer(&id);
        let mut form = self.session.asked(question, |asked| question.kind.ask().form(asked, answer));
        form.resize(self.width, 20);
        form
    }

    pub(super) fn told(&self, name: &str) -> Told {
        self.session.told(&Id::new("c", name)).expect("an answer").1
    }

    pub(super) fn lines(&self, name: &str) -> Vec<Choice> {
        self.session.lines(&Id::new("c", name))
    }

    /// The form with the focus. What is drawn is no wider than it may be, and the cursor is in it.
    pub(super) fn picture(&self, form: &dyn Form) -> String {
        let all = form.height(Focus::Here);
        let Sheet { rows, cursor } = form.sheet(Focus::Here, 0..all);
        assert_eq!(rows.len(), all);
        assert!(rows.iter().all(|row| row.width() <= self.width));
        assert!(cursor.is_none_or(|(row, column)| row < all && column <= self.width));
        Sheet { rows, cursor }.words()
    }
}

/// Wishes one after the other; gives what the last one did.
pub(super) fn press(form: &mut dyn Form, edits: &[Edit]) -> Change {
    let mut clip = Clip::default();
    edits.iter().fold(Change::Nothing, |_, edit| form.edit(edit.clone(), &mut clip))
}

/// What an author wrote, read; it must be sound.
pub(super) fn read<T>(source: &str, read: impl FnOnce(&mut Reader<'_>) -> Option<T>) -> T {
    let (table, problems) = crate::book::syntax::table("trial.toml", source);
    assert!(problems.is_empty(), "{problems:?}");
    let mut problems = Vec::new();
    let kind = read(&mut Reader::new(&table, 0..0, "trial.toml", &mut problems));
    assert!(problems.is_empty(), "{problems:?}");
    kind.unwrap()
}

/// A question that takes these lines from an earlier answer, on 12 May 2026.
pub(super) fn asked<T>(from: &[&str], with: impl FnOnce(&Asked<'_>) -> T) -> T {
    let from: Vec<Choice> =
        from.iter().map(|line| Choice { id: (*line).to_owned(), text: (*line).to_owned() }).collect();
    with(&Asked {
        prompt: "Well?",
        example: "",
        aim: None,
        from: &from,
        today: "2026-05-12",
        fill: &|text| text.to_owned(),
        recall: &|_| None,
        earlier: &|_| None,
    })
}

/// Writes letter by letter.
pub(super) fn write(form: &mut dyn Form, words: &str) {
    for letter in words.chars() {
        edit(form, Edit::Write(text::Edit::Insert(letter.to_string())));
    }
}

/// Does one thing.
pub(super) fn edit(form: &mut dyn Form, edit: Edit) -> Change {
    form.edit(edit, &mut Clip::default())
}

/// The questions that the guide for authors shows, which are at least one of each kind.
fn examples() -> String {
    let guide = include_str!("../../workbook/README.md");
    let blocks = guide.split("```toml\n").filter_map(|part| part.split_once("```")).map(|(block, _)| block);
    blocks.filter(|block| block.starts_with("[[exercise.ask]]")).collect()
}

#[test]
fn every_kind_is_drawn_at_any_width_and_whatever_is_pressed() {
    let mut trial = Trial::new(&examples());
    trial.list("needs", &["quiet", "to be picked up on time, for once, and not as the last one of all", ""]);
    let (_, page) = trial.session.book.exercise(&Id::new("c", "p")).expect("the page");
    let names: Vec<String> = page.questions.iter().map(|question| question.id.name().to_owned()).collect();
    let kinds = page.questions.iter().map(|question| question.kind.name());
    let kinds: std::collections::BTreeSet<&str> = kinds.collect();
    assert_eq!(kinds.len(), super::NAMES.len(), "the guide shows each of them");
    let keys = [
        Edit::Right,
        Edit::Toggle,
        Edit::Pick(2),
        Edit::Down,
        Edit::Pick(1),
        Edit::Higher,
        Edit::Confirm,
        Edit::Lower,
        Edit::Left,
        Edit::Last,
        Edit::Toggle,
        Edit::Up,
        Edit::First,
        Edit::Clear,
        Edit::Pick(0),
        Edit::NextPart,
        Edit::Pick(9),
        Edit::PreviousPart,
    ];
    for name in &names {
        let mut form = trial.form(name);
        for (n, key) in keys.iter().enumerate() {
            form.edit(key.clone(), &mut Clip::default());
            for width in [0, 1, 2, 3, 7, 12, 31, 56, 65, 66, 74, 200].into_iter().skip(n % 3) {
                form.resize(width, 1 + n);
                for focus in [Focus::Here, Focus::Away] {
                    let all = form.height(focus);
                    assert_eq!(form.sheet(focus, 0..all).rows.len(), all, "{name} at {width} after {key:?}");
                    assert!(form.sheet(focus, all / 2..all).rows.len() <= all);
                }
                assert!(form.row() < form.height(Focus::Here).max(1), "{name} at {width} after {key:?}");
            }
            // What it gives is what it takes, and what it takes is what it gives.
            if let Some(answer) = form.answer() {
                trial.set(name, answer.clone());
                let id = Id::new("c", name);
                let (_, question) = trial.session.book.question(&id).expect("a question");
                assert!(question.kind.ask().fits(&answer), "{name} after {key:?}");
                assert!(trial.form(name).answer() == Some(answer), "{name} after {key:?}");
                trial.told(name);
                trial.lines(name);
            }
        }
        form.rest();
        form.go_to(usize::MAX);
        form.sheet(Focus::Here, 0..form.height(Focus::Here));
    }
}
