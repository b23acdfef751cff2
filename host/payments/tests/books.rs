//! The client's reading of an account's books, against a server that gives them by pages.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::extract::{Query, State};
use axum::routing::get;
use axum::{Json, Router};
use mitra_core::clock::Timestamp;
use mitra_core::day::Day;
use mitra_core::identity::Secret;
use mitra_core::limits::REPORT_ROWS_MAX;
use mitra_core::payment::{BooksError, PaymentProvider, ProviderBooks};
use mitra_payments::{RazorpayClient, RazorpayOptions};
use serde::Deserialize;
use serde_json::{Value, json};

/// What the server has, and how often it was asked for a page.
#[derive(Default)]
struct Account {
    /// When each payment was made, in seconds since 1970.
    payments: Vec<i64>,
    n_pages: Mutex<usize>,
}

#[derive(Deserialize)]
struct Wanted {
    from: i64,
    to: i64,
    count: usize,
    skip: usize,
}

async fn payments(
    State(account): State<Arc<Account>>,
    Query(wanted): Query<Wanted>,
) -> Json<Value> {
    *account.n_pages.lock().expect("nobody panics") += 1;
    let rows = account.payments.iter().enumerate();
    let rows = rows.filter(|(_, at)| (wanted.from..=wanted.to).contains(at));
    let row = |(n, at): (usize, &i64)| {
        let id = format!("pay_{n}");
        json!({ "id": id, "amount": 100, "currency": "INR", "status": "captured", "created_at": at })
    };
    let items: Vec<Value> = rows.skip(wanted.skip).take(wanted.count).map(row).collect();
    Json(json!({ "items": items }))
}

/// A client of a server with these payments, and the server's account.
async fn client(payments_at: Vec<i64>) -> (RazorpayClient, Arc<Account>) {
    let account = Arc::new(Account { payments: payments_at, ..Account::default() });
    let nothing = get(async || Json(json!({ "items": [] })));
    let router = Router::new().route("/v1/payments", get(payments)).route("/v1/refunds", nothing);
    let address = SocketAddr::from(([127, 0, 0, 1], 0));
    let listener = tokio::net::TcpListener::bind(address).await.expect("an address");
    let url = format!("http://{}", listener.local_addr().expect("it has one"));
    let router = router.with_state(Arc::clone(&account));
    tokio::spawn(async { axum::serve(listener, router).await });
    let options =
        RazorpayOptions { url, key_id: "key".to_owned(), key_secret: Secret::new("secret") };
    (RazorpayClient::new(options).expect("a client"), account)
}

fn day() -> Day {
    Day::parse("2026-11-24").expect("a day")
}

async fn books(client: &RazorpayClient) -> Result<ProviderBooks, BooksError> {
    client.books(day().begins(), day().ends()).await
}

#[tokio::test]
async fn all_pages_are_read_and_no_more() {
    let noon = day().begins().0 / 1_000 + 43_200;
    for (n_rows, n_pages) in [(0, 1), (99, 1), (100, 2), (101, 2), (250, 3)] {
        let (client, account) = client(vec![noon; n_rows]).await;
        let read = books(&client).await.expect("read");
        assert_eq!(read.payments.len(), n_rows);
        assert_eq!(*account.n_pages.lock().expect("nobody panics"), n_pages, "{n_rows} rows");
    }
}

#[tokio::test]
async fn a_day_of_the_account_begins_and_ends_at_midnight_in_india() {
    let (begins, ends) = (day().begins().0 / 1_000, day().ends().0 / 1_000);
    let (client, _) = client(vec![begins - 1, begins, ends - 1, ends]).await;
    let read = books(&client).await.expect("read");
    let at: Vec<_> = read.payments.iter().map(|it| it.at).collect();
    assert_eq!(at, [Timestamp(begins * 1_000), Timestamp((ends - 1) * 1_000)]);
}

#[tokio::test]
async fn a_day_with_more_than_a_report_reads_is_named() {
    let noon = day().begins().0 / 1_000 + 43_200;
    let (full, _) = client(vec![noon; REPORT_ROWS_MAX]).await;
    assert_eq!(books(&full).await.map(|read| read.payments.len()), Ok(REPORT_ROWS_MAX));
    let (over, _) = client(vec![noon; REPORT_ROWS_MAX + 1]).await;
    assert_eq!(books(&over).await, Err(BooksError::TooMany("payments")));
}
