//! Keys, pastes and letters: what they write, and what they leave alone.

use crate::fixture::{Home, below};
use crate::terminal::{END, ESC, F1, F2, LIMIT, imago, write_in};
use std::time::Duration;

#[test]
fn detail_05_esc_is_harmless() {
    let home = Home::new();
    let mut terminal = write_in(&home);
    terminal.send("words").see("words").escape();
    for _ in 0..20 {
        terminal.send(ESC);
        let _ = terminal.is_silent(Duration::from_millis(20));
    }
    terminal.settle().see("Contents");
    assert!(terminal.is_running() && terminal.parser().screen().alternate_screen());
    // All at once, as a key that is held sends it.
    terminal.send(&ESC.repeat(20)).settle().see("Contents");
    assert!(terminal.is_running());
    terminal.quit();
    assert_eq!(home.answer("scene"), "words");
}

#[test]
fn detail_07_letters_are_letters() {
    let home = Home::new();
    let mut terminal = write_in(&home);
    for letter in ["q", "?", ":", "/", "n", "."] {
        terminal.send(letter);
        let _ = terminal.is_silent(Duration::from_millis(20));
    }
    terminal.see("q?:/n.").saved(&home, "q?:/n.");
    assert_eq!(home.answer("scene"), "q?:/n.");
    terminal.quit();
}

#[test]
fn detail_09_help_steps_aside() {
    let home = Home::new();
    let mut terminal = write_in(&home);
    terminal.send("words").saved(&home, "words").settle();
    for from in ["a field", "a page", "the contents"] {
        let before = terminal.picture();
        terminal.send(F1).see("Find:").send("abc").see("abc").escape().looks_like(&before, from);
        terminal.send(F2).see("People to call").escape().looks_like(&before, from);
        terminal.escape().settle();
        terminal.until("the save", LIMIT, crate::terminal::Terminal::says_saved);
    }
    terminal.quit();
}

#[test]
fn detail_10_help_answers_questions() {
    let home = Home::new();
    let mut terminal = write_in(&home);
    terminal
        .escape()
        .send("?")
        .see("Find:")
        .see("next page")
        .send("file")
        .see("take your words along as a file");
    terminal.miss("next page");
    let rows = terminal.screen();
    let rows: Vec<&str> = rows.lines().filter(|row| row.starts_with("   ")).collect();
    assert!(!rows.is_empty() && rows.iter().all(|row| row.contains("file")), "{rows:?}");
    terminal.send("xyzzy").see("No key for that");
    terminal.quit();
}

#[test]
fn detail_08_every_key_that_is_offered_does_something() {
    let home = Home::new();
    home.give_answers();
    let mut terminal = imago(&home).open();
    terminal.see("Contents").settle();
    let keys = |footer: &str| -> Vec<String> {
        let names = footer.split("  ").filter_map(|offer| offer.trim().split(' ').next());
        names.filter(|name| !name.is_empty()).map(str::to_owned).collect()
    };
    let footer = terminal.screen().lines().last().unwrap_or_default().to_owned();
    let offered = keys(&footer);
    assert!(offered.len() > 3, "{footer}");
    // Each in a copy of its own, because some of them lead away.
    drop(terminal);
    for name in offered {
        let bytes = match name.as_str() {
            "Enter" => "\r",
            "Down" => "\x1b[B",
            "Up" => "\x1b[A",
            "Left" => "\x1b[D",
            "Right" => "\x1b[C",
            "Space" => " ",
            "Esc" => ESC,
            "Tab" => "\t",
            "F1" => F1,
            "F2" => F2,
            letter if letter.chars().count() == 1 => letter,
            other => panic!("{other:?} is offered; tell this test what it sends"),
        };
        let home = Home::new();
        home.give_answers();
        let mut terminal = imago(&home).open();
        // In the middle, so that there is a row above and one below.
        terminal.see("Contents").send("j").settle();
        let before = terminal.picture();
        terminal.send(bytes);
        terminal.until(&name, LIMIT, |terminal| !terminal.is_running() || terminal.picture() != before);
    }
}

#[test]
fn what_is_looked_for_is_found_and_nobody_beside_reads_what_is_private() {
    let home = Home::new();
    home.give_answers();
    let stored = home.stored();
    let mut terminal = imago(&home).open();
    // A key wipes away what the start had to say.
    terminal.see("Contents").send("j").settle();
    let before = terminal.picture();
    terminal.send("/").see("Find:").send("HUMS").see("your answer").see("The lamp hums quietly.");
    terminal.escape().looks_like(&before, "the contents");
    terminal.send("/").see("Find:").send("nobody knows").see("private").see("What stays here?").settle();
    assert!(!terminal.screen().contains("Nobody knows this"), "{}", terminal.screen());
    // At the smallest size there is still a place to go to, and Enter goes there.
    terminal.resize(40, 12).see("What stays here?").send("\r").see("Nobody knows this.").settle();
    terminal.send("!").see("Nobody knows this.").quit();
    assert!(home.stored() != stored, "what was typed there went into the answer");
}

#[test]
fn detail_11_paste_is_text() {
    let home = Home::new();
    let mut terminal = write_in(&home);
    terminal.paste("a\nq\n?").send("!").saved(&home, "answers=1").settle();
    assert_eq!(home.answer("scene"), "a\nq\n?!");
    for line in ["│ a ", "│ q ", "│ ?!"] {
        assert!(terminal.screen().contains(line), "{}", terminal.screen());
    }
    terminal.quit();
}

#[test]
fn detail_12_a_stray_paste_is_safe() {
    let home = Home::new();
    let mut terminal = write_in(&home);
    terminal.send("words").saved(&home, "words").escape().settle();
    let (page, stored) = (terminal.picture(), home.stored());
    terminal.paste("q\rx\nnnn\x03").see("Pasting works inside answers").settle();
    assert_ne!(terminal.picture(), page);
    terminal.escape().see("Contents").paste("q\rx\nnnn").see("Pasting works inside answers");
    terminal.settle().send("x").see("Take your words along").paste("q\r\r\r").settle();
    assert!(terminal.is_running());
    terminal.escape();
    assert_eq!(home.answer("scene"), "words");
    assert!(stored.contains("words"));
    terminal.quit();
    assert!(
        !std::fs::read_dir(home.path())
            .unwrap()
            .any(|entry| { entry.unwrap().path().extension().is_some_and(|extension| extension == "md") })
    );
}

/// Ten thousand letters of which none can be lost or change places unseen.
fn long_text() -> String {
    let text: String = (0..2000).map(|n| format!("{n:04} ")).collect();
    assert_eq!(text.len(), 10_000);
    text.trim_end().to_owned() + "."
}

#[test]
fn a_paste_of_ten_thousand_letters_arrives_whole() {
    let home = Home::new();
    let mut terminal = write_in(&home);
    let text = long_text();
    terminal.paste(&text).see("1999.").saved(&home, "1999.");
    assert_eq!(home.answer("scene"), text);
    terminal.quit();
}

#[test]
fn a_burst_of_ten_thousand_raw_letters_arrives_whole_in_one_go() {
    let home = Home::new();
    let mut terminal = write_in(&home);
    let text = long_text();
    terminal.send(&text);
    // Without another key: what is left unread until the next one is lost to whoever closes the lid.
    terminal.see("1999.").saved(&home, "1999.");
    assert_eq!(home.answer("scene"), text);
    terminal.quit();
}

#[test]
fn a_paste_from_another_system_becomes_plain_lines() {
    let home = Home::new();
    let mut terminal = write_in(&home);
    let lines: Vec<String> = (0..1000).map(|n| format!("line {n:04}.")).collect();
    terminal.paste(&lines.join("\r\n")).see("line 0999.").saved(&home, "line 0999.");
    assert_eq!(home.answer("scene"), lines.join("\n"));
    terminal.send("\r").paste("old\rmac").see("mac").saved(&home, "mac");
    assert_eq!(home.answer("scene"), lines.join("\n") + "\nold\nmac");
    terminal.quit();
}

#[test]
fn a_paste_cannot_reach_the_terminal() {
    let home = Home::new();
    let mut terminal = write_in(&home);
    let evil = "a\x1b[2Jb\x1b]0;owned\x07c\u{9b}31md\u{202e}e\u{2066}f\u{7f}g\u{feff}h\x08i";
    terminal.paste(&evil.repeat(200)).paste("done.").see("done.").saved(&home, "done.");
    terminal.escape().send("x").see("Take your words along").settle();
    assert_eq!(home.answer("scene"), "a[2Jb]0;ownedc31mdefghi".repeat(200) + "done.");
    assert_eq!(crate::fixture::foreign(home.stored().as_bytes(), &['\n']), None);
    terminal.quit();
    terminal.wrote_only_its_own();
}

#[test]
fn detail_17_wide_letters_count_twice() {
    let home = Home::new();
    let mut terminal = write_in(&home);
    terminal.send("a").see("│ a").settle();
    let column = |terminal: &crate::terminal::Terminal| terminal.cursor().expect("a cursor").1;
    let before = column(&terminal);
    terminal.send("\u{5bb6}\u{65cf}").see("\u{5bb6}\u{65cf}").settle();
    assert_eq!(column(&terminal), before + 4);
    terminal.send("\x7f").miss("\u{65cf}").settle();
    assert_eq!(column(&terminal), before + 2);
    // A family of three is one letter and two cells, and so is a heart.
    terminal.send("\x7f").paste("\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467}").settle();
    assert_eq!(column(&terminal), before + 2);
    terminal.send("\x7f").settle();
    assert_eq!(column(&terminal), before);
    terminal.saved(&home, "value = \"a\"");
    terminal.quit();
}

#[test]
fn a_word_outside_fields_gives_no_commands() {
    let home = Home::new();
    let mut terminal = write_in(&home);
    terminal.send("words").saved(&home, "words");
    terminal.send("\t").settle().send("\t").settle().send("\t").see("This is the end of the page.").settle();
    terminal.send("moss qubits unseen").see("No field is open").settle();
    assert!(terminal.is_running());
    assert_eq!(home.answer("scene"), "words");
    assert!(!home.stored().contains("skipped"), "{}", home.stored());
    // A paste without brackets goes from field to field, and writes on where there is none.
    terminal.quit();
    let home = Home::new();
    let mut terminal = write_in(&home);
    terminal.send("words\tquiet\t\tunquestioned").see("No field is open").settle();
    assert!(terminal.is_running());
    terminal.quit();
    assert_eq!((home.answer("scene").as_str(), home.answer("secret").as_str()), ("words", "quiet"));
}

#[test]
fn detail_20_undo_is_generous() {
    let home = Home::new();
    let mut terminal = write_in(&home);
    terminal.send("I count the cars.").see("I count the cars.");
    terminal.send("\x15").miss("I count the cars.").send("\x1a").see("I count the cars.").escape();
    // An answer is cleared and the page is left; `u` brings it back when the page is open again.
    terminal.send("\t").settle().send("\t").settle().send("\t").settle().send("2").see("(•) green").escape();
    terminal.send("\x1b[Z").settle().send("\x7f").miss("(•) green").escape().escape().see("Contents");
    terminal.send("u").see("Taking back works on a page").send("\r").miss("Go on where you stopped");
    terminal.send("u").see("Taken back").see("(•) green").see("I count the cars.");
    terminal.quit();
    assert_eq!((home.answer("scene").as_str(), home.answer("pick").as_str()), ("I count the cars.", "green"));
}

#[test]
fn detail_22_a_wrong_key_is_kind() {
    let home = Home::new();
    let mut terminal = imago(&home).open();
    terminal.see("Welcome").send("\r").see("Describe a room.").escape().see("Contents").settle();
    let before = terminal.picture();
    terminal.send("z").see("That key does nothing here.").see("? shows the keys");
    terminal.miss("That key does nothing here.").settle();
    assert_eq!(terminal.picture(), before);
    assert!(!terminal.bytes().contains(&7));
    terminal.quit();
}

#[test]
fn a_thousand_strange_keys_end_nothing() {
    let home = Home::new();
    let mut terminal = imago(&home).open();
    terminal.see("Welcome");
    // A fixed sequence that looks wild, without the keys that leave: Ctrl-C, Ctrl-\, F9, q, and Ctrl-Z.
    let mut seed = 7_u32;
    let strange = [
        "\r", "\t", "\x1b[Z", "\x1b[A", "\x1b[B", "\x1b[5~", "\x1b[6~", END, F1, F2, "\x7f", "\x17", "é",
        "家",
    ];
    for _ in 0..40 {
        let mut keys = String::new();
        for _ in 0..25 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let n = (seed >> 16) as usize;
            match n % 3 {
                0 => keys.push_str(strange[n / 3 % strange.len()]),
                _ => keys.push(char::from(b'a' + (n % 16) as u8)),
            }
        }
        terminal.send(&keys).escape();
        assert!(terminal.is_running(), "{}", terminal.screen());
    }
    terminal.escape().escape().escape().escape().see("Contents");
    terminal.quit();
    terminal.wrote_only_its_own();
}

/// Whoever only goes on has not answered.
#[test]
fn going_on_with_enter_picks_nothing() {
    let home = Home::new();
    let mut terminal = write_in(&home);
    terminal.send("a room\t\t").see("> 3/3").settle().send("\r").settle();
    assert!(
        !terminal.screen().contains("(•)") && !terminal.screen().contains("(x)"),
        "{}",
        terminal.screen()
    );
    terminal.quit();
    assert!(!home.stored().contains("small.pick"), "{}", home.stored());
    // With the cursor moved there, it is meant.
    let home = Home::new();
    let mut terminal = write_in(&home);
    terminal.send("a room\t\t").see("> 3/3").settle().send("j").settle().send("\r").settle();
    terminal.quit();
    assert!(home.stored().contains("[answers.small.pick]"), "{}", home.stored());
}

/// Taking back stays on the page that is open, says what it did, and the version with the words is kept.
#[test]
fn what_is_taken_back_is_shown_and_kept() {
    let home = Home::new();
    let mut terminal = write_in(&home);
    terminal.send("twenty minutes of a letter").saved(&home, "twenty minutes of a letter");
    terminal.escape().send("n").see("The second page").settle();
    terminal.send("\x1b[B").settle().send("u").see("nothing to take back on this page").settle();
    assert_eq!(home.answer("scene"), "twenty minutes of a letter");
    terminal.send("\x1b[D").see("Describe a room.").settle().send("u").see("Taken back");
    // A key without a meaning does not take the sentence away.
    terminal.send("z").settle().see("Taken back");
    terminal.until("the save", LIMIT, |_| home.stored().contains("emptied = true"));
    terminal.quit();
    let kept = below(&home.data().join("backups"));
    assert!(
        kept.iter().any(|path| std::fs::read_to_string(path).unwrap().contains("twenty minutes")),
        "{kept:?}"
    );
}
