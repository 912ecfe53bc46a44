//! Saves that cannot be: the old or the new answers are there, what is true is said, and writing goes on.

use crate::fixture::{Home, below};
use crate::machine::{
    CANARY, SmallDisk, Tool, Trace, as_nobody, begin, is_elsewhere, is_whole, lacks, leaves_nothing,
    leaves_nothing_in, on_disk, save_now, scene, traceable,
};
use crate::terminal::{CTRL_C, LIMIT, Terminal, back, imago, same_field};
use rustix::process::geteuid;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// A save has failed and it is told; the answers are whole and as they were, no half file is there, and the next letters
/// are taken as ever.
fn is_told(terminal: &mut Terminal, answers: &Path, before: &str) {
    terminal.see("NOT SAVED").settle();
    assert_eq!(scene(answers), before);
    assert!(is_whole(answers));
    let folder = answers.parent().unwrap();
    let left: Vec<_> =
        below(folder).into_iter().filter(|path| path.to_string_lossy().ends_with(".tmp")).collect();
    assert!(left.is_empty(), "{left:?}");
    // And it stays on the screen while somebody goes on.
    terminal.send(" Still.").see(" Still.").settle().see("NOT SAVED");
}

#[test]
fn f01_disk_full_at_write() {
    if lacks("f01", Tool::Unshare) {
        return;
    }
    let home = Home::new();
    let disk = SmallDisk::new(&home, "size=64k");
    let mut terminal = begin(disk.with(imago(&home)), &disk.answers());
    disk.fill();
    terminal.send(" More.");
    is_told(&mut terminal, &disk.answers(), CANARY);
    terminal.see("disk is full");
    // With space again, it is saved without another key.
    disk.free();
    on_disk(&mut terminal, &disk.answers(), " More. Still.");
    terminal.miss("NOT SAVED").quit();
    assert_eq!(scene(&disk.answers()), format!("{CANARY} More. Still."));
    leaves_nothing_in(&terminal, home.path(), &disk.data());
}

#[test]
fn f02_no_more_files_on_the_disk() {
    if lacks("f02", Tool::Unshare) {
        return;
    }
    let home = Home::new();
    let disk = SmallDisk::new(&home, "size=1m,nr_inodes=20");
    let mut terminal = begin(disk.with(imago(&home)), &disk.answers());
    disk.crowd();
    terminal.send(" More.");
    is_told(&mut terminal, &disk.answers(), CANARY);
    disk.free();
    on_disk(&mut terminal, &disk.answers(), " More. Still.");
    terminal.miss("NOT SAVED").quit();
    leaves_nothing_in(&terminal, home.path(), &disk.data());
}

#[test]
fn f03_fsync_fails_and_that_file_is_given_up() {
    if lacks("f03", Tool::Attach) {
        return;
    }
    let home = Home::new();
    let mut terminal = begin(traceable(imago(&home)), &home.answers());
    let trace = Trace::on(&mut terminal, &["inject=fsync:error=EIO"]);
    terminal.send(" More.");
    is_told(&mut terminal, &home.answers(), CANARY);
    // A second fsync of a file that failed once can lie: it is closed and taken away, and the next try makes a new one.
    let path = |call: &str| call[call.find('<').unwrap() + 1..call.find('>').unwrap()].to_owned();
    let synced = || -> Vec<String> {
        let calls = trace.calls();
        calls.iter().filter(|call| call.starts_with("fsync(")).map(|call| path(call)).collect()
    };
    terminal.until("a second try", LIMIT, |_| synced().len() >= 2);
    let mut files = synced();
    assert!(files.iter().all(|path| path.ends_with(".tmp")), "{files:?}");
    files.sort();
    files.dedup();
    assert_eq!(files.len(), synced().len());
    drop(trace);
    save_now(&mut terminal);
    on_disk(&mut terminal, &home.answers(), " More. Still.");
    terminal.quit();
    leaves_nothing(&terminal, &home);
}

#[test]
fn f04_the_folder_is_not_confirmed() {
    if lacks("f04", Tool::Attach) {
        return;
    }
    let home = Home::new();
    let mut terminal = begin(traceable(imago(&home)), &home.answers());
    let before = home.stored();
    // The folder, unlike the file, has a name that is known.
    let folder = home.data().canonicalize().unwrap();
    let trace = Trace::on_path(&mut terminal, &folder, &["inject=fsync:error=EIO"]);
    terminal.send(" More.").see("saved, not confirmed");
    // It is in place, and still nobody says that it is safe.
    assert_eq!(scene(&home.answers()), format!("{CANARY} More."));
    terminal.see("did not confirm");
    let unconfirmed = home.stored();
    drop(trace);
    // Another key is not needed.
    on_disk(&mut terminal, &home.answers(), " More.");
    terminal.miss("not confirmed");
    // By a whole new save, not by asking the disk again.
    assert!(home.stored() != unconfirmed && unconfirmed != before);
    terminal.quit();
    leaves_nothing(&terminal, &home);
}

#[test]
fn f05_rename_fails() {
    if lacks("f05", Tool::Attach) {
        return;
    }
    for errno in ["EIO", "EXDEV", "EACCES"] {
        let home = Home::new();
        let mut terminal = begin(traceable(imago(&home)), &home.answers());
        // Whichever of the calls is used for it.
        let inject = format!("inject=/^rename(at2?)?$:error={errno}");
        let trace = Trace::on(&mut terminal, &[&inject]);
        terminal.send(" More.");
        is_told(&mut terminal, &home.answers(), CANARY);
        drop(trace);
        save_now(&mut terminal);
        on_disk(&mut terminal, &home.answers(), " More. Still.");
        terminal.quit();
        leaves_nothing(&terminal, &home);
    }
}

#[test]
fn f05_rename_fails_twice_and_the_words_are_put_elsewhere() {
    if lacks("f05", Tool::Attach) {
        return;
    }
    let home = Home::new();
    let answers = home.data().join("imago/answers.toml");
    let mut terminal = begin(traceable(imago(&home).usual(&home.data())), &answers);
    // Onto the answers only: elsewhere files can be put.
    let trace = Trace::on_path(&mut terminal, &answers, &["inject=/^rename(at2?)?$:error=EIO"]);
    terminal.send(" More.").see("NOT SAVED");
    save_now(&mut terminal);
    terminal.until("the words elsewhere", LIMIT, |_| is_elsewhere(&home, &answers, " More."));
    assert_eq!(scene(&answers), CANARY);
    // Quitting asks once more, and what was put elsewhere stays.
    terminal.see("For now your words are in").send(CTRL_C).see("offers that file to you").send(CTRL_C);
    terminal.ended(LIMIT);
    drop(trace);
    assert!(is_elsewhere(&home, &answers, " More."));
    leaves_nothing_in(&terminal, home.path(), home.path());
    // The next start offers them.
    let mut terminal = imago(&home).usual(&home.data()).open();
    terminal.see("words that could not be saved").send("\r").see("Both versions are together");
    terminal.quit();
    assert_eq!(scene(&answers), format!("{CANARY} More."));
    assert!(!home.path().join(".local/state/imago/rescue").read_dir().unwrap().any(|_| true));
}

#[test]
fn f06_writes_that_are_short_lie_or_are_interrupted() {
    if lacks("f06", Tool::Attach) {
        return;
    }
    let home = Home::new();
    let mut terminal = begin(traceable(imago(&home)), &home.answers());
    // An interrupted call is made again, and nobody hears of it.
    let trace = Trace::on(&mut terminal, &["inject=write:error=EINTR:when=1"]);
    terminal.send(" Interrupted.");
    save_now(&mut terminal);
    on_disk(&mut terminal, &home.answers(), " Interrupted.");
    assert!(trace.calls().iter().any(|call| call.contains("EINTR")), "{:?}", trace.calls());
    assert!(!terminal.text().contains("NOT SAVED"));
    drop(trace);
    // It says one byte and writes none: the file that comes of it lacks a letter, and must not take the place. The second
    // write of each save is the rest.
    let trace = Trace::on(&mut terminal, &["inject=write:retval=1:when=1+2"]);
    terminal.send(" More.");
    let before = scene(&home.answers());
    is_told(&mut terminal, &home.answers(), &before);
    drop(trace);
    save_now(&mut terminal);
    on_disk(&mut terminal, &home.answers(), " More. Still.");
    terminal.quit();
    leaves_nothing(&terminal, &home);
}

#[test]
fn f10_files_may_not_grow() {
    if lacks("f10", Tool::Prlimit) {
        return;
    }
    let home = Home::new();
    // Only the soft limit, so that it can be lifted again.
    let launch = imago(&home).through("/bin/sh", "exec prlimit --fsize=2000:unlimited -- \"$@\"");
    let mut terminal = begin(launch, &home.answers());
    terminal.paste(&" And it waits.".repeat(200));
    is_told(&mut terminal, &home.answers(), CANARY);
    let pid = terminal.pid().as_raw_nonzero().to_string();
    let lifted = Command::new("prlimit").args(["--fsize=unlimited:unlimited", "--pid", &pid]).status();
    assert!(lifted.unwrap().success());
    save_now(&mut terminal);
    on_disk(&mut terminal, &home.answers(), " And it waits. Still.");
    terminal.quit();
    leaves_nothing(&terminal, &home);
}

#[test]
fn f11_the_disk_turns_read_only() {
    if lacks("f11", Tool::Unshare) {
        return;
    }
    let home = Home::new();
    let disk = SmallDisk::new(&home, "size=1m");
    let mut terminal = begin(disk.with(imago(&home)), &disk.answers());
    disk.turn_read_only();
    terminal.send(" More.");
    is_told(&mut terminal, &disk.answers(), CANARY);
    // It asks before it leaves, and whoever goes on has lost nothing.
    terminal.send(CTRL_C).see("Once more leaves without").send(" Here.").see(" Here.");
    disk.turn_writable();
    on_disk(&mut terminal, &disk.answers(), " More. Still. Here.");
    terminal.miss("NOT SAVED").quit();
    leaves_nothing_in(&terminal, home.path(), &disk.data());
}

#[test]
fn f11_what_a_read_only_disk_does_not_take_is_put_elsewhere() {
    if lacks("f11", Tool::Unshare) {
        return;
    }
    let home = Home::new();
    let disk = SmallDisk::new(&home, "size=1m");
    let answers = disk.data().join("imago/answers.toml");
    let mut terminal = begin(disk.with(imago(&home).usual(&home.data())), &answers);
    disk.turn_read_only();
    terminal.send(" More.").see("NOT SAVED");
    save_now(&mut terminal);
    terminal.until("the words elsewhere", LIMIT, |_| is_elsewhere(&home, &answers, " More."));
    terminal.see("For now your words are in").send(CTRL_C).see("offers that file to you").send(CTRL_C);
    terminal.ended(LIMIT);
    assert!(is_elsewhere(&home, &answers, " More."));
    leaves_nothing_in(&terminal, home.path(), home.path());
}

#[test]
fn f12_a_folder_that_takes_no_files_is_told_before_the_first_word() {
    // An administrator may write everywhere, and would prove nothing.
    let root = geteuid().is_root();
    if root && lacks("f12", Tool::Setpriv) {
        return;
    }
    let home = Home::new();
    home.give_answers();
    let launch = if root { as_nobody(&home, imago(&home)) } else { imago(&home) };
    let allow = |mode| std::fs::set_permissions(home.data(), Permissions::from_mode(mode)).unwrap();
    allow(0o500);
    let before = home.stored();
    let mut terminal = launch.open();
    terminal.see("read only").see("only read").send("j\r").see("Describe a room.").send("\rXYZ").settle();
    assert!(!terminal.screen().contains("XYZ"), "{}", terminal.screen());
    terminal.send(CTRL_C).ended(LIMIT);
    assert_eq!(home.stored(), before);
    allow(0o700);
}

#[test]
fn f13_the_folder_or_the_file_vanishes() {
    let home = Home::new();
    let mut terminal = begin(imago(&home), &home.answers());
    std::fs::remove_dir_all(home.data()).unwrap();
    terminal.send(" More.");
    on_disk(&mut terminal, &home.answers(), &format!("{CANARY} More."));
    assert_eq!(home.data().metadata().unwrap().permissions().mode() & 0o777, 0o700);
    // The file alone: somebody may have wanted it gone. It comes back when the person says so.
    std::fs::remove_file(home.answers()).unwrap();
    terminal.send(" And more.").see("while this was open").send("j").settle().send("\r");
    on_disk(&mut terminal, &home.answers(), &format!("{CANARY} More. And more."));
    terminal.quit();
    leaves_nothing(&terminal, &home);
}

#[test]
fn f14_the_quota_is_used_up() {
    if lacks("f14", Tool::Attach) {
        return;
    }
    let home = Home::new();
    let mut terminal = begin(traceable(imago(&home)), &home.answers());
    let trace = Trace::on(&mut terminal, &["inject=write:error=EDQUOT"]);
    terminal.send(" More.");
    is_told(&mut terminal, &home.answers(), CANARY);
    terminal.see("quota");
    drop(trace);
    save_now(&mut terminal);
    on_disk(&mut terminal, &home.answers(), " More. Still.");
    terminal.quit();
    leaves_nothing(&terminal, &home);
}

/// A save that takes ten seconds, and has begun.
fn slow_save(home: &Home) -> (Terminal, Trace) {
    let mut terminal = begin(traceable(imago(home)), &home.answers());
    let trace = Trace::on(&mut terminal, &["inject=fsync:delay_exit=10000000:when=1"]);
    terminal.send(" Slowly.");
    save_now(&mut terminal);
    terminal.see("saving..");
    // What is seen of the call at first is its beginning.
    terminal
        .until("the save to wait", LIMIT, |_| trace.calls().iter().any(|call| call.starts_with("fsync(")));
    (terminal, trace)
}

#[test]
fn f15_a_slow_disk_holds_up_no_key() {
    if lacks("f15", Tool::Attach) {
        return;
    }
    let home = Home::new();
    let (mut terminal, trace) = slow_save(&home);
    let mut took = Vec::new();
    for n in 1..=8 {
        let pressed = Instant::now();
        terminal.send(&format!(" key{n}")).see(&format!("key{n}"));
        took.push(pressed.elapsed());
        assert!(!terminal.says_saved());
    }
    // A busy machine may be late; a program that waits for its disk is late every time.
    assert!(took.iter().any(|time| *time < Duration::from_millis(100)), "{took:?}");
    terminal.see("saving..");
    assert_eq!(scene(&home.answers()), CANARY);
    // Let go, the disk is quick again, and what was typed meanwhile follows.
    drop(trace);
    on_disk(&mut terminal, &home.answers(), "key8");
    terminal.quit();
    leaves_nothing(&terminal, &home);
}

#[test]
fn f15_leaving_waits_for_a_slow_disk() {
    if lacks("f15", Tool::Attach) {
        return;
    }
    let home = Home::new();
    let (mut terminal, trace) = slow_save(&home);
    terminal.send(" And out.").see(" And out.").send(CTRL_C);
    terminal.settle().settle();
    assert!(terminal.is_running());
    drop(trace);
    assert_eq!(terminal.ended(LIMIT).code(), Some(0));
    assert_eq!(scene(&home.answers()), format!("{CANARY} Slowly. And out."));
    leaves_nothing(&terminal, &home);
}

#[test]
fn f15_leaving_says_what_it_waits_for() {
    if lacks("f15", Tool::Attach) {
        return;
    }
    let home = Home::new();
    let (mut terminal, trace) = slow_save(&home);
    let before = terminal.settle().screen();
    terminal.send(CTRL_C);
    // Whatever the words are, they are about the disk or about waiting, and they are new.
    let told = |terminal: &Terminal| {
        let now = terminal.screen();
        let mut new = now.lines().filter(|row| !before.contains(row)).map(str::to_lowercase);
        new.any(|row| row.contains("disk") || row.contains("wait"))
    };
    terminal.until("the reason", Duration::from_secs(3), told);
    drop(trace);
    terminal.ended(LIMIT);
    leaves_nothing(&terminal, &home);
}

/// Runs out of memory in the middle of a paste.
fn out_of_memory(home: &Home) -> Terminal {
    let mut terminal = begin(imago(home), &home.answers());
    let status =
        std::fs::read_to_string(format!("/proc/{}/status", terminal.pid().as_raw_nonzero())).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmPeak:")).unwrap();
    let peak: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
    terminal.quit();
    let script = format!("ulimit -v {}; exec \"$@\"", peak + 40_000);
    let mut terminal = same_field(imago(home).through("/bin/sh", &script));
    terminal.send(" Before.");
    on_disk(&mut terminal, &home.answers(), " Before.");
    terminal.send("\x1b[200~");
    let line = "How much of this can anybody want to keep in one place? ".repeat(1000);
    for _ in 0..600 {
        if terminal.is_running() {
            terminal.send(&line);
            let _ = terminal.is_silent(Duration::from_millis(1));
        }
    }
    if terminal.is_running() {
        terminal.send("\x1b[201~");
    }
    terminal.until("an end, a save or a word about it", LIMIT, |terminal| {
        let large = home.answers().metadata().is_ok_and(|answers| answers.len() > 10_000_000);
        !terminal.is_running() || terminal.screen().contains("NOT SAVED") || large
    });
    terminal
}

#[test]
fn f19_out_of_memory_leaves_the_answers_whole() {
    let home = Home::new();
    let terminal = out_of_memory(&home);
    assert!(is_whole(&home.answers()));
    assert!(scene(&home.answers()).starts_with(&format!("{CANARY} Before.")));
    drop(terminal);
    let mut terminal = back(&home);
    terminal.settle();
    assert!(!terminal.screen().contains("read only"), "{}", terminal.screen());
    terminal.quit();
}

#[test]
#[ignore = "Rust ends the program at once when memory runs out: the answers are whole, but the terminal stays raw"]
fn f19_out_of_memory_gives_the_terminal_back() {
    let home = Home::new();
    let terminal = out_of_memory(&home);
    if !terminal.is_running() {
        assert!(terminal.text().contains("\x1b[?1049l") && terminal.has_its_modes(), "{}", terminal.screen());
    }
    leaves_nothing(&terminal, &home);
}
