//! The counting department's timers: what it sets, what it hears, and whether each that was kept came.
//!
//! The department writes down in its records what it does with timers, in the same turns: what was kept is there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::time::Duration;

use mitra_core::clock::Timestamp;
use mitra_core::ids::CitizenId;
use mitra_core::limits::EVENT_ATTEMPTS_MAX;
use mitra_core::timer::{Timer, TimerContent, TimerKey, TimerWrite};
use mitra_core::turn::{
    RecordKey, RecordRead, RecordVersion, RecordWrite, Scope, Turn, TurnEvent, TurnFault,
};
use mitra_storage::memory::Dump;
use mitra_storage::{Record, Records};

use super::chance::Chance;
use super::department::department;
use super::faults::Faults;
use super::office;
use super::payments::faulted_as;
use super::storage::FaultyStorage;

/// The names of timers.
const NAMES: [&str; 2] = ["soon", "later"];
/// How far ahead most timers are, at most.
const SOON: Duration = Duration::from_mins(3);
/// How far ahead some are, at most.
const LATER: Duration = Duration::from_hours(2);
/// How far ahead few are, at least: the citizen cannot be written to any more.
pub(super) const MUCH_LATER: Duration = Duration::from_hours(25);

/// Turns of timers, payments and notices that ended in a fault, by the timer's number, the payment's end or the
/// notice's id. Survives crashes of the host.
#[derive(Debug, Default)]
pub(super) struct Faulted(Mutex<BTreeMap<String, (u32, bool)>>);

impl Faulted {
    pub(super) fn note(&self, turn: &Turn, fault: &TurnFault) {
        let number = match &turn.event {
            TurnEvent::Timer { note, .. } => number(note),
            TurnEvent::Payment(update) => faulted_as(&update.reference, update.end.name()),
            TurnEvent::Notice { id, .. } => office::faulted_as(id),
            TurnEvent::Opened
            | TurnEvent::Text(_)
            | TurnEvent::Chosen { .. }
            | TurnEvent::Location(_)
            | TurnEvent::Media(_)
            | TurnEvent::Back
            | TurnEvent::Form(_) => return,
        };
        let mut faulted = self.0.lock().expect("no map panics");
        let (times, ended) = faulted.entry(number).or_default();
        *times += 1;
        // The turn of a payment is repeated whatever happened to it.
        let is_final = matches!(fault, TurnFault::Trapped { .. } | TurnFault::Refused { .. });
        let is_dropped = matches!(turn.event, TurnEvent::Timer { .. } | TurnEvent::Notice { .. });
        *ended |= is_final && is_dropped;
    }

    /// Whether the host may have dropped the timer.
    pub(super) fn may_be_gone(&self, number: &str) -> bool {
        let faulted = self.0.lock().expect("no map panics");
        faulted.get(number).is_some_and(|(times, ended)| *ended || *times > EVENT_ATTEMPTS_MAX)
    }
}

fn number(note: &[u8]) -> String {
    String::from_utf8(note.to_vec()).expect("a timer's number")
}

fn record(citizen: CitizenId, key: String) -> RecordKey {
    RecordKey { department: department(), scope: Scope::Citizen(citizen), key }
}

/// What a turn does with timers, and the records in which it says so.
#[derive(Debug, Default)]
pub(super) struct Deeds {
    pub(super) reads: Vec<RecordRead>,
    pub(super) writes: Vec<RecordWrite>,
    pub(super) timers: Vec<TimerWrite>,
}

impl Deeds {
    /// Of the citizen's `count`th turn.
    pub(super) async fn of(
        turn: &Turn,
        count: u64,
        storage: &FaultyStorage,
        faults: &Faults,
    ) -> Result<Self, TurnFault> {
        let mut deeds = Self::default();
        let mut heard = None;
        if let TurnEvent::Timer { name, at, note } = &turn.event {
            deeds.hear(turn, name, *at, &number(note), storage, faults).await?;
            heard = Some(name.as_str());
        }
        let name = NAMES[usize::from(faults.chance.happens(500))];
        // A record is read and written once in a turn.
        if heard != Some(name) {
            deeds.change(turn, name, count, storage, &faults.chance).await?;
        }
        Ok(deeds)
    }

    /// I1: a timer comes once, not early, and not after it was cancelled or replaced.
    async fn hear(
        &mut self,
        turn: &Turn,
        name: &str,
        at: Timestamp,
        number: &str,
        storage: &FaultyStorage,
        faults: &Faults,
    ) -> Result<(), TurnFault> {
        let current = self.read(turn, format!("timer/{}/{name}", turn.service), storage).await?;
        if current.as_deref() != Some(number) {
            let detail = format!("timer {number} came, {current:?} was the one set last");
            faults.breaks("timers", detail);
        }
        let kept = self.read(turn, format!("set/{number}"), storage).await?;
        if kept != Some(at.0.to_string()) || turn.now < at {
            let detail = format!("timer {number} of {kept:?} came at {} for {at}", turn.now);
            faults.breaks("timers", detail);
        }
        self.write(turn, format!("timer/{}/{name}", turn.service), None);
        self.end(turn, number, "came", storage, faults).await
    }

    /// Sets or cancels a timer, or not.
    async fn change(
        &mut self,
        turn: &Turn,
        name: &str,
        count: u64,
        storage: &FaultyStorage,
        chance: &Chance,
    ) -> Result<(), TurnFault> {
        let (sets, cancels) = (chance.happens(350), chance.happens(150));
        if !sets && !cancels {
            return Ok(());
        }
        let own = format!("timer/{}/{name}", turn.service);
        if let Some(before) = self.read(turn, own.clone(), storage).await? {
            self.write(turn, format!("end/{before}"), Some("cancelled"));
        }
        let (department, service) = (turn.department.clone(), turn.service.clone());
        let key = TimerKey { department, service, name: name.to_owned() };
        if !sets {
            self.write(turn, own, None);
            self.timers.push(TimerWrite { key, timer: None });
            return Ok(());
        }
        let ahead = match chance.below(20) {
            0 => MUCH_LATER,
            1..4 => chance.span(LATER),
            _ => chance.span(SOON),
        };
        let (at, number) = (turn.now.after(ahead), format!("{}-{count}", turn.citizen));
        self.write(turn, own, Some(&number));
        self.write(turn, format!("set/{number}"), Some(&at.0.to_string()));
        let content = TimerContent::Note(number.into_bytes());
        let timer = Timer { at, content, set_by: turn.id.clone() };
        self.timers.push(TimerWrite { key, timer: Some(timer) });
        Ok(())
    }

    async fn end(
        &mut self,
        turn: &Turn,
        number: &str,
        how: &str,
        storage: &FaultyStorage,
        faults: &Faults,
    ) -> Result<(), TurnFault> {
        let ended = self.read(turn, format!("end/{number}"), storage).await?;
        if let Some(before) = ended {
            faults.breaks("timers", format!("timer {number} {how} after it {before}"));
        }
        self.write(turn, format!("end/{number}"), Some(how));
        Ok(())
    }

    async fn read(
        &mut self,
        turn: &Turn,
        key: String,
        storage: &FaultyStorage,
    ) -> Result<Option<String>, TurnFault> {
        let key = record(turn.citizen, key);
        let stored = Records::record(storage, &key).await;
        let stored = stored.map_err(|error| TurnFault::HostFailed { detail: error.to_string() })?;
        let version = stored.as_ref().map_or(RecordVersion(0), |record| record.version);
        self.reads.push(RecordRead { key, version });
        Ok(stored.map(|record| text(&record)))
    }

    fn write(&mut self, turn: &Turn, key: String, value: Option<&str>) {
        let value = value.map(|text| text.as_bytes().to_vec());
        self.writes.push(RecordWrite { key: record(turn.citizen, key), value });
    }
}

fn text(record: &Record) -> String {
    String::from_utf8(record.value.clone()).expect("a text")
}

/// I1 for timers: each that was kept came, was cancelled or replaced, or waits; unless its turn failed, nothing is
/// lost. Gives how many came, or what is wrong.
pub(super) fn kept(dump: &Dump, faulted: &Faulted, now: Timestamp) -> Result<usize, String> {
    let notes = dump.timers.iter().filter_map(|timer| match &timer.timer.content {
        TimerContent::Note(note) => Some(number(note)),
        TimerContent::Payment(_) | TimerContent::Notice(_) | TimerContent::Refund(_) => None,
    });
    let waiting: BTreeSet<_> = notes.collect();
    if let Some(late) = dump.timers.iter().find(|timer| timer.due_at <= now) {
        return Err(format!("it is {now}, and nobody takes up {late:?}"));
    }
    let mut n_came = 0;
    for key in dump.records.keys() {
        let Some(number) = key.key.strip_prefix("set/") else { continue };
        let end = RecordKey { key: format!("end/{number}"), ..key.clone() };
        let end = dump.records.get(&end).map(text);
        n_came += usize::from(end.as_deref() == Some("came"));
        match (end, waiting.contains(number)) {
            (Some(_), false) | (None, true) => {}
            (None, false) if faulted.may_be_gone(number) => {}
            (end, waits) => {
                return Err(format!("timer {number}: it ended as {end:?}, it waits: {waits}"));
            }
        }
    }
    Ok(n_came)
}
