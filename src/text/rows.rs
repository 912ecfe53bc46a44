//! The rows of one text, kept while it is edited.
//!
//! It holds where each row starts and nothing else: whether a row starts after a newline or was wrapped stands in the
//! byte before it. An edit wraps its neighbourhood again and moves the later starts along, so a key costs the same in
//! a long text as in a short one. It never holds the text.

use std::ops::Range;

use super::wrap::next_row;

/// Where the rows of a text start.
#[derive(Clone)]
pub(super) struct Rows {
    /// Byte offsets, rising; the first is always 0.
    starts: Vec<usize>,
    width: usize,
}

impl Rows {
    /// Wraps the whole text. `width` is in cells.
    pub(super) fn new(text: &str, width: usize) -> Rows {
        let width = width.max(1);
        let mut starts = vec![0];
        let mut start = 0;
        while let Some(next) = next_row(text, start, width) {
            starts.push(next);
            start = next;
        }
        Rows { starts, width }
    }

    pub(super) fn width(&self) -> usize {
        self.width
    }

    pub(super) fn len(&self) -> usize {
        self.starts.len()
    }

    /// The bytes of row `n`, without its newline. Empty, at the end of the text, when there is no such row.
    pub(super) fn range(&self, text: &str, n: usize) -> Range<usize> {
        let Some(&start) = self.starts.get(n) else {
            return text.len()..text.len();
        };
        match self.starts.get(n + 1) {
            Some(&next) if is_hard(text, next) => start..next - 1,
            Some(&next) => start..next,
            None => start..text.len(),
        }
    }

    /// Whether row `n` goes on in the next row, without a newline between them.
    pub(super) fn is_wrapped(&self, text: &str, n: usize) -> bool {
        self.starts.get(n + 1).is_some_and(|&next| !is_hard(text, next))
    }

    /// The last row that starts at or before `at`.
    pub(super) fn at(&self, at: usize) -> usize {
        self.starts.partition_point(|&start| start <= at).saturating_sub(1)
    }

    /// The last start of a row before `at`: a grapheme border to count from.
    pub(super) fn start_before(&self, at: usize) -> usize {
        let n = self.starts.partition_point(|&start| start < at).saturating_sub(1);
        self.starts.get(n).copied().unwrap_or(0)
    }

    /// Takes in that the bytes `replaced` became `inserted` bytes. `text` is the text after that.
    pub(super) fn splice(&mut self, text: &str, replaced: Range<usize>, inserted: usize) {
        let (old_end, new_end) = (replaced.end, replaced.start + inserted);
        let first = self.first_touched(text, replaced.start);
        let mut start = self.starts.get(first).copied().unwrap_or(0);
        let mut fresh = Vec::new();
        // The first old start that may still hold. Old starts inside the edit are gone.
        let mut kept = first + self.starts.iter().skip(first).take_while(|&&start| start < old_end).count();
        kept = kept.max(first + 1);
        loop {
            let Some(next) = next_row(text, start, self.width) else {
                kept = self.starts.len();
                break;
            };
            let moved = |old: usize| (old - old_end) + new_end;
            while self.starts.get(kept).is_some_and(|&old| moved(old) < next) {
                kept += 1;
            }
            // A row depends on nothing before it, so from a common start on everything is as it was.
            if self.starts.get(kept).is_some_and(|&old| moved(old) == next) {
                break;
            }
            fresh.push(next);
            start = next;
        }
        if old_end != new_end {
            for start in self.starts.iter_mut().skip(kept) {
                *start = *start - old_end + new_end;
            }
        }
        self.starts.splice(first + 1..kept, fresh);
    }

    /// The first row whose end may depend on what stands at `at`.
    ///
    /// A row ends where it does because of the first grapheme that no longer fitted. That one can stand in the second
    /// row below: with four cells, ` bbb🙂` is three rows, and the first would be longer if the third were a space. An
    /// edit behind a grapheme can make it a space, or no longer one, and an edit at the very start of a wrapped row
    /// can join the grapheme before it. So this goes back from the row of the byte before the edit by two rows more.
    /// A newline shields.
    fn first_touched(&self, text: &str, at: usize) -> usize {
        if is_hard(text, at) {
            return self.at(at);
        }
        let mut first = self.starts.partition_point(|&start| start < at).saturating_sub(1);
        for _ in 0..2 {
            match self.starts.get(first) {
                Some(&start) if !is_hard(text, start) => first = first.saturating_sub(1),
                Some(_) | None => break,
            }
        }
        first
    }
}

/// Whether a row that starts here starts because of a newline or the text's beginning.
fn is_hard(text: &str, start: usize) -> bool {
    match start.checked_sub(1) {
        Some(before) => text.as_bytes().get(before) == Some(&b'\n'),
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(width: usize, text: &str, range: Range<usize>, with: &str) {
        let mut rows = Rows::new(text, width);
        let mut after = text.to_owned();
        after.replace_range(range.clone(), with);
        rows.splice(&after, range.clone(), with.len());
        assert_eq!(
            rows.starts,
            Rows::new(&after, width).starts,
            "{text:?} {range:?} -> {with:?} in {width} cells"
        );
    }

    #[test]
    fn an_edit_wraps_its_neighbourhood() {
        check(10, "", 0..0, "hello world");
        check(10, "one two three four five", 4..4, "xx ");
        check(10, "one\ntwo\nthree", 3..4, "");
        check(10, "one\ntwo\n", 8..8, "\n");
        check(10, "one\ntwo\n", 0..8, "");
        check(5, "hello world again", 6..6, " ");
    }

    #[test]
    fn what_overflowed_may_stand_two_rows_below() {
        check(4, " bbb🙂", 4..8, " ");
        check(4, " bbb🙂 ", 4..8, "");
        check(4, " bbb🙂", 8..8, "\u{fe0e}");
        check(4, "\u{200b}bbbb \u{301}", 8..10, "");
        check(4, "\u{200b}bbbb ", 8..8, "\u{301}");
    }

    #[test]
    fn an_edit_at_the_start_of_a_row_can_join_the_row_before() {
        check(2, "👩👧", 4..4, "\u{200d}");
        check(4, "aaaabb", 4..4, "\u{301}");
        check(1, "🇩x🇪", 4..5, "");
    }
}
