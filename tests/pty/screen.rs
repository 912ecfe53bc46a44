//! What is seen: the first frame, sizes, colours, the cursor, and silence.

use crate::fixture::{Home, put, sealed};
use crate::terminal::{LIMIT, Terminal, imago, shipped, write_in};
use std::time::Duration;

#[test]
fn detail_01_there_at_once() {
    // A busy machine may be late; a slow program is late every time.
    let mut took = Vec::new();
    for _ in 0..8 {
        let home = Home::new();
        let mut terminal = shipped(&home).open();
        // The whole frame, with the row of keys at the bottom.
        terminal.until("the first frame", LIMIT, |terminal| {
            terminal.screen().contains("Welcome") && terminal.row(29).contains("Ctrl-C quit")
        });
        took.push(terminal.age());
        let first = terminal.picture();
        terminal.settle();
        assert_eq!(terminal.picture(), first, "the first frame was half drawn");
        terminal.quit();
        if took.last() < Some(&Duration::from_millis(150)) {
            return;
        }
    }
    panic!("{took:?}");
}

#[test]
fn the_portrait_shows_what_was_written_and_leads_there_and_back() {
    let home = Home::new();
    let said = |id: &str, kind: &str, value: &str| {
        format!(
            "\n[answers.{id}]\nasked = \"?\"\nkind = \"{kind}\"\nvalue = {value}\nupdated = 2026-05-12T12:04:31+02:00\n"
        )
    };
    let answers = [
        "format = 1\ngeneration = 3\nperson = \"Sam\"\n".to_owned(),
        said("home.warm-own", "list", "[\"quick\", \"日本の歌\"]"),
        said("home.warm-most", "mark", "[\"quick\"]"),
        said("home.longing", "line", "\"to be asked\""),
    ];
    put(&home.answers(), sealed(&answers.concat()).as_bytes());
    let mut terminal = shipped(&home).open();
    terminal.see("Contents").send("p").see("Portrait of what I carry").see("quick ★ │").see("日本の歌   │");
    terminal.settle();
    let first = terminal.picture();
    for (columns, rows) in [(60, 20), (40, 12), (10, 4), (200, 50), (100, 30)] {
        terminal.resize(columns, rows).settle();
    }
    terminal.looks_like(&first, "the portrait");
    terminal.send("jj").see("> What I longed for").send("\r").see("Which wish is the most alive?");
    terminal.escape().see("Portrait of what I carry").see("> What I longed for");
    // A letter with Shift leads here from a page that is read, where `p` keeps an answer private.
    terminal.escape().see("Contents").send("\x1b[H\r").see("A child waits for things").settle();
    terminal.send("P").see("Portrait of what I carry").escape().see("A child waits for things");
    terminal.quit();
}

/// Makes the terminal small and large again, and checks that everything is as it was.
fn survives_a_resize(terminal: &mut Terminal, place: &str) {
    terminal.settle();
    terminal.until("the save", LIMIT, Terminal::says_saved);
    let before = terminal.picture();
    for (columns, rows) in [(60, 20), (80, 24), (200, 50), (40, 12)] {
        terminal.resize(columns, rows).settle();
        assert_ne!(terminal.picture(), before);
        terminal.resize(100, 30).looks_like(&before, place);
    }
}

#[test]
fn detail_13_resize_is_calm() {
    let home = Home::new();
    let mut terminal = write_in(&home);
    terminal.send(
        "I am seven. The hall light is off and I sit on the third stair, because from there I can see.",
    );
    terminal.send("\x1bb\x1bb").saved(&home, "third stair");
    survives_a_resize(&mut terminal, "writing");
    terminal.escape();
    survives_a_resize(&mut terminal, "a page");
    terminal.escape().see("Contents");
    survives_a_resize(&mut terminal, "the contents");
    terminal.send("?").see("Find:");
    survives_a_resize(&mut terminal, "the help");
    terminal.quit();
}

#[test]
fn detail_14_small_is_usable() {
    let home = Home::new();
    let mut terminal = write_in(&home);
    terminal.send("big").see("big").resize(40, 12).settle();
    terminal.send(" and small").see("big and small").resize(60, 20).settle();
    terminal.see("big and small").see("Describe a room.").saved(&home, "big and small");
    assert!(terminal.cursor().is_some());
    terminal.resize(10, 3).settle();
    terminal.send(" and tiny").settle();
    assert!(terminal.is_running());
    terminal.resize(100, 30).see("big and small and tiny").saved(&home, "big and small and tiny");
    terminal.quit();
}

#[test]
fn no_size_ends_the_program() {
    for (columns, rows) in [(40, 12), (10, 3), (1, 1), (500, 200), (2, 60), (200, 2)] {
        // From the first frame on, and by a resize.
        let home = Home::new();
        let mut terminal = imago(&home).size(columns, rows).open();
        terminal.settle().send("\r").settle().send("\r").settle().send("abc").settle();
        terminal.send("\x1bOP").settle().escape().escape().escape().send("x").settle().escape();
        assert!(terminal.is_running(), "{columns}x{rows}: {}", terminal.screen());
        terminal.resize(100, 30).see("Contents").resize(columns, rows).settle();
        terminal.quit();
        terminal.wrote_only_its_own();
        assert_eq!(home.answer("scene"), "abc", "{columns}x{rows}");
    }
}

#[test]
fn detail_15_the_place_is_kept() {
    let home = Home::new();
    let mut terminal = write_in(&home);
    terminal.escape().send("n").see("Paragraph 1 says").send("jjjjjjjjjjjjjjjj").settle();
    let top = |terminal: &Terminal| -> String {
        let screen = terminal.screen();
        screen.lines().find(|row| row.contains("Paragraph")).unwrap_or_default().trim().to_owned()
    };
    let first = top(&terminal);
    assert!(!first.contains("Paragraph 1 "), "nothing was scrolled: {}", terminal.screen());
    for (columns, rows) in [(60, 20), (120, 40), (40, 12), (100, 30)] {
        terminal.resize(columns, rows).settle();
        assert!(terminal.screen().contains(&first), "{columns}x{rows}: {}", terminal.screen());
    }
    assert_eq!(top(&terminal), first);
    terminal.quit();
}

/// The row that is marked as the one in focus.
fn marked(terminal: &Terminal) -> Option<u16> {
    let at = terminal.screen().lines().position(|row| row.trim_start().starts_with("> "))?;
    u16::try_from(at).ok()
}

#[test]
fn detail_16_the_cursor_tells_the_focus() {
    let home = Home::new();
    home.give_answers();
    let mut terminal = imago(&home).open();
    terminal.see("Contents").settle();
    let mut rows = Vec::new();
    for key in ["g", "j", "j", "k"] {
        terminal.send(key).settle();
        let row = terminal.cursor().expect("a cursor").0;
        assert_eq!(Some(row), marked(&terminal), "{}", terminal.screen());
        rows.push(row);
    }
    assert!(rows[0] < rows[1] && rows[1] < rows[2] && rows[3] == rows[1], "{rows:?}");
    terminal.quit();
}

#[test]
fn detail_18_no_colour_is_needed() {
    let home = Home::new();
    home.give_answers();
    let mut terminal = imago(&home).env("NO_COLOR", "1").open();
    terminal.see("Contents").settle();
    assert!(marked(&terminal).is_some());
    terminal.send("\x1bOP").see("Find:").escape().send("x").see("Take your words along").escape();
    terminal.send("j\r").see("Describe a room.").send("\r").settle().escape();
    terminal.quit();
    terminal.wrote_only_its_own();
    let is_colour = |code: &str| matches!(code.parse(), Ok(30..=49 | 90..=107_u8));
    let looks = terminal.looks();
    assert!(looks.iter().any(|look| look.split(';').any(|code| code == "7" || code == "1")), "{looks:?}");
    assert!(!looks.iter().flat_map(|look| look.split(';')).any(is_colour), "{looks:?}");
}

#[test]
fn detail_19_old_terminals_are_enough() {
    for term in ["screen", "linux", "vt100"] {
        let home = Home::new();
        home.give_answers();
        let mut terminal = imago(&home).env("TERM", term).open();
        terminal.see("Contents").settle().send("j\r").see("Describe a room.").settle();
        let looks = terminal.looks();
        assert!(!looks.iter().any(|look| look.contains("38;") || look.contains("48;")), "{looks:?}");
        terminal.quit();
        terminal.wrote_only_its_own();
    }
}

#[test]
fn detail_25_silence_when_idle() {
    let home = Home::new();
    let mut terminal = write_in(&home);
    terminal.send("words").saved(&home, "words").settle();
    assert!(terminal.is_silent(Duration::from_secs(3)), "{}", terminal.screen());
    let generation = home.stored();
    terminal.escape().escape().see("Contents").settle();
    assert!(terminal.is_silent(Duration::from_secs(1)), "{}", terminal.screen());
    // What was saved is not saved again and again.
    assert!(home.answer("scene") == "words" && generation.contains("generation"));
    terminal.quit();
}

#[test]
fn a_quiet_timer_writes_a_few_bytes_a_second_and_nothing_once_it_is_stopped() {
    let home = Home::new();
    let small = home.book().join("small.toml");
    let timed = std::fs::read_to_string(&small).unwrap().replacen(
        "kind   = \"text\"",
        "kind   = \"text\"\nminutes = 5",
        1,
    );
    assert!(timed.contains("minutes = 5"), "{timed}");
    crate::fixture::put(&small, timed.as_bytes());
    let mut terminal = write_in(&home);
    terminal.settle();
    assert!(terminal.is_silent(Duration::from_secs(2)), "{}", terminal.screen());
    terminal.send("words").saved(&home, "words").see("of 5 min").settle().see("00:04 of 5 min");
    let before = terminal.written();
    terminal.see("00:07 of 5 min");
    let bytes = terminal.written() - before;
    assert!((3..3 * 40).contains(&bytes), "{bytes} bytes in three seconds");
    // Alt-C stops it, and puts it away.
    terminal.send("\x1bc").see(", stopped").settle();
    assert!(terminal.is_silent(Duration::from_secs(3)), "{}", terminal.screen());
    terminal.send("\x1bc").miss(", stopped").see("put away").miss("put away").settle();
    assert!(terminal.is_silent(Duration::from_secs(3)), "{}", terminal.screen());
    terminal.quit();
}

#[test]
fn a_book_cannot_reach_the_terminal() {
    let home = Home::new();
    let evil = home.path().join("evil");
    crate::fixture::put_hostile_book(&evil);
    let mut terminal = shipped(&home).with(&["--book".into(), evil.into()]).open();
    terminal.see("Welcome").send("\r").settle().send("\rwords").see("words").escape();
    terminal.send("x").settle().escape().escape().see("Contents").settle();
    terminal.send("\x1b[F").settle().send("\r").settle();
    assert!(terminal.screen().contains("toml"), "{}", terminal.screen());
    terminal.escape();
    terminal.quit();
    terminal.wrote_only_its_own();
}

#[test]
fn an_answers_file_cannot_reach_the_terminal() {
    let home = Home::new();
    let evil = r"\u001b[2J\u001b]0;owned\u0007\u009b31m\u202eback\u2066wards";
    let answers = format!(
        "format = 1\nperson = \"Sam{evil}\"\n\n[answers.small.scene]\nasked = \"A{evil}\"\nkind = \"text\"\n\
         value = \"words{evil}\"\nupdated = 2026-05-12T12:04:31+02:00\n\n[answers.small.gone]\nasked = \"G{evil}\"\n\
         kind = \"line\"\nvalue = \"gone{evil}\"\nupdated = 2026-05-12T12:04:31+02:00\n\
         # imago-end answers=2 bytes=0 crc32=00000000\n"
    );
    crate::fixture::put(&home.answers(), answers.as_bytes());
    let mut terminal = imago(&home).open();
    terminal.see("Contents").see("Sam").send("j\r").see("words").send("\x1b[Z").settle().escape();
    terminal.send("x").see("Take your words along").send("\x1b[6~").settle().escape();
    terminal.quit();
    terminal.wrote_only_its_own();
}

#[test]
fn the_name_of_a_folder_cannot_reach_the_terminal() {
    use std::os::unix::ffi::OsStrExt;
    let home = Home::new();
    let name = std::ffi::OsStr::from_bytes(b"z\x1b[2J\x1b]0;owned\x07\xff\xc2\x9b31m\xe2\x80\xae");
    let folder = home.path().join(name);
    let mut terminal = imago(&home).data_dir(&folder).open();
    terminal.see("Welcome").settle();
    terminal.quit();
    terminal.wrote_only_its_own();
    // And in a sentence about what is wrong there.
    crate::fixture::put(&folder.join("answers.toml"), b"[[ nothing");
    let mut terminal = imago(&home).data_dir(&folder).open();
    terminal.see("read only").settle();
    terminal.quit();
    terminal.wrote_only_its_own();
}
