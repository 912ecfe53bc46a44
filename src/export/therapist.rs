//! An export for a therapist: a cover, the person's own words first, what is to be talked about, numbers by date, and what is new.
//!
//! Questions are printed and pages have no numbers: whoever reads it does not have the book. There are no breaks between
//! pages: Markdown has none that every program keeps, and a heading stays with what follows it in Word and in print as it is.

use super::block::{add_told, short, table};
use super::escape::{flat, inside};
use super::given::{add_given, asked, bare, comment, question};
use super::length::{HEADINGS, printed, whole};
use super::portrait::{STARS, has_stars};
use super::{
    Dates, Document, Given, ORDINARY_FILE, Page, Section, front_matter, heading, kept_private, period,
};
use crate::journal::Stamp;

const WHAT: &str = "These are answers to the questions of a workbook about what somebody brings into love. They were written alone, \
                    and chosen to be shown. They are no diagnosis and no therapy record. Numbers are no test: they say how \
                    something felt on that day.";
const OWN_WORDS: &str = "In my own words";
const TO_TALK: &str = "To talk about";
const NUMBERS: &str = "Numbers, by date";
const REST: &str = "What else I wrote";
const INSIDE: &str = "**What is inside**";
const LEFT_OUT: &str = "**What is left out**";
const NOTHING_NEW: &str = "*Nothing was added since then.*";

/// Values of one question that stand beside each other.
const VALUES: usize = 8;

/// The whole document as blocks.
pub(super) fn blocks(document: &Document) -> Vec<String> {
    let mut blocks = vec![front_matter(document), heading(1, "", &document.title)];
    blocks.push(from(document, period(document)));
    blocks.push(WHAT.to_owned());
    add_contents(document, &mut blocks);
    add_left_out(document, &mut blocks);
    blocks.push(ORDINARY_FILE.to_owned());
    add_own_words(document, &mut blocks);
    if !document.brought.is_empty() {
        blocks.push(heading(2, "", TO_TALK));
        add_sections(&document.brought, document.dates, &mut blocks);
    }
    if !document.measures.is_empty() {
        blocks.push(heading(2, "", NUMBERS));
        add_measures(&document.measures, document.dates, &mut blocks);
    }
    if !document.chapters.is_empty() {
        blocks.push(heading(2, "", REST));
        add_sections(&document.chapters, document.dates, &mut blocks);
    }
    blocks
}

/// Who wrote it, and when: `*From Sam, 2 March to 12 May 2026.*`
pub(super) fn from(document: &Document, period: Option<String>) -> String {
    match (flat(&document.person, " "), period) {
        (person, None) if person.is_empty() => "*Without a name.*".to_owned(),
        (person, Some(period)) if person.is_empty() => format!("*Written {period}.*"),
        (person, None) => format!("*From {}.*", inside(&person)),
        (person, Some(period)) => format!("*From {}, {period}.*", inside(&person)),
    }
}

fn add_contents(document: &Document, blocks: &mut Vec<String>) {
    let mut rows: Vec<String> = Vec::new();
    if !document.portrait.parts.is_empty() {
        rows.push(format!("- {OWN_WORDS}"));
    }
    let answers = |count: usize| if count == 1 { "1 answer".to_owned() } else { format!("{count} answers") };
    if !document.brought.is_empty() {
        rows.push(format!("- {TO_TALK}: {}", answers(count(&document.brought))));
    }
    match count(&document.measures) {
        0 => {}
        1 => rows.push(format!("- {NUMBERS}: 1 question")),
        many => rows.push(format!("- {NUMBERS}: {many} questions")),
    }
    let since = document.since.filter(|_| document.dates == Dates::Shown);
    let since = since.map_or_else(String::new, |since| format!(", new since {}", moment(since)));
    if !document.chapters.is_empty() {
        rows.push(format!("- {REST}: {}{since}", answers(count(&document.chapters))));
    }
    if rows.is_empty() {
        blocks.push(NOTHING_NEW.to_owned());
        return;
    }
    blocks.push(INSIDE.to_owned());
    blocks.push(rows.join("\n"));
}

fn add_left_out(document: &Document, blocks: &mut Vec<String>) {
    let mut rows: Vec<String> =
        kept_private(document).into_iter().map(|private| format!("- {private}")).collect();
    let who = match flat(&document.person, " ") {
        person if person.is_empty() => "whoever wrote this".to_owned(),
        person => inside(&person),
    };
    let since = document.since.filter(|_| document.dates == Dates::Shown);
    let before = since.map_or_else(|| "older".to_owned(), |since| format!("from before {}", moment(since)));
    match document.older {
        0 => {}
        1 => rows.push(format!("- One answer {before} is not in here.")),
        many => rows.push(format!("- {many} answers {before} are not in here.")),
    }
    match document.left_out {
        0 => {}
        1 => rows.push("- One more answer is left out to keep this short.".to_owned()),
        many => rows.push(format!("- {many} more answers are left out to keep this short.")),
    }
    if document.older + document.left_out > 0 {
        rows.push(format!("- Ask, and {who} can print them too, from an earlier day on."));
    }
    if rows.is_empty() {
        return;
    }
    blocks.push(LEFT_OUT.to_owned());
    blocks.push(rows.join("\n"));
}

fn add_own_words(document: &Document, blocks: &mut Vec<String>) {
    if document.portrait.parts.is_empty() {
        return;
    }
    blocks.push(heading(2, "", OWN_WORDS));
    let mut told = document.portrait.parts.iter().flat_map(|part| &part.phrases);
    if told.any(|(_, told)| has_stars(told)) {
        blocks.push(STARS.to_owned());
    }
    for part in &document.portrait.parts {
        blocks.push(heading(3, "", &part.title));
        part.phrases.iter().for_each(|(_, told)| add_told(told, blocks));
    }
}

fn add_sections(sections: &[Section], dates: Dates, blocks: &mut Vec<String>) {
    for section in sections {
        blocks.push(heading(3, "", &section.title));
        for page in &section.pages {
            if page.title != section.title {
                blocks.push(heading(4, "", &page.title));
            }
            for given in &page.given {
                match is_brief(given) {
                    true => add_measure(given, dates, blocks),
                    false => add_given(given, dates, blocks),
                }
            }
        }
    }
}

/// Whether an answer and all its rounds are a few signs each, so that they can stand beside each other.
fn is_brief(given: &Given) -> bool {
    let mut all = given.told.iter().chain(given.rounds.iter().map(|(_, told)| told));
    all.all(|told| short(told).is_some_and(|value| value.starts_with(|sign: char| sign.is_ascii_digit())))
        && given.other.is_empty()
}

/// Numbers: what was asked once for each day in a table of its own, and what many pages ask in one for all of them.
fn add_measures(sections: &[Section], dates: Dates, blocks: &mut Vec<String>) {
    // Where pages of several chapters have one title, the chapter says more.
    let same = |page: &Page| {
        sections.iter().flat_map(|section| &section.pages).filter(|other| other.title == page.title).count()
    };
    let title = |section: &'_ Section, page: &'_ Page| {
        if same(page) > 1 { section.title.clone() } else { page.title.clone() }
    };
    let pages = sections.iter().flat_map(|section| section.pages.iter().map(move |page| (section, page)));
    let pages: Vec<(String, &Page)> = pages.map(|(section, page)| (title(section, page), page)).collect();
    let pages = pages.iter().map(|(title, page)| (title.as_str(), *page));
    let all: Vec<(&str, &Given)> =
        pages.flat_map(|(title, page)| page.given.iter().map(move |given| (title, given))).collect();
    let mut asked: Vec<&str> = Vec::new();
    for (_, given) in &all {
        if asked.contains(&given.asked.as_str()) {
            continue;
        }
        asked.push(&given.asked);
        let same: Vec<(&str, &Given)> =
            all.iter().filter(|(_, other)| other.asked == given.asked).copied().collect();
        match same.as_slice() {
            [(_, one)] => add_measure(one, dates, blocks),
            many => add_many(many, dates, blocks),
        }
    }
}

/// The same question on several pages: one row for each time it was answered, in the order of days.
fn add_many(same: &[(&str, &Given)], dates: Dates, blocks: &mut Vec<String>) {
    let mut said: Vec<(Stamp, &str, String)> = Vec::new();
    for (page, given) in same {
        let now = given.told.iter().map(|told| (given.updated, told));
        let all = given.rounds.iter().map(|(when, told)| (*when, told)).chain(now);
        said.extend(all.filter_map(|(when, told)| short(told).map(|value| (when, *page, value))));
    }
    said.sort_by_key(|(when, _, _)| when.moment());
    let Some((_, first)) = same.first() else { return };
    let ids: Vec<String> = same.iter().map(|(_, given)| comment(given)).collect();
    // What all of them are measured by stands once, beside the question.
    let values = bare(said.iter().map(|(_, _, value)| value.clone()).collect());
    let scale =
        said.first().zip(values.first()).and_then(|((_, _, value), bare)| value.strip_prefix(bare.as_str()));
    let scale = scale.map_or_else(String::new, |scale| inside(&flat(scale, " ")));
    blocks.push(format!("{} {scale}", asked(first)).trim_end().to_owned() + "\n" + &ids.join("\n"));
    let rows: Vec<Vec<String>> = said
        .iter()
        .zip(values)
        .map(|((when, page, _), value)| match dates {
            Dates::Shown => vec![when.date(), (*page).to_owned(), value],
            Dates::LeftOut => vec![(*page).to_owned(), value],
        })
        .collect();
    let head = ["Date", "Where", "Answer"].map(str::to_owned);
    let head = if dates == Dates::Shown { &head[..] } else { head.get(1..).unwrap_or_default() };
    blocks.extend(table(head, &rows));
}

/// A question and its values beside each other, each with its day, the newest last.
fn add_measure(given: &Given, dates: Dates, blocks: &mut Vec<String>) {
    let said = given.rounds.iter().map(|(when, told)| (*when, told));
    let said = said.chain(given.told.as_ref().map(|told| (given.updated, told)));
    let said: Vec<(Stamp, String)> =
        said.filter_map(|(when, told)| short(told).map(|value| (when, value))).collect();
    blocks.push(question(given, dates));
    if said.len() < 2 {
        return;
    }
    let older = said.len().saturating_sub(VALUES);
    let newest = said.get(older..).unwrap_or_default();
    let day = |when: Stamp| when.local.strftime("%-d %b %Y").to_string();
    let head: Vec<String> = match dates {
        Dates::Shown => newest.iter().map(|(when, _)| day(*when)).collect(),
        Dates::LeftOut => (older + 1..=said.len()).map(|round| round.to_string()).collect(),
    };
    let values = bare(newest.iter().map(|(_, value)| value.clone()).collect());
    blocks.extend(table(&head, &[values]));
    if older > 0 {
        blocks.push(format!("*The newest {VALUES} of {}.*", said.len()));
    }
}

fn count(sections: &[Section]) -> usize {
    sections.iter().flat_map(|section| &section.pages).map(|page| page.given.len()).sum()
}

/// Leaves out as much of what is new as a few pages do not hold, the oldest first, and counts it. What is marked stays, however
/// long it is.
pub fn shorten(document: &mut Document) {
    let chapters = std::mem::take(&mut document.chapters);
    document.measures = newest(&std::mem::take(&mut document.measures), document, room(document) / 2);
    document.chapters = newest(&chapters, document, room(document));
}

/// The lines that are left on the last of the pages.
fn room(document: &Document) -> usize {
    // The words about what is left out have their room in any case.
    whole().saturating_sub(printed(&blocks(document).join("\n\n")) + 8)
}

/// The newest answers that have room. It ends with the first that has none, so that there is a day from which on everything
/// goes along; only one that is very long is passed over.
fn newest(sections: &[Section], document: &mut Document, room: usize) -> Vec<Section> {
    let mut all: Vec<(&Given, (usize, usize))> = Vec::new();
    for (chapter, section) in sections.iter().enumerate() {
        for (page, of) in section.pages.iter().enumerate() {
            all.extend(of.given.iter().map(|given| (given, (chapter, page))));
        }
    }
    all.sort_by_key(|(given, _)| std::cmp::Reverse(given.updated.moment()));
    let (mut kept, mut begun, mut left) = (Vec::new(), Vec::new(), room);
    for (given, page) in all {
        let mut lines = Vec::new();
        match is_brief(given) {
            true => add_measure(given, document.dates, &mut lines),
            false => add_given(given, document.dates, &mut lines),
        }
        let headings = if begun.contains(&page) { 0 } else { HEADINGS };
        let length = printed(&lines.join("\n\n")) + 1 + headings;
        match left.checked_sub(length) {
            Some(rest) => {
                left = rest;
                kept.push(given.id.clone());
                begun.push(page);
            }
            None if length > whole() / 4 => {}
            None => break,
        }
    }
    let some = only(sections, |given| kept.contains(&given.id));
    document.left_out += count(sections) - count(&some);
    some
}

/// Chapters with only some of their answers.
pub fn only(sections: &[Section], keep: impl Fn(&Given) -> bool) -> Vec<Section> {
    let mut all = Vec::new();
    for section in sections {
        let mut some = Section { pages: Vec::new(), ..section.clone() };
        for page in &section.pages {
            let given: Vec<Given> = page.given.iter().filter(|given| keep(given)).cloned().collect();
            if !given.is_empty() {
                some.pages.push(Page { given, ..page.clone() });
            }
        }
        if !some.pages.is_empty() {
            all.push(some);
        }
    }
    all
}

/// A day, and the time of it where pages were written down in the middle of one: what came later that day is new.
fn moment(since: Stamp) -> String {
    if since.local.time() == jiff::civil::Time::midnight() {
        since.date()
    } else {
        format!("{}, {}", since.date(), since.local.strftime("%H:%M"))
    }
}
