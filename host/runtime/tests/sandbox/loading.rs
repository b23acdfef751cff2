//! What can be loaded, what cannot and why, and what it costs to load the same again.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use mitra_core::department::DescriptionError;
use mitra_core::limits;
use mitra_core::turn::{TurnEvent, TurnFault};
use mitra_runtime::{CheckError, CompileError, Compiler, DescriptionRefused, LoadError, Sandbox};
use mitra_runtime::{CompiledCache, SandboxOptions};
use mitra_storage::memory::MemoryStorage;

use crate::kit::{Kit, compiler, component, config, department, options, ports};

fn load(bytes: &[u8], config: BTreeMap<String, String>) -> Result<(), LoadError> {
    let sandbox =
        Sandbox::new(options(), ports(Arc::new(MemoryStorage::default()))).expect("a sandbox");
    sandbox.load(&department(), bytes, config).map(drop)
}

fn refused(guest: &str) -> LoadError {
    load(&component(guest), BTreeMap::new()).expect_err("it must not load")
}

/// An error and its causes, as an operator reads them.
pub(crate) fn words(error: &LoadError) -> String {
    mitra_core::causes::with_causes(error)
}

#[test]
fn what_is_no_department_is_refused_by_name() {
    let refusal = refused("core-module");
    assert!(matches!(refusal, LoadError::Check(CheckError::CoreModule)), "{refusal:?}");
    let refusal = refused("wrong-world");
    assert!(words(&refusal).contains("it exports mitra:department/handler@0.2.0"), "{refusal:?}");
    let refusal = refused("unknown-import");
    assert!(words(&refusal).contains("`wasi:keyvalue/store@0.2.0`"), "{refusal:?}");
    let refusal = refused("wrong-types");
    assert!(
        matches!(refusal, LoadError::Description(DescriptionRefused::Types { .. })),
        "{refusal:?}"
    );
    assert!(words(&refusal).contains("expected `record` found `u32`"), "{}", words(&refusal));
    let refusal = refused("wrong-import-types");
    assert!(matches!(refusal, LoadError::Link(_)), "{refusal:?}");
    assert!(words(&refusal).contains("mitra:department/clock@1.0.0"), "{}", words(&refusal));
}

#[test]
fn bytes_that_are_not_whole_are_refused() {
    let whole = component("echo");
    for bytes in [&b""[..], b"hello", &whole[..whole.len() / 2]] {
        let refusal = load(bytes, BTreeMap::new()).expect_err("it must not load");
        assert!(matches!(refusal, LoadError::Check(CheckError::Invalid { .. })), "{refusal:?}");
    }
}

#[test]
fn a_description_that_dies_is_refused() {
    let trapped = load(&component("echo"), config("describe", "trap"));
    assert!(matches!(trapped, Err(LoadError::Describe(TurnFault::Trapped { .. }))), "{trapped:?}");
    let spun = load(&component("echo"), config("describe", "spin"));
    let Err(LoadError::Describe(TurnFault::CpuExceeded { limit })) = spun else {
        panic!("{spun:?}");
    };
    assert_eq!(limit, limits::DESCRIBE_CPU_MAX);
}

#[test]
fn a_description_may_be_as_long_as_the_contract_says_and_no_longer() {
    load(&component("echo"), config("describe", "largest")).expect("it keeps every limit");
    let long = load(&component("echo"), config("describe", "longer"));
    let Err(LoadError::Description(DescriptionRefused::Limits(problems))) = long else {
        panic!("{long:?}");
    };
    assert!(matches!(problems[0], DescriptionError::Count { .. }), "{problems:?}");
}

#[test]
fn a_department_that_says_it_is_another_is_refused() {
    let refusal = load(&component("echo"), config("id", "treasury")).expect_err("it is another");
    let LoadError::Description(DescriptionRefused::OtherDepartment { described, configured }) =
        refusal
    else {
        panic!("{refusal:?}");
    };
    assert_eq!((described.as_str(), configured.as_str()), ("treasury", "echo"));
}

#[test]
fn a_compiler_that_cannot_run_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let options = with_cache(&folder, Compiler::child("/nowhere/mitra", ["compile"]));
    let sandbox =
        Sandbox::new(options, ports(Arc::new(MemoryStorage::default()))).expect("a sandbox");
    let refusal = sandbox.load(&department(), &component("echo"), BTreeMap::new());
    assert!(matches!(refusal, Err(LoadError::Compile(CompileError::Process(_)))), "{refusal:?}");
}

#[test]
fn the_compiling_process_refuses_what_is_no_department() {
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_mitra-compile"))
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut input = child.stdin.take().expect("it is piped");
    std::io::Write::write_all(&mut input, &component("core-module")).expect("it reads");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("CoreModule"), "{output:?}");
}

/// Options with an empty cache of their own.
fn with_cache(folder: &tempfile::TempDir, compiler: Compiler) -> SandboxOptions {
    let folder = cap_std::fs::Dir::open_ambient_dir(folder, cap_std::ambient_authority());
    SandboxOptions::new(CompiledCache::new(folder.expect("a folder")), compiler)
}

/// Memory of this process that is in use, in bytes.
fn resident() -> usize {
    let books = std::fs::read_to_string("/proc/self/statm").expect("Linux");
    let pages: usize = books.split(' ').nth(1).expect("a second number").parse().expect("pages");
    pages * 4096
}

#[tokio::test]
async fn five_hundred_departments_share_one_component() {
    let folder = tempfile::tempdir().expect("a folder");
    let storage = Arc::new(MemoryStorage::default());
    let options = with_cache(&folder, compiler());
    let kit = Kit::made(options, storage, "echo", BTreeMap::new());
    let before = resident();
    let departments: Vec<_> = (0..500).map(|n| kit.with_another(&format!("echo-{n}"))).collect();
    let each = resident().saturating_sub(before) / departments.len();
    assert!(each < 64 * 1024, "{each} bytes for each department more");
    let kept = std::fs::read_dir(&folder).expect("a folder").count();
    assert_eq!(kept, 2, "compiled once: machine code and its seal");
    for department in departments.iter().step_by(50) {
        assert_eq!(department.hear("hello").await, "echo: hello");
    }
}

#[tokio::test]
async fn an_unloaded_release_runs_no_turn_and_the_others_go_on() {
    let kit = Kit::new();
    let other = kit.with_another("other");
    assert!(kit.sandbox.unload(&kit.department, &kit.release));
    assert!(!kit.sandbox.unload(&kit.department, &kit.release), "it was not there any more");
    let report = kit.run(TurnEvent::Opened).await;
    assert!(matches!(report.result, Err(TurnFault::HostFailed { .. })));
    assert_eq!(other.hear("hello").await, "echo: hello");
    let loaded = kit.sandbox.load(&kit.department, &component("echo"), BTreeMap::new());
    assert_eq!(loaded.expect("it loads again").digest, kit.release);
    assert_eq!(kit.hear("hello").await, "echo: hello");
}

#[tokio::test]
async fn a_turn_under_way_outlives_the_unloading_of_its_release() {
    let wall = Duration::from_millis(300);
    let kit = Kit::with_silent_storage(wall);
    let mut parked = Box::pin(kit.say("!count"));
    // The first poll hands the turn to an executor, which holds its release from then on.
    assert!((&mut parked).now_or_never().is_none());
    assert!(kit.sandbox.unload(&kit.department, &kit.release));
    assert_eq!(parked.await.result, Err(TurnFault::DeadlineExceeded { limit: wall }));
}
