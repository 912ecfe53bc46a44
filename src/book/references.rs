//! What points to what: every `when`, `from`, `needs`, `{{..}}` and `show` names something that comes before it.
//!
//! Judged while a chapter is read, as far as the chapter itself is concerned; what points to other chapters is kept
//! until all of them are there.

use super::condition::Operand;
use crate::author::{Node, Value};
use crate::journal::Id;
use crate::kind::Kind;
use crate::kind::scale::Steps;
use crate::problem::{Problem, line_column, nearest};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// One place that names an earlier question.
#[derive(Clone, Debug)]
pub(super) struct Reference {
    pub(super) id: Id,
    pub(super) at: Range<usize>,
    pub(super) purpose: Purpose,
    pub(super) goes: Goes,
}

/// Where the words of an earlier answer get through a look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Goes {
    /// They are seen, and nothing more, or not even that.
    ToScreen,
    /// They become part of an answer that is kept, or of its question.
    ToFile,
}

/// What an earlier question is named for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Purpose {
    /// A condition; perhaps compared with something, which stands somewhere.
    Condition(Option<(Operand, Range<usize>)>),
    /// Its lines are the options or rows.
    Lines,
    /// Its words stand in a text, or it is shown again.
    Words,
    /// Its number is counted with, in the way that is named.
    Numbers(&'static str),
    /// It should be answered before; a page can be meant as well.
    Need,
}

/// What is wrong with a reference.
pub(super) struct Fault {
    code: &'static str,
    sentence: String,
    at: Range<usize>,
    also: Option<(Range<usize>, String)>,
    help: Option<String>,
    /// Something near that may be meant, with its place and kind.
    near: Option<(String, Range<usize>, &'static str)>,
}

impl Fault {
    fn new(at: Range<usize>, sentence: String) -> Fault {
        Fault { code: "E07", sentence, at, also: None, help: None, near: None }
    }

    /// The fault as a problem of a file.
    pub(super) fn told(self, file: &str, source: &str) -> Problem {
        let near = self.near.map(|(name, at, kind)| {
            let article = if kind.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
            match line_column(source, at.start) {
                (line, _) if !source.is_empty() && !kind.is_empty() => {
                    format!("did you mean \"{name}\" (line {line}, {article} {kind})?")
                }
                (_, _) => format!("did you mean \"{name}\"?"),
            }
        });
        let help = near.or(self.help);
        Problem {
            code: self.code,
            sentence: self.sentence,
            file: file.to_owned(),
            at: self.at,
            also: self.also,
            help,
        }
    }
}

/// Everything that a chapter declares, read before anything is judged.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// The first question with each id: where its table begins, and where its id stands.
    questions: HashMap<String, (usize, Range<usize>)>,
    /// Where the id of the first page with each id stands.
    pages: HashMap<String, Range<usize>>,
}

impl Known {
    /// Collects the ids below `[[exercise]]`.
    pub(super) fn of(body: Option<&Node>) -> Known {
        let mut known = Known::default();
        for page in items(body) {
            if let Some((id, at)) = id_of(page) {
                known.pages.entry(id.to_owned()).or_insert(at);
            }
            let Value::Table(table) = &page.value else { continue };
            for ask in items(table.get("ask")).iter().chain(items(table.get("turn"))) {
                if let Some((id, at)) = id_of(ask) {
                    known.questions.entry(id.to_owned()).or_insert((ask.at.start, at));
                }
            }
        }
        known
    }

    /// Whether the question whose table begins here is the first one with its id.
    pub(super) fn is_first(&self, id: &str, at: &Range<usize>) -> bool {
        self.questions.get(id).is_some_and(|(start, _)| *start == at.start)
    }

    /// Where the id of the first question with this id stands.
    pub(super) fn question_at(&self, id: &str) -> Option<Range<usize>> {
        self.questions.get(id).map(|(_, at)| at.clone())
    }
}

fn items(node: Option<&Node>) -> &[Node] {
    match node.map(|node| &node.value) {
        Some(Value::List(items)) => items,
        Some(Value::Text(_) | Value::Integer(_) | Value::Flag(_) | Value::Other(_) | Value::Table(_))
        | None => &[],
    }
}

fn id_of(node: &Node) -> Option<(&str, Range<usize>)> {
    let Value::Table(table) = &node.value else { return None };
    let id = table.get("id")?;
    match &id.value {
        Value::Text(text) => Some((text, id.at.clone())),
        Value::Integer(_) | Value::Flag(_) | Value::Other(_) | Value::List(_) | Value::Table(_) => None,
    }
}

/// What can be named so far, while a chapter is read from its first line to its last.
pub(super) struct References {
    chapter: String,
    /// What the chapter declares, before and after.
    pub(super) known: Known,
    /// Questions so far. One that was left out has no kind: it is known, and nothing is said about it.
    seen: HashMap<String, Seen>,
    pages: HashSet<String>,
    /// The page that is being read.
    page: Option<String>,
    /// Whether the page that is being read is kept on disk.
    pub(super) keep: bool,
    former: HashSet<Id>,
    /// Looks at other chapters, to be judged when they are all there.
    pub(super) outward: Vec<Reference>,
    /// Chapters that are best read before, and where they are named.
    pub(super) after: Vec<(String, Range<usize>)>,
}

#[derive(Clone, Debug, Default)]
struct Seen {
    kind: Option<&'static str>,
    options: Vec<String>,
    /// The numbers that it is answered with.
    steps: Option<Steps>,
    /// It is on a page that is never kept on disk.
    is_passing: bool,
}

impl References {
    pub(super) fn new(chapter: &str, known: Known) -> References {
        References {
            chapter: chapter.to_owned(),
            known,
            seen: HashMap::new(),
            pages: HashSet::new(),
            page: None,
            keep: true,
            former: HashSet::new(),
            outward: Vec::new(),
            after: Vec::new(),
        }
    }

    /// A page begins; `false` when an earlier one has its id.
    pub(super) fn page(&mut self, id: &str) -> bool {
        if self.pages.contains(id) {
            return false;
        }
        self.page = Some(id.to_owned());
        true
    }

    /// The page is over, and can be named from now on.
    pub(super) fn page_is_over(&mut self) {
        self.pages.extend(self.page.take());
    }

    /// Where the id of the first page with this id stands.
    pub(super) fn page_at(&self, id: &str) -> Option<Range<usize>> {
        self.known.pages.get(id).cloned()
    }

    /// A question was read, with its kind when it is in the book.
    pub(super) fn question(&mut self, id: &str, kind: Option<&Kind>) {
        let seen = kind.map(|kind| Seen {
            kind: Some(kind.name()),
            options: kind.ask().options().iter().map(|option| option.id.clone()).collect(),
            steps: kind.ask().steps(),
            is_passing: !self.keep || kind.ask().burns(),
        });
        self.seen.insert(id.to_owned(), seen.unwrap_or_default());
    }

    /// The kind of an earlier question of this chapter.
    pub(super) fn kind_of(&self, id: &Id) -> Option<&'static str> {
        if id.chapter() != self.chapter {
            return None;
        }
        self.seen.get(id.name()).and_then(|seen| seen.kind)
    }

    /// The numbers of an earlier question of this chapter.
    pub(super) fn steps_of(&self, id: &Id) -> Option<Steps> {
        let seen = self.seen.get(id.name()).filter(|_| id.chapter() == self.chapter)?;
        seen.steps
    }

    /// A former id: nothing in this chapter is called like this, and nothing else was.
    pub(super) fn former(&mut self, id: &Id) -> Result<(), String> {
        if id.chapter() == self.chapter && self.known.questions.contains_key(id.name()) {
            return Err(format!("the former id \"{}\" is still in use", id.name()));
        }
        if self.former.insert(id.clone()) {
            Ok(())
        } else {
            Err(format!("two questions say that they were \"{}\"", id.name()))
        }
    }

    /// Judges a look at an earlier question; one at another chapter is kept for later.
    pub(super) fn judge(&mut self, reference: Reference) -> Result<(), Box<Fault>> {
        if reference.id.chapter() == self.chapter {
            return self.find(&reference);
        }
        self.outward.push(reference);
        Ok(())
    }

    /// Judges a look at something in this chapter, from a place that everything seen so far comes before.
    pub(super) fn find(&self, reference: &Reference) -> Result<(), Box<Fault>> {
        let name = reference.id.name();
        if let Some(seen) = self.seen.get(name) {
            seen.stays(name, reference)?;
            seen.counts(name, reference)?;
            return seen.compare(name, &reference.purpose);
        }
        let need = reference.purpose == Purpose::Need;
        if need && self.pages.contains(name) {
            return Ok(());
        }
        let at = reference.at.clone();
        if let Some(later) = self.known.question_at(name) {
            let mut fault = Fault::new(at, format!("the question \"{name}\" does not come before this"));
            fault.also = Some((later, "it is here".to_owned()));
            fault.help = Some("only what was asked before can be known here".to_owned());
            return Err(Box::new(fault));
        }
        if let Some(page) = self.known.pages.get(name) {
            let sentence = match need {
                true => format!("the page \"{name}\" does not come before this"),
                false => format!("\"{name}\" is a page, and a question is needed here"),
            };
            let mut fault = Fault::new(at, sentence);
            fault.also = Some((page.clone(), "it is here".to_owned()));
            fault.help = Some(match need {
                true => "only a page that comes before can be needed".to_owned(),
                false => "name a question that comes before, on that page or on another one".to_owned(),
            });
            return Err(Box::new(fault));
        }
        let mut fault = Fault::new(at, format!("no question with the id \"{name}\" comes before this one"));
        fault.help = Some(
            "check its spelling, or move that question up; of another chapter it is \"chapter.id\""
                .to_owned(),
        );
        let names = self.seen.keys().map(String::as_str);
        let pages = self.pages.iter().map(String::as_str).filter(|_| need);
        let mut names: Vec<&str> = names.chain(pages).collect();
        names.sort_unstable();
        fault.near = nearest(name, names).map(|near| {
            let at = self.known.question_at(near).unwrap_or(0..0);
            (near.to_owned(), at, self.seen.get(near).and_then(|seen| seen.kind).unwrap_or(""))
        });
        Err(Box::new(fault))
    }
}

impl Seen {
    /// Judges whether words that are never kept would be kept through a look at them.
    fn stays(&self, name: &str, reference: &Reference) -> Result<(), Box<Fault>> {
        if !self.is_passing || reference.goes == Goes::ToScreen {
            return Ok(());
        }
        let sentence =
            format!("the words of \"{name}\" are on a page that is never kept, and would be kept from here");
        let mut fault = Fault::new(reference.at.clone(), sentence);
        fault.code = "E19";
        fault.help =
            Some("say it here in words of your own, or put both on a page with keep = false".to_owned());
        Err(Box::new(fault))
    }

    /// Judges whether there is a number to count with.
    fn counts(&self, name: &str, reference: &Reference) -> Result<(), Box<Fault>> {
        let (Purpose::Numbers(how), Some(kind), None) = (&reference.purpose, self.kind, self.steps) else {
            return Ok(());
        };
        let sentence = format!("\"{name}\" is a question of kind \"{kind}\", and \"{how}\" needs numbers");
        let mut fault = Fault::new(reference.at.clone(), sentence);
        fault.code = "E06";
        fault.help = Some("name a scale or a number".to_owned());
        Err(Box::new(fault))
    }

    /// Judges what a condition compares this question with.
    fn compare(&self, name: &str, purpose: &Purpose) -> Result<(), Box<Fault>> {
        let Purpose::Condition(Some((operand, at))) = purpose else { return Ok(()) };
        if self.options.is_empty() {
            return Ok(());
        }
        let text = match operand {
            Operand::Number(number) => number.to_string(),
            Operand::Text(text) => text.clone(),
        };
        if self.options.contains(&text) {
            return Ok(());
        }
        let mut fault = Fault::new(at.clone(), format!("the question \"{name}\" has no option \"{text}\""));
        fault.code = "E11";
        fault.help = Some(match nearest(&text, self.options.iter().map(String::as_str)) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => {
                let some: Vec<&str> = self.options.iter().map(String::as_str).take(8).collect();
                format!("it has: {}", some.join(", "))
            }
        });
        Err(Box::new(fault))
    }
}

/// A look at another chapter that there is not, or not yet.
pub(super) fn fault_of_chapter(reference: &Reference, earlier: &[&str], later: &[&str]) -> Fault {
    let chapter = reference.id.chapter();
    let at = reference.at.clone();
    if later.contains(&chapter) {
        let mut fault = Fault::new(at, format!("the chapter \"{chapter}\" comes after this one"));
        fault.help = Some("only what was asked before can be known here".to_owned());
        return fault;
    }
    let mut fault = Fault::new(at, format!("there is no chapter \"{chapter}\" before this one"));
    fault.help = Some(match nearest(chapter, earlier.iter().copied()) {
        Some(near) => format!("did you mean \"{near}.{}\"?", reference.id.name()),
        None if earlier.is_empty() => {
            "no chapter comes before; check the whole book with `imago check`".to_owned()
        }
        None => format!("before this one there are: {}", earlier.join(", ")),
    });
    fault
}
