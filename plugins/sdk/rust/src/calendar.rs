//! Days and times in India, from instants in milliseconds since 1970.

/// A minute, in milliseconds.
pub const MINUTE_MS: u64 = 60_000;
/// An hour, in milliseconds.
pub const HOUR_MS: u64 = 3_600_000;
/// A day, in milliseconds. India has no summer time: every day is as long.
pub const DAY_MS: u64 = 86_400_000;
/// India's time is five and a half hours ahead of UTC, all year.
const IST_MS: u64 = 19_800_000;
/// Days from 1 March of year 0 to 1970.
const DAYS_BEFORE_1970: u64 = 719_468;

/// The day of an instant, counted from 1970.
pub fn day(instant_ms: u64) -> u64 {
    (instant_ms + IST_MS) / DAY_MS
}

/// The minute of an instant within its day, 0 to 1,439.
pub fn minute(instant_ms: u64) -> u64 {
    (instant_ms + IST_MS) % DAY_MS / MINUTE_MS
}

/// The instant at which a minute of a day begins: the other way round. The first hours of 1970 count as its beginning.
pub fn instant(day: u64, minute: u64) -> u64 {
    (day * DAY_MS + minute * MINUTE_MS).saturating_sub(IST_MS)
}

/// The year of an instant.
pub fn year(instant_ms: u64) -> u64 {
    date(instant_ms).0
}

/// Year, month and day of an instant.
pub fn date(instant_ms: u64) -> (u64, u64, u64) {
    civil(day(instant_ms))
}

/// The day that `DD-MM-YYYY` names, counted from 1970; none if there is no such day.
pub fn parse_day(text: &str) -> Option<u64> {
    let mut parts = text.splitn(3, '-').map(|part| part.parse::<u64>().ok());
    let (date, month, year) = (parts.next()??, parts.next()??, parts.next()??);
    if !(1970..=9999).contains(&year) || month > 12 || date > 31 {
        return None;
    }
    // Years from March to February, as in `civil`.
    let shifted = if month > 2 { year } else { year - 1 };
    let (era, year_of_era) = (shifted / 400, shifted % 400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + date.checked_sub(1)?;
    let day_of_era = 365 * year_of_era + year_of_era / 4 - year_of_era / 100 + day_of_year;
    let day = (era * 146_097 + day_of_era).checked_sub(DAYS_BEFORE_1970)?;
    // The 31st of February is some day in March.
    (civil(day) == (year, month, date)).then_some(day)
}

/// The minute that `HH:MM` names, 0 to 1,439; none if there is no such time.
pub fn parse_minute(text: &str) -> Option<u64> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (u64, u64) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

/// Year, month and day of a day counted from 1970, by the Gregorian calendar's cycle of 400 years.
fn civil(days: u64) -> (u64, u64, u64) {
    // Counted from 1 March of year 0, so that a leap day is the last of its year.
    let days = days + DAYS_BEFORE_1970;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let leaps = day_of_era / 1_460 + day_of_era / 146_096;
    let year_of_era = (day_of_era + day_of_era / 36_524 - leaps) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (era * 400 + year_of_era + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_india() {
        // 2024-02-29T18:29:59Z and one second later.
        assert_eq!(date(1_709_231_399_000), (2024, 2, 29));
        assert_eq!(date(1_709_231_400_000), (2024, 3, 1));
        assert_eq!(minute(1_709_231_399_000), 24 * 60 - 1);
        assert_eq!(minute(1_709_231_400_000), 0);
        assert_eq!(year(1_798_741_799_000), 2026);
        assert_eq!(year(1_798_741_800_000), 2027);
    }

    #[test]
    fn a_day_is_read_as_it_is_written() {
        for day in 0..60_000 {
            let (year, month, date) = civil(day);
            assert_eq!(parse_day(&format!("{date:02}-{month:02}-{year}")), Some(day));
        }
        for wrong in ["", "24-11", "2026-11-24", "29-02-2026", "31-04-2026", "0-1-2026", "1-0-2026"]
        {
            assert_eq!(parse_day(wrong), None, "{wrong}");
        }
        for huge in ["1-13-2026", "1-1-18446744073709551615", "18446744073709551615-1-2026", "x"] {
            assert_eq!(parse_day(huge), None, "{huge}");
        }
    }

    #[test]
    fn a_time_is_read_as_it_is_written() {
        assert_eq!(parse_minute("00:00"), Some(0));
        assert_eq!(parse_minute("23:59"), Some(24 * 60 - 1));
        for wrong in ["", "9", "24:00", "12:60", "12:x"] {
            assert_eq!(parse_minute(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn an_instant_is_found_by_its_day_and_minute() {
        // 2026-11-24, 10:30 in India.
        let now = 1_795_496_400_000;
        assert_eq!(minute(now), 10 * 60 + 30);
        assert_eq!(instant(day(now), minute(now)), now);
        assert_eq!(instant(day(now) + 1, 0), now + DAY_MS - (10 * 60 + 30) * MINUTE_MS);
    }
}
