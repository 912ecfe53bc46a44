//! Kills: at every call of a save, and at any moment while somebody types.

use crate::fixture::Home;
use crate::machine::{
    CANARY, Tool, Trace, begin, is_whole, keeps_quiet, lacks, name_of, on_disk, save_now, say, scene,
    traceable,
};
use crate::terminal::{CTRL_C, F2, LIMIT, back, first_field, imago, same_field};
use rustix::process::Signal;
use std::os::unix::process::ExitStatusExt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// The calls that make a difference on the disk, or come right after one that did.
const CALLS: [&str; 19] = [
    "open",
    "openat",
    "openat2",
    "write",
    "pwrite64",
    "fsync",
    "fdatasync",
    "ftruncate",
    "link",
    "linkat",
    "rename",
    "renameat",
    "renameat2",
    "unlink",
    "unlinkat",
    "mkdir",
    "mkdirat",
    "copy_file_range",
    "close",
];

/// Starts, changes the answer, and kills the program at the n-th such call of the save, if it comes to that; whether it was
/// killed.
fn killed_at(home: &Home, call: &str, n: usize) -> bool {
    let before = scene(&home.answers());
    let mut terminal = same_field(traceable(imago(home)));
    assert!(!terminal.screen().contains("read only"), "{call} {n}: {}", terminal.screen());
    terminal.see(before.rsplit(' ').next().unwrap());
    let inject = format!("inject={call}:signal=SIGKILL:when={n}");
    let trace = Trace::on(&mut terminal, &[&inject]);
    let word = format!(" {call}{n}");
    terminal.send(&word).send(F2);
    terminal.until("the end or the save", LIMIT, |terminal| !terminal.is_running() || terminal.says_saved());
    drop(trace);
    let killed = !terminal.is_running();
    let now = scene(&home.answers());
    assert!(now == before || now == before.clone() + &word, "{call} {n}: {now}");
    assert!(killed || now.ends_with(&word), "{call} {n}: said and not done: {now}");
    assert!(is_whole(&home.answers()), "{call} {n}");
    // Some calls come behind the save, when its end has been told already: then the kill does, too.
    let status = if killed { None } else { Some(terminal.send(CTRL_C).ended(LIMIT)) };
    let late = status.is_some_and(|status| status.signal() == Some(9));
    assert!(late || status.is_none_or(|status| status.success()), "{call} {n}: {status:?}");
    let killed = killed || late;
    keeps_quiet(&terminal, home.path(), &home.data());
    killed
}

#[test]
fn f07_kill_at_every_syscall() {
    if lacks("f07", Tool::Attach) {
        return;
    }
    // A whole save that is only watched tells which calls there are. It is the first of its start, so that it keeps a copy of
    // the version before.
    let home = Home::new();
    begin(imago(&home), &home.answers()).quit();
    let mut terminal = same_field(traceable(imago(&home)));
    let trace = Trace::on(&mut terminal, &[]);
    terminal.send(" Watched.");
    save_now(&mut terminal);
    on_disk(&mut terminal, &home.answers(), " Watched.");
    terminal.quit();
    let calls = trace.calls();
    let made = |name: &str| calls.iter().filter(|call| name_of(call) == Some(name)).count();
    let seen: Vec<(&str, usize)> =
        CALLS.iter().map(|name| (*name, made(name))).filter(|(_, times)| *times > 0).collect();
    // Folders are looked through behind a save, when its end has been told already.
    let seen: Vec<(&str, usize)> = seen.into_iter().filter(|(name, _)| *name != "openat").collect();
    for kind in ["open", "write", "fsync", "link", "rename"] {
        assert!(seen.iter().any(|(name, _)| name.starts_with(kind)), "no {kind} in {seen:?}");
    }
    // Each kind of call in a home of its own, and most of the time is waiting.
    thread::scope(|scope| {
        for (call, _) in &seen {
            scope.spawn(move || {
                let home = Home::new();
                begin(imago(&home), &home.answers()).quit();
                let last = (1..).find(|n| !killed_at(&home, call, *n)).unwrap();
                assert!(last > 1, "{call} was never reached");
                // Every start after a kill was as ever, and so is the last one.
                let mut terminal = back(&home);
                terminal.see("Describe a room.").settle();
                assert!(!terminal.screen().contains("read only"), "{}", terminal.screen());
                terminal.quit();
            });
        }
    });
}

/// Numbers that look random and come again with the same seed.
struct Dice(u64);

impl Dice {
    /// A number below another one.
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % end
    }
}

/// The number of the last whole word.
fn last_word(text: &str) -> usize {
    let number = |word: &str| word.strip_prefix('w').filter(|digits| digits.len() == 5)?.parse().ok();
    text.split_whitespace().filter_map(number).max().unwrap_or(0)
}

/// Types numbered words until the kill comes, and checks what is left of them. Gives how much of the time was lost that
/// somebody had typed.
fn killed_while_typing(home: &Home, dice: &mut Dice) -> Duration {
    let before = last_word(&scene(&home.answers()));
    let mut terminal = back(home);
    terminal.see(&format!("w{before:05}")).settle();
    let end = Instant::now() + Duration::from_millis(300 + dice.below(4200));
    let with_pauses = dice.below(3) == 0;
    // When each word was begun.
    let mut begun: Vec<Instant> = Vec::new();
    let (mut claimed, mut late, mut letters) = (before, Duration::ZERO, Vec::new());
    while Instant::now() < end {
        if letters.is_empty() {
            begun.push(Instant::now());
            letters = format!(" w{:05}", before + begun.len()).into_bytes();
            letters.reverse();
        }
        terminal.send_bytes(&[letters.pop().unwrap()]);
        let pause = if with_pauses && letters.is_empty() { 1500 } else { 60 };
        let next = (Instant::now() + Duration::from_millis(1 + dice.below(pause))).min(end);
        terminal.until("the next letter", LIMIT, |terminal| {
            // Whenever both are seen, the disk has the words.
            if terminal.says_saved() {
                claimed = claimed.max(last_word(&terminal.screen()));
            }
            Instant::now() >= next
        });
        late += next.elapsed();
    }
    terminal.signal(Signal::KILL);
    let killed = Instant::now();
    terminal.ended(LIMIT);
    let text = scene(&home.answers());
    let kept = last_word(&text);
    assert!(is_whole(&home.answers()));
    assert!(kept >= claimed, "w{claimed:05} was said to be saved, and the last one is w{kept:05}");
    // One after the other, and between them what an earlier kill has left of the next one.
    let mut wanted = 1;
    for word in text.strip_prefix(CANARY).unwrap().split_whitespace() {
        let whole = format!("w{wanted:05}");
        assert!(whole.starts_with(word), "{word} instead of {whole}: {text}");
        wanted += usize::from(word == whole);
    }
    keeps_quiet(&terminal, home.path(), &home.data());
    // When even this side is not on time, the machine is too busy for anybody.
    let lost = begun.get(kept - before).map_or(Duration::ZERO, |first| killed.duration_since(*first));
    lost.saturating_sub(late)
}

#[test]
fn f08_kill_at_random_times() {
    let named = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let kills = named("IMAGO_KILLS").unwrap_or(15);
    let seed = named("IMAGO_SEED").unwrap_or_else(|| u64::from(std::process::id()));
    say(&format!("f08: IMAGO_KILLS={kills} IMAGO_SEED={seed}"));
    // Several at once, for most of the time each of them waits.
    let (begun, lost) = (AtomicU64::new(0), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for number in 0..kills.min(5) {
            let (begun, lost) = (&begun, &lost);
            scope.spawn(move || {
                let mut dice = Dice((seed * 5 + number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
                let home = Home::new();
                let mut terminal = first_field(imago(&home));
                terminal.send(&format!("{CANARY} w00001"));
                on_disk(&mut terminal, &home.answers(), "w00001");
                terminal.quit();
                while begun.fetch_add(1, Ordering::SeqCst) < kills {
                    let time = killed_while_typing(&home, &mut dice);
                    lost.lock().unwrap().push(time);
                }
            });
        }
    });
    let mut lost = lost.into_inner().unwrap();
    lost.sort();
    let longest = lost.last().copied().unwrap_or_default();
    say(&format!("f08: {} kills, at most {longest:?} of typing lost", lost.len()));
    // The disk may be busy with somebody else once; a program that saves too late is late again and again.
    let few = 1 + lost.len() / 100;
    assert!(lost.iter().filter(|time| **time > Duration::from_secs(3)).count() <= few, "{lost:?}");
    assert!(longest <= Duration::from_secs(4), "{lost:?}");
}
