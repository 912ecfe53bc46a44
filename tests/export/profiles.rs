//! What leaves for a partner and for a therapist, of a year of somebody who does not exist.

use super::{Seen, read, sample};
use imago_workbook::answer::Answer;
use imago_workbook::book::{Share, shipped};
use imago_workbook::export::{
    Empty, For, INDEX, PAGES, Worksheet, markdown, notes, only, printed_pages, summary, worksheets,
};
use imago_workbook::journal::{Id, Journal, Stamp, file};
use imago_workbook::kind::Blank;
use imago_workbook::session::{self, Scope, Session};

/// A year of careful answers, with a few that are private and a few that are marked.
pub(super) fn person() -> Session {
    let journal = file::read(include_str!("../person/answers.toml")).expect("a journal").journal;
    assert!(journal.answers.len() >= 150, "{journal:?}");
    Session::new(shipped::book(Vec::new()), journal, "2026-11-20".to_owned())
}

fn scope(whom: For) -> Scope {
    Scope { whom, ..Scope::default() }
}

pub(super) fn written(session: &Session, whom: For) -> String {
    markdown(&session.document(&scope(whom)))
}

fn id(id: &str) -> Id {
    Id::parse(id).unwrap()
}

fn on(day: &str) -> Stamp {
    Stamp { local: format!("{day}T12:00:00").parse().unwrap(), offset: jiff::tz::offset(1) }
}

/// The headings of the second level.
fn parts(markdown: &str) -> Vec<&str> {
    markdown.lines().filter_map(|line| line.strip_prefix("## ")).collect()
}

#[test]
fn every_answer_of_the_person_fits_its_question() {
    let session = person();
    for (id, entry) in &session.journal.answers {
        let (_, question) = session.book.question(id).unwrap_or_else(|| panic!("{id} is gone"));
        let answer = session.journal.answer(id).unwrap_or_else(|| panic!("{id} has no answer"));
        assert!(question.kind.ask().fits(answer), "{id} {entry:?}");
    }
}

#[test]
fn each_of_them_reads_as_meant() {
    let session = person();
    for (name, whom) in [("me", For::Me), ("partner", For::Partner), ("therapist", For::Therapist)] {
        let markdown = written(&session, whom);
        let Seen { front, headings, .. } = read(&markdown);
        assert!(front.ends_with("imago_format: 1\n") || front.ends_with("imago_format: 1"), "{front}");
        assert!(headings.len() > 5, "{headings:?}");
        assert!(!markdown.contains("CANARY-PRIVATE"), "{name}");
        assert_eq!(markdown, written(&session, whom), "the same answers, the same bytes");
    }
}

#[test]
fn a_year_for_a_therapist_stays_within_ten_pages() {
    let session = person();
    let markdown = written(&session, For::Therapist);
    // Counted in two ways: by lines as they are printed, and by words, 450 to a page.
    let words = summary(&markdown).words;
    assert!(printed_pages(&markdown) <= PAGES, "{} pages", printed_pages(&markdown));
    assert!(words.div_ceil(450) <= PAGES, "{words} words");
    assert!(printed_pages(&written(&session, For::Me)) > PAGES, "there is something to leave out");
    let document = session.document(&scope(For::Therapist));
    assert!(document.left_out > 0);
    let told = format!("{} more answers are left out to keep this short.", document.left_out);
    assert!(markdown.contains(&told), "{markdown}");
    // The newest go along, and the oldest are the ones that wait.
    assert!(
        markdown.contains("Please wait until I am done") && !markdown.contains("ferry house"),
        "{markdown}"
    );
    // From an earlier day on, everything goes along, however long it is.
    let all = session.document(&Scope { since: Some(on("2026-01-01")), ..scope(For::Therapist) });
    assert_eq!((all.older, all.left_out), (0, 0));
    assert!(imago_workbook::export::markdown(&all).contains("ferry house"));
}

#[test]
fn a_therapist_reads_the_own_words_first_and_then_what_is_marked() {
    let session = person();
    let markdown = written(&session, For::Therapist);
    assert_eq!(
        parts(&markdown),
        ["In my own words", "To talk about", "Numbers, by date", "What else I wrote"]
    );
    let (_, own) = markdown.split_once("## In my own words").unwrap();
    let sentence = own.find("so that I can stop leaving first").expect("the sentence");
    assert!(sentence < own.find("### The people who raised me").unwrap(), "{own}");
    let (talk, numbers) = own.split_once("## To talk about").unwrap().1.split_once("## Numbers").unwrap();
    assert!(
        talk.contains("> Alex goes to bed alone") && talk.contains("Which cost would you most like"),
        "{talk}"
    );
    assert!(numbers.contains("| 8 Sep 2026 | 7 Oct 2026 | 5 Nov 2026 |"), "{numbers}");
    assert!(numbers.contains("*The newest 8 of 11.*"), "{numbers}");
    for jargon in ["imago export", "--since", "F2", "2.3 "] {
        let words: Vec<&str> = markdown.lines().filter(|line| !line.starts_with("<!--")).collect();
        assert!(!words.join("\n").contains(jargon), "{jargon}");
    }
    assert!(markdown.contains("no diagnosis and no therapy record"));
    assert!(markdown.contains("answers are kept private by Sam's choice."), "{markdown}");
}

#[test]
fn the_next_pages_for_a_therapist_hold_what_is_new() {
    let mut session = person();
    // A chapter alone, or only the newest days, say nothing of what was shown of the rest.
    for other in [
        Scope { chapters: vec!["home".to_owned()], ..scope(For::Therapist) },
        Scope { since: Some(on("2026-11-01")), ..scope(For::Therapist) },
        scope(For::Me),
        scope(For::Partner),
    ] {
        assert!(!session.shown_to_therapist(&other, on("2026-11-20")), "{other:?}");
        assert_eq!(session.journal.for_therapist, None);
    }
    assert!(session.shown_to_therapist(&scope(For::Therapist), on("2026-11-20")));
    for whom in ["requests.hurt", "begin.ally"] {
        session.set(&id(whom), Some(Answer::Text(format!("Later words of {whom}").into())), on("2026-11-28"));
    }
    session.toggle_private(&id("begin.ally"));
    let markdown = written(&session, For::Therapist);
    read(&markdown);
    assert!(
        markdown.contains("Later words of requests.hurt") && !markdown.contains("Later words of begin.ally")
    );
    assert!(
        markdown.contains("- What else I wrote: 1 answer, new since 20 November 2026, 12:00"),
        "{markdown}"
    );
    assert!(markdown.contains("answers from before 20 November 2026, 12:00 are not in here."), "{markdown}");
    assert!(markdown.contains("Alex goes to bed alone"), "what is marked goes along again");
    assert!(!markdown.contains("Please wait until I am done"), "{markdown}");
    // Of scales, only those that were answered again.
    assert!(!parts(&markdown).contains(&"Numbers, by date"), "{markdown}");
}

#[test]
fn a_partner_gets_what_is_meant_for_two_and_nothing_made_of_anything_else() {
    let mut session = person();
    let markdown = written(&session, For::Partner);
    assert!(markdown.contains("This holds only what is meant for two."), "{markdown}");
    assert!(markdown.contains("> - There is a Sunday with nothing in it."), "{markdown}");
    assert!(markdown.contains("swimming in the rain") || markdown.contains("Swimming, before"), "{markdown}");
    // Other pages, what is made of them, how many there are, and the portrait stay.
    for kept in ["Alex goes to bed", "ferry house", "private", "left out", "Portrait", "told that I am fine"]
    {
        assert!(!markdown.contains(kept), "{kept} in:\n{markdown}");
    }
    // What was chosen for two from an earlier page is shown, in words and not by its name.
    assert!(markdown.contains("on guard") && !markdown.contains("on-guard"), "{markdown}");
    session.toggle_private(&id("home.felt"));
    assert!(!written(&session, For::Partner).contains("on guard"), "unless that is private");
    session.toggle_private(&id("warmth.play-mine"));
    let less = written(&session, For::Partner);
    assert!(!less.contains("swimming in the rain") && !less.contains("private"), "{less}");
    // Not even when everything is asked for.
    let all = Scope { private: true, ..scope(For::Partner) };
    assert_eq!(imago_workbook::export::markdown(&session.document(&all)), less);
}

#[test]
fn words_of_other_pages_leave_no_question_either() {
    let mut session = person();
    // Every answer that is not for two gets a word of its own; none of them is found.
    let ids: Vec<Id> = session.journal.answers.keys().cloned().collect();
    for id in &ids {
        let shared = session.book.question(id).is_some_and(|(page, _)| page.share != Share::Private);
        if let (false, Some(Answer::Text(_))) = (shared, session.journal.answer(id).cloned()) {
            session.set(id, Some(Answer::Text("xylophone".into())), on("2026-11-20"));
        }
    }
    let markdown = written(&session, For::Partner);
    assert!(!markdown.contains("xylophone"), "{markdown}");
}

#[test]
fn notes_are_linked_and_each_reads_as_meant() {
    let session = person();
    let document = session.document(&scope(For::Me));
    let all = notes(&document);
    assert_eq!(all, notes(&document), "the same answers, the same bytes");
    let index = &all[0];
    assert_eq!(index.name, INDEX);
    let names: Vec<&str> = all.iter().map(|note| note.name.as_str()).collect();
    assert!(names.contains(&"01-home--waited.md") && names.contains(&"portrait.md"), "{names:?}");
    let mut words = 0;
    for note in &all {
        assert_eq!(names.iter().filter(|name| **name == note.name).count(), 1, "{}", note.name);
        // Links stand where nobody has typed. Without them it reads as every export does.
        let (mut plain, mut links) = (String::new(), 0);
        for line in note.text.split_inclusive('\n') {
            match line
                .strip_suffix(".md)\n")
                .and_then(|rest| rest.rsplit_once('(').map(|(_, stem)| format!("{stem}.md")))
            {
                Some(target) if line.contains("](") => {
                    assert!(names.contains(&target.as_str()), "{target}");
                    links += 1;
                    plain.push_str("link\n");
                }
                Some(_) | None => plain.push_str(line),
            }
        }
        read(&plain);
        assert!(links > 0, "{}", note.text);
        assert!(note.text.starts_with("---\ntitle: \"") && note.text.contains("\nimago_format: 1\n---\n"));
        assert!(!note.text.contains("CANARY-PRIVATE"));
        words += note.text.matches("<!-- imago: ").count();
        if note.name != INDEX {
            assert!(index.text.contains(&format!("]({})", note.name)), "{}", note.name);
        }
    }
    assert_eq!(words, markdown(&document).matches("<!-- imago: ").count(), "every answer is in one of them");
}

#[test]
fn nothing_of_anybody_is_a_document_too() {
    let session = Session::new(shipped::book(Vec::new()), Journal::default(), "2026-11-20".to_owned());
    for whom in [For::Partner, For::Therapist] {
        read(&written(&session, whom));
    }
}

#[test]
fn empty_pages_have_a_place_for_every_question_and_no_answer() {
    let pages = session::worksheets(shipped::book(Vec::new()), &[]);
    let questions = pages.iter().map(|page| page.questions.len()).sum::<usize>();
    assert!(pages.len() > 60 && questions > 300, "{} pages, {questions} questions", pages.len());
    let markdown = worksheets("Pages to fill in", &pages);
    assert!(!markdown.contains("{{") && !markdown.contains('<'), "a gap or a tag");
    assert!(
        markdown.lines().all(|line| !line.ends_with(' '))
            && markdown.ends_with('\n')
            && !markdown.ends_with("\n\n")
    );
    // What leaves no trace leaves none on paper, and pages for two people at one table are not in it.
    assert!(!markdown.contains("Is there someone close to you, now or until lately"));
    let home = session::worksheets(shipped::book(Vec::new()), &["home".to_owned()]);
    assert!(home.iter().all(|page| page.chapter == "The home I come from"));
}

/// What these look like is shown by a document of their own, so that the words of the book can change without it.
#[test]
fn what_each_of_them_looks_like() {
    let mut document = sample();
    document.title = "Pages for my therapist".to_owned();
    document.whom = For::Therapist;
    document.since = Some(on("2026-04-01"));
    (document.older, document.left_out) = (31, 12);
    let all = std::mem::take(&mut document.chapters);
    document.measures = only(&all, |given| given.id.name() == "ache");
    document.brought = only(&all, |given| given.id.name() == "scene");
    document.chapters = only(&all, |given| ["needs", "around", "coped"].contains(&given.id.name()));
    document.earlier.clear();
    read(&markdown(&document));
    insta::assert_snapshot!("for_a_therapist", markdown(&document));
    let mut document = sample();
    (document.title, document.whom) = ("Pages for two".to_owned(), For::Partner);
    document.chapters = only(&document.chapters, |given| given.id.name() == "longed");
    read(&markdown(&document));
    insta::assert_snapshot!("for_a_partner", markdown(&document));
    let mut document = sample();
    document.title = "My workbook".to_owned();
    let notes: Vec<String> =
        notes(&document).into_iter().map(|note| format!("==> {} <==\n{}", note.name, note.text)).collect();
    insta::assert_snapshot!("as_notes", notes.concat());
}

#[test]
fn each_way_to_leave_room_for_an_answer() {
    let words = |words: &[&str]| words.iter().map(|word| Some((*word).to_owned())).collect::<Vec<_>>();
    let own = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let blanks = [
        Blank::Lines(2),
        Blank::Boxes(vec![
            (String::new(), words(&["# quiet", "loud"])),
            (String::new(), vec![None]),
            ("at night".to_owned(), words(&["- asleep"])),
        ]),
        Blank::Steps((0..=4).collect(), Some(("1. never".to_owned(), "always | ever".to_owned()))),
        Blank::Steps((1..=3).collect(), None),
        Blank::Table { head: own(&["who", "what"]), rows: vec![own(&["", ""]), own(&["a | b", ""])] },
        Blank::Sentence("I wait for ____, and *then* I ____.".to_owned()),
        Blank::Nothing,
    ];
    let empty =
        |blank: Blank| Empty { asked: "Why *so*?".to_owned(), hint: "A few words.".to_owned(), blank };
    let page = Worksheet {
        chapter: "Wounds".to_owned(),
        title: "What was missing".to_owned(),
        number: String::new(),
        text: "Read this first.\n".to_owned(),
        questions: blanks.into_iter().map(empty).collect(),
    };
    let markdown = worksheets("Wounds", &[page]);
    assert_eq!(markdown.matches("**Why").count(), 6, "what only tells something is not on paper");
    insta::assert_snapshot!("to_fill_in", markdown);
}
