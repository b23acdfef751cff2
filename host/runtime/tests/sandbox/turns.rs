//! What a turn gets, gives, and leaves behind.

use std::sync::Arc;
use std::time::Duration;

use mitra_core::language::Language;
use mitra_core::limits;
use mitra_core::ports::TurnRunner;
use mitra_core::reply::Reply;
use mitra_core::turn::{GuestState, Next, TurnEvent, TurnFault, TurnSeed};
use mitra_storage::memory::MemoryStorage;

use crate::kit::{Kit, NOW, TURN, config, options, turn};

#[tokio::test]
async fn a_turn_answers_what_it_was_asked() {
    let kit = Kit::new();
    let report = kit.say("నమస్తే").await;
    let outcome = report.result.expect("an outcome");
    assert_eq!(outcome.replies, [Reply::Text { body: "echo: నమస్తే".to_owned() }]);
    assert!(matches!(outcome.next, Next::Stay(state) if state.schema == 1 && state.bytes == b"1"));
    assert!(report.usage.memory_bytes > 0 && report.usage.cpu > Duration::ZERO);
}

#[tokio::test]
async fn every_kind_of_event_reaches_the_guest() {
    use mitra_core::event::{Location, Media, MediaKind};
    let kit = Kit::new();
    let media = Media {
        kind: MediaKind::Image,
        id: mitra_core::ids::MediaId::new("44"),
        mime_type: "image/jpeg".to_owned(),
        sha256: None,
        filename: None,
        caption: None,
    };
    let place = Location { latitude: 17.5, longitude: 78.25, name: None, address: None };
    let cases = [
        (TurnEvent::Opened, "I am listening"),
        (TurnEvent::Chosen { id: "a".to_owned(), title: "A".to_owned() }, "chosen: a"),
        (TurnEvent::Location(place), "place: 17.5 78.25"),
        (TurnEvent::Media(media), "file: image/jpeg"),
    ];
    for (event, expected) in cases {
        let outcome = kit.run(event).await.result.expect("an outcome");
        assert_eq!(outcome.replies, [Reply::Text { body: expected.to_owned() }]);
    }
    let back = kit.run(TurnEvent::Back).await.result.expect("an outcome");
    assert_eq!(back.next, Next::Finish);
}

#[tokio::test]
async fn the_guest_sees_its_turn_and_not_the_citizen() {
    let kit = Kit::new();
    let told = kit.hear("!turn").await;
    assert_eq!(told, format!("{TURN} p Language::Te echo None {}", NOW.0));
    assert_eq!(kit.hear("!clock").await, NOW.0.to_string());
    let mut next = turn(&kit.department, TurnEvent::Text("!turn".to_owned()));
    next.state = Some(GuestState { schema: 1, bytes: b"notes".to_vec() });
    next.language = Language::Hi;
    let outcome = kit.sandbox.run(&kit.release, next).await.result.expect("an outcome");
    let body = format!("{TURN} p Language::Hi echo Some(\"notes\") {}", NOW.0);
    assert_eq!(outcome.replies, [Reply::Text { body }]);
}

#[tokio::test]
async fn the_guest_sees_the_settings_of_its_department() {
    let settings = config("office", "Warangal");
    let kit = Kit::made(options(), Arc::new(MemoryStorage::default()), "echo", settings);
    assert_eq!(kit.hear("!config").await, r#"Some("Warangal") None"#);
}

#[tokio::test]
async fn every_turn_has_fresh_memory() {
    let kit = Kit::new();
    for _ in 0..3 {
        assert_eq!(kit.hear("!leak").await, "leak: 0");
    }
}

#[tokio::test]
async fn a_fault_has_no_effects() {
    let kit = Kit::new();
    let report = kit.say("!key 257").await;
    assert!(report.result.is_err() && report.reads.is_empty() && report.writes.is_empty());
}

#[tokio::test]
async fn a_trap_and_endless_recursion_are_faults_with_a_backtrace() {
    let (kit, by_hand) = (Kit::new(), Kit::three_memories());
    // A language's own stack is in linear memory and ends there; the engine's stack ends elsewhere.
    let cases = [
        (kit.say("!trap").await, "unreachable"),
        (kit.say("!recurse").await, "out of bounds memory access"),
        (by_hand.run(TurnEvent::Back).await, "call stack exhausted"),
    ];
    for (report, reason) in cases {
        let Err(TurnFault::Trapped { detail }) = report.result else {
            panic!("{reason} is a trap");
        };
        let (first, frames) = detail.split_once('\n').expect("a reason and its frames");
        assert!(first.contains(reason), "{detail}");
        assert!(frames.contains("wasm backtrace") && frames.contains("0: "), "{detail}");
        assert!(detail.chars().count() <= limits::FAULT_DETAIL_CHARS_MAX);
    }
}

#[tokio::test]
async fn a_department_can_refuse_ask_for_time_and_report_a_bug() {
    let kit = Kit::new();
    let refused = kit.say("!refuse").await.result;
    assert_eq!(refused, Err(TurnFault::Refused { body: "Not allowed.".to_owned() }));
    let later = kit.say("!later 30").await.result;
    assert_eq!(later, Err(TurnFault::RetryLater { after: Duration::from_secs(30) }));
    let bug = kit.say("!bug").await.result;
    assert_eq!(bug, Err(TurnFault::Bug { detail: "as asked".to_owned() }));
}

#[tokio::test]
async fn a_storm_of_traps_leaves_the_sandbox_usable() {
    let kit = Kit::new();
    for _ in 0..500 {
        assert!(kit.say("!trap").await.result.is_err());
    }
    assert_eq!(kit.hear("still there?").await, "echo: still there?");
}

#[tokio::test]
async fn a_turn_whose_storage_fails_is_the_hosts_fault() {
    let kit = Kit::with_broken_storage();
    let failed = kit.say("!count").await.result;
    assert!(matches!(failed, Err(TurnFault::HostFailed { .. })), "{failed:?}");
}

#[tokio::test]
async fn a_turn_parked_in_a_host_call_is_ended_by_the_clock_on_the_wall() {
    let kit = Kit::with_silent_storage(Duration::from_millis(200));
    let parked = kit.say("!count").await;
    let limit = Duration::from_millis(200);
    assert_eq!(parked.result, Err(TurnFault::DeadlineExceeded { limit }));
    assert_eq!(kit.hear("and now?").await, "echo: and now?");
}

#[tokio::test]
async fn a_release_that_is_not_loaded_runs_nothing() {
    let kit = Kit::new();
    let unknown = mitra_core::ids::ReleaseDigest::new("0".repeat(64));
    let report = kit.run_on(&unknown, TurnEvent::Opened).await;
    assert!(matches!(report.result, Err(TurnFault::HostFailed { .. })));
}

#[test]
fn the_sandbox_proves_that_it_ends_a_spinning_guest() {
    let kit = Kit::new();
    for _ in 0..2 {
        let took = kit.sandbox.self_test().expect("it is ended");
        assert!(took >= Duration::from_millis(20) && took < Duration::from_millis(40), "{took:?}");
    }
}

#[tokio::test]
async fn a_bug_is_cut_to_what_is_kept() {
    let kit = Kit::new();
    let Err(TurnFault::Bug { detail }) = kit.say("!bug 5000").await.result else {
        panic!("a bug is reported");
    };
    assert_eq!(detail.chars().count(), limits::FAULT_DETAIL_CHARS_MAX);
}

#[tokio::test]
async fn a_turn_has_chance_of_its_own_and_the_same_when_it_is_repeated() {
    let kit = Kit::new();
    let first = kit.hear("!random 16").await;
    assert!(first.starts_with("16 [") && first.ends_with("] false"), "{first}");
    assert_eq!(kit.hear("!random 16").await, first);
    let mut other = turn(&kit.department, TurnEvent::Text("!random 16".to_owned()));
    other.seed = TurnSeed::new([8; 32]);
    let outcome = kit.sandbox.run(&kit.release, other).await.result.expect("an outcome");
    assert_ne!(outcome.replies, [Reply::Text { body: first }]);
}
