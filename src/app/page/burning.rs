//! Words that are written to be burned: kept when somebody says so, and burned when somebody says so twice.

use super::{Page, READ_ONLY};
use crate::app::desk::{Desk, Outcome};
use crate::journal::Id;
use crate::session::Burned;
use crate::sheet::{Role, Row};
use crate::text::Clip;

const KEPT: &str = "Kept. These words are written to your disk from now on, like your other answers.";
const ARE_KEPT: &str = "These words are kept on your disk already, like your other answers.";
const NEVER: &str =
    "Nothing of this page can be kept. What you want to keep, write on another page, as a note.";
const ASKED: &str = "Shall these words burn? They cannot come back. The same key once more burns them.";
const BURNED: &str = "Burned. The words are gone, and they were never on your disk. That you left this open is all that is kept.";
const BURNED_LATE: &str = "Burned, here and in your answers. Earlier versions that the program keeps for you, and copies that you made, \
                           may still hold the words.";
const BURNED_BESIDE: &str = "Burned. The words are gone, and they were never on your disk. What you kept on another computer stands here now.";
const NO_WORDS: &str = "There are no words here that could burn. Go to the text first.";
const NONE_TO_KEEP: &str = "There are no words here that wait to be kept. Go to the text first.";
const NOT_HERE: &str = "This answer is not meant to be burned. You can delete it like any text.";

const PASSING: &str = "Not on disk: gone when you quit, unless you keep it.";
/// The same, where there is little room.
const PASSING_SHORT: &str = "Not on disk until you keep it.";
/// Columns that the whole sentence needs.
const ROOM: usize = 56;
const HELD: &str = "These words are kept on your disk. You can still burn them.";
const PAGE_PASSES: &str = "Nothing on this page is ever written to disk.";

impl Page {
    /// The question that is meant: the one with the keys, or the one that was just left.
    fn meant(&self) -> Option<Id> {
        let asking = self.focused().or_else(|| self.asking(self.find_left()?));
        asking.map(|asking| asking.id.clone())
    }

    /// Keeps words that would be gone with the program.
    pub(super) fn keep_words(&mut self, desk: &mut Desk<'_>) -> Outcome {
        match self.meant() {
            _ if desk.read_only => Outcome::Say(READ_ONLY),
            _ if !self.keep => Outcome::Say(NEVER),
            None => Outcome::Say(NONE_TO_KEEP),
            Some(id) => {
                self.commit(desk);
                if !desk.session.keep_words(&id) {
                    return Outcome::Say(ARE_KEPT);
                }
                self.rebuild(desk.session);
                Outcome::TypedAndSay(KEPT)
            }
        }
    }

    /// Burns words when it is wished twice.
    pub(super) fn burn(&mut self, desk: &mut Desk<'_>) -> Outcome {
        let id = match self.meant() {
            _ if desk.read_only => return Outcome::Say(READ_ONLY),
            None => return Outcome::Say(NO_WORDS),
            Some(id) if !desk.session.burns(&id) => return Outcome::Say(NOT_HERE),
            Some(id) => id,
        };
        self.commit(desk);
        if desk.session.answer(&id).is_none() {
            return Outcome::Say(NO_WORDS);
        }
        if self.burning.replace(id.clone()).as_ref() != Some(&id) {
            return Outcome::Say(ASKED);
        }
        self.burning = None;
        let Some(burned) = desk.session.burn(&id, desk.now) else { return Outcome::Say(NO_WORDS) };
        desk.history.forget(&id);
        *desk.clip = Clip::default();
        (self.focus, self.left, self.entered, self.timer) = (None, None, None, None);
        self.renew(&id, desk.session);
        Outcome::TypedAndSay(match burned {
            Burned::Whole => BURNED,
            Burned::FromTheAnswers => BURNED_LATE,
            Burned::BesideOthers => BURNED_BESIDE,
        })
    }

    /// Where the words of the question with the keys are, as far as that is not what everybody expects.
    pub(super) fn whereabouts(&self) -> Option<Row> {
        let asking = self.focused()?;
        let words = match (self.keep, asking.burns, asking.passes) {
            (false, ..) => PAGE_PASSES,
            (true, true, true) if self.columns < ROOM => PASSING_SHORT,
            (true, true, true) => PASSING,
            (true, true, false) => HELD,
            (true, false, _) => return None,
        };
        Some(Row::of(Role::Dim, words))
    }
}
