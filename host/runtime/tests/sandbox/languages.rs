//! Departments in other languages than Rust: the same sandbox, the same limits.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use mitra_core::event::{Location, Media, MediaKind};
use mitra_core::ids::MediaId;
use mitra_core::language::Language;
use mitra_core::limits;
use mitra_core::ports::TurnRunner;
use mitra_core::reply::Reply;
use mitra_core::turn::{GuestState, Next, TurnEvent, TurnFault, TurnOutcome};
use mitra_storage::memory::MemoryStorage;

use crate::kit::{Kit, NOW, config, options, turn};

/// The echoing departments; each has a runtime of its own.
const GUESTS: [&str; 3] = ["echo-c", "echo-javascript", "echo-python"];
/// Those whose runtime wants WASI.
const WITH_WASI: [&str; 2] = ["echo-javascript", "echo-python"];
/// How much later than its budget a guest may be ended, in CPU time.
const LATE_MAX: Duration = Duration::from_millis(20);

fn text(outcome: &TurnOutcome) -> &str {
    match outcome.replies.as_slice() {
        [Reply::Text { body }] => body,
        other => panic!("one text, not {other:?}"),
    }
}

#[tokio::test]
async fn every_language_answers_every_kind_of_event_and_every_citizens_language() {
    for guest in GUESTS {
        let kit = Kit::of(guest);
        for (language, said) in [
            (Language::Te, "నేను వింటున్నాను"),
            (Language::En, "I am listening"),
            (Language::Hi, "मैं सुन रहा हूँ"),
        ] {
            let mut opened = turn(&kit.department, TurnEvent::Opened);
            opened.language = language;
            let outcome = kit.sandbox.run(&kit.release, opened).await.result.expect(guest);
            assert_eq!(text(&outcome), said, "{guest}");
        }
        let place = Location { latitude: 17.5, longitude: 78.25, name: None, address: None };
        let media = Media {
            kind: MediaKind::Image,
            id: MediaId::new("44"),
            mime_type: "image/jpeg".to_owned(),
            sha256: None,
            filename: None,
            caption: None,
        };
        for (event, said) in [
            (TurnEvent::Text("నమస్తే 🙏".to_owned()), "echo: నమస్తే 🙏"),
            (TurnEvent::Chosen { id: "a".to_owned(), title: "A".to_owned() }, "chosen: a"),
            (TurnEvent::Location(place), "place: 17.5 78.25"),
            (TurnEvent::Media(media), "file: image/jpeg"),
        ] {
            assert_eq!(text(&kit.run(event).await.result.expect(guest)), said, "{guest}");
        }
        let back = kit.run(TurnEvent::Back).await.result.expect(guest);
        assert_eq!((back.replies, back.next), (Vec::new(), Next::Finish), "{guest}");
    }
}

#[tokio::test]
async fn every_language_keeps_state_and_records_and_nothing_else() {
    for guest in GUESTS {
        let settings = config("office", "Warangal");
        let storage = Arc::new(MemoryStorage::default());
        let kit = Kit::made(options(), storage, guest, settings);
        let mut next = turn(&kit.department, TurnEvent::Text("!turns".to_owned()));
        next.state = Some(GuestState { schema: 1, bytes: b"41".to_vec() });
        let outcome = kit.sandbox.run(&kit.release, next).await.result.expect(guest);
        assert_eq!(text(&outcome), "turn 42", "{guest}");
        let Next::Stay(state) = outcome.next else { panic!("{guest} stays") };
        assert_eq!((state.schema, state.bytes.as_slice()), (1, b"42".as_slice()), "{guest}");
        let report = kit.say("!count").await;
        assert_eq!(text(&report.result.expect(guest)), "count: 1", "{guest}");
        assert_eq!((report.reads.len(), report.writes.len()), (1, 1), "{guest}");
        assert_eq!(report.writes[0].value.as_deref(), Some(b"1".as_slice()), "{guest}");
        assert!(kit.hear("!config").await.starts_with("Warangal "), "{guest}");
        for _ in 0..2 {
            assert_eq!(kit.hear("!leak").await, "leak: 0", "{guest}: memory is fresh");
        }
    }
}

#[tokio::test]
async fn every_language_refuses_asks_for_time_and_reports_bugs() {
    for guest in GUESTS {
        let kit = Kit::of(guest);
        let refused = kit.say("!refuse").await.result;
        assert_eq!(refused, Err(TurnFault::Refused { body: "Not allowed.".to_owned() }), "{guest}");
        let later = kit.say("!later 30").await.result;
        let after = Duration::from_secs(30);
        assert_eq!(later, Err(TurnFault::RetryLater { after }), "{guest}");
        let bug = kit.say("!bug").await.result;
        assert_eq!(bug, Err(TurnFault::Bug { detail: "as asked".to_owned() }), "{guest}");
        let trap = kit.say("!trap").await.result;
        assert!(matches!(trap, Err(TurnFault::Trapped { .. })), "{guest}: {trap:?}");
        assert_eq!(kit.hear("still there?").await, "echo: still there?", "{guest}");
    }
}

#[tokio::test]
async fn every_language_ends_by_its_cpu_time_and_its_memory() {
    for guest in GUESTS {
        let kit = Kit::of(guest);
        let spun = kit.say("!spin").await;
        let limit = limits::TURN_CPU_MAX;
        assert_eq!(spun.result, Err(TurnFault::CpuExceeded { limit }), "{guest}");
        assert!(spun.usage.cpu <= limit + LATE_MAX, "{guest}: {:?}", spun.usage.cpu);
        // On a slow machine, filling all of the memory takes longer than a turn may.
        let mut patient = options();
        patient.turn_cpu_max = 20 * limit;
        let storage = Arc::new(MemoryStorage::default());
        let kit = Kit::made(patient, storage, guest, BTreeMap::new());
        let bytes_max = limits::GUEST_MEMORY_BYTES_MAX;
        let grown = kit.say(&format!("!allocate {bytes_max}")).await;
        assert_eq!(grown.result, Err(TurnFault::MemoryExceeded { bytes_max }), "{guest}");
        assert!(grown.usage.memory_bytes <= bytes_max, "{guest}");
        assert_eq!(kit.hear("still there?").await, "echo: still there?", "{guest}");
    }
}

#[tokio::test]
async fn time_and_chance_are_the_turns_in_every_language() {
    for guest in GUESTS {
        let kit = Kit::of(guest);
        for what in ["!clock", "!random"] {
            let said = kit.hear(what).await;
            assert_eq!(kit.hear(what).await, said, "{guest}: a repeated turn does the same");
        }
        let clock = kit.hear("!clock").await;
        assert!(clock.starts_with(&format!("{0} {0} 0", NOW.0)), "{guest}: {clock}");
    }
    for guest in WITH_WASI {
        let kit = Kit::of(guest);
        let began = std::time::Instant::now();
        assert_eq!(kit.hear("!sleep 40").await, "slept 40", "{guest}");
        assert!(began.elapsed() >= Duration::from_millis(40), "{guest} waits in earnest");
    }
}

#[tokio::test]
async fn a_sleeping_guest_is_ended_by_the_clock_on_the_wall() {
    let wall = Duration::from_millis(300);
    for guest in WITH_WASI {
        let mut options = options();
        options.turn_wall_max = wall;
        let kit = Kit::made(options, Arc::new(MemoryStorage::default()), guest, [].into());
        let slept = kit.say("!sleep 60000").await;
        assert_eq!(slept.result, Err(TurnFault::DeadlineExceeded { limit: wall }), "{guest}");
        assert!(slept.usage.cpu < wall / 2, "{guest}: sleeping costs no CPU time");
    }
}

#[tokio::test]
async fn a_component_that_exits_is_told_from_one_that_crashes() {
    let kit = Kit::of("echo-python");
    let Err(TurnFault::Trapped { detail }) = kit.say("!exit 3").await.result else {
        panic!("it does not go on");
    };
    assert!(detail.starts_with("the component called `exit` with code"), "{detail}");
}

#[tokio::test]
async fn there_are_no_sockets_no_names_and_no_files() {
    let kit = Kit::of("echo-python");
    let resolved = kit.hear("!resolve example.org").await;
    assert!(resolved.starts_with("refused"), "{resolved}");
    for path in ["/etc/passwd", "/", ".", "/proc/self/environ"] {
        let read = kit.hear(&format!("!list {path}")).await;
        assert!(read.starts_with("refused"), "{path}: {read}");
    }
}
