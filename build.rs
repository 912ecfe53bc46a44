//! Reads the shipped chapters once, at build time, so that no start has to: TOML becomes a small binary tree of
//! values and places, which `src/book/shipped.rs` reads back. Whether the chapters are sound is not judged here; a
//! test proves it.

#![allow(clippy::print_stdout, reason = "this is how a build script speaks to cargo")]

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};
use toml::de::{DeTable, DeValue};

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=workbook");
    match prepare() {
        Ok(()) => ExitCode::SUCCESS,
        Err(mistakes) => {
            for mistake in mistakes {
                println!("cargo::error={mistake}");
            }
            ExitCode::FAILURE
        }
    }
}

fn prepare() -> Result<(), Vec<String>> {
    let out = env::var_os("OUT_DIR").ok_or_else(|| vec!["cargo gave no OUT_DIR".to_owned()])?;
    let out = PathBuf::from(out);
    let folder = Path::new("workbook");
    let mut names: Vec<String> = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, &error))? {
        let name = entry.map_err(|error| unreadable(folder, &error))?.file_name();
        let name = name.to_string_lossy().into_owned();
        if name.ends_with(".toml") && name.starts_with(|c: char| c.is_ascii_digit()) {
            names.push(name);
        }
    }
    names.sort();
    let mut mistakes = Vec::new();
    let mut book = Vec::new();
    number(&mut book, names.len());
    for name in &names {
        match tree(&folder.join(name)) {
            Ok((heads, tree)) => {
                text(&mut book, name);
                number(&mut book, heads.len());
                book.extend(heads);
                number(&mut book, tree.len());
                book.extend(tree);
            }
            Err(mut more) => mistakes.append(&mut more),
        }
    }
    let mut beside = Vec::new();
    for name in ["help", "portrait"] {
        match tree(&folder.join(name).with_extension("toml")) {
            Ok((_, tree)) => beside.push((name, tree)),
            Err(mut more) => mistakes.append(&mut more),
        }
    }
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    keep(&out.join("book.bin"), &book)?;
    beside.iter().try_for_each(|(name, bytes)| keep(&out.join(name).with_extension("bin"), bytes))
}

#[allow(clippy::disallowed_methods, reason = "nobody's words: a file for the compiler")]
fn keep(path: &Path, bytes: &[u8]) -> Result<(), Vec<String>> {
    fs::write(path, bytes).map_err(|error| vec![format!("{}: {error}", path.display())])
}

fn unreadable(path: &Path, error: &io::Error) -> Vec<String> {
    vec![format!("{}: {error}", path.display())]
}

/// One file as the heads of its pages and a tree, or its mistakes with line and column.
fn tree(path: &Path) -> Result<(Vec<u8>, Vec<u8>), Vec<String>> {
    let source = fs::read_to_string(path).map_err(|error| unreadable(path, &error))?;
    let (root, errors) = DeTable::parse_recoverable(&source);
    if errors.is_empty() {
        let mut bytes = Vec::new();
        table(&mut bytes, root.get_ref());
        return Ok((heads(root.get_ref()), bytes));
    }
    let told = errors.iter().map(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let before = source.get(..at).unwrap_or("");
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
        format!("{}:{line}:{column}: {}", path.display(), error.message())
    });
    Err(told.collect())
}

/// What a start has to know of each page: what it is called, whom it is for, how long it takes, when it is there and how often; and
/// of what it asks when it is there, what it was called before, and whether it names a day. The tree stays unread until somebody wants a page.
fn heads(root: &DeTable<'_>) -> Vec<u8> {
    let chapter = root.get("chapter").and_then(|chapter| chapter.get_ref().as_table());
    let chapter = chapter.map_or("", |chapter| words(chapter, "id"));
    let pages: Vec<&DeTable<'_>> = tables(root, "exercise").collect();
    let mut bytes = Vec::new();
    number(&mut bytes, pages.len());
    for page in pages {
        text(&mut bytes, &format!("{chapter}.{}", words(page, "id")));
        for field in ["title", "for", "minutes", "when", "repeat"] {
            text(&mut bytes, words(page, field));
        }
        // A turn asks when something is written down in it.
        let notes = tables(page, "turn").filter(|turn| !["", "none"].contains(&words(turn, "note")));
        let asks = tables(page, "ask").map(|ask| (ask, words(ask, "kind")));
        let asks: Vec<_> = asks.chain(notes.map(|turn| (turn, words(turn, "note")))).collect();
        number(&mut bytes, asks.len());
        for (ask, kind) in asks {
            text(&mut bytes, &format!("{chapter}.{}", words(ask, "id")));
            text(&mut bytes, kind);
            text(&mut bytes, words(ask, "when"));
            text(&mut bytes, words(ask, "returns"));
            number(&mut bytes, usize::from(texts(ask, "into").any(|into| into == "next")));
            let was: Vec<&str> = texts(ask, "was").collect();
            number(&mut bytes, was.len());
            was.into_iter().for_each(|was| text(&mut bytes, was));
        }
    }
    bytes
}

/// A text or a number of a table, or nothing.
fn words<'a>(table: &'a DeTable<'a>, name: &str) -> &'a str {
    match table.get(name).map(|value| value.get_ref()) {
        Some(DeValue::String(words)) => words,
        Some(DeValue::Integer(digits)) => digits.as_str(),
        _ => "",
    }
}

/// A text of a table, or several of them.
fn texts<'a>(table: &'a DeTable<'a>, name: &str) -> impl Iterator<Item = &'a str> {
    let value = table.get(name).map(|value| value.get_ref());
    let many = value.and_then(|value| value.as_array()).into_iter().flat_map(|items| items.iter());
    value.and_then(DeValue::as_str).into_iter().chain(many.filter_map(|item| item.get_ref().as_str()))
}

/// The tables of an array of tables.
fn tables<'a>(table: &'a DeTable<'a>, name: &str) -> impl Iterator<Item = &'a DeTable<'a>> {
    let items = table.get(name).and_then(|value| value.get_ref().as_array());
    items.into_iter().flat_map(|items| items.iter()).filter_map(|item| item.get_ref().as_table())
}

fn table(out: &mut Vec<u8>, table: &DeTable<'_>) {
    number(out, table.len());
    for (key, value) in table {
        text(out, key.get_ref());
        number(out, key.span().start);
        number(out, key.span().len());
        number(out, value.span().start);
        number(out, value.span().len());
        node(out, value.get_ref());
    }
}

/// A letter for what it is, and its content.
fn node(out: &mut Vec<u8>, value: &DeValue<'_>) {
    match value {
        DeValue::String(words) => {
            out.push(b't');
            text(out, words);
        }
        DeValue::Integer(digits) => match i64::from_str_radix(digits.as_str(), digits.radix()) {
            Ok(number) => {
                out.push(b'i');
                out.extend(number.to_le_bytes());
            }
            Err(_) => out.push(b'b'),
        },
        DeValue::Boolean(true) => out.push(b'y'),
        DeValue::Boolean(false) => out.push(b'n'),
        DeValue::Float(_) => out.push(b'p'),
        DeValue::Datetime(_) => out.push(b'd'),
        DeValue::Array(items) => {
            out.push(b'l');
            number(out, items.len());
            for item in items.iter() {
                number(out, item.span().start);
                number(out, item.span().len());
                node(out, item.get_ref());
            }
        }
        DeValue::Table(inner) => {
            out.push(b'm');
            table(out, inner);
        }
    }
}

fn text(out: &mut Vec<u8>, words: &str) {
    number(out, words.len());
    out.extend(words.as_bytes());
}

/// Seven bits to a byte, the lowest first; the high bit says that more follows.
fn number(out: &mut Vec<u8>, number: usize) {
    let mut left = number;
    while left >= 0x80 {
        out.push(0x80 | u8::try_from(left & 0x7f).unwrap_or(0));
        left >>= 7;
    }
    out.push(u8::try_from(left).unwrap_or(0));
}
