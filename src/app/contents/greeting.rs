//! What is said to somebody who comes back: the day they had in mind, and a letter that has come.
//!
//! A day that has gone by is no reproach, and one that is still to come is no reason to wait.

use crate::session::{Letter, Session};
use jiff::civil::Date;

/// What is worth knowing about a letter.
pub(super) const LETTER: &str = "It is addressed to you, and there is no hurry.";

/// The row of a letter that has come back.
pub(super) fn letter(session: &Session, letter: &Letter) -> String {
    format!("A letter you wrote {} has come back.", session.say_day(letter.written))
}

/// What is said to somebody who comes back, and had a day in mind or had not.
pub(super) fn welcome(session: &Session, next: Option<Date>) -> String {
    let today = session.today();
    match next.filter(|_| today.is_some()) {
        None => "Welcome back.".to_owned(),
        Some(day) if today == Some(day) => "Welcome back. You wanted to go on today.".to_owned(),
        Some(day) => {
            let said = session.say_day(day);
            format!("Welcome back. You had {} in mind; today is fine too.", said.trim_start_matches("on "))
        }
    }
}
