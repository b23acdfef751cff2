//! Refunds by Meta, which does twice what it is told twice.

use std::sync::Mutex;

use async_trait::async_trait;
use mitra_core::ids::{OrderReference, PhoneNumberId};
use mitra_core::payment::{OrderStatus, PaymentConfiguration, RefundId, RefundKey};

use super::*;

/// Meta's books, and what it was told.
#[derive(Default)]
struct Meta {
    refunds: Vec<CardRefund>,
    told: Mutex<Vec<u64>>,
}

#[async_trait]
impl CardPayments for Meta {
    async fn status(
        &self,
        _origin: &CardOrigin,
        _order: &OrderReference,
    ) -> Result<Option<OrderStatus>, ProviderError> {
        unreachable!("nothing is to be paid")
    }

    async fn refund(
        &self,
        _origin: &CardOrigin,
        _order: &OrderReference,
        paise: u64,
    ) -> Result<RefundStatus, ProviderError> {
        self.told.lock().unwrap().push(paise);
        Ok(RefundStatus::Pending { number: "rfnd_new".to_owned() })
    }

    async fn refunds(
        &self,
        _origin: &CardOrigin,
        _order: &OrderReference,
    ) -> Result<Vec<CardRefund>, ProviderError> {
        Ok(self.refunds.clone())
    }
}

fn refund(id: &str, paise: u64, stage: RefundStage) -> Refund {
    Refund {
        id: RefundId::new(id),
        order: OrderReference::new("order"),
        payment: "pay_1".to_owned(),
        paise,
        key: RefundKey::parse(id).unwrap(),
        by: "asha".to_owned(),
        reason: "paid twice".to_owned(),
        asked_at: Timestamp(0),
        stage,
    }
}

fn given(number: &str) -> RefundStage {
    RefundStage::Given { number: number.to_owned() }
}

fn has(number: &str, paise: u64, status: RefundStatus) -> CardRefund {
    CardRefund { number: number.to_owned(), paise, status }
}

fn pending(number: &str) -> RefundStatus {
    RefundStatus::Pending { number: number.to_owned() }
}

/// Where the refund stands after a look, and what Meta was told.
async fn after(
    refund: &Refund,
    all: &[Refund],
    refunds: Vec<CardRefund>,
) -> (Option<RefundStage>, Vec<u64>) {
    let meta = Arc::new(Meta { refunds, ..Meta::default() });
    let cards = Cards { api: meta.clone(), account: None };
    let configuration = PaymentConfiguration::parse("pg-prod").unwrap();
    let origin = CardOrigin { number: PhoneNumberId::new("1"), configuration };
    let step = pay_back(&cards, &origin, refund, all, Timestamp(1)).await;
    let told = meta.told.lock().unwrap().clone();
    (step.map(|step| step.refund().stage.clone()), told)
}

#[tokio::test]
async fn meta_is_told_once_though_its_answer_was_lost() {
    let first = refund("first", 500, RefundStage::Asked);
    let all = [first.clone()];
    assert_eq!(after(&first, &all, Vec::new()).await, (Some(given("rfnd_new")), vec![500]));
    let known = vec![has("rfnd_1", 500, pending("rfnd_1"))];
    assert_eq!(after(&first, &all, known).await, (Some(given("rfnd_1")), vec![]));
}

#[tokio::test]
async fn what_is_another_refunds_or_failed_or_of_another_amount_is_not_taken_for_it() {
    let other = refund("other", 500, given("rfnd_1"));
    let second = refund("second", 500, RefundStage::Asked);
    let all = [other, second.clone()];
    let failed = RefundStatus::Failed { why: "bank".to_owned() };
    let known = vec![
        has("rfnd_1", 500, pending("rfnd_1")),
        has("rfnd_2", 500, failed),
        has("rfnd_3", 499, pending("rfnd_3")),
    ];
    assert_eq!(after(&second, &all, known).await, (Some(given("rfnd_new")), vec![500]));
}

#[tokio::test]
async fn one_refund_of_a_payment_is_told_at_a_time() {
    let [first, second] = ["first", "second"].map(|id| refund(id, 500, RefundStage::Asked));
    let all = [first.clone(), second.clone()];
    assert_eq!(after(&second, &all, Vec::new()).await, (None, vec![]));
    assert_eq!(after(&first, &all, Vec::new()).await, (Some(given("rfnd_new")), vec![500]));
}

#[tokio::test]
async fn a_refund_ends_by_metas_word_on_it() {
    let told = refund("first", 500, given("rfnd_1"));
    let all = [told.clone()];
    let number = || "rfnd_1".to_owned();
    let of = |number: &str, status| vec![has(number, 500, status)];
    let ends = async |refunds| after(&told, &all, refunds).await.0.map(|stage| stage.name());
    assert_eq!(ends(of("rfnd_1", pending("rfnd_1"))).await, None);
    assert_eq!(ends(of("rfnd_2", RefundStatus::Refunded { number: number() })).await, None);
    let done = of("rfnd_1", RefundStatus::Refunded { number: number() });
    assert_eq!(ends(done).await, Some("refunded"));
    let failed = of("rfnd_1", RefundStatus::Failed { why: "bank".to_owned() });
    assert_eq!(ends(failed).await, Some("failed"));
}
