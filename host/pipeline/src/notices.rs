//! Notices: what departments' back ends tell -> timers that are due at once. A third way into the data plane, beside
//! `ingest` and `timers`, and through the latter.
//!
//! Takes: a notice whose sender is known to be the department's. Gives: a timer, durable before it is acknowledged.
//! Never: runs a turn; tells a department's back end more of a citizen than it knew.
//! **Invariant I1:** a notice is taken once, however often it is sent; its id and its timer are one transaction.
//! **Invariant I8:** a back end reaches citizens who used its own department, and no others.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use metrics::counter;
use mitra_core::clock::{Clock, Timestamp};
use mitra_core::ids::DepartmentId;
use mitra_core::limits::{NOTICES_BURST, NOTICES_PER_SECOND, TIMER_WAIT_MAX};
use mitra_core::notice::{Addressee, Notice, NoticeId};
use mitra_core::timer::{Timer, TimerContent, TimerKey};
use mitra_storage::{
    NewNotice, NoticeDigest, NoticeReport, NoticeStage, NoticeTaken, SharedStorage, StorageError,
};
use sha2::{Digest, Sha256};

use crate::bell::Bell;
use crate::bucket::Bucket;
use crate::pseudonym::Pseudonyms;
use crate::routing::Routing;

/// How long it takes until a department may send one more, in microseconds.
const INTERVAL_US: i64 = 1_000_000 / NOTICES_PER_SECOND as i64;
/// When a back end may try again whose citizen has too many that wait: they may write in the meantime.
const CITIZEN_FULL_PAUSE: Duration = Duration::from_hours(1);
/// When a back end may try again while storage is away.
const STORE_PAUSE: Duration = Duration::from_secs(5);

/// The door for departments' back ends. Cheap to clone.
#[derive(Clone)]
pub struct NoticeCalls {
    pub(crate) storage: SharedStorage,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) pseudonyms: Pseudonyms,
    pub(crate) routing: Routing,
    pub(crate) bell: Bell,
    pub(crate) paces: Paces,
}

/// How fast each department sends.
#[derive(Debug, Clone, Default)]
pub(crate) struct Paces(Arc<Mutex<HashMap<DepartmentId, Bucket>>>);

impl Paces {
    /// Takes one notice of a department, or says after how long it may send one more.
    fn take(&self, department: &DepartmentId, now: Timestamp) -> Result<(), Duration> {
        let mut paces = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Senders are known departments: there are never more than these.
        let pace = paces.entry(department.clone()).or_default();
        pace.take(now, INTERVAL_US, NOTICES_BURST).map_err(|ready_at| ready_at.since(now))
    }
}

/// What became of a notice that was not refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noticed {
    /// It is durable, and will be told once.
    Taken,
    /// It was taken before.
    Known,
}

/// Why a notice is not taken. Nothing of it is stored. The words say who must act.
#[derive(Debug, thiserror::Error)]
pub enum NoticeRefusal {
    /// The department's vendor does not ask for notices.
    #[error(
        "E0301: `department.toml` of `{department}` does not ask for notices: \
         the vendor must add `receive = true` under `[notices]`"
    )]
    NotAsked {
        /// Which department.
        department: String,
    },
    /// The department has no such service.
    #[error("`{department}` has no service `{service}`: name one of its own: {services}")]
    UnknownService {
        /// Which department.
        department: String,
        /// What was named.
        service: String,
        /// What there is.
        services: String,
    },
    /// The department knows no such citizen.
    #[error(
        "`{department}` knows no such citizen: send what its turns were given as `citizen.pseudonym`, \
         and only for citizens who used it since it may send notices"
    )]
    UnknownCitizen {
        /// Which department.
        department: String,
    },
    /// Its id was used for something else.
    #[error("another notice was sent by the id `{id}`: give every notice an id of its own")]
    Conflict {
        /// Its id.
        id: String,
    },
    /// The department sends too fast.
    #[error(
        "`{department}` sends more than {NOTICES_PER_SECOND} notices a second: send slower, and this one again"
    )]
    TooFast {
        /// Which department.
        department: String,
        /// When it may send one more.
        ready_after: Duration,
    },
    /// Too many wait for this citizen.
    #[error(
        "as many notices as may wait for this citizen do: send it again later; \
         they are told when the citizen writes, and dropped after 30 days"
    )]
    CitizenFull,
    /// It cannot be stored now.
    #[error("the notice cannot be stored now: send it again")]
    Store(#[source] StorageError),
}

impl NoticeCalls {
    /// Takes a notice. Durable when it returns.
    pub async fn take(&self, notice: Notice) -> Result<Noticed, NoticeRefusal> {
        let department = notice.addressee.department.as_str().to_owned();
        let taken = self.try_take(notice).await;
        let result = match &taken {
            Ok(Noticed::Taken) => "taken",
            Ok(Noticed::Known) => "known",
            Err(refusal) => refusal.name(),
        };
        counter!("mitra_notices_total", "department" => department, "result" => result)
            .increment(1);
        taken
    }

    /// What became of a notice, as its department's back end may know it. None if its id is not known, or if it is from
    /// before this was written down.
    pub async fn report(
        &self,
        department: &DepartmentId,
        id: &NoticeId,
    ) -> Result<Option<NoticeReport>, StorageError> {
        let report = self.storage.notice_report(department, id.as_str()).await?;
        Ok(report.map(|report| as_told(report, self.clock.now())))
    }

    async fn try_take(&self, notice: Notice) -> Result<Noticed, NoticeRefusal> {
        let now = self.clock.now();
        self.check_pace(&notice.addressee.department, now)?;
        self.check_service(&notice)?;
        let digest = digest(&notice);
        let Notice { addressee: Addressee { department, pseudonym }, service, id, body } = notice;
        let set_by = self.pseudonyms.notice(&department, &id, now);
        let timer = Timer { at: now, content: TimerContent::Notice(body), set_by };
        let name = id.as_str().to_owned();
        let key = TimerKey { department: department.clone(), service, name };
        let new = NewNotice { pseudonym, digest, key, timer };
        match self.storage.take_notice(new, now).await.map_err(NoticeRefusal::Store)? {
            NoticeTaken::Taken => {
                self.bell.ring();
                Ok(Noticed::Taken)
            }
            NoticeTaken::Known => Ok(Noticed::Known),
            NoticeTaken::Conflict => Err(NoticeRefusal::Conflict { id: id.as_str().to_owned() }),
            NoticeTaken::UnknownCitizen => {
                Err(NoticeRefusal::UnknownCitizen { department: department.as_str().to_owned() })
            }
            NoticeTaken::CitizenFull => Err(NoticeRefusal::CitizenFull),
        }
    }

    /// Also what was taken before counts: it costs as much.
    fn check_pace(&self, department: &DepartmentId, now: Timestamp) -> Result<(), NoticeRefusal> {
        self.paces.take(department, now).map_err(|ready_after| {
            let department = department.as_str().to_owned();
            NoticeRefusal::TooFast { department, ready_after }
        })
    }

    /// Whether the department takes notices in this service.
    fn check_service(&self, notice: &Notice) -> Result<(), NoticeRefusal> {
        let Notice { addressee: Addressee { department, .. }, service, .. } = notice;
        let name = || department.as_str().to_owned();
        let desk = self.routing.desk();
        let live = desk.table().route(department).map(|route| route.live());
        let Some(live) = live.filter(|live| live.takes_notices) else {
            return Err(NoticeRefusal::NotAsked { department: name() });
        };
        if live.department.service(service).is_some() {
            return Ok(());
        }
        let services: Vec<_> =
            live.department.services.iter().map(|known| known.id.as_str()).collect();
        let (department, service) = (name(), service.as_str().to_owned());
        Err(NoticeRefusal::UnknownService { department, service, services: services.join(", ") })
    }
}

impl NoticeRefusal {
    /// A short stable name for metrics and logs.
    pub fn name(&self) -> &'static str {
        match self {
            Self::NotAsked { .. } => "not_asked",
            Self::UnknownService { .. } => "unknown_service",
            Self::UnknownCitizen { .. } => "unknown_citizen",
            Self::Conflict { .. } => "conflict",
            Self::TooFast { .. } => "too_fast",
            Self::CitizenFull => "citizen_full",
            Self::Store(_) => "not_stored",
        }
    }

    /// After how long the same notice may be sent again; none if that would not help.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::TooFast { ready_after, .. } => Some(*ready_after),
            Self::CitizenFull => Some(CITIZEN_FULL_PAUSE),
            Self::Store(_) => Some(STORE_PAUSE),
            Self::NotAsked { .. }
            | Self::UnknownService { .. }
            | Self::UnknownCitizen { .. }
            | Self::Conflict { .. } => None,
        }
    }
}

/// The words of some notices are kept back because their citizens want none; these stand as waiting for ever. So that
/// nobody can tell them from those that wait in vain, they end like these.
fn as_told(report: NoticeReport, now: Timestamp) -> NoticeReport {
    let ends_at = report.taken_at.after(TIMER_WAIT_MAX);
    let is_open = matches!(report.stage, NoticeStage::Waiting | NoticeStage::Announced);
    if !is_open || now < ends_at {
        return report;
    }
    let stage = NoticeStage::Dropped { reason: "expired".to_owned() };
    NoticeReport { stage, since: ends_at, delivery: None, ..report }
}

/// Stands for all that the back end said but the id, each part with its length before it, so that none runs into the
/// next.
fn digest(notice: &Notice) -> NoticeDigest {
    let Notice { addressee, service, body, .. } = notice;
    let mut hash = Sha256::new();
    for part in [addressee.pseudonym.as_str(), service.as_str(), body.as_str()] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    NoticeDigest(hash.finalize().into())
}

#[cfg(test)]
mod tests {
    use mitra_core::ids::{DepartmentId, Pseudonym, ServiceId};
    use mitra_core::notice::{NoticeBody, NoticeId};

    use super::*;

    fn notice(pseudonym: &str, service: &str, id: &str, body: &str) -> Notice {
        let department = DepartmentId::parse("energy").unwrap();
        Notice {
            addressee: Addressee { department, pseudonym: Pseudonym::new(pseudonym) },
            service: ServiceId::parse(service).unwrap(),
            id: NoticeId::parse(id).unwrap(),
            body: NoticeBody::parse(body).unwrap(),
        }
    }

    #[test]
    fn a_department_sends_a_burst_and_then_at_its_pace_and_slows_nobody_down() {
        let (paces, energy) = (Paces::default(), DepartmentId::parse("energy").unwrap());
        let at = |ms| Timestamp(1_763_000_000_000 + ms);
        for _ in 0..NOTICES_BURST {
            assert_eq!(paces.take(&energy, at(0)), Ok(()));
        }
        let interval_ms = i64::from(1_000 / NOTICES_PER_SECOND);
        let refused = paces.take(&energy, at(0)).expect_err("one too many");
        assert!(refused <= Duration::from_millis(1 + interval_ms.unsigned_abs()), "{refused:?}");
        let water = DepartmentId::parse("water").unwrap();
        assert_eq!(paces.take(&water, at(0)), Ok(()));
        assert!(paces.take(&energy, at(interval_ms - 1)).is_err());
        assert_eq!(paces.take(&energy, at(interval_ms)), Ok(()));
        assert!(paces.take(&energy, at(interval_ms)).is_err());
    }

    #[test]
    fn a_notice_that_waits_in_vain_ends_after_30_days_whoever_keeps_it_back() {
        let report = |stage| {
            let (taken_at, since, delivery) = (Timestamp(5), Timestamp(6), None);
            NoticeReport { stage, taken_at, since, delivery }
        };
        let end = Timestamp(5).after(TIMER_WAIT_MAX);
        for stage in [NoticeStage::Waiting, NoticeStage::Announced] {
            let early = as_told(report(stage.clone()), Timestamp(end.0 - 1));
            assert_eq!(early, report(stage.clone()));
            let late = as_told(report(stage), end);
            let dropped = NoticeStage::Dropped { reason: "expired".to_owned() };
            assert_eq!((late.stage, late.since), (dropped, end));
        }
        assert_eq!(as_told(report(NoticeStage::Told), end).stage, NoticeStage::Told);
    }

    #[test]
    fn notices_are_the_same_if_all_but_their_ids_is() {
        let of = |pseudonym, service, id, body| digest(&notice(pseudonym, service, id, body));
        let one = of("a", "bill", "1", "b");
        assert_eq!(one, of("a", "bill", "2", "b"));
        for other in [
            of("b", "bill", "1", "b"),
            of("a", "bil", "1", "b"),
            of("a", "bill", "1", "bb"),
            of("a", "bil", "1", "lb"),
            of("abil", "l", "1", "b"),
        ] {
            assert_ne!(one, other);
        }
    }
}
