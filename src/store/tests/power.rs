//! The power goes: at every call of everything the store does, in every state that a disk may be in afterwards.
//!
//! One law, [`every_power_cut_of`], and the operations it holds for. Calls that fail while the power stays on are in
//! `faults.rs`.

use super::journal;
use super::operations::{self, Operation, Run, Told, next_save, paths};
use super::sim::SimDisk;
use crate::store::disk::Disk;
use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What came out of a law: how many cases there were, and those in which it did not hold.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) cases: usize,
    pub(super) broken: Vec<String>,
    /// The same, but it is known.
    pub(super) known: Vec<String>,
}

impl Outcome {
    /// The cases of another one are cases of this one.
    pub(super) fn add(&mut self, other: Outcome) {
        self.cases += other.cases;
        self.broken.extend(other.broken);
        self.known.extend(other.known);
    }

    /// Tells how many cases there were, and stops the test when the law did not hold in all of them.
    pub(super) fn holds(&self, law: &str, of: &str) {
        let Outcome { cases, broken, known } = self;
        match known.len() {
            0 => println!("{law}: {cases} {of}"),
            known => println!("{law}: {cases} {of}, {known} of them known to be wrong"),
        }
        let (count, first) = (broken.len(), broken[..broken.len().min(5)].join("\n"));
        assert!(count == 0, "{law}: {count} of {cases} {of} are wrong, such as\n{first}");
    }
}

/// Disks that were looked at, with what was expected of them, and whether it was confirmed.
type Seen = HashSet<(u64, u64, bool)>;

/// Runs an operation until its process dies at its first call, its second, and so on, up to its end; lets the power go each
/// time; and looks at every disk that may be found then.
fn every_power_cut_of(operation: &Operation) -> Outcome {
    every_new_power_cut_of(operation, &mut Seen::new())
}

/// The same, without disks that were looked at before.
fn every_new_power_cut_of(operation: &Operation, seen: &mut Seen) -> Outcome {
    let mut outcome = Outcome::default();
    let stays = stays(operation);
    let mut expected = DefaultHasher::new();
    format!("{:?} {:?} {:?} {stays:?}", operation.old, operation.new, operation.keeps).hash(&mut expected);
    let expected = expected.finish();
    for_every_call(operation, |disk, told| {
        let (calls, confirmed) = (disk.calls(), *told == Told::Confirmed);
        for cut in disk.power_cuts() {
            if !seen.insert((cut.fingerprint(), expected, confirmed)) {
                continue;
            }
            outcome.cases += 1;
            let listing = cut.listing();
            if let Err(what) = survives(operation, &stays, &cut, confirmed) {
                let when = if confirmed { "after it was confirmed" } else { "before it was confirmed" };
                let name = operation.name;
                outcome.broken.push(format!("  {name} after {calls} calls, {when}: {what}{listing}"));
            }
        }
    });
    outcome
}

/// Runs an operation until its process dies at its first call, its second, and so on, the last time up to its end. Gives the
/// disk as the dead process left it, and what was told.
fn for_every_call(operation: &Operation, mut what: impl FnMut(&SimDisk, &Told)) {
    for call in 1.. {
        let disk = operation.before.crash();
        let mut run = (operation.begin)(&disk);
        disk.die_at(call);
        let told = run(&disk);
        what(&disk, &told);
        if !disk.died() {
            break;
        }
    }
}

/// Every file that may not change, with its bytes: what is found after every power cut before the operation begins.
pub(super) fn stays(operation: &Operation) -> BTreeMap<PathBuf, Arc<[u8]>> {
    let mut cuts = operation.before.power_cuts().map(|cut| cut.files());
    let mut stays = cuts.next().unwrap();
    for files in cuts {
        stays.retain(|path, bytes| files.get(path) == Some(bytes));
    }
    let passing = |path: &Path| *path == paths().lock || path.extension().is_some_and(|end| end == "tmp");
    stays.retain(|path, _| !operation.changes.contains(path) && !passing(path));
    stays
}

/// Whether a disk after a power cut is as it may be, or what is wrong with it.
fn survives(
    operation: &Operation,
    stays: &BTreeMap<PathBuf, Arc<[u8]>>,
    disk: &SimDisk,
    confirmed: bool,
) -> Result<(), String> {
    let files = disk.files();
    if let Some((path, _)) = stays.iter().find(|(path, bytes)| files.get(*path) != Some(bytes)) {
        return Err(format!("{} is not what it was", path.display()));
    }
    let found = (operation.find)(disk)?;
    match found == operation.new {
        true => {}
        false if confirmed => return Err("what was confirmed is not there".to_owned()),
        false if operation.old.contains(&found) => {}
        false => return Err(format!("neither the old nor the new is there, but {found:?}")),
    }
    let kept = |bytes: &Arc<[u8]>| {
        files.iter().any(|(path, kept)| path.starts_with(&paths().backups) && kept == bytes)
    };
    if found == operation.new && !operation.keeps.as_ref().is_none_or(kept) {
        return Err("the version that was replaced is not kept".to_owned());
    }
    (operation.again)(disk)
}

#[test]
fn f09_power_cut_in_every_order() {
    for operation in operations::all() {
        every_power_cut_of(&operation).holds("power_cut", &format!("states of {}", operation.name));
    }
}

/// The power goes, and goes again while the first words after that are saved.
#[test]
fn f09_a_second_power_cut_in_every_order() {
    for first in operations::saves() {
        let (mut starts, mut seen, mut outcome) = (HashSet::new(), Seen::new(), Outcome::default());
        for_every_call(&first, |disk, _| {
            for cut in disk.power_cuts().filter(|cut| starts.insert(cut.fingerprint())) {
                let found = (first.find)(&cut.crash()).unwrap();
                let next = next_save(&first, cut, vec![found]);
                outcome.add(every_new_power_cut_of(&next, &mut seen));
            }
        });
        outcome.holds("power_cut", &format!("states of a save after {} of {}", starts.len(), first.name));
    }
}

/// The process is killed, and the power goes while the first words after that are saved.
fn power_cut_after_a_kill_of(first: &Operation) {
    let (mut kills, mut seen, mut outcome) = (0, Seen::new(), Outcome::default());
    for_every_call(first, |disk, _| {
        kills += 1;
        let old = first.old.iter().chain([&first.new]).cloned().collect();
        let next = next_save(first, disk.crash(), old);
        outcome.add(every_new_power_cut_of(&next, &mut seen));
    });
    outcome.holds("power_cut", &format!("states of a save after {kills} kills of {}", first.name));
}

#[test]
fn f09_power_cut_after_a_killed_save() {
    power_cut_after_a_kill_of(&operations::save_over());
}

#[test]
fn f09_power_cut_after_a_killed_first_save() {
    power_cut_after_a_kill_of(&operations::first_save());
}

#[test]
fn f09_power_cut_after_a_killed_first_save_through_a_link() {
    power_cut_after_a_kill_of(&operations::first_save_through_a_link());
}

#[test]
fn f09_power_cut_after_a_killed_save_that_keeps() {
    power_cut_after_a_kill_of(&operations::save_that_keeps());
}

#[test]
fn f09_power_cut_after_a_killed_save_that_keeps_a_copy() {
    power_cut_after_a_kill_of(&operations::save_that_keeps_a_copy());
}

#[test]
fn f09_power_cut_after_a_killed_save_after_a_failed_save() {
    power_cut_after_a_kill_of(&operations::save_after_a_failed_save());
}

#[test]
fn f09_power_cut_after_a_killed_save_after_an_unconfirmed_save() {
    power_cut_after_a_kill_of(&operations::save_after_an_unconfirmed_save());
}

/// A law that finds nothing anywhere proves nothing: here is what it must find.
#[test]
fn careless_saves_are_found() {
    let temp = paths().data.join("careless.tmp");
    let text: &'static str = crate::journal::file::write(&journal(&["one", "two", "three"])).leak();
    let careless = |name: &'static str, save: fn(&dyn Disk, &Path, &str) -> io::Result<()>| {
        let temp = temp.clone();
        let run = move |disk: &dyn Disk| match save(disk, &temp, text) {
            Ok(()) => Told::Confirmed,
            Err(error) => Told::Failed(error.to_string()),
        };
        let begin = move |_: &SimDisk| Box::new(run.clone()) as Run;
        Operation { name, begin: Box::new(begin), keeps: None, ..operations::save_that_keeps() }
    };
    let found = |operation: &Operation, what: &str| {
        let outcome = every_power_cut_of(operation);
        let found = outcome.broken.iter().filter(|broken| broken.contains(what)).count();
        assert!(found > 0, "{}: {:#?}", operation.name, outcome.broken);
    };
    let no_sync = careless("no sync of the file", |disk, temp, text| {
        disk.create_excl(temp)?.write(text.as_bytes())?;
        disk.rename(temp, &paths().answers)?;
        disk.sync_dir(&paths().data)
    });
    found(&no_sync, "is empty");
    found(&no_sync, "the end of the file is missing");
    let no_folder = careless("no sync of the folder", |disk, temp, text| {
        let mut file = disk.create_excl(temp)?;
        file.write(text.as_bytes()).and_then(|()| file.sync_file())?;
        disk.rename(temp, &paths().answers)
    });
    found(&no_folder, "what was confirmed is not there");
    let in_place = careless("in place", |disk, _, text| {
        disk.unlink(&paths().answers)?;
        let mut file = disk.create_excl(&paths().answers)?;
        file.write(text.as_bytes()).and_then(|()| file.sync_file())?;
        disk.sync_dir(&paths().data)
    });
    found(&in_place, "neither the old nor the new is there");
    let keeps = operations::save_that_keeps().keeps;
    let nothing_kept = Operation { keeps, begin: operations::save_that_keeps().begin, ..no_folder };
    assert!(every_power_cut_of(&nothing_kept).broken.is_empty());
    let backups = careless("over a backup", |disk, temp, text| {
        let mut file = disk.create_excl(temp)?;
        file.write(text.as_bytes()).and_then(|()| file.sync_file())?;
        disk.rename(temp, &paths().backups.join("answers.g000001.toml"))
    });
    let before = backups.before.crash();
    before.make_dir(&paths().backups).unwrap();
    before.put(&paths().backups.join("answers.g000001.toml"), b"earlier");
    found(&Operation { before, ..backups }, "is not what it was");
}
