//! Arguments and environment → a task → an exit code. Nothing else reads either of them.

use imago_workbook::cli::{self, Call, Task};
use imago_workbook::run::{self, Outcome, Surroundings};
use imago_workbook::store::{Environment, Paths};
use rustix::process::{Resource, Rlimit, setrlimit};
use std::env;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Wrong usage.
const USAGE: u8 = 2;

const NO_TERMINAL: &str =
    "imago needs a terminal to open the workbook. `imago export -o -` prints your answers without one.";

fn main() -> ExitCode {
    leave_no_core();
    outlive_full_files();
    let call = match cli::parse(env::args_os()) {
        Ok(call) => call,
        Err(error) => {
            // What was typed may come from anywhere: nothing in it reaches the terminal that could steer it.
            let words = imago_workbook::text::clean(&error.render().to_string()).into_owned();
            // A reader that went away wants no more words.
            let (Ok(()) | Err(_)) = if error.use_stderr() {
                write!(io::stderr(), "{words}")
            } else {
                write!(io::stdout(), "{words}")
            };
            return if error.use_stderr() { ExitCode::from(USAGE) } else { ExitCode::SUCCESS };
        }
    };
    match perform(&call) {
        Ok(code) => code,
        Err(why) => {
            say(&why);
            ExitCode::FAILURE
        }
    }
}

fn perform(call: &Call) -> Result<ExitCode, String> {
    let around = surroundings(call)?;
    let code = |outcome| match outcome {
        Outcome::Done => ExitCode::SUCCESS,
        Outcome::Failed => ExitCode::FAILURE,
    };
    if call.task != Task::Open {
        // The workbook opens all the same, and says it there.
        around.has_room()?;
    }
    let mut out = io::stdout().lock();
    match &call.task {
        Task::Open => {
            let dumb = env::var_os("TERM").is_none_or(|term| term == "dumb" || term.is_empty());
            if dumb || !io::stdin().is_terminal() || !io::stdout().is_terminal() {
                say(NO_TERMINAL);
                return Ok(ExitCode::from(USAGE));
            }
            drop(out);
            run::open(&around).map(code)
        }
        Task::Check(paths) => run::check(&around, paths, &mut out).map(code),
        Task::Export(export) => {
            if let Some(words) = run::write_export(&around, export, (&mut out, &mut ask))? {
                say(&words);
            }
            Ok(ExitCode::SUCCESS)
        }
        Task::Dates(dates) => {
            if let Some(words) = run::dates(&around, dates, &mut out)? {
                say(&words);
            }
            Ok(ExitCode::SUCCESS)
        }
        Task::Backups => run::backups(&around, &mut out).map(code),
        Task::Restore(number) => {
            say(&run::restore(&around, *number)?);
            Ok(ExitCode::SUCCESS)
        }
        Task::Where => run::places(&around, &mut out).map(code),
    }
}

fn surroundings(call: &Call) -> Result<Surroundings, String> {
    let environment = Environment {
        imago_data_dir: env::var_os("IMAGO_DATA_DIR"),
        xdg_data_home: env::var_os("XDG_DATA_HOME"),
        xdg_state_home: env::var_os("XDG_STATE_HOME"),
        xdg_runtime_dir: env::var_os("XDG_RUNTIME_DIR"),
        home: dirs::home_dir(),
        platform: dirs::data_dir(),
        current: env::current_dir().unwrap_or_else(|_| PathBuf::from(".")),
    };
    let paths = Paths::find(call.data_dir.clone(), &environment).map_err(|fault| fault.to_string())?;
    Ok(Surroundings {
        paths,
        book: call.book.clone(),
        crash_test: call.crash_test,
        zone_is_named: env::var_os("TZ").is_some(),
        colours: env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        home: dirs::home_dir(),
        editor: ["VISUAL", "EDITOR"].into_iter().filter_map(env::var_os).find(|value| !value.is_empty()),
    })
}

/// What somebody writes is in memory, and a crash must not put it into a file: no core dumps, and no other process of
/// the same account may look into this one. Where a system knows no such thing there is nothing to be done.
fn leave_no_core() {
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    let (Ok(()) | Err(_)) = setrlimit(Resource::Core, none);
    #[cfg(target_os = "linux")]
    let (Ok(()) | Err(_)) =
        rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}

/// Writing more than a file may hold would end the program at once, in the middle of a save. With the signal taken, the write
/// fails like any other, and what is there stays.
fn outlive_full_files() {
    let noted = std::sync::Arc::default();
    let (Ok(_) | Err(_)) = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, noted);
}

/// Asks on the terminal. `None` where nobody is there to answer.
fn ask(question: &str) -> Option<bool> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return None;
    }
    let (Ok(()) | Err(_)) = write!(io::stderr(), "{question} ");
    let mut answer = String::new();
    io::stdin().read_line(&mut answer).ok()?;
    Some(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

/// One line for people, on standard error.
fn say(words: &str) {
    let (Ok(()) | Err(_)) = writeln!(io::stderr(), "{words}");
}
