//! Whatever is typed, an answer is one in one way of writing, or there is a reason in every language.

use mitra_core::event::{Location, Media, MediaKind};
use mitra_core::form::{Alternative, Date, Field, FieldKind, Value};
use mitra_core::ids::{AlternativeId, FieldId, MediaId};
use mitra_core::language::{Language, Localized};
use mitra_core::limits::{ANSWER_BYTES_MAX, TEXT_CHARS_MAX};
use mitra_core::text::check_text;
use proptest::prelude::*;

use super::answer::{Sent, take};
use super::show;
use super::wrong::Wrong;

fn same(text: &str) -> Localized {
    Localized { te: text.to_owned(), en: text.to_owned(), hi: text.to_owned() }
}

fn field(kind: FieldKind) -> Field {
    Field {
        id: FieldId::parse("f").unwrap(),
        label: same("Label"),
        question: same("Which?"),
        help: None,
        optional: false,
        kind,
        purpose: None,
    }
}

fn alternative(id: &str, te: &str, en: &str, hi: &str) -> Alternative {
    let title = Localized { te: te.to_owned(), en: en.to_owned(), hi: hi.to_owned() };
    Alternative { id: AlternativeId::parse(id).unwrap(), title, description: None }
}

fn kinds() -> Vec<FieldKind> {
    vec![
        FieldKind::Text { min: 1, max: 1_024 },
        FieldKind::Name,
        FieldKind::Number { min: i64::MIN, max: i64::MAX },
        FieldKind::Money { min: 0, max: u64::MAX },
        FieldKind::Date { earliest: None, latest: None },
        FieldKind::Choice(vec![
            alternative("roads", "రోడ్లు", "Roads", "सड़कें"),
            alternative("water", "నీరు", "Water", "पानी"),
        ]),
        FieldKind::Digits { min: 1, max: 30 },
        FieldKind::Mobile,
        FieldKind::PinCode,
        FieldKind::Pan,
        FieldKind::Vehicle,
        FieldKind::DrivingLicence,
        FieldKind::VoterId,
        FieldKind::Ifsc,
        FieldKind::BankAccount,
        FieldKind::Upi,
        FieldKind::SurveyNumber,
        FieldKind::Email,
        FieldKind::Place { min: 1, max: 1_024 },
        FieldKind::Aadhaar,
        FieldKind::Photo,
        FieldKind::Document,
        FieldKind::Location,
    ]
}

/// The reversed number, so that it is easily told from the number.
fn token(number: &str) -> String {
    number.chars().rev().collect()
}

fn typed(kind: &FieldKind, text: &str) -> Result<Value, Wrong> {
    take(&field(kind.clone()), &Sent::Text(text.to_owned()), &token)
}

/// Texts that are answers to some kind, in the scripts and spacings that people type.
fn answers() -> impl Strategy<Value = String> {
    prop_oneof![
        "[6-9][0-9]{9}",
        r"(\+91|0)?[ -]?[౬-౯][౦-౯]{4}[ -]?[౦-౯]{5}",
        "[१-९][०-९]{2} ?[०-९]{3}",
        "[a-zA-Z]{5}[0-9]{4}[a-zA-Z]",
        "[a-z]{2}[- ]?[0-9]{1,2}[- ]?[a-z]{0,3}[- ]?[0-9]{1,4}",
        "[0-9]{2}BH[0-9]{4}[A-Z]{1,2}",
        "[A-Z]{2}[0-9]{2} ?[0-9]{11}",
        "[A-Z]{3}[0-9]{7}",
        "[a-z]{4}0[a-z0-9]{6}",
        "[౦-౯]{9,18}",
        r"[a-zA-Z0-9._-]{2,20}@[a-zA-Z]{2,10}",
        r"[a-z0-9._+-]{1,20}@[a-z0-9-]{1,10}\.[a-z]{2,4}",
        "[0-9]{1,5}(/[0-9A-Zఅ-హ]{1,3}){0,4}",
        r"(₹|Rs\. ?)?[0-9]{1,2}(,[0-9]{2}){0,3},[0-9]{3}(\.[0-9]{1,2})?(/-)?",
        r"-?[0-9]{1,22}",
        r"[0-9]{1,2}[/. -][0-9]{1,2}[/. -][0-9]{4}",
        "[a-zA-Zఅ-హा-ौक-ह .'-]{1,70}",
        "[2-9][0-9]{3} [0-9]{4} [0-9]{4}",
        Just("roads".to_owned()),
        Just("నీరు".to_owned()),
    ]
}

proptest! {
    #[test]
    fn whatever_is_typed_is_an_answer_in_one_way_of_writing_or_there_is_a_reason(
        text in prop_oneof![any::<String>(), answers()],
    ) {
        for kind in kinds() {
            match typed(&kind, &text) {
                Ok(Value::Identity(number)) => {
                    let shown = show::value(&kind, Some(&Value::Identity(number.clone())), Language::En);
                    prop_assert_eq!(shown, format!("XXXX XXXX {}", number.last_four));
                }
                Ok(value) => {
                    for language in Language::ALL {
                        let shown = show::value(&kind, Some(&value), language);
                        prop_assert!(check_text(&shown, TEXT_CHARS_MAX).is_ok(), "{:?}", shown);
                        prop_assert_eq!(typed(&kind, &shown), Ok(value.clone()), "{:?}", shown);
                    }
                }
                Err(wrong) => {
                    for language in Language::ALL {
                        let reason = wrong.reason(language);
                        prop_assert!(check_text(&reason, 300).is_ok() && !reason.contains("{}"), "{}", reason);
                    }
                }
            }
        }
    }
}

#[test]
fn of_an_aadhaar_number_only_four_digits_and_a_token_are_kept() {
    for text in ["2341 2341 2346", "౨౩౪౧౨౩౪౧౨౩౪౬", "2341-2341-2346"] {
        let Ok(Value::Identity(number)) = typed(&FieldKind::Aadhaar, text) else {
            panic!("{text} is a number");
        };
        assert_eq!((number.last_four.as_str(), number.token), ("2346", token("234123412346")));
    }
    assert_eq!(typed(&FieldKind::Aadhaar, "2341 2341 234"), Err(Wrong::Aadhaar));
    assert_eq!(typed(&FieldKind::Aadhaar, "2341 2341 2347"), Err(Wrong::AadhaarCheck));
}

#[test]
fn limits_are_kept_at_both_ends() {
    let day = |day| Date::new(2024, 1, day);
    let cases = [
        (FieldKind::Text { min: 2, max: 3 }, ["a", "ab", "abc", "abcd"]),
        (FieldKind::Number { min: 2, max: 3 }, ["1", "2", "3", "4"]),
        (FieldKind::Money { min: 200, max: 300 }, ["1.99", "2", "3.00", "3.01"]),
        (FieldKind::Digits { min: 2, max: 3 }, ["1", "12", "123", "1234"]),
        (
            FieldKind::Date { earliest: day(2), latest: day(3) },
            ["1/1/2024", "2/1/2024", "3/1/2024", "4/1/2024"],
        ),
        (FieldKind::Place { min: 2, max: 3 }, ["a", "ab", "abc", "abcd"]),
    ];
    for (kind, texts) in cases {
        let fits = texts.map(|text| typed(&kind, text).is_ok());
        assert_eq!(fits, [false, true, true, false], "{kind:?}");
    }
}

#[test]
fn a_field_takes_files_and_places_of_its_own_kind() {
    let file = |kind, mime_type: &str| {
        Sent::Media(Media {
            kind,
            id: MediaId::new("44"),
            mime_type: mime_type.to_owned(),
            sha256: None,
            filename: None,
            caption: None,
        })
    };
    let place = Location { latitude: 16.5, longitude: 80.6, name: None, address: None };
    let sent = [
        file(MediaKind::Image, "image/jpeg"),
        file(MediaKind::Document, "image/png"),
        file(MediaKind::Document, "application/pdf"),
        file(MediaKind::Video, "video/mp4"),
        file(MediaKind::Voice, "audio/ogg"),
        Sent::Location(place),
        Sent::Text("by the temple".to_owned()),
    ];
    for kind in kinds() {
        let taken: Vec<bool> =
            sent.iter().map(|sent| take(&field(kind.clone()), sent, &token).is_ok()).collect();
        let is_file = matches!(kind, FieldKind::Photo | FieldKind::Document);
        let is_place = matches!(kind, FieldKind::Location | FieldKind::Place { .. });
        let is_text =
            matches!(kind, FieldKind::Text { .. } | FieldKind::Name | FieldKind::Place { .. });
        let is_document = kind == FieldKind::Document;
        let expected = [is_file, is_file, is_document, false, false, is_place, is_text];
        assert_eq!(taken, expected, "{kind:?}");
    }
}

#[test]
fn what_comes_with_a_file_has_a_limit() {
    let with = |bytes: usize| {
        let file = Media {
            kind: MediaKind::Image,
            id: MediaId::new("44"),
            mime_type: "image/jpeg".to_owned(),
            sha256: None,
            filename: None,
            caption: Some("x".repeat(bytes)),
        };
        take(&field(FieldKind::Photo), &Sent::Media(file), &token).map(drop)
    };
    assert_eq!(with(ANSWER_BYTES_MAX), Ok(()));
    assert_eq!(with(ANSWER_BYTES_MAX + 1), Err(Wrong::TooLarge));
}
