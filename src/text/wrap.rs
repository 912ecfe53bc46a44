//! Soft wrap: where a row of text ends when it may be so many cells wide.
//!
//! Every row is decided from its own first byte on, without looking back. That is what lets [`Rows`](super::rows::Rows)
//! wrap only the neighbourhood of an edit. It measures and splits; it paints nothing and changes no text.

use std::ops::Range;

use super::cells::{Piece, piece};

/// Splits a text into rows of at most `width` cells (0 counts as 1). Always at least one row.
///
/// - A row breaks after spaces, or between ideographs. A word wider than a row is cut by cell, a grapheme never.
/// - Spaces before a break hang: they stay at the end of their row, even beyond the width, and never start one.
/// - A grapheme wider than the row has a row for itself.
///
/// The ranges are in bytes. They leave out the newlines and nothing else; a final newline gives an empty last row.
pub fn wrap(text: &str, width: usize) -> Vec<Range<usize>> {
    let mut rows = Vec::new();
    let mut start = 0;
    loop {
        let next = next_row(text, start, width.max(1));
        let end = next.unwrap_or(text.len());
        let row = text.get(start..end).unwrap_or_default();
        let row = row.strip_suffix('\n').map_or(row, |line| line.strip_suffix('\r').unwrap_or(line));
        rows.push(start..start + row.len());
        match next {
            Some(next) => start = next,
            None => return rows,
        }
    }
}

/// Where the next row starts if a row starts at `start`, a grapheme border. `None` when this row is the last.
pub(super) fn next_row(text: &str, start: usize, width: usize) -> Option<usize> {
    let mut at = start;
    let mut filled = 0;
    let mut chance = None;
    let mut before = None;
    loop {
        // Inside a word nothing has to be decided until the row is full.
        if before == Some(Kind::Word) {
            let letters = plain_letters(text, at, width.saturating_sub(filled));
            at += letters;
            filled += letters;
        }
        let piece = piece(text, at)?;
        let kind = kind(&piece);
        match kind {
            Kind::Newline => return Some(piece.end),
            Kind::Space => {}
            Kind::Word
            | Kind::Ideograph
            | Kind::Open
            | Kind::Close
            | Kind::WideOpen
            | Kind::WideClose
            | Kind::Glue => {
                if before.is_some_and(|before| may_break(before, kind)) {
                    chance = Some(at);
                }
                if at > start && filled + piece.cells > width {
                    return Some(chance.unwrap_or(at));
                }
            }
        }
        filled += piece.cells;
        before = Some(kind);
        at = piece.end;
    }
}

/// How many plain letters follow, `most` at most. Each is one byte, one grapheme and one cell.
fn plain_letters(text: &str, at: usize, most: usize) -> usize {
    let bytes = text.as_bytes().get(at..).unwrap_or_default();
    let letters = bytes.iter().take(most).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    // What follows the last one can be a mark on it.
    match bytes.get(letters) {
        Some(byte) if !byte.is_ascii() => letters.saturating_sub(1),
        Some(_) | None => letters,
    }
}

/// Whether this grapheme is a space at which a row may end.
pub(super) fn is_space(piece: &Piece) -> bool {
    kind(piece) == Kind::Space
}

/// What a grapheme means for the end of a row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Newline,
    Space,
    /// Letters and all else that holds together until a space comes.
    Word,
    /// Scripts that are written without spaces and may break anywhere.
    Ideograph,
    Open,
    Close,
    WideOpen,
    WideClose,
    /// A no-break space: it holds its neighbours.
    Glue,
}

fn kind(piece: &Piece) -> Kind {
    // What most text is made of, before the long list.
    match piece.first {
        c if c.is_ascii_alphanumeric() => Kind::Word,
        ' ' if piece.alone => Kind::Space,
        _ => rarer_kind(piece),
    }
}

fn rarer_kind(piece: &Piece) -> Kind {
    match piece.first {
        // In a carriage return with its newline, the newline decides.
        '\n' => Kind::Newline,
        '\r' if !piece.alone => Kind::Newline,
        // A space that carries an accent is a letter to the eye.
        ' '
        | '\t'
        | '\u{1680}'
        | '\u{2000}'..='\u{2006}'
        | '\u{2008}'..='\u{200b}'
        | '\u{205f}'
        | '\u{3000}'
            if piece.alone =>
        {
            Kind::Space
        }
        '\u{a0}' | '\u{2007}' | '\u{202f}' | '\u{2060}' => Kind::Glue,
        '(' | '[' | '{' | '‘' | '“' | '«' => Kind::Open,
        ')' | ']' | '}' | '’' | '”' | '»' | '.' | ',' | ':' | ';' | '!' | '?' | '…' => Kind::Close,
        '「' | '『' | '（' | '【' | '《' | '〈' | '〔' | '［' | '｛' => Kind::WideOpen,
        '、' | '。' | '，' | '．' | '！' | '？' | '：' | '；' | '」' | '』' | '）' | '】' | '》' | '〉'
        | '〕' | '］' | '｝' | '・' | 'ー' | '々' => Kind::WideClose,
        'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ' | 'っ' | 'ゃ' | 'ゅ' | 'ょ' | 'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ'
        | 'ッ' | 'ャ' | 'ュ' | 'ョ' => Kind::WideClose,
        '\u{3041}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' => Kind::Ideograph,
        '\u{20000}'..='\u{3ffff}' => Kind::Ideograph,
        _ => Kind::Word,
    }
}

fn may_break(before: Kind, now: Kind) -> bool {
    let wide = |kind| matches!(kind, Kind::Ideograph | Kind::WideOpen | Kind::WideClose);
    match (before, now) {
        (Kind::Space, _) => true,
        (Kind::Glue | Kind::Open | Kind::WideOpen, _) => false,
        (_, Kind::Glue | Kind::Close | Kind::WideClose) => false,
        (before, now) => wide(before) || wide(now),
    }
}

#[cfg(test)]
#[allow(clippy::string_slice, reason = "a row off a border fails its test")]
mod tests {
    use super::*;

    /// Rows are written with `/` between them; a hard line end is written `\n`.
    fn check(width: usize, text: &str, expected: &str) {
        let rows: Vec<&str> = wrap(text, width).into_iter().map(|row| &text[row]).collect();
        assert_eq!(rows.join("/"), expected, "{text:?} in {width} cells");
    }

    #[test]
    fn words_go_to_the_next_row() {
        check(10, "", "");
        check(10, "ten cells.", "ten cells.");
        check(10, "I felt small that day", "I felt /small that /day");
        check(5, "hello world", "hello /world");
    }

    #[test]
    fn newlines_end_rows_and_a_last_one_opens_a_row() {
        check(10, "a\nb", "a/b");
        check(10, "a\n", "a/");
        check(10, "\n\n", "//");
        check(5, "hello\nworld", "hello/world");
        check(9, "one\r\ntwo", "one/two");
    }

    #[test]
    fn spaces_hang_and_never_start_a_row() {
        check(5, "hello     world", "hello     /world");
        check(5, "hello     ", "hello     ");
        check(5, "hello  \nx", "hello  /x");
        check(5, "   indented", "   /inden/ted");
        check(3, "\ta", "\t/a");
        check(5, "hello \u{301}x", "hello/ \u{301}x");
    }

    #[test]
    fn long_tokens_are_cut_by_cell() {
        check(4, "aaaaaaaaaa", "aaaa/aaaa/aa");
        check(4, "a bbbbbbbb", "a /bbbb/bbbb");
        check(4, "a\u{a0}b\u{a0}c\u{a0}d", "a\u{a0}b\u{a0}/c\u{a0}d");
    }

    #[test]
    fn wide_graphemes_are_never_split() {
        check(5, "👍👍👍", "👍👍/👍");
        check(3, "🇩🇪🇫🇷", "🇩🇪/🇫🇷");
        check(1, "漢a字", "漢/a/字");
        check(1, "👩\u{200d}👧 x", "👩\u{200d}👧 /x");
        check(0, "ab", "a/b");
    }

    #[test]
    fn ideographs_break_anywhere_but_not_before_their_full_stop() {
        check(10, "hello 漢字漢字", "hello 漢字/漢字");
        check(6, "漢字字。漢", "漢字/字。漢");
        check(6, "漢字「字」", "漢字/「字」");
    }
}
