//! Where to turn: lines to call and pages to open, from `help.toml`. Not a chapter; it can be replaced without a new
//! release.

use super::syntax;
use crate::author::{Node, Reader, Table, Value};
use crate::problem::Problem;

/// The page of places to turn to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Help {
    /// The month in which somebody last looked at every line, as `2025-11`.
    pub checked: String,
    /// What to read first, as Markdown.
    pub text: String,
    /// What is said at the end of a page that turned out heavy, in plain words.
    pub heavy: String,
    /// The places, in the author's order.
    pub places: Vec<Place>,
}

/// One place to turn to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// What it is called.
    pub name: String,
    /// What it is there for.
    pub purpose: String,
    /// Its telephone number, or empty.
    pub number: String,
    /// Its page, or empty.
    pub site: String,
    /// Where it works.
    pub region: String,
    /// What else is good to know, or empty.
    pub note: String,
}

/// Reads a file of places.
#[must_use]
pub fn read(file: &str, source: &str) -> (Help, Vec<Problem>) {
    let (table, problems) = syntax::table(file, source);
    if !problems.is_empty() {
        return (Help::default(), problems);
    }
    from_table(file, &table)
}

/// Reads the places from their tree.
pub(super) fn from_table(file: &str, table: &Table) -> (Help, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut reader = Reader::new(table, 0..0, file, &mut problems);
    let mut help = Help {
        checked: reader.required("checked").unwrap_or_default(),
        text: reader.required("text").unwrap_or_default(),
        heavy: reader.required("heavy").unwrap_or_default(),
        places: Vec::new(),
    };
    reader.node("place");
    reader.finish(&[]);
    if let Some(Node { value: Value::List(items), .. }) = table.get("place") {
        help.places = items.iter().filter_map(|item| place(item, file, &mut problems)).collect();
    }
    if help.places.is_empty() {
        problems.push(Problem {
            code: "E04",
            sentence: "this file names no place to turn to".to_owned(),
            file: file.to_owned(),
            at: 0..0,
            also: None,
            help: Some("write [[place]], and below it name, for, number or site".to_owned()),
        });
    }
    (help, problems)
}

fn place(node: &Node, file: &str, problems: &mut Vec<Problem>) -> Option<Place> {
    let Value::Table(table) = &node.value else { return None };
    let mut reader = Reader::new(table, node.at.clone(), file, problems);
    let name = reader.required("name");
    let place = Place {
        name: name.clone().unwrap_or_default(),
        purpose: reader.text("for").unwrap_or_default(),
        number: reader.text("number").unwrap_or_default(),
        site: reader.text("site").unwrap_or_default(),
        region: reader.text("region").unwrap_or_default(),
        note: reader.text("note").unwrap_or_default(),
    };
    if place.number.is_empty() && place.site.is_empty() {
        let help = Some("add number = \"...\" or site = \"...\"".to_owned());
        reader.note("E04", node.at.clone(), "this place has neither a number nor a site".to_owned(), help);
    }
    reader.finish(&[]);
    name.map(|_| place)
}
