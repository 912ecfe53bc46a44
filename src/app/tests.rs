//! Sessions without a terminal and without a disk: keys go through the table, and time is what the test says.

use super::*;
use crate::answer::Answer;
use crate::book::{Book, chapter};
use crate::journal::Journal;
use crate::journal::Place;
use crate::tui::keymap;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

mod care;
mod dates;
mod elsewhere;
mod rounds;

const BOOK: &str = include_str!("tests/small.toml");

/// Somebody at the keys.
struct Person {
    app: App,
    at: Duration,
}

impl Person {
    /// With the contents open, on a screen of this size.
    fn new(columns: u16, rows: u16) -> Person {
        Person::with(Journal { person: "Sam".into(), ..Journal::default() }, (columns, rows))
    }

    fn with(journal: Journal, size: (u16, u16)) -> Person {
        Person::reading(BOOK, journal, size)
    }

    /// With a chapter of its own.
    fn reading(book: &str, journal: Journal, (columns, rows): (u16, u16)) -> Person {
        let (chapter, problems) = chapter("small.toml", book);
        assert!(problems.is_empty(), "{problems:?}");
        let book = Book { chapters: chapter.into_iter().collect(), ..Book::default() };
        let session = Session::new(book, journal, "2026-05-12".into());
        let start = Start {
            folder: "~/imago".into(),
            read_only: None,
            notice: None,
            mending: None,
            in_use: false,
            exports: crate::export::Folders { current: "/now".into(), home: None },
            zone: jiff::tz::TimeZone::UTC,
            help: crate::book::shipped::help(),
        };
        let now = moment(Duration::ZERO);
        let mut person = Person { app: App::new(session, keymap::hints(), start, now), at: Duration::ZERO };
        person.hear(News::Resize(columns, rows));
        person
    }

    fn hear(&mut self, news: News) {
        let _ = self.app.update(moment(self.at), Action::News(news));
    }

    fn wish(&mut self, action: Action) -> &mut Person {
        let _ = self.app.update(moment(self.at), action);
        self
    }

    fn wait(&mut self, millis: u64) -> &mut Person {
        self.at += Duration::from_millis(millis);
        self.hear(News::Tick);
        self
    }

    /// Presses keys, half a second apart: letters as they are, others in angle brackets.
    fn press(&mut self, keys: &str) -> &mut Person {
        let mut rest = keys;
        let mut letters = rest.chars();
        while let Some(letter) = letters.next() {
            let (code, modifiers, after) = match rest.strip_prefix('<').and_then(|rest| rest.split_once('>'))
            {
                Some((name, after)) => {
                    let (code, modifiers) = named(name);
                    (code, modifiers, after)
                }
                None => (KeyCode::Char(letter), KeyModifiers::NONE, letters.as_str()),
            };
            rest = after;
            letters = rest.chars();
            self.at += Duration::from_millis(500);
            if let Some(action) = keymap::action(self.app.mode(), KeyEvent::new(code, modifiers)) {
                self.wish(action);
            }
        }
        self
    }

    /// Opens a page from the contents.
    fn page(&mut self, title: &str) -> &mut Person {
        let id = self.app.session.pages().find(|(_, page)| page.title == title).unwrap().1.id.clone();
        self.app.leave_page();
        self.app.open(Place { page: id, question: None, at: 0 });
        self
    }

    fn screen(&self) -> String {
        let rows: Vec<String> = self.app.view().rows.iter().map(|row| row.words()).collect();
        rows.join("\n")
    }

    /// The sentence above the keys.
    fn sentence(&self) -> String {
        let rows = self.app.view().rows;
        rows[rows.len() - 2].words().trim().to_owned()
    }

    /// The keys, in the last row.
    fn footer(&self) -> String {
        self.app.view().rows.last().unwrap().words()
    }

    /// The screen as one line, to find sentences that were wrapped.
    fn flat(&self) -> String {
        self.screen().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn answer(&self, question: &str) -> Option<Answer> {
        let id = crate::journal::Id::new("small", question);
        self.app.session.answer(&id).cloned()
    }
}

fn moment(since_start: Duration) -> Moment {
    Moment { wall: "2026-05-12T10:00:00Z".parse().unwrap(), since_start }
}

fn named(name: &str) -> (KeyCode, KeyModifiers) {
    let code = match name {
        "enter" => KeyCode::Enter,
        "tab" => KeyCode::Tab,
        "s-tab" => KeyCode::BackTab,
        "esc" => KeyCode::Esc,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "right" => KeyCode::Right,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "pgdn" => KeyCode::PageDown,
        "pgup" => KeyCode::PageUp,
        "backspace" => KeyCode::Backspace,
        "f1" => KeyCode::F(1),
        "f2" => KeyCode::F(2),
        other => match other.split_once('-') {
            Some(("c", letter)) => {
                return (KeyCode::Char(letter.chars().next().unwrap()), KeyModifiers::CONTROL);
            }
            Some(("a", letter)) => return (KeyCode::Char(letter.chars().next().unwrap()), KeyModifiers::ALT),
            Some(_) | None => panic!("no key {other}"),
        },
    };
    (code, KeyModifiers::NONE)
}

#[test]
fn a_word_where_no_field_is_open_is_answered_and_not_wiped_away() {
    let mut sam = Person::new(80, 24);
    sam.page("Words").wish(Action::StrayLetters);
    let told = "No field is open, so these letters were not written anywhere. Enter opens the question.";
    assert!(sam.screen().replace("\n ", " ").contains("No field is open"), "{}", sam.screen());
    sam.wish(Action::Unknown).wait(2500);
    assert!(told.starts_with(sam.app.notice().unwrap().words.as_str()));
    sam.wait(6000);
    assert!(sam.app.notice().is_none());
}

#[test]
fn taking_back_stays_on_the_page_and_shows_what_it_did() {
    let mut sam = Person::new(80, 24);
    sam.page("Words").press("<enter>a letter<esc>");
    sam.page("Choosing").press("u");
    assert_eq!(sam.sentence(), "There is nothing to take back on this page.");
    assert_eq!(sam.answer("scene"), Some(Answer::Text("a letter".into())));
    sam.press("<c-r>");
    assert_eq!(sam.sentence(), "There is nothing to do again on this page.");
    sam.press("<esc>u");
    assert!(sam.sentence().starts_with("Taking back works on a page"), "{}", sam.screen());
    // Far from what was written, so that it has to be brought into sight.
    sam.page("Words").press("Gu");
    assert_eq!(sam.answer("scene"), None);
    assert!(sam.screen().contains("Describe a room."), "{}", sam.screen());
    sam.press("z").wait(1900);
    assert!(sam.sentence().contains("Taken back"), "{}", sam.screen());
}

#[test]
fn tab_after_the_last_question_says_that_nothing_is_written_now() {
    let mut sam = Person::new(80, 24);
    sam.page("Words").press("<enter>");
    while sam.app.mode() != Mode::Walking {
        sam.press("<tab>");
    }
    assert_eq!(sam.sentence(), "This is the end of the page. No field is open now.");
    // And it goes on being true after the sentence that answers the key has gone.
    sam.wait(20_000);
    assert_eq!(sam.sentence(), "This is the end of the page. No field is open now.");
}

#[test]
fn enter_goes_on_in_a_line_and_makes_one_in_a_text() {
    let mut sam = Person::new(80, 24);
    sam.page("Words").press("<enter>one<enter>two<tab>");
    assert_eq!(sam.answer("scene"), Some(Answer::Text("one\ntwo".into())));
    assert!(sam.footer().contains("Enter go on"), "{}", sam.footer());
    sam.press("<f1>");
    let enters = |sam: &Person| sam.screen().lines().find(|line| line.contains("Enter")).map(str::to_owned);
    assert!(enters(&sam).unwrap().contains("go on"), "{}", sam.screen());
    sam.press("<esc>three<enter>four");
    assert_eq!(sam.app.mode(), Mode::Writing);
    sam.press("<esc>");
    assert_eq!(sam.answer("short"), Some(Answer::Text("three".into())));
    assert_eq!(sam.answer("more"), Some(Answer::Text("four".into())));
}

#[test]
fn enter_fills_row_after_row_and_goes_on_after_an_empty_one() {
    let mut sam = Person::new(80, 24);
    sam.page("Cards").press("<enter>Ilse<enter>");
    assert!(sam.footer().contains("Enter add another"), "{}", sam.footer());
    sam.press("quietly<enter>");
    assert!(sam.footer().contains("Enter go on"), "{}", sam.footer());
    assert!(!sam.footer().contains("card") && !sam.screen().contains("cell"), "{}", sam.screen());
    sam.press("<enter>");
    assert_eq!(sam.app.mode(), Mode::Walking);
    // And so does a list.
    sam.page("Lists").press("<enter>a<enter>b<enter>");
    assert!(sam.footer().contains("Enter go on"), "{}", sam.footer());
    sam.press("<enter>");
    assert_eq!(sam.app.mode(), Mode::Walking);
    assert_eq!(sam.answer("things"), Some(Answer::List(vec!["a".into(), "b".into()])));
    // A line that is left empty between others stays, and so it reads in an export.
    sam.press("<s-tab><up><up><end><enter><esc>");
    assert_eq!(sam.answer("things"), Some(Answer::List(vec!["a".into(), String::new(), "b".into()])));
    let markdown = crate::export::markdown(&sam.app.session.document(&crate::session::Scope::default()));
    assert!(markdown.contains("> - a\n> - \u{a0}\n> - b\n"), "{markdown}");
}

#[test]
fn a_long_list_is_searched_with_spaces_and_takes_what_is_not_in_it() {
    let mut sam = Person::new(80, 24);
    sam.page("A bank").press("<enter>a hot b");
    assert!(
        sam.screen().contains("a hot bath") && !sam.screen().contains("a cold shower"),
        "{}",
        sam.screen()
    );
    assert!(sam.footer().contains("Enter tick"), "{}", sam.footer());
    sam.press("<enter>");
    // The next word can be typed at once, and whoever is done goes on.
    assert!(sam.footer().contains("Enter go on"), "{}", sam.footer());
    sam.press("my old dog");
    assert!(sam.screen().contains("something else: my old dog"), "{}", sam.screen());
    assert!(sam.footer().contains("Enter add these words"), "{}", sam.footer());
    sam.press("<enter> Rex<enter>");
    assert_eq!(sam.answer("ground"), Some(Answer::List(vec!["a hot bath".into(), "my old dog Rex".into()])));
    // Whoever goes on with words that are not in the list has meant them.
    sam.page("A bank").press("<s-tab><s-tab><home>the sea<tab>");
    assert_eq!(
        sam.answer("ground"),
        Some(Answer::List(vec!["a hot bath".into(), "my old dog Rex, the sea".into()]))
    );
    sam.press("<tab>");
    // Whichever key it is.
    for (way, words) in [("<s-tab>", "sun"), ("<esc>", "rain"), ("<down>", "wind")] {
        let mut sam = Person::new(80, 24);
        sam.page("A bank").press("<enter>").press(&format!("{words} on skin")).press(way);
        let kept = Some(Answer::List(vec![format!("{words} on skin")]));
        sam.app.commit();
        assert_eq!(sam.answer("ground"), kept, "{way}");
    }
    // And nobody has to leave it for a save to have them.
    let mut kim = Person::new(80, 24);
    kim.page("A bank").press("<enter>sun on skin");
    assert!(kim.app.has_unsaved());
    let (_, journal) = kim.app.snapshot();
    let ground = crate::journal::Id::new("small", "ground");
    assert_eq!(journal.answer(&ground), Some(&Answer::List(vec!["sun on skin".into()])));
    // Where own words are not asked for, it is said how to see more again.
    sam.press("my old dog");
    assert!(sam.screen().contains("Delete a letter or two"), "{}", sam.screen());
    sam.press("<enter><c-u>");
    assert_eq!(sam.answer("closed"), None);
    sam.press("<end><enter><home><enter><pgdn><pgup> ").press("<esc>");
    assert_eq!(sam.answer("closed"), Some(Answer::List(vec!["a window".into()])));
}

#[test]
fn the_kit_is_in_reach_at_every_width_and_shows_all_numbers() {
    for page in ["Words", "Choosing", "A bank", "Cards"] {
        for keys in ["", "<enter>", "<enter><tab>"] {
            for columns in 40..120 {
                let mut sam = Person::new(columns, 24);
                sam.page(page).press(keys);
                assert!(sam.footer().contains(" steady"), "{page} {keys} {columns}: {}", sam.footer());
            }
        }
    }
    let mut sam = Person::new(80, 24);
    sam.press("<f2>");
    let help = crate::book::shipped::help();
    for place in &help.places {
        let reach = if place.number.is_empty() { &place.site } else { &place.number };
        assert!(sam.screen().contains(reach.as_str()), "{}", sam.screen());
    }
    assert_eq!(sam.sentence(), "There is more below. PgDn shows it.");
    assert!(sam.footer().contains("PgDn ") && sam.footer().contains("F9 "), "{}", sam.footer());
    sam.press("<end>");
    assert_eq!(sam.sentence(), "");
}

#[test]
fn the_footer_says_what_enter_does_and_enter_leads_back() {
    let mut sam = Person::new(80, 24);
    sam.page("Choosing");
    assert!(sam.footer().contains("Enter answer"), "{}", sam.footer());
    sam.press("<enter>y1<tab>2<esc>");
    assert!(sam.footer().contains("Enter back to it"), "{}", sam.footer());
    sam.press("<enter>");
    assert!(sam.screen().contains("> 2/4"), "{}", sam.screen());
    sam.press("<tab>7<tab><right><down><right><tab>");
    assert!(sam.footer().contains("Enter go on"), "{}", sam.footer());
    let mut sam = Person::new(80, 12);
    sam.page("Choosing").press("<enter>1<tab>2<tab>7<tab><right><down><right><tab>").press("<home>");
    assert!(sam.footer().contains("Enter change"), "{}", sam.footer());
}

#[test]
fn words_that_go_out_of_sight_are_told() {
    let mut sam = Person::new(80, 24);
    sam.page("Hiding").press("<enter>1<tab>through the fields<tab><s-tab><s-tab>2");
    assert!(sam.flat().contains("One question you answered is not asked any more."), "{}", sam.screen());
    assert!(sam.flat().contains("A question here is not asked now"), "{}", sam.screen());
    sam.press("1").wait(9000);
    assert!(!sam.flat().contains("not asked"), "{}", sam.screen());
    assert!(sam.screen().contains("through the fields"), "{}", sam.screen());
    sam.press("2<esc><enter>1<esc>").wait(9000).press("u");
    assert!(sam.flat().contains("Taken back"), "{}", sam.screen());
    assert!(sam.flat().contains("is not asked any more"), "{}", sam.screen());
}

#[test]
fn a_key_that_cannot_do_anything_here_says_what_can() {
    let mut sam = Person::new(80, 24);
    let told = |sam: &mut Person, keys: &str, words: &str| {
        sam.wait(9000).press(keys);
        assert!(sam.flat().contains(words), "{keys}: {}", sam.screen());
    };
    sam.page("Words");
    told(&mut sam, "p", "Go to its question first");
    told(&mut sam, "<a-p>", "Go to its question first");
    told(&mut sam, "<a-v>", "Go to its question first");
    told(&mut sam, "s", "You left this page out on purpose.");
    told(&mut sam, "s", "This page waits for you again.");
    told(&mut sam, "<c-r>", "nothing to do again on this page");
    told(&mut sam, "<enter><a-r>", "not put together from other answers");
    told(&mut sam, "<c-r>", "nothing to do again in this field");
    told(&mut sam, "<c-z>", "nothing to take back in this field");
    told(&mut sam, "<a-p>", "Private now");
    told(&mut sam, "<a-p>", "No longer private");
    told(&mut sam, "<a-s>", "Left open on purpose.");
    sam.page("Passing");
    told(&mut sam, "<enter><a-p>", "in no file and in no export");
    sam.press("<f2>");
    told(&mut sam, "z", "That key does nothing here.");
}

#[test]
fn nothing_is_called_saved_while_it_is_not() {
    let mut sam = Person::new(80, 24);
    sam.page("Words").press("<enter>a");
    assert_eq!(sam.sentence(), "Everything is saved as you go.");
    let fault = NotSaved { short: "disk full", why: "The disk is full.".into(), words: Words::Here };
    sam.hear(News::NotSaved(fault));
    sam.press("b<tab>c");
    assert!(!sam.screen().contains("saved as you go"), "{}", sam.screen());
    sam.app.forget_notices();
    assert!(!sam.screen().contains("saved as you go"), "{}", sam.screen());
}

#[test]
fn a_day_that_no_calendar_has_is_told_and_stays_as_it_was_typed() {
    let mut sam = Person::new(80, 24);
    sam.page("Made").press("<enter><tab>2026-02-30");
    assert!(sam.flat().contains("No calendar has that day."), "{}", sam.screen());
    sam.press("<tab>");
    assert_eq!(sam.answer("when"), Some(Answer::Text("2026-02-30".into())));
    let markdown = crate::export::markdown(&sam.app.session.document(&crate::session::Scope::default()));
    assert!(markdown.contains("?** 2026-02-30 (12 May 2026)\n"), "{markdown}");
    sam.press("<s-tab><backspace><backspace>28");
    assert!(!sam.flat().contains("No calendar"), "{}", sam.screen());
}

#[test]
fn answers_whose_question_is_gone_are_read_from_the_contents() {
    let mut sam = Person::new(80, 24);
    sam.page("Words").press("<enter>a letter<esc>");
    let mut journal = sam.app.session.journal.clone();
    let entry = journal.answers.get(&crate::journal::Id::new("small", "scene")).cloned().unwrap();
    journal.answers.insert(crate::journal::Id::new("gone", "question"), entry);
    let mut sam = Person::with(journal.clone(), (80, 24));
    sam.press("<end>");
    assert!(
        sam.screen().contains("> Answers to questions that are no longer in the book  1"),
        "{}",
        sam.screen()
    );
    sam.press("<enter>");
    assert!(
        sam.screen().contains("Describe a room.") && sam.screen().contains("  a letter"),
        "{}",
        sam.screen()
    );
    sam.press("<esc>s");
    assert!(sam.sentence().starts_with("Choose a page first"), "{}", sam.screen());
    assert_eq!(sam.app.session.journal.answers, journal.answers);
}

#[test]
fn a_text_goes_to_an_editor_and_comes_back_as_one_step() {
    let mut sam = Person::new(80, 24);
    sam.page("Words").press("<enter>moss");
    let effect = sam.app.update(moment(sam.at), Action::OpenEditor);
    assert_eq!(effect, Some(Effect::OpenEditor(Draft("moss".into()))));
    assert!(!format!("{effect:?}").contains("moss"));
    // However long it took, the screen is not blank afterwards.
    sam.at += Duration::from_secs(3600);
    sam.hear(News::Edited(Ok(Draft("moss\nand rain".into()))));
    sam.wait(100);
    assert!(sam.screen().contains("and rain"), "{}", sam.screen());
    assert!(sam.sentence().starts_with("Your text is back"), "{}", sam.screen());
    sam.press("<c-z>");
    assert!(!sam.screen().contains("and rain") && sam.screen().contains("moss"), "{}", sam.screen());
    sam.hear(News::Edited(Ok(Draft("moss".into()))));
    assert_eq!(sam.sentence(), "You are back from your editor. The text is as it was.");
    sam.hear(News::Edited(Err("It did not start.".into())));
    assert_eq!(sam.sentence(), "It did not start.");
    sam.hear(News::Edited(Ok(Draft(String::new()))));
    sam.press("<esc>");
    assert_eq!(sam.answer("scene"), None);
    // A line has no need of it, and what is never kept gets into no file.
    sam.press("<enter><tab>").wish(Action::OpenEditor);
    assert!(sam.sentence().starts_with("An editor is for texts of many lines."), "{}", sam.screen());
    sam.page("Passing").press("<enter><tab><tab>").wish(Action::OpenEditor);
    assert!(sam.screen().contains("An editor needs a file"), "{}", sam.screen());
}

#[test]
fn a_page_that_is_open_at_midnight_goes_on_with_the_new_day() {
    let mut sam = Person::new(80, 24);
    sam.page("Days").press("<enter> ");
    assert!(sam.screen().contains("Tuesday, 12 May, which is today"), "{}", sam.screen());
    let later = Moment { wall: "2026-05-13T00:01:00Z".parse().unwrap(), since_start: sam.at };
    let _ = sam.app.update(later, Action::News(News::Tick));
    assert!(sam.screen().contains("Wednesday, 13 May, which is today"), "{}", sam.screen());
    let _ = sam.app.update(later, Action::Edit(Edit::Toggle));
    let Some(Answer::Rows(rows)) = sam.answer("walk") else { panic!("{}", sam.screen()) };
    let days: Vec<String> = rows.iter().flatten().map(|(_, cell)| cell.words()).collect();
    assert_eq!(days, ["2026-05-12", "2026-05-13"]);
}

#[test]
fn a_guided_pause_goes_on_with_time_and_leaves_no_trace() {
    let mut sam = Person::new(60, 20);
    sam.page("Breath").press("<enter>");
    assert!(sam.footer().contains("Enter begin"), "{}", sam.footer());
    sam.press("<enter>");
    assert!(sam.screen().contains("In.") && !sam.screen().contains("Out."), "{}", sam.screen());
    assert_eq!(sam.app.deadline(), Some(sam.at + Duration::from_secs(1)));
    sam.wait(4000);
    assert!(sam.screen().contains("Out."), "{}", sam.screen());
    sam.press("<a-s>");
    assert!(sam.flat().contains("Nothing is asked here"), "{}", sam.screen());
    sam.wait(6000).wait(100_000);
    assert!(sam.screen().contains("Stay as long as you like."), "{}", sam.screen());
    sam.press("<enter>");
    assert_eq!(sam.app.mode(), Mode::Line);
    assert!(sam.app.session.journal.answers.is_empty());
    sam.press("<esc><esc>").page("Breath").press("<enter><enter><esc>").wait(60_000);
    assert!(!sam.screen().contains("In."), "{}", sam.screen());
}

#[test]
fn the_turns_of_both_chairs_are_walked_by_one_person() {
    let mut sam = Person::new(80, 40);
    sam.page("Chairs");
    let screen = sam.flat();
    for told in [
        "Your own chair 1 of 3 · about 2 min > Tell what happened.",
        "The other chair: It listens for the words. The other chair 2 of 3 Give it back.",
        "Ways to begin: If I got you, ____",
        "Your own chair: Did it arrive? Then change chairs, and begin again from the top",
        "Both chairs 3 of 3 Look at both chairs.",
    ] {
        assert!(screen.contains(&told.replace("> ", "")), "{told}\n{}", sam.screen());
    }
    sam.press("<enter>");
    assert!(sam.footer().contains("Down begin"), "{}", sam.footer());
    sam.press("<down><enter>it was dark.<tab>").press("A lamp.<tab>");
    assert_eq!(sam.answer("tell"), Some(Answer::Text("When I came in, it was dark.".into())));
    assert_eq!(sam.answer("after"), Some(Answer::Text("A lamp.".into())));
    let (done, _) = sam.app.session.book_progress();
    assert_eq!(done, 1);
}

#[test]
fn enter_leads_to_words_that_stand_there_before_anybody_has_seen_them() {
    let mut sam = Person::new(80, 24);
    sam.page("Pact").press("<enter>");
    assert_eq!(sam.app.mode(), Mode::Writing, "{}", sam.screen());
    sam.press("<esc>");
    assert_eq!(sam.answer("pact"), None, "looking is no answer");
    sam.press("<enter><tab><c-u>23 June<enter> ");
    assert!(sam.screen().contains("[x] agreed  12 May 2026"), "{}", sam.screen());
    sam.press("<enter>");
    assert_eq!(sam.app.mode(), Mode::Walking);
    assert!(sam.screen().contains("until 23 June 2026, agreed on 12 May 2026"), "{}", sam.screen());
    let Some(Answer::Fields(fields)) = sam.answer("pact") else { panic!("{}", sam.screen()) };
    let names: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["text", "made", "until", "agreed"]);
}
