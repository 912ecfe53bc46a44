//! Files that are not what they should be: told at once, read only, and left as they are.

use crate::fixture::{Home, put, sealed};
use crate::terminal::{CTRL_C, END, F2, LIMIT, Terminal, imago, shipped};
use rustix::fs::{CWD, FileType, Mode, mknodat};
use std::fs::File;
use std::time::Duration;

/// Tries to write all the same, and leaves.
fn try_to_write(terminal: &mut Terminal) {
    terminal.see("read only").settle();
    terminal.send("j\r").settle().send("\r").settle().send("XYZ").settle();
    assert!(!terminal.screen().contains("XYZ"), "{}", terminal.screen());
    // Help for a bad moment is there even now.
    terminal.send(F2).see("People to call").escape();
    terminal.send(CTRL_C).ended(LIMIT);
    terminal.wrote_only_its_own();
}

#[test]
fn answers_that_cannot_be_read_are_told_and_never_overwritten() {
    let whole = sealed("format = 1\nperson = \"Sam\"\n");
    let cases: [(&str, &[u8], &str); 5] = [
        ("garbage", b"\x00\x01 nothing [[ that is = TOML", "is missing"),
        ("no text", b"person = \"\xff\xfe\"\n", "is not text any more"),
        ("empty", b"", "is empty"),
        ("truncated", b"# Imago workbook answers.\nformat = 1\nperson = \"Sa", "is missing"),
        ("newer", b"format = 99\n", "newer imago"),
    ];
    for (name, bytes, told) in cases {
        let home = Home::new();
        put(&home.answers(), bytes);
        let mut terminal = imago(&home).open();
        terminal.see(told);
        try_to_write(&mut terminal);
        assert_eq!(std::fs::read(home.answers()).unwrap(), bytes, "{name}");
    }
    // And one that can be read is fine.
    let home = Home::new();
    put(&home.answers(), whole.as_bytes());
    let mut terminal = imago(&home).open();
    terminal.see("Sam").settle();
    assert!(!terminal.screen().contains("read only"));
    terminal.quit();
}

#[test]
fn a_folder_a_pipe_and_a_giant_are_refused_at_once() {
    let told = |kind: &str, home: &Home, words: &str| {
        let mut terminal = imago(home).open();
        terminal.until(kind, Duration::from_secs(5), |terminal| terminal.screen().contains(words));
        try_to_write(&mut terminal);
    };
    let home = Home::new();
    std::fs::create_dir_all(home.answers()).unwrap();
    told("a folder", &home, "is a folder");
    assert!(home.answers().is_dir());

    let home = Home::new();
    std::fs::create_dir_all(home.data()).unwrap();
    mknodat(CWD, home.answers(), FileType::Fifo, Mode::RWXU, 0).unwrap();
    told("a pipe", &home, "not a regular file");
    assert!(!home.answers().is_file());

    let home = Home::new();
    put(&home.answers(), b"");
    let giant = (64 << 20) + 1;
    File::options().write(true).open(home.answers()).unwrap().set_len(giant).unwrap();
    told("a giant", &home, "too large");
    assert_eq!(home.answers().metadata().unwrap().len(), giant);
}

#[test]
fn detail_23_a_broken_chapter_is_a_row() {
    let home = Home::new();
    home.give_answers();
    put(&home.data().join("chapters/mine.toml"), b"format = 1\n[chapter]\nid = \"mine\"\ntitle = \"Mine\n");
    let mut terminal = shipped(&home).open();
    // The answers of the small book are no longer asked for in this one: they come last of all.
    terminal.see("! mine.toml").send(END).see("no longer in the book  2").settle();
    terminal.send("\r").see("Describe a room.").escape().see("! mine.toml");
    terminal.send("k").settle().send("\r").see("mine.toml:4:").see("^");
    terminal.escape().see("Contents").see("What this book can and cannot do");
    terminal.quit();
    terminal.wrote_only_its_own();
}

#[test]
fn a_chapter_of_ones_own_is_in_the_book() {
    let home = Home::new();
    home.give_answers();
    let chapter = std::fs::read(home.book().join("small.toml")).unwrap();
    put(&home.data().join("chapters/mine.toml"), &chapter);
    let mut terminal = shipped(&home).open();
    terminal.see("Before you begin").see("A small chapter");
    terminal.quit();
}

#[test]
fn a_chapter_file_that_is_a_pipe_does_not_hold_up_the_start() {
    let home = Home::new();
    home.give_answers();
    std::fs::create_dir_all(home.data().join("chapters")).unwrap();
    mknodat(CWD, home.data().join("chapters/pipe.toml"), FileType::Fifo, Mode::RWXU, 0).unwrap();
    let mut terminal = shipped(&home).open();
    terminal.see("! pipe.toml");
    terminal.quit();
}

#[test]
fn a_link_to_the_answers_is_followed_and_stays_a_link() {
    let home = Home::new();
    let real = home.path().join("synced/sam.toml");
    put(&real, sealed("format = 1\nperson = \"Sam\"\n").as_bytes());
    std::fs::create_dir_all(home.data()).unwrap();
    std::os::unix::fs::symlink(&real, home.answers()).unwrap();
    let mut terminal = imago(&home).open();
    terminal.see("Contents").send("j\r").see("Describe").send("\rthrough the link").saved(&home, "through");
    terminal.quit();
    assert!(home.answers().is_symlink());
    assert!(std::fs::read_to_string(&real).unwrap().contains("through the link"));
}

#[test]
fn an_export_from_the_dialog_takes_a_free_name_and_leaves_the_private_out() {
    let home = Home::new();
    home.give_answers();
    let exports = || -> Vec<String> {
        let all = std::fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().path());
        let mut names: Vec<String> = all
            .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
            .map(|path| std::fs::read_to_string(path).unwrap())
            .collect();
        names.sort();
        names
    };
    for count in 1..=2 {
        let mut terminal = imago(&home).open();
        terminal.see("Contents").send("x").see("1 answer is marked private");
        terminal.send("\t\t\t\t").settle().send("\r").see("Written to ");
        terminal.quit();
        assert_eq!(exports().len(), count);
    }
    for text in exports() {
        assert!(text.contains("The lamp hums quietly.") && !text.contains("Nobody knows this."), "{text}");
    }
}

#[test]
fn a_terminal_without_abilities_is_told_in_one_line() {
    for term in ["dumb", ""] {
        let home = Home::new();
        let mut terminal = imago(&home).env("TERM", term).open();
        assert_eq!(terminal.ended(LIMIT).code(), Some(2));
        assert_eq!(terminal.screen().trim().lines().count(), 1, "{}", terminal.screen());
        assert!(!terminal.bytes().contains(&0x1b));
        assert_eq!(home.everything(), Vec::<std::path::PathBuf>::new());
    }
}

#[test]
fn what_is_wrong_can_be_read_to_its_end() {
    let home = Home::new();
    put(&home.answers(), b"[[ nothing\n# imago-end answers=0 bytes=0 crc32=00000000\n");
    for (columns, rows) in [(100, 30), (80, 24), (60, 20)] {
        let mut terminal = imago(&home).size(columns, rows).open();
        terminal.see("Before you go on").settle();
        let words: Vec<String> = terminal.screen().split_whitespace().map(str::to_owned).collect();
        // What is wrong, where, and what can be done.
        for told in ["cannot be read", "answers.toml", "The file stays as it is.", "Only look"] {
            assert!(words.join(" ").contains(told), "{columns}x{rows}: {told}\n{}", terminal.screen());
        }
        terminal.quit();
    }
}
