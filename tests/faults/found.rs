//! The answers as they are found: links, things that are no file, other owners, careless rights, very many.

use crate::fixture::{Home, below, put, sealed};
use crate::machine::{
    CANARY, NOBODY, Tool, as_nobody, begin, is_whole, lacks, leaves_nothing, on_disk, scene,
};
use crate::terminal::{CTRL_C, LIMIT, Terminal, first_field, imago, same_field};
use imago_workbook::answer::Answer;
use imago_workbook::journal::{Entry, Extra, Id, Journal, Said, Stamp, file};
use rustix::fs::{CWD, FileType, Mode, mknodat};
use rustix::process::geteuid;
use std::fs::Permissions;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
/// Nothing can be written, that is said, and it is so.
fn is_refused(terminal: &mut Terminal, told: &str) {
    terminal.see("read only").see(told).settle();
    terminal.send("j\r").settle().send("\r").settle().send("XYZ").settle();
    assert!(!terminal.screen().contains("XYZ"), "{}", terminal.screen());
    terminal.send(CTRL_C).ended(LIMIT);
    terminal.wrote_only_its_own();
}

#[test]
fn f22_an_empty_file_is_not_a_first_start() {
    // With a version before it and without one; and what a disk leaves after a power cut.
    for (backups, bytes) in [(true, &b""[..]), (false, b""), (true, &[0; 400]), (false, &[0; 400])] {
        let home = Home::new();
        put(&home.answers(), bytes);
        if backups {
            put(&home.data().join("backups/answers.g000001.toml"), sealed("format = 1\n").as_bytes());
        }
        let mut terminal = imago(&home).open();
        terminal.see("answers.toml").settle();
        assert!(!terminal.screen().contains("Welcome"), "{}", terminal.screen());
        terminal.send(CTRL_C).ended(LIMIT);
        assert_eq!(std::fs::read(home.answers()).unwrap(), bytes);
    }
}

#[test]
fn f22_marks_and_line_ends_of_other_systems() {
    let home = Home::new();
    begin(imago(&home), &home.answers()).quit();
    for (name, other) in [("a mark", "\u{feff}"), ("line ends", "\r\n")] {
        let text = home.stored();
        let changed = if name == "a mark" { format!("{other}{text}") } else { text.replace('\n', other) };
        put(&home.answers(), changed.as_bytes());
        let before = scene(&home.answers());
        let mut terminal = same_field(imago(&home));
        assert!(!terminal.screen().contains("read only"), "{}", terminal.screen());
        terminal.send(" More.");
        on_disk(&mut terminal, &home.answers(), &format!("{CANARY}{} More.", &before[CANARY.len()..]));
        terminal.quit();
        assert!(is_whole(&home.answers()));
    }
    // Text of another kind is left as it is.
    let wide: Vec<u8> = home.stored().encode_utf16().flat_map(u16::to_le_bytes).collect();
    put(&home.answers(), &[&b"\xff\xfe"[..], &wide].concat());
    let before = std::fs::read(home.answers()).unwrap();
    let mut terminal = imago(&home).open();
    terminal.see("is not text any more").send(CTRL_C).ended(LIMIT);
    assert_eq!(std::fs::read(home.answers()).unwrap(), before);
}

#[test]
fn f24_links_stay_links() {
    let real = Path::new("synced/deep/sam.toml");
    // Relative, a chain of them, and one to a file that is still to come.
    for (chain, exists) in [(false, true), (true, true), (false, false), (true, false)] {
        let home = Home::new();
        std::fs::create_dir_all(home.path().join("synced/deep")).unwrap();
        std::fs::create_dir_all(home.data()).unwrap();
        if exists {
            put(&home.path().join(real), sealed("format = 1\nperson = \"Sam\"\n").as_bytes());
        }
        if chain {
            symlink("../one.toml", home.answers()).unwrap();
            symlink("synced/two.toml", home.path().join("one.toml")).unwrap();
            symlink("deep/sam.toml", home.path().join("synced/two.toml")).unwrap();
        } else {
            symlink("../synced/deep/sam.toml", home.answers()).unwrap();
        }
        let mut terminal = imago(&home).open();
        if exists {
            terminal.see("Contents").see("Sam").send("j\r");
        } else {
            terminal.see("Welcome").send("\r");
        }
        terminal.see("Describe a room.").send("\r").send("Through the link.");
        on_disk(&mut terminal, &home.path().join(real), "Through the link.");
        terminal.quit();
        assert!(home.answers().is_symlink());
        assert!(home.path().join(real).is_file() && !home.path().join(real).is_symlink());
        // The new file was made where the real one is, and no half of it is left on either side.
        leaves_nothing(&terminal, &home);
    }
}

#[test]
fn f24_links_in_a_circle_are_told() {
    let home = Home::new();
    std::fs::create_dir_all(home.data()).unwrap();
    symlink("other.toml", home.answers()).unwrap();
    symlink("answers.toml", home.data().join("other.toml")).unwrap();
    is_refused(&mut imago(&home).open(), "leads back to itself");
    assert!(home.answers().is_symlink());
}

#[test]
fn f25_what_is_no_file_is_refused_at_once() {
    type Make = fn(&Path);
    let makes: [(&str, Make); 4] = [
        ("is a folder", |path| std::fs::create_dir(path).unwrap()),
        ("not a regular file", |path| mknodat(CWD, path, FileType::Fifo, Mode::RWXU, 0).unwrap()),
        ("not a regular file", |path| drop(UnixListener::bind(path).unwrap())),
        ("not a regular file", |path| symlink("/dev/zero", path).unwrap()),
    ];
    for (told, make) in makes {
        // A busy machine may be late; a program that waits for a pipe is late for ever.
        let mut took = Vec::new();
        while took.len() < 5 && took.last().is_none_or(|time| *time > Duration::from_millis(300)) {
            let home = Home::new();
            std::fs::create_dir_all(home.data()).unwrap();
            make(&home.answers());
            let before = home.answers().symlink_metadata().unwrap().file_type();
            let mut terminal = imago(&home).open();
            terminal.see("read only").see(told);
            took.push(terminal.age());
            is_refused(&mut terminal, told);
            assert_eq!(home.answers().symlink_metadata().unwrap().file_type(), before);
        }
        assert!(took.iter().any(|time| *time < Duration::from_millis(300)), "{told}: {took:?}");
    }
}

#[test]
fn f26_a_hundred_thousand_answers() {
    let home = Home::new();
    let mut journal = Journal::default();
    for n in 0..100_000 {
        let entry = Entry {
            asked: "A question.".into(),
            kind: "text".into(),
            value: Said::Answer(Answer::Text(format!("Answer {n}.").into())),
            updated: Stamp::of(jiff::Timestamp::UNIX_EPOCH, &jiff::tz::TimeZone::UTC),
            rounds: Vec::new(),
            other: Vec::new(),
            extra: Extra::default(),
        };
        journal.answers.insert(Id::new(&format!("old{}", n % 50), &format!("q{n}")), Arc::new(entry));
    }
    put(&home.answers(), file::write(&journal).as_bytes());
    let mut terminal = imago(&home).open();
    terminal.see("Contents");
    // Two seconds are promised, of a build that is made for speed.
    assert!(terminal.age() < Duration::from_secs(6), "{:?}", terminal.age());
    terminal.send("j\r").see("Describe a room.").send("\r").send(CANARY).see(CANARY);
    terminal.saved(&home, CANARY).quit();
    assert!(home.stored().contains("Answer 99999."));
    leaves_nothing(&terminal, &home);
}

#[test]
fn f29_answers_whose_question_is_gone_stay() {
    let home = Home::new();
    begin(imago(&home), &home.answers()).quit();
    // Another edition of the book asks something else.
    let book = home.book().join("small.toml");
    let other = std::fs::read_to_string(&book).unwrap().replace("\"scene\"", "\"room\"");
    put(&book, other.as_bytes());
    let mut terminal = imago(&home).size(100, 60).open();
    terminal.see("Contents").send("x").see("From earlier editions").see(CANARY).escape();
    terminal.send("\r").see("Describe a room.").send("\t").settle();
    terminal.send("Another room.").saved(&home, "Another room.");
    terminal.quit();
    assert_eq!(scene(&home.answers()), CANARY);
    leaves_nothing(&terminal, &home);
}

/// The answers have another name somewhere else.
fn with_a_second_name(home: &Home) -> Terminal {
    begin(imago(home), &home.answers()).quit();
    std::fs::hard_link(home.answers(), home.data().join("answers.second.toml")).unwrap();
    same_field(imago(home))
}

#[test]
fn f31_a_second_name_of_the_answers_keeps_what_it_had() {
    let home = Home::new();
    let mut terminal = with_a_second_name(&home);
    terminal.send(" More.");
    on_disk(&mut terminal, &home.answers(), " More.");
    terminal.quit();
    assert_eq!(scene(&home.data().join("answers.second.toml")), CANARY);
}

#[test]
fn f31_a_second_name_of_the_answers_is_told() {
    let home = Home::new();
    let mut terminal = with_a_second_name(&home);
    terminal.until("a word about it", Duration::from_secs(3), |terminal| {
        let screen = terminal.screen().to_lowercase();
        screen.contains("second name") || screen.contains("another name") || screen.contains("hard link")
    });
    terminal.quit();
}

#[test]
fn f31_answers_of_somebody_else_are_told() {
    if !geteuid().is_root() || lacks("f31", Tool::Setpriv) {
        return;
    }
    let home = Home::new();
    home.give_answers();
    chown(home.answers(), Some(NOBODY), Some(NOBODY)).unwrap();
    let mut terminal = imago(&home).open();
    terminal.until("a word about it", Duration::from_secs(3), |terminal| {
        let screen = terminal.screen().to_lowercase();
        screen.contains("belong") || screen.contains("owner")
    });
    terminal.quit();
}

#[test]
fn f31_answers_that_may_not_be_read_are_left_as_they_are() {
    let root = geteuid().is_root();
    if root && lacks("f31", Tool::Setpriv) {
        return;
    }
    let home = Home::new();
    home.give_answers();
    let before = home.stored();
    let launch = if root { as_nobody(&home, imago(&home)) } else { imago(&home) };
    std::fs::set_permissions(home.answers(), Permissions::from_mode(0o000)).unwrap();
    is_refused(&mut launch.open(), "does not allow it");
    std::fs::set_permissions(home.answers(), Permissions::from_mode(0o600)).unwrap();
    assert_eq!(home.stored(), before);
}

#[test]
fn f31_a_folder_that_gives_its_group_away() {
    let home = Home::new();
    std::fs::create_dir_all(home.data()).unwrap();
    // New files get the group of the folder: whoever is in it must not read them.
    std::fs::set_permissions(home.data(), Permissions::from_mode(0o2770)).unwrap();
    let mut terminal = begin(imago(&home), &home.answers());
    terminal.quit();
    for path in below(&home.data()).into_iter().filter(|path| path.is_file()) {
        let mode = path.metadata().unwrap().mode();
        assert_eq!(mode & 0o7777, 0o600, "{}: {mode:o}", path.display());
    }
    leaves_nothing(&terminal, &home);
}

#[test]
fn f32_careless_rights_end_with_the_first_save() {
    let home = Home::new();
    begin(imago(&home), &home.answers()).quit();
    let rights = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    std::fs::set_permissions(home.answers(), Permissions::from_mode(0o644)).unwrap();
    std::fs::set_permissions(home.data(), Permissions::from_mode(0o755)).unwrap();
    let mut terminal = same_field(imago(&home).through("/bin/sh", "umask 000; exec \"$@\""));
    terminal.send(" More.");
    on_disk(&mut terminal, &home.answers(), " More.");
    terminal.quit();
    assert_eq!(rights(&home.answers()), 0o600);
    assert_eq!(rights(&home.data().join("backups")), 0o700);
}

#[test]
fn f32_the_version_before_is_closed_too() {
    let home = Home::new();
    let mut terminal = begin(imago(&home), &home.answers());
    terminal.quit();
    std::fs::set_permissions(home.answers(), Permissions::from_mode(0o644)).unwrap();
    let mut terminal = same_field(imago(&home));
    terminal.send(" More.");
    on_disk(&mut terminal, &home.answers(), " More.");
    terminal.quit();
    for path in below(&home.data()).into_iter().filter(|path| path.is_file()) {
        let mode = path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}: {mode:o}", path.display());
    }
}

#[test]
fn f32_an_open_folder_is_closed_or_told() {
    let home = Home::new();
    std::fs::create_dir_all(home.data()).unwrap();
    std::fs::set_permissions(home.data(), Permissions::from_mode(0o755)).unwrap();
    let mut terminal = first_field(imago(&home));
    terminal.send(CANARY);
    on_disk(&mut terminal, &home.answers(), CANARY);
    terminal.quit();
    // A folder that somebody made open stays so; what is in it is closed.
    for path in below(&home.data()) {
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o077, 0, "{}", path.display());
    }
    // Once the file was open as well, that is told.
    std::fs::set_permissions(home.answers(), Permissions::from_mode(0o644)).unwrap();
    let mut terminal = imago(&home).open();
    terminal.see("Other accounts on this computer can read your answers");
    terminal.quit();
}
