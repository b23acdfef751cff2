//! Answers as the citizen reads them.

use mitra_core::event::Location;
use mitra_core::form::{FieldKind, Value};
use mitra_core::language::Language;
pub(super) use mitra_core::shown::date;
pub(crate) use mitra_core::shown::rupees;
use mitra_core::shown::{aadhaar, grouped};

use super::texts;
use super::words::shown;

/// Whole numbers are grouped from five digits on: years have four.
const GROUPED_FROM: u64 = 10_000;

/// The answer to a field of this kind, in words; none if it was not answered.
pub(super) fn value(kind: &FieldKind, value: Option<&Value>, language: Language) -> String {
    let Some(value) = value else {
        return texts::NOT_GIVEN.get(language).to_owned();
    };
    match value {
        Value::Text(text) => text.clone(),
        Value::Number(number) => whole(*number),
        Value::Money(paise) => rupees(*paise),
        Value::Date(day) => date(*day),
        Value::Choice(id) => {
            let FieldKind::Choice(alternatives) = kind else {
                return id.to_string();
            };
            let taken = alternatives.iter().find(|alternative| alternative.id == *id);
            taken.map_or(id.as_str(), |taken| taken.title.get(language)).to_owned()
        }
        Value::Identity(number) => aadhaar(&number.last_four),
        Value::Location(place) => {
            named(place).unwrap_or_else(|| texts::GIVEN.get(language).to_owned())
        }
        Value::Media(file) => {
            let words = [file.filename.as_deref(), file.caption.as_deref()];
            let words = words.into_iter().flatten().map(shown).find(|text| !text.is_empty());
            let given = texts::GIVEN.get(language);
            words.map_or_else(|| given.to_owned(), |words| format!("{given} ({words})"))
        }
    }
}

/// What the map calls a place; none for a bare point.
fn named(place: &Location) -> Option<String> {
    let said = |text: &Option<String>| {
        text.as_deref().map(shown).filter(|text| !mitra_core::text::shows_nothing(text))
    };
    match (said(&place.name), said(&place.address)) {
        (Some(name), Some(address)) if address.starts_with(&name) => Some(address),
        (Some(name), Some(address)) => Some(format!("{name}, {address}")),
        (name, address) => name.or(address),
    }
}

/// A number, grouped by lakhs if it is long.
pub(super) fn whole(number: i64) -> String {
    let (digits, sign) = (number.unsigned_abs(), if number < 0 { "-" } else { "" });
    if digits < GROUPED_FROM {
        return format!("{sign}{digits}");
    }
    format!("{sign}{}", grouped(digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_amounts_are_grouped_by_lakhs() {
        let amounts =
            [(0, "₹0.00"), (5, "₹0.05"), (99_999, "₹999.99"), (1_234_567_890, "₹1,23,45,678.90")];
        for (paise, shown) in amounts {
            assert_eq!(rupees(paise), shown);
        }
        for (number, shown) in
            [(0, "0"), (2024, "2024"), (12_345, "12,345"), (-1_234_567, "-12,34,567")]
        {
            assert_eq!(whole(number), shown);
        }
        assert_eq!(whole(i64::MIN), "-92,23,37,20,36,85,47,75,808");
    }

    #[test]
    fn a_place_is_shown_by_its_name_and_address() {
        let at = |name: Option<&str>, address: Option<&str>| {
            let (name, address) = (name.map(str::to_owned), address.map(str::to_owned));
            named(&Location { latitude: 16.5, longitude: 80.6, name, address })
        };
        assert_eq!(at(None, None), None);
        assert_eq!(at(Some(" \u{7}"), None), None);
        assert_eq!(at(Some("PHC"), Some("MG Road")).as_deref(), Some("PHC, MG Road"));
        assert_eq!(
            at(Some("MG Road"), Some("MG Road, Guntur")).as_deref(),
            Some("MG Road, Guntur")
        );
    }
}
