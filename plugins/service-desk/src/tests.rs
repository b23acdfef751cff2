//! Whole conversations, with the department in `tests`: every pattern, in every language.

mod bookings;
mod cancelling;
mod certificates;
mod complaints;
mod fees;
mod near;
mod own;
mod paying;
pub(crate) mod raced;

use std::sync::OnceLock;

use mitra_department::forms::Date;
use mitra_department::testing::{Conversation, MemoryHost, check_description, spoken};
use mitra_department::{Handler, IdentityNumber, Language, Reply, Scope, Value};
use mitra_service_desk_model::parse;

use crate::{Data, ServiceDesk};

const LANGUAGES: [Language; 3] = [Language::Te, Language::En, Language::Hi];

/// The department in `tests`.
pub(crate) struct Town;

impl Data for Town {
    fn bytes() -> &'static [u8] {
        static PACKED: OnceLock<Vec<u8>> = OnceLock::new();
        PACKED.get_or_init(|| {
            let (services, manifest) =
                (include_str!("../tests/services.toml"), include_str!("../tests/department.toml"));
            let parsed = parse(services, manifest);
            parsed.unwrap_or_else(|error| panic!("{error}")).pack()
        })
    }
}

type Desk = ServiceDesk<Town>;
type Talk = Conversation<Desk>;

pub(crate) fn host() -> MemoryHost {
    let mut host = MemoryHost::seeded(include_str!("../tests/seed.json"));
    host.certificates.kinds.insert("birth".to_owned(), vec!["born-on".to_owned()]);
    host.certificates.kinds.insert("income".to_owned(), vec!["income".to_owned()]);
    host
}

fn open(service: &str, language: Language) -> Talk {
    Conversation::open(host(), service, language).0
}

/// The department's record with this prefix, of which there is one.
fn record(talk: &Talk, prefix: &str) -> serde_json::Value {
    let mut found = talk
        .host
        .records
        .iter()
        .filter(|((scope, key), _)| *scope == Scope::Department && key.starts_with(prefix));
    let (_, bytes) = found.next().unwrap_or_else(|| panic!("a record `{prefix}`"));
    assert!(found.next().is_none(), "one record `{prefix}`");
    serde_json::from_slice(bytes).expect("JSON")
}

/// The lines under the titles of what is offered.
fn details(replies: &[Reply]) -> String {
    let of = |reply: &Reply| match reply {
        Reply::Choices(offered) => {
            offered.items.iter().filter_map(|it| it.description.clone()).collect()
        }
        _ => Vec::new(),
    };
    let details: Vec<String> = replies.iter().flat_map(of).collect();
    details.join("\n")
}

fn name(name: &str) -> (&'static str, Value) {
    ("name", Value::Text(name.to_owned()))
}

#[test]
fn the_description_is_the_datas_and_keeps_every_limit() {
    let department = Desk::describe();
    check_description(&department);
    let ids: Vec<_> = department.services.iter().map(|service| service.id.as_str()).collect();
    assert_eq!((department.id.as_str(), ids.len(), ids[0]), ("town", 15, "results"));
}

#[test]
fn a_record_is_found_by_all_its_answers_in_every_language() {
    for language in LANGUAGES {
        let mut talk = open("results", language);
        talk.says("౧౨౩౪");
        let said = spoken(&talk.says("29/02/2008"));
        assert!(said.contains("Asha: ₹1,23,456.00"), "{said}");
        talk.takes("done");
        assert!(!talk.is_open());
    }
}

#[test]
fn a_record_that_was_paid_says_so_first_in_every_language() {
    for language in LANGUAGES {
        let mut host = host();
        let value = br#"{"name": "Asha", "born": "2008-02-29", "due": 0, "paid-on": "2026-11-20", "receipt": "R-7"}"#;
        host.records.insert((Scope::Department, "result/1234".to_owned()), value.to_vec());
        let mut talk = Talk::open(host, "results", language).0;
        talk.says("1234");
        let said = spoken(&talk.says("29/02/2008"));
        let first = said.lines().next().expect("a line");
        assert!(first.contains("20-11-2026") && first.contains("R-7"), "{said}");
        assert!(said.contains("Asha: ₹0.00"), "{said}");
    }
}

#[test]
fn whoever_is_wrong_in_any_answer_hears_the_same() {
    let said = |number: &str, born: &str| {
        let mut talk = open("results", Language::En);
        assert!(spoken(&talk.says("12")).contains("4 digits, such as 1234"));
        talk.says(number);
        assert!(spoken(&talk.says("yesterday")).contains("day/month/year"));
        spoken(&talk.says(born))
    };
    let wrong_day = said("1234", "28/02/2008");
    assert!(wrong_day.contains("We found nothing") && wrong_day.contains("1902"));
    assert_eq!(wrong_day, said("9999", "29/02/2008"));
}

#[test]
fn a_step_back_leads_to_the_question_before_and_then_out() {
    let mut talk = open("results", Language::En);
    talk.says("1234");
    assert!(spoken(&talk.goes_back()).contains("Which number?"));
    talk.goes_back();
    assert!(!talk.is_open());
}

#[test]
fn one_is_chosen_from_a_list_or_by_its_name_and_all_are_shown() {
    for language in LANGUAGES {
        let mut talk = open("offices", language);
        assert!(spoken(&talk.takes("r:1")).contains("100"));
        talk.takes("another");
        assert!(spoken(&talk.says("commiss")).contains("101"));
        let (talk, said) = Talk::open(host(), "news", language);
        assert!(!talk.is_open());
        // A head, an empty line, and records of one line below each other.
        let said = spoken(&said);
        let lines: Vec<_> = said.lines().map(str::is_empty).collect();
        assert_eq!(lines, [false, true, false, false], "{said}");
    }
}

#[test]
fn a_long_list_has_pages_and_titles_that_differ() {
    let mut host = host();
    for n in 0..40 {
        let value = br#"{"name": "Same"}"#.to_vec();
        host.records.insert((Scope::Department, format!("office/x{n:02}")), value);
    }
    let mut talk = Talk::open(host, "offices", Language::En).0;
    assert!(spoken(&talk.takes("page:1")).contains("[Same 2]"));
    talk.takes("page:2");
    talk.goes_back();
    assert!(spoken(&talk.says("same")).contains("Same"));
}

#[test]
fn answers_are_kept_as_plain_data() {
    let number = IdentityNumber { last_four: "1234".to_owned(), token: "t".to_owned() };
    let answer =
        |field: &str, value| mitra_department::forms::Answer { field: field.to_owned(), value };
    let date = Date { year: 1947, month: 8, day: 15 };
    let answers = mitra_department::FormAnswers {
        form: "f".to_owned(),
        answers: vec![
            answer("id", Value::IdentityNumber(number)),
            answer("born", Value::Date(date)),
        ],
    };
    let kept = serde_json::Value::Object(crate::answers::kept(&answers));
    assert_eq!(
        kept,
        serde_json::json!({"id": {"last_four": "1234", "token": "t"}, "born": "1947-08-15"})
    );
}
