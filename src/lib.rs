#![doc = include_str!("ARCHITECTURE.md")]

pub mod answer;
pub mod app;
pub mod author;
pub mod book;
pub mod cli;
pub mod export;
pub mod journal;
pub mod kind;
pub mod problem;
pub mod run;
pub mod session;
pub mod shared_str;
pub mod sheet;
pub mod store;
pub mod text;
pub mod tui;
