//! `calc`: something small that is worked out of earlier answers; nothing is asked and nothing stored.
//!
//! It says what can be seen in numbers, and never what that means: an answer goes up or down, and nothing gets better.

use super::chart::{self, Point};
use super::recap::Shown;
use super::scale::Steps;
use super::writing::wrapped;
use super::{Ask, Asked, Earlier, Form, Told, day};
use crate::answer::Answer;
use crate::author::{Choice, Reader};
use crate::sheet::{Role, Row};

/// Something that is worked out.
#[derive(Clone, Debug)]
pub struct Calc {
    what: What,
    /// The questions, as the author wrote them.
    show: Vec<String>,
}

/// What is worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    /// How many lines there are.
    Count,
    /// The mean of numbers.
    Mean,
    /// The way from the first number to the newest one.
    Change,
}

/// The names that an author can write.
const NAMES: [&str; 3] = [COUNT, MEAN, CHANGE];
const COUNT: &str = "count";
/// A mean, as an author names it: its questions must have one range.
pub(crate) const MEAN: &str = "mean";
const CHANGE: &str = "change";

/// With fewer numbers there is no mean to speak of.
const FEW: usize = 3;

impl Calc {
    /// Reads `calc` and `show`.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Calc> {
        let show = reader.one_or_more("show");
        if show.is_empty() {
            let at = reader.at();
            let help = Some("add show = [\"..\"], with the ids of earlier questions".to_owned());
            reader.note("E04", at, "there is nothing to work with here".to_owned(), help);
        }
        if !reader.has("calc") {
            let at = reader.at();
            let help = Some(format!("add a line: calc = \"{COUNT}\", \"{MEAN}\" or \"{CHANGE}\""));
            reader.note("E04", at, "`calc` is missing here".to_owned(), help);
        }
        let what = match reader.one_of("calc", &NAMES)? {
            MEAN => What::Mean,
            CHANGE => What::Change,
            _ => What::Count,
        };
        (!show.is_empty()).then_some(Calc { what, show })
    }

    /// What there is to say in a sentence; no parts when there is nothing yet.
    fn words(&self, earlier: &[Earlier]) -> Told {
        let sentence = match self.what {
            What::Count => count(earlier),
            What::Mean => mean(earlier),
            What::Change => None,
        };
        sentence.map_or_else(|| Told::Parts(Vec::new()), Told::Value)
    }

    /// The way of each question over time: a picture and its words, or that there is one number so far.
    fn change(&self, asked: &Asked<'_>, earlier: Vec<Earlier>) -> Shown {
        // A single one needs no label below the author's own words.
        let is_labelled = self.show.len() > 1 || asked.prompt.is_empty();
        let today = asked.today.to_owned();
        let known = earlier.into_iter().filter(|one| one.points.iter().any(|point| point.given.is_some()));
        let known: Vec<Earlier> = known.collect();
        if known.is_empty() {
            return Shown::new(Told::Parts(Vec::new()), Role::Plain);
        }
        Shown::drawn(move |width| {
            let mut rows = Vec::new();
            // Where none of several can show a change yet, it is said once for all of them.
            let is_drawn =
                |one: &Earlier| one.points.iter().filter(|point| point.given.is_some()).count() > 1;
            let each = if known.len() > 1 && !known.iter().any(is_drawn) { "" } else { ONCE_MORE };
            for one in &known {
                if !rows.is_empty() {
                    rows.push(Row::default());
                }
                if is_labelled {
                    rows.extend(wrapped(Role::Prompt, &one.prompt, width));
                }
                rows.extend(over_time(one, &today, width, each));
            }
            if each.is_empty() {
                rows.push(Row::default());
                rows.extend(wrapped(Role::Plain, ONCE_MORE, width));
            }
            rows
        })
    }
}

/// `There are 7.`
fn count(earlier: &[Earlier]) -> Option<String> {
    let answers = earlier.iter().filter(|one| !one.lines.is_empty()).count();
    match (earlier.iter().map(|one| one.lines.len()).sum::<usize>(), answers) {
        (0, _) => None,
        (1, _) => Some("There is one.".to_owned()),
        (n, 1) => Some(format!("There are {n}.")),
        (n, answers) => Some(format!("There are {n}, in {answers} answers.")),
    }
}

/// `On average 6.3 (from 0 to 10), over 4 answers.`
fn mean(earlier: &[Earlier]) -> Option<String> {
    let numbers: Vec<i64> = match earlier {
        [one] => one.points.iter().filter_map(number).collect(),
        several => several.iter().filter_map(|one| one.points.last().and_then(number)).collect(),
    };
    let range = earlier.first().and_then(|one| one.steps);
    let range = range.map_or_else(String::new, |steps| format!(" (from {} to {})", steps.low, steps.high));
    match numbers.len() {
        0 => None,
        1 => Some(format!("{FROM_THREE_ON} There is one so far.")),
        n if n < FEW => Some(format!("{FROM_THREE_ON} There are {n} so far.")),
        n => Some(format!("On average {}{range}, over {n} answers.", tenths(&numbers))),
    }
}

fn number(point: &Point) -> Option<i64> {
    point.given.as_ref().map(|given| given.number)
}

const FROM_THREE_ON: &str = "A mean begins to say something from three answers on.";

/// The mean of numbers with one decimal, halves away from nought.
fn tenths(numbers: &[i64]) -> String {
    let n = i128::try_from(numbers.len()).unwrap_or(1).max(1);
    let sum: i128 = numbers.iter().map(|number| i128::from(*number)).sum();
    let tenths = (sum.abs() * 20 + n) / (2 * n);
    let sign = if sum < 0 && tenths > 0 { "-" } else { "" };
    format!("{sign}{}.{}", tenths / 10, tenths % 10)
}

/// The picture over time, or the only number there is and what follows from that.
fn over_time(one: &Earlier, today: &str, width: usize, then: &str) -> Vec<Row> {
    let steps = one.steps.unwrap_or(ANY);
    let rows = chart::rows(&one.points, steps, today, width);
    let only = one.points.iter().find_map(|point| Some((point.day, point.given.as_ref()?)));
    match only.filter(|_| rows.is_empty()) {
        Some((date, given)) => {
            let words = format!("{} on {} so far. {then}", given.words, day::said(date, today));
            wrapped(Role::Plain, words.trim_end(), width)
        }
        None => rows,
    }
}

const ONCE_MORE: &str = "A change can be seen once you have answered again.";
/// Of a number whose range nobody knows.
const ANY: Steps = Steps { low: 0, high: i64::MAX, step: 1 };

impl Ask for Calc {
    fn form(&self, asked: &Asked<'_>, _: Option<&Answer>) -> Box<dyn Form> {
        let earlier: Vec<Earlier> = self.show.iter().filter_map(|name| (asked.earlier)(name)).collect();
        Box::new(match self.what {
            What::Count | What::Mean => Shown::new(self.words(&earlier), Role::Plain),
            What::Change => self.change(asked, earlier),
        })
    }

    fn told(&self, _: &Asked<'_>, _: &Answer) -> Told {
        Told::Parts(Vec::new())
    }

    fn lines(&self, _: &Asked<'_>, _: &Answer) -> Vec<Choice> {
        Vec::new()
    }

    fn fits(&self, _: &Answer) -> bool {
        false
    }

    fn is_question(&self) -> bool {
        false
    }

    fn shows(&self) -> &[String] {
        &self.show
    }

    fn counts_with(&self) -> Option<&'static str> {
        match self.what {
            What::Count => None,
            What::Mean => Some(MEAN),
            What::Change => Some(CHANGE),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::Takes;
    use crate::kind::trial::Trial;

    const ASKS: &str = "[[exercise.ask]]\nid = \"needs\"\nkind = \"list\"\nprompt = \"What?\"\nhint = \"h\"\n\
                        [[exercise.ask]]\nid = \"done\"\nkind = \"tick\"\nprompt = \"Done?\"\n\
                        [[exercise.ask]]\nid = \"ache\"\nkind = \"scale\"\nprompt = \"How much?\"\n\
                        [[exercise.ask]]\nid = \"ease\"\nkind = \"scale\"\nprompt = \"How easy?\"\n\
                        [[exercise.ask]]\nid = \"trust\"\nkind = \"scale\"\nprompt = \"How safe?\"\n";

    fn trial(calc: &str, show: &str) -> Trial {
        let ask = format!("id = \"it\"\nkind = \"calc\"\nprompt = \"P\"\ncalc = \"{calc}\"\nshow = {show}\n");
        Trial::new(&format!("{ASKS}[[exercise.ask]]\n{ask}"))
    }

    fn seen(trial: &Trial) -> String {
        let form = trial.form("it");
        assert_eq!((form.answer(), form.takes()), (None, Takes::Nothing));
        trial.picture(&*form)
    }

    #[test]
    fn lines_and_ticks_are_counted() {
        let mut trial = trial("count", "[\"needs\", \"done\"]");
        assert!(seen(&trial).contains("still open"));
        trial.list("needs", &["quiet"]);
        assert_eq!(seen(&trial), "│ There is one.");
        trial.list("needs", &["quiet", "", "time"]);
        assert_eq!(seen(&trial), "│ There are 2.");
        trial.set("done", Answer::Text("2026-05-12".into()));
        assert_eq!(seen(&trial), "│ There are 3, in 2 answers.");
    }

    #[test]
    fn a_mean_needs_three_answers() {
        let mut several = trial("mean", "[\"ache\", \"ease\", \"trust\"]");
        several.set("ache", Answer::Number(6));
        let words = "│ A mean begins to say something from three answers on. There is one so\n│ far.";
        assert_eq!(seen(&several), words);
        several.set("ease", Answer::Number(6));
        assert!(seen(&several).contains("There are 2 so"));
        several.set("trust", Answer::Number(7));
        assert_eq!(seen(&several), "│ On average 6.3 (from 0 to 10), over 3 answers.");
        let mut one = trial("mean", "\"ache\"");
        one.set("ache", Answer::Number(7));
        one.round("ache", "2026-03-12", 4);
        one.round("ache", "2026-04-12", 5);
        assert_eq!(seen(&one), "│ On average 5.3 (from 0 to 10), over 3 answers.");
    }

    #[test]
    fn one_decimal_is_rounded_and_nothing_else() {
        for (numbers, words) in [
            (vec![0, 0, 1], "0.3"),
            (vec![1, 2, 2], "1.7"),
            (vec![9, 10, 10, 10], "9.8"),
            (vec![-1, -2, -2], "-1.7"),
            (vec![0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1], "0.0"),
            (vec![i64::MAX; 3], "9223372036854775807.0"),
        ] {
            assert_eq!(tenths(&numbers), words);
        }
    }

    #[test]
    fn a_change_is_told_and_never_judged() {
        let mut trial = trial("change", "\"ache\"");
        assert!(seen(&trial).contains("still open"));
        trial.set("ache", Answer::Number(7));
        assert!(seen(&trial).starts_with("│ 7 on 20 May so far."));
        trial.round("ache", "2026-05-12", 5);
        assert_eq!(
            seen(&trial),
            "│ 12 May  5  ███████████████\n│ today   7  █████████████████████\n\
             │ From 5 on 12 May to 7 today. Your answers went up."
        );
        // A round from elsewhere may stand behind a newer one in the file.
        trial.round("ache", "2026-04-16", 6);
        assert!(seen(&trial).ends_with("From 6 on 16 April to 7 today. Your answers stayed about the same."));
    }

    #[test]
    fn several_changes_stand_below_their_questions() {
        let mut trial = trial("change", "[\"ache\", \"ease\"]");
        trial.set("ease", Answer::Number(2));
        trial.set("ache", Answer::Number(2));
        let once = "│ How much?\n│ 2 on 20 May so far.\n│\n│ How easy?\n│ 2 on 20 May so far.\n│\n│ A change can be seen";
        assert!(seen(&trial).starts_with(once), "{}", seen(&trial));
        trial.round("ease", "2025-05-12", 5);
        let seen = seen(&trial);
        assert!(seen.starts_with("│ How much?\n│ 2 on 20 May so far."), "{seen}");
        assert!(seen.contains("\n│\n│ How easy?\n│ 12 May 2025  5  █"), "{seen}");
        assert!(seen.ends_with("From 5 on 12 May 2025 to 2 today. Your answers went down."), "{seen}");
    }
}
