//! Payments: who may ask for which, and what a turn finds of those that were asked for.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use mitra_core::ids::{CitizenId, OrderReference, PhoneNumberId, ServiceId, TurnId};
use mitra_core::language::{Language, Localized};
use mitra_core::limits::PAYMENT_FINDS_PER_TURN_MAX;
use mitra_core::payment::{
    Payment, PaymentContact, PaymentEnd, PaymentReceipt, PaymentReference, PaymentRequest,
    PaymentStage, PaymentUpdate, PaymentWay,
};
use mitra_core::turn::{TurnEvent, TurnFault, TurnReport};
use mitra_runtime::grants::{Grants, PaymentsGrants, PaymentsRule};
use mitra_runtime::{Sandbox, Settings};
use mitra_storage::conformance::fixtures::{accept, citizen, claim_one, event, plain};
use mitra_storage::memory::MemoryStorage;
use mitra_storage::{Inbox, Settlement};

use crate::kit::{CITIZEN, Kit, NOW, component, department, options, ports};

/// The echoing guest over this storage, which asks and is granted so many paise.
fn kit(storage: MemoryStorage, asked: Option<u64>, granted: Option<u64>) -> Kit {
    let storage = Arc::new(storage);
    let sandbox = Sandbox::new(options(), ports(storage)).expect("a sandbox");
    let rule = |paise| PaymentsRule::new(paise).expect("a rule");
    let payments = PaymentsGrants { asked: asked.map(rule), granted: granted.map(rule) };
    let grants = Grants { payments, ..Grants::default() };
    let settings = Settings::new(BTreeMap::new(), grants);
    let loaded = sandbox.load(&department(), &component("echo"), settings);
    Kit { release: loaded.expect("the guest loads").digest, sandbox, department: department() }
}

fn refused(report: TurnReport) -> String {
    match report.result {
        Err(TurnFault::OutcomeInvalid { detail }) => detail,
        other => panic!("a refusal, not {other:?}"),
    }
}

/// A storage in which this citizen was asked for a payment, in this stage.
async fn stored(of: CitizenId, stage: PaymentStage) -> MemoryStorage {
    let storage = MemoryStorage::default();
    accept(&storage, vec![event("A", &citizen(1))]).await;
    let claimed = claim_one(&storage, NOW).await;
    let text = || "Bill".to_owned();
    let purpose = Localized { te: text(), en: text(), hi: text() };
    let valid_for = Duration::from_mins(20);
    let payment = Payment {
        order: OrderReference::new("order"),
        citizen: of,
        department: department(),
        service: ServiceId::parse("echo").expect("an id"),
        request: PaymentRequest::new("bill-1", 500, purpose, valid_for).expect("one"),
        asked_by: TurnId::new("earlier"),
        asked_at: NOW,
        contact: PaymentContact {
            language: Language::Te,
            from: PhoneNumberId::new("1"),
            window_closes_at: NOW,
        },
        is_awaited: false,
        stage,
        way: PaymentWay::Link,
    };
    let settlement = Settlement { payment: Some(payment), ..plain(&claimed) };
    storage.settle(settlement, NOW).await.expect("settled");
    storage
}

#[tokio::test(flavor = "multi_thread")]
async fn a_turn_asks_for_what_both_sides_allow() {
    let kit = kit(MemoryStorage::default(), Some(500), Some(900));
    let outcome = kit.say("!pay 500 bill-1").await.result.expect("an outcome");
    let request = outcome.payment.expect("a request");
    assert_eq!((request.reference.as_str(), request.paise), ("bill-1", 500));
    assert!(outcome.replies.is_empty(), "what is to be paid is no reply");
    let refusal = refused(kit.say("!pay 501 bill-1").await);
    assert!(refusal.contains("more than the 500 asked for: the vendor must raise"), "{refusal}");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_refusal_says_who_did_not_agree() {
    for (asked, granted, words) in [
        (None, Some(500), "`ask-payment`: E0305: payments are not asked for: the vendor must add"),
        (Some(500), None, "`ask-payment`: E0306: payments are not granted: the operator must add"),
        (Some(500), Some(499), "more than the 499 granted: the operator must raise"),
    ] {
        let refusal = refused(kit(MemoryStorage::default(), asked, granted).say("!pay 500").await);
        assert!(refusal.contains(words), "{refusal}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_breaks_a_limit_is_refused_by_its_name() {
    let kit = kit(MemoryStorage::default(), Some(500), Some(500));
    let refusal = refused(kit.say("!pay 99 bill-1").await);
    assert!(refusal.contains("`ask-payment`: `amount` is 99 paise, it must be 100"), "{refusal}");
    let refusal = refused(kit.say("!pay 100 bill 1").await);
    assert!(refusal.contains("`reference` cannot be used"), "{refusal}");
    let long = "r".repeat(35);
    assert!(kit.say(&format!("!pay 100 {long}")).await.result.is_ok());
    let refusal = refused(kit.say(&format!("!pay 100 {long}r")).await);
    assert!(refusal.contains("this one has 36"), "{refusal}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reference_is_one_request_of_one_citizen() {
    let offered = || PaymentStage::Offered { link: "https://pay.example/1".to_owned() };
    let asks = async |of, stage, text: &str| {
        kit(stored(of, stage).await, Some(500), Some(500)).say(text).await
    };
    assert!(asks(CITIZEN, offered(), "!pay 500 bill-1").await.result.is_ok(), "the same");
    for (of, stage, text, words) in [
        (CITIZEN, offered(), "!pay 400 bill-1", "asked for with another amount or purpose"),
        (CitizenId(7), offered(), "!pay 500 bill-1", "is another citizen's: take a new one"),
        (CITIZEN, PaymentStage::Expired, "!pay 500 bill-1", "expired: take a new reference"),
        (
            CITIZEN,
            PaymentStage::Failed { was_offered: true },
            "!pay 500 bill-1",
            "failed: take a new reference",
        ),
    ] {
        let refusal = refused(asks(of, stage, text).await);
        assert!(refusal.contains(words), "{refusal}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_turn_finds_where_its_departments_payments_stand() {
    let receipt = PaymentReceipt { id: "pay_1".to_owned(), at: NOW };
    // Another citizen's, too: a bill is paid once, whoever pays.
    let storage = stored(CitizenId(7), PaymentStage::Paid(receipt)).await;
    let kit = kit(storage, None, None);
    assert_eq!(kit.hear("!find bill-1").await, "paid by pay_1");
    for none in ["bill-2", "no reference"] {
        assert_eq!(kit.hear(&format!("!find {none}")).await, "nothing");
    }
    let most = PAYMENT_FINDS_PER_TURN_MAX;
    assert_eq!(kit.hear(&format!("!finds {most}")).await, "found");
    let beyond = kit.say(&format!("!finds {}", most + 1)).await.result;
    let limit = format!("payments looked up in a turn: {most}");
    assert_eq!(beyond, Err(TurnFault::LimitExceeded { limit }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_turn_hears_how_a_payment_ended() {
    let kit = Kit::new();
    let receipt = PaymentReceipt { id: "pay_1".to_owned(), at: NOW };
    for (end, said) in [
        (PaymentEnd::Paid(receipt), "payment bill-1: paid by pay_1"),
        (PaymentEnd::Failed, "payment bill-1: failed"),
        (PaymentEnd::Expired, "payment bill-1: expired"),
    ] {
        let reference = PaymentReference::parse("bill-1").expect("one");
        let update = PaymentUpdate { reference, paise: 500, purpose: None, end };
        let outcome = kit.run(TurnEvent::Payment(update)).await.result.expect("an outcome");
        let said = mitra_core::reply::Reply::Text { body: said.to_owned() };
        assert_eq!(outcome.replies, [said]);
    }
}
