//! An answer in the person's own editor: what goes there, and what comes back.

use super::{Page, READ_ONLY};
use crate::app::desk::{Desk, Outcome};
use crate::app::{Draft, Edit};
use crate::text;

const NO_TEXT: &str = "An editor is for texts of many lines. This answer is written here.";
const NO_FILE: &str =
    "An editor needs a file, and nothing on this page is ever written to disk. Write it here.";
const NOT_ON_DISK: &str =
    "An editor needs a file, and these words are not on your disk. Keep them first, or write them here.";
const AS_IT_WAS: &str = "You are back from your editor. The text is as it was.";
const BACK: &str = "Your text is back from your editor. Taking back brings the one before again.";

impl Page {
    pub(super) fn open_editor(&self, desk: &Desk<'_>) -> Outcome {
        let Some(text) = self.focused().and_then(|asking| asking.form.text()) else {
            return Outcome::Say(NO_TEXT);
        };
        match () {
            () if desk.read_only => Outcome::Say(READ_ONLY),
            () if !self.keep => Outcome::Say(NO_FILE),
            () if self.focused().is_some_and(|asking| asking.passes) => Outcome::Say(NOT_ON_DISK),
            () => Outcome::Editor(Draft(text.to_owned())),
        }
    }

    /// Puts what came back in the place of the text, as a step that can be taken back.
    pub(in crate::app) fn put_back(&mut self, Draft(words): Draft, desk: &mut Desk<'_>) -> Outcome {
        let is_same = self.focused().and_then(|asking| asking.form.text()) == Some(words.as_str());
        if is_same {
            return Outcome::Say(AS_IT_WAS);
        }
        let put = match words.is_empty() {
            true => text::Edit::DeleteLeft,
            false => text::Edit::Paste(words),
        };
        self.edit(Edit::Write(text::Edit::SelectAll), desk);
        let outcome = self.edit(Edit::Write(put), desk);
        if matches!(outcome, Outcome::Typed) { Outcome::TypedAndSay(BACK) } else { outcome }
    }
}
