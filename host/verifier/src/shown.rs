//! How values are written, the same in all languages.

use mitra_core::certificate::FactValue;
use mitra_core::clock::Timestamp;
use mitra_core::day::Day;
use mitra_core::shown::{date, grouped, rupees};

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

/// A day of India, such as `27-11-2026`; `-` if there is no such date: no certificate that keeps its limits is from
/// then.
pub fn day(at: Timestamp) -> String {
    Day::of(at).date().map_or_else(|| "-".to_owned(), date)
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
