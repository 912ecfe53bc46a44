//! How somebody walks in the contents, and what is done with the row they have come to. What it looks like is not its matter.

use super::{Contents, Item, chapter, wrong};
use crate::app::Action;
use crate::app::action::Step;
use crate::app::desk::{Desk, Outcome};
use crate::app::message::{Content, Message};
use crate::app::page::{READ_ONLY, toggle_bookmark};
use crate::journal::Place;
use crate::session::{Letter, Session};

const EARLIER_TITLE: &str = "No longer in the book";
const NO_PAGE_TO_SKIP: &str = "Choose a page first; then you can leave it out on purpose.";
const NO_PAGE_TO_MARK: &str = "Choose a page first; then you can mark it.";

impl Contents {
    pub(in crate::app) fn act(&mut self, action: &Action, desk: &mut Desk<'_>) -> Outcome {
        let items = self.items(desk.session);
        let last = items.len().saturating_sub(1);
        let item = items.get(self.current).cloned();
        let Some(step) = action.step() else { return self.act_on(item, action, desk) };
        self.current = match step {
            Step::Up => self.current.saturating_sub(1),
            Step::Down => (self.current + 1).min(last),
            Step::PageUp => self.current.saturating_sub(self.height),
            Step::PageDown => (self.current + self.height).min(last),
            Step::Top => 0,
            Step::Bottom => last,
            Step::Enter | Step::In => return self.go_in(item, desk.session),
            Step::Out => return self.go_out(item, desk.session),
            Step::Back => return Outcome::Stay,
            Step::Next | Step::Previous => return Outcome::Nothing,
        };
        Outcome::Stay
    }

    /// Into what a row stands for.
    fn go_in(&mut self, item: Option<Item>, session: &Session) -> Outcome {
        match item {
            Some(Item::Continue(place)) => Outcome::Open(place),
            Some(Item::Letter(Letter { page, .. }) | Item::Page(page)) => {
                Outcome::Open(Place { page, question: None, at: 0 })
            }
            Some(Item::Chapter(id)) => self.fold(id),
            Some(Item::LeftOut(n)) => session.book.left_out.get(n).map_or(Outcome::Nothing, |left| {
                Outcome::Tell(wrong::shown("Left out", (&left.problems, &left.source)))
            }),
            Some(Item::Earlier) => Outcome::Tell(Message::new(EARLIER_TITLE, Content::Earlier)),
            Some(Item::Problems(id)) => chapter(session, &id).map_or(Outcome::Nothing, |chapter| {
                Outcome::Tell(wrong::shown("What was found", (&chapter.problems, &chapter.source)))
            }),
            None => Outcome::Nothing,
        }
    }

    /// Out of the chapter that a row is in.
    fn go_out(&mut self, item: Option<Item>, session: &Session) -> Outcome {
        match item {
            Some(Item::Page(page)) => {
                self.open.remove(page.chapter());
                let chapter = Item::Chapter(page.chapter().to_owned());
                self.current = self.items(session).iter().position(|item| *item == chapter).unwrap_or(0);
                Outcome::Stay
            }
            Some(Item::Chapter(id)) => {
                self.open.remove(&id);
                Outcome::Stay
            }
            Some(
                Item::Continue(_) | Item::Letter(_) | Item::Problems(_) | Item::LeftOut(_) | Item::Earlier,
            )
            | None => Outcome::Nothing,
        }
    }

    /// Folds a chapter, or unfolds it.
    fn fold(&mut self, chapter: String) -> Outcome {
        if !self.open.remove(&chapter) {
            self.open.insert(chapter);
        }
        Outcome::Stay
    }

    /// What is done with a row where the focus stays.
    fn act_on(&mut self, item: Option<Item>, action: &Action, desk: &mut Desk<'_>) -> Outcome {
        if *action == Action::Fold {
            return match item {
                Some(Item::Chapter(id)) => self.fold(id),
                inside => self.go_out(inside, desk.session),
            };
        }
        let (skips, marks) = (*action == Action::Skip, *action == Action::Bookmark);
        match item {
            Some(Item::Page(_)) if (skips || marks) && desk.read_only => Outcome::Say(READ_ONLY),
            Some(Item::Page(page)) if skips => {
                desk.session.change_page(&page, |state| state.skipped = !state.skipped);
                Outcome::Changed
            }
            Some(Item::Page(page)) if marks => Outcome::TypedAndSay(toggle_bookmark(desk.session, &page)),
            Some(_) | None if skips => Outcome::Say(NO_PAGE_TO_SKIP),
            Some(_) | None if marks => Outcome::Say(NO_PAGE_TO_MARK),
            Some(_) | None => Outcome::Nothing,
        }
    }
}
