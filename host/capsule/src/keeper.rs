//! Keeps turns as capsules, away from the turns: reads them out, seals them, stores them.

use std::sync::Arc;
use std::time::Duration;

use metrics::counter;
use mitra_core::clock::Clock;
use mitra_core::ids::{CitizenId, DepartmentId};
use mitra_core::limits::CAPSULE_QUEUE_MAX;
use mitra_core::media::MediaKey;
use mitra_storage::{CapsuleFacts, CapsuleKind, Capsules, StoredCapsule};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::capsule::{Capsule, id_of};
use crate::seal::CapsuleKey;

/// How often capsules are forgotten whose time is over.
const PURGE_INTERVAL: Duration = Duration::from_mins(1);
/// Capsules forgotten at once: others get the writer in between.
const PURGED_AT_ONCE_MAX: usize = 200;

/// How turns are kept.
pub struct KeeperOptions {
    /// What capsules are sealed with.
    pub key: Arc<CapsuleKey>,
    /// How many of each kind are kept of each department.
    pub turns: usize,
    /// For how long.
    pub keep_for: Duration,
}

/// A turn that was run, with what it was answered.
pub struct Taken {
    /// Whose it was. It is forgotten with them.
    pub citizen: CitizenId,
    /// By which the citizen's files were named.
    pub media_key: MediaKey,
    /// The turn.
    pub capsule: Capsule,
}

/// Keeps turns as capsules.
pub struct Keeper {
    options: KeeperOptions,
    storage: Arc<dyn Capsules>,
    clock: Arc<dyn Clock>,
    queue: mpsc::Receiver<Taken>,
}

impl Keeper {
    /// A keeper, and where turns are handed to it.
    pub fn new(
        options: KeeperOptions,
        storage: Arc<dyn Capsules>,
        clock: Arc<dyn Clock>,
    ) -> (Self, mpsc::Sender<Taken>) {
        let (sender, queue) = mpsc::channel(CAPSULE_QUEUE_MAX);
        (Self { options, storage, clock, queue }, sender)
    }

    /// Keeps what is handed over, and forgets what is over, until `stop`.
    pub async fn run(mut self, stop: CancellationToken) {
        let mut purge = tokio::time::interval(PURGE_INTERVAL);
        loop {
            tokio::select! {
                biased;
                () = stop.cancelled() => return,
                _ = purge.tick() => self.purge().await,
                taken = self.queue.recv() => match taken {
                    Some(taken) => self.keep(taken).await,
                    None => return,
                },
            }
        }
    }

    async fn keep(&self, taken: Taken) {
        let department = taken.capsule.department.clone();
        let outcome = match self.stored(taken) {
            Some(capsule) => match self.storage.keep_capsule(capsule, self.options.turns).await {
                Ok(()) => "kept",
                Err(error) => {
                    let error = &error as &dyn std::error::Error;
                    tracing::warn!(department = department.as_str(), error, "a capsule is lost");
                    "failed"
                }
            },
            None => "too_large",
        };
        count(&department, outcome);
    }

    /// The turn as it is stored, unless it is too large.
    fn stored(&self, taken: Taken) -> Option<StoredCapsule> {
        let Taken { citizen, media_key, capsule } = taken;
        let text = capsule.written(&media_key).ok()?;
        let (id, department) = (id_of(&text), capsule.department.clone());
        let fault = capsule.did.fault_name();
        let kind = if fault.is_some() { CapsuleKind::Fault } else { CapsuleKind::Turn };
        let taken_at = self.clock.now();
        let sealed = self.options.key.seal(&department, &id, &text);
        let facts = CapsuleFacts {
            ended: fault.unwrap_or("well").to_owned(),
            id,
            department,
            citizen: Some(citizen),
            release: capsule.release.clone(),
            kind,
            taken_at,
            expires_at: taken_at.after(self.options.keep_for),
        };
        Some(StoredCapsule { facts, sealed })
    }

    async fn purge(&self) {
        loop {
            match self.storage.purge_capsules(self.clock.now(), PURGED_AT_ONCE_MAX).await {
                Ok(purged) if purged >= PURGED_AT_ONCE_MAX => {}
                Ok(_) => return,
                Err(error) => {
                    let error = &error as &dyn std::error::Error;
                    tracing::warn!(error, "capsules whose time is over cannot be forgotten");
                    return;
                }
            }
        }
    }
}

/// Counts what became of a capsule.
pub(crate) fn count(department: &DepartmentId, outcome: &'static str) {
    let department = department.as_str().to_owned();
    counter!("mitra_capsules_total", "department" => department, "outcome" => outcome).increment(1);
}

#[cfg(test)]
mod tests {
    use mitra_core::clock::Timestamp;
    use mitra_core::identity::Secret;
    use mitra_core::limits::CAPSULE_BYTES_MAX;
    use mitra_storage::memory::MemoryStorage;

    use super::*;
    use crate::capsule::tests::{capsule, turn};

    struct Still;

    impl Clock for Still {
        fn now(&self) -> Timestamp {
            Timestamp(1_795_773_600_000)
        }
    }

    fn keeper(storage: &MemoryStorage) -> (Keeper, mpsc::Sender<Taken>) {
        let key = Arc::new(CapsuleKey::new(&Secret::new("a secret of the operator's")));
        let options = KeeperOptions { key, turns: 3, keep_for: Duration::from_hours(1) };
        Keeper::new(options, Arc::new(storage.clone()), Arc::new(Still))
    }

    fn taken(text: &str, value: &[u8]) -> Taken {
        let turn = turn(text);
        let (citizen, media_key) = (turn.citizen, turn.media_key);
        Taken { citizen, media_key, capsule: capsule(text, value) }
    }

    #[tokio::test]
    async fn what_is_handed_over_is_kept_sealed_and_what_is_too_large_is_not() {
        let storage = MemoryStorage::default();
        let (keeper, sender) = keeper(&storage);
        for (text, value) in [("one", &b""[..]), ("two", &vec![b'x'; CAPSULE_BYTES_MAX])] {
            assert!(sender.try_send(taken(text, value)).is_ok());
        }
        drop(sender);
        let key = Arc::clone(&keeper.options.key);
        keeper.run(CancellationToken::new()).await;
        let energy = DepartmentId::parse("energy").expect("a slug");
        let kept = storage.capsules(&energy, &CapsuleKind::ALL, 5).await.expect("read");
        let [(facts, _)] = &kept[..] else { panic!("one is kept: {kept:?}") };
        assert_eq!((facts.kind, &*facts.ended), (CapsuleKind::Fault, "refused"));
        let kept = storage.capsule(&energy, &facts.id).await.expect("read").expect("it is there");
        let text = key.open(&energy, &facts.id, &kept.sealed).expect("it is its key");
        assert_eq!(Capsule::read(&text), Ok(capsule("one", b"")));
        assert_eq!(facts.id, capsule("one", b"").id());
    }

    #[test]
    fn so_many_turns_wait_and_no_more() {
        let (_keeper, sender) = keeper(&MemoryStorage::default());
        for n in 0..CAPSULE_QUEUE_MAX {
            assert!(sender.try_send(taken(&n.to_string(), b"")).is_ok(), "{n}");
        }
        assert!(sender.try_send(taken("one more", b"")).is_err());
    }
}
