//! Earlier answers in the book's sentences: `{{id}}`, `{{chapter.id}}`, `{{id|words if empty}}`, `{{me}}`, `{{partner}}`.
//!
//! It puts words into words. Who knows the answers comes in as a function; nothing here reads a journal.

use super::full;
use crate::text::Seam;
use std::ops::Range;

/// One `{{..}}` in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap<'a> {
    /// Where it stands, braces included, in bytes of the text.
    pub at: Range<usize>,
    /// What it names: an id, `me` or `partner`; empty when the author named nothing.
    pub name: &'a str,
    /// What stands there when there is no answer.
    pub otherwise: Option<&'a str>,
}

/// Names that are not ids of questions.
pub const PEOPLE: [&str; 2] = ["me", "partner"];

/// Fills every `{{..}}` of a text. `lookup` is asked for `me`, `partner` or a whole id, `chapter.question`; what it
/// gives becomes one line. Without an answer and without words for that case there is a word that reads on. Stops and
/// quotes of both texts are put together as somebody would write them.
#[must_use]
pub fn fill(text: &str, chapter: &str, lookup: &dyn Fn(&str) -> Option<String>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut end = 0;
    for gap in gaps(text) {
        let before = text.get(end..gap.at.start).unwrap_or("");
        filled.push_str(before);
        end = gap.at.end;
        let words = if PEOPLE.contains(&gap.name) {
            lookup(gap.name)
        } else {
            lookup(full(gap.name, chapter).as_str())
        };
        let words = words.map(|words| words.split_whitespace().collect::<Vec<_>>().join(" "));
        let words = words.filter(|words| !words.is_empty()).unwrap_or_else(|| {
            let otherwise = gap.otherwise.unwrap_or(match gap.name {
                "me" => "you",
                "partner" => "your partner",
                _ => "that",
            });
            otherwise.to_owned()
        });
        let seam = Seam::between(&words, text.get(end..).unwrap_or(""));
        match before.ends_with('"') {
            true => filled.push_str(&seam.words.replace('"', "'")),
            false => filled.push_str(seam.words),
        }
        filled.push_str(seam.quote);
        end += seam.passed;
    }
    filled.push_str(text.get(end..).unwrap_or(""));
    filled
}

/// Every `{{..}}` of a text, in order. Braces that nothing closes are plain words.
#[must_use]
pub fn gaps(text: &str) -> Vec<Gap<'_>> {
    let mut gaps = Vec::new();
    // Most texts have none, and a single letter is looked for much sooner than two.
    if !text.contains('{') {
        return gaps;
    }
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find("{{")).map(|at| from + at) {
        let Some(inside) =
            text.get(start + 2..).and_then(|rest| rest.split_once("}}")).map(|(inside, _)| inside)
        else {
            break;
        };
        let end = start + 2 + inside.len() + 2;
        let (name, otherwise) = match inside.split_once('|') {
            Some((name, otherwise)) => (name, Some(otherwise.trim())),
            None => (inside, None),
        };
        gaps.push(Gap { at: start..end, name: name.trim(), otherwise });
        from = end;
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_filled_or_read_on() {
        let lookup = |id: &str| match id {
            "me" => Some("Sam".to_owned()),
            "here.ache" => Some("to be\nheard ".to_owned()),
            "home.longing" => Some("rest".to_owned()),
            "here.empty" => Some(" ".to_owned()),
            _ => None,
        };
        for (text, wanted) in [
            ("no gap", "no gap"),
            ("{{me}} and {{partner}}", "Sam and your partner"),
            ("How much does \"{{ache}}\" ache?", "How much does \"to be heard\" ache?"),
            ("{{home.longing}}", "rest"),
            ("{{ home.longing | x }}", "rest"),
            ("{{empty}} {{nothing}}", "that that"),
            ("{{nothing|some words}}.", "some words."),
            ("{{nothing|}}.", "."),
            ("{{ache", "{{ache"),
            ("}} {{ache}} {{", "}} to be heard {{"),
            ("é{{me}}é", "éSamé"),
        ] {
            assert_eq!(fill(text, "here", &lookup), wanted, "{text}");
        }
    }

    #[test]
    fn stops_and_quotes_of_both_texts_are_put_together() {
        for (words, text, wanted) in [
            ("It was late.", "I say: {{a}}.", "I say: It was late."),
            ("It was late.", "I say: \"{{a}}\".", "I say: \"It was late\"."),
            ("It was late.", "{{a}}, and cold", "It was late, and cold"),
            ("It was late.", "{{a}} And cold.", "It was late. And cold."),
            ("Why?", "I say: {{a}}.", "I say: Why?"),
            ("Why?", "I say: \"{{a}}\". Then", "I say: \"Why?\" Then"),
            ("Why?", "Do you say \"{{a}}\"?", "Do you say \"Why?\""),
            ("and so on ...", "I say: {{a}}.", "I say: and so on ..."),
            ("\"Be quiet,\" she said.", "I heard: \"{{a}}\".", "I heard: \"'Be quiet,' she said\"."),
            ("she said \"Stop.\"", "I heard: {{a}}.", "I heard: she said \"Stop.\""),
            (".", "{{a}}.", ".."),
            ("at 5 p.m.", "Come {{a}}", "Come at 5 p.m."),
        ] {
            assert_eq!(fill(text, "c", &|_| Some(words.to_owned())), wanted, "{words} in {text}");
        }
    }

    #[test]
    fn an_answer_with_braces_is_not_filled_again() {
        assert_eq!(fill("{{a}}", "c", &|_| Some("{{a}}".to_owned())), "{{a}}");
    }
}
