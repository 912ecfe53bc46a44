//! The picture: warm words to the left and heavy ones to the right, under one arc. The marked ones stand at its foot.
//!
//! It draws rows and knows neither answers nor screens. What has no room is counted, never dropped without a word; the same words
//! stand in full in the lists below it.

use crate::session::portrait::Line;
use crate::sheet::{Role, Row, fit};
use crate::text;

/// The widest that it becomes, in cells.
const WIDEST: usize = 77;
/// Narrower than this, no word has room.
const NARROWEST: usize = 30;
/// Rows of words that an arc needs to look like one.
const FEWEST: usize = 3;
/// Rows of words that are still read as a picture.
const MOST: usize = 9;
/// Rows without words: the crown of the arc, and its foot.
const CROWN: usize = 2;
/// Cells beside a word: air, and the mark next to the middle.
const BESIDE: usize = 5;
const STAR: &str = "★";

/// The picture in some cells and rows; nothing when there are no words, or no room for any.
pub(super) fn rows(left: &[Line], right: &[Line], (width, height): (usize, usize)) -> Vec<Row> {
    let room = height.saturating_sub(CROWN + 1).min(MOST);
    if (left.is_empty() && right.is_empty()) || width < NARROWEST || room < FEWEST {
        return Vec::new();
    }
    let half = (width.min(WIDEST) - 1) / 2;
    let count = left.len().max(right.len()).clamp(FEWEST, room);
    let arc = Arc { half, tall: count + CROWN };
    let (left, right) = (placed(left, count), placed(right, count));
    let mut rows: Vec<Row> = (0..CROWN).map(|n| arc.row(n, None, None)).collect();
    for (n, (left, right)) in left.into_iter().zip(right).enumerate() {
        rows.push(arc.row(n + CROWN, left, right));
    }
    let side = "─".repeat(half.saturating_sub(1));
    rows.push(Row::of(Role::Frame, format!("╰{side}┴{side}╯")));
    rows.into_iter().map(|row| row.indented((width - 2 * half - 1) / 2)).collect()
}

/// What stands in one half of a row.
enum Word {
    /// A word, and whether it is marked.
    Of(String, bool),
    /// So many more have no room.
    More(usize),
}

/// The words of one half from top to bottom: the first ones stand lowest, where there is most room.
fn placed(lines: &[Line], count: usize) -> Vec<Option<Word>> {
    let seen = if lines.len() > count { count - 1 } else { lines.len() };
    let marked = lines.iter().filter(|line| line.marked);
    let others = lines.iter().filter(|line| !line.marked);
    let mut words: Vec<Option<Word>> =
        marked.chain(others).take(seen).map(|line| Some(Word::Of(line.words.clone(), line.marked))).collect();
    if seen < lines.len() {
        words.push(Some(Word::More(lines.len() - seen)));
    }
    words.resize_with(count, || None);
    words.reverse();
    words
}

/// The outline: half as wide as a row, and so many rows tall.
struct Arc {
    half: usize,
    tall: usize,
}

impl Arc {
    /// How far the outline is from the middle, so many rows above the foot. Between an ellipse and a box, so that words near the
    /// top have room.
    fn reach(&self, above: usize) -> usize {
        let (wide, tall) = (self.half.pow(3), self.tall.pow(3));
        let is_inside = |out: &usize| out.pow(3) * tall + above.pow(3) * wide <= wide * tall;
        (0..=self.half).rev().find(is_inside).unwrap_or(0)
    }

    /// One row, counted from the top.
    fn row(&self, n: usize, left: Option<Word>, right: Option<Word>) -> Row {
        let above = self.tall.saturating_sub(n + 1);
        let (outer, inner) = (self.reach(above), self.reach(above + 1));
        let mut row = Row::of(Role::Plain, " ".repeat(self.half - outer));
        if inner == 0 {
            let line = "─".repeat(2 * outer.saturating_sub(1) + 1);
            row.push(Role::Frame, format!("╭{line}╮"));
            return row;
        }
        let line = "─".repeat(outer.saturating_sub(inner + 1));
        let is_steep = outer == inner;
        row.push(Role::Frame, if is_steep { "│".to_owned() } else { format!("╭{line}╯") });
        let room = inner - 1;
        row.append(half(left, room, true));
        row.push(Role::Frame, if n < CROWN { " " } else { "│" });
        row.append(half(right, room, false));
        row.push(Role::Frame, if is_steep { "│".to_owned() } else { format!("╰{line}╮") });
        row
    }
}

/// One half of a row, exactly as many cells as it has room; its words stand at the middle.
fn half(word: Option<Word>, room: usize, is_left: bool) -> Row {
    let (words, role, mark) = match word {
        None => return Row::of(Role::Plain, " ".repeat(room)),
        Some(Word::Of(words, true)) => (words, Role::Chosen, STAR),
        Some(Word::Of(words, false)) => (words, Role::Words, " "),
        Some(Word::More(count)) => (format!("+ {count} more"), Role::Dim, " "),
    };
    let cells = room.saturating_sub(BESIDE - 1);
    let words =
        if role == Role::Dim && text::width(&words) > cells { words.replace(" more", "") } else { words };
    if cells == 0 {
        return Row::of(Role::Plain, " ".repeat(room));
    }
    let words = match text::width(&words) > cells {
        true => format!("{}…", fit(&words, cells - 1).trim_end()),
        false => words,
    };
    let air = " ".repeat(room.saturating_sub(text::width(&words) + 3));
    match is_left {
        true => Row::of(Role::Plain, air).with(role, format!("{words} {mark}")).with(Role::Plain, " "),
        false => Row::of(Role::Plain, " ").with(role, format!("{mark} {words}")).with(Role::Plain, air),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(words: &[&str]) -> Vec<Line> {
        let line = |words: &&str| Line {
            words: words.trim_start_matches('*').to_owned(),
            marked: words.starts_with('*'),
        };
        words.iter().map(line).collect()
    }

    fn picture(left: &[&str], right: &[&str], size: (usize, usize)) -> String {
        let rows = rows(&lines(left), &lines(right), size);
        let words: Vec<String> = rows.iter().map(|row| row.words().trim_end().to_owned()).collect();
        words.join("\n")
    }

    #[test]
    fn a_few_words_on_a_wide_screen() {
        insta::assert_snapshot!(picture(
            &["*quick", "*funny", "at home everywhere", "sang while cooking"],
            &["*away a lot", "*cold when cornered", "late", "quarrels at night", "kept count"],
            (76, 20)
        ));
    }

    #[test]
    fn many_words_on_a_small_screen() {
        let warm = ["*a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];
        let heavy =
            ["*would not speak for days on end when anyone had contradicted", "日本語の言葉がとても長い時"];
        insta::assert_snapshot!(picture(&warm, &heavy, (56, 10)));
    }

    #[test]
    fn one_word_on_the_smallest_screen() {
        insta::assert_snapshot!(picture(&[], &["*late"], (38, 20)));
    }

    #[test]
    fn without_words_or_room_there_is_no_picture() {
        assert_eq!(picture(&[], &[], (76, 20)), "");
        assert_eq!(picture(&["a"], &[], (NARROWEST - 1, 20)), "");
        assert_eq!(picture(&["a"], &[], (76, 5)), "");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_the_words_it_fits_and_counts_what_it_leaves_out(
            left in prop::collection::vec(("\\PC{0,40}", any::<bool>()), 0..30),
            right in prop::collection::vec(("[a-z日本👩‍👩‍👧é ]{0,40}", any::<bool>()), 0..30),
            width in 0_usize..200,
            height in 0_usize..60,
        ) {
            let lines = |words: &[(String, bool)]| -> Vec<Line> {
                words.iter().map(|(words, marked)| Line { words: words.clone(), marked: *marked }).collect()
            };
            let (left, right) = (lines(&left), lines(&right));
            let rows = rows(&left, &right, (width, height));
            prop_assert!(rows.len() <= height.max(1));
            prop_assert!(rows.iter().all(|row| row.width() <= width), "{:?}", rows);
            // All rows of words are symmetrical: the middle stands below itself.
            for row in rows.iter().skip(CROWN).take(rows.len().saturating_sub(CROWN + 1)) {
                let words = row.words();
                let outline = words.chars().filter(|c| *c == '│').count();
                prop_assert!(outline >= 1);
            }
            if !rows.is_empty() {
                let shown = rows.len() - CROWN - 1;
                let told: usize = [left.len(), right.len()]
                    .iter().map(|count| if *count > shown { count - (shown - 1) } else { 0 }).sum();
                let counted: usize = rows.iter().map(|row| {
                    row.spans.iter().filter(|span| span.role == Role::Dim)
                        .filter_map(|span| span.text.trim().strip_prefix("+ ")?.trim_end_matches(" more").parse::<usize>().ok())
                        .sum::<usize>()
                }).sum();
                prop_assert_eq!(told, counted);
            }
        }
    }
}
