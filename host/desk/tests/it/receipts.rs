//! Whoever has paid gets a receipt, and gets it again when they ask for it.

use std::time::Duration;

use mitra_core::clock::Timestamp;
use mitra_core::form::FieldKind;
use mitra_core::ids::{CitizenId, DepartmentId, OrderReference, PhoneNumberId, ServiceId, TurnId};
use mitra_core::language::{Language, Localized};
use mitra_core::limits::{
    PAYMENT_PAISE_MAX, PAYMENT_PURPOSE_CHARS_MAX, PAYMENT_RECEIPT_BYTES_MAX,
    PAYMENT_REFERENCE_BYTES_MAX, RECEIPTS_SHOWN_MAX, TEXT_CHARS_MAX,
};
use mitra_core::payment::{
    Payment, PaymentContact, PaymentEnd, PaymentReceipt, PaymentRequest, PaymentStage,
    PaymentUpdate, PaymentWay, Refund, RefundId, RefundKey, RefundStage, RefundedPayment,
};
use mitra_core::reply::Reply;
use mitra_core::session::Session;
use mitra_core::text::check_text;
use mitra_core::turn::TurnEvent;

use crate::citizen::{Citizen, desk};
use crate::forms::kit::{LANGUAGES, field, form};

/// 24-11-2026, 10:30 in India.
const MORNING: Timestamp = Timestamp(1_795_496_400_000);
/// The word for receipts in each language.
const WORDS: [&str; 3] = ["రసీదులు", "receipts", "रसीदें"];

/// A paid payment of this department.
fn paid(department: &str, reference: &str, purpose: &str, paise: u64, number: &str) -> Payment {
    let [te, en, hi] = ["te", "en", "hi"].map(|code| purpose.replace("{}", code));
    let (purpose, valid_for) = (Localized { te, en, hi }, Duration::from_mins(30));
    let receipt = PaymentReceipt { id: number.to_owned(), at: MORNING };
    Payment {
        order: OrderReference::new(reference),
        citizen: CitizenId(1),
        department: DepartmentId::parse(department).expect("an id"),
        service: ServiceId::parse("s0").expect("an id"),
        request: PaymentRequest::new(reference, paise, purpose, valid_for).expect("a request"),
        asked_by: TurnId::new("turn"),
        asked_at: Timestamp(0),
        contact: PaymentContact {
            language: Language::En,
            from: PhoneNumberId::new("1"),
            window_closes_at: Timestamp(0),
        },
        is_awaited: false,
        stage: PaymentStage::Paid(receipt),
        way: PaymentWay::Link,
    }
}

fn refund(paise: u64, stage: RefundStage) -> Refund {
    Refund {
        id: RefundId::new("r"),
        order: OrderReference::new("bill-1"),
        payment: "pay_1".to_owned(),
        paise,
        key: RefundKey::parse("a").expect("a key"),
        by: "asha".to_owned(),
        reason: "twice".to_owned(),
        asked_at: Timestamp(0),
        stage,
    }
}

fn body(reply: Reply) -> String {
    let Reply::Text { body } = reply else { panic!("a text, not {reply:?}") };
    body
}

/// At the desk, in this language, with these payments.
fn citizen(language: &str, paid: Vec<RefundedPayment>) -> Citizen {
    let mut citizen = Citizen::at(desk(2, 2));
    for text in ["hi", language] {
        citizen.says(text);
    }
    Citizen { paid, ..citizen }
}

#[test]
fn a_receipt_says_who_took_what_for_what_and_when() {
    let desk = desk(2, 2);
    let payment = paid("d1", "bill-1", "Bill {}", 12_345, "pay_1");
    let (update, department) = (payment.update().expect("it ended"), &payment.department);
    let said = body(desk.payment_end(department, &update, true, Language::En));
    let receipt = "Department: Department 1\nFor: Bill en\nAmount paid: ₹123.45\n\
                   Paid on: 24-11-2026, 10:30\nReference: bill-1\nReceipt number: pay_1";
    assert_eq!(
        said,
        format!(
            "We have received your payment of ₹123.45. Thank you.\n\n{receipt}\n\n\
             To have this receipt again, send \"menu\", and then \"receipts\"."
        )
    );
    let said = body(desk.payment_end(department, &update, false, Language::En));
    assert!(said.contains(receipt) && said.ends_with("Please do not pay again."), "{said}");
    let receipt_of_it = payment.receipt().expect("it is paid");
    let said = body(desk.paid_already(&payment, receipt_of_it));
    assert_eq!(said, format!("This is paid already: ₹123.45\n\n{receipt}"));
    for (language, purpose) in [(Language::Te, "Bill te"), (Language::Hi, "Bill hi")] {
        let said = body(desk.payment_end(department, &update, true, language));
        for part in [purpose, "₹123.45", "24-11-2026, 10:30", "bill-1", "pay_1"] {
            assert!(said.contains(part) && !said.contains("{}"), "{said}");
        }
    }
}

#[test]
fn a_receipt_does_without_what_is_gone() {
    let payment = paid("gone", "bill-1", "Bill", 500, "pay_1");
    let update = PaymentUpdate { purpose: None, ..payment.update().expect("it ended") };
    let said = body(desk(1, 1).payment_end(&payment.department, &update, true, Language::En));
    assert!(!said.contains("Department:") && !said.contains("For:"), "{said}");
    assert!(said.contains("\n\nAmount paid: ₹5.00\nPaid on: "), "{said}");
}

#[test]
fn what_was_not_paid_has_no_receipt() {
    let payment = paid("d1", "bill-1", "Bill", 500, "pay_1");
    for end in [PaymentEnd::Failed, PaymentEnd::Expired] {
        let update = PaymentUpdate { end, ..payment.update().expect("it ended") };
        let said = body(desk(2, 2).payment_end(&payment.department, &update, true, Language::En));
        assert!(said.contains("₹5.00") && !said.contains("Receipt"), "{said}");
    }
}

#[test]
fn receipts_are_had_again_in_every_language() {
    let number = |number: &str| number.to_owned();
    for (language, word) in LANGUAGES.into_iter().zip(WORDS) {
        let refunds = vec![
            refund(345, RefundStage::Refunded { number: number("rfnd_1"), at: MORNING }),
            refund(100, RefundStage::Given { number: number("rfnd_2") }),
        ];
        let newest =
            RefundedPayment { payment: paid("d1", "bill-2", "Water", 12_345, "pay_2"), refunds };
        let payment = paid("d0", "bill-1", "Power", 500, "pay_1");
        let oldest = RefundedPayment { payment, refunds: Vec::new() };
        let mut citizen = citizen(language, vec![newest, oldest]);
        let before = citizen.session.clone();
        let said = citizen.says(word);
        let place = |part: &str| said.find(part).unwrap_or_else(|| panic!("{part} in {said}"));
        assert!(place("Department 1") < place("pay_2") && place("pay_2") < place("Department 0"));
        assert!(place("Department 0") < place("₹5.00") && place("₹5.00") < place("bill-1"));
        assert_eq!(said.matches("₹3.45").count(), 1, "what has come back, and not more: {said}");
        assert_eq!(citizen.session.offered, before.offered, "what was offered stays open");
        assert!(citizen.heard.is_empty());
    }
}

#[test]
fn whoever_paid_nothing_is_told_so() {
    for (language, word) in LANGUAGES.into_iter().zip(WORDS) {
        let said = citizen(language, Vec::new()).says(word);
        assert!(!said.contains('₹') && said.lines().count() == 3, "{said}");
    }
}

#[test]
fn in_a_department_the_word_is_an_answer() {
    for word in WORDS.into_iter().chain(["my receipts", "raseedulu", "Receipt!"]) {
        let mut citizen = Citizen::in_a_service("English");
        citizen.says(word);
        assert_eq!(*citizen.last_heard(), TurnEvent::Text(word.to_owned()));
        citizen.form =
            Some(form(vec![field("what", FieldKind::Name), field("pin", FieldKind::PinCode)]));
        citizen.says("form");
        let said = citizen.says(word);
        assert!(!said.contains("receipts:") && !said.contains("nothing was paid"), "{said}");
        assert!(citizen.session.conversation.is_some_and(|open| open.form.is_some()));
    }
}

#[test]
fn as_many_of_the_longest_receipts_as_are_shown_fit_in_one_message() {
    let purpose = "ప".repeat(PAYMENT_PURPOSE_CHARS_MAX);
    let reference = "b".repeat(PAYMENT_REFERENCE_BYTES_MAX);
    let number = "p".repeat(PAYMENT_RECEIPT_BYTES_MAX);
    let payment = paid("d0", &reference, &purpose, PAYMENT_PAISE_MAX, &number);
    let stage = RefundStage::Refunded { number, at: MORNING };
    let refunds = vec![refund(PAYMENT_PAISE_MAX, stage)];
    let all = vec![RefundedPayment { payment, refunds }; RECEIPTS_SHOWN_MAX];
    for language in Language::ALL {
        let session = Session { language: Some(language), ..Session::default() };
        let said = body(desk(1, 1).receipts(&session, &all));
        check_text(&said, TEXT_CHARS_MAX).expect("it fits");
        // A department's name is longer outside of tests.
        assert!(said.encode_utf16().count() + RECEIPTS_SHOWN_MAX * 100 < TEXT_CHARS_MAX);
    }
}
