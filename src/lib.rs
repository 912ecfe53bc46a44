//! The Imago workbook.
