//! The frame of every screen: where one is and whether it is saved, the body, a sentence, and the keys that work.

use super::{Action, App, Help, Hint, Mode, Overlay, Screen, View};
use crate::sheet::{Role, Row, Sheet, fit};

/// The widest that anything to read becomes, in cells.
pub(super) const MEASURE: usize = 76;
/// With fewer columns or rows than this nobody can write.
const LEAST: (u16, u16) = (24, 6);
/// Cells between two keys in the last row.
const GAP: usize = 2;
const TOO_SMALL: &str = "A little more room, please: 40 columns and 12 rows are enough.";

impl App {
    pub(super) fn resize(&mut self, columns: u16, rows: u16) {
        self.size = (columns, rows);
        let (measure, (columns, rows)) = (self.measure(), self.body());
        match &mut self.screen {
            Screen::Page(page) => page.resize(&self.session, (columns, rows)),
            Screen::Contents(contents) => contents.resize(rows),
            Screen::Portrait(portrait) => portrait.resize(&self.session, (columns, rows)),
            Screen::Mending(_) | Screen::Welcome(_) => {}
        }
        match &mut self.overlay {
            Some(Overlay::Help(_) | Overlay::Search(_) | Overlay::Confirm(_) | Overlay::Blank) | None => {}
            Some(Overlay::Message(message)) => {
                message.fill(&self.session, &self.start.help, measure);
                message.resize(rows);
            }
            Some(Overlay::Export(dialog)) => dialog.resize(columns, rows),
        }
    }

    /// Columns and rows of the body.
    pub(super) fn body(&self) -> (usize, usize) {
        let (columns, rows) = (usize::from(self.size.0), usize::from(self.size.1));
        (columns, rows.saturating_sub(self.frame_rows()).max(1))
    }

    /// Columns for something to read.
    pub(super) fn measure(&self) -> usize {
        usize::from(self.size.0).saturating_sub(4).clamp(1, MEASURE)
    }

    /// Rows of the frame: both bars, the sentence, and the rules where there is room for them.
    fn frame_rows(&self) -> usize {
        if self.has_rules() { 5 } else { 3 }
    }

    fn has_rules(&self) -> bool {
        self.size.1 >= 16
    }

    /// The whole screen as it stands.
    #[must_use]
    pub fn view(&self) -> View {
        let (columns, rows) = (usize::from(self.size.0), usize::from(self.size.1));
        if matches!(self.overlay, Some(Overlay::Blank)) {
            return View { rows: vec![Row::default(); rows], cursor: None };
        }
        if self.size.0 < LEAST.0 || self.size.1 < LEAST.1 {
            let words = crate::text::wrap(TOO_SMALL, columns.max(1));
            let lines = words.into_iter().map(|range| TOO_SMALL.get(range).unwrap_or("").trim_end());
            let mut seen: Vec<Row> =
                lines.map(|line| Row::of(Role::Plain, fit(line, columns))).take(rows).collect();
            seen.resize(rows, Row::default());
            return View { rows: seen, cursor: None };
        }
        let (width, height) = self.body();
        let body = self.body_sheet(width, height);
        let mut view = vec![self.top(columns)];
        if self.has_rules() {
            view.push(rule(columns));
        }
        let above = view.len();
        let mut lines: Vec<Row> = body.rows.into_iter().map(|row| row.cut(columns)).collect();
        lines.resize(height, Row::default());
        view.extend(lines);
        if self.has_rules() {
            view.push(rule(columns));
        }
        // A long sentence takes the rows above it: what to do next must not be cut off.
        let sentence = self.sentence(columns);
        view.truncate((view.len() + 1).saturating_sub(sentence.len()).max(1));
        view.extend(sentence);
        view.push(self.keys(columns));
        view.truncate(rows);
        let cursor = body.cursor.filter(|(row, _)| *row < height).map(|(row, column)| {
            let cell = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
            (cell(row + above), cell(column.min(columns.saturating_sub(1))))
        });
        View { rows: view, cursor }
    }

    fn body_sheet(&self, width: usize, height: usize) -> Sheet {
        match (&self.overlay, &self.screen) {
            (Some(Overlay::Help(help)), _) => help.sheet(&self.hints, width, height),
            (Some(Overlay::Search(search)), _) => search.sheet(width, height),
            (Some(Overlay::Message(message)), _) => message.sheet(width, height),
            (Some(Overlay::Export(dialog)), _) => dialog.sheet(width, height),
            (Some(Overlay::Confirm(confirm)), _) => confirm.sheet(width),
            (Some(Overlay::Blank), _) => Sheet::default(),
            (None, Screen::Mending(mending)) => mending.sheet(width, height),
            (None, Screen::Welcome(welcome)) => welcome.sheet(&self.start.folder, width, height),
            (None, Screen::Contents(contents)) => contents.sheet(&self.session, width, height),
            (None, Screen::Page(page)) => page.sheet(height),
            (None, Screen::Portrait(portrait)) => portrait.sheet(),
        }
    }

    fn top(&self, columns: usize) -> Row {
        let place = match (&self.overlay, &self.screen) {
            (Some(Overlay::Help(_)), _) => "Keys".to_owned(),
            (Some(Overlay::Search(_)), _) => "Find".to_owned(),
            (Some(Overlay::Message(message)), _) => message.title().to_owned(),
            (Some(Overlay::Export(_)), _) => "Take your words along".to_owned(),
            (Some(Overlay::Confirm(_)), _) => "One question".to_owned(),
            (Some(Overlay::Blank), _) => String::new(),
            (None, Screen::Mending(_)) => "Before you go on".to_owned(),
            (None, Screen::Welcome(_)) => "Welcome".to_owned(),
            (None, Screen::Contents(_)) => "Contents".to_owned(),
            (None, Screen::Page(page)) => {
                // The timer takes the place of the chapter's name.
                let is_long = columns >= 90 && page.timer_words(false).is_none();
                page.title(&self.session, is_long)
            }
            (None, Screen::Portrait(portrait)) => portrait.title().to_owned(),
        };
        let mut left = Row::default();
        if columns >= 70 {
            left.push(Role::Heading, " IMAGO  ");
        } else {
            left.push(Role::Plain, " ");
        }
        left.push(Role::Bar, place);
        let round = match (&self.overlay, &self.screen) {
            (None, Screen::Page(page)) => page.round(&self.session),
            (Some(_), _)
            | (None, Screen::Mending(_) | Screen::Welcome(_) | Screen::Contents(_) | Screen::Portrait(_)) => {
                None
            }
        };
        let mut right = Row::default();
        let dot = |row: &mut Row| {
            if row.width() > 0 {
                row.push(Role::Dim, " · ");
            }
        };
        if columns >= 90 {
            right.push(Role::Dim, self.session.journal.person.as_str());
            // Only where somebody looks at the whole book: it is counted anew for each frame.
            if matches!(self.screen, Screen::Contents(_)) {
                let (done, of) = self.session.book_progress();
                dot(&mut right);
                right.push(Role::Dim, format!("{done} of {of} pages"));
            }
        }
        if let (None, Screen::Page(page)) = (&self.overlay, &self.screen)
            && self.session.page(page.id()).bookmark
        {
            dot(&mut right);
            right.push(Role::Strong, "bookmark");
        }
        if let (None, Screen::Page(page)) = (&self.overlay, &self.screen)
            && let Some(words) = page.timer_words(columns >= 60)
        {
            dot(&mut right);
            right.push(Role::Dim, words);
        }
        let state = if self.start.read_only.is_some() {
            Row::of(Role::Warning, "read only")
        } else if self.can_save() {
            self.saving.words()
        } else {
            Row::default()
        };
        if state.width() > 0 {
            dot(&mut right);
            right.append(state);
        }
        right.push(Role::Plain, " ");
        // Where there is no room for it, the page itself says it too.
        let round = round.map(|round| Row::of(Role::Dim, format!(" · {round}")));
        if let Some(round) = round.filter(|round| left.width() + round.width() + right.width() < columns) {
            left.append(round);
        }
        left.justified(right, columns)
    }

    /// The sentence above the keys: an answer to the last key, or what is worth knowing here.
    fn sentence(&self, columns: usize) -> Vec<Row> {
        let row = match self.notice() {
            Some(notice) => {
                let mut words = notice.words.clone();
                if words == super::notice::WRONG_KEY {
                    let key = self.key_for(&Action::Help).unwrap_or("F1");
                    words = format!("{words} {key} shows the keys that work.");
                }
                let lines = super::message::paragraph(notice.role, &words, columns.saturating_sub(2));
                let most = usize::from(self.size.1) / 3;
                return lines.into_iter().take(most.max(1)).map(|row| row.indented(1).cut(columns)).collect();
            }
            None => match (&self.overlay, &self.screen) {
                (Some(Overlay::Help(_)), _) => {
                    Row::of(Role::Dim, "Type to find a key. What works here comes first.")
                }
                (Some(Overlay::Search(search)), _) => search.sentence(),
                (Some(Overlay::Export(dialog)), _) => dialog.sentence(),
                (Some(Overlay::Message(message)), _) if message.has_more() => self.more_below(),
                (Some(Overlay::Message(_) | Overlay::Confirm(_) | Overlay::Blank), _) => Row::default(),
                (None, Screen::Mending(_)) => Row::of(Role::Dim, "Nothing is changed before you choose."),
                (None, Screen::Welcome(_)) => {
                    Row::of(Role::Dim, "Nothing has been written to your disk yet.")
                }
                (None, Screen::Contents(contents)) => contents.sentence(&self.session),
                (None, Screen::Portrait(portrait)) => portrait.sentence(&self.session),
                (None, Screen::Page(page)) => {
                    let row = page.sentence();
                    if row.width() == 0 && self.is_writing() { self.saved_as_you_go() } else { row }
                }
            },
        };
        // Where there are rules, a second row costs no more than the rule.
        let most = if self.has_rules() { 2 } else { 1 };
        let lines = super::message::wrapped(&row, columns.saturating_sub(2));
        match lines.len() > most {
            true => vec![row.indented(1).cut(columns)],
            false => lines.into_iter().map(|row| row.indented(1).cut(columns)).collect(),
        }
    }

    /// What is said of words while they are written, as far as it is true.
    fn saved_as_you_go(&self) -> Row {
        if self.start.read_only.is_some() || !self.saving.is_well() {
            return Row::default();
        }
        Row::of(Role::Dim, "Everything is saved as you go.")
    }

    /// Says that a box has more than is seen, and which key shows it.
    fn more_below(&self) -> Row {
        let key = self.key_for(&Action::PageDown).unwrap_or_default();
        Row::of(Role::Strong, format!("There is more below. {key} shows it."))
    }

    /// The last row: what can be done here, most useful first, as far as it fits. What must never be missing has its
    /// room before all others.
    fn keys(&self, columns: usize) -> Row {
        let offers = self.offers();
        let offer = |action: &Action, words: &str| {
            let key = self.key_for(action)?;
            Some(Row::of(Role::Key, key).with(Role::Dim, format!(" {words}")))
        };
        let in_a_box = self.overlay.is_some();
        let needed = |action: &Action| {
            matches!(action, Action::Steady | Action::Hide | Action::Help)
                || (in_a_box && *action == Action::Back)
        };
        let rows: Vec<(bool, Row)> = offers
            .iter()
            .filter_map(|(action, words)| Some((needed(action), offer(action, words)?)))
            .collect();
        let mut kept: usize =
            rows.iter().filter(|(needed, _)| *needed).map(|(_, row)| row.width() + GAP).sum();
        let mut seen = Row::of(Role::Plain, " ");
        for (needed, more) in rows {
            if needed {
                kept = kept.saturating_sub(more.width() + GAP);
            } else if seen.width() + more.width() + GAP + kept > columns {
                continue;
            }
            seen.append(more);
            seen.push(Role::Plain, " ".repeat(GAP));
        }
        seen.cut(columns)
    }

    fn offers(&self) -> Vec<(Action, &'static str)> {
        let mut offers = match (&self.overlay, &self.screen) {
            (Some(Overlay::Help(_)), _) => {
                let mut offers = Help::offers();
                offers.extend([(Action::Steady, "steady"), (Action::Hide, "leave at once")]);
                return offers;
            }
            (Some(Overlay::Search(search)), _) => return search.offers(),
            (Some(Overlay::Message(_)), _) => {
                return vec![
                    (Action::Back, "close"),
                    (Action::PageDown, "further"),
                    (Action::PageUp, "back up"),
                    (Action::Down, "down"),
                    (Action::Up, "up"),
                    (Action::Hide, "leave at once"),
                ];
            }
            (Some(Overlay::Export(dialog)), _) => {
                let mut offers = dialog.offers();
                offers.extend([(Action::Steady, "steady"), (Action::Hide, "leave")]);
                return offers;
            }
            (Some(Overlay::Confirm(confirm)), _) => {
                let mut offers = confirm.offers();
                offers.push((Action::Hide, "leave at once"));
                return offers;
            }
            (Some(Overlay::Blank), _) => return Vec::new(),
            (None, Screen::Mending(mending)) => mending.offers(),
            (None, Screen::Welcome(welcome)) => welcome.offers(),
            (None, Screen::Contents(contents)) => contents.offers(&self.session),
            (None, Screen::Page(page)) => page.offers(),
            (None, Screen::Portrait(portrait)) => portrait.offers(),
        };
        offers.push((Action::Help, "keys"));
        // The first screen has it already, in other words.
        if !offers.iter().any(|(action, _)| *action == Action::Steady) {
            offers.push((Action::Steady, "steady"));
        }
        offers.push((Action::Quit, "quit"));
        offers
    }

    /// The name of the first key that means something in the present mode.
    pub(super) fn key_for(&self, action: &Action) -> Option<&'static str> {
        let mode = self.mode();
        find_key(&self.hints, mode, action)
    }
}

/// The name of the first key for an action in a mode.
pub(super) fn find_key(hints: &[Hint], mode: Mode, action: &Action) -> Option<&'static str> {
    hints.iter().find(|hint| hint.mode == mode && hint.action == *action).map(|hint| hint.key)
}

fn rule(columns: usize) -> Row {
    Row::of(Role::Bar, "─".repeat(columns))
}
