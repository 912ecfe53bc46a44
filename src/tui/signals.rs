//! What the system says: leave, stop, go on; and the watch for a terminal that went away.
//!
//! Both have threads of their own that sleep until something happens. They do not depend on the reading of keys,
//! which never ends when a terminal dies.

use crate::tui::{Event, screen};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use rustix::process::{Signal, getpid, kill_process};
use rustix::stdio::dup2_stdin;
use rustix::termios::tcgetattr;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;
use std::io::{self, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread::Builder;
use std::time::{Duration, Instant};

/// How long a first signal has before a second one ends the program at once. Systems send two in one breath when a
/// session ends; a person who sends another one later means it.
const GRACE: Duration = Duration::from_secs(3);

/// How long the loop has to leave by itself before it is taken to be stuck, and again after everything is saved.
const STUCK: Duration = Duration::from_millis(1500);

/// Starts to listen to signals.
///
/// The loop is told first. When it does not leave, because the terminal takes no more output for example, `last_resort` saves
/// what it was given, and the process ends without it.
///
/// # Errors
/// When signals cannot be listened to, or no thread can be started.
pub(super) fn listen(sender: Sender<Event>, last_resort: impl Fn() + Send + 'static) -> io::Result<()> {
    let mut signals = Signals::new([SIGHUP, SIGTERM, SIGINT, SIGQUIT, SIGTSTP, SIGCONT])?;
    let mut last_resort = Some(last_resort);
    Builder::new().name("signals".into()).spawn(move || {
        let mut asked: Option<Instant> = None;
        for number in signals.forever() {
            if LENT.load(Ordering::SeqCst) && is_for_whoever_has_the_terminal(number) {
                continue;
            }
            let event = match number {
                SIGTSTP => Event::Stop,
                SIGCONT => Event::Continued,
                _ => Event::Signal(number),
            };
            if let Event::Signal(number) = event {
                let first = *asked.get_or_insert_with(Instant::now);
                if let Some(save) = last_resort.take() {
                    end_if_stuck(number, save);
                }
                if first.elapsed() > GRACE {
                    let (Ok(()) | Err(_)) = emulate_default_handler(number);
                }
            }
            if sender.send(event).is_err() {
                break;
            }
        }
    })?;
    Ok(())
}

/// Whether another program has the terminal at the moment.
static LENT: AtomicBool = AtomicBool::new(false);

/// Whether a signal is none of ours while another program has the terminal. Keys send theirs to both; to be stopped
/// concerns both, because a shell waits for both.
fn is_for_whoever_has_the_terminal(number: i32) -> bool {
    match number {
        SIGINT | SIGQUIT | SIGCONT => true,
        SIGTSTP => {
            // An editor that nobody could continue is not stopped either.
            if screen::somebody_can_continue_us() {
                let (Ok(()) | Err(_)) = kill_process(getpid(), Signal::STOP);
            }
            true
        }
        _ => false,
    }
}

/// The terminal while another program has it.
pub(super) struct Lent {
    terminal: OwnedFd,
    wake: UnixStream,
}

/// Puts a line on which nothing comes in the place of the terminal, so that whoever has it gets every key.
///
/// crossterm waits for keys all the time, and a wait cannot be taken back. With this it finds nothing to read when it wakes
/// up for a key of the other program.
pub(super) fn lend() -> io::Result<Lent> {
    let terminal = io::stdin().as_fd().try_clone_to_owned()?;
    let (nothing, wake) = UnixStream::pair()?;
    dup2_stdin(&nothing)?;
    LENT.store(true, Ordering::SeqCst);
    Ok(Lent { terminal, wake })
}

impl Lent {
    /// Puts the terminal back in its place, and wakes whoever waits at the line: a reader with a word that means nothing
    /// here, and a wait that began anew meanwhile with the signal of a new size, which crossterm has a line of its own for.
    pub(super) fn end(mut self) {
        // From a terminal that has died meanwhile there is nothing to read, over and over.
        if tcgetattr(&self.terminal).is_ok() {
            let (Ok(()) | Err(_)) = dup2_stdin(&self.terminal);
            let (Ok(()) | Err(_)) = self.wake.write_all(FOCUS);
            let (Ok(()) | Err(_)) = kill_process(getpid(), Signal::WINCH);
        } else {
            std::mem::forget(self.wake);
        }
        LENT.store(false, Ordering::SeqCst);
    }
}

/// What a terminal says when its window comes to the front.
const FOCUS: &[u8] = b"\x1b[I";

/// Ends the process in its own time, should the loop not have done so by then.
fn end_if_stuck(number: i32, save: impl Fn() + Send + 'static) {
    let started = Builder::new().name("last resort".into()).spawn(move || {
        pass(STUCK);
        save();
        pass(STUCK);
        screen::let_go();
        let (Ok(()) | Err(_)) = emulate_default_handler(number);
    });
    // Without a thread more there is still the loop.
    let (Ok(_) | Err(_)) = started;
}

/// Lets some time pass. Nobody wakes this thread, but the system may do so for no reason.
fn pass(time: Duration) {
    let start = Instant::now();
    while let Some(left) = time.checked_sub(start.elapsed()).filter(|left| !left.is_zero()) {
        std::thread::park_timeout(left);
    }
}

/// Starts to watch the terminal for its end.
///
/// # Errors
/// When no thread can be started.
pub(super) fn watch(sender: Sender<Event>) -> io::Result<()> {
    // The terminal itself, whatever stands in its place while another program has it.
    let terminal = io::stdin().as_fd().try_clone_to_owned()?;
    Builder::new().name("watch".into()).spawn(move || {
        loop {
            // Nothing is asked for, so only the end of the terminal is reported.
            let mut watched = [PollFd::new(&terminal, PollFlags::empty())];
            match poll(&mut watched, None) {
                Err(Errno::INTR) => {}
                Ok(_) | Err(_) => break,
            }
        }
        silence();
        let (Ok(()) | Err(_)) = sender.send(Event::Gone);
    })?;
    Ok(())
}

/// Puts a line on which nothing ever comes in the place of a dead terminal. Otherwise crossterm reads its end over and
/// over, and keeps a processor busy until everything is saved.
fn silence() {
    let Ok((nothing, other_end)) = UnixStream::pair() else { return };
    let (Ok(()) | Err(_)) = dup2_stdin(&nothing);
    // Closed, it would be an end again.
    std::mem::forget(other_end);
}
