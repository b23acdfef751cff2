//! Posts signed notifications until the host takes them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use reqwest::header::CONTENT_TYPE;
use reqwest::redirect::Policy;
use reqwest::{Client, Url};
use serde_json::{Value, json};
use tokio::sync::{Semaphore, mpsc, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::clock::now_ms;
use crate::handshake::Handshake;
use crate::options::SimulatorOptions;
use crate::wire::{escaped, sign};

/// Updates in one notification. Meta puts up to 1,000; fewer keep the host's answer quick.
const UPDATES_MAX: usize = 200;
/// Statuses that wait to be posted. Beyond, whoever makes them waits.
const STATUSES_WAITING_MAX: usize = 100_000;
/// Notifications of statuses under way at once.
const STATUS_POSTS_MAX: usize = 4;
/// The first pause before a refused notification is sent again; each next one is twice as long.
const PAUSE_FIRST: Duration = Duration::from_millis(50);
/// The longest such pause.
const PAUSE_MAX: Duration = Duration::from_secs(5);
/// How long the host may take to answer.
const ANSWER_MAX: Duration = Duration::from_secs(10);

/// Where notifications go out.
#[derive(Clone)]
pub(crate) struct Webhook(Arc<Inner>);

struct Inner {
    client: Client,
    options: SimulatorOptions,
    statuses: mpsc::Sender<Value>,
    tasks: TaskTracker,
    stop: CancellationToken,
    delivered: AtomicU64,
    refused: AtomicU64,
    handshake: watch::Sender<Handshake>,
    challenges: AtomicU64,
}

impl Webhook {
    pub(crate) fn start(
        options: SimulatorOptions,
        stop: CancellationToken,
    ) -> reqwest::Result<Self> {
        let client = Client::builder()
            .timeout(ANSWER_MAX)
            .tcp_nodelay(true)
            // Meta does not follow redirects either.
            .redirect(Policy::none())
            .build()?;
        let (statuses, waiting) = mpsc::channel(STATUSES_WAITING_MAX);
        let tasks = TaskTracker::new();
        let webhook = Self(Arc::new(Inner {
            client,
            options,
            statuses,
            tasks,
            stop,
            delivered: AtomicU64::new(0),
            refused: AtomicU64::new(0),
            handshake: watch::channel(Handshake::Waiting).0,
            challenges: AtomicU64::new(now_ms()),
        }));
        webhook.spawn(post_statuses(webhook.clone(), waiting));
        webhook.spawn(shake_until_answered(webhook.clone()));
        Ok(webhook)
    }

    /// Runs something until the simulator stops.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let stop = self.0.stop.clone();
        self.0.tasks.spawn(async move {
            tokio::select! {
                () = task => {}
                () = stop.cancelled() => {}
            }
        });
    }

    /// Waits until everything started has ended.
    pub(crate) async fn ended(&self) {
        self.0.tasks.close();
        self.0.tasks.wait().await;
    }

    /// Queues one element of `statuses[]`.
    pub(crate) async fn status(&self, status: Value) {
        // The queue closes only when the simulator stops.
        self.0.statuses.send(status).await.ok();
    }

    /// Posts the value of a `messages` change until it is taken.
    pub(crate) async fn post_until_taken(&self, value: Value) {
        self.post_bytes_until_taken(escaped(&self.notification(value))).await;
    }

    /// Posts a change of the account until it is taken.
    pub(crate) async fn post_change(&self, field: &str, value: Value) {
        self.post_bytes_until_taken(escaped(&self.enveloped(field, value))).await;
    }

    async fn post_bytes_until_taken(&self, bytes: Vec<u8>) {
        let mut pause = PAUSE_FIRST;
        while self.post(bytes.clone()).await != Some(200) {
            tokio::time::sleep(pause).await;
            pause = (2 * pause).min(PAUSE_MAX);
        }
    }

    /// Signs and posts these bytes once; gives the status of the answer, if one came.
    pub(crate) async fn post(&self, bytes: Vec<u8>) -> Option<u16> {
        let Inner { client, options, .. } = &*self.0;
        let answer = client
            .post(&options.webhook_url)
            .header(CONTENT_TYPE, "application/json")
            .header("X-Hub-Signature-256", sign(&options.app_secret, &bytes))
            .body(bytes)
            .send()
            .await;
        let status = answer.ok().map(|answer| answer.status().as_u16());
        let counter = if status == Some(200) { &self.0.delivered } else { &self.0.refused };
        counter.fetch_add(1, Ordering::Relaxed);
        status
    }

    /// Verifies the webhook once; gives what the host made of it.
    pub(crate) async fn shake_hands(&self) -> Handshake {
        let Inner { client, options, .. } = &*self.0;
        let challenge = self.0.challenges.fetch_add(1, Ordering::Relaxed).to_string();
        let query = [
            ("hub.mode", "subscribe"),
            ("hub.challenge", challenge.as_str()),
            ("hub.verify_token", options.verify_token.as_str()),
        ];
        let answered = async {
            let url = Url::parse_with_params(&options.webhook_url, query).ok()?;
            let answer = client.get(url).send().await.ok()?;
            let status = answer.status().as_u16();
            let body = answer.bytes().await.ok()?;
            Some(Handshake::of(status, &body, &challenge))
        };
        let handshake = answered.await.unwrap_or(Handshake::Waiting);
        match handshake {
            Handshake::Waiting => {}
            Handshake::Verified => tracing::info!("the host's webhook is verified"),
            Handshake::Refused(_) | Handshake::WrongChallenge => {
                tracing::warn!(?handshake, "the host's webhook failed the verification");
            }
        }
        self.0.handshake.send_replace(handshake);
        handshake
    }

    /// What became of the last handshake, and of those to come.
    pub(crate) fn handshake(&self) -> watch::Receiver<Handshake> {
        self.0.handshake.subscribe()
    }

    /// Notifications taken, and notifications refused or not answered.
    pub(crate) fn counts(&self) -> (u64, u64) {
        (self.0.delivered.load(Ordering::Relaxed), self.0.refused.load(Ordering::Relaxed))
    }

    /// The envelope around one value of a `messages` change.
    fn notification(&self, mut value: Value) -> Value {
        let options = &self.0.options;
        value["messaging_product"] = "whatsapp".into();
        value["metadata"] = json!({
            "display_phone_number": options.display_phone_number,
            "phone_number_id": options.phone_number_id,
        });
        self.enveloped("messages", value)
    }

    fn enveloped(&self, field: &str, value: Value) -> Value {
        enveloped(&self.0.options.waba_id, field, value, now_ms() / 1_000)
    }
}

/// The envelope around one change. Of what is no message it tells the second at which it was made.
fn enveloped(waba_id: &str, field: &str, value: Value, now_s: u64) -> Value {
    let mut entry = json!({ "id": waba_id, "changes": [{ "field": field, "value": value }] });
    if field != "messages" {
        entry["time"] = now_s.into();
    }
    json!({ "object": "whatsapp_business_account", "entry": [entry] })
}

/// Verifies the webhook as soon as the host is there.
async fn shake_until_answered(webhook: Webhook) {
    let mut pause = PAUSE_FIRST;
    while webhook.shake_hands().await == Handshake::Waiting {
        tokio::time::sleep(pause).await;
        pause = (2 * pause).min(PAUSE_MAX);
    }
}

/// Collects statuses that wait and posts them together.
async fn post_statuses(webhook: Webhook, mut waiting: mpsc::Receiver<Value>) {
    let posts = Arc::new(Semaphore::new(STATUS_POSTS_MAX));
    let mut batch = Vec::with_capacity(UPDATES_MAX);
    while waiting.recv_many(&mut batch, UPDATES_MAX).await > 0 {
        let statuses: Vec<_> = std::mem::take(&mut batch);
        let place = Arc::clone(&posts).acquire_owned().await;
        let posting = webhook.clone();
        webhook.spawn(async move {
            posting.post_until_taken(json!({ "statuses": statuses })).await;
            drop(place);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_of_the_account_tells_when_it_was_made_and_a_message_does_not() {
        let entry = |field| enveloped("W1", field, json!({}), 1_763_000_203)["entry"][0].clone();
        assert_eq!(entry("message_template_status_update")["time"], 1_763_000_203);
        assert_eq!(entry("messages").get("time"), None);
    }
}
