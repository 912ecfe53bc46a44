//! The way back: from a file that lost its end, that went away, that somebody else wrote, that lies about twice.

use crate::fixture::{Home, below, put};
use crate::terminal::{CTRL_C, LIMIT, imago};
use std::path::PathBuf;

/// A home in which two sessions have written, so that there is an earlier version.
fn written() -> Home {
    let home = Home::new();
    let mut terminal = imago(&home).open();
    terminal.see("Welcome").send("\r").see("Describe").send("\rone").saved(&home, "one");
    terminal.quit();
    let mut terminal = imago(&home).open();
    terminal.see("Go on where you stopped").send("\r").send(" two").saved(&home, "one two");
    terminal.quit();
    home
}

fn kept(home: &Home, folder: &str) -> Vec<PathBuf> {
    below(&home.data().join(folder))
}

#[test]
fn a_file_that_lost_its_end_is_put_together_again() {
    let home = written();
    let stored = home.stored();
    let cut = &stored.as_bytes()[..stored.len() - 20];
    put(&home.answers(), cut);
    let mut terminal = imago(&home).open();
    terminal
        .see("The end of the file with your answers is missing")
        .see("Put together")
        .see("1 answer whole");
    assert!(!terminal.screen().contains("one two"), "words are shown before anybody has chosen");
    terminal.send("\r").see("Your answers are here again");
    terminal.send("\r").see("one two").send(" three").saved(&home, "one two three");
    terminal.quit();
    let [damaged] = kept(&home, "damaged").try_into().unwrap();
    assert_eq!(std::fs::read(damaged).unwrap(), cut);
}

/// A version control program could not decide and left both sides, with marks around them.
#[test]
fn the_marks_of_a_merge_lose_neither_side() {
    let home = written();
    let stored = home.stored();
    let mine = "value = \"one two\"\n";
    assert!(stored.contains(mine), "{stored}");
    let both = format!("<<<<<<< HEAD\n{mine}=======\nvalue = \"one, but otherwise\"\n>>>>>>> laptop\n");
    let marked = stored.replace(mine, &both);
    put(&home.answers(), marked.as_bytes());
    let mut terminal = imago(&home).open();
    terminal.see("Put together").settle();
    assert!(!terminal.screen().contains("otherwise"), "words are shown before anybody has chosen");
    terminal.send("\r").see("Your answers are here again");
    terminal.send("\r").see("one").until("both sides on the disk", LIMIT, |_| {
        let stored = home.stored();
        stored.contains("\"one two\"")
            && stored.contains("\"one, but otherwise\"")
            && !stored.contains("<<<<")
    });
    terminal.quit();
    let [damaged] = kept(&home, "damaged").try_into().unwrap();
    assert_eq!(std::fs::read(damaged).unwrap(), marked.as_bytes());
}

#[test]
fn an_earlier_version_can_be_chosen_or_only_looked_at() {
    for (keys, words) in [("j\r", "Your answers are here again"), ("jj\r", "earlier version")] {
        let home = written();
        put(&home.answers(), &home.stored().as_bytes()[..300]);
        let before = home.stored();
        let mut terminal = imago(&home).open();
        terminal.see("Go on with the version of");
        for key in keys.chars() {
            terminal.send(&key.to_string()).settle();
        }
        terminal.see(words).send("\r").see("one").settle();
        assert!(!terminal.screen().contains("one two"));
        terminal.send("XYZ").settle();
        let may_write = keys == "j\r";
        assert_eq!(terminal.screen().contains("XYZ"), may_write);
        terminal.send(CTRL_C).ended(LIMIT);
        assert_eq!(home.stored() == before, !may_write);
    }
}

#[test]
fn answers_that_went_away_are_missed_and_come_back() {
    let home = written();
    std::fs::remove_file(home.answers()).unwrap();
    let mut terminal = imago(&home).open();
    terminal.see("is missing").send("\r").see("Your answers are here again");
    terminal.quit();
    assert!(home.stored().contains("one"));
}

#[test]
fn a_file_taken_away_while_it_is_open_comes_back_only_when_asked() {
    let home = written();
    let mut terminal = imago(&home).open();
    terminal.see("Go on where you stopped").send("\r").see("one two");
    std::fs::remove_file(home.answers()).unwrap();
    terminal.send(" three").see("was taken away while this was open").see("NOT SAVED");
    // The cursor stands on no.
    terminal.send("\r").see("one two three").settle();
    assert!(!home.answers().exists());
    // And again on the way out.
    terminal.send(" four").settle().send(CTRL_C).see("while this was open").send("j").settle().send("\r");
    terminal.saved(&home, "one two three four");
    terminal.quit();
}

#[test]
fn what_another_program_writes_joins_what_is_being_written() {
    let home = written();
    let mut terminal = imago(&home).open();
    terminal.see("Go on where you stopped").send("\r").see("one two");
    let other =
        home.stored().replace("one two", "from elsewhere").replace("Describe a room.", "Describe it.");
    put(&home.answers(), other.as_bytes());
    terminal.send(" three").see("changed elsewhere too").see("one two three");
    terminal.see("Another version of this answer").see("from elsewhere");
    // Decided: the other one, then back, then this one.
    terminal.send("\x1bv").see("Now the other version").settle();
    terminal.saved(&home, "one two three");
    terminal.send("\x1bv").settle().send("\x1bm").see("This version is your answer").settle();
    assert!(!terminal.screen().contains("Another version of"));
    terminal.quit();
    let stored = home.stored();
    assert!(stored.contains("one two three") && stored.contains("from elsewhere"), "{stored}");
}

#[test]
fn a_copy_of_a_program_that_syncs_is_taken_in_and_put_away() {
    let home = written();
    let copy = home.data().join("answers.sync-conflict-20261125-101010-ABCDEFG.toml");
    put(&copy, home.stored().replace("one two", "on the other computer").as_bytes());
    let mut terminal = imago(&home).open();
    terminal.see("There is a second version").send("j").settle().send("\r").see("Go on where you stopped");
    terminal.quit();
    assert!(copy.exists());
    let mut terminal = imago(&home).open();
    terminal.see("There is a second version").send("\r").see("One answer has");
    terminal.send("\r").see("Another version of this answer").see("on the other computer");
    terminal.quit();
    assert!(!copy.exists());
    let moved =
        kept(&home, "backups").into_iter().filter(|path| path.to_string_lossy().contains("sync-conflict"));
    assert_eq!(moved.count(), 1);
    let stored = home.stored();
    assert!(stored.contains("one two") && stored.contains("on the other computer"), "{stored}");
}

/// The second copy looks every ten seconds.
#[test]
fn f33_the_second_copy_sees_what_is_written_and_takes_over() {
    let home = written();
    let mut first = imago(&home).open();
    first.see("Go on where you stopped").send("\r").see("one two");
    let mut second = imago(&home).open();
    second.see("open in another window").send("\r").see("one two");
    first.send(" three").saved(&home, "one two three");
    second.see("one two three");
    first.quit();
    second.see("You can write here now").send(" four").saved(&home, "four");
    second.quit();
}
