//! A letter that comes back on a day: until then its words are put away, and whoever wrote it can open it all the same.

use super::{Item, Page};
use crate::app::Action;
use crate::app::desk::Outcome;
use crate::book::Question;
use crate::session::{Session, Whereabouts};

const NO_LETTER: &str = "No letter waits on this page.";

/// Where the letter is that a question holds, and whether its words are put away.
pub(super) fn words(session: &Session, question: &Question) -> Option<(String, bool)> {
    let (page, _) = session.book.question(&question.id)?;
    let letter = session.letter(page, question)?;
    let (until, written) = (session.say_day(letter.until), session.say_day(letter.written));
    let until = until.trim_start_matches("on ");
    Some(match letter.is {
        Whereabouts::OnTheTable => {
            (format!("From tomorrow on this letter waits, folded, until {until}."), false)
        }
        Whereabouts::Away => {
            let words = format!(
                "You wrote this letter {written}. It waits until {until}, and its words are folded away. \
                 It is yours: you can open it any time."
            );
            (words, true)
        }
        Whereabouts::Back => (format!("This letter has come back. You wrote it {written}."), false),
    })
}

impl Page {
    /// Opens the letters of this page before their day, or folds them again.
    pub(super) fn open_letter(&mut self) -> Outcome {
        let mut letters: Vec<_> = self.items.iter_mut().filter_map(waiting).collect();
        if letters.is_empty() {
            return Outcome::Say(NO_LETTER);
        }
        let open = letters.iter().any(|letter| letter.is_folded());
        letters.iter_mut().for_each(|letter| letter.is_opened = open);
        self.left = None;
        Outcome::Stay
    }

    /// What is offered of that.
    pub(super) fn letter_offer(&self) -> Option<(Action, &'static str)> {
        let mut letters = self.items.iter().filter_map(|item| match item {
            Item::Asking(asking) if asking.waits_for_its_day() => Some(asking),
            Item::Asking(_) | Item::Rows(_) => None,
        });
        let words = if letters.next()?.is_folded() { "open the letter" } else { "fold the letter" };
        Some((Action::OpenLetter, words))
    }
}

/// A letter that waits for its day.
fn waiting(item: &mut Item) -> Option<&mut super::asking::Asking> {
    match item {
        Item::Asking(asking) if asking.waits_for_its_day() => Some(asking),
        Item::Asking(_) | Item::Rows(_) => None,
    }
}
