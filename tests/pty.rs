//! The real program in a real terminal: what is typed, killed, resized, pasted and hung up, and what is seen of it.
//!
//! `tests/pty/terminal.rs` is the terminal, `tests/pty/fixture.rs` what a test starts from. The tests wait for words or
//! for an end, with a limit, and never for time to pass. See `tests/README.md`.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test says what is wrong by a panic"
)]

#[path = "pty/fixture.rs"]
mod fixture;
#[path = "pty/terminal.rs"]
mod terminal;

#[path = "pty/editor.rs"]
mod editor;
#[path = "pty/files.rs"]
mod files;
#[path = "pty/keys.rs"]
mod keys;
#[path = "pty/leaving.rs"]
mod leaving;
#[path = "pty/recovery.rs"]
mod recovery;
#[path = "pty/saving.rs"]
mod saving;
#[path = "pty/screen.rs"]
mod screen;
