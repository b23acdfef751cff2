//! One history: citizens, faults and crashes from a seed, then calm, then the checks.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use mitra_core::clock::{Clock, Timestamp};
use mitra_core::identity::Secret;
use mitra_pipeline::{PaceOptions, Pipeline, PipelineOptions, Ports, Routing};
use mitra_storage::SharedStorage;
use mitra_storage::memory::MemoryStorage;
use tokio_util::sync::CancellationToken;

use super::chance::Chance;
use super::check::{self, Violation};
use super::clock::SimClock;
use super::department::{self, CountingDepartment};
use super::faults::Faults;
use super::meta::{SimGraph, SimMeta};
use super::storage::FaultyStorage;

/// Calls within which the planned crashes fall: most histories make a few thousand.
const CRASH_CALLS: u64 = 3_000;
/// How long a crashed host stays away, at most.
const AWAY: Duration = Duration::from_secs(90);
/// By when everything must have come to rest after the last fault: the longest pauses are 15 minutes, 12 of them.
const REST: Duration = Duration::from_hours(6);

/// What one history held.
#[derive(Debug, Clone, Copy, Default)]
pub struct Summary {
    /// How often the host crashed.
    pub crashes: u64,
    /// Messages that citizens wrote.
    pub events: usize,
    /// Turns that took effect.
    pub turns: u64,
    /// Deliveries in the outbox.
    pub deliveries: usize,
    /// Messages that Meta took twice, each after an unknown outcome without a receipt in time.
    pub doubles: usize,
}

/// Everything of one history.
pub(super) struct World {
    pub(super) clock: Arc<SimClock>,
    pub(super) storage: Arc<MemoryStorage>,
    pub(super) meta: Arc<SimMeta>,
    pub(super) faults: Arc<Faults>,
    /// The phones and message ids of all that citizens wrote.
    pub(super) written: Vec<(String, String)>,
    /// When the host crashed.
    pub(super) crashed_at: Arc<Mutex<Vec<Timestamp>>>,
}

/// Runs the history of `seed`. The same seed gives the same history.
pub fn run(seed: u64) -> Result<Summary, Violation> {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = builder.enable_time().start_paused(true).build().expect("a runtime without I/O");
    runtime.block_on(async { live(seed).await })
}

async fn live(seed: u64) -> Result<Summary, Violation> {
    let chance = Arc::new(Chance::new(seed));
    let n_crashes = chance.below(6);
    let faults = Arc::new(Faults::plan(Arc::clone(&chance), n_crashes, CRASH_CALLS));
    let clock = Arc::new(SimClock::start());
    let mut world = World {
        storage: Arc::new(MemoryStorage::default()),
        meta: SimMeta::new(Arc::clone(&faults), Arc::clone(&clock)),
        clock,
        faults,
        written: Vec::new(),
        crashed_at: Arc::default(),
    };
    let (storage, meta) = (Arc::clone(&world.storage), Arc::clone(&world.meta));
    let (faults, clock) = (Arc::clone(&world.faults), Arc::clone(&world.clock));
    let crashed_at = Arc::clone(&world.crashed_at);
    let hosting = tokio::spawn(async move { host(storage, meta, faults, clock, crashed_at).await });
    write(&mut world, &chance).await;
    world.faults.calm_down();
    rest(&world).await?;
    hosting.abort();
    check::all(&world)
}

/// Citizens write, each a conversation with the counting department.
async fn write(world: &mut World, chance: &Chance) {
    let n_citizens = 1 + chance.below(5);
    let n_rounds = 4 + chance.below(20);
    for round in 0..n_rounds {
        for citizen in 0..n_citizens {
            let text = match round {
                0 => "Hi".to_owned(),
                1 => "English".to_owned(),
                _ if chance.happens(250) => "turnstile".to_owned(),
                _ if chance.happens(100) => "menu".to_owned(),
                _ => format!("push {round}"),
            };
            let phone = format!("1555010{citizen:04}");
            let wamid = format!("wamid.C{citizen}R{round}");
            world.meta.citizen_writes(&phone, &wamid, &text);
            world.written.push((phone, wamid));
        }
        tokio::time::sleep(chance.span(Duration::from_secs(20))).await;
    }
}

/// Waits until nothing is left to do.
async fn rest(world: &World) -> Result<(), Violation> {
    let deadline = world.clock.now().after(REST);
    loop {
        tokio::time::sleep(Duration::from_secs(10)).await;
        let depths = world.storage.dump();
        let busy = depths.events.iter().any(|event| !event.settled())
            || depths.deliveries.iter().any(|delivery| !delivery.ended());
        if !busy && world.meta.is_idle() {
            return Ok(());
        }
        if world.clock.now() > deadline {
            return Err(Violation::never_rests(world));
        }
    }
}

/// Keeps a host running; at each crash drops it whole and, after a while, starts another over the same storage.
async fn host(
    storage: Arc<MemoryStorage>,
    meta: Arc<SimMeta>,
    faults: Arc<Faults>,
    clock: Arc<SimClock>,
    crashed_at: Arc<Mutex<Vec<Timestamp>>>,
) {
    loop {
        let mut crashes = faults.crashes();
        crashes.mark_unchanged();
        let pipeline = pipeline(&storage, &meta, &faults, &clock);
        meta.set_door(Some(pipeline.ingest()));
        tokio::select! {
            biased;
            () = pipeline.run(CancellationToken::new()) => unreachable!("nobody stops it"),
            _ = crashes.changed() => {}
        }
        meta.set_door(None);
        drop(pipeline);
        crashed_at.lock().expect("no list panics").push(clock.now());
        tokio::time::sleep(faults.chance.span(AWAY)).await;
        storage.restart(clock.now());
    }
}

fn pipeline(
    storage: &Arc<MemoryStorage>,
    meta: &Arc<SimMeta>,
    faults: &Arc<Faults>,
    clock: &Arc<SimClock>,
) -> Pipeline {
    let wrapped = FaultyStorage { inner: Arc::clone(storage), faults: Arc::clone(faults) };
    let shared: SharedStorage = Arc::new(wrapped.clone());
    let ports = Ports {
        storage: shared,
        runner: Arc::new(CountingDepartment { storage: wrapped, faults: Arc::clone(faults) }),
        graph: Arc::new(SimGraph(Arc::clone(meta))),
        clock: clock.clone(),
        entropy: faults.chance.clone(),
    };
    let pseudonym_key = Secret::new("a key of thirty-two bytes or more");
    let options = PipelineOptions { pace: PaceOptions::default(), pseudonym_key };
    Pipeline::new(ports, options, Routing::new(department::table()))
}
