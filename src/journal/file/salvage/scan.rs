//! Where the parts of a damaged file begin and end: lines, statements, and blocks under one header.
//!
//! It knows strings and brackets and nothing of what they say. Every look is paid for, so that no text, however it is
//! made, takes more than a few passes over it.

use super::super::quote::first;
use super::super::seal::MARK;

/// Bytes outside of strings that one block may have. What has more was not written by a person, and reading it would
/// take more memory than the file.
const BARE: usize = 4 << 20;

/// How deep brackets may stand in each other. The `toml` crate stops at the same depth.
const DEEP: usize = 80;

/// A text, and how much may still be looked at.
pub(super) struct Scan<'a> {
    pub(super) text: &'a str,
    budget: usize,
    patience: usize,
}

/// Where a block ends, and why.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// Something else begins here.
    Next(usize),
    /// The text ends, and more may have stood here.
    Open(usize),
    /// Here is a line that cannot be one of a block.
    Trouble(usize),
}

impl<'a> Scan<'a> {
    pub(super) fn new(text: &'a str) -> Scan<'a> {
        Scan { text, budget: text.len().saturating_mul(8).saturating_add(1 << 16), patience: 200_000 }
    }

    /// A part of the text; empty when there is none.
    pub(super) fn part(&self, from: usize, to: usize) -> &'a str {
        self.text.get(from..to).unwrap_or("")
    }

    /// From here on.
    pub(super) fn from(&self, at: usize) -> &'a str {
        self.text.get(at..).unwrap_or("")
    }

    /// The line that begins here, without its end.
    pub(super) fn line(&self, at: usize) -> &'a str {
        self.part(at, self.line_end(at))
    }

    /// Where the next line begins.
    pub(super) fn next_line(&self, at: usize) -> usize {
        self.line_end(at).saturating_add(1).min(self.text.len())
    }

    fn line_end(&self, at: usize) -> usize {
        let rest = self.text.as_bytes().get(at..).unwrap_or(&[]);
        first(rest, |byte| byte == b'\n').map_or(self.text.len(), |length| at + length)
    }

    /// Whether one more small reading may be tried.
    pub(super) fn may_try(&mut self) -> bool {
        let may = self.patience > 0;
        self.patience = self.patience.saturating_sub(1);
        may
    }

    /// Where the block that begins here ends. Its first line may be a header or not.
    pub(super) fn block(&mut self, start: usize) -> End {
        let mut at = header(self.from(start)).map_or(start, |skip| start + skip);
        let mut bare = 0;
        while at < self.text.len() {
            let begins = at > start && (header(self.from(at)).is_some() || self.is_last_line(at));
            // An earlier answer belongs to the block, also when only its first bracket is left.
            let is_cut = self.from(at) == "[" && !self.part(start, at).ends_with("\n\n");
            if begins && !self.from(at).starts_with("[[") && !is_cut {
                return End::Next(at);
            }
            let room = BARE.saturating_sub(bare);
            match self.statement((at, self.text.len()), room) {
                Some((end, some)) => (at, bare) = (end, bare + some),
                None => return End::Trouble(at),
            }
        }
        // Inside of a block stands no empty line, so one tells that nothing is missing.
        if self.text.ends_with("\n\n") { End::Next(self.text.len()) } else { End::Open(self.text.len()) }
    }

    /// Whether the last line of a file, or what is left of it, stands here.
    pub(super) fn is_last_line(&self, at: usize) -> bool {
        let rest = self.from(at);
        // Of the last line of all, either half will do.
        let numbers =
            || self.next_line(at) == self.text.len() && rest.contains(" bytes=") && rest.contains(" crc32=");
        rest.starts_with(MARK) || (!rest.is_empty() && MARK.starts_with(rest)) || numbers()
    }

    /// The next line that surely begins a block, from this one on, or the limit: one that looks like a header, and what stands below
    /// it like the first line under one. A line of somebody's text can look like a header too.
    pub(super) fn next_header(&self, from: usize, limit: usize) -> usize {
        let mut at = from;
        while at < limit {
            if self.is_last_line(at) {
                return at;
            }
            if let Some(skip) = header(self.from(at)) {
                let below = self.from(self.next_line(at));
                let is_page = self.from(at + skip).starts_with("[pages.");
                if ours(self.from(at + skip)) && (key(below).is_some() || is_page) {
                    return at;
                }
            }
            at = self.next_line(at);
        }
        limit
    }

    /// Where the statement that begins here ends, and how much of it stands outside of strings: an empty line, a
    /// comment, a header, or a key with its value. `None` when it does not end, or is none of them.
    pub(super) fn statement(
        &mut self,
        (start, limit): (usize, usize),
        room: usize,
    ) -> Option<(usize, usize)> {
        let afford = match self.budget {
            0 => self.next_line(start),
            some => start.saturating_add(some),
        };
        let bytes = self.text.as_bytes().get(..limit.min(afford))?;
        let found = statement(bytes, start, room);
        let seen = match found {
            Ok((end, _)) | Err(end) => end,
        };
        self.budget = self.budget.saturating_sub(seen.saturating_sub(start).max(1));
        // Where the look was cut short, only the end of a line is an end.
        found.ok().filter(|(end, _)| *end >= limit || self.part(start, *end).ends_with('\n'))
    }
}

/// How many bytes stand before the header that this line begins with: none, or those of one letter that was damaged.
fn header(line: &str) -> Option<usize> {
    if line.starts_with('[') {
        return Some(0);
    }
    let skip = line.chars().next().filter(|letter| *letter != '\n')?.len_utf8();
    let rest = line.get(skip..)?;
    let is_version = || rest.lines().next().is_some_and(|line| line.contains("]]"));
    (ours(rest) && !is_version()).then_some(skip)
}

/// Whether a part of the file begins here that a person's words or pages can be in.
fn ours(line: &str) -> bool {
    ["[answers.", "[pages.", "[place]"].iter().any(|begin| line.starts_with(begin))
}

/// The key of a line such as `key = value`.
pub(super) fn key(line: &str) -> Option<&str> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'"' | b'\'');
    let length = line.bytes().take(100).take_while(|byte| plain(*byte)).count();
    let (key, rest) = line.split_at_checked(length)?;
    let is_key = !key.is_empty() && rest.trim_start_matches([' ', '\t']).starts_with('=');
    is_key.then(|| key.trim_matches(['"', '\'']))
}

/// See [`Scan::statement`]. An error says how far it looked.
fn statement(bytes: &[u8], start: usize, room: usize) -> Result<(usize, usize), usize> {
    let (mut at, mut bare, mut depth) = (start, 0, 0_usize);
    let is_header = bytes.get(start) == Some(&b'[');
    let (mut is_empty, mut has_value) = (true, false);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\n' if depth == 0 => {
                let sound = is_empty || is_header || has_value;
                return if sound { Ok((at + 1, bare)) } else { Err(at) };
            }
            // A list that was not closed.
            b'\n' if is_header || begins_a_part(bytes, at + 1) => return Err(at),
            b'#' => {
                at += first(rest(bytes, at), |byte| byte == b'\n').unwrap_or(bytes.len() - at);
                continue;
            }
            b'"' | b'\'' => {
                is_empty = false;
                at = string(bytes, (at, *byte), has_value)?;
                continue;
            }
            b'[' | b'{' if depth == DEEP => return Err(at),
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.checked_sub(1).ok_or(at)?,
            b'=' => has_value = true,
            _ => {}
        }
        is_empty &= matches!(byte, b' ' | b'\t' | b'\n');
        bare += 1;
        at += 1;
        if bare > room {
            return Err(at);
        }
    }
    if depth == 0 && (is_empty || is_header || has_value) { Ok((at, bare)) } else { Err(at) }
}

fn rest(bytes: &[u8], at: usize) -> &[u8] {
    bytes.get(at..).unwrap_or(&[])
}

fn begins_a_part(bytes: &[u8], at: usize) -> bool {
    let parts = ["[answers.", "[[answers.", "[pages.", "[place]", MARK];
    parts.iter().any(|part| rest(bytes, at).starts_with(part.as_bytes()))
}

/// Behind the string that begins here. A key is never one of several lines.
fn string(bytes: &[u8], (start, quote): (usize, u8), has_value: bool) -> Result<usize, usize> {
    let long = [quote; 3];
    let is_long = rest(bytes, start).starts_with(&long);
    if is_long && !has_value {
        return Err(start);
    }
    let stop = |byte: u8| byte == quote || (byte == b'\\' && quote == b'"') || (byte == b'\n' && !is_long);
    let mut at = start + if is_long { 3 } else { 1 };
    loop {
        at += first(rest(bytes, at), stop).ok_or(bytes.len())?;
        match bytes.get(at) {
            Some(b'\\') if quote == b'"' => at += 2,
            Some(b'\n') if !is_long => return Err(at),
            _ if !is_long => return Ok(at + 1),
            _ if rest(bytes, at).starts_with(&long) => {
                // Up to two quotes before the closing ones are part of the string.
                let more = rest(bytes, at + 3).iter().take(2).take_while(|byte| **byte == quote).count();
                return Ok(at + 3 + more);
            }
            _ => at += 1,
        }
    }
}
