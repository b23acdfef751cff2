//! Components of different versions of the contract, side by side.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use mitra_core::http::{HttpClient, HttpFailure, HttpMethod, HttpReach, HttpRequest, HttpResponse};
use mitra_core::ids::DepartmentId;
use mitra_runtime::grants::{Grants, HttpGrant, HttpGrants, HttpRule};
use mitra_runtime::{Ports, Sandbox, Settings};
use mitra_storage::memory::MemoryStorage;

use crate::kit::{Kit, component, options, ports};

const DRAFT: &str = "draft";
const URL: &str = "https://a.example/";
/// How long the web takes to answer.
const SLOW: Duration = Duration::from_secs(1);

/// A web that answers late.
struct Slow;

#[async_trait]
impl HttpClient for Slow {
    async fn send(&self, _request: HttpRequest) -> Result<HttpResponse, HttpFailure> {
        tokio::time::sleep(SLOW).await;
        Ok(HttpResponse { status: 200, headers: Vec::new(), body: Vec::new() })
    }
}

/// A sandbox that takes drafts, with the guest that is built for one.
fn kit() -> Kit {
    let ports = Ports { http: Arc::new(Slow), ..ports(Arc::new(MemoryStorage::default())) };
    let mut options = options();
    options.takes_drafts = true;
    let sandbox = Sandbox::new(options, ports).expect("a sandbox");
    let rule = || HttpRule::new(URL, [HttpMethod::Get]).expect("a rule");
    let grant = HttpGrant { rule: rule(), headers: Vec::new(), reach: HttpReach::Public };
    let http = HttpGrants { asked: vec![rule()], granted: vec![grant] };
    let settings = Settings::new(BTreeMap::new(), Grants { http, ..Grants::default() });
    Kit::loaded(sandbox, DRAFT, settings)
}

#[tokio::test]
async fn a_draft_is_not_taken_where_citizens_are_served() {
    let sandbox = Sandbox::new(options(), ports(Arc::new(MemoryStorage::default())));
    let department = DepartmentId::parse(DRAFT).expect("an id");
    let refused =
        sandbox.expect("a sandbox").load(&department, &component(DRAFT), Settings::default());
    let words = crate::loading::words(&refused.expect_err("it is a draft"));
    assert!(words.contains("E0113") && words.contains("mitra:department@1.1.0"), "{words}");
}

#[tokio::test]
async fn what_is_new_works_where_drafts_are_taken() {
    let kit = kit();
    assert_eq!(kit.hear("timers bill appeal").await, "appeal bill");
    assert_eq!(kit.hear("timers").await, "");
    assert_eq!(kit.hear(&format!("wait 5000 {URL}")).await, "200");
    assert_eq!(kit.hear(&format!("wait 10 {URL}")).await, "Failure::TimedOut");
    assert!(kit.hear("wait 10 https://b.example/").await.contains("Denied"), "grants hold as ever");
}

#[tokio::test]
async fn departments_of_released_versions_go_on_beside_it() {
    let draft = kit();
    let released = draft.with_guest("echo");
    assert!(released.hear("hello").await.contains("hello"));
    assert_eq!(draft.hear("timers one").await, "one");
}
