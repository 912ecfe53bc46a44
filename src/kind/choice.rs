//! `choice`, `choices` and `yesno`: one option, several, or yes, no and not sure.
//!
//! Stored as ids. Words of one's own are stored as they are, beside the ids.

use super::picker::{Options, Pick, Picker};
use super::{Ask, Asked, Blank, Form, From, Told};
use crate::answer::Answer;
use crate::author::{Choice as Choice_, Node, Reader, Value};

/// One option out of several.
#[derive(Clone, Debug)]
pub struct Choice(Bank);

/// Several options.
#[derive(Clone, Debug)]
pub struct Choices {
    bank: Bank,
    max: usize,
}

/// Yes, no, or not sure.
#[derive(Clone, Debug)]
pub struct YesNo(Bank);

/// Options as an author wrote them.
#[derive(Clone, Debug, Default)]
struct Bank {
    groups: Vec<(String, Vec<Choice_>)>,
    /// All of them, without their groups.
    all: Vec<Choice_>,
    other: Option<String>,
    from: bool,
}

impl Bank {
    fn read(reader: &mut Reader<'_>) -> Option<Bank> {
        let mut groups = Vec::new();
        if let Some(node) = reader.node("groups") {
            read_groups(reader, node, &mut groups);
        }
        if let Some(options) = reader.choices("options") {
            groups.insert(0, (String::new(), options));
        }
        let from = reader.has("from");
        if groups.is_empty() && !from {
            let help = "add options = [\"..\", \"..\"], or from = the id of an earlier question".to_owned();
            let at = reader.at();
            reader.note("E04", at, "there is nothing to choose from here".to_owned(), Some(help));
            return None;
        }
        let other = match reader.node("other").map(|node| (&node.value, node.at.clone())) {
            Some((Value::Flag(true), _)) => Some("in your own words".to_owned()),
            Some((Value::Text(label), _)) => Some(label.clone().into_owned()),
            Some((Value::Flag(false), _)) | None => None,
            Some((Value::Integer(_) | Value::Other(_) | Value::List(_) | Value::Table(_), at)) => {
                reader.note(
                    "E05",
                    at,
                    "`other` is true, or the words that invite own words".to_owned(),
                    None,
                );
                None
            }
        };
        let all = groups.iter().flat_map(|(_, options)| options.clone()).collect();
        Some(Bank { groups, all, other, from })
    }

    fn options(&self, asked: &Asked<'_>) -> Options {
        let mut groups = self.groups.clone();
        if !asked.from.is_empty() {
            groups.push((String::new(), asked.from.to_vec()));
        }
        Options {
            groups,
            other: self.other.clone(),
            empty: "It builds on a question that is still open. It can wait.",
        }
    }

    fn find(&self, asked: &Asked<'_>, id: &str) -> Choice_ {
        let known = self.all.iter().chain(asked.from).find(|option| option.id == id);
        known.cloned().unwrap_or_else(|| Choice_ { id: id.to_owned(), text: id.to_owned() })
    }

    /// Boxes for all options; where they come from an earlier answer, lines to write them on.
    fn blank(&self) -> Blank {
        let words = |options: &[Choice_]| options.iter().map(|option| Some(option.text.clone())).collect();
        let mut groups: Vec<(String, Vec<Option<String>>)> =
            self.groups.iter().map(|(name, options)| (name.clone(), words(options))).collect();
        if self.other.is_some() || self.from {
            groups.push((String::new(), vec![None]));
        }
        Blank::Boxes(groups)
    }

    fn needs(&self) -> From {
        if self.from { From::Optional } else { From::Nothing }
    }
}

/// Reads `groups = [ { name = "..", options = [..] }, .. ]`.
fn read_groups(reader: &mut Reader<'_>, node: &Node, groups: &mut Vec<(String, Vec<Choice_>)>) {
    let wrong = |reader: &mut Reader<'_>, node: &Node| {
        let help = "groups = [ { name = \"..\", options = [\"..\", \"..\"] } ]".to_owned();
        reader.note("E05", node.at.clone(), "`groups` is a list of tables".to_owned(), Some(help));
    };
    let Value::List(items) = &node.value else { return wrong(reader, node) };
    for item in items {
        let Value::Table(table) = &item.value else {
            wrong(reader, item);
            continue;
        };
        let mut inside = reader.inside(table, item.at.clone());
        let name = inside.required("name");
        let options = inside.choices("options");
        inside.finish(&[]);
        if let (Some(name), Some(options)) = (name, options) {
            groups.push((name, options));
        }
    }
}

/// The ids in an answer.
pub(super) fn ids(answer: &Answer) -> Vec<&str> {
    match answer {
        Answer::Text(id) => vec![id.as_str()],
        Answer::List(ids) => ids.iter().map(String::as_str).collect(),
        Answer::Number(_) | Answer::Fields(_) | Answer::Rows(_) => Vec::new(),
    }
}

impl Choice {
    /// Reads `options`, `groups` and `other`.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Choice> {
        Bank::read(reader).map(Choice)
    }
}

impl Choices {
    /// Reads `options`, `groups`, `other` and `max`.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Choices> {
        let max = reader.integer_in("max", 1, 99).and_then(|max| usize::try_from(max).ok());
        Bank::read(reader).map(|bank| Choices { bank, max: max.unwrap_or(usize::MAX) })
    }
}

impl YesNo {
    /// A yes-or-no question has no fields of its own.
    pub(super) fn read(_: &mut Reader<'_>) -> Option<YesNo> {
        let option = |(id, text): (&str, &str)| Choice_ { id: id.to_owned(), text: text.to_owned() };
        let all: Vec<Choice_> = [("yes", "yes"), ("no", "no"), ("unsure", "not sure")].map(option).to_vec();
        Some(YesNo(Bank { groups: vec![(String::new(), all.clone())], all, other: None, from: false }))
    }
}

/// What `choice` and `yesno` do alike.
macro_rules! one_of {
    ($kind:ty) => {
        impl Ask for $kind {
            fn form(&self, asked: &Asked<'_>, answer: Option<&Answer>) -> Box<dyn Form> {
                Box::new(Picker::new(Pick::One, self.0.options(asked), answer))
            }

            fn blank(&self, _: &Asked<'_>) -> Blank {
                self.0.blank()
            }

            fn told(&self, asked: &Asked<'_>, answer: &Answer) -> Told {
                Told::Value(ids(answer).first().map_or_else(String::new, |id| self.0.find(asked, id).text))
            }

            fn lines(&self, asked: &Asked<'_>, answer: &Answer) -> Vec<Choice_> {
                ids(answer).into_iter().map(|id| self.0.find(asked, id)).collect()
            }

            fn fits(&self, answer: &Answer) -> bool {
                matches!(answer, Answer::Text(_))
            }

            fn from(&self) -> From {
                self.0.needs()
            }

            fn options(&self) -> &[Choice_] {
                &self.0.all
            }

            fn texts(&self) -> Vec<&str> {
                self.0.all.iter().map(|option| option.text.as_str()).collect()
            }
        }
    };
}

one_of!(Choice);
one_of!(YesNo);

impl Ask for Choices {
    fn form(&self, asked: &Asked<'_>, answer: Option<&Answer>) -> Box<dyn Form> {
        Box::new(Picker::new(Pick::Many(self.max), self.bank.options(asked), answer))
    }

    fn blank(&self, _: &Asked<'_>) -> Blank {
        self.bank.blank()
    }

    fn told(&self, asked: &Asked<'_>, answer: &Answer) -> Told {
        let ids = ids(answer);
        let is_chosen = |option: &Choice_| ids.contains(&option.id.as_str());
        // Of an earlier answer only what was chosen is told: the rest of it was not said here.
        let known = self.bank.all.iter().chain(asked.from.iter().filter(|line| is_chosen(line)));
        let mut ticks: Vec<(bool, String)> =
            known.map(|option| (is_chosen(option), option.text.clone())).collect();
        let own =
            ids.iter().filter(|id| !self.bank.all.iter().chain(asked.from).any(|option| option.id == **id));
        ticks.extend(own.map(|own| (true, (*own).to_owned())));
        Told::Ticked(ticks)
    }

    fn lines(&self, asked: &Asked<'_>, answer: &Answer) -> Vec<Choice_> {
        ids(answer).into_iter().map(|id| self.bank.find(asked, id)).collect()
    }

    fn fits(&self, answer: &Answer) -> bool {
        matches!(answer, Answer::List(_))
    }

    fn from(&self) -> From {
        self.bank.needs()
    }

    fn options(&self) -> &[Choice_] {
        &self.bank.all
    }

    fn texts(&self) -> Vec<&str> {
        self.bank.all.iter().map(|option| option.text.as_str()).collect()
    }
}
