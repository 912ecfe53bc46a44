//! A person's answers as Markdown, for herself or for somebody she trusts.
//!
//! What she wrote stands in quotes and in cells, exactly as typed, whatever signs it is made of; what the book says
//! stands around it. The same answers give the same bytes. Nothing here knows of files, nor of the book: whoever calls
//! decides what is in a document and what is left out.

use crate::journal::{Id, Stamp};
use crate::kind::Told;
pub use blank::{Empty, Worksheet, worksheets};
use escape::{flat, inside};
use given::add_given;
pub use length::{PAGES, printed_pages};
pub use name::file_name;
pub use notes::{INDEX, Note, notes};
pub use portrait::{Part, Portrait, STAR};
pub use therapist::{only, shorten};
pub use whither::{Folders, shown};

mod blank;
mod block;
mod escape;
mod given;
mod length;
mod name;
mod notes;
mod partner;
mod portrait;
mod therapist;
mod whither;

/// The format of an export, for whoever reads one back.
const FORMAT: u32 = 1;

const ORDINARY_FILE: &str = "*This is an ordinary file: whoever has it can read it.*";
const PAGE_LEFT_OUT: &str = "*This page was skipped on purpose.*";
const EARLIER_TITLE: &str = "From earlier editions";
const EARLIER: &str = "*The book no longer asks these questions. The answers are kept.*";

/// Whom an export is for. What goes into it is decided before; how it is laid out follows from this.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum For {
    /// The person: everything.
    #[default]
    Me,
    /// A partner: what is meant for two.
    Partner,
    /// A therapist: what is new and what is marked, on a few pages.
    Therapist,
}

/// What one export holds. Words are plain; they are made safe here.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Whom it is for.
    pub whom: For,
    /// The title of the book or of the chapter.
    pub title: String,
    /// The name the person chose, or empty.
    pub person: String,
    /// When the first of the answers was given.
    pub created: Option<Stamp>,
    /// When an answer was last changed.
    pub updated: Option<Stamp>,
    /// Whether days are shown.
    pub dates: Dates,
    /// What was gathered from all of them; empty when only some chapters are asked for.
    pub portrait: Portrait,
    /// The chapters with what was written in them. Those without anything are left out of the export.
    pub chapters: Vec<Section>,
    /// Answers to questions that the book no longer has.
    pub earlier: Vec<Given>,
    /// Answers that are marked to be brought; for a therapist only, and then they are in no chapter.
    pub brought: Vec<Section>,
    /// Answers that are numbers, with all their rounds; for a therapist only, and then they are nowhere else.
    pub measures: Vec<Section>,
    /// Since when the answers are that are new, when only those are taken along.
    pub since: Option<Stamp>,
    /// How many answers are left out because they are older than that.
    pub older: usize,
    /// How many answers are left out to keep it short.
    pub left_out: usize,
    /// How many answers are left out because they are private.
    pub kept_private: usize,
    /// How many pages are done, as the workbook counts them, in the chapters that were asked for.
    pub done: usize,
    /// How many pages there are in them.
    pub pages: usize,
}

/// Whether the days of answers stand in an export. The first and the last one in the front matter go with them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dates {
    /// Each answer has its day.
    #[default]
    Shown,
    /// No day is told.
    LeftOut,
}

/// One chapter.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// Its id, for the names of files.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its number as the book shows it, such as `2`, or empty.
    pub number: String,
    /// Its pages, in the order of the book.
    pub pages: Vec<Page>,
}

/// One page.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Its id inside its chapter, for the names of files.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its number as the book shows it, such as `2.3`, or empty.
    pub number: String,
    /// What was given to its questions, in the order of the page.
    pub given: Vec<Given>,
    /// Whether the page was skipped on purpose.
    pub skipped: bool,
}

/// A question and what was given to it. `Debug` shows no words of the answer's.
#[derive(Clone)]
pub struct Given {
    /// The question's id.
    pub id: Id,
    /// The question as it stood.
    pub asked: String,
    /// The answer; `None` when the question was left open on purpose.
    pub told: Option<Told>,
    /// When it was last changed.
    pub updated: Stamp,
    /// Earlier answers to it, oldest first.
    pub rounds: Vec<(Stamp, Told)>,
    /// Other versions of it, written elsewhere, that nobody has decided about yet.
    pub other: Vec<(Stamp, Told)>,
}

/// How long an export is, for the dialog before it is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Lines of the file.
    pub lines: usize,
    /// Words to read: without the front matter, the comments and the signs of Markdown.
    pub words: usize,
}

/// The whole document: UTF-8, lines that end in LF, no space at the end of any, and one LF at the end.
#[must_use]
pub fn markdown(document: &Document) -> String {
    let mut out = match document.whom {
        For::Me => whole(document),
        For::Partner => partner::blocks(document),
        For::Therapist => therapist::blocks(document),
    }
    .join("\n\n");
    out.push('\n');
    out
}

fn whole(document: &Document) -> Vec<String> {
    let mut blocks = vec![front_matter(document), heading(1, "", &document.title), cover(document)];
    blocks.push(ORDINARY_FILE.to_owned());
    portrait::add(&document.portrait, &mut blocks);
    let chapters: Vec<&Section> =
        document.chapters.iter().filter(|chapter| chapter.has_something()).collect();
    let level = match chapters.as_slice() {
        // The document's own title says which chapter it is.
        [only] if only.title == document.title => 2,
        _ => 3,
    };
    for chapter in chapters {
        if level == 3 {
            blocks.push(heading(2, &chapter.number, &chapter.title));
        }
        for page in chapter.pages.iter().filter(|page| page.has_something()) {
            blocks.push(heading(level, &page.number, &page.title));
            if page.skipped && !page.has_answer() {
                blocks.push(PAGE_LEFT_OUT.to_owned());
            }
            page.given.iter().for_each(|given| add_given(given, document.dates, &mut blocks));
        }
    }
    if !document.earlier.is_empty() {
        blocks.push(heading(2, "", EARLIER_TITLE));
        blocks.push(EARLIER.to_owned());
        document.earlier.iter().for_each(|given| add_given(given, document.dates, &mut blocks));
    }
    blocks
}

/// How long a document is that `markdown` has made.
#[must_use]
pub fn summary(markdown: &str) -> Size {
    let body = markdown.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    let body = body.map_or(markdown, |(_, body)| body);
    let read = body.lines().filter(|line| !line.starts_with("<!--"));
    let words = read.flat_map(str::split_whitespace).filter(|word| word.contains(char::is_alphanumeric));
    // The x of a ticked box is no word.
    let words = words.filter(|word| *word != "[x]").count();
    Size { lines: markdown.lines().count(), words }
}

impl Section {
    fn has_something(&self) -> bool {
        self.pages.iter().any(Page::has_something)
    }
}

impl Page {
    fn has_something(&self) -> bool {
        self.skipped || !self.given.is_empty()
    }

    fn has_answer(&self) -> bool {
        self.given.iter().any(|given| given.told.is_some())
    }
}

impl std::fmt::Debug for Given {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Given({}, {} earlier)", self.id, self.rounds.len())
    }
}

fn front_matter(document: &Document) -> String {
    let mut out = String::from("---\n");
    out.push_str(&format!("title: {}\n", escape::yaml(&document.title)));
    if !flat(&document.person, " ").is_empty() {
        out.push_str(&format!("person: {}\n", escape::yaml(&document.person)));
    }
    for (key, day) in [("created", first_day(document)), ("updated", last_day(document))] {
        if let Some(day) = day {
            out.push_str(&format!("{key}: {}\n", iso(day)));
        }
    }
    let chapters = document.chapters.iter().filter(|chapter| chapter.has_something());
    // Two parts of one document can have the same chapter.
    let mut titles: Vec<&str> = Vec::new();
    for chapter in document.brought.iter().chain(chapters) {
        if !titles.contains(&chapter.title.as_str()) {
            titles.push(&chapter.title);
        }
    }
    if !titles.is_empty() {
        out.push_str("chapters:\n");
    }
    for title in titles {
        out.push_str(&format!("  - {}\n", escape::yaml(title)));
    }
    out.push_str(&format!("tags:\n  - imago\nimago_format: {FORMAT}\n"));
    out.push_str("---");
    out
}

/// The line under the title: how much, from when, and that leaving out was her choice.
fn cover(document: &Document) -> String {
    let pages = if document.pages == 1 { "page" } else { "pages" };
    let mut out = format!("*{} of {} {pages}", document.done, document.pages);
    if let Some(period) = period(document) {
        out.push_str(&format!(", {period}"));
    }
    out.push('.');
    if let Some(private) = kept_private(document) {
        out.push_str(&format!(" {private}"));
    }
    out.push('*');
    out
}

fn heading(level: usize, number: &str, title: &str) -> String {
    let words = format!("{} {}", flat(number, " "), flat(title, " "));
    let words = match words.trim() {
        "" => "\u{2026}".to_owned(),
        words => inside(words),
    };
    let marks = "#".repeat(level);
    match words.strip_suffix('}') {
        // Some take braces at the end of a heading for its attributes, whatever stands before them.
        Some(words) => format!("{marks} {words}&#125;"),
        None => format!("{marks} {words}"),
    }
}

/// `14 April to 12 May 2026`, with nothing said twice.
fn period(document: &Document) -> Option<String> {
    let (first, last) = (first_day(document), last_day(document));
    let (first, last) = (first.or(last)?.local.date(), last.or(first)?.local.date());
    let (first, last) = (first.min(last), first.max(last));
    let start = if first == last {
        return Some(last.strftime("%-d %B %Y").to_string());
    } else if (first.year(), first.month()) == (last.year(), last.month()) {
        first.strftime("%-d")
    } else if first.year() == last.year() {
        first.strftime("%-d %B")
    } else {
        first.strftime("%-d %B %Y")
    };
    Some(format!("{start} to {}", last.strftime("%-d %B %Y")))
}

fn first_day(document: &Document) -> Option<Stamp> {
    document.created.filter(|_| document.dates == Dates::Shown)
}

fn last_day(document: &Document) -> Option<Stamp> {
    document.updated.filter(|_| document.dates == Dates::Shown)
}

fn iso(day: Stamp) -> String {
    day.local.strftime("%Y-%m-%d").to_string()
}

/// `Sam's choice`, or only `choice` where there is no name.
fn choice(document: &Document) -> String {
    match flat(&document.person, " ") {
        person if person.is_empty() => "choice".to_owned(),
        person => format!("{}'s choice", inside(&person)),
    }
}

/// What is kept private, as a sentence, and by whose choice.
fn kept_private(document: &Document) -> Option<String> {
    let choice = choice(document);
    match document.kept_private {
        0 => None,
        1 => Some(format!("One answer is kept private by {choice}.")),
        many => Some(format!("{} answers are kept private by {choice}.", in_words(many))),
    }
}

/// A number at the beginning of a sentence.
fn in_words(count: usize) -> String {
    let words = ["Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"];
    count.checked_sub(2).and_then(|at| words.get(at)).map_or(count.to_string(), |word| (*word).to_owned())
}
