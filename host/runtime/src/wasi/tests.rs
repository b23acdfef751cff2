//! The host's side of WASI, called as a guest would call it.

use std::time::Duration;

use mitra_core::ids::DepartmentId;
use mitra_core::limits::{GUEST_HANDLES_MAX, TURN_CPU_MAX, TURN_WALL_MAX, WASI_RANDOM_BYTES_MAX};
use mitra_core::turn::TurnFault;
use wasmtime_wasi::p2::bindings::cli::{exit, stdout};
use wasmtime_wasi::p2::bindings::clocks::{monotonic_clock, wall_clock};
use wasmtime_wasi::p2::bindings::io::poll::HostPollable;
use wasmtime_wasi::p2::bindings::random::{insecure_seed, random};

use super::*;
use crate::fault::of_trap;
use crate::instance::Budget;
use crate::limiter::MemoryLimiter;
use crate::load::nobody;

fn state() -> TurnState {
    let budget = Budget {
        cpu: TURN_CPU_MAX,
        wall: TURN_WALL_MAX,
        memory_bytes: 1024 * 1024,
        table_elements: 10,
    };
    TurnState::new(nobody(DepartmentId::parse("water").expect("an id")), &budget)
}

fn limit_of(state: &TurnState, error: &wasmtime::Error) -> String {
    let fault = of_trap(error, state.fault(), &MemoryLimiter::new(1, 1));
    let TurnFault::LimitExceeded { limit } = fault else { panic!("a limit, not {fault:?}") };
    limit
}

/// Every interface that may be imported, with one thing of it.
const LINKED: [(&str, &str); 29] = [
    ("wasi:cli/environment", "get-environment"),
    ("wasi:cli/exit", "exit"),
    ("wasi:cli/stderr", "get-stderr"),
    ("wasi:cli/stdin", "get-stdin"),
    ("wasi:cli/stdout", "get-stdout"),
    ("wasi:cli/terminal-input", "terminal-input"),
    ("wasi:cli/terminal-output", "terminal-output"),
    ("wasi:cli/terminal-stderr", "get-terminal-stderr"),
    ("wasi:cli/terminal-stdin", "get-terminal-stdin"),
    ("wasi:cli/terminal-stdout", "get-terminal-stdout"),
    ("wasi:clocks/monotonic-clock", "now"),
    ("wasi:clocks/wall-clock", "now"),
    ("wasi:filesystem/preopens", "get-directories"),
    ("wasi:filesystem/types", "descriptor"),
    ("wasi:http/outgoing-handler", "handle"),
    ("wasi:http/types", "fields"),
    ("wasi:io/error", "error"),
    ("wasi:io/poll", "poll"),
    ("wasi:io/streams", "input-stream"),
    ("wasi:random/insecure", "get-insecure-random-u64"),
    ("wasi:random/insecure-seed", "insecure-seed"),
    ("wasi:random/random", "get-random-u64"),
    ("wasi:sockets/instance-network", "instance-network"),
    ("wasi:sockets/ip-name-lookup", "resolve-addresses"),
    ("wasi:sockets/network", "network"),
    ("wasi:sockets/tcp", "tcp-socket"),
    ("wasi:sockets/tcp-create-socket", "create-tcp-socket"),
    ("wasi:sockets/udp", "udp-socket"),
    ("wasi:sockets/udp-create-socket", "create-udp-socket"),
];

#[test]
fn every_interface_that_may_be_imported_is_linked() {
    let mut linker = Linker::new(&wasmtime::Engine::default());
    add_to_linker(&mut linker).expect("it is linked once");
    for (interface, item) in LINKED {
        let import = format!("{interface}@0.2.12");
        assert_eq!(Interface::of(&import), Interface::Offered);
        let mut instance = linker.instance(&import).expect("an instance");
        let again = instance.func_wrap(item, |_, (): ()| Ok(()));
        assert!(again.is_err(), "{import} has no `{item}`");
    }
}

#[tokio::test]
async fn a_guests_clock_moves_by_waiting_alone() {
    let mut state = state();
    let now = |state: &mut TurnState| monotonic_clock::Host::now(state).expect("a time");
    assert_eq!(now(&mut state), 0);
    std::thread::sleep(Duration::from_millis(5));
    assert_eq!(now(&mut state), 0, "working takes no time");
    let millisecond = 1_000_000;
    let pollable = monotonic_clock::Host::subscribe_duration(&mut state, 3 * millisecond);
    let pollable = pollable.expect("there is room");
    let began = std::time::Instant::now();
    HostPollable::block(state.table(), pollable).await.expect("it ends");
    assert!(began.elapsed() >= Duration::from_millis(3), "waiting is waited for");
    assert_eq!(now(&mut state), 3 * millisecond);
    let pollable = monotonic_clock::Host::subscribe_instant(&mut state, 1).expect("there is room");
    HostPollable::block(state.table(), pollable).await.expect("it is past");
    assert_eq!(now(&mut state), 3 * millisecond, "time never goes back");
    monotonic_clock::Host::subscribe_duration(&mut state, u64::MAX).expect("for ever");
    let wall = wall_clock::Host::now(&mut state).expect("a time");
    assert_eq!((wall.seconds, wall.nanoseconds), (0, 0), "the turn's instant");
}

#[test]
fn chance_is_the_turns_and_bounded() {
    let drawn = || {
        let mut state = state();
        let bytes = random::Host::get_random_bytes(&mut state, 8).expect("bytes");
        (bytes, insecure_seed::Host::insecure_seed(&mut state).expect("a seed"))
    };
    assert_eq!(drawn(), drawn());
    assert_ne!(drawn().0, [0; 8]);
    let mut state = state();
    let most = WASI_RANDOM_BYTES_MAX as u64;
    assert_eq!(random::Host::get_random_bytes(&mut state, most).expect("bytes").len() as u64, most);
    let error = random::Host::get_random_bytes(&mut state, most + 1).expect_err("too many");
    assert_eq!(limit_of(&state, &error), "random bytes in one call of WASI: 65536");
}

#[test]
fn a_full_table_of_handles_is_a_fault_with_a_name() {
    let mut state = state();
    let mut open = || stdout::Host::get_stdout(&mut state);
    for _ in 0..ENTRIES_MAX {
        open().expect("there is room");
    }
    let error = open().expect_err("there is none");
    let limit = format!("handles at once: {GUEST_HANDLES_MAX}");
    assert_eq!(limit_of(&state, &error), limit);
}

#[test]
fn an_exit_is_a_fault_with_a_name() {
    let mut state = state();
    let error = exit::Host::exit(&mut state, Err(())).expect_err("it ends the turn");
    let fault = of_trap(&error, state.fault(), &MemoryLimiter::new(1, 1));
    let TurnFault::Trapped { detail } = fault else { panic!("{fault:?}") };
    assert_eq!(detail, "the component called `exit` with code 1 instead of returning");
}

#[test]
fn the_librarys_functions_count_as_calls_to_the_host() {
    let mut state = state();
    for _ in 0..mitra_core::limits::HOST_CALLS_PER_TURN_MAX {
        state.table();
    }
    assert_eq!(state.overdue(), None);
    state.table();
    let Some(TurnFault::LimitExceeded { limit }) = state.overdue() else { panic!("a limit") };
    assert!(limit.contains("host calls"), "{limit}");
}

/// What is logged for these pieces of output, a line each.
fn logged(pieces: &[&str]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("log");
    let file = std::fs::File::create(&path).expect("a file");
    let written = tracing_subscriber::fmt().without_time().with_ansi(false).with_writer(file);
    tracing::subscriber::with_default(written.finish(), || {
        let mut state = state();
        let stream = stdout::Host::get_stdout(&mut state).expect("there is room");
        let stream = state.table().get_mut(&stream).expect("it is there");
        for piece in pieces {
            stream.write((*piece).to_owned().into()).expect("it is written");
        }
    });
    let log = std::fs::read_to_string(path).expect("a log");
    log.lines().map(str::to_owned).collect()
}

#[test]
fn output_is_logged_by_lines_the_last_when_the_turn_ends() {
    let line = |words| format!(" INFO guest: {words} department=\"water\"");
    let logged = logged(&["one\ntw", "o\n\n", "నీళ్లు"]);
    assert_eq!(logged, ["one", "two", "నీళ్లు"].map(line));
}

#[test]
fn output_is_under_the_limits_of_the_log() {
    let many = logged(&["line\n"; 101]);
    assert_eq!(many.len(), 101, "a hundred, and one that says that the rest is dropped");
    assert!(many[100].contains("logs too much"), "{}", many[100]);
    let most = "x".repeat(mitra_core::limits::LOG_BYTES_PER_TURN_MAX);
    assert!(logged(&[&most])[0].contains("xxx"));
    let long = logged(&[&most, "x", "more"]);
    assert!(matches!(&long[..], [told] if told.contains("logs too much")), "{}", long.len());
}
