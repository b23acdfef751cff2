//! How numbers, amounts and days are written in India, the same in all languages and wherever citizens read them.

use crate::form::Date;

/// A number, the last three digits together and those before by twos: `12,34,567`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        let n_left = digits.len() - index;
        if index > 0 && (n_left == 3 || (n_left > 3 && n_left % 2 == 1)) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// An amount, grouped by lakhs: `₹1,23,456.00`.
pub fn rupees(paise: u64) -> String {
    format!("₹{}.{:02}", grouped(paise / 100), paise % 100)
}

/// A day as `DD-MM-YYYY`.
pub fn date(date: Date) -> String {
    format!("{:02}-{:02}-{}", date.day(), date.month(), date.year())
}

/// An Aadhaar number of which nobody needs to read more than its end.
pub fn aadhaar(last_four: &str) -> String {
    format!("XXXX XXXX {last_four}")
}
