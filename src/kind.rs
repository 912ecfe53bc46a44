//! The kinds of questions: what each of them is to the rest of the program.
//!
//! A kind's whole life stands in one file under `kind/`: what an author writes, how it is asked and drawn, what is
//! stored, and how an answer is told again. To add one: a file, and one row in the table below. Nobody outside this
//! file knows which kinds there are.

use crate::answer::Answer;
use crate::author::{Choice, Reader};
use jiff::civil::Date;
use std::fmt::Debug;

pub mod agreement;
pub mod calc;
pub mod chart;
pub mod choice;
pub mod compare;
pub mod compose;
pub mod date;
pub(crate) mod day;
pub mod draw;
mod form;
pub mod grid;
pub mod guided;
pub mod list;
pub mod mark;
pub mod merge;
pub mod number;
mod picker;
pub mod rank;
pub mod recap;
pub mod request;
pub mod scale;
pub mod sentence;
pub mod table;
pub mod text;
pub mod tick;
pub mod told;
pub mod tracker;
#[cfg(test)]
mod trial;
mod writing;

pub use form::{Change, Edit, Focus, Form, Takes};

/// One row for each kind: its name in a chapter, and its type.
macro_rules! kinds {
    ($($name:literal => $variant:ident($of:ty),)*) => {
        /// A question's kind, with what its author said about it.
        #[derive(Clone, Debug)]
        #[allow(missing_docs, reason = "each variant is explained in the file of its kind")]
        pub enum Kind { $($variant($of),)* }

        /// The names that an author can write, in the order of the author's guide.
        pub const NAMES: &[&str] = &[$($name,)*];

        impl Kind {
            /// Reads the fields of a kind from a question's table; `None` when there is no such kind or when
            /// something that it cannot do without is wrong.
            pub fn read(name: &str, reader: &mut Reader<'_>) -> Option<Kind> {
                match name {
                    $($name => <$of>::read(reader).map(Kind::$variant),)*
                    _ => None,
                }
            }

            /// Its name in a chapter.
            #[must_use]
            pub fn name(&self) -> &'static str {
                match self { $(Kind::$variant(_) => $name,)* }
            }

            /// One line to write in, with ways to begin it, and the minutes of its quiet timer; 0 for none.
            #[must_use]
            pub fn line(openers: Vec<String>, minutes: u32) -> Kind {
                Kind::Line(text::Line::beginning(openers, minutes))
            }

            /// A text to write in, with ways to begin it, and the minutes of its quiet timer; 0 for none.
            #[must_use]
            pub fn text(openers: Vec<String>, minutes: u32) -> Kind {
                Kind::Text(text::Text::beginning(openers, minutes))
            }

            /// The question as the rest of the program knows it.
            #[must_use]
            pub fn ask(&self) -> &dyn Ask {
                match self { $(Kind::$variant(kind) => kind,)* }
            }
        }
    };
}

kinds! {
    "line" => Line(text::Line),
    "text" => Text(text::Text),
    "list" => List(list::List),
    "choice" => Choice(choice::Choice),
    "choices" => Choices(choice::Choices),
    "mark" => Mark(mark::Mark),
    "scale" => Scale(scale::Scale),
    "number" => Number(number::Number),
    "grid" => Grid(grid::Grid),
    "rank" => Rank(rank::Rank),
    "sentence" => Sentence(sentence::Sentence),
    "table" => Table(table::Table),
    "compare" => Compare(compare::Compare),
    "yesno" => YesNo(choice::YesNo),
    "date" => Date(date::Date),
    "tick" => Tick(tick::Tick),
    "tracker" => Tracker(tracker::Tracker),
    "compose" => Compose(compose::Compose),
    "recap" => Recap(recap::Recap),
    "calc" => Calc(calc::Calc),
    "request" => Request(request::Request),
    "guided" => Guided(guided::Guided),
    "agreement" => Agreement(agreement::Agreement),
    "draw" => Draw(draw::Draw),
    "merge" => Merge(merge::Merge),
}

/// The kinds that only tell something, for whoever must know it before a question is read.
pub const TELLING: &[&str] = &["recap", "calc", "guided"];

/// What every kind of question can do.
pub trait Ask: Debug {
    /// A form to start or continue answering with.
    fn form(&self, asked: &Asked<'_>, answer: Option<&Answer>) -> Box<dyn Form>;

    /// An answer told again, for an export, a recap or a plain page.
    fn told(&self, asked: &Asked<'_>, answer: &Answer) -> Told;

    /// What stands below it on paper, while nobody has answered it.
    fn blank(&self, asked: &Asked<'_>) -> Blank {
        let _ = asked;
        match (self.is_question(), self.is_open()) {
            (false, _) => Blank::Nothing,
            (true, true) => Blank::Lines(2),
            (true, false) => Blank::Lines(1),
        }
    }

    /// The lines of an answer, for questions that build on it: what is stored, and what is shown.
    fn lines(&self, asked: &Asked<'_>, answer: &Answer) -> Vec<Choice>;

    /// The answer as short phrases, for the portrait: its lines, unless it says more than they do.
    fn phrases(&self, asked: &Asked<'_>, answer: &Answer) -> Vec<String> {
        self.lines(asked, answer).into_iter().map(|line| line.text).collect()
    }

    /// Whether an answer has the shape that this kind stores. One that has not is shown, and never replaced unasked.
    fn fits(&self, answer: &Answer) -> bool;

    /// What it needs from `from`: nothing, or at least one earlier question.
    fn from(&self) -> From {
        From::Nothing
    }

    /// Every text of the author's in it that may hold `{{..}}`, for the linter, and for the reading grade.
    fn texts(&self) -> Vec<&str> {
        Vec::new()
    }

    /// Texts that an answer can begin with, with gaps for words of other answers; none for most.
    fn beginnings(&self) -> Vec<&str> {
        Vec::new()
    }

    /// The options that can be stored, for conditions (`style has "withdraw"`); empty when anything can be.
    fn options(&self) -> &[Choice] {
        &[]
    }

    /// Whether a person writes freely here, so that a hint or an example is due.
    fn is_open(&self) -> bool {
        false
    }

    /// Whether there is something to answer at all; not in those of [`TELLING`].
    fn is_question(&self) -> bool {
        true
    }

    /// Earlier questions whose lines it takes through fields of its own, beside those in `from`: the field, and the
    /// question as the author wrote it.
    fn sources(&self) -> Vec<(&'static str, &str)> {
        Vec::new()
    }

    /// Whether today is a part of it, so that midnight makes another question of it.
    fn follows_the_day(&self) -> bool {
        false
    }

    /// The numbers that it is answered with, where it is answered with one.
    fn steps(&self) -> Option<scale::Steps> {
        None
    }

    /// What it makes of the numbers in the questions that it shows, as its author named that; nothing when it takes any
    /// answer.
    fn counts_with(&self) -> Option<&'static str> {
        None
    }

    /// The question with the day on which its words come back, as the author wrote it; nothing when they never leave.
    fn returns(&self) -> Option<&str> {
        None
    }

    /// Whether its words are meant to be burned: they get to the disk only when the person says so.
    fn burns(&self) -> bool {
        false
    }

    /// Minutes of its quiet timer; 0 where there is none.
    fn minutes(&self) -> u32 {
        0
    }

    /// The last day of what an answer sets up; nothing where it has no end.
    fn ends(&self, _answer: &Answer) -> Option<Date> {
        None
    }

    /// The day that an answer names, of one that was given on `said`. Nothing where it is not certain.
    fn day(&self, _answer: &Answer, _said: Date) -> Option<Date> {
        None
    }

    /// Earlier questions that it shows, beside those in `from` and in `{{..}}`, as the author wrote them.
    fn shows(&self) -> &[String] {
        &[]
    }
}

/// An empty question, as it is printed to be filled in by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Blank {
    /// Lines to write on.
    Lines(usize),
    /// Boxes to tick, in groups; the name of a group may be empty. `None` is a box with a line for words of one's own.
    Boxes(Vec<(String, Vec<Option<String>>)>),
    /// Numbers to choose one of, and what the two ends mean.
    Steps(Vec<i64>, Option<(String, String)>),
    /// A table whose empty cells are to be filled in.
    Table {
        /// What the columns are called.
        head: Vec<String>,
        /// Its rows.
        rows: Vec<Vec<String>>,
    },
    /// A sentence with gaps, four underscores for each.
    Sentence(String),
    /// There is nothing to write.
    Nothing,
}

/// Whether a kind builds on an earlier answer through `from`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// It takes nothing from earlier answers.
    Nothing,
    /// It may, or the author gives the options or rows.
    Optional,
    /// It must: there is no other source of its lines.
    Needed,
}

/// A question as it stands for one person at one moment.
pub struct Asked<'a> {
    /// The question itself, with earlier answers filled in.
    pub prompt: &'a str,
    /// An example, shown while nothing is written.
    pub example: &'a str,
    /// A soft goal in words or items; never a lock.
    pub aim: Option<usize>,
    /// The lines of the earlier answers that it builds on.
    pub from: &'a [Choice],
    /// Today, as `2026-05-12`.
    pub today: &'a str,
    /// Fills earlier answers into a text of the author's.
    pub fill: &'a dyn Fn(&str) -> String,
    /// Tells an earlier answer again: its question, and what was said. `None` when there is no such answer.
    pub recall: &'a dyn Fn(&str) -> Option<(String, Told)>,
    /// An earlier question by itself, as the author wrote its id. `None` when the book does not have it.
    pub earlier: &'a dyn Fn(&str) -> Option<Earlier>,
}

/// An earlier question as a later one looks at it. It has no `Debug`: it holds somebody's words.
pub struct Earlier {
    /// Its words, with earlier answers filled in.
    pub prompt: String,
    /// Where it is, in words that go on from *it is*: `in 2.3 The hallway`.
    pub place: String,
    /// The lines of its answer; none while it is open.
    pub lines: Vec<Choice>,
    /// The numbers that it takes, where it takes one.
    pub steps: Option<scale::Steps>,
    /// The numbers that it was answered with, oldest first; the last one is the newest. None where it takes no number.
    pub points: Vec<chart::Point>,
}

/// A number that somebody gave. It has no `Debug`: it is an answer.
pub struct Given {
    /// The day, as `2026-05-12`.
    pub day: String,
    /// The number.
    pub number: i64,
    /// The number with its unit.
    pub words: String,
}

/// An answer as something to read. Words are plain: whoever shows them makes them safe for where they go. `Debug` shows
/// the shape and none of the words.
#[derive(Clone, PartialEq, Eq)]
pub enum Told {
    /// Running words, with the person's own line breaks.
    Words(String),
    /// One short value.
    Value(String),
    /// Lines in an order.
    Lines(Vec<String>),
    /// Lines that were brought into an order: those that count, and the others.
    Ranked {
        /// The first ones, as many as the question asked for.
        first: Vec<String>,
        /// What stands below them.
        rest: Vec<String>,
    },
    /// Every option, and whether it was chosen.
    Ticked(Vec<(bool, String)>),
    /// Rows and columns.
    Table {
        /// The names of the columns.
        head: Vec<String>,
        /// The cells, row by row.
        rows: Vec<Vec<String>>,
    },
    /// Several earlier answers: a label and what was said.
    Parts(Vec<(String, Told)>),
}

impl std::fmt::Debug for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Told::Words(words) => write!(f, "Words({} bytes)", words.len()),
            Told::Value(_) => f.write_str("Value"),
            Told::Lines(lines) => write!(f, "Lines({})", lines.len()),
            Told::Ranked { first, rest } => write!(f, "Ranked({} and {})", first.len(), rest.len()),
            Told::Ticked(options) => write!(f, "Ticked({})", options.len()),
            Told::Table { head, rows } => write!(f, "Table({} x {})", head.len(), rows.len()),
            Told::Parts(parts) => write!(f, "Parts({})", parts.len()),
        }
    }
}
