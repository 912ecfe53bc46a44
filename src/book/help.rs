//! Where to turn: lines to call and pages to open, from `help.toml`. Not a chapter; it can be replaced without a new
//! release.

use super::syntax;
use crate::author::{Node, Reader, Table, Value};
use crate::problem::Problem;
use jiff::civil::Date;
use jiff::{Span, ToSpan};

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

/// Months after which numbers may have changed.
const FRESH: i32 = 12;

impl Help {
    /// Whether the lines were last looked at more than a year ago. What nobody can date is old.
    #[must_use]
    pub fn is_old(&self, today: Option<Date>) -> bool {
        let fresh: Span = FRESH.months();
        let until = month(&self.checked).and_then(|month| month.checked_add(fresh).ok());
        // The day in that month is not known, so it is taken to be the first.
        until.zip(today).is_none_or(|(until, today)| today >= until)
    }

    /// The month in which they were looked at, in words: `November 2025`.
    #[must_use]
    pub fn said(&self) -> String {
        month(&self.checked).map_or_else(|| self.checked.clone(), |month| month.strftime("%B %Y").to_string())
    }
}

/// The first day of a month that was written as `2025-11`, with or without a day.
fn month(checked: &str) -> Option<Date> {
    let mut parts = checked.trim().split('-');
    let (year, month) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Date::new(year, month, 1).ok()
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
    if !help.checked.is_empty() && month(&help.checked).is_none() {
        let at = reader.place("checked");
        let hint = Some("write the month: checked = \"2025-11\"".to_owned());
        reader.note("E06", at, format!("\"{}\" is no month", help.checked), hint);
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(checked: &str) -> Help {
        Help { checked: checked.to_owned(), ..Help::default() }
    }

    #[test]
    fn numbers_are_old_after_a_year() {
        for (month, today, old) in [
            ("2025-11", "2025-11-30", false),
            ("2025-11", "2026-10-31", false),
            ("2025-11", "2026-11-01", true),
            ("2025-11-20", "2026-10-31", false),
            ("2025-11", "2031-01-01", true),
            // A clock that is wrong makes nothing fresher than it is, and nothing older.
            ("2025-11", "1999-01-01", false),
            ("soon", "2025-11-01", true),
            ("", "2025-11-01", true),
        ] {
            assert_eq!(checked(month).is_old(today.parse().ok()), old, "{month} {today}");
        }
        assert!(checked("2025-11").is_old(None));
        assert_eq!(checked("2025-11").said(), "November 2025");
        assert_eq!(checked("soon").said(), "soon");
    }

    #[test]
    fn a_month_that_is_none_is_told() {
        let (_, problems) = read("help.toml", "checked = \"soon\"\ntext = \"t\"\nheavy = \"h\"\n");
        assert!(problems.iter().any(|problem| problem.code == "E06"), "{problems:?}");
    }
}
