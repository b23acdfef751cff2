//! When a power cut is: the same hours of one day, or of each day of a period.

use mitra_department::calendar::{self, DAY_MS, MINUTE_MS};
use serde::Deserialize;

/// Hours of each day from `first` to `last`, in India's time.
///
/// A cut has an end in its record: nobody has to remember to take it away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Written")]
pub(crate) struct Hours {
    /// Days, counted from 1970.
    first: u64,
    last: u64,
    /// The minute of the day at which it begins.
    from: u64,
    /// In minutes, 1 to 1,440.
    length: u64,
}

/// As a record has them.
#[derive(Deserialize)]
struct Written {
    /// `DD-MM-YYYY`.
    first: String,
    /// `DD-MM-YYYY`: the same day for a cut of one day.
    last: String,
    /// `HH:MM`.
    from: String,
    /// `HH:MM`: of the next day if it is not later than `from`.
    until: String,
}

impl TryFrom<Written> for Hours {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        let day = |text: &str| calendar::parse_day(text).ok_or(format!("`{text}` is no day"));
        let minute =
            |text: &str| calendar::parse_minute(text).ok_or(format!("`{text}` is no time"));
        let (from, until) = (minute(&written.from)?, minute(&written.until)?);
        let minutes_of_day = DAY_MS / MINUTE_MS;
        let length = if until > from { until - from } else { until + minutes_of_day - from };
        Ok(Self { first: day(&written.first)?, last: day(&written.last)?, from, length })
    }
}

/// One power cut from beginning to end, in milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) from: u64,
    pub(crate) until: u64,
}

impl Hours {
    /// The cut that is under way, or the next one; none when all are over.
    pub(crate) fn next(&self, now: u64) -> Option<Window> {
        let today = calendar::day(now);
        // Yesterday's may last into today, and today's may be over.
        let days =
            self.first.max(today.saturating_sub(1))..=self.last.min(self.first.max(today + 1));
        let window = |day: u64| {
            let from = calendar::instant(day, self.from);
            Window { from, until: from + self.length * MINUTE_MS }
        };
        days.map(window).find(|window| window.until > now)
    }
}

#[cfg(test)]
mod tests {
    use mitra_department::show::{date, time};

    use super::*;

    fn hours(first: &str, last: &str, from: &str, until: &str) -> Hours {
        let record =
            serde_json::json!({"first": first, "last": last, "from": from, "until": until});
        serde_json::from_value(record).expect("hours")
    }

    fn at(day: &str, minute: &str) -> u64 {
        let day = calendar::parse_day(day).expect("a day");
        calendar::instant(day, calendar::parse_minute(minute).expect("a time"))
    }

    /// The next cut's beginning and end.
    fn next(hours: Hours, day: &str, minute: &str) -> Option<String> {
        let Window { from, until } = hours.next(at(day, minute))?;
        Some(format!("{} {} to {} {}", date(from), time(from), date(until), time(until)))
    }

    #[test]
    fn a_cut_of_each_day_is_todays_until_it_is_over_and_then_tomorrows() {
        let daily = hours("20-11-2026", "25-11-2026", "10:00", "13:00");
        let on = |day: &str| Some(format!("{day} 10:00 to {day} 13:00"));
        assert_eq!(next(daily, "01-11-2026", "10:30"), on("20-11-2026"), "not begun yet");
        assert_eq!(next(daily, "24-11-2026", "00:00"), on("24-11-2026"));
        assert_eq!(next(daily, "24-11-2026", "12:59"), on("24-11-2026"), "under way");
        assert_eq!(next(daily, "24-11-2026", "13:00"), on("25-11-2026"));
        assert_eq!(next(daily, "25-11-2026", "13:00"), None, "it was the last");
        assert_eq!(next(daily, "26-11-2026", "10:30"), None);
    }

    #[test]
    fn a_cut_of_one_day_is_over_after_it() {
        let once = hours("24-11-2026", "24-11-2026", "08:30", "11:30");
        assert!(next(once, "24-11-2026", "11:29").is_some());
        assert_eq!(next(once, "24-11-2026", "11:30"), None);
        assert_eq!(next(once, "24-11-2027", "09:00"), None);
    }

    #[test]
    fn a_cut_over_midnight_is_of_the_day_it_begins() {
        let night = hours("24-11-2026", "24-11-2026", "22:00", "02:00");
        let expected = Some("24-11-2026 22:00 to 25-11-2026 02:00".to_owned());
        assert_eq!(next(night, "25-11-2026", "01:59"), expected);
        assert_eq!(next(night, "25-11-2026", "02:00"), None);
    }

    #[test]
    fn hours_that_cannot_be_read_are_refused() {
        for (first, from) in [("31-02-2026", "10:00"), ("24-11-2026", "25:00"), ("", "")] {
            let record =
                serde_json::json!({"first": first, "last": first, "from": from, "until": "12:00"});
            assert!(serde_json::from_value::<Hours>(record).is_err(), "{first} {from}");
        }
    }
}
