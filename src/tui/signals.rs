//! What the system says: leave, stop, go on, look at the size.
//!
//! It has a thread of its own that sleeps until something happens. It does not depend on the loop, which may be stuck in a
//! terminal that takes no more output.

use crate::tui::{Event, Post, screen};
use rustix::process::{Signal, getpid, kill_process};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
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
pub(super) fn listen(post: Post, last_resort: impl Fn() + Send + 'static) -> io::Result<()> {
    let mut signals = Signals::new([SIGHUP, SIGTERM, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH])?;
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
                SIGWINCH => Event::Resized,
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
            if !post.send(event) {
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

/// Says that another program has the terminal from now on, or no longer.
pub(super) fn lend(is_lent: bool) {
    LENT.store(is_lent, Ordering::SeqCst);
}

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
