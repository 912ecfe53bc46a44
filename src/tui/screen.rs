//! The real terminal: taken, written to in one piece per frame, and given back whatever happens.
//!
//! It writes less than ratatui's own backend: no resets where nothing was set, no cursor moves to where the cursor is,
//! and one `write` for a whole frame. After anything but ASCII it says anew where the cursor is, because terminals
//! disagree about widths.

use crate::tui::tty::Tty;
use crate::tui::{Event, Post, Stage, signals};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::ResetColor;
use crossterm::terminal::{self, EnterAlternateScreen, LeaveAlternateScreen};
use crossterm::{QueueableCommand, cursor, queue};
use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::{Cell, CellWidth};
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::process::{Signal, getpgrp, getppid, getsid, kill_current_process_group};
use rustix::termios::{QueueSelector, tcflush, tcgetwinsize};
use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the terminal is ours at the moment.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The most columns and rows that are drawn: more than any screen has, few enough for memory.
const LARGEST: u16 = 1000;

/// The real terminal.
pub(super) struct Screen {
    out: File,
    /// The frame that is being written.
    frame: Vec<u8>,
    /// Where the cursor stands, if that is certain.
    cursor: Option<Position>,
    /// Whether the cursor is shown, if that is known.
    shown: Option<bool>,
    tty: Tty,
}

impl Screen {
    /// Takes the terminal.
    pub(super) fn open() -> io::Result<Screen> {
        let out = File::from(io::stdout().as_fd().try_clone_to_owned()?);
        let frame = Vec::with_capacity(1 << 16);
        let mut screen = Screen { out, frame, cursor: None, shown: None, tty: Tty::open() };
        screen.enter()?;
        Ok(screen)
    }

    fn enter(&mut self) -> io::Result<()> {
        self.tty.take()?;
        terminal::enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        queue!(
            self.frame,
            EnterAlternateScreen,
            EnableBracketedPaste,
            terminal::Clear(terminal::ClearType::All)
        )?;
        self.cursor = None;
        self.shown = None;
        self.send()
    }

    /// Writes the frame in one piece.
    fn send(&mut self) -> io::Result<()> {
        let mut rest = self.frame.as_slice();
        while !rest.is_empty() {
            match self.out.write(rest) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(count) => rest = rest.get(count..).unwrap_or_default(),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                // Somebody who shares the terminal has made it non-blocking.
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    poll(&mut [PollFd::new(&self.out, PollFlags::OUT)], None)?;
                }
                Err(error) => return Err(error),
            }
        }
        self.frame.clear();
        Ok(())
    }

    fn go(&mut self, to: Position) -> io::Result<()> {
        if self.cursor != Some(to) {
            self.frame.queue(cursor::MoveTo(to.x, to.y))?;
            self.cursor = Some(to);
        }
        Ok(())
    }

    fn show(&mut self, shown: bool) -> io::Result<()> {
        if self.shown == Some(shown) {
            return Ok(());
        }
        self.shown = Some(shown);
        if shown { queue!(self.frame, cursor::Show) } else { queue!(self.frame, cursor::Hide) }
    }

    /// Sets the look of the cells that follow, from scratch: shorter than differences when looks are few.
    fn dress(&mut self, look: Look) -> io::Result<()> {
        self.frame.extend_from_slice(b"\x1b[0");
        let codes = [
            (Modifier::BOLD, ";1"),
            (Modifier::DIM, ";2"),
            (Modifier::ITALIC, ";3"),
            (Modifier::UNDERLINED, ";4"),
            (Modifier::REVERSED, ";7"),
        ];
        for (modifier, code) in codes {
            if look.2.contains(modifier) {
                self.frame.extend_from_slice(code.as_bytes());
            }
        }
        if let Some(code) = code(look.0) {
            write!(self.frame, ";{code}")?;
        }
        if let Some(code) = code(look.1) {
            write!(self.frame, ";{}", code + 10)?;
        }
        self.frame.push(b'm');
        Ok(())
    }
}

/// Foreground, background and weight of a cell.
type Look = (Color, Color, Modifier);

const BARE: Look = (Color::Reset, Color::Reset, Modifier::empty());

impl Backend for Screen {
    type Error = io::Error;

    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, content: I) -> io::Result<()> {
        let mut worn = BARE;
        for (x, y, cell) in content {
            let (symbol, at) = (cell.symbol(), Position { x, y });
            // The second half of a wide letter.
            if symbol.is_empty() {
                continue;
            }
            self.go(at)?;
            let look = (cell.fg, cell.bg, cell.modifier);
            if look != worn {
                self.dress(look)?;
                worn = look;
            }
            // Emoji that some terminals draw in one cell and some in two: no rest of what was there may shine through.
            if symbol.contains(['\u{FE0F}', '\u{200D}']) && symbol.cell_width() > 1 {
                self.frame.extend_from_slice(b"  ");
                self.cursor = None;
                self.go(at)?;
            }
            self.frame.extend_from_slice(symbol.as_bytes());
            // What the terminal does at the end of a row, or with wide letters, is its own affair.
            let certain = symbol.len() == 1;
            self.cursor = certain.then_some(Position { x: x.saturating_add(1), y });
        }
        if worn != BARE {
            self.frame.extend_from_slice(b"\x1b[0m");
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.show(false)
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.show(true)
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor.unwrap_or(Position::ORIGIN))
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.go(position.into())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        let region = match clear_type {
            ClearType::All => terminal::ClearType::All,
            ClearType::AfterCursor => terminal::ClearType::FromCursorDown,
            ClearType::BeforeCursor => terminal::ClearType::FromCursorUp,
            ClearType::CurrentLine => terminal::ClearType::CurrentLine,
            ClearType::UntilNewLine => terminal::ClearType::UntilNewLine,
        };
        // A terminal that has just changed its size may have moved the cursor.
        self.cursor = None;
        self.frame.queue(terminal::Clear(region))?;
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        let size = tcgetwinsize(&self.out)?;
        let fit = |cells: u16, unknown: u16| if cells == 0 { unknown } else { cells.min(LARGEST) };
        Ok(Size { width: fit(size.ws_col, 80), height: fit(size.ws_row, 24) })
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size()?, pixels: Size { width: 0, height: 0 } })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.send()
    }
}

impl Stage for Screen {
    fn vanish(&mut self) {
        self.frame.clear();
        give_back();
        // The words that were still on their way are not for the shell, and neither is what stood there before.
        let (Ok(()) | Err(_)) = tcflush(io::stdin(), QueueSelector::IFlush);
        let (Ok(()) | Err(_)) = self.out.write_all(b"\x1b[H\x1b[2J");
    }

    fn pause(&mut self) -> io::Result<()> {
        if !somebody_can_continue_us() {
            return Ok(());
        }
        give_back();
        kill_current_process_group(Signal::STOP)?;
        self.enter()
    }

    fn lend(&mut self) -> io::Result<()> {
        signals::lend(true);
        give_back();
        let given = self.tty.give_back();
        if given.is_err() {
            signals::lend(false);
        }
        given
    }

    fn resume(&mut self) -> io::Result<()> {
        give_back();
        let entered = self.enter();
        signals::lend(false);
        entered
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

/// Empties the screen and gives the terminal back as it was. Does nothing when it is not ours.
///
/// The alternate screen is emptied before it is left: some terminals keep what stood on it.
fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut bytes = Vec::new();
    let queued = queue!(
        bytes,
        ResetColor,
        cursor::MoveTo(0, 0),
        terminal::Clear(terminal::ClearType::All),
        DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    );
    let (Ok(()) | Err(_)) =
        queued.and_then(|()| io::stdout().write_all(&bytes)).and_then(|()| io::stdout().flush());
    let (Ok(()) | Err(_)) = terminal::disable_raw_mode();
}

/// Gives the terminal back without waiting for it: where it takes no output, only its modes are as before.
pub(super) fn let_go() {
    let out = io::stdout();
    let mut ready = [PollFd::new(&out, PollFlags::OUT)];
    let at_once = rustix::event::Timespec { tv_sec: 0, tv_nsec: 0 };
    match poll(&mut ready, Some(&at_once)) {
        Ok(1..) => give_back(),
        Ok(0) | Err(_) => {
            let (Ok(()) | Err(_)) = terminal::disable_raw_mode();
        }
    }
}

/// Whether a shell is there that could continue the program; stopped without one, it would hang for ever.
pub(super) fn somebody_can_continue_us() -> bool {
    let (Ok(session), Some(parent)) = (getsid(None), getppid()) else { return false };
    getpgrp() != session && getsid(Some(parent)) == Ok(session)
}

/// The number of a colour in SGR, for the foreground; none for the terminal's own.
fn code(color: Color) -> Option<u8> {
    match color {
        Color::Reset | Color::Rgb(..) | Color::Indexed(_) => None,
        Color::Black => Some(30),
        Color::Red => Some(31),
        Color::Green => Some(32),
        Color::Yellow => Some(33),
        Color::Blue => Some(34),
        Color::Magenta => Some(35),
        Color::Cyan => Some(36),
        Color::Gray => Some(37),
        Color::DarkGray => Some(90),
        Color::LightRed => Some(91),
        Color::LightGreen => Some(92),
        Color::LightYellow => Some(93),
        Color::LightBlue => Some(94),
        Color::LightMagenta => Some(95),
        Color::LightCyan => Some(96),
        Color::White => Some(97),
    }
}

/// Sets what happens when the program has a bug: the terminal is given back, `rescue` saves the words and says in one
/// sentence what became of them, and the place of the bug is named. What the panic says is not: it may quote words.
pub fn on_panic(post: Post, rescue: impl Fn() -> String + Send + Sync + 'static) {
    std::panic::set_hook(Box::new(move |panic| {
        give_back();
        let place =
            panic.location().map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line()));
        let rescued = rescue();
        let (Ok(()) | Err(_)) = writeln!(io::stderr(), "imago stopped because of a bug{place}. {rescued}");
        // In another thread than the loop's, the loop has to be told.
        post.send(Event::Gone);
    }));
}

#[cfg(test)]
mod tests;
