//! Words that come from another computer while somebody is at the keys here.

use super::*;
use crate::journal::{Id, Said};
use std::sync::Arc;

fn scene() -> Id {
    Id::new("small", "scene")
}

fn text(words: &str) -> Answer {
    Answer::Text(words.into())
}

/// Another computer has gone on from what is here, and wrote something else.
fn elsewhere(sam: &mut Person, words: &str) {
    let before = sam.app.session.journal.clone();
    let mut after = before.clone();
    Arc::make_mut(after.answers.get_mut(&scene()).unwrap()).value = Said::Answer(text(words));
    sam.hear(News::TakenIn(Box::new(TakenIn { before, after, both: 0, set_aside: None })));
    assert_eq!(sam.answer("scene"), Some(text(words)));
}

fn with_two_steps() -> Person {
    let mut sam = Person::new(80, 24);
    sam.page("Words").press("<enter>Red<esc>").press("<enter> and blue<esc>");
    assert_eq!(sam.answer("scene"), Some(text("Red and blue")));
    sam
}

#[test]
fn taking_back_and_doing_again_leave_words_from_elsewhere_alone() {
    let mut sam = with_two_steps();
    elsewhere(&mut sam, "Green");
    sam.press("u");
    assert_eq!(sam.answer("scene"), Some(text("Green")), "{}", sam.screen());
    // What was taken back before they came is not done again over them.
    let mut sam = with_two_steps();
    sam.press("u");
    assert_eq!(sam.answer("scene"), Some(text("Red")));
    elsewhere(&mut sam, "Green");
    sam.wish(Action::Redo);
    assert_eq!(sam.answer("scene"), Some(text("Green")), "{}", sam.screen());
    // What is written from here on can be taken back as ever.
    sam.press("<enter>!<esc>u");
    assert_eq!(sam.answer("scene"), Some(text("Green")), "{}", sam.screen());
}

#[test]
fn a_field_that_was_left_shows_words_from_elsewhere_and_does_not_write_over_them() {
    let mut sam = with_two_steps();
    elsewhere(&mut sam, "Green");
    assert!(sam.flat().contains("Green"), "{}", sam.screen());
    sam.press("<enter><esc>");
    assert_eq!(sam.answer("scene"), Some(text("Green")), "{}", sam.screen());
}

#[test]
fn a_field_that_somebody_is_writing_in_keeps_its_words_beside_those_from_elsewhere() {
    let mut sam = Person::new(80, 24);
    sam.page("Words").press("<enter>Red");
    sam.app.commit();
    let before = sam.app.session.journal.clone();
    let mut after = before.clone();
    Arc::make_mut(after.answers.get_mut(&scene()).unwrap()).value = Said::Answer(text("Green"));
    sam.hear(News::TakenIn(Box::new(TakenIn { before, after, both: 0, set_aside: None })));
    for keys in ["", "!", "<esc>"] {
        sam.press(keys);
        let entry = sam.app.session.entry(&scene()).unwrap().clone();
        assert!(entry.holds(&Said::Answer(text("Green"))), "{entry:?} after {keys}");
        assert_ne!(entry.value, Said::Answer(text("Green")));
    }
    assert_eq!(sam.answer("scene"), Some(text("Red!")));
    assert!(sam.app.has_unsaved(), "both go to the disk");
}
