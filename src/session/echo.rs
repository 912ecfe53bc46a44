//! Words that occur on both sides: with those who raised a person, and with somebody whom the person chose.
//!
//! It finds words and says nothing about them. Two words are the same when they are spelt alike but for capitals and a common
//! English ending; nothing here knows what they mean. Words of other languages are found when they are spelt alike.

use super::portrait::{Source, Spoken};

/// A word that lines of both sides have. It has no `Debug`: it holds somebody's words.
pub struct Echo {
    /// The word as it stands in the first line about home; the whole line when a line of the other side is the same.
    pub words: String,
    /// Lines about home that have it, and where they stand.
    pub home: Vec<(String, Source)>,
    /// Lines about the partner that have it, and where they stand.
    pub partner: Vec<(String, Source)>,
}

/// Words that carry no meaning of their own, or that stand in any list of what people are like.
#[rustfmt::skip]
const STOP: &[&str] = &[
    "about", "after", "again", "against", "ago", "all", "almost", "also", "although", "always", "and",
    "another", "any", "anybody", "anyone", "anything", "are", "around", "as", "at", "back", "be",
    "because", "been", "before", "being", "both", "but", "by", "came", "can", "come", "could", "day", "did", "do",
    "does", "done", "down", "each", "else", "enough", "even", "ever", "every", "everybody", "everyone",
    "everything", "few", "for", "from", "get", "go", "goes", "going", "gone", "got", "had", "has", "have",
    "having", "her", "here", "herself", "him", "himself", "his", "home", "how", "if", "in", "into", "is", "it",
    "its", "just", "knew", "know", "like", "little", "long", "look", "made", "make", "many", "may", "me", "might",
    "mine", "more", "most", "much", "must", "my", "myself", "never", "nobody", "none", "not", "nothing", "now",
    "of", "off", "often", "on", "once", "one", "only", "or", "other", "others", "our", "out", "over", "own",
    "people", "quite", "rather", "really", "said", "same", "say", "see", "seldom", "she", "should", "since", "so",
    "some", "somebody", "someone", "something", "sometimes", "soon", "still", "such", "take", "than", "that",
    "the", "their", "them", "themselves", "then", "there", "these", "they", "thing", "things", "this", "those",
    "though", "through", "time", "times", "to", "too", "under", "until", "up", "upon", "us", "used",
    "very", "was", "way", "well", "went", "were", "what", "when", "where", "which", "while", "who", "whom",
    "whose", "why", "will", "with", "without", "would", "yes", "yet", "you", "your", "yours", "yourself",
];

/// Letters that a word needs at least, to be looked for.
const SHORTEST: usize = 4;

/// A line, taken apart once: there may be many, and each is held beside each.
struct Heard<'a> {
    line: &'a Spoken,
    /// Its words in small letters.
    whole: String,
    /// The words that are looked for: the root of each, and how it stands there.
    roots: Vec<(String, &'a str)>,
}

impl Heard<'_> {
    fn of(line: &Spoken) -> Heard<'_> {
        let words = words(&line.words);
        let whole = words.iter().map(|word| word.to_lowercase()).collect::<Vec<_>>().join(" ");
        let roots = words.into_iter().filter_map(|word| Some((root(word)?, word))).collect();
        Heard { line, whole, roots }
    }

    fn has(&self, root: &str) -> bool {
        self.roots.iter().any(|(known, _)| known == root)
    }
}

/// Every word that lines of both sides share. Lines that are the same come first, and their words are not told again for them.
pub(super) fn between(home: &[Spoken], partner: &[Spoken]) -> Vec<Echo> {
    let home: Vec<Heard<'_>> = home.iter().map(Heard::of).collect();
    let partner: Vec<Heard<'_>> = partner.iter().map(Heard::of).collect();
    let mut whole: Vec<(String, Echo)> = Vec::new();
    let mut parts: Vec<(String, Echo)> = Vec::new();
    for first in home.iter().filter(|line| !line.whole.is_empty()) {
        for second in &partner {
            let lines = (first.line, second.line);
            if first.whole == second.whole {
                note(&mut whole, (&first.whole, &first.line.words), lines);
                continue;
            }
            for (root, word) in first.roots.iter().filter(|(root, _)| second.has(root)) {
                note(&mut parts, (root, word), lines);
            }
        }
    }
    whole.append(&mut parts);
    whole.into_iter().map(|(_, echo)| echo).collect()
}

/// Notes that two lines share something.
fn note(echoes: &mut Vec<(String, Echo)>, (key, words): (&str, &str), (first, second): (&Spoken, &Spoken)) {
    if !echoes.iter().any(|(known, _)| *known == key) {
        let echo = Echo { words: words.to_owned(), home: Vec::new(), partner: Vec::new() };
        echoes.push((key.to_owned(), echo));
    }
    let Some((_, echo)) = echoes.iter_mut().find(|(known, _)| *known == key) else { return };
    for (lines, line) in [(&mut echo.home, first), (&mut echo.partner, second)] {
        if !lines.iter().any(|(known, _)| *known == line.words) {
            lines.push((line.words.clone(), line.source.clone()));
        }
    }
}

fn words(line: &str) -> Vec<&str> {
    line.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’')))
        .map(|word| word.trim_matches(['\'', '’']))
        .filter(|word| !word.is_empty())
        .collect()
}

/// What is left of a word without a common ending; nothing of a word that is too short or says nothing.
fn root(word: &str) -> Option<String> {
    let word = word.to_lowercase();
    let word = word.split(['\'', '’']).next().unwrap_or("");
    // Scripts of the east have short words, and no script but ours has endings that are known here.
    if !word.is_ascii() {
        let least = if word.chars().all(|c| c >= '\u{2e80}') { 2 } else { SHORTEST };
        return (word.chars().count() >= least).then(|| word.to_owned());
    }
    if word.len() < SHORTEST || STOP.contains(&word) {
        return None;
    }
    let long = |rest: &&str| rest.len() >= SHORTEST - 1;
    let cut = |ending: &str| word.strip_suffix(ending).filter(long);
    let root = if let Some(rest) = cut("ies").or(cut("ied")).or(cut("ily")).or(cut("iness")) {
        format!("{rest}y")
    } else if let Some(rest) = ["ness", "ing", "ed", "es", "ly"].into_iter().find_map(cut) {
        plain(rest)
    } else if let Some(rest) = cut("s").filter(|rest| !rest.ends_with(['s', 'u', 'i'])) {
        plain(rest)
    } else {
        plain(word)
    };
    Some(root)
}

/// `stopp` and `stop`, `late` and `lat` are one word.
fn plain(rest: &str) -> String {
    let mut letters: Vec<char> = rest.chars().collect();
    match letters.as_slice() {
        [.., a, b] if a == b && letters.len() > SHORTEST - 1 && !"aeiou".contains(*b) => drop(letters.pop()),
        [.., 'e'] if letters.len() > SHORTEST - 1 => drop(letters.pop()),
        _ => {}
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::Id;

    fn spoken(lines: &[&str]) -> Vec<Spoken> {
        let source = || Source {
            question: Id::new("c", "q"),
            page: Id::new("c", "p"),
            number: "1.3".into(),
            title: "P".into(),
            private: false,
        };
        lines.iter().map(|line| Spoken { words: (*line).to_owned(), source: source() }).collect()
    }

    fn found(home: &[&str], partner: &[&str]) -> Vec<String> {
        let echoes = between(&spoken(home), &spoken(partner));
        let lines = |lines: &[(String, Source)]| -> String {
            lines.iter().map(|(words, _)| words.as_str()).collect::<Vec<_>>().join(", ")
        };
        echoes.iter().map(|e| format!("{} | {} | {}", e.words, lines(&e.home), lines(&e.partner))).collect()
    }

    #[test]
    fn the_same_word_is_found_whatever_its_capital_and_ending() {
        for (home, partner) in [
            ("silent", "goes Silent for days"),
            ("worries about money", "worry"),
            ("worried", "sees worries everywhere"),
            ("stopped asking", "stops me"),
            ("kindness", "kind to waiters"),
            ("loved jokes", "a love of cards"),
            ("happily singing", "sings in the bath"),
            ("静か", "静か な 人"),
            ("schön", "Schön an Sonntagen"),
            ("away a lot", "always away"),
        ] {
            assert_eq!(found(&[home], &[partner]).len(), 1, "{home} / {partner}");
        }
    }

    #[test]
    fn words_that_say_nothing_and_words_that_only_look_alike_are_left_out() {
        for (home, partner) in [
            ("was never there", "always there, never here"),
            ("für mich da", "für Fremde"),
            ("something warm", "something else"),
            ("bus", "business"),
            ("kind", "kindling"),
            ("cold", "colder than it looks"),
            ("", ""),
            ("...", "!"),
            ("late", "later"),
        ] {
            assert_eq!(found(&[home], &[partner]), Vec::<String>::new(), "{home} / {partner}");
        }
    }

    #[test]
    fn whole_lines_come_first_and_each_word_once() {
        let home = ["goes silent", "Quick to laugh.", "silent at table"];
        assert_eq!(
            found(&home, &["silent", "quick to laugh", "silent", "laughs and is quick"]),
            [
                "Quick to laugh. | Quick to laugh. | quick to laugh",
                "silent | goes silent, silent at table | silent",
                "Quick | Quick to laugh. | laughs and is quick",
                "laugh | Quick to laugh. | laughs and is quick",
            ]
        );
    }
}
