//! Numbers, amounts and days as citizens type them.

use mitra_core::form::Date;

use super::digits::{are_digits, ascii, is_dash, is_space};
use super::wrong::Wrong;

/// What may stand before an amount, longer ones first.
const BEFORE: [&str; 10] = ["₹", "rs.", "rs", "inr", "రూ.", "రూ", "रु.", "रु", "रू.", "रू"];
/// What may stand behind one, longer ones first.
const BEHIND: [&str; 12] =
    ["/-", "/=", "rupees", "rs.", "rs", "రూపాయలు", "రూ.", "రూ", "रुपये", "रुपए", "रु.", "रु"];

/// A whole number. A hyphen in front is a minus: nowhere else has it a place in a number that counts something.
pub(super) fn number(text: &str, min: i64, max: i64) -> Result<i64, Wrong> {
    let typed = ungrouped(text);
    let (is_negative, digits) = match typed.strip_prefix(is_dash) {
        Some(digits) => (true, digits),
        None => (false, typed.as_str()),
    };
    if !are_digits(digits, 1..) {
        return Err(Wrong::Number);
    }
    let sign = if is_negative { "-" } else { "" };
    match format!("{sign}{digits}").parse::<i64>() {
        Ok(number) if (min..=max).contains(&number) => Ok(number),
        // More digits than any number has are as far out of range as can be.
        Ok(_) | Err(_) => Err(Wrong::NumberRange { min, max }),
    }
}

/// An amount in rupees, in paise.
pub(super) fn money(text: &str, min: u64, max: u64) -> Result<u64, Wrong> {
    let typed = ungrouped(text).to_lowercase();
    let typed = BEFORE.into_iter().find_map(|sign| typed.strip_prefix(sign)).unwrap_or(&typed);
    let typed = BEHIND.into_iter().find_map(|sign| typed.strip_suffix(sign)).unwrap_or(typed);
    let (rupees, paise) = typed.split_once('.').unwrap_or((typed, "0"));
    if !are_digits(rupees, 1..) || !are_digits(paise, 1..=2) {
        return Err(Wrong::Money);
    }
    // `500.5` has fifty paise.
    let paise = format!("{paise:0<2}");
    match format!("{rupees}{paise}").parse::<u64>() {
        Ok(amount) if (min..=max).contains(&amount) => Ok(amount),
        Ok(_) | Err(_) => Err(Wrong::MoneyRange { min, max }),
    }
}

/// Without spaces, and without the commas between thousands and lakhs.
fn ungrouped(text: &str) -> String {
    ascii(text).chars().filter(|c| !is_space(*c) && *c != ',').collect()
}

/// A day as DD/MM/YYYY.
pub(super) fn date(
    text: &str,
    earliest: Option<Date>,
    latest: Option<Date>,
) -> Result<Date, Wrong> {
    let typed = ascii(text);
    let is_between = |c: char| matches!(c, '/' | '.') || is_space(c) || is_dash(c);
    let parts: Vec<&str> = typed.split(is_between).filter(|part| !part.is_empty()).collect();
    let [day, month, year] = parts.as_slice() else {
        return Err(Wrong::Date);
    };
    if !are_digits(day, 1..=2) || !are_digits(month, 1..=2) || !are_digits(year, 4..=4) {
        return Err(Wrong::Date);
    }
    let (day, month, year) = (day.parse(), month.parse(), year.parse());
    let (Ok(day), Ok(month), Ok(year)) = (day, month, year) else {
        return Err(Wrong::Date);
    };
    let date = Date::new(year, month, day).ok_or(Wrong::NoSuchDay)?;
    match (earliest, latest) {
        (Some(earliest), _) if date < earliest => Err(Wrong::TooEarly(earliest)),
        (_, Some(latest)) if date > latest => Err(Wrong::TooLate(latest)),
        _ => Ok(date),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_may_be_grouped_and_negative() {
        for (typed, expected) in
            [("1,23,456", 123_456), ("౧౨ ౩", 123), ("-5", -5), ("−५", -5), ("007", 7)]
        {
            assert_eq!(number(typed, i64::MIN, i64::MAX), Ok(expected), "{typed}");
        }
        for typed in ["", "-", "5-5", "5.5", "five", "1e3", "--5", "+5"] {
            assert_eq!(number(typed, i64::MIN, i64::MAX), Err(Wrong::Number), "{typed}");
        }
        let range = Wrong::NumberRange { min: 1, max: 9 };
        for typed in ["0", "10", "-1", "99999999999999999999999"] {
            assert_eq!(number(typed, 1, 9), Err(range.clone()), "{typed}");
        }
    }

    #[test]
    fn an_amount_is_read_with_whatever_stands_around_it() {
        let cases = [
            ("500", 50_000),
            ("₹ 1,23,456.50", 12_345_650),
            ("Rs. 500/-", 50_000),
            ("rs500.5", 50_050),
            ("500 rupees", 50_000),
            ("రూ. ౫౦౦", 50_000),
            ("౫౦౦ రూపాయలు", 50_000),
            ("५०० रुपये", 50_000),
            ("0.05", 5),
        ];
        for (typed, paise) in cases {
            assert_eq!(money(typed, 0, u64::MAX), Ok(paise), "{typed}");
        }
        for typed in ["", "₹", "-5", "5.", ".5", "5.555", "5.5.5", "much", "$5"] {
            assert_eq!(money(typed, 0, u64::MAX), Err(Wrong::Money), "{typed}");
        }
        let range = Wrong::MoneyRange { min: 100, max: 900 };
        for typed in ["0.99", "9.01", "99999999999999999999999"] {
            assert_eq!(money(typed, 100, 900), Err(range.clone()), "{typed}");
        }
    }

    #[test]
    fn a_day_has_four_digits_of_a_year_and_exists() {
        let day = |year, month, day| Date::new(year, month, day).unwrap();
        for typed in ["15/08/1947", "15-8-1947", "15.08.1947", "౧౫ ౦౮ ౧౯౪౭", " १५/०८/१९४७ "]
        {
            assert_eq!(date(typed, None, None), Ok(day(1947, 8, 15)), "{typed}");
        }
        for typed in
            ["", "15/08/47", "1947-08-15", "15/08", "15th Aug 1947", "1/1/1/2000", "15081947"]
        {
            assert_eq!(date(typed, None, None), Err(Wrong::Date), "{typed}");
        }
        for typed in ["31/02/2000", "29/02/1900", "00/01/2000", "01/13/2000", "1/1/0999"] {
            assert_eq!(date(typed, None, None), Err(Wrong::NoSuchDay), "{typed}");
        }
        let (first, last) = (day(2000, 1, 1), day(2000, 12, 31));
        let within = |typed: &str| date(typed, Some(first), Some(last));
        assert!(within("1/1/2000").is_ok() && within("31/12/2000").is_ok());
        assert_eq!(within("31/12/1999"), Err(Wrong::TooEarly(first)));
        assert_eq!(within("1/1/2001"), Err(Wrong::TooLate(last)));
    }
}
