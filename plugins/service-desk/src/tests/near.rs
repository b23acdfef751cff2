//! What is near, of all or of those that equal what is asked.

use super::*;

#[test]
fn what_is_near_is_found_by_place_pin_and_town() {
    for language in LANGUAGES {
        let mut talk = open("shelter", language);
        let said = spoken(&talk.is_at(17.7, 83.3));
        assert!(said.contains("10.6"), "{said}");
        talk.takes("another");
        assert!(talk.says("520001").iter().any(|reply| matches!(reply, Reply::Place(_))));
        assert!(!spoken(&talk.says("Gajuwaka")).contains("1902"));
        assert!(spoken(&talk.says("Nowhere")).contains("1902"));
    }
}

#[test]
fn of_those_that_equal_the_answer_the_nearest_is_shown_in_every_language() {
    for language in LANGUAGES {
        let mut talk = open("parcel", language);
        // However it is typed.
        talk.says("214 / 2a");
        assert!(spoken(&talk.is_at(16.2, 80.7)).contains("Kolluru 214/2A"));
        talk.takes("another");
        talk.says("96/1");
        // Of the two in that village, the other one.
        assert!(spoken(&talk.says("522330")).contains("Duggirala 96/1"));
        talk.says("౨౧౪/2A");
        assert!(spoken(&talk.says("Duggirala")).contains("Duggirala 214/2A"));
        talk.takes("done");
        assert!(!talk.is_open());
    }
}

#[test]
fn what_equals_nothing_and_what_is_nowhere_hear_the_same_words() {
    for language in LANGUAGES {
        let mut talk = open("parcel", language);
        let first = |replies: &[Reply]| spoken(&replies[..1]);
        let nothing = first(&talk.says("999/9"));
        assert!(nothing.contains("1902"), "{nothing}");
        let bad = spoken(&talk.says("214?"));
        assert!(bad.contains("214/2A") && !bad.contains("1902"), "{bad}");
        talk.says("96/1");
        let elsewhere = talk.says("Kolluru");
        assert_eq!(first(&elsewhere), nothing);
        assert!(matches!(elsewhere[1], Reply::AskLocation(_)));
        talk.goes_back();
        talk.says("214/2A");
        assert!(spoken(&talk.says("kolluru")).contains("Kolluru"));
    }
}

#[test]
fn a_step_back_leads_from_the_place_to_the_question_and_out() {
    let mut talk = open("parcel", Language::En);
    talk.says("96/1");
    assert!(spoken(&talk.goes_back()).contains("Which survey?"));
    talk.goes_back();
    assert!(!talk.is_open());
}

#[test]
fn what_is_too_far_is_not_near_in_every_language() {
    for language in LANGUAGES {
        let mut talk = open("shelter", language);
        // Delhi.
        let said = talk.is_at(28.6, 77.2);
        assert!(spoken(&said[..1]).contains("50") && spoken(&said[..1]).contains("1902"));
        assert!(matches!(said[1], Reply::AskLocation(_)));
        let mut talk = open("parcel", language);
        let nothing = spoken(&talk.says("999/9")[..1]);
        talk.says("96/1");
        assert_eq!(spoken(&talk.is_at(28.6, 77.2)[..1]), nothing);
    }
}

#[test]
fn a_town_is_found_however_it_is_written_and_without_a_distance() {
    for language in LANGUAGES {
        let mut talk = open("shelter", language);
        let distance = ["దూరం", "Distance", "दूरी"];
        let has_distance = |said: &str| distance.iter().any(|word| said.contains(word));
        for town in ["GAJUWAKA", "Gajuwaka town.", "gaju-waka city"] {
            let said = spoken(&talk.says(town));
            assert!(said.contains("Place") || !said.contains("1902"), "{said}");
            assert!(!has_distance(&said), "{said}");
        }
        assert!(has_distance(&spoken(&talk.is_at(17.7, 83.3))));
    }
}

#[test]
fn a_pin_code_shows_what_is_in_it_and_near_it_or_in_its_district() {
    let mut talk = open("shelter", Language::En);
    let said = spoken(&talk.says("530001"));
    assert!(said.contains("First what is in PIN code 530001"), "{said}");
    assert!(said.find("\nA") < said.find("\nC") && !said.contains("Distance"), "{said}");
    let said = spoken(&talk.says("Vizag 530018"));
    assert!(said.contains("for PIN code 530018 itself"), "{said}");
    assert!(said.find("\nC") < said.find("\nA"), "the closer number first: {said}");
    assert!(spoken(&talk.says("110001")).contains("1902"));
    let mut parcel = open("parcel", Language::En);
    parcel.says("96/1");
    assert!(spoken(&parcel.says("522331")).contains("We found nothing with these details"));
}

#[test]
fn what_is_no_longer_fresh_says_so_first_in_every_language() {
    for language in LANGUAGES {
        let mut talk = open("warning", language);
        assert!(!spoken(&talk.is_at(17.7, 83.2)).contains("⚠️"));
        talk.host.now += 8 * mitra_department::calendar::HOUR_MS;
        let said = spoken(&talk.is_at(17.7, 83.2));
        assert!(said.starts_with("⚠️") && said.contains("24-11-2026 18:00"), "{said}");
        // Whom to ask: the record's own telephone, or the helpline.
        assert!(said.contains("103") && said.matches("⚠️").count() == 1, "{said}");
        let said = spoken(&talk.says("vijayawada"));
        assert!(said.starts_with("⚠️") && said.contains("1902"), "nobody says when: {said}");
        // A warning of another place in the sorting district is no warning of this one.
        assert!(matches!(talk.says("530018")[1], Reply::AskLocation(_)));
    }
}
