//! Where the focus goes in a list of options: a step, a screen, an end.

use super::Picker;
use crate::kind::Change;

impl Picker {
    /// To an option that is in sight. Where there is no further to go, that is no mistake.
    pub(super) fn go(&mut self, at: Option<usize>) -> Change {
        self.moved = true;
        self.current = at.unwrap_or(self.current);
        Change::Moved
    }

    /// So many rows up or down, and no further than there are any.
    pub(super) fn leap(&mut self, down: isize) -> Change {
        let rows = self.rows();
        let here = rows.iter().enumerate().find_map(|(y, row)| {
            let x = row.iter().position(|at| *at == self.current)?;
            Some((y, x))
        });
        let (y, x) = here.unwrap_or_default();
        let row = rows.get(y.saturating_add_signed(down).min(rows.len().saturating_sub(1)));
        self.go(row.and_then(|row| row.get(x).or(row.last())).copied())
    }

    pub(super) fn screen(&self) -> isize {
        isize::try_from(self.page).unwrap_or(10).max(1)
    }

    pub(super) fn step(&mut self, down: isize, right: isize) -> Change {
        self.moved = true;
        let rows = self.rows();
        let here = rows.iter().enumerate().find_map(|(y, row)| {
            let x = row.iter().position(|at| *at == self.current)?;
            Some((y, x))
        });
        let target = match here {
            None => rows.first().and_then(|row| row.first()),
            Some((y, x)) => {
                let row = y.checked_add_signed(down).and_then(|y| rows.get(y));
                let x = x.saturating_add_signed(right);
                match (down, row) {
                    (0, Some(row)) => row.get(x),
                    (_, Some(row)) => row.get(x).or(row.last()),
                    (_, None) => None,
                }
            }
        };
        match target {
            Some(at) if *at != self.current => {
                self.current = *at;
                Change::Moved
            }
            Some(_) | None => Change::Nothing,
        }
    }
}
