//! Several chapters → a book: what belongs to the whole is judged here.

use super::load::{self, Draft};
use super::references::{Purpose, Reference, References, fault_of_chapter};
use super::{Book, Chapter, Exercise, LeftOut, Question, full, portrait, shipped};
use crate::journal::Id;
use crate::problem::{Problem, nearest};
use std::collections::HashMap;

/// Files as they were found: the name, and the text or why it could not be read.
pub type Files = Vec<(String, Result<String, String>)>;

/// The file that lays out the portrait.
const PORTRAIT: &str = "portrait.toml";

/// Reads a book of its own: chapters in the order of the files. Its portrait is the shipped one, unless it brings another.
#[must_use]
pub fn book(files: Files) -> Book {
    with(Vec::new(), files)
}

/// A book of chapters that are already read, and files that come on top. A file with the id of a chapter that is
/// there takes its place; one with a new id comes last.
pub(super) fn with(shipped: Vec<Draft>, files: Files) -> Book {
    let mut drafts = shipped;
    let shipped = drafts.len();
    let mut left_out = Vec::new();
    let mut replaced = vec![false; shipped];
    let mut layout = shipped::portrait();
    for (file, source) in files {
        if let (PORTRAIT, Ok(source)) = (file.as_str(), &source) {
            let (own, problems) = portrait::read(&file, source);
            if problems.is_empty() {
                layout = own;
            } else {
                left_out.push(LeftOut { file, source: source.clone(), problems });
            }
            continue;
        }
        let draft = match source {
            Ok(source) => load::draft(&file, &source),
            Err(why) => Err(unreadable(&file, why)),
        };
        let draft = match draft {
            Ok(draft) => draft,
            Err(file) => {
                left_out.push(file);
                continue;
            }
        };
        let place = drafts.iter().position(|other| other.chapter.id == draft.chapter.id);
        match place.and_then(|at| drafts.get_mut(at).map(|old| (at, old))) {
            None => drafts.push(draft),
            Some((at, old)) => match replaced.get_mut(at) {
                Some(done) if !*done => {
                    *done = true;
                    *old = draft;
                }
                Some(_) | None => left_out.push(twice(&old.chapter, draft)),
            },
        }
    }
    judge(&mut drafts, !left_out.is_empty());
    Book {
        chapters: drafts.into_iter().map(|draft| draft.chapter).collect(),
        left_out,
        portrait: layout,
        heavy: String::new(),
    }
}

fn unreadable(file: &str, why: String) -> LeftOut {
    let problem =
        Problem { code: "E18", sentence: why, file: file.to_owned(), at: 0..0, also: None, help: None };
    LeftOut { file: file.to_owned(), source: String::new(), problems: vec![problem] }
}

/// The second file with the same chapter id.
fn twice(first: &Chapter, second: Draft) -> LeftOut {
    let id = &second.chapter.id;
    let sentence = format!("the chapter \"{id}\" is already in {}", first.file);
    let help = Some("give this chapter an id of its own".to_owned());
    let (file, at) = (second.chapter.file.clone(), second.id_at);
    let mut problems = second.chapter.problems;
    problems.push(Problem { code: "E08", sentence, file: file.clone(), at, also: None, help });
    problems.sort_by_key(|problem| problem.at.start);
    LeftOut { file, source: second.source, problems }
}

/// Judges what chapters expect of each other. Chapters that were left out may be the ones that are missing, so
/// nothing is said about missing ones then.
fn judge(drafts: &mut [Draft], some_left_out: bool) {
    let ids: Vec<String> = drafts.iter().map(|draft| draft.chapter.id.clone()).collect();
    let places: HashMap<&str, usize> = ids.iter().enumerate().map(|(n, id)| (id.as_str(), n)).collect();
    let names: Vec<&str> = ids.iter().map(String::as_str).collect();
    for n in 0..drafts.len() {
        let (before, rest) = drafts.split_at_mut(n);
        let Some(draft) = rest.first_mut() else { continue };
        let (earlier, later) = names.split_at(n);
        for reference in std::mem::take(&mut draft.references.outward) {
            let chapter = reference.id.chapter();
            let found = match places.get(chapter).and_then(|place| before.get(*place)) {
                Some(other) => other.references.find(&reference),
                None if some_left_out && !later.contains(&chapter) => Ok(()),
                None => Err(Box::new(fault_of_chapter(&reference, earlier, later))),
            };
            if let Err(fault) = found {
                let problem = fault.told(&draft.chapter.file, "");
                // The other place is in another file.
                let problem = Problem { also: None, ..problem };
                draft.add(problem);
                leave_out(&mut draft.chapter, &reference);
            }
        }
        for problem in after(&draft.chapter.file, &draft.references, (earlier, later), some_left_out) {
            draft.add(problem);
        }
    }
    former(drafts);
}

/// Leaves out what cannot stand without a reference.
fn leave_out(chapter: &mut Chapter, reference: &Reference) {
    let inside = chapter.id.clone();
    chapter.exercises.change(|pages| leave_out_of(pages, &inside, reference));
}

fn leave_out_of(pages: &mut Vec<Exercise>, chapter: &str, reference: &Reference) {
    let id = &reference.id;
    let Some(page) = pages.iter().rposition(|page| page.at.start <= reference.at.start) else {
        return;
    };
    let Some(exercise) = pages.get_mut(page) else { return };
    let question = exercise.questions.iter().rposition(|question| question.at.start <= reference.at.start);
    match &reference.purpose {
        Purpose::Words | Purpose::Numbers(_) => {}
        Purpose::Need => exercise.needs.retain(|need| need != id),
        Purpose::Lines | Purpose::Condition(_) => match question {
            Some(question) => {
                let looks = |id: &Id| {
                    exercise.questions.get(question).is_some_and(|question| {
                        let sources = question.kind.ask().sources();
                        question.from.contains(id)
                            || sources.iter().any(|(_, name)| full(name, chapter) == *id)
                            || question.when.as_ref().is_some_and(|when| when.ids().contains(&id))
                    })
                };
                if looks(id) {
                    exercise.questions.remove(question);
                }
            }
            None if exercise.when.as_ref().is_some_and(|when| when.ids().contains(&id)) => {
                pages.remove(page);
            }
            None => {}
        },
    }
}

/// Chapters to read before that are not there.
fn after(
    file: &str,
    references: &References,
    (earlier, later): (&[&str], &[&str]),
    some_left_out: bool,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (id, at) in &references.after {
        let name = id.as_str();
        let move_it = || "check the id, and the order of the chapters".to_owned();
        let (sentence, help) = if earlier.contains(&name) {
            continue;
        } else if later.contains(&name) {
            (format!("`after` names the chapter \"{name}\", which does not come before this one"), move_it())
        } else if some_left_out {
            continue;
        } else {
            let near = nearest(name, earlier.iter().copied());
            (
                format!("`after` names the chapter \"{name}\", which is not in the book"),
                near.map_or_else(move_it, |near| format!("did you mean \"{near}\"?")),
            )
        };
        problems.push(Problem {
            code: "W06",
            sentence,
            file: file.to_owned(),
            at: at.clone(),
            also: None,
            help: Some(help),
        });
    }
    problems
}

/// Former ids that are still in use in another chapter, or that two chapters lay claim to.
fn former(drafts: &mut [Draft]) {
    let mut claimed: HashMap<Id, String> = HashMap::new();
    let in_use: std::collections::HashSet<Id> = drafts
        .iter()
        .flat_map(|draft| &draft.chapter.exercises)
        .flat_map(|exercise| &exercise.questions)
        .map(|question| question.id.clone())
        .collect();
    for draft in drafts {
        let mut problems = Vec::new();
        let file = draft.chapter.file.clone();
        let mut judge = |question: &mut Question| {
            let (own, at) = (question.id.clone(), question.at.clone());
            question.was.retain(|was| {
                let sentence = match claimed.get(was) {
                    _ if in_use.contains(was) => format!("the former id \"{was}\" is still in use"),
                    Some(other) if *other != own.as_str() => {
                        format!("\"{other}\" says as well that it was \"{was}\"")
                    }
                    Some(_) | None => {
                        claimed.insert(was.clone(), own.to_string());
                        return true;
                    }
                };
                let help = Some("a former id belongs to one question, and to no other".to_owned());
                problems.push(Problem {
                    code: "E17",
                    sentence,
                    file: file.clone(),
                    at: at.clone(),
                    also: None,
                    help,
                });
                false
            });
        };
        draft.chapter.exercises.change(|pages| {
            pages.iter_mut().flat_map(|page| &mut page.questions).for_each(&mut judge);
        });
        for problem in problems {
            draft.add(problem);
        }
    }
}
