//! How values are written, the same in all languages.

use mitra_core::certificate::FactValue;
use mitra_core::clock::Timestamp;
use mitra_core::shown::{date, grouped, rupees};
use time::{OffsetDateTime, UtcOffset};

/// India's time, five and a half hours before Greenwich's: days on paper are India's.
const INDIA: (i8, i8, i8) = (5, 30, 0);

/// A fact's value.
pub(super) fn value(value: &FactValue) -> String {
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

/// A day of India, such as `27-11-2026`.
pub(super) fn day(at: Timestamp) -> String {
    let (hours, minutes, seconds) = INDIA;
    let offset = UtcOffset::from_hms(hours, minutes, seconds).expect("it is one");
    let at = OffsetDateTime::from_unix_timestamp(at.0.div_euclid(1_000));
    match at {
        Ok(at) => {
            let at = at.to_offset(offset);
            format!("{:02}-{:02}-{}", at.day(), u8::from(at.month()), at.year())
        }
        // Beyond what calendars have: no certificate that keeps its limits.
        Err(_) => "-".to_owned(),
    }
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
        assert_eq!(value(&FactValue::Date(Date::new(1947, 8, 15).unwrap())), "15-08-1947");
    }
}
