//! Each limit of a turn: kept just under it, a named fault just over it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use mitra_core::event::{Location, Media, MediaKind};
use mitra_core::ids::MediaId;
use mitra_core::limits;
use mitra_core::reply::Reply;
use mitra_core::turn::{Next, TurnEvent, TurnFault, TurnReport};
use mitra_storage::memory::MemoryStorage;

use crate::kit::{Kit, options};

/// How much later than its budget a guest may be ended, in CPU time.
const LATE_MAX: Duration = Duration::from_millis(20);
/// What a guest may hand over in one call; see the sandbox's `instance`.
const HANDED_OVER_BYTES_MAX: usize = 2 * 1024 * 1024;

fn assert_ended_in_time(report: &TurnReport) {
    let limit = limits::TURN_CPU_MAX;
    assert_eq!(report.result, Err(TurnFault::CpuExceeded { limit }));
    let late = report.usage.cpu.saturating_sub(limit);
    assert!(late <= LATE_MAX, "{late:?} over its budget");
}

fn assert_limit(report: TurnReport, named: &str) {
    let Err(TurnFault::LimitExceeded { limit }) = report.result else {
        panic!("{named}: {:?}", report.result);
    };
    assert!(limit.contains(named), "{limit}");
    assert!(report.reads.is_empty() && report.writes.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn spinning_guests_end_by_their_cpu_time_and_their_neighbours_are_answered() {
    for n_spinning in [1, 2, 8] {
        let kit = Kit::new();
        let spinning: Vec<_> = (0..n_spinning)
            .map(|_| {
                let kit = kit.clone();
                tokio::spawn(async move { kit.say("!spin").await })
            })
            .collect();
        for _ in 0..20 {
            assert_eq!(kit.hear("well?").await, "echo: well?");
        }
        for spun in spinning {
            assert_ended_in_time(&spun.await.expect("it ends"));
        }
    }
}

#[tokio::test]
async fn a_guest_that_hides_in_long_instructions_ends_by_its_cpu_time() {
    let kit = Kit::three_memories();
    let file = Media {
        kind: MediaKind::Image,
        id: MediaId::new("44"),
        mime_type: "image/png".to_owned(),
        sha256: None,
        filename: None,
        caption: None,
    };
    assert_ended_in_time(&kit.run(TurnEvent::Media(file)).await);
}

#[tokio::test]
async fn a_guest_that_hides_in_host_calls_ends_by_their_number() {
    let kit = Kit::new();
    assert_limit(kit.say("!spin-in-host-calls").await, "host calls");
}

#[tokio::test]
async fn memory_has_a_limit() {
    // To touch all of it takes CPU time, and more where memory is slow.
    let mut options = options();
    options.turn_cpu_max = Duration::from_secs(1);
    let kit = Kit::made(options, Arc::new(MemoryStorage::default()), "echo", BTreeMap::new());
    // What the guest itself needs beside the allocation.
    let own = 2 * 1024 * 1024;
    let fits = limits::GUEST_MEMORY_BYTES_MAX - own;
    assert_eq!(kit.hear(&format!("!allocate {fits}")).await, fits.to_string());
    let report = kit.say(&format!("!allocate {}", limits::GUEST_MEMORY_BYTES_MAX)).await;
    assert!(matches!(report.result, Err(TurnFault::MemoryExceeded { .. })), "{report:?}");
    assert!(report.usage.memory_bytes <= limits::GUEST_MEMORY_BYTES_MAX);
}

#[tokio::test]
async fn memories_are_limited_together_to_the_page() {
    let kit = Kit::three_memories();
    let exactly = kit.run(TurnEvent::Opened).await;
    assert_eq!(exactly.result.expect("an outcome").next, Next::Finish);
    assert_eq!(exactly.usage.memory_bytes, limits::GUEST_MEMORY_BYTES_MAX);
    let bytes_max = limits::GUEST_MEMORY_BYTES_MAX;
    let beyond = kit.say("one page more").await.result;
    assert_eq!(beyond, Err(TurnFault::MemoryExceeded { bytes_max }));
}

#[tokio::test]
async fn tables_are_limited_together_to_the_element() {
    let kit = Kit::three_memories();
    let exactly = TurnEvent::Chosen { id: "a".to_owned(), title: "A".to_owned() };
    assert!(kit.run(exactly).await.result.is_ok());
    let place = Location { latitude: 0.0, longitude: 0.0, name: None, address: None };
    assert_limit(kit.run(TurnEvent::Location(place)).await, "table elements");
}

#[tokio::test]
async fn a_smaller_sandbox_gives_less_memory() {
    let mut options = options();
    options.guest_memory_bytes_max = 4 * 1024 * 1024;
    let kit = Kit::made(options, Arc::new(MemoryStorage::default()), "echo", BTreeMap::new());
    assert_eq!(kit.hear("!allocate 1000000").await, "1000000");
    let beyond = kit.say("!allocate 4000000").await.result;
    assert_eq!(beyond, Err(TurnFault::MemoryExceeded { bytes_max: 4 * 1024 * 1024 }));
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
        assert_limit(kit.say(&format!("!{what} {}", max + 1)).await, named);
    }
    assert_limit(kit.say("!key 0").await, "a key's length");
    assert_eq!(kit.hear("!log 5000").await, "logged", "too many lines are dropped, not punished");
}

#[tokio::test]
async fn what_a_guest_hands_over_in_one_call_has_a_limit() {
    let kit = Kit::new();
    // The rest of the outcome takes less than this.
    let own = 4 * 1024;
    let fits = HANDED_OVER_BYTES_MAX - own;
    assert_eq!(kit.hear(&format!("!bytes {fits}")).await.len(), fits);
    for what in ["bytes", "state", "value"] {
        let beyond = kit.say(&format!("!{what} {}", HANDED_OVER_BYTES_MAX + 1)).await;
        assert_limit(beyond, "bytes handed to the host");
    }
}

#[tokio::test]
async fn outcomes_have_limits() {
    let kit = Kit::new();
    let cases = [
        ("replies", limits::REPLIES_PER_TURN_MAX),
        ("state", limits::GUEST_STATE_BYTES_MAX),
        ("choice-id", limits::CHOICE_ID_BYTES_MAX),
    ];
    for (what, max) in cases {
        assert!(kit.say(&format!("!{what} {max}")).await.result.is_ok(), "{what} {max}");
        let beyond = kit.say(&format!("!{what} {}", max + 1)).await.result;
        assert!(matches!(beyond, Err(TurnFault::OutcomeInvalid { .. })), "{what}: {beyond:?}");
    }
    assert!(matches!(kit.say("!replies 50").await.result, Err(TurnFault::OutcomeInvalid { .. })));
    let max = limits::BODY_CHARS_MAX;
    for (length, fits) in [(0, false), (1, true), (max, true), (max + 1, false)] {
        let result = kit.say(&format!("!refuse-at-length {length}")).await.result;
        assert_eq!(matches!(result, Err(TurnFault::Refused { .. })), fits, "{length}: {result:?}");
    }
}

#[tokio::test]
async fn a_label_that_is_too_long_is_the_renderers_to_refuse() {
    let outcome = Kit::new().say("!button 5000").await.result.expect("an outcome");
    let [Reply::Choices(choices)] = outcome.replies.as_slice() else {
        panic!("choices, not {:?}", outcome.replies);
    };
    assert_eq!(choices.items[0].title.len(), 5_000, "nothing is shortened here");
}

#[tokio::test]
async fn a_call_gives_up_to_1024_random_bytes() {
    let kit = Kit::new();
    assert!(kit.hear("!random 1024").await.starts_with("1024 ["));
    assert!(kit.hear("!random 0").await.starts_with("0 []"));
    assert_limit(kit.say("!random 1025").await, "random bytes in one call: 1024");
}
