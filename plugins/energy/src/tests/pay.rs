//! Paying a bill.

use mitra_department::payments::PaymentStatus;
use mitra_department::testing::{Conversation, MemoryHost, spoken};
use mitra_department::{Language, Scope};

use super::{Energy, LANGUAGES, host};

/// A service number of the seed whose one bill is not paid: ₹998.07.
const UNPAID: &str = "1101901911654";

fn shown(host: MemoryHost, language: Language) -> Conversation<Energy> {
    let mut conversation = Conversation::open(host, "pay-bill", language).0;
    conversation.says(UNPAID);
    conversation
}

#[test]
fn a_bill_is_paid_in_every_language_and_stays_paid() {
    let words = [("అందింది", "చెల్లించారు"), ("is paid", "Status: Paid"), ("मिल गया", "भुगतान हो गया")];
    for (language, (received, paid)) in LANGUAGES.into_iter().zip(words) {
        let mut conversation = shown(host(), language);
        let asked = spoken(&conversation.takes("pay"));
        assert!(asked.contains("₹998.07") && asked.contains(UNPAID), "{asked}");
        let said = spoken(&conversation.pays());
        let receipt = format!("pay_{UNPAID}-10-2026-1");
        assert!(said.contains(received) && said.contains(&receipt), "{said}");
        let again = spoken(&conversation.says(UNPAID));
        assert!(again.contains(paid) && again.contains(&receipt), "{again}");
        assert!(!again.contains("₹998.07]"), "{again}");
        let key = (Scope::Department, format!("receipt/{UNPAID}/10-2026"));
        assert!(conversation.host.records.contains_key(&key));
    }
}

#[test]
fn a_payment_that_is_open_is_asked_for_again_and_one_that_is_over_anew() {
    let mut conversation = shown(host(), Language::En);
    conversation.takes("pay");
    conversation.says(UNPAID);
    conversation.takes("pay");
    assert_eq!(conversation.host.payments.len(), 1, "the same request");
    let said = spoken(&conversation.pays_in_vain());
    assert!(said.contains("did not go through") && said.contains("Pay this bill"), "{said}");
    conversation.takes("pay");
    assert_eq!(conversation.host.payments.len(), 2);
    let said = spoken(&conversation.lets_payment_expire());
    assert!(said.contains("nothing was paid"), "{said}");
    conversation.takes("pay");
    let said = spoken(&conversation.pays());
    assert!(said.contains(&format!("{UNPAID}-10-2026-3")), "{said}");
}

#[test]
fn nobody_is_asked_for_what_somebody_else_is_paying() {
    let mut conversation = shown(host(), Language::En);
    conversation.takes("pay");
    let key = (Scope::Department, format!("attempt/{UNPAID}/10-2026"));
    conversation.host.records.insert(key, br#"{"n":1,"by":"another"}"#.to_vec());
    conversation.says(UNPAID);
    let said = spoken(&conversation.takes("pay"));
    assert!(said.contains("Somebody else is paying"), "{said}");
}

#[test]
fn a_payment_is_told_where_the_citizen_is_and_entered_wherever() {
    let mut conversation = shown(host(), Language::En);
    conversation.takes("pay");
    conversation.goes_back();
    conversation.goes_back();
    assert!(!conversation.is_open());
    let said = spoken(&conversation.pays());
    assert!(said.contains("is paid. Thank you") && !conversation.is_open(), "{said}");
}

#[test]
fn money_for_a_bill_that_was_paid_is_owed_back() {
    let mut conversation = shown(host(), Language::En);
    conversation.takes("pay");
    conversation.lets_payment_expire();
    // The second attempt is paid, and then the first one after all.
    conversation.takes("pay");
    conversation.pays();
    let first = format!("{UNPAID}-10-2026-1");
    let at = conversation.host.now;
    let receipt = mitra_department::payments::Receipt { id: "late".to_owned(), at };
    let status = PaymentStatus::Paid(receipt);
    let update =
        mitra_department::payments::PaymentUpdate { reference: first, amount: 99_807, status };
    let said = spoken(&conversation.event(mitra_department::Event::Payment(update)));
    assert!(said.contains("had been paid already") && said.contains("late"), "{said}");
}
