//! The book that comes with the program: chapters that were read at build time, and the page of places to turn to.
//!
//! `build.rs` wrote the trees; here they are read back, with the same places as in the files. A test proves that they
//! say the same as the files, made harmless; so nothing is made harmless again here.

use super::condition::Condition;
use super::help::{self, Help};
use super::pages::{Head, Waiting};
use super::{Audience, Book, Chapter, Exercise, Files, LeftOut, Pages, assemble, load, syntax};
use crate::author::{Node, Table, Value};
use crate::journal::Id;
use std::ops::Range;

/// What `build.rs` made of the chapters.
static BOOK: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/book.bin"));

/// What `build.rs` made of `help.toml`.
static HELP: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/help.bin"));

/// The shipped book with files of the reader's own on top: one with the id of a shipped chapter takes its place, one
/// with a new id comes last.
#[must_use]
pub fn book(own: Files) -> Book {
    // Nothing has to be judged in a book that a test has proven, so its pages can wait until somebody wants them.
    let waiting = own.is_empty().then(|| Bytes { left: BOOK }.chapters());
    if let Some(chapters) = waiting.flatten() {
        return Book { chapters, left_out: Vec::new() };
    }
    let mut drafts = Vec::new();
    let mut left_out = Vec::new();
    for (file, table) in trees(BOOK) {
        match load::from_table(&file, "", &table) {
            Ok(draft) => drafts.push(draft),
            Err(problems) => left_out.push(LeftOut { file, source: String::new(), problems }),
        }
    }
    let mut book = assemble::with(drafts, own);
    book.left_out.splice(0..0, left_out);
    book
}

/// Where to turn, as it was known when the program was built.
#[must_use]
pub fn help() -> Help {
    let table = Bytes { left: HELP }.table().unwrap_or_default();
    help::from_table("help.toml", &table).0
}

/// The chapters' names and trees.
fn trees(bytes: &'static [u8]) -> Vec<(String, Table)> {
    let mut bytes = Bytes { left: bytes };
    let count = bytes.number().unwrap_or(0);
    (0..count).map_while(|_| Some((bytes.text()?.to_owned(), bytes.table()?))).collect()
}

/// Reads the pages of a chapter.
fn pages(packed: &'static [u8]) -> Vec<Exercise> {
    let table = Bytes { left: packed }.table().unwrap_or_default();
    load::from_table("", "", &table).map_or_else(|_| Vec::new(), |draft| draft.chapter.exercises.into())
}

/// The rest of what `build.rs` wrote. It cannot be broken: it comes from the same build.
struct Bytes {
    left: &'static [u8],
}

impl Bytes {
    fn take(&mut self, count: usize) -> Option<&'static [u8]> {
        let (taken, left) = self.left.split_at_checked(count)?;
        self.left = left;
        Some(taken)
    }

    fn number(&mut self) -> Option<usize> {
        let mut number = 0;
        for shift in (0..usize::BITS).step_by(7) {
            let [byte] = self.take(1)? else { return None };
            number |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn text(&mut self) -> Option<&'static str> {
        let count = self.number()?;
        std::str::from_utf8(self.take(count)?).ok()
    }

    fn place(&mut self) -> Option<Range<usize>> {
        let start = self.number()?;
        Some(start..start + self.number()?)
    }

    /// All chapters, with pages that wait.
    fn chapters(&mut self) -> Option<Vec<Chapter>> {
        let count = self.number()?;
        (0..count).map(|_| self.chapter()).collect()
    }

    fn chapter(&mut self) -> Option<Chapter> {
        let file = self.text()?;
        let whole = self.left;
        let (mut chapter, mut body) = (None, None);
        for _ in 0..self.number()? {
            let key = self.text()?;
            self.place()?;
            match key {
                "chapter" => chapter = load::head(file, &self.node()?),
                // Only behind its chapter is it known what the pages are called.
                "exercise" => body = Some(self.heads(&chapter.as_ref()?.id)?),
                _ => self.pass()?,
            }
        }
        let (mut chapter, (heads, is_renamed)) = (chapter?, body?);
        let packed = whole.get(..whole.len() - self.left.len())?;
        chapter.exercises = Pages::waiting(Waiting { heads, is_renamed, packed, read: pages });
        Some(chapter)
    }

    /// What has to be known of each page, and whether a question has a former id.
    fn heads(&mut self, chapter: &str) -> Option<(Vec<Head>, bool)> {
        let (mut heads, mut is_renamed) = (Vec::new(), false);
        for _ in 0..self.list()? {
            let mut head = Head { id: Id::new(chapter, ""), audience: Audience::Each, when: None };
            self.place()?;
            for _ in 0..self.fields()? {
                let key = self.text()?;
                self.place()?;
                match key {
                    "id" => head.id = Id::new(chapter, self.value()?),
                    "for" => head.audience = Audience::named(self.value()?)?,
                    "when" => head.when = Some(Condition::parse(self.value()?, chapter).ok()?.0),
                    "ask" | "turn" => is_renamed |= self.any_has("was")?,
                    _ => self.pass()?,
                }
            }
            heads.push(head);
        }
        Some((heads, is_renamed))
    }

    /// Whether one of several tables has this field.
    fn any_has(&mut self, field: &str) -> Option<bool> {
        let mut has = false;
        for _ in 0..self.list()? {
            self.place()?;
            for _ in 0..self.fields()? {
                has |= self.text()? == field;
                self.place()?;
                self.pass()?;
            }
        }
        Some(has)
    }

    /// The text of a node.
    fn value(&mut self) -> Option<&'static str> {
        self.place()?;
        let [b't'] = self.take(1)? else { return None };
        self.text()
    }

    /// How many nodes follow, of a node that is a list.
    fn list(&mut self) -> Option<usize> {
        self.place()?;
        let [b'l'] = self.take(1)? else { return None };
        self.number()
    }

    /// How many fields follow, of a value that is a table.
    fn fields(&mut self) -> Option<usize> {
        let [b'm'] = self.take(1)? else { return None };
        self.number()
    }

    /// Passes over a node.
    fn pass(&mut self) -> Option<()> {
        self.place()?;
        let [tag] = self.take(1)? else { return None };
        match tag {
            b't' => {
                let count = self.number()?;
                self.take(count)?;
            }
            b'i' => drop(self.take(8)?),
            b'y' | b'n' | b'b' | b'p' | b'd' => {}
            b'l' => {
                for _ in 0..self.number()? {
                    self.pass()?;
                }
            }
            b'm' => {
                for _ in 0..self.number()? {
                    let count = self.number()?;
                    self.take(count)?;
                    self.place()?;
                    self.pass()?;
                }
            }
            _ => return None,
        }
        Some(())
    }

    fn table(&mut self) -> Option<Table> {
        let count = self.number()?;
        let mut entries = Vec::with_capacity(count);
        for _ in 0..count {
            let key = self.text()?;
            entries.push((key.into(), self.place()?, self.node()?));
        }
        Some(Table { entries })
    }

    fn node(&mut self) -> Option<Node> {
        let at = self.place()?;
        let [tag] = self.take(1)? else { return None };
        let value = match tag {
            b't' => Value::Text(self.text()?.into()),
            b'i' => Value::Integer(i64::from_le_bytes(self.take(8)?.try_into().ok()?)),
            b'y' => Value::Flag(true),
            b'n' => Value::Flag(false),
            b'b' => Value::Other(syntax::BEYOND),
            b'p' => Value::Other(syntax::POINT),
            b'd' => Value::Other(syntax::MOMENT),
            b'l' => {
                let count = self.number()?;
                let mut items = Vec::with_capacity(count);
                for _ in 0..count {
                    items.push(self.node()?);
                }
                Value::List(items)
            }
            b'm' => Value::Table(self.table()?),
            _ => return None,
        };
        Some(Node { at, value })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_book_that_waits_is_the_book_that_was_read() {
        let eager = {
            let drafts =
                trees(BOOK).into_iter().map(|(file, table)| load::from_table(&file, "", &table).ok());
            assemble::with(drafts.map(|draft| draft.expect("a chapter")).collect(), Vec::new())
        };
        let waiting = book(Vec::new());
        assert_eq!(waiting.chapters.len(), eager.chapters.len());
        for (waiting, eager) in waiting.chapters.iter().zip(&eager.chapters) {
            assert!(eager.problems.is_empty(), "{:?}", eager.problems);
            let told = |pages: &Pages| -> Vec<String> {
                pages.heads().map(|(id, audience, when)| format!("{id} {audience:?} {when:?}")).collect()
            };
            // Before anybody looks at a page, and after.
            let before = told(&waiting.exercises);
            assert_eq!(before, told(&eager.exercises));
            let former = eager.exercises.iter().flat_map(|page| &page.questions).any(|q| !q.was.is_empty());
            assert_eq!(waiting.exercises.may_be_renamed(), former);
            assert_eq!(format!("{waiting:?}"), format!("{eager:?}"));
            assert_eq!(before, told(&waiting.exercises));
        }
    }

    fn source(file: &str) -> String {
        std::fs::read_to_string(format!("{}/workbook/{file}", env!("CARGO_MANIFEST_DIR"))).expect(file)
    }

    #[test]
    fn the_prepared_book_says_what_the_files_say() {
        let trees = trees(BOOK);
        assert!(!trees.is_empty());
        for (file, table) in trees {
            let (parsed, problems) = syntax::table(&file, &source(&file));
            assert_eq!(problems, [], "{file}");
            assert!(parsed == table, "{file} was not prepared as it stands");
        }
        let (parsed, problems) = syntax::table("help.toml", &source("help.toml"));
        assert_eq!(problems, []);
        assert!(Some(parsed) == Bytes { left: HELP }.table());
    }

    #[test]
    fn every_chapter_is_in_it() {
        let files = std::fs::read_dir(format!("{}/workbook", env!("CARGO_MANIFEST_DIR"))).expect("workbook");
        let mut names: Vec<String> = files
            .map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned())
            .filter(|name| name.starts_with(|c: char| c.is_ascii_digit()) && name.ends_with(".toml"))
            .collect();
        names.sort();
        let book = book(Vec::new());
        let shipped: Vec<&str> = book.chapters.iter().map(|chapter| chapter.file.as_str()).collect();
        assert_eq!(shipped, names);
    }

    #[test]
    fn an_own_chapter_takes_the_place_of_a_shipped_one() {
        let shipped = book(Vec::new());
        let first = shipped.chapters.first().expect("a chapter");
        let chapter = |id: &str| {
            let head = format!("format = 1\n[chapter]\nid = \"{id}\"\ntitle = \"Mine\"\n");
            head + "[[exercise]]\nid = \"a\"\ntitle = \"A\"\nwhy = \"b\"\ntext = \"c\"\n"
        };
        let own = vec![
            ("mine.toml".to_owned(), Ok(chapter(&first.id))),
            ("new.toml".to_owned(), Ok(chapter("something-new"))),
            ("again.toml".to_owned(), Ok(chapter("something-new"))),
            ("gone.toml".to_owned(), Err("this file cannot be read".to_owned())),
        ];
        let book = book(own);
        assert_eq!(book.chapters.first().map(|chapter| chapter.title.as_str()), Some("Mine"));
        assert_eq!(book.chapters.last().map(|chapter| chapter.id.as_str()), Some("something-new"));
        assert_eq!(book.chapters.len(), shipped.chapters.len() + 1);
        let left_out: Vec<&str> = book.left_out.iter().map(|file| file.file.as_str()).collect();
        assert_eq!(left_out, ["again.toml", "gone.toml"]);
    }

    #[test]
    fn there_are_places_to_turn_to() {
        let help = help();
        assert!(!help.text.is_empty() && !help.places.is_empty() && !help.checked.is_empty());
    }
}
