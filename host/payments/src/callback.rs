//! A callback: is it the provider's, and which order or refund is it about? What it says of that is not even read.
//!
//! Source: Razorpay, "Validate and test webhooks" (read 2026-11): HMAC-SHA256 over the raw body, hexadecimal, in
//! `X-Razorpay-Signature`.

use hmac::{Hmac, KeyInit, Mac};
use mitra_core::hex::hex;
use mitra_core::identity::Secret;
use mitra_core::ids::OrderReference;
use mitra_core::payment::RefundId;
use serde::Deserialize;
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// The secrets that callbacks are signed with: one, or two while one is being replaced.
#[derive(Debug, Clone)]
pub struct CallbackSecrets(Vec<Secret>);

impl CallbackSecrets {
    /// These secrets. With none, every callback is refused. An empty secret is none: anybody could sign with it.
    pub fn new(mut secrets: Vec<Secret>) -> Self {
        secrets.retain(|secret| !secret.reveal().is_empty());
        Self(secrets)
    }
}

/// Why a callback is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallbackError {
    /// Anybody may have sent it.
    #[error("the callback has no signature, or a wrong one")]
    Signature,
    /// It is the provider's, and not one that we know how to read.
    #[error("the callback cannot be read")]
    Unreadable,
}

/// What a callback is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallbackNews {
    /// Something was paid, or cannot be any more.
    Order(OrderReference),
    /// Something is, or is not, paid back.
    Refund(RefundId),
}

/// The part of a callback that is read.
#[derive(Deserialize)]
struct Callback {
    payload: Payload,
}

#[derive(Deserialize)]
struct Payload {
    payment_link: Option<Entity<Link>>,
    refund: Option<Entity<Refund>>,
}

#[derive(Deserialize)]
struct Entity<T> {
    entity: T,
}

#[derive(Deserialize)]
struct Link {
    reference_id: Option<String>,
}

#[derive(Deserialize)]
struct Refund {
    receipt: Option<String>,
}

/// What a callback is about; none for one about something else, such as a refund that was made by hand.
///
/// `body` is the bytes as they came, `signature` the header's value.
///
/// # Errors
/// [`CallbackError::Signature`] if it is not the provider's; then nothing of it was parsed.
pub fn callback_news(
    body: &[u8],
    signature: Option<&[u8]>,
    secrets: &CallbackSecrets,
) -> Result<Option<CallbackNews>, CallbackError> {
    let signature = signature.ok_or(CallbackError::Signature)?;
    let is_signed = |secret: &Secret| {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.reveal().as_bytes())
            .expect("HMAC takes keys of every length");
        mac.update(body);
        let expected = hex(&mac.finalize().into_bytes());
        bool::from(expected.as_bytes().ct_eq(signature))
    };
    if !secrets.0.iter().any(is_signed) {
        return Err(CallbackError::Signature);
    }
    let Callback { payload } =
        serde_json::from_slice(body).map_err(|_| CallbackError::Unreadable)?;
    let refund = payload.refund.and_then(|refund| refund.entity.receipt);
    let order = payload.payment_link.and_then(|link| link.entity.reference_id);
    Ok(match (refund, order) {
        (Some(receipt), _) => Some(CallbackNews::Refund(RefundId::new(receipt))),
        (None, Some(reference)) => Some(CallbackNews::Order(OrderReference::new(reference))),
        (None, None) => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &[u8] = br#"{"event":"payment_link.paid","payload":{"payment_link":{"entity":
        {"reference_id":"o1","status":"paid"}}}}"#;

    fn sign(body: &[u8], secret: &str) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(body);
        hex(&mac.finalize().into_bytes())
    }

    fn heard(
        body: &[u8],
        signature: Option<&str>,
        secrets: &[&str],
    ) -> Result<Option<String>, CallbackError> {
        let secrets = CallbackSecrets::new(secrets.iter().map(|text| Secret::new(*text)).collect());
        let news = callback_news(body, signature.map(str::as_bytes), &secrets)?;
        Ok(news.map(|news| match news {
            CallbackNews::Order(order) => order.to_string(),
            CallbackNews::Refund(id) => format!("refund {id}"),
        }))
    }

    #[test]
    fn a_signed_callback_names_its_order() {
        let signature = sign(BODY, "new");
        assert_eq!(heard(BODY, Some(&signature), &["new"]), Ok(Some("o1".to_owned())));
        let old = sign(BODY, "old");
        assert_eq!(heard(BODY, Some(&old), &["new", "old"]), Ok(Some("o1".to_owned())));
        let by_hand: &[u8] =
            br#"{"event":"refund.created","payload":{"refund":{"entity":{"receipt":null}}}}"#;
        assert_eq!(heard(by_hand, Some(&sign(by_hand, "new")), &["new"]), Ok(None));
    }

    #[test]
    fn a_signed_callback_names_its_refund() {
        let body: &[u8] = br#"{"event":"refund.processed","payload":{
            "refund":{"entity":{"id":"rfnd_1","receipt":"r1","status":"processed"}},
            "payment":{"entity":{"id":"pay_1","amount":500}}}}"#;
        assert_eq!(heard(body, Some(&sign(body, "s")), &["s"]), Ok(Some("refund r1".to_owned())));
        assert_eq!(heard(body, Some(&sign(body, "t")), &["s"]), Err(CallbackError::Signature));
    }

    #[test]
    fn a_callback_that_anybody_could_have_sent_is_refused() {
        let signature = sign(BODY, "new");
        let mut forged = BODY.to_vec();
        forged[2] = b'E';
        let refused = Err(CallbackError::Signature);
        assert_eq!(heard(&forged, Some(&signature), &["new"]), refused);
        assert_eq!(heard(BODY, None, &["new"]), refused);
        assert_eq!(heard(BODY, Some(&sign(BODY, "other")), &["new"]), refused);
        assert_eq!(heard(BODY, Some(&signature[..60]), &["new"]), refused);
        assert_eq!(heard(BODY, Some(&sign(BODY, "")), &[""]), refused, "no secret is none");
        assert_eq!(heard(BODY, Some(&signature), &[]), refused);
    }

    #[test]
    fn what_is_signed_and_cannot_be_read_is_told_apart() {
        let body = b"[]";
        assert_eq!(heard(body, Some(&sign(body, "s")), &["s"]), Err(CallbackError::Unreadable));
    }
}
