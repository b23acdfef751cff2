//! Days before and after 1970: of birth, and of bookings.

use mitra_department::forms::Date;
use mitra_department::{calendar, digits};

/// A day, counted from 1 January 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day(i64);

/// Days of 400 years.
const CYCLE: i64 = 146_097;
/// Days from 1 March of year 0 to 1970.
const BEFORE_1970: i64 = 719_468;

impl Day {
    /// The day of an instant in India.
    pub(crate) fn of(instant_ms: u64) -> Self {
        Self(i64::try_from(calendar::day(instant_ms)).unwrap_or(i64::MAX / 2))
    }

    /// A day that exists.
    fn civil(year: i64, month: i64, date: i64) -> Option<Self> {
        if !(1000..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&date)
        {
            return None;
        }
        // Years from March to February, so that a leap day is the last of its year.
        let shifted = if month > 2 { year } else { year - 1 };
        let (era, of_era) = (shifted / 400, shifted % 400);
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + date - 1;
        let day =
            Self(era * CYCLE + of_era * 365 + of_era / 4 - of_era / 100 + of_year - BEFORE_1970);
        // The 31st of February is some day in March.
        (day.parts() == (year, month, date)).then_some(day)
    }

    /// Year, month and day.
    fn parts(self) -> (i64, i64, i64) {
        let days = self.0 + BEFORE_1970;
        let (era, of_era) = (days.div_euclid(CYCLE), days.rem_euclid(CYCLE));
        let years = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * years + years / 4 - years / 100);
        let month = (5 * of_year + 2) / 153;
        let date = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        (era * 400 + years + i64::from(month <= 2), month, date)
    }

    /// The day that `YYYY-MM-DD` names.
    pub(crate) fn from_iso(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '-').map(|part| part.parse::<i64>().ok());
        let (year, month, date) = (parts.next()??, parts.next()??, parts.next()??);
        Self::civil(year, month, date)
    }

    /// The day that somebody typed: day, month and year, with any of `/`, `-`, `.` and space.
    pub(crate) fn typed(text: &str) -> Option<Self> {
        let text = digits::ascii(text);
        let parts: Vec<_> =
            text.split(['/', '-', '.', ' ']).filter(|part| !part.is_empty()).collect();
        let [date, month, year] = parts[..] else { return None };
        if !(1..=2).contains(&date.len()) || !(1..=2).contains(&month.len()) || year.len() != 4 {
            return None;
        }
        Self::civil(year.parse().ok()?, month.parse().ok()?, date.parse().ok()?)
    }

    /// So many days later.
    pub(crate) fn plus(self, days: i64) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// As records have it.
    pub(crate) fn iso(self) -> String {
        let (year, month, date) = self.parts();
        format!("{year:04}-{month:02}-{date:02}")
    }

    /// As citizens read it.
    pub(crate) fn shown(self) -> String {
        let (year, month, date) = self.parts();
        format!("{date:02}-{month:02}-{year:04}")
    }

    /// The day as `open` names it.
    pub(crate) fn weekday(self) -> &'static str {
        // 1 January 1970 was a Thursday.
        ["thu", "fri", "sat", "sun", "mon", "tue", "wed"]
            [usize::try_from(self.0.rem_euclid(7)).unwrap_or(0)]
    }

    /// Whole years from this day to another.
    pub(crate) fn years_until(self, other: Self) -> i64 {
        let (from, to) = (self.parts(), other.parts());
        to.0 - from.0 - i64::from((to.1, to.2) < (from.1, from.2))
    }

    /// As the contract has it.
    pub(crate) fn date(self) -> Option<Date> {
        let (year, month, date) = self.parts();
        Some(Date {
            year: u16::try_from(year).ok()?,
            month: u8::try_from(month).ok()?,
            day: u8::try_from(date).ok()?,
        })
    }

    /// From the contract's.
    pub(crate) fn from_date(date: Date) -> Option<Self> {
        Self::civil(date.year.into(), date.month.into(), date.day.into())
    }

    /// The instant at which a minute of it begins in India, in milliseconds since 1970.
    pub(crate) fn at(self, minute: u64) -> Option<u64> {
        Some(calendar::instant(u64::try_from(self.0).ok()?, minute))
    }

    /// The instant at which it ends.
    pub(crate) fn end(self) -> Option<u64> {
        self.plus(1).at(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_it_is_written() {
        for day in (-300_000..100_000).step_by(7).map(Day) {
            assert_eq!(Day::from_iso(&day.iso()), Some(day));
            assert_eq!(Day::typed(&day.shown()), Some(day));
            assert_eq!(day.date().and_then(Day::from_date), Some(day));
        }
        assert_eq!(Day::typed("౦౧/౦౨/౧౯౪౭").map(Day::iso).as_deref(), Some("1947-02-01"));
        for wrong in [
            "",
            "29/02/2023",
            "31-04-2026",
            "2026-01-01",
            "1/1/26",
            "0/1/2026",
            "1/13/2026",
            "a/b/cccc",
        ] {
            assert_eq!(Day::typed(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn weekdays_and_ages_are_counted() {
        let day = |iso: &str| Day::from_iso(iso).expect("a day");
        assert_eq!((day("2026-11-24").weekday(), day("1969-12-31").weekday()), ("tue", "wed"));
        assert_eq!(day("2008-11-24").years_until(day("2026-11-24")), 18);
        assert_eq!(day("2008-11-25").years_until(day("2026-11-24")), 17);
        assert_eq!(day("2026-11-24").plus(38).iso(), "2027-01-01");
        assert_eq!(Day::of(1_795_496_400_000), day("2026-11-24"));
    }
}
