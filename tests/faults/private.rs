//! What others could find: in errors, lists of processes, dumps, other files, and on the screen after the end.

use crate::fixture::{Home, below, put};
use crate::machine::{
    CANARY, Tool, as_nobody, begin, holds, keeps_quiet, lacks, leaves_nothing, on_disk, save_now, scene,
};
use crate::terminal::{CTRL_C, F9, LIMIT, Terminal, back, imago, words_of};
use rustix::fs::{CWD, FileType, Mode, mknodat};
use rustix::process::{Signal, geteuid};
use std::os::unix::fs::FileTypeExt;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// What a command of the program prints, with the answers of this home.
fn said(home: &Home, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_imago"))
        .env_clear()
        .env("HOME", home.path())
        .env("TZ", "UTC")
        .current_dir(home.path())
        .args(["--data-dir".into(), home.data(), "--book".into(), home.book()])
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

#[test]
fn f48_words_are_in_the_answers_and_nowhere_else() {
    let home = Home::new();
    // Whatever wants to put something aside has a place of its own for it.
    let aside = home.path().join("aside");
    std::fs::create_dir(&aside).unwrap();
    let launch = imago(&home).env("TMPDIR", &aside.display().to_string());
    let mut terminal = begin(launch, &home.answers());
    let pid = terminal.pid().as_raw_nonzero();
    for what in ["environ", "cmdline", "comm"] {
        let seen = std::fs::read(format!("/proc/{pid}/{what}")).unwrap_or_default();
        assert!(!holds(&seen, CANARY) && !holds(&seen, "heron"), "{what}");
    }
    terminal.send(" More.");
    save_now(&mut terminal);
    on_disk(&mut terminal, &home.answers(), " More.");
    terminal.quit();
    assert_eq!(below(&aside), Vec::<PathBuf>::new());
    leaves_nothing(&terminal, &home);
    // A start keeps the version before: that one may have them too.
    let mut terminal = back(&home);
    terminal.send(" Again.");
    on_disk(&mut terminal, &home.answers(), " Again.");
    terminal.send(F9).ended(LIMIT);
    leaves_nothing(&terminal, &home);
}

#[test]
fn f48_errors_quote_no_words() {
    let home = Home::new();
    begin(imago(&home), &home.answers()).quit();
    let whole = home.stored();
    let at = whole.find("heron").unwrap();
    let broken: [Vec<u8>; 6] = [
        // Broken off within the words, broken before and behind them, and no letters in the middle of them.
        whole.as_bytes()[..at + 5].to_vec(),
        whole.replacen("value = \"The", "value = The", 1).into_bytes(),
        whole.replacen("winter.\"", "winter.", 1).into_bytes(),
        whole.replacen("kind = \"text\"", "kind = 7", 1).into_bytes(),
        whole.replacen("heron", "heron\\q", 1).into_bytes(),
        [&whole.as_bytes()[..at], b"\xff\xfe", &whole.as_bytes()[at..]].concat(),
    ];
    for bytes in broken {
        put(&home.answers(), &bytes);
        let mut terminal = imago(&home).open();
        terminal.see("answers.toml").settle().send(CTRL_C).ended(LIMIT);
        for words in ["heron", "canal", "winter"] {
            assert!(!words_of(&terminal.text()).contains(words), "{}", terminal.text());
            for arguments in [&["export", "-o", "-"][..], &["check"], &["where"], &["export", "heron"]] {
                let said = said(&home, arguments);
                assert!(!holds(&said.stdout, words), "{arguments:?}: {said:?}");
                // Except what was typed on the command line itself.
                let echo = arguments.contains(&words);
                assert!(echo || !holds(&said.stderr, words), "{arguments:?}: {said:?}");
            }
        }
        assert_eq!(std::fs::read(home.answers()).unwrap(), bytes);
    }
}

#[test]
fn f49_no_core_is_left() {
    for signal in [Signal::ABORT, Signal::SYS, Signal::FPE] {
        let home = Home::new();
        let launch = imago(&home).through("/bin/sh", "ulimit -c unlimited 2>/dev/null; exec \"$@\"");
        let mut terminal = begin(launch, &home.answers());
        let limits = format!("/proc/{}/limits", terminal.pid().as_raw_nonzero());
        if let Ok(limits) = std::fs::read_to_string(limits) {
            let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
            assert!(core.split_whitespace().filter(|word| *word == "0").count() == 2, "{core}");
        }
        terminal.signal(signal);
        let status = terminal.ended(LIMIT);
        assert!(status.signal().is_some() && !status.core_dumped(), "{signal:?}: {status:?}");
        keeps_quiet(&terminal, home.path(), &home.data());
    }
}

#[test]
fn f49_nobody_else_looks_into_the_program() {
    if !geteuid().is_root() {
        // What a process of the same account may not do is tried directly.
        let home = Home::new();
        let terminal = begin(imago(&home), &home.answers());
        let maps = std::fs::read(format!("/proc/{}/maps", terminal.pid().as_raw_nonzero()));
        assert!(maps.is_err());
        return;
    }
    if lacks("f49", Tool::Setpriv) {
        return;
    }
    // An administrator sees everything, so both are somebody else.
    let home = Home::new();
    let mut terminal = begin(as_nobody(&home, imago(&home)), &home.answers());
    let reads = |pid: i32, what: &str| {
        let path = format!("/proc/{pid}/{what}");
        let script = format!("exec head -c 1 {path}");
        let account = ["--reuid=65534", "--regid=65534", "--clear-groups", "sh", "-c", &script];
        let head = Command::new("setpriv").args(account).stdout(Stdio::null()).stderr(Stdio::null()).status();
        head.unwrap().success()
    };
    let program = terminal.pid().as_raw_nonzero().get();
    for what in ["maps", "mem", "environ", "auxv"] {
        assert!(!reads(program, what), "{what} can be read");
    }
    // Of another program of the same account they can be read, so this proves something.
    let script = "echo; exec sleep 60";
    let account = ["--reuid=65534", "--regid=65534", "--clear-groups", "sh", "-c", script];
    let mut other = Command::new("setpriv").args(account).stdout(Stdio::piped()).spawn().unwrap();
    let mut ready = [0];
    std::io::Read::read_exact(other.stdout.as_mut().unwrap(), &mut ready).unwrap();
    let known = reads(other.id().try_into().unwrap(), "maps");
    other.kill().unwrap();
    other.wait().unwrap();
    assert!(known);
    terminal.quit();
    leaves_nothing(&terminal, &home);
}

/// A bug in the middle of the loop, with words that nobody has saved, and a message that holds all of them.
#[cfg(debug_assertions)]
#[test]
fn f17_a_bug_loses_no_word_and_tells_none() {
    let home = Home::new();
    let launch = imago(&home).with(&["--crash-test".into()]);
    let mut terminal = launch.through("/bin/sh", "\"$@\"; echo \"rc=$?\"").open();
    terminal.see("Welcome").send("\r").see("Describe a room.").send("\r").settle();
    // In one write: the program fails half a second later, before it has saved anything.
    terminal.send(CANARY).see("imago stopped because of a bug").see("Your answers were saved.").see("rc=1");
    terminal.ended(LIMIT);
    assert_eq!(scene(&home.answers()), CANARY);
    let told = terminal.screen();
    assert!(told.contains("at src/run/desktop.rs") && !told.contains(CANARY), "{told}");
    leaves_nothing(&terminal, &home);
}

#[test]
fn f50_nothing_is_left_over() {
    let home = Home::new();
    let mut terminal = begin(imago(&home), &home.answers());
    terminal.quit();
    // Killed while nothing is being saved, over and over.
    for n in 0..3 {
        let mut terminal = back(&home);
        terminal.send(&format!(" {n}"));
        on_disk(&mut terminal, &home.answers(), &format!(" {n}"));
        terminal.signal(Signal::KILL);
        terminal.ended(LIMIT);
        leaves_nothing(&terminal, &home);
    }
    // Exports that could not be. A pipe stays one, also when asked to replace it.
    let pipe = home.path().join("pipe");
    mknodat(CWD, &pipe, FileType::Fifo, Mode::RWXU, 0).unwrap();
    put(&home.path().join("answers"), b"in the way");
    for path in ["no/such/folder.md", "answers/a.md", "pipe"] {
        assert_eq!(said(&home, &["export", "-o", path, "--force"]).status.code(), Some(1), "{path}");
    }
    assert!(std::fs::metadata(&pipe).unwrap().file_type().is_fifo());
    leaves_nothing(&terminal, &home);
    let names: Vec<String> = below(&home.data())
        .iter()
        .filter(|path| !path.starts_with(home.data().join("backups")))
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names, [".answers.lock", "answers.toml"]);
}

type Leave = fn(&mut Terminal);

/// Every way out on which the program can still write.
fn ways_out() -> [(&'static str, Leave); 5] {
    [
        ("Ctrl-C", |terminal| _ = terminal.send(CTRL_C)),
        ("F9", |terminal| _ = terminal.send(F9)),
        ("TERM", |terminal| terminal.signal(Signal::TERM)),
        ("HUP", |terminal| terminal.signal(Signal::HUP)),
        ("QUIT", |terminal| terminal.signal(Signal::QUIT)),
    ]
}

#[test]
fn f52_the_screen_is_empty_before_it_is_left() {
    for (way, leave) in ways_out() {
        let home = Home::new();
        let mut terminal = begin(imago(&home), &home.answers());
        leave(&mut terminal);
        terminal.ended(LIMIT);
        let text = terminal.text();
        let left = text.rfind("\x1b[?1049l").unwrap_or_else(|| panic!("{way}: the alternate screen stays"));
        let cleared = text[..left].rfind("\x1b[2J").unwrap_or_else(|| panic!("{way}: nothing is cleared"));
        // Nothing is written in between, and nothing of ours afterwards.
        assert_eq!(words_of(&text[cleared..left]), "", "{way}");
        assert_eq!(words_of(&text[left..]).trim(), "", "{way}");
        terminal.parser().screen_mut().set_scrollback(1000);
        assert!(!terminal.screen().contains("heron"), "{way}: {}", terminal.screen());
        leaves_nothing(&terminal, &home);
    }
}
