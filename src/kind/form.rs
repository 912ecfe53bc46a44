//! A question while somebody answers it: what is wished of it, and what it tells of itself.

use crate::answer::Answer;
use crate::sheet::Sheet;
use crate::text::Clip;
use std::ops::Range;
use std::time::Duration;

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
    /// The line that the focus is on goes one place up.
    Higher,
    /// The line that the focus is on goes one place down.
    Lower,
    /// Build the text anew from the answers that it came from.
    Renew,
}
