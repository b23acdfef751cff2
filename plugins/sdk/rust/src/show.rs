//! Money, dates and times as people here read them.

use crate::calendar;

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

/// The day of an instant in India, as `DD-MM-YYYY`.
pub fn date(instant_ms: u64) -> String {
    let (year, month, day) = calendar::date(instant_ms);
    format!("{day:02}-{month:02}-{year}")
}

/// The time of an instant in India, as `HH:MM`.
pub fn time(instant_ms: u64) -> String {
    let minute = calendar::minute(instant_ms);
    format!("{:02}:{:02}", minute / 60, minute % 60)
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
    }
}
