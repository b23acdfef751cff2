//! A department that asks a back end of its own, over HTTP.

use std::net::SocketAddr;

use axum::Router;
use axum::http::HeaderMap;
use axum::response::Redirect;
use axum::routing::get;
use mitra_simulator::{ChatEntry, Inbound};
use mitra_tests::kit::{self, AppOptions, TestApp};

/// A department's back end, on a port of its own: it answers those who show the token.
async fn back_end() -> SocketAddr {
    let vehicle = |headers: HeaderMap| async move {
        let shown = headers.get("authorization").and_then(|value| value.to_str().ok());
        let is_known = shown == Some("Bearer s3cret");
        if is_known { "owner: Asha" } else { "who are you?" }
    };
    let router = Router::new()
        .route("/api/vehicle", get(vehicle))
        .route("/api/away", get(|| async { Redirect::temporary("/admin") }))
        .route("/admin", get(|| async { "keep out" }));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("it is bound");
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

/// A host whose echoing department asks for the back end's `/api/` and is granted it, with these lines beside the
/// grant.
async fn app(back_end: SocketAddr, more: &str) -> (TestApp, String) {
    app_of("echo", back_end, more).await
}

/// The same with another echoing component.
async fn app_of(guest: &str, back_end: SocketAddr, more: &str) -> (TestApp, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let manifest = folder.path().join("department.toml");
    let rule = format!("to = 'http://localhost:{}/api/'\nmethods = ['GET']\n", back_end.port());
    std::fs::write(&manifest, format!("id = 'echo'\n[[http]]\n{rule}")).expect("it is written");
    let config = format!(
        "[[department]]\nid = 'echo'\ncomponent = '{}'\nmanifest = '{}'\nconfig = {{ id = 'echo' }}\n\
         [[department.http]]\n{rule}{more}\n",
        kit::guest(guest).display(),
        manifest.display(),
    );
    let options = AppOptions { departments: Vec::new(), config, ..AppOptions::default() };
    let app = TestApp::start_with(options).await.expect("it starts");
    let citizen = app.meta().add_citizen(Some("15550100901"), None, "Asha");
    kit::enter_echo(&app.meta(), &citizen).await;
    (app, citizen)
}

/// Lets the department read this address, and gives what it says of it.
async fn reads(app: &TestApp, citizen: &str, what: &str) -> String {
    let before = app.meta().transcript(citizen).len();
    app.meta().citizen_sends(citizen, Inbound::text(what));
    let answer = move |chat: &[ChatEntry]| {
        let mut new = chat.iter().skip(before).filter(|entry| !entry.from_citizen());
        new.next().map(|entry| entry.body().to_owned())
    };
    let chat = app.sees(citizen, "an answer", move |chat| answer(chat).is_some()).await;
    answer(&chat).expect("it was seen")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_department_reads_from_its_back_end_with_a_token_that_it_never_sees() {
    let back_end = back_end().await;
    let (app, citizen) =
        app(back_end, "private = true\nheaders = { Authorization = 'Bearer s3cret' }").await;
    let port = back_end.port();
    let read = reads(&app, &citizen, &format!("!get http://localhost:{port}/api/vehicle")).await;
    assert_eq!(read, "200 owner: Asha");
    let forged = format!("!get-with Authorization http://localhost:{port}/api/vehicle");
    let refused = reads(&app, &citizen, &forged).await;
    assert!(refused.contains("`authorization` is not the department's to set"), "{refused}");
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_leads_nowhere_that_is_not_granted() {
    let back_end = back_end().await;
    let (app, citizen) = app(back_end, "private = true").await;
    let port = back_end.port();
    let away = reads(&app, &citizen, &format!("!get http://localhost:{port}/api/away")).await;
    assert_eq!(away, "307 to /admin ");
    let denied = reads(&app, &citizen, &format!("!get http://localhost:{port}/admin")).await;
    assert!(denied.contains("does not ask for GET"), "{denied}");
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_granted_name_that_leads_to_this_machine_is_denied_unless_the_operator_says_private() {
    let back_end = back_end().await;
    let (app, citizen) = app(back_end, "").await;
    let address = format!("!get http://localhost:{}/api/vehicle", back_end.port());
    let denied = reads(&app, &citizen, &address).await;
    assert!(
        denied.contains("`localhost` is at an address that departments may not reach"),
        "{denied}"
    );
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn javascripts_own_fetch_is_under_the_same_grant() {
    let back_end = back_end().await;
    let more = "private = true\nheaders = { Authorization = 'Bearer s3cret' }";
    let (app, citizen) = app_of("echo-javascript", back_end, more).await;
    let to = |path: &str| format!("http://localhost:{}{path}", back_end.port());
    let read = reads(&app, &citizen, &format!("!fetch {}", to("/api/vehicle"))).await;
    assert_eq!(read, "200 owner: Asha");
    let forged = format!("!fetch-with Authorization {}", to("/api/vehicle"));
    for refused in [forged, format!("!fetch {}", to("/admin"))] {
        let said = reads(&app, &citizen, &refused).await;
        assert!(said.starts_with("failed: "), "{refused}: {said}");
    }
    app.stop().await.expect("it stops");
}
