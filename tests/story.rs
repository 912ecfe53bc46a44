//! Whole sessions in one script: keys go through the real loop onto ratatui's test screen, answers to a real folder.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test stops where something is not as it says"
)]

use crossterm::event::Event as Input;
use imago_workbook::app::{Action, Mode, Moment, News};
use imago_workbook::book::shipped;
use imago_workbook::journal::Said;
use imago_workbook::session::{Scope, Session};
use imago_workbook::tui::keymap;
use run::{Run, strokes};
use std::path::Path;
use std::time::Duration;

#[path = "fixture/run.rs"]
mod run;

impl Run {
    /// Picks the third of what there is; what the cursor is on, where there is no third; 30, where three is too few; and
    /// takes an order of one line as it is.
    fn pick(&mut self) -> &mut Run {
        let (_, before) = self.app.snapshot();
        for keys in ["3", "<space>", "0", "<enter>"] {
            self.press(keys);
            if self.app.snapshot().1.answers != before.answers {
                break;
            }
        }
        self
    }

    /// Types through every question of the page, each in the way that its keys ask for.
    fn answer_page(&mut self, words: &str) {
        self.press("<tab>");
        for _ in 0..80 {
            match self.app.mode() {
                Mode::Finding => self.press("<space>").press("<tab>"),
                Mode::Writing | Mode::Line => self.press(words).press("<tab>"),
                Mode::Picking => self.pick().press("<tab>"),
                Mode::Walking | Mode::Contents | Mode::Portrait | Mode::Welcome | Mode::Box => return,
            };
        }
        panic!("this page has no end:\n{}", self.screen());
    }
}

const PROSE: &str = "I am seven. Die Küche riecht nach Brot; 夜の音 👩‍👩‍👧 e\u{301}t la clé.";

#[test]
fn somebody_writes_comes_back_and_takes_the_words_along() {
    let folder = tempfile::tempdir().unwrap();
    let mut run = Run::start(folder.path(), 80, 24);
    run.press("Noor<enter>");
    let pages =
        shipped::book(Vec::new()).chapters.iter().map(|chapter| chapter.exercises.len()).sum::<usize>();
    for _ in 0..pages {
        run.answer_page(PROSE);
        run.press("<right>");
        if run.app.mode() == Mode::Contents {
            break;
        }
    }
    assert_eq!(run.app.mode(), Mode::Contents, "{}", run.screen());
    let (_, written) = run.app.snapshot();
    run.end();

    // Everything that was asked and is kept has an answer on disk, and a second start has the same.
    let mut again = Run::start(folder.path(), 80, 24);
    let (_, read) = again.app.snapshot();
    assert_eq!(read.answers, written.answers);
    let book = shipped::book(Vec::new());
    let session = Session::new(shipped::book(Vec::new()), read.clone(), String::new());
    for (_, exercise) in session.pages().filter(|(_, exercise)| exercise.keep) {
        for question in exercise.questions.iter().filter(|q| q.kind.ask().is_question() && session.asks(q)) {
            let said = read.answers.get(&question.id).map(|entry| &entry.value);
            if question.kind.ask().burns() {
                // Nobody said that these are to be kept.
                assert_eq!(said, None, "{} left a trace", question.id);
                continue;
            }
            assert!(matches!(said, Some(Said::Answer(_))), "{} has no answer: {said:?}", question.id);
        }
    }
    // What must not be kept is not.
    let file = std::fs::read_to_string(folder.path().join("answers.toml")).unwrap();
    for exercise in book.chapters.iter().flat_map(|c| &c.exercises).filter(|exercise| !exercise.keep) {
        assert!(!file.contains(exercise.id.as_str()), "{} left a trace", exercise.id);
        for question in &exercise.questions {
            assert!(!file.contains(question.id.as_str()), "{} left a trace", question.id);
        }
    }
    let markdown = imago_workbook::export::markdown(&session.document(&Scope::default()));
    assert!(markdown.contains("Die Küche riecht nach Brot; 夜の音 👩‍👩‍👧"), "{markdown}");
    assert!(!markdown.contains("Who, and how?"), "a private answer left");
}

#[test]
fn the_same_letter_is_under_the_cursor_after_a_break() {
    let folder = tempfile::tempdir().unwrap();
    let mut run = Run::start(folder.path(), 80, 24);
    run.press("<enter>").press("<esc>");
    // A long text further on: find it from the contents, as a person would.
    open_page(&mut run, "Thank you, guard");
    run.press("<enter>").press("<a-k>").press(PROSE).press("<left><left><left><left>");
    let before = (run.screen(), run.app.view().cursor);
    run.press("<c-c>");
    run.end();
    let mut again = Run::start(folder.path(), 80, 24);
    again.press("<enter>");
    assert_eq!(again.app.view().cursor, before.1);
    let body = |screen: &str| screen.lines().skip(1).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(body(&again.screen()), body(&before.0));
}

/// Opens the page with this title from the contents.
fn open_page(run: &mut Run, title: &str) {
    for chapter in 0..3 {
        run.press("g");
        for _ in 0..60 {
            let screen = run.screen();
            let here = screen.lines().find(|line| line.starts_with(" > ")).unwrap_or("").to_owned();
            if here.contains(title) {
                run.press("<enter>");
                return;
            }
            let folded = here.contains('▸') && here.contains(&format!(" {chapter}  "));
            run.press(if folded { "<space>" } else { "<down>" });
        }
    }
    panic!("no page {title}:\n{}", run.screen());
}

#[test]
fn words_that_burn_are_in_no_file_and_words_that_are_kept_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let everything = || -> String {
        let mut folders = vec![folder.path().to_path_buf()];
        let mut all = String::new();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
                match entry.file_type().unwrap().is_dir() {
                    true => folders.push(entry.path()),
                    false => all.push_str(&String::from_utf8_lossy(&std::fs::read(entry.path()).unwrap())),
                }
            }
        }
        all
    };
    let mut run = Run::start(folder.path(), 80, 24);
    run.press("Noor<enter>").press("<esc>");
    open_page(&mut run, "Thank you, guard");
    run.press("<enter>you came in the winter<esc>").press("<c-c>");
    assert!(run.screen().contains("words that are not kept"), "{}", run.screen());
    run.press("<c-c>");
    run.end();
    assert!(everything().contains("Noor") && !everything().contains("winter"));

    let mut run = Run::start(folder.path(), 80, 24);
    run.press("<enter><enter>you came in the winter").press("<a-k>");
    assert!(run.screen().contains("Kept."), "{}", run.screen());
    run.press("<c-c>");
    run.end();
    assert!(everything().contains("winter"));

    // Burned after all: the answers are without them, and what earlier versions hold is said.
    let mut run = Run::start(folder.path(), 80, 24);
    run.press("<enter><a-x><a-x>");
    assert!(run.screen().contains("Earlier versions"), "{}", run.screen());
    run.press("<c-c>");
    run.end();
    let answers = std::fs::read_to_string(folder.path().join("answers.toml")).unwrap();
    assert!(answers.contains("armour.letter") && !answers.contains("winter"), "{answers}");
}

#[test]
fn resizing_there_and_back_gives_the_first_picture_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut run = Run::start(folder.path(), 100, 30);
    run.press("<enter>").press("<esc>");
    open_page(&mut run, "My protective moves");
    for keys in ["", "<pgdn>", "<enter>", "<tab>", "<esc>", "<esc>"] {
        run.press(keys);
        let first = (run.screen(), run.app.view().cursor);
        for (columns, rows) in [(60, 20), (40, 12), (10, 3), (1, 1), (300, 90), (100, 30)] {
            let at = Moment { wall: jiff::Timestamp::now(), since_start: Duration::from_secs(1) };
            assert_eq!(run.app.update(at, Action::News(News::Resize(columns, rows))), None);
            let view = run.app.view();
            assert_eq!(view.rows.len(), usize::from(rows));
            let widest = view.rows.iter().map(imago_workbook::sheet::Row::width).max().unwrap_or(0);
            assert!(widest <= usize::from(columns), "{widest} cells in {columns}");
        }
        run.press("");
        assert_eq!((run.screen(), run.app.view().cursor), first, "after {keys}");
    }
}

#[test]
fn an_export_that_is_not_written_keeps_its_dialog_open() {
    let folder = tempfile::tempdir().unwrap();
    let mut run = Run::start(folder.path(), 80, 24);
    run.press("Sam<enter>").press("<esc>").press("x");
    assert!(run.screen().contains("Where  ~/notes/imago-my-workbook-sam.md"), "{}", run.screen());
    // Without a name nothing is written, and it is said where to type one.
    run.press("<tab><tab><c-u>").press("<tab><tab><enter>");
    assert!(run.screen().contains("The file has no name yet."), "{}", run.screen());
    // A folder that is not there is named.
    run.press("gone/mine.md").press("<tab><tab><enter>");
    let seen = run.screen();
    assert!(seen.contains("Take your words along") && seen.contains("There is no folder "), "{seen}");
    assert!(seen.contains("gone/mine.md") && !seen.contains("data-dir"), "{seen}");
    // A folder gets the usual name, and only now the dialog closes.
    std::fs::create_dir(folder.path().join("gone")).unwrap();
    run.press("<c-u>gone").press("<tab><tab><enter>");
    assert!(run.screen().contains("Written to "), "{}", run.screen());
    assert!(!run.screen().contains("Take your words along"), "{}", run.screen());
    assert!(folder.path().join("gone/imago-my-workbook-sam.md").is_file());
    let names: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(names.iter().all(|name| !name.to_string_lossy().ends_with("-2")), "{names:?}");
    run.end();
}

#[test]
fn what_is_wrong_in_a_chapter_is_told_whole() {
    let folder = tempfile::tempdir().unwrap();
    let why = "/home/sam/.local/share/imago/chapters/odd.toml is not plain text (UTF-8). Save it as plain text, with the \
               encoding UTF-8, in your editor.";
    let good = "format = 1\n[chapter]\nid = \"mine\"\ntitle = \"A chapter of mine\"\nmood = \"blue\"\n\
                [[exercise]]\nid = \"a\"\ntitle = \"A\"\nwhy = \"b\"\ntext = \"c\"\n";
    let chapters =
        vec![("mine.toml".to_owned(), Ok(good.to_owned())), ("odd.toml".to_owned(), Err(why.to_owned()))];
    let mut run = Run::with(folder.path(), (60, 20), chapters);
    run.press("<enter>").press("<esc>").press("<end>");
    assert!(run.screen().contains("odd.toml  1 problem, left out"), "{}", run.screen());
    run.press("<enter>");
    // Nothing of the reason is cut, at whatever width.
    let flat = |run: &Run| run.screen().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat(&run).contains(why) && !run.screen().contains('…'), "{}", run.screen());
    // A chapter that is there in part says so, and what is missing.
    run.press("<esc>").press("<up><up>");
    assert!(run.screen().contains("A chapter of mine !"), "{}", run.screen());
    assert!(
        flat(&run).contains("Not all of it could be read. The line below says what."),
        "{}",
        run.screen()
    );
    run.press("<down>");
    assert!(run.screen().contains("! 1 problem in mine.toml"), "{}", run.screen());
    run.press("<enter>");
    assert!(flat(&run).contains("error[E03]") && flat(&run).contains("mood"), "{}", run.screen());
}

#[test]
fn what_was_cleared_comes_back_outside_the_field_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut run = Run::start(folder.path(), 80, 24);
    run.press("<enter>").press("<esc>");
    open_page(&mut run, "My steady-me kit");
    run.press("<enter><tab>").press("the pier in the rain").press("<esc>");
    assert!(run.screen().contains("the pier in the rain"));
    run.press("<tab><tab>").press("<c-u>").press("<esc>");
    assert!(!run.screen().contains("the pier in the rain"), "{}", run.screen());
    run.press("u");
    assert!(run.screen().contains("the pier in the rain"), "{}", run.screen());
    assert!(run.screen().contains("Taken back"), "{}", run.screen());
}

/// A chapter of one page, with these questions.
fn own_chapter(asks: &str) -> Vec<(String, Result<String, String>)> {
    let page = "format = 1\n[chapter]\nid = \"mine\"\ntitle = \"Mine\"\nsummary = \"M\"\n\
         [[exercise]]\nid = \"p\"\ntitle = \"The page\"\nwhy = \"w\"\ntext = \"t\"\n";
    vec![("mine.toml".to_owned(), Ok(format!("{page}{asks}")))]
}

const RINGING: &str =
    "[[exercise.ask]]\nid = \"q\"\nkind = \"text\"\nprompt = \"What rang?\"\nhint = \"A word.\"\n";

#[test]
fn words_are_found_and_gone_to_and_a_way_back_is_the_same_picture() {
    let folder = tempfile::tempdir().unwrap();
    let mut run = Run::with(folder.path(), (80, 24), own_chapter(RINGING));
    run.press("Noor<enter><esc>/what rang<enter>").press("The ferry at Köln, before the storm.<esc><end>");
    // Whether it is being saved or has been is no part of the picture.
    let picture = |run: &Run| (run.screen().split_once('\n').unwrap().1.to_owned(), run.app.view().cursor);
    let page = picture(&run);
    // From a page, and from the contents.
    run.press("/koln");
    assert!(run.screen().contains("The page"), "{}", run.screen());
    assert!(
        run.screen().contains("your answer") && run.screen().contains("ferry at Köln"),
        "{}",
        run.screen()
    );
    run.press("<esc>");
    assert_eq!(picture(&run), page);
    run.press("<esc>g");
    let contents = picture(&run);
    run.press("/").press("no such words anywhere");
    assert!(run.screen().contains("Nothing has all of that"), "{}", run.screen());
    run.press("<enter>");
    assert!(run.screen().contains("Nothing has all of that"), "there is nowhere to go: {}", run.screen());
    run.press("<esc>");
    assert_eq!(picture(&run), contents);
    // Enter leads to the question, and to the letter: what is typed next stands before the storm.
    run.press("/STORM<enter>").press("big ");
    assert!(run.screen().contains("before the big storm."), "{}", run.screen());
    // And in a field, it is a sign as any other.
    run.press("/");
    assert!(run.screen().contains("before the big /storm."), "{}", run.screen());
}

#[test]
fn whoever_looks_over_a_shoulder_finds_nothing_private() {
    let folder = tempfile::tempdir().unwrap();
    let mut run = Run::with(folder.path(), (80, 24), own_chapter(RINGING));
    run.press("Noor<enter><esc>/what rang<enter>")
        .press("The ferry, before the storm.<a-p><esc>")
        .press("/ferry");
    let screen = run.screen();
    assert!(screen.contains("private") && screen.contains("The page"), "{screen}");
    assert!(screen.contains("What rang?") && !screen.contains("storm"), "{screen}");
    run.press("<enter>");
    assert!(run.screen().contains("before the storm"), "{}", run.screen());
}

#[test]
fn what_is_on_no_page_any_more_is_found_and_read() {
    let folder = tempfile::tempdir().unwrap();
    let mut run = Run::with(folder.path(), (80, 24), own_chapter(RINGING));
    run.press("Noor<enter><esc>/what rang<enter>").press("a glockenspiel<c-c>");
    run.end();
    let mut run = Run::with(folder.path(), (80, 24), own_chapter(""));
    run.press("/glocken");
    assert!(run.screen().contains("no longer in the book"), "{}", run.screen());
    run.press("<enter>");
    assert!(
        run.screen().contains("What rang?") && run.screen().contains("a glockenspiel"),
        "{}",
        run.screen()
    );
    run.press("<esc>");
    assert!(run.screen().contains("Contents"), "{}", run.screen());
}

#[test]
fn a_bookmark_is_seen_in_words_and_leads_back_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let mut run = Run::with(folder.path(), (80, 24), own_chapter(RINGING));
    run.press("Noor<enter><esc>").press("/").press("the page<enter>").press("b");
    assert!(
        run.screen().contains("Bookmark set.") && run.screen().lines().next().unwrap().contains("bookmark")
    );
    run.press("<esc>");
    let row = |run: &Run| run.screen().lines().rfind(|row| row.contains("13.1")).unwrap().to_owned();
    assert!(row(&run).contains("bookmark · "), "{}", run.screen());
    run.press("<c-c>");
    run.end();
    let mut run = Run::with(folder.path(), (80, 24), own_chapter(RINGING));
    run.press("/");
    assert!(
        run.screen().contains("Your bookmarks") && run.screen().contains("13.1 The page"),
        "{}",
        run.screen()
    );
    run.press("<enter>").press("b");
    assert!(run.screen().contains("taken away"), "{}", run.screen());
    run.press("<esc>");
    assert!(!row(&run).contains("bookmark"), "{}", run.screen());
    run.press("/");
    assert!(!run.screen().contains("Your bookmarks"), "{}", run.screen());
}

#[test]
fn a_note_is_kept_found_and_taken_along_also_when_its_page_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let mut run = Run::with(folder.path(), (80, 24), own_chapter(RINGING));
    run.press("Noor<enter><esc>").press("/").press("the page<enter>");
    let before = run.screen();
    // Opened by mistake and left, it is not there; and nobody is led to it.
    run.press("e");
    assert!(run.screen().contains("> Note to “The page”"), "{}", run.screen());
    run.press("<esc>");
    let body = |screen: &str| screen.lines().skip(1).take(18).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(body(&run.screen()), body(&before));
    run.press("<enter>").press("a bell<tab>");
    run.press("e").press("Ask Mia about the kettle.<esc>");
    assert!(run.screen().contains("Ask Mia about the kettle."), "{}", run.screen());
    // It counts for nothing.
    run.press("<esc>G<up>");
    assert!(run.screen().contains("13.1 The page"), "{}", run.screen());
    run.press("<esc>/");
    assert!(
        run.screen().contains("Your bookmarks, notes") && run.screen().contains("kettle"),
        "{}",
        run.screen()
    );
    run.press("<enter>");
    assert_eq!(run.app.mode(), Mode::Writing);
    run.press("<esc><esc>/kettle");
    assert!(run.screen().contains("your note"), "{}", run.screen());
    run.press("<esc>x");
    assert!(run.screen().contains("Every line of it"), "{}", run.screen());
    run.press("<esc><c-c>");
    let (_, journal) = run.app.snapshot();
    run.end();
    let book = |asks| shipped::book(own_chapter(asks));
    let export = |book, journal| {
        let session = Session::new(book, journal, String::new());
        imago_workbook::export::markdown(&session.document(&Scope::default()))
    };
    let markdown = export(book(RINGING), journal.clone());
    let (_, page) = markdown.split_once("13.1 The page").unwrap();
    let (_, note) = page.split_once("> a bell").unwrap();
    assert!(note.contains("**Note**") && note.contains("> Ask Mia about the kettle."), "{markdown}");
    // The page leaves the book; its note does not leave the person.
    let markdown = export(shipped::book(Vec::new()), journal);
    let (_, earlier) = markdown.split_once("From earlier editions").unwrap();
    assert!(earlier.contains("Note to “The page”") && earlier.contains("the kettle"), "{markdown}");
    let mut run = Run::start(folder.path(), 80, 24);
    run.press("/kettle");
    assert!(run.screen().contains("no longer in the book"), "{}", run.screen());
}

#[test]
fn a_note_can_be_private_and_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut run = Run::with(folder.path(), (80, 24), own_chapter(""));
    run.press("Noor<enter><esc>")
        .press("/")
        .press("the page<enter>")
        .press("e")
        .press("a xylophone<a-p><esc>");
    assert!(run.screen().contains("private"), "{}", run.screen());
    run.press("/");
    assert!(run.screen().contains("Note to “The page” (private)") && !run.screen().contains("xylophone"));
    run.press("xylophone");
    assert!(!run.screen().contains("a xylophone") && run.screen().contains("1 place."), "{}", run.screen());
    run.press("<esc>u");
    assert!(!run.screen().contains("xylophone"), "{}", run.screen());
    run.press("<c-r>");
    assert!(run.screen().contains("a xylophone"), "{}", run.screen());
    let (_, journal) = run.app.snapshot();
    let session = Session::new(shipped::book(own_chapter("")), journal, String::new());
    assert!(!imago_workbook::export::markdown(&session.document(&Scope::default())).contains("xylophone"));
}

#[test]
fn what_is_to_be_brought_says_so_and_private_wins() {
    let folder = tempfile::tempdir().unwrap();
    let mut run = Run::with(folder.path(), (80, 24), own_chapter(RINGING));
    run.press("Noor<enter><esc>").press("/").press("what rang<enter>").press("<a-t>");
    assert!(run.screen().contains("no answer here yet"), "{}", run.screen());
    run.press("a glockenspiel<a-t>");
    assert!(run.screen().contains("bring this · 2 words"), "{}", run.screen());
    run.press("<a-p>");
    assert!(
        run.screen().contains("bring this, but private") && run.screen().contains("Private wins"),
        "{}",
        run.screen()
    );
    run.press("<a-p>");
    assert!(run.screen().contains("bring this · 2 words"), "{}", run.screen());
    // Behind the question, while the page is read: the one that was just left.
    run.press("<esc>t");
    assert!(
        !run.screen().contains("bring this ·") && run.screen().contains("No longer marked"),
        "{}",
        run.screen()
    );
    run.press("t");
    assert!(run.screen().contains("bring this · 2 words"), "{}", run.screen());
    // What is taken back is the words, and not the mark; and the mark is no step of its own.
    run.press("u").press("<c-r>");
    assert!(run.screen().contains("bring this · 2 words"), "{}", run.screen());
    run.press("<esc>/");
    assert!(
        run.screen().contains("bring this") && run.screen().contains("a glockenspiel"),
        "{}",
        run.screen()
    );
    run.press("<esc><c-c>");
    run.end();
    let mut run = Run::with(folder.path(), (80, 24), own_chapter(RINGING));
    run.press("<enter>");
    assert!(run.screen().contains("bring this · 2 words"), "{}", run.screen());
}

/// Every screen at the three sizes that must look designed.
#[test]
fn a_page_is_answered_again_and_both_rounds_come_back_and_go_along() {
    let folder = tempfile::tempdir().unwrap();
    let mut run = Run::start(folder.path(), 60, 20);
    run.press("Sam<enter>").press("<esc>");
    open_page(&mut run, "Where I stand today");
    run.press("<enter>7<tab>8<esc>").press("a");
    run.press("<enter>4<c-c>");
    run.end();
    let mut again = Run::start(folder.path(), 60, 20);
    again.press("<enter>").press("<esc>").press("<home>");
    let flat = |seen: &str| seen.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat(&again.screen()).contains("What you said today is kept."), "{}", again.screen());
    let seen = again.press("<enter>").press("").screen();
    assert!(seen.contains("[4]") && seen.contains("Last time 7, today."), "{seen}");
    assert!(flat(&seen).contains("From 7 to 4, both today. Your answers went down."), "{seen}");
    let seen = again.press("<tab>").press("").screen();
    assert!(seen.contains("Last time 8, today."), "{seen}");
    let (_, journal) = again.app.snapshot();
    let session = Session::new(shipped::book(Vec::new()), journal, String::new());
    let markdown = imago_workbook::export::markdown(&session.document(&Scope::default()));
    let rows: Vec<&str> =
        markdown.lines().filter(|line| line.ends_with(" | 7 |") || line.ends_with(" | 4 |")).collect();
    assert_eq!(rows.len(), 2, "{markdown}");
    assert!(markdown.contains("near do you feel to the people you love?** 8"), "{markdown}");
}

#[test]
fn pictures() {
    for (columns, rows) in [(100, 30), (80, 24), (60, 20)] {
        let folder = tempfile::tempdir().unwrap();
        let mut run = Run::start(folder.path(), columns, rows);
        let look = |name: &str, run: &Run| {
            insta::assert_snapshot!(format!("{columns}x{rows}_{name}"), run.screen());
        };
        run.press("");
        look("welcome", &run);
        run.press("Sam<enter>");
        look("reading", &run);
        run.press("<f1>");
        look("help", &run);
        run.press("export");
        look("help_found", &run);
        run.press("<esc><esc>");
        look("contents", &run);
        open_page(&mut run, "My steady-me kit");
        run.press("<enter>").press("mi<enter><tab>").press("the pier in the rain<tab><tab><tab>1");
        look("kit", &run);
        run.press("<f2>");
        look("steady", &run);
        run.press("<esc><esc><esc>");
        open_page(&mut run, "Who raised me");
        run.press("<enter>").press("my aunt Ilse<enter>the house mother, with her keys");
        look("list", &run);
        run.press("<esc><esc>");
        open_page(&mut run, "What I waited for");
        run.press("<enter>5<tab>")
            .press("somebody who asks what is wrong, and then has time to hear it<enter>x");
        look("sentence", &run);
        run.press("<esc><esc>");
        open_page(&mut run, "It happened again and again");
        run.press("<enter>5<tab>").press("supper, when the car came late<enter>quietly<enter>");
        look("table", &run);
        run.press("<esc><esc>");
        open_page(&mut run, "When did it get hard?");
        run.press("<enter>5<tab><right><down>2");
        look("grid", &run);
        run.press("<esc><esc>");
        open_page(&mut run, "Thank you, guard");
        run.press("<enter>").press(PROSE);
        look("text", &run);
        run.press("<a-k><esc>x");
        look("export", &run);
        run.press("<esc>").press("/the car");
        look("find", &run);
    }
}

#[test]
fn no_key_and_no_size_brings_it_down() {
    let folder = tempfile::tempdir().unwrap();
    let mut run = Run::start(folder.path(), 80, 24);
    run.press("Sam<enter>");
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |below: u64| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed % below
    };
    let keys = [
        "<enter>",
        "<tab>",
        "<s-tab>",
        "<esc>",
        "<up>",
        "<down>",
        "<left>",
        "<right>",
        "<home>",
        "<end>",
        "<pgdn>",
        "<backspace>",
        "<space>",
        "a",
        "s",
        "x",
        "u",
        "p",
        "1",
        "9",
        "?",
        "n",
        "b",
        "o",
        ".",
        "j",
        "k",
        "日",
        "é",
        "<c-u>",
        "<c-z>",
        "<c-k>",
        "<c-w>",
        "<f1>",
        "<f2>",
        "q",
        "g",
        "G",
        "<c-y>",
    ];
    for step in 0..10_000_u32 {
        let key = keys[usize::try_from(next(keys.len() as u64)).unwrap()];
        let at =
            Moment { wall: jiff::Timestamp::now(), since_start: Duration::from_millis(u64::from(step) * 40) };
        for input in strokes(key) {
            let Input::Key(key) = input else { continue };
            if let Some(action) = keymap::action(run.app.mode(), key) {
                let _ = run.app.update(at, action);
            }
        }
        if next(50) == 0 {
            let (columns, rows) =
                (u16::try_from(next(500)).unwrap() + 1, u16::try_from(next(200)).unwrap() + 1);
            assert_eq!(run.app.update(at, Action::News(News::Resize(columns, rows))), None);
        }
        let view = run.app.view();
        assert!(!view.rows.is_empty());
    }
}

/// Writes answers as they are after some evenings.
#[allow(clippy::disallowed_methods, reason = "nobody's words: a file for one test")]
fn answer(folder: &Path, answers: &[(&str, &str, &str)]) {
    let mut file = String::from("format = 1\ngeneration = 1\nperson = \"Sam\"\n");
    for (id, kind, value) in answers {
        file.push_str(&format!(
            "\n[answers.{id}]\nasked = \"Asked?\"\nkind = \"{kind}\"\nvalue = {value}\nupdated = 2026-05-12T12:04:31+02:00\n"
        ));
    }
    // With the last line that every file of ours has.
    let unproven = format!("{file}# imago-end answers=0 bytes=0 crc32=00000000\n");
    let file = imago_workbook::journal::file::read(&unproven).unwrap().journal;
    let file = imago_workbook::journal::file::write(&file);
    std::fs::write(folder.join("answers.toml"), file).unwrap();
}

const SOME: &[(&str, &str, &str)] = &[
    ("home.people", "list", r#"["Mum", "Grandpa Wim", "Aunt Lis"]"#),
    ("home.warm-own", "list", r#"["quick", "funny", "at home everywhere"]"#),
    ("home.heavy-own", "list", r#"["away a lot", "went silent for days", "late"]"#),
    ("home.warm-most", "mark", r#"["quick", "funny"]"#),
    ("home.heavy-most", "mark", r#"["went silent for days"]"#),
    ("home.longing", "line", r#""to be asked what is wrong""#),
    ("home.felt-most", "mark", r#"["lonely"]"#),
    ("armour.moves-most", "mark", r#"["became funny", "stopped asking"]"#),
    ("armour.cost", "line", r#""I never hear the end of a quarrel""#),
    ("portrait.sentence", "line", r#""I leave before the answer comes.""#),
    ("chosen.heavy", "list", r#"["goes silent when I ask", "counts what I spend"]"#),
    ("chosen.strong", "mark", r#"["goes silent when I ask"]"#),
    (
        "chosen.match",
        "compare",
        r#"[{ right = "goes silent when I ask", left = "went silent for days", alike = "yes" }, { right = "counts what I spend", alike = "no" }]"#,
    ),
];

/// The screen without its first row, which tells when something was saved.
fn body(run: &Run) -> String {
    run.screen().split_once('\n').map_or_else(String::new, |(_, body)| body.to_owned())
}

/// With some answers.
fn some_evenings_later(folder: &Path, (columns, rows): (u16, u16)) -> Run {
    answer(folder, SOME);
    Run::start(folder, columns, rows)
}

#[test]
fn the_portrait_gathers_what_was_written_and_leads_to_its_pages_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut run = some_evenings_later(folder.path(), (80, 24));
    run.press("p");
    assert_eq!(run.app.mode(), Mode::Portrait);
    insta::assert_snapshot!("portrait-80x24", body(&run));
    // The picture, the people, then what warmed and what weighed, and the longing.
    run.press("jjjj");
    let before = body(&run);
    assert!(before.contains(" >  to be asked what is wrong"), "{before}");
    run.press("<enter>");
    assert!(run.screen().contains("Which wish is the most alive?"), "{}", run.screen());
    assert_eq!(run.app.mode(), Mode::Line);
    // Looking is enough: one step leads back to the same line.
    run.press("<esc>");
    assert_eq!(body(&run), before);
    // What is changed there is changed here.
    run.press("<enter><end>, and to be heard<esc>");
    assert_eq!(run.app.mode(), Mode::Walking, "words are being written, so Esc stops that first");
    run.press("<esc>");
    assert!(run.screen().contains(" >  to be asked what is wrong, and to be heard"), "{}", run.screen());
    // Words that are on both sides are asked about, each with both of its pages.
    run.press("G<pgup>").press("G");
    let all = {
        let mut seen = run.screen();
        for _ in 0..8 {
            run.press("<pgup>");
            seen.push_str(&run.screen());
        }
        seen
    };
    for words in [
        "\"silent\"",
        "Does this echo?",
        "goes silent when I ask: may be like went silent for days",
        "counts what I spend: like none of them",
        "private · 5.3",
        "I leave before the answer comes.",
        "3.1 House rules",
    ] {
        assert!(all.contains(words), "{words} is missing:\n{all}");
    }
    run.press("<esc>");
    assert_eq!(run.app.mode(), Mode::Contents);
    run.end();
}

#[test]
fn the_portrait_fits_every_screen_and_is_inviting_while_it_is_empty() {
    let folder = tempfile::tempdir().unwrap();
    let mut run = some_evenings_later(folder.path(), (100, 30));
    run.press("p");
    insta::assert_snapshot!("portrait-100x30", body(&run));
    for keys in ["", "<down>", "<pgdn>", "G", "g"] {
        run.press(keys);
        let first = body(&run);
        for (columns, rows) in [(60, 20), (40, 12), (24, 6), (10, 3), (1, 1), (300, 90), (100, 30)] {
            let at = Moment { wall: jiff::Timestamp::now(), since_start: Duration::from_secs(1) };
            assert_eq!(run.app.update(at, Action::News(News::Resize(columns, rows))), None);
            let view = run.app.view();
            assert_eq!(view.rows.len(), usize::from(rows));
            let widest = view.rows.iter().map(imago_workbook::sheet::Row::width).max().unwrap_or(0);
            assert!(widest <= usize::from(columns), "{widest} cells in {columns}");
            let words: Vec<String> = view.rows.iter().map(imago_workbook::sheet::Row::words).collect();
            // Small as it is, the focus is in sight.
            assert!(
                rows < 6 || words.iter().any(|row| row.starts_with(" > ")),
                "{columns}x{rows}: {words:#?}"
            );
        }
        run.press("");
        assert_eq!(body(&run), first, "after {keys}");
    }
    run.end();
    for (columns, rows) in [(60, 20), (40, 12)] {
        let folder = tempfile::tempdir().unwrap();
        let mut run = some_evenings_later(folder.path(), (columns, rows));
        run.press("pj");
        insta::assert_snapshot!(format!("portrait-{columns}x{rows}"), body(&run));
        run.end();
    }
    let folder = tempfile::tempdir().unwrap();
    let mut run = Run::start(folder.path(), 60, 20);
    run.press("<enter><esc>p");
    insta::assert_snapshot!("portrait-empty-60x20", body(&run));
    run.press("<enter>");
    assert!(run.screen().contains("Who was there?"), "{}", run.screen());
    run.press("<esc>");
    assert_eq!(run.app.mode(), Mode::Portrait);
    run.end();
}

#[test]
fn pages_for_a_therapist_are_chosen_looked_at_and_written_and_the_next_ones_begin_there() {
    let folder = tempfile::tempdir().unwrap();
    let mut run = some_evenings_later(folder.path(), (80, 24));
    run.press("<esc>x");
    assert!(run.screen().contains("(•) me   ( ) my therapist   ( ) my partner"), "{}", run.screen());
    run.press("<tab> ");
    let seen = run.screen();
    assert!(seen.contains("(•) my therapist") && seen.contains("Pages for my therapist"), "{seen}");
    // For two there is less, and nothing counts the rest.
    run.press(" ");
    let seen = run.screen();
    assert!(seen.contains("(•) my partner") && seen.contains("Pages for two"), "{seen}");
    assert!(seen.contains("Whatever is not on a page for two") && !seen.contains("marked private"), "{seen}");
    run.press("  ")
        .press("<tab>")
        .press(&format!("<c-u>{}<tab><tab><enter>", folder.path().join("pages.md").display()));
    assert!(run.screen().contains("Written to "), "{}", run.screen());
    let pages = std::fs::read_to_string(folder.path().join("pages.md")).unwrap();
    assert!(pages.contains("## In my own words") && !pages.contains("goes silent when I ask"), "{pages}");
    run.end();
    // The day is kept with the answers.
    let mut run = Run::start(folder.path(), 60, 20);
    let (_, journal) = run.app.snapshot();
    assert!(journal.for_therapist.is_some());
    run.press("<esc>x<tab> ");
    assert!(run.screen().contains("what is new since"), "{}", run.screen());
    run.end();
    // What has the focus is in sight on the smallest screen too.
    let mut run = Run::start(folder.path(), 40, 12);
    run.press("<esc>x<tab> ");
    assert!(run.screen().contains("(•) my therapist   (2 of 3)"), "{}", run.screen());
    run.press("<tab><tab><tab>");
    assert!(run.screen().contains("> [ Write this file ]"), "{}", run.screen());
    run.end();
}

#[test]
fn the_portrait_goes_along_in_an_export_without_what_is_private() {
    let folder = tempfile::tempdir().unwrap();
    let mut run = some_evenings_later(folder.path(), (80, 24));
    let (_, journal) = run.app.snapshot();
    run.end();
    let mut session = Session::new(shipped::book(Vec::new()), journal, "2026-05-12".to_owned());
    let taken = |session: &Session, chapters: &[&str], private: bool| {
        let chapters = chapters.iter().map(|id| (*id).to_owned()).collect();
        imago_workbook::export::markdown(&session.document(&Scope { chapters, private, ..Scope::default() }))
    };
    let open = taken(&session, &[], false);
    let (before, rest) = open.split_once("## Portrait of what I carry").expect("a portrait");
    assert!(!before.contains("\n## "), "it comes first:\n{before}");
    let (portrait, _) = rest.split_once("\n## ").expect("chapters after it");
    assert!(portrait.contains("> - ★ quick\n> - ★ funny\n> - at home everywhere\n"), "{portrait}");
    assert!(portrait.contains("> I leave before the answer comes."), "{portrait}");
    for private in ["goes silent when I ask", "may be like", "echo"] {
        assert!(!open.contains(private), "{private} left:\n{open}");
    }
    let all = taken(&session, &[], true);
    assert!(all.contains("goes silent when I ask: may be like went silent for days"), "{all}");
    assert!(all.contains("### Does this echo?"), "{all}");
    assert!(!taken(&session, &["home"], false).contains("Portrait of what I carry"));
    // What the person keeps private stays out of both lists of the picture, with the stars that stand on it.
    session.toggle_private(&imago_workbook::journal::Id::new("home", "warm-own"));
    let open = taken(&session, &[], false);
    assert!(!open.contains("quick") && open.contains("went silent for days"), "{open}");
}

#[test]
fn a_line_of_a_composed_text_leads_to_where_it_comes_from_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut run = some_evenings_later(folder.path(), (80, 24));
    run.press("p").press("G");
    // The last one that is still to come is the text itself.
    assert!(run.screen().contains("> 4.2 My unfinished business"), "{}", run.screen());
    run.press("<enter>");
    assert_eq!(run.app.mode(), Mode::Writing, "{}", run.screen());
    let line = |run: &Run| run.screen().lines().nth(22).unwrap_or("").trim().to_owned();
    assert_eq!(line(&run), "This line comes from 1.4 The ones that left a mark.");
    // Down to the line with the wish, which is edited a little: its source is still known.
    for _ in 0..20 {
        if line(&run).contains("1.5") {
            break;
        }
        run.press("<down>");
    }
    assert_eq!(line(&run), "This line comes from 1.5 What I waited for.");
    run.press("<end>!");
    assert_eq!(line(&run), "This line comes from 1.5 What I waited for.", "{}", run.screen());
    let before = run.app.view().cursor;
    run.press("<a-o>");
    assert!(run.screen().contains("1.5 What I waited for"), "{}", run.screen());
    assert_eq!(run.app.mode(), Mode::Line);
    run.press("<c-u>to be met at the door<esc><esc>");
    let seen = run.screen();
    assert_eq!(run.app.mode(), Mode::Writing, "{seen}");
    // What was edited stays, and it is said that its source has changed.
    assert!(seen.contains("What this came from has changed since."), "{seen}");
    assert!(seen.contains("to be asked what is wrong"), "{seen}");
    assert!(!seen.contains("to be met at the door"), "{seen}");
    let after = run.app.view().cursor;
    assert_eq!(after.map(|(_, column)| column), before.map(|(_, column)| column), "{seen}");
    // Only somebody who asks for it gets the new words.
    run.press("<a-r>");
    assert!(run.screen().contains("to be met at the door"), "{}", run.screen());
    // And back, step by step: to the portrait, where one came from, and to the contents.
    run.press("<esc><esc>");
    assert_eq!(run.app.mode(), Mode::Portrait);
    run.press("<esc>");
    assert_eq!(run.app.mode(), Mode::Contents);
    run.end();
}
