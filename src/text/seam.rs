//! Where somebody's words meet the text of a sentence behind them: no two stops follow each other.
//!
//! It puts nothing in and knows no gaps; whoever fills a sentence asks it at each place where words end.

/// Where words that were filled in meet the text behind them.
pub(crate) struct Seam<'a> {
    /// The words, without a stop that the text has too.
    pub(crate) words: &'a str,
    /// A quote of the text's that comes next, when its stop is passed over.
    pub(crate) quote: &'a str,
    /// Bytes of the text that are told already: the quote, and a stop that the words have too.
    pub(crate) passed: usize,
}

impl<'a> Seam<'a> {
    /// Sees to it that no two stops meet: the words may be a sentence of their own.
    #[must_use]
    pub(crate) fn between(words: &'a str, behind: &'a str) -> Seam<'a> {
        let whole = Seam { words, quote: "", passed: 0 };
        let (quote, after) = match behind.strip_prefix('"') {
            Some(after) => ("\"", after),
            None => ("", behind),
        };
        let Some(stop) = after.chars().next().filter(|c| ".,;:?!".contains(*c)) else { return whole };
        let ends = words.trim_end_matches(['"', '\'', '”', '’']);
        let is_quoted = ends.len() < words.len();
        let is_cry = ends.ends_with(['?', '!', '…']) || ends.ends_with("...");
        match (ends.strip_suffix('.'), stop) {
            (_, '.' | '?' | '!') if is_cry => Seam { words, quote, passed: quote.len() + stop.len_utf8() },
            // A stop that belongs to somebody's speech stays in it.
            (Some(_), '.') if is_quoted => Seam { words, quote, passed: quote.len() + stop.len_utf8() },
            (Some(rest), _) if !is_quoted && !is_cry && !rest.is_empty() => Seam { words: rest, ..whole },
            (Some(_) | None, _) => whole,
        }
    }
}
