//! How values are written, the same in all languages.

use std::ops::RangeInclusive;

use mitra_core::certificate::FactValue;
use mitra_core::clock::Timestamp;
use mitra_core::shown::{date, grouped, rupees};

/// India's time, five and a half hours before Greenwich's: days on paper are India's.
const INDIA_SECONDS: i64 = 5 * 3_600 + 30 * 60;
const DAY_SECONDS: i64 = 86_400;
/// Years of which every day can be named: what is beyond is no certificate that keeps its limits.
const YEARS: RangeInclusive<i64> = 1..=9_999;

/// A fact's value.
pub fn value(value: &FactValue) -> String {
    match value {
        FactValue::Text(text) => text.clone(),
        FactValue::Number(number) => {
            let sign = if *number < 0 { "-" } else { "" };
            format!("{sign}{}", grouped(number.unsigned_abs()))
        }
        FactValue::Money(paise) => rupees(*paise),
        FactValue::Date(day) => date(*day),
    }
}

/// The last day of a time that is over at this instant: at midnight, the day before.
pub fn last_day(over_at: Timestamp) -> String {
    day(Timestamp(over_at.0.saturating_sub(1)))
}

/// A day of India, such as `27-11-2026`.
pub fn day(at: Timestamp) -> String {
    let days = (at.0.div_euclid(1_000).saturating_add(INDIA_SECONDS)).div_euclid(DAY_SECONDS);
    // Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`: years begin in March,
    // and the calendar repeats after 146,097 days.
    let days = days.saturating_add(719_468);
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = era.saturating_mul(400).saturating_add(year_of_era + i64::from(month <= 2));
    if YEARS.contains(&year) { format!("{day:02}-{month:02}-{year}") } else { "-".to_owned() }
}

#[cfg(test)]
mod tests {
    use mitra_core::form::Date;

    use super::*;

    #[test]
    fn amounts_are_grouped_as_in_india() {
        let amount = |paise| value(&FactValue::Money(paise));
        assert_eq!([5, 99_999, 10_000_000].map(amount), ["₹0.05", "₹999.99", "₹1,00,000.00"]);
        assert_eq!(amount(12_345_678_900), "₹12,34,56,789.00");
        assert_eq!(value(&FactValue::Number(-1_234)), "-1,234");
        assert_eq!(value(&FactValue::Number(i64::MIN)), "-92,23,37,20,36,85,47,75,808");
    }

    #[test]
    fn days_are_those_of_india() {
        // 2026-11-26 18:29:59 and 18:30:00 in Greenwich.
        assert_eq!(day(Timestamp(1_795_717_799_000)), "26-11-2026");
        assert_eq!(day(Timestamp(1_795_717_800_000)), "27-11-2026");
        assert_eq!(last_day(Timestamp(1_795_717_800_000)), "26-11-2026");
        assert_eq!(last_day(Timestamp(1_795_717_801_000)), "27-11-2026");
        assert_eq!(day(Timestamp(951_762_600_000)), "29-02-2000");
        assert_eq!(day(Timestamp(-1)), "01-01-1970");
        assert_eq!(day(Timestamp(-86_400_000)), "31-12-1969");
        assert_eq!(day(Timestamp(253_402_281_000_000 - 1)), "31-12-9999");
        for beyond in [i64::MIN, 253_402_281_000_000, i64::MAX] {
            assert_eq!(day(Timestamp(beyond)), "-");
        }
        assert_eq!(value(&FactValue::Date(Date::new(1947, 8, 15).unwrap())), "15-08-1947");
    }
}
