//! Real components in the real sandbox. `cargo xtask guests` builds them.

mod kit;

use std::time::Duration;

use kit::{Kit, TURN};
use mitra_core::limits;
use mitra_core::reply::Reply;
use mitra_core::turn::{Next, RecordVersion, Scope, TurnEvent, TurnFault};

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
async fn every_turn_has_fresh_memory() {
    let kit = Kit::new();
    for _ in 0..3 {
        assert_eq!(kit.hear("!leak").await, "leak: 0");
    }
}

#[tokio::test]
async fn writes_are_data_and_reads_carry_their_version() {
    let kit = Kit::new();
    let report = kit.say("!count").await;
    assert_eq!(report.reads.len(), 1);
    assert_eq!(report.reads[0].version, RecordVersion(0));
    assert_eq!(report.reads[0].key.scope, Scope::Department);
    assert_eq!(report.writes[0].value.as_deref(), Some(b"1".as_slice()));
    assert_eq!(kit.hear("!count").await, "count: 1", "nothing was written by running");
}

#[tokio::test]
async fn a_fault_has_no_effects() {
    let kit = Kit::new();
    let report = kit.say("!key 257").await;
    assert!(report.result.is_err() && report.reads.is_empty() && report.writes.is_empty());
}

#[tokio::test]
async fn a_spinning_guest_is_ended_by_its_cpu_time() {
    let kit = Kit::new();
    for how in ["!spin", "!spin-in-host-calls"] {
        let report = kit.say(how).await;
        let limit = limits::TURN_CPU_MAX;
        let over = report.usage.cpu.saturating_sub(limit);
        match (how, report.result) {
            ("!spin", Err(TurnFault::CpuExceeded { .. })) => {
                assert!(over < Duration::from_millis(20), "{over:?} over the limit");
            }
            // Ten thousand calls are over before the time is.
            ("!spin-in-host-calls", Err(TurnFault::LimitExceeded { .. })) => {}
            (_, result) => panic!("{how}: {result:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_spinning_guests_do_not_stop_their_neighbours() {
    let kit = Kit::new();
    let spinning: Vec<_> = (0..8)
        .map(|_| {
            let kit = kit.clone();
            tokio::spawn(async move { kit.say("!spin").await })
        })
        .collect();
    for _ in 0..20 {
        assert_eq!(kit.hear("well?").await, "echo: well?");
    }
    for spun in spinning {
        let report = spun.await.expect("it ends");
        assert!(matches!(report.result, Err(TurnFault::CpuExceeded { .. })));
        let over = report.usage.cpu.saturating_sub(limits::TURN_CPU_MAX);
        assert!(over < Duration::from_millis(20), "{over:?} over the limit");
    }
}

#[tokio::test]
async fn memory_has_a_limit() {
    let kit = Kit::new();
    // What the guest itself needs beside the allocation.
    let own = 2 * 1024 * 1024;
    let fits = limits::GUEST_MEMORY_BYTES_MAX - own;
    assert_eq!(kit.hear(&format!("!allocate {fits}")).await, fits.to_string());
    let report = kit.say(&format!("!allocate {}", limits::GUEST_MEMORY_BYTES_MAX)).await;
    assert!(matches!(report.result, Err(TurnFault::MemoryExceeded { .. })), "{report:?}");
}

#[tokio::test]
async fn a_trap_and_endless_recursion_are_faults_with_a_backtrace() {
    let kit = Kit::new();
    for how in ["!trap", "!recurse"] {
        let Err(TurnFault::Trapped { detail }) = kit.say(how).await.result else {
            panic!("{how} must trap");
        };
        assert!(
            detail.contains("wasm") && detail.chars().count() <= limits::FAULT_DETAIL_CHARS_MAX
        );
    }
}

#[tokio::test]
async fn every_limit_of_a_host_function_holds_and_is_named() {
    let kit = Kit::new();
    let cases = [
        ("key", limits::RECORD_KEY_BYTES_MAX, "a key's length"),
        ("value", limits::RECORD_VALUE_BYTES_MAX, "a value's size"),
        ("writes", limits::RECORD_WRITES_PER_TURN_MAX, "records written"),
        ("reads", limits::RECORD_READS_PER_TURN_MAX, "records read"),
        ("host-calls", limits::HOST_CALLS_PER_TURN_MAX as usize, "host calls"),
    ];
    for (what, max, named) in cases {
        let within = kit.say(&format!("!{what} {max}")).await;
        assert!(within.result.is_ok(), "{what} {max}: {:?}", within.result);
        let beyond = kit.say(&format!("!{what} {}", max + 1)).await;
        let Err(TurnFault::LimitExceeded { limit }) = beyond.result else {
            panic!("{what} {}: {:?}", max + 1, beyond.result);
        };
        assert!(limit.contains(named), "{limit}");
    }
    assert_eq!(kit.hear("!log 5000").await, "logged", "too many lines are dropped, not punished");
}

#[tokio::test]
async fn outcomes_have_limits() {
    let kit = Kit::new();
    let cases =
        [("replies", limits::REPLIES_PER_TURN_MAX), ("state", limits::GUEST_STATE_BYTES_MAX)];
    for (what, max) in cases {
        assert!(kit.say(&format!("!{what} {max}")).await.result.is_ok(), "{what} {max}");
        let beyond = kit.say(&format!("!{what} {}", max + 1)).await.result;
        assert!(matches!(beyond, Err(TurnFault::OutcomeInvalid { .. })), "{what}: {beyond:?}");
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
    let took = Kit::new().sandbox.self_test().expect("it is ended");
    assert!(took < Duration::from_secs(1), "{took:?}");
    assert_eq!(TURN, "turn-1");
}
