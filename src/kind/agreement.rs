//! `agreement`: a text to edit and agree on, with a last day that is never far away.
//!
//! Stored as fields: the text and what it was made from (as in `compose`), its last day, and the day on which it was
//! agreed on. Alone it is an agreement with oneself: one tick.

use super::compose::{Draft, Follows, parts};
use super::text::Field;
use super::{Ask, Asked, Blank, Form, Told};
use crate::answer::{Answer, Cell};
use crate::author::{Choice, Reader};
use crate::text::Text;
use jiff::ToSpan;
use jiff::civil::Date;
use pact::{Last, Pact, Part};

mod pact;
mod rows;

/// A text to agree on.
#[derive(Clone, Debug)]
pub struct Agreement {
    template: String,
    /// How many weeks it can last at most.
    weeks: i64,
}

impl Agreement {
    /// Reads `template` and `weeks`.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Agreement> {
        let weeks = reader.integer_in("weeks", 1, 12).unwrap_or(12);
        Some(Agreement { template: reader.required("template")?, weeks })
    }
}

/// A day as people write it.
fn long(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// A day that an answer holds under a name.
fn stored(answer: Option<&Answer>, name: &str) -> Option<Date> {
    let Some(Answer::Fields(fields)) = answer else { return None };
    let (_, cell) = fields.iter().find(|(field, _)| field == name)?;
    cell.words().parse().ok()
}

const UNTIL: &str = "until";
const AGREED: &str = "agreed";

impl Ask for Agreement {
    fn form(&self, asked: &Asked<'_>, answer: Option<&Answer>) -> Box<dyn Form> {
        let agreed = stored(answer, AGREED);
        let follows = if agreed.is_some() { Follows::Nothing } else { Follows::Sources };
        let today: Date = asked.today.parse().unwrap_or_default();
        let latest = today.checked_add(self.weeks.weeks()).unwrap_or(today);
        let until = stored(answer, UNTIL).unwrap_or(latest);
        let bare = Asked { example: "", aim: None, ..*asked };
        Box::new(Pact {
            draft: Draft::new(&self.template, asked, answer, follows),
            day: Field::new(Text::line(&long(until)), 1, &bare).narrow(30).one_line(),
            last: Last { today, latest, until, weeks: self.weeks },
            agreed,
            is_undone: false,
            part: Part::Words,
            width: 76,
        })
    }

    fn blank(&self, _: &Asked<'_>) -> Blank {
        Blank::Lines(6)
    }

    fn told(&self, _: &Asked<'_>, answer: &Answer) -> Told {
        let text = parts(Some(answer)).0.trim_end();
        let until = stored(Some(answer), UNTIL).map(long);
        let tail = match (stored(Some(answer), AGREED).map(long), until) {
            (Some(agreed), Some(until)) => format!("\n\nAgreed on {agreed}, until {until}."),
            (Some(agreed), None) => format!("\n\nAgreed on {agreed}."),
            (None, Some(until)) => format!("\n\nNot agreed on yet; it would hold until {until}."),
            (None, None) => String::new(),
        };
        Told::Words(format!("{text}{tail}"))
    }

    fn lines(&self, _: &Asked<'_>, answer: &Answer) -> Vec<Choice> {
        let lines = parts(Some(answer)).0.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(|line| Choice { id: line.to_owned(), text: line.to_owned() }).collect()
    }

    fn ends(&self, answer: &Answer) -> Option<Date> {
        stored(Some(answer), AGREED).and_then(|_| stored(Some(answer), UNTIL))
    }

    fn fits(&self, answer: &Answer) -> bool {
        match answer {
            Answer::Text(_) => true,
            Answer::Fields(fields) => fields.iter().any(|(name, _)| name == "text"),
            Answer::Number(_) | Answer::List(_) | Answer::Rows(_) => false,
        }
    }

    fn texts(&self) -> Vec<&str> {
        vec![&self.template]
    }

    fn beginnings(&self) -> Vec<&str> {
        vec![&self.template]
    }
}

/// A day as it is stored.
fn cell(name: &str, day: Date) -> (String, Cell) {
    (name.to_owned(), Cell::Text(day.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::{Change, Edit, Focus, Takes, trial};
    use crate::text;

    const ASK: &str = "weeks = 12\ntemplate = \"\"\"\nWe talk on Sundays.\n\"\"\"";

    fn pact(answer: Option<&Answer>) -> Box<dyn Form> {
        trial::asked(&[], |asked| trial::read(ASK, Agreement::read).form(asked, answer))
    }

    fn told(answer: &Answer) -> String {
        let told = trial::asked(&[], |asked| trial::read(ASK, Agreement::read).told(asked, answer));
        let Told::Words(words) = told else { panic!("words are told") };
        words
    }

    fn shown(form: &dyn Form) -> String {
        form.sheet(Focus::Here, 0..60).words().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn day(form: &mut dyn Form, words: &str) {
        trial::edit(form, Edit::Write(text::Edit::SelectAll));
        let put = if words.is_empty() { text::Edit::DeleteLeft } else { text::Edit::Paste(words.to_owned()) };
        trial::edit(form, Edit::Write(put));
    }

    #[test]
    fn it_is_agreed_on_with_a_last_day() {
        let mut form = pact(None);
        trial::edit(form.as_mut(), Edit::NextPart);
        assert_eq!(form.takes(), Takes::Line);
        assert!(shown(form.as_ref()).contains("4 August 2026"), "{}", shown(form.as_ref()));
        day(form.as_mut(), "23 June");
        assert!(shown(form.as_ref()).contains("a Tuesday, in 6 weeks"), "{}", shown(form.as_ref()));
        assert_eq!(trial::edit(form.as_mut(), Edit::Confirm), Change::Moved);
        assert!(
            told(&form.answer().unwrap()).ends_with("Not agreed on yet; it would hold until 23 June 2026.")
        );
        assert_eq!(trial::edit(form.as_mut(), Edit::Toggle), Change::Chosen);
        let answer = form.answer().unwrap();
        assert_eq!(told(&answer), "We talk on Sundays.\n\nAgreed on 12 May 2026, until 23 June 2026.");
        assert_eq!(trial::edit(form.as_mut(), Edit::NextPart), Change::Nothing);
        // Other words are another agreement.
        let mut form = pact(Some(&answer));
        assert_eq!(form.answer().as_ref(), Some(&answer));
        trial::write(form.as_mut(), "Perhaps. ");
        assert!(shown(form.as_ref()).contains("[ ] agreed"), "{}", shown(form.as_ref()));
        assert!(told(&form.answer().unwrap()).contains("Not agreed on yet"));
    }

    #[test]
    fn a_later_day_is_refused_kindly_and_the_one_before_stays() {
        let mut form = pact(None);
        trial::edit(form.as_mut(), Edit::NextPart);
        for (words, said) in [
            ("5 August", "later than 12 weeks from today"),
            ("2026-05-11", "has gone by"),
            ("Easter", "Which day is that?"),
            ("", "Without a day"),
        ] {
            day(form.as_mut(), words);
            assert!(shown(form.as_ref()).contains(said), "{words}: {}", shown(form.as_ref()));
            assert!(told(&form.answer().unwrap()).contains("until 4 August 2026"));
        }
        form.rest();
        assert!(shown(form.as_ref()).contains("4 August 2026"), "{}", shown(form.as_ref()));
    }

    #[test]
    fn what_was_agreed_on_does_not_follow_its_sources() {
        let mut form = pact(None);
        trial::edit(form.as_mut(), Edit::NextPart);
        trial::edit(form.as_mut(), Edit::NextPart);
        trial::edit(form.as_mut(), Edit::Toggle);
        let answer = form.answer().unwrap();
        let other = ASK.replace("Sundays", "Mondays");
        let form = trial::asked(&[], |asked| trial::read(&other, Agreement::read).form(asked, Some(&answer)));
        assert!(
            shown(form.as_ref()).contains("Sundays") && shown(form.as_ref()).contains("has changed since")
        );
    }

    #[test]
    fn what_has_ended_says_so() {
        let fields =
            vec![("text".to_owned(), Cell::Text("A.".into())), cell(UNTIL, "2026-05-01".parse().unwrap())];
        let form = pact(Some(&Answer::Fields(fields)));
        assert!(shown(form.as_ref()).contains("It ended on 1 May 2026."), "{}", shown(form.as_ref()));
    }
}
