//! The Imago workbook.

pub mod answer;
pub mod app;
pub mod journal;
pub mod sheet;
pub mod text;
pub mod tui;
