//! The counting department's back end: it sends notices until they are acknowledged, as a host may crash before it
//! answers; and whether each that was acknowledged was heard once.
//!
//! The department writes down in its records what it hears, in the same turns.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use mitra_core::ids::{CitizenId, ServiceId};
use mitra_core::notice::{Addressee, Notice, NoticeBody, NoticeId};
use mitra_core::timer::TimerKind;
use mitra_core::turn::{
    RecordKey, RecordRead, RecordVersion, RecordWrite, Scope, Turn, TurnEvent, TurnFault,
};
use mitra_pipeline::{NoticeCalls, NoticeRefusal, Noticed};
use mitra_storage::memory::{Dump, MemoryStorage};
use mitra_storage::{NoticeDelivery, NoticeStage, Notices, Record, Records};

use super::department::department;
use super::faults::Faults;
use super::storage::FaultyStorage;
use super::timers::Faulted;

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(10);
/// The longest pause before the same notice is sent again.
const PAUSE: Duration = Duration::from_secs(20);
/// Notices in a thousand that are sent once more after they were acknowledged.
const REPEATED: u64 = 300;

/// The back end. It never crashes.
pub(super) struct SimOffice {
    faults: Arc<Faults>,
    storage: Arc<MemoryStorage>,
    door: Mutex<Option<NoticeCalls>>,
    /// Every notice by its id, and what became of it.
    sent: Mutex<BTreeMap<String, Sent>>,
}

/// What became of a notice, as far as the back end knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sent {
    /// It was not answered yet.
    Unknown,
    /// The host has it.
    Acknowledged,
    /// Too many wait for the citizen: it was given up.
    GivenUp,
}

impl SimOffice {
    pub(super) fn new(faults: Arc<Faults>, storage: Arc<MemoryStorage>) -> Arc<Self> {
        Arc::new(Self { faults, storage, door: Mutex::default(), sent: Mutex::default() })
    }

    /// The host that listens now, if there is one.
    pub(super) fn set_door(&self, door: Option<NoticeCalls>) {
        *self.door.lock().expect("nothing panics that holds it") = door;
    }

    /// Begins to send one more notice about one of the department's citizens, if it has any.
    pub(super) fn sends_one(self: &Arc<Self>) {
        let known: Vec<Addressee> = self.storage.dump().addressees.into_keys().collect();
        let Some(last) = known.len().checked_sub(1) else { return };
        let place = usize::try_from(self.faults.chance.below(known.len() as u64)).unwrap_or(last);
        let id = format!("n{}", self.lock().len());
        let service = if self.faults.chance.happens(500) { "count" } else { "gate" };
        let notice = Notice {
            addressee: known[place].clone(),
            service: ServiceId::parse(service).expect("an id"),
            id: NoticeId::parse(&id).expect("an id"),
            body: NoticeBody::parse("news").expect("a body"),
        };
        self.lock().insert(id, Sent::Unknown);
        let office = Arc::clone(self);
        tokio::spawn(async move { office.send(notice).await });
    }

    /// Sends a notice until it is answered; perhaps once more.
    async fn send(&self, notice: Notice) {
        loop {
            let end = self.try_send(&notice).await;
            if let Some(end) = end {
                self.lock().insert(notice.id.as_str().to_owned(), end);
                break;
            }
            tokio::time::sleep(self.faults.chance.span(PAUSE)).await;
        }
        if self.faults.chance.happens(REPEATED) {
            tokio::time::sleep(self.faults.chance.span(PAUSE)).await;
            self.try_send(&notice).await;
        }
    }

    /// Sends it once. None if that was in vain, or nobody knows.
    async fn try_send(&self, notice: &Notice) -> Option<Sent> {
        let door = self.door.lock().expect("nothing panics that holds it").clone()?;
        let answer = tokio::time::timeout(PATIENCE, door.take(notice.clone())).await.ok()?;
        match answer {
            Ok(Noticed::Taken | Noticed::Known) => Some(Sent::Acknowledged),
            Err(NoticeRefusal::CitizenFull) => Some(Sent::GivenUp),
            Err(NoticeRefusal::Store(_) | NoticeRefusal::TooFast { .. }) => None,
            Err(
                refusal @ (NoticeRefusal::NotAsked { .. }
                | NoticeRefusal::UnknownService { .. }
                | NoticeRefusal::UnknownCitizen { .. }
                | NoticeRefusal::Conflict { .. }),
            ) => {
                self.faults.breaks("notices", format!("{} was refused: {refusal}", notice.id));
                None
            }
        }
    }

    /// Whether every notice was answered.
    pub(super) fn is_idle(&self) -> bool {
        self.lock().values().all(|sent| *sent != Sent::Unknown)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Sent>> {
        self.sent.lock().expect("nothing panics that holds it")
    }
}

/// What a turn does about a notice, and the record in which it says so.
#[derive(Debug, Default)]
pub(super) struct Heard {
    pub(super) reads: Vec<RecordRead>,
    pub(super) writes: Vec<RecordWrite>,
}

impl Heard {
    /// I1: a notice comes once.
    pub(super) async fn of(
        turn: &Turn,
        storage: &FaultyStorage,
        faults: &Faults,
    ) -> Result<Self, TurnFault> {
        let TurnEvent::Notice { id, .. } = &turn.event else { return Ok(Self::default()) };
        let key = heard_key(turn.citizen, id);
        let stored: Option<Record> = Records::record(storage, &key)
            .await
            .map_err(|error| TurnFault::HostFailed { detail: error.to_string() })?;
        if stored.is_some() {
            faults.breaks("notices", format!("{id} came again"));
        }
        let version = stored.map_or(RecordVersion(0), |record| record.version);
        let reads = vec![RecordRead { key: key.clone(), version }];
        let writes = vec![RecordWrite { key, value: Some(b"heard".to_vec()) }];
        Ok(Self { reads, writes })
    }
}

fn heard_key(citizen: CitizenId, id: &str) -> RecordKey {
    let key = format!("notice/{id}");
    RecordKey { department: department(), scope: Scope::Citizen(citizen), key }
}

/// By what a turn of a notice is known among those that failed.
pub(super) fn faulted_as(id: &str) -> String {
    format!("notice {id}")
}

/// I1 for notices: each that was acknowledged was heard once, or waits; unless its turn failed, nothing is lost. One
/// that was given up was not taken. The back end is told of each as it is. Gives how many were heard, or what is wrong.
pub(super) async fn kept(
    dump: &Dump,
    office: &SimOffice,
    faulted: &Faulted,
    quiet: &HashSet<CitizenId>,
) -> Result<usize, String> {
    let mut n_heard = 0;
    let all = office.lock().clone();
    for (id, sent) in &all {
        let of_it = |key: &&RecordKey| key.key == format!("notice/{id}");
        let heard_by: Vec<_> = dump.records.keys().filter(of_it).map(|key| &key.scope).collect();
        let heard = heard_by.len();
        // Words that a citizen does not want are kept back, and nobody is told of that.
        let is_quiet = |scope: &&Scope| match scope {
            Scope::Citizen(citizen) => quiet.contains(citizen),
            Scope::Department => false,
        };
        let may_be_kept_back = heard == 1 && heard_by.iter().all(is_quiet);
        let waiting = dump.timers.iter().filter(|timer| {
            timer.timer.content.kind() == TimerKind::Notice && timer.key.name == *id
        });
        let waiting = waiting.count();
        n_heard += heard;
        match (sent, heard + waiting) {
            (Sent::Acknowledged, 1) | (Sent::GivenUp, 0) => {}
            (Sent::Acknowledged, 0) if faulted.may_be_gone(&faulted_as(id)) => {}
            _ => return Err(format!("{id} is {sent:?}, was heard {heard} times, waits {waiting}")),
        }
        let report = Notices::notice_report(&*office.storage, &department(), id).await;
        let report = report.map_err(|error| error.to_string())?;
        let is_true = match report.as_ref().map(|report| (&report.stage, report.delivery)) {
            None => *sent == Sent::GivenUp,
            Some((NoticeStage::Waiting, delivery)) => {
                delivery.is_none() && (waiting == 1 || may_be_kept_back)
            }
            Some((NoticeStage::Announced, delivery)) => {
                let has_arrived = delivery.is_some_and(|it| it != NoticeDelivery::Failed);
                has_arrived && (waiting == 1 || may_be_kept_back)
            }
            Some((NoticeStage::Told, delivery)) => heard == 1 && delivery.is_some(),
            Some((NoticeStage::Dropped { .. }, _)) => heard + waiting == 0,
        };
        if !is_true {
            return Err(format!("{id} was heard {heard} times, waits {waiting}, is {report:?}"));
        }
    }
    Ok(n_heard)
}
