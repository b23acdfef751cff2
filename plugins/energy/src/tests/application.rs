//! Applications for a connection and for another name on one, and how they stand.

use mitra_department::calendar::DAY_MS;
use mitra_department::testing::{Conversation, MemoryHost, spoken};
use mitra_department::{IdentityNumber, Language, Media, MediaKind, Scope, Value};

use super::{Energy, LANGUAGES, host, open};

/// An account of the seed whose bills are paid, and one that owes.
const PAID: &str = "1102542751778";
const OWING: &str = "1101901911654";

fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

fn person() -> Vec<(&'static str, Value)> {
    let papers = Media {
        kind: MediaKind::Document,
        id: "77".to_owned(),
        mime_type: "application/pdf".to_owned(),
        caption: None,
        filename: None,
    };
    let aadhaar = IdentityNumber { last_four: "0124".to_owned(), token: "t".to_owned() };
    vec![
        ("name", text("Asha Rani")),
        ("aadhaar", Value::IdentityNumber(aadhaar)),
        ("mobile", text("9000000001")),
        ("papers", Value::Media(papers)),
    ]
}

fn connection(kind: &str) -> Vec<(&'static str, Value)> {
    let mut told = person();
    told.extend([
        ("kind", Value::Choice(kind.to_owned())),
        ("load", Value::Number(3)),
        ("address", text("4-7, Main Road, Tenali")),
        ("pin", text("522201")),
    ]);
    told
}

fn transfer(number: &str) -> Vec<(&'static str, Value)> {
    let mut told = person();
    told.extend([("number", text(number)), ("reason", Value::Choice("bought".to_owned()))]);
    told
}

fn reference(said: &str, prefix: &str) -> String {
    let start = said.find(prefix).unwrap_or_else(|| panic!("a reference: {said}"));
    said[start..start + 14].to_owned()
}

fn stored(host: &MemoryHost, reference: &str) -> serde_json::Value {
    let key = (Scope::Department, format!("application/{reference}"));
    serde_json::from_slice(&host.records[&key]).expect("JSON")
}

#[test]
fn a_connection_is_applied_for_in_every_language_and_each_kind_has_its_days() {
    for (language, kind, day) in [
        (Language::Te, "home", "01-12-2026"),
        (Language::En, "farm", "24-12-2026"),
        (Language::Hi, "factory", "09-12-2026"),
    ] {
        let mut conversation = open("new-connection", language);
        let said = spoken(&conversation.sends_form(&connection(kind)));
        assert!(said.contains(day) && !conversation.is_open(), "{said}");
        let record = stored(&conversation.host, &reference(&said, "NC-"));
        assert_eq!(
            (&record["status"], &record["answers"]["load"]),
            (&"received".into(), &3.into())
        );
        assert_eq!(record["answers"]["aadhaar"]["last_four"], "0124");
    }
}

#[test]
fn a_name_is_changed_only_where_nothing_is_owed() {
    for language in LANGUAGES {
        let mut conversation = open("name-transfer", language);
        assert!(spoken(&conversation.sends_form(&transfer(OWING))).contains("₹998.07"));
        conversation.takes("correct");
        let said = spoken(&conversation.sends_form(&transfer("9999999999999")));
        assert!(!said.contains("NT-"), "{said}");
        conversation.takes("correct");
        let said = spoken(&conversation.sends_form(&transfer(PAID)));
        assert_eq!(
            stored(&conversation.host, &reference(&said, "NT-"))["service"],
            "name-transfer"
        );
    }
}

#[test]
fn a_second_application_for_the_same_connection_is_not_made() {
    let mut conversation = open("name-transfer", Language::En);
    let first = reference(&spoken(&conversation.sends_form(&transfer(PAID))), "NT-");
    let mut again =
        Conversation::<Energy>::open(conversation.host, "name-transfer", Language::En).0;
    assert!(spoken(&again.sends_form(&transfer(PAID))).contains(&first));
    let key = (Scope::Department, format!("application/{first}"));
    let mut theirs = stored(&again.host, &first);
    theirs["citizen"] = "somebody else".into();
    let mut host = again.host;
    host.records.insert(key, theirs.to_string().into_bytes());
    let mut other = Conversation::<Energy>::open(host, "name-transfer", Language::En).0;
    let said = spoken(&other.sends_form(&transfer(PAID)));
    assert!(said.contains("being looked at already") && !said.contains("NT-"), "{said}");
}

#[test]
fn the_citizen_hears_how_far_an_application_has_come_and_sees_it() {
    let mut conversation = open("new-connection", Language::En);
    let number = reference(&spoken(&conversation.sends_form(&connection("home"))), "NC-");
    conversation.host.now += DAY_MS;
    let note = serde_json::json!({"te": "x", "en": "The meter is fixed tomorrow.", "hi": "x"});
    let word = serde_json::json!({"reference": number, "status": "approved", "note": note});
    let said = spoken(&conversation.is_noticed("1", &word.to_string()));
    assert!(said.contains("Approved") && said.contains("fixed tomorrow"), "{said}");
    assert!(conversation.is_noticed("2", &word.to_string()).is_empty());
    let (mut status, first) =
        Conversation::<Energy>::open(conversation.host, "connection-status", Language::En);
    assert!(spoken(&first).contains(&number));
    status.host.now += 30 * DAY_MS;
    let said = spoken(&status.takes(&number));
    assert!(said.contains("Its day is past") && said.contains("1912"), "{said}");
    status.takes("done");
    assert!(!status.is_open());
}

#[test]
fn anothers_is_found_only_with_its_mobile_number_and_a_wrong_one_sounds_like_none() {
    let mut conversation = open("connection-status", Language::En);
    assert!(spoken(&conversation.says("hello")).contains("a mistake"));
    let unknown = "NC-26-111111-1";
    for (number, digits) in [("NC-26-7KQ2M9-M", "0000"), (unknown, "0451")] {
        assert!(spoken(&conversation.says(number)).contains("last 4 digits"), "{number}");
        assert!(spoken(&conversation.says(digits)).contains("found no application"), "{number}");
    }
    conversation.says("nc 26 7kq2m9 m");
    assert!(spoken(&conversation.says("12")).contains("last 4 digits"));
    assert!(spoken(&conversation.says("౦౪౫౧")).contains("The lineman comes"));
    let (mut telugu, _) = Conversation::<Energy>::open(host(), "connection-status", Language::Te);
    telugu.says("NT-26-4XWB3T-2");
    assert!(spoken(&telugu.says("0782")).contains("ఆమోదించారు"));
}
