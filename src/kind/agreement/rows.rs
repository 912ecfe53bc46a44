//! How an agreement looks: the words, the last day and what is said about it, the tick.

use super::long;
use super::pact::{Meant, Pact, Part};
use crate::kind::writing::wrapped;
use crate::kind::{Focus, Form};
use crate::sheet::{Role, Row, Span};
use jiff::civil::Date;

const ENDS: &str = "It ends on";
const UNDONE: &str = "These are other words than you agreed to. Tick again when they are right.";
const UNCLEAR: &str = "Which day is that? Write it like 4 August, or like in 6 weeks.";
const NO_DAY: &str = "Every agreement ends.";

impl Pact {
    /// All rows, and where the cursor is in them.
    pub(super) fn all(&self, focus: Focus) -> (Vec<Row>, (usize, usize)) {
        let height = self.draft.height(focus);
        let sheet = self.draft.sheet(focus, 0..height);
        let mut rows = sheet.rows;
        let mut cursor = sheet.cursor.unwrap_or((0, 0));
        if focus == Focus::Away {
            rows.push(Row::of(Role::Dim, self.briefly()).cut(self.width));
            return (rows, cursor);
        }
        if self.part != Part::Words {
            rows.iter_mut().for_each(quiet);
        }
        if self.is_undone {
            rows.extend(wrapped(Role::Warning, UNDONE, self.width));
        }
        rows.push(Row::of(self.loud(Part::Day, Role::Dim), ENDS).cut(self.width));
        let start = rows.len();
        let day_focus = if self.part == Part::Day { Focus::Here } else { Focus::Away };
        let day = self.day.sheet(day_focus, 0..self.day.height(day_focus));
        rows.extend(day.rows);
        if self.part == Part::Day {
            cursor = day.cursor.map_or((start, 0), |(row, column)| (row + start, column));
        }
        rows.extend(self.about_day());
        if self.part == Part::Tick {
            cursor = (rows.len(), 3);
        }
        rows.push(self.tick_row());
        (rows, cursor)
    }

    /// A role that stands out where a part has the keys.
    fn loud(&self, part: Part, otherwise: Role) -> Role {
        if self.part == part { Role::Current } else { otherwise }
    }

    fn tick_row(&self) -> Row {
        let here = self.part == Part::Tick;
        let (mark, role) = if self.agreed.is_some() { ("[x]", Role::Chosen) } else { ("[ ]", Role::Plain) };
        let mut row = Row::of(if here { Role::Focus } else { Role::Plain }, if here { "> " } else { "  " })
            .with(role, mark)
            .with(Role::Plain, " ")
            .with(self.loud(Part::Tick, Role::Plain), "agreed");
        if let Some(day) = self.agreed {
            row.push(Role::Dim, format!("  {}", long(day)));
        }
        row.cut(self.width)
    }

    /// Last day and tick in one row.
    fn briefly(&self) -> String {
        match self.agreed {
            Some(day) => format!("until {}, agreed on {}", long(self.last.until), long(day)),
            None => format!("until {}, not agreed on yet", long(self.last.until)),
        }
    }

    /// What is said about the last day as it is typed.
    fn about_day(&self) -> Vec<Row> {
        let last = &self.last;
        let (until, latest) = (long(last.until), long(last.latest));
        let (role, words) = match last.meant(&self.typed_day()) {
            Meant::Day(day) if day < last.today => {
                (Role::Warning, format!("It ended on {until}. Give it another day, or leave it behind you."))
            }
            Meant::Day(day) => {
                (Role::Dim, format!("That is a {}, {}.", day.strftime("%A"), away(last.today, day)))
            }
            Meant::Nothing => (Role::Hint, format!("{NO_DAY} Without a day here it does on {until}.")),
            Meant::Unclear => (Role::Hint, format!("{UNCLEAR} For now it ends on {until}.")),
            Meant::TooLate => {
                let weeks =
                    if last.weeks == 1 { "a week".to_owned() } else { format!("{} weeks", last.weeks) };
                let words = format!(
                    "That is later than {weeks} from today. It can go on until {latest}, and then you can make it anew. For now it ends on {until}."
                );
                (Role::Hint, words)
            }
            Meant::Past => (
                Role::Hint,
                format!(
                    "That day has gone by. It can be any from today to {latest}. For now it ends on {until}."
                ),
            ),
        };
        wrapped(role, &words, self.width)
    }
}

/// How far away a day is.
fn away(today: Date, day: Date) -> String {
    let days = (day - today).get_days();
    match days {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        7 => "in a week".to_owned(),
        days if days % 7 == 0 => format!("in {} weeks", days / 7),
        days if days < 14 => format!("in {days} days"),
        days => format!("in about {} weeks", (days + 3) / 7),
    }
}

/// The frame of what does not have the keys.
fn quiet(row: &mut Row) {
    for Span { role, .. } in &mut row.spans {
        if *role == Role::Focus {
            *role = Role::Frame;
        }
    }
}
