//! The book's Markdown → rows of a page: headings, paragraphs, lists, quotes, *em* and **strong**.
//!
//! Nothing in it is ever active: links show their text, images their description, HTML and code their letters. It
//! wraps by word to a measure that reads well, and knows no colours and no terminal.

use crate::sheet::{Role, Row};
use crate::text;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::ops::Range;

/// Cells that a line of running text may have; longer lines are hard to follow.
pub const MEASURE: usize = 76;

/// Containers that are shown inside each other; deeper ones are not indented any more.
const DEPTH: usize = 5;

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A heading.
    Heading,
    /// Running text.
    Paragraph,
    /// An entry of a list.
    Item,
    /// A quotation.
    Quote,
    /// Letters as they stand: code, HTML.
    Letters,
    /// A pause between two parts.
    Rule,
}

/// One paragraph, heading or entry of a list, wrapped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub shape: Shape,
    /// Its rows, from top to bottom.
    pub rows: Vec<Row>,
    /// Whether it follows the block before without a blank row, as in a tight list.
    pub close: bool,
}

/// How many words a text has, marks of Markdown not counted.
#[must_use]
pub fn words(markdown: &str) -> usize {
    markdown.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

/// The blocks of a text for a page of so many cells. `fill` puts earlier answers into the author's words; what it
/// puts there is never read as Markdown.
#[must_use]
pub fn blocks(markdown: &str, width: usize, fill: &dyn Fn(&str) -> String) -> Vec<Block> {
    let mut page = Page::new(width.clamp(1, MEASURE), fill);
    for event in Parser::new(markdown) {
        page.take(event);
    }
    page.close_block();
    page.blocks
}

/// The rows of a text, with a blank row between blocks.
#[must_use]
pub fn rows(markdown: &str, width: usize, fill: &dyn Fn(&str) -> String) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for block in blocks(markdown, width, fill) {
        if !rows.is_empty() && !block.close {
            rows.push(Row::default());
        }
        rows.extend(block.rows);
    }
    rows
}

/// Something that indents the blocks inside of it.
enum Container {
    Quote,
    /// An entry of a list: its mark, and whether the mark has been shown.
    Item(String, bool),
}

struct Page<'a> {
    width: usize,
    fill: &'a dyn Fn(&str) -> String,
    blocks: Vec<Block>,
    containers: Vec<Container>,
    /// The lists around, with the number of the next entry when they are numbered.
    lists: Vec<Option<u64>>,
    /// Words of the block that is being read.
    runs: Vec<(Role, String)>,
    heading: bool,
    letters: bool,
    emphasis: usize,
    strong: usize,
    /// Whether the block that is being read stands in a paragraph, as in a loose list.
    paragraph: bool,
    /// Whether the entry before this one was tight.
    tight: bool,
}

impl<'a> Page<'a> {
    fn new(width: usize, fill: &'a dyn Fn(&str) -> String) -> Page<'a> {
        Page {
            width,
            fill,
            blocks: Vec::new(),
            containers: Vec::new(),
            lists: Vec::new(),
            runs: Vec::new(),
            heading: false,
            letters: false,
            emphasis: 0,
            strong: 0,
            paragraph: false,
            tight: false,
        }
    }

    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(words)
            | Event::Code(words)
            | Event::InlineHtml(words)
            | Event::Html(words)
            | Event::InlineMath(words)
            | Event::DisplayMath(words)
            | Event::FootnoteReference(words) => self.push(&words),
            Event::SoftBreak => self.push(" "),
            Event::HardBreak => self.break_row(),
            Event::Rule => {
                self.close_block();
                let rows = vec![Row::of(Role::Dim, "· · ·").cut(self.width)];
                self.blocks.push(Block { shape: Shape::Rule, rows, close: false });
            }
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Emphasis => self.emphasis += 1,
            Tag::Strong => self.strong += 1,
            Tag::Heading { .. } => {
                self.close_block();
                self.heading = true;
            }
            Tag::Paragraph => {
                self.close_block();
                self.paragraph = true;
            }
            Tag::BlockQuote(_) => {
                self.close_block();
                self.containers.push(Container::Quote);
            }
            Tag::List(first) => {
                self.close_block();
                self.lists.push(*first);
            }
            Tag::Item => {
                self.close_block();
                let mark = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        let mark = format!("{number}. ");
                        *number = number.saturating_add(1);
                        mark
                    }
                    Some(None) | None => "• ".to_owned(),
                };
                self.containers.push(Container::Item(mark, false));
            }
            Tag::CodeBlock(_) | Tag::HtmlBlock => {
                self.close_block();
                self.letters = true;
            }
            Tag::Link { .. } | Tag::Image { .. } => {}
            Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Table(_)
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
            | Tag::MetadataBlock(_) => self.close_block(),
            Tag::Strikethrough | Tag::Superscript | Tag::Subscript => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => self.emphasis = self.emphasis.saturating_sub(1),
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::BlockQuote(_) => {
                self.close_block();
                self.containers.pop();
            }
            TagEnd::Item => {
                self.close_block();
                self.containers.pop();
                self.tight = !std::mem::take(&mut self.paragraph);
            }
            TagEnd::List(_) => {
                self.close_block();
                self.lists.pop();
                self.tight = !self.lists.is_empty();
            }
            TagEnd::Link
            | TagEnd::Image
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript => {}
            TagEnd::Paragraph => {
                self.close_block();
                // A loose entry of a list remembers that it is one, until it ends.
                self.paragraph = !self.lists.is_empty();
            }
            TagEnd::Heading(_)
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Table
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::TableCell
            | TagEnd::MetadataBlock(_) => self.close_block(),
        }
    }

    /// The role of the words that come next.
    fn role(&self) -> Role {
        let quoted = self.containers.iter().any(|container| matches!(container, Container::Quote));
        match () {
            () if self.heading => Role::Heading,
            () if self.strong > 0 => Role::Strong,
            () if self.emphasis > 0 => Role::Emphasis,
            () if quoted => Role::Quote,
            () => Role::Plain,
        }
    }

    fn push(&mut self, words: &str) {
        let role = self.role();
        let words = text::clean(words).replace('\t', "    ");
        match self.runs.last_mut() {
            Some((last, run)) if *last == role => run.push_str(&words),
            Some(_) | None => self.runs.push((role, words)),
        }
    }

    fn break_row(&mut self) {
        self.push("\n");
    }

    /// The block that was read becomes rows.
    fn close_block(&mut self) {
        let runs = std::mem::take(&mut self.runs);
        let (heading, letters) = (std::mem::take(&mut self.heading), std::mem::take(&mut self.letters));
        if runs.iter().all(|(_, words)| words.trim().is_empty()) {
            return;
        }
        let shape = match () {
            () if heading => Shape::Heading,
            () if letters => Shape::Letters,
            () if self.containers.iter().any(|c| matches!(c, Container::Item(_, _))) => Shape::Item,
            () if !self.containers.is_empty() => Shape::Quote,
            () => Shape::Paragraph,
        };
        let mut words = String::new();
        let mut roles: Vec<(Range<usize>, Role)> = Vec::new();
        for (role, run) in runs {
            let start = words.len();
            match run.contains("{{") {
                true => words.push_str(&text::clean(&(self.fill)(&run))),
                false => words.push_str(&run),
            }
            roles.push((start..words.len(), role));
        }
        // A second paragraph of an entry stands apart from the first; an entry of a tight list does not.
        let first = self.containers.iter().rev().find_map(|container| match container {
            Container::Item(_, shown) => Some(!shown),
            Container::Quote => None,
        });
        let nested = self.lists.len() > 1 && first == Some(true) && !self.paragraph;
        let close = (self.tight || nested) && shape == Shape::Item && first == Some(true) && !self.paragraph;
        self.tight = false;
        let rows = self.wrap(words.trim_end(), &roles);
        self.blocks.push(Block { shape, rows, close });
    }

    /// Rows of words with their roles, each behind the marks of what they stand in.
    fn wrap(&mut self, words: &str, roles: &[(Range<usize>, Role)]) -> Vec<Row> {
        let (first, other) = self.margins();
        let room = self.width.saturating_sub(first.width().max(other.width())).max(1);
        let mut rows = Vec::new();
        let mut at = 0;
        for range in text::wrap(words, room) {
            let end = range.start + words.get(range.clone()).unwrap_or("").trim_end().len();
            let mut row = if rows.is_empty() { first.clone() } else { other.clone() };
            while let Some((part, role)) = roles.get(at) {
                let (from, to) = (part.start.max(range.start), part.end.min(end));
                if from < to {
                    row.push(*role, words.get(from..to).unwrap_or(""));
                }
                if part.end > end {
                    break;
                }
                at += 1;
            }
            rows.push(row.cut(self.width));
        }
        rows
    }

    /// What stands before the first row of a block, and before the others.
    fn margins(&mut self) -> (Row, Row) {
        let (mut first, mut other) = (Row::default(), Row::default());
        if self.width < 16 {
            return (first, other);
        }
        for container in self.containers.iter_mut().take(DEPTH) {
            match container {
                Container::Quote => {
                    first.push(Role::Quote, "│ ");
                    other.push(Role::Quote, "│ ");
                }
                Container::Item(mark, shown) => {
                    let blank = " ".repeat(text::width(mark));
                    first.push(Role::Plain, if *shown { &blank } else { mark.as_str() });
                    other.push(Role::Plain, &blank);
                    *shown = true;
                }
            }
        }
        (first, other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows as text, with the roles of emphasised words around them.
    fn shown(markdown: &str, width: usize) -> String {
        let fill =
            |text: &str| crate::book::fill::fill(text, "c", &|id| (id == "me").then(|| "S*a*m".to_owned()));
        let rows = rows(markdown, width, &fill);
        let row = |row: &Row| {
            let spans = row.spans.iter().map(|span| match span.role {
                Role::Emphasis => format!("<em {}>", span.text),
                Role::Strong => format!("<strong {}>", span.text),
                Role::Heading => format!("<h {}>", span.text),
                Role::Quote => format!("<q {}>", span.text),
                Role::Plain
                | Role::Dim
                | Role::Prompt
                | Role::Hint
                | Role::Words
                | Role::Selection
                | Role::Frame
                | Role::Focus
                | Role::Current
                | Role::Chosen
                | Role::Key
                | Role::Bar
                | Role::Good
                | Role::Warning => span.text.clone(),
            });
            spans.collect::<String>()
        };
        rows.iter().map(row).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn markdown_becomes_rows() {
        for (markdown, width, wanted) in [
            ("one two three", 8, "one two\nthree"),
            ("one\ntwo", 20, "one two"),
            ("one\\\ntwo  \nthree", 20, "one\ntwo\nthree"),
            ("a *b c* **d**.", 20, "a <em b c> <strong d>."),
            ("a *b c* d", 3, "a <em b>\n<em c> d"),
            ("# Head\n\ntext", 20, "<h Head>\n\ntext"),
            ("- one\n- two two\n\nend", 20, "• one\n• two two\n\nend"),
            ("- one two three\n- four", 17, "• one two three\n• four"),
            ("- one two three four\n- five", 16, "• one two three\n  four\n• five"),
            ("text\n\n- one\n\n- two", 20, "text\n\n• one\n\n• two"),
            ("9. nine\n10. ten", 20, "9. nine\n10. ten"),
            ("- one\n  - inner\n- two", 20, "• one\n  • inner\n• two"),
            ("- one\n\n  more\n\n- two", 20, "• one\n\n  more\n\n• two"),
            ("> a quote that is long", 16, "<q │ a quote that>\n<q │ is long>"),
            ("> - item", 20, "<q │ >• <q item>"),
            ("[words](http://x.y) ![image](z.png)", 40, "words image"),
            ("<b>bold</b> `code`", 40, "<b>bold</b> code"),
            ("<div>\nx\n</div>", 40, "<div>\nx\n</div>"),
            ("a\n\n---\n\nb", 20, "a\n\n· · ·\n\nb"),
            ("Hello {{me}}, *{{me}}* {{x|a *b* c}}", 60, "Hello S*a*m, <em S*a*m> {{x|a <em b> c}}"),
            ("Abcdefghij", 4, "Abcd\nefgh\nij"),
            ("日本語日本語", 4, "日本\n語日\n本語"),
            ("", 20, ""),
        ] {
            assert_eq!(shown(markdown, width), wanted, "{markdown:?}");
        }
    }

    #[test]
    fn nothing_wider_than_the_page_and_nothing_active() {
        let wild = "# H &#27;[2J\n\n> > > > > > > > deep *a **b** c* `x\u{7}`\n\n1. a\n   - b\n     1. c\n\n日本 {{me}}\u{202e}";
        for width in [0, 1, 2, 5, 17, 40, 200] {
            for row in rows(wild, width, &|text| text.replace("{{me}}", "\u{1b}[31mme\n")) {
                assert!(row.width() <= width.clamp(1, MEASURE).max(2), "{width}: {row:?}");
                assert!(row.words().chars().all(|c| !c.is_control() && c != '\u{202e}'), "{row:?}");
            }
        }
    }

    #[test]
    fn a_bomb_takes_no_time() {
        for bomb in
            ["> ".repeat(20_000) + "x", "*a ".repeat(20_000), "- ".repeat(5_000) + "x", "[".repeat(20_000)]
        {
            assert!(!rows(&bomb, 60, &str::to_owned).is_empty());
        }
    }
}
