//! The account's books as the host reads them: `/v1/payments` and `/v1/refunds`, page by page. And what happens at the
//! account behind a host's back.
//!
//! Source: Razorpay, "Fetch All Payments" and "Fetch All Refunds" (read 2026-11).

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::api::{is_authorized, refused, unauthorized};
use super::callback;
use super::{PaymentLink, PaymentLinkStatus};
use crate::simulator::World;

/// Rows of a page, if the host does not say how many.
const COUNT_DEFAULT: usize = 10;
/// Rows of a page at most.
const COUNT_MAX: usize = 100;

pub(super) fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/v1/payments", get(payments))
        .route("/v1/refunds", get(refunds))
        .with_state(world)
}

/// Payments that were made in other ways than by a host's link.
#[derive(Debug, Default)]
pub(crate) struct OtherPayments(Mutex<Vec<OtherPayment>>);

#[derive(Debug, Clone)]
struct OtherPayment {
    id: String,
    amount: u64,
    created_at: u64,
}

impl OtherPayments {
    fn lock(&self) -> MutexGuard<'_, Vec<OtherPayment>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Which page of which time.
#[derive(Deserialize)]
struct Wanted {
    from: Option<u64>,
    to: Option<u64>,
    count: Option<usize>,
    skip: Option<usize>,
}

impl Wanted {
    /// This page of the rows, newest first.
    fn page(&self, mut rows: Vec<(u64, Value)>) -> Response {
        let count = self.count.unwrap_or(COUNT_DEFAULT);
        if !(1..=COUNT_MAX).contains(&count) {
            return refused(StatusCode::BAD_REQUEST, "The count may not be greater than 100.");
        }
        let (from, to) = (self.from.unwrap_or(0), self.to.unwrap_or(u64::MAX));
        rows.retain(|(at, _)| (from..=to).contains(at));
        rows.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        let rows = rows.into_iter().skip(self.skip.unwrap_or(0)).take(count);
        let items: Vec<Value> = rows.map(|(_, row)| row).collect();
        let page = json!({ "entity": "collection", "count": items.len(), "items": items });
        Json(page).into_response()
    }
}

async fn payments(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    Query(wanted): Query<Wanted>,
) -> Response {
    if !is_authorized(&world, &headers) {
        return unauthorized();
    }
    let of_links = world.links.all().into_iter().filter_map(|link| row_of(&link));
    let mut rows: Vec<_> = of_links.collect();
    let others = world.others.lock().clone();
    rows.extend(others.iter().map(|it| (it.created_at, row(&it.id, it.amount, it.created_at))));
    wanted.page(rows)
}

async fn refunds(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    Query(wanted): Query<Wanted>,
) -> Response {
    if !is_authorized(&world, &headers) {
        return unauthorized();
    }
    let refunds = world.refunds.all();
    wanted.page(refunds.iter().map(|refund| (refund.created_at, refund.entity())).collect())
}

/// What was tried at a link's page: paid, or in vain.
fn row_of(link: &PaymentLink) -> Option<(u64, Value)> {
    match link.status {
        PaymentLinkStatus::Paid => {
            Some((link.ended_at, row(&link.payment_id()?, link.amount, link.ended_at)))
        }
        PaymentLinkStatus::Cancelled => {
            let id = link.id.replace("plink_", "pay_failed_");
            let mut tried = row(&id, link.amount, link.ended_at);
            tried["status"] = json!("failed");
            Some((link.ended_at, tried))
        }
        PaymentLinkStatus::Created | PaymentLinkStatus::Expired => None,
    }
}

fn row(id: &str, amount: u64, created_at: u64) -> Value {
    json!({
        "id": id, "entity": "payment", "amount": amount, "currency": "INR", "status": "captured",
        "order_id": null, "method": "upi", "amount_refunded": 0, "refund_status": null,
        "captured": true, "description": null, "notes": [], "created_at": created_at,
    })
}

impl World {
    /// Has a link paid then, in seconds since 1970, whatever became of it before, and calls the host so many times.
    /// Says whether it was unpaid.
    pub(crate) fn pay_link_at(&self, id: &str, at: u64, calls: usize) -> bool {
        let Some(link) = self.links.pay_at(id, at) else { return false };
        self.webhook.spawn(callback::post(self.options.payments.clone(), link, calls));
        true
    }

    /// Books a payment that no host asked for; gives its number.
    pub(crate) fn book_other(&self, amount: u64, at: u64) -> String {
        let mut others = self.others.lock();
        let id = format!("pay_other_{at:x}{:05x}", others.len());
        others.push(OtherPayment { id: id.clone(), amount, created_at: at });
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_page_has_the_rows_of_its_time_newest_first() {
        let rows = || (1..=25).map(|at| (at, json!(at))).collect::<Vec<_>>();
        let page = async |from, to, count, skip| {
            let answer = Wanted { from, to, count, skip }.page(rows());
            if answer.status() != StatusCode::OK {
                return Err(answer.status().as_u16());
            }
            let body = axum::body::to_bytes(answer.into_body(), 10_000).await.expect("a body");
            let body: Value = serde_json::from_slice(&body).expect("JSON");
            let items = body["items"].as_array().expect("rows").clone();
            Ok(items.iter().filter_map(Value::as_u64).collect::<Vec<_>>())
        };
        assert_eq!(page(None, None, None, None).await.map(|it| it.len()), Ok(COUNT_DEFAULT));
        assert_eq!(page(Some(3), Some(6), Some(3), None).await, Ok(vec![6, 5, 4]));
        assert_eq!(page(Some(3), Some(6), Some(3), Some(3)).await, Ok(vec![3]));
        assert_eq!(page(None, None, Some(COUNT_MAX), None).await.map(|it| it.len()), Ok(25));
        assert_eq!(page(None, None, Some(COUNT_MAX + 1), None).await, Err(400));
    }
}
