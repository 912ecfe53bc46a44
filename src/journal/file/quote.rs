//! Strings and keys of the file. Every string comes back exactly, and most look as they were typed.

use super::seal;
use std::fmt::Write;

/// A text on one line that is longer than this many bytes gets a block of its own.
const LONG: usize = 100;

/// Where the first byte of this sort is. Looks at many at a time, because most texts have few.
#[inline]
pub(super) fn first(bytes: &[u8], sort: impl Fn(u8) -> bool) -> Option<usize> {
    let (chunks, rest) = bytes.as_chunks::<32>();
    for (n, some) in chunks.iter().enumerate() {
        // Without an early end, so that the compiler can compare them all at once.
        if some.iter().fold(0, |any, byte| any | u8::from(sort(*byte))) != 0 {
            return some.iter().position(|byte| sort(*byte)).map(|at| n * 32 + at);
        }
    }
    rest.iter().position(|byte| sort(*byte)).map(|at| chunks.len() * 32 + at)
}

/// Bare where TOML allows it.
pub(super) fn key(out: &mut String, name: &str) {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if !name.is_empty() && name.bytes().all(bare) {
        out.push_str(name);
    } else {
        basic(out, name);
    }
}

/// On one line, in the quotes that need the fewest backslashes.
pub(super) fn quoted(out: &mut String, text: &str) {
    let awkward = text.contains(['"', '\\']);
    if awkward && !text.contains(|letter: char| letter == '\'' || letter.is_ascii_control()) {
        out.push('\'');
        out.push_str(text);
        out.push('\'');
    } else {
        basic(out, text);
    }
}

fn basic(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    while let Some((plain, letter, after)) = next(rest, |byte| matches!(byte, b'"' | b'\t' | b'\n')) {
        out.push_str(plain);
        match letter {
            '"' => out.push_str("\\\""),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            other => escape(out, other),
        }
        rest = after;
    }
    out.push_str(rest);
    out.push('"');
}

/// On one line when it is one short line, or else between triple quotes, as typed.
pub(super) fn block(out: &mut String, text: &str) {
    if text.len() <= LONG && !text.contains('\n') {
        return quoted(out, text);
    }
    out.push_str("\"\"\"\n");
    let mut quotes = 0;
    let mut rest = text;
    if text.starts_with(seal::MARK) {
        out.push_str("\\u0023");
        rest = text.strip_prefix('#').unwrap_or(text);
    }
    while let Some((plain, letter, after)) = next(rest, |byte| matches!(byte, b'"' | b'\n')) {
        out.push_str(plain);
        quotes = if plain.is_empty() { quotes } else { 0 };
        rest = after;
        match letter {
            '"' if quotes == 2 || after.is_empty() => {
                out.push_str("\\\"");
                quotes = 0;
            }
            '"' => {
                out.push('"');
                quotes += 1;
            }
            '\n' => {
                out.push('\n');
                quotes = 0;
                // A line of somebody's text must never look like the last line of a file.
                if after.starts_with(seal::MARK) {
                    out.push_str("\\u0023");
                    rest = after.strip_prefix('#').unwrap_or(after);
                }
            }
            other => {
                escape(out, other);
                quotes = 0;
            }
        }
    }
    out.push_str(rest);
    out.push_str("\"\"\"");
}

/// The text before the next letter that needs care, that letter, and the text behind it.
fn next(text: &str, careful: impl Fn(u8) -> bool) -> Option<(&str, char, &str)> {
    let care = |byte: u8| {
        byte == b'\\' || byte == 0x7f || (byte < 0x20 && byte != b'\t' && byte != b'\n') || careful(byte)
    };
    let at = first(text.as_bytes(), care)?;
    let (plain, rest) = text.split_at_checked(at)?;
    let mut letters = rest.chars();
    letters.next().map(|letter| (plain, letter, letters.as_str()))
}

fn escape(out: &mut String, letter: char) {
    match letter {
        '\\' => out.push_str("\\\\"),
        '\r' => out.push_str("\\r"),
        other => {
            let _ = write!(out, "\\u{:04X}", u32::from(other));
        }
    }
}
