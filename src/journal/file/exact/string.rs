//! Strings, in the three quotes that `write` uses.

use super::Reader;
use crate::journal::file::quote::first;
use std::borrow::Cow;

impl<'a> Reader<'a> {
    /// A string in any of the three quotes, cleaned.
    pub(super) fn text(&mut self) -> Option<Cow<'a, str>> {
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

    pub(super) fn basic(&mut self) -> Option<Cow<'a, str>> {
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
