//! Where some words stand, in what the person wrote and in the book.
//!
//! Every search looks at everything anew: there is no index, in memory or on disk, that could hold words longer than
//! anybody looks at them. What is private is found and not told; what was said on a page that leaves no trace is not
//! even looked at.

use super::Session;
use crate::answer::Answer;
use crate::book::{Chapter, Exercise, Question, fill, full, prose};
use crate::journal::{Entry, Id, Place, Said};
use crate::kind::Told;
use crate::text::fold::{find, fold, fold_into};
use std::borrow::Cow;
use std::ops::Range;

/// More places than anybody looks through; more words find fewer.
pub const MOST: usize = 100;

/// What a search found.
#[derive(Clone, Default)]
pub struct Found {
    /// The best of it, best first.
    pub hits: Vec<Hit>,
    /// How many more places there are.
    pub more: usize,
}

/// One place. It has no `Debug`: it holds somebody's words.
#[derive(Clone)]
pub struct Hit {
    /// What it is.
    pub what: What,
    /// Where it leads to.
    pub goal: Goal,
    /// The number and the title of its page.
    pub place: String,
    /// The line with the words, as plain words; the question alone where the answer is private.
    pub line: String,
    /// Where the first of the words stands in the line, in bytes.
    pub at: Range<usize>,
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// An answer.
    Answer,
    /// An answer whose words are not shown.
    Private,
    /// Something that was said earlier, or in another version, or to a question that is not asked now.
    Kept,
    /// Words of the book.
    Book,
}

/// Where a hit leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goal {
    /// To a page, and perhaps a question on it.
    Page(Place),
    /// To an answer that stands on no page now.
    Kept(Id),
}

/// Something that holds all the words, before anybody looks at it closely.
struct Candidate<'a> {
    /// Whose words, and how close: less is better.
    rank: (Class, Fit),
    of: Of<'a>,
}

#[derive(Clone, Copy)]
enum Of<'a> {
    Answer(&'a Id, &'a Entry, Option<(&'a Exercise, &'a Question)>, Part),
    Question(&'a Exercise, &'a Question),
    Page(&'a Chapter, &'a Exercise),
}

/// Which part of what was said to a question.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Now,
    Before,
}

/// Own words come before those of the book.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Own,
    Title,
    Question,
    Text,
}

/// How well the words fit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// As they were typed, from the beginning of a word.
    Begins,
    /// As they were typed, inside of a word.
    Inside,
    /// All of them, somewhere.
    Apart,
}

/// What is looked for, folded, and room to fold what it is looked for in.
struct Wanted {
    whole: String,
    words: Vec<String>,
    room: String,
}

impl Wanted {
    fn new(query: &str) -> Wanted {
        let words: Vec<String> = fold(query).split_whitespace().map(str::to_owned).collect();
        Wanted { whole: words.join(" "), words, room: String::new() }
    }

    /// How well a text fits, if it holds all the words.
    fn fits(&mut self, text: &str) -> Option<Fit> {
        self.room.clear();
        fold_into(&mut self.room, text);
        let folded = &self.room;
        if !self.words.iter().all(|word| folded.contains(word.as_str())) {
            return None;
        }
        let begins = |at: usize| {
            folded
                .get(..at)
                .and_then(|before| before.chars().next_back())
                .is_none_or(|c| !c.is_alphanumeric())
        };
        let whole: Vec<bool> = folded.match_indices(&self.whole).map(|(at, _)| begins(at)).collect();
        Some(match whole.as_slice() {
            [] => Fit::Apart,
            whole if whole.contains(&true) => Fit::Begins,
            _ => Fit::Inside,
        })
    }

    /// The line of a text that tells most, and where the first word stands in it.
    fn line(&mut self, text: &str) -> (String, Range<usize>) {
        let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
        let whole = lines().find_map(|line| Some((line, find(line, &self.whole)?)));
        let any =
            || lines().find_map(|line| Some((line, self.words.iter().find_map(|word| find(line, word))?)));
        match whole.or_else(any) {
            Some((line, at)) => (line.to_owned(), at),
            None => (lines().next().unwrap_or("").to_owned(), 0..0),
        }
    }
}

impl Session {
    /// Every place that holds all the words of a query: in one answer, in one question, or in the text of one page. Case,
    /// accents and the kind of quotation marks make no difference, and a part of a word is enough.
    ///
    /// What the person wrote comes first, then titles, then questions, then texts of the book. Among those, what holds the
    /// query as it was typed, from the beginning of a word, comes before what holds it inside of a word, and that before what
    /// holds its words apart. Then the order of the book decides; answers that stand on no page come last.
    #[must_use]
    pub fn search(&self, query: &str) -> Found {
        let mut wanted = Wanted::new(query);
        if wanted.words.is_empty() {
            return Found::default();
        }
        let mut all: Vec<Candidate<'_>> = Vec::new();
        for chapter in &self.book.chapters {
            for exercise in &chapter.exercises {
                self.look_through(chapter, exercise, &mut wanted, &mut all);
            }
        }
        for (id, entry) in self.gone() {
            look_at(id, entry, None, &mut wanted, &mut all, &|answer| plain(answer));
        }
        // Stable: what is alike stays in the order of the book.
        all.sort_by_key(|candidate| candidate.rank);
        let more = all.len().saturating_sub(MOST);
        let hits = all.iter().take(MOST).map(|candidate| self.hit(candidate.of, &mut wanted));
        Found { hits: hits.collect(), more }
    }

    fn look_through<'a>(
        &'a self,
        chapter: &'a Chapter,
        exercise: &'a Exercise,
        wanted: &mut Wanted,
        all: &mut Vec<Candidate<'a>>,
    ) {
        for question in &exercise.questions {
            if let Some(entry) = self.journal.answers.get(&question.id) {
                let told = |answer: &Answer| self.words_of(question, answer);
                let own = |answer: &'a Answer| match free_words(question, answer) {
                    Some(words) => Cow::Borrowed(words),
                    None => Cow::Owned(told(answer)),
                };
                look_at(&question.id, entry, Some((exercise, question)), wanted, all, &own);
            }
        }
        if !self.has(exercise) {
            return;
        }
        let titles = title_of(chapter, exercise);
        let text = self.page_text(chapter, exercise);
        let title = wanted.fits(&titles).map(|fit| (Class::Title, fit));
        if let Some(rank) = title.or_else(|| wanted.fits(&text).map(|fit| (Class::Text, fit))) {
            all.push(Candidate { rank, of: Of::Page(chapter, exercise) });
        }
        for question in exercise.questions.iter().filter(|question| self.asks(question)) {
            if let Some(fit) = wanted.fits(&self.question_text(question)) {
                all.push(Candidate { rank: (Class::Question, fit), of: Of::Question(exercise, question) });
            }
        }
    }

    /// A hit, with its line.
    fn hit(&self, of: Of<'_>, wanted: &mut Wanted) -> Hit {
        let page = |exercise: &Exercise, question: Option<&Id>, at| {
            Goal::Page(Place { page: exercise.id.clone(), question: question.cloned(), at })
        };
        let (what, goal, place, text) = match of {
            Of::Page(chapter, exercise) => {
                let text = paragraphs(&self.page_text(chapter, exercise));
                let words = format!("{}\n{text}", title_of(chapter, exercise));
                (What::Book, page(exercise, None, 0), self.name_of(exercise), words)
            }
            Of::Question(exercise, question) => {
                let goal = page(exercise, Some(&question.id), 0);
                (What::Book, goal, self.name_of(exercise), self.question_text(question))
            }
            Of::Answer(id, entry, from, part) => {
                let place = from.map_or_else(|| NOWHERE.to_owned(), |(exercise, _)| self.name_of(exercise));
                let here = from.filter(|(exercise, question)| {
                    part == Part::Now && self.has(exercise) && self.asks(question)
                });
                let at = |question: &Question| match &entry.value {
                    Said::Answer(answer) => free_words(question, answer)
                        .and_then(|words| wanted.words.iter().find_map(|word| find(words, word)))
                        .map_or(0, |at| at.start),
                    Said::Skipped | Said::Nothing => 0,
                };
                let goal = match here {
                    Some((exercise, question)) => page(exercise, Some(id), at(question)),
                    None => Goal::Kept(id.clone()),
                };
                if self.hides(id, from) {
                    let line = self.asked_openly(id, entry, from);
                    return Hit { what: What::Private, goal, place, line, at: 0..0 };
                }
                let told = |answer: &Answer| match from {
                    Some((_, question)) => self.words_of(question, answer),
                    None => plain(answer).into_owned(),
                };
                let words: Vec<String> = part.of(entry).filter_map(answer_of).map(told).collect();
                let what = if here.is_some() { What::Answer } else { What::Kept };
                (what, goal, place, words.join("\n"))
            }
        };
        let (line, at) = wanted.line(&text);
        Hit { what, goal, place, line, at }
    }

    /// Whether the words of an answer are not shown before the person goes there.
    fn hides(&self, id: &Id, from: Option<(&Exercise, &Question)>) -> bool {
        match from {
            // An answer can be older than the page's wish to leave no trace.
            Some((exercise, question)) => {
                let labels = question.kind.ask().texts();
                !exercise.keep
                    || self.holds_private(question)
                    || labels.iter().any(|text| self.names_private(text, id.chapter()))
            }
            None => self.private.contains(id),
        }
    }

    /// Whether a text of the author's takes up words of a private answer.
    fn names_private(&self, text: &str, chapter: &str) -> bool {
        let named = fill::gaps(text).into_iter().map(|gap| full(gap.name, chapter));
        named.into_iter().any(|id| self.is_secret(&id))
    }

    fn is_secret(&self, id: &Id) -> bool {
        match self.book.question(id) {
            Some((exercise, question)) => !exercise.keep || self.holds_private(question),
            None => self.private.contains(id),
        }
    }

    /// A question in words that hold nothing of another private answer.
    fn asked_openly(&self, id: &Id, entry: &Entry, from: Option<(&Exercise, &Question)>) -> String {
        match from {
            Some((_, question)) => self.fill_openly(&question.prompt, id.chapter()),
            None if entry.asked.is_empty() || self.tells_private(&entry.asked) => id.to_string(),
            None => entry.asked.to_string(),
        }
    }

    /// As `fill`, without words of answers that are private or on no disk.
    fn fill_openly(&self, text: &str, chapter: &str) -> String {
        if !text.contains("{{") {
            return text.to_owned();
        }
        fill::fill(text, chapter, &|name| match Id::parse(name) {
            Some(id) if self.is_secret(&id) => None,
            Some(_) | None => Some(self.fill(&format!("{{{{{name}|}}}}"), chapter)),
        })
    }

    /// `2.3 What was missing`
    fn name_of(&self, exercise: &Exercise) -> String {
        format!("{} {}", self.number_in_book(&exercise.id), exercise.title)
    }

    /// What a page says beside its questions, as Markdown; the opening of the chapter with its first page.
    fn page_text(&self, chapter: &Chapter, exercise: &Exercise) -> String {
        let opening = if opens(chapter, exercise) {
            [&*chapter.summary, &chapter.text, &chapter.care]
        } else {
            [""; 3]
        };
        let own = [&*exercise.text, &exercise.care, &exercise.closing, &exercise.why];
        let turns = exercise.turns.iter().flat_map(|turn| [&*turn.say, &turn.waiting]);
        let all: Vec<&str> =
            opening.into_iter().chain(own).chain(turns).filter(|text| !text.is_empty()).collect();
        self.fill_openly(&all.join("\n\n"), &chapter.id)
    }

    /// What a question says, line by line.
    fn question_text(&self, question: &Question) -> String {
        let options = question.kind.ask().options().iter().map(|option| &*option.text);
        let all: Vec<&str> = [&*question.prompt, &question.hint].into_iter().chain(options).collect();
        self.fill_openly(&all.join("\n"), question.id.chapter())
    }

    /// An answer told again, line by line: only what was said, not what could have been.
    fn words_of(&self, question: &Question, answer: &Answer) -> String {
        let mut lines = Vec::new();
        spell(&self.tell(question, answer), &mut lines);
        lines.join("\n")
    }
}

/// What stands for the place of an answer whose question is gone.
const NOWHERE: &str = "no longer in the book";

impl Part {
    /// What was said, in this part of an entry.
    fn of(self, entry: &Entry) -> impl Iterator<Item = &Said> {
        let now = Some(&entry.value).filter(|_| self == Part::Now);
        let before = entry.rounds.iter().chain(&entry.other).filter(move |_| self == Part::Before);
        now.into_iter().chain(before.map(|round| &round.value))
    }
}

/// Looks at what was said to a question: now, and in earlier rounds and other versions.
fn look_at<'a>(
    id: &'a Id,
    entry: &'a Entry,
    from: Option<(&'a Exercise, &'a Question)>,
    wanted: &mut Wanted,
    all: &mut Vec<Candidate<'a>>,
    told: &dyn Fn(&'a Answer) -> Cow<'a, str>,
) {
    for part in [Part::Now, Part::Before] {
        let fit = part.of(entry).filter_map(answer_of).filter_map(|answer| wanted.fits(&told(answer))).min();
        if let Some(fit) = fit {
            all.push(Candidate { rank: (Class::Own, fit), of: Of::Answer(id, entry, from, part) });
            // Whoever finds the answer finds what was said before it as well.
            return;
        }
    }
}

fn answer_of(said: &Said) -> Option<&Answer> {
    match said {
        Said::Answer(answer) => Some(answer),
        Said::Skipped | Said::Nothing => None,
    }
}

/// The words of a text that somebody wrote freely: what is stored is what is shown.
fn free_words<'a>(question: &Question, answer: &'a Answer) -> Option<&'a str> {
    match answer {
        Answer::Text(words) if question.kind.ask().is_open() => Some(words),
        Answer::Text(_) | Answer::Number(_) | Answer::List(_) | Answer::Fields(_) | Answer::Rows(_) => None,
    }
}

/// An answer without its question, line by line.
fn plain(answer: &Answer) -> Cow<'_, str> {
    match answer {
        Answer::Text(words) => Cow::Borrowed(words),
        Answer::Number(_) | Answer::List(_) | Answer::Fields(_) | Answer::Rows(_) => {
            let mut lines = Vec::new();
            spell(&super::plainly(answer), &mut lines);
            Cow::Owned(lines.join("\n"))
        }
    }
}

/// The lines of something told: only what was chosen, of what could be ticked.
fn spell(told: &Told, lines: &mut Vec<String>) {
    match told {
        Told::Words(words) | Told::Value(words) => lines.push(words.clone()),
        Told::Lines(some) => lines.extend(some.iter().cloned()),
        Told::Ranked { first, rest } => lines.extend(first.iter().chain(rest).cloned()),
        Told::Ticked(options) => {
            lines.extend(options.iter().filter(|(chosen, _)| *chosen).map(|(_, option)| option.clone()));
        }
        Told::Table { rows, .. } => lines.extend(rows.iter().map(|row| {
            let cells: Vec<&str> =
                row.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
            cells.join("; ")
        })),
        Told::Parts(parts) => parts.iter().for_each(|(_, told)| spell(told, lines)),
    }
}

/// The titles that a page is known by: its own, and its chapter's, when it is the first one there.
fn title_of(chapter: &Chapter, exercise: &Exercise) -> String {
    match opens(chapter, exercise) {
        true => format!("{}\n{}", exercise.title, chapter.title),
        false => exercise.title.clone(),
    }
}

fn opens(chapter: &Chapter, exercise: &Exercise) -> bool {
    chapter.exercises.first().is_some_and(|first| first.id == exercise.id)
}

/// Markdown as plain words, one line for each paragraph.
fn paragraphs(markdown: &str) -> String {
    let blocks = prose::blocks(markdown, prose::MEASURE, &str::to_owned);
    let lines = blocks.iter().map(|block| {
        let rows: Vec<String> = block.rows.iter().map(|row| row.words().trim().to_owned()).collect();
        rows.join(" ")
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
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
                "Book | 0.3 Creaking | Creaking",
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
    fn a_hit_leads_to_the_letter() {
        let mut session = session();
        said(&mut session, "scene", "Então: é tarde.");
        let hit = session.search("tarde").hits.remove(0);
        let place = Place { page: id("hall"), question: Some(id("scene")), at: "Então: é ".len() };
        assert_eq!(hit.goal, Goal::Page(place));
        assert_eq!(&hit.line[hit.at], "tarde");
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
        let all =
            [shown(&session, "canary"), shown(&session, "lovely"), shown(&session, "what about")].concat();
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
        entry.rounds = vec![crate::journal::Round {
            value: entry.value.clone(),
            updated: at(),
            extra: Default::default(),
        }];
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
        assert_eq!(
            goals,
            [Goal::Kept(id("scene")), Goal::Kept(id("deep")), Goal::Kept(Id::new("gone", "song"))]
        );
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
}
