//! What is found, in which order, and what of it is told.

use super::*;
use crate::journal::{Journal, Stamp};

const BOOK: &str = r#"format = 1
[chapter]
id = "a"
title = "Rooms"
summary = "Where it began."
[[exercise]]
id = "hall"
title = "The hall"
why = "To remember a staircase."
text = "Every house has a *staircase*. Whoever climbs it, {{you|somebody}}, hears it creak."
[[exercise.ask]]
id = "who"
kind = "list"
prompt = "Who lived there?"
hint = "Names."
[[exercise.ask]]
id = "scene"
kind = "text"
prompt = "Describe the staircase."
hint = "Light and sound."
[[exercise.ask]]
id = "style"
kind = "choice"
prompt = "Where do you go?"
options = { up = "up to the attic", down = "down to the cellar" }
[[exercise.ask]]
id = "close"
kind = "choice"
prompt = "Who was close?"
from = "who"
[[exercise.ask]]
id = "deep"
kind = "line"
prompt = "And what about {{close}}?"
hint = "A line."
when = "style == \"down\""
[[exercise]]
id = "check"
title = "A quiet check"
why = "w"
keep = false
[[exercise.ask]]
id = "safe"
kind = "line"
prompt = "Say it here."
hint = "h"
[[exercise]]
id = "two"
title = "A dance for two"
why = "w"
for = "together"
text = "Hold hands on the staircase."
[[exercise]]
id = "last"
title = "Creaking"
why = "w"
text = "Nothing more."
"#;

fn id(name: &str) -> Id {
    Id::new("a", name)
}

fn at() -> Stamp {
    Stamp::of(jiff::Timestamp::UNIX_EPOCH, &jiff::tz::TimeZone::UTC)
}

fn session() -> Session {
    let book = crate::book::book(vec![("a.toml".to_owned(), Ok(BOOK.to_owned()))]);
    assert!(book.left_out.is_empty() && book.chapters[0].exercises.len() == 4, "{:?}", book.left_out);
    Session::new(book, Journal::default(), String::new())
}

fn said(session: &mut Session, name: &str, words: &str) {
    session.set(&id(name), Some(Answer::Text(words.into())), at());
}

/// What a search shows, line by line.
fn shown(session: &Session, query: &str) -> Vec<String> {
    let found = session.search(query);
    found.hits.iter().map(|hit| format!("{:?} | {} | {}", hit.what, hit.place, hit.line)).collect()
}

#[test]
fn own_words_come_first_then_titles_questions_and_texts() {
    let mut session = session();
    said(&mut session, "scene", "It was dark.\nThe STAIRCASE would creak at the café.");
    assert_eq!(
        shown(&session, "creak"),
        [
            "Answer | 0.1 The hall | The STAIRCASE would creak at the café.",
            "Book | 0.3 Creaking | w",
            "Book | 0.1 The hall | Every house has a staircase. Whoever climbs it, somebody, hears it creak.",
        ]
    );
    assert_eq!(
        shown(&session, "staircase"),
        [
            "Answer | 0.1 The hall | The STAIRCASE would creak at the café.",
            "Book | 0.1 The hall | Describe the staircase.",
            "Book | 0.1 The hall | Every house has a staircase. Whoever climbs it, somebody, hears it creak.",
        ],
        "and nothing of the page that is for two"
    );
    // All words, in one answer, whatever accents and whichever order.
    assert_eq!(shown(&session, " Cafe dark ").len(), 1);
    assert_eq!(shown(&session, "cafe attic").len(), 0);
    assert_eq!(shown(&session, "  ").len(), 0);
    // What was written as it was typed comes before what holds the words apart.
    said(&mut session, "deep", "dark, and cold it was");
    said(&mut session, "style", "down");
    assert!(shown(&session, "it was dark")[0].contains("It was dark."));
}

#[test]
fn a_page_is_found_by_its_number() {
    let session = session();
    assert_eq!(shown(&session, "0.3"), ["Book | 0.3 Creaking | w"]);
    assert_eq!(shown(&session, "0.3 creak"), ["Book | 0.3 Creaking | w"]);
    assert_eq!(shown(&session, "0.3 hall").len(), 0);
}

#[test]
fn a_hit_leads_to_the_letter() {
    let mut session = session();
    said(&mut session, "scene", "Então: é tarde.");
    let hit = session.search("tarde").hits.remove(0);
    let place = Place { page: id("hall"), question: Some(id("scene")), at: "Então: é ".len() };
    assert_eq!(hit.goal, Goal::Page(place));
    assert_eq!(hit.line.get(hit.at), Some("tarde"));
}

#[test]
fn what_was_chosen_is_found_in_its_words() {
    let mut session = session();
    said(&mut session, "style", "down");
    assert_eq!(
        shown(&session, "cellar"),
        ["Answer | 0.1 The hall | down to the cellar", "Book | 0.1 The hall | down to the cellar"]
    );
    assert_eq!(shown(&session, "attic"), ["Book | 0.1 The hall | up to the attic"], "nobody chose it");
}

#[test]
fn what_is_private_is_found_and_not_told() {
    let mut session = session();
    session.set(&id("who"), Some(Answer::List(vec!["Canary".into(), "Bert".into()])), at());
    said(&mut session, "close", "Canary");
    said(&mut session, "style", "down");
    said(&mut session, "deep", "Lovely.");
    session.toggle_private(&id("who"));
    let all = [shown(&session, "canary"), shown(&session, "lovely"), shown(&session, "what about")].concat();
    assert_eq!(
        all,
        [
            "Private | 0.1 The hall | Who lived there?",
            // Made of one that is private.
            "Private | 0.1 The hall | Who was close?",
            "Answer | 0.1 The hall | Lovely.",
            "Book | 0.1 The hall | And what about that?",
        ]
    );
    session.toggle_private(&id("who"));
    assert_eq!(shown(&session, "canary").len(), 3, "{:?}", shown(&session, "canary"));
}

#[test]
fn what_leaves_no_trace_is_not_looked_at() {
    let mut session = session();
    said(&mut session, "safe", "a canary");
    assert!(shown(&session, "canary").is_empty());
    assert_eq!(shown(&session, "say it here").len(), 1, "the book's own words are");
}

#[test]
fn what_is_on_no_page_now_is_found_and_kept() {
    let mut session = session();
    said(&mut session, "style", "down");
    said(&mut session, "deep", "A canary.");
    said(&mut session, "style", "up");
    let mut entry = Entry::clone(&session.journal.answers[&id("deep")]);
    session.journal.answers.insert(Id::new("gone", "song"), entry.clone().into());
    entry.rounds =
        vec![crate::journal::Round { value: entry.value.clone(), updated: at(), extra: Default::default() }];
    entry.value = Said::Answer(Answer::Text("nothing".into()));
    session.journal.answers.insert(id("scene"), entry.into());
    assert_eq!(
        shown(&session, "canary"),
        [
            "Kept | 0.1 The hall | A canary.",
            "Kept | 0.1 The hall | A canary.",
            "Kept | no longer in the book | A canary.",
        ]
    );
    let goals: Vec<Goal> = session.search("canary").hits.into_iter().map(|hit| hit.goal).collect();
    assert_eq!(goals, [Goal::Kept(id("scene")), Goal::Kept(id("deep")), Goal::Kept(Id::new("gone", "song"))]);
    session.toggle_private(&Id::new("gone", "song"));
    assert_eq!(shown(&session, "canary")[2], "Private | no longer in the book | And what about that?");
}

#[test]
fn many_places_are_counted() {
    let mut session = session();
    let entry = {
        said(&mut session, "scene", "moss");
        session.journal.answers[&id("scene")].clone()
    };
    for n in 0..(MOST + 20) {
        session.journal.answers.insert(Id::new("gone", &format!("q{n}")), entry.clone());
    }
    let found = session.search("moss");
    assert_eq!((found.hits.len(), found.more), (MOST, 21));
    assert_eq!(found.hits[0].what, What::Answer);
}

#[test]
fn what_is_marked_is_listed_in_the_order_of_the_book() {
    let mut session = session();
    assert!(session.marked().is_empty());
    for page in ["last", "hall", "two", "check"] {
        session.change_page(&id(page), |state| state.bookmark = true);
    }
    let marked: Vec<String> = session.marked().into_iter().map(|hit| hit.place).collect();
    assert_eq!(marked, ["0.1 The hall", "0.2 A quiet check", "0.3 Creaking"], "a page for two is not there");
    // A page that leaves no trace keeps no mark either.
    assert!(session.journal.pages.keys().all(|page| *page != id("check")));
}
