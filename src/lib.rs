//! The Imago workbook.

pub mod text;
