//! Orders that payment cards are for, over real HTTP.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use mitra_core::clock::Timestamp;
use mitra_core::identity::Secret;
use mitra_core::ids::{OrderReference, PhoneNumberId};
use mitra_core::payment::{
    CardOrigin, CardPayments, OrderStatus, PaymentConfiguration, PaymentReceipt, ProviderError,
    RefundStatus,
};
use mitra_graph::{GraphClient, GraphOptions};
use serde_json::{Value, json};

const TOKEN: &str = "EAAG-very-secret";

/// A server that gives one answer, and writes down what it was asked.
struct Meta {
    client: GraphClient,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Meta {
    async fn start(status: u16, answer: Value) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("it is bound");
        let asked = Arc::new(Mutex::new(Vec::new()));
        let book = Arc::clone(&asked);
        let serve = move |method: Method, uri: Uri, headers: HeaderMap, body: Bytes| async move {
            assert_eq!(headers["authorization"], format!("Bearer {TOKEN}"));
            let body = String::from_utf8_lossy(&body);
            book.lock().expect("no test panics here").push(format!("{method} {uri} {body}"));
            (StatusCode::from_u16(status).expect("a status"), answer.to_string())
        };
        let router = Router::new().fallback(serve);
        tokio::spawn(async move { axum::serve(listener, router).await });
        let url = format!("http://{address}");
        let options = GraphOptions { url, ..GraphOptions::new(Secret::new(TOKEN)) };
        Self { client: GraphClient::new(options).expect("a client"), asked }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("no test panics here").clone()
    }
}

fn origin() -> CardOrigin {
    // An operator's name for it may be anything: it stays one part of the address.
    let configuration = PaymentConfiguration::parse("pg prod/1").expect("it is one");
    CardOrigin { number: PhoneNumberId::new("PNID_1"), configuration }
}

fn order() -> OrderReference {
    OrderReference::new("0123456789abcdef")
}

fn captured(reference: &str) -> Value {
    json!({ "payments": [{
        "reference_id": reference, "status": "captured", "currency": "INR",
        "amount": { "offset": 100, "value": 1000 },
        "transactions": [{
            "id": "order_x", "pg_transaction_id": "pay_x", "type": "razorpay", "status": "success",
            "created_timestamp": 1_772_129_215, "updated_timestamp": 1_772_129_215,
            "amount": { "offset": 100, "value": 1000 }, "currency": "INR",
        }],
    }] })
}

#[tokio::test]
async fn an_order_is_looked_up_by_the_number_that_it_came_from() {
    let meta = Meta::start(200, captured("0123456789abcdef")).await;
    let status = meta.client.status(&origin(), &order()).await;
    let receipt = PaymentReceipt { id: "pay_x".to_owned(), at: Timestamp(1_772_129_215_000) };
    assert_eq!(status, Ok(Some(OrderStatus::Paid { paise: 1_000, receipt })));
    let asked = ["GET /v25.0/PNID_1/payments/pg%20prod%2F1/0123456789abcdef "];
    assert_eq!(meta.asked(), asked);
}

#[tokio::test]
async fn another_orders_payment_is_not_taken_for_this_ones() {
    for answer in [captured("fedcba9876543210"), json!({ "payments": [] }), json!({})] {
        let meta = Meta::start(200, answer).await;
        assert_eq!(meta.client.status(&origin(), &order()).await, Ok(None));
        assert_eq!(meta.client.refunds(&origin(), &order()).await, Ok(Vec::new()));
    }
}

#[tokio::test]
async fn a_refund_is_asked_for_with_metas_numbers_as_texts() {
    let answer = json!({ "id": "rfnd_1", "status": "pending", "speed_processed": "normal" });
    let meta = Meta::start(200, answer).await;
    let status = meta.client.refund(&origin(), &order(), 345).await;
    assert_eq!(status, Ok(RefundStatus::Pending { number: "rfnd_1".to_owned() }));
    let asked = meta.asked();
    let (to, body) = asked[0].split_at(asked[0].find('{').expect("a body"));
    assert_eq!(to, "POST /v25.0/PNID_1/payments_refund ");
    let expected = json!({
        "reference_id": "0123456789abcdef", "speed": "normal", "payment_config_id": "pg prod/1",
        "amount": { "currency": "INR", "value": "345", "offset": "100" },
    });
    assert_eq!(serde_json::from_str::<Value>(body).expect("JSON"), expected);
}

#[tokio::test]
async fn a_refusal_is_told_from_what_is_no_answer() {
    let error = |code: i64| json!({ "error": { "code": code, "message": "m" } });
    for (status, answer, is_refused) in [
        (400, error(100), true),
        (400, error(134_011), true),
        (401, error(190), false),
        (500, json!({ "errors": [{ "code": 500, "title": "Generic error" }] }), false),
        (200, json!("?"), false),
    ] {
        let meta = Meta::start(status, answer.clone()).await;
        let error = meta.client.status(&origin(), &order()).await.expect_err("no answer");
        let found = matches!(error, ProviderError::Refused { .. });
        assert_eq!(found, is_refused, "{answer}: {error}");
        assert!(!error.to_string().contains(TOKEN));
    }
}
