//! The terminal edge: one loop, one channel, one frame for each batch of events.
//!
//! Keys from the terminal, and signals and news from the disk through the channel, all arrive as an [`Event`] in one
//! [`Inbox`]; the loop sleeps until something arrives or the program's deadline has come. It knows nothing of pages or files: a
//! [`Program`] says what is seen, a [`World`] does what has effects outside. Tests feed the channel and draw on
//! ratatui's `TestBackend`; everything else is the same code.

pub mod canvas;
mod inbox;
mod input;
pub mod keymap;
pub mod paint;
mod screen;
mod signals;
pub mod theme;
mod tty;

use crate::app::{Action, Effect, Mode, Moment, News, View};
use canvas::Canvas;
use input::{Batch, Typing};
use ratatui::backend::{Backend, TestBackend};
use screen::Screen;
use std::io;
use std::time::{Duration, Instant};
use theme::Theme;

pub use inbox::{Event, Inbox, Post, channel};
pub use screen::on_panic;

/// How long a batch may grow before it is drawn.
const FRAME: Duration = Duration::from_millis(30);

/// How long to wait for the rest of them.
const FLOOD: Duration = Duration::from_millis(2);

/// The shortest time from one tick to the next, should a program not move its deadline.
const TICK: Duration = Duration::from_millis(50);

/// What the loop shows and steers. Pure: it neither waits nor writes.
pub trait Program {
    /// Takes a wish; says what shall be done outside.
    fn update(&mut self, at: Moment, action: Action) -> Option<Effect>;
    /// What is seen.
    fn view(&self) -> View;
    /// Which keys mean what.
    fn mode(&self) -> Mode;
    /// When, counted from the start of the loop, a tick is wanted.
    fn deadline(&self) -> Option<Duration>;
}

/// Whoever has effects: files, in the end.
pub trait World<P> {
    /// Does what the program asked for, and says how to go on. What is asked for while somebody writes never waits for the disk.
    /// What somebody asked for with a key and waits for may: to leave, to stop, to export, to mend, to be in an editor.
    fn perform(&mut self, effect: Effect, program: &mut P) -> Next;
}

/// How the loop goes on after an effect.
#[derive(Clone, Debug, PartialEq)]
pub enum Next {
    /// As before.
    Stay,
    /// With some news for the program.
    News(News),
    /// Not at all.
    Leave,
}

/// Why the loop has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The person left.
    Left,
    /// The person left without a trace.
    Hidden,
    /// A signal of this number asked for it.
    Signal(i32),
    /// The terminal is gone.
    Gone,
}

/// A screen that can be left and come back to.
pub trait Stage: Backend {
    /// Empties the screen and gives the terminal back at once, leaving nothing on it.
    fn vanish(&mut self);
    /// Gives the terminal back, stops the program until it is continued, and takes the terminal again.
    ///
    /// # Errors
    /// When the terminal cannot be taken again.
    fn pause(&mut self) -> Result<(), Self::Error>;
    /// Gives the terminal to another program until `resume`: what is typed meanwhile is not read here.
    ///
    /// # Errors
    /// When the terminal cannot be given away.
    fn lend(&mut self) -> Result<(), Self::Error>;
    /// Takes the terminal again after the program was stopped from outside, or after another one had it.
    ///
    /// # Errors
    /// When the terminal cannot be taken again.
    fn resume(&mut self) -> Result<(), Self::Error>;
}

impl Stage for TestBackend {
    fn vanish(&mut self) {
        let (Ok(()) | Err(_)) = self.clear();
    }
    fn pause(&mut self) -> Result<(), Self::Error> {
        self.clear()
    }
    fn lend(&mut self) -> Result<(), Self::Error> {
        self.clear()
    }
    fn resume(&mut self) -> Result<(), Self::Error> {
        self.clear()
    }
}

/// The loop: a screen, its looks, and the one channel.
pub struct Tui<B: Stage> {
    canvas: Canvas<B>,
    inbox: Inbox,
    started: Instant,
    /// No tick comes sooner; counted from the start.
    next_tick: Duration,
    /// Starts to listen: behind the first frame, for which nobody needs to wait.
    listen: Option<Listen<B::Error>>,
}

/// Takes the terminal and starts to listen to it. It is given back when the result is dropped.
///
/// The channel is the caller's: whoever else has news holds a copy of its sender. `last_resort` saves without the loop, for
/// when a signal asks to leave and the loop does not answer, because the terminal takes no more output for example.
///
/// # Errors
/// When the terminal cannot be taken or no thread can be started; it is given back before that.
pub fn open(
    theme: Theme,
    (post, inbox): (Post, Inbox),
    last_resort: impl Fn() + Send + 'static,
) -> io::Result<Tui<impl Stage<Error = io::Error>>> {
    let mut tui = Tui::on(Screen::open()?, theme, inbox)?;
    // What is typed meanwhile waits in the terminal.
    tui.listen = Some(Box::new(move || signals::listen(post, last_resort)));
    Ok(tui)
}

impl<B: Stage> Tui<B> {
    /// The loop on any screen.
    ///
    /// # Errors
    /// When the screen has no size.
    pub fn on(stage: B, theme: Theme, inbox: Inbox) -> Result<Tui<B>, B::Error> {
        let canvas = Canvas::new(stage, theme)?;
        Ok(Tui { canvas, inbox, started: Instant::now(), next_tick: Duration::ZERO, listen: None })
    }

    /// Runs a program until it ends. Whatever the end is, the world has been asked to `Quit` or to `Hide` before it.
    ///
    /// # Errors
    /// When the terminal cannot be written to. The world has been asked to `Quit` then, too.
    pub fn run<P: Program, W: World<P>>(&mut self, program: &mut P, world: &mut W) -> Result<End, B::Error> {
        let mut run = Run { tui: self, program, world, typing: Typing::default() };
        let end = run.play();
        if end.is_err() {
            run.leave();
        }
        end
    }

    /// What is drawn on.
    #[must_use]
    pub fn stage(&self) -> &B {
        self.canvas.stage()
    }

    /// The next event; none when the deadline has come first.
    fn wait(&mut self, deadline: Option<Duration>) -> Option<Event> {
        let limit =
            deadline.map(|deadline| deadline.max(self.next_tick).saturating_sub(self.started.elapsed()));
        self.inbox.wait(limit)
    }
}

/// A loop that is running.
struct Run<'a, B: Stage, P, W> {
    tui: &'a mut Tui<B>,
    program: &'a mut P,
    world: &'a mut W,
    typing: Typing,
}

/// Starts the threads that listen.
type Listen<E> = Box<dyn FnOnce() -> Result<(), E>>;

/// How something ended the loop; nothing, mostly.
type Ended<E> = Result<Option<End>, E>;

impl<B: Stage, P: Program, W: World<P>> Run<'_, B, P, W> {
    fn play(&mut self) -> Result<End, B::Error> {
        let mut end = self.measure()?;
        loop {
            if let Some(end) = end {
                return Ok(end);
            }
            self.tui.canvas.draw(&self.program.view())?;
            end = match self.tui.listen.take() {
                Some(listen) => {
                    self.tui.inbox.listen();
                    listen()?;
                    // The terminal may have changed while nobody listened.
                    self.measure()?
                }
                None => self.turn()?,
            };
        }
    }

    /// Waits for something, and takes it with all that came meanwhile.
    fn turn(&mut self) -> Ended<B::Error> {
        let Some(mut event) = self.tui.wait(self.program.deadline()) else {
            self.tui.next_tick = self.tui.started.elapsed() + TICK;
            return self.act(Action::News(News::Tick));
        };
        let drawn_by = Instant::now() + FRAME;
        loop {
            let patience = if event.is_flood() { FLOOD } else { Duration::ZERO };
            let following =
                if Instant::now() < drawn_by { self.tui.inbox.wait(Some(patience)) } else { None };
            let following = match (&mut event, following) {
                (Event::Input(input), Some(Event::Input(more))) => {
                    input.extend(more);
                    continue;
                }
                (_, following) => following,
            };
            let end = self.take(event)?;
            match following {
                Some(following) if end.is_none() => event = following,
                Some(_) | None => return Ok(end),
            }
        }
    }

    fn take(&mut self, event: Event) -> Ended<B::Error> {
        match event {
            Event::Input(input) => self.read(Batch::new(input, self.tui.started)),
            Event::News(news) => self.act(Action::News(news)),
            // Also of one that is as large as before: nobody knows what became of its words in between.
            Event::Resized => self.again(),
            Event::Signal(number) => {
                self.leave();
                Ok(Some(End::Signal(number)))
            }
            Event::Gone => {
                self.leave();
                Ok(Some(End::Gone))
            }
            Event::Stop => self.perform(Effect::Suspend),
            Event::Continued => {
                self.tui.canvas.stage_mut().resume()?;
                self.again()
            }
        }
    }

    /// Does what people pressed, each key in the mode that the keys before it have led to.
    fn read(&mut self, mut batch: Batch) -> Ended<B::Error> {
        while let Some(action) = batch.next(self.program.mode(), &mut self.typing) {
            // What the terminal says now counts, not what it said when the event was sent.
            let resized = matches!(action, Action::News(News::Resize(..)));
            let end = if resized { self.measure()? } else { self.act(action)? };
            if end.is_some() {
                return Ok(end);
            }
        }
        Ok(None)
    }

    /// Hands a wish to the program, and does what follows from it.
    fn act(&mut self, action: Action) -> Ended<B::Error> {
        let at = Moment { wall: jiff::Timestamp::now(), since_start: self.tui.started.elapsed() };
        match self.program.update(at, action) {
            Some(effect) => self.perform(effect),
            None => Ok(None),
        }
    }

    /// Does what the program asked for: what concerns the terminal here, the rest in the world.
    fn perform(&mut self, effect: Effect) -> Ended<B::Error> {
        match effect {
            Effect::Hide => {
                self.tui.canvas.stage_mut().vanish();
                let (Next::Stay | Next::News(_) | Next::Leave) = self.world.perform(effect, self.program);
                Ok(Some(End::Hidden))
            }
            Effect::Suspend => {
                let end = self.world_performs(effect)?;
                if end.is_some() {
                    return Ok(end);
                }
                self.tui.canvas.stage_mut().pause()?;
                self.again()
            }
            Effect::OpenEditor(_) => {
                self.tui.canvas.stage_mut().lend()?;
                let next = self.world.perform(effect, self.program);
                // Before anything of the terminal, which may have died meanwhile: the words that came back are nowhere else.
                let end = self.go_on(next)?;
                self.tui.canvas.stage_mut().resume()?;
                if end.is_some() { Ok(end) } else { self.again() }
            }
            Effect::Save
            | Effect::Quit
            | Effect::Export { .. }
            | Effect::MakeAgain
            | Effect::Mend(_)
            | Effect::Look => self.world_performs(effect),
        }
    }

    fn world_performs(&mut self, effect: Effect) -> Ended<B::Error> {
        let next = self.world.perform(effect, self.program);
        self.go_on(next)
    }

    fn go_on(&mut self, next: Next) -> Ended<B::Error> {
        match next {
            Next::Stay => Ok(None),
            Next::News(news) => self.act(Action::News(news)),
            Next::Leave => Ok(Some(End::Left)),
        }
    }

    /// Draws everything anew, for the size that the terminal has now.
    fn again(&mut self) -> Ended<B::Error> {
        self.tui.canvas.clear()?;
        self.measure()
    }

    /// Tells the program how large the terminal is.
    fn measure(&mut self) -> Ended<B::Error> {
        let size = self.tui.canvas.measure()?;
        self.act(Action::News(News::Resize(size.width, size.height)))
    }

    /// Saves without asking anything: nobody is there to answer.
    fn leave(&mut self) {
        let (Next::Stay | Next::News(_) | Next::Leave) = self.world.perform(Effect::Quit, self.program);
    }
}

#[cfg(test)]
mod tests;
