//! A call fails: each one of everything the store does, with everything that a system can say, once and for ever.
//!
//! [`FaultDisk`] stands before any disk and disturbs its calls; [`whichever_call_fails`] is the law. The power stays on while a
//! call fails; it may go afterwards.

use super::operations::{self, Operation, Told, paths};
use super::power::{Outcome, stays};
use super::sim::SimDisk;
use super::{CANARY, Home, desk, journal};
use crate::store::disk::{Disk, Lock, NewFile, Stat};
use crate::store::{Access, RealDisk, open, save};
use rustix::io::Errno;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Any disk, but some of its calls fail. Everything else it passes on.
pub(super) struct FaultDisk<D> {
    inner: D,
    faults: Arc<Mutex<Faults>>,
}

#[derive(Default)]
struct Faults {
    planned: Vec<Planned>,
    calls: usize,
    /// Calls of one name, counted.
    counts: BTreeMap<&'static str, usize>,
    failed: Vec<&'static str>,
}

struct Planned {
    /// Only calls of this name count; or all do.
    name: Option<&'static str>,
    /// Which of them, counted from 1.
    from: usize,
    times: Times,
    how: How,
}

/// How long a fault lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Times {
    Once,
    ForEver,
}

/// What is wrong with a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// Nothing happens, and it says so.
    Fails(Errno),
    /// It happens, and it says that it did not: an answer that got lost on the way, and a second try.
    Happens(Errno),
    /// Half of the bytes are written before it fails. Only a write can do this.
    Short(Errno),
    /// Half of the bytes are written, and it says that all were. Only a write can do this.
    Lies,
}

impl<D: Disk> FaultDisk<D> {
    /// Without any fault yet.
    pub(super) fn over(inner: D) -> FaultDisk<D> {
        FaultDisk { inner, faults: Arc::default() }
    }

    /// This call fails, counted from 1 and over all names; for ever means that all later ones do as well.
    pub(super) fn at(self, call: usize, times: Times, how: How) -> FaultDisk<D> {
        self.plan(Planned { name: None, from: call, times, how })
    }

    /// The first call of this name fails, or every one of them.
    pub(super) fn on(self, name: &'static str, times: Times, how: How) -> FaultDisk<D> {
        self.nth(name, 1, times, how)
    }

    /// This call of this name fails, counted from 1; for ever means that all later ones of this name do as well.
    pub(super) fn nth(self, name: &'static str, from: usize, times: Times, how: How) -> FaultDisk<D> {
        self.plan(Planned { name: Some(name), from, times, how })
    }

    fn plan(self, planned: Planned) -> FaultDisk<D> {
        lock(&self.faults).planned.push(planned);
        self
    }

    /// The names of the calls that had a fault.
    pub(super) fn failed(&self) -> Vec<&'static str> {
        lock(&self.faults).failed.clone()
    }

    /// How many calls of each name there were.
    pub(super) fn counts(&self) -> BTreeMap<&'static str, usize> {
        lock(&self.faults).counts.clone()
    }

    fn through<T>(&self, name: &'static str, call: impl FnOnce(&D) -> io::Result<T>) -> io::Result<T> {
        match lock(&self.faults).count(name) {
            None | Some(How::Short(_) | How::Lies) => call(&self.inner),
            Some(How::Fails(errno)) => Err(errno.into()),
            Some(How::Happens(errno)) => call(&self.inner).and_then(|_| Err(errno.into())),
        }
    }
}

fn lock(faults: &Mutex<Faults>) -> MutexGuard<'_, Faults> {
    faults.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Faults {
    /// One more call of this name, and what is wrong with it.
    fn count(&mut self, name: &'static str) -> Option<How> {
        self.calls += 1;
        let of_name = self.counts.entry(name).or_default();
        *of_name += 1;
        let hit = |planned: &&Planned| {
            let count = match planned.name {
                None => self.calls,
                Some(only) if only == name => *of_name,
                Some(_) => return false,
            };
            match planned.times {
                Times::Once => count == planned.from,
                Times::ForEver => count >= planned.from,
            }
        };
        let how = self.planned.iter().find(hit)?.how;
        self.failed.push(name);
        Some(how)
    }
}

struct FaultFile {
    file: Box<dyn NewFile>,
    faults: Arc<Mutex<Faults>>,
}

impl NewFile for FaultFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let how = lock(&self.faults).count("write");
        let half = &bytes[..bytes.len() / 2];
        match how {
            None => self.file.write(bytes),
            Some(How::Fails(errno)) => Err(errno.into()),
            Some(How::Happens(errno)) => self.file.write(bytes).and_then(|()| Err(errno.into())),
            Some(How::Short(errno)) => self.file.write(half).and_then(|()| Err(errno.into())),
            Some(How::Lies) => self.file.write(half),
        }
    }

    fn sync_file(&mut self) -> io::Result<()> {
        let how = lock(&self.faults).count("sync_file");
        match how {
            None | Some(How::Short(_) | How::Lies) => self.file.sync_file(),
            Some(How::Fails(errno)) => Err(errno.into()),
            Some(How::Happens(errno)) => self.file.sync_file().and_then(|()| Err(errno.into())),
        }
    }
}

impl<D: Disk> Disk for FaultDisk<D> {
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        self.through("read", |disk| disk.read(path, limit))
    }
    fn create_excl(&self, path: &Path) -> io::Result<Box<dyn NewFile>> {
        let file = self.through("create_excl", |disk| disk.create_excl(path))?;
        Ok(Box::new(FaultFile { file, faults: Arc::clone(&self.faults) }))
    }
    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.through("link", |disk| disk.link(from, to))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.through("rename", |disk| disk.rename(from, to))
    }
    fn sync_dir(&self, folder: &Path) -> io::Result<()> {
        self.through("sync_dir", |disk| disk.sync_dir(folder))
    }
    fn unlink(&self, path: &Path) -> io::Result<()> {
        self.through("unlink", |disk| disk.unlink(path))
    }
    fn stat(&self, path: &Path) -> io::Result<Stat> {
        self.through("stat", |disk| disk.stat(path))
    }
    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        self.through("list", |disk| disk.list(folder))
    }
    fn try_lock(&self, path: &Path, note: &str) -> io::Result<Option<Lock>> {
        self.through("try_lock", |disk| disk.try_lock(path, note))
    }
    fn make_dir(&self, folder: &Path) -> io::Result<()> {
        self.through("make_dir", |disk| disk.make_dir(folder))
    }
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        self.through("resolve", |disk| disk.resolve(path))
    }
    fn may_write(&self, folder: &Path) -> io::Result<()> {
        self.through("may_write", |disk| disk.may_write(folder))
    }
}

/// A disk that is only lent.
impl<D: Disk + ?Sized> Disk for &D {
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        (**self).read(path, limit)
    }
    fn create_excl(&self, path: &Path) -> io::Result<Box<dyn NewFile>> {
        (**self).create_excl(path)
    }
    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        (**self).link(from, to)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        (**self).rename(from, to)
    }
    fn sync_dir(&self, folder: &Path) -> io::Result<()> {
        (**self).sync_dir(folder)
    }
    fn unlink(&self, path: &Path) -> io::Result<()> {
        (**self).unlink(path)
    }
    fn stat(&self, path: &Path) -> io::Result<Stat> {
        (**self).stat(path)
    }
    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        (**self).list(folder)
    }
    fn try_lock(&self, path: &Path, note: &str) -> io::Result<Option<Lock>> {
        (**self).try_lock(path, note)
    }
    fn make_dir(&self, folder: &Path) -> io::Result<()> {
        (**self).make_dir(folder)
    }
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        (**self).resolve(path)
    }
    fn may_write(&self, folder: &Path) -> io::Result<()> {
        (**self).may_write(folder)
    }
}

/// What is known to be wrong: which operation, at which fault, and what is wrong then. A row goes when it is put right.
const KNOWN: [(&str, &str, &str); 0] = [];

/// What a system says that may be over in a moment, or never.
const ERRNOS: [Errno; 7] =
    [Errno::IO, Errno::NOSPC, Errno::DQUOT, Errno::ACCESS, Errno::ROFS, Errno::INTR, Errno::XDEV];

/// Lets every call of an operation fail, with everything a system can say, once and for ever.
fn whichever_call_fails(operation: &Operation) -> Outcome {
    let all = ERRNOS.map(How::Fails).into_iter().flat_map(|how| [(Times::Once, how), (Times::ForEver, how)]);
    let mut outcome = Outcome::default();
    for (times, how) in all {
        outcome.add(every_call(operation, times, how, |disk, call| disk.at(call, times, how)));
    }
    outcome
}

/// Calls that change something.
const CHANGES: [&str; 9] =
    ["create_excl", "write", "sync_file", "link", "rename", "sync_dir", "unlink", "make_dir", "try_lock"];

/// Lets every call that changes something do so, and be reported as failed: on a network disk, an answer that got lost, and a
/// second try that finds the first one done.
fn whichever_call_only_seems_to_fail(operation: &Operation) -> Outcome {
    let mut outcome = Outcome::default();
    for name in CHANGES {
        for how in [Errno::IO, Errno::NOENT, Errno::EXIST].map(How::Happens) {
            let plan = |disk: FaultDisk<SimDisk>, call| disk.nth(name, call, Times::Once, how);
            outcome.add(every_call(operation, Times::Once, how, plan));
        }
    }
    outcome
}

/// Lets every write stop in its middle, honestly or not.
fn whichever_write_is_short(operation: &Operation) -> Outcome {
    let mut outcome = Outcome::default();
    for how in [How::Short(Errno::NOSPC), How::Short(Errno::INTR), How::Lies] {
        for times in [Times::Once, Times::ForEver] {
            let plan = |disk: FaultDisk<SimDisk>, call| disk.nth("write", call, times, how);
            outcome.add(every_call(operation, times, how, plan));
        }
    }
    outcome
}

/// Plans a fault for the first call, the second, and so on, until there is no such call any more.
fn every_call(
    operation: &Operation,
    times: Times,
    how: How,
    plan: impl Fn(FaultDisk<SimDisk>, usize) -> FaultDisk<SimDisk>,
) -> Outcome {
    let mut outcome = Outcome::default();
    let stays = stays(operation);
    for call in 1.. {
        let disk = operation.before.crash();
        let mut run = (operation.begin)(&disk);
        let faulty = plan(FaultDisk::over(disk.clone()), call);
        let told = run(&faulty);
        let failed = faulty.failed();
        let Some(first) = failed.first() else { break };
        outcome.cases += 1;
        let mut case = Case { operation, disk: &disk, told: &told, times, how, failed: &failed };
        let held = case.holds(&stays).and_then(|()| case.trouble_is_over(&mut run));
        drop(run);
        let held = held.and_then(|()| case.next_start());
        if let Err(what) = held {
            let (name, listing) = (operation.name, disk.listing());
            let at = format!("({first}) {how:?}");
            let known = KNOWN.iter().any(|(operation, fault, wrong)| {
                name.starts_with(operation) && at.starts_with(fault) && what.contains(wrong)
            });
            let list = if known { &mut outcome.known } else { &mut outcome.broken };
            list.push(format!("  {name}, call {call} {at} {times:?}, told {told:?}: {what}{listing}"));
        }
    }
    outcome
}

/// One operation that was disturbed in one way.
struct Case<'a> {
    operation: &'a Operation,
    disk: &'a SimDisk,
    told: &'a Told,
    times: Times,
    how: How,
    failed: &'a [&'static str],
}

impl Case<'_> {
    /// Whether what is there is whole, and what was told is true.
    fn holds(&self, stays: &BTreeMap<PathBuf, Arc<[u8]>>) -> Result<(), String> {
        let Operation { old, new, find, changes, .. } = self.operation;
        // An answer that got lost on its way is no lie of ours.
        let lost = matches!(self.how, How::Happens(_)).then(|| self.failed[0]);
        let found = find(&self.disk.crash())?;
        let files = self.disk.files();
        match self.told {
            Told::Failed(said) if said.contains(CANARY) => {
                return Err("it tells words of a person".to_owned());
            }
            Told::Failed(_) if old.contains(&found) => {}
            Told::Failed(_) if found == *new && matches!(lost, Some("rename" | "link")) => {}
            Told::Failed(_) if found == *new => return Err("it failed, and the new is there".to_owned()),
            Told::Confirmed | Told::Unconfirmed if found == *new => {}
            Told::Failed(_) | Told::Confirmed | Told::Unconfirmed => {
                return Err(format!("there is {found:?}"));
            }
        }
        if *self.told == Told::Confirmed {
            for cut in self.disk.power_cuts() {
                if find(&cut)? != *new {
                    return Err(format!("confirmed, but after a power cut there is{}", cut.listing()));
                }
            }
        }
        if let Some((path, _)) = stays.iter().find(|(path, bytes)| files.get(*path) != Some(bytes)) {
            return Err(format!("{} is not what it was", path.display()));
        }
        let unfinished = |path: &Path| path.extension().is_some_and(|end| end == "tmp");
        let strays = files.keys().filter(|path| unfinished(path)).count();
        // It cannot be taken away by whoever may take nothing away, or does not know of it.
        let unlinks = self.failed.iter().filter(|name| **name == "unlink").count();
        let stuck = if self.times == Times::ForEver { unlinks } else { 0 };
        let unlink = stuck > 0;
        if strays > stuck + usize::from(lost == Some("create_excl")) {
            return Err(format!("{strays} unfinished files are left"));
        }
        let kept =
            |path: &Path| path.starts_with(paths().backups) && !stays.contains_key(path) && !unfinished(path);
        if let Some((path, _)) = files.iter().find(|(path, bytes)| {
            let is_claimed = lost == Some("create_excl") && bytes.is_empty();
            kept(path) && !(unlink || is_claimed || whole(bytes))
        }) {
            return Err(format!("{} is kept, and is not whole", path.display()));
        }
        let expected = |path: &Path| {
            unfinished(path)
                || stays.contains_key(path)
                || changes.iter().any(|change| change == path)
                || path == paths().lock
                || path.starts_with(paths().backups)
                || path.starts_with(paths().damaged)
                || path.to_string_lossy().contains("answers.unsaved-")
        };
        match files.keys().find(|path| !expected(path)) {
            Some(path) => Err(format!("{} is one file too many", path.display())),
            None => Ok(()),
        }
    }

    /// Whether the next try works.
    fn trouble_is_over(&mut self, run: &mut operations::Run) -> Result<(), String> {
        match run(self.disk) {
            Told::Confirmed => Ok(()),
            Told::Unconfirmed if !self.operation.confirms => Ok(()),
            told @ (Told::Unconfirmed | Told::Failed(_)) => Err(format!("the next try: {told:?}")),
        }
    }

    /// Whether the next start finds what the next try has written.
    fn next_start(&self) -> Result<(), String> {
        match (self.operation.find)(self.disk)? == self.operation.new {
            true => (self.operation.again)(self.disk),
            false => Err("the next start does not find what the next try wrote".to_owned()),
        }
    }
}

/// A law, by name, and how many disturbances it made of an operation.
type Law = (&'static str, fn(&Operation) -> Outcome);

const LAWS: [Law; 3] = [
    ("faults", whichever_call_fails),
    ("seeming faults", whichever_call_only_seems_to_fail),
    ("short writes", whichever_write_is_short),
];

/// Whether the bytes are a whole file of answers.
fn whole(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| crate::journal::file::read(text).is_ok())
}

#[test]
fn whichever_call_fails_nothing_is_lost_and_the_truth_is_told() {
    for (name, law) in LAWS {
        for operation in operations::all() {
            law(&operation).holds(name, &format!("cases of {}", operation.name));
        }
    }
}

#[test]
fn nothing_is_known_to_be_wrong() {
    let operations = operations::all();
    let known =
        |law: fn(&Operation) -> Outcome| operations.iter().flat_map(move |operation| law(operation).known);
    let known: Vec<String> = LAWS.into_iter().flat_map(|(_, law)| known(law)).collect();
    assert!(known.is_empty(), "{}:\n{}", known.len(), known.join("\n"));
}

/// The rename took place, but its answer got lost, and the second try did not find the file any more.
#[test]
fn f38_a_rename_whose_answer_got_lost() {
    for operation in [operations::first_save(), operations::save_over(), operations::save_that_keeps()] {
        for errno in [Errno::NOENT, Errno::IO] {
            let disk = operation.before.crash();
            let mut run = (operation.begin)(&disk);
            let told = run(&FaultDisk::over(disk.clone()).on("rename", Times::Once, How::Happens(errno)));
            assert_eq!((operation.find)(&disk.crash()).unwrap(), operation.new);
            assert_eq!(told, Told::Confirmed, "{} {errno}", operation.name);
            assert_eq!(run(&disk), Told::Confirmed, "{} {errno}", operation.name);
            drop(run);
            assert_eq!((operation.find)(&disk).unwrap(), operation.new);
            let beside = |path: &PathBuf| path.to_string_lossy().contains("unsaved");
            assert!(!disk.files().keys().any(beside), "{} {errno}", operation.name);
        }
    }
}

/// Half of a network disk answers: the file is there for one call and not for the next.
#[test]
fn answers_that_were_seen_and_cannot_be_found_are_no_first_start() {
    let load = operations::load();
    let disk = FaultDisk::over(load.before.crash()).nth("read", 1, Times::Once, How::Fails(Errno::NOENT));
    assert!(matches!(open(&disk, &paths()).access, Access::ReadOnly(_)));
}

#[test]
fn a_fault_comes_when_it_is_planned_and_everything_is_counted() {
    let disk = SimDisk::with_folders(&["/home"]);
    let path = Path::new("/home/a");
    let on = |name, times, how| FaultDisk::over(disk.clone()).nth(name, 2, times, how);
    let stats = |disk: &FaultDisk<SimDisk>| [(); 4].map(|()| disk.stat(Path::new("/home")).is_ok());
    let once = on("stat", Times::Once, How::Fails(Errno::IO));
    assert_eq!(stats(&once), [true, false, true, true]);
    assert_eq!(stats(&on("stat", Times::ForEver, How::Fails(Errno::IO))), [true, false, false, false]);
    assert_eq!((once.counts()["stat"], once.failed()), (4, vec!["stat"]));
    let at = FaultDisk::over(disk.clone()).at(3, Times::ForEver, How::Fails(Errno::INTR));
    assert_eq!(stats(&at), [true, true, false, false]);
    for (how, ok, text) in [
        (How::Fails(Errno::NOSPC), false, "123412"),
        (How::Short(Errno::NOSPC), false, "12341212"),
        (How::Lies, true, "12341212"),
        (How::Happens(Errno::NOSPC), false, "1234123412"),
    ] {
        let mut file = on("write", Times::Once, how).create_excl(path).unwrap();
        assert!(file.write(b"1234").is_ok());
        assert_eq!(file.write(b"1234").is_ok(), ok);
        file.write(b"12").unwrap();
        assert_eq!(disk.bytes(path).as_deref(), Some(text.as_bytes()));
        disk.unlink(path).unwrap();
    }
    let link = FaultDisk::over(&disk).on("make_dir", Times::Once, How::Happens(Errno::EXIST));
    assert!(link.make_dir(path).is_err() && link.stat(path).is_ok());
}

#[test]
fn it_stands_before_the_disk_of_this_computer_as_well() {
    let (home, _) = Home::written();
    let before = home.answers();
    let mut desk = desk(open(&RealDisk, &home.paths));
    for how in [How::Short(Errno::NOSPC), How::Lies, How::Fails(Errno::INTR)] {
        let disk = FaultDisk::over(RealDisk).on("write", Times::Once, how);
        save(&disk, &mut desk, &journal(&["one", "two", "three"])).unwrap_err();
        assert_eq!((home.answers(), home.names().len()), (before.clone(), 2));
    }
    assert!(save(&RealDisk, &mut desk, &journal(&["one", "two", "three"])).unwrap().confirmed);
}
