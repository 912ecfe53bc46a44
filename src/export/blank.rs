//! Pages to be printed and filled in by hand: questions, hints, lines to write on. No answer is ever in them.

use super::block::table;
use super::escape::{flat, inside, line};
use super::heading;
use crate::kind::Blank;

/// One page of a chapter, empty.
#[derive(Clone, Debug, Default)]
pub struct Worksheet {
    /// The chapter's title, which stands above its first page.
    pub chapter: String,
    /// The page's title.
    pub title: String,
    /// Its number as the book shows it.
    pub number: String,
    /// What is to be read before its questions: Markdown of the book's author.
    pub text: String,
    /// Its questions.
    pub questions: Vec<Empty>,
}

/// One question, empty.
#[derive(Clone, Debug)]
pub struct Empty {
    /// The question.
    pub asked: String,
    /// A hint, or nothing.
    pub hint: String,
    /// What stands below it.
    pub blank: Blank,
}

const HEAD: &str = "*To be printed and filled in by hand. Leave open whatever you like; nothing here is scored, and nobody has to see it.*";

/// A line to write on: a rule across the page, in print as in a plain text.
const RULE: &str = "________________________________________";
/// A gap in a sentence, and a line behind a box.
const GAP: &str = "\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_";

/// The pages as Markdown, under a title.
#[must_use]
pub fn worksheets(title: &str, pages: &[Worksheet]) -> String {
    let mut blocks = vec![
        format!(
            "---\ntitle: {}\ntags:\n  - imago\nimago_format: {}\n---",
            super::escape::yaml(title),
            super::FORMAT
        ),
        heading(1, "", title),
        HEAD.to_owned(),
    ];
    let mut chapter = "";
    // One chapter has its title above all of them.
    let level = if pages.iter().all(|page| page.chapter == title) { 2 } else { 3 };
    for page in pages {
        if page.chapter != chapter {
            chapter = &page.chapter;
            if chapter != title {
                blocks.push(heading(2, "", chapter));
            }
        }
        blocks.push(heading(level, &page.number, &page.title));
        blocks.extend(Some(page.text.trim().to_owned()).filter(|text| !text.is_empty()));
        page.questions.iter().for_each(|question| add(question, &mut blocks));
    }
    blocks.join("\n\n") + "\n"
}

fn add(question: &Empty, blocks: &mut Vec<String>) {
    let words = |text: &str| inside(&flat(text, " "));
    blocks.push(format!("**{}**", words(&question.asked)));
    if !flat(&question.hint, " ").is_empty() {
        blocks.push(format!("*{}*", words(&question.hint)));
    }
    match &question.blank {
        Blank::Lines(count) => blocks.extend(std::iter::repeat_n(RULE.to_owned(), *count)),
        Blank::Boxes(groups) => {
            for (name, options) in groups {
                if !name.is_empty() {
                    blocks.push(format!("*{}*", words(name)));
                }
                let boxes = options.iter().map(|option| match option {
                    Some(option) => format!("- [ ] {}", line(&flat(option, " "))),
                    None => format!("- [ ] {GAP}"),
                });
                let boxes: Vec<String> = boxes.collect();
                match (name.is_empty(), blocks.last_mut()) {
                    // Boxes without a name go on with those above them.
                    (true, Some(above)) if above.starts_with("- [ ]") => {
                        above.push('\n');
                        above.push_str(&boxes.join("\n"));
                    }
                    (true | false, _) => blocks.push(boxes.join("\n")),
                }
            }
        }
        Blank::Steps(numbers, ends) => {
            let numbers: Vec<String> = numbers.iter().map(i64::to_string).collect();
            let numbers = numbers.join(" \u{b7} ");
            blocks.push(match ends {
                Some((low, high)) => {
                    format!("{} \u{2003} {numbers} \u{2003} {}", line(&flat(low, " ")), words(high))
                }
                None => numbers,
            });
        }
        Blank::Table { head, rows } => {
            let room = |cell: &String| if cell.is_empty() { "\u{a0}".to_owned() } else { cell.clone() };
            let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(room).collect()).collect();
            blocks.extend(table(head, &rows));
        }
        Blank::Sentence(stem) => {
            let parts: Vec<String> = stem.split("____").map(|part| inside(&flat_part(part))).collect();
            blocks.push(parts.join(GAP));
        }
        Blank::Nothing => {
            blocks.pop_if(|hint| hint.starts_with('*') && !hint.starts_with("**"));
            blocks.pop();
        }
    }
}

/// A part of a sentence on one line, with the spaces at its ends.
fn flat_part(part: &str) -> String {
    part.replace(['\n', '\r', '\t'], " ")
}
