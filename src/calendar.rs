//! Days that are coming, as a calendar file: iCalendar, RFC 5545.
//!
//! Calendars are shared, synced and read by others. So an event says its day and nothing else: no word of an answer, no
//! name of a page, not what the workbook is about. The same answers give the same bytes.

use crate::journal::file::checksum;
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
    for one in coming {
        line("BEGIN:VEVENT");
        // The id of a question would tell what the day is for. Its sum is as stable, and tells nothing.
        let id = format!("{:?} {}", one.what, one.question);
        line(&format!("UID:{:08x}@workbook", checksum(id.as_bytes())));
        line(&format!("DTSTAMP:{}", one.said.moment().strftime("%Y%m%dT%H%M%SZ")));
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
        assert!(event[1].starts_with("UID:") && event[1].ends_with("@workbook"));
        assert_eq!(event[2..4], ["DTSTAMP:20260525T063000Z", "DTSTART;VALUE=DATE:20260528"]);
        assert_eq!(event[4..], ["SUMMARY:Workbook", "CLASS:PRIVATE", "TRANSP:TRANSPARENT", "END:VEVENT"]);
        assert_eq!(lines[19..], ["END:VCALENDAR", ""]);
        for word in ["horizon", "letter", "close", "imago", "Imago", "GoOn"] {
            assert!(!ics.contains(word), "{word} is nobody's business:\n{ics}");
        }
    }

    #[test]
    fn an_event_stays_the_same_one_when_its_day_changes() {
        let uids = |coming: &[Coming]| -> Vec<String> {
            ics(coming).lines().filter(|line| line.starts_with("UID:")).map(str::to_owned).collect()
        };
        let mut moved = coming();
        let before = uids(&moved);
        moved[0].day = "2026-06-01".parse().unwrap();
        assert_eq!(uids(&moved), before);
        assert_ne!(before[0], before[1]);
    }

    #[test]
    fn a_long_line_goes_on_in_the_next_one() {
        let line = format!("SUMMARY:{}", "é".repeat(80));
        let folded = folded(&line);
        assert!(folded.split("\r\n").all(|line| line.len() <= LINE));
        assert_eq!(folded.replace("\r\n ", "").trim_end(), line);
    }
}
