//! How citizens are addressed.

/// Digits of a phone number with its country's code.
///
/// Source: ITU-T E.164 for the most; shorter than 8 is no number of a person anywhere.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 8..=15;
/// The most characters of a user id after its country.
const USER_ID_CHARS_MAX: usize = 128;

/// The digits of a phone number: `+1 (555) 010-0999` gives `15550100999`.
///
/// None if there is anything but 8 to 15 digits, a `+` before them, and spaces, `-`, `(` and `)` between.
/// Source: Meta, "Messages", `to` (2026-05).
pub(crate) fn digits(text: &str) -> Option<String> {
    let text = text.trim();
    let text = text.strip_prefix('+').unwrap_or(text);
    let mut digits = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '0'..='9' => digits.push(c),
            ' ' | '-' | '(' | ')' => {}
            _ => return None,
        }
    }
    PHONE_DIGITS.contains(&digits.len()).then_some(digits)
}

/// Whether this is a user id: two letters of a country, a dot, and 1 to 128 letters or digits.
///
/// Source: Meta, "Business-scoped user ids" (2026-05).
pub(crate) fn is_user_id(text: &str) -> bool {
    let Some((country, id)) = text.split_once('.') else {
        return false;
    };
    country.len() == 2
        && country.bytes().all(|b| b.is_ascii_uppercase())
        && (1..=USER_ID_CHARS_MAX).contains(&id.len())
        && id.bytes().all(|b| b.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_in_every_spelling() {
        for text in ["15550100999", "+1 555 010 0999", "+1 (555) 010-0999", " +15550100999 "] {
            assert_eq!(digits(text).as_deref(), Some("15550100999"), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in
            ["", "+", "1555010", "IN.7788990011", "1555010099x", "++15550100999", "١٥٥٥٠١٠٠٩٩٩"]
        {
            assert_eq!(digits(text), None, "{text}");
        }
        assert_eq!(digits(&"1".repeat(8)).map(|d| d.len()), Some(8));
        assert_eq!(digits(&"1".repeat(15)).map(|d| d.len()), Some(15));
        assert_eq!(digits(&"1".repeat(16)), None);
    }

    #[test]
    fn a_user_id_has_a_country() {
        assert!(is_user_id("IN.7788990011"));
        assert!(is_user_id(&format!("IN.{}", "a".repeat(128))));
        for text in ["", "IN.", "in.1", "IND.1", "IN.ENT.1", "15550100999", "IN.a b"] {
            assert!(!is_user_id(text), "{text}");
        }
        assert!(!is_user_id(&format!("IN.{}", "a".repeat(129))));
    }
}
