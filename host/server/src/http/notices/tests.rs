//! The door over a real pipeline, of which no stage runs.

use axum::body::Body;
use axum::http::{Request, header};
use mitra_core::department::{Department, Service};
use mitra_core::ids::ReleaseDigest;
use mitra_core::language::Localized;
use mitra_core::limits::{
    NOTICE_BODY_BYTES_MAX, NOTICE_ID_BYTES_MAX, NOTICES_BURST, NOTICES_WAITING_MAX,
};
use mitra_core::routing::{Route, RoutingTable, ServedRelease};
use mitra_storage::conformance::fixtures::{T0, accept, citizen, claim_one, event, plain};
use mitra_storage::memory::MemoryStorage;
use mitra_storage::{Inbox, Settlement};
use serde_json::Value;
use tower::ServiceExt;

use super::super::nobody;
use super::*;

/// Energy takes notices, and knows `asha`; water's operator grants them, and its vendor did not ask.
async fn router() -> (Router, MemoryStorage) {
    let storage = MemoryStorage::default();
    accept(&storage, vec![event("A", &citizen(1))]).await;
    let claimed = claim_one(&storage, T0).await;
    let addressee = Addressee { department: id("energy"), pseudonym: Pseudonym::new("asha") };
    let settlement = Settlement { addressee: Some(addressee), ..plain(&claimed) };
    storage.settle(settlement, T0).await.expect("settled");
    let table = RoutingTable::new([route("energy", true), route("water", false)]);
    let calls = nobody::pipeline(storage.clone(), table).notice_calls();
    let token = |department: &str, token: &str| (id(department), TokenHash::of(token.as_bytes()));
    let tokens = vec![token("energy", "new"), token("energy", "old"), token("water", "wet")];
    (NoticeDoor::router(tokens, calls), storage)
}

fn id(department: &str) -> DepartmentId {
    DepartmentId::parse(department).expect("is a slug")
}

fn route(department: &str, takes_notices: bool) -> Route {
    let named = || Localized { te: "x".to_owned(), en: "x".to_owned(), hi: "x".to_owned() };
    let service = Service {
        id: ServiceId::parse("bill").expect("is a slug"),
        name: named(),
        summary: named(),
        aliases: Vec::new(),
    };
    let services = vec![service];
    let department = Department { id: id(department), name: named(), services, state_schema: 1 };
    ServedRelease::new(ReleaseDigest::new("r1"), department, takes_notices).into()
}

fn written(id: &str, citizen: &str, service: &str, body: &str) -> Value {
    json!({ "id": id, "citizen": citizen, "service": service, "body": body })
}

/// One that is taken.
fn good(id: &str) -> Value {
    written(id, "asha", "bill", "paid")
}

async fn answer(router: &Router, request: Request<Body>) -> (u16, Option<u64>, Value) {
    let response = router.clone().oneshot(request).await.expect("a router never fails");
    let status = response.status().as_u16();
    let after = response.headers().get(header::RETRY_AFTER);
    let after = after.map(|after| after.to_str().expect("text").parse().expect("seconds"));
    let body = response.into_body().collect().await.expect("it is whole").to_bytes();
    (status, after, serde_json::from_slice(&body).expect("every answer is JSON"))
}

fn request(department: &str, authorization: &str, body: impl Into<Body>) -> Request<Body> {
    let request = Request::post(format!("/departments/{department}/notices"))
        .header(header::AUTHORIZATION, authorization);
    request.body(body.into()).expect("a request")
}

async fn send(router: &Router, body: &Value) -> (u16, Option<u64>, String) {
    let (status, after, said) =
        answer(router, request("energy", "Bearer new", body.to_string())).await;
    let word = said.get("status").or(said.get("error")).expect("one of them");
    (status, after, word.as_str().expect("text").to_owned())
}

async fn said(router: &Router, body: &Value) -> (u16, String) {
    let (status, _, word) = send(router, body).await;
    (status, word)
}

fn is(status: u16, word: &str) -> (u16, String) {
    (status, word.to_owned())
}

#[tokio::test]
async fn a_notice_is_taken_once_and_known_from_then_on() {
    let (router, storage) = router().await;
    assert_eq!(said(&router, &good("n-1")).await, is(202, "taken"));
    assert_eq!(said(&router, &good("n-1")).await, is(200, "known"));
    assert_eq!(said(&router, &written("n-1", "asha", "bill", "due")).await, is(409, "conflict"));
    assert_eq!(storage.dump().timers.len(), 1);
    let old = request("energy", "bearer old", good("n-2").to_string());
    assert_eq!(answer(&router, old).await.0, 202, "a token that is being replaced is good, too");
}

/// What is told of a notice, and the status.
async fn asked(router: &Router, department: &str, token: &str, notice: &str) -> (u16, Value) {
    let request = Request::get(format!("/departments/{department}/notices/{notice}"))
        .header(header::AUTHORIZATION, format!("Bearer {token}"));
    let (status, _, said) = answer(router, request.body(Body::empty()).expect("one")).await;
    (status, said)
}

#[tokio::test]
async fn whoever_sent_a_notice_can_ask_what_became_of_it_and_nobody_else() {
    let (router, _) = router().await;
    assert_eq!(said(&router, &good("n-1")).await, is(202, "taken"));
    let (status, told) = asked(&router, "energy", "old", "n-1").await;
    assert_eq!((status, told["status"].as_str()), (200, Some("waiting")));
    assert_eq!(told["taken_at"], told["since"]);
    assert!(told["taken_at"].as_str().is_some_and(|at| at.ends_with('Z')), "{told}");
    assert_eq!((told.get("delivery"), told.get("reason")), (None, None));
    for (department, token, notice, expected) in [
        ("energy", "new", "n-2", (404, "unknown_notice")),
        ("energy", "new", "a%20b", (400, "invalid")),
        ("water", "wet", "n-1", (404, "unknown_notice")),
        ("energy", "wet", "n-1", (403, "others_token")),
        ("energy", "nev", "n-1", (401, "unknown_token")),
    ] {
        let (status, told) = asked(&router, department, token, notice).await;
        assert_eq!((status, told["error"].as_str().expect("an error")), expected, "{notice}");
    }
    let posted = Request::post("/departments/energy/notices/n-1").body(Body::empty());
    assert_eq!(answer(&router, posted.expect("one")).await.0, 405);
}

#[tokio::test]
async fn only_the_departments_own_token_opens() {
    let (router, storage) = router().await;
    let refused = async |department: &str, authorization: &str| {
        let request = request(department, authorization, good("n-1").to_string());
        let (status, _, said) = answer(&router, request).await;
        (status, said["error"].as_str().expect("text").to_owned())
    };
    assert_eq!(refused("energy", "Bearer ").await, is(401, "no_token"));
    assert_eq!(refused("energy", "Basic new").await, is(401, "no_token"));
    assert_eq!(refused("energy", "Bearer nev").await, is(401, "unknown_token"));
    assert_eq!(refused("energy", "Bearer wet").await, is(403, "others_token"));
    assert_eq!(refused("nobody", "Bearer new").await, is(403, "others_token"));
    assert_eq!(refused("water", "Bearer wet").await, is(403, "not_asked"));
    let bare = Request::post("/departments/energy/notices").body(Body::empty()).expect("one");
    assert_eq!(answer(&router, bare).await.0, 401);
    let twice = Request::post("/departments/energy/notices")
        .header(header::AUTHORIZATION, "Bearer new")
        .header(header::AUTHORIZATION, "Bearer new")
        .body(Body::empty());
    assert_eq!(answer(&router, twice.expect("one")).await.0, 401);
    assert!(storage.dump().timers.is_empty());
}

#[tokio::test]
async fn whoever_is_not_known_or_not_named_rightly_gets_nothing() {
    let (router, storage) = router().await;
    for (body, expected) in [
        (written("n-1", "ravi", "bill", "x"), is(404, "unknown_citizen")),
        (written("n-1", "asha", "tax", "x"), is(400, "unknown_service")),
        (written("n-1", "asha", "Bill", "x"), is(400, "invalid")),
        (written("n/1", "asha", "bill", "x"), is(400, "invalid")),
        (written("n-1", "asha", "bill", ""), is(400, "invalid")),
        (written("n-1", "", "bill", "x"), is(400, "invalid")),
        (json!({ "id": "n-1", "citizen": "asha", "service": "bill" }), is(400, "unreadable")),
        (json!([]), is(400, "unreadable")),
        (
            json!({ "id": "n-1", "citizen": "asha", "service": "bill", "body": "x", "at": 1 }),
            is(400, "unreadable"),
        ),
    ] {
        assert_eq!(said(&router, &body).await, expected, "{body}");
    }
    assert!(storage.dump().timers.is_empty());
    let (status, _, said) = answer(&router, request("energy", "Bearer new", "{")).await;
    assert_eq!((status, &said["error"]), (400, &json!("unreadable")));
    let elsewhere = Request::get("/departments/energy/notices").body(Body::empty()).expect("one");
    assert_eq!(answer(&router, elsewhere).await.0, 405);
    let elsewhere = Request::post("/notices").body(Body::empty()).expect("one");
    assert_eq!(answer(&router, elsewhere).await.0, 404);
}

#[tokio::test]
async fn limits_are_kept_just_under_and_not_just_over() {
    let (router, _) = router().await;
    let of = |id_bytes: usize, body_bytes: usize| {
        written(&"i".repeat(id_bytes), "asha", "bill", &"b".repeat(body_bytes))
    };
    let (id_max, body_max) = (NOTICE_ID_BYTES_MAX, NOTICE_BODY_BYTES_MAX);
    assert_eq!(said(&router, &of(id_max, body_max)).await, is(202, "taken"));
    assert_eq!(said(&router, &of(id_max + 1, 1)).await, is(400, "invalid"));
    assert_eq!(said(&router, &of(1, body_max + 1)).await, is(400, "invalid"));
    // The body that is escaped most still fits.
    let escaped = written("n-1", "asha", "bill", &"\u{1}".repeat(body_max));
    assert_eq!(said(&router, &escaped).await, is(202, "taken"));
    let padded = |bytes: usize| {
        let body = good("n-2").to_string();
        format!("{body}{}", " ".repeat(bytes - body.len()))
    };
    for (bytes, status) in [(NOTICE_REQUEST_BYTES_MAX, 202), (NOTICE_REQUEST_BYTES_MAX + 1, 413)] {
        assert_eq!(answer(&router, request("energy", "Bearer new", padded(bytes))).await.0, status);
    }
    assert_eq!(
        said(&router, &written("n-3", &"a".repeat(64), "bill", "x")).await,
        is(404, "unknown_citizen")
    );
    assert_eq!(
        said(&router, &written("n-3", &"a".repeat(65), "bill", "x")).await,
        is(400, "invalid")
    );
}

#[tokio::test]
async fn so_many_wait_for_a_citizen_and_so_many_come_at_once() {
    let (router, _) = router().await;
    for n in 0..NOTICES_WAITING_MAX {
        assert_eq!(said(&router, &good(&format!("n-{n}"))).await, is(202, "taken"));
    }
    let (status, after, word) = send(&router, &good("beyond")).await;
    assert_eq!((status, after, &*word), (429, Some(3_600), "citizen_full"));
    // The same one over and over: it costs as much as others.
    let mut refused = None;
    for _ in 0..2 * NOTICES_BURST {
        let (status, after, word) = send(&router, &good("n-1")).await;
        if status != 200 {
            refused = Some((status, after, word));
            break;
        }
    }
    assert_eq!(refused, Some((429, Some(1), "too_fast".to_owned())));
    let water = request("water", "Bearer wet", good("n-1").to_string());
    assert_eq!(answer(&router, water).await.0, 403, "another department is not held up");
}

#[tokio::test(start_paused = true)]
async fn a_body_that_never_comes_and_one_place_too_few_are_refused() {
    let (router, _) = router().await;
    let slow = || {
        let never = futures_util::stream::pending::<Result<Bytes, std::io::Error>>();
        request("energy", "Bearer new", Body::from_stream(never))
    };
    let (status, _, said) = answer(&router, slow()).await;
    assert_eq!((status, &said["error"]), (408, &json!("slow")));
    let mut waiting = tokio::task::JoinSet::new();
    for _ in 0..NOTICES_ADMITTED_MAX {
        waiting.spawn(router.clone().oneshot(slow()));
    }
    // They are there before the clock moves: nothing else is left to do.
    tokio::time::sleep(Duration::from_millis(1)).await;
    let (status, after, said) = answer(&router, request("energy", "Bearer new", "{}")).await;
    assert_eq!((status, after, &said["error"]), (503, Some(1), &json!("busy")));
    while waiting.join_next().await.is_some() {}
    assert_eq!(self::said(&router, &good("n-1")).await, is(202, "taken"));
}
