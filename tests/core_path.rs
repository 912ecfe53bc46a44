//! One person alone walks the whole short path of the book, with real keys; every page is looked at once it is answered.
//!
//! What Noor answers stands in `core_path/noor.rs`, what the pages look like in `snapshots/core_path__*`: one file for a
//! chapter and a size, read by people before it is accepted.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test stops where something is not as it says"
)]

use imago_workbook::app::{Action, Mode, Moment, News};
use imago_workbook::book::{Audience, Exercise, shipped};
use imago_workbook::journal::Journal;
use imago_workbook::session::{Scope, Session};
use run::Run;
use std::fmt::Write as _;
use std::time::Duration;

#[path = "core_path/noor.rs"]
mod noor;
#[path = "fixture/run.rs"]
mod run;

/// Answers every question that the page asks, in its order.
fn answer(run: &mut Run, page: &Exercise) {
    run.press("<tab>");
    let mut asked = page.questions.iter().filter(|question| question.kind.ask().is_question());
    while run.app.mode() != Mode::Walking {
        // A page that keeps nothing has no place either: there, every question is asked.
        let place = run.app.snapshot().1.place.filter(|place| place.page == page.id);
        let here =
            place.and_then(|place| place.question).or_else(|| asked.next().map(|next| next.id.clone()));
        let here = here.unwrap_or_else(|| panic!("nothing is asked:\n{}", run.screen()));
        let keys = noor::keys(here.as_str());
        let keys = keys.unwrap_or_else(|| panic!("{here} is new on the way: add it to core_path/noor.rs"));
        run.press(keys);
        leave(run, page, here.as_str());
    }
}

/// To the next question, through all parts of this one.
fn leave(run: &mut Run, page: &Exercise, question: &str) {
    for _ in 0..40 {
        run.press("<tab>");
        let place = run.app.snapshot().1.place.filter(|place| place.page == page.id);
        let is_here = place.and_then(|place| place.question).is_some_and(|here| here.as_str() == question);
        if !is_here || run.app.mode() == Mode::Walking {
            return;
        }
    }
    panic!("{question} has no end:\n{}", run.screen());
}

/// The page whole, as wide as the screen is, between the rows that frame it there.
fn picture(run: &mut Run, page: &Exercise, (columns, rows): (u16, u16)) -> String {
    let screen = run.screen();
    let seen: Vec<&str> = screen.lines().collect();
    // Whether it has been saved by now is the disk's affair, and how long it took nobody's.
    let end = seen[0].find(&page.title).unwrap() + page.title.len();
    let title = &seen[0][..end];
    let frame = seen.iter().rposition(|row| row.starts_with('─')).unwrap();
    let mut resize = |rows| {
        let at = Moment { wall: jiff::Timestamp::UNIX_EPOCH, since_start: Duration::ZERO };
        assert_eq!(run.app.update(at, Action::News(News::Resize(columns, rows))), None);
        run.app.view().rows.iter().map(|row| row.words().trim_end().to_owned()).collect::<Vec<_>>()
    };
    let whole = resize(TALL);
    resize(rows);
    let body = whole[2..usize::from(TALL) - 3].join("\n");
    format!(
        "{}\n{title}\n{}\n{}",
        "═".repeat(usize::from(columns)),
        body.trim_end(),
        seen[frame..].join("\n")
    )
}

/// More rows than any page has.
const TALL: u16 = 300;

fn is_on_the_way(page: &Exercise) -> bool {
    page.core && matches!(page.audience, Audience::Each | Audience::Solo)
}

/// From the first page to the last one; gives the answers, and the pictures of each chapter.
fn walk(columns: u16, rows: u16) -> (Journal, Vec<(String, String)>) {
    let folder = tempfile::tempdir().unwrap();
    let book = shipped::book(Vec::new());
    let mut run = Run::start(folder.path(), columns, rows);
    run.press("Noor<enter>");
    let mut chapters = Vec::new();
    let mut pages =
        book.chapters.iter().flat_map(|chapter| chapter.exercises.iter().map(move |page| (chapter, page)));
    while run.app.mode() != Mode::Contents {
        let screen = run.screen();
        let title = screen.lines().next().unwrap();
        let (chapter, page) =
            pages.find(|(_, page)| title.contains(&page.title)).unwrap_or_else(|| panic!("{screen}"));
        if is_on_the_way(page) {
            if chapters.last().is_none_or(|(id, _)| *id != chapter.id) {
                chapters.push((chapter.id.clone(), String::new()));
            }
            answer(&mut run, page);
            let (_, pictures) = chapters.last_mut().unwrap();
            writeln!(pictures, "{}\n", picture(&mut run, page, (columns, rows))).unwrap();
        }
        run.press("<right>");
    }
    let (_, journal) = run.app.snapshot();
    run.end();
    (journal, chapters)
}

#[test]
fn the_whole_way_alone_looks_cared_for_on_a_usual_screen() {
    look(80, 24);
}

#[test]
fn the_whole_way_alone_looks_cared_for_on_a_small_screen() {
    look(60, 20);
}

fn look(columns: u16, rows: u16) {
    let (journal, chapters) = walk(columns, rows);
    for (chapter, pictures) in chapters {
        insta::assert_snapshot!(format!("{columns}x{rows}_{chapter}"), pictures);
    }
    // Every question that Noor answers has her answer, and both sizes led to the same ones.
    let session = Session::new(shipped::book(Vec::new()), journal, "2026-05-12".to_owned());
    let kept = session.pages().filter(|(_, page)| page.keep && is_on_the_way(page));
    for question in kept.flat_map(|(_, page)| &page.questions).filter(|one| one.kind.ask().is_question()) {
        let is_left_empty = noor::keys(question.id.as_str()).is_none_or(str::is_empty);
        let is_asked = session.asks(question) && !is_left_empty;
        assert!(!is_asked || session.answer(&question.id).is_some(), "{} has no answer", question.id);
    }
    let all = Scope { private: true, ..Scope::default() };
    insta::assert_snapshot!("her_book", imago_workbook::export::markdown(&session.document(&all)));
}
