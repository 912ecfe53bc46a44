//! What a start found, in words for a person who has to choose. Not a word of an answer is in them.

use super::{Place, shown};
use crate::app::{Choice, Mending, Remedy};
use crate::journal::Stamp;
use crate::journal::file::Damage;
use crate::store::{Copy, Fault, Generation, Mended, Origin, Recovery, Trouble};
use std::path::Path;

/// More earlier versions than anybody chooses from on one screen.
const SHOWN: usize = 6;

const KEPT: &str = "Nothing is lost by choosing. The file stays as it is until then, and afterwards it is kept beside the others.";
const SYNCED: &str = "A program that keeps this folder the same on two computers has left a second version of your answers. Put \
                      together, every answer of both stays. Where they differ, both are kept, and you decide in your own time.";
const UNSAVED: &str = "Some time ago your words could not be saved in their place, and were put into a file of their own. Put \
                       together, nothing of either is lost.";

/// The answers cannot be read.
pub(super) fn damaged(recovery: &Recovery, place: &Place) -> Mending {
    let mut choices = Vec::new();
    if let Some(mended) = &recovery.mended {
        choices.push(Choice {
            words: "Put together everything that is there".to_owned(),
            detail: in_words(mended),
            remedy: Some(Remedy::PutTogether),
        });
    }
    for (at, generation) in recovery.generations.iter().take(SHOWN).enumerate() {
        choices.push(Choice {
            words: format!("Go on with the version of {}", date(generation, place)),
            detail: answers(generation.journal.answers.len()),
            remedy: Some(Remedy::Earlier(at)),
        });
    }
    choices.push(Choice {
        words: "Only look, and change nothing".to_owned(),
        detail: String::new(),
        remedy: Some(Remedy::OnlyLook),
    });
    let file = shown(&recovery.fault.path, place.home.as_deref());
    let words = match (choices.len(), recovery.fault.trouble) {
        (1, _) => vec![
            format!("Nothing in {file} can be read, and there is no earlier version in this folder."),
            "If you have a copy of it somewhere else, put it there and start again. The file stays as it is."
                .to_owned(),
        ],
        (_, Trouble::Missing) => {
            vec![format!("{file} is not there any more, but earlier versions of it are.")]
        }
        (_, _) => vec![format!("It is about {file}."), KEPT.to_owned()],
    };
    Mending { title: what(&recovery.fault).to_owned(), words, choices }
}

/// What is wrong, without blame.
fn what(fault: &Fault) -> &'static str {
    match fault.trouble {
        Trouble::Damaged(damage) => match damage {
            Damage::Empty => "The file with your answers is empty.",
            Damage::Truncated => "The end of the file with your answers is missing.",
            Damage::NotToml { .. } | Damage::WrongShape { .. } | Damage::Newer { .. } => {
                "A part of the file with your answers cannot be read."
            }
        },
        Trouble::NotText => "A part of the file with your answers is not text any more.",
        Trouble::Missing => "The file with your answers is missing.",
        Trouble::DiskFull
        | Trouble::Quota
        | Trouble::ReadOnlyDisk
        | Trouble::NotAllowed
        | Trouble::Gone
        | Trouble::Removed
        | Trouble::Folder
        | Trouble::NotAFile
        | Trouble::NotAFolder
        | Trouble::LinkCircle
        | Trouble::TooLarge
        | Trouble::TooMuch
        | Trouble::ChangedOutside
        | Trouble::InUse
        | Trouble::WouldLose
        | Trouble::NotTheSame
        | Trouble::NameTaken
        | Trouble::BadName
        | Trouble::NoPlace
        | Trouble::Broken
        | Trouble::Other => "The file with your answers cannot be read.",
    }
}

fn in_words(mended: &Mended) -> String {
    let Mended { whole, partly, earlier, .. } = *mended;
    let mut parts = vec![format!("{} whole out of the file", answers(whole))];
    if partly > 0 {
        parts.push(format!("{partly} in part"));
    }
    if earlier > 0 {
        parts.push(format!("{earlier} from the newest earlier version"));
    }
    format!("{}.", parts.join(", "))
}

fn answers(count: usize) -> String {
    match count {
        1 => "1 answer".to_owned(),
        n => format!("{n} answers"),
    }
}

fn date(generation: &Generation, place: &Place) -> String {
    let stamp = Stamp::of(generation.written, &place.zone);
    format!("{}, {}", stamp.date(), stamp.time())
}

/// Other versions of the answers lie about.
pub(super) fn copies(copies: &[Copy], home: Option<&Path>) -> Option<Mending> {
    let first = copies.first()?;
    let (title, words) = match first.origin {
        Origin::Sync => ("There is a second version of your answers.", SYNCED),
        Origin::Unsaved => ("There are words that could not be saved.", UNSAVED),
    };
    let files: Vec<String> = copies
        .iter()
        .map(|copy| format!("{} ({})", shown(&copy.path, home), answers(copy.journal.answers.len())))
        .collect();
    Some(Mending {
        title: title.to_owned(),
        words: vec![words.to_owned(), files.join(", ")],
        choices: vec![
            Choice {
                words: "Put them together".to_owned(),
                detail: String::new(),
                remedy: Some(Remedy::TakeIn),
            },
            Choice {
                words: "Not now".to_owned(),
                detail: "You will be asked again at the next start.".to_owned(),
                remedy: None,
            },
        ],
    })
}
