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
    page(&link)
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

fn page(link: &PaymentLink) -> Response {
    let state = match link.status {
        PaymentLinkStatus::Created => "It can be paid.".to_owned(),
        PaymentLinkStatus::Paid => {
            let number = link.payment_id().unwrap_or_default();
            format!("Paid: {number}. You can go back to the chat.")
        }
        PaymentLinkStatus::Expired => "Its time is over.".to_owned(),
        PaymentLinkStatus::Cancelled => "It failed.".to_owned(),
    };
    let forms: &[_] = match link.status {
        PaymentLinkStatus::Created => &[("paid", "pay", "Pay"), ("failed", "fail", "Let it fail")],
        PaymentLinkStatus::Paid | PaymentLinkStatus::Expired | PaymentLinkStatus::Cancelled => &[],
    };
    pay_page(&format!("/pay/{}", link.id), &link.description, link.amount, &state, forms)
}

/// A page where so many paise are paid for this purpose. `forms` are what a citizen can do: the end of the address
/// below `path`, the class of the button, and its label.
pub(crate) fn pay_page(
    path: &str,
    purpose: &str,
    paise: u64,
    state: &str,
    forms: &[(&str, &str, &str)],
) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (headers, html(path, purpose, paise, state, forms)).into_response()
}

fn html(
    path: &str,
    purpose: &str,
    paise: u64,
    state: &str,
    forms: &[(&str, &str, &str)],
) -> String {
    let form = |(end, class, label): &(&str, &str, &str)| {
        let button = format!(r#"<button class="{class}">{label}</button>"#);
        format!(r#"<form method="post" action="{path}/{end}">{button}</form>"#)
    };
    let forms: String = forms.iter().map(form).collect();
    let amount = format!("₹{}.{:02}", paise / 100, paise % 100);
    // What comes from outside goes in last: a purpose that has `{forms}` in it stays one.
    PAGE.replace("{amount}", &amount)
        .replace("{state}", state)
        .replace("{forms}", &forms)
        .replace("{purpose}", &escaped(purpose))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_shows_what_is_paid_and_no_markup_of_others() {
        let purpose = "Bill <script>{forms}";
        let shown = html("/pay/plink_1", purpose, 123_405, "open", &[("paid", "pay", "Pay")]);
        assert!(shown.contains("₹1234.05") && shown.contains("/pay/plink_1/paid"), "{shown}");
        assert!(shown.contains("Bill &lt;script&gt;{forms}"), "{shown}");
        let paid = html("/pay/plink_1", purpose, 123_405, "Paid: pay_1", &[]);
        assert!(paid.contains("pay_1") && !paid.contains("<form"), "{paid}");
    }
}
