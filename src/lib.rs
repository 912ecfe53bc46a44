//! The Imago workbook.

pub mod answer;
pub mod app;
pub mod author;
pub mod book;
pub mod export;
pub mod journal;
pub mod kind;
pub mod problem;
pub mod sheet;
pub mod text;
