//! Reading one table that an author wrote: every field by name and type, and everything wrong with it noted.
//!
//! It knows values and places in a file, not chapters or questions. Where the tree comes from (a TOML file, or the
//! shipped book that was read at build time) makes no difference here.

use crate::problem::{Problem, nearest};
use std::borrow::Cow;
use std::ops::Range;

/// A value in a chapter file, with the bytes it stands in.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where it stands, in bytes of its file.
    pub at: Range<usize>,
    /// What it is.
    pub value: Value,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A string, already made harmless by `text::clean`.
    /// In the shipped book it is where the program has it, and not copied.
    Text(Cow<'static, str>),
    /// A whole number.
    Integer(i64),
    /// `true` or `false`.
    Flag(bool),
    /// Something no field of a chapter takes: a float, a date, a time. Holds its name in a sentence.
    Other(&'static str),
    /// An array.
    List(Vec<Node>),
    /// A table, in the author's order.
    Table(Table),
}

/// Named values in the author's order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Name, where the name stands, value.
    pub entries: Vec<(Cow<'static, str>, Range<usize>, Node)>,
}

/// One option or row that an author gave a name to, or that comes from an earlier answer. `Debug` shows no words of
/// it, because they may be somebody's.
#[derive(Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is stored. Equal to `text` when the author gave no id.
    pub id: String,
    /// What is shown.
    pub text: String,
}

impl std::fmt::Debug for Choice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Choice({} bytes)", self.text.len())
    }
}

/// Reads the fields of one table and notes what is wrong with them.
pub struct Reader<'a> {
    table: &'a Table,
    /// Where the table stands, for what is missing from it.
    at: Range<usize>,
    file: &'a str,
    asked_for: Vec<&'static str>,
    problems: &'a mut Vec<Problem>,
}

impl Table {
    /// The value with this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Node> {
        self.entries.iter().find(|(key, _, _)| key == name).map(|(_, _, node)| node)
    }
}

impl Value {
    /// What it is, for a sentence such as "this is a number".
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Value::Text(_) => "a text",
            Value::Integer(_) => "a whole number",
            Value::Flag(_) => "true or false",
            Value::Other(name) => name,
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }
}

impl<'a> Reader<'a> {
    /// A reader of one table of a file; `at` is where the table begins.
    pub fn new(
        table: &'a Table,
        at: Range<usize>,
        file: &'a str,
        problems: &'a mut Vec<Problem>,
    ) -> Reader<'a> {
        Reader { table, at, file, asked_for: Vec::new(), problems }
    }

    /// Where the table begins, in bytes.
    #[must_use]
    pub fn at(&self) -> Range<usize> {
        self.at.clone()
    }

    /// Where the value of a field stands, or the table when it is missing.
    #[must_use]
    pub fn place(&self, name: &str) -> Range<usize> {
        self.table.get(name).map_or_else(|| self.at(), |node| node.at.clone())
    }

    /// Whether the field is there.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.table.get(name).is_some()
    }

    /// The raw value of a field.
    pub fn node(&mut self, name: &'static str) -> Option<&'a Node> {
        self.asked_for.push(name);
        self.table.get(name)
    }

    /// A text.
    pub fn text(&mut self, name: &'static str) -> Option<String> {
        self.typed(name, ("a text", "\"...\""), |value| match value {
            Value::Text(text) => Some(text.clone().into_owned()),
            Value::Integer(_) | Value::Flag(_) | Value::Other(_) | Value::List(_) | Value::Table(_) => None,
        })
    }

    /// A text that must be there and not be empty.
    pub fn required(&mut self, name: &'static str) -> Option<String> {
        if !self.has(name) {
            self.asked_for.push(name);
            let at = self.at();
            self.note(
                "E04",
                at,
                format!("`{name}` is missing here"),
                Some(format!("add a line: {name} = \"...\"")),
            );
            return None;
        }
        let text = self.text(name)?;
        if text.trim().is_empty() {
            let at = self.place(name);
            let help = "write some words between the quotes".to_owned();
            self.note("E04", at, format!("`{name}` is empty"), Some(help));
            return None;
        }
        Some(text)
    }

    /// A whole number.
    pub fn integer(&mut self, name: &'static str) -> Option<i64> {
        self.typed(name, ("a whole number", "10"), |value| match value {
            Value::Integer(number) => Some(*number),
            Value::Text(_) | Value::Flag(_) | Value::Other(_) | Value::List(_) | Value::Table(_) => None,
        })
    }

    /// A whole number from `low` to `high`.
    pub fn integer_in(&mut self, name: &'static str, low: i64, high: i64) -> Option<i64> {
        let number = self.integer(name)?;
        if (low..=high).contains(&number) {
            return Some(number);
        }
        let at = self.place(name);
        self.note("E06", at, format!("`{name}` is {number}"), Some(format!("it goes from {low} to {high}")));
        None
    }

    /// `true` or `false`.
    pub fn flag(&mut self, name: &'static str) -> Option<bool> {
        self.typed(name, ("true or false", "true"), |value| match value {
            Value::Flag(flag) => Some(*flag),
            Value::Text(_) | Value::Integer(_) | Value::Other(_) | Value::List(_) | Value::Table(_) => None,
        })
    }

    /// A list of texts. Empty when the field is missing.
    pub fn texts(&mut self, name: &'static str) -> Vec<String> {
        let Some(node) = self.node(name) else { return Vec::new() };
        self.texts_of(name, node)
    }

    /// A text, or a list of texts. Empty when the field is missing.
    pub fn one_or_more(&mut self, name: &'static str) -> Vec<String> {
        match self.node(name).map(|node| &node.value) {
            Some(Value::Text(text)) => vec![text.clone().into_owned()],
            Some(_) => self.texts(name),
            None => Vec::new(),
        }
    }

    /// One of some words; another word is noted, with the nearest one.
    pub fn one_of<'w>(&mut self, name: &'static str, words: &[&'w str]) -> Option<&'w str> {
        let text = self.text(name)?;
        if let Some(word) = words.iter().find(|word| **word == text) {
            return Some(word);
        }
        let help = match nearest(&text, words.iter().copied()) {
            Some(word) => format!("did you mean \"{word}\"?"),
            None => format!("it is one of: {}", words.join(", ")),
        };
        let at = self.place(name);
        self.note("E06", at, format!("`{name}` cannot be \"{text}\""), Some(help));
        None
    }

    /// Options or rows: a list of texts, or a table of `id = "text"`. `None` when the field is missing or wrong.
    pub fn choices(&mut self, name: &'static str) -> Option<Vec<Choice>> {
        let node = self.node(name)?;
        let choices = self.choices_of(name, node);
        for (n, choice) in choices.iter().enumerate() {
            if choices.iter().take(n).any(|earlier| earlier.id == choice.id) {
                let help = "two options that are stored alike cannot be told apart".to_owned();
                self.note(
                    "E08",
                    node.at.clone(),
                    format!("`{name}` has \"{}\" twice", choice.id),
                    Some(help),
                );
            }
        }
        (!choices.is_empty()).then_some(choices)
    }

    /// Options from a value that is known to be there.
    pub fn choices_of(&mut self, name: &'static str, node: &Node) -> Vec<Choice> {
        match &node.value {
            Value::Table(table) => {
                let mut choices = Vec::new();
                for (id, at, node) in &table.entries {
                    match &node.value {
                        Value::Text(text) => choices
                            .push(Choice { id: id.clone().into_owned(), text: text.clone().into_owned() }),
                        Value::Integer(_)
                        | Value::Flag(_)
                        | Value::Other(_)
                        | Value::List(_)
                        | Value::Table(_) => {
                            let sentence =
                                format!("the option `{id}` needs a text, and this is {}", node.value.name());
                            self.note("E05", at.clone(), sentence, Some(format!("{id} = \"...\"")));
                        }
                    }
                }
                choices
            }
            Value::Text(_) | Value::Integer(_) | Value::Flag(_) | Value::Other(_) | Value::List(_) => {
                self.texts_of(name, node).into_iter().map(|text| Choice { id: text.clone(), text }).collect()
            }
        }
    }

    /// Notes that something is wrong.
    pub fn note(&mut self, code: &'static str, at: Range<usize>, sentence: String, help: Option<String>) {
        self.problems.push(Problem { code, sentence, file: self.file.to_owned(), at, also: None, help });
    }

    /// A reader of a table inside this one.
    pub fn inside<'b>(&'b mut self, table: &'b Table, at: Range<usize>) -> Reader<'b> {
        Reader::new(table, at, self.file, self.problems)
    }

    /// Notes every field that nobody asked for. `elsewhere` names fields that belong one level up.
    pub fn finish(mut self, elsewhere: &[(&str, &str)]) {
        for (key, at, _) in &self.table.entries {
            if self.asked_for.contains(&key.as_ref()) {
                continue;
            }
            let help = match elsewhere.iter().find(|(field, _)| field == key) {
                Some((_, place)) => format!("`{key}` belongs to {place}"),
                None => match nearest(key, self.asked_for.iter().copied()) {
                    Some(name) => format!("did you mean `{name}`?"),
                    None => format!("the fields here are: {}", self.fields()),
                },
            };
            self.note("E03", at.clone(), format!("`{key}` is not a field here"), Some(help));
        }
    }

    /// The names that were asked for, each once.
    fn fields(&self) -> String {
        let mut names: Vec<&str> = Vec::new();
        for name in &self.asked_for {
            if !names.contains(name) {
                names.push(name);
            }
        }
        names.join(", ")
    }

    fn typed<T>(
        &mut self,
        name: &'static str,
        (wanted, example): (&str, &str),
        read: impl Fn(&Value) -> Option<T>,
    ) -> Option<T> {
        let node = self.node(name)?;
        let value = read(&node.value);
        if value.is_none() {
            let sentence = format!("`{name}` needs {wanted}, and this is {}", node.value.name());
            self.note(
                "E05",
                node.at.clone(),
                sentence,
                Some(format!("write it like this: {name} = {example}")),
            );
        }
        value
    }

    fn texts_of(&mut self, name: &'static str, node: &Node) -> Vec<String> {
        let Value::List(items) = &node.value else {
            let sentence = format!("`{name}` needs a list of texts, and this is {}", node.value.name());
            self.note("E05", node.at.clone(), sentence, Some(format!("{name} = [\"...\", \"...\"]")));
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in items {
            match &item.value {
                Value::Text(text) => texts.push(text.clone().into_owned()),
                Value::Integer(_) | Value::Flag(_) | Value::Other(_) | Value::List(_) | Value::Table(_) => {
                    let sentence = format!("`{name}` holds texts, and this is {}", item.value.name());
                    self.note("E05", item.at.clone(), sentence, Some("put it in quotes".to_owned()));
                }
            }
        }
        texts
    }
}
