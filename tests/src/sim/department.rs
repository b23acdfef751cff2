//! A department that counts: each turn raises its citizen's count and the department's total, and says the count. It
//! sets and cancels timers, asks for payments and hears notices, whose turns count like all others.
//!
//! If a turn were lost, run twice with effect, or half committed, the counts could not add up.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use mitra_core::certificate::CertificateEffects;
use mitra_core::department::{Department, Service};
use mitra_core::ids::{CitizenId, DepartmentId, ReleaseDigest, ServiceId, TopicId};
use mitra_core::language::Localized;
use mitra_core::media::MediaContent;
use mitra_core::ports::TurnRunner;
use mitra_core::reply::Reply;
use mitra_core::routing::{Route, RoutingTable, ServedRelease};
use mitra_core::share::Share;
use mitra_core::topic::{Topic, Topics};
use mitra_core::turn::{
    GuestState, Next, RecordKey, RecordRead, RecordVersion, RecordWrite, Scope, Turn, TurnEvent,
    TurnFault, TurnOutcome, TurnReport, Usage,
};
use mitra_storage::Records;

use super::chance::Chance;
use super::faults::Faults;
use super::office::Heard;
use super::payments::Bills;
use super::storage::FaultyStorage;
use super::till::SimTill;
use super::timers::{Deeds, Faulted};

/// How long a turn takes at most.
const SLOWEST: Duration = Duration::from_millis(300);
/// Turns in a thousand that fail in each of the ways a turn can.
const FAULTY: u64 = 30;

/// A text that makes the host panic, as a bug of ours might.
pub(super) const POISON: &str = "poison";

/// The releases of the history, of which one is live at a time.
const RELEASES: [&str; 2] = ["counting-one", "counting-two"];

pub(super) struct CountingDepartment {
    pub(super) storage: FaultyStorage,
    pub(super) faults: Arc<Faults>,
    pub(super) faulted: Arc<Faulted>,
    pub(super) sets_timers: bool,
    /// Where its citizens pay; with none it asks for nothing.
    pub(super) till: Option<Arc<SimTill>>,
}

/// The schema of the state that a release writes and reads: each its own.
fn schema(release: &str) -> u32 {
    if release == RELEASES[0] { 1 } else { 2 }
}

/// The table that a history begins with: the one department, in its first release.
pub(super) fn first_table() -> RoutingTable {
    RoutingTable::new([served(RELEASES[0]).into()])
}

/// The table at some step of a rollout: one release alone, with the other as a canary, or with the other draining.
pub(super) fn some_table(chance: &Chance) -> RoutingTable {
    let is_first = chance.happens(500);
    let (live, other) = (RELEASES[usize::from(is_first)], RELEASES[usize::from(!is_first)]);
    let (route, other) = (Route::from(served(live)), Arc::new(served(other)));
    let route = match chance.below(3) {
        0 => route,
        1 => route.with_canary(other, Share::percent(50.0).expect("a share")),
        _ => route.with_draining(vec![other]),
    };
    RoutingTable::new([route])
}

fn served(release: &str) -> ServedRelease {
    let same = |text: &str| {
        let text = || text.to_owned();
        Localized { te: text(), en: text(), hi: text() }
    };
    let service = |id: &str, name: &str| Service {
        id: ServiceId::parse(id).expect("an id"),
        name: same(name),
        summary: same("Counts every turn"),
        aliases: vec![name.to_lowercase()],
    };
    // Two, so that a timer can find the citizen in the middle of the other one.
    let services = vec![service("count", "Turnstile"), service("gate", "Garden gate")];
    let (id, name) = (department(), same("Counting"));
    let department = Department { id, name, services, state_schema: schema(release) };
    let digest = ReleaseDigest::new(release);
    let topic = Topic {
        id: TopicId::parse("counts").expect("an id"),
        name: same("Counts"),
        services: vec![ServiceId::parse("count").expect("an id")],
    };
    let topics = Topics::new(vec![topic]).expect("one is few");
    ServedRelease::new(digest, department, true).with_topics(topics)
}

/// What messages of a service are about, as the buttons of the desk's question name it.
pub(super) fn topic_of(service: &ServiceId) -> String {
    if service.as_str() == "count" { "counting:counts".to_owned() } else { "counting".to_owned() }
}

pub(super) fn department() -> DepartmentId {
    DepartmentId::parse("counting").expect("an id")
}

/// The record of one citizen's count, or of the total.
pub(super) fn count_key(citizen: Option<CitizenId>) -> RecordKey {
    let scope = citizen.map_or(Scope::Department, Scope::Citizen);
    RecordKey { department: department(), scope, key: "count".to_owned() }
}

/// The record that says of a count that no message of the citizen's led to it.
pub(super) fn unasked_key(citizen: CitizenId, count: u64) -> RecordKey {
    RecordKey { key: format!("unasked/{count}"), ..count_key(Some(citizen)) }
}

/// The text by which a turn says its count.
pub(super) fn count_text(count: u64) -> String {
    format!("count={count};")
}

#[async_trait]
impl TurnRunner for CountingDepartment {
    async fn run(&self, release: &ReleaseDigest, turn: Turn) -> TurnReport {
        self.faults.instant().await;
        self.check_state(&turn);
        assert!(turn.event != TurnEvent::Text(POISON.to_owned()), "the simulation says so");
        tokio::time::sleep(self.faults.chance.span(SLOWEST)).await;
        let report = match self.unreadable(release, &turn).or_else(|| self.fault()) {
            Some(fault) => TurnReport::failed(fault),
            None => self.count(release, &turn).await.unwrap_or_else(TurnReport::failed),
        };
        if let Err(fault) = &report.result {
            self.faulted.note(&turn, fault);
        }
        self.faults.instant().await;
        report
    }
}

impl CountingDepartment {
    fn fault(&self) -> Option<TurnFault> {
        if !self.faults.strikes(4 * FAULTY) {
            return None;
        }
        Some(match self.faults.chance.below(4) {
            0 => TurnFault::Trapped { detail: "simulated".to_owned() },
            1 => TurnFault::RetryLater { after: self.faults.chance.span(Duration::from_mins(2)) },
            2 => TurnFault::Overloaded,
            _ => TurnFault::Refused { body: "Not today.".to_owned() },
        })
    }

    /// I4: a conversation's state comes back as its release left it, with the schema of that release, to the service
    /// that left it; and a service that begins again does so without one.
    fn check_state(&self, turn: &Turn) {
        let is_intact = turn.state.as_ref().is_none_or(|state| {
            let left = std::str::from_utf8(&state.bytes).ok();
            left.and_then(|left| left.split_once(' ')).is_some_and(|(release, service)| {
                schema(release) == state.schema && service == turn.service.as_str()
            })
        });
        if !is_intact || (turn.event == TurnEvent::Opened && turn.state.is_some()) {
            self.faults.breaks("I4", format!("turn {} has a state that is not its own", turn.id));
        }
    }

    /// A state of another schema is carried over or not, as chance has it.
    fn unreadable(&self, release: &ReleaseDigest, turn: &Turn) -> Option<TurnFault> {
        let state = turn.state.as_ref()?;
        let is_other = state.schema != schema(release.as_str());
        let (schema, detail) = (state.schema, "simulated".to_owned());
        let fault = TurnFault::StateUnreadable { schema, detail };
        (is_other && self.faults.chance.below(2) == 0).then_some(fault)
    }

    async fn count(&self, release: &ReleaseDigest, turn: &Turn) -> Result<TurnReport, TurnFault> {
        let (mut reads, mut writes, mut counts) = (Vec::new(), Vec::new(), Vec::new());
        for key in [count_key(Some(turn.citizen)), count_key(None)] {
            let stored = Records::record(&self.storage, &key).await;
            let stored =
                stored.map_err(|error| TurnFault::HostFailed { detail: error.to_string() })?;
            let version = stored.as_ref().map_or(RecordVersion(0), |record| record.version);
            let count = stored.map_or(0, |record| decode(&record.value)) + 1;
            reads.push(RecordRead { key: key.clone(), version });
            writes.push(RecordWrite { key, value: Some(count.to_string().into_bytes()) });
            counts.push(count);
        }
        if is_unasked(&turn.event) {
            let key = unasked_key(turn.citizen, counts[0]);
            writes.push(RecordWrite { key, value: Some(Vec::new()) });
        }
        // Two replies now and then, so that the order within a turn is at stake too; the second is a file that says
        // what stands under it.
        let mut replies = vec![Reply::Text { body: count_text(counts[0]) }];
        if counts[0].is_multiple_of(3) {
            let said = format!("receipt {}", counts[0]);
            let (mime_type, bytes) = ("text/plain".to_owned(), said.clone().into_bytes().into());
            let file = MediaContent { mime_type, bytes };
            let filename = "receipt.txt".to_owned();
            replies.push(Reply::File { file, filename, caption: Some(said) });
        }
        let next = if counts[0].is_multiple_of(7) {
            Next::Finish
        } else {
            let bytes = format!("{release} {}", turn.service).into_bytes();
            Next::Stay(GuestState { schema: schema(release.as_str()), bytes })
        };
        let deeds = if self.sets_timers {
            Deeds::of(turn, counts[0], &self.storage, &self.faults).await?
        } else {
            Deeds::default()
        };
        let Deeds { reads: also_read, writes: also_written, timers } = deeds;
        let bills = match &self.till {
            Some(till) => Bills::of(turn, counts[0], &self.storage, &self.faults, till).await?,
            None => Bills::default(),
        };
        let heard = Heard::of(turn, &self.storage, &self.faults).await?;
        reads.extend(also_read.into_iter().chain(bills.reads).chain(heard.reads));
        writes.extend(also_written.into_iter().chain(bills.writes).chain(heard.writes));
        let result = Ok(TurnOutcome { replies, next, payment: bills.request });
        let (certificates, usage) = (CertificateEffects::default(), Usage::default());
        Ok(TurnReport { result, reads, writes, timers, certificates, usage })
    }
}

/// Whether no message of the citizen's led to it.
fn is_unasked(event: &TurnEvent) -> bool {
    match event {
        TurnEvent::Timer { .. } | TurnEvent::Payment(_) | TurnEvent::Notice { .. } => true,
        TurnEvent::Opened
        | TurnEvent::Text(_)
        | TurnEvent::Chosen { .. }
        | TurnEvent::Location(_)
        | TurnEvent::Media(_)
        | TurnEvent::Form(_)
        | TurnEvent::Back => false,
    }
}

/// A stored count.
pub(super) fn decode(value: &[u8]) -> u64 {
    std::str::from_utf8(value).ok().and_then(|text| text.parse().ok()).expect("a count")
}
