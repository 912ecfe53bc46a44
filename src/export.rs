//! stub
use crate::journal::{Id, Stamp};
use crate::kind::Told;
/// D
#[allow(missing_docs)]
#[derive(Default)]
pub struct Document {
    pub title: String,
    pub person: String,
    pub created: Option<Stamp>,
    pub updated: Option<Stamp>,
    pub chapters: Vec<Section>,
    pub kept_private: usize,
    pub pages: usize,
    pub earlier: Vec<Given>,
}
/// S
#[allow(missing_docs)]
pub struct Section {
    pub title: String,
    pub number: String,
    pub pages: Vec<Page>,
}
/// P
#[allow(missing_docs)]
pub struct Page {
    pub title: String,
    pub number: String,
    pub given: Vec<Given>,
    pub skipped: bool,
}
/// G
#[allow(missing_docs)]
pub struct Given {
    pub id: Id,
    pub asked: String,
    pub told: Option<Told>,
    pub updated: Stamp,
    pub rounds: Vec<(Stamp, Told)>,
}
/// M
#[must_use]
pub fn markdown(document: &Document) -> String {
    format!("# {}\n", document.title)
}
/// N
#[must_use]
pub fn file_name(_document: &Document, today: &str) -> String {
    format!("imago-{today}.md")
}
