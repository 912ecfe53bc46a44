//! An export as many small files: one note for each page, and an index that leads to all of them.
//!
//! The names say which page it is and stay the same as long as the book does, so that notes can be linked and written anew.
//! Each link has a path beside it and names its file, so that it works as Markdown, and as a name between double brackets.

use super::given::add_given;
use super::name::slug;
use super::{
    Document, For, ORDINARY_FILE, Page, Section, cover, escape, front_matter, heading, partner, portrait,
};
use crate::journal::Stamp;

/// The note that leads to the others.
pub const INDEX: &str = "index.md";
const PORTRAIT: &str = "portrait.md";
const EARLIER: &str = "earlier.md";

/// One file.
#[derive(Clone, PartialEq, Eq)]
pub struct Note {
    /// Its name, the same on every system.
    pub name: String,
    /// What is in it.
    pub text: String,
}

impl std::fmt::Debug for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Note({}, {} bytes)", self.name, self.text.len())
    }
}

/// The index first, then the portrait, the pages in the order of the book, and what the book no longer asks.
#[must_use]
pub fn notes(document: &Document) -> Vec<Note> {
    let mut index = vec![front_matter(document), heading(1, "", &document.title)];
    match document.whom {
        For::Me | For::Therapist => index.extend([cover(document), ORDINARY_FILE.to_owned()]),
        // How much there is beside it is nobody's business.
        For::Partner => index.push(partner::FOR_TWO.to_owned()),
    }
    let mut notes: Vec<Note> = Vec::new();
    // A number tells how many pages stand before it.
    let counted = |number: &str| match document.whom {
        For::Me | For::Therapist => number.to_owned(),
        For::Partner => String::new(),
    };
    if !document.portrait.parts.is_empty() {
        let title = &document.portrait.title;
        let mut blocks = vec![heading(1, "", title), up(None)];
        let mut below = Vec::new();
        portrait::add(&document.portrait, &mut below);
        // Its own title stands above it already.
        blocks.extend(below.into_iter().skip(1));
        index.push(format!("- {}", link(title, PORTRAIT)));
        notes.push(note(PORTRAIT.to_owned(), alone(document, title, Vec::new()), blocks));
    }
    for chapter in document.chapters.iter().filter(|chapter| chapter.has_something()) {
        let chapter = &Section { number: counted(&chapter.number), ..chapter.clone() };
        index.push(heading(2, &chapter.number, &chapter.title));
        let mut links: Vec<String> = Vec::new();
        for page in chapter.pages.iter().filter(|page| page.has_something()) {
            let page = &Page { number: counted(&page.number), ..page.clone() };
            let name = free(&name(chapter, page), &notes);
            let mut blocks = vec![heading(1, &page.number, &page.title), up(Some(chapter))];
            if page.skipped && !page.has_answer() {
                blocks.push(super::PAGE_LEFT_OUT.to_owned());
            }
            page.given.iter().for_each(|given| add_given(given, document.dates, &mut blocks));
            let title = format!("{} {}", page.number, page.title);
            links.push(format!("- {}", link(title.trim_start(), &name)));
            let section = Section { pages: vec![page.clone()], ..chapter.clone() };
            notes.push(note(name, alone(document, &page.title, vec![section]), blocks));
        }
        index.push(links.join("\n"));
    }
    if !document.earlier.is_empty() {
        let mut blocks = vec![heading(1, "", super::EARLIER_TITLE), up(None), super::EARLIER.to_owned()];
        document.earlier.iter().for_each(|given| add_given(given, document.dates, &mut blocks));
        index.push(format!("- {}", link(super::EARLIER_TITLE, EARLIER)));
        notes.push(note(EARLIER.to_owned(), alone(document, super::EARLIER_TITLE, Vec::new()), blocks));
    }
    let index = Note { name: INDEX.to_owned(), text: index.join("\n\n") + "\n" };
    std::iter::once(index).chain(notes).collect()
}

/// `02-wounds--missing.md`, and `wounds--missing.md` where nothing is counted.
fn name(chapter: &Section, page: &Page) -> String {
    let number = match chapter.number.parse::<usize>() {
        Ok(number) => format!("{number:02}"),
        Err(_) => slug(&chapter.number),
    };
    let parts = [number, slug(&chapter.id)].into_iter().filter(|part| !part.is_empty());
    let chapter = parts.collect::<Vec<_>>().join("-");
    match (chapter.as_str(), slug(&page.id).as_str()) {
        ("", "") => "page.md".to_owned(),
        ("", one) | (one, "") => format!("page-{one}.md"),
        (chapter, page) => format!("{chapter}--{page}.md"),
    }
}

/// A name that no other note has.
fn free(name: &str, notes: &[Note]) -> String {
    let stem = name.trim_end_matches(".md");
    let mut names = std::iter::once(name.to_owned()).chain((2..).map(|n| format!("{stem}-{n}.md")));
    names.find(|name| !notes.iter().any(|note| note.name == *name)).unwrap_or_default()
}

/// What the front matter of one note speaks of.
fn alone(document: &Document, title: &str, chapters: Vec<Section>) -> Document {
    let given = chapters.iter().flat_map(|chapter| &chapter.pages).flat_map(|page| &page.given);
    let stamps: Vec<Stamp> =
        given.flat_map(|given| given.rounds.iter().map(|(when, _)| *when).chain([given.updated])).collect();
    Document {
        title: title.to_owned(),
        person: document.person.clone(),
        created: stamps.iter().min_by_key(|stamp| stamp.local).copied(),
        updated: stamps.iter().max_by_key(|stamp| stamp.local).copied(),
        dates: document.dates,
        chapters,
        ..Document::default()
    }
}

fn note(name: String, about: Document, blocks: Vec<String>) -> Note {
    Note { name, text: format!("{}\n\n{}\n", front_matter(&about), blocks.join("\n\n")) }
}

/// The way back, below a title.
fn up(chapter: Option<&Section>) -> String {
    let all = link("All pages", INDEX);
    match chapter {
        Some(chapter) => format!("*{}* \u{b7} {all}", escape::inside(&escape::flat(&chapter.title, " "))),
        None => all,
    }
}

fn link(title: &str, name: &str) -> String {
    let title = match escape::flat(title, " ") {
        title if title.is_empty() => "\u{2026}".to_owned(),
        title => escape::inside(&title),
    };
    format!("[{title}]({name})")
}
