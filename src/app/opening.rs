//! What a key opens on top of a screen, and what it brings back.

use super::desk::Outcome;
use super::export::Dialog;
use super::message::{Content, Message};
use super::notice::Notice;
use super::search::{self, Search};
use super::{A_WHILE, Action, App, Draft, Effect, Overlay, PASTE_HERE, Screen, confirm, export};
use crate::journal::{Id, Stamp};
use crate::session::search::{Goal, Hit};
use crate::sheet::Role;

const NOTHING_TO_UNDO: &str = "There is nothing to take back on this page.";
const NOTHING_TO_REDO: &str = "There is nothing to do again on this page.";
const ON_A_PAGE: &str = "Taking back works on a page, for the answers there. Open the page first.";
const KEPT_TITLE: &str = "Kept";
const BACK_AGAIN: &str = "Taken back: the answer is as it was before.";
const ALL_BACK_AGAIN: &str = "Taken back: the answers of this page are as they were before.";
const DONE_AGAIN: &str = "Done again.";

impl App {
    pub(super) fn steady(&mut self) -> Option<Effect> {
        self.commit();
        self.open_message(Message::new("Steady", Content::Steady));
        self.save_now()
    }

    /// What a person does in the box that lies on top.
    pub(super) fn act_on_top(&mut self, overlay: Overlay, action: &Action) -> Option<Effect> {
        if *action == Action::Unknown {
            self.say_wrong_key();
        } else if *action == Action::StrayPaste {
            self.say(PASTE_HERE, A_WHILE);
        }
        match overlay {
            // The way to people who help is open from here too; what lay there opens again with its own key.
            Overlay::Help(_) | Overlay::Search(_) | Overlay::Export(_) if *action == Action::Steady => {
                return self.steady();
            }
            Overlay::Help(mut help) => {
                if help.act(action, &mut self.clip) {
                    self.overlay = Some(Overlay::Help(help));
                }
            }
            Overlay::Search(mut search) => match search.act(action, &self.session, &mut self.clip) {
                search::Outcome::Stay => self.overlay = Some(Overlay::Search(search)),
                search::Outcome::Close => {}
                search::Outcome::Go(hit) => return self.go_to(*hit),
            },
            Overlay::Message(mut message) => {
                if message.act(action) {
                    self.overlay = Some(Overlay::Message(message));
                }
            }
            Overlay::Export(mut dialog) => match dialog.act(action, &self.session, &mut self.clip) {
                export::Outcome::Stay => self.overlay = Some(Overlay::Export(dialog)),
                export::Outcome::Close => {}
                export::Outcome::Write { path, name, markdown } => {
                    self.overlay = Some(Overlay::Export(dialog));
                    return Some(Effect::Export { path, name, markdown });
                }
            },
            Overlay::Confirm(mut confirm) => match confirm.act(action) {
                confirm::Outcome::Stay => self.overlay = Some(Overlay::Confirm(confirm)),
                confirm::Outcome::No => {}
                confirm::Outcome::Yes => {
                    self.saving.changed(self.now.since_start);
                    return Some(confirm.then);
                }
            },
            Overlay::Blank => {}
        }
        None
    }

    /// Looks for words, from here.
    pub(super) fn find(&mut self) -> Option<Effect> {
        self.commit();
        self.overlay = Some(Overlay::Search(Box::new(Search::new(&self.session))));
        None
    }

    /// Goes to what was found.
    fn go_to(&mut self, hit: Hit) -> Option<Effect> {
        match hit.goal {
            Goal::Page(place) => {
                // From there Esc leads back to where somebody looked for it.
                let effect = self.follow(Outcome::Visit(place));
                if let Screen::Page(page) = &mut self.screen
                    && !hit.at.is_empty()
                {
                    page.bring_up(&hit.line);
                }
                effect
            }
            Goal::Kept(id) => {
                self.open_message(Message::new(KEPT_TITLE, Content::Kept(id)));
                None
            }
        }
    }

    /// Opens a box, wrapped for the screen as it is.
    pub(super) fn open_message(&mut self, mut message: Message) {
        message.fill(&self.session, &self.start.help, self.measure());
        message.resize(self.body().1);
        self.overlay = Some(Overlay::Message(message));
    }

    pub(super) fn open_export(&mut self) -> Option<Effect> {
        self.commit();
        let chapter = match &self.screen {
            Screen::Page(page) => Some(page.id().chapter().to_owned()),
            Screen::Contents(contents) => contents.chapter(&self.session),
            Screen::Mending(_) | Screen::Welcome(_) | Screen::Portrait(_) => None,
        };
        let (columns, rows) = self.body();
        let dialog = Dialog::new(&self.session, chapter, self.start.exports.clone());
        self.overlay = Some(Overlay::Export(Box::new(dialog.sized(columns, rows))));
        self.save_now()
    }

    pub(super) fn exported(&mut self, result: Result<String, String>) -> Option<Effect> {
        let (words, role) = match (result, &mut self.overlay) {
            (Ok(path), overlay) => {
                if let Some(Overlay::Export(dialog)) = overlay.take() {
                    let now = Stamp::of(self.now.wall, &self.start.zone);
                    if self.session.shown_to_therapist(&dialog.scope(), now) {
                        self.saving.changed(self.now.since_start);
                    }
                }
                (format!("Written to {path}. Whoever has this file can read it."), Role::Good)
            }
            // Another folder or another name may do, so what was chosen stays.
            (Err(why), Some(Overlay::Export(dialog))) => {
                dialog.failed(why);
                return None;
            }
            (
                Err(why),
                Some(
                    Overlay::Help(_)
                    | Overlay::Search(_)
                    | Overlay::Message(_)
                    | Overlay::Confirm(_)
                    | Overlay::Blank,
                )
                | None,
            ) => (why, Role::Warning),
        };
        self.notice = Some(Notice { words, role, until: Some(self.now.since_start + A_WHILE * 2) });
        self.save_now()
    }

    /// The person's own editor has ended. However long that took, somebody is here.
    pub(super) fn edited(&mut self, result: Result<Draft, String>) -> Option<Effect> {
        self.last_key = self.now.since_start;
        let draft = match result {
            Ok(draft) => draft,
            Err(why) => {
                let until = Some(self.now.since_start + A_WHILE * 2);
                self.notice = Some(Notice { words: why, role: Role::Warning, until });
                return None;
            }
        };
        if let (Screen::Page(page), mut desk) = self.at_desk() {
            let outcome = page.put_back(draft, &mut desk);
            let (Some(_) | None) = self.follow(outcome);
        }
        // The file of the editor goes when the disk has these words, and not before.
        self.save_now()
    }

    /// Takes back on the page that is open: what changes must be seen.
    pub(super) fn undo(&mut self) {
        self.checkpoint();
        let Some(page) = self.here() else { return self.say(ON_A_PAGE, A_WHILE) };
        match self.history.undo(&mut self.session, &page).as_slice() {
            [] => self.say(NOTHING_TO_UNDO, A_WHILE),
            [id] => self.show_restored(std::slice::from_ref(id), BACK_AGAIN),
            ids => self.show_restored(ids, ALL_BACK_AGAIN),
        }
    }

    pub(super) fn redo(&mut self) {
        self.checkpoint();
        let Some(page) = self.here() else { return self.say(ON_A_PAGE, A_WHILE) };
        match self.history.redo(&mut self.session, &page).as_slice() {
            [] => self.say(NOTHING_TO_REDO, A_WHILE),
            ids => self.show_restored(ids, DONE_AGAIN),
        }
    }

    fn show_restored(&mut self, ids: &[Id], words: &str) {
        let prompt = match ids {
            [id] => self.session.book.question(id).map(|(_, question)| self.session.prompt(question)),
            _ => None,
        };
        if let Screen::Page(page) = &mut self.screen {
            for id in ids {
                page.renew(id, &self.session);
            }
            page.restored(&self.session);
            if let Some(first) = ids.first() {
                page.show(first);
            }
        }
        self.note_change();
        match prompt.filter(|prompt| !prompt.is_empty()) {
            Some(prompt) => self.say_firmly(&format!("{words} ({prompt})")),
            None => self.say_firmly(words),
        }
        self.add_hidden();
    }
}
