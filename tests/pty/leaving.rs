//! The ways out: what is left behind on the screen, in the line's modes, and for the next start.

use crate::fixture::Home;
use crate::terminal::{CTRL_C, F1, F9, LIMIT, back, imago, write_in};
use rustix::process::Signal;
use std::time::{Duration, Instant};

#[test]
fn detail_06_leaves_no_trace() {
    for key in [CTRL_C, "q"] {
        let home = Home::new();
        home.give_answers();
        let mut terminal = imago(&home).through("/bin/sh", "printf 'before me\\r\\n$ '; exec \"$@\"").open();
        terminal.see("Contents").settle().send(key);
        assert_eq!(terminal.ended(LIMIT).code(), Some(0));
        assert_eq!(terminal.screen().trim(), "before me\n$");
        assert_eq!(terminal.cursor(), Some((1, 2)));
        assert!(terminal.has_its_modes());
        let screen = terminal.parser().screen();
        assert!(!screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor());
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        let text = terminal.text();
        let left = text.rfind("\x1b[?1049l").expect("the alternate screen is left");
        for mode in ["\x1b[?2004l", "\x1b[?25h"] {
            assert!(text.contains(mode), "{mode:?}");
        }
        assert!(!text[left..].contains("Contents"));
        assert!(!text.contains("\x1b[?1000h") && !text.contains("\x1b]"));
    }
}

#[test]
fn the_shell_has_its_echo_back() {
    let home = Home::new();
    let script = "\"$@\"; echo \"rc=$?\"; read line; echo \"heard $line\"";
    let mut terminal = imago(&home).through("/bin/sh", script).open();
    terminal.see("Welcome").send(CTRL_C).see("rc=0").send("typed\r").see("typed").see("heard typed");
    assert_eq!(terminal.ended(LIMIT).code(), Some(0));
}

#[test]
fn detail_24_the_way_out_works() {
    // F9, and Ctrl-\ for keyboards without it; from a field, and from boxes over it.
    for (way, out) in [("a field", F9), ("a field", "\x1c"), ("the help", F9), ("the export", F9)] {
        let home = Home::new();
        let script = "printf 'before me\\r\\n'; exec \"$@\"";
        let mut terminal = imago(&home).through("/bin/sh", script).open();
        terminal.see("Welcome").send("Samuel\r").see("Describe a room.").send("\r");
        terminal.send("Something that nobody else should read\x1b[D\x1b[D").see("nobody else").settle();
        let cursor = terminal.cursor();
        match way {
            "the help" => drop(terminal.send("\x1bOP").see("Find:")),
            "the export" => drop(terminal.escape().send("x").see("Take your words along")),
            _ => {}
        }
        let pressed = Instant::now();
        terminal.send(out);
        terminal.until("the screen to be left", LIMIT, |terminal| terminal.text().contains("\x1b[?1049l"));
        let took = pressed.elapsed();
        assert!(took < Duration::from_millis(700), "{way}: {took:?}");
        assert_eq!(terminal.ended(LIMIT).code(), Some(0));
        let text = terminal.text();
        let after = &text[text.find("\x1b[?1049l").unwrap()..];
        let after: String = crate::terminal::words_of(after);
        assert_eq!(after.trim(), "", "{way}: written after the leave");
        // Nothing on the screen, not even what stood there before, and nothing to scroll back to.
        assert_eq!(terminal.screen().trim(), "", "{way}");
        terminal.parser().screen_mut().set_scrollback(1000);
        let scrolled = terminal.screen();
        for word in ["nobody", "Samuel", "Describe", "imago"] {
            assert!(!scrolled.contains(word), "{way}: {scrolled}");
        }
        assert!(terminal.has_its_modes());
        assert_eq!(home.answer("scene"), "Something that nobody else should read");
        let mut terminal = back(&home);
        terminal.see("Something that nobody else").settle();
        if way == "a field" {
            assert_eq!(terminal.cursor(), cursor);
        }
        terminal.quit();
    }
}

#[test]
fn what_was_typed_behind_f9_does_not_reach_the_shell() {
    let home = Home::new();
    let script = "\"$@\"; echo \"rc=$?\"; read -r line; echo \"heard [$line]\"";
    let mut terminal = imago(&home).through("/bin/sh", script).open();
    terminal.see("Welcome").send("\r").see("Describe a room.").send("\rsecret one").see("secret one");
    terminal.send(&format!("{F9}secret two\r")).see("rc=0").send("echo\r").see("heard [");
    terminal.ended(LIMIT);
    assert!(!terminal.screen().contains("secret"), "{}", terminal.screen());
}

#[test]
fn ctrl_c_leaves_from_anywhere() {
    let ways: [(&str, &[&str]); 5] = [
        ("the first screen", &[]),
        ("a field", &["\r", "\r", "words"]),
        ("the help", &["\r", "?"]),
        ("the export", &["\r", "x"]),
        ("the kit", &["\r", "\x1bOQ"]),
    ];
    for (place, keys) in ways {
        let home = Home::new();
        let mut terminal = imago(&home).open();
        terminal.see("Welcome");
        for key in keys {
            terminal.send(key).settle();
        }
        terminal.send(CTRL_C);
        assert_eq!(terminal.ended(LIMIT).code(), Some(0), "{place}");
        assert!(terminal.has_its_modes(), "{place}");
    }
}

#[test]
fn ctrl_z_gives_the_shell_its_screen_and_comes_back() {
    let home = Home::new();
    let script = "set -m; \"$@\"; echo \"away $?\"; read -r line; fg >/dev/null; echo \"rc=$?\"";
    let mut terminal = imago(&home).through("/bin/bash", script).open();
    terminal.see("Welcome").send("\r").see("Describe a room.").send("\rwords").saved(&home, "words").escape();
    terminal.until("the save", LIMIT, crate::terminal::Terminal::says_saved);
    let before = terminal.picture();
    terminal.send("\x1a").see("away ").miss("Describe a room.");
    assert!(!terminal.parser().screen().alternate_screen());
    terminal.send("\r").looks_like(&before, "after the shell");
    terminal.send(CTRL_C).see("rc=0");
    terminal.ended(LIMIT);
}

#[test]
fn a_write_in_the_last_moment_is_saved_by_leaving() {
    let home = Home::new();
    let mut terminal = write_in(&home);
    terminal.send(&format!("in one piece with the way out{CTRL_C}"));
    assert_eq!(terminal.ended(LIMIT).code(), Some(0));
    assert_eq!(home.answer("scene"), "in one piece with the way out");
}

/// Like a terminal in which somebody pressed Ctrl-S: the program stands still in the middle of a frame.
#[test]
fn a_terminal_that_takes_nothing_does_not_hold_up_the_end() {
    let home = Home::new();
    let mut terminal = write_in(&home);
    terminal.send("some words").saved(&home, "some words");
    terminal.send(" and more").see("and more").settle();
    terminal.stop_reading();
    for _ in 0..12 {
        // The whole screen changes each time: far more than a terminal keeps for later.
        terminal.send(F1).settle();
    }
    terminal.signal(Signal::TERM);
    let asked = Instant::now();
    terminal.ended(LIMIT);
    assert!(asked.elapsed() < Duration::from_secs(8), "{:?}", asked.elapsed());
    assert!(home.stored().contains("some words and more"), "{}", home.stored());
}

#[test]
fn leaving_by_force_says_what_is_not_saved_and_hiding_says_nothing() {
    for way in [CTRL_C, F9] {
        let home = Home::new();
        let script = "\"$@\" 2>\"$HOME/said\"; echo \"rc=$?\"";
        let mut terminal = imago(&home).through("/bin/sh", script).open();
        terminal.see("Welcome").send("\r").see("Describe a room.").send("\rone").saved(&home, "one");
        std::fs::rename(home.data(), home.path().join("aside")).unwrap();
        crate::fixture::put(&home.data(), b"in the way");
        terminal.send(" two").see("NOT SAVED");
        if way == CTRL_C {
            terminal.send(way).see("Once more leaves");
        }
        terminal.send(way).see("rc=1");
        terminal.ended(LIMIT);
        let said = std::fs::read_to_string(home.path().join("said")).unwrap();
        let wanted = usize::from(way == CTRL_C);
        assert_eq!(said.lines().count(), wanted, "{said}");
        assert_eq!(said.contains("The last words were not saved"), way == CTRL_C, "{said}");
        assert!(!said.contains("two"), "{said}");
    }
}
