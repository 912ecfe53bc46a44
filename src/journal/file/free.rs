//! Text to memory, whatever legal TOML the text is: the reader for files that a person or another program changed.
//!
//! Keys that this program does not know are kept where they were. Something that is known but is not what it must be
//! stops the reading and says where, because guessing about somebody's words would be worse.

use super::{Clean, Damage};
use crate::answer::{Answer, Cell, Row};
use crate::journal::{
    Entry, Extra, FOR_THERAPIST, FORMAT, Id, Journal, PageState, Place, Round, Said, Stamp,
};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use std::sync::Arc;
use toml::de::{DeArray, DeTable, DeValue};
use toml::{Spanned, Table, Value};

type Node<'i> = Spanned<DeValue<'i>>;

/// Where in the text, in bytes, and what must be there.
struct Wrong(usize, &'static str);

/// Reads a document; its last line has been looked at already.
pub(super) fn read(text: &str, clean: Clean) -> Result<Journal, Damage> {
    let root = DeTable::parse(text).map_err(|error| {
        let (line, column) = position(text, error.span().map_or(0, |span| span.start));
        Damage::NotToml { line, column }
    })?;
    let mut format = None;
    let reader = Reader { clean };
    let read = reader.journal(root.get_ref(), &mut format);
    match format {
        Some(format) if format > FORMAT => Err(Damage::Newer { format }),
        Some(_) | None => read.map_err(|Wrong(at, wanted)| {
            let (line, column) = position(text, at);
            Damage::WrongShape { line, column, wanted }
        }),
    }
}

/// Reads a document of a newer format as far as it is like ours; not a base for writing.
pub(super) fn read_newer(text: &str, clean: Clean) -> Option<Journal> {
    let root = DeTable::parse(text).ok()?;
    Reader { clean }.journal(root.get_ref(), &mut None).ok()
}

fn position(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before.chars().rev().take_while(|letter| *letter != '\n').count() + 1;
    (line, column)
}

struct Reader {
    clean: Clean,
}

impl Reader {
    fn journal(&self, root: &DeTable<'_>, format: &mut Option<i64>) -> Result<Journal, Wrong> {
        match root.get("format") {
            Some(node) => {
                let number = integer(node)?;
                *format = Some(number);
                if number < 1 {
                    return Err(Wrong(node.span().start, "`format = 1`"));
                }
            }
            None => return Err(Wrong(0, "`format = 1`")),
        }
        let mut journal = Journal::default();
        let mut extra = Table::new();
        for (key, node) in root {
            match key.get_ref().as_ref() {
                "format" => {}
                "generation" => journal.generation = count(node)?,
                "person" => journal.person = self.text(node)?,
                "place" => journal.place = self.place(table(node)?, &mut extra)?,
                FOR_THERAPIST => match stamp(node) {
                    Ok(moment) => journal.for_therapist = Some(moment),
                    // Not worth refusing a file for.
                    Err(_) => keep(&mut extra, FOR_THERAPIST, node),
                },
                "pages" => {
                    let kept = self.named(node, |id, table| {
                        journal.pages.insert(id, self.page(table)?);
                        Ok(())
                    })?;
                    stash(&mut extra, "pages", kept);
                }
                "answers" => {
                    let kept = self.named(node, |id, table| {
                        journal.answers.insert(id, Arc::new(self.entry(table)?));
                        Ok(())
                    })?;
                    stash(&mut extra, "answers", kept);
                }
                other => keep(&mut extra, other, node),
            }
        }
        journal.extra = Extra(extra);
        Ok(journal)
    }

    /// Goes through `[part.chapter.name]`; what stands there and is no table is kept.
    fn named(
        &self,
        node: &Node<'_>,
        mut each: impl FnMut(Id, &Node<'_>) -> Result<(), Wrong>,
    ) -> Result<Table, Wrong> {
        let mut beside = Table::new();
        for (chapter, names) in table(node)?.1 {
            let Some(inside) = names.get_ref().as_table() else {
                keep(&mut beside, chapter.get_ref(), names);
                continue;
            };
            let at = chapter.span().start;
            let mut kept = Table::new();
            for (name, node) in inside {
                if node.get_ref().is_table() {
                    each(self.id(chapter.get_ref(), name.get_ref(), at)?, node)?;
                } else {
                    keep(&mut kept, name.get_ref(), node);
                }
            }
            stash(&mut beside, chapter.get_ref(), kept);
        }
        Ok(beside)
    }

    /// Two names that one id can be made of without becoming another one.
    fn id(&self, chapter: &str, name: &str, at: usize) -> Result<Id, Wrong> {
        let sound = !chapter.is_empty()
            && !name.is_empty()
            && !chapter.contains('.')
            && (self.clean)(chapter) == chapter
            && (self.clean)(name) == name;
        match sound {
            true => Ok(Id::new(chapter, name)),
            false => Err(Wrong(at, "two names with a dot between them")),
        }
    }

    fn place(&self, (at, node): (usize, &DeTable<'_>), extra: &mut Table) -> Result<Option<Place>, Wrong> {
        let (mut page, mut question, mut letter) = (None, None, 0);
        let mut kept = Table::new();
        for (key, node) in node {
            match key.get_ref().as_ref() {
                "page" => page = Some(self.whole_id(node)?),
                "question" => question = Some(self.whole_id(node)?),
                "at" => letter = usize::try_from(count(node)?).unwrap_or(0),
                other => keep(&mut kept, other, node),
            }
        }
        stash(extra, "place", kept);
        match (page, question) {
            (Some(page), question) => Ok(Some(Place { page, question, at: letter })),
            (None, None) => Ok(None),
            (None, Some(_)) => Err(Wrong(at, "a `page` beside the `question`")),
        }
    }

    fn whole_id(&self, node: &Node<'_>) -> Result<Id, Wrong> {
        Id::parse(&self.text(node)?).ok_or(Wrong(node.span().start, "a name such as \"chapter.question\""))
    }

    fn page(&self, node: &Node<'_>) -> Result<PageState, Wrong> {
        let mut state = PageState::default();
        for (key, node) in table(node)?.1 {
            match key.get_ref().as_ref() {
                "spent" => state.spent = count(node)?,
                "read" => state.read = flag(node)?,
                "skipped" => state.skipped = flag(node)?,
                "bookmark" => state.bookmark = flag(node)?,
                other => keep(&mut state.extra.0, other, node),
            }
        }
        Ok(state)
    }

    fn entry(&self, node: &Node<'_>) -> Result<Entry, Wrong> {
        let mut entry = Half::default();
        let (mut asked, mut kind) = (String::new(), String::new());
        let (mut rounds, mut other) = (Vec::new(), Vec::new());
        let (at, fields) = table(node)?;
        for (key, node) in fields {
            match key.get_ref().as_ref() {
                "asked" => asked = self.text(node)?,
                "kind" => kind = self.text(node)?,
                "rounds" => rounds = self.rounds(node)?,
                // A list that holds something else is not ours, and is kept as any unknown key.
                "other" => match self.rounds(node) {
                    Ok(versions) => other = versions,
                    Err(_) => keep(&mut entry.extra.0, "other", node),
                },
                unknown => self.half(&mut entry, unknown, node)?,
            }
        }
        let Round { value, updated, extra } = entry.whole(at)?;
        Ok(Entry { asked: asked.into(), kind: kind.into(), value, updated, rounds, other, extra })
    }

    fn rounds(&self, node: &Node<'_>) -> Result<Vec<Round>, Wrong> {
        let rounds = node.get_ref().as_array().ok_or(Wrong(node.span().start, "a list of rounds"))?;
        let mut all = Vec::with_capacity(rounds.len());
        for node in rounds {
            let mut round = Half::default();
            let (at, fields) = table(node)?;
            for (key, node) in fields {
                self.half(&mut round, key.get_ref(), node)?;
            }
            all.push(round.whole(at)?);
        }
        Ok(all)
    }

    /// One key that answers and rounds have in common.
    fn half(&self, half: &mut Half, key: &str, node: &Node<'_>) -> Result<(), Wrong> {
        match key {
            "value" => half.value = Some(self.answer(node)?),
            "skipped" => half.skipped = flag(node)?,
            "emptied" => half.emptied = flag(node)?,
            "updated" => half.updated = Some(stamp(node)?),
            other => keep(&mut half.extra.0, other, node),
        }
        Ok(())
    }

    fn answer(&self, node: &Node<'_>) -> Result<Answer, Wrong> {
        match node.get_ref() {
            DeValue::Integer(_) => Ok(Answer::Number(integer(node)?)),
            DeValue::String(text) => Ok(Answer::Text((self.clean)(text).into_owned().into())),
            DeValue::Table(_) => Ok(Answer::Fields(self.row(node)?)),
            DeValue::Array(items) => self.items(items),
            DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {
                Err(Wrong(node.span().start, "words, a whole number, a list or rows"))
            }
        }
    }

    fn items(&self, items: &DeArray<'_>) -> Result<Answer, Wrong> {
        let first = items.first().map(Spanned::get_ref);
        let inner = first.and_then(DeValue::as_array).map(|inner| inner.first().map(Spanned::get_ref));
        match (first, inner) {
            (None | Some(DeValue::String(_)), _) => {
                items.iter().map(|item| self.text(item)).collect::<Result<_, _>>().map(Answer::List)
            }
            (Some(_), Some(None)) if items.len() == 1 => Ok(Answer::Rows(Vec::new())),
            (Some(_), Some(Some(DeValue::String(_)))) => {
                items.iter().map(|pair| self.pair(pair)).collect::<Result<_, _>>().map(Answer::Fields)
            }
            (Some(_), _) => items.iter().map(|row| self.row(row)).collect::<Result<_, _>>().map(Answer::Rows),
        }
    }

    fn row(&self, node: &Node<'_>) -> Result<Row, Wrong> {
        match node.get_ref() {
            DeValue::Table(fields) => fields
                .iter()
                .map(|(name, node)| Ok(((self.clean)(name.get_ref()).into_owned(), self.cell(node)?)))
                .collect(),
            DeValue::Array(pairs) => pairs.iter().map(|pair| self.pair(pair)).collect(),
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_) => Err(Wrong(node.span().start, "a row such as { need = \"quiet\" }")),
        }
    }

    fn pair(&self, node: &Node<'_>) -> Result<(String, Cell), Wrong> {
        let wrong = || Wrong(node.span().start, "a pair such as [\"need\", \"quiet\"]");
        let pair = node.get_ref().as_array().filter(|pair| pair.len() == 2).ok_or_else(wrong)?;
        match (pair.first(), pair.get(1)) {
            (Some(name), Some(node)) => Ok((self.text(name)?, self.cell(node)?)),
            (None, _) | (_, None) => Err(wrong()),
        }
    }

    fn cell(&self, node: &Node<'_>) -> Result<Cell, Wrong> {
        match node.get_ref() {
            DeValue::Integer(_) => integer(node).map(Cell::Number),
            DeValue::String(text) => Ok(Cell::Text((self.clean)(text).into_owned())),
            DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_)
            | DeValue::Table(_) => Err(Wrong(node.span().start, "words or a whole number")),
        }
    }

    fn text(&self, node: &Node<'_>) -> Result<String, Wrong> {
        match node.get_ref().as_str() {
            Some(text) => Ok((self.clean)(text).into_owned()),
            None => Err(Wrong(node.span().start, "words in quotes")),
        }
    }
}

/// What answers and rounds have in common, while it is being read.
#[derive(Default)]
struct Half {
    value: Option<Answer>,
    skipped: bool,
    emptied: bool,
    updated: Option<Stamp>,
    extra: Extra,
}

impl Half {
    fn whole(self, at: usize) -> Result<Round, Wrong> {
        let value = match (self.value, self.skipped, self.emptied) {
            (Some(answer), _, _) => Said::Answer(answer),
            (None, true, _) => Said::Skipped,
            (None, false, true) => Said::Nothing,
            (None, false, false) => return Err(Wrong(at, "a `value`, or `skipped = true`")),
        };
        let updated = self.updated.ok_or(Wrong(at, "`updated`, with date and time"))?;
        Ok(Round { value, updated, extra: self.extra })
    }
}

fn table<'a, 'i>(node: &'a Node<'i>) -> Result<(usize, &'a DeTable<'i>), Wrong> {
    let at = node.span().start;
    node.get_ref().as_table().map(|table| (at, table)).ok_or(Wrong(at, "a table"))
}

fn integer(node: &Node<'_>) -> Result<i64, Wrong> {
    let number = node.get_ref().as_integer().and_then(|number| whole(number.as_str(), number.radix()));
    number.ok_or(Wrong(node.span().start, "a whole number"))
}

fn whole(digits: &str, radix: u32) -> Option<i64> {
    i64::from_str_radix(digits, radix).ok()
}

fn count(node: &Node<'_>) -> Result<u64, Wrong> {
    u64::try_from(integer(node)?).map_err(|_| Wrong(node.span().start, "a number that is not below zero"))
}

fn flag(node: &Node<'_>) -> Result<bool, Wrong> {
    node.get_ref().as_bool().ok_or(Wrong(node.span().start, "true or false"))
}

/// A moment. A hand-written one may lack the time of day or the offset.
fn stamp(node: &Node<'_>) -> Result<Stamp, Wrong> {
    let wrong = || Wrong(node.span().start, "a moment such as 2026-05-12T12:04:31+02:00");
    let moment = node.get_ref().as_datetime().ok_or_else(wrong)?;
    let local = local(moment).ok_or_else(wrong)?;
    let minutes = match moment.offset {
        Some(toml::value::Offset::Custom { minutes }) => minutes,
        Some(toml::value::Offset::Z) | None => 0,
    };
    let offset = Offset::from_seconds(i32::from(minutes) * 60).map_err(|_| wrong())?;
    Ok(Stamp { local, offset })
}

fn local(moment: &toml::value::Datetime) -> Option<DateTime> {
    let date = moment.date?;
    let (month, day) = (i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?);
    let date = Date::new(i16::try_from(date.year).ok()?, month, day).ok()?;
    let Some(time) = moment.time else { return Some(date.to_datetime(Time::midnight())) };
    let (hour, minute) = (i8::try_from(time.hour).ok()?, i8::try_from(time.minute).ok()?);
    // A leap second is the last one of its minute for us.
    let second = i8::try_from(time.second.unwrap_or(0).min(59)).ok()?;
    let part = i32::try_from(time.nanosecond.unwrap_or(0)).ok()?;
    Time::new(hour, minute, second, part).ok().map(|time| date.to_datetime(time))
}

fn keep(extra: &mut Table, key: &str, node: &Node<'_>) {
    extra.insert(key.to_owned(), kept(node.get_ref()));
}

/// Keeps a table of unknown keys, if there are any.
fn stash(extra: &mut Table, key: &str, kept: Table) {
    if !kept.is_empty() {
        extra.insert(key.to_owned(), Value::Table(kept));
    }
}

/// An unknown value, as it is. The parser limits how deep it can be.
fn kept(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::String(text.to_string()),
        // A number too big for 64 bits stays readable as text.
        DeValue::Integer(number) => whole(number.as_str(), number.radix())
            .map_or_else(|| Value::String(number.to_string()), Value::Integer),
        DeValue::Float(number) => {
            number.as_str().parse().map_or_else(|_| Value::String(number.to_string()), Value::Float)
        }
        DeValue::Boolean(flag) => Value::Boolean(*flag),
        DeValue::Datetime(moment) => Value::Datetime(*moment),
        DeValue::Array(items) => Value::Array(items.iter().map(|item| kept(item.get_ref())).collect()),
        DeValue::Table(fields) => {
            let fields = fields.iter();
            Value::Table(
                fields.map(|(key, node)| (key.get_ref().to_string(), kept(node.get_ref()))).collect(),
            )
        }
    }
}
