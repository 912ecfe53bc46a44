//! What each wish does to a text.
//!
//! Every change of the text goes through one function, which keeps the rows, the count of words, the cursor and the
//! way back in step with it. Where the cursor may go is decided in [`motion`](super::motion).

use std::{borrow::Cow, ops::Range};

use super::{
    Change, Clip, Edit, LONGEST, Lines, Text, cells,
    clean::clean,
    clip::Side,
    motion::Lean,
    undo::{Caret, Run, Step},
    word_starts,
};

impl Lines {
    /// Text as it may stand in a text of so many lines.
    pub(super) fn clean(self, text: &str) -> Cow<'_, str> {
        let text = clean(text);
        match self {
            Lines::One if text.contains('\n') => Cow::Owned(text.replace('\n', " ")),
            Lines::One | Lines::Many => text,
        }
    }
}

impl Text {
    /// Does what is wished, as far as it makes sense here.
    ///
    /// `clip` is where killed, cut and copied words go and where yanked ones come from.
    pub fn edit(&mut self, edit: Edit, clip: &mut Clip) -> Change {
        let kills = matches!(
            edit,
            Edit::DeleteWordLeft | Edit::DeleteWordRight | Edit::KillToStart | Edit::KillToEnd
        );
        if !kills {
            clip.close();
        }
        match edit {
            Edit::Insert(text) => self.insert(&text, Run::Typing),
            Edit::Paste(text) => self.insert(&text, Run::Alone),
            Edit::Newline => match self.lines {
                Lines::Many => self.insert("\n", Run::Typing),
                Lines::One => Change::Nothing,
            },
            Edit::DeleteLeft => self.delete(self.left_of(self.at)..self.at, Run::DeletingLeft),
            Edit::DeleteRight => self.delete(self.at..self.right_of(self.at), Run::DeletingRight),
            Edit::DeleteWordLeft => self.kill(self.word_to_the_left(), Side::Left, clip),
            Edit::DeleteWordRight => self.kill(self.word_to_the_right(), Side::Right, clip),
            Edit::KillToStart => self.kill(self.paragraph_start()..self.at, Side::Left, clip),
            Edit::KillToEnd => self.kill(self.at..self.kill_end(), Side::Right, clip),
            Edit::Yank => self.insert(clip.as_str(), Run::Alone),
            Edit::Cut => match self.selection() {
                Some(selection) => {
                    clip.set(self.text.get(selection.clone()).unwrap_or_default());
                    self.replace(selection, "", Run::Alone)
                }
                None => Change::Nothing,
            },
            Edit::Copy => {
                if let Some(words) = self.selection().and_then(|selection| self.text.get(selection)) {
                    clip.set(words);
                }
                Change::Nothing
            }
            Edit::Move(motion) => {
                self.history.close();
                self.move_by(motion)
            }
            Edit::Select(motion) => {
                self.history.close();
                self.select_by(motion)
            }
            Edit::SelectAll => {
                self.history.close();
                self.select_all()
            }
            Edit::Undo => self.undo(),
            Edit::Redo => self.redo(),
        }
    }

    fn insert(&mut self, text: &str, run: Run) -> Change {
        let text = self.lines.clean(text);
        let range = self.selection().unwrap_or(self.at..self.at);
        let room = LONGEST.saturating_sub(self.text.len() - range.len());
        let text = if text.len() > room { Cow::Owned(cells::cut(&text, room).to_owned()) } else { text };
        if text.is_empty() {
            return Change::Nothing;
        }
        self.replace(range, &text, run)
    }

    /// Deletes the selection, or else the given stretch.
    fn delete(&mut self, range: Range<usize>, run: Run) -> Change {
        match self.selection() {
            Some(selection) => self.replace(selection, "", Run::Alone),
            None if range.is_empty() => Change::Nothing,
            None => self.replace(range, "", run),
        }
    }

    /// Deletes the selection, or else the given stretch, and keeps it in the clip.
    fn kill(&mut self, range: Range<usize>, side: Side, clip: &mut Clip) -> Change {
        let range = self.selection().unwrap_or(range);
        if range.is_empty() {
            return Change::Nothing;
        }
        clip.kill(self.text.get(range.clone()).unwrap_or_default(), side);
        self.replace(range, "", Run::Alone)
    }

    fn word_to_the_left(&self) -> Range<usize> {
        let word = self.word_left();
        let stretch = self.text.get(word..self.at).unwrap_or_default();
        let start = match stretch.rfind('\n') {
            // Right behind a newline, that newline is all that is killed.
            Some(newline) if word + newline + 1 == self.at => word + newline,
            Some(newline) => word + newline + 1,
            None => word,
        };
        start..self.at
    }

    fn word_to_the_right(&self) -> Range<usize> {
        let word = self.word_right();
        let stretch = self.text.get(self.at..word).unwrap_or_default();
        let end = match stretch.find('\n') {
            Some(0) => self.at + 1,
            Some(newline) => self.at + newline,
            None => word,
        };
        self.at..end
    }

    fn paragraph_start(&self) -> usize {
        let before = self.text.get(..self.at).unwrap_or_default();
        before.rfind('\n').map_or(0, |newline| newline + 1)
    }

    fn kill_end(&self) -> usize {
        let after = self.text.get(self.at..).unwrap_or_default();
        match after.find('\n') {
            Some(0) => self.at + 1,
            Some(newline) => self.at + newline,
            None => self.text.len(),
        }
    }

    fn select_all(&mut self) -> Change {
        let before = (self.at, self.selection());
        self.anchor = Some(0);
        self.at = self.text.len();
        self.lean = Lean::Forward;
        self.wish = None;
        if (self.at, self.selection()) == before { Change::Nothing } else { Change::Moved }
    }

    fn undo(&mut self) -> Change {
        let Some(step) = self.history.undo() else {
            return Change::Nothing;
        };
        let (at, removed, caret) = (step.at, step.removed.clone(), step.before);
        let range = at..at + step.inserted.len();
        self.splice(range, &removed);
        self.restore(caret)
    }

    fn redo(&mut self) -> Change {
        let Some(step) = self.history.redo() else {
            return Change::Nothing;
        };
        let (at, inserted, caret) = (step.at, step.inserted.clone(), step.after);
        let range = at..at + step.removed.len();
        self.splice(range, &inserted);
        self.restore(caret)
    }

    fn caret(&self) -> Caret {
        Caret { at: self.at, anchor: self.anchor }
    }

    fn restore(&mut self, caret: Caret) -> Change {
        self.at = caret.at;
        self.anchor = caret.anchor;
        self.lean = Lean::Forward;
        self.wish = None;
        Change::Changed
    }

    /// Replaces a stretch, puts the cursor behind what came in, and remembers the way back.
    fn replace(&mut self, range: Range<usize>, with: &str, run: Run) -> Change {
        let before = self.caret();
        let at = range.start;
        let removed = self.splice(range, with);
        // What came in can have joined the letters around it: an accent with the letter before, a joiner with the
        // emoji after. Then the cursor stands behind the grapheme they became.
        let end = at + with.len();
        let base = self.rows.start_before(end);
        let after = Caret { at: cells::border_after(&self.text, base, end), anchor: None };
        self.history.record(run, Step { at, removed, inserted: with.to_owned(), before, after });
        self.restore(after)
    }

    /// The one place where the text changes. Keeps rows and words in step, and returns what was there.
    fn splice(&mut self, range: Range<usize>, with: &str) -> String {
        let Some(removed) = self.text.get(range.clone()).map(str::to_owned) else {
            return String::new();
        };
        let words_before = word_starts(&self.text, range.clone());
        match range.is_empty() {
            true => self.text.insert_str(range.start, with),
            false => self.text.replace_range(range.clone(), with),
        }
        let words_now = word_starts(&self.text, range.start..range.start + with.len());
        self.words = self.words + words_now - words_before;
        self.rows.splice(&self.text, range, with.len());
        removed
    }
}

#[cfg(test)]
mod tests {
    use super::super::scene::{check, check_in};

    #[test]
    fn typing_goes_in_at_the_cursor() {
        check("|", "I feel", "I feel|");
        check("I fee|!", "l", "I feel|!");
        check("one|two", "<enter>", "one\n|two");
        check("|", "a\r\nb\u{1b}[c<paste>\td\u{202e}", "a\nb[c\td|");
    }

    #[test]
    fn typing_replaces_the_selection() {
        check("I [hate|] it", "love", "I love| it");
        check("I [|hate] it", "<paste>love", "I love| it");
        check("[all of it|]", "<enter>", "\n|");
        check("a [b|]", "", "a [b|]");
    }

    #[test]
    fn deleting_takes_whole_graphemes() {
        check("I feel|!", "<left><del>", "I fee|!");
        check("I feel|!", "<backspace>", "I fee|!");
        check("|x", "<backspace>", "|x");
        check("x|", "<del>", "x|");
        for one in [
            "e\u{301}",
            "👩\u{200d}👩\u{200d}👧",
            "🇩🇪",
            "👍🏽",
            "❤\u{fe0f}",
            "\u{1112}\u{1161}\u{11ab}",
            "漢",
            "\t",
        ] {
            check(&format!("a{one}|b"), "<backspace>", "a|b");
            check(&format!("a|{one}b"), "<del>", "a|b");
            check(&format!("a|{one}b"), "<right>", &format!("a{one}|b"));
        }
        check("one\n|two", "<backspace>", "one|two");
        check("one [two|] three", "<backspace>", "one | three");
        check("one [|two] three", "<del>", "one | three");
    }

    #[test]
    fn graphemes_join_when_what_parted_them_goes() {
        check("🇩x|🇪", "<backspace>", "🇩🇪|");
        check("👩|👧", "\u{200d}", "👩\u{200d}👧|");
        check("\n|\u{301}", "e", "\ne\u{301}|");
        check("e|", "\u{301}", "e\u{301}|");
        check("🇩|", "🇪", "🇩🇪|");
    }

    #[test]
    fn killing_words() {
        check("I don't know|", "<ctrl-w>", "I don't |");
        check("I don't| know", "<ctrl-w>", "I | know");
        check("one, two. |", "<ctrl-w>", "one, |");
        check("one |two, three", "<alt-d>", "one |, three");
        check("one| two", "<alt-d>", "one|");
        check("one\ntwo|", "<ctrl-w><ctrl-w>", "one|");
        check("one\n  |", "<ctrl-w>", "one\n|");
        check("one|\n\ntwo", "<alt-d>", "one|\ntwo");
        check("one|  \ntwo", "<alt-d>", "one|\ntwo");
        check("a [b c|] d", "<ctrl-w>", "a | d");
    }

    #[test]
    fn killing_lines() {
        check("one\ntwo th|ree\nfour", "<ctrl-u>", "one\n|ree\nfour");
        check("one\n|two", "<ctrl-u>", "one\n|two");
        check("one\ntwo th|ree\nfour", "<ctrl-k>", "one\ntwo th|\nfour");
        check("one|\ntwo", "<ctrl-k>", "one|two");
        check("one|", "<ctrl-k>", "one|");
    }

    #[test]
    fn the_clip_brings_back() {
        check("one two three|", "<ctrl-w><ctrl-w><home><yank>", "two three|one ");
        check("|one two three", "<alt-d><alt-d><end><yank>", " threeone two|");
        check("one| two", "<ctrl-u><ctrl-k><yank>", "one two|");
        check("one two|", "<ctrl-w><left><ctrl-w><yank><yank>", "oneone| ");
        check("a [b|] c", "<copy><end><yank>", "a b cb|");
        check("a [b|] c", "<cut><end><yank>", "a  cb|");
        check("a| b", "<cut><copy><yank>", "a| b");
        check("one [two|] three", "<copy><ctrl-k><yank>", "one two| three");
    }

    #[test]
    fn undo_goes_back_word_by_word() {
        check("|", "I am sad<undo>", "I am |");
        check("|", "I am sad<undo><undo>", "I |");
        check("|", "I am sad<undo><undo><undo><undo>", "|");
        check("|", "I am sad<undo><undo><redo><redo>", "I am sad|");
        check("|", "one<enter><enter>two<undo>", "one\n\n|");
        check("|", "one<enter><enter>two<undo><undo>", "one|");
        check("|", "one<paste>two<undo>", "one|");
        check("|", "one<paste>two<paste>x<undo>", "onetwo|");
        check("|", "ab<left><right>cd<undo>", "ab|");
    }

    #[test]
    fn undo_gathers_deletions() {
        check("one two|", "<backspace><backspace><backspace><backspace><undo>", "one two|");
        check("one two|", "<backspace><backspace><backspace><backspace><backspace><undo>", "one|");
        check("|one two", "<del><del><del><del><del><undo>", "|two");
        check("one|", "<backspace>x<undo>", "on|");
        check("one|", "<backspace>x<undo><undo>", "one|");
        check("one two|", "<ctrl-w><ctrl-w><undo>", "one |");
    }

    #[test]
    fn undo_brings_back_the_selection() {
        check("I [hate|] it", "love<undo>", "I [hate|] it");
        check("I [|hate] it", "<backspace><undo>", "I [|hate] it");
        check("I [hate|] it", "love<undo><redo>", "I love| it");
        check("a [b|]", "<cut><undo>", "a [b|]");
    }

    #[test]
    fn moving_keeps_what_can_be_redone() {
        check("|", "one two<undo><left><home><redo>", "one two|");
        check("|", "one two<undo>x<redo>", "one x|");
        check("|", "one two<undo><backspace><undo><redo><redo>", "one|");
    }

    #[test]
    fn a_single_line_stays_one() {
        use super::super::{Change, Clip, Edit, Text};
        let (mut text, mut clip) = (Text::line("a\r\nb"), Clip::default());
        assert_eq!(text.as_str(), "a b");
        assert_eq!(text.edit(Edit::Newline, &mut clip), Change::Nothing);
        text.edit(Edit::Insert("\nc\n".into()), &mut clip);
        clip.set("x\ny");
        text.edit(Edit::Yank, &mut clip);
        assert_eq!(text.as_str(), "a b c x y");
    }

    #[test]
    fn rows_follow_the_edits() {
        check_in(5, "hello| world", " my", "hello my| world");
    }
}
