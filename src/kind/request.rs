//! `request`: what one would like, when, how often, until when, and how hard it is; one card for each.
//!
//! Stored as rows of column = value, as in a table. Below a card stand gentle questions about it while it is written.
//! They judge nothing: whoever passes them by has a request all the same.

use super::scale::Steps;
use super::table::{Slot, Table};
use super::{Ask, Asked, Blank, Form, Told};
use crate::answer::Answer;
use crate::author::{Choice, Reader};

/// Requests to somebody, or to oneself.
#[derive(Clone, Debug)]
pub struct Request {
    table: Table,
}

/// What is written of a request, in its order: stored as, and shown as.
const LINES: [(&str, &str); 4] =
    [("what", "what"), ("when", "when"), ("often", "how often"), ("until", "until")];

/// How hard it is for whoever would do it.
const HARD: (&str, &str, Steps) = ("hard", "how hard", Steps { low: 1, high: 5, step: 1 });

/// From here on a request may be too much for a tired day.
const A_LOT: i64 = 4;

const POSITIVE: &str = "Does it say what to do, rather than what to stop?";
const COUNTABLE: &str = "How often would that be? Something like \"twice a week\" can be counted.";
const ENDS: &str = "When does it end? With an end it is easier to say yes to, and it can be asked again.";
const DOABLE: &str = "Could it still be done on a tired day? Half of it may be enough.";

impl Request {
    /// Reads `max`.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Request> {
        let max = reader.integer_in("max", 1, 20).and_then(|max| usize::try_from(max).ok());
        let table = Table::fixed(&LINES, HARD, max.unwrap_or(3));
        Some(Request { table: table.wondering("request", wonders) })
    }
}

/// What may be wondered about a request, as far as its parts have been passed.
fn wonders(slots: &[Slot], passed: usize) -> Vec<&'static str> {
    let cell = |at: usize| slots.get(at).and_then(Slot::cell);
    let left_empty = |at: usize| passed > at && cell(at).is_none();
    let Some(what) = cell(0).map(|cell| cell.words()) else { return Vec::new() };
    let is_hard = slots.get(4).and_then(Slot::number).is_some_and(|hard| hard >= A_LOT);
    let questions = [
        (is_about_stopping(&what), POSITIVE),
        (left_empty(2), COUNTABLE),
        (left_empty(3), ENDS),
        (is_hard, DOABLE),
    ];
    questions.into_iter().filter(|(wondered, _)| *wondered).map(|(_, words)| words).collect()
}

/// Whether a request begins with what should no longer be.
fn is_about_stopping(what: &str) -> bool {
    let what = what.trim().to_lowercase().replace('’', "'");
    let what = what.strip_prefix("please ").unwrap_or(&what).trim_start();
    let begins = |word: &&str| {
        what.strip_prefix(*word).is_some_and(|rest| !rest.starts_with(|next: char| next.is_alphanumeric()))
    };
    ["don't", "dont", "do not", "stop", "quit", "not", "never", "no more", "no longer"].iter().any(begins)
}

impl Ask for Request {
    fn form(&self, asked: &Asked<'_>, answer: Option<&Answer>) -> Box<dyn Form> {
        self.table.form(asked, answer)
    }

    fn blank(&self, asked: &Asked<'_>) -> Blank {
        self.table.blank(asked)
    }

    fn told(&self, asked: &Asked<'_>, answer: &Answer) -> Told {
        self.table.told(asked, answer)
    }

    fn lines(&self, asked: &Asked<'_>, answer: &Answer) -> Vec<Choice> {
        self.table.lines(asked, answer)
    }

    fn fits(&self, answer: &Answer) -> bool {
        self.table.fits(answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::trial;
    use crate::kind::{Edit, Focus};

    fn request() -> Request {
        trial::read("max = 2", Request::read)
    }

    #[test]
    fn what_begins_with_stopping_is_wondered_about_and_nothing_else_is() {
        for what in
            ["Don't shout", "don’t shout", "Please stop", "stop.", "No more phones", "never late", "not now"]
        {
            assert!(is_about_stopping(what), "{what}");
        }
        for what in ["Sit down with me", "note it down", "Nothing", "notice me", "stopover with me", "", "no"]
        {
            assert!(!is_about_stopping(what), "{what}");
        }
    }

    #[test]
    fn questions_come_once_their_part_is_passed_and_stand_in_nobodys_way() {
        let mut form = trial::asked(&[], |asked| request().form(asked, None));
        let shown = |form: &dyn Form, focus| {
            form.sheet(focus, 0..40).words().split_whitespace().collect::<Vec<_>>().join(" ")
        };
        trial::write(form.as_mut(), "Sit with me");
        assert!(!shown(form.as_ref(), Focus::Here).contains('?'));
        for _ in 0..4 {
            trial::edit(form.as_mut(), Edit::Confirm);
        }
        assert!(shown(form.as_ref(), Focus::Here).contains(COUNTABLE));
        assert!(shown(form.as_ref(), Focus::Here).contains(ENDS));
        assert!(!shown(form.as_ref(), Focus::Here).contains(DOABLE));
        trial::edit(form.as_mut(), Edit::Pick(4));
        assert!(shown(form.as_ref(), Focus::Here).contains(DOABLE));
        assert!(!shown(form.as_ref(), Focus::Away).contains('?'));
        let answer = form.answer().unwrap();
        let told = trial::asked(&[], |asked| request().told(asked, &answer));
        let Told::Table { head, rows } = told else { panic!("a table is told") };
        assert_eq!(head, ["what", "when", "how often", "until", "how hard"]);
        assert_eq!(rows, [["Sit with me", "", "", "", "4 of 5"]]);
        let lines = trial::asked(&[], |asked| request().lines(asked, &answer));
        assert_eq!(lines[0].text, "Sit with me");
    }

    #[test]
    fn an_example_may_have_bars_between_its_parts() {
        let example = "For example: one cup of tea | after work | twice a week | until Eid | 3";
        let form = trial::asked(&[], |asked| request().form(&Asked { example, ..*asked }, None));
        let words = form.sheet(Focus::Here, 0..40).words();
        assert!(words.contains("one cup of tea · after work ·"), "{words}");
    }
}
