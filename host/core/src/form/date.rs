//! A day of the calendar.

use serde::{Deserialize, Serialize};

/// A day of the Gregorian calendar that exists, from the year 1000 to 9999. Ordered by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "(u16, u8, u8)", into = "(u16, u8, u8)")]
pub struct Date {
    // In this order, so that the derived order is that of time.
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The day, if there is such.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let is_day = (1000..=9999).contains(&year) && (1..=days_of(year, month)).contains(&day);
        is_day.then_some(Self { year, month, day })
    }

    /// 1000 to 9999.
    pub fn year(self) -> u16 {
        self.year
    }

    /// 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// 1 to 31.
    pub fn day(self) -> u8 {
        self.day
    }
}

/// How many days a month has; none if there is no such month.
fn days_of(year: u16, month: u8) -> u8 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 0,
    }
}

impl TryFrom<(u16, u8, u8)> for Date {
    type Error = &'static str;

    fn try_from((year, month, day): (u16, u8, u8)) -> Result<Self, Self::Error> {
        Self::new(year, month, day).ok_or("there is no such day")
    }
}

impl From<Date> for (u16, u8, u8) {
    fn from(date: Date) -> Self {
        (date.year, date.month, date.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_that_exist_are_days() {
        for (year, month, day) in [(2000, 2, 29), (2024, 2, 29), (1947, 8, 15), (9999, 12, 31)] {
            assert!(Date::new(year, month, day).is_some(), "{day}-{month}-{year}");
        }
        let none = [
            (1900, 2, 29),
            (2023, 2, 29),
            (2024, 4, 31),
            (2024, 13, 1),
            (2024, 0, 1),
            (2024, 1, 0),
            (999, 1, 1),
        ];
        for (year, month, day) in none {
            assert_eq!(Date::new(year, month, day), None, "{day}-{month}-{year}");
        }
    }

    #[test]
    fn days_are_ordered_by_time_and_read_back() {
        let [first, second] = [(2024, 12, 31), (2025, 1, 1)].map(|it| Date::try_from(it).unwrap());
        assert!(first < second);
        let stored = serde_json::to_string(&first).unwrap();
        assert_eq!(serde_json::from_str::<Date>(&stored).unwrap(), first);
        assert!(serde_json::from_str::<Date>("[2023,2,29]").is_err());
    }
}
