//! What the program finds out before it starts, and where it opens.

use super::Screen;
use super::contents::Contents;
use super::mending::{self, Mending};
use super::welcome::Welcome;
use crate::export::Folders;
use crate::session::Session;

/// What the program finds out before it starts.
#[derive(Clone, Debug)]
pub struct Start {
    /// The folder with the answers, as people write it.
    pub folder: String,
    /// Why nothing can be saved, when that is so: one or two sentences.
    pub read_only: Option<String>,
    /// What a person should know at once: one sentence.
    pub notice: Option<String>,
    /// What a person has to choose before anything else.
    pub mending: Option<Mending>,
    /// Another copy of the program writes at the moment, and may end.
    pub in_use: bool,
    /// Where exports go.
    pub exports: Folders,
    /// The zone of the clock on the wall.
    pub zone: jiff::tz::TimeZone,
    /// Where help is to be found, as rows of a page.
    pub help: crate::book::Help,
}

/// Where the program opens: what has to be chosen first, the first screen for somebody new, the contents for everybody else.
pub(super) fn first_screen(session: &Session, start: &Start) -> Screen {
    if let Some(mending) = &start.mending {
        return Screen::Mending(Box::new(mending::Screen::new(mending.clone())));
    }
    match session.journal.is_empty() && start.read_only.is_none() {
        true => Screen::Welcome(Welcome::new()),
        false => Screen::Contents(Contents::new(session)),
    }
}
