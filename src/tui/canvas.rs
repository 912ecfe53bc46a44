//! What stands on the terminal, and the least that makes a view of it.
//!
//! From one key to the next hardly a row changes. Rows that are as before are neither painted nor compared cell by cell: that
//! would be most of what a key costs.

use crate::app::View;
use crate::sheet::Row;
use crate::tui::{Stage, paint, theme::Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};

/// A terminal, and what stands on it.
pub struct Canvas<B: Stage> {
    stage: B,
    theme: Theme,
    size: Size,
    /// The rows that were drawn last, from the top; below them nothing stands.
    rows: Vec<Row>,
    /// Their cells, and those of the empty rows below: a buffer of one row each.
    cells: Vec<Buffer>,
}

impl<B: Stage> Canvas<B> {
    /// An empty terminal.
    ///
    /// # Errors
    /// When it has no size.
    pub fn new(stage: B, theme: Theme) -> Result<Canvas<B>, B::Error> {
        let size = stage.size()?;
        Ok(Canvas::sized(stage, theme, size))
    }

    pub(super) fn sized(stage: B, theme: Theme, size: Size) -> Canvas<B> {
        Canvas { stage, theme, size, rows: Vec::new(), cells: blank(size) }
    }

    /// What is drawn on.
    #[must_use]
    pub fn stage(&self) -> &B {
        &self.stage
    }

    pub(super) fn stage_mut(&mut self) -> &mut B {
        &mut self.stage
    }

    /// How large the terminal is now. One of another size than before is emptied, for nobody knows what it did to its words.
    ///
    /// # Errors
    /// When the terminal does not say, or cannot be written to.
    pub fn measure(&mut self) -> Result<Size, B::Error> {
        let size = self.stage.size()?;
        if size != self.size {
            self.size = size;
            self.clear()?;
        }
        Ok(size)
    }

    /// Empties the terminal.
    ///
    /// # Errors
    /// When it cannot be written to.
    pub fn clear(&mut self) -> Result<(), B::Error> {
        self.rows.clear();
        self.cells = blank(self.size);
        self.stage.clear()
    }

    /// Draws a view, for the size that was measured last. What stands there already is not written again.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    pub fn draw(&mut self, view: &View) -> Result<(), B::Error> {
        let empty = Row::default();
        let mut changed: Vec<(usize, Buffer)> = Vec::new();
        for (y, cells) in self.cells.iter().enumerate() {
            let (before, now) = (self.rows.get(y).unwrap_or(&empty), view.rows.get(y).unwrap_or(&empty));
            if before != now {
                let mut painted = Buffer::empty(cells.area);
                paint::row(now, self.theme, &mut painted);
                changed.push((y, painted));
            }
        }
        let before = |y: usize| self.cells.get(y);
        let different =
            changed.iter().filter_map(|(y, painted)| Some(before(*y)?.diff_iter(painted))).flatten();
        self.stage.draw(different)?;
        match paint::cursor(view, Rect::from((Position::ORIGIN, self.size))) {
            Some(position) => {
                self.stage.show_cursor()?;
                self.stage.set_cursor_position(position)?;
            }
            None => self.stage.hide_cursor()?,
        }
        self.stage.flush()?;
        self.rows.resize_with(self.cells.len(), Row::default);
        for (y, painted) in changed {
            if let (Some(shown), Some(cells)) = (self.rows.get_mut(y), self.cells.get_mut(y)) {
                *shown = view.rows.get(y).cloned().unwrap_or_default();
                *cells = painted;
            }
        }
        Ok(())
    }
}

/// The cells of an empty terminal.
fn blank(size: Size) -> Vec<Buffer> {
    (0..size.height).map(|y| Buffer::empty(Rect::new(0, y, size.width, 1))).collect()
}
