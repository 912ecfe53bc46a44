//! The shipped book holds what it promises: no problem, plain words, a way back from hard pages, ids that stay.

use imago_workbook::book::{self, Audience, Chapter, Exercise, Question, Turn, fill};
use imago_workbook::journal::{Id, Journal};
use imago_workbook::session::Session;
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

/// Letters of a title that are seen whole in the contents, 60 columns wide: of a page, and of a chapter.
const TITLE: (usize, usize) = (38, 31);

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
    // What is written down in a turn is asked for in its own words.
    for question in exercise.questions.iter().filter(|_| exercise.turns.is_empty()) {
        texts.push(read(&question.prompt));
        texts.push(read(&question.hint));
    }
    texts.extend(exercise.turns.iter().flat_map(spoken).map(read));
    texts.retain(|text| !text.trim().is_empty());
    texts.join(".\n")
}

/// Every text of a turn.
fn spoken(turn: &Turn) -> impl Iterator<Item = &str> {
    [turn.say.as_str(), turn.waiting.as_str()].into_iter().chain(turn.openers.iter().map(String::as_str))
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
        all.extend(
            exercise.turns.iter().flat_map(spoken).map(|text| (exercise.id.to_string(), text.to_owned())),
        );
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
        for exercise in &chapter.exercises {
            let prompts = exercise.questions.iter().map(|question| (&question.id, question.prompt.as_str()));
            let turns = exercise.turns.iter().flat_map(spoken).map(|text| (&exercise.id, text));
            for (id, text) in prompts.chain(turns) {
                let text = read(text);
                for sentence in sentences(&text).into_iter().filter(|text| words(text).len() > LONGEST) {
                    long.push(format!("{id}: {} words: {}", words(sentence).len(), sentence.trim()));
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

/// How somebody goes through the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Path {
    /// Alone, with a partner or without.
    Alone,
    /// One of two, alone and together.
    Couple,
}

const PATHS: [Path; 2] = [Path::Alone, Path::Couple];

impl Path {
    fn has(self, exercise: &Exercise) -> bool {
        match exercise.audience {
            Audience::Each => true,
            Audience::Solo => self == Path::Alone,
            Audience::Partners | Audience::Together => self == Path::Couple,
        }
    }
}

#[test]
fn titles_are_seen_whole() {
    let mut long = Vec::new();
    for chapter in chapters() {
        let pages = chapter.exercises.iter().map(|exercise| (&exercise.title, TITLE.0));
        for (title, most) in pages.chain([(&chapter.title, TITLE.1)]) {
            if imago_workbook::text::width(title) > most {
                long.push(format!("{}: {title}", chapter.id));
            }
        }
    }
    nothing(long, "these titles are cut off where there are 60 columns");
}

#[test]
fn minutes_of_a_chapter_are_those_of_its_pages() {
    let wrong = chapters()
        .iter()
        .filter_map(|chapter| {
            let alone = chapter.exercises.iter().filter(|exercise| Path::Alone.has(exercise));
            let sum: u32 = alone.map(|exercise| exercise.minutes).sum();
            (sum != chapter.minutes).then(|| format!("{}: {sum}, not {}", chapter.id, chapter.minutes))
        })
        .collect();
    nothing(wrong, "the pages that a person alone sees take another time");
}

/// No two heavy pages in a row, neither with all pages nor on the short path.
#[test]
fn heavy_pages_are_kept_apart() {
    let chapters = chapters();
    let mut found = Vec::new();
    for path in PATHS {
        for core in [false, true] {
            let pages = chapters.iter().flat_map(|chapter| &chapter.exercises);
            let pages: Vec<&Exercise> =
                pages.filter(|exercise| path.has(exercise) && (exercise.core || !core)).collect();
            for pair in pages.windows(2) {
                if let [one, two] = pair
                    && one.distress == 3
                    && two.distress == 3
                {
                    found.push(format!("{path:?}: {} and {}", one.id, two.id));
                }
            }
        }
    }
    nothing(found, "these heavy pages follow each other");
}

/// Whoever goes to a heavy page has been shown the way to what steadies, and comes back from it.
#[test]
fn heavy_pages_have_the_kit_before_them() {
    let kit = Id::new("begin", "kit");
    let mut found = Vec::new();
    for exercise in chapters().iter().flat_map(|chapter| &chapter.exercises) {
        if exercise.distress == 3 && !exercise.needs.contains(&kit) {
            found.push(format!("{}: needs = [\"{kit}\"]", exercise.id));
        }
    }
    nothing(found, "these heavy pages do not name the kit");
}

/// What may stir things up asks how one is, before and after; in a talk that is done on pages beside it.
#[test]
fn what_stirs_up_asks_how_one_is() {
    let mood = |question: &Question| {
        question.kind.name() == "scale"
            && question.kind.ask().steps().is_some_and(|steps| (steps.low, steps.high) == (0, 10))
    };
    let mut found = Vec::new();
    for exercise in chapters().iter().flat_map(|chapter| &chapter.exercises) {
        if exercise.distress >= 2 && exercise.turns.is_empty() {
            let ends = [exercise.questions.first(), exercise.questions.last()];
            if !ends.into_iter().all(|end| end.is_some_and(mood)) {
                found.push(exercise.id.to_string());
            }
        }
    }
    nothing(found, "these pages do not begin and end with how one is");
}

/// Every question or page that something refers to, with what refers.
fn looks(exercise: &Exercise) -> Vec<(String, Id)> {
    let chapter = exercise.id.chapter();
    let gaps = |texts: Vec<String>| -> Vec<Id> {
        let gaps = texts.iter().flat_map(|text| fill::gaps(text)).map(|gap| gap.name);
        gaps.filter(|name| !fill::PEOPLE.contains(name)).map(|name| book::full(name, chapter)).collect()
    };
    let mut all = Vec::new();
    let mut add = |who: &Id, ids: Vec<Id>| all.extend(ids.into_iter().map(|id| (who.to_string(), id)));
    let page = [&exercise.text, &exercise.care, &exercise.why, &exercise.closing].map(Clone::clone);
    add(&exercise.id, gaps(page.to_vec()));
    add(&exercise.id, gaps(exercise.turns.iter().flat_map(spoken).map(str::to_owned).collect()));
    add(&exercise.id, exercise.needs.clone());
    add(&exercise.id, exercise.when.iter().flat_map(|when| when.ids()).cloned().collect());
    for question in &exercise.questions {
        let ask = question.kind.ask();
        add(&question.id, gaps(texts(question)));
        add(&question.id, question.from.clone());
        add(&question.id, question.when.iter().flat_map(|when| when.ids()).cloned().collect());
        add(&question.id, ask.shows().iter().map(|name| book::full(name, chapter)).collect());
        add(&question.id, ask.sources().iter().map(|(_, name)| book::full(name, chapter)).collect());
    }
    all
}

/// A page builds only on what comes before it, on every path on which the page is met.
#[test]
fn every_look_goes_back_on_the_same_path() {
    let chapters = chapters();
    let mut found = Vec::new();
    for path in PATHS {
        let mut seen: BTreeSet<Id> = BTreeSet::new();
        for exercise in chapters.iter().flat_map(|chapter| &chapter.exercises).filter(|page| path.has(page)) {
            // A question may look at those above it on its page; the linter knows which.
            seen.extend(exercise.questions.iter().map(|question| question.id.clone()));
            let lost = looks(exercise).into_iter().filter(|(_, id)| !seen.contains(id));
            found.extend(lost.map(|(who, id)| format!("{path:?}: {who} looks at {id}")));
            seen.insert(exercise.id.clone());
        }
    }
    nothing(found, "nobody on this path has been asked");
}

/// A person alone has a whole book: the numbers of its pages have no gaps, and nothing that is read there names a page which is
/// only there for two, or speaks of pages for two.
#[test]
fn a_person_alone_is_sent_to_no_page_that_is_not_there() {
    let chapters = chapters();
    let pages = || chapters.iter().flat_map(|chapter| &chapter.exercises);
    let is_there = |page: &&Exercise| Path::Alone.has(page);
    let titles: BTreeSet<&str> = pages().filter(is_there).map(|page| page.title.as_str()).collect();
    let away: Vec<String> = pages()
        .filter(|page| !titles.contains(page.title.as_str()))
        .map(|page| page.title.to_lowercase())
        .collect();
    assert!(away.len() > 20, "the book has pages for two: {}", away.len());
    let mut read: BTreeSet<String> = chapters.iter().map(|chapter| chapter.id.clone()).collect();
    for page in pages().filter(is_there) {
        read.insert(page.id.to_string());
        read.extend(page.questions.iter().map(|question| question.id.to_string()));
    }
    let mut found = Vec::new();
    for (who, text) in chapters.iter().flat_map(everything).filter(|(who, _)| read.contains(who)) {
        let text = text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        let named = away.iter().filter(|title| text.contains(&format!("*{title}*")));
        found.extend(named.map(|title| format!("{who} names \"{title}\"")));
        let phrases =
            ["pages for two", "page for two", "page of two", "pages for a couple", "the other's page"];
        let said = phrases.iter().filter(|phrase| text.contains(**phrase));
        found.extend(said.map(|phrase| format!("{who} speaks of \"{phrase}\"")));
    }
    nothing(found, "there is no such page for a person alone");

    let session = Session::new(book::shipped::book(Vec::new()), Journal::default(), String::new());
    let mut found = Vec::new();
    for chapter in &session.book.chapters {
        let there = session.pages().filter(|(of, page)| of.id == chapter.id && session.counts(page));
        let numbers: Vec<String> =
            there.filter_map(|(chapter, page)| session.number(chapter, &page.id)).collect();
        let wanted: Vec<String> = (1..=numbers.len()).map(|n| n.to_string()).collect();
        if numbers.is_empty() || numbers != wanted {
            found.push(format!("{}: {numbers:?}", chapter.id));
        }
    }
    nothing(found, "the numbers have a gap");
}

/// The short path is whole for a person alone: it asks in every chapter, it builds on nothing that is not on it, and
/// where two have something to do there, a person alone has as well.
#[test]
fn the_short_path_is_whole_for_a_person_alone() {
    let chapters = chapters();
    let mut found = Vec::new();
    let mut seen: BTreeSet<Id> = BTreeSet::new();
    for chapter in &chapters {
        let core = |path: Path, exercise: &&Exercise| exercise.core && path.has(exercise);
        let alone: Vec<&Exercise> = chapter.exercises.iter().filter(|page| core(Path::Alone, page)).collect();
        let asks = alone.iter().filter(|exercise| !exercise.questions.is_empty());
        let close = alone.last().is_some_and(|exercise| exercise.id.name() == "close");
        if asks.count() < 3 || !close {
            found.push(format!("{}: too little for a person alone, or no last minute", chapter.id));
        }
        let only = |audience: &[Audience]| {
            chapter.exercises.iter().any(|exercise| exercise.core && audience.contains(&exercise.audience))
        };
        if only(&[Audience::Partners, Audience::Together]) && !only(&[Audience::Solo]) {
            found.push(format!("{}: core pages for two, and none for a person alone", chapter.id));
        }
        for exercise in alone {
            let needs = exercise.needs.iter().filter(|id| !seen.contains(*id));
            found.extend(
                needs.map(|id| format!("{} needs {id}, which is not on the short path", exercise.id)),
            );
            seen.insert(exercise.id.clone());
            seen.extend(exercise.questions.iter().map(|question| question.id.clone()));
        }
    }
    nothing(found, "the short path has a hole");
}

/// What was broken, and who they have become, have their pages.
#[test]
fn the_book_keeps_its_promises() {
    let chapters = chapters();
    for (chapter, page) in [("doors", "broken"), ("portrait", "aged")] {
        let id = Id::new(chapter, page);
        let pages = chapters.iter().flat_map(|chapter| &chapter.exercises);
        assert!(pages.into_iter().any(|exercise| exercise.id == id), "{id} is gone");
    }
}

/// Both say how many chapters there are.
#[test]
fn the_number_of_chapters_is_told() {
    assert_eq!(chapters().len(), 13, "then change README.md and CHANGELOG.md");
    for name in ["README.md", "CHANGELOG.md"] {
        let text =
            std::fs::read_to_string(format!("{}/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap_or_default();
        assert!(text.to_lowercase().contains("thirteen chapters"), "{name}");
    }
}

#[test]
fn the_portrait_is_laid_out_without_a_problem_and_every_part_is_fed() {
    let source = std::fs::read_to_string(format!("{}/workbook/portrait.toml", env!("CARGO_MANIFEST_DIR")))
        .expect("portrait");
    let (portrait, problems) = book::portrait::read("portrait.toml", &source);
    assert_eq!(problems, []);
    assert_eq!(portrait, book::shipped::portrait());
    let chapters = chapters();
    let questions = chapters.iter().flat_map(|c| &c.exercises).flat_map(|e| &e.questions);
    let fed: BTreeSet<&str> = questions
        .flat_map(|question| &question.into)
        .filter_map(|into| into.strip_prefix(book::portrait::PREFIX))
        .collect();
    let parts: BTreeSet<&str> = portrait.parts.iter().map(|part| part.id.as_str()).collect();
    assert_eq!(fed, parts, "what questions feed, and the parts of portrait.toml");
}

/// Ways in which people answer, from nothing to whole sentences.
const ANSWERS: [(&str, &[&str]); 9] = [
    ("nothing", &[]),
    ("one", &["quick to laugh"]),
    ("two", &["quick to laugh", "at home everywhere"]),
    ("many", &["quick to laugh", "late", "at home everywhere", "kind to dogs", "loud"]),
    ("capitals", &["Quick to laugh", "Never late", "I asked nobody"]),
    ("stops", &["quick to laugh.", "at home everywhere."]),
    ("sentences", &["I was never asked.", "She left before I came home! Why?", "\"Be quiet,\" she said."]),
    ("one sentence", &["Nobody ever asked me what was wrong, and I stopped waiting for it."]),
    ("line breaks", &["quick to laugh\nand loud", "  late \n\n often "]),
];

/// A text that was put together, with every source answered in one of these ways.
fn composed(question: &Question, template: &str, said: &[&str]) -> String {
    use imago_workbook::answer::{Answer, Cell};
    use imago_workbook::journal::{Journal, Stamp};
    let book = book::shipped::book(Vec::new());
    let mut session = imago_workbook::session::Session::new(book, Journal::default(), "2026-05-12".into());
    let at = Stamp::of(jiff::Timestamp::UNIX_EPOCH, &jiff::tz::TimeZone::UTC);
    for gap in fill::gaps(template) {
        let id = book::full(gap.name, question.id.chapter());
        let Some((_, source)) = session.book.question(&id) else { continue };
        let ask = source.kind.ask();
        let offered: Vec<String> = ask.options().iter().map(|option| option.id.clone()).collect();
        let texts: Vec<String> = said.iter().map(|words| (*words).to_owned()).collect();
        let is_sentences = texts.iter().any(|words| words.ends_with('.'));
        let line = texts.join(if is_sentences { " " } else { ", " });
        let answers = [
            Answer::List(texts.clone()),
            Answer::Text(line.replace('\n', " ").into()),
            Answer::Number(20),
            Answer::Rows(
                texts.iter().map(|text| vec![("gap".to_owned(), Cell::Text(text.clone()))]).collect(),
            ),
        ];
        let from_bank = Answer::List(offered.iter().take(said.len()).cloned().collect());
        let one_of_bank = Answer::Text(offered.first().cloned().unwrap_or_default().into());
        let bank = if offered.is_empty() { Vec::new() } else { vec![from_bank, one_of_bank] };
        let answer = bank.into_iter().chain(answers).find(|answer| ask.fits(answer));
        if let Some(answer) = answer.filter(|_| !said.is_empty()) {
            session.set(&id, Some(answer), at);
        }
    }
    session.fill(template, question.id.chapter()).trim().to_owned()
}

#[test]
fn texts_that_are_put_together_read_as_somebody_would_write_them() {
    let chapters = chapters();
    let questions = chapters.iter().flat_map(|c| &c.exercises).flat_map(|e| &e.questions);
    let mut odd = Vec::new();
    let mut seen = 0;
    for question in questions {
        for template in question.kind.ask().beginnings().into_iter().filter(|text| text.contains("{{")) {
            seen += 1;
            for (name, said) in ANSWERS {
                let text = composed(question, template, said);
                for line in text.lines() {
                    if let Some(what) = oddity(line) {
                        odd.push(format!("{} ({name}): {what}: {line}", question.id));
                    }
                }
            }
        }
    }
    assert!(seen > 5, "the templates were not found");
    nothing(odd, "these lines do not read well");
}

/// What is wrong with a line, if anything.
fn oddity(line: &str) -> Option<&'static str> {
    let letters: Vec<char> = line.chars().collect();
    let pair =
        |is: &dyn Fn(char, char) -> bool| letters.windows(2).any(|two| matches!(two, [a, b] if is(*a, *b)));
    let closes = |c: char| ".,:;?!".contains(c);
    if line.contains("{{") || line.contains("}}") {
        return Some("braces");
    }
    if line.contains("  ") {
        return Some("two spaces");
    }
    if line.contains("\"\"") || line.contains("\" \"") {
        return Some("empty quotes");
    }
    if pair(&|a, b| a == ' ' && closes(b)) {
        return Some("a space before a stop");
    }
    if pair(&|a, b| closes(a) && closes(b)) {
        return Some("two stops");
    }
    // A stop inside quotes and another behind them.
    if letters.windows(3).any(|three| matches!(three, [a, '"', b] if closes(*a) && closes(*b))) {
        return Some("a stop on both sides of a quote");
    }
    if line.ends_with(':') {
        return Some("only a label");
    }
    if !line.is_empty() && !line.ends_with(['.', '?', '!', '"']) {
        return Some("no end");
    }
    None
}
