//! The command line without a terminal: what is printed where, the exit codes, and what is left alone.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test says what is wrong by a panic"
)]

#[path = "pty/fixture.rs"]
mod fixture;

use fixture::{Home, below, foreign, put, put_hostile_book, sealed};
use imago_workbook::store::{self, Access, Paths, RealDisk};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// The program, in a home of its own, with nothing from outside.
fn imago(home: &Home) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_imago"));
    command
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("HOME", home.path())
        .env("TERM", "xterm-256color")
        .env("TZ", "UTC")
        .current_dir(home.path())
        .stdin(Stdio::null());
    command
}

/// The program with the answers and the small book of this home.
fn here(home: &Home, arguments: &[&str]) -> Output {
    imago(home)
        .arg("--data-dir")
        .arg(home.data())
        .arg("--book")
        .arg(home.book())
        .args(arguments)
        .output()
        .unwrap()
}

fn out(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn err(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

fn nothing() -> Vec<PathBuf> {
    Vec::new()
}

#[test]
fn help_goes_to_stdout_fits_and_begins_with_usage_and_three_examples() {
    let home = Home::new();
    for option in ["--help", "-h"] {
        let output = imago(&home).arg(option).output().unwrap();
        assert_eq!((output.status.code(), err(&output)), (Some(0), ""));
        let help = out(&output);
        assert!(help.starts_with("Usage: imago"), "{help}");
        assert!(help.lines().all(|line| line.chars().count() <= 80), "{help}");
        assert_eq!(help.lines().filter(|line| line.starts_with("  imago")).count(), 3, "{help}");
        for word in ["check", "export", "where", "backups", "restore", "--data-dir", "--book", "Exit codes"] {
            assert!(help.contains(word), "{word}");
        }
    }
    for command in ["check", "export", "where", "backups", "restore"] {
        let output = imago(&home).args([command, "--help"]).output().unwrap();
        assert_eq!((output.status.code(), err(&output)), (Some(0), ""), "{command}");
        assert!(out(&output).lines().all(|line| line.chars().count() <= 80), "{}", out(&output));
    }
    assert_eq!(home.everything(), nothing());
}

#[test]
fn the_version_is_a_name_and_a_number() {
    let home = Home::new();
    for option in ["--version", "-V"] {
        let output = imago(&home).arg(option).output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(out(&output), concat!("imago ", env!("CARGO_PKG_VERSION"), "\n"));
    }
}

#[test]
fn a_mistyped_word_is_answered_with_the_right_one_and_nothing_else_happens() {
    let home = Home::new();
    for (words, meant) in [
        (vec!["exprot", "-o", "x.md"], "export"),
        (vec!["chekc"], "check"),
        (vec!["--data-dri", "x"], "--data-dir"),
        (vec!["export", "--chaptre", "x"], "--chapter"),
    ] {
        let output = imago(&home).args(&words).output().unwrap();
        assert_eq!((output.status.code(), out(&output)), (Some(2), ""), "{words:?}");
        assert!(err(&output).contains(meant), "{}", err(&output));
        assert!(!err(&output).contains('\u{1b}'));
    }
    let output = imago(&home).args(["where", "--data-dir"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(home.everything(), nothing());
}

#[test]
fn without_a_terminal_it_says_so_in_one_line() {
    let home = Home::new();
    let output = here(&home, &[]);
    assert_eq!((output.status.code(), out(&output)), (Some(2), ""));
    assert_eq!(err(&output).lines().count(), 1, "{}", err(&output));
    assert!(err(&output).contains("export"), "{}", err(&output));
    assert_eq!(foreign(&output.stderr, &['\n']), None);
    for term in ["dumb", ""] {
        let output = imago(&home).env("TERM", term).output().unwrap();
        assert_eq!((output.status.code(), out(&output)), (Some(2), ""), "TERM={term}");
        assert_eq!(err(&output).lines().count(), 1);
    }
    assert_eq!(home.everything(), nothing());
}

#[test]
fn where_prints_every_path_and_makes_nothing() {
    let home = Home::new();
    let output = here(&home, &["where"]);
    assert_eq!((output.status.code(), err(&output)), (Some(0), ""));
    for path in [home.answers(), home.data().join("backups"), home.data().join("chapters")] {
        assert!(out(&output).contains(path.to_str().unwrap()), "{}", out(&output));
    }
    assert_eq!(home.everything(), nothing());
}

#[test]
fn the_nearest_choice_of_a_folder_wins() {
    let home = Home::new();
    let asked = |option: Option<&str>, own: &str, shared: &str| -> String {
        let mut command = imago(&home);
        command.arg("where").env("IMAGO_DATA_DIR", own).env("XDG_DATA_HOME", shared);
        command.args(option.map(|folder| ["--data-dir", folder]).into_iter().flatten());
        let output = command.output().unwrap();
        out(&output)
            .lines()
            .next()
            .unwrap_or_default()
            .split_whitespace()
            .last()
            .unwrap_or_default()
            .to_owned()
    };
    assert_eq!(asked(Some("/a"), "/b", "/c"), "/a/answers.toml");
    assert_eq!(asked(None, "/b", "/c"), "/b/answers.toml");
    assert_eq!(asked(None, "", "/c"), "/c/imago/answers.toml");
    let own = asked(None, "", "");
    assert!(own.starts_with(home.path().to_str().unwrap()), "{own}");
}

#[test]
fn the_shipped_book_has_no_mistake() {
    let home = Home::new();
    let output = imago(&home).arg("check").output().unwrap();
    assert_eq!((output.status.code(), out(&output), err(&output)), (Some(0), "", ""));
    assert_eq!(home.everything(), nothing());
}

#[test]
fn check_tells_mistakes_with_file_line_and_column() {
    let home = Home::new();
    let broken = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/broken/bad-id.toml");
    let output = here(&home, &["check", broken.to_str().unwrap()]);
    assert_eq!((output.status.code(), err(&output)), (Some(1), ""));
    assert!(out(&output).contains("bad-id.toml:14:"), "{}", out(&output));
    assert_eq!(foreign(&output.stdout, &['\n']), None);
    // A whole folder, and one without mistakes.
    let output = here(&home, &["check", broken.parent().unwrap().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let output = here(&home, &["check", home.book().to_str().unwrap()]);
    assert_eq!((output.status.code(), out(&output), err(&output)), (Some(0), "", ""));
    let output = here(&home, &["check", "not-there.toml"]);
    assert_eq!((output.status.code(), out(&output)), (Some(1), ""));
    assert!(err(&output).starts_with("There is no file not-there.toml."), "{}", err(&output));
    assert_eq!(err(&output).lines().count(), 1);
}

#[test]
fn check_says_when_there_is_nothing_to_check() {
    let home = Home::new();
    std::fs::create_dir(home.path().join("empty")).unwrap();
    put(&home.path().join("other/readme.md"), b"no chapter");
    for folder in ["empty", "other"] {
        let output = here(&home, &["check", folder]);
        assert_eq!((output.status.code(), out(&output)), (Some(1), ""), "{folder}");
        assert!(err(&output).starts_with(&format!("There are no chapters in {folder}.")), "{}", err(&output));
        assert_eq!(err(&output).lines().count(), 1);
        let output = imago(&home).args(["--book", folder, "check"]).output().unwrap();
        assert_eq!((output.status.code(), out(&output)), (Some(1), ""), "{folder}");
        assert!(err(&output).contains("no chapters"), "{}", err(&output));
    }
}

#[test]
fn a_chapter_that_is_no_text_is_told_in_words_for_a_chapter() {
    let home = Home::new();
    put(&home.path().join("odd.toml"), b"title = \"\xff\"");
    let output = here(&home, &["check", "odd.toml"]);
    assert_eq!((output.status.code(), err(&output)), (Some(1), ""));
    assert!(out(&output).contains("odd.toml is not plain text (UTF-8)."), "{}", out(&output));
    assert!(!out(&output).contains("backups") && !out(&output).contains("data-dir"), "{}", out(&output));
}

// Shows a mistake of the program: the quoted line of a chapter keeps its C1 controls (U+0080 to U+009F).
#[test]
fn a_book_cannot_reach_the_terminal_through_check() {
    let home = Home::new();
    let evil = home.path().join("evil");
    put_hostile_book(&evil);
    let output = here(&home, &["check", evil.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(foreign(&output.stdout, &['\n']), None);
    assert_eq!(foreign(&output.stderr, &['\n']), None);
}

/// A name that would clear the screen, set the title, ring the bell, and turn the line around.
const NAME: &[u8] = b"z\x1b[2J\x1b]0;owned\x07\xc2\x9b31m\xe2\x80\xaeno";

/// Checks that nothing the program says about these arguments would move a cursor.
fn says_it_harmlessly(calls: &[&[&OsStr]]) {
    let home = Home::new();
    for call in calls {
        let output = imago(&home).args(*call).output().unwrap();
        for bytes in [&output.stdout, &output.stderr] {
            assert_eq!(foreign(bytes, &['\n']), None, "{call:?}");
        }
    }
}

#[test]
fn a_path_cannot_reach_the_terminal() {
    let longer = [NAME, b"\xff\nx"].concat();
    for name in [OsStr::from_bytes(NAME), OsStr::from_bytes(&longer)] {
        says_it_harmlessly(&[
            &["check".as_ref(), name],
            &["export".as_ref(), "-o".as_ref(), name],
            &["--book".as_ref(), name, "check".as_ref()],
            &["--data-dir".as_ref(), name, "where".as_ref()],
            &["--data-dir".as_ref(), name, "export".as_ref()],
        ]);
    }
}

// Shows a mistake of the program: `export --chapter` and the messages of clap echo them raw.
#[test]
fn a_mistyped_word_cannot_reach_the_terminal() {
    let name = OsStr::from_bytes(NAME);
    says_it_harmlessly(&[
        &["export".as_ref(), "--chapter".as_ref(), name],
        &[name],
        &["export".as_ref(), name],
    ]);
}

// Shows a mistake of the program: a folder that is not there counts as a book without chapters, and `check` finds it faultless.
#[test]
fn a_book_that_is_not_there_is_told() {
    let home = Home::new();
    put(&home.path().join("file"), b"no folder");
    for book in ["not-there", "file"] {
        for command in [&["check"] as &[&str], &["export", "-o", "-"]] {
            let output = imago(&home).args(["--book", book]).args(command).output().unwrap();
            assert_eq!((output.status.code(), out(&output)), (Some(1), ""), "--book {book} {command:?}");
            assert!(err(&output).contains(book), "{}", err(&output));
        }
    }
}

#[test]
fn what_an_export_prints_is_what_it_writes() {
    let home = Home::new();
    home.give_answers();
    let printed = here(&home, &["export", "-o", "-"]);
    assert_eq!((printed.status.code(), err(&printed)), (Some(0), ""));
    let written = here(&home, &["export", "-o", "mine.md"]);
    assert_eq!((written.status.code(), out(&written)), (Some(0), ""));
    let path = home.path().join("mine.md");
    assert_eq!(std::fs::read(&path).unwrap(), printed.stdout);
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let text = out(&printed);
    assert!(text.contains("> The lamp hums quietly.") && text.contains("Describe a room."), "{text}");
    assert!(text.ends_with('\n') && !text.contains('\r'));
    assert!(text.lines().all(|line| line.trim_end() == line), "{text}");
    // The same answers, the same bytes.
    assert_eq!(here(&home, &["export", "-o", "-"]).stdout, printed.stdout);
}

#[test]
fn an_export_never_replaces_a_file_unless_told_to() {
    let home = Home::new();
    home.give_answers();
    put(&home.path().join("mine.md"), b"precious");
    let output = here(&home, &["export", "-o", "mine.md"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(err(&output).contains("mine-2.md"), "{}", err(&output));
    assert_eq!(std::fs::read(home.path().join("mine.md")).unwrap(), b"precious");
    let output = here(&home, &["export", "-o", "mine.md", "--force"]);
    assert_eq!(output.status.code(), Some(0));
    let text = |name: &str| std::fs::read_to_string(home.path().join(name)).unwrap();
    assert_eq!(text("mine.md"), text("mine-2.md"));
    // Without a name there is one, and the second time another one.
    for _ in 0..2 {
        assert_eq!(here(&home, &["export"]).status.code(), Some(0));
    }
    let all = below(home.path());
    let count = all.iter().filter(|path| path.extension().is_some_and(|extension| extension == "md")).count();
    assert_eq!(count, 4, "{all:?}");
    // And nothing unfinished is left.
    let names = std::fs::read_dir(home.path()).unwrap().count();
    assert_eq!(names, 6, "{:?}", below(home.path()));
}

#[test]
fn private_answers_leave_only_when_asked_twice() {
    let home = Home::new();
    home.give_answers();
    let secret = "Nobody knows this.";
    let output = here(&home, &["export", "-o", "-"]);
    assert!(!out(&output).contains(secret));
    assert!(out(&output).contains("One answer is kept private"), "{}", out(&output));
    let output = here(&home, &["export", "-o", "mine.md"]);
    assert!(err(&output).contains("1 private answer stayed here."), "{}", err(&output));
    let output = here(&home, &["export", "-o", "-", "--include-private"]);
    assert_eq!((output.status.code(), out(&output)), (Some(1), ""));
    assert!(err(&output).contains("--yes"), "{}", err(&output));
    let output = here(&home, &["export", "-o", "-", "--yes"]);
    assert!(!out(&output).contains(secret));
    let output = here(&home, &["export", "-o", "-", "--include-private", "--yes"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(out(&output).contains(secret) && !out(&output).contains("kept private"), "{}", out(&output));
}

#[test]
fn pages_for_a_therapist_begin_where_the_last_ones_ended() {
    let home = Home::new();
    home.give_answers();
    let before = home.stored();
    let printed = here(&home, &["export", "--for", "therapist", "-o", "-"]);
    assert_eq!((printed.status.code(), err(&printed)), (Some(0), ""));
    assert!(
        out(&printed).contains("# Pages for my therapist") && out(&printed).contains("no therapy record")
    );
    assert_eq!(home.stored(), before, "what is only looked at was not handed over");
    let written = here(&home, &["export", "--for", "therapist", "-o", "mine.md"]);
    assert_eq!(written.status.code(), Some(0), "{}", err(&written));
    assert!(err(&written).contains("1 private answer stayed here."), "{}", err(&written));
    assert!(home.stored().contains("\nfor_therapist = 20"), "{}", home.stored());
    // Nothing is new now, and it is said how to get the rest.
    let again = here(&home, &["export", "--for", "therapist", "-o", "next.md"]);
    assert_eq!(again.status.code(), Some(1));
    assert!(
        err(&again).contains("Nothing is new") && err(&again).contains("--since 2026-05-12"),
        "{}",
        err(&again)
    );
    assert!(!home.path().join("next.md").exists());
    let since = here(&home, &["export", "--for", "therapist", "-o", "-", "--since", "2026-05-12"]);
    assert!(out(&since).contains("The lamp hums quietly.") && !out(&since).contains("Nobody knows"));
    // A day that is none, and a day for somebody else, are wrong usage.
    let wrong = here(&home, &["export", "--for", "therapist", "--since", "yesterday"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(err(&wrong).contains("2026-05-12"), "{}", err(&wrong));
    let wrong = here(&home, &["export", "--since", "2026-05-12"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(err(&wrong).contains("--for therapist"), "{}", err(&wrong));
}

#[test]
fn somebody_who_has_the_answers_open_does_not_stop_pages_for_a_therapist() {
    let home = Home::new();
    home.give_answers();
    let paths = Paths::within(&home.data(), home.path());
    let open = store::open(&RealDisk, &paths);
    assert!(matches!(open.access, Access::Writable(_)));
    let written = here(&home, &["export", "--for", "therapist", "-o", "mine.md"]);
    assert_eq!(written.status.code(), Some(0), "{}", err(&written));
    assert!(err(&written).contains("The day could not be noted"), "{}", err(&written));
    assert!(home.path().join("mine.md").is_file() && !home.stored().contains("for_therapist"));
}

#[test]
fn notes_go_into_a_folder_and_replace_nothing_unasked() {
    let home = Home::new();
    home.give_answers();
    let split = |more: &[&str]| here(&home, &[&["export", "--split", "notes"], more].concat());
    let output = split(&[]);
    assert_eq!((output.status.code(), out(&output)), (Some(0), ""), "{}", err(&output));
    assert!(
        err(&output).contains("2 notes were written to ") && err(&output).contains("1 private answer stayed")
    );
    let page = home.path().join("notes/00-small--first.md");
    assert!(std::fs::read_to_string(&page).unwrap().contains("> The lamp hums quietly."));
    assert_eq!(page.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    std::fs::remove_file(home.path().join("notes/index.md")).unwrap();
    put(&page, b"precious");
    let output = split(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("1 note is in ") && err(&output).contains("--force"), "{}", err(&output));
    assert_eq!(std::fs::read(&page).unwrap(), b"precious");
    assert!(!home.path().join("notes/index.md").exists(), "none is written when one is in the way");
    assert_eq!(split(&["--force"]).status.code(), Some(0));
    assert!(std::fs::read_to_string(&page).unwrap().contains("The lamp hums"));
    assert_eq!(below(&home.path().join("notes")).len(), 2);
    // A folder in a folder that is not there is a slip of the keys.
    assert_eq!(here(&home, &["export", "--split", "no/such"]).status.code(), Some(1));
    assert_eq!(split(&["-o", "x.md"]).status.code(), Some(2));
}

/// `--force` replaces notes with the same names; the others would go along with a folder that promises to hold nothing else.
#[test]
fn notes_for_a_partner_go_into_no_folder_with_other_notes() {
    let home = Home::new();
    home.give_answers();
    let small = home.book().join("small.toml");
    let book = std::fs::read_to_string(&small).unwrap();
    put(&small, book.replacen("why   =", "share = \"open\"\nwhy   =", 1).as_bytes());
    let notes = home.path().join("notes");
    let partner = |folder: &str| here(&home, &["export", "--split", folder, "--force", "--for", "partner"]);
    assert_eq!(here(&home, &["export", "--split", "notes"]).status.code(), Some(0));
    put(&notes.join("earlier.md"), b"mine alone");
    let before = std::fs::read(notes.join("index.md")).unwrap();
    let output = partner("notes");
    assert_eq!(output.status.code(), Some(1), "{}", err(&output));
    let why = err(&output);
    assert!(why.contains("2 other notes are in ") && why.contains("Name a new folder."), "{why}");
    assert_eq!(std::fs::read(notes.join("index.md")).unwrap(), before, "nothing was written");
    // Nothing is counted for somebody else, not even in the name of a file.
    assert_eq!(partner("ours").status.code(), Some(0));
    let names: Vec<PathBuf> = below(&home.path().join("ours"));
    let page = home.path().join("ours/small--first.md");
    assert_eq!(names, [home.path().join("ours/index.md"), page.clone()]);
    assert!(std::fs::read_to_string(&page).unwrap().contains("\n# The first page\n"));
    let index = std::fs::read_to_string(home.path().join("ours/index.md")).unwrap();
    assert!(index.contains("\n## A small chapter\n"), "{index}");
    assert!(index.contains("- [The first page](small--first.md)"), "{index}");
    // The same notes once more; and something that is no note is in nobody's way.
    put(&home.path().join("ours/song.mp3"), b"la");
    assert_eq!(partner("ours").status.code(), Some(0));
    // One's own notes may stand beside others, and are told of them.
    let output = here(&home, &["export", "--split", "notes", "--force"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(err(&output).contains("1 other note in it was left as it was."), "{}", err(&output));
}

#[test]
fn pages_to_fill_in_hold_no_answer_even_where_there_are_many() {
    let home = Home::new();
    home.give_answers();
    let before = home.everything();
    let printed = here(&home, &["export", "--blank", "-o", "-"]);
    assert_eq!((printed.status.code(), err(&printed)), (Some(0), ""));
    let text = out(&printed);
    for canary in ["Sam", "The lamp hums", "Nobody knows", "2026"] {
        assert!(!text.contains(canary), "{canary} in:\n{text}");
    }
    assert!(
        text.contains("**Describe a room.**")
            && text.contains("\n________________________________________\n"),
        "{text}"
    );
    assert!(text.contains("- [ ] green"), "{text}");
    assert_eq!(home.everything(), before);
    // It needs no answers, and not even a file that can be read.
    put(&home.answers(), b"[[ this is nothing");
    let written = here(&home, &["export", "--blank", "--chapter", "small"]);
    assert_eq!(written.status.code(), Some(0), "{}", err(&written));
    assert!(home.path().join("imago-small-to-fill-in.md").is_file(), "{}", err(&written));
    assert_eq!(here(&home, &["export", "--blank", "--include-private"]).status.code(), Some(2));
}

#[test]
fn a_partner_gets_no_page_that_is_not_for_two() {
    let home = Home::new();
    home.give_answers();
    let output = here(&home, &["export", "--for", "partner", "-o", "ours.md"]);
    assert_eq!((output.status.code(), out(&output)), (Some(1), ""));
    assert!(err(&output).contains("meant for two"), "{}", err(&output));
    assert!(!home.path().join("ours.md").exists());
    let output = here(&home, &["export", "--for", "partner", "-o", "-", "--include-private", "--yes"]);
    assert_eq!((output.status.code(), out(&output)), (Some(1), ""));
    assert!(err(&output).contains("never hold private answers"), "{}", err(&output));
}

#[test]
fn one_chapter_can_be_exported_and_an_unknown_one_is_told() {
    let home = Home::new();
    home.give_answers();
    let output = here(&home, &["export", "-o", "-", "--chapter", "small"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(out(&output).contains("The lamp hums quietly."));
    let output = here(&home, &["export", "-o", "none.md", "--chapter", "smal"]);
    assert_eq!((output.status.code(), out(&output)), (Some(1), ""));
    assert!(err(&output).contains("small"), "{}", err(&output));
    assert!(!home.path().join("none.md").exists());
}

#[test]
fn an_export_leaves_the_answers_alone() {
    let home = Home::new();
    // Without answers there is nothing to write down, and nothing is made.
    for output in ["-", "mine.md"] {
        let output = here(&home, &["export", "-o", output]);
        assert_eq!((output.status.code(), out(&output)), (Some(1), ""));
        let folder = home.data();
        assert!(
            err(&output).contains(&format!("no answers in {} yet", folder.display())),
            "{}",
            err(&output)
        );
        assert_eq!(err(&output).lines().count(), 1);
        assert_eq!(home.everything(), nothing());
    }
    home.give_answers();
    let before = home.stored();
    assert_eq!(here(&home, &["export", "-o", "-"]).status.code(), Some(0));
    assert_eq!(home.stored(), before);
}

// Shows a mistake of the program: `read_journal` says that it does not, but `store::open` does; a start in that moment is read only.
#[test]
fn an_export_takes_no_lock() {
    let home = Home::new();
    home.give_answers();
    let before = home.everything();
    assert_eq!(here(&home, &["export", "-o", "-"]).status.code(), Some(0));
    assert_eq!(home.everything(), before);
}

#[test]
fn answers_that_cannot_be_read_are_not_exported_as_none() {
    let home = Home::new();
    put(&home.answers(), b"[[ this is nothing");
    let output = here(&home, &["export", "-o", "mine.md"]);
    assert_eq!((output.status.code(), out(&output)), (Some(1), ""));
    assert!(err(&output).contains("answers.toml"), "{}", err(&output));
    assert!(!home.path().join("mine.md").exists());
    assert_eq!(home.stored(), "[[ this is nothing");
}

#[test]
fn an_export_that_cannot_be_written_fails() {
    let home = Home::new();
    home.give_answers();
    let output = here(&home, &["export", "-o", "no/such/folder/mine.md"]);
    assert_eq!((output.status.code(), out(&output)), (Some(1), ""));
    assert_eq!(err(&output).lines().count(), 1, "{}", err(&output));
    assert!(err(&output).contains("There is no folder") && err(&output).contains("no/such/folder."));
    assert!(!err(&output).contains("data-dir"), "{}", err(&output));
    put(&home.path().join("file"), b"in the way");
    let output = here(&home, &["export", "-o", "file/mine.md"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("/file is a file"), "{}", err(&output));
}

#[test]
fn an_export_goes_into_the_folder_that_is_named() {
    let home = Home::new();
    home.give_answers();
    std::fs::create_dir_all(home.path().join("notes/deep")).unwrap();
    let name = "imago-my-workbook-sam-2026-05-12.md";
    for (typed, wanted) in [
        ("notes", format!("notes/{name}")),
        ("notes/deep/", format!("notes/deep/{name}")),
        ("~", name.to_owned()),
        ("~/notes/mine.md", "notes/mine.md".to_owned()),
        ("notes/deep/..", "notes/imago-my-workbook-sam-2026-05-12-2.md".to_owned()),
    ] {
        let before = below(home.path());
        let output = here(&home, &["export", "-o", typed]);
        assert_eq!(output.status.code(), Some(0), "{typed}: {}", err(&output));
        let new: Vec<PathBuf> =
            below(home.path()).into_iter().filter(|path| !before.contains(path)).collect();
        assert_eq!(new, [home.path().join(wanted)], "{typed}");
    }
    // Nothing at all is no name.
    let before = below(home.path());
    for typed in ["", " "] {
        let output = here(&home, &["export", "-o", typed]);
        assert!(!output.status.success(), "{typed:?}");
        assert!(!err(&output).is_empty());
    }
    assert_eq!(below(home.path()), before);
}

#[test]
fn a_file_in_the_place_of_the_folder_is_told() {
    let home = Home::new();
    put(&home.path().join("file"), b"in the way");
    for (data, command) in [
        ("file", &["export", "-o", "-"] as &[&str]),
        ("file/below", &["export", "-o", "-"]),
        ("file", &["where"]),
        ("file", &["backups"]),
        ("file", &["restore", "1"]),
    ] {
        let output = imago(&home).args(["--data-dir", data]).args(command).output().unwrap();
        assert_eq!((output.status.code(), out(&output)), (Some(1), ""), "{data} {command:?}");
        let file = home.path().join("file");
        assert!(err(&output).contains(&format!("{} is a file", file.display())), "{}", err(&output));
        assert!(err(&output).contains("folder") && err(&output).lines().count() == 1, "{}", err(&output));
    }
    assert_eq!(std::fs::read(home.path().join("file")).unwrap(), b"in the way");
}

/// Three earlier versions and the present one, as three evenings would leave them.
fn give_versions(home: &Home) {
    home.give_answers();
    let now = home.stored();
    for (number, words) in [(1, "One."), (2, "Two.")] {
        let answers = format!(
            "format = 1\ngeneration = {number}\nperson = \"Sam\"\n\n[answers.small.scene]\nasked = \"Describe a room.\"\n\
             kind = \"text\"\nvalue = \"{words}\"\nupdated = 2026-05-12T12:04:31+02:00\n"
        );
        put(&home.data().join(format!("backups/answers.g{number:06}.toml")), sealed(&answers).as_bytes());
    }
    put(&home.answers(), now.as_bytes());
}

#[test]
fn earlier_versions_are_listed_newest_first() {
    let home = Home::new();
    let output = here(&home, &["backups"]);
    assert_eq!((output.status.code(), out(&output)), (Some(1), ""));
    assert!(err(&output).contains("no earlier versions"), "{}", err(&output));
    assert_eq!(home.everything(), nothing());
    give_versions(&home);
    let output = here(&home, &["backups"]);
    assert_eq!((output.status.code(), err(&output)), (Some(0), ""));
    let rows: Vec<Vec<&str>> = out(&output).lines().map(|row| row.split_whitespace().collect()).collect();
    assert_eq!(rows.iter().map(|row| row[0]).collect::<Vec<_>>(), ["2", "1"]);
    for row in rows {
        assert!(row[1].len() == 10 && row[2].contains(':'), "{row:?}");
        assert_eq!(row[3..], ["1", "answer"]);
    }
    let script = "\"$@\" | head -1";
    let output = Command::new("/bin/sh")
        .args(["-c", script, "script", env!("CARGO_BIN_EXE_imago"), "--data-dir"])
        .arg(home.data())
        .arg("backups")
        .output()
        .unwrap();
    assert_eq!((out(&output).lines().count(), err(&output)), (1, ""));
    assert_eq!(err(&into_a_closed_pipe(&home, &["backups"])), "");
}

#[test]
fn an_earlier_version_comes_back_and_the_present_one_is_kept() {
    let home = Home::new();
    give_versions(&home);
    let output = here(&home, &["restore", "7"]);
    assert_eq!((output.status.code(), out(&output)), (Some(1), ""));
    assert!(err(&output).contains("no version 7") && err(&output).contains("imago backups"));
    assert_eq!(here(&home, &["restore", "soon"]).status.code(), Some(2));
    assert_eq!(here(&home, &["restore"]).status.code(), Some(2));
    let before = home.stored();
    let output = here(&home, &["restore", "1"]);
    assert_eq!((output.status.code(), out(&output)), (Some(0), ""), "{}", err(&output));
    assert!(home.stored().contains("\"One.\"") && !home.stored().contains("The lamp hums quietly."));
    assert_eq!(std::fs::read_to_string(home.data().join("backups/answers.g000003.toml")).unwrap(), before);
    assert!(err(&output).contains("version 1 (1 answer)"), "{}", err(&output));
    // And back again, as it says.
    assert!(err(&output).contains("`imago restore 3`"), "{}", err(&output));
    assert_eq!(here(&home, &["restore", "3"]).status.code(), Some(0));
    assert!(home.stored().contains("The lamp hums quietly."));
}

#[test]
fn nothing_is_restored_while_the_workbook_is_open() {
    let home = Home::new();
    give_versions(&home);
    let paths = Paths::within(&home.data(), home.path());
    let open = store::open(&RealDisk, &paths);
    assert!(matches!(open.access, Access::Writable(_)));
    let before = home.stored();
    let output = here(&home, &["restore", "1"]);
    assert_eq!((output.status.code(), out(&output)), (Some(1), ""));
    assert!(err(&output).contains("open in another window"), "{}", err(&output));
    assert_eq!(home.stored(), before);
    // To look is always possible.
    assert_eq!(here(&home, &["backups"]).status.code(), Some(0));
}

#[test]
fn where_says_what_is_not_there_and_who_else_can_look() {
    let home = Home::new();
    assert!(out(&here(&home, &["where"])).contains("There are no answers yet."));
    home.give_answers();
    let mode = |path: PathBuf, mode: u32| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    mode(home.answers(), 0o644);
    for (folder, said) in
        [(0o700, None), (0o755, Some("read your answers in")), (0o711, Some("read your answers in"))]
    {
        mode(home.data(), folder);
        let output = here(&home, &["where"]);
        assert_eq!((output.status.code(), err(&output)), (Some(0), ""));
        assert!(!out(&output).contains("no answers"), "{}", out(&output));
        let cure = format!("`chmod 700 {}` closes it.", home.data().display());
        assert_eq!(out(&output).contains(&cure), said.is_some(), "{}", out(&output));
        assert!(said.is_none_or(|said| out(&output).contains(said)), "{}", out(&output));
        assert_eq!(out(&output).contains(&format!("rights are {folder:o}")), said.is_some());
        // The file is open in each of these, and that is worth knowing behind a closed folder, too.
        let cure = format!("(its rights are 644). `chmod 600 {}` closes it", home.answers().display());
        assert!(out(&output).contains(&cure), "{}", out(&output));
    }
    mode(home.answers(), 0o600);
    assert!(out(&here(&home, &["where"])).contains("can look into"));
    mode(home.data(), 0o700);
    assert!(!out(&here(&home, &["where"])).contains("rights"));
}

/// Runs it with an output that somebody closes before a word is read.
fn into_a_closed_pipe(home: &Home, arguments: &[&str]) -> Output {
    let mut command = imago(home);
    command.arg("--data-dir").arg(home.data()).arg("--book").arg(home.book()).args(arguments);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    child.wait_with_output().unwrap()
}

#[test]
fn a_reader_that_went_away_is_no_error() {
    let home = Home::new();
    // More than a pipe holds.
    let long = "The hall light is off. ".repeat(20_000);
    let answers = format!(
        "format = 1\n\n[answers.small.scene]\nasked = \"Describe a room.\"\nkind = \"text\"\nvalue = \"{long}\"\n\
         updated = 2026-05-12T12:04:31+02:00\n"
    );
    put(&home.answers(), sealed(&answers).as_bytes());
    let broken = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/broken");
    let calls: [&[&str]; 4] =
        [&["export", "-o", "-"], &["check", broken.to_str().unwrap()], &["where"], &["--help"]];
    for call in calls {
        let output = into_a_closed_pipe(&home, call);
        assert_eq!(err(&output), "", "{call:?}");
        assert!(output.status.code().is_some_and(|code| code < 2), "{call:?}: {:?}", output.status);
    }
    let script = "\"$@\" | head -1";
    let output = Command::new("/bin/sh")
        .args(["-c", script, "script", env!("CARGO_BIN_EXE_imago"), "--data-dir"])
        .arg(home.data())
        .arg("--book")
        .arg(home.book())
        .args(["export", "-o", "-"])
        .output()
        .unwrap();
    assert_eq!((out(&output), err(&output)), ("---\n", ""));
}

#[test]
fn nothing_is_touched_outside_the_folder_that_was_given() {
    let home = Home::new();
    home.give_answers();
    for arguments in [&["check"] as &[&str], &["where"], &["export", "-o", "-"]] {
        here(&home, arguments);
    }
    let data = home.data();
    let elsewhere: Vec<_> = home.everything().into_iter().filter(|path| !path.starts_with(&data)).collect();
    assert_eq!(elsewhere, nothing());
}

#[test]
fn commands_are_quick() {
    let home = Home::new();
    home.give_answers();
    for arguments in [&["check"] as &[&str], &["where"], &["export", "-o", "-"]] {
        // A busy machine may be late; a slow program is late every time.
        let fastest = (0..10).map(|_| {
            let start = Instant::now();
            let output = imago(&home).arg("--data-dir").arg(home.data()).args(arguments).output().unwrap();
            assert_eq!(output.status.code(), Some(0));
            start.elapsed()
        });
        let fastest = fastest.min().unwrap();
        assert!(fastest < Duration::from_millis(100), "{arguments:?}: {fastest:?}");
    }
}

/// Answers with a day to go on, a letter, and what nobody else shall read.
fn give_days(home: &Home) {
    let answers = "format = 1\ngeneration = 1\nperson = \"Sam\"\n\n\
        [answers.begin.close-next]\nasked = \"When?\"\nkind = \"date\"\nvalue = \"28 December 2998\"\n\
        updated = 2026-05-25T08:30:00+02:00\n\n\
        [answers.horizon.letter-open]\nasked = \"To be opened on\"\nkind = \"date\"\nvalue = \"1 June 2999\"\n\
        updated = 2026-05-25T08:30:00+02:00\n\n\
        [answers.horizon.letter-text]\nasked = \"Dear Sam,\"\nkind = \"text\"\nvalue = \"Nobody knows this.\"\n\
        updated = 2026-05-25T08:31:00+02:00\n";
    put(&home.answers(), sealed(answers).as_bytes());
}

#[test]
fn days_are_listed_and_leave_for_a_calendar_without_a_word() {
    let home = Home::new();
    give_days(&home);
    let dates = |arguments: &[&str]| {
        imago(&home).arg("--data-dir").arg(home.data()).arg("dates").args(arguments).output().unwrap()
    };
    let output = dates(&[]);
    assert_eq!(out(&output), "2998-12-28  you want to go on\n2999-06-01  a letter comes back\n");
    let output = dates(&["--ics", "-"]);
    let calendar = out(&output).to_owned();
    assert_eq!((output.status.code(), err(&output)), (Some(0), ""));
    assert_eq!(calendar.matches("SUMMARY:Workbook\r\n").count(), 2, "{calendar}");
    assert!(calendar.contains("DTSTART;VALUE=DATE:29990601\r\n"), "{calendar}");
    for word in ["Sam", "Nobody", "letter", "Dear", "imago"] {
        assert!(!calendar.contains(word), "{calendar}");
    }
    assert_eq!(out(&dates(&["--ics", "-"])), calendar, "the same days give the same bytes");
    // A file that is there stays as it is.
    put(&home.path().join("days.ics"), b"precious");
    let output = dates(&["--ics", "days.ics"]);
    assert!(
        err(&output).contains("days-2.ics") && err(&output).contains("no word of yours"),
        "{}",
        err(&output)
    );
    assert_eq!(std::fs::read(home.path().join("days.ics")).unwrap(), b"precious");
    assert_eq!(std::fs::read_to_string(home.path().join("days-2.ics")).unwrap(), calendar);
}

#[test]
fn without_a_day_there_is_nothing_for_a_calendar() {
    let home = Home::new();
    home.give_answers();
    let output = here(&home, &["dates", "--ics", "days.ics"]);
    assert_eq!((output.status.code(), out(&output)), (Some(1), ""));
    assert!(err(&output).starts_with("No days are coming that your answers name."), "{}", err(&output));
    assert!(!home.path().join("days.ics").exists());
}
