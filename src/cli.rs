//! The command line: what can be asked for, and the words that explain it.
//!
//! Only the definition. What follows from it is in `main.rs`.

use crate::export::For;
use clap::{Arg, ArgAction, ArgMatches, Command};
use jiff::civil::Date;
use std::ffi::OsString;
use std::path::PathBuf;

/// What somebody asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// A folder with chapters to read instead of the book that comes with the program.
    pub book: Option<PathBuf>,
    /// The folder with the answers.
    pub data_dir: Option<PathBuf>,
    /// Fail in the middle of it, to prove what becomes of the words. No program that is built for people can do it.
    pub crash_test: bool,
    /// What to do.
    pub task: Task,
}

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    /// Open the workbook.
    Open,
    /// Look for mistakes in chapters: these files and folders, or the whole book.
    Check(Vec<PathBuf>),
    /// Write answers down as Markdown.
    Export(Export),
    /// List the days that are coming, or write them for a calendar.
    Dates(Dates),
    /// Say where everything is kept.
    Where,
    /// List earlier versions of the answers.
    Backups,
    /// Go back to the earlier version of this number.
    Restore(u64),
}

/// What to write down, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// The file; `-` is standard output; none: a name of its own in the current folder.
    pub output: Option<PathBuf>,
    /// Whom it is for.
    pub whom: For,
    /// For a therapist: what was written since this day, however long it is.
    pub since: Option<Date>,
    /// A folder for one note each page, instead of one file.
    pub split: Option<PathBuf>,
    /// Empty pages to print, and no answers.
    pub blank: bool,
    /// Only these chapters.
    pub chapters: Vec<String>,
    /// Private answers too. Takes effect only together with a yes.
    pub include_private: bool,
    /// The yes, where nobody can be asked for it.
    pub yes: bool,
    /// Replace the file if it is there.
    pub force: bool,
}

/// Where the days that are coming go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    /// A calendar file; `-` is standard output; none: a list to read.
    pub ics: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  imago                            open the workbook
  imago export -o pages.md         write your answers to pages.md
  imago check my-chapter.toml      find mistakes in a chapter

Your answers stay in one folder on this computer; `imago where` shows it.
Exit codes: 0 done, 1 failed or mistakes found, 2 wrong usage.";

const TEMPLATE: &str = "{usage-heading} {usage}{after-help}\n\n{about}\n\n{all-args}\n";

/// The command line as clap knows it.
#[must_use]
pub fn command() -> Command {
    let book = Arg::new("book")
        .long("book")
        .value_name("DIR")
        .value_parser(clap::value_parser!(PathBuf))
        .global(true)
        .help("Read the chapters of this folder instead");
    let data_dir = Arg::new("data-dir")
        .long("data-dir")
        .value_name("DIR")
        .value_parser(clap::value_parser!(PathBuf))
        .global(true)
        .help("Keep the answers in this folder");
    Command::new("imago")
        .version(env!("CARGO_PKG_VERSION"))
        .about("A quiet workbook for understanding what you bring into love.")
        .after_help(EXAMPLES)
        .help_template(TEMPLATE)
        .disable_help_subcommand(true)
        .args([book, data_dir])
        .args(cfg!(debug_assertions).then(crash_test))
        .subcommand(
            Command::new("check").about("Find mistakes in chapters").arg(
                Arg::new("paths")
                    .value_name("FILE|DIR")
                    .value_parser(clap::value_parser!(PathBuf))
                    .num_args(0..)
                    .help("Files or folders; without any, the whole book"),
            ),
        )
        .subcommand(
            Command::new("export").about("Write your answers down as Markdown").args([
                Arg::new("for")
                    .long("for")
                    .value_name("WHOM")
                    .default_value("me")
                    .value_parser(["me", "partner", "therapist"])
                    .hide_possible_values(true)
                    .hide_default_value(true)
                    .help("me (all), partner (what is for two), therapist (short)"),
                Arg::new("since")
                    .long("since")
                    .value_name("DAY")
                    .value_parser(day)
                    .help("For a therapist: all since this day, such as 2026-05-12"),
                Arg::new("output")
                    .short('o')
                    .long("output")
                    .value_name("FILE")
                    .value_parser(clap::value_parser!(PathBuf))
                    .help("Where to (- prints); never replaces a file"),
                Arg::new("split")
                    .long("split")
                    .value_name("DIR")
                    .value_parser(clap::value_parser!(PathBuf))
                    .conflicts_with("output")
                    .help("One note for each page, and an index, into DIR"),
                Arg::new("blank")
                    .long("blank")
                    .action(ArgAction::SetTrue)
                    .conflicts_with_all(["split", "since", "include-private"])
                    .help("Empty pages to print and fill in by hand; no answers"),
                Arg::new("chapter")
                    .long("chapter")
                    .value_name("ID")
                    .action(ArgAction::Append)
                    .help("Only this chapter; can be given several times"),
                Arg::new("include-private")
                    .long("include-private")
                    .action(ArgAction::SetTrue)
                    .help("Answers marked private too; you are asked once more"),
                Arg::new("yes")
                    .long("yes")
                    .action(ArgAction::SetTrue)
                    .help("Yes, the private ones too; asks nothing"),
                Arg::new("force")
                    .long("force")
                    .action(ArgAction::SetTrue)
                    .help("Replace FILE if it is there"),
            ]),
        )
        .subcommand(
            Command::new("dates").about("List the days that are coming").arg(
                Arg::new("ics")
                    .long("ics")
                    .value_name("FILE")
                    .value_parser(clap::value_parser!(PathBuf))
                    .help("Write them for a calendar (- prints); never replaces a file"),
            ),
        )
        .subcommand(Command::new("backups").about("List earlier versions of your answers"))
        .subcommand(
            Command::new("restore").about("Go back to an earlier version; the present one is kept").arg(
                Arg::new("number")
                    .value_name("N")
                    .required(true)
                    .value_parser(clap::value_parser!(u64))
                    .help("Its number, as `imago backups` shows it"),
            ),
        )
        .subcommand(Command::new("where").about("Show where everything is kept"))
}

fn day(typed: &str) -> Result<Date, &'static str> {
    typed.parse().map_err(|_| "a day is written as 2026-05-12")
}

fn crash_test() -> Arg {
    Arg::new(CRASH_TEST).long(CRASH_TEST).action(ArgAction::SetTrue).hide(true)
}

const CRASH_TEST: &str = "crash-test";

/// Reads arguments, the program's name first.
///
/// # Errors
/// What clap says: wrong usage, or a request for help or the version.
pub fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Call, clap::Error> {
    let matches = command().try_get_matches_from(args)?;
    let task = match matches.subcommand() {
        Some(("check", of)) => Task::Check(of.get_many("paths").into_iter().flatten().cloned().collect()),
        Some(("export", of)) => Task::Export(export(of)),
        Some(("dates", of)) => Task::Dates(Dates { ics: of.get_one("ics").cloned() }),
        Some(("where", _)) => Task::Where,
        Some(("backups", _)) => Task::Backups,
        Some(("restore", of)) => Task::Restore(of.get_one("number").copied().unwrap_or_default()),
        Some(_) | None => Task::Open,
    };
    let path = |name: &str| -> Option<PathBuf> {
        let below = matches.subcommand().and_then(|(_, of)| of.get_one(name));
        below.or_else(|| matches.get_one(name)).cloned()
    };
    let crash_test = cfg!(debug_assertions) && matches.get_flag(CRASH_TEST);
    Ok(Call { book: path("book"), data_dir: path("data-dir"), crash_test, task })
}

fn export(of: &ArgMatches) -> Export {
    Export {
        output: of.get_one("output").cloned(),
        whom: match of.get_one::<String>("for").map(String::as_str) {
            Some("partner") => For::Partner,
            Some("therapist") => For::Therapist,
            Some(_) | None => For::Me,
        },
        split: of.get_one("split").cloned(),
        blank: of.get_flag("blank"),
        since: of.get_one("since").copied(),
        chapters: of.get_many("chapter").into_iter().flatten().cloned().collect(),
        include_private: of.get_flag("include-private"),
        yes: of.get_flag("yes"),
        force: of.get_flag("force"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Call, clap::Error> {
        parse(line.split(' ').map(OsString::from))
    }

    #[test]
    fn the_definition_holds() {
        command().debug_assert();
    }

    #[test]
    fn options_work_on_both_sides_of_a_command() {
        for line in ["imago --data-dir D where", "imago where --data-dir D"] {
            let call = read(line).unwrap();
            assert_eq!((call.data_dir, call.task), (Some("D".into()), Task::Where));
        }
        assert_eq!(read("imago").unwrap().task, Task::Open);
    }

    #[test]
    fn a_mistyped_word_is_answered_with_the_right_one() {
        let error = read("imago exprt").unwrap_err();
        assert_eq!(error.exit_code(), 2);
        assert!(error.to_string().contains("export"));
    }

    #[test]
    fn help_fits_and_begins_with_usage_and_examples() {
        let help = command().render_help().to_string();
        assert!(help.starts_with("Usage: imago"), "{help}");
        assert!(help.lines().all(|line| line.chars().count() <= 80), "{help}");
        assert_eq!(help.lines().filter(|line| line.starts_with("  imago")).count(), 3);
    }
}
