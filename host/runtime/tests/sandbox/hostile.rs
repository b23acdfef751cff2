//! Guests that mean harm, one for each way: each ends by its own name, alone, and leaves nothing behind.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use mitra_core::http::{HttpClient, HttpFailure, HttpMethod, HttpReach, HttpRequest, HttpResponse};
use mitra_core::ids::DepartmentId;
use mitra_core::limits::HTTP_UNDER_WAY_MAX;
use mitra_core::reply::Reply;
use mitra_core::turn::{TurnEvent, TurnFault, TurnReport};
use mitra_runtime::grants::{Grants, HttpGrant, HttpGrants, HttpRule};
use mitra_runtime::{CompiledCache, LoadError, Ports, Sandbox, SandboxOptions, Settings};
use mitra_storage::memory::MemoryStorage;

use crate::kit::{Kit, compiler, component, config, options, ports};

/// What its turn must end with.
enum Ends {
    /// This fault, by its name, with these words in what the vendor reads.
    With(&'static str, &'static str),
    /// This answer: it was kept from what it wanted.
    Says(&'static str),
}

const HOSTILE: [(&str, Ends); 15] = [
    ("hostile-spin", Ends::With("cpu_exceeded", "E0202: used more than 50ms of CPU time")),
    ("hostile-calls", Ends::With("limit_exceeded", "host calls")),
    ("hostile-recurse", Ends::With("trapped", "deeper")),
    ("hostile-trap", Ends::With("trapped", "`unreachable` instruction")),
    ("hostile-hoard", Ends::With("memory_exceeded", "67108864 bytes")),
    ("hostile-string", Ends::With("limit_exceeded", "bytes handed to the host in one call")),
    ("hostile-list", Ends::With("limit_exceeded", "bytes handed to the host in one call")),
    ("hostile-log", Ends::With("limit_exceeded", "host calls")),
    ("hostile-replies", Ends::With("outcome_invalid", "`outcome.replies` has 1000")),
    ("hostile-state", Ends::With("outcome_invalid", "1048576 bytes")),
    ("hostile-records", Ends::With("limit_exceeded", "records written")),
    ("hostile-metadata", Ends::Says("denied")),
    ("hostile-loopback", Ends::Says("denied")),
    ("hostile-thief", Ends::Says("nothing")),
    ("hostile-leak", Ends::Says("nothing")),
];

fn assert_ends(guest: &str, ends: &Ends, report: &TurnReport) {
    match (ends, &report.result) {
        (Ends::With(name, words), Err(fault)) => {
            assert_eq!(fault.name(), *name, "{guest}: {fault}");
            assert!(fault.to_string().contains(words), "{guest}: {fault}");
            let has_effects = !report.writes.is_empty() || !report.timers.is_empty();
            assert!(!has_effects, "{guest}: what a failed turn did must not be kept");
        }
        (Ends::Says(words), Ok(outcome)) => match outcome.replies.as_slice() {
            [Reply::Text { body }] => assert_eq!(body, words, "{guest}"),
            other => panic!("{guest}: {other:?}"),
        },
        (_, other) => panic!("{guest}: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_hostile_guest_ends_by_its_name_and_its_neighbour_is_answered() {
    let neighbour = Kit::new();
    for (guest, ends) in HOSTILE {
        let hostile = neighbour.with_guest(guest);
        let opened = hostile.run(TurnEvent::Opened).await;
        assert!(opened.result.is_ok(), "{guest}: {:?}", opened.result);
        for _ in 0..3 {
            let (report, answer) = tokio::join!(hostile.say("go"), neighbour.hear("well?"));
            assert_ends(guest, &ends, &report);
            assert_eq!(answer, "echo: well?", "beside {guest}");
        }
    }
}

/// A back end that takes every request and answers none.
struct Silent;

#[async_trait]
impl HttpClient for Silent {
    async fn send(&self, _: HttpRequest) -> Result<HttpResponse, HttpFailure> {
        std::future::pending().await
    }
}

/// The guest that waits for such a back end, for as long as its turn may take.
fn slow_http(turn_wall_max: Duration) -> Kit {
    let mut options = options();
    options.turn_wall_max = turn_wall_max;
    let records = Arc::new(MemoryStorage::default());
    let sandbox = Sandbox::new(options, Ports { http: Arc::new(Silent), ..ports(records) });
    let sandbox = sandbox.expect("a sandbox");
    let rule = || {
        let methods = [HttpMethod::Get];
        HttpRule::new("https://back-end.example/", methods).expect("a rule")
    };
    let grant = HttpGrant { rule: rule(), headers: Vec::new(), reach: HttpReach::Public };
    let http = HttpGrants { asked: vec![rule()], granted: vec![grant] };
    let grants = Grants { http, ..Grants::default() };
    let settings = Settings::new(config("back-end", "https://back-end.example/"), grants);
    Kit::loaded(sandbox, "hostile-slow-http", settings)
}

#[tokio::test]
async fn a_guest_that_waits_for_ever_is_ended_by_the_clock_on_the_wall() {
    let limit = Duration::from_millis(200);
    let kit = slow_http(limit);
    assert_eq!(kit.say("go").await.result, Err(TurnFault::DeadlineExceeded { limit }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_back_end_holds_up_nobody_elses_department() {
    let kit = slow_http(Duration::from_secs(3));
    let neighbour = kit.with_guest("echo");
    let turns = (0..2 * HTTP_UNDER_WAY_MAX).map(|_| kit.say("go"));
    let waiting = futures_util::future::join_all(turns);
    let beside = async {
        // By then all that can wait do.
        tokio::time::sleep(Duration::from_secs(1)).await;
        neighbour.hear("hello").await
    };
    let (ended, heard) = tokio::join!(waiting, beside);
    assert!(heard.contains("hello"), "{heard}");
    let count = |fault: &TurnFault| {
        ended.iter().filter(|turn| turn.result.as_ref().err() == Some(fault)).count()
    };
    let limit = Duration::from_secs(3);
    assert_eq!(
        count(&TurnFault::DeadlineExceeded { limit }),
        HTTP_UNDER_WAY_MAX,
        "as many as may be"
    );
    assert_eq!(count(&TurnFault::Overloaded), HTTP_UNDER_WAY_MAX, "the others come again");
}

/// One over an empty storage.
fn sandbox(options: SandboxOptions) -> Sandbox {
    Sandbox::new(options, ports(Arc::new(MemoryStorage::default()))).expect("a sandbox")
}

/// Loads this component under the name of a department.
fn refusal(department: &str, bytes: &[u8]) -> LoadError {
    let sandbox = sandbox(options());
    let department = DepartmentId::parse(department).expect("an id");
    sandbox.load(&department, bytes, BTreeMap::new()).expect_err("it must not load")
}

#[test]
fn a_guest_that_spins_before_it_can_be_called_is_not_loaded() {
    let refusal = refusal("hostile-slow-start", &component("hostile-slow-start"));
    assert!(matches!(refusal, LoadError::Describe(TurnFault::CpuExceeded { .. })), "{refusal:?}");
}

/// The guest that is written by hand, with one piece of it replaced.
fn rewritten(piece: &str, by: &str) -> Vec<u8> {
    let text = include_str!("../../../../tests/guests/three-memories.wat");
    assert!(text.contains(piece), "the guest has no {piece}");
    wat::parse_str(text.replace(piece, by)).expect("a component")
}

#[test]
fn a_guest_that_declares_two_gibibytes_gets_none_of_them() {
    let bytes = rewritten("(memory $second 4)", "(memory $second 32768)");
    let refusal = refusal("three-memories", &bytes);
    let LoadError::Compile(error) = &refusal else { panic!("{refusal:?}") };
    assert!(format!("{error:?}").contains("minimum byte size of 2147483648"), "{error:?}");
}

#[test]
fn memory_of_components_within_a_component_counts_as_its_own() {
    const BEGINNING: &str = "(component $department";
    let nested = |pages: u32| {
        let inner = format!(
            "{BEGINNING} (component $inner (core module $hoard (memory {pages})) \
             (core instance (instantiate $hoard))) (instance (instantiate $inner))"
        );
        rewritten(BEGINNING, &inner)
    };
    let sandbox = sandbox(options());
    let department = DepartmentId::parse("three-memories").expect("an id");
    sandbox.load(&department, &nested(1), BTreeMap::new()).expect("nesting alone harms nobody");
    let refusal = refusal("three-memories", &nested(1_024));
    assert!(
        matches!(refusal, LoadError::Describe(TurnFault::MemoryExceeded { .. })),
        "{refusal:?}"
    );
}

#[test]
fn one_flipped_bit_is_never_a_crash() {
    let whole = component("hostile-trap");
    let folder = tempfile::tempdir().expect("a folder");
    let authority = cap_std::ambient_authority();
    let cache = cap_std::fs::Dir::open_ambient_dir(folder.path(), authority).expect("a folder");
    let options = SandboxOptions::new(CompiledCache::new(cache), compiler());
    let sandbox = sandbox(options);
    let department = DepartmentId::parse("hostile-trap").expect("an id");
    let mut n_refused = 0;
    // A prime step reaches every kind of section.
    for at in (0..whole.len()).step_by(997) {
        for bit in [0, 7] {
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << bit;
            // Refused by some name, or harmless: a bit of a name or of a constant.
            n_refused += usize::from(sandbox.load(&department, &bytes, BTreeMap::new()).is_err());
        }
    }
    assert!(n_refused > 10, "{n_refused} are refused: bits are flipped where it matters");
    sandbox.load(&department, &whole, BTreeMap::new()).expect("the whole one still loads");
}
