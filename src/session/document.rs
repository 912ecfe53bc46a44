//! What of a journal goes into an export.

use super::rounds::{in_order, says_something};
use super::{Session, plainly};
use crate::answer::{Answer, Cell, Row};
use crate::book::{Question, fill, full};
use crate::export::{Document, For, Given, Page, Section};
use crate::journal::{Entry, Id, Round, Said, Stamp};
use crate::kind::Told;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What stands above a note in an export.
const NOTE: &str = "Note";

/// What to take along.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Only these chapters; empty: the whole book.
    pub chapters: Vec<String>,
    /// Private answers too. Otherwise they are left out and counted. A partner never gets them.
    pub private: bool,
    /// Whom it is for.
    pub whom: For,
    /// For a therapist: everything since then, however long it is. Otherwise what is new since the last time, and short.
    pub since: Option<Stamp>,
}

impl Session {
    /// What is in a scope, ready to be written down.
    #[must_use]
    pub fn document(&self, scope: &Scope) -> Document {
        match scope.whom {
            For::Me => self.everything(scope),
            For::Partner => self.for_partner(scope),
            For::Therapist => self.for_therapist(scope),
        }
    }

    /// Everything in a scope that was answered or left open on purpose.
    pub(super) fn everything(&self, scope: &Scope) -> Document {
        // What is never kept on disk must not get there through an export, neither as words nor by what it made appear.
        let kept = self.kept();
        // Questions hold words of earlier answers, and what is private must not leave that way either.
        let open = if scope.private { None } else { Some(self.without_private()) };
        let teller = open.as_ref().unwrap_or(&kept);
        let wanted =
            |chapter: &str| scope.chapters.is_empty() || scope.chapters.iter().any(|id| id == chapter);
        let mut document = Document { person: self.journal.person.clone(), ..Document::default() };
        let mut stamps: Vec<Stamp> = Vec::new();
        for (at, chapter) in self.book.chapters.iter().enumerate().filter(|(_, chapter)| wanted(&chapter.id))
        {
            let mut section = Section {
                id: chapter.id.clone(),
                title: chapter.title.clone(),
                number: at.to_string(),
                pages: Vec::new(),
            };
            let (done, pages) = kept.chapter_progress(chapter);
            document.done += done;
            document.pages += pages;
            for exercise in &chapter.exercises {
                let n = self.number(chapter, &exercise.id).unwrap_or_default();
                let mut page = Page {
                    id: exercise.id.name().to_owned(),
                    title: exercise.title.clone(),
                    number: format!("{at}.{n}"),
                    given: Vec::new(),
                    skipped: kept.page(&exercise.id).skipped,
                };
                for question in exercise.all().filter(|_| exercise.keep) {
                    let Some(entry) = self.journal.answers.get(&question.id) else { continue };
                    // An answer that was taken back is no answer; one that is being given again still is.
                    let is_there = exercise.repeat.is_some() || says_something(&entry.value);
                    let Some((said, updated, rounds)) = newest(entry).filter(|_| is_there) else { continue };
                    let told = match said {
                        Said::Answer(answer) => Some(teller.tell(question, answer)),
                        Said::Skipped | Said::Nothing => None,
                    };
                    // Somebody may have come back to a page that was skipped once.
                    page.skipped &= told.is_none() || question.is_note();
                    if !scope.private && self.holds_private(question) {
                        document.kept_private += 1;
                        continue;
                    }
                    stamps.extend(rounds.iter().map(|round| round.updated).chain([updated]));
                    let tell = |answer: &Answer| teller.tell(question, answer);
                    page.given.push(Given {
                        id: question.id.clone(),
                        asked: if question.is_note() {
                            NOTE.to_owned()
                        } else if self.speaks_of_private(question) && !scope.private {
                            teller.prompt(question)
                        } else {
                            entry.asked.to_string()
                        },
                        told,
                        updated,
                        rounds: versions(rounds, tell),
                        other: versions(&entry.other, tell),
                    });
                }
                if !page.given.is_empty() {
                    section.pages.push(page);
                }
            }
            if !section.pages.is_empty() {
                document.chapters.push(section);
            }
        }
        let secret = self.private_words();
        for (id, entry) in self.gone().filter(|(id, _)| wanted(id.chapter())) {
            if !scope.private && self.private.contains(id) {
                document.kept_private += 1;
            } else if let Some(mut given) = orphan(id, entry) {
                if !scope.private && secret.are_in(&given.asked) {
                    given.asked = id.to_string();
                }
                stamps.push(given.updated);
                document.earlier.push(given);
            }
        }
        if scope.chapters.is_empty() {
            document.portrait = teller.portrait_to_take_along(scope.whom);
        }
        document.title = match document.chapters.as_slice() {
            [one] if !scope.chapters.is_empty() => one.title.clone(),
            _ => "My workbook".to_owned(),
        };
        document.created = stamps.iter().min_by_key(|stamp| stamp.local).copied();
        document.updated = stamps.iter().max_by_key(|stamp| stamp.local).copied();
        document
    }
}

impl Session {
    /// Answers whose question is gone from the book, in the order of their ids.
    #[must_use]
    pub fn earlier(&self) -> Vec<Given> {
        self.gone().filter_map(|(id, entry)| orphan(id, entry)).collect()
    }

    /// One answer with all that was said before it, wherever its question is: for whoever looks at it away from its page.
    #[must_use]
    pub fn kept_answer(&self, id: &Id) -> Option<Given> {
        let entry = self.journal.answers.get(id)?;
        let Some((_, question)) = self.book.question(id) else { return orphan(id, entry) };
        let tell = |answer: &Answer| self.tell(question, answer);
        let told = match &entry.value {
            Said::Answer(answer) => Some(tell(answer)),
            Said::Skipped | Said::Nothing => None,
        };
        let (rounds, other) = (versions(&entry.rounds, tell), versions(&entry.other, tell));
        Some(Given {
            id: id.clone(),
            asked: self.prompt(question),
            told,
            updated: entry.updated,
            rounds,
            other,
        })
    }

    /// How many of them there are.
    #[must_use]
    pub fn count_earlier(&self) -> usize {
        self.gone().filter(|(_, entry)| matches!(entry.value, Said::Answer(_))).count()
    }

    /// Entries whose question is gone. There may be very many: a chapter is gone through once, not for each of them, and only
    /// when something was said in it.
    pub(super) fn gone(&self) -> impl Iterator<Item = (&Id, &Arc<Entry>)> {
        let mut here: (&str, BTreeSet<&Id>) = ("", BTreeSet::new());
        self.journal.answers.iter().filter(move |(id, _)| {
            // They come chapter by chapter.
            if here.0 != id.chapter() {
                let chapter = self.book.chapters.iter().find(|chapter| chapter.id == id.chapter());
                let pages = chapter.map_or(&[][..], |chapter| chapter.exercises.heads());
                let known = pages.iter().flat_map(|page| &page.asks).map(|ask| &ask.id);
                here = (id.chapter(), known.collect());
            }
            !here.1.contains(id) && Question::noted(id).is_none_or(|page| self.book.head(&page).is_none())
        })
    }

    /// Whether an answer is private, or made of one that is: its lines, or its text filled in.
    #[must_use]
    pub fn holds_private(&self, question: &Question) -> bool {
        let chapter = question.id.chapter();
        let beginnings = question.kind.ask().beginnings();
        let gaps = beginnings.iter().flat_map(|text| fill::gaps(text));
        let mut named = gaps.map(|gap| full(gap.name, chapter));
        // What a question builds on comes before it in the book, so this ends.
        let of = |id: &Id| self.book.question(id).is_some_and(|(_, earlier)| self.holds_private(earlier));
        let mut sources = question.kind.ask().sources().into_iter().map(|(_, name)| full(name, chapter));
        self.is_private(question)
            || question.from.iter().any(&of)
            || named.any(|id| of(&id))
            || sources.any(|id| of(&id))
    }

    /// What private answers say, line by line. Going through all answers takes a while: whoever looks at many texts gathers
    /// it once.
    pub(super) fn private_words(&self) -> PrivateWords<'_> {
        let answers = self.journal.answers.iter().filter(|(id, _)| match self.book.question(id) {
            Some((_, question)) => self.holds_private(question),
            None => self.private.contains(id),
        });
        let said = answers.flat_map(|(_, entry)| {
            let versions = entry.rounds.iter().chain(&entry.other).map(|version| &version.value);
            std::iter::once(&entry.value).chain(versions)
        });
        let answers = said.filter_map(|said| match said {
            Said::Answer(answer) => Some(answer),
            Said::Skipped | Said::Nothing => None,
        });
        let mut words = BTreeSet::new();
        for answer in answers {
            let lines: Vec<&str> = match answer {
                Answer::Text(words) => words.lines().collect(),
                Answer::List(lines) => lines.iter().map(String::as_str).collect(),
                Answer::Fields(row) => cells(row).collect(),
                Answer::Rows(rows) => rows.iter().flat_map(cells).collect(),
                Answer::Number(_) => Vec::new(),
            };
            let lines = lines.into_iter().map(str::trim).filter(|line| !line.is_empty());
            words.extend(lines.map(|line| (line.len(), line)));
        }
        PrivateWords(words)
    }

    /// Whether a question's words hold those of a private answer.
    fn speaks_of_private(&self, question: &Question) -> bool {
        let gaps = fill::gaps(&question.prompt);
        let ids = gaps.iter().map(|gap| full(gap.name, question.id.chapter()));
        ids.filter_map(|id| self.book.question(&id)).any(|(_, question)| self.holds_private(question))
    }
}

/// The lines of private answers, each once and the short ones first.
pub(super) struct PrivateWords<'a>(BTreeSet<(usize, &'a str)>);

impl PrivateWords<'_> {
    /// Whether a text holds some of them: one whose question is gone cannot be asked anew without them.
    pub(super) fn are_in(&self, text: &str) -> bool {
        // What is longer than a text is not in it.
        let short = self.0.iter().take_while(|(length, _)| *length <= text.len());
        short.into_iter().any(|(_, words)| text.contains(words))
    }
}

/// The words of a row.
fn cells(row: &Row) -> impl Iterator<Item = &str> {
    row.iter().filter_map(|(_, cell)| match cell {
        Cell::Text(words) => Some(words.as_str()),
        Cell::Number(_) => None,
    })
}

/// An answer whose question is gone from the book.
fn orphan(id: &Id, entry: &Entry) -> Option<Given> {
    let (said, updated, rounds) = newest(entry)?;
    let told = match said {
        Said::Answer(answer) => Some(plainly(answer)),
        Said::Skipped | Said::Nothing => return None,
    };
    let asked = if entry.asked.is_empty() { id.to_string() } else { entry.asked.to_string() };
    let (rounds, other) = (versions(rounds, plainly), versions(&entry.other, plainly));
    Some(Given { id: id.clone(), asked, told, updated, rounds, other })
}

/// What speaks for an entry: what it holds now, or the newest of the rounds while another one is still open; when that was
/// said, and the rounds before it, oldest first. Nothing when nothing was said at all.
fn newest(entry: &Entry) -> Option<(&Said, Stamp, Vec<&Round>)> {
    let mut rounds: Vec<&Round> = in_order(&entry.rounds).collect();
    if says_something(&entry.value) {
        return Some((&entry.value, entry.updated, rounds));
    }
    loop {
        let last = rounds.pop()?;
        if says_something(&last.value) {
            return Some((&last.value, last.updated, rounds));
        }
    }
}

/// Earlier answers, or other versions of one: those that say something.
fn versions<'a>(
    versions: impl IntoIterator<Item = &'a Round>,
    tell: impl Fn(&Answer) -> Told,
) -> Vec<(Stamp, Told)> {
    let told = versions.into_iter().filter_map(|version| match &version.value {
        Said::Answer(answer) => Some((version.updated, tell(answer))),
        Said::Skipped | Said::Nothing => None,
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::{Extra, Journal, PRIVATE};
    use std::sync::Arc;

    const BOOK: &str = "format = 1\n[chapter]\nid = \"c\"\ntitle = \"C\"\n\
        [[exercise]]\nid = \"page\"\ntitle = \"P\"\ntext = \"x\"\n\
        [[exercise.ask]]\nid = \"longing\"\nkind = \"list\"\nprompt = \"Longing?\"\n\
        [[exercise.ask]]\nid = \"most\"\nkind = \"choice\"\nprompt = \"Most?\"\nfrom = \"longing\"\n\
        [[exercise.ask]]\nid = \"story\"\nkind = \"compose\"\nprompt = \"Story.\"\ntemplate = \"I wait for {{most}}.\"\n\
        [[exercise.ask]]\nid = \"begun\"\nkind = \"text\"\nprompt = \"Well?\"\nopeners = [\"Of {{most}}, ____\"]\n\
        [[exercise.ask]]\nid = \"other\"\nkind = \"line\"\nprompt = \"And beside {{most}}?\"\n";

    fn stamp() -> Stamp {
        Stamp::of(jiff::Timestamp::UNIX_EPOCH, &jiff::tz::TimeZone::UTC)
    }

    fn id(name: &str) -> Id {
        Id::new("c", name)
    }

    fn session() -> Session {
        let book = crate::book::book(vec![("c.toml".to_owned(), Ok(BOOK.to_owned()))]);
        assert_eq!(book.chapters[0].exercises[0].questions.len(), 5);
        let mut session = Session::new(book, Journal::default(), String::new());
        session.set(&id("longing"), Some(Answer::List(vec!["a lift home".into()])), stamp());
        for (name, words) in [
            ("most", "a lift home"),
            ("story", "I wait for a lift home."),
            ("begun", "Of a lift home, all."),
            ("other", "tea"),
        ] {
            session.set(&id(name), Some(Answer::Text(words.into())), stamp());
        }
        session
    }

    fn export(session: &Session, private: bool) -> String {
        crate::export::markdown(&session.document(&Scope { private, ..Scope::default() }))
    }

    #[test]
    fn what_is_made_of_a_private_answer_is_private_too() {
        let mut session = session();
        assert_eq!(export(&session, false).matches("a lift home").count(), 5);
        assert!(session.toggle_private(&id("longing")));
        let markdown = export(&session, false);
        assert!(!markdown.contains("lift"), "{markdown}");
        assert!(markdown.contains("tea"), "{markdown}");
        assert_eq!(session.document(&Scope::default()).kept_private, 4);
        assert!(export(&session, true).contains("I wait for a lift home."));
    }

    #[test]
    fn a_question_that_is_gone_tells_nothing_private_either() {
        let mut session = session();
        let entry = Entry::clone(&session.journal.answers[&id("other")]);
        let entry = Entry { asked: "What about a lift home?".into(), ..entry };
        session.journal.answers.insert(Id::new("gone", "question"), Arc::new(entry));
        assert!(export(&session, false).contains("What about a lift home?"));
        session.toggle_private(&id("longing"));
        let markdown = export(&session, false);
        assert!(!markdown.contains("lift") && markdown.contains("gone.question"), "{markdown}");
    }

    /// The same page, answered twice, and begun a third time.
    fn in_rounds() -> Session {
        let book = BOOK.replace("text = \"x\"", "text = \"x\"\nrepeat = 7")
            + "[[exercise.ask]]\nid = \"ache\"\nkind = \"scale\"\nprompt = \"How much?\"\n";
        let book = crate::book::book(vec![("c.toml".to_owned(), Ok(book))]);
        assert_eq!(book.chapters[0].exercises[0].questions.len(), 6);
        let mut session = Session::new(book, Journal::default(), "2026-05-20".to_owned());
        let at = |day: &str| {
            let moment = format!("2026-05-{day}T08:00:00Z").parse().unwrap();
            Stamp::of(moment, &jiff::tz::TimeZone::UTC)
        };
        for (day, number, words) in [("01", 7, "first words"), ("08", 4, "second words")] {
            session.set(&id("ache"), Some(Answer::Number(number)), at(day));
            session.set(&id("other"), Some(Answer::Text(words.into())), at(day));
            session.answer_again(&Id::new("c", "page"), at("15"));
        }
        session
    }

    #[test]
    fn every_round_goes_along_also_while_another_one_is_open() {
        let mut session = in_rounds();
        let markdown = export(&session, false);
        let table = "| Date | Answer |\n| --- | --- |\n| 1 May 2026 | 7 |\n| 8 May 2026 | 4 |\n";
        assert!(markdown.contains("**How much?** 4 (from 0 to 10), 8 May 2026"), "{markdown}");
        assert!(markdown.contains(table), "{markdown}");
        assert!(markdown.contains("> second words"), "{markdown}");
        assert!(markdown.contains("*Earlier, on 1 May 2026:*\n\n> first words"), "{markdown}");
        // What is private is private in every round, also where a question that is gone speaks of an earlier one.
        session.toggle_private(&id("ache"));
        session.toggle_private(&id("other"));
        let entry = Entry::clone(&session.journal.answers[&id("other")]);
        let entry = Entry {
            asked: "What of first words?".into(),
            value: Said::Answer(Answer::Text("tea".into())),
            rounds: Vec::new(),
            extra: Extra::default(),
            ..entry
        };
        session.journal.answers.insert(Id::new("gone", "question"), Arc::new(entry));
        let markdown = export(&session, false);
        assert!(!markdown.contains("words") && !markdown.contains("| 7 |"), "{markdown}");
        assert!(markdown.contains("tea"), "{markdown}");
    }

    #[test]
    fn an_answer_that_was_taken_back_is_no_answer() {
        let mut session = session();
        let kept = Entry::clone(&session.journal.answers[&id("other")]);
        let round = Round { value: kept.value, updated: kept.updated, extra: Extra::default() };
        let entry = session.journal.answers.get_mut(&id("other")).unwrap();
        Arc::make_mut(entry).rounds.push(round);
        session.set(&id("other"), None, stamp());
        assert!(!export(&session, true).contains("tea"));
    }

    #[test]
    fn taking_back_does_not_make_private_what_is_not() {
        let mut session = session();
        session.toggle_private(&id("other"));
        let before = session.journal.answers.get(&id("other")).cloned();
        session.set(&id("other"), Some(Answer::Text("coffee".into())), stamp());
        session.toggle_private(&id("other"));
        session.restore(&id("other"), before);
        let entry = &session.journal.answers[&id("other")];
        assert!(!entry.extra.0.contains_key(PRIVATE), "{:?}", Extra::clone(&entry.extra));
        // And the other way round.
        let before = session.journal.answers.get(&id("other")).cloned();
        session.set(&id("other"), Some(Answer::Text("milk".into())), stamp());
        session.toggle_private(&id("other"));
        session.restore(&id("other"), before);
        assert!(session.journal.answers[&id("other")].extra.0.contains_key(PRIVATE));
    }
}
