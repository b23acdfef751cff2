//! Fixtures hold no number that could be somebody's phone.

use std::ops::RangeInclusive;

use super::File;

/// A national number has ten digits, an international one at most fifteen.
///
/// Source: ITU-T E.164.
const DIGITS: RangeInclusive<usize> = 10..=15;

/// What may be as long as a phone number: how it starts, how many digits it has, and why not one.
const ALLOWED: [(&str, usize, &str); 6] = [
    ("1555", 11, "area code 555 is given to nobody"),
    ("91555", 12, "mobile numbers in India begin with 6 to 9"),
    ("17", 10, "seconds since 1970, and no area code begins with 1"),
    ("17", 13, "milliseconds since 1970; numbers of country code 1 have 11 digits"),
    ("44001100", 10, "our made-up media ids; no number in the United Kingdom is as short"),
    ("99001122", 15, "our made-up ids; no number of country code 990 exists"),
];

pub(super) fn check(file: &File) -> Vec<String> {
    let mut findings = Vec::new();
    if file.name.starts_with("tests/fixtures/") || file.name.contains("/tests/fixtures/") {
        for (number, line) in (1..).zip(file.text.lines()) {
            let could_be = numbers(line).into_iter().filter(|digits| !is_allowed(digits));
            findings.extend(could_be.map(|digits| {
                format!("{}:{number}: could be a phone number: {digits}", file.name)
            }));
        }
    }
    findings
}

fn is_allowed(digits: &str) -> bool {
    ALLOWED.iter().any(|(start, length, _)| digits.starts_with(start) && digits.len() == *length)
}

/// Every run of digits as long as a phone number; after a `+`, with what people write between them.
fn numbers(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = line;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, run) = rest.split_at(at);
        let between: &[char] = if before.ends_with('+') { &[' ', '-', '(', ')'] } else { &[] };
        let is_end = |c: char| !c.is_ascii_digit() && !between.contains(&c);
        let (run, after) = run.split_at(run.find(is_end).unwrap_or(run.len()));
        let digits: String = run.chars().filter(char::is_ascii_digit).collect();
        if DIGITS.contains(&digits.len()) && !is_user_id(before) {
            found.push(digits);
        }
        rest = after;
    }
    found
}

/// A business-scoped user id is a country's two letters, perhaps `ENT`, and digits: no phone.
fn is_user_id(before: &str) -> bool {
    let before = before.strip_suffix("ENT.").unwrap_or(before);
    let country = before.strip_suffix('.').map(str::as_bytes).unwrap_or_default();
    matches!(country, [.., a, b] if a.is_ascii_uppercase() && b.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(text: &str) -> usize {
        let name = "tests/fixtures/webhooks/a.json".to_owned();
        check(&File { name, text: text.to_owned() }).len()
    }

    #[test]
    fn numbers_of_the_test_ranges_are_allowed() {
        assert_eq!(findings("{\"from\": \"15550100123\", \"to\": \"915550100123\"}"), 0);
        assert_eq!(findings("{\"from\": \"+1 555 010-0123\"}"), 0);
        assert_eq!(findings("{\"timestamp\": \"1763000100\"}"), 0);
        assert_eq!(
            findings("{\"user_id\": \"IN.7788990011\", \"parent\": \"IN.ENT.4455667788\"}"),
            0
        );
    }

    #[test]
    fn numbers_that_could_be_real_are_found() {
        assert_eq!(findings("{\"from\": \"919876543210\"}"), 1);
        assert_eq!(findings("{\"from\": \"9876543210\"}"), 1);
        assert_eq!(findings("{\"body\": \"call +91 98765-43210\"}"), 1);
        assert_eq!(findings("{\"from\": \"15550100123\", \"to\": \"14155550123\"}"), 1);
        assert_eq!(findings("{\"from\": \"155501001234\"}"), 1, "one digit too many");
        assert_eq!(findings("{\"user_id\": \"7788990011\"}"), 1);
    }

    #[test]
    fn lengths_are_those_of_phone_numbers() {
        let of = |length: usize| findings(&"9".repeat(length));
        assert_eq!((of(9), of(10), of(15), of(16)), (0, 1, 1, 0));
    }

    #[test]
    fn only_fixtures_are_read() {
        let file = |name: &str| File { name: name.to_owned(), text: "919876543210".to_owned() };
        assert_eq!(check(&file("host/whatsapp/tests/fixtures/a.json")).len(), 1);
        assert_eq!(check(&file("plugins/energy/seed.json")).len(), 0);
    }
}
