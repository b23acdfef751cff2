//! One history: citizens, faults and crashes from a seed, then calm, then the checks.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use mitra_core::clock::{Clock, Timestamp};
use mitra_core::identity::Secret;
use mitra_pipeline::{Cards, PaceOptions, Pipeline, PipelineOptions, Ports, Routing};
use mitra_storage::SharedStorage;
use mitra_storage::memory::MemoryStorage;
use tokio_util::sync::CancellationToken;

use super::cards::SimCards;
use super::chance::Chance;
use super::check::{self, Violation};
use super::clock::SimClock;
use super::department::{self, CountingDepartment, POISON};
use super::faults::Faults;
use super::journal::Journal;
use super::meta::{Outage, SimGraph, SimMeta};
use super::office::SimOffice;
use super::storage::FaultyStorage;
use super::templates::SimTemplates;
use super::till::{SimProvider, SimTill};
use super::timers::{Faulted, MUCH_LATER};
use super::{nights, payments, refunds};

/// Calls within which the planned crashes fall: most histories make a few thousand.
const CRASH_CALLS: u64 = 3_000;
/// How long a host runs before it is stopped, at most; and while days pass.
const LIFE: Duration = Duration::from_mins(4);
const LIFE_OF_DAYS: Duration = Duration::from_mins(30);
/// How long a host stays away, at most; and while days pass, if it did not crash.
const AWAY: Duration = Duration::from_secs(90);
const AWAY_OF_DAYS: Duration = Duration::from_hours(14);
/// In a thousand histories: the operator has an account for cards.
const WITH_CARDS: u64 = 500;
/// In a thousand starts of the host: the operator takes the account out of the configuration for good.
const ACCOUNT_ENDS: u64 = 30;
/// In a thousand histories: the operator has templates; and of those: days pass.
const WITH_TEMPLATES: u64 = 400;
const WITH_DAYS: u64 = 700;
/// In a thousand histories: citizens come back when nobody may write to them any more, and timers wait for them.
const A_DAY_LATER: u64 = 30;
/// In a thousand histories: what citizens began goes on for so long, at most, while things fail. Money takes its time.
const GOES_ON: u64 = 350;
const STORM: Duration = Duration::from_mins(40);
/// In a thousand rounds: the department's back end sends a notice.
const NOTICED: u64 = 400;
/// By when everything must have come to rest after the last fault: the longest pauses are 15 minutes, 12 of them.
const REST: Duration = Duration::from_hours(6);

/// What one history held.
#[derive(Debug, Clone, Copy, Default)]
pub struct Summary {
    /// How often the host crashed.
    pub crashes: u64,
    /// How often it was stopped and drained.
    pub drains: u64,
    /// Deliveries given up.
    pub dead: usize,
    /// Messages that citizens wrote.
    pub events: usize,
    /// Turns that took effect.
    pub turns: u64,
    /// Timers that came.
    pub timers: usize,
    /// Payments that were paid.
    pub payments: usize,
    /// Refunds that were paid back.
    pub refunds: usize,
    /// Payment cards that Meta had an order of.
    pub cards: usize,
    /// Templates that were put into the outbox.
    pub templates: usize,
    /// Topics that citizens want to be written to about.
    pub topics: usize,
    /// Notices that came.
    pub notices: usize,
    /// Deliveries in the outbox.
    pub deliveries: usize,
    /// Messages that Meta took twice, each after an unknown outcome without a receipt in time.
    pub doubles: usize,
    /// A fingerprint of all that was stored and sent in the end, with its instants.
    pub fingerprint: u64,
}

/// Everything of one history. Clones share all of it.
#[derive(Clone)]
pub(super) struct World {
    pub(super) clock: Arc<SimClock>,
    pub(super) storage: Arc<MemoryStorage>,
    pub(super) meta: Arc<SimMeta>,
    pub(super) faults: Arc<Faults>,
    /// What became durable of messages and templates.
    pub(super) journal: Arc<Journal>,
    /// When the host crashed.
    pub(super) crashed_at: Arc<Mutex<Vec<Timestamp>>>,
    /// How often the host was stopped and drained.
    pub(super) drains: Arc<AtomicU64>,
    /// Timers whose turns failed.
    pub(super) faulted: Arc<Faulted>,
    /// Where citizens pay.
    pub(super) till: Arc<SimTill>,
    /// The department's back end.
    pub(super) office: Arc<SimOffice>,
    /// Whether days pass.
    is_night: Arc<AtomicBool>,
    /// Whether the department sets timers and asks for payments, and its back end sends notices.
    does_more: bool,
    routing: Routing,
}

/// Runs the history of `seed`. The same seed gives the same history.
pub fn run(seed: u64) -> Result<Summary, Violation> {
    in_virtual_time(async {
        let chance = Arc::new(Chance::new(seed));
        let n_crashes = chance.below(6);
        let faults = Faults::plan(Arc::clone(&chance), n_crashes, CRASH_CALLS);
        let has_cards = chance.happens(WITH_CARDS);
        let has_templates = chance.happens(WITH_TEMPLATES);
        let templates =
            if has_templates { SimTemplates::some(&chance) } else { SimTemplates::default() };
        let world = World { does_more: true, ..World::new(faults, templates) };
        world.till.cards.set_account(has_cards);
        let hosting = tokio::spawn(host(world.clone()));
        let n_citizens = 1 + chance.below(5);
        write(&world, &chance, n_citizens).await;
        if chance.happens(GOES_ON) {
            tokio::time::sleep(chance.span(STORM)).await;
        }
        let have_passed = has_templates && chance.happens(WITH_DAYS);
        if have_passed {
            nights::pass(&world, &chance, n_citizens).await;
        }
        world.faults.calm_down();
        world.meta.set_outage(None);
        world.meta.approves_all();
        rest(&world).await?;
        if have_passed || chance.happens(A_DAY_LATER) {
            if have_passed {
                // What waits for a message waits as it should.
                check::all(&world).await?;
            } else {
                tokio::time::sleep(MUCH_LATER).await;
            }
            world.everybody_writes(n_citizens, |_| "here I am again".to_owned());
            rest(&world).await?;
        }
        hosting.abort();
        check::all(&world).await
    })
}

/// Runs an hour in which Meta is away, while so many citizens write every few minutes. Nothing else fails.
pub fn run_outage(outage: Outage, n_citizens: u64) -> Result<Summary, Violation> {
    in_virtual_time(async {
        let faults = Faults::plan(Arc::new(Chance::new(1)), 0, 1);
        faults.calm_down();
        let world = World::new(faults, SimTemplates::default());
        let hosting = tokio::spawn(host(world.clone()));
        for text in ["Hi", "English", "turnstile"] {
            world.everybody_writes(n_citizens, |_| text.to_owned());
            tokio::time::sleep(Duration::from_secs(20)).await;
        }
        world.meta.set_outage(Some(outage));
        for minute in 0..60 {
            if minute % 6 == 0 {
                world.everybody_writes(n_citizens, |citizen| format!("push {minute} {citizen}"));
            }
            tokio::time::sleep(Duration::from_mins(1)).await;
        }
        world.meta.set_outage(None);
        rest(&world).await?;
        hosting.abort();
        check::all(&world).await
    })
}

/// Runs a history in which one citizen's message makes the host panic each time it is taken up. Nothing else fails.
pub fn run_poison() -> Result<Summary, Violation> {
    in_virtual_time(async {
        let faults = Faults::plan(Arc::new(Chance::new(1)), 0, 1);
        faults.calm_down();
        let world = World::new(faults, SimTemplates::default());
        let hosting = tokio::spawn(host(world.clone()));
        for text in ["Hi", "English", "turnstile", POISON, "push"] {
            world.everybody_writes(2, |citizen| {
                if citizen == 0 { text.to_owned() } else { text.replace(POISON, "push") }
            });
            tokio::time::sleep(Duration::from_secs(20)).await;
        }
        rest(&world).await?;
        hosting.abort();
        check::all(&world).await
    })
}

fn in_virtual_time<T>(history: impl Future<Output = T>) -> T {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = builder.enable_time().start_paused(true).build().expect("a runtime without I/O");
    runtime.block_on(history)
}

impl World {
    fn new(faults: Faults, templates: SimTemplates) -> Self {
        let (faults, clock) = (Arc::new(faults), Arc::new(SimClock::start()));
        let storage = Arc::new(MemoryStorage::default());
        let till = SimTill::new(Arc::clone(&faults), Arc::clone(&clock));
        let journal = Journal::new(Arc::clone(&clock));
        let (paid_to, noted) = (Arc::clone(&till), Arc::clone(&journal));
        let meta = SimMeta::new(Arc::clone(&faults), Arc::clone(&clock), paid_to, noted, templates);
        Self {
            office: SimOffice::new(Arc::clone(&faults), Arc::clone(&storage)),
            storage,
            meta,
            till,
            journal,
            clock,
            faults,
            crashed_at: Arc::default(),
            drains: Arc::default(),
            faulted: Arc::default(),
            is_night: Arc::default(),
            does_more: false,
            routing: Routing::new(department::first_table()),
        }
    }

    /// Every citizen writes once.
    fn everybody_writes(&self, n_citizens: u64, text: impl Fn(u64) -> String) {
        for citizen in 0..n_citizens {
            self.meta.writes(&phone(citizen), &text(citizen));
        }
    }

    /// From now on days pass, or not any more.
    pub(super) fn set_night(&self, is_night: bool) {
        self.is_night.store(is_night, Ordering::Relaxed);
    }

    fn is_night(&self) -> bool {
        self.is_night.load(Ordering::Relaxed)
    }
}

/// The phone of a citizen.
pub(super) fn phone(citizen: u64) -> String {
    format!("1555010{citizen:04}")
}

/// Citizens write, each a conversation with the counting department, while its releases change and Meta comes and goes.
async fn write(world: &World, chance: &Chance, n_citizens: u64) {
    let n_rounds = 4 + chance.below(20);
    // All of them speak one language, or each another.
    let (first, apart) = (chance.below(3), chance.below(2));
    for round in 0..n_rounds {
        world.everybody_writes(n_citizens, |citizen| match round {
            0 => "Hi".to_owned(),
            1 => {
                let names = ["English", "తెలుగు", "हिन्दी"];
                names[usize::try_from((citizen * apart + first) % 3).unwrap_or_default()].to_owned()
            }
            _ if chance.happens(250) => "turnstile".to_owned(),
            _ if chance.happens(150) => "garden gate".to_owned(),
            _ if chance.happens(100) => "menu".to_owned(),
            _ => format!("push {round}"),
        });
        if chance.happens(NOTICED) {
            world.office.sends_one();
        }
        if chance.happens(100) {
            world.routing.publish(department::some_table(chance));
        }
        if chance.happens(50) {
            let away = Outage::ALL.into_iter().find(|_| chance.happens(400));
            world.meta.set_outage(away);
        }
        tokio::time::sleep(chance.span(Duration::from_secs(20))).await;
    }
}

/// Waits until nothing is left to do.
async fn rest(world: &World) -> Result<(), Violation> {
    let began = world.clock.now();
    let deadline = began.after(REST);
    loop {
        // To look takes longer than everything else.
        let pause = world.clock.now().since(began) / 8;
        tokio::time::sleep(pause.clamp(Duration::from_secs(10), Duration::from_mins(2))).await;
        let depths = world.storage.dump();
        let busy = depths.events.iter().any(|event| !event.settled())
            || depths.deliveries.iter().any(|delivery| !delivery.ended())
            || depths.timers.iter().any(|timer| timer.due_at < deadline)
            || payments::is_busy(&depths, &world.till)
            || refunds::is_busy(&depths);
        if !busy && world.meta.is_idle() && world.office.is_idle() {
            return Ok(());
        }
        if world.clock.now() > deadline {
            return Err(Violation::never_rests(world));
        }
    }
}

/// Keeps a host running. At each crash drops it whole and, after a while, starts another over the same storage; now
/// and then stops it, as an operator does.
async fn host(world: World) {
    let World { storage, meta, till, office, faults, clock, crashed_at, drains, .. } = &world;
    loop {
        if faults.strikes(ACCOUNT_ENDS) {
            till.cards.set_account(false);
        }
        world.journal.started();
        let crash = faults.next_crash();
        let pipeline = pipeline(&world);
        meta.set_door(Some(pipeline.ingest()));
        till.set_doors(Some((pipeline.payment_calls(), pipeline.refund_calls())));
        office.set_door(Some(pipeline.notice_calls()));
        let stop = CancellationToken::new();
        let told_to_stop = async {
            let life = if world.is_night() { LIFE_OF_DAYS } else { LIFE };
            tokio::time::sleep(Duration::from_secs(5) + faults.chance.span(life)).await;
            if faults.strikes(1_000) {
                meta.set_door(None);
                till.set_doors(None);
                office.set_door(None);
                stop.cancel();
                faults.set_stopping(true);
            }
            std::future::pending::<()>().await;
        };
        let was_drained = tokio::select! {
            biased;
            () = pipeline.run(stop.clone()) => true,
            () = crash.happens() => false,
            () = told_to_stop => unreachable!("it only tells"),
        };
        meta.set_door(None);
        till.set_doors(None);
        office.set_door(None);
        drop(pipeline);
        faults.set_stopping(false);
        if was_drained {
            drains.fetch_add(1, Ordering::Relaxed);
        } else {
            crashed_at.lock().expect("no list panics").push(clock.now());
        }
        tokio::time::sleep(faults.chance.span(AWAY)).await;
        if was_drained && world.is_night() {
            stay_away(&world).await;
        }
        if !was_drained {
            storage.restart(clock.now());
        }
    }
}

/// The host is away for hours, but no longer than days pass.
async fn stay_away(world: &World) {
    let until = world.clock.now().after(world.faults.chance.span(AWAY_OF_DAYS));
    while world.is_night() && world.clock.now() < until {
        tokio::time::sleep(Duration::from_mins(10)).await;
    }
}

fn pipeline(world: &World) -> Pipeline {
    let World { storage, meta, till, faults, faulted, does_more, clock, routing, .. } = world;
    let wrapped = FaultyStorage {
        inner: Arc::clone(storage),
        journal: Arc::clone(&world.journal),
        faults: Arc::clone(faults),
    };
    let shared: SharedStorage = Arc::new(wrapped.clone());
    let ports = Ports {
        storage: shared,
        runner: Arc::new(CountingDepartment {
            storage: wrapped,
            faults: Arc::clone(faults),
            faulted: Arc::clone(faulted),
            sets_timers: *does_more,
            till: does_more.then(|| Arc::clone(till)),
        }),
        graph: Arc::new(SimGraph(Arc::clone(meta))),
        payments: Some(Arc::new(SimProvider(Arc::clone(till)))),
        cards: Some(Cards {
            api: Arc::new(SimCards(Arc::clone(meta))),
            account: till.cards.account(),
        }),
        certificates: None,
        clock: clock.clone(),
        entropy: faults.chance.clone(),
    };
    let pseudonym_key = Secret::new("a key of thirty-two bytes or more");
    let pace = PaceOptions::default();
    let templates = meta.templates.options();
    let options = PipelineOptions { pace, numbers: Vec::new(), pseudonym_key, templates };
    Pipeline::new(ports, options, routing.clone())
}
