//! The page where a citizen pays, or does not.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use super::{PaymentLink, PaymentLinkStatus};
use crate::simulator::World;

const PAGE: &str = include_str!("../../page/pay.html");
const STYLE: &str = include_str!("../../page/pay.css");
/// Forms to this page alone, and no script at all.
const POLICY: &str = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";

pub(super) fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/pay/{id}", get(show))
        .route("/pay/{id}/{end}", post(end))
        .route("/page/pay.css", get(async || ([(header::CONTENT_TYPE, "text/css")], STYLE)))
        .with_state(world)
}

async fn show(State(world): State<Arc<World>>, Path(id): Path<String>) -> Response {
    let Some(link) = world.links.get(&id) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (headers, page(&link)).into_response()
}

async fn end(State(world): State<Arc<World>>, Path((id, end)): Path<(String, String)>) -> Response {
    let is_paid = match end.as_str() {
        "paid" => true,
        "failed" => false,
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    let doubled = world.chance.happens(world.faults().notifications_doubled);
    // One that ended before is shown as it is.
    world.end_link(&id, is_paid, if doubled { 2 } else { 1 });
    Redirect::to(&format!(
        "/pay/{}",
        id.replace(|c: char| !c.is_ascii_alphanumeric() && c != '_', "")
    ))
    .into_response()
}

fn page(link: &PaymentLink) -> String {
    let form = |end: &str, class: &str, label: &str| {
        let id = &link.id;
        format!(
            r#"<form method="post" action="/pay/{id}/{end}"><button class="{class}">{label}</button></form>"#
        )
    };
    let (state, forms) = match link.status {
        PaymentLinkStatus::Created => {
            let forms = form("paid", "pay", "Pay") + &form("failed", "fail", "Let it fail");
            ("It can be paid.".to_owned(), forms)
        }
        PaymentLinkStatus::Paid => {
            let number = link.payment_id().unwrap_or_default();
            (format!("Paid: {number}. You can go back to the chat."), String::new())
        }
        PaymentLinkStatus::Expired => ("Its time is over.".to_owned(), String::new()),
        PaymentLinkStatus::Cancelled => ("It failed.".to_owned(), String::new()),
    };
    let amount = format!("₹{}.{:02}", link.amount / 100, link.amount % 100);
    // What comes from outside goes in last: a purpose that has `{forms}` in it stays one.
    PAGE.replace("{amount}", &amount)
        .replace("{state}", &state)
        .replace("{forms}", &forms)
        .replace("{purpose}", &escaped(&link.description))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_shows_what_is_paid_and_no_markup_of_others() {
        let link = PaymentLink {
            id: "plink_1".to_owned(),
            reference_id: "a".to_owned(),
            amount: 123_405,
            description: "Bill <script>{forms}".to_owned(),
            expire_by: 0,
            status: PaymentLinkStatus::Created,
            ended_at: 0,
        };
        let shown = page(&link);
        assert!(shown.contains("₹1234.05") && shown.contains("/pay/plink_1/paid"), "{shown}");
        assert!(shown.contains("Bill &lt;script&gt;{forms}"), "{shown}");
        let paid = page(&PaymentLink { status: PaymentLinkStatus::Paid, ..link });
        assert!(paid.contains("pay_1") && !paid.contains("<form"), "{paid}");
    }
}
