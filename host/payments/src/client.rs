//! Payment links over HTTP: made once for each order, and asked about.

use std::time::Duration;

use async_trait::async_trait;
use mitra_core::causes::with_causes;
use mitra_core::clock::Timestamp;
use mitra_core::identity::Secret;
use mitra_core::ids::OrderReference;
use mitra_core::limits::{PAYMENT_CALL_TIME_MAX, PAYMENT_CALLS_MAX, PAYMENT_RESPONSE_BYTES_MAX};
use mitra_core::payment::{
    BooksError, OrderStatus, PaymentOrder, PaymentProvider, ProviderBooks, ProviderError,
    RefundOrder, RefundStatus,
};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response, StatusCode, Url};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::link::{Link, Links};

/// How long connecting may take, TLS included.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// Characters of the provider's words that are kept for the log.
const WORDS_CHARS_MAX: usize = 300;

/// How to reach the provider.
#[derive(Debug, Clone)]
pub struct RazorpayOptions {
    /// The API's root, such as `https://api.razorpay.com`.
    pub url: String,
    /// The account's key.
    pub key_id: String,
    /// Its secret.
    pub key_secret: Secret,
}

/// Why there is no client.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The API's address is none.
    #[error("`{url}` is not the address of an HTTP API")]
    Url {
        /// The address.
        url: String,
    },
    /// The HTTP client could not be made: no trusted certificates, for one.
    #[error("the HTTP client cannot be made")]
    Client(#[source] reqwest::Error),
}

/// Razorpay's Payment Links over HTTP.
#[derive(Debug)]
pub struct RazorpayClient {
    pub(crate) client: Client,
    pub(crate) links: Url,
    pub(crate) payments: Url,
    pub(crate) refunds: Url,
    key_id: String,
    key_secret: Secret,
}

impl RazorpayClient {
    /// Makes the client; connects when it is first used. A proxy named by the environment (`HTTPS_PROXY`) is used.
    pub fn new(options: RazorpayOptions) -> Result<Self, StartError> {
        let RazorpayOptions { url, key_id, key_secret } = options;
        let root = url.trim_end_matches('/');
        let page = |name: &str| {
            let page = Url::parse(&format!("{root}/v1/{name}")).ok();
            let page = page.filter(|page| matches!(page.scheme(), "http" | "https"));
            page.ok_or_else(|| StartError::Url { url: url.clone() })
        };
        let (links, payments) = (page("payment_links")?, page("payments")?);
        let refunds = page("refunds")?;
        let client = Client::builder()
            // A redirect could carry the key to another host.
            .redirect(Policy::none())
            .timeout(PAYMENT_CALL_TIME_MAX)
            .connect_timeout(CONNECT_TIMEOUT)
            .pool_max_idle_per_host(PAYMENT_CALLS_MAX)
            .build()
            .map_err(StartError::Client)?;
        Ok(Self { client, links, payments, refunds, key_id, key_secret })
    }

    /// The link that was made for an order, if one was.
    async fn find(&self, order: &OrderReference) -> Result<Option<Link>, ProviderError> {
        let mut url = self.links.clone();
        url.query_pairs_mut().append_pair("reference_id", order.as_str());
        let Links { payment_links } = self.call(self.client.get(url)).await?;
        // The filter is the provider's; that it kept to it is looked at here.
        Ok(payment_links.into_iter().find(|link| link.reference_id == order.as_str()))
    }

    pub(crate) async fn call<T: DeserializeOwned>(
        &self,
        request: RequestBuilder,
    ) -> Result<T, ProviderError> {
        let request = request.basic_auth(&self.key_id, Some(self.key_secret.reveal()));
        let answer = request.send().await.map_err(unanswered)?;
        let status = answer.status();
        let body = read(answer).await?;
        if status.is_success() {
            return serde_json::from_slice(&body)
                .map_err(|error| ProviderError::Unanswered { detail: error.to_string() });
        }
        let detail = words(&body);
        // What passes by itself is asked again; the rest is for a person.
        let passes = status.is_server_error()
            || matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT);
        if passes {
            return Err(ProviderError::Unanswered { detail: format!("{status}: {detail}") });
        }
        Err(ProviderError::Refused { status: status.as_u16(), detail })
    }
}

#[async_trait]
impl PaymentProvider for RazorpayClient {
    async fn create(&self, order: &PaymentOrder) -> Result<String, ProviderError> {
        let wanted = json!({
            "amount": order.paise,
            "currency": "INR",
            "accept_partial": false,
            "reference_id": order.reference.as_str(),
            "description": order.purpose,
            "expire_by": order.expires_at.0.div_euclid(1_000),
            // The citizen is told by us, and nobody else has their number.
            "notify": { "sms": false, "email": false },
            "reminder_enable": false,
        });
        match self.call::<Link>(self.client.post(self.links.clone()).json(&wanted)).await {
            Ok(link) => Ok(link.short_url),
            Err(refused @ ProviderError::Refused { .. }) => {
                // A reference is taken once: perhaps an earlier answer was lost.
                let found = self.find(&order.reference).await;
                found.ok().flatten().map(|link| link.short_url).ok_or(refused)
            }
            Err(unanswered @ ProviderError::Unanswered { .. }) => Err(unanswered),
        }
    }

    async fn status(&self, order: &OrderReference) -> Result<OrderStatus, ProviderError> {
        let Some(mut link) = self.find(order).await? else { return Ok(OrderStatus::Open) };
        if link.lacks_receipt() {
            // A list may leave out what a single link has.
            let mut url = self.links.clone();
            let path = format!("{}/{}", url.path(), link.id);
            url.set_path(&path);
            link = self.call(self.client.get(url)).await?;
        }
        Ok(link.order_status())
    }

    async fn refund(&self, order: &RefundOrder) -> Result<RefundStatus, ProviderError> {
        self.pay_back(order).await
    }

    async fn refund_status(
        &self,
        order: &RefundOrder,
    ) -> Result<Option<RefundStatus>, ProviderError> {
        self.paid_back(order).await
    }

    async fn books(&self, from: Timestamp, to: Timestamp) -> Result<ProviderBooks, BooksError> {
        self.books_between(from, to).await
    }

    async fn order_of(&self, payment: &str) -> Result<Option<OrderReference>, ProviderError> {
        self.order_paid_by(payment).await
    }
}

async fn read(mut answer: Response) -> Result<Vec<u8>, ProviderError> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(unanswered)? {
        if body.len() + chunk.len() > PAYMENT_RESPONSE_BYTES_MAX {
            let detail = format!("an answer of more than {PAYMENT_RESPONSE_BYTES_MAX} bytes");
            return Err(ProviderError::Unanswered { detail });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn unanswered(error: reqwest::Error) -> ProviderError {
    // The address is the operator's, and known.
    ProviderError::Unanswered { detail: with_causes(&error.without_url()) }
}

/// What the provider says in an error.
fn words(body: &[u8]) -> String {
    let parsed: Option<Value> = serde_json::from_slice(body).ok();
    let said = parsed.as_ref().and_then(|error| error["error"]["description"].as_str());
    said.unwrap_or("no words").chars().take(WORDS_CHARS_MAX).collect()
}
