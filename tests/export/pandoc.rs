//! What pandoc makes of an export: a file for Word with the words in it, and a text that is ready to be printed.
//!
//! Where there is no pandoc, it says so and proves nothing.

use super::profiles::{person, written};
use super::{NASTY, given, one_page};
use imago_workbook::book::shipped;
use imago_workbook::export::{For, Section, markdown, worksheets};
use imago_workbook::kind::Told;
use imago_workbook::session;
use std::io::Write;
use std::process::{Command, Stdio};

/// Turns Markdown into a file, without a word of complaint; nothing when pandoc is not there.
fn pandoc(markdown: &str, to: &str) -> Option<Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("out");
    let mut command = Command::new("pandoc");
    command.args(["--fail-if-warnings", "--standalone", "--from", "markdown", "--to", to, "-o"]).arg(&file);
    let mut pandoc = match command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn() {
        Ok(pandoc) => pandoc,
        Err(_) => {
            let mut stderr = std::io::stderr();
            writeln!(stderr, "left out: pandoc is not installed").unwrap();
            return None;
        }
    };
    pandoc.stdin.take().unwrap().write_all(markdown.as_bytes()).unwrap();
    let output = pandoc.wait_with_output().unwrap();
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && complaints.is_empty(), "{to}: {complaints}");
    Some(std::fs::read(file).unwrap())
}

/// The words of a text, without anything between them.
fn bare(text: &str) -> String {
    text.chars().filter(|sign| sign.is_alphanumeric()).collect()
}

fn check(markdown: &str, words: &[&str]) {
    let Some(word) = pandoc(markdown, "docx") else { return };
    assert!(word.starts_with(b"PK\x03\x04") && word.len() > 4000, "no file for Word");
    // Back again, for what is inside of it is packed.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.docx");
    std::fs::File::create(&file).unwrap().write_all(&word).unwrap();
    let back =
        Command::new("pandoc").args(["--from", "docx", "--to", "plain", "--wrap=none"]).arg(&file).output();
    let back = bare(&String::from_utf8(back.unwrap().stdout).unwrap());
    for to in ["latex", "html"] {
        let text = String::from_utf8(pandoc(markdown, to).unwrap()).unwrap();
        assert!(text.contains(if to == "latex" { "\\end{document}" } else { "</html>" }));
    }
    for words in words {
        assert!(back.contains(&bare(words)), "{words:?} is not in the file for Word");
    }
}

#[test]
fn a_year_of_somebody_becomes_a_file_for_word_and_for_print() {
    let session = person();
    check(
        &written(&session, For::Therapist),
        &["stop leaving first", "Alex goes to bed alone", "まあまあ", "How hopeful are you about love?"],
    );
    check(&written(&session, For::Me), &["the bakery van", "He puts a roll on the table so that she knows"]);
    check(&written(&session, For::Partner), &["swimming in the rain"]);
}

#[test]
fn hostile_words_and_long_tables_become_nothing_else() {
    let mut all: Vec<_> = NASTY
        .iter()
        .enumerate()
        .map(|(n, text)| given(&format!("n{n}"), text, Some(Told::Words((*text).to_owned()))))
        .collect();
    let row =
        |n: usize| vec![format!("日本語 {n} 👩‍👩‍👧"), NASTY[n % NASTY.len()].to_owned(), "word ".repeat(40)];
    let head = ["who", "what", "how"].map(str::to_owned).to_vec();
    all.push(given("rows", "Who?", Some(Told::Table { head, rows: (0..200).map(row).collect() })));
    let chapter = |given| Section { ..one_page(given).chapters[0].clone() };
    let mut document = one_page(Vec::new());
    document.whom = For::Therapist;
    document.person = "Zoë <b>*Müller*</b>".to_owned();
    document.brought = vec![chapter(all)];
    document.chapters.clear();
    check(&markdown(&document), &["日本語 199", "alert(1)", "A great year"]);
}

#[test]
fn empty_pages_can_be_printed() {
    let pages = session::worksheets(shipped::book(Vec::new()), &[]);
    check(&worksheets("Pages to fill in", &pages), &["Who was there?", "Leave open whatever you like"]);
}
