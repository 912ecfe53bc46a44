//! What the store does, one operation a function: the laws of power cuts and of failing calls hold for every one of them.
//!
//! To add one, write a function here that gives an [`Operation`], and name it in [`all`] or in [`saves`]. No law is here.

use super::faults::{FaultDisk, How, Times};
use super::sim::SimDisk;
use super::{CANARY, desk, journal, put, words};
use crate::journal::{Entry, Id, Journal, file};
use crate::store::disk::Disk;
use crate::store::shelf::{Export, Overwrite, write_export};
use crate::store::{Access, Desk, Fault, Paths, Remedy, Saved, generations, open, save};
use rustix::io::Errno;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Something that the store does to a disk.
pub(super) struct Operation {
    pub(super) name: &'static str,
    /// The disk as it is found. The process that made it is gone.
    pub(super) before: SimDisk,
    /// What comes before without trouble, such as reading the answers; it gives what is to be tried, as often as it takes.
    pub(super) begin: Box<dyn Fn(&SimDisk) -> Run>,
    /// What may be there as long as nothing is confirmed.
    pub(super) old: Vec<Document>,
    /// What is there when it is done.
    pub(super) new: Document,
    /// Files that may change. Every other one that had outlasted a power cut before must stay as it was, to the byte.
    pub(super) changes: Vec<PathBuf>,
    /// Whether it waits for the word of the disk. Words that are put aside in need do not.
    pub(super) confirms: bool,
    /// What must be whole in the folder of backups as soon as the new document is there.
    pub(super) keeps: Option<Arc<[u8]>>,
    /// What is there now, or why nobody can tell.
    pub(super) find: fn(&SimDisk) -> Result<Document, String>,
    /// Life goes on: the next start and the next try work, or why not.
    pub(super) again: fn(&SimDisk) -> Result<(), String>,
}

/// The part of an operation that is cut off or disturbed. It keeps what a running program would keep in memory.
pub(super) type Run = Box<dyn FnMut(&dyn Disk) -> Told>;

/// What an operation says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// Not even a power cut can undo it.
    Confirmed,
    /// It is done, but a power cut may undo it.
    Unconfirmed,
    /// It is not done, with all that was said of it.
    Failed(String),
}

/// What somebody has on the disk.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Document {
    Nothing,
    Answers(BTreeMap<Id, Arc<Entry>>),
    Text(Arc<[u8]>),
}

const DOCUMENTS: &str = "/home/me";
const EXPORT: &str = "words.md";

/// Every operation there is.
pub(super) fn all() -> Vec<Operation> {
    let others =
        [load(), mended(), words_put_beside(), export(), export_beside_another(), export_over_another()];
    saves().into_iter().chain(others).collect()
}

/// Those that leave other answers than they found, so that one more save may come after them.
pub(super) fn saves() -> Vec<Operation> {
    vec![
        first_save(),
        first_save_through_a_link(),
        save_over(),
        save_that_keeps(),
        save_that_keeps_a_copy(),
        save_after_a_failed_save(),
        save_after_an_unconfirmed_save(),
        taken_in(),
        restore(),
        upgrade(),
    ]
}

/// A start, and nothing more.
pub(super) fn load() -> Operation {
    let run = |disk: &dyn Disk| {
        let opened = open(disk, &paths());
        match opened.access {
            Access::Writable(_) => {
                assert_eq!(opened.journal.answers, answers(&["one", "two"]), "a start without the answers");
                Told::Confirmed
            }
            Access::Damaged(recovery) => {
                let fault = &recovery.fault;
                Told::Failed(format!("{fault} {fault:?} {:?}", opened.notices))
            }
            Access::ReadOnly(why) => Told::Failed(format!("{why} {why:?} {:?}", opened.notices)),
        }
    };
    Operation {
        begin: Box::new(move |_| Box::new(run)),
        new: Document::Answers(answers(&["one", "two"])),
        changes: Vec::new(),
        ..saving("load", written(), &["one", "two"])
    }
}

pub(super) fn first_save() -> Operation {
    Operation { old: vec![Document::Answers(BTreeMap::new())], ..saving("first save", fresh(), &["one"]) }
}

/// The answers are a link to a place that is not there yet.
pub(super) fn first_save_through_a_link() -> Operation {
    let before = SimDisk::with_folders(&["/home", DOCUMENTS, "/home/me/share", "/home/me/share/imago"]);
    before.put_link("../../vault/me.toml", &paths().answers);
    Operation {
        old: vec![Document::Answers(BTreeMap::new())],
        changes: vec![PathBuf::from("/home/me/vault/me.toml")],
        ..saving("first save through a link", before, &["one"])
    }
}

/// Not the first save of its session, so that nothing is kept.
pub(super) fn save_over() -> Operation {
    let begin = |disk: &SimDisk| {
        let mut desk = desk(open(disk, &paths()));
        assert!(save(disk, &mut desk, &journal(&["one"])).unwrap().confirmed);
        then_save(desk, journal(&["one", "three"]))
    };
    Operation {
        begin: Box::new(begin),
        old: vec![Document::Answers(answers(&["one"]))],
        ..saving("save", fresh(), &["one", "three"])
    }
}

/// The first save of a session keeps the version that it found.
pub(super) fn save_that_keeps() -> Operation {
    let before = written();
    let keeps = before.bytes(&paths().answers);
    Operation { keeps, ..saving("save that keeps", before, &["one", "two", "three"]) }
}

/// The same where a file can have only one name.
pub(super) fn save_that_keeps_a_copy() -> Operation {
    let begin = |disk: &SimDisk| {
        let mut run = then_save(desk(open(disk, &paths())), journal(&["one", "two", "three"]));
        let one_name = move |disk: &dyn Disk| {
            run(&FaultDisk::over(disk).on("link", Times::ForEver, How::Fails(Errno::PERM)))
        };
        Box::new(one_name) as Run
    };
    Operation { name: "save that keeps a copy", begin: Box::new(begin), ..save_that_keeps() }
}

pub(super) fn save_after_a_failed_save() -> Operation {
    let begin = |disk: &SimDisk| {
        let mut desk = desk(open(disk, &paths()));
        let full = FaultDisk::over(disk.clone()).on("write", Times::Once, How::Short(Errno::NOSPC));
        save(&full, &mut desk, &journal(&["one", "two", "lost"])).unwrap_err();
        then_save(desk, journal(&["one", "two", "three"]))
    };
    Operation { name: "save after a failed save", begin: Box::new(begin), ..save_that_keeps() }
}

pub(super) fn save_after_an_unconfirmed_save() -> Operation {
    let begin = |disk: &SimDisk| {
        let mut desk = desk(open(disk, &paths()));
        // The last sync of a folder is the one that confirms; it is counted on a copy.
        let copy = FaultDisk::over(disk.crash());
        let mut elsewhere = then_save(super::desk(open(&copy, &paths())), journal(&["one", "two", "soon"]));
        assert_eq!(elsewhere(&copy), Told::Confirmed);
        let last = copy.counts()["sync_dir"];
        let deaf = FaultDisk::over(disk.clone()).nth("sync_dir", last, Times::ForEver, How::Fails(Errno::IO));
        assert!(!save(&deaf, &mut desk, &journal(&["one", "two", "soon"])).unwrap().confirmed);
        then_save(desk, journal(&["one", "two", "soon", "three"]))
    };
    let old = [["one", "two"].as_slice(), &["one", "two", "soon"]];
    Operation {
        begin: Box::new(begin),
        old: old.into_iter().map(|names| Document::Answers(answers(names))).collect(),
        ..saving("save after an unconfirmed save", written(), &["one", "two", "soon", "three"])
    }
}

/// Somebody else has changed the answers meanwhile: both are put together, and both are kept.
pub(super) fn taken_in() -> Operation {
    let foreign = |disk: &SimDisk| {
        let mut other = words(&disk.bytes(&paths().answers).unwrap());
        put(&mut other, "one", "from another program");
        other
    };
    let begin = move |disk: &SimDisk| {
        let desk = desk(open(disk, &paths()));
        disk.put(&paths().answers, file::write(&foreign(disk)).as_bytes());
        then_save(desk, journal(&["one", "two", "three"]))
    };
    let other = foreign(&written());
    let mut both = other.answers.clone();
    both.extend(answers(&["three"]));
    Operation {
        begin: Box::new(begin),
        old: vec![Document::Answers(other.answers.clone())],
        new: Document::Answers(both),
        keeps: Some(file::write(&other).into_bytes().into()),
        ..saving("words of somebody else taken in", written(), &[])
    }
}

/// Another copy of the program has the answers, so that the words go into a file of their own.
pub(super) fn words_put_beside() -> Operation {
    let begin = |disk: &SimDisk| {
        let mut mine = desk(open(&fresh(), &paths()));
        let other = open(disk, &paths());
        let run = move |disk: &dyn Disk| {
            let _running = &other;
            match save(disk, &mut mine, &journal(&["one", "two", "three"])) {
                Ok(_) => panic!("replaced what another program has"),
                Err(fault) if fault.rescue.is_some() => Told::Unconfirmed,
                Err(fault) => Told::Failed(format!("{fault} {fault:?}")),
            }
        };
        Box::new(run) as Run
    };
    let find = |disk: &SimDisk| {
        let mut beside =
            disk.files().into_iter().filter(|(path, _)| path.to_string_lossy().contains("answers.unsaved-"));
        match beside.next() {
            None => Ok(Document::Nothing),
            Some((path, bytes)) => match file::read(&String::from_utf8_lossy(&bytes)) {
                Ok(reading) => Ok(Document::Answers(reading.journal.answers)),
                Err(damage) => Err(format!("{}: {damage}", path.display())),
            },
        }
    };
    Operation {
        begin: Box::new(begin),
        old: vec![Document::Nothing],
        find,
        confirms: false,
        ..saving("words put beside", written(), &["one", "two", "three"])
    }
}

/// The person goes back to an earlier version.
pub(super) fn restore() -> Operation {
    let before = written();
    let mut run = then_save(desk(open(&before, &paths())), journal(&["one", "two", "three"]));
    assert_eq!(run(&before), Told::Confirmed);
    drop(run);
    before.settle();
    let before = before.crash();
    let begin = |disk: &SimDisk| {
        let opened = open(disk, &paths());
        let (now, mut desk) = (opened.journal.clone(), desk(opened));
        let chosen = generations::list(disk, &paths()).unwrap().remove(0);
        let run = move |disk: &dyn Disk| told(generations::go_back(disk, &mut desk, (&now, &chosen)));
        Box::new(run) as Run
    };
    Operation {
        begin: Box::new(begin),
        old: vec![Document::Answers(answers(&["one", "two", "three"]))],
        keeps: before.bytes(&paths().answers),
        ..saving("restore", before, &["one", "two"])
    }
}

/// The end of the file is gone, and the person chooses what can be put together.
pub(super) fn mended() -> Operation {
    let before = written();
    let whole = before.bytes(&paths().answers).unwrap();
    let end = whole.len() - 10;
    before.put(&paths().answers, &whole[..end]);
    before.settle();
    let begin = |disk: &SimDisk| {
        let mut opened = Some(open(disk, &paths()));
        let run = move |disk: &dyn Disk| {
            // A second try begins where the first one did, as the person would.
            let opened = opened.take().unwrap_or_else(|| open(disk, &paths()));
            match opened.access {
                Access::Damaged(recovery) => match recovery.apply(disk, Remedy::Mend) {
                    Ok(_) => Told::Unconfirmed,
                    Err((_, fault)) => Told::Failed(format!("{fault} {fault:?}")),
                },
                Access::Writable(_) => Told::Unconfirmed,
                Access::ReadOnly(why) => Told::Failed(why.to_string()),
            }
        };
        Box::new(run) as Run
    };
    Operation { begin: Box::new(begin), confirms: false, ..saving("mended", before, &["one", "two"]) }
}

/// The file was made by other means, or by an older program: it must be kept before it is replaced.
pub(super) fn upgrade() -> Operation {
    let before = written();
    let text = String::from_utf8(before.bytes(&paths().answers).unwrap().to_vec()).unwrap();
    let by_hand = text.replacen("generation = 1", "generation = 1 # mine", 1);
    before.put(&paths().answers, by_hand.as_bytes());
    before.settle();
    let before = before.crash();
    Operation {
        keeps: Some(by_hand.into_bytes().into()),
        ..saving("upgrade of a file made by other means", before, &["one", "two", "three"])
    }
}

pub(super) fn export() -> Operation {
    exporting("export", EXPORT, Overwrite::Never)
}

/// The name is taken.
pub(super) fn export_beside_another() -> Operation {
    let operation = exporting("export beside another", "words-2.md", Overwrite::Never);
    operation.before.put(&Path::new(DOCUMENTS).join(EXPORT), b"other words");
    Operation { find: |disk| text_of(disk, "words-2.md"), ..operation }
}

/// The name is taken, and the person said that it may be replaced.
pub(super) fn export_over_another() -> Operation {
    let operation = exporting("export over another", EXPORT, Overwrite::Asked);
    operation.before.put(&Path::new(DOCUMENTS).join(EXPORT), b"other words");
    Operation { old: vec![Document::Text(b"other words".as_slice().into())], ..operation }
}

/// One more save, on a disk as something else had to leave it. It keeps what it finds; until it is confirmed, all of `old`
/// may be there.
pub(super) fn next_save(first: &Operation, before: SimDisk, old: Vec<Document>) -> Operation {
    let mut journal = recovered(&before.crash()).unwrap();
    put(&mut journal, "next", CANARY);
    Operation {
        new: Document::Answers(journal.answers.clone()),
        begin: Box::new(move |disk| then_save(desk(open(disk, &paths())), journal.clone())),
        old,
        changes: first.changes.clone(),
        keeps: before.bytes(&paths().answers),
        ..saving("next save", before, &[])
    }
}

/// Opens, and saves these answers in place of "one" and "two".
fn saving(name: &'static str, before: SimDisk, names: &'static [&'static str]) -> Operation {
    Operation {
        name,
        before,
        begin: Box::new(move |disk| then_save(desk(open(disk, &paths())), journal(names))),
        old: vec![Document::Answers(answers(&["one", "two"]))],
        new: Document::Answers(answers(names)),
        changes: vec![paths().answers],
        confirms: true,
        keeps: None,
        find: |disk| recovered(disk).map(|journal| Document::Answers(journal.answers)),
        again: saves_again,
    }
}

fn exporting(name: &'static str, file: &'static str, overwrite: Overwrite) -> Operation {
    let run = move |disk: &dyn Disk| match write_export(disk, &words_for_export(overwrite)) {
        Ok(_) => Told::Unconfirmed,
        Err(fault) => Told::Failed(format!("{fault} {fault:?}")),
    };
    Operation {
        begin: Box::new(move |_| Box::new(run)),
        old: vec![Document::Nothing],
        new: Document::Text(CANARY.as_bytes().into()),
        changes: vec![Path::new(DOCUMENTS).join(file)],
        find: |disk| text_of(disk, EXPORT),
        confirms: false,
        again: exports_again,
        ..saving(name, written(), &[])
    }
}

fn words_for_export(overwrite: Overwrite) -> Export<'static> {
    Export { folder: Path::new(DOCUMENTS), name: EXPORT, text: CANARY, overwrite }
}

/// A run that saves this journal.
pub(super) fn then_save(mut desk: Desk, journal: Journal) -> Run {
    Box::new(move |disk| told(save(disk, &mut desk, &journal)))
}

fn told(saved: Result<Saved, Fault>) -> Told {
    match saved {
        Ok(saved) if saved.confirmed => Told::Confirmed,
        Ok(_) => Told::Unconfirmed,
        Err(fault) => Told::Failed(format!("{fault} {fault:?}")),
    }
}

/// Where everything is on these disks.
pub(super) fn paths() -> Paths {
    Paths::within(Path::new("/home/me/share/imago"), Path::new(DOCUMENTS))
}

/// A disk on which nothing was ever saved.
pub(super) fn fresh() -> SimDisk {
    SimDisk::with_folders(&["/home", DOCUMENTS])
}

/// A disk with saved answers to "one" and "two".
pub(super) fn written() -> SimDisk {
    let disk = fresh();
    let mut run = then_save(desk(open(&disk, &paths())), journal(&["one", "two"]));
    assert_eq!(run(&disk), Told::Confirmed);
    disk.settle();
    disk.crash()
}

pub(super) fn answers(names: &[&str]) -> BTreeMap<Id, Arc<Entry>> {
    journal(names).answers
}

/// The answers that a person has after the next start, with the best that is offered when the file cannot be read; or why they
/// have none.
pub(super) fn recovered(disk: &SimDisk) -> Result<Journal, String> {
    recovered_with(disk).map(|(_, journal)| journal)
}

fn recovered_with(disk: &dyn Disk) -> Result<(Desk, Journal), String> {
    let opened = open(disk, &paths());
    match opened.access {
        Access::Writable(desk) => Ok((desk, opened.journal)),
        Access::Damaged(recovery) => {
            let remedy = if recovery.mended.is_some() { Remedy::Mend } else { Remedy::Earlier(0) };
            match recovery.apply(disk, remedy) {
                Ok(recovered) => Ok((recovered.desk, recovered.journal)),
                Err((recovery, fault)) => Err(format!("{} is not mended: {fault}", recovery.fault)),
            }
        }
        Access::ReadOnly(why) => Err(format!("read-only: {why}")),
    }
}

/// A start, one more answer, a save, and a start that finds it.
fn saves_again(disk: &SimDisk) -> Result<(), String> {
    let (mut desk, mut journal) = recovered_with(disk)?;
    put(&mut journal, "later", CANARY);
    match save(disk, &mut desk, &journal) {
        Ok(saved) if saved.confirmed => {}
        Ok(_) => return Err("the next save is not confirmed".to_owned()),
        Err(fault) => return Err(format!("the next save fails: {fault}")),
    }
    drop(desk);
    match recovered(disk)?.answers == journal.answers {
        true => Ok(()),
        false => Err("the next start does not find what the next save wrote".to_owned()),
    }
}

fn exports_again(disk: &SimDisk) -> Result<(), String> {
    let path = write_export(disk, &words_for_export(Overwrite::Never)).map_err(|fault| fault.to_string())?;
    match disk.bytes(&path).as_deref() == Some(CANARY.as_bytes()) {
        true => saves_again(disk),
        false => Err(format!("{} is not what was exported", path.display())),
    }
}

fn text_of(disk: &SimDisk, name: &str) -> Result<Document, String> {
    Ok(disk.bytes(&Path::new(DOCUMENTS).join(name)).map_or(Document::Nothing, Document::Text))
}
