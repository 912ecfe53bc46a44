//! A disk in memory that knows what a power cut may leave of it: for every test that asks "and if it goes dark now?".
//!
//! What is written stays in a cache until it is synced: the bytes of a file by `sync_file`, the names in a folder by
//! `sync_dir`, each folder for itself. [`SimDisk::power_cuts`] gives every disk that may be found afterwards. It is stricter
//! than the disks of this world, which promise more than they say; it is no model of one of them, and nothing here is random.

use crate::store::disk::{Disk, Lock, NewFile, Shape, Stat};
use rustix::io::Errno;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A disk in memory. A clone is one more hold on the same disk; [`SimDisk::crash`] gives a disk of its own.
#[derive(Clone)]
pub(super) struct SimDisk {
    state: Arc<Mutex<State>>,
}

#[derive(Clone)]
struct State {
    nodes: BTreeMap<u64, Node>,
    /// Steps that no folder was synced after, oldest first.
    pending: Vec<Step>,
    /// Which lock files are held.
    locks: BTreeSet<u64>,
    /// One more with every change: the time of day here.
    clock: i64,
    /// How many calls there were, and at which one the process dies.
    calls: usize,
    dies_at: Option<usize>,
}

/// One change of names that happens whole or not at all, even when it is in two folders.
type Step = Vec<Change>;

#[derive(Clone)]
struct Change {
    folder: u64,
    name: String,
    /// What has the name from now on; `None` when nothing has.
    node: Option<u64>,
}

type Names = BTreeMap<String, u64>;

#[derive(Clone)]
struct Node {
    kind: Kind,
    changed: i64,
    touched: i64,
}

#[derive(Clone)]
enum Kind {
    File { cached: Arc<[u8]>, durable: Arc<[u8]> },
    Folder { cached: Names, durable: Names },
    Link(PathBuf),
}

/// Where a path leads.
struct Spot {
    folder: u64,
    name: String,
    node: Option<u64>,
    /// Without links.
    path: PathBuf,
}

const ROOT: u64 = 1;
/// More unsynced steps than this have too many subsets to be tried.
const STEPS: usize = 14;
/// How many links may lead from one to the next.
const LINKS: usize = 40;

impl SimDisk {
    /// A disk with nothing but these folders.
    pub(super) fn with_folders(folders: &[&str]) -> SimDisk {
        let root = Node { kind: Kind::folder(), changed: 0, touched: 0 };
        let disk = SimDisk::of(State {
            nodes: BTreeMap::from([(ROOT, root)]),
            pending: Vec::new(),
            locks: BTreeSet::new(),
            clock: 0,
            calls: 0,
            dies_at: None,
        });
        for folder in folders {
            disk.make_dir(Path::new(folder)).unwrap();
        }
        disk.settle();
        disk
    }

    fn of(state: State) -> SimDisk {
        SimDisk { state: Arc::new(Mutex::new(state)) }
    }

    /// The disk after the process was killed, on its own from here: what was written is there, held locks are not.
    pub(super) fn crash(&self) -> SimDisk {
        let state = self.state().clone();
        SimDisk::of(State { locks: BTreeSet::new(), calls: 0, dies_at: None, ..state })
    }

    /// A disk like after [`SimDisk::crash`], whose process dies at this call, counted from 1. See [`SimDisk::die_at`].
    pub(super) fn dying_at(&self, call: usize) -> SimDisk {
        let disk = self.crash();
        disk.die_at(call);
        disk
    }

    /// From now on, the process dies at this call, counted from 1: neither it nor any later one is done. A write is cut in
    /// its middle.
    pub(super) fn die_at(&self, call: usize) {
        let mut state = self.state();
        (state.calls, state.dies_at) = (0, Some(call));
    }

    /// How many calls the process made, the one at which it died among them.
    pub(super) fn calls(&self) -> usize {
        let state = self.state();
        state.calls.min(state.dies_at.unwrap_or(usize::MAX))
    }

    /// Whether the process has died.
    pub(super) fn died(&self) -> bool {
        let state = self.state();
        state.dies_at.is_some_and(|call| state.calls >= call)
    }

    /// Everything so far outlasts a power cut.
    pub(super) fn settle(&self) {
        let mut state = self.state();
        state.pending.clear();
        for node in state.nodes.values_mut() {
            match &mut node.kind {
                Kind::File { cached, durable } => *durable = Arc::clone(cached),
                Kind::Folder { cached, durable } => *durable = cached.clone(),
                Kind::Link(_) => {}
            }
        }
    }

    /// Somebody else replaces the whole file, and it outlasts a power cut.
    pub(super) fn put(&self, path: &Path, bytes: &[u8]) {
        let _ = self.unlink(path);
        self.create_excl(path).unwrap().write(bytes).unwrap();
        self.settle();
    }

    /// Somebody else makes a link that leads to this target, and it outlasts a power cut.
    pub(super) fn put_link(&self, target: &str, path: &Path) {
        let mut state = self.state();
        let spot = state.walk(path, false).unwrap();
        state.make(&spot, Kind::Link(target.into()));
        drop(state);
        self.settle();
    }

    /// The bytes of a file, for a test to look at: no call is counted.
    pub(super) fn bytes(&self, path: &Path) -> Option<Arc<[u8]>> {
        let state = self.state();
        match state.node(state.walk(path, true).ok()?.node?) {
            Kind::File { cached, .. } => Some(Arc::clone(cached)),
            Kind::Folder { .. } | Kind::Link(_) => None,
        }
    }

    /// Every file with its bytes, by path.
    pub(super) fn files(&self) -> BTreeMap<PathBuf, Arc<[u8]>> {
        let state = self.state();
        let mut files = BTreeMap::new();
        state.each(|path, _, kind| {
            if let Kind::File { cached, .. } = kind {
                files.insert(PathBuf::from(path), Arc::clone(cached));
            }
        });
        files
    }

    /// The names of everything, with sizes, for a message about what went wrong.
    pub(super) fn listing(&self) -> String {
        let mut list = String::new();
        self.state().each(|path, number, kind| {
            let _ = match kind {
                Kind::File { cached, .. } if !cached.is_empty() && cached.iter().all(|byte| *byte == 0) => {
                    write!(list, "\n    {path} (file {number}, {} bytes, all zero)", cached.len())
                }
                Kind::File { cached, .. } => {
                    write!(list, "\n    {path} (file {number}, {} bytes)", cached.len())
                }
                Kind::Folder { .. } => write!(list, "\n    {path}/"),
                Kind::Link(target) => write!(list, "\n    {path} -> {}", target.display()),
            };
        });
        list
    }

    /// A number that is the same for disks on which the same is found: names, bytes, and which names share a file. Names of
    /// unfinished files are random, and count as one.
    pub(super) fn fingerprint(&self) -> u64 {
        let mut all = Vec::new();
        let mut first: BTreeMap<u64, String> = BTreeMap::new();
        self.state().each(|path, number, kind| {
            let path = match path.strip_suffix(".tmp").and_then(|path| path.rsplit_once('/')) {
                Some((folder, _)) => format!("{folder}/.tmp"),
                None => path.to_owned(),
            };
            let same = first.entry(number).or_insert_with(|| path.clone()).clone();
            all.push(match kind {
                Kind::File { cached, .. } => (path, same, Some(Arc::clone(cached)), None),
                Kind::Folder { .. } => (path, same, None, None),
                Kind::Link(target) => (path, same, None, Some(target.clone())),
            });
        });
        all.sort();
        let mut hasher = DefaultHasher::new();
        all.hash(&mut hasher);
        hasher.finish()
    }

    /// Every disk that may be found when the power goes now, each one once. Of the steps that no sync has confirmed any may
    /// be there and any may be missing, whatever their order; of bytes that no sync has confirmed there may be what was
    /// there before, all, half, nothing, or as many zeros.
    pub(super) fn power_cuts(&self) -> impl Iterator<Item = SimDisk> + use<> {
        let state = self.crash().state().clone();
        assert!(state.pending.len() <= STEPS, "{} unsynced steps", state.pending.len());
        let mut trees = BTreeSet::new();
        (0..1_u32 << state.pending.len()).flat_map(move |kept| {
            let mut cut = state.clone();
            for (number, step) in std::mem::take(&mut cut.pending).into_iter().enumerate() {
                if kept & 1 << number != 0 {
                    cut.confirm(step);
                }
            }
            cut.forget_names();
            let fresh = trees.insert(cut.tree());
            let cuts = if fresh { cut.contents() } else { Vec::new() };
            cuts.into_iter().map(SimDisk::of)
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One more call, unless the process is dead.
    fn call(&self) -> io::Result<MutexGuard<'_, State>> {
        let mut state = self.state();
        state.calls += 1;
        match state.dies_at {
            Some(call) if state.calls >= call => Err(Errno::IO.into()),
            Some(_) | None => Ok(state),
        }
    }
}

impl Kind {
    fn file(bytes: &[u8]) -> Kind {
        Kind::File { cached: bytes.into(), durable: Arc::default() }
    }

    fn folder() -> Kind {
        Kind::Folder { cached: Names::new(), durable: Names::new() }
    }
}

impl State {
    fn node(&self, number: u64) -> &Kind {
        &self.nodes[&number].kind
    }

    fn names(&self, folder: u64) -> io::Result<&Names> {
        match self.node(folder) {
            Kind::Folder { cached, .. } => Ok(cached),
            Kind::File { .. } | Kind::Link(_) => Err(Errno::NOTDIR.into()),
        }
    }

    /// Where a path leads; the last name may be free.
    fn walk(&self, path: &Path, follow: bool) -> io::Result<Spot> {
        self.walk_after(0, path, follow)
    }

    /// The same, after so many links.
    fn walk_after(&self, links: usize, path: &Path, follow: bool) -> io::Result<Spot> {
        if links > LINKS {
            return Err(Errno::LOOP.into());
        }
        let mut left: Vec<Component<'_>> = path.components().rev().collect();
        // Each folder on the way, with its path.
        let mut way = vec![(ROOT, PathBuf::from("/"))];
        while let Some(component) = left.pop() {
            let (folder, at) = &way[way.len() - 1];
            let names = self.names(*folder)?;
            let name = match component {
                Component::RootDir | Component::CurDir | Component::Prefix(_) => continue,
                Component::ParentDir => {
                    way.truncate(way.len().max(2) - 1);
                    continue;
                }
                Component::Normal(name) => name.to_str().unwrap().to_owned(),
            };
            let (node, path) = (names.get(&name).copied(), at.join(&name));
            if let Some(Kind::Link(target)) = node.map(|number| self.node(number))
                && (follow || !left.is_empty())
            {
                let rest = left.iter().rev().fold(at.join(target), |path, component| path.join(component));
                return self.walk_after(links + 1, &rest, follow);
            }
            match node {
                _ if left.is_empty() => return Ok(Spot { folder: *folder, name, node, path }),
                Some(number) => way.push((number, path)),
                None => return Err(Errno::NOENT.into()),
            }
        }
        let (folder, path) = way.swap_remove(way.len() - 1);
        Ok(Spot { folder, name: String::new(), node: Some(folder), path })
    }

    /// What stands at a path.
    fn find(&self, path: &Path, follow: bool) -> io::Result<(Spot, u64)> {
        let spot = self.walk(path, follow)?;
        let node = spot.node.ok_or(Errno::NOENT)?;
        Ok((spot, node))
    }

    /// A step in the cache, for a later sync.
    fn take(&mut self, step: Step) {
        self.clock += 1;
        for Change { folder, name, node } in &step {
            if let Some(Node { kind: Kind::Folder { cached, .. }, .. }) = self.nodes.get_mut(folder) {
                set(cached, name, *node);
            }
        }
        self.pending.push(step);
    }

    /// A step outlasts a power cut. What it builds on may be missing: then a name that should go was never there.
    fn confirm(&mut self, step: Step) {
        for Change { folder, name, node } in step {
            if let Some(Node { kind: Kind::Folder { durable, .. }, .. }) = self.nodes.get_mut(&folder) {
                set(durable, &name, node);
            }
        }
    }

    fn make(&mut self, spot: &Spot, kind: Kind) -> u64 {
        let number = self.nodes.last_key_value().map_or(ROOT, |(last, _)| last + 1);
        self.take(vec![Change { folder: spot.folder, name: spot.name.clone(), node: Some(number) }]);
        self.nodes.insert(number, Node { kind, changed: self.clock, touched: self.clock });
        number
    }

    fn touch(&mut self, number: u64) {
        let clock = self.clock;
        if let Some(node) = self.nodes.get_mut(&number) {
            node.touched = clock;
        }
    }

    fn fill(&mut self, number: u64, bytes: Vec<u8>) {
        self.clock += 1;
        let clock = self.clock;
        if let Some(Node { kind: Kind::File { cached, .. }, changed, touched }) = self.nodes.get_mut(&number)
        {
            (*cached, *changed, *touched) = (bytes.into(), clock, clock);
        }
    }

    fn append(&mut self, number: u64, bytes: &[u8]) {
        let Kind::File { cached, .. } = self.node(number) else { return };
        let all = [cached, bytes].concat();
        self.fill(number, all);
    }

    fn stat(&self, number: u64) -> Stat {
        let Node { kind, changed, touched } = &self.nodes[&number];
        let (shape, size, mode) = match kind {
            Kind::File { cached, .. } => (Shape::File, cached.len() as u64, 0o600),
            Kind::Folder { .. } => (Shape::Folder, 0, 0o700),
            Kind::Link(_) => (Shape::Neither, 0, 0o777),
        };
        Stat {
            shape,
            node: (1, number),
            size,
            changed: (*changed, 0),
            touched: (*touched, 0),
            mode,
            links: 1,
            is_own: true,
        }
    }

    /// Everything that has a name, in the order of paths, with the number of its node.
    fn each(&self, mut what: impl FnMut(&str, u64, &Kind)) {
        let mut left: Vec<(String, u64)> = vec![(String::new(), ROOT)];
        while let Some((path, number)) = left.pop() {
            let kind = self.node(number);
            if number != ROOT {
                what(&path, number, kind);
            }
            if let Kind::Folder { cached, .. } = kind {
                left.extend(cached.iter().rev().map(|(name, number)| (format!("{path}/{name}"), *number)));
            }
        }
    }

    /// Only the names that have outlasted a power cut are left, and only what they lead to.
    fn forget_names(&mut self) {
        for node in self.nodes.values_mut() {
            if let Kind::Folder { cached, durable } = &mut node.kind {
                *cached = durable.clone();
            }
        }
        let mut reached = BTreeSet::from([ROOT]);
        self.each(|_, number, _| {
            reached.insert(number);
        });
        self.nodes.retain(|number, _| reached.contains(number));
    }

    fn tree(&self) -> Vec<(String, u64)> {
        let mut tree = Vec::new();
        self.each(|path, number, _| tree.push((path.to_owned(), number)));
        tree
    }

    /// For every file that was not synced, everything that may be in it; the product of all files.
    fn contents(self) -> Vec<State> {
        let numbers: Vec<u64> = self.nodes.keys().copied().collect();
        let mut states = vec![self];
        for number in numbers {
            let Kind::File { cached, durable } = states[0].node(number).clone() else { continue };
            if cached == durable {
                continue;
            }
            let half = cached[..cached.len() / 2].into();
            let zeros = vec![0; cached.len()].into();
            let may_be = BTreeSet::from([durable, Arc::clone(&cached), Arc::default(), half, zeros]);
            let with = |state: &State, bytes: &Arc<[u8]>| {
                let mut state = state.clone();
                if let Some(node) = state.nodes.get_mut(&number) {
                    node.kind = Kind::File { cached: Arc::clone(bytes), durable: Arc::clone(bytes) };
                }
                state
            };
            states = states
                .iter()
                .flat_map(|state| may_be.iter().map(|bytes| with(state, bytes)).collect::<Vec<_>>())
                .collect();
        }
        states
    }
}

fn set(names: &mut Names, name: &str, node: Option<u64>) {
    match node {
        Some(node) => names.insert(name.to_owned(), node),
        None => names.remove(name),
    };
}

impl Disk for SimDisk {
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let state = self.call()?;
        let (_, number) = state.find(path, true)?;
        match state.node(number) {
            Kind::File { cached, .. } if cached.len() as u64 > limit => Err(ErrorKind::FileTooLarge.into()),
            Kind::File { cached, .. } => Ok(cached.to_vec()),
            Kind::Folder { .. } => Err(ErrorKind::IsADirectory.into()),
            Kind::Link(_) => Err(ErrorKind::Unsupported.into()),
        }
    }

    fn create_excl(&self, path: &Path) -> io::Result<Box<dyn NewFile>> {
        let mut state = self.call()?;
        let spot = state.walk(path, false)?;
        if spot.node.is_some() {
            return Err(Errno::EXIST.into());
        }
        let number = state.make(&spot, Kind::file(b""));
        drop(state);
        Ok(Box::new(SimFile { disk: self.clone(), number }))
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.call()?;
        let (_, number) = state.find(from, false)?;
        let spot = state.walk(to, false)?;
        match (state.node(number), spot.node) {
            (_, Some(_)) => return Err(Errno::EXIST.into()),
            (Kind::Folder { .. }, None) => return Err(Errno::PERM.into()),
            (Kind::File { .. } | Kind::Link(_), None) => {}
        }
        state.take(vec![Change { folder: spot.folder, name: spot.name, node: Some(number) }]);
        state.touch(number);
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.call()?;
        let (old, new) = (state.walk(from, false)?, state.walk(to, false)?);
        let number = old.node.ok_or(Errno::NOENT)?;
        let moved = state.node(number);
        assert!(!matches!(moved, Kind::Folder { .. }), "nobody moves a folder, so that this disk cannot");
        match new.node.map(|there| (there == number, state.node(there))) {
            // Two names of one file: the system leaves both.
            Some((true, _)) => return Ok(()),
            Some((false, Kind::Folder { .. })) => return Err(Errno::ISDIR.into()),
            Some((false, Kind::File { .. } | Kind::Link(_))) | None => {}
        }
        state.take(vec![
            Change { folder: old.folder, name: old.name, node: None },
            Change { folder: new.folder, name: new.name, node: Some(number) },
        ]);
        state.touch(number);
        Ok(())
    }

    fn sync_dir(&self, folder: &Path) -> io::Result<()> {
        let mut state = self.call()?;
        let (_, number) = state.find(folder, true)?;
        state.names(number)?;
        // A step in two folders takes with it what came before it in the other one.
        let mut folders = BTreeSet::from([number]);
        let mut confirmed: Vec<Step> = Vec::new();
        let mut left: Vec<Step> = Vec::new();
        for step in std::mem::take(&mut state.pending).into_iter().rev() {
            if step.iter().any(|change| folders.contains(&change.folder)) {
                folders.extend(step.iter().map(|change| change.folder));
                confirmed.push(step);
            } else {
                left.push(step);
            }
        }
        state.pending = left.into_iter().rev().collect();
        confirmed.into_iter().rev().for_each(|step| state.confirm(step));
        Ok(())
    }

    fn unlink(&self, path: &Path) -> io::Result<()> {
        let mut state = self.call()?;
        let (spot, number) = state.find(path, false)?;
        if matches!(state.node(number), Kind::Folder { .. }) {
            return Err(Errno::ISDIR.into());
        }
        state.take(vec![Change { folder: spot.folder, name: spot.name, node: None }]);
        state.touch(number);
        Ok(())
    }

    fn stat(&self, path: &Path) -> io::Result<Stat> {
        let state = self.call()?;
        let (_, number) = state.find(path, true)?;
        Ok(state.stat(number))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let state = self.call()?;
        let (_, number) = state.find(folder, true)?;
        Ok(state.names(number)?.keys().map(PathBuf::from).collect())
    }

    fn try_lock(&self, path: &Path, note: &str) -> io::Result<Option<Lock>> {
        let mut state = self.call()?;
        let spot = state.walk(path, false)?;
        let number = match spot.node {
            Some(number) => number,
            None => state.make(&spot, Kind::file(b"")),
        };
        match state.node(number) {
            Kind::File { .. } => {}
            Kind::Folder { .. } => return Err(Errno::ISDIR.into()),
            Kind::Link(_) => return Err(Errno::LOOP.into()),
        }
        if !state.locks.insert(number) {
            return Ok(None);
        }
        state.fill(number, note.as_bytes().to_vec());
        let stat = state.stat(number);
        drop(state);
        Ok(Some(Lock { stat, held: Box::new(Held { disk: self.clone(), number }) }))
    }

    fn make_dir(&self, folder: &Path) -> io::Result<()> {
        let mut state = self.call()?;
        let spot = state.walk(folder, false)?;
        if spot.node.is_some() {
            return Err(Errno::EXIST.into());
        }
        state.make(&spot, Kind::folder());
        Ok(())
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        let state = self.call()?;
        let mut path = path.to_owned();
        loop {
            match state.walk(&path, true) {
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                found => return found.map(|spot| spot.path),
            }
            // A folder on the way is missing, perhaps one that a link leads to.
            let target = state.find(&path, false).ok().and_then(|(_, number)| match state.node(number) {
                Kind::Link(target) => Some(target.clone()),
                Kind::File { .. } | Kind::Folder { .. } => None,
            });
            match target {
                Some(target) => path = path.parent().unwrap_or(Path::new("/")).join(target),
                None => return Ok(path),
            }
        }
    }

    fn may_write(&self, folder: &Path) -> io::Result<()> {
        let state = self.call()?;
        let (_, number) = state.find(folder, true)?;
        state.names(number).map(drop)
    }
}

struct SimFile {
    disk: SimDisk,
    number: u64,
}

impl NewFile for SimFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut state = self.disk.state();
        state.calls += 1;
        match state.dies_at {
            Some(call) if state.calls > call => Err(Errno::IO.into()),
            Some(call) if state.calls == call => {
                state.append(self.number, &bytes[..bytes.len() / 2]);
                Err(Errno::IO.into())
            }
            Some(_) | None => {
                state.append(self.number, bytes);
                Ok(())
            }
        }
    }

    fn sync_file(&mut self) -> io::Result<()> {
        let mut state = self.disk.call()?;
        if let Some(Node { kind: Kind::File { cached, durable }, .. }) = state.nodes.get_mut(&self.number) {
            *durable = Arc::clone(cached);
        }
        Ok(())
    }
}

struct Held {
    disk: SimDisk,
    number: u64,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.disk.state().locks.remove(&self.number);
    }
}

mod tests {
    use super::*;
    use crate::store::RealDisk;

    fn at(name: &str) -> PathBuf {
        Path::new("/home").join(name)
    }

    fn disk() -> SimDisk {
        SimDisk::with_folders(&["/home"])
    }

    fn write(disk: &SimDisk, name: &str, text: &str) -> Box<dyn NewFile> {
        let mut file = disk.create_excl(&at(name)).unwrap();
        file.write(text.as_bytes()).unwrap();
        file
    }

    /// What may be found after a power cut, each as `name=text`, sorted.
    fn cuts(disk: &SimDisk) -> Vec<String> {
        let show = |cut: SimDisk| {
            let show = |(path, bytes): (PathBuf, Arc<[u8]>)| {
                let name = path.strip_prefix("/home").unwrap().display().to_string();
                format!("{name}={}", String::from_utf8_lossy(&bytes).replace('\0', "0"))
            };
            cut.files().into_iter().map(show).collect::<Vec<_>>().join(" ")
        };
        let mut cuts: Vec<String> = disk.power_cuts().map(show).collect();
        cuts.sort();
        cuts
    }

    #[test]
    fn what_is_not_synced_may_be_anything() {
        let disk = disk();
        let mut file = write(&disk, "a", "1234");
        assert_eq!(cuts(&disk), ["", "a=", "a=0000", "a=12", "a=1234"]);
        file.sync_file().unwrap();
        assert_eq!(cuts(&disk), ["", "a=1234"]);
        disk.sync_dir(&at("")).unwrap();
        assert_eq!(cuts(&disk), ["a=1234"]);
        file.write(b"56").unwrap();
        assert_eq!(cuts(&disk), ["a=", "a=000000", "a=123", "a=1234", "a=123456"]);
    }

    #[test]
    fn steps_in_a_folder_come_in_any_order_and_each_one_whole() {
        let disk = disk();
        disk.put(&at("a"), b"old");
        write(&disk, "b", "new").sync_file().unwrap();
        disk.rename(&at("b"), &at("a")).unwrap();
        assert_eq!(cuts(&disk), ["a=new", "a=old", "a=old b=new"]);
        disk.link(&at("a"), &at("c")).unwrap();
        disk.unlink(&at("a")).unwrap();
        let cuts = cuts(&disk);
        assert_eq!(cuts.len(), 10, "{cuts:?}");
        assert!(cuts.contains(&"c=new".to_owned()) && cuts.contains(&String::new()));
    }

    #[test]
    fn a_folder_that_is_not_synced_takes_everything_with_it() {
        let disk = disk();
        disk.make_dir(&at("in")).unwrap();
        write(&disk, "in/a", "x").sync_file().unwrap();
        disk.sync_dir(&at("in")).unwrap();
        assert_eq!(cuts(&disk), ["", "in/a=x"]);
        disk.sync_dir(&at("")).unwrap();
        assert_eq!(cuts(&disk), ["in/a=x"]);
        // From folder to folder is one step as well.
        disk.rename(&at("in/a"), &at("a")).unwrap();
        assert_eq!(cuts(&disk), ["a=x", "in/a=x"]);
        disk.sync_dir(&at("in")).unwrap();
        assert_eq!(cuts(&disk), ["a=x"]);
    }

    #[test]
    fn the_dead_do_nothing_and_hold_nothing() {
        let full = disk();
        for (call, wanted) in [(1, None), (2, Some("12")), (3, Some("1234")), (4, Some("1234"))] {
            let disk = full.dying_at(call);
            let written = disk.create_excl(&at("a")).and_then(|mut file| file.write(b"1234"));
            let synced = disk.sync_dir(&at(""));
            assert_eq!((written.is_ok(), synced.is_ok()), (call > 2, call > 3));
            assert_eq!((disk.died(), disk.calls()), (call < 4, call.min(3)));
            assert_eq!(disk.crash().bytes(&at("a")).as_deref(), wanted.map(str::as_bytes));
        }
        let lock = full.try_lock(&at("lock"), "me").unwrap();
        assert!(lock.is_some() && full.try_lock(&at("lock"), "you").unwrap().is_none());
        assert!(full.crash().try_lock(&at("lock"), "you").unwrap().is_some());
        drop(lock);
        assert!(full.try_lock(&at("lock"), "you").unwrap().is_some());
    }

    #[test]
    fn the_names_of_unfinished_files_do_not_count() {
        let [one, two, three] = [("a.1.tmp", "x"), ("a.2.tmp", "x"), ("a.2.tmp", "y")].map(|(name, text)| {
            let disk = disk();
            write(&disk, name, text);
            disk.fingerprint()
        });
        assert_eq!(one, two);
        assert_ne!(two, three);
    }

    /// A number from 0 up to a limit, and the next one is another.
    fn dice(seed: &mut u64, limit: usize) -> usize {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*seed >> 33) as usize % limit
    }

    /// One call of a kind, and what came of it.
    fn act(disk: &dyn Disk, call: usize, limit: u64, [from, to]: [&Path; 2]) -> io::Result<String> {
        let nothing = |()| String::new();
        match call {
            0 => disk.create_excl(from).and_then(|mut file| file.write(b"12345")).map(nothing),
            1 => disk.read(from, limit).map(|bytes| format!("{bytes:?}")),
            2 => disk.link(from, to).map(nothing),
            3 => disk.rename(from, to).map(nothing),
            4 => disk.unlink(from).map(nothing),
            5 => disk.make_dir(from).map(nothing),
            6 => disk.stat(from).map(|stat| match stat.shape {
                Shape::File => format!("file of {} and {:o}", stat.size, stat.mode),
                Shape::Folder | Shape::Neither => format!("{:?}", stat.shape),
            }),
            7 => disk.list(from).map(|mut names| {
                names.sort();
                format!("{names:?}")
            }),
            _ => {
                disk.resolve(from).map(|path| path.iter().skip(1).collect::<PathBuf>().display().to_string())
            }
        }
    }

    /// The same calls on the disk of this computer come out the same.
    #[test]
    fn it_is_like_the_disk_of_this_computer() {
        let names = ["a", "b", "in", "in/a", "in/b", "in/in", "none/a", "a/b", "link", "circle", "in/../b"];
        let (mut seed, mut done) = (1, 0);
        for _ in 0..100 {
            let home = tempfile::tempdir().unwrap();
            let root = home.path().canonicalize().unwrap();
            let mut folders: Vec<&str> = root.ancestors().map(|folder| folder.to_str().unwrap()).collect();
            folders.reverse();
            let sim = SimDisk::with_folders(&folders[1..]);
            for (name, target) in [("link", "in/a"), ("circle", "circle")] {
                sim.put_link(target, &root.join(name));
                std::os::unix::fs::symlink(target, root.join(name)).unwrap();
            }
            for round in 0..100 {
                let [from, to] = [(); 2].map(|()| root.join(names[dice(&mut seed, names.len())]));
                let (call, limit) = (dice(&mut seed, 9), 4 + round % 2);
                if call == 3 && from.symlink_metadata().is_ok_and(|from| from.is_dir()) {
                    continue;
                }
                let [here, there] = [&sim as &dyn Disk, &RealDisk].map(|disk| {
                    act(disk, call, limit, [&from, &to]).unwrap_or_else(|error| format!("{:?}", error.kind()))
                });
                done += usize::from(here.is_empty());
                let (from, to) = (from.display(), to.display());
                assert_eq!(here, there, "round {round}: call {call} of {from} to {to}{}", sim.listing());
            }
        }
        assert!(done > 500, "only {done} calls were done");
    }
}
