//! What the portrait gathers and in which order, from `portrait.toml`: its parts, what they are called, and where their words
//! stand in the picture. Not a chapter; the words themselves are a person's, and `session/portrait.rs` gathers them.

use super::syntax;
use crate::author::{Node, Reader, Table, Value};
use crate::problem::Problem;

/// What stands before the id of a part in a question's `into`.
pub const PREFIX: &str = "portrait.";

/// The portrait as the book lays it out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Portrait {
    /// What it is called.
    pub title: String,
    /// What stands above it, once there are words.
    pub text: String,
    /// What stands there while there are none.
    pub empty: String,
    /// What stands above the parts that are still open.
    pub open: String,
    /// What stands above words that occur on both sides.
    pub echo: Echo,
    /// Its parts, in the author's order.
    pub parts: Vec<Part>,
}

/// What is said about words that occur on both sides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Echo {
    /// The question that it is.
    pub title: String,
    /// What such words may mean, and may not.
    pub text: String,
}

/// One part of the portrait.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// What questions name in `into`, after `portrait.`.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Where its words stand in the picture, if they do.
    pub draw: Option<Half>,
    /// Whose words it holds, where words are compared.
    pub side: Option<Side>,
    /// It stands before the others in pages for a therapist.
    pub is_first: bool,
}

/// A half of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    /// Where the warm words stand.
    Left,
    /// Where the heavy ones stand.
    Right,
}

/// Whom words are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Those who raised the person.
    Home,
    /// Somebody whom the person chose.
    Partner,
}

/// Reads a file that lays out the portrait.
#[must_use]
pub fn read(file: &str, source: &str) -> (Portrait, Vec<Problem>) {
    let (table, problems) = syntax::table(file, source);
    if !problems.is_empty() {
        return (Portrait::default(), problems);
    }
    from_table(file, &table)
}

/// Reads the portrait from its tree.
pub(super) fn from_table(file: &str, table: &Table) -> (Portrait, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut reader = Reader::new(table, 0..0, file, &mut problems);
    let mut portrait = Portrait {
        title: reader.required("title").unwrap_or_default(),
        text: reader.required("text").unwrap_or_default(),
        empty: reader.required("empty").unwrap_or_default(),
        open: reader.required("open").unwrap_or_default(),
        echo: Echo::default(),
        parts: Vec::new(),
    };
    reader.node("echo");
    reader.node("part");
    reader.finish(&[]);
    match table.get("echo") {
        Some(Node { value: Value::Table(table), at }) => {
            let mut reader = Reader::new(table, at.clone(), file, &mut problems);
            portrait.echo.title = reader.required("title").unwrap_or_default();
            portrait.echo.text = reader.required("text").unwrap_or_default();
            reader.finish(&[]);
        }
        Some(_) | None => problems.push(missing(file, "`[echo]` is missing", "write [echo], title and text")),
    }
    if let Some(Node { value: Value::List(items), .. }) = table.get("part") {
        for item in items {
            if let Some(part) = part(item, (file, &portrait.parts), &mut problems) {
                portrait.parts.push(part);
            }
        }
    }
    if portrait.parts.is_empty() {
        problems.push(missing(file, "this file names no part", "write [[part]], and below it id and title"));
    }
    (portrait, problems)
}

fn part(node: &Node, (file, before): (&str, &[Part]), problems: &mut Vec<Problem>) -> Option<Part> {
    let Value::Table(table) = &node.value else { return None };
    let mut reader = Reader::new(table, node.at.clone(), file, problems);
    let (id, title) = (reader.required("id"), reader.required("title"));
    let draw = reader.one_of("draw", &["left", "right"]);
    let side = reader.one_of("side", &["home", "partner"]);
    let first = reader.flag("first");
    if let Some(id) = id.as_ref().filter(|id| before.iter().any(|part| part.id == **id)) {
        let at = reader.place("id");
        let help = Some("give each part an id of its own".to_owned());
        reader.note("E08", at, format!("there are two parts with the id \"{id}\""), help);
    }
    reader.finish(&[]);
    Some(Part {
        id: id?,
        title: title?,
        is_first: first == Some(true),
        draw: draw.map(|half| if half == "left" { Half::Left } else { Half::Right }),
        side: side.map(|side| if side == "home" { Side::Home } else { Side::Partner }),
    })
}

fn missing(file: &str, sentence: &str, help: &str) -> Problem {
    Problem {
        code: "E04",
        sentence: sentence.to_owned(),
        file: file.to_owned(),
        at: 0..0,
        also: None,
        help: Some(help.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: &str =
        "title = \"P\"\ntext = \"t\"\nempty = \"e\"\nopen = \"o\"\n[echo]\ntitle = \"q\"\ntext = \"t\"\n";

    #[test]
    fn parts_keep_their_order_and_their_place() {
        let source = format!(
            "{SOUND}[[part]]\nid = \"b\"\ntitle = \"B\"\ndraw = \"right\"\nside = \"home\"\n[[part]]\nid = \"a\"\ntitle = \"A\"\n"
        );
        let (portrait, problems) = read("portrait.toml", &source);
        assert_eq!(problems, []);
        let ids: Vec<&str> = portrait.parts.iter().map(|part| part.id.as_str()).collect();
        assert_eq!(ids, ["b", "a"]);
        assert_eq!(portrait.parts[0].draw, Some(Half::Right));
        assert_eq!(portrait.parts[0].side, Some(Side::Home));
    }

    #[test]
    fn what_is_wrong_is_said_as_in_a_chapter() {
        for (source, code) in [
            ("title = \"P\"\n".to_owned(), "E04"),
            (SOUND.to_owned(), "E04"),
            (format!("{SOUND}[[part]]\nid = \"a\"\ntitle = \"A\"\nside = \"hom\"\n"), "E06"),
            (format!("{SOUND}[[part]]\nid = \"a\"\ntitle = \"A\"\nlabel = \"x\"\n"), "E03"),
            (
                format!("{SOUND}[[part]]\nid = \"a\"\ntitle = \"A\"\n[[part]]\nid = \"a\"\ntitle = \"B\"\n"),
                "E08",
            ),
        ] {
            let codes: Vec<&str> =
                read("portrait.toml", &source).1.iter().map(|problem| problem.code).collect();
            assert!(codes.contains(&code), "{codes:?} for {source}");
        }
    }
}
