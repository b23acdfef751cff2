//! Applications whose rules are broken, and fees of several applications.

use mitra_department::Event;
use mitra_department::payments::{PaymentStatus, PaymentUpdate, Receipt};

use super::paying::{applied, born};
use super::*;

#[test]
fn an_answer_that_breaks_a_rule_is_changed_and_the_others_stay_in_every_language() {
    for language in LANGUAGES {
        let mut talk = open("income", language);
        assert!(spoken(&talk.sends_form(&[name("Asha Rao"), born(2020)])).contains("18"));
        let replies = talk.takes("change");
        let [Reply::AskForm(form)] = &replies[..] else { panic!("a form: {replies:?}") };
        assert_eq!((form.fields.len(), form.fields[0].id.as_str()), (1, "born"));
        // Once more too young, then right.
        assert!(spoken(&talk.sends_form(&[born(2019)])).contains("18"));
        talk.takes("change");
        assert!(spoken(&talk.goes_back()).contains("18"));
        talk.takes("change");
        talk.sends_form(&[born(1990)]);
        let application = record(&talk, "application/");
        assert_eq!(
            application["answers"],
            serde_json::json!({"name": "Asha Rao", "born": "1990-02-28"})
        );
    }
}

#[test]
fn whoever_stops_at_a_broken_rule_leaves_nothing() {
    let mut talk = open("income", Language::En);
    talk.sends_form(&[name("Asha Rao"), born(2020)]);
    talk.takes("stop");
    assert!(!talk.is_open());
    assert!(!talk.host.records.keys().any(|(_, key)| key.starts_with("application/")));
}

/// What the host says of the only payment that is there.
fn update(talk: &Talk, status: PaymentStatus) -> Event {
    let reference = talk.host.payments.keys().next().expect("one").clone();
    Event::Payment(PaymentUpdate { reference, amount: 4_500, status })
}

#[test]
fn a_payment_of_one_application_leaves_another_remembered_as_unpaid() {
    let mut talk = applied(Language::En);
    let unpaid = (Scope::Citizen, "unpaid/income".to_owned());
    talk.host.records.insert(unpaid.clone(), b"INC-26-111111-2".to_vec());
    let receipt = Receipt { id: "r".to_owned(), at: talk.host.now };
    talk.event(update(&talk, PaymentStatus::Paid(receipt)));
    assert_eq!(record(&talk, "application/")["status"], "received");
    assert!(talk.host.records.contains_key(&unpaid));
}

#[test]
fn a_fee_that_expires_beside_something_else_offers_nothing_to_tap_in_every_language() {
    for language in LANGUAGES {
        let mut talk = applied(language);
        talk.goes_back();
        assert!(!talk.is_open());
        let replies = talk.event(update(&talk, PaymentStatus::Expired));
        let [Reply::Text(said)] = &replies[..] else { panic!("words alone: {replies:?}") };
        assert!(said.contains("INC-26-"), "{said}");
    }
}

#[test]
fn a_gift_that_expires_beside_something_else_offers_nothing_to_tap() {
    let mut talk = open("gift", Language::En);
    talk.takes("5000");
    talk.goes_back();
    let replies = talk.event(update(&talk, PaymentStatus::Expired));
    let [Reply::Text(said)] = &replies[..] else { panic!("words alone: {replies:?}") };
    assert!(said.contains("your bank gives it back"), "{said}");
}
