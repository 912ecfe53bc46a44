//! The shipped book holds what it promises: no problem, plain words, a way back from hard pages, ids that stay.

use imago_workbook::book::{self, Chapter, Exercise, Question, fill};
use std::collections::BTreeSet;

/// Words that judge, promise, sell or need a dictionary. They stand whole and in small letters.
const BANNED: [&str; 23] = [
    "amazing",
    "awesome",
    "journey",
    "soulmate",
    "toxic",
    "narcissist",
    "codependent",
    "dysfunctional",
    "trauma",
    "inner child",
    "guaranteed",
    "guarantee",
    "simply",
    "congratulations",
    "great job",
    "good job",
    "should have",
    "you must",
    "unpack",
    "self-care",
    "mindful",
    "heal your",
    "healing journey",
];

/// Words that a sentence of a prompt may have.
const LONGEST: usize = 28;

/// The reading grade that no page may reach.
const GRADE: f64 = 8.0;

fn chapters() -> Vec<Chapter> {
    book::shipped::book(Vec::new()).chapters
}

/// A text as it reads with nothing answered, without marks of Markdown.
fn read(markdown: &str) -> String {
    let fill = |text: &str| fill::fill(text, "", &|_| None);
    let blocks = book::prose::blocks(markdown, 76, &fill);
    let block = |block: &book::prose::Block| {
        let rows: Vec<String> = block.rows.iter().map(|row| row.words().trim().to_owned()).collect();
        rows.join(" ").trim_start_matches(['•', '│', ' ']).to_owned()
    };
    blocks.iter().map(block).collect::<Vec<_>>().join(".\n")
}

/// Everything that a reader reads on a page, in sentences.
fn page(exercise: &Exercise) -> String {
    let mut texts: Vec<String> = [&exercise.text, &exercise.care, &exercise.why, &exercise.closing]
        .into_iter()
        .map(|text| read(text))
        .collect();
    for question in &exercise.questions {
        texts.push(read(&question.prompt));
        texts.push(read(&question.hint));
    }
    texts.retain(|text| !text.trim().is_empty());
    texts.join(".\n")
}

/// Every text of a question: its own, and its kind's.
fn texts(question: &Question) -> Vec<String> {
    let own = [&question.prompt, &question.hint, &question.example];
    let kind = question.kind.ask().texts().into_iter().map(str::to_owned);
    own.into_iter().cloned().chain(kind).collect()
}

fn everything(chapter: &Chapter) -> Vec<(String, String)> {
    let mut all = vec![(
        chapter.id.clone(),
        [&chapter.title, &chapter.summary, &chapter.text, &chapter.care].map(String::as_str).join("\n"),
    )];
    for exercise in &chapter.exercises {
        let fields = [&exercise.title, &exercise.text, &exercise.care, &exercise.why, &exercise.closing]
            .map(String::as_str);
        all.push((exercise.id.to_string(), fields.join("\n")));
        for question in &exercise.questions {
            all.push((question.id.to_string(), texts(question).join("\n")));
        }
    }
    all
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '-')))
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .collect()
}

fn sentences(text: &str) -> Vec<&str> {
    text.split(['.', '?', ':', ';', '\n']).filter(|sentence| !words(sentence).is_empty()).collect()
}

/// Groups of vowels, less a silent `e` at the end. Wrong for some words, right enough for a page.
fn syllables(word: &str) -> usize {
    let word: String = word.to_lowercase().chars().filter(char::is_ascii_alphabetic).collect();
    let mut count = 0;
    let mut before = false;
    for letter in word.chars() {
        let vowel = "aeiouy".contains(letter);
        count += usize::from(vowel && !before);
        before = vowel;
    }
    let silent = word.ends_with('e') && !word.ends_with("le")
        || word.ends_with("ed") && !word.ends_with("ted") && !word.ends_with("ded");
    if silent && count > 1 {
        count -= 1;
    }
    count.max(1)
}

/// The grade of Flesch and Kincaid.
fn grade(text: &str) -> f64 {
    let words = words(text);
    let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    if words.is_empty() {
        return 0.0;
    }
    let all: usize = words.iter().map(|word| syllables(word)).sum();
    0.39 * count(words.len()) / count(sentences(text).len().max(1)) + 11.8 * count(all) / count(words.len())
        - 15.59
}

fn nothing(found: Vec<String>, what: &str) {
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
}

#[test]
fn the_shipped_book_has_no_problem() {
    let book = book::shipped::book(Vec::new());
    let kept = book.chapters.iter().flat_map(|chapter| &chapter.problems);
    let left_out = book.left_out.iter().flat_map(|file| &file.problems);
    let found: Vec<String> = kept
        .chain(left_out)
        .map(|problem| {
            let path = format!("{}/workbook/{}", env!("CARGO_MANIFEST_DIR"), problem.file);
            let source = std::fs::read_to_string(path).unwrap_or_default();
            imago_workbook::problem::render(problem, &source, imago_workbook::problem::Colours::None)
        })
        .collect();
    nothing(found, "the linter finds");
}

#[test]
fn the_places_to_turn_to_have_no_problem() {
    let source =
        std::fs::read_to_string(format!("{}/workbook/help.toml", env!("CARGO_MANIFEST_DIR"))).expect("help");
    let (help, problems) = book::help::read("help.toml", &source);
    assert_eq!(problems, []);
    assert_eq!(help, book::shipped::help());
}

#[test]
fn every_page_reads_easily() {
    let hard = chapters()
        .iter()
        .flat_map(|chapter| &chapter.exercises)
        .map(|exercise| (exercise.id.to_string(), grade(&page(exercise))))
        .filter(|(_, grade)| *grade >= GRADE)
        .map(|(id, grade)| format!("{id}: grade {grade:.1}"))
        .collect();
    nothing(hard, "these pages are too hard to read");
}

#[test]
fn prompts_have_short_sentences() {
    let mut long = Vec::new();
    for chapter in chapters() {
        for question in chapter.exercises.iter().flat_map(|exercise| &exercise.questions) {
            for sentence in sentences(&read(&question.prompt)) {
                let count = words(sentence).len();
                if count > LONGEST {
                    long.push(format!("{}: {count} words: {}", question.id, sentence.trim()));
                }
            }
        }
    }
    nothing(long, "these sentences are too long for a prompt");
}

#[test]
fn the_voice_is_calm() {
    let mut found = Vec::new();
    for (id, text) in chapters().iter().flat_map(everything) {
        if text.contains('!') {
            found.push(format!("{id}: an exclamation mark"));
        }
        let text = format!(" {} ", words(&text.to_lowercase()).join(" "));
        for word in BANNED.iter().filter(|word| text.contains(&format!(" {word} "))) {
            found.push(format!("{id}: \"{word}\""));
        }
    }
    nothing(found, "this is not how the book speaks");
}

#[test]
fn every_page_says_why_and_leads_back() {
    let mut found = Vec::new();
    for exercise in chapters().iter().flat_map(|chapter| &chapter.exercises) {
        if exercise.why.trim().is_empty() || words(&exercise.why).len() > LONGEST {
            found.push(format!("{}: one line on why it is here", exercise.id));
        }
        if exercise.distress >= 2 && exercise.closing.trim().is_empty() {
            found.push(format!("{}: hard, and without an ending", exercise.id));
        }
        if exercise.minutes == 0 {
            found.push(format!("{}: no minutes", exercise.id));
        }
        for question in exercise.questions.iter().filter(|question| question.kind.ask().is_open()) {
            if question.hint.trim().is_empty() && question.example.trim().is_empty() {
                found.push(format!("{}: neither a hint nor an example", question.id));
            }
        }
    }
    nothing(found, "these pages lack something");
}

/// Every id of the book, one on a line: what it belongs to, and the id. Former ids count as ids.
fn ids() -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for chapter in chapters() {
        ids.insert(format!("chapter {}", chapter.id));
        for exercise in &chapter.exercises {
            ids.insert(format!("page {}", exercise.id));
            for question in &exercise.questions {
                ids.insert(format!("question {}", question.id));
                ids.extend(question.was.iter().map(|id| format!("question {id}")));
                // Options without a name of their own are stored by their text, which may change with care only.
                let options = question.kind.ask().options().iter();
                ids.extend(options.map(|option| format!("option {} {}", question.id, option.id)));
            }
        }
    }
    ids
}

/// An id is for ever: answers are stored under it. `IDS=add cargo test --test content` writes new ones down.
#[test]
fn no_id_ever_vanishes() {
    let path = format!("{}/tests/ids.lock", env!("CARGO_MANIFEST_DIR"));
    let locked: BTreeSet<String> =
        std::fs::read_to_string(&path).unwrap_or_default().lines().map(str::to_owned).collect();
    let ids = ids();
    let gone: Vec<String> = locked.difference(&ids).cloned().collect();
    nothing(
        gone,
        "these ids are gone from the book, and with them somebody's answers; keep them, or name them in `was`",
    );
    let new: Vec<String> = ids.difference(&locked).cloned().collect();
    if std::env::var("IDS").is_ok_and(|wish| wish == "add") {
        let text = ids.into_iter().collect::<Vec<_>>().join("\n") + "\n";
        #[allow(clippy::disallowed_methods, reason = "nobody's words")]
        std::fs::write(path, text).expect("ids.lock");
        return;
    }
    nothing(new, "these ids are new; `IDS=add cargo test --test content` writes them to tests/ids.lock");
}
