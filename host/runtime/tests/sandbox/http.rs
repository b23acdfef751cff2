//! Requests of guests to web services: what is sent, what is denied before it is.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use mitra_core::http::{HttpClient, HttpFailure, HttpMethod, HttpReach, HttpRequest, HttpResponse};
use mitra_core::ids::DepartmentId;
use mitra_core::limits::HTTP_REQUESTS_PER_TURN_MAX;
use mitra_core::turn::TurnFault;
use mitra_runtime::grants::{Grants, HttpGrant, HttpGrants, HttpRule};
use mitra_runtime::{Ports, Sandbox, Settings};
use mitra_storage::memory::MemoryStorage;

use crate::kit::{Kit, TURN, component, options, ports};

/// A web that answers everybody with 200, and remembers what it was asked.
#[derive(Default)]
pub(crate) struct Web {
    pub(crate) asked: Mutex<Vec<HttpRequest>>,
}

#[async_trait]
impl HttpClient for Web {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, HttpFailure> {
        self.asked.lock().expect("no test panics").push(request);
        Ok(HttpResponse { status: 200, headers: Vec::new(), body: b"here".to_vec() })
    }
}

/// The echoing guest, which asks for one part of a service and is granted another.
fn kit() -> (Kit, Arc<Web>) {
    kit_of("echo", [HttpMethod::Get])
}

/// The same with this guest and these methods.
pub(crate) fn kit_of<const N: usize>(guest: &str, methods: [HttpMethod; N]) -> (Kit, Arc<Web>) {
    let web = Arc::new(Web::default());
    let storage = Arc::new(MemoryStorage::default());
    let ports = Ports { http: web.clone(), ..ports(storage) };
    let sandbox = Sandbox::new(options(), ports).expect("a sandbox");
    let rule = |to: &str| HttpRule::new(to, methods).expect("a rule");
    let grant = |to| HttpGrant { rule: rule(to), headers: Vec::new(), reach: HttpReach::Public };
    let http = HttpGrants {
        asked: vec![rule("https://a.example/api/"), rule("https://asked.example/")],
        granted: vec![grant("https://a.example/"), grant("https://granted.example/")],
    };
    let settings = Settings::new(BTreeMap::new(), Grants { http, ..Grants::default() });
    let department = DepartmentId::parse(guest).expect("an id");
    let release = sandbox.load(&department, &component(guest), settings).expect("it loads").digest;
    (Kit { sandbox, department, release }, web)
}

#[tokio::test]
async fn each_request_of_a_turn_has_a_key_of_its_own_that_a_repeated_turn_has_again() {
    let (kit, web) = kit();
    for _ in 0..2 {
        assert_eq!(kit.hear("!gets 2 https://a.example/api/x").await, "200 here");
    }
    let asked = web.asked.lock().expect("no test panics");
    let keys: Vec<_> = asked.iter().flat_map(|request| &request.headers).collect();
    let key = |n| ("idempotency-key".to_owned(), format!("{TURN}-{n}"));
    assert_eq!(keys, [&key(1), &key(2), &key(1), &key(2)]);
}

#[tokio::test]
async fn what_only_one_side_wants_is_denied_by_name_and_not_sent() {
    let (kit, web) = kit();
    for (url, words) in [
        ("https://a.example/other", "does not ask for GET https://a.example/other"),
        ("https://granted.example/", "does not ask for GET https://granted.example/"),
        ("https://asked.example/", "has not granted GET https://asked.example/"),
        ("http://169.254.169.254/latest/meta-data/", "does not ask for"),
        ("no address", "the address is none"),
    ] {
        let denied = kit.hear(&format!("!get {url}")).await;
        assert!(denied.contains(words), "{url}: {denied}");
    }
    assert!(web.asked.lock().expect("no test panics").is_empty());
}

#[tokio::test]
async fn a_turn_may_send_ten_requests() {
    let (kit, web) = kit();
    let most = HTTP_REQUESTS_PER_TURN_MAX;
    assert_eq!(kit.hear(&format!("!gets {most} https://a.example/api/x")).await, "200 here");
    let beyond = kit.say(&format!("!gets {} https://a.example/api/x", most + 1)).await.result;
    let Err(TurnFault::LimitExceeded { limit }) = beyond else { panic!("{beyond:?}") };
    assert_eq!(limit, format!("requests to web services: {most} in a turn"));
    assert_eq!(web.asked.lock().expect("no test panics").len(), 2 * most as usize);
}
