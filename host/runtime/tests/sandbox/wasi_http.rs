//! JavaScript's own `fetch`, through `wasi:http`: the same grants, keys and limits as the contract's `http`.

use mitra_core::http::HttpMethod::{Get, Post};
use mitra_core::limits::{HTTP_REQUEST_BYTES_MAX, HTTP_REQUESTS_PER_TURN_MAX};
use mitra_core::turn::TurnFault;

use crate::http::kit_of;
use crate::kit::TURN;

const GUEST: &str = "echo-javascript";

#[tokio::test]
async fn a_granted_fetch_is_sent_as_the_contracts_own_requests_are() {
    let (kit, web) = kit_of(GUEST, [Get, Post]);
    assert_eq!(kit.hear("!fetch https://a.example/api/x?q=1").await, "200 here");
    assert_eq!(kit.hear("!post 5 https://a.example/api/y").await, "200 here");
    let asked = web.asked.lock().expect("no test panics");
    let [get, post] = asked.as_slice() else { panic!("two, not {asked:?}") };
    assert_eq!((get.method, get.url.as_str()), (Get, "https://a.example/api/x?q=1"));
    assert_eq!(get.body, None);
    let key = ("idempotency-key".to_owned(), format!("{TURN}-1"));
    assert!(get.headers.contains(&key), "{:?}", get.headers);
    assert_eq!((post.method, post.body.as_deref()), (Post, Some(b"xxxxx".as_slice())));
    assert!(post.headers.contains(&("x-own".to_owned(), "1".to_owned())), "{:?}", post.headers);
    for (name, _) in get.headers.iter().chain(&post.headers) {
        let is_ours = ["content-length", "host", "user-agent"].contains(&name.as_str());
        assert!(!is_ours, "`{name}` is the host's to set");
    }
}

#[tokio::test]
async fn what_only_one_side_wants_is_not_fetched() {
    let (kit, web) = kit_of(GUEST, [Get]);
    for url in [
        "https://a.example/other",
        "https://granted.example/",
        "https://asked.example/",
        "http://a.example/api/x",
        "https://a.example:8443/api/x",
        "https://a.example/api/..%2Fadmin",
        "http://169.254.169.254/latest/meta-data/",
    ] {
        let failed = kit.hear(&format!("!fetch {url}")).await;
        assert!(failed.starts_with("failed: "), "{url}: {failed}");
    }
    let failed = kit.hear("!post 5 https://a.example/api/x").await;
    assert!(failed.starts_with("failed: "), "the method is not granted: {failed}");
    let forged = kit.hear("!fetch-with idempotency-key https://a.example/api/x").await;
    assert!(forged.starts_with("failed: "), "{forged}");
    assert!(web.asked.lock().expect("no test panics").is_empty());
}

#[tokio::test]
async fn a_body_may_be_as_large_as_the_limit_and_no_larger() {
    let (kit, web) = kit_of(GUEST, [Post]);
    let post = |bytes: usize| format!("!post {bytes} https://a.example/api/x");
    assert_eq!(kit.hear(&post(HTTP_REQUEST_BYTES_MAX)).await, "200 here");
    let beyond = kit.hear(&post(HTTP_REQUEST_BYTES_MAX + 1)).await;
    assert!(beyond.starts_with("failed: "), "{beyond}");
    assert_eq!(web.asked.lock().expect("no test panics").len(), 1);
}

#[tokio::test]
async fn fetches_count_with_the_contracts_own_requests() {
    let (kit, web) = kit_of(GUEST, [Get]);
    let most = HTTP_REQUESTS_PER_TURN_MAX;
    let fetches = |n: u32| format!("!fetches {n} https://a.example/api/x");
    assert_eq!(kit.hear(&fetches(most)).await, "200 here");
    let beyond = kit.say(&fetches(most + 1)).await.result;
    let Err(TurnFault::LimitExceeded { limit }) = beyond else { panic!("{beyond:?}") };
    assert_eq!(limit, format!("requests to web services: {most} in a turn"));
    assert_eq!(web.asked.lock().expect("no test panics").len(), 2 * most as usize);
}
