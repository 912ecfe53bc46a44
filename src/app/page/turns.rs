//! The turns of a talk as one person walks them alone, on both chairs: who speaks now, what to do, what the other
//! one listens for.

use super::{Item, view};
use crate::book::{Exercise, Seat, Turn};
use crate::session::Session;
use crate::sheet::{Role, Row};

const OWN: &str = "Your own chair";
const OTHER: &str = "The other chair";
const BOTH: &str = "Both chairs";
const MEANWHILE: &str = "Meanwhile";
const WAYS: &str = "Ways to begin:";
const SWAP: &str =
    "Then change chairs, and begin again from the top of this page. Whoever listened first speaks first now.";
const SWAP_NOTES: &str = "What you have written stays; you can go on below it.";

/// What stands above a turn: who speaks, and, where nothing is written down, what to do and how it may begin.
pub(super) fn before(session: &Session, exercise: &Exercise, n: usize, width: usize) -> Option<Item> {
    let turn = exercise.turns.get(n)?;
    let fill = |text: &str| session.fill(text, exercise.id.chapter());
    let mut facts = vec![format!("{} of {}", n + 1, exercise.turns.len())];
    if turn.minutes > 0 {
        facts.push(format!("about {} min", turn.minutes));
    }
    let seat = match turn.seat {
        Seat::Sender => OWN,
        Seat::Receiver => OTHER,
        Seat::Both => BOTH,
    };
    let mut rows = vec![Row::of(Role::Strong, seat).with(Role::Dim, format!("  {}", facts.join(" · ")))];
    if turn.note.is_none() {
        rows.extend(lines(Role::Prompt, &fill(&turn.say), width));
        if !turn.openers.is_empty() {
            rows.extend(lines(Role::Dim, WAYS, width));
            let openers = turn
                .openers
                .iter()
                .flat_map(|opener| lines(Role::Plain, &fill(opener), width.saturating_sub(IN)));
            rows.extend(openers.map(|row| row.indented(IN)));
        }
    }
    Some(Item::Rows(rows))
}

/// What stands below it: what the other one listens for, and whether places are changed.
pub(super) fn after(session: &Session, exercise: &Exercise, turn: &Turn, width: usize) -> Item {
    let mut rows = Vec::new();
    if !turn.waiting.trim().is_empty() {
        let who = match turn.seat {
            Seat::Sender => OTHER,
            Seat::Receiver => OWN,
            Seat::Both => MEANWHILE,
        };
        let waiting = session.fill(turn.waiting.trim(), exercise.id.chapter());
        rows.extend(lines(Role::Hint, &format!("{who}: {waiting}"), width));
    }
    rows.push(Row::default());
    if turn.swap {
        let has_notes = exercise.turns.iter().any(|turn| turn.note.is_some());
        let words = if has_notes { format!("{SWAP} {SWAP_NOTES}") } else { SWAP.to_owned() };
        rows.extend(lines(Role::Strong, &words, width));
        rows.push(Row::default());
    }
    Item::Rows(rows)
}

/// Cells that everything below the head of a turn stands to the right.
const IN: usize = 2;

/// A paragraph below the head of a turn.
fn lines(role: Role, words: &str, width: usize) -> Vec<Row> {
    let mut rows = view::lines(role, words, width.saturating_sub(IN));
    rows.pop();
    rows.into_iter().map(|row| row.indented(IN)).collect()
}
