//! The kinds of questions: what each of them is to the rest of the program.
//!
//! A kind's whole life stands in one file under `kind/`: what an author writes, how it is asked and drawn, what is
//! stored, and how an answer is told again. To add one: a file, and one row in the table below. Nobody outside this
//! file knows which kinds there are.

use crate::answer::Answer;
use crate::author::{Choice, Reader};
use crate::sheet::Sheet;
use crate::text::Clip;
use std::fmt::Debug;
use std::ops::Range;
use std::time::Duration;

pub mod agreement;
pub mod choice;
pub mod compose;
pub mod date;
pub mod draw;
pub mod grid;
pub mod guided;
pub mod list;
pub mod mark;
pub mod merge;
mod picker;
pub mod recap;
pub mod request;
pub mod scale;
pub mod sentence;
pub mod table;
pub mod text;
pub mod tick;
pub mod told;
#[cfg(test)]
mod trial;
mod writing;

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

            /// One line to write in, with ways to begin it.
            #[must_use]
            pub fn line(openers: Vec<String>) -> Kind {
                Kind::Line(text::Line::beginning(openers))
            }

            /// A text to write in, with ways to begin it.
            #[must_use]
            pub fn text(openers: Vec<String>) -> Kind {
                Kind::Text(text::Text::beginning(openers))
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
    "grid" => Grid(grid::Grid),
    "sentence" => Sentence(sentence::Sentence),
    "table" => Table(table::Table),
    "yesno" => YesNo(choice::YesNo),
    "date" => Date(date::Date),
    "tick" => Tick(tick::Tick),
    "compose" => Compose(compose::Compose),
    "recap" => Recap(recap::Recap),
    "request" => Request(request::Request),
    "guided" => Guided(guided::Guided),
    "agreement" => Agreement(agreement::Agreement),
    "draw" => Draw(draw::Draw),
    "merge" => Merge(merge::Merge),
}

/// What every kind of question can do.
pub trait Ask: Debug {
    /// A form to start or continue answering with.
    fn form(&self, asked: &Asked<'_>, answer: Option<&Answer>) -> Box<dyn Form>;

    /// An answer told again, for an export, a recap or a plain page.
    fn told(&self, asked: &Asked<'_>, answer: &Answer) -> Told;

    /// The lines of an answer, for questions that build on it: what is stored, and what is shown.
    fn lines(&self, asked: &Asked<'_>, answer: &Answer) -> Vec<Choice>;

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

    /// The options that can be stored, for conditions (`style has "withdraw"`); empty when anything can be.
    fn options(&self) -> &[Choice] {
        &[]
    }

    /// Whether a person writes freely here, so that a hint or an example is due.
    fn is_open(&self) -> bool {
        false
    }

    /// Whether there is something to answer at all.
    fn is_question(&self) -> bool {
        true
    }

    /// Earlier questions that it shows, beside those in `from` and in `{{..}}`, as the author wrote them.
    fn shows(&self) -> &[String] {
        &[]
    }
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
            Told::Ticked(options) => write!(f, "Ticked({})", options.len()),
            Told::Table { head, rows } => write!(f, "Table({} x {})", head.len(), rows.len()),
            Told::Parts(parts) => write!(f, "Parts({})", parts.len()),
        }
    }
}

/// A question while somebody answers it. It knows nothing of the page around it.
pub trait Form {
    /// Tells it its width in cells, and how many rows a screen has. Comes before anything else.
    fn resize(&mut self, width: usize, page: usize);

    /// Does what is wished, if it means anything here.
    fn edit(&mut self, edit: Edit, clip: &mut Clip) -> Change;

    /// The answer as it stands; `None` when there is none.
    fn answer(&self) -> Option<Answer>;

    /// How many rows it takes.
    fn height(&self, focus: Focus) -> usize;

    /// Some of its rows, with the cursor if it has the focus and the cursor is in them.
    fn sheet(&self, focus: Focus, window: Range<usize>) -> Sheet;

    /// The row that should be seen: where the cursor or the current option is.
    fn row(&self) -> usize;

    /// Which keys it wants.
    fn takes(&self) -> Takes;

    /// What can be done here, for the last line: wishes and words for them, most useful first.
    fn offers(&self) -> Vec<(Edit, &'static str)>;

    /// How far the answer is, in a few cells: `46/60 words`, `3 lines`, `not yet`.
    fn brief(&self) -> String;

    /// Its whole text, where it is one that an editor could take.
    fn text(&self) -> Option<&str> {
        None
    }

    /// Whether what it shows is an answer as soon as somebody has been here, without a single key.
    fn stands_by_itself(&self) -> bool {
        false
    }

    /// Time has passed, counted from the start of the program. Gives whether something came because of it.
    fn pass(&mut self, _now: Duration) -> bool {
        false
    }

    /// When, in the same time, something comes by itself.
    fn deadline(&self) -> Option<Duration> {
        None
    }

    /// Whether it waits for somebody although nothing is asked.
    fn waits(&self) -> bool {
        false
    }

    /// The focus has gone elsewhere: what only helped to answer is put away.
    fn rest(&mut self) {}

    /// Where the cursor is, as this kind counts, so that a person comes back to the same letter.
    fn place(&self) -> usize;

    /// Goes to a place that `place` gave.
    fn go_to(&mut self, place: usize);
}

/// How a question stands on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// Another question has the keys.
    Away,
    /// It has the keys.
    Here,
}

/// Which keys a form wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Every printable key, and new lines.
    Letters,
    /// Every printable key, for one line.
    Line,
    /// Every printable key, to look for an option.
    Search,
    /// Single keys: digits, arrows, Space.
    Picks,
    /// None: there is nothing to answer.
    Nothing,
}

/// What an edit did to a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Nothing: the wish means nothing here, and the page may use it.
    Nothing,
    /// The cursor or the current option moved.
    Moved,
    /// Words are being written; the answer is taken over at the next pause.
    Typed,
    /// The answer changed at once, and what depends on it should follow.
    Chosen,
}

/// What is wished of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// For a text with a cursor.
    Write(crate::text::Edit),
    /// The option with this number, or a digit of a number.
    Pick(u8),
    /// Tick or untick what the focus is on.
    Toggle,
    /// Take what the focus is on; when there is nothing to take, the page goes on.
    Confirm,
    /// One row up.
    Up,
    /// One row down.
    Down,
    /// One step to the left.
    Left,
    /// One step to the right.
    Right,
    /// To the first option.
    First,
    /// To the last option.
    Last,
    /// Take the answer back.
    Clear,
    /// To the next part of the question: a gap, a cell.
    NextPart,
    /// To the part before.
    PreviousPart,
    /// Build the text anew from the answers that it came from.
    Renew,
}
