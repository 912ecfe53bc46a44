//! A kind of question in a test: read from what an author would write, asked without a book, answered without keys.

use super::{Asked, Change, Edit, Form};
use crate::author::{Choice, Reader};
use crate::text::{self, Clip};

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
