//! Days of India's calendar: by them accounts are kept.

use std::fmt;
use std::time::Duration;

use crate::clock::Timestamp;
use crate::form::Date;

/// How far India's clocks are ahead of Greenwich, in milliseconds: five and a half hours, all year.
const AHEAD_MS: i64 = 19_800_000;
/// Milliseconds of a day. India's days all have as many.
const DAY_MS: i64 = 86_400_000;

/// A day of India's calendar, from midnight to midnight there. Ordered by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    /// Days since 1-1-1970.
    number: i64,
}

impl Day {
    /// The day of this instant.
    pub fn of(at: Timestamp) -> Self {
        Self { number: at.0.saturating_add(AHEAD_MS).div_euclid(DAY_MS) }
    }

    /// The day that is written so, as `2026-11-24`.
    pub fn parse(text: &str) -> Option<Self> {
        let is_plain = |c: char| c.is_ascii_digit() || c == '-';
        if text.len() != "2026-11-24".len() || !text.chars().all(is_plain) {
            return None;
        }
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
        parts.next().is_none().then(|| Self::on(date))
    }

    /// The day of this date.
    pub fn on(date: Date) -> Self {
        // Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`: years begin in
        // March, so that the leap day is the last one.
        let (year, month) = (i64::from(date.year()), i64::from(date.month()));
        let year = if month <= 2 { year - 1 } else { year };
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + i64::from(date.day()) - 1;
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let of_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
        Self { number: era * 146_097 + of_era - 719_468 }
    }

    /// The day that is so many days after 1-1-1970, as it is stored.
    pub fn from_number(number: i64) -> Self {
        Self { number }
    }

    /// Days since 1-1-1970.
    pub fn number(self) -> i64 {
        self.number
    }

    /// So many days earlier.
    #[must_use]
    pub fn before(self, days: u32) -> Self {
        Self { number: self.number.saturating_sub(i64::from(days)) }
    }

    /// Its date; none outside the years that dates have.
    pub fn date(self) -> Option<Date> {
        // Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
        let days = self.number.saturating_add(719_468);
        let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = era.saturating_mul(400).saturating_add(year + i64::from(month <= 2));
        Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?)
    }

    /// Its first instant.
    pub fn begins(self) -> Timestamp {
        Timestamp(self.number.saturating_mul(DAY_MS).saturating_sub(AHEAD_MS))
    }

    /// The first instant after it.
    pub fn ends(self) -> Timestamp {
        self.begins().after(Duration::from_hours(24))
    }

    /// Whether this instant is in it.
    pub fn has(self, at: Timestamp) -> bool {
        Self::of(at) == self
    }
}

/// As `2026-11-24`; `-` if it has no date.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.date() {
            Some(date) => write!(f, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day()),
            None => f.write_str("-"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_at_midnight_in_india() {
        // 24-11-2026, 10:30 in India.
        let morning = Timestamp(1_795_496_400_000);
        let day = Day::of(morning);
        assert_eq!(day.to_string(), "2026-11-24");
        // 00:00:00 in India is 18:30 of the day before in Greenwich.
        assert_eq!(day.begins(), Timestamp(1_795_458_600_000));
        assert!(day.has(day.begins()) && !day.before(1).has(day.begins()));
        let last = Timestamp(day.ends().0 - 1);
        assert!(day.has(last) && !day.has(day.ends()), "23:59:59.999 is of it, 00:00:00 is not");
        assert_eq!(day.before(1).ends(), day.begins());
        assert_eq!((day.number(), Day::from_number(20_781)), (20_781, day));
    }

    #[test]
    fn a_day_is_read_as_it_is_written() {
        for text in ["1970-01-01", "2024-02-29", "2026-11-24", "2026-12-31", "2027-01-01"] {
            assert_eq!(Day::parse(text).map(|day| day.to_string()).as_deref(), Some(text));
        }
        for wrong in ["2026-02-29", "24-11-2026", "2026-11-2", "2026-11-024", "+026-11-24", ""] {
            assert_eq!(Day::parse(wrong), None, "{wrong}");
        }
        let first = Day::parse("2028-02-28").unwrap();
        assert_eq!(Day::parse("2028-02-29").unwrap().before(1), first);
        assert_eq!(Day::parse("2028-03-01").unwrap().before(1).before(1), first);
    }
}
