//! Answers whose question has another id today.
//!
//! They move when a journal is opened. Nothing of them is lost on the way, and nobody has to decide anything.

use super::Session;
use super::rounds::says_something;
use crate::journal::{Entry, Extra, INCOMPLETE, PRIVATE, Round, merge};
use std::sync::Arc;

impl Session {
    /// Answers to former ids move to the id of today. Where that one has an answer of its own, a page that comes round takes
    /// both, each as a round of its day; any other answer stays where it is.
    pub(super) fn follow_renamed(&mut self) {
        // Somebody new has no answers, and does not wait for this.
        if self.journal.answers.is_empty() {
            return;
        }
        let journal = &mut self.journal;
        for head in self.book.chapters.iter().flat_map(|chapter| chapter.exercises.heads()) {
            for ask in &head.asks {
                for old in &ask.was {
                    match journal.answers.get(&ask.id).cloned() {
                        None => {
                            if let Some(entry) = journal.remove(old) {
                                journal.answers.insert(ask.id.clone(), entry);
                            }
                        }
                        Some(own) if head.repeats => {
                            if let Some(entry) = journal.remove(old) {
                                let both = in_one(&own, &entry);
                                journal.answers.insert(ask.id.clone(), Arc::new(both));
                            }
                        }
                        Some(_) => {}
                    }
                }
            }
        }
    }
}

/// Two answers to what is one question now: the newer one stands, and the other one is an earlier round.
fn in_one(own: &Entry, former: &Entry) -> Entry {
    let is_newer = says_something(&former.value)
        && (!says_something(&own.value) || former.updated.moment() > own.updated.moment());
    let (now, before) = if is_newer { (former, own) } else { (own, former) };
    let mut entry = now.clone();
    entry.other.extend(before.other.iter().cloned());
    // What is true of the earlier words only goes with them; the other keys are of the question.
    let of_then = Extra(merge::differing(&now.extra.0, &before.extra.0));
    let mut shared = before.extra.0.clone();
    shared.remove(INCOMPLETE);
    merge::fill(&mut entry.extra.0, &shared);
    let last = Round { value: before.value.clone(), updated: before.updated, extra: of_then };
    for round in before.rounds.iter().cloned().chain([last]) {
        if says_something(&round.value) && !entry.has_said(&round) {
            entry.rounds.push(round);
        }
    }
    if let Some(mark) = before.extra.0.get(PRIVATE) {
        entry.extra.0.insert(PRIVATE.to_owned(), mark.clone());
    }
    entry
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Answer;
    use crate::journal::{BRING, Id, Journal, Said, Stamp};

    const BOOK: &str = "format = 1\n[chapter]\nid = \"c\"\ntitle = \"C\"\n\
        [[exercise]]\nid = \"page\"\ntitle = \"P\"\nrepeat = \"monthly\"\n\
        [[exercise.ask]]\nid = \"ache\"\nkind = \"scale\"\nprompt = \"How much?\"\nwas = [\"d.ache\"]\n";

    fn entry(day: &str, number: i64) -> Arc<Entry> {
        let moment = format!("{day}T08:00:00Z").parse().unwrap();
        Arc::new(Entry {
            asked: "How much?".into(),
            kind: "scale".into(),
            value: Said::Answer(Answer::Number(number)),
            updated: Stamp::of(moment, &jiff::tz::TimeZone::UTC),
            rounds: Vec::new(),
            other: Vec::new(),
            extra: Extra::default(),
        })
    }

    fn opened(book: &str, answers: &[(&str, Arc<Entry>)]) -> Journal {
        let book = crate::book::book(vec![("c.toml".to_owned(), Ok(book.to_owned()))]);
        let mut journal = Journal::default();
        for (id, entry) in answers {
            journal.answers.insert(Id::parse(id).unwrap(), Arc::clone(entry));
        }
        Session::new(book, journal, String::new()).journal
    }

    fn numbers(journal: &Journal) -> (Vec<i64>, usize) {
        let entry = &journal.answers[&Id::new("c", "ache")];
        let all = entry.rounds.iter().map(|round| &round.value).chain([&entry.value]);
        let number = |said: &Said| match said {
            Said::Answer(Answer::Number(number)) => *number,
            Said::Answer(_) | Said::Skipped | Said::Nothing => panic!("no number"),
        };
        (all.map(number).collect(), journal.answers.len())
    }

    #[test]
    fn two_answers_to_one_question_are_two_rounds_where_it_comes_round() {
        let (old, new) = (entry("2026-03-01", 7), entry("2026-05-01", 4));
        assert_eq!(numbers(&opened(BOOK, &[("d.ache", old.clone())])), (vec![7], 1));
        assert_eq!(
            numbers(&opened(BOOK, &[("c.ache", old.clone()), ("d.ache", new.clone())])),
            (vec![7, 4], 1)
        );
        assert_eq!(
            numbers(&opened(BOOK, &[("c.ache", new.clone()), ("d.ache", old.clone())])),
            (vec![7, 4], 1)
        );
        let once = BOOK.replace("repeat = \"monthly\"\n", "");
        assert_eq!(numbers(&opened(&once, &[("c.ache", new), ("d.ache", old)])), (vec![4], 2));
    }

    #[test]
    fn what_was_private_stays_private() {
        let mut old = entry("2026-03-01", 7);
        Arc::make_mut(&mut old).extra.0.insert(PRIVATE.to_owned(), true.into());
        let journal = opened(BOOK, &[("c.ache", entry("2026-05-01", 4)), ("d.ache", old)]);
        assert!(journal.answers[&Id::new("c", "ache")].extra.0.contains_key(PRIVATE));
    }

    #[test]
    fn marks_and_unknown_keys_of_both_stay_and_what_is_true_of_words_goes_with_them() {
        let marked = |mut entry: Arc<Entry>, keys: &[(&str, toml::Value)]| {
            let keys = keys.iter().map(|(key, value)| ((*key).to_owned(), value.clone()));
            Arc::make_mut(&mut entry).extra.0.extend(keys);
            entry
        };
        let old = marked(
            entry("2026-03-01", 7),
            &[(BRING, true.into()), (INCOMPLETE, true.into()), ("mood", 1.into()), ("ink", 1.into())],
        );
        let new = marked(entry("2026-05-01", 4), &[("ink", 2.into())]);
        for answers in
            [[("c.ache", new.clone()), ("d.ache", old.clone())], [("c.ache", old), ("d.ache", new)]]
        {
            let journal = opened(BOOK, &answers);
            let entry = &journal.answers[&Id::new("c", "ache")];
            let keys = &entry.extra.0;
            assert_eq!((keys.get(BRING), keys.get("mood")), (Some(&true.into()), Some(&1.into())));
            assert_eq!((keys.get("ink"), keys.get(INCOMPLETE)), (Some(&2.into()), None));
            let before = &entry.rounds[0].extra.0;
            assert_eq!((before.get("ink"), before.get(INCOMPLETE)), (Some(&1.into()), Some(&true.into())));
        }
    }
}
