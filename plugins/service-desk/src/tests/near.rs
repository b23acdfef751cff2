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
