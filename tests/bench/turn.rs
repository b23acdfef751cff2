//! One turn in the sandbox, beside the same call with nothing of ours around it.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::anyhow;
use mitra_core::clock::Timestamp;
use mitra_core::ids::{CitizenId, DepartmentId, Pseudonym, ReleaseDigest, ServiceId, TurnId};
use mitra_core::language::Language;
use mitra_core::media::MediaKey;
use mitra_core::turn::{Turn, TurnEvent, TurnSeed};
use mitra_runtime::bare::{BareLoop, Cost, turns_in_place};
use mitra_runtime::{CompiledCache, NoHttp, NoMedia, Ports, Sandbox, SandboxOptions};
use mitra_server::host::compiler;
use mitra_storage::memory::MemoryStorage;
use mitra_tests::kit;

use crate::table::{Must, Row, median};

/// Calls in one measurement: about half a second.
const CALLS: u32 = 20_000;
/// Measurements of each kind, in turn.
const ROUNDS: usize = 5;

pub(crate) fn measure() -> anyhow::Result<Vec<Row>> {
    let component = std::fs::read(kit::guest("echo"))?;
    let bare = BareLoop::new(&component).map_err(|error| anyhow!("{error:#}"))?;
    let untuned = BareLoop::untuned(&component).map_err(|error| anyhow!("{error:#}"))?;
    let (sandbox, release) = sandbox(&component)?;
    let (mut turns, mut bare_calls, mut untuned_calls) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let call = |bare: &BareLoop| bare.run(&turn(), CALLS).map_err(|error| anyhow!("{error:#}"));
        bare_calls.push(micros(call(&bare)?));
        turns.push(micros(turns_in_place(&sandbox, &release, &turn(), CALLS)?));
        untuned_calls.push(micros(call(&untuned)?));
    }
    let (bare_call, untuned_call) = (median(bare_calls), median(untuned_calls));
    Ok(vec![
        Row::new("a turn in a fresh instance, one thread, CPU time", median(turns), "us")
            .beside("bare wasmtime loop", bare_call)
            .must(Must::AtMost(25.0))
            .must(Must::RatioAtMost(1.35)),
        Row::new("a bare call in a fresh instance, our pool, CPU time", bare_call, "us")
            .beside("pool as it comes", untuned_call),
    ])
}

/// A sandbox with one release.
pub(crate) fn sandbox(component: &[u8]) -> anyhow::Result<(Sandbox, ReleaseDigest)> {
    let folder = kit::compiled_folder();
    std::fs::create_dir_all(&folder)?;
    let folder = cap_std::fs::Dir::open_ambient_dir(folder, cap_std::ambient_authority())?;
    let options = SandboxOptions::new(CompiledCache::new(folder), compiler(kit::binary()));
    let (reads, http, media) =
        (Arc::new(MemoryStorage::default()), Arc::new(NoHttp), Arc::new(NoMedia));
    let sandbox = Sandbox::new(options, Ports { reads, http, media })?;
    let config = BTreeMap::from([("id".to_owned(), department().to_string())]);
    let loaded = sandbox.load(&department(), component, config)?;
    Ok((sandbox, loaded.digest))
}

fn department() -> DepartmentId {
    DepartmentId::parse("echo").expect("an id")
}

/// A citizen says something.
pub(crate) fn turn() -> Turn {
    Turn {
        id: TurnId::new("turn-1"),
        citizen: CitizenId(1),
        department: department(),
        pseudonym: Pseudonym::new("8c0fce8e5dd5b1a7"),
        language: Language::Te,
        service: ServiceId::parse("echo").expect("an id"),
        event: TurnEvent::Text("When is my bill due?".to_owned()),
        state: None,
        now: Timestamp(1_763_000_000_000),
        seed: TurnSeed::new([7; 32]),
        media_key: MediaKey::new([7; 32]),
    }
}

pub(crate) fn micros(cost: Cost) -> f64 {
    cost.cpu.as_secs_f64() * 1e6
}
