//! The transport office's back end, over HTTP, when many ask at once.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use futures_util::future::join_all;
use mitra_backends::{Backend, BackendClock, BackendName};
use reqwest::{Client, Method};
use serde_json::{Value, json};

/// 24-11-2026, 10:30 in India.
const NOW: &str = "Tue, 24 Nov 2026 05:00:00 GMT";
/// Ten minutes later, when what was held is free again.
const LATER: &str = "Tue, 24 Nov 2026 05:10:00 GMT";
/// Has one place at a time.
const TENALI: &str = "tnl-2026-11-26-1000";
/// Has four.
const GUNTUR: &str = "gnt-2026-11-26-1000";
/// How many ask at once.
const CROWD: usize = 40;
const LEARNER: &str = "AP1620260000451";

/// Somebody who asks.
struct Asking {
    client: Client,
    base: String,
}

impl Asking {
    async fn start() -> Arc<Self> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let backend = Backend::start(BackendName::Transport, address, BackendClock::of_requests());
        let backend = backend.await.expect("a port");
        let base = format!("http://{}/api", backend.address);
        Arc::new(Self { client: Client::new(), base })
    }

    /// Status and body of one answer.
    async fn ask(&self, what: (Method, &str), key: &str, date: &str, body: Value) -> (u16, Value) {
        let (method, path) = what;
        let request = self.client.request(method, format!("{}{path}", self.base));
        let request = request.header("idempotency-key", key).header("date", date);
        let answer = request.body(body.to_string()).send().await.expect("it answers");
        let status = answer.status().as_u16();
        let text = answer.text().await.expect("a body");
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    async fn hold(&self, slot: &str, applicant: &str, key: &str, date: &str) -> (u16, Value) {
        let body = json!({"slot": slot, "learner": LEARNER, "applicant": applicant});
        self.ask((Method::POST, "/holds"), key, date, body).await
    }
}

/// Everybody asks for a place of this time at once; the answers.
async fn crowd(asking: &Arc<Asking>, slot: &'static str, date: &'static str) -> Vec<(u16, Value)> {
    let one = |n: usize| {
        let asking = asking.clone();
        let ask = async move {
            let name = format!("{slot} {date} {n}");
            asking.hold(slot, &name, &name, date).await
        };
        tokio::spawn(ask)
    };
    let answers = join_all((0..CROWD).map(one)).await;
    answers.into_iter().map(|answer| answer.expect("it does not panic")).collect()
}

fn held(answers: &[(u16, Value)]) -> usize {
    answers.iter().filter(|(status, _)| *status == 201).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_holds_as_many_places_as_there_are() {
    let asking = Asking::start().await;
    assert_eq!(held(&crowd(&asking, TENALI, NOW).await), 1);
    let answers = crowd(&asking, GUNTUR, NOW).await;
    assert_eq!(held(&answers), 4);
    let full = json!({"error": "full"});
    assert!(answers.iter().all(|(status, body)| *status == 201 || *body == full), "{answers:?}");
    assert_eq!(held(&crowd(&asking, GUNTUR, LATER).await), 4, "what was held is free again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_holds_one_place_however_often_it_comes() {
    let asking = Asking::start().await;
    let one = |_| {
        let asking = asking.clone();
        tokio::spawn(async move { asking.hold(TENALI, "asha", "turn-1-1", NOW).await })
    };
    let answers = join_all((0..CROWD).map(one)).await;
    let mut answers = answers.into_iter().map(|answer| answer.expect("it does not panic"));
    let first = answers.next().expect("an answer");
    assert_eq!(first.0, 201);
    assert!(answers.all(|answer| answer == first), "the same answer to all");
    let other = asking.hold(GUNTUR, "asha", "turn-1-1", NOW).await;
    assert_eq!(other, (422, json!({"error": "key-reused"})));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_held_by_many_is_booked_by_one() {
    let asking = Asking::start().await;
    let answers = crowd(&asking, GUNTUR, NOW).await;
    let mut holds = Vec::new();
    for (n, (status, body)) in answers.iter().enumerate() {
        if *status == 201 {
            holds.push((n, body["id"].as_str().expect("an id").to_owned()));
        }
    }
    let confirm = |(n, id): (usize, String)| {
        let asking = asking.clone();
        let path = format!("/holds/{id}/confirm");
        let applicant = json!({"applicant": format!("{GUNTUR} {NOW} {n}")});
        tokio::spawn(async move {
            asking.ask((Method::POST, &path), &format!("confirm {n}"), NOW, applicant).await
        })
    };
    let booked = join_all(holds.into_iter().map(confirm)).await;
    let booked: Vec<_> = booked.into_iter().map(|answer| answer.expect("no panic").0).collect();
    // All of them have the same learner's licence, and a learner has one test.
    assert_eq!(booked.iter().filter(|status| **status == 201).count(), 1, "{booked:?}");
    assert_eq!(booked.iter().filter(|status| **status == 409).count(), 3, "{booked:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_request_is_refused_and_nothing_is_done() {
    let asking = Asking::start().await;
    let wrong = json!({"slot": TENALI});
    let (status, _) = asking.ask((Method::POST, "/holds"), "a", NOW, wrong).await;
    assert_eq!(status, 400);
    let (status, _) = asking.ask((Method::GET, "/nothing"), "b", NOW, Value::Null).await;
    assert_eq!(status, 404);
    let days = "/offices/tnl/days/2026-11-26/slots";
    let (_, slots) = asking.ask((Method::GET, days), "c", NOW, Value::Null).await;
    assert_eq!(slots.as_array().map(Vec::len), Some(4));
}
