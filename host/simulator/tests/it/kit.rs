//! A simulator, and a host that notes what it hears.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use mitra_simulator::{Faults, RateLimits, Simulator, SimulatorHandle, SimulatorOptions};
use reqwest::Client;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;

/// How long anything may take that should take milliseconds.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);
/// The citizen of most tests.
pub(crate) const ASHA: &str = "15550100123";

/// One notification as it came.
#[derive(Debug, Clone)]
pub(crate) struct Notification {
    pub(crate) bytes: Bytes,
    pub(crate) signature: String,
}

impl Notification {
    /// The value of its only change.
    pub(crate) fn value(&self) -> Value {
        let body: Value = serde_json::from_slice(&self.bytes).expect("it is JSON");
        body["entry"][0]["changes"][0]["value"].clone()
    }
}

/// How the host answers.
#[derive(Debug, Clone)]
pub(crate) struct Manners {
    /// The token that it knows.
    pub(crate) verify_token: String,
    /// Statuses of its first answers to notifications; then 200.
    pub(crate) refusals: Vec<StatusCode>,
    /// What it adds to the challenge.
    pub(crate) after_challenge: String,
}

impl Default for Manners {
    fn default() -> Self {
        let verify_token = SimulatorOptions::default().verify_token;
        Self { verify_token, refusals: Vec::new(), after_challenge: String::new() }
    }
}

#[derive(Clone)]
struct Host {
    manners: Arc<Mutex<Manners>>,
    heard: Arc<watch::Sender<Vec<Notification>>>,
}

/// A simulator and its host.
pub(crate) struct Meta {
    pub(crate) simulator: Simulator,
    pub(crate) client: Client,
    heard: watch::Receiver<Vec<Notification>>,
}

/// An answer of the Graph API.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Answer {
    /// Meta's code, if it is an error object.
    pub(crate) fn code(&self) -> Option<i64> {
        self.body["error"]["code"].as_i64()
    }

    /// The id of a message that was taken.
    pub(crate) fn wamid(&self) -> String {
        let wamid = self.body["messages"][0]["id"].as_str();
        wamid.unwrap_or_else(|| panic!("it was not taken: {self:?}")).to_owned()
    }
}

/// Benchmarks' options: no pauses between receipts, no rate limits.
pub(crate) fn quick() -> SimulatorOptions {
    SimulatorOptions {
        limits: RateLimits::none(),
        keep_transcripts: false,
        ..SimulatorOptions::default()
    }
}

/// Options of a simulator with a chat page.
pub(crate) fn with_chats() -> SimulatorOptions {
    SimulatorOptions { keep_transcripts: true, ..quick() }
}

impl Meta {
    /// A simulator that knows Asha, and a host with good manners.
    pub(crate) async fn start(options: SimulatorOptions) -> Self {
        Self::start_with(options, Manners::default()).await
    }

    pub(crate) async fn start_with(options: SimulatorOptions, manners: Manners) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let webhook_url = format!("http://{}/webhook", listener.local_addr().expect("an address"));
        let heard = serve(listener, manners);
        let simulator =
            Simulator::start(SimulatorOptions { webhook_url, ..options }).await.expect("it starts");
        simulator.handle().add_citizen(Some(ASHA), Some("IN.7788990011"), "Asha");
        Self { simulator, client: Client::new(), heard }
    }

    pub(crate) fn handle(&self) -> SimulatorHandle {
        self.simulator.handle()
    }

    pub(crate) fn set(&self, faults: Faults) {
        self.handle().set_faults(faults);
    }

    /// Makes one send, and gives the answer.
    pub(crate) async fn send(&self, message: Value) -> Answer {
        self.try_send(message, PATIENCE).await.expect("an answer")
    }

    /// Makes one send; none if no answer came within this time.
    pub(crate) async fn try_send(&self, message: Value, patience: Duration) -> Option<Answer> {
        let token = SimulatorOptions::default().access_token;
        let url = format!("{}/v25.0/PNID_1/messages", self.simulator.graph_url());
        let request = self.client.post(url).bearer_auth(token).timeout(patience).json(&message);
        let answer = request.send().await.ok()?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let body = answer.json().await.unwrap_or_default();
        Some(Answer { status, headers, body })
    }

    /// Posts to the page's API.
    pub(crate) async fn page(&self, path: &str, body: Value) -> (u16, String) {
        let url = format!("{}{path}", self.simulator.chat_url().trim_end_matches('/'));
        let answer = self.client.post(url).json(&body).send().await.expect("an answer");
        (answer.status().as_u16(), answer.text().await.expect("text"))
    }

    /// Everything heard, once it is as told.
    pub(crate) async fn heard(
        &self,
        is_so: impl Fn(&[Notification]) -> bool + Send,
    ) -> Vec<Notification> {
        let mut heard = self.heard.clone();
        let waiting = heard.wait_for(|heard| is_so(heard));
        let heard = tokio::time::timeout(PATIENCE, waiting).await.expect("it is heard in time");
        heard.expect("the host is there").clone()
    }

    /// The receipts of a message, once there are so many.
    pub(crate) async fn receipts(&self, wamid: &str, n: usize) -> Vec<Value> {
        let heard = self.heard(|heard| receipts_of(heard, wamid).len() >= n).await;
        receipts_of(&heard, wamid)
    }

    pub(crate) async fn stop(self) {
        self.simulator.stop().await;
    }
}

fn receipts_of(heard: &[Notification], wamid: &str) -> Vec<Value> {
    let values = heard.iter().map(Notification::value);
    let statuses = values.filter_map(|value| value["statuses"].as_array().cloned()).flatten();
    statuses.filter(|status| status["id"] == wamid).collect()
}

/// What receipts say, in the order in which they came.
pub(crate) fn steps(receipts: &[Value]) -> Vec<&str> {
    receipts.iter().filter_map(|receipt| receipt["status"].as_str()).collect()
}

/// A text for Asha.
pub(crate) fn text(body: &str) -> Value {
    message("text", json!({ "body": body }))
}

/// A message of any type for Asha.
pub(crate) fn message(kind: &str, part: Value) -> Value {
    json!({ "messaging_product": "whatsapp", "to": format!("+{ASHA}"), "type": kind, kind: part })
}

/// Starts a host on this listener.
pub(crate) fn serve(listener: TcpListener, manners: Manners) -> watch::Receiver<Vec<Notification>> {
    let (sender, heard) = watch::channel(Vec::new());
    let host = Host { manners: Arc::new(Mutex::new(manners)), heard: Arc::new(sender) };
    let router = Router::new()
        .route("/webhook", get(verify).post(notify))
        .route("/moved", get(async || axum::response::Redirect::temporary("/webhook")))
        .with_state(host);
    tokio::spawn(async move { axum::serve(listener, router).await });
    heard
}

async fn verify(State(host): State<Host>, Query(query): Query<Value>) -> Response {
    let manners = host.manners.lock().expect("nobody panicked").clone();
    let is_ours = query["hub.mode"] == "subscribe"
        && query["hub.verify_token"].as_str() == Some(&manners.verify_token);
    match query["hub.challenge"].as_str().filter(|_| is_ours) {
        Some(challenge) => (format!("{challenge}{}", manners.after_challenge)).into_response(),
        None => StatusCode::FORBIDDEN.into_response(),
    }
}

async fn notify(State(host): State<Host>, headers: HeaderMap, bytes: Bytes) -> StatusCode {
    let mut manners = host.manners.lock().expect("nobody panicked");
    if !manners.refusals.is_empty() {
        return manners.refusals.remove(0);
    }
    drop(manners);
    let signature = headers["X-Hub-Signature-256"].to_str().expect("it is text").to_owned();
    host.heard.send_modify(|heard| heard.push(Notification { bytes, signature }));
    StatusCode::OK
}
