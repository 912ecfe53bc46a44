//! Measures full-screen programs from outside, in a pseudo-terminal: start, key, burst, silence. See
//! `benches/latency.sh`.
//!
//! Programs take turns, so that whatever else the machine does falls on all of them alike. A span ends with the last
//! byte before the output has been quiet for a while; the quiet itself is not counted.

#![expect(clippy::print_stdout, reason = "a table is what this program is for")]

use pty_process::blocking::{Command, Pty, open};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::error::Error;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, ExitCode};
use std::time::{Duration, Instant};

#[derive(serde::Deserialize)]
struct Plan {
    starts: usize,
    keys: usize,
    burst: usize,
    idle: f64,
    quiet: u64,
    rows: u16,
    columns: u16,
    program: Vec<Program>,
    limits: Limits,
}

#[derive(serde::Deserialize)]
struct Program {
    name: String,
    command: Vec<String>,
    enter: Vec<String>,
    quit: String,
}

#[derive(serde::Deserialize)]
struct Limits {
    start_ratio: f64,
    key_ratio: f64,
    burst_ratio: f64,
    key_bytes: f64,
    idle_bytes: f64,
    idle_wakeups: f64,
}

/// What was measured of one program; times in milliseconds.
#[derive(Default)]
struct Figures {
    start: Vec<f64>,
    key: Vec<f64>,
    key_bytes: Vec<f64>,
    burst: Vec<f64>,
    idle_bytes: Vec<f64>,
    idle_wakeups: Vec<f64>,
    exit: Vec<f64>,
}

/// A program that is running.
struct Seat {
    pty: Pty,
    child: Child,
    quiet: Duration,
    _folder: tempfile::TempDir,
}

/// How much came, and how long after the start of the span its last byte did.
struct Heard {
    bytes: usize,
    last: Duration,
}

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<ExitCode> {
    let file = std::env::args().nth(1).unwrap_or_else(|| "benches/latency.toml".into());
    let plan: Plan = toml::from_str(&std::fs::read_to_string(file)?)?;
    let mut figures: Vec<Figures> = plan.program.iter().map(|_| Figures::default()).collect();
    for _ in 0..plan.starts {
        for (program, figures) in plan.program.iter().zip(&mut figures) {
            let (seat, start) = Seat::take(program, &plan)?;
            figures.start.push(start);
            figures.exit.push(seat.leave(program)?);
        }
    }
    let mut seats = Vec::new();
    for program in &plan.program {
        let (mut seat, _) = Seat::take(program, &plan)?;
        for keys in &program.enter {
            seat.type_in(keys)?;
        }
        seats.push(seat);
    }
    for letter in "the quick brown fox jumps over the lazy dog ".chars().cycle().take(plan.keys) {
        for (seat, figures) in seats.iter_mut().zip(&mut figures) {
            let heard = seat.type_in(&letter.to_string())?;
            figures.key.push(milliseconds(heard.last));
            figures.key_bytes.push(count(heard.bytes));
        }
    }
    let burst: String =
        "the quick brown fox jumps over the lazy dog ".chars().cycle().take(plan.burst).collect();
    for (seat, figures) in seats.iter_mut().zip(&mut figures) {
        for number in 0..9 {
            // Each ends differently, so that the screen has to change.
            figures.burst.push(milliseconds(seat.type_in(&format!("{burst}{number}"))?.last));
        }
        // Whatever is saved a while after the last key is not idleness.
        seat.listen(Duration::from_secs(2))?;
        let before = seat.wakeups();
        let heard = seat.listen(Duration::from_secs_f64(plan.idle))?;
        figures.idle_bytes.push(count(heard.bytes));
        figures.idle_wakeups.push(seat.wakeups() - before);
    }
    for (seat, (program, figures)) in seats.into_iter().zip(plan.program.iter().zip(&mut figures)) {
        figures.exit.push(seat.leave(program)?);
    }
    Ok(if report(&plan, &figures) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

impl Seat {
    /// Starts a program; returns it when its first screen stands, with how long that took.
    fn take(program: &Program, plan: &Plan) -> Result<(Seat, f64)> {
        let built = std::env::current_exe()?;
        let examples = built.parent().unwrap_or(Path::new("."));
        let folder = tempfile::tempdir()?;
        let filled = |part: &String| {
            part.replace("{examples}", &examples.to_string_lossy())
                .replace("{bin}", &examples.parent().unwrap_or(examples).to_string_lossy())
                .replace("{tmp}", &folder.path().to_string_lossy())
        };
        let mut command = program.command.iter().map(filled);
        let (pty, pts) = open()?;
        pty.resize(pty_process::Size::new(plan.rows, plan.columns))?;
        let spawned = Instant::now();
        let child = Command::new(command.next().ok_or("a program without a command")?)
            .args(command)
            .env("TERM", "xterm-256color")
            .env("HOME", folder.path())
            .spawn(pts)?;
        let mut seat = Seat { pty, child, quiet: Duration::from_millis(plan.quiet), _folder: folder };
        let heard = seat.hear(spawned, Duration::from_secs(5), seat.quiet)?;
        Ok((seat, milliseconds(heard.last)))
    }

    /// Sends keys and waits until they are answered.
    fn type_in(&mut self, keys: &str) -> Result<Heard> {
        let sent = Instant::now();
        let mut all = Heard { bytes: 0, last: Duration::ZERO };
        let mut rest = keys.as_bytes();
        while !rest.is_empty() {
            // A terminal takes some thousand bytes at once, and must be read meanwhile.
            let (now, later) = rest.split_at(rest.len().min(1024));
            self.pty.write_all(now)?;
            rest = later;
            let wait = match rest {
                [] if all.bytes == 0 => Duration::from_secs(1),
                [] => self.quiet,
                _ => Duration::ZERO,
            };
            let heard = self.hear(sent, wait, wait.min(self.quiet))?;
            all = Heard { bytes: all.bytes + heard.bytes, last: all.last.max(heard.last) };
        }
        Ok(all)
    }

    /// Listens for a while, whether anything comes or not.
    fn listen(&mut self, long: Duration) -> Result<Heard> {
        let (from, mut bytes) = (Instant::now(), 0);
        while let Some(left) = long.checked_sub(from.elapsed()) {
            bytes += self.hear(from, left, Duration::ZERO)?.bytes;
        }
        Ok(Heard { bytes, last: long })
    }

    /// Reads what comes: the first of it within one wait, the rest with pauses no longer than another.
    fn hear(&mut self, from: Instant, first: Duration, pause: Duration) -> Result<Heard> {
        let mut heard = Heard { bytes: 0, last: Duration::ZERO };
        let mut wait = first;
        let mut buffer = [0; 1 << 16];
        while poll(&mut [PollFd::new(&self.pty, PollFlags::IN)], Some(&Timespec::try_from(wait)?))? > 0 {
            match self.pty.read(&mut buffer) {
                // The program has left.
                Ok(0) | Err(_) => break,
                Ok(count) => heard = Heard { bytes: heard.bytes + count, last: from.elapsed() },
            }
            wait = pause;
        }
        Ok(heard)
    }

    /// How often its threads have gone to sleep so far; nothing where the system does not tell.
    fn wakeups(&self) -> f64 {
        let threads =
            std::fs::read_dir(format!("/proc/{}/task", self.child.id())).into_iter().flatten().flatten();
        let statuses =
            threads.filter_map(|thread| std::fs::read_to_string(thread.path().join("status")).ok());
        let switches = |status: String| -> f64 {
            let line = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
            line.and_then(|count| count.trim().parse().ok()).unwrap_or(0.0)
        };
        statuses.map(switches).sum()
    }

    /// Quits and waits for the end; returns how long it took.
    fn leave(mut self, program: &Program) -> Result<f64> {
        let asked = Instant::now();
        self.pty.write_all(program.quit.as_bytes())?;
        // The end of the output is the end of the program.
        while self.hear(asked, Duration::from_secs(5), Duration::ZERO)?.bytes > 0 {}
        if self.child.try_wait()?.is_none() && asked.elapsed() > Duration::from_secs(5) {
            self.child.kill()?;
            return Err(format!("{} does not leave", program.name).into());
        }
        self.child.wait()?;
        Ok(milliseconds(asked.elapsed()))
    }
}

/// Prints the table and says whether all limits are kept.
fn report(plan: &Plan, figures: &[Figures]) -> bool {
    println!("{:24}{:>10}{:>10}{:>10}{:>10}", "", "median", "p95", "of floor", "allowed");
    let Some(floor) = figures.first() else { return true };
    let mut kept = true;
    for (program, own) in plan.program.iter().zip(figures) {
        let limits = &plan.limits;
        let rows = [
            ("start ms", &own.start, Some(&floor.start), Some(limits.start_ratio)),
            ("key ms", &own.key, Some(&floor.key), Some(limits.key_ratio)),
            ("burst ms", &own.burst, Some(&floor.burst), Some(limits.burst_ratio)),
            ("exit ms", &own.exit, Some(&floor.exit), None),
            ("bytes for a key", &own.key_bytes, None, Some(limits.key_bytes)),
            ("bytes while idle", &own.idle_bytes, None, Some(limits.idle_bytes)),
            ("wake-ups while idle", &own.idle_wakeups, None, Some(limits.idle_wakeups)),
        ];
        println!("{}", program.name);
        for (what, values, floor, limit) in rows {
            let median = quantile(values, 0.5);
            let ratio = floor.map(|floor| median / quantile(floor, 0.5));
            let passed = limit.is_some_and(|limit| ratio.unwrap_or(median) > limit);
            kept &= !passed;
            let shown = |value: Option<f64>| value.map_or_else(String::new, |value| format!("{value:.2}"));
            let mark = if passed { "  !" } else { "" };
            let p95 = quantile(values, 0.95);
            println!("  {what:22}{median:>10.2}{p95:>10.2}{:>10}{:>10}{mark}", shown(ratio), shown(limit));
        }
    }
    kept
}

/// The value below which a share of all values lies.
fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let below = sorted.len().saturating_sub(1) as f64 * share;
    sorted.get(below.round() as usize).copied().unwrap_or(f64::NAN)
}

fn milliseconds(span: Duration) -> f64 {
    span.as_secs_f64() * 1000.0
}

fn count(count: usize) -> f64 {
    count as f64
}
