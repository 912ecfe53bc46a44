//! What is wrong in the file of a chapter, as a box to read.
//!
//! The words are those of `imago check`; what is wrong was found when the book was read.

use crate::app::message::{Content, Message};
use crate::problem::{self, Problem};

/// What is wrong in a file, in the words of `imago check`.
pub(super) fn shown(title: &'static str, (problems, source): (&[Problem], &str)) -> Message {
    let mut lines = vec![String::new()];
    for problem in problems {
        let text = problem::render(problem, source, problem::Colours::None);
        lines.extend(text.lines().map(str::to_owned));
        lines.push(String::new());
    }
    Message::new(title, Content::Lines(lines))
}
