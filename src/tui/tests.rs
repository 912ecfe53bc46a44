//! The loop on a screen of ratatui's: events in, rows out.

use super::*;
use crate::app::{Draft, Edit, Effect, Mode, News};
use crate::sheet::{Role, Row};
use crate::text;
use crossterm::event::{Event as Input, KeyCode, KeyEvent, KeyModifiers};
use ratatui::backend::{ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use std::cell::RefCell;
use std::convert::Infallible;
use std::sync::mpsc;

/// A program of one row: what was typed.
#[derive(Default)]
struct Toy {
    typed: String,
    news: Vec<Action>,
    deadline: Option<Duration>,
    views: RefCell<usize>,
}

impl Program for Toy {
    #[expect(clippy::wildcard_enum_match_arm, reason = "a toy remembers the rest")]
    fn update(&mut self, _: Moment, action: Action) -> Option<Effect> {
        match &action {
            Action::Edit(Edit::Write(text::Edit::Insert(letters))) => self.typed.push_str(letters),
            Action::Quit => return Some(Effect::Quit),
            Action::OpenEditor => return Some(Effect::OpenEditor(Draft(self.typed.clone()))),
            Action::News(News::Edited(Ok(draft))) => self.typed.clone_from(&draft.0),
            Action::Hide => return Some(Effect::Hide),
            Action::News(News::Tick) => {
                // The first tick does not move the deadline, and must not be followed by another at once.
                if self.news.contains(&Action::News(News::Tick)) {
                    self.deadline = None;
                }
                self.news.push(action);
                return Some(Effect::Save);
            }
            _ => self.news.push(action),
        }
        None
    }

    fn view(&self) -> View {
        *self.views.borrow_mut() += 1;
        let column = u16::try_from(text::width(&self.typed)).unwrap();
        View { rows: vec![Row::of(Role::Words, &self.typed)], cursor: Some((0, column)) }
    }

    fn mode(&self) -> Mode {
        if self.news.contains(&Action::Previous) { Mode::Contents } else { Mode::Writing }
    }

    fn deadline(&self) -> Option<Duration> {
        self.deadline
    }
}

/// A world that writes down what was asked of it, and what was typed then.
#[derive(Default)]
struct Notes(Vec<(Effect, String)>);

impl World<Toy> for Notes {
    fn perform(&mut self, effect: Effect, program: &mut Toy) -> Next {
        self.0.push((effect.clone(), program.typed.clone()));
        match effect {
            Effect::Save => Next::News(News::Saving { revision: 7 }),
            Effect::Quit => Next::Leave,
            Effect::OpenEditor(_) => Next::News(News::Edited(Ok(Draft("from the editor".into())))),
            Effect::Hide
            | Effect::Export { .. }
            | Effect::MakeAgain
            | Effect::Mend(_)
            | Effect::Look
            | Effect::Suspend => Next::Stay,
        }
    }
}

fn input(inputs: Vec<Input>) -> Event {
    let now = Instant::now();
    Event::Input(inputs.into_iter().map(|input| (now, input)).collect())
}

fn keys(letters: &str) -> Event {
    let key = |char| Input::Key(KeyEvent::new(KeyCode::Char(char), KeyModifiers::NONE));
    input(letters.chars().map(key).collect())
}

fn control(char: char) -> Event {
    input(vec![Input::Key(KeyEvent::new(KeyCode::Char(char), KeyModifiers::CONTROL))])
}

/// Runs a toy over some events; returns the screen, how it ended, and what the world was asked for.
fn play<B: Stage>(stage: B, toy: &mut Toy, events: Vec<Event>) -> (Tui<B>, Result<End, B::Error>, Notes) {
    let (sender, receiver) = channel().unwrap();
    events.into_iter().for_each(|event| assert!(sender.send(event)));
    drop(sender);
    let mut tui = Tui::on(stage, Theme::plain(), receiver).unwrap();
    let mut notes = Notes::default();
    let end = tui.run(toy, &mut notes);
    (tui, end, notes)
}

#[test]
fn what_is_typed_is_seen_and_the_cursor_follows() {
    let mut toy = Toy::default();
    let (mut tui, end, notes) = play(TestBackend::new(8, 1), &mut toy, vec![keys("I 日"), keys("b")]);
    assert_eq!(end, Ok(End::Gone));
    assert_eq!(notes.0, [(Effect::Quit, "I 日b".into())]);
    // The last batch ends the loop, so it is drawn no more; what came before it is on the screen.
    tui.canvas.draw(&toy.view()).unwrap();
    tui.stage().assert_buffer_lines(["I 日b   "]);
    tui.canvas.stage_mut().assert_cursor_position(Position { x: 5, y: 0 });
}

#[test]
fn a_batch_is_one_frame_however_many_events_it_has() {
    let mut toy = Toy::default();
    let (_, end, _) = play(
        TestBackend::new(8, 1),
        &mut toy,
        vec![keys("a"), keys("b"), Event::News(News::Tick), keys("c")],
    );
    assert_eq!(end, Ok(End::Gone));
    assert_eq!(*toy.views.borrow(), 2, "one frame at the start, one for all that waited");
    assert_eq!(toy.typed, "abc");
}

#[test]
fn each_key_is_read_in_the_mode_that_the_ones_before_led_to() {
    let mut toy = Toy::default();
    let out = input(vec![Input::Key(KeyCode::BackTab.into())]);
    let (_, end, _) = play(TestBackend::new(8, 1), &mut toy, vec![keys("q"), out, keys("qmore")]);
    assert_eq!((end, toy.typed.as_str()), (Ok(End::Left), "q"));
}

#[test]
fn the_size_comes_first_and_follows_the_terminal() {
    let mut toy = Toy::default();
    let resize = input(vec![Input::Resize(1, 1)]);
    let (_, end, _) = play(TestBackend::new(8, 3), &mut toy, vec![resize]);
    assert_eq!(end, Ok(End::Gone));
    assert_eq!(toy.news, [Action::News(News::Resize(8, 3)), Action::News(News::Resize(8, 3))]);
}

#[test]
fn a_deadline_becomes_a_tick_and_what_follows_comes_back() {
    let mut toy = Toy { deadline: Some(Duration::ZERO), ..Toy::default() };
    let (sender, receiver) = channel().unwrap();
    let mut tui = Tui::on(TestBackend::new(8, 1), Theme::plain(), receiver).unwrap();
    let mut notes = Notes::default();
    let started = Instant::now();
    // The toy takes its deadline back with the second tick; then only the end of the channel can wake the loop.
    let waker = std::thread::Builder::new().spawn(move || {
        let (_kept, never) = mpsc::channel::<()>();
        assert!(never.recv_timeout(3 * TICK).is_err());
        assert!(sender.send(Event::Signal(15)));
    });
    assert_eq!(tui.run(&mut toy, &mut notes), Ok(End::Signal(15)));
    waker.unwrap().join().unwrap();
    let saving = Action::News(News::Saving { revision: 7 });
    assert_eq!(toy.news[1..], [Action::News(News::Tick), saving.clone(), Action::News(News::Tick), saving]);
    assert!(started.elapsed() >= TICK, "ticks are never closer than that");
}

#[test]
fn to_hide_is_to_leave_an_empty_screen_before_anything_is_saved() {
    let mut toy = Toy::default();
    let (tui, end, notes) =
        play(TestBackend::new(8, 1), &mut toy, vec![keys("words"), control('4'), keys("more")]);
    assert_eq!(end, Ok(End::Hidden));
    assert_eq!(notes.0, [(Effect::Hide, "words".into())]);
    tui.stage().assert_buffer_lines(["        "]);
}

#[test]
fn a_stop_asks_to_save_and_draws_everything_anew() {
    let mut toy = Toy::default();
    let (_, _, notes) =
        play(TestBackend::new(8, 1), &mut toy, vec![keys("a"), Event::Stop, Event::Continued]);
    assert_eq!(notes.0, [(Effect::Suspend, "a".into()), (Effect::Quit, "a".into())]);
    assert_eq!(toy.news, vec![Action::News(News::Resize(8, 1)); 3]);
}

/// A screen on which nothing can be written: at once, or once another program has had it.
struct Dead {
    screen: TestBackend,
    is_dead: bool,
}

impl Backend for Dead {
    type Error = io::Error;

    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, cells: I) -> io::Result<()> {
        if self.is_dead {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        self.screen.draw(cells).map_err(|error: Infallible| match error {})
    }
    fn hide_cursor(&mut self) -> io::Result<()> {
        Ok(())
    }
    fn show_cursor(&mut self) -> io::Result<()> {
        Ok(())
    }
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(Position::ORIGIN)
    }
    fn set_cursor_position<P: Into<Position>>(&mut self, _: P) -> io::Result<()> {
        Ok(())
    }
    fn clear(&mut self) -> io::Result<()> {
        Ok(())
    }
    fn clear_region(&mut self, _: ClearType) -> io::Result<()> {
        Ok(())
    }
    fn size(&self) -> io::Result<Size> {
        self.screen.size().map_err(|error: Infallible| match error {})
    }
    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.screen.window_size().map_err(|error: Infallible| match error {})
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Stage for Dead {
    fn vanish(&mut self) {}
    fn pause(&mut self) -> io::Result<()> {
        Ok(())
    }
    fn lend(&mut self) -> io::Result<()> {
        self.is_dead = true;
        Ok(())
    }
    fn resume(&mut self) -> io::Result<()> {
        Err(io::ErrorKind::BrokenPipe.into())
    }
}

#[test]
fn what_an_editor_gave_back_is_taken_over_before_the_terminal_is() {
    let mut toy = Toy { typed: "kept".into(), ..Toy::default() };
    let alive = Dead { screen: TestBackend::new(8, 1), is_dead: false };
    let (_, end, notes) = play(alive, &mut toy, vec![control('g')]);
    assert!(end.is_err());
    assert_eq!(notes.0.last(), Some(&(Effect::Quit, "from the editor".into())));
}

#[test]
fn words_are_saved_when_the_screen_takes_no_more() {
    let mut toy = Toy { typed: "kept".into(), ..Toy::default() };
    let (_, end, notes) =
        play(Dead { screen: TestBackend::new(8, 1), is_dead: true }, &mut toy, vec![keys("a")]);
    assert!(end.is_err());
    assert_eq!(notes.0, [(Effect::Quit, "kept".into())]);
}
