//! Several at once: two copies of the program, other programs that write, disks that know no locks.

use crate::fixture::{Home, below, put};
use crate::machine::{
    CANARY, Tool, Trace, begin, is_whole, lacks, leaves_nothing, on_disk, save_now, scene, traceable,
};
use crate::terminal::{CTRL_C, LIMIT, back, imago};

#[test]
fn f33_a_second_copy_reads_through_a_hundred_saves() {
    let home = Home::new();
    let mut first = begin(imago(&home), &home.answers());
    for n in 0..100 {
        first.send(&format!(" {n}"));
        save_now(&mut first);
        on_disk(&mut first, &home.answers(), &format!(" {n}"));
        // The file has been replaced each time, and the lock has not gone with it.
        if n % 25 == 24 {
            let mut second = back(&home);
            second.see("read only").send("XYZ").settle();
            assert!(!second.screen().contains("XYZ"), "{}", second.screen());
            second.send(CTRL_C).ended(LIMIT);
            leaves_nothing(&second, &home);
        }
    }
    first.quit();
    let words: Vec<String> = (0..100).map(|n| n.to_string()).collect();
    assert_eq!(scene(&home.answers()), format!("{CANARY} {}", words.join(" ")));
    leaves_nothing(&first, &home);
}

#[test]
fn f33_a_second_copy_shows_what_the_first_one_writes() {
    let home = Home::new();
    let mut first = begin(imago(&home), &home.answers());
    let mut second = back(&home);
    second.see("read only").see(CANARY);
    first.send(" Later.");
    on_disk(&mut first, &home.answers(), " Later.");
    second.see(" Later.");
    second.quit();
    first.quit();
}

#[test]
fn f34_what_somebody_else_wrote_meanwhile_is_merged() {
    let home = Home::new();
    let mut terminal = begin(imago(&home), &home.answers());
    // A second answer, and back to the first one.
    terminal.send("\tNobody knows this.").saved(&home, "Nobody knows this.");
    terminal.send("\x1b[Z Mine.");
    on_disk(&mut terminal, &home.answers(), " Mine.");
    // Another answer, and the same one in another way.
    let theirs = home.stored().replace("Nobody knows this.", "Somebody else knows it.");
    put(&home.answers(), theirs.as_bytes());
    terminal.send(" More.");
    on_disk(&mut terminal, &home.answers(), " Mine. More.");
    assert!(home.stored().contains("Somebody else knows it."), "{}", home.stored());
    let theirs = home.stored().replace(" Mine. More.", " Theirs.");
    put(&home.answers(), theirs.as_bytes());
    terminal.send(" Again.");
    terminal.until("both", LIMIT, |_| {
        home.stored().contains(" Mine. More. Again.") && home.stored().contains(" Theirs.")
    });
    assert!(is_whole(&home.answers()));
    terminal.quit();
    leaves_nothing(&terminal, &home);
}

#[test]
fn f35_a_half_file_that_somebody_takes_away() {
    if lacks("f35", Tool::Attach) {
        return;
    }
    let home = Home::new();
    let mut terminal = begin(traceable(imago(&home)), &home.answers());
    let trace = Trace::on(&mut terminal, &["inject=fsync:delay_exit=10000000:when=1"]);
    terminal.send(" More.");
    save_now(&mut terminal);
    let half = || below(&home.data()).into_iter().find(|path| path.to_string_lossy().ends_with(".tmp"));
    terminal.until("the new file", LIMIT, |_| half().is_some());
    // As a program does that carries files to another computer.
    std::fs::remove_file(half().unwrap()).unwrap();
    drop(trace);
    on_disk(&mut terminal, &home.answers(), &format!("{CANARY} More."));
    assert!(is_whole(&home.answers()));
    terminal.miss("NOT SAVED").quit();
    leaves_nothing(&terminal, &home);
}

#[test]
fn f36_a_disk_without_locks() {
    if lacks("f36", Tool::Strace) {
        return;
    }
    for errno in ["ENOLCK", "EOPNOTSUPP"] {
        let home = Home::new();
        begin(imago(&home), &home.answers()).quit();
        // From the start on, for the lock is taken there.
        let script = format!("exec strace -D -f -q -o /dev/null -e inject=flock:error={errno} \"$@\"");
        let mut terminal = imago(&home).through("/bin/sh", &script).open();
        terminal.see("cannot tell whether imago is open twice");
        terminal.see("Go on where you stopped").send("\r").miss("Go on where you stopped");
        terminal.send(" More.");
        on_disk(&mut terminal, &home.answers(), &format!("{CANARY} More."));
        // Nobody stands in the way of a second copy. What each of them writes is kept somewhere.
        let mut second = back(&home);
        second.send(" Second.");
        on_disk(&mut second, &home.answers(), &format!("{CANARY} More. Second."));
        terminal.send(" First.");
        terminal.until("a save or a word about it", LIMIT, |terminal| {
            terminal.says_saved() || terminal.screen().contains("NOT SAVED")
        });
        second.quit();
        terminal.send(CTRL_C).settle().send(CTRL_C).ended(LIMIT);
        let all: String = below(&home.data())
            .into_iter()
            .filter(|path| path.is_file())
            .map(|path| std::fs::read_to_string(path).unwrap())
            .collect();
        for words in [" More. Second.", " More. First."] {
            assert!(all.contains(words), "{words} is lost: {all}");
        }
        leaves_nothing(&terminal, &home);
    }
}
