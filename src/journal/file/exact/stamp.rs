//! Moments, in the one form in which they are written.

use super::Reader;
use crate::journal::Stamp;
use jiff::civil::{Date, Time};
use jiff::tz::Offset;

impl Reader<'_> {
    /// `2026-05-12T12:04:31+02:00` and the end of the line.
    pub(super) fn stamp(&mut self) -> Option<Stamp> {
        let date = Date::new(self.digits(4)?, self.then("-", 2)?, self.then("-", 2)?).ok()?;
        let (hour, minute, second) = (self.then("T", 2)?, self.then(":", 2)?, self.then(":", 2)?);
        let part = match self.eat(".") {
            true => self.fraction()?,
            false => 0,
        };
        let time = Time::new(hour, minute, second, part).ok()?;
        let sign = if self.eat("-") { -1 } else { self.expect("+").map(|()| 1)? };
        let (hours, minutes): (i32, i32) = (self.digits(2)?, self.then(":", 2)?);
        self.expect("\n")?;
        if hours > 23 || minutes > 59 {
            return None;
        }
        let offset = Offset::from_seconds(sign * (hours * 60 + minutes) * 60).ok()?;
        Some(Stamp { local: date.to_datetime(time), offset })
    }

    fn then<T: std::str::FromStr>(&mut self, mark: &str, digits: usize) -> Option<T> {
        self.expect(mark)?;
        self.digits(digits)
    }

    fn digits<T: std::str::FromStr>(&mut self, count: usize) -> Option<T> {
        let (digits, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
    }

    /// One to nine digits after the point, in nanoseconds.
    fn fraction(&mut self) -> Option<i32> {
        let digits = self.until(|byte| !byte.is_ascii_digit())?;
        let number: i32 = digits.parse().ok().filter(|_| digits.len() <= 9)?;
        let missing = u32::try_from(9 - digits.len()).ok()?;
        Some(number * 10_i32.pow(missing))
    }
}
