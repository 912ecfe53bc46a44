//! The quiet timer of a text or a turn. It counts, and says once that its time is over; it ends nothing and makes no sound.
//!
//! It begins with the first letter, or with its key. It rests while nobody writes in its text, and where it is put away or
//! rests, nothing wakes the program.

use super::{Item, Page};
use crate::app::desk::Outcome;
use crate::journal::Id;
use std::time::Duration;

/// Time that is counted for one text or turn.
pub(super) struct Timer {
    of: Of,
    minutes: u32,
    /// Time counted up to the last stop.
    counted: Duration,
    state: State,
}

/// What it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Of {
    /// A question that is written in.
    Question(Id),
    /// A turn without words, counted from 0.
    Turn(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Counting since then, in time since the start.
    Runs(Duration),
    /// The focus is elsewhere; the next letter goes on.
    Rests,
    /// Stopped by the person.
    Stopped,
    /// Out of sight, by the person.
    Away,
    /// Its time is over.
    Over,
}

const NO_TIMER: &str = "Nothing here has a timer. Take the time you like.";
const PUT_AWAY: &str = "The timer is put away. Take the time you like.";
const ENOUGH: &str = "Enough for today, if you like.";
const NEXT: &str = "Finish in peace; then the next turn, if you like.";
const SECOND: Duration = Duration::from_secs(1);

impl Timer {
    fn new(of: Of, minutes: u32, now: Duration) -> Timer {
        Timer { of, minutes, counted: Duration::ZERO, state: State::Runs(now) }
    }

    fn whole(&self) -> Duration {
        Duration::from_secs(u64::from(self.minutes) * 60)
    }

    fn passed(&self, now: Duration) -> Duration {
        let running = match self.state {
            State::Runs(since) => now.saturating_sub(since),
            State::Rests | State::Stopped | State::Away | State::Over => Duration::ZERO,
        };
        (self.counted + running).min(self.whole())
    }

    fn hold(&mut self, now: Duration, state: State) {
        self.counted = self.passed(now);
        self.state = state;
    }

    fn words(&self, now: Duration, long: bool) -> Option<String> {
        let seconds = self.passed(now).as_secs();
        let clock = format!("{:02}:{:02}", seconds / 60, seconds % 60);
        match self.state {
            State::Away => None,
            State::Runs(_) if long => Some(format!("{clock} of {} min", self.minutes)),
            State::Rests | State::Stopped if long => Some(format!("{clock}, stopped")),
            State::Runs(_) | State::Rests | State::Stopped | State::Over => Some(clock),
        }
    }
}

impl Page {
    /// Time has passed. Gives what is to be said when the timer's time is over.
    pub(super) fn count_time(&mut self) -> Option<String> {
        let now = self.now;
        let timer = self.timer.as_mut()?;
        if !matches!(timer.state, State::Runs(_)) || timer.passed(now) < timer.whole() {
            return None;
        }
        timer.hold(now, State::Over);
        let clock = timer.words(now, false)?;
        let words = match timer.of {
            Of::Question(_) => ENOUGH,
            Of::Turn(_) => NEXT,
        };
        Some(format!("{clock}. {words}"))
    }

    /// When the next second is to be shown, in time since the start. Nothing while nothing is counted.
    pub(super) fn next_second(&self) -> Option<Duration> {
        let timer = self.timer.as_ref().filter(|timer| matches!(timer.state, State::Runs(_)))?;
        let part = timer.passed(self.now).subsec_nanos();
        Some(self.now + SECOND - Duration::from_nanos(u64::from(part)))
    }

    /// A letter was written: the timer of this text begins, or goes on, unless it was put away.
    pub(super) fn start_timer(&mut self) {
        let Some(asking) = self.focused().filter(|asking| asking.minutes > 0) else { return };
        let (of, minutes, now) = (Of::Question(asking.id.clone()), asking.minutes, self.now);
        match &mut self.timer {
            Some(timer) if timer.state == State::Away => {}
            Some(timer) if timer.of == of => {
                if timer.state == State::Rests {
                    timer.state = State::Runs(now);
                }
            }
            Some(_) | None => self.timer = Some(Timer::new(of, minutes, now)),
        }
    }

    /// Nobody writes in the text of the timer now. A turn goes on: people talk.
    pub(in crate::app) fn rest_timer(&mut self) {
        let now = self.now;
        if let Some(timer) = &mut self.timer
            && matches!((&timer.of, timer.state), (Of::Question(_), State::Runs(_)))
        {
            timer.hold(now, State::Rests);
        }
    }

    /// The timer's key: begin, stop, put away, and go on.
    pub(super) fn turn_timer(&mut self) -> Outcome {
        let Some((of, minutes)) = self.timed() else { return Outcome::Say(NO_TIMER) };
        let now = self.now;
        match &mut self.timer {
            Some(timer) if timer.of == of => match timer.state {
                State::Runs(_) => timer.hold(now, State::Stopped),
                State::Stopped => {
                    timer.state = State::Away;
                    return Outcome::Say(PUT_AWAY);
                }
                State::Rests | State::Away => timer.state = State::Runs(now),
                State::Over => *timer = Timer::new(of, minutes, now),
            },
            Some(_) | None => self.timer = Some(Timer::new(of, minutes, now)),
        }
        Outcome::Stay
    }

    /// What has a timer here: the text with the keys, or the first text or turn in sight.
    fn timed(&self) -> Option<(Of, u32)> {
        if let Some(asking) = self.focused() {
            return (asking.minutes > 0).then(|| (Of::Question(asking.id.clone()), asking.minutes));
        }
        let turns = self.turns.iter().enumerate().map(|(n, (at, minutes))| (*at, Of::Turn(n), *minutes));
        let texts = self.items.iter().enumerate().filter_map(|(at, item)| match item {
            Item::Asking(asking) => Some((at, Of::Question(asking.id.clone()), asking.minutes)),
            Item::Rows(_) => None,
        });
        let first = self.first_seen();
        let timed = turns.chain(texts).filter(|(at, _, minutes)| *at >= first && *minutes > 0);
        timed.min_by_key(|(at, ..)| *at).map(|(_, of, minutes)| (of, minutes))
    }

    /// What the timer's key does now, where there is a timer.
    pub(super) fn timer_offer(&self) -> Option<&'static str> {
        let (of, _) = self.timed()?;
        Some(match self.timer.as_ref().filter(|timer| timer.of == of).map(|timer| timer.state) {
            Some(State::Runs(_)) => "stop the timer",
            Some(State::Stopped) => "put the timer away",
            Some(State::Rests | State::Away | State::Over) | None => "timer",
        })
    }

    /// For the first row: what was counted.
    pub(in crate::app) fn timer_words(&self, long: bool) -> Option<String> {
        self.timer.as_ref()?.words(self.now, long)
    }
}
