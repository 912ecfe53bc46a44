//! Two versions of one journal become one, answer by answer, without asking a clock.
//!
//! What decides is what both sides may have come from: a version that was there before gives way to one that was not,
//! and where both sides have something new, both are kept and nobody's words are chosen for them. The other side is
//! only looked at; nothing here reads a file or asks a person.

use super::{BRING, Entry, Extra, INCOMPLETE, Id, Journal, PRIVATE, PageState, Round, Said, Stamp, same};
use std::collections::BTreeSet;
use std::sync::Arc;
use toml::{Table, Value};

/// What a merge came to.
#[derive(Clone, Debug)]
pub struct Merged {
    /// Both sides in one.
    pub journal: Journal,
    /// Answers of which both versions are kept since this merge, the one from elsewhere as another version.
    pub both: BTreeSet<Id>,
    /// Whether anything came from the other side: the journal differs from mine in more than its generation.
    pub changed: bool,
}

/// What an answer was in versions that both sides may come from.
struct Before<'a> {
    /// In the first of them, which is the version that my side was read from or written to.
    base: Option<&'a Entry>,
    all: Vec<&'a Entry>,
}

/// Whose answer stands after a merge.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Mine,
    Theirs,
    /// Mine, with theirs beside it as another version.
    Both,
}

/// Takes into my journal what is new in theirs.
///
/// `known` are versions that both sides may come from: first the one last read or written, then earlier ones. There may
/// be none; then whatever differs is new on both sides.
#[must_use]
pub fn merge(known: &[&Journal], mine: &Journal, theirs: &Journal) -> Merged {
    let mut journal = mine.clone();
    let mut both = BTreeSet::new();
    for (id, entry) in &theirs.answers {
        let before = Before::of(known, id);
        match mine.answers.get(id) {
            Some(own) if own == entry => {}
            Some(own) => {
                let whose = before.whose(own, entry);
                if whose == Whose::Both {
                    both.insert(id.clone());
                }
                journal.answers.insert(id.clone(), Arc::new(before.joined(own, entry, whose)));
            }
            // Whoever wrote elsewhere did not know that it was taken away here: new words come back.
            None if mine.removed.contains(id) && before.knows_all_of(entry) => {}
            None => {
                journal.removed.remove(id);
                journal.answers.insert(id.clone(), Arc::clone(entry));
            }
        }
    }
    for (id, state) in &theirs.pages {
        let own = journal.pages.entry(id.clone()).or_insert_with(|| state.clone());
        *own = page(known.first().and_then(|base| base.pages.get(id)), own, state);
    }
    if journal.person.is_empty() {
        journal.person.clone_from(&theirs.person);
    }
    if journal.place.is_none() {
        journal.place.clone_from(&theirs.place);
    }
    journal.for_therapist = last_shown(mine.for_therapist, theirs.for_therapist);
    fill(&mut journal.extra.0, &theirs.extra.0);
    let changed = journal != *mine;
    journal.generation = mine.generation.max(theirs.generation);
    Merged { journal, both, changed }
}

/// One entry of two that have nothing in common as far as anybody knows: mine stands, and new words of theirs are another
/// version.
#[must_use]
pub(crate) fn both(mine: &Entry, theirs: &Entry) -> Entry {
    let before = Before { base: None, all: Vec::new() };
    before.joined(mine, theirs, before.whose(mine, theirs))
}

impl<'a> Before<'a> {
    fn of(known: &[&'a Journal], id: &Id) -> Before<'a> {
        let base = known.first().and_then(|base| base.answers.get(id)).map(Arc::as_ref);
        let all = known.iter().filter_map(|journal| journal.answers.get(id).map(Arc::as_ref));
        Before { base, all: all.collect() }
    }

    fn knows(&self, said: &Said) -> bool {
        self.all.iter().any(|entry| entry.holds(said))
    }

    /// Whether an entry has neither an answer that is new, nor new words among its other versions.
    fn knows_all_of(&self, entry: &Entry) -> bool {
        let mut versions = entry.rounds.iter().chain(&entry.other);
        self.knows(&entry.value) && versions.all(|round| !has_words(&round.value) || self.knows(&round.value))
    }

    /// Whether a side has begun another round since the version that both come from: an answer that is the same again is
    /// an answer of another day then.
    fn has_begun(&self, side: &Entry) -> bool {
        self.all.first().is_some_and(|base| is_earlier_in(base, side))
    }

    fn whose(&self, mine: &Entry, theirs: &Entry) -> Whose {
        if self.knows(&theirs.value) && !self.has_begun(theirs) {
            return Whose::Mine;
        }
        // One side has gone on to another round after exactly what the other one holds.
        match (is_earlier_in(theirs, mine), is_earlier_in(mine, theirs)) {
            (true, _) => return Whose::Mine,
            (false, true) => return Whose::Theirs,
            (false, false) => {}
        }
        if mine.value == theirs.value {
            return Whose::Mine;
        }
        if self.base.is_some_and(|base| base.value == mine.value) && !self.has_begun(mine) {
            return Whose::Theirs;
        }
        if mine.holds(&theirs.value) {
            return Whose::Mine;
        }
        if theirs.rounds.iter().any(|round| round.value == mine.value) {
            return Whose::Theirs;
        }
        // Both are new. Words win over none, and nothing needs to be decided about an empty page.
        match (has_words(&mine.value), has_words(&theirs.value)) {
            (true, true) => Whose::Both,
            (false, true) => Whose::Theirs,
            (true | false, false) => Whose::Mine,
        }
    }

    /// One entry of two, with the rounds, the other versions and the unknown keys of both.
    fn joined(&self, mine: &Entry, theirs: &Entry, whose: Whose) -> Entry {
        let mut entry = mine.clone();
        let incomplete = match whose {
            Whose::Mine if mine.value == theirs.value => {
                is_set(mine, INCOMPLETE) && is_set(theirs, INCOMPLETE)
            }
            Whose::Mine | Whose::Both => is_set(mine, INCOMPLETE),
            Whose::Theirs => is_set(theirs, INCOMPLETE),
        };
        let differing = differing(&mine.extra.0, &theirs.extra.0);
        // Before and after, so that no mark of mine is in the way of a key that only looks like one.
        let bring = changed(
            self.base.is_some_and(|base| is_set(base, BRING)),
            is_set(mine, BRING),
            is_set(theirs, BRING),
        );
        mark(&mut entry.extra.0, INCOMPLETE, incomplete);
        mark(&mut entry.extra.0, BRING, bring);
        fill(&mut entry.extra.0, &theirs.extra.0);
        mark(&mut entry.extra.0, INCOMPLETE, incomplete);
        mark(&mut entry.extra.0, BRING, bring);
        if is_set(theirs, PRIVATE) {
            mark(&mut entry.extra.0, PRIVATE, true);
        }
        match whose {
            Whose::Mine => {}
            Whose::Theirs => {
                entry.asked.clone_from(&theirs.asked);
                entry.kind.clone_from(&theirs.kind);
                entry.value.clone_from(&theirs.value);
                entry.updated = theirs.updated;
                entry.other.retain(|version| version.value != theirs.value);
            }
            Whose::Both => {
                let (value, updated) = (theirs.value.clone(), theirs.updated);
                entry.other.push(Round { value, updated, extra: Extra(differing) });
            }
        }
        let mut rounds: Vec<&Round> = theirs.rounds.iter().collect();
        rounds.sort_by_key(|round| round.updated.local);
        for round in rounds {
            if !entry.has_said(round) {
                entry.rounds.push(round.clone());
            }
        }
        // What was said in a round of its own stays one, whoever is heard.
        for side in [mine, theirs].into_iter().filter(|side| has_words(&side.value) && self.has_begun(side)) {
            let (value, updated) = (side.value.clone(), side.updated);
            let round = Round { value, updated, extra: Extra::default() };
            if !entry.has_said(&round) {
                entry.rounds.push(round);
            }
        }
        // A version that was there before and is not any more has been decided about.
        for version in theirs.other.iter().filter(|version| !self.knows(&version.value)) {
            if !entry.holds(&version.value) {
                entry.other.push(version.clone());
            }
        }
        entry
    }
}

/// Whether what one entry holds now is, to the letter and to the second, an earlier round of the other one.
fn is_earlier_in(one: &Entry, other: &Entry) -> bool {
    let is_it = |round: &Round| round.value == one.value && round.updated == one.updated;
    has_words(&one.value) && other.rounds.iter().any(is_it)
}

/// Whether something was said that would be missed.
fn has_words(said: &Said) -> bool {
    match said {
        Said::Answer(answer) => !answer.is_empty(),
        Said::Skipped | Said::Nothing => false,
    }
}

/// A mark that was set or taken away on either side, since both had the same.
///
/// Of two sides that differ, one has changed it. Where nobody knows which, it stays.
fn changed(base: bool, mine: bool, theirs: bool) -> bool {
    if theirs == base { mine } else { theirs }
}

/// When pages for a therapist were last written. Of two sides the earlier day stands, and none where one side has written none:
/// what the other side holds may never have been in them, and rather is an answer shown twice than never.
fn last_shown(mine: Option<Stamp>, theirs: Option<Stamp>) -> Option<Stamp> {
    let (own, other) = (mine?, theirs?);
    Some(if other.moment() < own.moment() { other } else { own })
}

fn page(base: Option<&PageState>, mine: &PageState, theirs: &PageState) -> PageState {
    let mut extra = mine.extra.clone();
    fill(&mut extra.0, &theirs.extra.0);
    PageState {
        spent: mine.spent.max(theirs.spent),
        read: mine.read || theirs.read,
        skipped: mine.skipped,
        bookmark: changed(base.is_some_and(|base| base.bookmark), mine.bookmark, theirs.bookmark),
        extra,
    }
}

fn is_set(entry: &Entry, key: &str) -> bool {
    entry.extra.0.get(key).and_then(Value::as_bool) == Some(true)
}

/// Sets a mark, or takes it away. A key of that name that says something else is not a mark and stays.
fn mark(keys: &mut Table, key: &str, set: bool) {
    if set {
        keys.insert(key.to_owned(), Value::Boolean(true));
    } else if keys.get(key).and_then(Value::as_bool) == Some(true) {
        keys.remove(key);
    }
}

/// Takes over unknown keys that are missing, also inside of those that both have.
pub(crate) fn fill(mine: &mut Table, theirs: &Table) {
    for (key, value) in theirs {
        match (mine.get_mut(key), value) {
            (Some(Value::Table(inner)), Value::Table(other)) => fill(inner, other),
            (Some(_), _) => {}
            (None, _) => {
                mine.insert(key.clone(), value.clone());
            }
        }
    }
}

/// Unknown keys of theirs that mine cannot speak for, because it says something else, and what is true of one version
/// only. They go with the version.
pub(crate) fn differing(mine: &Table, theirs: &Table) -> Table {
    let differs = |key: &str, value: &Value| mine.get(key).is_some_and(|own| !same(own, value));
    let own = theirs.iter().filter(|(key, value)| {
        key.as_str() == INCOMPLETE || (![PRIVATE, BRING].contains(&key.as_str()) && differs(key, value))
    });
    own.map(|(key, value)| (key.clone(), value.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Answer;
    use crate::journal::{Place, Stamp, any, file};
    use proptest::prelude::*;

    /// What could be said, from so few that two sides often say the same.
    fn said() -> impl Strategy<Value = Said> {
        prop_oneof![
            1 => Just(Said::Skipped),
            1 => Just(Said::Nothing),
            1 => Just(Said::Answer(Answer::Text(" ".into()))),
            4 => (0_i64..6).prop_map(|number| Said::Answer(Answer::Number(number))),
            4 => "[a-f]".prop_map(|word| Said::Answer(Answer::Text(word.into()))),
        ]
    }

    fn extra() -> impl Strategy<Value = Extra> {
        let pairs = prop::sample::select(vec![
            (PRIVATE, Value::Boolean(true)),
            (INCOMPLETE, Value::Boolean(true)),
            (BRING, Value::Boolean(true)),
            (BRING, Value::Integer(1)),
            (INCOMPLETE, Value::Integer(1)),
            ("x", Value::Integer(1)),
            ("x", Value::Float(f64::NAN)),
            ("other", Value::Integer(2)),
            ("x", Value::Table([("y".to_owned(), Value::Integer(3))].into_iter().collect())),
        ]);
        prop_oneof![
            2 => Just(Extra::default()),
            1 => prop::collection::vec(pairs, 1..3).prop_map(|pairs| {
                Extra(pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
            }),
        ]
    }

    fn versions() -> impl Strategy<Value = Vec<Round>> {
        let round = (said(), any::moment(), extra()).prop_map(|(value, updated, extra)| Round {
            value,
            updated,
            extra,
        });
        prop_oneof![1 => Just(Vec::new()), 1 => prop::collection::vec(round, 0..3)]
    }

    prop_compose! {
        fn entry()(
            value in said(),
            updated in any::moment(),
            rounds in versions(),
            other in versions(),
            extra in extra(),
        ) -> Entry {
            Entry { asked: "Why?".into(), kind: "line".into(), value, updated, rounds, other, extra }
        }
    }

    fn shown_on(day: i8) -> Stamp {
        Stamp { local: jiff::civil::datetime(2026, 5, day, 12, 0, 0, 0), offset: jiff::tz::Offset::UTC }
    }

    fn id() -> impl Strategy<Value = Id> {
        prop::sample::select(vec!["a", "b", "c"]).prop_map(|name| Id::new("a", name))
    }

    prop_compose! {
        fn journal()(
            generation in 0_u64..9,
            person in prop_oneof![Just(String::new()), Just("Sam".to_owned()), Just("Kim".to_owned())],
            answers in prop::collection::btree_map(id(), entry().prop_map(Arc::new), 0..4),
            removed in prop::collection::btree_set(id(), 0..2),
            page in prop::option::of((0_u64..9, any::<bool>(), any::<bool>(), any::<bool>(), extra())),
            place in prop::option::of(id()),
            shown in prop::option::of(1_i8..4),
            extra in extra(),
        ) -> Journal {
            let for_therapist = shown.map(shown_on);
            let removed = removed.into_iter().filter(|id| !answers.contains_key(id)).collect();
            let state = |(spent, read, skipped, bookmark, extra)| PageState { spent, read, skipped, bookmark, extra };
            let pages = page.map(|page| (Id::new("a", "p"), state(page))).into_iter().collect();
            let place = place.map(|page| Place { page, question: None, at: 0 });
            Journal { person, generation, answers, pages, place, for_therapist, removed, extra }
        }
    }

    /// Journals that mostly go back to the same one: each answer is the first journal's, or one of its own.
    fn related() -> impl Strategy<Value = [Journal; 4]> {
        let from = prop::collection::vec((any::<bool>(), prop::option::of((said(), any::moment()))), 9);
        ([journal(), journal(), journal(), journal()], from).prop_map(|(mut all, from)| {
            let base = all[0].answers.clone();
            for (at, (id, entry)) in (0..).zip(&base) {
                for (side, journal) in all.iter_mut().skip(1).enumerate() {
                    if let (true, next) = &from[(at * 3 + side) % 9] {
                        journal.removed.remove(id);
                        let next = next.clone().map(|next| Arc::new(again(entry, next)));
                        journal.answers.insert(id.clone(), next.unwrap_or_else(|| Arc::clone(entry)));
                    }
                }
            }
            all
        })
    }

    /// An answer that was given again, in another round.
    fn again(entry: &Entry, (value, updated): (Said, Stamp)) -> Entry {
        let mut rounds = entry.rounds.clone();
        rounds.push(Round { value: entry.value.clone(), updated: entry.updated, extra: Extra::default() });
        Entry { value, updated, rounds, ..entry.clone() }
    }

    fn all_said(entry: &Entry) -> impl Iterator<Item = &Said> {
        let versions = entry.rounds.iter().chain(&entry.other).map(|round| &round.value);
        std::iter::once(&entry.value).chain(versions)
    }

    fn check_laws(known: &[&Journal], mine: &Journal, theirs: &Journal) {
        let same = merge(known, mine, mine);
        assert!(!same.changed && same.both.is_empty() && same.journal == *mine, "with itself");

        let merged = merge(known, mine, theirs);
        let journal = &merged.journal;
        for (id, entry) in mine.answers.iter().chain(&theirs.answers) {
            let before = Before::of(known, id);
            for said in all_said(entry).filter(|said| has_words(said) && !before.knows(said)) {
                assert!(
                    journal.answers.get(id).is_some_and(|entry| entry.holds(said)),
                    "words of {id} are lost"
                );
            }
            if let Some(joined) = journal.answers.get(id) {
                assert!(entry.rounds.iter().all(|round| joined.has_said(round)), "a round of {id} is lost");
                let updated = entry.updated;
                let now = Round { value: entry.value.clone(), updated, extra: Extra::default() };
                let is_lost = before.has_begun(entry) && has_words(&entry.value) && !joined.has_said(&now);
                assert!(!is_lost, "the new round of {id} is lost");
            }
            if is_set(entry, PRIVATE) && journal.answers.contains_key(id) {
                assert!(is_set(&journal.answers[id], PRIVATE), "{id} is not private any more");
            }
        }
        for id in mine.answers.keys() {
            assert!(journal.answers.contains_key(id), "{id} is gone");
        }
        for id in &merged.both {
            let entry = &journal.answers[id];
            assert_eq!(entry.value, mine.answers[id].value);
            assert!(entry.other.iter().any(|version| version.value == theirs.answers[id].value));
        }
        assert_eq!(journal.generation, mine.generation.max(theirs.generation));
        let but_generation = Journal { generation: mine.generation, ..journal.clone() };
        assert_eq!(merged.changed, but_generation != *mine);

        let again = merge(known, journal, theirs);
        assert!(!again.changed && again.both.is_empty() && again.journal == *journal, "a second time");

        let settled = file::settle(journal.clone());
        assert!(
            file::holds(&Arc::new(file::write(&settled)), &settled),
            "the file:\n{}",
            file::write(&settled)
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 30_000 } else { 10_000 }))]

        #[test]
        fn no_words_are_lost_and_nothing_changes_twice([base, mine, theirs, older] in related()) {
            check_laws(&[], &mine, &theirs);
            check_laws(&[&base], &mine, &theirs);
            check_laws(&[&base, &older], &mine, &theirs);
            check_laws(&[&older, &base], &mine, &theirs);
        }

        #[test]
        fn the_side_that_changed_nothing_gives_way([base, _, theirs, _] in related()) {
            let base = Journal { removed: BTreeSet::new(), ..base };
            let merged = merge(&[&base], &base, &theirs).journal;
            for (id, entry) in &theirs.answers {
                let has_begun = Before::of(&[&base], id).has_begun(entry);
                let old = base.answers.get(id).filter(|old| old.holds(&entry.value) && !has_begun);
                prop_assert_eq!(&merged.answers[id].value, &old.unwrap_or(entry).value);
            }
            let back = merge(&[&base], &theirs, &base).journal;
            for (id, entry) in &theirs.answers {
                prop_assert_eq!(&back.answers[id].value, &entry.value);
            }
            for id in base.answers.keys() {
                let taken_away = theirs.removed.contains(id);
                prop_assert_eq!(back.answers.contains_key(id), !taken_away);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 100 } else { 2_000 }))]

        #[test]
        fn the_laws_hold_for_any_journals(base in any::journal(), mine in any::journal(), theirs in any::journal()) {
            check_laws(&[&base], &mine, &theirs);
            check_laws(&[], &mine, &theirs);
        }
    }

    /// A journal with one answer.
    fn one(said: &Said) -> Journal {
        let updated = Stamp::of(jiff::Timestamp::UNIX_EPOCH, &jiff::tz::TimeZone::UTC);
        let entry = Entry {
            asked: "Why?".into(),
            kind: "line".into(),
            value: said.clone(),
            updated,
            rounds: Vec::new(),
            other: Vec::new(),
            extra: Extra::default(),
        };
        let mut journal = Journal::default();
        journal.answers.insert(Id::new("a", "a"), Arc::new(entry));
        journal
    }

    fn words(words: &str) -> Said {
        Said::Answer(Answer::Text(words.into()))
    }

    /// What stands after a merge, and what beside it.
    fn check<const N: usize>(
        known: [&Said; N],
        [mine, theirs]: [&Said; 2],
        (answer, beside): (&Said, &[&Said]),
    ) {
        let known = known.map(one);
        let known: Vec<&Journal> = known.iter().collect();
        let merged = merge(&known, &one(mine), &one(theirs));
        let entry = &merged.journal.answers[&Id::new("a", "a")];
        let other: Vec<&Said> = entry.other.iter().map(|version| &version.value).collect();
        assert!(entry.value == *answer && other == beside, "{entry:?} instead of {answer:?} and {beside:?}");
        assert_eq!(merged.both.len(), beside.len());
    }

    #[test]
    fn who_changed_something_is_heard() {
        let [a, b, c] = &["a", "b", "c"].map(words);
        check([a], [a, b], (b, &[]));
        check([a], [b, a], (b, &[]));
        check([a], [b, c], (b, &[c]));
        check([], [b, c], (b, &[c]));
        // An older file that somebody put back is not news.
        check([b, a], [b, a], (b, &[]));
        check([b, a], [c, a], (c, &[]));
    }

    #[test]
    fn the_same_answer_in_another_round_is_another_answer() {
        let [seven, four] = &[7, 4].map(|number| Said::Answer(Answer::Number(number)));
        let day = |day: i8| {
            let local = jiff::civil::date(2026, 5, day).at(8, 0, 0, 0);
            Stamp { local, offset: jiff::tz::Offset::UTC }
        };
        let id = Id::new("a", "a");
        let base = one(seven);
        let next = |said: &Said, at| {
            let mut journal = base.clone();
            let entry = again(&base.answers[&id], (said.clone(), at));
            journal.answers.insert(id.clone(), Arc::new(entry));
            journal
        };
        let numbers = |merged: Merged| {
            let entry = &merged.journal.answers[&id];
            assert!(merged.both.is_empty() && entry.other.is_empty());
            let rounds: Vec<Said> = entry.rounds.iter().map(|round| round.value.clone()).collect();
            (entry.value.clone(), rounds)
        };
        let (mine, theirs) = (next(seven, day(2)), next(four, day(3)));
        let all = vec![seven.clone(), seven.clone()];
        assert_eq!(numbers(merge(&[&base], &mine, &theirs)), (four.clone(), all.clone()));
        assert_eq!(numbers(merge(&[&base], &theirs, &mine)), (four.clone(), all.clone()));
        // Only one of them has gone on.
        let went_on = (seven.clone(), vec![seven.clone()]);
        assert_eq!(numbers(merge(&[&base], &mine, &base)), went_on);
        assert_eq!(numbers(merge(&[&base], &base, &mine)), went_on);
        // An open round gives way to nobody who has not seen it.
        let open = next(&Said::Nothing, day(2));
        let is_open = (Said::Nothing, vec![seven.clone()]);
        assert_eq!(numbers(merge(&[&base], &open, &base)), is_open);
        assert_eq!(numbers(merge(&[], &base, &open)), is_open);
        // And one that was taken back is not begun again by a file that still has it.
        assert_eq!(numbers(merge(&[&open], &base, &open)), (seven.clone(), vec![]));
    }

    #[test]
    fn words_win_over_none_when_both_sides_changed() {
        let [a, b] = &["a", "b"].map(words);
        for none in &[Said::Nothing, Said::Skipped, words(" \n")] {
            check([a], [none, b], (b, &[]));
            check([a], [b, none], (b, &[]));
            check([a], [a, none], (none, &[]));
        }
    }

    #[test]
    fn what_was_taken_away_comes_back_only_with_new_words() {
        let id = Id::new("a", "a");
        let [old, new] = ["a", "b"].map(|word| one(&words(word)));
        let mut mine = old.clone();
        mine.remove(&id);
        let merged = merge(&[&old], &mine, &old);
        assert!(!merged.changed && merged.journal.removed.contains(&id));
        let merged = merge(&[&old], &mine, &new);
        assert!(merged.changed && merged.journal == new);
        // What is not there has not been taken away.
        let merged = merge(&[&old], &old, &Journal::default());
        assert!(!merged.changed && merged.journal == old);
        assert_eq!(merge(&[&old], &Journal::default(), &old).journal, old);
    }

    #[test]
    fn an_incomplete_version_stays_marked_and_marks_no_other() {
        let id = Id::new("a", "a");
        let [whole, mut part] = ["I waited at the window.", "I waited"].map(|text| one(&words(text)));
        let entry = Arc::make_mut(part.answers.get_mut(&id).unwrap());
        mark(&mut entry.extra.0, INCOMPLETE, true);
        let merged = merge(&[], &whole, &part).journal;
        assert!(!is_set(&merged.answers[&id], INCOMPLETE));
        assert!(merged.answers[&id].other[0].extra.0.contains_key(INCOMPLETE));
        let merged = merge(&[&part], &part, &whole).journal;
        assert_eq!(merged, whole);
    }

    #[test]
    fn a_mark_is_what_whoever_changed_it_said_and_stays_where_nobody_knows() {
        let id = Id::new("a", "p");
        let with = |bookmark: bool| {
            let pages = [(id.clone(), PageState { bookmark, ..PageState::default() })];
            let mut journal = one(&words("a"));
            let mut entry = journal.answers.remove(&Id::new("a", "a")).unwrap();
            mark(&mut Arc::make_mut(&mut entry).extra.0, BRING, bookmark);
            journal.answers.insert(id.clone(), entry);
            Journal { pages: pages.into_iter().collect(), ..journal }
        };
        for (base, mine, theirs, merged) in [
            (Some(false), false, false, false),
            (Some(false), true, false, true),
            (Some(false), false, true, true),
            (Some(true), true, true, true),
            (Some(true), false, true, false),
            (Some(true), true, false, false),
            (Some(true), false, false, false),
            (None, true, false, true),
            (None, false, true, true),
            (None, false, false, false),
        ] {
            let known = base.map(with);
            let known: Vec<&Journal> = known.iter().collect();
            let journal = merge(&known, &with(mine), &with(theirs)).journal;
            assert_eq!(journal.pages[&id].bookmark, merged, "{base:?} {mine} {theirs}");
            assert_eq!(is_set(&journal.answers[&id], BRING), merged, "{base:?} {mine} {theirs}");
        }
    }

    #[test]
    fn what_was_shown_to_a_therapist_is_what_both_sides_have_shown() {
        let with = |day: Option<i8>| Journal { for_therapist: day.map(shown_on), ..Journal::default() };
        for (base, mine, theirs, merged) in [
            (None, None, None, None),
            (None, Some(1), None, None),
            (None, None, Some(1), None),
            (None, Some(2), Some(1), Some(1)),
            // What the side wrote that has shown nothing since was not in those pages.
            (Some(1), Some(1), Some(2), Some(1)),
            (Some(1), Some(2), Some(1), Some(1)),
            (Some(1), Some(2), Some(3), Some(2)),
            (Some(1), Some(3), Some(2), Some(2)),
        ] {
            let known = [&with(base)];
            let known: &[&Journal] = if base.is_some() { &known } else { &[] };
            let journal = merge(known, &with(mine), &with(theirs)).journal;
            assert_eq!(journal.for_therapist, merged.map(shown_on), "{base:?} {mine:?} {theirs:?}");
        }
    }

    #[test]
    fn a_decision_is_not_asked_for_again() {
        let id = Id::new("a", "a");
        let mut base = one(&words("a"));
        let entry = Arc::make_mut(base.answers.get_mut(&id).unwrap());
        entry.other = vec![Round { value: words("b"), updated: entry.updated, extra: Extra::default() }];
        let decided = one(&words("a"));
        let merged = merge(&[&base], &decided, &base);
        assert!(!merged.changed, "the other version was laid aside here");
        let taken = merge(&[&base], &base, &one(&words("c"))).journal;
        assert_eq!(taken.answers[&id].other.len(), 1, "nobody has decided about it");
    }
}
