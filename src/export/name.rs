//! A name for the file of an export.

use super::{Document, iso, last_day};

/// Letters of a title, and of a name, that go into the name of a file.
const SLUG: usize = 40;

/// A name for the file that every system can have: `imago-sam-2026-05-12.md`.
///
/// It has a beginning of its own, so that no title and no name can make it hidden, an option or a device.
#[must_use]
pub fn file_name(document: &Document) -> String {
    let title = slug(&document.title);
    let title = match title.strip_prefix("imago") {
        Some(rest) if rest.is_empty() || rest.starts_with('-') => rest.trim_start_matches('-'),
        Some(_) | None => title.as_str(),
    };
    let day = last_day(document).map(iso).unwrap_or_default();
    let mut name = String::from("imago");
    for part in [title, &slug(&document.person), &day] {
        if !part.is_empty() {
            name.push('-');
            name.push_str(part);
        }
    }
    name.push_str(".md");
    name
}

/// Words as a part of a file's name: small letters, digits and single hyphens.
pub(super) fn slug(words: &str) -> String {
    let mut out = String::new();
    let mut gap = false;
    for sign in words.chars().flat_map(char::to_lowercase) {
        let plain = plain_letters(sign);
        // Marks that stand on a letter belong to it; an apostrophe is inside a word.
        let is_silent = matches!(sign, '\u{300}'..='\u{36f}' | '\'' | '\u{2019}');
        gap |= plain.is_empty() && !is_silent && !out.is_empty();
        if plain.is_empty() {
            continue;
        }
        if gap && out.len() + 1 + plain.len() > SLUG || out.len() + plain.len() > SLUG {
            break;
        }
        if std::mem::take(&mut gap) {
            out.push('-');
        }
        out.push_str(&plain);
    }
    out
}

/// A small letter without its accent; empty when there is no plain letter for it.
fn plain_letters(sign: char) -> String {
    let plain = match sign {
        'a'..='z' | '0'..='9' => return sign.to_string(),
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'ä' | 'æ' => "ae",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' => "e",
        'ğ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => "i",
        'ł' | 'ľ' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ō' | 'ő' => "o",
        'ö' | 'ø' | 'œ' => "oe",
        'ř' => "r",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'ß' => "ss",
        'ť' | 'ţ' | 'ț' => "t",
        'þ' => "th",
        'ù' | 'ú' | 'û' | 'ū' | 'ů' | 'ű' => "u",
        'ü' => "ue",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => "",
    };
    plain.to_owned()
}
