//! Whole conversations.

use mitra_department::testing::{Conversation, MemoryHost, check_description, spoken};
use mitra_department::{Handler, Language, Scope};

use super::Energy;

const SEED: &str = include_str!("../seed.json");
const LANGUAGES: [Language; 3] = [Language::Te, Language::En, Language::Hi];

fn host() -> MemoryHost {
    MemoryHost::seeded(SEED)
}

/// A service number of the seed.
fn number() -> String {
    let keys = host().records.into_keys().find(|(_, key)| key.starts_with("account/"));
    keys.expect("the seed has accounts").1.replace("account/", "")
}

fn open(service: &str, language: Language) -> Conversation<Energy> {
    Conversation::open(host(), service, language).0
}

#[test]
fn the_description_keeps_every_limit() {
    check_description(&Energy::describe());
}

#[test]
fn a_bill_is_found_by_its_number_in_every_language() {
    for (language, word) in LANGUAGES.into_iter().zip(["మొత్తం: ₹", "Amount: ₹", "राशि: ₹"])
    {
        let (mut conversation, first) = Conversation::<Energy>::open(host(), "bill", language);
        assert!(spoken(&first).contains("13"), "{first:?}");
        let said = spoken(&conversation.says(&number()));
        assert!(said.contains(word) && said.contains("***"), "{said}");
        assert!(!spoken(&conversation.takes("done")).is_empty() && !conversation.is_open());
    }
}

#[test]
fn a_number_may_be_typed_with_spaces_and_in_other_scripts() {
    let mut conversation = open("bill", Language::En);
    let spaced =
        number().chars().collect::<Vec<_>>().chunks(4).fold(String::new(), |text, part| {
            format!("{text} {}", part.iter().collect::<String>())
        });
    assert!(spoken(&conversation.says(&spaced)).contains("Amount"));
    let mut conversation = open("bill", Language::Te);
    let telugu: String = number()
        .chars()
        .map(|c| char::from_u32(u32::from('౦') + u32::from(c) - u32::from('0')).expect("a digit"))
        .collect();
    assert!(spoken(&conversation.says(&telugu)).contains("మొత్తం"));
}

#[test]
fn a_wrong_number_is_asked_for_again_with_the_reason() {
    let mut conversation = open("bill", Language::En);
    assert!(spoken(&conversation.says("123")).contains("has 3 digits"));
    assert!(spoken(&conversation.says("my bill")).contains("does not look like"));
    assert!(spoken(&conversation.says("9999999999999")).contains("found nothing"));
    assert!(spoken(&conversation.sends_photo("44")).contains("does not look like"));
    assert!(spoken(&conversation.says(&number())).contains("Amount"));
}

#[test]
fn a_saved_number_is_offered_the_next_time() {
    let mut conversation = open("bill", Language::Hi);
    conversation.says(&number());
    conversation.takes("save");
    let host = conversation.host.clone();
    assert!(host.records.contains_key(&(Scope::Citizen, format!("saved/{}", number()))));
    let (mut again, first) = Conversation::<Energy>::open(host, "bill", Language::Hi);
    assert!(spoken(&first).contains(&number()));
    let said = spoken(&again.takes(&format!("number:{}", number())));
    assert!(said.contains("राशि") && !said.contains("नंबर याद रखें"), "it is saved already: {said}");
}

#[test]
fn the_history_has_at_most_six_bills() {
    let mut conversation = open("history", Language::En);
    let said = spoken(&conversation.says(&number()));
    let lines = said.lines().filter(|line| line.starts_with('•')).count();
    assert!((1..=6).contains(&lines), "{said}");
    assert!(spoken(&conversation.takes("bill")).contains("Due date"));
}

#[test]
fn words_while_an_account_is_shown_ask_again_and_show_nothing_twice() {
    for service in ["bill", "history"] {
        let mut conversation = open(service, Language::En);
        conversation.says(&number());
        let said = spoken(&conversation.says("thank you so much"));
        assert!(said.contains("Please choose one of these") && !said.contains('₹'), "{said}");
        conversation.sends_photo("44");
        assert!(spoken(&conversation.says("123")).contains("has 3 digits"));
    }
}

#[test]
fn an_account_without_bills_says_so_in_both_services() {
    let mut host = host();
    let key = (Scope::Department, "account/1234567890123".to_owned());
    host.records.insert(key, br#"{"name": "Asha", "bills": []}"#.to_vec());
    for service in ["bill", "history"] {
        let mut conversation = Conversation::<Energy>::open(host.clone(), service, Language::En).0;
        let said = spoken(&conversation.says("1234567890123"));
        assert!(said.contains("There is no bill yet"), "{said}");
        assert!(!said.contains("Earlier bills") && !said.contains("This month's bill"), "{said}");
    }
}

#[test]
fn the_helpline_is_the_operators_or_indias() {
    let far = |host: MemoryHost| {
        let mut conversation = Conversation::<Energy>::open(host, "outage", Language::Te).0;
        spoken(&conversation.is_at(28.6139, 77.2090))
    };
    assert!(far(host()).contains("1912"));
    let mut configured = host();
    configured.config.insert("helpline".to_owned(), "15550100199".to_owned());
    assert!(far(configured).contains("15550100199"));
}

#[test]
fn power_cuts_are_found_by_place_name_and_pin_code() {
    for language in LANGUAGES {
        let mut conversation = open("outage", language);
        let by_place = spoken(&conversation.is_at(16.5062, 80.6480));
        assert!(by_place.contains("5200"), "Vijayawada: {by_place}");
        conversation.takes("other");
        assert!(spoken(&conversation.says("విజయవాడ")).contains("5200"));
        conversation.takes("other");
        assert!(!spoken(&conversation.says("999999")).contains("5200"));
        conversation.takes("done");
        assert!(!conversation.is_open());
    }
}

#[test]
fn a_place_is_found_by_the_words_of_its_name() {
    let mut conversation = open("outage", Language::Te);
    assert!(spoken(&conversation.says("విజయవాడలో కరెంటు లేదు")).contains("520002"));
    let only_here = spoken(&conversation.says("Sai Nagar"));
    assert!(only_here.contains("515001") && only_here.matches('(').count() == 1, "{only_here}");
    assert!(spoken(&conversation.says("వి")).contains("కనీసం మూడు అక్షరాల"));
    assert!(spoken(&conversation.says("52")).contains("ఆరు అంకెలు"));
    assert!(spoken(&conversation.says("520002")).contains("520002"));
}

#[test]
fn more_power_cuts_than_are_shown_are_counted() {
    let mut host = host();
    for n in 3..7 {
        let (from, key) = ("outage/vijayawada-2", format!("outage/vijayawada-{n}"));
        let record = host.records[&(Scope::Department, from.to_owned())].clone();
        host.records.insert((Scope::Department, key), record);
    }
    let (mut conversation, _) = Conversation::<Energy>::open(host, "outage", Language::En);
    let said = spoken(&conversation.says("Vijayawada"));
    assert!(said.contains("3 more are not shown"), "{said}");
}

#[test]
fn a_far_place_has_no_power_cut() {
    let mut conversation = open("outage", Language::En);
    assert!(spoken(&conversation.is_at(28.6139, 77.2090)).contains("No power cut"));
}

#[test]
fn back_leads_one_step_back_and_out_of_the_first() {
    let mut conversation = open("bill", Language::En);
    conversation.says(&number());
    assert!(spoken(&conversation.goes_back()).contains("service number"));
    conversation.goes_back();
    assert!(!conversation.is_open());
    let mut conversation = open("outage", Language::En);
    conversation.is_at(16.5062, 80.6480);
    assert!(spoken(&conversation.goes_back()).contains("Where are you"));
    conversation.goes_back();
    assert!(!conversation.is_open());
}

#[test]
fn a_state_of_another_release_starts_over() {
    for garbage in ["", "{", "{\"Unknown\":1}", "null"] {
        let mut conversation = open("bill", Language::En);
        conversation.set_state(garbage.as_bytes());
        assert!(spoken(&conversation.says("hello")).contains("service number"), "{garbage}");
    }
}
