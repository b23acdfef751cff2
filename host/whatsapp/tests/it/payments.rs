//! Reports on payments: which order they are about, and by what a repeated one is known.

use mitra_core::event::{Leaf, PaymentReport};
use serde_json::{Value, json};

use crate::notification::parse;

/// The report as Meta's own page has it.
fn status() -> Value {
    json!({
        "id": "gBpay1", "type": "payment", "status": "captured", "timestamp": "1763000203",
        "recipient_id": "15550100123",
        "payment": {
            "reference_id": "bill-2026-11-0042",
            "amount": { "value": 21000, "offset": 100 },
            "currency": "INR",
            "transaction": {
                "id": "order_x", "pg_transaction_id": "pay_x", "type": "razorpay",
                "status": "success", "created_timestamp": 1_763_000_190,
                "updated_timestamp": 1_763_000_202, "method": { "type": "upi" },
            },
        },
    })
}

fn leaves(statuses: &[Value]) -> Vec<Leaf> {
    let value = json!({ "messaging_product": "whatsapp", "statuses": statuses });
    let changes = json!([{ "field": "messages", "value": value }]);
    let notification = json!({
        "object": "whatsapp_business_account", "entry": [{ "id": "WABA_A", "changes": changes }],
    });
    parse(notification.to_string().as_bytes())
}

#[track_caller]
fn reported(status: &Value) -> PaymentReport {
    let mut leaves = leaves(std::slice::from_ref(status));
    match leaves.remove(0) {
        Leaf::Payment(report) => report,
        other @ (Leaf::Event(_)
        | Leaf::Receipt(_)
        | Leaf::Identity(_)
        | Leaf::Account(_)
        | Leaf::Quarantined(_)) => panic!("no report on a payment: {other:?}"),
    }
}

fn edited(edit: impl FnOnce(&mut Value)) -> Value {
    let mut status = status();
    edit(&mut status);
    status
}

#[test]
fn a_report_names_its_order_and_says_nothing_of_money() {
    let report = reported(&status());
    assert_eq!(report.order.as_str(), "bill-2026-11-0042");
    assert_eq!(report.dedup_key, "p|bill-2026-11-0042|captured|order_x|1763000202");
}

#[test]
fn a_timestamp_is_the_same_as_a_number_and_as_a_text() {
    let as_text = edited(|it| {
        it["payment"]["transaction"]["updated_timestamp"] = "1763000202".into();
    });
    assert_eq!(reported(&as_text), reported(&status()));
}

#[test]
fn each_change_of_a_payment_has_a_key_of_its_own() {
    let refund = |status: &str| {
        let refund = json!({ "id": "rfnd_1", "status": status, "amount": { "value": 100 } });
        edited(|it| it["payment"]["refunds"] = json!([refund]))
    };
    let keys = [
        status(),
        edited(|it| it["status"] = "pending".into()),
        edited(|it| it["payment"]["transaction"]["id"] = "order_y".into()),
        edited(|it| it["payment"]["transaction"]["updated_timestamp"] = 7.into()),
        // An attempt that Meta tells nothing of but its time.
        edited(|it| it["payment"]["transaction"] = Value::Null),
        refund("pending"),
        refund("success"),
    ]
    .map(|status| reported(&status).dedup_key);
    let distinct: std::collections::BTreeSet<_> = keys.iter().collect();
    assert_eq!(distinct.len(), keys.len(), "{keys:?}");
    assert_eq!(keys[6], "p|bill-2026-11-0042|captured|order_x|1763000202|rfnd_1|success");
}

#[test]
fn a_report_is_no_receipt_though_it_stands_among_them() {
    let receipt = json!({ "id": "wamid.OUT9", "status": "read", "timestamp": "1763000202" });
    let leaves = leaves(&[receipt, status()]);
    assert!(matches!(leaves[..], [Leaf::Receipt(_), Leaf::Payment(_)]), "{leaves:?}");
}

#[test]
fn a_report_on_no_order_is_kept_as_it_came() {
    let long = |bytes| edited(|it| it["payment"]["reference_id"] = "r".repeat(bytes).into());
    assert_eq!(reported(&long(35)).order.as_str().len(), 35);
    for status in [long(36), long(0), edited(|it| it["payment"] = 7.into())] {
        let leaves = leaves(std::slice::from_ref(&status));
        let [Leaf::Quarantined(item)] = &leaves[..] else { panic!("{leaves:?}") };
        assert_eq!(item.reason, "a payment's status without a reference of 1 to 35 bytes");
        assert_eq!(serde_json::from_slice::<Value>(&item.raw).expect("JSON"), status);
    }
}

#[test]
fn keys_are_bounded_whatever_is_sent() {
    let long = "x".repeat(10_000);
    let refund = json!({ "id": long, "status": long });
    let report = reported(&edited(|it| {
        it["status"] = long.clone().into();
        it["payment"]["transaction"]["id"] = long.clone().into();
        it["payment"]["refunds"] = vec![refund; 200].into();
    }));
    assert!(report.dedup_key.len() < 7_000, "{} bytes", report.dedup_key.len());
}
