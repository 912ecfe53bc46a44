//! A journal as a file: TOML that a person can read, with one last line that proves the file is whole.
//!
//! [`write()`] makes it, [`read`] takes it back. What `write` makes is read by a quick reader that knows exactly that
//! form; whatever else a person or a newer program made of it is read by the `toml` crate. Both agree, or the quick one
//! steps aside. No disk here, and no error that could carry a word of what somebody wrote.

mod conflict;
mod exact;
mod free;
mod quote;
mod salvage;
mod seal;
mod write;

use super::{FORMAT, Journal};
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

pub use conflict::{read_both, sides};
pub use salvage::{Salvaged, salvage};
pub use write::write;

pub(crate) use seal::checksum;
pub(crate) use write::settle;

/// The first line of every file.
const OPENING: &str = "# Imago workbook answers. Plain text, yours to keep. \
     Editing by hand is fine while the program is closed.\n";

/// A file that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// What it holds.
    pub journal: Journal,
    /// Whether it is as this program left it.
    pub seal: Seal,
}

/// What the last line of a file says of the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seal {
    /// Every byte is as it was written.
    Whole,
    /// Complete, but changed by other means, such as an editor.
    ChangedOutside,
}

/// Why a file cannot be read. It says what and where, and by its type it cannot carry content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// There is not a single byte in it.
    Empty,
    /// The end of the file is missing.
    Truncated,
    /// It is not TOML.
    NotToml {
        /// Counted from 1.
        line: usize,
        /// Counted from 1, in characters.
        column: usize,
    },
    /// It is TOML, but something is not what it must be.
    WrongShape {
        /// Counted from 1.
        line: usize,
        /// Counted from 1, in characters.
        column: usize,
        /// What must be there.
        wanted: &'static str,
    },
    /// A newer program wrote it.
    Newer {
        /// The format it says it has.
        format: i64,
    },
}

/// Reads a file. Every string of it is cleaned of control and direction-changing characters.
///
/// # Errors
/// When the file is not whole, not TOML, not of this shape, or from a newer program.
pub fn read(text: &str) -> Result<Reading, Damage> {
    read_shared(&Arc::new(text.to_owned()))
}

/// Reads a file whose answers may stay where they are, in its text, for as long as anybody needs one of them.
///
/// # Errors
/// As [`read`].
pub fn read_shared(text: &Arc<String>) -> Result<Reading, Damage> {
    read_with(text, crate::text::clean)
}

/// Whether a text holds exactly this journal, to the letter.
pub(crate) fn holds(text: &Arc<String>, journal: &Journal) -> bool {
    seal::find(text) == Some(Seal::Whole)
        && (exact::holds(text, text, journal) || free::read(text, as_is).is_ok_and(|read| read == *journal))
}

/// Turns a string of the file into one for memory.
type Clean = fn(&str) -> Cow<'_, str>;

fn as_is(text: &str) -> Cow<'_, str> {
    Cow::Borrowed(text)
}

fn read_with(whole: &Arc<String>, clean: Clean) -> Result<Reading, Damage> {
    let text = whole.strip_prefix('\u{feff}').unwrap_or(whole);
    if text.is_empty() {
        return Err(Damage::Empty);
    }
    match seal::find(text) {
        Some(Seal::Whole) => {
            let journal = exact::read(whole, text, clean).map_or_else(|| free::read(text, clean), Ok)?;
            Ok(Reading { journal, seal: Seal::Whole })
        }
        Some(Seal::ChangedOutside) => {
            Ok(Reading { journal: free::read(text, clean)?, seal: Seal::ChangedOutside })
        }
        None => match free::read(text, clean) {
            Err(Damage::Newer { format }) => Err(Damage::Newer { format }),
            Ok(_) | Err(_) => Err(Damage::Truncated),
        },
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Damage::Empty => write!(f, "the file is empty"),
            Damage::Truncated => write!(f, "the end of the file is missing"),
            Damage::NotToml { line, column } => {
                write!(f, "line {line}, column {column} cannot be read as TOML")
            }
            Damage::WrongShape { line, column, wanted } => {
                write!(f, "line {line}, column {column} needs {wanted}")
            }
            Damage::Newer { format } => {
                write!(f, "a newer imago wrote it (format {format}; this one knows {FORMAT})")
            }
        }
    }
}

/// What of a newer program's file this one understands; `None` when that is nothing.
#[must_use]
pub fn read_newer(text: &str) -> Option<Journal> {
    free::read_newer(text, crate::text::clean)
}

#[cfg(test)]
mod tests;
