//! The book that comes with the program: chapters that were read at build time, and the page of places to turn to.
//!
//! `build.rs` wrote the trees; here they are read back, with the same places as in the files. A test proves that they
//! say the same as the files, made harmless; so nothing is made harmless again here.

use super::condition::Condition;
use super::help::{self, Help};
use super::pages::{AskHead, Head, Waiting};
use super::portrait::{self, Portrait};
use super::{Audience, Book, Chapter, Exercise, Files, LeftOut, Pages, assemble, full, load, syntax};
use crate::author::{Node, Table, Value};
use crate::journal::Id;
use crate::kind;
use std::ops::Range;

/// What `build.rs` made of the chapters.
static BOOK: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/book.bin"));

/// What `build.rs` made of `help.toml`.
static HELP: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/help.bin"));

/// What `build.rs` made of `portrait.toml`.
static PORTRAIT: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/portrait.bin"));

/// The shipped book with files of the reader's own on top: one with the id of a shipped chapter takes its place, one
/// with a new id comes last.
#[must_use]
pub fn book(own: Files) -> Book {
    // Nothing has to be judged in a book that a test has proven, so its pages can wait until somebody wants them.
    let waiting = own.is_empty().then(|| Bytes { left: BOOK }.chapters());
    if let Some(chapters) = waiting.flatten() {
        return Book { chapters, left_out: Vec::new(), portrait: portrait(), heavy: help().heavy };
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
    book.heavy = help().heavy;
    book
}

/// Where to turn, as it was known when the program was built.
#[must_use]
pub fn help() -> Help {
    let table = Bytes { left: HELP }.table().unwrap_or_default();
    help::from_table("help.toml", &table).0
}

/// How the portrait is laid out.
#[must_use]
pub fn portrait() -> Portrait {
    let table = Bytes { left: PORTRAIT }.table().unwrap_or_default();
    portrait::from_table("portrait.toml", &table).0
}

/// The chapters' names and trees.
fn trees(bytes: &'static [u8]) -> Vec<(String, Table)> {
    let mut bytes = Bytes { left: bytes };
    let count = bytes.number().unwrap_or(0);
    (0..count).map_while(|_| bytes.tree()).map(|(file, tree)| (file.to_owned(), tree)).collect()
}

/// Reads what is known of the pages of a chapter.
fn heads_of(heads: &'static [u8], chapter: &str) -> Vec<Head> {
    Bytes { left: heads }.heads(chapter).unwrap_or_default()
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
        let length = self.number()?;
        let heads = self.take(length)?;
        let length = self.number()?;
        let packed = self.take(length)?;
        let mut chapter = Bytes { left: packed }.head(file)?;
        let id = chapter.id.clone();
        let (read_heads, read) = (heads_of, pages);
        let waiting = Waiting { chapter: id, heads, packed, read_heads, read };
        chapter.exercises = Pages::waiting(waiting);
        Some(chapter)
    }

    /// The name of a chapter and its tree.
    fn tree(&mut self) -> Option<(&'static str, Table)> {
        let file = self.text()?;
        let length = self.number()?;
        self.take(length)?;
        let length = self.number()?;
        Some((file, Bytes { left: self.take(length)? }.table()?))
    }

    /// What is known of each page of a chapter.
    fn heads(&mut self, chapter: &str) -> Option<Vec<Head>> {
        let count = self.number()?;
        (0..count).map(|_| self.head_of_page(chapter)).collect()
    }

    fn head_of_page(&mut self, chapter: &str) -> Option<Head> {
        let id = Id::parse(self.text()?)?;
        let title = self.text()?.to_owned();
        let audience = match self.text()? {
            "" => Audience::Each,
            named => Audience::named(named)?,
        };
        let minutes = match self.text()? {
            "" => 0,
            digits => digits.parse().ok()?,
        };
        let when = self.when(chapter)?;
        let repeats = !self.text()?.is_empty();
        let count = self.number()?;
        let asks = (0..count).map(|_| self.head_of_ask(chapter)).collect::<Option<Vec<AskHead>>>()?;
        Some(Head { id, title, audience, minutes, when, repeats, asks })
    }

    fn head_of_ask(&mut self, chapter: &str) -> Option<AskHead> {
        let id = Id::parse(self.text()?)?;
        let is_question = !kind::TELLING.contains(&self.text()?);
        let when = self.when(chapter)?;
        let returns = match self.text()? {
            "" => None,
            name => Some(full(name, chapter)),
        };
        let is_next = self.number()? != 0;
        let count = self.number()?;
        let was = (0..count).map(|_| Some(full(self.text()?, chapter))).collect::<Option<Vec<Id>>>()?;
        Some(AskHead { id, when, is_question, returns, is_next, was })
    }

    fn when(&mut self, chapter: &str) -> Option<Option<Condition>> {
        match self.text()? {
            "" => Some(None),
            when => Some(Some(Condition::parse(when, chapter).ok()?.0)),
        }
    }

    /// A chapter without its pages, from its tree.
    fn head(&mut self, file: &str) -> Option<Chapter> {
        for _ in 0..self.number()? {
            let key = self.text()?;
            self.place()?;
            match key {
                "chapter" => return load::head(file, &self.node()?),
                _ => drop(self.node()?),
            }
        }
        None
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
                pages.heads().iter().map(|head| format!("{head:?}")).collect()
            };
            // Before anybody looks at a page, and after.
            let before = told(&waiting.exercises);
            assert_eq!(before, told(&eager.exercises));
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
        let (parsed, problems) = syntax::table("portrait.toml", &source("portrait.toml"));
        assert_eq!(problems, []);
        assert!(Some(parsed) == Bytes { left: PORTRAIT }.table());
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
