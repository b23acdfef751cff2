//! Money and dates as people here read them.

/// Paise as rupees with lakh grouping: `₹1,23,456.00`.
pub fn rupees(paise: u64) -> String {
    let (whole, rest) = (paise / 100, paise % 100);
    let digits = whole.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        let left = digits.len() - index;
        let is_group = left == 3 || (left > 3 && left % 2 == 1);
        if index > 0 && is_group {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("₹{grouped}.{rest:02}")
}

/// India's time is five and a half hours ahead of UTC, all year.
const IST_MS: u64 = 19_800_000;
/// A day, in milliseconds.
pub const DAY_MS: u64 = 86_400_000;

/// The day of an instant in India, as `DD-MM-YYYY`.
pub fn date(instant_ms: u64) -> String {
    let (year, month, day) = civil((instant_ms + IST_MS) / DAY_MS);
    format!("{day:02}-{month:02}-{year}")
}

/// The time of an instant in India, as `HH:MM`.
pub fn time(instant_ms: u64) -> String {
    let minutes = (instant_ms + IST_MS) % DAY_MS / 60_000;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The year of an instant in India.
pub fn year(instant_ms: u64) -> u64 {
    civil((instant_ms + IST_MS) / DAY_MS).0
}

/// Year, month and day of a day counted from 1970, by the Gregorian calendar's cycle of 400 years.
fn civil(days: u64) -> (u64, u64, u64) {
    // Counted from 1 March of year 0, so that a leap day is the last of its year.
    let days = days + 719_468;
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
    fn money_is_grouped_by_lakhs() {
        let cases = [
            (0, "₹0.00"),
            (5, "₹0.05"),
            (99_900, "₹999.00"),
            (100_000, "₹1,000.00"),
            (12_345_600, "₹1,23,456.00"),
            (1_234_567_890, "₹1,23,45,678.90"),
        ];
        for (paise, shown) in cases {
            assert_eq!(rupees(paise), shown);
        }
    }

    #[test]
    fn days_are_indias() {
        assert_eq!(date(0), "01-01-1970");
        // 2024-02-29T18:29:59Z and one second later.
        assert_eq!(date(1_709_231_399_000), "29-02-2024");
        assert_eq!(date(1_709_231_400_000), "01-03-2024");
        assert_eq!(time(1_709_231_400_000), "00:00");
        assert_eq!(date(1_795_478_400_000), "24-11-2026");
        assert_eq!(year(1_798_741_800_000), 2027);
    }
}
