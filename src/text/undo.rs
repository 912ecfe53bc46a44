//! The way back and forth through the edits of one text.
//!
//! A step is one replaced stretch with where the cursor stood before and after. Typing is gathered into a step per
//! word, and so are single deletions; everything else is a step of its own. This decides what belongs together; it
//! does not touch the text.
//!
//! Memory: the words of all steps together with a small sum per step stay within [`LIMIT`]. Beyond it the oldest steps
//! are forgotten, but never the last one, however large it is.

use std::collections::VecDeque;

/// How many bytes the steps of one text may take: more than a hundred thousand typed words.
pub(super) const LIMIT: usize = 16 << 20;

/// What a step costs beside its words, so that very many tiny steps are bounded too.
const STEP: usize = size_of::<Step>();

/// The cursor and where the selection started, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Caret {
    pub(super) at: usize,
    pub(super) anchor: Option<usize>,
}

/// How an edit came about, which decides whether the next one goes on with it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Run {
    Typing,
    DeletingLeft,
    DeletingRight,
    /// A step of its own.
    Alone,
}

/// `removed` stood at `at`, and `inserted` stands there now.
#[derive(Clone)]
pub(super) struct Step {
    pub(super) at: usize,
    pub(super) removed: String,
    pub(super) inserted: String,
    pub(super) before: Caret,
    pub(super) after: Caret,
}

/// The steps that can be undone and those that can be redone.
#[derive(Clone)]
pub(super) struct History {
    done: VecDeque<Step>,
    undone: Vec<Step>,
    /// What the last step can be continued by.
    open: Run,
    /// What `done` and `undone` cost together.
    bytes: usize,
    limit: usize,
}

impl History {
    pub(super) fn new(limit: usize) -> History {
        History { done: VecDeque::new(), undone: Vec::new(), open: Run::Alone, bytes: 0, limit }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.done.is_empty()
    }

    /// Takes in an edit. What had been undone is given up, because it no longer fits the text.
    pub(super) fn record(&mut self, run: Run, step: Step) {
        for given_up in self.undone.drain(..) {
            self.bytes -= cost(&given_up);
        }
        let open = std::mem::replace(&mut self.open, run);
        self.bytes += step.removed.len() + step.inserted.len();
        match self.done.back_mut() {
            Some(last) if run == open && continues(run, last, &step) => absorb(run, last, step),
            Some(_) | None => {
                self.bytes += STEP;
                self.done.push_back(step);
            }
        }
        while self.bytes > self.limit && self.done.len() > 1 {
            if let Some(forgotten) = self.done.pop_front() {
                self.bytes -= cost(&forgotten);
            }
        }
    }

    /// Ends the step: the next edit begins another.
    pub(super) fn close(&mut self) {
        self.open = Run::Alone;
    }

    /// The step to take back. It is now one that can be redone.
    pub(super) fn undo(&mut self) -> Option<&Step> {
        self.close();
        self.undone.push(self.done.pop_back()?);
        self.undone.last()
    }

    /// The step to do again. It is now one that can be undone.
    pub(super) fn redo(&mut self) -> Option<&Step> {
        self.close();
        self.done.push_back(self.undone.pop()?);
        self.done.back()
    }
}

fn cost(step: &Step) -> usize {
    STEP + step.removed.len() + step.inserted.len()
}

fn continues(run: Run, last: &Step, next: &Step) -> bool {
    match run {
        Run::Typing => {
            next.removed.is_empty()
                && last.at + last.inserted.len() == next.at
                && !breaks(last.inserted.chars().next_back(), next.inserted.chars().next())
        }
        Run::DeletingLeft => {
            next.at + next.removed.len() == last.at
                && !breaks(last.removed.chars().next(), next.removed.chars().next_back())
        }
        Run::DeletingRight => {
            next.at == last.at && !breaks(last.removed.chars().next_back(), next.removed.chars().next())
        }
        Run::Alone => false,
    }
}

/// Whether a step ends between these two characters, in the order in which they were typed or deleted.
fn breaks(last: Option<char>, next: Option<char>) -> bool {
    let (Some(last), Some(next)) = (last, next) else {
        return true;
    };
    let word_begins = last.is_whitespace() && !next.is_whitespace();
    let line_ends = next == '\n' && last != '\n';
    word_begins || line_ends
}

fn absorb(run: Run, last: &mut Step, next: Step) {
    match run {
        Run::Typing => last.inserted.push_str(&next.inserted),
        Run::DeletingLeft => {
            last.removed.insert_str(0, &next.removed);
            last.at = next.at;
        }
        Run::DeletingRight => last.removed.push_str(&next.removed),
        Run::Alone => {}
    }
    last.after = next.after;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(at: usize, text: &str) -> Step {
        let caret = |at| Caret { at, anchor: None };
        Step {
            at,
            removed: String::new(),
            inserted: text.to_owned(),
            before: caret(at),
            after: caret(at + text.len()),
        }
    }

    #[test]
    fn the_oldest_steps_are_forgotten_when_the_limit_is_reached() {
        let mut history = History::new(10 * STEP);
        for n in 0..100 {
            history.record(Run::Alone, typed(n * 3, "one"));
            assert!(history.bytes <= history.limit);
        }
        let mut steps = 0;
        while history.undo().is_some() {
            steps += 1;
        }
        assert_eq!(steps, 9);
    }

    #[test]
    fn one_step_larger_than_the_limit_is_kept() {
        let mut history = History::new(10);
        history.record(Run::Alone, typed(0, "far more than ten bytes"));
        assert!(history.undo().is_some());
        assert!(history.redo().is_some());
        history.record(Run::Alone, typed(0, "and another one"));
        assert!(history.undo().is_some());
        assert!(history.undo().is_none());
    }

    #[test]
    fn the_sum_stays_right() {
        let mut history = History::new(LIMIT);
        history.record(Run::Typing, typed(0, "a"));
        history.record(Run::Typing, typed(1, "b"));
        history.record(Run::Typing, typed(9, "c"));
        assert_eq!(history.bytes, 2 * STEP + 3);
        history.undo();
        assert_eq!(history.bytes, 2 * STEP + 3, "what can be redone counts too");
        history.record(Run::Alone, typed(2, "d"));
        assert_eq!(history.bytes, 2 * STEP + 3);
    }
}
