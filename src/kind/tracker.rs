//! `tracker`: a small calendar in which days are marked. Good days are counted; nothing is ever reset, and gaps are fine.
//!
//! Stored as rows of item and day, or of days alone. It begins on the day of the first mark.

use super::{Ask, Asked, Form, From, Told, day};
use crate::answer::{Answer, Cell, Row as Fields};
use crate::author::{Choice, Reader};
use calendar::Calendar;
use jiff::civil::Date;
use std::collections::BTreeSet;

mod calendar;

/// A calendar, or one for each item.
#[derive(Clone, Debug)]
pub struct Tracker {
    days: i64,
    items: Vec<Choice>,
    from: bool,
}

impl Tracker {
    /// Reads `days` and `items`.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Tracker> {
        let days = reader.integer_in("days", 1, 366).unwrap_or(28);
        let items = reader.choices("items").unwrap_or_default();
        Some(Tracker { days, items, from: reader.has("from") })
    }

    /// What is marked. Without items there is one without a name.
    fn items(&self, asked: &Asked<'_>) -> Vec<Choice> {
        let items: Vec<Choice> = self.items.iter().chain(asked.from).cloned().collect();
        match items.is_empty() && !self.from {
            true => vec![Choice { id: String::new(), text: String::new() }],
            false => items,
        }
    }

    /// `9 of 28 days: 12 May, 13 May`
    fn words(&self, days: &BTreeSet<Date>, today: &str) -> String {
        let said: Vec<String> = days.iter().map(|day| day::said(*day, today)).collect();
        format!("{} of {} days: {}", days.len(), self.days, said.join(", "))
    }
}

const ITEM: &str = "item";
const DAY: &str = "day";

/// The rows of an answer.
fn rows(answer: Option<&Answer>) -> &[Fields] {
    match answer {
        Some(Answer::Rows(rows)) => rows,
        Some(Answer::Number(_) | Answer::Text(_) | Answer::List(_) | Answer::Fields(_)) | None => &[],
    }
}

/// The item and the day of a row; nothing when it has no day.
fn mark(row: &Fields) -> Option<(&str, Date)> {
    let find = |name: &str| match row.iter().find(|(id, _)| id == name) {
        Some((_, Cell::Text(words))) => words.as_str(),
        Some((_, Cell::Number(_))) | None => "",
    };
    Some((find(ITEM), day::read(find(DAY))?))
}

/// A mark as it is stored.
fn stored(item: &str, day: Date) -> Fields {
    let item = Some(item).filter(|item| !item.is_empty());
    let item = item.map(|item| (ITEM.to_owned(), Cell::Text(item.to_owned())));
    item.into_iter().chain([(DAY.to_owned(), Cell::Text(day.to_string()))]).collect()
}

impl Ask for Tracker {
    fn form(&self, asked: &Asked<'_>, answer: Option<&Answer>) -> Box<dyn Form> {
        Box::new(Calendar::new(self.items(asked), self.days, rows(answer), asked.today))
    }

    fn told(&self, asked: &Asked<'_>, answer: &Answer) -> Told {
        let mut items = self.items(asked);
        let marks: Vec<(&str, Date)> = rows(Some(answer)).iter().filter_map(mark).collect();
        // What is not marked any more is told by its id.
        for (item, _) in &marks {
            if !items.iter().any(|known| known.id == *item) {
                items.push(Choice { id: (*item).to_owned(), text: (*item).to_owned() });
            }
        }
        let days = |item: &Choice| -> BTreeSet<Date> {
            marks.iter().filter(|(id, _)| *id == item.id).map(|(_, day)| *day).collect()
        };
        let mut parts: Vec<(String, Told)> = items
            .iter()
            .map(|item| (item.text.clone(), days(item)))
            .filter(|(_, days)| !days.is_empty())
            .map(|(text, days)| (text, Told::Value(self.words(&days, asked.today))))
            .collect();
        match (parts.pop(), parts.is_empty()) {
            (Some((label, told)), true) if label.is_empty() => told,
            (last, _) => {
                parts.extend(last);
                Told::Parts(parts)
            }
        }
    }

    fn lines(&self, asked: &Asked<'_>, answer: &Answer) -> Vec<Choice> {
        let days: BTreeSet<Date> = rows(Some(answer)).iter().filter_map(mark).map(|(_, day)| day).collect();
        let line = |day: Date| Choice { id: day.to_string(), text: day::said(day, asked.today) };
        days.into_iter().map(line).collect()
    }

    fn ends(&self, answer: &Answer) -> Option<Date> {
        let first = rows(Some(answer)).iter().filter_map(mark).map(|(_, day)| day).min()?;
        Some(day::later(first, self.days - 1))
    }

    fn fits(&self, answer: &Answer) -> bool {
        matches!(answer, Answer::Rows(_))
    }

    fn from(&self) -> From {
        if self.from { From::Optional } else { From::Nothing }
    }

    fn follows_the_day(&self) -> bool {
        true
    }

    fn texts(&self) -> Vec<&str> {
        self.items.iter().map(|item| item.text.as_str()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::trial::{Trial, press};
    use crate::kind::{Change, Edit, Takes};

    const ASK: &str =
        "[[exercise.ask]]\nid = \"walk\"\nkind = \"tracker\"\nprompt = \"Walked?\"\ndays = 14\n";

    fn marked(days: &[&str]) -> Answer {
        Answer::Rows(days.iter().map(|day| stored("", day.parse().unwrap())).collect())
    }

    #[test]
    fn a_mark_is_set_today_and_taken_back_and_no_gap_breaks_anything() {
        let mut trial = Trial::new(ASK);
        trial.set("walk", marked(&["2026-05-12", "2026-05-14"]));
        let mut form = trial.form("walk");
        let seen = "  12 May  [x] [ ] [x] [ ] [ ] [ ] [ ]\n> 19 May  [ ] [ ]  ·   ·   ·   ·   ·\n   \
                    Wednesday, 20 May, which is today";
        assert_eq!((trial.picture(&*form), form.brief()), (seen.to_owned(), "2 good days".to_owned()));
        assert_eq!(press(&mut *form, &[Edit::Toggle]), Change::Chosen);
        assert_eq!(form.answer(), Some(marked(&["2026-05-12", "2026-05-14", "2026-05-20"])));
        press(&mut *form, &[Edit::Toggle, Edit::Up, Edit::Toggle]);
        assert_eq!(form.answer(), Some(marked(&["2026-05-12", "2026-05-13", "2026-05-14"])));
        assert_eq!(press(&mut *form, &[Edit::Up]), Change::Nothing);
        assert_eq!(press(&mut *form, &[Edit::Down, Edit::Down]), Change::Nothing);
    }

    #[test]
    fn it_begins_with_the_first_mark_and_a_day_to_come_cannot_be_marked() {
        let trial = Trial::new(ASK).at(56);
        let mut form = trial.form("walk");
        assert_eq!((form.answer(), form.brief()), (None, "not yet".to_owned()));
        assert!(trial.picture(&*form).starts_with("> 20 May  [ ]  ·   ·   ·   ·   ·   ·\n  27 May   ·"));
        assert_eq!(press(&mut *form, &[Edit::Right]), Change::Moved);
        assert!(trial.picture(&*form).contains("\n   That day is still to come."));
        // After midnight the day that was meant is yesterday.
        press(&mut *form, &[Edit::Left, Edit::Toggle]);
        assert_eq!(form.answer(), Some(marked(&["2026-05-19"])));
        press(&mut *form, &[Edit::Clear]);
        assert_eq!(form.answer(), None);
        for _ in 0..20 {
            press(&mut *form, &[Edit::Left]);
        }
        assert!(trial.picture(&*form).starts_with("> 14 May  [ ]"));
        form.rest();
        assert!(trial.picture(&*form).starts_with("> 20 May  [ ]"));
    }

    #[test]
    fn when_its_days_are_over_what_was_marked_stays() {
        let mut trial = Trial::new(ASK);
        trial.set("walk", marked(&["2026-01-05"]));
        let mut form = trial.form("walk");
        let seen = trial.picture(&*form);
        assert!(seen.starts_with("   5 Jan  [x] [ ] [ ] [ ] [ ] [ ] [ ]\n> 12 Jan  [ ] [ ]"), "{seen}");
        assert!(
            seen.ends_with("Its 14 days are over. What you marked stays, and can still be changed."),
            "{seen}"
        );
        press(&mut *form, &[Edit::Toggle]);
        assert_eq!(form.answer(), Some(marked(&["2026-01-05", "2026-01-18"])));
    }

    #[test]
    fn each_item_has_its_own_days_and_what_is_no_item_now_is_kept() {
        let mut trial = Trial::new(&format!("{ASK}items.out = \"a walk\"\nitems.call = \"a call\"\n"));
        let day = |day: &str| day.parse().unwrap();
        let rows = vec![stored("out", day("2026-05-19")), stored("swim", day("2025-08-01"))];
        trial.set("walk", Answer::Rows(rows.clone()));
        let mut form = trial.form("walk");
        press(&mut *form, &[Edit::Down, Edit::Right, Edit::Toggle]);
        let kept = vec![rows[0].clone(), stored("call", day("2026-05-20")), rows[1].clone()];
        assert_eq!(form.answer(), Some(Answer::Rows(kept)));
        assert_eq!(form.brief(), "2 good days");
        let seen = trial.picture(&*form);
        assert!(
            seen.contains("  a walk\n  19 May  [x] [ ]") && seen.contains("  a call\n> 19 May  [ ] [x]"),
            "{seen}"
        );
        let value = |words: &str| Told::Value(words.to_owned());
        let parts = vec![
            ("a walk".to_owned(), value("1 of 14 days: 19 May")),
            ("swim".to_owned(), value("1 of 14 days: 1 August 2025")),
        ];
        assert_eq!(trial.told("walk"), Told::Parts(parts));
    }

    #[test]
    fn it_is_told_with_its_days_and_waits_for_what_it_builds_on() {
        let mut trial = Trial::new(ASK);
        trial.set("walk", marked(&["2026-05-13", "2026-05-12"]));
        assert_eq!(trial.told("walk"), Told::Value("2 of 14 days: 12 May, 13 May".into()));
        assert_eq!(trial.session.fill("{{walk}}", "c"), "12 May and 13 May");
        let source = "[[exercise.ask]]\nid = \"steps\"\nkind = \"list\"\nprompt = \"Which?\"\nhint = \"h\"\n";
        let trial = Trial::new(&format!("{source}{ASK}from = \"steps\"\n"));
        let form = trial.form("walk");
        assert_eq!((form.takes(), form.answer()), (Takes::Nothing, None));
        assert!(trial.picture(&*form).contains("It can wait."));
    }
}
