//! A page that is answered again: what stands there becomes an earlier round, and the questions are open anew.
//!
//! When that happens is decided by the person; nothing here presses, and nothing of an earlier round is lost.

use super::{Item, Page, READ_ONLY, view};
use crate::app::Action;
use crate::app::desk::{Desk, Outcome};
use crate::book::Exercise;
use crate::journal::{Id, Place, Stamp};
use crate::session::{Rounds, Session};
use crate::sheet::Role;
use jiff::civil::Date;

const BEGUN: &str = "A new round. What you said before is kept, and one step back brings it here again.";
const NOTHING_YET: &str = "There is no answer here yet that could be kept. This round is open.";

impl Page {
    /// Begins a new round.
    pub(super) fn answer_again(&mut self, desk: &mut Desk<'_>) -> Outcome {
        let comes_round = desk.session.book.exercise(&self.id).is_some_and(|(_, page)| page.repeat.is_some());
        if !comes_round {
            return Outcome::Nothing;
        }
        if desk.read_only {
            return Outcome::Say(READ_ONLY);
        }
        self.release(desk);
        let before = desk.session.answer_again(&self.id, desk.now);
        if before.is_empty() {
            return Outcome::Say(NOTHING_YET);
        }
        desk.history.note_all(before);
        self.forget_forms();
        self.rebuild(desk.session);
        (self.top, self.left, self.is_through) = ((0, 0), None, false);
        Outcome::TypedAndSay(BEGUN)
    }

    /// Counts anew how often the page was answered. Each frame tells it, so it is counted only when an answer changed.
    pub(super) fn count_rounds(&mut self, session: &Session) {
        self.rounds = session.book.exercise(&self.id).and_then(|(_, exercise)| session.rounds(exercise));
    }

    /// To the page that this one builds on, or to the one that it looks at; Esc leads back.
    pub(super) fn visit(&self) -> Outcome {
        let page = self.needed.as_ref().or(self.looks_at.as_ref());
        page.map_or(Outcome::Nothing, |page| {
            Outcome::Visit(Place { page: page.clone(), question: None, at: 0 })
        })
    }

    /// What is offered of that.
    pub(super) fn visits(&self) -> Option<(Action, &'static str)> {
        let words = match (&self.needed, &self.looks_at) {
            (Some(_), _) => "go there first",
            (None, Some(_)) => "go there",
            (None, None) => return None,
        };
        Some((Action::OpenNeeded, words))
    }

    /// For the first row: `round 2, last 14 Apr`, and `round 2, 14 Apr` of one that was answered then.
    pub(in crate::app) fn round(&self, session: &Session) -> Option<String> {
        let Rounds { now, before, answered, .. } = self.rounds?;
        let today = session.today()?;
        let said = |day: Date| day.strftime(if day.year() == today.year() { "%-d %b" } else { "%-d %b %Y" });
        let (before, answered) = (before?.local.date(), answered.map(|answered| answered.local.date()));
        Some(match answered.filter(|answered| *answered < today) {
            Some(answered) => format!("round {now}, {}", said(answered)),
            None => format!("round {now}, last {}", said(before)),
        })
    }
}

/// The page that a page looks at, where that one is answered again and again.
pub(super) fn looks_at(session: &Session, exercise: &Exercise) -> Option<Id> {
    let pages = exercise.needs.iter().filter_map(|id| match session.book.exercise(id) {
        Some((_, page)) => Some(page),
        None => session.book.question(id).map(|(page, _)| page),
    });
    let mut others = pages.filter(|page| page.repeat.is_some() && page.id != exercise.id);
    others.next().map(|page| page.id.clone())
}

/// What stands on a page that looks at one that comes round: the way there.
pub(super) fn invitation(
    session: &Session,
    exercise: &Exercise,
    needed: Option<&Id>,
    width: usize,
) -> Option<Item> {
    let id = looks_at(session, exercise).filter(|_| needed.is_none())?;
    let (_, page) = session.book.exercise(&id)?;
    let answered = session.rounds(page)?.answered?;
    let (number, title) = (session.number_in_book(&id), &page.title);
    let when = session.say_day(answered.local.date());
    let words = match session.today() == Some(answered.local.date()) {
        true => format!("This page looks at {number} {title}, which you answered {when}."),
        false => format!(
            "This page looks at {number} {title}, which you answered {when}. You can go there first, and answer it again."
        ),
    };
    Some(Item::Rows(view::lines(Role::Plain, &words, width)))
}

/// What stands at the top of a page that comes round. There is a part for it also while nothing is to be said, so that
/// nothing on the screen moves when there is.
pub(super) fn offer(session: &Session, exercise: &Exercise, width: usize) -> Option<Item> {
    let Rounds { now, before, answered, is_over, has_come_round } = session.rounds(exercise)?;
    let day = |stamp: Stamp| session.say_day(stamp.local.date());
    let rows = match (answered.filter(|_| is_over), before) {
        (Some(answered), _) => {
            let words =
                format!("You answered this {}. Answer it again, and what you said is kept.", day(answered));
            view::lines(if has_come_round { Role::Plain } else { Role::Dim }, &words, width)
        }
        (None, Some(before)) => {
            let words = format!("This is round {now}. What you said {} is kept.", day(before));
            view::lines(Role::Dim, &words, width)
        }
        (None, None) => Vec::new(),
    };
    Some(Item::Rows(rows))
}
