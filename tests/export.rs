//! Whatever somebody types reads in an export exactly as it was typed, and never becomes anything else.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test says what is wrong by a panic, and most of Markdown is wrong in an answer"
)]

use imago_workbook::export::{
    Dates, Document, Given, Page, Part, Portrait, STAR, Section, Size, file_name, markdown, summary,
};
use imago_workbook::journal::{Id, Stamp};
use imago_workbook::kind::Told;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

#[path = "export/pandoc.rs"]
mod pandoc;
#[path = "export/profiles.rs"]
mod profiles;

/// Texts that would be something else in Markdown, YAML, HTML, Obsidian or pandoc.
const NASTY: &[&str] = &[
    "# heading",
    "## heading ##",
    "#tag",
    "#",
    "---",
    "- - -",
    "***",
    "___",
    "===",
    "=",
    "-",
    "+",
    "*",
    "+++",
    "...",
    "```",
    "```rust\nlet a;\n```",
    "~~~",
    "<script>alert(1)</script>",
    "<b>",
    "</div>",
    "<!-- a -->",
    "<!--",
    "-->",
    "<?php",
    "<![CDATA[",
    "<https://a.b>",
    "<sam@example.com>",
    "<3",
    "[x](javascript:alert(1))",
    "[x]",
    "[x][y]",
    "![](http://tracker/a_b_c.png)",
    "[a]: http://b.c",
    "https://example.com/_a_*b*/~c/#d",
    "www.example.com",
    "mailto:sam@example.com",
    "sam@example.com",
    "1. one",
    "1) one",
    "12.",
    "(a) b",
    "iv. x",
    "A.  B",
    "#. x",
    "(@x) y",
    "+ one",
    "- one",
    "- [ ] todo",
    "- [x] done",
    "[ ] x",
    "* one",
    "_a_",
    "__a__",
    "a_b_c",
    "*a*",
    "**a**",
    "**",
    "~~a~~",
    "H~2~O",
    "x^2^",
    "^[note]",
    "$math$",
    "$$a\nb$$",
    "$5 and $6",
    "a | b",
    "a | b\n--- | ---\n1 | 2",
    "|---|",
    ":--",
    ":-:",
    "---:",
    "| a |",
    "&amp;",
    "&lt;",
    "&#38;",
    "&#x26;",
    "&nbsp;",
    "&",
    "\\",
    "\\\\",
    "a\\",
    "\\n",
    "\\*",
    "\\|",
    "> quote",
    ">",
    ">> a",
    "    code",
    "\tcode",
    "  two",
    " a  b    c\td",
    "[^1]",
    "[^1]: note",
    "[[wikilinks]]",
    "![[embed]]",
    "%%comment%%",
    "%%",
    "==mark==",
    "text ^block",
    "::: note",
    ":::",
    ":",
    ": def",
    "term\n: definition",
    "{.attr}",
    "# a {#b .c}",
    "{{< x >}}",
    "@cite",
    "[@cite]",
    "-@cite",
    "key:: value",
    "title: x\n---\n",
    "\": \"",
    "'",
    "\"",
    "!!python/object",
    "&a *a",
    "%YAML",
    "? a",
    "\n\n\n",
    "   ",
    "\n   \n",
    "\r\n",
    "\r",
    "\u{2028}",
    "\u{b}",
    "\0",
    "\u{7f}",
    "\u{1b}[31m",
    "\u{feff}",
    "\u{200b}",
    "\u{a0}",
    "\u{3000}x",
    "👩‍👩‍👧",
    "é",
    "e\u{301}",
    "שלום",
    "مرحبا",
    "\u{202e}abc\u{202c}",
    "日本語",
    "ﬁ",
    "[!NOTE]",
    "> [!NOTE]\n> x",
    ":heart:",
    ":+1:",
    "Table: x",
    "\\begin{a}",
    "+---+\n| a |\n+===+",
    "a\n===",
    "a\n---",
    "1986. A great year",
    "I don't know (yet), but it's half-past 9.30 - or so.",
    "a",
    "word",
    " ",
    "\n",
    ".",
    "!",
    "(",
    ")",
    "]",
    "}",
    ">",
];

fn stamp(text: &str) -> Stamp {
    Stamp { local: text.parse().unwrap(), offset: jiff::tz::offset(2) }
}

fn given(name: &str, asked: &str, told: Option<Told>) -> Given {
    let id = Id::new("wounds", name);
    let updated = stamp("2026-05-12T12:04:31");
    Given { id, asked: asked.to_owned(), told, updated, rounds: Vec::new(), other: Vec::new() }
}

fn words(words: &str) -> Option<Told> {
    Some(Told::Words(words.to_owned()))
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn one_page(given: Vec<Given>) -> Document {
    let page = Page { title: "Page".to_owned(), given, ..Page::default() };
    let chapter = Section { title: "Chapter".to_owned(), pages: vec![page], ..Section::default() };
    Document {
        title: "Chapter".to_owned(),
        chapters: vec![chapter],
        done: 1,
        pages: 1,
        ..Document::default()
    }
}

/// What a reader of Markdown sees.
#[derive(Debug, Default, PartialEq)]
struct Seen {
    front: String,
    headings: Vec<String>,
    strong: Vec<String>,
    /// Each quote, line by line.
    quotes: Vec<Vec<String>>,
    items: Vec<String>,
    cells: Vec<String>,
    comments: usize,
    /// Paragraphs outside of quotes and lists.
    paragraphs: Vec<String>,
}

/// Reads a document, and panics when something became active in it.
fn read(markdown: &str) -> Seen {
    let mut options = Options::all();
    options.remove(Options::ENABLE_SMART_PUNCTUATION | Options::ENABLE_OLD_FOOTNOTES);
    options.insert(Options::ENABLE_FOOTNOTES);
    let mut seen = Seen::default();
    let (mut quotes, mut items, mut text) = (0, 0, String::new());
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(tag) => match tag {
                Tag::MetadataBlock(_) | Tag::Heading { .. } | Tag::TableCell => text.clear(),
                Tag::Paragraph if quotes > 0 && items == 0 => {
                    if !text.is_empty() {
                        text.push_str("\n\n");
                    }
                }
                Tag::Paragraph => text.clear(),
                Tag::BlockQuote(kind) => {
                    assert_eq!((kind, quotes), (None, 0), "a quote of its own kind:\n{markdown}");
                    quotes += 1;
                    text.clear();
                }
                Tag::List(start) => {
                    // An order begins with 1. What was typed is no list: that is seen by its items.
                    assert_eq!((start.unwrap_or(1), items), (1, 0), "a list:\n{markdown}");
                }
                Tag::Item => {
                    assert_eq!(items, 0);
                    items += 1;
                    text.clear();
                }
                Tag::Strong if quotes + items == 0 => text.clear(),
                Tag::Emphasis if quotes + items == 0 => {}
                Tag::Table(_) | Tag::TableHead | Tag::TableRow => {
                    assert_eq!(quotes, 0, "a table:\n{markdown}")
                }
                Tag::HtmlBlock => {}
                other => panic!("{other:?} in:\n{markdown}"),
            },
            Event::End(tag) => match tag {
                TagEnd::MetadataBlock(_) => seen.front = std::mem::take(&mut text),
                TagEnd::Heading(_) => seen.headings.push(std::mem::take(&mut text)),
                TagEnd::Strong => seen.strong.push(text.clone()),
                TagEnd::TableCell => seen.cells.push(std::mem::take(&mut text)),
                TagEnd::Item => {
                    items -= 1;
                    seen.items.push(std::mem::take(&mut text));
                }
                TagEnd::BlockQuote(_) => {
                    quotes -= 1;
                    seen.quotes.push(std::mem::take(&mut text).split('\n').map(str::to_owned).collect());
                }
                TagEnd::Paragraph if quotes + items == 0 => seen.paragraphs.push(text.clone()),
                _ => {}
            },
            Event::Text(words) => text.push_str(&words),
            Event::SoftBreak => {
                assert_eq!(quotes, 0, "a line that would flow into the next one:\n{markdown}");
                text.push('\n');
            }
            Event::HardBreak => text.push('\n'),
            Event::TaskListMarker(_) => assert_eq!((quotes, items), (0, 1), "a box:\n{markdown}"),
            Event::Html(html) | Event::InlineHtml(html) => {
                let comment =
                    html.trim().strip_prefix("<!-- imago: ").and_then(|html| html.strip_suffix(" -->"));
                let id = comment.unwrap_or_else(|| panic!("{html:?} in:\n{markdown}"));
                assert!(!id.contains(['<', '>']) && !id.contains("--"), "{id:?}");
                seen.comments += 1;
            }
            other => panic!("{other:?} in:\n{markdown}"),
        }
    }
    assert!(markdown.ends_with('\n') && !markdown.ends_with("\n\n"), "the end of:\n{markdown}");
    assert!(markdown.lines().all(|line| !line.ends_with([' ', '\t'])), "spaces at an end in:\n{markdown}");
    assert!(!markdown.contains(|sign: char| sign.is_control() && sign != '\n'), "controls in:\n{markdown}");
    seen
}

/// What was typed, line by line, as far as an export promises it: modulo the kind of a space, spaces at the ends of
/// lines and blank lines at both ends.
fn promised(typed: &str) -> Vec<String> {
    let typed =
        typed.replace("\r\n", "\n").replace(['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'], "\n");
    let typed = typed.replace('\t', "    ").replace('\u{a0}', " ");
    let typed: String = typed.chars().filter(|sign| !sign.is_control() || *sign == '\n').collect();
    let lines: Vec<String> = typed.split('\n').map(|line| line.trim_end().to_owned()).collect();
    let first = lines.iter().position(|line| !line.is_empty()).unwrap_or(lines.len());
    let last = lines.iter().rposition(|line| !line.is_empty()).map_or(first, |last| last + 1);
    lines[first..last].to_vec()
}

/// The same on one line.
fn promised_flat(typed: &str, between: &str) -> String {
    let lines = promised(typed);
    let lines = lines.iter().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(between)
}

fn plain(seen: &str) -> String {
    seen.replace('\u{a0}', " ").trim_end().to_owned()
}

fn check_words(typed: &str) {
    let written = markdown(&one_page(vec![given("a", "Why?", words(typed))]));
    let seen = read(&written);
    let promised = promised(typed);
    if promised.is_empty() {
        assert_eq!(seen.quotes.len(), 0, "{typed:?}");
        return;
    }
    assert_eq!(seen.quotes.len(), 1, "{typed:?} in:\n{written}");
    let quote: Vec<String> = seen.quotes[0].iter().map(|line| plain(line)).collect();
    assert_eq!(quote, promised, "{typed:?} in:\n{written}");
    assert!(seen.items.is_empty() && seen.cells.is_empty());
    assert_eq!((seen.strong, seen.comments), (vec!["Why?".to_owned()], 1));
}

/// Puts one text everywhere where words of a person or an author can be.
fn check_everywhere(typed: &str) {
    let mut rounds = given("d", typed, Some(Told::Value(typed.to_owned())));
    rounds.rounds.push((stamp("2026-04-14T09:00:00"), Told::Value(typed.to_owned())));
    let row = vec![typed.to_owned(), "b".to_owned()];
    let mut document = one_page(vec![
        given("a", typed, Some(Told::Lines(vec![typed.to_owned(), "last".to_owned()]))),
        given("b", typed, Some(Told::Ticked(vec![(true, typed.to_owned()), (false, "no".to_owned())]))),
        given("c", typed, Some(Told::Table { head: row.clone(), rows: vec![row.clone()] })),
        rounds,
        given("e", "Parts", Some(Told::Parts(vec![(typed.to_owned(), Told::Value(typed.to_owned()))]))),
        given(typed, "Hostile id", None),
    ]);
    document.person = typed.to_owned();
    document.title = typed.to_owned();
    document.kept_private = 3;
    document.chapters[0].pages[0].title = typed.to_owned();
    let written = markdown(&document);
    let seen = read(&written);
    let (flat, cell) = (promised_flat(typed, " "), promised_flat(typed, " / "));
    let there =
        |words: &str, fallback: &str| if flat.is_empty() { fallback.to_owned() } else { words.to_owned() };

    assert_eq!(seen.headings, [there(&flat, "…"), "Chapter".to_owned(), there(&flat, "…")], "{written}");
    let questions = ["wounds.a", "wounds.b", "wounds.c", "wounds.d"];
    let mut strong: Vec<String> = questions.iter().map(|id| there(&flat, id)).collect();
    strong.extend(["Parts".to_owned(), "Hostile id".to_owned()]);
    assert_eq!(seen.strong, strong, "{written}");
    assert_eq!(seen.comments, 6, "{written}");
    let whose = if flat.is_empty() { "by choice".to_owned() } else { format!("by {flat}'s choice") };
    assert_eq!(
        seen.paragraphs[0],
        format!("1 of 1 page. Three answers are kept private {whose}."),
        "{written}"
    );

    let lines: Vec<&String> = seen.items.iter().take(seen.items.len() - 3).collect();
    let item: Vec<String> = lines.iter().flat_map(|item| item.split('\n')).map(plain).collect();
    let typed_item: Vec<String> = promised(typed).iter().map(|line| line.trim().to_owned()).collect();
    let typed_item: Vec<String> = typed_item.into_iter().filter(|line| !line.is_empty()).collect();
    assert_eq!(item, typed_item, "{written}");
    assert_eq!(seen.items[seen.items.len() - 3..], ["last".to_owned(), there(&cell, "…"), "no".to_owned()]);

    let mut cells = vec![cell.clone(), "b".to_owned(), cell.clone(), "b".to_owned()];
    if !flat.is_empty() {
        cells.extend(owned(&["Date", "Answer", "14 April 2026", &cell, "12 May 2026", &cell]));
    }
    assert_eq!(seen.cells, cells, "{written}");
    if !flat.is_empty() {
        assert!(seen.paragraphs.contains(&format!("{flat} {cell}")), "{written}");
    }
    let front = yaml(&seen.front);
    assert_eq!(front[0], ("title".to_owned(), flat.clone()), "{written}");
    let person = front.iter().find(|(key, _)| key == "person").map(|(_, value)| value.clone());
    assert_eq!(person.unwrap_or_default(), flat, "{written}");
    assert_eq!(front.last().unwrap(), &("imago_format".to_owned(), "1".to_owned()));
}

/// A tiny reader for as much YAML as an export has: keys with a string, a plain value or a list of them.
fn yaml(front: &str) -> Vec<(String, String)> {
    let mut read: Vec<(String, String)> = Vec::new();
    for line in front.lines() {
        let (key, value) = match line.strip_prefix("  - ") {
            Some(item) => (read.last().unwrap().0.clone(), item),
            None => line.split_once(':').map(|(key, value)| (key.to_owned(), value.trim_start())).unwrap(),
        };
        assert!(key.chars().all(|sign| sign.is_ascii_lowercase() || sign == '_'), "{key:?} in {front}");
        let value = match value.strip_prefix('"') {
            Some(quoted) => unquoted(quoted),
            None => {
                assert!(value.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '-'), "{value:?}");
                value.to_owned()
            }
        };
        read.push((key, value));
    }
    read
}

/// The rest of a double-quoted string of YAML, read as YAML and then as one line of Markdown.
fn unquoted(quoted: &str) -> String {
    let (mut out, mut signs) = (String::new(), quoted.chars());
    loop {
        match signs.next().expect("the string ends") {
            '"' => break,
            '\\' => match signs.next().unwrap() {
                'u' => {
                    let code: String = signs.by_ref().take(4).collect();
                    out.push(char::from_u32(u32::from_str_radix(&code, 16).unwrap()).unwrap());
                }
                sign => {
                    assert!(matches!(sign, '"' | '\\'), "{quoted}");
                    out.push(sign);
                }
            },
            sign => out.push(sign),
        }
    }
    assert_eq!(signs.as_str(), "", "{quoted}");
    // pandoc reads it as words inside a line.
    read(&format!("x{}{out}\n", if out.is_empty() { "" } else { " " }))
        .paragraphs
        .remove(0)
        .split_off(1)
        .trim_start()
        .to_owned()
}

fn nasty() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        6 => prop::sample::select(NASTY).prop_map(str::to_owned),
        2 => "[-+=:|*_~`<>#&;\\\\\\[\\](){}!.$@%^ \n\ta1]{1,8}",
        1 => "\\PC{0,6}",
        1 => any::<char>().prop_map(String::from),
    ];
    let between = prop::sample::select(&["", "", " ", "\n", "\n\n", "    "][..]);
    prop::collection::vec((part, between), 0..10)
        .prop_map(|parts| parts.into_iter().map(|(part, between)| part + between).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_typed_reads_as_typed(typed in nasty()) {
        check_words(&typed);
    }

    #[test]
    fn so_it_does_in_lists_cells_questions_names_and_titles(typed in nasty()) {
        check_everywhere(&typed);
    }

    #[test]
    fn a_file_name_is_safe_on_every_system(title in nasty(), person in nasty()) {
        let name = file_name(&Document { title, person, ..Document::default() });
        prop_assert!(name.starts_with("imago") && name.ends_with(".md") && name.len() <= 120, "{}", name);
        let stem = name.strip_suffix(".md").unwrap();
        prop_assert!(stem.chars().all(|c| c == '-' || c.is_ascii_lowercase() || c.is_ascii_digit()), "{}", name);
        prop_assert!(!stem.ends_with('-') && !stem.contains("--"), "{}", name);
    }
}

#[test]
fn each_nasty_text_reads_as_typed() {
    for typed in NASTY {
        check_words(typed);
        check_words(&format!("before\n{typed}"));
        check_words(&format!("before\n{typed}\nafter"));
        check_words(&format!("before {typed} after"));
        check_words(&format!("{typed}\n\n{typed}"));
        check_everywhere(typed);
        check_everywhere(&format!("a {typed}"));
    }
}

#[test]
fn very_long_texts_are_quick() {
    for part in ["a", ":", "&", "<3", "*", "_", "www.", "(", "#", " ", "\\", "[", "<1"] {
        check_words(&part.repeat(100_000));
    }
}

#[test]
fn no_line_is_lost() {
    let written = markdown(&one_page(vec![given("a", "Why?", words("one\n\n\n\ntwo\n  three\n\nfour"))]));
    let quote: Vec<&str> = written.lines().filter(|line| line.starts_with('>')).collect();
    let expected =
        ["> one", ">", "> \u{a0}\\", "> \u{a0}\\", "> two\\", "> \u{a0}\u{a0}three", ">", "> four"];
    assert_eq!(quote, expected);
}

#[test]
fn the_cover_says_it_in_the_right_words() {
    let check = |change: &dyn Fn(&mut Document), expected: &str| {
        let mut document = one_page(vec![given("a", "Why?", words("x"))]);
        (document.done, document.pages) = (1, 6);
        document.person = "Sam".to_owned();
        document.created = Some(stamp("2026-04-14T08:00:00"));
        document.updated = Some(stamp("2026-05-12T08:00:00"));
        change(&mut document);
        assert_eq!(read(&markdown(&document)).paragraphs[0], expected);
    };
    check(&|d| d.done = 4, "4 of 6 pages, 14 April to 12 May 2026.");
    check(&|_| {}, "1 of 6 pages, 14 April to 12 May 2026.");
    check(&|d| d.dates = Dates::LeftOut, "1 of 6 pages.");
    check(&|d| d.created = None, "1 of 6 pages, 12 May 2026.");
    check(&|d| d.created = d.updated, "1 of 6 pages, 12 May 2026.");
    check(&|d| d.created = Some(stamp("2026-05-02T08:00:00")), "1 of 6 pages, 2 to 12 May 2026.");
    check(&|d| d.created = Some(stamp("2025-05-02T08:00:00")), "1 of 6 pages, 2 May 2025 to 12 May 2026.");
    check(
        &|d| d.kept_private = 1,
        "1 of 6 pages, 14 April to 12 May 2026. One answer is kept private by Sam's choice.",
    );
    check(
        &|d| {
            d.kept_private = 13;
            d.person.clear();
        },
        "1 of 6 pages, 14 April to 12 May 2026. 13 answers are kept private by choice.",
    );
}

#[test]
fn many_options_are_told_by_those_that_were_chosen() {
    let options = |chosen: usize| (0..13).map(|at| (at < chosen, format!("option {at}"))).collect();
    let seen = read(&markdown(&one_page(vec![given("a", "Which?", Some(Told::Ticked(options(2))))])));
    assert_eq!(seen.items, ["option 0", "option 1"]);
    assert_eq!(seen.paragraphs.last().unwrap(), "2 chosen.");
    let seen = read(&markdown(&one_page(vec![given("a", "Which?", Some(Told::Ticked(options(0))))])));
    assert_eq!((seen.items.len(), seen.paragraphs.last().unwrap().as_str()), (0, "None chosen."));
}

#[test]
fn no_column_is_set_as_if_it_were_sums() {
    let rule = |cells: &[&str]| -> String {
        let rows = cells.iter().map(|cell| owned(&[cell])).collect();
        let table = Told::Table { head: owned(&["number"]), rows };
        let written = markdown(&one_page(vec![given("a", "Who?", Some(table))]));
        written.lines().find(|line| line.starts_with("| --")).unwrap().to_owned()
    };
    for typed in ["4", "-3", "0170", "112", "988", "07", "1e3", "inf", "+4", "4.5", ""] {
        assert_eq!(rule(&["42", typed]), "| --- |", "{typed}");
    }
}

#[test]
fn a_page_with_an_answer_is_not_said_to_be_skipped() {
    let mut document = one_page(vec![given("a", "Why?", words("Because."))]);
    document.chapters[0].pages[0].skipped = true;
    assert!(!markdown(&document).contains("skipped"));
    document.chapters[0].pages[0].given[0].told = None;
    assert!(markdown(&document).contains("This page was skipped on purpose."));
}

#[test]
fn an_order_has_numbers_as_far_as_it_counts() {
    let told = |first: &[&str], rest: &[&str]| Told::Ranked { first: owned(first), rest: owned(rest) };
    let order = told(&["2. place", "- quiet", ""], &["# time\nand again"]);
    let written = markdown(&one_page(vec![given("a", "Which first?", Some(order))]));
    let items: Vec<String> = read(&written).items.iter().map(|item| plain(item)).collect();
    assert_eq!(items, ["2. place", "- quiet", "…", "# time / and again"], "{written}");
    assert!(written.contains("\n1. ") && written.contains("\n3. …\n\n- "), "{written}");
    let all = markdown(&one_page(vec![given("a", "Which first?", Some(told(&["quiet"], &[])))]));
    assert!(all.contains("\n1. quiet\n"), "{all}");
}

#[test]
fn an_empty_line_of_a_list_stays_where_it_is() {
    let told = |lines: &[&str]| Some(Told::Lines(owned(lines)));
    let seen = read(&markdown(&one_page(vec![given("a", "Why?", told(&["", "one", "", " ", "two", ""]))])));
    let items: Vec<String> = seen.items.iter().map(|item| plain(item)).collect();
    assert_eq!(items, ["one", "", "", "two"]);
}

#[test]
fn no_day_is_told_when_days_are_left_out() {
    let mut document = sample();
    document.dates = Dates::LeftOut;
    let written = markdown(&document);
    assert!(!written.contains("2026") && !written.contains("April"), "{written}");
    assert_eq!(file_name(&document), "imago-wounds-and-unmet-needs-sam.md");
    read(&written);
}

#[test]
fn what_a_panic_could_show_holds_no_words() {
    let shown = format!("{:?}", sample());
    assert!(shown.contains("Given(wounds.scene, 0 earlier)"), "{shown}");
    assert!(!shown.contains("hall light") && !shown.contains("I'm here"), "{shown}");
}

#[test]
fn nothing_at_all_is_a_document_too() {
    let written = markdown(&Document::default());
    assert_eq!(read(&written).paragraphs[0], "0 of 0 pages.");
    assert_eq!(file_name(&Document::default()), "imago.md");
    for told in [
        Told::Words(" \n ".to_owned()),
        Told::Value(String::new()),
        Told::Lines(Vec::new()),
        Told::Ranked { first: Vec::new(), rest: Vec::new() },
        Told::Ticked(Vec::new()),
        Told::Table { head: Vec::new(), rows: vec![Vec::new()] },
        Told::Parts(Vec::new()),
    ] {
        let seen = read(&markdown(&one_page(vec![given("a", "Why?", Some(told))])));
        assert_eq!(seen.paragraphs.last().unwrap(), "Nothing is written here.");
    }
}

#[test]
fn file_names() {
    let check = |title: &str, person: &str, expected: &str| {
        let updated = Some(stamp("2026-05-12T08:00:00"));
        let document =
            Document { title: title.to_owned(), person: person.to_owned(), updated, ..Document::default() };
        assert_eq!(file_name(&document), expected);
    };
    check("Imago", "Sam", "imago-sam-2026-05-12.md");
    check("Imago workbook", "", "imago-workbook-2026-05-12.md");
    check("Wounds & unmet needs", "Zoë Müller", "imago-wounds-unmet-needs-zoe-mueller-2026-05-12.md");
    check("../../etc/passwd", "../x", "imago-etc-passwd-x-2026-05-12.md");
    check("CON", "-rf", "imago-con-rf-2026-05-12.md");
    check("Imagoes", "Sam's e\u{301}", "imago-imagoes-sams-e-2026-05-12.md");
    check("さくら", "\0", "imago-2026-05-12.md");
    check(&"x".repeat(300), "", &format!("imago-{}-2026-05-12.md", "x".repeat(40)));
}

#[test]
fn the_size_counts_what_is_read() {
    let written = markdown(&one_page(vec![given("a", "Why not?", words("It is - well - **late**."))]));
    assert_eq!(summary(&written), Size { lines: written.lines().count(), words: 22 + 4 });
    assert_eq!(summary(""), Size::default());
}

/// A chapter as somebody would bring it to a session.
fn sample() -> Document {
    let april = stamp("2026-04-14T21:10:00");
    let scene = "I am seven. The hall light is off and I sit on the third stair, because from there I can see the front \
                 door.\n# 9 is the car I stop counting at.\n\nThe clock is louder than it should be:\n    tick\n    tock";
    let mut ache = given("ache", "How much does \"to be picked up on time\" ache this month?", None);
    ache.told = Some(Told::Value("6 of 10".to_owned()));
    ache.rounds = vec![
        (stamp("2026-03-02T08:00:00"), Told::Value("8 of 10".to_owned())),
        (april, Told::Value("7 of 10".to_owned())),
    ];
    let mut needs = given("needs", "What did you need then?", words("Somebody who says: I'm here."));
    needs.rounds = vec![(april, Told::Words("I don't know (yet).".to_owned()))];
    needs.other = vec![(stamp("2026-05-11T22:05:00"), Told::Words("Somebody who stays.".to_owned()))];
    let table = Told::Table {
        head: owned(&["Who", "What I got", "0-10"]),
        rows: vec![
            owned(&["Mother", "warm meals\nno questions", "4"]),
            owned(&["Uncle Karl | \"the pipe\"", "*time*", "9"]),
        ],
    };
    let parts = Told::Parts(vec![
        ("What did you need then?".to_owned(), Told::Words("Somebody who says: I'm here.".to_owned())),
        ("How much does it ache?".to_owned(), Told::Value("6 of 10".to_owned())),
        ("Who was there?".to_owned(), table.clone()),
    ]);
    let missing = Page {
        id: "missing".to_owned(),
        title: "What was missing".to_owned(),
        number: "2.1".to_owned(),
        given: vec![
            given("scene", "Describe one time you waited for your mother and nobody came.", words(scene)),
            ache,
            needs,
            given(
                "longed",
                "Name what you longed for.",
                Some(Told::Lines(owned(&["to be seen", "1. place, for once", "a hand <3"]))),
            ),
            given("more", "Is there more?", None),
        ],
        skipped: false,
    };
    let ticked = Told::Ticked(vec![
        (true, "I went quiet".to_owned()),
        (false, "I shouted".to_owned()),
        (true, "Other: I counted cars".to_owned()),
    ]);
    let around = Page {
        id: "around".to_owned(),
        title: "Who was there".to_owned(),
        number: "2.2".to_owned(),
        given: vec![
            given("around", "Who was around you, and what did you get from each of them?", Some(table)),
            given("coped", "What did you do then?", Some(ticked)),
            given("recap", "Read it again.", Some(parts)),
        ],
        skipped: false,
    };
    let skipped = Page {
        title: "A letter".to_owned(),
        number: "2.3".to_owned(),
        given: Vec::new(),
        skipped: true,
        ..Page::default()
    };
    Document {
        title: "Wounds and unmet needs".to_owned(),
        person: "Sam".to_owned(),
        created: Some(stamp("2026-03-02T08:00:00")),
        updated: Some(stamp("2026-05-12T12:04:31")),
        dates: Dates::Shown,
        portrait: Portrait::default(),
        chapters: vec![Section {
            title: "Wounds and unmet needs".to_owned(),
            number: "2".to_owned(),
            id: "wounds".to_owned(),
            pages: vec![missing, around, skipped],
        }],
        earlier: vec![given("old", "What would you tell the child?", words("Stay. I'm on my way."))],
        kept_private: 3,
        done: 3,
        pages: 6,
        ..Document::default()
    }
}

#[test]
fn a_chapter_as_it_is_brought_to_a_session() {
    let written = markdown(&sample());
    read(&written);
    assert_eq!(written, markdown(&sample()));
    insta::assert_snapshot!(written);
}

#[test]
fn a_whole_book_has_its_chapters_as_headings() {
    let mut document = sample();
    document.title = "Imago".to_owned();
    let mut second = document.chapters[0].clone();
    (second.title, second.number) = ("Defences".to_owned(), "3".to_owned());
    document.chapters.push(second);
    document.chapters.push(Section { title: "Empty".to_owned(), ..Section::default() });
    let headings: Vec<String> =
        markdown(&document).lines().filter(|line| line.starts_with('#')).map(str::to_owned).collect();
    assert_eq!(headings[..3], ["# Imago", "## 2 Wounds and unmet needs", "### 2.1 What was missing"]);
    assert_eq!(headings.iter().filter(|line| line.starts_with("## ")).count(), 3);
}

#[test]
fn the_portrait_comes_first_and_its_words_read_as_typed() {
    let nasty = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let lines: Vec<String> = NASTY
        .iter()
        .map(|text| nasty(text))
        .filter(|text| !text.is_empty() && !text.contains(char::is_control))
        .collect();
    let part = |title: &str, told: Told| Part {
        title: title.to_owned(),
        note: String::new(),
        phrases: vec![("1.4 What # stayed".to_owned(), told)],
    };
    let mut document = sample();
    document.portrait = Portrait {
        title: "Portrait".to_owned(),
        parts: vec![
            part("What warmed me", Told::Lines(vec![format!("{STAR}quick"), "funny".to_owned()])),
            part("What weighed", Told::Lines(lines.clone())),
        ],
    };
    let written = markdown(&document);
    let headings: Vec<&str> = written.lines().filter(|line| line.starts_with("## ")).collect();
    assert_eq!(headings.first(), Some(&"## Portrait"));
    assert!(written.contains("*A star marks what is strongest.*\n\n### What warmed me\n"), "{written}");
    assert!(written.contains("> - ★ quick\n> - funny\n"), "{written}");
    // Each line is one item of a list in a quote, with the words as they were typed.
    let mut items: Vec<String> = Vec::new();
    let mut inside = false;
    let plain = Options::all().difference(Options::ENABLE_SMART_PUNCTUATION);
    let portrait = written.split_once("### What weighed").and_then(|(_, rest)| rest.split_once("\n## "));
    for event in Parser::new_ext(portrait.expect("the part").0, plain) {
        match event {
            Event::Start(Tag::Item) => {
                items.push(String::new());
                inside = true;
            }
            Event::End(TagEnd::Item) => inside = false,
            Event::Text(text) | Event::Code(text) if inside => {
                items.last_mut().expect("an item").push_str(&text)
            }
            Event::Html(html) | Event::InlineHtml(html) => panic!("{html}"),
            _ => {}
        }
    }
    assert_eq!(items, lines);
    assert!(!format!("{document:?}").contains("quick"), "words in Debug");
}
