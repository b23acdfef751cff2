//! Days and times in India, as back ends write them.

use std::fmt;
use std::time::Duration;

use mitra_core::clock::Timestamp;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::{Date, Month};

/// India's time is five and a half hours ahead of UTC, all year.
const IST_MS: i64 = 19_800_000;
const DAY_MS: i64 = 86_400_000;
const MINUTE_MS: i64 = 60_000;

/// A day, written `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Day(Date);

impl Day {
    /// The day of an instant.
    pub(crate) fn of(instant: Timestamp) -> Self {
        let days = (instant.0 + IST_MS).div_euclid(DAY_MS);
        let days = i32::try_from(days).unwrap_or(i32::MAX);
        let date = Date::from_julian_day(UNIX_JULIAN_DAY.saturating_add(days));
        Self(date.unwrap_or(Date::MAX))
    }

    /// So many days later, or earlier.
    pub(crate) fn later(self, days: i64) -> Self {
        Self(self.0.saturating_add(time::Duration::days(days)))
    }

    /// The instant so many minutes after its beginning.
    pub(crate) fn at(self, minute: i64) -> Timestamp {
        let days = i64::from(self.0.to_julian_day() - UNIX_JULIAN_DAY);
        Timestamp(days * DAY_MS + minute * MINUTE_MS - IST_MS)
    }

    /// Its number within the month, from 1.
    pub(crate) fn of_month(self) -> u8 {
        self.0.day()
    }

    /// Whether offices are closed.
    pub(crate) fn is_sunday(self) -> bool {
        self.0.weekday() == time::Weekday::Sunday
    }

    /// The day that `YYYY-MM-DD` names.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '-');
        let year = parts.next().filter(|part| part.len() == 4)?.parse().ok()?;
        let month: u8 = parts.next().filter(|part| part.len() == 2)?.parse().ok()?;
        let day = parts.next().filter(|part| part.len() == 2)?.parse().ok()?;
        Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok().map(Self)
    }
}

/// 1970-01-01, in days of the Julian calendar's count.
const UNIX_JULIAN_DAY: i32 = 2_440_588;

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.0.to_calendar_date();
        write!(f, "{year:04}-{:02}-{day:02}", u8::from(month))
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom(format!("`{text}` is no day")))
    }
}

/// Minutes since the day's beginning.
pub(crate) fn minute_of_day(instant: Timestamp) -> i64 {
    (instant.0 + IST_MS).rem_euclid(DAY_MS) / MINUTE_MS
}

/// So many minutes later.
pub(crate) fn minutes_after(instant: Timestamp, minutes: u64) -> Timestamp {
    instant.after(Duration::from_mins(minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_indias() {
        // 2026-11-24T18:29:59Z and one second later.
        assert_eq!(Day::of(Timestamp(1_795_544_999_000)).to_string(), "2026-11-24");
        assert_eq!(Day::of(Timestamp(1_795_545_000_000)).to_string(), "2026-11-25");
        let day = Day::parse("2026-11-25").expect("a day");
        assert_eq!(day.at(0), Timestamp(1_795_545_000_000));
        assert_eq!(Day::of(day.at(24 * 60 - 1)), day);
        assert_eq!((day.of_month(), minute_of_day(day.at(61))), (25, 61));
        assert!(day.later(4).is_sunday() && !day.is_sunday());
        for wrong in ["2026-02-30", "2026-13-01", "26-11-24", "2026-1-1", "", "2026-11-24x"] {
            assert_eq!(Day::parse(wrong), None, "{wrong}");
        }
    }
}
