//! Sessions without a terminal and without a disk: keys go through the table, and time is what the test says.

use super::*;
use crate::answer::Answer;
use crate::book::{Book, chapter};
use crate::journal::Journal;
use crate::tui::keymap;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

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

    fn with(journal: Journal, (columns, rows): (u16, u16)) -> Person {
        let (chapter, problems) = chapter("small.toml", BOOK);
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
