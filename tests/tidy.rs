//! Reads the sources and proves what `src/ARCHITECTURE.md` promises about them. Tests inside the sources are not looked
//! at: they may do what the program may not. A failure says what to do.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop here"
)]

use imago_workbook::answer::{Answer, Cell};
use imago_workbook::app::Action;
use imago_workbook::journal::{Entry, Extra, Id, Journal, Said, Stamp};
use imago_workbook::kind;
use imago_workbook::text::{self, Clip, Text};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Lines that a source file may have, its tests not counted.
const LONGEST: usize = 400;

/// One source file, without its tests.
struct Source {
    /// Its path below `src`, with `/` on every system.
    name: String,
    /// The whole file.
    text: String,
    /// What is left without tests.
    lines: Vec<String>,
}

impl Source {
    /// Its code without comments, line by line, with their numbers in the file.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let numbered = self.lines.iter().enumerate().map(|(n, line)| (n + 1, line.as_str()));
        let code = numbered.filter(|(_, line)| !line.trim_start().starts_with("//"));
        code.map(|(n, line)| (n, line.split(" // ").next().unwrap_or(line)))
    }

    /// Whether it is one of these files, or in one of these folders (which end in `/`).
    fn is_in(&self, places: &[&str]) -> bool {
        places.iter().any(|place| match place.ends_with('/') {
            true => self.name.starts_with(place),
            false => self.name == *place,
        })
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path} must be there: {error}"))
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            found.extend(files(&entry));
        } else {
            found.push(entry);
        }
    }
    found.sort();
    found
}

/// Every source file of the program. Files that exist only for tests are left out.
fn sources() -> Vec<Source> {
    let src = root().join("src");
    let rust = files(&src).into_iter().filter(|path| path.extension().is_some_and(|end| end == "rs"));
    let mut only_for_tests = BTreeSet::new();
    let mut all = Vec::new();
    for path in rust {
        let name = path.strip_prefix(&src).expect("below src").to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(&path).expect("a text");
        let (lines, modules) = without_tests(&text);
        let folder = match name.as_str() {
            "lib.rs" | "main.rs" => String::new(),
            name => format!("{}/", name.trim_end_matches(".rs")),
        };
        only_for_tests.extend(modules.iter().map(|module| format!("{folder}{module}.rs")));
        all.push(Source { name, text, lines });
    }
    // A module that is only there for tests has only such modules below it.
    let for_tests = |name: &str| {
        only_for_tests.iter().any(|test: &String| {
            name == test || name.starts_with(&format!("{}/", test.trim_end_matches(".rs")))
        })
    };
    all.retain(|source| !for_tests(&source.name));
    assert!(all.len() > 40, "the sources were not found");
    all
}

/// The lines of a file with everything below `#[cfg(test)]` made empty, and the names of modules that are only there for
/// tests and have a file of their own.
fn without_tests(text: &str) -> (Vec<String>, Vec<String>) {
    let mut kept = Vec::new();
    let mut modules = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let indent = &line[..line.len() - line.trim_start().len()];
        if line.trim() != "#[cfg(test)]" {
            kept.push(line.to_owned());
            continue;
        }
        kept.push(String::new());
        let end = format!("{indent}}}");
        let mut in_attribute = false;
        for line in lines.by_ref() {
            kept.push(String::new());
            let item = line.trim();
            if item.starts_with("#[") || in_attribute {
                in_attribute = !item.ends_with(']');
                continue;
            }
            if let Some(name) = item.strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';')) {
                modules.push(name.to_owned());
            }
            if line == end
                || (item.ends_with(';') && line.starts_with(indent) && !line[indent.len()..].starts_with(' '))
            {
                break;
            }
        }
    }
    while kept.last().is_some_and(|line| line.is_empty()) {
        kept.pop();
    }
    (kept, modules)
}

/// Whether a word stands in a line, and is not a part of a longer word.
fn has(line: &str, word: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    line.match_indices(word).any(|(at, _)| {
        let (before, after) = (line[..at].chars().next_back(), line[at + word.len()..].chars().next());
        let open_start = !word.starts_with(|c: char| c.is_alphanumeric()) || !letter(before);
        let open_end = !word.ends_with(|c: char| c.is_alphanumeric()) || !letter(after);
        open_start && open_end
    })
}

/// Some words stand in some places only.
fn only_in(places: &[&str], words: &[&str], what_to_do: &str) {
    let mut found = Vec::new();
    for source in sources().iter().filter(|source| !source.is_in(places)) {
        for (n, line) in source.code() {
            if let Some(word) = words.iter().find(|word| has(line, word)) {
                found.push(format!("  src/{}:{n}: `{word}` in: {}", source.name, line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "{what_to_do}\n{}", found.join("\n"));
}

/// The section of a file of settings below a heading, up to the next one.
fn section<'a>(text: &'a str, heading: &str) -> &'a str {
    let (_, below) =
        text.split_once(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("{heading} must be there"));
    below.split_once("\n[").map_or(below, |(section, _)| section)
}

/// Names of packages in the lock file, with those that each of them needs.
fn packages() -> Vec<(String, Vec<String>)> {
    let lock: toml::Table = read("Cargo.lock").parse().expect("a lock file");
    let package = |package: &toml::Value| {
        let name = package["name"].as_str().expect("a name").to_owned();
        let needs = package.get("dependencies").and_then(toml::Value::as_array).into_iter().flatten();
        let first =
            |need: &toml::Value| need.as_str().unwrap_or("").split(' ').next().unwrap_or("").to_owned();
        (name, needs.map(first).collect())
    };
    lock["package"].as_array().expect("packages").iter().map(package).collect()
}

#[test]
fn only_the_edge_knows_the_terminal() {
    only_in(
        &["tui.rs", "tui/", "main.rs"],
        &["crossterm", "ratatui"],
        "Only src/tui may know the terminal. Say what is meant as an Action, a View or a Role, and let src/tui do it.",
    );
}

#[test]
fn only_the_store_touches_files() {
    let words = [
        "std::fs",
        "fs::",
        "File::open",
        "File::create",
        "File::options",
        "OpenOptions",
        "rustix::fs",
        "create_dir_all",
        "read_to_string",
    ];
    // The screen holds the terminal as a `File`, and `tui/tty.rs` opens that terminal once more.
    let besides_the_terminal = ["store.rs", "store/", "tui/screen.rs", "tui/tty.rs"];
    let what_to_do = "Only src/store may touch files. Return an Effect, or add a call to store's Disk.";
    only_in(&besides_the_terminal, &words, what_to_do);
    let of_screen: Vec<&str> =
        words.iter().copied().filter(|word| !["std::fs", "fs::"].contains(word)).collect();
    only_in(&["store.rs", "store/", "tui/tty.rs"], &of_screen, what_to_do);
    let sources = sources();
    let screen = sources.iter().find(|source| source.name == "tui/screen.rs").expect("tui/screen.rs");
    let uses: Vec<&str> = screen.code().map(|(_, line)| line).filter(|line| line.contains("fs::")).collect();
    assert_eq!(
        uses,
        ["use std::fs::File;"],
        "src/tui/screen.rs holds the terminal as a File and touches no other file"
    );
    let tty = sources.iter().find(|source| source.name == "tui/tty.rs").expect("tui/tty.rs");
    let opened: Vec<&str> =
        tty.code().map(|(_, line)| line.trim()).filter(|line| line.contains("open(")).collect();
    assert_eq!(
        opened,
        [
            "pub(super) fn open() -> Tty {",
            "let by_name = || open(ttyname(terminal, Vec::new()).ok()?, flags, Mode::empty()).ok();",
            "if is_ours { open(\"/dev/tty\", flags, Mode::empty()).ok() } else { None }",
        ],
        "src/tui/tty.rs opens the terminal and nothing else"
    );
}

#[test]
fn only_main_reads_arguments_and_environment() {
    only_in(
        &["main.rs"],
        &["std::env", "env::", "dirs::", "args_os"],
        "Only src/main.rs reads arguments and environment. Take what you need as a value, as store::Environment does.",
    );
}

#[test]
fn nothing_pure_reads_the_clock() {
    only_in(
        &["tui.rs", "tui/", "store.rs", "store/", "run.rs", "run/", "main.rs"],
        &["SystemTime", "Instant", "Timestamp::now", "Zoned::now", "UNIX_EPOCH", "TimeZone::system"],
        "The pure part reads no clock. Take the time as app::Moment, or a day as a text.",
    );
}

#[test]
fn drawing_changes_nothing() {
    let mut found = Vec::new();
    for source in sources() {
        for (n, line) in source.code() {
            if ["fn view(", "fn sheet(", "fn told("]
                .iter()
                .any(|name| line.contains(name) && line.contains("&mut self"))
            {
                found.push(format!("  src/{}:{n}", source.name));
            }
        }
    }
    assert!(
        found.is_empty(),
        "`view` and `sheet` take &self. Change state in `update` or `edit`.\n{}",
        found.join("\n")
    );
}

#[test]
fn there_is_one_loop_and_one_channel() {
    only_in(
        &["tui/input.rs"],
        &["event::read", "event::poll"],
        "Keys are read in src/tui/input.rs only: send an Event.",
    );
    only_in(
        &["tui/inbox.rs"],
        &["mpsc::channel", "sync_channel"],
        "There is one channel, made in src/tui/inbox.rs: take its Post.",
    );
    only_in(&[], &["async fn", "async move", ".await"], "Nothing here is asynchronous: return an Effect.");
    only_in(
        &[],
        &["thread::sleep", "thread::spawn"],
        "Nothing sleeps or runs unseen: wait for an Event with a deadline.",
    );
}

#[test]
fn nobody_else_takes_a_kind_apart() {
    let mut found = Vec::new();
    // The editor core has a `Kind` of its own, for letters.
    let others = |source: &Source| source.name != "kind.rs" && !source.is_in(&["text.rs", "text/"]);
    for source in sources().iter().filter(|source| others(source)) {
        for (n, line) in source.code() {
            let variant =
                |at: usize| line[at + "Kind::".len()..].starts_with(|c: char| c.is_ascii_uppercase());
            let whole = |at: usize| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            if line.match_indices("Kind::").any(|(at, _)| variant(at) && whole(at)) {
                found.push(format!("  src/{}:{n}: {}", source.name, line.trim()));
            }
        }
    }
    let what_to_do =
        "Outside src/kind.rs nobody matches on Kind. Add a method with a default to `Ask`, and ask it.";
    assert!(found.is_empty(), "{what_to_do}\n{}", found.join("\n"));
}

#[test]
fn a_key_is_named_in_the_table_only() {
    only_in(
        &["tui/keymap.rs"],
        &["KeyCode", "KeyModifiers", "KeyEvent"],
        "A key is named in src/tui/keymap.rs only. Add a row there, and act on its Action.",
    );
}

#[test]
fn a_colour_is_named_in_the_theme_only() {
    // The screen turns the colours that the theme chose into what a terminal understands.
    only_in(
        &["tui/theme.rs", "tui/screen.rs"],
        &["Color", "Color::", "Modifier", "Stylize"],
        "A colour is named in src/tui/theme.rs only. Add a Role, and give it its look there.",
    );
}

#[test]
fn the_lints_are_on() {
    let manifest = read("Cargo.toml");
    let rust = section(&manifest, "[lints.rust]");
    assert!(
        rust.contains("unsafe_code = \"forbid\""),
        "unsafe code stays forbidden in [lints.rust] of Cargo.toml"
    );
    let clippy = section(&manifest, "[lints.clippy]");
    for lint in [
        "unwrap_used",
        "expect_used",
        "panic",
        "todo",
        "unimplemented",
        "unreachable",
        "dbg_macro",
        "print_stdout",
        "print_stderr",
        "indexing_slicing",
        "string_slice",
        "wildcard_enum_match_arm",
    ] {
        let on = ["warn", "deny", "forbid"]
            .iter()
            .any(|level| clippy.lines().any(|l| l == format!("{lint} = \"{level}\"")));
        assert!(on, "switch the lint `{lint}` on again in [lints.clippy] of Cargo.toml");
    }
    assert!(
        read(".ci/run").contains("-D warnings"),
        ".ci/run must fail on a warning: cargo clippy .. -D warnings"
    );
    let off = ["unwrap_used", "expect_used", "clippy::panic", "wildcard_enum_match_arm"];
    // The keys of a terminal are not an enum of ours.
    only_in(
        &["tui/keymap.rs"],
        &off,
        "A lint is switched off here. Handle the case instead, or give the variant an arm.",
    );
}

#[test]
fn every_dependency_has_a_reason() {
    let manifest = read("Cargo.toml");
    for heading in ["[dependencies]", "[build-dependencies]", "[dev-dependencies]"] {
        let mut has_reason = false;
        for line in section(&manifest, heading).lines() {
            match line.trim() {
                "" => has_reason = false,
                line if line.starts_with('#') => has_reason = true,
                line => assert!(
                    has_reason,
                    "write above `{line}` in {heading} of Cargo.toml what it is needed for"
                ),
            }
        }
    }
}

#[test]
fn no_crate_opens_a_socket() {
    let sockets = [
        "tokio",
        "async-std",
        "smol",
        "async-io",
        "hyper",
        "reqwest",
        "ureq",
        "curl",
        "isahc",
        "surf",
        "attohttpc",
        "minreq",
        "socket2",
        "quinn",
        "h2",
        "h3",
        "rustls",
        "native-tls",
        "openssl",
        "tungstenite",
        "trust-dns-resolver",
        "hickory-resolver",
        "libp2p",
        "zbus",
        "sentry",
    ];
    let packages = packages();
    for (name, _) in &packages {
        assert!(
            !sockets.contains(&name.as_str()),
            "`{name}` opens sockets. Words stay on this computer: do without it."
        );
    }
    // mio is how crossterm waits for keys, with the feature `os-poll` alone; its sockets are behind the feature `net`,
    // which nobody asks for. So it may be here for crossterm, and for nobody else.
    for (name, needs) in packages.iter().filter(|(_, needs)| needs.iter().any(|need| need == "mio")) {
        let known = ["crossterm", "signal-hook-mio"].contains(&name.as_str());
        assert!(
            known,
            "`{name}` needs mio ({needs:?}). Look whether it asks for the feature `net`; if so, do without it."
        );
    }
    let manifest = read("Cargo.toml");
    let rustix = manifest.lines().find(|line| line.starts_with("rustix")).unwrap_or("");
    assert!(!rustix.contains("\"net\""), "rustix must not have the feature `net`");
    // A pair of sockets without a name wakes the thread that waits for signals; it leads nowhere.
    let words = ["std::net", "TcpStream", "TcpListener", "UdpSocket", "UnixListener"];
    only_in(&[], &words, "Nothing here speaks to the network.");
    only_in(
        &["run/editor.rs"],
        &["process::Command", "process::{Command"],
        "No other program is started but the person's own editor, by src/run/editor.rs.",
    );
    only_in(&["tui/inbox.rs"], &["UnixStream"], "A UnixStream stands in src/tui/inbox.rs only, as a pair.");
    only_in(&[], &["UnixStream::connect"], "Nothing here connects to anything.");
}

#[test]
fn every_source_file_says_what_it_is() {
    for source in sources() {
        let opens = source.text.starts_with("//! ") || source.text.starts_with("#![doc = include_str!(");
        assert!(opens, "begin src/{} with `//!`: what it is, and what it is not", source.name);
    }
}

#[test]
fn no_source_file_is_long() {
    let long: Vec<String> = sources()
        .iter()
        .map(|source| (source.lines.len() - tests_between(source), &source.name))
        .filter(|(lines, _)| *lines > LONGEST)
        .map(|(lines, name)| format!("  src/{name}: {lines} lines"))
        .collect();
    assert!(
        long.is_empty(),
        "These files have more than {LONGEST} lines. Cut them by topic:\n{}",
        long.join("\n")
    );
}

/// Lines of tests that stand between other lines.
fn tests_between(source: &Source) -> usize {
    let (kept, text) = (&source.lines, source.text.lines());
    text.zip(kept).filter(|(before, after)| !before.is_empty() && after.is_empty()).count()
}

#[test]
fn files_are_named_after_what_they_hold() {
    let vague = [
        "mod", "util", "utils", "common", "types", "helper", "helpers", "misc", "shared", "manager",
        "handler",
    ];
    for source in sources() {
        let name = source.name.rsplit('/').next().unwrap_or("").trim_end_matches(".rs");
        assert!(
            !vague.contains(&name),
            "src/{} says nothing about what it holds: name it after its topic",
            source.name
        );
    }
}

#[test]
fn no_line_ends_in_blanks() {
    let kept_by_tools = |path: &Path| path.extension().is_some_and(|end| end == "snap");
    let mut found = Vec::new();
    for folder in ["src", "workbook", "tests", "examples", "benches", ".ci"] {
        for path in files(&root().join(folder)) {
            let broken = path.to_string_lossy().replace('\\', "/").contains("tests/broken/");
            let Ok(text) = fs::read_to_string(&path) else { continue };
            if broken || kept_by_tools(&path) {
                continue;
            }
            let ends = text.lines().enumerate().filter(|(_, line)| line.ends_with([' ', '\t']));
            found.extend(ends.map(|(n, _)| format!("  {}:{}", path.display(), n + 1)));
        }
    }
    for name in ["README.md", "CHANGELOG.md", "Cargo.toml", "build.rs"] {
        let text = read(name);
        let ends = text.lines().enumerate().filter(|(_, line)| line.ends_with([' ', '\t']));
        found.extend(ends.map(|(n, _)| format!("  {name}:{}", n + 1)));
    }
    assert!(found.is_empty(), "Remove the blanks at the end of:\n{}", found.join("\n"));
}

#[test]
fn the_book_is_not_in_the_code() {
    let book = imago_workbook::book::shipped::book(Vec::new());
    let mut found = Vec::new();
    for source in sources() {
        let code: String = source.code().map(|(_, line)| line).collect();
        for exercise in book.chapters.iter().flat_map(|chapter| &chapter.exercises) {
            let texts = exercise
                .questions
                .iter()
                .map(|question| question.prompt.as_str())
                .chain([exercise.title.as_str()]);
            for text in texts.filter(|text| text.len() > 20) {
                if code.contains(text) {
                    found.push(format!("  src/{}: {text}", source.name));
                }
            }
        }
    }
    assert!(
        found.is_empty(),
        "Sentences of the book belong to workbook/, not into the code:\n{}",
        found.join("\n")
    );
}

#[test]
fn the_map_of_the_code_is_true() {
    let map = read("src/ARCHITECTURE.md");
    let sources = sources();
    for source in sources.iter().filter(|source| !source.name.contains('/')) {
        let there = map.contains(&format!("`{}`", source.name));
        assert!(there, "src/ARCHITECTURE.md does not mention `{}`: add a line to its map", source.name);
    }
    for source in sources.iter().filter(|source| source.name.contains('/')) {
        let (folder, file) = source.name.rsplit_once('/').expect("a folder");
        let stem = file.trim_end_matches(".rs");
        let listed = map.contains(&format!("`{}`", source.name))
            || map.lines().any(|line| line.contains(&format!("`{folder}/{{")) && within(line, folder, stem));
        assert!(
            listed || folder == "kind",
            "src/ARCHITECTURE.md does not mention `{}`: add it to the map",
            source.name
        );
    }
    let names: BTreeSet<&str> = sources.iter().map(|source| source.name.as_str()).collect();
    for name in map.split('`').skip(1).step_by(2) {
        let is_path = name.ends_with(".rs") && !name.contains(['{', '*', ' ']) && !name.starts_with("tests/");
        let there =
            names.contains(name) || root().join("src").join(name).exists() || root().join(name).exists();
        assert!(
            !is_path || there,
            "src/ARCHITECTURE.md mentions `{name}`, which is not there: correct its map"
        );
    }
}

/// Whether a list such as `` `book/{load,prose}.rs` `` on a line names this file.
fn within(line: &str, folder: &str, stem: &str) -> bool {
    line.split('`').any(|part| {
        let inside = part.strip_prefix(&format!("{folder}/{{")).and_then(|rest| rest.strip_suffix("}.rs"));
        inside.is_some_and(|inside| inside.split(',').any(|name| name.trim() == stem))
    })
}

#[test]
fn every_invariant_has_its_test() {
    let map = read("src/ARCHITECTURE.md");
    let (_, below) =
        map.split_once("\n## Invariants\n").expect("a section \"## Invariants\" in src/ARCHITECTURE.md");
    let below = below.split_once("\n## ").map_or(below, |(section, _)| section);
    let rows: Vec<&str> =
        below.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit())).collect();
    assert!(rows.len() >= 15, "src/ARCHITECTURE.md lists {} invariants, and there are 15", rows.len());
    for row in below.split("\n\n").flat_map(|block| block.split("\n")).filter(|row| row.contains("Test:")) {
        let (_, tests) = row.split_once("Test:").expect("a test");
        for named in tests.split('`').skip(1).step_by(2) {
            let (file, test) =
                named.split_once("::").unwrap_or_else(|| panic!("write `file.rs::test`, not `{named}`"));
            let there = read(file).contains(&format!("fn {test}("));
            assert!(there, "src/ARCHITECTURE.md names the test {named}, which is not there");
        }
    }
    let proven = below.matches("Test:").count() + below.matches("Lint:").count();
    assert!(
        proven >= rows.len(),
        "each invariant in src/ARCHITECTURE.md names its test: {proven} of {}",
        rows.len()
    );
}

#[test]
fn the_readme_names_keys_that_work() {
    let readme = read("README.md");
    let hints = imago_workbook::tui::keymap::hints();
    let rows: Vec<Vec<&str>> = readme
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect::<Vec<_>>())
        .filter(|row| row.len() == 2)
        .collect();
    assert!(rows.len() > 10, "README.md has a table of keys: | `Tab` | next question |");
    for row in &rows {
        for key in row[0].split('`').skip(1).step_by(2) {
            let means = hints
                .iter()
                .any(|hint| hint.key == key && row[1].split("; ").any(|about| about == hint.about));
            assert!(
                means,
                "README.md says that `{key}` is: {}. The table in src/tui/keymap.rs does not.",
                row[1]
            );
        }
    }
    for key in ["Tab", "Esc", "F1", "F2", "F9", "Ctrl-C", "q", "?"] {
        let listed = rows.iter().any(|row| row[0].contains(&format!("`{key}`")));
        assert!(listed, "README.md must name `{key}` in its table of keys");
    }
}

#[test]
fn the_crate_is_whole() {
    for name in [
        "README.md",
        "CHANGELOG.md",
        "LICENSE-MIT",
        "LICENSE-APACHE",
        "workbook/README.md",
        "workbook/LICENSE",
    ] {
        assert!(read(name).len() > 200, "{name} is empty");
    }
    let version = env!("CARGO_PKG_VERSION");
    assert!(
        read("CHANGELOG.md").contains(&format!("## {version}")),
        "CHANGELOG.md says nothing about {version}"
    );
    let debt = "not affiliated with or endorsed by";
    assert!(read("README.md").contains(debt), "README.md must say that the book is {debt} anybody");
    for name in ["README.md", "CHANGELOG.md", "src/ARCHITECTURE.md", "workbook/README.md"] {
        let loud = read(name)
            .replace("`!`", "")
            .replace("!=", "")
            .replace("![", "")
            .replace("#![", "")
            .replace("#[", "");
        assert!(!loud.contains('!'), "{name} is plain and quiet: no exclamation marks");
    }
}

#[test]
fn debug_of_what_somebody_wrote_shows_no_words() {
    let word = "Abendbrot";
    let words = || word.to_owned();
    let cell = Cell::Text(words());
    let answers = [
        Answer::Text(words().into()),
        Answer::List(vec![words()]),
        Answer::Fields(vec![("row".into(), cell.clone())]),
        Answer::Rows(vec![vec![("gap".into(), cell)]]),
    ];
    let moment = jiff::Timestamp::UNIX_EPOCH;
    let mut journal = Journal { person: words(), ..Journal::default() };
    let mut shown = Vec::new();
    for (n, answer) in answers.into_iter().enumerate() {
        shown.push(format!("{answer:?}"));
        let entry = Entry {
            asked: words().into(),
            kind: "text".into(),
            value: Said::Answer(answer),
            updated: Stamp::of(moment, &jiff::tz::TimeZone::UTC),
            rounds: Vec::new(),
            other: Vec::new(),
            extra: Extra::default(),
        };
        shown.push(format!("{entry:?} {:?}", entry.value));
        journal.answers.insert(Id::new("home", &format!("q{n}")), Arc::new(entry));
    }
    shown.push(format!("{journal:?}"));
    let mut clip = Clip::default();
    let mut text = Text::new(word);
    text.edit(text::Edit::SelectAll, &mut clip);
    text.edit(text::Edit::Cut, &mut clip);
    text.edit(text::Edit::Yank, &mut clip);
    shown.push(format!("{text:?} {clip:?}"));
    let wish = kind::Edit::Write(text::Edit::Paste(words()));
    shown.push(format!("{wish:?} {:?}", Action::Edit(wish.clone())));
    for debug in shown {
        assert!(
            !debug.contains(word),
            "Debug shows words of an answer; show its shape and size instead: {debug}"
        );
    }
}
