//! The real program under real faults: a disk that is full or fails, kills, signals, hang-ups, other programs, curious eyes.
//!
//! Each test carries the number of its row in the table of `tests/README.md`. `tests/faults/machine.rs` is what breaks
//! things; where a machine forbids one of its tools, the test says so on standard error and is over.

// Everything that breaks things here is a tool of Linux.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test says what is wrong by a panic"
)]

#[allow(dead_code, reason = "tests/pty.rs needs more of it")]
#[path = "pty/fixture.rs"]
mod fixture;
#[allow(dead_code, reason = "tests/pty.rs needs more of it")]
#[path = "pty/terminal.rs"]
mod terminal;

#[path = "faults/machine.rs"]
mod machine;

#[path = "faults/found.rs"]
mod found;
#[path = "faults/kills.rs"]
mod kills;
#[path = "faults/private.rs"]
mod private;
#[path = "faults/saving.rs"]
mod saving;
#[path = "faults/signals.rs"]
mod signals;
#[path = "faults/together.rs"]
mod together;
