//! What every test starts from: a home of its own, a small book, and a strict eye on control characters.

use imago_workbook::journal::file;
use std::ffi::OsStr;
use std::fs::File;
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// One page of reading and asking, so short that it fits a screen, and one page to read.
const SMALL: &str = r#"format = 1

[chapter]
id      = "small"
title   = "A small chapter"
summary = "What is needed to try things out."

[[exercise]]
id    = "first"
title = "The first page"
why   = "To have something to write on."
text  = "A few words to read."

[[exercise.ask]]
id     = "scene"
kind   = "text"
prompt = "Describe a room."
hint   = "Start with the light."

[[exercise.ask]]
id      = "secret"
kind    = "line"
prompt  = "What stays here?"
hint    = "A few words."
private = true

[[exercise.ask]]
id      = "pick"
kind    = "choice"
prompt  = "Which one?"
options = ["red", "green", "blue"]

[[exercise]]
id    = "second"
title = "The second page"
why   = "To have something to read."
text  = """
TALL
"""
"#;

/// A folder for everything that one test makes.
pub(crate) struct Home {
    folder: TempDir,
}

impl Home {
    /// An empty home, and the small book.
    pub(crate) fn new() -> Home {
        let home = Home { folder: TempDir::new().unwrap() };
        let tall: Vec<String> = (1..=40).map(|n| format!("Paragraph {n} says {n} and no more.\n")).collect();
        put(&home.book().join("small.toml"), SMALL.replace("TALL", tall.join("\n").trim()).as_bytes());
        home
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The folder with the answers. Nobody has made it yet.
    pub(crate) fn data(&self) -> PathBuf {
        self.path().join("data")
    }

    /// The folder with the chapters of the small book.
    pub(crate) fn book(&self) -> PathBuf {
        self.path().join("book")
    }

    pub(crate) fn answers(&self) -> PathBuf {
        self.data().join("answers.toml")
    }

    /// The answers as they are on the disk; empty when there are none.
    pub(crate) fn stored(&self) -> String {
        std::fs::read_to_string(self.answers()).unwrap_or_default()
    }

    /// The answer to a question of the small chapter, as the file has it.
    pub(crate) fn answer(&self, name: &str) -> String {
        let all: toml::Table = self.stored().parse().unwrap_or_default();
        let value = all
            .get("answers")
            .and_then(|all| all.get("small"))
            .and_then(|all| all.get(name))
            .and_then(|one| one.get("value"));
        value.and_then(toml::Value::as_str).unwrap_or_default().to_owned()
    }

    /// Answers that somebody gave earlier: a room, and something private.
    pub(crate) fn give_answers(&self) {
        let earlier = r#"format = 1
generation = 3
person = "Sam"

[answers.small.scene]
asked = "Describe a room."
kind = "text"
value = "The lamp hums quietly."
updated = 2026-05-12T12:04:31+02:00

[answers.small.secret]
asked = "What stays here?"
kind = "line"
value = "Nobody knows this."
updated = 2026-05-12T12:04:31+02:00
"#;
        put(&self.answers(), sealed(earlier).as_bytes());
    }

    /// The names of everything below the home except the book, sorted.
    pub(crate) fn everything(&self) -> Vec<PathBuf> {
        let mut found = below(self.path());
        found.retain(|path| !path.starts_with(self.book()));
        found
    }
}

/// Answers with the last line that the program writes.
pub(crate) fn sealed(answers: &str) -> String {
    let unproven = format!("{answers}# imago-end answers=0 bytes=0 crc32=00000000\n");
    file::write(&file::read(&unproven).unwrap().journal)
}

/// Everything below a folder, sorted.
pub(crate) fn below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = std::fs::read_dir(folder) else { return found };
    for entry in entries {
        let path = entry.unwrap().path();
        found.push(path.clone());
        if path.is_dir() && !path.is_symlink() {
            found.extend(below(&path));
        }
    }
    found.sort();
    found
}

/// Makes a file, and the folders above it.
pub(crate) fn put(path: &Path, bytes: &[u8]) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    File::create(path).unwrap().write_all(bytes).unwrap();
}

/// A book in which every word of the author's that is shown tries to reach the terminal, and a file that is broken
/// and has such a name.
pub(crate) fn put_hostile_book(folder: &Path) {
    // As TOML writes them: clear the screen, set the title, ring, a C1 control, an override, an isolate.
    let evil = r"\u001b[2J\u001b]0;owned\u0007\u009b31m\u202eback\u2066wards";
    let text = format!(
        "format = 1\n[chapter]\nid = \"evil\"\ntitle = \"T{evil}\"\nsummary = \"S{evil}\"\ncare = \"C{evil}\"\n\
         text = \"O{evil}\"\n[[exercise]]\nid = \"page\"\ntitle = \"P{evil}\"\nwhy = \"W{evil}\"\ntext = \"X{evil}\"\n\
         [[exercise.ask]]\nid = \"q\"\nkind = \"text\"\nprompt = \"Q{evil}\"\nhint = \"H{evil}\"\n\
         example = \"E{evil}\"\n[[exercise.ask]]\nid = \"c\"\nkind = \"choice\"\nprompt = \"V{evil}\"\n\
         hint = \"I{evil}\"\noptions = [\"one{evil}\", \"two{evil}\"]\n"
    );
    put(&folder.join("a.toml"), text.as_bytes());
    let raw =
        "format = 1\n[chapter]\nid = \"b\u{1b}[2Jad\"\ntitle = \"\u{1b}]0;owned\u{7}\u{9b}31m\u{202e}x\"\n";
    let name = OsStr::from_bytes(b"z\x1b[2J\x1b]0;owned\x07\xff\xc2\x9b31m\xe2\x80\xaebad.toml");
    put(&folder.join(name), raw.as_bytes());
}

/// Something in what a program wrote that is no text: a control character other than these, half a letter, a letter
/// that turns the line around.
pub(crate) fn foreign(bytes: &[u8], allowed: &[char]) -> Option<String> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return Some(error.to_string()),
    };
    let turns = |c: char| matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    let at = text.char_indices().find(|(_, c)| (c.is_control() && !allowed.contains(c)) || turns(*c))?.0;
    let around: String = text[at..].chars().take(30).collect();
    Some(format!("{around:?} at byte {at}"))
}
