//! Signals, terminals that go away or change their size, and whatever a paste can bring.

use crate::fixture::Home;
use crate::machine::{
    CANARY, Tool, Trace, begin, is_whole, lacks, leaves_nothing, on_disk, save_now, scene, traceable,
};
use crate::terminal::{CTRL_C, F2, LIMIT, Launch, Terminal, first_field, imago};
use rustix::process::Signal;
use std::time::{Duration, Instant};

/// How long the program has kept a processor busy, in hundredths of a second; nothing when it is gone.
fn busy(pid: u32) -> Option<u64> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // After the name, which may hold anything, `utime` and `stime` are the 12th and the 13th.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    Some(fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?)
}

/// The terminal goes away while something is not saved: it is saved, and the program is gone.
fn is_gone(launch: Launch, home: &Home) {
    let mut terminal = begin(launch, &home.answers());
    terminal.send(" Not yet saved.").see(" Not yet saved.");
    let hung_up = Instant::now();
    terminal.hang_up();
    terminal.ended(LIMIT);
    assert!(hung_up.elapsed() < Duration::from_secs(2), "{:?}", hung_up.elapsed());
    assert_eq!(scene(&home.answers()), format!("{CANARY} Not yet saved."));
    leaves_nothing(&terminal, home);
}

#[test]
fn f39_a_terminal_that_went_away_without_a_signal() {
    let home = Home::new();
    is_gone(imago(&home).through("/bin/sh", "trap '' HUP; exec \"$@\""), &home);
    if lacks("f39 (blocked)", Tool::BlockSignal) {
        return;
    }
    let home = Home::new();
    is_gone(imago(&home).through("/bin/sh", "exec env --block-signal=HUP \"$@\""), &home);
}

#[test]
fn f39_a_dead_terminal_keeps_no_processor_busy() {
    if lacks("f39", Tool::Attach) {
        return;
    }
    let home = Home::new();
    let mut terminal = begin(traceable(imago(&home)), &home.answers());
    // So slow a disk that there is time to look.
    let trace = Trace::on(&mut terminal, &["inject=fsync:delay_exit=1500000:when=1"]);
    terminal.send(" Not yet saved.").see(" Not yet saved.");
    let pid = terminal.pid().as_raw_nonzero().get().unsigned_abs();
    terminal.hang_up();
    let before = busy(pid).unwrap();
    let (start, mut last) = (Instant::now(), before);
    terminal.until("the end", LIMIT, |terminal| {
        last = busy(pid).unwrap_or(last).max(last);
        !terminal.is_running()
    });
    let took = start.elapsed();
    assert!(took > Duration::from_millis(1000), "there was no time to look: {took:?}");
    // One that reads the end of its terminal over and over takes more than a hundred.
    assert!(last - before < 40, "{} hundredths of a second in {took:?}", last - before);
    drop(trace);
    assert_eq!(scene(&home.answers()), format!("{CANARY} Not yet saved."));
    leaves_nothing(&terminal, &home);
}

/// The line and the screen are as they were before the program.
fn is_given_back(terminal: &Terminal, what: &str) {
    let text = terminal.text();
    for mode in ["\x1b[?1049l", "\x1b[?2004l", "\x1b[?25h"] {
        assert!(text.contains(mode), "{what}: {mode:?}");
    }
    assert!(terminal.has_its_modes(), "{what}");
    terminal.wrote_only_its_own();
}

#[test]
fn f40_signals_save_and_give_the_terminal_back() {
    for signal in [Signal::TERM, Signal::INT, Signal::QUIT, Signal::HUP] {
        let home = Home::new();
        let mut terminal = begin(imago(&home), &home.answers());
        terminal.send(" Not yet saved.").see(" Not yet saved.");
        let told = Instant::now();
        terminal.signal(signal);
        let status = terminal.ended(LIMIT);
        assert!(told.elapsed() < Duration::from_secs(2), "{signal:?}: {:?}", told.elapsed());
        assert_ne!(status.code(), Some(0), "{signal:?}");
        assert_eq!(scene(&home.answers()), format!("{CANARY} Not yet saved."), "{signal:?}");
        is_given_back(&terminal, &format!("{signal:?}"));
        leaves_nothing(&terminal, &home);
    }
}

#[test]
fn f40_two_signals_while_saving() {
    if lacks("f40", Tool::Attach) {
        return;
    }
    // As at the end of a log-in: a hang-up and an end in one breath, in the middle of a save.
    let home = Home::new();
    let mut terminal = begin(traceable(imago(&home)), &home.answers());
    let trace = Trace::on(&mut terminal, &["inject=fsync:delay_exit=10000000:when=1"]);
    terminal.send(" First.");
    save_now(&mut terminal);
    terminal
        .until("the save to wait", LIMIT, |_| trace.calls().iter().any(|call| call.starts_with("fsync(")));
    terminal.send(" Second.").see(" Second.");
    terminal.signal(Signal::HUP);
    terminal.signal(Signal::TERM);
    terminal.settle();
    drop(trace);
    terminal.ended(LIMIT);
    assert_eq!(scene(&home.answers()), format!("{CANARY} First. Second."));
    assert!(is_whole(&home.answers()));
    is_given_back(&terminal, "HUP and TERM");
    leaves_nothing(&terminal, &home);
}

#[test]
fn f40_a_broken_pipe_ends_nothing() {
    let home = Home::new();
    let mut terminal = begin(imago(&home), &home.answers());
    for signal in [Signal::PIPE, Signal::WINCH, Signal::CONT] {
        terminal.signal(signal);
    }
    terminal.send(" More.");
    on_disk(&mut terminal, &home.answers(), " More.");
    terminal.quit();
    leaves_nothing(&terminal, &home);
}

#[test]
fn f40_stopped_from_outside_it_saves_first_and_comes_back() {
    let home = Home::new();
    // A shell with jobs, which tells the number of the program and brings it back when somebody presses Enter.
    let script = "set -m; \"$@\"; echo \"away $?\"; read -r line; fg >/dev/null; echo \"rc=$?\"";
    let mut terminal = begin(imago(&home).through("/bin/bash", script), &home.answers());
    terminal.send(" Not yet saved.").see(" Not yet saved.");
    let shell = terminal.pid().as_raw_nonzero();
    let children = std::fs::read_to_string(format!("/proc/{shell}/task/{shell}/children")).unwrap();
    let program = rustix::process::Pid::from_raw(children.trim().parse().unwrap()).unwrap();
    rustix::process::kill_process(program, Signal::TSTP).unwrap();
    terminal.see("away ").miss("Describe a room.");
    assert_eq!(scene(&home.answers()), format!("{CANARY} Not yet saved."));
    assert!(!terminal.parser().screen().alternate_screen());
    terminal.send("\r").see("Describe a room.").see(" Not yet saved.").send(" Back.").see(" Back.");
    terminal.send(CTRL_C).see("rc=0");
    terminal.ended(LIMIT);
    assert_eq!(scene(&home.answers()), format!("{CANARY} Not yet saved. Back."));
    is_given_back_by_shell(&terminal);
    leaves_nothing(&terminal, &home);
}

/// The shell writes in between, so only what the program must have undone is looked at.
fn is_given_back_by_shell(terminal: &Terminal) {
    let text = terminal.text();
    for (on, off) in [("\x1b[?1049h", "\x1b[?1049l"), ("\x1b[?2004h", "\x1b[?2004l")] {
        assert!(text.rfind(off) > text.rfind(on), "{off:?}");
    }
}

#[test]
fn f41_a_storm_of_sizes() {
    let home = Home::new();
    let mut terminal = begin(imago(&home), &home.answers());
    let sizes =
        [(1, 1), (0, 0), (10_000, 1), (1, 500), (80, 24), (2, 2), (0, 30), (300, 0), (60, 20), (7, 3)];
    let storm = |terminal: &mut Terminal| {
        for (columns, rows) in sizes {
            terminal.resize_at_once(columns, rows);
            let _ = terminal.is_silent(Duration::from_millis(1));
        }
    };
    // While somebody types ..
    let mut words = CANARY.to_owned();
    for n in 0..20 {
        let (columns, rows) = sizes[n % sizes.len()];
        terminal.resize_at_once(columns, rows).send(&format!(" {n}"));
        words += &format!(" {n}");
    }
    // .. in the middle of a paste ..
    terminal.send("\x1b[200~ pasted");
    storm(&mut terminal);
    terminal.send(" here\x1b[201~");
    words += " pasted here";
    // .. and over a box.
    terminal.resize_at_once(100, 30).settle().send(F2).see("People to call");
    storm(&mut terminal);
    terminal.resize_at_once(100, 30).settle().see("People to call").send("\r").miss("People to call");
    terminal.see("pasted here").send(" calm");
    on_disk(&mut terminal, &home.answers(), " calm");
    assert_eq!(scene(&home.answers()), words + " calm");
    terminal.quit();
    terminal.wrote_only_its_own();
    leaves_nothing(&terminal, &home);
}

#[test]
fn f41_a_box_follows_the_size() {
    let home = Home::new();
    let mut terminal = begin(imago(&home), &home.answers());
    let words = |terminal: &Terminal| -> String {
        let screen = terminal.screen();
        let rows: Vec<&str> = screen.lines().collect();
        rows[2..rows.len() - 3].join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    };
    terminal.resize(40, 30).settle().send(F2).see("Steady").settle();
    let small = words(&terminal);
    terminal.send("\r").miss("Your page is covered").resize(100, 30).settle().send(F2).see("Steady");
    terminal.resize(40, 30).settle();
    assert_eq!(words(&terminal), small);
    terminal.quit();
    leaves_nothing(&terminal, &home);
}

#[test]
fn f42_a_paste_of_five_megabytes() {
    let home = Home::new();
    let mut terminal = begin(imago(&home), &home.answers());
    let lines: String = (0..500_000).map(|n| format!("\n{n:09}")).collect();
    terminal.paste(&lines).see("more than one answer can hold");
    // What fits is there to the letter, and the end of it is said to be missing.
    let stored = format!("{CANARY}{lines}")[..4 << 20].to_owned();
    terminal.until("the save", LIMIT, |_| scene(&home.answers()).len() + 3 > stored.len());
    assert!(stored.starts_with(&scene(&home.answers())), "the paste has changed");
    terminal.quit();
    leaves_nothing(&terminal, &home);
}

#[test]
fn f42_whatever_a_paste_brings() {
    let home = Home::new();
    let mut terminal = begin(imago(&home), &home.answers());
    // Half a letter now, and half of it later.
    for bytes in [&b" h\xc3"[..], b"\xbc", b"lle \xe2", b"\x82", b"\xac \xf0\x9f", b"\x8c\xb1"] {
        terminal.send_bytes(bytes);
        let _ = terminal.is_silent(Duration::from_millis(30));
    }
    terminal.see("hülle €");
    // The same inside a paste, and the end of the paste in pieces.
    for bytes in [&b"\x1b[200~ \xc3"[..], b"\xb6l\x1b[2", b"01", b"~"] {
        terminal.send_bytes(bytes);
        let _ = terminal.is_silent(Duration::from_millis(30));
    }
    terminal.see(" öl");
    // What is no letter is dropped, and what is around it stays.
    terminal.paste(" nu\0ll \x07be\x1b]0;ll\x07 \x1b[31mred").see("red");
    terminal.send(".");
    on_disk(&mut terminal, &home.answers(), "red.");
    assert_eq!(scene(&home.answers()), format!("{CANARY} hülle € 🌱 öl null be]0;ll [31mred."));
    terminal.quit();
    terminal.wrote_only_its_own();
    leaves_nothing(&terminal, &home);
}

#[test]
fn f42_the_end_of_a_paste_inside_a_paste_presses_no_key() {
    let home = Home::new();
    let mut terminal = begin(imago(&home), &home.answers());
    // Whoever made the pasted text wants the program to leave, or to export.
    terminal.paste(" before\x1b[201~\x03q\rx\r").settle();
    assert!(terminal.is_running(), "a paste has pressed Ctrl-C");
    terminal.quit();
    leaves_nothing(&terminal, &home);
}

#[test]
fn f43_no_locale_and_no_place_to_write_to() {
    // Without any word about letters, they are letters all the same.
    for (name, value) in [("LANG", ""), ("LANG", "C"), ("LC_ALL", "POSIX"), ("LANG", "nowhere.ISO-8859-1")] {
        let home = Home::new();
        let mut terminal = first_field(imago(&home).env(name, value));
        terminal.send(&format!("{CANARY} Ö"));
        on_disk(&mut terminal, &home.answers(), "Ö");
        terminal.quit();
        leaves_nothing(&terminal, &home);
    }
    // The screen is closed or a file, the keys come from nowhere: it says so and leaves.
    for way in ["\"$@\" >&-", "\"$@\" > out", "\"$@\" < /dev/null", "\"$@\" <&-"] {
        let home = Home::new();
        let mut terminal = imago(&home).through("/bin/sh", &format!("{way}; echo \"rc=$?\"")).open();
        terminal.see("rc=2").see("imago needs a terminal").ended(LIMIT);
        assert!(!terminal.bytes().contains(&0x1b), "{way}");
        assert!(std::fs::read(home.path().join("out")).unwrap_or_default().is_empty());
    }
}
