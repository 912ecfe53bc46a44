//! A person's answers as Markdown, for herself or for somebody she trusts.
//!
//! What she wrote stands in quotes and in cells, exactly as typed, whatever signs it is made of; what the book says
//! stands around it. The same answers give the same bytes. Nothing here knows of files, nor of the book: whoever calls
//! decides what is in a document and what is left out.

use crate::journal::{Id, Stamp};
use crate::kind::Told;
use block::{add_told, short, table};
use escape::{flat, inside};
pub use name::file_name;
pub use portrait::{Part, Portrait, STAR};
pub use whither::{Folders, shown};

mod block;
mod escape;
mod name;
mod portrait;
mod whither;

/// The format of an export, for whoever reads one back.
const FORMAT: u32 = 1;

const ORDINARY_FILE: &str = "*This is an ordinary file: whoever has it can read it.*";
const LEFT_OPEN: &str = "*Left open on purpose.*";
const PAGE_LEFT_OUT: &str = "*This page was skipped on purpose.*";
const EARLIER_TITLE: &str = "From earlier editions";
const EARLIER: &str = "*The book no longer asks these questions. The answers are kept.*";

/// What one export holds. Words are plain; they are made safe here.
#[derive(Clone, Debug, Default)]
pub struct Document {
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
    let mut out = blocks.join("\n\n");
    out.push('\n');
    out
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
    let mut chapters = document.chapters.iter().filter(|chapter| chapter.has_something()).peekable();
    if chapters.peek().is_some() {
        out.push_str("chapters:\n");
    }
    for chapter in chapters {
        out.push_str(&format!("  - {}\n", escape::yaml(&chapter.title)));
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
    let whose = match flat(&document.person, " ") {
        person if person.is_empty() => "by choice".to_owned(),
        person => format!("by {}'s choice", inside(&person)),
    };
    match document.kept_private {
        0 => {}
        1 => out.push_str(&format!(" One answer is kept private {whose}.")),
        many => out.push_str(&format!(" {} answers are kept private {whose}.", in_words(many))),
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

fn add_given(given: &Given, dates: Dates, blocks: &mut Vec<String>) {
    blocks.push(question(given, dates));
    match &given.told {
        None => blocks.push(LEFT_OPEN.to_owned()),
        Some(told) if short(told).is_some() => {}
        Some(told) => add_told(told, blocks),
    }
    let values: Option<Vec<String>> = given.rounds.iter().map(|(_, told)| short(told)).collect();
    let now = given.told.as_ref().and_then(short);
    match (values, now) {
        (Some(values), _) if values.is_empty() => {}
        (Some(mut values), Some(now)) => {
            values.push(now);
            blocks.push(over_time(given, values, dates));
        }
        (Some(_) | None, _) => {
            for (when, told) in &given.rounds {
                blocks.push(match dates {
                    Dates::Shown => format!("*Earlier, on {}:*", when.date()),
                    Dates::LeftOut => "*Earlier:*".to_owned(),
                });
                add_told(told, blocks);
            }
        }
    }
    for (when, told) in &given.other {
        blocks.push(match dates {
            Dates::Shown => format!("*Another version, {}:*", when.date()),
            Dates::LeftOut => "*Another version:*".to_owned(),
        });
        add_told(told, blocks);
    }
}

/// The question in bold as it stood, a short answer beside it, its day, and the comment that tells which one it is.
fn question(given: &Given, dates: Dates) -> String {
    let asked = match flat(&given.asked, " ") {
        asked if asked.is_empty() => given.id.to_string(),
        asked => asked,
    };
    let mut out = format!("**{}**", inside(&asked));
    if let Some(value) = given.told.as_ref().and_then(short) {
        out.push_str(&format!(" {}", inside(&value)));
    }
    if dates == Dates::Shown {
        out.push_str(&format!(" ({})", given.updated.date()));
    }
    out.push_str(&format!("\n<!-- imago: {}", escape::id(given.id.as_str())));
    if !given.rounds.is_empty() {
        out.push_str(&format!(" round={}", given.rounds.len() + 1));
    }
    out.push_str(" -->");
    out
}

/// Values without what all of them end with behind a number, such as the ends of a scale: the line above the table says it.
fn bare(values: Vec<String>) -> Vec<String> {
    let cut = |value: &String| {
        let at = value.find(" of ").or_else(|| value.find(" ("))?;
        let (number, scale) = value.split_at_checked(at)?;
        number.parse::<i64>().ok().map(|_| (number.to_owned(), scale.to_owned()))
    };
    let all: Option<Vec<(String, String)>> = values.iter().map(cut).collect();
    match all {
        Some(all) if all.windows(2).all(|two| matches!(two, [one, other] if one.1 == other.1)) => {
            all.into_iter().map(|(number, _)| number).collect()
        }
        Some(_) | None => values,
    }
}

/// One value for each round, the current one last.
fn over_time(given: &Given, values: Vec<String>, dates: Dates) -> String {
    let values = bare(values);
    let days = given.rounds.iter().map(|(when, _)| when.date()).chain([given.updated.date()]);
    let (name, firsts): (&str, Vec<String>) = match dates {
        Dates::Shown => ("Date", days.collect()),
        Dates::LeftOut => ("Round", (1..=values.len()).map(|round| round.to_string()).collect()),
    };
    let rows: Vec<Vec<String>> =
        firsts.into_iter().zip(values).map(|(first, value)| vec![first, value]).collect();
    table(&[name.to_owned(), "Answer".to_owned()], &rows).unwrap_or_default()
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

/// A number at the beginning of a sentence.
fn in_words(count: usize) -> String {
    let words = ["Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"];
    count.checked_sub(2).and_then(|at| words.get(at)).map_or(count.to_string(), |word| (*word).to_owned())
}
