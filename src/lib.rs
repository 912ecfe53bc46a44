//! The Imago workbook.

pub mod answer;
pub mod journal;
