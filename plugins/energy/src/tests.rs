//! Whole conversations.

mod application;
mod complaint;
mod pay;
mod promise;

use mitra_department::calendar::DAY_MS;
use mitra_department::testing::{Conversation, MemoryHost, check_description, spoken};
use mitra_department::{Handler, Language, Level, Scope};

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
        let (mut conversation, first) = Conversation::<Energy>::open(host(), "pay-bill", language);
        assert!(spoken(&first).contains("13"), "{first:?}");
        let said = spoken(&conversation.says(&number()));
        assert!(said.contains(word) && said.contains("***"), "{said}");
        assert!(!spoken(&conversation.takes("done")).is_empty() && !conversation.is_open());
    }
}

#[test]
fn a_number_may_be_typed_with_spaces_and_in_other_scripts() {
    let mut conversation = open("pay-bill", Language::En);
    let spaced =
        number().chars().collect::<Vec<_>>().chunks(4).fold(String::new(), |text, part| {
            format!("{text} {}", part.iter().collect::<String>())
        });
    assert!(spoken(&conversation.says(&spaced)).contains("Amount"));
    let mut conversation = open("pay-bill", Language::Te);
    let telugu: String = number()
        .chars()
        .map(|c| char::from_u32(u32::from('౦') + u32::from(c) - u32::from('0')).expect("a digit"))
        .collect();
    assert!(spoken(&conversation.says(&telugu)).contains("మొత్తం"));
}

#[test]
fn a_wrong_number_is_asked_for_again_with_the_reason() {
    let mut conversation = open("pay-bill", Language::En);
    assert!(spoken(&conversation.says("123")).contains("has 3 digits"));
    assert!(spoken(&conversation.says("my bill")).contains("does not look like"));
    assert!(spoken(&conversation.says("9999999999999")).contains("found nothing"));
    assert!(spoken(&conversation.sends_photo("44")).contains("does not look like"));
    assert!(spoken(&conversation.says(&number())).contains("Amount"));
}

#[test]
fn a_saved_number_is_offered_the_next_time() {
    let mut conversation = open("pay-bill", Language::Hi);
    conversation.says(&number());
    conversation.takes("save");
    let host = conversation.host.clone();
    assert!(host.records.contains_key(&(Scope::Citizen, format!("saved/{}", number()))));
    let (mut again, first) = Conversation::<Energy>::open(host, "pay-bill", Language::Hi);
    assert!(spoken(&first).contains(&number()));
    let said = spoken(&again.takes(&format!("number:{}", number())));
    assert!(said.contains("राशि") && !said.contains("नंबर याद रखें"), "it is saved already: {said}");
}

#[test]
fn a_saved_number_can_be_forgotten_in_every_language() {
    let saved = (Scope::Citizen, format!("saved/{}", number()));
    for language in LANGUAGES {
        let mut conversation = open("pay-bill", language);
        conversation.says(&number());
        conversation.takes("save");
        let said = spoken(&conversation.takes("forget"));
        assert!(said.contains(&number()), "which one is said: {said}");
        assert!(!conversation.host.records.contains_key(&saved));
        // It can be saved again at once, and the next time it is not offered.
        conversation.takes("save");
        conversation.takes("forget");
        let (_, first) = Conversation::<Energy>::open(conversation.host, "pay-bill", language);
        assert!(!spoken(&first).contains(&number()), "{first:?}");
    }
}

#[test]
fn a_saved_number_without_an_account_can_be_forgotten() {
    let mut host = host();
    host.records.insert((Scope::Citizen, "saved/9999999999999".to_owned()), b"1".to_vec());
    let mut conversation = Conversation::<Energy>::open(host, "bill-history", Language::Hi).0;
    assert!(spoken(&conversation.takes("number:9999999999999")).contains("कुछ नहीं मिला"));
    assert!(spoken(&conversation.takes("forget")).contains("9999999999999"));
    conversation.goes_back();
    assert!(!conversation.is_open());
    assert!(!conversation.host.records.keys().any(|(scope, _)| *scope == Scope::Citizen));
}

#[test]
fn the_history_has_at_most_six_bills() {
    let mut conversation = open("bill-history", Language::En);
    let said = spoken(&conversation.says(&number()));
    let lines = said.lines().filter(|line| line.starts_with('•')).count();
    assert!((1..=6).contains(&lines), "{said}");
    assert!(spoken(&conversation.takes("bill")).contains("Due date"));
}

#[test]
fn words_while_an_account_is_shown_ask_again_and_show_nothing_twice() {
    for service in ["pay-bill", "bill-history"] {
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
    for service in ["pay-bill", "bill-history"] {
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
    configured.config.insert("helpline".to_owned(), "18004250028".to_owned());
    assert!(far(configured).contains("18004250028"));
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
        let (from, key) = ("cut/vijayawada-2", format!("cut/vijayawada-{n}"));
        let record = host.records[&(Scope::Department, from.to_owned())].clone();
        host.records.insert((Scope::Department, key), record);
    }
    let (mut conversation, _) = Conversation::<Energy>::open(host, "outage", Language::En);
    let said = spoken(&conversation.says("Vijayawada"));
    assert!(said.contains("3 more are not shown"), "{said}");
}

#[test]
fn power_cuts_have_a_day_and_those_that_are_over_are_not_shown() {
    // At 10:30 on 24-11-2026: Benz Circle is cut 10:00 to 13:00, Governorpet broke from 08:30 to 11:30.
    let told = |days: u64, language| {
        let mut host = host();
        host.now += days * DAY_MS;
        let mut conversation = Conversation::<Energy>::open(host, "outage", language).0;
        spoken(&conversation.says("Vijayawada"))
    };
    for (language, planned, broken) in [
        (Language::Te, "24-11-2026న 10:00 నుండి 13:00 వరకు", "24-11-2026న 08:30 నుండి 11:30 వరకు"),
        (Language::En, "24-11-2026, 10:00 to 13:00", "24-11-2026, 08:30 to 11:30"),
        (Language::Hi, "24-11-2026 को 10:00 से 13:00 तक", "24-11-2026 को 08:30 से 11:30 तक"),
    ] {
        let today = told(0, language);
        assert!(today.contains(planned) && today.contains(broken), "{today}");
        let tomorrow = told(1, language);
        assert!(tomorrow.contains("25-11-2026") && !tomorrow.contains("520002"), "{tomorrow}");
    }
    let after_all = told(2 * 365, Language::En);
    assert!(after_all.contains("No power cut") && after_all.contains("1912"), "{after_all}");
}

#[test]
fn a_cut_that_is_over_for_today_is_told_of_for_tomorrow() {
    let mut conversation = open("outage", Language::En);
    // 06:30 to 09:30 of each day, and it is 10:30.
    let said = spoken(&conversation.says("515001"));
    assert!(said.contains("Planned: 25-11-2026, 06:30 to 09:30"), "{said}");
}

#[test]
fn a_power_cut_of_another_shape_is_left_out_and_logged() {
    let mut host = host();
    let old = br#"{"from": "10:00", "until": "13:00"}"#;
    host.records.insert((Scope::Department, "cut/old".to_owned()), old.to_vec());
    let mut conversation = Conversation::<Energy>::open(host, "outage", Language::En).0;
    assert!(spoken(&conversation.says("Vijayawada")).contains("520010"));
    let logged = conversation.host.logged();
    assert_eq!(logged.len(), 1);
    assert!(logged[0].0 == Level::Error && logged[0].1.contains("`cut/old`"), "{logged:?}");
}

#[test]
fn a_far_place_has_no_power_cut() {
    let mut conversation = open("outage", Language::En);
    assert!(spoken(&conversation.is_at(28.6139, 77.2090)).contains("No power cut"));
}

#[test]
fn back_leads_one_step_back_and_out_of_the_first() {
    let mut conversation = open("pay-bill", Language::En);
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
        let mut conversation = open("pay-bill", Language::En);
        conversation.set_state(garbage.as_bytes());
        assert!(spoken(&conversation.says("hello")).contains("service number"), "{garbage}");
    }
}
