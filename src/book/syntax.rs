//! TOML text → a tree of values with their places, and every mistake of spelling in it.
//!
//! It knows TOML and the slips of people who write it by hand, not chapters. What the parser says is put into the
//! words of an author, with the place where the mistake was made rather than where the parser noticed.

use crate::author::{Node, Table, Value};
use crate::problem::Problem;
use crate::text;
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// Bytes that a file may have.
pub const LIMIT: usize = 4 << 20;

/// Entries that a list or a table may have; nobody reads more.
const WIDTH: usize = 1000;

/// What a value is that no field takes.
pub(super) const BEYOND: &str = "a number beyond all bounds";
/// What a value is that no field takes.
pub(super) const POINT: &str = "a number with a point";
/// What a value is that no field takes.
pub(super) const MOMENT: &str = "a date or time without quotes";

/// Mistakes of spelling that are told at once. After the first few the parser guesses.
const TOLD: usize = 8;

/// Reads a file as far as it can be read. The table holds only what was sound when there is no problem.
#[must_use]
pub fn table(file: &str, source: &str) -> (Table, Vec<Problem>) {
    if source.len() > LIMIT {
        let sentence = "this file is larger than 4 MiB".to_owned();
        let help = Some("split it into several chapters".to_owned());
        return (Table::default(), vec![Problem { help, ..problem(file, "E01", 0..0, sentence) }]);
    }
    let (root, errors) = DeTable::parse_recoverable(source);
    let mut problems = Vec::new();
    let swallowed = if errors.is_empty() { None } else { swallowing(source) };
    if let Some(at) = swallowed {
        return (Table::default(), vec![unclosed_at(source, at).told(file)]);
    }
    for error in errors.iter().take(TOLD * 4) {
        let at = error.span().unwrap_or(0..0);
        let next = explain(source, error.message(), at).told(file);
        // One slip makes the parser stumble several times: the first time on a line is the one that counts.
        let line = line_of(source, next.at.start);
        if problems.iter().all(|earlier: &Problem| line_of(source, earlier.at.start) != line) {
            problems.push(next);
        }
    }
    // Single brackets make the parser see every field below them a second time.
    if problems.iter().any(|problem| problem.code == "E02") {
        problems.retain(|problem| problem.code != "E08");
    }
    problems.sort_by_key(|problem| problem.at.start);
    problems.truncate(TOLD);
    let table = convert_table(root.get_ref(), &mut |at, sentence| {
        problems.push(problem(file, "E06", at, sentence));
    });
    (table, problems)
}

fn problem(file: &str, code: &'static str, at: Range<usize>, sentence: String) -> Problem {
    Problem { code, sentence, file: file.to_owned(), at, also: None, help: None }
}

/// A mistake before it has a file.
struct Slip {
    code: &'static str,
    sentence: String,
    at: Range<usize>,
    also: Option<(Range<usize>, String)>,
    help: Option<String>,
}

impl Slip {
    fn new(at: Range<usize>, sentence: &str, help: &str) -> Slip {
        let help = (!help.is_empty()).then(|| help.to_owned());
        Slip { code: "E01", sentence: sentence.to_owned(), at, also: None, help }
    }

    fn told(self, file: &str) -> Problem {
        let Slip { code, sentence, at, also, help } = self;
        Problem { code, sentence, file: file.to_owned(), at, also, help }
    }
}

/// Says in an author's words what the parser stumbled over.
fn explain(source: &str, message: &str, at: Range<usize>) -> Slip {
    let (line, start) = line_at(source, at.start);
    let value = value_on(line).map(|(offset, value)| (start + offset, value));
    let (said, expected) = message.split_once(", expected ").unwrap_or((message, ""));
    if let Some(slip) = single_brackets(line, start) {
        return slip;
    }
    match said {
        "duplicate key" => duplicate(source, at),
        _ if said.contains("multi-line") => unclosed_block(source, at),
        _ if said.contains("escape") || said.contains("unicode value") => backslash(source, at.start),
        _ if line.contains(['“', '”', '‘', '’', '„', '«', '»']) && !straight(value) => {
            curly(line, start)
        }
        _ if said.starts_with("invalid") && said.ends_with("string") && expected.contains('"') => {
            text_without_end(value, at)
        }
        "unexpected key or value" => quotes_inside(value, at),
        "key with no value" => Slip::new(
            word(source, start),
            "this line is neither a field nor inside a text",
            "a field looks like: name = \"text\"; running text goes between \"\"\" and \"\"\"",
        ),
        _ if said.starts_with("unclosed array table") || said.starts_with("unclosed table") => Slip::new(
            start..start + line.trim_end().len(),
            "this heading is not closed",
            "end it as it began: [[exercise]]",
        ),
        "unclosed array" | "missing comma between array elements" | "unexpected `=` in array" => {
            open_list(source, at)
        }
        "missing comma between key-value pairs" | "unclosed inline table" => Slip::new(
            at,
            "this table is never closed on its line",
            "write { id = \"text\", id = \"text\" } on one line, with commas",
        ),
        "string values must be quoted"
            if value.is_some_and(|(_, value)| value.is_empty()) || value.is_none() =>
        {
            Slip::new(
                trimmed(start, line),
                "nothing stands after the `=`",
                "write a value, or remove the line",
            )
        }
        "string values must be quoted" | "invalid boolean" => {
            let at = value.map_or(at, |(start, value)| start..start + value.len());
            Slip::new(at, "this text has no quotes", "put it in quotes: \"...\"")
        }
        "unexpected leading zero" => Slip::new(at, "a number cannot begin with 0", ""),
        _ if said.contains("recursi") || said.contains("recurse") => Slip::new(
            at,
            "tables stand too deep inside each other here",
            "a chapter has two levels: exercise, and ask",
        ),
        _ if said.contains("string") || said.contains("character") => {
            Slip::new(at, "a character here cannot stand in a text", "delete it; it may be invisible")
        }
        _ => Slip::new(at, said, ""),
    }
}

/// `[exercise]` and `[exercise.ask]` where an author meant one more of them.
fn single_brackets(line: &str, start: usize) -> Option<Slip> {
    let heading = line.trim();
    let name = heading.strip_prefix('[')?.strip_suffix(']')?;
    if !matches!(name, "exercise" | "exercise.ask" | "exercise.turn") {
        return None;
    }
    let help = format!("write it with two brackets: [[{name}]]");
    Some(Slip {
        code: "E02",
        ..Slip::new(trimmed(start, line), "there can be more than one of these", &help)
    })
}

/// The same field, or the same heading, a second time.
fn duplicate(source: &str, at: Range<usize>) -> Slip {
    let name = source.get(at.clone()).unwrap_or("").to_owned();
    let mut slip = Slip::new(at.clone(), &format!("`{name}` stands here twice"), "keep one of the two");
    slip.code = "E08";
    let earlier = source.get(..at.start).unwrap_or("");
    let mut begin = earlier.len();
    for line in earlier.split_inclusive('\n').rev() {
        begin -= line.len();
        let key = line.trim_start();
        let indent = line.len() - key.len();
        let rest = key.strip_prefix(name.as_str()).map(str::trim_start);
        if begin + indent < at.start && rest.is_some_and(|rest| rest.starts_with('=')) {
            slip.also = Some((begin + indent..begin + indent + name.len(), "first here".to_owned()));
            break;
        }
        if key.starts_with('[') {
            break;
        }
    }
    slip
}

/// A `"""` or `'''` that nothing closes: the place is where it opens.
fn unclosed_block(source: &str, at: Range<usize>) -> Slip {
    let before = source.get(..at.start).unwrap_or("");
    let single = before.matches("'''").count() % 2 == 1;
    let mark = if single { "'''" } else { "\"\"\"" };
    let opening = before.rfind(mark).map_or(at, |start| start..start + 3);
    unclosed_at(source, opening)
}

fn unclosed_at(source: &str, at: Range<usize>) -> Slip {
    let mark = source.get(at.clone()).unwrap_or("\"\"\"");
    Slip::new(at, "this text is never closed", &format!("write {mark} where the text ends"))
}

/// The `"""` that swallowed what comes after it: the parser takes the next opening for its end, and stumbles far
/// away from the mistake. It shows in fields and headings that stand inside a text.
fn swallowing(source: &str) -> Option<Range<usize>> {
    let mut marks: Vec<usize> = Vec::new();
    for (at, _) in source.match_indices("\"\"\"") {
        // A mark that follows the one before directly is the same run of quotes.
        if marks.last().is_none_or(|last| at > last + 3) {
            marks.push(at);
        }
    }
    if marks.len().is_multiple_of(2) {
        return None;
    }
    marks.chunks(2).find_map(|pair| {
        let (open, close) = match pair {
            [open, close] => (*open, *close),
            [open] => (*open, source.len()),
            _ => return None,
        };
        let inside = source.get(open + 3..close).unwrap_or("");
        inside.lines().any(is_structure).then_some(open..open + 3)
    })
}

/// Whether a line looks like a heading or a field rather than like prose.
fn is_structure(line: &str) -> bool {
    let line = line.trim();
    let field = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    line.starts_with("[[exercise")
        || line.split_once('=').is_some_and(|(name, value)| {
            field(name.trim_end())
                && value.trim_start().starts_with(['"', '\'', '[', '{', '0', '1', '2', '3', 't', 'f'])
        })
}

/// A backslash in a text between double quotes.
fn backslash(source: &str, near: usize) -> Slip {
    let before = source.get(..near).unwrap_or("");
    let at = before.rfind('\\').unwrap_or(near.saturating_sub(1));
    let end = source.get(at..).unwrap_or("").chars().take(2).map(char::len_utf8).sum::<usize>();
    Slip::new(
        at..at + end,
        "a backslash means something special between double quotes",
        "write \\\\ for one backslash, or put the text between single quotes: '...'",
    )
}

/// Quotes as a word processor writes them.
fn curly(line: &str, start: usize) -> Slip {
    let offset = line.find(['“', '”', '‘', '’', '„', '«', '»']).unwrap_or(0);
    let size = line.get(offset..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
    Slip::new(
        start + offset..start + offset + size,
        "this is a curly quote, and a text begins with a straight one",
        "write \"...\" around the text; inside it curly quotes are welcome",
    )
}

/// A text that begins on this line and does not end on it.
fn text_without_end(value: Option<(usize, &str)>, at: Range<usize>) -> Slip {
    let at = value.map_or(at, |(start, _)| start..start + 1);
    Slip::new(
        at,
        "this text is never closed on its line",
        "end it with the same quote, or begin and end it with \"\"\" to write several lines",
    )
}

/// Quotes inside of a text of the same quotes.
fn quotes_inside(value: Option<(usize, &str)>, at: Range<usize>) -> Slip {
    let quoted = value.and_then(|(start, value)| {
        let quote = value.chars().next().filter(|first| matches!(first, '"' | '\''))?;
        let count = value.matches(quote).count();
        (count > 2).then(|| {
            let end = value.get(1..).and_then(|rest| rest.find(quote)).map_or(value.len(), |end| end + 2);
            (start + end - 1..start + end, quote)
        })
    });
    match quoted {
        Some((at, '\'')) => Slip::new(
            at,
            "the text ends at this quote, and more follows",
            "put the text between double quotes: \"...\"",
        ),
        Some((at, _)) => Slip::new(
            at,
            "the text ends at this quote, and more follows",
            "put the text between single quotes, or write \\\" inside it",
        ),
        None => Slip::new(at, "more follows on this line than its value", "one field on each line"),
    }
}

/// A list that is never closed, or that misses a comma.
fn open_list(source: &str, at: Range<usize>) -> Slip {
    let before = source.get(..at.start).unwrap_or("");
    let at = before.rfind("= [").map_or(at, |start| start + 2..start + 3);
    Slip::new(at, "this list is not closed, or a comma is missing in it", "write [\"one\", \"two\"]")
}

/// Whether a value begins with a straight quote.
fn straight(value: Option<(usize, &str)>) -> bool {
    value.is_some_and(|(_, value)| value.starts_with(['"', '\'']))
}

/// The line around a byte, without its end, and where it begins.
fn line_at(source: &str, byte: usize) -> (&str, usize) {
    let mut byte = byte.min(source.len());
    while !source.is_char_boundary(byte) {
        byte -= 1;
    }
    let (before, after) = source.split_at(byte);
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let end = byte + after.find('\n').unwrap_or(after.len());
    (source.get(start..end).unwrap_or("").trim_end_matches('\r'), start)
}

/// The number of the line around a byte, from 0.
fn line_of(source: &str, byte: usize) -> usize {
    source.as_bytes().iter().take(byte).filter(|byte| **byte == b'\n').count()
}

/// What stands after the first `=` of a line, and where.
fn value_on(line: &str) -> Option<(usize, &str)> {
    let (key, value) = line.split_once('=')?;
    let lead = value.len() - value.trim_start().len();
    Some((key.len() + 1 + lead, value.trim()))
}

/// A line without the blanks around it.
fn trimmed(start: usize, line: &str) -> Range<usize> {
    let lead = line.len() - line.trim_start().len();
    start + lead..start + line.trim_end().len().max(lead)
}

/// The first word at a place.
fn word(source: &str, start: usize) -> Range<usize> {
    let rest = source.get(start..).unwrap_or("");
    let lead = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let size = rest.trim_start_matches([' ', '\t']).find(char::is_whitespace).unwrap_or(rest.len() - lead);
    start + lead..start + lead + size.max(1)
}

/// The parser's table as ours; `wide` is told where something was cut.
fn convert_table(table: &DeTable<'_>, wide: &mut dyn FnMut(Range<usize>, String)) -> Table {
    let mut entries = Vec::new();
    for (key, value) in table.iter() {
        if entries.len() == WIDTH {
            wide(key.span(), format!("a table ends after {WIDTH} entries"));
            break;
        }
        let node = convert(value.get_ref(), value.span(), wide);
        entries.push((text::clean(key.get_ref()).into_owned().into(), key.span(), node));
    }
    Table { entries }
}

fn convert(value: &DeValue<'_>, at: Range<usize>, wide: &mut dyn FnMut(Range<usize>, String)) -> Node {
    let value = match value {
        DeValue::String(text) => Value::Text(text::clean(text).into_owned().into()),
        DeValue::Integer(number) => {
            i64::from_str_radix(number.as_str(), number.radix()).map_or(Value::Other(BEYOND), Value::Integer)
        }
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Float(_) => Value::Other(POINT),
        DeValue::Datetime(_) => Value::Other(MOMENT),
        DeValue::Array(items) => {
            let mut list = Vec::new();
            for item in items.iter() {
                if list.len() == WIDTH {
                    wide(item.span(), format!("a list ends after {WIDTH} entries"));
                    break;
                }
                list.push(convert(item.get_ref(), item.span(), wide));
            }
            Value::List(list)
        }
        DeValue::Table(table) => Value::Table(convert_table(table, wide)),
    };
    Node { at, value }
}
