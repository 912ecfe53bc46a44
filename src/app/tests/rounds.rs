//! A page that is answered again, as somebody does it with keys.

use super::*;
use crate::journal::{Entry, Extra, Id, Round, Said, Stamp};
use std::sync::Arc;

const BOOK: &str = r#"format = 1
[chapter]
id = "small"
title = "Small"
summary = "S."
[[exercise]]
id = "check"
title = "Check"
why = "w"
repeat = "monthly"
[[exercise.ask]]
id = "ache"
kind = "scale"
prompt = "How much does it ache?"
[[exercise.ask]]
id = "word"
kind = "line"
prompt = "One word?"
example = "fog"
[[exercise]]
id = "later"
title = "Later"
why = "w"
when = "ache >= 4"
[[exercise.ask]]
id = "more"
kind = "line"
prompt = "What of {{word|it}}?"
hint = "h"
[[exercise]]
id = "look"
title = "Look back"
why = "w"
needs = ["ache"]
[[exercise.ask]]
id = "went"
kind = "calc"
calc = "change"
prompt = "How it went."
show = "ache"
[[exercise]]
id = "once"
title = "Once"
why = "w"
[[exercise.ask]]
id = "sole"
kind = "scale"
prompt = "How many?"
"#;

fn on(day: &str) -> Stamp {
    Stamp::of(format!("{day}T08:00:00Z").parse().unwrap(), &jiff::tz::TimeZone::UTC)
}

fn answered(day: &str, ache: i64, word: &str) -> Journal {
    let mut journal = Journal { person: "Sam".into(), ..Journal::default() };
    for (name, kind, answer) in
        [("ache", "scale", Answer::Number(ache)), ("word", "line", Answer::Text(word.into()))]
    {
        let entry = Entry {
            asked: "asked".into(),
            kind: kind.into(),
            value: Said::Answer(answer),
            updated: on(day),
            rounds: Vec::new(),
            other: Vec::new(),
            extra: Extra::default(),
        };
        journal.answers.insert(Id::new("small", name), Arc::new(entry));
    }
    journal
}

fn person(columns: u16, rows: u16) -> Person {
    Person::reading(BOOK, answered("2026-04-10", 7, "fog"), (columns, rows))
}

fn entry(person: &Person, name: &str) -> Entry {
    Entry::clone(person.app.session.entry(&Id::new("small", name)).unwrap())
}

#[test]
fn a_round_is_kept_with_its_day_and_the_questions_are_open_again() {
    let mut person = person(80, 24);
    person.page("Check");
    let before = (entry(&person, "ache"), entry(&person, "word"));
    let offer = "You answered this on 10 April. Answer it again, and what you said is kept.";
    assert!(person.flat().contains(offer), "{}", person.screen());
    assert!(person.footer().contains("a answer again"), "{}", person.footer());
    person.press("a");
    assert_eq!((person.answer("ache"), person.answer("word")), (None, None));
    let kept =
        Round { value: Said::Answer(Answer::Number(7)), updated: on("2026-04-10"), extra: Extra::default() };
    assert_eq!(entry(&person, "ache").rounds, [kept]);
    assert!(person.screen().contains("round 2, last 10 Apr"), "{}", person.screen());
    assert!(person.flat().contains("This is round 2. What you said on 10 April is kept."));
    assert!(person.flat().contains("Last time 7, on 10 April."), "{}", person.screen());
    assert!(person.flat().contains("Last time, on 10 April: fog"), "{}", person.screen());
    assert!(!person.footer().contains("answer again"), "{}", person.footer());
    person.press("a");
    assert_eq!(entry(&person, "ache").rounds.len(), 1, "an empty round is not kept");
    // Taken back as one step, and done again as one.
    person.press("u");
    assert_eq!((entry(&person, "ache"), entry(&person, "word")), before);
    person.press("<c-r>");
    assert_eq!((entry(&person, "ache").rounds.len(), entry(&person, "word").rounds.len()), (1, 1));
    person.press("<enter>4<esc>");
    assert_eq!(person.answer("ache"), Some(Answer::Number(4)));
    assert!(person.flat().contains("From 7 on 10 April to 4 today. Your answers went down."));
    person.press("uu");
    assert_eq!((entry(&person, "ache"), entry(&person, "word")), before);
}

#[test]
fn a_first_round_is_not_disturbed_while_it_is_being_answered() {
    let mut person = Person::reading(BOOK, Journal { person: "Sam".into(), ..Journal::default() }, (80, 24));
    person.page("Check").press("<enter>3");
    assert!(!person.flat().contains("Answer it again"), "{}", person.screen());
    person.press("<tab>fog<esc>");
    assert!(person.flat().contains("You answered this today. Answer it again"), "{}", person.screen());
    assert!(!person.screen().contains("round 1"), "{}", person.screen());
}

#[test]
fn a_round_that_was_answered_says_when_and_no_longer_what_was_before() {
    let mut journal = answered("2026-04-10", 7, "fog");
    let earlier =
        Round { value: Said::Answer(Answer::Number(5)), updated: on("2026-03-01"), extra: Extra::default() };
    Arc::make_mut(journal.answers.get_mut(&Id::new("small", "ache")).unwrap()).rounds.push(earlier);
    let mut person = Person::reading(BOOK, journal, (80, 24));
    person.page("Check");
    assert!(person.screen().contains("round 2, 10 Apr"), "{}", person.screen());
    assert!(!person.screen().contains("Last time"), "{}", person.screen());
    assert!(person.flat().contains("From 5 on 1 March to 7 on 10 April. Your answers went up."));
}

#[test]
fn two_rounds_on_one_day_are_two_rounds() {
    let mut person = person(60, 20);
    person.page("Check").press("a<enter>5<esc>a<enter>6<esc>a");
    let numbers: Vec<Said> = entry(&person, "ache").rounds.into_iter().map(|round| round.value).collect();
    assert_eq!(numbers, [7, 5, 6].map(|n| Said::Answer(Answer::Number(n))));
    assert!(person.flat().contains("round 4"), "{}", person.screen());
    person.press("uuuuu");
    assert_eq!(
        entry(&person, "ache"),
        *Arc::clone(&answered("2026-04-10", 7, "fog").answers[&Id::new("small", "ache")])
    );
}

#[test]
fn a_round_that_has_begun_takes_nothing_from_the_rest_of_the_book() {
    let mut person = person(80, 24);
    person.page("Check").press("a");
    // What was done once counts, and what builds on it stands on the answers of then.
    assert_eq!(person.app.session.book_progress(), (1, 4));
    person.page("Later");
    assert!(person.screen().contains("What of fog?"), "{}", person.screen());
    person.page("Check").press("<enter>2<esc>");
    assert!(!person.app.session.pages().any(|(_, page)| page.title == "Later"), "now the new number decides");
}

#[test]
fn a_page_that_looks_at_rounds_has_the_way_there_and_back() {
    let mut person = person(80, 24);
    person.page("Look back");
    let way = "This page looks at 0.1 Check, which you answered on 10 April. You can go there first, and answer it again.";
    assert!(person.flat().contains(way), "{}", person.screen());
    assert!(person.footer().contains("o go there"), "{}", person.footer());
    person.press("o");
    person.press("a<enter>4<esc><esc>");
    assert!(
        person.flat().contains("This page looks at 0.1 Check, which you answered today."),
        "{}",
        person.screen()
    );
    assert!(person.flat().contains("From 7 on 10 April to 4 today."), "{}", person.screen());
    // Once back, the way there is open again.
    assert!(person.footer().contains("o go there"), "{}", person.footer());
    // Whoever has nothing there yet is led there as before.
    let mut person = Person::reading(BOOK, Journal { person: "Sam".into(), ..Journal::default() }, (80, 24));
    person.page("Look back");
    assert!(person.footer().contains("o go there first"), "{}", person.footer());
}

#[test]
fn a_page_that_does_not_come_round_has_no_rounds() {
    let mut person = person(80, 24);
    person.page("Once").press("<enter>3<esc>");
    assert!(!person.footer().contains("answer again"));
    person.press("a");
    assert_eq!(person.answer("sole"), Some(Answer::Number(3)));
    assert!(entry(&person, "sole").rounds.is_empty());
}

#[test]
fn where_nothing_may_change_no_round_begins() {
    let mut person = person(80, 24);
    person.app.start.read_only = Some("Another copy writes.".into());
    person.page("Check").press("a");
    assert_eq!(person.answer("ache"), Some(Answer::Number(7)));
}

#[test]
fn rounds_from_elsewhere_stay_when_a_round_is_taken_back() {
    let mut person = person(80, 24);
    person.page("Check").press("a");
    let elsewhere =
        Round { value: Said::Answer(Answer::Number(7)), updated: on("2026-03-01"), extra: Extra::default() };
    let id = Id::new("small", "ache");
    Arc::make_mut(person.app.session.journal.answers.get_mut(&id).unwrap()).rounds.push(elsewhere.clone());
    person.press("u");
    assert_eq!(entry(&person, "ache").value, Said::Answer(Answer::Number(7)));
    assert_eq!(entry(&person, "ache").rounds, [elsewhere]);
}
