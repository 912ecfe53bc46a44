//! `guided`: a script with pauses, breath by breath. Steps come one after the other as time passes.
//!
//! Nothing is asked and nothing stored. Time comes in from outside; where none comes, each step waits for a key.
//! Every step has its place from the beginning, so that nothing on the page moves when one comes, and the last one
//! stays until somebody goes on.

use super::writing::wrapped;
use super::{Ask, Asked, Change, Edit, Focus, Form, Takes, Told};
use crate::answer::Answer;
use crate::author::{Choice, Reader, Value};
use crate::sheet::{Role, Row, Sheet};
use crate::text::Clip;
use std::ops::Range;
use std::time::Duration;

/// A script with pauses.
#[derive(Clone, Debug)]
pub struct Guided {
    steps: Vec<Step>,
}

/// One step: what to do, and how long.
#[derive(Clone, Debug)]
struct Step {
    text: String,
    seconds: u32,
}

/// Steps that a script has at most.
const MOST: usize = 50;

/// Seconds of a step whose author gave none: about one slow breath.
const BREATH: u32 = 8;

impl Guided {
    /// Reads `steps`.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Guided> {
        let help = || Some("steps = [ { text = \"..\", seconds = 8 } ]".to_owned());
        let Some(node) = reader.node("steps") else {
            let at = reader.at();
            reader.note("E04", at, "this script has no steps".to_owned(), help());
            return None;
        };
        let Value::List(items) = &node.value else {
            reader.note("E05", node.at.clone(), "`steps` is a list of tables".to_owned(), help());
            return None;
        };
        if items.is_empty() {
            reader.note("E04", node.at.clone(), "this script has no steps".to_owned(), help());
        }
        if items.len() > MOST {
            let sentence = format!("this script has {} steps", items.len());
            reader.note("E06", node.at.clone(), sentence, Some(format!("it can have {MOST}")));
        }
        let mut steps = Vec::new();
        for item in items.iter().take(MOST) {
            let Value::Table(table) = &item.value else {
                reader.note("E05", item.at.clone(), "a step is a table".to_owned(), help());
                continue;
            };
            let mut inside = reader.inside(table, item.at.clone());
            let text = inside.required("text");
            let seconds =
                inside.integer_in("seconds", 1, 120).and_then(|seconds| u32::try_from(seconds).ok());
            steps.extend(text.map(|text| Step { text, seconds: seconds.unwrap_or(BREATH) }));
            inside.finish(&[]);
        }
        (!steps.is_empty()).then_some(Guided { steps })
    }
}

impl Ask for Guided {
    fn form(&self, asked: &Asked<'_>, _: Option<&Answer>) -> Box<dyn Form> {
        let steps =
            self.steps.iter().map(|step| Step { text: (asked.fill)(&step.text), seconds: step.seconds });
        Box::new(Walk { steps: steps.collect(), stage: Stage::Ready, now: Duration::ZERO, width: 76 })
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

    fn texts(&self) -> Vec<&str> {
        self.steps.iter().map(|step| step.text.as_str()).collect()
    }

    fn is_question(&self) -> bool {
        false
    }
}

/// A script while somebody walks through it.
struct Walk {
    steps: Vec<Step>,
    stage: Stage,
    /// Time since the program started, as far as somebody has said.
    now: Duration,
    width: usize,
}

/// How far somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Not begun.
    Ready,
    /// At this step, since then.
    At(usize, Duration),
    /// All steps have come.
    Through,
}

const ALL: &str = "That is all of it. Stay as long as you like.";
const WALKED: &str = "You have walked through this once.";

impl Walk {
    /// What is said before it begins.
    fn before(&self) -> String {
        let seconds: u32 = self.steps.iter().map(|step| step.seconds).sum();
        let long = match (seconds + 30) / 60 {
            0 => "less than a minute".to_owned(),
            1 => "about a minute".to_owned(),
            minutes => format!("about {minutes} minutes"),
        };
        let steps = match self.steps.len() {
            1 => "One step".to_owned(),
            steps => format!("{steps} steps"),
        };
        format!("{steps}, {long}. They come by themselves, and nothing is kept.")
    }

    fn on(&mut self) -> Change {
        self.stage = match self.stage {
            Stage::Ready => Stage::At(0, self.now),
            Stage::At(step, _) if step + 1 < self.steps.len() => Stage::At(step + 1, self.now),
            Stage::At(..) => Stage::Through,
            Stage::Through => return Change::Nothing,
        };
        Change::Moved
    }

    /// How many dots a step has, and how long each of them lasts.
    fn dots(&self, step: usize) -> (u32, Duration) {
        let seconds = self.steps.get(step).map_or(BREATH, |step| step.seconds);
        let room = u32::try_from(self.width / 2).unwrap_or(1).max(1);
        let dots = seconds.min(room);
        (dots, Duration::from_secs(u64::from(seconds)) / dots)
    }

    /// How many dots of a step have passed.
    fn passed(&self, step: usize, since: Duration) -> u32 {
        let (dots, each) = self.dots(step);
        let passed = self.now.saturating_sub(since).as_millis() / each.as_millis().max(1);
        u32::try_from(passed).unwrap_or(dots).min(dots)
    }

    /// All rows while it has the keys, and the one to be seen.
    fn all(&self) -> (Vec<Row>, usize) {
        let mut rows = wrapped(Role::Dim, &self.before(), self.width);
        rows.push(Row::default());
        let mut current = 0;
        for (n, step) in self.steps.iter().enumerate() {
            let (role, pause) = match self.stage {
                Stage::At(at, since) if at == n => (Some(Role::Prompt), self.pause(n, since)),
                Stage::At(at, _) => ((n < at).then_some(Role::Dim), Row::default()),
                Stage::Ready => (None, Row::default()),
                Stage::Through => (Some(Role::Dim), Row::default()),
            };
            let words = wrapped(role.unwrap_or(Role::Dim), step.text.trim(), self.width);
            rows.extend(words.into_iter().map(|row| if role.is_some() { row } else { Row::default() }));
            if role == Some(Role::Prompt) {
                current = rows.len();
            }
            rows.push(pause);
        }
        let end = if self.stage == Stage::Through { ALL } else { "" };
        if self.stage == Stage::Through {
            current = rows.len();
        }
        rows.push(Row::of(Role::Dim, end).cut(self.width));
        (rows, current)
    }

    /// The length of a breath: one dot after the other is filled.
    fn pause(&self, step: usize, since: Duration) -> Row {
        let ((dots, _), passed) = (self.dots(step), self.passed(step, since));
        let dot = |n: u32| if n < passed { "● " } else { "· " };
        Row::of(Role::Dim, (0..dots).map(dot).collect::<String>().trim_end())
    }

    fn away(&self) -> Vec<Row> {
        match self.stage {
            Stage::Ready | Stage::At(..) => wrapped(Role::Dim, &self.before(), self.width),
            Stage::Through => wrapped(Role::Dim, WALKED, self.width),
        }
    }
}

impl Form for Walk {
    fn resize(&mut self, width: usize, _page: usize) {
        self.width = width;
    }

    fn edit(&mut self, edit: Edit, _: &mut Clip) -> Change {
        match edit {
            Edit::Confirm => self.on(),
            Edit::Toggle => match self.stage {
                Stage::Ready | Stage::At(..) => self.on(),
                Stage::Through => {
                    self.stage = Stage::At(0, self.now);
                    Change::Moved
                }
            },
            Edit::Write(_)
            | Edit::Pick(_)
            | Edit::Up
            | Edit::Down
            | Edit::Left
            | Edit::Right
            | Edit::First
            | Edit::Last
            | Edit::Clear
            | Edit::NextPart
            | Edit::PreviousPart
            | Edit::Higher
            | Edit::Lower
            | Edit::Renew => Change::Nothing,
        }
    }

    fn answer(&self) -> Option<Answer> {
        None
    }

    fn height(&self, focus: Focus) -> usize {
        match focus {
            Focus::Here => self.all().0.len(),
            Focus::Away => self.away().len(),
        }
    }

    fn sheet(&self, focus: Focus, window: Range<usize>) -> Sheet {
        let rows = match focus {
            Focus::Here => self.all().0,
            Focus::Away => self.away(),
        };
        Sheet { rows, cursor: None }.window(window)
    }

    fn row(&self) -> usize {
        self.all().1
    }

    fn takes(&self) -> Takes {
        Takes::Picks
    }

    fn offers(&self) -> Vec<(Edit, &'static str)> {
        match self.stage {
            Stage::Ready => vec![(Edit::Confirm, "begin")],
            Stage::At(..) => vec![(Edit::Confirm, "go on at once")],
            Stage::Through => vec![(Edit::Confirm, "go on"), (Edit::Toggle, "once more")],
        }
    }

    fn brief(&self) -> String {
        String::new()
    }

    fn pass(&mut self, now: Duration) -> bool {
        self.now = now;
        let Stage::At(step, since) = self.stage else { return false };
        let (dots, _) = self.dots(step);
        // One step at a time: whoever was stopped for an hour finds the next one, and not the end.
        self.passed(step, since) == dots && self.on() == Change::Moved
    }

    fn deadline(&self) -> Option<Duration> {
        let Stage::At(step, since) = self.stage else { return None };
        Some(since + self.dots(step).1 * (self.passed(step, since) + 1))
    }

    fn waits(&self) -> bool {
        self.stage != Stage::Through
    }

    fn rest(&mut self) {
        if let Stage::At(..) = self.stage {
            self.stage = Stage::Ready;
        }
    }

    fn place(&self) -> usize {
        0
    }

    fn go_to(&mut self, _: usize) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::trial;

    const STEPS: &str = "steps = [ { text = \"In.\", seconds = 4 }, { text = \"And slowly out.\" } ]";

    fn walk() -> Box<dyn Form> {
        trial::asked(&[], |asked| trial::read(STEPS, Guided::read).form(asked, None))
    }

    fn shown(form: &dyn Form) -> String {
        form.sheet(Focus::Here, 0..40).words()
    }

    #[test]
    fn steps_come_as_time_passes_and_nothing_moves_when_they_come() {
        let mut form = walk();
        let height = form.height(Focus::Here);
        assert!(!form.pass(Duration::from_secs(100)) && form.deadline().is_none());
        assert_eq!(trial::edit(form.as_mut(), Edit::Confirm), Change::Moved);
        assert!(shown(form.as_ref()).contains("In.\n· · · ·"), "{}", shown(form.as_ref()));
        assert_eq!(form.deadline(), Some(Duration::from_secs(101)));
        assert!(!form.pass(Duration::from_secs(102)));
        assert!(shown(form.as_ref()).contains("In.\n● ● · ·"), "{}", shown(form.as_ref()));
        assert!(form.pass(Duration::from_secs(104)));
        assert!(shown(form.as_ref()).contains("In.\n\nAnd slowly out.\n· · · · · · · ·\n"));
        assert!(form.pass(Duration::from_secs(112)) && form.deadline().is_none());
        assert!(shown(form.as_ref()).ends_with(ALL) && form.height(Focus::Here) == height);
        assert!(!form.pass(Duration::from_secs(500)) && shown(form.as_ref()).contains("In."));
        assert_eq!(form.answer(), None);
    }

    #[test]
    fn without_a_clock_every_step_waits_for_a_key() {
        let mut form = walk();
        assert!(form.waits());
        for _ in 0..3 {
            assert_eq!(trial::edit(form.as_mut(), Edit::Confirm), Change::Moved);
        }
        assert_eq!(trial::edit(form.as_mut(), Edit::Confirm), Change::Nothing);
        assert!(!form.waits());
        assert_eq!(trial::edit(form.as_mut(), Edit::Toggle), Change::Moved);
        form.rest();
        assert!(form.waits() && form.deadline().is_none());
    }

    #[test]
    fn it_fits_where_there_is_little_room() {
        let mut form = walk();
        trial::edit(form.as_mut(), Edit::Confirm);
        for width in [1, 2, 3, 7, 20] {
            form.resize(width, 5);
            let sheet = form.sheet(Focus::Here, 0..200);
            assert!(sheet.rows.iter().all(|row| row.width() <= width), "{width}: {}", sheet.words());
            assert!(form.row() < form.height(Focus::Here) && form.deadline().is_some());
        }
    }
}
