//! How many cells a text takes on the screen, and where one grapheme ends and the next begins.
//!
//! The numbers must be those of the painter: a caret that is one cell off makes a text unreadable. So this measures by
//! grapheme, never by code point, with the tables and the exceptions that the painter has. It wraps nothing.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// What a tab looks like on the screen. A tab has this width everywhere, so no row shifts when a letter before it does.
pub const TAB: &str = "    ";

/// How many cells a text takes when it is painted as one row, counted grapheme by grapheme.
///
/// A tab counts as [`TAB`], a newline and every other control character as nothing.
pub fn width(text: &str) -> usize {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.len();
    }
    let mut at = 0;
    let mut cells: usize = 0;
    while let Some(piece) = piece(text, at) {
        cells = cells.saturating_add(piece.cells);
        at = piece.end;
    }
    cells
}

/// A row as it can be handed to a painter that drops control characters: each tab has become [`TAB`].
pub fn painted(row: &str) -> Cow<'_, str> {
    match row.contains('\t') {
        true => Cow::Owned(row.replace('\t', TAB)),
        false => Cow::Borrowed(row),
    }
}

/// As much of a text as fits into so many bytes, whole graphemes only.
pub(super) fn cut(text: &str, bytes: usize) -> &str {
    if text.len() <= bytes {
        return text;
    }
    let mut end = bytes;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    // The last grapheme may go on behind the cut.
    let kept = text.get(..end).unwrap_or("");
    let last = kept.grapheme_indices(true).next_back().map_or(0, |(at, _)| at);
    kept.get(..last).unwrap_or("")
}

/// One grapheme of a text.
pub(super) struct Piece {
    /// Byte offset behind it.
    pub(super) end: usize,
    /// Its width.
    pub(super) cells: usize,
    /// Its first character.
    pub(super) first: char,
    /// Whether it is that one character and nothing more.
    pub(super) alone: bool,
}

/// The grapheme that starts at `at`, which must be a grapheme border. `None` at the end.
#[inline]
pub(super) fn piece(text: &str, at: usize) -> Option<Piece> {
    let bytes = text.as_bytes();
    let byte = *bytes.get(at)?;
    // Two ASCII characters never share a grapheme (a carriage return could, so it is not taken here), and nearly all
    // text is made of them.
    if matches!(byte, b' '..=b'~') && bytes.get(at + 1).is_none_or(u8::is_ascii) {
        return Some(Piece { end: at + 1, cells: 1, first: char::from(byte), alone: true });
    }
    let rest = text.get(at..)?;
    let mut chars = rest.chars();
    let first = chars.next()?;
    if let Some(cells) = solitary(first)
        && chars.next().is_none_or(|next| solitary(next).is_some())
    {
        return Some(Piece { end: at + first.len_utf8(), cells, first, alone: true });
    }
    let grapheme = rest.graphemes(true).next()?;
    let alone = grapheme.len() == first.len_utf8();
    Some(Piece { end: at + grapheme.len(), cells: grapheme_cells(grapheme), first, alone })
}

/// The width of a character that never shares a grapheme with another such character; `None` for all others.
///
/// It spares most of the world's prose the search in the grapheme tables. Leaving a character out is always right.
fn solitary(c: char) -> Option<usize> {
    match c {
        '\n' => Some(0),
        '\t' => Some(TAB.len()),
        ' '..='~' => Some(1),
        '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' => Some(1),
        '\u{391}'..='\u{3a1}' | '\u{3a3}'..='\u{3ff}' | '\u{400}'..='\u{482}' | '\u{48a}'..='\u{52f}' => {
            Some(1)
        }
        '\u{5d0}'..='\u{5ea}' | '\u{2010}'..='\u{2027}' | '\u{2500}'..='\u{259f}' => Some(1),
        '\u{3001}'..='\u{3029}' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30ff}' => Some(2),
        '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => Some(2),
        _ => None,
    }
}

fn grapheme_cells(grapheme: &str) -> usize {
    if grapheme == "\t" {
        return TAB.len();
    }
    // The painter leaves out whatever holds a control character.
    if grapheme.contains(char::is_control) {
        return 0;
    }
    // Terminals give the half-width Japanese voice marks a cell of their own, and so does the painter.
    let marks = grapheme.chars().filter(|c| matches!(c, '\u{ff9e}' | '\u{ff9f}')).count();
    if grapheme.len() == 1 { 1 } else { grapheme.width().saturating_add(marks) }
}

/// The grapheme border at or before `at`. `base` is a border at or before it, and the search never looks further back.
pub(super) fn border_before(text: &str, base: usize, at: usize) -> usize {
    let mut from = base;
    while let Some(piece) = piece(text, from) {
        if piece.end > at {
            return from;
        }
        from = piece.end;
    }
    from
}

/// The grapheme border at or after `at`. `base` is a border at or before it, and the search never looks further back.
pub(super) fn border_after(text: &str, base: usize, at: usize) -> usize {
    let ascii = |at: usize| text.as_bytes().get(at).is_none_or(u8::is_ascii);
    // Nearly every key ends here.
    if at > base && at <= text.len() && ascii(at - 1) && ascii(at) {
        return at;
    }
    let from = border_before(text, base, at);
    if from >= at { from } else { piece(text, from).map_or(from, |piece| piece.end) }
}

/// Where the grapheme starts that ends at the border `at`. `base` is a border before `at`.
pub(super) fn start_of_previous(text: &str, base: usize, at: usize) -> usize {
    let before = text.get(base..at).unwrap_or_default();
    // A character that takes the next one into its grapheme is never ASCII, so two of them settle it.
    if let [.., one, two] = before.as_bytes()
        && one.is_ascii()
        && two.is_ascii()
    {
        return at - 1;
    }
    at - before.graphemes(true).next_back().map_or(0, str::len)
}

#[cfg(test)]
mod tests {
    use ratatui::{buffer::Buffer, layout::Rect, style::Style};

    use super::{super::laws, *};

    /// How far the painter itself gets.
    fn painter(text: &str) -> usize {
        let area = Rect::new(0, 0, 2000, 1);
        usize::from(Buffer::empty(area).set_stringn(0, 0, painted(text), 2000, Style::new()).0)
    }

    #[test]
    fn the_width_is_the_painters() {
        for (text, cells) in [
            ("", 0),
            ("plain", 5),
            ("a\tb", 6),
            ("e\u{301}", 1),
            ("漢字", 4),
            ("한국", 4),
            ("\u{1112}\u{1161}\u{11ab}", 2),
            ("👩\u{200d}👩\u{200d}👧\u{200d}👦", 2),
            ("🇩🇪🇫🇷", 4),
            ("❤", 1),
            ("❤\u{fe0f}", 2),
            ("👍🏽", 2),
            ("\u{200d}", 0),
            ("\u{200b}", 0),
            ("\u{ad}", 0),
            ("a\u{a0}b", 3),
            ("“so” – …", 8),
        ] {
            assert_eq!(width(text), painter(text), "{text:?} is as wide as it is painted");
            assert_eq!(width(text), cells, "{text:?}");
        }
        // Here terminals differ among themselves, so only agreeing with the painter counts.
        for text in ["क्षि", "ｶﾞ", "ﾞ", "漢ﾟ", "لا", "ⵏ⵿ⴾ", "‘\u{fe00}", "x\u{2060}y", "#\u{fe0f}\u{20e3}"]
        {
            assert_eq!(width(text), painter(text), "{text:?} is as wide as it is painted");
        }
    }

    #[test]
    fn every_solitary_character_is_one() {
        let all: Vec<char> = ('\0'..='\u{323af}').filter(|&c| solitary(c).is_some()).collect();
        assert!(all.len() > 30_000);
        for &c in &all {
            let text = String::from(c);
            assert_eq!(solitary(c), Some(grapheme_cells(&text)), "{c:?} has the width that the tables give");
            for other in ["a", "é", "\n", "\t", "ж", "漢", "한", "”"] {
                assert_eq!(format!("{c}{other}").graphemes(true).count(), 2, "{c:?} then {other:?}");
                assert_eq!(format!("{other}{c}").graphemes(true).count(), 2, "{other:?} then {c:?}");
            }
            assert_eq!(format!("{c}{c}").graphemes(true).count(), 2, "{c:?} twice");
        }
    }

    #[test]
    fn every_character_is_as_wide_as_it_is_painted() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
        let assigned = ('\0'..='\u{323af}').chain('\u{e0000}'..='\u{e01ef}');
        for c in assigned.filter(|c| *c != '\t') {
            let text = String::from(c);
            let painted = usize::from(buffer.set_stringn(0, 0, &text, 8, Style::new()).0);
            assert_eq!(width(&text), painted, "{c:?}");
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..Default::default() })]

        #[test]
        fn any_text_is_as_wide_as_it_is_painted(text in laws::words()) {
            assert_eq!(width(&text), painter(&text));
        }
    }

    #[test]
    fn borders() {
        let text = "xe\u{301}🇩🇪y";
        assert_eq!(border_before(text, 0, 2), 1);
        assert_eq!(border_after(text, 0, 2), 4);
        assert_eq!(border_after(text, 0, 5), 12);
        assert_eq!(border_after(text, 0, 99), text.len());
        assert_eq!(start_of_previous(text, 0, 12), 4);
        assert_eq!(start_of_previous(text, 0, 4), 1);
        assert_eq!(start_of_previous(text, 0, 1), 0);
    }
}
