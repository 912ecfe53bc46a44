//! Earlier versions of the answers from the command line: what there is, and the way back to one.

use super::{Outcome, Surroundings, plain, shown, zone};
use crate::journal::Stamp;
use crate::store::{self, Access, Generation, Opened, RealDisk, Remedy, generations};
use std::io::{self, Write};

/// Lists earlier versions, newest first: number, when it was written, how many answers it holds.
///
/// # Errors
/// What could not be read or printed, in one sentence.
pub fn backups(around: &Surroundings, out: &mut dyn Write) -> Result<Outcome, String> {
    let disk = RealDisk;
    let all = generations::list(&disk, &around.paths).map_err(|fault| fault.to_string())?;
    let zone = zone(&disk, around);
    let mut text = String::new();
    for generation in &all {
        let stamp = Stamp::of(generation.written, &zone);
        let count = generation.journal.answers.len();
        let answers = if count == 1 { "answer" } else { "answers" };
        text.push_str(&format!(
            "{:>6}  {} {}  {count:>5} {answers}\n",
            generation.number,
            stamp.local.date(),
            stamp.time()
        ));
    }
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(plain(&error)),
        Ok(()) | Err(_) if all.is_empty() => {
            Err(format!("There are no earlier versions in {} yet.", shown(&around.paths.backups, None)))
        }
        Ok(()) | Err(_) => Ok(Outcome::Done),
    }
}

/// Goes back to an earlier version. The present one is kept among the others first. Gives what to say about it.
///
/// # Errors
/// When there is no such version, when another copy of the program has the answers, or when the disk did not do it.
pub fn restore(around: &Surroundings, number: u64) -> Result<String, String> {
    let disk = RealDisk;
    let all = generations::list(&disk, &around.paths).map_err(|fault| fault.to_string())?;
    let Some(at) = all.iter().position(|generation| generation.number == number) else {
        return Err(format!("There is no version {number} that can be read. `imago backups` lists them."));
    };
    let Some(chosen) = all.get(at) else { return Err(String::new()) };
    let Opened { journal, access, .. } = store::open(&disk, &around.paths);
    match access {
        Access::ReadOnly(why) => Err(why.to_string()),
        Access::Damaged(recovery) => match recovery.apply(&disk, Remedy::Earlier(at)) {
            Ok(recovered) => Ok(recovered.aside.map_or_else(
                || done(chosen),
                |path| format!("{} What was there is kept in {}.", done(chosen), shown(&path, None)),
            )),
            Err((_, fault)) => Err(fault.to_string()),
        },
        Access::Writable(mut desk) => {
            let before = journal.generation;
            generations::go_back(&disk, &mut desk, (&journal, chosen)).map_err(|fault| fault.to_string())?;
            Ok(format!("{} `imago restore {before}` takes you back to where you were.", done(chosen)))
        }
    }
}

fn done(chosen: &Generation) -> String {
    let count = chosen.journal.answers.len();
    let answers = if count == 1 { "1 answer" } else { &format!("{count} answers") };
    format!("Your answers are as they were in version {} ({answers}).", chosen.number)
}
