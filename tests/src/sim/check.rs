//! The invariants, checked on what storage holds and on what Meta got when everything has come to rest.

use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::Ordering;

use mitra_core::clock::{Clock, Timestamp};
use mitra_core::delivery::DeliveryStage;
use mitra_core::ids::{CitizenId, EventSeq};
use mitra_core::limits::{ATTEMPTS_MAX, UNKNOWN_WAIT};
use mitra_storage::memory::{Dump, DumpedKey, EventStage};

use super::citizens::{Said, Written};
use super::department::{count_key, count_text, decode, unasked_key};
use super::history::{Summary, World};
use super::meta::{Taken, copies};
use super::{journal, office, payments, refunds, timers};

/// An invariant that did not hold.
#[derive(Debug, thiserror::Error)]
#[error("{invariant} does not hold: {detail}")]
pub struct Violation {
    invariant: &'static str,
    detail: String,
}

impl Violation {
    /// Something is left to do, and nobody does it.
    pub(super) fn never_rests(world: &World) -> Self {
        let dump = world.storage.dump();
        let events = dump.events.iter().filter(|event| !event.settled()).count();
        let deliveries: Vec<_> = dump.deliveries.iter().filter(|d| !d.ended()).collect();
        let (timers, payments, refunds) = (&dump.timers, &dump.payments, &dump.refunds);
        let detail = format!(
            "{events} events unsettled, deliveries not ended: {deliveries:?}, timers: {timers:?}, \
             payments: {payments:?}, refunds: {refunds:?}"
        );
        Self { invariant: "everything comes to rest", detail }
    }
}

fn ensure(
    holds: bool,
    invariant: &'static str,
    detail: impl FnOnce() -> String,
) -> Result<(), Violation> {
    if holds { Ok(()) } else { Err(Violation { invariant, detail: detail() }) }
}

pub(super) async fn all(world: &World) -> Result<Summary, Violation> {
    if let Some((invariant, detail)) = world.faults.first_broken() {
        return Err(Violation { invariant, detail });
    }
    let dump = world.storage.dump();
    let taken = world.meta.taken();
    settled_once(world, &dump)?;
    settled_in_order(&dump)?;
    let crashed_at = world.crashed_at.lock().expect("no list panics").clone();
    let doubles = sent_as_promised(&dump, &taken, &crashed_at)?;
    let written = world.meta.written();
    let quiet = quiet(&dump, &written);
    let turns = counted(&dump, &quiet)?;
    let kept = timers::kept(&dump, &world.faulted, world.clock.now());
    let timers = kept.map_err(|detail| Violation { invariant: "timers", detail })?;
    let paid = payments::kept(&dump, &world.till, &world.faulted, &world.journal);
    let payments = paid.map_err(|detail| Violation { invariant: "payments", detail })?;
    let refunded = refunds::kept(&dump, &world.till);
    let refunds = refunded.map_err(|detail| Violation { invariant: "refunds", detail })?;
    let heard = office::kept(&dump, &world.office, &world.faulted, &quiet).await;
    let notices = heard.map_err(|detail| Violation { invariant: "notices", detail })?;
    let announced = journal::kept(&dump, &written, &world.journal);
    let (templates, topics) =
        announced.map_err(|detail| Violation { invariant: "templates", detail })?;
    Ok(Summary {
        crashes: world.faults.n_crashes(),
        drains: world.drains.load(Ordering::Relaxed),
        dead: dump
            .deliveries
            .iter()
            .filter(|row| matches!(row.stage, DeliveryStage::Dead(_)))
            .count(),
        events: written.len(),
        turns,
        timers,
        payments,
        refunds,
        cards: world.till.cards.all().len(),
        templates,
        topics,
        notices,
        deliveries: dump.deliveries.len(),
        doubles,
        fingerprint: fingerprint(&format!("{dump:?} {taken:?}")),
    })
}

fn fingerprint(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// I1 and I5: each message has one row, and was settled once.
fn settled_once(world: &World, dump: &Dump) -> Result<(), Violation> {
    let messages = dump.events.iter().filter_map(|event| match &event.of {
        DumpedKey::Message(_, wamid) => Some(wamid.as_str()),
        DumpedKey::Timer(_) => None,
    });
    let known: Vec<_> = messages.collect();
    let rows = known.len();
    let written = world.meta.written();
    ensure(rows == written.len(), "I5", || {
        format!("{} messages were written, there are {rows} events", written.len())
    })?;
    let known: HashSet<_> = known.into_iter().collect();
    for Written { wamid, .. } in &written {
        ensure(known.contains(wamid.as_str()), "I1", || format!("{wamid} was lost"))?;
    }
    for event in &dump.events {
        ensure(event.stage == EventStage::Settled { times: 1 }, "I1", || format!("{event:?}"))?;
    }
    ensure(dump.quarantine.is_empty(), "I1", || format!("quarantined: {:?}", dump.quarantine))
}

/// I2: each citizen's events were settled in inbox order.
fn settled_in_order(dump: &Dump) -> Result<(), Violation> {
    let mut last: BTreeMap<CitizenId, EventSeq> = BTreeMap::new();
    for (citizen, seq) in &dump.settlements {
        let before = last.insert(*citizen, *seq);
        ensure(before.is_none_or(|before| before < *seq), "I2", || {
            format!("citizen {citizen}: {seq} was settled after {before:?}")
        })?;
    }
    Ok(())
}

/// I3 and I7: what Meta took has a row; every row ended; nothing was sent twice but where the outcome was unknown and
/// no receipt told in time; a citizen's messages came in order.
fn sent_as_promised(
    dump: &Dump,
    taken: &[Taken],
    crashed_at: &[Timestamp],
) -> Result<usize, Violation> {
    let rows: BTreeMap<_, _> = dump.deliveries.iter().map(|row| (row.id, row)).collect();
    for row in &dump.deliveries {
        ensure(row.ended(), "I3", || format!("not ended: {row:?}"))?;
        ensure(row.attempts <= ATTEMPTS_MAX + 1, "I7", || format!("too many attempts: {row:?}"))?;
    }
    let mut doubles = 0;
    for (reference, copies) in copies(taken) {
        let row = rows.get(&reference.delivery);
        // A card that did not arrive is forgotten when a page takes its place, and a template at once.
        let fails = copies.iter().any(|copy| copy.fails);
        let is_its = row.map_or(fails, |row| is_of(&copies[0].body, &row.body));
        ensure(is_its, "I3", || format!("{reference} was sent without its row"))?;
        for pair in copies.windows(2) {
            let waited = pair[1].at.since(pair[0].at);
            let told = pair[0].receipt_at.is_some_and(|at| at < pair[1].at);
            // A host that crashes after the answer, before it could write it down, does not know either.
            let crashed = crashed_at.iter().any(|at| (pair[0].at..pair[1].at).contains(at));
            let is_unknown = !pair[0].answered || crashed;
            let is_allowed = is_unknown && !told && waited >= UNKNOWN_WAIT;
            ensure(is_allowed, "at most once unless unknown", || {
                format!("{reference} was sent again after {waited:?}: {:?}", pair[0])
            })?;
            doubles += 1;
        }
        let is_accepted = matches!(row.map(|row| &row.stage), Some(DeliveryStage::Accepted { .. }));
        let known = copies.iter().any(|copy| copy.answered) && crashed_at.is_empty();
        ensure(is_accepted || !known || fails, "I3", || {
            format!("{reference} was taken, and its row says {row:?}")
        })?;
    }
    let mut last: BTreeMap<&str, i64> = BTreeMap::new();
    let mut seen = HashSet::new();
    for message in taken.iter().filter(|message| seen.insert(message.reference)) {
        let delivery = message.reference.delivery.0;
        let before = last.insert(&message.to, delivery);
        ensure(before.is_none_or(|before| before < delivery), "order of replies", || {
            format!("{delivery} reached Meta after {before:?}")
        })?;
    }
    Ok(doubles)
}

/// Whether a message is this row's: a file is named only when it is sent.
fn is_of(sent: &str, row: &str) -> bool {
    let [mut sent, row] = [sent, row]
        .map(|body| serde_json::from_str::<serde_json::Value>(body).expect("it is JSON"));
    // Not by index, which would put a null there.
    if let Some(document) = sent.get_mut("document").and_then(|it| it.as_object_mut()) {
        document.remove("id");
    }
    sent == row
}

/// Who has ever said "stop": of them some words that nobody asked for were kept back.
fn quiet(dump: &Dump, written: &[Written]) -> HashSet<CitizenId> {
    let stops = written.iter().filter(|it| it.said == Said::Quiet(true));
    let stops: HashSet<_> = stops.map(|it| it.wamid.as_str()).collect();
    let is_stop = |of: &DumpedKey| match of {
        DumpedKey::Message(_, wamid) => stops.contains(wamid.as_str()),
        DumpedKey::Timer(_) => false,
    };
    let quiet = dump.events.iter().filter(|event| is_stop(&event.of));
    quiet.map(|event| event.citizen).collect()
}

/// I9: the counts that turns kept, the replies they gave and the total add up.
fn counted(dump: &Dump, quiet: &HashSet<CitizenId>) -> Result<u64, Violation> {
    let count = |citizen| dump.records.get(&count_key(citizen)).map_or(0, |r| decode(&r.value));
    let citizens: HashSet<_> = dump.events.iter().map(|event| event.citizen).collect();
    let mut sum = 0;
    for citizen in citizens {
        let counted = count(Some(citizen));
        sum += counted;
        let of_citizen = dump.deliveries.iter().filter(|row| row.citizen == citizen);
        let said: Vec<_> = of_citizen.map(|row| row.body.as_str()).collect();
        for n in 1..=counted {
            let told = said.iter().filter(|body| body.contains(&format!("\"{}\"", count_text(n))));
            let told = told.count();
            let is_unasked = dump.records.contains_key(&unasked_key(citizen, n));
            let is_kept_back = told == 0 && is_unasked && quiet.contains(&citizen);
            ensure(told == 1 || is_kept_back, "I9", || {
                format!("citizen {citizen} was told count {n} of {counted} {told} times")
            })?;
        }
        let beyond = format!("\"{}\"", count_text(counted + 1));
        ensure(!said.iter().any(|body| body.contains(&beyond)), "I9", || {
            format!("citizen {citizen} was told a count beyond {counted}")
        })?;
    }
    let total = count(None);
    ensure(total == sum, "I9", || format!("the total is {total}, the counts sum up to {sum}"))?;
    Ok(total)
}
