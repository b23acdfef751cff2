use mitra_release::show_instant;
use serde_json::{Value, json};

use super::*;

fn windows(written: Value) -> Result<FreezeWindows, String> {
    serde_json::from_value(written).map_err(|error| error.to_string())
}

fn instant(text: &str) -> Timestamp {
    parse_instant(text).expect(text)
}

/// Until when it is frozen at an instant, and why.
fn frozen(windows: &FreezeWindows, at: &str) -> Option<(String, String)> {
    let freeze = windows.at(instant(at))?;
    Some((show_instant(freeze.until.expect("a window ends")), freeze.why))
}

fn is_frozen(windows: &FreezeWindows, at: &str) -> bool {
    frozen(windows, at).is_some()
}

fn office_hours() -> Value {
    json!({ "why": "office hours", "days": ["mon", "tue", "wed", "thu", "fri"],
            "from": "09:30", "until": "18:00", "offset": "+05:30" })
}

#[test]
fn a_window_of_a_single_time_has_its_first_instant_and_not_its_last() {
    let election = json!({ "why": "the election",
        "from": "2026-12-01T00:00:00+05:30", "until": "2026-12-05T06:00:00+05:30" });
    let windows = windows(json!([election])).expect("it can be used");
    assert!(!is_frozen(&windows, "2026-11-30T23:59:59.999+05:30"));
    let expected = Some(("2026-12-05T00:30:00Z".to_owned(), "the election".to_owned()));
    assert_eq!(frozen(&windows, "2026-12-01T00:00:00+05:30"), expected);
    assert_eq!(frozen(&windows, "2026-12-05T05:59:59.999+05:30"), expected);
    assert!(!is_frozen(&windows, "2026-12-05T06:00:00+05:30"));
    let since = windows.at(instant("2026-12-02T00:00:00Z")).expect("it is frozen").since;
    assert_eq!(since, instant("2026-12-01T00:00:00+05:30"));
}

#[test]
fn a_weekly_window_comes_on_its_days_by_the_clock_of_its_place() {
    let windows = windows(json!([office_hours()])).expect("it can be used");
    // 2026-11-27 was a Friday.
    assert!(!is_frozen(&windows, "2026-11-27T09:29:59.999+05:30"));
    assert!(is_frozen(&windows, "2026-11-27T09:30:00+05:30"));
    assert!(is_frozen(&windows, "2026-11-27T17:59:59.999+05:30"));
    assert!(!is_frozen(&windows, "2026-11-27T18:00:00+05:30"));
    assert!(!is_frozen(&windows, "2026-11-28T12:00:00+05:30"), "a Saturday");
    assert!(!is_frozen(&windows, "2026-11-29T12:00:00+05:30"), "a Sunday");
    assert!(is_frozen(&windows, "2026-11-30T12:00:00+05:30"), "a Monday");
    let until = frozen(&windows, "2026-11-27T04:00:00Z").expect("09:30 in India").0;
    assert_eq!(until, "2026-11-27T12:30:00Z");
}

#[test]
fn a_weekly_window_goes_on_over_midnight_and_over_the_end_of_the_week() {
    let night = json!({ "why": "backups", "days": ["sun"], "from": "22:00", "until": "02:00",
                        "offset": "-03:00" });
    let windows = windows(json!([night])).expect("it can be used");
    assert!(!is_frozen(&windows, "2026-11-29T21:59:59.999-03:00"));
    assert!(is_frozen(&windows, "2026-11-29T22:00:00-03:00"));
    assert!(is_frozen(&windows, "2026-11-30T00:00:00-03:00"), "it is Monday by now");
    assert!(is_frozen(&windows, "2026-11-30T01:59:59.999-03:00"));
    assert!(!is_frozen(&windows, "2026-11-30T02:00:00-03:00"));
    assert!(!is_frozen(&windows, "2026-11-29T01:00:00-03:00"), "Saturday's night is not meant");
}

#[test]
fn a_window_of_a_whole_day_ends_at_midnight_and_windows_that_meet_are_one() {
    let day = |day: &str| json!({ "why": day, "days": [day], "from": "00:00", "until": "24:00", "offset": "+00:00" });
    let all = json!([day("fri"), day("sat"), day("sun"), office_hours()]);
    let windows = windows(all).expect("they can be used");
    assert!(!is_frozen(&windows, "2026-11-26T23:59:59.999Z"));
    let until = |at: &str| frozen(&windows, at).expect("it is frozen").0;
    // Office hours of Monday begin at 04:00 UTC: four hours after Sunday's end.
    assert_eq!(until("2026-11-27T00:00:00Z"), "2026-11-30T00:00:00Z", "over two midnights");
    assert_eq!(until("2026-11-29T23:59:59.999Z"), "2026-11-30T00:00:00Z");
    assert!(!is_frozen(&windows, "2026-11-30T00:00:00Z"));
}

#[test]
fn of_windows_that_overlap_the_one_that_ends_last_says_why() {
    let election = json!({ "why": "the election",
        "from": "2026-11-27T12:00:00+05:30", "until": "2026-11-27T20:00:00+05:30" });
    let windows = windows(json!([office_hours(), election])).expect("it can be used");
    let why = |at: &str| frozen(&windows, at).expect("it is frozen");
    let end = "2026-11-27T14:30:00Z".to_owned();
    assert_eq!(why("2026-11-27T10:00:00+05:30"), (end.clone(), "office hours".to_owned()));
    assert_eq!(why("2026-11-27T13:00:00+05:30"), (end, "the election".to_owned()));
}

#[test]
fn windows_that_leave_no_time_are_refused_and_an_instant_less_is_taken() {
    let all = |until: &str| {
        let written = json!({ "why": "never", "days": DAYS, "from": "00:00", "until": until,
                              "offset": "+05:30" });
        windows(json!([written]))
    };
    let refused = all("24:00").expect_err("no time is left");
    assert_eq!(refused, FreezeWindowError::Endless.to_string());
    let windows = all("23:59").expect("a minute of each day is left");
    assert!(is_frozen(&windows, "2026-11-27T23:58:59.999+05:30"));
    assert!(!is_frozen(&windows, "2026-11-27T23:59:00+05:30"));
}

#[test]
fn so_many_windows_are_taken_and_no_more() {
    let some = |n: usize| windows(Value::Array(vec![office_hours(); n]));
    some(FREEZE_WINDOWS_MAX).expect("as many as may be");
    let refused = some(FREEZE_WINDOWS_MAX + 1).expect_err("one too many");
    assert_eq!(refused, "E0618: there are 51 freeze windows, at most 50 are taken");
}

#[test]
fn what_is_wrong_with_a_window_is_said() {
    let with = |key: &str, value: Value| {
        let mut written = office_hours();
        written[key] = value;
        windows(json!([written]))
    };
    let chars = |n: usize| json!("x".repeat(n));
    with("why", chars(FREEZE_WHY_CHARS_MAX)).expect("as long as may be");
    with("offset", json!("+14:00")).expect("Kiribati");
    let begins = "E0618: the freeze window `office hours` cannot be used: ";
    for (key, value, mistake) in [
        ("days", json!(["Friday"]), "`Friday` is no day: mon, tue, wed, thu, fri, sat, sun are"),
        ("days", json!([]), "`days` must name a day"),
        ("days", Value::Null, "a weekly one needs both `days` and `offset`"),
        ("offset", Value::Null, "a weekly one needs both `days` and `offset`"),
        ("offset", json!("IST"), "`IST` is no offset from UTC such as `+05:30`"),
        ("offset", json!("+14:01"), "`+14:01` is no offset"),
        ("from", json!("9:30"), "`9:30` is no time of the day such as `09:30`"),
        ("from", json!("24:01"), "`24:01` is no time of the day"),
        ("from", json!("12:60"), "`12:60` is no time of the day"),
        ("until", json!("09:30"), "`until` must be another time than `from`"),
    ] {
        let refused = with(key, value.clone()).expect_err(mistake);
        assert!(refused.starts_with(&format!("{begins}{mistake}")), "{key} {value}: {refused}");
    }
    for why in [json!(" "), chars(FREEZE_WHY_CHARS_MAX + 1)] {
        let refused = with("why", why).expect_err("it says why in 1 to 200 characters");
        assert!(refused.contains("`why` must have 1 to 200 characters"), "{refused}");
    }
    let dated = |from: &str, until: &str| {
        windows(json!([{ "why": "office hours", "from": from, "until": until }]))
    };
    let (earlier, later) = ("2026-12-01T00:00:00Z", "2026-12-01T00:00:00.001Z");
    dated(earlier, later).expect("a millisecond");
    let refused = dated(earlier, earlier).expect_err("nothing");
    assert_eq!(refused, format!("{begins}`until` must come after `from`"));
    let refused = dated("tomorrow", later).expect_err("no instant");
    assert!(refused.starts_with(&format!("{begins}`tomorrow` is no instant")), "{refused}");
}
