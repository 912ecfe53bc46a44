//! Where everything arrives that can happen to the loop: keys straight from the terminal, all else through one channel.
//!
//! The loop waits for both at once and reads keys itself. A thread that read them for it would have to wake it for each key,
//! and to be woken costs as much as a frame.

use crate::app::News;
use crate::tui::input::Keys;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::time::{Duration, Instant};

/// So many keys at once are no typing: more of them are on their way, and a frame for each part of them is one too many.
const MANY: usize = 256;

/// Whatever can happen to the loop. `Debug` shows how many keys came, and not which.
pub enum Event {
    /// Keys, pastes and sizes, as many as came at once.
    Input(Vec<(Instant, crossterm::event::Event)>),
    /// News from outside, such as a save that has been confirmed.
    News(News),
    /// The terminal has another size.
    Resized,
    /// The system wants the program to leave: the number of a signal.
    Signal(i32),
    /// The system wants the program to stop for a while.
    Stop,
    /// The program runs again after it was stopped.
    Continued,
    /// The terminal has gone away, or a thread of the program has failed: nobody can be asked any more.
    Gone,
}

impl Event {
    /// Whether these are more keys than anybody types.
    pub(super) fn is_flood(&self) -> bool {
        matches!(self, Event::Input(input) if input.len() >= MANY)
    }
}

impl std::fmt::Debug for Event {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Event::Input(events) => write!(f, "Input({})", events.len()),
            Event::News(news) => write!(f, "News({news:?})"),
            Event::Resized => f.write_str("Resized"),
            Event::Signal(number) => write!(f, "Signal({number})"),
            Event::Stop => f.write_str("Stop"),
            Event::Continued => f.write_str("Continued"),
            Event::Gone => f.write_str("Gone"),
        }
    }
}

/// The channel into the loop.
///
/// # Errors
/// When the system has no more lines for it.
pub fn channel() -> io::Result<(Post, Inbox)> {
    let (sender, events) = mpsc::channel();
    let (bell, rung) = UnixStream::pair()?;
    bell.set_nonblocking(true)?;
    rung.set_nonblocking(true)?;
    Ok((Post { sender, bell: Arc::new(bell) }, Inbox { events, rung, keys: None }))
}

/// The end of the channel for whoever has news.
#[derive(Clone)]
pub struct Post {
    sender: Sender<Event>,
    /// Wakes a loop that waits for keys as well. A byte is enough, and one that does not fit is not needed.
    bell: Arc<UnixStream>,
}

impl Post {
    /// Sends an event to the loop. Gives whether there is one that may take it.
    pub fn send(&self, event: Event) -> bool {
        let is_sent = self.sender.send(event).is_ok();
        let (Ok(_) | Err(_)) = (&*self.bell).write(&[0]);
        is_sent
    }
}

/// The loop's end of the channel.
pub struct Inbox {
    events: Receiver<Event>,
    rung: UnixStream,
    /// The terminal, once it is listened to.
    keys: Option<Keys>,
}

impl Inbox {
    /// Listens to the terminal from now on, too.
    pub(super) fn listen(&mut self) {
        self.keys = Some(Keys::new());
    }

    /// The next event; none when this much time has passed first.
    pub(super) fn wait(&mut self, limit: Option<Duration>) -> Option<Event> {
        let Some(keys) = &mut self.keys else { return wait(&self.events, limit) };
        let until = limit.and_then(|limit| Instant::now().checked_add(limit));
        // First of all, what came while the loop was busy.
        let mut patience = Some(Duration::ZERO);
        loop {
            match self.events.try_recv() {
                Ok(event) => return Some(event),
                Err(TryRecvError::Empty) => {}
                Err(TryRecvError::Disconnected) => return Some(Event::Gone),
            }
            let has_waited = patience != Some(Duration::ZERO);
            match first(keys, &self.rung, patience) {
                Came::Keys => match keys.read(has_waited) {
                    // A part of a key or of a paste.
                    Ok(batch) if batch.is_empty() => {}
                    Ok(batch) => return Some(Event::Input(batch)),
                    Err(_) => return Some(Event::Gone),
                },
                Came::Bell => {
                    keys.look();
                    silence(&self.rung);
                }
                Came::Nothing if limit == Some(Duration::ZERO) => keys.look(),
                Came::Nothing => match keys.rest() {
                    Ok(rest) if rest.is_empty() => keys.look(),
                    Ok(rest) => return Some(Event::Input(rest)),
                    Err(_) => return Some(Event::Gone),
                },
                Came::End => return Some(Event::Gone),
            }
            patience = until.map(|until| until.saturating_duration_since(Instant::now()));
            if patience == Some(Duration::ZERO) {
                return None;
            }
        }
    }
}

/// What a wait for keys and for the bell has ended with.
enum Came {
    Keys,
    Bell,
    Nothing,
    /// The terminal is gone.
    End,
}

/// Waits until one of them has something, or until this much time has passed.
fn first(keys: &Keys, rung: &UnixStream, patience: Option<Duration>) -> Came {
    let patience = patience.and_then(|patience| Timespec::try_from(patience).ok());
    let mut lines = [PollFd::new(keys, PollFlags::IN), PollFd::new(rung, PollFlags::IN)];
    match poll(&mut lines, patience.as_ref()) {
        Ok(_) | Err(Errno::INTR) => {}
        Err(_) => return Came::End,
    }
    let [terminal, bell] = lines.map(|line| line.revents());
    if terminal.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
        Came::End
    } else if terminal.contains(PollFlags::IN) {
        Came::Keys
    } else if bell.contains(PollFlags::IN) {
        Came::Bell
    } else {
        Came::Nothing
    }
}

/// Takes the bytes of a bell that has rung.
fn silence(mut rung: &UnixStream) {
    let mut bytes = [0; 64];
    while rung.read(&mut bytes).is_ok_and(|count| count == bytes.len()) {}
}

/// Waits for the channel alone.
fn wait(events: &Receiver<Event>, limit: Option<Duration>) -> Option<Event> {
    let Some(limit) = limit else { return Some(events.recv().unwrap_or(Event::Gone)) };
    match events.recv_timeout(limit) {
        Ok(event) => Some(event),
        Err(RecvTimeoutError::Timeout) => None,
        // Whoever only looks whether there is more learns of the end when they wait.
        Err(RecvTimeoutError::Disconnected) => (!limit.is_zero()).then_some(Event::Gone),
    }
}
