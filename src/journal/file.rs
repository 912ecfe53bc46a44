//! The TOML form of a journal.
