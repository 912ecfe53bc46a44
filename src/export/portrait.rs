//! The portrait as Markdown: its parts with the person's words in quotes, and where each of them stands in the book.

use super::block::add_told;
use super::escape::{flat, inside};
use super::heading;
use crate::kind::Told;

/// What a portrait holds. `Debug` shows its size and none of its words.
#[derive(Clone, Default)]
pub struct Portrait {
    /// What it is called.
    pub title: String,
    /// Its parts, those without words left out.
    pub parts: Vec<Part>,
}

/// One part.
#[derive(Clone, Default)]
pub struct Part {
    /// What it is called.
    pub title: String,
    /// What is to be said about it, or nothing.
    pub note: String,
    /// What was written, and where it stands: `1.4 The ones that left a mark`.
    pub phrases: Vec<(String, Told)>,
}

/// The stars that stand before some words, explained once.
pub(super) const STARS: &str = "*A star marks what is strongest.*";
/// Before a line with a star.
pub const STAR: &str = "★ ";

impl std::fmt::Debug for Portrait {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Portrait({} parts)", self.parts.len())
    }
}

/// The portrait as blocks, or none when it is empty.
pub(super) fn add(portrait: &Portrait, blocks: &mut Vec<String>) {
    if portrait.parts.is_empty() {
        return;
    }
    blocks.push(heading(2, "", &portrait.title));
    let told = portrait.parts.iter().flat_map(|part| &part.phrases);
    if told.into_iter().any(|(_, told)| has_stars(told)) {
        blocks.push(STARS.to_owned());
    }
    for part in &portrait.parts {
        blocks.push(heading(3, "", &part.title));
        if !part.note.is_empty() {
            blocks.push(format!("*{}*", inside(&flat(&part.note, " "))));
        }
        let mut last = None;
        for (from, told) in &part.phrases {
            // Two answers of one page stand below its name together.
            if last.replace(from) != Some(from) {
                blocks.push(format!("*{}*", inside(&flat(from, " "))));
            }
            add_told(told, blocks);
        }
    }
}

pub(super) fn has_stars(told: &Told) -> bool {
    match told {
        Told::Lines(lines) => lines.iter().any(|line| line.starts_with(STAR)),
        Told::Words(words) => words.starts_with(STAR),
        Told::Value(_) | Told::Ranked { .. } | Told::Ticked(_) | Told::Table { .. } | Told::Parts(_) => false,
    }
}
