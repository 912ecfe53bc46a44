//! What was cut, copied or killed last, to be put in elsewhere.
//!
//! It lives inside this program only: it is never the clipboard of the desktop, where other programs read it.

use std::fmt;

/// What was cut or copied last, inside this program only. `Debug` shows its size, never its words.
///
/// Kills that follow each other gather, as in a shell: three times Ctrl-W and one Ctrl-Y bring back three words.
#[derive(Default, Clone)]
pub struct Clip {
    text: String,
    /// Whether the edit before this one was a kill, so that the next kill adds to it.
    gathers: bool,
}

/// On which side of the cursor the killed words stood.
#[derive(Clone, Copy)]
pub(super) enum Side {
    Left,
    Right,
}

impl Clip {
    /// The words. Empty when nothing was cut, copied or killed yet.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether there is nothing to put in.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub(super) fn set(&mut self, text: &str) {
        text.clone_into(&mut self.text);
        self.gathers = false;
    }

    /// Adds killed words, or starts anew when something else came in between.
    pub(super) fn kill(&mut self, text: &str, side: Side) {
        if !self.gathers {
            self.text.clear();
        }
        self.gathers = true;
        match side {
            Side::Left => self.text.insert_str(0, text),
            Side::Right => self.text.push_str(text),
        }
    }

    /// The next kill starts anew.
    pub(super) fn close(&mut self) {
        self.gathers = false;
    }
}

impl fmt::Debug for Clip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clip").field("bytes", &self.text.len()).finish()
    }
}
