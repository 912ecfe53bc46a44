//! A text in the person's own editor: it gets the terminal and every key, and whatever it does, no word is lost.

use crate::fixture::{Home, below, put};
use crate::terminal::{CTRL_C, LIMIT, Terminal, first_field, imago};
use rustix::process::{Signal, kill_process};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

const CTRL_G: &str = "\x07";
const CTRL_Z: &str = "\x1a";

/// An editor that is a script; `$file` is what it edits. Its name has a space in it, as names have.
fn editor(home: &Home, script: &str) -> String {
    let path = home.path().join("my ed");
    put(&path, format!("#!/bin/sh\n[ \"$1\" = --wait ] || exit 9\nfile=$2\n{script}\n").as_bytes());
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    format!("\"{}\" --wait", path.display())
}

/// The first question, with some words in it.
fn write(home: &Home, script: &str) -> Terminal {
    let editor = editor(home, script);
    let mut terminal = first_field(imago(home).env("VISUAL", &editor).env("EDITOR", "false"));
    terminal.send("moss and rain").see("rain");
    terminal
}

/// What is left of texts in an editor.
fn left(home: &Home) -> Vec<PathBuf> {
    below(&home.data().join("editor"))
}

#[test]
fn detail_21_editor_round_trip() {
    let home = Home::new();
    // It writes its rights down, asks for a line, which every key has to get to, and leaves things behind.
    let script = "echo x >> runs; echo \"Run $(wc -l < runs): $(stat -c %a \"$file\") $(cat \"$file\")\"\nread -r line\n\
                  printf '%s and %s\\n' \"$(cat \"$file\")\" \"$line\" > \"$file\"; cp \"$file\" \"$file~\"";
    let mut terminal = write(&home, script);
    terminal.send(CTRL_G).see("Run 1: 600 moss and rain");
    terminal
        .send("the smell of tea\r")
        .see("back from your editor")
        .see("moss and rain and the smell of tea");
    terminal.send(" too").see("of tea too").saved(&home, "moss and rain and the smell of tea too");
    assert_eq!(left(&home), [] as [PathBuf; 0]);
    // It can be taken back, and opened again.
    terminal.send(CTRL_Z).send(CTRL_Z).miss("the smell").see("moss and rain");
    terminal.send(CTRL_G).see("Run 2: 600 moss and rain").send("wool\r").see("moss and rain and wool");
    terminal.quit();
    assert!(home.stored().contains("moss and rain and wool"), "{}", home.stored());
}

/// The file of the editor holds the only copy of what was written there, until the answers are saved.
#[test]
fn what_came_back_is_in_the_file_until_it_is_saved() {
    let home = Home::new();
    let mut terminal =
        write(&home, "echo wool >> \"$file\"; cd \"$HOME/data\"; rm answers.toml; mkdir answers.toml");
    terminal.saved(&home, "moss and rain");
    terminal.send(CTRL_G).see("wool").see("NOT SAVED");
    terminal.send(CTRL_C).see("Once more leaves").send(CTRL_C).ended(LIMIT);
    let kept = left(&home);
    assert_eq!(std::fs::read_to_string(&kept[0]).unwrap(), "moss and rain\nwool\n");
}

#[test]
fn an_editor_that_fails_leaves_the_text_as_it_was() {
    let home = Home::new();
    let mut terminal = write(&home, "exit 3");
    terminal.send(CTRL_G).see("did not start, or ended with an error").see("moss and rain");
    assert_eq!(left(&home), [] as [PathBuf; 0]);
    terminal.send(" still").saved(&home, "moss and rain still");
    terminal.quit();

    // What an editor saves in a hurry, beside the file, is not taken away.
    let home = Home::new();
    let mut terminal = write(&home, "echo wool > \"$file.save\"; exit 1");
    terminal.send(CTRL_G).see("data/editor").see("moss and rain");
    assert!(left(&home).iter().any(|path| std::fs::read_to_string(path).unwrap() == "wool\n"));
    terminal.quit();

    // And one that is killed with new words in its file loses none of them.
    let home = Home::new();
    let mut terminal = write(&home, "echo wool > \"$file\"; kill -9 $$");
    terminal.send(CTRL_G).see("data/editor").see("moss and rain");
    let kept = left(&home);
    assert_eq!(std::fs::read_to_string(&kept[0]).unwrap(), "wool\n");
    terminal.quit();
    assert!(home.stored().contains("moss and rain"));
    let mut again = imago(&home).open();
    again.see("A text from your editor is still in");
    again.quit();
}

#[test]
fn an_editor_that_changes_nothing_is_told_to_wait() {
    let home = Home::new();
    let mut terminal = write(&home, "exit 0");
    terminal.send(CTRL_G).see("VISUAL=\"code --wait\"").see("moss and rain");
    terminal.quit();
    assert_eq!(left(&home), [] as [PathBuf; 0]);
}

#[test]
fn signals_of_the_keys_are_for_the_editor() {
    let home = Home::new();
    let script = "trap 'echo caught' INT\necho ready\n\
                  until [ \"$line\" = go ]; do read -r line; done\necho tea >> \"$file\"";
    let mut terminal = write(&home, script);
    terminal.send(CTRL_G).see("ready").send(CTRL_C).see("caught");
    terminal.send("\rgo\r").see("back from your editor").see("tea");
    terminal.send(" too").saved(&home, "tea too");
    terminal.quit();
}

#[test]
fn keys_come_back_whatever_happened_while_an_editor_was_open() {
    let home = Home::new();
    let script = "echo ready\nread -r line\necho \"got $line\"\nread -r line\necho \"$line\" >> \"$file\"";
    let mut terminal = write(&home, script);
    terminal.send(CTRL_G).see("ready").send("one\r").see("got one");
    // Waits begin anew after a stop, and at a new size.
    terminal.signal(Signal::STOP);
    terminal.signal(Signal::CONT);
    terminal.resize(90, 28).send("tea\r").see("back from your editor").see("tea");
    terminal.send(" and wool").see("tea and wool").saved(&home, "tea and wool");
    terminal.quit();
    assert!(terminal.has_its_modes());
}

#[test]
fn who_ends_the_program_while_an_editor_is_open_loses_nothing() {
    let home = Home::new();
    let mut terminal = write(&home, "echo wool >> \"$file\"\necho ready\nread -r line");
    terminal.send(CTRL_G).see("ready");
    terminal.until("the save", LIMIT, |_| home.stored().contains("moss and rain"));
    kill_process(terminal.pid(), Signal::TERM).unwrap();
    terminal.ended(LIMIT);
    assert!(home.stored().contains("moss and rain"));
    let kept = left(&home);
    assert_eq!(std::fs::read_to_string(&kept[0]).unwrap(), "moss and rain\nwool\n");
    let mut again = imago(&home).open();
    again.see("A text from your editor is still in");
    again.quit();
}
