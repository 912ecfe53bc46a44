//! Words as they are looked for: without case, without accents, with plain quotation marks.
//!
//! Nothing that is folded is ever shown or kept. It is not a language's own order or spelling: `ä` is found by `a`.

use std::ops::Range;
use unicode_normalization::char::decompose_canonical;

/// Folds a text: letters in lower case, without accents, a few that have none to lose in plain ones. Line ends stay.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(&mut folded, text);
    folded
}

/// As [`fold()`], behind what a string holds already.
pub fn fold_into(folded: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| !byte.is_ascii()) {
        let (plain, more) = rest.split_at_checked(at).unwrap_or((rest, ""));
        push_plain(folded, plain);
        let mut chars = more.chars();
        chars.next().into_iter().for_each(|char| letter(folded, char));
        rest = chars.as_str();
    }
    push_plain(folded, rest);
}

fn push_plain(folded: &mut String, plain: &str) {
    let from = folded.len();
    folded.push_str(plain);
    if let Some(new) = folded.get_mut(from..) {
        new.make_ascii_lowercase();
    }
}

fn letter(folded: &mut String, char: char) {
    match char {
        '‘' | '’' | 'ʼ' => return folded.push('\''),
        '“' | '”' | '„' => return folded.push('"'),
        '\u{a0}' | '\u{202f}' => return folded.push(' '),
        _ => {}
    }
    for lower in char.to_lowercase() {
        decompose_canonical(lower, |part| match part {
            // The accents of Latin, Greek and Cyrillic. The vowel signs of other scripts are letters, and stay.
            '\u{300}'..='\u{36f}' => {}
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' => folded.push('d'),
            'ı' => folded.push('i'),
            part => folded.push(part),
        });
    }
}

/// Where folded words stand in a text that is not folded, in bytes, whole letters with their accents. `None` when they do not.
#[must_use]
pub fn find(text: &str, folded_words: &str) -> Option<Range<usize>> {
    // Where each letter of the text begins once it is folded.
    let mut borders: Vec<(usize, usize)> = Vec::new();
    let mut folded = String::with_capacity(text.len());
    for (at, char) in text.char_indices() {
        borders.push((folded.len(), at));
        match char.is_ascii() {
            true => folded.push(char.to_ascii_lowercase()),
            false => letter(&mut folded, char),
        }
    }
    borders.push((folded.len(), text.len()));
    let start = folded.find(folded_words)?;
    let end = start + folded_words.len();
    let first = borders.iter().rev().find(|(folded, _)| *folded <= start).map(|(_, at)| *at)?;
    // An accent that is left out belongs to the letter before it.
    let exact = borders.iter().rev().find(|(folded, _)| *folded == end);
    let last = exact.or_else(|| borders.iter().find(|(folded, _)| *folded > end)).map(|(_, at)| *at)?;
    Some(first..last.max(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_kinds_of_quotes_make_no_difference() {
        for (text, folded) in [
            ("Café", "cafe"),
            ("cafe\u{301}", "cafe"),
            ("NAÏVE ÅNGSTRÖM", "naive angstrom"),
            ("Straße, Łódź, Ærø", "strasse, lodz, aero"),
            ("ΆΛΦΑ Ёлка", "αλφα елка"),
            ("Việt Nam", "viet nam"),
            ("don’t “go”", "don't \"go\""),
            ("夜の音 हिन्दी עִבְרִית", "夜の音 हिन्दी עִבְרִית"),
            ("one\ntwo", "one\ntwo"),
            ("", ""),
        ] {
            assert_eq!(fold(text), folded);
            assert_eq!(fold(&fold(text)), folded, "twice");
        }
    }

    #[test]
    fn what_is_found_is_whole_letters_with_their_accents() {
        for (text, words, found) in [
            ("the Café there", "cafe", "Café"),
            ("the cafe\u{301} there", "cafe", "cafe\u{301}"),
            ("e\u{301}tait", "t", "t"),
            ("Straße", "stras", "Straß"),
            ("夜の音", "音", "音"),
            ("İstanbul", "istanbul", "İstanbul"),
        ] {
            assert_eq!(find(text, words).and_then(|at| text.get(at)), Some(found), "{words} in {text}");
        }
        assert_eq!(find("nothing", "here"), None);
    }
}
