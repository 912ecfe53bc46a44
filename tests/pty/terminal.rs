//! A terminal with the program in it. It waits for what is to be seen, with a limit, and never for time to pass.

use crate::fixture::{Home, foreign};
use pty_process::Size;
use pty_process::blocking::{Command, Pty};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::tcgetattr;
use std::ffi::OsString;
use std::io::{ErrorKind, Read, Write};
use std::num::NonZeroU16;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How long something may take that simply has to happen: long, because machines can be busy.
pub(crate) const LIMIT: Duration = Duration::from_secs(15);

pub(crate) const ESC: &str = "\x1b";
pub(crate) const CTRL_C: &str = "\x03";
pub(crate) const F1: &str = "\x1bOP";
pub(crate) const F2: &str = "\x1bOQ";
pub(crate) const F9: &str = "\x1b[20~";
pub(crate) const END: &str = "\x1b[F";

/// While a terminal is made, its two ends could be handed to any program that starts at the same moment.
static STARTING: Mutex<()> = Mutex::new(());

/// The program, not yet started.
pub(crate) struct Launch {
    program: Vec<OsString>,
    environment: Vec<(&'static str, String)>,
    size: (u16, u16),
    folder: PathBuf,
}

/// The program with the small book.
pub(crate) fn imago(home: &Home) -> Launch {
    shipped(home).with(&["--book".into(), home.book().into()])
}

/// The program with the book that comes with it.
pub(crate) fn shipped(home: &Home) -> Launch {
    let environment = vec![
        ("PATH", "/usr/bin:/bin".to_owned()),
        ("HOME", home.path().display().to_string()),
        ("TERM", "xterm-256color".to_owned()),
        ("LANG", "C.UTF-8".to_owned()),
        ("TZ", "UTC".to_owned()),
    ];
    let program = vec![env!("CARGO_BIN_EXE_imago").into(), "--data-dir".into(), home.data().into()];
    Launch { program, environment, size: (100, 30), folder: home.path().to_owned() }
}

impl Launch {
    pub(crate) fn with(mut self, arguments: &[OsString]) -> Launch {
        self.program.extend_from_slice(arguments);
        self
    }

    pub(crate) fn env(mut self, name: &'static str, value: &str) -> Launch {
        self.environment.retain(|(known, _)| *known != name);
        self.environment.push((name, value.to_owned()));
        self
    }

    /// Keeps the answers in another folder.
    pub(crate) fn data_dir(mut self, folder: &Path) -> Launch {
        self.program[2] = folder.into();
        self
    }

    /// Keeps the answers where they are when nobody has chosen a folder: in `imago` below this one.
    #[allow(dead_code, reason = "the tests of faults use it")]
    pub(crate) fn usual(mut self, share: &Path) -> Launch {
        self.program.drain(1..3);
        self.env("XDG_DATA_HOME", &share.display().to_string())
    }

    pub(crate) fn size(mut self, columns: u16, rows: u16) -> Launch {
        self.size = (columns, rows);
        self
    }

    /// Runs this script, in which `"$@"` is the program.
    pub(crate) fn through(mut self, shell: &str, script: &str) -> Launch {
        let before = [shell, "-c", script, "script"].map(OsString::from);
        self.program.splice(0..0, before);
        self
    }

    pub(crate) fn open(self) -> Terminal {
        let started = Instant::now();
        let guard = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
        let (pty, pts) = pty_process::blocking::open().unwrap();
        pty.resize(Size::new(self.size.1, self.size.0)).unwrap();
        // A program that takes no more keys must not hold up the test.
        fcntl_setfl(&pty, fcntl_getfl(&pty).unwrap() | OFlags::NONBLOCK).unwrap();
        let found = modes(&pty);
        let command = Command::new(&self.program[0])
            .args(&self.program[1..])
            .env_clear()
            .envs(self.environment)
            .current_dir(self.folder);
        let mut child = command.spawn(pts).unwrap();
        drop(guard);
        let pid = Pid::from_child(&child);
        let (sender, events) = channel();
        let pty = Arc::new(pty);
        let (hang_up, asked) = UnixStream::pair().unwrap();
        let (reading, bytes) = (Arc::clone(&pty), sender.clone());
        let read = move || {
            let mut buffer = [0; 1 << 16];
            loop {
                let wanted = PollFlags::IN;
                let mut watched =
                    [PollFd::new(reading.as_ref(), wanted), PollFd::new(&asked, PollFlags::empty())];
                if poll(&mut watched, None).is_err() {
                    continue;
                }
                if !watched[1].revents().is_empty() {
                    return;
                }
                let mut from: &Pty = &reading;
                match from.read(&mut buffer) {
                    Ok(count @ 1..) => {
                        let _ = bytes.send(Event::Bytes(buffer[..count].to_vec()));
                    }
                    Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                    // Nobody has the other end any more.
                    Ok(0) | Err(_) => {
                        let _ = bytes.send(Event::Closed);
                        return;
                    }
                }
            }
        };
        let reader = thread::Builder::new().spawn(read).unwrap();
        thread::Builder::new()
            .spawn(move || {
                let _ = sender.send(Event::Ended(child.wait().unwrap()));
            })
            .unwrap();
        Terminal {
            pty: Some(pty),
            found,
            pid,
            events,
            parser: vt100::Parser::new(cells(self.size.1), cells(self.size.0), 1000),
            bytes: Vec::new(),
            hang_up: Some(hang_up),
            reader: Some(reader),
            started,
            is_closed: false,
            status: None,
        }
    }
}

enum Event {
    Bytes(Vec<u8>),
    Closed,
    Ended(ExitStatus),
}

/// A terminal in which the program runs.
pub(crate) struct Terminal {
    pty: Option<Arc<Pty>>,
    /// The modes of the line before the program started.
    found: String,
    pid: Pid,
    events: Receiver<Event>,
    parser: vt100::Parser,
    /// Every byte that the program has written.
    bytes: Vec<u8>,
    hang_up: Option<UnixStream>,
    reader: Option<thread::JoinHandle<()>>,
    started: Instant,
    is_closed: bool,
    status: Option<ExitStatus>,
}

impl Terminal {
    /// Presses keys: all of these bytes in one piece.
    pub(crate) fn send(&mut self, keys: &str) -> &mut Terminal {
        self.send_bytes(keys.as_bytes())
    }

    /// Sends bytes that need not be whole letters, in one piece. What a program that has ended did not take is dropped.
    pub(crate) fn send_bytes(&mut self, mut bytes: &[u8]) -> &mut Terminal {
        let mut taken = Instant::now();
        while !bytes.is_empty() {
            let mut to: &Pty = self.pty.as_ref().unwrap();
            match to.write(bytes) {
                Ok(count) => {
                    bytes = &bytes[count..];
                    taken = Instant::now();
                }
                Err(_) if self.status.is_some() => break,
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    assert!(taken.elapsed() < LIMIT, "nobody takes the keys: {}", self.screen());
                    let _ = self.hear(Duration::from_millis(1));
                }
                Err(error) => panic!("{error}"),
            }
        }
        self
    }

    /// Presses Esc and waits until nothing more could belong to it.
    pub(crate) fn escape(&mut self) -> &mut Terminal {
        self.send(ESC).settle()
    }

    pub(crate) fn paste(&mut self, text: &str) -> &mut Terminal {
        self.send(&format!("\x1b[200~{text}\x1b[201~"))
    }

    pub(crate) fn resize(&mut self, columns: u16, rows: u16) -> &mut Terminal {
        self.settle().resize_at_once(columns, rows)
    }

    /// Changes the size in the middle of whatever happens. Half a frame for the old size may still be on its way; no
    /// rows or columns at all are told to the program, and this side draws one.
    pub(crate) fn resize_at_once(&mut self, columns: u16, rows: u16) -> &mut Terminal {
        self.parser.set_size(cells(rows.max(1)), cells(columns.max(1)));
        self.pty.as_ref().unwrap().resize(Size::new(rows, columns)).unwrap();
        self
    }

    /// The number of the program, as long as whatever it is started through puts it in its own place.
    pub(crate) fn pid(&self) -> Pid {
        self.pid
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    /// Takes nothing any more that the program writes.
    pub(crate) fn stop_reading(&mut self) {
        drop(self.hang_up.take());
        if let Some(reader) = self.reader.take() {
            reader.join().unwrap();
        }
        self.is_closed = true;
    }

    /// Takes the terminal away.
    pub(crate) fn hang_up(&mut self) {
        self.stop_reading();
        self.pty = None;
    }

    /// Waits until something is so, at most for a while.
    pub(crate) fn until(&mut self, what: &str, limit: Duration, mut is: impl FnMut(&Terminal) -> bool) {
        let start = Instant::now();
        loop {
            // After each piece, so that nothing is missed that is seen for a moment only.
            while !is(self) {
                let Ok(event) = self.events.try_recv() else { break };
                self.take(event);
            }
            if is(self) {
                return;
            }
            let Some(left) = limit.checked_sub(start.elapsed()) else {
                panic!(
                    "waited {limit:?} for {what}; {:?}, and the screen shows\n{}",
                    self.status,
                    self.screen()
                );
            };
            // A file or a clock may change without a byte.
            let _ = self.hear(left.min(Duration::from_millis(10)));
        }
    }

    /// Waits for words on the screen.
    pub(crate) fn see(&mut self, words: &str) -> &mut Terminal {
        self.until(words, LIMIT, |terminal| terminal.screen().contains(words));
        self
    }

    /// Waits until words are gone from the screen.
    pub(crate) fn miss(&mut self, words: &str) -> &mut Terminal {
        let what = format!("{words:?} to go");
        self.until(&what, LIMIT, |terminal| !terminal.screen().contains(words));
        self
    }

    /// Waits until the program has nothing to say for a moment.
    pub(crate) fn settle(&mut self) -> &mut Terminal {
        let start = Instant::now();
        while start.elapsed() < LIMIT && !self.is_silent(Duration::from_millis(150)) {}
        self
    }

    /// How many bytes the program has written so far.
    #[allow(dead_code, reason = "only some tests count them")]
    pub(crate) fn written(&self) -> usize {
        self.bytes.len()
    }

    /// Whether not one byte comes for so long.
    pub(crate) fn is_silent(&mut self, long: Duration) -> bool {
        let (start, before) = (Instant::now(), self.bytes.len());
        while let Some(left) = long.checked_sub(start.elapsed()) {
            if !self.hear(left) || self.bytes.len() > before {
                break;
            }
        }
        self.bytes.len() == before
    }

    /// Waits until the answer is in the file and the screen says so.
    pub(crate) fn saved(&mut self, home: &Home, words: &str) -> &mut Terminal {
        self.until("the save", LIMIT, |terminal| home.stored().contains(words) && terminal.says_saved());
        self
    }

    /// Waits for the end, and for the last byte.
    pub(crate) fn ended(&mut self, limit: Duration) -> ExitStatus {
        self.until("the end", limit, |terminal| terminal.status.is_some() && terminal.is_closed);
        self.status.unwrap()
    }

    /// Leaves, and checks that this went well.
    pub(crate) fn quit(&mut self) {
        self.send(CTRL_C);
        let status = self.ended(LIMIT);
        assert_eq!(status.code(), Some(0), "{}", self.screen());
    }

    /// Whether the program still runs.
    pub(crate) fn is_running(&self) -> bool {
        self.status.is_none()
    }

    /// The rows of the screen.
    pub(crate) fn screen(&self) -> String {
        let (_, columns) = self.parser.screen().size();
        self.parser.screen().rows(0, columns.get()).map(|row| row.trim_end().to_owned() + "\n").collect()
    }

    pub(crate) fn row(&self, row: u16) -> String {
        self.screen().lines().nth(row.into()).unwrap_or_default().to_owned()
    }

    /// The row and column of the cursor; none while it is hidden.
    pub(crate) fn cursor(&self) -> Option<(u16, u16)> {
        let screen = self.parser.screen();
        (!screen.hide_cursor()).then(|| screen.cursor_position())
    }

    /// Every letter and its looks, and the cursor. The time of the last save is left out: it goes on.
    pub(crate) fn picture(&self) -> String {
        let screen = self.parser.screen();
        let (rows, columns) = screen.size();
        let mut picture = format!("{:?}\n", self.cursor());
        for (number, mut words) in (0..).zip(self.screen().lines().map(str::to_owned)).take(rows.get().into())
        {
            if let Some(at) = save_told(&words) {
                words.replace_range(at..at + 8, "--:--:--");
            }
            let looks = (0..columns.get()).filter_map(|column| screen.cell(number, column)).map(|cell| {
                let weights = [cell.bold(), cell.dim(), cell.inverse(), cell.underline()];
                let weights = weights.iter().fold(0, |all, is| all * 2 + u32::from(*is));
                if weights == 0 { ' ' } else { char::from_digit(weights, 36).unwrap_or('?') }
            });
            picture.push_str(&format!("{words}\n{}\n", looks.collect::<String>().trim_end()));
        }
        picture
    }

    /// Waits until the picture is this one.
    pub(crate) fn looks_like(&mut self, before: &str, what: &str) -> &mut Terminal {
        let start = Instant::now();
        while self.picture() != before {
            assert!(start.elapsed() < LIMIT, "{what}: the picture was\n{before}\nand is\n{}", self.picture());
            let _ = self.hear(Duration::from_millis(10));
        }
        self
    }

    /// Whether the screen says that everything is on the disk.
    pub(crate) fn says_saved(&self) -> bool {
        save_told(&self.screen()).is_some()
    }

    /// What stands outside the alternate screen, with what has been scrolled away.
    pub(crate) fn parser(&mut self) -> &mut vt100::Parser {
        &mut self.parser
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Everything that was written, as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// Time since the start.
    pub(crate) fn age(&self) -> Duration {
        self.started.elapsed()
    }

    /// Whether the line has the modes it was found with.
    pub(crate) fn has_its_modes(&self) -> bool {
        self.pty.as_ref().is_some_and(|pty| modes(pty) == self.found)
    }

    /// Checks that the program has written text and its own few control sequences, and nothing else.
    pub(crate) fn wrote_only_its_own(&self) {
        let (text, _) = split(&self.bytes);
        assert_eq!(foreign(&text, &[]), None);
        for look in self.looks() {
            let known = |code: &str| {
                matches!(code, "" | "0" | "1" | "2" | "3" | "4" | "7" | "9")
                    || code.parse().is_ok_and(|n: u8| matches!(n, 30..=37 | 40..=47 | 90..=97 | 100..=107))
            };
            assert!(look.split(';').all(known), "a look of {look:?}");
        }
    }

    /// What every SGR says.
    pub(crate) fn looks(&self) -> Vec<String> {
        split(&self.bytes)
            .1
            .into_iter()
            .filter_map(|sequence| sequence.strip_suffix('m').map(str::to_owned))
            .collect()
    }

    /// Takes what comes next; whether something came.
    fn hear(&mut self, limit: Duration) -> bool {
        match self.events.recv_timeout(limit) {
            Ok(event) => {
                self.take(event);
                true
            }
            Err(RecvTimeoutError::Timeout) => false,
            Err(RecvTimeoutError::Disconnected) => {
                // Both threads have ended, so only time is left to pass; the limits of the callers see to it.
                thread::yield_now();
                false
            }
        }
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::Bytes(bytes) => {
                self.parser.process(&bytes);
                self.bytes.extend(bytes);
            }
            Event::Closed => self.is_closed = true,
            Event::Ended(status) => self.status = Some(status),
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        while let Ok(event) = self.events.try_recv() {
            self.take(event);
        }
        if self.status.is_none() {
            let _ = kill_process(self.pid, Signal::KILL);
        }
        drop(self.hang_up.take());
    }
}

/// Text without the control sequences of this program.
pub(crate) fn words_of(written: &str) -> String {
    let (words, _) = split(written.as_bytes());
    String::from_utf8_lossy(&words).into_owned()
}

/// Text, and the sequences that the program is known to write. What it is not known to write stays in the text.
fn split(mut rest: &[u8]) -> (Vec<u8>, Vec<String>) {
    let (mut text, mut sequences) = (Vec::new(), Vec::new());
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        let end = after.iter().position(|byte| (0x40..0x7f).contains(byte) && *byte != b'[');
        let sequence = after.strip_prefix(b"[").zip(end).map(|(_, end)| &after[1..=end]);
        match sequence {
            Some(sequence) if *first == 0x1b && is_ours(sequence) => {
                sequences.push(String::from_utf8_lossy(sequence).into_owned());
                rest = &after[sequence.len() + 1..];
            }
            Some(_) | None => text.push(*first),
        }
    }
    (text, sequences)
}

/// The sequences of this program: cursor, clear, looks, and three modes.
fn is_ours(sequence: &[u8]) -> bool {
    let Some((last, parameters)) = sequence.split_last() else { return false };
    let numbers = |bytes: &[u8]| bytes.iter().all(|byte| byte.is_ascii_digit() || *byte == b';');
    match last {
        b'H' | b'J' | b'm' => numbers(parameters),
        b'h' | b'l' => matches!(parameters, b"?1049" | b"?2004" | b"?25"),
        _ => false,
    }
}

/// Where the time of the last save stands.
fn save_told(words: &str) -> Option<usize> {
    let starts = words.match_indices("saved ").map(|(at, told)| at + told.len());
    starts.into_iter().find(|at| words[*at..].starts_with(|letter: char| letter.is_ascii_digit()))
}

fn cells(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).unwrap()
}

fn modes(pty: &Pty) -> String {
    let modes = tcgetattr(pty).unwrap();
    format!(
        "{:?} {:?} {:?} {:?}",
        modes.input_modes, modes.output_modes, modes.control_modes, modes.local_modes
    )
}

impl Home {
    /// The answer to a question of the small chapter, as the file has it.
    pub(crate) fn answer(&self, name: &str) -> String {
        let all: toml::Table = self.stored().parse().unwrap_or_default();
        let value = all
            .get("answers")
            .and_then(|all| all.get("small"))
            .and_then(|all| all.get(name))
            .and_then(|one| one.get("value"));
        value.and_then(toml::Value::as_str).unwrap_or_default().to_owned()
    }
}

/// Opens the small book for the first time and goes to its first field.
pub(crate) fn write_in(home: &Home) -> Terminal {
    first_field(imago(home))
}

/// The same with a program that is started in a way of its own.
pub(crate) fn first_field(launch: Launch) -> Terminal {
    let mut terminal = launch.open();
    terminal.see("Welcome").send("\r").see("Describe a room.").send("\r");
    terminal.until("the focus", LIMIT, |terminal| {
        terminal
            .screen()
            .lines()
            .any(|row| row.trim_start().starts_with('>') && row.contains("Describe a room."))
    });
    terminal
}

/// Starts again and goes back to where somebody stopped.
pub(crate) fn back(home: &Home) -> Terminal {
    same_field(imago(home))
}

/// The same with a program that is started in a way of its own.
pub(crate) fn same_field(launch: Launch) -> Terminal {
    let mut terminal = launch.open();
    terminal.see("Go on where you stopped").send("\r").miss("Go on where you stopped");
    terminal
}
