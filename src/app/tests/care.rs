//! Heavy pages, words that burn and the quiet timer, as somebody meets them with keys.

use super::*;
use crate::journal::Id;

const BOOK: &str = r#"format = 1
[chapter]
id = "small"
title = "Small"
summary = "S."
[[exercise]]
id = "deep"
title = "Deep water"
why = "w"
distress = 3
closing = "Look up."
[[exercise.ask]]
id = "before"
kind = "scale"
mood = "before"
prompt = "How are you right now?"
[[exercise.ask]]
id = "letter"
kind = "text"
discard = true
minutes = 2
prompt = "You who"
hint = "h"
[[exercise.ask]]
id = "after"
kind = "scale"
mood = "after"
prompt = "And now?"
[[exercise]]
id = "talk"
title = "Talk"
why = "w"
[[exercise.turn]]
role = "sender"
say = "Tell it."
minutes = 1
[[exercise.turn]]
role = "receiver"
say = "Give it back."
"#;

const HEAVY: &str = "Enough for now. The book waits.";

fn person() -> Person {
    let mut person = Person::reading(BOOK, Journal::default(), (80, 30));
    person.app.session.book.heavy = HEAVY.to_owned();
    person.press("Noor<enter>");
    person.page("Deep water");
    person
}

fn letter() -> Id {
    Id::new("small", "letter")
}

/// The screen as one line, so that no words are cut in two.
fn said(person: &Person) -> String {
    person.screen().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn first_row(person: &Person) -> String {
    person.screen().lines().next().unwrap_or_default().to_owned()
}

#[test]
fn a_page_that_turned_out_heavy_leads_to_the_kit_and_the_contents_and_no_further() {
    let mut person = person();
    person.press("<tab>2<tab><tab>4<tab>");
    assert!(!person.screen().contains(HEAVY) && person.screen().contains("go on"));
    person.press("<s-tab><backspace>5<tab>");
    assert!(person.screen().contains(HEAVY), "{}", person.screen());
    assert!(person.screen().contains("Enter steady me") && !person.screen().contains("next page"));
    person.press("<enter>");
    assert!(person.screen().contains("People to call"), "{}", person.screen());
    person.press("<esc>");
    assert!(person.screen().contains("Enter contents"), "{}", person.screen());
    person.press("<enter>");
    assert!(first_row(&person).contains("Contents"), "{}", person.screen());
    // Nothing is locked: by hand the next page is where it was.
    person.page("Deep water").press("<right>");
    assert!(person.screen().contains("Tell it."), "{}", person.screen());
}

#[test]
fn a_heavy_page_leads_on_for_somebody_who_gives_no_numbers() {
    let mut person = person();
    person.press("<tab><tab><tab><tab><enter>");
    assert!(person.screen().contains("Tell it."), "{}", person.screen());
}

#[test]
fn words_that_burn_are_gone_everywhere_and_it_is_asked_once_before() {
    let mut person = person();
    person.press("<tab><tab>furious");
    assert!(said(&person).contains("Not on disk"), "{}", person.screen());
    assert!(!person.app.snapshot().1.answers.contains_key(&letter()));
    person.press("<a-a><c-x><c-y><a-x>");
    assert!(said(&person).contains("Shall these words burn?"), "{}", person.screen());
    // Whoever writes on has not said yes.
    person.press("!<a-x>");
    assert!(person.screen().contains("furious!"), "{}", person.screen());
    person.press("<a-x>");
    assert!(said(&person).contains("never on your disk"), "{}", person.screen());
    assert!(!person.screen().contains("furious"));
    for keys in ["u", "u", "<c-r>", "<enter>", "<c-z>", "<c-y>", "<a-z>"] {
        person.press(keys);
        assert!(!person.screen().contains("furious"), "{keys}: {}", person.screen());
    }
    assert!(!format!("{:?}", person.app.snapshot().1.answers.get(&letter())).contains("Answer"));
}

#[test]
fn words_that_somebody_keeps_are_kept_and_leaving_without_them_is_asked_once() {
    let mut person = person();
    person.press("<tab><tab>furious");
    assert_eq!(person.app.update(moment(person.at), Action::Quit), None);
    assert!(said(&person).contains("words that are not kept"), "{}", person.screen());
    assert_eq!(person.app.update(moment(person.at), Action::Hide), Some(Effect::Hide));
    person.press("<a-k>");
    assert!(said(&person).contains("Kept."), "{}", person.screen());
    assert!(person.app.snapshot().1.answers.contains_key(&letter()));
    assert_eq!(person.app.update(moment(person.at), Action::Quit), Some(Effect::Quit));
    let mut person = self::person();
    person.press("<tab><tab>furious");
    assert_eq!(person.app.update(moment(person.at), Action::Quit), None);
    assert_eq!(person.app.update(moment(person.at), Action::Quit), Some(Effect::Quit));
}

#[test]
fn a_timer_counts_from_the_first_letter_and_says_once_that_its_time_is_over() {
    let mut person = person();
    person.press("<tab><tab>");
    assert!(!first_row(&person).contains("00:0"));
    person.press("a");
    person.wait(61_000);
    assert!(first_row(&person).contains("01:01 of 2 min"), "{}", first_row(&person));
    // A second is what it wakes for.
    let due = person.app.deadline().unwrap();
    assert!(due > person.at && due <= person.at + Duration::from_secs(1));
    person.press("<a-c>");
    let stopped = first_row(&person);
    person.wait(30_000);
    assert!(stopped.contains("stopped") && first_row(&person) == stopped, "{stopped}");
    person.press("<a-c>");
    assert!(!first_row(&person).contains("01:01"));
    // What is put away does not come back by itself, and wakes nobody.
    person.press("b").wait(20_000);
    assert!(!first_row(&person).contains("01:0"));
    assert!(person.app.deadline().unwrap() > person.at + Duration::from_secs(2));
    person.press("<a-c>").wait(70_000);
    assert!(person.sentence().starts_with("02:00. Enough for today"), "{}", person.sentence());
    assert!(first_row(&person).contains("02:00"));
    person.wait(20_000);
    assert!(!person.sentence().contains("Enough") && person.app.mode() == Mode::Writing);
    person.press("c");
    assert!(!person.sentence().contains("Enough"));
}

#[test]
fn a_timer_rests_while_nobody_writes_and_a_blank_screen_is_left_alone() {
    let mut person = person();
    person.press("<tab><tab>a<esc>").wait(40_000);
    assert!(first_row(&person).contains("00:00, stopped"), "{}", first_row(&person));
    person.press("<enter>b");
    person.wait(2_000);
    assert!(first_row(&person).contains("00:02 of"), "{}", first_row(&person));
    person.press("<a-c>").press("<a-c>").press("<a-c>");
    person.wait(301_000);
    assert_eq!(person.screen().trim(), "");
    person.wait(1_000);
    let due = person.app.deadline();
    assert!(due.is_none_or(|due| due > person.at + Duration::from_secs(1)), "{due:?}");
}

#[test]
fn a_turn_has_a_timer_of_its_own() {
    let mut person = person();
    person.page("Talk").press("c");
    person.wait(5_000);
    assert!(first_row(&person).contains("00:05 of 1 min"), "{}", person.screen());
    person.wait(60_000);
    assert!(said(&person).contains("then the next turn"), "{}", person.sentence());
}

#[test]
fn the_kit_shows_own_people_before_lines_and_says_when_numbers_are_old() {
    let own = r#"format = 1
[chapter]
id = "small"
title = "Small"
summary = "S."
[[exercise]]
id = "people"
title = "People"
why = "w"
[[exercise.ask]]
id = "who"
kind = "line"
into = ["reach"]
private = true
prompt = "Who, and how?"
hint = "h"
"#;
    let mut person = Person::reading(own, Journal::default(), (80, 60));
    person.press("Noor<enter>").page("People").press("<tab>Dev, under D<tab><f2>");
    let shown = said(&person);
    let at = |words: &str| shown.find(words).unwrap_or_else(|| panic!("{words}: {shown}"));
    assert!(at("Dev, under D") < at("findahelpline.com"), "{shown}");
    assert!(!shown.contains("may have changed") && shown.contains("checked in November 2025."), "{shown}");
    // Half a year on, while the program is still open.
    person.press("<esc>");
    let wall = "2026-11-25T10:00:00Z".parse().unwrap();
    let later = Moment { wall, since_start: person.at };
    let _ = person.app.update(later, Action::Steady);
    assert!(said(&person).contains("They may have changed."), "{}", said(&person));
}
