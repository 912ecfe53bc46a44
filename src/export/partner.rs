//! An export for a partner: what is meant for two, and nothing that only says that there is more.
//!
//! How much stays with the person is told nowhere: a number of secrets is read as one.

use super::{Document, add_given, front_matter, heading, period};

pub(super) const FOR_TWO: &str = "*This holds only what is meant for two. Whatever else was written stays with the one who wrote it, and that is as \
                       it should be. Nothing in here asks for an answer.*";

/// The whole document as blocks.
pub(super) fn blocks(document: &Document) -> Vec<String> {
    let mut blocks = vec![front_matter(document), heading(1, "", &document.title)];
    blocks.push(super::therapist::from(document, period(document)));
    blocks.push(FOR_TWO.to_owned());
    for chapter in &document.chapters {
        blocks.push(heading(2, "", &chapter.title));
        for page in &chapter.pages {
            blocks.push(heading(3, "", &page.title));
            page.given.iter().for_each(|given| add_given(given, document.dates, &mut blocks));
        }
    }
    blocks
}
