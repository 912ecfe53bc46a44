//! Where some words stand, in what the person wrote and in the book.
//!
//! Every search looks at everything anew: there is no index, in memory or on disk, that could hold words longer than
//! anybody looks at them. What is private is found and not told; what was said on a page that leaves no trace is not
//! even looked at.

use super::Session;
use crate::answer::Answer;
use crate::book::{Chapter, Exercise, Question, fill, full};
use crate::journal::{Entry, Id, Place, Said};
use crate::text::fold::find;
use std::borrow::Cow;
use std::ops::Range;
use wanted::{Fit, Wanted};
use words::{answer_of, free_words, paragraphs, plain, spell};

mod marks;
mod wanted;
mod words;

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
    /// A note to a page.
    Note,
    /// An answer whose words are not shown.
    Private,
    /// Something that was said earlier, or in another version, or to a question that is not asked now.
    Kept,
    /// Words of the book.
    Book,
    /// A page that the person has marked.
    Bookmark,
    /// An answer that the person wants to bring along.
    Bring,
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
    /// Less is better.
    rank: Rank,
    of: Of<'a>,
}

#[derive(Clone, Copy)]
enum Of<'a> {
    Answer(Own<'a>, Part),
    Question(&'a Exercise, &'a Question),
    Page(&'a Chapter, &'a Exercise),
}

/// What was said to a question, and where that is asked, if it is.
#[derive(Clone, Copy)]
struct Own<'a> {
    id: &'a Id,
    entry: &'a Entry,
    from: Option<(&'a Exercise, &'a Question)>,
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

/// Own words before those of the book; what was typed before the same words apart; titles before questions before texts;
/// the beginning of a word before the inside of one.
type Rank = (bool, bool, Class, Fit);

fn rank(class: Class, fit: Fit) -> Rank {
    (class != Class::Own, fit == Fit::Apart, class, fit)
}

impl Session {
    /// Every place that holds all the words of a query: in one answer, in one question, or in the text of one page. Case,
    /// accents and the kind of quotation marks make no difference, and a part of a word is enough.
    ///
    /// What the person wrote comes first. Among the rest, and among own words, what holds the query as it was typed comes before
    /// what holds its words apart; then titles come before questions, and questions before texts; then the beginning of a word
    /// before the inside of one. Then the order of the book decides; answers that stand on no page come last.
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
            look_at(Own { id, entry, from: None }, &mut wanted, &mut all, &|answer| plain(answer));
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
        for question in exercise.all() {
            if let Some(entry) = self.journal.answers.get(&question.id) {
                let told = |answer: &Answer| self.words_of(question, answer);
                let own = |answer: &'a Answer| match free_words(question, answer) {
                    Some(words) => Cow::Borrowed(words),
                    None => Cow::Owned(told(answer)),
                };
                look_at(Own { id: &question.id, entry, from: Some((exercise, question)) }, wanted, all, &own);
            }
        }
        if !self.has(exercise) {
            return;
        }
        let titles = title_of(chapter, exercise);
        let text = self.page_text(chapter, exercise);
        let title = wanted.fits(&titles).or_else(|| self.fits_number(exercise, wanted));
        let title = title.map(|fit| rank(Class::Title, fit));
        if let Some(rank) = title.or_else(|| wanted.fits(&text).map(|fit| rank(Class::Text, fit))) {
            all.push(Candidate { rank, of: Of::Page(chapter, exercise) });
        }
        for question in exercise.questions.iter().filter(|question| self.asks(question)) {
            if let Some(fit) = wanted.fits(&self.question_text(question)) {
                all.push(Candidate {
                    rank: rank(Class::Question, fit),
                    of: Of::Question(exercise, question),
                });
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
                let words = match wanted.fits(&exercise.title).or_else(|| self.fits_number(exercise, wanted))
                {
                    // The title stands there anyway. What the page is for tells more.
                    Some(_) => {
                        let line = self.fill_openly(&exercise.why, &chapter.id);
                        let (goal, place) = (page(exercise, None, 0), self.name_of(exercise));
                        return Hit { what: What::Book, goal, place, line, at: 0..0 };
                    }
                    None => paragraphs(&self.page_text(chapter, exercise)),
                };
                let words = format!("{}\n{words}", title_of(chapter, exercise));
                (What::Book, page(exercise, None, 0), self.name_of(exercise), words)
            }
            Of::Question(exercise, question) => {
                let goal = page(exercise, Some(&question.id), 0);
                (What::Book, goal, self.name_of(exercise), self.question_text(question))
            }
            Of::Answer(Own { id, entry, from }, part) => {
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
                let what = match here {
                    Some((_, question)) if question.is_note() => What::Note,
                    Some(_) => What::Answer,
                    None => What::Kept,
                };
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
            None if entry.asked.is_empty() || self.private_words().are_in(&entry.asked) => id.to_string(),
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

    /// Whether a page is looked for by its number, as in `2.3` or `2.3 what was`.
    fn fits_number(&self, exercise: &Exercise, wanted: &mut Wanted) -> Option<Fit> {
        let is_number =
            wanted.words.first().is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()));
        if is_number { wanted.fits(&self.name_of(exercise)) } else { None }
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
    own: Own<'a>,
    wanted: &mut Wanted,
    all: &mut Vec<Candidate<'a>>,
    told: &dyn Fn(&'a Answer) -> Cow<'a, str>,
) {
    for part in [Part::Now, Part::Before] {
        let fit =
            part.of(own.entry).filter_map(answer_of).filter_map(|answer| wanted.fits(&told(answer))).min();
        if let Some(fit) = fit {
            all.push(Candidate { rank: rank(Class::Own, fit), of: Of::Answer(own, part) });
            // Whoever finds the answer finds what was said before it as well.
            return;
        }
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

#[cfg(test)]
mod tests;
