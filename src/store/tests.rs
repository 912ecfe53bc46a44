//! Whole lives of a file: opened, written, disturbed, opened again.

use super::disk::{Lock, NewFile, Stat};
use super::shelf::{Export, Overwrite, write_export};
use super::*;
use crate::answer::Answer;
use crate::journal::file::{self, Damage};
use crate::journal::{Entry, Extra, Id, Journal, Said, Stamp};
use std::collections::BTreeMap;
use std::io;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, Instant};

mod faults;
mod operations;
mod power;
mod sim;

const CANARY: &str = "the canary waits at the window";
const LONG: Duration = Duration::from_secs(20);

struct Home {
    folder: tempfile::TempDir,
    paths: Paths,
}

fn home() -> Home {
    let folder = tempfile::tempdir().unwrap();
    let paths = Paths::within(&folder.path().canonicalize().unwrap().join("share/imago"), folder.path());
    Home { folder, paths }
}

impl Home {
    /// A home with a saved journal of two answers.
    fn written() -> (Home, Journal) {
        let home = home();
        let journal = journal(&["one", "two"]);
        let mut desk = desk(open(&RealDisk, &home.paths));
        save(&RealDisk, &mut desk, &journal).unwrap();
        (home, journal)
    }

    fn put(&self, bytes: &[u8]) {
        std::fs::create_dir_all(&self.paths.data).unwrap();
        let _ = std::fs::remove_file(&self.paths.answers);
        RealDisk.create_excl(&self.paths.answers).unwrap().write(bytes).unwrap();
    }

    fn answers(&self) -> Vec<u8> {
        std::fs::read(&self.paths.answers).unwrap()
    }

    fn names(&self) -> Vec<String> {
        let names = RealDisk.list(&self.paths.data).unwrap();
        let mut names: Vec<String> = names.iter().map(|name| name.display().to_string()).collect();
        names.sort();
        names
    }
}

fn journal(names: &[&str]) -> Journal {
    let mut journal = Journal::default();
    for name in names {
        put(&mut journal, name, CANARY);
    }
    journal
}

fn put(journal: &mut Journal, name: &str, words: &str) {
    let updated = Stamp { local: "2026-05-12T12:04:31".parse().unwrap(), offset: jiff::tz::Offset::UTC };
    let entry = Entry {
        asked: "What?".into(),
        kind: "text".into(),
        value: Said::Answer(Answer::Text(words.into())),
        updated,
        rounds: Vec::new(),
        other: Vec::new(),
        extra: Extra::default(),
    };
    journal.answers.insert(Id::new("a", name), Arc::new(entry));
}

fn desk(opened: Opened) -> Desk {
    match opened.access {
        Access::Writable(desk) => desk,
        Access::Damaged(recovery) => panic!("damaged: {}", recovery.fault),
        Access::ReadOnly(why) => panic!("read-only: {why}"),
    }
}

fn why(opened: &Opened) -> &Why {
    match &opened.access {
        Access::Writable(_) | Access::Damaged(_) => panic!("not read-only"),
        Access::ReadOnly(why) => why,
    }
}

fn trouble(opened: &Opened) -> Trouble {
    match &opened.access {
        Access::Writable(_) => panic!("writable"),
        Access::Damaged(recovery) => recovery.fault.trouble,
        Access::ReadOnly(Why::Unreadable(fault) | Why::NotWritable(fault)) => fault.trouble,
        Access::ReadOnly(Why::InUse { .. }) => Trouble::InUse,
    }
}

fn words(bytes: &[u8]) -> Journal {
    file::read(std::str::from_utf8(bytes).unwrap()).unwrap().journal
}

#[test]
fn a_first_start_makes_nothing_and_the_first_save_everything() {
    let home = home();
    let opened = open(&RealDisk, &home.paths);
    assert_eq!(opened.journal, Journal::default());
    assert_eq!(std::fs::read_dir(home.folder.path()).unwrap().count(), 0);
    let mut desk = desk(opened);
    let saved = save(&RealDisk, &mut desk, &journal(&["one"])).unwrap();
    assert_eq!((saved.generation, saved.confirmed), (1, true));
    assert_eq!(home.names(), [".answers.lock", "answers.toml"]);
    assert_eq!(words(&home.answers()).answers, journal(&["one"]).answers);
    drop(desk);
    let again = open(&RealDisk, &home.paths);
    assert_eq!((again.journal.generation, again.notices.len()), (1, 0));
}

#[test]
fn every_save_counts_and_a_session_keeps_what_it_found() {
    let (home, mut journal) = Home::written();
    let first = home.answers();
    let mut desk = desk(open(&RealDisk, &home.paths));
    for generation in 2..6 {
        put(&mut journal, &format!("more-{generation}"), "x");
        assert_eq!(save(&RealDisk, &mut desk, &journal).unwrap().generation, generation);
    }
    let backups = RealDisk.list(&home.paths.backups).unwrap();
    assert_eq!(backups, [PathBuf::from("answers.g000001.toml")]);
    assert_eq!(std::fs::read(home.paths.backups.join("answers.g000001.toml")).unwrap(), first);
    assert_eq!(home.names(), [".answers.lock", "answers.toml", "backups"]);
}

/// The umask belongs to the process, so that the work is done by a process of its own: this test, started again.
#[test]
fn nobody_else_may_read_even_under_a_careless_umask() {
    if std::env::var_os("IMAGO_TEST_UMASK").is_none() {
        let name = "store::tests::nobody_else_may_read_even_under_a_careless_umask";
        let mut again = std::process::Command::new(std::env::current_exe().unwrap());
        let output = again.args([name, "--exact"]).env("IMAGO_TEST_UMASK", "0").output().unwrap();
        assert!(output.status.success() && String::from_utf8_lossy(&output.stdout).contains("1 passed"));
        return;
    }
    rustix::process::umask(rustix::fs::Mode::empty());
    let (home, journal) = Home::written();
    save(&RealDisk, &mut desk(open(&RealDisk, &home.paths)), &journal).unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for folder in [&home.paths.data, &home.paths.backups, &home.folder.path().join("share")] {
        assert_eq!(mode(folder), 0o700, "{folder:?}");
    }
    let export =
        Export { folder: home.folder.path(), name: "a.md", text: CANARY, overwrite: Overwrite::Never };
    let export = write_export(&RealDisk, &export).unwrap();
    for file in
        [&home.paths.answers, &home.paths.lock, &home.paths.backups.join("answers.g000001.toml"), &export]
    {
        assert_eq!(mode(file), 0o600, "{file:?}");
    }
}

#[test]
fn a_link_stays_a_link_even_one_to_nowhere() {
    let home = home();
    std::fs::create_dir_all(&home.paths.data).unwrap();
    let real = home.folder.path().join("vault/me.toml");
    symlink("../../vault/me.toml", &home.paths.answers).unwrap();
    let mut desk = desk(open(&RealDisk, &home.paths));
    for name in ["one", "two"] {
        save(&RealDisk, &mut desk, &journal(&["one", name])).unwrap();
        assert!(std::fs::symlink_metadata(&home.paths.answers).unwrap().is_symlink());
        assert!(std::fs::symlink_metadata(&real).unwrap().is_file());
    }
    assert_eq!(words(&home.answers()).answers.len(), 2);
    assert_eq!(std::fs::read_dir(home.folder.path().join("vault")).unwrap().count(), 1);
}

#[test]
fn a_file_that_cannot_be_read_is_left_alone() {
    let (home, _) = Home::written();
    let good = home.answers();
    let text = String::from_utf8(good.clone()).unwrap();
    let body = text.split("# imago-end").next().unwrap();
    let future = text.replace("format = 1", "format = 99");
    let broken = text.replace("kind = ", "kind : ");
    for (bytes, wanted) in [
        (b"".as_slice(), Trouble::Damaged(Damage::Empty)),
        (body.as_bytes(), Trouble::Damaged(Damage::Truncated)),
        (&good[..good.len() - 2], Trouble::Damaged(Damage::Truncated)),
        (&[0; 4096], Trouble::Damaged(Damage::Truncated)),
        (future.as_bytes(), Trouble::Damaged(Damage::Newer { format: 99 })),
        (broken.as_bytes(), Trouble::Damaged(Damage::NotToml { line: 7, column: 6 })),
        (b"\xff\xfef\0o\0r\0", Trouble::NotText),
    ] {
        home.put(bytes);
        let opened = open(&RealDisk, &home.paths);
        assert_eq!(trouble(&opened), wanted);
        // What a newer program wrote can be read, and not written.
        let is_newer = matches!(wanted, Trouble::Damaged(Damage::Newer { .. }));
        assert_eq!(opened.journal.answers.len(), if is_newer { 2 } else { 0 });
        let said = match &opened.access {
            Access::Writable(_) => panic!("writable"),
            Access::Damaged(recovery) => format!("{} {:?}", recovery.fault, opened.access),
            Access::ReadOnly(why) => format!("{why} {why:?}"),
        };
        assert!(!said.contains("canary"));
        assert_eq!(home.answers(), bytes);
    }
}

#[test]
fn what_is_no_file_is_refused_at_once() {
    let (home, _) = Home::written();
    let answers = &home.paths.answers;
    let start = Instant::now();
    let refused = |wanted| {
        assert_eq!(trouble(&open(&RealDisk, &home.paths)), wanted);
        let _ = std::fs::remove_file(answers).or_else(|_| std::fs::remove_dir(answers));
    };
    refused_after(answers, || std::fs::create_dir(answers).unwrap());
    refused(Trouble::Folder);
    let pipe = rustix::fs::FileType::Fifo;
    rustix::fs::mknodat(rustix::fs::CWD, answers, pipe, rustix::fs::Mode::RWXU, 0).unwrap();
    refused(Trouble::NotAFile);
    symlink("/dev/zero", answers).unwrap();
    refused(Trouble::NotAFile);
    symlink("answers.toml", answers).unwrap();
    refused(Trouble::LinkCircle);
    std::fs::File::create(answers).unwrap().set_len((64 << 20) + 1).unwrap();
    refused(Trouble::TooLarge);
    assert!(start.elapsed() < Duration::from_millis(500));
}

fn refused_after(answers: &Path, make: impl FnOnce()) {
    std::fs::remove_file(answers).unwrap();
    make();
}

#[test]
fn a_missing_file_with_backups_is_no_first_start() {
    let (home, journal) = Home::written();
    save(&RealDisk, &mut desk(open(&RealDisk, &home.paths)), &journal).unwrap();
    std::fs::remove_file(&home.paths.answers).unwrap();
    assert_eq!(trouble(&open(&RealDisk, &home.paths)), Trouble::Missing);
}

#[test]
fn the_second_copy_only_reads_and_knows_where_the_first_is() {
    let (home, mut journal) = Home::written();
    let mut first = desk(open(&RealDisk, &home.paths));
    for count in 0..100 {
        put(&mut journal, "one", &count.to_string());
        save(&RealDisk, &mut first, &journal).unwrap();
    }
    let second = open(&RealDisk, &home.paths);
    assert_eq!(second.journal.answers, journal.answers);
    assert!(why(&second).to_string().contains(&format!("process {}", std::process::id())));
    drop(first);
    desk(open(&RealDisk, &home.paths));
}

#[test]
fn of_two_first_starts_one_wins_and_no_word_is_lost() {
    let home = home();
    let mut first = desk(open(&RealDisk, &home.paths));
    let mut second = desk(open(&RealDisk, &home.paths));
    save(&RealDisk, &mut first, &journal(&["mine"])).unwrap();
    let fault = save(&RealDisk, &mut second, &journal(&["yours"])).unwrap_err();
    assert_eq!(fault.trouble, Trouble::InUse);
    let beside = words(&std::fs::read(fault.rescue.unwrap()).unwrap());
    assert_eq!(beside.answers, journal(&["yours"]).answers);
    drop(first);
    // Once the first has ended, both are together, and the file beside them is not needed any more.
    let saved = save(&RealDisk, &mut second, &journal(&["yours"])).unwrap();
    assert_eq!(saved.taken_in.unwrap().both, 0);
    assert_eq!(words(&home.answers()).answers, journal(&["mine", "yours"]).answers);
    assert_eq!(home.names().iter().filter(|name| name.contains("unsaved")).count(), 0);
}

#[test]
fn what_somebody_else_wrote_is_not_overwritten() {
    let (home, mut journal) = Home::written();
    let mut desk = desk(open(&RealDisk, &home.paths));
    let changed = String::from_utf8(home.answers()).unwrap().replace("canary", "parrot");
    home.put(changed.as_bytes());
    put(&mut journal, "three", "new words");
    put(&mut journal, "two", "mine are new as well");
    let taken_in = save(&RealDisk, &mut desk, &journal).unwrap().taken_in.unwrap();
    assert_eq!((taken_in.both, &taken_in.before), (1, &journal));
    let now = words(&home.answers());
    assert_eq!(now.answers, taken_in.after.answers);
    let said = |name: &str| now.answers[&Id::new("a", name)].value.clone();
    let text = |words: &str| Said::Answer(Answer::Text(words.into()));
    // What only they changed is theirs, what both changed is there twice, what only I have stays.
    assert_eq!(said("one"), text(&CANARY.replace("canary", "parrot")));
    assert_eq!((said("two"), said("three")), (text("mine are new as well"), text("new words")));
    assert_eq!(now.answers[&Id::new("a", "two")].other[0].value, text(&CANARY.replace("canary", "parrot")));
    // And both sides as they were are among the earlier versions.
    let versions = generations::list(&RealDisk, &home.paths).unwrap();
    assert!(versions.iter().any(|version| version.journal.answers == words(changed.as_bytes()).answers));
    assert!(versions.iter().any(|version| version.journal.answers == journal.answers));
    assert!(save(&RealDisk, &mut desk, &taken_in.after).unwrap().taken_in.is_none());
}

#[test]
fn what_somebody_else_broke_is_put_aside_and_ours_takes_its_place() {
    let (home, mut journal) = Home::written();
    let mut desk = desk(open(&RealDisk, &home.paths));
    for broken in [b"<html>Please log in</html>".as_slice(), b"\xff\xfe", b""] {
        home.put(broken);
        put(&mut journal, "more", &format!("{} bytes", broken.len()));
        let taken_in = save(&RealDisk, &mut desk, &journal).unwrap().taken_in.unwrap();
        assert_eq!(std::fs::read(taken_in.set_aside.unwrap()).unwrap(), broken);
        assert_eq!(words(&home.answers()).answers, journal.answers);
    }
    home.put(b"format = 99\n# imago-end answers=0 bytes=12 crc32=00000000\n");
    let fault = save(&RealDisk, &mut desk, &journal).unwrap_err();
    assert_eq!(fault.trouble, Trouble::Damaged(Damage::Newer { format: 99 }));
    assert_eq!(words(&std::fs::read(fault.rescue.unwrap()).unwrap()).answers, journal.answers);
}

#[test]
fn f42_no_more_is_saved_than_can_be_read_again() {
    let (home, mut journal) = Home::written();
    let before = home.answers();
    let mut desk = desk(open(&RealDisk, &home.paths));
    let most = "a".repeat(crate::text::LONGEST);
    for n in 0..16 {
        put(&mut journal, &format!("long-{n}"), &most);
    }
    let fault = save(&RealDisk, &mut desk, &journal).unwrap_err();
    assert_eq!((fault.trouble, home.answers()), (Trouble::TooMuch, before));
    journal.remove(&Id::new("a", "long-0"));
    save(&RealDisk, &mut desk, &journal).unwrap();
    drop(desk);
    assert_eq!(open(&RealDisk, &home.paths).journal.answers.len(), 17);
}

/// Somebody may have taken the file away so that nobody reads it: it does not come back unasked.
#[test]
fn f13_a_file_that_was_taken_away_comes_back_only_when_asked() {
    let (home, journal) = Home::written();
    let mut desk = desk(open(&RealDisk, &home.paths));
    std::fs::remove_file(&home.paths.answers).unwrap();
    for _ in 0..3 {
        let fault = save(&RealDisk, &mut desk, &journal).unwrap_err();
        assert_eq!((fault.trouble, fault.rescue), (Trouble::Removed, None));
        assert_eq!(home.names(), [".answers.lock"]);
    }
    desk.let_return();
    save(&RealDisk, &mut desk, &journal).unwrap();
    assert_eq!(words(&home.answers()).answers, journal.answers);
}

/// After the second failure the words go to a place that is not on that disk; when it works again they are there no more.
#[test]
fn f05_words_that_cannot_be_saved_go_elsewhere_until_they_can() {
    let (mut home, journal) = Home::written();
    let folder = home.folder.path().join("state/rescue");
    home.paths.rescue = vec![Refuge { folder: folder.clone(), lasts: true }];
    let mut desk = desk(open(&RealDisk, &home.paths));
    let full = Rigged::with_rule("rename", rustix::io::Errno::IO);
    assert_eq!(save(&full, &mut desk, &journal).unwrap_err().rescue, None);
    let rescue = save(&full, &mut desk, &journal).unwrap_err().rescue.unwrap();
    assert_eq!(rescue.parent(), Some(folder.as_path()));
    assert_eq!(words(&std::fs::read(&rescue).unwrap()).answers, journal.answers);
    assert_eq!(std::fs::metadata(&rescue).unwrap().permissions().mode() & 0o777, 0o600);
    save(&RealDisk, &mut desk, &journal).unwrap();
    assert!(!rescue.exists());
}

#[test]
fn a_touched_file_with_the_same_bytes_is_the_same_file() {
    let (home, journal) = Home::written();
    let mut desk = desk(open(&RealDisk, &home.paths));
    home.put(&home.answers());
    save(&RealDisk, &mut desk, &journal).unwrap();
}

#[test]
fn answers_vanish_only_when_taken_away_on_purpose() {
    let (home, mut journal) = Home::written();
    let mut desk = desk(open(&RealDisk, &home.paths));
    let before = home.answers();
    let mut careless = journal.clone();
    careless.answers.remove(&Id::new("a", "one"));
    let fault = save(&RealDisk, &mut desk, &careless).unwrap_err();
    assert_eq!(fault.trouble, Trouble::WouldLose);
    assert_eq!(home.answers(), before);
    journal.remove(&Id::new("a", "one"));
    save(&RealDisk, &mut desk, &journal).unwrap();
    assert_eq!(words(&home.answers()).answers.len(), 1);
    save(&RealDisk, &mut desk, &journal).unwrap();
}

/// What is emptied can be brought back from a version; what is burned is in none that the burning makes.
#[test]
fn burned_words_are_kept_in_no_new_version() {
    for is_burned in [false, true] {
        let (home, mut journal) = Home::written();
        let mut desk = desk(open(&RealDisk, &home.paths));
        let id = Id::new("a", "one");
        Arc::make_mut(journal.answers.get_mut(&id).unwrap()).value = Said::Skipped;
        if is_burned {
            journal.removed.insert(id.clone());
        }
        for _ in 0..2 {
            save(&RealDisk, &mut desk, &journal).unwrap();
        }
        let versions = generations::list(&RealDisk, &home.paths).unwrap();
        assert!(!versions.is_empty(), "the first version of a session is kept, sooner or later");
        let held = versions.iter().filter(|version| version.journal.answer(&id).is_some()).count();
        assert_eq!(held, usize::from(!is_burned));
    }
}

#[test]
fn a_folder_that_vanishes_is_made_again_with_its_lock() {
    let (home, journal) = Home::written();
    let mut first = desk(open(&RealDisk, &home.paths));
    std::fs::remove_dir_all(&home.paths.data).unwrap();
    save(&RealDisk, &mut first, &journal).unwrap();
    assert_eq!(words(&home.answers()).answers, journal.answers);
    assert_eq!(trouble(&open(&RealDisk, &home.paths)), Trouble::InUse);
}

#[test]
fn leftovers_of_a_killed_session_are_no_obstacle() {
    let (home, journal) = Home::written();
    for name in [".answers.1.0000000000000000.tmp", ".answers.tmp"] {
        RealDisk.create_excl(&home.paths.data.join(name)).unwrap();
    }
    // Killed between the backup and the rename.
    std::fs::create_dir(&home.paths.backups).unwrap();
    RealDisk.link(&home.paths.answers, &home.paths.backups.join("answers.g000001.toml")).unwrap();
    save(&RealDisk, &mut desk(open(&RealDisk, &home.paths)), &journal).unwrap();
    assert_eq!(RealDisk.list(&home.paths.backups).unwrap().len(), 1);
}

#[test]
fn another_version_of_the_same_number_is_kept_as_well() {
    let (home, journal) = Home::written();
    std::fs::create_dir(&home.paths.backups).unwrap();
    RealDisk.create_excl(&home.paths.backups.join("answers.g000001.toml")).unwrap().write(b"other").unwrap();
    save(&RealDisk, &mut desk(open(&RealDisk, &home.paths)), &journal).unwrap();
    let mut names = RealDisk.list(&home.paths.backups).unwrap();
    names.sort();
    assert_eq!(names, [PathBuf::from("answers.g000001-2.toml"), PathBuf::from("answers.g000001.toml")]);
}

/// The real disk, but one call fails, or the rules of the place are others.
#[derive(Default)]
struct Rigged {
    /// Counts down; the call that reaches zero fails.
    calls: AtomicI64,
    failed: Mutex<Option<&'static str>>,
    rule: Option<(&'static str, rustix::io::Errno)>,
    /// Calls of one name, counted.
    seen: Mutex<BTreeMap<&'static str, usize>>,
    pause: Mutex<Option<mpsc::Receiver<()>>>,
    panics: AtomicUsize,
}

impl Rigged {
    fn failing_at(call: i64) -> Rigged {
        Rigged { calls: AtomicI64::new(call), ..Rigged::default() }
    }

    fn with_rule(call: &'static str, errno: rustix::io::Errno) -> Rigged {
        Rigged { rule: Some((call, errno)), ..Rigged::default() }
    }

    fn call(&self, name: &'static str) -> io::Result<()> {
        *self.seen.lock().unwrap().entry(name).or_default() += 1;
        if self.calls.fetch_sub(1, Ordering::Relaxed) == 1 {
            *self.failed.lock().unwrap() = Some(name);
            return Err(rustix::io::Errno::IO.into());
        }
        match self.rule {
            Some((call, errno)) if call == name => Err(errno.into()),
            Some(_) | None => Ok(()),
        }
    }
}

struct RiggedFile {
    file: Box<dyn NewFile>,
    /// How many bytes of every ten arrive.
    tenths: usize,
    write: io::Result<()>,
    sync: io::Result<()>,
}

impl NewFile for RiggedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write(&bytes[..bytes.len() / 10 * self.tenths])?;
        self.file.write(if self.tenths == 10 { &bytes[bytes.len() / 10 * 10..] } else { b"" })?;
        std::mem::replace(&mut self.write, Ok(()))
    }

    fn sync_file(&mut self) -> io::Result<()> {
        self.file.sync_file()?;
        // A second sync of the same file could lie, so that nobody may ask for one.
        std::mem::replace(&mut self.sync, Err(io::ErrorKind::Other.into()))
    }
}

impl Disk for Rigged {
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        self.call("read").and_then(|()| RealDisk.read(path, limit))
    }
    fn create_excl(&self, path: &Path) -> io::Result<Box<dyn NewFile>> {
        self.call("create_excl")?;
        if self.panics.load(Ordering::Relaxed) > 0 {
            self.panics.fetch_sub(1, Ordering::Relaxed);
            panic!("rigged");
        }
        if let Some(pause) = self.pause.lock().unwrap().take() {
            let _ = pause.recv();
        }
        let file = RealDisk.create_excl(path)?;
        let (write, sync) = (self.call("write"), self.call("sync_file"));
        let lies = matches!(self.rule, Some(("lie", _)));
        Ok(Box::new(RiggedFile { file, tenths: if write.is_err() || lies { 5 } else { 10 }, write, sync }))
    }
    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call("link").and_then(|()| RealDisk.link(from, to))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call("rename").and_then(|()| RealDisk.rename(from, to))
    }
    fn sync_dir(&self, folder: &Path) -> io::Result<()> {
        self.call("sync_dir").and_then(|()| RealDisk.sync_dir(folder))
    }
    fn unlink(&self, path: &Path) -> io::Result<()> {
        self.call("unlink").and_then(|()| RealDisk.unlink(path))
    }
    fn stat(&self, path: &Path) -> io::Result<Stat> {
        self.call("stat").and_then(|()| RealDisk.stat(path))
    }
    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        self.call("list").and_then(|()| RealDisk.list(folder))
    }
    fn try_lock(&self, path: &Path, note: &str) -> io::Result<Option<Lock>> {
        self.call("try_lock").and_then(|()| RealDisk.try_lock(path, note))
    }
    fn make_dir(&self, folder: &Path) -> io::Result<()> {
        self.call("make_dir").and_then(|()| RealDisk.make_dir(folder))
    }
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        self.call("resolve").and_then(|()| RealDisk.resolve(path))
    }
    fn may_write(&self, folder: &Path) -> io::Result<()> {
        self.call("may_write").and_then(|()| RealDisk.may_write(folder))
    }
}

#[test]
fn whichever_call_fails_the_old_or_the_new_answers_are_there() {
    let mut tried = 0;
    for call in 1.. {
        let (home, mut journal) = Home::written();
        let mut desk = desk(open(&RealDisk, &home.paths));
        put(&mut journal, "three", "new");
        let old = home.answers();
        let rigged = Rigged::failing_at(call);
        let result = save(&rigged, &mut desk, &journal);
        let Some(failed) = *rigged.failed.lock().unwrap() else { break };
        tried += 1;
        let now = home.answers();
        match &result {
            Ok(saved) => assert_eq!(words(&now).generation, saved.generation, "{failed}"),
            Err(fault) => {
                assert_eq!(now, old, "{failed}");
                assert!(!format!("{fault} {fault:?}").contains("canary"));
            }
        }
        assert!(!home.names().iter().any(|name| name.ends_with(".tmp")), "{failed} left its file");
        // The trouble is over: the next save works, and a new start finds it.
        save(&RealDisk, &mut desk, &journal).unwrap_or_else(|fault| panic!("after {failed}: {fault}"));
        drop(desk);
        assert_eq!(open(&RealDisk, &home.paths).journal.answers, journal.answers);
    }
    assert!(tried >= 15, "only {tried} calls");
}

#[test]
fn whichever_call_fails_at_the_first_save_the_next_one_works() {
    for call in 1.. {
        let home = home();
        let mut desk = desk(open(&RealDisk, &home.paths));
        let rigged = Rigged::failing_at(call);
        let _ = save(&rigged, &mut desk, &journal(&["one"]));
        if rigged.failed.lock().unwrap().is_none() {
            break;
        }
        save(&RealDisk, &mut desk, &journal(&["one"])).unwrap();
        assert_eq!(words(&home.answers()).answers.len(), 1);
    }
}

#[test]
fn whichever_call_fails_at_a_start_nothing_is_lost_and_nothing_seems_new() {
    for call in 1.. {
        let (home, journal) = Home::written();
        let before = home.answers();
        let rigged = Rigged::failing_at(call);
        let opened = open(&rigged, &home.paths);
        let Some(failed) = *rigged.failed.lock().unwrap() else { break };
        if matches!(opened.access, Access::Writable(_)) {
            assert_eq!(opened.journal.answers, journal.answers, "{failed}");
        }
        assert_eq!(home.answers(), before);
    }
}

#[test]
fn errors_of_the_disk_have_their_own_words() {
    use rustix::io::Errno;
    for (call, errno, wanted) in [
        ("write", Errno::NOSPC, Trouble::DiskFull),
        ("create_excl", Errno::NOSPC, Trouble::DiskFull),
        ("write", Errno::DQUOT, Trouble::Quota),
        ("write", Errno::FBIG, Trouble::DiskFull),
        ("create_excl", Errno::ROFS, Trouble::ReadOnlyDisk),
        ("rename", Errno::ACCESS, Trouble::NotAllowed),
        ("rename", Errno::XDEV, Trouble::Other),
        ("sync_file", Errno::IO, Trouble::Other),
    ] {
        let (home, journal) = Home::written();
        let mut desk = desk(open(&RealDisk, &home.paths));
        let fault = save(&Rigged::with_rule(call, errno), &mut desk, &journal).unwrap_err();
        assert_eq!((fault.trouble, fault.errno), (wanted, Some(errno.raw_os_error())), "{call}");
        let left: Vec<String> = home.names().into_iter().filter(|name| name != "backups").collect();
        assert_eq!(left, [".answers.lock", "answers.toml"]);
    }
}

#[test]
fn a_disk_that_lies_about_what_it_wrote_is_caught() {
    let (home, journal) = Home::written();
    let before = home.answers();
    let mut desk = desk(open(&RealDisk, &home.paths));
    let disk = Rigged::with_rule("lie", rustix::io::Errno::IO);
    assert_eq!(save(&disk, &mut desk, &journal).unwrap_err().trouble, Trouble::NotTheSame);
    assert_eq!((home.answers(), home.names().len()), (before, 2));
}

#[test]
fn without_confirmation_of_the_folder_it_is_in_place_but_unconfirmed() {
    let (home, mut journal) = Home::written();
    let mut desk = desk(open(&RealDisk, &home.paths));
    put(&mut journal, "three", "new");
    let saved = save(&Rigged::with_rule("sync_dir", rustix::io::Errno::IO), &mut desk, &journal).unwrap();
    assert!(!saved.confirmed);
    assert_eq!(words(&home.answers()).answers.len(), 3);
    assert!(save(&RealDisk, &mut desk, &journal).unwrap().confirmed);
}

#[test]
fn a_disk_without_locks_or_second_names_still_keeps_words() {
    use rustix::io::Errno;
    let (home, journal) = Home::written();
    for errno in [Errno::NOLCK, Errno::OPNOTSUPP] {
        let disk = Rigged::with_rule("try_lock", errno);
        let opened = open(&disk, &home.paths);
        assert_eq!(opened.notices, [Notice::NoLocks]);
        save(&disk, &mut desk(opened), &journal).unwrap();
    }
    let disk = Rigged::with_rule("link", Errno::PERM);
    let before = home.answers();
    let generation = words(&before).generation;
    save(&disk, &mut desk(open(&disk, &home.paths)), &journal).unwrap();
    assert_eq!(
        std::fs::read(home.paths.backups.join(format!("answers.g{generation:06}.toml"))).unwrap(),
        before
    );
    let export = Export { folder: home.folder.path(), name: "a.md", text: "a", overwrite: Overwrite::Never };
    assert!(write_export(&disk, &export).unwrap().ends_with("a.md"));
    assert!(write_export(&disk, &export).unwrap().ends_with("a-2.md"));
}

#[test]
fn a_folder_that_takes_no_files_is_told_before_the_first_word() {
    let (home, _) = Home::written();
    let disk = Rigged::with_rule("may_write", rustix::io::Errno::ACCESS);
    let opened = open(&disk, &home.paths);
    assert!(matches!(why(&opened), Why::NotWritable(fault) if fault.trouble == Trouble::NotAllowed));
    assert_eq!(opened.journal.answers.len(), 2);
    let below_file = Paths::within(&home.paths.answers.join("imago"), home.folder.path());
    assert_eq!(trouble(&open(&RealDisk, &below_file)), Trouble::NotAFolder);
}

fn reports(disk: Arc<dyn Disk>, home: &Home) -> (Writer, mpsc::Receiver<Report>) {
    let (send, receive) = mpsc::channel();
    let desk = desk(open(disk.as_ref(), &home.paths));
    (Writer::start(disk, desk, move |report| drop(send.send(report))).unwrap(), receive)
}

#[test]
fn the_writer_takes_the_newest_and_tells_the_truth() {
    let home = home();
    let (go, pause) = mpsc::channel();
    let disk = Rigged { pause: Mutex::new(Some(pause)), ..Rigged::default() };
    let (writer, reports) = reports(Arc::new(disk), &home);
    writer.save(1, journal(&["one"]));
    assert_eq!(reports.recv_timeout(LONG), Ok(Report::Saving { revision: 1 }));
    for revision in 2..50 {
        writer.save(revision, journal(&["one", &format!("x{revision}")]));
    }
    assert!(!writer.flush(Duration::from_millis(5)));
    // Snapshots 2 to 48 lack what 49 has; nobody ever sees them.
    go.send(()).unwrap();
    assert!(writer.flush(LONG));
    let told: Vec<Report> = reports.try_iter().collect();
    assert!(matches!(told[0], Report::Saved { revision: 1, generation: 1, .. }));
    assert_eq!(told[1], Report::Saving { revision: 49 });
    assert!(matches!(told[2], Report::Saved { revision: 49, generation: 2, .. }));
    assert_eq!(told.len(), 3);
    assert!(words(&home.answers()).answers.contains_key(&Id::new("a", "x49")));
    assert!(writer.close(LONG));
    desk(open(&RealDisk, &home.paths));
}

#[test]
fn a_failed_save_is_told_and_the_next_one_tried() {
    let home = home();
    let disk = Rigged { panics: AtomicUsize::new(1), ..Rigged::default() };
    let (writer, reports) = reports(Arc::new(disk), &home);
    let handle = writer.handle();
    handle.save(1, journal(&["one"]));
    assert!(!handle.flush(LONG), "what was tried and failed is not saved");
    handle.save(2, journal(&["one"]));
    drop(writer);
    assert!(handle.flush(LONG));
    let told: Vec<Report> = reports.iter().collect();
    assert!(matches!(&told[1], Report::Failed { revision: 1, fault } if fault.trouble == Trouble::Broken));
    assert!(matches!(told[3], Report::Saved { revision: 2, .. }));
}
