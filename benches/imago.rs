//! What waiting costs: opening the book, a key until its frame is ready, saving and loading.
//!
//! Figures are compared with each other in one run; none of them is asserted. `benches/latency.sh` measures the real
//! program in a real terminal.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a benchmark stops where something fails"
)]

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use imago_workbook::answer::Answer;
use imago_workbook::app::{Action, App, Edit, Moment, News, Start};
use imago_workbook::book::{self, shipped};
use imago_workbook::export::For;
use imago_workbook::journal::{Entry, Extra, Id, Journal, Place, Round, Said, Stamp, file};
use imago_workbook::session::{Scope, Session};
use imago_workbook::store::{self, Access, Paths, RealDisk};
use imago_workbook::text;
use imago_workbook::tui::{canvas::Canvas, keymap, theme::Theme};
use ratatui::backend::TestBackend;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

const PAGE: &str = include_str!("book/01-write.toml");

/// Words in paragraphs of some 500 bytes.
fn prose(bytes: usize) -> String {
    let words = "the quiet house at the end of our street had a blue door and nobody ever said why ";
    let mut text = String::with_capacity(bytes + 8);
    while text.len() < bytes {
        text.push_str(words);
        if text.len() % 500 < words.len() {
            text.push('\n');
        }
    }
    text.truncate(bytes);
    text
}

fn entry(words: String) -> Arc<Entry> {
    let updated =
        Stamp { local: jiff::civil::datetime(2026, 5, 12, 12, 0, 0, 0), offset: jiff::tz::Offset::UTC };
    Arc::new(Entry {
        asked: "Describe one time you waited.".into(),
        kind: "text".into(),
        value: Said::Answer(Answer::Text(words.into())),
        updated,
        rounds: Vec::new(),
        other: Vec::new(),
        extra: Extra::default(),
    })
}

fn journal(answers: usize) -> Journal {
    let mut journal = Journal { person: "Sam".into(), ..Journal::default() };
    for n in 0..answers {
        journal.answers.insert(Id::new("old", &format!("q{n:05}")), entry(prose(480)));
    }
    journal
}

fn now(since_start: Duration) -> Moment {
    Moment { wall: "2026-05-12T10:00:00Z".parse().unwrap(), since_start }
}

/// The program with the focus in a text of so many bytes.
fn writing(bytes: usize, at: usize) -> App {
    let book = book::book(vec![("01-write.toml".into(), Ok(PAGE.into()))]);
    let mut journal = Journal { person: "Sam".into(), ..Journal::default() };
    let (page, question) = (Id::new("write", "page"), Id::new("write", "words"));
    journal.answers.insert(question.clone(), entry(prose(bytes)));
    journal.place = Some(Place { page, question: Some(question), at });
    let mut app = shown(book, journal);
    let _ = app.update(now(Duration::ZERO), Action::News(News::Resize(100, 30)));
    let _ = app.update(now(Duration::ZERO), Action::Enter);
    app
}

/// The program with these answers, before its first picture.
fn shown(book: book::Book, journal: Journal) -> App {
    let start = Start {
        folder: String::new(),
        read_only: None,
        notice: None,
        mending: None,
        in_use: false,
        exports: imago_workbook::export::Folders::default(),
        zone: jiff::tz::TimeZone::UTC,
        help: shipped::help(),
    };
    App::new(
        Session::new(book, journal, "2026-05-12".to_owned()),
        keymap::hints(),
        start,
        now(Duration::ZERO),
    )
}

fn opening(c: &mut Criterion) {
    let mut group = c.benchmark_group("book");
    group.bench_function("shipped, prepared", |b| b.iter(|| black_box(shipped::book(Vec::new()))));
    let sources: Vec<(String, String)> = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/workbook"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml") && !path.ends_with("help.toml"))
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    group.bench_function("parsed and checked from TOML", |b| {
        b.iter(|| {
            let files = sources.iter().map(|(name, text)| (name.clone(), Ok(text.clone()))).collect();
            black_box(book::book(files))
        });
    });
    group.finish();
}

fn key_to_frame(c: &mut Criterion) {
    let mut group = c.benchmark_group("key to frame");
    for (name, bytes) in [("1 KB", 1 << 10), ("100 KB", 100 << 10), ("1 MB", 1 << 20)] {
        for (place, at) in [("end", bytes), ("middle", bytes / 2)] {
            let mut app = writing(bytes, at);
            let mut canvas = Canvas::new(TestBackend::new(100, 30), Theme::terminal()).unwrap();
            let keys = [
                Action::Edit(Edit::Write(text::Edit::Insert("a".into()))),
                Action::Edit(Edit::Write(text::Edit::DeleteLeft)),
            ];
            let mut n = 0;
            group.bench_function(BenchmarkId::new(name, place), |b| {
                b.iter(|| {
                    let _ = app.update(now(Duration::from_millis(1)), keys.get(n % 2).unwrap().clone());
                    n += 1;
                    canvas.draw(&app.view()).unwrap();
                });
            });
        }
    }
    group.finish();
}

fn keeping(c: &mut Criterion) {
    let mut group = c.benchmark_group("answers");
    group.sample_size(20);
    for count in [100, 1_000, 10_000] {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::within(folder.path(), folder.path());
        let journal = journal(count);
        let text = file::write(&journal);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(BenchmarkId::new("read", count), |b| {
            b.iter(|| black_box(file::read(&text).unwrap()))
        });
        let Access::Writable(mut desk) = store::open(&RealDisk, &paths).access else { return };
        group.bench_function(BenchmarkId::new("save, durably", count), |b| {
            b.iter(|| store::save(&RealDisk, &mut desk, &journal).unwrap());
        });
        group.bench_function(BenchmarkId::new("floor: write, sync, rename, sync", count), |b| {
            b.iter(|| floor(folder.path(), &text));
        });
        drop(desk);
        group.bench_function(BenchmarkId::new("open", count), |b| {
            b.iter(|| black_box(store::open(&RealDisk, &paths)));
        });
    }
    group.finish();
}

/// The least that a durable replacement of a file can cost.
fn floor(folder: &std::path::Path, text: &str) {
    use std::io::Write;
    let (temp, target) = (folder.join("floor.tmp"), folder.join("floor.toml"));
    let mut file = std::fs::File::create(&temp).unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file.sync_all().unwrap();
    std::fs::rename(&temp, &target).unwrap();
    std::fs::File::open(folder).unwrap().sync_all().unwrap();
}

/// A key in the box that finds words: everything is looked at anew for each.
fn search(c: &mut Criterion) {
    let mut group = c.benchmark_group("search");
    let mut entries = journal(5_000);
    let book = shipped::book(Vec::new());
    let asked = book.chapters.iter().flat_map(|chapter| &chapter.exercises).filter(|page| page.keep);
    for question in asked.flat_map(|page| &page.questions).filter(|question| question.kind.ask().is_open()) {
        entries.answers.insert(question.id.clone(), entry(prose(480)));
    }
    let session = Session::new(book, entries.clone(), String::new());
    // In all answers, in none, in few places, and apart.
    for query in ["q", "the", "blue door and", "staircase", "xyzzy", "house xyzzy"] {
        group.bench_function(BenchmarkId::new("5,000 answers of 480 bytes and the book", query), |b| {
            b.iter(|| black_box(session.search(query)));
        });
    }
    group.bench_function("the first one, which reads every page", |b| {
        b.iter_batched(
            || Session::new(shipped::book(Vec::new()), entries.clone(), String::new()),
            |session| black_box(session.search("staircase").more),
            criterion::BatchSize::PerIteration,
        );
    });
    group.finish();
}

/// A year of evenings: every page has its texts, ten scales and twelve letters have all their rounds, and some answers are
/// kept private, brought along, or noted. `more` answers beside them, of 480 bytes.
fn year(more: usize) -> Journal {
    let book = shipped::book(Vec::new());
    let mut scales = 0;
    let mut answers = journal(more);
    for chapter in &book.chapters {
        for page in chapter.exercises.iter().filter(|page| page.keep) {
            for question in &page.questions {
                let ask = question.kind.ask();
                let (number, words) = (Answer::Number(6), Answer::Text(prose(300).into()));
                if ask.fits(&number) && scales < 10 {
                    scales += 1;
                    answers.answers.insert(question.id.clone(), with_rounds(entry(prose(9)), &number, 52));
                } else if ask.is_open() && ask.fits(&words) {
                    answers.answers.insert(question.id.clone(), entry(prose(300)));
                }
            }
            answers.pages.entry(page.id.clone()).or_default().read = true;
        }
    }
    let letter = Id::new("horizon", "letter-text");
    let written = Answer::Text(prose(2_000).into());
    answers.answers.insert(letter, with_rounds(entry(prose(2_000)), &written, 12));
    let kept: Vec<Id> = answers.answers.keys().take(40).cloned().collect();
    let mut session = Session::new(book, answers, "2026-05-12".to_owned());
    for id in &kept {
        session.toggle_private(id);
        session.toggle_bring(id);
    }
    session.journal
}

/// The same question, answered every week.
fn with_rounds(entry: Arc<Entry>, value: &Answer, rounds: i64) -> Arc<Entry> {
    let round = |week: i64| {
        let local = entry.updated.local.saturating_sub(jiff::Span::new().weeks(week));
        let number = Answer::Number(week % 11);
        let value = if matches!(value, Answer::Number(_)) { number } else { value.clone() };
        Round {
            value: Said::Answer(value),
            updated: Stamp { local, offset: jiff::tz::Offset::UTC },
            extra: Extra::default(),
        }
    };
    let rounds = (1..=rounds).rev().map(round).collect();
    Arc::new(Entry { value: Said::Answer(value.clone()), rounds, ..Entry::clone(&entry) })
}

/// From the folder to the first picture, as a start does it.
fn start(paths: &Paths) -> App {
    let book = shipped::book(Vec::new());
    let journal = store::open(&RealDisk, paths).journal;
    let mut app = shown(book, journal);
    let _ = app.update(now(Duration::ZERO), Action::News(News::Resize(80, 24)));
    let mut canvas = Canvas::new(TestBackend::new(80, 24), Theme::terminal()).unwrap();
    canvas.draw(&app.view()).unwrap();
    app
}

/// On a page of the year.
fn on(journal: &Journal, page: &Id, rows: u16) -> App {
    let place = Place { page: page.clone(), question: None, at: 0 };
    let journal = Journal { place: Some(place), ..journal.clone() };
    let mut app = shown(shipped::book(Vec::new()), journal);
    let _ = app.update(now(Duration::ZERO), Action::News(News::Resize(80, rows)));
    let _ = app.update(now(Duration::ZERO), Action::Enter);
    app
}

/// What somebody waits for after a year.
fn a_year(c: &mut Criterion) {
    let mut group = c.benchmark_group("year");
    let empty = Journal { person: "Sam".into(), ..Journal::default() };
    let (one, all) = (year(0), year(5_000));
    for (name, journal) in [("empty", &empty), ("a year", &one), ("a year and 5,000 answers", &all)] {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::within(folder.path(), folder.path());
        let Access::Writable(mut desk) = store::open(&RealDisk, &paths).access else { return };
        store::save(&RealDisk, &mut desk, journal).unwrap();
        drop(desk);
        // A start throws nothing away, so what is thrown away is not counted.
        group.bench_function(BenchmarkId::new("opening", name), |b| {
            b.iter_with_large_drop(|| black_box(start(&paths)));
        });
    }
    let mut app = on(&all, &Id::new("listening", "chairs"), 24);
    let mut canvas = Canvas::new(TestBackend::new(80, 24), Theme::terminal()).unwrap();
    let scroll = [Action::PageDown, Action::PageUp];
    let mut n = 0;
    group.bench_function("a screen on in a long page", |b| {
        b.iter(|| {
            let _ = app.update(now(Duration::from_millis(1)), scroll.get(n % 2).unwrap().clone());
            n += 1;
            canvas.draw(&app.view()).unwrap();
        });
    });
    let session = Session::new(shipped::book(Vec::new()), all.clone(), String::new());
    for query in ["the", "blue door and", "xyzzy"] {
        let name = BenchmarkId::new("search in 5,000 answers and a year", query);
        group.bench_function(name, |b| b.iter(|| black_box(session.search(query))));
    }
    // The page whose six numbers have 52 rounds each.
    let measure = Id::new("horizon", "measure");
    group.bench_function("a page with six charts of 52 rounds", |b| {
        b.iter_batched(
            || on(&one, &measure, 24),
            |mut app| {
                let _ = app.update(now(Duration::ZERO), Action::News(News::Resize(81, 60)));
                black_box(app.view())
            },
            criterion::BatchSize::PerIteration,
        );
    });
    group.finish();
}

/// What opening the box for an export takes, and each choice in it, with very many answers whose question is gone and a book
/// that is answered throughout.
fn export(c: &mut Criterion) {
    let mut group = c.benchmark_group("export");
    group.sample_size(10);
    let session = Session::new(shipped::book(Vec::new()), year(5_000), "2026-05-12".to_owned());
    for (name, whom) in [("me", For::Me), ("a therapist", For::Therapist), ("a partner", For::Partner)] {
        let scope = Scope { whom, ..Scope::default() };
        group.bench_function(BenchmarkId::new("5,000 answers no longer asked, and a year", name), |b| {
            b.iter(|| black_box(session.document(&scope)));
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    targets = opening, key_to_frame, keeping, search, a_year, export
}
criterion_main!(benches);
