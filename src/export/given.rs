//! One question and what was given to it, as blocks of Markdown: the answer, earlier ones, other versions.

use super::block::{add_told, short, table};
use super::escape::{self, flat, inside};
use super::{Dates, Given};

const LEFT_OPEN: &str = "*Left open on purpose.*";

/// A question, its answer, and what was said to it at other times.
pub(super) fn add_given(given: &Given, dates: Dates, blocks: &mut Vec<String>) {
    blocks.push(question(given, dates));
    match &given.told {
        None => blocks.push(LEFT_OPEN.to_owned()),
        Some(told) if short(told).is_some() => {}
        Some(told) => add_told(told, blocks),
    }
    let values: Option<Vec<String>> = given.rounds.iter().map(|(_, told)| short(told)).collect();
    let now = given.told.as_ref().and_then(short);
    match (values, now) {
        (Some(values), _) if values.is_empty() => {}
        (Some(mut values), Some(now)) => {
            values.push(now);
            blocks.push(over_time(given, values, dates));
        }
        (Some(_) | None, _) => {
            for (when, told) in &given.rounds {
                blocks.push(match dates {
                    Dates::Shown => format!("*Earlier, on {}:*", when.date()),
                    Dates::LeftOut => "*Earlier:*".to_owned(),
                });
                add_told(told, blocks);
            }
        }
    }
    for (when, told) in &given.other {
        blocks.push(match dates {
            Dates::Shown => format!("*Another version, {}:*", when.date()),
            Dates::LeftOut => "*Another version:*".to_owned(),
        });
        add_told(told, blocks);
    }
}

/// The question in bold as it stood, a short answer beside it, its day, and the comment that tells which one it is.
pub(super) fn question(given: &Given, dates: Dates) -> String {
    let mut out = asked(given);
    let value = given.told.as_ref().and_then(short);
    if let Some(value) = &value {
        out.push_str(&format!(" {}", inside(value)));
    }
    if dates == Dates::Shown {
        // Two brackets behind each other read badly.
        match value.is_some_and(|value| value.ends_with(')')) {
            true => out.push_str(&format!(", {}", given.updated.date())),
            false => out.push_str(&format!(" ({})", given.updated.date())),
        }
    }
    format!("{out}\n{}", comment(given))
}

/// The question in bold as it stood.
pub(super) fn asked(given: &Given) -> String {
    let asked = match flat(&given.asked, " ") {
        asked if asked.is_empty() => given.id.to_string(),
        asked => asked,
    };
    format!("**{}**", inside(&asked))
}

/// Which question it is, for whoever reads an export back. It is not seen.
pub(super) fn comment(given: &Given) -> String {
    let id = escape::id(given.id.as_str());
    match given.rounds.len() {
        0 => format!("<!-- imago: {id} -->"),
        earlier => format!("<!-- imago: {id} round={} -->", earlier + 1),
    }
}

/// Values without what all of them end with behind a number, such as the ends of a scale: the line above the table says it.
pub(super) fn bare(values: Vec<String>) -> Vec<String> {
    let cut = |value: &String| {
        let at = value.find(" of ").or_else(|| value.find(" ("))?;
        let (number, scale) = value.split_at_checked(at)?;
        number.parse::<i64>().ok().map(|_| (number.to_owned(), scale.to_owned()))
    };
    let all: Option<Vec<(String, String)>> = values.iter().map(cut).collect();
    match all {
        Some(all) if all.windows(2).all(|two| matches!(two, [one, other] if one.1 == other.1)) => {
            all.into_iter().map(|(number, _)| number).collect()
        }
        Some(_) | None => values,
    }
}

/// One value for each round, the current one last.
fn over_time(given: &Given, values: Vec<String>, dates: Dates) -> String {
    let values = bare(values);
    let days = given.rounds.iter().map(|(when, _)| when.date()).chain([given.updated.date()]);
    let (name, firsts): (&str, Vec<String>) = match dates {
        Dates::Shown => ("Date", days.collect()),
        Dates::LeftOut => ("Round", (1..=values.len()).map(|round| round.to_string()).collect()),
    };
    let rows: Vec<Vec<String>> =
        firsts.into_iter().zip(values).map(|(first, value)| vec![first, value]).collect();
    table(&[name.to_owned(), "Answer".to_owned()], &rows).unwrap_or_default()
}
