//! Words that occur on both sides: with those who raised a person, and with somebody whom the person chose.
//!
//! It finds words and says nothing about them. Two words are the same when they are spelt alike but for capitals and a common
//! English ending; nothing here knows what they mean. Words of other languages are found when they are spelt alike.

use super::portrait::{Source, Spoken};
use std::collections::{BTreeMap, BTreeSet};

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

/// Lines of a side that are told for one word. Whoever has more of them has seen what echoes.
const MOST: usize = 100;

/// A line, taken apart once.
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
        let mut roots: Vec<(String, &str)> = Vec::new();
        let mut known = BTreeSet::new();
        for word in words {
            if let Some(root) = root(word)
                && known.insert(root.clone())
            {
                roots.push((root, word));
            }
        }
        Heard { line, whole, roots }
    }
}

/// Every line of a side once, as it was said first.
fn heard(lines: &[Spoken]) -> Vec<Heard<'_>> {
    let mut known = BTreeSet::new();
    lines.iter().filter(|line| known.insert(line.words.as_str())).map(Heard::of).collect()
}

/// What is being gathered for one word.
#[derive(Default)]
struct Found<'a> {
    words: &'a str,
    home: Vec<&'a Spoken>,
    partner: Vec<&'a Spoken>,
    /// Lines of the partner that are not told yet, since they are the same as this one, which has been told whole.
    left: Option<(&'a str, Vec<usize>)>,
}

/// Every word that lines of both sides share. Lines that are the same come first, and their words are not told again for them.
pub(super) fn between(home: &[Spoken], partner: &[Spoken]) -> Vec<Echo> {
    let (home, partner) = (heard(home), heard(partner));
    // There may be many lines: none is held beside each of the others.
    let (mut same, mut sharing) = (BTreeMap::<&str, Vec<usize>>::new(), BTreeMap::<&str, Vec<usize>>::new());
    for (n, line) in partner.iter().enumerate().filter(|(_, line)| !line.whole.is_empty()) {
        same.entry(&line.whole).or_default().push(n);
        for (root, _) in &line.roots {
            sharing.entry(root).or_default().push(n);
        }
    }
    let is_same = |n: usize, whole: &str| partner.get(n).is_some_and(|line| line.whole == whole);
    let (mut whole, mut parts) = (Gathered::default(), Gathered::default());
    for first in &home {
        if let Some(lines) = same.get(first.whole.as_str()) {
            let found = whole.of(&first.whole, &first.line.words);
            found.home.push(first.line);
            if found.partner.is_empty() {
                found.partner.extend(lines.iter().filter_map(|n| partner.get(*n)).map(|line| line.line));
            }
        }
        let roots = first.roots.iter().filter_map(|(root, word)| {
            let lines = sharing.get(root.as_str())?;
            let other = lines.iter().find(|n| !is_same(**n, &first.whole))?;
            Some((*other, root, *word, lines))
        });
        let mut roots: Vec<_> = roots.collect();
        // In the order in which the other side says them.
        roots.sort_by_key(|(other, ..)| *other);
        for (_, root, word, lines) in roots {
            let found = parts.of(root, word);
            found.home.push(first.line);
            let (again, left) = match found.left.take() {
                Some((known, left)) if known == first.whole => (Some((known, left)), Vec::new()),
                Some((_, left)) => (None, left),
                None if found.partner.is_empty() => (None, lines.clone()),
                None => continue,
            };
            let (later, now): (Vec<usize>, Vec<usize>) =
                left.into_iter().partition(|n| is_same(*n, &first.whole));
            found.partner.extend(now.into_iter().filter_map(|n| partner.get(n)).map(|line| line.line));
            found.left = again.or((!later.is_empty()).then_some((first.whole.as_str(), later)));
        }
    }
    whole.echoes().chain(parts.echoes()).collect()
}

/// What is being gathered, by what is shared.
#[derive(Default)]
struct Gathered<'a>(BTreeMap<&'a str, (usize, Found<'a>)>);

impl<'a> Gathered<'a> {
    fn of(&mut self, key: &'a str, words: &'a str) -> &mut Found<'a> {
        let n = self.0.len();
        &mut self.0.entry(key).or_insert_with(|| (n, Found { words, ..Found::default() })).1
    }

    /// In the order in which it was found.
    fn echoes(self) -> impl Iterator<Item = Echo> {
        let mut found: Vec<(usize, Found<'a>)> = self.0.into_values().collect();
        found.sort_by_key(|(n, _)| *n);
        let told = |lines: Vec<&Spoken>| {
            lines.into_iter().take(MOST).map(|line| (line.words.clone(), line.source.clone())).collect()
        };
        found.into_iter().map(move |(_, found)| Echo {
            words: found.words.to_owned(),
            home: told(found.home),
            partner: told(found.partner),
        })
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
    use proptest::prelude::*;

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

    /// An echo as words alone.
    type Plain = (String, Vec<String>, Vec<String>);

    /// As it is meant: each line held beside each.
    fn slowly(home: &[Spoken], partner: &[Spoken]) -> Vec<Plain> {
        let (home, partner): (Vec<_>, Vec<_>) =
            (home.iter().map(Heard::of).collect(), partner.iter().map(Heard::of).collect());
        let (mut whole, mut parts) = (Vec::new(), Vec::new());
        let note = |echoes: &mut Vec<(String, Plain)>, key: &str, words: &str, lines: (&str, &str)| {
            if !echoes.iter().any(|(known, _)| known == key) {
                echoes.push((key.to_owned(), (words.to_owned(), Vec::new(), Vec::new())));
            }
            let (_, (_, home, partner)) = echoes.iter_mut().find(|(known, _)| known == key).unwrap();
            for (all, line) in [(home, lines.0), (partner, lines.1)] {
                if !all.iter().any(|known| known == line) {
                    all.push(line.to_owned());
                }
            }
        };
        for first in home.iter().filter(|line| !line.whole.is_empty()) {
            for second in &partner {
                let lines = (first.line.words.as_str(), second.line.words.as_str());
                if first.whole == second.whole {
                    note(&mut whole, &first.whole, &first.line.words, lines);
                    continue;
                }
                for (root, word) in &first.roots {
                    if second.roots.iter().any(|(known, _)| known == root) {
                        note(&mut parts, root, word, lines);
                    }
                }
            }
        }
        whole.into_iter().chain(parts).map(|(_, echo)| echo).collect()
    }

    fn side() -> impl Strategy<Value = Vec<String>> {
        let word =
            prop::sample::select(vec!["silent", "Silent", "worry", "worries", "laugh", "a", "cold.", "late"]);
        let line = prop::collection::vec(word, 0..4).prop_map(|words| words.join(" "));
        prop::collection::vec(line, 0..8)
    }

    proptest! {
        #[test]
        fn it_finds_what_is_found_by_holding_each_line_beside_each(home in side(), partner in side()) {
            let own = |lines: &[String]| spoken(&lines.iter().map(String::as_str).collect::<Vec<_>>());
            let (home, partner) = (own(&home), own(&partner));
            let words = |lines: &[(String, Source)]| lines.iter().map(|(words, _)| words.clone()).collect::<Vec<_>>();
            let found = between(&home, &partner);
            let found: Vec<_> =
                found.iter().map(|echo| (echo.words.clone(), words(&echo.home), words(&echo.partner))).collect();
            let sorted = |mut echoes: Vec<Plain>| {
                for (_, home, partner) in &mut echoes {
                    home.sort();
                    partner.sort();
                }
                echoes
            };
            prop_assert_eq!(sorted(found), sorted(slowly(&home, &partner)));
        }
    }

    #[test]
    fn years_of_lines_are_held_beside_each_other_at_once() {
        // Holding each line beside each would take an hour.
        let lines = |side: &str| -> Vec<String> {
            (0..20_000).map(|n| format!("goes silent {side}{n} on evening{} of worry", n % 5_000)).collect()
        };
        let (home, partner) = (lines("home"), lines("partner"));
        let of = |lines: &[String]| spoken(&lines.iter().map(String::as_str).collect::<Vec<_>>());
        let echoes = between(&of(&home), &of(&partner));
        assert!(echoes.len() > 4_000, "{}", echoes.len());
        assert!(echoes.iter().all(|echo| echo.home.len() <= MOST && echo.partner.len() <= MOST));
    }
}
