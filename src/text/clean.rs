//! The one door for words from outside: what a terminal or a reader could be harmed or fooled by does not get in.
//!
//! This is not a spell checker and not a normaliser: what people type stays as they typed it, byte for byte, as long
//! as it is text. A file made elsewhere and a paste go through here, and so does every typed key.

use std::borrow::Cow;

/// Makes text harmless.
///
/// Line ends of every kind (CRLF, CR, U+2028, U+2029) become LF. Tabs stay. Other control characters (C0, DEL, C1),
/// bidirectional overrides and isolates, and byte order marks are dropped, because they can move the cursor of a
/// terminal or show a line in another order than it is stored. Joiners, direction marks and variation selectors stay:
/// emoji, Persian and Hebrew need them. Borrowed when there was nothing to do.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_harmless) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                out.push('\n');
            }
            '\u{2028}' | '\u{2029}' => out.push('\n'),
            c if is_harmless(c) => out.push(c),
            _ => {}
        }
    }
    Cow::Owned(out)
}

fn is_harmless(c: char) -> bool {
    match c {
        ' '..='~' | '\n' | '\t' => true,
        '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => false,
        c => !c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(from: &str, to: &str) {
        assert_eq!(clean(from), to, "cleaning {from:?}");
        assert_eq!(clean(to), to, "cleaning twice changes nothing");
        assert!(matches!(clean(to), Cow::Borrowed(_)), "a clean text is not copied");
    }

    #[test]
    fn line_ends_become_one_kind() {
        check("a\r\nb\rc\u{2028}d\u{2029}e\nf", "a\nb\nc\nd\ne\nf");
        check("\r\r\n\n\r", "\n\n\n\n");
    }

    #[test]
    fn what_could_harm_is_dropped() {
        check("\u{1b}[31mred\u{7}", "[31mred");
        check("nul\0 del\u{7f} csi\u{9b} nel\u{85}", "nul del csi nel");
        check("\u{feff}start \u{202e}evil\u{202c} \u{2066}x\u{2069}", "start evil x");
    }

    #[test]
    fn what_people_write_stays() {
        for text in [
            "",
            "tab\there",
            "e\u{301} é",
            "👩\u{200d}👩\u{200d}👧",
            "می\u{200c}خواهم",
            "❤\u{fe0f}",
            "a\u{200e}b\u{200f}",
        ] {
            check(text, text);
        }
    }
}
