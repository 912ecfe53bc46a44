//! Text to memory, for exactly the form that `write` gives it: line by line, and quick, because every start waits for it.
//!
//! `None` means "not my form": then the general reader decides. So this one may refuse anything, but whatever it accepts
//! the general reader must read the same way; a law in the tests holds it to that.

mod stamp;

use super::quote::first;
use super::{Clean, OPENING, seal};
use crate::answer::{Answer, Cell, Row};
use crate::journal::{Entry, Extra, FORMAT, Id, Journal, PageState, Place, Round, Said, Stamp};
use crate::shared_str::SharedStr;
use std::borrow::Cow;
use std::sync::Arc;

/// Reads a document that `write` made.
///
/// Answers and questions stay where they are, in `whole`, as far as they stand there as they are.
pub(super) fn read(whole: &Arc<String>, text: &str, clean: Clean) -> Option<Journal> {
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
    let mut answers: Vec<(Id, Arc<Entry>)> = Vec::new();
    while reader.eat("\n[answers.") {
        let id = reader.id("]\n")?;
        if answers.last().is_some_and(|(last, _)| *last >= id) {
            return None;
        }
        let entry = reader.entry(&id)?;
        answers.push((id, Arc::new(entry)));
    }
    reader.expect(seal::MARK)?;
    let (end, after) = reader.rest.split_once('\n').unwrap_or((reader.rest, ""));
    if !after.is_empty() || !end.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return None;
    }
    journal.pages = pages.into_iter().collect();
    journal.answers = answers.into_iter().collect();
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
        Some(state)
    }

    fn entry(&mut self, id: &Id) -> Option<Entry> {
        self.expect("asked = ")?;
        let asked = self.line_words()?;
        self.expect("kind = ")?;
        let kind = self.line_words()?;
        let (value, updated) = self.said()?;
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
        Some(Entry { asked, kind, value, updated, rounds, other, extra: Extra::default() })
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
        let chapter = self.key()?;
        self.expect(".")?;
        let name = self.key()?;
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

    /// A string in any of the three quotes, cleaned.
    fn text(&mut self) -> Option<Cow<'a, str>> {
        let raw = if self.rest.starts_with("\"\"\"") {
            self.block()?
        } else if self.rest.starts_with('"') {
            self.basic()?
        } else {
            self.expect("'")?;
            let text = self.until(|byte| byte == b'\'' || special(byte))?;
            self.expect("'")?;
            Cow::Borrowed(text)
        };
        if first(raw.as_bytes(), suspect).is_none() {
            return Some(raw);
        }
        match raw {
            Cow::Borrowed(raw) => Some((self.clean)(raw)),
            Cow::Owned(raw) => Some(Cow::Owned((self.clean)(&raw).into_owned())),
        }
    }

    fn basic(&mut self) -> Option<Cow<'a, str>> {
        self.expect("\"")?;
        let mut text = Cow::Borrowed(self.until(|byte| byte == b'"' || byte == b'\\' || special(byte))?);
        while !self.eat("\"") {
            let text = text.to_mut();
            text.push(self.escape()?);
            text.push_str(self.until(|byte| byte == b'"' || byte == b'\\' || special(byte))?);
        }
        Some(text)
    }

    fn block(&mut self) -> Option<Cow<'a, str>> {
        self.expect("\"\"\"\n")?;
        let plain = |byte: u8| byte == b'"' || byte == b'\\' || (special(byte) && byte != b'\n');
        let mut text = Cow::Borrowed(self.until(plain)?);
        while !self.eat("\"\"\"") {
            let text = text.to_mut();
            match self.eat("\"") {
                true => text.push('"'),
                false => text.push(self.escape()?),
            }
            text.push_str(self.until(plain)?);
        }
        // `write` ends no text with a bare quote.
        (!self.rest.starts_with('"')).then_some(text)
    }

    fn escape(&mut self) -> Option<char> {
        self.expect("\\")?;
        let mut letters = self.rest.chars();
        let letter = letters.next()?;
        self.rest = letters.as_str();
        match letter {
            '"' | '\\' => Some(letter),
            'n' => Some('\n'),
            't' => Some('\t'),
            'r' => Some('\r'),
            'u' => {
                let (digits, rest) = self.rest.split_at_checked(4)?;
                self.rest = rest;
                let upper = digits.bytes().all(|byte| byte.is_ascii_digit() || (b'A'..=b'F').contains(&byte));
                char::from_u32(u32::from_str_radix(digits, 16).ok().filter(|_| upper)?)
            }
            _ => None,
        }
    }
}

/// A byte that no string of the file holds as it is: control characters but the tab.
fn special(byte: u8) -> bool {
    (byte < 0x20 && byte != b'\t') || byte == 0x7f
}

/// A byte of, or at the start of, all letters that cleaning could take away: control characters, U+0080 to U+00BF, U+2000 to
/// U+2FFF and U+F000 to U+FFFF. Most texts have none, and then there is nothing to clean.
fn suspect(byte: u8) -> bool {
    (byte < 0x20 && byte != b'\n' && byte != b'\t') || matches!(byte, 0x7f | 0xc2 | 0xe2 | 0xef)
}
