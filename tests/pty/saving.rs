//! What was typed is still there: after a pause, a kill, a signal, a terminal that went away.

use crate::fixture::{Home, below};
use crate::terminal::{CTRL_C, LIMIT, Terminal, back, imago, write_in};
use rustix::process::Signal;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

/// What is under the cursor, and where it stands.
fn at_the_cursor(terminal: &mut Terminal) -> ((u16, u16), String) {
    terminal.settle();
    let cursor = terminal.cursor().expect("a cursor");
    (cursor, terminal.row(cursor.0))
}

#[test]
fn detail_02_resumes_to_the_letter() {
    let home = Home::new();
    let mut terminal = write_in(&home);
    // Not at an end, so that a place and not a habit is what comes back.
    terminal.send("I am seven. The hall light is off.\rI count the cars.\x1b[A\x1b[D\x1b[D\x1b[D");
    terminal.see("I count the cars.");
    let before = at_the_cursor(&mut terminal);
    assert!(before.1.contains("I am seven."), "{before:?}");
    terminal.quit();
    let mut terminal = back(&home);
    assert_eq!(at_the_cursor(&mut terminal), before);
    terminal.send("X").see("I count the cars.");
    let after = at_the_cursor(&mut terminal);
    assert_eq!(
        after.1.replacen('X', "", 1).trim_end_matches([' ', '│']),
        before.1.trim_end_matches([' ', '│'])
    );
    terminal.quit();
}

#[test]
fn resumes_where_the_cursor_was_even_when_nothing_was_typed_there() {
    let home = Home::new();
    let mut terminal = write_in(&home);
    terminal.send("I count the cars.").saved(&home, "I count the cars.");
    terminal.send("\x1b[D\x1b[D\x1b[D");
    let before = at_the_cursor(&mut terminal);
    terminal.quit();
    let mut terminal = back(&home);
    assert_eq!(at_the_cursor(&mut terminal), before);
    terminal.quit();
}

#[test]
fn resumes_on_the_page_that_was_only_looked_at() {
    let home = Home::new();
    home.give_answers();
    let mut terminal = imago(&home).open();
    terminal.see("Contents").send("\x1b[F\r").see("Paragraph 1 says").settle();
    terminal.quit();
    let mut terminal = imago(&home).open();
    terminal.see("Go on where you stopped: 0.2");
    terminal.quit();
}

#[test]
fn resumes_in_the_middle_of_a_long_text() {
    let home = Home::new();
    let mut terminal = write_in(&home);
    let lines: Vec<String> = (1..=60).map(|n| format!("line {n} of the night")).collect();
    terminal.paste(&lines.join("\n")).see("line 60 of").send(&"\x1b[A".repeat(30)).send("\x1b[D\x1b[D");
    terminal.until("line 30", LIMIT, |terminal| {
        terminal.cursor().is_some_and(|(row, _)| terminal.row(row).contains("line 30 of the night"))
    });
    let before = at_the_cursor(&mut terminal);
    terminal.quit();
    let mut terminal = back(&home);
    let after = at_the_cursor(&mut terminal);
    assert_eq!((after.0.1, after.1), (before.0.1, before.1));
    terminal.quit();
}

#[test]
fn detail_03_says_that_it_is_saved() {
    let home = Home::new();
    let mut terminal = write_in(&home);
    for words in ["abc", "abcd", "abcde"] {
        terminal.send(if words == "abc" { words } else { &words[words.len() - 1..] });
        // A change takes back what was said before: whenever both are seen, the disk has the words.
        let field = format!("│ {words} ");
        terminal.until(words, LIMIT, |terminal| terminal.screen().contains(&field) && terminal.says_saved());
        assert_eq!(home.answer("scene"), words);
    }
    assert!(terminal.text().contains("saving.."));
    terminal.quit();
}

#[test]
fn detail_04_survives_the_worst() {
    let home = Home::new();
    let mut terminal = write_in(&home);
    terminal.send("The clock is louder than it should be.").saved(&home, "louder than it should be.");
    let before = at_the_cursor(&mut terminal);
    terminal.signal(Signal::KILL);
    terminal.ended(LIMIT);
    let mut terminal = back(&home);
    assert_eq!(at_the_cursor(&mut terminal), before);
    // No lock of the dead stands in the way.
    terminal.send(" Still.").saved(&home, "it should be. Still.");
    terminal.quit();
}

#[test]
fn a_pause_of_a_second_puts_the_words_on_the_disk() {
    let home = Home::new();
    let mut terminal = write_in(&home);
    terminal.send("First").saved(&home, "First");
    // A busy machine may be late once; a program that is too slow is late every time.
    let took: Vec<Duration> = ["one", "two", "three"]
        .into_iter()
        .map(|word| {
            let pressed = Instant::now();
            terminal.send(word);
            terminal.until(word, LIMIT, |_| home.answer("scene").ends_with(word));
            pressed.elapsed()
        })
        .collect();
    assert!(took.iter().any(|time| *time <= Duration::from_secs(1)), "{took:?}");
    terminal.quit();
}

#[test]
fn words_are_saved_while_somebody_types_without_a_pause() {
    let home = Home::new();
    let mut terminal = write_in(&home);
    let start = Instant::now();
    let mut typed = 0;
    // A letter as soon as the one before is seen, and never a pause of half a second.
    while home.answer("scene").is_empty() {
        typed += 1;
        assert!(start.elapsed() < LIMIT, "nothing was saved");
        terminal.send("x");
        let _ = terminal.is_silent(Duration::from_millis(50));
    }
    assert!(start.elapsed() < Duration::from_millis(4500), "{:?} for {typed} letters", start.elapsed());
    terminal.quit();
}

#[test]
fn killed_in_the_middle_of_a_save_leaves_a_readable_file() {
    let home = Home::new();
    let mut terminal = write_in(&home);
    terminal.send("0 ").saved(&home, "0 ");
    for round in 1..=6_u32 {
        terminal.send(&format!("{round} "));
        // At some moment around the save, another one each time.
        let before = std::fs::metadata(home.answers()).unwrap().len();
        let moment = Instant::now() + Duration::from_millis(480 + u64::from(round) * 10);
        terminal.until("a moment around the save", LIMIT, |_| {
            Instant::now() >= moment || std::fs::metadata(home.answers()).is_ok_and(|now| now.len() != before)
        });
        terminal.signal(Signal::KILL);
        terminal.ended(LIMIT);
        assert!(home.answer("scene").starts_with("0 "), "{}", home.stored());
        terminal = back(&home);
        terminal.see("0 ");
        assert!(!terminal.screen().contains("read only"), "{}", terminal.screen());
    }
    terminal.quit();
}

#[test]
fn a_hang_up_saves_and_ends() {
    let home = Home::new();
    let mut terminal = write_in(&home);
    terminal.send("Not yet saved").see("Not yet saved");
    let hung_up = Instant::now();
    terminal.hang_up();
    terminal.ended(LIMIT);
    assert!(hung_up.elapsed() < Duration::from_secs(2), "{:?}", hung_up.elapsed());
    assert_eq!(home.answer("scene"), "Not yet saved");
}

#[test]
fn a_signal_saves_restores_the_terminal_and_ends() {
    for signal in [Signal::TERM, Signal::HUP] {
        let home = Home::new();
        let mut terminal = write_in(&home);
        terminal.send("Not yet saved").see("Not yet saved");
        let told = Instant::now();
        terminal.signal(signal);
        terminal.ended(LIMIT);
        assert!(told.elapsed() < Duration::from_secs(2), "{signal:?}: {:?}", told.elapsed());
        assert_eq!(home.answer("scene"), "Not yet saved");
        for mode in ["\x1b[?1049l", "\x1b[?2004l", "\x1b[?25h"] {
            assert!(terminal.text().contains(mode), "{signal:?}: {mode:?}");
        }
        assert!(terminal.has_its_modes());
        terminal.wrote_only_its_own();
    }
}

#[test]
fn a_second_copy_only_reads_and_the_words_of_the_first_are_kept() {
    let home = Home::new();
    let mut first = write_in(&home);
    first.send("The first copy").saved(&home, "The first copy");
    let mut second = imago(&home).open();
    second.see("read only").see("another window").see("Go on where you stopped");
    let before = home.stored();
    second.send("\r").see("The first copy").send("XYZ").settle();
    assert!(!second.screen().contains("XYZ"), "{}", second.screen());
    // While the second one looks on, the first one goes on.
    first.send(" writes on").saved(&home, "The first copy writes on");
    second.quit();
    first.send(" and on").saved(&home, "The first copy writes on and on");
    assert_ne!(home.stored(), before);
    first.quit();
    assert_eq!(home.answer("scene"), "The first copy writes on and on");
    // And with the first one gone, the next one writes again.
    let mut third = back(&home);
    third.send("!").saved(&home, "and on!");
    third.quit();
}

#[test]
fn only_the_owner_may_read_even_where_everybody_may() {
    let home = Home::new();
    let mut terminal = imago(&home).through("/bin/sh", "umask 000; exec \"$@\"").open();
    terminal.see("Welcome").send("\r").see("Describe a room.").send("\rMine").saved(&home, "Mine");
    terminal.send(" alone").saved(&home, "Mine alone");
    terminal.quit();
    let found: Vec<_> = [home.data()].into_iter().chain(below(&home.data())).collect();
    assert!(found.len() > 2, "{found:?}");
    for path in found {
        let wanted = if path.is_dir() { 0o700 } else { 0o600 };
        let mode = path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, wanted, "{}: {mode:o}", path.display());
    }
}

#[test]
fn nothing_is_made_before_there_is_something_to_keep() {
    let home = Home::new();
    let mut terminal = imago(&home).open();
    terminal.see("Welcome").send("S").settle();
    terminal.quit();
    assert_eq!(home.everything(), Vec::<std::path::PathBuf>::new());
    // Without a name, a look around makes nothing either.
    let mut terminal = imago(&home).open();
    terminal.see("Welcome").send("\r").see("Describe a room.").escape().see("Contents");
    assert_eq!(home.everything(), Vec::<std::path::PathBuf>::new());
    terminal.send(CTRL_C).ended(LIMIT);
    assert_eq!(home.everything(), Vec::<std::path::PathBuf>::new());
}

#[test]
fn a_name_is_kept() {
    let home = Home::new();
    let mut terminal = imago(&home).open();
    terminal.see("Welcome").send("Sam\r").see("Describe a room.");
    terminal.quit();
    assert!(home.stored().contains("person = \"Sam\""), "{}", home.stored());
    let mut terminal = imago(&home).open();
    terminal.see("Contents").see("Sam");
    terminal.quit();
}

#[test]
fn a_disk_that_is_read_only_is_told_before_the_first_word() {
    let home = Home::new();
    // A file where the folder should be: nobody, not even an administrator, can write there.
    crate::fixture::put(&home.data(), b"in the way");
    let mut terminal = imago(&home).open();
    terminal.see("read only");
    terminal.send(CTRL_C).ended(LIMIT);
    assert_eq!(std::fs::read(home.data()).unwrap(), b"in the way");
}

#[test]
fn two_first_starts_lose_no_words() {
    let home = Home::new();
    let mut first = write_in(&home);
    let mut second = write_in(&home);
    first.send("The first copy").saved(&home, "The first copy");
    // The other one has come too late, and must not take what is there for nothing.
    second.send("The second copy").see("NOT SAVED");
    assert_eq!(home.answer("scene"), "The first copy");
    first.send(" goes on").saved(&home, "The first copy goes on");
    // It does not leave in silence; asked again, it does.
    second.send(CTRL_C).see("Once more leaves, and the next start").send(CTRL_C);
    second.ended(LIMIT);
    assert!(home.answer("scene").starts_with("The first copy"), "{}", home.stored());
    first.quit();
}

#[test]
fn a_save_that_fails_is_told_and_tried_again() {
    let home = Home::new();
    let mut terminal = write_in(&home);
    terminal.send("one").saved(&home, "one");
    let aside = home.path().join("aside");
    std::fs::rename(home.data(), &aside).unwrap();
    crate::fixture::put(&home.data(), b"in the way");
    terminal.send(" two").see("NOT SAVED");
    assert!(terminal.is_running());
    // Back again, it is saved without another key.
    std::fs::remove_file(home.data()).unwrap();
    std::fs::rename(&aside, home.data()).unwrap();
    terminal.saved(&home, "one two");
    terminal.miss("NOT SAVED");
    terminal.quit();
    assert_eq!(home.answer("scene"), "one two");
}

#[test]
fn a_file_that_somebody_changed_meanwhile_is_not_overwritten() {
    let home = Home::new();
    let mut terminal = write_in(&home);
    terminal.send("one").saved(&home, "one");
    let changed = home.stored().replace("\"one\"", "\"by hand\"");
    crate::fixture::put(&home.answers(), changed.as_bytes());
    terminal.send(" two").settle();
    terminal.until("a word about it", LIMIT, |terminal| {
        terminal.says_saved() || terminal.screen().contains("NOT SAVED")
    });
    terminal.send(CTRL_C).settle().send(CTRL_C).ended(LIMIT);
    // Both are somewhere.
    let everything: String = below(&home.data())
        .into_iter()
        .filter(|path| path.is_file())
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    for words in ["\"by hand\"", "\"one two\""] {
        assert!(everything.contains(words), "{words} is lost: {everything}");
    }
}
