//! The author's guide keeps its word: its examples are sound, and it explains every kind and every code.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may stop here")]

use imago_workbook::book;
use imago_workbook::kind::NAMES;
use imago_workbook::problem::{CODES, Colours, report};

const GUIDE: &str = include_str!("../workbook/README.md");

/// What the examples of questions are put under, to make a chapter of them.
const AROUND: &str = "\
format = 1
[chapter]
id = \"examples\"
title = \"Examples\"
[[exercise]]
id = \"all\"
title = \"All of them\"
why = \"To see that each of them is sound.\"
";

/// The blocks of TOML in the guide, in their order.
fn blocks() -> Vec<&'static str> {
    let parts = GUIDE.split("```toml\n").skip(1);
    parts.map(|part| part.split_once("```").expect("a block that ends").0).collect()
}

/// The guide below one of its headings, up to the next heading of the same depth or higher.
fn section(heading: &str) -> Option<&'static str> {
    let depth = heading.split(' ').next()?.len();
    let (_, below) = GUIDE.split_once(&format!("\n{heading}\n"))?;
    let mut fenced = false;
    let mut end = 0;
    for line in below.split_inclusive('\n') {
        fenced ^= line.starts_with("```");
        let hashes = line.bytes().take_while(|byte| *byte == b'#').count();
        if !fenced && (1..=depth).contains(&hashes) {
            break;
        }
        end += line.len();
    }
    below.get(..end)
}

fn is_sound(name: &str, source: &str) {
    let (chapter, problems) = book::chapter(name, source);
    let told = report(&[(name, source, &problems)], Colours::None);
    assert!(chapter.is_some() && problems.is_empty(), "correct this example in workbook/README.md:\n{told}");
}

#[test]
fn every_whole_chapter_is_sound() {
    let whole: Vec<_> = blocks().into_iter().filter(|block| block.starts_with("format = 1")).collect();
    assert!(!whole.is_empty(), "the guide shows no whole chapter: it needs one to begin with");
    for source in whole {
        is_sound("a whole chapter of the guide", source);
    }
}

#[test]
fn the_questions_follow_each_other_on_one_page() {
    let asks: Vec<_> = blocks().into_iter().filter(|block| block.starts_with("[[exercise.ask]]")).collect();
    is_sound("the questions of the guide", &format!("{AROUND}{}", asks.concat()));
}

#[test]
fn every_page_is_sound() {
    let pages: Vec<_> = blocks().into_iter().filter(|block| block.starts_with("[[exercise]]")).collect();
    assert!(!pages.is_empty(), "the guide shows no page with turns");
    let (head, _) = AROUND.split_once("[[exercise]]").expect("a page");
    is_sound("the pages of the guide", &format!("{head}{}", pages.concat()));
}

#[test]
fn every_kind_has_a_section_with_an_example() {
    for name in NAMES {
        let section = section(&format!("### `{name}`"))
            .unwrap_or_else(|| panic!("add a section \"### `{name}`\" to workbook/README.md"));
        assert!(section.contains("Stored:"), "say in the section of `{name}` what is stored");
        let shows = section
            .lines()
            .filter_map(|line| line.split_once('='))
            .any(|(field, value)| field.trim() == "kind" && value.trim() == format!("\"{name}\""));
        assert!(shows, "show a question of kind `{name}` in its section");
    }
    let kinds = section("## The kinds of questions").expect("a section about kinds");
    for heading in kinds.lines().filter_map(|line| line.strip_prefix("### ")) {
        let name = heading.trim_matches('`');
        assert!(
            NAMES.contains(&name),
            "there is no kind `{name}`: remove its section from workbook/README.md"
        );
    }
}

#[test]
fn every_code_is_explained_in_the_words_of_the_program() {
    let simple = |text: &str| text.to_lowercase().trim_end_matches('.').to_owned();
    let rows: Vec<Vec<&str>> = GUIDE
        .lines()
        .filter(|line| line.starts_with("| <a id="))
        .map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect())
        .collect();
    for (code, about) in CODES {
        let anchor = format!("<a id=\"{}\"></a>{code}", code.to_lowercase());
        let row = rows.iter().find(|row| row.first() == Some(&anchor.as_str()));
        let row = row
            .unwrap_or_else(|| panic!("add a row for {code} to the table in workbook/README.md: {anchor}"));
        assert_eq!(row.len(), 3, "the row of {code} has a code, what it means, and what to do");
        assert_eq!(
            simple(row[1]),
            simple(about),
            "the guide and problem::CODES say different things about {code}"
        );
    }
    assert_eq!(rows.len(), CODES.len(), "the guide explains a code that the program does not have");
}

#[test]
fn every_link_inside_the_guide_leads_somewhere() {
    let slug = |heading: &str| -> String {
        let kept = heading.trim().to_lowercase();
        kept.chars()
            .filter(|c| c.is_alphanumeric() || " -".contains(*c))
            .map(|c| if c == ' ' { '-' } else { c })
            .collect()
    };
    let headings: Vec<String> = GUIDE
        .lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| slug(line.trim_start_matches('#')))
        .collect();
    for part in GUIDE.split("](#").skip(1) {
        let name = part.split(')').next().unwrap_or("");
        let there =
            headings.iter().any(|heading| heading == name) || GUIDE.contains(&format!("<a id=\"{name}\">"));
        assert!(there, "no heading of workbook/README.md is called #{name}");
    }
}
