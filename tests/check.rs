//! Broken chapters, one mistake each, and what an author is told about them: the words, the place, the way out.
//!
//! Each file in `tests/broken` has a snapshot of its report. A new mistake is a new file there; then
//! `INSTA_UPDATE=always cargo test --test check`, and read what it says.

#![allow(clippy::expect_used, reason = "a test may stop here")]

use imago_workbook::book;
use imago_workbook::problem::{self, CODES, Colours, Problem};
use std::path::{Path, PathBuf};

fn broken() -> Vec<(String, String)> {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken");
    let mut files: Vec<(String, String)> = std::fs::read_dir(folder)
        .expect("tests/broken")
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).expect("a text"))
        })
        .collect();
    files.sort();
    files
}

/// Everything wrong in a book of one file.
fn problems(name: &str, source: &str) -> Vec<Problem> {
    let book = book::book(vec![(name.to_owned(), Ok(source.to_owned()))]);
    let kept = book.chapters.into_iter().flat_map(|chapter| chapter.problems);
    kept.chain(book.left_out.into_iter().flat_map(|file| file.problems)).collect()
}

#[test]
fn every_mistake_is_told_with_its_place_and_a_way_out() {
    let files = broken();
    assert!(files.len() >= 25);
    for (name, source) in files {
        let problems = problems(&name, &source);
        assert!(!problems.is_empty(), "{name}: nothing was found");
        let report = problem::report(&[(name.as_str(), source.as_str(), problems.as_slice())], Colours::None);
        let helps = report.lines().filter(|line| line.contains("help: ")).count();
        assert_eq!(helps, problems.len(), "{name}: something has no next step:\n{report}");
        insta::assert_snapshot!(name.trim_end_matches(".toml"), report);
    }
}

#[test]
fn every_code_is_listed_once_and_none_is_unknown() {
    for (n, (code, about)) in CODES.iter().enumerate() {
        assert!(CODES.iter().skip(n + 1).all(|(other, _)| other != code), "{code} is listed twice");
        assert!(!about.is_empty());
    }
    for (name, source) in broken() {
        for problem in problems(&name, &source) {
            assert!(
                CODES.iter().any(|(code, _)| *code == problem.code),
                "{name}: {} is not listed",
                problem.code
            );
        }
    }
}

#[test]
fn every_code_has_a_broken_chapter() {
    let found: Vec<&str> = broken()
        .iter()
        .flat_map(|(name, source)| problems(name, source))
        .map(|problem| problem.code)
        .collect();
    // A file that cannot be read is no file in a folder of files.
    let missing: Vec<&str> =
        CODES.iter().map(|(code, _)| *code).filter(|code| *code != "E18" && !found.contains(code)).collect();
    assert_eq!(missing, [] as [&str; 0]);
}

#[test]
fn two_files_with_one_chapter_are_told_apart() {
    let source = "format = 1\n[chapter]\nid = \"one\"\ntitle = \"One\"\n\n[[exercise]]\nid = \"a\"\ntitle = \"A\"\nwhy = \"b\"\ntext = \"c\"\n";
    let files = ["a.toml", "b.toml"].map(|name| (name.to_owned(), Ok(source.to_owned())));
    let book = book::book(files.to_vec());
    let second = book.left_out.first().expect("the second is left out");
    let report = problem::report(&[("b.toml", &second.source, &second.problems)], Colours::None);
    insta::assert_snapshot!("chapter-twice", report);
}

#[test]
fn a_file_that_is_too_large_or_wild_is_left_out_quickly() {
    let deep = format!("a = {}", "[".repeat(100_000));
    let dotted = format!("{}a = 1", "a.".repeat(100_000));
    let wide =
        format!("format = 1\n[chapter]\nid = \"a\"\ntitle = \"b\"\n{}", "[[exercise]]\n".repeat(100_000));
    let many = format!("format = 1\n[chapter]\nid = \"a\"\ntitle = \"b\"\n{}", "x = \n".repeat(50_000));
    let large = "#".repeat(book::syntax::LIMIT + 1);
    for source in [deep, dotted, wide, many, large] {
        let problems = problems("bomb.toml", &source);
        assert!(!problems.is_empty() && problems.len() < 1000, "{} problems", problems.len());
    }
}

#[test]
fn one_broken_question_leaves_the_others() {
    let source = broken().into_iter().find(|(name, _)| name == "from-nowhere.toml").expect("the file").1;
    let (chapter, problems) = book::chapter("from-nowhere.toml", &source);
    let chapter = chapter.expect("a chapter");
    assert_eq!(problems.len(), 1);
    let page = chapter.exercises.first().expect("a page");
    let ids: Vec<&str> = page.questions.iter().map(|question| question.id.name()).collect();
    assert_eq!(ids, ["needs"]);
}
