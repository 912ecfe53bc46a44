//! A book and a person's answers together: what is there to do, what has been done, what earlier answers say.
//!
//! It knows neither screens nor files. Whatever a page shows of earlier answers, and whatever an export holds, is
//! asked of it.

use crate::answer::Answer;
use crate::author::Choice;
use crate::book::{Book, Chapter, Exercise, Question, fill};
use crate::journal::{Entry, Id, Journal, PRIVATE, PageState, Said};
use crate::kind::{Asked, Told, day};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

mod bring;
mod burning;
mod dates;
mod document;
mod earlier;
mod echo;
mod mood;
pub mod portrait;
mod profiles;
mod progress;
mod renamed;
mod rounds;
mod saying;
pub mod search;
mod trace;
mod versions;
mod worksheets;

pub use burning::Burned;
pub use dates::{Coming, Letter, Occasion, Whereabouts};
pub use document::Scope;
pub use echo::Echo;
pub use portrait::Portrait;
pub use progress::Progress;
pub use rounds::Rounds;
pub use worksheets::worksheets;

/// A book in the hands of one person.
#[derive(Debug)]
pub struct Session {
    /// What there is to read and answer.
    pub book: Book,
    /// What the person wrote, and where they stopped.
    pub journal: Journal,
    /// Answers to pages whose words are never kept on disk.
    passing: BTreeMap<Id, Arc<Entry>>,
    /// Texts that are meant to be burned, and that the person wants to keep.
    wanted: BTreeSet<Id>,
    /// The same pages, when they were skipped or read.
    passing_pages: BTreeMap<Id, PageState>,
    /// Questions that are marked private by the person, beyond those of the book.
    private: BTreeSet<Id>,
    /// Today, as `2026-05-12`.
    today: String,
}

impl Session {
    /// Opens a journal beside a book; answers whose question was renamed move to its new name.
    #[must_use]
    pub fn new(book: Book, journal: Journal, today: String) -> Session {
        let mut session = Session {
            book,
            journal,
            passing: BTreeMap::new(),
            wanted: BTreeSet::new(),
            passing_pages: BTreeMap::new(),
            private: BTreeSet::new(),
            today,
        };
        session.begin();
        session
    }

    /// Goes on with another journal, such as one that holds what somebody else wrote as well. Gives the one before.
    pub fn take_over(&mut self, journal: Journal) -> Journal {
        let before = std::mem::replace(&mut self.journal, journal);
        self.begin();
        self.uncover_words();
        before
    }

    fn begin(&mut self) {
        self.follow_renamed();
        // Words that are there again were not taken away.
        let Journal { answers, removed, .. } = &mut self.journal;
        removed.retain(|id| !answers.get(id).is_some_and(|entry| matches!(entry.value, Said::Answer(_))));
        let marked = self
            .journal
            .answers
            .iter()
            .filter(|(_, entry)| entry.extra.0.get(PRIVATE).and_then(toml::Value::as_bool) == Some(true))
            .map(|(id, _)| id.clone());
        // What was marked in this session stays so, also where there is no answer yet.
        self.private.extend(marked);
    }

    /// Says which day it is. Gives whether that is another one than before.
    pub fn set_today(&mut self, today: String) -> bool {
        let is_another = self.today != today;
        self.today = today;
        is_another
    }

    /// Which day it is.
    #[must_use]
    pub fn today(&self) -> Option<Date> {
        day::read(&self.today)
    }

    /// A day as it stands in a sentence: `today`, or `on 14 April`.
    #[must_use]
    pub fn say_day(&self, date: Date) -> String {
        if self.today() == Some(date) {
            "today".to_owned()
        } else {
            format!("on {}", day::said(date, &self.today))
        }
    }

    /// What stands in memory for a question, kept or passing.
    #[must_use]
    pub fn entry(&self, id: &Id) -> Option<&Arc<Entry>> {
        self.passing.get(id).or_else(|| self.journal.answers.get(id))
    }

    /// What was said to a question, when it was answered.
    #[must_use]
    pub fn answer(&self, id: &Id) -> Option<&Answer> {
        match &self.entry(id)?.value {
            Said::Answer(answer) => Some(answer),
            Said::Skipped | Said::Nothing => None,
        }
    }

    /// Whether a page is there for this person now.
    #[must_use]
    pub fn has(&self, exercise: &Exercise) -> bool {
        progress::is_for_one(exercise)
            && exercise.when.as_ref().is_none_or(|when| when.holds(&|id| self.newest(id)))
    }

    /// Whether a question is there for this person now.
    #[must_use]
    pub fn asks(&self, question: &Question) -> bool {
        question.when.as_ref().is_none_or(|when| when.holds(&|id| self.newest(id)))
    }

    /// The pages that are there, in reading order.
    pub fn pages(&self) -> impl DoubleEndedIterator<Item = (&Chapter, &Exercise)> {
        let all =
            self.book.chapters.iter().flat_map(|chapter| chapter.exercises.iter().map(move |e| (chapter, e)));
        all.filter(|(_, exercise)| self.has(exercise))
    }

    /// The page after this one.
    #[must_use]
    pub fn after(&self, page: &Id) -> Option<Id> {
        self.pages().skip_while(|(_, e)| e.id != *page).nth(1).map(|(_, e)| e.id.clone())
    }

    /// The page before this one.
    #[must_use]
    pub fn before(&self, page: &Id) -> Option<Id> {
        self.pages().take_while(|(_, e)| e.id != *page).last().map(|(_, e)| e.id.clone())
    }

    /// A text of the author's with names and earlier answers filled in.
    #[must_use]
    pub fn fill(&self, text: &str, chapter: &str) -> String {
        fill::fill(text, chapter, &|name| match name {
            "me" => Some(self.journal.person.clone()).filter(|name| !name.is_empty()),
            "partner" => None,
            name => {
                let lines = self.lines(&Id::parse(name)?);
                join(lines.into_iter().map(|line| line.text).collect())
            }
        })
    }

    /// The lines of an earlier answer, for questions that build on it.
    #[must_use]
    pub fn lines(&self, id: &Id) -> Vec<Choice> {
        match (self.book.question(id), self.newest(id)) {
            (Some((_, question)), Some(answer)) => {
                self.asked(question, |asked| question.kind.ask().lines(asked, answer))
            }
            (None, _) | (_, None) => Vec::new(),
        }
    }

    /// An earlier answer told again: its question, and what was said.
    #[must_use]
    pub fn told(&self, id: &Id) -> Option<(String, Told)> {
        let (_, question) = self.book.question(id)?;
        let answer = self.newest(id)?;
        Some((self.prompt(question), self.tell(question, answer)))
    }

    /// An answer told again; one of another shape than the question's kind has today is told as it is.
    #[must_use]
    pub fn tell(&self, question: &Question, answer: &Answer) -> Told {
        let ask = question.kind.ask();
        if ask.fits(answer) { self.asked(question, |asked| ask.told(asked, answer)) } else { plainly(answer) }
    }

    /// A question's words, with earlier answers filled in. A sentence to complete may be its own question.
    #[must_use]
    pub fn prompt(&self, question: &Question) -> String {
        self.fill(&question.prompt, question.id.chapter())
    }

    /// Hands a question, as it stands for this person now, to somebody who needs it.
    pub fn asked<T>(&self, question: &Question, with: impl FnOnce(&Asked<'_>) -> T) -> T {
        let chapter = question.id.chapter();
        let keep = self.is_kept(&question.id);
        let prompt = self.fill(&question.prompt, chapter);
        let example = match self.fill(&question.example, chapter).trim() {
            "" => String::new(),
            // Said in words: without colours, an example in a field would look like an answer.
            words if words.contains('\n') => format!("For example:\n{words}"),
            words => format!("For example: {words}"),
        };
        let mut from: Vec<Choice> = Vec::new();
        for line in question.from.iter().flat_map(|id| self.lines(id)) {
            if !from.iter().any(|known| known.id == line.id) {
                from.push(line);
            }
        }
        with(&Asked {
            prompt: &prompt,
            example: &example,
            aim: question.aim,
            from: &from,
            today: &self.today,
            // What a form begins with becomes an answer.
            fill: &|text| if keep { self.fill_kept(text, chapter) } else { self.fill(text, chapter) },
            recall: &|name| {
                let id = Id::parse(name).unwrap_or_else(|| Id::new(chapter, name));
                self.told(&id)
            },
            earlier: &|name| self.earlier_question(name, question),
        })
    }

    /// What is known of a page.
    #[must_use]
    pub fn page(&self, id: &Id) -> PageState {
        self.passing_pages.get(id).or_else(|| self.journal.pages.get(id)).cloned().unwrap_or_default()
    }

    /// Changes what is known of a page. Gives whether anything changed.
    pub fn change_page(&mut self, id: &Id, change: impl FnOnce(&mut PageState)) -> bool {
        let keep = self.book.exercise(id).is_none_or(|(_, exercise)| exercise.keep);
        let before = self.page(id);
        let mut page = before.clone();
        change(&mut page);
        if page == before {
            return false;
        }
        let pages = if keep { &mut self.journal.pages } else { &mut self.passing_pages };
        pages.insert(id.clone(), page);
        true
    }

    /// What feeds a part of the book, such as the steady-me kit: questions and what was said, in reading order.
    #[must_use]
    pub fn feeding(&self, part: &str) -> Vec<(String, Told)> {
        let questions = self.book.chapters.iter().flat_map(|c| &c.exercises).flat_map(|e| &e.questions);
        questions
            .filter(|q| q.into.iter().any(|into| into == part))
            .filter_map(|q| self.told(&q.id))
            .collect()
    }
}

/// Words joined as a person joins them: `a`, `a and b`, `a, b and c`. Lines with a comma or an "and" in them, and sentences,
/// are kept apart by semicolons; questions and exclamations stand behind each other. `None` when there are none.
fn join(mut words: Vec<String>) -> Option<String> {
    if words.len() > 1 && words.iter().any(|line| line.ends_with(['?', '!'])) {
        let stopped = words.iter().map(|line| match line.ends_with(['.', '?', '!', '"', '”']) {
            true => line.clone(),
            false => format!("{line}."),
        });
        return Some(stopped.collect::<Vec<_>>().join(" "));
    }
    let last = words.pop()?;
    if words.is_empty() {
        return Some(last);
    }
    // `I could hum`, `Mum sang for us`: behind a bare "and" it would read on from the line before.
    let is_clause =
        |line: &String| line.starts_with(char::is_uppercase) && line.split_whitespace().nth(2).is_some();
    let is_sentence =
        |line: &String| line.ends_with('.') && line.starts_with(char::is_uppercase) && line.contains(' ');
    let is_long = |line: &String| {
        line.contains([',', ';']) || line.contains(" and ") || is_clause(line) || is_sentence(line)
    };
    let (comma, and) = match words.iter().chain([&last]).any(is_long) {
        true => ("; ", "; and "),
        false => (", ", " and "),
    };
    let words: Vec<&str> = words.iter().map(|line| without_stop(line)).collect();
    Some(format!("{}{and}{last}", words.join(comma)))
}

/// A line without the full stop at its end; dots that trail off stay.
fn without_stop(line: &str) -> &str {
    match line.strip_suffix('.') {
        Some(rest) if !rest.ends_with('.') && !rest.is_empty() => rest,
        Some(_) | None => line,
    }
}

/// An answer without its question: whatever shape it has.
#[must_use]
pub fn plainly(answer: &Answer) -> Told {
    match answer {
        Answer::Number(n) => Told::Value(n.to_string()),
        Answer::Text(text) => Told::Words(text.to_string()),
        Answer::List(lines) => Told::Lines(lines.clone()),
        Answer::Fields(fields) => {
            Told::Lines(fields.iter().map(|(name, cell)| format!("{name}: {}", cell.words())).collect())
        }
        Answer::Rows(rows) => {
            let line = |row: &crate::answer::Row| {
                let cells: Vec<String> =
                    row.iter().map(|(name, cell)| format!("{name}: {}", cell.words())).collect();
                cells.join("; ")
            };
            Told::Lines(rows.iter().map(line).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::Round;
    use crate::journal::{Extra, Stamp};

    #[test]
    fn lines_are_joined_as_a_person_joins_them() {
        for (lines, wanted) in [
            (&[][..], None),
            (&["a."], Some("a.")),
            (&["a", "b"], Some("a and b")),
            (&["a", "b", "c"], Some("a, b and c")),
            (&["a.", "b.", "c"], Some("a, b and c")),
            (&["a, or b", "c"], Some("a, or b; and c")),
            (&["hold a mug", "go out and look up"], Some("hold a mug; and go out and look up")),
            (&["waited for me", "Karim cut my bread"], Some("waited for me; and Karim cut my bread")),
            (&["lonely", "Proud."], Some("lonely and Proud.")),
            (&["She left.", "I stayed.", "c"], Some("She left; I stayed; and c")),
            (&["She left", "Why?", "I stayed."], Some("She left. Why? I stayed.")),
            (&["and so on ...", "b"], Some("and so on ... and b")),
        ] {
            assert_eq!(join(lines.iter().map(|line| (*line).to_owned()).collect()).as_deref(), wanted);
        }
    }

    #[test]
    fn other_versions_stay_and_are_told_until_somebody_decides() {
        let book = crate::book::shipped::book(Vec::new());
        let kept = book.chapters.iter().flat_map(|chapter| &chapter.exercises).filter(|page| page.keep);
        let id = kept.flat_map(|page| &page.questions).next().unwrap().id.clone();
        let updated = Stamp::of(jiff::Timestamp::UNIX_EPOCH, &jiff::tz::TimeZone::UTC);
        let version = |words: &str| {
            let value = Said::Answer(Answer::Text(words.into()));
            Round { value, updated, extra: Extra::default() }
        };
        let mut session = Session::new(book, Journal::default(), String::new());
        session.skip(&id, updated);
        let before = session.journal.answers[&id].clone();
        let now = session.journal.answers.get_mut(&id).unwrap();
        Arc::make_mut(now).other.push(version("from elsewhere"));
        session.skip(&id, updated);
        assert_eq!(session.journal.answers[&id].other, [version("from elsewhere")]);
        session.restore(&id, Some(before));
        assert_eq!(session.journal.answers[&id].other, [version("from elsewhere")]);
        let entry = Entry {
            value: Said::Answer(Answer::Number(3)),
            other: vec![version("four"), Round { value: Said::Nothing, ..version("") }],
            ..Entry::clone(&session.journal.answers[&id])
        };
        session.journal.answers.insert(Id::new("gone", "question"), Arc::new(entry));
        let markdown = crate::export::markdown(&session.document(&Scope::default()));
        assert!(markdown.contains("*Another version, 1 January 1970:*\n\n> from elsewhere\n"), "{markdown}");
        assert!(markdown.contains("*Another version, 1 January 1970:*\n\n> four\n"), "{markdown}");
        assert_eq!(markdown.matches("Another version").count(), 2);
    }

    #[test]
    fn an_export_counts_as_the_book_does_and_knows_nothing_that_is_not_kept() {
        let text = "format = 1\n[chapter]\nid = \"c\"\ntitle = \"C\"\n\
                    [[exercise]]\nid = \"weather\"\ntitle = \"W\"\nkeep = false\n\
                    [[exercise.ask]]\nid = \"afraid\"\nkind = \"yesno\"\nprompt = \"Afraid?\"\n\
                    [[exercise]]\nid = \"hidden\"\ntitle = \"H\"\nwhen = 'afraid == \"yes\"'\ntext = \"x\"\n\
                    [[exercise]]\nid = \"read\"\ntitle = \"R\"\ntext = \"x\"\n\
                    [[exercise]]\nid = \"two\"\ntitle = \"T\"\n\
                    [[exercise.ask]]\nid = \"one\"\nkind = \"line\"\nprompt = \"One {{afraid}}\"\n\
                    [[exercise.ask]]\nid = \"ache\"\nkind = \"scale\"\nprompt = \"Ache?\"\nends = [\"none\", \"much\"]\n\
                    [[exercise]]\nid = \"left\"\ntitle = \"L\"\n\
                    [[exercise.ask]]\nid = \"late\"\nkind = \"line\"\nprompt = \"Late?\"\n";
        let book = crate::book::book(vec![("c.toml".to_owned(), Ok(text.to_owned()))]);
        let updated = Stamp::of(jiff::Timestamp::UNIX_EPOCH, &jiff::tz::TimeZone::UTC);
        let mut session = Session::new(book, Journal::default(), String::new());
        let id = |name: &str| Id::new("c", name);
        let words = |words: &str| Some(Answer::Text(words.into()));
        session.set(&id("one"), words("a"), updated);
        session.change_page(&id("read"), |page| page.read = true);
        session.change_page(&id("left"), |page| page.skipped = true);
        session.set(&id("late"), words("b"), updated);
        let (done, pages) = session.book_progress();
        assert_eq!((done, pages), (2, 4));
        let before = session.document(&Scope::default());
        assert_eq!((before.done, before.pages), (done, pages));
        assert_eq!(
            before.chapters[0].pages.iter().map(|page| page.skipped).collect::<Vec<_>>(),
            [false, false]
        );
        // What is said on a page that is not kept makes another page appear, and the export does not show it.
        session.set(&id("afraid"), words("yes"), updated);
        assert_eq!(session.book_progress(), (3, 4));
        for private in [false, true] {
            let scope = Scope { private, ..Scope::default() };
            let after = session.document(&scope);
            assert_eq!((after.done, after.pages), (done, pages));
            let numbers: Vec<_> = after.chapters[0].pages.iter().map(|page| page.number.as_str()).collect();
            assert_eq!(numbers, ["0.3", "0.4"]);
            assert_eq!(crate::export::markdown(&after), crate::export::markdown(&before));
        }
        session.set(&id("ache"), Some(Answer::Number(10)), updated);
        let markdown = crate::export::markdown(&session.document(&Scope::default()));
        assert!(markdown.contains("**Ache?** 10 of 10 (0 none, 10 much)"), "{markdown}");
    }

    #[test]
    fn words_that_leave_no_trace_do_not_get_to_the_disk_through_a_question() {
        let source = include_str!("../tests/broken/words-that-stay.toml");
        let book = crate::book::book(vec![("c.toml".to_owned(), Ok(source.to_owned()))]);
        let updated = Stamp::of(jiff::Timestamp::UNIX_EPOCH, &jiff::tz::TimeZone::UTC);
        let mut session = Session::new(book, Journal::default(), String::new());
        let id = |name: &str| Id::new("small", name);
        session.set(&id("afraid"), Some(Answer::List(vec!["Karl".into()])), updated);
        session.set(&id("most"), Some(Answer::Text("Karl".into())), updated);
        session.set(&id("letter"), Some(Answer::Text("Leave.".into())), updated);
        assert_eq!(session.journal.answers[&id("letter")].asked, "What would you like to tell them?");
        let (_, draft) = session.book.question(&id("draft")).unwrap();
        let form = session.asked(draft, |asked| draft.kind.ask().form(asked, None));
        session.set(&id("draft"), form.answer(), updated);
        let markdown = crate::export::markdown(&session.document(&Scope::default()));
        assert!(markdown.contains("I am afraid of nobody.") && !markdown.contains("Karl"), "{markdown}");
        assert!(session.book.question(&id("which")).is_none());
    }

    #[test]
    fn words_are_joined_as_people_do() {
        let words = |words: &[&str]| join(words.iter().map(|word| (*word).to_owned()).collect());
        assert_eq!(words(&[]), None);
        assert_eq!(words(&["a"]).as_deref(), Some("a"));
        assert_eq!(words(&["a", "b"]).as_deref(), Some("a and b"));
        assert_eq!(words(&["a", "b", "c"]).as_deref(), Some("a, b and c"));
    }
}
