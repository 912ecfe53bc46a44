//! The text of a condition → a test, with the place of every mistake.

use super::{Look, Operand, Operator, Test, Wrong};
use crate::journal::Id;
use std::ops::Range;

/// Reads a condition of a chapter, together with every question that it looks at.
pub(super) fn test(source: &str, chapter: &str) -> Result<(Test, Vec<Look>), Wrong> {
    let tokens = tokens(source)?;
    let mut parser = Parser { tokens, at: 0, end: source.len(), chapter, depth: 0, looks: Vec::new() };
    let test = parser.any()?;
    match parser.peek() {
        Some((_, at)) => Err(Wrong {
            at: at.clone(),
            sentence: "the condition is over before this".to_owned(),
            help: Some("join two conditions with `and` or `or`".to_owned()),
        }),
        None => Ok((test, parser.looks)),
    }
}

/// How deep brackets and `not` may stand inside each other.
const DEPTH: usize = 24;

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(String),
    Number(i64),
    Text(String),
    Operator(Operator),
    Open,
    Close,
}

/// The words of a condition with their places.
fn tokens(source: &str) -> Result<Vec<(Token, Range<usize>)>, Wrong> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(rest) = source.get(at..).filter(|rest| !rest.is_empty()) {
        let Some(first) = rest.chars().next() else { break };
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (token, size) = token(rest, first).map_err(|(size, sentence, help)| Wrong {
            at: at..at + size,
            sentence,
            help: Some(help.to_owned()),
        })?;
        tokens.push((token, at..at + size));
        at += size;
    }
    Ok(tokens)
}

fn token(rest: &str, first: char) -> Result<(Token, usize), (usize, String, &'static str)> {
    const TWO: [(&str, Operator); 4] = [
        ("==", Operator::Equal),
        ("!=", Operator::Unequal),
        ("<=", Operator::AtMost),
        (">=", Operator::AtLeast),
    ];
    if let Some((_, operator)) = TWO.iter().find(|(sign, _)| rest.starts_with(sign)) {
        return Ok((Token::Operator(*operator), 2));
    }
    let part = |end: usize| rest.get(..end).unwrap_or("");
    match first {
        '(' => Ok((Token::Open, 1)),
        ')' => Ok((Token::Close, 1)),
        '<' => Ok((Token::Operator(Operator::Less), 1)),
        '>' => Ok((Token::Operator(Operator::More), 1)),
        '=' => Err((1, "one `=` compares nothing".to_owned(), "write == to compare")),
        '"' | '\'' => match rest.get(1..).and_then(|inner| inner.find(first)) {
            Some(end) => Ok((Token::Text(rest.get(1..=end).unwrap_or("").to_owned()), end + 2)),
            None => Err((1, "this text is never closed".to_owned(), "end it with the same quote")),
        },
        '0'..='9' | '-' => {
            let end = rest
                .char_indices()
                .skip(1)
                .find(|(_, c)| !c.is_ascii_digit())
                .map_or(rest.len(), |(at, _)| at);
            match part(end).parse() {
                Ok(number) => Ok((Token::Number(number), end)),
                Err(_) => Err((end, format!("`{}` is no number", part(end)), "write a whole number")),
            }
        }
        'a'..='z' | 'A'..='Z' => {
            let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
            let end = rest.find(|c| !word(c)).unwrap_or(rest.len());
            Ok((Token::Word(part(end).to_owned()), end))
        }
        '&' | '|' | '!' => Err((
            1,
            format!("`{first}` means nothing in a condition"),
            "write `and`, `or` and `not` as words",
        )),
        other => Err((
            other.len_utf8(),
            format!("`{other}` means nothing in a condition"),
            "a condition looks like: ache >= 4 and not answered(scene)",
        )),
    }
}

struct Parser<'a> {
    tokens: Vec<(Token, Range<usize>)>,
    at: usize,
    end: usize,
    chapter: &'a str,
    depth: usize,
    looks: Vec<Look>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&(Token, Range<usize>)> {
        self.tokens.get(self.at)
    }

    fn next(&mut self) -> Option<(Token, Range<usize>)> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    fn is_word(&self, word: &str) -> bool {
        matches!(self.peek(), Some((Token::Word(next), _)) if next == word)
    }

    fn any(&mut self) -> Result<Test, Wrong> {
        let mut tests = vec![self.all()?];
        while self.is_word("or") {
            self.at += 1;
            tests.push(self.all()?);
        }
        Ok(joined(tests, Test::Any))
    }

    fn all(&mut self) -> Result<Test, Wrong> {
        let mut tests = vec![self.one()?];
        while self.is_word("and") {
            self.at += 1;
            tests.push(self.one()?);
        }
        Ok(joined(tests, Test::All))
    }

    fn one(&mut self) -> Result<Test, Wrong> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(
                self.wrong("this condition stands too deep in brackets", "split it over two questions")
            );
        }
        let test = self.one_inside();
        self.depth -= 1;
        test
    }

    fn one_inside(&mut self) -> Result<Test, Wrong> {
        match self.peek().map(|(token, _)| token.clone()) {
            Some(Token::Word(word)) if word == "not" => {
                self.at += 1;
                Ok(Test::Not(Box::new(self.one()?)))
            }
            Some(Token::Word(word)) if word == "answered" => {
                self.at += 1;
                self.sign(&Token::Open, "`answered` needs a question in brackets", "write answered(id)")?;
                let (id, at) = self.id()?;
                self.sign(&Token::Close, "a bracket is not closed here", "write answered(id)")?;
                self.looks.push(Look { id: id.clone(), at, with: None });
                Ok(Test::Answered(id))
            }
            Some(Token::Open) => {
                self.at += 1;
                let test = self.any()?;
                self.sign(&Token::Close, "a bracket is not closed here", "close it with )")?;
                Ok(test)
            }
            Some(_) | None => self.comparison(),
        }
    }

    fn comparison(&mut self) -> Result<Test, Wrong> {
        let (id, at) = self.id()?;
        let operator = match self.peek().map(|(token, _)| token.clone()) {
            Some(Token::Operator(operator)) => operator,
            Some(Token::Word(word)) if word == "has" => Operator::Has,
            Some(_) | None => {
                let help = format!("write answered({}), or compare it: {} == \"...\"", id.name(), id.name());
                return Err(self.wrong("a comparison is missing here", &help));
            }
        };
        self.at += 1;
        let (operand, place) = match self.peek().cloned() {
            Some((Token::Number(number), place)) => (Operand::Number(number), place),
            Some((Token::Text(text), place)) => (Operand::Text(text), place),
            Some((Token::Word(word), _)) => {
                return Err(self.wrong("words are compared in quotes", &format!("write \"{word}\"")));
            }
            Some(_) | None => {
                return Err(self.wrong("nothing to compare with", "write a number, or a text in quotes"));
            }
        };
        self.at += 1;
        self.looks.push(Look { id: id.clone(), at, with: Some((operand.clone(), place)) });
        Ok(Test::Compare(id, operator, operand))
    }

    fn id(&mut self) -> Result<(Id, Range<usize>), Wrong> {
        match self.next() {
            Some((Token::Word(word), at)) if !matches!(word.as_str(), "and" | "or" | "has" | "not") => {
                Ok((crate::book::full(&word, self.chapter), at))
            }
            Some(_) | None => {
                self.at = self.at.saturating_sub(1);
                Err(self.wrong("the id of a question is missing here", "write for example: ache >= 4"))
            }
        }
    }

    fn sign(&mut self, wanted: &Token, sentence: &str, help: &str) -> Result<(), Wrong> {
        match self.peek() {
            Some((token, _)) if token == wanted => {
                self.at += 1;
                Ok(())
            }
            Some(_) | None => Err(self.wrong(sentence, help)),
        }
    }

    fn wrong(&self, sentence: &str, help: &str) -> Wrong {
        let at = self.peek().map_or(self.end..self.end, |(_, at)| at.clone());
        Wrong { at, sentence: sentence.to_owned(), help: Some(help.to_owned()) }
    }
}

fn joined(mut tests: Vec<Test>, join: fn(Vec<Test>) -> Test) -> Test {
    match tests.pop() {
        Some(test) if tests.is_empty() => test,
        Some(test) => {
            tests.push(test);
            join(tests)
        }
        None => join(tests),
    }
}
