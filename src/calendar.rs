//! Days that are coming, as a calendar file: iCalendar, RFC 5545.
//!
//! Calendars are shared, synced and read by others. So an event says its day and nothing else: no word of an answer, no
//! name of a page, not what the workbook is about. The same answers give the same bytes.

use crate::session::Coming;

/// What every event is called.
const TITLE: &str = "Workbook";
/// The most bytes of a line; what is longer goes on in the next one.
const LINE: usize = 75;

/// The file: lines end in CR and LF.
#[must_use]
pub fn ics(coming: &[Coming]) -> String {
    let mut out = String::new();
    let mut line = |words: &str| out.push_str(&folded(words));
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//Workbook//Workbook//EN");
    let mut of_this_day = 0;
    for (n, one) in coming.iter().enumerate() {
        let is_first =
            n.checked_sub(1).and_then(|n| coming.get(n)).is_none_or(|before| before.day != one.day);
        of_this_day = if is_first { 1 } else { of_this_day + 1 };
        line("BEGIN:VEVENT");
        // Whatever is made of the id of a question would tell what the day is for to everybody who has the book, and the moment
        // when something was written is nobody's business either. The day and a number tell nothing that is not there anyway.
        let day = one.day.strftime("%Y%m%d");
        line(&format!("UID:{day}-{of_this_day}@workbook"));
        line(&format!("DTSTAMP:{day}T000000Z"));
        line(&format!("DTSTART;VALUE=DATE:{}", one.day.strftime("%Y%m%d")));
        line(&format!("SUMMARY:{TITLE}"));
        line("CLASS:PRIVATE");
        line("TRANSP:TRANSPARENT");
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    out
}

/// A line with its end, folded between letters where it is too long.
fn folded(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 2);
    let mut used = 0;
    for letter in line.chars() {
        if used + letter.len_utf8() > LINE {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(letter);
        used += letter.len_utf8();
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::{Id, Stamp};
    use crate::session::Occasion;

    fn coming() -> Vec<Coming> {
        let local = jiff::civil::date(2026, 5, 25).at(8, 30, 0, 0);
        let said = Stamp { local, offset: jiff::tz::offset(2) };
        let one = |day: &str, what, name| Coming {
            day: day.parse().unwrap(),
            what,
            question: Id::new("horizon", name),
            said,
        };
        vec![
            one("2026-05-28", Occasion::GoOn, "close-next"),
            one("2026-11-25", Occasion::Letter, "letter-text"),
        ]
    }

    #[test]
    fn an_event_says_its_day_and_nothing_else() {
        let ics = ics(&coming());
        assert!(ics.lines().all(|line| line.len() <= LINE));
        assert_eq!(ics.matches('\n').count(), ics.matches("\r\n").count());
        let lines: Vec<&str> = ics.split("\r\n").collect();
        assert_eq!(lines[..3], ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Workbook//Workbook//EN"]);
        let event = &lines[3..11];
        assert_eq!(event[0], "BEGIN:VEVENT");
        let day = ["UID:20260528-1@workbook", "DTSTAMP:20260528T000000Z", "DTSTART;VALUE=DATE:20260528"];
        assert_eq!(event[1..4], day);
        assert_eq!(event[4..], ["SUMMARY:Workbook", "CLASS:PRIVATE", "TRANSP:TRANSPARENT", "END:VEVENT"]);
        assert_eq!(lines[19..], ["END:VCALENDAR", ""]);
        for word in ["horizon", "letter", "close", "imago", "Imago", "GoOn"] {
            assert!(!ics.contains(word), "{word} is nobody's business:\n{ics}");
        }
    }

    #[test]
    fn two_events_of_one_day_are_two() {
        let mut same_day = coming();
        same_day[1].day = same_day[0].day;
        let ics = ics(&same_day);
        let uids: Vec<&str> = ics.lines().filter(|line| line.starts_with("UID:")).collect();
        assert_eq!(uids, ["UID:20260528-1@workbook", "UID:20260528-2@workbook"]);
    }

    #[test]
    fn a_long_line_goes_on_in_the_next_one() {
        let line = format!("SUMMARY:{}", "é".repeat(80));
        let folded = folded(&line);
        assert!(folded.split("\r\n").all(|line| line.len() <= LINE));
        assert_eq!(folded.replace("\r\n ", "").trim_end(), line);
    }
}
