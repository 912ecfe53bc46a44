//! What a page or question looks at: conditions, `{{..}}`, `needs`; each judged, with its place in the file.

use super::Loading;
use crate::author::{Node, Table, Value};
use crate::book::condition::Condition;
use crate::book::fill;
use crate::book::references::{Goes, Purpose, Reference};
use crate::journal::Id;
use std::ops::Range;

/// A condition that was written, and whether it could be read.
pub(super) enum When {
    Always,
    If(Condition),
    Broken,
}

impl Loading<'_> {
    /// The same id a second time: both places are shown.
    pub(super) fn twice(&mut self, table: &Table, at: &Range<usize>, id: &str, what: &str) {
        let here = table.get("id").map_or(at.clone(), |node| node.at.clone());
        let first = match what {
            "page" => self.references.page_at(id),
            _ => self.references.known.question_at(id),
        };
        self.note(
            "E08",
            here,
            &format!("the id \"{id}\" belongs to an earlier {what}"),
            "answers are stored under ids, so each needs its own",
        );
        if let (Some(problem), Some(first)) = (self.problems.last_mut(), first) {
            problem.also = Some((first, "first here".to_owned()));
        }
    }

    /// Reads a condition and judges what it looks at.
    pub(super) fn when(&mut self, table: &Table, text: Option<String>) -> When {
        let Some(text) = text else {
            return if table.get("when").is_some() { When::Broken } else { When::Always };
        };
        let Some(node) = table.get("when") else { return When::Always };
        match Condition::parse(&text, self.chapter) {
            Err(wrong) => {
                let at = inside(self.source, node, &text, wrong.at);
                self.note("E10", at, &wrong.sentence, &wrong.help.unwrap_or_default());
                When::Broken
            }
            Ok((condition, looks)) => {
                let mut sound = true;
                for look in looks {
                    let at = inside(self.source, node, &text, look.at);
                    let with = look.with.map(|(operand, at)| (operand, inside(self.source, node, &text, at)));
                    sound &= self.look(Reference {
                        id: look.id,
                        at,
                        purpose: Purpose::Condition(with),
                        goes: Goes::ToScreen,
                    });
                }
                if sound { When::If(condition) } else { When::Broken }
            }
        }
    }

    /// Judges one look at an earlier question.
    pub(super) fn look(&mut self, reference: Reference) -> bool {
        match self.references.judge(reference) {
            Ok(()) => true,
            Err(fault) => {
                self.problems.push(fault.told(self.file, self.source));
                false
            }
        }
    }

    /// Judges every `{{..}}` of a text that stands under `field`.
    pub(super) fn gaps(&mut self, table: &Table, field: &str, text: &str) {
        let Some(node) = table.get(field) else { return };
        self.gaps_in(node, text, Goes::ToScreen);
    }

    /// Where words get that become part of an answer, or of its question.
    pub(super) fn answer_goes(&self) -> Goes {
        if self.references.keep { Goes::ToFile } else { Goes::ToScreen }
    }

    pub(super) fn gaps_in(&mut self, node: &Node, text: &str, goes: Goes) {
        for gap in fill::gaps(text) {
            if fill::PEOPLE.contains(&gap.name) {
                continue;
            }
            let at = inside(self.source, node, text, gap.at);
            if gap.name.is_empty() {
                self.note(
                    "E07",
                    at,
                    "these braces name no question",
                    "write {{id}}, or {{id|words without an answer}}",
                );
                continue;
            }
            let id = crate::book::full(gap.name, self.chapter);
            self.look(Reference { id, at, purpose: Purpose::Words, goes });
        }
    }

    pub(super) fn needs(&mut self, table: &Table, needs: &[String]) -> Vec<Id> {
        let Some(node) = table.get("needs") else { return Vec::new() };
        let mut sound = Vec::new();
        for (n, need) in needs.iter().enumerate() {
            let id = crate::book::full(need, self.chapter);
            let at = item_at(node, n);
            if self.look(Reference { id: id.clone(), at, purpose: Purpose::Need, goes: Goes::ToScreen }) {
                sound.push(id);
            }
        }
        sound
    }
}

/// Where the n-th text of a field stands that may also be a single text.
pub(super) fn item_at(node: &Node, n: usize) -> Range<usize> {
    match &node.value {
        Value::List(items) => items.get(n).map_or(node.at.clone(), |item| item.at.clone()),
        Value::Text(_) | Value::Integer(_) | Value::Flag(_) | Value::Other(_) | Value::Table(_) => {
            node.at.clone()
        }
    }
}

/// Where a part of a text stands in the file. Escapes can hide it; then the whole text is the place.
fn inside(source: &str, node: &Node, text: &str, part: Range<usize>) -> Range<usize> {
    let Some(raw) = source.get(node.at.clone()) else { return node.at.clone() };
    let written = text.get(part.clone()).unwrap_or("");
    if written.is_empty() {
        // A place between two letters: the end of a text that broke off.
        let close = raw.len() - raw.trim_end_matches(['"', '\'']).len();
        return match raw.find(text).filter(|_| !text.is_empty()) {
            Some(start) => node.at.start + start + part.start..node.at.start + start + part.start + 1,
            None => node.at.end - close.min(1)..node.at.end,
        };
    }
    let earlier = text.get(..part.start).map_or(0, |before| before.matches(written).count());
    match raw.match_indices(written).nth(earlier) {
        Some((start, _)) => node.at.start + start..node.at.start + start + written.len(),
        None => node.at.clone(),
    }
}
