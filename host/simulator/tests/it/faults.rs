//! What goes wrong on demand, as the host sees it.

use std::time::Duration;

use mitra_simulator::Faults;

use crate::kit::{Meta, quick, text};

/// Long enough for an answer, if one came.
const SILENCE: Duration = Duration::from_millis(300);

#[tokio::test]
async fn a_bare_server_error_has_no_error_object() {
    let meta = Meta::start(quick()).await;
    meta.set(Faults { server_error: 1_000, ..Faults::default() });
    let answer = meta.send(text("a")).await;
    assert_eq!((answer.status, answer.code()), (500, None));
    let counters = meta.handle().counters();
    assert_eq!((counters.accepted, counters.refused[&500]), (0, 1));
    meta.stop().await;
}

#[tokio::test]
async fn a_silence_loses_the_message_or_takes_it() {
    let meta = Meta::start(quick()).await;
    let mut taken = meta.handle().taken();
    meta.set(Faults { silent_lost: 1_000, ..Faults::default() });
    assert!(meta.try_send(text("a"), SILENCE).await.is_none());
    assert_eq!(meta.handle().counters().accepted, 0);
    meta.set(Faults { silent_taken: 1_000, ..Faults::default() });
    assert!(meta.try_send(text("b"), SILENCE).await.is_none());
    assert_eq!(taken.recv().await.expect("it was taken").message["text"]["body"], "b");
    assert_eq!(meta.handle().counters().accepted, 1);
    meta.stop().await;
}

#[tokio::test]
async fn refusals_are_metas_error_objects() {
    let meta = Meta::start(quick()).await;
    let refused = async |faults: Faults| {
        meta.set(faults);
        let answer = meta.send(text("a")).await;
        let error = &answer.body["error"];
        assert_eq!(error["type"], "OAuthException");
        assert_eq!(error["error_data"]["messaging_product"], "whatsapp");
        assert!(error["error_data"]["details"].is_string(), "{error}");
        assert!(error["error_subcode"].is_i64(), "{error}");
        let code = answer.code().expect("an error object");
        let message = error["message"].as_str().expect("text");
        assert!(message.starts_with(&format!("(#{code}) ")), "{error}");
        let trace = error["fbtrace_id"].as_str().expect("text").to_owned();
        let after = answer.headers.get("retry-after").map(|after| after.to_str().expect("text"));
        let told = (answer.status, code, error["is_transient"] == true, after.map(str::to_owned));
        (told, trace)
    };
    let none = Faults::default();
    let (throttled, first) = refused(Faults { throttled: 1_000, ..none }).await;
    assert_eq!(throttled, (429, 130_429, false, Some("1".to_owned())));
    let (pair, second) = refused(Faults { pair_limited: 1_000, ..none }).await;
    assert_eq!(pair, (400, 131_056, false, None));
    let (transient, _) = refused(Faults { transient: 1_000, ..none }).await;
    assert_eq!(transient, (500, 131_000, true, None));
    assert_ne!(first, second, "each error has a trace of its own");
    assert_eq!(meta.handle().counters().accepted, 0);
    meta.stop().await;
}

#[tokio::test]
async fn a_token_is_revoked_and_works_again() {
    let meta = Meta::start(quick()).await;
    meta.set(Faults { token_revoked: true, ..Faults::default() });
    let answer = meta.send(text("a")).await;
    assert_eq!((answer.status, answer.code()), (401, Some(190)));
    assert_eq!(meta.handle().counters().refused[&190], 1);
    meta.set(Faults::default());
    assert_eq!(meta.send(text("a")).await.status, 200);
    meta.stop().await;
}

#[tokio::test]
async fn so_many_in_a_thousand_go_wrong() {
    let meta = Meta::start(quick()).await;
    meta.set(Faults { transient: 500, ..Faults::default() });
    let mut n_refused = 0;
    for _ in 0..100 {
        n_refused += u32::from(meta.send(text("a")).await.code() == Some(131_000));
    }
    assert!((25..75).contains(&n_refused), "{n_refused} of 100");
    meta.stop().await;
}
