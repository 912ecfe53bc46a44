//! How words are kept: the only place in this program that touches files.
//!
//! [`open()`] reads the answers and says whether they may be written, [`save()`] replaces them whole, [`Writer`] does that on a
//! thread of its own. [`generations`] keeps earlier versions, [`Recovery`] finds what is left of a file that cannot be read,
//! and [`shelf`] reads chapters and writes exports. Under all of them is one seam, [`Disk`].
//!
//! The laws: a file is replaced and never edited, so that at every moment the old or the new one is there, complete; "saved"
//! is said only after the disk has confirmed; a file that cannot be read is left alone; nothing is made before there is
//! something to keep; no error has a place for a person's words.

pub mod copies;
mod damaged;
pub mod disk;
pub mod fault;
pub mod generations;
mod lock;
mod mend;
mod open;
mod paths;
mod proof;
mod rescue;
mod save;
pub mod scrap;
pub mod shelf;
mod target;
mod writer;

pub use copies::{Copy, Origin};
pub use disk::{Disk, RealDisk};
pub use fault::{Fault, Trouble};
pub use generations::Generation;
pub use mend::{Mended, Recovered, Recovery, Remedy};
pub use open::{Access, Notice, Opened, Why, look, open};
pub use paths::{Environment, Paths, Refuge};
pub use save::{Desk, Saved, TakenIn, save};
pub use writer::{Handle, Report, Writer};

#[cfg(test)]
mod tests;
