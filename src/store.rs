//! How words are kept: the only place in this program that touches files.
//!
//! [`open()`] reads the answers and says whether they may be written, [`save()`] replaces them whole, [`Writer`] does that on a
//! thread of its own, and [`shelf`] reads chapters and writes exports. Under all of them is one seam, [`Disk`].
//!
//! The laws: a file is replaced and never edited, so that at every moment the old or the new one is there, complete; "saved"
//! is said only after the disk has confirmed; a file that cannot be read is left alone; nothing is made before there is
//! something to keep; no error has a place for a person's words.

pub mod disk;
pub mod fault;
mod lock;
mod open;
mod paths;
mod save;
pub mod shelf;
mod writer;

pub use disk::{Disk, RealDisk};
pub use fault::{Fault, Trouble};
pub use open::{Access, Notice, Opened, Why, look, open};
pub use paths::{Environment, Paths};
pub use save::{Desk, Saved, save};
pub use writer::{Handle, Report, Writer};

#[cfg(test)]
mod tests;
