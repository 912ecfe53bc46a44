//! A file that a version control program left with both sides in it, between marks.
//!
//! It gives the two files that were there before. Which words stay is not decided here, and a file that reads as it is
//! has no marks, whatever the lines of somebody's text look like.

use super::{Damage, Reading, Seal, free, read};

/// What one line is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    Ours,
    Before,
    Theirs,
    End,
    Plain,
}

/// The text of our and of their side, when there is at least one conflict and every one has all its marks in their order.
#[must_use]
pub fn sides(text: &str) -> Option<(String, String)> {
    let (mut ours, mut theirs) = (String::with_capacity(text.len()), String::with_capacity(text.len()));
    let mut now = Line::End;
    let mut any = false;
    for line in text.split_inclusive('\n') {
        match (line_of(line, now), now) {
            (Line::Plain, Line::End) => {
                ours.push_str(line);
                theirs.push_str(line);
            }
            (Line::Plain, Line::Ours) => ours.push_str(line),
            (Line::Plain, Line::Theirs) => theirs.push_str(line),
            // What both sides come from is in neither of them.
            (Line::Plain, Line::Before | Line::Plain) => {}
            (mark @ Line::Ours, Line::End)
            | (mark @ Line::Before, Line::Ours)
            | (mark @ Line::Theirs, Line::Ours | Line::Before)
            | (mark @ Line::End, Line::Theirs) => {
                now = mark;
                any = true;
            }
            (Line::Ours | Line::Before | Line::Theirs | Line::End, _) => return None,
        }
    }
    (any && now == Line::End).then_some((ours, theirs))
}

/// Reads both sides of a file with conflicts: ours, then theirs. `None` when the file reads as it is, when there are no
/// conflicts in it, or when a side cannot be read. No checksum fits a side, so both count as changed outside.
#[must_use]
pub fn read_both(text: &str) -> Option<(Reading, Reading)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match free::read(text, crate::text::clean) {
        Ok(_) | Err(Damage::Newer { .. }) => return None,
        Err(Damage::Empty | Damage::Truncated | Damage::NotToml { .. } | Damage::WrongShape { .. }) => {}
    }
    let (ours, theirs) = sides(text)?;
    let side = |text: &str| Some(Reading { seal: Seal::ChangedOutside, ..read(text).ok()? });
    Some((side(&ours)?, side(&theirs)?))
}

/// What a line is to a reader that is here. A line of signs without a name is only a mark where one is awaited.
fn line_of(line: &str, now: Line) -> Line {
    let line = line.trim_end_matches(['\n', '\r']);
    let is = |mark: &str| line == mark || line.strip_prefix(mark).is_some_and(|name| name.starts_with(' '));
    if is("<<<<<<<") {
        Line::Ours
    } else if is("|||||||") {
        Line::Before
    } else if line == "=======" && matches!(now, Line::Ours | Line::Before) {
        Line::Theirs
    } else if is(">>>>>>>") {
        Line::End
    } else {
        Line::Plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Answer;
    use crate::journal::file::write;
    use crate::journal::{Entry, Id, Journal, Said, any};
    use proptest::prelude::*;
    use std::sync::Arc;

    /// Two texts with as many lines, as one with marks around what differs.
    fn marked(ours: &str, theirs: &str, is_diff3: bool) -> String {
        let mut out = String::new();
        let lines: Vec<(&str, &str)> = ours.split_inclusive('\n').zip(theirs.split_inclusive('\n')).collect();
        for run in lines.chunk_by(|(a, b), (c, d)| (a == b) == (c == d)) {
            if run.iter().all(|(ours, theirs)| ours == theirs) {
                out.extend(run.iter().map(|(ours, _)| *ours));
                continue;
            }
            out.push_str("<<<<<<< HEAD\n");
            out.extend(run.iter().map(|(ours, _)| *ours));
            if is_diff3 {
                out.push_str("||||||| 5f3a91c\nbefore\n");
            }
            out.push_str("=======\n");
            out.extend(run.iter().map(|(_, theirs)| *theirs));
            out.push_str(">>>>>>> laptop\n");
        }
        out
    }

    /// The same journal with other words in its answers.
    fn changed(journal: &Journal) -> Journal {
        let mut journal = journal.clone();
        for entry in journal.answers.values_mut() {
            let entry: &mut Entry = Arc::make_mut(entry);
            if let Said::Answer(Answer::Number(number)) = &mut entry.value {
                *number = number.wrapping_add(1);
            }
            entry.asked = entry.asked.replace('a', "o").into();
        }
        journal.generation ^= 1;
        journal
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 100 } else { 5_000 }))]

        #[test]
        fn both_sides_come_back(journal in any::journal(), is_diff3: bool) {
            let (ours, theirs) = (write(&journal), write(&changed(&journal)));
            prop_assume!(ours.lines().count() == theirs.lines().count());
            let text = marked(&ours, &theirs, is_diff3);
            prop_assert_eq!(sides(&text), Some((ours.clone(), theirs.clone())));
            let both = read_both(&text).unwrap();
            prop_assert_eq!(both.0.journal, read(&ours).unwrap().journal);
            prop_assert_eq!(both.1.journal, read(&theirs).unwrap().journal);
            prop_assert_eq!((both.0.seal, both.1.seal), (Seal::ChangedOutside, Seal::ChangedOutside));
        }
    }

    #[test]
    fn only_marks_in_their_order_are_a_conflict() {
        let check = |text: &str, wanted: Option<(&str, &str)>| {
            let wanted = wanted.map(|(ours, theirs)| (ours.to_owned(), theirs.to_owned()));
            assert_eq!(sides(text), wanted, "{text}");
        };
        check("a\n<<<<<<< x\nb\n=======\nc\n>>>>>>> y\nd\n", Some(("a\nb\nd\n", "a\nc\nd\n")));
        check("a\n<<<<<<< x\nb\n||||||| z\no\n=======\n>>>>>>> y\n", Some(("a\nb\n", "a\n")));
        check("<<<<<<< x\r\nb\r\n=======\r\nc\r\n>>>>>>> y\r\n", Some(("b\r\n", "c\r\n")));
        check("=======\n<<<<<<< x\nb\n=======\nc\n>>>>>>> y", Some(("=======\nb\n", "=======\nc\n")));
        check("a\n", None);
        check("a\n=======\nb\n", None);
        check("<<<<<<< x\nb\n=======\nc\n", None);
        check("<<<<<<< x\nb\n>>>>>>> y\n", None);
        check(">>>>>>> y\n<<<<<<< x\n=======\n>>>>>>> y\n", None);
        check("<<<<<<< x\n<<<<<<< x\n=======\n>>>>>>> y\n", None);
        check("<<<<<<<x\nb\n=======\nc\n>>>>>>>y\n", None);
    }

    #[test]
    fn lines_of_somebody_that_look_like_marks_are_words() {
        let mut journal = Journal::default();
        let text = "<<<<<<< me\nstay\n=======\ngo\n>>>>>>> you\n";
        let updated = crate::journal::Stamp::of(jiff::Timestamp::UNIX_EPOCH, &jiff::tz::TimeZone::UTC);
        let entry = Entry {
            asked: "Why?".into(),
            kind: "text".into(),
            value: Said::Answer(Answer::Text(text.into())),
            updated,
            rounds: Vec::new(),
            other: Vec::new(),
            extra: crate::journal::Extra::default(),
        };
        journal.answers.insert(Id::new("a", "b"), Arc::new(entry));
        assert_eq!(read_both(&write(&journal)), None);
        assert_eq!(read_both(""), None);
    }

    #[test]
    fn a_side_that_lacks_its_end_is_not_read() {
        let text = "format = 1\n<<<<<<< x\ngeneration = 1\n=======\ngeneration = 2\n>>>>>>> y\n";
        assert!(sides(text).is_some());
        assert_eq!(read_both(text), None);
    }
}
