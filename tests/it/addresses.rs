//! Citizens are known by number, by user id, or by both, and their addresses change.

use mitra_simulator::{ChatEntry, Inbound};
use mitra_tests::kit::{self, AppOptions, TestApp};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_citizen_without_a_number_is_answered_by_user_id() {
    let app = TestApp::start().await.expect("it starts");
    let key = app.meta().add_citizen(None, Some("IN.778899"), "Asha");
    app.meta().citizen_sends(&key, Inbound::text("Hi"));
    let is_greeted = |chat: &[ChatEntry]| chat.iter().any(|entry| entry.body().contains("Namaste"));
    app.sees(&key, "a greeting", is_greeted).await;
    app.stop().await.expect("it stops");
}

/// Meta reports that a user id has become another.
fn user_id_update(previous: &str, current: &str) -> Vec<u8> {
    let update = json!({
        "detail": "updated", "timestamp": "1763000301",
        "user_id": { "previous": previous, "current": current },
    });
    let parts = json!({ "user_id_update": [update] });
    kit::notification(kit::PHONE_NUMBER_ID, "user_id_update", parts)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_citizen_with_a_new_user_id_goes_on_where_they_were() {
    let departments = vec![("echo".to_owned(), "echo".to_owned())];
    let options = AppOptions { departments, ..AppOptions::default() };
    let app = TestApp::start_with(options).await.expect("it starts");
    let before = app.meta().add_citizen(None, Some("IN.778901"), "Asha");
    kit::enter_echo(&app.meta(), &before).await;
    assert_eq!(app.meta().send_notification(user_id_update("IN.778901", "IN.778902")).await, 200);
    let after = app.meta().add_citizen(None, Some("IN.778902"), "Asha");
    app.meta().citizen_sends(&after, Inbound::text("still me"));
    let is_known =
        |chat: &[ChatEntry]| chat.last().is_some_and(|last| last.body() == "echo: still me");
    app.sees(&after, "the echo", is_known).await;
    app.stop().await.expect("it stops");
}
