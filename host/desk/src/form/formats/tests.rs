//! Codes that are accepted, and how they are written then; codes that are not.

use super::*;

type Format = fn(&str) -> Option<String>;

fn accepts(format: Format, cases: &[(&str, &str)]) {
    for (typed, written) in cases {
        assert_eq!(format(typed).as_deref(), Some(*written), "{typed}");
    }
}

fn refuses(format: Format, cases: &[&str]) {
    for typed in cases {
        assert_eq!(format(typed), None, "{typed}");
    }
}

#[test]
fn a_mobile_number_has_ten_digits_behind_what_may_stand_before() {
    let written = "9876543210";
    let typed = [
        "9876543210",
        "09876543210",
        "919876543210",
        "+91 98765-43210",
        "౯౮౭౬౫౪౩౨౧౦",
        "९८७६५४३२१०",
    ];
    accepts(mobile, &typed.map(|typed| (typed, written)));
    accepts(mobile, &[("9198765432", "9198765432")]);
    refuses(
        mobile,
        &[
            "",
            "987654321",
            "98765432100",
            "5876543210",
            "+9198765432",
            "+1 9876543210",
            "98765x3210",
        ],
    );
}

#[test]
fn a_pin_code_has_six_digits_and_no_zero_first() {
    accepts(pin_code, &[("522001", "522001"), ("౫౨౨ ౦౦౧", "522001")]);
    refuses(pin_code, &["022001", "52200", "5220011", "५२२००x", ""]);
}

#[test]
fn an_aadhaar_number_has_a_check_digit() {
    assert!(has_verhoeff_check("2363") && !has_verhoeff_check("2364"));
    assert_eq!(twelve_digits("2341 2341-2346").as_deref(), Some("234123412346"));
    assert_eq!(twelve_digits("23412341234"), None);
    assert!(is_aadhaar("234123412346"));
    // Every single wrong digit, and every two neighbours that changed places, is found.
    let number = "234123412346".as_bytes();
    for place in 0..12 {
        for digit in b'0'..=b'9' {
            let mut wrong = number.to_vec();
            wrong[place] = digit;
            let wrong = String::from_utf8(wrong).unwrap();
            assert_eq!(is_aadhaar(&wrong), wrong.as_bytes() == number, "{wrong}");
        }
    }
    for place in 1..12 {
        let mut swapped = number.to_vec();
        swapped.swap(place - 1, place);
        let swapped = String::from_utf8(swapped).unwrap();
        assert_eq!(is_aadhaar(&swapped), swapped.as_bytes() == number, "{swapped}");
    }
}

#[test]
fn an_aadhaar_number_begins_with_two_to_nine() {
    for first in 0..10 {
        let with = |check: u32| format!("{first}2345678901{check}");
        let valid = (0..10).map(with).find(|number| has_verhoeff_check(number)).unwrap();
        assert_eq!(is_aadhaar(&valid), first >= 2, "{valid}");
    }
}

#[test]
fn papers_have_their_own_shape() {
    accepts(pan, &[("abcpe1234f", "ABCPE1234F"), ("ABCPE ౧౨౩౪ F", "ABCPE1234F")]);
    refuses(pan, &["ABCP1234F", "ABCPE12345", "1BCPE1234F"]);
    accepts(driving_licence, &[("ap03 20190001234", "AP0320190001234")]);
    refuses(driving_licence, &["AP032019000123", "A10320190001234"]);
    accepts(voter_id, &[("abc 1234567", "ABC1234567")]);
    refuses(voter_id, &["AB1234567", "ABCD123456"]);
}

#[test]
fn a_plate_is_of_a_state_or_of_bharat() {
    let cases = [
        ("ap 39 ab 1234", "AP39AB1234"),
        ("TS-9-EA-1", "TS9EA1"),
        ("AP39 1234", "AP391234"),
        ("DL1CAB1234", "DL1CAB1234"),
        ("22 BH 1234 aa", "22BH1234AA"),
        ("౨౨BH౧౨౩౪A", "22BH1234A"),
    ];
    accepts(vehicle, &cases);
    refuses(
        vehicle,
        &["A39AB1234", "AP", "AP39ABCD1", "AP39AB12345", "22BH1234I", "22BH123A", "AP3"],
    );
}

#[test]
fn a_bank_is_known_by_branch_and_account_and_upi_address() {
    accepts(ifsc, &[("sbin0001234", "SBIN0001234"), ("HDFC0 ABC 123", "HDFC0ABC123")]);
    refuses(ifsc, &["SBIN1001234", "SBI00001234", "SBIN000123"]);
    accepts(bank_account, &[("౧౨౩ 456-789", "123456789")]);
    refuses(bank_account, &["12345678", "1234567890123456789", "12345678x"]);
    accepts(upi, &[(" Asha.K-1@okbank ", "asha.k-1@okbank")]);
    refuses(upi, &["asha", "a@okbank", "asha@ok1", "as ha@okbank", "asha@okbank@x"]);
}

#[test]
fn a_survey_number_has_sub_divisions_in_any_script() {
    let cases = [
        ("123", "123"),
        ("123/4a", "123/4A"),
        ("౧౨౩ - ౪ / ఆ", "123/4/ఆ"),
        ("45-2-అ", "45/2/అ"),
        ("12a", "12A"),
    ];
    accepts(survey_number, &cases);
    refuses(survey_number, &["", "/4", "123/", "0", "123/4/5/6/7", "abc", "123456", "12/💡"]);
}

#[test]
fn an_email_address_has_a_name_and_a_host() {
    accepts(email, &[(" Asha.K+x@Example.CO.in ", "asha.k+x@example.co.in")]);
    let long = format!("{}@example.org", "a".repeat(65));
    refuses(
        email,
        &[
            "asha",
            "asha@",
            "@example.org",
            "a..b@example.org",
            "a@b",
            "a@-b.in",
            "a@b.c1",
            "a b@c.in",
            &long,
        ],
    );
}
