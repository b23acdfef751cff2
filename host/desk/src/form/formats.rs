//! Numbers and codes by which something is known, in one way of writing; none for what is no such code.

use super::digits::{are_digits, ascii, compact, is_dash, is_space};

/// The longest e-mail address. Source: RFC 5321, erratum 1690.
const EMAIL_BYTES_MAX: usize = 254;
/// Sub-divisions of a survey number.
const SUB_DIVISIONS_MAX: usize = 3;

/// Ten digits, with or without +91 or 0 before them.
pub(super) fn mobile(text: &str) -> Option<String> {
    let number = compact(text);
    let ten = match number.strip_prefix('+') {
        Some(whole) => whole.strip_prefix("91").filter(|ten| ten.len() == 10)?,
        None => match number.len() {
            11 => number.strip_prefix('0')?,
            12 => number.strip_prefix("91")?,
            _ => &number,
        },
    };
    let is_mobile = are_digits(ten, 10..=10) && ten.starts_with(['6', '7', '8', '9']);
    is_mobile.then(|| ten.to_owned())
}

pub(super) fn pin_code(text: &str) -> Option<String> {
    Some(compact(text)).filter(|code| are_digits(code, 6..=6) && !code.starts_with('0'))
}

/// Twelve digits that may be an Aadhaar number, were it not for the check digit.
pub(super) fn twelve_digits(text: &str) -> Option<String> {
    Some(compact(text)).filter(|number| are_digits(number, 12..=12))
}

/// Whether twelve digits are an Aadhaar number.
pub(super) fn is_aadhaar(number: &str) -> bool {
    !number.starts_with(['0', '1']) && has_verhoeff_check(number)
}

/// Whether the last digit is the others' check digit by Verhoeff (1969): it finds every wrong digit, and every two
/// neighbours that changed places.
fn has_verhoeff_check(number: &str) -> bool {
    const PERMUTATION: [u8; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let value = |(place, digit): (usize, u8)| {
        (0..place % 8).fold(digit - b'0', |value, _| PERMUTATION[usize::from(value)])
    };
    number.bytes().rev().enumerate().map(value).fold(0, turn) == 0
}

/// One turn after another of a pentagon, which may also be turned over: the dihedral group of ten.
fn turn(first: u8, second: u8) -> u8 {
    match (first < 5, second < 5) {
        (true, true) => (first + second) % 5,
        (true, false) => 5 + (first + second - 5) % 5,
        (false, true) => 5 + (first - second) % 5,
        (false, false) => (5 + first - second) % 5,
    }
}

pub(super) fn pan(text: &str) -> Option<String> {
    Some(compact(text)).filter(|code| has_shape(code, "AAAAA9999A"))
}

/// A plate of a state's series, or one of the series BH, which has no state.
pub(super) fn vehicle(text: &str) -> Option<String> {
    Some(compact(text)).filter(|plate| is_of_a_state(plate) || is_of_bharat(plate))
}

fn is_of_a_state(plate: &str) -> bool {
    let (state, rest) = run(plate, |c| c.is_ascii_uppercase());
    let (district, rest) = run(rest, |c| c.is_ascii_digit());
    let (series, number) = run(rest, |c| c.is_ascii_uppercase());
    let is_number = if series.is_empty() {
        // Old plates: district and number are one run.
        number.is_empty() && (2..=6).contains(&district.len())
    } else {
        (1..=2).contains(&district.len()) && series.len() <= 3 && are_digits(number, 1..=4)
    };
    state.len() == 2 && is_number
}

fn is_of_bharat(plate: &str) -> bool {
    let is_shaped = has_shape(plate, "99BH9999A") || has_shape(plate, "99BH9999AA");
    is_shaped && !plate.chars().skip(8).any(|c| matches!(c, 'I' | 'O'))
}

/// The longest beginning of such characters, and the rest.
fn run(text: &str, is_in: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|c| !is_in(c)).unwrap_or(text.len()))
}

pub(super) fn driving_licence(text: &str) -> Option<String> {
    Some(compact(text)).filter(|code| has_shape(code, "AA9999999999999"))
}

pub(super) fn voter_id(text: &str) -> Option<String> {
    Some(compact(text)).filter(|code| has_shape(code, "AAA9999999"))
}

pub(super) fn ifsc(text: &str) -> Option<String> {
    Some(compact(text)).filter(|code| has_shape(code, "AAAA0******"))
}

pub(super) fn bank_account(text: &str) -> Option<String> {
    Some(compact(text)).filter(|number| are_digits(number, 9..=18))
}

/// A number of so many digits.
pub(super) fn digits(text: &str) -> Option<String> {
    Some(compact(text)).filter(|number| are_digits(number, 1..))
}

pub(super) fn upi(text: &str) -> Option<String> {
    let address = ascii(text.trim()).to_lowercase();
    let (name, bank) = address.split_once('@')?;
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    let is_name = (2..=256).contains(&name.len()) && name.chars().all(is_of_name);
    let is_bank = (2..=64).contains(&bank.len()) && bank.chars().all(|c| c.is_ascii_alphabetic());
    (is_name && is_bank).then_some(address)
}

/// A number, and its sub-divisions behind slashes, in letters of any of the three scripts.
pub(super) fn survey_number(text: &str) -> Option<String> {
    let text = ascii(text).to_uppercase();
    let kept = text.chars().filter(|c| !is_space(*c)).map(|c| if is_dash(c) { '/' } else { c });
    let number: String = kept.collect();
    let mut parts = number.split('/');
    let (digits, letters) = run(parts.next()?, |c| c.is_ascii_digit());
    let is_first = are_digits(digits, 1..=5)
        && digits.bytes().any(|digit| digit != b'0')
        && letters.chars().count() <= 2
        && letters.chars().all(is_sub_division);
    let is_part =
        |part: &str| (1..=5).contains(&part.chars().count()) && part.chars().all(is_sub_division);
    let n_parts = parts.clone().count();
    (is_first && n_parts <= SUB_DIVISIONS_MAX && parts.all(is_part)).then_some(number)
}

fn is_sub_division(c: char) -> bool {
    c.is_ascii_digit() || c.is_ascii_uppercase() || (is_indic(c) && !c.is_numeric())
}

/// A character of the Devanagari or Telugu block, signs of vowels included.
pub(super) fn is_indic(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{97f}' | '\u{c00}'..='\u{c7f}')
}

pub(super) fn email(text: &str) -> Option<String> {
    let address = ascii(text.trim()).to_lowercase();
    let (name, host) = address.split_once('@')?;
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~-".contains(c);
    let is_name = name.len() <= 64
        && name.split('.').all(|part| !part.is_empty() && part.chars().all(is_of_name));
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let (_, top) = host.rsplit_once('.')?;
    let is_top = top.len() >= 2 && top.chars().all(|c| c.is_ascii_alphabetic());
    let is_address =
        is_name && is_top && host.split('.').all(is_label) && address.len() <= EMAIL_BYTES_MAX;
    is_address.then_some(address)
}

/// Whether the text has a letter for each `A`, a digit for each `9`, either for each `*`, and the same for all else.
fn has_shape(text: &str, shape: &str) -> bool {
    let fits = |(c, wanted): (u8, u8)| match wanted {
        b'A' => c.is_ascii_uppercase(),
        b'9' => c.is_ascii_digit(),
        b'*' => c.is_ascii_uppercase() || c.is_ascii_digit(),
        _ => c == wanted,
    };
    text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(fits)
}

#[cfg(test)]
mod tests;
