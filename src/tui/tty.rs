//! Standard input while the terminal is ours: the same terminal, opened once more, so that reading it never waits.
//!
//! crossterm reads on until a key or a paste is whole, and half of one must not keep the loop from saving. The terminal as it
//! came from the shell is the shell's too: to stop waiting is a property of what is open, so that one stays as it is.

use rustix::fs::{Mode, OFlags, open};
use rustix::process::getsid;
use rustix::stdio::dup2_stdin;
use rustix::termios::{tcgetsid, ttyname};
use std::io;
use std::os::fd::{AsFd, OwnedFd};

/// Both ways to read the terminal. Empty where it cannot be opened once more; then half a key does wait.
pub(super) struct Tty(Option<Both>);

struct Both {
    /// As it came.
    theirs: OwnedFd,
    /// One that does not wait.
    ours: OwnedFd,
}

impl Tty {
    /// Opens the terminal of standard input once more.
    pub(super) fn open() -> Tty {
        let both = || {
            let theirs = io::stdin().as_fd().try_clone_to_owned().ok()?;
            let ours = again(&theirs)?;
            Some(Both { theirs, ours })
        };
        Tty(both())
    }

    /// From now on reading does not wait.
    pub(super) fn take(&self) -> io::Result<()> {
        self.0.as_ref().map_or(Ok(()), |both| Ok(dup2_stdin(&both.ours)?))
    }

    /// Standard input is what it was, for a program that gets it from here.
    pub(super) fn give_back(&self) -> io::Result<()> {
        self.0.as_ref().map_or(Ok(()), |both| Ok(dup2_stdin(&both.theirs)?))
    }
}

/// The same terminal, for reading that does not wait.
fn again(terminal: &OwnedFd) -> Option<OwnedFd> {
    let flags = OFlags::RDWR | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let by_name = || open(ttyname(terminal, Vec::new()).ok()?, flags, Mode::empty()).ok();
    // The name may belong to somebody else, after `su`; the terminal of one's own session never does.
    let by_session = || {
        let is_ours = tcgetsid(terminal).is_ok_and(|session| getsid(None) == Ok(session));
        if is_ours { open("/dev/tty", flags, Mode::empty()).ok() } else { None }
    };
    by_name().or_else(by_session)
}
