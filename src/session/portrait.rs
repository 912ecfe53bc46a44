//! The portrait: what a person wrote on many pages, gathered under the parts that the book names, each phrase with its source.
//!
//! Nothing is judged or added here: every word is the person's, or the name that the book gives to a part.

use super::Session;
use super::echo::{self, Echo};
use crate::book::portrait::{PREFIX, Part, Side};
use crate::book::{Exercise, Question};
use crate::export;
use crate::journal::Id;
use crate::kind::Told;

/// The portrait as it stands. It has no `Debug`: it holds somebody's words.
pub struct Portrait {
    /// Its parts, in the order of the book, those without words too.
    pub parts: Vec<Gathered>,
    /// Words that occur on both sides.
    pub echoes: Vec<Echo>,
}

/// One part, and what was written for it.
pub struct Gathered {
    /// The part, as the book names it.
    pub part: Part,
    /// What feeds it and has words, in the order of the book.
    pub phrases: Vec<Phrase>,
    /// The first question that could feed it and has none yet.
    pub open: Option<Source>,
}

/// What was said to one question.
pub struct Phrase {
    /// Where it was said.
    pub source: Source,
    /// What was said.
    pub lines: Vec<Line>,
}

/// One line of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Line {
    /// The words, in one line.
    pub words: String,
    /// Somebody put a star on it among others.
    pub marked: bool,
}

/// Where words come from.
#[derive(Clone, PartialEq, Eq)]
pub struct Source {
    /// The question.
    pub question: Id,
    /// Its page.
    pub page: Id,
    /// The number of that page, such as `1.3`.
    pub number: String,
    /// The title of that page.
    pub title: String,
    /// Whether it stays out of an export.
    pub private: bool,
}

/// A line with its source, for comparing.
pub(super) struct Spoken {
    /// The words, in one line.
    pub(super) words: String,
    /// Where they come from.
    pub(super) source: Source,
}

impl Portrait {
    /// Whether there are no words in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.iter().all(|part| part.phrases.is_empty())
    }
}

impl Session {
    /// Gathers the portrait. What is never kept on disk is not in it.
    #[must_use]
    pub fn portrait(&self) -> Portrait {
        let feeders: Vec<(&Exercise, &Question)> = self
            .pages()
            .filter(|(_, exercise)| exercise.keep)
            .flat_map(|(_, exercise)| exercise.questions.iter().map(move |question| (exercise, question)))
            .filter(|(_, question)| question.into.iter().any(|into| into.starts_with(PREFIX)))
            .collect();
        let feeds = |part: &Part| {
            let name = format!("{PREFIX}{}", part.id);
            feeders.iter().filter(move |(_, question)| question.into.contains(&name))
        };
        let (mut parts, mut home, mut partner) = (Vec::new(), Vec::new(), Vec::new());
        for part in &self.book.portrait.parts {
            let mut gathered = Gathered { part: part.clone(), phrases: Vec::new(), open: None };
            let mut said: Vec<String> = Vec::new();
            for (exercise, question) in feeds(part) {
                let source = self.source(exercise, question);
                let mut lines = self.phrase(question, part.draw.is_some());
                // What two questions hold alike is said once.
                lines.retain(|line| !said.contains(&line.words));
                said.extend(lines.iter().map(|line| line.words.clone()));
                if !lines.is_empty() {
                    gathered.phrases.push(Phrase { source, lines });
                } else if gathered.open.is_none() && self.asks(question) {
                    gathered.open = Some(source);
                }
                match part.side {
                    Some(Side::Home) => home.extend(self.spoken(exercise, question)),
                    Some(Side::Partner) => partner.extend(self.spoken(exercise, question)),
                    None => {}
                }
            }
            parts.push(gathered);
        }
        Portrait { parts, echoes: echo::between(&home, &partner) }
    }

    /// The portrait for an export, as this session knows it: whoever asks has left out what stays here.
    pub(super) fn portrait_to_take_along(&self, whom: export::For) -> export::Portrait {
        let portrait = self.portrait();
        let from = |source: &Source| format!("{} {}", source.number, source.title);
        let mut parts: Vec<export::Part> = Vec::new();
        for gathered in portrait.parts.into_iter().filter(|gathered| !gathered.phrases.is_empty()) {
            let phrases = gathered.phrases.iter().map(|phrase| (from(&phrase.source), told(&phrase.lines)));
            let phrases = phrases.collect();
            parts.push(export::Part { title: gathered.part.title, note: String::new(), phrases });
        }
        if whom == export::For::Therapist {
            // One page, and the sentence that holds it all first. What echoes is a question to the person alone.
            let first =
                self.book.portrait.parts.iter().filter(|part| part.is_first).map(|part| part.title.clone());
            let first: Vec<String> = first.collect();
            parts.sort_by_key(|part| !first.contains(&part.title));
        } else if !portrait.echoes.is_empty() {
            let line = |(words, source): &(String, Source)| format!("{words} ({})", from(source));
            let echo = |echo: &Echo| {
                let lines = echo.home.iter().chain(&echo.partner).map(line).collect();
                (format!("\"{}\"", echo.words), Told::Lines(lines))
            };
            let phrases = portrait.echoes.iter().map(echo).collect();
            let book = &self.book.portrait.echo;
            parts.push(export::Part { title: book.title.clone(), note: book.text.clone(), phrases });
        }
        export::Portrait { title: self.book.portrait.title.clone(), parts }
    }

    /// What was said to a question. With `drawn`, where stars stand on earlier lines, the other lines follow.
    fn phrase(&self, question: &Question, drawn: bool) -> Vec<Line> {
        let Some(answer) = self.journal.answer(&question.id) else { return Vec::new() };
        let ask = question.kind.ask();
        if !ask.fits(answer) {
            return Vec::new();
        }
        let words = self.asked(question, |asked| ask.phrases(asked, answer));
        let mut lines: Vec<Line> =
            words.iter().map(|words| Line { words: one_line(words), marked: drawn }).collect();
        if drawn {
            let from = question.from.iter().filter(|id| self.is_kept(id));
            let others = from.flat_map(|id| self.lines(id)).map(|line| one_line(&line.text));
            lines.extend(others.map(|words| Line { words, marked: false }));
        }
        let mut seen: Vec<String> = Vec::new();
        lines.retain(|line| {
            let is_new = !line.words.is_empty() && !seen.contains(&line.words);
            seen.push(line.words.clone());
            is_new
        });
        lines
    }

    /// Every line that was said to a question, and to those that it takes its lines from.
    fn spoken(&self, exercise: &Exercise, question: &Question) -> Vec<Spoken> {
        let mut spoken: Vec<Spoken> = Vec::new();
        let own = std::iter::once((exercise, question));
        let from = question.from.iter().filter_map(|id| self.book.question(id));
        for (exercise, question) in from.chain(own).filter(|(exercise, _)| exercise.keep) {
            for line in self.phrase(question, false) {
                if !spoken.iter().any(|known| known.words == line.words) {
                    spoken.push(Spoken { words: line.words, source: self.source(exercise, question) });
                }
            }
        }
        spoken
    }

    /// Where the words of a question come from.
    fn source(&self, exercise: &Exercise, question: &Question) -> Source {
        Source {
            question: question.id.clone(),
            page: exercise.id.clone(),
            number: self.number_in_book(&exercise.id),
            title: exercise.title.clone(),
            private: self.holds_private(question),
        }
    }
}

/// Lines for an export. A star only where it tells some lines from others.
fn told(lines: &[Line]) -> Told {
    let has_marks = lines.iter().any(|line| line.marked) && lines.iter().any(|line| !line.marked);
    let star = |line: &Line| if has_marks && line.marked { export::STAR } else { "" };
    match lines {
        [one] => Told::Words(one.words.clone()),
        lines => Told::Lines(lines.iter().map(|line| format!("{}{}", star(line), line.words)).collect()),
    }
}

/// Words with single spaces between them.
fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use crate::answer::Answer;
    use crate::book::{self, portrait};
    use crate::journal::{Id, Journal, Stamp};
    use crate::session::Session;

    const BOOK: &str = r#"format = 1
[chapter]
id = "c"
title = "C"
summary = "S"
[[exercise]]
id = "kept"
title = "Kept"
text = "x"
[[exercise.ask]]
id = "warm"
kind = "list"
prompt = "Warm?"
[[exercise.ask]]
id = "most"
kind = "mark"
from = "warm"
prompt = "Most?"
into = ["portrait.warm"]
[[exercise.ask]]
id = "they"
kind = "list"
prompt = "They?"
private = true
into = ["portrait.they"]
[[exercise.ask]]
id = "made"
kind = "compose"
prompt = "True?"
template = "I looked for {{warm}}."
into = ["portrait.they"]
[[exercise]]
id = "passing"
title = "Passing"
text = "x"
keep = false
[[exercise.ask]]
id = "secret"
kind = "list"
prompt = "Secret?"
into = ["portrait.they"]
"#;

    const PARTS: &str = r#"title = "P"
text = "t"
empty = "e"
open = "o"
[echo]
title = "?"
text = "t"
[[part]]
id = "warm"
title = "Warm"
draw = "left"
side = "home"
[[part]]
id = "they"
title = "They"
side = "partner"
"#;

    fn session() -> Session {
        let mut book = book::book(vec![("c.toml".into(), Ok(BOOK.into()))]);
        book.portrait = portrait::read("portrait.toml", PARTS).0;
        Session::new(book, Journal::default(), String::new())
    }

    fn say(session: &mut Session, id: &str, lines: &[&str]) {
        let at = Stamp::of("2026-05-12T10:00:00Z".parse().unwrap(), &jiff::tz::TimeZone::UTC);
        let lines = lines.iter().map(|line| (*line).to_owned()).collect();
        session.set(&Id::new("c", id), Some(Answer::List(lines)), at);
    }

    fn words(session: &Session) -> Vec<Vec<String>> {
        let told = |part: &super::Gathered| {
            let lines = part.phrases.iter().flat_map(|phrase| &phrase.lines);
            lines.map(|line| format!("{}{}", if line.marked { "*" } else { "" }, line.words)).collect()
        };
        session.portrait().parts.iter().map(told).collect()
    }

    #[test]
    fn what_is_marked_comes_first_and_the_rest_follows() {
        let mut session = session();
        assert!(session.portrait().is_empty());
        let open = session.portrait().parts.into_iter().map(|part| part.open.map(|source| source.title));
        assert_eq!(open.collect::<Vec<_>>(), [Some("Kept".to_owned()), Some("Kept".to_owned())]);
        say(&mut session, "warm", &["late  riser", "quick", "Quick"]);
        say(&mut session, "most", &["quick"]);
        assert_eq!(words(&session), [vec!["*quick", "late riser", "Quick"], vec![]]);
    }

    #[test]
    fn what_leaves_no_trace_is_in_no_portrait_and_what_is_private_says_so() {
        let mut session = session();
        say(&mut session, "warm", &["quick", "gentle"]);
        say(&mut session, "most", &["gentle"]);
        say(&mut session, "they", &["quick to forgive"]);
        say(&mut session, "secret", &["gentle hands"]);
        assert_eq!(words(&session)[1], ["quick to forgive"]);
        let portrait = session.portrait();
        assert!(portrait.parts[1].phrases[0].source.private && !portrait.parts[0].phrases[0].source.private);
        let echoes: Vec<&str> = portrait.echoes.iter().map(|echo| echo.words.as_str()).collect();
        assert_eq!(echoes, ["quick"], "a word on a page without trace is compared with nothing");
        // For others, what is private is not there, and neither is what it shares with anything.
        let open = session.without_private().portrait();
        assert!(open.parts[1].phrases.is_empty() && open.echoes.is_empty());
        session.toggle_private(&Id::new("c", "warm"));
        assert!(session.without_private().portrait().is_empty(), "stars on private lines are private");
    }

    #[test]
    fn a_text_of_the_books_is_nobodys_own_words_until_somebody_changes_it() {
        let mut session = session();
        let at = Stamp::of("2026-05-12T10:00:00Z".parse().unwrap(), &jiff::tz::TimeZone::UTC);
        let told = |session: &Session| -> Vec<String> {
            let phrases = session.portrait().parts.into_iter().flat_map(|part| part.phrases);
            phrases.flat_map(|phrase| phrase.lines).map(|line| line.words).collect()
        };
        let made = Id::new("c", "made");
        let (_, question) = session.book.question(&made).unwrap();
        let answer = session.asked(question, |asked| question.kind.ask().form(asked, None).answer()).unwrap();
        session.set(&made, Some(answer), at);
        assert!(session.answer(&made).is_some() && told(&session).is_empty());
        session.set(&made, Some(Answer::Text("I looked for calm.".into())), at);
        assert_eq!(told(&session), ["I looked for calm."]);
    }
}
