//! Text to memory, for exactly the form that `write` gives it: line by line, and quick, because every start waits for it.
//!
//! `None` means "not my form": then the general reader decides. So this one may refuse anything, but whatever it accepts
//! the general reader must read the same way; a law in the tests holds it to that.

mod stamp;
mod string;

use super::quote::first;
use super::{Clean, OPENING, as_is, seal};
use crate::answer::{Answer, Cell, Row};
use crate::journal::{
    BRING, Entry, Extra, FOR_THERAPIST, FORMAT, Id, Journal, PRIVATE, PageState, Place, Round, Said, Stamp,
};
use crate::shared_str::SharedStr;
use std::borrow::Cow;
use std::sync::Arc;

/// Reads a document that `write` made.
///
/// Answers and questions stay where they are, in `whole`, as far as they stand there as they are.
pub(super) fn read(whole: &Arc<String>, text: &str, clean: Clean) -> Option<Journal> {
    let mut answers: Vec<(Id, Arc<Entry>)> = Vec::new();
    let mut journal = walk((whole, text), clean, &mut |id, entry| {
        answers.push((id, Arc::new(entry)));
        true
    })?;
    journal.answers = answers.into_iter().collect();
    Some(journal)
}

/// Whether a document that `write` made holds exactly this journal. Answer by answer, so that no second journal has to be made.
pub(super) fn holds(whole: &Arc<String>, text: &str, journal: &Journal) -> bool {
    let Journal { person, generation, answers, pages, place, for_therapist, removed, extra } = journal;
    let mut expected = answers.iter();
    let same = |id: Id, entry: Entry| {
        expected.next().is_some_and(|(known, expected)| *known == id && **expected == entry)
    };
    let rest = walk((whole, text), as_is, &mut { same });
    rest.is_some_and(|rest| {
        rest.person == *person
            && rest.generation == *generation
            && rest.pages == *pages
            && rest.place == *place
            && rest.for_therapist == *for_therapist
            && rest.removed == *removed
            && rest.extra == *extra
    }) && expected.next().is_none()
}

/// Reads a document, and hands over each answer as long as somebody wants them. Gives everything else.
fn walk(
    (whole, text): (&Arc<String>, &str),
    clean: Clean,
    take: &mut dyn FnMut(Id, Entry) -> bool,
) -> Option<Journal> {
    let mut reader = Reader { whole, rest: text, clean };
    reader.expect(OPENING)?;
    reader.expect("format = ")?;
    if reader.line_number()? != FORMAT {
        return None;
    }
    reader.expect("generation = ")?;
    let mut journal = Journal { generation: reader.line_count()?, ..Journal::default() };
    if reader.eat("person = ") {
        journal.person = reader.line_text()?;
    }
    if reader.eat_line(FOR_THERAPIST, " = ") {
        journal.for_therapist = Some(reader.stamp()?);
    }
    if reader.eat("\n[place]\n") {
        journal.place = Some(reader.place()?);
    }
    let mut pages: Vec<(Id, PageState)> = Vec::new();
    while reader.eat("\n[pages.") {
        let id = reader.id("]\n")?;
        if pages.last().is_some_and(|(last, _)| *last >= id) {
            return None;
        }
        pages.push((id, reader.page()?));
    }
    let mut last: Option<Id> = None;
    while reader.eat("\n[answers.") {
        let id = reader.id("]\n")?;
        if last.is_some_and(|last| last >= id) {
            return None;
        }
        let entry = reader.entry(&id)?;
        last = Some(id.clone());
        if !take(id, entry) {
            return None;
        }
    }
    reader.expect(seal::MARK)?;
    let (end, after) = reader.rest.split_once('\n').unwrap_or((reader.rest, ""));
    if !after.is_empty() || !end.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return None;
    }
    journal.pages = pages.into_iter().collect();
    Some(journal)
}

struct Reader<'a> {
    whole: &'a Arc<String>,
    rest: &'a str,
    clean: Clean,
}

impl<'a> Reader<'a> {
    /// Takes this, if it is next.
    fn eat(&mut self, next: &str) -> bool {
        match self.rest.strip_prefix(next) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn expect(&mut self, next: &str) -> Option<()> {
        self.eat(next).then_some(())
    }

    /// Takes everything up to the first byte that is like this.
    fn until(&mut self, stop: impl Fn(u8) -> bool) -> Option<&'a str> {
        let at = first(self.rest.as_bytes(), stop)?;
        let (taken, rest) = self.rest.split_at_checked(at)?;
        self.rest = rest;
        Some(taken)
    }

    fn place(&mut self) -> Option<Place> {
        self.expect("page = ")?;
        let page = Id::parse(&self.line_text()?)?;
        let question = match self.eat("question = ") {
            true => Some(Id::parse(&self.line_text()?)?),
            false => None,
        };
        self.expect("at = ")?;
        Some(Place { page, question, at: usize::try_from(self.line_count()?).ok()? })
    }

    fn page(&mut self) -> Option<PageState> {
        let mut state = PageState::default();
        if self.eat("spent = ") {
            state.spent = self.line_count()?;
        }
        state.read = self.eat("read = true\n");
        state.skipped = self.eat("skipped = true\n");
        state.bookmark = self.eat("bookmark = true\n");
        Some(state)
    }

    fn entry(&mut self, id: &Id) -> Option<Entry> {
        self.expect("asked = ")?;
        let asked = self.line_words()?;
        self.expect("kind = ")?;
        let kind = self.line_words()?;
        let (value, updated) = self.said()?;
        let extra = self.marks();
        let (mut rounds, mut other) = (Vec::new(), Vec::new());
        while self.eat("[[answers.") {
            if self.id(".")? != *id {
                return None;
            }
            let versions = match self.eat("rounds]]\n") {
                true => &mut rounds,
                false => self.expect("other]]\n").map(|()| &mut other)?,
            };
            let (value, updated) = self.said()?;
            versions.push(Round { value, updated, extra: Extra::default() });
        }
        Some(Entry { asked, kind, value, updated, rounds, other, extra })
    }

    /// What a person has marked an answer with.
    fn marks(&mut self) -> Extra {
        let mut extra = Extra::default();
        for mark in [BRING, PRIVATE, BRING] {
            if !extra.0.contains_key(mark) && self.eat_line(mark, " = true\n") {
                extra.0.insert(mark.to_owned(), toml::Value::Boolean(true));
            }
        }
        extra
    }

    /// Takes these two, if they are next.
    fn eat_line(&mut self, name: &str, value: &str) -> bool {
        match self.rest.strip_prefix(name).and_then(|rest| rest.strip_prefix(value)) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn said(&mut self) -> Option<(Said, Stamp)> {
        let value = if self.eat("skipped = true\n") {
            Said::Skipped
        } else if self.eat("emptied = true\n") {
            Said::Nothing
        } else {
            Said::Answer(self.value()?)
        };
        self.expect("updated = ")?;
        Some((value, self.stamp()?))
    }

    fn value(&mut self) -> Option<Answer> {
        self.expect("value = ")?;
        let answer = match self.rest.as_bytes().first()? {
            b'{' => Answer::Fields(self.row()?),
            b'[' => return self.items(),
            b'"' | b'\'' => Answer::Text(self.words()?),
            _ => Answer::Number(self.number()?),
        };
        self.expect("\n")?;
        Some(answer)
    }

    fn items(&mut self) -> Option<Answer> {
        if self.eat("[]\n") {
            return Some(Answer::List(Vec::new()));
        }
        if self.eat("[[]]\n") {
            return Some(Answer::Rows(Vec::new()));
        }
        self.expect("[\n")?;
        let mut answer = match self.rest.as_bytes() {
            [b' ', b' ', b'"' | b'\'', ..] => Answer::List(Vec::new()),
            [b' ', b' ', b'{', ..] | [b' ', b' ', b'[', b'[', ..] => Answer::Rows(Vec::new()),
            [b' ', b' ', b'[', ..] => Answer::Fields(Vec::new()),
            _ => return None,
        };
        while self.eat("  ") {
            match &mut answer {
                Answer::List(lines) => lines.push(self.text()?.into_owned()),
                Answer::Rows(rows) => rows.push(self.row()?),
                Answer::Fields(fields) => fields.push(self.pair()?),
                Answer::Number(_) | Answer::Text(_) => return None,
            }
            self.expect(",\n")?;
        }
        self.expect("]\n")?;
        Some(answer)
    }

    /// A row between braces, or as pairs between brackets.
    fn row(&mut self) -> Option<Row> {
        if self.eat("{}") {
            return Some(Row::new());
        }
        let mut row = Row::new();
        if self.eat("{ ") {
            // The names as they stand, because two of them must not be the same before cleaning.
            let mut names: Vec<String> = Vec::new();
            loop {
                let name = self.key()?.into_owned();
                if names.contains(&name) {
                    return None;
                }
                self.expect(" = ")?;
                row.push(((self.clean)(&name).into_owned(), self.cell()?));
                names.push(name);
                if self.eat(" }") {
                    return Some(row);
                }
                self.expect(", ")?;
            }
        }
        self.expect("[")?;
        loop {
            row.push(self.pair()?);
            if self.eat("]") {
                return Some(row);
            }
            self.expect(", ")?;
        }
    }

    fn pair(&mut self) -> Option<(String, Cell)> {
        self.expect("[")?;
        let name = self.text()?.into_owned();
        self.expect(", ")?;
        let cell = self.cell()?;
        self.expect("]")?;
        Some((name, cell))
    }

    fn cell(&mut self) -> Option<Cell> {
        match self.rest.as_bytes().first()? {
            b'"' | b'\'' => Some(Cell::Text(self.text()?.into_owned())),
            _ => self.number().map(Cell::Number),
        }
    }

    /// `chapter.name` and what closes it.
    fn id(&mut self, end: &str) -> Option<Id> {
        let start = self.rest;
        let chapter = self.key()?;
        self.expect(".")?;
        let name = self.key()?;
        // Bare, as nearly all of them are, they stand there as they are called; then there is nothing to clean either.
        if let (Cow::Borrowed(_), Cow::Borrowed(_)) = (&chapter, &name)
            && let Some(id) = start.get(..start.len() - self.rest.len()).filter(|id| !id.contains('"'))
        {
            self.expect(end)?;
            return Id::parse(id);
        }
        self.expect(end)?;
        let sound = !chapter.is_empty()
            && !name.is_empty()
            && !chapter.contains('.')
            && (self.clean)(&chapter) == chapter
            && (self.clean)(&name) == name;
        sound.then(|| Id::new(&chapter, &name))
    }

    fn key(&mut self) -> Option<Cow<'a, str>> {
        if self.rest.starts_with('"') {
            return self.basic();
        }
        let key = self.until(|byte| !(byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'))?;
        (!key.is_empty()).then_some(Cow::Borrowed(key))
    }

    fn words(&mut self) -> Option<SharedStr> {
        Some(match self.text()? {
            Cow::Borrowed(words) => SharedStr::within(self.whole, words),
            Cow::Owned(words) => words.into(),
        })
    }

    fn line_words(&mut self) -> Option<SharedStr> {
        let words = self.words()?;
        self.expect("\n")?;
        Some(words)
    }

    fn line_text(&mut self) -> Option<String> {
        let text = self.text()?.into_owned();
        self.expect("\n")?;
        Some(text)
    }

    fn line_number(&mut self) -> Option<i64> {
        let number = self.number()?;
        self.expect("\n")?;
        Some(number)
    }

    fn line_count(&mut self) -> Option<u64> {
        u64::try_from(self.line_number()?).ok()
    }

    fn number(&mut self) -> Option<i64> {
        let digits = self.until(|byte| !(byte.is_ascii_digit() || byte == b'-'))?;
        let number: i64 = digits.parse().ok()?;
        // Not `007`, `-0` or anything else that `write` would not say like this.
        let mut usual = [0_u8; 20];
        let mut out = std::io::Cursor::new(usual.as_mut_slice());
        std::io::Write::write_fmt(&mut out, format_args!("{number}")).ok()?;
        let length = usize::try_from(out.position()).ok()?;
        (usual.get(..length)? == digits.as_bytes()).then_some(number)
    }
}
