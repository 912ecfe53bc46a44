//! Days that answers name, as they are met with: a letter that waits and comes back, and a day to go on.

use super::*;
use crate::journal::{Entry, Extra, Id, Said, Stamp};
use std::sync::Arc;

const BOOK: &str = r#"format = 1
[chapter]
id = "small"
title = "Small"
summary = "S."
[[exercise]]
id = "letters"
title = "A letter"
why = "w"
[[exercise.ask]]
id = "open"
kind = "date"
prompt = "To be opened on"
[[exercise.ask]]
id = "letter"
kind = "text"
prompt = "Dear me,"
hint = "h"
returns = "open"
[[exercise]]
id = "close"
title = "Close"
why = "w"
[[exercise.ask]]
id = "next"
kind = "date"
prompt = "When again?"
into = ["next"]
"#;

/// Today is 12 May 2026.
fn person(answers: &[(&str, &str, &str)]) -> Person {
    let mut journal = Journal { person: "Sam".into(), ..Journal::default() };
    for (name, words, day) in answers {
        let moment = format!("{day}T08:00:00Z").parse().unwrap();
        let entry = Entry {
            asked: "asked".into(),
            kind: if *name == "letter" { "text" } else { "date" }.into(),
            value: Said::Answer(Answer::Text((*words).into())),
            updated: Stamp::of(moment, &jiff::tz::TimeZone::UTC),
            rounds: Vec::new(),
            other: Vec::new(),
            extra: Extra::default(),
        };
        journal.answers.insert(Id::new("small", name), Arc::new(entry));
    }
    journal.place = Some(Place { page: Id::new("small", "close"), question: None, at: 0 });
    Person::reading(BOOK, journal, (60, 20))
}

#[test]
fn a_letter_waits_folded_and_can_be_opened_all_the_same() {
    let mut person =
        person(&[("open", "1 June 2026", "2026-05-01"), ("letter", "Do you dance?", "2026-05-01")]);
    assert!(!person.screen().contains("letter you wrote"));
    person.page("A letter");
    let words = "You wrote this letter on 1 May. It waits until 1 June, and its words are folded away.";
    assert!(person.flat().contains(words) && !person.screen().contains("dance"), "{}", person.screen());
    assert!(person.footer().contains("f open the letter"), "{}", person.footer());
    // Nobody gets into it by going from question to question.
    person.press("<tab><tab>");
    assert!(!person.screen().contains("dance"), "{}", person.screen());
    person.press("<home>f");
    assert!(person.screen().contains("Do you dance?"), "{}", person.screen());
    person.press("f");
    assert!(!person.screen().contains("dance"), "{}", person.screen());
    person.press("f").page("Close").page("A letter");
    assert!(!person.screen().contains("dance"), "it is folded again when its page is opened anew");
    // Another day can be chosen, and the letter follows.
    person.press("<tab><end><c-u>1 July 2026<esc>");
    assert!(person.flat().contains("It waits until 1 July,"), "{}", person.screen());
}

#[test]
fn a_letter_comes_back_on_its_day_and_the_contents_say_so() {
    let mut person =
        person(&[("open", "12 May 2026", "2026-05-01"), ("letter", "Do you dance?", "2026-05-01")]);
    assert!(person.screen().contains("A letter you wrote on 1 May has come back."), "{}", person.screen());
    assert!(!person.screen().contains("dance"));
    person.press("<down><enter>");
    assert!(
        person.flat().contains("This letter has come back. You wrote it on 1 May."),
        "{}",
        person.screen()
    );
    assert!(person.screen().contains("Do you dance?"), "{}", person.screen());
    assert!(!person.footer().contains("letter"), "{}", person.footer());
}

#[test]
fn a_letter_stays_open_while_it_is_being_written() {
    let mut person = person(&[("open", "1 June 2026", "2026-05-12")]);
    person.page("A letter").press("<tab><tab>Do you dance?<esc>");
    assert!(person.screen().contains("Do you dance?"), "{}", person.screen());
    assert!(
        person.flat().contains("From tomorrow on this letter waits, folded, until 1 June."),
        "{}",
        person.screen()
    );
}

#[test]
fn who_comes_back_is_told_of_the_day_they_had_in_mind_and_never_that_it_is_late() {
    for (day, words) in [
        ("12 May 2026", "Welcome back. You wanted to go on today."),
        ("3 May 2026", "Welcome back. You had 3 May in mind; today is fine too."),
        ("1 June 2026", "Welcome back. You had 1 June in mind; today is fine too."),
        ("some day", "Welcome back."),
    ] {
        assert_eq!(person(&[("next", day, "2026-05-01")]).sentence(), words);
    }
    // Whoever has gone on since is greeted as anybody.
    let gone_on = person(&[("next", "3 May 2026", "2026-05-01"), ("open", "x", "2026-05-04")]);
    assert_eq!(gone_on.sentence(), "Welcome back.");
}
