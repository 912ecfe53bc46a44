//! The days that are coming, from the command line: as a list to read, or as a file for a calendar.

use super::taking::{Page, write_file};
use super::{Surroundings, plain, read_book, shown, zone};
use crate::calendar;
use crate::cli::Dates;
use crate::export::Folders;
use crate::journal::Stamp;
use crate::session::{Occasion, Session};
use crate::store::shelf::Overwrite;
use crate::store::{self, RealDisk};
use std::io::{self, Write};
use std::path::Path;

const NONE: &str = "No days are coming that your answers name.";
const NAME: &str = "workbook.ics";
const SHARED: &str =
    "It holds days and no word of yours. A calendar is often seen by others, and they see these days.";

/// Lists the days, or writes them as a calendar file. Gives what to say about it.
///
/// # Errors
/// What went wrong, in one sentence.
pub fn dates(around: &Surroundings, call: &Dates, out: &mut dyn Write) -> Result<Option<String>, String> {
    let disk = RealDisk;
    let book = read_book(&disk, around)?;
    let journal = store::look(&disk, &around.paths).map_err(|fault| fault.to_string())?;
    let now = Stamp::of(jiff::Timestamp::now(), &zone(&disk, around));
    let session = Session::new(book, journal, now.local.date().to_string());
    let (coming, kept_private) = session.coming();
    let private = match kept_private {
        0 => String::new(),
        1 => " One day stayed out because its answer is private.".to_owned(),
        n => format!(" {n} days stayed out because their answers are private."),
    };
    if coming.is_empty() {
        return Err(format!("{NONE}{private}"));
    }
    match call.ics.as_deref() {
        None => {
            let line = |what: Occasion| match what {
                Occasion::GoOn => "you want to go on",
                Occasion::Letter => "a letter comes back",
                Occasion::End => "something ends that you gave an end",
            };
            let text: String =
                coming.iter().map(|one| format!("{}  {}\n", one.day, line(one.what))).collect();
            print(out, &text)?;
            Ok((kept_private > 0).then(|| private.trim().to_owned()))
        }
        Some(path) if path == Path::new("-") => {
            print(out, &calendar::ics(&coming))?;
            Ok((kept_private > 0).then(|| private.trim().to_owned()))
        }
        Some(typed) => {
            let folders = Folders { current: around.paths.documents.clone(), home: around.home.clone() };
            let text = calendar::ics(&coming);
            let page = Page { typed, name: NAME, text: &text, overwrite: Overwrite::Never };
            let written = write_file(&disk, &folders, &page)?;
            Ok(Some(format!("Written to {}.{private} {SHARED}", shown(&written, None))))
        }
    }
}

fn print(out: &mut dyn Write, text: &str) -> Result<(), String> {
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(plain(&error)),
        Ok(()) | Err(_) => Ok(()),
    }
}
