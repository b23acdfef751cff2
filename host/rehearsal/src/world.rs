//! One scenario's world: a pipeline as in production, over a storage in memory and a clock that stands still.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use mitra_core::application::Following;
use mitra_core::clock::{Clock, Timestamp};
use mitra_core::delivery::DeliveryStage;
use mitra_core::identity::Secret;
use mitra_core::ids::{CitizenId, DepartmentId, ServiceId};
use mitra_core::notice::{Addressee, Notice, NoticeBody, NoticeId};
use mitra_core::routing::{RoutingTable, ServedRelease};
use mitra_pipeline::{
    Ingest, NoticeCalls, PaceOptions, PaymentCalls, Pipeline, PipelineOptions, Ports, Routing,
};
use mitra_runtime::{LoadedRelease, Sandbox};
use mitra_scenario::{Kept, Names};
use mitra_storage::memory::{Dump, DumpedEvent, DumpedTimer, MemoryStorage};
use mitra_storage::{Inbox, Outbox};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::clock::{NoJitter, SceneClock};
use crate::failure::FailureKind;
use crate::letter::Letter;
use crate::phone::Phones;
use crate::press::Press;
use crate::shelves::{Laid, laid};
use crate::till::Till;
use crate::watch::Watch;

/// How long the host may take to come to rest, in this machine's time: several turns' worth.
const PATIENCE: Duration = Duration::from_mins(1);
/// The pause between two looks at whether it has.
const LOOK: Duration = Duration::from_millis(1);
/// What passes before a citizen does the next thing, so that two of them never happen at one instant.
const BETWEEN_ACTS: Duration = Duration::from_secs(1);

/// What a world goes by.
#[derive(Debug, Clone)]
pub(crate) struct Terms {
    /// What the department's chance comes from.
    pub(crate) chance: u64,
    /// Whether it is sent notices.
    pub(crate) takes_notices: bool,
    /// Where its citizens follow what they applied for.
    pub(crate) following: Following,
}

/// One scenario's world. Dropped, it ends.
pub(crate) struct World {
    pub(crate) phones: Arc<Phones>,
    pub(crate) watch: Arc<Watch>,
    clock: Arc<SceneClock>,
    storage: MemoryStorage,
    /// As it was at the beginning.
    began: Dump,
    door: Ingest,
    payments: PaymentCalls,
    department: DepartmentId,
    notices: NoticeCalls,
    till: Arc<Till>,
    chance: u64,
    n_letters: u64,
    stop: CancellationToken,
    stages: JoinHandle<()>,
}

impl World {
    /// Begins at the clock's instant.
    pub(crate) fn begin(
        sandbox: &Sandbox,
        release: LoadedRelease,
        storage: MemoryStorage,
        clock: Arc<SceneClock>,
        Terms { chance, takes_notices, following }: Terms,
    ) -> Self {
        let began = storage.dump();
        let LoadedRelease { digest, department } = release;
        let id = department.id.clone();
        let (phones, watch) = (Arc::new(Phones::default()), Arc::new(Watch::new(sandbox.clone())));
        let till = Arc::new(Till::new(clock.clone()));
        let ports = Ports {
            storage: Arc::new(storage.clone()),
            runner: watch.clone(),
            graph: phones.clone(),
            payments: Some(till.clone()),
            cards: None,
            certificates: Some(Arc::new(Press)),
            clock: clock.clone(),
            entropy: Arc::new(NoJitter::default()),
        };
        // The clock stands still, so that no pause would ever end: messages leave as fast as they are written.
        let pace = PaceOptions {
            sends_per_second: 1_000_000,
            citizen_interval: Duration::from_micros(1),
            citizen_burst: 1_000_000,
        };
        let pseudonym_key = Secret::new(format!("the key of rehearsals with chance {chance}"));
        let options = PipelineOptions { pace, numbers: Vec::new(), pseudonym_key, templates: None };
        let served = ServedRelease::new(digest, department, takes_notices);
        let table = RoutingTable::new([served.followed_in(following).into()]);
        let pipeline = Pipeline::new(ports, options, Routing::new(table));
        let (door, payments) = (pipeline.ingest(), pipeline.payment_calls());
        let notices = pipeline.notice_calls();
        let stop = CancellationToken::new();
        let stopped = stop.clone();
        let stages = tokio::spawn(async move { pipeline.run(stopped).await });
        let n_letters = 0;
        Self {
            phones,
            watch,
            clock,
            storage,
            began,
            door,
            payments,
            department: id,
            notices,
            till,
            chance,
            n_letters,
            stop,
            stages,
        }
    }

    /// The instant.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A citizen sends a message, and everything that follows from it now happens.
    pub(crate) async fn post(&mut self, phone: &str, letter: &Letter) -> Result<(), FailureKind> {
        self.clock.move_to(self.clock.now().after(BETWEEN_ACTS));
        self.n_letters += 1;
        let wamid = format!("wamid.in.{}.{}", self.chance, self.n_letters);
        let notification = letter.notification(phone, &wamid, self.clock.now());
        self.door.run(&notification).await.expect("a storage in memory takes what it is given");
        self.rest().await
    }

    /// A citizen pays the order of this number, or tries in vain; and everything that follows from it now happens.
    pub(crate) async fn pay(&self, number: usize, is_paid: bool) -> Result<(), FailureKind> {
        self.clock.move_to(self.clock.now().after(BETWEEN_ACTS));
        let why = "it is paid, has failed or has expired";
        let order = self.till.end(number, is_paid).ok_or(FailureKind::NotPayable { why })?;
        self.payments.news_of(&order).await.expect("a storage in memory takes what it is given");
        self.rest().await
    }

    /// The department's back end sends a notice about the citizen with this number; and everything that follows from it
    /// now happens.
    pub(crate) async fn notice(
        &self,
        phone: &str,
        service: &str,
        id: &str,
        body: &str,
    ) -> Result<(), FailureKind> {
        self.clock.move_to(self.clock.now().after(BETWEEN_ACTS));
        let refused = |why: String| FailureKind::NotNoticed { why };
        let why = "the department knows this citizen from no turn yet, or asks for no `[notices]`";
        let addressee = self.addressee(phone).ok_or_else(|| refused(why.to_owned()))?;
        let notice = Notice {
            addressee,
            service: ServiceId::parse(service).map_err(|error| refused(error.to_string()))?,
            id: NoticeId::parse(id).map_err(|error| refused(error.to_string()))?,
            body: NoticeBody::parse(body).map_err(|error| refused(error.to_string()))?,
        };
        self.notices.take(notice).await.map_err(|error| refused(error.to_string()))?;
        self.rest().await
    }

    /// Whether this lies in storage, for the citizen with this phone number.
    pub(crate) fn keeps(
        &self,
        kept: &Kept,
        phone: Option<&str>,
        names: &Names,
    ) -> Result<(), FailureKind> {
        let dump = self.storage.dump();
        let citizen = phone.and_then(|phone| dump.phones.get(phone)).copied();
        let Laid { entries, n_gone } =
            laid(kept.shelf, &self.began, &dump, &self.department, citizen);
        kept.check(&entries, n_gone, names).map_err(|why| FailureKind::NotKept { why })
    }

    /// As whom the department's back end knows the citizen.
    fn addressee(&self, phone: &str) -> Option<Addressee> {
        let dump = self.storage.dump();
        let citizen = dump.phones.get(phone)?;
        let is_theirs = |(addressee, known): &(Addressee, CitizenId)| {
            known == citizen && addressee.department == self.department
        };
        dump.addressees.into_iter().find(is_theirs).map(|(addressee, _)| addressee)
    }

    /// The clock moves so far, and everything happens that is due on the way, at its instant.
    pub(crate) async fn wait(&self, span: Duration) -> Result<(), FailureKind> {
        self.wait_until(self.clock.now().after(span)).await
    }

    /// The same until an instant.
    pub(crate) async fn wait_until(&self, until: Timestamp) -> Result<(), FailureKind> {
        while let Some(due) = self.next_due().await.filter(|due| *due <= until) {
            self.clock.move_to(due);
            self.payments.look();
            self.rest().await?;
        }
        self.clock.move_to(until);
        self.payments.look();
        self.rest().await
    }

    async fn next_due(&self) -> Option<Timestamp> {
        let now = self.clock.now();
        let known = "a storage in memory answers";
        let event = self.storage.next_event_due(now).await.expect(known);
        let delivery = self.storage.next_delivery_due(now).await.expect(known);
        let dump = self.storage.dump();
        let timers = dump.timers.into_iter().map(|timer| timer.due_at);
        // One that is due already waits for its citizen's event.
        let timer = timers.filter(|due| *due > now).min();
        let payments = dump.payments.into_iter().filter_map(|payment| payment.check_at);
        let payment = payments.filter(|due| *due > now).min();
        event.into_iter().chain(delivery).chain(timer).chain(payment).min()
    }

    /// Waits until nothing is left to do at this instant.
    async fn rest(&self) -> Result<(), FailureKind> {
        let resting = async {
            loop {
                let dump = self.storage.dump();
                if is_at_rest(&dump, self.clock.now()) {
                    break dump;
                }
                tokio::time::sleep(LOOK).await;
            }
        };
        let dump = tokio::time::timeout(PATIENCE, resting).await;
        let dump = dump.map_err(|_| FailureKind::Restless { seconds: PATIENCE.as_secs() })?;
        let dead = dump.deliveries.iter().find_map(|delivery| {
            if let DeliveryStage::Dead(reason) = &delivery.stage {
                return Some(reason.to_string());
            }
            None
        });
        match dead {
            Some(reason) => Err(FailureKind::GivenUp { reason }),
            None => Ok(()),
        }
    }

    /// Ends the world: nothing of it reaches the next scenario's.
    pub(crate) async fn end(self) {
        self.stop.cancel();
        self.stages.await.expect("the pipeline catches panics");
    }
}

/// Whether all is sent, the first event of each citizen's lane, if there is one, waits for a later instant, and so do
/// the timers of citizens without one.
fn is_at_rest(dump: &Dump, now: Timestamp) -> bool {
    let mut firsts: BTreeMap<CitizenId, &DumpedEvent> = BTreeMap::new();
    for event in dump.events.iter().filter(|event| !event.settled()) {
        firsts.entry(event.citizen).or_insert(event);
    }
    let waits = |event: &&DumpedEvent| !event.claimed && event.not_before > now;
    let is_held = |timer: &DumpedTimer| timer.due_at > now || firsts.contains_key(&timer.citizen);
    firsts.values().all(waits)
        && dump.timers.iter().all(is_held)
        && dump.payments.iter().all(|payment| payment.check_at.is_none_or(|at| at > now))
        && dump.deliveries.iter().all(mitra_storage::memory::DumpedDelivery::ended)
}
