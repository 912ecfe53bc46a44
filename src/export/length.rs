//! How long a document is on paper. A careful guess: every printer breaks lines and pages its own way.

use crate::text::width;

/// How many pages a therapist's export has at most, as far as that is the program's to decide.
pub const PAGES: usize = 10;

/// Cells in a line of A4 at eleven points, inside of a quote.
const CELLS: usize = 80;
/// Lines on a page of it. Everything here is counted in halves of them, for a gap between two blocks is about half a line.
const LINES: usize = 42;
/// What the headings of a chapter and of a page need, in halves of lines.
pub(super) const HEADINGS: usize = 8;

/// How much room some Markdown needs on paper, in halves of lines, without its front matter and its comments.
#[must_use]
pub(super) fn printed(markdown: &str) -> usize {
    let body = markdown.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    let body = body.map_or(markdown, |(_, body)| body);
    let lines = body.lines().filter(|line| !line.starts_with("<!--") && !line.starts_with("| ---"));
    let halves = |line: &str| match line {
        "" | ">" => 1,
        line if line.starts_with('#') => 3,
        // Cells have air around them.
        line if line.starts_with('|') => 3 * width(line).div_ceil(CELLS),
        line => 2 * width(line).div_ceil(CELLS),
    };
    lines.map(halves).sum()
}

/// How many pages some Markdown fills on paper.
#[must_use]
pub fn printed_pages(markdown: &str) -> usize {
    printed(markdown).div_ceil(2 * LINES)
}

/// The room of a therapist's export, in halves of lines.
pub(super) const fn whole() -> usize {
    PAGES * LINES * 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_and_wide_letters_need_their_room() {
        assert_eq!(printed("a\n\nb\n"), 5);
        assert_eq!(printed(&"a".repeat(CELLS)), 2);
        assert_eq!(printed(&"a".repeat(CELLS + 1)), 4);
        assert_eq!(printed(&"日".repeat(CELLS)), 4);
        assert_eq!(printed("---\ntitle: x\n---\n\n# T\n<!-- imago: a.b -->\n"), 4);
        assert_eq!(printed_pages(&"a\n".repeat(LINES)), 1);
        assert_eq!(printed_pages(&"a\n".repeat(LINES + 1)), 2);
        assert_eq!(printed_pages(""), 0);
    }
}
