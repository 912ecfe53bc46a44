//! What of a journal goes into an export.
